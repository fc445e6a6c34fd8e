"""Cautions, said quietly: what deserves a second look, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from ia_events.i18n import ngettext
from ia_events.ui import theme
from ia_events.ui.widgets.states import StateDot
from ia_events.ui.widgets.text import label

if TYPE_CHECKING:
    from ia_events.domain.cautions import Caution


def first_of(said: list[str], most: int) -> list[str]:
    """The first of many remarks, and how many more there are."""
    left = len(said) - most
    if left <= 0:
        return said
    return [*said[:most], ngettext("et {n} autre remarque.", "et {n} autres remarques.", left).format(n=left)]


class CautionStrip(QFrame):
    """A strip with a line for each caution and, at the right, a button if one is given. Hidden when there is none."""

    def __init__(self, button: QPushButton | None = None) -> None:
        super().__init__()
        self.setProperty("strip", "attention")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._shown: tuple[str, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.XS)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        row.setSpacing(theme.M)
        row.addWidget(StateDot("attention"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._lines, 1)
        if button is not None:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """What it says, a line for each caution."""
        return self._shown

    def show_cautions(self, cautions: Sequence[Caution]) -> None:
        """Say these, in place of those before."""
        texts = tuple(f"{caution.message} {caution.advice}" for caution in cautions)
        if texts == self._shown:
            return
        self._shown = texts
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for text in texts:
            self._lines.addWidget(label(text, wrap=True))
        self.setAccessibleName("\n".join(texts))
        self.setVisible(bool(texts))
