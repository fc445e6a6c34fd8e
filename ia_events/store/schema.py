"""The tables of fields: their columns, how a value is kept in one, and what is worked out from a row."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from ia_events.domain import tokens
from ia_events.domain.text import fold, sort_key

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are made of fields. `columns` gives each field's default; `derived` what SQL searches on."""

    name: str
    columns: dict[str, object]
    derived: tuple[str, ...] = ()
    derive: Callable[[Row], tuple[object, ...]] = lambda _row: ()


def _search(row: Row) -> tuple[object, ...]:
    last, first = str(row["last_name"]), str(row["first_name"])
    code = tokens.short_code(str(row["badge"])).lower() if row["badge"] else ""
    email = str(row["email"])
    # Two spaces at the end let one- and two-letter searches find the last letters through the trigram index.
    folded = f"{fold(f'{last} {first}')} {fold(first)} {fold(str(row['employer']))} {email} {code}  "
    return folded, sort_key(last, first), fold(str(row["employer"]))


EVENTS = Table(
    "events",
    {
        "title": "", "timezone": "Europe/Paris", "session_code": "", "format": "day", "programme": "", "cycle": "",
        "delegation": "", "venue": "", "address": "", "capacity": None, "registration_opens": "", "registration_closes": "",
        "themes": "[]", "audience": "", "needs": "", "notes": "", "archived": 0, "demo": 0, "key": "", "deleted": 0,
    },
)  # fmt: skip
SLOTS = Table("slots", {"event_id": "", "label": "", "start": "", "end": "", "deleted": 0})
ORGANISATIONS = Table("organisations", {"event_id": "", "name": "", "role": "partner", "position": 0, "deleted": 0})
RESOURCES = Table(
    "resources", {"event_id": "", "title": "", "link": "", "kind": "", "open_to": "", "position": 0, "deleted": 0}
)
REGISTRATIONS = Table(
    "registrations",
    {
        "event_id": "", "last_name": "", "first_name": "", "birth_name": "", "civility": "", "email": "", "phone": "", "employer": "",
        "department": "", "job_title": "", "grade": "", "job_framework": "", "category": "", "staff_number": "", "siret": "",
        "postcode": "", "meal": "", "access_needs": "", "remarks": "", "role": "participant", "status": "registered",
        "slots": "[]", "badge": "", "source": "manual", "deleted": 0,
    },
    ("folded", "sort_key", "employer_key"),
    _search,
)  # fmt: skip

TABLES = {table.name: table for table in (EVENTS, SLOTS, ORGANISATIONS, RESOURCES, REGISTRATIONS)}
FACTS = "facts"
ACTIONS = "actions"
FACT_COLUMNS = ("id", "kind", "event_id", "registration_id", "slot_id", "at", "method", "station", "value", "target")


def to_text(instant: datetime) -> str:
    """An instant as kept: UTC, milliseconds, sortable."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_instant(text: str) -> datetime:
    """The instant of a kept text."""
    return datetime.fromisoformat(text)


def to_json(value: object) -> str:
    """Canonical JSON: the same value is always the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
