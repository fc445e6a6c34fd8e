"""Badges printed on arrival: for their own event, to the end of the queue, never twice unasked, no verdict waiting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Flag

import pytest
from PySide6.QtCore import QMarginsF, QPoint, QRect, Qt
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ia_events.documents.calibration import Calibration
from ia_events.domain import tokens
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, door_book, events, prints, registrations
from ia_events.ui import printing
from ia_events.ui.arrival_printing import Step
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.window import MainWindow
from ia_events.ui.work import Progress, Task
from tests.ui.conftest import plain
from tests.ui.papers import scanned, tokens_of

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)


def add(store: Store, event: Event, last: str, first: str) -> Attendee:
    person = Attendee(event_id=event.id, last_name=last, first_name=first)
    return registrations.get(store, registrations.save(store, person, EVENING))


@pytest.fixture
def fleming(store: Store, event: Event) -> Attendee:
    return add(store, event, "Fleming", "Océane")


@pytest.fixture
def carty(store: Store, event: Event) -> Attendee:
    return add(store, event, "Carty", "Wendell")


@pytest.fixture
def page(
    window: MainWindow,
    session: Session,
    fleming: Attendee,
    carty: Attendee,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> DoorPage:
    clock = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(shown.field.hasFocus)
    return shown


class Paper:
    """A label printer whose paper is PDF files. `breaks`: nothing comes out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.breaks = False
        folder.mkdir()

    def out(self) -> list[Path]:
        return sorted(self.folder.iterdir())

    def choose(self, printer: QPrinter, name: str) -> None:
        wanted = printer.pageLayout()
        folder = self.folder / "absent" if self.breaks else self.folder
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(folder / f"{len(self.out())} {name}.pdf"))
        printing.keep_paper(printer, wanted)
        printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)


@pytest.fixture
def paper(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paper:
    settings.print_on_arrival, settings.arrival_printer = "all", "Étiquettes"
    made = Paper(tmp_path / "papier")
    monkeypatch.setattr(printing, "printer_names", lambda: ["Étiquettes"])
    monkeypatch.setattr(printing, "choose", made.choose)
    return made


def scan(page: DoorPage, event: Event, person: Attendee) -> None:
    for sign in tokens.issue(person.badge, event.key):
        QTest.keyClicks(page.field, sign)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    QApplication.processEvents()


def settled(page: DoorPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: not page.session.work.busy and not page.arrivals.printer.count(Step.WAITING, Step.PRINTING),
        timeout=20_000,
    )
    QApplication.processEvents()


def ctrl_p(page: DoorPage, qtbot: QtBot) -> None:
    page.arrivals.print_badge()
    QApplication.processEvents()
    settled(page, qtbot)


def said(page: DoorPage) -> str:
    return plain(page.arrivals.strip.words.text())


# --- another event at hand -------------------------------------------------------------------------------------------


def test_tried_again_after_a_change_of_event_a_badge_is_of_its_own(
    page: DoorPage,
    session: Session,
    store: Store,
    event: Event,
    fleming: Attendee,
    paper: Paper,
    qtbot: QtBot,
    expect_log: Callable[[str], None],
) -> None:
    paper.breaks = True
    expect_log("QPainter::begin")
    scan(page, event, fleming)
    settled(page, qtbot)
    assert page.arrivals.printer.count(Step.FAILED) == 1
    slots = tuple(replace(slot, id="") for slot in event.slots)
    other = events.get(store, events.save(store, Event(title="Forum des métiers", slots=slots), EVENING))
    session.switch(other.id)
    paper.breaks = False
    ctrl_p(page, qtbot)
    (sheet,) = paper.out()
    assert scanned(sheet.read_bytes()) == [tokens_of(event, [fleming])]
    assert registrations.badge_printed(store, [fleming.id]) == {fleming.id: "printed"}
    told = store.execute("SELECT event_id FROM facts WHERE kind = 'badge_print'").fetchall()
    assert [tuple(row) for row in told] == [(event.id,)]


# --- to the end, and once --------------------------------------------------------------------------------------------


def test_a_window_closed_waits_for_the_badges_that_are_asked_for(
    page: DoorPage,
    window: MainWindow,
    session: Session,
    store: Store,
    event: Event,
    fleming: Attendee,
    carty: Attendee,
    paper: Paper,
    qtbot: QtBot,
) -> None:
    held = Flag()
    session.run(lambda _store, _progress: held.wait(), lambda _nothing: None, cancellable=False)
    scan(page, event, fleming)
    scan(page, event, carty)
    assert page.arrivals.printer.count(Step.WAITING) == 2
    assert session.work.to_finish
    assert not window.close()
    assert "la fenêtre se fermera à la fin" in plain(window.toast.text)
    held.set()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(paper.out()) == 2
    assert prints.badge_counts(store, event.id).new == 0


def test_a_window_closed_at_once_waits_for_the_badge_of_the_scan_before(
    page: DoorPage, window: MainWindow, event: Event, fleming: Attendee, paper: Paper, qtbot: QtBot
) -> None:
    page.scan(tokens.issue(fleming.badge, event.key))
    assert not window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)
    assert len(paper.out()) == 1


def test_a_badge_stopped_before_it_is_out_can_be_tried_again(
    page: DoorPage, session: Session, store: Store, event: Event, fleming: Attendee, paper: Paper, qtbot: QtBot
) -> None:
    held, tasks = Flag(), list[Task]()
    session.run(lambda _store, _progress: held.wait(), lambda _nothing: None, cancellable=False)
    session.work.started.connect(lambda task: tasks.append(task) if task.finish else None)
    scan(page, event, fleming)
    (task,) = tasks
    task.cancel()
    held.set()
    settled(page, qtbot)
    assert paper.out() == []
    assert said(page) == "1 badge non imprimé."
    ctrl_p(page, qtbot)
    assert len(paper.out()) == 1
    assert said(page).startswith("Badge imprimé :")


def test_a_slow_printer_covers_nothing_of_the_door_and_is_stopped_from_its_line(
    page: DoorPage,
    window: MainWindow,
    session: Session,
    event: Event,
    fleming: Attendee,
    paper: Paper,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held, card, strip = Flag(), window.progress, page.arrivals.strip
    monkeypatch.setattr(printing, "printer_names", lambda: ["Étiquettes"] if held.wait() else [])
    scan(page, event, fleming)
    qtbot.waitUntil(lambda: strip.button.isVisible() and strip.stops)
    before = page.verdict.geometry()
    qtbot.wait(600)
    assert not card.isVisible(), "the line says it"
    assert page.verdict.geometry() == before
    session.open("participants")
    qtbot.waitUntil(card.isVisible)
    session.open("door")
    qtbot.waitUntil(lambda: not card.isVisible())
    QTest.mouseClick(strip.button, Qt.MouseButton.LeftButton)
    held.set()
    settled(page, qtbot)
    assert paper.out() == []
    assert said(page) == "1 badge non imprimé."
    assert not strip.stops
    ctrl_p(page, qtbot)
    assert len(paper.out()) == 1


@pytest.mark.parametrize("zoom", [100, 200])
def test_what_else_takes_long_covers_neither_verdict_nor_field(
    page: DoorPage, window: MainWindow, session: Session, theme: Theme, qtbot: QtBot, zoom: int
) -> None:
    session.settings.text_zoom = theme._settings.text_zoom = zoom
    theme.apply()
    window.resize(1280, 800)
    QApplication.processEvents()
    held, card = Flag(), window.progress
    session.run(lambda _store, _progress: held.wait(), lambda _nothing: None, text="Lecture des photos…")
    qtbot.waitUntil(card.isVisible)
    for kept in (page.verdict, page.field):
        there = QRect(kept.mapTo(window.area, QPoint()), kept.size())
        assert not there.intersects(card.geometry())
    held.set()
    qtbot.waitUntil(lambda: not session.work.busy and not card.isVisible())


def test_stopped_once_it_is_out_it_is_noted_all_the_same(
    page: DoorPage,
    session: Session,
    store: Store,
    event: Event,
    fleming: Attendee,
    paper: Paper,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    tasks: list[Task] = []
    session.work.started.connect(tasks.append)
    really = printing.print_pdf

    def print_pdf(
        data: bytes, printer: QPrinter, pages: Sequence[int], progress: Progress, calibration: Calibration
    ) -> None:
        really(data, printer, pages, progress, calibration)
        for task in tasks:
            task.cancel()

    monkeypatch.setattr(printing, "print_pdf", print_pdf)
    scan(page, event, fleming)
    settled(page, qtbot)
    assert len(paper.out()) == 1
    assert page.arrivals.printer.count(Step.PRINTED) == 1
    assert registrations.badge_printed(store, [fleming.id]) == {fleming.id: "printed"}


def test_nothing_stops_a_paper_that_is_out(tmp_path: Path, event: Event, fleming: Attendee) -> None:
    """Stopped at its last word, nothing comes out; after it, it says no more."""
    from io import BytesIO

    from ia_events.documents.calibration_page import write_test_page
    from ia_events.documents.stocks import stock

    file = BytesIO()
    write_test_page(file, stock("brother-62x100"), made_at=EVENING)

    def heard(name: str, stop: bool) -> list[tuple[int, int, bool]]:
        out = tmp_path / name
        told: list[tuple[int, int, bool]] = []

        def progress(done: int, total: int) -> None:
            told.append((done, total, out.exists() and out.read_bytes().endswith(b"%%EOF\n")))
            if stop and done == total:
                raise Cancelled

        printer = printing.printer_for(file.getvalue(), "Essai")
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(out))
        printing.print_pdf(file.getvalue(), printer, [0], progress)
        return told

    assert heard("sorti.pdf", stop=False) == [(0, 1, False), (1, 1, False)]
    with pytest.raises(Cancelled):
        heard("repris.pdf", stop=True)


@pytest.mark.parametrize("error", ["said", "stopped"])
def test_out_but_not_noted_it_is_not_printed_again_unasked(
    page: DoorPage,
    store: Store,
    event: Event,
    fleming: Attendee,
    paper: Paper,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    error: str,
) -> None:
    really = prints.record_badges

    def refused(*_arguments: object, **_more: object) -> None:
        raise Cancelled if error == "stopped" else UserError("store_full", "Le disque est plein.")

    monkeypatch.setattr(prints, "record_badges", refused)
    scan(page, event, fleming)
    settled(page, qtbot)
    assert len(paper.out()) == 1
    assert page.arrivals.printer.count(Step.FAILED) == 0
    assert page.arrivals.printer.count(Step.UNNOTED) == 1
    assert said(page).startswith("Badge sorti, mais pas noté comme imprimé : FLEMING Océane.")
    assert said(page).endswith("Le disque est plein.") == (error == "said")
    assert not page.arrivals.strip.button.isVisible()
    monkeypatch.setattr(prints, "record_badges", really)
    page.arrivals.printer.add(fleming)  # as another arrival does
    QApplication.processEvents()
    settled(page, qtbot)
    ctrl_p(page, qtbot)
    assert len(paper.out()) == 1
    assert "déjà imprimé" in said(page)
    ctrl_p(page, qtbot)
    assert len(paper.out()) == 2
    assert registrations.badge_printed(store, [fleming.id]) == {fleming.id: "printed"}


# --- a print server that takes its time ------------------------------------------------------------------------------


def test_the_next_verdict_does_not_wait_for_the_printers(
    page: DoorPage,
    store: Store,
    event: Event,
    fleming: Attendee,
    carty: Attendee,
    paper: Paper,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    asked, answers = Flag(), Flag()

    def slow() -> list[str]:
        asked.set()
        answers.wait()
        return ["Étiquettes"]

    monkeypatch.setattr(printing, "printer_names", slow)
    try:
        scan(page, event, fleming)
        qtbot.waitUntil(asked.is_set)
        scan(page, event, carty)
        assert page.verdict.shown.headline == "Bienvenue, Wendell"
        assert page.field.text() == ""
        assert door_book.counters(store, event, event.slots[0].id).arrived == 2
        assert not answers.is_set()
        assert paper.out() == []
    finally:
        answers.set()
    settled(page, qtbot)
    assert len(paper.out()) == 2


def test_a_badge_is_queued_once_the_field_is_ready(
    page: DoorPage, event: Event, fleming: Attendee, paper: Paper, session: Session, qtbot: QtBot
) -> None:
    texts: list[str] = []
    session.work.started.connect(lambda task: texts.append(page.field.text()) if task.finish else None)
    scan(page, event, fleming)
    assert texts == [""]
    settled(page, qtbot)


def test_a_printer_that_is_gone_leaves_the_badge_to_be_written(
    page: DoorPage, event: Event, fleming: Attendee, paper: Paper, settings: Settings, qtbot: QtBot
) -> None:
    settings.arrival_printer = "Débranchée"
    scan(page, event, fleming)
    settled(page, qtbot)
    assert "à écrire à la main" in said(page)
    assert paper.out() == []
