"""Signing at the kiosk, after checking oneself in: one's own first name, a box, and back to the first screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, events, signatures
from ia_events.ui.pages.kiosk import KioskPage
from tests import inks
from tests.ui.conftest import plain
from tests.ui.test_door_signing import by_finger, by_mouse, inked
from tests.ui.test_modes import EVENING, clock, code, kiosk, people

__all__ = ["clock", "code", "kiosk", "people"]  # the fixtures of the modes


@pytest.fixture
def signing(kiosk: KioskPage, store: Store, event: Event) -> Event:
    """The evening, where one signs on the screen."""
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    kiosk.session.recorded()
    return events.get(store, event.id)


def arrive(kiosk: KioskPage, person: Attendee, event: Event) -> None:
    kiosk.scan(tokens.issue(person.badge, event.key))
    assert kiosk.verdict.isVisible()  # the welcome first
    kiosk.reset()  # as its time is over
    QApplication.processEvents()


def seen(kiosk: KioskPage) -> str:
    return plain(" ".join(one.text() for one in kiosk.findChildren(QLabel) if one.isVisible()))


def test_whoever_checks_in_signs_with_a_finger_and_the_kiosk_thanks(
    kiosk: KioskPage, store: Store, signing: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    arrive(kiosk, people["fleming"], signing)
    box = kiosk.signing
    assert box.isVisible()
    assert "Signez, Océane" in seen(kiosk)
    assert "Fleming" not in seen(kiosk)
    assert "FLEMING" not in seen(kiosk)
    assert "Signature électronique simple" in seen(kiosk)
    assert not box.save.isEnabled()
    by_finger(box.pad, inks.strokes(4))
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    (one,) = signatures.of_event(store, signing.id)
    assert (one.registration_id, one.tool, one.present) == (people["fleming"].id, "touch", True)
    assert kiosk.verdict.shown.headline == "Merci"
    kiosk.reset()
    assert kiosk.attract.isVisible()
    assert not inked(box.pad)
    # Already signed: not asked again.
    arrive(kiosk, people["fleming"], signing)
    assert kiosk.attract.isVisible()


def test_every_answer_is_large_enough_for_a_finger_and_takes_no_key_of_the_scanner(
    kiosk: KioskPage, signing: Event, people: dict[str, Attendee]
) -> None:
    arrive(kiosk, people["fleming"], signing)
    buttons = [one for one in kiosk.signing.findChildren(QPushButton) if one.isVisible()]
    assert len(buttons) == 3
    assert all(one.height() >= 44 for one in buttons)
    by_mouse(kiosk.signing.pad, inks.strokes(4))
    assert kiosk.field.hasFocus()


def test_a_dot_is_refused_erasing_begins_again_and_paper_is_a_touch_away(
    kiosk: KioskPage, store: Store, signing: Event, people: dict[str, Attendee]
) -> None:
    arrive(kiosk, people["fleming"], signing)
    box = kiosk.signing
    by_mouse(box.pad, [[(0.5, 0.5, 0, None)]])
    QTest.mouseClick(box.save, Qt.MouseButton.LeftButton)
    assert "Un point ou un trait ne suffit pas" in seen(kiosk)
    by_mouse(box.pad, inks.strokes(4))
    QTest.mouseClick(box.rub, Qt.MouseButton.LeftButton)
    assert not inked(box.pad)
    assert "suffit pas" not in seen(kiosk)
    QTest.mouseClick(box.paper, Qt.MouseButton.LeftButton)
    assert kiosk.attract.isVisible()
    assert signatures.of_event(store, signing.id) == []


def test_the_next_badge_is_judged_at_once_and_what_was_left_there_is_nobodys(
    kiosk: KioskPage, store: Store, signing: Event, people: dict[str, Attendee]
) -> None:
    arrive(kiosk, people["fleming"], signing)
    by_mouse(kiosk.signing.pad, inks.strokes(4))
    arrive(kiosk, people["arrondell"], signing)
    assert "Signez, Éloïse" in seen(kiosk)
    assert not inked(kiosk.signing.pad)
    assert signatures.of_event(store, signing.id) == []


@pytest.mark.parametrize("read", ["3760123456789", "CBDFGHJKLNPR"])
def test_a_code_that_is_no_badge_leaves_what_somebody_draws(
    kiosk: KioskPage, store: Store, signing: Event, people: dict[str, Attendee], read: str
) -> None:
    """GIVEN somebody who draws WHEN a bottle's bar code, or half a badge, is read THEN the ink stays, and is kept."""
    arrive(kiosk, people["fleming"], signing)
    by_mouse(kiosk.signing.pad, inks.strokes(4))
    kiosk.scan(read)
    assert kiosk.signing.isVisible()
    assert inked(kiosk.signing.pad)
    QTest.mouseClick(kiosk.signing.save, Qt.MouseButton.LeftButton)
    (one,) = signatures.of_event(store, signing.id)
    assert one.registration_id == people["fleming"].id


def test_who_is_not_let_in_and_where_nobody_signs_there_is_no_box(
    kiosk: KioskPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    arrive(kiosk, people["arrondell"], event)
    assert kiosk.attract.isVisible()
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    kiosk.session.recorded()
    arrive(kiosk, people["waiting"], event)
    assert kiosk.attract.isVisible()
    # The box is left by itself when nobody touches it.
    arrive(kiosk, people["fleming"], event)
    assert kiosk.signing.isVisible()
    kiosk._back.start(1)
    qtbot.waitUntil(kiosk.attract.isVisible)
