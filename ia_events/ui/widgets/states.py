"""States, each told by a colour, a shape and a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ia_events.ui import fonts, icons, theme

# The shape that goes with each tone, so that none is told by colour alone.
SHAPES = {
    "welcome": "check-circle-fill",
    "attention": "warning-circle-fill",
    "refused": "x-circle-fill",
    "accent": "info-fill",
    "neutral": "circle-bold",
    "muted": "circle-bold",
    "quiet": "check-bold",
}
_LETTERS = {"neutral": "text", "muted": "muted", "quiet": "muted", "accent": "accent_text"}
_GROUNDS = {"neutral": "hover", "muted": "hover", "quiet": "hover", "accent": "soft"}


def letters(tone: str) -> str:
    """The token a tone is written in."""
    return _LETTERS.get(tone, tone)


def ground(tone: str) -> str:
    """The token of the ground it is written on."""
    return _GROUNDS.get(tone, f"{tone}_soft")


class StateDot(QWidget):
    """The shape and colour of a state, alone; its word must stand beside it."""

    def __init__(self, tone: str = "neutral", *, icon: str = "", size: int = 20, name: str = "") -> None:
        super().__init__()
        self._size = size
        self.set(tone, icon=icon, name=name)

    def set(self, tone: str, *, icon: str = "", name: str = "") -> None:
        """Show another state; `name` is what screen readers say."""
        self._tone, self._icon = tone, icon or SHAPES[tone]
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(self._size), theme.px(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        token = "muted" if self._tone in ("neutral", "muted") else letters(self._tone)
        icons.paint(painter, QRectF(self.rect()), self._icon, theme.color(token))
        painter.end()


class StatePill(QWidget):
    """A state in colour, shape and word, on its soft ground."""

    def __init__(self, text: str = "", tone: str = "neutral", *, icon: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone, icon=icon)

    def set(self, text: str, tone: str, *, icon: str = "") -> None:
        """Show another state."""
        self._text, self._tone, self._icon = text, tone, icon or SHAPES[tone]
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(fonts.font(theme.px(theme.SMALL), fonts.MEDIUM))
        height = theme.px(24)
        return QSize(metrics.horizontalAdvance(self._text) + height + theme.px(14), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self._tone == "quiet":  # its shape at the edge, for want of a ground
            box.translate(-theme.px(7), 0)
        paint_pill(painter, box, self._text, self._tone, self._icon)
        painter.end()


_PILLS: dict[tuple[object, ...], QPixmap] = {}
_MOST_PILLS = 256


def paint_pill(painter: QPainter, box: QRectF, text: str, tone: str, icon: str = "", *, selected: bool = False) -> None:
    """Draw a pill that fills the box, its text elided if it must be; on the ground of a selection, it stands out.

    A `quiet` one has no ground: what is as it should be doesn't call for the eye.
    """
    # A table shows dozens that are alike: each is drawn once, then copied.
    ratio = painter.device().devicePixelRatioF()
    size = box.size().toSize()
    tokens = theme.tokens()
    bottom = "" if tone == "quiet" else "surface" if selected else ground(tone)
    colours = (getattr(tokens, letters(tone)), getattr(tokens, bottom) if bottom else "")
    key = (text, icon or SHAPES[tone], *colours, size.width(), size.height(), theme.px(100), ratio)
    pill = _PILLS.get(key)
    if pill is None:
        if len(_PILLS) >= _MOST_PILLS:
            _PILLS.clear()
        pill = _PILLS[key] = QPixmap(size * ratio)
        pill.setDevicePixelRatio(ratio)
        pill.fill(Qt.GlobalColor.transparent)
        inner = QPainter(pill)
        _draw_pill(inner, QRectF(0, 0, size.width(), size.height()), text, tone, icon, bottom)
        inner.end()
    painter.drawPixmap(box.topLeft(), pill)


def _draw_pill(painter: QPainter, box: QRectF, text: str, tone: str, icon: str, bottom: str) -> None:
    color = theme.color(letters(tone))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if bottom:
        painter.setBrush(theme.color(bottom))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    shape = theme.px(14)
    icons.paint(
        painter,
        QRectF(box.left() + theme.px(7), box.center().y() - shape / 2, shape, shape),
        icon or SHAPES[tone],
        color,
    )
    painter.setFont(fonts.font(theme.px(theme.SMALL), fonts.MEDIUM))
    painter.setPen(color)
    left = theme.px(7) + shape + theme.px(5)
    room = box.adjusted(left, 0, -theme.px(8), 0)
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
