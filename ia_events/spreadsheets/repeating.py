"""Repeating a row of a sheet as a spreadsheet program would: what stood below, and all that points there, moves down."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.spreadsheets.packages import LAST_ROW, WORKBOOK, Package, Sheet, local, rows_of, split_place
from ia_events.spreadsheets.references import corners, shift_areas, shift_formula

# Elements whose text is a formula, in sheets, charts and the buttons of forms.
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"})
_LINKS = ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaMacro")
# Elements of a sheet with an attribute that names cells; a view's own (selection, pane) are left as they are.
_AREAS = {
    "mergeCell": "ref", "conditionalFormatting": "sqref", "dataValidation": "sqref", "hyperlink": "ref", "autoFilter": "ref",
    "sortState": "ref", "sortCondition": "ref", "protectedRange": "sqref", "ignoredError": "sqref", "dimension": "ref",
    "cellWatch": "r", "comment": "ref", "threadedComment": "ref", "table": "ref", "location": "ref",
}  # fmt: skip
_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_NOTE_ROW = re.compile(rb"(<x:Row>\s*)(\d+)(\s*</x:Row>)")


def check_room(package: Package, template: Path, sheet: Sheet, row: int, count: int) -> None:
    """UserError `template_too_long` when what stands below the row repeated would leave the sheet."""
    lowest = max(
        (number for number, each in rows_of(package.tree(sheet.part)).items() if any(map(len, each))), default=0
    )
    if count > 1 and max(lowest, row) + count - 1 > LAST_ROW:
        raise UserError(
            "template_too_long",
            N_("La feuille « {sheet} » de « {name} » n'a plus de place pour {count} personnes : quelque chose se trouve tout en bas, ligne {row}. Supprimez-le ou remontez-le."),
            sheet=sheet.title,
            name=template.name,
            count=count,
            row=max(lowest, row),
        )  # fmt: skip


def repeat_row(package: Package, sheet: Sheet, row: int, count: int) -> list[Any]:
    """Make `count` rows (at least 1) of one, formats, merges and formulas included; the rows, in order.

    The sheet's own tables, drawings, notes and conditions follow, and so do the formulas, names, charts and pivot
    tables of the whole workbook that point there.
    """
    root = package.tree(sheet.part)
    model = rows_of(root)[row]
    package.touch(sheet.part)
    by = count - 1
    if by <= 0:
        return [model]
    _shift_workbook(package, sheet, row, by)
    _shift_sheet(package, sheet, row, by)
    for number, each in sorted(rows_of(root).items()):
        if number + by > LAST_ROW:
            each.getparent().remove(each)  # looks without content: what says something was made room for
        elif number > row:
            _renumber(each, number + by)
    made = [model]
    for offset in range(1, count):
        copy = deepcopy(model)
        _renumber(copy, row + offset)
        _translate(copy, model, offset)
        made[-1].addnext(copy)
        made.append(copy)
    _repeat_merges(root, row, by)
    _repeat_sparklines(root, row, by)
    return made


def _renumber(row: Any, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        cell.set("r", f"{split_place(cell.get('r'))[0]}{number}")


def _translate(copy: Any, model: Any, offset: int) -> None:
    for cell, origin in zip(copy, model, strict=True):
        formula = cell.find("{*}f")
        if formula is not None and formula.text:
            formula.text = translated(formula.text, origin.get("r"), cell.get("r"))
            if formula.get("ref"):
                formula.set("ref", _lower(formula.get("ref"), offset))


def translated(formula: str, origin: str, place: str) -> str:
    """A formula (without its equals sign) copied from one cell to another."""
    from openpyxl.formula.translate import Translator

    said: str = Translator(f"={formula}", origin).translate_formula(place)
    return said[1:]


def _lower(area: str, offset: int) -> str:
    return re.sub(r"\d+", lambda number: str(int(number[0]) + offset), area)


# What points there, anywhere in the workbook


def _shift_workbook(package: Package, target: Sheet, row: int, by: int) -> None:
    for sheet in package.sheets():
        _spell_shared_formulas(package, sheet)
        root = package.tree(sheet.part)

        def shift(element: Any, sheet: Sheet = sheet) -> str:
            cell = element.getparent()
            own = sheet == target and local(cell) == "c" and split_place(cell.get("r"))[1] == row
            own = own or (sheet == target and _of_own_row(element, row))
            return _shifted(element.text, sheet.title, target.title, row, by, own_row=own)

        if _shift_texts(root, shift):
            package.touch(sheet.part)
        for element in root.iter("{*}hyperlink"):
            _shift_attribute(package, sheet.part, element, "location", sheet.title, target, row, by)
    names = package.tree(WORKBOOK).iter("{*}definedName")
    for name in names:
        if name.text and (said := _shifted(name.text, "", target.title, row, by)) != name.text:
            name.text = said
            package.touch(WORKBOOK)
    for part in package.names:
        if part.startswith("xl/charts/") and part.endswith(".xml"):
            _shift_chart(package, part, target, row, by)
        elif part.startswith("xl/ctrlProps/") and part.endswith(".xml"):
            for name in _LINKS:
                _shift_attribute(package, part, package.tree(part), name, "", target, row, by)
        elif part.startswith("xl/pivotCache/pivotCacheDefinition"):
            _shift_pivot_source(package, part, target, row, by)


def _of_own_row(element: Any, row: int) -> bool:
    """Whether a formula is a sparkline's that stands on the row itself."""
    parent = element.getparent()
    if local(parent) != "sparkline":
        return False
    place = parent.findtext("{*}sqref") or ""
    return place.isalnum() and split_place(place)[1] == row


def _shifted(formula: str, sheet: str, target: str, row: int, by: int, *, own_row: bool = False, series: bool = False) -> str:  # fmt: skip
    if not any(sign.isdigit() for sign in formula):
        return formula
    return shift_formula(f"={formula}", sheet, target, row, by, own_row=own_row, series=series)[1:]


def _shift_texts(root: Any, shift: Callable[[Any], str]) -> bool:
    changed = False
    for element in root.iter():
        if local(element) in _FORMULAS and element.text:
            said = shift(element)
            if said != element.text:
                element.text = said
                changed = True
    return changed


def _shift_attribute(
    package: Package, part: str, element: Any, name: str, sheet: str, target: Sheet, row: int, by: int
) -> None:
    said = element.get(name)
    if said and (moved := _shifted(said, sheet, target.title, row, by)) != said:
        element.set(name, moved)
        package.touch(part)


def _spell_shared_formulas(package: Package, sheet: Sheet) -> None:
    """Write out in each cell the formulas that several share: once rows move, they are no longer the same."""
    masters: dict[str, tuple[str, str]] = {}
    for formula in package.tree(sheet.part).iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
        if formula.get("t") != "shared":
            continue
        place, key = formula.getparent().get("r"), formula.get("si", "")
        if formula.text:
            masters[key] = place, formula.text
        elif key in masters:
            formula.text = translated(masters[key][1], masters[key][0], place)
        for name in ("t", "si", "ref"):
            formula.attrib.pop(name, None)
        package.touch(sheet.part)


def _shift_chart(package: Package, part: str, target: Sheet, row: int, by: int) -> None:
    root = package.tree(part)
    for formula in list(root.iter("{*}f")):
        if not formula.text:
            continue
        said = _shifted(formula.text, "", target.title, row, by, series=True)
        if said != formula.text:
            formula.text = said
            package.touch(part)
            # What the chart remembers of these cells is no longer what they say.
            for sibling in list(formula.itersiblings()):
                if local(sibling) in ("numCache", "strCache", "multiLvlStrCache"):
                    sibling.getparent().remove(sibling)


def _shift_pivot_source(package: Package, part: str, target: Sheet, row: int, by: int) -> None:
    root = package.tree(part)
    for source in root.iter("{*}worksheetSource"):
        named = source.get("name") is not None
        if not named and source.get("sheet") != target.title:
            continue
        if source.get("ref"):
            source.set("ref", shift_areas(source.get("ref"), row, by))
        root.set("refreshOnLoad", "1")
        package.touch(part)


# What the sheet holds


def _shift_sheet(package: Package, sheet: Sheet, row: int, by: int) -> None:
    root = package.tree(sheet.part)
    _shift_places(root, row, by)
    for area in root.iter("{*}sqref"):  # those of newer versions, in the extensions
        if area.text:
            own = local(area.getparent()) == "sparkline"
            area.text = shift_areas(area.text, row, by, own_row=own)
    for formula in root.iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
        if formula.get("ref"):
            own = split_place(formula.getparent().get("r"))[1] == row
            formula.set("ref", shift_areas(formula.get("ref"), row, by, own_row=own))
    for mark in root.iterfind("{*}rowBreaks/{*}brk"):
        if int(mark.get("id", 0)) > row:
            mark.set("id", str(min(int(mark.get("id")) + by, LAST_ROW - 1)))
    _shift_anchors(root, row, by)
    for _key, kind, part in list(package.related(sheet.part)):
        if kind in ("table", "comments", "threadedComment", "pivotTable"):
            _shift_places(package.tree(part), row, by, growing=kind not in ("comments", "threadedComment"))
            _shift_texts(package.tree(part), lambda each: _shifted(each.text, sheet.title, sheet.title, row, by))
            package.touch(part)
        elif kind == "drawing":
            if _shift_anchors(package.tree(part), row, by):
                package.touch(part)
        elif kind == "vmlDrawing":
            package.replace(part, _shift_notes(package.read(part), row, by))


def _shift_places(root: Any, row: int, by: int, *, growing: bool = True) -> None:
    for element in root.iter():
        name = _AREAS.get(local(element))
        area = element.get(name) if name else None
        if not area:
            continue
        # A merge that lies across the row alone is repeated, a note stays; what goes on below, or holds the row, grows.
        stays = not growing or (local(element) == "mergeCell" and _single_row(area) == row)
        element.set(name, shift_areas(area, row, by, own_row=stays))


def _single_row(area: str) -> int:
    """The row of an area that lies in one; 0 for others."""
    _left, top, _right, bottom = corners(area)
    return top if top == bottom else 0


def _shift_anchors(root: Any, row: int, by: int) -> bool:
    """Pictures, charts and buttons below move; those that cover the row and follow its size are drawn out."""
    changed = False
    for start in list(root.iter("{*}from")):
        first = start.find("{*}row")
        if first is None:
            continue
        anchor = start.getparent()
        how = anchor.get("editAs", "twoCell")
        if how == "absolute":
            continue
        moves = int(first.text) >= row
        if moves:
            first.text = str(min(int(first.text) + by, LAST_ROW - 1))
        end = anchor.find("{*}to")
        last = end.find("{*}row") if end is not None else None
        if last is not None:
            below = int(last.text) > row or (int(last.text) == row and int(end.findtext("{*}rowOff") or 0) > 0)
            if moves or (below and how == "twoCell"):
                last.text = str(min(int(last.text) + by, LAST_ROW - 1))
                changed = True
        changed = changed or moves
    return changed


def _shift_notes(vml: bytes, row: int, by: int) -> bytes:
    """The boxes of notes, in a language that is no XML."""

    def shift_row(match: re.Match[bytes]) -> bytes:
        number = int(match[2])
        return match[1] + str(number + by if number >= row else number).encode() + match[3]

    def shift_anchor(match: re.Match[bytes]) -> bytes:
        numbers = match[2].split(b",")
        if len(numbers) == 8 and int(numbers[2]) >= row:
            for place in (2, 6):
                numbers[place] = b" %d" % (int(numbers[place]) + by)
        return match[1] + b",".join(numbers) + match[3]

    return _ANCHOR.sub(shift_anchor, _NOTE_ROW.sub(shift_row, vml))


# What is repeated with the row


def _repeat_merges(root: Any, row: int, by: int) -> None:
    holder = root.find("{*}mergeCells")
    if holder is None:
        return
    for merged in list(holder):
        if _single_row(merged.get("ref")) == row:
            for offset in range(1, by + 1):
                holder.append(holder.makeelement(merged.tag, {"ref": _lower(merged.get("ref"), offset)}))
    holder.set("count", str(len(holder)))


def _repeat_sparklines(root: Any, row: int, by: int) -> None:
    for line in list(root.iter("{*}sparkline")):
        place, formula = line.find("{*}sqref"), line.find("{*}f")
        if place is None or not (place.text or "").isalnum() or split_place(place.text)[1] != row:
            continue
        for offset in range(by, 0, -1):
            copy = deepcopy(line)
            copy.find("{*}sqref").text = _lower(place.text, offset)
            if formula is not None and formula.text:
                copy.find("{*}f").text = translated(formula.text, place.text, _lower(place.text, offset))
            line.addnext(copy)
