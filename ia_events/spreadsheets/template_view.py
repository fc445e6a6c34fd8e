"""Headquarters' template looked at before it is filled: its cells, its row of people, what could not be filled.

Somebody made it: to be looked at it is opened in the process that may die (`worker`), not here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.domain.attendance import matrix
from ia_events.domain.events import Event, Slot
from ia_events.domain.pointing import Pointed
from ia_events.spreadsheets import worker
from ia_events.spreadsheets.packages import Package, Sheet, column_number, rows_of, split_place
from ia_events.spreadsheets.placeholders import PLACEHOLDER, Person, event_words
from ia_events.spreadsheets.references import corners
from ia_events.spreadsheets.template_look import look, point
from ia_events.spreadsheets.template_opening import PATIENCE, open_template, sound

_SHOWN_ROWS, _SHOWN_COLUMNS = 300, 60
_ROOM_BELOW, _ROOM_BESIDE = 8, 4


def export_template(
    file: Path,
    template: Path,
    pointed: Pointed,
    password: str | None = None,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Write a template with the placeholders pointed at written in its cells, for somebody else to fill.

    `progress` may raise Cancelled. UserError: those of open_template, worker.run, template_sheet, same_file, those of
    paths.atomic_write."""
    paths.refuse_same_file(file, template)
    parts = [part for _kind, part in worker.run(f"{__name__}:answer_pointed", template, pointed, password, progress=progress)]  # fmt: skip
    with paths.atomic_write(file) as target:
        target.writelines(parts)


def examine(
    template: Path,
    pointed: Pointed,
    slots: int,
    password: str | None = None,
    progress: Callable[[], None] = lambda: None,
) -> Mapping[str, int]:
    """The row repeated for each person, by sheet, when an event has so many slots. `progress` may raise Cancelled.

    UserError: those of templates.fill_template for what can't be filled, those of worker.run."""
    return dict(worker.run(f"{__name__}:answer_rows", template, pointed, slots, password, progress=progress))


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet of a template to look at: its texts from A1 (formulas with their equals sign), its merged cells as
    (row, column, rows, columns) from 0, the places of its placeholders (row, column)."""

    title: str
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]]
    marked: set[tuple[int, int]]


def show_template(
    template: Path, password: str | None = None, progress: Callable[[], None] = lambda: None
) -> list[Shown]:
    """The sheets of a template as they are; the first 300 rows and 60 columns. `progress` may raise Cancelled.

    UserError: those of open_template, of worker.run."""
    found = worker.run(f"{__name__}:answer_sheets", template, password, progress=progress)
    return [Shown(*sheet) for sheet in found]


def with_pointed(sheets: Sequence[Shown], pointed: Pointed) -> list[Shown]:
    """The same sheets with what was pointed at in their cells."""
    said: dict[str, dict[tuple[int, int], str]] = {sheet.title: {} for sheet in sheets}
    for (title, place), text in pointed.cells.items():
        letters, number = split_place(place)
        if title in said and number <= _SHOWN_ROWS and column_number(letters) <= _SHOWN_COLUMNS:
            said[title][number - 1, column_number(letters) - 1] = text
    shown = []
    for sheet in sheets:
        there = {(i, j): text for i, row in enumerate(sheet.rows) for j, text in enumerate(row) if text}
        shown.append(_sheet(sheet.title, {**there, **said[sheet.title]}, sheet.merged))
    return shown


def _sheet(title: str, cells: Mapping[tuple[int, int], str], merged: Sequence[tuple[int, int, int, int]]) -> Shown:
    cells = {place: text for place, text in cells.items() if text}
    height = min(_SHOWN_ROWS, max((row for row, _column in cells), default=0) + 1 + _ROOM_BELOW)
    width = min(_SHOWN_COLUMNS, max((column for _row, column in cells), default=0) + 1 + _ROOM_BESIDE)
    rows = [[cells.get((row, column), "") for column in range(width)] for row in range(height)]
    marked = {place for place, text in cells.items() if PLACEHOLDER.search(text)}
    return Shown(title, rows, [each for each in merged if each[0] + each[2] <= height and each[1] + each[3] <= width], marked)  # fmt: skip


# In the other process


def answer_pointed(
    sign: worker.Sign, template: Path, pointed: Pointed, password: str | None
) -> Iterator[tuple[str, bytes]]:
    """The template with what was pointed at in its cells: ("file", bytes)…"""
    package = open_template(template, password, sign)
    sign(PATIENCE)
    made = BytesIO()
    with sound(template):
        point(package, template, pointed)
        package.save(made)
    yield from worker.in_parts(made)


def answer_rows(
    sign: worker.Sign, template: Path, pointed: Pointed, slots: int, password: str | None
) -> Iterator[tuple[str, int]]:
    """(sheet, row repeated for each person). Of the event only the number of its slots is needed there."""
    package = open_template(template, password, sign)
    sign(PATIENCE)
    when = datetime(2000, 1, 1, tzinfo=UTC)
    event = Event(title="", slots=tuple(Slot(id=str(n), label="", start=when, end=when) for n in range(slots)))
    nobody = matrix(event, (), ())
    words = event_words(event, nobody, when, "")
    with sound(template):
        point(package, template, pointed)
        found = look(package, template, event, words, Person(event, nobody), pointed)
    for each in found:
        if each.row is not None:
            yield each.sheet.title, each.row


def answer_sheets(sign: worker.Sign, template: Path, password: str | None) -> Iterator[tuple[Any, ...]]:
    """The fields of a Shown for each sheet."""
    package = open_template(template, password, sign)
    sign(PATIENCE)
    with sound(template):
        for sheet in package.sheets():
            shown = _shown(package, sheet)
            yield shown.title, shown.rows, shown.merged, shown.marked


def _shown(package: Package, sheet: Sheet) -> Shown:
    root = package.tree(sheet.part)
    cells: dict[tuple[int, int], str] = {}
    for number, row in rows_of(root).items():
        for cell in row:
            column = column_number(split_place(cell.get("r"))[0])
            if number > _SHOWN_ROWS or column > _SHOWN_COLUMNS:
                continue
            formula = cell.findtext("{*}f")
            cells[number - 1, column - 1] = (
                f"={formula}" if formula else package.text(cell) or cell.findtext("{*}v") or ""
            )
    merged = []
    for area in root.iterfind("{*}mergeCells/{*}mergeCell"):
        left, top, right, bottom = corners(area.get("ref", ""))
        if (left, top) != (right, bottom):
            merged.append((top - 1, left - 1, bottom - top + 1, right - left + 1))
    return _sheet(sheet.title, cells, merged)
