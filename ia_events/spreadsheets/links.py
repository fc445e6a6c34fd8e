"""E-mail addresses that are only a link's target: the cell shows « écrire », or the person's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from ia_events.spreadsheets.cells import text_of

Links = dict[tuple[int, int], str]
"""Addresses by (row, column), from 0."""

MAILTO = b"mailto:"
MOST = 200_000
_HYPERLINK = re.compile(rb"<(?:\w{1,20}:)?hyperlink\s([^>]{1,4000})>")
_RANGE = re.compile(rb"""\bref=["']([A-Z]{1,3})(\d{1,9})(?::([A-Z]{1,3})(\d{1,9}))?["']""")
_RELATION = re.compile(rb"""\b\w+:id=["']([^"']{1,200})["']""")
_FORMULA = re.compile(
    rb"""\br=["']([A-Z]{1,3})(\d{1,9})["'][^<>]{0,200}>\s*<(?:\w{1,20}:)?f\b[^<>]{0,200}>\s*HYPERLINK\(\s*(?:"|&quot;)mailto:([^"&?,;]{3,320})""",
    re.IGNORECASE,
)
_IN_XLS = re.compile("mailto:".encode("utf-16-le") + rb"((?:[^\x00]\x00){3,320})", re.IGNORECASE)


def address(link: str) -> str:
    """What a link writes to; "" when it is no mailto."""
    scheme, _colon, rest = link.strip().partition(":")
    return unquote(rest).partition("?")[0].strip() if scheme.lower() == "mailto" else ""


def targets(relations: bytes) -> dict[bytes, str]:
    """The addresses that a sheet's relations point at, by the relation's id."""
    if MAILTO not in relations.lower():
        return {}
    found = ((r.get("Id", "").encode(), address(r.get("Target", ""))) for r in ET.fromstring(relations))
    return {key: to for key, to in found if to}


def in_part(text: bytes, known: Mapping[bytes, str]) -> Iterator[tuple[tuple[int, int], str]]:
    """The links of a piece of an .xlsx sheet: those of its list of links, and its HYPERLINK formulas."""
    if known and b"hyperlink " in text:
        for link in _HYPERLINK.finditer(text):
            place, relation = _RANGE.search(link[1]), _RELATION.search(link[1])
            to = known.get(relation[1], "") if relation else ""
            if place is not None and to:
                column, first = column_number(place[1]), int(place[2])
                last = int(place[4]) if place[4] and place[3] == place[1] else first
                for row in range(first, min(last, first + 1000) + 1):
                    yield (row - 1, column - 1), to
    if b"HYPERLINK(" in text and MAILTO in text:
        for formula in _FORMULA.finditer(text):
            yield (int(formula[2]) - 1, column_number(formula[1]) - 1), address("mailto:" + formula[3].decode("utf-8", "replace"))  # fmt: skip


def in_record(body: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """The link that a record of an .xls (HLINK) makes."""
    found = _IN_XLS.search(body)
    if found is not None and len(body) >= 8:
        top, bottom, left = (int.from_bytes(body[at : at + 2], "little") for at in (0, 2, 4))
        for row in range(top, min(bottom, top + 1000) + 1):
            yield (row, left), address("mailto:" + found[1].decode("utf-16-le", "replace"))


def column_number(letters: bytes) -> int:
    """« C » is 3."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def spell_out(cells: Sequence[list[object]], links: Links) -> Links:
    """Write the addresses in the cells whose own text says nothing of anybody (« écrire »); the other links."""
    left: Links = {}
    for column, places in groupby(sorted(links, key=lambda place: place[1]), key=lambda place: place[1]):
        there = [(i, j) for i, j in places if i < len(cells) and j < len(cells[i])]
        texts = {text_of(cells[i][j]) for i, j in there} - {""}
        label = 3 * len(texts) <= len(there) or (len(texts) <= 1 and _WORDS.search("".join(texts).lower()) is not None)
        for i, j in there:
            text = text_of(cells[i][j])
            if "@" in text:
                continue
            if text == "" or label:
                cells[i][j] = links[i, j]
            else:
                left[i, column] = links[i, j]
    return left


_WORDS = re.compile(r"[ée]crire|mail|m[ée]l\b|courriel|contact|message|envoyer|lien|ici|^\W*$")
