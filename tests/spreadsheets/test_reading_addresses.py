"""Groups or rooms and postal addresses, as lists write them, and what only looks like one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from ia_events.spreadsheets.reading import read
from tests.spreadsheets.conftest import MakeList

NAMES = [["ARRONDELL", "Éloïse"], ["HODGE", "Luc"], ["GUMBS", "Josette"], ["QUESTEL", "Théo"]]


def beside(make_list: MakeList, headings: list[str], *rows: Sequence[object]) -> Path:
    """A list of four people with more columns."""
    return make_list([["Nom", "Prénom", *headings], *([*name, *row] for name, row in zip(NAMES, rows, strict=True))])


def said(path: Path, *fields: str) -> list[tuple[str, ...]]:
    return [tuple(str(getattr(row.attendee, field)) for field in fields) for row in read(path).rows]


@pytest.mark.parametrize(
    "heading",
    ["Groupe", "Salle", "GROUPE / SALLE", "Atelier", "N° de groupe", "Numéro de groupe", "Group", "Room", "Table", "Votre groupe"],
)  # fmt: skip
def test_a_column_of_groups(make_list: MakeList, heading: str) -> None:
    path = beside(make_list, [heading], ["Groupe 2"], ["gr. 10"], [2], ["Salle Marigot"])
    assert said(path, "group") == [("2",), ("10",), ("2",), ("Salle Marigot",)]


@pytest.mark.parametrize(
    "cells",
    [
        ["X", "", "X", "X"],  # who comes to the workshop
        ["Oui", "Non", "Oui", "Oui"],
        [1, 0, 1, 1],
        ["A1", "B2", "C1", "B1"],  # groups of functions, which are pay
        ["Mairie de Goyave", "Commune de Goyave", "CCAS de Goyave", "Mairie de Goyave"],
        ["12/11/2025", "13/11/2025", "12/11/2025", "12/11/2025"],
        ["Mme", "M.", "Mme", "M."],
    ],
    ids=["crosses", "yes or no", "ones", "pay groups", "employers", "dates", "civilities"],
)
def test_what_stands_under_groupe_and_is_none(make_list: MakeList, cells: list[object]) -> None:
    assert said(beside(make_list, ["Groupe"], *([cell] for cell in cells)), "group") == [("",)] * 4


def test_the_groups_of_headings_are_nobodys(make_list: MakeList) -> None:
    path = beside(make_list, ["Groupe 1", "Groupe 2"], ["X", ""], ["", "X"], ["X", ""], ["", "X"])
    assert said(path, "group") == [("",)] * 4


def test_an_address_in_its_columns(make_list: MakeList) -> None:
    path = beside(
        make_list,
        ["Adresse", "CP", "Ville"],
        ["12 rue des Écoles", 97150, "Saint-Martin"],
        ["BP 4", "01250", "Ceyzériat"],
        ["", "", ""],
        ["3, impasse du Port\nRésidence Les Alizés", "97133", "Saint-Barthélemy"],
    )
    assert said(path, "address", "postcode", "town") == [
        ("12 rue des Écoles", "97150", "Saint-Martin"),
        ("BP 4", "01250", "Ceyzériat"),
        ("", "", ""),
        ("3, impasse du Port, Résidence Les Alizés", "97133", "Saint-Barthélemy"),
    ]


def test_the_lines_of_an_address_in_several_columns(make_list: MakeList) -> None:
    path = beside(
        make_list,
        ["Adresse 1", "Adresse 2", "CP Ville"],
        ["12 rue des Écoles", "Bâtiment B", "97150 Saint-Martin"],
        ["BP 4", "", "01250 CEYZÉRIAT CEDEX 2"],
        ["", "Lieu-dit Mont Vernon", "97150 SAINT-MARTIN"],
        ["1 rue Basse", "", "97133 Saint-Barthélemy"],
    )
    assert said(path, "address", "postcode", "town") == [
        ("12 rue des Écoles, Bâtiment B", "97150", "Saint-Martin"),
        ("BP 4", "01250", "CEYZÉRIAT CEDEX 2"),
        ("Lieu-dit Mont Vernon", "97150", "SAINT-MARTIN"),
        ("1 rue Basse", "97133", "Saint-Barthélemy"),
    ]


def test_all_of_an_address_in_one_cell(make_list: MakeList) -> None:
    path = beside(
        make_list,
        ["Adresse postale"],
        ["12 rue des Écoles, 97150 Saint-Martin"],
        ["BP 4 01250 Ceyzériat"],
        ["97150 Saint-Martin"],
        ["Résidence 2000"],
    )
    assert said(path, "address", "postcode", "town") == [
        ("12 rue des Écoles", "97150", "Saint-Martin"),
        ("BP 4", "01250", "Ceyzériat"),
        ("", "97150", "Saint-Martin"),
        ("Résidence 2000", "", ""),
    ]


@pytest.mark.parametrize("heading", ["Adresse", "Adresse mail", "Adresse de messagerie", "Adresse professionnelle"])
def test_a_mail_address_is_no_postal_one(make_list: MakeList, heading: str) -> None:
    path = beside(make_list, [heading], *([f"personne{number}@exemple.fr"] for number in range(4)))
    assert said(path, "email", "address") == [(f"personne{number}@exemple.fr", "") for number in range(4)]


def test_both_addresses(make_list: MakeList) -> None:
    path = beside(
        make_list, ["Adresse mail", "Adresse"], *([f"p{n}@exemple.fr", f"{n + 1} rue Basse"] for n in range(4))
    )
    assert said(path, "email", "address")[1] == ("p1@exemple.fr", "2 rue Basse")


def test_a_commune_is_the_employer_unless_another_column_is(make_list: MakeList) -> None:
    towns = [["Goyave"], ["Saint-Martin"], ["Le Moule"], ["Goyave"]]
    assert said(beside(make_list, ["Commune"], *towns), "employer", "town")[0] == ("Goyave", "")
    both = [["SDIS", *town] for town in towns]
    assert said(beside(make_list, ["Collectivité", "Commune"], *both), "employer", "town")[2] == ("SDIS", "Le Moule")
    employers = [["Mairie de Goyave"], ["Ville de Basse-Terre"], ["Mairie du Moule"], ["Mairie de Goyave"]]
    assert said(beside(make_list, ["Ville"], *employers), "employer", "town")[1] == ("Ville de Basse-Terre", "")


def test_titles_between_people_say_their_group(make_list: MakeList) -> None:
    people = [[*name, "SDIS", f"p{n}@exemple.fr"] for n, name in enumerate(NAMES)]
    rows = [["Nom", "Prénom", "Collectivité", "Courriel"], ["Groupe 1"], *people[:2], ["Groupe n° 2 :"], *people[2:]]
    assert said(make_list(rows), "last_name", "group") == [
        ("ARRONDELL", "1"),
        ("HODGE", "1"),
        ("GUMBS", "2"),
        ("QUESTEL", "2"),
    ]
