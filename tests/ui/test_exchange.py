"""The exchange page: a return workbook on the disk, remembered; and what is said when it cannot be written."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.store import Store, events, presence, prints, registrations
from ia_events.ui.pages import exchange as pages
from ia_events.ui.pages.exchange import ExchangePage, return_name
from ia_events.ui.pages.file_card import new_password
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, make_file, plain

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def page(window: MainWindow, store: Store, event: Event, folder: Path) -> ExchangePage:
    """Three participants and a speaker; one came, one is excused, of one nothing is said."""
    for name, role in (("Arrondell", Role.PARTICIPANT), ("Belmare", Role.PARTICIPANT), ("Carty", Role.PARTICIPANT), ("Zed", Role.SPEAKER)):  # fmt: skip
        registrations.save(store, Attendee(event_id=event.id, last_name=name, first_name="Éloïse", role=role), NOW)
    one, two, *_others = registrations.all_of(store, event.id)
    slot = event.slots[0].id
    presence.mark(store, event, [(one.id, slot)], State.PRESENT, NOW)
    presence.mark(store, event, [(two.id, slot)], State.EXCUSED, NOW)
    window.open("exchange")
    assert isinstance(window.page, ExchangePage)
    return window.page


def test_it_says_what_the_workbook_would_hold(page: ExchangePage, window: MainWindow) -> None:
    assert "4 personnes et 1 créneau" in page.contents.summary.text()
    assert plain(page.contents.left.text()) == "1 présence reste à relever sur les feuilles signées."
    assert plain(page.header.sentence.text()) == "Le retour au siège régional n'est pas encore préparé."
    assert not page.history.isVisible()


def test_the_file_has_a_sensible_name_in_the_folder_of_documents(
    page: ExchangePage, folder: Path, event: Event
) -> None:
    assert page.file.text() == str(folder / "2025-11-12 Soirée de l'INET – retour.xlsx")
    odd = Event(title='Données : « qui » fait quoi ? / <IA>*|"', slots=event.slots, timezone=event.timezone)
    name = return_name(odd)
    assert not re.search(r'[\\/:*?"<>|]', name)
    assert len(return_name(Event(title="x" * 500))) < 120


def test_the_return_is_written_shown_and_remembered(
    qtbot: QtBot, page: ExchangePage, store: Store, event: Event, folder: Path
) -> None:
    make_file(qtbot, page)
    file = folder / "2025-11-12 Soirée de l'INET – retour.xlsx"
    workbook = load_workbook(file)
    assert [sheet.sheet_state for sheet in workbook] == ["visible"] * 3 + ["hidden"]
    assert "4 personnes, 3 feuilles" in plain(page.result.text)
    assert str(file) in page.result.text
    assert page.make_button.hasFocus()
    assert [fact.value for fact in prints.returns(store, event.id)] == [file.name]
    assert page.history.isVisible()
    assert plain(page.header.sentence.text()) == "Retour préparé aujourd'hui à 10 h, à jour."
    assert "sera remplacé" in page.writing.note.text()


def test_what_changes_afterwards_is_said(
    qtbot: QtBot, page: ExchangePage, session: Session, store: Store, event: Event
) -> None:
    make_file(qtbot, page)
    person = registrations.all_of(store, event.id)[2]
    presence.mark(store, event, [(person.id, event.slots[0].id)], State.ABSENT, NOW)
    session.recorded()
    assert plain(page.header.sentence.text()).endswith("; la liste ou les présences ont changé depuis.")
    assert plain(page.contents.left.text()) == "Toutes les présences sont relevées."
    assert not page.contents.complete_button.isVisible()
    for _time in range(2):
        session.undo()  # the mark, then the one before the return: the file is there and stays
    assert len(prints.returns(store, event.id)) == 1
    assert page.history.isVisible()


def test_the_grid_is_one_button_away(qtbot: QtBot, page: ExchangePage, session: Session) -> None:
    session.navigated.disconnect()
    with qtbot.waitSignal(session.navigated) as heard:
        page.contents.complete_button.click()
    assert heard.args == ["presence", {}]


# --- password ----------------------------------------------------------------------------------------------------


def test_a_password_is_made_copied_and_needed(qtbot: QtBot, page: ExchangePage, folder: Path) -> None:
    import msoffcrypto

    QTest.keyClick(page.protect, Key.Key_Space)
    password = page.password.text()
    assert re.fullmatch(r"([a-z]{4}-){4}[a-z]{4}", password)
    page.writing.copy_password()
    assert QGuiApplication.clipboard().text() == password
    make_file(qtbot, page)
    assert "autre canal" in page.result.text
    assert page.password.text() == password, "still there to be read"
    (file,) = folder.glob("*.xlsx")
    with file.open("rb") as stream:
        locked = msoffcrypto.OfficeFile(stream)
        assert locked.is_encrypted()
        locked.load_key(password=password)
        opened = BytesIO()
        locked.decrypt(opened)
    assert len(load_workbook(opened).sheetnames) == 4


def test_a_password_is_never_the_same_and_is_forgotten_by_leaving(page: ExchangePage, window: MainWindow) -> None:
    assert len({new_password() for _time in range(200)}) == 200
    page.protect.click()
    password = page.password.text()
    window.open("settings")
    window.open("exchange")
    assert not page.protect.isChecked()
    assert page.password.text() == ""
    page.protect.click()
    assert page.password.text() != password


def test_an_empty_password_stops_it_there(qtbot: QtBot, page: ExchangePage, store: Store, event: Event) -> None:
    page.protect.click()
    page.password.clear()
    page.make()
    assert page.password.hasFocus()
    assert page.password.property("wrong")
    qtbot.waitUntil(lambda: not page.session.work.busy, timeout=20_000)  # it looks at the drive
    assert prints.returns(store, event.id) == []


# --- headquarters' template --------------------------------------------------------------------------------------


def test_headquarters_template_is_filled(qtbot: QtBot, page: ExchangePage, tmp_path: Path, folder: Path) -> None:
    template = tmp_path / "modele.xlsx"
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"] = "{{titre}}"
    sheet["A3"], sheet["B3"] = "{{nom}}", "{{prénom}}"
    workbook.save(template)
    QTest.keyClick(page.use_template, Key.Key_Space)
    page.template.setText(str(template))
    make_file(qtbot, page)
    (file,) = folder.glob("*.xlsx")
    made = load_workbook(file).active
    assert made["A1"].value == "Soirée de l'INET"
    assert made["B3"].value == "Éloïse"


def test_a_template_that_is_none_is_refused_in_words(qtbot: QtBot, page: ExchangePage, tmp_path: Path) -> None:
    page.use_template.click()
    page.make()
    assert page.template.property("wrong"), "none given"
    page.template.setText(str(tmp_path / "absent.xlsx"))
    make_file(qtbot, page)
    assert "absent.xlsx" in page.result.text


# --- what goes wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["folder", "device", "directory"])
def test_what_cannot_be_written_is_said_on_the_page_and_nothing_is_recorded(
    qtbot: QtBot, page: ExchangePage, store: Store, event: Event, tmp_path: Path, fault: str
) -> None:
    if fault == "folder":
        file = tmp_path / "absent" / "retour.xlsx"
    elif fault == "device":
        file = tmp_path / "retour.xlsx"
        file.symlink_to("/dev/full")
    else:
        file = tmp_path / "retour.xlsx"
        file.mkdir()
    page.file.setText(str(file))
    make_file(qtbot, page)
    expected = {"folder": "n'existe pas", "device": "Plus de place", "directory": "n'a pas pu être écrit"}[fault]
    assert expected in plain(page.result.text)
    assert prints.returns(store, event.id) == []


def test_the_old_file_survives_a_failure(
    qtbot: QtBot, page: ExchangePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    old = tmp_path / "retour.xlsx"
    old.write_bytes(b"old")
    page.file.setText(str(old))

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:  # there is room again when the settings are written, at the end
        patched.setattr("os.fsync", full)
        make_file(qtbot, page)
    assert "Plus de place" in page.result.text
    assert old.read_bytes() == b"old"
    assert [path.name for path in tmp_path.glob("*.tmp")] + [path.name for path in tmp_path.glob(".*.tmp")] == []


def test_the_name_is_completed_and_an_empty_one_asked_for(qtbot: QtBot, page: ExchangePage, folder: Path) -> None:
    for unnamed in ("/", "."):
        page.file.setText(unnamed)
        page.make()
        assert page.file.property("wrong")
    page.file.clear()
    page.make()
    assert page.file.property("wrong")
    page.file.setText("retour du 12")
    make_file(qtbot, page)
    assert (folder / "retour du 12.xlsx").exists()


def test_stopping_writes_nothing(
    qtbot: QtBot, page: ExchangePage, window: MainWindow, store: Store, event: Event, folder: Path
) -> None:
    page.make()
    for task in page.session.work._tasks:
        task.cancel()
    qtbot.waitUntil(page.make_button.isEnabled)
    assert "Aucun fichier" in window.toast.text
    assert list(folder.glob("*.xlsx")) == []
    assert prints.returns(store, event.id) == []


# --- other states ------------------------------------------------------------------------------------------------


def test_without_anybody_the_list_comes_first(window: MainWindow, session: Session, store: Store, folder: Path) -> None:
    empty = events.save(store, Event(title="Vide"), NOW)
    session.switch(empty)
    window.open("exchange")
    page = window.page
    assert isinstance(page, ExchangePage)
    assert page.empty.isVisible()
    assert not page.make_button.isVisible()


def test_another_event_starts_afresh(
    qtbot: QtBot, page: ExchangePage, session: Session, store: Store, folder: Path
) -> None:
    make_file(qtbot, page)
    other = events.save(store, Event(title="Ailleurs"), NOW)
    registrations.save(store, Attendee(event_id=other, last_name="Nobody"), NOW)
    session.switch(other)
    assert page.file.text() == str(folder / "Ailleurs – retour.xlsx")
    assert not page.result.isVisible()
    assert not page.contents.left.isVisible(), "no slot, nothing to record"


def test_a_long_list_is_counted_in_the_worker(
    qtbot: QtBot, page: ExchangePage, session: Session, store: Store, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_MANY", 1)
    registrations.save(store, Attendee(event_id=event.id, last_name="Dijoux"), NOW)
    session.recorded()
    qtbot.waitUntil(lambda: "5 personnes" in page.contents.summary.text())


def test_a_return_does_not_take_the_place_of_its_template(
    qtbot: QtBot, page: ExchangePage, store: Store, event: Event, tmp_path: Path
) -> None:
    template = tmp_path / "modele.xlsx"
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{titre}}"
    workbook.save(template)
    before = template.read_bytes()
    page.use_template.click()
    page.template.setText(str(template))
    page.file.setText(str(template))
    page.make()
    qtbot.waitUntil(page.result.isVisible, timeout=20_000)
    assert "le programme lit ici" in plain(page.result.text)
    assert template.read_bytes() == before
    assert prints.returns(store, event.id) == []
