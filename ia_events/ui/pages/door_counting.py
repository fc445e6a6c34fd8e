"""The counters of the door, counted where no scan waits for them: in the worker once there are thousands of arrivals."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from ia_events.domain.events import Event, Slot
from ia_events.store import door_book
from ia_events.store.door_book import Counters
from ia_events.ui.pages.door_bar import CounterRow
from ia_events.ui.session import Session

_DEAR = 0.02  # seconds: when counting costs more, the window does not do it itself
_PAUSE = 700  # milliseconds between two countings of the worker


class Counting(QObject):
    """Keeps a row of counters true."""

    def __init__(self, session: Session, row: CounterRow) -> None:
        super().__init__(row)
        self.session, self._row = session, row
        self._wanted: tuple[Event, Slot] | None = None
        self._shown = ("", "")  # of which event and slot
        self._cost = 0.0
        self._under_way = False
        self._later = QTimer(self, singleShot=True, interval=_PAUSE)
        self._later.timeout.connect(self._count)

    def refresh(self, event: Event, slot: Slot) -> None:
        """Count again: at once, or within a second where that costs too much."""
        if self._cost < _DEAR or self._shown != (event.id, slot.id):
            self._wanted = None
            begun = time.perf_counter()
            self._show(door_book.counters(self.session.store, event, slot.id), event, slot)
            self._cost = time.perf_counter() - begun
            return
        self._wanted = event, slot
        if not self._under_way and not self._later.isActive():
            self._later.start()

    def _count(self) -> None:
        if self._wanted is None:
            return
        (event, slot), self._wanted = self._wanted, None
        self._under_way = True
        self.session.run(
            lambda store, _progress: door_book.counters(store, event, slot.id),
            lambda found: self._counted(found, event, slot),
            self._failed,
            cancellable=False,
        )

    def _counted(self, found: Counters, event: Event, slot: Slot) -> None:
        self._under_way = False
        if self._shown == (event.id, slot.id):  # no other slot was chosen meanwhile
            self._show(found, event, slot)
        if self._wanted is not None:
            self._later.start()

    def _failed(self, error: BaseException) -> None:
        self._under_way = False
        self.session.fail(error)

    def _show(self, found: Counters, event: Event, slot: Slot) -> None:
        self._shown = event.id, slot.id
        self._row.show_counters(found, slot.seats)
