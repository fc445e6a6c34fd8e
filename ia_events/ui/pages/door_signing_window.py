"""The box to sign in, in a window of its own: for a tablet, or a second screen turned towards whoever signs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.door_signing_panel import SigningPanel
from ia_events.ui.widgets import Stack, label


class SigningWindow(QWidget):
    """Never takes the keyboard, which stays with the door's field. It goes with the page. Signal: closed, by the user."""

    closed = Signal()

    def __init__(self, page: QWidget, panel: SigningPanel) -> None:
        super().__init__(page, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAutoFillBackground(True)
        self.setWindowTitle(_("Signature à l'écran"))
        self.stack = Stack()
        self._page, self.panel = page, panel
        self.idle = label(_("Présentez votre badge"), theme.DISPLAY, weight=fonts.SEMIBOLD, wrap=True)
        self.idle.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.idle)
        self.stack.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        column.addWidget(self.stack)
        self.resize(theme.px(1100), theme.px(460))
        here = page.screen()
        other = next((screen for screen in QGuiApplication.screens() if screen is not here), None)
        if other is not None:
            self.setGeometry(other.availableGeometry())
            self.setWindowState(Qt.WindowState.WindowMaximized)

    def show_box(self, signing: bool) -> None:
        """The box, or what stands there between two people."""
        self.stack.setCurrentWidget(self.panel if signing else self.idle)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowActivate:  # some systems do it all the same
            QTimer.singleShot(0, self, self._give_back)
        return super().event(event)

    def _give_back(self) -> None:
        self._page.window().activateWindow()
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
