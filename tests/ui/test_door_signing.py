"""Signing at the door, with a mouse, a pen and fingers; what counts is what is in the store, and that no scan waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ia_events.documents.sign_in import write_sign_in_sheets
from ia_events.domain.attendance import Method
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.domain.signatures import Signed, Tool
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.store import Store, door, events, journal, registrations, signatures
from ia_events.store.finding import Found
from ia_events.ui import theme
from ia_events.ui.pages import door_signing
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.signer import Signer
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.widgets.signing_pad import SigningPad
from tests import inks
from tests.ui.conftest import plain
from tests.ui.test_door import EVENING, keys, page, people, token, verdicts
from tests.ui.test_door_mends import press

__all__ = ["page", "people", "token"]  # the fixtures of the door
Key = Qt.Key
Token = Callable[[Attendee], str]
Stroke = Sequence[tuple[float, float, float, float | None]]


@pytest.fixture
def slot(page: DoorPage, store: Store, event: Event, monkeypatch: pytest.MonkeyPatch) -> str:
    """The evening, where one signs on the screen. No Enter is a scanner's, for none is sent after a code here."""
    monkeypatch.setattr(door_signing, "_SUFFIX", -1.0)
    monkeypatch.setattr(door_signing, "_HOLD", 1)
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    page.session.recorded()
    return event.slots[0].id


def given(store: Store, event: Event) -> dict[str, Signed]:
    """Whose signature counts."""
    found = signatures.of_event(store, event.id)
    return {registrations.get(store, one.registration_id).last_name: one for one in found if one.present}


def shown(page: DoorPage) -> bool:
    """Whether the box is on the screen."""
    return page.signing.shown


def inked(pad: SigningPad) -> bool:
    return pad.has_ink


def scan(page: DoorPage, code: str) -> None:
    keys(code, None)


def at(pad: SigningPad, point: tuple[float, float, float, float | None]) -> QPointF:
    box = pad.area
    return QPointF(box.x() + point[0] * box.width(), box.y() + point[1] * box.height())


def by_mouse(pad: SigningPad, strokes: Sequence[Stroke], *, lift: bool = True) -> None:
    for stroke in strokes:
        points = [at(pad, point).toPoint() for point in stroke]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        if lift:
            QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])
    QApplication.processEvents()


def by_finger(pad: SigningPad, strokes: Sequence[Stroke], others: int = 0) -> None:
    """One finger signs; `others` rest on the screen."""
    device = QTest.createTouchDevice()
    window = pad.window().windowHandle()
    assert window is not None

    def place(point: QPoint) -> QPoint:
        return pad.mapTo(pad.window(), point)

    corner = place(pad.area.topLeft().toPoint() + QPoint(20, 20))
    for stroke in strokes:
        points = [place(at(pad, point).toPoint()) for point in stroke]
        for number, point in enumerate((*points, points[-1])):
            touch = QTest.touchEvent(window, device)
            what = touch.press if number == 0 else touch.release if number == len(points) else touch.move
            what(0, point, window)
            for finger in range(1, others + 1):
                rest = touch.press if number == 0 else touch.release if number == len(points) else touch.stationary
                rest(finger, *(() if rest == touch.stationary else (corner, window)))
            touch.commit()
    QApplication.processEvents()


def by_pen(pad: SigningPad, strokes: Sequence[Stroke]) -> None:
    """A pen that tells its pressure and its own time, without a mouse beside it."""
    can = QInputDevice.Capability
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        can.Position | can.Pressure | can.Hover, 1, 3,
    )  # fmt: skip
    kinds = QTabletEvent.Type
    for stroke in strokes:
        for number, point in enumerate((*stroke, stroke[-1])):
            end = number == len(stroke)
            kind = kinds.TabletPress if number == 0 else kinds.TabletRelease if end else kinds.TabletMove
            button = Qt.MouseButton.NoButton if end else Qt.MouseButton.LeftButton
            where = at(pad, point)
            made = QTabletEvent(
                kind, device, where, QPointF(pad.mapToGlobal(where.toPoint())), 0.0 if end else point[3] or 0.0, 0, 0, 0, 0, 0,
                Qt.KeyboardModifier.NoModifier, button, button,
            )  # fmt: skip
            made.setTimestamp(round(point[2]))
            QApplication.sendEvent(pad, made)
    QApplication.processEvents()


# --- drawing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tool", [Tool.MOUSE, Tool.TOUCH, Tool.PEN])
def test_whoever_comes_in_signs_with_what_there_is(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token, tool: Tool
) -> None:
    scan(page, token(people["fleming"]))
    panel = page.signing.panel
    assert shown(page)
    assert panel.isVisible()
    assert panel.name.text() == "FLEMING Océane"
    assert page.field.hasFocus()
    drawn = {Tool.MOUSE: by_mouse, Tool.TOUCH: by_finger, Tool.PEN: by_pen}[tool]
    drawn(panel.pad, inks.strokes(4, pressure=True))
    press(Key.Key_Return)
    (one,) = signatures.of_event(store, event.id)
    assert (one.slot_id, one.tool, one.station, one.present) == (slot, tool, "Entrée 1", True)
    assert one.registration_id == people["fleming"].id
    assert one.signature.has_pressure is (tool == Tool.PEN)
    wanted, found = inks.signature(4).box, one.signature.box
    assert found == pytest.approx(wanted, abs=12)
    assert not shown(page)
    assert "Signature de FLEMING Océane enregistrée." in plain(page.hint.text())
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_from_the_pen_to_the_sheet(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    """GIVEN two who came, one of whom signed WHEN the sheet is made THEN it says when and where, once."""
    scan(page, token(people["fleming"]))
    by_pen(page.signing.panel.pad, inks.strokes(4, pressure=True))
    press(Key.Key_Return)
    scan(page, token(people["ndiaye"]))
    press(Key.Key_Escape)
    file = BytesIO()
    there, evening = registrations.all_of(store, event.id), events.get(store, event.id)
    signed = signatures.of_event(store, event.id)
    write_sign_in_sheets(file, evening, there, evening.slots, made_at=EVENING, signed=signed)
    said = plain(open_pdf(file.getvalue()).getAllText(0).text())
    assert said.count("signé à l'écran\r\n17 h 42 · Entrée 1") == 1
    assert "signature électronique simple" in said


def test_a_pen_tells_its_pressure_and_its_time(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    strokes = inks.strokes(5, pressure=True)
    by_pen(page.signing.panel.pad, strokes)
    press(Key.Key_Return)
    (one,) = signatures.of_event(store, event.id)
    points = [point for stroke in one.signature.strokes for point in stroke]
    assert points[-1].time == round(strokes[-1][-1][2] - strokes[0][0][2])
    assert len({point.pressure for point in points}) > 20


def test_a_palm_on_the_screen_draws_nothing_of_its_own(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    by_finger(page.signing.panel.pad, inks.strokes(3), others=2)
    press(Key.Key_Return)
    (one,) = signatures.of_event(store, event.id)
    assert len(one.signature.strokes) == len(inks.strokes(3))
    assert one.signature.box == pytest.approx(inks.signature(3).box, abs=12)


def test_ink_is_seen_as_it_is_drawn(page: DoorPage, slot: str, people: dict[str, Attendee], token: Token) -> None:
    scan(page, token(people["fleming"]))
    pad = page.signing.panel.pad
    empty = pad.grab().toImage()
    by_mouse(pad, [[(0.2, 0.1, 0, None), (0.5, 0.3, 0, None), (0.8, 0.1, 0, None)]], lift=False)
    drawn = pad.grab().toImage()
    middle = at(pad, (0.5, 0.2, 0, None)).toPoint() * drawn.devicePixelRatio()
    column = [drawn.pixelColor(middle.x(), y) for y in range(middle.y() - 20, middle.y() + 20)]
    ink = theme.color("text")
    assert any(abs(dot.lightness() - ink.lightness()) < 40 for dot in column)
    assert empty != drawn


def test_what_begins_out_of_the_box_is_no_ink_and_what_leaves_it_stays_on_its_edge(
    page: DoorPage, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    pad = page.signing.panel.pad
    outside = QPoint(round(pad.area.right()) + 3, pad.height() // 2)
    assert not pad.area.contains(QPointF(outside))
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, outside)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, outside)
    assert not inked(pad)
    by_mouse(pad, [[(0.5, 0.5, 0, None), (0.5, -0.9, 0, None), (0.6, 0.5, 0, None)]])
    pad.grab()
    assert inked(pad)


def test_a_dot_is_refused_in_words_and_the_box_is_empty_again(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    panel = page.signing.panel
    by_mouse(panel.pad, [[(0.5, 0.5, 0, None)]])
    press(Key.Key_Return)
    assert signatures.of_event(store, event.id) == []
    assert plain(panel.what.text()).startswith("Un point ou un trait ne suffit pas")
    assert panel.what.property("tone") == "refused"
    assert not inked(panel.pad)
    by_mouse(panel.pad, inks.strokes(4))
    assert plain(panel.what.text()).startswith("Votre tracé")
    press(Key.Key_Return)
    assert list(given(store, event)) == ["Fleming"]


# --- keys and buttons ------------------------------------------------------------------------------------------------


def test_keys_erase_skip_and_do_nothing_to_the_lists_behind(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    panel = page.signing.panel
    press(Key.Key_Return)  # nothing to validate
    assert shown(page)
    for key in (Key.Key_Backspace, Key.Key_Delete):
        by_mouse(panel.pad, inks.strokes(4))
        assert panel.save.isEnabled()
        press(key)
        assert not inked(panel.pad)
        assert not panel.save.isEnabled()
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert verdicts(store, event) == [Verdict.WELCOME]
    press(Key.Key_Escape)
    assert not shown(page)
    assert signatures.of_event(store, event.id) == []
    # On paper: not asked again when the badge is read once more.
    scan(page, token(people["fleming"]))
    assert not shown(page)


def test_buttons_do_the_same_and_leave_the_keyboard_in_the_field(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    panel = page.signing.panel
    by_mouse(panel.pad, inks.strokes(4))
    QTest.mouseClick(panel.rub, Qt.MouseButton.LeftButton)
    assert not inked(panel.pad)
    by_mouse(panel.pad, inks.strokes(5))
    QTest.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert list(given(store, event)) == ["Fleming"]
    scan(page, token(people["ndiaye"]))
    QTest.mouseClick(panel.paper, Qt.MouseButton.LeftButton)
    assert not shown(page)
    assert page.field.hasFocus()


def test_fingers_find_every_button_and_screen_readers_a_name(
    page: DoorPage, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    for name in ("fleming", "ndiaye"):
        scan(page, token(people[name]))
    panel = page.signing.panel
    buttons = [one for one in panel.findChildren(QPushButton) if one.isVisible()]
    assert len(buttons) == 5  # validate, erase, paper, another window, and one who waits
    for one in buttons:
        assert one.height() >= 44
        assert one.accessibleName() or one.text()
    assert panel.save.height() >= 56
    assert panel.pad.accessibleName() == "Cadre pour signer"
    assert "électronique simple" in panel.kind.text()


def test_the_enter_of_a_scanner_validates_nothing(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(door_signing, "_SUFFIX", 3600.0)
    scan(page, token(people["fleming"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    keys(token(people["ndiaye"]), Key.Key_Return)
    press(Key.Key_Enter)
    assert signatures.of_event(store, event.id) == []
    assert inked(page.signing.panel.pad)
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.WELCOME]


# --- a queue -----------------------------------------------------------------------------------------------------------


def test_a_scan_while_somebody_signs_is_judged_at_once_and_they_keep_the_box(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token, qtbot: QtBot
) -> None:
    signing = page.signing
    scan(page, token(people["fleming"]))
    by_mouse(signing.panel.pad, inks.strokes(4))
    place = signing.panel.pad.geometry()
    for name in ("ndiaye", "arrondell"):
        scan(page, token(people[name]))
        assert page.verdict.shown.name == people[name].list_name
    assert verdicts(store, event) == [Verdict.WELCOME] * 3
    assert signing.panel.name.text() == "FLEMING Océane"
    assert inked(signing.panel.pad)
    QApplication.processEvents()
    assert signing.panel.pad.geometry() == place  # nothing moves under a hand
    press(Key.Key_Return)
    assert list(given(store, event)) == ["Fleming"]
    assert signing.panel.name.text() == "N'DIAYE Aïssata"
    assert "Signature de FLEMING Océane enregistrée." in plain(signing.panel.what.text())
    qtbot.waitUntil(lambda: not signing.panel.pad.held)
    by_mouse(signing.panel.pad, inks.strokes(5))
    press(Key.Key_Return)
    press(Key.Key_Escape)  # the third signs on paper
    assert set(given(store, event)) == {"Fleming", "N'Diaye"}
    assert not shown(page)
    assert signing.all_waiting == []


def test_a_stroke_under_way_goes_on_through_a_scan(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    pad = page.signing.panel.pad
    (stroke, *_rest) = inks.strokes(4)
    half = len(stroke) // 2
    by_mouse(pad, [stroke[:half]], lift=False)
    scan(page, token(people["ndiaye"]))
    for point in stroke[half:]:
        QTest.mouseMove(pad, at(pad, point).toPoint())
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(pad, stroke[-1]).toPoint())
    press(Key.Key_Return)
    signed = given(store, event)["Fleming"].signature
    assert len(signed.strokes) == 1
    assert signed.box.right == pytest.approx(max(point[0] for point in stroke) * 3000, abs=15)


def test_an_empty_box_goes_to_the_newcomer_and_whoever_left_it_may_be_picked(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token,
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot,
) -> None:  # fmt: skip
    monkeypatch.setattr(door_signing, "_HOLD", 3_600_000)
    signing = page.signing
    scan(page, token(people["fleming"]))
    scan(page, token(people["ndiaye"]))
    assert signing.panel.name.text() == "N'DIAYE Aïssata"
    # A hand that was about to sign does not sign under the other's name.
    assert signing.panel.pad.held
    by_mouse(signing.panel.pad, inks.strokes(4))
    assert not inked(signing.panel.pad)
    monkeypatch.setattr(door_signing, "_HOLD", 1)
    (name,) = [one for one in signing.panel.findChildren(QPushButton) if "FLEMING" in one.text() and one.isVisible()]
    QTest.mouseClick(name, Qt.MouseButton.LeftButton)
    assert signing.panel.name.text() == "FLEMING Océane"
    assert [one.person.last_name for one in signing.all_waiting] == ["N'Diaye"]
    by_mouse(signing.panel.pad, inks.strokes(4))
    press(Key.Key_Return)
    assert list(given(store, event)) == ["Fleming"]
    # Nobody else is taken to be at the box; a button says who is left.
    assert not shown(page)
    assert plain(signing.waiting.text()) == "1 personne à faire signer · Ctrl E"
    assert signing.waiting.isVisible()
    press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert signing.panel.name.text() == "N'DIAYE Aïssata"


def test_looking_for_a_name_or_filling_in_the_form_comes_first_and_the_ink_is_still_there(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    keys("diaye", None)
    assert not shown(page)
    press(Key.Key_Return)
    assert page.verdict.shown.name == "N'DIAYE Aïssata"
    assert shown(page)
    assert page.signing.panel.name.text() == "FLEMING Océane"
    press(Key.Key_F2)
    assert not shown(page)
    keys("Sand", Key.Key_Tab)
    keys("George", Key.Key_Return)
    assert page.verdict.shown.name == "SAND George"
    assert shown(page)
    press(Key.Key_Return)
    assert list(given(store, event)) == ["Fleming"]


# --- who signs, and who does not ---------------------------------------------------------------------------------------


def test_only_where_it_is_asked_and_only_those_who_are_in(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    assert not shown(page)
    press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert "n'est pas prévue pour ce créneau" in plain(page.hint.text())
    events.save(store, replace(event, slots=(replace(event.slots[0], signing=True),)), EVENING)
    page.session.recorded()
    for name in ("gone", "waiting"):
        scan(page, token(people[name]))
        assert not shown(page)
    press(Key.Key_F8)
    assert page.signing.panel.name.text() == "CARTY Wendell"
    press(Key.Key_Escape)
    team = registrations.get(
        store, registrations.save(store, Attendee(event_id=event.id, last_name="Berger", role=Role.ORGANISER), EVENING)
    )
    scan(page, token(team))
    assert not shown(page)
    press(Key.Key_F4)
    scan(page, token(people["fleming"]))
    assert page.verdict.shown.headline.startswith("Au revoir")
    assert not shown(page)


def test_somebody_let_in_and_already_signed_is_not_asked_again_but_may_look_sign_anew_or_withdraw(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    panel = page.signing.panel
    by_mouse(panel.pad, inks.strokes(4))
    press(Key.Key_Return)
    scan(page, token(people["fleming"]))
    assert page.verdict.shown.headline.startswith("Déjà là")
    assert not shown(page)
    page.below.recent.table.selectRow(1)
    press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert shown(page)
    assert "Signature donnée" in plain(panel.what.text())
    by_mouse(panel.pad, inks.strokes(5))  # to look at, not to draw over
    press(Key.Key_Return)
    assert len(store.execute("SELECT id FROM facts WHERE kind = 'signature'").fetchall()) == 1
    QTest.mouseClick(panel.renew, Qt.MouseButton.LeftButton)
    by_mouse(panel.pad, inks.strokes(5))
    press(Key.Key_Return)
    assert given(store, event)["Fleming"].signature.box == pytest.approx(inks.signature(5).box, abs=12)
    page.below.recent.table.selectRow(1)
    press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(panel.take_back, Qt.MouseButton.LeftButton)
    assert given(store, event) == {}
    assert "Retrait de la signature de FLEMING Océane" in plain(page.hint.text())
    journal.undo(store, EVENING)
    assert list(given(store, event)) == ["Fleming"]


def test_a_line_chosen_before_the_box_came_takes_none_of_its_keys(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    """GIVEN a refused line chosen, then somebody who waits given the box WHEN Enter THEN it validates what they drew."""
    scan(page, token(people["fleming"]))
    press(Key.Key_Escape)
    scan(page, token(people["gone"]))
    page.signing.aside = [Signer(people["fleming"], event.slots[0])]
    press(Key.Key_Down)
    assert page.below.recent.table.row == 0
    page.signing.pick((people["fleming"].id, slot))
    assert shown(page)
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    QTest.qWait(700)  # Enter at once after a scan is the scanner's
    press(Key.Key_Return)
    assert list(given(store, event)) == ["Fleming"]


def test_a_volunteer_withdraws_nothing(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    press(Key.Key_Return)
    page.session.settings.mode = "volunteer"
    page.below.recent.table.selectRow(0)
    press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert page.signing.panel.close_it.isVisible()
    assert not page.signing.panel.take_back.isVisible()
    assert not page.signing.panel.renew.isVisible()
    assert plain(page.signing.panel.what.text()).endswith("L'organisation peut la remplacer ou la retirer.")
    page.signing.sign_again()
    assert page.signing.panel.signed is not None
    press(Key.Key_Escape)
    scan(page, token(people["ndiaye"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    assert page.signing.panel.save.isVisible(), "a first signature is anybody's"


def test_later_those_who_came_and_did_not_sign_are_found_by_name_or_all_together(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    """GIVEN two who came by another station WHEN Ctrl+E THEN the two are proposed, the last one first."""
    evening = events.get(store, event.id)
    for name in ("fleming", "ndiaye"):
        door.admit(store, evening, people[name], slot_id=slot, at=EVENING, now=EVENING, method=Method.TYPED)
    page.session.recorded()
    ctrl = Qt.KeyboardModifier.ControlModifier
    press(Key.Key_E, ctrl)
    assert page.signing.panel.name.text() == "N'DIAYE Aïssata"
    assert [one.person.last_name for one in page.signing.all_waiting] == ["Fleming"]
    press(Key.Key_Escape)
    press(Key.Key_E, ctrl)
    assert page.signing.panel.name.text() == "FLEMING Océane"
    press(Key.Key_Escape)
    # By name, on paper or not.
    keys("diaye", None)
    qtbot.waitUntil(lambda: page.below.person() is not None)
    press(Key.Key_E, ctrl)
    assert page.signing.panel.name.text() == "N'DIAYE Aïssata"
    assert page.field.text() == ""


def test_somebody_not_in_yet_is_asked_to_scan_first(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee]
) -> None:
    fleming = people["fleming"]
    page.below.show_people(event, Found([fleming], [], {}, fleming))
    page.signing.open()
    assert "FLEMING Océane n'a pas encore d'arrivée" in plain(page.hint.text())
    assert not shown(page)
    page.below.show_recent()
    page.signing.open()
    assert "tout le monde a signé" in plain(page.hint.text())


def test_a_passage_taken_back_takes_its_box_and_its_signature_away(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not shown(page)
    assert page.verdict.shown.headline == "Passage annulé"
    scan(page, token(people["ndiaye"]))
    by_mouse(page.signing.panel.pad, inks.strokes(5))
    press(Key.Key_Return)
    assert list(given(store, event)) == ["N'Diaye"]
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert given(store, event) == {}
    assert not shown(page)


def test_the_box_in_a_window_of_its_own_leaves_the_lists_and_the_keyboard_to_the_door(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token, qtbot: QtBot
) -> None:
    signing = page.signing
    scan(page, token(people["fleming"]))
    QTest.mouseClick(signing.panel.move_it, Qt.MouseButton.LeftButton)
    window = signing.apart
    assert window is not None
    qtbot.waitExposed(window)
    assert signing.panel.window() is window
    assert page.below.recent.isVisible()
    assert page.field.hasFocus()
    by_mouse(signing.panel.pad, inks.strokes(4))
    qtbot.waitUntil(page.field.hasFocus)  # whatever this platform does when another window is clicked in
    # The list is seen beside it: its keys are for the line chosen there.
    press(Key.Key_Down)
    scan(page, token(people["ndiaye"]))
    assert signing.panel.name.text() == "FLEMING Océane"
    press(Key.Key_Return)
    assert list(given(store, event)) == ["Fleming"]
    assert signing.panel.name.text() == "N'DIAYE Aïssata"
    press(Key.Key_Escape)
    assert window.idle.isVisible()
    scan(page, token(people["arrondell"]))
    assert signing.panel.isVisible()
    window.close()
    assert signing.apart is None
    assert shown(page)
    assert signing.panel.window() is page.window()
    signing.move_box()
    page.session.open("presence")
    assert signing.apart is None


def test_another_event_has_nobody_at_the_box(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    scan(page, token(people["fleming"]))
    assert shown(page)
    other = events.duplicate(store, event.id, "Autre soirée", EVENING)
    page.session.switch(other)
    page.session.recorded()
    assert not shown(page)
    assert page.signing.signer is None


def test_a_database_that_is_busy_keeps_the_ink(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token
) -> None:
    """GIVEN a database another program holds WHEN validated THEN it is said, and the same ink is validated later."""
    scan(page, token(people["fleming"]))
    by_mouse(page.signing.panel.pad, inks.strokes(4))
    assert store.path is not None
    other = Store.open(store.path, now=EVENING)
    store.execute("PRAGMA busy_timeout = 1")
    with other.transaction():
        press(Key.Key_Return)
    assert inked(page.signing.panel.pad)
    assert given(store, event) == {}
    press(Key.Key_Return)
    assert list(given(store, event)) == ["Fleming"]
    other.close()


def test_no_verdict_waits_for_the_box(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The verdict is painted before anything of signing is asked of the store or shown."""
    order: list[str] = []
    repaint, after = page.verdict.repaint, page.signing.after

    def painted() -> None:
        order.append("verdict")
        repaint()

    def signing(outcome: Outcome) -> None:
        order.append("signing")
        after(outcome)

    monkeypatch.setattr(page.verdict, "repaint", painted)
    monkeypatch.setattr(page.signing, "after", signing)
    scan(page, token(people["fleming"]))
    assert order == ["verdict", "signing"]


def test_tab_goes_from_the_field_to_every_answer_and_a_key_there_gives_the_keyboard_back(
    page: DoorPage, store: Store, event: Event, slot: str, people: dict[str, Attendee], token: Token, qtbot: QtBot
) -> None:
    scan(page, token(people["fleming"]))
    panel = page.signing.panel
    by_mouse(panel.pad, inks.strokes(4))
    qtbot.wait(600)  # no Tab of a scanner's any more
    reached = []
    for _stop in range(40):
        press(Key.Key_Tab)
        reached.append(QApplication.focusWidget())
    assert {panel.save, panel.rub, panel.paper, panel.move_it} <= set(reached)
    places = [reached.index(one) for one in (panel.move_it, panel.save, panel.rub, panel.paper)]
    assert places == sorted(places)
    panel.save.setFocus()
    QTest.keyClick(panel.save, Key.Key_Space)
    assert list(given(store, event)) == ["Fleming"]
    assert not shown(page)
