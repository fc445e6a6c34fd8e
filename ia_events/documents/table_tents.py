"""Table tents: a sheet folded in two that says who sits there, on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ia_events.documents import fonts
from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.designs import ROLE_COLOURS
from ia_events.documents.fitting import broken, fit, pieces
from ia_events.documents.letterhead import A4, RULE, author_of, letters_lacking, part, registered, set_lines
from ia_events.documents.pdf import INK, MM, MUTED, WHITE, Made, Paper, Progress, no_progress
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import ROLE_LABELS, Attendee, Role, upper_name
from ia_events.i18n import N_, _

SIZES = ("a4", "a5")
_LEADING = 1.2
_BREAK_COST = 0.8  # one more line must make the name a quarter larger


def write_table_tents(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    size: str = "a4",
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """A tent a person, in the order given: an A4 sheet each, or two A5 ones side by side on an A4 sheet to be cut.

    Errors: UserError `nothing_to_print`, `size_unknown`, `logo_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    shown = registered(people)
    if size not in SIZES:
        sentence = N_("Format inconnu : {size}. Formats possibles : {known}.")
        raise UserError("size_unknown", sentence, size=size, known=", ".join(SIZES))
    page = A4 if size == "a4" else (A4[1], A4[0])
    across = 1 if size == "a4" else 2
    width, height = page[0] / across, page[1]
    title = _("Chevalets : {event}").format(event=event.title)
    paper = Paper(page, title=title, author=author_of(event, branding), made_at=made_at)
    face = _Face(paper, event, branding, width, height / 2)
    for done, person in enumerate(shown):
        column = done % across
        if done and not column:
            _end_page(paper, page, across)
            progress(done, len(shown))
        # Folded with the fold on top, the upper half is the back: read from there, it is the right way up.
        with paper.placed(-1, 0, 0, -1, (column + 1) * width, height):
            face.draw(person, said=False)
        with paper.at(column * width, 0):
            face.draw(person, said=True)
    _end_page(paper, page, across)
    paper.save(file)
    progress(len(shown), len(shown))
    return Made(paper.pages, len(shown), letters_lacking(event, shown))


def _end_page(paper: Paper, page: tuple[float, float], across: int) -> None:
    width, fold = page[0], page[1] / 2
    paper.lines([(4 * MM, fold, 11 * MM, fold), (width - 11 * MM, fold, width - 4 * MM, fold)], MUTED, 0.5)
    if across == 2:
        middle = width / 2
        paper.lines(
            [(middle, 4 * MM, middle, 11 * MM), (middle, page[1] - 11 * MM, middle, page[1] - 4 * MM)], INK, 0.5
        )
        paper.lines([(middle, fold - 2 * MM, middle, fold + 2 * MM)], RULE, 0.5)
    paper.end_page()


class Name(NamedTuple):
    """A name set in lines, each bold or not, at one size."""

    lines: tuple[tuple[str, bool], ...]
    size: float


def largest_name(first: str, last: str, width: float, height: float, largest: float) -> Name:
    """A name as large as it goes in a box: one line or two before small, more only when that is much larger."""
    parts = [(text, bold) for text, bold in ((first, False), (last, True)) if text] or [("–", True)]
    best, best_score = Name((), 0), -1.0
    for counts in product(*[range(1, min(3, len(pieces(text))) + 1) for text, _bold in parts]):
        blocks = [broken(text, bold, count) for (text, bold), count in zip(parts, counts, strict=True)]
        lines = tuple([(line, bold) for (block, _w), (_t, bold) in zip(blocks, parts, strict=True) for line in block])
        widest = max([line_width for _lines, line_width in blocks])
        size = min(largest, width / widest, height / (len(lines) * _LEADING))
        score = size * _BREAK_COST ** (len(lines) - len(parts))
        if score > best_score + 1e-9:
            best, best_score = Name(lines, size), score
    return best


class _Face:
    """One side of a tent, with its bottom left corner at the origin."""

    def __init__(self, paper: Paper, event: Event, branding: Branding, width: float, height: float) -> None:
        self.paper, self.event, self.width, self.height = paper, event, width, height
        self.accent, self.logo = accent_of(branding), logo_of(branding)
        self.margin = 0.075 * width
        self.unit = height / (148.5 * MM)  # one on a face of A5: sizes are points there
        with paper.form("foot"):
            self.floor = self._foot()

    def _foot(self) -> float:
        """What is the same on every tent. Returns where it ends."""
        paper, unit = self.paper, self.unit
        y, right = self.margin * 0.75, self.width - self.margin
        paper.box(self.margin, y, right - self.margin, 3 * unit, self.accent)
        y += 13 * unit
        room = right - self.margin
        high = y
        if self.logo is not None:
            height = 34 * unit
            width = min(height * self.logo.width / self.logo.height, room * 0.3)
            paper.image(self.logo, right - width, y, width, height, "se")
            room -= width + 4 * MM
            high = y + height
        size = 10.5 * unit
        title = fit(self.event.title, False, room, size, size * 0.7)
        top = y + len(title.lines) * title.size * 1.25
        set_lines(paper, self.margin, top, title.lines, title.size, colour=MUTED)
        return max(high, top) + 8 * unit

    def draw(self, person: Attendee, *, said: bool) -> None:
        """One person's side; `said` to those who hear the document, once for both sides."""
        paper, unit = self.paper, self.unit
        paper.show("foot")
        middle, width = self.width / 2, self.width - 2 * self.margin
        top = self.height - self.margin * 0.9
        if person.role != Role.PARTICIPANT:
            top = self._role(person.role, top, said) - 8 * unit
        below = [
            (fit(text, bold, width, size, size * 0.6), bold, colour)
            for text, bold, size, colour in (
                (person.job_title, False, 18 * unit, MUTED),
                (person.employer, False, 22 * unit, INK),
            )
            if text
        ]
        rest = sum([len(text.lines) * text.size * 1.22 for text, _bold, _colour in below]) + (10 * unit if below else 0)
        room = top - self.floor - rest
        name = largest_name(person.first_name, upper_name(person.last_name), width, room, 104 * unit)
        used = len(name.lines) * name.size * _LEADING
        y = top - max(0.0, room - used) * 0.42
        with part(paper, "H1", said):
            for line, bold in name.lines:
                paper.text_centred(middle, y - name.size * 0.92, line, name.size, bold=bold)
                y -= name.size * _LEADING
        y -= 10 * unit
        for text, bold, colour in reversed(below):
            with part(paper, "P", said):
                y = set_lines(
                    paper, middle, y, text.lines, text.size, bold=bold, colour=colour, leading=1.22, centred=True
                )

    def _role(self, role: Role, top: float, said: bool) -> float:
        """The role in its colour, in words. Returns where it ends."""
        word = _(ROLE_LABELS[role]).upper()
        size = 12 * self.unit
        width, height = fonts.width(word, True) * size + 2 * size, size * 1.8
        self.paper.box((self.width - width) / 2, top - height, width, height, ROLE_COLOURS[role], height / 2)
        with part(self.paper, "P", said):
            y = top - height / 2 - size * 0.335
            self.paper.text_centred(self.width / 2, y, word, size, bold=True, colour=WHITE)
        return top - height
