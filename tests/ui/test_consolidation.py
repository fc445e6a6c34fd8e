"""The page where several returns are put together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.spreadsheets.raw import load
from ia_events.spreadsheets.returns import write_return
from ia_events.store import merging
from ia_events.ui.pages.consolidation import EMPTY, FILE, FOUND, LOCKED, ConsolidationPage
from ia_events.ui.pages.consolidation_model import ALIKE, FILES, PEOPLE, SEVERAL, figures
from ia_events.ui.pages.exchange import ExchangePage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from ia_events.ui.work import Task
from tests.spreadsheets.test_returns import MADE_AT, a_matrix, an_event, some_people

LISTS = Path(__file__).parents[1] / "data" / "lists"


@pytest.fixture
def page(window: MainWindow, session: Session) -> ConsolidationPage:
    session.open("consolidation")
    made = window.page
    assert isinstance(made, ConsolidationPage)
    return made


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two events that share somebody; the second is protected."""
    made = []
    event = replace(an_event(), delegation="Guadeloupe", programme="IA et territoires", key="ab" * 32)
    other = replace(event, id="f", title="Soirée", delegation="Martinique")
    guests = [some_people()[0], Attendee(id="h", last_name="Hodge", first_name="Ruth", employer="Ville du Gosier")]
    for name, of, people, password in (
        ("guadeloupe.xlsx", event, some_people(), None),
        ("martinique.xlsx", other, guests, "Colibri"),
    ):
        file = tmp_path / name
        write_return(file, of, a_matrix(of, people), made_at=MADE_AT, password=password)
        made.append(file)
    return made


def add(page: ConsolidationPage, files: list[Path], qtbot: QtBot) -> None:
    page.add(files)
    qtbot.waitUntil(lambda: page._task is None, timeout=10_000)


def shown(page: ConsolidationPage) -> list[tuple[str, ...]]:
    model = page.model
    return [
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def tiles(page: ConsolidationPage) -> list[str]:
    return [tile.counter.accessibleName().replace("\u00a0", " ") for tile in page.tiles.values()]


def test_returns_are_put_together_and_what_is_protected_is_opened(
    page: ConsolidationPage, files: list[Path], session: Session, qtbot: QtBot
) -> None:
    assert page.stack.currentIndex() == EMPTY
    before = merging.heads(session.store)
    add(page, [*files, LISTS / "liste_simple.xlsx"], qtbot)
    assert page.stack.currentIndex() == FOUND
    assert tiles(page)[:4] == ["1 événement", "2 inscriptions", "2 personnes", "0 doublon"]
    assert page.header.sentence.text() == (
        "1 retour réuni, 2 fichiers non comptés · 3 demi-journées à pointer, hors du taux"
    )
    assert "liste_simple.xlsx" in page.notice.text
    assert "1 retour est protégé." in page.notice.text

    ask = next(b for b in page.notice.findChildren(QPushButton) if b.text() == "Saisir le mot de passe")
    QTest.mouseClick(ask, Qt.MouseButton.LeftButton)
    assert page.stack.currentIndex() == LOCKED
    line = page.locked.line
    for password, state in (("faux", LOCKED), ("Colibri", FOUND)):
        line.clear()
        qtbot.keyClicks(line, password)  # type: ignore[no-untyped-call]
        qtbot.keyClick(line, Qt.Key.Key_Return)  # type: ignore[no-untyped-call]
        qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
        assert page.stack.currentIndex() == state
    assert "protégé" not in page.notice.text
    assert (
        page.header.sentence.text()
        == "2 retours réunis, 1 fichier non compté · 8 demi-journées à pointer, hors du taux"
    )
    assert line.text() == ""
    assert tiles(page) == [
        "2 événements",
        "4 inscriptions",
        "3 personnes",
        "1 doublon",
        "62 % de présence",
        "17,5 heures",
    ]
    assert [row[:4] for row in shown(page)] == [("Guadeloupe", "1", "2", "2"), ("Martinique", "1", "2", "2")]
    assert merging.heads(session.store) == before


def test_each_point_of_view_is_shown(page: ConsolidationPage, files: list[Path], qtbot: QtBot) -> None:
    add(page, files[:1], qtbot)
    page.add(files[1:], "Colibri")
    qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
    page.look_at("employer")
    assert [row[0] for row in shown(page)] == [
        "Commune",
        "Collectivité unique ou d’outre-mer",
        "Incendie et secours (SDIS)",
    ]
    page.look_at(PEOPLE)
    assert [row[0] for row in shown(page)] == ["ARRONDELL Éloïse", "d'ARBAUD Loïc", "HODGE Ruth"]
    page.look_at(SEVERAL)
    assert [(row[0], row[3]) for row in shown(page)] == [("ARRONDELL Éloïse", "2")]
    page.look_at("event")
    assert [row[0] for row in shown(page)] == [an_event().title, "Soirée"]
    assert page.model.headerData(4, Qt.Orientation.Horizontal) == "Attendues"
    assert page.model.headerData(5, Qt.Orientation.Horizontal) == "À pointer"
    assert page.model.headerData(4, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole) == "En demi-journées"


def test_people_who_may_be_one_are_shown_one_below_the_other(
    page: ConsolidationPage, tmp_path: Path, qtbot: QtBot
) -> None:
    made, event = [], replace(an_event(), delegation="Guadeloupe")
    for place, employer in enumerate(("Ville du Gosier", "Ville des Abymes")):
        of = replace(event, id=f"e{place}", title=f"Atelier {place + 1}")
        guest = Attendee(id=f"p{place}", last_name="Hodge", first_name="Ruth", employer=employer, email=f"r{place}@exemple.fr")  # fmt: skip
        made.append(tmp_path / f"{place}.xlsx")
        write_return(made[-1], of, a_matrix(of, [guest]), made_at=MADE_AT)
    add(page, made, qtbot)
    assert page.hint.isHidden()
    page.look_at(ALIKE)
    assert [row[:4] for row in shown(page)] == [
        ("HODGE Ruth", "Ville du Gosier", "r0@exemple.fr", "Atelier 1"),
        ("HODGE Ruth", "Ville des Abymes", "r1@exemple.fr", "Atelier 2"),
    ]
    assert "comptées à part" in page.hint.text()


def test_files_are_explained_and_taken_out(
    page: ConsolidationPage, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    copy = tmp_path / "copie.xlsx"
    copy.write_bytes(files[0].read_bytes())
    add(page, [files[0], copy, LISTS / "liste_simple.xlsx"], qtbot)
    assert page.header.sentence.text() == (
        "1 retour réuni, 2 fichiers non comptés · 3 demi-journées à pointer, hors du taux"
    )
    why = next(b for b in page.notice.findChildren(QPushButton) if b.text() == "Voir pourquoi")
    QTest.mouseClick(why, Qt.MouseButton.LeftButton)
    assert page.view.value == FILES
    assert [row[:2] for row in shown(page)] == [
        ("guadeloupe.xlsx", "Compté"),
        ("copie.xlsx", "Non compté"),
        ("liste_simple.xlsx", "Non compté"),
    ]
    assert "guadeloupe.xlsx" in shown(page)[1][2]
    assert "Préparer le retour" in shown(page)[2][2]
    # whole, above the table: the first that is not counted, then the one looked at
    assert page.hint.text() == shown(page)[1][2]
    page.table.setCurrentIndex(page.model.index(2, 0))
    assert page.hint.text() == shown(page)[2][2]
    page.table.setCurrentIndex(page.model.index(0, 0))
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)  # type: ignore[no-untyped-call]
    assert page._task is not None  # not in the window's own thread
    qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
    assert [row[:2] for row in shown(page)] == [("copie.xlsx", "Compté"), ("liste_simple.xlsx", "Non compté")]
    QTest.mouseClick(page.clear_button, Qt.MouseButton.LeftButton)
    assert page.stack.currentIndex() == EMPTY


def test_nothing_but_other_files_leaves_nothing_to_save(page: ConsolidationPage, qtbot: QtBot) -> None:
    add(page, [LISTS / "liste_simple.xlsx"], qtbot)
    assert page.stack.currentIndex() == FOUND
    assert not page.save_button.isVisible()
    assert [row[1] for row in shown(page)] == ["Non compté"]


def test_the_workbook_is_saved(page: ConsolidationPage, files: list[Path], tmp_path: Path, qtbot: QtBot) -> None:
    add(page, files[:1], qtbot)
    page.file.file.setText(str(tmp_path / "ensemble"))
    page.save()
    qtbot.waitUntil(lambda: not page.session.work.busy, timeout=10_000)
    assert "ensemble.xlsx" in page.result.text
    assert load_workbook(tmp_path / "ensemble.xlsx").sheetnames[0] == "Synthèse"
    page.file.file.setText(str(tmp_path / "ensemble.xlsx" / "impossible.xlsx"))
    page.save()
    qtbot.waitUntil(lambda: not page.session.work.busy, timeout=10_000)
    assert "n’a pas pu être écrit" in page.result.text


def test_a_workbook_given_up_is_no_reading(
    page: ConsolidationPage, window: MainWindow, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    add(page, files[:1], qtbot)
    page.file.file.setText(str(tmp_path / "ensemble.xlsx"))
    tasks: list[Task] = []
    page.session.work.started.connect(tasks.append)
    page.session.work.hold()
    page.save()
    tasks[-1].cancel()
    page.session.work.release()
    qtbot.waitUntil(lambda: not page.session.work.busy, timeout=10_000)
    assert window.toast.text.replace("\u2019", "'") == "Arrêté. Aucun fichier n'a été écrit."
    assert page.save_button.isEnabled()
    assert not (tmp_path / "ensemble.xlsx").exists()


def test_the_workbook_is_protected_when_asked(
    page: ConsolidationPage, files: list[Path], tmp_path: Path, qtbot: QtBot
) -> None:
    add(page, files[:1], qtbot)
    QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    assert page.stack.currentIndex() == FILE
    page.file.file.setText(str(tmp_path / "ensemble.xlsx"))
    page.file.protect.click()
    password = page.file.wanted_password
    assert password
    QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.session.work.busy, timeout=20_000)
    assert page.stack.currentIndex() == FOUND
    assert page.file.wanted_password is None
    with pytest.raises(UserError):
        load(tmp_path / "ensemble.xlsx")
    assert load(tmp_path / "ensemble.xlsx", password=password).sheets


def test_only_protected_returns_ask_at_once(page: ConsolidationPage, files: list[Path], qtbot: QtBot) -> None:
    add(page, files[1:], qtbot)
    assert page.stack.currentIndex() == LOCKED
    QTest.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert page.stack.currentIndex() == FOUND
    assert [row[1] for row in shown(page)] == ["Protégé"]


def test_what_is_not_understood_is_said(page: ConsolidationPage, files: list[Path], qtbot: QtBot) -> None:
    book = load_workbook(files[0])
    sheet = book["Présences"]
    place = next(c.column for row in sheet.iter_rows(max_row=3) for c in row if c.value == "Matin 15/12")
    row = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Arrondell")
    sheet.cell(row, place).value = "???"
    book.save(files[0])
    add(page, files[:1], qtbot)
    assert "« ??? » n’est pas compris" in page.notice.text.replace("\u00a0", " ")


def test_files_are_dropped_on_the_page(page: ConsolidationPage, files: list[Path], qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enters = QDragEnterEvent(QPoint(9, 9), copy, data, left, none)
    page.dragEnterEvent(enters)
    assert enters.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))
    qtbot.waitUntil(lambda: page._task is None and page.found is not None, timeout=10_000)


def test_the_exchange_page_and_the_menu_lead_there(window: MainWindow, session: Session, event: object) -> None:
    session.open("exchange")
    page = window.page
    assert isinstance(page, ExchangePage)
    QTest.mouseClick(page.gather_button, Qt.MouseButton.LeftButton)
    assert window.current == "consolidation"
    QTest.keyClick(window.pages["consolidation"], Qt.Key.Key_Escape)
    assert window.current == "exchange"
    QTest.mouseClick(page.back_button, Qt.MouseButton.LeftButton)
    assert window.current == "coming_back"
    session.switch("")
    actions = {action.text(): action for action in window.menu().actions()}
    actions["Consolider des retours…"].trigger()
    assert window.current == "consolidation"


def test_hours_are_written_as_in_the_country() -> None:
    assert [figures(h) for h in (0, 7, 10.5, 1872.5)] == ["0", "7", "10,5", "1\u202f872,5"]
