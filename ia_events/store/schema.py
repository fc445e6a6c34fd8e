"""The tables of fields: their columns, how a value is kept in one, and what is worked out from a row."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any
from zoneinfo import ZoneInfo

from ia_events.domain import tokens
from ia_events.domain.attendance import IN_ROOM, FactKind, Method, State
from ia_events.domain.events import Format, OrganisationRole
from ia_events.domain.people import Role, Source, Status
from ia_events.domain.signatures import Tool
from ia_events.domain.text import fold

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are made of fields. `columns` gives each field's default; `derived` what SQL searches on."""

    name: str
    columns: dict[str, object]
    derived: tuple[str, ...] = ()
    derive: Callable[[Row], tuple[object, ...]] = lambda _row: ()


def _search(row: Row) -> tuple[object, ...]:
    last, first, employer = _fold(row["last_name"]), _fold(row["first_name"]), _fold(row["employer"])
    code = tokens.short_code(row["badge"]).lower() if row["badge"] else ""
    # Two spaces at the end let one- and two-letter searches find the last letters through the trigram index.
    # « N'Diaye » is looked for as « ndiaye » too.
    joined = f" {last.replace(' ', '')}" if " " in last else ""
    if row["birth_name"]:
        joined += f" {_fold(row['birth_name'])}"
    return f"{last} {first}{joined} {employer} {row['email'].lower()} {code}  ", f"{last}\t{first}", employer


_fold = lru_cache(1 << 16)(fold)  # names and employers are borne by many


EVENTS = Table(
    "events",
    {
        "title": "", "timezone": "Europe/Paris", "session_code": "", "format": "day", "programme": "", "cycle": "",
        "delegation": "", "venue": "", "address": "", "capacity": None, "registration_opens": "", "registration_closes": "",
        "themes": "[]", "audience": "", "needs": "", "notes": "", "archived": 0, "demo": 0, "key": "", "deleted": 0,
    },
)  # fmt: skip
SLOTS = Table(
    "slots",
    {
        "event_id": "", "label": "", "start": "", "end": "", "opens": None, "late": None, "seats": None, "reentry": 1,
        "signing": 0, "deleted": 0,
    },
)  # fmt: skip
ORGANISATIONS = Table("organisations", {"event_id": "", "name": "", "role": "partner", "position": 0, "deleted": 0})
RESOURCES = Table(
    "resources", {"event_id": "", "title": "", "link": "", "kind": "", "open_to": "", "position": 0, "deleted": 0}
)
REGISTRATIONS = Table(
    "registrations",
    {
        "event_id": "", "last_name": "", "first_name": "", "birth_name": "", "civility": "", "email": "", "phone": "", "employer": "",
        "department": "", "job_title": "", "grade": "", "job_framework": "", "category": "", "staff_number": "", "siret": "",
        "postcode": "", "address": "", "town": "", "group": "", "meal": "", "access_needs": "", "remarks": "", "role": "participant", "status": "registered",
        "slots": "[]", "badge": "", "source": "manual", "list": "", "known_as": "", "written": "", "deleted": 0,
    },
    ("folded", "sort_key", "employer_key"),
    _search,
)  # fmt: skip

TABLES = {table.name: table for table in (EVENTS, SLOTS, ORGANISATIONS, RESOURCES, REGISTRATIONS)}
FACTS = "facts"
ACTIONS = "actions"
FACT_COLUMNS = ("id", "kind", "event_id", "registration_id", "slot_id", "at", "method", "station", "value", "target")
ACTION_KINDS = frozenset({"do", "note", "undo", "redo"})


class Held(IntEnum):
    """Why an entry of the change log is kept without being applied (`changes.held`)."""

    NO = 0
    UNKNOWN = 1  # it speaks of something this version does not know
    WAITING = 2  # its predecessor has not come, so that its chain cannot be checked
    MALFORMED = 3  # it makes no sense; kept because its successors are chained to it


# The words a column may hold. Another word comes from a newer version of the program.
WORDS: dict[tuple[str, str], frozenset[str]] = {
    ("events", "format"): frozenset(Format),
    ("organisations", "role"): frozenset(OrganisationRole),
    ("registrations", "role"): frozenset(Role),
    ("registrations", "status"): frozenset(Status),
    ("registrations", "source"): frozenset(Source),
    ("facts", "kind"): frozenset(FactKind),
}
_METHODS = {"method": frozenset({"", *Method})}
# The words that depend on the kind of a fact. To be in the room takes an arrival, not a mark.
FACT_WORDS: dict[str, dict[str, frozenset[str]]] = {
    FactKind.ARRIVAL: _METHODS,
    FactKind.DEPARTURE: _METHODS,
    FactKind.SCAN: _METHODS,
    FactKind.SIGNATURE: {"method": frozenset({"", *Tool})},
    FactKind.MARK: {**_METHODS, "value": frozenset(State) - IN_ROOM},
}


def is_known(table: str, column: str, value: object) -> bool:
    """Whether this version can do something with a value that `check` lets through."""
    if (table, column) == ("events", "timezone"):
        return _is_zone(str(value))
    words = WORDS.get((table, column))
    return words is None or value in words


@lru_cache(64)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # not found, not a name, the name of a folder
        return False
    return True


def check(table: str, column: str, value: object) -> None:
    """Raise ValueError when a value that came from elsewhere cannot be kept in a column, or not be read back."""
    default = TABLES[table].columns[column] if table in TABLES else ""
    if default is None and value is None:
        return
    if default is None or isinstance(default, int):
        if type(value) is not int or not 0 <= value < 2**31:
            raise ValueError(f"{table}.{column} is a count or a flag")
        return
    if not isinstance(value, str):
        raise ValueError(f"{table}.{column} is text")
    value.encode()  # half a surrogate pair cannot be kept
    if (table, column) in _INSTANTS:
        instant = to_instant(value)
        # Only what sorts as text, and has a local time in every zone.
        if instant.tzinfo is None or not 1900 <= instant.year <= 9000 or to_text(instant) != value:
            raise ValueError(f"{table}.{column} is an instant")
    if (table, column) in _DATES and value:
        date.fromisoformat(value)
    digits = _DIGITS.get((table, column))
    if digits and value and not re.fullmatch(f"[0-9a-f]{{{digits}}}", value):
        raise ValueError(f"{table}.{column} is hexadecimal digits")
    if (table, column) in _LISTS:
        items = json.loads(value)
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise ValueError(f"{table}.{column} is a list of texts")


_INSTANTS = {("slots", "start"), ("slots", "end"), ("facts", "at")}
_DATES = {("events", "registration_opens"), ("events", "registration_closes")}
_LISTS = {("events", "themes"), ("registrations", "slots")}
_DIGITS = {("events", "key"): 64, ("registrations", "badge"): 16}


def to_text(instant: datetime) -> str:
    """An instant as kept: UTC, milliseconds, sortable."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_instant(text: str) -> datetime:
    """The instant of a kept text."""
    return datetime.fromisoformat(text)


_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_json(value: object) -> str:
    """Canonical JSON: the same value is always the same text."""
    return _encoder.encode(value)


def creation_json(said: Mapping[str, object]) -> str:
    """`to_json({"set": said, "whole": 1})`, in half the time where all is text, as in the people of a list."""
    try:
        texts = [f'"{name}":{encode_basestring(said[name])}' for name in sorted(said)]  # type: ignore[arg-type]
    except TypeError:
        return to_json({"set": said, "whole": 1})
    return f'{{"set":{{{",".join(texts)}}},"whole":1}}'
