"""Events and their slots."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from ia_events.domain.events import (
    DELEGATIONS,
    FORMAT_LABELS,
    HALF_DAYS,
    ORGANISATION_ROLE_LABELS,
    TIMEZONES,
    Event,
    Format,
    Organisation,
    OrganisationRole,
    Slot,
    current_slot,
    generate_slots,
    local_instant,
)

DAY = date(2025, 11, 12)
NINE = datetime(2025, 11, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def slot(name: str, start: int, hours: float = 1) -> Slot:
    begins = NINE + start * HOUR
    return Slot(id=name, label=name, start=begins, end=begins + hours * HOUR)


def test_an_event_spans_its_slots() -> None:
    event = Event(title="Journée", slots=(slot("b", 5, 3), slot("a", 0, 2)))
    assert (event.starts, event.ends) == (NINE, NINE + 8 * HOUR)
    assert event.slot("b") == slot("b", 5, 3)
    assert event.slot("c") is None
    assert slot("a", 0, 2.5).hours == 2.5
    bare = Event(title="Sans créneau")
    assert (bare.starts, bare.ends) == (None, None)


@pytest.mark.parametrize(
    "now, expected",
    [
        (-3.0, "matin"),
        (0.0, "matin"),
        (2.9, "matin"),
        (3.0, "matin"),
        (3.4, "matin"),
        (3.6, "midi"),
        (5.0, "midi"),
        (20.0, "soir"),
    ],
)
def test_the_slot_meant_at_a_time(now: float, expected: str) -> None:
    """The one under way, else the nearest."""
    slots = [slot("soir", 9, 2), slot("matin", 0, 3), slot("midi", 4, 3)]
    found = current_slot(slots, NINE + now * HOUR)
    assert found is not None
    assert found.id == expected


def test_of_two_slots_under_way_the_first_begun_is_meant() -> None:
    found = current_slot([slot("b", 1, 3), slot("a", 0, 3)], NINE + 2 * HOUR)
    assert found is not None
    assert found.id == "a"
    assert current_slot([], NINE) is None


@pytest.mark.parametrize(
    "zone, month, utc",
    [
        ("Europe/Paris", 1, 8),
        ("Europe/Paris", 7, 7),
        ("America/Marigot", 7, 13),
        ("America/Cayenne", 7, 12),
        ("Indian/Reunion", 1, 5),
        ("Indian/Mayotte", 1, 6),
    ],
)
def test_a_wall_clock_is_an_instant(zone: str, month: int, utc: int) -> None:
    instant = local_instant(date(2025, month, 15), time(9), zone)
    assert (instant.tzinfo, instant.hour) == (UTC, utc)
    assert Event(title="x", timezone=zone).local(instant).time() == time(9)


def test_every_zone_exists_and_overseas_has_no_daylight_saving() -> None:
    for zone in TIMEZONES:
        offsets = {
            Event(title="x", timezone=zone).local(datetime(2025, month, 1, tzinfo=UTC)).utcoffset() for month in (1, 7)
        }
        assert (len(offsets) == 1) == (zone != "Europe/Paris")


def test_slots_from_dates() -> None:
    slots = generate_slots(DAY, DAY + timedelta(days=1), (1, 0), "America/Guadeloupe", "{part} du {day}")
    event = Event(title="x", timezone="America/Guadeloupe", slots=tuple(slots))
    told = [(s.label, f"{event.local(s.start):%d %H:%M}", f"{event.local(s.end):%H:%M}") for s in slots]
    assert told == [
        ("Matin du 12/11", "12 09:00", "12:30"),
        ("Après-midi du 12/11", "12 14:00", "17:30"),
        ("Matin du 13/11", "13 09:00", "12:30"),
        ("Après-midi du 13/11", "13 14:00", "17:30"),
    ]
    assert generate_slots(DAY, DAY - timedelta(days=1), (0,), "Europe/Paris") == []
    assert generate_slots(DAY, DAY, (), "Europe/Paris") == []


def test_slots_keep_their_hour_when_the_clocks_change() -> None:
    slots = generate_slots(date(2025, 10, 25), date(2025, 10, 26), (0,), "Europe/Paris")
    event = Event(title="x", slots=tuple(slots))
    assert [event.local(s.start).hour for s in slots] == [9, 9]
    assert [s.start.hour for s in slots] == [7, 8]
    assert [s.hours for s in slots] == [3.5, 3.5]


def test_half_days_do_not_overlap() -> None:
    for (_name, _start, end), (_next, start, _end) in pairwise(HALF_DAYS):
        assert end <= start


def test_organisations_by_role() -> None:
    organisations = (
        Organisation(name="CNFPT", role=OrganisationRole.ORGANISER),
        Organisation(name="Ville"),
        Organisation(name="Région"),
    )
    event = Event(title="x", organisations=organisations)
    assert event.organisations_as(OrganisationRole.PARTNER) == ["Ville", "Région"]
    assert event.organisations_as(OrganisationRole.HOST) == []


def test_everything_that_is_chosen_from_has_a_name() -> None:
    assert FORMAT_LABELS.keys() == set(Format)
    assert ORGANISATION_ROLE_LABELS.keys() == set(OrganisationRole)
    assert len(set(DELEGATIONS)) == len(DELEGATIONS) == 23
