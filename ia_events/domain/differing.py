"""What a row of a list says of somebody known that is not known already."""

from __future__ import annotations

from collections.abc import Iterable

from ia_events.domain.employers import employer_key
from ia_events.domain.lists import ListRow
from ia_events.domain.people import Attendee
from ia_events.domain.text import accents_of, fold, worse_spelling

# How a name was split is then a guess, which corrects nobody.
_UNSURE_NAMES = frozenset({"name_all_capitals", "name_guessed", "name_one_word"})


def differences(current: Attendee, row: ListRow, compared: Iterable[str], *, only_blanks: bool) -> dict[str, str]:
    """The fields of `compared` that the row says otherwise; with `only_blanks`, only what was not known."""
    kept = set(row.silent)
    if any(p.code in _UNSURE_NAMES for p in row.problems):
        kept |= {"last_name", "first_name"}
    born = fold(current.birth_name)
    if born and born == fold(row.attendee.last_name):
        # A list that goes by birth names does not take a usage name away. Turned, it is not taken by halves either.
        kept |= {"last_name", "birth_name"}
        if fold(current.first_name) != fold(row.attendee.first_name):
            kept.add("first_name")
    changes = {}
    for name in compared:
        value, known = getattr(row.attendee, name), getattr(current, name)
        if not value or value == known or name in kept or (known and (only_blanks or _no_better(name, value, known))):
            continue
        changes[name] = value
    return changes


def _no_better(name: str, value: str, known: str) -> bool:
    """Whether a field is known as well already: spelled worse, or otherwise when spellings of it say the same.

    A last name, or an employer (« Mairie de Baillif », « BAILLIF »), is not corrected by its letters' cases alone.
    """
    if worse_spelling(value, known):
        return True
    if name == "employer":
        return employer_key(value) == employer_key(known) and accents_of(value) <= accents_of(known)
    return name in ("last_name", "birth_name") and value.casefold() == known.casefold()
