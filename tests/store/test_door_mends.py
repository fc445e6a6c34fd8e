"""What the organiser puts right: each is one action, said by name, and undone whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ia_events import i18n
from ia_events.domain import tokens
from ia_events.domain.attendance import State
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee, Role, Source, Status
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.store import Store, door, door_book, door_mends, events, journal, presence, registrations, run_sheet

START = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)  # 9 h in Guadeloupe


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    i18n.use("fr")
    opened = Store.open(tmp_path / "events.db", now=START)
    yield opened
    opened.close()


@pytest.fixture
def event(store: Store) -> Event:
    """One morning: the door opens at 8 h 30, late after 9 h 10, two seats, no coming back."""
    (slot,) = generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0,), "America/Guadeloupe")
    slots = (replace(slot, opens=30, late=10, seats=2, reentry=False),)
    made = Event(title="Journée", timezone="America/Guadeloupe", slots=slots)
    return events.get(store, events.save(store, made, START))


@pytest.fixture
def people(store: Store, event: Event) -> list[Attendee]:
    """Three people expected."""
    for name in ("Arrondell", "Brin", "Carty"):
        made = Attendee(
            event_id=event.id, last_name=name, first_name="Éloïse", employer="Ville", department="État civil"
        )
        registrations.save(store, made, START)
    return registrations.all_of(store, event.id)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def scan(
    store: Store, event: Event, person: Attendee, minutes: float, station: str = "A", leaving: bool = False
) -> Outcome:
    token = tokens.issue(person.badge, event.key)
    return door.scan(store, event, token, at=at(minutes), now=at(minutes), station=station, leaving=leaving)


def state(store: Store, event: Event, person: Attendee) -> State:
    return presence.load(store, event).cells[person.id, event.slots[0].id].state


def test_the_rules_of_a_slot_are_kept(store: Store, event: Event) -> None:
    slot = event.slots[0]
    assert (slot.opens, slot.late, slot.seats, slot.reentry) == (30, 10, 2, False)
    freed = replace(event, slots=(replace(slot, opens=None, late=None, seats=None, reentry=True),))
    events.save(store, freed, at(1))
    assert events.get(store, event.id).slots == freed.slots
    journal.undo(store, at(2))
    assert events.get(store, event.id).slots == event.slots


def test_the_door_by_its_rules(store: Store, event: Event, people: list[Attendee]) -> None:
    first, second, third = people
    assert scan(store, event, first, -31).verdict == Verdict.EARLY
    assert state(store, event, first) == State.EXPECTED, "kept, but nobody has come"
    assert scan(store, event, first, -30).verdict == Verdict.WELCOME
    outcome = scan(store, event, second, 11)
    assert (outcome.verdict, outcome.late) == (Verdict.WELCOME, True)
    assert state(store, event, second) == State.LATE
    assert state(store, event, first) == State.PRESENT
    assert scan(store, event, third, 12).verdict == Verdict.FULL
    assert scan(store, event, first, 13, leaving=True).verdict == Verdict.LEFT
    gone = scan(store, event, first, 14)
    assert (gone.verdict, gone.left_at, gone.first_at) == (Verdict.NO_REENTRY, at(13), None)
    assert scan(store, event, third, 15).verdict == Verdict.WELCOME, "a seat is free again"
    assert scan(store, event, third, 16).verdict == Verdict.ALREADY_IN
    forced = door.admit(store, event, first, at=at(17), now=at(17), force=True)
    assert forced.verdict == Verdict.RETURNED
    assert door_book.counters(store, event, event.slots[0].id).inside == 3


def test_the_organiser_lets_in_early_and_over_the_number(store: Store, event: Event, people: list[Attendee]) -> None:
    for person in people:
        assert door.admit(store, event, person, at=at(-60), now=at(-60), force=True).verdict == Verdict.WELCOME
    assert door_book.counters(store, event, event.slots[0].id).inside == 3


def test_a_badge_of_another_desk_is_never_early(store: Store, event: Event) -> None:
    token = tokens.issue(tokens.new_badge_id(), event.key)
    assert door.scan(store, event, token, at=at(-60), now=at(-60)).verdict == Verdict.GENUINE_UNLISTED


# --- somebody else comes ---------------------------------------------------------------------------------------------


def test_a_colleague_comes_instead(store: Store, event: Event, people: list[Attendee]) -> None:
    absent = people[0]
    outcome = door_mends.replace_by(
        store, event, absent, Attendee(last_name="Duflo", first_name="Anne"), at=at(0), now=at(0), station="A"
    )
    assert outcome.verdict == Verdict.WELCOME
    assert outcome.attendee is not None
    added = registrations.get(store, outcome.attendee.id)
    assert (added.employer, added.department, added.role, added.source) == (
        "Ville", "État civil", Role.PARTICIPANT, Source.WALK_IN,
    )  # fmt: skip
    assert registrations.get(store, absent.id).status == Status.CANCELLED
    assert scan(store, event, absent, 1).verdict == Verdict.CANCELLED
    assert scan(store, event, added, 2).verdict == Verdict.ALREADY_IN
    undone = journal.undo(store, at(3))
    assert str(undone) == "DUFLO Anne vient à la place de ARRONDELL Éloïse"
    assert registrations.get(store, absent.id).status == Status.REGISTERED
    assert len(registrations.all_of(store, event.id)) == 3


def test_who_has_come_is_not_replaced(store: Store, event: Event, people: list[Attendee]) -> None:
    scan(store, event, people[0], 0)
    with pytest.raises(UserError) as error:
        door_mends.replace_by(store, event, people[0], Attendee(last_name="Duflo"), at=at(1), now=at(1))
    assert error.value.code == "already_came"
    with pytest.raises(UserError) as error:
        door_mends.replace_by(store, event, people[1], Attendee(last_name=" "), at=at(1), now=at(1))
    assert error.value.code == "name_missing"
    assert registrations.get(store, people[1].id).status == Status.REGISTERED


def test_somebody_comes_along(store: Store, event: Event, people: list[Attendee]) -> None:
    outcome = door_mends.bring_along(store, event, people[0], at=at(0), now=at(0))
    assert outcome.attendee is not None
    assert outcome.attendee.list_name == "Accompagnant de ARRONDELL Éloïse"
    assert outcome.attendee.role == Role.COMPANION
    assert door_book.counters(store, event, event.slots[0].id).inside == 1


# --- hours -----------------------------------------------------------------------------------------------------------


def test_the_hour_of_a_passage(store: Store, event: Event, people: list[Attendee]) -> None:
    outcome = scan(store, event, people[0], 20)
    assert state(store, event, people[0]) == State.LATE
    made = door_mends.correct_time(store, event, outcome.fact_id, at(5), at(30))
    assert str(made).replace("\u00a0", " ") == "Heure corrigée, ARRONDELL Éloïse : 9 h 20 devient 9 h 05"
    assert state(store, event, people[0]) == State.PRESENT
    assert door_mends.correct_time(store, event, outcome.fact_id, at(6), at(31)) is None, "it does not count any more"
    journal.undo(store, at(32))
    assert state(store, event, people[0]) == State.LATE
    with pytest.raises(UserError) as error:
        door_mends.correct_time(store, event, outcome.fact_id, at(60), at(33))
    assert error.value.code == "time_ahead"


def test_a_station_that_was_an_hour_late(store: Store, event: Event, people: list[Attendee]) -> None:
    scan(store, event, people[0], 60, station="A")
    scan(store, event, people[1], 5, station="B")
    made = door_mends.shift_times(store, event, "A", timedelta(hours=-1), at(90), since=at(0), until=at(90))
    assert str(made).replace("\u00a0", " ") == "Heures du poste « A » décalées de -60 min"
    cells = presence.load(store, event).cells
    slot = event.slots[0].id
    assert [cells[person.id, slot].at for person in people[:2]] == [at(0), at(5)]
    assert door_mends.shift_times(store, event, "C", timedelta(hours=1), at(91), since=at(0), until=at(90)) is None
    journal.undo(store, at(92))
    assert presence.load(store, event).cells[people[0].id, slot].at == at(60)


def test_the_last_that_was_heard(store: Store, event: Event, people: list[Attendee]) -> None:
    assert door_mends.last_heard(store, event.id) is None
    scan(store, event, people[0], 20)
    scan(store, event, people[1], 10)
    assert door_mends.last_heard(store, event.id) == at(20)


def test_a_reason_is_kept(store: Store, event: Event, people: list[Attendee]) -> None:
    outcome = scan(store, event, people[0], 0)
    door.undo_entry(store, outcome.fact_id, at(1), "mauvaise personne")
    kept = store.execute("SELECT value FROM facts WHERE kind = 'void' AND target = ?", (outcome.fact_id,)).fetchone()
    assert kept[0] == "mauvaise personne"
    assert state(store, event, people[0]) == State.EXPECTED


def test_a_companion_is_counted_in_the_room_and_is_neither_team_nor_participant(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    scan(store, event, people[0], 0)
    door_mends.bring_along(store, event, people[0], at=at(1), now=at(1), station="A")
    assert door_book.counters(store, event, event.slots[0].id).inside == 2
    assert run_sheet.on_the_list(store, event.id) == (3, 0, 0, 0)
    facts = run_sheet.read(store, event)
    assert (facts.participants, facts.team) == (3, 0)
    assert registrations.team(store, event.id) == []
    assert door_mends.heard(store, event.id, "A") == (at(0), at(1))
    assert door_mends.heard(store, event.id, "B") is None
