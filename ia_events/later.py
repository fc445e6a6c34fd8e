"""Modules of the standard library that others import at their top for what they may do one day, loaded on that day.

`dataclasses` imports `inspect` for classes without a docstring, `logging` imports `traceback` for errors, `shiboken6` imports
`zipfile` and `tempfile` in case: with what these import in turn, a tenth of the time a window takes to open.

All of them are loaded before the program has a second thread (`Work.release`): nobody waits here for what somebody else
imports.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

_lock = RLock()
_waiting: set[ModuleType] = set()


class _Later(ModuleType):
    """Holds the place of a module until something is asked of it; other modules may hold it too, so it becomes that module."""

    # Not importlib's LazyLoader: under Python 3.11 its modules are loaded as soon as a second module imports them, and
    # half a module is seen by a thread that asks meanwhile.
    def __getattr__(self, name: str) -> Any:
        with _lock:
            if self in _waiting:
                _waiting.remove(self)  # what it looks for in itself meanwhile is not there
                try:
                    self.__spec__.loader.exec_module(self)  # type: ignore[union-attr]
                except BaseException:
                    _waiting.add(self)  # to be tried again, as an import is
                    raise
                self.__class__ = ModuleType  # type: ignore[assignment]
            return ModuleType.__getattribute__(self, name)

    def __setattr__(self, name: str, value: object) -> None:
        if not name.startswith("__"):
            self.__getattr__("__name__")  # or loading it would undo what is set
        ModuleType.__setattr__(self, name, value)


def put_off(names: Iterable[str]) -> None:
    """Have these modules loaded when something is asked of them, those that are not loaded yet."""
    for name in names:
        spec = None if name in sys.modules else PathFinder.find_spec(name)
        if spec is not None:
            sys.modules[name] = _made(spec)


def load_all() -> None:
    """Load those that nobody has asked for yet."""
    for module in list(_waiting):
        getattr(module, "__all__", None)


def _made(spec: ModuleSpec) -> _Later:
    made = _Later(spec.name)
    made.__spec__, made.__loader__, made.__package__ = spec, spec.loader, spec.parent
    if spec.origin:
        made.__file__ = spec.origin
    if spec.submodule_search_locations is not None:
        made.__path__ = spec.submodule_search_locations
    _waiting.add(made)
    return made
