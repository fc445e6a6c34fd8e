"""Drawing a sign-in sheet: header, tables with a box for each signature, notice. Nothing is printed in a box but what was
signed on a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ia_events.documents import sign_in_paging as paging
from ia_events.documents.branding import Branding
from ia_events.documents.cells import Cell, draw_cell, set_cell
from ia_events.documents.fitting import fit, wrap
from ia_events.documents.pdf import MM, MUTED, Paper
from ia_events.documents.sign_in_columns import MARGIN, layout_of
from ia_events.documents.sign_in_header import SOFT, draw_facts, draw_title
from ia_events.documents.sign_in_ink import LEGEND, draw_signature
from ia_events.documents.sign_in_marks import CODE_BOTTOM, CODE_SIDE, corner_markers, page_code
from ia_events.documents.sign_in_paging import Content, Part, Room
from ia_events.domain import dates, sheet_pages
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.fields import BY_ID
from ia_events.domain.people import Attendee, Role
from ia_events.domain.sheet_pages import ROW_HEIGHT, SheetPage
from ia_events.domain.signatures import Signed
from ia_events.domain.text import initial_capital
from ia_events.i18n import N_, _

DEFAULT_NOTICE = N_(
    "Chaque signature atteste la présence de la personne pour le créneau indiqué. Les informations de cette feuille "
    "servent à établir et à justifier cette présence ; l'organisateur les conserve le temps nécessaire, et chaque "
    "personne peut lui demander d'y accéder ou de les rectifier."
)
ROWS_A_PAGE = 24
PAPERS = {"a4": (210.0, 297.0), "a3": (297.0, 420.0)}

# Millimetres.
_TOP, _BOTTOM = 9.0, 10.0
_SPEAKER_ROW = 13.0
_HEADING = 7.0
_GAP = 3.0
_PAD = 1.8 * MM
_RULE = "#C3CAD3"
_BOX = "#6B7684"


class _Head(NamedTuple):
    """What stands over a table: the name of the form behind it, the operators that write the days, and the columns."""

    ground: str
    days: list[tuple[int, str]]  # with how many columns each is over
    columns: list[str]


class Sheet:
    """The pages of one slot, or of some side by side. What is on every page is drawn once, as forms."""

    def __init__(
        self,
        paper: Paper,
        event: Event,
        slots: tuple[Slot, ...],
        branding: Branding,
        *,
        size: tuple[float, float],
        row_height: float,
        grid: bool,
        name: str,
        employers: bool = True,
        signed: Mapping[tuple[str, str], Signed],
        signs: Callable[[Attendee, Slot], bool],
    ) -> None:
        """`signed` is what was signed on a screen, by person and slot; `signs` tells who has a box in a slot."""
        self._signs = signs
        here = {slot.id for slot in slots}
        self.signed = {place: one for place, one in signed.items() if place[1] in here}
        self.paper, self.event, self.slots, self.branding = paper, event, slots, branding
        self.width, self.height = size
        self.grid, self.name, self.employers = grid, name, employers
        self.left, self.right = MARGIN * MM, (self.width - MARGIN) * MM
        self._cells: dict[str, tuple[Cell, ...]] = {}
        self._heads: dict[tuple[float, bool, bool], _Head] = {}  # by where they stand; rows numbered; employers said
        self._ruled: dict[tuple[float, ...], str] = {}
        self.columns = layout_of(self.width, len(slots))
        self.table_top = self._header()
        floor = self._footer()
        # Never more than 24 rows of the standard height on A4, under a heading or not, however short the header.
        head = (14.0 if grid else 6.4) * MM
        most = ROWS_A_PAGE * ROW_HEIGHT * MM + head + _HEADING * MM if self.height <= 297 else float("inf")
        height = min(self.table_top - floor, most)
        speaker = max(_SPEAKER_ROW, row_height) * MM
        self.room = Room(height, head, _HEADING * MM, row_height * MM, speaker, _GAP * MM)
        if self.capacity < paging.LEAST_ROWS:
            raise UserError("header_too_long", N_("Le titre ou la mention légale est trop long pour une feuille d'émargement : raccourcissez-le."))  # fmt: skip

    def make_room(self, people: Sequence[Attendee]) -> None:
        """Give those whose names need it a higher row; all speakers one that holds the longest."""
        tall = {}
        for person in people:
            speaks = person.role == Role.SPEAKER
            row = self.room.speaker if speaks else self.room.row
            cells = self._set(person, MARGIN if speaks else self.columns.name, row)
            needed = max([cell.needed for cell in cells])
            if needed > row:
                tall[person.id] = needed
                cells = self._set(person, MARGIN if speaks else self.columns.name, needed)
            self._cells[person.id] = cells
        speaker = max([self.room.speaker, *[tall[p.id] for p in people if p.role == Role.SPEAKER and p.id in tall]])
        self.room = self.room._replace(tall=tall, speaker=speaker)

    @property
    def capacity(self) -> int:
        """Rows of a page without a heading."""
        return int((self.room.height - self.room.head + 0.01) / self.room.row)

    # --- what is on every page ---------------------------------------------------------------------------------------

    def _header(self) -> float:
        """Draws the forms `title` and `facts`. Returns where the table starts."""
        paper, event, branding = self.paper, self.event, self.branding
        beside = self.width > self.height  # no height to lose: the facts stand beside the title
        end = self.right - (CODE_SIDE + 4) * MM
        middle = self.left + (end - self.left) * 0.52
        with paper.form(f"{self.name}title"):
            y = draw_title(paper, event, branding, self.left, middle - 6 * MM if beside else end, self._y(_TOP))
        with paper.form(f"{self.name}facts"):
            if beside:
                bottom = draw_facts(paper, event, self.slots, (middle, self._y(_TOP + 8), end), grid=self.grid)
                return min(y, bottom, self._y(CODE_BOTTOM)) - 2.5 * MM
            band = self.left, min(y - 3 * MM, self._y(CODE_BOTTOM + 1)), self.right
            return draw_facts(paper, event, self.slots, band, grid=self.grid) - 4 * MM

    def _y(self, top: float) -> float:
        return (self.height - top) * MM

    def _footer(self) -> float:
        """Draws the forms `notice` and `corners`. Returns where the table must end."""
        with self.paper.form(f"{self.name}corners"):
            corner_markers(self.paper, self.width, self.height)
        notice = self.branding.legal_notice.strip() or _(DEFAULT_NOTICE)
        if self.signed:
            notice += f"\n{_(LEGEND)}"
        size = 6.5
        width = (self.right - self.left) / size
        lines = [line for part in notice.splitlines() for line in wrap(part, False, width)]
        y = _BOTTOM * MM + (len(lines) - 1) * size * 1.25
        top = y + size
        with self.paper.form(f"{self.name}notice"):
            for line in lines:
                self.paper.text(self.left, y, line, size, colour=MUTED)
                y -= size * 1.25
        return top + 1.5 * MM

    # --- a page --------------------------------------------------------------------------------------------------

    def draw(self, content: Content, number: int, count: int, coded: Callable[[SheetPage], SheetPage]) -> SheetPage:
        """Draw a page; `coded` gives it its code once all is known of it."""
        paper = self.paper
        kinds = ("title", "H1"), ("facts", "P"), ("notice", "P")
        for form, kind in kinds:
            if number == 1:
                with paper.tag(kind):
                    paper.show(self.name + form)
            else:
                paper.show(self.name + form)
        paper.show(self.name + "corners")
        said = _("Page {number}/{count}").format(number=number, count=count)
        paper.text_right(self.right, self._y(_TOP) - 9, said, 9, colour=MUTED)
        y = self.table_top
        rows: list[sheet_pages.Row] = []
        if content.parts:
            with paper.group("Table"):
                employers = self.employers or any(not part.spare and None in part.rows for part in content.parts)
                y = self._head(y, _("Nom et prénom"), numbered=True, employers=employers)
                for part in content.parts:
                    y = self._part(y, part, rows)
            y -= self.room.gap
        if content.speakers:
            with paper.group("Table"):
                y = self._head(y, _("Intervention"), numbered=False)
                self._rows(y, content.speakers, 0, rows)
        columns = tuple(
            sheet_pages.Column(
                slot.id, round(self.columns.boxes + place * self.columns.box, 2), round(self.columns.box, 2)
            )
            for place, slot in enumerate(self.slots)
        )
        page = coded(SheetPage(number, count, (self.width, self.height), columns, tuple(rows)))
        page_code(paper, page.code, said, self.width - MARGIN, self.height)
        paper.end_page()
        return page

    def _head(self, top: float, title: str, *, numbered: bool, employers: bool = True) -> float:
        """The heads of the columns. Returns where the rows start."""
        paper, known = self.paper, (top, numbered, employers)
        head = self._heads.get(known)
        if head is None:
            head = self._heads[known] = self._set_head(top, title, numbered, employers)
        paper.show(head.ground)
        if self.grid:
            with paper.group("TR"):
                paper.empty("TD", columns=2)
                for count, day in head.days:
                    with paper.tag("TH", scope="Column", columns=count):
                        paper.raw(day)
        with paper.group("TR"):
            for place, column in enumerate(head.columns):
                with paper.tag("TH", scope="Column", columns=1 if place or employers else 2):
                    paper.raw(column)
        return top - self.room.head

    def _set_head(self, top: float, title: str, numbered: bool, employers: bool) -> _Head:
        """What stands over the columns of a table that starts there."""
        paper, columns = self.paper, self.columns
        head = _Head(f"{self.name}head{len(self._heads)}", [], [])
        bottom = top - self.room.head
        with paper.form(head.ground):
            paper.box(self.left, bottom, self.right - self.left, self.room.head, SOFT)
            for first, count, day in self._days() if self.grid else ():
                left, width = (columns.boxes + first * columns.box) * MM, count * columns.box * MM
                paper.lines([(left, top - 5.4 * MM, left + width, top - 5.4 * MM)], _RULE, 0.4)
                shown = fit(day, True, width - 3, 8.5, 5, 1)
                drawn = paper.words(left + width / 2, top - 4 * MM, shown.lines[0], shown.size, bold=True, share=0.5)
                head.days.append((count, drawn))
        baseline, name_x = bottom + 2.1 * MM, columns.name if numbered else MARGIN
        above = baseline + (4 * MM if columns.stacked and employers else 0)
        number = f"{self._label(MARGIN, baseline, _('N°'))} " if numbered else ""
        head.columns.append(number + self._label(name_x, above, title))
        employer_x = name_x if columns.stacked else columns.employer
        if employers:
            head.columns.append(self._label(employer_x, baseline, BY_ID["employer"].title))
        if self.grid:
            head.columns.extend(self._slot_head(place, slot, bottom) for place, slot in enumerate(self.slots))
        else:
            head.columns.append(self._label(columns.boxes, baseline, _("Signature")))
        return head

    def _slot_head(self, place: int, slot: Slot, bottom: float) -> str:
        """What stands over the boxes of a slot: its name, and its hours."""
        middle, width = (self.columns.boxes + (place + 0.5) * self.columns.box) * MM, self.columns.box * MM - 3
        label = fit(_(slot.label), True, width, 8, 5.5)
        size = min(label.size, 4.4 * MM / len(label.lines))
        hours = fit(dates.slot_hours(self.event, slot), False, width, 6.5, 4, 1)
        y = bottom + 4.6 * MM + (len(label.lines) - 1) * size
        drawn = [
            self.paper.words(middle, y - n * size, line, size, bold=True, colour=MUTED, share=0.5)
            for n, line in enumerate(label.lines)
        ]
        hour = self.paper.words(middle, bottom + 1.7 * MM, hours.lines[0], hours.size, colour=MUTED, share=0.5)
        return " ".join([*drawn, hour])

    def _days(self) -> list[tuple[int, int, str]]:
        """The days: where the first slot of each stands, how many it has, its words."""
        days = [self.event.local(slot.start).date() for slot in self.slots]
        return [
            (days.index(day), days.count(day), initial_capital(dates.long_date(day, year=False)))
            for day in sorted(set(days))
        ]

    def _label(self, x: float, baseline: float, words: str) -> str:
        return self.paper.words(x * MM + _PAD, baseline, words, 8, bold=True, colour=MUTED)

    def _part(self, top: float, part: Part, kept: list[sheet_pages.Row]) -> float:
        if part.title:
            words = _("{group} (suite)").format(group=part.title) if part.again else part.title
            top -= self.room.heading
            span = 2 + len(self.slots)
            with self.paper.group("TR"), self.paper.tag("TH", scope="Row", columns=span):
                shown = fit(words, True, self.right - self.left - 2 * _PAD, 10, 7, 1)
                self.paper.text(self.left + _PAD, top + 2 * MM, shown.lines[0], shown.size, bold=True)
        return self._rows(top, part.rows, part.first, kept, spare=part.spare)

    def _rows(
        self,
        top: float,
        rows: Sequence[Attendee | None],
        first: int,
        kept: list[sheet_pages.Row],
        *,
        spare: bool = False,
    ) -> float:
        """Rows and their boxes, numbered from `first` (0: none is; `spare`: no blank one is). Returns where they end."""
        paper, columns = self.paper, self.columns
        name_x, boxes_x = (columns.name if first else MARGIN) * MM, columns.boxes * MM
        shut: list[tuple[float, float, float]] = []
        y, edges = top, [top]
        for index, person in enumerate(rows):
            height = self.room.of(person) if first else self.room.speaker
            y -= height
            edges.append(y)
            number = first + index if first and not (spare and person is None) else 0
            closed: tuple[str, ...] = ()
            if person is not None and len(self.slots) > 1:
                closed = tuple([slot.id for slot in self.slots if not self._signs(person, slot)])
                shut += [(place, y, height) for place, slot in enumerate(self.slots) if slot.id in closed]
            with paper.group("TR"):
                self._person(person, number, name_x, y, height)
                if person is None or not self._signatures(person, y, height):
                    paper.empty("TD", columns=len(self.slots))  # boxes have nothing to say
            id_ = "" if person is None else person.id
            kept.append(
                sheet_pages.Row(number, id_, round(self.height - (y + height) / MM, 2), round(height / MM, 2), closed)
            )
        for place, bottom, height in shut:
            paper.box(boxes_x + place * columns.box * MM, bottom, columns.box * MM, height, SOFT)
        paper.show(self._rules(tuple(edges)))
        return y

    def _signatures(self, person: Attendee, y: float, height: float) -> bool:
        """The boxes of whoever signed on a screen in one of them. False: nothing is drawn."""
        found = [self.signed.get((person.id, slot.id)) for slot in self.slots] if self.signed else []
        if not any(found):
            return False
        for place, (slot, signed) in enumerate(zip(self.slots, found, strict=True)):
            if signed is None:
                self.paper.empty("TD")
                continue
            left, width = (self.columns.boxes + place * self.columns.box) * MM, self.columns.box * MM
            with self.paper.group("TD"):
                draw_signature(self.paper, self.event, person, slot, signed, (left, y, width, height))
        return True

    def _rules(self, edges: tuple[float, ...]) -> str:
        """The form that draws the rules of rows with these edges: the same on most pages."""
        if edges not in self._ruled:
            self._ruled[edges] = f"{self.name}rules{len(self._ruled)}"
            left = self.columns.boxes * MM
            sides = [left + place * self.columns.box * MM for place in range(len(self.slots) + 1)]
            with self.paper.form(self._ruled[edges]):
                self.paper.lines([(self.left, edge, left, edge) for edge in edges], _RULE, 0.4)
                across = [(left, edge, sides[-1], edge) for edge in edges]
                self.paper.lines([*across, *[(side, edges[-1], side, edges[0]) for side in sides]], _BOX, 0.7)
        return self._ruled[edges]

    def _person(self, person: Attendee | None, number: int, x: float, y: float, height: float) -> None:
        paper, columns = self.paper, self.columns
        with paper.tag("TH", scope="Row"):
            if number:
                paper.text_right(columns.name * MM - _PAD, y + height / 2 - 2.6, str(number), 8, colour=MUTED)
            if person is not None:
                draw_cell(paper, self._cells[person.id][0], x + _PAD, y + height / 2)
        if person is None or not self._employer_of(person):
            paper.empty("TD")
            return
        with paper.tag("TD"):
            if columns.stacked:
                draw_cell(paper, self._cells[person.id][0], x + _PAD, y + height / 2, 1)
            else:
                draw_cell(paper, self._cells[person.id][1], columns.employer * MM + _PAD, y + height / 2)

    def _set(self, person: Attendee, left: float, height: float) -> tuple[Cell, ...]:
        """A cell for the name and one for the employer; on narrow pages, or without employer to say, one for both."""
        columns, employer = self.columns, self._employer_of(person)
        if columns.stacked or not (employer or self.employers):
            texts = (person.list_name, True, 9 if columns.stacked else 10), (employer, False, 7.5)
            return (set_cell(texts if employer else texts[:1], (columns.boxes - left) * MM - 2 * _PAD, height),)
        name = set_cell(((person.list_name, True, 10),), (columns.employer - left) * MM - 2 * _PAD, height)
        return name, set_cell(((employer, False, 9),), (columns.boxes - columns.employer) * MM - 2 * _PAD, height)

    def _employer_of(self, person: Attendee) -> str:
        """The employer, unless the title of the group says it."""
        return person.employer if self.employers or person.role == Role.SPEAKER else ""
