"""What was done at a door holds until something else takes it back or changes it; its inverse is of that action alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ia_events.domain.attendance import Method, State
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, blanks, door, door_book, door_mends, door_past, journal, presence, registrations
from tests.store.test_door import START, add, event, person, scan, store

__all__ = ["event", "person", "store"]  # the fixtures of the door


def standing(store: Store, event: Event) -> int:
    return len(door_book.recent(store, event.id, event.slots[0].id))


def test_a_taking_back_is_reversed_once_and_by_itself(store: Store, event: Event, person: Attendee) -> None:
    fact_id = scan(store, event, person).fact_id
    taken = door.undo_entry(store, fact_id, START)
    assert taken is not None
    assert taken.by != taken.id
    assert door_past.holds(store, taken.by)
    given = door_past.reverse(store, taken.by, START)
    assert given is not None
    assert (given.by, standing(store, event)) == (taken.id, 1)
    assert not door_past.holds(store, taken.by)
    assert door_past.reverse(store, taken.by, START) is None
    # taken back anew by something else: the first taking back has nothing to do with it
    journal.undo(store, START, taken.id)
    assert door_past.reverse(store, taken.by, START) is None
    assert standing(store, event) == 0


@pytest.mark.parametrize("state", [State.ABSENT, State.EXCUSED])
def test_who_was_marked_since_is_not_given_back(store: Store, event: Event, person: Attendee, state: State) -> None:
    fact_id, slot = scan(store, event, person).fact_id, event.slots[0].id
    taken = door.undo_entry(store, fact_id, START)
    assert taken is not None
    presence.mark(store, event, [(person.id, slot)], state, START)
    assert door_past.reverse(store, taken.by, START) is None
    journal.undo(store, START)
    assert door_past.reverse(store, taken.by, START) is not None
    assert standing(store, event) == 1


def test_a_mark_of_before_keeps_nobody_from_being_given_back(store: Store, event: Event, person: Attendee) -> None:
    presence.mark(store, event, [(person.id, event.slots[0].id)], State.ABSENT, START)
    taken = door.undo_entry(store, scan(store, event, person).fact_id, START)
    assert taken is not None
    assert door_past.reverse(store, taken.by, START) is not None


def test_hours_shifted_hold_as_long_as_all_of_them_do(store: Store, event: Event, person: Attendee) -> None:
    other = add(store, event, "Brooks")
    for number, one in enumerate((person, other)):
        scan(store, event, one, number)
    span, now = timedelta(minutes=5), START + timedelta(hours=1)
    shifted = door_mends.shift_times(store, event, "Entrée 1", -span, now, since=START, until=now)
    assert shifted is not None
    newest = door_book.recent(store, event.id, event.slots[0].id)[0]
    assert str(door.would_undo(store, newest.fact.id, correction=True)) == str(shifted)
    presence.mark(store, event, [(person.id, event.slots[0].id)], State.ABSENT, now)
    assert not door_past.holds(store, shifted.id)
    # the passage, then, and it alone
    assert str(door.would_undo(store, newest.fact.id, correction=True)) == "Arrivée\u00a0: BROOKS Éloïse"
    assert door.undo_entry(store, newest.fact.id, now, correction=True) is not None
    assert standing(store, event) == 0


def test_a_badge_handed_out_holds_until_another_is_issued(store: Store, event: Event, person: Attendee) -> None:
    (blank,) = blanks.nobodys(1)
    blanks.record_issued(store, event, [blank.badge], START)
    handed = blanks.tie(store, event, person.id, blank.badge, START)
    assert handed is not None
    assert door_past.holds(store, handed.id)
    registrations.reissue_badge(store, person.id, START)
    assert door_past.reverse(store, handed.id, START) is None


def test_a_walk_in_edited_since_holds_and_one_removed_since_does_not(store: Store, event: Event) -> None:
    outcome = door.walk_in(store, event, Attendee(last_name="Zola"), at=START, now=START)
    action = journal.next_undo(store)
    assert action is not None
    assert outcome.attendee is not None
    registrations.save(store, replace(registrations.get(store, outcome.attendee.id), employer="Ville"), START)
    assert door_past.holds(store, action.id)
    registrations.remove(store, [outcome.attendee.id], START)
    assert not door_past.holds(store, action.id)
    assert door_past.last_done(store) > 0


def test_no_cross_is_a_stations_last_passage(store: Store, event: Event, person: Attendee) -> None:
    slot = event.slots[0].id
    scan(store, event, person)
    other = add(store, event, "Brooks")
    crosses = presence.cell_ops(event, other.id, slot, [], State.PRESENT, START, "Entrée 1", Method.RETURN)
    journal.record(store, crosses, journal.Label("Retour"), START)
    last = door_book.last_undoable(store, event.id, slot, "Entrée 1")
    assert last is not None
    assert last.attendee == person


def test_a_stations_last_passage_is_found_behind_all_that_came_since(
    store: Store, event: Event, person: Attendee
) -> None:
    slot = event.slots[0].id
    scan(store, event, person)
    others = [add(store, event, f"Brooks {number}") for number in range(60)]
    for one in others:
        door.admit(store, event, one, slot_id=slot, at=START, now=START, station="Entrée 2")
    crosses = [
        op
        for one in (add(store, event, f"Carty {number}") for number in range(60))
        for op in presence.cell_ops(event, one.id, slot, [], State.PRESENT, START, "Entrée 1", Method.RETURN)
    ]
    journal.record(store, crosses, journal.Label("Retour"), START)
    last = door_book.last_undoable(store, event.id, slot, "Entrée 1")
    assert last is not None
    assert last.attendee == person
    other = door_book.last_undoable(store, event.id, slot, "Entrée 2")
    assert other is not None
    assert other.attendee == others[-1]
    assert door_book.last_undoable(store, event.id, slot, "Entrée 3") is None
