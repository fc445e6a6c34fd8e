"""References once rows were inserted in a sheet: what pointed at the rows below points there still."""

from __future__ import annotations

import re

from ia_events.spreadsheets.packages import LAST_COLUMN, LAST_ROW, column_number

_AREA = re.compile(r"([A-Za-z]{0,3})(\d{0,7})(?::([A-Za-z]{0,3})(\d{0,7}))?")
_CELL = re.compile(r"(\$?[A-Za-z]{1,3})(\$?)([1-9]\d{0,6})$")
_ROWS = re.compile(r"(\$?)([1-9]\d{0,6}):(\$?)([1-9]\d{0,6})$")
# Functions over many cells: a repeated row's single cell inside them means the whole column of repeated cells.
_AGGREGATES = frozenset({"SUM", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "SUMIF", "AVERAGE", "AVERAGEIF", "MIN", "MAX", "MEDIAN", "SUBTOTAL", "AGGREGATE"})  # fmt: skip


def shift_formula(
    formula: str, sheet: str, target: str, row: int, by: int, *, own_row: bool = False, series: bool = False
) -> str:
    """A formula of `sheet` once `by` rows were inserted under `row` of the sheet `target`.

    Ranges that end on the row take the new rows in, unless the formula stands on that row itself (`own_row`). In a
    chart (`series`) a single cell of the row means the whole column of repeated cells, as it does in SUM.
    """
    from openpyxl.formula import Tokenizer

    tokenizer = Tokenizer(formula)
    functions: list[str] = []
    said = ["="]
    for token in tokenizer.items:
        if token.type == "FUNC" and token.subtype == "OPEN":
            functions.append(token.value.rstrip("(").upper())
        elif token.type == "FUNC" and functions:
            functions.pop()
        if token.type == "OPERAND" and token.subtype == "RANGE":
            many = series or (bool(functions) and functions[-1] in _AGGREGATES)
            said.append(_shift_reference(token.value, sheet, target, row, by, many and not own_row, own_row))
        else:
            said.append(token.value)
    return "".join(said)


def _shift_reference(text: str, sheet: str, target: str, row: int, by: int, many: bool, own_row: bool) -> str:
    prefix, mark, reference = text.rpartition("!")
    if (prefix.strip("'").replace("''", "'") if mark else sheet) != target:
        return text
    rows = _ROWS.match(reference)
    if rows is not None:
        first, last = shift_span(int(rows[2]), int(rows[4]), row, by, own_row)
        return f"{prefix}{mark}{rows[1]}{first}:{rows[3]}{last}"
    ends = [_CELL.match(part) for part in reference.split(":")]
    if len(ends) > 2 or ends[0] is None or ends[-1] is None:
        return text  # a name, a whole column, a table's column
    start, end = ends[0], ends[-1]
    first, last = int(start[3]), int(end[3])
    if len(ends) == 1:
        if first == row and many:
            return f"{prefix}{mark}{reference}:{start[1]}{start[2]}{min(row + by, LAST_ROW)}"
        return f"{prefix}{mark}{start[1]}{start[2]}{min(first + by, LAST_ROW) if first > row else first}"
    first, last = shift_span(first, last, row, by, own_row)
    return f"{prefix}{mark}{start[1]}{start[2]}{first}:{end[1]}{end[2]}{last}"


def shift_span(first: int, last: int, row: int, by: int, own_row: bool = False) -> tuple[int, int]:
    """The first and last row of an area once `by` rows were inserted under `row`; no sheet goes on after its last row."""
    grows = last > row or (last == row and not own_row)
    return min(first + by if first > row else first, LAST_ROW), min(last + by if grows else last, LAST_ROW)


def corners(area: str) -> tuple[int, int, int, int]:
    """The left column, top row, right column, bottom row of an area, from 1: « B2:C9 », « B2 », and « A:C » or « 3:9 »,
    which go to the edges. ValueError for anything else."""
    match = _AREA.fullmatch(area.replace("$", ""))
    if match is None or not area:
        raise ValueError(area)
    left, top, right, bottom = match.groups()
    if right is None:
        if not left or not top:
            raise ValueError(area)
        right, bottom = left, top
    if bool(left) != bool(right) or bool(top) != bool(bottom) or not (left or top):
        raise ValueError(area)
    columns = (column_number(left.upper()), column_number(right.upper())) if left else (1, LAST_COLUMN)
    rows = (int(top), int(bottom)) if top else (1, LAST_ROW)
    if not (1 <= min(columns) <= max(columns) <= LAST_COLUMN and 1 <= min(rows) <= max(rows) <= LAST_ROW):
        raise ValueError(area)
    return columns[0], rows[0], columns[1], rows[1]


def shift_areas(areas: str, row: int, by: int, *, own_row: bool = False) -> str:
    """Areas (« A1:D9 F2 A:A ») once rows were inserted under `row`: those that hold the row take the new ones in.

    ValueError for what is no area."""
    said = []
    for area in areas.replace("$", "").split():
        _left, top, _right, bottom = corners(area)
        ends = area.split(":")
        if ends[0].isalpha():  # whole columns
            said.append(area)
            continue
        first, last = shift_span(top, bottom, row, by, own_row)
        places = [end.rstrip("0123456789") + str(number) for end, number in zip(ends, (first, last), strict=False)]
        grown = len(ends) == 1 and last != first
        said.append(f"{places[0]}:{ends[0].rstrip('0123456789')}{last}" if grown else ":".join(places))
    return " ".join(said)
