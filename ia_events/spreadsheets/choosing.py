"""Lists out by choice: which columns, in which order, of which people; as a workbook or as text."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path

from ia_events import paths
from ia_events.domain import dates
from ia_events.domain.attendance import IN_ROOM, STATE_LABELS, Cell, Matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.fields import FIELDS, FULL_NAME
from ia_events.domain.people import SOURCE_LABELS, Attendee, Status
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.presets import PEOPLE as PEOPLE
from ia_events.spreadsheets.cell_text import plain_text, shielded
from ia_events.spreadsheets.placeholders import as_text
from ia_events.spreadsheets.returns import Made, field_text, ordered_slots, slot_headings
from ia_events.spreadsheets.writing import STATE_STYLES, Page, Styled, Value, width, write_pages

_STATUS = {"registered": Status.REGISTERED, "waitlisted": Status.WAITLISTED, "cancelled": Status.CANCELLED}
# One column a slot, or `presence:2` for the second alone.
_OF_SLOTS = {"presence": N_("Présence"), "arrival": N_("Arrivée"), "departure": N_("Départ")}
_OTHERS = {
    "number": N_("N°"),
    FULL_NAME: N_("Nom complet"),
    "hours": N_("Heures suivies"),
    "source": N_("Origine"),
    "short_code": N_("Code court"),
    "id": N_("Identifiant"),
    "blank": N_("Colonne à remplir"),
}


@dataclass(frozen=True, slots=True)
class Choosable:
    """A column somebody may ask for. `private` ones are never printed: in a list only when asked for by name."""

    id: str
    title: str
    private: bool = False


def choosable(event: Event) -> list[Choosable]:
    """All columns there are for an event, the usual ones first; each slot alone too when there are several."""
    slots = slot_headings(event)
    found = [Choosable(name, _(_OTHERS[name])) for name in ("number", FULL_NAME)]
    found += [Choosable(field.id, field.title, field.private) for field in FIELDS]
    found += [
        Choosable(name, _("{column} : chaque créneau").format(column=_(words))) for name, words in _OF_SLOTS.items()
    ]
    found += [Choosable(name, _(_OTHERS[name])) for name in ("hours", "source", "short_code", "id", "blank")]
    if len(slots) > 1:
        found += [
            Choosable(f"{name}:{number}", _("{column} : {slot}").format(column=_(words), slot=slot))
            for name, words in _OF_SLOTS.items()
            for number, slot in enumerate(slots, 1)
        ]
    return found


def knows(column: str) -> bool:
    """Whether some event has a column of this name."""
    name, _colon, number = column.partition(":")
    if number:
        return name in _OF_SLOTS and number.isdecimal() and int(number) > 0
    return name in _OF_SLOTS or name in _OTHERS or any(field.id == name for field in FIELDS)


def chosen_people(
    matrix: Matrix,
    who: str = "all",
    slot_id: str = "",
    search: str = "",
    ids: Collection[str] | None = None,
) -> list[Attendee]:
    """Those of a key of PEOPLE, in a slot or in any, who have every word of `search` in their names, employer or e-mail;
    of `ids` only, when given."""
    slots = [slot for slot in matrix.event.slots if not slot_id or slot.id == slot_id]
    words = fold(search).split()

    def came(person: Attendee) -> bool:
        return any(matrix.cells[person.id, slot.id].state in IN_ROOM for slot in slots)

    def wanted(person: Attendee) -> bool:
        if ids is not None and person.id not in ids:
            return False
        if who in _STATUS and (person.status != _STATUS[who] or person.id in matrix.unlisted):
            return False
        if who in _STATUS and slot_id and not person.expected_in(slot_id):
            return False
        if who == "present" and not came(person):
            return False
        if who == "absent":
            expected = any(matrix.cells[person.id, slot.id].registered for slot in slots)
            if not expected or came(person):
                return False
        said = fold(f"{person.last_name} {person.first_name} {person.birth_name} {person.employer} {person.email}")
        return all(word in said for word in words)

    return [person for person in matrix.people if wanted(person)]


@dataclass(frozen=True, slots=True)
class _Written:
    """A column as it is written: what it is called, and the cell of the person at a place (from 0)."""

    heading: str
    style: str
    cell: Callable[[Attendee, int], Styled]
    least: float = 10


def _columns(event: Event, matrix: Matrix, wanted: Sequence[str]) -> Iterator[_Written]:
    slots = list(zip(ordered_slots(event), slot_headings(event), strict=True))
    fields = {field.id: field for field in FIELDS}
    for column in wanted:
        name, _colon, number = column.partition(":")
        if name in _OF_SLOTS:
            # A preset made for four half-days serves an evening too: what is beyond the last slot is left out.
            of = slots[int(number) - 1 : int(number)] if number else slots
            for slot, heading in of:
                yield _of_slot(event, matrix, name, slot, heading)
        elif name in fields:
            yield _of_field(name, fields[name].title)
        else:
            yield _other(name, matrix)


def _of_field(name: str, title: str) -> _Written:
    style = "strong" if name == "last_name" else "text"
    return _Written(title, "heading", lambda person, _place: (style, field_text(person, name)))


def _of_slot(event: Event, matrix: Matrix, name: str, slot: Slot, heading: str) -> _Written:
    def state(person: Attendee, _place: int) -> Styled:
        found = matrix.cells[person.id, slot.id].counts_as
        return STATE_STYLES[found], _(STATE_LABELS[found])

    def time(of: Callable[[Cell], datetime | None]) -> Callable[[Attendee, int], Styled]:
        def cell(person: Attendee, _place: int) -> Styled:
            at = of(matrix.cells[person.id, slot.id])
            return "day_time", event.local(at).replace(tzinfo=None, microsecond=0) if at else None

        return cell

    if name == "presence":
        return _Written(heading, "heading", state, 16)
    said = f"{_(_OF_SLOTS[name])}\n{heading}"
    return _Written(said, "heading_right", time((lambda c: c.at) if name == "arrival" else (lambda c: c.left)), 14)


def _other(name: str, matrix: Matrix) -> _Written:
    cells: dict[str, Callable[[Attendee, int], Styled]] = {
        "number": lambda _person, place: ("integer", place + 1),
        FULL_NAME: lambda person, _place: ("strong", person.list_name),
        "hours": lambda person, _place: ("hours", round(matrix.hours(person.id), 2)),
        "source": lambda person, _place: ("muted", _(SOURCE_LABELS[person.source])),
        "short_code": lambda person, _place: ("muted", person.short_code),
        "id": lambda person, _place: ("muted", person.id),
        "blank": lambda _person, _place: ("text", None),
    }
    right = name in ("number", "hours")
    heading = "" if name == "blank" else _(_OTHERS[name])
    return _Written(heading, "heading_right" if right else "heading", cells[name], 6 if name == "number" else 14)


def preview(
    event: Event, matrix: Matrix, people: Sequence[Attendee], columns: Sequence[str]
) -> tuple[list[str], list[list[str]]]:
    """The headings, and a row of texts for each of `people`: what the file would say."""
    made = list(_columns(event, matrix, columns))
    rows = [[_written(column.cell(person, place)[1]) for column in made] for place, person in enumerate(people)]
    return [column.heading.replace("\n", " ") for column in made], rows


def _written(value: Value) -> str:
    """A value in a text file, as a spreadsheet in the language in use would understand it."""
    return f"{value:%d/%m/%Y %H:%M}" if isinstance(value, datetime) else as_text(value)


def write_choice(
    file: Path,
    event: Event,
    matrix: Matrix,
    people: Sequence[Attendee],
    columns: Sequence[str],
    *,
    made_at: datetime,
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Made:
    """Write these people with these columns: text with semicolons when `file` ends in .csv, else a workbook.

    A workbook is read back before it takes the place of what was there. UserError: column_unknown, columns_none,
    password_text (text can't be encrypted) and those of writing.write_pages.
    """
    if not columns:
        raise UserError("columns_none", N_("Aucune colonne n'est choisie. Choisissez-en au moins une."))
    for column in columns:
        if not knows(column):
            raise UserError(
                "column_unknown",
                N_("La colonne « {column} » n'existe pas. Colonnes possibles : {known}."),
                column=column,
                known=", ".join(each.id for each in choosable(event)),
            )
    made = list(_columns(event, matrix, columns))
    if not made:
        raise UserError(
            "columns_none",
            N_("Aucune des colonnes choisies n'est de cet événement : {columns}. Choisissez-en une autre."),
            columns=", ".join(columns),
        )
    if file.suffix.lower() == ".csv":
        if password is not None:
            raise UserError(
                "password_text",
                N_("Un fichier .csv ne peut pas être protégé par un mot de passe. Choisissez un classeur .xlsx."),
            )
        _write_text(file, made, people, progress)
        return Made(1, len(people))
    total = 2 * (len(people) + 1)
    page = _page(event, made, people)
    write_pages(
        file,
        [page],
        title=event.title,
        made_at=made_at,
        password=password,
        progress=lambda done: progress(min(done, total), total),
    )
    return Made(1, len(people))


def _page(event: Event, made: Sequence[_Written], people: Sequence[Attendee]) -> Page:
    from openpyxl.utils import get_column_letter

    def rows() -> Iterator[Sequence[Styled]]:
        yield [(column.style, column.heading) for column in made]
        for place, person in enumerate(people):
            yield [column.cell(person, place) for column in made]

    def texts(column: _Written) -> Iterator[str]:
        yield column.heading
        for place, person in enumerate(people[:2000]):
            yield _written(column.cell(person, place)[1])

    return Page(
        title=_("Liste"),
        rows=rows,
        widths=[width(texts(column), column.least, 44) for column in made],
        heights={1: 36},
        table=f"A1:{get_column_letter(len(made))}{len(people) + 1}",
        caption=" · ".join(filter(None, (event.title, dates.event_dates(event)))),
    )


def _write_text(
    file: Path, made: Sequence[_Written], people: Sequence[Attendee], progress: Callable[[int, int], None]
) -> None:
    text = StringIO(newline="")
    rows = csv.writer(text, delimiter=";", lineterminator="\r\n")
    rows.writerow([shielded(plain_text(column.heading.replace("\n", " "))) for column in made])
    for place, person in enumerate(people):
        rows.writerow([shielded(plain_text(_written(column.cell(person, place)[1]))) for column in made])
        if place % 500 == 499:
            progress(place + 1, len(people))
    progress(len(people), len(people))
    with paths.atomic_write(file) as target:
        # Its mark tells Excel that the accents are UTF-8.
        target.write(b"\xef\xbb\xbf" + text.getvalue().encode("utf-8"))
