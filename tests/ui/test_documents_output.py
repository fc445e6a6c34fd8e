"""What is shown is what is saved and printed, and what was printed is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from ia_events.documents.stocks import stock
from ia_events.domain.attendance import FactKind
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, events, journal, prints, registrations
from ia_events.ui import printing
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.session import Session
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW
from tests.ui.papers import DPI, codes_on, press, printed_to, saved_as, scanned, settle


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
    assert (page.badges.labels.start_at, json.loads(Settings.load().started_sheets)["avery-l7418"][0]) == (5, 5)
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


def test_after_all_were_printed_what_is_left_is_chosen_and_its_first_label_follows_undo(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot, session: Session,
) -> None:  # fmt: skip
    page = open_page(section="badges")
    page.badges.choices["all"].click()
    settle(qtbot, page)
    assert page.badges.only == "all"
    saved_as(page, tmp_path / "badges.pdf", qtbot)
    assert page.badges.only == "all", "a file is not paper"
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert page.badges.only == "to_print"
    assert page.badges.choices["to_print"].isChecked()
    assert page.badges.labels.start.value() == 5
    registrations.save(store, Attendee(event_id=event.id, last_name="Arrivé depuis"), NOW)
    session.recorded()
    settle(qtbot, page)
    page.badges.choices["all"].click()
    settle(qtbot, page)
    page.session.now = lambda: NOW + timedelta(minutes=1)  # type: ignore[method-assign]
    printed_to(page, tmp_path / "papier.pdf", qtbot)
    press(page, "Réimprimer")
    settle(qtbot, page)
    assert page.badges.only == "to_print"
    starts = [page.badges.labels.start.value()]
    for step in (session.undo, session.undo, session.redo):
        step()
        settle(qtbot, page)
        assert page.badges.labels.start.value() == page.badges.labels.start_at
        starts.append(page.badges.labels.start_at)
    assert starts == [2, 5, 5, 5], "the person added is what the second step took back"
    session.undo()
    session.undo()
    settle(qtbot, page)
    assert page.badges.labels.start_at == 1
    assert not page.badges.labels.fresh.isVisible()


def test_a_label_chosen_by_hand_stays_when_a_print_is_undone(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], tmp_path: Path, qtbot: QtBot, session: Session
) -> None:
    page = open_page(section="badges")
    printed_to(page, tmp_path / "papier.pdf", qtbot)
    page.badges.labels.start.setValue(3)
    session.undo()
    settle(qtbot, page)
    assert page.badges.labels.start_at == 3


@pytest.mark.parametrize(
    "kept, first",
    [
        ("[]", 1),
        ("no", 1),
        ('{"avery-l7418": [5, ["x"]]}', 5),
        ('{"avery-l7418": [5, [1, "x", null]]}', 5),
        ('{"avery-l7418": [5, ["e", "x", 1]]}', 5),
        ('{"avery-l7418": -3}', 1),
        ('{"avery-l7418": "a"}', 1),
    ],
)
def test_half_used_sheets_that_make_no_sense(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], session: Session, kept: str, first: int
) -> None:
    session.change_setting("started_sheets", kept)
    assert open_page(section="badges").badges.labels.start_at == first


def test_the_first_label_is_worked_out_once_for_all(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """GIVEN a half-used sheet WHEN the page is drawn THEN the database is asked again only once something is recorded."""
    labels = open_page(section="badges").badges.labels
    prints.record_badges(store, event, people, "avery-l7418", NOW)
    labels.used(4, event.id, NOW)
    asked: list[str] = []
    undone = prints.undone

    def counted(where: Store, event_id: str, at: datetime) -> bool:
        asked.append(event_id)
        return undone(where, event_id, at)

    monkeypatch.setattr(prints, "undone", counted)
    for _time in range(5):
        labels.look()
        labels.show_count(3)
    assert (labels.start_at, asked) == (4, [])
    session.undo()
    assert labels.start_at == 1
    assert asked == [event.id]


def test_what_was_chosen_of_an_event_is_not_chosen_of_another(
    open_page: Callable[..., DocumentsPage], store: Store, people: list[Attendee], session: Session
) -> None:
    page = open_page(section="badges", people=[people[0].id])
    assert page.badges.only == "chosen"
    other = events.save(store, Event(title="Autre"), NOW)
    session.switch(other)
    assert page.badges.only == "to_print"
    assert page.badges.chosen == ()


def test_a_pdf_never_takes_the_place_of_the_database(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee], tmp_path: Path,
    qtbot: QtBot,
) -> None:  # fmt: skip
    assert store.path is not None
    link = tmp_path / "badges.pdf"
    link.symlink_to(store.path)
    before = store.path.read_bytes()[:16]
    page = open_page(section="badges")
    saved_as(page, link, qtbot)
    assert page.banner.property("strip") == "refused"
    assert "serait remplacé" in page.banner.text
    assert store.path.read_bytes()[:16] == before
    assert prints.badge_counts(store, event.id).new == 12
