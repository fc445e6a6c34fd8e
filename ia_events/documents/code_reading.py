"""QR codes read back: from a camera's frames, from photographs, from pages that were scanned."""

from __future__ import annotations

from typing import Any, NamedTuple

Grey = bytes | bytearray | memoryview


class Attempt(NamedTuple):
    """One look at an image: how much larger, and whether its greys are first spread over the whole range."""

    scale: float
    spread: bool


# Spreading the greys costs a tenth of what a second size does and finds most of what it finds: dim, pale or noisy codes
# (benchmarks/camera.py). 1.5 times finds some that twice does not.
THOROUGH = (Attempt(1, True), Attempt(1.5, True), Attempt(2, True), Attempt(2, False))
# A badge held up is in many frames: each is looked at quickly, then in one of two slower ways, in turn.
IN_TURN = ((Attempt(1, True), Attempt(2, True)), (Attempt(1, True), Attempt(1.5, False)))
_MOST = 24_000_000  # points of an enlarged image


def read(
    grey: Grey, width: int, height: int, *, stride: int = 0, attempts: tuple[Attempt, ...] = THOROUGH
) -> list[str]:
    """The texts of the QR codes in an image of grey bytes, `stride` from one row to the next, each once.

    Ends with the first attempt that finds any.
    """
    image = _image(grey, width, height, stride)
    for attempt in attempts:
        if found := _read(image, attempt):
            return found
    return []


def read_all(grey: Grey, width: int, height: int, *, stride: int = 0) -> list[str]:
    """The same with every attempt made: for a photograph of a whole table of badges."""
    image = _image(grey, width, height, stride)
    return list(dict.fromkeys(text for attempt in THOROUGH for text in _read(image, attempt)))


def _image(grey: Grey, width: int, height: int, stride: int) -> Any:
    from PIL import Image

    pixels: Any = grey  # of a memoryview its types know nothing
    return Image.frombuffer("L", (width, height), pixels, "raw", "L", stride, 1)


def _read(image: Any, attempt: Attempt) -> list[str]:
    import zxingcpp
    from PIL import Image, ImageOps

    scale = attempt.scale
    if scale * scale * image.width * image.height > _MOST and scale != 1:
        return []  # a photograph of ten million points has no code too small for it
    if attempt.spread:
        image = ImageOps.equalize(image)
    if scale != 1:
        image = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BILINEAR)
    # Neither light on dark nor smaller than the frame: our badges are black on white, and small rather than large.
    # Photographs are large: there a smaller copy is what finds a code that fills them.
    large = image.width > 2600
    codes = zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode), try_invert=False, try_downscale=large
    )
    return list(dict.fromkeys(code.text for code in codes if code.text))
