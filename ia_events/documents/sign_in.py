"""Sign-in sheets: who was expected in each half-day, with a box for each signature. Nothing is printed in a box."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents import fonts
from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.fitting import fit, wrap
from ia_events.documents.pdf import MM, MUTED, Made, Paper, Progress, no_progress, some
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, OrganisationRole, Slot
from ia_events.domain.fields import BY_ID, FIELDS, Appears
from ia_events.domain.people import Attendee, Role, Status, upper_name
from ia_events.domain.text import initial_capital
from ia_events.i18n import N_, _, ngettext

ROWS_A_PAGE = 24
DEFAULT_NOTICE = N_(
    "Chaque signature atteste la présence de la personne pour le créneau indiqué. Les informations de cette feuille "
    "servent à établir et à justifier cette présence ; l'organisateur les conserve le temps nécessaire, et chaque "
    "personne peut lui demander d'y accéder ou de les rectifier."
)

_PAGE = 210 * MM, 297 * MM
_LEFT, _RIGHT = 14 * MM, 196 * MM
_TOP, _BOTTOM = 286 * MM, 10 * MM
_ROW = 8.6 * MM
_SPEAKER_ROW = 13 * MM
_HEAD = 6.4 * MM
# Left edges of the columns: number, name, employer, signature.
_COLUMNS = _LEFT, _LEFT + 9 * MM, _LEFT + 71 * MM, _LEFT + 126 * MM
_PAD = 1.8 * MM
_GAP = 3 * MM
_SOFT = "#F1F4F7"
_RULE = "#C3CAD3"
_BOX = "#6B7684"
_PRINTED = tuple(field.id for field in FIELDS if Appears.SHEET in field.appears)


def write_sign_in_sheets(
    file: Path | BinaryIO,
    event: Event,
    attendees: Sequence[Attendee],
    slots: Sequence[Slot],
    *,
    blank_rows: int = 3,
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """A set of A4 pages for each slot, attendees in the order given. Returns pages, and how many people may sign.

    Participants sign on numbered rows, speakers in larger boxes after them; other roles, cancellations and the
    waiting list are left out. `blank_rows` are numbered on, for walk-ins; they fill a page when nobody is expected.
    Errors: UserError `nothing_to_print`, `logo_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    listed = [a for a in attendees if a.status == Status.REGISTERED and a.role in (Role.PARTICIPANT, Role.SPEAKER)]
    signing = {a.id for a in listed if any(a.expected_in(slot.id) for slot in slots)}
    if not slots or not (signing or blank_rows):
        raise UserError("nothing_to_print", N_("Aucune feuille à imprimer : personne n'est attendu à ce créneau."))
    title = _("Feuille d'émargement : {event}").format(event=event.title)
    author = branding.organisation or ", ".join(event.organisations_as(OrganisationRole.ORGANISER))
    paper = Paper(_PAGE, title=title, author=author, made_at=made_at)
    for number, slot in enumerate(slots):
        expected = [a for a in listed if a.expected_in(slot.id)]
        sheet = _Sheet(paper, event, slot, branding, number)
        sheet.draw(
            [a for a in expected if a.role == Role.PARTICIPANT],
            [a for a in expected if a.role == Role.SPEAKER],
            blank_rows,
        )
        progress(number + 1, len(slots))
    paper.save(file)
    return Made(paper.pages, len(signing), _notices(event, [a for a in listed if a.id in signing]))


def _notices(event: Event, people: list[Attendee]) -> tuple[str, ...]:
    notices = []
    if not all(
        fonts.writable(text) for text in (event.title, event.venue, event.address, event.programme, event.cycle)
    ):
        notices.append(
            _("L'en-tête contient des lettres que les polices du programme n'ont pas : un losange les remplace.")
        )
    boxed = [a.list_name for a in people if not all(fonts.writable(str(getattr(a, field))) for field in _PRINTED)]
    if boxed:
        sentence = ngettext(
            "{count} ligne contient des lettres que les polices du programme n'ont pas, remplacées par un losange : "
            "{names}.",
            "{count} lignes contiennent des lettres que les polices du programme n'ont pas, remplacées par un "
            "losange : {names}.",
            len(boxed),
        )
        notices.append(sentence.format(count=len(boxed), names=some(boxed)))
    return tuple(notices)


def _one_line(text: str) -> str:
    """An address typed on several lines, on one."""
    return ", ".join(line for line in (part.strip(" ,") for part in text.splitlines()) if line)


class _Sheet:
    """The pages of one slot. Header and footer are drawn once, as forms, and shown on each page."""

    def __init__(self, paper: Paper, event: Event, slot: Slot, branding: Branding, number: int) -> None:
        self.paper, self.event, self.slot, self.branding = paper, event, slot, branding
        self.accent = accent_of(branding)
        self.frame = f"sheet{number}"
        with paper.form(self.frame):
            top = self._header()
            floor = self._footer()
        self.table_top, self.floor = top, floor
        self.capacity = min(ROWS_A_PAGE, int((top - _HEAD - floor + 0.01) / _ROW))
        if self.capacity < 6:
            sentence = N_(
                "Le titre ou la mention légale est trop long pour une feuille d'émargement : raccourcissez-le."
            )
            raise UserError("header_too_long", sentence)

    def _header(self) -> float:
        """Returns where the table starts."""
        paper, event = self.paper, self.event
        y = _TOP
        logo = logo_of(self.branding)
        organisers = event.organisations_as(OrganisationRole.ORGANISER)
        names = " · ".join(organisers) or self.branding.organisation or event.delegation
        left = _LEFT
        if logo is not None:
            height = 13 * MM
            width = min(height * logo.width / logo.height, 45 * MM)
            paper.image(logo, _LEFT, y - height, width, height, "nw")
            left += width + 5 * MM
        limit = _RIGHT - 24 * MM - left
        paper.text(left, y - 17, _("Feuille d'émargement"), 20, bold=True)
        y -= 13 * MM - 5
        if names:
            owner = fit(names, False, limit, 9, 7)
            for line in owner.lines:
                paper.text(left, y - owner.size * 0.6, line, owner.size, colour=MUTED)
                y -= owner.size * 1.25
        y = min(y, _TOP - 13 * MM) - 4.5 * MM
        title = fit(event.title, True, _RIGHT - _LEFT, 13, 10)
        for line in title.lines:
            y -= title.size
            paper.text(_LEFT, y, line, title.size, bold=True, colour=self.accent)
            y -= title.size * 0.22
        context = " · ".join(text for text in (event.programme, event.cycle) if text)
        if context:
            above = fit(context, False, _RIGHT - _LEFT, 9, 7)
            for line in above.lines:
                y -= above.size * 1.25
                paper.text(_LEFT, y, line, above.size, colour=MUTED)
            y -= 1
        y -= 3 * MM
        day = initial_capital(dates.long_date(event.local(self.slot.start).date()))
        facts = [
            (_("Date"), day, 48.0),
            (_("Créneau"), f"{_(self.slot.label)}, {dates.slot_hours(event, self.slot)}", 50.0),
            (_("Lieu"), ", ".join(filter(None, (_one_line(event.venue), _one_line(event.address)))) or "–", 0.0),
        ]
        if event.session_code:
            facts.append((_("Session"), event.session_code, 30.0))
        rest = (_RIGHT - _LEFT) / MM - sum(width for _l, _v, width in facts)
        height = 12.5 * MM
        paper.box(_LEFT, y - height, _RIGHT - _LEFT, height, _SOFT, 1.2 * MM)
        x = _LEFT
        for label, value, given in facts:
            width = (given or rest) * MM
            paper.text(x + 3 * MM, y - 4.3 * MM, label.upper(), 6, bold=True, colour=MUTED)
            shown = fit(value, False, width - 5 * MM, 10, 6.5)
            baseline = y - (8.8 * MM if len(shown.lines) == 1 else 7.6 * MM)
            for line in shown.lines:
                paper.text(x + 3 * MM, baseline, line, shown.size)
                baseline -= shown.size * 1.15
            x += width
        return y - height - 4 * MM

    def _footer(self) -> float:
        """Returns where the table must end."""
        notice = self.branding.legal_notice.strip() or _(DEFAULT_NOTICE)
        size = 6.5
        lines = [line for part in notice.splitlines() for line in wrap(part, False, (_RIGHT - _LEFT - 22 * MM) / size)]
        y = _BOTTOM + (len(lines) - 1) * size * 1.25
        top = y + size
        for line in lines:
            self.paper.text(_LEFT, y, line, size, colour=MUTED)
            y -= size * 1.25
        return top + 1.5 * MM

    def draw(self, people: list[Attendee], speakers: list[Attendee], blank_rows: int) -> None:
        """Every page of the slot; none when nobody is expected and nobody may come."""
        if not people and not speakers and not blank_rows:
            return
        if not people and not speakers:
            blank_rows = max(blank_rows, self.capacity)
        rows: list[Attendee | None] = [*people, *[None] * blank_rows]
        pages = self._pages(len(rows), len(speakers))
        first = first_speaker = 0
        for number, (count, boxes) in enumerate(pages, start=1):
            self.paper.show(self.frame)
            page = _("Page {number}/{count}").format(number=number, count=len(pages))
            self.paper.text_right(_RIGHT, _TOP - 9, page, 9, colour=MUTED)
            y = self.table_top
            if count:
                y = self._table(y, rows[first : first + count], first, _("Nom et prénom"), _ROW) - _GAP
            if boxes:
                self._table(y, speakers[first_speaker : first_speaker + boxes], None, _("Intervention"), _SPEAKER_ROW)
            first, first_speaker = first + count, first_speaker + boxes
            self.paper.end_page()

    def _pages(self, rows: int, speakers: int) -> list[tuple[int, int]]:
        """Rows and speakers' boxes of each page."""
        counts = [min(self.capacity, rows - done) for done in range(0, rows, self.capacity)] or [0]
        if speakers > self._boxes_after(counts[-1]) and counts[-1] > 3:
            counts[-1:] = [counts[-1] - 3, 3]  # so that speakers don't sign on a page of their own
        pages = [(count, 0) for count in counts]
        while speakers:
            boxes = min(speakers, self._boxes_after(pages[-1][0]))
            pages[-1] = (pages[-1][0], boxes)
            speakers -= boxes
            if speakers:
                pages.append((0, 0))
        return pages

    def _boxes_after(self, rows: int) -> int:
        used = _HEAD + rows * _ROW + _GAP if rows else 0
        return int((self.table_top - self.floor - used - _HEAD) / _SPEAKER_ROW)

    def _table(
        self, top: float, rows: Sequence[Attendee | None], first: int | None, title: str, row_height: float
    ) -> float:
        """Rows under a heading, numbered after `first` unless it is None. Returns where the table ends."""
        paper = self.paper
        number_x, name_x, employer_x, box_x = _COLUMNS
        y = top - _HEAD
        paper.box(_LEFT, y, _RIGHT - _LEFT, _HEAD, _SOFT)
        heads = (
            (name_x if first is not None else number_x, title),
            (employer_x, BY_ID["employer"].title),
            (box_x, _("Signature")),
        )
        for x, label in heads if first is None else ((number_x, _("N°")), *heads):
            paper.text(x + _PAD, y + 2.1 * MM, label, 8, bold=True, colour=MUTED)
        bottom = y - len(rows) * row_height
        for index, person in enumerate(rows):
            y -= row_height
            if first is not None:
                paper.text_right(name_x - _PAD, y + row_height / 2 - 2.6, str(first + index + 1), 8, colour=MUTED)
            if person is not None:
                shown = {field: getattr(person, field) for field in _PRINTED}
                x = name_x if first is not None else number_x
                name = f"{upper_name(shown['last_name'])} {shown['first_name']}".strip()
                self._cell(x, y, employer_x - x, row_height, name, 10, bold=True)
                self._cell(employer_x, y, box_x - employer_x, row_height, shown["employer"], 9, bold=False)
        edges = [y + n * row_height for n in range(len(rows) + 1)]
        rules = [(_LEFT, edge, box_x, edge) for edge in edges]
        paper.lines(rules, _RULE, 0.4)
        boxes = [(box_x, edge, _RIGHT, edge) for edge in edges]
        paper.lines([*boxes, (box_x, bottom, box_x, edges[-1]), (_RIGHT, bottom, _RIGHT, edges[-1])], _BOX, 0.7)
        return bottom

    def _cell(self, x: float, y: float, width: float, height: float, text: str, size: float, *, bold: bool) -> None:
        if not text:
            return
        shown = fit(text, bold, width - 2 * _PAD, size, 6.8)
        size = min(shown.size, (height - 5) / (len(shown.lines) * 1.16))
        baseline = y + height / 2 + (len(shown.lines) / 2 - 0.83) * size * 1.16
        for line in shown.lines:
            self.paper.text(x + _PAD, baseline, line, size, bold=bold)
            baseline -= size * 1.16
