"""How wide the columns of a sign-in sheet are."""

from __future__ import annotations

from typing import NamedTuple

# Millimetres. The corner markers stand in the margins, beside what is written.
MARGIN = 16.0
_NUMBER = 8.0
_NAME, _EMPLOYER = 57.0, 47.0  # at the least; stacked in one column of the first when slots are many
_LEAST_BOX, _MOST_BOX = 20.0, 64.0


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
