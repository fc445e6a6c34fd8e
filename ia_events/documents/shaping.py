"""Letters that Atkinson lacks: their fonts, the shapes HarfBuzz gives them, and the order of right-to-left ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Set
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from typing import Any, NamedTuple

import uharfbuzz

# Package, file and the name it has in a PDF; a letter is looked for in that order. Variable fonts: one file has every
# weight.
_FILES = (
    ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf", "NotoSans"),
    ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf", "NotoSansArabic"),
    ("fontpkg_heebo", "Heebo[wght].ttf", "Heebo"),  # for its Hebrew
)
_UNSEEN = {"\u200c", "\u200d"}  # they only say how their neighbours join
_STAND_IN = "\ufffd"


class Face:
    """A font at one weight, and the letters it has."""

    def __init__(self, package: str, file: str, name: str, *, bold: bool) -> None:
        with as_file(files(package) / "files" / file) as path:
            self.face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        self.name = f"{name}-{'Bold' if bold else 'Regular'}"
        self.weight = 700 if bold else 400
        self.font = uharfbuzz.Font(self.face)
        self.font.set_variations({"wght": self.weight})
        self.letters = frozenset({chr(code) for code in self.face.unicodes} | _UNSEEN)

    def advance(self, number: int) -> int:
        """Width of a glyph, in thousandths of the size."""
        return round(int(self.font.get_glyph_h_advance(number)) * 1000 / int(self.face.upem))

    def ink(self, number: int) -> tuple[float, float]:
        """Top and bottom of a glyph over its line, for a size of 1."""
        box = self.font.get_glyph_extents(number)
        return box.y_bearing / self.face.upem, (box.y_bearing + box.height) / self.face.upem


class Glyph(NamedTuple):
    """A shape, by its number in its font, and the letters it writes. Lengths are for a size of 1.

    `advance` is how far the next glyph is; the shape itself is drawn (x, y) off the line.
    """

    number: int
    text: str
    advance: float
    x: float
    y: float


class Shaped(NamedTuple):
    """Glyphs of one face, from left to right whatever their script."""

    face: Face
    glyphs: tuple[Glyph, ...]
    width: float

    def inks(self) -> list[tuple[float, float]]:
        """Top and bottom of each glyph over the line, for a size of 1."""
        boxes = [(glyph.y, *self.face.ink(glyph.number)) for glyph in self.glyphs]
        return [(y + top, y + bottom) for y, top, bottom in boxes]


@cache
def faces(bold: bool) -> tuple[Face, ...]:
    """The fonts a letter is looked for in."""
    return tuple(Face(*file, bold=bold) for file in _FILES)


@cache
def plain_face(bold: bool) -> Face:
    """The font of what needs no shaping."""
    name = "AtkinsonHyperlegible"
    return Face("fontpkg_atkinson_hyperlegible", f"{name}-{'Bold' if bold else 'Regular'}.ttf", name, bold=bold)


def runs(text: str, bold: bool, plain: Set[str]) -> list[str | Shaped]:
    """A line from left to right: shaped glyphs, or words that the font with the letters `plain` writes by itself.

    Two designs are mixed only if the first font has not all the letters.
    """
    known = faces(bold)
    if known[0].letters >= set(text):
        plain = frozenset()
    found: list[str | Shaped] = []
    for words, level in _in_visual_order(text):
        rightwards = level % 2 == 0
        if rightwards and plain >= set(words):
            found.append(words)
        elif face := next((face for face in known if face.letters >= set(words)), None):
            found.append(_shaped(face, words, rightwards))
        else:
            pieces = [_piece(part, bold, rightwards) for part in _by_font(words, bold, plain, rightwards)]
            found += pieces if rightwards else reversed(pieces)
    return found


def _by_font(words: str, bold: bool, plain: Set[str], rightwards: bool) -> Iterator[tuple[int, str]]:
    """Letters with the number of the font that has them: -1 for the plain one, as many as there are when none has."""
    known = faces(bold)

    def number(letter: str) -> int:
        if rightwards and letter in plain:
            return -1
        return next((n for n, face in enumerate(known) if letter in face.letters), len(known))

    wholes: list[str] = []  # letters with their marks
    for char in words:
        if wholes and (unicodedata.category(char)[0] == "M" or char in _UNSEEN):
            wholes[-1] += char
        else:
            wholes.append(char)
    for font, group in groupby(wholes, lambda whole: max(number(char) for char in whole)):
        yield font, "".join(group)


def _piece(part: tuple[int, str], bold: bool, rightwards: bool) -> str | Shaped:
    font, words = part
    known = faces(bold)
    if font < 0:
        return words
    if font < len(known):
        return _shaped(known[font], words, rightwards)
    # A stand-in is drawn, but what is copied or read aloud is the letter.
    number = known[0].font.get_nominal_glyph(ord(_STAND_IN))
    advance = known[0].advance(number) / 1000
    order = words if rightwards else words[::-1]
    return Shaped(known[0], tuple([Glyph(number, char, advance, 0, 0) for char in order]), advance * len(words))


def _shaped(face: Face, words: str, rightwards: bool) -> Shaped:
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.add_str(words)
    buffer.guess_segment_properties()
    buffer.direction = "ltr" if rightwards else "rtl"
    uharfbuzz.shape(face.font, buffer)
    infos: list[Any] = buffer.glyph_infos
    starts = sorted({info.cluster for info in infos})
    ends = dict(zip(starts, [*starts[1:], len(words)], strict=True))
    glyphs = []
    for n, (info, place) in enumerate(zip(infos, buffer.glyph_positions, strict=True)):
        # Of the glyphs of a letter, its dots and its marks, the one read first is the letter.
        before = n - 1 if rightwards else n + 1
        again = 0 <= before < len(infos) and infos[before].cluster == info.cluster
        text = "" if again else words[info.cluster : ends[info.cluster]]
        lengths = [v / face.face.upem for v in (place.x_advance, place.x_offset, place.y_offset)]
        glyphs.append(Glyph(info.codepoint, text, *lengths))
    return Shaped(face, tuple(glyphs), sum(glyph.advance for glyph in glyphs))


def _in_visual_order(text: str) -> list[tuple[str, int]]:
    """Stretches of one script and one direction, from left to right, with their levels: odd ones run leftwards."""
    stretches: list[tuple[str, int]] = []
    script = ""
    for char, level in zip(text, _levels(text), strict=True):
        its = unicodedata.name(char, "?").split()[0] if unicodedata.category(char)[0] == "L" else ""
        if stretches and level == stretches[-1][1] and (not its or not script or its == script):
            stretches[-1] = stretches[-1][0] + char, level
            script = its or script
        else:
            stretches.append((char, level))
            script = its
    for level in range(max(level for _words, level in stretches), 0, -1):
        ordered: list[tuple[str, int]] = []
        for reverse, group in groupby(stretches, lambda stretch: stretch[1] >= level):  # noqa: B023  used at once
            together = list(group)
            ordered += reversed(together) if reverse else together
        stretches = ordered
    return stretches


def _levels(text: str) -> list[int]:
    """The embedding level of each letter, by the rules of Unicode's annex 9 that names need.

    A line runs to the right unless all its letters run to the left.
    """
    kinds: list[str] = []
    last = ""  # strong letter
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind == "NSM":
            kind = kinds[-1] if kinds else "N"
        elif kind in ("R", "AL"):
            kind = last = "R"
        elif kind == "L":
            last = "L"
        elif kind in ("EN", "AN"):
            kind = "L" if last == "L" and kind == "EN" else "D"
        else:
            kind = "N"
        kinds.append(kind)
    for n in range(1, len(kinds) - 1):  # 12.5 or 12/05 is one number
        if text[n] in ".,:/" and kinds[n - 1] == kinds[n + 1] == "D":
            kinds[n] = "D"
    base = int("R" in kinds and "L" not in kinds)
    levels: list[int] = []
    side = base
    for n, kind in enumerate(kinds):
        if kind == "N":
            after = next((k for k in kinds[n:] if k != "N"), "")
            follows = int(after in ("R", "D")) if after else base
            levels.append(side if side == follows else base)
        else:
            side = int(kind != "L")
            levels.append({"L": 0, "R": 1, "D": 2}[kind] if "R" in kinds else 0)
    return levels
