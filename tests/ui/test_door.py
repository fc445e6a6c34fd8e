"""The door, driven by keys as a scanner and as fingers send them; what counts is what is in the store afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.attendance import FactKind, State
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Source, Status
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book, events, journal, presence, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)  # 17 h 42 at Saint-Martin


@pytest.fixture
def people(store: Store, event: Event) -> dict[str, Attendee]:
    """Nine people, two of them namesakes; one on the waitlist, one who gave up."""
    rows = (
        ("arrondell", "Arrondell", "Éloïse", "Collectivité de Saint-Martin", Status.REGISTERED),
        ("namesake", "Arrondell", "Éloïse", "Commune des Abymes", Status.REGISTERED),
        ("fleming", "Fleming", "Océane", "Collectivité de Saint-Barthélemy", Status.REGISTERED),
        ("ndiaye", "N'Diaye", "Aïssata", "Département de la Guadeloupe", Status.REGISTERED),
        ("waiting", "Carty", "Wendell", "CCAS de Basse-Terre", Status.WAITLISTED),
        ("gone", "Ledée", "Jean-Baptiste", "Collectivité de Saint-Barthélemy", Status.CANCELLED),
    )
    found = {}
    for key, last, first, employer, status in rows:
        person = Attendee(event_id=event.id, last_name=last, first_name=first, employer=employer, status=status)
        found[key] = registrations.get(store, registrations.save(store, person, EVENING))
    return found


@pytest.fixture
def page(
    window: MainWindow, session: Session, people: dict[str, Attendee], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> DoorPage:
    """The door, open at 17 h 42; each look at the clock is a second later."""
    clock = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(shown.field.hasFocus)
    return shown


@pytest.fixture
def token(event: Event) -> Callable[[Attendee], str]:
    """The badge of somebody."""
    return lambda person: tokens.issue(person.badge, event.key)


def keys(text: str, suffix: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Keys as they come, to whatever has the focus."""
    for letter in text:
        QTest.keyClicks(_focus(), letter)
        QApplication.processEvents()  # a completer's list opens and closes meanwhile
    if suffix is not None:
        QTest.keyClick(_focus(), suffix)
    QApplication.processEvents()


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def verdicts(store: Store, event: Event) -> list[Verdict]:
    """What was recorded, the newest first."""
    return [entry.verdict for slot in event.slots for entry in door_book.recent(store, event.id, slot.id)]


# --- scanners --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, None])
def test_a_scan_is_admitted_whatever_the_scanner_adds(
    page: DoorPage,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    token: Callable[[Attendee], str],
    suffix: Qt.Key | None,
    qtbot: QtBot,
) -> None:
    page._tidy.setInterval(10)
    keys(token(people["arrondell"]), suffix)
    keys(token(people["fleming"]), suffix)
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.WELCOME]
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    assert page.verdict.shown.name == "FLEMING Océane"
    assert page.verdict.shown.employer == "Collectivité de Saint-Barthélemy"
    assert "17\u00a0h\u00a042" in page.verdict.shown.sentence
    assert page.field.text() == ""
    assert page.field.hasFocus()
    # The list and the counters follow when nobody waits.
    qtbot.waitUntil(lambda: page.below.recent.model.words[0][1] == "FLEMING Océane" and not page._tidy.isActive())
    assert [c.accessibleName() for c in page.counters.counters] == [
        "2 en salle",
        "2 à venir",
        "4 en tout",
        "0 sur place",
    ]


def test_caps_lock_changes_nothing(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys(token(people["arrondell"]).lower())
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_what_was_half_typed_before_a_scan_does_not_spoil_it(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys("bl", None)
    keys(token(people["arrondell"]))
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_a_second_scan_says_when_and_where(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys(token(people["arrondell"]))
    keys(token(people["arrondell"]))
    assert verdicts(store, event) == [Verdict.ALREADY_IN, Verdict.WELCOME]
    assert page.verdict.shown.tone == "attention"
    assert page.verdict.shown.headline == "Déjà là depuis 17\u00a0h\u00a042"
    assert "Entrée 1" in page.verdict.shown.sentence


def test_a_broken_scan_and_somebody_elses_code(page: DoorPage, store: Store, event: Event) -> None:
    keys("CBDFGHJKLNPR")
    assert page.verdict.shown.tone == "refused"
    keys("3017620422003")
    assert verdicts(store, event) == [Verdict.FOREIGN, Verdict.UNREADABLE]


def test_the_code_of_a_sheet_is_told_from_a_badge(page: DoorPage, store: Store, event: Event) -> None:
    keys(tokens.sheet_code("0123456789abcd"))
    assert verdicts(store, event) == [Verdict.SHEET_PAGE]
    assert page.verdict.shown.headline == "Pas un badge"
    assert page.verdict.shown.sentence.startswith("C’est le code d’une feuille d’émargement")


def test_34_letters_that_are_nobodys_badge_need_no_suffix(
    page: DoorPage, store: Store, event: Event, qtbot: QtBot
) -> None:
    keys("D" * 34, None)
    qtbot.waitUntil(lambda: verdicts(store, event) == [Verdict.FOREIGN])


def test_the_letters_under_the_code_do(page: DoorPage, store: Store, event: Event, people: dict[str, Attendee]) -> None:
    keys(people["ndiaye"].short_code.lower())
    assert verdicts(store, event) == [Verdict.WELCOME]
    assert page.verdict.shown.name == "N'DIAYE Aïssata"


def test_the_verdict_is_shown_after_the_commit(
    page: DoorPage,
    store: Store,
    people: dict[str, Attendee],
    token: Callable[[Attendee], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # given another program's view of the same file, which sees what is committed and nothing else
    assert store.path is not None
    other = Store.open(store.path, now=EVENING)
    seen: list[int] = []
    say = page.verdict.say

    def watch(what: object) -> None:
        seen.append(other.execute("SELECT count(*) FROM facts WHERE kind = 'arrival'").fetchone()[0])
        say(what)  # type: ignore[arg-type]

    monkeypatch.setattr(page.verdict, "say", watch)
    keys(token(people["arrondell"]))
    assert seen == [1]
    other.close()


def test_nothing_is_shown_when_nothing_could_be_recorded(
    page: DoorPage, window: MainWindow, store: Store, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    assert store.path is not None
    other = Store.open(store.path, now=EVENING)
    other.execute("BEGIN IMMEDIATE")
    store.execute("PRAGMA busy_timeout = 50")
    before = page.verdict.shown
    keys(token(people["arrondell"]))
    assert page.verdict.shown == before
    assert "occupée par un autre programme" in window.toast.text
    other.execute("ROLLBACK")
    other.close()
    # and the next scan is
    keys(token(people["arrondell"]))
    assert page.verdict.shown.tone == "welcome"


def test_a_scan_outside_the_dates_is_recorded_and_flagged(
    page: DoorPage,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    token: Callable[[Attendee], str],
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(session, "now", lambda: EVENING - timedelta(days=400))
    keys(token(people["arrondell"]))
    assert verdicts(store, event) == [Verdict.WELCOME]
    assert "12 novembre\u00a02025" in page.verdict.shown.warning


def test_a_badge_of_another_event_names_it(page: DoorPage, store: Store, event: Event) -> None:
    other = events.get(store, events.save(store, Event(title="Journée de Fort-de-France"), EVENING))
    keys(tokens.issue(tokens.new_badge_id(), other.key))
    assert page.verdict.shown.headline == "Autre événement"
    assert "Journée de Fort-de-France" in page.verdict.shown.sentence


# --- the organiser decides -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["waiting", "gone"])
def test_f8_admits_all_the_same(
    page: DoorPage,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    token: Callable[[Attendee], str],
    who: str,
) -> None:
    assert not page.entry.admit.isVisible()
    keys(token(people[who]))
    assert page.entry.admit.isVisible()
    QTest.keyClick(page.field, Qt.Key.Key_F8)
    assert verdicts(store, event)[0] == Verdict.WELCOME
    assert page.verdict.shown.tone == "welcome"
    assert not page.entry.admit.isVisible()


def test_somebody_expected_elsewhere_is_told_where_and_can_be_admitted(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    morning = Slot(label="Matin", start=EVENING + timedelta(hours=15), end=EVENING + timedelta(hours=18))
    events.save(store, replace(event, slots=(*event.slots, morning)), EVENING)
    page.session.recorded()
    both = events.get(store, event.id)
    registrations.save(store, replace(people["fleming"], slots=(both.slots[1].id,)), EVENING)
    keys(token(people["fleming"]))
    assert page.verdict.shown.headline == "Autre créneau"
    assert "Matin" in page.verdict.shown.sentence
    QTest.keyClick(page.field, Qt.Key.Key_F8)
    assert verdicts(store, both)[0] == Verdict.WELCOME


# --- names -----------------------------------------------------------------------------------------------------------


def test_a_name_typed_is_found_in_any_part_accents_aside(
    page: DoorPage, store: Store, event: Event, qtbot: QtBot
) -> None:
    keys("aissa", None)
    qtbot.waitUntil(lambda: page.below.currentWidget() is page.below.found)
    assert [words[0] for words in page.below.people.words] == ["N'DIAYE Aïssata"]
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert verdicts(store, event) == [Verdict.WELCOME]
    entry = door_book.recent(store, event.id, event.slots[0].id)[0]
    assert entry.fact.method == "typed"
    assert page.below.currentWidget() is page.below.recent
    assert page.field.text() == ""


def test_namesakes_stand_side_by_side_and_the_arrows_choose(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee]
) -> None:
    keys("arrondell eloise")
    # Enter admits nobody while two people are meant
    assert verdicts(store, event) == []
    assert "Plusieurs personnes" in page.hint.text()
    assert sorted(words[1] for words in page.below.people.words) == [
        "Collectivité de Saint-Martin",
        "Commune des Abymes",
    ]
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    chosen = page.below.person()
    assert chosen is not None
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert verdicts(store, event) == [Verdict.WELCOME]
    assert page.verdict.shown.employer == chosen.employer
    assert page.field.hasFocus()


def test_the_list_says_who_is_there_already(
    page: DoorPage, people: dict[str, Attendee], token: Callable[[Attendee], str], qtbot: QtBot
) -> None:
    keys(token(people["fleming"]))
    keys("fleming", None)
    qtbot.waitUntil(lambda: bool(page.below.people.words))
    assert page.below.people.words[0][4] == "Là depuis 17\u00a0h\u00a042"


def test_who_was_marked_in_the_grid_is_there_since_no_hour(
    page: DoorPage,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    token: Callable[[Attendee], str],
    qtbot: QtBot,
) -> None:
    """GIVEN a presence typed in the grid WHEN looked for at the door THEN no hour is said that nobody told."""
    presence.mark(store, event, [(people["fleming"].id, event.slots[0].id)], State.PRESENT, EVENING)
    keys("fleming", None)
    qtbot.waitUntil(lambda: bool(page.below.people.words))
    assert page.below.people.words[0][4] == "Là, noté à la main"
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    keys(token(people["fleming"]))  # which tells it
    keys("fleming", None)
    qtbot.waitUntil(lambda: bool(page.below.people.words))
    assert page.below.people.words[0][4] == "Là depuis 17\u00a0h\u00a042"


def test_nobody_of_that_name(page: DoorPage, store: Store, event: Event, qtbot: QtBot) -> None:
    keys("zzz", None)
    qtbot.waitUntil(lambda: "Personne ne correspond" in page.hint.text())
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert verdicts(store, event) == []
    QTest.keyClick(page.field, Qt.Key.Key_Escape)
    assert page.field.text() == ""
    assert not page.hint.isVisible()


# --- walk-ins --------------------------------------------------------------------------------------------------------


def test_a_walk_in_in_one_form(page: DoorPage, store: Store, event: Event) -> None:
    keys("Zola", None)
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    form = page.below.form
    assert form.fields["last_name"].text() == "Zola"
    assert form.fields["first_name"].hasFocus()
    keys("Nana", Qt.Key.Key_Tab)
    keys("Commune de Basse-Terre", Qt.Key.Key_Tab)
    keys("nana.zola@exemple.fr")
    (person,) = [p for p in registrations.all_of(store, event.id) if p.last_name == "Zola"]
    assert (person.first_name, person.employer, person.email) == (
        "Nana",
        "Commune de Basse-Terre",
        "nana.zola@exemple.fr",
    )
    assert person.source == Source.WALK_IN
    assert page.verdict.shown.name == "ZOLA Nana"
    assert page.counters.counters[3].accessibleName() == "1 sur place"
    assert page.field.hasFocus()
    # and the badge made for the walk-in is known
    keys(tokens.issue(person.badge, event.key))
    assert page.verdict.shown.tone == "attention"


def test_the_form_complains_and_keeps_what_was_typed(page: DoorPage, store: Store, event: Event) -> None:
    count = len(registrations.all_of(store, event.id))
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("")
    form = page.below.form
    assert "nom" in form.fields["last_name"].accessibleDescription()
    keys("Zola", None)
    form.fields["email"].setFocus()
    keys("nana chez exemple")
    assert form.fields["email"].accessibleDescription() != ""
    assert len(registrations.all_of(store, event.id)) == count
    QTest.keyClick(form.fields["email"], Qt.Key.Key_Escape)
    assert page.field.hasFocus()


def test_a_namesake_is_named_before_being_registered_twice(page: DoorPage, store: Store, event: Event) -> None:
    count = len(registrations.all_of(store, event.id))
    keys("fleming oceane", None)
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("")
    assert "FLEMING Océane" in page.below.form.notice.text()
    assert len(registrations.all_of(store, event.id)) == count
    keys("")
    assert len(registrations.all_of(store, event.id)) == count + 1


def test_a_badge_read_while_the_form_is_open_is_a_scan(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("Zo", None)
    keys(token(people["fleming"]))
    assert verdicts(store, event) == [Verdict.WELCOME]
    assert page.verdict.shown.name == "FLEMING Océane"
    assert page.field.hasFocus()


# --- taking back -----------------------------------------------------------------------------------------------------


def test_ctrl_z_takes_back_the_last_scan_and_again_the_one_before(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys(token(people["arrondell"]))
    keys(token(people["fleming"]))
    keys(token(people["fleming"]))  # already in: nothing of it to take back
    QTest.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.verdict.shown.headline == "Passage annulé"
    assert "FLEMING Océane" in page.verdict.shown.sentence
    assert door_book.counters(store, event, event.slots[0].id).inside == 1
    QTest.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert door_book.counters(store, event, event.slots[0].id).inside == 0
    assert page.counters.counters[0].accessibleName() == "0 en salle"
    keys(token(people["fleming"]))
    assert page.verdict.shown.headline == "Bienvenue, Océane"


def test_any_line_of_the_list_can_be_taken_back(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    for who in ("arrondell", "fleming", "ndiaye"):
        keys(token(people[who]))
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    assert page.below.recent.take_back.isVisible()
    QTest.keyClick(page.field, Qt.Key.Key_Delete)
    QApplication.processEvents()
    left = [
        entry.attendee.last_name for entry in door_book.recent(store, event.id, event.slots[0].id) if entry.attendee
    ]
    assert left == ["N'Diaye", "Arrondell"]


def test_a_walk_in_taken_back_leaves_the_list(page: DoorPage, store: Store, event: Event) -> None:
    count = len(registrations.all_of(store, event.id))
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    keys("Zola")
    assert len(registrations.all_of(store, event.id)) == count + 1
    QTest.keyClick(page.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(registrations.all_of(store, event.id)) == count


def test_an_undo_from_the_menu_takes_the_verdict_off_the_screen(
    page: DoorPage, session: Session, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys(token(people["arrondell"]))
    session.undo()
    assert page.verdict.shown.headline == "Prêt à scanner"
    assert page.below.recent.model.words == []


def test_somebody_found_by_name_is_said_to_be_there_not_to_have_shown_a_badge(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    for _time in range(2):
        keys("fleming", None)
        qtbot.waitUntil(lambda: page.below.person() is not None)
        QTest.qWait(600)  # Enter at once after a scan is the scanner's
        keys("")
    what = page.verdict.shown
    assert (what.headline.startswith("Déjà là depuis"), what.short) == (True, "Déjà là")
    assert what.sentence.startswith("Arrivée déjà notée à 17\u00a0h\u00a042")
    assert page.below.recent.model.words[0][-1] == "déjà là"
    assert "badge" not in what.spoken.lower()


# --- departures, slots, focus ----------------------------------------------------------------------------------------


def test_f4_records_departures_and_says_so(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys(token(people["arrondell"]))
    QTest.keyClick(page.field, Qt.Key.Key_F4)
    assert page.mark.isVisible()
    assert page.bar.exits.isChecked()
    keys(token(people["arrondell"]))
    assert page.verdict.shown.headline == "Au revoir, Éloïse"
    assert page.counters.counters[0].accessibleName() == "0 en salle"
    QTest.keyClick(page.field, Qt.Key.Key_F4)
    assert not page.mark.isVisible()
    keys(token(people["arrondell"]))
    assert page.verdict.shown.headline == "Bon retour, Éloïse"
    assert verdicts(store, event) == [Verdict.RETURNED, Verdict.LEFT, Verdict.WELCOME]


def test_another_slot_can_be_chosen(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    later = Slot(label="Atelier", start=EVENING + timedelta(hours=16), end=EVENING + timedelta(hours=18))
    events.save(store, replace(event, slots=(*event.slots, later)), EVENING)
    page.session.recorded()
    slots = page.bar.slots
    assert slots.itemText(0).startswith("Auto · Soirée")
    keys(token(people["arrondell"]))
    slots.setCurrentIndex(2)
    slots.activated.emit(2)
    assert page.field.hasFocus()
    keys(token(people["arrondell"]))
    both = events.get(store, event.id)
    assert [door_book.counters(store, both, slot.id).inside for slot in both.slots] == [1, 1]
    assert page.verdict.shown.headline == "Bienvenue, Éloïse"


def test_clicks_never_take_the_keyboard_away(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys(token(people["arrondell"]))
    for widget in (page, page.verdict, page.counters, page.below.recent.table.viewport(), page.bar.station):
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
        assert page.field.hasFocus(), widget
    # and from a button reached by Tab, what is typed goes to the field
    page.entry.walk_in.setFocus()
    keys(token(people["fleming"]))
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.WELCOME]


def test_an_event_without_slots_says_what_to_do(
    page: DoorPage, store: Store, session: Session, window: MainWindow
) -> None:
    session.switch(events.save(store, Event(title="Sans créneau"), EVENING))
    assert page.empty.isVisible()
    assert not page.body.isVisible()


def test_another_event_starts_afresh(
    page: DoorPage,
    store: Store,
    event: Event,
    session: Session,
    people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:
    keys(token(people["arrondell"]))
    page.set_leaving(True)
    copy = events.duplicate(store, event.id, "Deuxième soirée", EVENING)
    session.switch(copy)
    assert page.verdict.shown.headline == "Prêt à scanner"
    assert not page.leaving
    keys(token(people["arrondell"]))
    assert page.verdict.shown.headline == "Autre événement"


def test_the_log_is_tidied_between_two_rushes(
    page: DoorPage, store: Store, people: dict[str, Attendee], token: Callable[[Attendee], str], qtbot: QtBot
) -> None:
    assert store.path is not None
    page._tidy.setInterval(10)
    keys(token(people["arrondell"]))
    qtbot.waitUntil(lambda: not page.session.work.busy and not page._tidy.isActive())
    # Everything is in the database itself: nothing of the scan is in the log alone.
    copied = Path(str(store.path) + ".copy")
    copied.write_bytes(store.path.read_bytes())
    other = Store.open(copied, now=EVENING)
    assert other.execute("SELECT count(*) FROM facts WHERE kind = ?", (FactKind.ARRIVAL,)).fetchone()[0] == 1
    other.close()
    assert journal.next_undo(store) is not None


def test_a_key_nobody_wants_in_a_window_without_the_keyboard_goes_no_further(
    page: DoorPage, window: MainWindow
) -> None:
    # Sent to the field, which had no use for it, it came back from there until the stack was full.
    elsewhere = QWidget()
    elsewhere.show()
    elsewhere.activateWindow()
    QApplication.processEvents()
    assert not page.field.hasFocus()
    for shown in ("door", "participants"):
        window.open(shown)
        for part in (page.field, page):
            unwanted = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier, "1")
            QApplication.sendEvent(part, unwanted)
            assert not unwanted.isAccepted()
            assert not page.field.text()
    elsewhere.close()
    elsewhere.deleteLater()
