"""Door and direction signs: a few words read from afar, an arrow, what happens there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ia_events.documents import codes, fonts
from ia_events.documents.branding import Branding, accent_of, logo_of
from ia_events.documents.fitting import fit, pieces, wrap
from ia_events.documents.letterhead import A3, A4, author_of, one_line, set_lines
from ia_events.documents.pdf import INK, MM, MUTED, Made, Paper, Progress, no_progress, rgb
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import N_, _

SIZES = {"a4": A4, "a3": A3}
# Each arrow's angle from « to the right », anticlockwise, and what it is called.
ARROWS = {
    "right": (0, N_("flèche à droite")),
    "up-right": (45, N_("flèche en haut à droite")),
    "up": (90, N_("flèche tout droit")),
    "up-left": (135, N_("flèche en haut à gauche")),
    "left": (180, N_("flèche à gauche")),
    "down-left": (225, N_("flèche en bas à gauche")),
    "down": (270, N_("flèche vers le bas")),
    "down-right": (315, N_("flèche en bas à droite")),
}
_TIGHT = 1.14
_LOOSE = 1.28


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign says: the words, an arrow of ARROWS or none, lines under the words, a link as a QR code."""

    text: str
    arrow: str = ""
    subtitle: str = ""
    link: str = ""


def usual_signs(event: Event) -> list[Sign]:
    """The signs every event needs: where to sign in, where the room is."""
    hours = " · ".join(dict.fromkeys(dates.slot_hours(event, slot) for slot in event.slots))
    return [
        Sign(_("Accueil"), "right", event.title),
        Sign(_("Accueil"), "left", event.title),
        Sign(_("Émargement"), "up", event.title),
        Sign(
            one_line(event.venue) or event.title,
            "",
            "\n".join(filter(None, (event.title if event.venue else "", hours))),
        ),
    ]


def write_signs(
    file: Path | BinaryIO,
    event: Event,
    people: Sequence[Attendee] = (),  # noqa: ARG001  every paper is asked for in the same way
    *,
    signs: Sequence[Sign] = (),
    size: str = "a4",
    landscape: bool = True,
    branding: Branding = Branding(),  # noqa: B008  frozen
    made_at: datetime,
    progress: Progress = no_progress,
) -> Made:
    """A page a sign; the usual ones when none is given. `people` are of no use here.

    Errors: UserError `sign_empty`, `arrow_unknown`, `size_unknown`, `link_too_long`, `logo_unreadable`,
    `colour_invalid`, and those of `atomic_write`.
    """
    if size not in SIZES:
        sentence = N_("Format inconnu : {size}. Formats possibles : {known}.")
        raise UserError("size_unknown", sentence, size=size, known=", ".join(SIZES))
    shown = list(signs) or usual_signs(event)
    for sign in shown:
        if not sign.text.strip():
            raise UserError("sign_empty", N_("Donnez le texte du panneau : « Accueil », par exemple."))
        if sign.arrow and sign.arrow not in ARROWS:
            sentence = N_("Flèche inconnue : {arrow}. Flèches possibles : {known}.")
            raise UserError("arrow_unknown", sentence, arrow=sign.arrow, known=", ".join(ARROWS))
    page = SIZES[size][::-1] if landscape else SIZES[size]
    title = _("Panneaux : {event}").format(event=event.title)
    paper = Paper(page, title=title, author=author_of(event, branding), made_at=made_at)
    board = _Board(paper, branding, page)
    for number, sign in enumerate(shown, start=1):
        board.draw(sign)
        paper.end_page()
        progress(number, len(shown))
    paper.save(file)
    return Made(paper.pages, len(shown))


def arrow_path(angle: float, x: float, y: float, side: float) -> str:
    """The outline of an arrow with its middle at (x, y), as operators of a PDF; `side` is its length in points."""
    # Pointing to the right, in a square of side 1 around the origin.
    outline = ((0.5, 0), (0.06, 0.42), (0.06, 0.17), (-0.5, 0.17), (-0.5, -0.17), (0.06, -0.17), (0.06, -0.42))
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    points = [(x + side * (a * cos - b * sin), y + side * (a * sin + b * cos)) for a, b in outline]
    return " ".join(f"{a:.2f} {b:.2f} {'m' if not n else 'l'}" for n, (a, b) in enumerate(points)) + " h f"


class _Foot(NamedTuple):
    """The subtitle's lines, their size, where they stand, the code's side, and where all that ends."""

    lines: tuple[str, ...]
    size: float
    y: float
    side: float
    high: float


class _Board:
    """One sign to a page: logo at the top, words in the middle with their arrow, subtitle and code at the bottom."""

    def __init__(self, paper: Paper, branding: Branding, page: tuple[float, float]) -> None:
        self.paper, (self.width, self.height) = paper, page
        self.accent, self.logo, self.owner = accent_of(branding), logo_of(branding), branding.organisation
        self.unit = min(page) / (210 * MM)  # one on A4
        self.margin = 16 * MM * self.unit

    def draw(self, sign: Sign) -> None:
        paper, unit, margin = self.paper, self.unit, self.margin
        width = self.width - 2 * margin
        top = self._head()
        foot = self._foot(sign)
        floor = foot.high + 8 * MM * unit
        wide = self.width > self.height
        # Beside the words on a landscape page, over or under them on a portrait one.
        side = (
            min(0.3 * width if wide else 0.5 * width, (top - floor) * (0.62 if wide else 0.44)) if sign.arrow else 0.0
        )
        gap = 12 * MM * unit if sign.arrow else 0.0
        room_x, room_y = (width - side - gap, top - floor) if wide else (width, top - floor - side - gap)
        lines, size = largest(sign.text.strip(), room_x, room_y, 190 * unit)
        block = len(lines) * size * _TIGHT
        used = max(fonts.width(line, True) for line in lines) * size
        with paper.tag("H1"):
            if wide:
                # Words and arrow together in the middle, the arrow where it points to.
                left = margin + (width - side - gap - used) / 2
                before = "left" in sign.arrow
                x = left + side + gap if before else left
                set_lines(paper, x, (top + floor + block) / 2, lines, size, bold=True, leading=_TIGHT)
            else:
                high = (top + floor + block + side + gap) / 2
                under = sign.arrow.startswith("down")
                start = high if under or not sign.arrow else high - side - gap
                set_lines(paper, self.width / 2, start, lines, size, bold=True, leading=_TIGHT, centred=True)
        if sign.arrow:
            angle, words = ARROWS[sign.arrow]
            if wide:
                middle = (left + side / 2 if before else left + used + gap + side / 2), (top + floor) / 2
            else:
                middle = self.width / 2, (high - block - gap - side / 2 if under else high - side / 2)
            with paper.tag("Figure", alt=_(words)):
                paper.raw(f"{rgb(self.accent)} rg {arrow_path(angle, *middle, side)}")
        self._draw_foot(sign, foot)

    def _head(self) -> float:
        """Returns where the words may begin."""
        paper, unit, margin = self.paper, self.unit, self.margin
        y = self.height - margin * 0.8
        height = 20 * MM * unit
        if self.logo is not None:
            paper.image(self.logo, margin, y - height, 70 * MM * unit, height, "nw")
        if self.owner:
            size = 13 * unit
            shown = fit(self.owner, False, self.width / 2 - margin, size, size * 0.6)
            for n, line in enumerate(shown.lines):
                right = self.width - margin
                paper.text_right(right, y - shown.size * (0.8 + 1.25 * n), line, shown.size, colour=MUTED)
        return y - (height if self.logo is not None else 9 * MM * unit) - 6 * MM * unit

    def _foot(self, sign: Sign) -> _Foot:
        """The subtitle and the code, measured."""
        unit = self.unit
        room, y = self.width - 2 * self.margin, self.margin * 0.75 + 9 * MM * unit
        high, side = y, 0.0
        if sign.link:
            side = 34 * MM * unit
            room -= side + 8 * MM * unit
            high = y + side
        wanted = [line for line in sign.subtitle.splitlines() if line.strip()]
        size = min([fit(line, False, room, 30 * unit, 15 * unit).size for line in wanted], default=1.0)
        lines = tuple([piece for line in wanted for piece in wrap(line, False, room / size)])
        return _Foot(lines, size, y, side, max(high, y + len(lines) * size * _LOOSE))

    def _draw_foot(self, sign: Sign, foot: _Foot) -> None:
        paper, right = self.paper, self.width - self.margin
        paper.box(self.margin, self.margin * 0.75, right - self.margin, 2.4 * MM * self.unit, self.accent)
        if foot.lines:
            top = foot.y + len(foot.lines) * foot.size * _LOOSE
            with paper.tag("P"):
                set_lines(paper, self.margin, top, foot.lines, foot.size, colour=INK, leading=_LOOSE)
        if sign.link:
            with paper.tag("Figure", alt=_("Code QR du lien {link}").format(link=sign.link)):
                paper.raw(codes.link_operators(sign.link, right - foot.side, foot.y, foot.side))


def largest(text: str, width: float, height: float, most: float) -> tuple[tuple[str, ...], float]:
    """Bold words as large as they go in a box, on as many lines as that takes; never broken inside if it can be helped."""
    best: tuple[tuple[str, ...], float] = (), 0.0
    for count in range(1, min(6, len(pieces(text))) + 1):
        shown = fit(text, True, width, most, 1, count)
        size = min(shown.size, height / (len(shown.lines) * _TIGHT))
        if size > best[1]:
            best = shown.lines, size
    return best
