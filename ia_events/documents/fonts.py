"""The letters on paper: Atkinson Hyperlegible, made for tired eyes, and for the alphabets it lacks Noto Sans.

Any letters may be given, composed or not: what Atkinson writes by itself costs a look-up, the rest is shaped.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

if TYPE_CHECKING:
    from ia_events.documents.shaping import Shaped

_ATKINSON = "fontpkg_atkinson_hyperlegible"
_SPACES: dict[int, str | None] = {ord(a): b for a, b in zip("\u202f\u2011\n\r\t", "\u00a0-   ", strict=True)}
# Marks of direction, places to break and controls that a list may have kept from elsewhere: they have no shape.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u061c\u200b\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"))
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0xFFFE, 0xFFFF])
_WRITTEN = _CONTROLS | _UNSEEN | _SPACES
_CHANGED = frozenset(map(chr, _WRITTEN))


class Font(NamedTuple):
    """A font file and the width, for a size of 1, of each letter it writes by itself as the letter is given."""

    file: TTFont
    advances: dict[str, float]


class Run(NamedTuple):
    """Letters of a font that need no shaping."""

    font: TTFont
    text: str


@cache
def _font(bold: bool) -> Font:
    name = f"AtkinsonHyperlegible-{'Bold' if bold else 'Regular'}.ttf"
    with as_file(files(_ATKINSON) / "files" / name) as path:
        file = TTFont(name, str(path), asciiReadable=True)
    codes = [code for code in file.face.charToGlyph if not unicodedata.combining(chr(code)) and code not in _WRITTEN]
    return Font(file, {chr(code): file.face.charWidths[code] / 1000 for code in codes})


def plain(bold: bool) -> Font:
    """The font of what needs no shaping."""
    return _font(bold)


@cache
def initial() -> str:
    """The name of the font a canvas starts with; without one, each document would name a Helvetica it has not."""
    file = _font(False).file
    pdfmetrics.registerFont(file)
    return str(file.fontName)


@lru_cache(maxsize=65536)
def runs(text: str, bold: bool) -> tuple[Run | Shaped, ...]:
    """The text from left to right, in as few fonts as can write it."""
    file, advances = _font(bold)
    text = written(text)
    if advances.keys() >= set(text):
        return (Run(file, text),)
    from ia_events.documents import shaping

    found = shaping.runs(text, bold, advances.keys())
    return tuple([Run(file, run) if isinstance(run, str) else run for run in found])


@lru_cache(maxsize=65536)
def width(text: str, bold: bool) -> float:
    """Width of the text for a size of 1: multiply by the size in points."""
    advances = _font(bold).advances
    try:
        return sum(map(advances.__getitem__, text))
    except KeyError:
        found = runs(text, bold)
    return sum([sum([advances[c] for c in run.text]) if isinstance(run, Run) else run.width for run in found])


@lru_cache(maxsize=65536)
def extent(text: str, bold: bool) -> tuple[float, float]:
    """How far over its line and how far under it a text goes, for a size of 1: 0.67 and 0 for « H »."""
    from ia_events.documents import shaping

    face = shaping.plain_face(bold)
    inks = [(0.0, 0.0)]
    for run in runs(text, bold):
        if isinstance(run, Run):
            inks += [face.ink(face.font.get_nominal_glyph(ord(char))) for char in run.text]
        else:
            inks += run.inks()
    return max([top for top, _bottom in inks]), max([-bottom for _top, bottom in inks])


def writable(text: str) -> bool:
    """Whether the fonts have every letter of the text; a sign stands for each one they have not."""
    own = _font(False).advances.keys()
    if own >= set(text):
        return True
    from ia_events.documents import shaping

    return set(written(text)) - own <= frozenset[str]().union(*[face.letters for face in shaping.faces(False)])


def written(text: str) -> str:
    """The text as it is drawn: composed, on one line, without the signs that have no shape."""
    if text.isascii() and text.isprintable():
        return text
    if _CHANGED.isdisjoint(text) and unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text).translate(_WRITTEN)
