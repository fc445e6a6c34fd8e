"""Who has come, counted for a screen that many look at: by quarter of an hour, slot and employer. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.store import door_book, registrations, schema
from ia_events.store.database import Store
from ia_events.store.facts import CROSSED

QUARTER = 900  # seconds


@dataclass(frozen=True, slots=True)
class Stand:
    """How many are registered or came, and how many of those came. `name` is a slot's label or an employer's name; "" for people
    without employer.
    """

    name: str
    expected: int
    present: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the second screen shows of a slot. `quarters` are (start UTC, arrivals), none left out between the first and the
    last; `last` (person, arrival), the newest first; `waiting` the first people to call up, of `waiting_count`.
    """

    slot: Slot
    arrived: int
    expected: int
    to_come: int
    quarters: tuple[tuple[datetime, int], ...] = ()
    slots: tuple[tuple[Slot, Stand], ...] = ()
    employers: tuple[Stand, ...] = ()
    last: tuple[tuple[Attendee, datetime], ...] = ()
    waiting: tuple[Attendee, ...] = ()
    waiting_count: int = 0


def board(store: Store, event: Event, slot: Slot, *, most: int = 12, last: int = 0, waiting: int = 0) -> Board:
    """Everything at once; `most` employers, `last` arrivals and `waiting` people at most."""
    counted = door_book.counters(store, event, slot.id)
    each = []
    for one in event.slots:
        found = counted if one.id == slot.id else door_book.counters(store, event, one.id)
        each.append((one, Stand(one.label, found.expected, found.arrived)))
    return Board(
        slot=slot,
        arrived=counted.arrived,
        expected=counted.expected,
        to_come=counted.to_come,
        quarters=tuple(by_quarter(store, event.id, slot.id)),
        slots=tuple(each),
        employers=tuple(by_employer(store, event.id, slot.id, most)),
        last=tuple(last_arrivals(store, event.id, slot.id, last)) if last else (),
        waiting=tuple(waiting_list(store, event.id, slot.id, waiting)) if waiting else (),
        waiting_count=_waiting_count(store, event.id, slot.id),
    )


# One line a person, or a badge that is nobody's here yet. A cross on a list or in the grid told no hour, nor does whoever
# was only seen leaving.
_BY_QUARTER = (
    f"SELECT CAST(strftime('%s', came) AS INTEGER) / {QUARTER} AS quarter, count(*) FROM"
    " (SELECT CASE WHEN f.person <> '' THEN f.person ELSE f.target END AS who, min(f.at) AS came FROM whose AS f"
    " WHERE f.event_id = ?1 AND f.kind = 'arrival' AND f.slot_id = ?2 AND f.voided = 0"
    f" AND f.method NOT IN ({CROSSED}) GROUP BY who) GROUP BY quarter ORDER BY quarter"
)


def by_quarter(store: Store, event_id: str, slot_id: str) -> list[tuple[datetime, int]]:
    """First arrivals by quarter of an hour (its start, UTC), the quarters without any between them included.

    Who came a day before or after the others makes no chart of empty hours: beyond a gap of six hours, only the side with
    more people is kept.
    """
    found = {int(quarter): int(count) for quarter, count in store.execute(_BY_QUARTER, (event_id, slot_id))}
    runs: list[list[int]] = []
    for quarter in sorted(found):
        if runs and quarter - runs[-1][-1] <= 24:
            runs[-1].append(quarter)
        else:
            runs.append([quarter])
    if not runs:
        return []
    kept = max(runs, key=lambda run: sum(found[quarter] for quarter in run))
    return [
        (datetime.fromtimestamp(quarter * QUARTER, UTC), found.get(quarter, 0))
        for quarter in range(kept[0], kept[-1] + 1)
    ]


_EXPECTED = "r.event_id = ?1 AND r.gone = 0 AND r.status = '{status}' AND (r.slots = '[]' OR instr(r.slots, ?2))"
# A list, which SQLite indexes for itself; joined, it would be walked for each person. Whoever came is of the whole.
_BY_EMPLOYER = (
    f"WITH came(who) AS MATERIALIZED (SELECT who FROM ({door_book.SEEN}))"
    " SELECT CASE r.employer_key WHEN '' THEN '' ELSE max(r.employer) END, count(*) AS expected,"
    " sum(r.id IN came) AS present FROM registrations AS r"
    f" WHERE ({_EXPECTED.format(status='registered')}) OR r.id IN came"
    " GROUP BY r.employer_key ORDER BY r.employer_key <> '', expected DESC, r.employer_key LIMIT ?3"
)


def by_employer(store: Store, event_id: str, slot_id: str, most: int) -> list[Stand]:
    """The employers of most expected people; last, whatever their number, the people without one: at most so many lines."""
    found = [Stand(*row) for row in store.execute(_BY_EMPLOYER, (event_id, slot_id, most))]
    return sorted(found, key=lambda stand: not stand.name)


_LAST = (
    "SELECT f.person, f.at FROM whose AS f WHERE f.event_id = ?1 AND f.kind = 'arrival' AND f.slot_id = ?2 AND f.voided = 0"
    f" AND f.method NOT IN ({CROSSED}) AND f.registration_id <> '' ORDER BY f.hlc DESC LIMIT ?3"
)


def last_arrivals(store: Store, event_id: str, slot_id: str, most: int) -> list[tuple[Attendee, datetime]]:
    """Who was let in last, the newest first."""
    rows = [(str(who), schema.to_instant(at)) for who, at in store.execute(_LAST, (event_id, slot_id, most))]
    people = {person.id: person for person in registrations.get_many(store, list({who for who, _at in rows}))}
    return [(people[who], at) for who, at in rows if who in people]


_WAITING = (
    f"FROM registrations AS r WHERE {_EXPECTED.format(status='waitlisted')}"
    f" AND r.id NOT IN (SELECT who FROM ({door_book.SEEN}))"
)


def waiting_list(store: Store, event_id: str, slot_id: str, most: int) -> list[Attendee]:
    """Who waits for a place and was not let in, in the order they registered (ids begin with the millisecond)."""
    ids = [
        str(id_)
        for (id_,) in store.execute(
            f"SELECT r.id {_WAITING} ORDER BY substr(r.id, 1, 12), r.rowid LIMIT ?3", (event_id, slot_id, most)
        )
    ]
    people = {person.id: person for person in registrations.get_many(store, ids)}
    return [people[id_] for id_ in ids if id_ in people]


def _waiting_count(store: Store, event_id: str, slot_id: str) -> int:
    return int(store.execute(f"SELECT count(*) {_WAITING}", (event_id, slot_id)).fetchone()[0])
