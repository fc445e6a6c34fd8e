"""QR codes: of a badge token, version 2 (25 × 25 modules) at level M, and of any other text."""

from __future__ import annotations

from typing import Any

import zxingcpp

MODULES = 25
QUIET = 4  # modules of white all round
# A fixed mask reads as well as the best one, and spares the search for it: a fifth of the time.
_MASK = 3


def operators(token: str, x: float, y: float, side: float) -> str:
    """PDF operators that draw a token's code as a one-bit mask in black, its bottom left corner at (x, y).

    `side` is the width of the 25 modules, in points; the quiet zone is the caller's to leave.
    """
    modules, drawn = any_text(token, x, y, side)
    if modules != MODULES:
        raise ValueError(f"a token of {len(token)} letters gave a code of {modules} modules")
    return drawn


def any_text(text: str, x: float, y: float, side: float) -> tuple[int, str]:
    """The same for any text: how many modules its code has on a side, and the operators."""
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    pixels = memoryview(image)
    modules = int(image.shape[0])
    bits = pixels.tobytes().translate(_BITS).decode("ascii")
    spare = "0" * (-modules % 8)  # a row ends with its byte
    rows = spare.join([bits[i : i + modules] for i in range(0, modules * modules, modules)]) + spare
    return modules, (
        f"q 0 g {side:.2f} 0 0 {side:.2f} {x:.2f} {y:.2f} cm "
        f"BI /W {modules} /H {modules} /IM true /D [1 0] /BPC 1 /F /AHx ID {int(rows, 2):0{len(rows) // 4}X}> EI Q"
    )


# A pixel is black (0) or white (255): the digits of a binary number, black as 1.
_BITS = bytes([ord("1")] + [ord("0")] * 255)
