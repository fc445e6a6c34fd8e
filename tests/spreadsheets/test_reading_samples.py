"""The lists people really sent, value for value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ia_events.domain.people import Attendee
from ia_events.spreadsheets.reading import read

LISTS = Path(__file__).parent.parent / "data" / "lists"

# What each file's own heading row says, read by a person: the fields there is a column for.
ALL = {"civility", "last_name", "first_name", "email", "phone", "employer", "department", "job_title", "category"}
COLUMNS = {
    "liste_simple.xlsx": ALL,
    "liste_titre_et_total.xlsx": ALL,
    "liste_extranet.xls": ALL,
    "liste_excel_2003.xls": ALL,
    "liste_ancien_excel.xls": ALL,
    "liste_libreoffice.ods": ALL,
    "liste_nom_prenom.csv": {"last_name", "first_name", "email", "employer", "job_title"},
    # « Prénom(s), NOM, Adresse électronique, Structure, Régime alimentaire, Aménagements, Observations »
    "liste_plusieurs_onglets.xlsx": {"last_name", "first_name", "email", "employer"},
}


@pytest.mark.parametrize("name", COLUMNS)
def test_every_value_of_the_sample_is_read(name: str) -> None:
    expected = json.loads((LISTS / f"{name}.expected.json").read_text("utf-8"))["people"]

    listing = read(LISTS / name)

    fields = COLUMNS[name]
    assert [{f: getattr(row.attendee, f) for f in fields} for row in listing.rows] == [
        {f: p.get(f, "") for f in fields} for p in expected
    ]
    assert listing.problems == []


def test_no_sample_is_forgotten() -> None:
    assert {p.name for p in LISTS.iterdir() if p.suffix != ".json"} == COLUMNS.keys()


def test_meals_and_access_needs_of_the_sample_with_several_sheets() -> None:
    listing = read(LISTS / "liste_plusieurs_onglets.xlsx")
    assert listing.sheet == "Participants"
    assert listing.sheets == ("Lisez-moi", "Participants", "_listes")
    assert {row.row: row.attendee.meal for row in listing.rows if row.attendee.meal} == dict.fromkeys(
        (2, 11, 20, 29, 38), "végétarien"
    )
    assert [(row.row, row.attendee.access_needs) for row in listing.rows if row.attendee.access_needs] == [
        (6, "accès fauteuil")
    ]


def test_rows_are_numbered_as_the_spreadsheet_shows_them() -> None:
    listing = read(LISTS / "liste_titre_et_total.xlsx")
    assert listing.header_row == 5
    assert listing.rows[0].row == 6
    assert listing.rows[0].attendee.last_name == "N'Diaye"
    assert listing.skipped == ((13, "blank"), (43, "blank"), (44, "total"), (45, "blank"), (46, "signature"))
    assert [c.field for c in listing.columns][:3] == ["", "civility", "last_name"]


def test_an_attendee_read_is_nobody_yet() -> None:
    person = read(LISTS / "liste_simple.xlsx").rows[0].attendee
    assert person == Attendee(
        last_name="Hodge",
        first_name="Sharon",
        civility="M.",
        email="sharon.hodge0@exemple.fr",
        phone="0690776317",
        employer="Région Guadeloupe",
        department="État civil",
        job_title="Directeur général adjoint",
        category="A",
    )
