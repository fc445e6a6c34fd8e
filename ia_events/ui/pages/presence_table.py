"""The view of the presence grid: its keys, its columns, the menu of its cells."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from ia_events import i18n
from ia_events.domain.attendance import State
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.presence_model import LETTERS, PresenceDelegate, PresenceModel
from ia_events.ui.widgets import TableView


class PresenceTable(TableView):
    """The grid. `marked(state)` for the cells chosen; `toggled` for Space; `menu_asked(point)`."""

    marked = Signal(object)
    toggled = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: PresenceModel) -> None:
        super().__init__(model, name=_("Grille de présence"))
        self.grid = model
        self.slots = PresenceDelegate(self, model)
        self.delegate = self.slots
        self.setItemDelegate(self.slots)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        head = self.horizontalHeader()
        head.setSectionsMovable(False)
        head.setSectionsClickable(True)
        head.setTextElideMode(Qt.TextElideMode.ElideNone)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._size()

    def _size(self) -> None:
        super()._size()
        self.horizontalHeader().setFixedHeight(theme.px(68))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "grid"):
            self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state = LETTERS[i18n.language()].get(event.text().upper())
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if state is not None and plain:
            self.marked.emit(state)
        elif event.key() == Qt.Key.Key_Space and plain:
            self.toggled.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.marked.emit(State.EXPECTED)
        else:
            super().keyPressEvent(event)
            return
        self.shows_focus = True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def fit(self) -> None:
        """Widths from what there is: names whole, slots equal, the employer what is left."""
        # As if the scroll bar were there: it comes and goes with the filter, the columns stay.
        model, width = self.grid, self.width() - self.verticalScrollBar().sizeHint().width() - 2
        head = self.horizontalHeader()
        head.setStretchLastSection(False)
        slots, hours = len(model.slots), theme.px(86)
        name = theme.px(210 if width > theme.px(900) else 190)
        wanted = theme.px(132)
        metrics = head.fontMetrics()
        lines = [line for slot in model.slots for line in model.heading(slot)]
        widest = max((metrics.horizontalAdvance(line) for line in lines), default=0) + 2 * theme.M + 2
        least = min(max(theme.px(64), widest), wanted)
        # Slots first give what their words don't need: the employer tells namesakes apart.
        spare = width - name - hours
        employer = min(
            max(min(theme.px(230), spare - slots * self.slots.worded), spare - slots * wanted), theme.px(320)
        )
        shows_employer = employer >= theme.px(150)
        self.setColumnHidden(1, not shows_employer)
        room = width - name - hours - (employer if shows_employer else 0)
        each = max(least, min(theme.px(190), room // slots)) if slots else 0
        for column, size in enumerate((name, max(0, employer), *[each] * slots, hours)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, size)
        spare = width - name - hours - (employer if shows_employer else 0) - each * slots
        if spare > 0:
            head.resizeSection(0, name + spare)
