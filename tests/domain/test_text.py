"""Cleaning and comparing text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain.text import clean, fold, initial_capital, sort_key


@pytest.mark.parametrize(
    "text, cleaned",
    [
        ("  Jean  Paul ", "Jean Paul"),
        ("Jean\u00a0Paul", "Jean Paul"),
        ("Jean\u202fPaul\u200b", "Jean Paul"),
        ("\ufeffJean", "Jean"),
        ("Jean\r\nPaul\tMarc", "Jean Paul Marc"),
        ("E\u0301loi\u0308se", "Éloïse"),
        ("Mc\u00adKenzie", "McKenzie"),
        ("N’Diaye", "N’Diaye"),
        ("\u200b", ""),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text, folded",
    [
        ("Éloïse", "eloise"),
        ("LŒUIL", "loeuil"),
        ("Saint-Prix", "saint prix"),
        ("d’Arbaud", "d arbaud"),
        ("COURRIEL\u00a0:", "courriel"),
        ("Prénom(s)", "prenom s"),
        ("N° agent", "n agent"),
        ("Straße", "strasse"),
        ("Øyvind Łukasz", "oyvind lukasz"),
        ("…", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_cleaning_and_folding_twice_change_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_composed_or_not_is_the_same(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


def test_a_list_is_in_the_order_of_names_without_accents() -> None:
    people = [("Étienne", "Zoé"), ("Dupont", "Jean"), ("Etienne", "Awa"), ("Dupont-Aignan", "Al"), ("Dupont", "Éloi")]
    assert sorted(people, key=lambda p: sort_key(*p)) == [
        ("Dupont", "Éloi"),
        ("Dupont", "Jean"),
        ("Dupont-Aignan", "Al"),
        ("Etienne", "Awa"),
        ("Étienne", "Zoé"),
    ]


def test_initial_capital() -> None:
    assert initial_capital("mercredi 12") == "Mercredi 12"
    assert initial_capital("") == ""


def test_letters_folded_one_by_one_are_folded_as_their_parts() -> None:
    for code in range(0x20, 0x2100):
        parts = unicodedata.normalize("NFKD", chr(code).lower())
        plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
        if plain.isascii():
            assert fold(f"é{chr(code)}b") == fold(f"e{plain}b"), hex(code)
