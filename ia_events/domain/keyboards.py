"""Keyboards as scanners and computers believe them to be laid out, and what was meant by keys that came through two of them.

A scanner presses the key on which *its* layout has the letter; the computer writes what *its own* layout has there. Where
the key itself is known (`Stroke.key`), the computer's layout does not matter; else both have to be guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ia_events.domain.tokens import ALPHABET


class Stroke(NamedTuple):
    """A key pressed: what it wrote, the sign an American keyboard has there ("" if unknown), when (milliseconds)."""

    text: str
    key: str
    at: int


class Layouts(NamedTuple):
    """Whose layout is whose: that of the scanner, that of the computer; "" for one that did not matter."""

    scanner: str
    system: str


AS_TYPED = Layouts("", "")
NOTHING = "·"  # where no letter of a code is meant

# The three rows of letters, from the key at the right of Tab, and the key left of Z; without Shift, then with it.
KEYS = "qwertyuiop[]asdfghjkl;'\\<zxcvbnm,./"
ROWS = {
    "QWERTY": (KEYS, 'QWERTYUIOP{}ASDFGHJKL:"|>ZXCVBNM<>?'),
    "AZERTY": ("azertyuiop^$qsdfghjklmù*<wxcvbn,;:!", "AZERTYUIOP¨£QSDFGHJKLM%µ>WXCVBN?./§"),
    "QWERTZ": ("qwertzuiopü+asdfghjklöä#<yxcvbnm,.-", "QWERTZUIOPÜ*ASDFGHJKLÖÄ'>YXCVBNM;:_"),
    "BÉPO": ("bépoè^vdljzwauie,ctsrnmçêàyx.k’qghf", "BÉPOÈ!VDLJZWAUIE;CTSRNMÇÊÀYX:K?QGHF"),
    "Dvorak": ("',.pyfgcrl/=aoeuidhtns-\\<;qjkxbmwvz", '"<>PYFGCRL?+AOEUIDHTNS_|>:QJKXBMWVZ'),
    "Dvorak français": (":'ég.hvcmkz¨oauebfstndw~à;q,iyxrlpj", "?<>G!HVCMKZ&OAUEBFSTNDW#Ç|Q@IYXRLPJ"),
    "Colemak": ("qwfpgjluy;[]arstdhneio'\\-zxcvbkm,./", 'QWFPGJLUY:{}ARSTDHNEIO"|_ZXCVBKM<>?'),
    "Workman": ("qdrwbjfup;[]ashtgyneoi'\\<zxmcvkl,./", 'QDRWBJFUP:{}ASHTGYNEOI"|>ZXMCVKL<>?'),
    "Neo": ("xvlcwkhgfqß´uiaeosnrtdy·<üöäpzbm,.j", "XVLCWKHGFQẞ~UIAEOSNRTDY·>ÜÖÄPZBM–•J"),
    "Türkçe F": ("fgğıodrnhpqwuieaütkmlyşx<jövcçzsb.,", "FGĞIODRNHPQWUİEAÜTKMLYŞX>JÖVCÇZSB:;"),
    "Nativo": ("/,.hxwltcp~-ieaoumdsrn´';yçjbkqvgfz", '?<>HXWLTCP^_IEAOUMDSRN`":YÇJBKQVGFZ'),
}
_LETTERS = frozenset(ALPHABET)


def _of_keys(scanner: str) -> dict[str, str]:
    """Letter of a code by key, as a scanner of this layout presses them."""
    return {key: sign for key, sign in zip(KEYS, ROWS[scanner][1], strict=True) if sign in _LETTERS}


def _of_signs(scanner: str, system: str) -> dict[str, str]:
    """Letter of a code by what a computer of this layout writes when such a scanner presses the key."""
    letters, found = _of_keys(scanner), {}
    for row in ROWS[system]:
        found.update({sign: letters[key] for key, sign in zip(KEYS, row, strict=True) if key in letters})
    return {**found, **({"'": found["’"]} if "’" in found else {})}


@cache
def _tables(keys_known: bool) -> tuple[tuple[Layouts, dict[str, str]], ...]:
    """What to read codes by, the likeliest first, no two the same."""
    made: dict[frozenset[tuple[str, str]], tuple[Layouts, dict[str, str]]] = {}
    for scanner in ROWS:
        for system in [""] if keys_known else ROWS:
            table = _of_signs(scanner, system) if system else _of_keys(scanner)
            made.setdefault(frozenset(table.items()), (Layouts(scanner, system), table))
    return tuple(made.values())


_TYPED = {sign: sign.upper() for sign in ALPHABET + ALPHABET.lower()}


def written(strokes: Sequence[Stroke], layouts: Layouts) -> str:
    """The letters of a code that the keys mean between these layouts, one a key: `NOTHING` where there is none."""
    if layouts == AS_TYPED:
        return "".join(_TYPED.get(stroke.text, NOTHING) for stroke in strokes)
    if not layouts.system:
        letters = _of_keys(layouts.scanner)
        return "".join(letters.get(stroke.key, NOTHING) for stroke in strokes)
    letters = _of_signs(layouts.scanner, layouts.system)
    return "".join(letters.get(stroke.text, NOTHING) for stroke in strokes)


def readings(strokes: Sequence[Stroke], beginning: str = "") -> list[tuple[Layouts, str]]:
    """Every way to read the keys that begins with these letters, as typed first."""
    known = all(stroke.key for stroke in strokes)
    signs = [stroke.key if known else stroke.text for stroke in strokes]
    found = []
    if all(_TYPED.get(s.text) == letter for s, letter in zip(strokes, beginning, strict=False)):
        found.append((AS_TYPED, written(strokes, AS_TYPED)))
    for layouts, table in _tables(known):
        if all(table.get(sign) == letter for sign, letter in zip(signs, beginning, strict=False)):
            read = "".join(table.get(sign, NOTHING) for sign in signs)
            if not found or read != found[0][1]:
                found.append((layouts, read))
    return found


# --- keys as systems number them ---------------------------------------------------------------------------------------

_AT = {
    **{16 + number: key for number, key in enumerate("qwertyuiop[]")},
    **{30 + number: key for number, key in enumerate("asdfghjkl;'")},
    **{43 + number: key for number, key in enumerate("\\zxcvbnm,./")},
    **{2 + number: key for number, key in enumerate("1234567890-=")},
    41: "`",
    57: " ",
    86: "<",
}
_MAC = dict(
    zip(
        (*range(10), 11, *range(12, 18), *range(18, 36), 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 49, 50, 10),
        "asdfghzxcvbqweryt123465=97-80]ou[iplj'k;\\,/nm. `<",
        strict=True,
    )
)


def key_at(platform: str, scan_code: int, virtual_key: int) -> str:
    """The sign an American keyboard has on a key, numbered as Qt's platform does; "" if that is not known."""
    if platform in ("xcb", "wayland"):
        return _AT.get(scan_code - 8, "")
    if platform == "windows":
        return _AT.get(scan_code, "")
    return _MAC.get(virtual_key, "") if platform == "cocoa" else ""
