"""The door: from what a scanner typed to a verdict, committed before it is returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind, Method
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot, current_slot
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.text import fold
from ia_events.domain.verdicts import RECORDED, Outcome, Verdict, judge, outside_dates
from ia_events.i18n import N_
from ia_events.store import journal, prints, registrations, schema
from ia_events.store.database import Store
from ia_events.store.duplicates import MAY_BE_OF, person_of
from ia_events.store.journal import Label, Op


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
    """People of a slot: expected ones (team included), those in the room, all who came, walk-ins, and expected ones not seen yet."""

    expected: int
    inside: int
    arrived: int
    walk_ins: int
    to_come: int


def slot_for(event: Event, slot_id: str, at: datetime) -> Slot:
    """The slot named, else the one under way, else the nearest. UserError no_slot, slot_unknown."""
    if slot_id:
        slot = event.slot(slot_id)
        if slot is None:
            raise UserError("slot_unknown", N_("Ce créneau n'est pas de cet événement."))
        return slot
    slot = current_slot(event.slots, at)
    if slot is None:
        raise UserError("no_slot", N_("Cet événement n'a aucun créneau : ajoutez-en un avant d'ouvrir l'accueil."))
    return slot


def scan(
    store: Store,
    event: Event,
    text: str,
    *,
    slot_id: str = "",
    at: datetime,
    now: datetime,
    station: str = "",
    leaving: bool = False,
) -> Outcome:
    """Judge a scanned token (or a typed short code) and record it. `at` is when it happened, `now` the clock."""
    slot = slot_for(event, slot_id, at)
    token = tokens.normalise(text)
    with store.transaction() as connection:
        told = _Told(store, connection, event, slot, at, now, station, token)
        person, own, verdict, other = _identify(store, event, token)
        if verdict is not None:
            return told.keep(verdict, person=person, own=own, other_event=other)
        if person is None:
            return _unlisted(told, leaving)
        method = Method.TYPED if len(token) == tokens.SHORT_LENGTH else Method.SCAN
        return _judge(told, person, method, own=own, leaving=leaving)


def _identify(store: Store, event: Event, token: str) -> tuple[Attendee | None, str, Verdict | None, str]:
    """Who a token is, the registration its badge is of, the verdict that ends it, and the other event's title when it is of another."""
    badge = tokens.badge_id(token)
    if badge is None:
        if tokens.is_sheet_code(token):
            return None, "", Verdict.SHEET_PAGE, ""
        if len(token) == tokens.SHORT_LENGTH and tokens.looks_like_token(token):
            owners = _owners(store, event.id, token)
            if len({person.id for _own, person in owners}) != 1:
                return None, "", Verdict.UNREADABLE, ""
            return owners[0][1], owners[0][0], None, ""
        if tokens.certificate_id(token) is not None:
            return None, "", Verdict.CERTIFICATE, ""
        partial = not token or (tokens.looks_like_token(token) and len(token) != tokens.LENGTH)
        return None, "", Verdict.UNREADABLE if partial else Verdict.FOREIGN, ""
    if not tokens.is_genuine(token, event.key):
        for row in store.execute("SELECT title, key FROM events WHERE id <> ? AND key <> ''", (event.id,)):
            if tokens.is_genuine(token, row["key"]):
                return None, "", Verdict.OTHER_EVENT, row["title"]
        return None, "", Verdict.FOREIGN, ""
    row = store.execute(
        f"SELECT {registrations.COLUMNS}, r.same_as FROM registrations AS r INDEXED BY registrations_by_badge"
        " WHERE r.badge = ? AND r.event_id = ? AND r.deleted = 0 ORDER BY r.id LIMIT 1",
        (badge, event.id),
    ).fetchone()
    if row is not None:
        person = _present(store, row["same_as"]) if row["same_as"] else registrations.from_row(row)
        return person, row["id"], None, ""
    retired = store.execute(
        "SELECT r.id FROM facts AS f INDEXED BY facts_by_target JOIN registrations AS r ON r.id = f.registration_id"
        " WHERE f.target = ? AND f.target <> '' AND f.kind = 'badge_retired' AND f.voided = 0 AND r.event_id = ?"
        " ORDER BY r.id LIMIT 1",
        (badge, event.id),
    ).fetchone()
    if retired is not None:
        return registrations.get(store, person_of(store, retired[0])), retired[0], Verdict.REPLACED, ""
    return None, "", None, ""


def _present(store: Store, registration_id: str) -> Attendee | None:
    """Somebody, unless they were removed."""
    return registrations.get(store, registration_id) if registrations.is_listed(store, registration_id) else None


def canonical(store: Store, person: Attendee) -> Attendee:
    """The person this one was joined to, when two registrations were found to be one."""
    id_ = person_of(store, person.id)
    return person if id_ == person.id else registrations.get(store, id_)


def by_short_code(store: Store, event_id: str, code: str) -> list[Attendee]:
    """People of an event whose badge, or a duplicate's, begins with the letters printed under the code."""
    return list({person.id: person for _own, person in _owners(store, event_id, code)}.values())


def _owners(store: Store, event_id: str, code: str) -> list[tuple[str, Attendee]]:
    """The registrations whose badge a short code may be, each with the person it is of."""
    prefix = tokens.badge_prefix(code)
    if prefix is None:
        return []
    rows = store.execute(
        "SELECT r.id, coalesce(nullif(r.same_as, ''), r.id) FROM registrations AS r INDEXED BY registrations_by_badge"
        " WHERE r.badge >= ? AND r.badge < ? AND r.event_id = ? AND r.deleted = 0",
        (prefix, prefix + "g", event_id),
    )
    return [(own, person) for own, id_ in rows.fetchall() if (person := _present(store, id_))]


def admit(
    store: Store,
    event: Event,
    person: Attendee,
    *,
    slot_id: str = "",
    at: datetime,
    now: datetime,
    station: str = "",
    method: Method = Method.TYPED,
    leaving: bool = False,
    token: str = "",
    force: bool = False,
) -> Outcome:
    """Judge a known person and record the arrival or departure.

    `force` lets in somebody on the waitlist, cancelled or expected elsewhere: the organiser decided.
    """
    slot = slot_for(event, slot_id, at)
    with store.transaction() as connection:
        told = _Told(store, connection, event, slot, at, now, station, token)
        return _judge(told, canonical(store, person), method, own=person.id, leaving=leaving, force=force)


def _judge(told: _Told, person: Attendee, method: Method, *, own: str, leaving: bool, force: bool = False) -> Outcome:
    event, slot = told.event, told.slot
    facts = [_fact_of(row) for row in told.store.execute(_OF_PERSON, (person.id, slot.id, event.id))]
    judged = replace(person, status=Status.REGISTERED, slots=()) if force else person
    verdict, first = judge(judged, event, slot, facts, leaving=leaving)
    right = next((s for s in event.slots if person.expected_in(s.id)), None) if verdict == Verdict.WRONG_SLOT else None
    return told.keep(verdict, person=person, own=own, first=first, right_slot=right, method=method)


_fact_of = prints.fact_of
# A person's arrivals and departures in a slot.
_OF_PERSON = (
    f"SELECT f.* FROM whose AS f WHERE f.id IN ({MAY_BE_OF}) AND +f.slot_id = ?2 AND +f.event_id = ?3"
    " AND +f.kind IN ('arrival', 'departure') AND f.voided = 0 AND f.person = ?1"
)
_FIRST_ARRIVAL = (
    f"SELECT min(f.at) FROM whose AS f WHERE f.id IN ({MAY_BE_OF}) AND +f.slot_id = ?2"
    " AND +f.kind = 'arrival' AND f.voided = 0 AND f.person = ?1"
)
# Left to itself SQLite takes facts_by_event, and reads everybody's facts to find one badge's.
_OF_BADGE = (
    "SELECT * FROM facts INDEXED BY facts_by_target WHERE target = ?1 AND target <> '' AND registration_id = ''"
    " AND kind IN ('arrival', 'departure') AND slot_id = ?2 AND voided = 0 AND event_id = ?3"
)


def _unlisted(told: _Told, leaving: bool) -> Outcome:
    """An authentic badge whose registration has not reached this database: recorded under the badge's id."""
    badge = tokens.badge_id(told.token) or ""
    facts = [_fact_of(row) for row in told.store.execute(_OF_BADGE, (badge, told.slot.id, told.event.id))]
    verdict, first = judge(Attendee(badge=badge), told.event, told.slot, facts, leaving=leaving)
    if verdict == Verdict.WELCOME:
        verdict = Verdict.GENUINE_UNLISTED
    return told.keep(verdict, first=first, badge=badge if verdict in RECORDED else "")


_KINDS = dict.fromkeys(RECORDED, FactKind.ARRIVAL) | {Verdict.LEFT: FactKind.DEPARTURE}


@dataclass(frozen=True, slots=True)
class _Told:
    """A scan or a name chosen at the door, in the transaction that judges and records it."""

    store: Store
    connection: Any
    event: Event
    slot: Slot
    at: datetime
    now: datetime
    station: str
    token: str

    def keep(
        self,
        verdict: Verdict,
        *,
        person: Attendee | None = None,
        own: str = "",
        first: Fact | None = None,
        right_slot: Slot | None = None,
        other_event: str = "",
        method: Method = Method.SCAN,
        badge: str = "",
    ) -> Outcome:
        """Record the fact of a verdict, then make the outcome: nothing is shown before it is committed.

        `own` is the registration the badge is of: what was read of it stays its own when two people are parted again.
        """
        kind = _KINDS.get(verdict, FactKind.SCAN)
        fact = Fact(
            id=uuid7(self.now),
            kind=kind,
            event_id=self.event.id,
            registration_id=own or (person.id if person else ""),
            slot_id=self.slot.id,
            at=self.at,
            method=method,
            station=self.station,
            value=verdict,
            target=badge or (self.token[:80] if person is None else ""),
        )
        if kind == FactKind.SCAN:
            label = Label(N_("Lecture d'un badge"))
            journal.write(self.store, self.connection, [fact], label, self.now, kind="note")
        else:
            name = person.list_name if person else tokens.short_code(badge)
            template = N_("Sortie de {name}") if kind == FactKind.DEPARTURE else N_("Arrivée de {name}")
            journal.write(self.store, self.connection, [fact], Label(template, {"name": name}), self.now)
        return Outcome(
            verdict=verdict,
            token=self.token,
            attendee=person,
            slot=self.slot,
            at=self.at,
            first_at=first.at if first else None,
            place=first.station if first else "",
            right_slot=right_slot,
            other_event=other_event,
            outside_dates=outside_dates(self.event, self.at),
            fact_id=fact.id,
        )


def walk_in(
    store: Store, event: Event, person: Attendee, *, slot_id: str = "", at: datetime, now: datetime, station: str = ""
) -> Outcome:
    """Register somebody on the spot and record the arrival, as one action."""
    if not person.last_name.strip() and not person.first_name.strip():
        raise UserError("name_missing", N_("Donnez au moins un nom ou un prénom."))
    slot = slot_for(event, slot_id, at)
    added = replace(person, id=uuid7(now), event_id=event.id, badge=tokens.new_badge_id(), source=Source.WALK_IN)
    arrival = Fact(
        id=uuid7(now),
        kind=FactKind.ARRIVAL,
        event_id=event.id,
        registration_id=added.id,
        slot_id=slot.id,
        at=at,
        method=Method.WALK_IN,
        station=station,
        value=Verdict.WELCOME,
    )
    ops: list[Op] = [registrations.addition(added), arrival]
    journal.record(store, ops, Label(N_("Inscription sur place de {name}"), {"name": added.list_name}), now)
    return Outcome(
        verdict=Verdict.WELCOME,
        attendee=added,
        slot=slot,
        at=at,
        outside_dates=outside_dates(event, at),
        fact_id=arrival.id,
    )


def namesake(store: Store, event_id: str, person: Attendee) -> Attendee | None:
    """Somebody of the event who has the same name, however it is spelt."""
    wanted = fold(person.list_name)
    ids = registrations.search(store, event_id, registrations.Query(text=wanted), limit=50) if wanted else []
    return next((p for p in registrations.get_many(store, ids) if fold(p.list_name) == wanted), None)


def stands(store: Store, fact_id: str) -> bool:
    """Whether what a scan recorded still counts."""
    return store.execute("SELECT 1 FROM facts WHERE id = ? AND voided = 0", (fact_id,)).fetchone() is not None


def undo_entry(store: Store, fact_id: str, now: datetime) -> Label | None:
    """Take back one arrival or departure, whichever it was in the order: what was undone. None when it was already."""
    row = store.execute(
        "SELECT f.event_id, f.registration_id, a.id, a.kind, a.target FROM facts AS f"
        " JOIN changes AS c USING (origin, seq) JOIN actions AS a ON a.id = c.action WHERE f.id = ? AND f.voided = 0",
        (fact_id,),
    ).fetchone()
    if row is None:
        return None
    if row["kind"] in ("do", "redo"):
        action = journal.undo(store, now, row["target"] or row["id"])
        return action.label if action else None
    # Told again by the undoing of something else, a whole column perhaps: only this one is taken back.
    person = registrations.get(store, person_of(store, row["registration_id"])) if row["registration_id"] else None
    name = person.list_name if person else ""
    label = Label(N_("Retrait du pointage de {name}"), {"name": name})
    journal.record(store, [journal.void(fact_id, row["event_id"], now)], label, now)
    return label


_RECENT = " UNION ALL ".join(
    # One walk of the index for each kind, newest first, instead of sorting everything that happened in the slot.
    f"SELECT * FROM (SELECT * FROM facts INDEXED BY facts_by_event WHERE event_id = ?1 AND kind = '{kind}' AND slot_id = ?2"
    " AND voided = 0 AND method <> 'manual' ORDER BY hlc DESC LIMIT ?3)"
    for kind in ("arrival", "departure", "scan")
)


def recent(store: Store, event_id: str, slot_id: str, limit: int = 50) -> list[Entry]:
    """The last scans and arrivals of a slot, the newest first; marks of the presence grid are not of them."""
    rows = store.execute(f"{_RECENT} ORDER BY hlc DESC, seq DESC LIMIT ?3", (event_id, slot_id, limit)).fetchall()
    facts: list[Fact] = [prints.fact_of(row) for row in rows]
    ids = {f.registration_id for f in facts if f.registration_id}
    marks = ", ".join("?" * len(ids))
    known = dict(map(tuple, store.execute(f"SELECT id, person FROM duplicates WHERE id IN ({marks})", list(ids))))
    whose = {id_: known.get(id_, id_) for id_ in ids}
    people = {p.id: p for p in registrations.get_many(store, list(set(whose.values())))}
    return [Entry(f, _verdict_of(f), people.get(whose.get(f.registration_id, ""))) for f in facts]


def arrivals(store: Store, slot_id: str, registration_ids: Sequence[str]) -> dict[str, datetime]:
    """When each of these people came to a slot, for those who did."""
    found = {}
    for id_ in registration_ids:
        (at,) = store.execute(_FIRST_ARRIVAL, (id_, slot_id)).fetchone()
        if at:
            found[id_] = schema.to_instant(at)
    return found


def _verdict_of(fact: Fact) -> Verdict:
    return Verdict(fact.value) if fact.value in Verdict._value2member_map_ else Verdict.WELCOME


# One line a person, or a badge that is nobody's here yet.
_SEEN = (
    "SELECT CASE WHEN f.person <> '' THEN f.person ELSE f.target END AS who,"
    " max(at) FILTER (WHERE kind = 'arrival') AS came, max(at) FILTER (WHERE kind = 'departure') AS went,"
    " max(method = 'walk_in') AS walk_in FROM whose AS f"
    " WHERE event_id = ?1 AND kind IN ('arrival', 'departure') AND slot_id = ?2 AND voided = 0 GROUP BY who"
)


def counters(store: Store, event: Event, slot_id: str) -> Counters:
    """Where a slot stands. Costs some four milliseconds for each thousand people seen."""
    slots = store.execute(
        "SELECT slots, count(*) FROM registrations INDEXED BY registrations_expected"
        " WHERE event_id = ? AND gone = 0 AND status = 'registered' GROUP BY slots",
        (event.id,),
    )
    expected = sum(count for ids, count in slots if ids == "[]" or slot_id in ids)
    row = store.execute(
        "SELECT count(*) AS arrived, count(*) FILTER (WHERE went IS NULL OR went <= came) AS inside, count(*) FILTER (WHERE walk_in) AS walk_ins,"
        " count(*) FILTER (WHERE r.status = 'registered' AND (r.slots = '[]' OR instr(r.slots, ?2))) AS expected"
        f" FROM ({_SEEN}) AS seen LEFT JOIN registrations AS r ON r.id = seen.who"
        " WHERE coalesce(r.deleted, 0) = 0",
        (event.id, slot_id),
    ).fetchone()
    return Counters(expected, row["inside"], row["arrived"], row["walk_ins"], expected - row["expected"])
