"""The clock of this station, watched while the door is open: what is wrong with it is said, and hours told wrong are shifted."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from ia_events.domain import clocks
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, local_instant
from ia_events.i18n import _
from ia_events.store import door_mends
from ia_events.ui.pages.door_asking import DoorQuestion
from ia_events.ui.pages.door_below import Below
from ia_events.ui.pages.door_past import DoorPast
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, Field, secondary
from ia_events.ui.widgets.dates import ClockField, DayField

_MINUTES = re.compile(r"[+-]?\d{1,7}")


def elapsed() -> timedelta:
    """A clock nobody can set, and that goes on while the machine sleeps where there is one."""
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW"):  # Linux, macOS; Windows counts its sleep in the other one
        clock = getattr(time, name, None)
        if clock is not None:
            return timedelta(seconds=time.clock_gettime(clock))
    return timedelta(seconds=time.monotonic())


class DoorClock(QObject):
    """A banner, and the question its button asks. `ticked` comes every 20 s between `start` and `stop`.

    The hours a station told are the organiser's: a volunteer reads what is wrong, without the button.
    """

    ticked = Signal()

    def __init__(self, session: Session, below: Below, past: DoorPast) -> None:
        super().__init__(below)
        self.session, self.below, self._past = session, below, past
        self._timer = QTimer(self, interval=20_000)
        self._timer.timeout.connect(self.look)
        self._timer.timeout.connect(self.ticked)
        self.banner = Banner()
        self._seen: tuple[datetime, timedelta] | None = None
        self._said = ""  # the words of the banner, without their figures: dismissed, they are not said again
        self._doubted = False
        self._jumped: tuple[datetime, timedelta] | None = (
            None  # the hour before the last jump, and by how much it jumped
        )
        self.minutes = QLineEdit()
        self.minutes.setPlaceholderText("-60")
        self.days, self.hours = (
            [DayField(name=_("Premier jour")), DayField(name=_("Dernier jour"))],
            [ClockField(name=_("Première heure")), ClockField(name=_("Dernière heure"))],
        )
        self.question = DoorQuestion(
            _("Décaler ces heures"),
            self._shift,
            Field(_("Minutes à ajouter"), self.minutes, _("-60 : une heure plus tôt")),
            Field(_("Depuis le"), self.days[0]),
            Field(_("à partir de"), self.hours[0]),
            Field(_("Jusqu'au"), self.days[1]),
            Field(_("à"), self.hours[1]),
        )
        below.add_question(self.question)
        session.settings_changed.connect(self._mode_changed)

    def start(self) -> None:
        """Watch it from now on."""
        self._timer.start()
        QTimer.singleShot(0, self, self.look)

    def stop(self) -> None:
        """Nobody is at the door."""
        self._timer.stop()

    def look(self) -> None:
        """See whether the clock jumped, and, away from the window, whether it can be right."""
        event, now, tick = self.session.event, self.session.now(), elapsed()
        before, self._seen = self._seen, (now, tick)
        if event is None:
            return
        words = clocks.jump(before[0], now, tick - before[1]) if before is not None else ""
        if before is not None and words:
            self._jumped = before[0], (now - before[0]) - (tick - before[1])
            self._doubted, self._said = False, ""
            self._say(words)
            return
        self.session.run(
            lambda store, _progress: door_mends.last_heard(store, event.id),
            lambda last: self._weigh(event, last),
            cancellable=False,
        )

    def _weigh(self, event: Event, last: datetime | None) -> None:
        if self.session.event_id != event.id:
            return
        words = clocks.doubt(event, self.session.now(), last, timedelta(seconds=time.localtime().tm_gmtoff))
        if words:
            self._doubted = True
            self._say(words)
        elif self._doubted:
            self._doubted, self._said = False, ""
            self.banner.hide()

    def _say(self, words: str) -> None:
        kind = re.sub(r"\d+", "", words)
        if kind != self._said:
            self._said = kind
            self._show(words)

    def _show(self, words: str) -> None:
        shift = [] if self.session.volunteer else [secondary(_("Décaler les heures de ce poste…"), self.ask)]
        self.banner.show_message(words, "attention", *shift, icon="alarm-bold")

    def _mode_changed(self, key: str) -> None:
        if key == "mode" and not self.banner.isHidden():
            self._show(self.banner.text)

    # --- hours told wrong ----------------------------------------------------------------------------------------

    def ask(self) -> None:
        """By how much the hours this station told are wrong, and which: all of them, unless a jump tells more."""
        event, station = self.session.event, self.session.settings.station
        if self.session.volunteer:
            return
        heard = door_mends.heard(self.session.store, event.id, station) if event is not None else None
        if event is None or heard is None:
            self.session.notify(_("Ce poste n'a encore enregistré aucun passage : il n'y a rien à décaler."))
            return
        first, last = heard
        self.minutes.clear()
        if self._jumped is not None:
            last = min(last, self._jumped[0])
            self.minutes.setText(f"{round(self._jumped[1].total_seconds() / 60):+}")
        for day, hour, instant in zip(self.days, self.hours, (min(first, last), last), strict=True):
            local = event.local(instant)
            day.set_value(local.date())
            hour.set_value(local.time().replace(second=0, microsecond=0))
        self.below.show_question(self.question)
        self.question.ask(_("Décaler les heures enregistrées par le poste « {station} »").format(station=station))

    def _shift(self) -> None:
        event, session = self.session.event, self.session
        if event is None or session.volunteer:
            return
        typed = self.minutes.text().replace("\u2212", "-").replace(" ", "")
        since, until = (self._instant(event, place) for place in (0, 1))
        if not _MINUTES.fullmatch(typed) or not int(typed):
            self.question.complain(_("Donnez un nombre de minutes. Exemples : 60, -60"), self.minutes)
        elif since is None or until is None:
            fields: tuple[DayField | ClockField, ...] = (*self.days, *self.hours)
            wrong = next(field for field in fields if field.value is None)
            self.question.complain(_("Ce jour ou cette heure n'en est pas un : corrigez-le."), wrong)
        else:
            try:
                done = door_mends.shift_times(
                    session.store, event, session.settings.station, timedelta(minutes=int(typed)), session.now(),
                    since=since, until=until + timedelta(seconds=59.999999),
                )  # fmt: skip
            except (UserError, OverflowError) as error:
                words = error.message if isinstance(error, UserError) else _("C'est trop de minutes.")
                self.question.complain(words, self.minutes)
                return
            if done is None:
                self.question.complain(_("Ce poste n'a enregistré aucun passage entre ces heures."), self.hours[0])
                return
            self._past.note(done, organisers=True)
            self._jumped = None
            self.banner.hide()
            self.question.closed.emit()
            session.recorded()
            session.notify_done(done)

    def _instant(self, event: Event, place: int) -> datetime | None:
        day, hour = self.days[place].value, self.hours[place].value
        return None if day is None or hour is None else local_instant(day, hour, event.timezone).astimezone(UTC)
