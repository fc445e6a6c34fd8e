"""Labels on any sheet: name and employer for places, files and lockers; or a postal address, as French post wants it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ia_events.documents import fonts
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.documents.cutting import crop_marks
from ia_events.documents.fitting import Fitted, fit, pieces, wrap
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
_LARGEST, _WELL_READ = 11.0, 9.0  # points
SMALLEST, _EASY = 6.0, 7.0  # points: less is set only when nothing else is left to do; less is told
_ABOVE = 1.6 * MM  # free above and below the words


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

    With `address`, for the post; the notices name those whose address is not complete, whose label is hard to read, or
    has no room for the department or the employer.
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
    made: list[tuple[Attendee, _Set]] = []
    for done, person in enumerate(listed):
        place = (done + start_at - 1) % stock.per_page
        if done and not place:
            _end_page(paper, stock)
            progress(done, len(listed))
        x, y = stock.corner(place)
        with paper.at(x * MM, height - (y + stock.label[1]) * MM), paper.tag("P"):
            width, tall = stock.label[0] * MM, stock.label[1] * MM
            pad = min(max(0.06 * width, 2.2 * MM), 7 * MM)
            said = _set(person, (width - 2 * pad, tall - 2 * _ABOVE), department, address)
            _draw(paper, said, tall, pad)
        made.append((person, said))
    _end_page(paper, stock)
    paper.save(file)
    progress(len(listed), len(listed))
    also = (*(("department",) if department else ()), *(("civility", "address", "town") if address else ()))
    notices = (*letters_lacking(event, listed, also), *_not_as_asked(made))
    return Made(paper.pages, len(listed), (*notices, *_incomplete(listed)) if address else notices)


def postal_lines(person: Attendee, *, department: bool = False) -> list[str]:
    """Who and where, as French post wants it: six lines at most, of 38 characters where possible, the town in capitals.

    Without a street, the employer; without postcode or town, what there is.
    """
    who = " ".join(filter(None, (person.civility, person.badge_name))) or "–"
    head = [who, *filter(None, (person.department if department else "", person.employer))]
    last = " ".join(filter(None, (person.postcode, person.town.upper())))
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


def _end_page(paper: Paper, stock: Stock) -> None:
    if stock.crop_marks:
        paper.lines(crop_marks(stock), INK, 0.3)
    paper.end_page()


class _Set(NamedTuple):
    """What a label says, as it is drawn: (text, whether it is bold, colour), and what it has no room for, by field."""

    blocks: list[tuple[Fitted, bool, str]]
    left_out: tuple[str, ...] = ()

    @property
    def size(self) -> float:
        """Of the smallest letters, in points."""
        return min(text.size for text, _bold, _colour in self.blocks)

    @property
    def height(self) -> float:
        """In points."""
        return sum([len(text.lines) * text.size * _LEADING for text, _bold, _colour in self.blocks])


def _draw(paper: Paper, said: _Set, height: float, pad: float) -> None:
    """In the middle of the label's height."""
    y = (height + said.height) / 2
    for text, bold, colour in said.blocks:
        y = set_lines(paper, pad, y, text.lines, text.size, bold=bold, colour=colour, leading=_LEADING)


def _set(person: Attendee, room: tuple[float, float], department: bool, address: bool) -> _Set:
    """The label of a person, in letters that can be read: without department, then without employer, if it takes that.

    An employer that stands for the street stays. When nothing is enough, words are broken.
    """
    tries: list[tuple[tuple[str, ...], Attendee, bool]] = [((), person, department)]
    if department and person.department:
        tries.append((("department",), person, False))
    if person.employer and (person.address or not address):
        out = ("department", "employer") if len(tries) > 1 else ("employer",)
        tries.append((out, replace(person, employer=""), False))
    for left_out, shown, with_department in tries:
        if address:
            blocks = [(_even(postal_lines(shown, department=with_department), room), False, INK)]
        else:
            blocks = _blocks(shown, room, with_department)
        said = _Set(blocks, left_out)
        if said.size >= SMALLEST:
            break
    else:
        said = _broken(said, room)
    return said


def _even(lines: Sequence[str], room: tuple[float, float]) -> Fitted:
    """Lines of one size; broken between words, be it in more lines than the post asks, rather than hard to read."""
    widest = max(fonts.width(line, False) for line in lines)
    size = min(_LARGEST, room[0] / widest, room[1] / (len(lines) * _LEADING))
    most = room[0] / max(fonts.width(piece.rstrip(), False) for line in lines for piece in pieces(line))
    larger = min(_WELL_READ, most)
    while larger > size:
        rows = [row for line in lines for row in wrap(line, False, room[0] / larger)]
        if len(rows) * larger * _LEADING <= room[1]:
            return Fitted(tuple(rows), larger)
        larger -= 0.25
    return Fitted(tuple(lines), size)


def _blocks(person: Attendee, room: tuple[float, float], department: bool) -> list[tuple[Fitted, bool, str]]:
    """Name, department and employer; smaller until they all fit."""
    height = room[1] + 2 * _ABOVE
    name, small = min(height * 0.2, 22), min(height * 0.135, 15)
    wanted = [(person.badge_name or "–", True, name, INK)]
    if department and person.department:
        wanted.append((person.department, False, small, MUTED))
    if person.employer:
        wanted.append((person.employer, False, small, INK))
    scale = 1.0
    while True:
        sizes = [(text, bold, size * scale, colour) for text, bold, size, colour in wanted]
        blocks = [
            (fit(text, bold, room[0], size, min(size, max(4.0, size * 0.7))), bold, colour)
            for text, bold, size, colour in sizes
        ]
        if _Set(blocks).height <= room[1]:
            return blocks
        scale *= 0.94


def _broken(said: _Set, room: tuple[float, float]) -> _Set:
    """Lines at the smallest size that can be read, broken anew, in words if it must; under it only when even that is too high."""
    words = [(line, bold, colour) for text, bold, colour in said.blocks for line in text.lines]
    size = SMALLEST
    while True:
        blocks = [(Fitted(_cut(text, bold, room[0] / size), size), bold, colour) for text, bold, colour in words]
        if _Set(blocks).height <= room[1]:
            return _Set(blocks, said.left_out)
        size *= 0.94


def _cut(text: str, bold: bool, width: float) -> tuple[str, ...]:
    """The text in lines of at most this width at size 1; a word that is wider alone is cut after any letter."""
    lines: list[str] = []
    for line in wrap(text, bold, width):
        start = 0
        for end in range(2, len(line) + 1):
            if end - start > 1 and fonts.width(line[start:end], bold) > width:
                lines.append(line[start : end - 1])
                start = end - 1
        lines.append(line[start:])
    return tuple(lines)


def _not_as_asked(made: Sequence[tuple[Attendee, _Set]]) -> tuple[str, ...]:
    """Whose label is hard to read, or does not say everything."""
    small = [person.list_name for person, said in made if said.size < _EASY]
    without = {
        name: [person.list_name for person, said in made if name in said.left_out]
        for name in ("department", "employer")
    }
    sentences = (
        (small, ngettext(
            "{count} étiquette est imprimée en moins de 7 points, faute de place : {names}.",
            "{count} étiquettes sont imprimées en moins de 7 points, faute de place : {names}.",
            len(small),
        )),
        (without["department"], ngettext(
            "{count} étiquette ne porte pas le service, faute de place : {names}.",
            "{count} étiquettes ne portent pas le service, faute de place : {names}.",
            len(without["department"]),
        )),
        (without["employer"], ngettext(
            "{count} étiquette ne porte pas la collectivité, faute de place : {names}.",
            "{count} étiquettes ne portent pas la collectivité, faute de place : {names}.",
            len(without["employer"]),
        )),
    )  # fmt: skip
    return tuple(said.format(count=len(names), names=some(names)) for names, said in sentences if names)
