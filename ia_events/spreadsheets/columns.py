"""Which field each column is read as: by its heading and by what it holds, the contents winning when they disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ia_events.domain import names
from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import BESIDE, Column, Confidence
from ia_events.domain.text import fold
from ia_events.spreadsheets import contents, marks, words
from ia_events.spreadsheets.headings import DECIDED, NAMES, Header

_STAMP = re.compile(r"horodateur|horodatage|timestamp")
_ANSWERED = re.compile(
    rf"{_STAMP.pattern}|heure (de )?fin|completion time|end time|(date|heure) (de|d) (soumission|envoi|reponse)|submitted (at|on)|submission (date|time)"
)
_STRONG, _WEAK = 1.5, 0.3
# Of several headings for one field, the one that says it best.
_PREFERRED = (
    ("email", ("prof", "pro ", "work", "travail"), ("perso", "secondaire", " 2")),
    ("phone", ("portable", "mobile", "gsm", "pro"), ("fixe", "perso", "secondaire", " 2", "standard")),
    ("employer", ("employeur", "collectivite", "structure", "organisme"), ("commune", "entite", "mairie", "ville")),
    ("department", ("service",), ("pole", "direction", "departement")),
    ("job_title", ("fonction", "poste", "job"), ("qualite", "emploi", "titre", "position")),
    ("role", ("evenement", "role", "event"), ()),
)  # fmt: skip


def decide(header: Header, held: Sequence[Sequence[str]]) -> list[Column]:
    """Each column of a header with the field it is read as, "" when left aside; presence columns are told later.

    `held` are some texts of each column, without the empty ones.
    """
    count = len(header.names)
    accounts = _accounts(header)
    claims: list[tuple[float, int, str, Confidence]] = []
    for i in range(count):
        field, sure = header.found[i]
        name, texts = header.names[i], held[i]
        if sure >= DECIDED:
            if field:
                claims.append((100, i, field, Confidence.DECIDED))
            continue
        if words.is_others(name) or words.is_others(header.groups[i]):
            continue
        if field == "job_title" and is_quality(name) and contents.says_roles(texts):
            field = "role"
        kind = contents.strong_kind(texts)
        if kind == "email" and contents.share(texts, lambda t: bool(contents.name_and_address(t)[1])) >= 0.6:
            # As a mail program writes them: the names are there, unless other columns have them.
            kind = "email" if any(f in NAMES for j, (f, _s) in enumerate(header.found) if j != i) else FULL_NAME
        if field and field != kind and (kind or contents.refutes(field, texts)):
            field, sure = _instead(field, texts), words.FAINT
        if field == "job_title" and contents.share(texts, contents.is_civility) >= 0.9:
            field = "civility"
        if kind and field != kind:
            claims.append((_STRONG - 2 * (i in accounts), i, kind, Confidence.CONTENT))
        elif field:
            weight = 2 * sure + (1 if kind == field else 0) + _preference(field, name) - (0 if texts else 3.5)
            weight -= 2.4 * (i in accounts)
            claims.append((weight, i, field, Confidence.HEADING if sure >= words.SURE else Confidence.LIKELY))
    claims = _towns(header, held, claims)
    fields = [""] * count
    sure_of = [Confidence.NONE] * count
    taken: set[str] = set()
    for _weight, i, field, confidence in sorted(claims, key=lambda claim: (-claim[0], claim[1])):
        if not fields[i] and (field not in taken or field in BESIDE or ":" in field):
            fields[i], sure_of[i] = field, confidence
            taken.add(field)
    _usage_names(header, fields, sure_of)
    _by_contents(header, held, fields, sure_of)
    _names(header, held, fields, sure_of)
    return [Column(i, header.names[i], fields[i], "", sure_of[i]) for i in range(count)]


_EITHER = frozenset({"commune", "communes"})


def _towns(
    header: Header, held: Sequence[Sequence[str]], claims: list[tuple[float, int, str, Confidence]]
) -> list[tuple[float, int, str, Confidence]]:
    """« Commune » is the employer, unless another column is, and it holds bare names: then it is where somebody lives."""
    either = {i for i, name in enumerate(header.names) if fold(name) in _EITHER}
    said = {field for _weight, i, field, _how in claims if i not in either and held[i]}
    if not either or "employer" not in said or "town" in said:
        return claims
    return [
        (weight, i, "town", Confidence.LIKELY)
        if i in either and field == "employer" and how != Confidence.DECIDED
        and contents.share(held[i], contents.is_employer) < 0.3
        else (weight, i, field, how)
        for weight, i, field, how in claims
    ]  # fmt: skip


def _accounts(header: Header) -> set[int]:
    """The columns a form's program fills itself, after the time of the answer: the account it came from, not who is coming."""
    folded = [fold(name) for name in header.names]
    found: set[int] = set()
    for i, heading in enumerate(folded):
        if not _ANSWERED.fullmatch(heading):
            continue
        fields = {"email"} if _STAMP.fullmatch(heading) else {"email", "last_name", FULL_NAME}
        for j in range(i + 1, min(i + 3, len(folded))):
            if header.found[j][0] not in fields:
                break
            found.add(j)
    return found


def is_quality(heading: str) -> bool:
    """Whether a heading says « Qualité »: what somebody is at the event, a job or a civility."""
    return "qualite" in words.spelled_out(heading).split()


def _instead(field: str, texts: Sequence[str]) -> str:
    """The other meaning of a heading with two: « Titre » and « Qualité » are a civility or a job."""
    if field == "civility" and contents.share(texts, lambda t: len(t) > 3 and contents.is_name(t) is not None) > 0.5:
        kind = contents.weak_kind(texts)
        return kind if kind in ("job_title", "grade") else ""
    if field == "town" and contents.share(texts, contents.is_employer) >= 0.5:
        return "employer"
    return ""


def _preference(field: str, heading: str) -> float:
    spelled = f"{words.spelled_out(heading)} "
    for of, better, worse in _PREFERRED:
        if of == field:
            rank = next((i for i, word in enumerate(better) if word in spelled), len(better))
            # « Votre adresse professionnelle » before the bare « E-mail » of an account.
            told = 2.0 * (field == "email" and rank < len(better))
            return 0.5 + told - 0.1 * rank - 0.3 * any(word in spelled for word in worse)
    return 0.0


def _usage_names(header: Header, fields: list[str], sure_of: list[Confidence]) -> None:
    """« Nom d'usage » is the last name; a « Nom » beside it, or what says so, the birth name."""
    wanted = [i for i, (field, sure) in enumerate(header.found) if field == "last_name" and 0 < sure < DECIDED]
    if Confidence.DECIDED in {sure_of[i] for i, f in enumerate(fields) if f in ("last_name", "birth_name")}:
        return
    usage = next((i for i in wanted if words.is_usage(header.names[i]) and not words.is_others(header.groups[i])), None)
    if usage is None:
        return
    for i, field in enumerate(fields):
        if field in ("last_name", "birth_name") and i != usage:
            fields[i], sure_of[i] = "", Confidence.NONE
    fields[usage], sure_of[usage] = "last_name", Confidence.HEADING
    births = [i for i, (field, _sure) in enumerate(header.found) if field == "birth_name"]
    others = [i for i in wanted if i != usage and not words.is_others(header.groups[i])]
    for i in [*births, *others][:1]:
        fields[i], sure_of[i] = "birth_name", Confidence.HEADING


def _by_contents(
    header: Header,
    held: Sequence[Sequence[str]],
    fields: list[str],
    sure_of: list[Confidence],
) -> None:
    """Columns whose heading says nothing, by what they hold."""
    taken = set(fields)
    named = bool(NAMES & taken)
    given = _given_column(header, held, fields)
    for i, texts in enumerate(held):
        heading = header.names[i]
        silent = words.is_meaningless(heading.partition(" (")[0]) or heading.startswith("(")
        if (
            fields[i]
            or not texts
            or header.found[i][1] >= DECIDED
            or words.is_others(heading)
            or words.is_others(header.groups[i])
        ):
            continue
        if not silent and (words.is_elsewhere(heading) or marks.facets(heading).told or marks.facets(heading).presence):
            continue
        if header.found[i][0] and not silent and header.found[i][0] not in NAMES:
            continue
        kind = contents.weak_kind(texts)
        # A first name may still be missing beside a last name; otherwise people are named already.
        missing = kind == "first_name" and "last_name" in taken and "first_name" not in taken
        if kind in NAMES and named and not missing:
            kind = ""
        if kind in ("job_title", "grade", "department", "postcode") and not silent:
            kind = ""
        if kind == "first_name" and i != given:
            kind = ""
        if kind and kind not in taken and not (kind == FULL_NAME and {"first_name", FULL_NAME} & taken):
            fields[i], sure_of[i] = kind, Confidence.CONTENT
            taken.add(kind)


def _given_column(header: Header, held: Sequence[Sequence[str]], fields: Sequence[str]) -> int:
    """The free column that looks most like first names: « MARTIN » and « THOMAS » are some too, capitals are rather last names."""

    def likeness(i: int) -> float:
        capitals = contents.share(held[i], str.isupper)
        return contents.share(held[i], contents.is_given) - 0.3 * capitals

    free = [i for i, texts in enumerate(held) if texts and not fields[i] and header.found[i][1] < DECIDED]
    return max(free, key=likeness, default=-1)


def _names(header: Header, held: Sequence[Sequence[str]], fields: list[str], sure_of: list[Confidence]) -> None:
    """The columns that name people, made to agree with each other and with what they hold."""
    place = {field: i for i, field in enumerate(fields) if field}

    def put(field: str, i: int, confidence: Confidence) -> None:
        fields[i], sure_of[i] = field, confidence if field else Confidence.NONE
        place.clear()
        place.update({f: j for j, f in enumerate(fields) if f})

    def free(i: int) -> bool:
        return sure_of[i] != Confidence.DECIDED

    if FULL_NAME in place and "first_name" in place:
        i = place[FULL_NAME]
        if "last_name" in place:
            # « Participant » beside Nom and Prénom says nothing more.
            put("", i, Confidence.NONE)
        elif free(i):
            put("last_name", i, sure_of[i])
    if FULL_NAME in place and "last_name" in place and "first_name" not in place:
        full, last = place[FULL_NAME], place["last_name"]
        if free(full) and contents.share(held[full], contents.is_given) >= 0.5:
            put("first_name", full, Confidence.CONTENT)
        elif free(last):
            put("", last, Confidence.NONE)
    alone = next(
        (i for f, i in place.items() if f in ("last_name", "first_name") and len(NAMES & place.keys()) == 1), None
    )
    if alone is not None and free(alone):
        if contents.share(held[alone], names.looks_full) >= 0.6:
            put(FULL_NAME, alone, Confidence.CONTENT)
        else:
            _partner(alone, held, fields, sure_of, header)
            place = {field: i for i, field in enumerate(fields) if field}
    elif (
        alone is None
        and "first_name" in place
        and "birth_name" not in place
        and "last_name" not in place
        and FULL_NAME not in place
    ):
        _partner(place["first_name"], held, fields, sure_of, header)
    if "last_name" in place and "first_name" in place:
        last, first = place["last_name"], place["first_name"]
        telling = min(len(held[last]), len(held[first])) >= 4 and free(last) and free(first)
        if telling and sure_of[first] != Confidence.CONTENT:
            given_last, given_first = (contents.share(held[i], contents.is_given) for i in (last, first))
            if given_last >= 0.7 and given_first <= 0.1:
                fields[last], fields[first] = "first_name", "last_name"
                sure_of[last] = sure_of[first] = Confidence.CONTENT


def _partner(
    i: int, held: Sequence[Sequence[str]], fields: list[str], sure_of: list[Confidence], header: Header
) -> None:
    """The column beside a name that holds the other half of it."""
    wanted = "last_name" if fields[i] == "first_name" else "first_name"
    for j in (i - 1, i + 1):
        if not 0 <= j < len(fields) or not held[j] or header.found[j][1] >= DECIDED:
            continue
        heading = header.names[j]
        if (fields[j] and sure_of[j] != Confidence.CONTENT) or words.is_elsewhere(heading) or words.is_others(heading):
            continue
        if fields[j] in ("email", "phone", "siret", "civility", "category", "employer", "postcode"):
            continue
        if (
            contents.share(held[j], contents.is_name) < 0.8
            or contents.share(held[j], lambda t: len(t.split()) <= 3) < 0.8
        ):
            continue
        if wanted == "first_name" and contents.share(held[j], contents.is_given) < 0.4:
            continue
        fields[j], sure_of[j] = wanted, Confidence.CONTENT
        return
