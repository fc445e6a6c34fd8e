"""Badges of the documents page: whose, on which sheet, and what makes them anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, events, journal, prints, registrations
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW
from tests.ui.papers import press, scanned, settle, tokens_of


def test_the_preview_is_the_document(
    open_page: Callable[..., DocumentsPage], event: Event, people: list[Attendee]
) -> None:
    page = open_page(section="badges")
    assert page.ready is not None
    assert page.preview.pages.count == 2
    read = scanned(page.ready.data)
    assert [sorted(page) for page in read] == [
        sorted(tokens_of(event, people[:8])),
        sorted(tokens_of(event, people[8:])),
    ]
    assert page.header.sentence.text() == "12 badges à imprimer."
    assert page.printed.text() == "12 badges sur 2 planches, à 100\u00a0%."
    assert page.badges.choices["to_print"].text() == "12 nouveaux"
    assert page.badges.choices["all"].text() == "12 en tout"
    assert page.badges.choices["changed"].isHidden()


def test_pages_are_turned_by_keyboard(open_page: Callable[..., DocumentsPage], people: list[Attendee]) -> None:
    page = open_page(section="badges")
    pages = page.preview.pages
    pages.setFocus()
    assert page.preview.place.text() == "1 / 2"
    assert not page.preview.previous.isEnabled()
    QTest.keyClick(pages, Qt.Key.Key_PageDown)
    assert page.preview.place.text() == "2 / 2"
    assert not page.preview.next.isEnabled()
    QTest.keyClick(pages, Qt.Key.Key_Home)
    assert pages.page == 0
    QTest.keyClick(pages, Qt.Key.Key_End)
    assert pages.page == 1
    page.preview.zoom.buttons["page"].setFocus()
    QTest.keyClick(page.preview.zoom.buttons["page"], Qt.Key.Key_Right)
    assert page.preview.zoom.value == "width"
    assert pages.page == 1, "the page looked at stays"
    page.preview.previous.click()
    assert pages.page == 0


def test_a_half_used_sheet_is_gone_on_with(
    open_page: Callable[..., DocumentsPage], event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    page = open_page(section="badges")
    drawing = page.badges.labels.drawing
    QTest.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=drawing.place(6).center().toPoint())
    settle(qtbot, page)
    assert page.badges.labels.start.value() == 6
    assert page.ready is not None
    assert [len(codes) for codes in scanned(page.ready.data)] == [3, 8, 1]
    assert "5 étiquettes déjà utilisées." in page.badges.labels.state.text()
    drawing.setFocus()
    for key, start in (
        (Qt.Key.Key_Right, 7), (Qt.Key.Key_Up, 5), (Qt.Key.Key_Up, 3), (Qt.Key.Key_Left, 2), (Qt.Key.Key_Up, 2),
        (Qt.Key.Key_End, 8), (Qt.Key.Key_Home, 1),
    ):  # fmt: skip
        QTest.keyClick(drawing, key)
        assert page.badges.labels.start_at == start
    page.badges.labels.start.setFocus()
    QTest.keyClick(page.badges.labels.start, Qt.Key.Key_Up)
    assert page.badges.labels.start_at == 2
    press(page, "Planche neuve")
    settle(qtbot, page)
    assert page.badges.labels.start_at == 1
    QTest.mouseClick(drawing, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))  # beside the labels
    assert page.badges.labels.start_at == 1


def test_another_stock(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], qtbot: QtBot, session: Session
) -> None:
    page = open_page(section="badges")
    choice = page.badges.labels.choice
    choice.setFocus()
    choice.setCurrentIndex(choice.findData("a6"))
    choice.activated.emit(choice.currentIndex())
    settle(qtbot, page)
    assert page.badges.stock.id == "a6"
    assert page.printed.text() == "12 badges sur 6 feuilles, à 100\u00a0%."
    assert not page.badges.labels.start.isEnabled(), "plain paper is never half used"
    assert Settings.load().default_stock == "a6"


def test_new_changed_or_all(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    prints.record_badges(store, event, people[:10], "avery-l7418", NOW)
    registrations.save(store, replace(people[0], employer="Région"), NOW)
    page = open_page(section="badges")
    shown = {name: made.text() for name, made in page.badges.choices.items() if made.isVisible()}
    assert shown == {
        "to_print": "3 nouveaux ou modifiés",
        "new": "2 nouveaux",
        "changed": "1 modifié depuis l’impression",
        "all": "12 en tout",
    }
    assert page.header.sentence.text().startswith("3 badges à imprimer, 9 déjà imprimés, dernière impression")
    page.badges.choices["to_print"].setFocus()
    for only, count in (("new", 2), ("changed", 1)):
        QTest.keyClick(page.badges.choices[page.badges.only], Qt.Key.Key_Down)
        settle(qtbot, page)
        assert page.badges.only == only
        assert page.ready is not None
        assert len(page.ready.people) == count
    page.badges.choices["all"].click()
    settle(qtbot, page)
    assert page.ready is not None
    assert len(page.ready.people) == 12


def test_some_people_s_badges(open_page: Callable[..., DocumentsPage], event: Event, people: list[Attendee]) -> None:
    page = open_page(section="badges", people=[people[3].id, people[7].id])
    assert page.ready is not None
    assert scanned(page.ready.data) == [tokens_of(event, [people[3], people[7]])]
    assert page.badges.choices["chosen"].text() == "2 de la sélection"
    page = open_page(section="badges")
    assert page.ready is not None
    assert len(page.ready.people) == 12


def test_everything_printed_offers_to_print_again(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    page = open_page(section="badges")
    assert page.sight.message.title.text() == "Tous les badges sont imprimés"
    assert page.header.sentence.text().startswith("Tous les badges sont imprimés et à jour, dernière impression")
    press(page, "Réimprimer les 12 badges")
    settle(qtbot, page)
    assert page.ready is not None
    assert page.ready.count == 12
    assert page.sight.currentWidget() is page.preview


def test_what_does_not_change_the_badges_does_not_make_them_again(
    open_page: Callable[..., DocumentsPage], store: Store, people: list[Attendee], session: Session, qtbot: QtBot,
    event: Event,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    assert page.ready is not None
    before = page.ready.data
    events.save(store, Event(title="Un autre événement"), NOW)
    session.recorded()
    settle(qtbot, page)
    assert page.ready.data is before
    registrations.save(store, replace(people[0], last_name="Autre"), NOW)
    session.recorded()
    settle(qtbot, page)
    assert page.ready.data != before


def test_looks_are_changed_at_once(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], session: Session, qtbot: QtBot
) -> None:
    page = open_page(section="badges")
    assert page.ready is not None
    before = page.ready.data
    session.change_setting("accent", "#B42318")
    settle(qtbot, page)
    assert page.ready.data != before


def test_a_logo_that_cannot_be_read(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], session: Session, qtbot: QtBot, tmp_path: Path,
    window: MainWindow,
) -> None:  # fmt: skip
    (tmp_path / "logo.png").write_text("pas une image")
    session.settings.logo = str(tmp_path / "logo.png")
    page = open_page(section="badges")
    assert "logo.png" in page.sight.message.sentence.text()
    assert not page.print_button.isEnabled()
    session.change_setting("logo", "")
    settle(qtbot, page)
    assert page.print_button.isEnabled()
    assert page.sight.currentWidget() is page.preview


def test_a_preparation_that_is_stopped_can_be_begun_again(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], qtbot: QtBot
) -> None:
    page = open_page(section="badges")
    page.badges.labels.start.setValue(2)
    page.session.work.hold()  # stopped before it is begun: a short job would be done too soon
    page._prepare()
    assert page._task is not None
    page._task.cancel()
    page.session.work.release()
    qtbot.waitUntil(lambda: page._task is None and not page.session.work.busy)
    assert page.sight.message.title.text() == "Préparation arrêtée"
    assert not page.save_button.isEnabled()
    press(page, "Recommencer")
    settle(qtbot, page)
    assert page.save_button.isEnabled()


def test_five_thousand_badges(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, qtbot: QtBot
) -> None:
    ops = [
        registrations.addition(
            Attendee(id=f"{n:032x}", event_id=event.id, last_name=f"Nom {n:04}", badge=tokens.new_badge_id())
        )
        for n in range(5000)
    ]
    journal.record(store, ops, journal.Label("Import"), NOW)
    page = open_page(section="badges")
    assert page.preview.pages.count == 625
    page.preview.pages.setFocus()
    QTest.keyClick(page.preview.pages, Qt.Key.Key_End)
    assert page.preview.pages.page == 624
    assert len(page.preview.pages._drawn) <= 8
