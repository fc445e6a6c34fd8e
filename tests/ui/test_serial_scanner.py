"""A scanner on a serial port: a pseudo-terminal stands for its cable."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.settings import SettingsPage
from ia_events.ui.serial_scanner import SerialScanner
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain


@pytest.fixture
def cable() -> Iterator[tuple[int, str]]:
    """The scanner's end, and the name of the computer's."""
    end, other = os.openpty()
    yield end, os.ttyname(other)
    for number in (end, other):
        with suppress(OSError):  # unplugged by the test
            os.close(number)


@pytest.fixture
def page(
    window: MainWindow,
    session: Session,
    people: list[Attendee],
    cable: tuple[int, str],
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> DoorPage:
    """The door, listening to the cable."""
    clock = iter(NOW + timedelta(days=2, hours=8, seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.settings.serial_port = cable[1]
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(lambda: shown.field.hasFocus() and shown.scanners.serial._port is not None)
    return shown


def recorded(store: Store, event: Event) -> list[tuple[Verdict, str]]:
    entries = [e for slot in event.slots for e in door_book.recent(store, event.id, slot.id, limit=1000)]
    return [(e.verdict, e.attendee.last_name if e.attendee else "") for e in reversed(entries)]


def test_badges_come_over_the_wire(
    page: DoorPage, cable: tuple[int, str], store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    badges = [tokens.issue(person.badge, event.key).encode() for person in people]
    sent = (
        badges[0] + b"\r\n",
        b"\x02" + badges[1] + b"\x03",
        b"]Q1" + badges[2].lower(),
        badges[3] + b"\r" + badges[4] + b"\n",
    )
    for count, code in zip((1, 2, 3, 5), sent, strict=True):
        os.write(cable[0], code)
        qtbot.waitUntil(lambda count=count: len(recorded(store, event)) == count)  # type: ignore[misc]
    # in two pieces, whatever the pieces are
    os.write(cable[0], badges[5][:20])
    qtbot.wait(20)
    os.write(cable[0], badges[5][20:] + b"\n")
    qtbot.waitUntil(lambda: len(recorded(store, event)) == 6)
    assert recorded(store, event) == [(Verdict.WELCOME, f"Nom {number:02}") for number in range(6)]
    # what is damaged is nobody's, and another code is said to be one
    os.write(cable[0], badges[6][:-1] + b"\n")
    os.write(cable[0], b"]E03017620422003\n")
    qtbot.waitUntil(lambda: len(recorded(store, event)) == 8)
    assert [verdict for verdict, _who in recorded(store, event)[6:]] == [Verdict.UNREADABLE, Verdict.FOREIGN]


def test_a_name_being_typed_stays(
    page: DoorPage, cable: tuple[int, str], store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    handle = page.window().windowHandle()
    assert handle is not None
    page.open_walk_in()
    QTest.keyClicks(page.below.form.fields["last_name"], "Zola")
    os.write(cable[0], tokens.issue(people[0].badge, event.key).encode() + b"\n")
    qtbot.waitUntil(lambda: len(recorded(store, event)) == 1)
    assert page.below.in_form
    assert page.below.form.fields["last_name"].text() == "Zola"


def test_a_cable_pulled_out_is_said(page: DoorPage, cable: tuple[int, str], window: MainWindow, qtbot: QtBot) -> None:
    os.close(cable[0])
    qtbot.waitUntil(lambda: "ne répond pas" in window.toast.text)
    assert page.scanners.serial._port is None


def test_a_port_that_is_not_there_is_said_once_and_tried_again(
    qapp: object, cable: tuple[int, str], qtbot: QtBot, window: MainWindow
) -> None:
    scanner = SerialScanner(window)
    told: list[str] = []
    scanner.changed.connect(told.append)
    scanner.start("tty-that-is-not-there")
    assert told == ["absent"]
    scanner._open()
    assert told == ["absent"]
    scanner._name = cable[1]
    scanner._open()
    assert told == ["absent", ""]
    received: list[str] = []
    scanner.received.connect(received.append)
    os.write(cable[0], b"x" * 5000)
    qtbot.wait(50)
    os.write(cable[0], b"\nCBDF\n")
    qtbot.waitUntil(lambda: received[-1:] == ["CBDF"])
    scanner.stop()


def test_the_port_is_chosen_in_the_settings(session: Session, window: MainWindow, qtbot: QtBot) -> None:
    session.settings.serial_port = "COM7"
    session.open("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    assert page.serial.currentText() == "COM7 (absent)"
    page.serial.setCurrentIndex(0)
    page.serial.chosen.emit("")
    assert session.settings.serial_port == ""
    qtbot.waitUntil(lambda: plain(page.serial.currentText()) == "Aucun")
