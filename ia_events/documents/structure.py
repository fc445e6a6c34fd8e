"""The logical structure of a PDF, for those who hear it or copy from it: what is a heading, a table, a picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFName, PDFPage

from ia_events.documents.objects import Written, string

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

_CELL = {"scope": "/Scope /{}", "columns": "/ColSpan {}"}
_PAGE_KEYS = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


_Mark = tuple[int, int]  # a page (from 0) and the number, on it, of what is drawn


class Structure:
    """The elements of a document in reading order, and which marks of which page they own.

    Kinds are those of PDF 1.7, 14.8.4: Document, Sect, H1 to H6, P, L, LI, LBody, Table, TR, TH, TD, Figure…
    """

    def __init__(self) -> None:
        # What each element begins with, its parent, and its kids: parts of it or marks; most have one mark, or nothing.
        # A table has tens of thousands: an object for each would take longer than to draw it.
        self._heads = [_head("Document", ())]
        self._parents = [-1]
        self._kids: list[list[int | _Mark] | _Mark | None] = [[]]
        self._marks: list[list[int]] = [[]]  # of each page, the element of each mark
        self._here = 0

    def enter(self, kind: str, attributes: Mapping[str, str | int]) -> None:
        """What follows is in a new part. Attributes: `scope`, `columns` of a cell, `lang`."""
        self._here = self._new(_head(kind, tuple(attributes.items())), [])

    def enter_marked(self, kind: str, alt: str, attributes: Mapping[str, str | int]) -> int:
        """The same for a part that is drawn; `alt` says a picture in words. Returns the number of its mark on this page."""
        head = _head(kind, tuple(attributes.items()))
        if alt:
            head = f"{head}/Alt {string(alt)} "
        marks = self._marks[-1]
        mark = len(marks)
        self._here = self._new(head, (len(self._marks) - 1, mark))
        marks.append(self._here)
        return mark

    def add_empty(self, kind: str, attributes: Mapping[str, str | int]) -> None:
        """A part in which nothing is."""
        self._new(_head(kind, tuple(attributes.items())), None)

    def _new(self, head: str, kids: list[int | _Mark] | _Mark | None) -> int:
        number = len(self._parents)
        around = self._kids[self._here]
        if isinstance(around, list):
            around.append(number)
        else:
            self._kids[self._here] = [number] if around is None else [around, number]
        self._heads.append(head)
        self._parents.append(self._here)
        self._kids.append(kids)
        return number

    def leave(self) -> None:
        """The part is complete."""
        self._here = self._parents[self._here]

    def end_page(self) -> None:
        """What follows is on the next page."""
        self._marks.append([])

    @property
    def tagged(self) -> bool:
        """Whether any part of the document has been said."""
        return len(self._parents) > 1

    def write(self, document: PDFDocument) -> tuple[int, list[str]]:
        """Add the structure to a document whose pages are all drawn.

        Returns its elements, and the object number of the first: the numbers of the others follow.
        """
        pages = [document.idToObjectNumberAndVersion[f"Page{n + 1}"][0] for n in range(len(self._marks) - 1)]
        first = document.objectcounter + 1
        document.objectcounter += len(self._parents)  # numbers of their own, but not one of reportlab's objects each
        root = document.objectcounter + 1
        written = []
        for head, parent, kids in zip(self._heads, self._parents, self._kids, strict=True):
            above = root if parent < 0 else first + parent
            if isinstance(kids, tuple):
                page, mark = kids
                written.append(f"{head}/P {above} 0 R /Pg {pages[page]} 0 R /K {mark}>>")
            elif kids:
                written.append(f"{head}/P {above} 0 R{_kids(kids, first, pages)}>>")
            else:
                written.append(f"{head}/P {above} 0 R>>")
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
        return first, written


@lru_cache(256)
def _head(kind: str, attributes: tuple[tuple[str, str | int], ...]) -> str:
    cell = " ".join([_CELL[name].format(value) for name, value in attributes if name in _CELL])
    language = "".join([f"/Lang ({value}) " for name, value in attributes if name == "lang"])
    return f"<</S /{kind} {language}" + (f"/A <</O /Table {cell}>> " if cell else "")


def _kids(kids: list[int | _Mark], first: int, pages: list[int]) -> str:
    place = next((kid[0] for kid in kids if not isinstance(kid, int)), None)
    shown = "" if place is None else f" /Pg {pages[place]} 0 R"
    return f"{shown} /K [{' '.join([_kid(kid, first, place, pages) for kid in kids])}]"


def _kid(kid: int | _Mark, first: int, page: int | None, pages: list[int]) -> str:
    if isinstance(kid, int):
        return f"{first + kid} 0 R"
    if kid[0] == page:
        return str(kid[1])
    return f"<</Type /MCR /Pg {pages[kid[0]]} 0 R /MCID {kid[1]}>>"
