"""A scanner's burst wherever the focus is, and what somebody types meanwhile: keys through the window, at times of their own."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain import keyboards, tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book, events, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.desk import ENTER, TAB, Desk

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)


@pytest.fixture
def page(
    window: MainWindow, session: Session, people: list[Attendee], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> DoorPage:
    """The door, twelve people on its list; each look at the clock is a second later."""
    clock = iter(EVENING + timedelta(seconds=second) for second in range(10_000))
    monkeypatch.setattr(session, "now", lambda: next(clock))
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(lambda: shown.field.hasFocus() and shown.scanners._window is not None)
    return shown


@pytest.fixture
def badges(event: Event, people: list[Attendee]) -> list[str]:
    return [tokens.issue(person.badge, event.key) for person in people]


@pytest.fixture
def desk(window: MainWindow, page: DoorPage) -> Desk:
    return Desk(window)


@pytest.fixture
def recorded(store: Store, event: Event) -> Callable[[], list[tuple[Verdict, str]]]:
    """What was recorded, the oldest first: the verdict and whose."""

    def found() -> list[tuple[Verdict, str]]:
        entries = [e for slot in event.slots for e in door_book.recent(store, event.id, slot.id, limit=1000)]
        return [(e.verdict, e.attendee.last_name if e.attendee else "") for e in reversed(entries)]

    return found


Recorded = Callable[[], list[tuple[Verdict, str]]]


def _places(page: DoorPage) -> tuple[QWidget, ...]:
    return page.field, page.entry.walk_in, page.bar.exits, page.bar.slots, page.camera.toggle


@pytest.mark.parametrize("suffix", [ENTER, TAB, None])
@pytest.mark.parametrize("prefix", ["", "]Q1", "B"])
def test_a_scan_is_one_wherever_the_focus_is(
    page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, prefix: str, suffix: Qt.Key | None
) -> None:
    for number, widget in enumerate(_places(page)):
        widget.setFocus()
        desk.burst(prefix + badges[number], suffix)
        assert recorded()[-1] == (Verdict.WELCOME, f"Nom {number:02}")
        assert page.field.hasFocus()
        assert page.field.text() == ""
        assert not page.leaving
        assert not page.below.in_form


@pytest.mark.parametrize("pace", [0, 1, 20, 34, 60, 110])
def test_at_any_speed(page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, pace: int) -> None:
    desk.burst(badges[0], pace=pace)
    desk.burst("]Q1" + badges[1].lower(), TAB, pace=pace)
    page.entry.walk_in.setFocus()
    desk.burst(badges[2], None, pace=pace)
    assert recorded() == [(Verdict.WELCOME, f"Nom {number:02}") for number in range(3)]
    assert page.field.text() == ""


@pytest.mark.parametrize("place", [1, 3, 8, 20, 33])
@pytest.mark.parametrize("where", ["field", "button"])
def test_a_scanner_that_stops_in_the_middle(
    page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, qtbot: QtBot, where: str, place: int
) -> None:
    if where == "button":
        page.bar.exits.setFocus()
    desk.burst(badges[0][:place], None)
    qtbot.wait(150)
    desk.burst(badges[0][place:], ENTER, after=150)
    assert recorded() == [(Verdict.WELCOME, "Nom 00")]
    assert page.field.text() == ""


def test_a_letter_sent_twice_looks_like_a_key_held_down(
    page: DoorPage, desk: Desk, event: Event, store: Store, recorded: Recorded
) -> None:
    """GIVEN a system that calls the second of two equal letters a repetition THEN the badge is read; a held key is typed."""
    for _number in range(8):
        desk.key("b", 33, repeated=True)
    assert page.field.text() == "bbbbbbbb"
    desk.key(Qt.Key.Key_Escape)
    token = tokens.issue("3333333333333333", event.key)
    for number, sign in enumerate(token):
        desk.key(sign, 1 if number else 3000, repeated=number > 0 and sign == token[number - 1])
    assert recorded() == [(Verdict.GENUINE_UNLISTED, "")]


def test_two_badges_without_anything_between_them(
    page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded
) -> None:
    desk.burst(badges[0] + badges[1] + badges[2], ENTER)
    assert [who for _verdict, who in recorded()] == ["Nom 00", "Nom 01", "Nom 02"]


def test_other_layouts(page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded) -> None:
    """GIVEN a computer that does not tell which key was pressed WHEN layouts differ THEN badges are read all the same."""
    for number, (scanner, system) in enumerate([("QWERTY", "BÉPO"), ("BÉPO", "AZERTY"), ("Dvorak", "QWERTZ")]):
        keys = [keyboards.ROWS[scanner][1].index(letter) for letter in badges[number]]
        desk.burst("".join(keyboards.ROWS[system][1][place] for place in keys))
        assert recorded()[-1] == (Verdict.WELCOME, f"Nom {number:02}")
        assert page.field.text() == ""


def test_a_name_typed_meanwhile(
    page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, qtbot: QtBot
) -> None:
    """GIVEN somebody who types a name, 8 letters a second WHEN a badge is read between and among them THEN both are right."""
    for place in (0, 1, 9, 17, 18, 30, 33, 34):
        done = len(recorded())
        for letter in "prén":
            desk.key(letter, 125)
        token = badges[place % 12]
        desk.burst(token[:place], None, after=60)
        desk.key("o", 3 if place else 60)
        desk.burst(token[place:], ENTER, after=3)
        for letter in "m 05":
            desk.key(letter, 125)
        qtbot.waitUntil(lambda done=done: len(recorded()) == done + 1)  # type: ignore[misc]
        assert recorded()[-1][1] == f"Nom {place % 12:02}"
        qtbot.waitUntil(lambda: page.field.text() == "prénom 05")
        desk.key(Qt.Key.Key_Escape, 500)
        assert page.field.text() == ""


@pytest.mark.parametrize("typed", ["", "nom 0"])
def test_the_first_letters_of_a_badge_are_not_what_is_looked_for(
    page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, qtbot: QtBot, typed: str
) -> None:
    """GIVEN somebody who just typed WHEN a badge is read slowly enough for its first letters to be looked for THEN the list
    below is of what stands in the field, once the answer is there.
    """
    for sign in typed or ("x", Qt.Key.Key_Backspace):
        desk.key(sign, 125)
    qtbot.waitUntil(lambda: bool(page.below.people.people) == bool(typed))
    desk.burst(badges[7][:2], None, after=300)
    qtbot.waitUntil(lambda: page.search._searched == typed + badges[7][:2])
    desk.burst(badges[7][2:], ENTER, after=4)
    assert recorded() == [(Verdict.WELCOME, "Nom 07")]
    assert page.field.text() == typed
    assert page.search._searched == typed
    assert page.below.recent.isVisible() == (not typed)
    assert not page.hint.isVisible()


def test_words_put_in_a_form_by_a_machine_are_no_code(
    page: DoorPage, desk: Desk, recorded: Recorded, qtbot: QtBot
) -> None:
    """GIVEN the form of a walk-in WHEN words come as fast as a scan, as dictation types them THEN they are read as typed; what
    Enter ends as fast is a code, which is refused and leaves the form as it was.
    """
    page.open_walk_in()
    desk.burst("Zola Anne, Ville de Goyave, anne.zola@exemple.fr", None)
    desk.key(ENTER, 600)
    form = page.below.form
    qtbot.waitUntil(lambda: form.fields["email"].text() == "anne.zola@exemple.fr")
    assert (form.fields["last_name"].text(), form.fields["first_name"].text()) == ("Zola", "Anne")
    assert recorded() == []
    for _time in range(2):
        desk.burst("Ticket 4471 Salle B")
        assert recorded()[-1] == (Verdict.FOREIGN, "")
        assert form.fields["last_name"].text() == "Zola"
        assert page.below.in_form


def test_a_form_being_filled_in_stays(page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded) -> None:
    page.open_walk_in()
    for letter in "Zola":
        desk.key(letter, 125)
    desk.key(TAB, 125)
    desk.key("N", 125)
    desk.burst(badges[4], ENTER, after=4000)
    assert recorded() == [(Verdict.WELCOME, "Nom 04")]
    assert page.verdict.shown.name == "NOM 04 Prénom"
    form = page.below.form
    assert page.below.in_form
    assert (form.fields["last_name"].text(), form.fields["first_name"].text()) == ("Zola", "N")
    assert form.fields["first_name"].hasFocus()
    # one with nothing in it makes way
    desk.key(Qt.Key.Key_Escape, 500)
    page.open_walk_in()
    desk.burst(badges[5])
    assert recorded()[-1] == (Verdict.WELCOME, "Nom 05")
    assert not page.below.in_form


def test_fast_fingers_are_given_back_what_they_typed(
    page: DoorPage, desk: Desk, recorded: Recorded, qtbot: QtBot
) -> None:
    desk.burst("préno", None, pace=30)
    qtbot.waitUntil(lambda: page.field.text() == "préno")
    page.open_walk_in()
    desk.burst("Schwartz-Flick", None, pace=30)
    first = page.below.form.fields["first_name"]
    qtbot.waitUntil(lambda: first.text() == "Schwartz-Flick")
    assert recorded() == []


def test_two_scanners_at_once(page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, qtbot: QtBot) -> None:
    chance = random.Random(3)
    for turn in range(5):
        order = [0] * 35 + [1] * 35
        chance.shuffle(order)
        sources = [iter([*badges[2 * turn], ENTER]), iter([*badges[2 * turn + 1], ENTER])]
        for number, which in enumerate(order):
            desk.key(next(sources[which]), 2 if number else 3000)
        qtbot.waitUntil(lambda turn=turn: len(recorded()) == 2 * turn + 2)  # type: ignore[misc]
        assert {who for _verdict, who in recorded()[-2:]} == {f"Nom {2 * turn:02}", f"Nom {2 * turn + 1:02}"}
    assert {verdict for verdict, _who in recorded()} == {Verdict.WELCOME}
    # one that lost a letter: neither is anybody
    for number, (one, other) in enumerate(zip(badges[10], badges[11][:7] + badges[11][8:] + "B", strict=True)):
        desk.key(one, 2 if number else 3000)
        desk.key(other, 2)
    desk.key(ENTER, 2)
    qtbot.waitUntil(lambda: len(recorded()) == 11)
    assert recorded()[-1] == (Verdict.UNREADABLE, "")
    assert "l’un après l’autre" in page.hint.text()


@pytest.mark.parametrize("where", ["field", "button", "form"])
def test_a_damaged_badge_is_read_again(
    page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, qtbot: QtBot, where: str
) -> None:
    if where == "button":
        page.bar.exits.setFocus()
    if where == "form":
        page.open_walk_in()
    desk.burst(badges[0][:12] + badges[0][13:])
    desk.burst(badges[0][:30], None)
    qtbot.waitUntil(lambda: len(recorded()) == 2)
    assert recorded() == [(Verdict.UNREADABLE, ""), (Verdict.UNREADABLE, "")]
    # a letter that came twice is seen for what it is
    desk.burst(badges[0][:12] + badges[0][11:])
    assert recorded()[-1] == (Verdict.WELCOME, "Nom 00")


def test_another_code_does_not_press_the_button_it_comes_to(
    page: DoorPage, desk: Desk, recorded: Recorded, store: Store, event: Event
) -> None:
    page.bar.exits.setFocus()
    desk.burst("30 17 62 0422003")
    assert recorded() == [(Verdict.FOREIGN, "")]
    assert not page.leaving
    page.open_walk_in()
    desk.burst("3017620422003", TAB)
    assert recorded()[-1] == (Verdict.FOREIGN, "")
    assert all(not line.text() for line in page.below.form.fields.values())
    desk.burst("3017620422003")
    assert len(recorded()) == 3
    other = events.get(store, events.save(store, Event(title="Journée de Fort-de-France"), EVENING))
    desk.burst(tokens.issue(tokens.new_badge_id(), other.key))
    assert recorded()[-1] == (Verdict.OTHER_EVENT, "")


def test_the_arrows_and_enter_stay_those_of_whoever_types(
    page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded, qtbot: QtBot
) -> None:
    for letter in "nom 0":
        desk.key(letter, 125)
    qtbot.waitUntil(lambda: len(page.below.people.people) > 1)
    desk.burst(badges[11], ENTER, after=300)
    assert recorded() == [(Verdict.WELCOME, "Nom 11")]
    assert page.field.text() == "nom 0"
    desk.key(Qt.Key.Key_Down, 700)
    chosen = page.below.person()
    assert chosen is not None
    desk.key(ENTER, 300)
    assert recorded()[-1] == (Verdict.WELCOME, chosen.last_name)


def test_another_page_keeps_its_keys(session: Session, page: DoorPage, qtbot: QtBot) -> None:
    session.open("participants")
    assert page.scanners._window is None
    session.open("door")
    qtbot.waitUntil(lambda: page.scanners._window is not None)


def test_somebody_gone_since_is_not_found_among_two(
    page: DoorPage, desk: Desk, event: Event, store: Store, people: list[Attendee], recorded: Recorded, qtbot: QtBot
) -> None:
    """GIVEN a badge replaced since WHEN read with another at once THEN both are known."""
    registrations.reissue_badge(store, people[0].id, EVENING)
    old, other = tokens.issue(people[0].badge, event.key), tokens.issue(people[1].badge, event.key)
    for number, pair in enumerate(zip(old, other, strict=True)):
        desk.key(pair[0], 2 if number else 3000)
        desk.key(pair[1], 2)
    qtbot.waitUntil(lambda: len(recorded()) == 2)
    assert {verdict for verdict, _who in recorded()} == {Verdict.REPLACED, Verdict.WELCOME}


def test_a_scan_right_behind_the_key_that_opens_the_door(
    window: MainWindow, page: DoorPage, desk: Desk, badges: list[str], recorded: Recorded
) -> None:
    """GIVEN a window that was busy THEN what waited for it comes in one go: the door is opened, and a badge read there."""
    window.open("participants")
    desk.busy = True
    window.open("door")
    desk.burst(badges[0])
    assert recorded() == [(Verdict.WELCOME, "Nom 00")]
    assert page.field.text() == ""
