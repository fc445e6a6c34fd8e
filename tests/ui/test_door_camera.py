"""The door's camera, fed frames, and photographs of badges: what they show is judged as what a scanner types."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Generator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPageSize, QPainter, QPdfWriter
from PySide6.QtMultimedia import QVideoFrame
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.domain.verdicts import Verdict
from ia_events.settings import Settings
from ia_events.store import Store, door_book, registrations
from ia_events.ui import theme as looks
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.settings import SettingsPage
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.window import MainWindow
from tests.ui.conftest import plain
from tests.ui.frames import frame, picture

LINK = "https://exemple.fr/ressources"


@pytest.fixture
def page(window: MainWindow, session: Session, event: Event, clock: list[datetime], qtbot: QtBot) -> DoorPage:
    """The door at the hour of the event, without sounds."""
    clock.append(event.slots[0].start)
    session.settings.sound = False
    session.open("door")
    shown = window.page
    assert isinstance(shown, DoorPage)
    qtbot.waitUntil(lambda: shown.field.hasFocus() and not session.work.busy)
    return shown


@pytest.fixture
def feed(page: DoorPage, qtbot: QtBot) -> Generator[Callable[[QVideoFrame], None], None, None]:
    """F6, then frames as a camera gives them; each has been seen when it returns."""
    QTest.keyClick(page.field, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.camera.camera.on)

    def give(given: QVideoFrame) -> None:
        camera = page.camera.camera
        assert camera.sink is not None
        with qtbot.waitSignal(camera.seen):
            camera.sink.setVideoFrame(given)

    yield give
    if shiboken6.isValid(page):
        page.camera.camera.stop()


def badge(event: Event, person: Attendee) -> str:
    """Somebody's token."""
    return tokens.issue(person.badge, event.key)


def verdicts(store: Store, event: Event) -> list[Verdict]:
    """What was recorded, the newest first."""
    return [entry.verdict for entry in door_book.recent(store, event.id, event.slots[0].id)]


Feed = Callable[[QVideoFrame], None]


def test_a_badge_held_up_is_judged_once(
    page: DoorPage, feed: Feed, store: Store, event: Event, people: list[Attendee]
) -> None:
    for _time in range(4):
        feed(frame(badge(event, people[0])))
    assert verdicts(store, event) == [Verdict.WELCOME]
    assert people[0].list_name == page.verdict.shown.name
    feed(frame(badge(event, people[1])))
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.WELCOME]


def test_a_link_on_a_badge_says_nothing(
    page: DoorPage, feed: Feed, store: Store, event: Event, people: list[Attendee]
) -> None:
    before = page.verdict.shown
    feed(frame(LINK))
    assert page.verdict.shown is before
    feed(frame(badge(event, people[0]), LINK))
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_somebody_elses_code_held_up_is_told_once(
    page: DoorPage, feed: Feed, store: Store, event: Event, people: list[Attendee]
) -> None:
    for tick in range(40):  # four seconds
        page.camera.camera.seen.emit(picture(), [LINK], tick / 10)
    assert verdicts(store, event) == [Verdict.FOREIGN]


def test_leaving_is_by_camera_too(
    page: DoorPage, feed: Feed, store: Store, event: Event, people: list[Attendee]
) -> None:
    QTest.keyClick(page.field, Qt.Key.Key_F4)
    feed(frame(badge(event, people[0])))
    assert verdicts(store, event) == [Verdict.LEFT]


def test_what_is_seen_while_the_form_is_filled_in_waits(
    page: DoorPage, feed: Feed, store: Store, event: Event, people: list[Attendee]
) -> None:
    QTest.keyClick(page.field, Qt.Key.Key_F2)
    feed(frame(badge(event, people[0])))
    assert verdicts(store, event) == []
    assert page.below.in_form
    page.show_recent()
    feed(frame(badge(event, people[0])))
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_the_picture_is_shown_as_in_a_mirror_or_not(page: DoorPage, feed: Feed, session: Session) -> None:
    feed(frame(LINK))  # its white paper is at the left of the frame

    def left_is_white() -> bool:
        shown = page.camera.preview.grab().toImage()
        middle = shown.width() // 2
        left, right = (
            sum(shown.pixelColor(x, y).lightness() > 200 for x in part for y in range(0, shown.height(), 4))
            for part in (range(0, middle, 4), range(middle, shown.width(), 4))
        )
        return left > right

    assert not left_is_white()
    page.camera.mirror.click()
    assert session.settings.camera_mirrored is False
    assert left_is_white()


def test_off_it_takes_no_place_and_loads_nothing(page: DoorPage, session: Session, qtbot: QtBot) -> None:
    assert page.camera.isHidden()
    assert not page.camera.camera.on
    QTest.keyClick(page.field, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: page.camera.camera.on)
    assert page.camera.isVisible()
    assert plain(page.camera.preview.sentence).startswith("Pas de caméra sur ce poste.")
    assert page.field.hasFocus()
    session.open("participants")
    assert not page.camera.camera.on
    session.open("door")
    qtbot.waitUntil(lambda: page.camera.camera.on)
    QTest.keyClick(page.field, Qt.Key.Key_F6)
    assert not page.camera.camera.on
    assert not session.settings.camera_on


def test_a_door_without_a_camera_loads_nothing_of_it() -> None:
    heavy = "{'PySide6.QtMultimedia', 'PySide6.QtPdf', 'zxingcpp', 'PIL'}"
    program = f"import sys, ia_events.ui.pages.door, ia_events.ui.pages.settings; print({heavy} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def test_the_verdict_does_not_move(
    page: DoorPage, feed: Feed, event: Event, people: list[Attendee], qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not page.session.work.busy)  # what the clock has to say is said
    before = (page.verdict.geometry(), page.field.geometry(), page.camera.geometry())
    feed(frame(badge(event, people[0])))
    QApplication.processEvents()
    assert (page.verdict.geometry(), page.field.geometry(), page.camera.geometry()) == before


def test_the_screen_lights_the_badge(page: DoorPage, feed: Feed, session: Session, theme: Theme) -> None:
    session.change_setting("theme", "dark")
    assert looks.tokens().dark
    QTest.keyClick(page.field, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert not looks.tokens().dark
    assert looks.tokens().background == "#FFFFFF"
    session.open("participants")
    assert looks.tokens().dark
    session.open("door")
    QApplication.processEvents()
    assert not looks.tokens().dark
    QTest.keyClick(page.field, Qt.Key.Key_F6)
    assert looks.tokens().dark
    QTest.keyClick(page.field, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)  # no camera to light for
    assert looks.tokens().dark


def test_without_the_libraries_the_door_works_all_the_same(
    page: DoorPage,
    store: Store,
    event: Event,
    people: list[Attendee],
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    session.settings.sound = True
    QTest.keyClick(page.field, Qt.Key.Key_F6)
    qtbot.waitUntil(lambda: "Qt Multimedia" in page.camera.preview.sentence)
    page.scan(badge(event, people[0]))
    assert verdicts(store, event) == [Verdict.WELCOME]


def test_another_language_leaves_no_camera_behind(
    page: DoorPage, feed: Feed, session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    session.open("settings")
    session.change_setting("language", "en")
    qtbot.waitUntil(lambda: not session.work.busy)
    session.open("door")
    other = window.page
    assert isinstance(other, DoorPage)
    assert other is not page
    qtbot.waitUntil(lambda: other.camera.camera.on)
    assert [thread.name for thread in threading.enumerate()].count("camera") == 1


# --- pictures --------------------------------------------------------------------------------------------------------


def drop(page: DoorPage, *files: Path) -> bool:
    """Drag files over the page and, if it takes them, let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(page.rect().center(), action, data, left, none)
    entering.ignore()
    QApplication.sendEvent(page, entering)
    if entering.isAccepted():
        QApplication.sendEvent(page, QDropEvent(QPointF(page.rect().center()), action, data, left, none))
    return entering.isAccepted()


def settled(page: DoorPage, qtbot: QtBot) -> None:
    """The pictures are read, and judged."""
    qtbot.waitUntil(lambda: not page.session.work.busy and not page.camera._judging.isActive())


def test_pictures_dropped_on_the_door_are_read(
    page: DoorPage, store: Store, event: Event, people: list[Attendee], tmp_path: Path, session: Session, qtbot: QtBot
) -> None:
    said: list[str] = []
    session.notified.connect(lambda text, _tone, _action: said.append(plain(text)))
    codes = [badge(event, person) for person in people]
    two, one, none, broken = (tmp_path / name for name in ("table.png", "badge.jpg", "mur.png", "abîmé.jpg"))
    assert picture(codes[0], codes[1]).save(str(two))
    assert picture(codes[1], LINK).save(str(one))
    assert picture().save(str(none))
    broken.write_bytes(b"not a picture")
    assert drop(page, two, one, none, broken)
    settled(page, qtbot)
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.WELCOME]
    (sentence,) = said
    assert sentence.startswith(
        "2 badges lus : 2 passages notés. Pas de code lisible dans mur.png. Ni image ni PDF lisible : abîmé.jpg."
    )


def test_a_picture_of_several_badges_says_how_many_came_in(
    page: DoorPage, store: Store, event: Event, people: list[Attendee], tmp_path: Path, session: Session, qtbot: QtBot
) -> None:
    said: list[tuple[str, str]] = []
    session.notified.connect(lambda text, tone, _action: said.append((plain(text), tone)))
    registrations.set_status(store, [people[1].id], Status.CANCELLED, session.now())
    file = tmp_path / "table.png"
    assert picture(badge(event, people[0]), badge(event, people[1])).save(str(file))
    page.drop([file])
    settled(page, qtbot)
    page.drop([file])
    settled(page, qtbot)
    assert said == [
        ("2 badges lus : 1 passage noté, désistement (1).", "attention"),
        ("2 badges lus : 0 passage noté, déjà là (1), désistement (1).", "attention"),
    ]


def test_one_picture_answers_with_its_verdict_alone(
    page: DoorPage, store: Store, event: Event, people: list[Attendee], tmp_path: Path, session: Session, qtbot: QtBot
) -> None:
    said: list[str] = []
    session.notified.connect(lambda text, _tone, _action: said.append(text))
    file = tmp_path / "badge.webp"
    assert picture(badge(event, people[0]), module=2).save(str(file))
    assert drop(page, file)
    settled(page, qtbot)
    assert verdicts(store, event) == [Verdict.WELCOME]
    assert picture(LINK).save(str(file))
    page.drop([file])
    settled(page, qtbot)
    assert verdicts(store, event) == [Verdict.FOREIGN, Verdict.WELCOME]
    assert said == []


def test_the_pages_of_a_pdf_are_read(
    page: DoorPage, store: Store, event: Event, people: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "badges.pdf"
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    for number, person in enumerate(people[:2]):
        if number:
            writer.newPage()
        painter.drawImage(QRect(0, 0, 6000, 3375), picture(badge(event, person)))
    painter.end()
    assert drop(page, file)
    settled(page, qtbot)
    assert verdicts(store, event) == [Verdict.WELCOME, Verdict.WELCOME]


def test_other_files_are_not_taken(page: DoorPage, tmp_path: Path) -> None:
    assert not drop(page, tmp_path / "liste.xlsx")
    assert not drop(page, tmp_path / "badge.png", tmp_path / "liste.xlsx")


def test_a_picture_is_chosen_by_the_keyboard(
    page: DoorPage,
    store: Store,
    event: Event,
    people: list[Attendee],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    file = tmp_path / "badge.png"
    assert picture(badge(event, people[0])).save(str(file))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(file)], ""))
    QTest.keyClick(page.field, Qt.Key.Key_F6, Qt.KeyboardModifier.ControlModifier)
    settled(page, qtbot)
    assert verdicts(store, event) == [Verdict.WELCOME]


# --- the settings ----------------------------------------------------------------------------------------------------


def test_the_camera_is_chosen_in_the_settings(
    window: MainWindow, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    from PySide6.QtMultimedia import QCameraDevice

    monkeypatch.setattr("ia_events.ui.camera.inputs", lambda: [("De table", QCameraDevice())])
    settings.camera = "Intégrée"
    session.open("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.camera.count() == 3)
    assert [page.camera.itemText(row) for row in range(3)] == ["La première trouvée", "De table", "Intégrée (absente)"]
    assert page.camera.value == "Intégrée"
    page.camera.setCurrentIndex(1)
    page.camera.activated.emit(1)
    assert settings.camera == "De table"
    page.mirrored.click()
    assert settings.camera_mirrored is False
