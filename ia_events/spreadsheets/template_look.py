"""What headquarters' template asks for: its placeholders, and the row to repeat for each person."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import FIELDS, RETURNED
from ia_events.domain.pointing import Pointed
from ia_events.domain.text import fold
from ia_events.i18n import N_
from ia_events.spreadsheets.packages import (
    LAST_COLUMN,
    Package,
    Sheet,
    cell_at,
    column_letters,
    column_number,
    put_text,
    rows_of,
    split_place,
)
from ia_events.spreadsheets.placeholders import PLACEHOLDER, SPREADING, Person, Words, field_names
from ia_events.spreadsheets.writing import Value


@dataclass(slots=True)
class Found:
    """What a sheet asks for: its cells with placeholders, the person's row if any, what was written."""

    sheet: Sheet
    cells: list[tuple[Any, str]] = field(default_factory=list)
    row: int | None = None
    said: list[tuple[Any, Value]] = field(default_factory=list)


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


def number_of(cell: Any) -> int:
    """The row a cell is on."""
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
                raise unknown(template, f"{sheet.title}!{cell.get('r')}", written)
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
                row = number_of(cell)
            elif row != number_of(cell):
                raise UserError(
                    "template_two_rows",
                    N_("La feuille « {sheet} » de « {name} » a des repères de personnes sur les lignes {first} et {second}. Gardez-en une seule par feuille."),
                    sheet=found.sheet.title,
                    name=template.name,
                    first=row,
                    second=number_of(cell),
                )  # fmt: skip
    for written, cell in numbered:
        if number_of(cell) != row:
            raise unknown(template, f"{found.sheet.title}!{cell.get('r')}", written)
    return row


def unknown(template: Path, place: str, written: str) -> UserError:
    """The error for a placeholder nobody knows, or for what stays home."""
    written, name = written.strip(), fold(written)
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
