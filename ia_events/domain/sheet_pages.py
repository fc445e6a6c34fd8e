"""A printed page of a sign-in sheet: whose boxes lie where, so that the signed paper can be read back.

Millimetres, from the page's top left corner. Four ArUco markers (DICT_4X4_50, ids 0 to 3 clockwise from the top left)
stand in its corners: found in a picture of the page, they say where each millimetre is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ia_events.domain import tokens

MARKER_SIDE = 8.0
MARKER_INSET = 6.0  # between a marker and the two edges of the paper
ROW_HEIGHT = 8.6
_VERSION = 1


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """How sheets are made: one a half-day (upright), or `grid`, a column a half-day (lying).

    `group_by` is employer, department, role, group or nothing; each group begins a page, or with `sections` only a heading.
    `order` is name (as given) or employer; `paper` a4 or a3; `row_height` 7 to 16 mm. `blank_rows` are for walk-ins.
    `signatures`: those given on a screen stand in their boxes.
    """

    grid: bool = False
    group_by: str = ""
    sections: bool = False
    order: str = "name"
    row_height: float = ROW_HEIGHT
    paper: str = "a4"
    blank_rows: int = 3
    signatures: bool = True


class Box(NamedTuple):
    """A rectangle in millimetres."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """The boxes of a slot."""

    slot_id: str
    left: float
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's boxes. `number` is the one printed, 0 for speakers and the blank rows of a group that has its own page;
    a blank row has no `registration_id`.

    `closed` names the slots of the page the person is not expected in: there is no box.
    """

    number: int
    registration_id: str
    top: float
    height: float
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Page `number` of `count` of a sheet. `paper` is its width and height, `markers` their inset and side.

    `edition` is the fingerprint of the list it was made from.
    """

    number: int
    count: int
    paper: tuple[float, float]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    markers: tuple[float, float] = (MARKER_INSET, MARKER_SIDE)
    code: str = ""
    edition: str = ""

    def boxes(self) -> Iterator[tuple[Row, Column, Box]]:
        """Every signature box, row by row."""
        for row in self.rows:
            for column in self.columns:
                if column.slot_id not in row.closed:
                    yield row, column, Box(column.left, row.top, column.width, row.height)


def to_text(page: SheetPage) -> str:
    """What is kept of a page, all but its code: about 1.5 kB for 24 rows."""
    places = {column.slot_id: place for place, column in enumerate(page.columns)}
    rows: list[list[object]] = []
    for row in page.rows:
        closed = [[places[slot] for slot in row.closed]] if row.closed else []
        rows.append([row.number, row.registration_id, row.top, row.height, *closed])
    kept = {
        "v": _VERSION,
        "page": [page.number, page.count],
        "paper": page.paper,
        "markers": page.markers,
        "edition": page.edition,
        "columns": [[column.slot_id, column.left, column.width] for column in page.columns],
        "rows": rows,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str, code: str) -> SheetPage | None:
    """A page as kept; None when a newer version of the program kept it. ValueError, KeyError or TypeError: nonsense."""
    kept = json.loads(text)
    if kept["v"] != _VERSION:
        return None
    number, count = kept["page"]
    columns = tuple([Column(_text(slot), _size(left), _size(width)) for slot, left, width in kept["columns"]])
    slot_ids = {place: column.slot_id for place, column in enumerate(columns)}
    rows = []
    for number_of, person, top, height, *closed in kept["rows"]:
        slots = tuple([slot_ids[place] for place in closed[0]]) if closed else ()
        rows.append(Row(_count(number_of), _text(person), _size(top), _size(height), slots))
    return SheetPage(
        _count(number), _count(count), _pair(kept["paper"]), columns, tuple(rows),
        _pair(kept["markers"]), code, _text(kept["edition"]),
    )  # fmt: skip


def code_for(page: SheetPage, event_id: str, key: str, made_at: str) -> str:
    """The code to print on a page: the same for the same drawing, and nobody's guess without the event's key."""
    import hmac  # loads OpenSSL

    said = f"{event_id}\x1f{made_at}\x1f{to_text(page)}"
    return tokens.sheet_code(hmac.digest(bytes.fromhex(key), said.encode(), "sha256")[:7].hex())


def _pair(value: Any) -> tuple[float, float]:
    first, second = value
    return _size(first), _size(second)


def _size(value: Any) -> float:
    if type(value) not in (int, float) or not 0 <= value < 10_000:
        raise ValueError("a size is a number of millimetres")
    return float(value)


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 10**6:
        raise ValueError("a count")
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError("a text")
    return value
