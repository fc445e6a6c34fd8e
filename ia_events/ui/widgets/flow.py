"""A line of controls that goes on below when there is no room left."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ia_events.ui import theme


class FlowLayout(QLayout):
    """Items side by side, then in the lines below; in each line, what expands takes the room left."""

    def __init__(self, *widgets: QWidget, spacing: int = theme.S) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(height for _items, height in lines) + self.spacing() * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self.spacing() * max(0, len(shown) - 1)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in shown), default=0), max((s.height() for s in shown), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for items, height in self._lines(rect.width()):
            widths = [min(item.sizeHint().width(), rect.width()) for item in items]
            spare = rect.width() - sum(widths) - self.spacing() * (len(items) - 1)
            wide = [i for i, item in enumerate(items) if item.expandingDirections() & Qt.Orientation.Horizontal]
            for i in wide:
                widths[i] += spare // len(wide)
            left = rect.left()
            for item, width in zip(items, widths, strict=True):
                tall = min(height, max(item.sizeHint().height(), item.minimumSize().height()))
                item.setGeometry(QRect(left, top + (height - tall) // 2, width, tall))
                left += width + self.spacing()
            top += height + self.spacing()

    def _lines(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        lines: list[tuple[list[QLayoutItem], int]] = []
        used = width + 1
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if lines and used + self.spacing() + size.width() <= width:
                used += self.spacing() + size.width()
                items, height = lines[-1]
                lines[-1] = ([*items, item], max(height, size.height()))
            else:
                lines.append(([item], size.height()))
                used = size.width()
        return lines
