"""What the window reads before anything is written: it opens without the journal and all that changes a list."""

from __future__ import annotations

import json
from dataclasses import fields as dataclass_fields
from datetime import date, datetime
from typing import Any, NamedTuple

from ia_events.domain.bulk import maker
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Format, Organisation, OrganisationRole, Resource, Slot
from ia_events.domain.people import GUESTS, Attendee, Role, Source, Status
from ia_events.i18n import N_
from ia_events.store.database import Store

FIELDS = tuple(f.name for f in dataclass_fields(Attendee))
COLUMNS = ", ".join(f'r."{name}"' for name in FIELDS)


def list_events(store: Store, *, archived: bool = False) -> list[Event]:
    """Events with their slots, the most recent first; archived ones instead when asked."""
    rows = store.execute("SELECT * FROM events WHERE deleted = 0 AND archived = ?", (int(archived),)).fetchall()
    events = [_event(store, row) for row in rows]
    return sorted(events, key=lambda e: (e.starts is None, e.starts), reverse=True)


def is_open(store: Store, event_id: str) -> bool:
    """Whether there is such an event, neither removed nor archived."""
    found = store.execute("SELECT 1 FROM events WHERE id = ? AND deleted = 0 AND archived = 0", (event_id,))
    return found.fetchone() is not None


def get(store: Store, event_id: str) -> Event:
    """One event. UserError event_unknown."""
    row = store.execute("SELECT * FROM events WHERE id = ? AND deleted = 0", (event_id,)).fetchone()
    if row is None:
        template = N_("Aucun événement « {id} » : « ia-events event list » donne les identifiants.")
        raise UserError("event_unknown", template, id=event_id)
    return _event(store, row)


def _event(store: Store, row: Any) -> Event:
    id_ = row["id"]
    slots = store.execute('SELECT * FROM slots WHERE event_id = ? AND deleted = 0 ORDER BY start, "end", id', (id_,))
    organisations = store.execute(
        "SELECT * FROM organisations WHERE event_id = ? AND deleted = 0 ORDER BY position, id", (id_,)
    )
    resources = store.execute(
        "SELECT * FROM resources WHERE event_id = ? AND deleted = 0 ORDER BY position, id", (id_,)
    )
    return Event(
        id=id_,
        title=row["title"],
        timezone=row["timezone"],
        session_code=row["session_code"],
        format=Format(row["format"]),
        programme=row["programme"],
        cycle=row["cycle"],
        delegation=row["delegation"],
        venue=row["venue"],
        address=row["address"],
        capacity=row["capacity"],
        registration_opens=_date(row["registration_opens"]),
        registration_closes=_date(row["registration_closes"]),
        themes=tuple(json.loads(row["themes"])),
        audience=row["audience"],
        needs=row["needs"],
        notes=row["notes"],
        archived=bool(row["archived"]),
        demo=bool(row["demo"]),
        key=row["key"],
        slots=tuple(
            Slot(
                id=s["id"],
                event_id=id_,
                label=s["label"],
                start=datetime.fromisoformat(s["start"]),
                end=datetime.fromisoformat(s["end"]),
                opens=s["opens"],
                late=s["late"],
                seats=s["seats"],
                reentry=bool(s["reentry"]),
                signing=bool(s["signing"]),
            )
            for s in slots
        ),
        organisations=tuple(
            Organisation(id=o["id"], event_id=id_, name=o["name"], role=OrganisationRole(o["role"]))
            for o in organisations
        ),
        resources=tuple(
            Resource(id=r["id"], event_id=id_, title=r["title"], link=r["link"], kind=r["kind"], open_to=r["open_to"])
            for r in resources
        ),
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# Whoever is on an event's list, by an index that holds the status, the role and the slots (migration 6).
COUNTED = (
    "registrations AS r INDEXED BY registrations_counted WHERE r.event_id = ? AND r.deleted = 0 AND r.same_as = ''"
)


_ROLES, _STATUSES, _SOURCES = ({word.value: word for word in words} for words in (Role, Status, Source))
_ROLE, _STATUS, _SLOTS, _SOURCE = map(FIELDS.index, ("role", "status", "slots", "source"))
_attendee = maker(Attendee)


def from_row(row: Any) -> Attendee:
    """The attendee of a row that holds its columns in their order."""
    values = list(row)
    slots = values[_SLOTS]
    values[_SLOTS] = tuple(json.loads(slots)) if slots != "[]" else ()
    values[_ROLE] = _ROLES[values[_ROLE]]
    values[_STATUS] = _STATUSES[values[_STATUS]]
    values[_SOURCE] = _SOURCES[values[_SOURCE]]
    return _attendee(*values[: len(FIELDS)])


# Named one by one, they are looked up in the index, and nobody else's entry is read.
_ANY_STATUS = ", ".join(f"'{status}'" for status in Status)
_TEAM = ", ".join(f"'{role}'" for role in Role if role not in GUESTS)


def team(store: Store, event_id: str) -> list[Attendee]:
    """Whoever has another role than participant, in list order."""
    rows = store.execute(
        f"SELECT {COLUMNS} FROM {COUNTED} AND r.status IN ({_ANY_STATUS}) AND r.role IN ({_TEAM}) ORDER BY r.sort_key",
        (event_id,),
    )
    return [from_row(row) for row in rows]


class Counts(NamedTuple):
    """How many registrations of each status an event has."""

    registered: int
    waitlisted: int
    cancelled: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


def counts(store: Store, event_id: str) -> Counts:
    """Registrations by status."""
    rows = store.execute(f"SELECT r.status, count(*) FROM {COUNTED} GROUP BY r.status", (event_id,))
    by_status = dict(map(tuple, rows))
    return Counts(by_status.get("registered", 0), by_status.get("waitlisted", 0), by_status.get("cancelled", 0))
