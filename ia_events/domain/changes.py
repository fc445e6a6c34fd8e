"""Changes, and the one rule that merges them: per field, the last writer by (clock, origin, sequence) wins.

The state that a set of changes gives depends neither on the order they come in nor on how often.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

WHOLE = "*"  # in stamps: the stamp of every field that has none of its own
GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the change log.

    `origin` is 16 hexadecimal digits, `seq` counts from 1 without gaps in each origin, `hlc` is a hybrid
    logical clock (milliseconds << 16 | counter). `body` is canonical JSON text; `chain` is the SHA-256 that
    ties the entry to its predecessor in the same origin.
    """

    origin: str
    seq: int
    hlc: int
    action: str
    table: str
    row: str
    body: str
    chain: bytes

    @property
    def stamp(self) -> str:
        """Text that sorts as (hlc, origin, seq)."""
        return stamp(self.hlc, self.origin, self.seq)


def stamp(hlc: int, origin: str, seq: int) -> str:
    """The order of writers as one sortable text."""
    return f"{hlc:016x}{origin}{seq:08x}"


def writer(mark: str) -> tuple[str, int]:
    """The (origin, seq) of a stamp."""
    return mark[16:32], int(mark[32:], 16)


def tick(now: datetime, last: int) -> int:
    """The next hybrid logical clock: the wall clock, or just after the last one when the wall clock is behind."""
    return max(int(now.timestamp() * 1000) << 16, last + 1)


def link(
    previous: bytes, origin: str, seq: int, hlc: int, action: str, table: str, row: str, body_hash: bytes
) -> bytes:
    """The chain value of an entry. It covers the body's hash, so that a body can be erased and the chain still hold."""
    head = f"{origin}\0{seq}\0{hlc}\0{action}\0{table}\0{row}\0".encode()
    return hashlib.sha256(previous + head + body_hash).digest()


def body_hash(body: str) -> bytes:
    """SHA-256 of a body."""
    return hashlib.sha256(body.encode()).digest()


def merge(
    values: Mapping[str, object],
    stamps: Mapping[str, str],
    written: Mapping[str, object],
    new_stamp: str,
    *,
    whole: bool,
) -> tuple[dict[str, object], dict[str, str]]:
    """A row after a change: the fields of `written` that are newer than what the row holds, and the row's stamps.

    `whole` says that the change writes every field (a creation): it becomes the stamp of all the others.
    """
    if whole and not stamps:
        return {**values, **written}, {WHOLE: new_stamp}
    everything = stamps.get(WHOLE, "")
    merged = dict(values)
    own = {name: mark for name, mark in stamps.items() if name != WHOLE}
    for name, value in written.items():
        if new_stamp > own.get(name, everything):
            merged[name] = value
            if not whole:
                own[name] = new_stamp
    if whole:
        everything = max(everything, new_stamp)
        own = {name: mark for name, mark in own.items() if mark > everything}
    return merged, ({WHOLE: everything, **own} if everything else own)
