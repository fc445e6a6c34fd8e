"""Boxes on a label: turned, hit, resized by their handles, snapped, aligned, shared out. Millimetres, y downwards."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from ia_events.documents.designs import Box, Code, Element, Shape
from ia_events.documents.resizing import beside, zone

Point = tuple[float, float]

# Where each handle is on a box, as shares of its width and height.
HANDLES = {
    "nw": (0.0, 0.0), "n": (0.5, 0.0), "ne": (1.0, 0.0), "e": (1.0, 0.5),
    "se": (1.0, 1.0), "s": (0.5, 1.0), "sw": (0.0, 1.0), "w": (0.0, 0.5),
}  # fmt: skip
LEAST = 1.0  # millimetres, a side that can still be seen and taken
_EDGE, _APART = 2.0, 0.5  # millimetres left free at the label's edge, and round what is there
_GROUND = 0.8  # of the label, what is its ground
_FURTHEST = 900.0  # millimetres from the label


class Guide(NamedTuple):
    """A line something snapped to: upright at x, or level at y; from one end to the other."""

    upright: bool
    at: float
    start: float
    end: float


def turned(point: Point, centre: Point, degrees: float) -> Point:
    """A point turned clockwise about another."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    x, y = point[0] - centre[0], point[1] - centre[1]
    return centre[0] + x * c - y * s, centre[1] + x * s + y * c


def centre_of(box: Box) -> Point:
    """The middle of a box."""
    return box.x + box.width / 2, box.y + box.height / 2


def point_on(part: Element, share: Point) -> Point:
    """Where a share of the width and height of an element is, once it is turned."""
    box = part.box
    return turned((box.x + box.width * share[0], box.y + box.height * share[1]), centre_of(box), part.angle)


def bounds(part: Element) -> Box:
    """The upright box round an element."""
    if not part.angle:
        return part.box
    corners = [point_on(part, HANDLES[name]) for name in ("nw", "ne", "se", "sw")]
    xs, ys = [x for x, _y in corners], [y for _x, y in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def around(boxes: Iterable[Box]) -> Box:
    """The box round several."""
    found = list(boxes)
    x, y = min(box.x for box in found), min(box.y for box in found)
    return Box(x, y, max(box.right for box in found) - x, max(box.bottom for box in found) - y)


def free_box(parts: Iterable[Element], label: tuple[float, float], wanted: Point, least: Point) -> Box | None:
    """Where there is room on a label for something of the size `wanted`, or smaller but no smaller than `least`, that
    meets no element; None where there is none. What covers the whole label is its ground: it takes no room.
    """
    edge = min(_EDGE, min(label) / 10)
    rooms = [Box(edge, edge, label[0] - 2 * edge, label[1] - 2 * edge)]
    for part in parts:
        taken = zone(part) if isinstance(part, Code) and not part.angle else bounds(part)
        if taken.width * taken.height > _GROUND * label[0] * label[1]:
            continue
        taken = Box(taken.x - _APART, taken.y - _APART, taken.width + 2 * _APART, taken.height + 2 * _APART)
        split = [room for room in rooms if not room.meets(taken)]
        for piece in [piece for room in rooms if room.meets(taken) for piece in beside(room, taken)]:
            if piece.width >= least[0] and piece.height >= least[1] and not any(_holds(room, piece) for room in split):
                split.append(piece)
        rooms = split

    def share(room: Box) -> tuple[float, float]:
        fits = min(1.0, room.width / wanted[0]) * min(1.0, room.height / wanted[1])
        return round(fits, 3), room.width * room.height

    room = max(rooms, key=share, default=None)
    if room is None or room.width < least[0] or room.height < least[1]:
        return None
    width, height = min(wanted[0], room.width), min(wanted[1], room.height)
    return Box(room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width, height)


def _holds(outer: Box, inner: Box) -> bool:
    return outer.x <= inner.x and outer.y <= inner.y and outer.right >= inner.right and outer.bottom >= inner.bottom


def hit(part: Element, point: Point, slack: float) -> bool:
    """Whether a point is on an element, or within `slack` of it."""
    x, y = turned(point, centre_of(part.box), -part.angle)
    box = part.box
    if isinstance(part, Shape) and part.shape == "line":
        length = math.hypot(box.width, box.height)
        if length == 0:
            return math.hypot(x - box.x, y - box.y) <= slack
        share = ((x - box.x) * box.width + (y - box.y) * box.height) / length**2
        share = min(1.0, max(0.0, share))
        near = box.x + box.width * share, box.y + box.height * share
        return math.hypot(x - near[0], y - near[1]) <= slack + part.thickness / 2
    return box.x - slack <= x <= box.right + slack and box.y - slack <= y <= box.bottom + slack


def moved(part: Element, across: float, down: float) -> Element:
    """An element elsewhere, never so far that it could not be brought back."""
    x = min(_FURTHEST, max(-_FURTHEST, part.box.x + across))
    y = min(_FURTHEST, max(-_FURTHEST, part.box.y + down))
    return replace(part, box=part.box._replace(x=tidy(x), y=tidy(y)))


def tidy(number: float) -> float:
    """To the hundredth of a millimetre: what a file says, and more than a printer can."""
    return round(number, 2) + 0.0


def with_box(part: Element, box: Box) -> Element:
    """An element in another box; a code stays square, and nothing gets too small to be taken."""
    width, height = max(0.0, box.width), max(0.0, box.height)
    if isinstance(part, Shape) and part.shape == "line":
        if max(width, height) < LEAST:
            width = LEAST
    else:
        width, height = max(LEAST, width), max(LEAST, height)
    if isinstance(part, Code):
        width = height = max(width, height) if max(width, height) > part.box.width else min(width, height)
    return replace(part, box=Box(tidy(box.x), tidy(box.y), tidy(min(width, 1000)), tidy(min(height, 1000))))


def resized(part: Element, handle: str, point: Point, *, same_shape: bool = False) -> Element:
    """An element whose handle was pulled to a point; the opposite one stays where it is."""
    across, down = HANDLES[handle]
    box, centre = part.box, centre_of(part.box)
    x, y = turned(point, centre, -part.angle)
    least = 0.0 if isinstance(part, Shape) and part.shape == "line" else LEAST
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    if across == 0:
        left = min(x, right - least)
    elif across == 1:
        right = max(x, left + least)
    if down == 0:
        top = min(y, bottom - least)
    elif down == 1:
        bottom = max(y, top + least)
    width, height = right - left, bottom - top
    if (same_shape or isinstance(part, Code)) and box.width and box.height:
        scale = max(width / box.width, height / box.height)
        if across == 0.5:
            scale = height / box.height
        elif down == 0.5:
            scale = width / box.width
        scale = max(scale, LEAST / min(box.width, box.height))
        width, height = box.width * scale, box.height * scale
        left = {0.0: right - width, 0.5: centre[0] - width / 2, 1.0: left}[across]
        top = {0.0: bottom - height, 0.5: centre[1] - height / 2, 1.0: top}[down]
    middle = turned((left + width / 2, top + height / 2), centre, part.angle)
    return with_box(part, Box(middle[0] - width / 2, middle[1] - height / 2, width, height))


def angle_to(part: Element, point: Point, *, steps: bool) -> float:
    """The angle, 0 to 360, of an element whose upper side looks at a point; in steps of 15° if asked."""
    x, y = centre_of(part.box)
    angle = math.degrees(math.atan2(point[0] - x, y - point[1])) % 360
    angle = round(angle / 15) * 15 if steps else round(angle)
    return float(angle % 360)


def snapped(
    box: Box, others: Sequence[Box], label: tuple[float, float], reach: float, *, edges: str = "nwse"
) -> tuple[Point, list[Guide]]:
    """How far to move a box (across, down) for it to line up with the others, the label or its middle; and the guides.

    `edges` are those that may move: all of them and the middle, or those a handle pulls.
    """
    whole = len(edges) == 4
    own_x = [x for name, x in (("w", box.x), ("e", box.right)) if name in edges]
    own_y = [y for name, y in (("n", box.y), ("s", box.bottom)) if name in edges]
    if whole:
        own_x.append(box.x + box.width / 2)
        own_y.append(box.y + box.height / 2)
    label_box = Box(0, 0, *label)
    across = _nearest(
        own_x, [(x, other) for other in (label_box, *others) for x in _lines(other.x, other.width)], reach
    )
    down = _nearest(own_y, [(y, other) for other in (label_box, *others) for y in _lines(other.y, other.height)], reach)
    placed = box._replace(x=box.x + across[0], y=box.y + down[0])
    guides = []
    if across[1] is not None:
        at, other = across[1]
        guides.append(Guide(True, at, min(placed.y, other.y), max(placed.bottom, other.bottom)))
    if down[1] is not None:
        at, other = down[1]
        guides.append(Guide(False, at, min(placed.x, other.x), max(placed.right, other.right)))
    return (across[0], down[0]), guides


def _lines(start: float, length: float) -> tuple[float, float, float]:
    return start, start + length / 2, start + length


def _nearest(
    own: Sequence[float], lines: Sequence[tuple[float, Box]], reach: float
) -> tuple[float, tuple[float, Box] | None]:
    found = [(abs(line[0] - mine), line[0] - mine, line) for mine in own for line in lines]
    best = min(found, key=lambda made: made[0], default=None)
    if best is None or best[0] > reach:
        return 0.0, None
    return best[1], best[2]


def aligned(parts: Sequence[Element], how: str, label: tuple[float, float]) -> list[Element]:
    """Elements lined up: left, centre, right, top, middle or bottom; one alone, with the label."""
    boxes = [bounds(part) for part in parts]
    frame = around(boxes) if len(boxes) > 1 else Box(0, 0, *label)
    share = {"left": 0.0, "top": 0.0, "centre": 0.5, "middle": 0.5, "right": 1.0, "bottom": 1.0}[how]
    made = []
    for part, box in zip(parts, boxes, strict=True):
        if how in ("left", "centre", "right"):
            made.append(moved(part, frame.x + (frame.width - box.width) * share - box.x, 0))
        else:
            made.append(moved(part, 0, frame.y + (frame.height - box.height) * share - box.y))
    return made


def shared_out(parts: Sequence[Element], across: bool) -> list[Element]:
    """Elements with the same room between them, the first and the last staying where they are."""
    boxes = [bounds(part) for part in parts]
    start, length = (0, 2) if across else (1, 3)
    order = sorted(range(len(boxes)), key=lambda n: boxes[n][start] + boxes[n][length] / 2)
    first, last = boxes[order[0]], boxes[order[-1]]
    room = last[start] + last[length] - first[start] - sum(box[length] for box in boxes)
    gap = room / (len(boxes) - 1) if len(boxes) > 1 else 0.0
    made, at = list(parts), first[start]
    for n in order:
        by = at - boxes[n][start]
        made[n] = moved(parts[n], by if across else 0, 0 if across else by)
        at += boxes[n][length] + gap
    return made
