"""Labels on any sheet: name and employer for places, files and lockers; or a postal address, as French post wants it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents import fonts
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.documents.cutting import crop_marks
from ia_events.documents.fitting import Fitted, fit
from ia_events.documents.letterhead import author_of, letters_lacking, registered, set_lines
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress, some
from ia_events.documents.stocks import DEFAULT, Stock
from ia_events.documents.stocks import stock as find_stock
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import N_, _, ngettext

MOST_LINES, LONGEST_LINE = 6, 38  # of an address
_LEADING = 1.2
_LARGEST = 11.0


def write_labels(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    stock: Stock | None = None,
    start_at: int = 1,
    department: bool = False,
    address: bool = False,
    branding: Branding = Branding(),  # noqa: B008  frozen
    calibration: Calibration = AS_IT_IS,
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """A label a person, in the order given, from label `start_at` (1 is the top left one) of the first sheet.

    With `address`, for the post; the notices name those whose address is not complete.
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
            width, tall = stock.label[0] * MM, stock.label[1] * MM
            if address:
                _envelope(paper, postal_lines(person, department=department), width, tall)
            else:
                _label(paper, person, width, tall, department)
    _end_page(paper, stock)
    paper.save(file)
    progress(len(listed), len(listed))
    also = ("civility", "address", "town") if address else ()
    notices = letters_lacking(event, listed, also)
    return Made(paper.pages, len(listed), (*notices, *_incomplete(listed)) if address else notices)


def postal_lines(person: Attendee, *, department: bool = False) -> list[str]:
    """Who and where, as French post wants it: six lines at most, of 38 characters where possible, the town in capitals.

    Without a street, the employer; without postcode or town, what there is.
    """
    who = " ".join(filter(None, (person.civility, person.badge_name))) or "–"
    head = [who, *filter(None, (person.department if department else "", person.employer))]
    last = " ".join(filter(None, (person.postcode, person.town.upper())))
    if not person.address and not (person.postcode and person.town):
        last = ""
    foot = [last] if last else []
    streets = _streets(person.address)
    while len(streets) > MOST_LINES - len(head) - len(foot):
        shortest = min(range(len(streets) - 1), key=lambda n: len(streets[n]) + len(streets[n + 1]))
        streets[shortest : shortest + 2] = [f"{streets[shortest]}, {streets[shortest + 1]}"]
    lines = [*head, *streets]
    for number in sorted(range(len(lines)), key=lambda n: -len(lines[n])):
        halves = textwrap.wrap(lines[number], LONGEST_LINE, break_long_words=False, break_on_hyphens=False)
        if sum(line.count("\n") + 1 for line in lines) + len(halves) - 1 + len(foot) <= MOST_LINES:
            lines[number] = "\n".join(halves)
    return [*"\n".join(lines).split("\n"), *foot]


_HOUSE = re.compile(r"[0-9]+ ?(bis|ter|quater|[a-dA-D])?")


def _streets(address: str) -> list[str]:
    """The lines of an address: it is cut at its commas, but « 12, rue des Écoles » is one."""
    found: list[str] = []
    for piece in filter(None, map(str.strip, address.split(","))):
        if found and _HOUSE.fullmatch(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def _incomplete(people: Sequence[Attendee]) -> tuple[str, ...]:
    """Who has no street and no employer, no postcode or no town."""
    lacking = [p.list_name for p in people if not ((p.address or p.employer) and p.postcode and p.town)]
    if not lacking:
        return ()
    sentence = ngettext(
        "{count} personne n'a pas d'adresse complète, et son étiquette porte ce qui est connu : {names}.",
        "{count} personnes n'ont pas d'adresse complète, et leur étiquette porte ce qui est connu : {names}.",
        len(lacking),
    )
    return (sentence.format(count=len(lacking), names=some(lacking)),)


def _envelope(paper: Paper, lines: Sequence[str], width: float, height: float) -> None:
    """An address, in the middle of the label's height, all of one size."""
    pad = min(max(0.06 * width, 2.2 * MM), 7 * MM)
    widest = max(fonts.width(line, False) for line in lines)
    size = min(_LARGEST, (width - 2 * pad) / widest, (height - 2 * 1.6 * MM) / (len(lines) * _LEADING))
    set_lines(paper, pad, (height + len(lines) * size * _LEADING) / 2, lines, size, leading=_LEADING)


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
