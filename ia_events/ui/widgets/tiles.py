"""Figures in a row: a number and its word on the ground of its tone, to read or to choose from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy

from ia_events.i18n import number
from ia_events.ui import colours, fonts, theme
from ia_events.ui.widgets.states import ground, letters
from ia_events.ui.widgets.text import Counter, restyle


class Tile(QFrame):
    """A figure and its word on the ground of its tone; quiet when it is nought."""

    def __init__(self, tone: str = "neutral") -> None:
        super().__init__()
        self._tone = tone
        self.counter = Counter("", 0, size=theme.SUBTITLE)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.M, theme.S, theme.M, theme.S)
        row.addWidget(self.counter)
        row.addStretch(1)

    def set(self, value: int | str, word: str) -> None:
        """Show a figure."""
        self.counter.set(value, word)
        restyle(self, strip=self._tone if value else "neutral")


class FigureTile(QAbstractButton):
    """« 36 à ajouter », a button that stays down; quiet when it is nought."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.tone = tone
        self.count = 0
        self._room: tuple[tuple[int, str], ...] = ((0, ""),)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, count: int, word: str, *room: tuple[int, str]) -> None:
        """Show a figure, in the room the widest of others would take: what is beside it stays when they come."""
        self.count = count
        self._room = ((count, word), *room)
        self.setText(word)
        self.setAccessibleName(f"{number(count)} {word}")
        self.setEnabled(count > 0)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        figures, word = self._metrics()
        width = max(figures.horizontalAdvance(number(n)) + word.horizontalAdvance(said) for n, said in self._room)
        return QSize(width + theme.px(8) + 2 * theme.px(14), theme.px(48))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        some = self.count > 0
        color = theme.color(letters(self.tone) if some and self.tone != "neutral" else "text" if some else "muted")
        bottom = getattr(t, ground(self.tone)) if some and self.tone != "neutral" else t.surface
        edge = t.accent_text if self.hasFocus() else colours.mix(color.name(), bottom, 0.25) if some else t.line
        chosen = self.isChecked() or self.hasFocus()
        painter.setPen(QPen(color if self.isChecked() and not self.hasFocus() else QColor(edge), 2 if chosen else 1))
        painter.setBrush(theme.color("hover") if some and self.tone == "neutral" and self.underMouse() else bottom)
        inset = 1.0 if chosen else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 10, 10)
        figures, _word = self._metrics()
        left = theme.px(14)
        base = (self.height() + figures.capHeight()) // 2
        painter.setPen(color)
        painter.setFont(fonts.font(theme.px(theme.SUBTITLE), fonts.SEMIBOLD, tabular=True))
        painter.drawText(left, base, number(self.count))
        painter.setPen(theme.color("text" if some else "muted"))
        painter.setFont(fonts.font(theme.px(theme.BODY), fonts.MEDIUM if self.isChecked() else fonts.REGULAR))
        painter.drawText(left + figures.horizontalAdvance(number(self.count)) + theme.px(8), base, self.text())
        painter.end()

    def _metrics(self) -> tuple[QFontMetrics, QFontMetrics]:
        number = fonts.font(theme.px(theme.SUBTITLE), fonts.SEMIBOLD, tabular=True)
        return QFontMetrics(number), QFontMetrics(fonts.font(theme.px(theme.BODY), fonts.MEDIUM))
