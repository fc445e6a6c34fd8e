"""Putting a PDF on paper at its real size."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.ui.widgets.pdf_preview import draw_page, open_pdf

_DPI = 300  # a module of a QR code is ten dots wide; a page takes 35 MB while it is drawn
_POINTS = 72


def printer_for(data: bytes, title: str) -> QPrinter:
    """A printer set to the paper of a document, without margins nor scaling."""
    document = open_pdf(data)
    size = document.pagePointSize(0)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setResolution(_DPI)
    lies = size.width() > size.height()
    paper = QPageSize(
        QSizeF(min(size.width(), size.height()), max(size.width(), size.height())),
        QPageSize.Unit.Point,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    turned = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, turned, QMarginsF(), QPageLayout.Unit.Point))
    return printer


def any_printer() -> bool:
    """Whether there is a printer to choose."""
    return bool(QPrinterInfo.availablePrinterNames())


def ask(parent: QWidget, printer: QPrinter, pages: int) -> bool:
    """Let the user choose printer, pages and copies. False: not now."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Imprimer"))
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    return accepted


def chosen_pages(printer: QPrinter, count: int) -> range:
    """The pages asked for, from 0."""
    if printer.printRange() != QPrinter.PrintRange.PageRange or not printer.fromPage():
        return range(count)
    return range(printer.fromPage() - 1, min(count, printer.toPage() or count))


def print_pdf(data: bytes, printer: QPrinter, pages: range, progress: Callable[[int, int], None]) -> None:
    """Draw pages on the printer, a millimetre of the document as a millimetre of paper, from the paper's very corner.

    May run outside the GUI thread. `progress` may raise Cancelled: what was sent is then withdrawn.
    Errors: UserError printer_failed.
    """
    document = open_pdf(data)
    printer.setFullPage(True)  # its own margins, which the dialogue may have put back, would shift everything
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            "printer_failed",
            N_("L'imprimante « {name} » ne répond pas. Vérifiez qu'elle est allumée et reliée, ou enregistrez le PDF."),
            name=printer.printerName() or printer.outputFileName(),
        )
    try:
        for done, number in enumerate(pages):
            progress(done, len(pages))
            if done:
                printer.newPage()
            size = document.pagePointSize(number)
            dots = QSize(
                round(size.width() / _POINTS * printer.logicalDpiX()),
                round(size.height() / _POINTS * printer.logicalDpiY()),
            )
            painter.drawImage(0, 0, draw_page(document, number, dots))
        painter.end()
    except BaseException:
        printer.abort()
        painter.end()
        raise
    progress(len(pages), len(pages))
