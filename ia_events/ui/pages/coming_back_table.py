"""The table of what came back: ticked by the keyboard, or by pointing at the value to keep."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent

from ia_events.ui.pages.coming_back_model import BACK, HERE, TICK, ComingBackModel
from ia_events.ui.widgets import TableView


class ChangesTable(TableView):
    """Space ticks; a click on a value takes that value."""

    def __init__(self, model: ComingBackModel, name: str) -> None:
        super().__init__(model, name=name)
        self._rows = model
        self.clicked.connect(self._clicked)
        self.opened.connect(self._rows.toggle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.shows_focus = True
            self._rows.toggle(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == TICK:
            self._rows.toggle(index)
        elif index.column() in (HERE, BACK) and self._rows.cell(index.row(), index.column()).ground:
            self._rows.toggle(index, take=index.column() == BACK)
