"""Printers print a little beside the mark: what to shift and stretch for each, and the page that tells it."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ia_events.documents import fonts
from ia_events.documents.fitting import wrap
from ia_events.documents.pdf import INK, MM, MUTED, WHITE, Made, Paper
from ia_events.documents.stocks import Stock, mm
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.settings import Settings

FARTHEST = 15.0  # mm a printer may be off; more is a page that was fitted or turned
STRETCH = 10.0  # per cent
_GREY, _RULE = "#AEB6C1", "#5A6472"
_LINES = 100.0, 50.0, 40.0, 20.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is done to a page before it is printed: `x` mm to the right, `y` mm down, then per cent of its size.

    The scale is about the page's top left corner, so that what was at p is printed at shift + p × scale / 100.
    """

    x: float = 0.0
    y: float = 0.0
    scale_x: float = 100.0
    scale_y: float = 100.0

    @property
    def neutral(self) -> bool:
        """Whether it changes nothing."""
        return self == Calibration()

    def checked(self) -> Calibration:
        """This, when it is one a printer may need. Errors: UserError `calibration_shift`, `calibration_scale`."""
        for shift in (self.x, self.y):
            if not abs(shift) <= FARTHEST:
                raise UserError(
                    "calibration_shift",
                    N_("Un décalage de {shift} mm n'est pas un défaut d'imprimante ({most} mm au plus) : vérifiez que la page est imprimée à 100 %, dans le bon sens, et que les mesures sont en millimètres."),
                    shift=mm(abs(shift)),
                    most=mm(FARTHEST),
                )  # fmt: skip
        for scale in (self.scale_x, self.scale_y):
            if not abs(scale - 100) <= STRETCH:
                raise UserError(
                    "calibration_scale",
                    N_("Une échelle de {scale} % n'est pas un défaut d'imprimante : imprimez à 100 %, sans « ajuster à la page », puis mesurez de nouveau."),
                    scale=mm(scale),
                )  # fmt: skip
        return self

    def matrix(self, height: float) -> str:
        """The PDF operator that does this to a page so many points high."""
        a, d = self.scale_x / 100, self.scale_y / 100
        return f"{a:.6g} 0 0 {d:.6g} {self.x * MM:.4f} {height * (1 - d) - self.y * MM:.4f} cm"


class Marks(NamedTuple):
    """Where the test page has its marks (mm): crosses at `cross` from every edge, lines of `line` (across, down)."""

    cross: float
    line: tuple[float, float]


def marks(stock: Stock) -> Marks:
    """The marks that go on this stock's page."""
    cross = 20.0 if min(stock.page) >= 140 else min(8.0, min(stock.page) // 4)
    room = [side - 2 * cross - 4 for side in stock.page]
    across, down = (next((line for line in _LINES if line <= space), max(2.0, space // 1)) for space in room)
    return Marks(cross, (across, down))


def measured(stock: Stock, left: float, top: float, across: float, down: float) -> Calibration:
    """What to correct, from four measures (mm) on the test page printed without correction.

    From the paper's left edge and from its top edge to the first cross; the length of the line across and of the one
    down. Errors: those of `checked`, UserError `calibration_measure`.
    """
    cross, lines = marks(stock)
    if min(left, top) < 0 or min(across, down) <= 0:
        raise UserError("calibration_measure", N_("Une mesure est un nombre de millimètres plus grand que zéro."))
    shrink_x, shrink_y = across / lines[0], down / lines[1]
    # Printed at shift + p × shrink; drawn at (p − shift) / shrink, it falls on p.
    scale_x, scale_y = 100 / shrink_x, 100 / shrink_y
    x, y = -(left - cross * shrink_x) / shrink_x, -(top - cross * shrink_y) / shrink_y
    for scale in (scale_x, scale_y):  # before the shift, which a wrong scale makes wrong too
        Calibration(scale_x=scale).checked()
    return Calibration(round(x, 2) + 0, round(y, 2) + 0, round(scale_x, 2), round(scale_y, 2)).checked()


def describe(calibration: Calibration) -> str:
    """« +1,5 mm vers la droite, 0,5 mm vers le haut, largeur 100,4 % »."""
    said = []
    if calibration.x:
        side = _("{shift} mm vers la droite") if calibration.x > 0 else _("{shift} mm vers la gauche")
        said.append(side.format(shift=mm(abs(calibration.x))))
    if calibration.y:
        side = _("{shift} mm vers le bas") if calibration.y > 0 else _("{shift} mm vers le haut")
        said.append(side.format(shift=mm(abs(calibration.y))))
    if calibration.scale_x != 100:
        said.append(_("largeur à {scale} %").format(scale=mm(calibration.scale_x)))
    if calibration.scale_y != 100:
        said.append(_("hauteur à {scale} %").format(scale=mm(calibration.scale_y)))
    return ", ".join(said) or _("aucune correction")


def kept_for(settings: Settings, printer: str, stock: Stock) -> Calibration:
    """What this machine keeps for a printer and a stock; neutral when nothing."""
    values = _all(settings).get(printer, {}).get(stock.base)
    try:
        return Calibration(*(float(value) for value in values or ())).checked()
    except (TypeError, ValueError, UserError):
        return Calibration()


def with_kept(settings: Settings, printer: str, stock: Stock, calibration: Calibration) -> str:
    """The setting `calibrations` with this in it; a neutral one is forgotten."""
    found = _all(settings)
    known = found.setdefault(printer, {})
    known.pop(stock.base, None)
    if not calibration.neutral:
        known[stock.base] = list(astuple(calibration))
    return json.dumps({name: stocks for name, stocks in found.items() if stocks}, ensure_ascii=False)


def _all(settings: Settings) -> dict[str, dict[str, list[float]]]:
    try:
        found = json.loads(settings.calibrations or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {printer: dict(stocks) for printer, stocks in found.items() if isinstance(stocks, dict)}


def write_test_page(
    file: Path | BinaryIO,
    stock: Stock,
    *,
    made_at: datetime,
    calibration: Calibration = Calibration(),
    corrected: bool = False,
) -> Made:
    """The page that tells what a printer does to this stock. `corrected`: it says it was printed with its correction.

    `calibration` is drawn into the PDF; a page for a print that corrects by itself needs none.
    """
    width, height = (side * MM for side in stock.page)
    title = _("Page de contrôle") if corrected else _("Page d'essai")
    paper = Paper((width, height), title=f"{title} · {stock.title}", author="", made_at=made_at)
    if not calibration.neutral:
        paper.before_pages(calibration.matrix(height))
    _Page(paper, stock, corrected).draw(title)
    paper.end_page()
    paper.save(file)
    return Made(paper.pages, stock.per_page)


class _Page:
    """Millimetres from the top left corner, as on the paper."""

    def __init__(self, paper: Paper, stock: Stock, corrected: bool) -> None:
        self.paper, self.stock, self.corrected = paper, stock, corrected
        self.width, self.height = stock.page
        self.marks = marks(stock)
        self.small = min(stock.page) < 140

    def draw(self, title: str) -> None:
        self._outlines()
        self._rulers()
        self._crosses()
        self._lines()
        if self.small:
            self._few_words(title)
        else:
            self._words(title)

    def _segments(self, segments: list[tuple[float, float, float, float]], colour: str, thickness: float) -> None:
        high = self.height
        self.paper.lines(
            [(a * MM, (high - b) * MM, c * MM, (high - d) * MM) for a, b, c, d in segments], colour, thickness
        )

    def _say(self, x: float, y: float, text: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
        """A line of text, its baseline at y."""
        self.paper.text(x * MM, (self.height - y) * MM, text, size, bold=bold, colour=colour)

    def _outlines(self) -> None:
        edges = []
        for index in range(self.stock.per_page):
            x, y = self.stock.corner(index)
            right, bottom = x + self.stock.label[0], y + self.stock.label[1]
            edges += [(x, y, right, y), (x, bottom, right, bottom), (x, y, x, bottom), (right, y, right, bottom)]
        self._segments(edges, _GREY, 0.5)

    def _rulers(self) -> None:
        """From the page's edges, a millimetre a tick, along the top and the left."""
        at = 5.0 if self.small else 12.0
        short, five, ten = (0.8, 1.3, 1.9) if self.small else (1.2, 2.0, 3.0)
        size = 4.0 if self.small else 6.0
        ticks = []
        for side in (0, 1):
            for place in range(int(self.stock.page[side]) + 1):
                long = ten if place % 10 == 0 else five if place % 5 == 0 else short
                ticks.append((place, at, place, at - long) if side == 0 else (at, place, at - long, place))
        ticks += [(0, at, self.width, at), (at, 0, at, self.height)]
        self._segments(ticks, _RULE, 0.3)
        for side in (0, 1):
            length = self.stock.page[side]
            for place in range(10, int(length), 10):
                if min(abs(place - self.marks.cross), abs(length - self.marks.cross - place)) < 3.5:
                    continue  # a cross is there
                if side:
                    self._say(at + 0.6, place + size * 0.12, str(place), size, colour=MUTED)
                else:
                    centre = (self.height - at - size * 0.34) * MM
                    self.paper.text_centred(place * MM, centre, str(place), size, colour=MUTED)

    def _crosses(self) -> None:
        arm, far = (2.4 if self.small else 6.0), self.marks.cross
        for x in (far, self.width - far):
            for y in (far, self.height - far):
                self._segments([(x - arm, y, x + arm, y), (x, y - arm, x, y + arm)], INK, 0.4)
        size = 5 if self.small else 9
        self._say(far - arm, far - size * 0.1, "A", size, bold=True)
        self._say(far + size * 0.1, far - arm + size * 0.24, "B", size, bold=True)

    def _lines(self) -> None:
        """The lines to measure, their ends marked: across at the foot, down at the right."""
        (across, down), far = self.marks.line, self.marks.cross
        end = 1.0 if self.small else 2.0
        # Beside the crosses, so that nothing crosses them.
        y, x = self.height - far - (3 if self.small else 14), self.width - far - (3 if self.small else 14)
        left, top = (self.width - across) / 2, (self.height - down) / 2
        if self.small:
            left, top = far + 2, far + 2
        self._segments(
            [
                (left, y, left + across, y), (left, y - end, left, y + end), (left + across, y - end, left + across, y + end),
                (x, top, x, top + down), (x - end, top, x + end, top), (x - end, top + down, x + end, top + down),
            ],
            INK, 0.6,
        )  # fmt: skip
        words = _("{length} mm") if self.small else _("Cette ligne doit mesurer {length} mm.")
        size = 5 if self.small else 8
        for letter, length, corner, up in (
            ("C", across, (left + 1, y - size * 0.3), False),
            ("D", down, (x - size * 0.3, top + down - 1), True),
        ):
            self._beside_line(f"{letter}  {words.format(length=mm(length))}", corner, size, up=up)

    def _beside_line(self, words: str, corner: tuple[float, float], size: float, *, up: bool) -> None:
        """A line of text on white that begins at a corner and goes right, or up."""
        x, y = corner[0] * MM, (self.height - corner[1]) * MM
        with self.paper.turned(x, y) if up else self.paper.at(x, y):
            self.paper.box(-1, -size * 0.3, fonts.width(words, bold=True) * size + 2, size * 1.2, WHITE)
            with self.paper.tag("P"):
                self.paper.text(0, 0, words, size, bold=True)

    def _few_words(self, title: str) -> None:
        """What goes on a label."""
        x, y = self.marks.cross + 3, self.marks.cross + 4
        room = (self.width - 2 * self.marks.cross - 8) * MM
        far = mm(self.marks.cross)
        lines = [
            (f"{title} · {self.stock.base}", True),
            (_("A, B : {far} mm du bord à la croix, à gauche, en haut").format(far=far), False),
            (_("C, D : longueur des deux lignes"), False),
        ]
        with self.paper.tag("P"):
            for text, bold in lines:
                for line in wrap(text, bold, room / 5):
                    if y > self.height - self.marks.cross - 6:
                        return
                    self._say(x, y, line, 5, bold=bold)
                    y += 2.3

    def _words(self, title: str) -> None:
        """The instructions, on white in the middle."""
        paper, far = self.paper, mm(self.marks.cross)
        across, down = (mm(line) for line in self.marks.line)
        width = min(self.width - 4 * self.marks.cross, 124.0)
        left, size = (self.width - width) / 2, 10.0
        if self.corrected:
            steps = [
                _("Cette page est imprimée avec la correction gardée pour cette imprimante et cette planche."),
                _("La croix en haut à gauche doit être à {far} mm de chaque bord, et les lignes mesurer {across} et {down} mm.").format(far=far, across=across, down=down),
                _("Posez la feuille sur une planche, contre la lumière : les contours tombent sur les étiquettes."),
                _("Sinon, imprimez de nouveau la page d'essai, sans correction, et mesurez-la."),
            ]  # fmt: skip
        else:
            steps = [
                _("Imprimez sur papier ordinaire, à 100 %, sans « ajuster à la page »."),
                _("A : mesurez du bord gauche de la feuille à la croix en haut à gauche ({far} mm prévus).").format(far=far),
                _("B : mesurez du bord du haut à la même croix ({far} mm prévus).").format(far=far),
                _("C et D : mesurez les deux lignes ({across} et {down} mm prévus).").format(across=across, down=down),
                _("Tapez ces nombres dans le programme : Réglages, Imprimantes et planches."),
                _("Posez la feuille sur une planche, contre la lumière : les contours disent si tout tombe juste."),
            ]  # fmt: skip
        wrapped = [wrap(step, False, (width - 16) * MM / size) for step in steps]
        high = 24 + sum(len(lines) * 4.6 + 1.6 for lines in wrapped)
        top = (self.height - high) / 2
        paper.box(left * MM, (self.height - top - high) * MM, width * MM, high * MM, WHITE)
        y = top + 9
        with paper.tag("H1"):
            self._say(left + 6, y, title, 18, bold=True)
        y += 6
        with paper.tag("P"):
            self._say(left + 6, y, self.stock.title, 9, colour=MUTED)
        y += 8
        with paper.group("L"):
            for number, lines in enumerate(wrapped, start=1):
                with paper.group("LI"), paper.tag("LBody"):
                    self._say(left + 6, y, str(number), size, bold=True)
                    for line in lines:
                        self._say(left + 11, y, line, size)
                        y += 4.6
                y += 1.6
