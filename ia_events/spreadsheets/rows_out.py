"""Rows of a sheet as the XML they are: what a workbook of many cells spends its time on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ia_events.spreadsheets.cell_text import STARTS, escaped_text, plain_text

if TYPE_CHECKING:
    from ia_events.spreadsheets.writing import Page

StyleIds = Mapping[tuple[str, bool], int]
"""The number of a style in the workbook, by its name and whether it is for text that looks like a formula."""

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # workbooks know no zones
_DAY = 86_400


def sheet_rows(page: Page, ids: StyleIds, tell: Callable[[], None]) -> Iterator[bytes]:
    """The rows of a page, one after the other; `tell` is called after each."""
    from openpyxl.utils import get_column_letter

    columns: list[str] = []
    # States, employers, empty cells: most of what is said was said before.
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for number, row in enumerate(page.rows(), 1):
        while len(columns) < len(row):
            columns.append(f'<c r="{get_column_letter(len(columns) + 1)}')
        height = page.heights.get(number)
        parts = [f'<row r="{number}">' if height is None else f'<row r="{number}" ht="{height:g}" customHeight="1">']
        for column, (style, value) in zip(columns, row, strict=False):
            if isinstance(value, str):
                said = known.get((style, value))
                if said is None:
                    said = known[style, value] = _text(style, value, ids)
            else:
                said = _other(style, value, ids)
            parts += (column, str(number), said[0], said[1])
        parts.append("</row>")
        yield "".join(parts).encode("utf-8")
        tell()
        if len(known) > 50_000:
            known.clear()


def _text(style: str, value: str, ids: StyleIds) -> tuple[str, str]:
    text = plain_text(value)
    quoted = text.startswith(STARTS)
    if not text:
        return f'" s="{ids[style, False]}"/>', ""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f'" s="{ids[style, quoted]}" t="inlineStr"><is><t{space}>', f"{escape(escaped_text(text))}</t></is></c>"


def _other(style: str, value: float | date | None, ids: StyleIds) -> tuple[str, str]:
    if value is None:
        return f'" s="{ids[style, False]}"/>', ""
    if isinstance(value, datetime):
        since = value - _EPOCH
        value = since.days + (since.seconds + since.microseconds / 1e6) / _DAY
    elif isinstance(value, date):
        value = (value - _EPOCH.date()).days
    return f'" s="{ids[style, False]}"><v>', f"{value!r}</v></c>"
