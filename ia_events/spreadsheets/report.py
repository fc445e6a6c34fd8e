"""The list sent back with what the import made of it: faults coloured on their cells, a verdict at the end of each row.

The copy is made in the process that may die (`worker`): openpyxl opens what somebody sent there, not here.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.domain.lists import Doubt, Listing, Place, Plan, Problem
from ia_events.domain.text import fold
from ia_events.i18n import _
from ia_events.spreadsheets import guard, markup, text_files, worker
from ia_events.spreadsheets.refusals import refusal
from ia_events.spreadsheets.writing import (
    AMBER_SOFT,
    RED_SOFT,
    STYLES,
    dress,
    lines,
    plain_text,
    set_text,
    unfaithful,
    width,
)

Verdicts = Mapping[tuple[str, int], str]
"""What becomes of each row, by sheet ("" for the listing's own) and row number."""

# openpyxl holds a workbook at some fifty times its size: above this, values without formats.
_COPIED_UNDER = 6 * 1024 * 1024
_LAST_COLUMN = 16_384
_SHEET = re.compile(rb"<(?:\w{1,20}:)?sheet\s")
# Seconds openpyxl may take to open or to save such a workbook on a slow laptop.
_PATIENCE = 300
_STEP = 500


def verdict_words(plan: Plan) -> dict[tuple[str, int], str]:
    """What becomes of each row of the list, by sheet ("" for the listing's own) and row number."""
    return verdicts_together([plan], plan.listing)


def verdicts_together(plans: Sequence[Plan], listing: Listing) -> dict[tuple[str, int], str]:
    """What becomes of each row of a list for several events, by sheet ("" for that of `listing`) and row number; of each
    person by name, where a row names several.
    """
    aside = {place: words for plan in plans for place, words in _aside(plan).items()}
    words = {("" if sheet == listing.sheet else sheet, row): text for (sheet, row, _spot), text in aside.items()}
    named: dict[tuple[str, int], list[str]] = {}
    for plan in plans:
        who = {plan.listing.place(row): row.attendee.list_name for row in plan.listing.rows}
        for place, text in _verdicts(plan).items():
            said = _("{what} : {state}").format(what=who[place], state=text) if place.spot else text
            named.setdefault(("" if place.sheet == listing.sheet else place.sheet, place.row), []).append(said)
    words.update((at, "\n".join(texts)) for at, texts in named.items())
    return words


def _verdicts(plan: Plan) -> dict[Place, str]:
    """What becomes of each person of the list."""
    at = plan.listing.place
    words = {at(row): _("Sans changement") for row in plan.listing.rows}
    words.update((at(row), _("Ajout")) for row in plan.added)
    words.update((at(update), _("Mise à jour")) for update in plan.updated)
    words.update((place, _("Pointage")) for place in plan.noted if words.get(place) == _("Sans changement"))
    for doubt in plan.doubts:
        if doubt.settled:
            place = at(doubt.row)
            words[place] = _("{what} : {state}").format(what=words[place], state=_settled(doubt))
    for row in plan.refused:
        reasons = " ".join(dict.fromkeys(p.message for p in row.problems if p.refuses))
        words[at(row)] = _("Refus : {reasons}").format(reasons=reasons)
    return words


def _aside(plan: Plan) -> dict[Place, str]:
    rows = (row for row, reason in plan.listing.skipped if reason not in ("blank", "other_event"))
    return {Place(plan.listing.sheet, row): _("Ligne laissée de côté") for row in rows}


def problems_together(plans: Sequence[Plan]) -> list[Problem]:
    """The problems of all the plans of a list, each with its sheet."""
    return [replace(p, sheet=p.sheet or plan.listing.sheet) for plan in plans for p in plan.problems]


def _settled(doubt: Doubt) -> str:
    if doubt.decision.kind == "separate":
        return _("autre personne que {other} (choisi)").format(other=doubt.names)
    if not doubt.decision.other:
        return _("l'une de ces personnes, sans dire laquelle : {other} (choisi)").format(other=doubt.names)
    return _("même personne que {other} (choisi)").format(other=doubt.names)


def write_report(
    file: Path,
    source: Path,
    listing: Listing,
    problems: Sequence[Problem],
    verdicts: Verdicts,
    *,
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Write the annotated copy of a list; how many cells were coloured.

    An .xlsx keeps its formats; other lists (and very large ones) are written again with their values. A protected
    list makes a report protected by the same password. `progress` is told (faults done, faults in all) and may raise
    Cancelled. UserError: those of guard.open_list, worker.run, paths.atomic_write, and export_unfaithful.
    """
    sheets = [_instructions(name, listing, problems, verdicts) for name in (listing.sheet, *listing.also)]
    words = {"name": file.name, "verdict": _("Verdict"), "list": _("Liste")}
    done, total = 0, len(problems)
    coloured = 0
    made = []

    def tell() -> None:
        progress(done, total)

    for kind, value in worker.run(f"{__name__}:answer", source, sheets, words, password, progress=tell):
        if kind == "done":
            done = value
        elif kind == "coloured":
            coloured = value
        else:
            made.append(value)
    with paths.atomic_write(file) as target:
        target.writelines(made)
        target.flush()
        with Path(target.name).open("rb") as written:
            if any(written.read(len(part)) != part for part in made):
                raise unfaithful(file, listing.sheet, "A1")
    progress(total, total)
    return coloured


def _instructions(name: str, listing: Listing, problems: Sequence[Problem], verdicts: Verdicts) -> dict[str, Any]:
    """What is to be done to one sheet, in plain values: they go to another process."""
    own = name == listing.sheet
    refused = {row.row for row in listing.rows if row.refused and (row.sheet or listing.sheet) == name}
    people = {row.row for row in listing.rows if (row.sheet or listing.sheet) == name}
    return {
        "sheet": name,
        "header": listing.header_row if own else 0,
        "headings": {column.index: column.heading for column in listing.columns},
        "faults": [
            (problem.row, _columns_of(problem, listing), problem.message, problem.refuses)
            for problem in problems
            if (problem.sheet or listing.sheet) == name
        ],
        "verdicts": [
            (row, text, "bad" if row in refused else "text" if row in people else "muted")
            for (sheet, row), text in verdicts.items()
            if (sheet or listing.sheet) == name
        ],
    }


def _columns_of(problem: Problem, listing: Listing) -> list[int]:
    """Columns (from 1) a problem is about: the one of its heading, else those of its field, else those of the name."""
    named = [c.index + 1 for c in listing.columns if problem.column and fold(c.heading) == fold(problem.column)]
    if len(named) > 1:
        named = [c.index + 1 for c in listing.columns if c.index + 1 in named and c.field == problem.field] or named[:1]
    field = [c.index + 1 for c in listing.columns if problem.field and c.field == problem.field]
    name = [c.index + 1 for c in listing.columns if c.field in ("last_name", "first_name", "full_name")]
    whose = {c.index + 1 for c in listing.columns if c.is_of(problem.spot)}
    return [place for place in named or field if place in whose] or [place for place in name if place in whose]


# In the other process


def answer(
    sign: worker.Sign, source: Path, sheets: list[dict[str, Any]], words: dict[str, str], password: str | None
) -> Iterator[tuple[str, Any]]:
    """The annotated copy in parts: ("done", faults dealt with) now and then, ("coloured", cells), ("file", bytes)."""
    opened = guard.open_list(source, password, sign)
    sign(_PATIENCE)
    copy = _copy(opened) if opened.kind == "workbook" else None
    made = None
    if copy is not None and all(plan["sheet"] in copy.sheetnames for plan in sheets):
        try:
            made = yield from _annotated(sign, copy, [copy[plan["sheet"]] for plan in sheets], sheets, words)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - openpyxl opens some damaged workbooks that it cannot save
            made = None
    if made is None:
        copy = _rewritten(sign, source, opened, sheets, words)
        made = yield from _annotated(sign, copy, copy.worksheets, sheets, words)
    if isinstance(opened.source, BytesIO) and password:
        from msoffcrypto.format.ooxml import OOXMLFile

        locked = BytesIO()
        made.seek(0)
        OOXMLFile(made).encrypt(password, locked)
        made = locked
    yield from worker.in_parts(made)


def _annotated(
    sign: worker.Sign, workbook: Any, found: Sequence[Any], sheets: list[dict[str, Any]], words: dict[str, str]
) -> Generator[tuple[str, Any], None, BytesIO]:
    """The workbook's bytes once its sheets `found` say what they are to; on the way, parts of `answer`."""
    done = coloured = 0
    checks = []
    for sheet, plan in zip(found, sheets, strict=True):
        plan["header"] = plan["header"] or _header_row(sheet, plan)
        column = _first_free_column(sheet, plan)
        cells: set[str] = set()
        for start in range(0, len(plan["faults"]), _STEP):
            faults = plan["faults"][start : start + _STEP]
            _annotate(sheet, faults, column, cells)
            done += len(faults)
            yield "done", done
        coloured += len(cells)
        sign(_PATIENCE)
        _write_verdicts(sheet, plan, column, words["verdict"])
        checks.append((sheet.title, column, plan["verdicts"]))
    yield "coloured", coloured
    if found[0].sheet_state == "visible":
        workbook.active = workbook.index(found[0])
    sign(_PATIENCE)
    made = BytesIO()
    workbook.save(made)
    _check(Path(words["name"]), made, checks)
    return made


def _copy(opened: guard.Opened) -> Any:
    """The workbook with its formats, or None when it is no .xlsx, or one openpyxl can't hold."""
    from openpyxl import load_workbook

    source = opened.source
    size = source.stat().st_size if isinstance(source, Path) else source.getbuffer().nbytes
    if size > _COPIED_UNDER or not guard.editable(opened) or not zipfile.is_zipfile(source):
        return None
    with zipfile.ZipFile(source) as archive:
        members = archive.namelist()
        if "xl/workbook.xml" not in members or len(_SHEET.findall(archive.read("xl/workbook.xml"))) > len(members):
            return None  # a damaged one may name a sheet thousands of times: openpyxl would hold as many
    if isinstance(source, BytesIO):
        source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves aside is no matter in a report
            return load_workbook(source)
    except Exception:  # noqa: BLE001 - whatever openpyxl stumbles over, calamine read it: its values are written again
        return None


def _rewritten(
    sign: worker.Sign, path: Path, opened: guard.Opened, sheets: list[dict[str, Any]], words: dict[str, str]
) -> Any:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for plan in sheets:
        sheet = workbook.create_sheet(plan["sheet"][:31] or words["list"])
        widths: dict[int, float] = {}
        header = plan["header"] or 1
        for number, row in enumerate(_values(path, opened, plan["sheet"]), 1):
            if number % 5000 == 0:
                sign(_PATIENCE)
            for index, value in enumerate(row[: _LAST_COLUMN - 1], 1):
                if value is None or value == "":
                    continue
                cell = sheet.cell(number, index)
                if isinstance(value, str):
                    set_text(cell, value)
                    cell.number_format = "@"
                elif isinstance(value, float) and not isfinite(value):
                    set_text(cell, str(value))
                else:
                    cell.value = int(value) if isinstance(value, float) and value.is_integer() else value
                if number == plan["header"]:
                    dress(cell, STYLES["heading"])
                if number >= header:
                    widths[index] = max(widths.get(index, 0), width([str(value)]))
        for index in (i for i in plan["headings"] if i < _LAST_COLUMN):
            sheet.column_dimensions[get_column_letter(index + 1)].width = widths.get(index + 1, 8)
        sheet.freeze_panes = f"A{header + 1}" if plan["header"] else None
    return workbook


def _values(path: Path, opened: guard.Opened, name: str) -> Sequence[Sequence[Any]]:
    from python_calamine import load_workbook

    if opened.kind == "text":
        return text_files.rows(text_files.decode(path.read_bytes()))
    if opened.kind != "workbook":
        return next((table.rows for table in markup.tables(path, opened.kind) if table.name == name), [])
    if isinstance(opened.source, BytesIO):
        opened.source.seek(0)
    try:
        with load_workbook(opened.source) as workbook:
            return workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except Exception as error:  # it was read once: it has changed since
        raise refusal("file_damaged", path) from error


def _header_row(sheet: Any, plan: dict[str, Any]) -> int:
    """The row of a further sheet that says the same headings, above its people."""
    first = min((row for row, _text, _style in plan["verdicts"]), default=2)
    wanted = {index: fold(heading) for index, heading in plan["headings"].items() if heading}

    def alike(row: int) -> int:
        return sum(fold(str(sheet.cell(row, index + 1).value or "")) == said for index, said in wanted.items())

    return max(range(max(1, first - 1), max(0, first - 40), -1), key=alike)


def _first_free_column(sheet: Any, plan: dict[str, Any]) -> int:
    """The column after the last one that says anything or is merged beside the list, counted from 1."""
    last: int = max(plan["headings"], default=0) + 1
    # Not iter_rows: it would make every cell up to one forgotten far away.
    last = max(last, *(cell.column for cell in sheet._cells.values() if cell.value is not None), last)
    last = max(last, *(area.max_col for area in sheet.merged_cells.ranges if area.max_row >= plan["header"]), last)
    return min(last + 1, _LAST_COLUMN)


def _annotate(sheet: Any, faults: Sequence[tuple[int, list[int], str, bool]], beside: int, coloured: set[str]) -> None:
    """Colour the cells and say why in a note; what is on no cell of its own goes to the column `beside`."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    fills = {refuses: PatternFill("solid", fgColor=color) for refuses, color in ((True, RED_SOFT), (False, AMBER_SOFT))}
    for row, columns, message, refuses in faults:
        for column in [c for c in columns if c <= _LAST_COLUMN] or [beside]:
            cell = sheet.cell(row, column)
            if type(cell).__name__ == "MergedCell":
                cell = sheet.cell(row, beside)
            if type(cell).__name__ == "MergedCell":
                continue
            if cell.coordinate not in coloured or refuses:
                cell.fill = fills[refuses]
            coloured.add(cell.coordinate)
            said = cell.comment.text if cell.comment else ""
            if message not in said:
                text = f"{said}\n{message}".lstrip()
                cell.comment = Comment(text, "IA Événements", width=320, height=20 * (lines(text, 45) + 2))


def _write_verdicts(sheet: Any, plan: dict[str, Any], column: int, heading: str) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    for row, text, style in ((plan["header"], heading, "heading"), *plan["verdicts"]):
        cell = sheet.cell(row, column)
        set_text(cell, text)
        dress(cell, STYLES[style])  # leaves a fault's colour: the others have no ground
        if count := text.count("\n"):  # a line for each of the people of the row
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, 15 * (count + 1))
    widest = width((line for _row, text, _style in plan["verdicts"] for line in text.splitlines()), 18, 60)
    sheet.column_dimensions[get_column_letter(column)].width = widest


def _check(file: Path, made: BytesIO, checks: Sequence[tuple[str, int, Sequence[tuple[int, str, str]]]]) -> None:
    from openpyxl.utils import get_column_letter
    from python_calamine import CalamineWorkbook

    made.seek(0)
    workbook = CalamineWorkbook.from_filelike(made)
    for title, column, verdicts in checks:
        rows = workbook.get_sheet_by_name(title).to_python(skip_empty_area=False)
        for row, word, _style in verdicts:
            if row > len(rows) or column > len(rows[row - 1]) or rows[row - 1][column - 1] != plain_text(word):
                raise unfaithful(file, title, f"{get_column_letter(column)}{row}")
