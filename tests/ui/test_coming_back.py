"""The page where the return that came back is compared and taken, by clicks and keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.spreadsheets.returns import write_return
from ia_events.store import Store, events, journal, presence, registrations
from ia_events.ui.pages.coming_back import CHANGES, CHOOSE, FAILED, NO_EVENT, PASSWORD, ComingBackPage
from ia_events.ui.pages.coming_back_model import BACK, FATE, HERE, SENT, TICK, WHAT
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW

LISTS = Path(__file__).parents[1] / "data" / "lists"


@pytest.fixture
def people(store: Store, event: Event) -> list[Attendee]:
    for last, first in (("Arrondell", "Éloïse"), ("Brooks", "Sharon"), ("Carty", "Denis"), ("Duzant", "Ketty")):
        registrations.save(store, Attendee(event_id=event.id, last_name=last, first_name=first, employer="SDIS"), NOW)
    return registrations.all_of(store, event.id)


@pytest.fixture
def sent(store: Store, event: Event, people: list[Attendee], tmp_path: Path) -> Path:
    file = tmp_path / "retour.xlsx"
    write_return(file, event, presence.load(store, event), made_at=NOW)
    return file


@pytest.fixture
def corrected(sent: Path, store: Store, event: Event, people: list[Attendee]) -> Path:
    """One addition, two changes to one person, one conflict, one withdrawal."""
    book: Any = load_workbook(sent)
    sheet, grid = book["Inscriptions"], book["Présences"]
    places = {c.value: c.column for c in sheet[1]}
    sheet.cell(2, places["Fonction"]).value = "Directrice"
    grid.cell(2, 5).value = "Présence"
    sheet.cell(3, places["Téléphone"]).value = "0690 11 11 11"
    sheet.delete_rows(5)
    sheet.append([None, "Hodge", "Ruth", None, "ruth@exemple.fr"])
    book.save(sent)
    registrations.save(store, replace(people[1], phone="0690222222"), NOW)
    return sent


@pytest.fixture
def page(window: MainWindow, session: Session) -> ComingBackPage:
    session.open("coming_back")
    made = window.page
    assert isinstance(made, ComingBackPage)
    return made


def read(page: ComingBackPage, path: Path, qtbot: QtBot, state: int = CHANGES) -> None:
    page.read(path)
    qtbot.waitUntil(lambda: page._task is None and page.stack.currentIndex() == state, timeout=10_000)


def shown(page: ComingBackPage) -> list[tuple[str, ...]]:
    model = page.model
    return [
        tuple(str(model.index(row, column).data()).strip() for column in (WHAT, SENT, HERE, BACK, FATE))
        for row in range(model.rowCount())
    ]


def ticks(page: ComingBackPage) -> list[str]:
    state = {Qt.CheckState.Checked: "x", Qt.CheckState.Unchecked: "", Qt.CheckState.PartiallyChecked: "-"}
    return [
        state[page.model.index(row, TICK).data(Qt.ItemDataRole.CheckStateRole)] for row in range(page.model.rowCount())
    ]


def find(page: ComingBackPage, name: str) -> int:
    return next(row for row in range(page.model.rowCount()) if name in str(page.model.index(row, WHAT).data()))


def test_what_came_back_is_shown_and_conflicts_wait(page: ComingBackPage, corrected: Path, qtbot: QtBot) -> None:
    read(page, corrected, qtbot)
    assert shown(page) == [
        ("ARRONDELL Éloïse", "", "SDIS", "", "Modification"),
        ("Fonction", "", "—", "Directrice", ""),
        ("Soirée", "", "À pointer", "Présence", ""),
        ("BROOKS Sharon", "", "SDIS", "", "Modification"),
        ("Téléphone", "—", "0690222222", "0690111111", "Conflit"),
        ("HODGE Ruth", "", "", "ruth@exemple.fr", "Ajout"),
        ("DUZANT Ketty", "", "SDIS", "n’est plus dans le classeur", "Désistement"),
    ]
    assert ticks(page) == ["x", "x", "x", "", "", "x", ""]
    assert [tile.counter.accessibleName() for tile in page.tiles.values()] == [
        "1 ajout", "2 fiches modifiées", "1 désistement\u202f?", "1 conflit à trancher", "1 sans changement",
    ]  # fmt: skip
    assert page.apply_button.text() == "Appliquer 3 changements"
    assert page.header.sentence.text().startswith("retour.xlsx · retour préparé")


def test_applying_records_what_is_ticked_and_can_be_undone(
    page: ComingBackPage, corrected: Path, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    read(page, corrected, qtbot)
    page.model.toggle(page.model.index(find(page, "DUZANT"), TICK))
    QTest.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._task is None and len(shown(page)) == 2, timeout=10_000)
    people = {p.last_name: p for p in registrations.all_of(session.store, session.event_id)}
    assert people["Arrondell"].job_title == "Directrice"
    assert people["Brooks"].phone == "0690222222"
    assert people["Duzant"].status == Status.CANCELLED
    assert people["Hodge"].email == "ruth@exemple.fr"
    event = events.get(session.store, session.event_id)
    assert presence.load(session.store, event).cells[people["Arrondell"].id, event.slots[0].id].state == State.PRESENT
    assert window.toast.text == "4 changements repris"
    # what is left is the conflict
    assert [row[0] for row in shown(page)] == ["BROOKS Sharon", "Téléphone"]
    assert not page.apply_button.isEnabled()
    assert str(journal.next_undo(session.store)) == "Retour du siège retour.xlsx"
    session.undo()
    qtbot.waitUntil(lambda: page._task is None and len(shown(page)) == 7, timeout=10_000)
    assert {p.last_name for p in registrations.all_of(session.store, session.event_id)} == {
        "Arrondell",
        "Brooks",
        "Carty",
        "Duzant",
    }


def test_what_changed_here_meanwhile_is_compared_again_before_anything_is_taken(
    page: ComingBackPage, corrected: Path, people: list[Attendee], session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    read(page, corrected, qtbot)
    # By another window of the program, say: the page is not told.
    registrations.save(session.store, replace(people[0], job_title="Adjointe"), NOW)
    QTest.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: page._task is None and page.tiles["conflicts"].counter.accessibleName().startswith("2"), timeout=10_000
    )
    assert "comparé à nouveau" in window.toast.text
    assert "Hodge" not in {p.last_name for p in registrations.all_of(session.store, session.event_id)}
    QTest.mouseClick(page.apply_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._task is None and "repris" in window.toast.text, timeout=10_000)
    people = registrations.all_of(session.store, session.event_id)
    assert {p.last_name: p.job_title for p in people}["Arrondell"] == "Adjointe"
    assert "Hodge" in {p.last_name for p in people}


def test_the_keyboard_ticks_and_a_click_on_a_value_takes_it(
    page: ComingBackPage, corrected: Path, qtbot: QtBot
) -> None:
    read(page, corrected, qtbot)
    table, phone = page.table, find(page, "Téléphone")
    page.table.setFocus()
    table.setCurrentIndex(page.model.index(0, WHAT))
    qtbot.keyClick(table, Qt.Key.Key_Down)  # type: ignore[no-untyped-call]
    qtbot.keyClick(table, Qt.Key.Key_Space)  # type: ignore[no-untyped-call]
    assert ticks(page)[:3] == ["-", "", "x"]
    qtbot.keyClick(table, Qt.Key.Key_Up)  # type: ignore[no-untyped-call]
    qtbot.keyClick(table, Qt.Key.Key_Space)  # type: ignore[no-untyped-call]
    assert ticks(page)[:3] == ["x", "x", "x"]
    qtbot.keyClick(table, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    assert ticks(page)[:3] == ["", "", ""]

    def click(row: int, column: int) -> None:
        place = table.visualRect(page.model.index(row, column)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    click(phone, BACK)
    assert ticks(page)[phone] == "x"
    assert page.model.cell(phone, BACK).strong
    click(phone, HERE)
    assert ticks(page)[phone] == ""
    assert page.model.cell(phone, HERE).strong
    click(phone, TICK)
    assert ticks(page)[phone] == "x"
    click(1, HERE)  # nothing to choose there: nothing happens
    assert ticks(page)[1] == ""


def test_ticks_by_hand_survive_what_is_recorded_meanwhile(
    page: ComingBackPage, corrected: Path, session: Session, people: list[Attendee], qtbot: QtBot
) -> None:
    read(page, corrected, qtbot)
    page.model.toggle(page.model.index(find(page, "Téléphone"), TICK))
    page.model.toggle(page.model.index(find(page, "DUZANT"), TICK))
    registrations.save(session.store, replace(people[0], job_title="Adjointe"), NOW)
    session.recorded()
    qtbot.waitUntil(
        lambda: page._task is None and page.tiles["conflicts"].counter.accessibleName().startswith("2"), timeout=10_000
    )
    assert ticks(page) == ["-", "", "x", "x", "x", "x", "x"]


def test_parts_are_shown_apart_and_ticked_together(page: ComingBackPage, corrected: Path, qtbot: QtBot) -> None:
    read(page, corrected, qtbot)
    assert [page.part.itemText(i) for i in range(page.part.count())] == [
        "Tous les changements", "Conflits (1)", "Ajouts (1)", "Modifications (2)", "Désistements (1)",
    ]  # fmt: skip
    page.part.setCurrentIndex(1)
    page.part.activated.emit(1)
    assert [row[0] for row in shown(page)] == ["BROOKS Sharon", "Téléphone"]
    QTest.mouseClick(page.all_button, Qt.MouseButton.LeftButton)
    assert page.apply_button.text() == "Appliquer 4 changements"
    page.part.setCurrentIndex(0)
    page.part.activated.emit(0)
    QTest.mouseClick(page.none_button, Qt.MouseButton.LeftButton)
    assert set(ticks(page)) == {""}
    assert not page.apply_button.isEnabled()


def test_a_return_as_sent_has_nothing_to_take(page: ComingBackPage, sent: Path, qtbot: QtBot) -> None:
    read(page, sent, qtbot)
    assert page.nothing.isVisible()
    assert not page.table.isVisible()
    assert not page.apply_button.isVisible()
    assert page.done_button.isVisible()


def test_what_is_no_return_has_its_sentence(page: ComingBackPage, people: list[Attendee], qtbot: QtBot) -> None:
    read(page, LISTS / "liste_simple.xlsx", qtbot, FAILED)
    assert "n’est pas un retour" in page.failure.sentence.text()
    assert not page.switch_button.isVisible()
    assert page.failure.button.isVisible()


def test_the_return_of_another_event_opens_that_event(
    page: ComingBackPage, corrected: Path, session: Session, qtbot: QtBot
) -> None:
    first = session.event_id
    session.switch(events.save(session.store, Event(title="Autre"), NOW))
    session.open("coming_back")
    read(page, corrected, qtbot, FAILED)
    assert "Soirée de l" in page.failure.sentence.text()
    QTest.mouseClick(page.switch_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == CHANGES and page._task is None, timeout=10_000)
    assert session.event_id == first


def test_a_protected_return_asks_for_its_password(
    page: ComingBackPage, store: Store, event: Event, people: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "protégé.xlsx"
    write_return(file, event, presence.load(store, event), made_at=NOW, password="Colibri")
    read(page, file, qtbot, PASSWORD)
    qtbot.keyClicks(page.locked.line, "faux")  # type: ignore[no-untyped-call]
    qtbot.keyClick(page.locked.line, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: page._task is None and bool(page.locked.line.accessibleDescription()), timeout=10_000)
    page.locked.line.clear()
    qtbot.keyClicks(page.locked.line, "Colibri")  # type: ignore[no-untyped-call]
    qtbot.keyClick(page.locked.line, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
    qtbot.waitUntil(lambda: page.stack.currentIndex() == CHANGES, timeout=10_000)
    assert page.locked.line.text() == ""


def test_a_workbook_is_dropped_on_the_page(page: ComingBackPage, sent: Path, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(sent))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    page.dragEnterEvent(enters)
    assert enters.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
    qtbot.waitUntil(lambda: page.stack.currentIndex() == CHANGES, timeout=10_000)


def test_without_an_event_the_page_says_so(page: ComingBackPage, session: Session) -> None:
    session.event = None
    page.open()
    assert page.stack.currentIndex() == NO_EVENT


def test_leaving_and_coming_back_keeps_what_waits(
    page: ComingBackPage, corrected: Path, session: Session, qtbot: QtBot
) -> None:
    read(page, corrected, qtbot)
    session.open("participants")
    session.open("coming_back")
    assert page.stack.currentIndex() == CHANGES
    assert len(shown(page)) == 7
    session.switch(events.save(session.store, Event(title="Autre"), NOW))
    session.open("coming_back")
    assert page.stack.currentIndex() == CHOOSE
