"""What the parts of the door do together: scanners, blank badges, replacements, a volunteer, the kiosk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events import pin
from ia_events.domain import keyboards, tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, blanks, door, door_book, events, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.kiosk import KioskPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.desk import Desk

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.settings.sound = False
    times = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(times))


@pytest.fixture
def fleming(store: Store, event: Event) -> Attendee:
    return _add(store, event, "Fleming", "Océane", employer="Ville de Marigot")


@pytest.fixture
def page(window: MainWindow, session: Session, fleming: Attendee, qtbot: QtBot) -> DoorPage:
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(lambda: shown.field.hasFocus() and shown.scanners._window is not None)
    return shown


@pytest.fixture
def blank(store: Store, event: Event) -> str:
    """The code of a blank badge."""
    (one,) = blanks.nobodys(1)
    blanks.record_issued(store, event, [one.badge], EVENING)
    return tokens.issue(one.badge, event.key)


def _add(store: Store, event: Event, last: str, first: str, employer: str = "") -> Attendee:
    person = Attendee(event_id=event.id, last_name=last, first_name=first, employer=employer)
    return registrations.get(store, registrations.save(store, person, EVENING))


def _verdicts(store: Store, event: Event) -> list[Verdict]:
    return [entry.verdict for entry in door_book.recent(store, event.id, event.slots[0].id)]


def test_a_blank_badge_scanned_over_a_replacement_is_the_newcomers(
    page: DoorPage, window: MainWindow, store: Store, event: Event, fleming: Attendee, blank: str
) -> None:
    page.field.setText("fleming")
    page.search.search("fleming")
    page.mends.open_replacement()
    assert page.below.form.instead_of == fleming
    Desk(window).burst(blank)
    assert page.below.form.badge == tokens.badge_id(blank)
    page.below.form.fields["last_name"].setText("Brooks")
    page.below.form.submit()
    (newcomer,) = [p for p in registrations.all_of(store, event.id) if p.last_name == "Brooks"]
    assert newcomer.badge == tokens.badge_id(blank)
    assert registrations.get(store, fleming.id).status == Status.CANCELLED
    assert _verdicts(store, event) == [Verdict.WELCOME]


def test_a_blank_badge_read_before_a_replacement_is_offered_to_it(
    page: DoorPage, window: MainWindow, store: Store, event: Event, fleming: Attendee, blank: str
) -> None:
    Desk(window).burst(blank)
    assert _verdicts(store, event) == [Verdict.BLANK]
    page.field.setText("fleming")
    page.search.search("fleming")
    page.mends.open_replacement()
    assert page.below.form.badge == tokens.badge_id(blank)


def test_a_question_is_not_taken_for_the_form_by_f2(
    page: DoorPage, store: Store, event: Event, fleming: Attendee
) -> None:
    # given somebody known from another event, offered by the form, then left for a question
    page.open_walk_in()
    page.below.form.known.show_people([Attendee(last_name="Brooks", first_name="Jim", employer="Ville de Y")])
    page.below.form.cancelled.emit()
    door.admit(store, event, fleming, slot_id=event.slots[0].id, at=EVENING, now=EVENING)
    page.refresh()
    page.mends.ask_reason()
    page.open_walk_in()
    assert page.below.currentWidget() is page.below.form
    assert page.below.form.fields["last_name"].text() == ""


def test_a_volunteer_changes_nothing_of_the_organisers(
    page: DoorPage, session: Session, store: Store, event: Event, fleming: Attendee
) -> None:
    pin.choose("4827")
    session.open("volunteer")
    mends = page.mends
    assert mends.companion.isHidden()
    assert mends.replace.isHidden()
    door.admit(store, event, fleming, slot_id=event.slots[0].id, at=EVENING, now=EVENING, station="Une autre")
    page.refresh()
    for key in (Qt.Key.Key_F5, Qt.Key.Key_F7):
        QTest.keyClick(page.field, key)
    assert not page.below.in_form
    (entry,) = door_book.recent(store, event.id, event.slots[0].id)
    mends.ask_hour(entry)
    page.below.recent.reason_asked.emit(entry)
    assert not page.below.in_form
    page.below.recent.undo_asked.emit(entry)
    assert _verdicts(store, event) == [Verdict.WELCOME]
    page.open_walk_in()
    page.below.form.fields["last_name"].setText("Brooks")
    page.below.form.edited.emit()
    QTest.qWait(200)
    assert not session.work.busy
    assert page.below.form.known.person is None
    session.change_setting("mode", "")
    assert not mends.companion.isHidden()
    assert not mends.replace.isHidden()


@pytest.mark.parametrize("layout", ["AZERTY", "BÉPO"])
def test_the_kiosk_hears_a_scanner_on_any_keyboard(
    window: MainWindow, session: Session, store: Store, event: Event, fleming: Attendee, layout: str, qtbot: QtBot
) -> None:
    pin.choose("4827")
    session.open("kiosk")
    page = window.page
    assert isinstance(page, KioskPage)
    qtbot.waitUntil(lambda: page.field.hasFocus() and page.scanners._window is not None)
    assert id(page) in session.awake._shown
    token = tokens.issue(fleming.badge, event.key)
    qwerty, typed = keyboards.ROWS["QWERTY"][1], keyboards.ROWS[layout][1]
    Desk(window).burst("".join(typed[qwerty.index(letter)] for letter in token))
    assert page.verdict.shown.tone == "welcome"
    assert "Océane" in page.verdict.shown.headline
    assert _verdicts(store, event) == [Verdict.WELCOME]


def test_two_events_badges_do_not_mix_at_a_volunteers_door(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    pin.choose("4827")
    session.open("volunteer")
    other = events.get(store, events.save(store, Event(title="Autre", slots=event.slots), EVENING))
    stranger = _add(store, other, "Carty", "Wendell")
    Desk(window).burst(tokens.issue(stranger.badge, other.key))
    assert page.verdict.shown.tone == "refused"
    assert "Carty" not in page.verdict.shown.spoken
