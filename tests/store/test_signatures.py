"""Signatures given on a screen, as facts: which counts, what takes one back, and that every station agrees."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ia_events.domain import signatures as rules
from ia_events.domain.attendance import Fact, FactKind, State
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.signatures import Signature, Signed, captured
from ia_events.store import (
    Store,
    backups,
    door,
    events,
    journal,
    merging,
    presence,
    prints,
    registrations,
    run_sheet,
    signatures,
)
from ia_events.store.journal import Label
from tests.store.conftest import a_day, three_people

NOW = datetime(2026, 11, 12, 12, 50, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ink(shape: int = 0) -> Signature:
    """A signature unlike that of another shape."""
    return captured(
        [[(0.1 + 0.004 * n, 0.5 + 0.3 * math.sin(n / (7 + shape)), 8.0 * n, None) for n in range(200)]]
    )  # fmt: skip


def come(store: Store, event: Event, person: Attendee, at: datetime = NOW, slot: int = 0) -> str:
    return door.admit(store, event, person, slot_id=event.slots[slot].id, at=at, now=at, station="Entrée 1").fact_id


def sign(store: Store, event: Event, person: Attendee, shape: int = 0, at: datetime = NOW, slot: int = 0) -> Signed:
    return signatures.sign(
        store, event, person, event.slots[slot].id, ink(shape), at=at, now=at, station="Entrée 1", tool="pen"
    )


def standing(store: Store, event: Event) -> dict[tuple[str, str], Signature]:
    return {(s.registration_id, s.slot_id): s.signature for s in signatures.of_event(store, event.id) if s.present}


def test_a_signature_is_kept_with_its_hour_station_and_tool(store: Store, event: Event, people: list[Attendee]) -> None:
    come(store, event, people[0])
    given_ = sign(store, event, people[0], at=NOW + MINUTE)
    (found,) = signatures.of_event(store, event.id)
    assert found == given_
    assert found == signatures.of_person(store, event.id, people[0].id, event.slots[0].id)
    assert (found.at, found.station, found.tool, found.present) == (NOW + MINUTE, "Entrée 1", "pen", True)
    assert found.signature == ink()
    assert signatures.of_person(store, event.id, people[0].id, event.slots[1].id) is None
    assert signatures.of_person(store, event.id, people[1].id, event.slots[0].id) is None


def test_the_newest_counts_and_undoing_it_brings_back_the_one_before(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    come(store, event, people[0])
    sign(store, event, people[0], 0)
    sign(store, event, people[0], 1)
    assert list(standing(store, event).values()) == [ink(1)]
    undone = journal.undo(store, NOW)
    assert undone is not None
    assert str(undone) == "Signature de CÉSAIRE Aimé"
    assert list(standing(store, event).values()) == [ink(0)]
    journal.redo(store, NOW)
    assert list(standing(store, event).values()) == [ink(1)]


def test_withdrawing_takes_back_all_that_was_signed_there_and_can_be_undone(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    for slot in (0, 1):
        come(store, event, people[0], slot=slot)
        sign(store, event, people[0], slot=slot)
    sign(store, event, people[0], 1)
    action = signatures.withdraw(store, event, people[0], event.slots[0].id, NOW, "essai")
    assert str(action) == "Retrait de la signature de CÉSAIRE Aimé"
    assert [slot for _person, slot in standing(store, event)] == [event.slots[1].id]
    reasons = store.execute("SELECT DISTINCT value FROM facts WHERE kind = 'void'").fetchall()
    assert [row[0] for row in reasons] == ["essai"]
    assert signatures.withdraw(store, event, people[0], event.slots[0].id, NOW) is None
    journal.undo(store, NOW)
    assert standing(store, event)[people[0].id, event.slots[0].id] == ink(1)


def test_a_passage_taken_back_takes_its_signature_off_and_brings_it_back(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    passage = come(store, event, people[0])
    sign(store, event, people[0])
    door.undo_entry(store, passage, NOW)
    assert not standing(store, event)
    (aside,) = signatures.of_event(store, event.id)
    assert not aside.present  # kept, and said, all the same
    journal.redo(store, NOW)
    assert list(standing(store, event).values()) == [ink()]
    presence.mark(store, event, [(people[0].id, event.slots[0].id)], State.ABSENT, NOW)
    assert not standing(store, event)


def test_who_is_still_to_sign(store: Store, event: Event, people: list[Attendee]) -> None:
    speaker = registrations.save(store, Attendee(event_id=event.id, last_name="Arbaud", role=Role.SPEAKER), NOW)
    team = registrations.save(store, Attendee(event_id=event.id, last_name="Berger", role=Role.ORGANISER), NOW)
    everybody = {p.id: p for p in registrations.all_of(store, event.id)}
    for minute, id_ in enumerate((people[0].id, team, speaker, people[1].id)):
        come(store, event, everybody[id_], NOW + minute * MINUTE)
    slot = event.slots[0].id
    assert [p.id for p in signatures.to_sign(store, event, slot)] == [people[1].id, speaker, people[0].id]
    sign(store, event, people[0])
    assert [p.id for p in signatures.to_sign(store, event, slot)] == [people[1].id, speaker]
    assert signatures.have_signed(store, event.id, slot) == {people[0].id}
    assert signatures.to_sign(store, event, event.slots[1].id) == []


def test_two_found_to_be_one_have_signed(store: Store, event: Event, people: list[Attendee]) -> None:
    come(store, event, people[1])
    sign(store, event, people[1])
    registrations.merge(store, people[0].id, people[1].id, {}, NOW)
    (found,) = signatures.of_event(store, event.id)
    assert found.registration_id == people[0].id
    assert found.present
    assert signatures.of_person(store, event.id, people[0].id, event.slots[0].id) == found
    assert signatures.to_sign(store, event, event.slots[0].id) == []
    assert signatures.withdraw(store, event, people[0], event.slots[0].id, NOW) is not None
    assert signatures.of_event(store, event.id) == []


def test_a_slot_of_another_event_is_refused(store: Store, event: Event, people: list[Attendee]) -> None:
    with pytest.raises(UserError) as refused:
        signatures.sign(store, event, people[0], "ailleurs", ink(), at=NOW, now=NOW)
    assert refused.value.code == "slot_unknown"


def test_somebody_registered_on_the_spot_who_signed_stays_when_the_registration_is_undone(
    store: Store, event: Event
) -> None:
    """GIVEN somebody added by hand, who signs later WHEN the adding alone is undone THEN they stay, for they signed."""
    person = registrations.get(store, registrations.save(store, Attendee(event_id=event.id, last_name="Nin"), NOW))
    added = journal.next_undo(store)
    assert added is not None
    sign(store, event, person)
    journal.undo(store, NOW, added.id)
    assert registrations.is_listed(store, person.id)


def test_whether_one_signs_is_a_slots_own_and_goes_with_a_copy(store: Store, event: Event) -> None:
    morning, afternoon = event.slots
    assert not morning.signing
    events.save(store, replace(event, slots=(replace(morning, signing=True), afternoon)), NOW)
    assert [slot.signing for slot in events.get(store, event.id).slots] == [True, False]
    copy = events.get(store, events.duplicate(store, event.id, "Copie", NOW))
    assert [slot.signing for slot in copy.slots] == [True, False]


def test_signatures_go_into_a_backup_and_come_back(
    store: Store, event: Event, people: list[Attendee], tmp_path: Path
) -> None:
    come(store, event, people[0])
    sign(store, event, people[0])
    file = tmp_path / "sauvegarde.db"
    backups.backup(store, file)
    copy = Store.open(file, now=NOW)
    assert list(standing(copy, event).values()) == [ink()]
    assert backups.verify(copy).faults == ()
    copy.close()


# --- sheets ----------------------------------------------------------------------------------------------------------


def sheet_of(store: Store, event: Event, slot: int) -> bool:
    """Whether the run sheet and the documents page find the sheet of a slot out of date."""
    facts = run_sheet.read(store, event)
    made = prints.latest(store, event.id, FactKind.SHEET_PRINT, event.slots[slot].id)
    assert made is not None
    text = prints.sheet_text(event, registrations.all_of(store, event.id))
    told = prints.sheet_outdated(made.value, text, event.slots[slot].id, signatures.of_event(store, event.id))
    assert facts.slots[slot].sheet_outdated is told
    return told


def print_sheets(store: Store, event: Event) -> None:
    people, signed = registrations.all_of(store, event.id), signatures.of_event(store, event.id)
    prints.record_sheets(store, event, [slot.id for slot in event.slots], people, (), NOW, signed)


def test_a_sheet_to_be_signed_by_hand_is_not_dated_by_signatures(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    print_sheets(store, event)
    come(store, event, people[0])
    sign(store, event, people[0])
    assert not sheet_of(store, event, 0)
    registrations.save(store, Attendee(event_id=event.id, last_name="Sand"), NOW)
    assert sheet_of(store, event, 0)


def test_a_sheet_that_bears_signatures_is_dated_by_each_and_by_none_of_another_slot(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    come(store, event, people[0])
    sign(store, event, people[0])
    print_sheets(store, event)
    assert not sheet_of(store, event, 0)
    come(store, event, people[1])
    sign(store, event, people[1])
    assert sheet_of(store, event, 0)
    assert not sheet_of(store, event, 1)
    print_sheets(store, event)
    assert not sheet_of(store, event, 0)
    signatures.withdraw(store, event, people[1], event.slots[0].id, NOW)
    assert sheet_of(store, event, 0)
    journal.undo(store, NOW)
    assert not sheet_of(store, event, 0)


# --- between stations ------------------------------------------------------------------------------------------------


_STEPS: list[Callable[[Store, Event, list[Attendee], datetime], object]] = [
    lambda store, event, people, at: come(store, event, people[0], at),
    lambda store, event, people, at: sign(store, event, people[0], 1, at),
    lambda store, event, people, at: sign(store, event, people[0], 2, at),
    lambda store, event, people, at: come(store, event, people[1], at),
    lambda store, event, people, at: sign(store, event, people[1], 3, at),
    lambda store, event, people, at: signatures.withdraw(store, event, people[0], event.slots[0].id, at),
    lambda store, _event, _people, at: journal.undo(store, at),
    lambda store, event, people, at: registrations.merge(store, people[0].id, people[1].id, {}, at),
]


@given(
    st.lists(st.tuples(st.integers(0, 1), st.integers(0, len(_STEPS) - 1), st.booleans()), max_size=10),
    st.randoms(use_true_random=False),
)
@settings(max_examples=25, deadline=None)
def test_stations_agree_on_who_signed_whatever_order_it_comes_in(
    steps: list[tuple[int, int, bool]], shuffle: random.Random
) -> None:
    stations = [Store.open(None, now=NOW), Store.open(None, now=NOW)]
    event = a_day(stations[0], NOW)
    people = three_people(stations[0], event, NOW)
    merging.apply(stations[1], merging.changes_since(stations[0], {}))
    for minute, (station, step, exchange) in enumerate(steps):
        try:
            _STEPS[step](stations[station], event, people, NOW + minute * MINUTE)
        except UserError:  # already one, say
            continue
        if exchange:
            merging.apply(stations[1 - station], merging.changes_since(stations[station], {}))
    incoming = [change for store in stations for change in merging.changes_since(store, {})]
    third = Store.open(None, now=NOW)
    shuffle.shuffle(incoming)
    for store in (*stations, third):
        for change in incoming:
            merging.apply(store, [change])
    digests = [merging.digests(store) for store in (*stations, third)]
    assert digests[0] == digests[1] == digests[2]
    assert signatures.of_event(stations[0], event.id) == signatures.of_event(third, event.id)
    for store in (*stations, third):
        store.close()


def test_what_is_no_signature_is_refused_and_a_newer_ones_is_held(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    other = Store.open(None, now=NOW)
    merging.apply(other, merging.changes_since(store, {}))
    for value in ("n'importe quoi", "1:AAAA", "2:plus tard"):
        fact = Fact(
            id=uuid7(NOW), kind=FactKind.SIGNATURE, event_id=event.id, registration_id=people[0].id,
            slot_id=event.slots[0].id, at=NOW, value=value,
        )  # fmt: skip
        journal.record(other, [fact], Label("Essai"), NOW)
    told = merging.apply(store, merging.changes_since(other, {}))
    assert (told.refused, told.held) == (2, 1)
    assert signatures.of_event(store, event.id) == []
    other.close()


def test_a_database_of_before_signatures_gets_them(tmp_path: Path) -> None:
    """GIVEN slots of before WHEN the database is opened THEN nobody is asked to sign, and one may be."""
    from sqlcipher3 import dbapi2 as sqlite

    path = tmp_path / "base.db"
    store = Store.open(path, now=NOW)
    event = a_day(store, NOW)
    store.close()
    old = sqlite.connect(str(path))
    old.execute("ALTER TABLE slots DROP COLUMN signing")
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0005_signatures'")
    old.commit()
    old.close()
    store = Store.open(path, now=NOW)
    kept = events.get(store, event.id)
    assert [slot.signing for slot in kept.slots] == [False, False]
    events.save(store, replace(kept, slots=tuple(replace(slot, signing=True) for slot in kept.slots)), NOW)
    assert all(slot.signing for slot in events.get(store, event.id).slots)
    store.close()


def test_a_status_or_role_that_changes_takes_no_signature_back(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    come(store, event, people[0])
    sign(store, event, people[0])
    registrations.set_status(store, [people[0].id], Status.CANCELLED, NOW)
    assert list(standing(store, event).values()) == [rules.from_text(rules.to_text(ink()))]


def test_the_presence_grid_knows_who_signed_on_the_screen(store: Store, event: Event, people: list[Attendee]) -> None:
    """GIVEN signatures with and without an arrival THEN the cells of those that stand on a sheet say when, and a return
    made before one is out of date.
    """
    first, second, third = people
    slot = event.slots[0].id
    passage = come(store, event, first)
    come(store, event, third)
    sign(store, event, first, at=NOW + MINUTE)
    sign(store, event, first, shape=3, at=NOW + 2 * MINUTE)
    sign(store, event, second, at=NOW + 3 * MINUTE)

    def told() -> dict[str, datetime | None]:
        whole = presence.load(store, event).cells
        for person in people:
            row = presence.cells_of(store, event, registrations.get(store, person.id))
            assert row == {place: cell for place, cell in whole.items() if place[0] == person.id}
        return {person.id: whole[person.id, slot].signed for person in people}

    assert told() == {first.id: NOW + 2 * MINUTE, second.id: None, third.id: None}
    prints.record_return(store, event.id, "retour.xlsx", NOW + 4 * MINUTE)
    assert not prints.return_outdated(store, event.id)
    sign(store, event, third, at=NOW + 5 * MINUTE)
    assert prints.return_outdated(store, event.id)
    prints.record_return(store, event.id, "retour.xlsx", NOW + 6 * MINUTE)
    signatures.withdraw(store, event, third, slot, NOW + 7 * MINUTE)
    assert prints.return_outdated(store, event.id)
    assert told()[third.id] is None
    door.undo_entry(store, passage, NOW + 8 * MINUTE)
    assert told()[first.id] is None, "a passage taken back takes its signature off the sheet"
