"""The logical structure of a PDF, for those who hear it or copy from it: what is a heading, a table, a picture."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFName, PDFPage

from ia_events.documents.objects import Written, string

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

_CELL = {"scope": "/Scope /{}", "columns": "/ColSpan {}"}
_PAGE_KEYS = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


@dataclass(slots=True)
class Element:
    """A part of the document: `kids` are parts of it, or (page, mark) of what is drawn."""

    kind: str
    parent: int
    words: str
    kids: list[int | tuple[int, int]] = field(default_factory=list)


class Structure:
    """The elements of a document in reading order, and which marks of which page they own.

    Kinds are those of PDF 1.7, 14.8.4: Document, Sect, H1 to H6, P, L, LI, LBody, Table, TR, TH, TD, Figure…
    """

    def __init__(self) -> None:
        self._elements = [Element("Document", -1, "")]
        self._marks: list[list[int]] = [[]]  # of each page, the element of each mark
        self._here = 0

    def enter(self, kind: str, alt: str = "", **attributes: str | int) -> None:
        """What follows is in a new part. `alt` says a picture in words; attributes: `scope`, `columns` of a cell, `lang`."""
        words = _attributes(tuple(attributes.items())) if attributes else ""
        if alt:
            words += f" /Alt {string(alt)}"
        number = len(self._elements)
        self._elements.append(Element(kind, self._here, words))
        self._elements[self._here].kids.append(number)
        self._here = number

    def leave(self) -> None:
        """The part is complete."""
        self._here = self._elements[self._here].parent

    def mark(self) -> int:
        """The number, on this page, of the mark around what is drawn for the present part."""
        marks = self._marks[-1]
        marks.append(self._here)
        self._elements[self._here].kids.append((len(self._marks) - 1, len(marks) - 1))
        return len(marks) - 1

    def end_page(self) -> None:
        """What follows is on the next page."""
        self._marks.append([])

    @property
    def tagged(self) -> bool:
        """Whether any part of the document has been said."""
        return len(self._elements) > 1

    def write(self, document: PDFDocument) -> None:
        """Add the structure to a document whose pages are all drawn."""
        pages = [document.idToObjectNumberAndVersion[f"Page{n + 1}"][0] for n in range(len(self._marks) - 1)]
        first = document.objectcounter + 1  # the elements are numbered on from here, then their root
        root = first + len(self._elements)
        for number, element in enumerate(self._elements):
            parent = root if element.parent < 0 else first + element.parent
            text = f"<</S /{element.kind} /P {parent} 0 R{element.words}{_kids(element.kids, first, pages)}>>"
            # What document.Reference does, without what it asks first: half the time, when a table has 10,000 cells.
            name = f"structure{number}"
            document.idToObjectNumberAndVersion[name] = first + number, 0
            document.numberToId[first + number] = name
            document.idToObject[name] = Written(text.encode("ascii"))
        document.objectcounter += len(self._elements)
        parents = []
        for number, marks in enumerate(self._marks[:-1]):
            parents.append(f"{number} [{' '.join([f'{first + element} 0 R' for element in marks])}]")
            sheet = document.idToObject[f"Page{number + 1}"]
            sheet.__NoDefault__ = _PAGE_KEYS  # reportlab writes only the keys it knows
            sheet.StructParents, sheet.Tabs = number, PDFName("S")
        text = (
            f"<</Type /StructTreeRoot /K {first} 0 R /ParentTreeNextKey {len(pages)}"
            f" /ParentTree <</Nums [{' '.join(parents)}]>>>>"
        )
        document.Catalog.StructTreeRoot = document.Reference(Written(text.encode("ascii")), "structure")
        document.Catalog.MarkInfo = Written(b"<</Marked true>>")


@lru_cache(256)
def _attributes(attributes: tuple[tuple[str, str | int], ...]) -> str:
    cell = " ".join([_CELL[name].format(value) for name, value in attributes if name in _CELL])
    language = "".join([f" /Lang ({value})" for name, value in attributes if name == "lang"])
    return f"{language} /A <</O /Table {cell}>>" if cell else language


def _kids(kids: list[int | tuple[int, int]], first: int, pages: list[int]) -> str:
    if not kids:
        return ""
    if len(kids) == 1 and not isinstance(kids[0], int):  # a cell, a line: most of a document
        page, mark = kids[0]
        return f" /Pg {pages[page]} 0 R /K {mark}"
    place = next((kid[0] for kid in kids if not isinstance(kid, int)), None)
    shown = "" if place is None else f" /Pg {pages[place]} 0 R"
    return f"{shown} /K [{' '.join([_kid(kid, first, place, pages) for kid in kids])}]"


def _kid(kid: int | tuple[int, int], first: int, page: int | None, pages: list[int]) -> str:
    if isinstance(kid, int):
        return f"{first + kid} 0 R"
    if kid[0] == page:
        return str(kid[1])
    return f"<</Type /MCR /Pg {pages[kid[0]]} 0 R /MCID {kid[1]}>>"
