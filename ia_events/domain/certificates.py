"""Certificates of a training done and attendance letters: what they say, and the code that proves it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from ia_events.domain import tokens
from ia_events.domain.attendance import IN_ROOM, Fact, FactKind, Matrix
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, upper_name
from ia_events.domain.text import fold
from ia_events.i18n import N_


class Kind(StrEnum):
    """Which paper: « certificat de réalisation », or « attestation de présence »."""

    CERTIFICATE = "certificate"
    ATTENDANCE = "attendance"


KIND_LABELS = {Kind.CERTIFICATE: N_("Certificat de réalisation"), Kind.ATTENDANCE: N_("Attestation de présence")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What was certified of somebody. `id` is 16 hexadecimal digits; `slots` the ids of the half-days attended.

    `duplicate` when it was issued before, with the same number.
    """

    id: str
    number: str
    kind: Kind
    event_id: str
    registration_id: str
    name: str
    employer: str
    title: str
    hours: float
    slots: tuple[str, ...]
    issued_at: datetime
    duplicate: bool = False

    def code(self, key: str) -> str:
        """Its 34 letters under the event's key: genuine for this number, this registration and these hours only."""
        certified = f"{self.number}\x1f{self.registration_id}\x1f{self.hours:.2f}"
        return tokens.certificate_code(self.id, certified, key)

    def fact(self, fact_id: str) -> Fact:
        """What the change log keeps of it."""
        said = {
            "number": self.number, "name": self.name, "employer": self.employer, "title": self.title,
            "hours": round(self.hours, 2), "slots": list(self.slots),
        }  # fmt: skip
        return Fact(
            id=fact_id,
            kind=FactKind.CERTIFICATE,
            event_id=self.event_id,
            registration_id=self.registration_id,
            at=self.issued_at,
            method=self.kind,
            value=json.dumps(said, ensure_ascii=False, sort_keys=True),
            target=self.id,
        )


def from_fact(fact: Fact) -> Certificate | None:
    """What a fact says was certified; None when it is not understood, being a newer version's."""
    try:
        said = json.loads(fact.value)
        return Certificate(
            id=fact.target,
            number=str(said["number"]),
            kind=Kind(fact.method),
            event_id=fact.event_id,
            registration_id=fact.registration_id,
            name=str(said["name"]),
            employer=str(said["employer"]),
            title=str(said["title"]),
            hours=float(said["hours"]),
            slots=tuple(map(str, said["slots"])),
            issued_at=fact.at,
        )
    except (ValueError, KeyError, TypeError):
        return None


def numbering(event: Event, now: datetime, origin: str) -> str:
    """What the numbers given at `now` by one database (its origin) begin with.

    Two laptops without a network, or one and the backup it was restored from, must not give the same number twice:
    four letters of the origin tell them apart.
    """
    session = fold(event.session_code).upper().replace(" ", "-")[:24]
    letters = origin[:4].translate(tokens.FROM_HEX)
    return "-".join(part for part in (session, str(event.local(now).year), letters) if part) + "-"


def attended(grid: Matrix, person: Attendee) -> tuple[str, ...]:
    """The ids of the slots somebody was in, in time order."""
    slots = sorted(grid.event.slots, key=lambda slot: slot.start)
    return tuple(slot.id for slot in slots if grid.cells[person.id, slot.id].state in IN_ROOM)


class Deserved(NamedTuple):
    """Who has a certificate to be given, and whose presence nothing says."""

    people: list[Attendee]
    without: list[Attendee]


def deserved(grid: Matrix, people: Iterable[Attendee]) -> Deserved:
    """Those of the people who were there for some of the time."""
    found = Deserved([], [])
    known = {person.id for person in grid.people}
    for person in people:
        there = person.id in known and attended(grid, person) and grid.hours(person.id) > 0
        (found.people if there else found.without).append(person)
    return found


def drawn_up(
    grid: Matrix, person: Attendee, kind: Kind, number: str, certificate_id: str, now: datetime
) -> Certificate:
    """The certificate of somebody's presence, as the grid tells it."""
    return Certificate(
        id=certificate_id,
        number=number,
        kind=kind,
        event_id=grid.event.id,
        registration_id=person.id,
        name=f"{person.first_name} {upper_name(person.last_name)}".strip(),
        employer=person.employer,
        title=grid.event.title,
        hours=round(grid.hours(person.id), 2),
        slots=attended(grid, person),
        issued_at=now,
    )


def says_the_same(one: Certificate, other: Certificate) -> bool:
    """Whether two certificates certify the same thing: the second is then a duplicate of the first."""
    return one == replace(other, id=one.id, number=one.number, issued_at=one.issued_at, duplicate=one.duplicate)
