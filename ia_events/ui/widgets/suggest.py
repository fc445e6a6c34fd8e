"""A line of free text that offers what is usually written there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from ia_events.i18n import _
from ia_events.ui import icons


class SuggestField(QLineEdit):
    """Suggestions follow the typing, any part of them; Down or the arrow at the right shows them all."""

    def __init__(self, suggestions: Sequence[str], text: str = "", *, hint: str = "") -> None:
        super().__init__(text)
        self.setPlaceholderText(hint)
        self._suggestions = QStringListModel(list(suggestions), self)
        self._completer = QCompleter(self._suggestions, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setMaxVisibleItems(10)
        self.setCompleter(self._completer)
        arrow = QAction(icons.icon("caret-down", "muted"), _("Propositions"), self)
        arrow.triggered.connect(self.show_all)
        self.addAction(arrow, QLineEdit.ActionPosition.TrailingPosition)

    def offer(self, suggestions: Sequence[str]) -> None:
        """Offer these instead."""
        self._suggestions.setStringList(list(suggestions))

    def show_all(self) -> None:
        """Offer every suggestion, whatever is typed."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._completer.setCompletionPrefix("")
        self._completer.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.show_all()
        else:
            super().keyPressEvent(event)
