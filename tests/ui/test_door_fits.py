"""The door in small windows and with big text: nothing scrolls sideways, and what is read and typed is seen together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, events
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.widgets.table import TableView
from ia_events.ui.window import MainWindow
from tests import inks
from tests.ui.test_door import EVENING, keys, page, people, token
from tests.ui.test_door_signing import by_mouse

__all__ = ["page", "people", "token"]  # the fixtures of the door
Token = Callable[[Attendee], str]


def settle(window: MainWindow, theme: Theme, size: tuple[int, int], zoom: int) -> None:
    window.session.settings.text_zoom = theme._settings.text_zoom = zoom
    theme.apply()
    window.resize(*size)
    QApplication.processEvents()


def straight(window: MainWindow, qtbot: QtBot) -> None:
    """Nothing scrolls sideways, once everything stands where it will."""
    qtbot.waitUntil(lambda: window._frames["door"].horizontalScrollBar().maximum() == 0)


def within(window: MainWindow, widget: QWidget) -> bool:
    """Whether the whole of it is seen."""
    port = window._frames["door"].viewport()
    return port.rect().contains(QRect(widget.mapTo(port, QPoint(0, 0)), widget.size()))


def line_seen(window: MainWindow, table: TableView, row: int) -> bool:
    """Whether the whole of a line is seen."""
    line, port = table.visualRect(table.model().index(row, 0)), window._frames["door"].viewport()
    if not table.isVisible() or line.isEmpty() or not table.viewport().rect().contains(line.bottomLeft()):
        return False
    return port.rect().contains(QRect(table.viewport().mapTo(port, line.topLeft()), QSize(1, line.height())))


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1920, 1080)])
def test_the_verdict_has_half_the_height_of_the_window(
    page: DoorPage, window: MainWindow, theme: Theme, qtbot: QtBot, size: tuple[int, int]
) -> None:
    settle(window, theme, size, 100)
    qtbot.waitUntil(lambda: page.verdict.height() > 0.48 * size[1])
    assert page.below.recent.table.viewport().height() > 80, "and the last passages are seen below"
    for part in (page.bar.slots, page.bar.exits, page.bar.sound, page.counters):
        assert part.isVisible()
        assert within(window, part)


def test_what_stands_in_the_head_goes_with_the_last_slot(
    page: DoorPage, window: MainWindow, theme: Theme, session: Session, qtbot: QtBot
) -> None:
    settle(window, theme, (1280, 800), 100)
    here = session.event_id
    qtbot.waitUntil(page.bar.slots.isVisible)
    session.switch(events.save(session.store, Event(title="Sans créneau"), EVENING))
    qtbot.waitUntil(page.empty.isVisible)
    assert not page.bar.slots.isVisible()
    session.switch(here)
    qtbot.waitUntil(page.bar.slots.isVisible)
    assert within(window, page.bar.slots)


@pytest.mark.parametrize("zoom", [100, 150, 200])
@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1366, 768)])
def test_the_door_never_scrolls_sideways_and_verdict_and_field_are_seen_together(
    page: DoorPage,
    window: MainWindow,
    theme: Theme,
    people: dict[str, Attendee],
    token: Token,
    qtbot: QtBot,
    size: tuple[int, int],
    zoom: int,
) -> None:
    settle(window, theme, size, zoom)
    straight(window, qtbot)
    qtbot.waitUntil(lambda: within(window, page.verdict) and within(window, page.field))
    keys(token(people["fleming"]))
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    assert page.below.recent.retime.isVisible()
    QApplication.processEvents()
    straight(window, qtbot)
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    QApplication.processEvents()
    straight(window, qtbot)


@pytest.mark.parametrize("zoom", range(100, 201, 10))
@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)])
def test_verdict_field_and_two_people_found_are_seen_together(
    page: DoorPage, window: MainWindow, theme: Theme, qtbot: QtBot, size: tuple[int, int], zoom: int
) -> None:
    settle(window, theme, size, zoom)
    QTest.keyClicks(page.field, "arrondell")
    qtbot.waitUntil(
        lambda: line_seen(window, page.below.table, 1) and within(window, page.verdict) and within(window, page.field)
    )
    assert window._frames["door"].verticalScrollBar().value() == 0


def test_what_is_done_is_brought_into_sight(
    page: DoorPage, window: MainWindow, theme: Theme, people: dict[str, Attendee], token: Token, qtbot: QtBot
) -> None:
    settle(window, theme, (1280, 800), 200)
    straight(window, qtbot)
    qtbot.waitUntil(lambda: within(window, page.verdict))
    keys(token(people["fleming"]))
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    assert line_seen(window, page.below.recent.table, 0), "the line chosen"
    QTest.keyClick(page.field, Qt.Key.Key_Delete)
    assert page.verdict.shown.headline == "Passage annulé"
    assert within(window, page.verdict)
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    QTest.keyClick(page.field, Qt.Key.Key_F)
    assert within(window, page.field)
    QTest.keyClick(page.field, Qt.Key.Key_Backspace)
    keys(token(people["ndiaye"]))
    assert within(window, page.verdict)


def test_low_the_counters_give_way_and_come_back(
    page: DoorPage, window: MainWindow, theme: Theme, qtbot: QtBot
) -> None:
    def first(*parts: QWidget) -> bool:
        tops = [part.mapTo(page, QPoint(0, 0)).y() for part in parts]
        return tops == sorted(tops)

    settle(window, theme, (1280, 800), 200)
    qtbot.waitUntil(lambda: first(page.verdict, page.field, page.below, page.counters))
    assert page.counters.isVisible()
    settle(window, theme, (1280, 800), 100)
    qtbot.waitUntil(lambda: first(page.counters, page.verdict, page.field, page.below))
    assert page.head.title.isVisible()


@pytest.mark.parametrize("size, zoom", [((1366, 768), 100), ((1280, 800), 100), ((1024, 700), 200)])
def test_the_box_to_sign_in_fits(
    page: DoorPage,
    window: MainWindow,
    theme: Theme,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    token: Token,
    qtbot: QtBot,
    size: tuple[int, int],
    zoom: int,
) -> None:
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    page.session.recorded()
    settle(window, theme, size, zoom)
    keys(token(people["fleming"]))
    frame, panel = window._frames["door"], page.signing.panel
    by_mouse(panel.pad, inks.strokes(4))
    QApplication.processEvents()
    straight(window, qtbot)
    if zoom == 100:
        qtbot.waitUntil(lambda: frame.verticalScrollBar().maximum() == 0)
        assert all(within(window, part) for part in (panel.save, panel.rub, panel.paper, page.verdict))


@pytest.mark.parametrize("part", ["exits", "sound", "choose"])
def test_what_has_the_keyboard_keeps_it_when_the_window_changes(
    page: DoorPage, window: MainWindow, theme: Theme, qtbot: QtBot, part: str
) -> None:
    """GIVEN a button of the bar reached with Tab WHEN the window grows and shrinks THEN the button has the keyboard still."""
    held = getattr(page.bar, part)
    settle(window, theme, (1440, 900), 100)
    qtbot.waitUntil(lambda: not page.bar.isVisible())
    held.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(held.hasFocus)
    for size, apart in (((900, 600), True), ((960, 600), True), ((1440, 900), False), ((1280, 900), False)):
        window.resize(*size)
        QApplication.processEvents()
        qtbot.waitUntil(lambda apart=apart: page.bar.isVisible() == apart)  # type: ignore[misc]
        assert held.isVisible()
        assert held.hasFocus()
