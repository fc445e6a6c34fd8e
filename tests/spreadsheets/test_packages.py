"""Templates with charts, pictures, notes and conditions, of two makers: filled, and nothing else of them changed."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from ia_events.domain.pointing import Pointed
from ia_events.spreadsheets.packages import Package
from ia_events.spreadsheets.template_view import export_template, show_template, with_pointed
from ia_events.spreadsheets.templates import fill_template
from tests.spreadsheets import rich_template
from tests.spreadsheets.test_templates import MADE_AT, a_matrix, an_event

LIBREOFFICE = Path(__file__).parents[1] / "data" / "templates" / "modele_libreoffice.xlsx"
COUNT = 12
BY = COUNT - 1


@pytest.fixture(params=["openpyxl", "libreoffice"])
def template(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same template, as each of the two writes it."""
    file = tmp_path / "modele.xlsx"
    if request.param == "openpyxl":
        rich_template.make(file)
    else:
        shutil.copyfile(LIBREOFFICE, file)
    return file


@pytest.fixture
def filled(template: Path, tmp_path: Path) -> Path:
    event = an_event()
    fill_template(tmp_path / "retour.xlsx", template, event, a_matrix(event, COUNT), made_at=MADE_AT)
    return tmp_path / "retour.xlsx"


def parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(data: bytes, name: str) -> list[str]:
    return [each.text for each in etree.fromstring(data).iter(f"{{*}}{name}")]


def test_what_is_not_filled_is_the_same_to_the_byte(template: Path, filled: Path) -> None:
    before, after = parts(template), parts(filled)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    sheets = {sheet.title: sheet.part for sheet in Package(template).sheets()}
    assert sheets["Notes"] not in changed
    # One sheet is filled, one has formulas to be worked out anew; the styles have new ones at their end.
    assert {name for name in changed if name.startswith("xl/worksheets/")} == {sheets["Retour"], sheets["Bilan"]}
    for name in changed - {sheets["Retour"], sheets["Bilan"], "xl/workbook.xml", "xl/styles.xml"}:
        assert name.startswith(("xl/charts/", "xl/drawings/", "xl/comments")), name
    assert not any("media" in name or "sharedStrings" in name or "docProps" in name for name in changed)


def test_cells_formulas_names_and_conditions_follow(filled: Path) -> None:
    workbook = load_workbook(filled)
    sheet = workbook["Retour"]
    assert sheet["A1"].value == an_event().title
    assert [sheet.cell(5, column).value for column in range(6, 10)] == ["Matin", "Après-midi", "Matin", "Après-midi"]
    assert [cell.value for cell in sheet[6][:9]] == [1, "Arrondell", "Éloïse", "Cap Excellence", 7, "Présence", "Présence", "À pointer", "À pointer"]  # fmt: skip
    assert sheet["B17"].value == "Nom 11"
    assert (sheet["D7"].value, sheet["D7"].data_type) == ('=HYPERLINK("http://exemple.fr")', "s")
    assert (sheet["K6"].value, sheet["K17"].value) == ("=E6*2", "=E17*2")
    assert sheet["E19"].value.replace(" ", "") == "=SUM(E6:E17)"
    assert workbook["Bilan"]["A1"].value == "=Retour!E19"
    assert workbook["Bilan"]["A2"].value == "=SUM(Retour!E6:E17)"
    assert workbook.defined_names["Heures"].attr_text == "Retour!$E$6:$E$17"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "F6:I17"
    (condition,) = sheet.conditional_formatting
    assert (str(condition.sqref), condition.rules[0].formula) == ("E6:E17", ["$E6=$E$19"])
    assert sheet.print_area.endswith("$A$1:$K$41")
    assert sheet.print_title_rows == "$5:$5"
    assert sheet["B19"].comment.text.strip().endswith("À signer ici")
    assert an_event().title in sheet.oddFooter.center.text


def test_charts_and_pictures_follow(template: Path, filled: Path) -> None:
    before, after = parts(template), parts(filled)
    (chart,) = (name for name in after if name.startswith("xl/charts/chart"))
    references = [text.replace("'", "") for text in texts(after[chart], "f")]
    assert set(references) == {"Retour!$E$6:$E$17", "Retour!$B$6:$B$17"}
    assert b"{{" not in after[chart]
    (drawing,) = (name for name in after if name.startswith("xl/drawings/drawing") and b"chart" in after[name])
    rows = [int(text) for text in texts(before[drawing], "row")]
    assert [int(text) for text in texts(after[drawing], "row")] == [row + BY if row >= 6 else row for row in rows]
    assert min(rows) == 0, "one of the pictures is above the row, and stays"


def test_nothing_said_before_is_left_in_a_formula(filled: Path) -> None:
    for name, data in parts(filled).items():
        if name.startswith("xl/worksheets/sheet"):
            for formula in etree.fromstring(data).iter("{*}f"):
                assert formula.getparent().find("{*}v") is None
    assert b'fullCalcOnLoad="1"' in parts(filled)["xl/workbook.xml"]
    assert "xl/calcChain.xml" not in parts(filled)


if shutil.which("soffice"):  # where LibreOffice is, it has the last word

    def test_libreoffice_opens_it_and_works_it_out(filled: Path, tmp_path: Path) -> None:
        home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"]  # fmt: skip
        subprocess.run([*command, "--outdir", str(tmp_path / "out"), str(filled)], check=True, capture_output=True)
        said = (tmp_path / "out" / "retour-Retour.csv").read_text(encoding="utf-8")
        assert "Arrondell;Éloïse;Cap Excellence;7" in said
        assert "Total;Signature;;;10" in said
        assert (tmp_path / "out" / "retour-Bilan.csv").read_text(encoding="utf-8").split() == ["10.5", "10.5"]


def test_cells_pointed_at_are_filled_as_if_they_were_written(template: Path, tmp_path: Path) -> None:
    event = an_event()
    pointed = Pointed(
        {("Notes", "B2"): "{{titre}}", ("Notes", "A9"): "{{nom}}", ("Notes", "D9"): "{{créneau 1}}", ("Retour", "A2"): ""},
        {"Notes": 9},
    )  # fmt: skip
    fill_template(tmp_path / "r.xlsx", template, event, a_matrix(event), made_at=MADE_AT, pointed=pointed)
    workbook = load_workbook(tmp_path / "r.xlsx")
    notes = workbook["Notes"]
    assert notes["A1"].value == "Rien ici ne dépend du retour."
    assert notes["B2"].value == event.title
    assert [[notes.cell(row, column).value for column in (1, 4)] for row in (9, 10, 11)] == [["Arrondell", "Présence"], ["d'Arbaud", "Présence"], ["Questel", "À pointer"]]  # fmt: skip
    assert workbook["Retour"]["A2"].value is None


def test_a_template_can_be_given_away_with_what_was_pointed_at(template: Path, tmp_path: Path) -> None:
    export_template(tmp_path / "partage.xlsx", template, Pointed({("Bilan", "C4"): "{{lieu}}"}))
    assert load_workbook(tmp_path / "partage.xlsx")["Bilan"]["C4"].value == "{{lieu}}"
    before, after = parts(template), parts(tmp_path / "partage.xlsx")
    sheets = {sheet.title: sheet.part for sheet in Package(template).sheets()}
    assert {name for name in before if before[name] != after[name]} == {sheets["Bilan"]}


def test_a_template_is_shown_as_it_is_with_what_was_pointed_at(template: Path) -> None:
    shown = {
        sheet.title: sheet for sheet in with_pointed(show_template(template), Pointed({("Notes", "D4"): "{{lieu}}"}))
    }
    retour = shown["Retour"]
    assert retour.rows[0][0] == "{{titre}}"
    assert retour.rows[7][4].replace(" ", "") == "=SUM(E6:E6)"
    assert retour.merged == [(0, 0, 1, 5)]
    assert {(0, 0), (5, 1), (5, 5)} <= retour.marked
    assert (2, 1) not in retour.marked
    assert shown["Notes"].marked == {(3, 3)}
    assert len(retour.rows) == 16, "room below to point at"
