"""What stays at the door when something else happens: a selected name, the line chosen, what a wrong code was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events import pin
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, door, events, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.desk import Desk

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)


@pytest.fixture
def page(window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> DoorPage:
    session.settings.sound = False
    times = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(times))
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(lambda: shown.field.hasFocus() and shown.scanners._window is not None)
    return shown


def _add(store: Store, event: Event, last: str, first: str, employer: str = "") -> Attendee:
    person = Attendee(event_id=event.id, last_name=last, first_name=first, employer=employer)
    return registrations.get(store, registrations.save(store, person, EVENING))


def test_a_badge_read_over_a_selected_name_leaves_it_selected(
    page: DoorPage, window: MainWindow, store: Store, event: Event
) -> None:
    person = _add(store, event, "Fleming", "Océane")
    page.open_walk_in()
    name = page.below.form.fields["last_name"]
    name.setText("PETIT")
    name.setFocus()
    name.selectAll()
    Desk(window).burst(tokens.issue(person.badge, event.key))
    assert page.verdict.shown.tone == "welcome"
    assert (name.text(), name.selectedText()) == ("PETIT", "PETIT")


def test_the_line_chosen_stays_chosen_when_others_come(page: DoorPage, store: Store, event: Event) -> None:
    slot = event.slots[0].id
    for number in range(3):
        someone = _add(store, event, f"Nom {number}", "Anaïs")
        door.admit(store, event, someone, slot_id=slot, at=EVENING + timedelta(minutes=number), now=EVENING)
    page.refresh()
    page.below.step(1)
    page.below.step(1)
    chosen = page.below.recent.chosen
    assert chosen is not None
    assert chosen.attendee is not None
    assert chosen.attendee.last_name == "Nom 1"
    late = _add(store, event, "Nom 3", "Anaïs")
    door.admit(store, event, late, slot_id=slot, at=EVENING + timedelta(minutes=9), now=EVENING)
    page.refresh()
    assert page.below.recent.chosen == chosen
    assert not page.below.recent.retime.isHidden()


def test_ctrl_e_opens_the_box_of_whoever_is_on_the_screen(
    page: DoorPage, session: Session, store: Store, event: Event
) -> None:
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True), *event.slots[1:])), EVENING)
    slot = event.slots[0].id
    for first, employer in (("Jean", "Ville de Lyon"), ("Paul", "")):
        door.admit(store, event, _add(store, event, "Dupont", first, employer), slot_id=slot, at=EVENING, now=EVENING)
    wanted = _add(store, event, "Zénon", "Ludivine", "Ville de Marigot")
    door.admit(store, event, wanted, slot_id=slot, at=EVENING, now=EVENING)
    session.recorded()
    page.admit(wanted)
    page.signing._show(None)
    page.signing.open()
    assert page.signing.signer is not None
    assert page.signing.signer.person.id == wanted.id
    assert page.signing.panel.where[0].text().startswith("Ville de Marigot · ")


def test_a_wrong_code_is_said_until_another_is_begun(
    page: DoorPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    pin.choose("4827")
    session.open("volunteer")
    session.open("leave_mode")
    pad = window.modes.pad
    assert pad is not None
    for key in "1111":
        pad._type(key)
    pad._enter()
    pad._show_wait()  # what its clock does twice a second
    assert "pas le code" in pad.says.text()
    QTest.keyClick(pad, Qt.Key.Key_4)
    pad._erase()
    assert "De 4" in pad.says.text()
    pad.given_up.emit()


def test_a_full_room_is_said_before_somebody_more_is_registered(
    page: DoorPage, session: Session, store: Store, event: Event
) -> None:
    host = _add(store, event, "Fleming", "Océane")
    events.save(store, replace(event, slots=(replace(event.slots[0], seats=1), *event.slots[1:])), EVENING)
    session.recorded()
    page.admit(host)
    people = len(registrations.all_of(store, event.id))

    # a companion: once more, and the organiser has decided
    page.mends.bring_along()
    assert "Salle pleine" in page.hint.text()
    assert len(registrations.all_of(store, event.id)) == people
    page.mends.bring_along()
    assert len(registrations.all_of(store, event.id)) == people + 1

    # a walk-in: Enter again
    page.open_walk_in()
    form = page.below.form
    form.fields["last_name"].setText("Brooks")
    form.submit()
    assert "Salle pleine" in form.notice.text()
    assert len(registrations.all_of(store, event.id)) == people + 1
    form.submit()
    assert len(registrations.all_of(store, event.id)) == people + 2

    # a volunteer may not
    pin.choose("4827")
    session.open("volunteer")
    page.open_walk_in()
    form.fields["last_name"].setText("Carty")
    for _again in range(3):
        form.submit()
        assert "décider" in form.notice.text()
    assert len(registrations.all_of(store, event.id)) == people + 2
