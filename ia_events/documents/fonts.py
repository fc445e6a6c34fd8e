"""The letters on paper: Atkinson Hyperlegible, made for tired eyes, and Inter for the alphabets it lacks."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_ATKINSON = "fontpkg_atkinson_hyperlegible", "AtkinsonHyperlegible-{weight}.ttf"
_INTER = "fontpkg_inter", "Inter[opsz,wght].ttf"
_SPACES = str.maketrans({"\u202f": "\u00a0", "\u2011": "-", "\n": " ", "\r": " ", "\t": " "})


class Font(NamedTuple):
    """A font file and the width of each letter it has, for a size of 1."""

    file: TTFont
    advances: dict[str, float]


class Run(NamedTuple):
    """Letters of one font. `thicken` when a bold has to be made from a regular font, by stroking its outline."""

    font: TTFont
    text: str
    thicken: bool


@cache
def _font(package: str, name: str) -> Font:
    with as_file(files(package) / "files" / name) as path:
        file = TTFont(name, str(path), asciiReadable=True)
    return Font(file, {chr(code): file.face.charWidths[code] / 1000 for code in file.face.charToGlyph})


def _fonts(bold: bool) -> tuple[Font, Font]:
    # Inter's one file is variable: a PDF shows its default weight, which is why bold runs of it are thickened.
    weight = "Bold" if bold else "Regular"
    return _font(_ATKINSON[0], _ATKINSON[1].format(weight=weight)), _font(*_INTER)


@cache
def initial() -> str:
    """The name of the font a canvas starts with; without one, each document would name a Helvetica it has not."""
    file = _fonts(False)[0].file
    pdfmetrics.registerFont(file)
    return str(file.fontName)


@lru_cache(maxsize=65536)
def runs(text: str, bold: bool) -> tuple[Run, ...]:
    """The text in as few fonts as can write it: letters of two designs are mixed only if neither font has them all."""
    text = _written(text)
    first, second = _fonts(bold)
    for font in (first, second):
        if font.advances.keys() >= set(text):
            return (Run(font.file, text, bold and font is second),)
    parts: list[Run] = []
    for char in text:
        font = second if char in second.advances and char not in first.advances else first
        if parts and parts[-1].font is font.file:
            parts[-1] = parts[-1]._replace(text=parts[-1].text + char)
        else:
            parts.append(Run(font.file, char, bold and font is second))
    return tuple(parts)


@lru_cache(maxsize=65536)
def width(text: str, bold: bool) -> float:
    """Width of the text for a size of 1: multiply by the size in points."""
    text = _written(text)
    first, second = _fonts(bold)
    for font in (first, second):
        if font.advances.keys() >= set(text):
            advances = font.advances
            return sum([advances[c] for c in text])
    missing: float = first.file.face.defaultWidth / 1000
    return sum([first.advances.get(c) or second.advances.get(c, missing) for c in text])


def writable(text: str) -> bool:
    """Whether the fonts have every letter of the text; a crossed box is drawn for one they have not."""
    text = _written(text)
    if text.isascii() and text.isprintable():
        return True
    first, second = _fonts(False)
    return all(c in first.advances or c in second.advances for c in text)


def _written(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", text).translate(_SPACES)
