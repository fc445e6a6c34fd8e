"""Two things side by side, or one under the other where the window is narrow or the text is large."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ia_events.ui import theme
from ia_events.ui.widgets.flow import FlowLayout


class Folding(QWidget):
    """`first` takes the room that is left beside `row`, a row of buttons; below `least` pixels of it, they fold."""

    def __init__(self, first: QWidget, least: int = 0) -> None:
        super().__init__()
        self.row = FlowLayout()  # they go on below where the text is very large
        self._first, self._least = first, least
        self._second = QWidget()
        self._second.setLayout(self.row)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.M)
        self._box.addWidget(first, 1)
        self._box.addWidget(self._second)

    @property
    def folded(self) -> bool:
        """Whether the buttons are below."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def minimumSizeHint(self) -> QSize:
        """As narrow as the wider of the two: otherwise it would never be made narrow enough to fold. Where the text is very
        large, `least` of its letters have no room: the longest word will do.
        """
        word = max(self._least, self._first.minimumSizeHint().width())
        wider = max(min(self._narrowest(), word), self._second.minimumSizeHint().width())
        return QSize(wider, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold."""
        super().resizeEvent(event)
        needed = self._narrowest() + self._box.spacing() + self._second.sizeHint().width()
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if needed > self.width() and self.row.count() else ways.LeftToRight
        if way != self._box.direction():
            self._box.setDirection(way)
            self.updateGeometry()  # its height is another one now

    def _narrowest(self) -> int:
        return theme.px(self._least) if self._least else self._first.minimumSizeHint().width()
