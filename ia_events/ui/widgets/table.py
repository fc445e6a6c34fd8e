"""Tables: rows of one height, text that elides, whole rows under the pointer, columns the user chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ia_events.ui import fonts, icons, theme
from ia_events.ui.widgets.states import letters, paint_pill

Index = QModelIndex | QPersistentModelIndex

# What a model may answer besides DisplayRole, all optional. Answer these early and cheaply: they are asked for each cell painted.
ToneRole = Qt.ItemDataRole.UserRole + 101  # str: a tone for the words; "muted" …
PillRole = Qt.ItemDataRole.UserRole + 102  # str: a tone; the words are shown as a StatePill
IconRole = Qt.ItemDataRole.UserRole + 103  # str: Phosphor name drawn before the words, in the tone
StrongRole = Qt.ItemDataRole.UserRole + 104  # bool: semi-bold
GroundRole = Qt.ItemDataRole.UserRole + 105  # str: token of the cell's ground ("attention_soft" …)


class Cell(NamedTuple):
    """All of the above at once, for a model with a `cell(row, column)`: six questions fewer for each cell painted."""

    words: str = ""
    tone: str = ""
    pill: str = ""
    icon: str = ""
    strong: bool = False
    ground: str = ""
    alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft


def cell_of(index: Index) -> Cell:
    """What a model answers of a cell."""
    give = getattr(index.model(), "cell", None)
    if give is not None:
        made: Cell = give(index.row(), index.column())
        return made
    words, alignment = index.data(Qt.ItemDataRole.DisplayRole), index.data(Qt.ItemDataRole.TextAlignmentRole)
    return Cell(
        "" if words is None else str(words),
        index.data(ToneRole) or "",
        index.data(PillRole) or "",
        index.data(IconRole) or "",
        bool(index.data(StrongRole)),
        index.data(GroundRole) or "",
        Qt.AlignmentFlag(int(alignment)) if alignment is not None else Qt.AlignmentFlag.AlignLeft,
    )


class RowDelegate(QStyledItemDelegate):
    """Paints a cell: ground of the whole row, words elided on one line, a thin line below."""

    def __init__(self, view: TableView) -> None:
        super().__init__(view)
        self._view = view
        self.fonts_changed()

    def fonts_changed(self) -> None:
        """Make the fonts again, after a change of zoom."""
        self._plain = fonts.font(theme.px(theme.BODY))
        self._strong = fonts.font(theme.px(theme.BODY), fonts.SEMIBOLD)
        # Figures of one width, for what begins with one: in words, they would space hyphens out.
        self._figures = fonts.font(theme.px(theme.BODY), tabular=True)
        self._strong_figures = fonts.font(theme.px(theme.BODY), fonts.SEMIBOLD, tabular=True)
        self._widest = QFontMetrics(self._strong).horizontalAdvance("W")
        self._pill = QFontMetrics(fonts.font(theme.px(theme.SMALL), fonts.MEDIUM))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        cell = cell_of(index)
        if selected:
            painter.fillRect(rect, theme.color("soft"))
        elif cell.ground:
            painter.fillRect(rect, theme.color(cell.ground))
        elif index.row() == self._view.hovered_row:
            painter.fillRect(rect, theme.color("hover"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if self._view.ruled:
            painter.drawLine(rect.topRight(), rect.bottomRight())
        self._paint_words(painter, rect, cell, selected=selected)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.shows_focus:
            pen = painter.pen()
            pen.setColor(theme.color("accent_text"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 6, 6)

    def _paint_words(self, painter: QPainter, rect: QRect, cell: Cell, *, selected: bool) -> None:
        if not cell.words and not cell.icon:
            return
        room = rect.adjusted(theme.M, 0, -theme.M, 0)
        if cell.pill:
            height = theme.px(24)
            width = min(room.width() + theme.M, self._pill.horizontalAdvance(cell.words) + height + theme.px(14))
            top = room.center().y() - height / 2
            box = QRectF(room.left() - 2, top, width, height)
            paint_pill(painter, box, cell.words, cell.pill, cell.icon, selected=selected)
            return
        color = theme.color(letters(cell.tone) if cell.tone else "text")
        if cell.icon:
            size = theme.px(18)
            icons.paint(painter, QRectF(room.left(), room.center().y() - size / 2 + 0.5, size, size), cell.icon, color)
            room.setLeft(room.left() + size + theme.S)
        painter.setFont(self._font(cell))
        painter.setPen(color)
        shown = cell.words
        if len(shown) * self._widest > room.width():  # measuring takes longer than drawing
            shown = painter.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(cell.alignment) | Qt.AlignmentFlag.AlignVCenter, shown)

    def _font(self, cell: Cell) -> QFont:
        figures = cell.words[:1].isdigit()
        if cell.strong:
            return self._strong_figures if figures else self._strong
        return self._figures if figures else self._plain

    def width_of(self, index: Index) -> int:
        """The width a cell needs not to elide."""
        cell = cell_of(index)
        if cell.pill:
            return self._pill.horizontalAdvance(cell.words) + theme.px(24) + theme.px(14) + 2 * theme.M
        extra = theme.px(18) + theme.S if cell.icon else 0
        return QFontMetrics(self._font(cell)).horizontalAdvance(cell.words) + 2 * theme.M + extra + 2

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.width_of(index), theme.px(theme.ROW))

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            said = index.data(Qt.ItemDataRole.ToolTipRole)
            rect: QRect = option.rect
            if not said and self.width_of(index) > rect.width():
                said = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            if said:
                QToolTip.showText(event.globalPos(), said, view)
            else:
                QToolTip.hideText()
            return True
        return super().helpEvent(event, view, option, index)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setStyleSheet("border-radius: 0; padding: 0 8px;")
        return editor


class TableView(QTableView):
    """A table as this program shows them. `opened(index)` comes from Enter or a double click.

    Columns: give `set_columns` the widths wanted; the first stretchy one takes what is left. Call it again when the
    model's columns change.
    """

    opened = Signal(QModelIndex)
    columns_changed = Signal()

    def __init__(self, model: QAbstractItemModel | None = None, *, name: str = "") -> None:
        super().__init__()
        self.hovered_row = -1
        self.shows_focus = False
        self.ruled = False  # lines between the columns
        self._optional: set[int] = set()
        self._stretch: int | None = None
        self._sized_at = theme.px(100)
        self._widths: dict[int, float] = {}  # at 100 %: those given, and those the user has made
        self._fitted: dict[int, int] = {}  # of the columns as wide as their contents: how wide that was
        self.setAccessibleName(name)
        self.delegate = RowDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setAlternatingRowColors(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.setVisible(False)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsMovable(True)
        head.setMinimumSectionSize(48)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(lambda at: self.column_menu().exec(head.mapToGlobal(at)))
        self._size()
        self.doubleClicked.connect(self.opened)
        if model is not None:
            self.setModel(model)

    def set_columns(
        self,
        widths: Sequence[int],
        *,
        stretch: int | None = None,
        optional: Sequence[int] = (),
        hidden: Sequence[int] = (),
    ) -> None:
        """Widths in pixels at 100 % (0: to its contents, from the rows visible); `stretch` takes the room left.

        `optional` columns can be hidden by the user; `hidden` ones begin so.
        """
        self._optional, self._stretch, self._sized_at = set(optional), stretch, theme.px(100)
        head = self.horizontalHeader()
        for column, width in enumerate(widths):
            head.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Stretch if column == stretch else QHeaderView.ResizeMode.Interactive
            )
            if column != stretch:
                wanted = theme.px(width) if width else self._needed(column)
                self._widths[column] = width or wanted * 100 / theme.px(100)
                self._fitted[column] = 0 if width else wanted
                head.resizeSection(column, wanted)
            self.setColumnHidden(column, column in hidden)
        self._share_room()

    def set_width(self, column: int, width: int) -> None:
        """Another width for a column, in pixels at 100 %."""
        self._widths[column], self._fitted[column] = width, 0
        self.horizontalHeader().resizeSection(column, theme.px(width))

    def _share_room(self) -> None:
        """Where the others leave too little to the column that stretches, it keeps its heading, and the table scrolls."""
        column, head = self._stretch, self.horizontalHeader()
        if column is None or column >= head.count() or head.isSectionHidden(column):
            return
        least = max(self._heading(column), theme.px(120))
        others = sum(head.sectionSize(at) for at in range(head.count()) if at != column)
        mode = QHeaderView.ResizeMode
        wanted = mode.Stretch if self.viewport().width() - others >= least else mode.Interactive
        if head.sectionResizeMode(column) != wanted:
            head.setSectionResizeMode(column, wanted)
        if wanted == mode.Interactive:
            head.resizeSection(column, least)

    def column_menu(self) -> QMenu:
        """A menu where columns are ticked."""
        menu = QMenu(self)
        model = self.model()
        for column in range(model.columnCount()):
            action = QAction(str(model.headerData(column, Qt.Orientation.Horizontal) or ""), menu)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(column))
            action.setEnabled(column in self._optional)
            action.toggled.connect(self._toggler(column))
            menu.addAction(action)
        return menu

    def columns_button_menu(self) -> QMenu:
        """The same menu, filled anew each time it opens: for a menu button."""
        menu = QMenu(self)

        def fill() -> None:
            menu.clear()
            fresh = self.column_menu()
            for action in fresh.actions():
                action.setParent(menu)
                menu.addAction(action)
            fresh.deleteLater()

        menu.aboutToShow.connect(fill)
        return menu

    def shown_columns(self) -> list[int]:
        """The columns not hidden, in the order shown."""
        head = self.horizontalHeader()
        return [
            head.logicalIndex(place)
            for place in range(head.count())
            if not self.isColumnHidden(head.logicalIndex(place))
        ]

    def _toggler(self, column: int) -> Callable[[bool], None]:
        def toggle(shown: bool) -> None:
            self.setColumnHidden(column, not shown)
            self.columns_changed.emit()

        return toggle

    def _needed(self, column: int) -> int:
        model, widest = self.model(), self._heading(column)
        for row in range(min(model.rowCount(), 60)):
            widest = max(widest, self.delegate.width_of(model.index(row, column)))
        return min(widest, theme.px(320))

    def _heading(self, column: int) -> int:
        words = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        # Not the heading's own font, which has its size when it is next styled.
        return QFontMetrics(fonts.font(theme.px(theme.BODY))).horizontalAdvance(words) + 2 * theme.M + theme.px(20)

    def _size(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        self.verticalHeader().setMinimumSectionSize(theme.px(theme.ROW))
        head = self.horizontalHeader()
        head.setFixedHeight(theme.px(40))

    def _scale_columns(self) -> None:
        """At another zoom."""
        if self._sized_at == theme.px(100):
            return
        before, self._sized_at = self._sized_at, theme.px(100)
        self.delegate.fonts_changed()  # it may be made wider before it is styled
        head = self.horizontalHeader()
        for column in range(head.count()):
            if head.sectionResizeMode(column) != QHeaderView.ResizeMode.Interactive:
                continue
            width, size = self._widths.get(column, 0.0), head.sectionSize(column)
            if size and size == self._fitted.get(column):
                self._fitted[column] = self._needed(column)
                head.resizeSection(column, self._fitted[column])
                continue
            if not head.isSectionHidden(column) and size not in (round(width * before / 100), theme.px(width)):
                width = self._widths[column] = size * 100 / before
            head.resizeSection(column, theme.px(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._scale_columns()
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "delegate"):
            self.delegate.fonts_changed()
            self._size()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.shows_focus = False
        super().mousePressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.shows_focus = True
        editing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid() and not editing:
            self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)
        self.viewport().update()

    def _hover(self, row: int) -> None:
        if row == self.hovered_row:
            return
        self.hovered_row = row
        self.viewport().update()
