"""One meaning of who counts: door, run sheet, grid, second screen, return and consolidation, whatever was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ia_events.domain.attendance import IN_ROOM, Fact, FactKind, State
from ia_events.domain.consolidation import consolidate
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.figures import slot_figures
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role, Status
from ia_events.spreadsheets.consolidating import read_return
from ia_events.spreadsheets.returns import write_return
from ia_events.store import (
    Store,
    arrivals,
    door_book,
    events,
    journal,
    presence,
    prints,
    registrations,
    run_sheet,
)
from ia_events.ui.pages.presence_model import PresenceModel

NOW = datetime(2025, 11, 3, 8, 30, tzinfo=UTC)
DAY = date(2025, 11, 12)
ZONE = "America/Guadeloupe"

_people = st.lists(
    st.tuples(
        st.sampled_from(Status),
        st.sampled_from((Role.PARTICIPANT, Role.PARTICIPANT, Role.SPEAKER, Role.COMPANION)),
        st.sampled_from(((), (), (0,), (1,))),
    ),
    min_size=1,
    max_size=5,
)
_place = st.tuples(st.integers(0, 4), st.integers(0, 1))
_acts = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("arrival", "departure", "badge", "to come", "early", "remove")), _place),
        st.tuples(st.sampled_from((State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT, State.EXPECTED)), _place),
        st.tuples(st.sampled_from((Status.REGISTERED, Status.CANCELLED)), _place),
        st.tuples(st.just("merge"), st.tuples(st.integers(0, 4), st.integers(0, 4))),
    ),
    max_size=9,
)


@settings(max_examples=60)
@given(_people, _acts)
def test_whoever_counts_counts_everywhere(
    qapp: object,
    tmp_path_factory: pytest.TempPathFactory,
    people: Sequence[tuple[Status, Role, tuple[int, ...]]],
    acts: Sequence[tuple[str, tuple[int, int]]],
) -> None:
    store = Store.open(None, now=NOW)
    slots = tuple(generate_slots(DAY, DAY, (0, 1), ZONE))
    event = events.get(store, events.save(store, Event(title="Journée", timezone=ZONE, slots=slots), NOW))
    ids = [event.slots[0].id, event.slots[1].id]
    added = [
        registrations.save(
            store,
            Attendee(
                event_id=event.id,
                last_name=f"Nom{number}",
                first_name="Éloïse",
                employer=("Ville", "")[number % 2],
                status=status,
                role=role,
                slots=tuple(ids[at] for at in covered),
            ),
            NOW,
        )
        for number, (status, role, covered) in enumerate(people)
    ]
    for minute, (act, place) in enumerate(acts):
        _do(store, event, added, act, place, NOW + timedelta(minutes=minute))
    file = tmp_path_factory.mktemp("retour") / "retour.xlsx"
    try:
        _agree(store, event, file)
    finally:
        store.close()


def _do(store: Store, event: Event, added: Sequence[str], act: str, place: tuple[int, int], now: datetime) -> None:
    person, slot = added[place[0] % len(added)], event.slots[place[1] % 2]
    fact: dict[str, Any] = {"event_id": event.id, "slot_id": slot.id, "at": slot.start + timedelta(minutes=place[0])}
    kind = FactKind.DEPARTURE if act == "departure" else FactKind.ARRIVAL
    if act in ("arrival", "departure"):
        fact |= {"registration_id": person}
    elif act == "badge":  # nobody's here
        fact |= {"target": f"{place[0]}" * 16}
    elif act == "to come":  # somebody's who is registered at another station
        fact |= {"registration_id": f"{place[0]}" * 32}
    elif act == "early":  # read before the registration was here
        fact |= {"target": registrations.get(store, person).badge}
    elif act == "remove":
        registrations.remove(store, [person], now)
        return
    elif act == "merge":
        with suppress(UserError):  # themselves, removed, or one already
            registrations.merge(store, person, added[place[1] % len(added)], {}, now)
        return
    elif act in set(Status):
        registrations.set_status(store, [person], Status(act), now)
        return
    else:
        presence.mark(store, event, [(person, slot.id)], State(act), now)
        return
    journal.record(store, [Fact(id=uuid7(now), kind=kind, **fact)], journal.Label("-"), now)


def _agree(store: Store, event: Event, file: Any) -> None:
    grid, shown = presence.load(store, event), run_sheet.read(store, event)
    model = PresenceModel()
    model.show(grid)
    figures = {slot.id: slot_figures(grid, slot) for slot in event.slots}
    for slot, facts in zip(event.slots, shown.slots, strict=True):
        door, found = door_book.counters(store, event, slot.id), figures[slot.id]
        board = arrivals.board(store, event, slot)
        assert (facts.arrived, facts.inside, facts.expected) == (door.arrived, door.inside, door.expected)
        assert (board.arrived, board.to_come, board.expected) == (door.arrived, door.to_come, door.expected)
        assert model.total(slot.id) == f"{door.arrived}/{door.expected}"
        assert grid.count(slot.id, *IN_ROOM) == door.arrived == found.present + found.others
        assert grid.count(slot.id, State.EXPECTED, State.EXCUSED, State.ABSENT) == door.to_come
        guests = [p for p in grid.people if p.role == Role.PARTICIPANT]
        assert found.expected == sum(model.counts(p, slot) for p in guests)
        assert found.unrecorded == facts.unrecorded
        # Whose employer nobody knows is of none.
        unknown = sum(p.id.startswith(presence.UNLISTED) and model.counts(p, slot) for p in grid.people)
        assert sum(stand.present for stand in board.employers) == door.arrived - unknown
        assert sum(stand.expected for stand in board.employers) == door.expected - unknown
    for person in grid.people:
        if not person.id.startswith(presence.UNLISTED):
            row = {key: cell for key, cell in grid.cells.items() if key[0] == person.id}
            assert presence.cells_of(store, event, person) == row
    assert set(prints.admitted(store, event.id)) == {
        (person.id, slot.id)
        for person in grid.people
        for slot in event.slots
        if person.may_sign and person.id not in grid.unlisted
        for cell in [grid.cells[person.id, slot.id]]
        if cell.state in IN_ROOM and not cell.registered
    }
    write_return(file, event, grid, made_at=NOW)
    rows = load_workbook(file, read_only=True)["Synthèse"].iter_rows(values_only=True)
    said = {row[0]: row[2] for row in rows if row and row[0]}
    people = [p for p in registrations.all_of(store, event.id) if p.role == Role.PARTICIPANT]
    assert said["Inscriptions"] == shown.participants
    assert said["Désistements"] == sum(p.status == Status.CANCELLED for p in people)
    total = consolidate([read_return(file)]).total
    assert total.registrations == shown.participants
    assert (total.expected, total.came, total.unrecorded) == (
        sum(f.expected for f in figures.values()),
        sum(f.present for f in figures.values()),
        sum(f.unrecorded for f in figures.values()),
    )
    assert total.hours == said["Heures suivies par les participants"]
