"""What is put right at the door, by its keys; what counts is what is in the store afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain.attendance import State
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book, door_mends, events, journal, presence, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from tests.ui.test_door import EVENING, keys, page, people, token, verdicts

__all__ = ["page", "people", "token"]  # the fixtures of the door
Key, Shift = Qt.Key, Qt.KeyboardModifier.ShiftModifier
Token = Callable[[Attendee], str]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def rules(page: DoorPage, event: Event, **given: object) -> Event:
    """Give the slot rules of entry."""
    store = page.session.store
    events.save(store, replace(event, slots=(replace(event.slots[0], **given),)), EVENING)  # type: ignore[arg-type]
    page.session.recorded()
    return events.get(store, event.id)


def of(store: Store, event: Event, last_name: str) -> Attendee:
    return next(p for p in registrations.all_of(store, event.id) if last_name in p.list_name)


# --- the rules of entry ----------------------------------------------------------------------------------------------


def test_before_the_door_opens_f8_lets_in_all_the_same(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    event = rules(page, event, opens=5)
    keys(token(people["fleming"]))
    assert page.verdict.shown.headline == "Ouverture à 17\u00a0h\u00a055"
    assert page.verdict.shown.tone == "attention"
    press(Key.Key_F8)
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.EARLY]


def test_f8_admits_nobody_while_another_name_is_typed_and_says_whose_it_is(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    keys(token(people["gone"]))
    keys("flem", None)
    press(Key.Key_F8)
    assert verdicts(store, event) == [Verdict.CANCELLED]
    assert "F8 admet LEDÉE Jean-Baptiste" in page.hint.text().replace("\u00a0", " ")
    assert page.field.text() == "flem"
    press(Key.Key_F2)
    press(Key.Key_F8)
    assert verdicts(store, event) == [Verdict.CANCELLED], "another person is being registered"
    press(Key.Key_Escape)
    press(Key.Key_F8)
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.CANCELLED]


def test_f8_before_an_answer_says_that_enter_comes_first(
    page: DoorPage, qtbot: QtBot, store: Store, event: Event
) -> None:
    press(Key.Key_F8)
    assert not page.hint.isVisible()
    keys("flem", None)
    qtbot.waitUntil(lambda: page.below.person() is not None)
    press(Key.Key_F8)
    assert "Entrée d’abord" in page.hint.text()
    assert verdicts(store, event) == []


def test_a_full_room_is_said_its_seats_counted_and_f8_lets_in(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    event = rules(page, event, seats=1)
    keys(token(people["fleming"]))
    keys(token(people["ndiaye"]))
    assert page.verdict.shown.headline == "Salle pleine"
    assert page.counters.counters[0].accessibleName() == "1 / 1 en salle"
    assert page.counters.counters[0].tone == "attention", "at its seats"
    press(Key.Key_F8)
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.FULL, Verdict.WELCOME]
    assert page.counters.counters[0].accessibleName() == "2 / 1 en salle"
    assert page.counters.counters[0].tone == "attention", "over them"
    for _passage in range(2):
        press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.counters.counters[0].accessibleName() == "0 / 1 en salle"
    assert page.counters.counters[0].tone == "welcome"


def test_no_coming_back_says_when_they_left_and_f8_lets_in(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    event = rules(page, event, reentry=False)
    keys(token(people["fleming"]))
    press(Key.Key_F4)
    keys(token(people["fleming"]))
    press(Key.Key_F4)
    keys(token(people["fleming"]))
    assert page.verdict.shown.headline == "Sortie définitive"
    assert "17\u00a0h\u00a042" in page.verdict.shown.sentence
    press(Key.Key_F8)
    assert verdicts(store, event)[0] == Verdict.RETURNED


def test_lateness_is_said_and_kept_as_a_state(
    page: DoorPage,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    token: Token,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    event = rules(page, event, late=10)
    slot = event.slots[0]
    monkeypatch.setattr(session, "now", lambda: slot.start + timedelta(minutes=25))
    keys(token(people["fleming"]))
    assert page.verdict.shown.tone == "welcome"
    assert "25 min après le début" in page.verdict.shown.sentence.replace("\u00a0", " ")
    assert presence.load(store, event).cells[people["fleming"].id, slot.id].state == State.LATE


def test_another_slot_is_proposed_and_f12_goes_there(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    morning = Slot(label="Matin", start=EVENING + timedelta(hours=15), end=EVENING + timedelta(hours=18))
    events.save(store, replace(event, slots=(*event.slots, morning)), EVENING)
    page.session.recorded()
    both = events.get(store, event.id)
    registrations.save(store, replace(people["fleming"], slots=(both.slots[1].id,)), EVENING)
    keys(token(people["fleming"]))
    assert page.mends.other_slot.isVisible()
    assert "Matin" in page.mends.other_slot.text()
    press(Key.Key_F12)
    assert page.slot == both.slots[1]
    assert not page.mends.other_slot.isVisible()
    keys(token(people["fleming"]))
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    assert door_book.counters(store, both, both.slots[1].id).inside == 1


# --- instead of somebody, with somebody ------------------------------------------------------------------------------


def test_a_colleague_comes_instead_of_the_person_found(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    keys("fleming", None)
    qtbot.waitUntil(lambda: bool(page.below.people.people))
    press(Key.Key_F5)
    form = page.below.form
    assert form.title.text() == "À la place de FLEMING Océane"
    assert form.fields["employer"].text() == "Collectivité de Saint-Barthélemy"
    keys("Zola", Key.Key_Tab)
    keys("Nana")
    assert page.verdict.shown.name == "ZOLA Nana"
    assert page.verdict.shown.tone == "welcome"
    assert of(store, event, "FLEMING").status == Status.CANCELLED
    assert of(store, event, "ZOLA").employer == "Collectivité de Saint-Barthélemy"
    assert page.field.hasFocus()
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert of(store, event, "FLEMING").status == Status.REGISTERED
    assert not any(p.last_name == "Zola" for p in registrations.all_of(store, event.id))


def test_of_namesakes_the_one_chosen_is_replaced(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    keys("arrondell", None)
    qtbot.waitUntil(lambda: len(page.below.people.people) == 2)
    press(Key.Key_F5)
    assert "choisissez avec les flèches, puis F5" in page.hint.text()
    press(Key.Key_Down)
    chosen = page.below.person()
    assert chosen is not None
    press(Key.Key_F5)
    assert page.below.form.fields["employer"].text() == chosen.employer
    press(Key.Key_Escape)
    assert page.field.text() == ""
    assert page.field.hasFocus()


def test_whoever_was_refused_may_be_replaced_but_nobody_who_came(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    press(Key.Key_F5)
    assert "Cherchez d’abord" in page.hint.text()
    keys(token(people["fleming"]))
    press(Key.Key_F5)
    assert "FLEMING Océane est déjà là" in page.hint.text()
    assert not page.below.in_form
    keys(token(people["gone"]))
    press(Key.Key_F5)
    assert page.below.form.title.text() == "À la place de LEDÉE Jean-Baptiste"
    press(Key.Key_Escape)
    press(Key.Key_F2)
    assert page.below.form.title.text() == "Inscription sur place", "the next form is for anybody"


def test_a_companion_is_one_key_after_the_verdict_and_is_counted(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    assert not page.mends.companion.isEnabled()
    press(Key.Key_F7)
    assert "F7" in page.hint.text()
    keys(token(people["fleming"]))
    press(Key.Key_F7)
    assert (page.verdict.shown.headline, page.verdict.shown.name) == ("Bienvenue", "Accompagnant de FLEMING Océane")
    press(Key.Key_F7)
    companions = [p for p in registrations.all_of(store, event.id) if p.role == Role.COMPANION]
    assert [p.first_name for p in companions] == ["Accompagnant de FLEMING Océane"] * 2
    assert door_book.counters(store, event, event.slots[0].id).inside == 3
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert door_book.counters(store, event, event.slots[0].id).inside == 2
    assert not registrations.team(store, event.id), "companions are no team"


# --- taken back, and why ---------------------------------------------------------------------------------------------


def reasons(store: Store) -> list[str]:
    return [str(row["value"]) for row in store.execute("SELECT value FROM facts WHERE kind = 'void' ORDER BY hlc, seq")]


def test_a_passage_is_taken_back_with_a_reason_in_one_more_key(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    for who in ("arrondell", "fleming", "ndiaye"):
        keys(token(people[who]))
    press(Key.Key_Delete, Shift)
    assert page.mends.reason.title.text() == "Annuler ce passage\u00a0: N'DIAYE Aïssata"
    press(Key.Key_2)
    assert reasons(store) == ["lu deux fois"]
    assert page.verdict.shown.sentence.endswith("lu deux fois")
    assert page.field.hasFocus()
    # the line chosen, in words of one's own
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Delete, Shift)
    assert "ARRONDELL" in page.mends.reason.title.text()
    keys("parti sans entrer")
    assert reasons(store) == ["lu deux fois", "parti sans entrer"]
    # none at all: Enter; and none wanted: Escape
    press(Key.Key_Delete, Shift)
    press(Key.Key_Escape)
    assert len(reasons(store)) == 2
    press(Key.Key_Delete, Shift)
    press(Key.Key_Return)
    assert reasons(store) == ["lu deux fois", "parti sans entrer", ""]
    assert door_book.counters(store, event, event.slots[0].id).inside == 0


def test_a_badge_read_over_a_question_is_a_scan(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    keys(token(people["arrondell"]))
    press(Key.Key_Delete, Shift)
    keys(token(people["fleming"]))
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.WELCOME]
    assert page.verdict.shown.headline == "Bienvenue, Océane"
    assert page.field.hasFocus()


# --- hours -----------------------------------------------------------------------------------------------------------


def arrival(store: Store, event: Event, person: Attendee) -> datetime:
    at = door_book.arrivals(store, event.slots[0].id, [person.id])[person.id].at
    assert at is not None
    return at


def test_the_hour_of_any_line_is_corrected_by_enter(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    keys(token(people["fleming"]))
    press(Key.Key_Return)
    assert not page.below.in_form, "no line is chosen"
    press(Key.Key_Down)
    assert page.below.recent.retime.isVisible()
    QTest.qWait(600)  # Enter at once after a scan is the scanner's
    press(Key.Key_Return)
    assert page.mends.hour.title.text().startswith("FLEMING Océane")
    keys("midi")
    assert "pas une heure" in page.mends.hour.complaint.text()
    page.mends.hour_line.selectAll()
    keys("23 h")
    assert "pas encore passée" in page.mends.hour.complaint.text()
    page.mends.hour_line.selectAll()
    keys("17 h 05")
    assert not page.below.in_form
    assert arrival(store, event, people["fleming"]) == EVENING.replace(minute=5, second=0)
    page.session.undo()
    assert event.local(arrival(store, event, people["fleming"])).minute == 42


def test_a_correction_taken_back_is_called_one_and_the_passage_stays(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    def corrected() -> None:
        fact = door_book.recent(store, event.id, event.slots[0].id)[0].fact
        at = EVENING.replace(minute=5, second=0)
        assert door_mends.correct_time(store, event, fact.id, at, page.session.now()) is not None
        page.session.recorded()

    keys(token(people["fleming"]))
    came = arrival(store, event, people["fleming"])
    corrected()
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.verdict.shown.headline == "Correction annulée"
    assert "FLEMING Océane" in page.verdict.shown.sentence
    assert arrival(store, event, people["fleming"]) == came
    # the line chosen is a passage, whatever was corrected of it
    corrected()
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert page.verdict.shown.headline == "Passage annulé"
    assert door_book.arrivals(store, event.slots[0].id, [people["fleming"].id]) == {}


def test_what_ctrl_z_took_back_is_said(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    now, station = page.session.now, page.session.settings.station
    keys(token(people["fleming"]))
    press(Key.Key_F4)
    keys(token(people["fleming"]))
    press(Key.Key_F4)
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.verdict.shown.headline == "Sortie annulée"
    newcomer = Attendee(last_name="Zola", first_name="Nana")
    door_mends.replace_by(store, event, people["ndiaye"], newcomer, at=now(), now=now(), station=station)
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.verdict.shown.headline == "Remplacement annulé"
    came = door_mends.bring_along(store, event, people["fleming"], at=now(), now=now(), station=station)
    assert came.attendee is not None
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.verdict.shown.headline == "Inscription annulée"
    assert page.verdict.shown.sentence == "Inscription sur place\u00a0: Accompagnant de FLEMING Océane"
    # whose registration somebody wrote in since stays: only the passage went
    came = door_mends.bring_along(store, event, people["fleming"], at=now(), now=now(), station=station)
    assert came.attendee is not None
    registrations.save(store, replace(came.attendee, employer="CCAS de Basse-Terre"), now())
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.verdict.shown.headline == "Passage annulé"


def test_a_line_that_recorded_nothing_says_so_to_every_key(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    keys(token(people["fleming"]))
    keys(token(people["gone"]))
    QTest.qWait(600)  # Enter at once after a scan is the scanner's
    for key, modifier in (
        (Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Delete, Shift),
    ):
        press(Key.Key_Down)
        press(Key.Key_Up)
        assert not page.hint.isVisible()
        press(Key.Key_Down)
        page.below.recent.table.selectRow(0)
        press(key, modifier)
        assert page.hint.text().startswith("«\u00a0désistement\u00a0»\u00a0: cette lecture n’a noté aucun passage"), key
        assert not page.below.in_form
    assert verdicts(store, event) == [Verdict.CANCELLED, Verdict.WELCOME], "the other passage stands"
    press(Key.Key_Down)
    assert not page.hint.isVisible()
    press(Key.Key_Delete)
    assert verdicts(store, event) == [Verdict.CANCELLED]


def test_a_jump_of_the_clock_is_said_and_the_hours_told_before_are_shifted(
    page: DoorPage,
    store: Store,
    event: Event,
    people: dict[str, Attendee],
    token: Token,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    qtbot.waitUntil(lambda: not session.work.busy)
    keys(token(people["fleming"]))
    qtbot.waitUntil(lambda: not session.work.busy)
    page.clock.look()
    qtbot.waitUntil(lambda: not session.work.busy)
    assert not page.clock.banner.isVisible()
    right = EVENING + timedelta(minutes=61)  # somebody set it
    monkeypatch.setattr(session, "now", lambda: right)
    page.clock.look()
    assert page.clock.banner.isVisible()
    assert "avancer de 61 min" in page.clock.banner.text.replace("\u00a0", " ")
    before = arrival(store, event, people["fleming"])
    keys(token(people["ndiaye"]))  # told by the right clock
    shift = next(b for b in page.clock.banner.findChildren(QPushButton) if b.text().startswith("Décaler"))
    shift.click()
    assert page.clock.minutes.text() == "+61"
    assert page.clock.minutes.hasFocus()
    press(Key.Key_Return)
    assert not page.below.in_form
    assert arrival(store, event, people["fleming"]) == before + timedelta(minutes=61)
    assert arrival(store, event, people["ndiaye"]) == right
    assert not page.clock.banner.isVisible()
    assert page.field.hasFocus()
    session.undo()
    assert arrival(store, event, people["fleming"]) == before


def test_a_clock_behind_what_was_recorded_is_said_once(
    page: DoorPage,
    store: Store,
    people: dict[str, Attendee],
    token: Token,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def look() -> None:
        page.clock.look()
        qtbot.waitUntil(lambda: not session.work.busy)

    keys(token(people["fleming"]))
    page.clock.stop()
    page.clock._seen = None  # as when the door is opened on a machine set wrong
    monkeypatch.setattr(session, "now", lambda: EVENING - timedelta(minutes=30))
    look()
    qtbot.waitUntil(page.clock.banner.isVisible)
    assert "17\u00a0h\u00a012" in page.clock.banner.text
    page.clock.banner.hide()
    look()
    assert not page.clock.banner.isVisible(), "dismissed"
    monkeypatch.setattr(session, "now", lambda: EVENING + timedelta(minutes=1))
    page.clock._seen = None
    look()
    assert not page.clock.banner.isVisible()
    assert journal.next_undo(store) is not None


def test_what_cannot_be_shifted_is_said(
    page: DoorPage, session: Session, people: dict[str, Attendee], token: Token, qtbot: QtBot
) -> None:
    page.clock.ask()
    assert not page.below.in_form, "this station told nothing"
    keys(token(people["fleming"]))
    page.clock.ask()
    question = page.clock.question
    assert page.clock.minutes.text() == ""
    press(Key.Key_Return)
    assert "nombre de minutes" in question.complaint.text()
    page.clock.minutes.setText("99999999999")
    press(Key.Key_Return)
    assert "nombre de minutes" in question.complaint.text()
    page.clock.minutes.setText("-60")
    page.clock.hours[0].setText("2 h")
    page.clock.hours[1].setText("3 h")
    press(Key.Key_Return)
    assert "aucun passage" in question.complaint.text()
    page.clock.hours[0].setText("hier")
    press(Key.Key_Return)
    assert page.clock.hours[0].hasFocus()


def test_opened_again_the_door_keeps_the_keyboard(
    page: DoorPage, store: Store, session: Session, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    session.open("door")
    QApplication.processEvents()
    keys(token(people["fleming"]))
    assert verdicts(store, event) == [Verdict.WELCOME]
