"""Somebody in one line, as people write it on a mail, a business card or in a spreadsheet."""

from __future__ import annotations

import pytest

from ia_events.domain import one_line

KNOWN = ("Ville de Basse-Terre", "Collectivité de Saint-Martin", "Cap Excellence")


@pytest.mark.parametrize(
    "line, last, first, employer, email",
    [
        ("Dupont Jean, Ville de Y, jean@exemple.fr", "Dupont", "Jean", "Ville de Y", "jean@exemple.fr"),
        ("M. DUPONT Jean <jean@exemple.fr> Ville de Y", "DUPONT", "Jean", "Ville de Y", "jean@exemple.fr"),
        ("Jean DUPONT;jean@exemple.fr;Cap Excellence", "DUPONT", "Jean", "Cap Excellence", "jean@exemple.fr"),
        ("jean@exemple.fr Jean DUPONT", "DUPONT", "Jean", "", "jean@exemple.fr"),
        ("DUPONT\tJean\tVille de Y\tjean@exemple.fr", "DUPONT", "Jean", "Ville de Y", "jean@exemple.fr"),
        ("Jean\tDupont\tVille de Y", "Dupont", "Jean", "Ville de Y", ""),
        ("Mme\tN'Diaye\tAïssata\tDépartement\n", "N'Diaye", "Aïssata", "Département", ""),
        ("DUPONT, Jean, Ville de Y", "DUPONT", "Jean", "Ville de Y", ""),
        ("Dupont Jean - ville de basse terre", "Dupont", "Jean", "Ville de Basse-Terre", ""),
        ("Dupont Jean mairie du Moule", "Dupont", "Jean", "mairie du Moule", ""),
        ("DUPONT Jean Communauté de communes du Nord", "DUPONT", "Jean", "Communauté de communes du Nord", ""),
        ("Cap excellence ; Dupont Jean", "Dupont", "Jean", "Cap Excellence", ""),
        ("de La Fontaine Jean, Ville de Y", "de La Fontaine", "Jean", "Ville de Y", ""),
        ("Zola", "Zola", "", "", ""),
        ("zola nana", "zola", "nana", "", ""),
        ("Zola Émile", "Zola", "Émile", "", ""),
        ("Dupont Jean, service des eaux, bureau 12", "Dupont", "Jean", "service des eaux, bureau 12", ""),
        ("Zola, Orange", "Zola", "", "Orange", ""),
        ("service des eaux de la ville de Y; Dupont Jean", "Dupont", "Jean", "service des eaux de la ville de Y", ""),
        ("  ,;\t ", "", "", "", ""),
        ("", "", "", "", ""),
    ],
)
def test_a_line_is_read(line: str, last: str, first: str, employer: str, email: str) -> None:
    found = one_line.read(line, KNOWN)
    assert (found.last_name, found.first_name, found.employer, found.email) == (last, first, employer, email)


def test_civility_and_phone_wherever_they_stand() -> None:
    found = one_line.read("0690 12 34 56 ; Mme MARTIN Anne ; tél. : 0690123456 ; Ville de Y", KNOWN)
    assert (found.civility, found.last_name, found.first_name) == ("Mme", "MARTIN", "Anne")
    assert (found.phone, found.employer) == ("0690123456", "Ville de Y")
    assert one_line.read("Monsieur\tDUPONT\tJean\t+590 690 12 34 56").phone == "0690123456"
    assert one_line.read("Monsieur\tDUPONT\tJean").civility == "M."


def test_what_says_more_than_a_name() -> None:
    for line in ("Dupont, Jean", "DUPONT\tJean", "jean@exemple.fr", "Dupont 0690123456", "Dupont Jean - Ville"):
        assert one_line.is_line(line), line
    for name in ("Dupont", "Dupont Jean", "Jean-Baptiste Ledée", "N'Diaye", "Dupont "):
        assert not one_line.is_line(name), name


def test_a_line_of_any_length_is_read_at_once() -> None:
    assert len(one_line.read("a@" * 5000 + "Dupont " * 5000).last_name) <= 400
    assert one_line.read("<" * 400).last_name == ""
