"""The enumerations of Qt, made in less than half the time.

PySide makes them by `enum`'s functional way, each when its class is first used: the namespace `Qt` alone has 93, of 1,195
members, which took 11 ms of each start. `enum` makes room in it for whatever a class statement may hold (calls to `auto`,
members that are methods, tuples for a constructor …); PySide gives names and integers. Here the class is made without
members, by `enum` itself, then they are put in it as it would have. tests/ui/test_enumerations.py compares each attribute
of the one with the other. Where the code of `enum` is not that of one it was compared with, nothing is changed.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Sequence
from typing import Any
from zlib import crc32

# Python 3.11.2 (Debian 12) and 3.11.7.
_COMPARED = {0x4D42271A, 0x1F1F06DA}
_own: Any = vars(enum.EnumMeta).get("_create_")
_reserved = frozenset(name for base in (*enum.IntFlag.__mro__, enum.IntEnum) for name in vars(base))


def quicken() -> None:
    """Have enumerations of names and integers made the short way, as long as the program runs. The window opens sooner for it."""
    if compared():
        enum.EnumType._create_ = _create  # type: ignore[attr-defined]


def compared() -> bool:
    """Whether this Python makes enumerations, and works with those of flags, as one of those this was compared with."""
    parts = [
        vars(kind) for kind in (enum.EnumMeta, getattr(enum, "_proto_member", None), enum.Flag) if kind is not None
    ]
    return crc32(repr([(name, _said(part[name])) for part in parts for name in sorted(part)]).encode()) in _COMPARED


def _said(part: object) -> object:
    """What a function does, as text; None of anything else."""
    code = getattr(getattr(part, "__func__", part), "__code__", None)
    constants = [c for c in code.co_consts if type(c) in (str, int, type(None))] if code is not None else []
    return None if code is None else (code.co_code, code.co_names, constants)


def _create(cls: Any, name: str, names: Any, *, module: str | None = None, boundary: Any = None, **others: Any) -> Any:
    if module is None:
        module = sys._getframe(2).f_globals.get("__name__")  # as `enum` does, one call further
    short = (
        boundary is enum.KEEP
        and not others.get("type")
        and cls._member_type_ in (object, int)
        and isinstance(names, list)
        and all(type(item) is tuple and type(item[1]) is int and item[0][:1] != "_" for item in names)
        and _reserved.isdisjoint(item[0] for item in names)
    )
    made = _own(cls, name, [] if short else names, module=module, boundary=boundary, **others)
    if short:
        _fill(made, names)
    return made


def _fill(made: Any, names: Sequence[tuple[str, int]]) -> None:
    is_flag, is_int = issubclass(made, enum.Flag), made._member_type_ is int
    by_name, by_value, order = made._member_map_, made._value2member_map_, made._member_names_
    mask = singles = 0
    for name, value in names:
        single = value > 0 and not value & (value - 1)
        mask |= value
        singles |= value if single else 0
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = int.__new__(made, value) if is_int else object.__new__(made)
            member.__dict__.update(_value_=value, _name_=name, __objclass__=made, _sort_order_=len(order))
            if single or not is_flag:
                order.append(name)
        type.__setattr__(made, name, member)
        by_name[name] = member
    if is_flag:
        made._all_bits_ = 2 ** mask.bit_length() - 1
        if hasattr(made, "_singles_mask_"):
            made._flag_mask_, made._singles_mask_ = mask, singles
        else:  # Python 3.11.2
            made._flag_mask_ = singles
        values = [by_name[name]._value_ for name in order]
        if values != sorted(values):
            made._iter_member_ = made._iter_member_by_def_
