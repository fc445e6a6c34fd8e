"""A figure and its word on a ground of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from ia_events.ui import theme
from ia_events.ui.widgets.text import Counter, restyle


class Tile(QFrame):
    """A figure and its word on the ground of its tone; quiet when it is nought."""

    def __init__(self, tone: str = "neutral") -> None:
        super().__init__()
        self._tone = tone
        self.counter = Counter("", 0, size=theme.SUBTITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        row.addWidget(self.counter)
        row.addStretch(1)

    def set(self, value: int | str, word: str) -> None:
        """Show a figure."""
        self.counter.set(value, word)
        restyle(self, strip=self._tone if value else "neutral")
