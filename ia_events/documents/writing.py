"""The file of a document whose pages are drawn: what reportlab holds of it, and what is already in words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from itertools import accumulate
from struct import pack
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfdoc

from ia_events.documents.objects import Written

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

# The second line tells whoever carries the file that it is no text.
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_TOGETHER = 200  # objects compressed together: a reader that wants one expands as many


def file_of(canvas: Canvas, first: int, ready: Sequence[str]) -> bytes:
    """The bytes of the file; `ready` are objects already in words, numbered from `first` on.

    All but streams are compressed, many together, and so is the list of where they are: a tagged document has tens of
    thousands, which reportlab would write one by one in three times the time and five times the place.
    """
    document = canvas._doc
    _prepare(canvas)
    pieces = [_HEAD]
    offset = len(_HEAD)
    places = {0: pack(">BIH", 0, 0, 65535)}
    numbers = list(range(first, first + len(ready)))
    packed = list(ready)

    def put(number: int, piece: bytes) -> None:
        nonlocal offset
        places[number] = pack(">BIH", 1, offset, 0)
        pieces.append(piece)
        offset += len(piece)

    number = 0
    while number < document.objectcounter:  # writing one may add others
        number += 1
        if first <= number < first + len(ready):
            continue
        content = _words(document, number)
        if content.endswith(b"endstream"):
            put(number, b"%d 0 obj\n%b\nendobj\n" % (number, content))
        else:
            numbers.append(number)
            packed.append(content.decode("latin-1"))
    for start in range(0, len(packed), _TOGETHER):
        number += 1
        some = numbers[start : start + _TOGETHER]
        put(number, _together(number, some, packed[start : start + _TOGETHER]))
        places.update(zip(some, [pack(">BIH", 2, number, place) for place in range(len(some))], strict=True))
    number += 1
    places[number] = pack(">BIH", 1, offset, 0)
    root, info = (document.idToObjectNumberAndVersion[o.__InternalName__][0] for o in (document.Catalog, document.info))
    keys = b"/Type /XRef /W [1 4 2] /Size %d /Root %d 0 R /Info %d 0 R /ID %b" % (number + 1, root, info, document.ID())
    table = _stream(number, keys, b"".join([places[n] for n in range(number + 1)]))
    return b"".join([*pieces, table, b"startxref\n%d\n%%%%EOF\n" % offset])


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
    _share(document)


def _share(document: pdfdoc.PDFDocument) -> None:
    """Pages of the same size that show the same forms say both in the same words, found once."""
    known: dict[object, tuple[Written, Written]] = {}
    for page in document.Pages.pages:
        if page.ExtGState or page._colorsUsed or page._shadingUsed:
            continue
        forms = tuple(page.XObjects.dict) if page.XObjects else ()
        key = page.pagewidth, page.pageheight, page.Rotate, page.hasImages, forms
        if key not in known:
            page.check_format(document)
            size, resources = pdfdoc.format(page.MediaBox, document), pdfdoc.format(page.Resources, document)
            known[key] = Written(size), Written(resources)
        page.MediaBox, page.Resources = known[key]


def _words(document: pdfdoc.PDFDocument, number: int) -> bytes:
    thing = document.idToObject[document.numberToId[number]]
    content: bytes = pdfdoc.format(thing, document, toplevel=1)
    return content.rstrip(b"\n")


def _together(number: int, numbers: Sequence[int], texts: Sequence[str]) -> bytes:
    starts = accumulate([len(text) + 1 for text in texts], initial=0)
    head = " ".join([f"{n} {start}" for n, start in zip(numbers, starts, strict=False)]) + "\n"
    keys = b"/Type /ObjStm /N %d /First %d" % (len(texts), len(head))
    return _stream(number, keys, (head + "\n".join(texts)).encode("latin-1"))


def _stream(number: int, keys: bytes, data: bytes) -> bytes:
    data = zlib.compress(data)
    head = b"%d 0 obj\n<<%b /Filter /FlateDecode /Length %d>>\nstream\n" % (number, keys, len(data))
    return head + data + b"\nendstream\nendobj\n"
