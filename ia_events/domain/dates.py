"""Dates and hours as French papers write them, and their English counterparts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time

from ia_events import i18n
from ia_events.domain.events import Event, Slot
from ia_events.domain.text import fold
from ia_events.i18n import _

_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
_NBSP = "\u00a0"


def long_date(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """« mercredi 12 novembre 2025 », « samedi 1er mars 2025 »; "Wednesday 12 November 2025"."""
    language = i18n.language()
    number = "1er" if day.day == 1 and language == "fr" else str(day.day)
    words = [number, _MONTHS[language][day.month - 1]]
    if weekday:
        words.insert(0, _DAYS[language][day.weekday()])
    if year:
        words.append(str(day.year))
    return _NBSP.join(words) if len(words) < 3 else " ".join(words[:-2]) + " " + _NBSP.join(words[-2:])


def numbers_of(text: str) -> frozenset[int]:
    """The days, months and years a text says, whichever language it is in: what tells dates from others."""
    months = {fold(name): number for names in _MONTHS.values() for number, name in enumerate(names, 101)}
    words = re.findall(r"[0-9]+|[a-z]+", fold(text))
    return frozenset(
        months[word] if word in months else int(word)
        for word in words
        if word in months or (word.isdigit() and len(word) <= 9)
    )


# Words, not compiled here: the window opens before any of them is looked for, and `re` keeps what it has compiled.
_NUMERIC_DATE = r"(?<!\d)(\d{1,2})\s?[/.\-]\s?(\d{1,2})(?:\s?[/.\-]\s?(\d{4}|\d{2}))?(?!\d)"
_ISO_DATE = r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)"
_MONTH_NUMBERS = {
    "janvier": 1, "janv": 1, "january": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2, "mars": 3, "march": 3, "avril": 4, "avr": 4, "april": 4, "mai": 5, "may": 5,
    "juin": 6, "june": 6, "juillet": 7, "juil": 7, "july": 7, "aout": 8, "august": 8, "aug": 8, "septembre": 9, "sept": 9, "sep": 9, "september": 9, "octobre": 10, "oct": 10, "october": 10,
    "novembre": 11, "nov": 11, "november": 11, "decembre": 12, "dec": 12, "december": 12,
}  # fmt: skip
_WORD_DATE = rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)? ({'|'.join(_MONTH_NUMBERS)})(?: (\d{{4}}))?\b"


def day_told(text: str) -> tuple[int, int, int]:
    """The first day a text names, as (day, month, year): 0 for what it does not tell, all three without a day.

    « 12/11/2025 », « 12.11 », « 2025-11-12 », « mercredi 12 nov. 2025 ».
    """
    day, month, year = 0, 0, 0
    if iso := re.search(_ISO_DATE, text):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif numeric := re.search(_NUMERIC_DATE, text):
        day, month, year = int(numeric[1]), int(numeric[2]), int(numeric[3] or 0)
        year += 2000 if 0 < year < 100 else 0
    elif word := re.search(_WORD_DATE, fold(text)):
        day, month, year = int(word[1]), _MONTH_NUMBERS[word[2]], int(word[3] or 0)
    return (day, month, year) if 1 <= day <= 31 and 1 <= month <= 12 else (0, 0, 0)


def short_date(day: date) -> str:
    """12/11/2025."""
    return f"{day:%d/%m/%Y}"


def parse_clock(text: str) -> time | None:
    """18 h 30, 18h, 18:30, 18.30, 1830 or 18. None: not an hour."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:\s*[h:.]\s*(\d{2})?|\s+(\d{2})|(\d{2}))?\s*(?:min)?\s*", text.lower())
    if found is None:
        return None
    minutes = found[2] or found[3] or found[4] or "0"
    hour, minute = int(found[1]), int(minutes)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def clock(instant: datetime) -> str:
    """« 9 h 30 », « 18 h »; "09:30". The instant is already in the zone to show."""
    if i18n.language() == "en":
        return f"{instant:%H:%M}"
    return f"{instant.hour}{_NBSP}h{_NBSP}{instant.minute:02d}" if instant.minute else f"{instant.hour}{_NBSP}h"


def moment(at: datetime, now: datetime) -> str:
    """When, as said at `now`: « hier à 16 h 04 », « mercredi à 17 h 30 », « le 3 juin à 9 h ». Both in the zone to show."""
    day, days = at.date(), (at.date() - now.date()).days
    if days in (-1, 0, 1):
        template = (_("hier à {time}"), _("aujourd'hui à {time}"), _("demain à {time}"))[days + 1]
    elif 1 < days < 7:
        template = _("{day} à {time}")
    else:
        template = _("le {date} à {time}")
    return template.format(
        day=_DAYS[i18n.language()][day.weekday()],
        date=long_date(day, weekday=False, year=day.year != now.year),
        time=clock(at),
    )


def slot_hours(event: Event, slot: Slot) -> str:
    """« 18 h – 20 h 30 »."""
    return f"{clock(event.local(slot.start))} – {clock(event.local(slot.end))}"


def slot_title(event: Event, slot: Slot) -> str:
    """« Soirée · mercredi 12 novembre 2025, 18 h – 20 h 30 »."""
    return f"{i18n._(slot.label)} · {long_date(event.local(slot.start).date())}, {slot_hours(event, slot)}"


def event_dates(event: Event) -> str:
    """One day, or « du 3 au 4 juin 2025 ». Empty without slots."""
    if event.starts is None or event.ends is None:
        return ""
    return day_range([event.local(event.starts).date(), event.local(event.ends).date()])


def day_range(days: Sequence[date]) -> str:
    """The days from the first to the last, in words."""
    first, last = min(days), max(days)
    if first == last:
        return long_date(first)
    same_year = first.year == last.year
    same_month = same_year and first.month == last.month
    start = (
        ("1er" if first.day == 1 and i18n.language() == "fr" else str(first.day))
        if same_month
        else long_date(first, weekday=False, year=not same_year)
    )
    end = long_date(last, weekday=False)
    return f"du {start} au {end}" if i18n.language() == "fr" else f"{start} to {end}"


def hours(value: float) -> str:
    """Hours attended: « 2 h 30 »; "2 h 30"."""
    whole, minutes = divmod(round(value * 60), 60)
    return f"{whole}{_NBSP}h{_NBSP}{minutes:02d}" if minutes else f"{whole}{_NBSP}h"
