"""Badges read out of the keys of one scanner, of two at once, or of a scanner and of somebody who types meanwhile.

A badge is believed only when its MAC is right: a reading that lost or doubled a letter is nobody's, never somebody else's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, combinations_with_replacement
from typing import NamedTuple

from ia_events.domain import tokens
from ia_events.domain.keyboards import NOTHING, Layouts, Stroke, readings

MIXED = 4  # letters typed by somebody between those of a scan, at most
DAMAGED = 12  # letters of the badge alphabet and nothing else, from which no name can be meant
_BEGINNING = tokens.short_code("00" * 8)[:2]
_HEAD = 18  # letters before the MAC


class Reading(NamedTuple):
    """Badges read, in the order of their first letters; the strokes that are no part of them; between which layouts."""

    badges: tuple[str, ...]
    others: tuple[int, ...]
    layouts: Layouts


def latest(strokes: Sequence[Stroke], genuine: Callable[[str], bool]) -> tuple[str, Layouts] | None:
    """The badge that the last strokes are, and between which layouts it was read; None if they are none."""
    last = strokes[-tokens.LENGTH :]
    if len(last) < tokens.LENGTH:
        return None
    for layouts, letters in readings(last, _BEGINNING):
        if NOTHING not in letters and genuine(letters):
            return letters, layouts
    return None


def read(strokes: Sequence[Stroke], key: str, badges: Callable[[], Iterable[str]]) -> Reading | None:
    """What whole badges of an event (its key; the ids of the badges it gave) the strokes hold, typing in between or not."""
    for layouts, letters in readings(strokes):
        places = [place for place, letter in enumerate(letters) if letter != NOTHING]
        text = "".join(letters[place] for place in places)
        found = _one(text, key) or _two(text, key, badges)
        if found is not None:
            taken = {places[index] for index in found[1]}
            return Reading(found[0], tuple(n for n in range(len(strokes)) if n not in taken), layouts)
    return None


def _one(text: str, key: str) -> tuple[tuple[str, ...], list[int]] | None:
    """The badge among up to `MIXED` letters more, and where its own letters are."""
    extra = len(text) - tokens.LENGTH
    if not 0 <= extra <= MIXED or _BEGINNING[0] not in text[: extra + 1]:
        return None
    tried = set()
    for dropped in range(extra + 1):
        # The last letter of the head is always kept: to drop it is the head one longer.
        for gone in combinations(range(_HEAD + dropped - 1), dropped):
            head = "".join(letter for place, letter in enumerate(text[: _HEAD + dropped]) if place not in gone)
            if head in tried or not head.startswith(_BEGINNING):
                continue
            tried.add(head)
            token = _token(head)
            issued = tokens.issue(token, key)
            where = _embedded(issued[_HEAD:], text, _HEAD + dropped)
            if where is not None:
                return (issued,), [n for n in range(_HEAD + dropped) if n not in gone] + where
    return None


def _token(head: str) -> str:
    """The badge id in the letters before the MAC."""
    return tokens.badge_id(head.ljust(tokens.LENGTH, head[0])) or ""


def _embedded(letters: str, text: str, start: int = 0) -> list[int] | None:
    """Where the letters stand in a text, in their order, others between them or not."""
    where = []
    for letter in letters:
        start = text.find(letter, start) + 1
        if not start:
            return None
        where.append(start - 1)
    return where


def _two(text: str, key: str, badges: Callable[[], Iterable[str]]) -> tuple[tuple[str, ...], list[int]] | None:
    """The two badges whose letters came mingled. That a third one is found in their letters by chance: 1 in 10²¹ each."""
    if not 2 * tokens.LENGTH <= len(text) <= 2 * tokens.LENGTH + MIXED:
        return None
    present = []
    for badge in badges():
        if _embedded(tokens.short_code(badge) + badge[6:].translate(tokens.FROM_HEX), text) is not None:
            issued = tokens.issue(badge, key)
            if _embedded(issued, text) is not None:
                present.append(issued)
    for one, other in combinations_with_replacement(present[:8], 2):
        where = _mingled(text, one, other)
        if where is not None:
            first, second = sorted((one, other), key=lambda token: _embedded(token, text) or [])
            return ((first,) if first == second else (first, second)), where
    return None


def _mingled(text: str, one: str, other: str) -> list[int] | None:
    """Where the letters of two badges stand, when the text is both of them mingled and a few letters more."""
    # After each letter: how many of each badge can have come, and from which state.
    steps: list[dict[tuple[int, int], tuple[tuple[int, int], bool]]] = [{(0, 0): ((0, 0), False)}]
    spare = len(text) - len(one) - len(other)
    for count, letter in enumerate(text, start=1):
        reached: dict[tuple[int, int], tuple[tuple[int, int], bool]] = {}
        for state in steps[-1]:
            i, j = state
            if i < len(one) and one[i] == letter:
                reached.setdefault((i + 1, j), (state, True))
            if j < len(other) and other[j] == letter:
                reached.setdefault((i, j + 1), (state, True))
            if count - i - j <= spare:
                reached.setdefault(state, (state, False))
        steps.append(reached)
    state = len(one), len(other)
    if state not in steps[-1]:
        return None
    where = []
    for count in range(len(text), 0, -1):
        state, taken = steps[count][state]
        if taken:
            where.append(count - 1)
    return where[::-1]


def code(strokes: Sequence[Stroke]) -> str:
    """The text of a burst that is no genuine badge: letters of our codes where any layout gives them, else as typed."""
    typed = "".join(stroke.text for stroke in strokes)
    best = ""
    for _layouts, letters in readings(strokes):
        kept = letters.replace(NOTHING, "")
        if tokens.is_sheet_code(kept) or (len(kept) == len(letters) and tokens.certificate_id(kept)):
            return kept
        # A prefix and a suffix are not letters: nine tenths have to be.
        if len(kept) >= DAMAGED and 10 * len(kept) >= 9 * len(letters) and not best:
            best = kept
    return best or typed


def is_damaged(text: str) -> bool:
    """Whether a text that came in a burst is what is left of a badge, or of two."""
    return len(text) >= DAMAGED and tokens.looks_like_token(text)


def in_text(text: str, genuine: Callable[[str], bool]) -> list[str]:
    """The badges in what a scanner sent over a wire that knows no layouts; the text itself, cleaned, if there is none."""
    letters = "".join(letter for letter in text.upper() if letter in tokens.ALPHABET)
    found, start = [], 0
    while start + tokens.LENGTH <= len(letters):
        part = letters[start : start + tokens.LENGTH]
        if part.startswith(_BEGINNING) and genuine(part):
            found.append(part)
            start += tokens.LENGTH
        else:
            start += 1
    plain = "".join(letter for letter in text if letter.isprintable()).strip()
    # An AIM identifier: ]Q1, ]C0 …
    if plain[:1] == "]" and len(plain) > 3:
        plain = plain[3:]
    return found or ([plain] if plain else [])
