"""What is said above a list once it is read: that it is a return, or that it changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from ia_events.domain.lists import Listing, Plan
from ia_events.i18n import _, ngettext
from ia_events.ui.pages.import_jobs import Source, Understood, left_aside_words
from ia_events.ui.pages.import_plan import PlanView
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
    elif words := _bare_words(understood.plans.values()):
        notice.show_message(words, "attention")
    elif not left:
        text = _("Rien ne change : tout ce que dit cette liste est déjà enregistré.")
        notice.show_message(text, "welcome", closable=False)


def say_left_aside(view: PlanView, before: Listing, source: Source, undo: Callable[[], None]) -> None:
    """Two columns cannot be one field: the one that gives way to the one just chosen is named. `before`: the list until then."""
    if view.plan is None or before.sheet != view.plan.listing.sheet:
        return
    if words := left_aside_words(before, view.plan.listing, source.mapping, view.model.slots):
        said = " ".join(filter(None, (_bare_words([view.plan]), words)))
        view.notice.show_message(said, "attention", secondary(_("Annuler ce choix"), undo))


def _bare_words(plans: Iterable[Plan]) -> str:
    """That people would be imported without their last names, in a sentence; "" when none would for want of a column."""
    found = [problem for plan in plans for problem in plan.problems if problem.code == "no_last_name"]
    if not found:
        return ""
    words = ngettext(
        "La colonne « {heading} » n'est pas lue comme Nom : {n} personne sans nom de famille.",
        "La colonne « {heading} » n'est pas lue comme Nom : {n} personnes sans nom de famille.",
        len(found),
    )
    return words.format(heading=found[0].column, n=len(found))
