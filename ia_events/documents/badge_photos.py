"""Photographs and images on badges."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events.documents import images
from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.domain.text import fold
from ia_events.i18n import N_

_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
_HEAVIEST = 2 << 20  # bytes of an image kept in a design


def photos_of(folder: Path, people: Iterable[Attendee]) -> dict[str, Path]:
    """Image files of a folder, by registration id: named by short code, staff number, or name, in either order.

    A name that two people share is nobody's. Errors: UserError `photos_unreadable`.
    """
    try:
        files = {fold(file.stem): file for file in sorted(folder.iterdir()) if file.suffix.lower() in _ENDINGS}
    except OSError as error:
        sentence = N_("Le dossier des photos « {name} » ne peut pas être lu.")
        raise UserError("photos_unreadable", sentence, name=folder.name) from error
    listed = list(people)
    names: dict[str, int] = {}
    for person in listed:
        for name in {fold(person.list_name), fold(person.badge_name)}:
            names[name] = names.get(name, 0) + 1
    found = {}
    for person in listed:
        own = [fold(person.short_code), fold(person.staff_number)]
        own += [name for name in (fold(person.list_name), fold(person.badge_name)) if names[name] == 1]
        file = next((files[name] for name in own if name and name in files), None)
        if file is not None:
            found[person.id] = file
    return found


def opened(file: Path) -> Any:
    """A photograph as a PIL image no larger than paper can show. Errors: UserError `picture_unreadable`, `picture_large`."""
    sentence = N_("La photo « {name} » ne peut pas être lue. Choisissez une image PNG ou JPEG.")
    return images.read(file, UserError("picture_unreadable", sentence, name=file.name))


def embedded(source: str) -> Any:
    """An image kept in a design (a data URI) as a PIL image, not to be altered.

    Errors: UserError `picture_unreadable`, `picture_large`.
    """
    unreadable = UserError("picture_unreadable", N_("Une image de ce modèle ne peut pas être lue."))
    return images.of_data(source, unreadable)


def embedded_from(file: Path, size: tuple[float, float]) -> str:
    """An image file as a data URI, no finer than 300 dots an inch in a box of that size (mm).

    Errors: UserError `picture_unreadable`, `picture_large`, `picture_heavy`.
    """
    sentence = N_("L'image « {name} » ne peut pas être lue. Choisissez une image PNG ou JPEG.")
    image = images.read(file, UserError("picture_unreadable", sentence, name=file.name))
    image.thumbnail(tuple(max(1, round(side / 25.4 * 300)) for side in size))
    kind = "png" if image.mode == "RGBA" else "jpeg"
    made = BytesIO()
    image.save(
        made, kind, **({"quality": 90, "optimize": True} if kind == "jpeg" else {})
    )  # optimize: 8 × as long for a PNG
    if made.tell() > _HEAVIEST:
        raise UserError("picture_heavy", N_("L'image « {name} » est trop lourde : 2 Mo au plus."), name=file.name)
    return f"data:image/{kind};base64,{base64.b64encode(made.getvalue()).decode('ascii')}"


def shape_of(source: str) -> tuple[int, int]:
    """The width and height, in pixels, of an image kept in a design. Errors: UserError `picture_unreadable`."""
    width, height = embedded(source).size
    return int(width), int(height)
