"""The file a new database is made as, beside its place: while it is there, an empty place is no lost database."""

from __future__ import annotations

import os
import time
import zlib
from contextlib import suppress
from pathlib import Path

_SIGN = ".new"
_STALE = 60  # seconds after which nobody is making the database any more


def beside(path: Path) -> Path:
    """Where to make the database of `path`, which is resolved: a name of no other program."""
    return path.with_name(f"{_beginning(path)}{os.urandom(6).hex()}{_SIGN}")


def signs(path: Path | None) -> list[Path]:
    """What first starts that are under way, or were stopped, have beside a database."""
    if path is None:
        return []
    at = path.resolve()
    beginning = _beginning(at)
    with suppress(OSError), os.scandir(at.parent) as files:
        return [Path(f.path) for f in files if f.name.startswith(beginning) and f.name.endswith(_SIGN)]
    return []


def sweep(signs: list[Path], own: Path | None) -> None:
    """Remove our own sign and those of starts that were stopped."""
    for sign in signs:
        with suppress(OSError):  # in a folder one may only read, or taken away by another program just now
            if sign == own or time.time() - sign.stat().st_mtime > _STALE:
                unlink(sign)


def unlink(sign: Path) -> None:
    """Remove a sign, with what SQLite left beside it."""
    for suffix in ("", "-journal"):
        sign.with_name(sign.name + suffix).unlink(missing_ok=True)


def _beginning(path: Path) -> str:
    # Not the name itself: with what comes after it, a long one would be longer than a disk takes.
    return f".{zlib.crc32(os.fsencode(path.name)):08x}-"
