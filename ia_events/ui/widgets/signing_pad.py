"""A box to sign in, with a pen, a finger or the mouse."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEventPoint,
    QInputDevice,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPointerEvent,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ia_events.domain.signatures import HEIGHT, WIDTH, Signature, Tool, by_pressure, curves, drawn
from ia_events.i18n import _
from ia_events.ui import fonts, icons, theme

_RATIO = WIDTH / HEIGHT
_LINE = 0.76  # of the height: where one signs
_INK, _WIDEST = 0.013, 3.6  # of the height, and in pixels: how wide a line is
_HARD, _LEVELS = 0.65, 8  # how much of that a line gains or loses by the pressure, in so many widths
_MARGIN = 12  # pixels about what changed, which is painted again


class Inked(NamedTuple):
    """A point as drawn: shares of the box, milliseconds of the event's clock, pressure from 0 to 1 or None."""

    x: float
    y: float
    time: float
    pressure: float | None


class _Line(NamedTuple):
    """A line of one width, in pixels."""

    path: QPainterPath
    width: float


class SigningPad(QWidget):
    """As large as its place lets a box of WIDTH × HEIGHT be. Signal: changed, when ink comes or goes.

    `strokes` are what was drawn, `tool` what with ("" as long as nothing was).
    """

    changed = Signal()

    def __init__(self, *, centred: bool = False) -> None:
        """`centred`, or to the left, where the place is wider."""
        super().__init__()
        self._centred = centred
        self.strokes: list[list[Inked]] = []
        self.tool = ""
        self._lines: list[list[_Line]] = []  # of the strokes that are complete, as they were painted last
        self._by: tuple[Tool, int] | None = None  # what is drawing now: only one at a time
        self._readonly = False
        self._hold = QTimer(self, singleShot=True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setObjectName("drawn_on")  # a toast stands elsewhere
        self.setAccessibleName(_("Cadre pour signer"))
        self.setAccessibleDescription(_("Signez au doigt, au stylet ou à la souris"))

    @property
    def has_ink(self) -> bool:
        """Whether anything is drawn, or being drawn."""
        return bool(self.strokes)

    @property
    def held(self) -> bool:
        """Whether it takes no ink for the moment."""
        return self._hold.isActive()

    @property
    def area(self) -> QRectF:
        """Where one signs, in pixels."""
        width = min(float(self.width()), self.height() * _RATIO)
        left = (self.width() - width) / 2 if self._centred else 0.0
        return QRectF(left, (self.height() - width / _RATIO) / 2, width, width / _RATIO)

    def clear(self, *, hold: int = 0) -> None:
        """Empty, ready for somebody; deaf for `hold` milliseconds, for a hand that was about to sign under another name."""
        self.strokes, self.tool, self._by, self._readonly = [], "", None, False
        self._lines = []
        if hold:
            self._hold.start(hold)
        else:
            self._hold.stop()
        self.changed.emit()
        self.update()

    def show_signature(self, signature: Signature) -> None:
        """One that was given, to look at."""
        self.clear()
        self.strokes = [
            [Inked(x / WIDTH, y / HEIGHT, 0.0, pressure) for x, y, pressure in drawn(stroke)]
            for stroke in signature.strokes
        ]
        self._readonly = True
        self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lines = []

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(100))  # it takes all the room there is

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(100))

    # --- what draws ----------------------------------------------------------------------------------------------

    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()  # Qt makes no mouse of it then
        felt = event.device().hasCapability(QInputDevice.Capability.Pressure)
        pressure = event.pressure() if felt else None
        self._draw(event, event.position(), Tool.PEN, 0, event.type(), pressure)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QTouchEvent):
            event.accept()
            for point in event.points():
                self._touched(event, point)
            if event.type() == QEvent.Type.TouchCancel:
                self._end(Tool.TOUCH, None)
            return True
        return super().event(event)

    def _touched(self, event: QTouchEvent, point: QEventPoint) -> None:
        kind = {
            QEventPoint.State.Pressed: QEvent.Type.TouchBegin,
            QEventPoint.State.Released: QEvent.Type.TouchEnd,
        }.get(point.state(), QEvent.Type.TouchUpdate)
        self._draw(event, point.position(), Tool.TOUCH, point.id(), kind, None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._draw(event, event.position(), Tool.MOUSE, 0, QEvent.Type.MouseButtonPress, None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._draw(event, event.position(), Tool.MOUSE, 0, QEvent.Type.MouseMove, None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._draw(event, event.position(), Tool.MOUSE, 0, QEvent.Type.MouseButtonRelease, None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)  # two quick strokes

    def _draw(
        self, event: QPointerEvent, at: QPointF, tool: Tool, finger: int, kind: QEvent.Type, pressure: float | None
    ) -> None:
        if kind in _BEGIN:
            if self._by is None and not self._readonly and not self.held and self.area.contains(at):
                self._by, self.tool = (tool, finger), tool.value
                self.strokes.append([])
                self._add(event, at, pressure)
                if len(self.strokes) == 1:
                    self.update()  # the words give way
                    self.changed.emit()
        elif self._by == (tool, finger):
            self._add(event, at, pressure)
            if kind in _END:
                self._end(tool, finger)

    def _end(self, tool: Tool, finger: int | None) -> None:
        if self._by is not None and self._by[0] == tool and finger in (None, self._by[1]):
            self._by = None
            self.update()

    def _add(self, event: QPointerEvent, at: QPointF, pressure: float | None) -> None:
        box, stroke = self.area, self.strokes[-1]
        stroke.append(
            Inked((at.x() - box.x()) / box.width(), (at.y() - box.y()) / box.height(), event.timestamp(), pressure)
        )
        points = [self._place(point) for point in stroke[-4:]]
        changed = QRectF(points[0], points[0])
        for point in points[1:]:
            changed |= QRectF(point, point).normalized().adjusted(0, 0, 0.1, 0.1)
        self.update(changed.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN).toAlignedRect())

    def _place(self, point: Inked) -> QPointF:
        box = self.area
        return QPointF(
            box.x() + min(max(point.x, 0.0), 1.0) * box.width(), box.y() + min(max(point.y, 0.0), 1.0) * box.height()
        )

    # --- what is seen --------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.area.adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.color("control"), 1.5))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(box, theme.CARD_RADIUS, theme.CARD_RADIUS)
        side, y = box.width() * 0.06, box.y() + box.height() * _LINE
        painter.setPen(QPen(theme.color("line"), 1.5))
        painter.drawLine(QPointF(box.left() + side, y), QPointF(box.right() - side, y))
        if not self.has_ink:
            self._invite(painter, box, y)
        complete = len(self.strokes) - (self._by is not None)
        self._lines += [self._lines_of(stroke) for stroke in self.strokes[len(self._lines) : complete]]
        under_way = [self._lines_of(stroke) for stroke in self.strokes[complete:]]
        pen = QPen(theme.color("text"), 1)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        for lines in (*self._lines, *under_way):
            for line in lines:
                pen.setWidthF(line.width)
                painter.strokePath(line.path, pen)
        painter.end()

    def _invite(self, painter: QPainter, box: QRectF, y: float) -> None:
        painter.setPen(theme.color("muted"))
        painter.setFont(fonts.font(theme.px(theme.SUBTITLE)))
        words = QRectF(box.left(), y - theme.px(40), box.width(), theme.px(32))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), _("Signez ici"))
        side = theme.px(22)
        mark = QRectF(box.left() + box.width() * 0.06, y - side - theme.S, side, side)
        icons.paint(painter, mark, "pen-nib", theme.color("muted"))

    def _lines_of(self, stroke: list[Inked]) -> list[_Line]:
        wide = min(self.area.height() * _INK, _WIDEST)
        points, lines = [], []
        for point in stroke:
            at = self._place(point)
            points.append((at.x(), at.y(), 0.5 if point.pressure is None else point.pressure))
        start = QPointF(points[0][0], points[0][1])
        for pressure, run in by_pressure(curves(points), _LEVELS):
            path = QPainterPath(start)
            for curve in run:
                start = QPointF(curve.x, curve.y)
                path.quadTo(QPointF(curve.x1, curve.y1), start)
            if len(points) == 1:
                path.lineTo(start + QPointF(0.01, 0))
            lines.append(_Line(path, wide * (1 + _HARD * (2 * pressure - 1))))
        return lines


_BEGIN = (QEvent.Type.TabletPress, QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress)
_END = (QEvent.Type.TabletRelease, QEvent.Type.TouchEnd, QEvent.Type.MouseButtonRelease)
