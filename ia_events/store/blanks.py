"""Blank badges: printed before anybody knows whose they will be, with genuine codes, and tied to people at the door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.i18n import N_
from ia_events.store import journal, prints, registrations
from ia_events.store.database import Store
from ia_events.store.journal import Label, Op, Put

HANDED = N_("Badge vierge remis : {name}")
BY_HAND = "blank"  # the method of a badge print: its holder's name was written on a blank one


class BlankCounts(NamedTuple):
    """Blank badges printed for an event, and those of them that are somebody's."""

    issued: int
    tied: int


def nobodys(count: int) -> list[Attendee]:
    """So many blank badges, to draw."""
    return [Attendee(badge=tokens.new_badge_id()) for _number in range(count)]


def record_issued(store: Store, event: Event, badges: Sequence[str], now: datetime) -> None:
    """Remember that blank badges of these ids are on paper. « Annuler » does not go back to it: the paper is still there."""
    facts = [
        Fact(id=uuid7(now), kind=FactKind.BADGE_ISSUED, event_id=event.id, at=now, target=badge) for badge in badges
    ]
    journal.record(store, facts, Label(N_("Badges vierges : {count}"), {"count": len(facts)}), now, kind="note")


_FREE = (
    "SELECT 1 FROM facts AS f INDEXED BY facts_by_target WHERE f.target = ?1 AND f.target <> '' AND f.event_id = ?2"
    " AND f.kind = 'badge_issued' AND f.voided = 0"
    " AND NOT EXISTS (SELECT 1 FROM registrations AS r INDEXED BY registrations_by_badge"
    " WHERE r.badge = ?1 AND r.event_id = ?2 AND r.deleted = 0)"
    " AND NOT EXISTS (SELECT 1 FROM facts AS old INDEXED BY facts_by_target"
    " WHERE old.target = ?1 AND old.target <> '' AND old.kind = 'badge_retired' AND old.voided = 0)"
)


def is_free(store: Store, event: Event, badge: str) -> bool:
    """Whether a badge id is that of a blank badge of the event, and nobody's."""
    return store.execute(_FREE, (badge, event.id)).fetchone() is not None


def of_token(store: Store, event: Event, text: str) -> str:
    """The id of the blank badge that was read, as long as it is nobody's; "" for any other code."""
    token = tokens.normalise(text)
    badge = tokens.badge_id(token)
    if badge is None or not tokens.is_genuine(token, event.key) or not is_free(store, event, badge):
        return ""
    return badge


def handed(store: Store, event: Event, person: Attendee, now: datetime) -> list[Op]:
    """What is to be recorded when somebody gets the blank badge `person.badge`. UserError badge_taken."""
    if not is_free(store, event, person.badge):
        raise UserError("badge_taken", N_("Ce badge vierge est déjà à quelqu'un : prenez-en un autre."))
    # Of somebody taken off the list since, so that what was read of it is nobody else's.
    gone = store.execute(
        "SELECT id FROM registrations WHERE badge = ? AND event_id = ? AND deleted = 1", (person.badge, event.id)
    ).fetchall()
    emptied: list[Op] = [Put("registrations", row[0], {"badge": ""}) for row in gone]
    return [*emptied, *prints.badge_facts(event, [person], BY_HAND, now)]


def tie(store: Store, event: Event, registration_id: str, badge: str, now: datetime) -> journal.Action | None:
    """Give somebody a blank badge, as one action; the badge they had is answered with `replaced` from now on.

    What was read of it before is theirs. Errors: UserError badge_taken, registration_unknown.
    """
    with store.transaction() as connection:
        person = registrations.get(store, registration_id)
        ops = handed(store, event, replace(person, badge=badge), now)
        if person.badge:
            retired = Fact(
                id=uuid7(now),
                kind=FactKind.BADGE_RETIRED,
                event_id=event.id,
                registration_id=person.id,
                at=now,
                target=person.badge,
            )
            ops.append(retired)
        ops.append(Put("registrations", person.id, {"badge": badge}))
        label = Label(HANDED, {"name": person.list_name})
        return journal.write(store, connection, ops, label, now)


def counts(store: Store, event_id: str) -> BlankCounts:
    """How many there are, and how many of them are somebody's."""
    row = store.execute(
        "SELECT count(DISTINCT f.target), count(DISTINCT r.badge) FROM facts AS f INDEXED BY facts_by_event"
        " LEFT JOIN registrations AS r ON r.badge = f.target AND r.event_id = f.event_id AND r.deleted = 0"
        " WHERE f.event_id = ? AND f.kind = 'badge_issued' AND f.voided = 0",
        (event_id,),
    ).fetchone()
    return BlankCounts(*row)
