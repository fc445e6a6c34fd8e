"""What the package of an .xlsx tells of its rows beside their cells: those struck through, those hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from ia_events.spreadsheets.links import column_number

_MOST = 200_000  # struck cells
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s([^<>]*)>")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_ROW_NUMBER = re.compile(rb"""\br=["'](\d{1,9})["']""")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s([^<>]*[^/<>])>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,9})["']""")
_STYLE = re.compile(rb"""\bs=["'](\d{1,6})["']""")


def styles(part: bytes) -> frozenset[bytes]:
    """The numbers of the cell styles whose font is struck through, in a workbook's styles.xml; none of a damaged one."""
    if b"strike" not in part:
        return frozenset()
    try:
        root = ET.fromstring(part)
    except ET.ParseError:
        return frozenset()
    fonts: set[str] = set()
    found: set[bytes] = set()
    for group in root:
        kind = group.tag.rpartition("}")[2]
        for number, one in enumerate(group):
            if kind == "fonts":
                struck = [e for e in one if e.tag.rpartition("}")[2] == "strike"]
                if any(e.get("val", "1") not in ("0", "false") for e in struck):
                    fonts.add(str(number))
            elif kind == "cellXfs" and one.get("fontId") in fonts:
                found.add(str(number).encode())
    return frozenset(found)


def cells(text: bytes, struck: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    """The cells of a piece of a sheet's part that say something in one of the styles `struck`: (row, column) from 0."""
    for found in _CELL.finditer(text):
        style, place = _STYLE.search(found[1]), _REFERENCE.search(found[1])
        if style is not None and place is not None and style[1] in struck:
            yield int(place[2]) - 1, column_number(place[1]) - 1


def hidden(text: bytes) -> Iterator[int]:
    """The hidden rows of a piece of a sheet's part, from 0."""
    for found in _ROW.finditer(text) if b"hidden=" in text else ():
        if _HIDDEN.search(found[1]) and (number := _ROW_NUMBER.search(found[1])):
            yield int(number[1]) - 1


def enough(found: set[tuple[int, int]]) -> bool:
    """Whether no more struck cells are gathered: a whole sheet struck through says nothing of anybody."""
    return len(found) > _MOST
