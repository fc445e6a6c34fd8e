"""Labels: a name, an employer and, if wanted, a department, on any sheet of labels: post, places, files, lockers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents.branding import Branding
from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.documents.cutting import crop_marks
from ia_events.documents.fitting import Fitted, fit
from ia_events.documents.letterhead import author_of, letters_lacking, registered, set_lines
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress
from ia_events.documents.stocks import DEFAULT, Stock
from ia_events.documents.stocks import stock as find_stock
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import N_, _

_LEADING = 1.2


def write_labels(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    stock: Stock | None = None,
    start_at: int = 1,
    department: bool = False,
    branding: Branding = Branding(),  # noqa: B008  frozen
    calibration: Calibration = AS_IT_IS,
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """A label a person, in the order given, from label `start_at` (1 is the top left one) of the first sheet.

    Errors: UserError `nothing_to_print`, `start_at_invalid`, and those of `atomic_write`.
    """
    listed = registered(people)
    stock = stock or find_stock(DEFAULT)
    if not 1 <= start_at <= stock.per_page:
        sentence = N_("Cette planche a {count} étiquettes : commencez entre 1 et {count}.")
        raise UserError("start_at_invalid", sentence, count=stock.per_page)
    width, height = (side * MM for side in stock.page)
    title = _("Étiquettes : {event}").format(event=event.title)
    paper = Paper((width, height), title=title, author=author_of(event, branding), made_at=made_at)
    if not calibration.neutral:
        paper.before_pages(calibration.checked().matrix(height))
    for done, person in enumerate(listed):
        place = (done + start_at - 1) % stock.per_page
        if done and not place:
            _end_page(paper, stock)
            progress(done, len(listed))
        x, y = stock.corner(place)
        with paper.at(x * MM, height - (y + stock.label[1]) * MM), paper.tag("P"):
            _label(paper, person, stock.label[0] * MM, stock.label[1] * MM, department)
    _end_page(paper, stock)
    paper.save(file)
    progress(len(listed), len(listed))
    return Made(paper.pages, len(listed), letters_lacking(event, listed))


def _end_page(paper: Paper, stock: Stock) -> None:
    if stock.crop_marks:
        paper.lines(crop_marks(stock), INK, 0.3)
    paper.end_page()


def _label(paper: Paper, person: Attendee, width: float, height: float, department: bool) -> None:
    """A person's words, in the middle of the label's height; smaller until they all fit, and never cut."""
    pad = min(max(0.06 * width, 2.2 * MM), 7 * MM)
    scale = 1.0
    while True:
        blocks = _blocks(person, width - 2 * pad, height, scale, department)
        used = sum([len(text.lines) * text.size * _LEADING for text, _bold, _colour in blocks])
        if used <= height - 2 * 1.6 * MM:
            break
        scale *= 0.94
    y = (height + used) / 2
    for text, bold, colour in blocks:
        y = set_lines(paper, pad, y, text.lines, text.size, bold=bold, colour=colour, leading=_LEADING)


def _blocks(
    person: Attendee, width: float, height: float, scale: float, department: bool
) -> list[tuple[Fitted, bool, str]]:
    name, small = min(height * 0.2, 22) * scale, min(height * 0.135, 15) * scale
    wanted = [(person.badge_name or "–", True, name, INK)]
    if department and person.department:
        wanted.append((person.department, False, small, MUTED))
    wanted.append((person.employer, False, small, INK))
    return [
        (fit(text, bold, width, size, min(size, max(4.0, size * 0.7))), bold, colour)
        for text, bold, size, colour in wanted
        if text
    ]
