"""Certificates issued: numbered once and for all, told again as duplicates, revoked, checked by their code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ia_events.domain import dates, tokens
from ia_events.domain.attendance import Matrix
from ia_events.domain.certificates import Certificate, Kind, deserved, drawn_up, from_fact, numbering, says_the_same
from ia_events.domain.errors import UserError
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.i18n import N_
from ia_events.store import journal
from ia_events.store.database import Store
from ia_events.store.facts import fact_of
from ia_events.store.journal import Action, Label, Op
from ia_events.store.reading import get
from ia_events.store.schema import to_instant


class Standing(StrEnum):
    """What a code is worth."""

    GENUINE = "genuine"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verified:
    """The answer about a code: what it certifies, and the day it was issued where the event was; None if unknown."""

    standing: Standing
    certificate: Certificate | None = None
    issued_on: date | None = None


class Issued(NamedTuple):
    """Certificates by the id of the person; the action that recorded the new ones, None when there are only duplicates."""

    certificates: dict[str, Certificate]
    action: Action | None


_OF_EVENT = "SELECT * FROM whose WHERE event_id = ? AND kind = 'certificate'"


def issued(store: Store, event_id: str) -> list[Certificate]:
    """The certificates of an event that stand, in the order they were issued."""
    rows = store.execute(f"{_OF_EVENT} AND voided = 0 ORDER BY hlc, origin, seq", (event_id,)).fetchall()
    return [certificate for row in rows if (certificate := from_fact(fact_of(row)))]


def issue(store: Store, grid: Matrix, people: Sequence[Attendee], kind: Kind, now: datetime) -> Issued:
    """Number the certificates of these people's presence and record them, as one action.

    Whoever has one that says the same keeps it, as a duplicate; one that says something else is revoked and replaced.
    Undoing the action gives the numbers up: they are never given again.
    Errors: UserError `nobody_present` when nothing says that any of them came.
    """
    there = deserved(grid, people).people
    if not there:
        sentence = N_("Aucune attestation à établir : aucune présence n'est enregistrée pour ces personnes.")
        raise UserError("nobody_present", sentence)
    event = grid.event
    with store.transaction() as connection:
        standing = _standing(store, event.id, kind)
        begins = numbering(event, now, store.origin)
        last = _last(connection, begins)
        ops: list[Op] = []
        made: dict[str, Certificate] = {}
        for person in there:
            new = drawn_up(grid, person, kind, f"{begins}{last + 1:04d}", tokens.new_badge_id(), now)
            fact_id, before = standing.get(person.id, ("", None))
            if again := _duplicate(before, new):
                made[person.id] = again
                continue
            if fact_id:
                ops.append(journal.void(fact_id, event.id, now))
            last += 1
            ops.append(new.fact(uuid7(now)))
            made[person.id] = new
        action = journal.write(store, connection, ops, _label(kind, there), now)
    return Issued(made, action)


def foreseen(
    store: Store, grid: Matrix, people: Sequence[Attendee], kind: Kind, now: datetime
) -> dict[str, Certificate]:
    """What `issue` would give, by the id of the person, without issuing anything: the new ones have no number."""
    standing = _standing(store, grid.event.id, kind)
    made: dict[str, Certificate] = {}
    for person in deserved(grid, people).people:
        new = drawn_up(grid, person, kind, "", "", now)
        made[person.id] = _duplicate(standing.get(person.id, ("", None))[1], new) or new
    return made


def _standing(store: Store, event_id: str, kind: Kind) -> dict[str, tuple[str, Certificate]]:
    """By person, the certificate of a kind that stands, and its fact's id."""
    found: dict[str, tuple[str, Certificate]] = {}
    for row in store.execute(f"{_OF_EVENT} AND voided = 0 ORDER BY hlc, origin, seq", (event_id,)).fetchall():
        before = from_fact(fact_of(row))
        if before is not None and before.kind == kind:
            found[row["person"]] = row["id"], before
    return found


def _duplicate(before: Certificate | None, new: Certificate) -> Certificate | None:
    """The certificate issued before, as a duplicate, when the new one would say the same."""
    if before is None or not says_the_same(before, replace(new, registration_id=before.registration_id)):
        return None
    return replace(before, duplicate=True)


def _label(kind: Kind, people: Sequence[Attendee]) -> Label:
    labels = {
        Kind.CERTIFICATE: (N_("Certificat de réalisation de {name}"), N_("Certificats de réalisation de {count} personnes")),
        Kind.ATTENDANCE: (N_("Attestation de présence de {name}"), N_("Attestations de présence de {count} personnes")),
    }  # fmt: skip
    return Label(labels[kind][len(people) > 1], {"name": people[0].list_name, "count": len(people)})


def _last(connection: Any, begins: str) -> int:
    """The last number given after these first letters, revoked ones included; whatever the event, codes being typed."""
    rows = connection.execute(
        "SELECT json_extract(f.value, '$.number') FROM events AS e JOIN facts AS f INDEXED BY facts_by_event"
        " ON f.event_id = e.id AND f.kind = 'certificate' WHERE json_valid(f.value)"
    )
    ends = [str(number).removeprefix(begins) for (number,) in rows if str(number).startswith(begins)]
    return max([int(end) for end in ends if end.isdecimal()], default=0)


def revoke(store: Store, event_id: str, numbers: Sequence[str], now: datetime) -> list[Certificate]:
    """Revoke certificates by their numbers: their codes are answered « revoked » from now on, and the numbers are lost.

    Errors: UserError `certificate_unknown`, `certificate_revoked` when one was already.
    """
    wanted = dict.fromkeys(number.strip().upper() for number in numbers)
    with store.transaction() as connection:
        rows = connection.execute(f"{_OF_EVENT} AND voided = 0", (event_id,)).fetchall()
        found = {c.number: (row["id"], c) for row in rows if (c := from_fact(fact_of(row)))}
        for number in wanted:
            if number not in found:
                _refuse_revoked(store, event_id, number)
                sentence = N_("Aucune attestation en vigueur ne porte le numéro {number} pour cet événement.")
                raise UserError("certificate_unknown", sentence, number=number)
        ops = [journal.void(found[number][0], event_id, now) for number in wanted]
        template = N_("Révocation de l'attestation {number}"), N_("Révocation de {count} attestations")
        label = Label(template[len(wanted) != 1], {"number": next(iter(wanted), ""), "count": len(wanted)})
        journal.write(store, connection, ops, label, now)
    return [found[number][1] for number in wanted]


def _refuse_revoked(store: Store, event_id: str, number: str) -> None:
    """UserError certificate_revoked, which says since when, if a certificate of this number stood once."""
    rows = store.execute(
        "SELECT f.*, v.at AS gone FROM facts AS f JOIN facts AS v ON v.target = f.id AND v.kind = 'void' AND v.voided = 0"
        " WHERE f.event_id = ? AND f.kind = 'certificate' AND f.voided <> 0 ORDER BY v.hlc",
        (event_id,),
    ).fetchall()
    for row in rows:
        certificate = from_fact(fact_of(row))
        if certificate is not None and certificate.number == number:
            when = get(store, event_id).local(to_instant(row["gone"]))
            raise UserError(
                "certificate_revoked",
                N_("L'attestation {number} est déjà révoquée, depuis le {date} à {time}."),
                number=number,
                date=dates.long_date(when.date(), weekday=False),
                time=dates.clock(when),
            )


def verify(store: Store, code: str) -> Verified:
    """What a certificate's code, scanned or typed, is worth: it stands, was revoked, or is none of this database's."""
    id_ = tokens.certificate_id(code)
    rows = store.execute(
        "SELECT f.*, e.key, e.timezone FROM facts AS f INDEXED BY facts_by_target JOIN events AS e ON e.id = f.event_id"
        " WHERE f.target = ? AND f.target <> '' AND f.kind = 'certificate' AND e.key <> '' ORDER BY f.voided, f.hlc",
        (id_ or "",),
    ).fetchall()
    for row in rows:
        certificate = from_fact(fact_of(row))
        if certificate is not None and certificate.code(row["key"]) == tokens.normalise(code):
            standing = Standing.REVOKED if row["voided"] else Standing.GENUINE
            return Verified(standing, certificate, certificate.issued_at.astimezone(ZoneInfo(row["timezone"])).date())
    return Verified(Standing.UNKNOWN)
