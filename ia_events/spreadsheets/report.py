"""The list sent back with what the import made of it: faults coloured on their cells, a verdict at the end of each row."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events.domain.lists import Listing, Plan, Problem
from ia_events.domain.text import fold
from ia_events.i18n import _
from ia_events.spreadsheets import guard, text_files
from ia_events.spreadsheets.writing import (
    AMBER_SOFT,
    RED_SOFT,
    STYLES,
    dress,
    lines,
    plain_text,
    save,
    set_text,
    unfaithful,
    width,
)

# openpyxl holds a workbook at some fifty times its size: above this, values without formats.
_COPIED_UNDER = 6 * 1024 * 1024
_LAST_COLUMN = 16_384


def verdict_words(plan: Plan) -> dict[int, str]:
    """What becomes of each row of the list, by row number."""
    words = {row.row: _("Sans changement") for row in plan.listing.rows}
    words.update((row.row, _("Ajout")) for row in plan.added)
    words.update((update.row, _("Mise à jour")) for update in plan.updated)
    for row in plan.refused:
        reasons = " ".join(dict.fromkeys(p.message for p in row.problems if p.refuses))
        words[row.row] = _("Refus : {reasons}").format(reasons=reasons)
    words.update((row, _("Ligne laissée de côté")) for row, reason in plan.listing.skipped if reason != "blank")
    return words


def write_report(
    file: Path,
    source: Path,
    listing: Listing,
    problems: Sequence[Problem],
    verdicts: Mapping[int, str],
    *,
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Write the annotated copy of a list; how many cells were coloured.

    An .xlsx keeps its formats; other lists (and very large ones) are written again with their values. A protected
    list makes a report protected by the same password. `progress` is told (rows done, rows in all) and may raise
    Cancelled. UserError: those of guard.open_list and writing.save.
    """
    opened = guard.open_list(source, password)
    protected = isinstance(opened.source, BytesIO)
    copy = None if opened.kind == "text" else _copy(opened.source)
    if copy is not None and listing.sheet in copy.sheetnames:
        workbook, sheet = copy, copy[listing.sheet]
    else:
        workbook, sheet = _rewritten(source, opened, listing)
    column = _first_free_column(sheet, listing)
    coloured = _annotate(sheet, listing, problems, column, progress)
    _write_verdicts(sheet, listing, verdicts, column)
    if sheet.sheet_state == "visible":
        workbook.active = workbook.index(sheet)

    def check(written: BytesIO) -> None:
        from openpyxl.utils import get_column_letter
        from python_calamine import CalamineWorkbook

        rows = CalamineWorkbook.from_filelike(written).get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        for row, word in verdicts.items():
            if row > len(rows) or column > len(rows[row - 1]) or rows[row - 1][column - 1] != plain_text(word):
                raise unfaithful(file, sheet.title, f"{get_column_letter(column)}{row}")

    save(file, workbook, check, password if protected else None)
    return coloured


def _copy(source: Path | BytesIO) -> Any:
    """The workbook with its formats, or None when it is no .xlsx, or one openpyxl can't hold."""
    from openpyxl import load_workbook

    size = source.stat().st_size if isinstance(source, Path) else source.getbuffer().nbytes
    if size > _COPIED_UNDER or not zipfile.is_zipfile(source):
        return None
    with zipfile.ZipFile(source) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return None
    if isinstance(source, BytesIO):
        source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves aside is no matter in a report
            return load_workbook(source)
    except Exception:  # noqa: BLE001 - whatever openpyxl stumbles over, calamine read it: its values are written again
        return None


def _rewritten(path: Path, opened: guard.Opened, listing: Listing) -> tuple[Any, Any]:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = listing.sheet[:31] or _("Liste")
    rows = list(_values(path, opened, listing))
    for number, row in enumerate(rows, 1):
        for index, value in enumerate(row, 1):
            if value is None or value == "":
                continue
            cell = sheet.cell(number, index)
            if isinstance(value, str):
                set_text(cell, value)
                cell.number_format = "@"
            else:
                cell.value = int(value) if isinstance(value, float) and value.is_integer() else value
            if number == listing.header_row:
                dress(cell, STYLES["heading"])
    for column in listing.columns:
        texts = [str(row[column.index]) for row in rows[listing.header_row - 1 :] if column.index < len(row)]
        sheet.column_dimensions[get_column_letter(column.index + 1)].width = width(texts)
    sheet.freeze_panes = f"A{listing.header_row + 1}"
    return workbook, sheet


def _values(path: Path, opened: guard.Opened, listing: Listing) -> Iterable[Sequence[Any]]:
    from python_calamine import load_workbook

    if opened.kind == "text":
        return text_files.rows(text_files.decode(path.read_bytes()))
    with load_workbook(opened.source) as workbook:
        return workbook.get_sheet_by_name(listing.sheet).to_python(skip_empty_area=False)


def _first_free_column(sheet: Any, listing: Listing) -> int:
    """The column after the last one that says anything, counted from 1."""
    last = max((column.index + 1 for column in listing.columns), default=1)
    for row in sheet.iter_rows(min_col=last + 1):
        last = max(last, *(cell.column for cell in row if cell.value is not None), last)
    return min(last + 1, _LAST_COLUMN)


def _annotate(
    sheet: Any, listing: Listing, problems: Sequence[Problem], verdict_column: int, progress: Callable[[int, int], None]
) -> int:
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {refuses: PatternFill("solid", fgColor=color) for refuses, color in ((True, RED_SOFT), (False, AMBER_SOFT))}
    coloured = set()
    for done, problem in enumerate(problems):
        if done % 500 == 0:
            progress(done, len(problems))
        if problem.sheet and problem.sheet != listing.sheet:
            continue
        for column in _columns_of(problem, listing) or [verdict_column]:
            cell = sheet.cell(problem.row, column)
            if type(cell).__name__ == "MergedCell":
                cell = sheet.cell(problem.row, verdict_column)
            if cell.coordinate not in coloured or problem.refuses:
                cell.fill = fills[problem.refuses]
            coloured.add(cell.coordinate)
            said = cell.comment.text if cell.comment else ""
            if problem.message not in said:
                text = f"{said}\n{problem.message}".lstrip()
                cell.comment = Comment(text, "IA Événements", width=320, height=20 * (lines(text, 45) + 2))
    return len(coloured)


def _columns_of(problem: Problem, listing: Listing) -> list[int]:
    """Columns (from 1) a problem is about: the one of its heading, else those of its field, else those of the name."""
    named = [c.index + 1 for c in listing.columns if problem.column and fold(c.heading) == fold(problem.column)]
    if len(named) > 1:
        named = [c.index + 1 for c in listing.columns if c.index + 1 in named and c.field == problem.field] or named[:1]
    field = [c.index + 1 for c in listing.columns if problem.field and c.field == problem.field]
    name = [c.index + 1 for c in listing.columns if c.field in ("last_name", "first_name", "full_name")]
    return named or field or name


def _write_verdicts(sheet: Any, listing: Listing, verdicts: Mapping[int, str], column: int) -> None:
    from openpyxl.utils import get_column_letter

    styles = {row.row: "bad" if row.refused else "text" for row in listing.rows}
    heading = sheet.cell(listing.header_row, column)
    set_text(heading, _("Verdict"))
    dress(heading, STYLES["heading"])
    for row, text in verdicts.items():
        cell = sheet.cell(row, column)
        set_text(cell, text)
        dress(cell, STYLES[styles.get(row, "muted")])  # leaves a fault's colour: these styles have no ground
    sheet.column_dimensions[get_column_letter(column)].width = width(verdicts.values(), 18, 60)
