"""What the organiser puts right at the door: somebody comes instead, comes along, or the hour was wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from ia_events.domain import dates
from ia_events.domain.attendance import CROSSES, Fact
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.verdicts import Outcome
from ia_events.i18n import N_, _
from ia_events.store import door, door_book, journal, prints, registrations, schema
from ia_events.store.database import Store
from ia_events.store.duplicates import person_of
from ia_events.store.facts import CROSSED
from ia_events.store.journal import Action, Label, Op, Put


def replace_by(
    store: Store,
    event: Event,
    absent: Attendee,
    newcomer: Attendee,
    *,
    slot_id: str = "",
    at: datetime,
    now: datetime,
    station: str = "",
) -> Outcome:
    """A colleague comes instead, as one action: the absent one's registration is cancelled, the newcomer is registered for
    the same slots, employer and role where none is given, and has arrived. UserError already_came, name_missing, badge_taken.
    """
    slot = door.slot_for(event, slot_id, at)
    with store.transaction() as connection:
        absent = registrations.get(store, person_of(store, absent.id))
        if has_come(store, event.id, absent.id):
            raise UserError(
                "already_came",
                N_("{name} est déjà là : annulez d'abord son passage si c'était une erreur."),
                name=absent.list_name,
            )
        given = replace(
            newcomer,
            employer=newcomer.employer or absent.employer,
            department=newcomer.department or absent.department,
            role=absent.role,
            slots=absent.slots,
        )
        outcome, ops = door.arriving(store, event, given, slot, at=at, now=now, station=station)
        assert outcome.attendee is not None
        label = Label(
            door.REPLACED,
            {"newcomer": outcome.attendee.list_name, "absent": absent.list_name},
        )
        cancelled = Put("registrations", absent.id, {"status": Status.CANCELLED.value})
        journal.write(store, connection, [cancelled, *ops], label, now)
    return outcome


def has_come(store: Store, event_id: str, person_id: str) -> bool:
    """Whether somebody came to any slot of an event."""
    came = store.execute(
        "SELECT 1 FROM whose AS f WHERE f.person = ? AND f.event_id = ? AND f.kind = 'arrival' AND f.voided = 0",
        (person_id, event_id),
    )
    return came.fetchone() is not None


def bring_along(
    store: Store, event: Event, host: Attendee, *, slot_id: str = "", at: datetime, now: datetime, station: str = ""
) -> Outcome:
    """Somebody comes with a person of the list, and gives no name: counted in the room under their host's."""
    name = _("Accompagnant de {name}").format(name=host.list_name)
    companion = Attendee(last_name="", first_name=name, employer=host.employer, role=Role.COMPANION)
    return door.walk_in(store, event, companion, slot_id=slot_id, at=at, now=now, station=station)


def correct_time(store: Store, event: Event, fact_id: str, at: datetime, now: datetime) -> Action | None:
    """Say that an arrival or departure happened at another time: the old fact is voided, one with the right hour told.
    None when it does not count any more or nothing changes. UserError time_ahead, entry_unknown.
    """
    if at > now + timedelta(minutes=1):
        raise UserError("time_ahead", N_("Cette heure n'est pas encore passée."))
    door_book.must_know(store, fact_id, event.id)
    with store.transaction() as connection:
        row = store.execute(
            "SELECT * FROM facts WHERE id = ? AND event_id = ? AND voided = 0 AND kind IN ('arrival', 'departure')",
            (fact_id, event.id),
        ).fetchone()
        if row is None:
            return None
        fact = prints.fact_of(row)
        if schema.to_text(fact.at) == schema.to_text(at):
            return None
        label = Label(
            door.RETIMED,
            {
                "name": door.name_of(store, fact.registration_id, fact.target),
                "before": dates.clock(event.local(fact.at)),
                "after": dates.clock(event.local(at)),
            },
        )
        return journal.write(store, connection, _at(fact, at, now), label, now)


def shift_times(
    store: Store, event: Event, station: str, by: timedelta, now: datetime, *, since: datetime, until: datetime
) -> Action | None:
    """The clock of a station was wrong: what it told of an event between two instants, as it told them, was `by` later (or
    earlier). One action. None when it told nothing then. Crosses told no hour: they stay.
    """
    with store.transaction() as connection:
        rows = store.execute(
            "SELECT * FROM facts WHERE event_id = ? AND kind IN ('arrival', 'departure') AND voided = 0 AND station = ?"
            " AND at >= ? AND at <= ? ORDER BY at",
            (event.id, station, schema.to_text(since), schema.to_text(until)),
        ).fetchall()
        facts = [fact for fact in map(prints.fact_of, rows) if fact.method not in CROSSES]
        ops = [op for fact in facts for op in _at(fact, fact.at + by, now)]
        minutes = round(by.total_seconds() / 60)
        label = Label(
            door.SHIFTED,
            {"station": station, "minutes": f"{minutes:+}"},
        )
        return journal.write(store, connection, ops, label, now)


def last_heard(store: Store, event_id: str) -> datetime | None:
    """The latest instant any station told of an event; crosses told none."""
    (at,) = store.execute(
        "SELECT max(at) FROM facts WHERE event_id = ? AND kind IN ('arrival', 'departure', 'scan') AND voided = 0"
        f" AND method NOT IN ({CROSSED})",
        (event_id,),
    ).fetchone()
    return schema.to_instant(at) if at else None


def heard(store: Store, event_id: str, station: str) -> tuple[datetime, datetime] | None:
    """The earliest and the latest arrival or departure a station told of an event; None when it told none."""
    first, last = store.execute(
        "SELECT min(at), max(at) FROM facts WHERE event_id = ? AND kind IN ('arrival', 'departure') AND voided = 0"
        f" AND station = ? AND method NOT IN ({CROSSED})",
        (event_id, station),
    ).fetchone()
    return (schema.to_instant(first), schema.to_instant(last)) if first else None


def _at(fact: Fact, at: datetime, now: datetime) -> list[Op]:
    return [journal.void(fact.id, fact.event_id, now), replace(fact, id=uuid7(now), at=at)]
