"""PDF objects that reportlab has no words for, added to a document of its."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from reportlab.pdfbase.pdfdoc import PDFObject

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument


class Written(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object already in the words of a PDF."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def format(self, _document: object) -> bytes:
        return self._text


def add(document: PDFDocument, name: str, text: str) -> int:
    """Add an object to a document, under a name of its own. Returns its number."""
    document.Reference(Written(text.encode("ascii")), name)
    return int(document.idToObjectNumberAndVersion[name][0])


def add_stream(document: PDFDocument, name: str, data: bytes, keys: str = "", *, readable: bool = False) -> int:
    """Add a stream, compressed unless it must be `readable` as it is. Returns its number."""
    if not readable:
        data, keys = zlib.compress(data), f"{keys} /Filter /FlateDecode"
    head = f"<<{keys} /Length {len(data)}>>\nstream\n".encode("ascii")
    document.Reference(Written(head + data + b"\nendstream"), name)
    return int(document.idToObjectNumberAndVersion[name][0])


def string(words: str) -> str:
    """A text string of any letters."""
    if words.isascii() and words.isprintable():
        escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{words.encode('utf-16-be').hex().upper()}>"
