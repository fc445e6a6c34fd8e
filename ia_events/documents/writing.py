"""The file of a document whose pages are drawn: what reportlab holds of it, and what is already in words."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from struct import pack
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfdoc

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# The second line tells whoever carries the file that it is no text.
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_TOGETHER = 200  # objects compressed together: a reader that wants one expands as many


def file_of(canvas: Canvas, ready: Mapping[int, str]) -> bytes:
    """The bytes of the file; `ready` are objects already in words, by number.

    All but streams are compressed, many together, and so is the list of where they are: a tagged document has tens of
    thousands, which reportlab would write one by one in three times the time and five times the place.
    """
    document = canvas._doc
    _prepare(canvas)
    pieces = [_HEAD]
    offset = len(_HEAD)
    entries = {0: (0, 0, 65535)}
    packed: list[tuple[int, bytes]] = []
    number = 0
    while number < document.objectcounter:  # writing one may add others
        number += 1
        text = ready.get(number)
        content = _words(document, number) if text is None else text.encode("ascii")
        if content.endswith(b"endstream"):
            piece = b"%d 0 obj\n%b\nendobj\n" % (number, content)
            entries[number] = 1, offset, 0
            pieces.append(piece)
            offset += len(piece)
        else:
            packed.append((number, content))
    for start in range(0, len(packed), _TOGETHER):
        number += 1
        some = packed[start : start + _TOGETHER]
        piece = _together(number, some)
        entries[number] = 1, offset, 0
        entries.update([(packed_number, (2, number, place)) for place, (packed_number, _text) in enumerate(some)])
        pieces.append(piece)
        offset += len(piece)
    number += 1
    entries[number] = 1, offset, 0
    places = b"".join([pack(">BIH", *entries[n]) for n in range(number + 1)])
    numbers = document.idToObjectNumberAndVersion
    root, info = (numbers[thing.__InternalName__][0] for thing in (document.Catalog, document.info))
    trailer = b"/Type /XRef /W [1 4 2] /Size %d /Root %d 0 R /Info %d 0 R /ID %b" % (
        number + 1, root, info, document.ID(),
    )  # fmt: skip
    pieces += [_stream(number, trailer, places), b"startxref\n%d\n%%%%EOF\n" % offset]
    return b"".join(pieces)


def _prepare(canvas: Canvas) -> None:
    """What reportlab does before it writes: fonts are cut to their letters, the outline is made."""
    document = canvas._doc
    for font in document.delayedFonts:
        font.addObjects(document)
    document.info.invariant = document.invariant
    document.Reference(document.Catalog)
    document.Reference(document.info)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None


def _words(document: pdfdoc.PDFDocument, number: int) -> bytes:
    thing = document.idToObject[document.numberToId[number]]
    content: bytes = pdfdoc.format(thing, document, toplevel=1)
    return content.rstrip(b"\n")


def _together(number: int, objects: list[tuple[int, bytes]]) -> bytes:
    heads, start = [], 0
    for packed_number, text in objects:
        heads.append(b"%d %d" % (packed_number, start))
        start += len(text) + 1
    head = b" ".join(heads) + b"\n"
    keys = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head))
    return _stream(number, keys, head + b"\n".join([text for _number, text in objects]))


def _stream(number: int, keys: bytes, data: bytes) -> bytes:
    data = zlib.compress(data)
    head = b"%d 0 obj\n<<%b /Filter /FlateDecode /Length %d>>\nstream\n" % (number, keys, len(data))
    return head + data + b"\nendstream\nendobj\n"
