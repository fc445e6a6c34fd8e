"""QR codes read back: from a camera's frames, from photographs, from pages that were scanned."""

from __future__ import annotations

from typing import Any, NamedTuple

Grey = bytes | bytearray | memoryview


class Attempt(NamedTuple):
    """One look at an image: how much larger, and whether its greys are first spread over the whole range."""

    scale: float
    spread: bool


# What each finds is in benchmarks/camera.py. As it is: clear codes, and close ones out of focus. Its greys spread, which costs a
# tenth of another size: dim, pale or noisy ones. Larger: small ones; 1.5 times finds some that twice does not.
THOROUGH = (Attempt(1, False), Attempt(1, True), Attempt(1.5, True), Attempt(2, True), Attempt(2, False))
# A badge held up is in many frames: each is looked at quickly, then in one of two slower ways, in turn.
IN_TURN = (
    (Attempt(1, False), Attempt(1, True), Attempt(2, True)),
    (Attempt(1, False), Attempt(1, True), Attempt(1.5, True)),
)
_MOST = 24_000_000  # points of an enlarged image


def read(
    grey: Grey, width: int, height: int, *, stride: int = 0, attempts: tuple[Attempt, ...] = THOROUGH
) -> list[str]:
    """The texts of the QR codes in an image of grey bytes, `stride` from one row to the next, each once.

    Ends with the first attempt that finds any.
    """
    image = _image(grey, width, height, stride)
    for attempt in _suited(image, attempts):
        if found := _read(image, attempt):
            return found
    return []


def read_all(grey: Grey, width: int, height: int, *, stride: int = 0) -> list[str]:
    """The same with every attempt made: for a photograph of a whole table of badges."""
    image = _image(grey, width, height, stride)
    return list(dict.fromkeys(text for attempt in _suited(image, THOROUGH) for text in _read(image, attempt)))


def _suited(image: Any, attempts: tuple[Attempt, ...]) -> list[Attempt]:
    """A photograph of many millions of points is not made larger: it has no code too small for it."""
    points = image.width * image.height
    return list(dict.fromkeys(a if a.scale**2 * points <= _MOST else Attempt(1, a.spread) for a in attempts))


def _image(grey: Grey, width: int, height: int, stride: int) -> Any:
    from PIL import Image

    pixels: Any = grey  # of a memoryview its types know nothing
    return Image.frombuffer("L", (width, height), pixels, "raw", "L", stride, 1)


def _read(image: Any, attempt: Attempt) -> list[str]:
    import zxingcpp
    from PIL import Image, ImageOps

    if attempt.spread:
        image = ImageOps.equalize(image)
    if attempt.scale != 1:
        size = (round(image.width * attempt.scale), round(image.height * attempt.scale))
        image = image.resize(size, Image.Resampling.BILINEAR)
    # Not light on dark: no badge is.
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    codes = zxingcpp.read_barcodes(image, formats=formats, try_invert=False)
    return list(dict.fromkeys(code.text for code in codes if code.text))
