"""The door as it was when the program or the machine stopped: its event, its slot, and what was last said there."""

from __future__ import annotations

from ia_events.domain import dates
from ia_events.domain.events import Event
from ia_events.domain.verdicts import VERDICT_LABELS
from ia_events.i18n import _
from ia_events.store import door_book
from ia_events.store.door_book import Entry
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.door_verdict import Shown
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow


def reopen(session: Session, window: MainWindow) -> None:
    """Open the door's page on the slot that was chosen, recording arrivals, the last scan of this station on its panel."""
    session.open("door", slot=session.settings.door_slot)
    page, event = window.page, session.event
    if not isinstance(page, DoorPage) or event is None or page.slot is None:
        return
    for entry in door_book.recent(session.store, event.id, page.slot.id):
        if entry.fact.station == session.settings.station:
            page.say(page.volunteering.plain(last_scan(entry, event)), entry.fact.id)
            return


def last_scan(entry: Entry, event: Event) -> Shown:
    """The last scan in words. Without its colour: nobody is being let in."""
    person, fact = entry.attendee, entry.fact
    time = dates.clock(event.local(fact.at))
    return Shown(
        tone="neutral",
        glyph="clock-counter-clockwise",
        headline=_("Dernier passage"),
        name=person.list_name if person else _("Badge sans nom ici"),
        employer=" · ".join(filter(None, (person.employer, person.job_title))) if person else "",
        sentence=_("{time}, {verdict}. Le programme s'était arrêté : rien n'est perdu, continuez.").format(
            time=time, verdict=_(VERDICT_LABELS[entry.verdict])
        ),
    )
