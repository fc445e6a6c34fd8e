"""Forms for those who come without being registered: three to a page, in capitals, a box a letter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.fitting import fit, wrap
from ia_events.documents.letterhead import A4, BOX, LEFT, RIGHT, RULE, author_of, letters_lacking, set_lines
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress
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
        for row in rows:
            y -= 13 * MM
            for field, column in row:
                x, width = columns[column]
                paper.text(x, y + 8.6 * MM, BY_ID[field].title, 7.5, colour=MUTED)
                paper.lines([(x, y, x + width, y)], BOX, 0.5)
        self._slots(paper, columns[1][0], y, columns[1][1])
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
        """A box to tick for each half-day, as long as they fit: a week has a list of its own."""
        slots = self.event.slots
        if len(slots) < 2 or len(slots) > 6:
            return
        across = -(-len(slots) // 2)
        paper.text(x, y + 8.6 * MM, _("Présence"), 7.5, colour=MUTED)
        for number, slot in enumerate(slots):
            column, row = divmod(number, 2)
            place, low = x + column * width / across, y + (4.6 - 4.8 * row) * MM
            side = 3 * MM
            paper.lines(
                [(place, low, place + side, low), (place, low + side, place + side, low + side),
                 (place, low, place, low + side), (place + side, low, place + side, low + side)], BOX, 0.6,
            )  # fmt: skip
            day = f"{self.event.local(slot.start):%d/%m}"
            words = fit(f"{day} {_(slot.label)}", False, width / across - side - 2.5 * MM, 7.5, 5, 1)
            paper.text(place + side + 1.2 * MM, low + 0.7 * MM, words.lines[0], words.size)
