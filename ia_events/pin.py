"""The code that leaves the volunteer and kiosk modes: its salted hash in a file of its own, and growing delays.

It keeps the curious out, not whoever can read this user's files: four digits are soon tried.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.i18n import N_

_FREE = 3  # wrong tries without a delay
_DELAYS = (5, 15, 30, 60, 120, 300)  # seconds after each wrong one that follows
# Some 0.1 s and 32 MB a try.
_COST, _BLOCK, _MEMORY = 2**15, 8, 2**26


@dataclass(slots=True)
class _Kept:
    salt: str = ""
    hash: str = ""
    wrong: int = 0
    last_wrong: str = ""


def exists() -> bool:
    """Whether a code is asked at all."""
    return _file().exists()


def choose(code: str) -> None:
    """Keep a code, in place of any other. UserError pin_malformed unless it is 4 to 8 digits; those of writing a file."""
    if not re.fullmatch(r"[0-9]{4,8}", code):
        raise UserError("pin_malformed", N_("Le code se compose de 4 à 8 chiffres."))
    salt = os.urandom(16)
    _write(_Kept(salt.hex(), _hash(code, salt)))


def clear() -> bool:
    """Forget the code; whether there was one."""
    there = exists()
    _file().unlink(missing_ok=True)
    return there


def wait(now: datetime) -> int:
    """Seconds before another try is heard."""
    kept = _read()
    return 0 if kept is None else _wait(kept, now)


def opens(code: str, now: datetime) -> bool:
    """Whether this is the code, or none is kept. A wrong try is counted, and makes the next ones wait."""
    if not exists():
        return True
    kept = _read()
    if kept is None or _wait(kept, now):
        return False
    try:
        right = hmac.compare_digest(_hash(code, bytes.fromhex(kept.salt)), kept.hash)
    except ValueError:  # the salt was tampered with
        right = False
    if not right or kept.wrong:
        kept.wrong, kept.last_wrong = (0, "") if right else (kept.wrong + 1, now.isoformat())
        _write(kept)
    return right


def _wait(kept: _Kept, now: datetime) -> int:
    beyond = kept.wrong - _FREE
    if beyond < 0:
        return 0
    delay = timedelta(seconds=_DELAYS[min(beyond, len(_DELAYS) - 1)])
    try:
        passed = now - datetime.fromisoformat(kept.last_wrong)
    except (ValueError, TypeError):
        return round(delay.total_seconds())
    # A clock put back does not make anybody wait longer than that.
    return max(0, min(-(-(delay - passed) // timedelta(seconds=1)), round(delay.total_seconds())))


def _hash(code: str, salt: bytes) -> str:
    return hashlib.scrypt(code.encode(), salt=salt, n=_COST, r=_BLOCK, p=1, maxmem=_MEMORY).hex()


def _file() -> Path:
    return paths.config() / "pin.json"


def _read() -> _Kept | None:
    """What is kept; None when there is nothing, or nothing that can be read: then no code opens."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
        kept = _Kept(str(found["salt"]), str(found["hash"]), int(found["wrong"]), str(found["last_wrong"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept


def _write(kept: _Kept) -> None:
    paths.make_folder(paths.config())
    with paths.atomic_write(_file()) as file:
        file.write(json.dumps(asdict(kept)).encode())
