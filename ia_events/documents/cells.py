"""Names and employers in the cells of a table: smaller where they must be, in several lines, never too small."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ia_events.documents.fitting import broken, fit, wrap
from ia_events.documents.pdf import Paper

LEAST_SIZE = 6.5  # points, of a name or an employer
_LEADING = 1.16
_GOOD = 0.8  # of the size wanted: one line that large is not broken in two
_LINE_COST = 0.95
_AIRY, _COSY = 5.0, 1.4  # points left above and under the lines together: when there is room, and at the least
_HIGHER = 4.0  # and in a row made higher for them
_RAISED = 0.1  # of their size: several lines stand that much higher, whose tails would touch the rule under them
_AIRY_FROM = 7.5  # points: smaller than that, lines are rather larger than airy


class Cell(NamedTuple):
    """Texts set in a cell: lines, bold or not, size, and how far under its middle they start; the height they need."""

    texts: tuple[tuple[tuple[str, ...], bool, float, float], ...]
    needed: float


@lru_cache(maxsize=65536)
def set_cell(texts: tuple[tuple[str, bool, float], ...], width: float, height: float) -> Cell:
    """Texts (words, bold or not, size) one under another, in a cell of that width and height between its margins.

    Two lines before small. Smaller if they must be, the first of several texts last, but never under `LEAST_SIZE`:
    then the cell must be higher, or a word broken.
    """
    found = [_alone(*texts[0], width, height)] if len(texts) == 1 else _together(texts, width, height)
    tall = sum([len(lines) * size for lines, size in found]) * _LEADING
    raised = _RAISED * found[-1][1] if sum([len(lines) for lines, _size in found]) > 1 else 0.0
    placed, top = [], -tall / 2 - raised
    for (_text, bold, _size), (lines, size) in zip(texts, found, strict=True):
        placed.append((lines, bold, size, top))
        top += len(lines) * size * _LEADING
    return Cell(tuple(placed), tall + (_COSY if tall + _COSY <= height + 1e-9 else _HIGHER))


_Lines = tuple[tuple[str, ...], float]


def _alone(text: str, bold: bool, wanted: float, width: float, height: float) -> _Lines:
    """A text that has its cell to itself: the largest of one line, two, or three."""
    best: _Lines = ((), 0.0)
    best_score = 0.0
    for count in (1, 2, 3):
        lines, widest = broken(text, bold, count)
        if len(lines) < count:
            break
        size = min(wanted, width / widest if widest else wanted, _room(count, height))
        if count == 1 and size >= wanted * _GOOD:
            return lines, size
        score = size * _LINE_COST ** (count - 1)
        if size >= LEAST_SIZE - 1e-9 and score > best_score:
            best, best_score = (lines, size), score
    if best_score:
        return best
    for share in (1.0, 0.9, 0.8, 0.72, 0.0):
        size = max(wanted * share, LEAST_SIZE)
        best = _fitted(text, bold, width, size)
        if len(best[0]) * best[1] * _LEADING + _COSY <= height:
            break
    return best


def _room(count: int, height: float) -> float:
    """How large so many lines can be in a cell of that height."""
    tight = (height - _COSY) / (count * _LEADING)
    return max((height - _AIRY) / (count * _LEADING), min(tight, _AIRY_FROM)) if height > 18 else tight


def _together(texts: tuple[tuple[str, bool, float], ...], width: float, height: float) -> list[_Lines]:
    """Texts that share a cell: the first is a little smaller only when the others are as small as can be."""
    found: list[_Lines] = []
    for share in (1.0, 0.95, 0.9):
        for other in (1.0, 0.93, 0.0):
            sizes = [max(size * (other if n else share), LEAST_SIZE) for n, (_t, _b, size) in enumerate(texts)]
            found = [_fitted(text, bold, width, size) for (text, bold, _size), size in zip(texts, sizes, strict=True)]
            found[0] = _not_small(*texts[0], width, found[0], sizes[0])
            if sum([len(lines) * size for lines, size in found]) * _LEADING + _COSY <= height + 1e-9:
                return found
    return found


def _not_small(text: str, bold: bool, wanted: float, width: float, fitted: _Lines, size: float) -> _Lines:
    """What was fitted, or two lines of it rather than a small one."""
    if len(fitted[0]) > 1 or fitted[1] >= min(size, wanted * _GOOD):
        return fitted
    lines, widest = broken(text, bold, 2)
    larger = min(size, width / widest)
    return (lines, larger) if larger * _LINE_COST > fitted[1] else fitted


def _fitted(text: str, bold: bool, width: float, size: float) -> _Lines:
    shown = fit(text, bold, width, size, LEAST_SIZE)
    if shown.size >= LEAST_SIZE:
        return shown
    # A word of 39 letters: broken rather than too small to be read.
    lines = wrap(text, bold, width / size)
    return (lines, size) if len(lines) < 3 else (wrap(text, bold, width / LEAST_SIZE), LEAST_SIZE)


def draw_cell(paper: Paper, cell: Cell, x: float, middle: float, number: int = 0) -> None:
    """One of the texts of a cell whose words start at x, and whose middle is at that height."""
    lines, bold, size, top = cell.texts[number]
    baseline = middle - top - size * 0.83 * _LEADING
    for line in lines:
        paper.text(x, baseline, line, size, bold=bold)
        baseline -= size * _LEADING
