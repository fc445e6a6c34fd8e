"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import os
from datetime import datetime


def uuid7(now: datetime) -> str:
    """A UUID version 7 (RFC 9562) as 32 hexadecimal digits: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    noise = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 0x7 << 76 | (noise >> 68 & 0xFFF) << 64 | 0b10 << 62 | noise & 0x3FFF_FFFF_FFFF_FFFF
    return f"{value:032x}"
