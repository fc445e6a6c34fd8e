"""The cells of a file somebody sent, as they are: what a library makes of it, before anything is understood."""

from __future__ import annotations

import itertools
import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.spreadsheets import archives, guard, links, text_files, worker
from ia_events.spreadsheets.refusals import refusal

Span = tuple[tuple[int, int], tuple[int, int]]
# Above, text too is read where memory is limited.
_SMALL_TEXT = 8 * 1024 * 1024
# A laptop ten times slower than the one this was measured on goes through a workbook at this speed.
_BYTES_A_SECOND = 4 * 1024 * 1024
_MARKUP_A_SECOND = 256 * 1024
_BLOCK = 12_000  # cells
_WIDE, _GAP = 1000, 250  # columns


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet's cells from A1 (text, numbers, booleans, dates; "" when empty), its merged ranges, its error
    cells, from 0, the addresses that cells which say something else link to, the cells struck through, the hidden rows."""

    name: str
    cells: Sequence[Sequence[object]]
    merged: Sequence[Span] = ()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    links: links.Links = field(default_factory=dict)
    struck: Set[tuple[int, int]] = frozenset()
    hidden: Set[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBook:
    """A file read. `names` are all its sheets, visible ones first; `sheets` those that were read. A text file has one, named "".
    `content` is the fingerprint (SHA-256) of the file's bytes; "" of what is no file.
    `place` is that of where it is (`paths.place_of`), likewise."""

    names: tuple[str, ...] = ()
    sheets: tuple[RawSheet, ...]
    content: str = ""
    place: str = ""


def load(
    path: Path,
    *,
    sheet: str | None = None,
    password: str | None = None,
    progress: Callable[[], None] = lambda: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> RawBook:
    """The cells of the sheet named, or of every visible one (of all when none is).

    Libraries touch the file in another process (`worker`); a text list of ordinary size needs none: its bytes are
    decoded and cut by Python's own codecs and csv, here. `progress` is called all along and may raise Cancelled;
    `meanwhile` once, while the other process reads if one does. UserError: those of `guard.open_list` and `worker.run`, sheet_unknown, sheet_too_big.
    """
    if guard.look(path) == "text":
        if sheet:
            raise _sheet_unknown(sheet, path, ())
        if path.stat().st_size <= _SMALL_TEXT:
            meanwhile()
            return RawBook(
                sheets=(RawSheet(name="", cells=_text_rows(path)),), content=_content(path), place=paths.place_of(path)
            )
    names: tuple[str, ...] = ()
    sheets: list[RawSheet] = []
    rows: list[list[object]] = []
    for kind, *values in worker.run(
        f"{__name__}:answer", path, sheet, password, progress=progress, meanwhile=meanwhile
    ):
        if kind == "rows":
            rows.extend(_dated(*values))
        elif kind == "sheet":
            name, merged, errors, linked, struck, hidden = values
            rows = []
            marked: dict[str, Any] = {"struck": struck, "hidden": hidden}
            sheets.append(RawSheet(name=name, cells=rows, merged=merged, errors=errors, links=linked, **marked))
        else:
            (names,) = values
    for wide in sheets:
        _without_far_cells(wide.cells)  # type: ignore[arg-type]
    sheets = [replace(s, links=links.spell_out(s.cells, s.links)) if s.links else s for s in sheets]  # type: ignore[arg-type]
    return RawBook(names=names, sheets=tuple(sheets), content=_content(path), place=paths.place_of(path))


def _without_far_cells(rows: list[list[object]]) -> None:
    """What was forgotten hundreds of empty columns away from a list is left out: every column takes time."""
    if not rows or len(rows[0]) <= _WIDE:
        return
    used = sorted({j for row in rows for j, value in enumerate(row) if value != ""})
    last = next((a for a, b in itertools.pairwise(used) if b - a > _GAP), used[-1] if used else 0)
    rows[:] = [row[: last + 1] for row in rows]


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:  # it went away once it was read
        return ""


def _text_rows(path: Path) -> list[list[str]]:
    try:
        return text_files.rows(text_files.decode(path.read_bytes()))
    except OSError as error:
        raise refusal("file_damaged", path) from error


# In the other process


def answer(sign: worker.Sign, path: Path, wanted: str | None, password: str | None) -> Iterator[tuple[Any, ...]]:
    """The same, in parts that can be sent: ("book", names), then for each sheet ("sheet", name, merged, errors, links, struck, hidden) and
    several ("rows", rows, dates).
    """
    opened = guard.open_list(path, password, sign)
    if opened.kind == "text":
        sign(0)
        yield "sheet", "", (), {}, {}, set(), set()
        yield from _blocks(_text_rows(path))
        return
    try:
        if opened.kind == "workbook":
            yield from _workbook(sign, path, opened, wanted)
        else:
            yield from _markup(sign, path, opened, wanted)
    except (UserError, MemoryError):
        raise
    except Exception as error:
        raise refusal("file_damaged", path) from error
    except BaseException as error:
        # calamine's own panics are no Exception; what stops the program must still stop it.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal("file_damaged", path) from None


def _workbook(sign: worker.Sign, path: Path, opened: guard.Opened, wanted: str | None) -> Iterator[tuple[Any, ...]]:
    import python_calamine as calamine

    patience = worker.QUIET + opened.weight / _BYTES_A_SECOND
    sign(patience)
    with calamine.load_workbook(opened.source) as workbook:
        known = [s for s in workbook.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
        visible = [s.name for s in known if s.visible == calamine.SheetVisibleEnum.Visible]
        # A damaged file may name one sheet thousands of times: by its name it is one and the same.
        visible = list(dict.fromkeys(visible))
        names = tuple(dict.fromkeys((*visible, *(s.name for s in known))))
        if wanted is not None and wanted not in names:
            raise _sheet_unknown(wanted, path, names)
        chosen = [wanted] if wanted is not None else visible or list(names)
        # One sheet that is too big must not hide the list beside it.
        sound = [name for name in chosen if name not in opened.facts or not opened.facts[name].too_big]
        yield "book", names
        cells, too_big = 0, None
        for name in sound or chosen[:1]:
            facts = opened.facts.get(name, archives.SheetFacts())
            if facts.too_big:
                raise refusal("sheet_too_big", path, sheet=name, rows=facts.rows, columns=facts.columns)
            sign(patience)
            sheet = workbook.get_sheet_by_name(name)
            height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
            if cells + height * width > archives.MAX_CELLS:
                too_big = refusal("sheet_too_big", path, sheet=name, rows=height, columns=width)
                continue
            cells += height * width
            sign(patience)
            merged = tuple(sheet.merged_cell_ranges or ())
            yield "sheet", name, merged, facts.errors, facts.links, facts.struck, facts.hidden
            # calamine hands rows over one by one only when they begin at A1.
            yield from _blocks(sheet.iter_rows() if sheet.start == (0, 0) else sheet.to_python(skip_empty_area=False))
        if too_big is not None and not cells:
            raise too_big


def _markup(sign: worker.Sign, path: Path, opened: guard.Opened, wanted: str | None) -> Iterator[tuple[Any, ...]]:
    from ia_events.spreadsheets import markup

    sign(worker.QUIET + opened.weight / _MARKUP_A_SECOND)
    tables = markup.tables(path, opened.kind)
    names = tuple(table.name for table in tables) if opened.kind == "xml" else ()
    if wanted is not None and wanted not in names:
        raise _sheet_unknown(wanted, path, names)
    yield "book", names
    for table in tables:
        if wanted is None or table.name == wanted:
            yield "sheet", table.name, tuple(table.merged), table.errors, table.links, set(), set()
            yield from _blocks(table.rows)


def _blocks(rows: Iterable[list[Any]]) -> Iterator[tuple[Any, ...]]:
    coming = iter(rows)
    width = 100
    while block := list(itertools.islice(coming, max(1, _BLOCK // width))):
        width = len(block[0]) or 1
        dates: tuple[list[Any], ...] = ()
        try:
            packed = marshal.dumps(block)
        except ValueError:  # what marshal cannot say goes beside it
            dates = _taken_out(block)
            packed = marshal.dumps(block)
        yield "rows", packed, dates


def _taken_out(block: list[list[Any]]) -> tuple[list[Any], ...]:
    """Dates as (row, column, text), taken out of the cells: those of each kind, as in _DATES."""
    found: dict[type, list[Any]] = {datetime: [], date: [], time: [], timedelta: []}
    for i, row in enumerate(block):
        for j, value in enumerate(row):
            kind = found.get(value.__class__)
            if kind is not None:
                said = value.isoformat() if value.__class__ is not timedelta else _parts(value)
                kind.append((i, j, said))
                row[j] = None
    return tuple(found.values())


def _parts(span: timedelta) -> tuple[int, int, int]:
    return span.days, span.seconds, span.microseconds


_DATES: tuple[Callable[[Any], object], ...] = (
    datetime.fromisoformat,
    date.fromisoformat,
    time.fromisoformat,
    lambda parts: timedelta(*parts),
)


def _dated(packed: bytes, dates: tuple[list[tuple[int, int, Any]], ...]) -> list[list[object]]:
    block: list[list[object]] = marshal.loads(packed)
    for made, cells in zip(_DATES, dates, strict=False):
        for i, j, said in cells:
            block[i][j] = made(said)
    return block


def _sheet_unknown(wanted: str, path: Path, names: Sequence[str]) -> UserError:
    if not names:
        return UserError(
            "sheet_unknown",
            N_("« {name} » est un texte, sans feuilles : n'indiquez pas de feuille."),
            name=path.name,
        )
    return UserError(
        "sheet_unknown",
        N_("« {name} » n'a pas de feuille « {sheet} ». Ses feuilles sont : {sheets}."),
        name=path.name,
        sheet=wanted,
        sheets=", ".join(names),
    )
