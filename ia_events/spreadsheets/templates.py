"""Headquarters' own workbook, filled: its placeholders, and one row repeated for each person."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events.domain.attendance import Matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import FIELDS, RETURNED
from ia_events.domain.pointing import Pointed
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.spreadsheets.cell_text import STARTS, plain_text
from ia_events.spreadsheets.packages import (
    LAST_COLUMN,
    Package,
    Sheet,
    Styles,
    cell_at,
    column_letters,
    column_number,
    empty,
    local,
    put_number,
    put_text,
    rows_of,
    split_place,
)
from ia_events.spreadsheets.placeholders import PLACEHOLDER, SPREADING, Person, Words, as_text, event_words, field_names
from ia_events.spreadsheets.repeating import check_room, repeat_row
from ia_events.spreadsheets.returns import Made
from ia_events.spreadsheets.template_opening import open_template, sound
from ia_events.spreadsheets.writing import Value, same, store_package, unfaithful

_DRAWN = re.compile(r"xl/(drawings|charts)/[^/]+\.xml")
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})


@dataclass(slots=True)
class Found:
    """What a sheet asks for: its cells with placeholders, the person's row if any, what was written."""

    sheet: Sheet
    cells: list[tuple[Any, str]] = field(default_factory=list)
    row: int | None = None
    said: list[tuple[Any, Value]] = field(default_factory=list)


def fill_template(
    file: Path,
    template: Path,
    event: Event,
    matrix: Matrix,
    *,
    made_at: datetime,
    made_by: str = "",
    password: str | None = None,
    pointed: Pointed | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Made:
    """Fill headquarters' template into `file`, read it back and compare it before it counts.

    Its parts are edited in place: charts, pictures, validations, print areas stay; what stands below the person's row
    moves down with all that points there. `pointed` are placeholders kept beside the template. A password encrypts the
    result (and opens the template when that is protected). UserError: those of open_template and
    writing.store_package, template_no_placeholder, template_unknown, template_private, template_two_rows,
    template_formula, template_no_room, template_too_long, template_sheet.
    """
    package = open_template(template, password)
    with sound(template):
        sheets = _fill(package, template, event, matrix, pointed or Pointed(), made_at, made_by, progress)
    store_package(file, package.save, lambda written: _check(file, template, package, sheets, written), password)
    return Made(len(sheets), len(matrix.people))


def _fill(
    package: Package,
    template: Path,
    event: Event,
    matrix: Matrix,
    pointed: Pointed,
    made_at: datetime,
    made_by: str,
    progress: Callable[[int, int], None],
) -> list[Found]:
    of_event = event_words(event, matrix, made_at, made_by)
    of_people = Person(event, matrix)
    point(package, template, pointed)
    sheets = look(package, template, event, of_event, of_people, pointed)
    headers = _fill_headers(package, template, of_event)
    drawn = _fill_drawings(package, template, of_event)
    if not headers and not drawn and not any(found.cells for found in sheets):
        raise UserError(
            "template_no_placeholder",
            N_("Le modèle « {name} » ne contient aucun repère. Écrivez-en dans ses cellules, par exemple {example}."),
            name=template.name,
            example="{{titre}}, {{nom}}, {{prénom}}",
        )
    for found in sheets:
        if found.row is not None:
            check_room(package, template, found.sheet, found.row, len(matrix.people))
    total = len(matrix.people) * sum(found.row is not None for found in sheets)
    done = 0
    fill = _Pen(package, Styles(package))
    for found in sheets:
        if found.cells:
            package.touch(found.sheet.part)
        on_row = {split_place(cell.get("r"))[0]: text for cell, text in found.cells if _number(cell) == found.row}
        if found.row is not None:
            rows = repeat_row(package, found.sheet, found.row, max(1, len(matrix.people)))
            for place, person in enumerate(matrix.people):
                words = of_people.words(person, place + 1, of_event)
                for cell in rows[place]:
                    text = on_row.get(split_place(cell.get("r"))[0])
                    if text is not None:
                        found.said.append((cell, fill.put(cell, text, words)))
                done += 1
                if done % 200 == 0:
                    progress(done, total)
            if not matrix.people:
                for cell in rows[0]:
                    if split_place(cell.get("r"))[0] in on_row:
                        empty(cell)
        filled = range(found.row, found.row + max(1, len(matrix.people))) if found.row is not None else range(0)
        for cell, text in found.cells:
            if _number(cell) not in filled:
                found.said.append((cell, fill.put(cell, text, of_event)))
    package.recalculate()
    package.be_a_workbook()
    return sheets


# Reading the template


def point(package: Package, template: Path, pointed: Pointed) -> None:
    """Write what was pointed at in the cells. UserError `template_sheet` when a sheet is not there any more."""
    parts = {sheet.title: sheet.part for sheet in package.sheets()}
    for title in [*(title for title, _place in pointed.cells), *pointed.rows]:
        if title not in parts:
            raise UserError(
                "template_sheet",
                N_("Le modèle « {name} » n'a plus de feuille « {sheet} ». Pointez de nouveau ses cellules."),
                name=template.name,
                sheet=title,
            )
    for (title, place), text in pointed.cells.items():
        put_text(cell_at(package.tree(parts[title]), place), text)
        package.touch(parts[title])
    for title, row in pointed.rows.items():
        cell_at(package.tree(parts[title]), f"A{row}")


def _number(cell: Any) -> int:
    return split_place(cell.get("r"))[1]


def look(
    package: Package, template: Path, event: Event, of_event: Words, of_people: Person, pointed: Pointed
) -> list[Found]:
    """What the sheets ask for. UserError for a placeholder that can't be filled."""
    sheets = [_look(package, template, sheet, event, of_event, of_people) for sheet in package.sheets()]
    for found in sheets:
        found.row = _person_row(template, found, pointed.rows.get(found.sheet.title), of_event, of_people)
    return sheets


def _look(package: Package, template: Path, sheet: Sheet, event: Event, of_event: Words, people: Person) -> Found:
    """The cells with placeholders, those that spread over the slots spread. UserError for what can't be filled."""
    found = Found(sheet)
    root = package.tree(sheet.part)
    cells = [cell for row in rows_of(root).values() for cell in row]
    for cell in cells:
        formula = cell.findtext("{*}f")
        if formula and PLACEHOLDER.search(formula):
            raise UserError(
                "template_formula",
                N_("La cellule {cell} de « {name} » a un repère dans une formule. Mettez le repère dans sa propre cellule, et dans la formule l'adresse de cette cellule."),
                cell=f"{sheet.title}!{cell.get('r')}",
                name=template.name,
            )  # fmt: skip
        text = package.text(cell)
        if "{{" not in text:
            continue
        alone = PLACEHOLDER.fullmatch(text.strip())
        if alone is not None and fold(alone[1]) in SPREADING:
            found.cells.extend(
                _spread(package, template, found.sheet, cell, SPREADING[fold(alone[1])], len(event.slots))
            )
        elif PLACEHOLDER.search(text):
            found.cells.append((cell, text))
    for cell, text in found.cells:
        for written in PLACEHOLDER.findall(text):
            name = fold(written)
            if not of_event.knows(name) and not people.knows(name):
                raise _unknown(template, f"{sheet.title}!{cell.get('r')}", written)
    return found


def _spread(package: Package, template: Path, sheet: Sheet, cell: Any, name: str, slots: int) -> list[tuple[Any, str]]:
    """One column a slot, from this cell on: the cells at its right, which have to be empty, looking like it."""
    letters, number = split_place(cell.get("r"))
    spread = [(cell, f"{{{{{name} 1}}}}")]
    for slot in range(2, slots + 1):
        column = column_number(letters) + slot - 1
        if column > LAST_COLUMN:
            raise UserError(
                "template_no_room",
                N_("Il manque de la place dans « {name} » : {count} créneaux partent de la cellule {cell}, trop près du bord de la feuille."),
                name=template.name,
                count=slots,
                cell=f"{sheet.title}!{cell.get('r')}",
            )  # fmt: skip
        place = f"{column_letters(column)}{number}"
        beside = cell_at(package.tree(sheet.part), place)
        if len(beside):
            raise UserError(
                "template_no_room",
                N_("Il manque de la place dans « {name} » : {count} créneaux partent de la cellule {cell}, et {taken} n'est pas vide."),
                name=template.name,
                count=slots,
                cell=f"{sheet.title}!{cell.get('r')}",
                taken=place,
            )  # fmt: skip
        if beside.get("s") is None and cell.get("s") is not None:
            beside.set("s", cell.get("s"))
        spread.append((beside, f"{{{{{name} {slot}}}}}"))
    return spread


def _person_row(template: Path, found: Found, row: int | None, event: Words, people: Person) -> int | None:
    """The row to repeat: the one pointed at, else the one with a person's placeholders."""
    numbered: list[tuple[str, Any]] = []
    for cell, text in found.cells:
        for written in PLACEHOLDER.findall(text):
            name = fold(written)
            if event.knows(name):
                continue
            if people.is_numbered(name):
                numbered.append((written, cell))
            elif row is None:
                row = _number(cell)
            elif row != _number(cell):
                raise UserError(
                    "template_two_rows",
                    N_("La feuille « {sheet} » de « {name} » a des repères de personnes sur les lignes {first} et {second}. Gardez-en une seule par feuille."),
                    sheet=found.sheet.title,
                    name=template.name,
                    first=row,
                    second=_number(cell),
                )  # fmt: skip
    for written, cell in numbered:
        if _number(cell) != row:
            raise _unknown(template, f"{found.sheet.title}!{cell.get('r')}", written)
    return row


def _unknown(template: Path, place: str, written: str) -> UserError:
    name = fold(written)
    if any(name in field_names(field) for field in FIELDS if field not in RETURNED):
        return UserError(
            "template_private",
            N_(
                "Le repère {placeholder} ({cell} de « {name} ») désigne une donnée qui ne part jamais au siège. Retirez-le."
            ),
            placeholder=f"{{{{{written}}}}}",
            cell=place,
            name=template.name,
        )
    return UserError(
        "template_unknown",
        N_(
            "Le repère {placeholder} ({cell} de « {name} ») n'existe pas. Corrigez-le ; la liste des repères est dans le guide."
        ),
        placeholder=f"{{{{{written}}}}}",
        cell=place,
        name=template.name,
    )


# Writing


class _Pen:
    """Puts values in cells, with the formats they need where the cell has none of its own."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._base_1904 = package.uses_1904()

    def put(self, cell: Any, text: str, words: Words) -> Value:
        """Put the values in place of the placeholders; what the cell then says. One placeholder alone keeps its type."""
        alone = PLACEHOLDER.fullmatch(text.strip())
        value: Value
        if alone is None:
            value = PLACEHOLDER.sub(lambda m: as_text(words.value(fold(m[1]))), text)
        else:
            value = words.value(fold(alone[1]))
        if value is None:
            empty(cell)
        elif isinstance(value, str):
            value = plain_text(value)
            digits = alone is not None and value.lstrip("+").replace(" ", "").isdigit()
            put_text(cell, value)
            self._dress(cell, "@" if digits else "", quoted=value.startswith(STARTS))
        elif isinstance(value, date):
            put_number(cell, self._serial(value))
            self._dress(cell, "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy")
        else:
            put_number(cell, value)
            rate = alone is not None and fold(alone[1]).startswith(("taux", "rate"))
            self._dress(cell, "0 %" if rate else "")
        return value or None if isinstance(value, str) else value

    def _serial(self, value: date) -> float:
        from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, to_excel

        serial: float = to_excel(value, MAC_EPOCH if self._base_1904 else WINDOWS_EPOCH)
        return serial

    def _dress(self, cell: Any, number_format: str, *, quoted: bool = False) -> None:
        style = int(cell.get("s", 0))
        if number_format and not self._styles.is_general(style):
            number_format = ""
        if number_format or quoted:
            cell.set("s", str(self._styles.variant(style, number_format=number_format, quoted=quoted)))


def _fill_headers(package: Package, template: Path, words: Words) -> bool:
    """Fill the placeholders of what is printed above and below the pages; whether there were any."""
    filled = False
    for sheet in package.sheets():
        for part in package.tree(sheet.part).iterfind("{*}headerFooter/*"):
            if local(part) in _HEADERS and part.text and PLACEHOLDER.search(part.text):
                place = _("l'en-tête de « {sheet} »").format(sheet=sheet.title)
                part.text = _substituted(template, place, part.text, words).replace("\0", "&&")
                package.touch(sheet.part)
                filled = True
    return filled


def _fill_drawings(package: Package, template: Path, words: Words) -> bool:
    """Fill the placeholders of text boxes and of the titles of charts; whether there were any."""
    filled = False
    for name in package.names:
        if _DRAWN.fullmatch(name) and b"{{" in package.read(name):
            for run in package.tree(name).iter("{*}t"):
                if run.text and PLACEHOLDER.search(run.text):
                    run.text = _substituted(template, _("un dessin"), run.text, words).replace("\0", "&")
                    package.touch(name)
                    filled = True
    return filled


def _substituted(template: Path, place: str, text: str, words: Words) -> str:
    """The text with its values; their « & » as NUL, for the caller to write as the place wants it."""

    def value(match: re.Match[str]) -> str:
        if not words.knows(fold(match[1])):
            raise _unknown(template, place, match[1])
        return plain_text(as_text(words.value(fold(match[1])))).replace("&", "\0")

    return PLACEHOLDER.sub(value, text)


def _check(file: Path, template: Path, package: Package, sheets: list[Found], written: BytesIO) -> None:
    """What was not to be touched is there byte for byte, and each cell filled says its value."""
    from python_calamine import CalamineWorkbook

    with sound(template):
        with zipfile.ZipFile(written) as archive:
            for name in package.names:
                if name not in package.touched and archive.read(name) != package.read(name):
                    raise unfaithful(file, name, "A1")
        written.seek(0)
        workbook = CalamineWorkbook.from_filelike(written)
        for found in sheets:
            if not found.said:
                continue
            rows = workbook.get_sheet_by_name(found.sheet.title).to_python(skip_empty_area=False)
            for cell, value in found.said:
                letters, number = split_place(cell.get("r"))
                row = rows[number - 1] if number <= len(rows) else []
                column = column_number(letters) - 1
                if not same(value, row[column] if column < len(row) else ""):
                    raise unfaithful(file, found.sheet.title, cell.get("r"))
