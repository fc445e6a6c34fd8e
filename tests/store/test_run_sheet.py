"""What the run sheet is worked out from, read from a real database while the day goes by."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ia_events.domain.attendance import Fact, FactKind, State
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.figures import slot_figures
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.sheet_pages import Column, SheetPage
from ia_events.store import (
    Store,
    arrivals,
    door,
    door_book,
    events,
    journal,
    presence,
    prints,
    reading,
    registrations,
    run_sheet,
)

NOW = datetime(2025, 11, 3, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ZONE = "America/Guadeloupe"


@pytest.fixture
def event(store: Store) -> Event:
    """A day of two slots, four participants and a speaker."""
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0, 1), ZONE))
    team = [Attendee(last_name="Sainte-Luce", first_name="Maïwenn", role=Role.SPEAKER)]
    made = events.get(store, events.save(store, Event(title="Journée", timezone=ZONE, slots=slots), NOW, team))
    for name in ("Arrondell", "Belmare", "Carty", "Dijoux"):
        registrations.save(store, Attendee(event_id=made.id, last_name=name, first_name="Éloïse"), NOW)
    return made


def people(store: Store, event: Event) -> list[Attendee]:
    return [p for p in registrations.all_of(store, event.id) if p.role == Role.PARTICIPANT]


def test_people_and_badges_are_counted(store: Store, event: Event) -> None:
    everybody = registrations.all_of(store, event.id)
    prints.record_badges(store, event, everybody[:3], "avery-l7418", NOW)
    registrations.save(store, replace(everybody[0], employer="Ville de Goyave"), NOW)
    registrations.set_status(store, [everybody[1].id], Status.WAITLISTED, NOW)
    found = run_sheet.read(store, event)
    assert (found.participants, found.team, found.waitlisted, found.cancelled) == (3, 1, 1, 0)
    assert (found.badges_new, found.badges_changed, found.badges_printed) == (2, 1, 1)
    assert found.imported_at is None


def test_a_sheet_is_out_of_date_once_the_list_it_shows_changed_and_no_sooner(store: Store, event: Event) -> None:
    first, second = event.slots
    prints.record_sheets(store, event, [first.id], registrations.all_of(store, event.id), (), NOW)
    morning, afternoon = run_sheet.read(store, event).slots
    assert (morning.sheet_at, morning.sheet_outdated, afternoon.sheet_at) == (NOW, False, None)
    assert (morning.slot.id, afternoon.slot.id) == (first.id, second.id)
    one = people(store, event)[0]
    registrations.save(store, replace(one, email="a@exemple.fr"), LATER)
    assert not run_sheet.read(store, event).slots[0].sheet_outdated, "an address is on no sheet"
    registrations.set_status(store, [one.id], Status.CANCELLED, LATER)
    assert run_sheet.read(store, event).slots[0].sheet_outdated
    journal.undo(store, LATER)
    assert not run_sheet.read(store, event).slots[0].sheet_outdated, "undone, the paper is right again"
    registrations.save(store, replace(one, last_name="Arrondell-Gumbs"), LATER)
    assert run_sheet.read(store, event).slots[0].sheet_outdated


def test_a_sheet_of_people_in_groups_is_up_to_date(store: Store, event: Event) -> None:
    """GIVEN people in groups WHEN sheets are printed THEN they are up to date, and stay so when somebody changes rooms."""
    one = people(store, event)[0]
    registrations.save(store, replace(one, group="2"), NOW)
    prints.record_sheets(store, event, [event.slots[0].id], registrations.all_of(store, event.id), (), NOW)
    assert not run_sheet.read(store, event).slots[0].sheet_outdated
    registrations.save(store, replace(one, group="3"), LATER)
    assert not run_sheet.read(store, event).slots[0].sheet_outdated


def test_the_door_and_what_is_left_to_record(store: Store, event: Event) -> None:
    first = event.slots[0]
    one, two, three, _four = people(store, event)
    for person in (one, two):
        door.admit(store, event, person, slot_id=first.id, at=first.start, now=NOW)
    presence.mark(store, event, [(three.id, first.id)], State.EXCUSED, NOW)
    morning, afternoon = run_sheet.read(store, event).slots
    assert (morning.expected, morning.arrived, morning.inside, morning.unrecorded) == (5, 2, 2, 1)
    assert (afternoon.expected, afternoon.arrived, afternoon.unrecorded) == (5, 0, 4), "the speaker is not counted"


def test_the_figures_are_the_grids(store: Store, event: Event) -> None:
    """GIVEN duplicates, early badges, partial registrations and marks THEN what SQL counts is what the grid shows."""
    first, second = event.slots
    one, two, three, four = people(store, event)
    registrations.save(store, replace(three, slots=(second.id,)), NOW)
    registrations.save(store, Attendee(event_id=event.id, last_name="Belmar", first_name="Éloïse"), NOW)
    duplicate = next(p for p in people(store, event) if p.last_name == "Belmar")
    door.admit(store, event, duplicate, slot_id=first.id, at=first.start, now=NOW)
    alias = Fact(
        id=uuid7(NOW), kind=FactKind.ALIAS, event_id=event.id, registration_id=duplicate.id, target=two.id, at=NOW
    )
    # A badge read at another station, before its registration came: nobody is named.
    early = Fact(
        id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id=event.id, slot_id=second.id, target=four.badge, at=second.start
    )
    journal.record(store, [alias, early], journal.Label("-"), NOW)
    presence.mark(store, event, [(one.id, second.id), (three.id, second.id)], State.ABSENT, NOW)
    presence.mark(store, event, [(one.id, second.id)], State.EXPECTED, NOW)
    door.admit(store, event, three, slot_id=first.id, at=first.start, now=NOW)
    grid, found = presence.load(store, event), run_sheet.read(store, event)
    assert [slot.unrecorded for slot in found.slots] == [
        sum(grid.cells[p.id, slot.id].state == State.EXPECTED for p in grid.people if p.role == Role.PARTICIPANT)
        for slot in event.slots
    ]
    assert [slot.unrecorded for slot in found.slots] == [2, 2]
    assert found.participants == sum(p.role == Role.PARTICIPANT for p in grid.people) == 4
    assert [slot.arrived for slot in found.slots] == [
        door_book.counters(store, event, s.id).arrived for s in event.slots
    ]


def test_a_person_admitted_although_cancelled_is_of_the_whole_everywhere(store: Store, event: Event) -> None:
    """GIVEN five people, one cancelled and one cancelled but let in, one left THEN in + left + to come = total at the
    door, on the run sheet, in the grid, on the second screen and in the return.
    """
    slot = event.slots[0]
    one, two, three, _four = people(store, event)
    registrations.set_status(store, [one.id, three.id], Status.CANCELLED, NOW)
    for person in (registrations.get(store, one.id), two):
        door.admit(store, event, person, slot_id=slot.id, at=slot.start, now=NOW, force=True)
    door.admit(store, event, two, slot_id=slot.id, at=slot.start + timedelta(minutes=5), now=NOW, leaving=True)
    counted = door_book.counters(store, event, slot.id)
    assert (counted.inside, counted.arrived - counted.inside, counted.to_come, counted.expected) == (1, 1, 2, 4)
    shown = run_sheet.read(store, event).slots[0]
    assert (shown.inside, shown.arrived, shown.to_come, shown.expected) == (1, 2, 2, 4)
    board = arrivals.board(store, event, slot)
    assert (board.arrived, board.to_come, board.expected) == (2, 2, 4)
    assert (sum(stand.present for stand in board.employers), sum(stand.expected for stand in board.employers)) == (2, 4)
    grid = presence.load(store, event)
    assert (grid.count(slot.id, State.PRESENT, State.LATE), grid.count(slot.id, State.EXPECTED)) == (2, 2)
    figures = slot_figures(grid, slot)
    assert (figures.present, figures.unrecorded, figures.expected) == (2, 1, 3), "the speaker is no participant"
    # The other slot, where nobody was seen, expects those registered.
    assert [s.expected for s in run_sheet.read(store, event).slots] == [4, 3]


@pytest.mark.parametrize(
    "case", ["removed", "only seen leaving", "waiting and absent", "elsewhere and absent", "badge"]
)
def test_whoever_came_or_is_registered_is_counted_and_nobody_else_wherever_people_are_counted(
    store: Store, event: Event, case: str
) -> None:
    """GIVEN three or four registered participants, one of whom came or not THEN door, run sheet, second screen and return agree."""
    first, second = event.slots
    one, *_others = people(store, event)
    registrations.remove(
        store, [p.id for p in registrations.all_of(store, event.id) if p.role != Role.PARTICIPANT], NOW
    )
    arrived, inside, whole, elsewhere = 1, 1, 4, 3
    if case == "removed":
        door.admit(store, event, one, slot_id=first.id, at=first.start, now=NOW)
        registrations.remove(store, [one.id], NOW)
    elif case == "only seen leaving":
        door.admit(store, event, one, slot_id=first.id, at=first.start, now=NOW)
        (entry,) = door_book.recent(store, event.id, first.id)
        door.admit(store, event, one, slot_id=first.id, at=first.end, now=NOW, leaving=True)
        journal.record(store, [journal.void(entry.fact.id, event.id, NOW)], journal.Label("-"), NOW)
        inside, elsewhere = 0, 4
    elif case == "badge":
        early = Fact(
            id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id=event.id, slot_id=first.id, target="b" * 20, at=first.start
        )
        journal.record(store, [early], journal.Label("-"), NOW)
        whole, elsewhere = 5, 4
    else:
        if case == "waiting and absent":
            registrations.set_status(store, [one.id], Status.WAITLISTED, NOW)
        else:
            registrations.save(store, replace(one, slots=(second.id,)), NOW)
            elsewhere = 4
        presence.mark(store, event, [(one.id, first.id)], State.ABSENT, NOW)
        arrived = inside = 0
        whole = 3
    counted = door_book.counters(store, event, first.id)
    assert (counted.arrived, counted.inside, counted.expected) == (arrived, inside, whole)
    assert [door_book.is_full(store, event.id, first.id, seats) for seats in (inside, inside + 1)] == [True, False]
    shown = run_sheet.read(store, event).slots
    assert (shown[0].arrived, shown[0].inside, shown[0].expected, shown[1].expected) == (
        arrived,
        inside,
        whole,
        elsewhere,
    )
    board = arrivals.board(store, event, first)
    assert (board.arrived, board.expected) == (arrived, whole)
    if case != "badge":  # whose employer nobody knows
        assert [sum(each) for each in zip(*((s.expected, s.present) for s in board.employers), strict=True)] == [
            whole,
            arrived,
        ]
    figures = [slot_figures(presence.load(store, event), slot) for slot in event.slots]
    assert (figures[0].present, figures[0].expected, figures[1].expected) == (arrived, whole, elsewhere)


def test_a_sheet_is_out_of_date_once_somebody_not_registered_for_its_slot_was_let_in(
    store: Store, event: Event
) -> None:
    """GIVEN printed sheets WHEN somebody cancelled is let in THEN the sheet of that slot, and of no other, lacks a line."""
    first, _second = event.slots
    one, two, three, _four = people(store, event)
    registrations.set_status(store, [one.id], Status.CANCELLED, NOW)
    for group_by in ("", "group"):
        prints.record_sheets(
            store,
            event,
            [slot.id for slot in event.slots],
            registrations.all_of(store, event.id),
            (),
            NOW,
            (),
            group_by,
        )
        door.admit(store, event, two, slot_id=first.id, at=first.start, now=NOW)
        assert prints.admitted(store, event.id) == {}
        assert [slot.sheet_outdated for slot in run_sheet.read(store, event).slots] == [False, False]
        cancelled = registrations.get(store, one.id)
        door.admit(store, event, cancelled, slot_id=first.id, at=first.start, now=LATER, force=True)
        let_in = prints.admitted(store, event.id)
        assert set(let_in) == {(one.id, first.id)}
        assert [slot.sheet_outdated for slot in run_sheet.read(store, event).slots] == [True, False]
        prints.record_sheets(
            store, event, [first.id], registrations.all_of(store, event.id), (), LATER, (), group_by, let_in
        )
        assert [slot.sheet_outdated for slot in run_sheet.read(store, event).slots] == [False, False]
        journal.undo(store, LATER)
        journal.undo(store, LATER)
        assert [slot.sheet_outdated for slot in run_sheet.read(store, event).slots] == [False, False]
    # Found to be one with somebody who is registered: the line is there.
    door.admit(store, event, registrations.get(store, one.id), slot_id=first.id, at=first.start, now=NOW, force=True)
    alias = Fact(id=uuid7(NOW), kind=FactKind.ALIAS, event_id=event.id, registration_id=one.id, target=three.id, at=NOW)
    journal.record(store, [alias], journal.Label("-"), NOW)
    assert prints.admitted(store, event.id) == {}


@pytest.mark.parametrize("group_by", ["", "group", "department", "employer"])
def test_what_a_sheet_says_of_whoever_was_admitted_dates_it_as_for_anybody(
    store: Store, event: Event, group_by: str
) -> None:
    """GIVEN the sheet of somebody cancelled who was let in WHEN it would say something else of them THEN it is out of date,
    and that of the slot where they have no line is not.
    """
    first, _second = event.slots
    one, *_others = people(store, event)
    registrations.set_status(store, [one.id], Status.CANCELLED, NOW)
    one = registrations.get(store, one.id)
    door.admit(store, event, one, slot_id=first.id, at=first.start, now=NOW, force=True)
    page = SheetPage(number=1, count=1, paper=(210, 297), columns=(Column(first.id, 150, 30),), rows=())
    for field in ("last_name", "employer", "role", "group", "department", "job_title", "email"):
        listed, admitted = registrations.all_of(store, event.id), prints.admitted(store, event.id)
        prints.record_sheets(store, event, [slot.id for slot in event.slots], listed, (), NOW, (), group_by, admitted)
        assert [slot.sheet_outdated for slot in run_sheet.read(store, event).slots] == [False, False]
        text = prints.page_text(prints.sheet_text(event, listed, group_by), page, admitted)
        change: dict[str, Any] = {field: Role.SPEAKER if field == "role" else "Autre"}
        registrations.save(store, replace(one, **change), LATER)
        dated = field in ("last_name", "employer", "role") or field == group_by
        assert [slot.sheet_outdated for slot in run_sheet.read(store, event).slots] == [dated, False], field
        listed, admitted = registrations.all_of(store, event.id), prints.admitted(store, event.id)
        assert (text != prints.page_text(prints.sheet_text(event, listed, group_by), page, admitted)) == dated
        journal.undo(store, LATER)


@pytest.mark.parametrize("edit", ["arrival", "mark", "name", "slot", "title", "void"])
def test_a_return_is_out_of_date_once_something_it_says_was_recorded_after_it(
    store: Store, event: Event, edit: str
) -> None:
    one, two, *_others = people(store, event)
    door.admit(store, event, two, at=event.slots[0].start, now=NOW)
    assert run_sheet.read(store, event).returned_at is None
    prints.record_return(store, event.id, "retour.xlsx", NOW)
    found = run_sheet.read(store, event)
    assert (found.returned_at, found.return_outdated) == (NOW, False)
    if edit == "arrival":
        door.admit(store, event, one, at=event.slots[0].start, now=LATER)
    elif edit == "mark":
        presence.mark(store, event, [(one.id, event.slots[0].id)], State.ABSENT, LATER)
    elif edit == "void":
        presence.mark(store, event, [(two.id, event.slots[0].id)], State.EXPECTED, LATER)
    elif edit == "name":
        registrations.save(store, replace(one, last_name="Autre"), LATER)
    elif edit == "slot":
        events.save(store, replace(event, slots=event.slots[:1]), LATER)
    else:
        events.save(store, replace(event, title="Autre"), LATER)
    assert prints.return_outdated(store, event.id)
    prints.record_return(store, event.id, "retour (2).xlsx", LATER)
    assert not prints.return_outdated(store, event.id)
    assert [fact.value for fact in prints.returns(store, event.id)] == ["retour (2).xlsx", "retour.xlsx"]
    journal.undo(store, LATER)
    assert len(prints.returns(store, event.id)) == 2, "the edit was undone: a file that was written stays"
    assert prints.return_outdated(store, event.id)


def test_another_event_or_a_badge_leaves_the_return_as_it_is(store: Store, event: Event) -> None:
    prints.record_return(store, event.id, "retour.xlsx", NOW)
    other = events.get(store, events.save(store, Event(title="Ailleurs"), LATER))
    registrations.save(store, Attendee(event_id=other.id, last_name="Nobody"), LATER)
    prints.record_badges(store, event, people(store, event), "avery-l7418", LATER)
    journal.undo(store, LATER)
    assert not prints.return_outdated(store, event.id)


def codes(store: Store, event: Event, team: list[Attendee] | None = None) -> list[str]:
    return [caution.code for caution in run_sheet.cautions(store, event, team)]


def test_cautions_know_the_whole_database(store: Store, event: Event) -> None:
    assert codes(store, event) == []
    assert codes(store, replace(event, capacity=3)) == ["capacity"]
    clash = [Attendee(last_name="SAINTE-LUCE", first_name="Maiwenn", role=Role.SPEAKER)]
    events.save(
        store, Event(title="Ailleurs", timezone=ZONE, slots=tuple(replace(s, id="") for s in event.slots)), NOW, clash
    )
    assert codes(store, event) == ["speaker_clash"]
    assert codes(store, event, []) == [], "as it would be with another team"
    armistice = tuple(generate_slots(date(2025, 11, 11), date(2025, 11, 11), (0,), ZONE))
    assert codes(store, Event(title="Nouveau", timezone=ZONE, slots=armistice), []) == ["holiday"]


def test_removing_a_slot_that_has_arrivals_is_worth_a_caution(store: Store, event: Event) -> None:
    first, second = event.slots
    door.admit(store, event, people(store, event)[0], slot_id=first.id, at=first.start, now=NOW)
    (caution,) = run_sheet.cautions(store, replace(event, slots=(second,)))
    assert caution.code == "slot_recorded"
    assert "Matin" in caution.message
    assert caution.advice
    assert codes(store, replace(event, slots=(first,))) == []


def test_a_database_of_before_the_index_of_counts_gets_it(tmp_path: Path) -> None:
    """GIVEN a database of before WHEN it is opened THEN its people are counted, by the index alone."""
    from sqlcipher3 import dbapi2 as sqlite

    path = tmp_path / "base.db"
    Store.open(path, now=NOW).close()
    old = sqlite.connect(str(path))
    old.execute("DROP INDEX registrations_counted")
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0006_people_counted'")
    old.commit()
    old.close()
    store = Store.open(path, now=NOW)
    assert reading.counts(store, "").total == 0
    plan = store.execute(
        f"EXPLAIN QUERY PLAN SELECT r.status, count(*) FROM {reading.COUNTED} GROUP BY r.status", ("",)
    )
    assert [row["detail"] for row in plan] == ["SEARCH r USING COVERING INDEX registrations_counted (event_id=?)"]
    store.close()
