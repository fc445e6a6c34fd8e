"""Many small objects: the same as made one by one."""

from __future__ import annotations

import gc
from dataclasses import FrozenInstanceError, astuple, replace

import pytest

from ia_events.domain.bulk import collection_held, maker
from ia_events.domain.lists import ListRow
from ia_events.domain.people import Attendee


def test_what_is_made_is_what_the_constructor_makes() -> None:
    person = Attendee(last_name="Mallet", first_name="Zoé", slots=("a",))
    made = maker(Attendee)(last_name="Mallet", first_name="Zoé", slots=("a",))
    assert made == person
    assert hash(made) == hash(person)
    assert type(made) is Attendee
    assert replace(made, phone="0690123456").phone == "0690123456"
    with pytest.raises(FrozenInstanceError):
        made.phone = "0690123456"  # type: ignore[misc]
    row = ListRow(4, person, written=(("phone", "690"),))
    assert maker(ListRow)(4, person, written=(("phone", "690"),)) == row
    assert maker(Attendee)(*astuple(person)) == person


def test_many_are_made_as_the_first_ones() -> None:
    make, make_row = maker(Attendee), maker(ListRow)
    for number in range(150):
        person = Attendee(last_name=f"Nom{number}", slots=("a",))
        made = make(*astuple(person))
        assert made == person
        assert type(made) is Attendee
        assert make(last_name=f"Nom{number}", slots=("a",)) == person
        assert make_row(number, made, spot="x") == ListRow(number, person, spot="x")


def test_the_collector_comes_back_also_after_an_error() -> None:
    @collection_held()
    def fail() -> None:
        assert not gc.isenabled()
        raise ValueError("assez")

    with pytest.raises(ValueError, match="assez"):
        fail()
    assert gc.isenabled()
    with collection_held(), collection_held():
        pass
    assert gc.isenabled()


def test_what_was_made_in_a_ring_meanwhile_is_collected_later() -> None:
    class Ring:
        gone = 0

        def __init__(self) -> None:
            self.self = self

        def __del__(self) -> None:
            Ring.gone += 1

    with collection_held():
        Ring()
    gc.collect()
    assert Ring.gone == 1
