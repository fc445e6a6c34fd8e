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


_NUMBERED = re.compile(r"^(?:\d{1,3}\s*[).°/-]\s*|[-–—>]\s+)(?=[^\W\d])")


def name(text: str) -> Parsed:
    """A name: straight apostrophes so that one person has one spelling; case is never changed."""
    text = clean(text).replace("’", "'").replace("ʼ", "'").replace("`", "'").replace("´", "'")
    if not text[:1].isalpha():
        # « 1) », « 12. », « – »: the number in a list.
        text = _NUMBERED.sub("", text)
    return Parsed(clean(text.strip(",;:•*").rstrip(",;: ")) if text[:1] in ",;:•*" or text[-1:] in ",;:•*" else text)


_CIVILITIES = {
    "m": "M.", "mr": "M.", "monsieur": "M.", "homme": "M.", "h": "M.",
    "sir": "M.", "male": "M.", "masculin": "M.", "female": "Mme", "feminin": "Mme", "mdme": "Mme", "melle": "Mme", "miss": "Mme",
    "mme": "Mme", "madame": "Mme", "mlle": "Mme", "mademoiselle": "Mme", "femme": "Mme", "f": "Mme", "mrs": "Mme", "ms": "Mme",
}  # fmt: skip


def civility(text: str) -> Parsed:
    """« M. » or « Mme », in one language or two (« Mme / Ms »); other titles (Dr, Pr) stay as written."""
    text = clean(text)
    found = _CIVILITIES.get(fold(text))
    if found is None and "/" in text:
        said = {_CIVILITIES.get(fold(part)) for part in text.split("/")}
        found = said.pop() if len(said) == 1 else None
    return Parsed(found or text)


_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
# Everything a cell is searched for has a length: a cell may be as long as the file.
_EMAIL = re.compile(rf"(?<![\w.+@-])[a-z0-9][a-z0-9._%+'&-]{{0,63}}@{_LABEL}(?:\.{_LABEL})+(?![\w@])")
_PLAIN_EMAIL = re.compile(rf"[a-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+")
_AT = re.compile(r"\s*[(\[{]\s*(?:at|a|arobase|chez)\s*[)\]}]\s*")
_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|point)\s*[)\]}]\s*")
_SPACED = re.compile(r"\s*([@.])\s*")
# Endings that no address has, and that fingers make of .com and .fr.
_SLIP = re.compile(
    r"\.(?:con|cmo|ocm|cm|comm|fre|frr|rf)$|@(?:gmial|gmal|gmai|hotmial|hotmal|yahooo|wanado|ornage|orage)\."
)
_NOTHING = {
    "nc", "neant", "na", "n a", "sans", "sans objet", "aucun", "aucune", "non renseigne", "non renseignee", "non communique",
    "non communiquee", "so", "s o", "vide", "inconnu", "inconnue", "pas de mail", "pas d adresse", "pas de telephone", "ras", "none", "anonymous", "anonyme",
}  # fmt: skip


# What stands where an address or a number is still to be told, and the bare word of a link: nothing to keep, but to be told.
_TO_COME = {
    "a venir", "a preciser", "a completer", "a renseigner", "a confirmer", "a communiquer", "en cours", "en attente", "pas encore", "tbc", "tbd",
    "courriel", "mail", "email", "e mail", "mel", "telephone", "tel", "lien", "link", "ecrire", "contact",
}  # fmt: skip


def says_nothing(text: str) -> bool:
    """Whether a text stands for an empty cell: « - », « NC », « néant »."""
    folded = fold(text)
    return not folded or folded in _NOTHING


def email(text: str) -> Parsed:
    """The first address of the cell, lower case; `mailto:`, « (at) » and stray spaces removed."""
    lowered = clean(text).lower()
    if _PLAIN_EMAIL.fullmatch(lowered) and "/" not in lowered:
        return Parsed(lowered, "email_doubtful" if _SLIP.search(lowered) else "")
    if says_nothing(lowered):
        return Parsed("")
    bare = _DOT.sub(".", _AT.sub("@", lowered.replace("mailto:", " ").replace("’", "'")))
    found = _EMAIL.findall(bare)
    if not found and "@" in bare:
        # « jean.dupont @exemple. fr »
        joined = _SPACED.sub(r"\1", bare).strip(" .,;:<>()'\"")
        found = _EMAIL.findall(joined)
        if not found and _EMAIL.fullmatch(joined.replace(" ", "")):
            found = [joined.replace(" ", "")]
    if not found:
        return Parsed("" if fold(lowered) in _TO_COME else lowered, "email_invalid")
    if len(set(found)) > 1:
        return Parsed(found[0], "email_several")
    return Parsed(found[0], "email_doubtful" if _SLIP.search(found[0]) else "")


_OVERSEAS = {"590", "594", "596", "262"}
_NUMBER = re.compile(
    r"(?<!\d)(?:(?:\+|00)\s?(?:33|590|594|596|262)|(?:33|590|594|596|262)(?=\W{0,5}[1-9](?:\W?\d){8}(?!\d)))?"
    r"[\s.\-/]{0,5}(?:\(?0\)?[\s.\-/]{0,5})?([1-9](?:[\s.\-/_)]{0,3}\d){8})(?!\d)"
)


def phone(text: str) -> Parsed:
    """National form, ten digits without spaces, of the cell's first number when it is a French one; else the text as it is.

    A lost leading zero, +33, +590, +594, +596 and +262 are understood.
    """
    text = clean(text)
    compact = text.replace(" ", "").replace(".", "")
    if compact.isdecimal() and compact.isascii():
        if len(compact) == 10 and compact[0] == "0":
            return Parsed(compact)
        if len(compact) == 9 and compact[0] != "0":
            return Parsed("0" + compact)
    if says_nothing(text):
        return Parsed("")
    if power := re.fullmatch(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", text.replace(" ", ""), re.IGNORECASE):
        whole, digits_after, exponent = power[1], power[2] or "", int(power[3])
        if len(digits_after) < exponent - 1 or exponent > 13:
            return Parsed(text, "phone_truncated")
        # Every digit is there (a last zero apart): « 5,96961122E+08 » is 0596961122.
        return phone(whole + digits_after[:exponent].ljust(exponent, "0"))
    number = re.split(r"[/;,]| ou | et ", text)[0]
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    rest = [f"0{re.sub(r'[^0-9]', '', found)}" for found in _NUMBER.findall(text)]
    digits = digits.removeprefix("00")
    if len(digits) in (12, 13) and digits[:2] == "33" and digits[2:3] == "0":
        digits = "33" + digits[3:]
    if len(digits) == 13 and digits[:3] in _OVERSEAS and digits[3] == "0":
        digits = digits[:3] + digits[4:]
    national = ""
    if len(digits) == 10 and digits[0] == "0":
        national = digits
    elif digits.startswith("33") and len(digits) == 11:
        national = "0" + digits[2:]
    elif digits[:3] in _OVERSEAS and len(digits) == 12:
        national = "0" + digits[3:]
    elif len(digits) == 9 and digits[0] != "0":
        national = "0" + digits
    elif rest and not (number.lstrip()[:1] == "+" and len(digits) > 9 and not re.match(r"\+(33|59[046]|262)", number)):
        national = rest[0]
    if national:
        return Parsed(national, "phone_several" if len({national, *rest}) > 1 else "")
    if fold(text) in _TO_COME:
        return Parsed("", "phone_unusual")
    return Parsed(text, "" if 6 <= len(digits) <= 15 and number.lstrip()[:1] == "+" else "phone_unusual")


_LONGEST_CHOICE = 200  # a choice's words and what is said in brackets beside them
_CATEGORY = re.compile(r"(?:(?:agent|cadre|emploi)s? )?(?:de |d )?(?:(?:categorie|categ|cat|category) )?(a|b|c)")


def category(text: str) -> Parsed:
    """A+, A, B or C."""
    text = clean(text)
    found = _CATEGORY.fullmatch(fold(re.sub(r"\(.*\)", "", text))) if len(text) <= _LONGEST_CHOICE else None
    if found:
        letter = found[1].upper()
        return Parsed("A+" if letter == "A" and "+" in text else letter)
    if not text or says_nothing(text):
        return Parsed("")
    return Parsed(text, "category_unknown")


def digits_text(text: str) -> Parsed:
    """A number that is a name: its zeros are kept."""
    return Parsed(clean(text))


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others, as in a SIREN or a SIRET."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def siret(text: str) -> Parsed:
    """Fourteen digits without spaces; the zero Excel lost is put back when the check digit agrees."""
    compact = re.sub(r"[\s.\u00a0-]", "", clean(text))
    if re.fullmatch(r"[0-9]{14}", compact):
        return Parsed(compact)
    if re.fullmatch(r"[0-9]{13}", compact) and luhn("0" + compact):
        return Parsed("0" + compact)
    return Parsed("") if says_nothing(text) else Parsed(clean(text), "siret_invalid")


def postcode(text: str) -> Parsed:
    """Five digits; the zero Excel lost is put back."""
    text = clean(text)
    compact = text.replace(" ", "")
    if re.fullmatch(r"[0-9]{4,5}", compact):
        return Parsed(compact.zfill(5))
    found = re.match(r"(?:F-?)?([0-9]{5})(?![0-9])", text)
    return Parsed(found[1] if found else text)


_LINE_ENDS = re.compile(r"\s*[,;]?\s*[\n\r\v\f\x85\u2028\u2029]\s*")


def address(text: str) -> Parsed:
    """Where a letter goes, without postcode and town: its lines one after another, parted by commas."""
    return Parsed(clean(clean(_LINE_ENDS.sub(", ", text.strip())).strip(" ,;")))


_BEFORE_TOWN = re.compile(r"(?:(?:[Ff]-?)?[0-9]{5}[\s,-]+)+(?=\S)")
POSTCODE_AND_TOWN = re.compile(r"(?:[Ff]-?)?([0-9]{5})[\s,-]+([^\W\d_][^\d@,;]*(?:\d\d?)?)")


def town(text: str) -> Parsed:
    """A town, without the postcode that stands before it."""
    text = clean(text)
    return Parsed(clean(_BEFORE_TOWN.sub("", text, count=1)) if text[:6].strip("Ff-")[:1].isdigit() else text)


_GROUP = re.compile(r"(?:groupe|group|grp?\.?)(?:\s*(?:n\s?°|no\.?|:)\s*|\s+|(?=[0-9]))([0-9]{1,3}[a-z]?|[a-z][0-9]{0,2})", re.IGNORECASE)  # fmt: skip
_BARE = re.compile(r"([0-9]{1,2}|[a-z])", re.IGNORECASE)


def group(text: str) -> Parsed:
    """A group or a room: « Groupe 2 », « Gr. 2 » and « 02 » are 2, « b » is B; any other name is kept as it is."""
    text = clean(text)
    found = _GROUP.fullmatch(text) or _BARE.fullmatch(text)
    return Parsed(re.sub(r"^0(?=[0-9]$)", "", found[1].upper()) if found else text)


_ROLES = {
    "participant": Role.PARTICIPANT, "participante": Role.PARTICIPANT, "stagiaire": Role.PARTICIPANT, "agent": Role.PARTICIPANT, "attendee": Role.PARTICIPANT,
    "intervenant": Role.SPEAKER, "intervenante": Role.SPEAKER, "formateur": Role.SPEAKER, "formatrice": Role.SPEAKER, "speaker": Role.SPEAKER,
    "officiel": Role.DIGNITARY, "officielle": Role.DIGNITARY, "elu": Role.DIGNITARY, "elue": Role.DIGNITARY, "dignitary": Role.DIGNITARY, "invite": Role.DIGNITARY,
    "auditeur": Role.PARTICIPANT, "auditrice": Role.PARTICIPANT, "apprenant": Role.PARTICIPANT, "apprenante": Role.PARTICIPANT, "intervenants": Role.SPEAKER, "formateurs": Role.SPEAKER, "conferencier": Role.SPEAKER, "conferenciere": Role.SPEAKER, "animateur": Role.SPEAKER, "animatrice": Role.SPEAKER, "trainer": Role.SPEAKER, "officiels": Role.DIGNITARY, "elus": Role.DIGNITARY, "invitee": Role.DIGNITARY, "vip": Role.DIGNITARY, "participants": Role.PARTICIPANT, "stagiaires": Role.PARTICIPANT,
    "accompagnant": Role.COMPANION, "accompagnante": Role.COMPANION, "accompagnants": Role.COMPANION, "companion": Role.COMPANION, "organisateur": Role.ORGANISER, "organisatrice": Role.ORGANISER, "organisation": Role.ORGANISER, "organiser": Role.ORGANISER, "equipe": Role.ORGANISER,
}  # fmt: skip


# « Intervenant(e) », « Formateur·rice », « Élu.e »
_ENDING = re.compile(r"\([a-zé]{1,5}\)|(?<=\w)[·.•/-](?:e|rice|trice|euse|ne|se|le)s?\b", re.IGNORECASE)


def role(text: str) -> Parsed:
    """A Role's identifier; a word that is none of them is a participant, with a problem."""
    if not text.strip():
        return Parsed(Role.PARTICIPANT)
    found = _ROLES.get(fold(text)) or _ROLES.get(fold(_ENDING.sub("", text)))
    return Parsed(found or Role.PARTICIPANT, "" if found else "role_unknown")


_STATUSES = {
    "liste d attente": Status.WAITLISTED, "en attente": Status.WAITLISTED, "attente": Status.WAITLISTED, "waitlist": Status.WAITLISTED, "sur liste d attente": Status.WAITLISTED, "la": Status.WAITLISTED, "waiting list": Status.WAITLISTED, "en liste d attente": Status.WAITLISTED, "suppleant": Status.WAITLISTED, "suppleante": Status.WAITLISTED, "waitlisted": Status.WAITLISTED,
    "annule": Status.CANCELLED, "annulee": Status.CANCELLED, "annulation": Status.CANCELLED, "desistement": Status.CANCELLED, "desiste": Status.CANCELLED, "desistee": Status.CANCELLED, "desistements": Status.CANCELLED, "annules": Status.CANCELLED, "annulations": Status.CANCELLED, "refuse": Status.CANCELLED, "refusee": Status.CANCELLED, "canceled": Status.CANCELLED, "s est desiste": Status.CANCELLED, "s est desistee": Status.CANCELLED, "cancelled": Status.CANCELLED, "cancellation": Status.CANCELLED,
    "hors liste": Status.CANCELLED, "not listed": Status.CANCELLED,
    "inscrit": Status.REGISTERED, "inscrite": Status.REGISTERED, "inscription": Status.REGISTERED, "confirme": Status.REGISTERED, "confirmee": Status.REGISTERED, "valide": Status.REGISTERED, "registered": Status.REGISTERED, "registration": Status.REGISTERED, "accepte": Status.REGISTERED, "acceptee": Status.REGISTERED, "validee": Status.REGISTERED, "retenu": Status.REGISTERED, "retenue": Status.REGISTERED, "confirmed": Status.REGISTERED, "accepted": Status.REGISTERED, "convoque": Status.REGISTERED, "convoquee": Status.REGISTERED, "oui": Status.REGISTERED, "ok": Status.REGISTERED, "inscrits": Status.REGISTERED, "inscrit e": Status.REGISTERED, "x": Status.REGISTERED,
}  # fmt: skip


def status(text: str) -> Parsed:
    """A Status's identifier; an unknown word is a registration, with a problem."""
    if not text.strip():
        return Parsed(Status.REGISTERED)
    found = _STATUSES.get(fold(text)) or _STATUSES.get(fold(_ENDING.sub("", text)))
    return Parsed(found or Status.REGISTERED, "" if found else "status_unknown")
