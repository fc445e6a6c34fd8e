"""Text lists: what their bytes and their separators mean."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import Literal

DELIMITERS = ";,\t|"
_MOJIBAKE = re.compile(
    r"[\u00c2-\u00c5\u00cb\u00e2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
# Windows leaves five codes of these empty, and some programs read all of them as they are.
_TO_CP1252 = {chr(code): bytes([code]) for code in range(0x80, 0xA0)}


def decode(data: bytes) -> str:
    """The text of a list, whichever way it was saved."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\x00" in data[:4096]:
        return data.decode("utf-16-le" if data[1:4096:2].count(0) > data[0:4096:2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_old(data)


def _decode_old(data: bytes) -> str:
    """One byte a letter: Windows most of the time, an old Mac or MS-DOS when the words say so."""
    from charset_normalizer import from_bytes

    sample = data[: 256 * 1024]
    best = from_bytes(sample, cp_isolation=["cp1252", "mac_roman", "cp850"]).best()
    encoding = best.encoding if best is not None else "cp1252"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def mend(text: str) -> str:
    """Text that was UTF-8 read as Windows-1252 (« Ã© ») put right, when that is certain; else the same text."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return text
    try:
        return b"".join([_TO_CP1252[c] if c in _TO_CP1252 else c.encode("cp1252") for c in text]).decode("utf-8")
    except UnicodeError:
        return text


def rows(text: str) -> list[list[str]]:
    """The cells of a text list; the separator is the one that makes the rows most alike."""
    first, _newline, rest = text.partition("\n")
    delimiter = ""
    if re.fullmatch(r'"?sep=.\"?', first.strip()):
        # Excel's own directive: it is not shown as a row.
        delimiter, text = first.strip().strip('"')[4], rest
    delimiter = delimiter or _delimiter(text)
    result = _parse(text, delimiter, csv.QUOTE_MINIMAL)
    if any(cell.count("\n") > 30 for row in result for cell in row):
        # A stray quotation mark swallowed the rows after it.
        result = _parse(text, delimiter, csv.QUOTE_NONE)
    width = max(map(len, result), default=0)
    return [row if len(row) == width else row + [""] * (width - len(row)) for row in result]


def _parse(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    # A cell is at most the whole file, whose size was checked: csv's own limit would stop at a stray quotation mark.
    limit = csv.field_size_limit(len(text) + 1)
    try:
        return list(csv.reader(StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter, quoting=quoting))
    finally:
        csv.field_size_limit(limit)


def _delimiter(text: str) -> str:
    sample = text[:20_000]
    best, best_score = ";", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        widths = [len(row) for row in _parse(sample, delimiter, csv.QUOTE_MINIMAL)[:60] if any(row)]
        usual = max(set(widths), key=widths.count)
        score = (usual - 1 + 0.001) * widths.count(usual) / len(widths)
        if usual > 1 and score > best_score:
            best, best_score = delimiter, score
    return best
