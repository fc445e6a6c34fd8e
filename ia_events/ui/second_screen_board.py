"""What the second screen shows, painted by hand at the size of the screen: read from five metres."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ia_events.domain import dates
from ia_events.domain.events import Event
from ia_events.i18n import LANGUAGES, N_, _, ngettext, speaking, system_language
from ia_events.settings import Settings
from ia_events.store.arrivals import Board, Stand
from ia_events.ui import colours, fonts, icons, theme

# A design of 1600 × 900 that grows with the screen; these are its text sizes.
_WIDTH, _HEIGHT = 1600.0, 900.0
_HUGE, _TITLE, _TEXT, _LABEL = 150.0, 46.0, 34.0, 28.0
_MARGIN, _GAP, _ROW = 52.0, 56.0, 66.0
_MOST_QUARTERS = 20
NOBODYS = N_("Sans employeur")
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


class BoardView(QWidget):
    """One slot: how many came, when, from where; who waits."""

    def __init__(self, now: Callable[[], datetime], settings: Settings) -> None:
        super().__init__()
        self._now, self._settings = now, settings
        self._event: Event | None = None
        self.board: Board | None = None
        self._unit = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(1280, 720)

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 360)

    def show_board(self, event: Event | None, board: Board | None) -> None:
        """Show what was counted; None where there is nothing to count."""
        self._event, self.board = event, board
        with speaking(self._language):
            self.setAccessibleName(self._spoken())
        self.update()

    @property
    def _language(self) -> str:
        # The station's: a kiosk speaks that of whoever stands before it.
        chosen = self._settings.language
        return chosen if chosen in LANGUAGES else system_language()

    def _spoken(self) -> str:
        if self._event is None or self.board is None:
            return _("Aucun créneau à montrer")
        said = [self._event.title, *self._figures(self.board)]
        said += [f"{stand.name or _(NOBODYS)} {stand.present}/{stand.expected}" for stand in self.board.employers]
        return ". ".join(said)

    def _figures(self, board: Board) -> list[str]:
        came = ngettext("{count} arrivée", "{count} arrivées", board.arrived).format(count=board.arrived)
        return [
            came,
            _("{count} à venir").format(count=board.to_come),
            _("{count} en tout").format(count=board.expected),
        ]

    def paintEvent(self, _event: QPaintEvent) -> None:
        with speaking(self._language):
            self._paint()

    def _paint(self) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("background"))
        self._unit = min(self.width() / _WIDTH, self.height() / _HEIGHT)
        painter.scale(self._unit, self._unit)
        room = QRectF(0, 0, self.width() / self._unit, self.height() / self._unit)
        room.adjust(_MARGIN, _MARGIN * 0.7, -_MARGIN, -_MARGIN * 0.8)
        if self._event is None or self.board is None:
            self._empty(painter, room, "calendar-blank", _("Aucun créneau à montrer"))
        else:
            top = self._head(painter, room, self._event, self.board)
            body = QRectF(room.left(), top, room.width(), room.bottom() - top)
            left = QRectF(body.left(), body.top(), body.width() * 0.5, body.height())
            right = QRectF(left.right() + _GAP, body.top(), body.width() - left.width() - _GAP, body.height())
            self._left(painter, left, self._event, self.board)
            self._right(painter, right, self._event, self.board)
        painter.end()

    def _head(self, painter: QPainter, room: QRectF, event: Event, board: Board) -> float:
        """The event, the slot, the clock; where what is below begins."""
        hour = dates.clock(event.local(self._now()))
        taken = self._words(painter, room, hour, _TITLE, "text", fonts.SEMIBOLD, _RIGHT)
        title = QRectF(room.left(), room.top(), room.width() - taken - _GAP, _TITLE * 1.3)
        self._words(painter, title, event.title, _TITLE, "text", fonts.SEMIBOLD)
        below = QRectF(room.left(), title.bottom() + 2, room.width(), _LABEL * 1.4)
        self._words(painter, below, dates.slot_title(event, board.slot), _LABEL, "muted")
        return below.bottom() + 30

    def _left(self, painter: QPainter, room: QRectF, event: Event, board: Board) -> None:
        number = QRectF(room.left(), room.top(), room.width(), _HUGE)
        wide = self._words(painter, number, str(board.arrived), _HUGE, "accent_text", fonts.BOLD)
        came, to_come, expected = self._figures(board)
        beside = QRectF(room.left() + wide + 36, room.top() + 22, room.width() - wide - 36, _TEXT * 1.4)
        self._words(painter, beside, came.partition(" ")[2], _TEXT, "text", fonts.SEMIBOLD)
        beside.translate(0, _TEXT * 1.4)
        self._words(painter, beside, f"{to_come} · {expected}", _TEXT, "muted")
        bar = QRectF(room.left(), number.bottom() + 14, room.width(), 18)
        self._bar(painter, bar, board.arrived / board.expected if board.expected else 0.0)
        chart = QRectF(room.left(), bar.bottom() + 40, room.width(), room.bottom() - bar.bottom() - 40)
        if board.quarters:
            self._chart(painter, chart, event, board.quarters[-_MOST_QUARTERS:])
        else:
            self._empty(
                painter,
                chart,
                "clock",
                _("Aucune arrivée pour l'instant") if not board.arrived else _("Pointages sans heure d'arrivée"),
            )

    def _chart(self, painter: QPainter, room: QRectF, event: Event, quarters: Sequence[tuple[datetime, int]]) -> None:
        caption = QRectF(room.left(), room.top(), room.width(), _LABEL * 1.4)
        self._words(painter, caption, _("Arrivées par quart d'heure"), _LABEL, "muted")
        foot = _LABEL * 1.5
        plot = QRectF(
            room.left(),
            caption.bottom() + _LABEL * 1.4,
            room.width(),
            room.bottom() - foot - caption.bottom() - _LABEL * 1.4,
        )
        most = max(count for _at, count in quarters)
        step = min(plot.width() / len(quarters), 150.0)
        painter.fillRect(QRectF(plot.left(), plot.bottom(), plot.width(), 2), theme.color("control"))
        label_end = plot.left() - 1
        for place, (at, count) in enumerate(quarters):
            high = plot.height() * count / most
            bar = QRectF(plot.left() + place * step + step * 0.1, plot.bottom() - high, step * 0.8, high)
            self._rounded(painter, bar, theme.color("accent"))
            column = QRectF(plot.left() + place * step, bar.top() - _LABEL * 1.35, step, _LABEL * 1.3)
            if count and step >= _LABEL * len(str(most)) * 0.62:
                self._words(painter, column, str(count), _LABEL, "text", fonts.SEMIBOLD, Qt.AlignmentFlag.AlignHCenter)
            hour = dates.clock(event.local(at))
            wide = QFontMetricsF(fonts.font(_LABEL, tabular=True)).horizontalAdvance(hour)
            start = min(plot.left() + place * step + step * 0.1, room.right() - wide)
            if start > label_end:
                self._words(painter, QRectF(start, plot.bottom() + 8, wide + 4, _LABEL * 1.3), hour, _LABEL, "muted")
                label_end = start + wide + 22

    def _right(self, painter: QPainter, room: QRectF, event: Event, board: Board) -> None:
        """The day's slots, employers, then at the foot who waits and who came last."""
        foot = self._foot(board)
        bottom = room.bottom() - sum(_LABEL * 1.9 + len(lines) * _TEXT * 1.4 + 14 for _title, lines in foot)
        top = room.top()
        day = event.local(board.slot.start).date()
        today = [
            Stand(_(slot.label), stand.expected, stand.present)
            for slot, stand in board.slots
            if event.local(slot.start).date() == day
        ]
        if len(today) > 1:
            top = self._stands(painter, QRectF(room.left(), top, room.width(), bottom - top), _("Par créneau"), today)
            top += 16
        if any(stand.name for stand in board.employers):
            self._stands(
                painter, QRectF(room.left(), top, room.width(), bottom - top), _("Par employeur"), board.employers
            )
        top = bottom
        for title, lines in foot:
            self._words(painter, QRectF(room.left(), top + 14, room.width(), _LABEL * 1.4), title, _LABEL, "muted")
            top += 14 + _LABEL * 1.9
            for line in lines:
                self._words(
                    painter, QRectF(room.left(), top, room.width(), _TEXT * 1.35), line, _TEXT, "text", fonts.MEDIUM
                )
                top += _TEXT * 1.4

    def _foot(self, board: Board) -> list[tuple[str, list[str]]]:
        parts = []
        if board.waiting_count:
            words = ngettext(
                "Liste d'attente : {count} personne", "Liste d'attente : {count} personnes", board.waiting_count
            )
            names = [person.badge_name for person in board.waiting[:3]]
            parts.append((words.format(count=board.waiting_count), names))
        if board.last:
            lines = [" · ".join(filter(None, (p.first_name, p.employer))) for p, _at in board.last[:4]]
            parts.append((_("Dernières arrivées"), lines))
        return parts

    def _stands(self, painter: QPainter, room: QRectF, title: str, stands: Sequence[Stand]) -> float:
        """As many rows as there is room for, that of people without employer among them; where the last one ends."""
        self._words(painter, QRectF(room.left(), room.top(), room.width(), _LABEL * 1.4), title, _LABEL, "muted")
        top = room.top() + _LABEL * 1.8
        rows = max(0, int((room.bottom() - top) / _ROW))
        if rows < len(stands):
            stands = [*stands[: rows - 1], stands[-1]] if rows and not stands[-1].name else stands[:rows]
        for stand in stands:
            line = QRectF(room.left(), top, room.width(), _TEXT * 1.3)
            figures = f"{stand.present} / {stand.expected}"
            taken = self._words(painter, line, figures, _TEXT, "text", fonts.SEMIBOLD, _RIGHT)
            line.setRight(room.right() - taken - 24)
            self._words(painter, line, stand.name or _(NOBODYS), _TEXT, "text" if stand.name else "muted")
            self._bar(
                painter, QRectF(room.left(), line.bottom() + 2, room.width(), 8), stand.present / max(1, stand.expected)
            )
            top += _ROW
        return top

    def _bar(self, painter: QPainter, room: QRectF, share: float) -> None:
        self._rounded(painter, room, theme.color("line"))
        if share > 0:
            done = QRectF(room.left(), room.top(), max(room.height(), room.width() * min(1.0, share)), room.height())
            self._rounded(painter, done, theme.color("accent"))

    def _rounded(self, painter: QPainter, room: QRectF, ground: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        radius = min(6.0, room.height() / 2, room.width() / 2)
        painter.drawRoundedRect(room, radius, radius)

    def _empty(self, painter: QPainter, room: QRectF, glyph: str, words: str) -> None:
        middle = room.center()
        icons.paint(painter, QRectF(middle.x() - 48, middle.y() - 110, 96, 96), glyph, theme.color("muted"))
        line = QRectF(room.left(), middle.y() + 8, room.width(), _TEXT * 1.5)
        self._words(painter, line, words, _TEXT, "muted", fonts.MEDIUM, Qt.AlignmentFlag.AlignHCenter)

    def _words(
        self, painter: QPainter, room: QRectF, words: str, size: float, token: str, weight: int = fonts.REGULAR,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> float:  # fmt: skip
        """One line, elided where it must be; the width it takes. Everything has 7:1 on the ground."""
        font = fonts.font(size, weight, tabular=True)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
        tokens = theme.tokens()
        painter.setFont(font)
        painter.setPen(QColor(colours.readable(getattr(tokens, token), (tokens.background,), colours.DISTANT)))
        line = QRectF(room.left(), room.top(), room.width(), max(room.height(), metrics.height()))
        if align == _RIGHT:
            line.setHeight(metrics.height())
        painter.drawText(line, int(align | Qt.AlignmentFlag.AlignVCenter), shown)
        return metrics.horizontalAdvance(shown)
