"""Asking for the password of a file, on the page itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.widgets.buttons import primary
from ia_events.ui.widgets.fields import Field
from ia_events.ui.widgets.page import Card

ASKED = ("password_needed", "password_wrong")


class PasswordForm(QWidget):
    """A card in the middle of the page; `given(password)` when Enter or the button says so."""

    given = Signal(str)

    def __init__(self, title: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.returnPressed.connect(self._give)
        self._field = Field(_("Mot de passe"), self.line)
        self.button = primary(_("Ouvrir"), self._give)
        card = Card(self._field, title=title)
        card.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        theme.scaled(card.setMaximumWidth, 440)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 100)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(middle)
        column.addStretch(2)

    def ask(self, complaint: str = "") -> None:
        """Wait for a password; `complaint` says what was wrong with the last."""
        self._field.complain(complaint)
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Leave nothing of it on the screen."""
        self.line.clear()
        self._field.complain("")

    def _give(self) -> None:
        if self.line.text():
            self.given.emit(self.line.text())
