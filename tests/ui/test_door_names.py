"""Names at the door, typed as they are heard: keys as fingers send them, and what is in the store afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)  # 17 h 42 at Saint-Martin


@pytest.fixture
def people(store: Store, event: Event) -> dict[str, Attendee]:
    """Five people, two of whom sound the same."""
    rows = (
        ("gauthier", "Gauthier", "Éloïse", "Collectivité de Saint-Martin"),
        ("gautier", "Gautier", "Éloïse", "Commune des Abymes"),
        ("lefebvre", "Lefebvre", "Jean-Philippe", "Commune de Baillif"),
        ("fleming", "Fleming", "Océane", "Collectivité de Saint-Barthélemy"),
        ("carty", "Carty", "Wendell", "Maison Lefaivre"),
    )
    found = {}
    for key, last, first, employer in rows:
        person = Attendee(event_id=event.id, last_name=last, first_name=first, employer=employer)
        found[key] = registrations.get(store, registrations.save(store, person, EVENING))
    return found


@pytest.fixture
def page(
    window: MainWindow, session: Session, people: dict[str, Attendee], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> DoorPage:
    """The door, open at 17 h 42; each look at the clock is a second later."""
    clock = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(shown.field.hasFocus)
    return shown


def type_slowly(page: DoorPage, text: str) -> None:
    """A name, no faster than fingers go."""
    QTest.keyClicks(page.field, text, delay=50)


def lines(page: DoorPage) -> list[str]:
    """The first words of each line shown."""
    return [words[0] for words in page.below.people.words]


def came(store: Store, event: Event) -> list[tuple[str, Verdict]]:
    """Who was recorded, the newest first."""
    entries = door_book.recent(store, event.id, event.slots[0].id)
    return [(entry.attendee.last_name if entry.attendee else "", entry.verdict) for entry in entries]


def test_a_name_misheard_is_offered_and_admitted_once_chosen(
    page: DoorPage, store: Store, event: Event, qtbot: QtBot
) -> None:
    type_slowly(page, "lefevre filipe")
    qtbot.waitUntil(lambda: lines(page) == ["Peut-être", "LEFEBVRE Jean-Philippe"])
    assert "y ressemblent" in page.hint.text()
    # Enter takes nobody who was not chosen: it chooses the first.
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert came(store, event) == []
    assert page.below.table.row == 1
    assert "Est-ce bien" in page.hint.text()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert came(store, event) == [("Lefebvre", Verdict.WELCOME)]
    assert page.field.text() == ""
    assert page.below.currentWidget() is page.below.recent


def test_the_arrows_pass_over_the_heading(page: DoorPage, store: Store, event: Event, qtbot: QtBot) -> None:
    type_slowly(page, "gauthier")
    qtbot.waitUntil(lambda: lines(page) == ["GAUTHIER Éloïse", "Peut-être", "GAUTIER Éloïse"])
    assert page.hint.text() == ""
    rows = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(page.field, key)
        rows.append(page.below.table.row)
    assert rows == [0, 2, 2, 0, -1]
    assert page.field.hasFocus()
    # Whoever bears the name as typed is not asked about.
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert came(store, event) == [("Gauthier", Verdict.WELCOME)]


def test_the_heading_is_nobody(page: DoorPage, store: Store, event: Event, qtbot: QtBot) -> None:
    type_slowly(page, "gotie eloise")
    qtbot.waitUntil(lambda: len(lines(page)) == 3)
    table = page.below.table
    heading = page.below.people.index(0, 0)
    assert not page.below.people.flags(heading) & Qt.ItemFlag.ItemIsSelectable
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Peut-être"

    def double_click(at: QPoint) -> None:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)

    double_click(table.visualRect(heading).center())
    assert table.row == -1
    assert came(store, event) == []
    person = page.below.people.index(2, 1)
    table.scrollTo(person)
    double_click(table.visualRect(person).center())
    assert len(came(store, event)) == 1


def test_who_only_works_for_somebody_of_that_name_is_not_taken_for_them(
    page: DoorPage, store: Store, event: Event, qtbot: QtBot
) -> None:
    type_slowly(page, "lefaivre")
    qtbot.waitUntil(lambda: lines(page) == ["CARTY Wendell", "Peut-être", "LEFEBVRE Jean-Philippe"])
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert came(store, event) == []
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert came(store, event) == [("Lefebvre", Verdict.WELCOME)]


def test_a_code_that_a_scanner_typed_is_no_name(page: DoorPage, store: Store, event: Event) -> None:
    for letter in "gotier-eloise":
        QTest.keyClicks(page.field, letter)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert lines(page) == []
    assert [verdict for _name, verdict in came(store, event)] == [Verdict.FOREIGN]


def test_a_scan_over_likely_names_is_judged_at_once(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    token: Callable[[str], str] = lambda key: tokens.issue(people[key].badge, event.key)  # noqa: E731
    type_slowly(page, "gotie")
    qtbot.waitUntil(lambda: "Peut-être" in lines(page))
    QTest.keyClicks(page.field, token("fleming"))
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert came(store, event) == [("Fleming", Verdict.WELCOME)]
    assert lines(page) == []
