"""The kiosk by a keyboard alone, and a scanner's last key, which never answers for somebody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book, events, signatures
from ia_events.ui.pages import kiosk as kiosk_page
from ia_events.ui.pages.kiosk import KioskPage
from ia_events.ui.window import MainWindow
from tests import inks
from tests.ui.desk import ENTER, TAB, Desk
from tests.ui.test_door_signing import by_mouse
from tests.ui.test_modes import EVENING, badge, clock, code, kiosk, people, readable, verdicts

__all__ = ["clock", "code", "kiosk", "people"]  # the fixtures of the modes
Key = Qt.Key


@pytest.fixture
def desk(window: MainWindow, kiosk: KioskPage, qtbot: QtBot) -> Desk:
    qtbot.waitUntil(lambda: kiosk.scanners._window is not None)
    return Desk(window)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter counts as soon as a screen is there: what keeps a scanner's away is then that its scan was recognised."""
    monkeypatch.setattr(kiosk_page, "_SUFFIX", -1.0)


@pytest.fixture
def signing(kiosk: KioskPage, store: Store, event: Event) -> Event:
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    kiosk.session.recorded()
    return events.get(store, event.id)


def typed(desk: Desk, text: str, qtbot: QtBot, last: Key | None = ENTER) -> None:
    """As fingers do."""
    for letter in text:
        desk.key(letter, 180)
    qtbot.wait(100)  # the first letters become those of the name once typing pauses
    if last is not None:
        desk.key(last, 400)


def asked(kiosk: KioskPage, desk: Desk, qtbot: QtBot) -> None:
    """Somebody typed the beginning of their names, and is asked whether it is them."""
    typed(desk, "arr", qtbot)
    qtbot.waitUntil(kiosk.names.first.hasFocus)
    typed(desk, "elo", qtbot)
    assert kiosk.stack.currentWidget() is kiosk.asking


def who_came(store: Store, event: Event) -> list[str]:
    entries = door_book.recent(store, event.id, event.slots[0].id)
    return [e.attendee.last_name for e in entries if e.attendee and e.verdict == Verdict.WELCOME]


def test_a_name_goes_all_the_way_by_the_keyboard(
    kiosk: KioskPage, desk: Desk, store: Store, event: Event, at_once: None, qtbot: QtBot
) -> None:
    asked(kiosk, desk, qtbot)
    desk.key(ENTER, 3000)
    assert "Bienvenue, Éloïse" in readable(kiosk)
    assert who_came(store, event) == ["Arrondell"]
    desk.key(Key.Key_Escape, 3000)
    assert kiosk.attract.isVisible(), "the next one need not wait"
    asked(kiosk, desk, qtbot)
    desk.key(Key.Key_Escape, 3000)
    assert "Adressez-vous à l'accueil" in readable(kiosk)
    assert who_came(store, event) == ["Arrondell"]


def test_the_buttons_are_reached_and_pressed_by_the_keyboard(
    kiosk: KioskPage, desk: Desk, store: Store, event: Event, at_once: None, qtbot: QtBot
) -> None:
    def go_to(button: QPushButton) -> None:
        for _tab in range(6):
            if button.hasFocus():
                return
            desk.key(TAB, 3000)
        raise AssertionError(button.text())

    go_to(kiosk.other_language)
    desk.key(ENTER, 3000)
    assert kiosk.hello.text() == "Welcome"
    go_to(kiosk.type_name)
    desk.key(ENTER, 3000)
    assert kiosk.names.last.hasFocus()
    desk.key(Key.Key_Escape, 3000)
    asked(kiosk, desk, qtbot)
    go_to(kiosk.asking.no)
    desk.key(ENTER, 3000)
    assert who_came(store, event) == []
    # letters typed on a button begin a name, as everywhere
    kiosk.reset()
    go_to(kiosk.type_name)
    typed(desk, "fle", qtbot, None)
    assert kiosk.names.last.text() == "fle"


def test_the_enter_of_the_screen_before_answers_nothing(
    kiosk: KioskPage, desk: Desk, store: Store, event: Event, qtbot: QtBot
) -> None:
    asked(kiosk, desk, qtbot)
    desk.key(ENTER, 60)  # pressed twice
    desk.key(ENTER, 60, repeated=True)
    assert kiosk.stack.currentWidget() is kiosk.asking
    kiosk._settled -= 10
    desk.key(ENTER, 900, repeated=True)  # held down
    assert kiosk.stack.currentWidget() is kiosk.asking
    desk.key(ENTER, 900)
    assert who_came(store, event) == ["Arrondell"]


@pytest.mark.parametrize("focus", ["field", "yes"])
@pytest.mark.parametrize("enters", [1, 2])
@pytest.mark.parametrize("pace", [0, 4, 34, 110])
def test_a_scanners_enter_never_says_yes_for_somebody(
    kiosk: KioskPage,
    desk: Desk,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    at_once: None,
    qtbot: QtBot,
    pace: int,
    enters: int,
    focus: str,
) -> None:
    asked(kiosk, desk, qtbot)
    if focus == "yes":
        kiosk.asking.yes.setFocus()
    desk.burst(badge(event, people["fleming"]), None, pace=pace)
    for _enter in range(enters):
        desk.key(ENTER, pace)
    assert who_came(store, event) == ["Fleming"]
    assert "Océane" in readable(kiosk)


@pytest.mark.parametrize("focus", ["field", "yes"])
@pytest.mark.parametrize("text", ["https://exemple.fr/7", "3770001234567", "BCDFGHJKLNPRSTVX", "NBC", "N"])
def test_nor_does_that_of_a_code_that_is_no_badge_or_of_a_piece_of_one(
    kiosk: KioskPage, desk: Desk, store: Store, event: Event, at_once: None, qtbot: QtBot, text: str, focus: str
) -> None:
    asked(kiosk, desk, qtbot)
    if focus == "yes":
        kiosk.asking.yes.setFocus()
    desk.burst(text)
    desk.key(ENTER, 4)
    qtbot.wait(600)  # what was held is read, or given back
    assert who_came(store, event) == []


def test_enter_validates_what_is_drawn_and_other_keys_answer_too(
    kiosk: KioskPage,
    desk: Desk,
    store: Store,
    signing: Event,
    people: dict[str, Attendee],
    at_once: None,
    qtbot: QtBot,
) -> None:
    desk.burst(badge(signing, people["fleming"]))
    kiosk.reset()  # the welcome was seen
    box = kiosk.signing
    desk.key(ENTER, 3000)
    assert kiosk.stack.currentWidget() is box, "nothing is drawn"
    by_mouse(box.pad, inks.strokes(4))
    desk.key(Key.Key_Delete, 3000)
    assert not box.pad.has_ink
    by_mouse(box.pad, inks.strokes(4))
    desk.key(ENTER, 3000)
    assert kiosk.verdict.shown.headline == "Merci"
    assert [one.registration_id for one in signatures.of_event(store, signing.id)] == [people["fleming"].id]
    desk.burst(badge(signing, people["arrondell"]))
    kiosk.reset()
    desk.key(Key.Key_Escape, 3000)
    assert kiosk.attract.isVisible(), "on paper"


@pytest.mark.parametrize("pace", [0, 4, 34, 110])
def test_a_scanners_enter_validates_nobodys_signature(
    kiosk: KioskPage,
    desk: Desk,
    store: Store,
    signing: Event,
    people: dict[str, Attendee],
    clock: list[datetime],
    at_once: None,
    qtbot: QtBot,
    pace: int,
) -> None:
    desk.burst(badge(signing, people["fleming"]))
    kiosk.reset()
    by_mouse(kiosk.signing.pad, inks.strokes(4))
    desk.burst(badge(signing, people["fleming"]), pace=pace)  # their own, read again
    QApplication.processEvents()
    assert kiosk.signing.pad.has_ink
    typed(desk, "nb", qtbot, None)  # as a slow scanner's first letters
    assert kiosk.stack.currentWidget() is kiosk.signing
    assert kiosk.signing.pad.has_ink
    desk.burst(badge(signing, people["arrondell"]), pace=pace)
    desk.key(ENTER, 4)
    assert signatures.of_event(store, signing.id) == []
    assert verdicts(store, signing)[0] == Verdict.WELCOME
