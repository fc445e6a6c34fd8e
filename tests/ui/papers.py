"""The documents page in tests: waited for, read as a scanner would, saved and printed to files."""

from __future__ import annotations

from pathlib import Path

import zxingcpp
from PIL import Image
from PySide6.QtCore import QMarginsF, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.widgets.pdf_preview import draw_page, open_pdf

DPI = 200


def settle(qtbot: QtBot, page: DocumentsPage) -> None:
    qtbot.waitUntil(lambda: page.ready is not None and not page.session.work.busy, timeout=20_000)


def scanned(data: bytes) -> list[list[str]]:
    """The tokens on each page of a PDF, as a reader sees them."""
    return [[code.text for code in codes_on(data, number)] for number in range(open_pdf(data).pageCount())]


def codes_on(data: bytes, page: int) -> list[zxingcpp.Barcode]:
    document = open_pdf(data)
    points = document.pagePointSize(page)
    size = QSize(round(points.width() / 72 * DPI), round(points.height() / 72 * DPI))
    drawn = draw_page(document, page, size).convertToFormat(QImage.Format.Format_Grayscale8)
    picture = Image.frombuffer(
        "L", (size.width(), size.height()), bytes(drawn.constBits()), "raw", "L", drawn.bytesPerLine(), 1
    )
    return sorted(
        zxingcpp.read_barcodes(picture), key=lambda code: (code.position.top_left.y // 40, code.position.top_left.x)
    )


def tokens_of(event: Event, people: list[Attendee]) -> list[str]:
    return [tokens.issue(person.badge, event.key) for person in people]


def press(page: DocumentsPage, words: str) -> None:
    found = [b for b in page.findChildren(QPushButton) if b.text() == words and b.isVisible()]
    assert len(found) == 1, words
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def saved_as(page: DocumentsPage, file: Path, qtbot: QtBot) -> None:
    page.ask_file = lambda proposed: file  # type: ignore[method-assign]
    page.save_button.click()
    settle(qtbot, page)


def printed_to(page: DocumentsPage, file: Path, qtbot: QtBot, pages: tuple[int, int] | None = None) -> None:
    """Print on a printer whose paper is a PDF."""

    def ask(printer: QPrinter, count: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        # A printer that cannot print to the edge: nothing may shift or shrink for that.
        printer.setPageMargins(QMarginsF(5, 12, 5, 12), QPageLayout.Unit.Millimeter)
        if pages:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setFromTo(*pages)
        return True

    page.ask_printer = ask  # type: ignore[assignment,method-assign]
    page.print_button.click()
    settle(qtbot, page)


def words(data: bytes) -> str:
    """All that a PDF says."""
    document = open_pdf(data)
    return "\n".join(document.getAllText(page).text() for page in range(document.pageCount()))
