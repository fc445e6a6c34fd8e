"""Presence from facts: one arrival that stands is enough, the earliest counts, the last mark wins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain.attendance import (
    METHOD_LABELS,
    STATE_LABELS,
    Fact,
    FactKind,
    Method,
    State,
    cell,
    matrix,
)
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Status

START = datetime(2025, 11, 12, 22, 0, tzinfo=UTC)
SLOT = Slot(id="s", event_id="e", label="Soirée", start=START, end=START + timedelta(hours=2, minutes=30))
LATER = Slot(id="t", event_id="e", label="Suite", start=START + timedelta(hours=3), end=START + timedelta(hours=4))
EVENT = Event(id="e", title="Soirée de l'INET", slots=(SLOT, LATER))
PERSON = Attendee(id="p", event_id="e", last_name="Arrondell")


def fact(kind: FactKind, minutes: int, value: str = "", method: str = Method.SCAN, slot: str = "s") -> Fact:
    """A fact of the person, minutes after the slot's start."""
    at = START + timedelta(minutes=minutes)
    return Fact(id=f"{kind}{minutes}{value}", kind=kind, registration_id="p", slot_id=slot, at=at, method=method, station="Entrée 1", value=value)  # fmt: skip


def test_without_facts_a_cell_says_whether_the_person_is_expected() -> None:
    assert cell(PERSON, SLOT, ()).state == State.EXPECTED
    assert cell(replace(PERSON, slots=("t",)), SLOT, ()).state == State.NOT_EXPECTED
    assert cell(replace(PERSON, status=Status.CANCELLED), SLOT, ()).state == State.NOT_EXPECTED
    assert cell(replace(PERSON, status=Status.WAITLISTED), SLOT, ()).state == State.NOT_EXPECTED


def test_the_earliest_arrival_is_the_one_shown() -> None:
    found = cell(PERSON, SLOT, [fact(FactKind.ARRIVAL, 20), fact(FactKind.ARRIVAL, -10, method=Method.TYPED)])
    assert (found.state, found.at, found.method) == (State.PRESENT, START - timedelta(minutes=10), Method.TYPED)
    assert found.hours == 2.5


def test_a_cross_tells_no_hour() -> None:
    for method in (Method.LIST, Method.MANUAL):
        cross = fact(FactKind.ARRIVAL, 0, State.PRESENT, method)
        found = cell(PERSON, SLOT, [cross])
        assert (found.state, found.at, found.method, found.hours) == (State.PRESENT, None, method, 2.5)
        # The hour that somebody told is the arrival, before or after the cross; a late one keeps what was told of it.
        found = cell(PERSON, SLOT, [cross, fact(FactKind.ARRIVAL, 20)])
        assert (found.at, found.method) == (START + timedelta(minutes=20), Method.SCAN)
        assert cell(PERSON, SLOT, [fact(FactKind.ARRIVAL, 20, State.PRESENT, method)]).at is not None
        assert cell(PERSON, SLOT, [cross, fact(FactKind.DEPARTURE, 60)]).hours == 1.0


def test_an_arrival_counts_whatever_was_marked_and_whoever_it_is() -> None:
    mark = fact(FactKind.MARK, 0, State.ABSENT)
    assert cell(PERSON, SLOT, [fact(FactKind.ARRIVAL, 5), mark]).state == State.PRESENT
    assert cell(replace(PERSON, status=Status.CANCELLED), SLOT, [fact(FactKind.ARRIVAL, 5)]).state == State.PRESENT


def test_the_last_mark_wins() -> None:
    marks = [fact(FactKind.MARK, 0, State.ABSENT), fact(FactKind.MARK, 0, State.EXCUSED, Method.MANUAL)]
    found = cell(PERSON, SLOT, marks)
    assert (found.state, found.hours, found.method) == (State.EXCUSED, 0.0, Method.MANUAL)


def test_late_is_an_arrival_that_says_so() -> None:
    assert cell(PERSON, SLOT, [fact(FactKind.ARRIVAL, 40, State.LATE)]).state == State.LATE


def test_leaving_early_shortens_the_hours_and_coming_back_restores_them() -> None:
    came, left = fact(FactKind.ARRIVAL, 0), fact(FactKind.DEPARTURE, 60)
    early = cell(PERSON, SLOT, [came, left])
    assert (early.hours, early.left) == (1.0, left.at)
    back = cell(PERSON, SLOT, [came, left, fact(FactKind.ARRIVAL, 70)])
    assert (back.hours, back.left) == (2.5, None)
    # A departure told after the end, or before the start, gives neither more than the slot nor less than nothing.
    assert cell(PERSON, SLOT, [came, fact(FactKind.DEPARTURE, 600)]).hours == 2.5
    assert cell(PERSON, SLOT, [fact(FactKind.ARRIVAL, -60), fact(FactKind.DEPARTURE, -30)]).hours == 0.0


def test_whoever_was_only_seen_leaving_had_come() -> None:
    left = fact(FactKind.DEPARTURE, 60)
    found = cell(PERSON, SLOT, [fact(FactKind.MARK, 0, State.ABSENT), left])
    assert (found.state, found.at, found.left, found.hours) == (State.PRESENT, SLOT.start, left.at, 1.0)


@given(
    st.lists(st.tuples(st.sampled_from([FactKind.ARRIVAL, FactKind.DEPARTURE]), st.integers(-300, 900)), max_size=10)
)
def test_presence_is_one_arrival_and_hours_stay_within_the_slot(history: list[tuple[FactKind, int]]) -> None:
    facts = [fact(kind, at) for kind, at in history]
    found = cell(PERSON, SLOT, facts)
    assert (found.state == State.PRESENT) == bool(history)
    assert 0 <= found.hours <= SLOT.hours
    assert cell(PERSON, SLOT, facts[::-1]) == found


def test_the_grid_has_a_cell_for_everybody_everywhere() -> None:
    other = Attendee(id="q", event_id="e", last_name="Brooks", status=Status.CANCELLED)
    stranger = replace(fact(FactKind.ARRIVAL, 0), registration_id="nobody")
    grid = matrix(EVENT, [PERSON, other], [fact(FactKind.ARRIVAL, 0), stranger])
    assert set(grid.cells) == {("p", "s"), ("p", "t"), ("q", "s"), ("q", "t")}
    assert grid.hours("p") == 2.5
    assert grid.hours("q") == 0
    assert grid.count("s", State.PRESENT) == 1
    assert grid.count("s", State.EXPECTED, State.NOT_EXPECTED) == 1


def test_a_mark_counts_of_whoever_is_registered_and_an_arrival_of_anybody() -> None:
    """GIVEN marks and arrivals of people registered for the slot or not THEN only those who came count without being so."""
    arrival, absent = fact(FactKind.ARRIVAL, 0), fact(FactKind.MARK, 1, State.ABSENT)
    for status, slots, listed in (
        (Status.REGISTERED, (), True),
        (Status.REGISTERED, ("t",), True),
        (Status.WAITLISTED, (), True),
        (Status.CANCELLED, ("s",), True),
        (Status.REGISTERED, (), False),
    ):
        person = replace(PERSON, status=status, slots=slots)
        registered = (status, slots, listed) == (Status.REGISTERED, (), True)
        told = [cell(person, SLOT, facts, listed=listed) for facts in ([], [absent], [arrival, absent])]
        assert {one.registered for one in told} == {registered}
        assert told[1].state == State.ABSENT, "what was recorded is shown all the same"
        assert [one.counts_as for one in told] == [
            State.EXPECTED if registered else State.NOT_EXPECTED,
            State.ABSENT if registered else State.NOT_EXPECTED,
            State.PRESENT,
        ]


def test_every_state_and_method_has_its_word() -> None:
    assert set(STATE_LABELS) == set(State)
    assert set(METHOD_LABELS) == set(Method)
