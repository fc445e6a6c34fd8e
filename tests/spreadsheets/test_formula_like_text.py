"""Text that looks like a formula is text in every export, in every column, and comes back as it was."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ia_events.domain.attendance import Matrix, matrix
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.fields import BY_ID, FIELDS, RETURNED
from ia_events.domain.people import Attendee
from ia_events.spreadsheets import reading
from ia_events.spreadsheets.cell_text import STARTS, plain_text, shielded, unshielded
from ia_events.spreadsheets.choosing import write_choice
from ia_events.spreadsheets.report import write_report
from ia_events.spreadsheets.returns import write_return
from ia_events.spreadsheets.templates import fill_template
from ia_events.spreadsheets.writing import set_text

MADE_AT = datetime(2026, 3, 5, 17, 0, tzinfo=UTC)
TEXTS = (
    "=1+1", "+33 690 12 34 56", "-2", "@SUM(A1:A9)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", "@DDE(\"cmd\";\"/C calc\";\"x\")",
    '=HYPERLINK("http://exemple.fr";"ici")', "'=1+1", "''-2", "=_x0041_", "==", "+", "-", "@",
)  # fmt: skip
# Those that are words of a list of four, not somebody's text.
FREE = [field.id for field in FIELDS if field.id not in ("role", "status")]
GIVEN_BACK = [field.id for field in RETURNED if field.id in FREE]


def people_with(field: str) -> list[Attendee]:
    people = [Attendee(id=f"r{n}", event_id="e", last_name=f"Nom{n}", first_name="Éloïse") for n in range(len(TEXTS))]
    return [replace(person, **{field: text}) for person, text in zip(people, TEXTS, strict=True)]  # type: ignore[arg-type]


def a_matrix(field: str) -> Matrix:
    slots = generate_slots(date(2026, 3, 5), date(2026, 3, 5), [0], "Europe/Paris")
    event = Event(id="e", title="Données", timezone="Europe/Paris", slots=(replace(slots[0], id="s0"),))
    return matrix(event, people_with(field), ())


def by_return(file: Path, field: str) -> None:
    grid = a_matrix(field)
    write_return(file, grid.event, grid, made_at=MADE_AT)


def by_columns(file: Path, field: str) -> None:
    grid = a_matrix(field)
    columns = ["id", "first_name" if field == "last_name" else "last_name"]
    write_choice(file, grid.event, grid, grid.people, [*columns, field], made_at=MADE_AT)


def by_template(file: Path, field: str) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for column, name in enumerate(("Identifiant", BY_ID[field].label), 1):
        sheet.cell(1, column, name)
    sheet["A2"], sheet["B2"] = "{{identifiant}}", f"{{{{{BY_ID[field].label}}}}}"
    sheet["C2"] = f"vu : {{{{{BY_ID[field].label}}}}}"
    workbook.save(file.with_name("modele.xlsx"))
    grid = a_matrix(field)
    fill_template(file, file.with_name("modele.xlsx"), grid.event, grid, made_at=MADE_AT)


def a_list(file: Path, field: str) -> Path:
    """The texts as a list that never went through an export."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    beside = "Prénom" if field == "last_name" else "Nom"
    sheet.append([BY_ID[field].label, beside])
    for number, text in enumerate(TEXTS, 2):
        set_text(sheet.cell(number, 1), text)
        sheet.cell(number, 2, f"{beside}{number - 2}")
    workbook.save(file)
    return file


def by_report(file: Path, field: str) -> None:
    source = a_list(file.with_name("source.xlsx"), field)
    write_report(
        file, source, reading.read(source), [], dict.fromkeys((("", row) for row in range(2, len(TEXTS) + 2)), "Ajout")
    )


@pytest.mark.parametrize("field", FREE)
@pytest.mark.parametrize("export", [by_return, by_columns, by_template, by_report])
def test_workbooks_hold_text_and_nothing_but_text(
    export: Callable[[Path, str], None], field: str, tmp_path: Path
) -> None:
    if field not in GIVEN_BACK and export in (by_return, by_template):
        assert BY_ID[field].private, "headquarters never has it"
        return
    export(tmp_path / "l.xlsx", field)
    found: set[str] = set()
    for sheet in load_workbook(tmp_path / "l.xlsx").worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            if isinstance(cell.value, str) and cell.value.startswith(STARTS):
                assert cell.quotePrefix or export is by_report, cell.coordinate
            found.add(str(cell.value).replace("_x005F_", "_"))  # which openpyxl leaves as it is
    assert {plain_text(text) for text in TEXTS} - {""} <= found


@pytest.mark.parametrize("field", FREE)
def test_text_files_hold_nothing_a_spreadsheet_would_run(field: str, tmp_path: Path) -> None:
    by_columns(tmp_path / "l.csv", field)
    text = (tmp_path / "l.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=";"))[1:]
    assert not any(cell.startswith(STARTS) for row in rows for cell in row)
    assert [unshielded(row[-1]) for row in rows] == [plain_text(text) for text in TEXTS]


@pytest.mark.parametrize("field", FREE)
@pytest.mark.parametrize("export", [by_columns, by_report])
def test_an_export_read_again_says_what_the_list_said(
    export: Callable[[Path, str], None], field: str, tmp_path: Path
) -> None:
    export(tmp_path / "l.xlsx", field)
    decided = {BY_ID[field].label: field}  # whatever it holds
    files = a_list(tmp_path / "plain.xlsx", field), tmp_path / "l.xlsx"
    plain, again = (reading.read(file, mapping=decided) for file in files)
    said = [[getattr(row.attendee, field) for row in listing.rows] for listing in (plain, again)]
    assert said[0] == said[1]
    assert len(said[0]) == len(TEXTS)
    assert len(set(said[0])) > 1


@pytest.mark.parametrize("text", [*TEXTS, "", "'t Hooft", "d'Arbaud", "'", "''", "Cap=Excellence", "\n=1"])
def test_the_apostrophe_put_before_a_text_is_the_only_one_taken_off(text: str) -> None:
    assert unshielded(shielded(text)) == text
    assert not shielded(text).startswith(STARTS)


@pytest.mark.parametrize("field", FREE)
def test_a_text_export_read_again_says_what_the_list_said(field: str, tmp_path: Path) -> None:
    by_columns(tmp_path / "l.csv", field)
    decided = {BY_ID[field].label: field}
    files = a_list(tmp_path / "plain.xlsx", field), tmp_path / "l.csv"
    plain, again = (reading.read(file, mapping=decided) for file in files)
    said = [[getattr(row.attendee, field) for row in listing.rows] for listing in (plain, again)]
    assert said[0] == said[1]


def test_apostrophes_of_other_lists_stay(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("Nom;Prénom\n't Hooft;Luc\nO'Neil;Zoé\n'';Al\n", encoding="utf-8")
    names = [row.attendee.last_name for row in reading.read(tmp_path / "l.csv").rows]
    assert names[:2] == ["'t Hooft", "O'Neil"]
