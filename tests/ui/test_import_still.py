"""The import page stays still under who clicks in it: what a click changes is said without moving what is clicked next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.lists import Column, Listing, ListRow
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee
from ia_events.store import events, registrations
from ia_events.ui.pages.import_doubts import MERGE, SEPARATE
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.pages.import_model import SheetModel
from ia_events.ui.pages.import_plan import DOUBTS, WITHDRAWN
from ia_events.ui.pages.import_sheet import SheetTable
from ia_events.ui.pages.import_states import FAILED, PLAN
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.session import Session
from ia_events.ui.widgets import ElidedLabel
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain

NAMES = ("HODGE;Gaëlle", "CARTY;Wendell", "QUESTEL;Anaïs", "LEDÉE;Ambroise", "FLANDERS;Théo")
WRITTEN = "NOM;PRÉNOM;COURRIEL;COLLECTIVITÉ;TÉLÉPHONE;Bureau"


@pytest.fixture
def page(window: MainWindow, session: Session) -> ImportListPage:
    """The page, shown as large as the reported window, with nothing read."""
    window.resize(1280, 800)
    session.open("import")
    made = window.page
    assert isinstance(made, ImportListPage)
    return made


def settle(page: ImportListPage, qtbot: QtBot) -> None:
    """Wait for what is being read or recorded, and for the layouts."""
    qtbot.waitUntil(lambda: not page.session.work.busy and page._task is None, timeout=10_000)
    qtbot.wait(20)


def read(page: ImportListPage, folder: Path, qtbot: QtBot, *names: str, heading: str = "NOM;PRÉNOM") -> None:
    """Read a list of these people."""
    path = folder / "liste.csv"
    path.write_text("\n".join([heading, *names]) + "\n", encoding="utf-8")
    page.read(path)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == PLAN, timeout=10_000)
    settle(page, qtbot)


def written(*names: str, at: str) -> list[str]:
    """People with an address and an employer: of another address, they are doubtful."""
    return [f"{name};{name[:2].lower()}@{at};Collectivité de Saint-Martin;;12" for name in names]


def imported(
    page: ImportListPage, session: Session, folder: Path, qtbot: QtBot, *names: str, heading: str = "NOM;PRÉNOM"
) -> None:
    """Import them, and come back to the page."""
    read(page, folder, qtbot, *names, heading=heading)
    page.run_import()
    settle(page, qtbot)
    session.open("import")


def limit(session: Session, capacity: int) -> None:
    """Give the event so many places."""
    assert session.event is not None
    events.save(session.store, replace(session.event, capacity=capacity), NOW)
    session.recorded()


def top(widget: QWidget) -> int:
    """Where something is in its window."""
    return widget.mapTo(widget.window(), QPoint()).y()


def test_ticking_who_is_gone_moves_nothing(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(page, session, tmp_path, qtbot, *NAMES)
    limit(session, 5)
    read(page, tmp_path, qtbot, *NAMES[2:], "ZADIG;Anne", "GUMBS;Paul", "BRYAN;Léa")
    view = page.view
    view.open_panel(WITHDRAWN)
    settle(page, qtbot)
    assert plain(page.crowded.text) == "Avec cette liste, 8 inscriptions pour une jauge de 5."
    assert "désistements à noter : 0" in plain(page.header.sentence.text())
    stood = [top(one) for one in (view.withdrawn.list, view.withdrawn.all, view.table)]

    def tick(row: int) -> None:
        people = view.withdrawn.list
        box = people.visualRect(view.withdrawn.model.index(row))
        QTest.mouseClick(people.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(box.left() + 14, box.center().y()))
        settle(page, qtbot)
        assert [top(one) for one in (view.withdrawn.list, view.withdrawn.all, view.table)] == stood

    tick(0)
    tick(1)
    assert len(view.withdrawn.ticked) == 2
    assert plain(page.crowded.text) == "Avec cette liste, 6 inscriptions pour une jauge de 5."
    assert "désistements à noter : 2" in plain(page.header.sentence.text())
    page.past.undo()
    settle(page, qtbot)
    assert [top(one) for one in (view.withdrawn.list, view.withdrawn.all, view.table)] == stood


def test_room_made_by_who_is_gone_is_said_in_place(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(page, session, tmp_path, qtbot, *NAMES)
    limit(session, 5)
    read(page, tmp_path, qtbot, *NAMES[1:], "ZADIG;Anne")
    assert page.crowded.property("strip") == "attention"
    page.view.withdrawn.model.tick_all(True)
    settle(page, qtbot)
    assert page.crowded.isVisible()
    assert plain(page.crowded.text) == "Avec cette liste, 5 inscriptions pour une jauge de 5."
    assert page.crowded.property("strip") == "neutral"


def test_deciding_of_doubts_moves_nothing(page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    names = *NAMES, "RICHARDSON;Éva", "LAURENCE;Noé", "GRÉAUX;Inès"
    imported(page, session, tmp_path, qtbot, *written(*names, at="exemple.fr"), heading=WRITTEN)
    limit(session, 8)
    lines = written(*names[:3], at="mairie.exemple.fr") + written(*names[3:], at="exemple.fr")
    read(page, tmp_path, qtbot, *lines, heading=WRITTEN)
    view = page.view
    assert view.doubts.waiting == 3
    settle(page, qtbot)
    watched = (view.doubts.merge, view.doubts.separate, view.table, view.panel)
    stood = [top(one) for one in watched]
    assert view.stack.currentIndex() == DOUBTS
    widths = [(tile.x(), tile.width()) for tile in view.tiles.values() if tile.isVisible()]

    def decide(kind: str) -> None:
        view.doubts.decide(kind)
        settle(page, qtbot)
        assert [top(one) for one in watched] == stood
        assert [(tile.x(), tile.width()) for tile in view.tiles.values() if tile.isVisible()] == widths

    for left in (2, 1, 0):
        decide(MERGE)
        assert view.doubts.waiting == left
    assert plain(page.crowded.text) == "Avec cette liste, 8 inscriptions pour une jauge de 8."
    for _time in range(3):
        decide(SEPARATE)
        view.doubts.turn(1)
    assert view.tiles["doubts"].accessibleName() == "3 doublons tranchés"
    assert view.tiles["doubts"].tone == "neutral"
    assert len(page.plan.withdrawn if page.plan else ()) == 3
    assert plain(page.crowded.text) == "Avec cette liste, 11 inscriptions pour une jauge de 8."
    for _time in range(4):
        page.past.undo()
        settle(page, qtbot)
    assert view.tiles["doubts"].accessibleName() == "1 doublon possible"
    assert view.tiles["doubts"].tone == "attention"


def test_what_is_said_above_stays_while_doubts_are_decided_of(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(page, session, tmp_path, qtbot, *written(*NAMES, at="exemple.fr"), heading=WRITTEN)
    read(page, tmp_path, qtbot, *written(*NAMES, at="mairie.exemple.fr"), heading=WRITTEN)
    view = page.view
    view.mapped.emit("NOM", "first_name")
    settle(page, qtbot)
    view.mapped.emit("PRÉNOM", "last_name")
    settle(page, qtbot)
    said = "La colonne « NOM » est lue comme Prénom, et « PRÉNOM » comme Nom : vérifiez."
    assert plain(view.notice.text) == said
    page.past.undo()
    settle(page, qtbot)
    page.past.undo()
    settle(page, qtbot)
    assert not view.notice.isVisible()
    # a remark of a choice
    view.mapped.emit("Bureau", "phone")
    settle(page, qtbot)
    assert "n'est plus lue comme Téléphone" in plain(view.notice.text)
    assert view.doubts.waiting == 5
    view.open_panel(DOUBTS)
    settle(page, qtbot)
    stood = top(view.doubts.merge), top(view.table)
    view.doubts.decide(SEPARATE)
    settle(page, qtbot)
    assert view.notice.isVisible()
    assert (top(view.doubts.merge), top(view.table)) == stood
    # closed, it does not come back for another decision
    view.notice.hide()
    settle(page, qtbot)
    stood = top(view.doubts.merge), top(view.table)
    view.doubts.decide(SEPARATE)
    settle(page, qtbot)
    assert not view.notice.isVisible()
    assert (top(view.doubts.merge), top(view.table)) == stood


def test_what_is_the_same_on_both_sides_says_so(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    imported(page, session, tmp_path, qtbot, *written(*NAMES, at="exemple.fr"), heading=WRITTEN)
    read(page, tmp_path, qtbot, *written(*NAMES, at="mairie.exemple.fr"), heading=WRITTEN)
    shown = {plain(made.accessibleName()): made.text() for made in page.view.doubts.table.findChildren(ElidedLabel)}
    assert shown["Prénom, liste : Gaëlle"] == "Gaëlle"
    assert shown["Prénom, fiche : Gaëlle"] == "identique"
    assert shown["Courriel, fiche : ho@exemple.fr"] == "ho@exemple.fr"


def test_letters_typed_on_the_sheet_find_a_row_without_painting_the_others(qtbot: QtBot) -> None:
    n = 3000
    grid = [["Nom", "Prénom"], *([f"Nom {i}", "Anne"] for i in range(n))]
    rows = tuple(ListRow(i + 2, Attendee(last_name=f"Nom {i}", first_name="Anne")) for i in range(n))
    columns = (Column(0, "Nom", "last_name"), Column(1, "Prénom", "first_name"))
    listing = Listing(source="x", sheet="S", header_row=1, columns=columns, rows=rows, fingerprint="a", grid=grid)
    painted = 0

    class Counted(SheetModel):
        def data(self, index: object, role: int = Qt.ItemDataRole.DisplayRole) -> object:
            nonlocal painted
            painted += 1
            return super().data(index, role)  # type: ignore[arg-type]

    model = Counted()
    table = SheetTable(model)
    qtbot.addWidget(table)
    model.show(make_plan(listing, (), "e", iter(map(str, range(n))).__next__), {}, frozenset())
    table.setCurrentIndex(model.index(5, 0))
    painted = 0
    table.keyboardSearch("nom 2999")
    assert table.currentIndex().row() == 3000
    table.setCurrentIndex(model.index(0, 1))
    assert model.match(model.index(0, 1), Qt.ItemDataRole.DisplayRole, "zz") == []
    assert model.match(model.index(9, 1), Qt.ItemDataRole.DisplayRole, "pré")[0].row() == 0
    assert painted < 100


def test_figures_of_thousands_are_read_at_a_glance(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    read(page, tmp_path, qtbot, *(f"Nom{chr(97 + i // 26 % 26)}{chr(97 + i % 26)};Anne{i}" for i in range(1204)))
    assert page.view.tiles["added"].accessibleName() == "1\u202f204 à ajouter"
    assert page.import_button.text() == "Importer 1\u202f204 personnes"
    assert "1\u202f204 personnes" in page.header.sentence.text()


def test_the_page_is_left_and_what_was_read_waits(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    read(page, tmp_path, qtbot, *NAMES)
    close = next(made for made in page.header.findChildren(QPushButton) if made.text() == "Fermer")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert isinstance(window.page, ParticipantsPage)
    assert registrations.counts(session.store, session.event_id).total == 0
    session.open("import")
    assert page.plan is not None


def test_what_cannot_be_read_can_be_pasted_instead(page: ImportListPage, qtbot: QtBot, tmp_path: Path) -> None:
    broken = tmp_path / "liste.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut")
    page.read(broken)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == FAILED, timeout=10_000)
    paste = next(made for made in page.stack.failure.findChildren(QPushButton) if made.text() == "Coller depuis Excel")
    QGuiApplication.clipboard().setText("Nom\tPrénom\nQuestel\tAnaïs\n")
    QTest.mouseClick(paste, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == PLAN, timeout=10_000)
    settle(page, qtbot)


def test_a_message_stands_beside_what_the_sheet_says(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    read(page, tmp_path, qtbot, *NAMES, ";")
    session.notify("Annulé : Choix des désistements")
    settle(page, qtbot)
    line = page.view.problem_count.parentWidget()
    assert line is not None
    told = QRect(line.mapTo(window, QPoint()), line.size())
    toast = window.toast
    assert toast.isVisible()
    assert not told.intersects(QRect(toast.mapTo(window, QPoint()), toast.size()))
