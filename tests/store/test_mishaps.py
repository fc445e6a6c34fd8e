"""What a tired volunteer and a changing list do to each other: nobody who came is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ia_events.domain import tokens
from ia_events.domain.attendance import State
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Status
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door, events, journal, presence, prints, registrations
from ia_events.store.journal import Label

NOW = datetime(2025, 11, 12, 21, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "events.db", now=NOW)
    yield made
    made.close()


@pytest.fixture
def event(store: Store) -> Event:
    slots = generate_slots(date(2025, 11, 12), date(2025, 11, 12), [1, 2], "America/Marigot")
    return events.get(store, events.save(store, Event(title="T", timezone="America/Marigot", slots=tuple(slots)), NOW))


@pytest.fixture
def person(store: Store, event: Event) -> Attendee:
    added = Attendee(event_id=event.id, last_name="Arrondell", first_name="Éloïse", phone="0690000001")
    return registrations.get(store, registrations.save(store, added, NOW))


def scan(store: Store, event: Event, badge: str, *, leaving: bool = False, minute: int = 0) -> Verdict:
    token, at = tokens.issue(badge, event.key), NOW + timedelta(minutes=minute)
    return door.scan(store, event, token, slot_id=event.slots[1].id, at=at, now=at, leaving=leaving).verdict


def state(store: Store, event: Event, person_id: str) -> State:
    return presence.load(store, event).cells[person_id, event.slots[1].id].state


def test_who_came_and_was_then_removed_is_still_in_the_grid(store: Store, event: Event, person: Attendee) -> None:
    scan(store, event, person.badge)
    registrations.remove(store, [person.id], NOW)
    assert state(store, event, person.id) == State.PRESENT


def test_an_unknown_badge_leaves_as_it_came(store: Store, event: Event) -> None:
    badge = tokens.new_badge_id()
    said = [scan(store, event, badge, minute=number, leaving=number == 1) for number in range(3)]
    assert said == [Verdict.GENUINE_UNLISTED, Verdict.LEFT, Verdict.RETURNED]


def test_a_new_badge_takes_along_what_the_old_one_said_before_its_registration_came(store: Store, event: Event) -> None:
    badge = tokens.new_badge_id()
    scan(store, event, badge)
    late = Attendee(id=uuid7(NOW), event_id=event.id, last_name="Fleming", badge=badge)
    journal.record(store, [registrations.addition(late)], Label("arrivée d'une liste"), NOW)
    assert state(store, event, late.id) == State.PRESENT
    registrations.reissue_badge(store, late.id, NOW)
    assert state(store, event, late.id) == State.PRESENT
    assert scan(store, event, badge) == Verdict.REPLACED


def test_a_form_left_open_takes_nothing_back(store: Store, event: Event, person: Attendee) -> None:
    registrations.reissue_badge(store, person.id, NOW)
    new_badge = registrations.get(store, person.id).badge
    registrations.save(store, replace(person, employer="Commune de Goyave"), NOW)
    registrations.save(store, replace(person, phone="0690000002"), NOW, before=person)
    now = registrations.get(store, person.id)
    assert (now.phone, now.employer, now.badge) == ("0690000002", "Commune de Goyave", new_badge)


def test_who_was_let_in_from_the_waitlist_may_leave(store: Store, event: Event, person: Attendee) -> None:
    registrations.set_status(store, [person.id], Status.WAITLISTED, NOW)
    waiting = registrations.get(store, person.id)
    assert scan(store, event, person.badge) == Verdict.WAITLISTED
    door.admit(store, event, waiting, slot_id=event.slots[1].id, at=NOW, now=NOW, force=True)
    assert scan(store, event, person.badge) == Verdict.ALREADY_IN
    assert scan(store, event, person.badge, leaving=True) == Verdict.LEFT


def test_nobody_stays_expected_in_a_slot_that_is_gone(store: Store, event: Event, person: Attendee) -> None:
    afternoon, evening = event.slots
    registrations.save(store, replace(person, slots=(afternoon.id,)), NOW)
    events.save(store, replace(event, slots=(evening,)), NOW)
    left = events.get(store, event.id)
    assert presence.load(store, left).cells[person.id, evening.id].state == State.EXPECTED


def test_sheets_are_out_of_date_when_the_hours_change(store: Store, event: Event, person: Attendee) -> None:
    people = registrations.all_of(store, event.id)
    before = prints.sheet_text(event, people)
    later = tuple(replace(slot, start=slot.start + timedelta(hours=1)) for slot in event.slots)
    assert prints.sheet_text(replace(event, slots=later), people) != before
    assert prints.sheet_text(replace(event, title="Autre titre"), people) != before
    assert prints.sheet_text(replace(event, notes="sans effet"), people) == before


def test_who_comes_once_all_is_over_attended_nothing(store: Store, event: Event, person: Attendee) -> None:
    slot = event.slots[1]
    token = tokens.issue(person.badge, event.key)
    door.scan(store, event, token, slot_id=slot.id, at=slot.end + timedelta(hours=3), now=NOW)
    cell = presence.load(store, event).cells[person.id, slot.id]
    assert (cell.state, cell.hours) == (State.PRESENT, 0.0)
