"""The rescue kit: all that runs the day on paper if every machine dies, as one PDF to print and as separate files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.documents import badges as badge_sheets
from ia_events.documents import sign_in
from ia_events.documents.binding import Part, bind
from ia_events.documents.branding import Branding
from ia_events.documents.designs import Design
from ia_events.documents.letterhead import A4, LEFT, RIGHT, RULE, SOFT, Head, author_of, cell, paragraph, set_lines
from ia_events.documents.pdf import MM, MUTED, Made, Paper, Progress, no_progress
from ia_events.documents.roll_call import write_roll_call
from ia_events.documents.run_of_the_day import write_run_of_the_day
from ia_events.documents.signs import write_signs
from ia_events.documents.stocks import DEFAULT, Stock
from ia_events.documents.stocks import stock as find_stock
from ia_events.documents.walk_in_forms import write_walk_in_forms
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.domain.sheet_pages import SheetChoices, SheetPage
from ia_events.i18n import N_, _, ngettext

_STEPS = (
    N_("Cochez les arrivées sur la liste d'appel ; le code de chaque ligne est celui du badge."),
    N_("Faites signer les feuilles d'émargement à chaque demi-journée : c'est la signature qui fait preuve."),
    N_("Qui n'est pas sur la liste remplit une fiche d'inscription sur place et signe sur une ligne vide."),
    N_("Gardez toutes les feuilles. Une fois la panne finie, saisissez les présences dans la grille et les fiches à l'accueil."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A paper of the kit: what it is called, what paper it goes on, the PDF, its pages."""

    label: str
    stock: str
    data: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class Kit:
    """The papers in order, the files by their names (the first one binds them all), what to know and to keep of them."""

    pieces: tuple[Piece, ...]
    files: dict[str, bytes]
    pages: int
    notices: tuple[str, ...]
    kept: tuple[SheetPage, ...]
    made_at: datetime

    @property
    def whole(self) -> bytes:
        """All of it as one PDF."""
        return next(iter(self.files.values()))


def make_rescue_kit(
    event: Event,
    people: Sequence[Attendee],
    *,
    badges: Sequence[Attendee] | None = None,
    stock: Stock | None = None,
    design: Design | None = None,
    blank_rows: int = 6,
    forms: int = 12,
    admitted: Collection[tuple[str, str]] = (),
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Kit:
    """The kit, in memory. `badges` are those to print (all by default), in this design; their sheets come last, being
    printed on another paper. `admitted` are those of the sign-in sheets.

    Errors: UserError `slots_missing`, `logo_unreadable`, `colour_invalid`.
    """
    if not event.slots:
        raise UserError("slots_missing", N_("Cet événement n'a aucun créneau : ajoutez-en un pour imprimer le kit."))
    registered = [person for person in people if person.status == Status.REGISTERED]
    to_print = registered if badges is None else list(badges)
    stock = stock or find_stock(DEFAULT)
    plain = _("A4 blanc")
    common: dict[str, Any] = {"branding": branding, "made_at": made_at}

    def run(file: BytesIO) -> Made:
        return write_run_of_the_day(file, event, people, **common)

    def roll_call(file: BytesIO) -> Made:
        return write_roll_call(file, event, registered, **common)

    kept: list[SheetPage] = []

    def sheets(file: BytesIO) -> Made:
        made = sign_in.write_sign_in_sheets(
            file, event, people, event.slots, SheetChoices(blank_rows=blank_rows), admitted=admitted, **common
        )
        kept.extend(made.kept)
        return made

    def walk_ins(file: BytesIO) -> Made:
        return write_walk_in_forms(file, event, forms=forms, **common)

    def signs(file: BytesIO) -> Made:
        return write_signs(file, event, **common)

    def labels(file: BytesIO) -> Made:
        return badge_sheets.write_badges(
            file=file, event=event, attendees=to_print, stock=stock, design=design, **common
        )

    wanted: list[tuple[str, str, Callable[[BytesIO], Made], bool]] = [
        (_("Déroulé"), plain, run, True),
        (_("Liste d'appel"), plain, roll_call, bool(registered)),
        (_("Feuilles d'émargement"), plain, sheets, bool(registered) or blank_rows > 0),
        (_("Fiches d'inscription sur place"), plain, walk_ins, forms > 0),
        (_("Panneaux"), plain, signs, True),
        (_("Badges"), _(stock.name), labels, bool(to_print)),
    ]
    chosen = [(label, paper, write) for label, paper, write, there in wanted if there]
    pieces: list[Piece] = []
    notices: dict[str, None] = {}
    for done, (label, paper, write) in enumerate(chosen):
        progress(done, len(chosen) + 1)
        file = BytesIO()
        made = write(file)
        pieces.append(Piece(label, paper, file.getvalue(), made.pages))
        notices.update(dict.fromkeys(made.notices))
    title = _("Kit de secours")
    cover = _cover(event, branding, made_at, title, pieces)
    whole = bind(Part(title, cover), [Part(piece.label, piece.data) for piece in pieces])
    files = {f"00 {title}.pdf": whole}
    files |= {f"{number:02d} {piece.label}.pdf": piece.data for number, piece in enumerate(pieces, start=1)}
    progress(len(chosen) + 1, len(chosen) + 1)
    pages = 1 + sum(piece.pages for piece in pieces)
    return Kit(tuple(pieces), files, pages, tuple(notices), tuple(kept), event.local(made_at))


def write_kit(out: Path, kit: Kit) -> None:
    """Write a kit in a folder, which is made, or in one file when `out` ends in .zip. Errors: those of `atomic_write`."""
    if out.suffix.lower() != ".zip":
        paths.make_folder(out)
        for name, data in kit.files.items():
            with paths.atomic_write(out / name) as file:
                file.write(data)
        return
    with paths.atomic_write(out) as target, zipfile.ZipFile(target, "w") as archive:
        for name, data in kit.files.items():
            entry = zipfile.ZipInfo(name, kit.made_at.timetuple()[:6])
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def _cover(event: Event, branding: Branding, made_at: datetime, title: str, pieces: Sequence[Piece]) -> bytes:
    """The page that says what is in the kit and how to use it."""
    named = _("{paper} : {event}").format(paper=title, event=event.title)
    paper = Paper(A4, title=named, author=author_of(event, branding), made_at=made_at)
    head = Head(event, branding, title)
    y = head.draw(paper) - 4 * MM
    with paper.tag("P"):
        words = _(
            "Tout ce qu'il faut pour tenir la journée sur papier si aucune machine ne marche. Imprimé d'après la liste du {day} à {time}."
        )
        local = event.local(made_at)
        words = words.format(day=dates.short_date(local.date()), time=dates.clock(local))
        y = paragraph(paper, LEFT, y, words, 11, RIGHT - LEFT, leading=1.4) - 6 * MM
    y = _contents(paper, y, pieces)
    y = _heading(paper, y - 8 * MM, _("Sans machine"))
    with paper.group("L"):
        for number, step in enumerate(_STEPS, start=1):
            with paper.group("LI"), paper.tag("LBody"):
                set_lines(paper, LEFT, y, [str(number)], 15, bold=True, colour=head.accent)
                y = paragraph(paper, LEFT + 9 * MM, y - 2, _(step), 11, RIGHT - LEFT - 9 * MM, leading=1.35) - 3.5 * MM
    if pieces[-1].stock != pieces[0].stock:
        with paper.tag("P"):
            words = _(
                "Imprimez à 100 %. Les badges sont à la fin : mettez les planches dans l'imprimante pour ces pages-là."
            )
            paragraph(paper, LEFT, y - 3 * MM, words, 10, RIGHT - LEFT, colour=MUTED)
    paper.end_page()
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _heading(paper: Paper, y: float, words: str) -> float:
    with paper.tag("H3"):
        return set_lines(paper, LEFT, y, [words], 13, bold=True) - 2 * MM


def _contents(paper: Paper, y: float, pieces: Sequence[Piece]) -> float:
    columns = ((LEFT, 10 * MM), (LEFT + 10 * MM, 68 * MM), (LEFT + 80 * MM, 40 * MM), (LEFT + 122 * MM, 58 * MM))
    height = 9 * MM
    first = 2  # after the cover
    rows = [("", _("Contenu"), _("Pages"), _("Papier"))]
    for number, piece in enumerate(pieces, start=1):
        last = first + piece.pages - 1
        count = ngettext("{count} page", "{count} pages", piece.pages).format(count=piece.pages)
        rows.append(
            (str(number), piece.label, f"{first}–{last} ({count})" if last > first else str(first), piece.stock)
        )
        first = last + 1
    paper.box(LEFT, y - height, RIGHT - LEFT, height, SOFT)
    with paper.group("Table"):
        for number, row in enumerate(rows):
            y -= height
            with paper.group("TR"):
                for (x, width), words in zip(columns, row, strict=True):
                    heading = not number
                    with paper.tag("TH", scope="Column") if heading else paper.tag("TD"):
                        size, colour = (9, MUTED) if heading else (11.5, "#131820")
                        bold = heading or x == columns[1][0]
                        cell(paper, x + 2 * MM, y, width - 2 * MM, height, words, size, bold=bold, colour=colour)
            paper.lines([(LEFT, y, RIGHT, y)], RULE, 0.4)
    return y
