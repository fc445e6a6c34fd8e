"""Forms for those who come without being registered: three to a page, in capitals, a box a letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents import fonts
from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.fitting import broken, fit, wrap
from ia_events.documents.letterhead import A4, BOX, LEFT, RIGHT, RULE, author_of, letters_lacking, set_lines
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import BY_ID
from ia_events.domain.people import Attendee
from ia_events.i18n import N_, _

FORMS_A_PAGE = 3
MOST = 600
DEFAULT_NOTICE = N_(
    "Ces informations servent à l'inscription et au suivi de cette action de formation. Vous pouvez demander à "
    "l'organisateur d'y accéder ou de les rectifier."
)
_BOXES = 26
_BESIDE = 6  # half-days that have room beside the last line
_WEEK = LEFT + 17 * MM  # where the days of more than that begin, on a line of their own
_LEAST_TICK = 13 * MM
_LEAST = 5.5  # points, of what is beside a box on one line
_FIELDS = ("employer", "department", "job_title", "email", "phone")


def write_walk_in_forms(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee] = (),  # noqa: ARG001  every paper is asked for in the same way
    *,
    forms: int = 12,
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """Blank forms, on as many full pages as they take. `people` are of no use here.

    Errors: UserError `nothing_to_print`, `logo_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    if not 1 <= forms <= MOST:
        sentence = N_("Demandez entre 1 et {most} fiches.")
        raise UserError("nothing_to_print", sentence, most=MOST)
    title = _("Fiches d'inscription sur place : {event}").format(event=event.title)
    paper = Paper(A4, title=title, author=author_of(event, branding), made_at=made_at)
    pages = -(-forms // FORMS_A_PAGE)
    height = A4[1] / FORMS_A_PAGE
    form = _Form(event, branding)
    with paper.form("form"):
        form.draw(paper, height, said=False)
    for number in range(pages):
        for row in range(FORMS_A_PAGE):
            with paper.at(0, A4[1] - (row + 1) * height):
                if number == row == 0:
                    form.draw(paper, height, said=True)  # once is enough for those who hear it
                else:
                    paper.show("form")
        cuts = [n * height for n in range(1, FORMS_A_PAGE)]
        paper.lines([(x, y, x + 6 * MM, y) for y in cuts for x in (4 * MM, 200 * MM)], MUTED, 0.4)
        paper.end_page()
        progress(number + 1, pages)
    paper.save(file)
    return Made(paper.pages, pages * FORMS_A_PAGE, letters_lacking(event, ()))


class _Form:
    """One form, 99 mm high, with its bottom left corner at the origin."""

    def __init__(self, event: Event, branding: Branding) -> None:
        self.event, self.branding = event, branding
        self.accent, self.logo = accent_of(branding), logo_of(branding)

    def draw(self, paper: Paper, height: float, *, said: bool) -> None:
        if said:
            with paper.tag("P"):
                self._draw(paper, height)
        else:
            self._draw(paper, height)

    def _draw(self, paper: Paper, height: float) -> None:
        top = height - 6 * MM
        right = RIGHT
        if self.logo is not None:
            width = min(9 * MM * self.logo.width / self.logo.height, 32 * MM)
            paper.image(self.logo, RIGHT - width, top - 9 * MM, width, 9 * MM, "ne")
            right -= width + 4 * MM
        paper.text(LEFT, top - 11, _("Fiche d'inscription sur place"), 13, bold=True)
        event = fit(self.event.title, True, right - LEFT, 9, 7)
        y = set_lines(paper, LEFT, top - 16, event.lines, event.size, bold=True, colour=self.accent)
        y = min(y, top - 9 * MM) - 1.5 * MM
        for field in ("last_name", "first_name"):
            y -= 8.8 * MM
            self._boxes(paper, y, BY_ID[field].title)
        columns = ((LEFT, 112 * MM), (LEFT + 116 * MM, 66 * MM))
        rows = ((("employer", 0), ("phone", 1)), (("department", 0), ("job_title", 1)), (("email", 0),))
        days = self._days() if len(self.event.slots) > _BESIDE else []
        for row in rows:
            y -= (11.5 if days else 13) * MM
            for field, column in row:
                x, width = columns[column]
                paper.text(x, y + 8.6 * MM, BY_ID[field].title, 7.5, colour=MUTED)
                paper.lines([(x, y, x + width, y)], BOX, 0.5)
        if 1 < len(self.event.slots) <= _BESIDE:
            self._slots(paper, columns[1][0], y, columns[1][1])
        elif days:
            y = self._week(paper, y, days)
        elif len(self.event.slots) > 1:
            x, width = columns[1]
            paper.text(x, y + 8.6 * MM, _("Présence"), 7.5, colour=MUTED)
            paper.lines([(x, y, x + width, y)], BOX, 0.5)
        notice = self.branding.legal_notice.strip() or _(DEFAULT_NOTICE)
        lines = [line for piece in notice.splitlines() for line in wrap(piece, False, (RIGHT - LEFT) / 6.5)]
        size = min(6.5, (y - 9 * MM) / (1.25 * max(1, len(lines))))
        set_lines(paper, LEFT, y - 3.2 * MM, lines, size, colour=MUTED)

    def _boxes(self, paper: Paper, y: float, label: str) -> None:
        """A box for each letter of a name."""
        x, high = LEFT + 22 * MM, 7.4 * MM
        side = (RIGHT - x) / _BOXES
        paper.text(LEFT, y + 2.4 * MM, label, 9, bold=True, colour=INK)
        end = x + _BOXES * side
        uprights = [(x + n * side, y, x + n * side, y + high) for n in range(1, _BOXES)]
        paper.lines(uprights, RULE, 0.4)
        paper.lines(
            [(x, y, end, y), (x, y + high, end, y + high), (x, y, x, y + high), (end, y, end, y + high)], BOX, 0.6
        )

    def _slots(self, paper: Paper, x: float, y: float, width: float) -> None:
        """A box to tick for each of a few half-days, beside the last line."""
        slots = self.event.slots
        across = -(-len(slots) // 2)
        paper.text(x, y + 8.6 * MM, _("Présence"), 7.5, colour=MUTED)
        for number, slot in enumerate(slots):
            column, row = divmod(number, 2)
            day = f"{self.event.local(slot.start):%d/%m}"
            low = y + (4.6 - 4.8 * row) * MM
            self._tick(paper, x + column * width / across, low, width / across, f"{day} {_(slot.label)}")

    def _days(self) -> list[tuple[str, list[str]]]:
        """The days of a week and what their half-days are called; none when a line can't hold them."""
        found: dict[date, list[str]] = {}
        for slot in sorted(self.event.slots, key=lambda slot: slot.start):
            found.setdefault(self.event.local(slot.start).date(), []).append(_(slot.label))
        if len(found) * max(map(len, found.values()), default=0) * _LEAST_TICK > RIGHT - _WEEK:
            return []
        return [(dates.long_date(day, year=False), labels) for day, labels in found.items()]

    def _week(self, paper: Paper, y: float, days: list[tuple[str, list[str]]]) -> float:
        """A column of boxes for each day, under the lines. Returns where they end."""
        paper.text(LEFT, y - 4.6 * MM, _("Présence"), 7.5, colour=MUTED)
        width = (RIGHT - _WEEK) / len(days)
        share = width / max(len(labels) for _day, labels in days)
        for place, (day, labels) in enumerate(days):
            left = _WEEK + place * width
            words = fit(day, True, width - 2 * MM, 7.5, 5, 1)
            paper.text(left, y - 4.6 * MM, words.lines[0], words.size, bold=True)
            for number, label in enumerate(labels):
                self._tick(paper, left + number * share, y - 9.4 * MM, share, label)
        return y - 9.8 * MM

    def _tick(self, paper: Paper, x: float, low: float, width: float, label: str) -> None:
        """A box to tick, and what for."""
        side = 3 * MM
        paper.lines(
            [(x, low, x + side, low), (x, low + side, x + side, low + side),
             (x, low, x, low + side), (x + side, low, x + side, low + side)], BOX, 0.6,
        )  # fmt: skip
        room, x = width - side - 3 * MM, x + side + 1.2 * MM
        size = room / max(1, fonts.width(label, False))
        if size >= _LEAST:
            paper.text(x, low + 0.7 * MM, label, min(7.5, size))
            return
        lines, widest = broken(label, False, 2)
        size = min(_LEAST, room / widest)
        set_lines(paper, x, low + side / 2 + size, lines, size, leading=1.05)
