"""The webcam: its frames, the codes read in them away from the window, and what keeps it from giving any.

Nothing of Qt Multimedia is loaded before a camera is asked for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCameraPermission, QCoreApplication, QObject, QPermission, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from ia_events.i18n import N_, _

if TYPE_CHECKING:
    from PySide6.QtMultimedia import (
        QCamera,
        QCameraDevice,
        QCameraFormat,
        QMediaCaptureSession,
        QMediaDevices,
        QVideoFrame,
        QVideoSink,
    )

log = logging.getLogger(__name__)

_EVERY = 0.05  # seconds from one frame looked at to the next: a badge is held up longer, and the machine has other work
_SILENCE = 5000  # milliseconds without a frame before the camera is opened again
_WIDTH, _HEIGHT = 1280, 720  # what is asked of a camera: more costs time and reads no better
PREVIEW = QSize(640, 360)  # at most, of the small picture that is shown

STARTING = N_("La caméra s'allume…")
MISSING = N_("Sur ce poste il manque ce qui fait marcher une caméra (Qt Multimedia). Une photo du badge peut être lue.")
NONE = N_("Pas de caméra sur ce poste. Branchez-en une : elle sera prise aussitôt.")
REFUSED = N_(
    "L'accès à la caméra est refusé à ce programme : autorisez-le dans les réglages du système, puis rallumez-la."
)
CLOSED = N_("La caméra ne s'ouvre pas : une autre application s'en sert, ou le système en refuse l'accès.")
LOST = N_("« {name} » n'est plus là. Rebranchez la caméra : elle sera reprise aussitôt.")
SILENT = N_("« {name} » ne donne pas d'image. Nouvel essai en cours.")


class FrameReader(QObject):
    """Reads the codes of frames in a thread of its own; a frame that comes meanwhile takes the place of the one waiting.

    Signals: seen(QImage, at most PREVIEW large, list of texts, time.monotonic() of the frame) · failed(error), a bug.
    """

    seen = Signal(QImage, list, float)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changed = threading.Condition()
        self._waiting: tuple[QVideoFrame, float] | None = None
        self._stopping = False
        self._thread: threading.Thread | None = None

    def give(self, frame: QVideoFrame) -> None:
        """Look at this frame next."""
        with self._changed:
            self._waiting = (frame, time.monotonic())
            self._changed.notify()

    def start(self) -> None:
        """Begin; what was given already is looked at."""
        if self._thread is None:
            self._stopping = False
            self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End, once the frame being looked at is done with; forget the one waiting."""
        if self._thread is not None:
            with self._changed:
                self._stopping = True
                self._changed.notify()
            self._thread.join()
            self._thread = None
        self._waiting = None

    def _run(self) -> None:
        try:
            turn = 0
            while (given := self._next()) is not None:
                begun = time.monotonic()
                self._look(*given, turn)
                turn += 1
                with self._changed:
                    self._changed.wait_for(lambda: self._stopping, begun + _EVERY - time.monotonic())
        except Exception as error:  # noqa: BLE001 (said in the window's thread)
            self.failed.emit(error)

    def _next(self) -> tuple[QVideoFrame, float] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopping or self._waiting is not None)
            given, self._waiting = self._waiting, None
            return None if self._stopping else given

    def _look(self, frame: QVideoFrame, at: float, turn: int) -> None:
        from ia_events.documents import code_reading
        from ia_events.ui import video_frames

        grey, shown = video_frames.pictures(frame, PREVIEW)
        if grey.isNull():
            return
        attempts = code_reading.IN_TURN[turn % len(code_reading.IN_TURN)]
        texts = code_reading.read(
            grey.constBits(), grey.width(), grey.height(), stride=grey.bytesPerLine(), attempts=attempts
        )
        self.seen.emit(shown, texts, at)


def inputs() -> list[tuple[str, QCameraDevice]]:
    """The cameras of this machine by name; two of one name are numbered. Raises ImportError without Qt Multimedia."""
    from PySide6.QtMultimedia import QMediaDevices

    found, named = [], Counter[str]()
    for device in QMediaDevices.videoInputs():
        name = device.description()
        named[name] += 1
        found.append((name if named[name] == 1 else f"{name} ({named[name]})", device))
    return found


class Camera(QObject):
    """The camera while it is wanted. `problem` is a sentence when there is no picture, `names` are the cameras there are.

    Signals: seen(QImage, list of texts, seconds), as FrameReader's · changed: the problem or the cameras are others ·
    failed(error): a bug. Frames come by `sink`, from whoever feeds it.
    """

    seen = Signal(QImage, list, float)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.problem = ""
        self.names: list[str] = []
        self.name = ""  # of the one in use
        self.sink: QVideoSink | None = None
        self._wanted = ""
        self._reader = FrameReader(self)
        self._reader.seen.connect(self._seen, Qt.ConnectionType.QueuedConnection)
        self._reader.failed.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self._devices: QMediaDevices | None = None
        self._session: QMediaCaptureSession | None = None
        self._camera: QCamera | None = None
        self._silence = QTimer(self, singleShot=True, interval=_SILENCE)
        self._silence.timeout.connect(self._open_again)

    @property
    def on(self) -> bool:
        """Whether it is wanted, picture or none."""
        return self.sink is not None

    def start(self, wanted: str) -> None:
        """Switch on the camera of this name; the system's own choice when that one is not there, or for an empty name."""
        self._wanted = wanted
        if self.on:
            self._look()
            return
        try:
            from PySide6.QtMultimedia import QMediaCaptureSession, QMediaDevices, QVideoSink
        except ImportError as error:
            log.info("no Qt Multimedia: %s", error)
            self._say(_(MISSING))
            return
        self.sink = QVideoSink(self)
        self.sink.videoFrameChanged.connect(self._frame)
        self._session = QMediaCaptureSession(self)
        self._session.setVideoSink(self.sink)
        self._reader.start()
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self._look)
        self._ask()

    def stop(self) -> None:
        """Switch off; the camera's own light goes out."""
        self._reader.stop()
        self._silence.stop()
        self._close()
        for part in (self._devices, self._session, self.sink):
            if part is not None:
                part.disconnect(self)
                part.deleteLater()
        self._devices = self._session = self.sink = None
        self.problem, self.name = "", ""

    def _ask(self) -> None:
        """macOS asks the user first."""
        app, wanted = QCoreApplication.instance(), QCameraPermission()
        assert app is not None
        status = app.checkPermission(wanted)
        if status == Qt.PermissionStatus.Undetermined:
            self._say(_(STARTING))
            app.requestPermission(wanted, self, self._answered)
        else:
            self._admit(status)

    def _answered(self, answer: QPermission) -> None:
        if self.on:
            self._admit(answer.status())

    def _admit(self, status: Qt.PermissionStatus) -> None:
        if status == Qt.PermissionStatus.Granted:
            self._look()
        else:
            self._say(_(REFUSED))

    def _look(self) -> None:
        """Take the camera wanted, or the first; keep the one in use if that is the one."""
        if not self.on:
            return
        found = dict(inputs())
        self.names = list(found)
        lost = self.name if self.name not in found else ""
        name = self._wanted if self._wanted in found else next(iter(found), "")
        if not name:
            self._close()
            self._say(_(LOST).format(name=lost) if lost else _(NONE))
        elif name != self.name:
            self._open(name, found[name])
        else:
            self.changed.emit()

    def _open(self, name: str, device: QCameraDevice) -> None:
        from PySide6.QtMultimedia import QCamera

        assert self._session is not None
        self._close()
        self.name = name
        self._camera = QCamera(device, self)
        best = max(device.videoFormats(), key=_worth, default=None)
        if best is not None:
            self._camera.setCameraFormat(best)
        self._camera.errorOccurred.connect(self._went_wrong)
        self._session.setCamera(self._camera)
        self._say(_(STARTING))
        self._silence.start()
        self._camera.start()

    def _close(self) -> None:
        self.name = ""
        if self._camera is not None:
            self._camera.disconnect(self)
            self._camera.stop()
            self._camera.deleteLater()
            self._camera = None

    def _went_wrong(self, _error: object, words: str) -> None:
        log.info("camera: %s", words)
        if self._camera is None:
            return
        self._say(_(CLOSED))
        self._silence.start()

    def _open_again(self) -> None:
        """Nothing came for a while: it was unplugged without a word, or somebody else has let go of it."""
        name, known = self.name, self.problem
        if name in dict(inputs()):
            self.name = ""
        self._look()
        if name and self.name == name:
            self._say(known if known == _(CLOSED) else _(SILENT).format(name=name))

    def _frame(self, frame: QVideoFrame) -> None:
        if self.on and frame.isValid():
            if self._camera is not None:
                self._silence.start()
            self._reader.give(frame)

    def _seen(self, picture: QImage, texts: list[str], at: float) -> None:
        if not self.on:
            return
        if self.problem:
            self._say("")
        self.seen.emit(picture, texts, at)

    def _say(self, sentence: str) -> None:
        self.problem = sentence
        self.changed.emit()


def _worth(form: QCameraFormat) -> tuple[bool, float, float]:
    """The format nearest to what is asked, at a pace that shows movement, the faster of two."""
    size, pace = form.resolution(), form.maxFrameRate()
    return pace >= 15, -abs(size.width() * size.height() - _WIDTH * _HEIGHT), pace
