"""What kind of employer a name speaks of, by its words."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from ia_events.domain.communes import COMMUNES
from ia_events.domain.employers import employer_key
from ia_events.domain.text import fold
from ia_events.i18n import N_


class EmployerKind(StrEnum):
    """The kinds of employer headquarters counts by."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTMENT = "department"
    REGION = "region"
    SINGLE = "single"
    CCAS = "ccas"
    SDIS = "sdis"
    STATE = "state"
    OTHER = "other"
    UNKNOWN = "unknown"


KIND_LABELS = {
    EmployerKind.COMMUNE: N_("Commune"),
    EmployerKind.EPCI: N_("Intercommunalité, syndicat"),
    EmployerKind.DEPARTMENT: N_("Département"),
    EmployerKind.REGION: N_("Région"),
    EmployerKind.SINGLE: N_("Collectivité unique ou d'outre-mer"),
    EmployerKind.CCAS: N_("CCAS, CIAS"),
    EmployerKind.SDIS: N_("Incendie et secours (SDIS)"),
    EmployerKind.STATE: N_("Services de l'État"),
    EmployerKind.OTHER: N_("Autre employeur"),
    EmployerKind.UNKNOWN: N_("Employeur non renseigné"),
}

# The first kind one of whose words is in the folded name; words are regular expressions between word boundaries.
# What serves a body comes before the body: the « CCAS de la ville de … » is no town.
WORDS: tuple[tuple[EmployerKind, str], ...] = (
    (EmployerKind.SDIS, r"sdis|sis 97\d|sdmis|bspp|service (departemental |territorial )?d incendie( et de secours)?|service de secours|sapeurs pompiers|pompiers"),
    (EmployerKind.CCAS, r"ccas|cias|centre (inter)?communal d action sociale|centre intercommunal d action sociale|caisse des ecoles"),
    (EmployerKind.OTHER, r"cdg ?\d*|centre (inter)?departemental de gestion|centre de gestion|cnfpt|inet|inset|universites?|ecole|lycee|college|chu|chr|centre hospitalier|hopital|ehpad|clinique|office public de l habitat|oph|opac|ars|agence de l eau|chambre|association|societe|sarl|sas|sem|spl|office (de|du) tourisme|caf|cgss|cpam|pole emploi|france travail|agence regionale de sante"),
    (EmployerKind.STATE, r"direction (inter)?(regionale|departementale)|prefecture|prefet|ministere|ministeriel|sous prefecture|deal|dreal|dac|drac|dgfip|drfip|ddfip|ddt|ddtm|ddets|deets|dreets|dieccte|rectorat|academie|gendarmerie|police nationale|direction regionale des finances publiques|direction generale des finances publiques|tresor public|tresorerie|etat|services de l etat|secretariat general pour l administration|douanes?|insee|tribunal|cour d appel"),
    (EmployerKind.SINGLE, r"collectivite (territoriale )?(unique )?(d outre mer )?de (la )?(martinique|guyane|corse|mayotte|saint martin|st martin|saint barthelemy|st barthelemy|saint pierre et miquelon|st pierre et miquelon)|collectivite territoriale|ctm|ctg|com de saint martin|collectivite d outre mer|collectivite europeenne d alsace|conseil territorial|assemblee de (martinique|guyane|corse)|polynesie francaise|nouvelle caledonie|wallis et futuna"),
    (EmployerKind.EPCI, r"communaute (de|d|urbaine|des|du)|communautes? de communes|agglomeration|agglo|metropole|intercommunalite|intercommunale?|epci|ept|cc|ca|cu|cacem|cinor|civis|casud|tco|cirest|cacl|caspe|canbt|cange|canged?t|capes|cap excellence|cap nord|cap nord martinique|espace sud|grand sud caraibe|nord grande terre|grand paris|etablissement public territorial|pole d equilibre|petr|syndicats?|sivom|sivu|smictom|sictom|siaeag|syvade|smgeag|smt|siom|sidem|pays de marie galante|marie galante communaute"),
    (EmployerKind.DEPARTMENT, r"conseil departemental|conseil general|departement|departementale?|cd ?\d{2,3}"),
    (EmployerKind.REGION, r"conseil regional|region|regionale?"),
    (EmployerKind.COMMUNE, r"commune|mairie|ville|village|hotel de ville|municipalite|municipal|arrondissement"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in WORDS)


@lru_cache(4096)
def kind_of(employer: str) -> EmployerKind:
    """The kind of an employer, OTHER when its words tell nothing, UNKNOWN without a name. A bare « Le Moule » is a town."""
    folded = fold(employer)
    if not folded:
        return EmployerKind.UNKNOWN
    if employer_key(employer) in COMMUNES:
        return EmployerKind.COMMUNE
    return next((kind for kind, words in _PATTERNS if words.search(folded)), EmployerKind.OTHER)
