"""A signature given on a screen, in its box of a sign-in sheet: its strokes as curves, and what it is."""

from __future__ import annotations

from collections.abc import Iterator

from ia_events.documents import fonts
from ia_events.documents.fitting import fit
from ia_events.documents.pdf import MUTED, Paper, rgb
from ia_events.domain import dates
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.domain.signatures import HEIGHT, Signature, Signed, by_pressure, curves, drawn
from ia_events.i18n import N_, _

LEGEND = N_(
    "« signé à l'écran » : signature électronique simple, tracée par la personne sur l'écran du poste nommé, à l'heure "
    "indiquée. Ce n'est ni une signature avancée ni une signature qualifiée."
)
INK = "#16307E"  # of a pen, so that it is told from what is printed

# Points.
_EDGE = 1.6  # between the border of the box and the ink, half the border and half the widest line included
_THIN, _THICK = 0.55, 1.0
_BESIDE = 110.0  # a box that wide has the words beside the ink
_SHARE = 0.6  # of it for the ink
_SIZE, _SMALL = 5.0, 4.4
_LARGEST = 2.5  # how much larger a small signature may be than if the whole of its screen stood in the box
_STEP = 0.75  # between two points of a stroke: nearer ones cannot be told apart on paper
_LEVELS = 6  # widths of a line, as hard as the pen is pressed
_HARD = 0.75  # how much of its width a line gains or loses by it


def draw_signature(
    paper: Paper,
    event: Event,
    person: Attendee,
    slot: Slot,
    signed: Signed,
    box: tuple[float, float, float, float],
) -> None:
    """Strokes and words inside a box (left, bottom, width, height, in points), as one Figure."""
    left, bottom, width, height = box
    when = event.local(signed.at)
    hour = dates.clock(when)
    if when.date() != event.local(slot.start).date():  # signed afterwards: it is said
        hour = _("le {date} à {time}").format(date=f"{when:%d/%m/%Y}", time=hour)
    alt = _("Signature électronique simple de {name}, tracée à l'écran {when}, poste {station}").format(
        name=person.list_name, when=hour, station=signed.station or "–"
    )
    with paper.tag("Figure", alt=alt):
        said, told = _("signé à l'écran"), " · ".join(filter(None, (hour, signed.station)))
        if width >= _BESIDE:
            where = fit(told, False, width * (1 - _SHARE) - 2 * _EDGE, _SIZE, _SMALL, 2)
            lines = (said, *where.lines)
            y = bottom + height / 2 + len(lines) * where.size * 0.6 - where.size * 0.95
            for line in lines:
                paper.text(left + width * _SHARE + _EDGE, y, line, where.size, colour=MUTED)
                y -= where.size * 1.2
            inside = left + _EDGE, bottom + _EDGE, width * _SHARE - 3 * _EDGE, height - 2 * _EDGE
        else:
            # As much as has room: what it is comes before where it was.
            tried = (f"{said} {told}", f"{said} {hour}", told, hour)
            room = width - 2 * _EDGE
            words = next((words for words in tried if fonts.width(words, False) * _SMALL <= room), hour)
            size = min(_SMALL, room / fonts.width(words, False))
            paper.text_centred(left + width / 2, bottom + _EDGE, words, size, colour=MUTED)
            under = _EDGE + _SMALL * 0.95
            inside = left + _EDGE, bottom + under, width - 2 * _EDGE, height - under - _EDGE
        paper.raw(" ".join(_ink(signed.signature, inside)))


_Points = list[tuple[float, float, float]]


def _apart(points: _Points, least: float) -> _Points:
    """The points of a stroke that are so far from the one before; the first and the last stay."""
    kept = points[:1]
    for point in points[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= least:
            kept.append(point)
    return kept + points[1:][-1:]


def _ink(signature: Signature, inside: tuple[float, float, float, float]) -> Iterator[str]:
    """The operators that draw the strokes, as large as they go in a rectangle, none of them over its edge."""
    left, bottom, width, height = inside
    base = min(_THICK, max(_THIN, height * 0.045))
    margin = base * (1 + _HARD) / 2
    covered = signature.box
    across, down = max(covered.right - covered.left, 1), max(covered.bottom - covered.top, 1)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / down, _LARGEST * height / HEIGHT)
    x0 = left + (width - across * scale) / 2 - covered.left * scale
    y0 = bottom + (height + down * scale) / 2 + covered.top * scale

    def at(x: float, y: float) -> str:
        return f"{x0 + x * scale:.2f} {y0 - y * scale:.2f}"

    yield f"q 1 J 1 j {rgb(INK)} RG"
    for stroke in signature.strokes:
        points = _apart(drawn(stroke), _STEP / scale)
        x, y, _pressure = points[0]
        made = curves(points)
        for pressure, some in by_pressure(made, _LEVELS):
            yield f"{base * (1 + _HARD * (2 * pressure - 1)):.3g} w {at(x, y)} m"
            for curve in some:
                if len(points) == 1:
                    yield f"{at(x, y)} l"
                else:
                    # A quadratic curve as a cubic one.
                    first = at(x + (curve.x1 - x) * 2 / 3, y + (curve.y1 - y) * 2 / 3)
                    second = at(curve.x + (curve.x1 - curve.x) * 2 / 3, curve.y + (curve.y1 - curve.y) * 2 / 3)
                    yield f"{first} {second} {at(curve.x, curve.y)} c"
                x, y = curve.x, curve.y
            yield "S"
    yield "Q"
