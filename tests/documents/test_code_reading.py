"""Codes read back from grey images; benchmarks/camera.py makes the hard ones."""

from __future__ import annotations

import pytest
from PIL import Image, ImageFilter

from benchmarks import camera
from ia_events.documents import code_reading

BADGE = "CBDFGHJKLNPRSTVXBCDFGHJKLNPRSTVXBC"


def on_wall(*texts: str, module: int = 4, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    """Badges beside one another on a grey wall."""
    wall = Image.new("L", size, 128)
    for place, text in enumerate(texts):
        card = camera.badge(text, module)
        wall.paste(card, (40 + place * (card.width + 20), 60))
    return wall


def test_a_badge_is_read_and_nothing_else_is() -> None:
    wall = on_wall(BADGE)
    assert code_reading.read(wall.tobytes(), *wall.size) == [BADGE]
    empty = on_wall()
    assert code_reading.read(empty.tobytes(), *empty.size) == []


def test_rows_may_be_longer_than_the_image() -> None:
    wall = on_wall(BADGE)
    padded = b"".join(wall.tobytes()[row * 1280 : (row + 1) * 1280] + b"\xff" * 7 for row in range(720))
    assert code_reading.read(memoryview(padded), 1280, 720, stride=1287) == [BADGE]


def test_each_code_once_and_all_of_them() -> None:
    other = BADGE[::-1]
    wall = on_wall(BADGE, other, BADGE)
    assert sorted(code_reading.read_all(wall.tobytes(), *wall.size)) == sorted([BADGE, other])


@pytest.mark.parametrize("attempts", code_reading.IN_TURN)
def test_a_code_too_small_for_one_look_is_read_larger(attempts: tuple[code_reading.Attempt, ...]) -> None:
    """Each of the two ways a camera's frames are read in turn reads what the quick look does not."""
    gained = 0
    for number in range(2, 42, 4):  # hard ones
        _kind, token, frame = camera.make(number)
        pixels = frame.tobytes()
        if not code_reading.read(pixels, *frame.size, attempts=attempts[:2]):
            gained += code_reading.read(pixels, *frame.size, attempts=attempts) == [token]
    assert gained


def test_a_code_that_fills_a_large_photograph_is_read() -> None:
    wall = on_wall(BADGE, module=50, size=(5400, 4200))
    assert code_reading.read_all(wall.tobytes(), *wall.size) == [BADGE]


def test_a_badge_held_too_close_is_read_out_of_focus() -> None:
    wall = on_wall(BADGE, module=8)
    blurred = wall.filter(ImageFilter.GaussianBlur(4))
    for attempts in code_reading.IN_TURN:
        assert code_reading.read(blurred.tobytes(), *wall.size, attempts=attempts) == [BADGE]
