"""The door: from what a scanner typed to a verdict, committed before it is returned."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind, Method
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot, current_slot
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.verdicts import RECORDED, Outcome, Verdict, judge, outside_dates
from ia_events.i18n import N_, _
from ia_events.store import blanks, door_book, door_past, identifying, journal, prints, registrations
from ia_events.store.database import Store
from ia_events.store.duplicates import MAY_BE_OF, person_of
from ia_events.store.journal import Action, Label, Op

# What the door's actions are called; what takes one back says which it was.
ARRIVED, GONE = N_("Arrivée : {name}"), N_("Sortie : {name}")
REGISTERED = N_("Inscription sur place : {name}")
REPLACED = N_("{newcomer} vient à la place de {absent}")
RETIMED = N_("Heure corrigée, {name} : {before} devient {after}")
SHIFTED = N_("Heures du poste « {station} » décalées de {minutes} min")
REMOVED = N_("Pointage retiré : {name}")
# Whole, they are one passage, or what one passage was told with; any other action may be a hundred people's.
_OF_ONE = frozenset({ARRIVED, GONE, REGISTERED, REPLACED})
CORRECTIONS = frozenset({RETIMED, SHIFTED})


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
        whose = identifying.identify(store, event, token)
        if whose.verdict is not None:
            return told.keep(whose.verdict, person=whose.person, own=whose.own, other_event=whose.other_event)
        if whose.person is None:
            return _unlisted(told, leaving)
        method = Method.TYPED if len(token) == tokens.SHORT_LENGTH else Method.SCAN
        facts = _of_person(told, whose.person) if whose.told else []
        return _judge(told, whose.person, facts, method, own=whose.own, leaving=leaving)


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

    `force` lets in whoever a verdict of ADMITTABLE stopped: the organiser decided.
    """
    slot = slot_for(event, slot_id, at)
    with store.transaction() as connection:
        told = _Told(store, connection, event, slot, at, now, station, token)
        one = identifying.canonical(store, person)
        return _judge(told, one, _of_person(told, one), method, own=person.id, leaving=leaving, force=force)


def _judge(
    told: _Told, person: Attendee, facts: list[Fact], method: Method, *, own: str, leaving: bool, force: bool = False
) -> Outcome:
    event, slot = told.event, told.slot
    judged, rules = person, slot
    if force:
        judged = replace(person, status=Status.REGISTERED, slots=())
        rules = replace(slot, opens=None, seats=None, reentry=True)

    def full() -> bool:
        return door_book.is_full(told.store, event.id, slot.id, slot.seats)

    verdict, first = judge(judged, event, rules, facts, told.at, full, leaving=leaving)
    right = next((s for s in event.slots if person.expected_in(s.id)), None) if verdict == Verdict.WRONG_SLOT else None
    return told.keep(verdict, person=person, own=own, first=first, right_slot=right, method=method)


def _of_person(told: _Told, person: Attendee) -> list[Fact]:
    """A person's arrivals and departures in the slot."""
    return [prints.fact_of(row) for row in told.store.execute(_OF_PERSON, (person.id, told.slot.id, told.event.id))]


_OF_PERSON = (
    f"SELECT f.* FROM whose AS f WHERE f.id IN ({MAY_BE_OF}) AND +f.slot_id = ?2 AND +f.event_id = ?3"
    " AND +f.kind IN ('arrival', 'departure') AND f.voided = 0 AND f.person = ?1"
)
# Left to itself SQLite takes facts_by_event, and reads everybody's facts to find one badge's.
_OF_BADGE = (
    "SELECT * FROM facts INDEXED BY facts_by_target WHERE target = ?1 AND target <> '' AND registration_id = ''"
    " AND kind IN ('arrival', 'departure') AND slot_id = ?2 AND voided = 0 AND event_id = ?3"
)


def _unlisted(told: _Told, leaving: bool) -> Outcome:
    """An authentic badge whose registration has not reached this database: recorded under the badge's id."""
    badge = tokens.badge_id(told.token) or ""
    facts = [prints.fact_of(row) for row in told.store.execute(_OF_BADGE, (badge, told.slot.id, told.event.id))]
    # Neither early nor too many: nobody here can say what this badge's own desk decided.
    rules = replace(told.slot, opens=None, seats=None)
    verdict, first = judge(Attendee(badge=badge), told.event, rules, facts, told.at, leaving=leaving)
    if (first is None or verdict == Verdict.ALREADY_IN) and blanks.is_free(told.store, told.event, badge):
        # Nobody comes in with it before it is somebody's: its holder does, judged by name.
        return told.keep(Verdict.BLANK, first=first, badge=badge)
    if verdict == Verdict.WELCOME:
        verdict = Verdict.GENUINE_UNLISTED
    return told.keep(verdict, first=first, badge=badge if verdict in RECORDED else "")


_KINDS = dict.fromkeys(RECORDED, FactKind.ARRIVAL) | {Verdict.LEFT: FactKind.DEPARTURE}


class _Told(NamedTuple):
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
            template = GONE if kind == FactKind.DEPARTURE else ARRIVED
            journal.write(self.store, self.connection, [fact], Label(template, {"name": name}), self.now)
        return Outcome(
            verdict=verdict,
            token=self.token,
            attendee=person,
            slot=self.slot,
            at=self.at,
            first_at=first.at if first and first.kind == FactKind.ARRIVAL else None,
            left_at=first.at if first and first.kind == FactKind.DEPARTURE else None,
            place=first.station if first else "",
            right_slot=right_slot,
            other_event=other_event,
            outside_dates=outside_dates(self.event, self.at),
            fact_id=fact.id,
        )


def walk_in(
    store: Store, event: Event, person: Attendee, *, slot_id: str = "", at: datetime, now: datetime, station: str = ""
) -> Outcome:
    """Register somebody on the spot and record the arrival, as one action; with the blank badge handed out, if they have one.

    Errors: UserError name_missing, badge_taken.
    """
    slot = slot_for(event, slot_id, at)
    with store.transaction() as connection:
        outcome, ops = arriving(store, event, person, slot, at=at, now=now, station=station)
        assert outcome.attendee is not None
        label = Label(REGISTERED, {"name": outcome.attendee.list_name})
        journal.write(store, connection, ops, label, now)
    return outcome


def arriving(
    store: Store, event: Event, person: Attendee, slot: Slot, *, at: datetime, now: datetime, station: str
) -> tuple[Outcome, list[Op]]:
    """The welcome of somebody registered at the door, once what goes with it is recorded, in the same transaction.

    Errors: UserError name_missing, badge_taken.
    """
    if not person.last_name.strip() and not person.first_name.strip():
        raise UserError("name_missing", N_("Donnez au moins un nom ou un prénom."))
    badge = person.badge or tokens.new_badge_id()
    added = replace(person, id=uuid7(now), event_id=event.id, badge=badge, source=Source.WALK_IN)
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
    handed = blanks.handed(store, event, added, now) if person.badge else []
    outcome = Outcome(
        verdict=Verdict.WELCOME,
        attendee=added,
        slot=slot,
        at=at,
        outside_dates=outside_dates(event, at),
        fact_id=arrival.id,
    )
    return outcome, [*handed, registrations.addition(added), arrival]


# The action that told a fact which counts.
_TOLD_BY = (
    "SELECT f.event_id, f.registration_id, f.target AS badge, f.kind AS told, a.id, a.kind, a.target, a.label ->> '$.template' AS template,"
    " a.label ->> '$.values' AS said FROM facts AS f JOIN changes AS c USING (origin, seq) JOIN actions AS a ON a.id = c.action"
    " WHERE f.id = ? AND f.voided = 0"
)


def undo_entry(
    store: Store, fact_id: str, now: datetime, reason: str = "", *, correction: bool = False
) -> Action | None:
    """Take back one arrival or departure, whichever it was in the order: what was undone. None when it does not count any
    more. UserError entry_unknown.

    `reason` is kept beside what no longer counts. With `correction`, an hour that was corrected is as it was before, and
    the passage stays.
    """
    door_book.must_know(store, fact_id)
    row = store.execute(_TOLD_BY, (fact_id,)).fetchone()
    if row is None:
        return None
    if _is_whole(store, row, correction):
        return journal.undo(store, now, row["target"] or row["id"], reason)
    # Told by a list, by a mark of the grid, again by the correction of its hour, which would only bring the old one back, or
    # by the undoing of something else, a whole column perhaps: this one alone is taken back.
    void = journal.void(fact_id, row["event_id"], now, reason)
    name = name_of(store, row["registration_id"], row["badge"])
    return journal.record(store, [void], Label(REMOVED, {"name": name}), now)


def would_undo(store: Store, fact_id: str, *, correction: bool = False) -> Label | None:
    """What `undo_entry` would take back of an arrival or departure; None when it does not count."""
    row = store.execute(_TOLD_BY, (fact_id,)).fetchone()
    if row is None:
        return None
    if _is_whole(store, row, correction):
        return Label(row["template"], json.loads(row["said"]))
    template = GONE if row["told"] == FactKind.DEPARTURE else ARRIVED
    return Label(template, {"name": name_of(store, row["registration_id"], row["badge"])})


def _is_whole(store: Store, row: Any, correction: bool) -> bool:
    """Whether the action that told a passage goes with it; of a correction, only where all of it still holds."""
    if row["kind"] not in ("do", "redo"):
        return False
    return row["template"] in _OF_ONE or (
        correction and row["template"] in CORRECTIONS and door_past.holds(store, row["id"])
    )


def name_of(store: Store, registration_id: str, badge: str) -> str:
    """Whose a passage is, be it a badge's or a registration's that has not reached this database."""
    if not registration_id:
        return tokens.short_code(badge)
    people = registrations.get_many(store, [person_of(store, registration_id)])
    return people[0].list_name if people else _("Inscription à recevoir")
