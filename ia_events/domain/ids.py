"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime


def uuid7(now: datetime) -> str:
    """A UUID version 7 (RFC 9562) as 32 hexadecimal digits: 48 bits of milliseconds, then 74 random bits."""
    return next(uuids7(now, 1))


def uuids7(now: datetime, drawn: int = 1000) -> Iterator[str]:
    """As many as one likes, of one instant; the system is asked for the random bits of `drawn` at a time."""
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    head = milliseconds << 80 | 0x7 << 76 | 0b10 << 62
    while True:
        bits = os.urandom(10 * drawn)
        for start in range(0, 10 * drawn, 10):
            noise = int.from_bytes(bits[start : start + 10], "big")
            yield f"{head | (noise >> 68 & 0xFFF) << 64 | noise & 0x3FFF_FFFF_FFFF_FFFF:032x}"
