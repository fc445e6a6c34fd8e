"""The keys of a scanner and of somebody, sent to a window at times of their own."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ia_events.ui.window import MainWindow

ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


class Desk:
    """The keys that come to a window: `at` is the time on their clock, in milliseconds."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.at = 10_000
        self.busy = False  # whether the keys come in one go, the window having had no time for them

    def key(self, sign: str | Qt.Key, after: int = 4, *, repeated: bool = False) -> None:
        """One key, so many milliseconds after the one before."""
        self.at += after
        code = Qt.Key(ord(sign.upper())) if isinstance(sign, str) else sign
        handle = self.window.windowHandle()
        assert handle is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            text = sign if isinstance(sign, str) else "\t" if sign == TAB else "\r"
            made = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text, repeated)
            made.setTimestamp(self.at)
            QApplication.sendEvent(handle, made)
        if not self.busy:
            QApplication.processEvents()

    def burst(self, text: str, suffix: Qt.Key | None = ENTER, pace: int = 4, after: int = 3000) -> None:
        """As a scanner sends it, long after what came before."""
        for number, sign in enumerate(text):
            self.key(sign, pace if number else after)
        if suffix is not None:
            self.key(suffix, pace)
