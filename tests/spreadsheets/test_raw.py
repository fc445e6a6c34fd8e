"""The cells of a file, read in another process, are those the library reads here."""

from __future__ import annotations

import contextlib
import os
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import python_calamine
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from ia_events.domain.errors import Cancelled, UserError
from ia_events.spreadsheets import archives, guard, raw, reading, report, worker
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


@pytest.mark.parametrize(
    "path",
    sorted(p for p in LISTS.iterdir() if p.suffix in (".xlsx", ".xls", ".ods") and guard.look(p) in ("zip", "ole")),
)
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
    monkeypatch.setattr(archives, "MAX_CELLS", 1000)
    parts = list(raw.answer(lambda _seconds: None, path, None, None))
    assert [part[1] for part in parts if part[0] == "sheet"] == ["Inscrits"]
    with pytest.raises(UserError) as caught:
        list(raw.answer(lambda _seconds: None, path, "Grande", None))
    assert caught.value.code == "sheet_too_big"


def test_a_sheet_named_again_and_again_is_read_and_reported_once(make_list: MakeList, tmp_path: Path) -> None:
    path = make_list([HEADINGS, *PEOPLE])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    named = parts["xl/workbook.xml"]
    start = named.index(b"<sheet ")
    end = named.index(b"/>", start) + 2
    parts["xl/workbook.xml"] = named[:start] + named[start:end] * 3000 + named[end:]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    book = raw.load(path)
    assert (book.names, len(book.sheets)) == (("Inscrits",), 1)
    listing = reading.read(path)
    report.write_report(tmp_path / "rapport.xlsx", path, listing, (), {("", 2): "Ajout"})
    assert load_workbook(tmp_path / "rapport.xlsx").sheetnames == ["Inscrits"]


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


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    return head + (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary_workbook(path: Path, rows: Sequence[Sequence[str | float]], sheet: str) -> None:
    """An .xlsb of one sheet, from [MS-XLSB]: nothing at hand writes one."""
    cells = b""
    for r, row in enumerate(rows):
        cells += _record(0, struct.pack("<IIHHBI", r, 0, 300, 0, 0, 0))
        for c, value in enumerate(row):
            place = struct.pack("<II", c, 0)
            said = (
                _record(6, place + _wide(value))
                if isinstance(value, str)
                else _record(5, place + struct.pack("<d", value))
            )
            cells += said
    width = max(map(len, rows))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "xl/_rels/workbook.bin.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>',
        "xl/workbook.bin": _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide(sheet)) + _record(144) + _record(132),
        "xl/worksheets/sheet1.bin": _record(129) + _record(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)) + _record(145) + cells + _record(146) + _record(130),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_binary_workbook(tmp_path: Path) -> None:
    path = tmp_path / "liste.xlsb"
    _binary_workbook(path, [HEADINGS, *PEOPLE], "Inscrits")
    book = raw.load(path)
    assert book.names == ("Inscrits",)
    assert [tuple(row) for row in book.sheets[0].cells] == [HEADINGS, *PEOPLE]
    assert [row.attendee.email for row in reading.read(path).rows] == [p[3] for p in PEOPLE]


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_binary_workbook_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    whole = tmp_path / "liste.xlsb"
    _binary_workbook(whole, [HEADINGS, *PEOPLE], "Inscrits")
    choice = random.Random(seed)
    path = tmp_path / "abime.xlsb"
    with zipfile.ZipFile(whole) as before, zipfile.ZipFile(path, "w") as after:
        for name in before.namelist():
            content = bytearray(before.read(name))
            if name.endswith(".bin"):
                for _ in range(choice.randrange(4)):
                    content[choice.randrange(len(content))] = choice.randrange(256)
            after.writestr(name, bytes(content))
    with contextlib.suppress(UserError):
        reading.read(path)


@pytest.mark.parametrize("name", ["liste.csv", "liste.xlsx"])
def test_what_is_to_be_done_meanwhile_is_done_once(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    if name.endswith("csv"):
        file.write_text("Nom;Prénom\nMALLET;Zoé\n", encoding="utf-8")
    else:
        from openpyxl import Workbook

        workbook = Workbook()
        workbook.active.append(["Nom", "Prénom"])
        workbook.save(file)
    done = []
    raw.load(file, meanwhile=lambda: done.append(1))
    assert done == [1]


def test_a_text_has_no_sheets_to_name(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("Nom;Prénom\nHodge;Luc\n", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        raw.load(tmp_path / "l.csv", sheet="x")
    assert caught.value.code == "sheet_unknown"
    assert "feuilles sont" not in caught.value.message
