"""The QR code of a badge token: version 2 (25 × 25 modules), level M."""

from __future__ import annotations

from typing import Any

import zxingcpp

from ia_events.domain.errors import UserError
from ia_events.i18n import N_

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


def link_operators(link: str, x: float, y: float, side: float) -> str:
    """PDF operators that draw any text as a code, `side` points wide with its quiet zone, bottom left corner at (x, y).

    Errors: UserError `link_too_long`.
    """
    try:
        barcode = zxingcpp.create_barcode(link, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    except ValueError as error:
        raise UserError("link_too_long", N_("Ce lien est trop long pour un code QR : raccourcissez-le.")) from error
    image: Any = barcode.to_image(scale=1, add_quiet_zones=False)
    pixels = memoryview(image)
    count = image.shape[0]
    module = side / (count + 2 * QUIET)
    stride = -(-count // 8) * 8
    bits = pixels.tobytes().translate(_BITS).decode("ascii")
    rows = [f"{int(bits[i : i + count], 2) << stride - count:0{stride // 4}X}" for i in range(0, count * count, count)]
    size, at = module * count, module * QUIET
    return (
        f"q 0 g {size:.3f} 0 0 {size:.3f} {x + at:.2f} {y + at:.2f} cm "
        f"BI /W {count} /H {count} /IM true /D [1 0] /BPC 1 /F /AHx ID {''.join(rows)}> EI Q"
    )
