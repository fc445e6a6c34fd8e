"""Names and employers in the cells of a table: smaller where they must be, in several lines, never too small."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ia_events.documents.fitting import fit, wrap
from ia_events.documents.pdf import Paper

LEAST_SIZE = 6.5  # points, of a name or an employer
_LEADING = 1.16


class Cell(NamedTuple):
    """Texts set in a cell: lines, bold or not, size, and how far under its middle they start; the height they need."""

    texts: tuple[tuple[tuple[str, ...], bool, float, float], ...]
    needed: float


@lru_cache(maxsize=65536)
def set_cell(texts: tuple[tuple[str, bool, float], ...], width: float, height: float) -> Cell:
    """Texts (words, bold or not, size) one under another, in a cell of that width and height between its margins.

    Smaller if they must be, but never under `LEAST_SIZE`: then the cell must be higher, or a word broken.
    """
    spare = 5 if len(texts) == 1 and height > 18 else 1.4
    for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.72, 0.0):
        found = [_fitted(text, bold, width, max(size * share, LEAST_SIZE)) for text, bold, size in texts]
        tall = sum([len(lines) * size for lines, size in found]) * _LEADING
        if tall + (spare if share else 1.4) <= height:
            break
    placed, top = [], -tall / 2
    for (_text, bold, _size), (lines, size) in zip(texts, found, strict=True):
        placed.append((lines, bold, size, top))
        top += len(lines) * size * _LEADING
    return Cell(tuple(placed), tall + 1.4)


def _fitted(text: str, bold: bool, width: float, size: float) -> tuple[tuple[str, ...], float]:
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
