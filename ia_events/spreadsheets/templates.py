"""Headquarters' own workbook, filled: its placeholders, and one row repeated for each person."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events.domain.attendance import Matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.fields import FIELDS, RETURNED
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.spreadsheets import guard
from ia_events.spreadsheets.placeholders import PLACEHOLDER, Person, Words, as_text, event_words, field_names
from ia_events.spreadsheets.repeating import repeat_row
from ia_events.spreadsheets.returns import Made
from ia_events.spreadsheets.writing import plain_text, save, set_text, unfaithful

# What openpyxl would lose without a word: parts of the archive, and marks inside its sheets.
_LOST_PARTS = (
    ("xl/drawings/drawing", N_("des images, des formes ou des graphiques")),
    ("xl/charts/", N_("des images, des formes ou des graphiques")),
    ("xl/media/", N_("des images, des formes ou des graphiques")),
    ("xl/chartsheets/", N_("des images, des formes ou des graphiques")),
    ("xl/diagrams/", N_("des images, des formes ou des graphiques")),
    ("xl/vbaProject", N_("des macros")),
    ("xl/ctrlProps/", N_("des boutons ou des cases à cocher")),
    ("xl/activeX/", N_("des boutons ou des cases à cocher")),
    ("xl/embeddings/", N_("des objets incorporés")),
    ("xl/pivotTables/", N_("des tableaux croisés dynamiques")),
    ("xl/slicers/", N_("des segments")),
    ("xl/timelines/", N_("des segments")),
    ("xl/threadedComments/", N_("des commentaires en fil de discussion")),
    ("xl/queryTables/", N_("des connexions à des données")),
    ("xl/connections", N_("des connexions à des données")),
)
_LOST_MARKS = re.compile(rb"<x14:(sparklineGroups|conditionalFormattings|dataValidations)\b")
_MARK_WORDS = {
    b"sparklineGroups": N_("des graphiques dans des cellules"),
    b"conditionalFormattings": N_("des mises en forme conditionnelles récentes"),
    b"dataValidations": N_("des listes de choix tirées d'une autre feuille"),
}


def fill_template(
    file: Path,
    template: Path,
    event: Event,
    matrix: Matrix,
    *,
    made_at: datetime,
    made_by: str = "",
    password: str | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Made:
    """Fill headquarters' template into `file`, read it back and compare it before it counts.

    Formats stay; what stands below the person's row moves down, formulas and merged cells included. A password
    encrypts the result (and opens the template when that is protected). UserError: template_format,
    template_would_lose, template_no_placeholder, template_unknown, template_private, template_two_rows,
    template_formula, and those of guard.open_list and writing.save.
    """
    workbook = _load(template, password)
    of_event = event_words(event, matrix, made_at, made_by)
    of_people = Person(event, matrix)
    rows = {sheet.title: _person_row(template, sheet, of_event, of_people) for sheet in workbook.worksheets}
    headers = [part for sheet in workbook.worksheets for part in _header_parts(sheet)]
    if not any(found for found, _row in rows.values()) and not headers:
        raise UserError(
            "template_no_placeholder",
            N_("Le modèle « {name} » ne contient aucun repère. Écrivez-en dans ses cellules, par exemple {example}."),
            name=template.name,
            example="{{titre}}, {{nom}}, {{prénom}}",
        )
    total = len(matrix.people) * sum(row is not None for _found, row in rows.values())
    done = 0
    for part in headers:
        part.text = PLACEHOLDER.sub(lambda m: as_text(of_event.value(fold(m[1]))).replace("&", "&&"), part.text)
    for sheet in workbook.worksheets:
        row = rows[sheet.title][1]
        model = {} if row is None else {c.column: _text(c) for c in sheet[row] if _text(c)}
        if row is not None:
            repeat_row(workbook, sheet, row, max(1, len(matrix.people)))
            for offset, person in enumerate(matrix.people):
                words = of_people.words(person, offset + 1, of_event)
                for column, text in model.items():
                    _fill(sheet.cell(row + offset, column), text, words)
                done += 1
                if done % 200 == 0:
                    progress(done, total)
            if not matrix.people:
                for column in model:
                    sheet.cell(row, column).value = None
        filled = range(row, row + max(1, len(matrix.people))) if row is not None else range(0)
        for line in sheet.iter_rows():
            for cell in line:
                if cell.row not in filled and _text(cell):
                    _fill(cell, _text(cell), of_event)
    save(file, workbook, lambda written: _check(file, workbook, written), password)
    return Made(len(workbook.worksheets), len(matrix.people))


# Reading the template


def _load(template: Path, password: str | None) -> Any:
    from openpyxl import load_workbook

    opened = guard.open_list(template, password)
    names: list[str] = []
    if opened.kind == "workbook" and zipfile.is_zipfile(opened.source):
        with zipfile.ZipFile(opened.source) as archive:
            names = archive.namelist()
            lost = {word for start, word in _LOST_PARTS for name in names if name.startswith(start)}
            for name in names:
                if name.startswith("xl/worksheets/sheet"):
                    lost.update(_MARK_WORDS[mark] for mark in _LOST_MARKS.findall(archive.read(name)))
    if "xl/workbook.xml" not in names:
        raise UserError(
            "template_format",
            N_("« {name} » n'est pas un classeur .xlsx. Ouvrez-le dans Excel ou LibreOffice et enregistrez-le au format .xlsx."),
            name=template.name,
        )  # fmt: skip
    if lost:
        raise UserError(
            "template_would_lose",
            N_("Le modèle « {name} » contient {parts}, que le programme ne sait pas conserver. Enregistrez-en une copie sans ces éléments, puis recommencez."),
            name=template.name,
            parts=", ".join(sorted(_(word) for word in lost)),
        )  # fmt: skip
    if isinstance(opened.source, BytesIO):
        opened.source.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what matters was looked for above
            return load_workbook(opened.source, rich_text=True)
    except Exception as error:
        raise guard.damaged(template) from error


def _text(cell: Any) -> str:
    """The cell's text when it holds a placeholder, else ""."""
    value = cell.value
    if value is None or cell.data_type == "f" or isinstance(value, (int, float, date)):
        return ""
    text = str(value)
    return text if "{{" in text and PLACEHOLDER.search(text) else ""


def _person_row(template: Path, sheet: Any, event: Words, people: Person) -> tuple[bool, int | None]:
    """Whether the sheet has placeholders, and the row to repeat. UserError for a placeholder that can't be filled."""
    found = False
    row: int | None = None
    numbered_elsewhere: list[tuple[str, Any]] = []
    for line in sheet.iter_rows():
        for cell in line:
            formula = cell.value if cell.data_type == "f" else None
            if formula is not None and PLACEHOLDER.search(str(getattr(formula, "text", formula))):
                raise UserError(
                    "template_formula",
                    N_("La cellule {cell} de « {name} » a un repère dans une formule. Mettez le repère dans sa propre cellule, et dans la formule l'adresse de cette cellule."),
                    cell=_place(sheet, cell),
                    name=template.name,
                )  # fmt: skip
            for written in PLACEHOLDER.findall(_text(cell)):
                found = True
                name = fold(written)
                if event.knows(name):
                    continue
                if not people.knows(name):
                    raise _unknown(template, _place(sheet, cell), written)
                if people.is_numbered(name):
                    numbered_elsewhere.append((written, cell))
                elif row is None:
                    row = cell.row
                elif row != cell.row:
                    raise UserError(
                        "template_two_rows",
                        N_("La feuille « {sheet} » de « {name} » a des repères de personnes sur les lignes {first} et {second}. Gardez-en une seule par feuille."),
                        sheet=sheet.title,
                        name=template.name,
                        first=row,
                        second=cell.row,
                    )  # fmt: skip
    for written, cell in numbered_elsewhere:
        if cell.row != row:
            raise _unknown(template, _place(sheet, cell), written)
    for part in _header_parts(sheet):
        for written in PLACEHOLDER.findall(part.text):
            if not event.knows(fold(written)):
                raise _unknown(template, _("l'en-tête de « {sheet} »").format(sheet=sheet.title), written)
    return found, row


def _place(sheet: Any, cell: Any) -> str:
    return f"{sheet.title}!{cell.coordinate}"


def _header_parts(sheet: Any) -> list[Any]:
    lines = (sheet.oddHeader, sheet.oddFooter, sheet.evenHeader, sheet.evenFooter, sheet.firstHeader, sheet.firstFooter)
    parts = [part for line in lines for part in (line.left, line.center, line.right)]
    return [part for part in parts if part.text and PLACEHOLDER.search(part.text)]


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


def _fill(cell: Any, text: str, words: Words) -> None:
    """Put the values in place of the placeholders: a cell that is one placeholder takes its value's own type."""
    alone = PLACEHOLDER.fullmatch(text.strip())
    if alone is None:
        set_text(cell, PLACEHOLDER.sub(lambda m: as_text(words.value(fold(m[1]))), text))
        return
    value = words.value(fold(alone[1]))
    if isinstance(value, str):
        set_text(cell, value)
        if cell.number_format == "General" and value.lstrip("+").replace(" ", "").isdigit():
            cell.number_format = "@"
        return
    general = cell.number_format == "General"
    cell.value = value
    if general and isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm"
    elif general and isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    elif general and fold(alone[1]).startswith(("taux", "rate")):
        cell.number_format = "0 %"


def _check(file: Path, workbook: Any, written: BytesIO) -> None:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = load_workbook(written, rich_text=True)
    for sheet in workbook.worksheets:
        if sheet.title not in found.sheetnames:
            raise unfaithful(file, sheet.title, "A1")
        for line in sheet.iter_rows():
            for cell in line:
                said = found[sheet.title].cell(cell.row, cell.column)
                if not _same(cell, said):
                    raise unfaithful(file, sheet.title, cell.coordinate)


def _same(wanted: Any, said: Any) -> bool:
    if wanted.value is None or wanted.value == "":
        return said.value is None
    if isinstance(wanted.value, date):
        return isinstance(said.value, date) and f"{said.value:%Y-%m-%d %H:%M}" == f"{wanted.value:%Y-%m-%d %H:%M}"
    if wanted.data_type == "f":
        return said.data_type == "f" and _formula(wanted) == _formula(said)
    if wanted.data_type == "s":
        return said.data_type in ("s", "inlineStr") and plain_text(str(wanted.value)) == str(said.value)
    return bool(wanted.value == said.value)


def _formula(cell: Any) -> str:
    return str(getattr(cell.value, "text", cell.value))
