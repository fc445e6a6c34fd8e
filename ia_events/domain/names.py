"""Telling last name from first name in « DUPONT Jean », « Jean DUPONT » or « Jean de La Fontaine »."""

from __future__ import annotations

import re
from typing import NamedTuple

from ia_events.domain import values


class FullName(NamedTuple):
    """A split name, spelled as in the source, and a code of PROBLEMS ("" when the split is certain)."""

    last_name: str
    first_name: str
    problem: str = ""
    civility: str = ""
    birth_name: str = ""


_PARTICLES = {"de", "du", "des", "d", "la", "le", "les", "l", "von", "van", "der", "den", "di", "da", "dos", "el", "al", "ben", "bin", "abou", "saint", "st", "ste"}  # fmt: skip
# Words that never are a first name: « DE LA FONTAINE » alone is one name.
_PREPOSITIONS = {"de", "du", "des", "la", "le", "les", "von", "van"}
# What may stand in small letters before the capitals of one word: McKENZIE, d'ARBAUD, N'DIAYE.
_SMALL_PREFIX = re.compile(r"^(?:Mc|Mac|[DdLlOoNnMm]['’])(?=\w\w)")
_CIVILITY = re.compile(r"^(m\.|mr\.?|mme\.?|mlle\.?|monsieur|madame|mademoiselle|dr\.?|pr\.?)\s+", re.IGNORECASE)
_BORN = re.compile(r"\s*\(?\s*\bnée?\s+((?:d[eu]s?\s+|d['’]|la\s+|le\s+)*[^\s()]+)(\s*\))?", re.IGNORECASE)


def split(text: str, *, first_name_first: bool | None = None) -> FullName:
    """Split a cleaned full name; capitals decide, then the comma, then the order the heading tells.

    `first_name_first` is what the heading says: True for « Prénom Nom », False for « Nom Prénom », None when it says nothing.
    """
    text = values.name(text).value
    civility = birth_name = ""
    if found := _CIVILITY.match(text):
        civility, text = values.civility(found[1]).value, text[found.end() :]
    if born := _BORN.search(text):
        birth_name = born[1]
        text = (text[: born.start()] + " " + text[born.end() :]).strip()
    last, first, problem = _split(text, first_name_first)
    return FullName(last, first, problem, civility, birth_name)


def _split(text: str, first_name_first: bool | None) -> tuple[str, str, str]:
    if "," in text:
        last, _comma, first = text.partition(",")
        return last.strip(), first.strip(), "" if last.strip() and first.strip() else "name_one_word"
    words = text.split()
    if all(word.lower() in _PREPOSITIONS for word in words[:-1]):
        return text, "", "name_one_word" if text else ""
    capitals = [_in_capitals(word) for word in words]
    if all(capitals) or (any(capitals) and all(c or _is_particle(w) for c, w in zip(capitals, words, strict=True))):
        initials = [_is_initial(word) for word in words]
        if initials[0] and not all(initials):
            # « J.-P. DUPONT »: initials are a first name.
            end = initials.index(False)
            return " ".join(words[end:]), " ".join(words[:end]), ""
        if initials[-1] and not all(initials):
            end = len(words) - initials[::-1].index(False)
            return " ".join(words[:end]), " ".join(words[end:]), ""
        end = _last_name_end(words)
        return " ".join(words[:end]), " ".join(words[end:]), "name_all_capitals"
    if any(capitals):
        return _by_capitals(words, capitals)
    if first_name_first is False:
        end = _last_name_end(words)
        return " ".join(words[:end]), " ".join(words[end:]), "" if len(words) == end + 1 else "name_guessed"
    start = next((i for i, w in enumerate(words) if i and _is_particle(w)), 1)
    certain = first_name_first is True and (start > 1 or len(words) == 2 or _is_particle(words[1]))
    return " ".join(words[start:]), " ".join(words[:start]), "" if certain else "name_guessed"


def _by_capitals(words: list[str], capitals: list[bool]) -> tuple[str, str, str]:
    """The run of capitals, with the small particles before it, is the last name."""
    if all(_is_initial(w) for w, c in zip(words, capitals, strict=True) if c):
        # « Dupont J. » or « J. Dupont »: the initial is the first name.
        return (
            " ".join(w for w, c in zip(words, capitals, strict=True) if not c),
            " ".join(w for w, c in zip(words, capitals, strict=True) if c),
            "",
        )
    start = next(i for i, (w, c) in enumerate(zip(words, capitals, strict=True)) if c and not _is_initial(w))
    end = start
    while end < len(words) and capitals[end] and not (_is_initial(words[end]) and end > start):
        end += 1
    # « DUPONT de la TOUR Anne »: particles in small letters do not end the run.
    ahead = end
    while ahead < len(words) and _is_particle(words[ahead]) and not capitals[ahead]:
        ahead += 1
    if end < ahead < len(words) and capitals[ahead]:
        end = ahead
        while end < len(words) and capitals[end]:
            end += 1
    while start > 0 and _is_particle(words[start - 1]) and not capitals[start - 1]:
        start -= 1
    return " ".join(words[start:end]), " ".join(words[:start] + words[end:]), ""


def _last_name_end(words: list[str]) -> int:
    """How many words at the start make the last name: particles and the word after them."""
    end = 0
    while end < len(words) - 2 and _is_particle(words[end]):
        end += 1
    return end + 1


def _in_capitals(word: str) -> bool:
    bare = _SMALL_PREFIX.sub("", word)
    return bare.isupper()


def _is_particle(word: str) -> bool:
    return word.lower().rstrip(".'’") in _PARTICLES


def _is_initial(word: str) -> bool:
    """« J. », « J » or « J.-P. »."""
    return bool(re.fullmatch(r"\w(?:\.?-?\w\.)*\.?", word)) and word.isupper() and (len(word) == 1 or "." in word)
