"""Which camera the door reads badges with."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from ia_events.i18n import _
from ia_events.ui import camera
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice


class CameraChoice(Choice):
    """The cameras of this machine, looked for once the page is there: that loads Qt Multimedia."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._offer([])
        self.chosen.connect(lambda name: session.change_setting("camera", name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(100, self, self._look)

    def _look(self) -> None:
        try:
            self._offer([name for name, _device in camera.inputs()])
        except ImportError:  # the door says so
            self._offer([])

    def _offer(self, names: list[str]) -> None:
        options: list[tuple[object, str]] = [("", _("La première trouvée")), *((name, name) for name in names)]
        kept = self.session.settings.camera
        if kept and kept not in names:
            options.append((kept, _("{name} (absente)").format(name=kept)))
        self.set_options(options, kept)
