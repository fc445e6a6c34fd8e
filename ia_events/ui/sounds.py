"""The door's three sounds, made of sine waves when the program runs: no file, nobody else's recording."""

from __future__ import annotations

import logging
import math
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject

from ia_events.domain.verdicts import Tone

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

log = logging.getLogger(__name__)


class Note(NamedTuple):
    """A note: hertz, when it begins and how long it lasts (seconds), and how rough it is (0 a flute, 1 a reed)."""

    pitch: float
    start: float
    length: float
    edge: float = 0.0


# Told apart with eyes shut: two notes going up; one note knocked twice; two low, rough notes going down.
NOTES = {
    Tone.WELCOME: (Note(659.26, 0.0, 0.16), Note(987.77, 0.09, 0.30)),
    Tone.ATTENTION: (Note(587.33, 0.0, 0.13, 0.25), Note(587.33, 0.19, 0.22, 0.25)),
    Tone.REFUSED: (Note(233.08, 0.0, 0.22, 0.8), Note(155.56, 0.20, 0.40, 0.8)),
}
_LOUDNESS = 0.5
_ATTACK = 0.006


def wave(notes: tuple[Note, ...], rate: int) -> list[float]:
    """The sound as samples between -1 and 1, `rate` a second, beginning and ending in silence."""
    samples = [0.0] * math.ceil(max(note.start + note.length for note in notes) * rate)
    for note in notes:
        first, count = round(note.start * rate), round(note.length * rate)
        turn = 2 * math.pi * note.pitch / rate
        for i in range(min(count, len(samples) - first)):
            left = 1 - i / count
            envelope = min(1.0, i / (rate * _ATTACK)) * left * left
            tone = math.sin(turn * i) + 0.25 * math.sin(2 * turn * i) + note.edge * 0.5 * math.sin(3 * turn * i)
            samples[first + i] += _LOUDNESS * envelope * tone
    return [min(1.0, max(-1.0, sample)) for sample in samples]


def pcm(samples: list[float], channels: int, kind: str) -> bytes:
    """Samples as a sound card takes them, the same in every channel; `kind` is u8, s16, s32 or float."""
    code, shape = _SHAPES[kind]
    return array(code, [shape(sample) for sample in samples for _ in range(channels)]).tobytes()


_SHAPES: dict[str, tuple[str, Callable[[float], float]]] = {
    "u8": ("B", lambda sample: round(128 + 127 * sample)),
    "s16": ("h", lambda sample: round(32767 * sample)),
    "s32": ("i", lambda sample: round(2147483647 * sample)),
    "float": ("f", lambda sample: sample),
}


class Sounds(QObject):
    """Plays a tone on the system's output. Without one, silence: the verdict is on the screen anyway."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._devices: QMediaDevices | None = None
        self._silent = False  # the libraries are not there
        self._sink: QAudioSink | None = None
        self._buffers: dict[Tone, QBuffer] = {}

    def prepare(self) -> None:
        """Open the output and make the sounds: a tenth of a second, to be spent before the first scan."""
        if self._devices is not None or self._silent:
            return
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError as error:
            log.info("no Qt Multimedia: %s", error)
            self._silent = True
            return
        self._devices = QMediaDevices(self)
        self._devices.audioOutputsChanged.connect(self._open)
        self._open()

    def play(self, tone: Tone) -> None:
        """Play the sound of a tone, cutting short the one before."""
        self.prepare()
        if self._sink is not None:
            self._sink.stop()
            self._buffers[tone].seek(0)
            self._sink.start(self._buffers[tone])

    def _open(self) -> None:
        """Take the system's present output; called again when one is plugged or unplugged."""
        from PySide6.QtMultimedia import QAudioSink, QMediaDevices

        if self._sink is not None:
            self._sink.stop()
            self._sink.deleteLater()
            self._sink = None
        device = QMediaDevices.defaultAudioOutput()
        form = device.preferredFormat()
        kind = _kind(form)
        if device.isNull() or not kind or form.channelCount() < 1:
            log.info("no sound output")
            return
        for tone, notes in NOTES.items():
            buffer = QBuffer(self)
            buffer.setData(QByteArray(pcm(wave(notes, form.sampleRate()), form.channelCount(), kind)))
            buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self._buffers[tone] = buffer
        self._sink = QAudioSink(device, form, self)


def _kind(form: QAudioFormat) -> str:
    from PySide6.QtMultimedia import QAudioFormat

    sample = QAudioFormat.SampleFormat
    return {sample.UInt8: "u8", sample.Int16: "s16", sample.Int32: "s32", sample.Float: "float"}.get(
        form.sampleFormat(), ""
    )
