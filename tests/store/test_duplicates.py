"""Two registrations found to be one person: whatever order it is told in, everywhere the same, and undone at will."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind, State
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Listing, ListRow
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.store import (
    Store,
    backups,
    door,
    door_book,
    events,
    journal,
    merging,
    presence,
    prints,
    registrations,
    run_sheet,
)
from ia_events.store.duplicates import person_of
from ia_events.store.registrations import Query

NOW = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)


@pytest.fixture
def event(store: Store) -> Event:
    return make_event(store)


def make_event(store: Store) -> Event:
    slots = (Slot(label="Soirée", start=NOW, end=NOW + timedelta(hours=3)),)
    return events.get(store, events.save(store, Event(title="Soirée", slots=slots), NOW))


def add(store: Store, event: Event, last: str, **fields: object) -> Attendee:
    person = Attendee(event_id=event.id, last_name=last, first_name="Anne", **fields)  # type: ignore[arg-type]
    return registrations.get(store, registrations.save(store, person, NOW))


def scan(store: Store, event: Event, badge: str, minutes: int = 0) -> Outcome:
    at = NOW + timedelta(minutes=minutes)
    return door.scan(store, event, tokens.issue(badge, event.key), at=at, now=at)


def names(store: Store, event: Event) -> list[str]:
    return [person.last_name for person in registrations.all_of(store, event.id)]


def test_who_is_merged_away_is_nowhere_and_both_badges_open_the_door(store: Store, event: Event) -> None:
    kept, other = add(store, event, "Belmar", email="a@exemple.fr"), add(store, event, "Belmard", phone="0690111111")
    scan(store, event, other.badge)
    assert registrations.merge(store, kept.id, other.id, {"phone": "0690111111"}, NOW) is not None
    person = registrations.get(store, kept.id)
    assert (person.email, person.phone) == ("a@exemple.fr", "0690111111")
    assert names(store, event) == ["Belmar"]
    assert registrations.search(store, event.id, Query(text="belmard")) == []
    assert registrations.count(store, event.id) == registrations.counts(store, event.id).total == 1
    assert registrations.participants(store) == {event.id: 1}
    assert prints.badge_counts(store, event.id) == (1, 0, 0)
    assert [p.id for p in prints.badges(store, event.id)] == [kept.id]
    assert [p.id for p in presence.load(store, event).people] == [kept.id]
    assert presence.load(store, event).count(event.slots[0].id, State.PRESENT) == 1
    found = run_sheet.read(store, event)
    assert (found.participants, found.slots[0].arrived, found.slots[0].unrecorded) == (1, 1, 0)
    counters = door_book.counters(store, event, event.slots[0].id)
    assert (counters.expected, counters.arrived, counters.inside, counters.to_come) == (1, 1, 1, 0)
    for badge in (kept.badge, other.badge):
        outcome = scan(store, event, badge, 5)
        assert (outcome.verdict, outcome.attendee) == (Verdict.ALREADY_IN, person)
    short = door.scan(store, event, other.short_code, at=NOW, now=NOW)
    assert (short.verdict, short.attendee) == (Verdict.ALREADY_IN, person)
    assert [(m.person.last_name, m.into, m.at) for m in registrations.duplicates_of(store, kept.id)] == [
        ("Belmard", kept.id, NOW)
    ]
    assert registrations.merges(store, event.id) == registrations.duplicates_of(store, kept.id)
    assert backups.verify(store).faults == ()


def test_a_merge_is_undone_days_later_by_its_action(store: Store, event: Event) -> None:
    kept, other = add(store, event, "Belmar"), add(store, event, "Belmard", phone="0690111111")
    registrations.merge(store, kept.id, other.id, {"phone": other.phone}, NOW)
    add(store, event, "Carty")
    registrations.save(store, replace(registrations.get(store, kept.id), meal="halal"), NOW)
    (merged,) = registrations.duplicates_of(store, kept.id)
    undone = journal.undo(store, NOW + timedelta(days=3), merged.action)
    assert undone is not None
    assert str(undone) == "Fusion de BELMAR Anne et de BELMARD Anne"
    assert names(store, event) == ["Belmar", "Belmard", "Carty"]
    assert registrations.duplicates_of(store, kept.id) == []
    person = registrations.get(store, kept.id)
    assert (person.phone, person.meal, person.known_as) == ("", "halal", "")
    assert journal.redo(store, NOW + timedelta(days=4)) is not None
    assert names(store, event) == ["Belmar", "Carty"]
    assert len(registrations.duplicates_of(store, kept.id)) == 1
    assert backups.verify(store).faults == ()


def test_what_was_read_of_a_badge_stays_its_own_when_people_are_parted(store: Store, event: Event) -> None:
    slot = event.slots[0].id
    people = [add(store, event, name) for name in ("Belmar", "Questel", "Carty", "Hodge")]
    one, two, three, four = people
    first = registrations.merge(store, one.id, two.id, {}, NOW)
    second = registrations.merge(store, three.id, one.id, {}, NOW)
    third = registrations.merge(store, four.id, three.id, {}, NOW)
    assert first is not None
    assert second is not None
    assert third is not None
    outcome = scan(store, event, two.badge, 5)
    assert (outcome.verdict, outcome.attendee and outcome.attendee.id) == (Verdict.WELCOME, four.id)
    assert scan(store, event, one.badge, 6).verdict == Verdict.ALREADY_IN
    assert list(door_book.arrivals(store, slot, [p.id for p in people])) == [four.id]
    assert [entry.attendee and entry.attendee.id for entry in door_book.recent(store, event.id, slot)] == [four.id] * 2

    def came() -> list[str]:
        grid = presence.load(store, event)
        return [p.last_name for p in grid.people if grid.cells[p.id, slot].state == State.PRESENT]

    assert came() == ["Hodge"]
    for action, there in ((third, "Carty"), (second, "Belmar"), (first, "Questel")):
        journal.undo(store, NOW + timedelta(days=1), action.id)
        assert came() == [there]
    assert names(store, event) == ["Belmar", "Carty", "Hodge", "Questel"]
    assert list(door_book.arrivals(store, slot, [p.id for p in people])) == [two.id]
    # The same with the letters printed under the code, and with the name chosen of somebody joined since.
    for way in ("typed", "named"):
        person = add(store, event, f"Nom {way}")
        joined = registrations.merge(store, one.id, person.id, {}, NOW)
        assert joined is not None
        if way == "typed":
            door.scan(store, event, person.short_code, at=NOW, now=NOW)
        else:
            door.admit(store, event, person, at=NOW, now=NOW)
        assert list(door_book.arrivals(store, slot, [one.id, person.id])) == [one.id]
        (entry, *_older) = door_book.recent(store, event.id, slot)
        journal.undo(store, NOW, joined.id)
        assert list(door_book.arrivals(store, slot, [one.id, person.id])) == [person.id]
        door.undo_entry(store, entry.fact.id, NOW)
        assert door_book.arrivals(store, slot, [one.id, person.id]) == {}
    assert backups.verify(store).faults == ()


def test_what_cannot_be_merged_is_said(store: Store, event: Event) -> None:
    one, two = add(store, event, "Un"), add(store, event, "Deux")
    elsewhere = add(store, make_event(store), "Trois")
    registrations.merge(store, one.id, two.id, {}, NOW)
    for kept, other, code in (
        (one.id, two.id, "merge_same"),
        (two.id, two.id, "merge_same"),
        (one.id, elsewhere.id, "merge_events"),
        (one.id, "nobody", "registration_unknown"),
    ):
        with pytest.raises(UserError) as refused:
            registrations.merge(store, kept, other, {}, NOW)
        assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        registrations.merge(store, one.id, add(store, event, "Q").id, {"last_name": "", "first_name": " "}, NOW)
    assert refused.value.code == "name_missing"


def test_a_list_that_names_who_was_merged_adds_nobody(store: Store, event: Event) -> None:
    one, two = add(store, event, "Belmar", email="a@exemple.fr"), add(store, event, "Belmar", email="b@exemple.fr")
    registrations.merge(store, one.id, two.id, {"email": two.email}, NOW)
    rows = [ListRow(n, replace(p, id="", badge="")) for n, p in enumerate((one, two), 2)]
    listing = Listing(source="liste.xlsx", sheet="A", header_row=1, columns=(), rows=tuple(rows))
    plan = make_plan(listing, registrations.all_of(store, event.id), event.id, lambda: uuid7(NOW))
    assert (plan.added, plan.updated, plan.unchanged) == ((), (), 2)


def test_a_badge_read_early_and_retired_since_is_still_its_persons(store: Store, event: Event) -> None:
    person = add(store, event, "Belmar")
    old = person.badge
    registrations.reissue_badge(store, person.id, NOW)
    # Read at a station that did not know the registration, told here afterwards.
    early = Fact(id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id=event.id, slot_id=event.slots[0].id, at=NOW, target=old)
    journal.record(store, [early], journal.Label("-"), NOW)
    person = registrations.get(store, person.id)
    grid = presence.load(store, event)
    assert [p.id for p in grid.people] == [person.id]
    assert grid.cells[person.id, event.slots[0].id].state == State.PRESENT
    assert presence.cells_of(store, event, person) == grid.cells
    assert scan(store, event, person.badge, 3).verdict == Verdict.ALREADY_IN
    assert door_book.counters(store, event, event.slots[0].id).arrived == 1
    assert run_sheet.read(store, event).slots[0].unrecorded == 0
    outcome = scan(store, event, old, 4)
    assert (outcome.verdict, outcome.attendee) == (Verdict.REPLACED, person)


def test_somebody_joined_to_who_has_not_arrived_stays_who_they_are_until_then(store: Store, event: Event) -> None:
    person = add(store, event, "Belmar")
    alias = Fact(id=uuid7(NOW), kind=FactKind.ALIAS, event_id=event.id, registration_id=person.id, at=NOW, target="r2")
    journal.record(store, [alias], journal.Label("-"), NOW)
    assert scan(store, event, person.badge).attendee == person
    assert names(store, event) == ["Belmar"]
    late = Attendee(id="r2", event_id=event.id, last_name="Questel", badge=tokens.new_badge_id())
    journal.record(store, [registrations.addition(late)], journal.Label("-"), NOW)
    assert names(store, event) == ["Questel"]
    assert scan(store, event, person.badge, 1).attendee == late
    registrations.remove(store, ["r2"], NOW)
    assert names(store, event) == []
    assert scan(store, event, person.badge, 2).verdict == Verdict.GENUINE_UNLISTED


_people = st.sampled_from(range(4))
_acts = st.lists(
    st.one_of(
        st.tuples(st.just("merge"), _people, _people),
        st.tuples(st.just("undo"), st.integers(0, 9), st.just(0)),
        st.tuples(st.just("scan"), _people, st.booleans()),
        st.tuples(st.just("reissue"), _people, st.just(0)),
    ),
    max_size=10,
)


@given(_acts, st.integers(0, 99))
def test_every_station_reaches_the_same_people_whatever_order_it_hears_of_them(
    acts: Sequence[tuple[str, int, int]], seed: int
) -> None:
    here, there = Store.open(None, now=NOW), Store.open(None, now=NOW)
    event = make_event(here)
    people = [add(here, event, f"Nom{n}") for n in range(4)]
    done: list[str] = []
    stations = [here, there]
    merging.apply(there, merging.changes_since(here, {}))
    for tick, (act, one, two) in enumerate(acts):
        store, now = stations[tick % 2], NOW + timedelta(minutes=tick)
        if act == "merge":
            try:
                action = registrations.merge(store, people[one].id, people[int(two)].id, {"meal": str(tick)}, now)
            except UserError:
                continue
            done += [action.id] if action else []
        elif act == "undo" and one < len(done):
            journal.undo(store, now, done[one])
        elif act == "scan":
            scan(store, event, people[one].badge, tick)
        elif act == "reissue":
            registrations.reissue_badge(store, people[one].id, now)
    late = Store.open(None, now=NOW)
    everything = [*merging.changes_since(here, {}), *merging.changes_since(there, {})]
    shuffled = everything * 2
    random.Random(seed).shuffle(shuffled)
    for start in range(0, len(shuffled), 7):
        merging.apply(late, shuffled[start : start + 7])
    merging.apply(late, shuffled)
    merging.apply(here, everything)
    merging.apply(there, everything)
    assert merging.digests(here) == merging.digests(there) == merging.digests(late)
    for store in (here, late):
        listed = {p.id for p in registrations.all_of(store, event.id)}
        assert {person_of(store, p.id) for p in people} == listed, "everybody is somebody on the list"
        grid = presence.load(store, event)
        assert {p.id for p in grid.people} == listed
        for person in registrations.all_of(store, event.id):
            mine = {key: cell for key, cell in grid.cells.items() if key[0] == person.id}
            assert presence.cells_of(store, event, person) == mine
        arrived = door_book.counters(store, event, event.slots[0].id).arrived
        assert arrived == grid.count(event.slots[0].id, State.PRESENT)
        assert len(registrations.search(store, event.id)) == run_sheet.read(store, event).participants == len(listed)
        for person in people:
            outcome = scan(store, event, registrations.get(store, person.id).badge, 60)
            assert outcome.attendee is not None
            assert outcome.attendee.id == person_of(store, person.id)
    for store in (here, there, late):
        store.close()
