"""The camera's frames, fed at the sink as a camera feeds it; there is no camera where tests run."""

from __future__ import annotations

import sys
from collections.abc import Generator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QCameraDevice
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.ui import camera as module
from ia_events.ui.camera import Camera, FrameReader
from tests.ui.conftest import plain
from tests.ui.frames import Pixel, frame

BADGE = tokens.issue("0123456789abcdef", "5a" * 32)
OTHER = tokens.issue("fedcba9876543210", "5a" * 32)


@pytest.fixture
def camera(qapp: QApplication) -> Generator[Camera, None, None]:
    """A camera, switched on where there is none."""
    made = Camera()
    made.start("")
    yield made
    made.stop()


@pytest.mark.parametrize(
    "pixels",
    [
        Pixel.Format_NV12, Pixel.Format_NV21, Pixel.Format_YUV420P, Pixel.Format_YV12, Pixel.Format_YUV422P,
        Pixel.Format_YUYV, Pixel.Format_UYVY, Pixel.Format_Y8, Pixel.Format_BGRX8888,
    ],
)  # fmt: skip
def test_a_frame_is_read_and_shown_whatever_its_format(camera: Camera, qtbot: QtBot, pixels: Pixel) -> None:
    assert camera.sink is not None
    with qtbot.waitSignal(camera.seen) as seen:
        camera.sink.setVideoFrame(frame(BADGE, pixels=pixels))
    shown, texts, _at = seen.args
    assert texts == [BADGE]
    assert (shown.width(), shown.height()) == (640, 360)
    room, paper = (shown.pixelColor(x, 100) for x in (300, 36))
    assert all(abs(part - 128) < 4 for part in (room.red(), room.green(), room.blue()))  # grey, of no colour
    assert min(paper.red(), paper.green(), paper.blue()) > 250


def test_small_codes_are_read_at_twice_the_size(camera: Camera, qtbot: QtBot) -> None:
    assert camera.sink is not None
    with qtbot.waitSignal(camera.seen) as seen:
        camera.sink.setVideoFrame(frame(BADGE, OTHER, module=2))
    assert set(seen.args[1]) == {BADGE, OTHER}


def test_the_newest_frame_takes_the_place_of_the_one_waiting(qapp: QApplication, qtbot: QtBot) -> None:
    reader = FrameReader()
    seen: list[list[str]] = []
    reader.seen.connect(lambda _picture, texts, _at: seen.append(texts))
    for text in ("https://exemple.fr", BADGE, OTHER):
        reader.give(frame(text))
    reader.start()
    qtbot.waitUntil(lambda: bool(seen))
    reader.give(frame(BADGE))
    qtbot.waitUntil(lambda: len(seen) == 2)
    reader.stop()
    assert seen == [[OTHER], [BADGE]]


def test_what_breaks_in_the_thread_is_told(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    reader = FrameReader()
    reader.give(frame(BADGE))
    with qtbot.waitSignal(reader.failed) as failed:
        reader.start()
    assert isinstance(failed.args[0], ImportError)
    reader.stop()


def test_without_a_camera_a_sentence(camera: Camera, qtbot: QtBot) -> None:
    assert plain(camera.problem) == "Pas de caméra sur ce poste. Branchez-en une : elle sera prise aussitôt."
    assert camera.sink is not None
    with qtbot.waitSignal(camera.seen):
        camera.sink.setVideoFrame(frame(BADGE))
    assert camera.problem == ""


def test_without_the_libraries_a_sentence(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    camera = Camera()
    camera.start("")
    assert not camera.on
    assert "Qt Multimedia" in camera.problem
    camera.stop()


def test_a_camera_plugged_unplugged_and_found_again(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    """The devices are named here; a null one opens nothing, which is what a camera taken by somebody else does."""
    there: list[tuple[str, QCameraDevice]] = []
    monkeypatch.setattr(module, "inputs", lambda: there)
    assert camera._devices is not None
    plugged = camera._devices.videoInputsChanged

    there.append(("Intégrée", QCameraDevice()))
    plugged.emit()
    assert (camera.name, camera.names) == ("Intégrée", ["Intégrée"])
    assert plain(camera.problem).startswith("La caméra")

    there.append(("De table", QCameraDevice()))
    plugged.emit()
    assert camera.name == "Intégrée"
    camera.start("De table")
    assert camera.name == "De table"

    there.pop()
    plugged.emit()
    assert camera.name == "Intégrée"
    there.clear()
    plugged.emit()
    assert camera.name == ""
    assert plain(camera.problem) == "« Intégrée » n'est plus là. Rebranchez la caméra : elle sera reprise aussitôt."
    there.append(("De table", QCameraDevice()))
    plugged.emit()
    assert camera.name == "De table"


def test_a_camera_that_gives_nothing_is_opened_again(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "inputs", lambda: [("Intégrée", QCameraDevice())])
    camera.start("")
    first = camera._camera
    camera.problem = ""
    camera._silence.timeout.emit()
    assert camera._camera is not first
    assert plain(camera.problem) == "« Intégrée » ne donne pas d'image. Nouvel essai en cours."


def test_once_off_nothing_is_left(camera: Camera) -> None:
    assert camera.sink is not None
    camera.sink.setVideoFrame(frame(BADGE))
    camera.stop()
    assert not camera.on
    camera._seen(QImage(), [BADGE], 0.0)  # one that was on its way
    camera.start("")
    assert camera.on
