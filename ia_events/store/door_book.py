"""What was recorded at the door: the last entries, when people came, where a slot stands. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.i18n import N_
from ia_events.store import prints, registrations, schema
from ia_events.store.database import Store
from ia_events.store.duplicates import MAY_BE_OF
from ia_events.store.facts import CROSSED


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the last scans, as the door lists it. `attendee` is None for a code that is nobody's."""

    fact: Fact
    verdict: Verdict
    attendee: Attendee | None

    @property
    def undoable(self) -> bool:
        """Whether it recorded an arrival or a departure."""
        return self.fact.kind in (FactKind.ARRIVAL, FactKind.DEPARTURE)


@dataclass(frozen=True, slots=True)
class Counters:
    """People of a slot, team included: inside + left (`arrived` - `inside`) + `to_come` = `expected`, the whole."""

    # One meaning wherever people are counted (here, run sheet, presence grid, second screen, return): whoever came counts
    # as present, and in the room until they leave, were their registration cancelled, waitlisted, for another slot, removed
    # since or not received yet, or were they only seen leaving; they are part of the whole with those registered for the
    # slot, and only the latter are still to come. Whoever did not come and is not registered for it counts nowhere.
    expected: int
    inside: int
    arrived: int
    walk_ins: int
    to_come: int


def stands(store: Store, fact_id: str) -> bool:
    """Whether what a scan recorded still counts."""
    return store.execute("SELECT 1 FROM facts WHERE id = ? AND voided = 0", (fact_id,)).fetchone() is not None


def must_know(store: Store, fact_id: str, event_id: str = "") -> None:
    """UserError entry_unknown unless this is an arrival or a departure (of an event), be it taken back since."""
    known = "SELECT 1 FROM facts WHERE id = ?1 AND kind IN ('arrival', 'departure') AND (?2 = '' OR event_id = ?2)"
    if store.execute(known, (fact_id, event_id)).fetchone() is None:
        sentence = N_("Aucun passage n'a l'identifiant « {id} » : « door entries » donne celui de chacun.")
        raise UserError("entry_unknown", sentence, id=fact_id)


def _newest(*kinds: str, told: str = "method <> 'manual'", order: str = "hlc DESC") -> str:
    """The SELECT of the newest facts of some kinds: one walk of the index for each, instead of sorting all that happened."""
    walks = " UNION ALL ".join(
        f"SELECT * FROM (SELECT * FROM facts INDEXED BY facts_by_event WHERE event_id = ?1 AND kind = '{kind}' AND slot_id = ?2"
        f" AND voided = 0 AND {told} ORDER BY {order} LIMIT ?3)"
        for kind in kinds
    )
    return f"{walks} ORDER BY hlc DESC, seq DESC LIMIT ?3"


_PASSAGES = _newest("arrival", "departure")
_RECENT = _newest("arrival", "departure", "scan")
# Of an action that told many, the last too: sorting costs little here, where a list's crosses are left out first.
_OF_STATION = _newest(
    "arrival", "departure", told=f"station = ?4 AND method NOT IN ({CROSSED})", order="hlc DESC, seq DESC"
)


def recent(store: Store, event_id: str, slot_id: str, limit: int = 50, *, refused: bool = True) -> list[Entry]:
    """The last scans and arrivals of a slot, the newest first; marks of the presence grid are not of them, nor, unless
    `refused`, the scans that let nobody in or out.
    """
    return _entries(store, store.execute(_RECENT if refused else _PASSAGES, (event_id, slot_id, limit)).fetchall())


def last_undoable(store: Store, event_id: str, slot_id: str, station: str) -> Entry | None:
    """The last arrival or departure a station recorded at its door in a slot, whatever came since; no cross is one.

    Costs a millisecond for each thousand passages and crosses of others since.
    """
    rows = store.execute(_OF_STATION, (event_id, slot_id, 1, station)).fetchall()
    return next(iter(_entries(store, rows)), None)


def _entries(store: Store, rows: Sequence[Any]) -> list[Entry]:
    facts: list[Fact] = [prints.fact_of(row) for row in rows]
    ids = {f.registration_id for f in facts if f.registration_id}
    marks = ", ".join("?" * len(ids))
    known = dict(map(tuple, store.execute(f"SELECT id, person FROM duplicates WHERE id IN ({marks})", list(ids))))
    whose = {id_: known.get(id_, id_) for id_ in ids}
    people = {p.id: p for p in registrations.get_many(store, list(set(whose.values())))}
    return [Entry(f, _verdict_of(f), people.get(whose.get(f.registration_id, ""))) for f in facts]


class Came(NamedTuple):
    """When somebody came first (UTC), and how that was told; `at` is None when nobody told the hour."""

    at: datetime | None
    method: str


# Those whose hour was told, the earliest first, then the others.
_FIRST_ARRIVAL = (
    f"SELECT f.at, f.method, f.method IN ({CROSSED})"
    " AND f.at = (SELECT start FROM slots WHERE id = ?2) AS untimed"
    f" FROM whose AS f WHERE f.id IN ({MAY_BE_OF}) AND +f.slot_id = ?2"
    " AND +f.kind = 'arrival' AND f.voided = 0 AND f.person = ?1 ORDER BY untimed, f.at LIMIT 1"
)


def arrivals(store: Store, slot_id: str, registration_ids: Sequence[str]) -> dict[str, Came]:
    """When each of these people came to a slot, for those who did."""
    found = {}
    for id_ in registration_ids:
        row = store.execute(_FIRST_ARRIVAL, (id_, slot_id)).fetchone()
        if row is not None:
            found[id_] = Came(None if row["untimed"] else schema.to_instant(row["at"]), row["method"])
    return found


def _verdict_of(fact: Fact) -> Verdict:
    return Verdict(fact.value) if fact.value in Verdict._value2member_map_ else Verdict.WELCOME


# Who came to a slot (`?2`, of event `?1`): one line a person, or a badge that is nobody's here yet.
SEEN = (
    "SELECT CASE WHEN f.person <> '' THEN f.person ELSE f.target END AS who,"
    " max(at) FILTER (WHERE kind = 'arrival') AS came, max(at) FILTER (WHERE kind = 'departure') AS went,"
    " max(method = 'walk_in') AS walk_in FROM whose AS f"
    " WHERE event_id = ?1 AND kind IN ('arrival', 'departure') AND slot_id = ?2 AND voided = 0 GROUP BY who"
)


def is_full(store: Store, event_id: str, slot_id: str, seats: int | None) -> bool:
    """Whether as many people are in the room as it seats; None seats anybody. Who is inside is only worked out once so many
    arrived.
    """
    if seats is None:
        return False
    (arrivals,) = store.execute(
        "SELECT count(*) FROM (SELECT 1 FROM facts INDEXED BY facts_by_event"
        " WHERE event_id = ? AND kind = 'arrival' AND slot_id = ? AND voided = 0 LIMIT ?)",
        (event_id, slot_id, seats),
    ).fetchone()
    if arrivals < seats:
        return False
    (inside,) = store.execute(
        f"SELECT count(*) FILTER (WHERE came IS NOT NULL AND (went IS NULL OR went <= came)) FROM ({SEEN})",
        (event_id, slot_id),
    ).fetchone()
    return bool(inside >= seats)


def counters(store: Store, event: Event, slot_id: str) -> Counters:
    """Where a slot stands. Costs some four milliseconds for each thousand people seen."""
    slots = store.execute(
        "SELECT slots, count(*) FROM registrations INDEXED BY registrations_expected"
        " WHERE event_id = ? AND gone = 0 AND status = 'registered' GROUP BY slots",
        (event.id,),
    )
    registered = sum(count for ids, count in slots if ids == "[]" or slot_id in ids)
    row = store.execute(
        "SELECT count(*) AS arrived, count(*) FILTER (WHERE went IS NULL OR went <= came) AS inside, count(*) FILTER (WHERE walk_in) AS walk_ins,"
        " count(*) FILTER (WHERE r.deleted = 0 AND r.status = 'registered' AND (r.slots = '[]' OR instr(r.slots, ?2))) AS registered"
        f" FROM ({SEEN}) AS seen LEFT JOIN registrations AS r ON r.id = seen.who",
        (event.id, slot_id),
    ).fetchone()
    to_come = registered - row["registered"]
    return Counters(row["arrived"] + to_come, row["inside"], row["arrived"], row["walk_ins"], to_come)
