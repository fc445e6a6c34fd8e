"""The caution that somebody of the same name is on the list already, while they are typed."""

from __future__ import annotations

from ia_events.domain.people import Attendee
from ia_events.domain.telling import as_listed
from ia_events.i18n import ngettext
from ia_events.store import registrations
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner

_NAMED = 3  # people in the sentence


class NamesakeCaution(Banner):
    """Hidden unless somebody else of the event has the name being typed. It stops nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def look(self, typed: Attendee, kept: Attendee) -> None:
        """Say who has the name typed; nothing as long as it is the one kept."""
        same = (typed.last_name, typed.first_name) == (kept.last_name, kept.first_name)
        found = [] if same else registrations.namesakes(self.session.store, typed)
        if not found:
            self.hide()
            return
        names = [as_listed(person) for person in found[:_NAMED]] + ["…"] * (len(found) > _NAMED)
        sentence = ngettext(
            "{names} est déjà sur la liste. Si c'est quelqu'un d'autre, enregistrez quand même.",
            "{names} sont déjà sur la liste. Si c'est encore quelqu'un d'autre, enregistrez quand même.",
            len(found),
        ).format(names=" / ".join(names))
        if self.isHidden() or sentence != self.text:  # said once, not at each letter of the rest
            self.show_message(sentence, closable=False)
