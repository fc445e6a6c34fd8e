"""What an .ods tells of its rows beside their cells: addresses linked to, cells struck through, hidden rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree as ET

from ia_events.spreadsheets import struck
from ia_events.spreadsheets.links import MAILTO, MOST, Links, address

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TELLING = re.compile(MAILTO + rb"""|line-through-style=["'](?!none)|visibility=["'](?:collapse|filter)""")
_REPEATED = 1000  # rows alike in a list: more of them are the empty end of a sheet


@dataclass(slots=True)
class Told:
    """What is told of a sheet, by (row, column) or row, from 0."""

    links: Links = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)


def telling(text: bytes) -> bool:
    """Whether a piece of content.xml has anything to tell."""
    return _TELLING.search(text) is not None


def told(content: IO[bytes]) -> dict[str, Told]:
    """What content.xml tells, by the sheet's name."""
    found: dict[str, Told] = {}
    crossed: set[str] = set()
    sheet, row, column, to = Told(), 0, 0, ""
    styles: list[str] = []  # of the columns, as far as they are told
    style, in_row = "", ""
    for event, element in ET.iterparse(content, ("start", "end")):
        name = element.tag
        if event == "start":
            if name == f"{_TABLE}table":
                sheet = found.setdefault(element.get(f"{_TABLE}name", ""), Told())
                row, styles = 0, []
            elif name == f"{_TABLE}table-row":
                column, in_row = 0, element.get(f"{_TABLE}default-cell-style-name", "")
            elif name == f"{_STYLE}style":
                style = element.get(f"{_STYLE}name", "")
            elif name.endswith("}a"):
                to = to or address(next((v for k, v in element.items() if k.endswith("}href")), ""))
        elif name == f"{_STYLE}text-properties":
            if element.get(f"{_STYLE}text-line-through-style", "none") != "none":
                crossed.add(style)
        elif name == f"{_TABLE}table-column" and crossed:
            same = min(_number(element, "columns"), 1000)
            styles += [element.get(f"{_TABLE}default-cell-style-name", "")] * min(same, 1000 - len(styles))
        elif name in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            if to and len(sheet.links) < MOST:
                sheet.links[row, column] = to
            to = ""
            if crossed and element.find(f"{_TEXT}p") is not None and not struck.enough(sheet.struck):
                of_column = styles[column] if column < len(styles) else ""
                if (element.get(f"{_TABLE}style-name", "") or in_row or of_column) in crossed:
                    sheet.struck.add((row, column))
            column += _number(element, "columns")
        elif name == f"{_TABLE}table-row":
            same = _number(element, "rows")
            if same <= _REPEATED and element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                sheet.hidden.update(range(row, row + same))
            row += same
            element.clear()
    return found


def _number(element: ET.Element, what: str) -> int:
    """How many times a row or a cell stands."""
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))
