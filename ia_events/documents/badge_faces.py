"""One face of a badge: what is the same on every badge is drawn once, as a form; the rest is drawn for each person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from ia_events import i18n
from ia_events.documents import badge_photos, codes, fonts
from ia_events.documents.badge_drawing import Drawing
from ia_events.documents.badge_notes import Notes
from ia_events.documents.badge_parts import CodePart, LineWords, PhotoPart, RolePart, TextPart
from ia_events.documents.branding import Branding, logo_of
from ia_events.documents.designs import LOGO, PHOTO, Box, Code, Element, Picture, RoleBand, Shape, Text
from ia_events.documents.pdf import MM, Paper
from ia_events.documents.placeholders import Words, programme_of
from ia_events.documents.resizing import EDGE, beside, room
from ia_events.documents.setting import Block, Wanted, set_lines, set_programme, squeezed
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import PRINTED_ON_BADGE
from ia_events.domain.people import Attendee
from ia_events.i18n import N_, ngettext

_MARGIN = 1.6  # millimetres left round a name that takes the whole label
_GAP = 0.6  # millimetres between it and a role
_TWO_CODES = N_("Un modèle ne porte qu'un code de badge par face.")

_Part = TextPart | CodePart | RolePart | PhotoPart


class _Laid(NamedTuple):
    """Blocks of lines, each in its space, and which of the lines asked for are in none."""

    blocks: list[tuple[Block, Box]]
    left_out: tuple[int, ...]


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
            self.notes.has_boxes(person)
        if not all(part.fits(person) for part in self._texts):
            if self._draw_crowded(person):
                return
            if not all(part.fits(person, broken_words=True) for part in self._texts):
                self._draw_crowded(person, squeeze=True)
                return
        ruled: list[TextPart] = []
        if not person.last_name and not person.first_name:
            ruled = [text for text in self._texts if text.rule()]
        for kind, parts in self._steps:
            if isinstance(parts, str):
                self.paper.show(parts)
            elif kind == "words":
                self.paper.begin("P")
                for part in parts:
                    if part not in ruled:
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
        tried = [(self._in_spaces(asked, self._free(person, down)), down) for down in self._slides(person)]
        found = [(laid, down) for laid, down in tried if laid is not None]
        if found:
            laid, down = min(found, key=lambda made: len(made[0].left_out))
        elif not squeeze:
            return False
        else:
            free, down = self._free(person, 0.0)[0], 0.0
            size = free.width * MM, free.height * MM
            whole = set_lines(asked, *size, crowded=True, broken_words=True)
            if whole is None:
                self.notes.is_small(person)
            block = whole or squeezed(asked, *size)
            laid = _Laid([(block, free)], block.left_out)
        for number in laid.left_out:
            self.notes.lacks(lines[number][1], person)
        text = self._texts[0].text
        with self.paper.tag("P"):
            for part in self._bands:
                part.draw(person)
            aside = self._aside(laid, text)
            for block, free in laid.blocks:
                free = free._replace(x=free.x + aside, width=free.width - aside)
                self.drawing.block(block, free, text.align, "top" if len(laid.blocks) > 1 else text.vertical, 0)
        for code in self._codes:
            code.draw(person, down)
        return True

    def _aside(self, laid: _Laid, text: Text) -> float:
        """How far in the lines can begin, to begin where those of other badges do."""
        if text.align != "left":
            return 0.0
        ends = [
            (free.x, free.right - max([row.width for row in block.rows], default=0.0) / MM)
            for block, free in laid.blocks
        ]
        return max(0.0, min([min(text.box.x, last) - first for first, last in ends]))

    def _free(self, person: Attendee, down: float) -> list[Box]:
        """The spaces left by the role and the code, so many millimetres under its place; the largest first."""
        spaces = [Box(_MARGIN, _MARGIN, self.drawing.width / MM - 2 * _MARGIN, self.drawing.height / MM - 2 * _MARGIN)]
        for taken in (*self._rooms(down), *self._shown_bands(person)):
            spaces = [piece for free in spaces for piece in beside(free, taken)]
        return sorted(spaces, key=lambda box: -box.width * box.height)

    def _rooms(self, down: float) -> list[Box]:
        rooms = [room(part.code) for part in self._codes]
        return [taken._replace(y=taken.y + down) for taken in rooms]

    def _shown_bands(self, person: Attendee) -> list[Box]:
        bands = [room(part.band) for part in self._bands if part.shown_to(person)]
        return [band._replace(y=band.y - _GAP, height=band.height + 2 * _GAP) for band in bands]

    def _slides(self, person: Attendee) -> list[float]:
        """How far down the code may be: where it is, and at the foot of the label, which leaves its top to a long name."""
        for taken in self._rooms(0.0):
            down = self.drawing.height / MM - EDGE - taken.bottom
            way = taken._replace(height=taken.height + down)
            if down > 0 and not any(band.meets(way) for band in self._shown_bands(person)):
                return [0.0, down]
        return [0.0]

    def _in_spaces(self, asked: Sequence[Wanted], spaces: Sequence[Box]) -> _Laid | None:
        """What must be there in one of the spaces, and what is left then under it: with as little left out as can be."""
        found: list[_Laid] = []
        for free in spaces:
            block = set_lines(asked, free.width * MM, free.height * MM, crowded=True)
            if block is None:
                continue
            laid = _Laid([(block, free)], block.left_out)
            end = free.y + block.height / MM + _MARGIN / 2
            for space in spaces if laid.left_out else ():
                top = max(space.y, end)
                under = space._replace(y=top, height=space.bottom - top)
                rest = [asked[number] for number in block.left_out]
                more = set_lines(rest, under.width * MM, under.height * MM) if under.height > 0 else None
                if more is not None and len(more.left_out) < len(laid.left_out):
                    left = tuple([block.left_out[number] for number in more.left_out])
                    laid = _Laid([(block, free), (more, under)], left)
            found.append(laid)
        return min(found, key=lambda laid: len(laid.left_out), default=None)

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
        lines = [LineWords(line, self.words) for line in part.lines]
        wanted = [made for line in lines for made in line.wanted(nobody, self.drawing.colour_for(None))]
        if not all(fonts.writable(text) for line in wanted for text, _bold, _colour in line.words):
            self.notes.event_boxed = True
        size = part.box.width * MM, part.box.height * MM
        block = None
        if any(line.part for line in wanted):
            language = next(line.programme for line in lines if line.programme is not None)
            block = self._programme(wanted, size, language)
        block = block or set_lines(wanted, *size) or squeezed(wanted, *size)
        self.drawing.block(block, part.box, part.align, part.vertical, part.angle)

    def _programme(self, wanted: Sequence[Wanted], size: tuple[float, float], language: str) -> Block | None:
        """Lines of which some are the programme; what it lacks is said on the badge and in the notes."""

        def missing(count: int) -> str:
            with i18n.speaking(language or i18n.language()):
                return ngettext("et {count} demi-journée", "et {count} demi-journées", count).format(count=count)

        found = set_programme(wanted, *size, missing)
        slots = [slot for _line, slot in programme_of(self.event) if slot]
        left = found[1] if found else len(slots)
        if left > self.notes.slots_missing[0]:
            days = dict.fromkeys(self.event.local(slot.start).date() for slot in slots[-left:])
            self.notes.slots_missing = left, tuple([dates.long_date(day, year=False) for day in days])
        return found[0] if found else None
