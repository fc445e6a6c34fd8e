"""The typeface of the screens: Inter, a variable font whose weight is an axis and whose figures can be tabular."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import fontpkg_inter
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

FAMILY = "Inter"
REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700
# `font-weight` in a style sheet, and QFont.setWeight, pick a named face; this file has one. Only the axis makes it bold.
_WEIGHT = QFont.Tag("wght")
_TABULAR = QFont.Tag("tnum")


@lru_cache(maxsize=1)
def load() -> None:
    """Make the typeface known to Qt; once, after the application exists."""
    QFontDatabase.addApplicationFont(str(Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"))


def font(size: float, weight: int = REGULAR, *, tabular: bool = False) -> QFont:
    """A font of `size` pixels (zoom already applied)."""
    made = QFont(FAMILY)
    made.setPixelSize(round(size))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    _shape(made, weight, tabular)
    return made


def set_weight(widget: QWidget, weight: int, *, tabular: bool = False) -> None:
    """Give a widget a weight (and figures of one width), leaving its size to the style sheet."""
    shaped = QFont()
    _shape(shaped, weight, tabular)
    widget.setFont(shaped)


def _shape(made: QFont, weight: int, tabular: bool) -> None:
    made.setVariableAxis(_WEIGHT, weight)
    if tabular:
        made.setFeature(_TABULAR, 1)
