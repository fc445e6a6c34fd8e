"""The annotated copy of a list."""

from __future__ import annotations

import itertools
import shutil
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from ia_events.domain.attendance import Method, State
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Slot
from ia_events.domain.lists import Decision, Place, Plan, Standing
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee
from ia_events.spreadsheets import reading, report

LISTS = Path(__file__).parent.parent / "data" / "lists"
AMBER, RED = "00FCF1DF", "00FCE9E7"


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A list with its own formats, a wrong address, a nameless row, a total below."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Inscrits"
    sheet["A1"] = "Liste des inscrits"
    sheet["A1"].font = Font(size=18, italic=True)
    sheet.merge_cells("A1:D1")
    rows: list[list[str | int | None]] = [
        ["Nom", "Prénom", "Courriel", "Collectivité", "Cat."],
        ["Arrondell", "Éloïse", "eloise.arrondell@exemple.fr", "Cap Excellence", "A"],
        ["d'Arbaud", "Loïc", "loic@exemple", "SDIS 971", "Contractuel"],
        [None, None, "sans.nom@exemple.fr", "SDIS 971", "B"],
        ["Questel", "Ketty", "ketty.questel@exemple.fr", "Collectivité de Saint-Martin", "B"],
        [None, None, None, None, None],
        ["Total", 4, None, None, None],
    ]
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column, value)
    sheet["A4"].fill = PatternFill("solid", fgColor="FFEEDDCC")
    sheet["C5"].comment = Comment("vu par l'accueil", "Ketty")
    sheet.column_dimensions["C"].width = 33
    file = tmp_path / "liste.xlsx"
    workbook.save(file)
    return file


def plan_of(file: Path, known: list[Attendee] | None = None, password: str | None = None) -> Plan:
    numbers = itertools.count()
    return make_plan(reading.read(file, password=password), known or [], "e", lambda: f"r{next(numbers)}")


def test_the_copy_keeps_its_formats_and_says_what_became_of_each_row(faulty: Path, tmp_path: Path) -> None:
    known = [
        Attendee(
            id="a",
            last_name="Arrondell",
            first_name="Éloïse",
            email="eloise.arrondell@exemple.fr",
            employer="Cap Excellence",
            category="A",
        ),
        Attendee(id="b", last_name="Questel", first_name="Ketty", email="ketty.questel@exemple.fr"),
    ]
    plan = plan_of(faulty, known)
    before = faulty.read_bytes()

    coloured = report.write_report(
        tmp_path / "rapport.xlsx", faulty, plan.listing, plan.problems, report.verdict_words(plan)
    )

    sheet = load_workbook(tmp_path / "rapport.xlsx")["Inscrits"]
    assert [sheet.cell(row, 6).value for row in range(3, 10)] == [
        "Verdict", "Sans changement", "Ajout", "Refus\u00a0: Ni nom ni prénom\u00a0: ligne refusée.", "Mise à jour", None, "Ligne laissée de côté",
    ]  # fmt: skip
    assert (sheet["A1"].font.size, sheet["A1"].font.italic) == (18, True)
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert sheet["A4"].fill.fgColor.rgb == "FFEEDDCC"
    assert sheet.column_dimensions["C"].width == 33
    assert (sheet["C5"].fill.fgColor.rgb, sheet["E5"].fill.fgColor.rgb) == (AMBER, AMBER)
    assert sheet["C5"].comment.text == "vu par l'accueil\n«\u00a0loic@exemple\u00a0» n’est pas une adresse complète."
    assert sheet["E5"].comment.text == "«\u00a0Contractuel\u00a0» n’est ni A+, ni A, ni B, ni C."
    assert sheet["A6"].fill.fgColor.rgb == RED
    assert coloured == len({c.coordinate for row in sheet.iter_rows() for c in row if c.comment})
    assert faulty.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["liste_ancien_excel.xls", "liste_libreoffice.ods", "liste_nom_prenom.csv", "liste_plusieurs_onglets.xlsx"]
)
def test_every_kind_of_list_gets_its_report(name: str, tmp_path: Path) -> None:
    plan = plan_of(LISTS / name)

    report.write_report(
        tmp_path / "rapport.xlsx", LISTS / name, plan.listing, plan.problems, report.verdict_words(plan)
    )

    sheet = load_workbook(tmp_path / "rapport.xlsx").active
    headings = [cell.value for cell in sheet[plan.listing.header_row]]
    column = headings.index("Verdict") + 1
    assert [sheet.cell(row.row, column).value for row in plan.listing.rows] == ["Ajout"] * len(plan.listing.rows)
    for heading in plan.listing.columns:
        assert headings[heading.index] == (heading.heading or None)
    # The report is itself a list: the same people are read from it.
    again = reading.read(tmp_path / "rapport.xlsx")
    assert [row.attendee for row in again.rows] == [row.attendee for row in plan.listing.rows]


def test_formulas_in_a_text_list_stay_text(tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text('Nom;Prénom;Collectivité\nArrondell;Éloïse;"=HYPERLINK(""http://exemple.fr"")"\n', encoding="utf-8")
    plan = plan_of(file)

    report.write_report(tmp_path / "rapport.xlsx", file, plan.listing, plan.problems, report.verdict_words(plan))

    cell = load_workbook(tmp_path / "rapport.xlsx").active["C2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ('=HYPERLINK("http://exemple.fr")', "s", True)


def test_a_protected_list_makes_a_protected_report(faulty: Path, tmp_path: Path) -> None:
    locked = tmp_path / "protege.xlsx"
    with faulty.open("rb") as plain, locked.open("wb") as target:
        OOXMLFile(plain).encrypt("Colibri", target)
    plan = plan_of(locked, password="Colibri")
    file = tmp_path / "rapport.xlsx"

    report.write_report(file, locked, plan.listing, plan.problems, report.verdict_words(plan), password="Colibri")

    with file.open("rb") as written:
        office = msoffcrypto.OfficeFile(written)
        assert office.is_encrypted()
        office.load_key(password="Colibri", verify_password=True)
        opened = BytesIO()
        office.decrypt(opened)
    assert load_workbook(opened)["Inscrits"]["F3"].value == "Verdict"
    with pytest.raises(UserError) as caught:
        report.write_report(tmp_path / "autre.xlsx", locked, plan.listing, plan.problems, {}, password="colibri")
    assert caught.value.code == "password_wrong"
    assert not (tmp_path / "autre.xlsx").exists()


def test_a_protected_old_workbook_makes_a_protected_report(tmp_path: Path) -> None:
    source = LISTS.parent / "protected" / "protege.xls"
    plan = plan_of(source, password="Soualiga")
    file = tmp_path / "rapport.xlsx"

    report.write_report(file, source, plan.listing, plan.problems, report.verdict_words(plan), password="Soualiga")

    again = reading.read(file, password="Soualiga")
    assert [row.attendee for row in again.rows] == [row.attendee for row in plan.listing.rows]


def test_a_workbook_openpyxl_opens_but_cannot_save_is_written_again(
    faulty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(faulty)
    spoiled = load_workbook(faulty)
    spoiled["Inscrits"].sheet_format = object()
    monkeypatch.setattr(report, "_copy", lambda _opened: spoiled)
    sheets = [report._instructions("Inscrits", plan.listing, plan.problems, report.verdict_words(plan))]
    words = {"name": "rapport.xlsx", "verdict": "Verdict", "list": "Liste"}

    parts = list(report.answer(lambda _seconds: None, faulty, sheets, words, None))

    sheet = load_workbook(BytesIO(b"".join(value for kind, value in parts if kind == "file")))["Inscrits"]
    assert [sheet["F3"].value, sheet["F5"].value] == ["Verdict", "Ajout"]
    assert sheet["C5"].comment is not None


def test_a_fault_on_a_merged_cell_is_told_beside_the_verdict(tmp_path: Path) -> None:
    file = tmp_path / "liste.xlsx"
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["Nom", "Prénom", "Courriel"],
        ["Questel", "Ketty", "ketty@exemple.fr"],
        ["Hodge", "Théo", "theo@exemple"],
    ):
        sheet.append(row)
    sheet["C3"] = None
    sheet["C2"] = "les.deux@exemple"
    sheet.merge_cells("C2:C3")
    workbook.save(file)
    plan = plan_of(file)

    report.write_report(tmp_path / "rapport.xlsx", file, plan.listing, plan.problems, report.verdict_words(plan))

    written = load_workbook(tmp_path / "rapport.xlsx").active
    assert written["C2"].comment is not None
    for problem in plan.problems:
        if problem.row == 3:
            assert written["D3"].comment is not None


def test_the_list_itself_may_be_where_the_report_goes(faulty: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie.xlsx"
    shutil.copy(faulty, copy)
    plan = plan_of(copy)

    report.write_report(copy, copy, plan.listing, plan.problems, report.verdict_words(plan))

    assert load_workbook(copy)["Inscrits"]["F3"].value == "Verdict"


def test_a_folder_that_is_not_there_is_said(faulty: Path, tmp_path: Path) -> None:
    plan = plan_of(faulty)

    with pytest.raises(UserError) as caught:
        report.write_report(tmp_path / "absent" / "r.xlsx", faulty, plan.listing, plan.problems, {})

    assert caught.value.code == "folder_missing"


def two_sheets(tmp_path: Path) -> tuple[Path, Plan]:
    """A list in two sheets whose headings stand on different rows, understood as one, with a fault in each."""
    workbook = Workbook()
    morning = workbook.worksheets[0]
    morning.title = "Matin"
    afternoon = workbook.create_sheet("Après-midi")
    headings: list[str | None] = ["Nom", "Prénom", "Courriel"]
    people: dict[str, list[list[str | None]]] = {
        "Matin": [headings, ["Questel", "Ketty", "ketty@exemple"], ["Hodge", "Théo", "theo@exemple.fr"]],
        "Après-midi": [["Deuxième séance"], headings, ["Hodge", "Théo", "theo@exemple.fr"], [None, None, "qui@exemple.fr"]],
    }  # fmt: skip
    for sheet in (morning, afternoon):
        for row in people[sheet.title]:
            sheet.append(row)
    afternoon["A3"].font = Font(italic=True)
    file = tmp_path / "liste.xlsx"
    workbook.save(file)
    main, other = reading.read(file, sheet="Matin"), reading.read(file, sheet="Après-midi")
    moved = tuple(
        replace(row, sheet="Après-midi", problems=tuple(replace(p, sheet="Après-midi") for p in row.problems))
        for row in other.rows
    )
    listing = replace(main, also=("Après-midi",), rows=main.rows + moved)
    numbers = itertools.count()
    plan = make_plan(listing, [], "e", lambda: f"r{next(numbers)}")
    return file, plan


def test_each_sheet_of_a_list_in_several_is_annotated(tmp_path: Path) -> None:
    file, plan = two_sheets(tmp_path)
    verdicts = {("", 2): "Ajout", ("", 3): "Ajout", ("Après-midi", 3): "Sans changement", ("Après-midi", 4): "Refus"}

    coloured = report.write_report(tmp_path / "rapport.xlsx", file, plan.listing, plan.listing.problems, verdicts)

    written = load_workbook(tmp_path / "rapport.xlsx")
    assert written.sheetnames == ["Matin", "Après-midi"]
    morning, afternoon = written["Matin"], written["Après-midi"]
    assert [morning.cell(row, 4).value for row in (1, 2, 3)] == ["Verdict", "Ajout", "Ajout"]
    assert [afternoon.cell(row, 4).value for row in (1, 2, 3, 4)] == [None, "Verdict", "Sans changement", "Refus"]
    assert morning["C2"].fill.fgColor.rgb == AMBER
    assert afternoon["A4"].fill.fgColor.rgb == RED
    assert afternoon["A3"].font.italic
    assert afternoon["C2"].comment is None
    assert coloured == sum(1 for sheet in written for row in sheet.iter_rows() for cell in row if cell.comment)


def test_several_sheets_are_written_again_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, plan = two_sheets(tmp_path)
    monkeypatch.setattr(report, "_COPIED_UNDER", 0)
    sheets = [report._instructions(n, plan.listing, plan.listing.problems, {("", 2): "Ajout", ("Après-midi", 4): "Refus"}) for n in ("Matin", "Après-midi")]  # fmt: skip
    words = {"name": "rapport.xlsx", "verdict": "Verdict", "list": "Liste"}

    parts = list(report.answer(lambda _seconds: None, file, sheets, words, None))

    written = load_workbook(BytesIO(b"".join(value for kind, value in parts if kind == "file")))
    assert written.sheetnames == ["Matin", "Après-midi"]
    assert [written["Après-midi"].cell(row, 4).value for row in (2, 3, 4)] == ["Verdict", None, "Refus"]
    assert written["Matin"]["C2"].comment is not None


def test_the_words_of_rows_in_further_sheets(tmp_path: Path) -> None:
    _file, plan = two_sheets(tmp_path)
    words = report.verdict_words(plan)
    assert {key for key in words if key[0]} == {("Après-midi", 3), ("Après-midi", 4)}
    assert words["Après-midi", 4].startswith("Refus")
    assert words["", 2] == "Ajout"


def test_a_doubt_that_somebody_settled_is_told_beside_the_row(tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(
        "Nom;Prénom;Collectivité\nDupond;Jean;SDIS\nQuestell;Ketty;SDIS\nBrook;Ruth;SDIS\nHodge;Zoé;\nCartie;Denis;SDIS\n",
        encoding="utf-8",
    )
    names = (("Dupont", "Jean"), ("Questel", "Ketty"), ("Brooks", "Ruth"), ("Carty", "Denis"))
    people = [Attendee(id=last, last_name=last, first_name=first, employer="SDIS") for last, first in names]
    people += [Attendee(id=f"hodge{n}", last_name="Hodge", first_name="Zoé", employer=e) for n, e in enumerate("AB")]
    listing = reading.read(file)
    decided = {
        2: Decision("merge", "Dupont"),
        3: Decision("keep", "Questel"),
        4: Decision("separate"),
        5: Decision("keep"),
    }
    decisions = {Place(listing.sheet, row): decision for row, decision in decided.items()}
    numbers = itertools.count()
    plan = make_plan(listing, people, "e", lambda: f"new{next(numbers)}", decisions=decisions)
    report.write_report(tmp_path / "rapport.xlsx", file, listing, plan.problems, report.verdict_words(plan))
    sheet = load_workbook(tmp_path / "rapport.xlsx").active
    assert sheet is not None
    assert [sheet.cell(row, 4).value for row in range(2, 7)] == [
        "Mise à jour\u00a0: même personne que DUPONT Jean (choisi)",
        "Sans changement\u00a0: même personne que QUESTEL Ketty (choisi)",
        "Ajout\u00a0: autre personne que BROOKS Ruth (choisi)",
        "Sans changement\u00a0: l’une de ces personnes, sans dire laquelle\u00a0: HODGE Zoé, A ; HODGE Zoé, B (choisi)",
        "Ajout",  # nobody settled it: its note says what is supposed
    ]


def test_a_merged_title_does_not_take_the_place_of_the_verdicts(tmp_path: Path) -> None:
    file = tmp_path / "liste.xlsx"
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Nom", "Prénom", "Courriel"])
    sheet.append(["Hodge", "Théo", "theo@exemple"])
    sheet.merge_cells("C1:F1")
    workbook.save(file)
    plan = plan_of(file)

    report.write_report(tmp_path / "rapport.xlsx", file, plan.listing, plan.problems, report.verdict_words(plan))

    written = load_workbook(tmp_path / "rapport.xlsx").active
    assert [written["G1"].value, written["G2"].value] == ["Verdict", "Ajout"]


def test_what_openpyxl_could_not_hold_is_written_again(tmp_path: Path) -> None:
    file = tmp_path / "liste.xlsx"
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Nom", "Prénom", "Courriel"])
    sheet.append(["Hodge", "Théo", "theo@exemple"])
    workbook.save(file)
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(tmp_path / "piege.xlsx", "w") as after:
        for member in before.infolist():
            data = before.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                merged = b'</sheetData><mergeCells count="1"><mergeCell ref="H1:XFD1048576"/></mergeCells>'
                data = data.replace(b"</sheetData>", merged)
            after.writestr(member, data)
    file = tmp_path / "piege.xlsx"
    plan = plan_of(file)

    report.write_report(tmp_path / "rapport.xlsx", file, plan.listing, plan.problems, report.verdict_words(plan))

    written = load_workbook(tmp_path / "rapport.xlsx").active
    assert [written["D1"].value, written["D2"].value] == ["Verdict", "Ajout"]


def test_a_report_can_be_cancelled(faulty: Path, tmp_path: Path) -> None:
    plan = plan_of(faulty)

    def progress(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        report.write_report(tmp_path / "r.xlsx", faulty, plan.listing, plan.problems, {}, progress=progress)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["liste.xlsx"]


def test_a_row_that_only_notes_presence_says_so(tmp_path: Path) -> None:
    file = tmp_path / "presences.csv"
    file.write_text(
        "Nom;Prénom;Présence\nQuestel;Anaïs;X\nHodge;Gaëlle;\nLedée;Ambroise;X\nCarty;Luc;X\n", encoding="utf-8"
    )
    start = datetime(2025, 11, 12, 18, tzinfo=UTC)
    slot = Slot(id="s" * 32, label="Soirée", start=start, end=start + timedelta(hours=2))
    listing = reading.read(file, slots=[slot], today=start.date())
    people = [
        Attendee(id=last, last_name=last, first_name=first)
        for last, first in (("Questel", "Anaïs"), ("Hodge", "Gaëlle"), ("Carty", "Luc"))
    ]
    numbers = itertools.count()
    standing = {("Carty", slot.id): Standing(State.PRESENT, Method.LIST)}
    plan = make_plan(listing, people, "e", lambda: f"new{next(numbers)}", standing=standing)
    report.write_report(tmp_path / "rapport.xlsx", file, listing, plan.problems, report.verdict_words(plan))
    sheet = load_workbook(tmp_path / "rapport.xlsx").active
    assert sheet is not None
    assert [sheet.cell(row, 4).value for row in range(2, 6)] == [
        "Pointage",
        "Sans changement",
        "Ajout",
        "Sans changement",
    ]
