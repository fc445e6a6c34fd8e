"""Somebody found by what is typed at the door, and what Enter means then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ia_events.domain.events import Slot
from ia_events.i18n import _
from ia_events.store import door_book, registrations
from ia_events.ui.pages.door_below import Below
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.session import Session

_MATCHES = 30


class DoorSearch(QObject):
    """Signals: chosen(Attendee) · read(text): some other code, read by the scanner · hinted(sentence) · emptied: nothing is
    typed any more.
    """

    chosen = Signal(object)
    read = Signal(str)
    hinted = Signal(str)
    emptied = Signal()

    def __init__(self, session: Session, field: DoorField, below: Below, slot: Callable[[], Slot | None]) -> None:
        super().__init__(field)
        self.session, self.field, self.below, self._slot = session, field, below, slot
        self._searched = ""
        field.searched.connect(self.search)
        field.chosen.connect(self.enter)

    def forget(self) -> None:
        """What was searched is no longer shown."""
        self._searched = ""

    def search(self, text: str) -> None:
        """Show who is meant by what is typed."""
        event, slot, self._searched = self.session.event, self._slot(), text
        if event is None or slot is None or self.below.in_form:
            return
        if not text.strip():
            self.emptied.emit()
            return
        store = self.session.store
        ids = registrations.search(store, event.id, registrations.Query(text=text), limit=_MATCHES)
        self.below.show_people(event, registrations.get_many(store, ids), door_book.arrivals(store, slot.id, ids))
        nobody = _("Personne ne correspond à « {text} ». F2 : inscription sur place.").format(text=text.strip())
        self.hinted.emit("" if ids else nobody)

    def enter(self, text: str) -> None:
        """Enter: the one found, else the first of several; with nothing typed, the hour of the line chosen."""
        if not text:
            self.below.recent.retime_chosen()
            return
        burst = self.field.was_burst
        if self._searched != self.field.text():
            self.search(self.field.text())
        person = self.below.person()
        if person is not None:
            self.chosen.emit(person)
        elif self.below.people.people:
            self.below.step(1)
            self.hinted.emit(_("Plusieurs personnes correspondent : choisissez avec les flèches, puis Entrée."))
        elif burst:
            self.read.emit(text)
