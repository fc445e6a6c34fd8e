"""From the cells under a heading row to people, column by column: most cells repeat, and each is understood once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from ia_events.domain import names, values
from ia_events.domain.dates import short_date
from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.lists import Column, ListRow, Problem
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.text import clean, fold
from ia_events.spreadsheets import headings
from ia_events.spreadsheets.text_files import mend

TEXT_LIMIT = 500
_STEP = 4096
# Whole numbers are exact up to here in a cell.
_EXACT = 2.0**53
_ERRORS = {"#N/A", "#N/D", "#REF!", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NAME?", "#NOM?", "#NUM!", "#NOMBRE!", "#NULL!", "#NUL!", "#SPILL!", "#CALC!", "Err:502", "Err:504", "Err:508", "Err:509", "Err:522"}  # fmt: skip
_TOTAL = re.compile(r"(sous )?tota(l|ux)( (general|generaux|des?|d|du|inscrits?|inscrites|inscriptions?|participants?|participantes|stagiaires?|agents?|personnes?|presents?|effectifs?|liste|\d+))*")  # fmt: skip
_COUNT = re.compile(r"(nombre|nb|nbre|effectif|effectifs|somme)( .*)?")
_SIGNATURE = re.compile(r"(signatures?|emargements?|cachet|visa|fait (a|le)|date et signature|vu (et|par|le)|(le|la|l|les) (directeur|directrice|intervenante?|intervenants|formateur|formatrice|responsable|president|presidente|maire|organisateur|organisatrice)|lu et approuve|certifie exact|pour (le|la) )\b.*")  # fmt: skip
_DEFAULTS = {"role": Role.PARTICIPANT, "status": Status.REGISTERED}


def text_of(cell: object) -> str:
    """What a cell says, as cleaned text: digits without « .0 », dates day first, « Oui » and « Non »."""
    if isinstance(cell, str):
        return clean(mend(cell))
    if isinstance(cell, bool):
        return "Oui" if cell else "Non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) <= _EXACT else repr(cell).replace(".", ",").upper()
    if isinstance(cell, datetime):
        return short_date(cell) if cell.time() == time() else f"{short_date(cell)} {cell:%H:%M}"
    if isinstance(cell, date):
        return short_date(cell)
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


class _Cells(dict[object, tuple[str, str, str]]):
    """Cells of one column → (value, problem code, text), each different cell understood once."""

    def __init__(self, parse: Callable[[str], values.Parsed]) -> None:
        super().__init__({"": ("", "", "")})
        self.parse = parse
        self.faulty = False

    def __missing__(self, cell: object) -> tuple[str, str, str]:
        text = text_of(cell)
        if text in _ERRORS:
            understood = ("", "cell_error", text)
        elif not text:
            understood = ("", "", "")
        else:
            long = len(text) > TEXT_LIMIT
            value, problem = self.parse(text[:TEXT_LIMIT].rstrip() if long else text)
            understood = (value, "text_too_long" if long else problem, text[:60])
        self.faulty = self.faulty or bool(understood[1])
        self[cell] = understood
        return understood


def people(
    cells: Sequence[Sequence[object]],
    header: headings.Header,
    mapping: Mapping[str, str] | None,
    sheet: str,
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    errors: Mapping[tuple[int, int], str],
    progress: Callable[[int, int], None],
) -> tuple[tuple[Column, ...], list[ListRow], list[tuple[int, str]]]:
    """The columns as understood, the people below the heading row, and the rows that are none."""
    start = header.row + 1
    body = cells[start:]
    end = len(body)
    while end and not any(cell != "" for cell in body[end - 1]):
        end -= 1
    body = body[:end]
    sample = [[text_of(row[c.index]) for row in body[:200]] for c in header.columns]
    columns = tuple(
        c
        for c in headings.infer(header.columns, sample, mapping)
        if c.heading and (c.field or cells[header.row][c.index] != "")
    )
    used = [c for c in columns if c.field]
    raw = {c.field: [row[c.index] for row in body] for c in used}
    empty = [not any(row) for row in zip(*raw.values(), strict=True)]
    _fill_down(raw, used, merged, start, empty)

    problems: dict[int, list[Problem]] = {}
    by_field: dict[str, Sequence[str]] = {}
    for column in used:
        progress(0, end)
        texts = _texts(raw[column.field])
        if column.field == FULL_NAME:
            _split_names(texts, column, header.first_name_first, by_field, problems, start, sheet)
            continue
        understood = _Cells(BY_ID[column.field].parse)
        parsed = [understood[cell] for cell in texts]
        by_field[column.field] = [value for value, _problem, _text in parsed]
        if understood.faulty:
            for i, (value, problem, text) in enumerate(parsed):
                if problem:
                    _add(problems, i, start, column, sheet, problem, text, value)
    for (row, place), value in errors.items():
        column_at = next((c for c in used if c.index == place), None)
        if column_at is not None and start <= row < start + end:
            _add(problems, row - start, start, column_at, sheet, "cell_error", value, "")
    _usual_name(by_field)
    repeated = _repeated(body, used)
    rows, skipped = _rows(body, by_field, problems, repeated, start, sheet, progress)
    return columns, rows, skipped


def _texts(cells: list[object]) -> list[object]:
    """The cells, booleans in words: as a dictionary's key True would be 1."""
    return [text_of(c) if isinstance(c, bool) else c for c in cells] if bool in set(map(type, cells)) else cells


def _fill_down(
    raw: dict[str, list[object]],
    used: Sequence[Column],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    start: int,
    empty: Sequence[bool],
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


def _add(
    problems: dict[int, list[Problem]], i: int, start: int, column: Column, sheet: str, code: str, text: str, kept: str
) -> None:
    said = (("value", text), ("kept", kept), ("limit", TEXT_LIMIT))
    problems.setdefault(i, []).append(Problem(code, start + i + 1, column.heading, column.field, sheet, said))


def _split_names(
    cells: list[object],
    column: Column,
    first_name_first: bool | None,
    by_field: dict[str, Sequence[str]],
    problems: dict[int, list[Problem]],
    start: int,
    sheet: str,
) -> None:
    known: dict[object, names.FullName] = {}
    understood = _Cells(values.name)
    split = []
    for i, cell in enumerate(cells):
        text, problem, shown = understood[cell]
        full = known.get(cell)
        if full is None:
            full = known[cell] = names.split(text, first_name_first=first_name_first)
        split.append(full)
        if problem or full.problem:
            _add(problems, i, start, column, sheet, problem or full.problem, shown, text)
    by_field["last_name"] = [full.last_name for full in split]
    by_field["first_name"] = [full.first_name for full in split]
    for field in ("civility", "birth_name"):
        said = [getattr(full, field) for full in split]
        if any(said):
            by_field.setdefault(field, said)


def _usual_name(by_field: dict[str, Sequence[str]]) -> None:
    """Somebody without a usage name is called by the other one."""
    birth = by_field.get("birth_name")
    if birth is not None:
        by_field["last_name"] = [
            last or other for last, other in zip(by_field.get("last_name", [""] * len(birth)), birth, strict=True)
        ]


def _repeated(body: Sequence[Sequence[object]], used: Sequence[Column]) -> set[int]:
    """Rows that say the headings again, as at the top of each printed page."""
    main = next(c for c in used if c.field in ("last_name", FULL_NAME, "first_name", "birth_name"))
    wanted = {c.index: fold(c.heading) for c in used}
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


def _rows(
    body: Sequence[Sequence[object]],
    by_field: dict[str, Sequence[str]],
    problems: dict[int, list[Problem]],
    repeated: set[int],
    start: int,
    sheet: str,
    progress: Callable[[int, int], None],
) -> tuple[list[ListRow], list[tuple[int, str]]]:
    fields = tuple(by_field)
    total = len(body)
    nothing = [""] * total
    lasts, firsts = by_field.get("last_name", nothing), by_field.get("first_name", nothing)
    defaults = [f for f in ("role", "status") if f in by_field]
    people: list[ListRow] = []
    skipped: list[tuple[int, str]] = []
    for i, (last, first, cells) in enumerate(zip(lasts, firsts, zip(*by_field.values(), strict=True), strict=True)):
        if i % _STEP == 0:
            progress(i, total)
        number = start + i + 1
        if i in repeated:
            skipped.append((number, "header"))
            continue
        scanty = not (last and first) or (cells.count("") >= len(cells) - 2 and (_is_number(last) or _is_number(first)))
        if scanty and (reason := _no_person(body[i], cells, i in problems)):
            skipped.append((number, reason))
            continue
        said = dict(zip(fields, cells, strict=True))
        silent: tuple[str, ...] = ()
        for field in defaults:
            if not said[field]:
                said[field] = _DEFAULTS[field]
                silent += (field,)
        found = problems.get(i)
        if not last and not first:
            found = [*(found or ()), Problem("no_name", number, sheet=sheet)]
        attendee = Attendee(**said)
        people.append(ListRow(number, attendee, tuple(found) if found else (), silent))
    return people, skipped


def _no_person(row: Sequence[object], cells: Sequence[str], faulty: bool) -> str:
    """Why a scanty row is no person, "" when it may be one."""
    texts = [text for text in map(text_of, row) if text]
    if not any(cells) and not faulty and not any(text for text in texts if not _is_number(text)):
        return "blank"
    folded = [fold(text) for text in texts if not _is_number(text)]
    if not folded:
        return "total" if len(texts) <= 3 and not faulty else ""
    if len(folded) == 1 and (_TOTAL.fullmatch(folded[0]) or _COUNT.fullmatch(folded[0])):
        return "total"
    if any("@" in text for text in texts):
        return ""
    if len(folded) <= 2 and any(_SIGNATURE.fullmatch(text) for text in folded):
        return "signature"
    if (
        len(folded) == 1
        and len(cells) >= 3
        and (len(folded[0].split()) >= 6 or len(folded[0]) > 60 or texts[-1].endswith(":"))
    ):
        return "note"
    return "" if any(cells) or faulty else "note"


def _is_number(text: str) -> bool:
    return not any(map(str.isalpha, text))
