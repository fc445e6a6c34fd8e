"""What a list says of somebody's registration beside a column of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from ia_events.domain.lists import Listing
from ia_events.domain.people import Status
from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import MakeList

HEADINGS = ["Nom", "Prénom", "Collectivité", "Observations"]


def said(listing: Listing) -> list[tuple[str, str, list[str]]]:
    return [(r.attendee.last_name, r.attendee.status, [p.code for p in r.problems]) for r in listing.rows]


@pytest.mark.parametrize(
    "remark, status, codes",
    [
        ("ANNULÉ", Status.CANCELLED, ["remark_cancelled"]),
        ("annulée le 12/11", Status.CANCELLED, ["remark_cancelled"]),
        ("Désistement par mail", Status.CANCELLED, ["remark_cancelled"]),
        ("s'est désisté", Status.CANCELLED, ["remark_cancelled"]),
        ("liste d'attente", Status.WAITLISTED, ["remark_waitlisted"]),
        ("Absent excusé", Status.REGISTERED, ["remark_absent"]),
        ("annule et remplace M. Hodge", Status.REGISTERED, []),
        ("repas annulé", Status.REGISTERED, []),
        ("arrive à 10h", Status.REGISTERED, []),
    ],
)
def test_a_remark_that_cancels(make_list: MakeList, remark: str, status: Status, codes: list[str]) -> None:
    rows = [HEADINGS, ["HODGE", "Jean", "Le Moule", ""], ["RENÉ", "Paul", "Le Moule", remark]]

    listing = read(make_list(rows))

    assert said(listing) == [("HODGE", Status.REGISTERED, []), ("RENÉ", status, codes)]
    assert listing.rows[1].attendee.remarks == remark


def test_a_status_of_its_own_wins_over_remarks(make_list: MakeList) -> None:
    rows = [[*HEADINGS, "Statut"], ["RENÉ", "Paul", "Le Moule", "annulé", "Inscrit"]]

    assert said(read(make_list(rows))) == [("RENÉ", Status.REGISTERED, [])]


def test_rows_struck_through_are_asked_about(make_list: MakeList) -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in sheet[3]:
            cell.font = Font(strike=True)
        sheet["D2"].font = Font(strike=True)

    rows = [HEADINGS, ["HODGE", "Jean", "Le Moule", "végétarien"], ["RENÉ", "Paul", "Le Moule", ""]]
    path = make_list(rows, strike)

    listing = read(path)
    assert said(listing) == [("HODGE", Status.REGISTERED, []), ("RENÉ", Status.CANCELLED, ["row_struck"])]
    (question,) = listing.questions
    assert (question.key, question.examples) == ("struck", ("RENÉ Paul",))
    kept = read(path, answers={"struck": "kept"})
    assert said(kept)[1] == ("RENÉ", Status.REGISTERED, [])


def test_hidden_rows_are_read_and_counted(make_list: MakeList) -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet.row_dimensions[9].hidden = True

    people = [[name, "Paul", "Le Moule", ""] for name in ("HODGE", "RENÉ", "BRIN")]
    listing = read(make_list([HEADINGS, *people], hide))

    assert (len(listing.rows), listing.hidden) == (3, 2)


def two_sheets(path: Path, other: str, who: list[str]) -> Path:
    workbook = Workbook()
    headings = ["Nom", "Prénom", "Collectivité"]
    for name, rows in (("Inscrits", [["FLANDERS", "Ned", "Le Moule"], ["BRIN", "Éliane", "Le Moule"]]), (other, [who])):
        sheet = workbook.create_sheet(name)
        for row in (headings, *rows):
            sheet.append(row)
    del workbook["Sheet"]
    workbook.save(path)
    return path


def test_somebody_also_on_the_sheet_of_cancellations_is_cancelled(tmp_path: Path) -> None:
    listing = read(two_sheets(tmp_path / "liste.xlsx", "Désistements", ["Flanders", "NED", "Le Moule"]))

    assert said(listing) == [
        ("FLANDERS", Status.CANCELLED, ["also_cancelled"]),
        ("BRIN", Status.REGISTERED, []),
        ("Flanders", Status.CANCELLED, []),
    ]


def test_somebody_also_on_the_waiting_list_is_told(tmp_path: Path) -> None:
    listing = read(two_sheets(tmp_path / "liste.xlsx", "Liste d'attente", ["FLANDERS", "Ned", "Le Moule"]))

    assert said(listing)[0] == ("FLANDERS", Status.REGISTERED, ["also_waitlisted"])


def test_a_namesake_of_another_community_stays(tmp_path: Path) -> None:
    listing = read(two_sheets(tmp_path / "liste.xlsx", "Désistements", ["FLANDERS", "Ned", "Goyave"]))

    assert said(listing)[0] == ("FLANDERS", Status.REGISTERED, [])


@pytest.mark.parametrize(
    "last, first, placeholder",
    [
        ("À désigner", "", True),
        ("à confirmer", "", True),
        ("Agent 2", "", True),
        ("XXX", "", True),
        ("A désigner", "???", True),
        ("AGENTÉ", "Paul", False),
        ("CONFIRMANT", "Luc", False),
        ("DÉFINI", "Zoé", False),
    ],
)
def test_a_place_kept_for_nobody_yet(make_list: MakeList, last: str, first: str, placeholder: bool) -> None:
    rows = [HEADINGS, ["HODGE", "Jean", "Le Moule", ""], [last, first, "Le Moule", ""]]

    listing = read(make_list(rows))
    assert ["name_placeholder" in codes for _name, _status, codes in said(listing)] == [False, placeholder]


def test_a_place_kept_in_a_column_of_full_names(make_list: MakeList) -> None:
    rows = [["Nom et prénom", "Collectivité"], ["HODGE Jean", "Le Moule"], ["à désigner", "Le Moule"]]

    assert [r.attendee.employer for r in read(make_list(rows)).rows if r.problems] == ["Le Moule"]
