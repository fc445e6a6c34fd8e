"""What a face of a badge is drawn with: its colours, and lines, shapes and images in boxes of millimetres."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from ia_events.documents import fonts
from ia_events.documents.branding import Branding, accent_of
from ia_events.documents.designs import ROLE_COLOURS, Box, Picture, Shape
from ia_events.documents.pdf import INK, MM, MUTED, WHITE, Paper
from ia_events.documents.setting import Block, Row
from ia_events.domain.people import Attendee, Role


class Drawing:
    """A face of `size` (mm), on the paper; the origin of the paper is the face's bottom left corner."""

    def __init__(self, paper: Paper, size: tuple[float, float], branding: Branding) -> None:
        self.paper = paper
        self.width, self.height = size[0] * MM, size[1] * MM
        self._colours = {"ink": INK, "muted": MUTED, "white": WHITE, "accent": accent_of(branding)}

    def colour_for(self, person: Attendee | None) -> Callable[[str], str]:
        """The colour a name stands for."""
        colours = self._colours

        def found(name: str) -> str:
            if name == "role":
                return ROLE_COLOURS[person.role if person is not None else Role.PARTICIPANT]
            return colours.get(name, name)

        return found

    def turned(self, box: Box, angle: float) -> AbstractContextManager[None]:
        """In the block, what is drawn is turned about the middle of a box."""
        return self._turned(box, angle) if angle else nullcontext()

    @contextmanager
    def _turned(self, box: Box, angle: float) -> Iterator[None]:
        x, y = (box.x + box.width / 2) * MM, self.height - (box.y + box.height / 2) * MM
        c, s = math.cos(math.radians(-angle)), math.sin(math.radians(-angle))
        with self.paper.placed(c, s, -s, c, x - c * x + s * y, y - s * x - c * y):
            yield

    def white(self, box: Box) -> str:
        """What draws a white ground, in the face."""
        x, y = box.x * MM, self.height - box.bottom * MM
        return f"1 g {x:.2f} {y:.2f} {box.width * MM:.2f} {box.height * MM:.2f} re f"

    def block(self, block: Block, box: Box, align: str, vertical: str, angle: float) -> None:
        """Lines in their box."""
        with self.turned(box, angle):
            spare = box.height * MM - block.height
            top = self.height - box.y * MM - {"top": 0, "middle": spare / 2, "bottom": spare}[vertical]
            share = {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
            for row in block.rows:
                self._draw_row(row, box.x * MM + (box.width * MM - row.width) * share, top)

    def _draw_row(self, row: Row, x: float, top: float) -> None:
        for text, bold, colour in row.words:
            self.paper.text(x, top - row.y, text, row.size, bold=bold, colour=colour)
            if len(row.words) > 1:
                x += fonts.width(text, bold) * row.size

    def image(self, image: Any, picture: Picture) -> None:
        """An image in its box."""
        box = picture.box
        with self.turned(box, picture.angle):
            y = self.height - box.bottom * MM
            self.paper.image(image, box.x * MM, y, box.width * MM, box.height * MM, picture.anchor)

    def shape(self, part: Shape) -> None:
        """A shape of the design."""
        box, colour = part.box, self.colour_for(None)
        x, y = box.x * MM, self.height - box.bottom * MM
        fill, stroke = (colour(name) if name else "" for name in (part.fill, part.stroke))
        with self.turned(box, part.angle):
            if part.shape == "line":
                line = (x, y + box.height * MM, x + box.width * MM, y)
                self.paper.lines([line], stroke or fill or INK, part.thickness * MM)
            else:
                radius = min(part.radius, box.width / 2, box.height / 2) * MM
                size = box.width * MM, box.height * MM
                self.paper.shape(x, y, *size, part.shape, radius, fill, stroke, part.thickness * MM)
