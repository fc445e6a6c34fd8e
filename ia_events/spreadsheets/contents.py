"""What a column holds, whatever its heading says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ia_events.domain import names, values
from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.first_names import is_first_name
from ia_events.domain.text import fold
from ia_events.spreadsheets import marks

_EMPLOYER = re.compile(
    r"(mairies?|villes?|communes?|communautes?|ccas|cias|departements?|regions?|collectivites?|conseils?|syndicats?|metropoles?|agglomeration|epci|sdis|sivom|sivu|smictom|"
    r"office|centre (communal|intercommunal|hospitalier|de gestion)|cdg|cnfpt|prefecture|universite|caisse|chu|ehpad|cap excellence|ca|ca[a-z]{1,3} (?:du|de|des|d)|cacem|caesm|cacl|cagsc|canbt|cangt|capex|carl|casud|cc|cu|cd|opah|service departemental|"
    r"hopital|agence|etablissement|lycee|college|rectorat|dgfip|deets|ars|sictom|siaeag|semsamar|ccpa|grand port|town of|city of)\b.*"
)
_JOB = re.compile(
    r"(direct(eur|rice)s?|chef(fe)?s?|responsables?|charge(e)?s? d|agent(e)?s?|gestionnaires?|secretaires?|assistant(e)?s?|dgs|dga|dsi|drh|daf|juriste|archiviste|comptable|technicien|"
    r"technicienne|ingenieur(e)?|coordinat(eur|rice)|conseill(er|ere)|animat(eur|rice)|educat(eur|rice)|instruct(eur|rice)|policier|policiere|atsem|bibliothecaire|mediateur|mediatrice|"
    r"informaticien|informaticienne|administrat(eur|rice)|chargee|manager|officer|head of|urbaniste|webmaster|infirmier|infirmiere|psychologue|acheteu(r|se)|auditeur|controleu(r|se)|elue?|maire|adjoint(e)? au maire|"
    r"collaborat(eur|rice)|receptionniste|cuisinier|cuisiniere|jardinier|jardiniere|puericultrice|referent(e)?)\b.*"
)
_GRADE = re.compile(
    r"(attache(e)?|redact(eur|rice)|adjoint(e)? (administrati|technique|d animation|du patrimoine)|agent(e)? de maitrise|administrat(eur|rice) (territorial|hors)|ingenieur(e)? (principal|territorial|en chef|hors)|"
    r"technicien(ne)? (principal|territorial)|conservat(eur|rice)|assistant(e)? (de conservation|socio|d enseignement)|animat(eur|rice) (principal|territorial)|brigadier|gardien)\b.*"
)
_DEPARTMENT = re.compile(
    r"(services?|direction|pole|departement|cellule|mission|bureau|secretariat general|finances|ressources humaines|urbanisme|etat civil|education|systemes? d information|informatique|"
    r"communication|espaces verts|police municipale|culture|sports?|affaires|cabinet|voirie|achats|commande publique|juridique|administration generale|drh|dsi|petite enfance|action sociale|jeunesse|logistique|archives|proprete|environnement|patrimoine|tourisme|eau et assainissement|restauration)\b.*"
)
_DATE = re.compile(
    r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d[/-]\d\d?[/-]\d\d?|\d:\d\d(?!\d)"
)
_NAME_LIKE = re.compile(r"[^\W\d_][^\d@;:!?/()]*")
_WORDS_OF_NO_NAME = re.compile(
    r"\b(service|direction|agent|mairie|commune|ville|formation|chef|cheffe|attache|attachee|charge|chargee|responsable|responsabilite)\b"
)
Test = Callable[[str], bool]


def share(held: Sequence[str], test: Test) -> float:
    """How many of the texts pass, from 0 to 1; 0 when there are none."""
    return sum(map(test, held)) / len(held) if held else 0.0


def is_email(text: str) -> bool:
    """An e-mail address, alone or among other words."""
    return "@" in text and values.email(text).problem != "email_invalid"


_NAMED_ADDRESS = re.compile(
    r"[\"']?([^<>@\"]+?)[\"']?\s*[<(\[]\s*(?:mailto:)?([^<>()\[\]\s@]+@[^<>()\[\]\s@]+)\s*[>)\]][;,]?"
)
_LONGEST_ADDRESS = 400  # a name and an address


def name_and_address(text: str) -> tuple[str, str]:
    """« Jean DUPONT <jean@exemple.fr> » in two; the text and "" when it is not so written."""
    found = _NAMED_ADDRESS.fullmatch(text.strip()) if len(text) <= _LONGEST_ADDRESS else None
    return (found[1].strip(), values.email(found[2]).value) if found else (text, "")


def is_phone(text: str) -> bool:
    """A French number, in whatever form."""
    digits = sum(map(str.isdigit, text))
    if not 9 <= digits <= 26 or _DATE.search(text):
        return False
    parsed = values.phone(text)
    return parsed.problem in ("", "phone_several") and len(parsed.value) == 10 and parsed.value[1:2] in "1234567"


def is_siret(text: str) -> bool:
    """Fourteen digits that check."""
    parsed = values.siret(text)
    return len(parsed.value) == 14 and not parsed.problem


def is_postcode(text: str) -> bool:
    """Five digits that begin like a department."""
    return bool(re.fullmatch(r"(0[1-9]|[1-8]\d|9[0-57-8])\d{3}|[1-9]\d{3}", text.replace(" ", "")))


def is_civility(text: str) -> bool:
    """« M. », « Mme » …"""
    return values.civility(text).value in ("M.", "Mme")


def is_category(text: str) -> bool:
    """A+, A, B or C, spelled out or not."""
    return not values.category(text).problem and bool(values.category(text).value)


def is_given(text: str) -> bool:
    """A common first name, alone or the first of several."""
    return is_first_name(fold(text)) and len(text.split()) <= 3 and not any(map(str.isdigit, text))


def is_name(text: str) -> bool:
    """What may be a last or first name: letters, few words."""
    return bool(_NAME_LIKE.fullmatch(text)) and len(text.split()) <= 5 and not _WORDS_OF_NO_NAME.search(fold(text))


def is_employer(text: str) -> bool:
    """« Mairie de … », « CCAS », « Communauté de … »."""
    return bool(_EMPLOYER.fullmatch(fold(text)))


def strong_kind(held: Sequence[str]) -> str:
    """email, phone or siret when the cells that are not empty are so beyond doubt, "" otherwise."""
    if not held:
        return ""
    if share(held, is_email) >= 0.6:
        return "email"
    if share(held, is_siret) >= 0.8 and not all(re.match(r"20[0-4]\d(0[1-9]|1[0-2])[0-3]\d", text) for text in held):
        return "siret"
    if share(held, is_phone) >= 0.7:
        # A SIREN has nine digits too, and a check digit.
        sirens = all(re.fullmatch(r"[12]\d{8}", t.replace(" ", "")) and values.luhn(t.replace(" ", "")) for t in held)
        return "" if sirens else "phone"
    return ""


def weak_kind(held: Sequence[str]) -> str:
    """What a column whose heading says nothing seems to hold, "" when it cannot be told. Never a last name: that is told by its neighbours."""
    if not held:
        return ""
    if share(held, is_civility) >= 0.9 and any(len(text) > 1 for text in held):
        return "civility"
    if share(held, is_category) >= 0.9 and any(fold(text)[-1:] in "bc" for text in held):
        return "category"
    if share(held, is_postcode) >= 0.95 and all(len(text.replace(" ", "")) == 5 for text in held):
        return "postcode"
    if share(held, names.looks_full) >= 0.6 and share(held, is_employer) < 0.3 and share(held, is_work) < 0.3:
        return FULL_NAME
    if share(held, is_given) >= 0.5:
        return "first_name"
    if share(held, is_employer) >= 0.5:
        return "employer"
    folded = [fold(text) for text in held]
    for kind, pattern in (("grade", _GRADE), ("job_title", _JOB), ("department", _DEPARTMENT)):
        if sum(bool(pattern.fullmatch(text)) for text in folded) >= 0.5 * len(held):
            return kind
    return ""


def is_work(text: str) -> bool:
    """A job, a grade or a department."""
    folded = fold(text)
    return any(pattern.fullmatch(folded) for pattern in (_GRADE, _JOB, _DEPARTMENT))


_PAY_GROUP = re.compile(r"[abc] ?[1-4]")


# What somebody may be at an event, and at work too.
_ROLES_AT_WORK = re.compile(
    r"agents?|elue?s?|formateurs?|formatrices?|animat(eur|rice)s?|trainers?|equipe|audit(eur|rice)"
)


def says_roles(held: Sequence[str]) -> bool:
    """Whether each text is somebody's role at the event, and one at least nobody's work: « Agent » and « Élu » alone are both."""
    if any(values.role(text).problem for text in held):
        return False
    return any(_ROLES_AT_WORK.fullmatch(fold(text)) is None for text in held)


def _no_groups(held: Sequence[str]) -> bool:
    """Whether what stands under « Groupe » or « Salle » is no group: marks, people, organisations, dates, pay groups
    (« A1 », « B2 », « C1 »), or a number each.
    """
    folded = list(map(fold, held))
    if set(folded) <= {"0", "1"} or (set(folded) != {"a"} and share(held, lambda t: marks.mark(t) is not None) >= 0.9):
        return True
    if share(folded, lambda t: _PAY_GROUP.fullmatch(t) is not None) >= 0.8 and len({t[0] for t in folded}) > 1:
        return True
    if len(held) >= 8 and len(set(folded)) == len(held):
        return True
    wrong = (
        names.looks_full,
        is_employer,
        is_civility,
        is_phone,
        lambda t: _DATE.search(t) is not None,
        lambda t: len(t) > 60,
    )
    return any(share(held, test) >= 0.5 for test in wrong)


def refutes(field: str, held: Sequence[str]) -> bool:
    """Whether what a column holds shows that it is not the field its heading suggests."""
    if not held:
        return False
    if field == "email":
        return not any("@" in t or "(at)" in t.lower() for t in held) and all(not values.email(t).value or len(held) > 2 for t in held) and share(held, lambda t: bool(values.email(t).problem)) > 0.8 and (len(held) > 2 or share(held, lambda t: marks.mark(t) is not None) > 0.5)  # fmt: skip
    if field == "phone":
        return (
            len(held) > 2 and share(held, lambda t: sum(map(str.isdigit, t)) < 4 and not values.says_nothing(t)) > 0.8
        )
    if field in ("civility", "category"):
        test = is_civility if field == "civility" else is_category
        return len(held) > 1 and share(held, test) < 0.3
    if field in ("role", "status"):
        return len(held) > 1 and share(held, lambda t: bool(BY_ID[field].parse(t).problem)) > 0.5
    if field in ("last_name", "first_name", "birth_name", FULL_NAME):
        # Numbers; under « Inscrit » or « Participant », marks.
        return (
            len(held) > 1
            and share(
                held,
                lambda t: (
                    not any(map(str.isalpha, t)) or (field == FULL_NAME and len(t) < 4 and marks.mark(t) is not None)
                ),
            )
            > 0.6
        )
    if field in ("job_title", "department", "employer", "grade", "job_framework"):
        return len(held) > 2 and share(held, lambda t: not any(map(str.isalpha, t))) > 0.8
    if field == "group":
        return _no_groups(held)
    if field == "town":
        return share(held, is_employer) >= 0.5 or share(held, lambda t: not any(map(str.isalpha, t))) > 0.8
    if field == "address":
        return share(held, lambda t: "@" in t) > 0.3 or share(held, lambda t: not any(map(str.isalpha, t))) > 0.8
    if field == "postcode":
        return share(held, lambda t: bool(re.search(r"\d{4}", t))) < 0.3
    if field == "siret":
        return share(held, lambda t: sum(map(str.isdigit, t)) >= 9) < 0.3
    return False
