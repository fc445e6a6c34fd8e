"""Dates and hours in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest

from ia_events import i18n
from ia_events.domain import dates
from ia_events.domain.events import Event, Slot, local_instant

WEDNESDAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    i18n.use("fr")
    yield
    i18n.use("fr")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), UTC)


@pytest.mark.parametrize(
    "day, french, english",
    [
        (WEDNESDAY, "mercredi 12 novembre 2025", "Wednesday 12 November 2025"),
        (date(2025, 3, 1), "samedi 1er mars 2025", "Saturday 1 March 2025"),
        (date(2024, 2, 29), "jeudi 29 février 2024", "Thursday 29 February 2024"),
        (date(2025, 8, 31), "dimanche 31 août 2025", "Sunday 31 August 2025"),
    ],
)
def test_a_date_in_words(day: date, french: str, english: str) -> None:
    assert plain(dates.long_date(day)) == french
    i18n.use("en")
    assert plain(dates.long_date(day)) == english


def test_a_date_does_not_break_before_its_year() -> None:
    assert dates.long_date(WEDNESDAY) == "mercredi 12 novembre\u00a02025"
    assert dates.long_date(WEDNESDAY, weekday=False, year=False) == "12\u00a0novembre"
    assert dates.long_date(date(2025, 5, 1), weekday=False, year=False) == "1er\u00a0mai"
    assert dates.short_date(date(2025, 5, 1)) == "01/05/2025"


@pytest.mark.parametrize(
    "hour, minute, french, english",
    [(9, 30, "9 h 30", "09:30"), (18, 0, "18 h", "18:00"), (0, 5, "0 h 05", "00:05"), (0, 0, "0 h", "00:00")],
)
def test_an_hour(hour: int, minute: int, french: str, english: str) -> None:
    assert plain(dates.clock(at(WEDNESDAY, hour, minute))) == french
    assert " " not in dates.clock(at(WEDNESDAY, hour, minute)), "it does not break"
    i18n.use("en")
    assert dates.clock(at(WEDNESDAY, hour, minute)) == english


@pytest.mark.parametrize(
    "then, said",
    [
        (at(WEDNESDAY, 16, 4), "aujourd’hui à 16 h 04"),
        (at(WEDNESDAY, 23, 59), "aujourd’hui à 23 h 59"),
        (at(date(2025, 11, 11), 23, 59), "hier à 23 h 59"),
        (at(date(2025, 11, 13), 0, 0), "demain à 0 h"),
        (at(date(2025, 11, 14), 17, 30), "vendredi à 17 h 30"),
        (at(date(2025, 11, 18), 9), "mardi à 9 h"),
        (at(date(2025, 11, 19), 9), "le 19 novembre à 9 h"),
        (at(date(2025, 11, 10), 9), "le 10 novembre à 9 h"),
        (at(date(2026, 1, 1), 9), "le 1er janvier 2026 à 9 h"),
        (at(date(2024, 6, 3), 9), "le 3 juin 2024 à 9 h"),
    ],
)
def test_a_moment_seen_from_now(then: datetime, said: str) -> None:
    assert plain(dates.moment(then, at(WEDNESDAY, 12))) == said


@pytest.mark.parametrize(
    "days, french, english",
    [
        ((WEDNESDAY,), "mercredi 12 novembre 2025", "Wednesday 12 November 2025"),
        ((date(2025, 6, 4), date(2025, 6, 3)), "du 3 au 4 juin 2025", "3 to 4 June 2025"),
        ((date(2025, 6, 1), date(2025, 6, 3)), "du 1er au 3 juin 2025", "1 to 3 June 2025"),
        ((date(2025, 5, 31), date(2025, 6, 1)), "du 31 mai au 1er juin 2025", "31 May to 1 June 2025"),
        (
            (date(2025, 12, 30), date(2026, 1, 2)),
            "du 30 décembre 2025 au 2 janvier 2026",
            "30 December 2025 to 2 January 2026",
        ),
    ],
)
def test_a_span_of_days(days: tuple[date, ...], french: str, english: str) -> None:
    assert plain(dates.day_range(days)) == french
    i18n.use("en")
    assert plain(dates.day_range(days)) == english


def test_slots_and_events_are_told_on_the_event_s_clock() -> None:
    """An evening in Saint-Martin is already tomorrow in UTC."""
    zone = "America/Marigot"
    slot = Slot(
        label="Soirée", start=local_instant(WEDNESDAY, time(18), zone), end=local_instant(WEDNESDAY, time(20, 30), zone)
    )
    event = Event(title="Soirée", timezone=zone, slots=(slot,))
    assert slot.end.date() == date(2025, 11, 13)
    assert plain(dates.slot_hours(event, slot)) == "18 h – 20 h 30"
    assert plain(dates.slot_title(event, slot)) == "Soirée · mercredi 12 novembre 2025, 18 h – 20 h 30"
    assert plain(dates.event_dates(event)) == "mercredi 12 novembre 2025"
    assert dates.event_dates(Event(title="Sans date")) == ""


@pytest.mark.parametrize(
    "value, said",
    [(0, "0 h"), (2.5, "2 h 30"), (3, "3 h"), (1.999, "2 h"), (0.25, "0 h 15"), (1 / 3, "0 h 20"), (14, "14 h")],
)
def test_hours_attended(value: float, said: str) -> None:
    assert plain(dates.hours(value)) == said
