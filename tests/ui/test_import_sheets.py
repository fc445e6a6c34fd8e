"""The import page and workbooks of several sheets: one's own return, and every answer to which sheet is the list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain.lists import Decision
from ia_events.domain.people import Role
from ia_events.spreadsheets.returns import write_return
from ia_events.store import events, presence, registrations
from ia_events.ui.pages.coming_back import ComingBackPage
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain
from tests.ui.test_import_asking import doubtful_list, known, read, settle


@pytest.fixture
def page(window: MainWindow, session: Session) -> ImportListPage:
    """The page, shown, with nothing read."""
    session.open("import")
    made = window.page
    assert isinstance(made, ImportListPage)
    return made


def test_ones_own_return_changes_nothing_and_asks_nothing(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    known(session, "HODGE", "Gaëlle", email="gaelle@exemple.fr", job_title="Juriste", role=Role.SPEAKER)
    known(session, "QUESTEL", "Anaïs", job_title="Maire")
    day = events.get(session.store, session.event_id)
    write_return(tmp_path / "retour.xlsx", day, presence.load(session.store, day), made_at=NOW)
    people = len(registrations.all_of(session.store, day.id))
    read(page, tmp_path / "retour.xlsx", qtbot)
    for sheet in ("Inscriptions", "Présences"):
        assert page.plan is not None
        assert (page.plan.listing.sheet, page.plan.listing.questions) == (sheet, ())
        assert (page.plan.added, page.plan.updated, page.plan.unchanged) == ((), (), people)
        if sheet == "Inscriptions":
            plan = page.plan
            page.view.sheet_chosen.emit("Présences")
            qtbot.waitUntil(lambda before=plan: page.plan is not before, timeout=10_000)  # type: ignore[misc]


@pytest.mark.parametrize("own", [True, False])
def test_a_return_is_told_and_leads_to_its_page(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path, own: bool
) -> None:
    """GIVEN a return of this event, or of another, imported as a list THEN it says so, and a button opens the page of returns on it."""
    known(session, "HODGE", "Gaëlle")
    day = events.get(session.store, session.event_id)
    given = day if own else replace(day, id="ailleurs", title="Rentrée")
    file = tmp_path / "retour.xlsx"
    write_return(file, given, presence.load(session.store, day), made_at=NOW)
    read(page, file, qtbot)
    notice = page.view.notice
    said = [plain(part.text()) for part in notice.findChildren(QLabel)]
    begins = "« retour.xlsx » est un retour " + ("de cet événement :" if own else "d'un autre événement, « Rentrée » :")
    assert any(text.startswith(begins) for text in said)
    (button,) = [b for b in notice.findChildren(QPushButton) if b.text() == "Retour du siège"]
    button.click()
    back = window.page
    assert isinstance(back, ComingBackPage)
    qtbot.waitUntil(lambda: not session.work.busy, timeout=10_000)
    assert (back.comparison is not None) == own
    # A list that is none says nothing of the kind.
    session.open("import")
    read(page, doubtful_list(tmp_path), qtbot)
    assert notice.isHidden()


def test_a_return_whose_file_is_gone_is_still_decided_of(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    known(session, "HODGE", "Gaëlle")
    day = events.get(session.store, session.event_id)
    file = tmp_path / "retour.xlsx"
    write_return(file, day, presence.load(session.store, day), made_at=NOW)
    read(page, file, qtbot)
    assert page.plan is not None
    said = page.view.notice.text
    file.unlink()
    at = page.plan.listing.place(page.plan.listing.rows[0])
    page.view.decided.emit({at: Decision("separate")})
    settle(page, qtbot)
    assert page.source is not None
    assert page.source.decisions == {at: Decision("separate")}
    page.past.undo()
    settle(page, qtbot)
    assert page.source.decisions == {}
    assert page.view.notice.text == said


def test_all_the_sheets_can_be_the_answer_and_it_can_be_changed(
    page: ImportListPage, qtbot: QtBot, tmp_path: Path
) -> None:
    book = Workbook()
    for name, people in (("Version 1", ("Carty", "Brooks")), ("Version 2", ("Carty", "Zamor"))):
        sheet = book.create_sheet(name)
        for row in (("Nom", "Prénom"), *((last, "Lise") for last in people)):
            sheet.append(row)
    del book["Sheet"]
    book.save(tmp_path / "versions.xlsx")
    read(page, tmp_path / "versions.xlsx", qtbot)
    strip = page.view.question
    offered = [option.value for option in strip.questions[0].options]
    assert sorted(offered) == ["*", "Version 1", "Version 2"]
    named = {"*": {"Carty", "Brooks", "Zamor"}, "Version 1": {"Carty", "Brooks"}, "Version 2": {"Carty", "Zamor"}}
    for answer in ("*", "Version 1", "*", "Version 2"):
        if not strip.again.isHidden():
            QTest.mouseClick(strip.again, Qt.MouseButton.LeftButton)
        plan = page.plan
        place = [option.value for option in strip.questions[0].options].index(answer)
        QTest.mouseClick(strip.options[place], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda before=plan: page.plan is not before, timeout=10_000)  # type: ignore[misc]
        settle(page, qtbot)
        assert page.plan is not None
        assert {row.attendee.last_name for row in page.plan.listing.rows} == named[answer]
        assert page.plan.listing.questions[0].answer == answer
