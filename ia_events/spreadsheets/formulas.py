"""Text a spreadsheet would run as a formula: known by how it begins, kept text, and told back as it was."""

from __future__ import annotations

import re

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
