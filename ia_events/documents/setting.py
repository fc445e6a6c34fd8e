"""Setting the lines of a text in a box: what must be there as large as it goes, the rest if there is room."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

from ia_events.documents import fonts
from ia_events.documents.fitting import broken, fit, pieces, wrap

Styled = tuple[tuple[str, bool, str], ...]  # words, bold or not, colour

SMALLEST_NAME = 9.0  # points
LEADING = 1.16  # of a line in capitals, whose accents are tall
_STACKED = 1.34  # of capitals with two marks one above the other, as in Vietnamese, and of Arabic letters
_TIGHT = 1.22  # of a line of small text
_CROWDED = 1.02, 1.16  # of a line that has to take the whole label, stacked marks or not
_BREAK_COST = 0.86  # a name broken in two must be a sixth larger than on one line
_ENOUGH, _BESIDE_ONE = 0.75, 0.5  # of a name alone: what optional lines leave it, or the first of them by itself
DAY, SLOT = "day", "slot"
_BELOW = 0.22  # of the size, what goes under the baseline


class Wanted(NamedTuple):
    """A line to set, filled in; `gap` is in points. `part`: of a programme, it is the title of a DAY, or a SLOT."""

    words: Styled
    size: float
    least: float
    wrap: int
    optional: bool
    gap: float
    part: str = ""


class Row(NamedTuple):
    """A line set: `y` is its baseline, in points under the top of the text."""

    words: Styled
    size: float
    y: float
    width: float


class Block(NamedTuple):
    """Lines set, their height in points, and which of the lines wanted were left out."""

    rows: tuple[Row, ...]
    height: float
    left_out: tuple[int, ...] = ()


def set_lines(
    wanted: Sequence[Wanted], width: float, height: float, *, crowded: bool = False, broken_words: bool = False
) -> Block | None:
    """The lines in a box of that many points, or None when what must be there does not fit at its least size.

    Lines that must be there share what room there is; optional ones are smaller, then left out, the last ones first,
    rather than make those much smaller than they would be alone. `crowded` sets all lines closer, and leaves out no more
    than it must; with `broken_words`, so it is and a word too long for the box is broken.
    """
    must = [n for n, line in enumerate(wanted) if not line.optional]
    judged = bool(must) and not crowded and not broken_words
    names = [wanted[n] for n in must]
    at_most = _share_at_most(names, width) if judged else 0.0
    alone = 0.0

    def enough(share: float) -> bool:
        """Whether the lines that must be there are large enough beside those kept."""
        nonlocal alone
        if share >= _ENOUGH * at_most:
            return True
        alone = alone or _share_alone(names, width, height)
        return share >= alone * (_BESIDE_ONE if kept == (first,) else _ENOUGH)

    first = next((n for n, line in enumerate(wanted) if line.optional), -1)
    for kept in _kept(wanted):
        for small in (False, True) if judged and kept else (False,):
            block = _set(
                wanted, must, kept, width, height, crowded, broken_words, small, enough if judged and kept else None
            )
            if block is not None:
                return block
    return None


def _share_at_most(lines: list[Wanted], width: float) -> float:
    """More than `_share_alone` ever is, at no cost: how large their widest words may be."""
    share = 1.0
    for line in lines:
        text, bold = _text(line.words), _bold(line.words)
        _rows, widest = broken(text, bold, _most(line, text))
        share = min(share, width / (widest * line.size)) if widest else share
    return share


def _share_alone(lines: list[Wanted], width: float, height: float) -> float:
    """How large the lines that must be there would be without the others, of what they could be."""
    leading = _STACKED if any(stacked(_text(line.words)) for line in lines) else LEADING
    found = _largest(lines, width, (height - sum([line.gap for line in lines[1:]])) / leading)
    return found[0][0][1] / lines[0].size if found else 1.0


def set_programme(
    wanted: Sequence[Wanted], width: float, height: float, missing: Callable[[int], str]
) -> tuple[Block, int] | None:
    """Lines of which some are a programme, all of them smaller if need be, then without its last slots.

    `missing` says in words how many these are; no day stands there without a slot. Returns with the lines how many
    slots are not there. None when not even one is.
    """
    slots = [n for n, line in enumerate(wanted) if line.part == SLOT]
    for left in range(len(slots)):
        last = slots[-1 - left]
        lines = [line for n, line in enumerate(wanted) if not line.part or n <= last]
        if left:
            slot = wanted[last]
            text = ((missing(left), *slot.words[0][1:]),)
            lines.insert(last + 1, slot._replace(words=text))  # all those before the last one are there
        must = [n for n, line in enumerate(lines) if not line.optional]
        rest = tuple([n for n, line in enumerate(lines) if line.optional])
        for share in (*[1 - step / 40 for step in range(32)], 0.0):
            tried = [line._replace(size=max(line.size * share, line.least)) if line.part else line for line in lines]
            block = _set(tried, must, rest, width, height, False, False)
            if block is not None:
                return block, left
    return None


def squeezed(wanted: Sequence[Wanted], width: float, height: float) -> Block:
    """The lines that must be there, whole and broken anywhere, as large as they go: under 9 points if need be."""
    must = [n for n, line in enumerate(wanted) if not line.optional]
    size = SMALLEST_NAME
    while True:
        leading = _CROWDED[any(stacked(_text(wanted[n].words)) for n in must)]
        rows = [line for n in must for line in _broken_anywhere(wanted[n].words, width / size)]
        if len(rows) * size * leading <= height or size < 1:
            break
        size *= 0.95
    placed = tuple([_row(line, size, (n + 1) * size * leading - size * _BELOW) for n, line in enumerate(rows)])
    out = tuple(n for n in range(len(wanted)) if n not in must)
    return Block(placed, len(rows) * size * leading, out)


@lru_cache(maxsize=4096)
def stacked(text: str) -> bool:
    """Whether capitals of the text carry two marks one above the other, or its letters go far under the line."""
    if text.isascii():
        return False
    marks = 0
    for letter in unicodedata.normalize("NFD", text):
        if "\u0600" <= letter <= "\u06ff":  # Arabic
            return True
        marks = marks + 1 if unicodedata.combining(letter) == 230 else 0
        if marks > 1:
            return True
    return False


def _kept(wanted: Sequence[Wanted]) -> Iterator[tuple[int, ...]]:
    """The optional lines, then without the last of them, without another, …, none."""
    optional = [n for n, line in enumerate(wanted) if line.optional]
    if len(optional) > 6 or any(line.part for line in wanted):  # a programme: from the bottom up
        for count in range(len(optional), -1, -1):
            if not count or wanted[optional[count - 1]].part != DAY:
                yield tuple(optional[:count])
        return
    for count in range(len(optional), -1, -1):
        yield from combinations(optional, count)


def _set(
    wanted: Sequence[Wanted],
    must: list[int],
    kept: tuple[int, ...],
    width: float,
    height: float,
    crowded: bool,
    broken_words: bool,
    small: bool = False,
    enough: Callable[[float], bool] | None = None,
) -> Block | None:
    optional: dict[int, list[tuple[Styled, float]]] = {}
    room = height
    first = min((*must, *kept), default=0)
    for n in kept:
        line = wanted[n]
        optional[n] = lines = _fitted(line._replace(size=line.least) if small else line, width)
        room -= sum([size * _TIGHT for _words, size in lines]) + (line.gap if n != first else 0)
    room -= sum([wanted[n].gap for n in must if n != first])
    if room < -0.01:
        return None
    names: dict[int, list[tuple[Styled, float]]] = {}
    leading = LEADING
    if must:
        if any(stacked(_text(wanted[n].words)) for n in must):
            leading = _CROWDED[1] if crowded else _STACKED
        elif crowded:
            leading = _CROWDED[0]
        asked = [wanted[n] for n in must]
        found = (_wrapped if broken_words else _largest)(asked, width, room / leading)
        if found is None or (enough is not None and not enough(found[0][0][1] / asked[0].size)):
            return None
        names = dict(zip(must, found, strict=True))
    rows, y = [], 0.0
    for n in sorted((*must, *kept)):
        if n != first:
            y += wanted[n].gap
        high, low = (leading, _BELOW) if n in names else (_TIGHT, 0.25)
        for words, size in names.get(n) or optional[n]:
            y += size * high
            rows.append(_row(words, size, y - size * low))
    out = tuple([n for n in range(len(wanted)) if n not in names and n not in optional])
    return Block(tuple(rows), y, out)


def _row(words: Styled, size: float, y: float) -> Row:
    return Row(words, size, y, sum([fonts.width(text, bold) for text, bold, _colour in words]) * size)


def _fitted(line: Wanted, width: float) -> list[tuple[Styled, float]]:
    """A small line: in its width, broken between words."""
    text, bold = _text(line.words), _bold(line.words)
    found = fit(text, bold, width, line.size, line.least, line.wrap)
    return [(words, found.size) for words in _cut(line.words, found.lines)]


def _most(line: Wanted, text: str) -> int:
    """How many rows a line may be broken in."""
    return min(line.wrap + 1, len(pieces(text)), 3)


def _largest(lines: Sequence[Wanted], width: float, room: float) -> list[list[tuple[Styled, float]]] | None:
    """The best way to break lines that shrink together; `room` is a height for a leading of 1."""
    texts = [(_text(line.words), _bold(line.words)) for line in lines]
    best: list[tuple[tuple[str, ...], float]] = []
    best_share, best_score = 0.0, 0.0
    most = [range(1, _most(line, text) + 1) for line, (text, _b) in zip(lines, texts, strict=True)]
    for counts in product(*most):
        blocks = [broken(text, bold, count) for (text, bold), count in zip(texts, counts, strict=True)]
        share = 1.0
        tall = 0.0
        for line, (rows, widest) in zip(lines, blocks, strict=True):
            share = min(share, width / (widest * line.size)) if widest else share
            tall += len(rows) * line.size
        share = min(share, room / tall)
        score = share * _BREAK_COST ** (sum(counts) - len(lines))
        if score > best_score + 1e-9 and all(line.size * share >= line.least - 1e-9 for line in lines):
            best, best_share, best_score = blocks, share, score
    if not best:
        return None
    return [
        [(words, line.size * best_share) for words in _cut(line.words, rows)]
        for line, (rows, _widest) in zip(lines, best, strict=True)
    ]


def _wrapped(lines: Sequence[Wanted], width: float, room: float) -> list[list[tuple[Styled, float]]] | None:
    """Lines too long for all that: words broken where they must be; None if the room isn't enough."""
    least = max(line.least for line in lines)
    size = least * 1.5
    while True:
        found = [_broken_anywhere(line.words, width / size) for line in lines]
        count = sum([len(rows) for rows in found])
        few = count <= len(lines) + 1 or size <= least
        if few and count * size <= room:
            return [[(words, size) for words in rows] for rows in found]
        if size <= least:
            return None
        size = max(size * 0.95, least)


def _broken_anywhere(words: Styled, limit: float) -> list[Styled]:
    bold = _bold(words)
    return _cut(words, wrap(_text(words), bold, limit))


def _text(words: Styled) -> str:
    return words[0][0] if len(words) == 1 else "".join([text for text, _bold, _colour in words])


def _bold(words: Styled) -> bool:
    return words[0][1] if len(words) == 1 else any(bold for _text, bold, _colour in words)


def _cut(words: Styled, lines: Sequence[str]) -> list[Styled]:
    """The styles of the whole, given to the lines it was broken in. Lines are pieces of the text, in order."""
    if len(words) == 1:
        _whole, bold, colour = words[0]
        return [((line, bold, colour),) for line in lines]
    text, found, start = _text(words), [], 0
    for line in lines:
        begin = text.index(line, start)
        start = end = begin + len(line)
        parts, at = [], 0
        for part, bold, colour in words:
            left, right = max(begin, at), min(end, at + len(part))
            if left < right:
                parts.append((text[left:right], bold, colour))
            at += len(part)
        found.append(tuple(parts))
    return found
