"""Headquarters' template looked at before it is filled: its cells, its row of people, what could not be filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ia_events import paths
from ia_events.domain.attendance import matrix
from ia_events.domain.events import Event
from ia_events.domain.pointing import Pointed
from ia_events.spreadsheets.packages import Package, Sheet, column_number, rows_of, split_place
from ia_events.spreadsheets.placeholders import PLACEHOLDER, Person, event_words
from ia_events.spreadsheets.templates import look, open_template, point

_SHOWN_ROWS, _SHOWN_COLUMNS = 300, 60


def export_template(file: Path, template: Path, pointed: Pointed, password: str | None = None) -> None:
    """Write a template with the placeholders pointed at written in its cells, for somebody else to fill.

    UserError: those of open_template, template_sheet, those of paths.atomic_write."""
    package = open_template(template, password)
    point(package, template, pointed)
    with paths.atomic_write(file) as target:
        package.save(target)


def examine(template: Path, pointed: Pointed, event: Event, password: str | None = None) -> Mapping[str, int]:
    """The row repeated for each person, by sheet. UserError: those of templates.fill_template for what can't be filled."""
    package = open_template(template, password)
    point(package, template, pointed)
    nobody = matrix(event, (), ())
    words = event_words(event, nobody, datetime(2000, 1, 1, tzinfo=UTC), "")
    found = look(package, template, event, words, Person(event, nobody), pointed)
    return {each.sheet.title: each.row for each in found if each.row is not None}


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet of a template to look at: its texts from A1 (formulas with their equals sign), its merged cells as
    (row, column, rows, columns) from 0, the places of its placeholders (row, column)."""

    title: str
    rows: list[list[str]]
    merged: list[tuple[int, int, int, int]]
    marked: set[tuple[int, int]]


def show_template(template: Path, pointed: Pointed, password: str | None = None) -> list[Shown]:
    """The sheets of a template as they are, with what was pointed at; the first 300 rows and 60 columns.

    UserError: those of open_template, template_sheet."""
    package = open_template(template, password)
    point(package, template, pointed)
    return [_shown(package, sheet) for sheet in package.sheets()]


def _shown(package: Package, sheet: Sheet) -> Shown:
    root = package.tree(sheet.part)
    cells: dict[tuple[int, int], str] = {}
    for number, row in rows_of(root).items():
        for cell in row:
            column = column_number(split_place(cell.get("r"))[0])
            if number > _SHOWN_ROWS or column > _SHOWN_COLUMNS:
                continue
            formula = cell.findtext("{*}f")
            said = f"={formula}" if formula else package.text(cell) or cell.findtext("{*}v") or ""
            if said:
                cells[number - 1, column - 1] = said
    height = min(_SHOWN_ROWS, max((row for row, _column in cells), default=0) + 9)
    width = min(_SHOWN_COLUMNS, max((column for _row, column in cells), default=0) + 5)
    merged = []
    for area in root.iterfind("{*}mergeCells/{*}mergeCell"):
        (left, top), (right, bottom) = (split_place(place) for place in area.get("ref").split(":"))
        first, last = column_number(left), column_number(right)
        if bottom <= height and last <= width:
            merged.append((top - 1, first - 1, bottom - top + 1, last - first + 1))
    rows = [[cells.get((row, column), "") for column in range(width)] for row in range(height)]
    return Shown(sheet.title, rows, merged, {place for place, text in cells.items() if PLACEHOLDER.search(text)})
