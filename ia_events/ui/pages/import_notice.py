"""What is said above a list once it is read: that it is a return, or that it changes nothing."""

from __future__ import annotations

from functools import partial

from ia_events.i18n import _
from ia_events.ui.pages.import_jobs import Source, Understood
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, secondary


def say(notice: Banner, session: Session, source: Source, understood: Understood, left: bool) -> None:
    """`left`: whether there is something to import or to decide of."""
    if (identity := understood.returned) is not None:
        # Read as a list it gives its registrations only: what headquarters corrected in the presences would be lost.
        text = (
            _("« {name} » est un retour de cet événement : la page « Retour du siège » en reprend toutes les corrections, présences comprises.")
            if identity.event_id == session.event_id
            else _("« {name} » est un retour d'un autre événement, « {title} » : la page « Retour du siège » en reprend toutes les corrections, présences comprises.")
        )  # fmt: skip
        go = partial(session.open, "coming_back", path=source.path)
        button = secondary(_("Retour du siège"), go, icon="file-arrow-down")
        notice.show_message(text.format(name=source.name, title=identity.title), "attention", button, closable=False)
    elif not left:
        text = _("Rien ne change : tout ce que dit cette liste est déjà enregistré.")
        notice.show_message(text, "welcome", closable=False)
