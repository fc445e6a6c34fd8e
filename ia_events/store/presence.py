"""The presence grid: read as a whole, marked by hand a few cells at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from ia_events.domain.attendance import IN_ROOM, Cell, Fact, FactKind, Matrix, Method, State, matrix
from ia_events.domain.attendance import UNLISTED as UNLISTED
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Standing
from ia_events.domain.people import Attendee
from ia_events.domain.text import sort_key
from ia_events.domain.tokens import short_code
from ia_events.i18n import N_, _
from ia_events.store import journal, prints, registrations, signatures
from ia_events.store.database import Store
from ia_events.store.duplicates import MAY_BE_OF, person_of
from ia_events.store.journal import Action, Label, Op

_FACTS = (
    "SELECT f.* FROM whose AS f WHERE f.event_id = ? AND f.kind IN ('arrival', 'departure', 'mark') AND f.voided = 0"
    " ORDER BY f.hlc, f.origin, f.seq"
)


def load(store: Store, event: Event) -> Matrix:
    """The whole grid of an event: registered people, and whoever else was seen."""
    facts = facts_of_event(store, event.id)
    people = registrations.all_of(store, event.id)
    others, facts = _seen_but_not_listed(store, event, {p.id for p in people}, facts)
    rows = sorted([*people, *others], key=_order) if others else people
    return matrix(event, rows, facts, signatures.moments(store, event.id), frozenset(p.id for p in others))


def facts_of_event(store: Store, event_id: str) -> list[Fact]:
    """The standing arrivals, departures and marks of an event, each told of its person, in the order they were recorded."""
    return [_fact_of(row) for row in store.execute(_FACTS, (event_id,)).fetchall()]


def standing(facts: Iterable[Fact]) -> dict[tuple[str, str], Standing]:
    """What facts, in the order they were recorded, say of each cell (registration id, slot id)."""
    found: dict[tuple[str, str], Standing] = {}
    for fact in facts:
        cell, method = (fact.registration_id, fact.slot_id), Method(fact.method or Method.MANUAL)
        before = found.get(cell)
        if fact.kind == FactKind.MARK:
            if before is None or before.state not in IN_ROOM:
                found[cell] = Standing(State(fact.value), method)
        else:
            if before is not None and before.state not in IN_ROOM:
                before = None
            late = fact.value == State.LATE or (before is not None and before.state == State.LATE)
            if before is not None and method == Method.LIST:
                method = before.method
            found[cell] = Standing(State.LATE if late else State.PRESENT, method)
    return found


def _fact_of(row: Any) -> Fact:
    """A fact of the view `whose`, as told of the person it is about."""
    fact = prints.fact_of(row)
    return fact if fact.registration_id == row["person"] else replace(fact, registration_id=row["person"])


def _order(person: Attendee) -> str:
    return sort_key(person.last_name, person.first_name)


def _seen_but_not_listed(
    store: Store, event: Event, listed: Set[str], facts: list[Fact]
) -> tuple[list[Attendee], list[Fact]]:
    """Whoever came and is on no list: removed since, or known elsewhere only, by a genuine badge or by name."""
    came = [f for f in facts if f.kind != FactKind.MARK and f.registration_id not in listed]
    if not came:
        return [], facts
    ids = list(dict.fromkeys(f.registration_id for f in came if f.registration_id))
    removed = registrations.get_many(store, ids)
    elsewhere = dict.fromkeys(ids)
    for person in removed:
        del elsewhere[person.id]
    badges = dict.fromkeys(f.target for f in came if not f.registration_id)
    unknown = [
        Attendee(
            id=f"{UNLISTED}{badge}",
            event_id=event.id,
            last_name=_("Badge hors liste"),
            first_name=short_code(badge),
            badge=badge,
        )
        for badge in badges
    ]
    unknown += [
        Attendee(id=f"{UNLISTED}{id_}", event_id=event.id, last_name=_("Inscription à recevoir")) for id_ in elsewhere
    ]

    def named(fact: Fact) -> Fact:
        if fact.registration_id and fact.registration_id not in elsewhere:
            return fact
        return replace(fact, registration_id=f"{UNLISTED}{fact.registration_id or fact.target}")

    return [*removed, *unknown], list(map(named, facts))


_FACTS_OF_ONE = (
    f"SELECT f.* FROM whose AS f WHERE f.id IN ({MAY_BE_OF}) AND f.person = ?1 AND +f.event_id = ?2"
    " AND +f.kind IN ('arrival', 'departure', 'mark') AND f.voided = 0 ORDER BY f.hlc, f.origin, f.seq"
)


def facts_of(store: Store, event_id: str, person_id: str) -> list[Fact]:
    """The standing arrivals, departures and marks of somebody who is nobody's duplicate, in the order they were recorded."""
    return [_fact_of(row) for row in store.execute(_FACTS_OF_ONE, (person_id, event_id)).fetchall()]


def cells_of(store: Store, event: Event, person: Attendee) -> dict[tuple[str, str], Cell]:
    """One person's row of the grid, for after a mark: reading the whole takes a third of a second at 5,000 people."""
    signed = signatures.moments_of(store, event.id, person.id)
    listed = registrations.is_listed(store, person.id)
    unlisted = frozenset() if listed else frozenset({person.id})
    return matrix(event, [person], facts_of(store, event.id, person.id), signed, unlisted).cells


def mark(
    store: Store,
    event: Event,
    cells: Sequence[tuple[str, str]],
    state: State,
    now: datetime,
    station: str = "",
    at: datetime | None = None,
) -> Action | None:
    """Set cells (registration id, slot id) to a state by hand, as one action; None when all of them were so.

    Present and late add an arrival at the slot's start; the other states void the arrivals that stand.
    `State.EXPECTED` clears the cell. `at` is when people came, if somebody knows: it takes the place of any hour told before.
    """
    cells = [cell for cell in cells if not cell[0].startswith(UNLISTED)]  # settled when the registration comes
    with store.transaction() as connection:
        facts: dict[str, list[Fact]] = {}
        ops: list[Op] = []
        for registration_id, slot_id in cells:
            person = person_of(store, registration_id)
            if person not in facts:
                facts[person] = facts_of(store, event.id, person)
            standing = [f for f in facts[person] if f.slot_id == slot_id]
            ops.extend(cell_ops(event, person, slot_id, standing, state, now, station, at=at))
        template = N_("Présence de {count} cases") if len(cells) > 1 else N_("Présence de {name}")
        name = registrations.get(store, cells[0][0]).list_name if cells else ""
        return journal.write(store, connection, ops, Label(template, {"count": len(cells), "name": name}), now)


def cell_ops(
    event: Event,
    registration_id: str,
    slot_id: str,
    facts: Sequence[Fact],
    state: State,
    now: datetime,
    station: str,
    method: Method = Method.MANUAL,
    at: datetime | None = None,
) -> list[Op]:
    """What brings a cell, of which `facts` stand, to a state; `at` is the hour of an arrival, whatever hours were told."""
    slot = event.slot(slot_id)
    if slot is None:
        return []
    arrivals = [f for f in facts if f.kind == FactKind.ARRIVAL]
    late = [f for f in arrivals if f.value == State.LATE]
    base = {
        "event_id": event.id,
        "registration_id": registration_id,
        "slot_id": slot_id,
        "method": method,
        "station": station,
    }
    if at is not None:
        told: list[Op] = [journal.void(f.id, event.id, now) for f in arrivals]
        return [*told, Fact(id=uuid7(now), kind=FactKind.ARRIVAL, at=at, value=state, **base)]
    if state == State.PRESENT:
        if arrivals and not late:
            return []
        ops: list[Op] = [journal.void(f.id, event.id, now) for f in late]
        if len(late) == len(arrivals):
            at = min((f.at for f in late), default=slot.start)
            ops.append(Fact(id=uuid7(now), kind=FactKind.ARRIVAL, at=at, value=State.PRESENT, **base))
        return ops
    if state == State.LATE:
        if late:
            return []
        at = min((f.at for f in arrivals), default=slot.start)
        return [Fact(id=uuid7(now), kind=FactKind.ARRIVAL, at=at, value=State.LATE, **base)]
    ops = [journal.void(f.id, event.id, now) for f in facts if f.kind != FactKind.MARK or f.value != state]
    if state != State.EXPECTED and not any(f.kind == FactKind.MARK and f.value == state for f in facts):
        ops.append(Fact(id=uuid7(now), kind=FactKind.MARK, at=now, value=state, **base))
    return ops
