"""Scanners at the door: in keyboard mode wherever the focus is, and on a serial port."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from ia_events.domain import scans
from ia_events.i18n import _
from ia_events.store import identifying
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.scanning import Scanning
from ia_events.ui.serial_scanner import SerialScanner
from ia_events.ui.session import Session


class DoorScanning(Scanning):
    """The scanners of a page, listened to between `start` and `stop`."""

    def __init__(self, page: QWidget, session: Session, field: DoorField) -> None:
        super().__init__(page, self._event_keys, self._event_badges, field)
        self._session, self._page = session, page
        self.scanned.connect(self._make_way)  # before the page, which judges
        self.serial = SerialScanner(self)
        self.serial.received.connect(self._received)
        self.serial.changed.connect(self._serial_changed)
        self._first_news = True
        self._following = False
        session.settings_changed.connect(self._chosen)

    def start(self) -> None:
        """Listen, once the page is in a window: at once where it is, for a scan may follow the key that opened the page."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and not self._following:
            self._following = True
            app.focusWindowChanged.connect(self._follow)
        if (window := self._page.window().windowHandle()) is not None:
            self.watch(window)
        QTimer.singleShot(0, self._page, self._listen)

    def _listen(self) -> None:
        if self._page.isVisible():
            window = self._page.window().windowHandle()
            if window is not self.watched:
                self.watch(window)
            self._first_news = True
            self.serial.start(self._session.settings.serial_port)

    def stop(self) -> None:
        """Listen no more."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and self._following:
            self._following = False
            app.focusWindowChanged.disconnect(self._follow)
        self.watch(None)
        self.serial.stop()

    def _follow(self, window: QWindow | None) -> None:
        """The scanner's keys go to the window in front: to the second screen, once somebody has touched it."""
        if window is None or not self._page.isVisible():
            return
        own = self._page.window().windowHandle()
        if window is not own and not any(
            widget.property("scans_pass")
            for widget in QApplication.topLevelWidgets()
            if widget.windowHandle() is window
        ):
            return
        self.watch(window)

    def _chosen(self, key: str) -> None:
        if key == "serial_port" and self._page.isVisible():
            self.start()

    def _received(self, text: str) -> None:
        for code in scans.in_text(text, self._genuine):
            self.scanned.emit(code, self.typing_now)

    def _make_way(self) -> None:
        """Whoever was asked the code of the mode sees the answer."""
        if self._session.settings.mode:
            self._session.open("stay_in_mode")

    def _serial_changed(self, state: str) -> None:
        words = {
            "absent": _(
                "Le lecteur du port série {port} ne répond pas : vérifiez son câble. Il sera repris dès son retour."
            ),
            "missing": _("Ce poste ne peut pas lire un port série : mettez le lecteur en mode clavier."),
        }
        name = self._session.settings.serial_port
        if state:
            self._session.notify(words[state].format(port=name), "attention")
        elif not self._first_news:
            self._session.notify(_("Le lecteur du port série {port} est de retour.").format(port=name))
        self._first_news = False

    def _event_keys(self) -> list[str]:
        event = self._session.event
        return [] if event is None else identifying.keys(self._session.store, event)

    def _event_badges(self) -> list[str]:
        return identifying.badges(self._session.store, self._session.event_id)
