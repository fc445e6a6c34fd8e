"""Whether two names of an employer may be the same employer's."""

from __future__ import annotations

import re
from functools import lru_cache

from ia_events.domain.text import fold

_SMALL = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "et", "en", "a", "au", "aux"})
# What a town hall is called beside its name.
_GENERIC = _SMALL | {
    "commune", "mairie", "ville", "collectivite", "collectivites", "territoriale", "com", "communaute", "communes",
    "agglomeration", "agglo", "hotel", "services", "service", "administration",
}  # fmt: skip

# « Mairie de Baillif », « Commune de Baillif », « Baillif » are one employer.
_TOWN = re.compile(r"^(?:hotel de ville|mairie|ville|commune|municipalite) ")
_ARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "l"})


@lru_cache(4096)
def employer_key(name: str) -> str:
    """What an employer's name is compared by: folded, without articles, nor what a town hall is called beside its name."""
    folded = fold(name)
    return " ".join([word for word in _TOWN.sub("", folded).split() if word not in _ARTICLES]) or folded


@lru_cache(4096)
def close_employers(one: str, other: str) -> bool:
    """Whether two folded names, not the same, may be one employer's: « mairie de baillif », « commune de baillif »;
    one within the other; or the initials of the other.
    """
    names, others = _own_words(one), _own_words(other)
    if names and others and (names <= others or others <= names):
        return True
    return _initials(one) in other.split() or _initials(other) in one.split()


def _own_words(name: str) -> frozenset[str]:
    return frozenset(name.split()) - _GENERIC


def _initials(name: str) -> str:
    """« sdis » of « service departemental d incendie et de secours »; nothing of less than three words."""
    words = [word for word in name.split() if word not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 2 else " "
