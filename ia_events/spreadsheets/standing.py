"""What a list says of somebody's registration beside a column of its own: in remarks, by striking the row, on two sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ia_events.domain.lists import PRESENCE, Column, Confidence, ListRow, Option, Problem, Question
from ia_events.domain.people import Status
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import words
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.headings import NAMES
from ia_events.spreadsheets.presence import Context
from ia_events.spreadsheets.understood import Found

if TYPE_CHECKING:
    from ia_events.spreadsheets.rows import Region

STRUCK_QUESTION = N_("Des lignes sont barrées : ces personnes se sont-elles désistées ?")
_STRUCK = (
    Option(Status.CANCELLED, N_("Oui, noter leur désistement")),
    Option("kept", N_("Non, garder leur inscription")),
)
_REMARKS = re.compile(
    r"\b(obs|observations?|remarques?|commentaires?|notes?|infos?|informations?|divers|precisions?|suivi|situation|etat|reponse|decision|comments?|remarks?)\b"
)
_CANCELLED = re.compile(
    r"(a |s |s est |est )?(annule(e|es|s)?|annulations?|desist\w+|cancell?ed)( (le|la|du|au|pour|cause|par|suite|maladie|mail|tel|telephone|inscription|participation|\d).*)?"
)
_WAITING = re.compile(r"(en |sur |mise? (en|sur) )?(la )?liste d attente( .{0,20})?|waiting ?list|waitlisted")
_ABSENT = re.compile(
    r"(absente?s?|excusee?s?|(absente?|absence) (non )?(excusee?|justifiee?)|empeche(e|ment)?|ne (vient|viendra|peut|pourra) (pas|plus))( .{0,30})?"
)
_LONG = 80
# Who is to come is not known yet.
_KEPT = re.compile(
    r"\d|\?|(?i:d[eé]sign|confirm|d[eé]fin|pr[eé]cis|d[eé]termin|agent|venir|pourvoir|nommer|x{2,}|tb[dc])"
)
_NOBODY = re.compile(
    r"(agents?|personnes?|stagiaires?|participants?|participante?s?|inscrite?s?|nom|prenom|collegue|remplacante?)? ?(a |non |pas encore )?(designer?|designee?s?|confirmer|confirmee?s?|definir|definie?s?|preciser|precisee?s?|determiner|completer|venir|pourvoir|nommer|renseigner|connue?s?|communique[re]?e?s?)"
    r"|(agent|personne|stagiaire|participante?|inscrite?|place|nom) ?(n ?)?[0-9a-z]?[0-9]?|x{2,}|tbd|tbc|n ?c|en cours( de designation)?|inconnue?|anonyme|vacante?|nouvel agent|nouveau"
)


def ask(region: Region, context: Context) -> None:
    """Settle what the rows struck through say: `region.struck`, the rows from the region's start, and what they mean."""
    names_at = {c.index for c in region.columns if c.field in NAMES}
    rows = sorted({row for row, place in region.sheet.struck if place in names_at and region.start <= row < region.end})
    said = [row for row in rows if any(region.sheet.cells[row][place] != "" for place in names_at)]
    if not said or region.apart is not None:
        return
    examples = tuple(
        " ".join(text_of(region.sheet.cells[row][place]) for place in sorted(names_at)).strip() for row in said[:3]
    )
    answer = context.ask(Question("struck", STRUCK_QUESTION, _STRUCK, Status.CANCELLED, examples=examples))
    if answer == Status.CANCELLED:
        region.struck = frozenset(row - region.start for row in said)


def of_rows(region: Region, found: Found) -> None:
    """What remarks and struck rows say of registrations, where no column of its own does; each is a point to see."""
    total = len(region.body)
    given = found.by_field.get("status")
    told = list(given) if given is not None else [""] * total
    by_place = {c.index: c for c in region.columns}
    came = bool(region.slot) or any(c.field == PRESENCE for c in region.columns)
    for i, heading in enumerate(region.header.names):
        column = by_place.get(i, Column(i, heading))
        if not _is_remarks(column):
            continue
        cells = [row[i] if i < len(row) else "" for row in region.body]
        known = {cell: _said(cell, came or column.field != "remarks") for cell in set(cells) if isinstance(cell, str)}
        if not any(known.values()):
            continue
        for j, cell in enumerate(cells):
            code = known.get(cell, "") if isinstance(cell, str) else ""
            if not code or told[j]:
                continue
            told[j] = _STATUSES.get(code, "")
            found.add(j, column, code, str(cell).strip()[:60], "")
    for j in sorted(region.struck):
        if j < total:
            if told[j] != Status.CANCELLED:
                place = next((c for c in region.columns if c.field in NAMES), region.columns[0])
                found.add(j, place, "row_struck", "", "")
            told[j] = told[j] or Status.CANCELLED
    if any(told) and told != given:
        found.by_field["status"] = told


_STATUSES = {"remark_cancelled": Status.CANCELLED, "remark_waitlisted": Status.WAITLISTED}


def _is_remarks(column: Column) -> bool:
    if column.field:
        return column.field == "remarks"
    if column.confidence == Confidence.DECIDED:
        return False
    bare = column.heading.rpartition(" (")[0]
    silent = column.heading.startswith("(") or words.is_meaningless(bare or column.heading)
    return silent or _REMARKS.search(fold(column.heading)) is not None


def _said(cell: str, came: bool) -> str:
    """The code of the problem that says what a remark may say of a registration; "" when it says nothing of it."""
    if not cell or len(cell) > _LONG:
        return ""
    text = fold(cell)
    if _CANCELLED.fullmatch(text):
        return "remark_cancelled"
    if _WAITING.fullmatch(text):
        return "remark_waitlisted"
    return "remark_absent" if not came and _ABSENT.fullmatch(text) else ""


def placeholders(region: Region, found: Found) -> None:
    """« À désigner », « Agent 2 »: a place kept, for whom is not said. Each is a point to see."""
    nothing = [""] * len(region.body)
    lasts, firsts = (found.by_field.get(name, nothing) for name in ("last_name", "first_name"))
    place = next((c for c in region.columns if c.field in NAMES), None)
    for i, (last, first) in enumerate(zip(lasts, firsts, strict=True)):
        if (not first or len(last) < 6 or _KEPT.search(last)) and (last or first) and place is not None:
            said = f"{last} {first}".strip()
            if _NOBODY.fullmatch(fold(said)) or _NOBODY.fullmatch(fold(f"{first} {last}")):
                found.add(i, place, "name_placeholder", said[:60], "")


def on_two_sheets(people: Sequence[ListRow], standing: Mapping[str, str], main: str) -> list[ListRow]:
    """The rows, those of people whom a sheet of cancellations names too cancelled; `standing` is what sheets say of
    everybody's registration, `main` the sheet of the rows that name none.
    """
    if len(set(standing.values())) < 2:
        return list(people)
    elsewhere: dict[tuple[str, str], list[ListRow]] = {}
    for row in people:
        if standing.get(row.sheet or main):
            elsewhere.setdefault(_names(row), []).append(row)
    result = []
    for row in people:
        named = row.sheet or main
        others = [] if standing.get(named) else [o for o in elsewhere.get(_names(row), ()) if _may_be_one(row, o)]
        codes = {standing[other.sheet or main]: other.sheet or main for other in others}
        if row.attendee.status == Status.REGISTERED and (sheet := codes.get(Status.CANCELLED)):
            attendee = replace(row.attendee, status=Status.CANCELLED)
            problem = Problem("also_cancelled", row.row, sheet=row.sheet, values=(("other", sheet),), spot=row.spot)
            silent = tuple(name for name in row.silent if name != "status")
            row = replace(row, attendee=attendee, problems=(*row.problems, problem), silent=silent)
        elif row.attendee.status == Status.REGISTERED and (sheet := codes.get(Status.WAITLISTED)):
            problem = Problem("also_waitlisted", row.row, sheet=row.sheet, values=(("other", sheet),), spot=row.spot)
            row = replace(row, problems=(*row.problems, problem))
        result.append(row)
    return result


def _names(row: ListRow) -> tuple[str, str]:
    return fold(row.attendee.last_name), fold(row.attendee.first_name)


def _may_be_one(one: ListRow, other: ListRow) -> bool:
    for name in ("staff_number", "email", "employer"):
        said = fold(getattr(one.attendee, name)), fold(getattr(other.attendee, name))
        if all(said):
            return said[0] == said[1]
    return True
