"""Sign-in sheets: who was expected in each half-day, with a box for each signature."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents import fonts
from ia_events.documents.branding import Branding
from ia_events.documents.grouping import grouped
from ia_events.documents.letterhead import lacking
from ia_events.documents.pdf import MM, Made, Paper, Progress, no_progress
from ia_events.documents.sign_in_columns import most_slots
from ia_events.documents.sign_in_page import PAPERS, Sheet
from ia_events.documents.sign_in_paging import Content, Group, pages_of, sets_of
from ia_events.domain import sheet_pages
from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, OrganisationRole, Slot
from ia_events.domain.fields import PRINTED_IN_A_ROW
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.sheet_pages import SheetChoices, SheetPage
from ia_events.domain.signatures import Signed
from ia_events.domain.text import fold
from ia_events.i18n import N_, _

LEAST_HEIGHT, MOST_HEIGHT = 7.0, 16.0


@dataclass(frozen=True, slots=True)
class SheetsMade(Made):
    """What was written, and what to keep of each page."""

    kept: tuple[SheetPage, ...] = ()


@collection_held()
def write_sign_in_sheets(
    file: Path | BinaryIO,
    event: Event,
    attendees: Sequence[Attendee],
    slots: Sequence[Slot],
    choices: SheetChoices = SheetChoices(),  # noqa: B008  frozen
    *,
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    signed: Iterable[Signed] = (),
    admitted: Collection[tuple[str, str]] = (),
    progress: Progress = no_progress,
) -> SheetsMade:
    """Sheets for some slots of an event, attendees in the order given. Returns pages, and how many people may sign.

    Participants sign on numbered rows, speakers in larger boxes after them; other roles, cancellations and the
    waiting list are left out. Blank rows are numbered on, but for those under each of several groups; they fill a page
    when nobody is expected. Under titles that say the employer, rows don't. Slots that a grid has no room for go on
    further pages. Each page bears a code of its own; `kept` says what it holds. What was `signed` on a screen stands in its
    box, if the choices say so; whoever signed has a box, whatever became of the registration, and so has whoever was
    `admitted` in a slot without being registered for it: (attendee's id, slot's id).
    Errors: UserError `nothing_to_print`, `row_height_invalid`, `header_too_long`, `logo_unreadable`, `colour_invalid`,
    and those of `atomic_write`.
    """
    if not LEAST_HEIGHT <= choices.row_height <= MOST_HEIGHT:
        raise UserError("row_height_invalid", N_("La hauteur d'une signature va de 7 à 16 mm."))
    given = {(s.registration_id, s.slot_id): s for s in signed if s.present} if choices.signatures else {}
    boxed = {*given, *admitted}
    who = {person for person, _slot in boxed}
    listed = _ordered((a for a in attendees if a.status == Status.REGISTERED or a.id in who), choices.order)
    listed = [a for a in listed if a.may_sign]

    def signs(person: Attendee, slot: Slot) -> bool:
        registered = person.status == Status.REGISTERED and person.expected_in(slot.id)
        return registered or (person.id, slot.id) in boxed

    signing = {a.id for a in listed if any(signs(a, slot) for slot in slots)}
    if not slots or not (signing or choices.blank_rows):
        raise UserError("nothing_to_print", N_("Aucune feuille à imprimer : personne n'est attendu à ce créneau."))
    size = PAPERS[choices.paper]
    if choices.grid:
        size = size[1], size[0]
    title = _("Feuille d'émargement : {event}").format(event=event.title)
    author = branding.organisation or ", ".join(event.organisations_as(OrganisationRole.ORGANISER))
    paper = Paper((size[0] * MM, size[1] * MM), title=title, author=author, made_at=made_at)
    sheets: list[tuple[Sheet, list[Content]]] = []
    for number, part in enumerate(sets_of(event, slots, most_slots(size[0]) if choices.grid else 1)):
        expected = [a for a in listed if any(signs(a, slot) for slot in part)]
        if expected or choices.blank_rows:
            sheet = Sheet(
                paper, event, part, branding, size=size, row_height=choices.row_height, grid=choices.grid,
                name=f"sheet{number}", employers=choices.group_by != "employer", signed=given,
                signs=signs,
            )  # fmt: skip
            sheet.make_room(expected)
            sheets.append((sheet, _pages(sheet, expected, choices)))

    def coded(page: SheetPage) -> SheetPage:
        return replace(page, code=sheet_pages.code_for(page, event.id, event.key, made_at.isoformat()))

    total = sum(len(pages) for _sheet, pages in sheets)
    kept: list[SheetPage] = []
    for sheet, pages in sheets:
        for number, content in enumerate(pages, start=1):
            kept.append(sheet.draw(content, number, len(pages), coded))
            progress(len(kept), total)
    paper.save(file)
    titles = {part.title for _sheet, pages in sheets for page in pages for part in page.parts}
    notices = _notices(event, [a for a in listed if a.id in signing], titles)
    return SheetsMade(paper.pages, len(signing), notices, tuple(kept))


def _ordered(people: Iterable[Attendee], order: str) -> list[Attendee]:
    return sorted(people, key=lambda person: fold(person.employer)) if order == "employer" else list(people)


def _pages(sheet: Sheet, expected: Sequence[Attendee], choices: SheetChoices) -> list[Content]:
    people = [a for a in expected if a.role == Role.PARTICIPANT]
    speakers = [a for a in expected if a.role == Role.SPEAKER]
    apart = bool(choices.group_by) and not choices.sections
    blanks: list[Attendee | None] = [None] * choices.blank_rows
    groups = [Group(*group) for group in grouped(people, choices.group_by)] if choices.group_by else [Group("", people)]
    if not people:
        # A sheet for whoever comes; beside speakers, as many rows as for a sheet with names on it.
        count = choices.blank_rows if speakers else max(choices.blank_rows, sheet.capacity)
        groups = [Group("", [None] * count)]
    elif apart:
        groups = [Group(title, [*rows, *blanks]) for title, rows in groups]
    elif choices.group_by:
        groups.append(Group(_("Sur place"), blanks))
    else:
        groups = [Group("", [*people, *blanks])]
    return pages_of([group for group in groups if group.rows], speakers, sheet.room, apart=apart)


def _notices(event: Event, people: list[Attendee], titles: set[str]) -> tuple[str, ...]:
    headings = (event.title, event.venue, event.address, event.programme, event.cycle, *titles)
    letters = {letter for a in people for field in PRINTED_IN_A_ROW for letter in str(getattr(a, field))}
    if fonts.writable("".join(sorted(letters))):
        return lacking(headings, ())
    boxed = [
        a.list_name for a in people if not all(fonts.writable(str(getattr(a, field))) for field in PRINTED_IN_A_ROW)
    ]
    return lacking(headings, boxed)
