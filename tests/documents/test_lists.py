"""The roll call and the restaurant list: who is on them, in what order, and what is counted."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pypdfium2.raw as pdfium
import pytest

from ia_events.documents.meals import count_meals, write_restaurant_list
from ia_events.documents.roll_call import write_roll_call
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role, Status
from tests.documents.conftest import Reader, attendee, words
from tests.documents.hard_names import LONG_EMPLOYER
from tests.documents.papers import make


@pytest.fixture
def two_days(event: Event) -> Event:
    slots = tuple(
        Slot(
            id=f"{day}-{part}",
            label=label,
            start=datetime(2025, 6, day, start, tzinfo=UTC),
            end=datetime(2025, 6, day, start + 3, tzinfo=UTC),
        )
        for day in (3, 4)
        for part, (label, start) in enumerate((("Matin", 13), ("Après-midi", 18)))
    )
    return replace(event, slots=slots)


def squares(page: Any) -> int:
    """How many boxes to tick: one path draws them all."""
    return sum(
        pdfium.FPDFPathSegment_GetClose(pdfium.FPDFPath_GetPathSegment(thing.raw, number))
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        if not _filled(thing)
        for number in range(pdfium.FPDFPath_CountSegments(thing.raw))
    )


def _filled(thing: Any) -> bool:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(thing.raw, mode, stroked)
    return bool(mode.value)


# The roll call -------------------------------------------------------------------------------------------------------


def test_forty_five_names_a_page(event: Event, opened: Reader) -> None:
    data, made = make(write_roll_call, event, [attendee(number) for number in range(91)])
    document = opened(data)
    assert (made.pages, made.count) == (3, 91)
    assert [words(page).count("QUESTEL-") for page in document] == [45, 45, 1]
    assert [f"Page {n}/3" in words(page) for n, page in enumerate(document, start=1)] == [True] * 3


def test_in_the_order_of_names_under_their_letters(event: Event, opened: Reader) -> None:
    """GIVEN names with particles, accents, or one name only THEN they come as in a dictionary, a letter before each group."""
    people = [
        attendee(n, last_name=last, first_name=first)
        for n, (last, first) in enumerate(
            [("Zola", "A"), ("Édouard", "B"), ("", "Cher"), ("Eboué", "C"), ("Abélard", "D"), ("Étienne", "E")]
        )
    ]
    page = opened(make(write_roll_call, event, people)[0])[0]
    said = words(page)
    order = ["ABÉLARD", "Cher", "EBOUÉ", "ÉDOUARD", "ÉTIENNE", "ZOLA"]
    assert sorted(order, key=said.index) == order
    letters = page.get_textpage().get_text_bounded(right=20 * 72 / 25.4, top=250 * 72 / 25.4).split()
    assert letters == ["A", "C", "E", "Z"]


def test_a_row_says_name_employer_and_code(event: Event, opened: Reader) -> None:
    person = attendee(3, role=Role.SPEAKER)
    said = words(opened(make(write_roll_call, event, [person])[0])[0])
    code = f"{person.short_code[:4]} {person.short_code[4:]}"
    assert f"QUESTEL-3 Maëva Intervenant · Collectivité de Saint-Martin {code}" in said


def test_boxes_only_where_somebody_is_expected(two_days: Event, opened: Reader) -> None:
    people = [attendee(1), attendee(2, slots=("3-0",)), attendee(3, status=Status.WAITLISTED)]
    page = opened(make(write_roll_call, two_days, people)[0])[0]
    assert squares(page) == 5
    assert words(page).count("–") >= 3
    one = opened(make(write_roll_call, two_days, people, slots=two_days.slots[:1])[0])[0]
    assert squares(one) == 2


def test_each_group_begins_a_page_which_it_heads(event: Event, opened: Reader) -> None:
    groups = ("10", "2", "", "Salle Marigot", "2")
    people = [attendee(number, group=group) for number, group in enumerate(groups)]
    data, made = make(write_roll_call, event, people, group_by="group")
    document = opened(data)
    heads = [words(page).split("L'intelligence")[0] for page in document]
    assert made.count == 5
    titles = ("Groupe 2", "Groupe 10", "Salle Marigot", "Sans groupe")
    assert [title in head for title, head in zip(titles, heads, strict=True)] == [True] * 4
    assert [sum(f"QUESTEL-{n}" in words(page) for n in range(5)) for page in document] == [2, 1, 1, 1]


def test_a_week_comes_on_several_lists(event: Event, opened: Reader) -> None:
    slots = tuple(replace(event.slots[0], id=f"s{n}", label=f"Atelier {n}") for n in range(10))
    document = opened(make(write_roll_call, replace(event, slots=slots), [attendee(1)])[0])
    assert len(document) == 2
    assert "Atelier 7" in words(document[0])
    assert "Atelier 8" in words(document[1])
    assert "Atelier 8" not in words(document[0])


# Meals ---------------------------------------------------------------------------------------------------------------


def eaters(*meals: str, **changes: Any) -> list[Attendee]:
    return [attendee(number, meal=meal, **changes) for number, meal in enumerate(meals)]


def test_choices_are_counted_however_they_are_spelt(event: Event) -> None:
    found = count_meals(event, eaters("Végétarien", "vegetarien", "Végétarien ", "Sans porc", "", " - "))
    assert [(m.choices, m.other, m.silent, m.total) for m in found] == [({"Sans porc": 1, "Végétarien": 3}, 0, 2, 6)]


def test_each_day_or_each_half_day_has_its_count(two_days: Event) -> None:
    people = [*eaters("Poisson", "", "Poisson"), attendee(9, meal="Poisson", slots=("3-0",))]
    assert [m.total for m in count_meals(two_days, people)] == [4, 3]
    assert [m.total for m in count_meals(two_days, people, "slot")] == [4, 3, 3, 3]
    assert [m.choices["Poisson"] for m in count_meals(two_days, people, "slot")] == [3, 2, 2, 2]


@pytest.mark.parametrize(
    "meal",
    [
        "Comme Maëva",
        "voir avec QUESTEL-0",
        "maeva@exemple.fr",
        "Allergie grave à l'arachide, hospitalisée en 2019, prévenir le chef",
    ],
)
def test_what_tells_who_or_too_much_is_not_repeated(event: Event, opened: Reader, meal: str) -> None:
    """GIVEN a name, an address or somebody's whole story in the meal's column THEN it is counted, not printed."""
    people = eaters(meal, "", "")
    found = count_meals(event, people)
    assert [(m.choices, m.other, m.total) for m in found] == [({}, 1, 3)]
    said = words(opened(make(write_restaurant_list, event, people)[0])[0])
    assert "Autre demande, à préciser 1" in said
    assert meal not in said
    assert "QUESTEL" not in said.upper()


def test_fewer_than_three_people_s_choices_are_not_told(two_days: Event, opened: Reader) -> None:
    """GIVEN one speaker, or two of a day, THEN how many to make is said, and not what they eat."""
    one = eaters("Végétarien")
    (first, second) = count_meals(two_days, one)
    assert (first.choices, first.other, first.silent, first.untold, first.total) == ({}, 0, 0, 1, 1)
    assert second.total == 1
    data, made = make(write_restaurant_list, two_days, one)
    said = words(opened(data)[0])
    assert "gétarien" not in said
    assert "À prévoir 1" in said
    assert "moins de 3 personnes" in made.notices[0]
    # A day with enough people is told, the other is not.
    people = [*eaters("Poisson", "Poisson", ""), attendee(9, meal="Halal", slots=("3-0",))]
    people = [replace(p, slots=p.slots or ("4-0",)) for p in people]
    alone, several = sorted(count_meals(two_days, people), key=lambda meals: meals.total)
    assert (alone.choices, alone.total) == ({"Poisson": 0}, 1)
    assert (several.choices, several.total) == ({"Poisson": 2}, 3)
    said = words(opened(make(write_restaurant_list, two_days, people)[0])[0])
    assert "Halal" not in said
    assert "choix non détaillés" in said


def test_the_list_says_how_many_to_make(two_days: Event, opened: Reader) -> None:
    data, made = make(write_restaurant_list, two_days, [*eaters("Poisson", "", "Poisson"), attendee(7, slots=("4-0",))])
    said = words(opened(data)[0])
    assert made.count == 4
    for row in ("Poisson 2 2", "N'ont rien dit 1 2", "À prévoir 3 4"):
        assert row.replace("'", "’") in said.replace("'", "’")
    assert "Mardi 3 juin" in said


def test_many_choices_and_days_take_more_pages(event: Event, opened: Reader) -> None:
    slots = tuple(
        replace(event.slots[0], id=f"s{n}", start=datetime(2025, 6, 2 + n, 22, tzinfo=UTC), end=datetime(2025, 6, 2 + n, 23, tzinfo=UTC))
        for n in range(8)
    )  # fmt: skip
    data, made = make(
        write_restaurant_list, replace(event, slots=slots), eaters(*[f"Choix {n:02d}" for n in range(40)])
    )
    document = opened(data)
    assert made.pages == len(document) == 6
    assert "Choix 39" in words(document[2])
    assert ["À prévoir" in words(page) for page in document] == [False, False, True] * 2


def test_no_slot_and_an_unknown_count_are_refused(event: Event) -> None:
    for options, code in (({"event": replace(event, slots=())}, "slots_missing"), ({"per": "week"}, "per_unknown")):
        with pytest.raises(UserError) as refused:
            count_meals(**{"event": event, "people": eaters("Poisson"), **options})  # type: ignore[arg-type]
        assert refused.value.code == code


def test_a_long_name_has_two_lines_on_every_row(two_days: Event, opened: Reader) -> None:
    """Whatever the employer beside it takes."""
    name = {"first_name": "Thị Hồng Nhung", "last_name": "de la Châtaigneraie-Montmorency"}
    people = [attendee(n, employer=employer, **name) for n, employer in enumerate(("Ville", LONG_EMPLOYER))]
    page = opened(make(write_roll_call, two_days, people)[0])[0].get_textpage()
    rects = [page.get_rect(n) for n in range(page.count_rects())]
    middles = {
        word: [
            (low + high) / 2
            for left, low, right, high in rects
            if word in page.get_text_bounded(left, low, right, high)
        ]
        for word in ("MONTMORENCY", "Nhung")
    }
    assert len(middles["MONTMORENCY"]) == len(middles["Nhung"]) == 2
    for above, under in zip(middles["MONTMORENCY"], middles["Nhung"], strict=True):
        assert 6 < above - under < 12
