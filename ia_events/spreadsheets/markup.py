"""Lists that information systems call .xls and that are none: an HTML page, the XML of Excel 2003, a web archive or a mail.

Nothing they point at is fetched, and no entity of theirs is understood. Only called in the process that may die.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.spreadsheets import archives, text_files
from ia_events.spreadsheets.links import Links, address
from ia_events.spreadsheets.refusals import refusal

Span = tuple[tuple[int, int], tuple[int, int]]
_MOST_COLUMNS = 16_384
_TEXTS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "caption", "legend", "li", "dt", "dd", "div", "center"})
_LINES = frozenset({"br", "p", "div", "li", "tr"})
_UNSEEN = frozenset({"script", "style", "head", "noscript", "template", "option"})
_HIDDEN = re.compile(r"display\s*:\s*none")


@dataclass(slots=True)
class Table:
    """A sheet read: its cells from A1, all rows as long, merged ranges, error cells and e-mail links by (row, column)."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[Span] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    links: Links = field(default_factory=dict)


def tables(path: Path, kind: str) -> list[Table]:
    """The sheets of a file that `guard.look` calls "html", "xml" or "mail"; the visible ones when there are any.

    UserError: xml_entities, file_damaged, sheet_too_big, other_format when there is no table in it.
    """
    data = path.read_bytes()
    try:
        if kind == "xml":
            found = _spreadsheet(path, data)
        else:
            pages = [text_files.decode(data)] if kind == "html" else list(_of_mail(data))
            found = [table for page in pages if (table := _page(path, page)) is not None]
    except (UserError, MemoryError):
        raise
    except Exception as error:  # lxml and email raise a dozen kinds
        raise refusal("file_damaged", path) from error
    if not found:
        what = N_("un message sans tableau") if kind == "mail" else N_("une page web sans tableau")
        raise refusal("other_format", path, kind=_(what))
    return found


# HTML


def _of_mail(data: bytes) -> Iterator[str]:
    """The pages of a mail or of a page saved with its pictures."""
    import email
    import email.policy

    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(held := part.get_payload(decode=True), bytes):
            yield text_files.decode(held)


def _page(path: Path, text: str) -> Table | None:
    """A page as a spreadsheet opens it: its tables and its titles one under the other; None without a table."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    made = Table("")
    if root is None:
        return None
    real = set(_lists(root))
    _lay(path, root, real, made)
    width = max(map(len, made.rows), default=0)
    for row in made.rows:
        row += [""] * (width - len(row))
    return made if real and width > 1 else None


def _lists(element: Any) -> Iterator[Any]:
    """The tables that say something: one around others only puts them in their places, unless it is more of a list than
    each of them."""
    for table in element.iterchildren():
        inner = list(table.iter("table")) if isinstance(table.tag, str) else []
        alone = inner[:1] == [table] and len(inner) == 1
        if alone or (inner[:1] == [table] and _full_rows(table) > max(1, *map(_full_rows, inner[1:]))):
            yield table
        elif inner:
            yield from _lists(table)


def _lay(path: Path, element: Any, real: set[Any], made: Table) -> None:
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN or _HIDDEN.search(child.get("style", "")):
            continue
        if child in real:
            if made.rows and any(made.rows[-1]):
                made.rows.append([])
            _lay_table(path, child, made)
        elif child.tag in _TEXTS and not any(
            each.tag in _TEXTS or each.tag == "table" for each in child.iterdescendants()
        ):
            if text := _text(child):
                made.rows.append([text])
        else:
            _lay(path, child, real, made)


def _lay_table(path: Path, table: Any, made: Table) -> None:
    start = len(made.rows)
    taken: dict[int, int] = {}  # the columns that cells above reach down into, with the rows still to come
    for caption in table.iterfind("caption"):
        if text := _text(caption):
            made.rows.append([text])
    rows = list(_rows(table))
    for left, row in zip(range(len(rows), 0, -1), rows, strict=True):
        number = len(made.rows)
        cells: list[Any] = []
        coming = {}
        for cell in row.iterchildren("td", "th"):
            if _HIDDEN.search(cell.get("style", "")):
                continue
            while taken.get(len(cells), 0):
                cells.append("")
            across, down = _span(cell, "colspan"), min(_span(cell, "rowspan"), left)
            column = len(cells)
            if column + across > _MOST_COLUMNS or (number + 1) * (column + across) > archives.MAX_CELLS:
                raise refusal("sheet_too_big", path, sheet=path.name, rows=number + 1, columns=column + across)
            text = _text(cell)
            cells += [text] + [""] * (across - 1)
            if across > 1 or down > 1:
                made.merged.append(((number, column), (number + down - 1, column + across - 1)))
                coming.update(dict.fromkeys(range(column, column + across), down))
            if found := next((to for link in cell.iter("a") if (to := address(link.get("href", "")))), ""):
                made.links[number, column] = found
        taken = {c: n - 1 for c, n in {**taken, **coming}.items() if n > 1}
        made.rows.append(cells)
    # Columns that the page only leaves between others, with nothing in them, are no matter; wide empty spans are.
    width = max((len(row) for row in made.rows[start:]), default=0)
    if width * (len(made.rows) - start) > archives.MAX_CELLS:
        raise refusal("sheet_too_big", path, sheet=path.name, rows=len(made.rows) - start, columns=width)


def _rows(element: Any) -> Iterator[Any]:
    """The rows seen of a table, those of the tables in its cells left to their cells."""
    for child in element:
        if (
            not isinstance(child.tag, str)
            or child.tag in ("table", "td", "th")
            or _HIDDEN.search(child.get("style", ""))
        ):
            continue
        if child.tag == "tr":
            yield child
        yield from _rows(child)


def _full_rows(table: Any) -> int:
    """How many rows say something in two cells or more, beside the tables in them."""
    return sum(sum(bool(_own_text(cell)) for cell in row.iterchildren("td", "th")) >= 2 for row in _rows(table))


def _own_text(cell: Any) -> str:
    pieces: list[str] = []
    _pieces(cell, pieces, within=False)
    return "".join(pieces).strip()


def _span(cell: Any, name: str) -> int:
    said = cell.get(name, "1").strip()
    return min(max(1, int(said)), _MOST_COLUMNS) if said.isdecimal() and len(said) < 9 else 1


def _text(element: Any) -> str:
    pieces: list[str] = []
    _pieces(element, pieces)
    lines = " ".join("".join(pieces).replace("\r", " ").split(" ")).split("\n")
    return "\n".join(said for line in lines if (said := " ".join(line.split(" ")).strip()))


def _pieces(element: Any, pieces: list[str], *, within: bool = True) -> None:
    """What is seen of an element: its words, the boxes that are ticked, what its fields hold, what its pictures stand for;
    `within` the tables in it too."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag == "table" and not within:
        return
    if tag in ("td", "th"):
        pieces.append(" ")
    if tag in _LINES:
        pieces.append("\n")
    if tag in _UNSEEN and not (tag == "option" and element.get("selected") is not None):
        return
    if tag == "input":
        kind = element.get("type", "text").lower()
        if kind in ("checkbox", "radio"):
            pieces.append("X" if element.get("checked") is not None else "")
        elif kind not in ("hidden", "button", "submit", "image", "password"):
            pieces.append(element.get("value", ""))
    elif tag == "img":
        pieces.append(element.get("alt", ""))
    if not _HIDDEN.search(element.get("style", "")):
        pieces.append(re.sub(r"\s", " ", element.text or ""))
        for child in element:
            _pieces(child, pieces, within=within)
            pieces.append(re.sub(r"\s", " ", child.tail or ""))
    if tag in _LINES:
        pieces.append("\n")


# The XML of Excel 2003


def _spreadsheet(path: Path, data: bytes) -> list[Table]:
    from lxml import etree

    # Its encoding may hide a declaration: it is looked for in the text.
    text = text_files.decode(data)
    if re.search(r"<!(DOCTYPE|ENTITY)", text[:65_536], re.IGNORECASE):
        raise refusal("xml_entities", path)
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=True, encoding="utf-8"
    )
    root = etree.fromstring(body, parser)
    if root is None:
        raise refusal("file_damaged", path)
    found, visible = [], []
    for sheet in root.iter("{*}Worksheet"):
        table = _sheet(path, sheet)
        found.append(table)
        if sheet.findtext("{*}WorksheetOptions/{*}Visible", "") in ("", "SheetVisible"):
            visible.append(table)
    return visible or found


def _sheet(path: Path, sheet: Any) -> Table:
    made = Table(_said(sheet, "Name"))
    cells: dict[tuple[int, int], Any] = {}
    row = height = width = 0
    for line in sheet.iterfind("{*}Table/{*}Row"):
        row = _place(line, row)
        column = 0
        for cell in line.iterfind("{*}Cell"):
            column = _place(cell, column)
            down, across = (_count(cell, name) for name in ("MergeDown", "MergeAcross"))
            value = _value(cell.find("{*}Data"))
            if value != "":
                if value.__class__ is str and _said(cell.find("{*}Data"), "Type") == "Error":
                    made.errors[row, column] = value
                cells[row, column] = value
                height, width = max(height, row + 1), max(width, column + 1)
            if down or across:
                made.merged.append(((row, column), (row + down, column + across)))
            if to := address(_said(cell, "HRef")):
                made.links[row, column] = to
            column += 1 + across
        row += 1 + _count(line, "Span")
        if height * width > archives.MAX_CELLS or width > _MOST_COLUMNS or row > archives.MAX_ROWS:
            raise refusal("sheet_too_big", path, sheet=made.name, rows=max(height, row), columns=width)
    made.rows = [[""] * width for _row in range(height)]
    for (i, j), value in cells.items():
        made.rows[i][j] = value
    made.merged = [
        ((top, left), (min(bottom, height - 1), min(right, width - 1)))
        for (top, left), (bottom, right) in made.merged
        if top < height and left < width
    ]
    return made


def _said(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if k.rpartition("}")[2].rpartition(":")[2] == name), "")


def _count(element: Any, name: str) -> int:
    said = _said(element, name)
    return int(said) if said.isdecimal() and len(said) < 8 else 0


def _place(element: Any, following: int) -> int:
    """Where a row or a cell stands, from 0: after the one before unless it says so."""
    return max(following, _count(element, "Index") - 1)


def _value(data: Any) -> object:
    if data is None:
        return ""
    text = "".join(data.itertext())
    kind = _said(data, "Type")
    try:
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return datetime.fromisoformat(text.strip()[:19])
    except ValueError:
        return text
    return text.strip() == "1" if kind == "Boolean" else text
