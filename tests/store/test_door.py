"""The door's memory: every scan is kept, judged by what stands, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind, Method, State
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.store import Store, backups, door, door_book, events, identifying, journal, presence, registrations
from ia_events.store.journal import Label

START = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)  # 9 h in Guadeloupe


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "events.db", now=START)
    yield opened
    opened.close()


@pytest.fixture
def event(store: Store) -> Event:
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0, 1), "America/Guadeloupe"))
    return events.get(
        store, events.save(store, Event(title="Journée", timezone="America/Guadeloupe", slots=slots), START)
    )


@pytest.fixture
def person(store: Store, event: Event) -> Attendee:
    return add(store, event, "Arrondell")


def add(store: Store, event: Event, last_name: str, **fields: Any) -> Attendee:
    """Somebody registered."""
    made = Attendee(event_id=event.id, last_name=last_name, first_name="Éloïse", **fields)
    return registrations.get(store, registrations.save(store, made, START))


def scan(store: Store, event: Event, person: Attendee | str, minutes: int = 0, **options: Any) -> Outcome:
    """A scan some minutes after nine."""
    text = person if isinstance(person, str) else tokens.issue(person.badge, event.key)
    at = START + timedelta(minutes=minutes)
    return door.scan(store, event, text, at=at, now=at, station=options.pop("station", "Entrée 1"), **options)


def counted(store: Store, event: Event, slot: int = 0) -> tuple[int, int, int, int, int]:
    """Expected, inside, arrived, walk-ins, to come."""
    found = door_book.counters(store, event, event.slots[slot].id)
    return found.expected, found.inside, found.arrived, found.walk_ins, found.to_come


# --- verdicts --------------------------------------------------------------------------------------------------------


def test_arriving_again_leaving_and_coming_back(store: Store, event: Event, person: Attendee) -> None:
    assert scan(store, event, person, 5).verdict == Verdict.WELCOME
    again = scan(store, event, person, 10, station="Entrée 2")
    assert (again.verdict, again.first_at, again.place) == (
        Verdict.ALREADY_IN,
        START + timedelta(minutes=5),
        "Entrée 1",
    )
    assert scan(store, event, person, 60, leaving=True).verdict == Verdict.LEFT
    assert counted(store, event) == (1, 0, 1, 0, 0)
    assert scan(store, event, person, 90).verdict == Verdict.RETURNED
    assert counted(store, event) == (1, 1, 1, 0, 0)


def test_a_verdict_is_committed_when_it_is_returned(store: Store, event: Event, person: Attendee) -> None:
    assert store.path is not None
    other = Store.open(store.path, now=START)
    outcome = scan(store, event, person)
    assert other.execute("SELECT kind FROM facts WHERE id = ?", (outcome.fact_id,)).fetchone()[0] == "arrival"
    other.close()


@pytest.mark.parametrize(
    "text, verdict",
    [
        ("", Verdict.UNREADABLE),
        ("CBDFGHJK", Verdict.UNREADABLE),
        ("CBDFGHJKLNPRSTVX", Verdict.UNREADABLE),
        ("B" * 34, Verdict.FOREIGN),
        ("https://exemple.fr/billet/12", Verdict.FOREIGN),
        ("3017620422003", Verdict.FOREIGN),
        (tokens.sheet_code("0123456789abcd").lower(), Verdict.SHEET_PAGE),
        (tokens.sheet_code("0123456789abcd")[:-1], Verdict.UNREADABLE),
    ],
)
def test_what_is_no_badge_is_kept_all_the_same(store: Store, event: Event, text: str, verdict: Verdict) -> None:
    outcome = scan(store, event, text)
    assert (outcome.verdict, outcome.attendee) == (verdict, None)
    (entry,) = door_book.recent(store, event.id, event.slots[0].id)
    assert (entry.verdict, entry.undoable) == (verdict, False)
    assert counted(store, event)[1:] == (0, 0, 0, 0)


def test_forged_and_foreign_badges(store: Store, event: Event, person: Attendee) -> None:
    other = events.get(store, events.save(store, Event(title="Autre journée"), START))
    assert scan(store, event, tokens.issue(person.badge, "ab" * 32)).verdict == Verdict.FOREIGN
    elsewhere = scan(store, event, tokens.issue(tokens.new_badge_id(), other.key))
    assert (elsewhere.verdict, elsewhere.other_event) == (Verdict.OTHER_EVENT, "Autre journée")


def test_a_genuine_badge_that_is_not_on_the_list_is_recorded_and_settles_by_itself(store: Store, event: Event) -> None:
    badge = tokens.new_badge_id()
    token = tokens.issue(badge, event.key)
    assert scan(store, event, token).verdict == Verdict.GENUINE_UNLISTED
    assert scan(store, event, token, 5).verdict == Verdict.ALREADY_IN
    assert counted(store, event) == (1, 1, 1, 0, 0)
    # when the registration arrives, the presence is the person's
    late = Attendee(id=uuid7(START), event_id=event.id, last_name="Fleming", badge=badge)
    journal.record(store, [registrations.addition(late)], Label("Import"), START)
    grid = presence.load(store, event)
    assert grid.cells[late.id, event.slots[0].id].state == State.PRESENT
    assert counted(store, event) == (1, 1, 1, 0, 0)
    known = scan(store, event, token, 10)
    assert (known.verdict, known.attendee, known.first_at) == (Verdict.ALREADY_IN, late, START)
    assert scan(store, event, token, 20, leaving=True).verdict == Verdict.LEFT
    assert counted(store, event) == (1, 0, 1, 0, 0)


def test_a_reissued_badge_retires_the_old_one(store: Store, event: Event, person: Attendee) -> None:
    registrations.reissue_badge(store, person.id, START)
    old = scan(store, event, person)
    assert old.verdict == Verdict.REPLACED
    assert old.attendee is not None
    assert old.attendee.id == person.id
    assert scan(store, event, registrations.get(store, person.id)).verdict == Verdict.WELCOME


def test_a_removed_registration_is_no_longer_on_the_list(store: Store, event: Event, person: Attendee) -> None:
    scan(store, event, person)
    registrations.remove(store, [person.id], START)
    assert counted(store, event) == (1, 1, 1, 0, 0), "still in the room"
    assert scan(store, event, person, 5).verdict == Verdict.GENUINE_UNLISTED


def test_the_letters_under_the_code_find_one_person_of_this_event(store: Store, event: Event, person: Attendee) -> None:
    outcome = scan(store, event, person.short_code.lower())
    assert outcome.attendee == person
    (entry,) = door_book.recent(store, event.id, event.slots[0].id)
    assert entry.fact.method == Method.TYPED
    other = events.get(store, events.save(store, Event(title="Autre", slots=event.slots), START))
    assert scan(store, other, person.short_code).verdict == Verdict.UNREADABLE


# --- the organiser decides -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields, verdict",
    [({"status": Status.WAITLISTED}, Verdict.WAITLISTED), ({"status": Status.CANCELLED}, Verdict.CANCELLED)],
)
def test_force_lets_in_and_out(store: Store, event: Event, fields: dict[str, Any], verdict: Verdict) -> None:
    stopped = add(store, event, "Carty", **fields)
    assert scan(store, event, stopped).verdict == verdict

    def admit(minutes: int, **options: Any) -> Verdict:
        at = START + timedelta(minutes=minutes)
        return door.admit(store, event, stopped, at=at, now=at, force=True, **options).verdict

    assert admit(1) == Verdict.WELCOME
    assert admit(2) == Verdict.ALREADY_IN
    assert admit(3, leaving=True) == Verdict.LEFT
    assert admit(4) == Verdict.RETURNED
    assert counted(store, event) == (1, 1, 1, 0, 0)


def test_expected_in_another_slot(store: Store, event: Event) -> None:
    afternoon = add(store, event, "Brooks", slots=(event.slots[1].id,))
    outcome = scan(store, event, afternoon)
    assert (outcome.verdict, outcome.right_slot) == (Verdict.WRONG_SLOT, event.slots[1])
    assert counted(store, event, 0)[0] == 0
    assert counted(store, event, 1) == (1, 0, 0, 0, 1)
    forced = door.admit(store, event, afternoon, at=START, now=START, force=True)
    assert forced.verdict == Verdict.WELCOME
    # came, without having been expected: of the whole, and nobody else is counted as come
    assert counted(store, event, 0) == (1, 1, 1, 0, 0)


def test_walk_ins(store: Store, event: Event, person: Attendee) -> None:
    newcomer = Attendee(last_name="Zola", first_name="Nana")
    outcome = door.walk_in(store, event, newcomer, at=START, now=START, station="Entrée 1")
    assert outcome.attendee is not None
    kept = registrations.get(store, outcome.attendee.id)
    assert (kept.source, kept.badge != "") == (Source.WALK_IN, True)
    assert counted(store, event) == (2, 1, 1, 1, 1)
    assert scan(store, event, kept, 5).verdict == Verdict.ALREADY_IN
    with pytest.raises(UserError, match="nom"):
        door.walk_in(store, event, Attendee(last_name=" "), at=START, now=START)


def test_a_namesake_is_found_however_it_is_spelt(store: Store, event: Event, person: Attendee) -> None:
    found = identifying.namesake(store, event.id, Attendee(last_name="ARRONDELL", first_name="Eloise"))
    assert found == person
    assert identifying.namesake(store, event.id, Attendee(last_name="Arrond", first_name="Éloïse")) is None
    assert identifying.namesake(store, event.id, Attendee()) is None


# --- slots and dates -------------------------------------------------------------------------------------------------


def test_the_slot_under_way_else_the_nearest(store: Store, event: Event, person: Attendee) -> None:
    morning, afternoon = event.slots
    assert door.slot_for(event, "", START) == morning
    assert door.slot_for(event, "", morning.end + timedelta(minutes=10)) == morning
    assert door.slot_for(event, "", afternoon.start - timedelta(minutes=10)) == afternoon
    assert door.slot_for(event, morning.id, afternoon.start) == morning
    with pytest.raises(UserError):
        door.slot_for(event, "elsewhere", START)
    with pytest.raises(UserError):
        door.slot_for(replace(event, slots=()), "", START)


def test_a_scan_outside_the_dates_is_recorded_and_flagged(store: Store, event: Event, person: Attendee) -> None:
    outcome = scan(store, event, person, 60 * 24 * 30)
    assert outcome.outside_dates
    assert counted(store, event, 1)[1] == 1


# --- taking back, and the list ---------------------------------------------------------------------------------------


def test_any_scan_can_be_taken_back_once(store: Store, event: Event, person: Attendee) -> None:
    other = add(store, event, "Brooks")
    first, second = scan(store, event, person, 1), scan(store, event, other, 2)
    undone = door.undo_entry(store, first.fact_id, START)
    assert str(undone) == "Arrivée\u00a0: ARRONDELL Éloïse"
    assert not door_book.stands(store, first.fact_id)
    assert door_book.stands(store, second.fact_id)
    assert door.undo_entry(store, first.fact_id, START) is None
    assert counted(store, event)[1] == 1
    assert scan(store, event, person, 3).verdict == Verdict.WELCOME


def test_what_was_done_again_can_be_taken_back_again(store: Store, event: Event, person: Attendee) -> None:
    outcome = scan(store, event, person)
    door.undo_entry(store, outcome.fact_id, START)
    journal.redo(store, START)
    (entry,) = door_book.recent(store, event.id, event.slots[0].id)
    assert entry.undoable
    assert door.undo_entry(store, entry.fact.id, START) is not None
    assert counted(store, event)[1] == 0
    assert journal.next_undo(store) is None or "Arrivée" not in str(journal.next_undo(store))


def test_taking_back_one_line_never_takes_back_a_column(store: Store, event: Event, person: Attendee) -> None:
    # given two arrivals, both voided by a mark of the grid, then told again by its undo
    other = add(store, event, "Brooks")
    scan(store, event, person, 1)
    scan(store, event, other, 2)
    presence.mark(store, event, [(person.id, event.slots[0].id), (other.id, event.slots[0].id)], State.ABSENT, START)
    journal.undo(store, START)
    entries = door_book.recent(store, event.id, event.slots[0].id)
    assert [entry.undoable for entry in entries] == [True, True]
    undone = door.undo_entry(store, entries[0].fact.id, START)
    assert undone is not None
    assert counted(store, event)[1] == 1


def test_the_list_is_the_newest_first_and_leaves_the_grid_out(store: Store, event: Event, person: Attendee) -> None:
    other = add(store, event, "Brooks")
    scan(store, event, person, 1)
    scan(store, event, "CBDFGHJKLNPR", 2)
    scan(store, event, person, 3, leaving=True)
    presence.mark(store, event, [(other.id, event.slots[0].id)], State.PRESENT, START)
    entries = door_book.recent(store, event.id, event.slots[0].id)
    assert [entry.verdict for entry in entries] == [Verdict.LEFT, Verdict.UNREADABLE, Verdict.WELCOME]
    assert len(door_book.recent(store, event.id, event.slots[0].id, limit=2)) == 2
    assert door_book.recent(store, event.id, event.slots[1].id) == []
    assert door_book.arrivals(store, event.slots[0].id, [person.id, other.id]) == {
        person.id: (START + timedelta(minutes=1), "scan"),
        other.id: (None, "manual"),  # nobody told the hour
    }


def test_two_registrations_joined_are_one_person(store: Store, event: Event, person: Attendee) -> None:
    duplicate = add(store, event, "Arondel")
    alias = Fact(
        id=uuid7(START),
        kind=FactKind.ALIAS,
        event_id=event.id,
        registration_id=duplicate.id,
        at=START,
        target=person.id,
    )
    journal.record(store, [alias], Label("Fusion"), START)
    outcome = scan(store, event, duplicate)
    assert outcome.attendee is not None
    assert outcome.attendee.id == person.id
    assert scan(store, event, person, 1).verdict == Verdict.ALREADY_IN


def test_after_all_that_the_database_is_what_its_log_says(store: Store, event: Event, person: Attendee) -> None:
    outcome = scan(store, event, person)
    scan(store, event, person, 1)
    scan(store, event, "B" * 34, 2)
    door.undo_entry(store, outcome.fact_id, START)
    door.walk_in(store, event, Attendee(last_name="Zola"), at=START, now=START)
    store.checkpoint()
    assert backups.verify(store).faults == ()


def test_a_scan_reads_what_is_the_persons_and_nobody_elses(store: Store, event: Event, person: Attendee) -> None:
    """A door slows down with every arrival when one of these walks a table: told by SQLite's own plan."""
    seen: list[tuple[str, Any]] = []
    connection = store.connection

    class Watched:
        def __getattr__(self, name: str) -> Any:
            return getattr(connection, name)

        def execute(self, sql: str, values: Any = ()) -> Any:
            seen.append((sql, values))
            return connection.execute(sql, values)

        def executemany(self, sql: str, rows: Any) -> Any:
            rows = list(rows)
            seen.extend((sql, row) for row in rows[:1])
            return connection.executemany(sql, rows)

    store.connection = Watched()
    outcome = scan(store, event, person)
    scan(store, event, tokens.issue(tokens.new_badge_id(), event.key))
    scan(store, event, person.short_code, 1)
    door.undo_entry(store, outcome.fact_id, START)
    store.connection = connection
    plans = [
        (row[3], sql)
        for sql, values in seen
        if sql.split()[0] in ("SELECT", "INSERT", "UPDATE")
        for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    ]
    assert len(plans) > 20
    # `me` is the person and their duplicates.
    few = ("SCAN CONSTANT ROW", "SCAN me", "SCAN badges", "SCAN facts USING COVERING INDEX facts_aliases")
    assert [p for p in plans if ("SCAN" in p[0] and p[0] not in few) or "facts_by_event" in p[0]] == []


def test_a_cross_tells_no_hour_so_the_first_scan_is_the_arrival(store: Store, event: Event, person: Attendee) -> None:
    slot = event.slots[0].id
    presence.mark(store, event, [(person.id, slot)], State.PRESENT, START)
    welcome = scan(store, event, person, 12)
    assert (welcome.verdict, welcome.first_at) == (Verdict.WELCOME, None)
    again = scan(store, event, person, 20)
    assert (again.verdict, again.first_at) == (Verdict.ALREADY_IN, welcome.at)
    assert presence.load(store, event).cells[person.id, slot].at == welcome.at
