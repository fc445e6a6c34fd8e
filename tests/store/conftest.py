"""A database in memory, and a day of two half-days with three people: what most of these tests begin with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee
from ia_events.store import Store, events, registrations


def a_day(store: Store, now: datetime, on: date = date(2026, 11, 12), code: str = "") -> Event:
    """A day of two half-days, without anybody."""
    slots = tuple(generate_slots(on, on, (0, 1), "America/Guadeloupe"))
    return events.get(store, events.save(store, Event(title="Journée", session_code=code, slots=slots), now))


def three_people(store: Store, event: Event, now: datetime) -> list[Attendee]:
    """Césaire, Nin and Zola, registered in another order than the list's: in that of the list."""
    for name in ("Émile Zola", "Anaïs Nin", "Aimé Césaire"):
        first, last = name.split()
        registrations.save(store, Attendee(event_id=event.id, first_name=first, last_name=last, employer="Ville"), now)
    return registrations.all_of(store, event.id)


@pytest.fixture
def now(request: pytest.FixtureRequest) -> datetime:
    """The hour of the module's tests."""
    hour: datetime = request.module.NOW
    return hour


@pytest.fixture
def store(now: datetime) -> Iterator[Store]:
    """An empty database in memory."""
    opened = Store.open(None, now=now)
    yield opened
    opened.close()


@pytest.fixture
def event(store: Store, now: datetime) -> Event:
    """A day of two half-days."""
    return a_day(store, now)


@pytest.fixture
def people(store: Store, event: Event, now: datetime) -> list[Attendee]:
    """Three people of the event, in list order."""
    return three_people(store, event, now)
