"""Making words fit a width: shrink a little, break between words, and only then shrink a lot. Nothing is ever cut."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from ia_events.documents import fonts

_PIECES = re.compile(r"[^ \-]*-+|[^ \-]+| +")
# One more line must earn this much size: a name slightly smaller on one line reads better than one broken in two.
LINE_COST = 0.8


class Fitted(NamedTuple):
    """Lines of text and their size in points."""

    lines: tuple[str, ...]
    size: float


def pieces(text: str) -> list[str]:
    """The text where it may be broken: after a space or a hyphen. Joined again, the pieces are the text."""
    found: list[str] = []
    for piece in _PIECES.findall(text):
        if piece.isspace() and found:
            found[-1] += piece
        elif not piece.isspace():
            found.append(piece)
    return found


@lru_cache(maxsize=65536)
def broken(text: str, bold: bool, count: int) -> tuple[tuple[str, ...], float]:
    """The text in `count` lines as even as can be (fewer if it has fewer pieces), and their width at size 1."""
    parts = pieces(text)
    count = min(count, len(parts))
    if count <= 1:
        line = text.strip()
        return (line,), fonts.width(line, bold)
    if len(parts) > 24:  # a sentence, not a name: even greedy lines do
        lines = wrap(text, bold, fonts.width(text, bold) / count * 1.15)
        return lines, max(fonts.width(line, bold) for line in lines)
    best: tuple[tuple[str, ...], float] = ((), float("inf"))
    for cuts in combinations(range(1, len(parts)), count - 1):
        edges = (0, *cuts, len(parts))
        lines = tuple(["".join(parts[a:b]).strip() for a, b in pairwise(edges)])
        widest = max([fonts.width(line, bold) for line in lines])
        if widest < best[1]:
            best = lines, widest
    return best


def wrap(text: str, bold: bool, limit: float) -> tuple[str, ...]:
    """Lines no wider than `limit` at size 1, filled one after another; a word wider than that is broken inside."""
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        if fonts.width((line + piece).rstrip(), bold) <= limit:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = piece
        while len(line.rstrip()) > 1 and fonts.width(line.rstrip(), bold) > limit:
            end = next((n for n in range(1, len(line)) if fonts.width(line[: n + 1], bold) > limit), len(line))
            lines.append(line[:end])
            line = line[end:]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return tuple(lines)


@lru_cache(maxsize=65536)
def fit(text: str, bold: bool, limit: float, largest: float, smallest: float, most_lines: int = 2) -> Fitted:
    """The text in a width of `limit` points, at `largest` size if it can be.

    It takes up to `most_lines` lines at no less than `smallest`; more lines than that only when it can't be helped.
    """
    best, best_score = Fitted((text,), 0.0), 0.0
    for count in range(1, most_lines + 1):
        lines, widest = broken(text, bold, count)
        size = min(largest, limit / widest) if widest else largest
        if count == 1 and size == largest:
            return Fitted(lines, size)  # nothing can be better: most names end here
        score = size * LINE_COST ** (len(lines) - 1)
        better = score > best_score and size >= smallest
        if better or best.size < smallest:
            best, best_score = Fitted(lines, size), score
    if best.size >= smallest:
        return best
    return Fitted(wrap(text, bold, limit / smallest), smallest)
