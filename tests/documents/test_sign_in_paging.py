"""Which rows stand on which page, and which slots side by side."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ia_events.documents.sign_in_paging import Group, Room, pages_of, sets_of
from ia_events.domain.events import Event, Slot, generate_slots
from ia_events.domain.people import Attendee, Role
from tests.documents.conftest import attendee

ROOM = Room(height=106, head=6, heading=7, row=10, speaker=15, gap=3)  # ten rows
DAY = Event(title="Semaine", timezone="America/Marigot")


def crowd(count: int) -> list[Attendee]:
    return [attendee(number) for number in range(count)]


def speakers(count: int) -> list[Attendee]:
    return [attendee(900 + number, role=Role.SPEAKER) for number in range(count)]


def half_days(days: int, parts: tuple[int, ...] = (0, 1)) -> list[Slot]:
    last = date(2025, 11, 3) + timedelta(days=days - 1)
    return generate_slots(date(2025, 11, 3), last, parts, DAY.timezone)


@pytest.mark.parametrize(
    "days, parts, most, sizes",
    [
        (5, (0, 1), 10, [10]),
        (5, (0, 1), 9, [6, 4]),
        (6, (0, 1), 10, [6, 6]),  # rather than ten and two
        (20, (0, 1), 10, [10, 10, 10, 10]),
        (2, (0, 1, 2), 10, [6]),
        (4, (0, 1, 2), 10, [6, 6]),
        (3, (0, 1), 1, [1, 1, 1, 1, 1, 1]),
        (1, (0,), 10, [1]),
    ],
)
def test_sets_are_parted_at_days_and_even(days: int, parts: tuple[int, ...], most: int, sizes: list[int]) -> None:
    slots = half_days(days, parts)
    sets = sets_of(DAY, slots[::-1], most)
    assert [len(part) for part in sets] == sizes
    assert [slot for part in sets for slot in part] == slots, "in time order"
    if most > 1:
        ends = [DAY.local(part[-1].start).date() for part in sets]
        assert all(end < DAY.local(part[0].start).date() for end, part in zip(ends, sets[1:], strict=False))


def test_a_day_of_more_slots_than_a_page_holds_is_parted() -> None:
    start = datetime(2025, 11, 3, 12, tzinfo=UTC)
    slots = [
        Slot(label=str(n), start=start + timedelta(minutes=30 * n), end=start + timedelta(minutes=30 * n + 30))
        for n in range(12)
    ]
    assert [len(part) for part in sets_of(DAY, slots, 10)] == [10, 2]
    assert sets_of(DAY, [], 10) == []


def test_rows_fill_pages_and_go_on_counting() -> None:
    pages = pages_of([Group("", crowd(25))], [], ROOM, apart=False)
    assert [[(part.first, len(part.rows)) for part in page.parts] for page in pages] == [
        [(1, 10)],
        [(11, 10)],
        [(21, 5)],
    ]


def test_sections_follow_each_other_and_a_heading_is_never_last() -> None:
    groups = [Group("A", crowd(7)), Group("B", crowd(12)), Group("C", crowd(1))]
    pages = pages_of(groups, [], ROOM, apart=False)
    told = [[(part.title, part.again, part.first, len(part.rows)) for part in page.parts] for page in pages]
    assert told == [[("A", False, 1, 7)], [("B", False, 8, 9)], [("B", True, 17, 3), ("C", False, 20, 1)]]


def test_groups_apart_begin_a_page_each() -> None:
    pages = pages_of([Group("A", crowd(2)), Group("B", crowd(12))], speakers(1), ROOM, apart=True)
    assert [[part.title for part in page.parts] for page in pages] == [["A"], ["B"], ["B"], []]
    assert [len(page.speakers) for page in pages] == [0, 0, 0, 1]


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize("sizes", [(0,), (1,), (9, 1), (10,), (11,), (3, 3, 3), (30, 1, 8)])
@pytest.mark.parametrize("count", [0, 1, 4, 20])
def test_nobody_is_lost_and_nothing_leaves_the_page(sizes: tuple[int, ...], count: int, apart: bool) -> None:
    groups = [Group(f"Groupe {n}", crowd(size)) for n, size in enumerate(sizes) if size]
    talking = speakers(count)
    pages = pages_of(groups, talking, ROOM, apart=apart)
    assert [p for page in pages for part in page.parts for p in part.rows] == [p for g in groups for p in g.rows]
    assert [p for page in pages for p in page.speakers] == talking
    numbers = [part.first + n for page in pages for part in page.parts for n in range(len(part.rows))]
    assert numbers == list(range(1, sum(sizes) + 1))
    for page in pages:
        used = sum(ROOM.heading + len(part.rows) * ROOM.row for part in page.parts)
        used += ROOM.head if page.parts else 0
        used += len(page.speakers) * ROOM.speaker + (ROOM.head if page.speakers else 0)
        used += ROOM.gap if page.parts and page.speakers else 0
        assert used <= ROOM.height + 0.02
