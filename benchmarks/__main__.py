"""Every benchmark, one after the other: `make bench`."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks

for module in sorted(info.name for info in pkgutil.iter_modules(benchmarks.__path__) if not info.name.startswith("_")):
    print(f"\n── {module} ".ljust(80, "─"))
    importlib.import_module(f"benchmarks.{module}").main()
