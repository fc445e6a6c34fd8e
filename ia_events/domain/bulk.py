"""Making a hundred thousand small objects at a time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
        gc.enable()
