"""Turning the text of a cell into the value of a field, keeping the source's spelling where it is sound."""

from __future__ import annotations

import re
from typing import NamedTuple

from ia_events.domain.people import Role, Status
from ia_events.domain.text import clean, fold


class Parsed(NamedTuple):
    """A value and what was wrong: "" nothing; a code of PROBLEMS otherwise. The value is always usable."""

    value: str
    problem: str = ""


def plain(text: str) -> Parsed:
    """Text as it is."""
    return Parsed(clean(text))


def name(text: str) -> Parsed:
    """A name: straight apostrophes so that one person has one spelling; case is never changed."""
    return Parsed(clean(text).replace("’", "'").replace("ʼ", "'").replace("`", "'"))


_CIVILITIES = {
    "m": "M.", "mr": "M.", "mr.": "M.", "monsieur": "M.", "homme": "M.", "h": "M.",
    "mme": "Mme", "madame": "Mme", "mlle": "Mme", "mademoiselle": "Mme", "femme": "Mme", "f": "Mme", "mrs": "Mme", "ms": "Mme", "miss": "Mme",
}  # fmt: skip


def civility(text: str) -> Parsed:
    """« M. » or « Mme »; other titles (Dr, Pr) stay as written."""
    text = clean(text)
    return Parsed(_CIVILITIES.get(fold(text), text))


_EMAIL = re.compile(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+"
)


def email(text: str) -> Parsed:
    """The first address of the cell, lower case; `mailto:` and stray spaces removed."""
    lowered = clean(text).lower()
    if _EMAIL.fullmatch(lowered):
        return Parsed(lowered)
    bare = lowered.removeprefix("mailto:").replace(" @", "@").replace("@ ", "@").replace(" .", ".")
    found = _EMAIL.findall(bare)
    if not found:
        compact = bare.replace(" ", "")
        if _EMAIL.fullmatch(compact):
            return Parsed(compact)
        return Parsed(lowered, "email_invalid" if lowered else "")
    return Parsed(found[0], "email_several" if len(set(found)) > 1 else "")


_OVERSEAS = {"590", "594", "596", "262"}


def phone(text: str) -> Parsed:
    """National form, ten digits without spaces, when the number is a French one; else the text as it is.

    A lost leading zero, +33, +590, +594, +596 and +262 are understood.
    """
    text = clean(text)
    compact = text.replace(" ", "").replace(".", "")
    if compact.isdecimal() and compact.isascii():
        if len(compact) == 10 and compact[0] == "0":
            return Parsed(compact)
        if len(compact) == 9 and compact[0] != "0":
            return Parsed("0" + compact)
    if not text:
        return Parsed("")
    if re.fullmatch(r"\d[.,]\d+E\+?\d+", text, re.IGNORECASE):
        return Parsed(text, "phone_truncated")
    number = re.split(r"[/;]| ou ", text)[0]
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    if digits.startswith("00"):
        digits = digits[2:]
    elif len(digits) == 10 and digits[0] == "0":
        return Parsed(digits)
    if digits.startswith("33") and len(digits) == 11:
        return Parsed("0" + digits[2:])
    if digits[:3] in _OVERSEAS and len(digits) == 12:
        return Parsed("0" + digits[3:])
    if len(digits) == 9 and digits[0] != "0":
        return Parsed("0" + digits)
    return Parsed(text, "" if 6 <= len(digits) <= 15 and number.lstrip()[:1] == "+" else "phone_unusual")


def category(text: str) -> Parsed:
    """A+, A, B or C."""
    text = clean(text)
    bare = fold(text).removeprefix("categorie ").removeprefix("cat ").upper()
    if "+" in text and bare == "A":
        return Parsed("A+")
    if bare in {"A", "B", "C"}:
        return Parsed(bare)
    return Parsed(text, "category_unknown" if text else "")


def digits_text(text: str) -> Parsed:
    """A number that is a name: its zeros are kept."""
    return Parsed(clean(text))


def siret(text: str) -> Parsed:
    """Fourteen digits without spaces."""
    compact = re.sub(r"[\s.\u00a0]", "", clean(text))
    if not compact or re.fullmatch(r"\d{14}", compact):
        return Parsed(compact)
    return Parsed(clean(text), "siret_invalid")


def postcode(text: str) -> Parsed:
    """Five digits; the zero Excel lost is put back."""
    compact = clean(clean(text).replace(" ", ""))
    return Parsed(compact.zfill(5) if compact.isdigit() and len(compact) == 4 else compact)


_ROLES = {
    "participant": Role.PARTICIPANT, "participante": Role.PARTICIPANT, "stagiaire": Role.PARTICIPANT, "agent": Role.PARTICIPANT, "attendee": Role.PARTICIPANT,
    "intervenant": Role.SPEAKER, "intervenante": Role.SPEAKER, "formateur": Role.SPEAKER, "formatrice": Role.SPEAKER, "speaker": Role.SPEAKER,
    "officiel": Role.DIGNITARY, "officielle": Role.DIGNITARY, "elu": Role.DIGNITARY, "elue": Role.DIGNITARY, "dignitary": Role.DIGNITARY, "invite": Role.DIGNITARY,
    "organisateur": Role.ORGANISER, "organisatrice": Role.ORGANISER, "organisation": Role.ORGANISER, "organiser": Role.ORGANISER, "equipe": Role.ORGANISER,
}  # fmt: skip


def role(text: str) -> Parsed:
    """A Role's identifier; a word that is none of them is a participant, with a problem."""
    if not text.strip():
        return Parsed(Role.PARTICIPANT)
    found = _ROLES.get(fold(text))
    return Parsed(found or Role.PARTICIPANT, "" if found else "role_unknown")


_STATUSES = {
    "liste d attente": Status.WAITLISTED, "en attente": Status.WAITLISTED, "attente": Status.WAITLISTED, "waitlist": Status.WAITLISTED, "waitlisted": Status.WAITLISTED,
    "annule": Status.CANCELLED, "annulee": Status.CANCELLED, "annulation": Status.CANCELLED, "desistement": Status.CANCELLED, "desiste": Status.CANCELLED, "cancelled": Status.CANCELLED, "cancellation": Status.CANCELLED,
    "inscrit": Status.REGISTERED, "inscrite": Status.REGISTERED, "inscription": Status.REGISTERED, "confirme": Status.REGISTERED, "confirmee": Status.REGISTERED, "valide": Status.REGISTERED, "registered": Status.REGISTERED, "registration": Status.REGISTERED, "accepte": Status.REGISTERED,
}  # fmt: skip


def status(text: str) -> Parsed:
    """A Status's identifier; an unknown word is a registration, with a problem."""
    if not text.strip():
        return Parsed(Status.REGISTERED)
    found = _STATUSES.get(fold(text))
    return Parsed(found or Status.REGISTERED, "" if found else "status_unknown")
