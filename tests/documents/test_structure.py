"""What a reader that speaks finds in a document: its parts, in order, with their kinds and words."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ia_events.documents.pdf import Paper

NOW = datetime(2025, 11, 10, 14, 0, tzinfo=UTC)


def paper() -> Paper:
    return Paper((300, 200), title="Essai", author="Délégation", made_at=NOW)


def data_of(made: Paper) -> bytes:
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def parts(data: bytes, page: int) -> list[tuple[int, str, str]]:
    """Depth, kind and alternative text of every part that has something on a page."""
    document = pypdfium2.PdfDocument(data)
    sheet = document[page]
    tree = pdfium.FPDF_StructTree_GetForPage(sheet.raw)
    found = [
        part
        for number in range(pdfium.FPDF_StructTree_CountChildren(tree))
        for part in _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, number), 0)
    ]
    pdfium.FPDF_StructTree_Close(tree)
    sheet.close()
    document.close()
    return found


def _walk(element: Any, depth: int) -> Iterator[tuple[int, str, str]]:
    yield (
        depth,
        _words(pdfium.FPDF_StructElement_GetType, element),
        _words(pdfium.FPDF_StructElement_GetAltText, element),
    )
    for number in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, number)
        if child:
            yield from _walk(child, depth + 1)


def _words(read: Any, element: Any) -> str:
    size = read(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    read(element, buffer, size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")


def test_headings_tables_and_pictures_are_found_in_their_order() -> None:
    made = paper()
    made.box(0, 0, 300, 200, "#F1F4F7")
    with made.tag("H1"):
        made.text(20, 150, "Feuille d'émargement", 14)
    with made.group("Table"), made.group("TR"):
        with made.tag("TH", scope="Column"):
            made.text(20, 100, "Nom", 9)
        with made.tag("TD", columns=2):
            made.text(90, 100, "DUPONT", 9)
    with made.at(10, 10), made.tag("Figure", alt="Code de la page « Été »"):
        made.box(0, 0, 20, 20, "#000000")
    made.end_page()
    assert parts(data_of(made), 0) == [
        (0, "Document", ""),
        (1, "H1", ""),
        (1, "Table", ""),
        (2, "TR", ""),
        (3, "TH", ""),
        (3, "TD", ""),
        (1, "Figure", "Code de la page « Été »"),
    ]


def test_a_part_may_go_on_over_pages() -> None:
    made = paper()
    with made.group("Table"):
        for name in ("ARRONDELL", "BELMARE"):
            with made.group("TR"), made.tag("TD"):
                made.text(20, 100, name, 9)
            made.end_page()
    data = data_of(made)
    assert [kind for _depth, kind, _alt in parts(data, 1)] == ["Document", "Table", "TR", "TD"]
    document = pypdfium2.PdfDocument(data)
    assert [page.get_textpage().get_text_bounded() for page in document] == ["ARRONDELL", "BELMARE"]
    document.close()


def test_everything_drawn_is_content_or_decoration() -> None:
    made = paper()
    with made.form("frame"):
        made.text(20, 180, "Formation", 9)
    made.show("frame")
    with made.at(5, 5):
        made.box(0, 0, 10, 10, "#000000", 2)
        with made.tag("P"):
            made.text(0, 0, "Éloïse", 9)
        made.lines([(0, 0, 10, 10)], "#000000", 1)
    made.end_page()
    document = pypdfium2.PdfDocument(data_of(made))
    page = document[0]
    drawn = list(page.get_objects(max_depth=1))
    marks = [pdfium.FPDFPageObj_CountMarks(thing.raw) for thing in drawn]
    assert len(drawn) == 4
    assert marks == [1, 1, 1, 1]
    document.close()


def test_a_drawn_part_holds_no_part() -> None:
    made = paper()
    with pytest.raises(ValueError, match="group"), made.tag("P"), made.tag("Figure"):
        pass


def test_the_same_drawing_gives_the_same_bytes() -> None:
    def once() -> bytes:
        made = paper()
        with made.tag("P"):
            made.text(20, 100, "Zoé", 9)
        made.end_page()
        return data_of(made)

    assert once() == once()


def test_a_part_in_another_language_says_so() -> None:
    made = paper()
    with made.tag("P", lang="en-GB"):
        made.text(20, 100, "Welcome", 9)
    made.end_page()
    assert b"/Lang (en-GB) /Pg" in data_of(made)
