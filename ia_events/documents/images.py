"""Images as papers show them: logos, signatures, photographs, pictures kept in a design."""

from __future__ import annotations

import base64
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events.domain.errors import UserError
from ia_events.i18n import N_

_LARGEST = 900  # pixels: 300 dpi over 75 mm, more than any paper here shows
_MOST = 40_000_000  # pixels of a file: opened, they take 160 MB
_FORMATS = ("PNG", "JPEG", "WEBP")  # others may start programs, as Ghostscript
_UNREADABLE = (OSError, ValueError, SyntaxError)


def read(source: BytesIO | Path, unreadable: UserError) -> Any:
    """An image file as a PIL image no larger than paper can show, RGB or RGBA.

    Errors: `unreadable`, UserError `picture_large`.
    """
    try:
        return _opened(source)
    except _UNREADABLE as error:
        raise unreadable from error


def of_file(file: Path, unreadable: UserError) -> Any:
    """The same, remembered until the file changes: not to be altered."""
    try:
        known = file.stat()
        return _of_file(file, known.st_mtime_ns, known.st_size)
    except _UNREADABLE as error:
        raise unreadable from error


def of_data(source: str, unreadable: UserError) -> Any:
    """The image of a data URI, remembered: not to be altered. Errors: as `read`."""
    try:
        return _of_data(source)
    except _UNREADABLE as error:
        raise unreadable from error


# A designer's preview draws the same few at each edit. What cannot be read is not remembered.


@lru_cache(maxsize=4)
def _of_file(file: Path, _changed: int, _bytes: int) -> Any:
    return _opened(file)


@lru_cache(maxsize=8)
def _of_data(source: str) -> Any:
    return _opened(BytesIO(base64.b64decode(source.partition(",")[2], validate=True)))


def _opened(source: BytesIO | Path) -> Any:
    from PIL import Image, ImageOps

    try:
        with Image.open(source, formats=_FORMATS) as found:
            if found.width * found.height > _MOST:
                raise _large()
            found.draft("RGB", (2 * _LARGEST, 2 * _LARGEST))  # a JPEG is read no finer than needed
            image = ImageOps.exif_transpose(found)
            image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    except Image.DecompressionBombError as error:
        raise _large() from error
    image.thumbnail((_LARGEST, _LARGEST))
    return image


def _large() -> UserError:
    sentence = N_(
        "Une image est trop grande : 40 millions de points au plus. Réduisez-la, puis choisissez-la de nouveau."
    )
    return UserError("picture_large", sentence)
