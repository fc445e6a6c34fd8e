"""What a volunteer may not do, whatever was open when the mode began; and a badge read while the code is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from ia_events import pin
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, door, door_book
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from tests.ui.test_door import EVENING, page, people, token

__all__ = ["page", "people", "token"]  # the fixtures of the door
CODE = "4827"
Token = Callable[[Attendee], str]


@pytest.fixture(autouse=True)
def code(settings: Settings) -> None:
    settings.sound = False
    pin.choose(CODE)


def hours(store: Store, event: Event) -> list[datetime]:
    return [entry.fact.at for entry in door_book.recent(store, event.id, event.slots[0].id)]


# --- the clock -------------------------------------------------------------------------------------------------------


def shift(page: DoorPage) -> list[str]:
    """The buttons of the clock's banner that say something."""
    return [made.text() for made in page.clock.banner.findChildren(QPushButton) if made.isVisible() and made.text()]


@pytest.fixture
def jumped(page: DoorPage, session: Session, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The clock of the station jumps an hour ahead of the time that passed."""
    tick = [timedelta(0)]
    monkeypatch.setattr("ia_events.ui.pages.door_clock.elapsed", lambda: tick[-1])

    def jump() -> None:
        page.clock.look()
        tick.append(tick[-1] - timedelta(hours=1))
        page.clock.look()

    return jump


def test_a_volunteer_reads_that_the_clock_is_wrong_and_shifts_no_hour(
    page: DoorPage, session: Session, store: Store, event: Event, people: dict[str, Attendee], jumped: Callable[[], None]
) -> None:
    door.admit(store, event, people["fleming"], at=EVENING, now=EVENING, station=session.settings.station)
    session.open("volunteer")
    jumped()
    assert page.clock.banner.isVisible()
    assert "60 min" in page.clock.banner.text.replace("\u00a0", " ")
    assert shift(page) == []
    page.clock.ask()
    assert not page.below.in_form
    page.clock.minutes.setText("-60")
    page.clock.question.answer.click()
    page.clock._shift()
    assert hours(store, event) == [EVENING]


def test_the_button_that_shifts_hours_goes_with_the_mode_and_comes_back(
    page: DoorPage, session: Session, store: Store, event: Event, people: dict[str, Attendee], jumped: Callable[[], None]
) -> None:
    door.admit(store, event, people["fleming"], at=EVENING, now=EVENING, station=session.settings.station)
    jumped()
    assert len(shift(page)) == 1
    page.clock.ask()
    assert page.below.in_form
    page.clock.minutes.setText("-60")
    session.open("volunteer")
    assert (page.clock.banner.isVisible(), shift(page)) == (True, [])
    page.clock._shift()
    assert hours(store, event) == [EVENING]
    pin.clear()
    session.open("leave_mode")
    assert len(shift(page)) == 1
