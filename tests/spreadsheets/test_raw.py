"""The cells of a file, read in another process, are those the library reads here."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import python_calamine
from openpyxl.worksheet.worksheet import Worksheet

from ia_events.domain.errors import Cancelled, UserError
from ia_events.spreadsheets import packages, raw, reading, worker
from tests.spreadsheets.conftest import HEADINGS, PEOPLE, MakeList

ROOT = Path(__file__).parent.parent.parent
LISTS = ROOT / "tests" / "data" / "lists"


def here(path: Path) -> dict[str, list[list[object]]]:
    with python_calamine.load_workbook(path) as workbook:
        return {
            name: list(map(list, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)))
            for name in workbook.sheet_names
        }


def same(book: raw.RawBook, wanted: dict[str, list[list[object]]]) -> None:
    assert book.sheets
    for sheet in book.sheets:
        cells = wanted[sheet.name]
        assert sheet.cells == cells
        assert [[type(c) for c in row] for row in sheet.cells] == [[type(c) for c in row] for row in cells]


@pytest.mark.parametrize("path", sorted(p for p in LISTS.iterdir() if p.suffix in (".xlsx", ".xls", ".ods")))
def test_the_sample_lists(path: Path) -> None:
    same(raw.load(path), here(path))


WHEN = datetime.fromisoformat("2025-11-12T18:30:15")
EVERYTHING = [
    "texte", 12, 3.25, -0.0, True, False, WHEN, date(1990, 2, 28), time(9, 30), timedelta(hours=30), "", "=1+1",
]  # fmt: skip


@pytest.mark.parametrize("corner", [(1, 1), (1, 3), (4, 1), (5, 3)])
def test_every_kind_of_value_wherever_the_sheet_begins(make_list: MakeList, corner: tuple[int, int]) -> None:
    def fill(sheet: Worksheet) -> None:
        for row in range(3):
            for column, value in enumerate(EVERYTHING[row:]):
                sheet.cell(corner[0] + row, corner[1] + column, value)

    path = make_list([], fill)
    wanted = here(path)
    assert {type(c) for row in wanted["Inscrits"] for c in row} == {str, float, bool, datetime, date, time, timedelta}
    same(raw.load(path), wanted)


def test_more_rows_than_are_sent_at_once(make_list: MakeList) -> None:
    day = date(2025, 1, 1)
    path = make_list([[f"ligne {i}", i, day + timedelta(i) if i % 3 == 0 else None] for i in range(9000)])
    same(raw.load(path), here(path))


def test_sheets_merged_ranges_and_error_cells(make_list: MakeList) -> None:
    def more(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet["B3"] = "#N/A"
        sheet["B3"].data_type = "e"
        sheet.parent.create_sheet("Vide")
        hidden = sheet.parent.create_sheet("Brouillon")
        hidden["A1"] = "caché"
        hidden.sheet_state = "hidden"

    path = make_list([["Liste"], ["Nom", "Prénom"], ["Questel"]], more)
    book = raw.load(path)
    assert book.names == ("Inscrits", "Vide", "Brouillon")
    assert [sheet.name for sheet in book.sheets] == ["Inscrits", "Vide"]
    assert list(book.sheets[0].merged) == [((0, 0), (0, 2))]
    assert book.sheets[0].errors == {(2, 1): "#N/A"}
    assert list(book.sheets[1].cells) == []
    (hidden,) = raw.load(path, sheet="Brouillon").sheets
    assert hidden.cells == [["caché"]]
    with pytest.raises(UserError) as caught:
        raw.load(path, sheet="Inconnue")
    assert caught.value.code == "sheet_unknown"
    assert "Inscrits, Vide, Brouillon" in caught.value.message


def test_a_long_text_list_is_read_where_memory_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom\n" + "Questel;Ketty\n" * 3000, encoding="utf-8")
    worker.close()
    short = raw.load(path)
    assert not worker._spare
    monkeypatch.setattr(raw, "_SMALL_TEXT", 1000)
    long = raw.load(path)
    assert worker._spare
    assert long == short


def test_sheets_that_are_too_much_together_are_left_out(make_list: MakeList, monkeypatch: pytest.MonkeyPatch) -> None:
    def more(sheet: Worksheet) -> None:
        sheet.parent.create_sheet("Grande")["Z500"] = "x"

    path = make_list([HEADINGS, *PEOPLE], more)
    monkeypatch.setattr(packages, "MAX_CELLS", 1000)
    parts = list(raw.answer(lambda _seconds: None, path, None, None))
    assert [part[1] for part in parts if part[0] == "sheet"] == ["Inscrits"]
    with pytest.raises(UserError) as caught:
        list(raw.answer(lambda _seconds: None, path, "Grande", None))
    assert caught.value.code == "sheet_too_big"


def test_progress_is_told_and_may_cancel(make_list: MakeList) -> None:
    path = make_list([[f"ligne {i}", i] for i in range(20_000)])
    told = []

    def progress() -> None:
        told.append(1)
        if len(told) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        raw.load(path, progress=progress)
    raw.load(path)


def test_reading_a_list_can_be_cancelled_while_the_library_reads() -> None:
    def progress(done: int, total: int) -> None:
        if total == 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        reading.read(LISTS / "liste_simple.xlsx", progress=progress)


def test_neither_libraries_nor_the_window_are_imported_here() -> None:
    code = (
        "import sys, pathlib; from ia_events.spreadsheets import raw;"
        f"raw.load(pathlib.Path({str(LISTS / 'liste_ancien_excel.xls')!r}));"
        "print({'python_calamine', 'olefile', 'msoffcrypto', 'openpyxl', 'PySide6', 'sqlcipher3'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


def test_the_password_is_on_no_command_line(make_list: MakeList, tmp_path: Path) -> None:
    path = tmp_path / "protégé.xlsx"
    from msoffcrypto.format.ooxml import OOXMLFile

    with make_list([HEADINGS, *PEOPLE]).open("rb") as plain, path.open("wb") as target:
        OOXMLFile(plain).encrypt("Soualiga", target)
    said: list[str] = []

    def look() -> None:
        for folder in Path("/proc").glob("[0-9]*/"):
            try:
                words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
            except OSError:
                continue
            said.append("Soualiga" if b"Soualiga" in words else "")

    raw.load(path, password="Soualiga", progress=look)
    assert "Soualiga" not in said
