"""Icons: Phosphor, coloured by token when they are painted, so that a change of theme needs no second pass."""

from __future__ import annotations

from functools import lru_cache
from importlib.machinery import PathFinder
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap

from ia_events.ui import theme


@lru_cache(maxsize=1)
def load() -> tuple[str, str]:
    """Make the icons known to Qt; once, after the application exists. Their family, and the JSON of their characters."""
    # The font is qtawesome's; its module is not imported: with qtpy it costs more than the whole window (0.2 s).
    found = PathFinder.find_spec("qtawesome")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "fonts"
    identifier = QFontDatabase.addApplicationFont(str(next(folder.glob("phosphor-*.ttf"))))
    family = QFontDatabase.applicationFontFamilies(identifier)[0]
    return family, next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def _character(name: str) -> str:
    # Looked for in the text: of 4,470 icons the program shows a few dozen.
    _before, quoted, after = load()[1].partition(f'"{name}": "0x')
    if not quoted:
        raise KeyError(name)
    return chr(int(after[: after.index('"')], 16))


def glyph(name: str) -> tuple[QFont, str]:
    """The icon font (size to be set) and the character of a Phosphor icon: "door", "check-circle-fill" …"""
    return QFont(load()[0]), _character(name)


def paint(painter: QPainter, rect: QRect | QRectF, name: str, color: QColor) -> None:
    """Draw an icon as large as the rectangle allows, in its middle."""
    font, character = glyph(name)
    box = QRectF(rect)
    font.setPixelSize(max(1, round(min(box.width(), box.height()))))
    painter.save()
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


class _Engine(QIconEngine):
    def __init__(self, name: str, token: str, checked: str, before_words: bool) -> None:
        super().__init__()
        self._given = (name, token, checked, before_words)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        name, token, checked, before_words = self._given
        color = QColor(getattr(theme.tokens(), checked if state == QIcon.State.On else token))
        if mode == QIcon.Mode.Disabled:
            if token == "on_accent":  # its ground is no longer the accent's
                color = QColor(theme.tokens().muted)
            color.setAlphaF(0.4)
        if before_words:  # Qt leaves 4 pixels between icon and words: the rest is taken from the icon
            side = rect.height() * 3 // 4
            rect = QRect(rect.left(), rect.top() + (rect.height() - side) // 2, side, side)
        paint(painter, rect, name, color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(*self._given)


def icon(name: str, token: str = "text", *, checked: str = "", before_words: bool = False) -> QIcon:
    """A Phosphor icon in the colour of a token ("muted", "accent" …), another one when its button is checked."""
    return QIcon(_Engine(name, token, checked or token, before_words))


def pixmap(name: str, token: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture of `size` logical pixels."""
    made = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint(painter, QRectF(0, 0, made.width(), made.height()), name, QColor(getattr(theme.tokens(), token)))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
