"""What one cell says."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ia_events.domain.dates import short_date
from ia_events.domain.text import clean
from ia_events.spreadsheets.text_files import mend

ERRORS = frozenset({"#N/A", "#N/D", "#REF!", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NAME?", "#NOM?", "#NUM!", "#NOMBRE!", "#NULL!", "#NUL!", "#SPILL!", "#CALC!", "Err:502", "Err:504", "Err:508", "Err:509", "Err:522"})  # fmt: skip
# Whole numbers are exact up to here in a cell.
_EXACT = 2.0**53


def text_of(cell: object) -> str:
    """What a cell says, as cleaned text: digits without « .0 », dates day first, « Oui » and « Non »."""
    if isinstance(cell, str):
        return clean(mend(cell))
    if isinstance(cell, bool):
        return "Oui" if cell else "Non"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) <= _EXACT else repr(cell).replace(".", ",").upper()
    if isinstance(cell, datetime):
        return short_date(cell) if cell.time() == time() else f"{short_date(cell)} {cell:%H:%M}"
    if isinstance(cell, date):
        return short_date(cell)
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, timedelta):
        minutes = round(cell.total_seconds() / 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return str(cell)


def letter(index: int) -> str:
    """A, B … Z, AA, as the spreadsheet shows it."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
