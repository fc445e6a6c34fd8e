"""What is under a text of a design, and whether the text can be read on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any

from ia_events.documents import badge_photos
from ia_events.documents.branding import Branding, logo_of
from ia_events.documents.designs import LOGO, PHOTO, ROLE_COLOURS, Element, Picture, RoleBand, Shape, Text
from ia_events.documents.pdf import INK, MUTED, WHITE
from ia_events.documents.resizing import room
from ia_events.domain.errors import UserError
from ia_events.domain.people import Role

_ACROSS, _DOWN = 24, 12  # where a text's box is looked at
_BLURRED = 48  # pixels of a picture's longer side: a speck is no ground
_WEIGHS = 2  # a place in a hundred, or a corner of a text's box would be a ground

_Place = tuple[float, float]
_Painter = Callable[[float, float], Sequence[str]]


def grounds(text: Text, under: Sequence[Element], branding: Branding) -> set[str]:
    """The colours (#RRGGBB) under a text's box, the white of the label and the pixels of pictures among them.

    A photograph may be anything: it counts as a middle grey, on which nothing is well read.
    """
    there = room(text)
    met = [part for part in reversed(under) if room(part).meets(there)]
    if not met:
        return {WHITE}
    layers = [(part, _painter(part, branding)) for part in met]
    counted: dict[str, int] = {}
    for across, down in product(range(_ACROSS), range(_DOWN)):
        local = (across + 0.5) / _ACROSS * text.box.width, (down + 0.5) / _DOWN * text.box.height
        place = _turned((text.box.x + local[0], text.box.y + local[1]), text, 1)
        for colour in _through(place, layers):
            counted[colour] = counted.get(colour, 0) + 1
    enough = _ACROSS * _DOWN * _WEIGHS / 100
    return {colour for colour, count in counted.items() if count >= enough} or {WHITE}


def hidden(text: Text, above: Sequence[Element], branding: Branding) -> bool:
    """Whether something in the layers above a text covers some of its box: a shape, a band, what is seen of a picture."""
    there = room(text)
    layers = [(part, _painter(part, branding)) for part in above if room(part).meets(there)]
    if not layers:
        return False
    count = 0
    for across, down in product(range(_ACROSS), range(_DOWN)):
        local = (across + 0.5) / _ACROSS * text.box.width, (down + 0.5) / _DOWN * text.box.height
        place = _turned((text.box.x + local[0], text.box.y + local[1]), text, 1)
        count += any(_at(place, layers))
    return count >= _ACROSS * _DOWN * _WEIGHS / 100


def _through(place: _Place, layers: Sequence[tuple[Element, _Painter]]) -> Iterator[str]:
    """The colours that may be seen at a place, from the top layer down to the first that always hides what is under."""
    for part, colours in _at(place, layers):
        yield from colours
        if not (isinstance(part, RoleBand) and not part.participants):
            return
    yield WHITE


def _at(place: _Place, layers: Sequence[tuple[Element, _Painter]]) -> Iterator[tuple[Element, Sequence[str]]]:
    """What is painted at a place, and in which colours."""
    for part, painter in layers:
        x, y = _turned(place, part, -1)
        box = part.box
        if box.x <= x <= box.right and box.y <= y <= box.bottom:
            colours = painter((x - box.x) / box.width, (y - box.y) / box.height)
            if colours:
                yield part, colours


def _painter(part: Element, branding: Branding) -> _Painter:
    """What an element shows at a place of its box (0 to 1 across and down): nothing where one sees through it."""
    if isinstance(part, RoleBand):
        bands = [colour for role, colour in ROLE_COLOURS.items() if part.participants or role != Role.PARTICIPANT]
        return lambda _x, _y: bands
    if isinstance(part, Shape) and part.fill and part.shape != "line":
        fill = [colours(part.fill, branding)[0]]
        if part.shape == "ellipse":
            return lambda x, y: fill if math.hypot(x - 0.5, y - 0.5) <= 0.5 else []
        return lambda _x, _y: fill
    if isinstance(part, Picture):
        if part.source == PHOTO:
            return lambda _x, _y: ["#757575"]
        try:
            image = logo_of(branding) if part.source == LOGO else badge_photos.embedded(part.source)
        except UserError:  # told where the badge is drawn
            image = None
        if image is not None:
            return _pixels(image, part)
    return lambda _x, _y: []


def _pixels(image: Any, part: Picture) -> _Painter:
    share = _BLURRED / max(image.size)
    small = image.resize([max(1, round(side * share)) for side in image.size], reducing_gap=2.0).convert("RGBA")
    scale = min(part.box.width / image.width, part.box.height / image.height)
    width, height = (side * scale for side in image.size)
    left = {"w": 0.0, "e": 1.0}.get(part.anchor[-1], 0.5) * (part.box.width - width)
    top = {"n": 0.0, "s": 1.0}.get(part.anchor[0], 0.5) * (part.box.height - height)

    def painted(x: float, y: float) -> list[str]:
        across, down = (x * part.box.width - left) / width, (y * part.box.height - top) / height
        if not (0 <= across < 1 and 0 <= down < 1):
            return []
        red, green, blue, alpha = small.getpixel((int(across * small.width), int(down * small.height)))
        # Sixteen levels are enough to judge by, and make one ground of a picture's nearly even parts.
        return (
            [f"#{red >> 4:X}{red >> 4:X}{green >> 4:X}{green >> 4:X}{blue >> 4:X}{blue >> 4:X}"] if alpha > 127 else []
        )

    return painted


def _turned(place: _Place, part: Element, way: int) -> _Place:
    """A place turned with an element, or back (`way` -1)."""
    if not part.angle:
        return place
    c, s = math.cos(math.radians(part.angle)), math.sin(math.radians(part.angle)) * way
    x, y = part.box.x + part.box.width / 2, part.box.y + part.box.height / 2
    dx, dy = place[0] - x, place[1] - y
    return x + dx * c - dy * s, y + dx * s + dy * c


def colours(name: str, branding: Branding) -> list[str]:
    """What a colour of a design is on paper; one a role for the role's."""
    if name == "role":
        return [ROLE_COLOURS[role] for role in Role]
    return [{"ink": INK, "muted": MUTED, "white": WHITE, "accent": branding.accent}.get(name, name)]


def contrast(first: str, second: str) -> float:
    """The ratio of two colours (#RRGGBB), as WCAG 2.2 defines it: 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
