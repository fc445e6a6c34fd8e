"""The page that tells what a printer does to a stock: rulers, crosses at known places, lines of known length."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from ia_events.documents import fonts
from ia_events.documents.calibration import AS_IT_IS, Calibration, marks
from ia_events.documents.fitting import wrap
from ia_events.documents.pdf import INK, MM, MUTED, WHITE, Made, Paper
from ia_events.documents.stocks import Stock, mm
from ia_events.i18n import _

_GREY, _RULE = "#AEB6C1", "#5A6472"


def write_test_page(
    file: Path | BinaryIO,
    stock: Stock,
    *,
    made_at: datetime,
    calibration: Calibration = AS_IT_IS,
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
        ticks: list[tuple[float, float, float, float]] = []
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
        with self.paper.placed(0, 1, -1, 0, x, y) if up else self.paper.at(x, y):
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
