"""A design tried on a stock: a sheet of real badges in place of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ia_events.documents.branding import Branding
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.widgets import Card, label, secondary
from ia_events.ui.widgets.pdf_preview import PdfPreview


@dataclass(frozen=True)
class TrialSheet:
    """What the first badges of a sheet are made of."""

    event: Event
    people: Sequence[Attendee]
    stock: Stock
    design: Design
    photos: Mapping[str, Path]
    branding: Branding

    def made(self, now: datetime) -> bytes:
        """The sheet as a PDF; in the worker. UserError: those of write_badges."""
        from ia_events.documents.badges import write_badges

        file = BytesIO()
        people = self.people[: self.stock.per_page]
        write_badges(
            file, self.event, people, self.stock, design=self.design, photos=self.photos, branding=self.branding,
            made_at=now,
        )  # fmt: skip
        return file.getvalue()


class Trial(QWidget):
    """The sheet, and the way back."""

    def __init__(self, end: Callable[[], None]) -> None:
        super().__init__()
        self.preview = PdfPreview()
        self.said = label("", tone="muted")
        self.back_button = secondary(_("Revenir au modèle"), end, icon="arrow-left")
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.M, theme.S, theme.S, theme.S)
        bar.addWidget(self.said, 1)
        bar.addWidget(self.back_button)
        made = Card(flush=True)
        made.add(bar)
        made.add(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(made)

    def show_sheet(self, data: bytes, stock: Stock) -> None:
        """Show a PDF of badges on a stock."""
        self.said.setText(_("Essai sur {stock}").format(stock=stock.title))
        self.preview.show_pdf(data)
        self.preview.pages.setFocus(Qt.FocusReason.OtherFocusReason)
