"""What an .xls must be before calamine opens it: on a damaged one it can loop for ever, or ask for all the memory and abort."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

from ia_events.spreadsheets import links

_LAST_SECTOR = 0xFFFFFFFA
_BOUND_SHEET, _SHARED_TEXTS, _BOOL_OR_ERROR, _FORMULA, _LINK = 0x0085, 0x00FC, 0x0205, 0x0006, 0x01B8
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def check_chains(ole: Any) -> None:
    """ValueError when the sectors of an open `olefile.OleFileIO` lead nowhere, or round in a circle."""
    ole.loadminifat()
    for start in (ole.first_dir_sector, ole.first_mini_fat_sector):
        _follow(ole.fat, start)
    for entry in ole.direntries:
        if entry is not None and entry.entry_type in (2, 5):
            small = entry.entry_type == 2 and entry.size < ole.minisectorcutoff
            _follow(ole.minifat if small else ole.fat, entry.isectStart)


Cells = dict[str, dict[tuple[int, int], str]]
"""By sheet, something of its cells by (row, column), from 0."""


def told_of_cells(ole: Any) -> tuple[Cells, Cells]:
    """The error cells of an .xls, and the addresses its cells link to. ValueError when it is damaged."""
    check_chains(ole)
    with ole.openstream("Workbook" if ole.exists("Workbook") else "Book") as stream:
        return _records(stream.read(), modern=ole.exists("Workbook"))


def _follow(table: Sequence[int], sector: int) -> None:
    seen = 0
    while sector < _LAST_SECTOR:
        seen += 1
        if sector >= len(table) or seen > len(table):
            raise ValueError("sector chain")
        sector = table[sector]


def _records(data: bytes, *, modern: bool) -> tuple[Cells, Cells]:
    names: dict[int, str] = {}
    errors: Cells = {}
    linked: Cells = {}
    header = struct.Struct("<HH")
    at, sheet = 0, ""
    while at + 4 <= len(data):
        kind, length = header.unpack_from(data, at)
        body = at + 4
        if body + length > len(data):
            raise ValueError("record length")
        if kind == _BOUND_SHEET and modern:
            start, _visible, characters, wide = struct.unpack_from("<IHBB", data, body)
            text = data[body + 8 : body + length]
            names[start] = (
                text[: characters * 2].decode("utf-16-le") if wide & 1 else text[:characters].decode("latin-1")
            )
        elif kind == _SHARED_TEXTS and int.from_bytes(data[body + 4 : body + 8], "little") > len(data) // 3:
            raise ValueError("number of shared texts")
        elif at in names:
            sheet = names[at]
        elif kind == _BOOL_OR_ERROR and data[body + 7 : body + 8] == b"\x01":
            row, column = header.unpack_from(data, body)
            errors.setdefault(sheet, {})[row, column] = _ERRORS.get(data[body + 6], "#?")
        elif kind == _FORMULA and data[body + 12 : body + 14] == b"\xff\xff" and data[body + 6] == 2:
            row, column = header.unpack_from(data, body)
            errors.setdefault(sheet, {})[row, column] = _ERRORS.get(data[body + 8], "#?")
        elif kind == _LINK:
            linked.setdefault(sheet, {}).update(links.in_record(data[body : body + length]))
        at = body + length
    return errors, linked
