"""What the mouse does on the label: moving, resizing and turning elements, and taking those inside a frame."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ia_events.documents.designs import Box, Element
from ia_events.i18n import _
from ia_events.ui.pages import designer_geometry as geometry
from ia_events.ui.pages.designer_draft import Draft, State
from ia_events.ui.pages.designer_geometry import Guide, Point

TURN = "turn"


@dataclass(frozen=True)
class Held:
    """The modifiers held while the mouse moves."""

    shift: bool = False
    alt: bool = False


class Gesture:
    """From a press to its release. Everything it does is one step; `give_up` takes it back."""

    _count = 0

    def __init__(self, draft: Draft, start: Point, handle: str = "") -> None:
        """`handle` is one of the eight, or TURN; none moves what is selected, or draws a frame when nothing is."""
        Gesture._count += 1
        self.draft, self.start, self.handle = draft, start, handle
        self.key = f"mouse-{Gesture._count}"
        self.guides: list[Guide] = []
        self.frame: Box | None = None
        self._before: State = draft.state
        self._parts: tuple[Element, ...] = draft.elements
        self._framing = not draft.selected and not handle
        self._added: tuple[int, ...] = ()

    @classmethod
    def framing(cls, draft: Draft, start: Point) -> Gesture:
        """A frame that takes what it touches, besides what is selected."""
        made = cls(draft, start)
        made._framing, made._added = True, draft.selected
        return made

    def drag(self, point: Point, held: Held, reach: float) -> None:
        """The mouse is at a point (mm); what is nearer than `reach` is snapped to, unless Alt is held."""
        if self._framing:
            self._frame(point)
        elif self.handle == TURN:
            self._turn(point, held)
        elif self.handle:
            self._resize(point, held, reach)
        else:
            self._move(point, held, reach)

    def give_up(self) -> None:
        """As if nothing had been pressed."""
        if self._framing:
            self.draft.select(self._added)
        else:
            self.draft.abandon(self.key)

    def _frame(self, point: Point) -> None:
        x, y = min(point[0], self.start[0]), min(point[1], self.start[1])
        self.frame = Box(x, y, abs(point[0] - self.start[0]), abs(point[1] - self.start[1]))
        inside = [n for n, part in enumerate(self._parts) if geometry.bounds(part).meets(self.frame)]
        self.draft.select((*self._added, *inside))

    def _move(self, point: Point, held: Held, reach: float) -> None:
        across, down = point[0] - self.start[0], point[1] - self.start[1]
        if held.shift:
            across, down = (across, 0.0) if abs(across) >= abs(down) else (0.0, down)
        chosen = set(self._before.selected)
        box = geometry.around(geometry.bounds(self._parts[n]) for n in chosen)
        box = box._replace(x=box.x + across, y=box.y + down)
        others = [geometry.bounds(part) for n, part in enumerate(self._parts) if n not in chosen]
        by, self.guides = (0.0, 0.0), []
        if not held.alt:
            by, self.guides = geometry.snapped(box, others, self.draft.format.size, reach)
            if held.shift:  # along one axis only
                by = (by[0], 0.0) if across else (0.0, by[1])
                self.guides = [guide for guide in self.guides if guide.upright == bool(across)]
        made = [
            geometry.moved(part, across + by[0], down + by[1]) if n in chosen else part
            for n, part in enumerate(self._parts)
        ]
        self.draft.change(_("Déplacement"), made, key=self.key)

    def _resize(self, point: Point, held: Held, reach: float) -> None:
        (place,) = self._before.selected
        part = self._parts[place]
        self.guides = []
        if not held.alt and not part.angle:
            others = [geometry.bounds(other) for n, other in enumerate(self._parts) if n != place]
            dot = Box(point[0], point[1], 0, 0)
            edges = "".join(["w" * ("w" in self.handle), "e" * ("e" in self.handle)])
            edges += "".join(["n" * ("n" in self.handle), "s" * ("s" in self.handle)])
            by, self.guides = geometry.snapped(dot, others, self.draft.format.size, reach, edges=edges)
            point = point[0] + by[0], point[1] + by[1]
        self._put(place, _("Dimensions"), geometry.resized(part, self.handle, point, same_shape=held.shift))

    def _turn(self, point: Point, held: Held) -> None:
        (place,) = self._before.selected
        part = self._parts[place]
        self._put(place, _("Rotation"), replace(part, angle=geometry.angle_to(part, point, steps=held.shift)))

    def _put(self, place: int, words: str, part: Element) -> None:
        made = [part if n == place else other for n, other in enumerate(self._parts)]
        self.draft.change(words, made, key=self.key)
