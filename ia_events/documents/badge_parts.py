"""What differs from badge to badge: the person's words, code, role and photograph, each ready for one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from ia_events import i18n
from ia_events.documents import badge_photos, codes, fonts
from ia_events.documents.badge_drawing import Drawing
from ia_events.documents.badge_notes import Notes
from ia_events.documents.designs import ROLE_COLOURS, Code, Line, Picture, RoleBand, Text
from ia_events.documents.fitting import fit
from ia_events.documents.pdf import MM, MUTED, WHITE
from ia_events.documents.placeholders import Words, programme_in
from ia_events.documents.resizing import letters_scale, zone
from ia_events.documents.setting import Block, Styled, Wanted, set_lines
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.people import ROLE_LABELS, Attendee, Role
from ia_events.i18n import _

_SEPARATORS = " ,;·|–"
_RULE = 0.5  # points, the line one writes on
_SHORT_SIZE = 6.5  # points, the badge's letters under the smallest code


class LineWords:
    """A line of a design, ready to be filled in for one person after another."""

    def __init__(self, line: Line, words: Words) -> None:
        self._line = line
        self._fillers = [(words.filler(run.text), run.bold, run.colour) for run in line.runs]
        said = "".join([run.text for run in line.runs])
        self.programme = programme_in(said)
        self._parts = words.programme_parts() if self.programme is not None else []
        self.names = "first_name}" in said.lower() or "last_name}" in said.lower()
        self.says = next((name for name in ("employer", "job_title") if f"{{{name}" in said.lower()), "")

    def wanted(self, person: Attendee, colour: Callable[[str], str]) -> Iterator[Wanted]:
        """The line, or the several its words make; none when there are no words."""
        line = self._line
        if len(self._fillers) == 1:
            filler, bold, named = self._fillers[0]
            text = filler(person).strip(_SEPARATORS)
            lines = text.split("\n") if "\n" in text else (text,)
            parts_of = self._parts if len(self._parts) == len(lines) else None
            for number, part in enumerate(lines):
                if part:
                    yield Wanted(
                        ((part, bold, colour(named)),), line.size, line.least, line.wrap, line.optional, line.gap * MM,
                        parts_of[number] if parts_of else "",
                    )  # fmt: skip
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


class TextPart:
    """A text of the person: set first, drawn once all of the badge fits."""

    def __init__(self, drawing: Drawing, text: Text, words: Words, notes: Notes) -> None:
        self.drawing, self.text, self.notes = drawing, text, notes
        self.lines = [LineWords(line, words) for line in text.lines]
        self._largest = max((line.size for line in text.lines if not line.optional), default=0.0)
        self._block: Block | None = None

    def wanted(self, person: Attendee) -> list[tuple[Wanted, str]]:
        """Its lines, and the field each says if it may be missed."""
        colour = self.drawing.colour_for(person)
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
            self.notes.lacks(found[number][1], person)
        return True

    def rule(self) -> bool:
        """Lines to write on, in place of a name and of an employer. False when it says neither."""
        count = any(line.names for line in self.lines) + any(line.says == "employer" for line in self.lines)
        box, height = self.text.box, self.drawing.height
        with self.drawing.turned(box, self.text.angle):
            levels = [height - (box.y + box.height * (number + 1) / count) * MM for number in range(count)]
            segments = [(box.x * MM, y + _RULE, box.right * MM, y + _RULE) for y in levels]
            if segments:
                self.drawing.paper.lines(segments, MUTED, _RULE)
        return bool(count)

    def draw(self, _person: Attendee) -> None:
        if self._block is not None:
            self.drawing.block(self._block, self.text.box, self.text.align, self.text.vertical, self.text.angle)


class CodePart:
    """The badge's code, on white."""

    def __init__(self, drawing: Drawing, code: Code, event: Event) -> None:
        self.drawing, self.code, self.event = drawing, code, event
        box = code.box
        self._side = box.width * MM
        self._x, self._y = box.x * MM, drawing.height - box.bottom * MM
        self._white = drawing.white(zone(code))
        self._size = _SHORT_SIZE * letters_scale(code)
        self._letters_y = self._y - self._side / codes.MODULES * codes.QUIET - self._size * 0.7
        self._alt = _("Code du badge {code}")

    def draw(self, person: Attendee, down: float = 0.0) -> None:
        """The code of one person, so many millimetres under its place."""
        paper = self.drawing.paper
        if down:
            with paper.placed(1, 0, 0, 1, 0, -down * MM):
                self.draw(person)
            return
        token = tokens.issue(person.badge, self.event.key)
        short = f"{token[:4]} {token[4 : tokens.SHORT_LENGTH]}"
        with self.drawing.turned(self.code.box, self.code.angle):
            paper.begin("Figure", self._alt.format(code=short))
            paper.raw(self._white)
            paper.raw(codes.operators(token, self._x, self._y, self._side))
            if self.code.letters:
                paper.text_centred(self._x + self._side / 2, self._letters_y, short, self._size)
            paper.end()


class RolePart:
    """The role's colour and word, one form a role."""

    def __init__(self, drawing: Drawing, band: RoleBand, name: str) -> None:
        self.drawing, self.band, self._name = drawing, band, name
        for role in Role:
            if role != Role.PARTICIPANT or band.participants:
                with drawing.paper.form(f"{name}-{role}"):
                    self._make(role)

    def shown_to(self, person: Attendee) -> bool:
        """Whether this person's badge has one."""
        return person.role != Role.PARTICIPANT or self.band.participants

    def draw(self, person: Attendee) -> None:
        if self.shown_to(person):
            self.drawing.paper.show(f"{self._name}-{person.role}")

    def _make(self, role: Role) -> None:
        drawing, box = self.drawing, self.band.box
        word = _(ROLE_LABELS[role])
        if self.band.bilingual:
            word = " · ".join(dict.fromkeys(_in_each_language(ROLE_LABELS[role])))
        word = word.upper()
        size = fit(word, True, (box.width * MM) * 0.92, min(self.band.size, box.height * MM * 0.8), 4, 1).size
        with drawing.turned(box, self.band.angle):
            x, y = box.x * MM, drawing.height - box.bottom * MM
            radius = min(self.band.radius, box.height / 2) * MM
            drawing.paper.box(x, y, box.width * MM, box.height * MM, ROLE_COLOURS[role], radius)
            left = x + min(size * 0.8, (box.width * MM - fonts.width(word, True) * size) / 2)
            drawing.paper.text(left, y + (box.height * MM - size * 0.668) / 2, word, size, bold=True, colour=WHITE)


class PhotoPart:
    """The person's photograph, when there is one."""

    def __init__(self, drawing: Drawing, picture: Picture, photos: Mapping[str, Path]) -> None:
        self.drawing, self.picture, self.photos = drawing, picture, photos

    def draw(self, person: Attendee) -> None:
        file = self.photos.get(person.id)
        if file is not None:
            with self.drawing.paper.tag("Figure", alt=person.badge_name):
                self.drawing.image(badge_photos.opened(file), self.picture)


def _in_each_language(label: str) -> Iterator[str]:
    for language in i18n.LANGUAGES:
        with i18n.speaking(language):
            yield _(label)
