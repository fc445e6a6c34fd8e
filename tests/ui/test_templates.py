"""The page of headquarters' templates: kept, shown as they are, pointed at, then filled from the exchange page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from ia_events import kept_templates
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.spreadsheets import worker
from ia_events.store import Store, registrations
from ia_events.ui.pages.exchange import ExchangePage
from ia_events.ui.pages.templates import TemplatesPage
from ia_events.ui.widgets import GroundRole
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Headings on row 3, nothing to say what goes below; a second sheet."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Retour"
    sheet["A1"] = "Retour de la session"
    sheet.merge_cells("A1:C1")
    for column, text in enumerate(("Nom", "Prénom", "Présence"), 1):
        sheet.cell(3, column, text)
    sheet["A6"] = "=1+1"
    made.create_sheet("Autre")
    made.save(tmp_path / "Modèle du siège.xlsx")
    return tmp_path / "Modèle du siège.xlsx"


@pytest.fixture
def page(window: MainWindow, store: Store, event: Event, settings: Settings, tmp_path: Path) -> TemplatesPage:
    settings.documents_folder = str(tmp_path / "documents")
    for name in ("Arrondell", "Belmare"):
        registrations.save(store, Attendee(event_id=event.id, last_name=name, first_name="Éloïse"), NOW)
    window.open("templates")
    assert isinstance(window.page, TemplatesPage)
    return window.page


def texts(page: TemplatesPage) -> list[list[str]]:
    cells = page.main.grid.cells
    return [[str(cells.index(row, column).data()) for column in range(3)] for row in range(6)]


def settle(page: TemplatesPage) -> None:
    """Until the worker has nothing left to do."""
    for _turn in range(2000):
        if not page.session.work.busy:
            return
        QTest.qWait(10)
    pytest.fail("the worker is still busy")


def add(page: TemplatesPage, file: Path) -> None:
    page.add(file)
    settle(page)


def choose(page: TemplatesPage, menu: QMenu, *words: str) -> None:
    for word in words[:-1]:
        (found,) = (action.menu() for action in menu.actions() if action.text() == word)
        assert isinstance(found, QMenu)
        menu = found
    next(action for action in menu.actions() if action.text() == words[-1]).trigger()
    settle(page)


def test_without_any_it_says_what_to_do(page: TemplatesPage) -> None:
    assert page.empty.isVisible()
    assert not page.body.isVisible()


def test_one_is_added_shown_as_it_is_and_pointed_at(page: TemplatesPage, workbook: Path) -> None:
    add(page, workbook)
    assert page.name.text() == "Modèle du siège"
    assert texts(page)[0][0] == "Retour de la session"
    assert texts(page)[5][0] == "=1+1"
    assert page.main.grid.columnSpan(0, 0) == 3
    choose(page, page.main.menu_for(3, 0), "Personne (ligne répétée)", "nom")
    choose(page, page.main.menu_for(3, 1), "Personne (ligne répétée)", "prénom")
    choose(page, page.main.menu_for(3, 2), "Un créneau par colonne, à partir d’ici", "créneaux")
    choose(page, page.main.menu_for(1, 0), "Événement", "titre")
    assert texts(page)[3] == ["{{nom}}", "{{prénom}}", "{{créneaux}}"]
    assert page.main.grid.cells.index(3, 0).data(GroundRole) == "soft"
    assert "ligne 4" in page.main.row_note.text().replace("\u00a0", " ")
    assert kept_templates.find("modele du siege").pointed.cells[("Retour", "A2")] == "{{titre}}"


def test_a_placeholder_is_taken_away_and_a_row_repeated_by_itself(page: TemplatesPage, workbook: Path) -> None:
    add(page, workbook)
    choose(page, page.main.menu_for(1, 0), "Événement", "titre")
    choose(page, page.main.menu_for(1, 0), "Retirer le repère")
    assert texts(page)[1][0] == ""
    choose(page, page.main.menu_for(4, 0), "Répéter cette ligne pour chaque personne")
    assert kept_templates.find("modele du siege").pointed.rows == {"Retour": 5}
    choose(page, page.main.menu_for(4, 0), "Répéter cette ligne pour chaque personne")
    assert kept_templates.find("modele du siege").pointed.rows == {}


def test_what_cannot_be_filled_is_said_while_pointing(page: TemplatesPage, workbook: Path) -> None:
    add(page, workbook)
    choose(page, page.main.menu_for(3, 0), "Personne (ligne répétée)", "nom")
    choose(page, page.main.menu_for(4, 0), "Personne (ligne répétée)", "prénom")
    assert "lignes 4 et 5" in page.banner.text.replace("\u00a0", " ")
    choose(page, page.main.menu_for(4, 0), "Retirer le repère")
    assert not page.banner.isVisible()


def test_the_keyboard_points_too(qtbot: QtBot, page: TemplatesPage, workbook: Path) -> None:
    add(page, workbook)
    page.main.grid.setFocus()
    page.main.grid.setCurrentIndex(page.main.grid.cells.index(3, 1))
    with qtbot.waitSignal(page.main.grid.pointed):
        QTest.keyClick(page.main.grid, Qt.Key.Key_Return)
    (menu,) = (child for child in page.findChildren(QMenu) if child.isVisible())
    menu.close()


def test_names_sheets_sharing_and_removal(
    page: TemplatesPage, workbook: Path, tmp_path: Path, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(page, workbook)
    choose(page, page.main.menu_for(1, 0), "Événement", "titre")
    page.name.setText("Bilan")
    page.name.editingFinished.emit()
    assert kept_templates.find("Bilan").name == "Bilan"
    page.main.sheets.set_value("Autre")
    page.main.sheets.chosen.emit("Autre")
    assert texts(page)[0][0] == ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "partage.xlsx"), ""))
    page.export_button.click()
    settle(page)
    assert load_workbook(tmp_path / "partage.xlsx")["Retour"]["A2"].value == "{{titre}}"
    page.remove_button.click()
    settle(page)
    assert kept_templates.all_templates() == []
    assert page.empty.isVisible()
    page._put_back()
    settle(page)
    assert page.name.text() == "Bilan"
    assert not page.banner.isVisible()


def test_what_is_no_workbook_is_refused_at_once(page: TemplatesPage, tmp_path: Path, window: MainWindow) -> None:
    (tmp_path / "texte.xlsx").write_text("Nom;Prénom\n", encoding="utf-8")
    add(page, tmp_path / "texte.xlsx")
    assert "n’est pas un classeur" in window.toast.text
    assert kept_templates.all_templates() == []


def test_a_kept_template_is_filled_from_the_exchange_page(
    qtbot: QtBot, page: TemplatesPage, workbook: Path, window: MainWindow, tmp_path: Path
) -> None:
    add(page, workbook)
    choose(page, page.main.menu_for(3, 0), "Personne (ligne répétée)", "nom")
    window.open("exchange")
    exchange = window.page
    assert isinstance(exchange, ExchangePage)
    exchange.use_template.click()
    assert exchange.kept.currentText() == "Modèle du siège"
    assert not exchange.template_line.isVisible()
    exchange.make()
    qtbot.waitUntil(lambda: exchange.make_button.isEnabled() and exchange.result.isVisible(), timeout=20_000)
    (file,) = (tmp_path / "documents").glob("*.xlsx")
    sheet = load_workbook(file)["Retour"]
    assert [sheet["A4"].value, sheet["A5"].value, sheet["A7"].value] == ["Arrondell", "Belmare", "=1+1"]


def test_a_click_shows_at_once_and_the_file_is_read_only_once(
    page: TemplatesPage, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(page, workbook)
    asked: list[str] = []
    run = worker.run

    def counted(job: str, *arguments: object, **options: Any) -> Iterator[Any]:
        asked.append(job.rpartition(":")[2])
        return run(job, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "run", counted)
    page.main.put(3, 0, "{{nom}}")
    assert texts(page)[3][0] == "{{nom}}", "before the worker has said anything"
    page.main.put(3, 1, "{{prénom}}")
    settle(page)
    assert set(asked) == {"answer_rows"}
    assert "ligne 4" in page.main.row_note.text().replace("\u00a0", " ")


def test_a_protected_template_asks_for_its_password(page: TemplatesPage, workbook: Path, tmp_path: Path) -> None:
    locked = tmp_path / "Protégé.xlsx"
    with workbook.open("rb") as source, locked.open("wb") as target:
        OOXMLFile(source).encrypt("sésame", target)
    add(page, locked)
    assert page.locked.isVisible()
    assert not page.main.isVisible()
    page.locked.given.emit("faux")
    settle(page)
    assert page.locked.isVisible()
    page.locked.given.emit("sésame")
    settle(page)
    assert not page.locked.isVisible()
    assert texts(page)[0][0] == "Retour de la session"
    choose(page, page.main.menu_for(3, 0), "Personne (ligne répétée)", "nom")
    assert not page.banner.isVisible()
    assert "ligne 4" in page.main.row_note.text().replace("\u00a0", " ")


def test_another_template_in_the_same_folder_is_read_anew(page: TemplatesPage, workbook: Path, tmp_path: Path) -> None:
    add(page, workbook)
    page.remove_button.click()
    settle(page)
    other = Workbook()
    other.worksheets[0]["A1"] = "Un autre"
    other.save(tmp_path / "autre.xlsx")
    add(page, tmp_path / "autre.xlsx")
    assert texts(page)[0][0] == "Un autre"


def widths(page: TemplatesPage) -> list[int]:
    head = page.main.grid.horizontalHeader()
    return [head.sectionSize(column) for column in range(3)]


def test_a_label_is_not_covered_unasked_and_columns_stay(page: TemplatesPage, workbook: Path) -> None:
    add(page, workbook)
    before = widths(page)
    choose(page, page.main.menu_for(2, 0), "Personne (ligne répétée)", "nom")
    assert texts(page)[2][0] == "Nom"
    assert "A3 contient déjà « Nom »" in plain(page.main.question.text)
    below, cover = (b for b in page.main.question.findChildren(QPushButton) if b.text())
    assert below.hasFocus()
    below.click()
    settle(page)
    assert [line[0] for line in texts(page)[2:4]] == ["Nom", "{{nom}}"]
    assert not page.main.question.isVisible()
    choose(page, page.main.menu_for(2, 1), "Personne (ligne répétée)", "prénom")
    (*_others, cover) = (b for b in page.main.question.findChildren(QPushButton) if b.text())
    cover.click()
    settle(page)
    assert texts(page)[2][1] == "{{prénom}}"
    assert widths(page) == before
    # What was pointed at is taken back, one by one, and the label is there again.
    page.main.grid.setFocus()
    QTest.keyClick(page.main.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(page)
    assert texts(page)[2][1] == "Prénom"
    page.main.undo_button.click()
    settle(page)
    assert texts(page)[3][0] == ""
    assert not page.main.undo_button.isEnabled()
    assert widths(page) == before
