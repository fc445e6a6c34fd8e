"""Telling last name from first name in « DUPONT Jean », « Jean DUPONT » or « Jean de La Fontaine »."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ia_events.domain import values
from ia_events.domain.first_names import COMPOUND, is_first_name, likeness
from ia_events.domain.text import fold


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
_CIVILITY = re.compile(
    r"^(m(?=\.)|mr\b|mme\b|mlle\b|melle\b|monsieur\b|madame\b|mademoiselle\b|dr\b|pr\b|mrs\b|ms\b)\.?\s*(?=\S)|^(m)\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
_TRAILING_CIVILITY = re.compile(r"\(\s*(m|mr|mme|mlle|monsieur|madame)\.?\s*\)$|,\s*(m|mr|mme|mlle)\.?$", re.IGNORECASE)
_NAME_AFTER = r"((?:d[eu]s?\s+|d['’]|la\s+|le\s+)*[^\s(),]+)"
_BORN = re.compile(rf"\s*\(?\s*\bnée?\.?\s+{_NAME_AFTER}(\s*\))?", re.IGNORECASE)
_MARRIED = re.compile(
    rf"^(.+?)\s+\(?\s*(?:épouse|epouse|ép\.?|ep\.?|ép/|veuve|vve)\s+{_NAME_AFTER}(\s*\))?", re.IGNORECASE
)


def strip_civility(text: str) -> tuple[str, str]:
    """A name without the civility written before or after it, and that civility ("" when there is none)."""
    if found := _CIVILITY.match(text):
        return text[found.end() :], values.civility(found[1] or found[2]).value
    if found := _TRAILING_CIVILITY.search(text):
        return text[: found.start()].strip().rstrip(" ,"), values.civility(found[1] or found[2]).value
    return text, ""


def strip_birth_name(text: str) -> tuple[str, str]:
    """« DUPONT née MARTIN » or « MARTIN ép. DUPONT »: the name in use, and the birth name ("" when there is none)."""
    if born := _BORN.search(text):
        return (text[: born.start()] + " " + text[born.end() :]).strip(), born[1]
    if married := _MARRIED.match(text):
        return (married[2] + text[married.end() :]).strip(), married[1].strip()
    return text, ""


def split(text: str, *, first_name_first: bool | None = None) -> FullName:
    """Split a cleaned full name; capitals decide, then the comma, then common first names and the order told.

    `first_name_first` is what the heading or the other rows say: True for « Prénom Nom », False for « Nom Prénom »,
    None when they say nothing.
    """
    text, civility = strip_civility(values.name(text).value)
    text, birth_name = strip_birth_name(text)
    last, first, problem = _split(text, first_name_first)
    return FullName(last, first, problem, civility, birth_name)


def order_of(texts: Iterable[str], *, least: int = 1) -> bool | None:
    """Whether first names come first in a column of full names; None when fewer than `least` of them tell."""
    votes: Counter[bool] = Counter()
    for text in texts:
        bare = strip_birth_name(strip_civility(values.name(text).value)[0])[0]
        words = bare.split()
        if len(words) < 2 or "," in bare:
            continue
        capitals = [_in_capitals(word) for word in words]
        if any(capitals) and not _all_capitals(words, capitals):
            last = _by_capitals(words, capitals)[0].split()
            votes[words[: len(last)] != last] += 2
        elif (first := _likeness(words[0])) != (last_one := _likeness(words[-1])):
            votes[first > last_one] += 1
    if votes.total() < least:
        return None
    if votes[True] > 2 * votes[False]:
        return True
    return False if votes[False] > 2 * votes[True] else None


_IN_BRACKETS = re.compile(r"\s+\([^()]*\)$")


def looks_full(text: str) -> bool:
    """Whether a text looks like a last name and a first name together."""
    bare, civility = strip_civility(values.name(text).value)
    bare = _IN_BRACKETS.sub("", bare)
    if bare.count(",") == 1 and len((head := bare.partition(",")[0]).split()) > 1 and looks_full(head):
        # « DUPONT Jean, comptable »
        return True
    words = bare.split()
    if len(words) < 2 or len(words) > 7 or any(map(str.isdigit, bare)) or "@" in bare:
        return False
    if "," in bare:
        return bare.count(",") == 1 and len(words) <= 5
    capitals = [_in_capitals(word) for word in words]
    if any(capitals) and not _all_capitals(words, capitals):
        return any(word[:1].isupper() for word, c in zip(words, capitals, strict=True) if not c)
    return bool(civility) or any(map(_is_given, (words[0], words[-1])))


def _all_capitals(words: list[str], capitals: list[bool]) -> bool:
    return all(c or _is_particle(w) for c, w in zip(capitals, words, strict=True))


def _split(text: str, first_name_first: bool | None) -> tuple[str, str, str]:
    for separator in (",", " - ", " / "):
        if separator in text:
            last, _separator, first = text.partition(separator)
            return last.strip(), first.strip(), "" if last.strip() and first.strip() else "name_one_word"
    words = text.split()
    if all(word.lower() in _PREPOSITIONS for word in words[:-1]):
        return text, "", "name_one_word" if text else ""
    capitals = [_in_capitals(word) for word in words]
    if all(capitals) or (any(capitals) and _all_capitals(words, capitals)):
        initials = [_is_initial(word) for word in words]
        if initials[0] and not all(initials):
            # « J.-P. DUPONT »: initials are a first name.
            end = initials.index(False)
            return " ".join(words[end:]), " ".join(words[:end]), ""
        if initials[-1] and not all(initials):
            end = len(words) - initials[::-1].index(False)
            return " ".join(words[:end]), " ".join(words[end:]), ""
        return _by_order(words, first_name_first, "name_all_capitals")
    if any(capitals):
        return (*_by_capitals(words, capitals), "")
    return _by_order(words, first_name_first, "name_guessed")


def _by_order(words: list[str], first_name_first: bool | None, code: str) -> tuple[str, str, str]:
    """Without capitals to tell them apart: by the order told, and where common first names stand."""
    known = [_is_given(word) for word in words]
    if first_name_first is None:
        ahead, behind = _likeness(words[0]), _likeness(words[-1])
        if ahead != behind:
            first_name_first, code = ahead > behind, "" if len(words) == 2 else code
        else:
            # « Jean Dupont » is how people write, « DUPONT JEAN » how forms do.
            first_name_first = code == "name_guessed"
            return (*_cut(words, first_name_first, known), code)
    last, first = _cut(words, first_name_first, known)
    settled = (known[0] if first_name_first else known[-1]) or len(words) == 2
    particle = _is_particle((last if first_name_first else words[0]).split()[0] if last else words[0])
    return last, first, "" if settled or particle else code


def _cut(words: list[str], first_name_first: bool, known: list[bool]) -> tuple[str, str]:
    if first_name_first:
        start = next((i for i, w in enumerate(words) if i and _is_particle(w) and i < len(words) - 1), 0)
        if not start:
            start = 1
            while start < len(words) - 1 and known[start] and fold(words[start - 1]) in COMPOUND:
                start += 1
        return " ".join(words[start:]), " ".join(words[:start])
    end = _last_name_end(words)
    if known[-1]:
        # The first name is at the end, whatever stands before it: « GARCIA LOPEZ Maria ».
        start = len(words) - 1
        while start > end and known[start - 1] and fold(words[start - 1]) in COMPOUND:
            start -= 1
        end = max(end, start)
    return " ".join(words[:end]), " ".join(words[end:])


def _by_capitals(words: list[str], capitals: list[bool]) -> tuple[str, str]:
    """The run of capitals, with the small particles before it, is the last name."""
    if all(_is_initial(w) for w, c in zip(words, capitals, strict=True) if c):
        # « Dupont J. » or « J. Dupont »: the initial is the first name.
        return (
            " ".join(w for w, c in zip(words, capitals, strict=True) if not c),
            " ".join(w for w, c in zip(words, capitals, strict=True) if c),
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
    return " ".join(words[start:end]), " ".join(words[:start] + words[end:])


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


def _likeness(word: str) -> int:
    return 0 if _is_particle(word) else likeness(fold(word))


def _is_given(word: str) -> bool:
    return is_first_name(fold(word)) and not _is_particle(word)


def _is_initial(word: str) -> bool:
    """« J. », « J » or « J.-P. »."""
    return bool(re.fullmatch(r"\w(?:\.?-?\w\.)*\.?", word)) and word.isupper() and (len(word) == 1 or "." in word)
