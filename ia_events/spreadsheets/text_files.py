"""Text lists: what their bytes and their separators mean."""

from __future__ import annotations

import csv
import html
import re
from io import StringIO
from typing import Literal

from ia_events.spreadsheets.cell_text import unshielded

DELIMITERS = ";,\t|"
# What UTF-8 read one byte a letter looks like: as Windows-1252, as an old Mac's, as MS-DOS's.
_MOJIBAKE = re.compile(
    r"[\u00c2-\u00c5\u00cb\u00e2][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122 ]"
    r"|\u00ef\u00bb\u00bf|[\u221a\u00ac\u201a\u2248][^\sa-zA-Z]|[\u251c\u252c\u2534\u253c\u00d4][^\sa-zA-Z]"
)
# The letters and signs that French and its neighbours write: anything else is no proof of a mending.
_PLAUSIBLE = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿšžÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝŸŠŽß«»‹›’‘“”„–—…·•°№€²³½¼\u00a0\u202f\u2009\ufeff\u200b\u0300\u0301\u0302\u0308\u0327✓✔✗☎"
)
# An apostrophe that keeps a spreadsheet from making a formula of a cell.
_SHIELD = re.compile(r"'[=+\-@\t\r\n]")
_ENTITY = re.compile(r"&(?:#\d{2,4}|[a-zA-Z]{2,8});")
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


_OFTEN = frozenset("éèêàâçîïôùûëœ’«»°–")


def _decode_old(data: bytes) -> str:
    """One byte a letter: Windows, unless an old Mac or MS-DOS makes better French of it."""
    sample = data[: 256 * 1024]
    best = max(("cp1252", "mac_roman", "cp850"), key=lambda encoding: _frenchness(sample.decode(encoding, "replace")))
    return data.decode(best, "replace")


def _frenchness(text: str) -> int:
    score = 0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        letter, before = found[0], text[found.start() - 1 : found.start()]
        if letter in _OFTEN:
            score += 3
        elif (letter.isupper() and not before.islower() and letter in _PLAUSIBLE) or (
            letter.islower() and letter in _PLAUSIBLE
        ):
            score += 1
        elif letter not in "\u00a0\u202f€":
            score -= 3
    return score


def mend(text: str) -> str:
    """Text that was UTF-8 read one byte a letter (« Ã© ») put right, when that is certain; else the same text."""
    if "&" in text and _ENTITY.search(text):
        text = html.unescape(text)
    for _twice in range(2):
        if text.isascii() or not _MOJIBAKE.search(text):
            return text
        mended = _mended(text)
        if mended == text:
            return text
        text = mended
    return text


def _mended(text: str) -> str:
    sources = [text]
    if "Ã " in text and _MOJIBAKE.search(text.replace("Ã ", "")):
        # The no-break space that ends « Ã\xa0 » often became a plain one.
        sources.append(text.replace("Ã ", "Ã\xa0"))
    for source in sources:
        for encode in (_to_cp1252, lambda t: t.encode("mac_roman"), lambda t: t.encode("cp850")):
            try:
                mended = encode(source).decode("utf-8")
            except UnicodeError:
                continue
            if set(mended) - set(text) and all(c.isascii() or c in _PLAUSIBLE for c in mended):
                return mended
    return text


def _to_cp1252(text: str) -> bytes:
    return b"".join([_TO_CP1252[c] if c in _TO_CP1252 else c.encode("cp1252") for c in text])


def rows(text: str) -> list[list[str]]:
    """The cells of a text list; the separator is the one that makes the rows most alike."""
    first, _newline, rest = text.partition("\n")
    delimiter = ""
    if re.fullmatch(r'"?sep=.\"?', first.strip()):
        # Excel's own directive: it is not shown as a row.
        delimiter, text = first.strip().strip('"')[4], rest
    result = _cells(text, delimiter or _delimiter(text))
    if (
        len(held := [row for row in result if any(row)]) == 1
        and sum("@" in cell for cell in held[0]) > 2 * len(held[0]) // 3 > 1
    ):
        # Addresses as a mail program writes them, one after the other.
        result = [[cell.strip()] for cell in held[0] if cell.strip()]
    lines, delimiter = _in_quotes(result)
    if delimiter and len((inside := _cells("\n".join(lines), delimiter))[0]) > 1:
        result = inside
    width = max(map(len, result), default=0)
    return [row if len(row) == width else row + [""] * (width - len(row)) for row in result]


def _cells(text: str, delimiter: str) -> list[list[str]]:
    result = _parse(text, delimiter, csv.QUOTE_MINIMAL)
    if any(cell.count("\n") > 30 for row in result for cell in row):
        # A stray quotation mark swallowed the rows after it.
        result = _parse(text, delimiter, csv.QUOTE_NONE)
    if '="' in text:
        # « ="004512" » keeps Excel from making a number of it.
        result = [[cell[2:-1] if cell[:2] == '="' and cell[-1] == '"' else cell for cell in row] for row in result]
    if _SHIELD.search(text):
        result = [[unshielded(cell) for cell in row] for row in result]
    return result


def _in_quotes(result: list[list[str]]) -> tuple[list[str], str]:
    """The lines of a list of which each is one cell, as a spreadsheet that did not cut it kept them in quotes, and what
    cuts them; "" when they are no such lines.
    """
    lines = ["".join(row) for row in result if any(row)]
    if len(lines) < 2 or any(len(row) > 1 and any(row[1:]) for row in result):
        return [], ""
    cuts = [max(line.count(mark) for line in lines[:1]) for mark in DELIMITERS]
    mark, count = DELIMITERS[cuts.index(max(cuts))], max(cuts)
    return (lines, mark) if count and all(line.count(mark) >= count for line in lines) else ([], "")


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
        usual = max((w for w in set(widths) if w > 1), key=lambda w: (widths.count(w), w), default=1)
        score = (usual - 1 + 0.001) * widths.count(usual) / len(widths)
        if usual > 1 and score > best_score:
            best, best_score = delimiter, score
    return best
