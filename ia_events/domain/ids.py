"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import os
from datetime import datetime

_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))  # two bits that say so, two that are random


def uuid7(now: datetime) -> str:
    """A UUID version 7 (RFC 9562) as 32 hexadecimal digits: 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    noise = os.urandom(10).hex()
    return f"{milliseconds:012x}7{noise[:3]}{_VARIANT[noise[3]]}{noise[4:19]}"
