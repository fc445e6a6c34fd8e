"""Images in a PDF, prepared once: a designer's preview writes the same ones at each edit."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Any, NamedTuple

from reportlab.lib.boxstuff import aspectRatioFix
from reportlab.lib.utils import _digester
from reportlab.pdfbase.pdfdoc import PDFImageXObject, PDFObjectReference
from reportlab.pdfgen.canvas import Canvas


class _Layer(NamedTuple):
    """The colours of an image, or how opaque they are, as they stand in a document. `size` in pixels."""

    name: str
    size: tuple[int, int]
    colours: str
    data: bytes
    filters: tuple[str, ...]
    alpha: _Layer | None = None


class _Same:
    """An image to remember things of: hashed by what it is, not by what it shows. It lives as long as they do."""

    def __init__(self, image: Any) -> None:
        self.image = image

    def __hash__(self) -> int:
        return id(self.image)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.image is self.image


def draw_image(
    canvas: Canvas, image: Any, place: tuple[float, float, float, float], anchor: str, dots: float = 0.0
) -> None:
    """A PIL image, RGB or RGBA, as large as it goes in a rectangle (x, y, width, height in points).

    It is not to be altered afterwards. For a page only seen on a screen of so many `dots` a point, no finer than that
    screen needs, and as it is: neither compressing nor expanding it would be seen. Otherwise as reportlab would put it.
    """
    x, y, width, height, share = aspectRatioFix(True, anchor, *place, *image.size)
    finer = max(1, int(1 / (share * dots))) if dots else 1
    layer = _prepared(_Same(image), finer, not dots)
    known = _put(canvas, layer)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(width, height)
    canvas._code.append(f"/{known} Do")
    canvas.restoreState()
    canvas._formsinuse.append(layer.name)


@lru_cache(maxsize=8)
def _prepared(same: _Same, finer: int, compressed: bool) -> _Layer:
    image = same.image if finer == 1 else same.image.reduce(finer)
    pixels = image.convert("RGB").tobytes()
    opaque = image.getchannel("A").tobytes() if image.mode == "RGBA" else b""
    alpha = _layer(opaque, opaque, image.size, "DeviceGray", compressed) if opaque else None
    named = pixels + (opaque or b"auto")  # as reportlab names it
    return _layer(pixels, named, image.size, "DeviceRGB", compressed)._replace(alpha=alpha)


def _layer(data: bytes, named: bytes, size: tuple[int, int], colours: str, compressed: bool) -> _Layer:
    if compressed:
        return _Layer(_digester(named), size, colours, zlib.compress(data), ("FlateDecode",))
    return _Layer(_digester(named), size, colours, data, ())


def _put(canvas: Canvas, layer: _Layer) -> str:
    """See that a document has an image. Returns what it is called there."""
    document = canvas._doc
    known: str = document.getXObjectName(layer.name)
    if known not in document.idToObject:
        made = _Image(layer)
        canvas._setXObjects(made)
        document.Reference(made, known)
        document.addForm(layer.name, made)
        if layer.alpha is not None:
            made.smask = PDFObjectReference(_put(canvas, layer.alpha))
    return known


class _Image(PDFImageXObject):  # type: ignore[misc]  # reportlab has no types
    def __init__(self, layer: _Layer) -> None:
        super().__init__(layer.name)
        self.width, self.height = layer.size
        self.streamContent, self._filters = layer.data, layer.filters
        self.colorSpace, self.bitsPerComponent = layer.colours, 8
        if layer.colours == "DeviceGray":
            self._decode = [0, 1]
