"""Returns read to be put together, whichever edition of the program made them, and the workbook of their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ia_events.domain.attendance import UNLISTED, State
from ia_events.domain.consolidation import Attended, ReturnRead
from ia_events.domain.errors import UserError
from ia_events.domain.fields import BY_ID
from ia_events.domain.people import Role, Status
from ia_events.domain.presence_words import state_of
from ia_events.domain.returned import FIELD_KEYS, Identity, Note
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets import return_trace
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.coming_back import Table, table_of, value_of
from ia_events.spreadsheets.headings import IDS
from ia_events.spreadsheets.raw import RawBook, load
from ia_events.spreadsheets.return_trace import Book, book_of

_HEADER_WITHIN = 30
_PEOPLE = ("last_name", "first_name", "employer", "email", "category")
_ENUMERATED: Mapping[str, str] = {"role": Role.PARTICIPANT, "status": Status.REGISTERED}
# Returns of the first edition have no hidden sheet: their words, in both languages.
_FACTS = {
    "intitule": "title", "title": "title", "delegation": "delegation", "dispositif": "programme", "programme": "programme",
    "themes": "themes", "dates": "dates", "etabli le": "made_at", "made on": "made_at", "prepared on": "made_at",
}  # fmt: skip
_HOURS = ("heures suivies", "hours attended")
_ROLE = ("qualite", "role")
_TIMES = ("arrivee", "depart", "arrival", "departure", "signe a l ecran", "signed on screen")


def read_return(
    path: Path, *, password: str | None = None, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> ReturnRead:
    """Read a return for its figures. `progress` may raise Cancelled. UserError: return_not_ours, those of raw.load."""

    def reading() -> None:
        progress(0, 0)

    raw = load(path, password=password, progress=reading)
    if return_trace.SHEET in raw.names:
        book = book_of(path, load(path, sheet=return_trace.SHEET, password=password, progress=reading))
        facts = {**book.facts, "title": book.identity.title, "made_at": book.identity.made_at}
    else:
        facts = _facts(raw)
        book = _first_edition(path, raw, facts)
    tables = [table for sheet in raw.sheets if (table := table_of(sheet, book)) is not None]
    presences = max((t for t in tables if t.presences), key=lambda t: t.score, default=None)
    registrations = max((t for t in tables if not t.presences), key=lambda t: t.score, default=None)
    if presences is None and registrations is None:
        raise _not_ours(path)
    progress(0, 0)
    themes = facts.get("themes") or ()
    made_at = facts.get("made_at")
    notes: list[Note] = []
    return ReturnRead(
        source=path.name,
        title=str(facts.get("title") or path.stem),
        event_id=book.identity.event_id,
        delegation=str(facts.get("delegation") or ""),
        programme=str(facts.get("programme") or ""),
        themes=tuple(str(theme) for theme in themes) if isinstance(themes, (list, tuple)) else (),
        dates=str(facts.get("dates") or ""),
        made_at=made_at if isinstance(made_at, datetime) else None,
        people=tuple(_people(book, registrations, presences, notes)),
        notes=tuple(dict.fromkeys(notes)),
    )


def _not_ours(path: Path) -> UserError:
    return UserError(
        "return_not_ours",
        N_("« {name} » n'est pas un retour fait par ce programme : un modèle du siège rempli ou une liste ne peuvent pas être consolidés. Demandez à la délégation le classeur que fait « Préparer le retour », sans modèle."),
        name=path.name,
    )  # fmt: skip


# --- people -------------------------------------------------------------------------------------------------------


def _people(book: Book, registrations: Table | None, presences: Table | None, notes: list[Note]) -> Iterator[Attended]:
    attended: dict[str, tuple[tuple[str, ...], float]] = {}
    rows: dict[str, dict[str, str]] = {}
    by_name: dict[str, list[str]] = {}
    for table in (registrations, presences):
        for id_, values, states, hours in _rows(book, table, notes) if table else ():
            name = fold(f"{values.get('last_name', '')} {values.get('first_name', '')}")
            namesakes = by_name.setdefault(name, [])
            # Without an id, namesakes are taken in the order of the list, which is that of both sheets.
            key = id_ or next((k for k in namesakes if table is presences and k not in attended), f"{name} {len(rows)}")
            if key not in rows:
                rows[key] = values
                namesakes.append(key)
            # Each sheet may be all there is; the registrations, read first, say more.
            rows[key].update({k: v for k, v in values.items() if not rows[key].get(k)})
            if table is presences:
                attended.setdefault(key, (states, hours))
    for key, values in rows.items():
        states, hours = attended.get(key, ((), 0.0))
        known = {field: values.get(field, "") for field in (*_PEOPLE, *_ENUMERATED)}
        known |= {k: known[k] or v for k, v in _ENUMERATED.items()}
        yield Attended(**known, states=states, hours=hours, nameless=key.startswith(UNLISTED))


def _rows(book: Book, table: Table, notes: list[Note]) -> Iterator[tuple[str, dict[str, str], tuple[str, ...], float]]:
    """(id, fields, state in each slot, hours) of each row that is somebody."""
    fields = [key for key in (*_PEOPLE, *_ENUMERATED) if key in table.columns]
    slots = [table.columns.get(slot) for slot in book.slots]
    id_at, hours_at = table.columns.get("id"), table.columns.get("hours")

    def unclear(number: int, key: str, cell: object) -> None:
        told = (
            ("sheet", table.sheet.name),
            ("row", number),
            ("heading", table.headings[key]),
            ("value", text_of(cell)),
        )
        notes.append(Note("cell_unclear", told))

    for number, row in enumerate(table.sheet.cells[table.header + 1 :], table.header + 2):
        values = {key: _value(key, row[table.columns[key]], book) for key in fields}
        name = fold(f"{values.get('last_name', '')} {values.get('first_name', '')}")
        id_ = text_of(row[id_at]) if id_at is not None else ""
        repeated = text_of(row[table.columns[fields[0]]]) == table.headings[fields[0]] if fields else True
        if not name or repeated or (name == "total" and not id_):
            continue
        for key in _ENUMERATED:
            if key in fields and not values[key] and text_of(row[table.columns[key]]):
                unclear(number, key, row[table.columns[key]])
        states = [_state(row[place], book) if place is not None else "" for place in slots]
        for place, (slot, state) in zip(slots, zip(book.slots, states, strict=True), strict=True):
            if place is not None and state is None:
                unclear(number, slot, row[place])
        hours = _number(row[hours_at]) if hours_at is not None else 0.0
        if hours is None and hours_at is not None:
            unclear(number, "hours", row[hours_at])
        yield id_, values, tuple(state or "" for state in states), hours or 0.0


def _value(key: str, cell: object, book: Book) -> str:
    value, text = value_of(key, cell, None, book)
    return value or (text if key in _PEOPLE and value is None and not text.startswith("#") else "")


def _state(cell: object, book: Book) -> str | None:
    text = text_of(cell)
    known = book.words.get("state", {}).get(fold(text)) or state_of(text)
    return str(known) if known in set(State) else None


def _number(cell: object) -> float | None:
    if cell in ("", None):
        return 0.0
    try:
        hours = float(text_of(cell).replace(",", ".")) if not isinstance(cell, bool) else -1.0
    except ValueError:
        return None
    return hours if 0 <= hours < 10_000 else None


# --- the first edition --------------------------------------------------------------------------------------------


def _facts(raw: RawBook) -> dict[str, object]:
    """What the summary says of the event: a label, and its value in one of the columns after."""
    found: dict[str, object] = {}
    for sheet in raw.sheets:
        for row in sheet.cells[:200]:
            name = _FACTS.get(fold(text_of(row[0]))) if row else None
            value = next((cell for cell in row[1:] if cell != ""), None)
            if name is None or value is None or name in found:
                continue
            if name == "made_at":
                found[name] = value.replace(tzinfo=UTC) if isinstance(value, datetime) else None
            elif name == "themes":
                found[name] = [theme.strip() for theme in text_of(value).split(" · ") if theme.strip()]
            else:
                found[name] = text_of(value)
    return found


def _first_edition(path: Path, raw: RawBook, facts: Mapping[str, object]) -> Book:
    """What the hidden sheet would say, from the headings."""
    headings = {fold(h): key for key in FIELD_KEYS for h in (BY_ID[key].title, *BY_ID[key].headings)}
    shown: dict[str, str] = {}
    slots: dict[str, str] = {}
    aliases: dict[str, str] = {}
    names = ["", ""]
    for sheet in raw.sheets:
        for row in sheet.cells[:_HEADER_WITHIN]:
            folded = [fold(text_of(cell)) for cell in row]
            hours = next((place for place, heading in enumerate(folded) if heading in _HOURS), None)
            if hours is not None and "title" in facts:
                role = next((place for place, heading in enumerate(folded) if heading in _ROLE), -1)
                aliases = {"hours": text_of(row[hours]), "role": text_of(row[role]) if role >= 0 else ""}
                slots = _slots(row[role + 1 : hours] if role >= 0 else ())
                names[1] = sheet.name
                break
            known = {headings[h]: text_of(cell) for h, cell in zip(folded, row, strict=True) if h in headings}
            if len(known) > 5 and any(heading in IDS for heading in folded):
                id_heading = next(text_of(c) for h, c in zip(folded, row, strict=True) if h in IDS)
                shown = {"id": id_heading, **known}
                names[0] = sheet.name
                break
    if not names[1] or not slots:
        raise _not_ours(path)
    return Book(
        Identity(event_id="", title=str(facts.get("title", "")), made_at=datetime.min.replace(tzinfo=UTC)),
        "", "", shown or {key: BY_ID[key].title for key in FIELD_KEYS}, aliases, slots, names, {}, {}, {},
    )  # fmt: skip


def _slots(cells: Sequence[object]) -> dict[str, str]:
    headings = [text_of(cell) for cell in cells]
    return {
        f"slot {number}": heading
        for number, heading in enumerate(headings)
        if heading and not fold(heading).startswith(_TIMES)
    }
