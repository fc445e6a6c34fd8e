"""Last name and first name out of one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain.names import FullName, order_of, split


@pytest.mark.parametrize(
    "text, last_name, first_name",
    [
        ("DUPONT Jean", "DUPONT", "Jean"),
        ("Jean DUPONT", "DUPONT", "Jean"),
        ("DE LA FONTAINE Sharon", "DE LA FONTAINE", "Sharon"),
        ("BEN ALI Ambroise", "BEN ALI", "Ambroise"),
        ("D'ARBAUD Zoé", "D'ARBAUD", "Zoé"),
        ("N’DIAYE Awa", "N'DIAYE", "Awa"),
        ("d'ARBAUD Zoé", "d'ARBAUD", "Zoé"),
        ("Marie de LA TOUR", "de LA TOUR", "Marie"),
        ("DUPONT de la TOUR Anne", "DUPONT de la TOUR", "Anne"),
        ("McKENZIE Éloïse", "McKENZIE", "Éloïse"),
        ("LŒUIL Jean-Baptiste", "LŒUIL", "Jean-Baptiste"),
        ("DUPONT-MARTIN Jean Paul", "DUPONT-MARTIN", "Jean Paul"),
        ("Jean-Paul DUPONT MARTIN", "DUPONT MARTIN", "Jean-Paul"),
        ("DUPONT, Jean", "DUPONT", "Jean"),
        ("de La Fontaine, Jean", "de La Fontaine", "Jean"),
        ("J. DUPONT", "DUPONT", "J."),
        ("DUPONT J.-P.", "DUPONT", "J.-P."),
        ("Dupont J.", "Dupont", "J."),
    ],
)
def test_capitals_and_commas_decide(text: str, last_name: str, first_name: str) -> None:
    assert split(text) == FullName(last_name, first_name)


@pytest.mark.parametrize(
    "text, last_name, first_name",
    [
        ("HODGE WYCLIFF", "HODGE", "WYCLIFF"),
        ("DE LA FONTAINE WYCLIFF", "DE LA FONTAINE", "WYCLIFF"),
        ("MARTIN LAURENT", "MARTIN", "LAURENT"),
    ],
)
def test_all_in_capitals_is_said(text: str, last_name: str, first_name: str) -> None:
    assert split(text) == FullName(last_name, first_name, "name_all_capitals")


@pytest.mark.parametrize("text", ["Cher", "DUPONT", "DE LA FONTAINE", "Le Goff"])
def test_one_name_is_a_last_name(text: str) -> None:
    assert split(text) == FullName(text, "", "name_one_word")


@pytest.mark.parametrize(
    "text, first_name_first, expected",
    [
        ("Jean Dupont", True, ("Dupont", "Jean", "")),
        ("Dupont Jean", False, ("Dupont", "Jean", "")),
        ("Jean Dupont", None, ("Dupont", "Jean", "")),
        ("Dupont Jean", None, ("Dupont", "Jean", "")),
        ("Wycliff Hodge", None, ("Hodge", "Wycliff", "name_guessed")),
        ("Garcia Lopez Maria", False, ("Garcia Lopez", "Maria", "")),
        ("Jean de La Fontaine", True, ("de La Fontaine", "Jean", "")),
        ("de La Fontaine Jean", False, ("de La Fontaine", "Jean", "")),
        ("Ben Ali Ambroise", False, ("Ben Ali", "Ambroise", "")),
        ("Marie Laure Saint Prix", True, ("Saint Prix", "Marie Laure", "")),
        ("Dupont Jean Paul", False, ("Dupont", "Jean Paul", "")),
        ("Hodge Wycliff Auguste Kendal", False, ("Hodge", "Wycliff Auguste Kendal", "name_guessed")),
        ("DUPONT Jean", True, ("DUPONT", "Jean", "")),
    ],
)
def test_without_capitals_the_heading_decides(
    text: str, first_name_first: bool | None, expected: tuple[str, str, str]
) -> None:
    assert split(text, first_name_first=first_name_first)[:3] == expected


@pytest.mark.parametrize(
    "text, last_name, first_name",
    [
        ("DUPONT JEAN", "DUPONT", "JEAN"),
        ("JEAN DUPONT", "DUPONT", "JEAN"),
        ("DUPONT JEAN PAUL", "DUPONT", "JEAN PAUL"),
        ("BEN ALI SAMIA", "BEN ALI", "SAMIA"),
        ("GARCIA LOPEZ MARIA", "GARCIA LOPEZ", "MARIA"),
        ("DE LA FONTAINE SHARON", "DE LA FONTAINE", "SHARON"),
    ],
)
def test_common_first_names_settle_capitals_once_the_column_told_its_order(
    text: str, last_name: str, first_name: str
) -> None:
    assert split(text, first_name_first=order_of([text, text])) == FullName(last_name, first_name)


@pytest.mark.parametrize(
    "texts, order",
    [
        (["DUPONT Jean", "MARTIN PAUL"], False),
        (["Jean DUPONT", "PAUL MARTIN"], True),
        (["HODGE WYCLIFF", "CARTY JOHN"], False),
        (["Sharon Hodge", "Wycliff Carty"], True),
        (["HODGE WYCLIFF", "CARTY RUFUS"], None),
        ([], None),
    ],
)
def test_a_column_tells_its_order(texts: list[str], order: bool | None) -> None:
    assert order_of(texts) is order


def test_a_civility_and_a_birth_name_are_taken_apart() -> None:
    assert split("Mme DUPONT (née MARTIN) Jeanne") == FullName("DUPONT", "Jeanne", "", "Mme", "MARTIN")
    assert split("Monsieur Jean DUPONT") == FullName("DUPONT", "Jean", "", "M.")
    assert split("M DUPONT Jean") == FullName("DUPONT", "Jean", "", "M.")
    assert split("MARTIN ép. DUPONT Jeanne") == FullName("DUPONT", "Jeanne", "", "", "MARTIN")
    assert split("DUPONT Jean (M.)") == FullName("DUPONT", "Jean", "", "M.")
    assert split("DUPONT née de La Tour Jeanne") == FullName("DUPONT", "Jeanne", "", "", "de La Tour")


def test_nothing_is_nothing() -> None:
    assert split("") == FullName("", "")


@given(
    st.lists(st.text("abcéÉDE'-", min_size=1, max_size=8), min_size=1, max_size=5), st.sampled_from([True, False, None])
)
def test_no_letter_is_lost(words: list[str], first_name_first: bool | None) -> None:
    text = " ".join(words)
    full = split(text, first_name_first=first_name_first)
    assert sorted(filter(str.isalpha, full.last_name + full.first_name)) == sorted(filter(str.isalpha, text))
