"""Presence, worked out from facts: who was in which slot, since when, told by what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Status
from ia_events.i18n import N_


class Method(StrEnum):
    """How a fact was told."""

    SCAN = "scan"
    TYPED = "typed"
    WALK_IN = "walk_in"
    MANUAL = "manual"
    LIST = "list"
    RETURN = "return"  # headquarters' workbook, taken cell by cell by somebody


METHOD_LABELS = {
    Method.SCAN: N_("badge"),
    Method.TYPED: N_("nom saisi"),
    Method.WALK_IN: N_("inscription sur place"),
    Method.MANUAL: N_("grille de présence"),
    Method.LIST: N_("liste importée"),
    Method.RETURN: N_("retour du siège"),
}


class FactKind(StrEnum):
    """What a fact says. Facts are appended and voided, never changed."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    MARK = "mark"
    SCAN = "scan"  # a scan that recorded no presence: `value` is its verdict
    BADGE_PRINT = "badge_print"
    BADGE_RETIRED = "badge_retired"
    BADGE_ISSUED = "badge_issued"  # a blank one, for whoever it will be handed to: `target` is its id
    SHEET_PRINT = "sheet_print"
    SHEET_PAGE = "sheet_page"  # a page on paper: `target` is its code, `value` what it holds (sheet_pages)
    SIGNATURE = (
        "signature"  # given on a screen: `value` is its strokes (signatures), `method` what they were drawn with
    )
    RETURN_MADE = "return_made"
    CERTIFICATE = "certificate"  # `target` is its code's id, `value` what it certifies: domain/certificates.py
    ALIAS = "alias"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened. `id` is a UUIDv7; `at` is UTC; `target` is the fact voided or the other registration."""

    id: str
    kind: FactKind
    event_id: str = ""
    registration_id: str = ""
    slot_id: str = ""
    at: datetime
    method: str = ""
    station: str = ""
    value: str = ""
    target: str = ""


class State(StrEnum):
    """What a cell of the presence grid says."""

    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"
    EXPECTED = "expected"
    NOT_EXPECTED = "not_expected"


STATE_LABELS = {
    State.PRESENT: N_("Présence"),
    State.LATE: N_("Retard"),
    State.EXCUSED: N_("Absence excusée"),
    State.ABSENT: N_("Absence"),
    State.EXPECTED: N_("À pointer"),
    State.NOT_EXPECTED: N_("Hors inscription"),
}

# Begins the id of a row that stands for a badge nobody here is known by.
UNLISTED = "badge:"

CROSSES = frozenset({Method.MANUAL, Method.LIST, Method.RETURN})
IN_ROOM = frozenset({State.PRESENT, State.LATE})


def counted_as(state: str, registered: bool) -> State:
    """What somebody counts as in a slot, being `registered` for it or not; NOT_EXPECTED counts nowhere.

    One meaning wherever people are counted, which `door_book.Counters` tells in full: whoever came counts, and whoever is
    registered, as what was recorded of them; marked absent or excused without being registered, nobody does.
    """
    return State(state) if state in IN_ROOM or (registered and state) else State.NOT_EXPECTED


@dataclass(frozen=True, slots=True)
class Cell:
    """One person in one slot. `at` is the arrival (UTC), None when nobody told its hour; `hours` what was attended;
    `left` the last departure; `signed` when the person signed on a screen, if that stands on the slot's sheet;
    `registered` whether a registration that stands covers the slot.
    """

    state: State
    at: datetime | None = None
    method: str = ""
    station: str = ""
    hours: float = 0.0
    left: datetime | None = None
    signed: datetime | None = None
    registered: bool = True

    @property
    def counts_as(self) -> State:
        """What it says, where people are counted."""
        return counted_as(self.state, self.registered)


@dataclass(frozen=True, slots=True)
class Matrix:
    """People × slots, in list order; `cells[(registration id, slot id)]` exists for every pair. Those `unlisted` were seen
    and are on no list, or no longer: nobody expects them elsewhere.
    """

    event: Event
    people: tuple[Attendee, ...]
    cells: dict[tuple[str, str], Cell] = field(repr=False)
    unlisted: frozenset[str] = frozenset()

    def hours(self, registration_id: str) -> float:
        """Hours attended over all slots."""
        return sum(self.cells[registration_id, slot.id].hours for slot in self.event.slots)

    def count(self, slot_id: str, *states: State) -> int:
        """How many people count as one of the states in a slot."""
        return sum(self.cells[person.id, slot_id].counts_as in states for person in self.people)


def matrix(
    event: Event,
    people: Iterable[Attendee],
    facts: Iterable[Fact],
    signed: Mapping[tuple[str, str], datetime] = MappingProxyType({}),
    unlisted: frozenset[str] = frozenset(),
) -> Matrix:
    """The presence grid. `facts` are the event's unvoided arrivals, departures and marks, oldest record first; `signed` says
    by (registration id, slot id) when people signed on a screen: it counts beside an arrival.
    """
    by_cell: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        by_cell.setdefault((fact.registration_id, fact.slot_id), []).append(fact)
    rows = tuple(people)
    cells = {
        (p.id, slot.id): cell(p, slot, by_cell.get((p.id, slot.id), ()), listed=p.id not in unlisted)
        for p in rows
        for slot in event.slots
    }
    for place, at in signed.items():
        if place in cells and any(fact.kind == FactKind.ARRIVAL for fact in by_cell.get(place, ())):
            cells[place] = replace(cells[place], signed=at)
    return Matrix(event, rows, cells, unlisted)


def cell(person: Attendee, slot: Slot, facts: Collection[Fact], *, listed: bool = True) -> Cell:
    """One cell: present as soon as one arrival stands, whatever was marked; arrival is the earliest whose hour was told.

    A cross on a list, in the grid or in a return tells nobody's hour: the slot's start stands for it. Whoever was only seen leaving had come, since the start as far as anybody knows.
    """
    registered = listed and person.status == Status.REGISTERED and person.expected_in(slot.id)
    arrivals = [f for f in facts if f.kind == FactKind.ARRIVAL]
    if not arrivals and any(f.kind == FactKind.DEPARTURE for f in facts):
        first = min((f for f in facts if f.kind == FactKind.DEPARTURE), key=lambda f: f.at)
        arrivals = [replace(first, kind=FactKind.ARRIVAL, at=min(slot.start, first.at), value=State.PRESENT)]
    if arrivals:
        timed = [f for f in arrivals if not (f.method in CROSSES and f.at == slot.start)]
        first = min(timed or arrivals, key=lambda f: f.at)
        departures = [f.at for f in facts if f.kind == FactKind.DEPARTURE]
        latest = max(departures, default=None)
        left = latest if latest and latest > max(f.at for f in arrivals) else None
        late = any(f.value == State.LATE for f in arrivals) or bool(timed and slot.is_late(first.at))
        state = State.LATE if late else State.PRESENT
        # A half-day signed for is a half-day, late or not: only an early departure, or coming once it is over, takes from it.
        until = min(left, slot.end) if left else slot.end if first.at < slot.end else slot.start
        hours = max(0.0, (until - slot.start).total_seconds() / 3600)
        at = first.at if timed else None
        return Cell(state, at, first.method, first.station, round(hours, 2), left, registered=registered)
    marks = [f for f in facts if f.kind == FactKind.MARK]
    if marks:
        last = marks[-1]
        return Cell(State(last.value), None, last.method, last.station, registered=registered)
    return Cell(State.EXPECTED if registered else State.NOT_EXPECTED, registered=registered)
