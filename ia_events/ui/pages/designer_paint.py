"""What is painted round and over the picture of a label: ground, guides, handles, marks, rulers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ia_events.documents.designs import LOGO, PHOTO, Element, Picture, RoleBand, Shape
from ia_events.domain.people import Role
from ia_events.ui import fonts, icons, theme
from ia_events.ui.pages import designer_geometry as geometry
from ia_events.ui.pages.designer_geometry import HANDLES
from ia_events.ui.pages.designer_gestures import TURN
from ia_events.ui.pages.designer_words import icon_of

if TYPE_CHECKING:
    from ia_events.ui.pages.designer_canvas import Canvas

RULER = 22  # pixels
CURSORS = {
    "n": Qt.CursorShape.SizeVerCursor, "s": Qt.CursorShape.SizeVerCursor,
    "e": Qt.CursorShape.SizeHorCursor, "w": Qt.CursorShape.SizeHorCursor,
    "nw": Qt.CursorShape.SizeFDiagCursor, "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor, "sw": Qt.CursorShape.SizeBDiagCursor, TURN: Qt.CursorShape.PointingHandCursor,
}  # fmt: skip
STALK = 22  # pixels from an element to the handle that turns it
_HANDLE = 8  # pixels a side
_MARK = 18  # pixels
# Over white paper in both themes: the dark theme's accent would be too pale there.
_LINE = "#0B7A70"
_GUIDE = "#C026D3"
_WARNING = "#B45309"


class Painting:
    """Paints a canvas."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def paint(self, painter: QPainter) -> None:
        """All of it."""
        canvas, draft = self._canvas, self._canvas.draft
        painter.fillRect(canvas.viewport().rect(), theme.color("background"))
        painter.save()
        painter.setClipRect(canvas.sight())
        self._label(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part in draft.elements:
            if self._unseen(part):
                self._ghost(painter, part)
        if 0 <= canvas.hovered < len(draft.elements) and canvas.hovered not in draft.selected:
            self._outline(painter, draft.elements[canvas.hovered], 1.0)
        for part in draft.chosen:
            self._outline(painter, part, 1.6)
        self._guides(painter)
        for place in canvas.marks:
            if place < len(draft.elements):
                self._mark(painter, draft.elements[place])
        if len(draft.selected) == 1:
            self._handles(painter)
        if canvas.gesture is not None and canvas.gesture.frame is not None:
            self._frame(painter)
        painter.restore()
        self._rulers(painter)
        if canvas.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent_text"), 2))
            painter.drawRect(canvas.viewport().rect().adjusted(1, 1, -1, -1))

    def _label(self, painter: QPainter) -> None:
        canvas = self._canvas
        rect = canvas.label_rect()
        painter.fillRect(rect.translated(0, 2).adjusted(-1, -1, 1, 1), QColor(0, 0, 0, 38))
        painter.fillRect(rect, Qt.GlobalColor.white)
        if not canvas.picture.image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, canvas.picture.image)
        painter.setPen(QPen(theme.color("control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _unseen(self, part: Element) -> bool:
        """Whether this person's badge shows nothing of an element."""
        canvas = self._canvas
        if isinstance(part, Picture):
            missing = {PHOTO: canvas.photo is None, LOGO: canvas.branding.logo is None}
            return missing.get(part.source, False)
        if isinstance(part, RoleBand):
            participant = canvas.person is not None and canvas.person.role == Role.PARTICIPANT
            return participant and not part.participants
        return False

    def polygon(self, part: Element) -> QPolygonF:
        """The outline of an element in the viewport."""
        corners = [geometry.point_on(part, HANDLES[name]) for name in ("nw", "ne", "se", "sw")]
        return QPolygonF([self._canvas.to_view(corner) for corner in corners])

    def _ghost(self, painter: QPainter, part: Element) -> None:
        pen = QPen(QColor("#8A93A0"), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(138, 147, 160, 22))
        painter.drawPolygon(self.polygon(part))
        middle = self._canvas.to_view(geometry.centre_of(part.box))
        # A silhouette fills the place of a photograph, as the photograph will.
        most = 400.0 if isinstance(part, Picture) and part.source == PHOTO else 22.0
        side = min(most, part.box.width * self._canvas.scale * 0.6, part.box.height * self._canvas.scale * 0.6)
        icons.paint(
            painter, QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side), icon_of(part), QColor("#8A93A0")
        )

    def _outline(self, painter: QPainter, part: Element, width: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Pale on both sides: the line is seen on a ground of its own colour too.
        for pen in (QPen(QColor(255, 255, 255, 200), width + 2), QPen(QColor(_LINE), width)):
            painter.setPen(pen)
            if isinstance(part, Shape) and part.shape == "line":
                ends = [self._canvas.to_view(geometry.point_on(part, HANDLES[name])) for name in ("nw", "se")]
                painter.drawLine(*ends)
            else:
                painter.drawPolygon(self.polygon(part))

    def _handles(self, painter: QPainter) -> None:
        canvas = self._canvas
        (part,) = canvas.draft.chosen
        top, turn = canvas.handle_place("n"), canvas.handle_place(TURN)
        painter.setPen(QPen(QColor(_LINE), 1.2))
        painter.drawLine(QLineF(top, turn))
        painter.setBrush(QColor("#FFFFFF"))
        painter.setPen(QPen(QColor(_LINE), 1.6))
        painter.drawEllipse(turn, _HANDLE / 2 + 1, _HANDLE / 2 + 1)
        for name in HANDLES:
            place = canvas.handle_place(name)
            painter.save()
            painter.translate(place)
            painter.rotate(part.angle)
            painter.drawRoundedRect(QRectF(-_HANDLE / 2, -_HANDLE / 2, _HANDLE, _HANDLE), 2, 2)
            painter.restore()

    def _guides(self, painter: QPainter) -> None:
        canvas = self._canvas
        if canvas.gesture is None:
            return
        painter.setPen(QPen(QColor(_GUIDE), 1))
        for guide in canvas.gesture.guides:
            if guide.upright:
                start, end = canvas.to_view((guide.at, guide.start)), canvas.to_view((guide.at, guide.end))
                over = QPointF(0, 12)
            else:
                start, end = canvas.to_view((guide.start, guide.at)), canvas.to_view((guide.end, guide.at))
                over = QPointF(12, 0)
            painter.drawLine(start - over, end + over)

    def _mark(self, painter: QPainter, part: Element) -> None:
        """Beside the corner, where no handle is."""
        corner = self._canvas.to_view(geometry.point_on(part, HANDLES["ne"]))
        box = QRectF(corner.x() + 3, corner.y() - _MARK - 3, _MARK, _MARK)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawEllipse(box)
        icons.paint(painter, box, "warning-circle-fill", QColor(_WARNING))

    def _frame(self, painter: QPainter) -> None:
        gesture = self._canvas.gesture
        assert gesture is not None
        assert gesture.frame is not None
        frame = gesture.frame
        start, end = self._canvas.to_view((frame.x, frame.y)), self._canvas.to_view((frame.right, frame.bottom))
        tint = QColor(_LINE)
        painter.setPen(QPen(tint, 1))
        tint.setAlpha(28)
        painter.setBrush(tint)
        painter.drawRect(QRectF(start, end))

    # --- rulers ------------------------------------------------------------------------------------------------------

    def _rulers(self, painter: QPainter) -> None:
        canvas = self._canvas
        view = canvas.viewport().rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(0, 0, view.width(), RULER, theme.color("surface"))
        painter.fillRect(0, 0, RULER, view.height(), theme.color("surface"))
        if canvas.draft.selected:
            self._extent(painter)
        painter.setPen(theme.color("line"))
        painter.drawLine(0, RULER, view.width(), RULER)
        painter.drawLine(RULER, 0, RULER, view.height())
        painter.setFont(fonts.font(10, tabular=True))
        step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if step * canvas.scale >= 42), 200)
        small = next((small for small in (0.1, 0.5, 1, 2, 5, 10, 50) if small * canvas.scale >= 5), 100)
        for across in (True, False):
            self._ticks(painter, across, step, small)
        if canvas.pointer is not None:
            place = canvas.to_view(canvas.pointer)
            painter.setPen(QPen(theme.color("accent_text"), 1))
            painter.drawLine(QLineF(place.x(), 0, place.x(), RULER))
            painter.drawLine(QLineF(0, place.y(), RULER, place.y()))
        painter.fillRect(0, 0, RULER, RULER, theme.color("surface"))
        painter.setPen(theme.color("muted"))
        painter.setFont(fonts.font(9))
        painter.drawText(QRectF(0, 0, RULER, RULER), Qt.AlignmentFlag.AlignCenter, "mm")

    def _extent(self, painter: QPainter) -> None:
        canvas = self._canvas
        box = geometry.around(geometry.bounds(part) for part in canvas.draft.chosen)
        start, end = canvas.to_view((box.x, box.y)), canvas.to_view((box.right, box.bottom))
        painter.fillRect(QRectF(start.x(), 0, end.x() - start.x(), RULER), theme.color("soft"))
        painter.fillRect(QRectF(0, start.y(), RULER, end.y() - start.y()), theme.color("soft"))

    def _ticks(self, painter: QPainter, across: bool, step: float, small: float) -> None:
        canvas = self._canvas
        view = canvas.viewport()
        length = view.width() if across else view.height()
        zero = canvas.origin.x() if across else canvas.origin.y()
        first = int((RULER - zero) / canvas.scale / small) - 1
        last = int((length - zero) / canvas.scale / small) + 1
        for number in range(first, last + 1):
            at = round(zero + number * small * canvas.scale)
            if at < RULER:
                continue
            shown = abs(number * small / step - round(number * small / step)) < 1e-6
            painter.setPen(theme.color("muted" if shown else "line"))
            tick = 8 if shown else 4
            if across:
                painter.drawLine(at, RULER - tick, at, RULER)
            else:
                painter.drawLine(RULER - tick, at, RULER, at)
            if not shown:
                continue
            painter.setPen(theme.color("muted"))
            words = f"{number * small:g}"
            if across:
                painter.drawText(QRectF(at - 30, 0, 60, RULER - 8), Qt.AlignmentFlag.AlignCenter, words)
            else:
                painter.save()
                painter.translate(0, at)
                painter.rotate(-90)
                painter.drawText(QRectF(-30, 0, 60, RULER - 8), Qt.AlignmentFlag.AlignCenter, words)
                painter.restore()
