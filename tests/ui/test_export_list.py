"""The page of lists by choice: columns ticked and moved, people chosen, presets kept, a file on the disk."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ia_events import drives, presets
from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.drives import Drive
from ia_events.store import Store, presence, registrations
from ia_events.ui.pages import export_list as pages
from ia_events.ui.pages.export_list import ExportListPage
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, make_file, plain

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def page(window: MainWindow, store: Store, event: Event, folder: Path) -> ExportListPage:
    for name, employer in (("Arrondell", "Cap Excellence"), ("Belmare", "SDIS"), ("Carty", "Cap Excellence")):
        person = Attendee(event_id=event.id, last_name=name, first_name="Éloïse", employer=employer, email=f"{name.lower()}@exemple.fr")  # fmt: skip
        registrations.save(store, person, NOW)
    one = registrations.all_of(store, event.id)[0]
    presence.mark(store, event, [(one.id, event.slots[0].id)], State.PRESENT, NOW)
    window.open("export_list")
    assert isinstance(window.page, ExportListPage)
    return window.page


def headings(page: ExportListPage) -> list[str]:
    model = page.preview_model
    return [str(model.headerData(n, Qt.Orientation.Horizontal)) for n in range(model.columnCount())]


def test_it_begins_with_the_whole_list_and_nothing_private(page: ExportListPage, folder: Path) -> None:
    assert page.bar.choice.currentText() == "Liste complète"
    assert not {"email", "phone", "meal", "access_needs", "remarks"} & set(page.columns.chosen)
    assert not page.private.isVisible()
    assert plain(page.header.sentence.text()).startswith("3 personnes, ")
    assert page.writing.file.text() == str(folder / "2025-11-12 Soirée de l'INET – liste complète.xlsx")


def test_a_private_column_is_marked_and_said_once_ticked(page: ExportListPage) -> None:
    page.columns.tick("email")
    assert "Courriel" in page.private.text()
    assert page.private.isVisible()
    assert page.bar.choice.currentText() == "Choix personnel"
    assert "Courriel" in headings(page)
    items = [page.columns.item(row) for row in range(page.columns.count())]
    marked = {item.data(Qt.ItemDataRole.UserRole) for item in items if not item.icon().isNull()}
    assert marked == {
        "birth_name",
        "email",
        "phone",
        "staff_number",
        "address",
        "town",
        "meal",
        "access_needs",
        "remarks",
    }


def test_columns_are_moved_with_the_keyboard(page: ExportListPage) -> None:
    page.take(presets.BUILT_IN[1])
    assert headings(page)[:3] == ["N°", "Nom", "Prénom"]
    page.columns.setCurrentRow(2)
    QTest.keyClick(page.columns, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert headings(page)[:3] == ["N°", "Prénom", "Nom"]
    assert page.columns.currentRow() == 1
    QTest.keyClick(page.columns, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert headings(page)[:3] == ["N°", "Nom", "Prénom"]


def test_people_are_chosen_on_the_page(page: ExportListPage) -> None:
    page.who.set_value("present")
    page.who.chosen.emit("present")
    assert page.preview_model.rowCount() == 1
    page.who.set_value("all")
    page.search.setText("cap excellence")
    page.search.searched.emit("cap excellence")
    assert plain(page.header.sentence.text()).startswith("2 personnes, ")


def test_a_workbook_and_a_text_are_written(qtbot: QtBot, page: ExportListPage) -> None:
    page.take(presets.BUILT_IN[2])
    rows = list(load_workbook(make_file(qtbot, page)).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("Civilité", "Nom", "Prénom", "Courriel", "Téléphone", "Collectivité")
    assert len(rows) == 4
    assert page.make_button.hasFocus()
    page.kind.set_value("csv")
    page.kind.chosen.emit("csv")
    assert not page.writing.protect.isEnabled()
    assert page.kind_note.isVisible()
    file = make_file(qtbot, page)
    assert file.suffix == ".csv"
    with file.open(encoding="utf-8-sig", newline="") as text:
        assert list(csv.reader(text, delimiter=";"))[1][1:4] == ["Arrondell", "Éloïse", "arrondell@exemple.fr"]


def test_a_choice_is_kept_found_again_and_removed(page: ExportListPage, window: MainWindow) -> None:
    page.take(presets.BUILT_IN[1])
    page.columns.tick("phone")
    page.bar.save_action.trigger()
    assert page.bar.name.hasFocus()
    QTest.keyClicks(page.bar.name, "Appel du matin")
    QTest.keyClick(page.bar.name, Key.Key_Return)
    kept = presets.find("Appel du matin")
    assert "phone" in kept.columns
    assert kept.people == "registered"
    page.take(presets.BUILT_IN[0])
    page.bar.show_presets("Appel du matin")
    page.bar.choice.chosen.emit("Appel du matin")
    assert page.columns.chosen == kept.columns
    page.bar.remove_action.trigger()
    assert [preset.built_in for preset in presets.all_presets()] == [True] * 3
    assert page.bar.choice.currentText() == "Choix personnel"


def test_a_name_of_the_programs_own_is_refused_on_the_page(page: ExportListPage, window: MainWindow) -> None:
    page.bar.name_it()
    page.bar.name.setText("liste complete")
    QTest.keyClick(page.bar.name, Key.Key_Return)
    assert page.bar.name.property("wrong")
    assert "autre nom" in window.toast.text


def test_presets_travel(page: ExportListPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "appel.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(file), ""))
    page.bar.show_presets(presets.BUILT_IN[1].name)
    page.bar.export_action.trigger()
    page.bar._bring()
    assert plain(page.bar.choice.currentText()) == "Liste d'appel 2"
    assert page.columns.chosen == presets.BUILT_IN[1].columns


def test_the_people_of_the_participants_page_are_offered(window: MainWindow, page: ExportListPage) -> None:
    window.open("participants", {"search": "Belmare"})
    participants = window.page
    assert isinstance(participants, ParticipantsPage)
    participants.export_button.click()
    assert window.page is page
    assert page.who.currentText() == "1 personne affichée"
    assert page.preview_model.rowCount() == 1
    window.open("exchange")
    window.open("export_list", {"shown": None})
    assert page.who.value == "all"


def test_without_columns_or_people_nothing_is_written(page: ExportListPage) -> None:
    for column in page.columns.chosen:
        page.columns.tick(column, on=False)
    assert not page.make_button.isEnabled()


def test_a_drive_that_travels_is_a_reason_to_protect(
    qtbot: QtBot, page: ExportListPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "kind", lambda _file: Drive.REMOVABLE)
    page.writing.look_at_drive()
    qtbot.waitUntil(lambda: "amovible" in page.writing.caution.text, timeout=20_000)
    page.writing._protect()
    assert page.writing.protect.isChecked()
    assert page.writing.password.hasFocus()
    assert not page.writing.caution.isVisible()
    page.kind.set_value("csv")
    page.kind.chosen.emit("csv")
    assert ".csv" in page.writing.caution.text
    assert page.writing.caution.isVisible()
    monkeypatch.setattr(drives, "kind", lambda _file: Drive.OWN)
    page.writing.look_at_drive()
    qtbot.waitUntil(lambda: not page.writing.caution.isVisible(), timeout=20_000)


def test_a_drive_that_does_not_answer_does_not_hold_the_window(
    qtbot: QtBot, page: ExportListPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_by: list[threading.Thread] = []

    def kind(_file: Path) -> Drive:
        asked_by.append(threading.current_thread())
        return Drive.OWN

    monkeypatch.setattr(drives, "kind", kind)
    page.writing.look_at_drive()
    qtbot.waitUntil(lambda: bool(asked_by) and not page.session.work.busy, timeout=20_000)
    assert threading.main_thread() not in asked_by


def test_many_people_are_read_in_the_worker(
    qtbot: QtBot, page: ExportListPage, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_MANY", 1)
    page.search.setText("Carty")
    session.recorded()
    qtbot.waitUntil(lambda: page.preview_model.rowCount() == 1)
