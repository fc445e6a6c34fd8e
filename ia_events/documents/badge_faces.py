"""One face of a badge: what is the same on every badge is drawn once, as a form; the rest is drawn for each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from ia_events.documents import badge_photos, codes, fonts
from ia_events.documents.badge_drawing import Drawing
from ia_events.documents.badge_notes import Notes
from ia_events.documents.badge_parts import CodePart, LineWords, PhotoPart, RolePart, TextPart
from ia_events.documents.branding import Branding, logo_of
from ia_events.documents.designs import LOGO, PHOTO, Box, Code, Element, Picture, RoleBand, Shape, Text
from ia_events.documents.pdf import MM, Paper
from ia_events.documents.placeholders import Words
from ia_events.documents.resizing import beside, zone
from ia_events.documents.setting import set_lines, squeezed
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import PRINTED_ON_BADGE
from ia_events.domain.people import Attendee
from ia_events.i18n import N_

_MARGIN = 1.6  # millimetres left round a name that takes the whole label
_TWO_CODES = N_("Un modèle ne porte qu'un code de badge par face.")

_Part = TextPart | CodePart | RolePart | PhotoPart


class Face:
    """A face of a design on labels of one size. `size` in millimetres; `prefix` names its forms in the document."""

    def __init__(
        self,
        paper: Paper,
        elements: Sequence[Element],
        size: tuple[float, float],
        event: Event,
        branding: Branding,
        words: Words,
        notes: Notes,
        photos: Mapping[str, Path],
        prefix: str,
    ) -> None:
        self.paper, self.event, self.words, self.notes, self.photos = paper, event, words, notes, photos
        self.drawing = Drawing(paper, size, branding)
        self._branding = branding
        self._steps: list[tuple[str, list[_Part] | str]] = []
        for number, (kind, group) in enumerate(groupby(elements, self._kind)):
            if kind == "same":
                name = f"{prefix}-{number}"
                with paper.form(name):
                    for part in group:
                        self._draw_once(part)
                self._steps.append((kind, name))
            else:
                parts = [self._part(part, f"{prefix}-{number}-{n}") for n, part in enumerate(group)]
                self._steps.append((kind, parts))
        made = [part for kind, parts in self._steps if kind != "same" for part in parts if not isinstance(part, str)]
        self._texts = [part for part in made if isinstance(part, TextPart)]
        self._bands = [part for part in made if isinstance(part, RolePart)]
        self._codes = [part for part in made if isinstance(part, CodePart)]
        if len(self._codes) > 1:
            raise UserError("design_invalid", _TWO_CODES)

    def draw(self, person: Attendee) -> None:
        """The face for one person, with the origin at its bottom left corner."""
        if not fonts.writable("".join([getattr(person, name) for name in PRINTED_ON_BADGE])):
            self.notes.boxed.append(person.list_name)
        if not all(part.fits(person) for part in self._texts):
            if self._draw_crowded(person):
                return
            if not all(part.fits(person, broken_words=True) for part in self._texts):
                self._draw_crowded(person, squeeze=True)
                return
        for kind, parts in self._steps:
            if isinstance(parts, str):
                self.paper.show(parts)
            elif kind == "words":
                self.paper.begin("P")
                for part in parts:
                    part.draw(person)
                self.paper.end()
            else:
                for part in parts:
                    part.draw(person)

    def _draw_crowded(self, person: Attendee, *, squeeze: bool = False) -> bool:
        """A name its box can't hold at 9 points has the whole face, but for the code and the role.

        False when even that is not enough without breaking a word; to `squeeze` breaks them, and shrinks further.
        """
        wanted = [found for part in self._texts for found in part.wanted(person)]
        lines = sorted(wanted, key=lambda found: found[0].optional)
        asked = [line for line, _says in lines]
        spaces = self._free(person)
        set_there = [(set_lines(asked, box.width * MM, box.height * MM, crowded=True), box) for box in spaces]
        found = [(block, box) for block, box in set_there if block is not None]
        if found:
            block, free = min(found, key=lambda made: len(made[0].left_out))
        elif not squeeze:
            return False
        else:
            free = spaces[0]
            size = free.width * MM, free.height * MM
            whole = set_lines(asked, *size, crowded=True, broken_words=True)
            if whole is None:
                self.notes.small.append(person.list_name)
            block = whole or squeezed(asked, *size)
        for number in block.left_out:
            self.notes.lacks(lines[number][1], person.list_name)
        with self.paper.tag("P"):
            for part in self._bands:
                part.draw(person)
            self.drawing.block(block, free, "left", "top", 0)
        for code in self._codes:
            code.draw(person)
        return True

    def _free(self, person: Attendee) -> list[Box]:
        """The spaces left by the code and the role, the largest first."""
        spaces = [Box(_MARGIN, _MARGIN, self.drawing.width / MM - 2 * _MARGIN, self.drawing.height / MM - 2 * _MARGIN)]
        for taken in (
            *[zone(part.code) for part in self._codes],
            *[part.band.box for part in self._bands if part.shown_to(person)],
        ):
            spaces = [piece for free in spaces for piece in beside(free, taken)]
        return sorted(spaces, key=lambda box: -box.width * box.height)

    def _kind(self, part: Element) -> str:
        """How an element is drawn: the same on every badge, as words of the person, or otherwise."""
        if isinstance(part, RoleBand):
            return "words"
        if isinstance(part, Text):
            personal = any(
                self.words.is_personal(run.text) or run.colour == "role" for line in part.lines for run in line.runs
            )
            return "words" if personal else "same"
        if isinstance(part, Code):
            return "other" if part.says == "{badge}" else "same"
        if isinstance(part, Picture):
            return "other" if part.source == PHOTO else "same"
        return "same"

    def _part(self, part: Element, name: str) -> _Part:
        if isinstance(part, Text):
            return TextPart(self.drawing, part, self.words, self.notes)
        if isinstance(part, Code):
            return CodePart(self.drawing, part, self.event)
        if isinstance(part, RoleBand):
            return RolePart(self.drawing, part, name)
        assert isinstance(part, Picture)
        return PhotoPart(self.drawing, part, self.photos)

    def _draw_once(self, part: Element) -> None:
        if isinstance(part, Shape):
            self.drawing.shape(part)
        elif isinstance(part, Picture):
            image = logo_of(self._branding) if part.source == LOGO else badge_photos.embedded(part.source)
            if image is not None:
                self.drawing.image(image, part)
        elif isinstance(part, Code):
            self._draw_link(part)
        elif isinstance(part, Text):
            self._draw_event_text(part)

    def _draw_link(self, part: Code) -> None:
        text = self.words.of_event(part.says).strip()
        if not text:
            return
        box = part.box
        with self.drawing.turned(box, part.angle):
            modules, _drawn = codes.any_text(text, 0, 0, 1)
            quiet = box.width / modules * codes.QUIET
            ground = Box(box.x - quiet, box.y - quiet, box.width + 2 * quiet, box.height + 2 * quiet)
            self.paper.raw(self.drawing.white(ground))
            self.paper.raw(codes.any_text(text, box.x * MM, self.drawing.height - box.bottom * MM, box.width * MM)[1])

    def _draw_event_text(self, part: Text) -> None:
        nobody = Attendee()
        wanted = [
            made
            for line in part.lines
            for made in LineWords(line, self.words).wanted(nobody, self.drawing.colour_for(None))
        ]
        if not all(fonts.writable(text) for line in wanted for text, _bold, _colour in line.words):
            self.notes.event_boxed = True
        size = part.box.width * MM, part.box.height * MM
        block = set_lines(wanted, *size) or squeezed(wanted, *size)
        self.drawing.block(block, part.box, part.align, part.vertical, part.angle)
