"""The restaurant list: how many meals of each kind, and nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents.branding import Branding
from ia_events.documents.letterhead import (
    A4,
    BOTTOM,
    BOX,
    LEFT,
    RIGHT,
    RULE,
    SOFT,
    Head,
    author_of,
    cell,
    page_number,
    paragraph,
    registered,
)
from ia_events.documents.pdf import MM, MUTED, Made, Paper, Progress, no_progress
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.domain.text import clean, fold, initial_capital
from ia_events.i18n import N_, _

PER = ("day", "slot")
LONGEST_CHOICE = 40  # letters: what is longer is somebody's words, not a choice
LEAST_TOLD = 3  # people: of fewer, a count of choices tells what somebody eats
COLUMNS_A_PAGE = 6

_FIRST = 62 * MM
_HEAD = 13 * MM
_ROW = 9 * MM


@dataclass(frozen=True, slots=True)
class Meals:
    """Meals to be served together: a heading, its hours, how many of each choice; `silent` said nothing.

    `untold` are people too few for their choices to be counted: these are then left out, and so is who said nothing.
    """

    title: str
    hours: str
    choices: dict[str, int]
    other: int
    silent: int
    untold: int = 0

    @property
    def total(self) -> int:
        """How many to make."""
        return sum(self.choices.values()) + self.other + self.silent + self.untold


def count_meals(event: Event, people: Sequence[Attendee], per: str = "day") -> list[Meals]:
    """Choices of those expected each day, or in each slot, the spelling most used standing for each.

    What holds somebody's name, or is too long for a choice, is counted apart and not repeated. Under LEAST_TOLD people
    no choice is told.
    Errors: UserError `slots_missing`, `per_unknown`.
    """
    if per not in PER:
        raise UserError(
            "per_unknown", N_("Compte inconnu : {per}. Comptes possibles : {known}."), per=per, known=", ".join(PER)
        )
    if not event.slots:
        raise UserError("slots_missing", N_("Cet événement n'a aucun créneau : ajoutez-en un pour compter les repas."))
    said = {person.id: _choice(person) for person in people}
    groups: dict[str, list[Slot]] = {}
    for number, slot in enumerate(event.slots):
        groups.setdefault(f"{event.local(slot.start):%Y-%m-%d}" if per == "day" else str(number), []).append(slot)
    served = [
        (slots, [person for person in people if any(person.expected_in(slot.id) for slot in slots)])
        for slots in groups.values()
    ]
    told = {person.id for _slots, eating in served if len(eating) >= LEAST_TOLD for person in eating}
    spellings: dict[str, Counter[str]] = {}
    for id_, choice in said.items():
        if choice and id_ in told:
            spellings.setdefault(fold(choice), Counter())[choice] += 1
    shown = {folded: initial_capital(counter.most_common(1)[0][0]) for folded, counter in spellings.items()}
    found = []
    for slots, everybody in served:
        eating, untold = (everybody, 0) if len(everybody) >= LEAST_TOLD else ([], len(everybody))
        counts = Counter(shown[fold(said[p.id] or "")] for p in eating if said[p.id])
        day = initial_capital(dates.long_date(event.local(slots[0].start).date(), year=False))
        labels = " · ".join(dict.fromkeys(_(slot.label) for slot in slots))
        found.append(
            Meals(
                title=day,
                hours=labels,
                choices={choice: counts.get(choice, 0) for choice in sorted(shown.values(), key=fold)},
                other=sum(said[p.id] is None for p in eating),
                silent=sum(said[p.id] == "" for p in eating),
                untold=untold,
            )
        )
    return found


def _choice(person: Attendee) -> str | None:
    """What somebody chose, empty when they said nothing; None for what must not be repeated."""
    text = clean(person.meal)
    if not fold(text):
        return ""  # a dash
    words = set(fold(text).split())
    names = {*fold(person.last_name).split(), *fold(person.first_name).split()}
    return (
        None if len(text) > LONGEST_CHOICE or words & {name for name in names if len(name) > 2} or "@" in text else text
    )


def write_restaurant_list(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee],
    *,
    per: str = "day",
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """Meals to make, one column a day (or a slot). `count` is how many people eat at least once; no name is printed.

    Errors: UserError `nothing_to_print`, `slots_missing`, `per_unknown`, `logo_unreadable`, `colour_invalid`, and those
    of `atomic_write`.
    """
    eating = registered(people)
    columns = count_meals(event, eating, per)
    title = _("Repas : {event}").format(event=event.title)
    paper = Paper(A4, title=title, author=author_of(event, branding), made_at=made_at)
    head = Head(event, branding, _("Liste pour le restaurant"))
    sets = [columns[n : n + COLUMNS_A_PAGE] for n in range(0, len(columns), COLUMNS_A_PAGE)]
    room = A4[1] - 60 * MM - BOTTOM
    rows_a_page = int((room - _HEAD - 30 * MM) / _ROW) - 3
    rows = list(columns[0].choices)
    parts = [rows[n : n + rows_a_page] for n in range(0, len(rows), rows_a_page)] or [[]]
    pages = [(shown, names, names is parts[-1]) for shown in sets for names in parts]
    for number, (shown, names, last) in enumerate(pages, start=1):
        y = head.draw(paper, first=number == 1)
        page_number(paper, number, len(pages))
        y = _table(paper, shown, names, y, head.accent, last=last)
        if last:
            with paper.tag("P"):
                note = _(
                    "Compte des personnes inscrites au {day} à {time} ; celles qui n'ont rien dit sont à prévoir. Aucun nom "
                    "n'est imprimé : les choix de repas servent à cette commande et à rien d'autre."
                ).format(day=dates.short_date(event.local(made_at).date()), time=dates.clock(event.local(made_at)))
                paragraph(paper, LEFT, y - 5 * MM, note, 8.5, RIGHT - LEFT, colour=MUTED)
        paper.end_page()
        progress(number, len(pages))
    paper.save(file)
    there = [p for p in eating if any(p.expected_in(slot.id) for slot in event.slots)]
    if not any(column.untold for column in columns):
        return Made(paper.pages, len(there))
    notice = _("Les choix de repas de moins de {least} personnes ne sont pas détaillés : ils diraient qui mange quoi.")
    return Made(paper.pages, len(there), (notice.format(least=LEAST_TOLD),))


def _table(
    paper: Paper, columns: Sequence[Meals], names: Sequence[str], top: float, accent: str, *, last: bool
) -> float:
    """Returns where the table ends."""
    width = min(45 * MM, (RIGHT - LEFT - _FIRST) / len(columns))
    right = LEFT + _FIRST + width * len(columns)
    lines: list[tuple[str, list[int | None], bool]] = [
        (name, [None if c.untold else c.choices[name] for c in columns], False) for name in names
    ]
    if last:
        if any(column.other for column in columns):
            lines.append((_("Autre demande, à préciser"), [None if c.untold else c.other for c in columns], False))
        if any(column.untold for column in columns):
            words = _("Moins de {least} personnes, choix non détaillés").format(least=LEAST_TOLD)
            lines.append((words, [c.untold or None for c in columns], False))
        if not all(column.untold for column in columns):
            lines.append((_("N'ont rien dit"), [None if c.untold else c.silent for c in columns], False))
        lines.append((_("À prévoir"), [c.total for c in columns], True))
    y = top - _HEAD
    paper.box(LEFT, y, right - LEFT, _HEAD, SOFT)
    rules = []
    with paper.group("Table"):
        with paper.group("TR"):
            with paper.tag("TH", scope="Column"):
                cell(paper, LEFT + 2 * MM, y, _FIRST - 4 * MM, _HEAD, _("Choix de repas"), 9, bold=True, colour=MUTED)
            for number, column in enumerate(columns):
                x = LEFT + _FIRST + number * width
                with paper.tag("TH", scope="Column"):
                    cell(
                        paper,
                        x + 2,
                        y + _HEAD * 0.42,
                        width - 4,
                        _HEAD * 0.52,
                        column.title,
                        9.5,
                        bold=True,
                        centred=True,
                    )
                    cell(
                        paper,
                        x + 2,
                        y + _HEAD * 0.06,
                        width - 4,
                        _HEAD * 0.36,
                        column.hours,
                        8,
                        colour=MUTED,
                        centred=True,
                    )
        for name, numbers, total in lines:
            y -= _ROW
            if total:
                y -= 2 * MM
                paper.box(LEFT, y, right - LEFT, _ROW + 2 * MM, SOFT)
            height = _ROW + (2 * MM if total else 0)
            with paper.group("TR"):
                with paper.tag("TH", scope="Row"):
                    size = 12 if total else 10.5
                    cell(paper, LEFT + 2 * MM, y, _FIRST - 4 * MM, height, name, size, bold=total, smallest=7)
                for number, value in enumerate(numbers):
                    x = LEFT + _FIRST + number * width
                    with paper.tag("TD"):
                        size, colour = (16, accent) if total else (12, BOX if not value else "#131820")
                        shown = "–" if value is None else str(value)
                        cell(paper, x, y, width, height, shown, size, bold=total, colour=colour, centred=True)
            rules.append((LEFT, y, right, y))
    paper.lines(rules, RULE, 0.5)
    return y
