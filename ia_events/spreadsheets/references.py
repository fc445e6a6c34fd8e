"""References once rows were inserted in a sheet: what pointed at the rows below points there still."""

from __future__ import annotations

import re

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
            return f"{prefix}{mark}{reference}:{start[1]}{start[2]}{row + by}"
        return f"{prefix}{mark}{start[1]}{start[2]}{first + by if first > row else first}"
    first, last = shift_span(first, last, row, by, own_row)
    return f"{prefix}{mark}{start[1]}{start[2]}{first}:{end[1]}{end[2]}{last}"


def shift_span(first: int, last: int, row: int, by: int, own_row: bool = False) -> tuple[int, int]:
    grows = last > row or (last == row and not own_row)
    return first + by if first > row else first, last + by if grows else last


def shift_areas(areas: str, row: int, by: int, *, own_row: bool = False) -> str:
    """Areas (« A1:D9 F2 ») once rows were inserted under `row`: those that hold the row take the new ones in."""
    from openpyxl.utils import get_column_letter, range_boundaries

    said = []
    for area in areas.replace("$", "").split():
        left, top, right, bottom = range_boundaries(area)
        first, last = shift_span(top, bottom, row, by, own_row)
        start, end = f"{get_column_letter(left)}{first}", f"{get_column_letter(right)}{last}"
        said.append(start if start == end and ":" not in area else f"{start}:{end}")
    return " ".join(said)
