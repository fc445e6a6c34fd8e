"""A whole event day through the window's pages, by clicks and keys, without a screen."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import openpyxl
import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.people import Source
from ia_events.store import Store, backups, journal, presence, prints, registrations
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.exchange import ExchangePage
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.pages.presence import PresencePage
from ia_events.ui.pages.run_sheet import RunSheetPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow

LIST = Path(__file__).parent.parent / "data" / "lists" / "liste_titre_et_total.xlsx"
Key = Qt.Key
T = TypeVar("T", bound=QWidget)


def shown(window: MainWindow, kind: type[T]) -> T:
    """The page shown, which is of that kind."""
    assert isinstance(window.page, kind)
    return window.page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def keys(text: str, *after: Qt.Key) -> None:
    """Keys as they come, to whatever has the focus."""
    for letter in text:
        QTest.keyClicks(focused(), letter)
        QApplication.processEvents()
    for key in after:
        QTest.keyClick(focused(), key)
        QApplication.processEvents()


def press(page: QWidget, beginning: str) -> None:
    """Press the button whose words begin so."""
    found = [b for b in page.findChildren(QPushButton) if b.isVisible() and b.text().startswith(beginning)]
    assert len(found) == 1, [b.text() for b in page.findChildren(QPushButton) if b.isVisible()]
    QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)


def test_the_day(
    qtbot: QtBot,
    window: MainWindow,
    session: Session,
    store: Store,
    event: Event,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = json.loads(LIST.with_name(f"{LIST.name}.expected.json").read_text(encoding="utf-8"))["people"]
    session.settings.documents_folder = str(tmp_path / "documents")

    # The run sheet says what comes first: the list.
    session.open("run_sheet")
    press(shown(window, RunSheetPage), "Importer une liste")
    importing = shown(window, ImportListPage)
    importing.read(LIST)
    qtbot.waitUntil(importing.import_button.isVisible, timeout=20_000)
    QTest.mouseClick(importing.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=20_000)
    people = registrations.all_of(store, event.id)
    assert {(p.last_name, p.first_name, p.email, p.phone) for p in people} == {
        (p["last_name"], p["first_name"], p["email"], p["phone"]) for p in expected
    }

    # Searched as one hears it; undone and done again from the menu's keys.
    participants = shown(window, ParticipantsPage)
    participants.focus_search()
    keys("arrond franc")
    qtbot.waitUntil(lambda: participants.model.rowCount() == 1, timeout=5_000)
    session.undo()
    assert registrations.counts(store, event.id).total == 0
    session.redo()
    assert registrations.counts(store, event.id).total == len(expected)

    # Badges: the file that is saved is read back by a reader of codes.
    session.open("documents", section="badges")
    documents = shown(window, DocumentsPage)
    badges = tmp_path / "badges.pdf"
    qtbot.waitUntil(lambda: documents.ready is not None and not session.work.busy, timeout=20_000)
    monkeypatch.setattr(documents, "ask_file", lambda _proposed: badges)  # the system's dialogue, at the edge
    QTest.mouseClick(documents.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: badges.exists() and not session.work.busy, timeout=20_000)
    press(documents, "Oui")
    qtbot.waitUntil(lambda: prints.badge_counts(store, event.id).printed == len(expected), timeout=10_000)
    pdf = pypdfium2.PdfDocument(badges)
    codes = [c.text for page in pdf for c in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil())]
    pdf.close()
    assert sorted(codes) == sorted(tokens.issue(p.badge, event.key) for p in registrations.all_of(store, event.id))

    # The door: all but three badges, in lower case, one of them twice; then somebody who is on no list.
    at = event.slots[0].start - timedelta(minutes=20)
    clock = iter(at + timedelta(seconds=second) for second in range(100_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.open("door")
    door = shown(window, DoorPage)
    qtbot.waitUntil(door.field.hasFocus)
    for code in (*codes[:-3], codes[0]):
        keys(code.lower(), Key.Key_Return)
    keys("", Key.Key_F2)
    keys("Villeneuve", Key.Key_Tab)
    keys("Ghislaine", Key.Key_Return)
    walk_ins = [p for p in registrations.all_of(store, event.id) if p.source == Source.WALK_IN]
    assert [(p.last_name, p.first_name) for p in walk_ins] == [("Villeneuve", "Ghislaine")]
    slot = event.slots[0].id
    assert presence.load(store, event).count(slot, State.PRESENT) == len(codes) - 3 + 1

    # The grid: two are excused, one is absent, by the keyboard.
    session.open("presence", state=State.EXPECTED)
    grid = shown(window, PresencePage)
    qtbot.waitUntil(lambda: grid.model.rowCount() == 3 and not session.work.busy, timeout=10_000)
    grid.table.setFocus()
    grid.table.setCurrentIndex(grid.model.index(0, 2))
    keys("", Key.Key_E, Key.Key_Down, Key.Key_E, Key.Key_Down, Key.Key_A)
    matrix = presence.load(store, event)
    assert (matrix.count(slot, State.EXCUSED), matrix.count(slot, State.ABSENT)) == (2, 1)
    assert matrix.count(slot, State.EXPECTED) == 0

    # The return, made by the page, says the same.
    session.open("exchange")
    exchange = shown(window, ExchangePage)
    QTest.mouseClick(exchange.make_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: exchange.result.isVisible() and not session.work.busy, timeout=20_000)
    (file,) = (tmp_path / "documents").glob("*.xlsx")
    sheet = openpyxl.load_workbook(file)["Présences"]
    said = [cell.value for row in sheet.iter_rows() for cell in row]
    assert said.count("Présence") == len(codes) - 2
    assert (said.count("Absence excusée"), said.count("Absence")) == (2, 1)

    # Everything can be told again from the change log, and the last thing done can be taken back.
    assert backups.verify(store).faults == ()
    assert str(journal.next_undo(store)).startswith("Présence de ")
