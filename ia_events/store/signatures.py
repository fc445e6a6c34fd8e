"""Signatures given on a screen: facts like the others, of which the newest that stands counts for each person and slot.

One counts as long as its person has an arrival that stands in the slot: a passage taken back takes its signature off the
sheet, and brings it back when it is told again.
"""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from typing import Any

from ia_events.domain import signatures
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.domain.signatures import Signature, Signed
from ia_events.i18n import N_
from ia_events.store import door_book, journal, registrations, schema
from ia_events.store.database import Store
from ia_events.store.facts import fact_of
from ia_events.store.journal import Action, Label

_OF_EVENT = (
    "SELECT f.* FROM whose AS f WHERE f.event_id = ? AND f.kind = 'signature' AND f.voided = 0"
    " ORDER BY f.hlc, f.origin, f.seq"
)
_CAME = "SELECT DISTINCT person, slot_id FROM whose WHERE event_id = ? AND kind = 'arrival' AND voided = 0"
# Of somebody who is nobody's duplicate, in a slot, the newest first.
_OF_PERSON = (
    "SELECT f.* FROM facts AS f INDEXED BY facts_by_registration WHERE f.registration_id IN"
    " (SELECT ?1 UNION ALL SELECT id FROM duplicates WHERE person = ?1) AND f.kind = 'signature' AND +f.event_id = ?2"
    " AND +f.slot_id = ?3 AND f.voided = 0 ORDER BY f.hlc DESC, f.origin DESC, f.seq DESC"
)


def sign(
    store: Store,
    event: Event,
    person: Attendee,
    slot_id: str,
    signature: Signature,
    *,
    at: datetime,
    now: datetime,
    station: str = "",
    tool: str = "",
) -> Signed:
    """Record a signature; committed when it returns. `at` is when it was given, `now` the clock. UserError slot_unknown."""
    if event.slot(slot_id) is None:
        raise UserError("slot_unknown", N_("Ce créneau n'est pas de cet événement."))
    fact = Fact(
        id=uuid7(now),
        kind=FactKind.SIGNATURE,
        event_id=event.id,
        registration_id=person.id,
        slot_id=slot_id,
        at=at,
        method=tool,
        station=station,
        value=signatures.to_text(signature),
    )
    journal.record(store, [fact], Label(N_("Signature de {name}"), {"name": person.list_name}), now)
    return _signed(fact, present=True)


def withdraw(
    store: Store, event: Event, person: Attendee, slot_id: str, now: datetime, reason: str = ""
) -> Action | None:
    """Take back what somebody signed in a slot, older signatures with it. None when nothing stands there.

    `reason` is kept beside what no longer counts.
    """
    with store.transaction() as connection:
        rows = store.execute(_OF_PERSON, (person.id, event.id, slot_id)).fetchall()
        ops = [journal.void(row["id"], event.id, now, reason) for row in rows]
        label = Label(N_("Retrait de la signature de {name}"), {"name": person.list_name})
        return journal.write(store, connection, ops, label, now)


def of_person(store: Store, event_id: str, person_id: str, slot_id: str) -> Signed | None:
    """The signature that stands of somebody who is nobody's duplicate."""
    row = store.execute(_OF_PERSON, (person_id, event_id, slot_id)).fetchone()
    if row is None:
        return None
    return _signed(fact_of(row), present=bool(door_book.arrivals(store, slot_id, [person_id])), person=person_id)


def of_event(store: Store, event_id: str) -> list[Signed]:
    """The signatures of an event, one for each person and slot, in the order they were recorded."""
    newest: dict[tuple[str, str], Any] = {}
    for row in store.execute(_OF_EVENT, (event_id,)):
        place = row["person"], row["slot_id"]
        newest.pop(place, None)
        newest[place] = row
    if not newest:
        return []
    came = set(map(tuple, store.execute(_CAME, (event_id,))))
    return [_signed(fact_of(row), present=place in came, person=place[0]) for place, row in newest.items()]


def moments(store: Store, event_id: str) -> dict[tuple[str, str], datetime]:
    """When the signatures of an event that stand were given, by person and slot: without their strokes."""
    rows = store.execute(
        "SELECT f.person, f.slot_id, f.at FROM whose AS f WHERE f.event_id = ? AND f.kind = 'signature' AND f.voided = 0"
        " ORDER BY f.hlc, f.origin, f.seq",
        (event_id,),
    )
    return {(person, slot_id): schema.to_instant(at) for person, slot_id, at in rows}


def moments_of(store: Store, event_id: str, person_id: str) -> dict[tuple[str, str], datetime]:
    """The same for somebody who is nobody's duplicate."""
    rows = store.execute(
        "SELECT f.slot_id, f.at FROM facts AS f INDEXED BY facts_by_registration WHERE f.registration_id IN"
        " (SELECT ?1 UNION ALL SELECT id FROM duplicates WHERE person = ?1) AND f.kind = 'signature' AND +f.event_id = ?2"
        " AND f.voided = 0 ORDER BY f.hlc, f.origin, f.seq",
        (person_id, event_id),
    )
    return {(person_id, slot_id): schema.to_instant(at) for slot_id, at in rows}


def to_sign(store: Store, event: Event, slot_id: str) -> list[Attendee]:
    """Who came to a slot, has a box on its sheet and did not sign on a screen: the last one who came first."""
    came = store.execute(
        "SELECT person FROM whose WHERE event_id = ? AND kind = 'arrival' AND slot_id = ? AND voided = 0 AND person <> ''"
        " GROUP BY person ORDER BY max(at) DESC, max(hlc) DESC",
        (event.id, slot_id),
    )
    signed = have_signed(store, event.id, slot_id)
    ids = [person for (person,) in came if person not in signed]
    people = {person.id: person for person in registrations.get_many(store, ids)}
    return [people[id_] for id_ in ids if id_ in people and people[id_].may_sign]


def have_signed(store: Store, event_id: str, slot_id: str) -> Set[str]:
    """The ids of those who signed in a slot."""
    rows = store.execute(
        "SELECT person FROM whose WHERE event_id = ? AND kind = 'signature' AND slot_id = ? AND voided = 0",
        (event_id, slot_id),
    )
    return {person for (person,) in rows}


def _signed(fact: Fact, *, present: bool, person: str = "") -> Signed:
    return Signed(
        fact_id=fact.id,
        registration_id=person or fact.registration_id,
        slot_id=fact.slot_id,
        text=fact.value,
        at=fact.at,
        station=fact.station,
        tool=fact.method,
        present=present,
    )
