"""Enumerations made the short way are what `enum` makes, and all of Qt's are what they are without."""

from __future__ import annotations

import enum
import os
import subprocess
import sys
from typing import Any

import pytest

from ia_events.ui import enumerations

_SAMPLES = {
    "with another name for a value": [("A", 1), ("B", 2), ("C", 1), ("D", 3), ("E", 0)],
    "in no order": [("Z", 8), ("Y", 1), ("X", 4), ("W", 12), ("V", 255)],
    "negative, and beyond 32 bits": [("M", -1), ("N", 1), ("O", 2**32)],
    "empty": [],
    "of one": [("Only", 0)],
    "named as `enum` names its own": [("name", 1), ("value", 2), ("A", 3)],
    "hidden": [("_A", 1), ("B", 2)],
}
_ALL = """
import enum, hashlib, importlib, sys
from PySide6.QtGui import QPainter
found = []
for module in ("QtCore", "QtGui", "QtWidgets"):
    module = importlib.import_module("PySide6." + module)
    for name in dir(module):
        place = getattr(module, name, None)
        for part in (place, *(vars(place).values() if isinstance(place, type) else ())):
            if isinstance(part, enum.EnumType) and part.__module__.startswith("PySide6"):
                found.append((str(part), [(n, repr(m), m.value, m.name, hash(m)) for n, m in part.__members__.items()], list(map(str, part))))
assert len(found) > 300, len(found)
for line in sorted(found, key=str):
    print(line)
from PySide6.QtCore import Qt
print(repr(Qt.Key(0x123456)), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, ~Qt.WindowState.WindowMaximized)
print(Qt.AlignmentFlag(0x84), Qt.Key["Key_A"], Qt.Key.Key_A in Qt.Key, bool(Qt.AlignmentFlag(0)), list(Qt.AlignmentFlag.AlignCenter))
"""


def _seen(made: Any, value: Any) -> object:
    """An attribute of an enumeration, as what can be compared."""
    if isinstance(value, made):
        return (
            type(value).__name__,
            [(k, v is made or v) for k, v in sorted(vars(value).items())],
            repr(value),
            str(value),
        )
    if isinstance(value, dict):
        return [(key, _seen(made, part)) for key, part in value.items()]
    if isinstance(value, list):
        return [_seen(made, part) for part in value]
    return value if isinstance(value, (int, str, tuple, type, type(None))) else type(value).__name__


def _made(base: Any, names: list[tuple[str, int]]) -> object:
    try:
        made = base("Sample", list(names), boundary=enum.KEEP)
    except (TypeError, ValueError) as error:
        return str(error)
    return (
        {name: _seen(made, value) for name, value in vars(made).items()},
        list(made.__members__),
        list(map(str, made)),
    )


@pytest.mark.parametrize("base", [enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag])
@pytest.mark.parametrize("names", _SAMPLES.values(), ids=_SAMPLES)
def test_each_attribute_is_the_same(base: Any, names: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    short = _made(base, names)
    monkeypatch.setattr(enum.EnumType, "_create_", enumerations._own)
    assert short == _made(base, names)


@pytest.mark.parametrize(
    "other",
    [
        "def inverted(self): return self\nenum.Flag.__invert__ = inverted",
        "del enum._proto_member",
        "enum.EnumMeta.__new__ = lambda kind, *given, **named: type.__new__(kind, *given, **named)",
    ],
)
def test_nothing_is_changed_where_it_was_not_compared(other: str) -> None:
    program = (
        f"import enum\nfrom ia_events.ui import enumerations\n{other}\nbefore = vars(enum.EnumMeta).get('_create_')\n"
        "enumerations.quicken()\nprint(vars(enum.EnumMeta).get('_create_') is before)"
    )
    said = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE, text=True).stdout
    assert said == "True\n"


def test_others_are_made_as_ever() -> None:
    made = enum.Enum("made", "A B")
    assert made.__module__ == __name__
    assert [member.value for member in made] == [1, 2]
    assert enum.Flag("flag", ["A", "B"], boundary=enum.KEEP).B.value == 2  # type: ignore[attr-defined]
    assert enum.Enum("text", {"A": "a"}).A.value == "a"  # type: ignore[attr-defined]


def test_all_of_qt_are_the_same() -> None:
    quickened = "from ia_events.ui import enumerations\nenumerations.quicken()\n"
    plain, short = (
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": "0"},
        ).stdout
        for program in (_ALL, quickened + _ALL)
    )
    assert "Key_A" in plain
    assert short == plain
