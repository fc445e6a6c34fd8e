"""A list for several events: the columns that name the event of each row, the sheets that are each for one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ia_events.domain import sharing
from ia_events.domain.events import Event
from ia_events.domain.lists import EVENT, Column, Confidence
from ia_events.domain.sharing import Said, by_name, is_code, the_one, which
from ia_events.domain.text import fold
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.gathering import DITTO
from ia_events.spreadsheets.headings import DECIDED
from ia_events.spreadsheets.presence import Context
from ia_events.spreadsheets.rows import Region
from ia_events.spreadsheets.sheets import Sheet, alike, shared_people, stands_apart

_THING = r"(evenement|session|formation|stage|action|atelier|cycle|module|journee|rencontre|webinaire|seminaire|seance|event|training|course)s?"
_OF = r"( (de|du|des|d|la|le|les|l|a|of|the))*"
_TAIL = r"( (choisie?s?|suivie?s?|demandee?s?|souhaitee?s?|concernee?s?|prevue?s?|de formation|formation|stage))?"
_NAME = re.compile(
    rf"((code|n|no|num|numero|ref|reference|id|intitule|titre|nom|libelle|name|title){_OF} )?{_THING}{_TAIL}|intitule|libelle|{_THING} (code|title|name|id|n|no)"
)
_DATE = re.compile(rf"dates?( et (heure|horaire|lieu)s?)?{_OF} {_THING}{_TAIL}|{_THING} date|du|dates?|jour")
_BARE_DATE = re.compile(r"du|dates?|jour")
_PLACE = re.compile(rf"(lieu|site|ville){_OF} {_THING}{_TAIL}|lieux?|site|venue")
_CODES = re.compile(r"\b(code|n|no|num|numero|ref|reference|id)\b")
_MOST = 400  # texts a column of events may hold


def tell(region: Region, context: Context) -> tuple[Column, ...]:
    """The columns of a region, those that name the event of each row read as EVENT: when they name another than the one
    the list was opened on, or one nobody knows beside one that is.
    """
    columns, events = region.columns, context.events
    if not events or any(c.field == EVENT for c in columns):
        return columns
    free = [c for c in columns if not c.field and region.header.found[c.index][1] < DECIDED]
    names = [c for c in free if _NAME.fullmatch(_folded(c)) and _is_name(region, c, context)]
    days = [c for c in free if _DATE.fullmatch(_folded(c)) and _all_named(region, c, context, places=False)]
    places = [c for c in free if _PLACE.fullmatch(_folded(c)) and _all_named(region, c, context, places=True)]
    if not (names or days):
        return columns
    used = sorted(c.index for c in (*names, *days, *places))
    said = {tuple(text_of(row[i]) for i in used) for row in region.body}
    plain = any(not _BARE_DATE.fullmatch(_folded(c)) for c in days)
    if not _names_others({texts for texts in said if any(texts)}, context, sure=bool(names) or plain, plain=plain):
        return columns
    return tuple(replace(c, field=EVENT, confidence=Confidence.LIKELY) if c.index in used else c for c in columns)


def _folded(column: Column) -> str:
    return fold(re.sub(r"\([^()]*\)", " ", column.heading))


def _texts(region: Region, column: Column) -> set[str]:
    cells = {row[column.index] for row in region.body}
    return {text for cell in cells if (text := text_of(cell)) and text not in DITTO}


def _is_name(region: Region, column: Column, context: Context) -> bool:
    """Whether a column names events: one we know, or, where this one has a code, codes that are others'."""
    texts = _texts(region, column)
    if not texts or len(texts) > _MOST:
        return False
    if any(which((text,), context.events) for text in texts):
        return True
    here = next((event for event in context.events if event.id == context.event_id), None)
    coded = here is not None and bool(here.session_code) and bool(_CODES.search(fold(column.heading)))
    return coded and all(len(text) >= 3 and is_code(text) for text in texts)


def _all_named(region: Region, column: Column, context: Context, *, places: bool) -> bool:
    """Whether days or places are those of events: one by one, since they are mostly something else's."""
    texts = _texts(region, column)
    if not texts or len(texts) > _MOST:
        return False
    named = [bool(which((text,), context.events, places=places)) for text in texts]
    return all(named) or (any(named) and not places and not _BARE_DATE.fullmatch(_folded(column)))


def _names_others(said: set[Said], context: Context, *, sure: bool, plain: bool) -> bool:
    """Whether rows are for others. `sure` says that a heading is about events, `plain` that it is about their days."""
    here = context.event_id
    found = {texts: which(texts, context.events, places=True) for texts in said}
    one = {texts: the_one(texts, events, here) for texts, events in found.items()}
    others = any(one_ not in ("", here) for one_ in one.values()) or any(
        events and not one[texts] and not _is_among(here, events) for texts, events in found.items()
    )
    if not sure:
        # Days alone: each is one event's, and one is this one's, or it is another list's « Date ».
        return others and all(one.values()) and (not here or here in one.values())
    known = plain or any(by_name(texts, context.events) for texts in one if found[texts])
    return others or (not all(one.values()) and (known or not any(found.values())))


def _is_among(here: str, events: Sequence[Event]) -> bool:
    return any(event.id == here for event in events)


def share_sheets(found: Sequence[Sheet], context: Context) -> dict[str, str]:
    """The event each sheet is for, by its name, when sheets are each for one; {} when they are not. NOWHERE for those
    nobody said the event of; sheets that are no such list are not named.
    """
    events, here = context.events, context.event_id
    lists = [sheet for sheet in found if sheet.people] if events else []
    named = {sheet.name: {e.id for e in which((sheet.name,), events, places=True)} for sheet in lists}
    told = [sheet for sheet in lists if named[sheet.name]]
    sure = [sheet for sheet in told if by_name((sheet.name,), events)]
    mine = any(here in named[sheet.name] for sheet in told)
    others = any(here not in named[sheet.name] for sheet in told)
    unsaid = [
        sheet
        for sheet in lists
        if told
        and sheet not in told
        and alike(sheet, told[0])
        and not (stands_apart(sheet) and mine)
        and all(shared_people(sheet, other) < 0.5 for other in told)
    ]
    if not others and not (sure and any(is_code(sheet.name) for sheet in unsaid)):
        return {}
    if not sure and (unsaid or len(told) < 2 or not (mine or not here)):
        return {}
    wanted: dict[Said, str] = {(sheet.name,): sheet.name for sheet in (*told, *unsaid)}
    shared = sharing.share_out(wanted, events, here, context.ask, places=True)
    return {wanted[said]: event_id for said, event_id in shared.items()}


def of_event(found: Sequence[Sheet], by_sheet: Mapping[str, str], event_id: str, here: str) -> list[Sheet]:
    """The sheets of one event; with those of the event the list was opened on (`here`), the sheets of no event that go
    with them: a waiting list.
    """
    mine = [sheet for sheet in found if by_sheet.get(sheet.name) == event_id]
    if event_id != here or not mine:
        return mine
    others = [sheet for sheet in found if by_sheet.get(sheet.name, here) != here]

    def goes_with_them(sheet: Sheet) -> bool:
        return sheet.name not in by_sheet and all(shared_people(sheet, other) < 0.5 for other in others)

    return [sheet for sheet in found if sheet in mine or goes_with_them(sheet)]
