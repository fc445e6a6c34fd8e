"""Which serial port the door listens to."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from ia_events.i18n import _
from ia_events.ui import serial_scanner
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice


class SerialChoice(Choice):
    """The serial ports of this machine, looked for once the page is there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._offer([])
        self.chosen.connect(lambda name: session.change_setting("serial_port", name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(100, self, self._look)

    def _look(self) -> None:
        try:
            self._offer(serial_scanner.ports())
        except ImportError:  # the door says so
            self._offer([])

    def _offer(self, ports: list[tuple[str, str]]) -> None:
        options: list[tuple[object, str]] = [("", _("Aucun"))]
        options += [(name, f"{name} · {words}" if words else name) for name, words in ports]
        kept = self.session.settings.serial_port
        if kept and kept not in dict(ports):
            options.append((kept, _("{name} (absent)").format(name=kept)))
        self.set_options(options, kept)
