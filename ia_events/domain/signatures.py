"""A signature given on a screen: strokes, kept as compact text, drawn as curves. Where it may be placed, pages decide.

Points are whole numbers in a box WIDTH × HEIGHT, from its top left corner; their times milliseconds since the first of them.
See docs/decisions/0011-signatures-on-a-screen.md.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from math import hypot
from typing import NamedTuple

from ia_events.domain.errors import UserError
from ia_events.i18n import N_

WIDTH, HEIGHT = 3000, 1000
FULL = 255  # the hardest pressure
MOST_POINTS, MOST_STROKES = 3000, 200
MOST_TIME = 10 * 60 * 1000  # milliseconds
_MOST_TEXT = 24_000  # letters of 3000 points at their longest
_VERSION = "1:"
_NEAR = 3  # points nearer to the one before say nothing more
_LEAST_INK = 350  # a length: initials, or a cross, have more
_LEAST_SIZE = 150  # across: a dot, however long it is rubbed, has less
_STRAIGHT = 1.04  # how much longer than the distance of its ends a stroke is that slipped


class Tool(StrEnum):
    """What it was drawn with."""

    PEN = "pen"
    TOUCH = "touch"
    MOUSE = "mouse"


TOOL_LABELS = {Tool.PEN: N_("stylet"), Tool.TOUCH: N_("doigt"), Tool.MOUSE: N_("souris")}


class Point(NamedTuple):
    """A point, its time, and its pressure from 0 to FULL; None where the tablet tells none."""

    x: int
    y: int
    time: int
    pressure: int | None = None


Stroke = tuple[Point, ...]


class Box(NamedTuple):
    """What is covered by ink."""

    left: int
    top: int
    right: int
    bottom: int


class Curve(NamedTuple):
    """From where the last one ended, bent towards (x1, y1), to (x, y). `pressure` is that of its middle, from 0 to 1."""

    x1: float
    y1: float
    x: float
    y: float
    pressure: float


@dataclass(frozen=True, slots=True)
class Signature:
    """At least one stroke; every stroke has at least one point. Either all points have a pressure or none has."""

    strokes: tuple[Stroke, ...]

    @property
    def box(self) -> Box:
        """What its points cover; its curves never go further."""
        xs = [point.x for stroke in self.strokes for point in stroke]
        ys = [point.y for stroke in self.strokes for point in stroke]
        return Box(min(xs), min(ys), max(xs), max(ys))

    @property
    def has_pressure(self) -> bool:
        """Whether the tablet told how hard the pen was pressed."""
        return self.strokes[0][0].pressure is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature as it was given: by whom and for which slot, when (UTC), at which station, drawn with what (a Tool, or "").

    `text` holds its strokes as `to_text` says them: most who ask for signatures want to know of them, not to draw them.
    `present` when the person has an arrival that stands in the slot: without one, it is kept but placed nowhere.
    """

    fact_id: str
    registration_id: str
    slot_id: str
    text: str
    at: datetime
    station: str = ""
    tool: str = ""
    present: bool = True

    @property
    def signature(self) -> Signature:
        """Its strokes, read from the text. ValueError: there are none in it."""
        read = from_text(self.text)
        if read is None:
            raise ValueError("a newer version's signature")
        return read


# --- as it is drawn ----------------------------------------------------------------------------------------------


def captured(strokes: Iterable[Sequence[tuple[float, float, float, float | None]]]) -> Signature:
    """The signature that was drawn: for each stroke its points as (x, y) from 0 to 1 of the box, milliseconds of any clock,
    and pressure from 0 to 1 or None. What went over the edge is on it. UserError signature_too_short.
    """
    given = [stroke for stroke in strokes if stroke]
    begun = min((stroke[0][2] for stroke in given), default=0.0)
    pressed = bool(given) and all(point[3] is not None for stroke in given for point in stroke)
    last = 0
    whole: list[Stroke] = []
    for stroke in given[:MOST_STROKES]:
        points = []
        for x, y, time, pressure in stroke:
            last = min(max(last, round(time - begun)), MOST_TIME)
            hard = _within(pressure or 0.0, FULL) if pressed else None
            points.append(Point(_within(x, WIDTH), _within(y, HEIGHT), last, hard))
        whole.append(tuple(points))
    near = _NEAR
    made = [_thinned(stroke, near) for stroke in whole]
    while sum(map(len, made)) > MOST_POINTS:
        near *= 2
        made = [_thinned(stroke, near) for stroke in whole]
    signature = Signature(tuple(made)) if made else None
    if signature is None or not _is_one(signature):
        raise UserError("signature_too_short", N_("Un point ou un trait ne suffit pas : signez comme sur le papier."))
    return signature


def _within(share: float, size: int) -> int:
    return min(max(round(share * size), 0), size)


def _thinned(stroke: Stroke, near: int) -> Stroke:
    """Without the points that are as good as the one before; the last one stays."""
    kept = [stroke[0]]
    for point in stroke[1:]:
        if abs(point.x - kept[-1].x) + abs(point.y - kept[-1].y) >= near:
            kept.append(point)
    if len(kept) > 1 and kept[-1] != stroke[-1]:
        kept[-1] = stroke[-1]
    return tuple(kept)


def _is_one(signature: Signature) -> bool:
    box = signature.box
    inks = [sum(hypot(b.x - a.x, b.y - a.y) for a, b in pairwise(stroke)) for stroke in signature.strokes]
    if sum(inks) < _LEAST_INK or hypot(box.right - box.left, box.bottom - box.top) < _LEAST_SIZE:
        return False
    drawn = [(ink, stroke) for ink, stroke in zip(inks, signature.strokes, strict=True) if ink >= _LEAST_SIZE / 2]
    if len(drawn) != 1:
        return bool(drawn)
    (ink, stroke) = drawn[0]
    return ink > _STRAIGHT * hypot(stroke[-1].x - stroke[0].x, stroke[-1].y - stroke[0].y)


# --- as it is kept -----------------------------------------------------------------------------------------------


def to_text(signature: Signature) -> str:
    """What is kept: about five letters a point, six with its pressure. `from_text` gives back the same signature."""
    pressed = signature.has_pressure
    numbers = [int(pressed), len(signature.strokes)]
    before = Point(0, 0, 0, 0)
    for stroke in signature.strokes:
        numbers.append(len(stroke))
        for point in stroke:
            numbers += (_folded(point.x - before.x), _folded(point.y - before.y), point.time - before.time)
            if pressed:
                numbers.append(_folded((point.pressure or 0) - (before.pressure or 0)))
            before = point
    return _VERSION + base64.urlsafe_b64encode(_packed(numbers)).decode("ascii").rstrip("=")


def from_text(text: str) -> Signature | None:
    """A signature as kept; None when a newer version of the program kept it. ValueError: nonsense."""
    version, colon, letters = text.partition(":")
    if not (version.isascii() and version.isdecimal() and colon) or len(version) > 3:
        raise ValueError("no signature")
    if f"{version}:" != _VERSION:
        return None
    if len(letters) > _MOST_TEXT:
        raise ValueError("too long for a signature")
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("no base64") from error
    numbers = _unpacked(data)
    try:
        signature = _read(numbers)
    except StopIteration:
        raise ValueError("a signature that is cut short") from None
    if next(numbers, None) is not None or to_text(signature) != text:
        raise ValueError("a signature said in another way")  # one text for each: nothing hides in it
    return signature


def _read(numbers: Iterator[int]) -> Signature:
    pressed, count = next(numbers), next(numbers)
    if pressed not in (0, 1) or not 1 <= count <= MOST_STROKES:
        raise ValueError("no signature")
    x = y = time = hard = total = 0
    strokes = []
    for _stroke in range(count):
        length = next(numbers)
        total += length
        if not length or total > MOST_POINTS:
            raise ValueError("no stroke")
        points = []
        for _point in range(length):
            x, y, time = x + _unfolded(next(numbers)), y + _unfolded(next(numbers)), time + next(numbers)
            hard += _unfolded(next(numbers)) if pressed else 0
            if not (0 <= x <= WIDTH and 0 <= y <= HEIGHT and time <= MOST_TIME and 0 <= hard <= FULL):
                raise ValueError("a point out of the box")
            points.append(Point(x, y, time, hard if pressed else None))
        strokes.append(tuple(points))
    return Signature(tuple(strokes))


def _folded(number: int) -> int:
    """0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 …"""
    return number * 2 if number >= 0 else -number * 2 - 1


def _unfolded(number: int) -> int:
    return -(number + 1) // 2 if number % 2 else number // 2


def _packed(numbers: Iterable[int]) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    data = bytearray()
    for number in numbers:
        while number > 127:
            data.append(number & 127 | 128)
            number >>= 7
        data.append(number)
    return bytes(data)


def _unpacked(data: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in data:
        number |= (byte & 127) << shift
        shift += 7
        if not byte & 128:
            yield number
            number = shift = 0
        elif shift > 28:
            raise ValueError("a number that large is in no signature")
    if shift:
        raise ValueError("a number that is cut short")


# --- as it is shown ----------------------------------------------------------------------------------------------


def curves(stroke: Sequence[tuple[float, float, float]]) -> list[Curve]:
    """A stroke of points (x, y, pressure from 0 to 1) as curves that begin at its first point: each goes from the middle
    between two points to the next middle, bent towards the point in between. They never leave what the points cover.
    """
    if len(stroke) == 1:
        x, y, pressure = stroke[0]
        return [Curve(x, y, x, y, pressure)]
    made = []
    for (x, y, pressure), (next_x, next_y, _next) in pairwise(stroke):
        made.append(Curve(x, y, (x + next_x) / 2, (y + next_y) / 2, pressure))
    x, y, pressure = stroke[-1]
    made.append(Curve(x, y, x, y, pressure))
    return made


def by_pressure(made: Iterable[Curve], levels: int) -> Iterator[tuple[float, list[Curve]]]:
    """Curves that follow each other with about the same pressure, each run with its own: one line of one width draws it."""
    run: list[Curve] = []
    level = 0
    for curve in made:
        own = round(curve.pressure * levels)
        if run and own != level:
            yield level / levels, run
            run = []
        level = own
        run.append(curve)
    if run:
        yield level / levels, run


def drawn(stroke: Stroke) -> list[tuple[float, float, float]]:
    """The points of a stroke as `curves` takes them; pressure is 0.5 where there is none."""
    return [(p.x, p.y, 0.5 if p.pressure is None else p.pressure / FULL) for p in stroke]
