"""A sheet of labels, drawn: small, to choose where to begin; large, with its measures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ia_events.documents.stocks import Stock, all_stocks, mm, problems
from ia_events.i18n import _
from ia_events.ui import fonts, theme


class StockDrawing(QWidget):
    """A sheet of labels, small: those already used, those that will be printed, those left. A click starts at a label."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stock = all_stocks()[0]
        self._start, self._count, self._hovered = 1, 0, 0

    def show_sheet(self, stock: Stock, start: int, count: int) -> None:
        """Show a sheet on which `count` labels are printed from label `start` (1 is the first) on."""
        self._stock, self._start, self._count = stock, start, count
        self.setAccessibleName(
            _("Planche : première étiquette {start} sur {count}").format(start=start, count=stock.per_page)
        )
        self.setToolTip(_("Cliquez sur la première étiquette libre de la planche."))
        self.updateGeometry()
        self.update()

    def place(self, number: int) -> QRectF:
        """Where a label (from 1) is drawn."""
        x, y = self._stock.corner(number - 1)
        scale = self._scale()
        return QRectF(x * scale, y * scale, self._stock.label[0] * scale, self._stock.label[1] * scale)

    def sizeHint(self) -> QSize:
        scale = self._scale()
        return QSize(round(self._stock.page[0] * scale) + 1, round(self._stock.page[1] * scale) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(tokens.accent_text if self.hasFocus() else tokens.control))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(paper, 4, 4)
        font = fonts.font(theme.px(10), fonts.MEDIUM, tabular=True)
        for number in range(1, self._stock.per_page + 1):
            self._label(painter, font, number)
        painter.end()

    def _label(self, painter: QPainter, font: QFont, number: int) -> None:
        tokens = theme.tokens()
        box = self.place(number).adjusted(1, 1, -1, -1)
        used, printed = number < self._start, self._start <= number < self._start + self._count
        edge = tokens.accent_text if printed or number == self._hovered else tokens.line
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(tokens.soft if printed else tokens.surface))
        if used:
            painter.setBrush(QBrush(QColor(tokens.muted), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 2, 2)
        if not used and box.height() > theme.px(12):
            painter.setFont(font)
            painter.setPen(QColor(tokens.accent_text if printed else tokens.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._stock.grid[0]
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -self._stock.per_page, Qt.Key.Key_End: self._stock.per_page,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key not in steps:
            super().keyPressEvent(event)
            return
        wanted = self._start + steps[key]
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            wanted = min(self._stock.per_page, max(1, wanted))
        if 1 <= wanted <= self._stock.per_page:
            self.chosen.emit(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if number := self._at(event):
            self.chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = 0
        self.update()

    def _at(self, event: QMouseEvent) -> int:
        numbers = range(1, self._stock.per_page + 1)
        return next((n for n in numbers if self.place(n).contains(event.position())), 0)

    def _scale(self) -> float:
        return min(theme.px(120) / self._stock.page[0], theme.px(150) / self._stock.page[1])


class StockPlan(QWidget):
    """A stock as large as there is room, its measures in millimetres along the top and the left.

    What cannot be printed is in the colour of refusals, also where it runs off the page.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.scaled(self.setMinimumSize, 220, 220)
        self._stock = all_stocks()[0]
        self.measures: list[QRectF] = []  # where the numbers stand, as painted last

    def show_stock(self, stock: Stock) -> None:
        """Draw another."""
        self._stock = stock
        self.setAccessibleName(
            _("Plan : page de {page}, étiquettes de {label}, {columns} × {rows}").format(
                page=f"{mm(stock.page[0])} × {mm(stock.page[1])} mm",
                label=f"{mm(stock.label[0])} × {mm(stock.label[1])} mm",
                columns=stock.grid[0],
                rows=stock.grid[1],
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(260), theme.px(300))

    def paintEvent(self, event: QPaintEvent) -> None:
        stock, tokens = self._stock, theme.tokens()
        step = theme.px(20)
        self.measures.clear()
        band = 3 * step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Room for the whole page, and for what runs off it, a little.
        reach = [self._reach(side) for side in (0, 1)]
        room = self.width() - band - theme.S, self.height() - band - theme.S
        scale = max(0.01, min(room[side] / max(1, min(reach[side], stock.page[side] * 1.25)) for side in (0, 1)))
        used = stock.page[0] * scale, stock.page[1] * scale
        left = band + max(0.0, (room[0] - reach[0] * scale) / 2)
        painter.translate(left, band)
        painter.setPen(QColor(tokens.control))
        painter.setBrush(QColor(tokens.background))
        painter.drawRect(QRectF(0, 0, *used))
        wrong = bool(problems(stock))
        edge = tokens.refused if wrong else tokens.accent_text
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(tokens.refused_soft if wrong else tokens.soft))
        for index in range(min(stock.per_page, 400)):
            x, y = stock.corner(index)
            painter.drawRect(QRectF(x * scale, y * scale, stock.label[0] * scale, stock.label[1] * scale))
        painter.setPen(QColor(tokens.control))  # the page's edge, over what runs off it
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0, 0, *used))
        painter.setFont(fonts.font(theme.px(11), tabular=True))
        self._measures(painter, 0, scale, step)
        painter.rotate(-90)
        painter.scale(-1, 1)  # the left edge is read as the top one was
        self._measures(painter, 1, scale, step)
        painter.end()

    def _reach(self, side: int) -> float:
        """How far the page, or what runs off it, goes."""
        stock = self._stock
        end = stock.margin[side] + (stock.grid[side] - 1) * stock.pitch[side] + stock.label[side]
        return max(stock.page[side], end)

    def _measures(self, painter: QPainter, side: int, scale: float, step: int) -> None:
        """Margin and label, pitch, page, each on its line; `side` 1 is drawn in a mirror."""
        stock = self._stock
        first, size = stock.margin[side] * scale, stock.label[side] * scale
        spans = [(0.0, stock.page[side] * scale, stock.page[side], 3 if stock.grid[side] > 1 else 2)]
        if stock.grid[side] > 1 and abs(stock.pitch[side] - stock.label[side]) > 0.005:  # else the labels touch
            spans.append((first, first + stock.pitch[side] * scale, stock.pitch[side], 2))
        if not stock.whole_page:
            spans.append((first, first + size, stock.label[side], 1))
            if stock.margin[side] > 0:
                spans.append((0.0, first, stock.margin[side], 1))
        else:
            spans = [(0.0, stock.page[side] * scale, stock.page[side], 1)]
        for start, end, value, line in spans:
            self._span(painter, side, start, end, mm(value), -line * step + step * 0.4, second=line == 2)

    def _span(
        self, painter: QPainter, side: int, start: float, end: float, words: str, y: float, *, second: bool
    ) -> None:
        painter.setPen(QColor(theme.tokens().muted))
        metrics = QFontMetricsF(painter.font())
        width, tick = metrics.horizontalAdvance(words), 3.0
        painter.drawLine(QPointF(start, y - tick), QPointF(start, y + tick))
        painter.drawLine(QPointF(end, y - tick), QPointF(end, y + tick))
        inside = end - start > width + 12
        middle = (start + end) / 2
        if inside:
            painter.drawLine(QPointF(start, y), QPointF(middle - width / 2 - 3, y))
            painter.drawLine(QPointF(middle + width / 2 + 3, y), QPointF(end, y))
        else:
            painter.drawLine(QPointF(start, y), QPointF(end, y))
        painter.setPen(QColor(theme.tokens().text))
        painter.save()
        if side and not inside:  # upright, left of its line: above it stands the other margin
            if second:  # under its line: beside stands the label's own measure
                painter.translate(end + metrics.height() / 2 + 2, y)
            else:
                painter.translate(middle, y - width / 2 - 4)
            painter.scale(-1, 1)
            painter.rotate(90)
        else:
            painter.translate(middle if inside else start - width / 2 - 5, y)
            painter.scale(-1 if side else 1, 1)
        painter.drawText(QPointF(-width / 2, metrics.ascent() / 2 - 1), words)
        high = metrics.capHeight()
        self.measures.append(painter.transform().mapRect(QRectF(-width / 2, -high / 2, width, high)))
        painter.restore()
