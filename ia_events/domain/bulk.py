"""Making a hundred thousand small objects at a time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

_Made = TypeVar("_Made")


@contextmanager
def collection_held() -> Iterator[None]:
    """Hold the cyclic garbage collector while many objects that all live on are made: it would walk through them
    again and again and find nothing, a third of the time of a big import.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        collect_again()


def collect_again() -> None:
    """Have the collector back."""
    # Frozen and thawed, what was made is old at once: as young, all of it would be walked through now.
    gc.freeze()
    gc.unfreeze()
    gc.enable()


def maker(kind: Callable[..., _Made]) -> Callable[..., _Made]:
    """What makes a frozen dataclass with slots in a fifth of the time of its constructor, from the same values, or from
    all of them in their order; `__post_init__` is not called.

    A twin that is not frozen is filled, then declared to be of the kind. The first are made by the constructor: to make
    the twin takes as long as a hundred of them.
    """
    names = tuple(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    twin: Callable[..., Any] | None = None
    left = 100

    def make(*values: object, **named: object) -> _Made:
        nonlocal twin, left
        if left:
            left -= 1
            return kind(**dict(zip(names, values, strict=False)), **named)
        if twin is None:
            twin = _twin(kind)
        made = twin(*values, **named)
        made.__class__ = kind
        return made  # type: ignore[no-any-return]

    return make


def _twin(kind: Callable[..., object]) -> Callable[..., Any]:
    from dataclasses import field, fields, make_dataclass

    columns = [
        (f.name, Any, field(default=f.default, default_factory=f.default_factory))
        for f in fields(kind)  # type: ignore[arg-type]
    ]
    # With a docstring, for want of which `dataclasses` works out the signature.
    return make_dataclass("_Twin", columns, namespace={"__doc__": "A twin."}, repr=False, eq=False, slots=True)
