"""From the cells under a heading row to people, column by column: most cells repeat, and each is understood once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields, replace
from itertools import repeat
from operator import itemgetter, not_

from ia_events.domain import values
from ia_events.domain.attendance import State
from ia_events.domain.bulk import maker
from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.lists import BESIDE, EXPECTED, PRESENCE, Column, ListRow, Problem
from ia_events.domain.people import Attendee, Role, Status
from ia_events.spreadsheets import endings, marks, nobody, presence, standing, understood
from ia_events.spreadsheets.cells import letter, text_of
from ia_events.spreadsheets.gathering import (
    DITTO,
    REPEATABLE,
    Beyond,
    events_said,
    fill_down,
    is_other,
    repeated,
    written_once,
)
from ia_events.spreadsheets.headings import NAMES, Header
from ia_events.spreadsheets.raw import RawSheet
from ia_events.spreadsheets.understood import Cells, Found

_STEP = 4096
_attendee, _list_row = maker(Attendee), maker(ListRow)
_LINKED = frozenset({"email", "last_name", "first_name", "birth_name", FULL_NAME})
_DEFAULTS = {"role": Role.PARTICIPANT, "status": Status.REGISTERED}


@dataclass(slots=True, kw_only=True)
class Region:
    """A list found in a sheet: its heading row, its columns, and its rows from `start` to `end`, excluded, from 0.

    `shared` are the columns said once for the several people of a row; `apart` its rows with one person each, where a cell
    of the sheet names several, a line each: here those of line `line`, from 0. `first_name_first` is the order of its full names; `said` what holds for
    everybody in it, by field; `slot` and `meaning` the slot the whole region is about, and whether people are PRESENCE or
    EXPECTED there; `event` what says which event all of it is for; `struck` the rows, from its start, that are struck
    through because somebody cancelled. `ids` is the column of identifiers of a sheet of our own return, -1 of any other
    list: its cells are what they say, and whom a row identifies is somebody.
    """

    sheet: RawSheet
    header: Header
    columns: tuple[Column, ...]
    start: int
    end: int
    first_name_first: bool | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    moments: Sequence[marks.Moment] = ()
    slot: str = ""
    meaning: str = ""
    beyond: Beyond = field(default_factory=Beyond)
    shared: frozenset[int] = frozenset()
    named: bool = False
    event: tuple[str, ...] = ()
    apart: Sequence[Sequence[object]] | None = None
    line: int = 0
    struck: Set[int] = frozenset()
    ids: int = -1

    @property
    def used(self) -> list[Column]:
        """The columns read as a field of the attendee."""
        return [c for c in self.columns if c.field and c.field not in BESIDE]

    @property
    def spot(self) -> str:
        """What tells its people from others of the same rows, as in Place."""
        column = letter(next(c.index for c in self.columns if c.field in NAMES))
        return f"{column}.{self.line + 1}" if self.line else column

    @property
    def body(self) -> Sequence[Sequence[object]]:
        """The rows under the headings."""
        return self.sheet.cells[self.start : self.end] if self.apart is None else self.apart


def people(region: Region, progress: Callable[[int, int], None]) -> tuple[list[ListRow], list[tuple[int, str]]]:
    """The people of a region, and the rows that are none: (row number, reason of SKIPPED)."""
    body, used = region.body, region.used
    raw = {c.field: list(map(itemgetter(c.index), body)) for c in used}
    empty = list(map(not_, map(any, zip(*raw.values(), strict=True))))
    guessed = region.ids < 0
    if guessed:
        fill_down(raw, used, region.sheet.merged, region.start, empty)
        used = _told_elsewhere(region, raw, used, empty)
    found = Found(region.start, region.sheet.name)
    for column in used:
        progress(0, len(body))
        texts = _texts(raw[column.field])
        if column.field == FULL_NAME:
            understood.split_names(texts, column, region.first_name_first, found)
            continue
        cells = Cells(BY_ID[column.field].parse)
        if guessed and column.field in REPEATABLE and not DITTO.isdisjoint(texts):
            texts = raw[column.field] = repeated(texts, empty)
        found.by_field[column.field] = cells.of(texts)
        if problems := cells.problems:
            for i, cell in enumerate(texts):
                if cell in problems:
                    found.add(i, column, *problems[cell], cells[cell])
        if cells.written:
            written = {cell: ((column.field, text),) for cell, text in cells.written.items()}
            kept = found.written
            for i, cell in enumerate(texts):
                if cell in written:
                    kept[i] = (*kept[i], *written[cell]) if i in kept else written[cell]
    for (row, place), value in region.sheet.errors.items():
        column_at = next((c for c in used if c.index == place), None)
        if column_at is not None and region.start <= row < region.start + len(body):
            found.add(row - region.start, column_at, "cell_error", value, "")
    if guessed:
        if region.sheet.links:
            _linked_addresses(region, used, found)
        understood.numbers_beside_addresses(found)
        understood.whole_addresses(found.by_field)
        understood.names_in_full(found.by_field)
        understood.usual_name(found.by_field)
    for name, value in region.said.items():
        given = found.by_field.get(name)
        if given is None or name in _DEFAULTS:
            found.by_field[name] = [value] * len(body) if given is None else [text or value for text in given]
    if guessed:
        standing.of_rows(region, found)
        standing.placeholders(region, found)
    return _rows(region, found, raw, _presence(region, found), empty, progress)


def _told_elsewhere(
    region: Region, raw: dict[str, list[object]], used: list[Column], empty: Sequence[bool]
) -> list[Column]:
    """The columns read, with those of the fields told in another's cells, in other columns or by crosses; `raw` is completed."""
    body, beyond = region.body, region.beyond
    used = list(used)
    for name, places in beyond.crosses.items():
        raw[name] = [
            next((value for i, value in places if marks.mark(text_of(row[i])) is State.PRESENT), "") for row in body
        ]
        used.append(Column(places[0][0], "", name))
    for column in [c for c in used if c.index in beyond.parts and c.field not in beyond.crosses]:
        parts = beyond.parts[column.index]
        cut = {cell: parts.cut(cell) for cell in set(raw[column.field]) if isinstance(cell, str)}
        cells = raw.pop(column.field)
        used.remove(column)
        for k, name in enumerate(parts.fields):
            raw[name] = [
                (pieces[k] if k < len(pieces) else "") if (pieces := cut.get(cell)) is not None else "" if k else cell  # type: ignore[call-overload]
                for cell in cells
            ]
            used.append(Column(column.index, column.heading, name))
    if "address" in raw:
        if beyond.lines:
            raw["address"] = ["\n".join([str(row[i]) for i in beyond.lines if row[i] != ""]) for row in body]
        # Line ends part the lines of an address; of any other cell they are spaces.
        raw["address"] = [values.address(cell).value if isinstance(cell, str) else cell for cell in raw["address"]]
    for name, columns in beyond.instead.items():
        for place in columns:
            if name in raw:
                raw[name] = [
                    row[place] if cell == "" or is_other(cell) else cell
                    for cell, row in zip(raw[name], body, strict=True)
                ]
    lasts = raw.get("last_name") or raw.get(FULL_NAME)
    if lasts and "employer" in raw and (once := written_once(raw["employer"], lasts, empty)):
        raw["employer"] = once
    return used


def _texts(cells: list[object]) -> list[object]:
    """The cells, booleans in words: as a dictionary's key True would be 1."""
    return [text_of(c) if isinstance(c, bool) else c for c in cells] if bool in set(map(type, cells)) else cells


def _linked_addresses(region: Region, used: Sequence[Column], found: Found) -> None:
    """The address a person's name, or a word in the column of addresses, links to, where the row says no other."""
    linked = {c.index for c in used if c.field in _LINKED}
    addresses = list(found.by_field.get("email", [""] * len(region.body)))
    for (row, column), address in region.sheet.links.items():
        i = row - region.start
        if column in linked and 0 <= i < len(addresses) and "@" not in addresses[i]:
            value, problem = values.email(address)
            if not problem:
                addresses[i] = value
                found.forget(i, "email")
    if any(addresses):
        found.by_field["email"] = addresses


_Presence = tuple[tuple[str, State], ...]


def _presence(region: Region, found: Found) -> Callable[[int], tuple[_Presence, tuple[str, ...]]] | None:
    """What each row says of slots: (slot, state) pairs, and the slots somebody is expected in. None when it says nothing."""
    body = region.body
    columns = [c for c in region.columns if c.field in (PRESENCE, EXPECTED) and c.slot]
    if not columns and not region.slot:
        return None
    states: list[tuple[Column, list[_Presence]]] = []
    for column in columns:
        known: dict[str, _Presence] = {}
        slots = column.slot.split()
        texts = [text_of(row[column.index]) for row in body]
        for text in set(texts):
            known[text] = presence.states_of(text, slots, region.moments)
        states.append((column, [known[text] for text in texts]))
        unclear = {text for text in known if column.field == PRESENCE and not known[text] and presence.is_unclear(text)}
        for i, text in enumerate(texts if unclear else ()):
            if text in unclear:
                found.add(i, column, "presence_unclear", text[:60], "")

    def of(i: int) -> tuple[_Presence, tuple[str, ...]]:
        there: dict[str, State] = {}
        expected = []
        for column, said in states:
            for slot, state in said[i]:
                if column.field == PRESENCE:
                    there[slot] = state
                elif state in (State.PRESENT, State.LATE):
                    expected.append(slot)
        if region.slot and region.meaning == EXPECTED:
            expected.append(region.slot)
        elif region.slot and not there:
            there[region.slot] = State.PRESENT
        return tuple(there.items()), tuple(dict.fromkeys(expected))

    return of


def _rows(
    region: Region,
    found: Found,
    raw: Mapping[str, Sequence[object]],
    presence_of: Callable[[int], tuple[_Presence, tuple[str, ...]]] | None,
    empty: Sequence[bool],
    progress: Callable[[int, int], None],
) -> tuple[list[ListRow], list[tuple[int, str]]]:
    by_field = found.by_field
    body, sheet = region.body, region.sheet.name if region.named else ""
    total = len(body)
    nothing = [""] * total
    lasts, firsts = by_field.get("last_name", nothing), by_field.get("first_name", nothing)
    defaults = [f for f in ("role", "status") if f in by_field]
    constant = len(region.said.keys() & by_field.keys())
    identified = {i for i, row in enumerate(body) if row[region.ids] != ""} if region.ids >= 0 else frozenset()
    aside = {i: why for i, why in nobody.aside(region, raw, empty).items() if i not in identified}
    cut = endings.another_table(body, region, empty) if not identified else total
    ended = False
    by_employer = any(says and "employer" in says for _reason, says in aside.values())
    section = endings.title_says(region.sheet.cells, region.header.row, by_employer)
    columns: dict[str, Iterable[object]] = {f.name: repeat(f.default) for f in fields(Attendee)}
    columns.update(by_field)
    for name in defaults:
        columns[name] = [value or _DEFAULTS[name] for value in by_field[name]]
    attended: Sequence[_Presence] = ()
    if presence_of is not None and total:
        attended, columns["slots"] = zip(*map(presence_of, range(total)), strict=True)
    said = events_said(region.columns, body, region.sheet.merged, region.start, empty)
    persons = map(_attendee, *columns.values())
    people: list[ListRow] = []
    skipped: list[tuple[int, str]] = []
    for i, (last, first, cells, person) in enumerate(
        zip(lasts, firsts, zip(*by_field.values(), strict=True), persons, strict=True)
    ):
        if i % _STEP == 0:
            progress(i, total)
        number = region.start + i + 1
        if i in aside:
            reason, says = aside[i]
            skipped.append((number, reason))
            ended = ended and reason not in ("header", "section")
            section = section if says is None else says
            continue
        if i >= cut:
            skipped.append((number, "blank" if empty[i] and not any(body[i]) else "other_list"))
            continue
        named = i in identified
        scanty = not (last and first) or (
            cells.count("") >= len(cells) - 2 - constant and (endings.is_number(last) or endings.is_number(first))
        )
        if (
            (scanty or ended)
            and not named
            and (reason := endings.no_person(body[i], cells, i in found.problems, constant, ended, len(region.columns)))
        ):
            skipped.append((number, reason))
            if reason == "section":
                section = endings.section_says(body[i])
                ended = False
            elif reason in ("total", "signature"):
                ended = True
            continue
        told = {name: value for name, value in section.items() if not by_field.get(name, nothing)[i]} if section else {}
        if told:
            person = replace(person, **told)  # type: ignore[arg-type]
        silent = tuple([name for name in defaults if not by_field[name][i] and name not in told]) if defaults else ()
        problems = found.problems.get(i)
        if not last and not first:
            problems = [*(problems or ()), Problem("no_name", number, sheet=region.sheet.name)]
        there = attended[i] if attended else ()
        written = found.written.get(i, ())
        event = (*region.event, *said[i]) if said else region.event
        people.append(
            _list_row(number, person, tuple(problems) if problems else (), silent, sheet, there, written, event)
        )
    return people, skipped
