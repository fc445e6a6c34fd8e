"""Every benchmark, one after the other: `make bench`. Fails when one says that its figures are not reached."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import benchmarks

missed = []
for module in sorted(info.name for info in pkgutil.iter_modules(benchmarks.__path__) if not info.name.startswith("_")):
    print(f"\n── {module} ".ljust(80, "─"), flush=True)
    if importlib.import_module(f"benchmarks.{module}").main():
        missed.append(module)
if missed:
    sys.exit(f"\nNot reached: {', '.join(missed)}")
