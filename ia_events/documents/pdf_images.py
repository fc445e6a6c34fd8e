"""Images in a PDF, compressed once: a designer's preview writes the same ones at each edit."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any

from reportlab.lib.utils import ImageReader, _digester
from reportlab.pdfbase.pdfdoc import PDFImageXObject, PDFObjectReference
from reportlab.pdfgen.canvas import Canvas

_deflated = lru_cache(maxsize=8)(zlib.compress)  # of pixels: a fifth of a second for a large photograph
_named = lru_cache(maxsize=8)(_digester)


def ready(canvas: Canvas, image: Any) -> ImageReader:
    """A PIL image, RGB or RGBA, that `drawImage(…, mask="auto")` will find in the document, as it would have put it there."""
    reader, document = ImageReader(image), canvas._doc
    pixels = reader.getRGBData()
    name = _named(pixels + (reader._dataA.getRGBData() if reader._dataA else b"auto"))
    known = document.getXObjectName(name)
    if known not in document.idToObject:
        made = _Image(name, reader)
        made.name = name
        canvas._setXObjects(made)
        document.Reference(made, known)
        document.addForm(name, made)
        if made.alpha is not None:
            known = document.getXObjectName(made.alpha.name)
            if known in document.idToObject:
                made.smask = PDFObjectReference(known)
            else:
                canvas._setXObjects(made.alpha)
                made.smask = document.Reference(made.alpha, known)
    return reader


class _Image(PDFImageXObject):  # type: ignore[misc]
    alpha: _Image | None = None

    def loadImageFromSRC(self, im: ImageReader) -> None:
        self.width, self.height = im.getSize()
        pixels = im.getRGBData()
        self.streamContent, self._filters = _deflated(pixels), ("FlateDecode",)
        self.colorSpace, self.bitsPerComponent = ("DeviceGray" if im.mode == "L" else "DeviceRGB"), 8
        if im._dataA:
            self.alpha = _Image(_named(im._dataA.getRGBData()), im._dataA)
            self.alpha._decode = [0, 1]
