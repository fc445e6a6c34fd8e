"""A shaped font inside a PDF: the glyphs used and no others, at their weight, each with the letters it writes."""

from __future__ import annotations

import hashlib
import math
from functools import cache
from typing import TYPE_CHECKING

import uharfbuzz

from ia_events.documents.objects import add, add_stream
from ia_events.documents.shaping import Face, Glyph

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

_KEPT = {"glyf", "loca", "head", "hhea", "hmtx", "maxp"}


class Embedded:
    """The glyphs of one face that a document shows. A glyph that writes different letters here and there has as many
    codes, so that what is copied is always right.
    """

    def __init__(self, face: Face, name: str) -> None:
        self.face, self.name = face, name
        self._codes: dict[tuple[int, str], int] = {}

    def operators(self, glyphs: tuple[Glyph, ...], size: float) -> str:
        """PDF operators that show the glyphs that write letters one after the other, inside a text object."""
        row: list[str] = []
        off = 0.0  # from where the last glyph ended to where the next one belongs
        for glyph in glyphs:
            if glyph.text:  # never drawn off the line: in these fonts only marks are
                shift = round(off * 1000)
                row.append((str(-shift) if shift else "") + f"<{self._code(glyph):04X}>")
                off -= (shift + self.face.advance(glyph.number)) / 1000
            off += glyph.advance
        row.append(str(-round(off * 1000)))
        return f"/{self.name} {size:.4g} Tf [{''.join(row)}] TJ"

    def drawings(self, glyphs: tuple[Glyph, ...], x: float, y: float, size: float) -> str:
        """PDF operators that draw the other glyphs, outside a text object, for a line that starts at (x, y).

        Those are marks and the dots of Arabic letters: as text, a dot would have to be some letter when it is copied,
        and readers put a space before a mark that is set back over its letter.
        """
        shown = []
        scale = size / self.face.face.upem
        for glyph in glyphs:
            if not glyph.text:
                place = f"{scale:.6g} 0 0 {scale:.6g} {x + glyph.x * size:.2f} {y + glyph.y * size:.2f} cm"
                shown.append(f" q {place} {_outline(self.face, glyph.number)} f Q")
            x += glyph.advance * size
        return "".join(shown)

    def _code(self, glyph: Glyph) -> int:
        return self._codes.setdefault((glyph.number, glyph.text), len(self._codes) + 1)

    def write(self, document: PDFDocument) -> None:
        """Add the font to a document whose pages are all drawn."""
        face = self.face
        program, numbers = self.subset()
        name = f"{_tag(program)}+{face.name}"
        glyphs = [number for number, _text in self._codes]
        em = 1000 / face.face.upem
        extents = face.font.get_font_extents("ltr")
        bounds = [face.font.get_glyph_extents(number) for number in glyphs]
        low = (
            math.floor(min(b.y_bearing + b.height for b in bounds) * em),
            math.ceil(max(b.y_bearing for b in bounds) * em),
        )
        across = (
            math.floor(min(b.x_bearing for b in bounds) * em),
            math.ceil(max(b.x_bearing + b.width for b in bounds) * em),
        )
        file = add_stream(document, f"{self.name}.file", program, f"/Length1 {len(program)}")
        descriptor = add(
            document,
            f"{self.name}.descriptor",
            f"<</Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{across[0]} {low[0]} {across[1]} {low[1]}]"
            f" /ItalicAngle 0 /Ascent {round(extents.ascender * em)} /Descent {round(extents.descender * em)}"
            f" /CapHeight 714 /StemV {160 if face.weight > 400 else 90} /FontFile2 {file} 0 R>>",
        )
        places = add_stream(
            document, f"{self.name}.places", b"\0\0" + b"".join([numbers[g].to_bytes(2, "big") for g in glyphs])
        )
        widths = " ".join([str(face.advance(number)) for number in glyphs])
        descendant = add(
            document,
            f"{self.name}.glyphs",
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {descriptor} 0 R"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
            f" /DW 0 /W [1 [{widths}]] /CIDToGIDMap {places} 0 R>>",
        )
        letters = add_stream(document, f"{self.name}.letters", self._letters().encode("ascii"))
        add(
            document,
            self.name,
            f"<</Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
            f" /DescendantFonts [{descendant} 0 R] /ToUnicode {letters} 0 R>>",
        )

    def subset(self) -> tuple[bytes, dict[int, int]]:
        """The font file with only the glyphs used, at one weight; and their new numbers."""
        wanted = uharfbuzz.SubsetInput()
        wanted.sets(uharfbuzz.SubsetInputSets.GLYPH_INDEX).update({number for number, _text in self._codes})
        wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.pin_all_axes_to_default(self.face.face)
        wanted.pin_axis_location(self.face.face, "wght", self.face.weight)
        dropped = set(self.face.face.table_tags) - _KEPT
        wanted.drop_table_tag_set.update({int.from_bytes(tag.encode("ascii"), "big") for tag in dropped})
        plan = uharfbuzz.SubsetPlan(self.face.face, wanted)
        numbers = dict(plan.old_to_new_glyph_mapping.items())
        return bytes(plan.execute().blob.data), numbers

    def _letters(self) -> str:
        """The table of the letters each code writes."""
        rows = [
            f"<{code:04X}> <{text.encode('utf-16-be', 'replace').hex().upper()}>"
            for (_number, text), code in self._codes.items()
            if text
        ]
        blocks = [rows[n : n + 100] for n in range(0, len(rows), 100)]
        shown = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{shown}\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        )


class _Pen:
    """Takes an outline down in PDF operators."""

    def __init__(self) -> None:
        self.operators: list[str] = []
        self._at = (0.0, 0.0)

    def moveTo(self, point: tuple[float, float]) -> None:
        self._add("m", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._add("l", point)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._add("c", *points)

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:
        thirds = [
            (a + (b - a) * 2 / 3, c + (d - c) * 2 / 3) for (a, c), (b, d) in ((self._at, control), (end, control))
        ]
        self._add("c", *thirds, end)

    def closePath(self) -> None:
        self.operators.append("h")

    def _add(self, operator: str, *points: tuple[float, float]) -> None:
        self.operators.append(" ".join([*[f"{x:.0f} {y:.0f}" for x, y in points], operator]))
        self._at = points[-1]


@cache
def _outline(face: Face, number: int) -> str:
    pen = _Pen()
    face.font.draw_glyph_with_pen(number, pen)
    return " ".join(pen.operators)


def _tag(program: bytes) -> str:
    """The six letters that tell subsets of a font apart."""
    digest = hashlib.sha256(program).digest()
    return "".join([chr(65 + byte % 26) for byte in digest[:6]])
