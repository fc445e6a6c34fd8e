"""Which rows stand on which page of a sign-in sheet, and which slots side by side. Lengths in any one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee

LEAST_ROWS = 6  # a page with fewer is not worth its header
_EPSILON = 0.01
_MOVED = 3  # rows that go along with speakers to their page


class Group(NamedTuple):
    """People under one title, None for a blank row. Without a title there is no heading."""

    title: str
    rows: Sequence[Attendee | None]


class Part(NamedTuple):
    """Rows of one group that stand on one page, numbered from `first`; `again` when the group began before.

    Blank rows are numbered on, unless they are the `spare` ones under each of several groups.
    """

    title: str
    again: bool
    first: int
    rows: Sequence[Attendee | None]
    spare: bool = False


class Room(NamedTuple):
    """The height there is for tables on a page, and that of what they are made of.

    `tall` are the heights of rows that need more than the others, by the id of who signs there.
    """

    height: float
    head: float
    heading: float
    row: float
    speaker: float
    gap: float
    tall: Mapping[str, float] = MappingProxyType({})

    def of(self, person: Attendee | None) -> float:
        """The height of a row."""
        return self.row if person is None else self.tall.get(person.id, self.row)


@dataclass
class Content:
    """What stands on a page."""

    parts: list[Part] = field(default_factory=list)
    speakers: list[Attendee] = field(default_factory=list)


def pages_of(groups: Sequence[Group], speakers: Sequence[Attendee], room: Room, *, apart: bool) -> list[Content]:
    """The pages of a sheet. `apart`: each group begins a page, and so do the speakers.

    Otherwise speakers stand after the last rows; rather than alone on a page, with some of these.
    """
    pages = [Content()]
    free = room.height - room.head
    first = 1
    for group in groups:
        heading = room.heading if group.title else 0.0
        if pages[-1].parts and (apart or free + _EPSILON < heading + sum(map(room.of, group.rows[:2]))):
            pages.append(Content())
            free = room.height - room.head
        done = 0
        while done < len(group.rows):
            free -= heading
            count = 0
            while done + count < len(group.rows) and room.of(group.rows[done + count]) <= free + _EPSILON:
                free -= room.of(group.rows[done + count])
                count += 1
            rows, spare = group.rows[done : done + count], apart and bool(group.title)
            pages[-1].parts.append(Part(group.title, done > 0, first, rows, spare))
            first += sum([person is not None for person in rows]) if spare else count
            done += count
            if done < len(group.rows):
                pages.append(Content())
                free = room.height - room.head
    _add_speakers(pages, speakers, room, apart=apart)
    return pages


def _add_speakers(pages: list[Content], speakers: Sequence[Attendee], room: Room, *, apart: bool) -> None:
    last = pages[-1].parts[-1] if pages[-1].parts else None
    if speakers and last and apart:
        pages.append(Content())
    elif last and len(speakers) > _boxes(pages[-1], room) and len(last.rows) > _MOVED:
        kept = len(last.rows) - _MOVED
        pages[-1].parts[-1] = last._replace(rows=last.rows[:kept])
        pages.append(Content([Part(last.title, True, last.first + kept, last.rows[kept:])]))
    left = list(speakers)
    while left:
        boxes = _boxes(pages[-1], room)
        pages[-1].speakers, left = left[:boxes], left[boxes:]
        if left:
            pages.append(Content())


def _boxes(page: Content, room: Room) -> int:
    """How many speakers may sign after the rows of a page."""
    used = sum((room.heading if part.title else 0) + sum(map(room.of, part.rows)) for part in page.parts)
    if page.parts:
        used += room.head + room.gap
    return max(0, int((room.height - used - room.head + _EPSILON) / room.speaker))


def sets_of(event: Event, slots: Sequence[Slot], most: int) -> list[tuple[Slot, ...]]:
    """Slots in time order, in as few sets of at most `most` as days allow, and these as even as can be.

    A day is parted only when it has more slots than that.
    """
    days: list[list[Slot]] = []
    for slot in sorted(slots, key=lambda slot: slot.start):
        if days and event.local(days[-1][0].start).date() == event.local(slot.start).date():
            days[-1].append(slot)
        else:
            days.append([slot])
    longest = max((len(day) for day in days), default=0)
    best = _filled(days, most)
    for fewer in range(most - 1, min(longest, most) - 1, -1):
        tried = _filled(days, fewer)
        if len(tried) > len(best):
            break
        best = tried
    return best


def _filled(days: Sequence[Sequence[Slot]], most: int) -> list[tuple[Slot, ...]]:
    sets: list[tuple[Slot, ...]] = []
    for day in days:
        pieces = [tuple(day[start : start + most]) for start in range(0, len(day), most)]
        if sets and len(sets[-1]) + len(pieces[0]) <= most and len(pieces) == 1:
            sets[-1] += pieces[0]
        else:
            sets += pieces
    return sets
