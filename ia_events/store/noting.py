"""What a change recorded, told by whoever made it: a scan, a command, another window may have recorded something since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ia_events.store.database import Store
from ia_events.store.journal import Action

T = TypeVar("T")


def noted(store: Store, change: Callable[[Store], T]) -> tuple[T, Action | None]:
    """What a change gives, and the last action it recorded; None when it recorded none."""
    store.written = None
    return change(store), store.written
