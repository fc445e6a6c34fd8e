"""Signatures as hands draw them, each number another: for the tests that draw, keep or print one."""

from __future__ import annotations

import math
import random

from ia_events.domain.signatures import Signature, captured

Given = list[tuple[float, float, float, float | None]]


def strokes(number: int, *, pressure: bool = False) -> list[Given]:
    """Strokes as a tablet gives them: shares of the box, milliseconds, pressure."""
    chance = random.Random(number)
    width, height, slant = chance.uniform(0.4, 0.8), chance.uniform(0.25, 0.5), chance.uniform(-0.06, 0.06)
    loops, pull = chance.randint(3, 7), chance.uniform(0.6, 1.6)
    left, time = (1 - width) / 2, 1000.0
    body: Given = []
    for n in range(60 * loops):
        share = n / (60 * loops)
        angle = 2 * math.pi * loops * share
        tall = height * (0.35 + 0.65 * abs(math.sin(share * 5 + number)))
        x = left + width * share + 0.035 * pull * math.cos(angle)
        y = 0.5 + tall / 2 * math.sin(angle) + slant * 8 * (share - 0.5)
        body.append((x, y, time, 0.35 + 0.5 * abs(math.sin(angle / 2)) if pressure else None))
        time += 6
    time += 180
    under: Given = []
    for n in range(40):
        share = n / 40
        y = 0.5 + height / 2 + 0.1 + 0.05 * math.sin(3 * share)
        under.append((left + width * (1 - share), y, time, 0.3 + 0.4 * share if pressure else None))
        time += 6
    return [body, under] if number % 3 else [body]


def signature(number: int, *, pressure: bool = False) -> Signature:
    """Somebody's."""
    return captured(strokes(number, pressure=pressure))
