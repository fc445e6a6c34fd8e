"""QR codes at level M: of a badge token (version 2, 25 × 25 modules), of a printed page (version 1, 21 × 21), of any text."""

from __future__ import annotations

from typing import Any

import zxingcpp

from ia_events.domain.errors import UserError
from ia_events.i18n import N_

MODULES = 25
SHEET_MODULES = 21
QUIET = 4  # modules of white all round
# A fixed mask reads as well as the best one, and spares the search for it: a fifth of the time.
_MASK = 3


def operators(token: str, x: float, y: float, side: float, modules: int = MODULES) -> str:
    """PDF operators that draw a token's code as a one-bit mask in black, its bottom left corner at (x, y).

    `side` is the width of the modules, in points; the quiet zone is the caller's to leave.
    """
    found, drawn = any_text(token, x, y, side)
    if found != modules:
        raise ValueError(f"a token of {len(token)} letters gave a code of {found} modules")
    return drawn


def any_text(text: str, x: float, y: float, side: float) -> tuple[int, str]:
    """The same for any text: how many modules its code has on a side, and the operators.

    Errors: UserError `link_too_long`.
    """
    try:
        barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M", data_mask=_MASK)
    except ValueError as error:
        raise UserError("link_too_long", N_("Ce lien est trop long pour un code QR : raccourcissez-le.")) from error
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


def link_operators(link: str, x: float, y: float, side: float) -> str:
    """PDF operators of a link's code, `side` points wide with its quiet zone, its bottom left corner at (x, y).

    Errors: UserError `link_too_long`.
    """
    modules, _drawn = any_text(link, 0, 0, 1)
    module = side / (modules + 2 * QUIET)
    return any_text(link, x + module * QUIET, y + module * QUIET, module * modules)[1]
