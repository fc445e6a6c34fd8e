"""A badge drawn for one size of label, on another: boxes follow the label, the code stays readable, text makes room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from ia_events.documents import codes
from ia_events.documents.designs import Box, Code, Element, Line, Picture, RoleBand, Shape, Text

SMALLEST_CODE = 20.0  # millimetres, the side of its modules
LETTERS = 2.6  # millimetres under the code for the short code
_SMALLEST_PICTURE = 4.0  # millimetres
EDGE = 0.3  # millimetres of the label kept free of codes


def resized(face: Sequence[Element], drawn: tuple[float, float], wanted: tuple[float, float]) -> tuple[Element, ...]:
    """The elements of a face drawn for a size (mm), as they are on another; nothing is left half under the white of a code.

    A shape drawn under a code stays there: it is a ground.
    """
    across, down = wanted[0] / drawn[0], wanted[1] / drawn[1]
    same = max(abs(drawn[0] - wanted[0]), abs(drawn[1] - wanted[1])) < 0.01
    moved = list(face) if same else [_moved(part, across, down, wanted) for part in face]
    codes_there = [number for number, part in enumerate(face) if isinstance(part, Code)]
    for number, place in product(range(len(moved)), codes_there):
        part, code = moved[number], moved[place]
        ground = isinstance(part, Shape) and (part.shape == "line" or in_the_way(face[number], face[place]))
        if not (isinstance(part, Code) or ground or part.angle) and in_the_way(part, code):
            moved[number] = replace(part, box=_clear(part.box, room(code)))
    return tuple([part for part in moved if not isinstance(part, Picture) or min(part.box[2:]) >= _SMALLEST_PICTURE])


def zone(code: Code) -> Box:
    """The room a code needs: its modules, the white around them, and its letters."""
    quiet = code.box.width / codes.MODULES * codes.QUIET
    below = quiet + LETTERS * letters_scale(code) if code.letters else quiet
    return Box(code.box.x - quiet, code.box.y - quiet, code.box.width + 2 * quiet, code.box.height + quiet + below)


def room(part: Element) -> Box:
    """The upright box round all that an element takes, turned as it is: for a code, with its white and its letters."""
    taken = zone(part) if isinstance(part, Code) else part.box
    if not part.angle:
        return taken
    c, s = math.cos(math.radians(part.angle)), math.sin(math.radians(part.angle))
    x, y = part.box.x + part.box.width / 2, part.box.y + part.box.height / 2
    corners = [(left - x, top - y) for left in (taken.x, taken.right) for top in (taken.y, taken.bottom)]
    across = [x + dx * c - dy * s for dx, dy in corners]
    down = [y + dx * s + dy * c for dx, dy in corners]
    return Box(min(across), min(down), max(across) - min(across), max(down) - min(down))


def in_the_way(part: Element, code: Element) -> bool:
    """Whether an element and a code, with its white, share a place: the upper one hides some of the other."""
    return room(part).meets(room(code))


def letters_scale(code: Code) -> float:
    """How much larger its letters are than those of the smallest code."""
    return min(max(code.box.width / SMALLEST_CODE, 1.0), 1.6)


def _moved(part: Element, across: float, down: float, label: tuple[float, float]) -> Element:
    box, scale = part.box, min(across, down)
    if isinstance(part, Code):
        return _code(part, across, down, label)
    placed = Box(box.x * across, box.y * down, box.width * across, box.height * down)
    if isinstance(part, Text):
        return replace(part, box=placed, lines=tuple([_line(line, scale) for line in part.lines]))
    if isinstance(part, Shape):
        return replace(part, box=placed, thickness=part.thickness * scale, radius=part.radius * scale)
    if isinstance(part, RoleBand):
        return replace(part, box=placed, size=max(part.size * scale, min(part.size, 6.5)), radius=part.radius * scale)
    return replace(part, box=placed)


def _line(line: Line, scale: float) -> Line:
    return replace(line, size=max(line.size * scale, line.least), gap=line.gap * scale)


def _code(part: Code, across: float, down: float, label: tuple[float, float]) -> Code:
    """The code keeps its shape and never gets smaller than a reader needs; it stays inside the label with its white."""
    side = part.box.width * min(across, down)
    side = max(side, min(SMALLEST_CODE, part.box.width))
    centre = (part.box.x + part.box.width / 2) * across, (part.box.y + part.box.height / 2) * down
    moved = replace(part, box=Box(centre[0] - side / 2, centre[1] - side / 2, side, side))
    needed = zone(moved)
    x = min(max(needed.x, EDGE), label[0] - EDGE - needed.width)
    y = min(max(needed.y, EDGE), label[1] - EDGE - needed.height)
    return replace(moved, box=moved.box._replace(x=moved.box.x + x - needed.x, y=moved.box.y + y - needed.y))


def beside(box: Box, taken: Box) -> list[Box]:
    """What is left of a box at the four sides of what is taken."""
    if not box.meets(taken):
        return [box]
    pieces = (
        Box(box.x, box.y, taken.x - box.x, box.height),
        Box(taken.right, box.y, box.right - taken.right, box.height),
        Box(box.x, box.y, box.width, taken.y - box.y),
        Box(box.x, taken.bottom, box.width, box.bottom - taken.bottom),
    )
    return [piece for piece in pieces if min(piece.width, piece.height) > 0]


def _clear(box: Box, taken: Box) -> Box:
    pieces = beside(box, taken)
    return max(pieces, key=lambda piece: piece.width * piece.height, default=box._replace(height=0.0))
