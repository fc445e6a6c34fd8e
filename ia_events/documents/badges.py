"""Badges on label sheets: one label a person, its name read from afar and its code read by any scanner."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ia_events.documents import codes, fonts
from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.documents.fitting import Fitted, broken, fit, pieces, wrap
from ia_events.documents.pdf import INK, MM, MUTED, WHITE, Made, Paper, Progress, no_progress, some
from ia_events.documents.stocks import Stock
from ia_events.domain import dates, tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import PRINTED_ON_BADGE
from ia_events.domain.people import ROLE_LABELS, Attendee, Role, upper_name
from ia_events.i18n import N_, _, ngettext

SMALLEST_NAME = 9.0  # points
SMALLEST_CODE = 20 * MM  # the side of the 25 modules
ROLE_COLOURS = {Role.SPEAKER: "#9A3412", Role.DIGNITARY: "#5B21B6", Role.ORGANISER: "#1D4ED8"}

_LEADING = 1.16  # of a line of a name, whose accented capitals are tall
_STACKED_LEADING = 1.34  # of capitals with two marks one above the other, as in Vietnamese
_BREAK_COST = 0.86  # a name broken in two must be a sixth larger than on one line
_TIGHT = 1.22  # of a line of small text
_CROWDED = 1.02, 1.16  # of a line of a name, stacked marks or not, that has to take the whole label
_SMALLEST_MARGIN = 1.6 * MM


def write_badges(
    file: Path | BinaryIO,
    event: Event,
    attendees: Sequence[Attendee],
    stock: Stock,
    *,
    start_at: int = 1,
    layout: str = "standard",
    branding: Branding = Branding(),  # noqa: B008  frozen
    calibration: Calibration = AS_IT_IS,
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """One badge an attendee, in the order given, from label `start_at` (1 is the top left one) of the first sheet.

    Every attendee has a badge id. `calibration` is drawn into the pages. Errors: UserError `nothing_to_print`, `layout_unknown`, `start_at_invalid`,
    `logo_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    if not attendees:
        raise UserError("nothing_to_print", N_("Aucun badge à imprimer : la liste est vide."))
    if layout not in LAYOUTS:
        known = ", ".join(LAYOUTS)
        raise UserError(
            "layout_unknown", N_("Modèle inconnu : {layout}. Modèles possibles : {known}."), layout=layout, known=known
        )
    if not 1 <= start_at <= stock.per_page:
        sentence = N_("Cette planche a {count} étiquettes : commencez entre 1 et {count}.")
        raise UserError("start_at_invalid", sentence, count=stock.per_page)
    width, height = (side * MM for side in stock.page)
    title = _("Badges : {event}").format(event=event.title)
    paper = Paper((width, height), title=title, author=branding.organisation, made_at=made_at)
    if not calibration.neutral:
        paper.before_pages(calibration.checked().matrix(height))
    label = LAYOUTS[layout](paper, event, stock, branding)
    for done, attendee in enumerate(attendees):
        place = (done + start_at - 1) % stock.per_page
        if done and not place:
            _end_page(paper, stock)
            progress(done, len(attendees))
        x, y = stock.corner(place)
        with paper.at(x * MM, height - (y + stock.label[1]) * MM):
            label.draw(attendee)
    _end_page(paper, stock)
    paper.save(file)
    progress(len(attendees), len(attendees))
    return Made(paper.pages, len(attendees), label.notices())


def _end_page(paper: Paper, stock: Stock) -> None:
    if stock.crop_marks:
        paper.lines(_crop_marks(stock), INK, 0.3)
    paper.end_page()


def _crop_marks(stock: Stock) -> list[tuple[float, float, float, float]]:
    """Ticks of 5 mm, 2 mm outside the block of labels, at every edge to cut along."""
    columns = [x for i in range(stock.grid[0]) for x in (stock.corner(i)[0], stock.corner(i)[0] + stock.label[0])]
    first_column = range(0, stock.per_page, stock.grid[0])
    rows = [y for i in first_column for y in (stock.corner(i)[1], stock.corner(i)[1] + stock.label[1])]
    page = stock.page[1]
    marks = []
    for x in sorted({round(x, 3) for x in columns}):
        marks += [(x, page - rows[0] + 2, x, page - rows[0] + 7), (x, page - rows[-1] - 2, x, page - rows[-1] - 7)]
    for y in sorted({round(page - y, 3) for y in rows}):
        marks += [(columns[0] - 2, y, columns[0] - 7, y), (columns[-1] + 2, y, columns[-1] + 7, y)]
    return [(a * MM, b * MM, c * MM, d * MM) for a, b, c, d in marks]


class Name(NamedTuple):
    """A name set in lines, each bold or not, at one size; `wide` when it spans the label above the code."""

    lines: tuple[tuple[str, bool], ...]
    size: float
    wide: bool


class Standard:
    """Words on the left, the code at the bottom right, the logo above it; every measure follows the label's size.

    What is the same on every badge is drawn once, as a form.
    """

    def __init__(self, paper: Paper, event: Event, stock: Stock, branding: Branding) -> None:
        self.paper, self.event = paper, event
        width, height = stock.label[0] * MM, stock.label[1] * MM
        self.height = height
        # Names of those whose badge lacks something, or isn't as it should be.
        self.without_employer: list[str] = []
        self.without_job: list[str] = []
        self.boxed: list[str] = []
        self.small: list[str] = []
        self.title_boxed = not fonts.writable(event.title)
        # The code, its quiet zone, and the short code under it.
        self.side = min(max(height * 0.37, SMALLEST_CODE), 34 * MM)
        quiet = self.side / codes.MODULES * codes.QUIET
        self.short_size = min(max(height * 0.05, 6.5), 12)
        self.margin = min(max(height * 0.085, _SMALLEST_MARGIN), 8 * MM)
        short_height = self.short_size * 0.7
        spare = height - self.side - 2 * quiet - short_height
        self.code_x = width - self.side - max(quiet, self.margin)
        self.code_y = min(self.margin, max(spare / 2, 0.3 * MM)) + short_height + quiet
        self.code_top = self.code_y + self.side + quiet
        # The words.
        self.left = max(self.margin, 2.4 * MM)
        self.top = height - self.margin
        self.column = self.code_x - quiet - self.left
        self.full = width - 2 * self.left
        self.largest_name = height * 0.155
        self.employer_size = min(max(height * 0.068, 7.5), 17)
        self.job_size = min(max(height * 0.058, 6.5), 14)
        self.gap = height * 0.028
        self.role_size = min(max(height * 0.055, 6.5), 13)
        self.role_height = self.role_size * 1.9
        self.wide_top = self.top
        self.under = self._header(height, branding)

    def _header(self, height: float, branding: Branding) -> float:
        """The event's title and date, and the logo: the form "header". Returns where the header ends."""
        size = min(max(height * 0.046, 6), 10)
        accent, logo = accent_of(branding), logo_of(branding)
        over = self.top - self.code_top  # what is free above the code
        beside = logo is not None and over > 5 * MM
        title = Fitted((), size)
        if self.event.title:
            title = fit(self.event.title, True, self.full, size, size * 0.85)
            if beside or _height(title, _TIGHT) > over:
                title = fit(self.event.title, True, self.column, size, size * 0.85)
        if _height(title, _TIGHT) > height * (0.2 if height > 45 * MM else 0.15):
            title = Fitted((), size)  # on the smallest labels the name comes first
        when = Fitted((), size)
        if height > 36 * MM and self.event.slots:
            when = fit(dates.event_dates(self.event), False, self.column, size, size * 0.7, 1)
        bottom = self.top - _height(title, _TIGHT) - _height(when, _TIGHT)
        with self.paper.form("header"):
            y = self.top - size * 0.75
            for line in title.lines:
                self.paper.text(self.left, y, line, title.size, bold=True, colour=accent)
                y -= title.size * _TIGHT
            for line in when.lines:
                self.paper.text(self.left, y, line, when.size, colour=MUTED)
                y -= when.size * _TIGHT
            if logo is not None and beside:
                room = min(over - self.gap, height * 0.26)
                x = self.left + self.column + self.gap
                self.paper.image(logo, x, self.top - room, self.full - self.column - self.gap, room, "ne")
                self.wide_top = self.top - room - self.gap
        return bottom

    def draw(self, attendee: Attendee) -> None:
        """One badge, with the origin at the label's bottom left corner."""
        # The table of fields decides what a badge may show; nothing else of the attendee is read.
        printed = {field: str(getattr(attendee, field)) for field in PRINTED_ON_BADGE}
        if not all(fonts.writable(text) for text in printed.values()):
            self.boxed.append(attendee.list_name)
        paper = self.paper
        token = tokens.issue(attendee.badge, self.event.key)
        paper.raw(codes.operators(token, self.code_x, self.code_y, self.side))
        short = token[: tokens.SHORT_LENGTH]
        quiet = self.side / codes.MODULES * codes.QUIET
        y = self.code_y - quiet - self.short_size * 0.7
        paper.text_centred(self.code_x + self.side / 2, y, f"{short[:4]} {short[4:]}", self.short_size, colour=INK)

        bottom = self.margin
        role = Role(printed.get("role", Role.PARTICIPANT))
        if role in ROLE_COLOURS:
            self._role(role)
            bottom += self.role_height + self.gap / 2
        self._words(attendee, printed, bottom)

    def _role(self, role: Role) -> None:
        word = _(ROLE_LABELS[role]).upper()
        size = fit(word, True, self.column - self.role_size * 1.6, self.role_size, 5, 1).size
        self.paper.box(
            self.left, self.margin, self.column, self.role_height, ROLE_COLOURS[role], self.role_height * 0.18
        )
        y = self.margin + (self.role_height - size * 0.668) / 2
        self.paper.text(self.left + self.role_size * 0.8, y, word, size, bold=True, colour=WHITE)

    def _words(self, attendee: Attendee, printed: dict[str, str], bottom: float) -> None:
        """Header, name, employer and job title above `bottom`.

        The name is never under 9 pt for the others' sake: the job title is left out, or an employer too long even so,
        then both, then the header; it is smaller only when the whole label isn't enough.
        """
        first, last = printed["first_name"], upper_name(printed["last_name"])
        parts = [(text, bold) for text, bold in ((first, False), (last, True)) if text] or [("–", True)]
        employer = self._small(printed.get("employer", ""), self.employer_size)
        job = self._small(printed.get("job_title", ""), self.job_size)
        nothing = Fitted((), self.job_size)
        stacked = _stacked(last)
        usual = self.under - self.gap, bottom, _STACKED_LEADING if stacked else _LEADING
        crowded = (
            self.height - _SMALLEST_MARGIN,
            bottom if bottom > self.margin else _SMALLEST_MARGIN,
            _CROWDED[stacked],
        )
        kept = (employer, job), (employer, nothing), (nothing, job), (nothing, nothing)
        for (top, low, leading), below in product((usual, crowded), kept):
            room = top - low - sum([_height(text, _TIGHT) + self.gap for text in below if text.lines])
            name = self._name(parts, leading, top, room) or self._wrapped(parts, leading, room)
            if name is not None:
                break
        else:
            name = self._under_nine(parts, leading, room)
            self.small.append(attendee.list_name)
        if top == usual[0]:
            self.paper.show("header")
        if employer.lines and not below[0].lines:
            self.without_employer.append(attendee.list_name)
        if job.lines and not below[1].lines:
            self.without_job.append(attendee.list_name)
        y = top if not name.wide else min(top, self.wide_top)
        for line, bold in name.lines:
            y -= name.size * leading
            self.paper.text(self.left, y + name.size * 0.22, line, name.size, bold=bold)
        for text, colour in zip(below, (INK, MUTED), strict=True):
            y -= self.gap if text is employer else self.gap * 0.6
            for line in text.lines:
                y -= text.size * _TIGHT
                self.paper.text(self.left, y + text.size * 0.25, line, text.size, colour=colour)

    def _small(self, text: str, size: float) -> Fitted:
        return fit(text, False, self.column, size, 6.5) if text else Fitted((), size)

    def _name(self, parts: list[tuple[str, bool]], leading: float, top: float, room: float) -> Name | None:
        """The largest good way to write the name in `room` points of height, or None if it would be under 9 pt.

        Beside the code it has the column's width; lines that all end above the code may have the label's.
        """
        wide_top = min(top, self.wide_top)
        wide_room = min(room - top + wide_top, wide_top - self.code_top)
        best, best_score = None, 0.0
        for counts in product(*[range(1, min(3, len(pieces(text))) + 1) for text, _bold in parts]):
            blocks = [broken(text, bold, count) for (text, bold), count in zip(parts, counts, strict=True)]
            widest = max([width for _lines, width in blocks])
            for wide, limit, height in ((False, self.column, room), (True, self.full, wide_room)):
                size = min(self.largest_name, limit / widest, height / (sum(counts) * leading))
                score = size * _BREAK_COST ** (sum(counts) - len(parts))
                if size >= SMALLEST_NAME and score > best_score + 1e-9:
                    lines = [
                        (line, bold) for (block, _w), (_t, bold) in zip(blocks, parts, strict=True) for line in block
                    ]
                    best, best_score = Name(tuple(lines), size, wide), score
        return best

    def _wrapped(self, parts: list[tuple[str, bool]], leading: float, room: float) -> Name | None:
        """A name too long for all that: 9 pt, words broken where they must be; None if the room isn't enough."""
        size = SMALLEST_NAME * 1.5
        while True:
            lines = self._lines(parts, size)
            few = len(lines) <= len(parts) + 1 or size <= SMALLEST_NAME
            if few and len(lines) * size * leading <= room:
                return Name(lines, size, False)
            if size <= SMALLEST_NAME:
                return None
            size = max(size * 0.95, SMALLEST_NAME)

    def _under_nine(self, parts: list[tuple[str, bool]], leading: float, room: float) -> Name:
        """A name that the whole label can't hold at 9 pt, as large as it goes: whole, since nothing is cut."""
        size = SMALLEST_NAME
        while len(lines := self._lines(parts, size)) * size * leading > room:
            size *= 0.97
        return Name(lines, size, False)

    def _lines(self, parts: list[tuple[str, bool]], size: float) -> tuple[tuple[str, bool], ...]:
        return tuple([(line, bold) for text, bold in parts for line in wrap(text, bold, self.column / size)])

    def notices(self) -> tuple[str, ...]:
        """What the badges drawn lack or have amiss, in sentences."""
        found = []
        if self.title_boxed:
            found.append(
                _("Le titre contient des lettres que les polices du programme n'ont pas : un rectangle les remplace.")
            )
        for names, sentence in (
            (
                self.boxed,
                ngettext(
                    "{count} badge contient des lettres que les polices du programme n'ont pas, remplacées par un "
                    "rectangle : {names}.",
                    "{count} badges contiennent des lettres que les polices du programme n'ont pas, remplacées par un "
                    "rectangle : {names}.",
                    len(self.boxed),
                ),
            ),
            (
                self.small,
                ngettext(
                    "{count} nom est imprimé en moins de 9 points, faute de place : {names}.",
                    "{count} noms sont imprimés en moins de 9 points, faute de place : {names}.",
                    len(self.small),
                ),
            ),
            (
                self.without_employer,
                ngettext(
                    "{count} badge ne porte pas la collectivité, faute de place : {names}.",
                    "{count} badges ne portent pas la collectivité, faute de place : {names}.",
                    len(self.without_employer),
                ),
            ),
            (
                self.without_job,
                ngettext(
                    "{count} badge ne porte pas la fonction, faute de place : {names}.",
                    "{count} badges ne portent pas la fonction, faute de place : {names}.",
                    len(self.without_job),
                ),
            ),
        ):
            if names:
                found.append(sentence.format(count=len(names), names=some(names)))
        return tuple(found)


def _stacked(text: str) -> bool:
    return not text.isascii() and any(len(unicodedata.normalize("NFD", c)) > 2 for c in text)


def _height(text: Fitted, leading: float) -> float:
    return len(text.lines) * text.size * leading


LAYOUTS: dict[str, Callable[[Paper, Event, Stock, Branding], Standard]] = {"standard": Standard}
