"""One face of a badge: what is the same on every badge is drawn once, as a form; the rest is drawn for each person."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from ia_events import i18n
from ia_events.documents import badge_photos, codes, fonts
from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.designs import LOGO, PHOTO, Box, Code, Element, Line, Picture, RoleBand, Shape, Text
from ia_events.documents.fitting import fit
from ia_events.documents.pdf import INK, MM, MUTED, WHITE, Paper, some
from ia_events.documents.placeholders import Words
from ia_events.documents.resizing import beside, letters_scale, zone
from ia_events.documents.setting import Block, Row, Styled, Wanted, set_lines, squeezed
from ia_events.domain import tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import PRINTED_ON_BADGE
from ia_events.domain.people import ROLE_LABELS, Attendee, Role
from ia_events.i18n import N_, _, ngettext

ROLE_COLOURS = {
    Role.PARTICIPANT: "#0F5C56",
    Role.SPEAKER: "#9A3412",
    Role.DIGNITARY: "#5B21B6",
    Role.ORGANISER: "#1D4ED8",
    Role.COMPANION: "#475569",
}
_MARGIN = 1.6  # millimetres left round a name that takes the whole label
_SEPARATORS = " ,;·|–"
_SHORT_SIZE = 6.5  # points, the badge's letters under the smallest code
_TWO_CODES = N_("Un modèle ne porte qu'un code de badge par face.")


@dataclass(slots=True)
class Notes:
    """Whose badge lacks something or isn't as it should be, by name."""

    without: dict[str, list[str]] = field(default_factory=dict)
    boxed: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    event_boxed: bool = False

    def lacks(self, what: str, name: str) -> None:
        """A field was left out of somebody's badge."""
        names = self.without.setdefault(what, [])
        if name not in names:
            names.append(name)

    def sentences(self) -> tuple[str, ...]:
        """All of it, in sentences."""
        found = []
        if self.event_boxed:
            found.append(
                _("Le titre contient des lettres que les polices du programme n'ont pas : un losange les remplace.")
            )
        boxed = ngettext(
            "{count} badge contient des lettres que les polices du programme n'ont pas, remplacées par un "
            "losange : {names}.",
            "{count} badges contiennent des lettres que les polices du programme n'ont pas, remplacées par un "
            "losange : {names}.",
            len(self.boxed),
        )
        small = ngettext(
            "{count} nom est imprimé en moins de 9 points, faute de place : {names}.",
            "{count} noms sont imprimés en moins de 9 points, faute de place : {names}.",
            len(self.small),
        )
        employer, job, other = (self.without.get(what, []) for what in ("employer", "job_title", ""))
        no_employer = ngettext(
            "{count} badge ne porte pas la collectivité, faute de place : {names}.",
            "{count} badges ne portent pas la collectivité, faute de place : {names}.",
            len(employer),
        )
        no_job = ngettext(
            "{count} badge ne porte pas la fonction, faute de place : {names}.",
            "{count} badges ne portent pas la fonction, faute de place : {names}.",
            len(job),
        )
        not_all = ngettext(
            "{count} badge ne porte pas tout ce que prévoit le modèle, faute de place : {names}.",
            "{count} badges ne portent pas tout ce que prévoit le modèle, faute de place : {names}.",
            len(other),
        )
        for names, sentence in (
            (self.boxed, boxed), (self.small, small), (employer, no_employer), (job, no_job), (other, not_all),
        ):  # fmt: skip
            if names:
                found.append(sentence.format(count=len(names), names=some(names)))
        return tuple(found)


class _Line:
    """A line of a design, ready to be filled in for one person after another."""

    def __init__(self, line: Line, words: Words) -> None:
        self._line = line
        self._fillers = [(words.filler(run.text), run.bold, run.colour) for run in line.runs]
        said = "".join([run.text for run in line.runs])
        self.says = next((name for name in ("employer", "job_title") if f"{{{name}" in said.lower()), "")

    def wanted(self, person: Attendee, colour: Callable[[str], str]) -> Iterator[Wanted]:
        """The line, or the several its words make; none when there are no words."""
        line = self._line
        if len(self._fillers) == 1:
            filler, bold, named = self._fillers[0]
            text = filler(person).strip(_SEPARATORS)
            for part in text.split("\n") if "\n" in text else (text,):
                if part:
                    yield Wanted(
                        ((part, bold, colour(named)),), line.size, line.least, line.wrap, line.optional, line.gap * MM
                    )
            return
        parts = [(filler(person).replace("\n", " "), bold, colour(named)) for filler, bold, named in self._fillers]
        words = _stripped(parts)
        if words:
            yield Wanted(words, line.size, line.least, line.wrap, line.optional, line.gap * MM)


def _stripped(parts: Sequence[tuple[str, bool, str]]) -> Styled:
    """Without what separates words that are not there."""
    kept = [part for part in parts if part[0]]
    while kept and not kept[0][0].strip(_SEPARATORS):
        kept.pop(0)
    while kept and not kept[-1][0].strip(_SEPARATORS):
        kept.pop()
    if kept:
        kept[0] = (kept[0][0].lstrip(_SEPARATORS), *kept[0][1:])
        kept[-1] = (kept[-1][0].rstrip(_SEPARATORS), *kept[-1][1:])
    return tuple(kept)


class _TextPart:
    """A text of the person: set first, drawn once all of the badge fits."""

    def __init__(self, face: Face, text: Text) -> None:
        self.face, self.text = face, text
        self.lines = [_Line(line, face.words) for line in text.lines]
        self._largest = max((line.size for line in text.lines if not line.optional), default=0.0)
        self._block: Block | None = None

    def wanted(self, person: Attendee) -> list[tuple[Wanted, str]]:
        """Its lines, and the field each says if it may be missed."""
        colour = self.face.colour_for(person)
        found = [(made, line.says) for line in self.lines for made in line.wanted(person, colour)]
        must = [n for n, (made, _says) in enumerate(found) if not made.optional]
        if len(must) == 1:  # who has but one name has it as large as a first and a last name would be
            found[must[0]] = (found[must[0]][0]._replace(size=self._largest), found[must[0]][1])
        return found

    def fits(self, person: Attendee, broken_words: bool = False) -> bool:
        """Whether what must be there does."""
        found = self.wanted(person)
        box = self.text.box
        lines = [line for line, _says in found]
        self._block = set_lines(lines, box.width * MM, box.height * MM, broken_words=broken_words)
        if self._block is None:
            return False
        for number in self._block.left_out:
            self.face.notes.lacks(found[number][1], person.list_name)
        return True

    def draw(self, _person: Attendee) -> None:
        if self._block is not None:
            self.face.draw_block(self._block, self.text.box, self.text.align, self.text.vertical, self.text.angle)


class _CodePart:
    """The badge's code, on white."""

    def __init__(self, face: Face, code: Code) -> None:
        self.face, self.code = face, code
        box = code.box
        self._side = box.width * MM
        self._x, self._y = box.x * MM, face.height - box.bottom * MM
        self._white = face.white(zone(code))
        self._size = _SHORT_SIZE * letters_scale(code)
        self._letters_y = self._y - self._side / codes.MODULES * codes.QUIET - self._size * 0.7
        self._alt = _("Code du badge {code}")

    def draw(self, person: Attendee) -> None:
        paper = self.face.paper
        token = tokens.issue(person.badge, self.face.event.key)
        short = f"{token[:4]} {token[4 : tokens.SHORT_LENGTH]}"
        with self.face.turned(self.code.box, self.code.angle):
            paper.begin("Figure", self._alt.format(code=short))
            paper.raw(self._white)
            paper.raw(codes.operators(token, self._x, self._y, self._side))
            if self.code.letters:
                paper.text_centred(self._x + self._side / 2, self._letters_y, short, self._size)
            paper.end()


class _RolePart:
    """The role's colour and word, one form a role."""

    def __init__(self, face: Face, band: RoleBand, name: str) -> None:
        self.face, self.band, self._name = face, band, name
        for role in Role:
            if role != Role.PARTICIPANT or band.participants:
                with face.paper.form(f"{name}-{role}"):
                    self._make(role)

    def shown_to(self, person: Attendee) -> bool:
        """Whether this person's badge has one."""
        return person.role != Role.PARTICIPANT or self.band.participants

    def draw(self, person: Attendee) -> None:
        if self.shown_to(person):
            self.face.paper.show(f"{self._name}-{person.role}")

    def _make(self, role: Role) -> None:
        face, box = self.face, self.band.box
        word = _(ROLE_LABELS[role])
        if self.band.bilingual:
            word = " · ".join(dict.fromkeys(_in_each_language(ROLE_LABELS[role])))
        word = word.upper()
        size = fit(word, True, (box.width * MM) * 0.92, min(self.band.size, box.height * MM * 0.8), 4, 1).size
        with face.turned(box, self.band.angle):
            x, y = box.x * MM, face.height - box.bottom * MM
            radius = min(self.band.radius, box.height / 2) * MM
            face.paper.box(x, y, box.width * MM, box.height * MM, ROLE_COLOURS[role], radius)
            left = x + min(size * 0.8, (box.width * MM - fonts.width(word, True) * size) / 2)
            face.paper.text(left, y + (box.height * MM - size * 0.668) / 2, word, size, bold=True, colour=WHITE)


class _PhotoPart:
    """The person's photograph, when there is one."""

    def __init__(self, face: Face, picture: Picture) -> None:
        self.face, self.picture = face, picture

    def draw(self, person: Attendee) -> None:
        file = self.face.photos.get(person.id)
        if file is not None:
            with self.face.paper.tag("Figure", alt=person.badge_name):
                self.face.draw_image(badge_photos.opened(file), self.picture)


_Part = _TextPart | _CodePart | _RolePart | _PhotoPart


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
        self.width, self.height = size[0] * MM, size[1] * MM
        self._colours = {"ink": INK, "muted": MUTED, "white": WHITE, "accent": accent_of(branding)}
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
        self._texts = [part for part in made if isinstance(part, _TextPart)]
        self._bands = [part for part in made if isinstance(part, _RolePart)]
        self._codes = [part for part in made if isinstance(part, _CodePart)]
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
            self.draw_block(block, free, "left", "top", 0)
        for code in self._codes:
            code.draw(person)
        return True

    def _free(self, person: Attendee) -> list[Box]:
        """The spaces left by the code and the role, the largest first."""
        spaces = [Box(_MARGIN, _MARGIN, self.width / MM - 2 * _MARGIN, self.height / MM - 2 * _MARGIN)]
        for taken in (
            *[zone(part.code) for part in self._codes],
            *[part.band.box for part in self._bands if part.shown_to(person)],
        ):
            spaces = [piece for free in spaces for piece in beside(free, taken)]
        return sorted(spaces, key=lambda box: -box.width * box.height)

    # --- what parts draw with ------------------------------------------------------------------------------------

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

    def draw_block(self, block: Block, box: Box, align: str, vertical: str, angle: float) -> None:
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

    def draw_image(self, image: Any, picture: Picture) -> None:
        """An image in its box."""
        box = picture.box
        with self.turned(box, picture.angle):
            y = self.height - box.bottom * MM
            self.paper.image(image, box.x * MM, y, box.width * MM, box.height * MM, picture.anchor)

    # --- compiling -------------------------------------------------------------------------------------------------

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
            return _TextPart(self, part)
        if isinstance(part, Code):
            return _CodePart(self, part)
        if isinstance(part, RoleBand):
            return _RolePart(self, part, name)
        assert isinstance(part, Picture)
        return _PhotoPart(self, part)

    def _draw_once(self, part: Element) -> None:
        if isinstance(part, Shape):
            self._draw_shape(part)
        elif isinstance(part, Picture):
            image = logo_of(self._branding) if part.source == LOGO else badge_photos.embedded(part.source)
            if image is not None:
                self.draw_image(image, part)
        elif isinstance(part, Code):
            self._draw_link(part)
        elif isinstance(part, Text):
            self._draw_event_text(part)

    def _draw_shape(self, part: Shape) -> None:
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

    def _draw_link(self, part: Code) -> None:
        text = self.words.of_event(part.says).strip()
        if not text:
            return
        box = part.box
        with self.turned(box, part.angle):
            modules, _drawn = codes.any_text(text, 0, 0, 1)
            quiet = box.width / modules * codes.QUIET
            ground = Box(box.x - quiet, box.y - quiet, box.width + 2 * quiet, box.height + 2 * quiet)
            self.paper.raw(self.white(ground))
            self.paper.raw(codes.any_text(text, box.x * MM, self.height - box.bottom * MM, box.width * MM)[1])

    def _draw_event_text(self, part: Text) -> None:
        nobody = Attendee()
        wanted = [made for line in part.lines for made in _Line(line, self.words).wanted(nobody, self.colour_for(None))]
        if not all(fonts.writable(text) for line in wanted for text, _bold, _colour in line.words):
            self.notes.event_boxed = True
        size = part.box.width * MM, part.box.height * MM
        block = set_lines(wanted, *size) or squeezed(wanted, *size)
        self.draw_block(block, part.box, part.align, part.vertical, part.angle)


def _in_each_language(label: str) -> Iterator[str]:
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            yield _(label)
