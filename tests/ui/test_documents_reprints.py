"""Badges of the documents page: designs, order, photographs, and what is printed once more."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.settings import Settings
from ia_events.store import Store, door, prints, registrations
from ia_events.ui import printing
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_badge_jobs import BadgesReady
from ia_events.ui.session import Session
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain
from tests.ui.papers import press, printed_to, scanned, settle, tokens_of

Opening = Callable[..., DocumentsPage]


def pick(page: DocumentsPage, design: str, qtbot: QtBot) -> None:
    choice = page.badges.design_choice
    choice.setFocus()
    choice.setCurrentIndex(choice.findData(design))
    choice.activated.emit(choice.currentIndex())
    settle(qtbot, page)


def test_the_design_is_chosen_and_remembered(
    open_page: Opening, store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    prints.record_badges(store, event, people[:4], "avery-l7418", NOW)
    page = open_page(section="badges")
    assert page.ready is not None
    before = page.ready.data
    pick(page, "large-name", qtbot)
    assert page.ready.data != before
    assert page.ready.count == 8, "another design is no reason to print again"
    assert Settings.load().badge_design == "large-name"
    assert page.badges.sides.isHidden()


def test_two_sides_are_announced_and_set_on_the_printer(
    open_page: Opening, store: Store, event: Event, people: list[Attendee], tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    pick(page, "two-sided", qtbot)
    assert plain(page.badges.sides.text()) == "Retournement sur le grand côté."
    assert plain(page.printed.text()) == "12 badges sur 2 planches, à 100 %."
    assert page.preview.pages.count == 4
    turned: list[bool] = []
    printer_for = printing.printer_for

    def noted(data: bytes, title: str, *, two_sided: bool = False) -> QPrinter:
        turned.append(two_sided)  # no printer here prints on both sides
        return printer_for(data, title, two_sided=two_sided)

    monkeypatch.setattr(printing, "printer_for", noted)

    def ask(printer: QPrinter, pages: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "badges.pdf"))
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(3, 4)
        return True

    page.ask_printer = ask  # type: ignore[method-assign]
    page.print_button.click()
    settle(qtbot, page)
    assert turned == [True]
    assert open_pdf((tmp_path / "badges.pdf").read_bytes()).pageCount() == 2
    assert [person.id for person in prints.badges(store, event.id, "new")] == [person.id for person in people[:8]]


def test_on_a_sheet_of_one_side_the_front_alone_is_proposed_before_printing(
    open_page: Opening, store: Store, event: Event, people: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="badges")
    pick(page, "two-sided", qtbot)
    choice = page.badges.labels.choice
    choice.set_value("avery-l7160")
    choice.activated.emit(choice.currentIndex())
    settle(qtbot, page)
    assert not page.badges.stock.duplex
    assert page.preview.pages.count == 2
    assert page.badges.sides.property("tone") == "attention"
    printed_to(page, tmp_path / "papier.pdf", qtbot)
    assert plain(page.banner.text).endswith("ne s'imprime que d'un côté. Imprimer le recto seul ?")
    assert not (tmp_path / "papier.pdf").exists()
    buttons = [made for made in page.banner.findChildren(QPushButton) if made.text() and made.isVisible()]
    assert min(buttons, key=lambda made: (made.y(), made.x())).text() == "Oui, le recto seul"
    assert [made.text() for made in buttons if made.property("kind") == "primary"] == ["Oui, le recto seul"]
    press(page, "Oui, le recto seul")
    settle(qtbot, page)
    assert open_pdf((tmp_path / "papier.pdf").read_bytes()).pageCount() == 1
    assert prints.badge_counts(store, event.id) == (0, 0, 12)
    assert page.badges.front_only
    assert Settings.load().fronts_only == "avery-l7160"
    assert page.badges.faces.value == "front"
    page.badges.faces.buttons["both"].click()
    settle(qtbot, page)
    assert page.badges.back_has_no_place
    page.badges.labels.start.setValue(1)
    page.badges.choose("all")
    settle(qtbot, page)
    assert page.preview.pages.count == 2
    page.print_button.click()
    settle(qtbot, page)
    press(page, "Recto verso quand même")
    assert plain(page.banner.text).startswith("Déjà imprimés"), "one question after the other"
    (tmp_path / "papier.pdf").unlink()
    press(page, "Réimprimer")
    settle(qtbot, page)
    assert open_pdf((tmp_path / "papier.pdf").read_bytes()).pageCount() == 2
    assert Settings.load().fronts_only == ""


def test_badges_come_in_the_order_chosen(
    open_page: Opening, store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    registrations.save(store, replace(people[11], employer="Agence"), NOW)
    registrations.save(store, Attendee(event_id=event.id, last_name="Abel", employer="Ville"), NOW)
    page = open_page(section="badges")
    order = page.badges.order
    order.setFocus()
    firsts = []
    for _step in range(4):
        assert page.ready is not None
        firsts.append(page.ready.people[0].last_name)
        QTest.keyClick(order, Qt.Key.Key_Down)
        settle(qtbot, page)
    assert firsts == ["Abel", "Nom 11", "Abel", "Nom 00"], "nobody has a group: by name"
    assert Settings.load().badge_order == "added"
    page = open_page(section="badges", people=[people[5].id, people[11].id])
    assert page.ready is not None
    assert [person.last_name for person in page.ready.people] == ["Nom 05", "Nom 11"]


def test_photographs_are_looked_for_in_a_folder(
    open_page: Opening, people: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.new("RGB", (60, 80), "#B42318").save(folder / "Nom 00 Prénom.png")
    page = open_page(section="badges")
    page.badges.ask_folder = lambda start: str(folder)  # type: ignore[method-assign]
    page.badges.pick_photos.click()
    settle(qtbot, page)
    assert page.badges.photos.text() == "photos"
    assert isinstance(page.ready, BadgesReady)
    assert [id_ for id_, _file in page.ready.photos] == [people[0].id]
    page.session.change_setting("photos_folder", str(tmp_path / "nowhere"))
    page.refresh()
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Photos introuvables"
    page.badges.no_photos.click()
    settle(qtbot, page)
    assert page.print_button.isEnabled()


# --- printed once more -----------------------------------------------------------------------------------------------


@pytest.fixture
def printed(store: Store, event: Event, people: list[Attendee], clock: list[datetime]) -> list[Attendee]:
    """All printed but the last two; the third has another phone since, the fourth another name."""
    prints.record_badges(store, event, people[:10], "avery-l7418", NOW)
    registrations.save(store, replace(people[2], phone="0690 00 00 00"), NOW)
    registrations.save(store, replace(people[3], last_name="Autre"), NOW)
    clock.append(NOW + timedelta(hours=2))
    return registrations.all_of(store, event.id)


def test_a_reprint_is_asked_about(
    open_page: Opening, store: Store, event: Event, printed: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="badges")
    printed_to(page, tmp_path / "nouveaux.pdf", qtbot)
    assert page.banner.isHidden(), "new and changed ones are no reprint"
    assert prints.badge_counts(store, event.id) == (0, 0, 12)
    press(page, "Réimprimer les 12 badges")
    settle(qtbot, page)
    asked: list[int] = []
    page.ask_printer = lambda printer, pages: bool(asked.append(pages))  # type: ignore[func-returns-value,method-assign]
    page.print_button.click()
    settle(qtbot, page)
    assert asked == []
    assert plain(page.banner.text).startswith("Déjà imprimés aujourd'hui à 12 h : réimprimer 12 badges ?")
    press(page, "Ne pas réimprimer")
    assert page.banner.isHidden()
    assert page.list.buttons["badges"].hasFocus()
    page.print_button.click()
    press(page, "Réimprimer")
    settle(qtbot, page)
    assert asked == [2]


def test_some_of_those_chosen_are_on_paper(
    open_page: Opening, printed: list[Attendee], people: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="badges", people=[people[n].id for n in (1, 2, 3, 11)])
    page.save_button.click()
    settle(qtbot, page)
    assert plain(page.banner.text).startswith("2 de ces badges sont déjà imprimés (aujourd'hui à 10 h)")
    page.ask_file = lambda proposed: tmp_path / "badges.pdf"  # type: ignore[method-assign]
    press(page, "Réimprimer")
    settle(qtbot, page)
    assert (tmp_path / "badges.pdf").exists()
    assert "Ces 4 badges sont-ils" in plain(page.banner.text)


def test_a_lost_badge_gets_a_new_code_and_the_old_one_is_refused(
    open_page: Opening, store: Store, event: Event, printed: list[Attendee], people: list[Attendee], tmp_path: Path,
    qtbot: QtBot, window: MainWindow, session: Session,
) -> None:  # fmt: skip
    lost = people[0]
    old = tokens.issue(lost.badge, event.key)
    page = open_page(section="badges", people=[lost.id])
    printed_to(page, tmp_path / "badge.pdf", qtbot)
    assert plain(page.banner.text).startswith("Déjà imprimé aujourd'hui à 10 h : réimprimer ce badge ?")
    press(page, "Avec un nouveau code")
    settle(qtbot, page)
    again = registrations.get(store, lost.id)
    assert again.badge != lost.badge
    assert scanned((tmp_path / "badge.pdf").read_bytes()) == [tokens_of(event, [again])]
    at = event.slots[0].start
    assert door.scan(store, event, old, at=at, now=at, station="Entrée").verdict == Verdict.REPLACED
    assert lost.id not in {person.id for person in prints.badges(store, event.id, "to_print")}
    session.undo()  # that it was printed
    session.undo()
    assert registrations.get(store, lost.id).badge == lost.badge


@pytest.mark.parametrize("button", ["print_button", "save_button"])
def test_a_new_code_is_given_up_with_the_print(
    open_page: Opening, store: Store, event: Event, printed: list[Attendee], people: list[Attendee], qtbot: QtBot,
    button: str,
) -> None:  # fmt: skip
    lost = people[0]
    page = open_page(section="badges", people=[lost.id])
    asked: list[list[list[str]]] = []

    def given_up(*_asked: object) -> None:
        assert page.ready is not None
        asked.append(scanned(page.ready.data))

    page.ask_printer = page.ask_file = given_up  # type: ignore[assignment,method-assign]
    getattr(page, button).click()
    settle(qtbot, page)
    press(page, "Avec un nouveau code")
    settle(qtbot, page)
    assert len(asked) == 1
    assert asked[0] != [tokens_of(event, [lost])], "what was about to be printed had the new code"
    assert registrations.get(store, lost.id).badge == lost.badge
    assert page.ready is not None
    assert scanned(page.ready.data) == [tokens_of(event, [lost])], "the badge shown is the old one again"
    at = event.slots[0].start
    kept = tokens.issue(lost.badge, event.key)
    assert door.scan(store, event, kept, at=at, now=at, station="Entrée").verdict == Verdict.WELCOME


@pytest.mark.parametrize("away", ["sheets", "stopped", "participants"])
def test_a_new_code_is_given_up_when_the_badge_is_left_before_it_is_ready(
    open_page: Opening, store: Store, event: Event, printed: list[Attendee], people: list[Attendee], qtbot: QtBot,
    away: str,
) -> None:  # fmt: skip
    lost = people[0]
    page = open_page(section="badges", people=[lost.id])
    page.ask_printer = lambda printer, pages: pytest.fail("nothing is printed")  # type: ignore[method-assign]
    page.print_button.click()
    settle(qtbot, page)
    page.session.work.hold()  # the badge with its new code does not get ready
    press(page, "Avec un nouveau code")
    assert page.ready is None
    if away == "sheets":
        page.list.buttons["sheets"].click()
    elif away == "stopped":
        page._give_up("badges", "Préparation arrêtée")
    else:
        page.session.open("participants")
    page.session.work.release()
    qtbot.waitUntil(lambda: not page.session.work.busy)
    assert registrations.get(store, lost.id).badge == lost.badge
    back = open_page(section="badges", people=[lost.id])
    assert back.ready is not None
    assert scanned(back.ready.data) == [tokens_of(event, [lost])]


@pytest.mark.parametrize("way", ["print", "save", "save_last", "stop"])
def test_a_new_code_is_not_given_when_nothing_comes_out(
    open_page: Opening, store: Store, event: Event, printed: list[Attendee], people: list[Attendee], qtbot: QtBot,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str,
) -> None:  # fmt: skip
    """Refused by the printer, a folder that has gone, a disk that is full at the last moment, stopped on the way; while
    somebody else records something: only the new code is taken back.
    """
    lost, other = people[0], people[5]
    page = open_page(section="badges", people=[lost.id])

    def elsewhere() -> None:
        window = Store.open(tmp_path / "events.db", now=NOW)
        registrations.save(window, replace(registrations.get(window, other.id), employer="Région"), NOW)
        window.close()

    def out(*_arguments: object) -> None:
        elsewhere()
        raise Cancelled if way == "stop" else UserError("printer_failed", "L'imprimante ne répond pas.")

    monkeypatch.setattr("ia_events.ui.printing.print_pdf", out)
    page.ask_printer = lambda printer, pages: True  # type: ignore[method-assign]
    file = tmp_path / ("gone" if way == "save" else "here") / "badge.pdf"
    if way == "save_last":
        file.parent.mkdir()
        real = os.replace

        def full(source: str, target: str) -> None:
            if str(target) == str(file):
                elsewhere()
                raise OSError(errno.ENOSPC, "No space left on device")
            real(source, target)

        monkeypatch.setattr("os.replace", full)
    page.ask_file = lambda proposed: file  # type: ignore[method-assign]
    (page.save_button if way.startswith("save") else page.print_button).click()
    settle(qtbot, page)
    press(page, "Avec un nouveau code")
    settle(qtbot, page)
    assert registrations.get(store, lost.id).badge == lost.badge
    assert not file.exists()
    if way != "save":
        assert registrations.get(store, other.id).employer == "Région"
    assert page.ready is not None
    assert scanned(page.ready.data) == [tokens_of(event, [lost])]


def test_a_new_code_saved_is_given_with_the_file(
    open_page: Opening, store: Store, event: Event, printed: list[Attendee], people: list[Attendee], qtbot: QtBot,
    tmp_path: Path,
) -> None:  # fmt: skip
    lost = people[0]
    page = open_page(section="badges", people=[lost.id])
    page.ask_file = lambda proposed: tmp_path / "badge.pdf"  # type: ignore[method-assign]
    page.save_button.click()
    settle(qtbot, page)
    press(page, "Avec un nouveau code")
    settle(qtbot, page)
    again = registrations.get(store, lost.id)
    assert again.badge != lost.badge
    assert scanned((tmp_path / "badge.pdf").read_bytes()) == [tokens_of(event, [again])]


def test_badges_are_retired_together(store: Store, event: Event, people: list[Attendee], session: Session) -> None:
    ids = [person.id for person in people[:3]]
    badges = {id_: tokens.new_badge_id() for id_ in ids}
    assert str(registrations.reissue_badges(store, badges, NOW)) == plain(session.next_undo() or "")
    assert [registrations.get(store, id_).badge for id_ in ids] == list(badges.values())
    assert plain(session.next_undo() or "") == "Nouveaux badges pour 3 personnes"
    session.undo()
    assert [registrations.get(store, id_).badge for id_ in ids] == [person.badge for person in people[:3]]


def test_a_window_closed_while_printing_closes_once_all_is_printed_and_recorded(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], qtbot: QtBot,
    tmp_path: Path, window: MainWindow,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    held, go = page.session.work, threading.Event()
    page.session.run(lambda _store, _progress: go.wait(20), lambda _done: None)
    file = tmp_path / "papier.pdf"

    def ask(printer: QPrinter, _count: int) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(file))
        return True

    page.ask_printer = ask  # type: ignore[assignment,method-assign]
    page.print_button.click()
    assert held.to_finish
    assert not window.close()
    assert window.isVisible()
    assert "Impression en cours" in window.toast.text
    go.set()
    qtbot.waitUntil(lambda: not window.isVisible() and not held.busy, timeout=20_000)
    assert file.exists()
    assert prints.badge_counts(store, event.id) == (0, 0, 12)


def test_a_design_is_seen_when_all_badges_are_printed(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    prints.record_badges(store, event, people, "avery-l7418", NOW)
    page = open_page(section="badges")
    assert page.ready is not None
    assert not page.ready.data
    press(page, "Voir le modèle")
    settle(qtbot, page)
    assert page.ready is not None
    assert (page.ready.pages, len(page.ready.people)) == (1, 1)
    assert page.preview.isVisible()
    assert prints.badge_counts(store, event.id) == (0, 0, 12)
