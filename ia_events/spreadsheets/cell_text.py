"""Text as cells hold it: what looks like a formula is known by how it begins, kept text, and told back as it was."""

from __future__ import annotations

import re

MAX_TEXT = 32_767
# What XML 1.0 cannot say, and lone surrogates.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LOOKALIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Apostrophes somebody typed before such a sign count too: else taking ours off again would take theirs.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r\n]")
_SHIELDED = re.compile(r"'+[=+\-@\t\r\n]")


def shielded(text: str) -> str:
    """The text as a cell of a text file: an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def unshielded(text: str) -> str:
    """What `shielded` was given."""
    return text[1:] if _SHIELDED.match(text) else text


def plain_text(text: str) -> str:
    """The text as a workbook can hold it: forbidden control characters gone, line ends one character, length limited."""
    if text.isprintable() and len(text) <= MAX_TEXT:
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))[:MAX_TEXT]


def escaped_text(text: str) -> str:
    """Plain text as it stands in a workbook's XML: a literal _x0041_ would be read as the letter A."""
    return _ESCAPE_LOOKALIKE.sub("_x005F_", text) if "_x" in text else text
