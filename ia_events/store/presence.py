"""The presence grid: read as a whole, marked by hand a few cells at a time."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import datetime

from ia_events.domain.attendance import Cell, Fact, FactKind, Matrix, Method, State, matrix
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.domain.text import sort_key
from ia_events.domain.tokens import short_code
from ia_events.i18n import N_, _
from ia_events.store import journal, prints, registrations
from ia_events.store.database import Store
from ia_events.store.journal import Label, Op

# Begins the id of a row that stands for a badge nobody here is known by.
UNLISTED = "badge:"

_FACTS = (
    "SELECT f.*, coalesce(nullif(f.registration_id, ''), r.id, '') AS person FROM facts AS f"
    # An authentic badge read before its registration arrived settles by itself.
    " LEFT JOIN registrations AS r ON f.registration_id = '' AND f.target <> '' AND r.badge = f.target"
    " WHERE f.event_id = ? AND f.kind IN ('arrival', 'departure', 'mark') AND f.voided = 0 ORDER BY f.hlc, f.origin, f.seq"
)


def load(store: Store, event: Event) -> Matrix:
    """The whole grid of an event: registered people, and whoever else was seen."""
    facts = [
        prints.fact_of(row) if row["registration_id"] else replace(prints.fact_of(row), registration_id=row["person"])
        for row in store.execute(_FACTS, (event.id,)).fetchall()
    ]
    aliases = dict(
        map(
            tuple,
            store.execute(
                "SELECT registration_id, target FROM facts WHERE event_id = ? AND kind = 'alias' AND voided = 0",
                (event.id,),
            ),
        )
    )
    if aliases:
        facts = [replace(f, registration_id=aliases.get(f.registration_id, f.registration_id)) for f in facts]
    people = [p for p in registrations.all_of(store, event.id) if p.id not in aliases]
    others, facts = _seen_but_not_listed(store, event, {p.id for p in people}, facts)
    return matrix(event, sorted([*people, *others], key=_order) if others else people, facts)


def _order(person: Attendee) -> str:
    return sort_key(person.last_name, person.first_name)


def _seen_but_not_listed(
    store: Store, event: Event, listed: Set[str], facts: list[Fact]
) -> tuple[list[Attendee], list[Fact]]:
    """Whoever came and is on no list: removed since, or a genuine badge whose registration is elsewhere (by its code)."""
    came = [f for f in facts if f.kind == FactKind.ARRIVAL and f.registration_id not in listed]
    if not came:
        return [], facts
    removed = registrations.get_many(store, list(dict.fromkeys(f.registration_id for f in came if f.registration_id)))
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
    named = [f if f.registration_id else replace(f, registration_id=f"{UNLISTED}{f.target}") for f in facts]
    return [*removed, *unknown], named


_FACTS_OF_ONE = (
    "SELECT * FROM facts WHERE +kind IN ('arrival', 'departure', 'mark') AND voided = 0 AND +event_id = ?1 AND id IN ("
    "SELECT id FROM facts INDEXED BY facts_by_registration WHERE registration_id = ?2"
    " UNION ALL SELECT id FROM facts INDEXED BY facts_by_target WHERE target = ?3 AND target <> '' AND registration_id = ''"
    " UNION ALL SELECT f.id FROM facts AS a INDEXED BY facts_by_target JOIN facts AS f ON f.registration_id = a.registration_id"
    " WHERE a.target = ?2 AND a.target <> '' AND a.kind = 'alias' AND a.voided = 0) ORDER BY hlc, origin, seq"
)


def cells_of(store: Store, event: Event, person: Attendee) -> dict[tuple[str, str], Cell]:
    """One person's row of the grid, for after a mark: reading the whole takes a third of a second at 5,000 people."""
    rows = store.execute(_FACTS_OF_ONE, (event.id, person.id, person.badge)).fetchall()
    return matrix(event, [person], [replace(prints.fact_of(row), registration_id=person.id) for row in rows]).cells


_STANDING = (
    "SELECT * FROM facts INDEXED BY facts_by_registration WHERE registration_id = ?1 AND slot_id = ?2"
    " AND kind IN ('arrival', 'departure', 'mark') AND voided = 0"
    # What was read of the badge before its registration arrived is the person's too.
    " UNION ALL SELECT * FROM facts INDEXED BY facts_by_target WHERE target = (SELECT badge FROM registrations WHERE id = ?1)"
    " AND target <> '' AND registration_id = '' AND slot_id = ?2 AND kind IN ('arrival', 'departure') AND voided = 0"
)


def mark(
    store: Store, event: Event, cells: Sequence[tuple[str, str]], state: State, now: datetime, station: str = ""
) -> None:
    """Set cells (registration id, slot id) to a state by hand, as one action.

    Present and late add an arrival at the slot's start; the other states void the arrivals that stand.
    `State.EXPECTED` clears the cell.
    """
    ops: list[Op] = []
    cells = [cell for cell in cells if not cell[0].startswith(UNLISTED)]  # settled when the registration comes
    for registration_id, slot_id in cells:
        standing = store.execute(_STANDING, (registration_id, slot_id)).fetchall()
        facts = [prints.fact_of(row) for row in standing]
        ops.extend(_cell_ops(event, registration_id, slot_id, facts, state, now, station))
    template = N_("Présence de {count} cases") if len(cells) > 1 else N_("Présence de {name}")
    name = registrations.get(store, cells[0][0]).list_name if cells else ""
    journal.record(store, ops, Label(template, {"count": len(cells), "name": name}), now)


def _cell_ops(
    event: Event, registration_id: str, slot_id: str, facts: Sequence[Fact], state: State, now: datetime, station: str
) -> list[Op]:
    slot = event.slot(slot_id)
    if slot is None:
        return []
    arrivals = [f for f in facts if f.kind == FactKind.ARRIVAL]
    late = [f for f in arrivals if f.value == State.LATE]
    base = {
        "event_id": event.id,
        "registration_id": registration_id,
        "slot_id": slot_id,
        "method": Method.MANUAL,
        "station": station,
    }
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
