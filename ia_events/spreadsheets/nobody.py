"""Rows among or beside people that a reader sees at once are nobody: letters, pages, legends, examples, closing words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ia_events.domain import names
from ia_events.domain.text import fold
from ia_events.spreadsheets import contents, endings, marks
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.headings import NAMES

if TYPE_CHECKING:
    from ia_events.spreadsheets.rows import Region

_PAGE = re.compile(r"(page|p|feuille|feuillet) ?\d+( (sur|de|of|a))? ?\d*|suite( .*)?|.* suite")
_REMARK = re.compile(r"\s*(#|\*{2,}|-{2,}|={2,}|_{2,}|//|→|>>)")
_EXAMPLE = re.compile(r"(par )?(exemple|example|ex|modele)s?( .*)?")
_INSTRUCTION = re.compile(
    r"(champ )?(obligatoires?|facultati(f|ve)s?|optionnel(le)?s?|required|optional|mandatory)( .*)?"
    r"|(en )?(majuscules?|minuscules?|capitales?)( .*)?|(texte|nombre|date|liste deroulante|choisir|selectionner|a choisir|saisir|a saisir|jj mm aaaa|format)( .*)?"
    r"|[a-c]( [a-c])?( ou [a-c])?|m(me)? ou m(me)?"
)
_STATED = re.compile(r"(?:^|\s)\w{1,4}\s*[:=]\s*\w")
_STATES = re.compile(r"(non )?(presente?s?|absente?s?|excusee?s?|retards?|en retard|inscrite?s?|participe|absence|presence|signee?|justifiee?|desiste\w*|annule\w*|attente|liste)\b.*")  # fmt: skip
_CLOSING = re.compile(
    r"(le|la|les) (secretariat|service|direction|directeur|directrice|responsable|maire|president|presidente|dgs|drh)( .*)?|cordialement( .*)?|bien (a vous|cordialement)( .*)?|salutations( .*)?|merci( .*)?|(pour|fin) (copie|de|d) .*|copie .*"
)
# After it only the sender's name, work and number come.
_SALUTATION = re.compile(r"(bien |tres )?(cordialement|sincerement|respectueusement)( .*)?|bien a vous( .*)?|(sinceres |meilleures |respectueuses )?salutations( .*)?|(kind |best )?regards( .*)?|(bonne|belle|excellente) (reception|journee|semaine|fin de journee)( .*)?|dans l attente( .*)?|(restant |je reste |nous restons )?a votre disposition( .*)?")  # fmt: skip
_FEW, _SENDER = 4, 40


def aside(
    region: Region, raw: Mapping[str, Sequence[object]], empty: Sequence[bool]
) -> dict[int, tuple[str, dict[str, str] | None]]:
    """The rows that are nobody: why (of SKIPPED), and what they say of those below, None when they say nothing of them.

    `raw` are the cells of the columns read, by field; `empty` whether all of these are, row by row.
    """
    body = region.body
    found: dict[int, tuple[str, dict[str, str] | None]] = dict.fromkeys(
        endings.repeated(body, region.used), ("header", None)
    )
    for i in range(min(_FEW, len(body))):
        if i not in found and not empty[i] and _instructs(region, body[i]):
            found[i] = ("note", None)
    if region.shared:
        own = [raw[c.field] for c in region.used if c.index not in region.shared and c.field in raw]
        found.update({i: ("blank", None) for i, cells in enumerate(zip(*own, strict=True)) if not any(cells)})
    # The title of each printed page, said again.
    above = {text_of(cell) for row in region.sheet.cells[: max(region.header.row, 0)] for cell in row if cell != ""}
    for i, nothing in enumerate(empty if above else ()):
        if (
            nothing
            and i not in found
            and (texts := [t for t in map(text_of, body[i]) if t])
            and above.issuperset(texts)
        ):
            found[i] = ("note", None)
    found.update(dict.fromkeys(_after_closing_words(body, len(region.columns)), ("signature", None)))
    legend = False
    lonely: dict[int, str] = {}
    for i in _scanty(raw, empty):
        if i in found:
            continue
        texts = [text for text in map(text_of, body[i]) if text]
        if not texts:
            found[i] = ("blank", None)  # spaces
            continue
        reason, says = _reason(texts, len(region.columns))
        if not reason and legend and len(texts) <= 2 and not names.looks_full(texts[0]):
            reason = "note"
        legend = (legend and bool(reason)) or fold(texts[0]).startswith(("legende", "legend"))
        if reason:
            found[i] = (reason, says)
        elif len(texts) == 1 and not names.looks_full(texts[0]):
            lonely[i] = texts[0]
    _sections(found, lonely, body)
    return found


def _after_closing_words(body: Sequence[Sequence[object]], columns: int) -> list[int]:
    """The rows from « Cordialement, » on, near the end: who sent the list, never one of it."""
    found: list[int] = []
    for i in range(max(0, len(body) - _SENDER), len(body)):
        texts = [text for text in map(text_of, body[i]) if text]
        closes = len(texts) == 1 and _SALUTATION.fullmatch(fold(texts[0])) is not None
        if closes or (found and texts and (len(texts) == 1 or 2 * len(texts) <= columns)):
            found.append(i)
    return found


def _scanty(raw: Mapping[str, Sequence[object]], empty: Sequence[bool]) -> list[int]:
    """The rows where, of what is read, only a name or figures stand."""
    others = [cells for field, cells in raw.items() if field not in NAMES]
    rows = [i for i, nothing in enumerate(empty) if not nothing] if not others else []
    if others:
        first, *rest = others
        rows = [i for i, c in enumerate(first) if c == "" or _is_figure(c)]
        for column in rest:
            rows = [i for i in rows if (c := column[i]) == "" or _is_figure(c)]
        rows = [i for i in rows if not empty[i]]
    if 3 * len(rows) > len(empty) > 200:
        # Most people are told by their names alone: only where something else may stand, at both ends.
        rows = [i for i in rows if i < _FEW or i >= len(empty) - 60]
    return rows


def _is_figure(cell: object) -> bool:
    return cell.__class__ in (float, int) or (isinstance(cell, str) and len(cell) < 4 and cell.isdigit())


def _instructs(region: Region, row: Sequence[object]) -> bool:
    """Whether a row right under the headings shows how to fill them in."""
    used = {c.index for c in region.used}
    beside = [fold(text_of(cell)) for place, cell in enumerate(row) if place not in used and cell != ""]
    if any(_EXAMPLE.fullmatch(text) for text in beside):
        return True
    texts = [text for place in used if place < len(row) and (text := text_of(row[place]))]
    if any(fold(text) in ("exemple", "example", "modele") for text in texts):
        return True
    told = sum((text[0] == "(" and text[-1] == ")") or bool(_INSTRUCTION.fullmatch(fold(text))) for text in texts)
    return len(texts) >= 2 and told * 3 >= 2 * len(texts) and told >= 2


def _reason(texts: Sequence[str], columns: int) -> tuple[str, dict[str, str] | None]:
    words = [text for text in texts if not endings.is_number(text)]
    if not words:
        return "", None
    whole = fold(" ".join(texts))
    if (len(texts) == 1 and _REMARK.match(texts[0])) or _PAGE.fullmatch(whole):
        return "note", None
    if len(texts) == 1 and len(whole) == 1:
        return "section", None
    if len(words) == 1 and (
        (len(texts) > 1 and endings.counts(fold(words[0]))) or fold(words[0]).startswith(("total ", "sous total"))
    ):
        return "total", None
    if len(texts) == 1 and len(_STATED.findall(texts[0])) >= 2:
        return "note", None  # « P : présent   A : absent »
    if (
        2 <= len(texts) <= 3
        and len(words[0]) <= 4
        and marks.mark(words[0]) is not None
        and _STATES.fullmatch(fold(texts[-1]))
    ):
        return "note", None
    if len(texts) > 1 or names.looks_full(texts[0]):
        return "", None
    if _CLOSING.fullmatch(whole):
        return "signature", None
    if contents.is_employer(texts[0]) and len(whole.split()) >= 2:
        return "section", endings.section_says(texts)
    # A closing sentence, though its comma could part a last name from a first name.
    count = len(whole.split())
    if columns >= 2 and (count >= 8 or (count >= 6 and texts[0].rstrip()[-1:] in ".!;:,")):
        return "note", None
    return "", None


def _sections(
    found: dict[int, tuple[str, dict[str, str] | None]], lonely: Mapping[int, str], body: Sequence[Sequence[object]]
) -> None:
    """« CINOR » alone on its row where « CCAS du Tampon » is a title of those below: another employer."""
    titles = [i for i, (reason, says) in found.items() if reason == "section" and says and "employer" in says]
    if len(titles) < 2:
        return
    place = next(place for place, cell in enumerate(body[titles[0]]) if cell != "")
    for i, text in lonely.items():
        if body[i][place] != "" and i + 1 < len(body) and any(body[i + 1]):
            found[i] = ("section", {"employer": text.rstrip(" :")})
