"""A field for millimetres."""

from __future__ import annotations

from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox

from ia_events.documents.stocks import mm
from ia_events.ui import theme


class LengthField(QDoubleSpinBox):
    """Millimetres to the hundredth, without needless decimals; typed with a point or a comma."""

    def __init__(self, value: float = 0, low: float = 0, high: float = 1200, *, name: str = "") -> None:
        super().__init__()
        self.setDecimals(2)
        self.setRange(low, high)
        self.setSingleStep(0.5)
        self.setSuffix(" mm")
        self.setValue(value)
        self.setAccessibleName(name)
        # A style sheet's left padding does not reach the line inside a spin box.
        self.lineEdit().setTextMargins(theme.px(theme.S), 0, 0, 0)

    def show_value(self, value: float) -> None:
        """Show another length, keeping silent."""
        self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(False)

    def textFromValue(self, value: float) -> str:
        return mm(value)

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(self._written(text))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        return super().validate(self._written(text), place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page must not change a length under the pointer."""
        event.ignore()

    def _written(self, text: str) -> str:
        point = self.locale().decimalPoint()
        return text.replace("." if point == "," else ",", point)
