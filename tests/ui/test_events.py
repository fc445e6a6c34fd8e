"""The page of all events: found, opened, edited, copied, archived and removed by keyboard; everything undoable."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee
from ia_events.store import Store, events, registrations
from ia_events.ui.pages.event_editor import EventEditorPage
from ia_events.ui.pages.events import EventsPage, When, when
from ia_events.ui.session import Session
from ia_events.ui.widgets import PillRole
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW

Key = Qt.Key


@pytest.fixture(autouse=True)
def clock(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "now", lambda: NOW)


def make(store: Store, title: str, day: date | None, **changes: object) -> str:
    slots = tuple(generate_slots(day, day, (0, 2), "America/Marigot")) if day else ()
    return events.save(store, replace(Event(title=title, timezone="America/Marigot", slots=slots), **changes), NOW)  # type: ignore[arg-type]


@pytest.fixture
def page(window: MainWindow, store: Store) -> EventsPage:
    """The evening of 12 November, one today, one past, one archived, one without a date."""
    make(store, "Aujourd'hui", date(2025, 11, 10))
    make(store, "Webinaire d'été", date(2025, 7, 1), venue="Basse-Terre")
    make(store, "Ancienne journée", date(2024, 3, 5), archived=True)
    make(store, "À dater", None)
    window.open("events")
    assert isinstance(window.page, EventsPage)
    return window.page


def titles(page: EventsPage) -> list[str]:
    return [event.title for event in page.model.events]


def select(page: EventsPage, title: str) -> None:
    page.table.selectRow(titles(page).index(title))


@pytest.mark.parametrize(
    "now, expected",
    [
        (datetime(2025, 11, 12, 3, 59, tzinfo=UTC), When.COMING),
        (datetime(2025, 11, 12, 4, 0, tzinfo=UTC), When.TODAY),
        (datetime(2025, 11, 13, 3, 59, tzinfo=UTC), When.TODAY),
        (datetime(2025, 11, 13, 4, 0, tzinfo=UTC), When.PAST),
    ],
)
def test_today_is_the_venue_s_day(event: Event, now: datetime, expected: When) -> None:
    assert when(event, now) == expected
    assert when(replace(event, archived=True), now) == When.ARCHIVED
    assert when(replace(event, slots=()), now) == When.UNDATED


def test_today_comes_first_then_what_is_near(page: EventsPage, store: Store, event: Event) -> None:
    registrations.save(store, Attendee(event_id=event.id, last_name="Arrondell"), NOW)
    page.refresh()
    assert titles(page) == ["Aujourd'hui", "Soirée de l'INET", "À dater", "Webinaire d'été"]
    row = titles(page).index("Soirée de l'INET")
    said = [page.model.index(row, column).data() for column in range(page.model.columnCount())]
    said[1] = str(said[1]).replace("\u00a0", " ")
    assert said == ["Soirée de l'INET", "Mercredi 12 novembre 2025", "Grand Case Beach Club", "1", "À venir"]
    assert page.model.index(row, 4).data(PillRole) == "accent"
    assert page.header.sentence.text() == "1 événement aujourd’hui, 1 à venir."
    assert page.selected is not None
    assert page.selected.id == event.id, "the event at hand is the one selected"


@pytest.mark.parametrize(
    "key, expected",
    [
        ("coming", ["Aujourd'hui", "Soirée de l'INET", "À dater"]),
        ("past", ["Webinaire d'été"]),
        ("archived", ["Ancienne journée"]),
    ],
)
def test_filters(page: EventsPage, key: str, expected: list[str]) -> None:
    for _step in range([*page.filter.buttons].index(key)):
        QTest.keyClick(page.filter.buttons[page.filter.value], Key.Key_Right)
    assert titles(page) == expected
    assert page.filter.buttons[key].text().endswith(f"  {len(expected)}")


def test_search_ignores_accents_and_looks_at_the_place_too(window: MainWindow, page: EventsPage) -> None:
    QTest.keyClick(window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.hasFocus()
    QTest.keyClicks(page.search, "ete basse")
    assert titles(page) == ["Webinaire d'été"]
    QTest.keyClicks(page.search, "zzz")
    assert page.nothing.isVisible()
    assert not page.actions_bar.isEnabled()
    QTest.keyClick(page.search, Key.Key_Escape)
    assert len(titles(page)) == 4


def test_enter_opens_the_event(window: MainWindow, session: Session, page: EventsPage) -> None:
    QTest.keyClick(page.search, Key.Key_Down)
    assert page.table.hasFocus()
    page.table.selectRow(0)
    QTest.keyClick(page.table, Key.Key_Return)
    assert session.event is not None
    assert session.event.title == "Aujourd'hui"
    assert window.current == "run_sheet"


def test_delete_removes_and_undo_brings_back(
    window: MainWindow, session: Session, store: Store, page: EventsPage, event: Event
) -> None:
    select(page, "Soirée de l'INET")
    page.table.setFocus()
    QTest.keyClick(page.table, Key.Key_Delete)
    assert "Soirée de l'INET" not in titles(page)
    assert session.event is None, "it was the one at hand"
    assert window.current == "events"
    assert "est retiré" in window.toast.text
    QTest.keyClick(window, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Soirée de l'INET" in titles(page)
    assert events.get(store, event.id) == event


def test_archive_and_back(store: Store, page: EventsPage) -> None:
    select(page, "Webinaire d'été")
    page.buttons["archive"].click()
    assert "Webinaire d'été" not in titles(page)
    page.filter.buttons["archived"].click()
    select(page, "Webinaire d'été")
    assert page.buttons["archive"].text() == "Sortir des archives"
    page.buttons["archive"].click()
    assert {e.title for e in events.list_events(store, archived=True)} == {"Ancienne journée"}


def test_a_copy_is_edited_at_once(window: MainWindow, store: Store, page: EventsPage, event: Event) -> None:
    select(page, "Soirée de l'INET")
    page.buttons["duplicate"].click()
    assert window.current == "event_editor"
    editor = window.page
    assert isinstance(editor, EventEditorPage)
    assert editor.form.title.text() == "Soirée de l'INET (copie)"
    assert len(events.list_events(store)) == 5
    assert not editor.dirty


def test_the_context_menu_has_what_the_buttons_have(page: EventsPage) -> None:
    page.table.customContextMenuRequested.emit(page.table.viewport().rect().center())
    menu = page.findChild(QMenu)
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["Ouvrir", "Modifier", "Dupliquer", "Archiver", "Retirer"]
    menu.close()


def test_without_any_event_there_is_one_thing_to_do(
    window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    events.remove(store, [event.id], NOW)
    session.recorded()
    window.open("events")
    page = window.page
    assert isinstance(page, EventsPage)
    assert page.empty.isVisible()
    assert not page.create_button.isVisible(), "one accent button a page"
    page.empty.button.click()
    assert window.current == "event_editor"


def test_five_hundred_events_are_listed(page: EventsPage, store: Store) -> None:
    for number in range(500):
        make(store, f"Séance {number}", date(2026, 1, 1 + number % 28))
    page.refresh()
    assert page.model.rowCount() == 504


def test_a_new_event_is_the_one_selected(page: EventsPage, window: MainWindow, session: Session, store: Store) -> None:
    select(page, "À dater")
    window.open("event_editor", {"back": "events"})
    editor = window.page
    assert isinstance(editor, EventEditorPage)
    editor.form.title.setText("Tout neuf")
    editor.save()
    session.open("events")
    assert page.selected is not None
    assert page.selected.title == "Tout neuf"
