"""The run of the day: when, what, where, and who does it; for the wall of the reception."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from ia_events.documents.branding import Branding
from ia_events.documents.letterhead import (
    A4,
    BOTTOM,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    TOP,
    Head,
    author_of,
    cell,
    letters_lacking,
    one_line,
    paragraph,
)
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, OrganisationRole, Slot
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.text import initial_capital
from ia_events.i18n import N_, _, ngettext

_ROW = 8.4 * MM
_ORGANISATIONS = {
    OrganisationRole.ORGANISER: N_("Organisation"),
    OrganisationRole.HOST: N_("Accueil sur place"),
    OrganisationRole.PARTNER: N_("Partenaires"),
}
_TEAM = {Role.ORGANISER: N_("Équipe"), Role.SPEAKER: N_("Interventions"), Role.DIGNITARY: N_("Officiels")}


def write_run_of_the_day(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """Slots by day with how many are expected, the place, the organisations, the team by role; blank lines for numbers to call.

    `count` is how many slots. Errors: UserError `slots_missing`, `logo_unreadable`, `colour_invalid`, and those of `atomic_write`.
    """
    if not event.slots:
        raise UserError(
            "slots_missing", N_("Cet événement n'a aucun créneau : ajoutez-en un pour imprimer le déroulé.")
        )
    title = _("Déroulé : {event}").format(event=event.title)
    paper = Paper(A4, title=title, author=author_of(event, branding), made_at=made_at)
    sheet = _Sheet(paper, event, branding, [p for p in people if p.status == Status.REGISTERED])
    sheet.draw()
    paper.save(file)
    progress(1, 1)
    return Made(paper.pages, len(event.slots), letters_lacking(event, [p for p in people if p.role in _TEAM]))


class _Sheet:
    """Blocks one under another, on as many pages as they take."""

    def __init__(self, paper: Paper, event: Event, branding: Branding, people: Sequence[Attendee]) -> None:
        self.paper, self.event, self.people = paper, event, people
        self.head = Head(event, branding, _("Déroulé de la journée") if _one_day(event) else _("Déroulé des journées"))
        self.y = self.head.draw(paper)

    def draw(self) -> None:
        for _day, slots in groupby(self.event.slots, key=lambda slot: self.event.local(slot.start).date()):
            self._day(list(slots))
        address = one_line(self.event.address)
        self._lines(_("Lieu"), [", ".join(filter(None, (one_line(self.event.venue), address)))])
        for kind, label in _ORGANISATIONS.items():
            self._lines(_(label), [" · ".join(self.event.organisations_as(kind))])
        for role, label in _TEAM.items():
            team = [person for person in self.people if person.role == role]
            self._lines(_(label), [" · ".join(filter(None, (p.badge_name, p.job_title, p.employer))) for p in team])
        self._blank(_("À appeler"), 4)
        self.paper.end_page()

    def _room(self, height: float) -> None:
        if self.y - height < BOTTOM:
            self.paper.end_page()
            self.y = self.head.draw(self.paper, first=False)
            number = _("Page {number}").format(number=self.paper.pages + 1)
            self.paper.text_right(RIGHT, TOP - 9, number, 9, colour=MUTED)

    def _day(self, slots: Sequence[Slot]) -> None:
        paper, event = self.paper, self.event
        self._room(9 * MM + _ROW * min(3, len(slots)))
        self._heading(initial_capital(dates.long_date(event.local(slots[0].start).date())))
        with paper.group("Table"):
            for slot in slots:
                self._room(_ROW)
                self.y -= _ROW
                expected = sum(p.expected_in(slot.id) for p in self.people)
                hours = dates.slot_hours(event, slot)
                with paper.group("TR"):
                    with paper.tag("TH", scope="Row"):
                        cell(paper, LEFT, self.y, 44 * MM, _ROW, hours, 12, bold=True)
                    with paper.tag("TD"):
                        cell(paper, LEFT + 46 * MM, self.y, 86 * MM, _ROW, initial_capital(_(slot.label)), 12)
                    with paper.tag("TD"):
                        words = ngettext("{count} personne attendue", "{count} personnes attendues", expected)
                        cell(
                            paper,
                            LEFT + 136 * MM,
                            self.y,
                            46 * MM,
                            _ROW,
                            words.format(count=expected),
                            10,
                            colour=MUTED,
                        )
                paper.lines([(LEFT, self.y, RIGHT, self.y)], RULE, 0.4)
        self.y -= 5 * MM

    def _heading(self, words: str) -> None:
        height = 7.5 * MM
        self.paper.box(LEFT, self.y - height, RIGHT - LEFT, height, SOFT)
        with self.paper.tag("H3"):
            self.paper.text(LEFT + 2 * MM, self.y - height + 2.3 * MM, words, 11, bold=True)
        self.y -= height

    def _lines(self, label: str, lines: Sequence[str]) -> None:
        shown = [line for line in lines if line]
        for number, line in enumerate(shown):
            self._room(10 * MM)
            with self.paper.tag("P"):
                if not number:
                    self.paper.text(LEFT, self.y - 11, label, 9, bold=True, colour=MUTED)
                self.y = paragraph(
                    self.paper, LEFT + 46 * MM, self.y - 2.2, line, 10.5, RIGHT - LEFT - 46 * MM, colour=INK
                )
        if shown:
            self.y -= 3 * MM

    def _blank(self, label: str, count: int) -> None:
        """Lines to be filled by hand: nobody's number is printed."""
        self._room((count + 1) * 9 * MM)
        with self.paper.tag("P"):
            self.paper.text(LEFT, self.y - 11, label, 9, bold=True, colour=MUTED)
        x = LEFT + 46 * MM
        rules = [(x, self.y - 11 - n * 9 * MM, RIGHT, self.y - 11 - n * 9 * MM) for n in range(count)]
        self.paper.lines(rules, RULE, 0.5)
        self.y -= count * 9 * MM


def _one_day(event: Event) -> bool:
    return len({event.local(slot.start).date() for slot in event.slots}) == 1
