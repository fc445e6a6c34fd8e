"""Table tents: the same words on both sides, each the right way up once folded."""

from __future__ import annotations

import pytest

from ia_events.documents.pdf import MM
from ia_events.documents.table_tents import largest_name, write_table_tents
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Role
from tests.documents.conftest import Reader, attendee, words
from tests.documents.papers import make

A4_WIDTH, A4_HEIGHT = 210 * MM, 297 * MM


def test_both_halves_say_the_same(event: Event, opened: Reader) -> None:
    """GIVEN a speaker THEN name, role, employer and job are on each half; the upper one reads upside down."""
    person = attendee(1, last_name="d'Arbaud", first_name="Élodie", role=Role.SPEAKER, job_title="Chercheuse")
    data, made = make(write_table_tents, event, [person])
    page = opened(data)[0]
    assert made.pages == made.count == 1
    for low, high in ((0, A4_HEIGHT / 2), (A4_HEIGHT / 2, A4_HEIGHT)):
        half = words(page, (0, low, A4_WIDTH, high))
        for said in ("Élodie", "d'ARBAUD", "INTERVENANT", "Collectivité de Saint-Martin", "Chercheuse"):
            assert said in half
    text = page.get_textpage()
    heights = {}
    for name in ("Élodie", "Collectivité"):
        search = text.search(name)
        boxes = [text.get_charbox(start[0]) for start in iter(search.get_next, None)]
        heights[name] = [(bottom + top) / 2 for _left, bottom, _right, top in boxes]
    # Below the fold the name is above the employer; over it, seen from this side, it is the contrary.
    lower, upper = sorted(heights["Élodie"]), sorted(heights["Collectivité"])
    assert upper[0] < lower[0] < A4_HEIGHT / 2 < lower[1] < upper[1]
    for name in heights:
        assert sum(heights[name]) == pytest.approx(A4_HEIGHT, abs=1)


def test_two_small_ones_to_a_sheet(event: Event, opened: Reader) -> None:
    data, made = make(write_table_tents, event, [attendee(number) for number in range(3)], size="a5")
    document = opened(data)
    assert (made.pages, made.count) == (2, 3)
    assert [round(side / MM) for side in document[0].get_size()] == [297, 210]
    assert "QUESTEL-0" in words(document[0], (0, 0, A4_HEIGHT / 2, A4_WIDTH))
    assert "QUESTEL-1" in words(document[0], (A4_HEIGHT / 2, 0, A4_HEIGHT, A4_WIDTH))


def test_a_name_takes_the_room_there_is() -> None:
    short, long = largest_name("Li", "O", 500, 200, 104), largest_name("Jean", "LAKE-HODGE DE LA TOUR", 500, 200, 104)
    assert short.size > 80
    assert [line for line, _bold in long.lines] == ["Jean", "LAKE-HODGE", "DE LA TOUR"]
    assert long.size > 50
    assert largest_name("", "", 500, 200, 104).lines == (("–", True),)


def test_an_unknown_size_is_refused(event: Event) -> None:
    with pytest.raises(UserError) as refused:
        make(write_table_tents, event, [attendee(1)], size="a6")
    assert refused.value.code == "size_unknown"
