"""Putting a PDF on paper at its real size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QPoint, QSize, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.ui.widgets.pdf_preview import draw_page
from ia_events.ui.widgets.pdf_preview import open_pdf as open_pdf

_DPI = 300  # a module of a QR code is ten dots wide; a page takes 35 MB while it is drawn
_POINTS = 72
_SAME = 3.0  # points two papers may differ by and be the same


def printer_for(data: bytes, title: str, *, two_sided: bool = False) -> QPrinter:
    """A printer set to the paper of a document, without margins nor scaling.

    `two_sided`: pages are fronts and backs by turns, turned as those of a book.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setResolution(_DPI)
    layout = layout_for(data)
    printer.setPageLayout(layout)
    if two_sided:
        printer.setDuplex(duplex_for(layout))
    return printer


def layout_for(data: bytes) -> QPageLayout:
    """The paper of a document's first page: its own size if it is no usual one, as that of a label."""
    size = open_pdf(data).pagePointSize(0)
    short, long = sorted((size.width(), size.height()))
    paper = QPageSize(QSizeF(short, long), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    lies = size.width() > size.height()
    turned = QPageLayout.Orientation.Landscape if lies else QPageLayout.Orientation.Portrait
    return QPageLayout(paper, turned, QMarginsF(), QPageLayout.Unit.Point)


def duplex_for(layout: QPageLayout) -> QPrinter.DuplexMode:
    """About the page's vertical edge, whichever it is: the columns change sides, and no back is upside down."""
    lies = layout.orientation() == QPageLayout.Orientation.Landscape
    return QPrinter.DuplexMode.DuplexShortSide if lies else QPrinter.DuplexMode.DuplexLongSide


def any_printer() -> bool:
    """Whether there is a printer to choose."""
    return bool(printer_names())


def printer_names() -> list[str]:
    """The printers of this machine, the usual one first."""
    usual = QPrinterInfo.defaultPrinterName()
    return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name.lower()))


def ask(parent: QWidget, printer: QPrinter, pages: int) -> bool:
    """Let the user choose printer, pages and copies. False: not now."""
    wanted = printer.pageLayout()
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Imprimer"))
    dialog.setMinMax(1, pages)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    if accepted:
        keep_paper(printer, wanted)
    return accepted


def choose(printer: QPrinter, name: str) -> None:
    """Print on the printer of that name, on the paper set."""
    wanted = printer.pageLayout()
    printer.setPrinterName(name)
    keep_paper(printer, wanted)


def keep_paper(printer: QPrinter, wanted: QPageLayout) -> None:
    """Put back the paper a document is made for: another printer chosen in the dialogue comes with paper of its own."""
    now, then = (layout.fullRectPoints().size() for layout in (printer.pageLayout(), wanted))
    if abs(now.width() - then.width()) > _SAME or abs(now.height() - then.height()) > _SAME:
        printer.setPageLayout(wanted)


def chosen_pages(printer: QPrinter, count: int) -> list[int]:
    """The pages asked for, from 0, in the order asked for; several ranges (« 1-3, 5 ») are several."""
    pages = list(range(count))
    if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
        ranges = printer.pageRanges()
        pages = [page for page in pages if ranges.contains(page + 1)]
    return pages[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else pages


def print_pdf(
    data: bytes,
    printer: QPrinter,
    pages: Sequence[int],
    progress: Callable[[int, int], None],
    calibration: Calibration = AS_IT_IS,
) -> None:
    """Draw pages on the printer, a millimetre of the document as a millimetre of paper, from the paper's very corner.

    `calibration` is what this printer needs for that. Copies the printer does not make itself are drawn.
    May run outside the GUI thread. `progress` may raise Cancelled: nothing comes out then.
    Errors: UserError printer_failed.
    """
    document = open_pdf(data)
    printer.setFullPage(True)  # its own margins, which the dialogue may have put back, would shift everything
    numbers = list(pages)
    if not printer.supportsMultipleCopies() and (copies := printer.copyCount()) > 1:
        if printer.collateCopies():
            numbers = numbers * copies
        else:
            numbers = [number for number in numbers for _copy in range(copies)]
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError(
            "printer_failed",
            N_("L'imprimante « {name} » ne répond pas. Vérifiez qu'elle est allumée et reliée, ou enregistrez le PDF."),
            name=printer.printerName() or printer.outputFileName(),
        )
    across, down = printer.logicalDpiX(), printer.logicalDpiY()
    corner = QPoint(round(calibration.x / 25.4 * across), round(calibration.y / 25.4 * down))
    try:
        for done, number in enumerate(numbers):
            progress(done, len(numbers))
            if done:
                printer.newPage()
            size = document.pagePointSize(number)
            dots = QSize(
                round(size.width() / _POINTS * across * calibration.scale_x / 100),
                round(size.height() / _POINTS * down * calibration.scale_y / 100),
            )
            painter.drawImage(corner, draw_page(document, number, dots))
        progress(len(numbers), len(numbers))  # the last moment it may be stopped
        painter.end()
    except BaseException:
        printer.abort()
        painter.end()
        raise
