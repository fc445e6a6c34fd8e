"""How names sound, and how far what is typed is from them."""

from __future__ import annotations

import random

import pytest

from ia_events.domain.hearing import NEVER, cost, distance, edits, key, terms, words_of
from ia_events.domain.text import fold


@pytest.mark.parametrize(
    "spellings",
    [
        "Gauthier Gautier Gotier Gotié Gotyer Gaultier",
        "Lefèvre Lefebvre Lefaivre",
        "Mathieu Matthieu Mattieu Matieu",
        "Philippe Filippe Filipe Philipe",
        "Thibault Thibaud Thibaut Tibo Tibau",
        "Renaud Renault Renaut Reno",
        "Marceau Marso Marsau",
        "François Fransois Fransoi",
        "Cédric Sédrik Cédrik Cedrique",
        "Christelle Kristel Cristel",
        "Yves Ives Ive",
        "Hélène Élène Ellene",
        "Dupont Dupond Dupon",
        "Leclerc Lecler Leclercq Leclair",
        "Moreau Moro Morau Morot",
        "Baptiste Batiste",
        "Guillaume Guilome",
        "Roger Roget Rogé",
        "Thierry Tiery Thiéri",
        "Nicolas Nikola Nicola",
        "Joseph Josef",
        "Meyer Mayer Meier",
        "Quentin Kentin",
        "Ximénès Simenès",
        "Benoît Benoua Benoi",
        "Laurent Loran Lorent",
        "Vincent Vinsan Vinsent",
        "Jacques Jac Jak Jack",
        "Schmitt Chmit",
        "Hugues Ugue Hugue",
        "Georges Jorge George",
        "Peyraud Perot Péro",
        "Henry Henri Anri",
        "Célestin Sélestin",
        "Zoé Soé",
        "Saint St",
        "Raphaël Rafaël",
        "Wendell Vendel",
        "Ketty Keti",
    ],
)
def test_what_sounds_the_same_has_one_key(spellings: str) -> None:
    keys = {spelling: key(fold(spelling)) for spelling in spellings.split()}
    assert len(set(keys.values())) == 1, keys


@pytest.mark.parametrize(
    "pair",
    [
        "Dupont Durand", "Martin Marin", "Bernard Bertrand", "Julie Julien", "Christian Christine", "Jean Jeanne-Marie",
        "Ledée Leroux", "Moreau Morin", "Renaud Renard", "Paul Pauline", "Louis Louise",
    ],
)  # fmt: skip
def test_what_does_not_has_others(pair: str) -> None:
    one, other = pair.split()
    assert key(fold(one)) != key(fold(other))


def test_other_scripts_and_figures_are_their_own_key() -> None:
    assert key("иванов") == "иванов"
    assert key("2") == "2"
    assert key("x") == "x"
    assert all(key(letter) for letter in "abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    "one, other, wrong",
    [
        ("martin", "martin", 0), ("martin", "matin", 1), ("martin", "marttin", 1), ("martin", "mardin", 1),
        ("martin", "matrin", 1), ("martin", "matri", 2), ("martin", "mratni", 2), ("martin", "bernard", 3), ("", "ab", 2),
        ("ab", "ba", 1), ("a", "", 1), ("martinique", "mar", 3),
    ],
)  # fmt: skip
def test_letters_wrong_are_counted_both_ways(one: str, other: str, wrong: int) -> None:
    assert edits(one, other) == edits(other, one) == wrong
    assert edits(one, other, 1) == min(wrong, 2)


def test_setting_the_ends_aside_changes_no_count() -> None:
    chance = random.Random(5)
    for _turn in range(3000):
        one = "".join(chance.choices("abc", k=chance.randint(0, 7)))
        at = chance.randrange(len(one) + 1)
        assert edits(one, one[:at] + "b" + one[at:]) == 1
        if at < len(one):
            assert edits(one, one[:at] + one[at + 1 :]) == 1
        if 0 < at < len(one) and one[at] != one[at - 1]:
            assert edits(one, one[: at - 1] + one[at] + one[at - 1] + one[at + 1 :]) == 1


def test_the_nearer_a_word_the_less_it_costs() -> None:
    costs = [distance("gautier", word) for word in ("gautier", "gautiers", "gauthier", "gaudier", "dupont")]
    assert costs == sorted(costs)
    assert costs[0] == 0
    assert costs[-1] == NEVER
    assert distance("j", "jean") < distance("j", "paul") == NEVER
    assert distance("ma", "no") == NEVER


def test_a_name_is_heard_in_any_order_with_an_initial_or_a_word_of_the_employer() -> None:
    names = words_of("de La Fontaine", "Jean-Philippe", "Martin")
    employer = fold("Commune de Baillif").split()
    for said in (
        "jean filipe fontaine",
        "fontaine j",
        "la fontaine",
        "delafontaine jean",
        "martin jean",
        "fontaine baillif",
    ):
        assert cost(said.split(), names, employer) < len(said.split()), said
    assert cost(["fontaine", "gerard"], names, employer) == NEVER
    assert cost(["durand"], names, employer) == NEVER
    assert cost(["fontaine", "jean"], names, employer) < cost(["fontene", "jan"], names, employer)


def test_the_index_knows_a_name_by_its_letters_both_ways_its_sound_and_its_initial() -> None:
    assert terms("Gauthier", "", "").split() == ["1gauthier", "2reihtuag", "3goti", "0g"]
    assert "1ndiaye" in terms("N'Diaye").split()
    assert terms("", "") == ""


def test_an_employer_alone_is_nobody_s_name() -> None:
    assert cost(["baillif"], words_of("Fontaine", "Yves"), ["commune", "de", "baillif"]) == NEVER
