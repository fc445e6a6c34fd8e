"""Making words fit a width: shrink a little, break between words, and only then shrink a lot. Nothing is ever cut."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from ia_events.documents import fonts
from ia_events.domain.text import FOLLOWING_SIGNS, LEADING_WORDS

# Not the no-break spaces, nor the no-break hyphen.
_PIECES = re.compile(r"[^ \n\t\r\-]*-+|[^ \n\t\r\-]+|[ \n\t\r]+")
_SPACES = " \n\t\r"
_WORDS = re.compile(r"[ \n\t\r]*[^ \n\t\r]+[ \n\t\r]*")
_UNBROKEN = re.compile(r"[^ \n\t\r\-]*-+|[^ \n\t\r\-]+")
_SMALLER = 2 / 3
# One more line must earn this much size: a name slightly smaller on one line reads better than one broken in two.
LINE_COST = 0.8
_HYPHEN_COST = 1.18  # a double name broken in two must be a sixth larger than one that is whole


class Fitted(NamedTuple):
    """Lines of text and their size in points."""

    lines: tuple[str, ...]
    size: float


@lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[str, ...]:
    """The text where it may be broken: after a hyphen, or a space that does not hold two words together.

    Joined again, the pieces are the text. A particle stays with the name it leads (« de La Fontaine »), « ; : ! ? » »
    with the word before, and « 9 h 30 », « 10 000 », « 1er mars », « Saint-Martin » and « 97150 Saint-Martin » are whole.
    """
    found: list[str] = []
    before = ""  # the last word, when a space has followed it
    for piece in _PIECES.findall(text):
        if piece[0] in _SPACES:
            if found:
                before = found[-1][found[-1].rfind(" ") + 1 :]
                found[-1] += piece
        elif found and not before and _HYPHENED.search(found[-1]):
            found[-1] += piece
        elif before and (before.lower() in LEADING_WORDS or piece[0] in FOLLOWING_SIGNS or _one_number(before, piece)):
            found[-1] += piece
            before = ""
        else:
            found.append(piece)
            before = ""
    return tuple(found)


# A hyphen of a town: after Saint, or in the word that follows a postcode. Capitals are rather a name's.
_HYPHENED = re.compile(r"\bSainte?-$|(?<!\d)\d{5} [^ ]+-$")


def _one_number(before: str, piece: str) -> bool:
    if not piece[0].isdigit():
        return before.isdigit() and (piece in ("h", "min") or (len(before) == 5 and piece[0].isalpha()))
    return before == "h" or (before[-1].isdigit() and len(piece) == 3 and piece.isdigit() and len(before) <= 3)


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
    best: tuple[tuple[str, ...], float] = ((), 0.0)
    best_cost = float("inf")
    for cuts in combinations(range(1, len(parts)), count - 1):
        edges = (0, *cuts, len(parts))
        lines = tuple(["".join(parts[a:b]).strip() for a, b in pairwise(edges)])
        widest = max([fonts.width(line, bold) for line in lines])
        cost = widest * _HYPHEN_COST ** sum([line.endswith("-") for line in lines[:-1]])
        if cost < best_cost:
            best, best_cost = (lines, widest), cost
    return best


def wrap(text: str, bold: bool, limit: float) -> tuple[str, ...]:
    """Lines no wider than `limit` at size 1, filled one after another.

    Words held together are parted if they have to be; a word wider than the limit is broken inside.
    """
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        if fonts.width((line + piece).rstrip(), bold) <= limit:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = ""
        for word in [piece] if fonts.width(piece.rstrip(), bold) <= limit else _WORDS.findall(piece):
            if line and fonts.width((line + word).rstrip(), bold) > limit:
                lines.append(line.rstrip())
                line = ""
            while "-" in word[:-1] and fonts.width(word.rstrip(), bold) > limit:
                start, hyphen, word = word.partition("-")
                if line and fonts.width(line + start + hyphen, bold) > limit:
                    lines.append(line)
                    line = ""
                line += start + hyphen
            if line and fonts.width((line + word).rstrip(), bold) > limit:
                lines.append(line.rstrip())
                line = ""
            line += word
            while len(line.rstrip()) > 1 and fonts.width(line.rstrip(), bold) > limit:
                end = next((n for n in range(1, len(line)) if fonts.width(line[: n + 1], bold) > limit), len(line))
                while end < len(line) and unicodedata.combining(line[end]):
                    end += 1
                lines.append(line[:end])
                line = line[end:]
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return tuple(lines)


@lru_cache(maxsize=65536)
def fit(text: str, bold: bool, limit: float, largest: float, smallest: float, most_lines: int = 2) -> Fitted:
    """The text in a width of `limit` points, at `largest` size if it can be.

    It takes up to `most_lines` lines at no less than `smallest`; more lines than that only when it can't be helped.
    A word too wide even so is written smaller, down to two thirds of `smallest`; only one wider than that is broken.
    """
    line = text.strip()
    widest = fonts.width(line, bold)
    best_score = size = min(largest, limit / widest) if widest else largest
    best = Fitted((line,), size)
    if size == largest:
        return best  # nothing can be better: most names end here
    for count in range(2, most_lines + 1):
        lines, widest = broken(text, bold, count)
        size = min(largest, limit / widest) if widest else largest
        score = size * LINE_COST ** (len(lines) - 1)
        better = score > best_score and size >= smallest
        if better or best.size < smallest:
            best, best_score = Fitted(lines, size), score
    if best.size >= smallest:
        return best
    longest = max(fonts.width(word, bold) for word in _UNBROKEN.findall(text))
    size = min(smallest, limit / longest)
    if size < smallest * _SMALLER:
        return Fitted(wrap(text, bold, limit / smallest), smallest)
    greedy = wrap(text, bold, limit / size * (1 + 1e-9))
    even, widest = broken(text, bold, len(greedy))
    return Fitted(even if widest * size <= limit * (1 + 1e-9) else greedy, size)
