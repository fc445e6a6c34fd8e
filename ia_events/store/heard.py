"""The index of names as they are heard, and whom it holds likely for what is typed. `domain/hearing.py` says what a name is in it.

A word with a letter wrong still has its beginning or its end right: the index, which knows each word in both directions,
gives the words that have, some hundreds among the names of 100,000 people, and the few that are near enough are looked for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ia_events.domain import hearing
from ia_events.domain.errors import UserError
from ia_events.domain.hearing import BACKWARDS, INITIAL, NEVER, PARTICLES, SOUND, WRITTEN
from ia_events.domain.people import Attendee
from ia_events.domain.text import fold
from ia_events.store.database import Store
from ia_events.store.heard_index import LAST, catch_up

log = logging.getLogger(__name__)

SHOWN = 8  # likely people shown at most
_CANDIDATES = 200  # people looked at
_TERMS = 150  # likely words kept for a word typed
_LIKELY = 8  # people found of near words, that make it needless to look for those of words less near
_ENOUGH = 1.0  # somebody who costs less makes it needless to look for people in other ways
_LONGEST = 5  # words typed; those after them are not looked for
_folded = lru_cache(4096)(fold)  # a list has few employers
_NEAREST = 0.4  # a word that costs this much is looked for before those that cost more


class Heard(NamedTuple):
    """Somebody a typed text may be about; the less it costs, the likelier (see `hearing.cost`)."""

    id: str
    cost: float


def begin_with(store: Store, event_id: str, text: str) -> list[Heard]:
    """Those who have names that begin with every word typed, a letter alone being an initial; the nearest first."""
    words = _typed(text)
    if not any(len(word) > 2 for word in words):
        return []
    beyond = _beyond_the_index(store, event_id, words)
    asked = [f'"{INITIAL}{word}"' if len(word) == 1 else f'"{WRITTEN}{word}" *' for word in words]
    found = _heard(store, event_id, words, [_Asked(" AND ".join(asked))])
    found += [person for person, names in beyond if all(any(name.startswith(word) for name in names) for word in words)]
    return sorted(found, key=lambda person: person.cost)


def likely(store: Store, event_id: str, text: str) -> list[Heard]:
    """Those whose names sound like what is typed or have a letter of it wrong; the nearest first."""
    words = _typed(text)
    found = {person.id: person for person, _names in _beyond_the_index(store, event_id, words)}
    near: dict[str, list[tuple[str, float]]] = {}  # each word is looked up once
    # « Le Goff » may be « Legoff »: two words typed are tried as one.
    joined = [[*words[:i], words[i] + words[i + 1], *words[i + 2 :]] for i in range(len(words) - 1)]
    for some in [words, *joined]:
        for word in some:
            if word not in near and len(word) > 2 and word not in PARTICLES:
                near[word] = _near(store, word)
        for person in _likely(store, event_id, some, near):
            if person.id not in found or person.cost < found[person.id].cost:
                found[person.id] = person
        if any(person.cost < _ENOUGH for person in found.values()):
            break
    return sorted(found.values(), key=lambda person: person.cost)


def cost(text: str, person: Attendee) -> float:
    """What it costs to take a typed text for somebody (see `hearing.cost`)."""
    names = hearing.words_of(person.last_name, person.first_name, person.birth_name)
    return hearing.cost(_typed(text), names, fold(person.employer).split())


def _typed(text: str) -> list[str]:
    return [] if "@" in text else fold(text).split()[:_LONGEST]


def _likely(
    store: Store, event_id: str, words: Sequence[str], terms_of: Mapping[str, list[tuple[str, float]]]
) -> list[Heard]:
    near = [(word, terms_of[word]) for word in words if word in terms_of]
    known = [terms for _word, terms in near if terms]
    if not known:
        return []
    initials = [f'"{INITIAL}{word}"' for word in words if len(word) == 1]
    every = [_any(term for term, _cost in terms) for terms in known]
    nearest = [_any(term for term, cost in terms if cost <= _NEAREST) for terms in known]
    asked = [_Asked(" AND ".join([*some, *initials])) for some in (nearest, every) if all(some)]
    found = _heard(store, event_id, words, asked)
    if len(words) > 1 and not any(person.cost < _ENOUGH for person in found):
        # A word that is none of the names: the employer's, or one more than the list has.
        others = [(word, [*every[:i], *every[i + 1 :]]) for i, (word, terms) in enumerate(near) if terms]
        others += [(word, every) for word, terms in near if not terms]
        for held in (True, False):
            for word, some in others:
                if some:
                    found += _heard(
                        store, event_id, words, [_Asked(" AND ".join([*some, *initials]), word if held else "")]
                    )
            if found:
                break
    return found


def _any(terms: Iterable[str]) -> str:
    asked = " OR ".join(f'"{term}"' for term in terms)
    return f"({asked})" if asked else ""


def _near(store: Store, word: str) -> list[tuple[str, float]]:
    """The terms of the index that a typed word may be meant by, with what each costs; the nearest first."""
    half = max(1, (len(word) - 1) // 2)
    sound = hearing.key(word)
    found = {WRITTEN + word: 0.0, SOUND + sound: _NEAREST}
    for beginning, backwards in ((WRITTEN + word[:half], False), (BACKWARDS + word[-half:][::-1], True)):
        for term in _range(store, beginning, len(word)):
            written = term[:0:-1] if backwards else term[1:]
            if backwards and hearing.edits(word, written) > 2:
                continue  # what only ends as this word does is no beginning of it
            if (cost := hearing.distance(word, written)) < NEVER:
                found[WRITTEN + written] = cost
    if len(sound) > 3:
        for term in _range(store, SOUND + sound[: len(sound) // 2], len(sound)):
            if hearing.edits(sound, term[1:], 1) <= 1:
                found.setdefault(term, 1.0)
    return sorted(found.items(), key=lambda item: item[1])[:_TERMS]


def _range(store: Store, beginning: str, length: int) -> list[str]:
    """The terms with this beginning that are about as long as a word of `length` letters."""
    rows = store.execute(
        "SELECT term FROM registrations_heard_terms WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        (beginning, beginning + "\U0010ffff", length - 1, length + 3),
    )
    return [row[0] for row in rows.fetchall()]


def _beyond_the_index(store: Store, event_id: str, words: Sequence[str]) -> list[tuple[Heard, list[str]]]:
    """The index brought up to date; while it cannot be written, whom it lacks of those who may be meant, with their names."""
    try:
        catch_up(store)
    except (
        UserError
    ) as error:  # a disk that is full, a program that does not let go: whoever waits at the door is found
        log.info("the index of names has to wait: %s", error.code)
    else:
        return []
    rows = store.execute(
        "SELECT id, last_name, first_name, birth_name, employer FROM registrations"
        f" WHERE rowid > ({LAST}) AND event_id = ? AND gone = 0",
        (event_id,),
    )
    found = ((_meant(words, *row), hearing.words_of(*row[1:4])) for row in map(tuple, rows))
    return [(person, names) for person, names in found if person.cost < NEVER]


def _meant(words: Sequence[str], id_: str, last: str, first: str, birth: str, employer: str) -> Heard:
    return Heard(id_, hearing.cost(words, hearing.words_of(last, first, birth), _folded(employer).split()))


class _Asked(NamedTuple):
    """A question to the index, and a word that must be somewhere in what is searched of a person ("": none)."""

    match: str
    held: str = ""


def _heard(store: Store, event_id: str, words: Sequence[str], questions: Sequence[_Asked]) -> list[Heard]:
    """Whom these questions find, until some are near enough; the nearest first."""
    found: dict[str, Heard] = {}
    for question in questions:
        rows = store.execute(
            "SELECT r.id, r.last_name, r.first_name, r.birth_name, r.employer FROM registrations_heard AS h"
            " CROSS JOIN registrations AS r ON r.rowid = h.rowid"
            " WHERE registrations_heard MATCH ? AND r.event_id = ? AND r.gone = 0 AND instr(r.folded, ?) LIMIT ?",
            (question.match, event_id, question.held, _CANDIDATES),
        )
        for row in rows.fetchall():
            if row[0] not in found and (person := _meant(words, *row)).cost < NEVER:
                found[person.id] = person
        if len(found) >= _LIKELY:
            break
    return sorted(found.values(), key=lambda person: person.cost)
