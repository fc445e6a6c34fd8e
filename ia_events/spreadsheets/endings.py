"""Rows of a list that are no person: totals, signatures, notes, headings said again, titles between people, other tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ia_events.domain import values
from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import Column
from ia_events.domain.people import Role, Status
from ia_events.domain.text import fold
from ia_events.spreadsheets import contents, words
from ia_events.spreadsheets.cells import text_of

if TYPE_CHECKING:
    from ia_events.spreadsheets.rows import Region

_TOTAL = re.compile(r"(sous )?tota(l|ux)( (general|generaux|des?|d|du|inscrits?|inscrites|inscriptions?|participants?|participantes|stagiaires?|agents?|personnes?|presents?|absents?|effectifs?|liste|matin|apres|midi|soir|\d+))*")  # fmt: skip
_COUNT = re.compile(
    r"(nombre|nb|nbre|effectif|effectifs|somme|moyenne|taux)( .*)?|\d+ (inscrits?|participants?|personnes?|stagiaires?|agents?|presents?|absents?|inscriptions?)( .*)?"
)
_FIGURES = re.compile(
    r"(presents?|presentes?|absents?|excuses?|inscrits?|retards?|taux|presences?|absences?|capacite|places|jauge|reste)( .*)?"
)
_SIGNATURE = re.compile(r"(signatures?|emargements?|cachet|visa|fait (a|le)|date et signature|vu (et|par|le)|(le|la|l|les) (directeur|directrice|intervenante?|intervenants|formateur|formatrice|responsable|president|presidente|maire|organisateur|organisatrice|delegue|deleguee)|lu et approuve|certifie exact|pour (le|la)|nom et qualite du signataire|signe le)\b.*")  # fmt: skip
_NOTE = re.compile(
    r"(nb|n b|ps|attention|legende|note|notes|nota|remarque|remarques|important|merci|source|mise a jour|maj|edite le|imprime le|document|page \d+|liste arretee|liste (mise a jour|etablie|editee)|date d edition|a retourner|contact|renseignements)\b.*"
)
_LEGEND = re.compile(r"\W*\(?[A-Za-zÀ-ÿ✓✔X+*]{1,4}\)?\s*[:=→-]\s*\w.*")
_SECTION: tuple[tuple[re.Pattern[str], dict[str, str]], ...] = (
    (re.compile(r"(listes? )?(d |en |sur liste d )?(attente|complementaire)s?\b.*|liste d attente.*|waiting list|waitlist"), {"status": Status.WAITLISTED}),
    (re.compile(r"(desistements?|desistes?|annulations?|annulee?s|cancellations?|se sont desistes)( .*)?"), {"status": Status.CANCELLED}),
    (re.compile(r"(intervenante?s?|formateurs?|formatrices?|conferenciers?|animateurs?|speakers)( .*)?"), {"role": Role.SPEAKER}),
    (re.compile(r"(organisateurs?|organisation|equipe( .*)?|equipe d organisation)"), {"role": Role.ORGANISER}),
    (re.compile(r"(elus?|elue?s|officiels|personnalites|elus et officiels|invites d honneur)"), {"role": Role.DIGNITARY}),
    (re.compile(r"(listes? (principale|des (inscrits|participants|stagiaires))|participants?|stagiaires|inscrits|inscriptions?|agents)( .*)?"), {}),
    (re.compile(r"(groupe|promotion|promo|session|seance|atelier|table|lot|vague|jour|journee|categorie|section|niveau|parcours|pole|direction|service|secteur|territoire|bassin|secteur|antenne|delegation)s? .*|matin|apres midi|soiree"), {}),
)  # fmt: skip


_GROUP = re.compile(r"(groupe|atelier|table|salle) (n )?([0-9]{1,3}|[a-z])")


def counts(folded: str) -> bool:
    """Whether a folded text says what the figure beside it counts."""
    return any(pattern.fullmatch(folded) for pattern in (_TOTAL, _COUNT, _FIGURES))


def is_number(text: str) -> bool:
    """Whether a text has no letter."""
    return not any(map(str.isalpha, text))


def repeated(body: Sequence[Sequence[object]], used: Sequence[Column]) -> set[int]:
    """Rows that say the headings again, as at the top of each printed page."""
    main = next(c for c in used if c.field in ("last_name", FULL_NAME, "first_name", "birth_name"))
    wanted = {c.index: fold(c.heading) for c in used if not c.heading.startswith("(")}
    if main.index not in wanted:
        return set()
    length = len(main.heading) + 4
    alike = {
        c
        for c in {row[main.index] for row in body}
        if isinstance(c, str) and len(c) <= length and fold(c) == wanted[main.index]
    }
    if not alike:
        return set()
    found = set()
    for i, row in enumerate(body):
        if row[main.index] in alike:
            same = sum(1 for place, text in wanted.items() if fold(str(row[place])) == text)
            if same * 2 >= len(wanted):
                found.add(i)
    return found


def another_table(body: Sequence[Sequence[object]], region: Region, empty: Sequence[bool]) -> int:
    """Where, after a blank row, a table with other headings begins; the number of rows when none does."""
    own = {c.index: c.field for c in region.columns if c.field}
    for i in range(1, len(body)):
        if empty[i] or not empty[i - 1]:
            continue
        # A title may stand between the blank row and the headings.
        for j in (i, i + 1):
            if j >= len(body):
                continue
            texts = [(place, text) for place, cell in enumerate(body[j]) if (text := text_of(cell))]
            if len(texts) < 2 or any(is_number(text) or "@" in text for _place, text in texts):
                continue
            meant = {place: words.recognise(text) for place, text in texts}
            sure = sum(found[1] >= words.SURE for found in meant.values())
            told = sum(bool(found[0]) for found in meant.values())
            same = sum(own.get(place) == found[0] for place, found in meant.items() if found[0])
            plain = any(fold(text) in ("nombre", "effectif", "total", "nb", "quantite") for _place, text in texts)
            if (sure >= 2 and told * 2 >= len(texts) and same * 2 < told) or (plain and not same and len(texts) <= 4):
                return i
    return len(body)


def no_person(
    row: Sequence[object], cells: Sequence[str], faulty: bool, constant: int, ended: bool, columns: int
) -> str:
    """Why a scanty row is no person, "" when it may be one. `ended`: the list was closed by a total or a signature."""
    texts = [text for text in map(text_of, row) if text]
    anything = any(cells) if not constant else sum(map(bool, cells)) > constant
    if not anything and not faulty and not any(text for text in texts if not is_number(text)):
        return "blank"
    folded = [fold(text) for text in texts if not is_number(text)]
    if not folded:
        return "total" if len(texts) <= 3 and not faulty else ""
    if len(folded) == 1 and len(texts) > 1 and not is_number(texts[0]) and _FIGURES.fullmatch(folded[0]):
        return "total"
    if any("@" in text for text in texts):
        return "note" if ended and len(texts) == 1 else ""
    if len(folded) == 1 and (_TOTAL.fullmatch(folded[0]) or _COUNT.fullmatch(folded[0])):
        return "total"
    if (
        len(folded) <= 2
        and all(_TOTAL.fullmatch(t) or _COUNT.fullmatch(t) for t in folded)
        and len(texts) > len(folded)
    ):
        return "total"
    if len(folded) <= 3 and any(_SIGNATURE.fullmatch(text) for text in folded) and columns > 1:
        return "signature"
    if len(folded) == 1 and columns >= 3 and len(texts) == 1:
        if not texts[0].startswith("*") and (says := _section_of(folded[0], texts[0])):
            return says
        words_in = len(folded[0].split())
        if words_in >= 6 or len(folded[0]) > 60 or texts[0].endswith(":") or _NOTE.fullmatch(folded[0]):
            return "note"
        if _LEGEND.fullmatch(texts[0]) or texts[0].startswith(("*", "(", "→")):
            return "note"
    if len(folded) == 1 and len(cells) >= 3 and (len(folded[0].split()) >= 6 or len(folded[0]) > 60):
        return "note"
    if len(folded) <= 2 and columns >= 3 and all(_LEGEND.fullmatch(text) for text in texts):
        return "note"
    if ended and len(texts) <= 2:
        return "note"
    return "" if anything or faulty else "note"


def _section_of(folded: str, text: str) -> str:
    """ "section" for a title between people, "" when it may be somebody's name."""
    if any(pattern.fullmatch(folded) for pattern, _says in _SECTION):
        return "section"
    if contents.is_employer(text) and len(folded.split()) >= 2:
        return "section"
    return ""


def title_says(rows: Sequence[Sequence[object]], header_row: int, by_employer: bool) -> dict[str, str]:
    """What a bare word right above the headings says of everybody under them: « Intervenants », « Liste d'attente »; their
    employer when those of the people further down are told so too."""
    for row in rows[max(0, header_row - 1) : max(0, header_row)]:
        texts = [text for text in map(text_of, row) if text]
        if len(texts) == 1 and by_employer and contents.is_employer(texts[0]):
            return section_says(texts)
        if len(texts) == 1 and len(texts[0].split()) <= 3 and not texts[0].rstrip().endswith(":"):
            return next((dict(says) for pattern, says in _SECTION if says and pattern.fullmatch(fold(texts[0]))), {})
    return {}


def section_says(row: Sequence[object]) -> dict[str, str]:
    """What a title between people says of those under it: their status, their role, their group or their employer."""
    text = next(text for text in map(text_of, row) if text)
    folded = fold(text)
    if _GROUP.fullmatch(folded):
        return {"group": values.group(text.rstrip(" :")).value}
    for pattern, says in _SECTION:
        if pattern.fullmatch(folded):
            return dict(says)
    return {"employer": text.rstrip(" :")} if contents.is_employer(text) else {}
