"""Reading a return workbook that headquarters sends back, however it was sorted, filtered, cut or retyped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ia_events.domain.attendance import UNLISTED, State
from ia_events.domain.errors import UserError
from ia_events.domain.fields import BY_ID
from ia_events.domain.presence_words import state_of
from ia_events.domain.returned import FIELD_KEYS, Back, Identity, Note, Returned, Values, recorded
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import return_trace
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.headings import IDS, SEALS, is_ours, made_here
from ia_events.spreadsheets.raw import RawBook, RawSheet, load
from ia_events.spreadsheets.return_trace import ID, SEAL, Book, book_of
from ia_events.spreadsheets.shifted import Sorted, name_of, owners

# Rows somebody may have put above the headings.
_HEADER_WITHIN = 30
_ENUMERATED = ("role", "status")
# What a list may say, and may not take the place of what is known.
_UNCLEAR = ("email_invalid", "phone_truncated", "phone_unusual", "category_unknown", "siret_invalid")
# Columns of the presences that belong to the registrations.
_SHARED = ("last_name", "first_name", "employer", "role")


def read(
    path: Path,
    *,
    slots: Mapping[str, str] | None = None,
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Returned:
    """Read a return made by this program, whatever became of it since; nothing of it is checked against the database.

    `slots` are the headings of the event's slots by id, in time order: by them presences are found where the workbook no
    longer says what was sent. `progress` is told rows done and in all and may raise Cancelled. UserError: return_foreign, return_old, return_newer,
    and those of raw.load.
    """

    def reading() -> None:
        progress(0, 0)

    raw = load(path, password=password, progress=reading)
    book = (
        book_of(path, load(path, sheet=return_trace.SHEET, password=password, progress=reading))
        if return_trace.SHEET in raw.names
        else None
    )
    seen = slots or {} if book is None else book.slots
    tables = [table for sheet in raw.sheets if (table := table_of(sheet, book, seen)) is not None]
    registrations = max((t for t in tables if not t.presences), key=lambda t: t.score, default=None)
    presences = max((t for t in tables if t.presences), key=lambda t: t.score, default=None)
    if book is None:
        refuse_foreign(path, raw, registrations is not None and _is_sealed(registrations))
    if registrations is None and presences is None:
        raise _foreign(path)
    notes: list[Note] = []
    total = sum(len(t.sheet.cells) for t in (registrations, presences) if t)
    if book is None and seen:
        told = (("sheet", presences.sheet.name),) if presences else ()
        notes.append(Note("presences_as_shown" if presences else "presences_missing", told))
    merged = _Rows(book, seen, notes, lambda done: progress(min(done, total), total))
    for table, name in zip((registrations, presences), book.sheets if book else ("", ""), strict=True):
        if table is not None:
            merged.take(table)
        elif name:
            notes.append(Note("sheet_missing", (("sheet", name),)))
    progress(total, total)
    return Returned(
        source=path.name,
        identity=book.identity if book else None,
        identity_text=book.text if book else "",
        identity_seal=book.mark if book else "",
        sent=book.sent if book else {},
        rows=tuple(merged.rows()),
        whole=registrations is not None and book is not None,
        notes=tuple(notes),
        slots=tuple(seen),
    )


def identity(
    path: Path,
    sheets: Sequence[str],
    *,
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Identity | None:
    """What a workbook of these sheets says it is a return of, unproven; None when it is none, or one that cannot be read.

    `progress` may raise Cancelled. UserError: those of raw.load.
    """
    if return_trace.SHEET not in sheets:
        return None
    raw = load(path, sheet=return_trace.SHEET, password=password, progress=lambda: progress(0, 0))
    try:
        return book_of(path, raw).identity
    except UserError:
        return None  # damaged, or of a newer program: the page of returns could not compare it either


def _foreign(path: Path) -> UserError:
    return UserError(
        "return_foreign",
        N_("« {name} » n'est pas un retour fait par ce programme. Choisissez le classeur de retour tel qu'il est revenu, ou importez la liste."),
        name=path.name,
    )  # fmt: skip


def refuse_foreign(path: Path, raw: RawBook, sealed: bool) -> None:
    """Refuse a workbook without its hidden sheet, unless its rows carry their seals. UserError return_foreign, return_old."""
    if sealed:
        return
    if any(fold(text_of(cell)) in IDS for sheet in raw.sheets for row in sheet.cells[:_HEADER_WITHIN] for cell in row):
        raise UserError(
            "return_old",
            N_("« {name} » ne dit pas ce qui avait été envoyé : il vient d'une version plus ancienne, ou ses colonnes masquées ont été supprimées. Importez-le comme une liste."),
            name=path.name,
        )  # fmt: skip
    raise _foreign(path)


# --- the sheets ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet that holds people: where its headings are, which column is what (key → place), and the columns of nobody."""

    sheet: RawSheet
    header: int
    columns: dict[str, int]
    headings: dict[str, str]
    strangers: tuple[str, ...]
    presences: bool
    score: int


def table_of(sheet: RawSheet, book: Book | None, slots: Mapping[str, str] | None = None) -> Table | None:
    """A sheet as a table of people; None when it is not one. `slots` are the headings looked for where no book says them."""
    known = book.headings if book else {key: BY_ID[key].title for key in FIELD_KEYS}
    slots = book.slots if book else slots or {}
    exact: dict[str, list[str]] = {}
    for key, heading in (*known.items(), *slots.items(), *(book.aliases.items() if book else ())):
        exact.setdefault(fold(heading), []).append(key)
    if book is None:
        for key, headings in ((ID, IDS), (SEAL, SEALS)):
            exact.update({heading: [key] for heading in headings})
        if slots:
            for heading in ("qualite", "role"):  # as the presences call it
                exact.setdefault(heading, []).append("role")
    best: tuple[int, int] = (0, -1)
    for number, row in enumerate(sheet.cells[:_HEADER_WITHIN]):
        score = sum(fold(text_of(cell)) in exact for cell in row)
        best = max(best, (score, -number))
    score, header = best[0], -best[1]
    if score < 3:
        return None
    columns: dict[str, int] = {}
    unknown: list[int] = []
    for place, cell in enumerate(sheet.cells[header]):
        heading = fold(text_of(cell))
        free = [key for key in exact.get(heading, ()) if key not in columns]
        if free:
            columns[free[0]] = place
        elif heading:
            unknown.append(place)
    presences = any(slot in columns for slot in slots) or (book is not None and sheet.name == book.sheets[1])
    if book is not None:
        _renamed(sheet, header, columns, unknown, book, presences)
    shown = {key: text_of(sheet.cells[header][place]) for key, place in columns.items()}
    others = [sheet.cells[header][place] for place in unknown if place not in columns.values()]
    labels = {fold(heading) for heading in slots.values()}
    strangers = tuple(text_of(cell) for cell in others if not is_ours(str(cell), labels))
    return Table(sheet, header, columns, shown, strangers, presences, score)


def _is_sealed(table: Table) -> bool:
    if ID not in table.columns or SEAL not in table.columns:
        return False
    return made_here(table.sheet.cells[table.header + 1 :], table.columns[ID], table.columns[SEAL])


def _renamed(
    sheet: RawSheet, header: int, columns: dict[str, int], unknown: Sequence[int], book: Book, presences: bool
) -> None:
    """Find, by what they hold, the columns whose heading was changed."""
    wanted = [*_SHARED, *book.slots] if presences else list(FIELD_KEYS)
    missing = [key for key in wanted if key not in columns]
    if not missing or ID not in columns:
        return
    id_place = columns[ID]
    rows = [
        (row, book.sent[str(row[id_place])][0])
        for row in sheet.cells[header + 1 :][:2000]
        if str(row[id_place]) in book.sent
    ]
    for place in unknown:
        agreeing: list[tuple[float, str]] = []
        for key in missing:
            filled = [(row[place], sent[key]) for row, sent in rows if sent.get(key)]
            alike = sum(value_of(key, cell, was, book)[0] == was for cell, was in filled if cell != "")
            if filled and alike * 2 > len(filled):
                agreeing.append((alike / len(filled), key))
        # « A » may be a category as well as a grade: it must be told from the others.
        agreeing.sort()
        if agreeing and (len(agreeing) == 1 or agreeing[-1][0] > agreeing[-2][0]):
            key = agreeing[-1][1]
            columns[key] = place
            missing.remove(key)


def value_of(key: str, cell: object, was: str | None, book: Book | None) -> tuple[str | None, str]:
    """The value a cell says (None when it is not understood), and its text. `was` is what was sent, which a cell left alone still says."""
    text = text_of(cell)
    if key in BY_ID and key not in _ENUMERATED:
        if text.startswith("#") and text.rstrip("!?").isupper() and was != text:
            return None, text
        if was is not None:
            if text == text_of(was):
                return was, text
            parsed, problem = BY_ID[key].parse(text)
            if parsed == BY_ID[key].parse(text_of(was)).value:
                return was, text
        else:
            parsed, problem = BY_ID[key].parse(text)
        return (None if problem in _UNCLEAR else parsed), text
    kind = key if key in _ENUMERATED else "state"
    known = book.words.get(kind, {}).get(fold(text)) if book else None
    if kind == "state":
        state = known if known in set(State) else state_of(text)
        return (None if state is None else recorded(state)), text
    if known is not None and BY_ID[key].parse(known).value == known:
        return known, text
    value, problem = BY_ID[key].parse(text)
    return (None if problem or not text else str(value)), text


# --- rows ---------------------------------------------------------------------------------------------------------


class _Rows:
    """The people of both sheets, put together."""

    def __init__(
        self, book: Book | None, slots: Mapping[str, str], notes: list[Note], progress: Callable[[int], None]
    ) -> None:
        self._book, self._slots, self._notes, self._progress = book, slots, notes, progress
        self._done = 0
        self._first: list[Back] = []  # of the registrations, as they come
        self._by_id: dict[str, int] = {}
        self._by_name: dict[tuple[str, str], int] = {}
        self._met: dict[str, tuple[tuple[str, str], int]] = {}  # on the presences: name and row, by id
        self._seen_registrations = False

    def rows(self) -> list[Back]:
        """What was found."""
        return self._first

    def take(self, table: Table) -> None:
        """Read a sheet: the registrations first, if they are there."""
        book, sheet = self._book, table.sheet
        wanted = [*_SHARED, *self._slots] if table.presences else list(FIELD_KEYS)
        for key in wanted:
            # A book of before a field had none of its columns.
            if (
                key not in table.columns
                and book is not None
                and (heading := book.headings.get(key) or book.slots.get(key))
            ):
                self._notes.append(Note("column_missing", (("sheet", sheet.name), ("heading", heading))))
        self._notes.extend(
            Note("column_added", (("sheet", sheet.name), ("heading", heading))) for heading in table.strangers
        )
        keys = [key for key in wanted if key in table.columns]
        rows = sheet.cells[table.header + 1 :]
        ids, order = self._owners(table, rows)
        if order != Sorted.IN_PLACE:
            code = "rows_followed" if order == Sorted.FOLLOWED else "rows_shifted"
            self._notes.append(Note(code, (("sheet", sheet.name),)))
        for number, (row, id_) in enumerate(zip(rows, ids, strict=True), table.header + 2):
            self._done += 1
            if self._done % 500 == 0:
                self._progress(self._done)
            back = self._row(table, keys, number, row, id_)
            if back is None:
                continue
            if order == Sorted.FOLLOWED:
                back = replace(back, field_seal="", slot_seal="")  # those of whoever was there before
            self._keep(replace(back, unsure=order == Sorted.UNSURE), table)
        self._seen_registrations = True

    def _owners(self, table: Table, rows: Sequence[Sequence[object]]) -> tuple[list[str], Sorted]:
        place = table.columns.get(ID)
        ids = [text_of(row[place]) if place is not None else "" for row in rows]
        fields = [(k, table.columns[k]) for k in ("last_name", "first_name", "employer", "email") if k in table.columns]
        if self._book is None or not {"last_name", "first_name"} <= table.columns.keys():
            return ids, Sorted.IN_PLACE
        told: list[Values] = [
            {key: value_of(key, row[at], None, self._book)[0] or "" for key, at in fields} for row in rows
        ]
        people = {id_: values for id_, (values, _mark) in self._book.sent.items() if not id_.startswith(UNLISTED)}
        return owners(list(zip(ids, told, strict=True)), people)

    def _row(self, table: Table, keys: Sequence[str], number: int, row: Sequence[object], id_: str) -> Back | None:
        if not any(row[table.columns[key]] != "" for key in keys):
            return None
        if not id_ and fold(text_of(row[table.columns[keys[0]]])) == "total":
            return None
        if (
            not id_
            and sum(fold(text_of(row[table.columns[k]])) == fold(table.headings[k]) for k in keys) > len(keys) // 2
        ):
            return None  # headings repeated
        sent = self._book.sent[id_][0] if self._book and id_ in self._book.sent else {}
        values: dict[str, str] = {}
        for key in keys:
            place_of = table.columns[key]
            cell = table.sheet.errors.get((number - 1, place_of), row[place_of])
            value, text = value_of(key, cell, sent.get(key), self._book)
            if value is not None:
                values[key] = value
            elif text or sent.get(key):
                told = (("sheet", table.sheet.name), ("row", number), ("heading", table.headings[key]), ("value", text))
                self._notes.append(Note("cell_unclear", told))
        if values.get("last_name") == values.get("first_name") == "":
            self._notes.append(Note("row_unnamed", (("sheet", table.sheet.name), ("row", number))))
            if not id_:
                return None
            del values["last_name"], values["first_name"]
        if id_.startswith(UNLISTED):
            if any(sent.get(key, value) != value for key, value in values.items()):
                self._notes.append(Note("row_of_badge", (("sheet", table.sheet.name), ("row", number))))
            return None
        at = table.columns.get(SEAL)
        mark = text_of(row[at]) if at is not None else ""
        return Back(number, id_, values, "" if table.presences else mark, mark if table.presences else "")

    def _keep(self, back: Back, table: Table) -> None:
        if table.presences and back.id:
            name, row = self._met.setdefault(back.id, (name_of(back.values), back.row))
            if row != back.row and name == name_of(back.values):
                told = (("sheet", table.sheet.name), ("row", back.row), ("other", row))
                self._notes.append(Note("row_copied", told))
                return
            if row != back.row:
                back = replace(back, id="")  # copied over for somebody else
        name = name_of(back.values)
        if not self._seen_registrations:
            self._by_id.setdefault(back.id, len(self._first))
            self._by_name.setdefault(name, len(self._first))
            self._first.append(back)
            return
        place = self._by_id.get(back.id) if back.id else self._by_name.get(name)
        if place is None:
            if not back.id or not self._book or back.id not in self._book.sent:
                self._first.append(back)  # somebody added to the presences alone
            return  # whose registration was taken out: the presences say nothing more
        first = self._first[place]
        sent = self._book.sent[back.id][0] if self._book and back.id in self._book.sent else {}
        values = dict(first.values)
        for key, value in back.values.items():
            there, was = values.get(key), sent.get(key)
            if not there or there == was:
                values[key] = value if there is None or was is None or there == was else there
            elif was is not None and value not in (there, was):
                self._notes.append(Note("cells_disagree", (("row", first.row), ("heading", table.headings[key]))))
        unsure = first.unsure or back.unsure
        self._first[place] = replace(first, values=values, slot_seal=back.slot_seal, unsure=unsure)
