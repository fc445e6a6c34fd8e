"""The table that shows a sheet as a spreadsheet does: letters and row numbers, and above each column the field it is read as."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QToolTip

from ia_events.domain.lists import Confidence
from ia_events.i18n import _
from ia_events.ui import fonts, icons, theme
from ia_events.ui.pages.import_fields import FieldList, field_title, letters_of, mapped, pill_colours, tint
from ia_events.ui.pages.import_model import Index, SheetCell, SheetModel
from ia_events.ui.pages.import_people import FATES
from ia_events.ui.widgets import Cell, RowDelegate, TableView, announce
from ia_events.ui.widgets.states import letters, paint_pill

_ROW, _HEAD = 36, 64
_NARROW = 640  # pixels of table under which fates are shapes
_SAMPLE = 80  # rows looked at for the width of a column
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2)
# How sure a heading is, beside its field: nothing for what its own heading says.
_MARKS = {Confidence.DECIDED: "push-pin-fill", Confidence.LIKELY: "question", Confidence.CONTENT: "question"}


class SheetDelegate(RowDelegate):
    """Cells on the tint of their field; what is replaced is struck out before what replaces it."""

    def __init__(self, view: TableView, model: SheetModel) -> None:
        super().__init__(view)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        cell = self._model.cell(index.row(), index.column())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if cell.ground and not (selected and cell.ground == "hover"):
            painter.fillRect(rect, theme.color(cell.ground))
        elif selected:
            painter.fillRect(rect, theme.color("soft"))
        elif cell.head:
            painter.fillRect(rect, pill_colours(cell.group)[1])
        elif cell.group:
            painter.fillRect(rect, tint(cell.group))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if cell.head:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, theme.color("accent_text"))
        if cell.pill:
            self._paint_words(painter, rect, Cell(cell.words, pill=cell.pill, icon=cell.icon), selected=selected)
        elif cell.after:
            self._paint_change(painter, rect, cell)
        else:
            words = Cell(cell.words, cell.tone, icon=cell.icon, strong=cell.strong)
            self._paint_words(painter, rect, words, selected=selected)
        if option.state & QStyle.StateFlag.State_HasFocus and self._view.hasFocus():
            pen = painter.pen()
            pen.setColor(theme.color("accent_text"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(rect).adjusted(1, 1, -2, -2))

    def _paint_change(self, painter: QPainter, rect: QRect, cell: SheetCell) -> None:
        room = rect.adjusted(theme.M, 0, -theme.S, 0)
        if cell.icon:
            size = theme.px(18)
            box = QRectF(room.left(), room.center().y() - size / 2 + 0.5, size, size)
            icons.paint(painter, box, cell.icon, theme.color(letters(cell.tone)))
            room.setLeft(room.left() + size + theme.S)
        arrow = "  →  "
        font = fonts.font(theme.px(theme.BODY))
        font.setStrikeOut(cell.struck)
        plain = QFontMetrics(self._strong)
        needed = QFontMetrics(font).horizontalAdvance(cell.words) + plain.horizontalAdvance(arrow + cell.after)
        # Short of room, what it becomes is what matters.
        share = room.width() - plain.horizontalAdvance(arrow + cell.after)
        before = cell.words
        if needed > room.width():
            before = QFontMetrics(font).elidedText(before, Qt.TextElideMode.ElideRight, max(share, room.width() // 3))
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, middle, before)
        room.setLeft(room.left() + QFontMetrics(font).horizontalAdvance(before))
        painter.setFont(fonts.font(theme.px(theme.BODY)))
        painter.drawText(room, middle, arrow)
        room.setLeft(room.left() + painter.fontMetrics().horizontalAdvance(arrow))
        painter.setFont(self._strong if cell.struck or cell.tone else self._plain)
        painter.setPen(theme.color(letters(cell.tone) if cell.tone else "text"))
        shown = painter.fontMetrics().elidedText(cell.after, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, middle, shown)

    def width_of(self, index: Index) -> int:
        cell = self._model.cell(index.row(), index.column())
        metrics = QFontMetrics(self._strong)
        if cell.pill:
            return metrics.horizontalAdvance(cell.words) + theme.px(52)
        words = f"{cell.words}  →  {cell.after}" if cell.after else cell.words
        return metrics.horizontalAdvance(words) + 2 * theme.M + (theme.px(18) + theme.S if cell.icon else 0) + 2


class FieldHeader(QHeaderView):
    """Letters, and below each the field its column is read as. It takes the keyboard; `asked(section)` to change one."""

    asked = Signal(int)

    def __init__(self, model: SheetModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._model = model
        self._at = 0
        self.setAccessibleName(_("Champs des colonnes"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)
        self.setMouseTracking(True)
        self.setMinimumSectionSize(56)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sectionClicked.connect(self._clicked)

    def sizeHint(self) -> QSize:
        return QSize(0, theme.px(_HEAD))

    def width_for(self, section: int) -> int:
        """The width its pill needs."""
        column = self._model.column_at(section)
        if column is None:
            return theme.px(72)
        metrics = QFontMetrics(fonts.font(theme.px(theme.SMALL), fonts.MEDIUM))
        words = field_title(column.field, column.slot, self._model.slots)
        return metrics.horizontalAdvance(words) + theme.px(64)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        column = self._model.column_at(section)
        small = fonts.font(theme.px(theme.SMALL), fonts.MEDIUM)
        painter.setFont(small)
        painter.setPen(theme.color("muted"))
        top = QRect(rect.left() + theme.M, rect.top() + theme.px(6), rect.width() - 2 * theme.M, theme.px(18))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(top, middle, letters_of(section))
        if column is not None:
            words = field_title(column.field, column.slot, self._model.slots)
            group = self._model.group_at(section)
            ink, ground = pill_colours(group)
            size = theme.px(14)
            mark = _MARKS.get(column.confidence, "") if column.field else ""
            wanted = painter.fontMetrics().horizontalAdvance(words) + theme.px(20) + size + (size + 4 if mark else 0)
            box = QRectF(
                rect.left() + theme.S, rect.top() + theme.px(28), min(wanted, rect.width() - theme.M), theme.px(26)
            )
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(
                ink
                if section == self.logicalIndexAt(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
                else Qt.PenStyle.NoPen
            )
            painter.setBrush(ground)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
            room = box.adjusted(theme.px(9), 0, -theme.px(7), 0)
            if mark:
                icons.paint(painter, QRectF(room.left() - 2, room.center().y() - size / 2, size, size), mark, ink)
                room.setLeft(room.left() + size + 2)
            icons.paint(
                painter,
                QRectF(room.right() - size + 3, room.center().y() - size / 2, size - 3, size),
                "caret-down-bold",
                ink,
            )
            room.setRight(room.right() - size)
            painter.setPen(ink)
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
            painter.drawText(room, middle, shown)
            if self.hasFocus() and section == self._at:
                pen = painter.pen()
                pen.setColor(theme.color("accent_text"))
                pen.setWidth(2)
                painter.setPen(pen)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), box.height() / 2, box.height() / 2)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        down = event.key() == Qt.Key.Key_Down
        if step is not None:
            self.go_to(self._at + step)
        elif event.key() in _OPENING or (down and event.modifiers() & Qt.KeyboardModifier.AltModifier):
            self.asked.emit(self._at)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if event.key() == Qt.Key.Key_Home else self.count() - 1)
        else:
            super().keyPressEvent(event)

    def go_to(self, section: int) -> None:
        """Bring the keyboard to a heading."""
        self._at = max(0, min(self.count() - 1, section))
        view = self.parent()
        if isinstance(view, QAbstractItemView) and self._model.rowCount():
            row = max(0, view.indexAt(QPoint(2, 2)).row())
            view.scrollTo(self._model.index(row, self._at))
        said = self._model.headerData(self._at, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        announce(self, str(said or letters_of(self._at)))
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.go_to(self._at)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()

    def _clicked(self, section: int) -> None:
        self._at = section
        self.asked.emit(section)


class RowNumbers(QHeaderView):
    """Row numbers as the spreadsheet shows them, and what becomes of each row: in view however far one scrolls."""

    def __init__(self, model: SheetModel) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._model = model
        self.narrow = False  # the shapes alone, where there is little room
        self.setAccessibleName(_("Numéros et suite des lignes"))
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def sizeHint(self) -> QSize:
        return QSize(self._numbers() + self._fates() + theme.S, 0)

    def _numbers(self) -> int:
        last = self._model.number_at(self._model.rowCount() - 1) if self._model.rowCount() else 1
        figures = QFontMetrics(fonts.font(theme.px(theme.SMALL), tabular=True))
        return figures.horizontalAdvance("0") * len(str(max(last, 100))) + theme.px(18) + theme.S

    def _fates(self) -> int:
        if self.narrow:
            return theme.px(38)
        words = QFontMetrics(fonts.font(theme.px(theme.SMALL), fonts.MEDIUM))
        return max(words.horizontalAdvance(_(shown.words)) for shown in FATES.values()) + theme.px(48)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        cell = self._model.fate(section)
        painter.fillRect(rect, theme.color("hover" if cell.ground else "surface"))
        edge, numbers = rect.left() + self._numbers(), self._model.number_at(section)
        painter.setFont(fonts.font(theme.px(theme.SMALL), tabular=True))
        painter.setPen(theme.color("muted"))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(rect.left(), rect.top(), edge - rect.left(), rect.height()), side, str(numbers or ""))
        fate = self._model.fate_at(section)
        if fate in ("refused", "doubt") or self._model.problems_at(section):
            tone = "refused" if fate == "refused" else "attention"
            size = theme.px(14)
            box = QRectF(rect.left() + 4, rect.center().y() - size / 2 + 0.5, size, size)
            icons.paint(painter, box, "x-circle-fill" if tone == "refused" else "warning-fill", theme.color(tone))
        room = QRect(edge + theme.M, rect.top(), rect.right() - edge - theme.M - theme.XS, rect.height())
        if cell.pill:
            height = theme.px(24)
            words = "" if self.narrow else cell.words
            width = QFontMetrics(fonts.font(theme.px(theme.SMALL), fonts.MEDIUM)).horizontalAdvance(words) + height
            width = theme.px(28) if self.narrow else width + theme.px(14)
            box = QRectF(room.left() - 2, room.center().y() - height / 2, min(width, room.width()), height)
            paint_pill(painter, box, words, cell.pill, cell.icon)
        elif numbers and not self.narrow:  # the name of a sheet runs over its row
            painter.setFont(fonts.font(theme.px(theme.SMALL), fonts.SEMIBOLD if cell.strong else fonts.REGULAR))
            painter.setPen(theme.color("text" if cell.strong else "muted"))
            words = painter.fontMetrics().elidedText(cell.words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if cell.head:
            painter.fillRect(rect.left(), rect.bottom() - 1, rect.width(), 2, theme.color("accent_text"))
        painter.restore()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.logicalIndexAt(event.pos())
            said = (
                [self._model.fate(row).words, *dict.fromkeys(p.message for p in self._model.problems_at(row))]
                if row >= 0
                else []
            )
            QToolTip.showText(event.globalPos(), "\n".join(filter(None, said)), self)
            return True
        return super().event(event)


class SheetTable(TableView):
    """The sheet. `mapped(heading, field)` when a column is to be read as another field; `moved` when another cell is looked at."""

    mapped = Signal(str, str)
    moved = Signal()

    def __init__(self, model: SheetModel) -> None:
        super().__init__(model, name=_("Lignes de la liste"))
        self.sheet = model
        self.fields = FieldHeader(model)
        self.setHorizontalHeader(self.fields)
        self.numbers = RowNumbers(model)
        self.setVerticalHeader(self.numbers)
        self.delegate = SheetDelegate(self, model)
        self.setItemDelegate(self.delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.fields.asked.connect(self.choose_field)
        self.list: FieldList | None = None
        self._size()

    def _size(self) -> None:
        super()._size()
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(theme.px(_ROW))
        rows.setDefaultSectionSize(theme.px(_ROW))
        self.horizontalHeader().setFixedHeight(theme.px(_HEAD))

    def fit(self) -> None:
        """Each column as wide as what it holds, titles above the table apart."""
        head = self.fields
        start = next((row for row in range(min(200, self.sheet.rowCount())) if self.sheet.is_head(row)), 0)
        end = min(self.sheet.rowCount(), start + _SAMPLE)
        sample = [row for row in range(start, end) if row == start or self.sheet.person_at(row) is not None]
        for section in range(self.sheet.columnCount()):
            index = self.sheet.index
            needed = max((self.delegate.width_of(index(row, section)) for row in sample), default=0)
            head.resizeSection(section, min(max(needed, head.width_for(section)), theme.px(320)))
        self.clearSpans()
        for row, section, width in self.sheet.spans():
            self.setSpan(row, section, 1, width)

    def begin_at_a_column(self, section: int) -> None:
        """Let the first column in sight be whole, where `section` stays in sight."""
        head, bar = self.fields, self.horizontalScrollBar()
        first = head.logicalIndexAt(0)
        cut = head.sectionViewportPosition(first)
        if cut < 0 and head.sectionViewportPosition(section) > cut + head.sectionSize(first) - 1 >= 0:
            bar.setValue(bar.value() + cut + head.sectionSize(first))

    def choose_field(self, section: int) -> None:
        """Open the list of fields below a heading."""
        column = self.sheet.column_at(section)
        if column is None or self.sheet.listing is None:
            return
        taken = {mapped(c.field, c.slot): c.index for c in self.sheet.listing.columns if c.field}
        self.list = FieldList(column, taken, self.sheet.slots, self)
        self.list.chosen.connect(lambda field: self.mapped.emit(column.heading, field))
        self.list.closed.connect(self._closed)
        head = self.fields
        at = head.viewport().mapToGlobal(QPoint(head.sectionViewportPosition(section), head.height()))
        self.list.show_below(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        at = self.currentIndex()
        if at.isValid() and (event.key() == Qt.Key.Key_F2 or (alt and event.key() == Qt.Key.Key_Down)):
            self.choose_field(at.column())
        elif event.key() == Qt.Key.Key_Up and at.row() <= 0 and not alt:
            self.fields.setFocus(Qt.FocusReason.TabFocusReason)
            if at.isValid():
                self.fields.go_to(at.column())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.moved.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < theme.px(_NARROW)
        if narrow != self.numbers.narrow:
            self.numbers.narrow = narrow
            self.updateGeometries()
        super().resizeEvent(event)

    def _closed(self) -> None:
        self.list = None
