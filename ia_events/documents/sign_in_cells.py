"""The columns of a sign-in sheet, and names and employers set in its cells: smaller or in lines, never too small."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ia_events.documents.fitting import fit, wrap
from ia_events.documents.pdf import MM

# Millimetres. The corner markers stand in the margins, beside what is written.
MARGIN = 16.0
_NUMBER = 8.0
_NAME, _EMPLOYER = 57.0, 47.0  # at the least; stacked in one column of the first when slots are many
_LEAST_BOX, _MOST_BOX = 20.0, 64.0

PAD = 1.8 * MM
LEADING = 1.16
LEAST_SIZE = 6.5  # points, of a name or an employer


class Layout(NamedTuple):
    """Left edges (mm) of the columns, the boxes' last, and the width of a box. `stacked`: employer under the name."""

    name: float
    employer: float
    boxes: float
    box: float
    stacked: bool


def layout_of(width: float, slots: int) -> Layout:
    """How a page of that width (mm) holds so many slots."""
    inside = width - 2 * MARGIN
    box = min(_MOST_BOX, (inside - _NUMBER - _NAME - _EMPLOYER) / slots)
    stacked = box < _LEAST_BOX
    if stacked:
        box = (inside - _NUMBER - _NAME) / slots
    rest = inside - _NUMBER - slots * box
    name = MARGIN + _NUMBER
    employer = name if stacked else name + rest * _NAME / (_NAME + _EMPLOYER)
    return Layout(name, employer, name + rest, box, stacked)


def most_slots(width: float) -> int:
    """How many slots a page of that width (mm) can hold, with boxes at least 20 mm wide."""
    return int((width - 2 * MARGIN - _NUMBER - _NAME + 0.01) / _LEAST_BOX)


class Cell(NamedTuple):
    """Texts set in a cell: lines, bold or not, size, and how far under its middle they start; the height they need."""

    texts: tuple[tuple[tuple[str, ...], bool, float, float], ...]
    needed: float


@lru_cache(maxsize=65536)
def set_cell(texts: tuple[tuple[str, bool, float], ...], width: float, height: float) -> Cell:
    """Texts, each with its size, one under another in a cell; smaller if they must be, but never under `LEAST_SIZE`."""
    for share in (1.0, 0.9, 0.8, 0.72, 0.0):
        found = [_fitted(text, bold, width - 2 * PAD, max(size * share, LEAST_SIZE)) for text, bold, size in texts]
        tall = sum([len(lines) * size for lines, size in found]) * LEADING
        if tall + 5 <= height or (not share and tall + 1.4 <= height):
            break
    placed, top = [], -tall / 2
    for (_text, bold, _size), (lines, size) in zip(texts, found, strict=True):
        placed.append((lines, bold, size, top))
        top += len(lines) * size * LEADING
    return Cell(tuple(placed), tall + 1.4)


def _fitted(text: str, bold: bool, width: float, size: float) -> tuple[tuple[str, ...], float]:
    shown = fit(text, bold, width, size, LEAST_SIZE)
    if shown.size < LEAST_SIZE:  # a word of 39 letters: broken rather than too small to be read
        return wrap(text, bold, width / LEAST_SIZE), LEAST_SIZE
    return shown
