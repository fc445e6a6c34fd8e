"""QR codes at level M: of a badge token (version 2, 25 × 25 modules), of a printed page (version 1, 21 × 21)."""

from __future__ import annotations

from typing import Any

import zxingcpp

MODULES = 25
SHEET_MODULES = 21
QUIET = 4  # modules of white all round


def operators(token: str, x: float, y: float, side: float, modules: int = MODULES) -> str:
    """PDF operators that draw a token's code as a one-bit mask in black, its bottom left corner at (x, y).

    `side` is the width of the modules, in points; the quiet zone is the caller's to leave.
    """
    barcode = zxingcpp.create_barcode(token, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    pixels = memoryview(image)
    if pixels.shape != (modules, modules):
        raise ValueError(f"a token of {len(token)} letters gave a code of {pixels.shape} modules")
    bits = pixels.tobytes().translate(_BITS).decode("ascii")
    spare = -modules % 8
    digits = (modules + spare) // 4
    rows = [f"{int(bits[i : i + modules], 2) << spare:0{digits}X}" for i in range(0, modules * modules, modules)]
    return (
        f"q 0 g {side:.2f} 0 0 {side:.2f} {x:.2f} {y:.2f} cm "
        f"BI /W {modules} /H {modules} /IM true /D [1 0] /BPC 1 /F /AHx ID {''.join(rows)}> EI Q"
    )


# A pixel is black (0) or white (255): the digits of a binary number, black as 1.
_BITS = bytes([ord("1")] + [ord("0")] * 255)
