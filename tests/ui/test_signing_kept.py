"""What is being drawn survives badges read meanwhile; the second screen takes neither the scans nor the kiosk's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ia_events import pin
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book, events, registrations, signatures
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.kiosk import KioskPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests import inks
from tests.ui.desk import Desk
from tests.ui.test_door_signing import by_mouse

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)


@pytest.fixture
def signing(session: Session, store: Store, event: Event, monkeypatch: pytest.MonkeyPatch) -> Event:
    """The event, its slot signed on the screen; each look at the clock is a second later."""
    session.settings.sound = False
    times = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(times))
    (slot, *others) = event.slots
    events.save(store, replace(event, slots=(replace(slot, signing=True), *others)), EVENING)
    session.recorded()
    return events.get(store, event.id)


def _badge(store: Store, event: Event, last: str, first: str) -> tuple[Attendee, str]:
    person = Attendee(event_id=event.id, last_name=last, first_name=first)
    kept = registrations.get(store, registrations.save(store, person, EVENING))
    return kept, tokens.issue(kept.badge, event.key)


def _at_door(window: MainWindow, session: Session, qtbot: QtBot) -> DoorPage:
    session.open("door")
    page = window.page
    assert isinstance(page, DoorPage)
    qtbot.waitUntil(lambda: page.field.hasFocus() and page.scanners._window is not None)
    return page


def _at_kiosk(window: MainWindow, session: Session, qtbot: QtBot) -> KioskPage:
    pin.choose("4827")
    session.open("kiosk")
    page = window.page
    assert isinstance(page, KioskPage)
    qtbot.waitUntil(lambda: page.field.hasFocus() and page.scanners._window is not None)
    return page


def test_a_badge_read_again_leaves_what_its_holder_draws(
    window: MainWindow, session: Session, store: Store, signing: Event, qtbot: QtBot
) -> None:
    _person, badge = _badge(store, signing, "Fleming", "Océane")
    page, desk = _at_door(window, session, qtbot), Desk(window)
    desk.burst(badge)
    pad = page.signing.panel.pad
    by_mouse(pad, inks.strokes(4))
    drawn = pad.strokes
    assert drawn
    desk.burst(badge)
    assert pad.strokes == drawn
    assert page.verdict.shown.tone == "attention"  # and the second read is said all the same


def test_a_badge_read_again_at_the_kiosk_leaves_what_its_holder_draws(
    window: MainWindow, session: Session, store: Store, signing: Event, qtbot: QtBot
) -> None:
    fleming, badge = _badge(store, signing, "Fleming", "Océane")
    page, desk = _at_kiosk(window, session, qtbot), Desk(window)
    desk.burst(badge)
    page.reset()
    by_mouse(page.signing.pad, inks.strokes(4))
    drawn = page.signing.pad.strokes
    desk.burst(badge)
    assert page.stack.currentWidget() is page.signing
    assert page.signing.pad.strokes == drawn
    page.signing.validated.emit()
    assert [one.registration_id for one in signatures.of_event(store, signing.id)] == [fleming.id]


def test_a_badge_is_read_while_the_second_screen_is_in_front(
    window: MainWindow, session: Session, store: Store, signing: Event, qtbot: QtBot
) -> None:
    _person, badge = _badge(store, signing, "Fleming", "Océane")
    page = _at_door(window, session, qtbot)
    session.open("second_screen")
    screen = window.modes.screen
    assert screen is not None
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    assert page.scanners._window is screen.windowHandle()
    desk = Desk(window)
    desk.window = screen  # type: ignore[assignment]
    desk.burst(badge)
    assert [entry.verdict for entry in door_book.recent(store, signing.id, signing.slots[0].id)] == [Verdict.WELCOME]
    window.activateWindow()
    qtbot.waitUntil(lambda: page.scanners._window is window.windowHandle())
    session.open("run_sheet")
    qtbot.waitUntil(lambda: not page.scanners._following and not session.work.busy)
    window.modes.close_screen()


def test_the_second_screen_speaks_the_stations_language(
    window: MainWindow, session: Session, store: Store, signing: Event, qtbot: QtBot
) -> None:
    session.open("second_screen")
    page, screen = _at_kiosk(window, session, qtbot), window.modes.screen
    assert screen is not None
    page._switch_language()
    assert page.how.text().startswith("Hold")
    screen.count()
    qtbot.waitUntil(lambda: not session.work.busy and screen.board.board is not None)
    assert "arrivée" in screen.board.accessibleName()
    page.reset()
    window.modes.close_screen()
