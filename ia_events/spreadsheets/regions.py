"""The lists of one sheet: under its heading row, side by side, or with no headings at all."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ia_events.domain import names
from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import BESIDE, PRESENCE, Column, Confidence, Option, Question
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import by_column, columns, contents, gathering, headings, reshaping, words
from ia_events.spreadsheets.cells import ERRORS, letter, text_of
from ia_events.spreadsheets.headings import NAMES, Header
from ia_events.spreadsheets.presence import Context
from ia_events.spreadsheets.raw import RawSheet
from ia_events.spreadsheets.rows import Region

ORDER_QUESTION = N_("Dans « {heading} », le nom vient-il avant le prénom ?")
LAST_FIRST, FIRST_LAST = "last_first", "first_last"
_ORDERS = (Option(LAST_FIRST, N_("Le nom d'abord")), Option(FIRST_LAST, N_("Le prénom d'abord")))
_SAMPLE = 300
_MOST_LINES = 40
_TELLING = 2000  # characters of a cell: the forty lines of a list of names, and more than any of them needs
_BULLETS = "-–•* \t"


def of_sheet(sheet: RawSheet, mapping: Mapping[str, str], context: Context) -> list[Region]:
    """The lists a sheet holds, from left to right; none when nobody is named in it."""
    sheet, labels = reshaping.reshape(sheet)
    if labels:
        sheet = replace(sheet, struck=frozenset(), hidden=frozenset())  # its rows are others
        return _under(sheet, headings.made(labels, mapping, context.known), len(sheet.cells))
    header = headings.find(sheet.cells, sheet.merged, mapping, context.known)
    if header is not None:
        ids = headings.ids_of(header, sheet.cells[header.row + 1 :])
        if ids >= 0 and (own := _of_return(sheet, header, ids, context)):
            return own
    if header is not None:
        found = _stacked(sheet, header, mapping, context)
        if found:
            return found
    found = by_column.of_sheet(sheet, mapping, context) or _without_headings(sheet, mapping, context)
    if mapping and found and not _speaks_of(mapping, found) and _speaks_of(mapping, of_sheet(sheet, {}, Context())):
        return []  # its headings are known: they are not to be forgotten because none of them names people any more
    return found


def _speaks_of(mapping: Mapping[str, str], lists: Sequence[Region]) -> bool:
    return bool(lists) and not {fold(h) for h in mapping}.isdisjoint(fold(name) for name in lists[0].header.names)


def _of_return(sheet: RawSheet, header: Header, ids: int, context: Context) -> list[Region]:
    """The list of a sheet of our own return: each column is what its heading says, whatever its cells look like."""
    taken: set[str] = set()
    read = []
    written = [str(cell) for cell in sheet.cells[header.row]]
    folded = [fold(heading) for heading in written]
    labels = {fold(moment.slot.label): moment.slot.id for moment in context.known}
    # Of « Heures suivies 14 h – 17 h » and « Heures suivies », the first is the slot's.
    longer = {label: [heading for heading in folded if heading.startswith(f"{label} ")] for label in labels}
    longer = {label: found for label, found in longer.items() if found and headings.is_ours(label, ())}
    ours = {heading: labels[label] for label, found in longer.items() for heading in found}
    slots = headings.slots_among(written) | (labels.keys() - longer.keys())
    for i, (name, (field, sure)) in enumerate(zip(header.names, header.found, strict=True)):
        if folded[i] in longer:
            continue
        if slot := ours.get(folded[i]):
            read.append(Column(i, name, PRESENCE, slot, Confidence.HEADING))
            continue
        if field in taken and field not in BESIDE:
            field, sure = "", 0.0
        decided = sure >= headings.DECIDED
        taken.add(field)
        told = bool(field) or headings.is_ours(written[i], slots) or fold(name) in (*headings.IDS, *headings.SEALS)
        confidence = Confidence.DECIDED if decided else Confidence.HEADING if told else Confidence.NONE
        if field or _headed(header, Column(i, name)):
            read.append(Column(i, name, field, "", confidence))
    if "role" not in taken:
        read = [replace(c, field="role") if columns.is_quality(c.heading) else c for c in read]
    if not NAMES & taken:
        return []
    start = header.row + 1
    return [Region(sheet=sheet, header=header, columns=tuple(read), start=start, end=len(sheet.cells), ids=ids)]


def _stacked(sheet: RawSheet, header: Header, mapping: Mapping[str, str], context: Context) -> list[Region]:
    """The lists under a heading row, and under those of other tables of people further down, after a blank row."""
    cells, end = sheet.cells, len(sheet.cells)
    before = headings.find(cells[: header.row - 1], sheet.merged, mapping, context.known) if header.row > 5 else None
    if before is not None and before.sure >= 3 and NAMES & before.fields:
        title = " ".join(text_of(cell) for row in cells[max(0, before.row - 1) : before.row] for cell in row)
        between = cells[before.row + 1 : header.row]
        listed = sum(sum(cell != "" for cell in row) >= 3 for row in between)
        if listed >= 4 and not words.is_others(title) and any(not any(row) for row in between):
            header = before  # the first of the tables; the fuller one is found under it
    starts: list[Header] = []
    own = {(i, field) for i, (field, _sure) in enumerate(header.found) if field}
    cuts: list[int] = []
    at = header.row + 2
    blank = [""] * (len(cells[0]) if cells else 0)
    for _try in range(60):
        try:
            at = cells.index(blank, at, end) + 1
        except ValueError:
            break
        # A title may stand between the blank row and the headings.
        other = headings.find(cells[at : at + 2], (), mapping, context.known) if at < end else None
        if other is None or other.sure < 2 or len(NAMES & other.fields) < 1:
            continue
        told = {(i, field) for i, (field, _sure) in enumerate(other.found) if field}
        people = cells[at + other.row + 1 : at + other.row + 3]
        if told <= own or not any(sum(cell != "" for cell in row) >= 2 for row in people):
            continue
        starts.append(replace(other, row=at + other.row))
        cuts.append(at)
        at += other.row + 1
    found = _under(sheet, header, cuts[0] if cuts else end)
    for one, cut in zip(starts, [*cuts[1:], end] if cuts else [], strict=True):
        found += _under(sheet, one, cut)
    return found


def _under(sheet: RawSheet, header: Header, end: int) -> list[Region]:
    start = header.row + 1
    while end > start and not any(cell != "" for cell in sheet.cells[end - 1]):
        end -= 1
    held = [_spread(texts) for texts in held_in(sheet, start, end, len(header.names))]
    regions = []
    numbered = _numbered(header)
    for place, block in enumerate(_side_by_side(header) if not numbered else [frozenset(b) for b in numbered]):
        inside = [i in block for i in range(len(header.names))]
        meant = numbered[place] if numbered else dict(enumerate(header.found))
        part = replace(header, found=tuple(meant[i] if here else ("", 0.0) for i, here in enumerate(inside)))
        texts = [t if here else [] for t, here in zip(held, inside, strict=True)]
        beside = gathering.companions(part, texts)
        part = replace(part, found=tuple(("", 0.0) if i in beside else f for i, f in enumerate(part.found)))
        read = [c for c in columns.decide(part, texts) if inside[c.index]]
        beyond, read = gathering.find(sheet, header, read, texts, beside)
        if not NAMES & {c.field for c in read}:
            continue
        shown = tuple(c for c in read if c.field or ((header.row >= 0 and _headed(header, c)) or held[c.index]))
        shown = tuple(c for c in shown if c.field or not c.heading.startswith("("))
        regions.append(Region(sheet=sheet, header=header, columns=shown, start=start, end=end, beyond=beyond))
        regions += _lines_apart(regions[-1])
        if numbered:
            regions[-1].shared = frozenset.intersection(*(frozenset(other) for other in numbered))
    return regions


def _lines_apart(region: Region) -> list[Region]:
    """The regions of the others, when cells name several people, a line each; `region` keeps the first ones.

    Cells with as many lines say something of each; those of the other columns hold for all of them.
    """
    names_at = next((c.index for c in region.columns if c.field == FULL_NAME), None)
    if names_at is None or not any(isinstance(cell := row[names_at], str) and "\n" in cell for row in region.body):
        return []
    rows = [_lines(row, names_at) for row in region.body]
    most = max((len(row[names_at]) for row in rows), default=1)
    if most < 2 or most > _MOST_LINES:
        return []
    own = {j for row in rows for j, lines in enumerate(row) if len(lines) > 1}
    shared = frozenset(c.index for c in region.columns) - own
    found = []
    for k in range(most):
        cells = [[("" if k >= len(row[names_at]) and j in own else lines[min(k, len(lines) - 1)]) for j, lines in enumerate(row)] for row in rows]  # fmt: skip
        found.append(replace(region, apart=cells, line=k, shared=shared if k else region.shared))
    region.apart = found[0].apart
    return found[1:]


def _spread(texts: list[str]) -> list[str]:
    """The texts of a column, those that name several people a line each as so many."""
    if not any("\n" in text for text in texts):
        return texts
    found: list[str] = []
    for text in texts:
        lines = [line.lstrip(_BULLETS) for line in text.splitlines() if line.strip()]
        found += lines if len(lines) > 1 and all(map(_is_one_of_several, lines)) else [text]
    return found


def _lines(row: Sequence[object], names_at: int) -> list[list[object]]:
    """The lines of each cell of a row: several only where the cell of names has as many, all of them somebody's."""
    cell = row[names_at]
    lines = [line.strip() for line in cell.splitlines() if line.strip()] if isinstance(cell, str) else []
    if len(lines) < 2 or not all(_is_one_of_several(line.lstrip(_BULLETS)) for line in lines):
        return [[value] for value in row]
    count = len(lines)
    result: list[list[object]] = []
    for value in row:
        parts = [part.strip() for part in value.splitlines() if part.strip()] if isinstance(value, str) else []
        result.append([part.lstrip(_BULLETS) for part in parts] if len(parts) == count else [value])
    return result


def _is_one_of_several(line: str) -> bool:
    if not _names_somebody(line) or contents.is_work(line):
        return False
    # « CARL Zoé » begins like the acronym of a community.
    return not contents.is_employer(line) or any(map(contents.is_given, line.split()))


def _headed(header: Header, column: Column) -> bool:
    return header.names[column.index] != f"({letter(column.index)})"


def held_in(sheet: RawSheet, start: int, end: int, width: int) -> list[list[str]]:
    """Texts of each column, without the empty ones: of the first rows, and of some further on."""
    body = list(sheet.cells[start : min(end, start + _SAMPLE)])
    if end > start + _SAMPLE:
        body += sheet.cells[start + _SAMPLE : end : max(1, (end - start) // 100)]
    return [
        [text for row in body if i < len(row) and row[i] != "" and (text := _begun(row[i])) and text not in ERRORS]
        for i in range(width)
    ]


def _begun(cell: object) -> str:
    return text_of(cell[:_TELLING] if isinstance(cell, str) else cell)


def _side_by_side(header: Header) -> list[frozenset[int]]:
    """The columns of each list, when the same headings stand twice or more beside each other."""
    whole = [frozenset(range(len(header.names)))]
    bases = [fold(name.rpartition(" (")[0] or name) if name.endswith(")") else fold(name) for name in header.names]
    filled = [i for i, name in enumerate(header.names) if name != f"({letter(i)})"]
    for times in (2, 3, 4):
        size, rest = divmod(len(filled), times)
        if rest or size < 2:
            continue
        parts = [filled[k * size : (k + 1) * size] for k in range(times)]
        if all([bases[i] for i in part] == [bases[i] for i in parts[0]] for part in parts) and any(
            header.found[i][0] in NAMES for i in parts[0]
        ):
            ends = [part[0] for part in parts[1:]] + [len(header.names)]
            starts = [0, *ends[:-1]]
            return [frozenset(range(a, b)) for a, b in zip(starts, ends, strict=True)]
    return whole


_OF_ALL = frozenset({"employer", "department", "postcode", "siret"})


def _numbered(header: Header) -> list[dict[int, tuple[str, float]]]:
    """« Structure | Nom 1 | Prénom 1 | Nom 2 | Prénom 2 »: the columns of each person of a row, with what these mean.

    What is said once holds for each of them when it is where they come from; an address or a number said once is nobody's.
    """
    people: dict[str, dict[int, str]] = {}
    for i, name in enumerate(header.names):
        heading = f"{header.groups[i]} {name}" if _NUMBER.search(header.groups[i]) else name
        if (found := _NUMBER.search(heading)) and header.found[i][1] < headings.DECIDED:
            people.setdefault(found[1], {})[i] = " ".join(_NUMBER.sub(" ", heading).split())
    said = [sorted(map(fold, columns.values())) for columns in people.values()]
    if len(people) < 2 or any(one != said[0] for one in said):
        return []
    meant = [{i: words.recognise(base) for i, base in columns.items()} for columns in people.values()]
    if not all(NAMES & {field for field, _sure in one.values()} for one in meant):
        return []
    own = {field for field, _sure in meant[0].values()}
    numbered = {i for columns in people.values() for i in columns}
    shared = {i: f for i, f in enumerate(header.found) if i not in numbered and f[0] in _OF_ALL and f[0] not in own}
    return [{**one, **shared} for one in meant]


_NUMBER = re.compile(r"(?<![\d/.])(?:n ?° ?|#)?([1-9])(?![\d/.hH])")


def _without_headings(sheet: RawSheet, mapping: Mapping[str, str], context: Context) -> list[Region]:
    """People understood by what the columns hold alone, under a row of headings that say nothing or under none."""
    width = max((len(row) for row in sheet.cells[:20]), default=0)
    blank = Header(-1, tuple(f"({letter(i)})" for i in range(width)), ("",) * width, (("", 0.0),) * width, 0)
    for start in range(min(25, len(sheet.cells))):
        row = [text_of(cell) for cell in sheet.cells[start]]
        if not any(_is_somebodys(text) for text in row):
            continue
        held = held_in(sheet, start, len(sheet.cells), width)
        above = [text_of(cell) for cell in sheet.cells[start - 1]] if start else []
        header = blank
        if sum(map(bool, above)) >= 2 and not any("@" in text or contents.is_phone(text) for text in above):
            header = replace(blank, row=start - 1, names=tuple(headings.unique(above)))
            header = replace(header, names=header.names + blank.names[len(header.names) :])
        told = headings.decided(header, mapping)
        read = columns.decide(replace(told, names=blank.names), held)
        fields = {c.field for c in read}
        if not ({"last_name", "first_name"} <= fields or FULL_NAME in fields):
            continue
        if sum(bool(t) for t in held) == 1 and contents.share(max(held, key=len), _names_somebody) < 0.7:
            continue
        read = [replace(c, heading=header.names[c.index]) for c in read]
        shown = tuple(c for c in read if c.field or _headed(header, c))
        beyond, _read = gathering.find(sheet, replace(header, row=start - 1), shown, held, {})
        beyond.crosses.clear()
        end = len(sheet.cells)
        region = Region(sheet=sheet, header=header, columns=shown, start=start, end=end, beyond=beyond)
        return [region, *by_column.beside(region, held, mapping, context)]
    return []


def _names_somebody(text: str) -> bool:
    return names.looks_full(contents.name_and_address(text)[0])


def _is_somebodys(text: str) -> bool:
    return bool(text) and (
        contents.is_given(text) or contents.is_email(text) or contents.is_phone(text) or names.looks_full(text)
    )


def order_names(region: Region, context: Context) -> None:
    """Settle the order of full names: by the answer given, by what the names themselves show, by the heading, else ask."""
    column = next((c for c in region.columns if c.field == FULL_NAME), None)
    if column is None:
        return
    cells = {row[column.index] for row in region.body}
    texts = sorted({contents.name_and_address(text_of(cell))[0] for cell in cells if isinstance(cell, str)})
    told = headings.first_name_first(column.heading)
    if "name_order" in context.answers:
        region.first_name_first = context.answers["name_order"] == FIRST_LAST
    else:
        shown = names.order_of(texts, least=(1 if len(texts) < 5 else 2) if told is None else 4)
        region.first_name_first = told if shown is None else shown
    if region.first_name_first is not None and "name_order" not in context.answers:
        return
    unsure = [t for t in texts if names.split(t).problem in ("name_all_capitals", "name_guessed")]
    if not unsure:
        return
    capitals = sum(text.isupper() for text in unsure) * 2 >= len(unsure)
    answer = context.ask(
        Question(
            "name_order",
            ORDER_QUESTION,
            _ORDERS,
            LAST_FIRST if capitals else FIRST_LAST,
            (("heading", column.heading),),
            tuple(unsure[:3]),
            column.heading,
        )
    )
    if "name_order" in context.answers:
        region.first_name_first = answer == FIRST_LAST
