"""The face being drawn as it will be printed: the very PDF, of one person on one label, drawn by QtPdf."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument

from ia_events.documents.branding import Branding
from ia_events.documents.designs import Design, Element, Format
from ia_events.documents.stocks import Kind, Stock
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.ui.widgets.pdf_preview import draw_page, open_pdf

_MADE_AT = datetime(2000, 1, 1, tzinfo=UTC)  # seen on no page


def one_label(size: tuple[float, float]) -> Stock:
    """A sheet that is one label of that size, in millimetres."""
    return Stock("one", "", (), Kind.SINGLE, size, (0.0, 0.0), size, size, (1, 1))


def face_pdf(
    design: Design,
    size: tuple[float, float],
    elements: tuple[Element, ...],
    event: Event,
    person: Attendee,
    branding: Branding,
    photo: Path | None = None,
    dots: float = 0.0,
) -> bytes:
    """The PDF of one face, upright even if the design folds, for a screen of so many dots a millimetre.

    Errors: those of `write_badges`.
    """
    from ia_events.documents.badges import write_badges

    alone = replace(design, formats=(Format(size, elements),), folds=False)
    file = BytesIO()
    photos = {person.id: photo} if photo else {}
    write_badges(
        file, event, [person], one_label(size), design=alone, branding=branding, photos=photos, made_at=_MADE_AT,
        dots=dots,
    )  # fmt: skip
    return file.getvalue()


class FacePicture:
    """What was drawn last stays until something else is: nothing flickers."""

    def __init__(self) -> None:
        self.image = QImage()
        self.fresh = False  # the image is of the PDF taken last
        self.error: UserError | None = None
        self._document: QPdfDocument | None = None

    def write(self, data: bytes) -> None:
        """Take another PDF."""
        self._document = open_pdf(data)
        self.fresh = False

    def draw(self, size: QSize) -> None:
        """Draw it so many dots large."""
        if self._document is not None and size.width() > 0 and size.height() > 0:
            self.image = draw_page(self._document, 0, size)
            self.fresh = True
