"""The QR code of a badge token: version 2 (25 × 25 modules), level M."""

from __future__ import annotations

from typing import Any

import zxingcpp

MODULES = 25
QUIET = 4  # modules of white all round


def operators(token: str, x: float, y: float, side: float) -> str:
    """PDF operators that draw a token's code as a one-bit mask in black, its bottom left corner at (x, y).

    `side` is the width of the 25 modules, in points; the quiet zone is the caller's to leave.
    """
    barcode = zxingcpp.create_barcode(token, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    pixels = memoryview(image)
    if pixels.shape != (MODULES, MODULES):
        raise ValueError(f"a token of {len(token)} letters gave a code of {pixels.shape} modules")
    bits = pixels.tobytes().translate(_BITS).decode("ascii")
    rows = [f"{int(bits[i : i + MODULES], 2) << 7:08X}" for i in range(0, MODULES * MODULES, MODULES)]
    return (
        f"q 0 g {side:.2f} 0 0 {side:.2f} {x:.2f} {y:.2f} cm "
        f"BI /W {MODULES} /H {MODULES} /IM true /D [1 0] /BPC 1 /F /AHx ID {''.join(rows)}> EI Q"
    )


# A pixel is black (0) or white (255): the digits of a binary number, black as 1.
_BITS = bytes([ord("1")] + [ord("0")] * 255)
