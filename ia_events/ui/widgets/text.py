"""Words on a page: labels of the six sizes, labels that elide, and big counters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from ia_events.ui import fonts, theme

_ANY_WIDTH = 16_777_215  # Qt's widest widget
_SLACK = 4  # pixels: a width is rounded, and so is where a line breaks


def label(
    text: str = "",
    size: int = theme.BODY,
    *,
    tone: str = "",
    weight: int = fonts.REGULAR,
    wrap: bool = False,
    selectable: bool = False,
) -> QLabel:
    """A label of one of the six sizes; tone is "", muted, accent, welcome, attention or refused. What wraps may be
    `selectable` with the mouse.
    """
    made = WrappedLabel(text, selectable=selectable) if wrap else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("text_size", str(size))
    if tone:
        made.setProperty("tone", tone)
    if weight != fonts.REGULAR:
        fonts.set_weight(made, weight)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def escaped(text: str) -> str:
    """Words as rich text shows them, an attribute's value included. (`html` would load every entity there is, at start.)"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def restyle(widget: QWidget, **properties: Any) -> None:
    """Set properties the style sheet looks at (tone, kind, wrong …) and show them."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # never shown yet: it will be styled as it is now
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def rule() -> QFrame:
    """A thin horizontal line."""
    made = QFrame()
    made.setProperty("rule", True)
    return made


class WrappedLabel(QLabel):
    """Words on as many lines as they need; `selectable` with the mouse.

    Layouts ask its height for dozens of widths, each many times: it is worked out once, and once for all those that leave
    each of its lines whole.
    """

    def __init__(self, text: str = "", *, selectable: bool = False) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self._selectable = selectable
        self._heights: dict[int, int] = {}
        self._widest = 0  # pixels its longest line takes; 0: not measured

    def setText(self, text: str) -> None:
        self._forget()
        super().setText(text)

    def heightForWidth(self, width: int) -> int:
        found = self._heights.get(width)
        if found is None:
            if not self._widest:
                self._widest = self._measured()
            enough = min(width, self._widest)
            found = self._heights.get(enough)
            if found is None:
                found = self._heights[enough] = super().heightForWidth(enough)
            self._heights[width] = found
        return found

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget()

    def _forget(self) -> None:
        self._heights.clear()
        self._widest = 0

    def _measured(self) -> int:
        if self.textFormat() != Qt.TextFormat.PlainText:
            return _ANY_WIDTH
        measure, room = self.fontMetrics().horizontalAdvance, self.contentsMargins()
        longest = max(map(measure, self.text().splitlines() or [""]))
        return longest + room.left() + room.right() + 2 * (self.margin() + max(self.indent(), 0)) + _SLACK

    def enterEvent(self, event: QEnterEvent) -> None:
        # Not before: Qt makes a whole document of a text that can be selected, and a page with some opens half as fast.
        if self._selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        super().enterEvent(event)


class ElidedLabel(QLabel):
    """Text that ends in … where the room ends, on one line or a few; the whole is then in the tooltip."""

    def __init__(
        self, text: str = "", size: int = theme.BODY, *, tone: str = "", weight: int = fonts.REGULAR, lines: int = 1
    ) -> None:
        self._lines = lines
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("text_size", str(size))
        if tone:
            self.setProperty("tone", tone)
        if weight != fonts.REGULAR:
            fonts.set_weight(self, weight)
        self.setSizePolicy(
            QSizePolicy.Policy.Ignored if lines > 1 else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )

    def shown(self) -> list[str]:
        """The lines as they are painted."""
        metrics, width = self.fontMetrics(), self.width()
        if self._lines == 1:
            return [metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, width)]
        return _wrapped(self.text(), metrics, self.font(), width, self._lines)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._settle()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 4, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        lines = len(self.shown()) if self._lines > 1 and self.width() > 0 else 1
        return QSize(
            self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().lineSpacing() * max(1, lines)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines, height = self.shown(), self.fontMetrics().lineSpacing()
        top = 0.0 if self._lines > 1 else (self.height() - height) / 2
        for number, line in enumerate(lines):
            painter.drawText(QRectF(0, top + number * height, self.width(), height), self.alignment(), line)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()
        if self._lines > 1:  # one line is as high whatever its width
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._settle()

    def _settle(self) -> None:
        self._tell()
        self.updateGeometry()

    def _tell(self) -> None:
        self.setToolTip(self.text() if any("…" in line for line in self.shown()) and self.text() else "")


def _wrapped(text: str, metrics: QFontMetrics, font: Any, width: int, most: int) -> list[str]:
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WordWrap)
    layout.setTextOption(option)
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) == most - 1:
            lines.append(metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, width))
            break
        lines.append(text[start : start + line.textLength()].strip())
    layout.endLayout()
    return lines


class Counter(QWidget):
    """A big number and its word, side by side: « 61 présents »."""

    def __init__(self, word: str = "", value: int | str = 0, *, tone: str = "", size: int = theme.TITLE) -> None:
        super().__init__()
        self._number = label("", size, tone=tone)
        fonts.set_weight(self._number, fonts.SEMIBOLD, tabular=True)
        self._word = label("", theme.BODY, tone="muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self._number, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self._word, 0, Qt.AlignmentFlag.AlignBaseline)
        self.set(value, word)

    @property
    def tone(self) -> str:
        """The tone of the number."""
        return str(self._number.property("tone") or "")

    def set(self, value: int | str, word: str = "", tone: str | None = None) -> None:
        """Show another number, and another word if given (its plural may have changed), in another tone if given."""
        self._number.setText(str(value))
        if tone is not None:
            restyle(self._number, tone=tone)
        if word:
            self._word.setText(word)
        self.setAccessibleName(f"{value} {self._word.text()}")
