"""The presence grid, marked with keys; what counts is what the store says afterwards."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.attendance import State
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Status
from ia_events.domain.signatures import captured
from ia_events.store import Store, door, events, journal, presence, registrations, signatures
from ia_events.store.journal import Label
from ia_events.ui import language
from ia_events.ui.pages.presence import PresencePage
from ia_events.ui.pages.presence_model import FIRST_SLOT
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow

MORNING = datetime(2025, 11, 12, 12, 50, tzinfo=UTC)  # 8 h 50 at Saint-Martin


@pytest.fixture
def event(store: Store) -> Event:
    """Two days, four half-days."""
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 13), (0, 1), "America/Marigot"))
    two_days = Event(title="IA et territoires", timezone="America/Marigot", slots=slots)
    return events.get(store, events.save(store, two_days, MORNING))


@pytest.fixture
def people(store: Store, event: Event) -> list[Attendee]:
    """Five people in list order; the last one gave up."""
    for last, first, status in (
        ("Arrondell", "Éloïse", Status.REGISTERED),
        ("Brooks", "Sharon", Status.REGISTERED),
        ("Carty", "Wendell", Status.REGISTERED),
        ("Fleming", "Océane", Status.REGISTERED),
        ("Ledée", "Jean-Baptiste", Status.CANCELLED),
    ):
        person = Attendee(event_id=event.id, last_name=last, first_name=first, employer="Collectivité", status=status)
        registrations.save(store, person, MORNING)
    return registrations.all_of(store, event.id)


@pytest.fixture
def page(
    window: MainWindow, session: Session, people: list[Attendee], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> PresencePage:
    """The page, the first cell of the grid at hand."""
    clock = iter(MORNING + timedelta(minutes=minute) for minute in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.open("presence")
    shown = window.page
    assert isinstance(shown, PresencePage)
    shown.table.setFocus()
    shown.table.setCurrentIndex(shown.model.index(0, FIRST_SLOT))
    qtbot.waitUntil(shown.table.hasFocus)
    return shown


def states(store: Store, event: Event, person: Attendee) -> list[State]:
    """What the store says of somebody, slot by slot."""
    grid = presence.load(store, event)
    return [grid.cells[person.id, slot.id].state for slot in event.slots]


def shown_states(page: PresencePage, person: Attendee) -> list[State]:
    """What the grid shows of somebody."""
    return [page.model.said(person, slot).state for slot in page.model.slots]


def select(page: PresencePage, *cells: tuple[int, int]) -> None:
    """Choose cells by row and slot."""
    chosen = page.table.selectionModel()
    chosen.clear()
    for row, slot in cells:
        chosen.select(page.model.index(row, FIRST_SLOT + slot), QItemSelectionModel.SelectionFlag.Select)


@pytest.mark.parametrize(
    "key, state",
    [
        (Qt.Key.Key_P, State.PRESENT),
        (Qt.Key.Key_R, State.LATE),
        (Qt.Key.Key_E, State.EXCUSED),
        (Qt.Key.Key_A, State.ABSENT),
        (Qt.Key.Key_Space, State.PRESENT),
    ],
)
def test_a_letter_marks_and_delete_clears(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], key: Qt.Key, state: State
) -> None:
    QTest.keyClick(page.table, key)
    assert states(store, event, people[0])[0] == state
    assert shown_states(page, people[0])[0] == state
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert states(store, event, people[0])[0] == State.EXPECTED
    assert shown_states(page, people[0])[0] == State.EXPECTED


def test_english_letters_in_english(
    page: PresencePage, session: Session, window: MainWindow, store: Store, event: Event, people: list[Attendee]
) -> None:
    language.use("en")
    QTest.keyClick(page.table, Qt.Key.Key_L)
    assert states(store, event, people[0])[0] == State.LATE
    QTest.keyClick(page.table, Qt.Key.Key_R)  # not a letter of this language
    assert states(store, event, people[0])[0] == State.LATE


def test_arrows_go_from_cell_to_cell_and_space_takes_back(
    page: PresencePage, store: Store, event: Event, people: list[Attendee]
) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Space):
        QTest.keyClick(page.table, key)
    assert states(store, event, people[1]) == [State.EXPECTED, State.PRESENT, State.EXPECTED, State.EXPECTED]
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert states(store, event, people[1])[1] == State.EXPECTED


def test_several_cells_are_one_action(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    select(page, (0, 0), (1, 0), (1, 1), (2, 3))
    assert page.told.text() == "4 cases choisies"
    QTest.keyClick(page.table, Qt.Key.Key_A)
    assert states(store, event, people[1])[:2] == [State.ABSENT, State.ABSENT]
    assert states(store, event, people[2])[3] == State.ABSENT
    session.undo()
    assert all(state == State.EXPECTED for person in people[:3] for state in states(store, event, person))
    assert shown_states(page, people[1])[:2] == [State.EXPECTED, State.EXPECTED]


def test_a_cell_says_its_source(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    at = MORNING + timedelta(minutes=5)
    door.scan(store, event, tokens.issue(people[0].badge, event.key), at=at, now=at, station="Entrée 2")
    session.recorded()
    assert page.told.text() == "ARRONDELL Éloïse · Matin 12/11\u00a0: Présence (badge, Entrée 2, 8\u00a0h\u00a055)"
    assert page.model.data(page.model.index(0, FIRST_SLOT), Qt.ItemDataRole.ToolTipRole) == page.told.text()
    leaving = MORNING + timedelta(hours=2)
    door.scan(
        store,
        event,
        tokens.issue(people[0].badge, event.key),
        at=leaving,
        now=leaving,
        station="Entrée 2",
        leaving=True,
    )
    session.recorded()
    assert page.told.text().endswith("sortie à 10\u00a0h\u00a050)")
    QTest.keyClick(page.table, Qt.Key.Key_A)
    assert "Absence (grille de présence, Entrée 1)" in page.told.text()


def test_a_cell_says_who_signed_on_the_screen(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    at = MORNING + timedelta(minutes=5)
    slot = event.slots[0].id
    door.admit(store, event, people[0], slot_id=slot, at=at, now=at, station="Entrée 2")
    ink = captured([[(0.1 + 0.004 * n, 0.5 + 0.3 * math.sin(n / 7), 8.0 * n, None) for n in range(200)]])
    signed = at + timedelta(minutes=1)
    signatures.sign(store, event, people[0], slot, ink, at=signed, now=signed, station="Entrée 2", tool="pen")
    session.recorded()
    assert page.told.text().endswith("(nom saisi, Entrée 2, 8\u00a0h\u00a055, signature à l’écran à 8\u00a0h\u00a056)")
    assert page.model.data(page.model.index(0, FIRST_SLOT), Qt.ItemDataRole.ToolTipRole) == page.told.text()
    QTest.keyClick(page.table, Qt.Key.Key_A)
    assert "signature" not in page.told.text()


def test_hours_and_totals_follow(page: PresencePage, people: list[Attendee]) -> None:
    hours = page.model.columnCount() - 1
    assert page.model.data(page.model.index(0, hours)) == "0\u00a0h"
    QTest.keyClick(page.table, Qt.Key.Key_P)
    assert page.model.data(page.model.index(0, hours)) == "3\u00a0h\u00a030"
    assert page.model.headerData(FIRST_SLOT, Qt.Orientation.Horizontal) == "Matin\n12/11\n1/4"
    assert page.header.sentence.text().startswith("Matin 12/11\u00a0: 1 présence, 0 absence, 3 à pointer")


def test_those_who_gave_up_are_left_aside_until_asked_for_or_seen(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    assert [person.last_name for person in page.model.rows] == ["Arrondell", "Brooks", "Carty", "Fleming"]
    page.state.set_value(State.NOT_EXPECTED)
    page.state.chosen.emit(State.NOT_EXPECTED)
    assert [person.last_name for person in page.model.rows] == ["Ledée"]
    page.table.setCurrentIndex(page.model.index(0, FIRST_SLOT))
    QTest.keyClick(page.table, Qt.Key.Key_P)
    page.state.set_value(None)
    page.state.chosen.emit(None)
    assert "Ledée" in [person.last_name for person in page.model.rows]


def test_a_mark_of_whoever_is_not_registered_is_shown_and_counts_nowhere(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    first, gone, slot = people[0], people[4], event.slots[0]
    page.mark(State.ABSENT, [(gone, slot)])
    assert shown_states(page, gone)[0] == State.ABSENT
    assert (page.model.total(slot.id), page.model.count(slot.id, State.ABSENT)) == ("0/4", 0)
    assert page.model.told(gone, slot).endswith("hors inscription\u00a0: ne compte pas)")
    for wanted in (State.ABSENT, State.NOT_EXPECTED):
        session.open("presence", state=wanted, slot=slot.id)
        assert len(page.model.rows) == page.model.count(slot.id, wanted)
    session.open("presence", state="", slot="")
    page.mark(State.PRESENT, [(first, slot)])
    registrations.remove(store, [first.id], MORNING)
    session.recorded()
    for state, shown, total in (
        (State.PRESENT, State.PRESENT, "1/4"),
        (State.ABSENT, State.ABSENT, "0/3"),
        (State.EXPECTED, State.NOT_EXPECTED, "0/3"),
    ):
        page.mark(state, [(first, slot)])
        assert (shown_states(page, first)[0], page.model.total(slot.id)) == (shown, total)


def test_search_and_filter(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    page.search.setText("oceane")
    qtbot.waitUntil(lambda: [person.last_name for person in page.model.rows] == ["Fleming"])
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    QTest.keyClick(page.table, Qt.Key.Key_P)
    assert states(store, event, people[3])[0] == State.PRESENT
    page.search.setText("zzz")
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.nobody)
    page.search.clear()
    page.state.set_value(State.PRESENT)
    page.slot.set_value(event.slots[0].id)
    page.slot.chosen.emit(event.slots[0].id)
    qtbot.waitUntil(lambda: [person.last_name for person in page.model.rows] == ["Fleming"])


def test_the_page_opens_filtered_as_asked(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    presence.mark(store, event, [(people[1].id, event.slots[2].id)], State.ABSENT, MORNING)
    session.open("presence", state="absent", slot=event.slots[2].id)
    assert [person.last_name for person in page.model.rows] == ["Brooks"]
    session.open("presence", state="absent", slot=event.slots[1].id)
    assert page.model.rows == []
    session.open("presence")  # from the rail: as it was left
    assert page.model.rows == []
    session.open("presence", state="")
    assert len(page.model.rows) == 4


def test_a_marked_row_stays_until_the_filter_is_asked_again(page: PresencePage, people: list[Attendee]) -> None:
    page.state.set_value(State.EXPECTED)
    page.slot.set_value(page.model.slots[0].id)
    page.slot.chosen.emit(page.model.slots[0].id)
    page.table.setCurrentIndex(page.model.index(0, FIRST_SLOT))
    QTest.keyClick(page.table, Qt.Key.Key_P)
    # it does not vanish under the fingers
    assert page.model.rows[0].last_name == "Arrondell"


def test_a_heading_marks_everybody_shown_and_one_undo_takes_it_back(
    page: PresencePage, window: MainWindow, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_A)  # one is told already
    menu = QMenu(page)
    page._fill_column_menu(menu, page.model.slots[0])
    words = [action.text() for action in menu.actions()]
    assert words == [
        "Tout le monde présent (4)",
        "Le reste à pointer\u00a0: présence (3)",
        "Le reste à pointer\u00a0: absence (3)",
        "Effacer le créneau (1)",
    ]
    menu.actions()[0].trigger()
    assert all(states(store, event, person)[0] == State.PRESENT for person in people[:4])
    assert states(store, event, people[4])[0] == State.NOT_EXPECTED
    assert "4 cases" in window.toast.text
    session.undo()
    assert [states(store, event, person)[0] for person in people[:4]] == [State.ABSENT, *[State.EXPECTED] * 3]


def test_thousands_of_cells_are_marked_by_the_worker(
    page: PresencePage, store: Store, event: Event, session: Session, qtbot: QtBot
) -> None:
    crowd = [
        Attendee(id=uuid7(MORNING), event_id=event.id, last_name=f"Nom{n:04d}", first_name="Anaïs", badge=tokens.new_badge_id())
        for n in range(1200)
    ]  # fmt: skip
    journal.record(store, [registrations.addition(person) for person in crowd], Label("Import"), MORNING)
    session.recorded()
    assert len(page.model.rows) == 1204
    menu = QMenu(page)
    page._fill_column_menu(menu, page.model.slots[1])
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: page.model.total(event.slots[1].id) == "1204/1204")
    assert presence.load(store, event).count(event.slots[1].id, State.PRESENT) == 1204
    session.undo()
    assert page.model.total(event.slots[1].id) == "0/1204"


def test_a_big_grid_is_read_by_the_worker(
    page: PresencePage,
    store: Store,
    event: Event,
    people: list[Attendee],
    session: Session,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ia_events.ui.pages.presence._READ_AT_ONCE", 0)
    registrations.save(store, Attendee(event_id=event.id, last_name="Aaron", first_name="Théo"), MORNING)
    session.recorded()
    session.recorded()  # asked twice, read once
    assert session.work.busy
    qtbot.waitUntil(lambda: page.model.rows[0].last_name == "Aaron")
    QTest.keyClick(page.table, Qt.Key.Key_P)
    assert states(store, event, people[0])[0] == State.PRESENT  # the cell at hand stayed Arrondell's


def test_what_changes_elsewhere_is_read_again_and_the_cell_at_hand_stays(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    page.table.setCurrentIndex(page.model.index(2, FIRST_SLOT + 1))
    newcomer = Attendee(event_id=event.id, last_name="Aaron", first_name="Théo")
    registrations.save(store, newcomer, MORNING)
    session.recorded()
    place = page.model.place(page.table.currentIndex())
    assert place is not None
    assert (place[0].last_name, place[1].id) == ("Carty", event.slots[1].id)


def test_nobody_yet_says_what_to_do(page: PresencePage, store: Store, session: Session) -> None:
    session.switch(events.save(store, Event(title="Sans personne"), MORNING))
    assert page.stack.currentWidget() is page.empty
    assert not page.search.isEnabled()


def test_the_grid_is_painted_in_both_widths(page: PresencePage, window: MainWindow, people: list[Attendee]) -> None:
    for state in (State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT):
        page.mark(state, [(people[0], page.model.slots[0])])
        for width in (1024, 1920):
            window.resize(width, 800)
            QApplication.processEvents()
            assert not page.table.horizontalScrollBar().isVisible()
            assert not page.grab().isNull()


def test_slots_of_one_registration_only(
    page: PresencePage, store: Store, event: Event, people: list[Attendee], session: Session
) -> None:
    registrations.save(store, replace(people[0], slots=(event.slots[2].id,)), MORNING)
    session.recorded()
    assert shown_states(page, people[0]) == [
        State.NOT_EXPECTED,
        State.NOT_EXPECTED,
        State.EXPECTED,
        State.NOT_EXPECTED,
    ]


def test_the_page_opens_on_the_first_person_in_the_slot_under_way(
    window: MainWindow, session: Session, people: list[Attendee], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    # given the afternoon of the first day
    monkeypatch.setattr(session, "now", lambda: MORNING + timedelta(hours=6))
    # when the page is opened by its key
    QTest.keyClick(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    page = window.page
    assert isinstance(page, PresencePage)
    qtbot.waitUntil(page.table.hasFocus)
    # then arrows and letters work at once
    assert (page.table.currentIndex().row(), page.table.currentIndex().column()) == (0, FIRST_SLOT + 1)
    QTest.keyClick(page.table, Qt.Key.Key_P)
    assert states(session.store, page.model.matrix.event, people[0])[1] == State.PRESENT  # type: ignore[union-attr]


def test_somebody_late_by_the_rule_of_the_slot_is_late_in_the_grid(
    page: PresencePage, store: Store, event: Event, people: list[Attendee]
) -> None:
    first = event.slots[0]
    for person, minutes in ((people[0], 10), (people[1], 11)):
        at = first.start + timedelta(minutes=minutes)
        door.admit(store, event, person, slot_id=first.id, at=at, now=at)
    events.save(store, replace(event, slots=(replace(first, late=10), *event.slots[1:])), MORNING)
    page.session.recorded()
    said = [page.model.index(row, FIRST_SLOT).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(2)]
    assert "Présence" in str(said[0])
    assert "Retard" in str(said[1])
