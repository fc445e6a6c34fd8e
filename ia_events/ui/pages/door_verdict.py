"""The verdict: half the screen, one colour, one shape, one name. Painted by hand, so that it is there at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ia_events.domain import dates
from ia_events.domain.events import Event
from ia_events.domain.people import Role
from ia_events.domain.verdicts import LATE, VERDICT_SENTENCES, Outcome, Tone, Verdict
from ia_events.i18n import N_, _
from ia_events.ui import colours, fonts, icons, theme
from ia_events.ui.widgets.banner import announce
from ia_events.ui.widgets.progress import STAYS_SEEN

# What is read from three metres.
HEADLINES = {
    Verdict.WELCOME: N_("Bienvenue, {first_name}"),
    Verdict.ALREADY_IN: N_("Déjà là depuis {first}"),
    Verdict.LEFT: N_("Au revoir, {first_name}"),
    Verdict.RETURNED: N_("Bon retour, {first_name}"),
    Verdict.WRONG_SLOT: N_("Autre créneau"),
    Verdict.EARLY: N_("Ouverture à {opens}"),
    Verdict.FULL: N_("Salle pleine"),
    Verdict.NO_REENTRY: N_("Sortie définitive"),
    Verdict.OTHER_EVENT: N_("Autre événement"),
    Verdict.CANCELLED: N_("Désistement"),
    Verdict.WAITLISTED: N_("Liste d'attente"),
    Verdict.REPLACED: N_("Badge remplacé"),
    Verdict.GENUINE_UNLISTED: N_("Badge hors liste"),
    Verdict.BLANK: N_("Badge vierge"),
    Verdict.SHEET_PAGE: N_("Pas un badge"),
    Verdict.CERTIFICATE: N_("Attestation"),
    Verdict.FOREIGN: N_("Badge inconnu"),
    Verdict.UNREADABLE: N_("Badge illisible"),
}
# Without a first name there is nobody to greet by it.
_PLAIN = {
    Verdict.WELCOME: N_("Bienvenue"),
    Verdict.ALREADY_IN: N_("Déjà là"),
    Verdict.LEFT: N_("Au revoir"),
    Verdict.RETURNED: N_("Bon retour"),
}
GLYPHS = {
    Verdict.WELCOME: "check-bold",
    Verdict.ALREADY_IN: "clock-counter-clockwise-bold",
    Verdict.LEFT: "sign-out-bold",
    Verdict.RETURNED: "arrow-u-down-left-bold",
    Verdict.WRONG_SLOT: "calendar-x-bold",
    Verdict.EARLY: "timer-bold",
    Verdict.FULL: "users-three-bold",
    Verdict.NO_REENTRY: "door-bold",
    Verdict.OTHER_EVENT: "swap-bold",
    Verdict.CANCELLED: "prohibit-bold",
    Verdict.WAITLISTED: "hourglass-bold",
    Verdict.REPLACED: "identification-badge-bold",
    Verdict.GENUINE_UNLISTED: "question-bold",
    Verdict.BLANK: "note-blank-bold",
    Verdict.SHEET_PAGE: "file-text-bold",
    Verdict.CERTIFICATE: "graduation-cap-bold",
    Verdict.FOREIGN: "x-bold",
    Verdict.UNREADABLE: "barcode-bold",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel says. `tone` is a Tone, or "neutral" between two verdicts."""

    tone: str
    glyph: str
    headline: str
    short: str = ""  # the headline where it has no room
    name: str = ""
    employer: str = ""
    sentence: str = ""
    warning: str = ""
    time: str = ""

    @property
    def spoken(self) -> str:
        """All of it, for a screen reader."""
        parts = (self.headline, self.name, self.employer, self.sentence, self.warning)
        return ". ".join(part.rstrip(".") for part in parts if part)


def shown(outcome: Outcome, event: Event) -> Shown:
    """An outcome in words, in the event's zone."""
    person, slot = outcome.attendee, outcome.right_slot or outcome.slot
    # Nobody knows a companion's name: the host's is in its place.
    first_name = person.first_name if person and person.role != Role.COMPANION else ""
    plain = _(_PLAIN.get(outcome.verdict, ""))
    values = {
        "first_name": first_name,
        "time": dates.clock(event.local(outcome.at)),
        "first": _moment(event, outcome.first_at, outcome.at) if outcome.first_at else "",
        "place": f", {outcome.place}" if outcome.place else "",
        "slot": dates.slot_title(event, slot) if slot else "",
        "opens": dates.clock(event.local(slot.start - timedelta(minutes=slot.opens)))
        if slot and slot.opens is not None
        else "",
        "seats": str(slot.seats) if slot and slot.seats is not None else "",
        "left": _moment(event, outcome.left_at, outcome.at) if outcome.left_at else "",
        "event": outcome.other_event,
        "late": str(round((outcome.at - slot.start).total_seconds() / 60)) if slot else "",
    }
    warning = ""
    if outcome.outside_dates:
        warning = _("Hors des dates de l'événement ({dates}) : vérifiez la date et l'heure de ce poste.").format(
            dates=dates.event_dates(event)
        )
    return Shown(
        tone=outcome.tone.value,
        glyph=GLYPHS[outcome.verdict],
        headline=plain if plain and not first_name else _(HEADLINES[outcome.verdict]).format(**values),
        short=plain,
        name=person.list_name if person else "",
        employer=" · ".join(filter(None, (person.employer, person.job_title))) if person else "",
        sentence=_(LATE if outcome.late else VERDICT_SENTENCES[outcome.verdict]).format(**values),
        warning=warning,
        time=values["time"],
    )


def ready(leaving: bool) -> Shown:
    """What stands there between two people."""
    headline = _("Prêt pour les sorties") if leaving else _("Prêt à scanner")
    sentence = _("Présentez un badge devant le lecteur, ou tapez un nom.")
    return Shown("neutral", "sign-out" if leaving else "qr-code", headline, sentence=sentence)


def _moment(event: Event, instant: datetime, now: datetime) -> str:
    """The hour; with its day when it was another one."""
    local = event.local(instant)
    if local.date() == event.local(now).date():
        return dates.clock(local)
    return _("{time}, le {date}").format(time=dates.clock(local), date=dates.short_date(local.date()))


class VerdictPanel(QWidget):
    """Shows one verdict until the next. Signal: said, when it shows another."""

    said = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown = Shown("neutral", "qr-code-bold", "")
        self.setObjectName(STAYS_SEEN)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_outcome(self, outcome: Outcome, event: Event) -> None:
        """Show a verdict that has been committed."""
        self.say(shown(outcome, event))

    def say(self, what: Shown) -> None:
        """Show something else: that the door is ready, that a scan was taken back."""
        self.shown = what
        self.setAccessibleName(what.spoken)
        self.update()
        self.said.emit()
        announce(self, what.spoken)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), self.minimumSizeHint().height())  # it stretches over what the window has

    def minimumSizeHint(self) -> QSize:
        # Headline and name are not larger with big text, where the field below is to be seen too.
        return QSize(theme.px(240), min(theme.px(222), max(222, theme.px(170))))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground, text, muted = inks(self.shown.tone)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, box, ink, ground)
        wide, narrow = box.width() > theme.px(820), box.width() < theme.px(300)
        gap = theme.px(40) if wide else theme.px(12) if narrow else theme.px(24)
        side = min(theme.px(168), box.height() * 0.46, box.width() * 0.2)
        shape = QRectF(box.left() + theme.px(14) + gap, box.center().y() - side / 2, side, side)
        _paint_shape(painter, shape, self.shown.tone, self.shown.glyph, ink, ground)
        room = QRectF(shape.right() + gap, box.top(), box.right() - shape.right() - 2 * gap, box.height())
        room.adjust(0, theme.px(12), 0, -theme.px(12))
        lines = self._lines(room.width(), room.height(), (ink, text, muted))
        top = max(room.top(), room.center().y() - _height(lines) / 2)
        first = QRectF()
        if lines:  # what the capitals of the headline cover: the hour gives way to it
            reach = QFontMetricsF(lines[0].font).horizontalAdvance(lines[0].text) + theme.S
            first = QRectF(room.left(), top + lines[0].height * 0.2, reach, lines[0].height)
        for line in lines:
            painter.setFont(line.font)
            painter.setPen(line.color)
            where = QRectF(room.left(), top, room.width(), line.height)
            painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), line.text)
            top += line.height
        if self.shown.time:
            painter.setFont(fonts.font(theme.px(theme.SUBTITLE), fonts.MEDIUM, tabular=True))
            painter.setPen(muted)
            corner = box.adjusted(0, theme.px(16), -theme.px(24), 0)
            flags = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            if not painter.boundingRect(corner, flags, self.shown.time).intersects(first):
                painter.drawText(corner, flags, self.shown.time)
        painter.end()

    def _paint_ground(self, painter: QPainter, box: QRectF, ink: QColor, ground: QColor) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(box, theme.VERDICT_RADIUS, theme.VERDICT_RADIUS)
        painter.fillPath(outline, ground)
        neutral = self.shown.tone == "neutral"
        if not neutral:
            bar = QPainterPath()
            bar.addRect(QRectF(box.left(), box.top(), theme.px(14), box.height()))
            painter.fillPath(bar & outline, ink)
        painter.setPen(theme.color("line") if neutral else QColor(colours.mix(ink.name(), ground.name(), 0.25)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(outline)

    def _lines(self, width: float, height: float, palette: tuple[QColor, QColor, QColor]) -> list[_Line]:
        """The words, as large as the room allows; headline and name are never under 48 px, and elided last."""
        best: list[_Line] = []
        for headline, scale, most in _FITS:
            words = self.shown.short if headline == "short" else self.shown.headline
            if not words:
                continue
            lines = self._try(words, width, max(theme.DISPLAY, theme.px(theme.DISPLAY) * scale), most, palette)
            if _height(lines) <= max(height, _height(best) - 1) or not best:
                best = lines
                if _height(lines) <= height and not any(line.elided and line.big for line in lines):
                    break
        return best

    def _try(
        self, headline: str, width: float, size: float, most: int, palette: tuple[QColor, QColor, QColor]
    ) -> list[_Line]:
        what, (ink, text, muted) = self.shown, palette
        small = max(theme.px(theme.BODY), min(theme.px(32), size * 0.42))
        lines: list[_Line] = []
        for words, pixels, weight, color, rows, big in (
            (headline, size, fonts.BOLD, ink, 1, True),
            (what.name, max(theme.DISPLAY, size * 0.9), fonts.SEMIBOLD, text, most, True),
            (what.employer, small, fonts.REGULAR, muted, 2 if most == 1 else 1, False),  # a long name comes before it
            (what.sentence, small, fonts.MEDIUM, text, 2 if what.name else 4, False),  # « … de l'événement … » whole
            (what.warning, max(theme.px(theme.BODY), min(theme.px(18), small)), fonts.SEMIBOLD, ink, 2, False),
        ):
            if words:
                lines.extend(_broken(words, fonts.font(pixels, weight), color, width, rows, big))
        return lines


# How the words are tried, from what is best to look at to what holds most: the headline, its scale, lines for the name.
_FITS = (
    *(("headline", scale, 1) for scale in (2.0, 1.85, 1.7, 1.55, 1.4, 1.25, 1.1, 1.0)),
    ("short", 1.25, 1), ("short", 1.0, 1), ("headline", 1.0, 2), ("short", 1.0, 2), ("headline", 1.0, 3), ("short", 1.0, 3),
    # With the text zoom at 200 %, 48 px are half the size.
    ("headline", 0.75, 1), ("headline", 0.5, 1), ("short", 0.5, 1), ("headline", 0.5, 2), ("short", 0.5, 2),
    ("headline", 0.5, 3), ("short", 0.5, 3),
)  # fmt: skip


# Where a line may end: after a hyphen or a plain space; a no-break one holds « 17 h 42 » together.
_BREAKS = re.compile(r"[^ -]*[ -]*")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    font: QFont
    color: QColor
    height: float
    big: bool
    elided: bool


def _height(lines: list[_Line]) -> float:
    return sum(line.height for line in lines)


def _broken(words: str, font: QFont, color: QColor, width: float, most: int, big: bool) -> list[_Line]:
    """The words on at most so many lines; the last one elided if it must be."""
    metrics = QFontMetricsF(font)
    height = metrics.lineSpacing() * 1.05
    rest = words
    lines: list[_Line] = []
    while rest and len(lines) < most - 1 and metrics.horizontalAdvance(rest) > width:
        taken = ""
        for word in _BREAKS.findall(rest):
            if taken and metrics.horizontalAdvance((taken + word).rstrip()) > width:
                break
            taken += word
        lines.append(
            _Line(
                metrics.elidedText(taken.rstrip(), Qt.TextElideMode.ElideRight, width), font, color, height, big, False
            )
        )
        rest = rest[len(taken) :].lstrip(" ")
    if rest:
        last = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
        lines.append(_Line(last, font, color, height, big, last != rest))
    return lines


def inks(tone: str) -> tuple[QColor, QColor, QColor, QColor]:
    """Ink, ground, text and muted text of a tone: everything that is read has 7:1 on the ground."""
    return _inks(tone, theme.tokens())


@lru_cache(maxsize=32)
def _inks(tone: str, tokens: colours.Tokens) -> tuple[QColor, QColor, QColor, QColor]:
    neutral = tone == "neutral"
    ground = tokens.surface if neutral else getattr(tokens, f"{tone}_soft")
    inks = (tokens.muted if neutral else getattr(tokens, tone), tokens.text, tokens.muted)
    ink, text, muted = (QColor(colours.readable(color, (ground,), colours.DISTANT)) for color in inks)
    return ink, QColor(ground), text, muted


def _paint_shape(painter: QPainter, box: QRectF, tone: str, glyph: str, ink: QColor, ground: QColor) -> None:
    """A disc, a triangle or an octagon with the verdict's sign in it: the tone is told without its colour."""
    painter.save()
    if tone == "neutral":
        icons.paint(painter, box, glyph, ink)
        painter.restore()
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    if tone == Tone.WELCOME:
        painter.drawEllipse(box)
        share = 0.52
    elif tone == Tone.ATTENTION:
        # A diamond: a triangle leaves no room for a sign.
        centre = box.center()
        points = [
            QPointF(centre.x(), box.top()),
            QPointF(box.right(), centre.y()),
            QPointF(centre.x(), box.bottom()),
            QPointF(box.left(), centre.y()),
        ]
        painter.drawPolygon(QPolygonF(points))
        share = 0.42
    else:
        cut = box.width() * 0.2929
        left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
        corners = [
            QPointF(left + cut, top), QPointF(right - cut, top), QPointF(right, top + cut), QPointF(right, bottom - cut),
            QPointF(right - cut, bottom), QPointF(left + cut, bottom), QPointF(left, bottom - cut), QPointF(left, top + cut),
        ]  # fmt: skip
        painter.drawPolygon(QPolygonF(corners))
        share = 0.54
    size = box.width() * share
    inner = QRectF(box.center().x() - size / 2, box.center().y() - size / 2, size, size)
    icons.paint(painter, inner, glyph, ground)
    painter.restore()
