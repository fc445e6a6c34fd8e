"""Finding the heading row of a list: under titles and small tables, in one, two or three rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from ia_events.domain.fields import FULL_NAME
from ia_events.domain.text import clean, fold
from ia_events.spreadsheets import contents, marks, words
from ia_events.spreadsheets.cells import letter, text_of
from ia_events.spreadsheets.raw import Span

HEADING_ROWS = 60
NAMES = frozenset({"last_name", "first_name", "birth_name", FULL_NAME})
DECIDED = 4.0
# What heads the two columns by which a return of this program knows its rows, folded, in the languages it is written in.
IDS, SEALS = ("identifiant", "identifier"), ("empreinte", "fingerprint", "seal")
_ID, _SEAL = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{20}")
# The other columns made here that hold nothing to take back: those of a person, and those of a slot, which name it below.
_OF_PERSON = ("origine", "code court", "heures suivies", "source", "short code", "hours attended")
_ARRIVAL = ("arrivee", "arrival")
_OF_SLOT = (*_ARRIVAL, "depart", "departure", "signe a l ecran", "signed on screen")


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row (from 0; the lowest of several; -1 when there is none) with each column's heading.

    `names` are the headings each column is called by, none twice; `groups` what stands above them; `found` the field
    each one means and how sure that is. `score` ranks candidates; 0 means it is none.
    """

    row: int
    names: tuple[str, ...]
    groups: tuple[str, ...]
    found: tuple[tuple[str, float], ...]
    score: float
    merged_names: tuple[int, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for every file with these headings."""
        said = "\x1f".join(fold(name) for name in self.names).encode()
        return hashlib.sha256(said).hexdigest()[:16]

    @property
    def sure(self) -> int:
        """How many of its headings are beyond doubt."""
        return sum(sure >= words.SURE for _field, sure in self.found)

    @property
    def fields(self) -> frozenset[str]:
        """The fields its headings mean."""
        return frozenset(field for field, _sure in self.found if field)


def ids_of(header: Header, rows: Sequence[Sequence[object]]) -> int:
    """The column of the people's identifiers, from 0, when the sheet is one of a return of this program; -1 of any other.

    `rows` are those under the headings: others too call columns « Identifiant » and « Empreinte ».
    """
    folded = [fold(name) for name in header.names]
    ids = next((i for i, name in enumerate(folded) if name in IDS), -1)
    seals = next((i for i, name in enumerate(folded) if name in SEALS), -1)
    return ids if ids >= 0 and seals >= 0 and made_here(rows, ids, seals) else -1


def made_here(rows: Sequence[Sequence[object]], ids: int, seals: int) -> bool:
    """Whether, of the rows with anything in these columns, most carry an identifier or a seal as this program writes them."""
    told = [(str(row[ids]), str(row[seals])) for row in rows if row[ids] != "" or row[seals] != ""]
    return 2 * sum(bool(_ID.fullmatch(id_) or _SEAL.fullmatch(seal)) for id_, seal in told) > len(told)


def slots_among(headings: Sequence[str]) -> frozenset[str]:
    """The headings of a return, folded, that are slots': each has its column of arrivals."""
    folded = frozenset(map(fold, headings))
    return frozenset(name for name in folded if any(f"{word} {name}" in folded for word in _ARRIVAL))


def is_ours(heading: str, slots: Collection[str]) -> bool:
    """Whether a column of a return of this program holds nothing to take back.

    `heading` is as written, on two lines where it is; `slots` are the slots' headings, folded: one may be « Départ en
    visite », another « Source ».
    """
    word, below, _slot = heading.partition("\n")
    if below and fold(word) in _OF_SLOT:
        return True
    folded = fold(heading)
    if folded in slots:
        return False
    return folded in _OF_PERSON or any(folded == f"{word} {slot}" for word in _OF_SLOT for slot in slots)


def find(
    rows: Sequence[Sequence[object]],
    merged: Sequence[Span],
    mapping: Mapping[str, str],
    known: Sequence[marks.Moment],
) -> Header | None:
    """The best heading row among the first ones, None when none of them has two headings or names a person.

    `rows` is the whole sheet as read; `merged` its merged ranges, from 0; `mapping` what was decided; `known` the
    event's slots.
    """
    texts = [[text_of(cell) for cell in row] for row in rows[:HEADING_ROWS]]
    best_by_row: list[Header] = []
    for index, row in enumerate(texts):
        tried = [_header(index, row, [""] * len(row), mapping, known)]
        for depth in (1, 2):
            if index >= depth and any(texts[index - depth]):
                joined = _joined(texts, index, depth, merged, known)
                if joined is not None:
                    tried.append(_header(index, *joined, mapping, known))
        best = max(tried, key=lambda header: header.score)
        if best.score > 0:
            best_by_row.append(best)
    if not best_by_row:
        return None
    top = max(header.score for header in best_by_row)
    near = [h for h in best_by_row if h.score == top or (h.score >= 0.6 * top and h.sure >= 2)]
    chosen = near[0] if len(near) == 1 else max(near, key=lambda header: _standing(header, near, rows, top))
    return _merged_names(chosen, merged)


def made(labels: Sequence[str], mapping: Mapping[str, str], known: Sequence[marks.Moment]) -> Header:
    """The header of headings that no row holds."""
    return _header(-1, labels, [""] * len(labels), mapping, known)


def decided(header: Header, mapping: Mapping[str, str]) -> Header:
    """The header with what was decided of its headings."""
    said = {fold(heading): field for heading, field in mapping.items()}
    exact = {clean(heading): field for heading, field in mapping.items()}
    found = [
        (exact[name], DECIDED) if name in exact else (said[fold(name)], DECIDED) if name and fold(name) in said else old
        for name, old in zip(header.names, header.found, strict=True)
    ]
    return replace(header, found=tuple(found))


def _standing(
    header: Header, others: Sequence[Header], rows: Sequence[Sequence[object]], top: float
) -> tuple[bool, bool, float, int]:
    """Whether people are named under it, and how many rows, before the next table: a small table may stand above the list."""
    end = min(
        (other.row for other in others if other.row > header.row and other.names != header.names), default=len(rows)
    )
    filled = 0
    for row in rows[header.row + 1 : min(end, header.row + 400)]:
        filled += sum(1 for cell in row if cell != "") >= 2
    named = bool(NAMES & header.fields)
    return (
        named,
        filled > 0,
        header.score if header.score >= top and filled > 3 else min(filled, 3),
        filled - header.row,
    )


def _header(
    index: int,
    row: Sequence[str],
    groups: Sequence[str],
    mapping: Mapping[str, str],
    known: Sequence[marks.Moment],
) -> Header:
    decided = {fold(heading): field for heading, field in mapping.items()}
    exact = {clean(heading): field for heading, field in mapping.items()}
    names = unique(_composed(row, groups, known))
    found: list[tuple[str, float]] = []
    slots = 0
    halves = any(fold(h) == "mat" for h in row) and any(
        marks.facets(h).half in (marks.AFTERNOON, marks.EVENING) or marks.facets(h).am for h in row
    )
    for heading, name, group in zip(row, names, groups, strict=True):
        if name in exact:
            found.append((exact[name], DECIDED))
        elif heading and fold(heading) in decided:
            found.append((decided[fold(heading)], DECIDED))
        elif group and words.is_others(group):
            found.append(("", 0))
        else:
            meant = words.recognise(heading) if heading else ("", 0.0)
            # « Mat. » is a staff number, but a morning under a date or beside an afternoon.
            morning = halves and fold(heading) == "mat"
            found.append(("", 0) if morning else meant)
            slots += not found[-1][0] and bool(heading) and len(heading) <= 60 and slot_like(name, known)
    filled = [heading for heading in row if heading]
    kept = {field: sure for field, sure in sorted(found, key=lambda f: f[1]) if field}
    if not filled or (len(kept) + slots < 2 and not (NAMES & kept.keys())):
        return Header(index, tuple(names), tuple(groups), tuple(found), 0)
    score = 10 * sum(min(sure, DECIDED) for sure in kept.values()) + 4 * min(slots, 5)
    score += 10 * ("first_name" in kept) + 10 * bool(NAMES & kept.keys())
    # A sentence or a data row that happens to hold a heading's word has little else that is one.
    if not slots or "@" in "".join(filled):
        score -= 8 * sum(1 for h in filled if h.isdigit() or ("@" in h and len(h) > 3 and " " not in h) or len(h) > 120)
    # Half-days under their dates say more than half-days alone.
    score += 2 * any(name.startswith(f"{group} ") for name, group in zip(names, groups, strict=True) if group)
    held = [h for h, (field, sure) in zip(row, found, strict=True) if h and sure < words.SURE]
    if DECIDED not in kept.values():
        if any(contents.is_email(h) or contents.is_phone(h) for h in held):
            score = 0
        score -= 25 * sum(contents.is_given(h) for h in held)
    recognised = sum(1 for field, _sure in found if field) + slots
    if recognised * 4 < len(filled) and max(kept.values(), default=0) < DECIDED:
        score = 0
    # « Service : » beside « Informatique » is a label and its value.
    if len(filled) == 2 and filled[0].rstrip().endswith(":") and not filled[1].rstrip().endswith(":"):
        score = 0
    return Header(index, tuple(names), tuple(groups), tuple(found), max(score, 0))


def _composed(row: Sequence[str], groups: Sequence[str], known: Sequence[marks.Moment]) -> list[str]:
    """« 12/11 Matin » for a half-day under a date; other headings as they are."""
    return [
        f"{group} {heading}" if group and heading and slot_like(group, known) and slot_like(heading, known) else heading
        for heading, group in zip(row, groups, strict=True)
    ]


def slot_like(heading: str, known: Sequence[marks.Moment]) -> bool:
    """Whether a heading may be about a slot or about presence."""
    told = marks.facets(heading)
    if told.told and not told.single_m:
        return True
    return told.presence or told.single_m or marks.named_by(heading, known)


def unique(row: Sequence[str]) -> list[str]:
    """Headings that can each be named: an empty or repeated one carries its column's letter."""
    seen: set[str] = set()
    result = []
    for i, heading in enumerate(row):
        name = heading if heading and heading not in seen else f"{heading} ({letter(i)})".strip()
        seen.add(name)
        result.append(name)
    return result


def _joined(
    texts: Sequence[Sequence[str]],
    index: int,
    depth: int,
    merged: Sequence[Span],
    known: Sequence[marks.Moment],
) -> tuple[list[str], list[str]] | None:
    """The headings of a header in several rows and the groups above them, None when these rows are none.

    Above stand headings merged downwards and groups; below, the members of the groups.
    """
    below = texts[index]
    if sum(map(bool, below)) < 2 or not any(_means(b, known) for b in below):
        return None
    if any(contents.is_email(b) or contents.is_given(b) for b in below):
        return None
    joined, groups = list(below), [""] * len(below)
    useful = False
    for level in range(index - 1, index - depth - 1, -1):
        above = texts[level]
        spans = {start[1]: end[1] for start, end in merged if start[0] <= level <= end[0]}
        group, end = "", -1
        for i, text in enumerate(above):
            if text:
                group, end = text, spans.get(i, len(above) if i not in spans else i)
                if i not in spans and any(above[i + 1 :]):
                    end = next(j for j in range(i + 1, len(above)) if above[j]) - 1
            if i > end:
                group = ""
            if not joined[i]:
                if text:
                    joined[i] = text
                    useful = useful or _means(text, known)
            elif text and words.recognise(text)[1] >= words.SURE and below[i] and not _means(below[i], known):
                # A cell that means nothing under a heading is a person's.
                if words.recognise(text)[0] != FULL_NAME or spans.get(i, i) == i:
                    return None
            elif group:
                groups[i] = f"{group} {groups[i]}".strip()
                useful = useful or slot_like(group, known) or words.is_others(group)
    if len({g for g in groups if g}) == 1 and all(groups[i] for i, b in enumerate(below) if b):
        # One group over everything is a title: only a date in it says something.
        groups = [g if slot_like(g, known) and marks.facets(g).told else "" for g in groups]
    return (joined, groups) if useful or any(groups) else None


def _means(text: str, known: Sequence[marks.Moment]) -> bool:
    return bool(text) and (bool(words.recognise(text)[0]) or (len(text) <= 40 and slot_like(text, known)))


def _merged_names(header: Header, merged: Sequence[Span]) -> Header:
    """« Nom et prénom » merged over two columns heads a last name and a first name."""
    found = list(header.found)
    places = []
    for i, (field, sure) in enumerate(header.found):
        spans = [end[1] for start, end in merged if start == (header.row, i) and end[1] == i + 1]
        if field != FULL_NAME or not spans:
            continue
        order = ["last_name", "first_name"]
        if first_name_first(header.names[i]):
            order.reverse()
        found[i], found[i + 1] = (order[0], sure), (order[1], sure)
        places.append(i)
    return Header(header.row, header.names, header.groups, tuple(found), header.score, tuple(places))


def first_name_first(heading: str) -> bool | None:
    """The order a full-name heading tells: True for « Prénom Nom », False for « Nom Prénom », None when it says nothing."""
    folded = words.spelled_out(heading).replace("first name", "prenom").replace("last name", "nom")
    rest = folded.replace("prenom", "######")
    if "prenom" in folded and "nom" in rest:
        return folded.index("prenom") < rest.index("nom")
    return None
