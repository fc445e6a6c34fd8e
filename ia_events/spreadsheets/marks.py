"""What a heading says of a slot (« 12/11 matin », « J2 après-midi »), and what a mark under it says (X, P, Abs, Exc.)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from ia_events.domain import presence_words
from ia_events.domain.attendance import State
from ia_events.domain.dates import day_told
from ia_events.domain.events import Slot
from ia_events.domain.text import fold

MORNING, AFTERNOON, EVENING, WHOLE_DAY = "morning", "afternoon", "evening", "day"
_HALVES = (
    (AFTERNOON, re.compile(r"\b(apres midi|apr midi|aprem|aprm|apm|ap m|ap midi|a midi|am pm|pm|afternoon)\b")),
    (MORNING, re.compile(r"\b(matin|matinee|matins|mat|morning)\b")),
    (EVENING, re.compile(r"\b(soir|soiree|soirees|evening)\b")),
    (WHOLE_DAY, re.compile(r"(?<!demi )\b(journee|journee entiere|full day)\b")),
)  # fmt: skip
# « A.-M. » is French for the afternoon, « a.m. » English for the morning.
_HYPHENED = re.compile(r"\bA\.?-\s?M\b", re.IGNORECASE)
_AM, _M = re.compile(r"\bam\b"), re.compile(r"\bm\b")
_PRESENCE = re.compile(
    r"\b(presence|presences|presente?s?|present e|emargements?|emarge|signatures?|pointage|assiduite|suivie?s?|effectuee?s?|attendance|attended|venue?)\b"
)
_EXPECTED = re.compile(r"\b(inscrite?s?|inscrit e|inscriptions?|inscription|participera|participeront|participerez|participerai|participation|participe|souhaite|choix|prevue?|prevision|viendra|registered|attend|attending)\b")  # fmt: skip
_ORDINAL = re.compile(r"\b(?:jour|jours|j|day|d)\s?(\d{1,2})\b|\b(\d)(?:er|ere|e|eme|nd|st|th)? (?:jour|journee)\b")
_SEQUENCE = re.compile(
    r"\b(?:seance|session|creneau|demi journee|slot|partie|sequence|temps|atelier|conference)s? (?:n )?(\d{1,2})\b|\b[sc](\d{1,2})\b"
)
_WEEKDAYS = {
    "lundi": 0, "lun": 0, "monday": 0, "mardi": 1, "mar": 1, "tuesday": 1, "mercredi": 2, "mer": 2, "wednesday": 2, "jeudi": 3, "jeu": 3, "thursday": 3,
    "vendredi": 4, "ven": 4, "friday": 4, "samedi": 5, "sam": 5, "saturday": 5, "dimanche": 6, "dim": 6, "sunday": 6,
}  # fmt: skip
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b(?: (\d{{1,2}})\b)?")
_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s?(?:h|:|heures?\b)\s?\d{0,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Facets:
    """What a heading tells of a slot; empty values are what it does not tell. `am` is an « AM » still to settle."""

    day: tuple[int, int, int] = (0, 0, 0)  # day, month, year
    weekday: int = -1
    half: str = ""
    ordinal: int = 0
    sequence: int = 0
    am: bool = False
    single_m: bool = False
    presence: bool = False
    expected: bool = False

    @property
    def told(self) -> bool:
        """Whether it names a moment at all."""
        return bool(
            self.day[0] or self.weekday >= 0 or self.half or self.ordinal or self.sequence or self.am or self.single_m
        )


@lru_cache(maxsize=2048)
def facets(heading: str) -> Facets:
    """What a heading tells of a slot."""
    folded = re.sub(r"(?<=\d)(?=[a-z])", " ", fold(heading))
    day, month, year = day_told(heading)
    weekday = -1
    if named := _WEEKDAY.search(folded):
        weekday = _WEEKDAYS[named[1]]
        day = day or int(named[2] or 0)
    half = next((name for name, pattern in _HALVES if pattern.search(folded)), "")
    half = half or (AFTERNOON if _HYPHENED.search(heading) else "")
    am = not half and bool(_AM.search(folded))
    if not half and not am and (hour := _HOUR.search(heading)):
        half = _half_of(int(hour[1]))
    ordinal = _ORDINAL.search(folded)
    sequence = _SEQUENCE.search(folded)
    return Facets(
        (day, month, year),
        weekday,
        half,
        int(ordinal[1] or ordinal[2]) if ordinal else 0,
        int(sequence[1] or sequence[2]) if sequence else 0,
        am,
        not half and not am and bool(_M.search(folded)),
        bool(_PRESENCE.search(folded)),
        bool(_EXPECTED.search(folded)),
    )


def _half_of(hour: int) -> str:
    return MORNING if hour < 12 else AFTERNOON if hour < 17 else EVENING


@dataclass(frozen=True, slots=True)
class Moment:
    """A slot as headings name it: its local day and half-day, its number among the days and among the slots."""

    slot: Slot
    day: date
    half: str
    ordinal: int
    sequence: int


def moments(slots: Sequence[Slot], timezone: str) -> list[Moment]:
    """The event's slots in time order, as headings name them."""
    zone = ZoneInfo(timezone)
    ordered = sorted(slots, key=lambda slot: slot.start)
    days = sorted({slot.start.astimezone(zone).date() for slot in ordered})
    result = []
    for number, slot in enumerate(ordered, start=1):
        start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
        half = WHOLE_DAY if start.hour < 12 and (end.hour >= 15 or end.date() > start.date()) else _half_of(start.hour)
        result.append(Moment(slot, start.date(), half, days.index(start.date()) + 1, number))
    return result


def fitting(heading: str, told: Facets, known: Sequence[Moment]) -> list[Moment]:
    """The slots a heading may mean: by label, else by what it tells; every one of them when it tells nothing."""
    words = _label(heading)
    labelled = [m for m in known if words and _label(m.slot.label) == words]
    if len(labelled) == 1:
        return labelled
    day, month, year = told.day
    left = [
        m
        for m in known
        if (not day or m.day.day == day)
        and (not month or m.day.month == month)
        and (not year or m.day.year == year)
        and (told.weekday < 0 or m.day.weekday() == told.weekday)
        and (not told.ordinal or m.ordinal == told.ordinal)
    ]
    if told.half:
        whole = left if told.half == WHOLE_DAY else [m for m in left if m.half == WHOLE_DAY]
        left = [m for m in left if m.half == told.half] or whole
    if told.sequence and len(left) != 1:
        left = [m for m in left if m.sequence == told.sequence]
    if len(left) > 1:
        inside = [m for m in left if _label(m.slot.label) and f" {_label(m.slot.label)} " in f" {fold(heading)} "]
        longest = max((len(_label(m.slot.label)) for m in inside), default=0)
        inside = [m for m in inside if len(_label(m.slot.label)) == longest]
        left = inside or left
    return left


_BETWEEN = re.compile(r"[,;/+&|\n]|\bet\b|\band\b|\bpuis\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(seulement|uniquement|only|seul|seule|exclusivement|juste|le|la|les|du|de|au|en|présente?|presente?|participe|inscrite?)\b", re.IGNORECASE)  # fmt: skip
_EVERYTHING = re.compile(r"(la )?(journee|journees|jour|jours|day|days)( (complete|entiere|completes|entieres|full))?|(toute|toutes) (la|les) (journees?|demi journees|sessions?|seances?|dates?)|tout|tous|toutes|full day|whole day|all day|both|matin (et )?apres midi")  # fmt: skip

_NUMBERS = {"deux": 2, "trois": 3, "quatre": 4, "2": 2, "3": 3, "4": 4}
_COUNTED = re.compile(
    r"(?:les )?(deux|trois|quatre|[2-4](?= ))(?: (?:demi journees|creneaux|sessions)| (jours|journees))?"
)


Named = tuple[tuple[Moment, State], ...]
# What is said of the half-days named after it, until something else is.
_OF_NAMED = (
    (State.ABSENT, re.compile(r"\b(?:non|pas) (?:excuse|justifie)|\binjustifie")),
    (State.EXCUSED, re.compile(r"\b(?:excuse|justifie|abs exc|exc\b)")),
    (State.ABSENT, re.compile(r"\b(?:absente?s?|absences?|abs|indisponible|empechee?|malade|quitte|desiste\w*|annulee?)\b")),
    (State.ABSENT, re.compile(rf"\b(?:sauf|hors|excepte|pas|sans|non|partie?|depart) (?:(?:le|la|l|les|au|a|du|en|avant|des) )*(?:matin|apres|aprem|midi|pm|am|soir|jour|demi|\d|{'|'.join(_WEEKDAYS)})")),
    (State.LATE, re.compile(r"\bretard")),
)  # fmt: skip
_THERE = re.compile(r"\b(?:presente?s?|presence|venue?|vient|viendra|participe)\b")


def _state_said(part: str) -> State | None:
    """What a part of a cell says of the half-days it names, None when it says nothing; EXPECTED when it says two things."""
    folded = fold(part)
    state = next((state for state, pattern in _OF_NAMED if pattern.search(folded)), None)
    if _THERE.search(folded) and state in (None, State.ABSENT):
        return State.EXPECTED if state else State.PRESENT
    return state


@lru_cache(maxsize=4096)
def _named_in(text: str, known: tuple[Moment, ...]) -> Named:
    whole = fold(_ONLY.sub(" ", text))
    if not whole or len(text) > 200:
        return ()
    count = _COUNTED.fullmatch(whole)
    if _EVERYTHING.fullmatch(whole) or (
        count and _NUMBERS[count[1]] == len({m.day for m in known} if count[2] else known)
    ):
        return tuple((m, State.PRESENT) for m in known)
    found: dict[str, State] = {}
    state = State.PRESENT
    for part in _parts(text, known):
        words = fold(_ONLY.sub(" ", part))
        told = facets(part)
        if not any(fold(part) == _label(m.slot.label) for m in known):
            state = _state_said(part) or state
        if state == State.EXPECTED:
            return ()
        if not words:
            continue
        labelled = named_by(part, known)
        if not (told.told or labelled) or told.single_m or told.am or (not labelled and len(words.split()) > 8):
            return ()
        left = fitting(part, told, known)
        if not left or (len(left) == len(known) > 1 and told.half != WHOLE_DAY and not labelled):
            return ()
        found.update((m.slot.id, state) for m in left)
    return tuple((m, found[m.slot.id]) for m in known if m.slot.id in found)


def _parts(text: str, known: Sequence[Moment]) -> list[str]:
    """A choice's parts; a label of the event's is one, whatever it holds."""
    if any(fold(text) == _label(m.slot.label) for m in known):
        return [text]
    return [part for part in _BETWEEN.split(re.sub(r"(?<=\d)/(?=\d)", ".", text)) if part.strip()]


def named_in(text: str, known: Sequence[Moment]) -> Named:
    """The slots a cell names, with what it says of each: « Matin seulement », « mardi matin, mercredi après-midi »,
    « Absent l'après-midi »; none when it is no such text, or says two things at once.
    """
    return _named_in(text, tuple(known)) if text and known else ()


def share_naming(texts: Sequence[str], known: Sequence[Moment]) -> float:
    """How many of the texts name some of the slots, from 0 to 1. Hours of a single moment (dates with times) do not."""
    held = [text for text in texts if not _CLOCK.search(text)]
    if not held or len(known) < 2 or len(held) < len(texts):
        return 0.0
    return sum(bool(named_in(text, known)) for text in held) / len(texts)


_CLOCK = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4} \d{1,2}:\d{2}|\d{4}-\d\d-\d\d")
_HOURS = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?\s?h?|(\d{1,2})\s?[h:]\s?(\d{2})?", re.IGNORECASE)


def hours(text: str) -> float | None:
    """How many hours a cell says, None when it says none or more than a day's: « 3,0 », « 3 h 30 »."""
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        return None
    count = float(f"{found[1]}.{found[2] or 0}") if found[1] else int(found[3]) + int(found[4] or 0) / 60
    return count if count <= 12 else None


def named_by(heading: str, known: Sequence[Moment]) -> bool:
    """Whether a heading is, or holds, the label of one of the slots."""
    words = f" {fold(heading)} "
    return any(len(label := _label(m.slot.label)) >= 3 and f" {label} " in words for m in known)


def _label(text: str) -> str:
    return fold(text)


_SYMBOLS = {**dict.fromkeys("✓✔☑✅●•■√⚫✕×☒", State.PRESENT), **dict.fromkeys("✗✘❌", State.ABSENT)}
# Under a slot's name before its day: those say that somebody will come.
_WILL_COME = frozenset({"o", "inscrit", "inscrite", "confirme", "confirmee"})
_SAID = frozenset({State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT})
_TIME = re.compile(r"\d{1,2}\s?(?:h|:)\s?\d{0,2}(\s?(?:-|à|/)\s?\d{1,2}\s?(?:h|:)\s?\d{0,2})?", re.IGNORECASE)


# No hour, no time: « 0,0 », « 0 h », « 00:00 ».
_ZERO = re.compile(r"0{1,2}\s?(?:[.,:h]\s?0{0,2})?\s?h?", re.IGNORECASE)


# « Absente (maladie) », « Présent - en visio »; those of one half-day only are no mark for the others.
_TOLD_WHY = re.compile(r"(presente?|presence)(?: e)? .*|(?:absente?|absence|abs)(?: e)? (?!excuse|justifie).*")
_HALF = re.compile(r"\b(matin|matinee|apres midi|aprem|pm|midi|soir|soiree|journee)\b")
_PART = re.compile(r"\b(matin|matinee|apres|midi|aprem|pm|am|soir|soiree|jour|journee|j\d|partiel\w*|retard)\b")


def mark(text: str) -> State | None:
    """What a mark says of somebody's presence; None when it is none."""
    found = presence_words.state_of(text) if text else None
    if found in _SAID:
        return found
    if fold(text) in _WILL_COME:
        return State.PRESENT
    if _ZERO.fullmatch(text):
        return State.ABSENT
    if text and text[0] in _SYMBOLS:
        return _SYMBOLS[text[0]]
    folded = fold(text)
    if folded.startswith("retard"):
        return State.LATE
    if folded.startswith(("parti ", "partie ", "depart ", "arrive ", "arrivee ")) and not _HALF.search(folded):
        return State.PRESENT  # « parti à 16 h »
    if folded.startswith(("excuse", "absence excuse", "absent excuse", "absente excuse")):
        return State.EXCUSED
    if (told := _TOLD_WHY.fullmatch(folded)) is not None and not _PART.search(folded):
        return State.PRESENT if told[1] else State.ABSENT
    return State.PRESENT if _TIME.fullmatch(text.strip()) else None


def share_of_marks(texts: Iterable[str]) -> float:
    """How many of the texts that are not empty are marks, from 0 to 1; 0 when all are empty.

    « À pointer » and « Hors inscription », which a return is full of, are written where marks are.
    """
    held = [text for text in texts if text]
    told = sum(mark(text) is not None or presence_words.state_of(text) is not None for text in held)
    return told / len(held) if held else 0.0


def with_half(told: Facets, half: str) -> Facets:
    """The same facets, with the half-day settled."""
    return replace(told, half=half, am=False, single_m=False)
