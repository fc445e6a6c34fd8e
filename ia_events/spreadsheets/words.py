"""What the heading of a column means, however it is spelled."""

from __future__ import annotations

import re
from functools import lru_cache

from ia_events.domain.fields import FIELDS, FULL_NAME, FULL_NAME_HEADINGS
from ia_events.domain.text import fold

SURE, LIKELY, FAINT = 2.0, 1.0, 0.5

_FIELD_OF: dict[str, str] = {heading: f.id for f in FIELDS for heading in f.headings} | dict.fromkeys(
    FULL_NAME_HEADINGS, FULL_NAME
)
_USAGE = re.compile(r"\b(usage|marital|maritale|epouse|epoux|mariage|usuel|usuelle|married)\b")
_BIRTH = re.compile(r"\b(naissance|jeune fille|patronymique|birth|maiden)\b")
# Somebody else's name, address or number: never the attendee's.
_OTHERS = re.compile(
    r"\b(responsables?|superieure?s?|hierarchiques?|hierarchie|manager|n 1|urgence|urgences|signataire|referente?s?|conjointe?|assistante?s?|prescripteur|"
    r"tuteur|tutrice|gestionnaire|drh|correspondante?|intervenante?s?|formateurs?|formatrices?|animateurs?|accompagnante?s?|prevenir|supervisor|emergency|"
    r"validee? par|inscrite? par|directeur|directrice|chef|cheffe|maire|contact (rh|formation|administratif)|suppleante?|remplacante?|trainer|speaker)\b"
)
# What a list says of other things than who somebody is: its names, places and numbers are not the attendee's.
_ELSEWHERE = re.compile(
    r"\b(date|dates|lieu|lieux|salle|formation|formations|stage|stages|action|session|module|montant|cout|tarif|prix|duree|heures?|age|nee?|naissance|pays|"
    r"batiment|etage|convention|facture|facturation|hotel|hebergement|transport|covoiturage|vehicule|avis|besoins? exprimes?|attentes?|motivations?|objectifs?|"
    r"horodateur|horodatage|timestamp|created|ip|signature|envoye|envoyee|envoi|recue?|relance|convocation|convoque|diplome|niveau|theme|atelier|groupe|table|place)\b"
)
_ABBREVIATIONS = {
    "tel": "telephone", "tels": "telephone", "teleph": "telephone", "tph": "telephone", "tlf": "telephone", "tlph": "telephone", "port": "portable",
    "portables": "portable", "mob": "mobile", "mobiles": "mobile", "coll": "collectivite", "collec": "collectivite", "collect": "collectivite",
    "collectivites": "collectivite", "etab": "etablissement", "etabl": "etablissement", "ets": "etablissement", "serv": "service", "sce": "service", "svc": "service",
    "services": "service", "dir": "direction", "directions": "direction", "fct": "fonction", "fonct": "fonction", "fonctions": "fonction", "categ": "categorie", "cat": "categorie",
    "pren": "prenom", "prn": "prenom", "prenoms": "prenom", "mat": "matricule", "matr": "matricule", "mle": "matricule", "obs": "observations", "observation": "observations",
    "rem": "remarques", "remarque": "remarques", "noms": "nom", "mels": "mel", "mails": "mail", "emails": "email", "courriels": "courriel", "adr": "adresse", "ad": "adresse", "adresses": "adresse",
    "empl": "employeur", "employeurs": "employeur", "org": "organisme", "orga": "organisme", "struct": "structure", "structures": "structure", "civ": "civilite", "num": "numero", "nr": "numero", "nb": "nombre",
    "aff": "affectation", "affect": "affectation", "firstname": "first name", "lastname": "last name", "fname": "first name", "lname": "last name", "surname": "last name", "forename": "first name",
    "forenames": "first name", "fullname": "full name", "zipcode": "zip code", "allergie": "allergies", "gr": "grade", "grad": "grade", "pre": "prenom", "amenagement": "amenagements", "ddn": "date naissance", "dpt": "departement", "dept": "department",
}  # fmt: skip
_FILLERS = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "de",
        "du",
        "des",
        "d",
        "un",
        "une",
        "a",
        "au",
        "aux",
        "en",
        "et",
        "ou",
        "votre",
        "vos",
        "your",
        "the",
        "of",
        "s",
        "e",
        "es",
        "x",
        "n",
        "no",
        "numero",
        "lib",
        "libelle",
        "intitule",
        "professionnel",
        "professionnelle",
        "professionnels",
        "professionnelles",
        "pro",
        "prof",
        "work",
        "agent",
        "agents",
        "agente",
        "stagiaire",
        "stagiaires",
        "participant",
        "participants",
        "participante",
        "participante",
        "inscrit",
        "inscrite",
        "candidat",
        "beneficiaire",
        "apprenant",
        "obligatoire",
        "svp",
        "please",
        "actuel",
        "actuelle",
        "exact",
        "exacte",
        "complet",
        "precis",
        "precise",
        "quel",
        "quelle",
        "est",
        "sont",
        "si",
        "different",
        "autre",
        "officiel",
        "votre",
        "mon",
        "ma",
        "my",
        "invite",
        "personne",
        "salarie",
        "is",
        "what",
        "ind",
        "individuel",
        "individuelle",
        "rh",
        "1",
        "2",
        "3",
        "01",
        "principal",
        "principale",
        "travail",
        "direct",
        "directe",
        "fixe",
        "bureau",
        "perso",
        "personnel",
        "personnelle",
        "origine",
        "merci",
        "indiquer",
        "saisir",
    ]
)
# Headings as they are once their small words are left out: « nom famille » of « Votre nom de famille ».
_BARE_FIELD_OF = {
    bare: field
    for heading, field in reversed(_FIELD_OF.items())
    if " " in (bare := " ".join(word for word in heading.split() if word not in _FILLERS))
}
# One of these words settles what a longer heading means, the first found winning.
_TELLING = (
    ("siret", "siret"), ("matricule", "staff_number"), ("code postal", "postcode"), ("zip code", "postcode"), ("postal code", "postcode"), ("postcode", "postcode"),
    ("courriel", "email"), ("email", "email"), ("e mail", "email"), ("mail", "email"), ("mel", "email"), ("adresse electronique", "email"), ("courrier electronique", "email"),
    ("messagerie", "email"), ("electronique", "email"), ("telephone", "phone"), ("telephonique", "phone"), ("telephoniques", "phone"), ("portable", "phone"), ("gsm", "phone"), ("mobile", "phone"),
    ("phone", "phone"), ("ligne directe", "phone"), ("cp", "postcode"), ("adresse", "address"),
    ("allergies", "meal"), ("alimentaire", "meal"), ("alimentaires", "meal"), ("regime", "meal"), ("repas", "meal"), ("dejeuner", "meal"), ("restauration", "meal"), ("dietary", "meal"), ("diet", "meal"), ("menu", "meal"), ("food", "meal"),
    ("amenagements", "access_needs"), ("handicap", "access_needs"), ("pmr", "access_needs"), ("rqth", "access_needs"), ("accessibilite", "access_needs"), ("accessibility", "access_needs"),
    ("assistance", "access_needs"), ("special needs", "access_needs"), ("special requirements", "access_needs"), ("mobilite reduite", "access_needs"), ("disability", "access_needs"), ("wheelchair", "access_needs"), ("besoins specifiques", "access_needs"), ("besoin specifique", "access_needs"), ("besoins particuliers", "access_needs"), ("besoin particulier", "access_needs"),
    ("prenom", "first_name"), ("first name", "first_name"), ("given name", "first_name"), ("last name", "last_name"), ("family name", "last_name"), ("patronyme", "last_name"),
    ("full name", FULL_NAME), ("civilite", "civility"), ("sexe", "civility"), ("genre", "civility"),
    ("cadre emplois", "job_framework"), ("cadre emploi", "job_framework"), ("cadre d emplois", "job_framework"), ("cadre d emploi", "job_framework"), ("grade", "grade"), ("categorie", "category"),
    ("collectivite", "employer"), ("employeur", "employer"), ("employer", "employer"), ("etablissement", "employer"), ("organisme", "employer"), ("organisation", "employer"), ("organization", "employer"),
    ("company", "employer"), ("structure", "employer"), ("epci", "employer"), ("raison sociale", "employer"), ("administration", "employer"), ("entreprise", "employer"),
    ("societe", "employer"), ("entite", "employer"), ("commune", "employer"), ("institution", "employer"),
    ("fonction", "job_title"), ("poste", "job_title"), ("metier", "job_title"), ("emploi", "job_title"), ("job", "job_title"), ("position", "job_title"), ("profession", "job_title"),
    ("service", "department"), ("direction", "department"), ("pole", "department"), ("affectation", "department"), ("department", "department"), ("departement", "department"), ("unite", "department"), ("unit", "department"),
    ("observations", "remarks"), ("remarques", "remarks"), ("commentaires", "remarks"), ("commentaire", "remarks"), ("comments", "remarks"), ("notes", "remarks"), ("remarks", "remarks"),
)  # fmt: skip
_VOCABULARY = sorted({w for words, _field in _TELLING for w in words.split() if len(w) >= 5} | {
    "prenom", "observations", "remarques", "usage", "naissance",
})  # fmt: skip
_KNOWN_WORDS = frozenset(_VOCABULARY)
_LONGEST = 500  # characters of a heading
_NAMED = re.compile(r"\bnom\b")
_MEANINGLESS = re.compile(
    r"(colonne|column|col|champ|field|f|c|unnamed|sans nom|sans titre|donnee|data|valeur|entete|header|var|v)? ?\d*( level \d+)?|[a-z]"
)


@lru_cache(maxsize=4096)
def spelled_out(heading: str) -> str:
    """A heading as plain folded words: abbreviations in full, « firstName » and « P R É N O M » put right, slips of the fingers too."""
    text = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z][a-zà-ÿ])", " ", heading[:_LONGEST])
    words = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", fold(text)).split()
    if len(words) >= 3 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    return " ".join(_ABBREVIATIONS.get(word) or _corrected(word) for word in words)


def _corrected(word: str) -> str:
    if len(word) < 5 or word in _KNOWN_WORDS or word.isdigit():
        return word
    reach = 2 if len(word) >= 9 else 1
    return next((known for known in _VOCABULARY if _within(word, known, reach)), word)


def _within(one: str, other: str, reach: int) -> bool:
    """Whether two words are at most so many letters apart; a plural is no slip."""
    if abs(len(one) - len(other)) > reach or one[0] != other[0]:
        return False
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (a != b))
    return row[-1] <= reach


@lru_cache(maxsize=4096)
def recognise(heading: str) -> tuple[str, float]:
    """The field a heading as written means, and how sure that is: ("", 0) when it means none."""
    folded = fold(heading)
    if not folded:
        return ("email", LIKELY) if "@" in heading else ("", 0)
    if found := _FIELD_OF.get(folded):
        return found, SURE
    if len(folded) > 160 or len(heading) > _LONGEST:
        return "", 0
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|\*.*$", " ", heading)
    if "nom" in folded.split() and _BIRTH.search(folded) and not _USAGE.search(folded):
        return "birth_name", SURE
    if found := _FIELD_OF.get(fold(bare)):
        return found, SURE
    words = spelled_out(heading)
    if is_others(heading):
        return "", 0
    if re.search(r"(?<!\w)@(?!\w)", heading):
        return "email", LIKELY
    if found := _FIELD_OF.get(words) or _FIELD_OF.get(spelled_out(bare)):
        return found, SURE
    has_name, has_first = bool(_NAMED.search(words)), " prenom " in f" {words} "
    if has_name and has_first:
        return FULL_NAME, SURE if len(words.split()) <= 8 else LIKELY
    if has_name or "name" in words.split():
        if _BIRTH.search(words) and not _USAGE.search(words):
            return "birth_name", LIKELY
        if _USAGE.search(words):
            return "last_name", LIKELY
    residual = " ".join(word for word in words.split() if word not in _FILLERS)
    found = _FIELD_OF.get(residual) or _BARE_FIELD_OF.get(residual)
    # « Groupe 2 », « Atelier 1 » over a column are one group, not which group somebody is in.
    if found and not (found == "group" and any(map(str.isdigit, words))):
        return found, LIKELY
    if _ELSEWHERE.search(words):
        return "", 0
    if "/" in bare and (first := recognise(bare.partition("/")[0]))[0]:
        return first[0], LIKELY
    padded, count = f" {words} ", len(words.split())
    for word, field in _TELLING:
        if f" {word} " in padded:
            return field, LIKELY if count <= 7 else FAINT
    return ("last_name", FAINT) if has_name and count <= 3 else ("", 0)


def is_usage(heading: str) -> bool:
    """Whether a heading means a usage name: « Nom d'usage », « Nom marital »."""
    return bool(_USAGE.search(spelled_out(heading)))


def is_others(heading: str) -> bool:
    """Whether a heading is about somebody else: a superior, who to call, the trainer."""
    return bool(_OTHERS.search(fold(heading)))


def is_elsewhere(heading: str) -> bool:
    """Whether a heading says it is about a date, a place, a sum …"""
    return bool(_ELSEWHERE.search(fold(heading)))


def is_meaningless(heading: str) -> bool:
    """Whether a heading says nothing: empty, « Colonne1 », « F2 »."""
    return bool(_MEANINGLESS.fullmatch(fold(heading)))
