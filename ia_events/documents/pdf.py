"""A PDF drawn with as few operations as its pages need. Points, from the bottom left corner."""

from __future__ import annotations

from calendar import timegm
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFObjectReference
from reportlab.pdfgen.canvas import Canvas

from ia_events import i18n
from ia_events.documents import archive, fonts
from ia_events.documents.pdf_images import draw_image
from ia_events.documents.structure import Structure
from ia_events.documents.writing import file_of
from ia_events.i18n import _, ngettext
from ia_events.paths import atomic_write

if TYPE_CHECKING:
    from ia_events.documents.embedding import Embedded
    from ia_events.documents.shaping import Face

rl_config.useA85 = 0  # streams as bytes: text-only files are of no use any more, and cost a quarter in time and size

MM = 72 / 25.4
Progress = Callable[[int, int], None]

INK = "#131820"
MUTED = "#5A6472"
WHITE = "#FFFFFF"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: pages, and badges or people on them. `notices` are sentences on what could not be."""

    pages: int
    count: int
    notices: tuple[str, ...] = ()


def some(names: list[str]) -> str:
    """The first names of a list, and how many others there are."""
    shown, others = names[:3], len(names) - 3
    if others > 0:
        shown = [*names[:2], ngettext("{count} autre", "{count} autres", others + 1).format(count=others + 1)]
    return _("{names} et {last}").format(names=", ".join(shown[:-1]), last=shown[-1]) if len(shown) > 1 else shown[0]


def no_progress(done: int, total: int) -> None:
    """For callers who don't watch."""


class _Part:
    """The block of a part: a table has tens of thousands, and a generator for each would cost more than their words."""

    def __init__(self, leave: Callable[[], None]) -> None:
        self._leave = leave

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_error: object) -> None:
        self._leave()


_ELSEWHERE = "\0"


class _Letters(dict[int, str]):
    """What stands in a PDF's string for each letter of the plain font, to translate texts by.

    `_ELSEWHERE` stands for the letters it has not, and for those beyond the 256 that a PDF's font holds.
    """

    def __init__(self, canvas: Canvas, *, bold: bool) -> None:
        super().__init__()
        self._canvas, self._bold = canvas, bold
        self._font, self._known = fonts.plain(bold)
        self._name = ""
        self._sized: dict[float, str] = {}

    def sized(self, size: float) -> str:
        """The operator that takes the font at a size."""
        found = self._sized.get(size)
        if found is None:
            found = self._sized[size] = f"{self.name} {size:.4g} Tf"
        return found

    @property
    def name(self) -> str:
        """The name of the font in the document; it is in the document from now on."""
        if not self._name:
            self._name = self._font.getSubsetInternalName(0, self._canvas._doc)
        return self._name

    def __missing__(self, code: int) -> str:
        found = _ELSEWHERE
        if chr(code) in self._known:
            ((name, letters),) = self.parted(chr(code))
            if name == self.name:
                found = letters
        self[code] = found
        return found

    def parted(self, text: str) -> list[tuple[str, str]]:
        """The text as strings of the PDF's fonts, each with the name of its font."""
        document = self._canvas._doc
        return [
            (self._font.getSubsetInternalName(subset, document), self._canvas._escape(letters))
            for subset, letters in self._font.splitString(text, document)
        ]


class Paper:
    """A document being drawn. The same calls with the same `made_at` give the same bytes.

    What is drawn inside `tag` is content, read aloud and copied in that order; all the rest is decoration.
    `dots`: so many a point has the screen it is only seen on, 0 for a document to keep; see `draw_image`.
    """

    def __init__(
        self, size: tuple[float, float], *, title: str, author: str, made_at: datetime, dots: float = 0.0
    ) -> None:
        self._dots = dots
        self._language = "fr-FR" if i18n.language() == "fr" else "en-GB"
        self._made_at = made_at
        self._canvas = Canvas(
            "", size, pageCompression=1, invariant=1, lang=self._language, initialFontName=fonts.initial()
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject("")
        self._canvas.setCreator("IA Événements")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._stamp(made_at)
        self._plain = _Letters(self._canvas, bold=False), _Letters(self._canvas, bold=True)
        self._shaped: dict[Face, Embedded] = {}
        self._structure = Structure()
        self._part = _Part(self.end)
        self._marked = ""  # what a mark is open around: content, decoration, or (in a form) neither
        self._before = ""
        self.pages = 0

    def _stamp(self, made_at: datetime) -> None:
        # reportlab only knows "now" or 1 January 2000.
        stamp = self._canvas._doc._timeStamp
        stamp.lt = made_at.astimezone(UTC).timetuple()
        stamp.t = timegm(stamp.lt)
        stamp.YMDhms = tuple(stamp.lt)[:6]

    def before_pages(self, operators: str) -> None:
        """Operators that begin this page and those to come: they move what is drawn."""
        self._before = operators

    def raw(self, operators: str) -> None:
        """PDF operators as they are."""
        if not self._marked:
            self._decorate()
        self._canvas._code.append(operators)

    def tag(self, kind: str, alt: str = "", **attributes: str | int) -> AbstractContextManager[None]:
        """What is drawn in the block is one part of the document: see `Structure` for the kinds."""
        self.begin(kind, alt, **attributes)
        return self._part

    def begin(self, kind: str, alt: str = "", **attributes: str | int) -> None:
        """What is drawn from here to `end` is one part: as `tag`, where ten thousand are drawn."""
        if self._marked:
            if self._marked != "decoration":
                raise ValueError("a part inside a drawn part: make the outer one a group")
            self._end_mark()
        mark = self._structure.enter_marked(kind, alt, attributes)
        self._canvas._code.append(f"/{kind} <</MCID {mark}>> BDC")
        self._marked = "content"

    def end(self) -> None:
        """The part begun is complete."""
        if self._marked:
            self._end_mark()
        self._structure.leave()

    def group(self, kind: str, **attributes: str | int) -> AbstractContextManager[None]:
        """The parts tagged in the block make one: a Table of TR, a TR of TD, a Sect…"""
        self._end_mark()
        self._structure.enter(kind, attributes)
        return self._part

    def empty(self, kind: str, **attributes: str | int) -> None:
        """A part in which nothing stands: the TD of a box to sign in."""
        self._end_mark()
        self._structure.add_empty(kind, attributes)

    def _decorate(self) -> None:
        if not self._marked:
            self._canvas._code.append("/Artifact BMC")
            self._marked = "decoration"

    def _end_mark(self) -> None:
        if self._marked and self._marked != "form":
            self._canvas._code.append("EMC")
            self._marked = ""

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
        """One line of text, its baseline starting at (x, y)."""
        if not self._marked:
            self._decorate()
        self._canvas._code.append(self.words(x, y, text, size, bold=bold, colour=colour))

    def text_right(self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
        """One line of text that ends at x."""
        self.raw(self.words(x, y, text, size, bold=bold, colour=colour, share=1))

    def text_centred(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = INK
    ) -> None:
        """One line of text with its middle at x."""
        self.raw(self.words(x, y, text, size, bold=bold, colour=colour, share=0.5))

    def words(
        self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = INK, share: float = 0.0
    ) -> str:
        """The operators that write a line of text, that `share` of which is before x: for what stands on many pages."""
        if share:
            x -= fonts.width(text, bold) * size * share
        plain = self._plain[bold]
        letters = (text if text.isascii() else fonts.written(text)).translate(plain)
        if _ELSEWHERE not in letters:
            return f"BT {rgb(colour)} rg {x:.2f} {y:.2f} Td {plain.sized(size)} ({letters}) Tj ET"
        parts: list[str] = []
        drawings = ""
        start = x
        for run in fonts.runs(text, bold):
            if isinstance(run, fonts.Run):
                parts += [f"{name} {size:.4g} Tf ({letters}) Tj" for name, letters in plain.parted(run.text)]
                start += fonts.width(run.text, bold) * size
            else:
                embedded = self._embedded(run.face)
                parts.append(embedded.operators(run.glyphs, size))
                drawings += embedded.drawings(run.glyphs, start, y, size)
                start += run.width * size
        return f"BT {rgb(colour)} rg {x:.2f} {y:.2f} Td {' '.join(parts)} ET{drawings}"

    def _embedded(self, face: Face) -> Embedded:
        found = self._shaped.get(face)
        if found is None:
            from ia_events.documents.embedding import Embedded

            found = self._shaped[face] = Embedded(face, f"S{len(self._shaped) + 1}")
            self._canvas._doc.idToObject["BasicFonts"].dict[found.name] = PDFObjectReference(found.name)
        return found

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """A filled rectangle."""
        if not radius:
            self.raw(f"{rgb(colour)} rg {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")
            return
        self._decorate()
        self._canvas.setFillColor(colour)
        self._canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)

    def shape(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        kind: str,
        radius: float,
        fill: str,
        stroke: str,
        thickness: float,
    ) -> None:
        """A rectangle (with round corners) or an ellipse, filled and outlined where a colour is given."""
        if not (fill or stroke):
            return
        self._decorate()
        canvas = self._canvas
        if fill:
            canvas.setFillColor(fill)
        if stroke:
            canvas.setStrokeColor(stroke)
            canvas.setLineWidth(thickness)
        if kind == "ellipse":
            canvas.ellipse(x, y, x + width, y + height, stroke=bool(stroke), fill=bool(fill))
        elif radius:
            canvas.roundRect(x, y, width, height, radius, stroke=bool(stroke), fill=bool(fill))
        else:
            canvas.rect(x, y, width, height, stroke=bool(stroke), fill=bool(fill))

    def lines(self, segments: list[tuple[float, float, float, float]], colour: str, thickness: float) -> None:
        """Straight lines, each (x1, y1, x2, y2), stroked at once."""
        path = " ".join([f"{a:.2f} {b:.2f} m {c:.2f} {d:.2f} l" for a, b, c, d in segments])
        self.raw(f"{rgb(colour)} RG {thickness:.3g} w {path} S")

    def image(self, image: Any, x: float, y: float, width: float, height: float, anchor: str) -> None:
        """A PIL image, as large as it goes in a rectangle; `anchor` is a point of the compass."""
        self._decorate()
        draw_image(self._canvas, image, (x, y, width, height), anchor, self._dots)

    @contextmanager
    def form(self, name: str) -> Iterator[None]:
        """What is drawn in the block is kept under a name, to be shown many times with `show`."""
        self._end_mark()
        self._canvas.beginForm(name)
        self._marked = "form"
        yield
        self._marked = ""
        self._canvas.endForm()

    def show(self, name: str) -> None:
        """Show a form."""
        self._decorate()
        self._canvas.doForm(name)

    @contextmanager
    def at(self, x: float, y: float) -> Iterator[None]:
        """In the block, (x, y) is the origin."""
        with self.placed(1, 0, 0, 1, x, y):
            yield

    @contextmanager
    def placed(self, a: float, b: float, c: float, d: float, x: float, y: float) -> Iterator[None]:
        """In the block, what is drawn is turned and scaled by (a, b, c, d), and its origin is at (x, y)."""
        # Marks and saved states are kept one inside the other.
        outside = self._marked in ("content", "form")
        if not outside:
            self._end_mark()
        self._canvas._code.append(f"q {a:.6g} {b:.6g} {c:.6g} {d:.6g} {x:.2f} {y:.2f} cm")
        yield
        if not outside:
            self._end_mark()
        self._canvas._code.append("Q")

    def end_page(self) -> None:
        """The page is finished; what follows is drawn on the next."""
        self._end_mark()
        self._structure.end_page()
        if self._before:
            self._canvas._code.insert(0, self._before)
        self._canvas.showPage()
        self.pages += 1

    def save(self, file: Path | BinaryIO) -> None:
        """Write the document. A path is replaced in one go: see `atomic_write` for its errors."""
        document = self._canvas._doc
        for embedded in self._shaped.values():
            embedded.write(document)
        first, parts = self._structure.write(document)
        tagged = self._structure.tagged
        archive.finish(document, language=self._language, made_at=self._made_at, tagged=tagged)
        data = file_of(self._canvas, first, parts)
        if isinstance(file, Path):
            with atomic_write(file) as target:
                target.write(data)
        else:
            file.write(data)


_colours: dict[str, str] = {}


def rgb(colour: str) -> str:
    """#RRGGBB as three numbers of a PDF operator."""
    found = _colours.get(colour)
    if found is None:
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        found = _colours[colour] = " ".join(f"{c:.4g}" for c in channels)
    return found
