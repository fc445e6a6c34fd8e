"""Scanners at the door: in keyboard mode wherever the focus is, and on a serial port."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ia_events.store import identifying
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.scanning import Scanning
from ia_events.ui.session import Session


class DoorScanning(Scanning):
    """The scanners of a page; `judge(text, beside)` judges what they read, somebody's typing being left alone if `beside`.

    They are listened to between `start` and `stop`.
    """

    def __init__(self, page: QWidget, session: Session, field: DoorField, judge: Callable[[str, bool], object]) -> None:
        super().__init__(page, self._event_keys, self._event_badges, field)
        self._session, self._page = session, page
        self.scanned.connect(judge)

    def start(self) -> None:
        """Listen, once the page is in a window."""
        QTimer.singleShot(0, self._page, self._listen)

    def _listen(self) -> None:
        if self._page.isVisible():
            self.watch(self._page.window().windowHandle())

    def stop(self) -> None:
        """Listen no more."""
        self.watch(None)

    def _event_keys(self) -> list[str]:
        event = self._session.event
        return [] if event is None else identifying.keys(self._session.store, event)

    def _event_badges(self) -> list[str]:
        return identifying.badges(self._session.store, self._session.event_id)
