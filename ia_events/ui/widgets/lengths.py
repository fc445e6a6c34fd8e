"""A field for millimetres, points or degrees."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox

from ia_events import i18n
from ia_events.ui import theme


class DecimalField(QDoubleSpinBox):
    """A number without needless decimals, typed with a point or a comma; `entered(value)` comes from the user only."""

    entered = Signal(float)

    def __init__(
        self,
        low: float = 0,
        high: float = 1200,
        *,
        unit: str = "mm",
        step: float = 0.5,
        decimals: int = 2,
        live: bool = False,
        name: str = "",
    ) -> None:
        """`live`: each digit typed counts; otherwise the number does, once typed."""
        super().__init__()
        self.setLocale(QLocale(QLocale.Language.French if i18n.language() == "fr" else QLocale.Language.English))
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(f" {unit}")
        self.setKeyboardTracking(live)
        self.setAccessibleName(name)
        theme.scaled(self.setMinimumWidth, 76)  # not the width of the longest number there can be
        # A style sheet's left padding does not reach the line inside a spin box.
        self.lineEdit().setTextMargins(theme.px(theme.S if live else theme.XS), 0, 0, 0)
        self.valueChanged.connect(self.entered)

    def put(self, value: float) -> None:
        """Show a value, keeping silent; not the one that is being typed."""
        if abs(value - self.value()) > 10 ** -self.decimals() / 2:
            self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(False)

    def textFromValue(self, value: float) -> str:
        text = f"{value:.{self.decimals()}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text.replace(".", self.locale().decimalPoint())

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(self._written(text))

    def validate(self, text: str, place: int) -> Any:  # Qt's own type lacks what it may hand back
        return super().validate(self._written(text), place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page must not change a number under the pointer."""
        event.ignore()

    def _written(self, text: str) -> str:
        point = self.locale().decimalPoint()
        return text.replace("." if point == "," else ",", point)
