"""Whether the clock of a station can be right: told against the event's dates, what was recorded last, and itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from ia_events.domain import dates
from ia_events.domain.events import Event
from ia_events.domain.verdicts import outside_dates
from ia_events.i18n import _

BEHIND = timedelta(minutes=2)  # two stations are never set to the same second
JUMP = timedelta(seconds=90)


def doubt(event: Event, now: datetime, last: datetime | None, offset: timedelta) -> str:
    """What is wrong with a clock, in words that say what to do; "" when nothing is. All instants UTC.

    `last` is the latest instant recorded for the event, by any station; `offset` what this machine adds to UTC.
    """
    if last is not None and now < last - BEHIND:
        return _(
            "Ce poste indique {now}, mais un passage est déjà enregistré à {last} : vérifiez la date et l'heure du poste."
        ).format(now=_moment(event, now, last), last=_moment(event, last, now))
    if not outside_dates(event, now) or event.starts is None or event.ends is None:
        return _wrong_zone(event, now, offset)
    for years in (-1, 1):
        if not outside_dates(event, _year_away(now, years)):
            return _("L'année de ce poste est sans doute fausse : il se croit en {year}.").format(year=now.year)
    return _(
        "Ce poste se croit le {today}, hors des dates de l'événement ({dates}) : vérifiez sa date et son heure."
    ).format(today=dates.long_date(event.local(now).date()), dates=dates.event_dates(event))


def jump(before: datetime, now: datetime, elapsed: timedelta) -> str:
    """What to say when a clock moved otherwise than time did between two looks, `elapsed` by a clock nobody can set."""
    moved = (now - before) - elapsed
    if abs(moved) < JUMP:
        return ""
    minutes = round(abs(moved).total_seconds() / 60)
    if moved > timedelta(0):
        return _("L'horloge de ce poste vient d'avancer de {minutes} min : vérifiez-la.").format(minutes=minutes)
    return _("L'horloge de ce poste vient de reculer de {minutes} min : vérifiez-la.").format(minutes=minutes)


def _wrong_zone(event: Event, now: datetime, offset: timedelta) -> str:
    """A machine set by hand to the hour of the wall, but to the zone of elsewhere, is hours away from every slot, and would
    be in one if its zone were the event's.
    """
    here = event.local(now).utcoffset() or timedelta(0)
    if offset == here or _near(event, now):
        return ""
    if _near(event, now + offset - here):
        return _(
            "Ce poste est à l'heure d'un autre fuseau que l'événement : pour lui, il est {time} ici. Vérifiez son fuseau."
        ).format(time=dates.clock(event.local(now)))
    return ""


def _near(event: Event, at: datetime) -> bool:
    around = timedelta(hours=1, minutes=30)
    return any(slot.start - around <= at <= slot.end + around for slot in event.slots)


def _moment(event: Event, instant: datetime, other: datetime) -> str:
    local = event.local(instant)
    if local.date() == event.local(other).date():
        return dates.clock(local)
    return _("{time}, le {date}").format(time=dates.clock(local), date=dates.short_date(local.date()))


def _year_away(instant: datetime, years: int) -> datetime:
    try:
        return instant.replace(year=instant.year + years)
    except ValueError:  # 29 February
        return instant.replace(year=instant.year + years, day=28)
