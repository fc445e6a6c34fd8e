"""What Ctrl+Z takes back at the door, and Ctrl+Shift+Z does again: what was done there; the panel says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ia_events.domain.errors import UserError
from ia_events.store import door, journal
from ia_events.store.door_book import Entry
from ia_events.ui.pages.door_undone import done_again, given_back

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage


class DoorPast:
    """The passages and corrections of this station, and the passages taken back by hand since: each in its turn, the latest
    first. Nothing recorded on another page is undone from here.
    """

    def __init__(self, page: DoorPage) -> None:
        self.page, self.session = page, page.session
        self._taken: list[Entry] = []  # by a line of the list, the last at the end
        self._again: tuple[Entry, int] | None = None  # the one given back last, and how much was recorded then

    def note(self, entry: Entry) -> None:
        """A passage was just taken back for itself."""
        self._taken.append(entry)

    def next_undo(self) -> str | None:
        """What undo would undo; while somebody is being registered, nothing: the form would close."""
        if self.page.below.in_form:
            return None
        entry, tied = self._last_taken(), self.page.arrivals.tied()
        if entry is not None or tied is not None:
            return _removal(entry) if entry is not None else str(tied)
        last = self.page.mends.last()
        label = door.would_undo(self.session.store, last.fact.id) if last is not None else None
        return str(label) if label is not None else None

    def next_redo(self) -> str | None:
        """What redo would do again."""
        if self.page.below.in_form:
            return None
        again = self._given_last()
        return _removal(again) if again is not None else self.session.next_redo()

    def undo(self) -> None:
        """Take back what was done last: a blank badge given, a passage taken back (it counts again), a passage."""
        entry = self._last_taken()
        if entry is None:
            if not self.page.arrivals.undo():
                self.page.mends.undo_last()
            return
        try:
            action = door.give_back(self.session.store, entry.fact.id, self.session.now())
        except UserError as error:
            self.session.fail(error)
            return
        self._taken.remove(entry)
        self.page.mends.settled.emit(given_back(entry) if action is not None else None)
        self._again = entry, self.session.records

    def redo(self) -> None:
        """Do again what was undone last; of what is no passage the panel says what it was, and of which event."""
        again = self._given_last()
        if again is not None:
            self.page.mends.take_back(again)
            return
        try:
            action = journal.redo(self.session.store, self.session.now())
        except UserError as error:
            self.session.fail(error)
            return
        if action is not None:
            self.page.mends.settled.emit(
                done_again(action, journal.words(self.session.store, action, self.session.event_id))
            )

    def _given_last(self) -> Entry | None:
        """The passage given back, if nothing was recorded since."""
        return self._again[0] if self._again is not None and self._again[1] == self.session.records else None

    def _last_taken(self) -> Entry | None:
        """The passage taken back by hand, if nothing was recorded at this door since."""
        store, slot, last, tied = self.session.store, self.page.slot, self.page.mends.last(), self.page.arrivals.tied()
        place = self.session.event_id, slot.id if slot is not None else ""
        mine = self.session.settings.station if self.session.volunteer else ""
        after = last.fact.id if last is not None else "", tied.id if tied is not None else ""
        for entry in reversed(self._taken):
            fact = entry.fact
            here = (fact.event_id, fact.slot_id) == place and mine in ("", fact.station)
            if here and door.taken_back_after(store, fact.id, *after):
                return entry
        return None


def _removal(entry: Entry) -> str:
    return str(journal.Label(door.REMOVED, {"name": entry.attendee.list_name if entry.attendee else ""}))
