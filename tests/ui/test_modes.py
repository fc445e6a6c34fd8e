"""Volunteer mode, kiosk and second screen, by keys and fingers; what counts is what is in the store, and what nobody reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ia_events import app, pin
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.domain.verdicts import Verdict
from ia_events.settings import Settings
from ia_events.store import Store, door, door_book, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.kiosk import KioskPage
from ia_events.ui.second_screen import SecondScreen
from ia_events.ui.second_screen_board import BoardView
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.window import MainWindow
from tests.ui.conftest import plain

EVENING = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)  # 17 h 42 at Saint-Martin
CODE = "4827"


@pytest.fixture
def people(store: Store, event: Event) -> dict[str, Attendee]:
    found = {}
    for key, last, first, status in (
        ("arrondell", "Arrondell", "Éloïse", Status.REGISTERED),
        ("fleming", "Fleming", "Océane", Status.REGISTERED),
        ("flemming", "Flemming", "Océane", Status.REGISTERED),
        ("waiting", "Carty", "Wendell", Status.WAITLISTED),
        ("gone", "Ledée", "Jean-Baptiste", Status.CANCELLED),
    ):
        person = Attendee(event_id=event.id, last_name=last, first_name=first, employer="Ville", status=status)
        found[key] = registrations.get(store, registrations.save(store, person, EVENING))
    return found


@pytest.fixture(autouse=True)
def code(settings: Settings) -> None:
    settings.sound = False
    pin.choose(CODE)


@pytest.fixture
def clock(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The last one is now."""
    times = [EVENING]
    monkeypatch.setattr(session, "now", lambda: times[-1])
    return times


@pytest.fixture
def kiosk(
    window: MainWindow, session: Session, people: dict[str, Attendee], clock: list[datetime], qtbot: QtBot
) -> KioskPage:
    session.open("kiosk")
    page = window.page
    assert isinstance(page, KioskPage)
    qtbot.waitUntil(page.field.hasFocus)
    return page


@pytest.fixture
def volunteer(
    window: MainWindow, session: Session, people: dict[str, Attendee], clock: list[datetime], qtbot: QtBot
) -> DoorPage:
    session.open("volunteer")
    page = window.page
    assert isinstance(page, DoorPage)
    qtbot.waitUntil(page.field.hasFocus)
    return page


def keys(text: str, last: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """To whatever has the focus."""
    for letter in text:
        QTest.keyClicks(_focus(), letter)
    if last is not None:
        QTest.keyClick(_focus(), last)
    QApplication.processEvents()


def _focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def badge(event: Event, person: Attendee) -> str:
    return tokens.issue(person.badge, event.key)


def verdicts(store: Store, event: Event) -> list[Verdict]:
    return [entry.verdict for entry in door_book.recent(store, event.id, event.slots[0].id)]


def readable(page: QWidget) -> str:
    """Every word that stands on a page."""
    words = [w.text() for w in page.findChildren(QLabel) if w.isVisible()]
    words += [w.text() for w in page.findChildren(QPushButton) if w.isVisible()]
    return plain(" ".join([*words, *(p.shown.spoken for p in [page.verdict] if p.isVisible())]))  # type: ignore[attr-defined]


# --- modes -----------------------------------------------------------------------------------------------------------


def test_without_a_code_no_mode_begins(window: MainWindow, session: Session) -> None:
    pin.clear()
    session.open("kiosk")
    assert (window.modes.mode, window.current) == ("", "settings")
    assert "code" in window.toast.accessibleName() or window.toast.isVisible()


def test_a_volunteer_sees_the_door_and_nothing_else(window: MainWindow, session: Session, volunteer: DoorPage) -> None:
    assert not window.rail.isVisible()
    assert not volunteer.counters.isVisible()
    assert not volunteer.volunteering.screen.isVisible()
    for key in ("participants", "settings", "exchange", "kiosk", "events"):
        session.open(key)
    for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_5, Qt.Key.Key_8):
        QTest.keyClick(_focus(), digit, Qt.KeyboardModifier.ControlModifier)
    for letter in (Qt.Key.Key_Comma, Qt.Key.Key_N, Qt.Key.Key_I):
        QTest.keyClick(_focus(), letter, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(_focus(), Qt.Key.Key_F10)
    assert window.current == "door"
    assert QApplication.activePopupWidget() is None


def test_a_volunteer_reads_one_word(
    volunteer: DoorPage, store: Store, event: Event, people: dict[str, Attendee]
) -> None:
    keys(badge(event, people["arrondell"]))
    assert (volunteer.verdict.shown.headline, volunteer.verdict.shown.sentence) == ("Bienvenue", "")
    keys(badge(event, people["waiting"]))
    assert plain(volunteer.verdict.shown.headline) == "Liste d'attente"
    assert volunteer.verdict.shown.sentence
    assert not volunteer.entry.admit.isVisible()
    QTest.keyClick(volunteer.field, Qt.Key.Key_F8)  # the organiser's
    assert verdicts(store, event) == [Verdict.WAITLISTED, Verdict.WELCOME]


def test_a_volunteer_takes_back_nothing_of_another_station(
    volunteer: DoorPage, store: Store, session: Session, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    door.scan(store, event, badge(event, people["arrondell"]), at=EVENING, now=EVENING, station="Entrée 2")
    session.recorded()
    qtbot.waitUntil(lambda: len(volunteer.below.recent.model.entries) == 1)
    QTest.keyClick(volunteer.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(volunteer.field, Qt.Key.Key_Down)
    QTest.keyClick(volunteer.field, Qt.Key.Key_Delete)
    assert verdicts(store, event) == [Verdict.WELCOME]
    keys(badge(event, people["fleming"]))
    QTest.keyClick(volunteer.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # one's own
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_leaving_asks_the_code(
    window: MainWindow, volunteer: DoorPage, clock: list[datetime], store: Store, event: Event, qtbot: QtBot
) -> None:
    QTest.mouseClick(volunteer.volunteering.leave, Qt.MouseButton.LeftButton)
    pad = window.modes.pad
    assert pad is not None
    assert pad.geometry() == window.centre.rect()
    QTest.keyClick(pad, Qt.Key.Key_F2)  # the door hears nothing behind it
    assert not volunteer.below.in_form
    for _try in range(3):
        keys("1111")
    assert plain(pad.says.text()) == "Nouvel essai dans 5 secondes."
    keys("1111")
    assert window.modes.mode == "volunteer"
    clock.append(clock[-1] + timedelta(seconds=61))
    for digit in CODE:
        QTest.mouseClick(pad.keys[digit], Qt.MouseButton.LeftButton)
    QTest.keyClick(pad, Qt.Key.Key_Return)
    assert (window.modes.mode, window.modes.pad) == ("", None)
    assert window.rail.isVisible()
    assert volunteer.counters.isVisible()
    qtbot.waitUntil(volunteer.field.hasFocus)


def test_escape_gives_up_leaving(window: MainWindow, volunteer: DoorPage, qtbot: QtBot) -> None:
    QTest.keyClick(_focus(), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    pad = window.modes.pad
    assert pad is not None
    QTest.keyClick(pad, Qt.Key.Key_Escape)
    assert not pad.isVisible()
    assert window.modes.mode == "volunteer"
    qtbot.waitUntil(volunteer.field.hasFocus)


def test_a_code_cleared_from_the_terminal_is_asked_no_more(
    window: MainWindow, session: Session, volunteer: DoorPage
) -> None:
    pin.clear()
    session.open("leave_mode")
    assert (window.modes.mode, window.modes.pad) == ("", None)


@pytest.mark.parametrize("mode, page", [("volunteer", DoorPage), ("kiosk", KioskPage)])
def test_the_program_opens_in_the_mode_it_was_left_in(
    store: Store, event: Event, settings: Settings, theme: Theme, qtbot: QtBot, mode: str, page: type[QWidget]
) -> None:
    settings.mode = mode
    settings.save()
    loaded = Settings.load()
    window = app.build(store, loaded, theme)
    qtbot.addWidget(window)
    window.show()
    assert isinstance(window.page, page)
    assert not window.rail.isVisible()
    assert window.isFullScreen() == (mode == "kiosk")
    loaded.mode = ""  # let it close
    window.close()
    window.session.close()


# --- kiosk -----------------------------------------------------------------------------------------------------------


def test_a_badge_is_welcomed_by_its_first_name_only(
    kiosk: KioskPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    keys(badge(event, people["arrondell"]))
    assert verdicts(store, event) == [Verdict.WELCOME]
    said = readable(kiosk)
    assert "Bienvenue, Éloïse" in said
    assert "arrondell" not in said.lower()
    assert "Ville" not in said
    keys(badge(event, people["fleming"]))  # the next one need not wait
    assert "Océane" in readable(kiosk)
    assert "Éloïse" not in readable(kiosk)
    kiosk._back.start(1)
    qtbot.waitUntil(kiosk.attract.isVisible)
    assert "Océane" not in readable(kiosk)


@pytest.mark.parametrize("who", ["waiting", "gone"])
def test_whatever_the_reason_the_desk_says_it(
    kiosk: KioskPage, store: Store, event: Event, people: dict[str, Attendee], who: str
) -> None:
    keys(badge(event, people[who]))
    first = readable(kiosk)
    assert "Adressez-vous à l'accueil" in first
    keys("x" * 34)  # no badge of ours
    assert readable(kiosk) == first


def test_a_badge_read_twice_is_welcomed_twice_and_a_lent_one_is_not(
    kiosk: KioskPage, event: Event, people: dict[str, Attendee], clock: list[datetime], store: Store
) -> None:
    for _time in range(2):
        keys(badge(event, people["arrondell"]))
        assert "Éloïse" in readable(kiosk)
    clock.append(EVENING + timedelta(minutes=20))
    keys(badge(event, people["arrondell"]))
    assert "Adressez-vous à l'accueil" in readable(kiosk)
    assert verdicts(store, event) == [Verdict.ALREADY_IN, Verdict.ALREADY_IN, Verdict.WELCOME]


def touch(kiosk: KioskPage, text: str) -> None:
    for letter in text:
        QTest.mouseClick(kiosk.names.keyboard.keys[letter], Qt.MouseButton.LeftButton)


def test_a_name_is_typed_on_the_screen(
    kiosk: KioskPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    QTest.mouseClick(kiosk.type_name, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(kiosk.names.last.hasFocus)
    touch(kiosk, "arrondelk")
    QTest.mouseClick(kiosk.names.keyboard.keys["back"], Qt.MouseButton.LeftButton)
    touch(kiosk, "l")
    assert not kiosk.names.done.isEnabled()
    QTest.mouseClick(kiosk.names.first, Qt.MouseButton.LeftButton)
    touch(kiosk, "eloise")
    QTest.mouseClick(kiosk.names.done, Qt.MouseButton.LeftButton)
    assert "Bienvenue, Éloïse" in readable(kiosk)
    assert verdicts(store, event) == [Verdict.WELCOME]
    assert [field.text() for field in kiosk.names.fields] == ["", ""]


def test_the_beginning_of_a_name_is_asked_and_two_people_are_nobody(
    kiosk: KioskPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    for last, first, name in (("arr", "elo", "Éloïse"), ("fle", "oce", ""), ("ar", "elo", ""), ("zzz", "zzz", "")):
        kiosk.ask_names("")
        keys(last)
        qtbot.waitUntil(kiosk.names.first.hasFocus)
        keys(first)
        said = readable(kiosk)
        assert ("C'est bien vous, Éloïse ?" in said) == bool(name)
        assert ("Adressez-vous à l'accueil" in said) == (not name)
        assert verdicts(store, event) == []
        if name:
            QTest.mouseClick(kiosk.asking.no, Qt.MouseButton.LeftButton)
            assert "Adressez-vous à l'accueil" in readable(kiosk)
        kiosk.reset()
    kiosk.ask_names("")
    keys("fleming")
    keys("oceane")  # whole: not Flemming
    assert "Bienvenue, Océane" in readable(kiosk)


def test_letters_typed_on_the_first_screen_begin_the_name(kiosk: KioskPage, qtbot: QtBot) -> None:
    keys("ar", None)
    qtbot.waitUntil(lambda: kiosk.names.last.text() == "ar")
    assert kiosk.names.last.hasFocus()


def test_a_kiosk_speaks_two_languages_and_comes_back_to_its_own(kiosk: KioskPage) -> None:
    QTest.mouseClick(kiosk.other_language, Qt.MouseButton.LeftButton)
    assert kiosk.other_language.text() == "Français"
    assert kiosk.hello.text() == "Welcome"
    kiosk.reset()
    assert kiosk.hello.text() == "Bienvenue"


def test_nothing_leaves_a_kiosk_but_the_code(
    window: MainWindow, session: Session, kiosk: KioskPage, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    assert window.isFullScreen()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F11, Qt.Key.Key_F10):
        QTest.keyClick(_focus(), key)
    QTest.keyClick(_focus(), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not window.close()  # Alt+F4
    session.notify("Arrivée de NOM Prénom annulée")
    assert not window.toast.isVisible()
    assert (window.current, window.isFullScreen()) == ("kiosk", True)
    for _tap in range(5):
        assert window.modes.pad is None
        QTest.mouseClick(kiosk, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    assert window.modes.pad is not None
    keys(CODE)
    assert (window.modes.mode, window.current) == ("", "door")
    assert not window.isFullScreen()


def test_what_is_touched_is_large_and_has_a_name(kiosk: KioskPage, qtbot: QtBot) -> None:
    kiosk.ask_names("")
    qtbot.waitUntil(kiosk.names.isVisible)
    touched = [made for made in kiosk.findChildren(QPushButton) if made.isVisible()]
    assert len(touched) > 30
    for made in [*touched, *kiosk.names.fields]:
        assert min(made.width(), made.height()) >= 44, made.accessibleName()
        assert made.accessibleName() or (isinstance(made, QPushButton) and made.text())


# --- the second screen -----------------------------------------------------------------------------------------------


@pytest.fixture
def screen(
    window: MainWindow, session: Session, people: dict[str, Attendee], clock: list[datetime], qtbot: QtBot
) -> SecondScreen:
    session.open("second_screen")
    made = window.modes.screen
    assert made is not None
    qtbot.waitUntil(lambda: made.board.board is not None and not session.work.busy)
    return made


def test_the_second_screen_follows_the_door(
    screen: SecondScreen, session: Session, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot
) -> None:
    board = screen.board.board
    assert board is not None
    assert (board.arrived, board.quarters, board.waiting_count, board.waiting) == (0, (), 1, ())
    door.scan(store, event, badge(event, people["arrondell"]), at=EVENING, now=EVENING)
    session.recorded()
    qtbot.waitUntil(lambda: "1 arrivée" in plain(screen.board.accessibleName()))
    assert screen.board.board is not None
    assert screen.board.board.last == ()  # nobody's name unless asked
    screen.last.click()
    screen.names.click()
    qtbot.waitUntil(lambda: bool(screen.board.board and screen.board.board.last and screen.board.board.waiting))
    assert session.settings.second_screen_last
    qtbot.waitUntil(lambda: not session.work.busy)


def test_people_without_employer_have_a_line_of_their_own(
    screen: SecondScreen, session: Session, store: Store, event: Event, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        person = Attendee(event_id=event.id, last_name=f"Nom {number}", employer=f"Commune {number:02}")
        registrations.save(store, person, EVENING)
    registrations.save(store, Attendee(event_id=event.id, last_name="Sans"), EVENING)
    session.recorded()
    qtbot.waitUntil(lambda: "Sans employeur 0/1" in plain(screen.board.accessibleName()))
    painted: list[str] = []
    really = BoardView._words

    def words(view: BoardView, painter: QPainter, room: QRectF, text: str, *others: Any) -> float:
        painted.append(text)
        return really(view, painter, room, text, *others)

    monkeypatch.setattr(BoardView, "_words", words)
    screen.resize(1280, 720)
    screen.board.grab()
    communes = [text for text in painted if text.startswith("Commune")]
    assert 4 < len(communes) < 14, "not all of them have room"
    assert painted.index("Sans employeur") > painted.index(communes[-1])
    qtbot.waitUntil(lambda: not session.work.busy)


def test_the_second_screen_fills_its_screen(screen: SecondScreen, session: Session, qtbot: QtBot) -> None:
    screen.activateWindow()  # opened, it leaves the keyboard to the door
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen)
    QTest.keyClick(screen, Qt.Key.Key_F11)
    assert screen.isFullScreen()
    assert not screen.controls.isVisible()
    assert session.settings.second_screen_full
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not screen.isFullScreen()
    assert screen.controls.isVisible()


def test_the_second_screen_is_there_again_unless_it_was_closed(
    window: MainWindow, screen: SecondScreen, session: Session, qtbot: QtBot
) -> None:
    def kept() -> bool:
        return session.settings.second_screen

    assert kept()
    window.close()
    assert not screen.isVisible()
    assert kept()
    session.open("second_screen")
    again = window.modes.screen
    assert again is not None
    assert again is not screen
    again.close()
    assert not kept()
    qtbot.waitUntil(lambda: not session.work.busy)


def test_an_event_without_slots_has_a_sentence(screen: SecondScreen, session: Session, qtbot: QtBot) -> None:
    session.switch("")
    assert plain(screen.board.accessibleName()) == "Aucun créneau à montrer"
    screen.grab()  # painted
    qtbot.waitUntil(lambda: not session.work.busy)
