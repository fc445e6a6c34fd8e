"""What a cell says beyond its own field, and where else a value is told: above the table, in the next column, in the cell above."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from ia_events.domain import names, values
from ia_events.domain.attendance import State
from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import EVENT, Column
from ia_events.domain.text import fold
from ia_events.spreadsheets import contents, marks, words
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.headings import DECIDED, Header
from ia_events.spreadsheets.raw import RawSheet, Span

# « The same as above », as people write it.
DITTO = frozenset({"idem", "Idem", "IDEM", "id.", "Id.", "id", "ID", '"', "''", "' '", '""', "”", "“", "″", "〃", "»", "«", "//", "-//-", "- // -", '-"-', '- " -', "-id-", "- id -", "idem.", "ditto", "Ditto", "//-//"})  # fmt: skip
REPEATABLE = frozenset({"employer", "department", "job_title", "grade", "job_framework", "category", "postcode", "town", "group", "siret", "civility", "meal", "last_name", "phone"})  # fmt: skip
_OTHER = frozenset({"autre", "autres", "other", "others", "autre preciser", "autre precisez", "autre a preciser"})
_COMPANION = re.compile(r"autres?|other|(si )?autre (preciser|precisez|preciser svp|laquelle|lequel)|precisez|preciser")
_SUPPORTED = frozenset({"phone", "email", "employer"})
# A service told above may be the one that organises.
_ABOVE = frozenset({"employer"})
_CHOICES = {
    "category": {"a": "A", "b": "B", "c": "C", "cat a": "A", "cat b": "B", "cat c": "C", "categorie a": "A", "categorie b": "B", "categorie c": "C"},
    "civility": {"m": "M.", "mr": "M.", "mme": "Mme", "monsieur": "M.", "madame": "Mme", "h": "M.", "f": "Mme", "homme": "M.", "femme": "Mme"},
}  # fmt: skip
_CHOSEN = {"A+": "A+"}
_LINES = re.compile(r"\n|\r")
# A space on each side is enough to cut at: the others are stripped.
_SLASH = re.compile(r"\s[/–—|-]\s|\n")
_TAIL = re.compile(r"(.+?)[(\[]([^()\[\]]+)[)\]]")
_AFTER = re.compile(r"(.+?)(?:,|;|:|\s[-–—/|]|\n)\s(.+)", re.DOTALL)
_WORK = ("employer", "job_title", "department", "grade")


@dataclass(frozen=True, slots=True)
class Parts:
    """A column whose cells hold several things: the fields in order, and how a cell is cut, () when it is not."""

    fields: tuple[str, ...]
    cut: Callable[[str], Sequence[str]]


@dataclass(slots=True)
class Beyond:
    """What is told elsewhere than in a field's own column.

    `instead`: the columns to look in when a field's is empty; `lines`: those of an address; `parts`: the columns of several things; `crosses`: the
    columns of a choice, with what a cross in each says; `said`: what is told of everybody above the table.
    """

    instead: dict[str, list[int]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    parts: dict[int, Parts] = field(default_factory=dict)
    crosses: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)


def companions(header: Header, held: list[list[str]]) -> dict[int, int]:
    """The columns « Autre : précisez » of a question, by column; what they hold counts as what the question's holds."""
    found: dict[int, int] = {}
    for i in range(1, len(header.names)):
        heading, before = header.names[i], header.names[i - 1]
        rest = heading.removeprefix(before.rstrip(" :")) if before else heading
        alone = fold(heading.rpartition("[")[2] if rest == heading else rest)
        asked = sum(fold(text) in _OTHER for text in held[i - 1])
        if _COMPANION.fullmatch(alone) and (asked or rest != heading) and header.found[i][1] < DECIDED:
            found[i] = i - 1
            held[i - 1] = [text for text in held[i - 1] if fold(text) not in _OTHER] + held[i]
            held[i] = []
    return found


def find(
    sheet: RawSheet,
    header: Header,
    columns: Sequence[Column],
    held: Sequence[Sequence[str]],
    beside: dict[int, int],
) -> tuple[Beyond, list[Column]]:
    """What else tells the fields of a list, and its columns, those of a choice set apart."""
    beyond = Beyond()
    place = {c.field: c.index for c in columns if c.field}
    for i, main in beside.items():
        told = next((f for f, at in place.items() if at == main), "")
        if told:
            beyond.instead.setdefault(told, []).append(i)
    taken = {c.index for c in columns if c.field}
    for i, (told, sure) in enumerate(header.found):
        if told in _SUPPORTED and told in place and place[told] != i and held[i] and 0 < sure < DECIDED:
            kind = contents.strong_kind(held[i])
            fits = kind == told if told != "employer" else contents.share(held[i], contents.is_employer) >= 0.6
            if i not in taken and fits and not words.is_others(header.names[i]):
                beyond.instead.setdefault(told, []).append(i)
    beyond.lines = _address_lines(header, held, place, taken)
    _crosses(sheet, header, held, beyond)
    apart = {i for places in beyond.crosses.values() for i, _value in places}
    read = [replace(c, field="", slot="") if c.index in apart or c.field in beyond.crosses else c for c in columns]
    told_already = {c.field for c in read}
    for column in read:
        parts = _parts(sheet, header, column, held[column.index], told_already)
        if parts is not None:
            beyond.parts[column.index] = parts
    own = told_already | {f for parts in beyond.parts.values() for f in parts.fields}
    beyond.said = {f: text for f, text in _above(sheet, header).items() if f not in own}
    return beyond, read


_ONE_MORE = re.compile(r"\b([123]|complement|comp|suite|ligne|line|bis|lieu dit|residence|batiment)\b")


def _address_lines(header: Header, held: Sequence[Sequence[str]], place: dict[str, int], taken: set[int]) -> list[int]:
    """The columns « Adresse 1 », « Adresse 2 », « Complément d'adresse » that make one address, in their order."""
    first = place.get("address")
    if first is None:
        return []
    more = [
        i
        for i, (told, sure) in enumerate(header.found)
        if told == "address" and i not in taken and held[i] and 0 < sure < DECIDED
        and not contents.refutes("address", held[i]) and not words.is_others(header.names[i])
        and (_ONE_MORE.search(fold(header.names[i])) or _ONE_MORE.search(fold(header.names[first])))
    ]  # fmt: skip
    return sorted([first, *more]) if more else []


def _crosses(sheet: RawSheet, header: Header, held: Sequence[Sequence[str]], beyond: Beyond) -> None:
    """« Catégorie | A | B | C » with a cross in one of them."""
    below = sheet.cells[header.row + 1] if 0 <= header.row < len(sheet.cells) - 1 else ()
    for told, meanings in _CHOICES.items():
        places: list[tuple[int, str]] = []
        crossed = False
        for i, name in enumerate(header.names):
            field_, sure = header.found[i]
            if sure >= DECIDED or (field_ not in ("", told) and sure >= words.SURE):
                continue
            under = text_of(below[i]) if i < len(below) else ""
            label = next((t for t in (under, name.partition(" (")[0]) if fold(t) in meanings), "")
            texts = [text for text in held[i] if text != under] if label == under else list(held[i])
            if not label or not all(marks.mark(text) == State.PRESENT and fold(text) not in meanings for text in texts):
                continue
            places.append((i, _CHOSEN.get(label, meanings[fold(label)])))
            crossed = crossed or bool(texts)
        if len({value for _i, value in places}) >= 2 and len(places) <= 4 and crossed:
            beyond.crosses[told] = places


def _parts(sheet: RawSheet, header: Header, column: Column, texts: Sequence[str], taken: set[str]) -> Parts | None:
    """How the cells of a column are taken apart: as its heading says, or as a name and what stands after it."""
    if len(texts) < 2 or not (column.field or column.heading):
        return None
    raw = (
        sheet.cells[header.row][column.index] if header.row >= 0 and column.index < len(sheet.cells[header.row]) else ""
    )
    heading = raw if isinstance(raw, str) else ""
    cells = [
        row[column.index]
        for row in sheet.cells[header.row + 1 : header.row + 200]
        if column.index < len(row) and isinstance(row[column.index], str) and row[column.index] != ""
    ]
    for split, cut in ((_LINES, _LINES), (re.compile(r"[/+&]|\s[-–—|]\s|\n|\bet\b"), _SLASH)):
        said = [part for part in split.split(heading) if part.strip()]
        told = [words.recognise(part.strip())[0] for part in said]
        if not 2 <= len(said) <= 3 or not all(told) or len(set(told)) < len(told):
            continue
        if set(told) <= {"last_name", "first_name", "email", "phone"} or any(
            f in taken and f != column.field for f in told
        ):
            continue
        pieces = [[p for p in cut.split(str(cell)) if p.strip()] for cell in cells]
        if sum(len(p) == len(told) for p in pieces) >= 0.6 * max(1, len(pieces)):
            return Parts(tuple(told), lambda text, cut=cut: [p.strip() for p in cut.split(text) if p.strip()])  # type: ignore[misc]
    if column.field in ("postcode", "town"):
        other = "town" if column.field == "postcode" else "postcode"
        together = contents.share(texts, lambda text: values.POSTCODE_AND_TOWN.fullmatch(text) is not None)
        return Parts(("postcode", "town"), _postcode_and_town) if other not in taken and together >= 0.6 else None
    if column.field != FULL_NAME:
        return None
    for pattern in (_TAIL, _AFTER):
        found = [m for cell in cells if (m := pattern.fullmatch(str(cell).strip()))]
        heads = [m[1] for m in found if names.looks_full(m[1].strip())]
        if len(heads) < 0.6 * len(cells):
            continue
        tails = [" ".join(m[2].split()) for m in found]
        inner = words.recognise(t[2])[0] if (t := _TAIL.fullmatch(heading.strip())) else ""
        kind = inner if inner in _WORK else next((k for k in (contents.weak_kind(tails),) if k in _WORK), "")
        if kind and kind not in taken:
            return Parts((FULL_NAME, kind), lambda text, pattern=pattern: _head_and_tail(text, pattern))  # type: ignore[misc]
    return None


def _postcode_and_town(text: str) -> Sequence[str]:
    """« 97150 Saint-Martin » in two; either alone in its place."""
    found = values.POSTCODE_AND_TOWN.fullmatch(text.strip())
    if found:
        return found[1], found[2]
    return (text, "") if text[:1].isdigit() else ("", text)


def _head_and_tail(text: str, pattern: re.Pattern[str]) -> Sequence[str]:
    found = pattern.fullmatch(text.strip())
    return (found[1].strip(), found[2].strip()) if found else (text,)


def _above(sheet: RawSheet, header: Header) -> dict[str, str]:
    """« Collectivité : Commune de Vieux-Fort » above the table: what holds for everybody in it."""
    found: dict[str, str] = {}
    for row in sheet.cells[max(0, header.row - 25) : max(0, header.row)]:
        texts = [text for text in map(text_of, row) if text]
        for i, text in enumerate(texts):
            label, colon, value = text.partition(":")
            if not colon or words.is_elsewhere(label) or words.is_others(label):
                continue
            told, sure = words.recognise(label)
            value = value.strip() or (texts[i + 1] if i + 1 < len(texts) and ":" not in texts[i + 1] else "")
            if told in _ABOVE and sure >= words.SURE and value and len(value) <= 120 and told not in found:
                found[told] = value
    return found


def is_other(cell: object) -> bool:
    """« Autre »: the column beside says which."""
    return isinstance(cell, str) and len(cell) < 25 and fold(cell) in _OTHER


def repeated(cells: Sequence[object], empty: Sequence[bool]) -> list[object]:
    """A column where « idem » stands for the cell above."""
    result: list[object] = []
    above: object = ""
    for cell, nobody in zip(cells, empty, strict=True):
        if isinstance(cell, str) and cell.strip() in DITTO:
            cell = above
        elif not nobody:
            above = cell
        result.append(cell)
    return result


def fill_down(
    raw: dict[str, list[object]], used: Sequence[Column], merged: Sequence[Span], start: int, empty: Sequence[bool]
) -> None:
    """A cell merged over several people speaks for each of them."""
    field_at = {c.index: c.field for c in used}
    for (top, left), (bottom, _right) in merged:
        if top < start or bottom == top or left not in field_at:
            continue
        column = raw[field_at[left]]
        for i in range(top - start + 1, min(bottom - start + 1, len(column))):
            if not empty[i]:
                column[i] = column[top - start]


def events_said(
    columns: Sequence[Column],
    body: Sequence[Sequence[object]],
    merged: Sequence[Span],
    start: int,
    empty: Sequence[bool],
) -> list[tuple[str, ...]]:
    """What each row says of the event it is for, in the order of the columns; nothing at all without a column for that."""
    named = [replace(c, field=f"{EVENT}{c.index}") for c in columns if c.field == EVENT]
    raw = {c.field: [row[c.index] for row in body] for c in named}
    fill_down(raw, named, merged, start, empty)
    texts = [_headed([text_of(cell) for cell in repeated(cells, empty)], empty) for cells in raw.values()]
    return [said if any(said) else () for said in zip(*texts, strict=True)]


def _headed(texts: list[str], empty: Sequence[bool]) -> list[str]:
    """A column of events written once at the head of each group: the first row says one, most others say none, and no
    event comes back.
    """
    people = [i for i, nobody in enumerate(empty) if not nobody]
    heads = [texts[i] for i in people if texts[i]]
    if not heads or not texts[people[0]] or len(heads) * 2 > len(people) or len(set(heads)) < len(heads):
        return texts
    result, above = list(texts), ""
    for i in people:
        above = result[i] = texts[i] or above
    return result


def written_once(cells: Sequence[object], names_of: Sequence[object], empty: Sequence[bool]) -> list[object] | None:
    """A column of employers written once at the head of each group; None unless that is plain to see.

    Three groups of two people or more, none of whose employers comes back; and either a blank row before each group, or
    names in alphabetical order that begin again with each. Somebody's employer may also just be unknown.
    """
    if len(cells) > 5000 or cells[0] == "" or 2 * sum(cell == "" for cell in cells) < len(cells):
        return None
    groups: list[list[int]] = []
    for i, cell in enumerate(cells):
        if empty[i]:
            continue
        if cell != "":
            groups.append([])
        groups[-1].append(i)
    heads = [fold(str(cells[group[0]])) for group in groups]
    if len(groups) < 3 or min(map(len, groups)) < 2 or len(set(heads)) < len(heads):
        return None
    parted = all(empty[group[0] - 1] for group in groups[1:])
    if not parted:
        said = [[fold(str(names_of[i])) for i in group] for group in groups]
        begins_again = all(one[-1] > other[0] for one, other in itertools.pairwise(said))
        parted = begins_again and all(sorted(group) == group and len(set(group)) > 1 for group in said)
    if not parted:
        return None
    result = list(cells)
    for group in groups:
        for i in group:
            result[i] = cells[group[0]]
    return result
