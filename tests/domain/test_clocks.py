"""Clocks that are wrong are noticed, and those that are right are left in peace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ia_events import i18n
from ia_events.domain import clocks
from ia_events.domain.events import Event, Slot

START = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)  # 9 h in Guadeloupe
GUADELOUPE, PARIS = timedelta(hours=-4), timedelta(hours=1)
EVENT = Event(
    id="e",
    title="Journée",
    timezone="America/Guadeloupe",
    slots=(Slot(id="m", event_id="e", label="Matin", start=START, end=START + timedelta(hours=3)),),
)


@pytest.fixture(autouse=True)
def _french() -> None:
    i18n.use("fr")


def doubt(now: datetime, last: datetime | None = None, offset: timedelta = GUADELOUPE) -> str:
    return clocks.doubt(EVENT, now, last, offset).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("offset", [GUADELOUPE, PARIS])
@pytest.mark.parametrize("minutes", [-60, 0, 90, 200])
def test_a_right_clock_says_nothing(minutes: int, offset: timedelta) -> None:
    """Whatever zone the machine shows: instants are what counts."""
    now = START + timedelta(minutes=minutes)
    assert doubt(now, now - timedelta(minutes=1), offset) == ""
    assert doubt(now, now + timedelta(seconds=100), offset) == "", "two stations differ a little"


def test_a_clock_behind_what_was_recorded() -> None:
    said = doubt(START, START + timedelta(hours=1))
    assert "indique 9 h" in said
    assert "enregistré à 10 h" in said


@pytest.mark.parametrize("years", [-1, 1])
def test_a_wrong_year(years: int) -> None:
    assert f"en {START.year + years}" in doubt(START.replace(year=START.year + years))


def test_a_day_of_february_that_the_next_year_lacks() -> None:
    assert "29 février" in doubt(datetime(2028, 2, 29, 12, 0, tzinfo=UTC))


def test_another_month_says_the_dates() -> None:
    said = doubt(START - timedelta(days=60))
    assert "13 septembre 2026" in said
    assert "12 novembre 2026" in said


def test_the_hour_of_the_wall_in_the_zone_of_elsewhere() -> None:
    """Set by hand to 9 h, zone left at Paris: the machine thinks 8 h UTC, five hours early."""
    said = doubt(START - timedelta(hours=5), None, PARIS)
    assert "il est 4 h" in said
    assert doubt(START - timedelta(hours=5), None, GUADELOUPE) == "", "merely early"


@pytest.mark.parametrize("moved, words", [(10, "avancer de 10 min"), (-10, "reculer de 10 min")])
def test_a_jump(moved: int, words: str) -> None:
    elapsed = timedelta(seconds=20)
    assert words in clocks.jump(START, START + elapsed + timedelta(minutes=moved), elapsed).replace("\u00a0", " ")
    assert clocks.jump(START, START + elapsed, elapsed) == ""


def test_a_machine_that_slept_has_not_jumped() -> None:
    """Both clocks went on: BOOTTIME counts sleep."""
    assert clocks.jump(START, START + timedelta(hours=2), timedelta(hours=2)) == ""
