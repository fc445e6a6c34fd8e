"""The roll-call list: everybody expected, a box to tick for each half-day, 45 names to a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ia_events.documents.branding import Branding
from ia_events.documents.cells import Cell, draw_cell, set_cell
from ia_events.documents.grouping import grouped
from ia_events.documents.letterhead import (
    A4,
    BOX,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    Head,
    author_of,
    cell,
    letters_lacking,
    page_number,
    registered,
)
from ia_events.documents.pdf import MM, MUTED, Made, Paper, Progress, no_progress
from ia_events.domain.events import Event, Slot
from ia_events.domain.fields import BY_ID
from ia_events.domain.people import ROLE_LABELS, Attendee, Role, upper_name
from ia_events.domain.text import fold, initial_capital, sort_key
from ia_events.i18n import _

ROWS_A_PAGE = 45
SLOTS_A_PAGE = 8

_BOTTOM = 9 * MM
_LETTER = 6 * MM
_CODE = 19 * MM
_HEAD = 8.5 * MM
_PAD = 1.2 * MM
_SMALL, _TWO_LINES = 7.2, 21.0  # points: a name that would be smaller on a line has two, in a row that high
_ROW, _LOW_ROW = 5.6 * MM, 5.2 * MM  # at the most; under a high head


def write_roll_call(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    slots: Sequence[Slot] = (),
    group_by: str = "",
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """Everybody registered, in the order of their names, with a box for each of the slots (all of the event's if none).

    Eight half-days to a page: the list comes again for the next ones. A slot somebody isn't expected in has no box.
    With `group_by`, one of GROUPINGS, each group begins a page, which it heads.
    Errors: UserError `nothing_to_print`, `logo_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    listed = sorted(registered(people), key=_order)
    columns = list(slots or event.slots)
    sets = [columns[n : n + SLOTS_A_PAGE] for n in range(0, len(columns), SLOTS_A_PAGE)] or [[]]
    title = _("Liste d'appel : {event}").format(event=event.title)
    paper = Paper(A4, title=title, author=author_of(event, branding), made_at=made_at)
    groups = grouped(listed, group_by) if group_by else [("", listed)]
    heads = [Head(event, branding, " · ".join(filter(None, (_("Liste d'appel"), title)))) for title, _rows in groups]
    tables = [_Table(paper, event, shown, heads[0].accent) for shown in sets]
    parts = [
        (head, table, table.pages(rows))
        for head, (_title, rows) in zip(heads, groups, strict=True)
        for table in tables
    ]  # fmt: skip
    count = sum(len(chunks) for _head, _table, chunks in parts)
    for head, table, chunks in parts:
        with paper.group("Sect"):
            for number, rows in enumerate(chunks):
                top = head.draw(paper, first=not paper.pages or bool(group_by and not number))
                page_number(paper, paper.pages + 1, count)
                table.draw(rows, top)
                paper.end_page()
                progress(paper.pages, count)
    paper.save(file)
    return Made(paper.pages, len(listed), letters_lacking(event, listed))


def _order(person: Attendee) -> str:
    # Whoever has one name is looked for under it, whichever column it was in.
    return sort_key(person.last_name or person.first_name, person.first_name)


def initial(person: Attendee) -> str:
    """The letter somebody is listed under, without its accent."""
    return (fold(person.last_name) or fold(person.first_name) or "–")[0].upper()


class _Row(NamedTuple):
    """Somebody's name and employer, set; and how many rows high theirs is."""

    person: Attendee
    name: Cell
    employer: Cell
    rows: float


class _Table:
    """The rows for some slots."""

    def __init__(self, paper: Paper, event: Event, slots: Sequence[Slot], accent: str) -> None:
        self.paper, self.event, self.slots, self.accent = paper, event, slots, accent
        self.slot = min(15 * MM, 72 * MM / max(1, len(slots)))
        self.slots_x = RIGHT - self.slot * len(slots)
        self.code_x = self.slots_x - _CODE
        self.name_x = LEFT + _LETTER
        self.employer_x = self.name_x + (self.code_x - self.name_x) * 0.54

    def pages(self, people: Sequence[Attendee]) -> list[list[_Row]]:
        """The people of each page. Whose name is too long for a row has a higher one."""
        found: list[list[_Row]] = []
        free = 0.0
        for person in people:
            row = self._set(person)
            if row.rows > free + 1e-9:
                found.append([])
                free = ROWS_A_PAGE
            found[-1].append(row)
            free -= row.rows
        return found

    def _set(self, person: Attendee) -> _Row:
        words = f"{upper_name(person.last_name)} {person.first_name}".strip()
        role = _(ROLE_LABELS[person.role]) if person.role != Role.PARTICIPANT else ""
        said = " · ".join(filter(None, (role, person.employer)))
        high = _LOW_ROW
        while True:
            name = set_cell(((words, True, 9),), self.employer_x - self.name_x - 2 * _PAD, high)
            lines, _bold, size, _top = name.texts[0]
            if len(lines) == 1 and size < _SMALL and high < _TWO_LINES:
                high = _TWO_LINES
                continue
            employer = set_cell(((said, False, 8),), self.code_x - self.employer_x - 2 * _PAD, high)
            needed = max(name.needed, employer.needed)
            if needed <= high + 1e-9:
                return _Row(person, name, employer, high / _LOW_ROW)
            high = needed

    def draw(self, rows: Sequence[_Row], top: float) -> None:
        """A page of them, under `top`."""
        paper = self.paper
        y = top - _HEAD
        height = min(_ROW, (y - _BOTTOM) / ROWS_A_PAGE)
        paper.box(LEFT, y, RIGHT - LEFT, _HEAD, SOFT)
        with paper.group("Table"):
            with paper.group("TR"):
                self._headings(y)
            rules, thin, letter, boxes = [], [], "", []
            for row in rows:
                if initial(row.person) != letter:
                    letter = initial(row.person)
                    paper.text(LEFT + _PAD, y - height / 2 - 3, letter, 9, bold=True, colour=self.accent)
                    rules.append((LEFT, y, RIGHT, y))
                y -= height * row.rows
                thin.append((self.name_x, y, RIGHT, y))
                middle = y + height * row.rows / 2
                with paper.group("TR"):
                    self._row(row, middle)
                boxes += [self._box(x, middle, height) for x, slot in self._places() if row.person.expected_in(slot.id)]
        paper.lines(thin, RULE, 0.35)
        paper.lines(rules, BOX, 0.6)
        if boxes:
            paper.raw(f"{0.42:.3g} G 0.7 w {' '.join(boxes)} S")

    def _places(self) -> list[tuple[float, Slot]]:
        return [(self.slots_x + n * self.slot, slot) for n, slot in enumerate(self.slots)]

    def _box(self, x: float, middle: float, height: float) -> str:
        side = min(3.6 * MM, height - 1.2 * MM)
        return f"{x + (self.slot - side) / 2:.2f} {middle - side / 2:.2f} {side:.2f} {side:.2f} re"

    def _headings(self, y: float) -> None:
        paper = self.paper
        for x, label in (
            (self.name_x, _("Nom et prénom")),
            (self.employer_x, BY_ID["employer"].title),
            (self.code_x, _("Code")),
        ):
            with paper.tag("TH", scope="Column"):
                paper.text(x + _PAD, y + 2.6 * MM, label, 8, bold=True, colour=MUTED)
        for x, slot in self._places():
            with paper.tag("TH", scope="Column"):
                day = f"{self.event.local(slot.start):%d/%m}"
                cell(paper, x, y + _HEAD / 2, self.slot, _HEAD / 2, day, 7, bold=True, colour=MUTED, centred=True)
                label = initial_capital(_(slot.label))
                low = y + 0.4 * MM
                cell(
                    paper, x + 0.5, low, self.slot - 1, _HEAD / 2, label, 6.5, colour=MUTED, smallest=4.6, centred=True
                )

    def _row(self, row: _Row, middle: float) -> None:
        paper, person = self.paper, row.person
        with paper.tag("TH", scope="Row"):
            draw_cell(paper, row.name, self.name_x + _PAD, middle)
        if row.employer.texts[0][0] == ("",):
            paper.empty("TD")
        else:
            with paper.tag("TD"):
                draw_cell(paper, row.employer, self.employer_x + _PAD, middle)
        code = person.short_code
        with paper.tag("TD"):
            shown = f"{code[:4]} {code[4:]}".strip()
            cell(paper, self.code_x + _PAD, middle - _ROW / 2, _CODE - 2 * _PAD, _ROW, shown, 7.5, colour=MUTED)
        for x, slot in self._places():
            with paper.tag("TD"):
                if not person.expected_in(slot.id):
                    paper.text_centred(x + self.slot / 2, middle - 2.5, "–", 8, colour=MUTED)
