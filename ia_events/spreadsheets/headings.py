"""Finding the heading row of a list, and which field each column holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ia_events.domain import values
from ia_events.domain.fields import BY_ID, FIELDS, FULL_NAME, FULL_NAME_HEADINGS
from ia_events.domain.lists import Column
from ia_events.domain.text import clean, fold
from ia_events.spreadsheets.text_files import mend

HEADING_ROWS = 25

_FIELD_OF = {heading: f.id for f in FIELDS for heading in f.headings} | dict.fromkeys(FULL_NAME_HEADINGS, FULL_NAME)
_USAGE = {"nom d usage", "nom usage", "nom marital", "nom d epouse"}
_NAMES = {"last_name", "first_name", "birth_name", FULL_NAME}
# Somebody else's address or number: never the attendee's.
_OTHERS = re.compile(
    r"\b(responsable|superieur|hierarchique|manager|urgence|signataire|referent|conjoint|assistant|assistante|n 1)\b"
)
_FILLERS = re.compile(r"\b(professionnels?|professionnelles?|pro|perso|personnel|personnelle|obligatoire|de l agent|du stagiaire|du participant|de la stagiaire|de la participante|agent|stagiaire|participant|votre|your|s|e|es)\b")  # fmt: skip
# One of these words settles what a longer heading means.
_TELLING = (
    ("prenom", "first_name"), ("courriel", "email"), ("email", "email"), ("e mail", "email"), ("mail", "email"), ("mel", "email"),
    ("telephone", "phone"), ("tel", "phone"), ("portable", "phone"), ("gsm", "phone"), ("mobile", "phone"), ("matricule", "staff_number"), ("siret", "siret"),
    ("code postal", "postcode"), ("cadre d emplois", "job_framework"), ("cadre d emploi", "job_framework"), ("grade", "grade"), ("collectivite", "employer"),
    ("employeur", "employer"), ("etablissement", "employer"), ("organisme", "employer"), ("regime alimentaire", "meal"), ("allergies", "meal"),
    ("amenagements", "access_needs"), ("handicap", "access_needs"), ("fonction", "job_title"), ("service", "department"), ("direction", "department"),
)  # fmt: skip
_SURE, _LIKELY = 2, 1


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row (from 0; the lower one of two) and its columns. `score` ranks candidates; 0 means none was found."""

    row: int
    columns: tuple[Column, ...]
    score: int
    first_name_first: bool | None = None


def recognise(heading: str) -> tuple[str, int]:
    """The field a heading as written means, and how sure that is: ("", 0) when it means none."""
    folded = fold(heading)
    found = _FIELD_OF.get(folded)
    if found:
        return found, _SURE
    if not folded or len(folded) > 80 or _OTHERS.search(folded):
        return "", 0
    for shorter in (re.sub(r"\([^)]*\)", " ", heading), re.sub(r"[*:]", " ", heading)):
        if found := _FIELD_OF.get(fold(shorter)):
            return found, _SURE
    if found := _FIELD_OF.get(" ".join(_FILLERS.sub(" ", folded).split())):
        return found, _LIKELY
    if len(folded.split()) <= 6 and "date" not in folded.split():
        padded = f" {folded} "
        has_both_names = " nom " in padded and " prenom " in padded
        for word, field in _TELLING:
            if f" {word} " in padded:
                return (FULL_NAME if has_both_names else field), _LIKELY
    return "", 0


def find(
    rows: Sequence[Sequence[object]],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    mapping: Mapping[str, str] | None,
) -> Header | None:
    """The best heading row among the first ones, None when no row names a person.

    `rows` are the first rows of the sheet as read; `merged` its merged ranges, from 0; `mapping` what the user decided.
    """
    best: Header | None = None
    texts = [[clean(mend(str(cell))) for cell in row] for row in rows[:HEADING_ROWS]]
    for index, row in enumerate(texts):
        candidates = [_columns(index, row, mapping)]
        if index and (joined := _joined(texts[index - 1], row)) is not None:
            candidates.append(_columns(index, joined, mapping))
        for candidate in candidates:
            if candidate.score > (best.score if best else 0):
                best = candidate
    if best is None:
        return None
    return _split_name_heading(best, merged)


def _columns(index: int, row: Sequence[str], mapping: Mapping[str, str] | None) -> Header:
    decided = {fold(heading): field for heading, field in (mapping or {}).items()}
    exact = {clean(heading): field for heading, field in (mapping or {}).items()}
    headings = _unique(row)
    found: list[tuple[str, int]] = []
    for heading, name in zip(row, headings, strict=True):
        if name in exact:
            found.append((exact[name], 2 * _SURE))
        elif heading and fold(heading) in decided:
            found.append((decided[fold(heading)], 2 * _SURE))
        else:
            found.append(recognise(heading))
    taken: dict[str, int] = {}
    fields = [""] * len(row)
    usage = next(
        (i for i, heading in enumerate(row) if fold(heading) in _USAGE and found[i] == ("last_name", _SURE)), None
    )
    if usage is not None:
        fields[usage], taken["last_name"] = "last_name", usage
        found = [
            ("birth_name" if f == "last_name" and i != usage and s <= _SURE else f, s) for i, (f, s) in enumerate(found)
        ]
        if any(fold(h) in BY_ID["birth_name"].headings for h in row):
            found = [
                ("", 0) if f == "birth_name" and fold(row[i]) not in BY_ID["birth_name"].headings else (f, s)
                for i, (f, s) in enumerate(found)
            ]
    for sureness in (2 * _SURE, _SURE, _LIKELY):
        for i, (field, sure) in enumerate(found):
            if sure == sureness and field and field not in taken and not fields[i]:
                taken[field], fields[i] = i, field
    if FULL_NAME in taken and "last_name" in taken and "first_name" in taken:
        # « Participant » beside Nom and Prénom says nothing more.
        fields[taken.pop(FULL_NAME)] = ""
    elif FULL_NAME in taken and "first_name" in taken and found[taken[FULL_NAME]][1] < 2 * _SURE:
        taken["last_name"] = taken.pop(FULL_NAME)
        fields[taken["last_name"]] = "last_name"
    score = 0
    if _NAMES & taken.keys():
        score = 10 * sum(min(found[i][1], 2 * _SURE) for i in taken.values()) + 10 * ("first_name" in taken)
        words = sum(1 for heading in row if heading)
        # A sentence or a data row that happens to hold a heading's word has little else that is one.
        score = (
            max(score - 5 * sum(1 for h in row if h and (h.isdigit() or "@" in h or len(h) > 60)), 0) if words else 0
        )
    heading_of_full = fold(row[taken[FULL_NAME]]) if FULL_NAME in taken else ""
    first = None
    if "prenom" in heading_of_full and "nom" in heading_of_full.replace("prenom", ""):
        first = heading_of_full.index("prenom") < heading_of_full.replace("prenom", "######").index("nom")
    return Header(index, tuple(Column(i, headings[i], field) for i, field in enumerate(fields)), score, first)


def _unique(row: Sequence[str]) -> list[str]:
    """Headings that can each be named: an empty or repeated one carries its column's letter."""
    seen: set[str] = set()
    result = []
    for i, heading in enumerate(row):
        name = heading if heading and heading not in seen else f"{heading} ({letter(i)})".strip()
        seen.add(name)
        result.append(name)
    return result


def letter(index: int) -> str:
    """A, B … Z, AA, as the spreadsheet shows it."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str] | None:
    """The headings of a two-row header, None when these rows are none.

    Above stand headings merged downwards and groups; below, the members of the groups.
    """
    width = max(len(upper), len(lower))
    above = [*upper, *[""] * (width - len(upper))]
    below = [*lower, *[""] * (width - len(lower))]
    if not any(recognise(text)[0] for text in above) or not any(recognise(text)[0] for text in below):
        return None
    if any(b and (b.isdigit() or "@" in b) for b in below):
        return None
    joined = []
    for a, b in zip(above, below, strict=True):
        if a and b and recognise(a)[1] == _SURE and not recognise(b)[0]:
            return None
        joined.append(b or a)
    return joined


def _split_name_heading(header: Header, merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Header:
    """« Nom et prénom » merged over two columns heads a last name and a first name."""
    columns = list(header.columns)
    for column in header.columns:
        spans = [end[1] for start, end in merged if start == (header.row, column.index) and end[1] == column.index + 1]
        if column.field != FULL_NAME or not spans:
            continue
        order = ("first_name", "last_name") if header.first_name_first else ("last_name", "first_name")
        columns[column.index] = Column(column.index, column.heading, order[0])
        columns[column.index + 1] = Column(column.index + 1, columns[column.index + 1].heading, order[1])
    return Header(header.row, tuple(columns), header.score, header.first_name_first)


def infer(
    columns: Sequence[Column], body: Sequence[Sequence[str]], mapping: Mapping[str, str] | None
) -> tuple[Column, ...]:
    """Columns whose heading says nothing, understood by what they hold. `body` is some cells of each column."""
    taken = {c.field for c in columns}
    decided = {fold(heading) for heading in mapping or {}}
    result = []
    for column in columns:
        held = [text for text in body[column.index] if text]
        heading = column.heading
        silent = heading == f"({letter(column.index)})"
        if not column.field and held and fold(heading) not in decided and not _OTHERS.search(fold(heading)):
            if "email" not in taken and _share(held, lambda t: "@" in t and not values.email(t).problem) >= 0.8:
                column = Column(column.index, heading, "email")
            elif silent and "phone" not in taken and _share(held, lambda t: _is_phone(values.phone(t))) >= 0.8:
                column = Column(column.index, heading, "phone")
            taken.add(column.field)
        result.append(column)
    return tuple(result)


def _is_phone(parsed: values.Parsed) -> bool:
    return not parsed.problem and len(parsed.value) == 10 and parsed.value[1:2] in "1234567"


def _share(held: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, held)) / len(held)
