"""Workbooks written: text that stays text, a few shared styles, and a file that was read back before it counts."""

from __future__ import annotations

import errno
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, BinaryIO

from ia_events import paths
from ia_events.domain.attendance import State
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.spreadsheets.cell_text import STARTS, escaped_text
from ia_events.spreadsheets.cell_text import plain_text as plain_text  # for report.py
from ia_events.spreadsheets.rows_out import StyleIds, sheet_rows

Value = str | int | float | date | datetime | None
Styled = tuple[str, Value]
"""A style's name in STYLES, and what the cell says."""

# The palette of the screens, light.
ACCENT, ON_ACCENT, SOFT = "0F766E", "FFFFFF", "E3F2F0"
TEXT, MUTED, LINE = "131820", "5A6472", "E1E5EA"
GREEN, AMBER, RED = "15803D", "B45309", "B42318"
AMBER_SOFT, RED_SOFT = "FCF1DF", "FCE9E7"

# What lxml, through which openpyxl writes, says of a full disk.
_FULL = {"IO_ENOSPC": errno.ENOSPC, "IO_EFBIG": errno.EFBIG, "IO_WRITE": errno.ENOSPC}


def set_text(cell: Any, text: str) -> None:
    """Put text in an openpyxl cell so that it stays text for every reader, whatever it begins with."""
    text = plain_text(text)
    if not text:
        cell.value = None
        return
    cell.value = escaped_text(text)
    cell.data_type = "s"
    if text.startswith(STARTS):
        cell.quotePrefix = True  # a spreadsheet that edits the cell keeps it text


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a cell looks. `rule` is the colour of the line under it; `format` a number format ("@" is text)."""

    size: float = 11
    bold: bool = False
    color: str = TEXT
    fill: str = ""
    rule: str = ""
    strong_rule: bool = False
    horizontal: str = "left"
    wrap: bool = False
    format: str = "@"


STYLES = {
    "blank": Style(),
    "title": Style(size=20, bold=True, wrap=True),
    "subtitle": Style(size=12, color=MUTED, wrap=True),
    "section": Style(size=14, bold=True, color=ACCENT, rule=ACCENT),
    "label": Style(color=MUTED, rule=LINE),
    "fact": Style(rule=LINE, wrap=True),
    "fact_integer": Style(rule=LINE, format="0"),
    "fact_hours": Style(rule=LINE, format="0.00"),
    "fact_rate": Style(rule=LINE, format="0 %"),
    "fact_moment": Style(rule=LINE, format="dd/mm/yyyy hh:mm"),
    "fact_date": Style(rule=LINE, format="dd/mm/yyyy"),
    "heading": Style(bold=True, color=ON_ACCENT, fill=ACCENT, wrap=True),
    "heading_right": Style(bold=True, color=ON_ACCENT, fill=ACCENT, horizontal="right", wrap=True),
    "text": Style(rule=LINE),
    "strong": Style(rule=LINE, bold=True),
    "muted": Style(rule=LINE, color=MUTED),
    "integer": Style(rule=LINE, horizontal="right", format="0"),
    "hours": Style(rule=LINE, horizontal="right", format="0.00"),
    "rate": Style(rule=LINE, horizontal="right", format="0 %"),
    "date": Style(rule=LINE, format="dd/mm/yyyy"),
    "time": Style(rule=LINE, color=MUTED, horizontal="right", format="hh:mm"),
    "day_time": Style(rule=LINE, color=MUTED, horizontal="right", format="dd/mm hh:mm"),
    "good": Style(rule=LINE, color=GREEN),
    "attention": Style(rule=LINE, color=AMBER),
    "several": Style(rule=LINE, color=AMBER, bold=True, horizontal="right", format="0"),
    "bad": Style(rule=LINE, color=RED),
    "total": Style(bold=True, fill=SOFT, rule=ACCENT),
    "total_integer": Style(bold=True, fill=SOFT, rule=ACCENT, horizontal="right", format="0"),
    "total_hours": Style(bold=True, fill=SOFT, rule=ACCENT, horizontal="right", format="0.00"),
    "total_rate": Style(bold=True, fill=SOFT, rule=ACCENT, horizontal="right", format="0 %"),
}

STATE_STYLES = {
    State.PRESENT: "good",
    State.LATE: "attention",
    State.EXCUSED: "muted",
    State.ABSENT: "bad",
    State.EXPECTED: "muted",
    State.NOT_EXPECTED: "muted",
}


def dress(cell: Any, style: Style) -> None:
    """Give an openpyxl cell a style."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell.font = Font(name="Calibri", size=style.size, bold=style.bold, color=style.color)
    if style.fill:
        cell.fill = PatternFill("solid", fgColor=style.fill)
    if style.rule:
        cell.border = Border(bottom=Side(style="thin", color=style.rule))
    cell.alignment = Alignment(horizontal=style.horizontal, vertical="center", wrap_text=style.wrap)
    cell.number_format = style.format


def style_ids(workbook: Any) -> StyleIds:
    """Put the house's styles in an openpyxl workbook."""
    from openpyxl.cell import WriteOnlyCell

    ids = {}
    for name, style in STYLES.items():
        for quoted in (False, True):
            cell = WriteOnlyCell(workbook.worksheets[0])
            dress(cell, style)
            cell.quotePrefix = quoted
            ids[name, quoted] = cell.style_id
    return ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet to write. `rows` is called once to write and once to check. `table` ("A1:D9") has its headings in
    its first row: they stay in sight, are repeated on paper and carry the filters. The last `hidden_columns` columns are
    for the program, as is a `hidden` sheet."""

    title: str
    rows: Callable[[], Iterable[Sequence[Styled]]]
    widths: Sequence[float]
    heights: Mapping[int, float]
    merged: Sequence[str] = ()
    table: str = ""
    frozen_columns: int = 0
    hidden_columns: int = 0
    hidden: bool = False
    printed: str = ""
    caption: str = ""


def write_pages(
    file: Path,
    pages: Sequence[Page],
    *,
    title: str,
    made_at: datetime,
    password: str | None = None,
    progress: Callable[[int], None] = lambda _done: None,
) -> None:
    """Write a workbook, read it back, compare every cell, and only then let it take the place of `file`.

    `progress` is told rows done, written then checked, and may raise Cancelled. UserError: `export_unfaithful`,
    `password_empty` and those of paths.atomic_write.
    """
    from openpyxl import Workbook

    _refuse_empty(password)
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.title = title
    workbook.properties.creator = "IA Événements"
    workbook.properties.created = workbook.properties.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if done % 500 == 0:
            progress(done)

    def save(plain: IO[bytes]) -> None:
        # openpyxl makes all but the rows: those, written one by one, take eight times less as the text they are.
        for page in pages:
            _set_up(workbook.create_sheet(page.title), page)
        ids = style_ids(workbook)
        empty = BytesIO()
        _pack(empty, workbook)
        with zipfile.ZipFile(empty) as source, zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in source.infolist():
                number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", info.filename)
                if number is None:
                    archive.writestr(info, source.read(info))
                    continue
                halves = re.split(rb"<sheetData\s*/>|<sheetData></sheetData>", source.read(info), maxsplit=1)
                if len(halves) < 2:  # its temporary file was cut short, and openpyxl said nothing
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                start, end = halves
                with archive.open(info.filename, "w") as part:
                    part.write(re.sub(rb"<dimension [^>]*/>", b"", start) + b"<sheetData>")
                    for row in sheet_rows(pages[int(number[1]) - 1], ids, tell):
                        part.write(row)
                    part.write(b"</sheetData>" + end)

    def check(written: BytesIO) -> None:
        _check(file, pages, written, lambda checked: progress(done + checked))
        progress(2 * done)  # now: once the file is there, it is too late to stop

    store_package(file, save, check, password)


def _set_up(sheet: Any, page: Page) -> None:
    from openpyxl.utils import get_column_letter

    for index, width in enumerate(page.widths, 1):
        column = sheet.column_dimensions[get_column_letter(index)]
        column.width = width
        column.hidden = index > len(page.widths) - page.hidden_columns
    sheet.sheet_state = "hidden" if page.hidden else "visible"
    sheet.sheet_format.defaultRowHeight = 18
    sheet.sheet_format.customHeight = True
    for area in page.merged:
        sheet.merged_cells.add(area)
    sheet.sheet_view.showGridLines = False
    if page.table:
        head = int(re.sub(r"\D", "", page.table.split(":")[0]))
        sheet.freeze_panes = f"{get_column_letter(page.frozen_columns + 1)}{head + 1}"
        sheet.print_title_rows = f"{head}:{head}"
        sheet.auto_filter.ref = page.table
    if page.printed:
        sheet.print_area = page.printed
    set_up_paper(sheet, page.caption)


def set_up_paper(sheet: Any, caption: str) -> None:
    """A4 landscape, as wide as the paper, the caption on top and the page number below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.7
    margins.header = margins.footer = 0.3
    # A header holds 255 characters, and & is its escape.
    sheet.oddHeader.left.text = caption[:110].replace("&", "&&")
    sheet.oddFooter.left.text = sheet.title.replace("&", "&&")
    sheet.oddFooter.right.text = _("Page {page} / {pages}").format(page="&P", pages="&N")
    for part in (sheet.oddHeader.left, sheet.oddFooter.left, sheet.oddFooter.right):
        part.size = 9
        part.color = MUTED


def save(file: Path, workbook: Any, check: Callable[[BytesIO], None], password: str | None = None) -> None:
    """Write an openpyxl workbook, encrypted when there is a password, and hand what was really written to `check`.

    `check` raises when it is not what was wanted: then what was at `file` stays. UserError: `password_empty`,
    `export_unfaithful` and those of paths.atomic_write.
    """
    store_package(file, lambda plain: _pack(plain, workbook), check, password)


def store_package(
    file: Path, save: Callable[[IO[bytes]], None], check: Callable[[BytesIO], None], password: str | None = None
) -> None:
    """Write what `save` puts in a file, encrypted when there is a password, and hand what was really written to `check`.

    `check` raises when it is not what was wanted: then what was at `file` stays. UserError: `password_empty`,
    `export_unfaithful` and those of paths.atomic_write.
    """
    _refuse_empty(password)
    with paths.atomic_write(file) as target:
        plain = BytesIO()
        save(plain)
        check(_put(target, plain, password))


def _pack(plain: IO[bytes], workbook: Any) -> None:
    from openpyxl.writer.excel import ExcelWriter

    try:
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:  # save() would leave it open on a full disk
            ExcelWriter(workbook, archive).save()
    except Exception as error:
        # A full disk, in the words of lxml, through which openpyxl writes its temporary files.
        code = _FULL.get(str(error)) if type(error).__name__ == "SerialisationError" else None
        if code is None:
            raise
        raise OSError(code, os.strerror(code)) from error


def _put(target: BinaryIO, plain: BytesIO, password: str | None) -> BytesIO:
    """Put a workbook in an open file, encrypted when there is a password; what the file then says, decrypted."""
    target.write(_encrypted(plain, password) if password else plain.getbuffer())
    target.flush()
    with Path(target.name).open("rb") as written:
        return _decrypted(written, password) if password else BytesIO(written.read())


def _refuse_empty(password: str | None) -> None:
    if password == "":
        raise UserError(
            "password_empty", N_("Le mot de passe est vide. Saisissez-en un, ou exportez sans mot de passe.")
        )


def _encrypted(plain: BytesIO, password: str) -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    locked = BytesIO()
    plain.seek(0)
    OOXMLFile(plain).encrypt(password, locked)  # AES-256, as Excel itself does
    return locked.getvalue()


def _decrypted(file: IO[bytes], password: str) -> BytesIO:
    import msoffcrypto

    office = msoffcrypto.OfficeFile(file)
    office.load_key(password=password, verify_password=True)
    readable = BytesIO()
    office.decrypt(readable, verify_integrity=True)
    readable.seek(0)
    return readable


def unfaithful(file: Path, sheet: str, cell: str) -> UserError:
    """The error for a workbook that does not say what was written in it."""
    return UserError(
        "export_unfaithful",
        N_("« {name} » relu ne dit pas ce qui a été écrit (feuille « {sheet} », cellule {cell}). Rien n'a été remplacé : recommencez, sur un autre disque si cela se répète."),
        name=file.name,
        sheet=sheet,
        cell=cell,
    )  # fmt: skip


def _check(file: Path, pages: Sequence[Page], written: BytesIO, progress: Callable[[int], None]) -> None:
    from openpyxl.utils import get_column_letter
    from python_calamine import CalamineWorkbook

    workbook = CalamineWorkbook.from_filelike(written)
    if workbook.sheet_names != [page.title for page in pages]:
        raise unfaithful(file, pages[0].title, "A1")
    checked = 0
    for page in pages:
        found = iter(workbook.get_sheet_by_name(page.title).to_python(skip_empty_area=False))
        number = 0
        for number, row in enumerate(page.rows(), 1):
            said = next(found, [])
            for index, (_style, value) in enumerate(row):
                if not same(value, said[index] if index < len(said) else ""):
                    raise unfaithful(file, page.title, f"{get_column_letter(index + 1)}{number}")
            if any(cell != "" for cell in said[len(row) :]):
                raise unfaithful(file, page.title, f"{get_column_letter(len(row) + 1)}{number}")
            checked += 1
            if checked % 500 == 0:
                progress(checked)
        if any(cell != "" for left in found for cell in left):
            raise unfaithful(file, page.title, f"A{number + 1}")


def same(wanted: Value, said: object) -> bool:
    if wanted is None:
        return said == ""
    if isinstance(wanted, str):
        return isinstance(said, str) and plain_text(wanted) == said
    if isinstance(wanted, datetime):
        return isinstance(said, datetime) and abs((wanted - said).total_seconds()) < 1
    if isinstance(wanted, date):
        return (said.date() if isinstance(said, datetime) else said) == wanted
    return isinstance(said, (int, float)) and abs(said - wanted) < 1e-9


def width(texts: Iterable[str], least: float = 8, most: float = 48) -> float:
    """A column's width for its texts, in Excel's units (about one digit)."""
    longest = max((len(line) for text in texts for line in text.splitlines()), default=0)
    return min(most, max(least, longest * 1.08 + 2.5))


def lines(text: str, columns: float) -> int:
    """How many lines a text takes when it is wrapped in that width."""
    return sum(max(1, -(-len(line) // max(1, int(columns)))) for line in text.splitlines()) or 1
