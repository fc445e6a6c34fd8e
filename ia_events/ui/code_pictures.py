"""Codes read in picture files and in PDF files, in the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtPdf import QPdfDocument

from ia_events.documents import code_reading
from ia_events.ui.widgets.pdf_preview import draw_page

_DOTS = 200 / 72  # a PDF's page is drawn at 200 dots an inch
_LARGEST = 5000  # dots


class PictureRead(NamedTuple):
    """What a file showed: the texts of its codes; `legible` is False when the file could not be opened."""

    file: Path
    texts: list[str]
    legible: bool = True


def read_files(files: Sequence[Path], progress: Callable[[int, int], None]) -> list[PictureRead]:
    """The codes of each file, in order."""
    done: list[PictureRead] = []
    for file in files:
        progress(len(done), len(files))
        if file.suffix.lower() == ".pdf":
            done.append(_read_pdf(file, lambda: progress(len(done), len(files))))
        else:
            done.append(_read_picture(file))
    return done


def _read_picture(file: Path) -> PictureRead:
    reader = QImageReader(str(file))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    image = reader.read()
    return PictureRead(file, [], legible=False) if image.isNull() else PictureRead(file, _codes(image))


def _read_pdf(file: Path, between_pages: Callable[[], None]) -> PictureRead:
    document = QPdfDocument()
    if document.load(str(file)) != QPdfDocument.Error.None_:
        return PictureRead(file, [], legible=False)
    texts: list[str] = []
    for number in range(document.pageCount()):
        between_pages()
        size = document.pagePointSize(number) * _DOTS
        shrunk = min(1.0, _LARGEST / max(size.width(), size.height(), 1))
        dots = QSize(round(size.width() * shrunk), round(size.height() * shrunk))
        texts += _codes(draw_page(document, number, dots))
    document.close()
    return PictureRead(file, list(dict.fromkeys(texts)))


def _codes(image: QImage) -> list[str]:
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return code_reading.read_all(grey.constBits(), grey.width(), grey.height(), stride=grey.bytesPerLine())
