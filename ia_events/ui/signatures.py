"""PySide's signatures, loaded when one is asked for instead of at every start.

PySide 6.11 compiles, each time it is imported, 3,500 lines of Python which work out the signatures of its functions: for the
words of its TypeErrors, for `help()`, and for nothing else. From then on it also looks into the source of every module that
is imported, in case it wants `__feature__`. Together 40 ms and more, of which this program uses nothing before a bug.

How: `import PySide6` runs a module of its own, `signature_bootstrap`, then calls its function `bootstrap`, which gives the
loader of all that. The module is made here beforehand, of a class whose `bootstrap` gives a small loader, which calls the
true one the first time something is asked of it. Any other version of PySide finds its own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from threading import RLock
from types import ModuleType, SimpleNamespace
from typing import Any

# The one whose sources were read, and tried by tests/ui/test_signatures.py.
VERSION = "6.11.3"
_ASKED = ("pyside_type_init", "create_signature", "seterror_argument", "make_helptext")
# In this version the first does nothing; the others are for `__feature__`.
_UNUSED = ("finish_import", "feature_import", "feature_imported", "post_init")
_MAPPING = "shibokensupport.signature.mapping"


def defer() -> None:
    """Have PySide load its signatures when they are asked for. To be called before it is imported: later, it does nothing."""
    # "True" is what it means unset, and what PySide leaves there for the processes it starts.
    if "shiboken6" not in sys.modules and os.environ.get("PYSIDE6_OPTION_PYTHON_ENUM", "True") == "True":
        sys.modules["signature_bootstrap"] = _Bootstrap("signature_bootstrap")


class _Bootstrap(ModuleType):
    @property
    def bootstrap(self) -> Callable[[], Any]:
        own: Callable[[], Any] = self.__dict__["bootstrap"]
        return (lambda: _loader(own)) if getattr(sys.modules.get("shiboken6"), "__version__", "") == VERSION else own


def _loader(bootstrap: Callable[[], Any]) -> SimpleNamespace:
    lock = RLock()
    loaded: list[Any] = []

    def load() -> Any:
        with lock:
            if not loaded:
                loaded.append(bootstrap())
        return loaded[0]

    def update_mapping() -> None:
        with lock:
            load()
            own = vars(sys.modules[_MAPPING])
            own["update_mapping"]()
            vars(mapping).update({name: value for name, value in own.items() if name != "update_mapping"})

    # Before it asks for the words of an error, PySide looks for names in this module; it keeps the dictionary it found first.
    mapping = sys.modules[_MAPPING] = ModuleType(_MAPPING)
    vars(mapping)["update_mapping"] = update_mapping
    return SimpleNamespace(
        **{name: lambda *given, name=name: getattr(load(), name)(*given) for name in _ASKED},
        **{name: lambda *_given, **_named: None for name in _UNUSED},
    )
