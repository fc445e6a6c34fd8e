"""From the cells under a heading row to people, column by column: most cells repeat, and each is understood once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import filterfalse, repeat
from operator import itemgetter, not_
from typing import Any

from ia_events.domain import names, values
from ia_events.domain.attendance import State
from ia_events.domain.bulk import maker
from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.lists import BESIDE, EXPECTED, PRESENCE, Column, ListRow, Problem
from ia_events.domain.people import Attendee, Role, Status
from ia_events.spreadsheets import contents, endings, marks, nobody, presence
from ia_events.spreadsheets.cells import ERRORS, text_of
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
from ia_events.spreadsheets.headings import Header
from ia_events.spreadsheets.raw import RawSheet

TEXT_LIMIT = 500
_STEP = 4096
_attendee, _list_row = maker(Attendee), maker(ListRow)
_DEFAULTS = {"role": Role.PARTICIPANT, "status": Status.REGISTERED}


@dataclass(slots=True, kw_only=True)
class Region:
    """A list found in a sheet: its heading row, its columns, and its rows from `start` to `end`, excluded, from 0.

    `shared` are the columns said once for the several people of a row. `first_name_first` is the order of its full names; `said` what holds for everybody in it, by field; `slot` and
    `meaning` the slot the whole region is about, and whether people are PRESENCE or EXPECTED there; `event` what says
    which event all of it is for.
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

    @property
    def used(self) -> list[Column]:
        """The columns read as a field of the attendee."""
        return [c for c in self.columns if c.field and c.field not in BESIDE]

    @property
    def body(self) -> Sequence[Sequence[object]]:
        """The rows under the headings."""
        return self.sheet.cells[self.start : self.end]


# No letter that text read in the wrong encoding may begin with.
_LETTER = "A-Za-zàäçéèêëîïñôöùûüÀÄÇÉÈÊÎÏÑÖÙÛÜ"
_PLAIN = re.compile(f"[0-9{_LETTER}]+(?:[ './-][0-9{_LETTER}]+)*")
# Cells that are their column's value as they stand: most are, which is seen sooner than they are parsed.
_SOUND: dict[Callable[[str], values.Parsed], Callable[[str], object]] = {
    values.plain: _PLAIN.fullmatch,
    values.digits_text: _PLAIN.fullmatch,
    values.name: re.compile(f"[{_LETTER}]+(?:[ '-][{_LETTER}]+)*").fullmatch,
    values.phone: re.compile(r"0[0-9]{9}").fullmatch,
    values.postcode: re.compile(r"[0-9]{5}").fullmatch,
}
_MAILBOX = re.compile(r"[a-z0-9][a-z0-9._-]*")


def _sound_address() -> Callable[[str], bool]:
    """Whether an address is sound: few domains are said, each is looked at once."""
    domains: dict[str, bool] = {}

    def sound(cell: str) -> bool:
        mailbox, _at, domain = cell.partition("@")
        known = domains.get(domain)
        if known is None:
            known = domains[domain] = values.email(f"a@{domain}") == (f"a@{domain}", "")
        return known and _MAILBOX.fullmatch(mailbox) is not None

    return sound


def _no(_cell: str) -> bool:
    return False


class _Cells(dict[object, str]):
    """Cells of one column → their values, each understood once. `problems` are, by cell, (code, start of the text);
    `written` the texts whose letters or digits are not their value's.
    """

    def __init__(self, parse: Callable[[str], values.Parsed]) -> None:
        super().__init__({"": ""})
        self.parse = parse
        self.sound = _sound_address() if parse is values.email else _SOUND.get(parse, _no)
        self.problems: dict[object, tuple[str, str]] = {}
        self.written: dict[object, str] = {}

    def of(self, cells: list[Any]) -> list[str]:
        """The value of each cell."""
        some = cells[:_STEP]
        few = len(set(some)) * 3 <= len(some)  # and repeated: looked up sooner than compared
        if few or self.sound is _no or not isinstance(some[0], str):
            return [self[cell] for cell in cells]
        try:
            odd = {cell: self[cell] for cell in filterfalse(self.sound, cells)}
        except (TypeError, AttributeError):  # numbers among texts
            return [self[cell] for cell in cells]
        if max(map(len, cells)) > TEXT_LIMIT:
            return [self[cell] for cell in cells]
        return [odd.get(cell, cell) for cell in cells] if odd else cells

    def __missing__(self, cell: object) -> str:
        if isinstance(cell, float) and 1e8 <= cell < 1e9 and cell.is_integer() and self.parse is values.phone:
            # A column of phone numbers that lost their zero is understood nowhere as fast as here.
            text = self.written[cell] = str(int(cell))
            value = self[cell] = "0" + text
            return value
        text, value = text_of(cell), ""
        if text in ERRORS:
            self.problems[cell] = ("cell_error", text)
        elif text and (text[0].isalnum() or any(map(str.isalnum, text))):
            long = len(text) > TEXT_LIMIT
            value, problem = self.parse(text[:TEXT_LIMIT].rstrip() if long else text)
            if problem or long:
                self.problems[cell] = ("text_too_long" if long else problem, text[:60])
            if value != text and _letters(value) != _letters(text):
                self.written[cell] = text[:TEXT_LIMIT]
        self[cell] = value
        return value


def _letters(text: str) -> str:
    return text.lower() if text.isalnum() else "".join([c for c in text.lower() if c.isalnum()])


@dataclass(slots=True)
class _Found:
    """What was found of the rows so far, by row from the region's start."""

    region: Region
    by_field: dict[str, Sequence[str]] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    written: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def add(self, i: int, column: Column, code: str, text: str, kept: str) -> None:
        """A problem of a cell."""
        said = (("value", text), ("kept", kept), ("limit", TEXT_LIMIT))
        place = (self.region.start + i + 1, column.heading, column.field, self.region.sheet.name)
        self.problems.setdefault(i, []).append(Problem(code, *place, said))


def people(region: Region, progress: Callable[[int, int], None]) -> tuple[list[ListRow], list[tuple[int, str]]]:
    """The people of a region, and the rows that are none: (row number, reason of SKIPPED)."""
    body, used = region.body, region.used
    raw = {c.field: list(map(itemgetter(c.index), body)) for c in used}
    empty = list(map(not_, map(any, zip(*raw.values(), strict=True))))
    fill_down(raw, used, region.sheet.merged, region.start, empty)
    used = _told_elsewhere(region, raw, used, empty)
    found = _Found(region)
    for column in used:
        progress(0, len(body))
        texts = _texts(raw[column.field])
        if column.field == FULL_NAME:
            _split_names(texts, column, found)
            continue
        understood = _Cells(BY_ID[column.field].parse)
        if column.field in REPEATABLE and not DITTO.isdisjoint(texts):
            texts = raw[column.field] = repeated(texts, empty)
        found.by_field[column.field] = understood.of(texts)
        if problems := understood.problems:
            for i, cell in enumerate(texts):
                if cell in problems:
                    found.add(i, column, *problems[cell], understood[cell])
        if understood.written:
            written = {cell: ((column.field, text),) for cell, text in understood.written.items()}
            kept = found.written
            for i, cell in enumerate(texts):
                if cell in written:
                    kept[i] = (*kept[i], *written[cell]) if i in kept else written[cell]
    for (row, place), value in region.sheet.errors.items():
        column_at = next((c for c in used if c.index == place), None)
        if column_at is not None and region.start <= row < region.start + len(body):
            found.add(row - region.start, column_at, "cell_error", value, "")
    _numbers_beside_addresses(found)
    _names_in_full(found.by_field)
    _usual_name(found.by_field)
    for name, value in region.said.items():
        given = found.by_field.get(name)
        if given is None or name in _DEFAULTS:
            found.by_field[name] = [value] * len(body) if given is None else [text or value for text in given]
    return _rows(found, raw, _presence(found), empty, progress)


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


def _split_names(cells: list[object], column: Column, found: _Found) -> None:
    known: dict[object, names.FullName] = {}
    understood = _Cells(values.name)
    split = []
    addresses = [""] * len(cells)
    for i, cell in enumerate(cells):
        text = understood[cell]
        problem, shown = understood.problems.get(cell, ("", ""))
        if "@" in text:
            text, addresses[i] = contents.name_and_address(text)
        full = known.get(cell)
        if full is None:
            full = known[cell] = names.split(text, first_name_first=found.region.first_name_first)
        split.append(full)
        if problem or full.problem:
            found.add(i, column, problem or full.problem, shown or text_of(cell)[:60], text)
    if any(addresses):
        found.by_field.setdefault("email", addresses)
    found.by_field["last_name"] = [full.last_name for full in split]
    found.by_field["first_name"] = [full.first_name for full in split]
    for name in ("civility", "birth_name"):
        said = [getattr(full, name) for full in split]
        if any(said):
            found.by_field.setdefault(name, said)


def _numbers_beside_addresses(found: _Found) -> None:
    """« jean@exemple.fr – 0690 12 34 56 » in one cell, when no column is for numbers."""
    if "phone" in found.by_field or "email" not in found.by_field:
        return
    numbers = [""] * len(found.by_field["email"])
    for i, written in found.written.items():
        rest = _ADDRESS.sub(" ", dict(written).get("email", ""))
        if sum(map(str.isdigit, rest)) >= 9 and contents.is_phone(rest):
            numbers[i] = values.phone(rest).value
    if any(numbers):
        found.by_field["phone"] = numbers


_ADDRESS = re.compile(r"\S+@\S+")
_MORE_THAN_A_NAME = re.compile(r"(?i)^(m\.|(mr|mme|mlle|monsieur|madame|mademoiselle)\b)|\bnée?\b|\bep\.|\bép|\bepouse\b|\bveuve\b|\bvve\b|\((m|mme|mr)\.?\)$")  # fmt: skip


def _names_in_full(by_field: dict[str, Sequence[str]]) -> None:
    """« Mme DUPONT née MARTIN » in a column of last names: the civility and the birth name go where they belong."""
    lasts = by_field.get("last_name")
    if lasts is None:
        return
    more = {}
    for text in set(lasts):
        if _MORE_THAN_A_NAME.search(text):
            bare, civility = names.strip_civility(text)
            bare, birth = names.strip_birth_name(bare)
            if bare and (civility or birth):
                more[text] = (bare, civility, birth)
    if not more:
        return
    nothing = [""] * len(lasts)
    for place, name in ((1, "civility"), (2, "birth_name")):
        if any(found[place] for found in more.values()):
            given = by_field.get(name, nothing)
            by_field[name] = [g or more.get(text, ("", "", ""))[place] for g, text in zip(given, lasts, strict=True)]
    by_field["last_name"] = [more[text][0] if text in more else text for text in lasts]


def _usual_name(by_field: dict[str, Sequence[str]]) -> None:
    """Somebody without a usage name is called by the other one."""
    birth = by_field.get("birth_name")
    if birth is not None:
        lasts = by_field.get("last_name", [""] * len(birth))
        by_field["last_name"] = [last or other for last, other in zip(lasts, birth, strict=True)]


_Presence = tuple[tuple[str, State], ...]


def _presence(found: _Found) -> Callable[[int], tuple[_Presence, tuple[str, ...]]] | None:
    """What each row says of slots: (slot, state) pairs, and the slots somebody is expected in. None when it says nothing."""
    region = found.region
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
    found: _Found,
    raw: Mapping[str, Sequence[object]],
    presence_of: Callable[[int], tuple[_Presence, tuple[str, ...]]] | None,
    empty: Sequence[bool],
    progress: Callable[[int, int], None],
) -> tuple[list[ListRow], list[tuple[int, str]]]:
    region, by_field = found.region, found.by_field
    body, sheet = region.body, region.sheet.name if region.named else ""
    total = len(body)
    nothing = [""] * total
    lasts, firsts = by_field.get("last_name", nothing), by_field.get("first_name", nothing)
    defaults = [f for f in ("role", "status") if f in by_field]
    constant = len(region.said.keys() & by_field.keys())
    aside = nobody.aside(region, raw, empty)
    cut = endings.another_table(body, region, empty)
    ended = False
    section = endings.title_says(region.sheet.cells, region.header.row)
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
        scanty = not (last and first) or (
            cells.count("") >= len(cells) - 2 - constant and (endings.is_number(last) or endings.is_number(first))
        )
        if (scanty or ended) and (
            reason := endings.no_person(body[i], cells, i in found.problems, constant, ended, len(region.columns))
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
