"""What a volunteer may not do, whatever was open when the mode began; and a badge read while the code is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ia_events import pin
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.settings import Settings
from ia_events.store import Store, door, door_book, events, registrations, signatures
from ia_events.ui.pages import door_signing
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.door_reopened import reopen
from ia_events.ui.pages.door_verdict import Shown, ready
from ia_events.ui.pages.kiosk import KioskPage
from ia_events.ui.pin_pad import PinPad
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests import inks
from tests.ui.conftest import plain
from tests.ui.desk import Desk
from tests.ui.test_door import EVENING, keys, page, people
from tests.ui.test_door_signing import by_mouse

__all__ = ["page", "people"]  # the fixtures of the door
CODE = "4827"


@pytest.fixture(autouse=True)
def code(settings: Settings) -> None:
    settings.sound = False
    pin.choose(CODE)


def badge(event: Event, person: Attendee) -> str:
    return tokens.issue(person.badge, event.key)


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
    page: DoorPage,
    session: Session,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    jumped: Callable[[], None],
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
    page: DoorPage,
    session: Session,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    jumped: Callable[[], None],
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


# --- what was open when the mode begins ------------------------------------------------------------------------------


def recent_only(page: DoorPage) -> bool:
    """Whether the page shows its last scans, and nothing of what was open or read before."""
    below = page.below
    nobody = not page.field.text() and page.outcome is None and page.verdict.shown == ready(page.leaving)
    return below.currentWidget() is below.recent and nobody


def test_an_hour_being_corrected_is_left_with_the_mode(
    page: DoorPage, session: Session, store: Store, event: Event, people: dict[str, Attendee]
) -> None:
    door.admit(store, event, people["fleming"], at=EVENING, now=EVENING, station="Entrée 2")
    (entry,) = door_book.recent(store, event.id, event.slots[0].id)
    page.mends.ask_hour(entry)
    assert page.below.in_form
    session.open("volunteer")
    assert recent_only(page)
    page.mends.hour_line.set_value(time(17, 0))
    page.mends.hour.answer.click()
    page.mends._correct()
    assert hours(store, event) == [EVENING]


def test_a_replacement_begun_is_left_with_the_mode_and_refused_after(
    page: DoorPage,
    session: Session,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    qtbot: QtBot,
) -> None:
    keys("fleming", None)
    qtbot.waitUntil(lambda: page.below.person() is not None)
    page.mends.open_replacement()
    form = page.below.form
    form.fields["last_name"].setText("Zola")
    session.open("volunteer")
    assert recent_only(page)
    said: list[str] = []
    session.notified.connect(lambda text, _tone, _action: said.append(plain(text)))
    form.submit()
    assert said == ["En mode bénévole, personne n'est remplacé : l'organisation peut le faire."]
    assert registrations.get(store, people["fleming"].id).status == Status.REGISTERED
    assert hours(store, event) == []
    # a walk-in is a volunteer's to register
    page.open_walk_in()
    form.fields["last_name"].setText("Zola")
    form.submit()
    assert len(hours(store, event)) == 1


def test_nobody_of_another_event_is_offered_to_a_volunteer(page: DoorPage, session: Session) -> None:
    known = Attendee(last_name="Brooks", first_name="Jim", employer="Ville de Y", email="jim.brooks@exemple.fr")
    form = page.below.form
    page.open_walk_in()
    form.offer([known])
    assert form.known.isVisible()
    session.open("volunteer")
    assert recent_only(page)
    page.open_walk_in()
    form.offer([known])  # found a moment after the mode began
    assert not form.known.isVisible()
    assert not form.take_known()
    form.known.show_people([known])
    form.known.button.click()
    assert form.fields["email"].text() == ""


def test_a_signature_looked_at_is_closed_with_the_mode_and_stays(
    page: DoorPage,
    session: Session,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(door_signing, "_HOLD", 1)
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    session.recorded()
    keys(badge(event, people["fleming"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    page.signing.validate()
    page.below.recent.table.selectRow(0)
    page.signing.open()
    panel = page.signing.panel
    assert panel.take_back.isVisible()
    session.open("volunteer")
    assert recent_only(page)
    assert page.signing.stack.currentWidget() is not panel
    assert not panel.take_back.isVisible()
    page.below.recent.table.selectRow(0)
    page.signing.open()
    assert page.signing.shown
    assert not panel.take_back.isVisible()
    page.signing.withdraw()
    assert [one.present for one in signatures.of_event(store, event.id)] == [True]


def test_ink_being_drawn_is_kept_when_the_mode_begins(
    page: DoorPage, session: Session, store: Store, event: Event, people: dict[str, Attendee]
) -> None:
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    session.recorded()
    keys(badge(event, people["fleming"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    session.open("volunteer")
    assert page.signing.shown
    page.signing.validate()
    assert [one.present for one in signatures.of_event(store, event.id)] == [True]


def test_the_answer_on_the_screen_goes_with_the_mode(
    page: DoorPage, session: Session, event: Event, people: dict[str, Attendee]
) -> None:
    keys(badge(event, people["waiting"]))
    assert page.entry.admit.isVisible()
    assert page.verdict.shown.employer
    session.open("volunteer")
    assert recent_only(page)
    assert not page.entry.admit.isVisible()


# --- opened again ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["volunteer", ""])
def test_opened_again_the_door_tells_a_volunteer_no_employer(
    window: MainWindow, session: Session, store: Store, event: Event, mode: str
) -> None:
    person = Attendee(
        event_id=event.id, last_name="Fleming", first_name="Océane", employer="Ville de Y", job_title="Directrice"
    )
    person = registrations.get(store, registrations.save(store, person, EVENING))
    door.admit(store, event, person, at=EVENING, now=EVENING, station=session.settings.station)
    session.settings.mode = mode
    reopen(session, window)
    page = window.page
    assert isinstance(page, DoorPage)
    what = page.verdict.shown
    assert what.headline == "Dernier passage"
    assert "17 h 42, bienvenue" in plain(what.sentence)
    if mode:
        assert (what.name, what.employer) == ("", "FLEMING Océane")
    else:
        assert (what.name, what.employer) == ("FLEMING Océane", "Ville de Y · Directrice")


# --- a badge read while the code is asked ----------------------------------------------------------------------------


def asked(window: MainWindow, session: Session, mode: str, qtbot: QtBot) -> DoorPage | KioskPage:
    """The page of a mode, listening, the code asked over it."""
    session.open(mode)
    page = window.page
    assert isinstance(page, DoorPage | KioskPage)
    qtbot.waitUntil(lambda: page.field.hasFocus() and page.scanners._window is not None)
    session.open("leave_mode")
    assert window.modes.pad is not None
    assert window.modes.pad.isVisible()
    return page


@pytest.mark.parametrize("mode", ["volunteer", "kiosk"])
@pytest.mark.parametrize("pace", [4, 60])
def test_the_code_makes_way_for_a_badge(
    window: MainWindow,
    session: Session,
    store: Store,
    event: Event,
    page: DoorPage,
    people: dict[str, Attendee],
    qtbot: QtBot,
    mode: str,
    pace: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = asked(window, session, mode, qtbot)
    pads: list[bool] = []
    say = shown.verdict.say

    def said(what: Shown) -> None:
        pads.append(window.modes.pad is not None)
        say(what)

    monkeypatch.setattr(shown.verdict, "say", said)
    Desk(window).burst(badge(event, people["fleming"]), pace=pace)
    assert pads == [False]
    assert (window.modes.pad, window.modes.mode) == (None, mode)
    assert shown.verdict.isVisible()
    assert shown.verdict.shown.headline.startswith("Bienvenue")
    assert window.stack.isEnabled()
    assert len(hours(store, event)) == 1
    qtbot.waitUntil(shown.field.hasFocus)
    assert shown.field.text() == ""
    Desk(window).burst(badge(event, people["ndiaye"]))
    assert len(hours(store, event)) == 2


@pytest.mark.parametrize("mode", ["volunteer", "kiosk"])
def test_the_code_makes_way_for_a_badge_read_by_cable(
    window: MainWindow, session: Session, store: Store, event: Event, page: DoorPage, people: dict[str, Attendee],
    qtbot: QtBot, mode: str,
) -> None:  # fmt: skip
    shown = asked(window, session, mode, qtbot)
    shown.scanners.serial.received.emit(badge(event, people["fleming"]))
    assert window.modes.pad is None
    assert shown.verdict.isVisible()
    assert len(hours(store, event)) == 1


def test_the_code_makes_way_for_a_badge_the_camera_sees(
    window: MainWindow, session: Session, store: Store, event: Event, page: DoorPage, people: dict[str, Attendee],
    qtbot: QtBot,
) -> None:  # fmt: skip
    asked(window, session, "volunteer", qtbot)
    page.camera._seen(QImage(), [badge(event, people["fleming"])], 1.0)
    assert window.modes.pad is None
    assert page.verdict.shown.headline == "Bienvenue"
    assert len(hours(store, event)) == 1


@pytest.mark.parametrize("mode", ["volunteer", "kiosk"])
@pytest.mark.parametrize("pace", [50, 160])
def test_digits_typed_by_hand_are_the_code(
    window: MainWindow,
    session: Session,
    store: Store,
    event: Event,
    page: DoorPage,
    qtbot: QtBot,
    mode: str,
    pace: int,
) -> None:
    asked(window, session, mode, qtbot)
    desk = Desk(window)
    desk.burst("1111", None, pace=pace)
    assert window.modes.pad is not None
    assert window.modes.pad.dots.text() == "●●●●"
    for _digit in range(4):
        desk.key(Qt.Key.Key_Backspace, 200)
    desk.burst(CODE, pace=pace)
    assert window.modes.mode == ""
    assert window.current == "door"
    assert [made for made in window.findChildren(PinPad) if made.isVisible()] == []
    assert hours(store, event) == []
