"""One line for a walk-in, blank badges tied by scanning them, badges printed as people arrive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QGuiApplication, QPageLayout
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.verdicts import Verdict
from ia_events.settings import Settings
from ia_events.store import Store, blanks, door, door_book, events, journal, prints, registrations
from ia_events.ui import printing
from ia_events.ui.arrival_printing import Step
from ia_events.ui.pages import door_walk_in
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.settings import SettingsPage
from ia_events.ui.session import Session
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.window import MainWindow

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)


@pytest.fixture
def fleming(store: Store, event: Event) -> Attendee:
    return add(store, event, "Fleming", "Océane", employer="Collectivité de Saint-Barthélemy")


def add(store: Store, event: Event, last: str, first: str, **fields: Any) -> Attendee:
    person = Attendee(event_id=event.id, last_name=last, first_name=first, **fields)
    return registrations.get(store, registrations.save(store, person, EVENING))


@pytest.fixture
def page(
    window: MainWindow, session: Session, fleming: Attendee, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> DoorPage:
    clock = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(shown.field.hasFocus)
    return shown


@pytest.fixture
def blank(store: Store, event: Event) -> str:
    """The code of a blank badge."""
    (one,) = blanks.nobodys(1)
    blanks.record_issued(store, event, [one.badge], EVENING)
    return tokens.issue(one.badge, event.key)


def keys(text: str, suffix: Qt.Key | None = Qt.Key.Key_Return) -> None:
    for letter in text:
        QTest.keyClicks(focus(), letter)
    if suffix is not None:
        QTest.keyClick(focus(), suffix)
    QApplication.processEvents()


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def form_of(page: DoorPage) -> dict[str, str]:
    return {name: line.text() for name, line in page.below.form.fields.items() if line.text()}


def badge_of(store: Store, person: Attendee) -> str:
    return registrations.get(store, person.id).badge


def verdicts(store: Store, event: Event) -> list[Verdict]:
    return [entry.verdict for entry in door_book.recent(store, event.id, event.slots[0].id)]


# --- one line --------------------------------------------------------------------------------------------------------


def test_a_line_typed_at_the_door_begins_the_form(page: DoorPage, store: Store, event: Event) -> None:
    keys("M. ZOLA Nana <nana@exemple.fr> Ville de Y", Qt.Key.Key_F2)
    assert form_of(page) == {
        "last_name": "ZOLA",
        "first_name": "Nana",
        "civility": "M.",
        "email": "nana@exemple.fr",
        "employer": "Ville de Y",
    }
    keys("")
    (person,) = [p for p in registrations.all_of(store, event.id) if p.last_name == "ZOLA"]
    assert (person.civility, person.employer, person.source) == ("M.", "Ville de Y", Source.WALK_IN)
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_a_line_typed_in_the_form_is_shown_before_it_registers(page: DoorPage, store: Store, event: Event) -> None:
    count = len(registrations.all_of(store, event.id))
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("Zola Nana, Ville de Y, 0690 12 34 56")
    assert form_of(page) == {
        "last_name": "Zola",
        "first_name": "Nana",
        "employer": "Ville de Y",
        "phone": "0690123456",
    }
    assert len(registrations.all_of(store, event.id)) == count
    keys("")
    assert len(registrations.all_of(store, event.id)) == count + 1
    assert page.field.hasFocus()


def test_cells_pasted_fill_the_form_at_once(page: DoorPage, qtbot: QtBot) -> None:
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    QGuiApplication.clipboard().setText("ZOLA\tNana\tcollectivité de saint barthélemy\tnana@exemple.fr\n")
    QTest.keyClick(focus(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form_of(page) == {
        "last_name": "ZOLA",
        "first_name": "Nana",
        "employer": "Collectivité de Saint-Barthélemy",
        "email": "nana@exemple.fr",
    }
    qtbot.waitUntil(lambda: not page.session.work.busy)


def test_somebody_of_another_event_is_taken_in_one_key(
    page: DoorPage, store: Store, event: Event, qtbot: QtBot
) -> None:
    other = events.get(store, events.save(store, replace(event, id="", title="L'an dernier", slots=()), EVENING))
    add(store, other, "Zola", "Nana", employer="Ville de Y", email="nana@exemple.fr")
    keys("zola nana", Qt.Key.Key_F2)
    form = page.below.form
    qtbot.waitUntil(form.known.isVisible)
    assert "Ville de Y" in form.known.words.text()
    qtbot.waitUntil(lambda: "Ville de Y" in form.employers.stringList() and not page.session.work.busy)
    QTest.keyClick(focus(), Qt.Key.Key_F2)
    assert form_of(page) == {
        "last_name": "Zola",
        "first_name": "Nana",
        "employer": "Ville de Y",
        "email": "nana@exemple.fr",
    }
    assert not form.known.isVisible()


# --- blank badges ----------------------------------------------------------------------------------------------------


def test_a_blank_read_over_the_form_is_theirs(
    page: DoorPage, store: Store, event: Event, blank: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("Zola", None)
    keys(blank)  # its Enter is the scanner's, not a yes
    assert form_of(page) == {"last_name": "Zola"}
    assert tokens.short_code(tokens.badge_id(blank) or "") in page.below.form.held.text()
    monkeypatch.setattr(door_walk_in, "_SUFFIX", 0.0)
    keys("")
    (person,) = [p for p in registrations.all_of(store, event.id) if p.last_name == "Zola"]
    assert person.badge == tokens.badge_id(blank)
    assert not page.arrivals.strip.isVisible()
    page.past.undo()
    assert not [p for p in registrations.all_of(store, event.id) if p.last_name == "Zola"]


def test_a_blank_read_just_after_a_walk_in_is_theirs_and_taken_back(
    page: DoorPage, store: Store, event: Event, blank: str
) -> None:
    keys("Zola Nana", Qt.Key.Key_F2)
    keys("")
    assert "écrire à la main" in page.arrivals.strip.words.text()
    (person,) = [p for p in registrations.all_of(store, event.id) if p.last_name == "Zola"]
    keys(blank)
    assert badge_of(store, person) == tokens.badge_id(blank)
    assert (page.verdict.shown.headline, page.verdict.shown.name) == ("Badge remis", "ZOLA Nana")
    QTest.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert badge_of(store, person) == person.badge
    assert verdicts(store, event) == [Verdict.WELCOME], "the arrival stands"
    keys(blank)
    assert page.verdict.shown.headline == "Badge vierge"


def test_no_badge_is_to_be_written_of_a_walk_in_taken_back(page: DoorPage, store: Store) -> None:
    keys("Zola Nana", Qt.Key.Key_F2)
    keys("")
    assert "écrire à la main" in page.arrivals.strip.words.text()
    QTest.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.verdict.shown.headline == "Inscription annulée"
    assert not page.arrivals.strip.isVisible()


def test_a_blank_read_on_somebody_found_lets_them_in(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee, qtbot: QtBot
) -> None:
    keys("flem", None)
    qtbot.waitUntil(lambda: page.below.person() is not None)
    keys(blank)
    assert badge_of(store, fleming) == tokens.badge_id(blank)
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    keys(tokens.issue(fleming.badge, event.key))
    assert page.verdict.shown.headline == "Badge remplacé"


def test_whoever_waits_is_let_in_before_they_get_a_blank(
    page: DoorPage, store: Store, event: Event, blank: str, qtbot: QtBot
) -> None:
    waiting = add(store, event, "Carty", "Wendell", status=Status.WAITLISTED)
    keys("carty", None)
    qtbot.waitUntil(lambda: page.below.person() is not None)
    keys(blank)
    assert page.verdict.shown.headline == "Liste d'attente".replace("'", "’")
    assert badge_of(store, waiting) == waiting.badge
    page.admit_anyway()
    assert page.verdict.shown.headline == "Bienvenue, Wendell"
    assert badge_of(store, waiting) == tokens.badge_id(blank)


def test_a_blank_of_nobody_asks_whose_it_is(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee, qtbot: QtBot
) -> None:
    keys(blank)
    assert page.verdict.shown.headline == "Badge vierge"
    assert verdicts(store, event) == [Verdict.BLANK]
    assert door_book.counters(store, event, event.slots[0].id).arrived == 0
    keys("fleming")
    assert badge_of(store, fleming) == tokens.badge_id(blank)
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    assert page.arrivals.strip.words.text().endswith("écrivez-y le nom.")
    keys(blank)
    assert page.verdict.shown.headline.startswith("Déjà là")
    assert door_book.counters(store, event, event.slots[0].id).arrived == 1


def test_a_blank_of_nobody_then_the_form(page: DoorPage, store: Store, event: Event, blank: str) -> None:
    keys(blank)
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("Zola")
    (person,) = [p for p in registrations.all_of(store, event.id) if p.last_name == "Zola"]
    assert person.badge == tokens.badge_id(blank)
    assert door_book.counters(store, event, event.slots[0].id).arrived == 1


def test_put_aside_it_is_nobodys(page: DoorPage, store: Store, blank: str, fleming: Attendee) -> None:
    keys(blank)
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    keys("fleming")
    assert badge_of(store, fleming) == fleming.badge
    assert page.verdict.shown.headline == "Bienvenue, Océane"


def another(store: Store, event: Event) -> str:
    """The code of one more blank badge."""
    (one,) = blanks.nobodys(1)
    blanks.record_issued(store, event, [one.badge], EVENING)
    return tokens.issue(one.badge, event.key)


def find(page: DoorPage, name: str, qtbot: QtBot) -> None:
    keys(name, None)
    qtbot.waitUntil(lambda: page.below.person() is not None)


def with_seats(page: DoorPage, store: Store, event: Event, seats: int) -> None:
    """The first slot seats so many, and one person is in."""
    events.save(store, replace(event, slots=(replace(event.slots[0], seats=seats), *event.slots[1:])), EVENING)
    page.session.recorded()
    early = add(store, event, "Ndiaye", "Awa")
    now_ = events.get(store, event.id)
    door.admit(store, now_, early, slot_id=event.slots[0].id, at=EVENING, now=EVENING, station="Une autre")


def test_of_two_blanks_the_one_in_hand_is_theirs(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee, qtbot: QtBot
) -> None:
    second = another(store, event)
    keys(blank)
    find(page, "flem", qtbot)
    keys(second)
    assert badge_of(store, fleming) == tokens.badge_id(second)
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    keys(second)
    assert page.verdict.shown.headline.startswith("Déjà là")
    assert blanks.is_free(store, event, tokens.badge_id(blank) or "")
    add(store, event, "Carty", "Wendell")
    find(page, "carty", qtbot)
    keys(blank)
    assert page.verdict.shown.headline == "Bienvenue, Wendell"
    assert blanks.counts(store, event.id).tied == 2


def test_the_same_blank_read_again_on_somebody_found_is_theirs(
    page: DoorPage,
    session: Session,
    store: Store,
    event: Event,
    blank: str,
    fleming: Attendee,
    qtbot: QtBot,
) -> None:
    said: list[object] = []
    session.notified.connect(lambda *words: said.append(words))
    keys(blank)
    find(page, "flem", qtbot)
    keys(blank)
    assert badge_of(store, fleming) == tokens.badge_id(blank)
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.BLANK]
    assert said == []


def test_a_blank_read_over_the_form_leaves_no_other_one_waiting(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee
) -> None:
    keys(blank)
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("Zola", None)
    keys(another(store, event))
    page.below.form.cancelled.emit()
    keys("fleming")
    assert badge_of(store, fleming) == fleming.badge


@pytest.mark.parametrize("first", ["blank", "name"])
def test_a_full_room_is_full_for_who_gets_a_blank_too(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee, qtbot: QtBot, first: str
) -> None:
    with_seats(page, store, event, 1)
    if first == "blank":
        keys(blank)
        keys("fleming")
    else:
        find(page, "flem", qtbot)
        keys(blank)
    assert page.outcome is not None
    assert page.outcome.verdict == Verdict.FULL
    assert badge_of(store, fleming) == fleming.badge
    assert door_book.arrivals(store, event.slots[0].id, [fleming.id]) == {}
    page.admit_anyway()
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    assert badge_of(store, fleming) == tokens.badge_id(blank)
    assert fleming.id in door_book.arrivals(store, event.slots[0].id, [fleming.id])
    assert page.arrivals.pending == ""


def test_a_blank_kept_for_somebody_stopped_is_nobody_elses(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee, qtbot: QtBot
) -> None:
    waiting = add(store, event, "Carty", "Wendell", status=Status.WAITLISTED)
    keys(blank)
    keys("carty")
    keys("fleming")
    assert badge_of(store, fleming) == fleming.badge
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    keys("carty")
    page.admit_anyway()
    assert badge_of(store, waiting) == waiting.badge
    assert blanks.is_free(store, event, tokens.badge_id(blank) or "")


def test_a_blank_of_nobody_goes_to_no_other_slot(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee
) -> None:
    first = event.slots[0]
    later = replace(first, id="", label="Lendemain", start=first.start + timedelta(days=1), end=first.end + timedelta(days=1))  # fmt: skip
    events.save(store, replace(event, slots=(*event.slots, later)), EVENING)
    page.session.recorded()
    last = events.get(store, event.id).slots[-1]
    keys(blank)
    page.bar.slot_chosen.emit(last.id)
    assert page.arrivals.pending == ""
    keys("fleming")
    assert badge_of(store, fleming) == fleming.badge
    assert door_book.arrivals(store, first.id, [fleming.id]) == {}
    assert fleming.id in door_book.arrivals(store, last.id, [fleming.id])


def test_a_blank_of_nobody_goes_to_no_other_event(page: DoorPage, store: Store, event: Event, blank: str) -> None:
    other = events.get(store, events.save(store, replace(event, id="", title="Autre", slots=()), EVENING))
    keys(blank)
    assert page.arrivals.pending
    page.session.switch(other.id)
    page.session.switch(event.id)
    assert page.arrivals.pending == ""


def test_a_blank_is_for_whoever_was_named_just_now_not_long_ago(
    page: DoorPage, session: Session, store: Store, event: Event, blank: str, fleming: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    keys("fleming")
    assert page.outcome is not None
    named = page.outcome.at
    monkeypatch.setattr(session, "now", lambda: named + timedelta(seconds=61))
    keys(blank)
    assert page.verdict.shown.headline == "Badge vierge"
    assert badge_of(store, fleming) == fleming.badge
    keys("fleming")
    assert page.verdict.shown.headline.startswith("Déjà là")
    assert badge_of(store, fleming) == tokens.badge_id(blank)


def test_a_badge_taken_back_leaves_the_arrival(
    page: DoorPage, store: Store, event: Event, blank: str, fleming: Attendee
) -> None:
    keys(blank)
    keys("fleming")
    page.past.undo()
    assert page.verdict.shown.headline == "Badge repris"
    assert badge_of(store, fleming) == fleming.badge
    assert door_book.counters(store, event, event.slots[0].id).arrived == 1
    page.past.undo()
    assert door_book.counters(store, event, event.slots[0].id).arrived == 0
    assert blanks.is_free(store, event, tokens.badge_id(blank) or "")


def test_a_badge_taken_back_by_the_menu_names_its_holder_no_more(
    page: DoorPage, session: Session, store: Store, event: Event, blank: str, fleming: Attendee
) -> None:
    keys("fleming")
    keys(blank)
    assert (page.verdict.shown.headline, page.verdict.shown.name) == ("Badge remis", "FLEMING Océane")
    session.undo()
    assert (page.verdict.shown.headline, page.verdict.shown.name) == ("Badge repris", "")
    assert badge_of(store, fleming) == fleming.badge
    # read first, and given by the name: the verdict that greeted is no longer about this badge, nor is there one to write
    keys(blank)
    keys("fleming")
    assert page.arrivals.strip.isVisible()
    session.undo()
    assert (page.verdict.shown.headline, page.verdict.shown.name) == ("Badge repris", "")
    assert not page.arrivals.strip.isVisible()
    assert page.outcome is None
    # somebody else is on the screen since: their verdict stays
    keys("fleming")
    keys(blank)
    add(store, event, "Zola", "Nana", source=Source.MANUAL)
    tied = page.arrivals._tied
    keys("zola")
    journal.undo(store, session.now(), tied)
    session.recorded()
    assert page.verdict.shown.name == "ZOLA Nana"


def test_no_second_badge_is_printed_for_who_gets_a_blank(
    page: DoorPage, blank: str, papers: Callable[[], list[Path]], qtbot: QtBot
) -> None:
    keys(blank)
    keys("fleming")
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    printed(page, qtbot)
    assert papers() == []


def test_what_prints_on_arrival_is_chosen_in_the_settings(
    window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "printer_names", lambda: ["Étiquettes"])
    session.settings.arrival_printer = "Rangée"
    session.open("settings")
    shown = window.page
    assert isinstance(shown, SettingsPage)
    card = shown.arrivals
    assert not card.printer.isVisibleTo(card)
    card.when.set_value("walk_ins")
    card.when.chosen.emit("walk_ins")
    QApplication.processEvents()
    assert session.settings.print_on_arrival == "walk_ins"
    assert all(
        control.isVisibleTo(card) and control.accessibleName() for control in (card.printer, card.stock, card.design)
    )
    assert [card.printer.itemText(row) for row in range(card.printer.count())][1:] == ["Étiquettes", "Rangée (absente)"]
    card.printer.chosen.emit("Étiquettes")
    assert session.settings.arrival_printer == "Étiquettes"
    offered = [card.stock.itemData(row) for row in range(card.stock.count())]
    assert "brother-62x100" in offered
    assert "avery-l7418" not in offered, "a label a page"


# --- printing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def papers(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], list[Path]]:
    """A label printer whose paper is PDF files: those that came out."""
    folder = tmp_path / "papier"
    folder.mkdir()
    settings.print_on_arrival, settings.arrival_printer = "all", "Étiquettes"

    def choose(printer: QPrinter, name: str) -> None:
        wanted = printer.pageLayout()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(folder / f"{len(list(folder.iterdir()))} {name}.pdf"))
        printing.keep_paper(printer, wanted)
        printer.setPageMargins(QMarginsF(), QPageLayout.Unit.Millimeter)

    monkeypatch.setattr(printing, "printer_names", lambda: ["Étiquettes"])
    monkeypatch.setattr(printing, "choose", choose)
    return lambda: sorted(folder.iterdir())


def printed(page: DoorPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.session.work.busy, timeout=20_000)
    QApplication.processEvents()


def test_an_arrival_is_printed_once(
    page: DoorPage, store: Store, event: Event, fleming: Attendee, papers: Callable[[], list[Path]], qtbot: QtBot
) -> None:
    token = tokens.issue(fleming.badge, event.key)
    keys(token)
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    printed(page, qtbot)
    (paper,) = papers()
    document = open_pdf(paper.read_bytes())
    size = document.pagePointSize(0)
    assert document.pageCount() == 1
    assert sorted(round(side / 72 * 25.4) for side in (size.width(), size.height())) == [62, 100]
    assert prints.badge_counts(store, event.id) == (0, 0, 1)
    assert page.arrivals.strip.words.text().startswith("Badge imprimé\u00a0:")
    page.set_leaving(True)
    keys(token)
    page.set_leaving(False)
    keys(token)
    assert page.verdict.shown.headline == "Bon retour, Océane"
    printed(page, qtbot)
    assert len(papers()) == 1


def test_another_one_is_asked_for_twice(
    page: DoorPage, event: Event, fleming: Attendee, papers: Callable[[], list[Path]], qtbot: QtBot
) -> None:
    keys(tokens.issue(fleming.badge, event.key))
    printed(page, qtbot)
    page.arrivals.print_badge()
    printed(page, qtbot)
    assert len(papers()) == 1
    assert "déjà imprimé" in page.arrivals.strip.words.text()
    page.arrivals.strip.button.click()
    printed(page, qtbot)
    assert len(papers()) == 2


def test_only_walk_ins(
    page: DoorPage,
    settings: Settings,
    event: Event,
    fleming: Attendee,
    papers: Callable[[], list[Path]],
    qtbot: QtBot,
) -> None:
    settings.print_on_arrival = "walk_ins"
    keys(tokens.issue(fleming.badge, event.key))
    printed(page, qtbot)
    assert papers() == []
    keys("Zola Nana", Qt.Key.Key_F2)
    keys("")
    printed(page, qtbot)
    assert len(papers()) == 1
    assert page.arrivals.printer.count(Step.PRINTED) == 1


def test_a_printer_that_fails_is_tried_again(
    page: DoorPage,
    store: Store,
    event: Event,
    fleming: Attendee,
    papers: Callable[[], list[Path]],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    qtbot: QtBot,
    expect_log: Callable[[str], None],
) -> None:
    working = printing.choose

    def broken(printer: QPrinter, _name: str) -> None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "absent" / "papier.pdf"))

    monkeypatch.setattr(printing, "choose", broken)
    expect_log("QPainter::begin")
    keys(tokens.issue(fleming.badge, event.key))
    printed(page, qtbot)
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    assert page.arrivals.printer.count(Step.FAILED) == 1
    assert page.arrivals.strip.words.text().startswith("1 badge non imprimé.")
    assert prints.badge_counts(store, event.id).new == 1
    monkeypatch.setattr(printing, "choose", working)
    page.arrivals.strip.button.click()
    printed(page, qtbot)
    assert len(papers()) == 1
    assert prints.badge_counts(store, event.id).new == 0


def test_without_the_printer_the_badge_is_to_be_written(
    page: DoorPage, settings: Settings, event: Event, fleming: Attendee, qtbot: QtBot
) -> None:
    settings.print_on_arrival, settings.arrival_printer = "all", "Débranchée"
    keys(tokens.issue(fleming.badge, event.key))
    printed(page, qtbot)
    assert "à écrire à la main" in page.arrivals.strip.words.text()
