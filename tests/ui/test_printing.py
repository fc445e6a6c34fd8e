"""Printing at the edge: a printer whose paper is a PDF, read back to a fifth of a millimetre."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMarginsF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from ia_events.documents.calibration import AS_IT_IS, Calibration, marks, measured
from ia_events.documents.calibration_page import write_test_page
from ia_events.documents.stocks import Stock, all_stocks, stock
from ia_events.ui import printing
from ia_events.ui.widgets.pdf_preview import draw_page, open_pdf

MADE_AT = datetime(2025, 11, 1, 12, 0, tzinfo=UTC)
DPI = 300
CLOSE = 0.2  # mm
STOCKS = ["avery-l7418", "a7", "brother-62x100", "brother-62@85", "dymo-41x89", "zebra-57x102", "a5"]


def page_of(paper: Stock, calibration: Calibration = AS_IT_IS) -> bytes:
    file = BytesIO()
    write_test_page(file, paper, made_at=MADE_AT, calibration=calibration)
    return file.getvalue()


def printed(data: bytes, file: Path, calibration: Calibration = AS_IT_IS, **options: int) -> bytes:
    """What comes out of a printer that cannot print to the edge."""
    printer = printing.printer_for(data, "Essai")
    wanted = printer.pageLayout()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    printing.keep_paper(printer, wanted)
    printer.setPageMargins(QMarginsF(4, 6, 4, 6), QPageLayout.Unit.Millimeter)
    printer.setCopyCount(options.get("copies", 1))
    pages = printing.chosen_pages(printer, open_pdf(data).pageCount())
    printing.print_pdf(data, printer, pages, lambda done, total: None, calibration)
    return file.read_bytes()


@lru_cache(maxsize=2)
def picture(data: bytes) -> Image.Image:
    """The first page, in shades of grey."""
    document = open_pdf(data)
    points = document.pagePointSize(0)
    size = QSize(round(points.width() / 72 * DPI), round(points.height() / 72 * DPI))
    drawn = draw_page(document, 0, size).convertToFormat(QImage.Format.Format_Grayscale8)
    there = bytes(drawn.constBits())
    return Image.frombytes("L", (size.width(), size.height()), there, "raw", "L", drawn.bytesPerLine(), 1)


def ink(data: bytes, box: tuple[float, float, float, float]) -> Image.Image:
    """A part of the first page (mm), white where there is something."""
    left, top, right, bottom = (round(side / 25.4 * DPI) for side in box)
    return picture(data).crop((left, top, right, bottom)).point(lambda level: 255 * (level < 110))


def crossing(data: bytes, x: float, y: float) -> tuple[float, float]:
    """The middle (mm) of a cross that is within 1.6 mm of a place."""
    reach = 1.6
    part = ink(data, (x - reach, y - reach, x + reach, y + reach))
    columns, rows = (
        part.resize((part.width, 1), Image.Resampling.BOX),
        part.resize((1, part.height), Image.Resampling.BOX),
    )
    middles = []
    for line, start in ((columns, x - reach), (rows, y - reach)):
        dark = list(line.tobytes())
        places = [place for place, level in enumerate(dark) if level >= max(dark) * 0.8]
        middles.append(start + (sum(places) / len(places) + 0.5) / DPI * 25.4)
    return middles[0], middles[1]


@pytest.mark.parametrize("name", STOCKS)
def test_a_page_falls_on_its_paper(name: str, qapp: QApplication, tmp_path: Path) -> None:
    paper = stock(name)
    data = printed(page_of(paper), tmp_path / "papier.pdf")
    size = open_pdf(data).pagePointSize(0)
    assert (size.width() / 72 * 25.4, size.height() / 72 * 25.4) == pytest.approx(paper.page, abs=0.4)
    far = marks(paper).cross
    for x in (far, paper.page[0] - far):
        for y in (far, paper.page[1] - far):
            assert crossing(data, x, y) == pytest.approx((x, y), abs=CLOSE)


CORRECTIONS = [
    Calibration(1.5, -0.8),
    Calibration(0, 0, 100.6, 99.4),
    Calibration(-1.2, 0.9, 99.5, 100.5),
]


@pytest.mark.parametrize("name", ["avery-l7418", "a7", "brother-62x100"])
@pytest.mark.parametrize("correction", CORRECTIONS, ids=["shifted", "stretched", "both"])
@pytest.mark.parametrize("how", ["printing", "in the PDF"])
def test_a_correction_moves_the_page_by_that_much(
    name: str, correction: Calibration, how: str, qapp: QApplication, tmp_path: Path
) -> None:
    paper = stock(name)
    if how == "printing":
        data = printed(page_of(paper), tmp_path / "papier.pdf", correction)
    else:
        data = page_of(paper, correction)
    far = marks(paper).cross
    for x in (far, paper.page[0] - far):
        for y in (far, paper.page[1] - far):
            there = correction.x + x * correction.scale_x / 100, correction.y + y * correction.scale_y / 100
            assert crossing(data, *there) == pytest.approx(there, abs=CLOSE)


def test_what_is_measured_puts_a_wrong_printer_right(qapp: QApplication, tmp_path: Path) -> None:
    """A printer that is 1.4 mm too far right, 0.9 too high, and shrinks by half a per cent."""
    paper, fault = stock("avery-l7418"), Calibration(1.4, -0.9, 99.5, 99.6)
    wrong = page_of(paper, fault)
    far, (across, down) = marks(paper)
    left, top = crossing(wrong, fault.x + far, fault.y + far)
    correction = measured(paper, left, top, across * 0.995, down * 0.996)
    right = page_of(paper, correction)

    def on_paper(place: float, side: int) -> float:
        shift, scale = ((fault.x, fault.scale_x), (fault.y, fault.scale_y))[side]
        return shift + place * scale / 100

    for x in (far, paper.page[0] - far):
        for y in (far, paper.page[1] - far):
            drawn = correction.x + x * correction.scale_x / 100, correction.y + y * correction.scale_y / 100
            seen = crossing(right, *drawn)
            assert (on_paper(seen[0], 0), on_paper(seen[1], 1)) == pytest.approx((x, y), abs=CLOSE)


def test_a_printer_gets_paper_of_the_label_s_own_size(qapp: QApplication) -> None:
    for each in all_stocks():
        layout = printing.printer_for(page_of(each), "Essai").pageLayout()
        size = layout.fullRect(QPageLayout.Unit.Millimeter).size()
        assert (size.width(), size.height()) == pytest.approx(each.page, abs=0.5), each.id
        lies = each.page[0] > each.page[1]
        assert (layout.orientation() == QPageLayout.Orientation.Landscape) == lies, each.id
    assert printing.layout_for(page_of(stock("avery-l7418"))).pageSize().id() == QPageSize.PageSizeId.A4


def test_paper_the_dialogue_changed_is_put_back(qapp: QApplication) -> None:
    data = page_of(stock("brother-62x100"))
    printer = printing.printer_for(data, "Essai")
    wanted = printer.pageLayout()
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printing.keep_paper(printer, wanted)
    size = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter).size()
    assert (size.width(), size.height()) == pytest.approx((100, 62), abs=0.5)
    named = QPageSize(QSizeF(62, 100), QPageSize.Unit.Millimeter, "Rouleau 62", QPageSize.SizeMatchPolicy.ExactMatch)
    printer.setPageSize(named)
    printing.keep_paper(printer, wanted)
    assert printer.pageLayout().pageSize().name() == "Rouleau 62", "the same size under the printer's name stays"


def test_two_sides_turn_about_the_vertical_edge(qapp: QApplication) -> None:
    upright, lying = (printing.layout_for(page_of(stock(name))) for name in ("avery-l7418", "a7"))
    assert printing.duplex_for(upright) == QPrinter.DuplexMode.DuplexLongSide
    assert printing.duplex_for(lying) == QPrinter.DuplexMode.DuplexShortSide


def test_several_ranges_and_the_last_page_first(qapp: QApplication) -> None:
    printer = printing.printer_for(page_of(stock("a5")), "Essai")
    assert printing.chosen_pages(printer, 3) == [0, 1, 2]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    ranges = printer.pageRanges()
    ranges.addRange(1, 2)
    ranges.addPage(5)
    printer.setPageRanges(ranges)
    assert printing.chosen_pages(printer, 6) == [0, 1, 4]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert printing.chosen_pages(printer, 6) == [4, 1, 0]


def test_copies_a_printer_does_not_make_are_drawn(qapp: QApplication, tmp_path: Path) -> None:
    data = printed(page_of(stock("dymo-41x89")), tmp_path / "papier.pdf", copies=3)
    assert open_pdf(data).pageCount() == 3
