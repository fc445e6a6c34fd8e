"""A keyboard on the screen: a kiosk has no other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QSizePolicy, QWidget

from ia_events.i18n import _
from ia_events.ui import icons, theme
from ia_events.ui.widgets import button

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn'-éè")
_WIDTH = 2  # columns of the grid a letter takes


class Keyboard(QWidget):
    """Types into whichever field has the focus, and never takes it."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: dict[str, QPushButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.S)
        for row, letters in enumerate(_ROWS):
            for place, letter in enumerate(letters):
                grid.addWidget(self._key(letter, letter.upper(), letter), row, place * _WIDTH, 1, _WIDTH)
        self.space = self._key(" ", _("Espace"), _("Espace"))
        self.erase = self._key("", "", _("Effacer la dernière lettre"))
        self.erase.setIcon(icons.icon("backspace"))
        grid.addWidget(self.space, 3, 0, 1, 14)
        grid.addWidget(self.erase, 3, 14, 1, 6)

    def say_words(self) -> None:
        """In the language in force."""
        self.space.setText(_("Espace"))
        self.space.setAccessibleName(_("Espace"))
        self.erase.setAccessibleName(_("Effacer la dernière lettre"))

    def _key(self, text: str, words: str, name: str) -> QPushButton:
        made = button(words, lambda: self._press(text))
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setProperty("touch", True)
        made.setMinimumWidth(44)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.keys[text or "back"] = made
        return made

    def _press(self, text: str) -> None:
        field = QApplication.focusWidget()
        if field is None or self.isAncestorOf(field):
            return
        key = Qt.Key.Key_unknown if text else Qt.Key.Key_Backspace
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))
