"""Somebody told in one line: « M. DUPONT Jean <jean@exemple.fr> Ville de Y », or cells copied from a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ia_events.domain import names, values
from ia_events.domain.employer_kinds import WORDS
from ia_events.domain.employers import employer_key
from ia_events.domain.first_names import is_first_name
from ia_events.domain.people import Attendee
from ia_events.domain.text import clean, fold

_LONGEST = 400
_EMAIL = re.compile(r"(?:mailto:)?[<(\[]?\s*(?:mailto:)?[\w.%+'’&-]{1,64}@[\w-]+(?:\.[\w-]+)+\s*[>)\]]?", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:(?:t[ée]l(?:[ée]phone|\.)?|port(?:able)?|mobile)[\s.:]*)?"
    r"(?<![\d+])(?:(?:\+|00)\s?\d{1,3}[\s.\-]?(?:\(0\)\s?)?\d|0[1-9])(?:[\s.\-/]?\d{2}){4}(?!\d)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[\t\n\r;,|]+|\s+[-–—/]\s+")
_CIVILITY = re.compile(r"m|mr|mme|mlle|monsieur|madame|mademoiselle|dr|pr|mrs|ms")
# What an employer begins with, where no sign parts it from the name.
_EMPLOYER = re.compile(rf"\b(?:{'|'.join(words for _kind, words in WORDS)})\b")
_SHELL = " \t<>()[]\"«»'’:."


def is_line(text: str) -> bool:
    """Whether a text says more than a name: something parts it, or it holds an address or a number."""
    return bool(_SPLIT.search(text.strip()) or _EMAIL.search(text) or _PHONE.search(text))


def read(text: str, employers: Iterable[str] = ()) -> Attendee:
    """The name, civility, employer, e-mail and phone that a line holds; nothing of it is lost, and the order is free.

    `employers` are known ones: a part that is one of them, whatever its case and accents, is spelled as it is known.
    What is neither name, address nor number is the employer.
    """
    known = {employer_key(employer): employer for employer in employers}
    line = text[:_LONGEST]
    email, line = _taken(_EMAIL, line)
    phone, line = _taken(_PHONE, line)
    cut = [part for found in _SPLIT.split(line) if (part := clean(found).strip(_SHELL))]
    civility = next((part for part in cut if _CIVILITY.fullmatch(fold(part))), "")
    parts = [piece for part in cut if part is not civility for piece in _employer_apart(part)]
    name, rest = _name_of(parts, known, cells="\t" in text)
    rest = [known.get(employer_key(part), part) for part in rest]
    return Attendee(
        last_name=name.last_name,
        first_name=name.first_name,
        birth_name=name.birth_name,
        civility=name.civility or (values.civility(civility).value if civility else ""),
        employer=", ".join(rest),
        email=values.email(email).value if email else "",
        phone=values.phone(re.sub(r"^[^\d+]+", "", phone)).value if phone else "",
    )


def _taken(pattern: re.Pattern[str], line: str) -> tuple[str, str]:
    """The first of what a pattern finds, and the line without any of it: what stood before and after is parted."""
    found = pattern.search(line)
    return (found.group(), pattern.sub(" ; ", line)) if found else ("", line)


def _name_of(parts: list[str], known: dict[str, str], *, cells: bool) -> tuple[names.FullName, list[str]]:
    """The name, and the parts that are none of it. `cells`: a last and a first name may stand each in its own."""
    if not parts:
        return names.FullName("", ""), []
    maybe = [part for part in parts if employer_key(part) not in known and not _speaks_of_employer(part)]
    for part in maybe:
        if names.looks_full(part):
            return _split(part), [other for other in parts if other is not part]
    if len(maybe) > 1 and _is_pair(maybe[0], maybe[1], cells):
        # The last name is first, as in lists, unless only the other one can be it.
        first, second = maybe[0], maybe[1]
        swapped = _is_given(first) and not _is_given(second) and (second.isupper() or not first.isupper())
        last, given = (second, first) if swapped else (first, second)
        bare, civility = names.strip_civility(last)
        bare, birth = names.strip_birth_name(bare)
        rest = [part for part in parts if part is not first and part is not second]
        return names.FullName(values.name(bare).value, values.name(given).value, "", civility, birth), rest
    chosen = (maybe or parts)[0]
    return _split(chosen), [other for other in parts if other is not chosen]


def _split(part: str) -> names.FullName:
    """« Nom Prénom » where nothing in the name tells."""
    found = names.split(part)
    return names.split(part, first_name_first=False) if found.problem == "name_guessed" else found


def _employer_apart(text: str) -> list[str]:
    """A name, and the employer written after it without any sign between them; the text alone when there is none."""
    words = text.split()
    folded = [fold(word) for word in words]
    for start in range(2, len(words)):
        head = " ".join(words[:start])
        if names.looks_full(head) and _EMPLOYER.match(" ".join(folded[start:])):
            return [head, " ".join(words[start:])]
    return [text]


def _speaks_of_employer(part: str) -> bool:
    return bool(_EMPLOYER.match(fold(part)))


def _is_pair(one: str, other: str, cells: bool) -> bool:
    """Whether two parts may be a last and a first name: of few words, and unless they are cells, one of them in capitals or
    known for a first name.
    """
    short = len(one.split()) <= 4 and len(other.split()) <= 2 and not any(c.isdigit() for c in one + other)
    return short and (cells or _is_given(one) or _is_given(other) or one.isupper() != other.isupper())


def _is_given(part: str) -> bool:
    return is_first_name(fold(part).split(" ")[0])
