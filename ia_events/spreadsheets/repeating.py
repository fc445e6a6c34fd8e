"""Repeating a row of a sheet as a spreadsheet program would: what stood below, and all that points there, moves down."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy
from typing import Any

_CELL = re.compile(r"(\$?[A-Za-z]{1,3})(\$?)([1-9]\d{0,6})$")
_AREA = re.compile(r"\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+")
_ROWS = re.compile(r"(\$?)([1-9]\d{0,6}):(\$?)([1-9]\d{0,6})$")
# Functions over many cells: a repeated row's single cell inside them means the whole column of repeated cells.
_AGGREGATES = frozenset({"SUM", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "SUMIF", "AVERAGE", "AVERAGEIF", "MIN", "MAX", "MEDIAN", "SUBTOTAL", "AGGREGATE"})  # fmt: skip


def repeat_row(workbook: Any, sheet: Any, row: int, count: int) -> None:
    """Make `count` rows (at least 1) of one, formats, merges and formulas included, in an openpyxl workbook."""
    by = count - 1
    if by <= 0:
        return
    _shift_formulas(workbook, sheet, row, by)
    model = {cell.column: cell for cell in sheet[row]}
    merged_across = [r for r in sheet.merged_cells.ranges if r.min_row == r.max_row == row]
    sheet.insert_rows(row + 1, by)
    for line in sheet.iter_rows(min_row=row + 1 + by):
        for cell in line:
            if getattr(cell, "hyperlink", None) is not None:
                cell.hyperlink.ref = cell.coordinate
    _shift_areas(sheet, row, by)
    _shift_dimensions(sheet, row, by)
    for offset in range(1, count):
        for column, cell in model.items():
            _copy_cell(cell, sheet.cell(row + offset, column))
        for area in merged_across:
            sheet.merge_cells(
                start_row=row + offset, end_row=row + offset, start_column=area.min_col, end_column=area.max_col
            )


def _copy_cell(model: Any, cell: Any) -> None:
    from openpyxl.formula.translate import Translator

    if model.has_style:
        cell._style = copy(model._style)  # openpyxl's own way to share a style without looking it up again
    if model.data_type == "f" and isinstance(model.value, str):
        cell.value = Translator(model.value, model.coordinate).translate_formula(cell.coordinate)
    elif type(model).__name__ != "MergedCell":
        cell.value = model.value
        cell.data_type = model.data_type


# What points at rows


def shift_formula(formula: str, sheet: str, target: str, row: int, by: int, *, own_row: bool = False) -> str:
    """A formula of `sheet` once `by` rows were inserted under `row` of the sheet `target`.

    Ranges that end on the row take the new rows in, unless the formula stands on that row itself (`own_row`).
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
            many = bool(functions) and functions[-1] in _AGGREGATES
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
        first, last = _shift_span(int(rows[2]), int(rows[4]), row, by, own_row)
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
    first, last = _shift_span(first, last, row, by, own_row)
    return f"{prefix}{mark}{start[1]}{start[2]}{first}:{end[1]}{end[2]}{last}"


def _shift_span(first: int, last: int, row: int, by: int, own_row: bool = False) -> tuple[int, int]:
    grows = last > row or (last == row and not own_row)
    return first + by if first > row else first, last + by if grows else last


def _shift_formulas(workbook: Any, sheet: Any, row: int, by: int) -> None:
    target = sheet.title
    for each in workbook.worksheets:
        for line in each.iter_rows():
            for cell in line:
                if cell.data_type != "f":
                    continue
                own = each is sheet and cell.row == row
                if isinstance(cell.value, str):
                    cell.value = shift_formula(cell.value, each.title, target, row, by, own_row=own)
                elif hasattr(cell.value, "text"):  # an array formula: its own area moves too
                    cell.value.text = shift_formula(cell.value.text, each.title, target, row, by, own_row=own)
                    if each is sheet:
                        cell.value.ref = shift_areas(cell.value.ref, row, by, own_row=own)
        for validation in each.data_validations.dataValidation:
            for name in ("formula1", "formula2"):
                _shift_attribute(validation, name, each.title, target, row, by)
        for formatting in each.conditional_formatting:
            for rule in formatting.rules:
                rule.formula = [_shift_bare(text, each.title, target, row, by) for text in rule.formula]
        for defined in each.defined_names.values():
            _shift_attribute(defined, "attr_text", each.title, target, row, by)
    for defined in workbook.defined_names.values():
        _shift_attribute(defined, "attr_text", "", target, row, by)


def _shift_attribute(holder: Any, name: str, sheet: str, target: str, row: int, by: int) -> None:
    text = getattr(holder, name)
    if text:
        setattr(holder, name, _shift_bare(text, sheet, target, row, by))


def _shift_bare(text: str, sheet: str, target: str, row: int, by: int) -> str:
    """A formula kept without its equals sign."""
    return shift_formula(f"={text}", sheet, target, row, by)[1:]


# What covers rows


def shift_areas(areas: str, row: int, by: int, *, own_row: bool = False) -> str:
    """Areas (« A1:D9 F2 ») once rows were inserted under `row`: those that hold the row take the new ones in."""
    from openpyxl.utils import get_column_letter, range_boundaries

    said = []
    for area in areas.replace("$", "").split():
        left, top, right, bottom = range_boundaries(area)
        first, last = _shift_span(top, bottom, row, by, own_row)
        said.append(f"{get_column_letter(left)}{first}:{get_column_letter(right)}{last}")
    return " ".join(said)


def _shift_areas(sheet: Any, row: int, by: int) -> None:
    from openpyxl.formatting.formatting import ConditionalFormatting, ConditionalFormattingList
    from openpyxl.worksheet.cell_range import CellRange, MultiCellRange

    merged: Iterable[Any] = list(sheet.merged_cells.ranges)
    sheet.merged_cells = MultiCellRange(
        # One that lies across the row alone is repeated; one that goes on below it grows.
        [CellRange(shift_areas(area.coord, row, by, own_row=area.min_row == area.max_row == row)) for area in merged]
    )
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(shift_areas(str(validation.sqref), row, by))
    formattings = list(sheet.conditional_formatting)
    sheet.conditional_formatting = ConditionalFormattingList()
    for formatting in formattings:
        moved = ConditionalFormatting(shift_areas(str(formatting.sqref), row, by))
        for rule in formatting.rules:
            sheet.conditional_formatting.add(moved, rule)
    for table in sheet.tables.values():
        table.ref = shift_areas(table.ref, row, by)
        if table.autoFilter is not None and table.autoFilter.ref:
            table.autoFilter.ref = shift_areas(table.autoFilter.ref, row, by)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = shift_areas(sheet.auto_filter.ref, row, by)
    if sheet.print_area:
        areas = _AREA.findall(sheet.print_area)
        sheet.print_area = ",".join(shift_areas(area, row, by) for area in areas)
    for mark in sheet.row_breaks.brk:
        if mark.id > row:
            mark.id += by


def _shift_dimensions(sheet: Any, row: int, by: int) -> None:
    known = dict(sheet.row_dimensions.items())
    for number in [n for n in known if n > row]:
        del sheet.row_dimensions[number]
    for number, dimension in known.items():
        if number > row:
            _put_dimension(sheet, dimension, number + by)
    if row in known:
        for offset in range(1, by + 1):
            _put_dimension(sheet, copy(known[row]), row + offset)


def _put_dimension(sheet: Any, dimension: Any, number: int) -> None:
    dimension.index = number
    sheet.row_dimensions[number] = dimension
