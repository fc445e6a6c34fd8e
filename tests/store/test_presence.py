"""The grid as it is kept: marks are facts, presence is one arrival that stands, and one undo takes an action back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain import tokens
from ia_events.domain.attendance import Cell, Fact, FactKind, Method, State
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Status
from ia_events.store import Store, backups, door, journal, presence, registrations
from ia_events.store.journal import Label
from tests.store.conftest import a_day

NOW = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)
DAY = date(2025, 11, 12)
MARKS = (State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT, State.EXPECTED)


@pytest.fixture
def event(store: Store) -> Event:
    return a_day(store, NOW, DAY)


@pytest.fixture
def people(store: Store, event: Event) -> list[Attendee]:
    return make_people(store, event)


def make_people(store: Store, event: Event) -> list[Attendee]:
    """Two registered, one who gave up."""
    for last, status in (("Arrondell", Status.REGISTERED), ("Brooks", Status.REGISTERED), ("Carty", Status.CANCELLED)):
        registrations.save(store, Attendee(event_id=event.id, last_name=last, status=status), NOW)
    return registrations.all_of(store, event.id)


def cell(store: Store, event: Event, person: Attendee, slot: int = 0) -> Cell:
    """One cell, by both ways of reading it."""
    whole = presence.load(store, event).cells
    one = presence.cells_of(store, event, person)
    assert one == {key: value for key, value in whole.items() if key[0] == person.id}
    return whole[person.id, event.slots[slot].id]


def mark(store: Store, event: Event, person: Attendee, state: State, slot: int = 0) -> None:
    """A mark by hand."""
    presence.mark(store, event, [(person.id, event.slots[slot].id)], state, NOW, "Entrée 1")


def scan(store: Store, event: Event, person: Attendee, minutes: int) -> None:
    """A scan some minutes after nine."""
    at = NOW + timedelta(minutes=minutes)
    door.scan(store, event, tokens.issue(person.badge, event.key), at=at, now=at, station="Entrée 2")


@pytest.mark.parametrize("state", MARKS[:4])
def test_a_mark_says_who_told_it_and_is_cleared(
    store: Store, event: Event, people: list[Attendee], state: State
) -> None:
    mark(store, event, people[0], state)
    found = cell(store, event, people[0])
    assert (found.state, found.method, found.station) == (state, Method.MANUAL, "Entrée 1")
    assert cell(store, event, people[0], 1).state == State.EXPECTED
    mark(store, event, people[0], State.EXPECTED)
    assert cell(store, event, people[0]).state == State.EXPECTED


@given(st.lists(st.sampled_from(MARKS), min_size=1, max_size=6), st.booleans())
def test_the_last_mark_is_what_the_cell_says_and_each_undo_goes_one_back(states: list[State], scanned: bool) -> None:
    store = Store.open(None, now=NOW)
    event = a_day(store, NOW, DAY)
    person = make_people(store, event)[0]
    if scanned:
        scan(store, event, person, 3)
    seen = [cell(store, event, person).state]
    for state in states:
        mark(store, event, person, state)
        assert cell(store, event, person).state == state
        if state != seen[-1]:
            seen.append(state)
    for before in seen[-2::-1]:
        journal.undo(store, NOW)
        assert cell(store, event, person).state == before
    store.close()


def test_marking_what_is_so_already_records_nothing(store: Store, event: Event, people: list[Attendee]) -> None:
    for state in MARKS:
        mark(store, event, people[0], state)
        before = store.execute("SELECT count(*) FROM changes").fetchone()[0]
        mark(store, event, people[0], state)
        assert store.execute("SELECT count(*) FROM changes").fetchone()[0] == before


def test_a_scan_keeps_its_hour_when_it_is_said_to_be_late(store: Store, event: Event, people: list[Attendee]) -> None:
    scan(store, event, people[0], 45)
    mark(store, event, people[0], State.LATE)
    found = cell(store, event, people[0])
    assert (found.state, found.at, found.station) == (State.LATE, NOW + timedelta(minutes=45), "Entrée 2")
    mark(store, event, people[0], State.PRESENT)
    found = cell(store, event, people[0])
    assert (found.state, found.at, found.method) == (State.PRESENT, NOW + timedelta(minutes=45), Method.SCAN)


def test_a_whole_column_is_one_action(store: Store, event: Event, people: list[Attendee]) -> None:
    scan(store, event, people[0], 3)
    cells = [(person.id, event.slots[0].id) for person in people]
    presence.mark(store, event, cells, State.PRESENT, NOW)
    grid = presence.load(store, event)
    assert grid.count(event.slots[0].id, State.PRESENT) == 3
    assert grid.cells[people[0].id, event.slots[0].id].method == Method.SCAN  # the better source stays
    assert str(journal.next_undo(store)) == "Présence de 3 cases"
    journal.undo(store, NOW)
    grid = presence.load(store, event)
    assert [grid.cells[p.id, event.slots[0].id].state for p in people] == [
        State.PRESENT,
        State.EXPECTED,
        State.NOT_EXPECTED,
    ]


def test_a_badge_read_before_its_registration_came_is_the_persons_and_can_be_cleared(
    store: Store, event: Event
) -> None:
    badge = tokens.new_badge_id()
    door.scan(store, event, tokens.issue(badge, event.key), at=NOW, now=NOW)
    late = Attendee(id=uuid7(NOW), event_id=event.id, last_name="Fleming", badge=badge)
    journal.record(store, [registrations.addition(late)], Label("Import"), NOW)
    assert cell(store, event, late).state == State.PRESENT
    mark(store, event, late, State.ABSENT)
    assert cell(store, event, late).state == State.ABSENT
    journal.undo(store, NOW)
    assert cell(store, event, late).state == State.PRESENT


def test_two_registrations_joined_have_one_row(store: Store, event: Event, people: list[Attendee]) -> None:
    scan(store, event, people[1], 3)
    alias = Fact(
        id=uuid7(NOW),
        kind=FactKind.ALIAS,
        event_id=event.id,
        registration_id=people[1].id,
        at=NOW,
        target=people[0].id,
    )
    journal.record(store, [alias], Label("Fusion"), NOW)
    grid = presence.load(store, event)
    assert [person.last_name for person in grid.people] == ["Arrondell", "Carty"]
    assert cell(store, event, people[0]).state == State.PRESENT
    journal.undo(store, NOW)
    assert cell(store, event, people[0]).state == State.EXPECTED


def test_whoever_was_removed_is_expected_nowhere_by_either_way_of_reading(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    """GIVEN somebody who came and was removed WHEN their row is read alone THEN it says what the grid does."""
    person = people[0]
    scan(store, event, person, 3)
    mark(store, event, person, State.ABSENT, slot=1)
    registrations.remove(store, [person.id], NOW)
    assert (cell(store, event, person).state, cell(store, event, person).registered) == (State.PRESENT, False)
    absent = cell(store, event, person, 1)
    assert (absent.state, absent.counts_as) == (State.ABSENT, State.NOT_EXPECTED)
    mark(store, event, person, State.EXPECTED, slot=1)
    assert cell(store, event, person, 1).state == State.NOT_EXPECTED
    mark(store, event, person, State.EXPECTED)
    assert {one.state for one in presence.cells_of(store, event, person).values()} == {State.NOT_EXPECTED}
    assert person.id not in {one.id for one in presence.load(store, event).people}


def test_a_slot_that_is_gone_is_not_marked(store: Store, event: Event, people: list[Attendee]) -> None:
    before = store.execute("SELECT count(*) FROM facts").fetchone()[0]
    presence.mark(store, event, [(people[0].id, "gone")], State.PRESENT, NOW)
    presence.mark(store, event, [], State.PRESENT, NOW)
    assert store.execute("SELECT count(*) FROM facts").fetchone()[0] == before
    assert backups.verify(store).faults == ()
