"""Templates whose areas go to the edges of the sheet, or stand at them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ia_events.domain.errors import UserError
from ia_events.domain.pointing import Pointed
from ia_events.spreadsheets import guard
from ia_events.spreadsheets.references import corners, shift_areas, shift_formula
from ia_events.spreadsheets.template_opening import open_template
from ia_events.spreadsheets.template_view import examine, show_template, with_pointed
from ia_events.spreadsheets.templates import fill_template
from tests.spreadsheets.test_templates import MADE_AT, a_matrix, an_event

PART = "xl/worksheets/sheet1.xml"


def base(sheet: Worksheet) -> None:
    sheet["A1"] = "{{titre}}"
    sheet["A3"] = "{{nom}}"


def a_template(folder: Path, make: Callable[[Worksheet], None] = base, *edits: tuple[str, str]) -> Path:
    """A template with pieces of its sheet's XML replaced."""
    workbook = Workbook()
    make(workbook.worksheets[0])
    workbook.save(folder / "plain.xlsx")
    with zipfile.ZipFile(folder / "plain.xlsx") as plain, zipfile.ZipFile(folder / "modele.xlsx", "w") as made:
        for name in plain.namelist():
            data = plain.read(name)
            if name == PART:
                for old, new in edits:
                    assert old.encode() in data
                    data = data.replace(old.encode(), new.encode())
            made.writestr(name, data)
    return folder / "modele.xlsx"


def fill(template: Path) -> str:
    """The XML of the sheet, filled for three people."""
    event = an_event()
    fill_template(template.parent / "r.xlsx", template, event, a_matrix(event), made_at=MADE_AT)
    with zipfile.ZipFile(template.parent / "r.xlsx") as made:
        return made.read(PART).decode()


@pytest.mark.parametrize(
    "area, moved",
    [
        ("A:A", "A:A"), ("A:C D4", "A:C D6"), ("3:1048576", "3:1048576"), ("4:5", "6:7"), ("A1:A1048576", "A1:A1048576"),
        ("B3:B1048576", "B3:B1048576"), ("A1048576", "A1048576"), ("$A$4:$B$5", "A6:B7"), ("A3", "A3:A5"), ("A1:XFD3", "A1:XFD5"),
    ],
)  # fmt: skip
def test_areas_that_are_open_or_go_to_the_edge(area: str, moved: str) -> None:
    assert shift_areas(area, 3, 2) == moved


@pytest.mark.parametrize("area", ["", "x1y", "A", "A1:B", "A0", "XFE1", "A1048577", "1:A"])
def test_what_is_no_area(area: str) -> None:
    with pytest.raises(ValueError, match=r"$"):
        corners(area)


def test_formulas_stay_within_the_sheet() -> None:
    assert shift_formula("=SUM($A$3:$A$1048576)+A1048576", "S", "S", 3, 2) == "=SUM($A$3:$A$1048576)+A1048576"
    assert shift_formula("=COUNTA(3:1048576)", "S", "S", 3, 2) == "=COUNTA(3:1048576)"


@pytest.mark.parametrize(
    "extra, kept",
    [
        ('<autoFilter ref="A:C"/>', 'ref="A:C"'),
        ('<mergeCells count="1"><mergeCell ref="C5"/></mergeCells>', 'ref="C7"'),
        ('<mergeCells count="1"><mergeCell ref="E:F"/></mergeCells>', 'ref="E1:F1048576"'),
        (
            '<conditionalFormatting sqref="A:A"><cfRule type="expression" priority="1"><formula>$A1=""</formula></cfRule></conditionalFormatting>',
            'sqref="A:A"',
        ),
        (
            '<dataValidations count="1"><dataValidation type="list" sqref="3:1048576 B4:B1048576"><formula1>"a,b"</formula1></dataValidation></dataValidations>',
            'sqref="3:1048576 B6:B1048576"',
        ),
    ],
)
def test_a_template_with_open_areas_is_filled_and_shown(extra: str, kept: str, tmp_path: Path) -> None:
    template = a_template(tmp_path, base, ("</sheetData>", f"</sheetData>{extra}"))
    assert kept in fill(template)
    (shown,) = show_template(template)
    assert shown.rows[2][0] == "{{nom}}"
    assert examine(template, Pointed(), 2) == {"Sheet": 3}


@pytest.mark.parametrize(
    "cell, text, code",
    [("A1048576", "{{nom}}", "template_too_long"), ("XFD1", "{{créneaux}}", "template_no_room")],
)
def test_there_is_no_room_beyond_the_edges(cell: str, text: str, code: str, tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        sheet[cell] = text

    with pytest.raises(UserError) as caught:
        fill(a_template(tmp_path, make))
    assert caught.value.code == code
    assert "{" not in caught.value.message


def test_what_stands_at_the_very_bottom_is_not_pushed_out(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        base(sheet)
        sheet["B1048576"] = "x"

    with pytest.raises(UserError) as caught:
        fill(a_template(tmp_path, make))
    assert caught.value.code == "template_too_long"


def test_a_row_with_nothing_but_its_looks_makes_room(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        base(sheet)
        sheet.row_dimensions[1048576].height = 12

    rows = [int(row) for row in re.findall(r'<row r="(\d+)"', fill(a_template(tmp_path, make)))]
    assert max(rows) < 1048576


@pytest.mark.parametrize(
    "old, new",
    [
        ('<c r="A3"', '<c r="A3" s="x"'),
        ('<row r="3"', '<row r="x"'),
        ('r="A3"', 'r="AAAA3"'),
        ('<row r="3"', '<row r="99999999"'),
        ("</sheetData>", '</sheetData><autoFilter ref="nonsense"/>'),
    ],
)
def test_what_is_malformed_is_a_damaged_file(old: str, new: str, tmp_path: Path) -> None:
    def dated(sheet: Worksheet) -> None:
        sheet["A3"] = "{{arrivée 1}}"
        sheet["B3"] = "{{nom}}"

    with pytest.raises(UserError) as caught:
        fill(a_template(tmp_path, dated, (old, new)))
    assert caught.value.code == "file_damaged"


def test_a_template_too_big_to_be_edited_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_EDITED", 100)
    with pytest.raises(UserError) as caught:
        open_template(a_template(tmp_path))
    assert caught.value.code == "file_too_big_for_memory"


def test_what_is_pointed_at_is_shown_without_reading_again(tmp_path: Path) -> None:
    template = a_template(tmp_path)
    sheets = show_template(template)
    template.unlink()
    (shown,) = with_pointed(
        sheets, Pointed({("Sheet", "C12"): "{{lieu}}", ("Sheet", "A1"): "", ("Ailleurs", "A1"): "x"})
    )
    assert shown.rows[11][2] == "{{lieu}}"
    assert shown.marked == {(2, 0), (11, 2)}
    assert len(shown.rows) == 20
    assert load_workbook(tmp_path / "plain.xlsx")
