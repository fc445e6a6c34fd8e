"""The door's sounds: distinct, short, from silence to silence, in whatever form the sound card wants."""

from __future__ import annotations

import sys
from array import array
from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from ia_events.domain.verdicts import Tone
from ia_events.ui.sounds import NOTES, Sounds, pcm, wave

RATE = 48_000


@pytest.mark.parametrize("tone", list(Tone))
def test_a_sound_is_short_audible_and_without_a_click(tone: Tone) -> None:
    samples = wave(NOTES[tone], RATE)
    assert 0.2 <= len(samples) / RATE <= 0.7
    assert 0.3 <= max(samples) <= 1.0
    assert abs(samples[0]) < 0.001
    assert abs(samples[-1]) < 0.001
    assert max(abs(later - sooner) for sooner, later in pairwise(samples)) < 0.2


def test_each_tone_sounds_its_own_way() -> None:
    pitches = {tone: [note.pitch for note in notes] for tone, notes in NOTES.items()}
    assert pitches[Tone.WELCOME][0] < pitches[Tone.WELCOME][-1]
    assert pitches[Tone.ATTENTION][0] == pitches[Tone.ATTENTION][-1]
    assert pitches[Tone.REFUSED][0] > pitches[Tone.REFUSED][-1]
    assert max(pitches[Tone.REFUSED]) < min(pitches[Tone.WELCOME]) / 2


@pytest.mark.parametrize(
    "kind, code, loudest", [("u8", "B", 255), ("s16", "h", 32767), ("s32", "i", 2**31 - 1), ("float", "f", 1.0)]
)
def test_samples_take_the_form_asked_for(kind: str, code: str, loudest: float) -> None:
    made = array(code, pcm([0.0, 1.0, -1.0], 2, kind))
    assert len(made) == 6
    assert made[2] == made[3] == loudest
    assert made[4] == (1 if kind == "u8" else -loudest)


def test_the_same_sounds_every_time() -> None:
    assert wave(NOTES[Tone.WELCOME], RATE) == wave(NOTES[Tone.WELCOME], RATE)


def test_a_machine_without_sound_stays_silent_and_well(qtbot: QtBot) -> None:
    sounds = Sounds()
    for tone in Tone:
        sounds.play(tone)  # on this machine, or on one with a loudspeaker
    qtbot.wait(10)


def test_without_the_libraries_there_is_silence(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    sounds = Sounds()
    sounds.prepare()
    sounds.play(Tone.WELCOME)
    assert sounds._sink is None
