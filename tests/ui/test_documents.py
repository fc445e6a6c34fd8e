"""The documents page: the document prepared is the one shown, for whatever is chosen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, prints
from ia_events.ui import printing
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_table import DOCUMENTS
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW
from tests.ui.papers import press, saved_as, settle


def at_rest(qtbot: QtBot, page: DocumentsPage) -> None:
    """Everything has been drawn, has its place, and its turn of the focus."""
    settle(qtbot, page)
    qtbot.waitUntil(lambda: not page._ordering.isActive())


def test_without_anybody(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.open("documents")
    page = window.page
    assert isinstance(page, DocumentsPage)
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Rien à imprimer pour l’instant"
    assert not page.print_button.isEnabled()
    gone: list[str] = []
    session.navigated.connect(lambda key, _arguments: gone.append(key))
    press(page, "Importer une liste")
    assert gone == ["import"]


def test_the_two_documents_are_a_key_apart(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], qtbot: QtBot
) -> None:
    page = open_page(section="badges")
    page.list.buttons["badges"].setFocus()
    QTest.keyClick(page.list.buttons["badges"], Qt.Key.Key_Right)
    settle(qtbot, page)
    assert page.list.value == "sheets"
    assert page.list.buttons["sheets"].hasFocus()
    assert page.header.sentence.text() == "Une feuille à imprimer."
    assert page.sheets.isVisible()
    assert not page.badges.isVisible()


def test_every_control_has_a_name(open_page: Callable[..., DocumentsPage], people: list[Attendee]) -> None:
    for section in ("badges", "sheets"):
        page = open_page(section=section)
        for control in (
            page.badges.labels.choice, page.badges.labels.start, page.badges.labels.drawing, page.sheets.blank, page.preview.pages,
            page.list, page.preview.zoom, page.sheets.shape, page.sheets.group, page.sheets.order,
            page.sheets.height_choice, page.sheets.paper,
        ):  # fmt: skip
            assert control.accessibleName()
        for button in page.findChildren(QPushButton):
            assert button.text() or button.accessibleName()


@pytest.mark.parametrize("size", [(1024, 700), (1280, 800), (1920, 1080)])
def test_it_fits_the_window(
    open_page: Callable[..., DocumentsPage],
    people: list[Attendee],
    window: MainWindow,
    qtbot: QtBot,
    size: tuple[int, int],
) -> None:
    window.resize(*size)
    for section in ("badges", "sheets"):
        page = open_page(section=section)
        at_rest(qtbot, page)
        frame = window._frames["documents"]
        assert frame.horizontalScrollBar().maximum() == 0
        assert frame.verticalScrollBar().maximum() == 0
        assert page.width() <= frame.viewport().width()


@pytest.mark.usefixtures("people")
def test_the_question_takes_no_focus(open_page: Callable[..., DocumentsPage], tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    page.list.buttons["badges"].setFocus()
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    assert page.banner.isVisible()
    assert not any(button.hasFocus() for button in page.banner.findChildren(QPushButton))


def test_tab_goes_from_the_button_to_the_question_it_asks(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    """GIVEN a badge printed before WHEN it is to be printed again THEN the next Tab is in the question."""
    prints.record_badges(store, event, people, "avery-l7418", NOW)
    page = open_page(section="badges", people=[people[0].id])
    page.print_button.setFocus()
    page.print_button.click()
    at_rest(qtbot, page)
    assert page.banner.isVisible()
    QTest.keyClick(page.print_button, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.banner.isAncestorOf(focused)


@pytest.mark.usefixtures("people")
def test_without_a_printer_the_file_is_proposed(
    open_page: Callable[..., DocumentsPage], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(printing, "any_printer", lambda: False)
    page = open_page()
    page.print_button.click()
    settle(qtbot, page)
    assert page.banner.text.replace("\u2019", "'") == (
        "Aucune imprimante n'est installée sur ce poste\u00a0: enregistrez le PDF."
    )


@pytest.mark.usefixtures("people")
def test_nothing_moves_when_a_question_comes(
    open_page: Callable[..., DocumentsPage], tmp_path: Path, qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(1280, 800)
    page = open_page(section="badges")
    at_rest(qtbot, page)

    def places() -> list[object]:
        shown = (page.body, page.sight, page.badges, page.body.area)
        return [*(part.geometry() for part in shown), page.body.area.verticalScrollBar().maximum()]

    before = places()
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    at_rest(qtbot, page)
    assert page.banner.isVisible()
    assert places() == before
    over = page.sight.mapTo(page, QPoint())
    assert page.banner.geometry().left() >= over.x()
    assert page.banner.geometry().right() <= over.x() + page.sight.width()
    for button in page.banner.findChildren(QPushButton):
        if button.isVisible():
            inside = QRect(button.mapTo(page.banner, QPoint()), button.size())
            assert page.banner.rect().contains(inside), button.text()


@pytest.mark.usefixtures("people")
def test_what_was_recorded_is_said_over_nothing_one_wants_next(
    open_page: Callable[..., DocumentsPage], tmp_path: Path, qtbot: QtBot, window: MainWindow
) -> None:
    window.resize(1024, 700)
    page = open_page(section="badges")
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)

    def covered() -> list[QWidget]:
        toast = QRect(window.toast.mapTo(window, QPoint()), window.toast.size())
        wanted = [*window.area.findChildren(QAbstractButton), *window.area.findChildren(QComboBox)]
        return [
            made
            for made in wanted
            if not window.toast.isAncestorOf(made)
            and not (seen := made.visibleRegion().boundingRect()).isEmpty()
            and toast.intersects(QRect(made.mapTo(window, seen.topLeft()), seen.size()))
        ]

    assert window.toast.isVisible()
    qtbot.waitUntil(lambda: not covered())
    assert window.toast.isVisible(), "it has moved away, not gone"


def test_tab_goes_from_the_list_to_the_choices_then_to_the_preview(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 800)
    for section in ("sheets", "badges"):
        page = open_page(section=section)
        at_rest(qtbot, page)
        options, passed = page.options(section), []
        made: QWidget | None = page.list.buttons[section]
        while made is not None and made is not page.preview.pages:
            made = made.nextInFocusChain()
            passed.append(made)
        wanted = [
            part
            for part in options.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None and part.isVisibleTo(options)
        ]
        assert set(wanted) <= set(passed), section
        tops = [part.mapTo(options, QPoint()).y() for part in passed if part in wanted]
        assert tops == sorted(tops)


@pytest.mark.usefixtures("people")
def test_no_choice_goes_under_the_scroll_bar(
    open_page: Callable[..., DocumentsPage], window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 700)
    for section in DOCUMENTS:
        page = open_page(section=section)
        at_rest(qtbot, page)
        assert page.body.inside.minimumSizeHint().width() <= page.body.area.viewport().width(), section
