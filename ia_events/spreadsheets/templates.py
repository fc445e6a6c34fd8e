"""Headquarters' own workbook, filled: its placeholders, and one row repeated for each person.

Somebody made it: it is opened, filled and read back in the process that may die (`worker`), not here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Generator, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from ia_events.domain.attendance import Matrix
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.pointing import Pointed
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.spreadsheets import worker
from ia_events.spreadsheets.cell_text import STARTS, plain_text
from ia_events.spreadsheets.packages import (
    Package,
    Styles,
    column_number,
    empty,
    local,
    put_number,
    put_text,
    split_place,
)
from ia_events.spreadsheets.placeholders import PLACEHOLDER, Person, Words, as_text, event_words
from ia_events.spreadsheets.repeating import check_room, repeat_row
from ia_events.spreadsheets.returns import Made, without_registration
from ia_events.spreadsheets.template_look import Found, look, number_of, point, unknown
from ia_events.spreadsheets.template_opening import PATIENCE, open_template, sound
from ia_events.spreadsheets.writing import Value, same, store_package, unfaithful

_DRAWN = re.compile(r"xl/(drawings|charts)/[^/]+\.xml")
_HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})


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
    matrix = without_registration(matrix)
    told, title = [0, len(matrix.people)], ""
    filled = BytesIO()
    sheets = 0
    question = (file, event, matrix, made_at, made_by, password, pointed or Pointed())
    for kind, *values in worker.run(f"{__name__}:answer", template, *question, progress=lambda: progress(*told)):
        if kind == "done":
            told[:] = values
        elif kind == "sheets":
            sheets, title = values
        else:
            filled.write(values[0])

    def save(plain: IO[bytes]) -> None:
        plain.write(filled.getbuffer())

    def check(written: BytesIO) -> None:
        if written.getbuffer() != filled.getbuffer():
            raise unfaithful(file, title, "A1")

    store_package(file, save, check, password)
    return Made(sheets, len(matrix.people))


# In the other process


def answer(
    sign: worker.Sign,
    template: Path,
    file: Path,
    event: Event,
    matrix: Matrix,
    made_at: datetime,
    made_by: str,
    password: str | None,
    pointed: Pointed,
) -> Iterator[tuple[Any, ...]]:
    """The template filled, read back and compared: ("done", rows, rows in all) now and then, ("sheets", their number, the
    first one's title), ("file", bytes)…
    """
    package = open_template(template, password, sign)
    sign(PATIENCE)
    with sound(template):
        sheets = yield from _fill(sign, package, template, event, matrix, pointed, made_at, made_by)
        sign(PATIENCE)
        made = BytesIO()
        package.save(made)
        sign(PATIENCE)
        _check(file, package, sheets, made)
    yield "sheets", len(sheets), sheets[0].sheet.title
    yield from worker.in_parts(made)


def _fill(
    sign: worker.Sign,
    package: Package,
    template: Path,
    event: Event,
    matrix: Matrix,
    pointed: Pointed,
    made_at: datetime,
    made_by: str,
) -> Generator[tuple[str, int, int], None, list[Found]]:
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
        on_row = {split_place(cell.get("r"))[0]: text for cell, text in found.cells if number_of(cell) == found.row}
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
                    yield "done", done, total
                    sign(PATIENCE)
            if not matrix.people:
                for cell in rows[0]:
                    if split_place(cell.get("r"))[0] in on_row:
                        empty(cell)
        filled = range(found.row, found.row + max(1, len(matrix.people))) if found.row is not None else range(0)
        for cell, text in found.cells:
            if number_of(cell) not in filled:
                found.said.append((cell, fill.put(cell, text, of_event)))
    package.recalculate()
    package.be_a_workbook()
    return sheets


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
            raise unknown(template, place, match[1])
        return plain_text(as_text(words.value(fold(match[1])))).replace("&", "\0")

    return PLACEHOLDER.sub(value, text)


def _check(file: Path, package: Package, sheets: list[Found], written: BytesIO) -> None:
    """What was not to be touched is there byte for byte, and each cell filled says its value."""
    from python_calamine import CalamineWorkbook

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
