"""A page asked for while it is shown keeps the keyboard: with its key, from the rail, by whatever asks for it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.attendance import State
from ia_events.domain.people import Attendee
from ia_events.store import presence
from ia_events.ui import window as windows
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.pages.presence import PresencePage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NUMBERED = ("run_sheet", "participants", "documents", "door", "presence", "exchange")


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key, to whatever has the keyboard."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def go(window: MainWindow, qtbot: QtBot, number: int) -> None:
    """Ctrl and the number of a page, and what the page does then."""
    press(window, Key(Key.Key_0 + number), Ctrl)
    qtbot.waitUntil(lambda: not window.session.work.busy)
    qtbot.wait(1)


def in_rail(window: MainWindow) -> QPushButton:
    """The lit item of the rail."""
    (item,) = (item for item in window.rail.findChildren(QPushButton) if item.isChecked())
    return item


def held(window: MainWindow) -> QWidget | None:
    """What has the keyboard within the page; None when the page has not."""
    focused = QApplication.focusWidget()
    page = window.page
    return focused if focused is not None and page is not None and page.isAncestorOf(focused) else None


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("key", [key for key in windows.PAGES if key != "kiosk"])  # a mode: no key leads there
def test_a_page_shown_again_keeps_the_keyboard(window: MainWindow, session: Session, qtbot: QtBot, key: str) -> None:
    """GIVEN the keyboard anywhere in a page WHEN the page is asked for again, in each way there is THEN it stays there."""
    session.open(key)
    qtbot.waitUntil(lambda: not session.work.busy)
    qtbot.wait(1)
    page = window.page
    assert page is not None
    if held(window) is None:  # those that leave it to Tab
        press(window, Key.Key_Tab)
    before = held(window)
    assert before is not None, "Tab enters every page"
    session.open(key)
    qtbot.wait(1)
    assert held(window) is before
    if key in NUMBERED:
        go(window, qtbot, 1 + NUMBERED.index(key))
        assert held(window) is before
        QTest.mouseClick(in_rail(window), Qt.MouseButton.LeftButton)
        qtbot.wait(1)
        assert held(window) is before
        in_rail(window).setFocus(Qt.FocusReason.TabFocusReason)
        assert held(window) is None
        press(window, Key.Key_Space)
        qtbot.wait(1)
        assert held(window) is before, "the rail hands it back"


@pytest.mark.parametrize("by", ["key", "rail"])
@pytest.mark.usefixtures("people")
def test_participants_asked_for_again_add_search_and_open(window: MainWindow, qtbot: QtBot, by: str) -> None:
    def again() -> ParticipantsPage:
        go(window, qtbot, 2)
        if by == "key":
            go(window, qtbot, 2)
        else:
            QTest.mouseClick(in_rail(window), Qt.MouseButton.LeftButton)
            qtbot.wait(1)
        page = window.page
        assert isinstance(page, ParticipantsPage)
        return page

    page = again()
    press(window, Key.Key_Down)
    assert page.table.currentIndex().row() == 1
    press(window, Key.Key_Return)
    assert page.panel.isVisible()
    press(window, Key.Key_Escape)
    page = again()
    for letter in "nom 07":  # each to what has the keyboard by then
        QTest.keyClicks(held(window) or window, letter)
    assert page.search.text() == "nom 07"
    press(window, Key.Key_Escape)
    page = again()
    press(window, Key.Key_N, Ctrl)
    assert window.current == "participants", "not a new event"
    assert page.panel.isVisible()
    focused = held(window)
    assert focused is not None
    assert page.panel.isAncestorOf(focused)


def test_presence_asked_for_again_marks(
    window: MainWindow, session: Session, people: list[Attendee], qtbot: QtBot
) -> None:
    go(window, qtbot, 5)
    go(window, qtbot, 5)
    page = window.page
    assert isinstance(page, PresencePage)
    press(window, Key.Key_Down)
    press(window, Key.Key_P)
    qtbot.waitUntil(lambda: not session.work.busy)
    event = session.event
    assert event is not None
    cells = presence.load(session.store, event).cells
    assert [cells[person.id, event.slots[0].id].state == State.PRESENT for person in people[:3]] == [False, True, False]
