"""The design being drawn: which of its formats and faces, what is selected, and every step back and forth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from ia_events.documents.designs import Code, Design, Element, Format
from ia_events.ui.pages import designer_geometry as geometry
from ia_events.ui.steps import Steps

_MOST_STEPS = 300


@dataclass(frozen=True)
class State:
    """All that undo brings back."""

    design: Design
    place: int = 0
    face: str = "front"
    selected: tuple[int, ...] = ()


class Draft(QObject):
    """`drawn`: something else is to be drawn · `moved_on`: another selection, face, format or design.

    Steps of one key in a row are one step of its `past`.
    """

    drawn = Signal()
    moved_on = Signal()

    def __init__(self, design: Design) -> None:
        super().__init__()
        self._state = State(design)
        self._kept: Design | None = None
        self.past = Steps(self._go)
        self._key = ""

    # --- what there is ---------------------------------------------------------------------------------------------

    @property
    def design(self) -> Design:
        """The design as it is now."""
        return self._state.design

    @property
    def place(self) -> int:
        """Which of its formats is shown, from 0."""
        return self._state.place

    @property
    def format(self) -> Format:
        """The format shown."""
        return self.design.formats[self.place]

    @property
    def face(self) -> str:
        """The face shown: front or back."""
        return self._state.face

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements of the face shown, the lowest first."""
        return self.format.front if self.face == "front" else self.format.back

    @property
    def selected(self) -> tuple[int, ...]:
        """The places of the elements selected, in their order."""
        return self._state.selected

    @property
    def chosen(self) -> list[Element]:
        """The elements selected."""
        return [self.elements[n] for n in self.selected]

    @property
    def state(self) -> State:
        """All of it, to come back to."""
        return self._state

    @property
    def dirty(self) -> bool:
        """Whether it differs from what is kept."""
        return self._kept is None or self.design != self._kept

    # --- another one, or elsewhere in it ----------------------------------------------------------------------------

    def load(self, design: Design, *, kept: bool, place: int = 0) -> None:
        """Begin with a design. `kept`: nothing would be lost if it were left now."""
        self._state = State(design, place)
        self._kept = design if kept else None
        self.past.forget()
        self._key = ""
        self._tell(True)

    def saved_as(self, design: Design) -> None:
        """It was kept, under this id and name; steps back do not give it its old ones."""
        old = self.design

        def named(state: State) -> State:
            names = design.names if state.design.names == old.names else state.design.names
            return replace(state, design=replace(state.design, id=design.id, names=names))

        self._state = named(self._state)
        for step in self.past:
            step.before, step.after = named(step.before), named(step.after)
        self._kept = self.design
        self._key = ""
        self.moved_on.emit()

    def select(self, places: Iterable[int]) -> None:
        """Select these elements only."""
        selected = tuple(sorted({n for n in places if 0 <= n < len(self.elements)}))
        if selected != self.selected:
            self._state = replace(self._state, selected=selected)
            self._key = ""
            self.moved_on.emit()

    def show(self, *, face: str = "", place: int = -1) -> None:
        """Show another face or format."""
        wanted = replace(self._state, face=face or self.face, place=place if place >= 0 else self.place, selected=())
        if (wanted.face, wanted.place) != (self.face, self.place):
            self._state = wanted
            self._key = ""
            self._tell(True)

    # --- changes -----------------------------------------------------------------------------------------------------

    def change(
        self, words: str, elements: Sequence[Element], selected: Iterable[int] | None = None, *, key: str = ""
    ) -> None:
        """Other elements on this face. Changes of the same key in a row are undone together."""
        parts = tuple(elements)
        made = replace(self.format, front=parts) if self.face == "front" else replace(self.format, back=parts)
        formats = (*self.design.formats[: self.place], made, *self.design.formats[self.place + 1 :])
        chosen = self.selected if selected is None else tuple(sorted(set(selected)))
        self._step(words, replace(self._state, design=replace(self.design, formats=formats), selected=chosen), key)

    def change_chosen(self, words: str, change: Callable[[Element], Element], *, key: str = "") -> None:
        """Change each element selected."""
        chosen = set(self.selected)
        made = [change(part) if n in chosen else part for n, part in enumerate(self.elements)]
        self.change(words, made, key=key)

    def change_design(self, words: str, design: Design, *, place: int = -1, key: str = "") -> None:
        """Another design in its place: a name, a size, a format more."""
        shown = min(self.place if place < 0 else place, len(design.formats) - 1)
        gone = shown != self.place
        self._step(words, replace(self._state, design=design, place=shown, selected=() if gone else self.selected), key)

    def add(self, words: str, parts: Sequence[Element]) -> bool:
        """Elements on top of the others, selected. False if a second code of the badge had to be left out."""
        badge = any(is_badge_code(part) for part in self.elements)
        kept: list[Element] = []
        for part in parts:
            if is_badge_code(part) and badge:
                continue
            badge = badge or is_badge_code(part)
            kept.append(part)
        if kept:
            first = len(self.elements)
            self.change(words, (*self.elements, *kept), range(first, first + len(kept)))
        return len(kept) == len(parts)

    def remove(self, words: str) -> None:
        """Remove what is selected."""
        if self.selected:
            gone = set(self.selected)
            self.change(words, [part for n, part in enumerate(self.elements) if n not in gone], ())

    def order(self, words: str, order: Sequence[int]) -> None:
        """The elements in another order: the places they had, the lowest first."""
        if list(order) != list(range(len(self.elements))):
            made = [self.elements[n] for n in order]
            self.change(words, made, [new for new, old in enumerate(order) if old in self.selected])

    def shift(self, words: str, by: int) -> None:
        """Raise what is selected by a layer, or lower it."""
        order = list(range(len(self.elements)))
        walk = sorted(self.selected, reverse=by > 0)
        for n in walk:
            at = order.index(n)
            beside = at + by
            if 0 <= beside < len(order) and order[beside] not in self.selected:
                order[at], order[beside] = order[beside], order[at]
        self.order(words, order)

    def move(self, words: str, across: float, down: float, *, key: str = "") -> None:
        """Move what is selected."""
        self.change_chosen(words, lambda part: geometry.moved(part, across, down), key=key)

    # --- back and forth ----------------------------------------------------------------------------------------------

    def abandon(self, key: str) -> None:
        """Forget a step under way, as if it had not been begun."""
        if self._key == key and self.past.last is not None:
            self._go(self.past.drop().before)

    def settle(self) -> None:
        """What comes next is another step, whatever its key."""
        self._key = ""

    def _step(self, words: str, after: State, key: str) -> None:
        if after.design == self.design:
            return
        moved_on = (after.selected, after.place) != (self.selected, self.place)
        if key and key == self._key and self.past.last is not None:
            self.past.amend(words, after)
        else:
            self.past.add(words, self._state, after, _MOST_STEPS)
        self._key = key
        self._state = after
        self._tell(moved_on)

    def _go(self, state: State) -> None:
        self._state, self._key = state, ""
        self._tell(True)

    def _tell(self, moved_on: bool) -> None:
        self.drawn.emit()
        if moved_on:
            self.moved_on.emit()


def is_badge_code(part: Element) -> bool:
    """Whether an element is the badge's own code: a face has only one."""
    return isinstance(part, Code) and part.says == "{badge}"
