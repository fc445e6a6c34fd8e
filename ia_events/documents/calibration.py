"""Printers print a little beside the mark: what to shift and stretch for each, and how to tell."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass
from typing import NamedTuple

from ia_events.documents.stocks import Stock, mm
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.settings import Settings

PDF_FILES = ""  # in place of a printer's name: files that another machine prints
FARTHEST = 15.0  # mm a printer may be off; more is a page that was fitted or turned
STRETCH = 10.0  # per cent
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
        a, d, point = self.scale_x / 100, self.scale_y / 100, 72 / 25.4
        return f"{a:.6g} 0 0 {d:.6g} {self.x * point:.4f} {height * (1 - d) - self.y * point:.4f} cm"


AS_IT_IS = Calibration()


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


def measures(stock: Stock, calibration: Calibration) -> tuple[float, float, float, float]:
    """What was measured to come to this correction: left, top, across, down."""
    cross, lines = marks(stock)
    shrink_x, shrink_y = 100 / calibration.scale_x, 100 / calibration.scale_y
    left, top = (cross - calibration.x) * shrink_x, (cross - calibration.y) * shrink_y
    return round(left, 2), round(top, 2), round(lines[0] * shrink_x, 2), round(lines[1] * shrink_y, 2)


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


def known_printers(settings: Settings) -> list[str]:
    """The printers something is kept for."""
    return sorted(_all(settings))


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
