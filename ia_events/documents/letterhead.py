"""What the papers have in common: sizes, heads and feet of a page, blocks of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ia_events.documents import fonts
from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.fitting import Fitted, fit, wrap
from ia_events.documents.pdf import INK, MM, MUTED, Paper, some
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, OrganisationRole
from ia_events.domain.people import Attendee, Status
from ia_events.i18n import N_, _, ngettext

A4 = 210 * MM, 297 * MM
A3 = 297 * MM, 420 * MM
LEFT, RIGHT = 14 * MM, 196 * MM
TOP, BOTTOM = 286 * MM, 10 * MM
SOFT = "#F1F4F7"
RULE = "#C3CAD3"
BOX = "#6B7684"
_LOGO = 13 * MM


def author_of(event: Event, branding: Branding) -> str:
    """Whose papers they are."""
    organisers = " · ".join(event.organisations_as(OrganisationRole.ORGANISER))
    return branding.organisation or organisers or event.delegation


def registered(people: Iterable[Attendee]) -> list[Attendee]:
    """Those of the people whose registration stands. Errors: UserError `nothing_to_print` when there is none."""
    everybody = list(people)
    found = [person for person in everybody if person.status == Status.REGISTERED]
    if not everybody:
        sentence = N_("Personne à imprimer : il n'y a personne dans ce choix. Choisissez d'autres personnes.")
        raise UserError("nothing_to_print", sentence)
    if not found:
        sentence = N_("Personne à imprimer : aucune des personnes choisies n'a d'inscription en vigueur.")
        raise UserError("nothing_to_print", sentence)
    return found


def letters_lacking(event: Event, people: Sequence[Attendee], also: Sequence[str] = ()) -> tuple[str, ...]:
    """Sentences on the letters that no font of the program has, in the names, employers, jobs and fields of `also`."""
    printed = ("list_name", "employer", "job_title", *also)
    boxed = [p.list_name for p in people if not fonts.writable(" ".join([getattr(p, name) for name in printed]))]
    return lacking((event.title, event.venue), boxed)


def lacking(headings: Iterable[str], boxed: Sequence[str]) -> tuple[str, ...]:
    """The same, of these headings and of the people whose lines have such letters."""
    notices = []
    if not all(fonts.writable(text) for text in headings):
        notices.append(
            _("L'en-tête contient des lettres que les polices du programme n'ont pas : un losange les remplace.")
        )
    if boxed:
        sentence = ngettext(
            "{count} ligne contient des lettres que les polices du programme n'ont pas, remplacées par un losange : "
            "{names}.",
            "{count} lignes contiennent des lettres que les polices du programme n'ont pas, remplacées par un "
            "losange : {names}.",
            len(boxed),
        )
        notices.append(sentence.format(count=len(boxed), names=some(list(boxed))))
    return tuple(notices)


@contextmanager
def part(paper: Paper, kind: str, said: bool = True) -> Iterator[None]:
    """A tagged part when it is `said`; else decoration, being on every page."""
    if said:
        with paper.tag(kind):
            yield
    else:
        yield


def set_lines(
    paper: Paper, x: float, top: float, lines: Sequence[str], size: float, *,
    bold: bool = False, colour: str = INK, leading: float = 1.25, centred: bool = False,
) -> float:  # fmt: skip
    """Lines of text under `top`, starting at x or with their middle there. Returns where they end."""
    y = top - size * 0.8
    for line in lines:
        write = paper.text_centred if centred else paper.text
        write(x, y, line, size, bold=bold, colour=colour)
        y -= size * leading
    return top - len(lines) * size * leading


def paragraph(
    paper: Paper, x: float, top: float, text: str, size: float, width: float, *,
    bold: bool = False, colour: str = INK, leading: float = 1.3,
) -> float:  # fmt: skip
    """A text in a width of points, its line ends kept. Returns where it ends."""
    lines = [line for piece in text.splitlines() for line in (wrap(piece, bold, width / size) if piece else ("",))]
    return set_lines(paper, x, top, lines, size, bold=bold, colour=colour, leading=leading)


def cell(paper: Paper, x: float, y: float, width: float, height: float, text: str, size: float, *,
         bold: bool = False, colour: str = INK, smallest: float = 6.0, centred: bool = False) -> None:  # fmt: skip
    """A text in a box, its middle at the box's: on one line, or two smaller ones; nothing is cut."""
    if not text:
        return
    shown: Fitted = fit(text, bold, width, size, smallest)
    size = min(shown.size, (height - 1) / (len(shown.lines) * 1.12))
    top = y + height / 2 + (len(shown.lines) * 1.12 - 0.12) * size / 2 + size * 0.06
    set_lines(
        paper, x + width / 2 if centred else x, top, shown.lines, size,
        bold=bold, colour=colour, leading=1.12, centred=centred,
    )  # fmt: skip


class Head:
    """The head of a page: logo, what the paper is, the event with its days and place."""

    def __init__(self, event: Event, branding: Branding, title: str) -> None:
        self.event, self.title = event, title
        self.accent = accent_of(branding)
        self.logo: Any | None = logo_of(branding)
        self.owner = author_of(event, branding)

    def draw(
        self, paper: Paper, *, left: float = LEFT, right: float = RIGHT, top: float = TOP, first: bool = True
    ) -> float:
        """Draw it, tagged on the first page only. Returns where the page is free."""
        x = left
        if self.logo is not None:
            width = min(_LOGO * self.logo.width / self.logo.height, 45 * MM)
            paper.image(self.logo, left, top - _LOGO, width, _LOGO, "nw")
            x += width + 5 * MM
        limit = right - 26 * MM - x
        with part(paper, "H1", first):
            size = min(20, limit / max(1, fonts.width(self.title, True)))
            paper.text(x, top - 17, self.title, size, bold=True)
        if self.owner:
            with part(paper, "P", first):
                cell(paper, x, top - _LOGO, limit, 14, self.owner, 9, colour=MUTED, smallest=5)
        y = top - _LOGO - 4.5 * MM
        event = fit(self.event.title, True, right - left, 12, 9)
        with part(paper, "H2", first):
            y = set_lines(paper, left, y, event.lines, event.size, bold=True, colour=self.accent)
        facts = " · ".join(filter(None, (dates.event_dates(self.event), one_line(self.event.venue))))
        if facts:
            where = fit(facts, False, right - left, 9, 7)
            with part(paper, "P", first):
                y = set_lines(paper, left, y - 1, where.lines, where.size, colour=MUTED)
        return y - 3 * MM


def one_line(text: str) -> str:
    """An address typed on several lines, on one."""
    return ", ".join(line for line in (piece.strip(" ,") for piece in text.splitlines()) if line)


def page_number(paper: Paper, number: int, count: int, *, right: float = RIGHT, top: float = TOP) -> None:
    """« Page 1/3 » at the top right."""
    paper.text_right(right, top - 9, _("Page {number}/{count}").format(number=number, count=count), 9, colour=MUTED)
