"""The documents page: what is shown is what is saved and printed, and what was printed is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ia_events.documents.stocks import stock
from ia_events.domain import tokens
from ia_events.domain.attendance import FactKind
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.sheet_pages import SheetChoices
from ia_events.settings import Settings
from ia_events.store import Store, events, journal, prints, registrations, sheets
from ia_events.ui import printing
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_sheets import SheetOptions
from ia_events.ui.session import Session
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW
from tests.ui.papers import DPI, codes_on, press, printed_to, saved_as, scanned, settle, tokens_of

# --- badges ------------------------------------------------------------------------------------------------------


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


def test_saving_writes_what_is_shown_then_asks(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot, window: MainWindow, session: Session,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    assert page.ready is not None
    shown = page.ready.data
    file = tmp_path / "badges.pdf"
    proposed: list[Path] = []

    def ask(path: Path) -> Path:
        proposed.append(path)
        return file

    page.ask_file = ask  # type: ignore[assignment,method-assign]
    page.save_button.click()
    settle(qtbot, page)
    assert proposed == [session.settings.documents / "2025-11-12 Soirée de l'INET – badges.pdf"]
    assert file.read_bytes() == shown
    assert page.banner.text == "Fichier enregistré. Ces 12 badges sont-ils imprimés\u202f?"
    assert prints.badge_counts(store, event.id).new == 12, "a file is not paper"
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert page.banner.isHidden()
    assert prints.badge_counts(store, event.id) == (0, 0, 12)
    assert window.toast.text == "12 badges notés comme imprimés."
    assert page.sight.message.title.text() == "Tous les badges sont imprimés"
    assert not page.print_button.isEnabled()
    assert (page.badges.labels.start_at, json.loads(Settings.load().started_sheets)) == (5, {"avery-l7418": 5})
    window.toast._undo.click()
    settle(qtbot, page)
    assert prints.badge_counts(store, event.id) == (12, 0, 0)
    assert page.header.sentence.text() == "12 badges à imprimer."


def test_not_printed_yet(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    press(page, "Pas encore")
    assert page.banner.isHidden()
    assert page.list.buttons["badges"].hasFocus()
    assert prints.badge_counts(store, event.id).new == 12


def test_what_is_answered_is_about_what_was_saved(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot, session: Session,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    registrations.save(store, Attendee(event_id=event.id, last_name="Arrivé entre-temps"), NOW)
    registrations.save(store, replace(people[0], employer="Région"), NOW)
    session.recorded()
    settle(qtbot, page)
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert prints.badge_counts(store, event.id) == (1, 1, 11)


def test_a_title_changed_before_the_answer_leaves_what_was_drawn_out_of_date(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot, session: Session,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    events.save(store, replace(event, title="Autre titre"), NOW)
    session.recorded()
    settle(qtbot, page)
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert prints.badge_counts(store, event.id) == (0, 12, 0)
    page = open_page(section="sheets")
    saved_as(page, tmp_path / "feuilles.pdf", qtbot)
    events.save(store, replace(event, title="Encore un autre"), NOW)
    session.recorded()
    settle(qtbot, page)
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    now_said = prints.sheet_text(events.get(store, event.id), registrations.all_of(store, event.id))
    made = prints.latest(store, event.id, FactKind.SHEET_PRINT)
    assert made is not None
    assert made.value != now_said


def test_saving_before_it_is_ready_saves_the_last_choice(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="badges")
    page.badges.labels.start.setValue(4)
    assert page.ready is None
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    assert [len(codes) for codes in scanned((tmp_path / "badges.pdf").read_bytes())] == [5, 7]


@pytest.mark.parametrize("where", ["nowhere/badges.pdf", "a folder"])
def test_a_file_that_cannot_be_written(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], tmp_path: Path, qtbot: QtBot, where: str
) -> None:
    (tmp_path / "a folder").mkdir()
    page = open_page(section="badges")
    saved_as(page, tmp_path / where, qtbot)
    assert page.banner.isVisible()
    assert page.banner.property("strip") == "refused"
    assert "imprimés" not in page.banner.text


def test_printing_is_at_real_size_and_remembered(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot, window: MainWindow,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    page.badges.labels.start.setValue(3)
    settle(qtbot, page)
    printed_to(page, tmp_path / "papier.pdf", qtbot)
    data = (tmp_path / "papier.pdf").read_bytes()
    size = open_pdf(data).pagePointSize(0)
    assert (round(size.width() / 72 * 25.4), round(size.height() / 72 * 25.4)) == (210, 297)
    assert [len(codes) for codes in scanned(data)] == [6, 6]
    sheet = stock("avery-l7418")
    for place, code in enumerate(codes_on(data, 0), 2):
        left, top = sheet.corner(place)
        for corner in (code.position.top_left, code.position.bottom_right):
            x, y = corner.x / DPI * 25.4, corner.y / DPI * 25.4
            assert left < x < left + sheet.label[0]
            assert top < y < top + sheet.label[1]
        side = (code.position.top_right.x - code.position.top_left.x) / DPI * 25.4
        assert side == pytest.approx(20.35, abs=0.5), "37 % of the label's height: neither shrunk nor enlarged"
    assert prints.badge_counts(store, event.id) == (0, 0, 12)
    kept = prints.latest(store, event.id, FactKind.BADGE_PRINT)
    assert kept is not None
    assert kept.method == "avery-l7418"
    assert window.toast.text == "12 badges notés comme imprimés."
    assert page.badges.labels.start_at == 7
    journal.undo(store, NOW)
    assert prints.badge_counts(store, event.id) == (12, 0, 0)


def test_printing_some_pages_remembers_those_badges_only(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    printed_to(page, tmp_path / "papier.pdf", qtbot, pages=(2, 2))
    assert [len(codes) for codes in scanned((tmp_path / "papier.pdf").read_bytes())] == [4]
    assert [p.id for p in prints.badges(store, event.id, "new")] == [p.id for p in people[:8]]
    assert page.badges.labels.start_at == 1


def test_printing_that_was_given_up_or_failed_is_not_remembered(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot, expect_log: Callable[[str], None],
) -> None:  # fmt: skip
    page = open_page(section="badges")
    page.ask_printer = lambda printer, pages: False  # type: ignore[method-assign]
    page.print_button.click()
    settle(qtbot, page)
    assert prints.badge_counts(store, event.id).new == 12
    expect_log("QPainter::begin|QPdf")
    printed_to(page, tmp_path / "no such folder" / "papier.pdf", qtbot)
    assert "ne répond pas" in page.banner.text
    assert prints.badge_counts(store, event.id).new == 12


def test_a_printer_is_set_to_the_paper(people: list[Attendee], open_page: Callable[..., DocumentsPage]) -> None:
    page = open_page(section="badges")
    assert page.ready is not None
    printer = printing.printer_for(page.ready.data, "Badges")
    layout = printer.pageLayout()
    assert layout.pageSize().id() == layout.pageSize().PageSizeId.A4
    assert printing.chosen_pages(printer, 2) == [0, 1]
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    assert printing.chosen_pages(printer, 2) == [1]


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


# --- sign-in sheets ----------------------------------------------------------------------------------------------


@pytest.fixture
def days(store: Store, session: Session) -> Event:
    """Two days, four half-days, at hand."""
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 13), (0, 1), "America/Marigot"))
    made = events.get(
        store, events.save(store, Event(title="Deux jours", timezone="America/Marigot", slots=slots), NOW)
    )
    for number in range(30):
        registrations.save(store, Attendee(event_id=made.id, last_name=f"Nom {number:02}"), NOW)
    registrations.save(store, Attendee(event_id=made.id, last_name="Oratrice", role=Role.SPEAKER), NOW)
    session.switch(made.id)
    return made


def test_one_sheet_a_half_day(open_page: Callable[..., DocumentsPage], days: Event, qtbot: QtBot) -> None:
    page = open_page(section="sheets")
    assert len(page.sheets.rows) == 4
    assert page.header.sentence.text() == "4 feuilles à imprimer."
    assert page.preview.pages.count == 8
    assert page.printed.text() == "31 personnes à faire signer sur 8 pages."
    first = next(iter(page.sheets.rows.values()))
    assert first.state.text() == "31 personnes · à imprimer"
    first.box.setFocus()
    QTest.keyClick(first.box, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert page.preview.pages.count == 6
    page.sheets.blank.setFocus()
    page.sheets.blank.selectAll()
    QTest.keyClicks(page.sheets.blank, "40")
    settle(qtbot, page)
    assert page.preview.pages.count == 9
    assert Settings.load().blank_rows == 40
    for row in page.sheets.rows.values():
        row.box.setChecked(False)
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Aucun créneau choisi"
    assert not page.save_button.isEnabled()


def test_sheets_are_remembered_and_go_out_of_date(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, session: Session, tmp_path: Path, qtbot: QtBot,
    window: MainWindow,
) -> None:  # fmt: skip
    page = open_page(section="sheets")
    rows = list(page.sheets.rows.values())
    for row in rows[2:]:
        row.box.click()
    settle(qtbot, page)
    printed_to(page, tmp_path / "papier.pdf", qtbot)
    assert open_pdf((tmp_path / "papier.pdf").read_bytes()).pageCount() == 4
    assert window.toast.text == "Feuilles notées comme imprimées."
    assert [row.state.text().split(" · ")[1].split()[0] for row in rows] == ["imprimée", "imprimée", "à", "à"]
    assert page.header.sentence.text() == "2 feuilles à imprimer."
    registrations.set_status(store, [registrations.all_of(store, days.id)[0].id], Status.CANCELLED, NOW)
    session.recorded()
    settle(qtbot, page)
    assert rows[0].state.text() == "30 personnes · périmée\u00a0: la liste a changé"
    assert page.header.sentence.text() == "La liste a changé depuis l’impression de 2 feuilles."
    saved_as(page, tmp_path / "feuilles.pdf", qtbot)
    assert page.banner.text == "Fichier enregistré. Ces feuilles sont-elles imprimées\u202f?"
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert "périmée" not in rows[0].state.text()
    session.undo()
    settle(qtbot, page)
    assert "périmée" in rows[0].state.text()


def test_some_pages_of_sheets_are_asked_about(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    printed_to(page, tmp_path / "papier.pdf", qtbot, pages=(1, 3))
    assert page.banner.text == "Ces feuilles sont-elles imprimées\u202f?"
    assert prints.latest(store, days.id, FactKind.SHEET_PRINT) is None


def sheet_codes(data: bytes) -> list[str]:
    return [code for page in scanned(data) for code in page]


def kept_codes(store: Store) -> list[str]:
    rows = store.execute("SELECT target FROM facts WHERE kind = 'sheet_page' AND voided = 0 ORDER BY seq")
    return [row[0] for row in rows]


def test_pages_are_kept_when_they_leave_and_not_before(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    assert page.ready is not None
    shown = page.ready.data
    before = journal.next_undo(store)
    assert kept_codes(store) == [], "a preview is nothing yet"
    saved_as(page, tmp_path / "feuilles.pdf", qtbot)
    assert (tmp_path / "feuilles.pdf").read_bytes() == shown
    assert kept_codes(store) == sheet_codes(shown)
    assert journal.next_undo(store) == before
    assert sheets.read(store, sheet_codes(shown)[3]).event_id == days.id
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert len(kept_codes(store)) == 8, "once"
    assert prints.latest(store, days.id, FactKind.SHEET_PRINT) is not None


def test_sheets_are_kept_before_their_file_is_written(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    assert page.ready is not None
    saved_as(page, tmp_path, qtbot)  # a folder
    assert kept_codes(store) == sheet_codes(page.ready.data)


def test_only_the_pages_on_paper_are_kept(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    assert page.ready is not None
    printed_to(page, tmp_path / "papier.pdf", qtbot, pages=(2, 3))
    assert kept_codes(store) == sheet_codes(page.ready.data)[1:3]


def test_the_layout_of_sheets_is_chosen_and_remembered(
    open_page: Callable[..., DocumentsPage], days: Event, session: Session, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    page.sheets.shape.buttons["sheets"].setFocus()
    QTest.keyClick(page.sheets.shape.buttons["sheets"], Qt.Key.Key_Right)
    settle(qtbot, page)
    assert page.preview.pages.count == 3
    assert not page.sheets.apart.isVisible()
    for field, key in (
        (page.sheets.group, Qt.Key.Key_Down),
        (page.sheets.order, Qt.Key.Key_Down),
        (page.sheets.height_choice, Qt.Key.Key_End),
        (page.sheets.paper, Qt.Key.Key_End),
    ):
        field.setFocus()
        QTest.keyClick(field, key)
    assert page.sheets.apart.isVisible()
    page.sheets.apart.click()
    settle(qtbot, page)
    chosen = SheetChoices(True, "employer", sections=True, order="employer", row_height=16.0, paper="a3", blank_rows=3)
    assert page.sheets.choices == chosen
    again = SheetOptions(session)
    assert (again.choices, again.apart.isHidden()) == (chosen, False)
    page.sheets.shape.buttons["sheets"].click()
    assert page.sheets.choices.grid is False


def test_a_layout_that_makes_no_sense_is_forgotten(session: Session) -> None:
    for text in ("{", "[]", '{"what": 1}', '{"paper": "a0", "row_height": 90, "group_by": "room"}'):
        session.change_setting("sheet_choices", text)
        made = SheetOptions(session).choices
        assert (made.paper, made.group_by) == ("a4", "")
        assert 7 <= made.row_height <= 16


def test_ticks_stay_when_something_else_changes(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, session: Session, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    first, second = list(page.sheets.rows)[:2]
    page.sheets.rows[first].box.click()
    events.save(store, replace(days, slots=tuple(s for s in days.slots if s.id != second)), NOW)
    session.recorded()
    settle(qtbot, page)
    assert len(page.sheets.rows) == 3
    assert not page.sheets.rows[first].box.isChecked()
    assert sum(row.box.isChecked() for row in page.sheets.rows.values()) == 2


def test_an_event_without_slots_or_signers_says_what_to_do(
    open_page: Callable[..., DocumentsPage], store: Store, session: Session, qtbot: QtBot
) -> None:
    bare = events.save(store, Event(title="Sans créneau"), NOW)
    registrations.save(store, Attendee(event_id=bare, last_name="Seule", role=Role.ORGANISER), NOW)
    session.switch(bare)
    page = open_page(section="sheets")
    assert page.sight.message.title.text() == "Aucun créneau"
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0,), "Europe/Paris"))
    events.save(store, replace(events.get(store, bare), slots=slots), NOW)
    session.recorded()
    settle(qtbot, page)
    assert page.printed.text() == "Des lignes vides seulement, sur 1 page."
    page.sheets.blank.setValue(0)
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Personne n’est attendu à ces créneaux"
    assert not page.print_button.isEnabled()


def test_blank_sheets_of_an_event_where_everybody_signs_on_arrival(
    window: MainWindow, session: Session, event: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    session.open("documents")
    page = window.page
    assert isinstance(page, DocumentsPage)
    settle(qtbot, page)
    page.list.buttons["sheets"].click()
    settle(qtbot, page)
    assert page.preview.pages.count == 1
    assert page.print_button.isVisible()
    saved_as(page, tmp_path / "feuilles.pdf", qtbot)
    assert open_pdf((tmp_path / "feuilles.pdf").read_bytes()).pageCount() == 1
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert page.header.sentence.text() == "Toutes les feuilles sont imprimées et à jour."
    page.list.buttons["badges"].click()
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Rien à imprimer pour l’instant"


def test_what_is_printed_otherwise_than_listed_is_said(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee]
) -> None:
    page = open_page(section="badges")
    assert page.notices.isHidden()
    registrations.save(store, Attendee(event_id=event.id, last_name="李"), NOW)
    for section, words in (("badges", "1 badge contient des lettres"), ("sheets", "1 ligne contient des lettres")):
        page = open_page(section=section)
        shown = page.notices
        assert shown.isVisible()
        assert shown.text().startswith(words)
        assert shown.text().endswith("\u00a0: 李.")


# --- the page ----------------------------------------------------------------------------------------------------


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
        qtbot.wait(1)
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
