"""A sheet of a template as it is, row numbers and column letters around it; a click points at a cell."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from ia_events.i18n import _
from ia_events.spreadsheets.packages import column_letters
from ia_events.spreadsheets.template_view import Shown
from ia_events.ui import theme
from ia_events.ui.widgets import GroundRole, StrongRole, TableView, ToneRole

Index = QModelIndex | QPersistentModelIndex


class _Cells(QAbstractTableModel):
    """The texts of a sheet; its placeholders stand out, and so does the row that is repeated."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet = Shown("", [], [], set())
        self._row: int | None = None

    def show(self, sheet: Shown, row: int | None) -> None:
        """Another sheet; `row` (from 1) is repeated."""
        self.beginResetModel()
        self._sheet, self._row = sheet, row
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._sheet.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or not self._sheet.rows else len(self._sheet.rows[0])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._sheet.rows[place[0]][place[1]]
        if role == GroundRole:
            return "soft" if index.row() + 1 == self._row else ""
        if role in (StrongRole, ToneRole) and place in self._sheet.marked:
            return True if role == StrongRole else "accent"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return column_letters(section + 1) if orientation == Qt.Orientation.Horizontal else str(section + 1)
        return super().headerData(section, orientation, role)


class TemplateGrid(TableView):
    """`pointed(index)` comes from a click, Enter or Space."""

    pointed = Signal(QModelIndex)

    def __init__(self) -> None:
        self.cells = _Cells()
        self._name: object = None
        super().__init__(self.cells, name=_("Cellules du modèle"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.shows_focus = self.ruled = True
        rows = self.verticalHeader()
        rows.setVisible(True)
        self.horizontalHeader().setSectionsMovable(False)
        self.clicked.connect(self.pointed)

    def show_sheet(self, sheet: Shown, row: int | None, name: object) -> None:
        """Show a sheet; `row` (from 1) is repeated. The same `name` once more: columns and what is in sight stay."""
        current = self.currentIndex()
        place = current.row(), current.column()
        head, bars = self.horizontalHeader(), (self.horizontalScrollBar(), self.verticalScrollBar())
        same = name == self._name and self.cells.columnCount() > 0
        widths = [head.sectionSize(column) for column in range(self.cells.columnCount())] if same else []
        at = [bar.value() for bar in bars] if same else [0, 0]
        self._name = name
        self.clearSpans()
        self.cells.show(sheet, row)
        apart = {(top, left) for top, left, _height, width in sheet.merged if width > 1}
        for column in range(self.cells.columnCount()):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            texts = (line[column] for number, line in enumerate(sheet.rows) if (number, column) not in apart)
            longest = max(map(len, texts), default=0)
            wide = theme.px(min(220, max(112, 26 + 8 * longest)))
            head.resizeSection(column, widths[column] if column < len(widths) else wide)
        for top, left, height, width in sheet.merged:
            if height * width > 1:
                self.setSpan(top, left, height, width)
        if 0 <= place[0] < self.cells.rowCount() and 0 <= place[1] < self.cells.columnCount():
            self.setCurrentIndex(self.cells.index(*place))
        for bar, value in zip(bars, at, strict=True):
            bar.setValue(value)

    def _size(self) -> None:
        super()._size()
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(theme.px(32))
        rows.setDefaultSectionSize(theme.px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.pointed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
