"""What reading a list in another process costs: 100,000 × 12 cells, against python-calamine alone in this one.

`python -m benchmarks.isolation [rows]`. Medians of five fresh processes, with each one's largest memory. « in process »
is the same work (guards, then calamine) without the other process.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.import_list import make_list

_START = """
import gc, os, resource, sys, time
from pathlib import Path
file = Path(sys.argv[1])
gc.disable()
def peak(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines() if sys.platform == "linux" else ():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0
"""
_ALONE = """
started = time.perf_counter()
import python_calamine
with python_calamine.load_workbook(file) as workbook:
    cells = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
print(time.perf_counter() - started, peak("self"), 0)
"""
_IN_PROCESS = """
started = time.perf_counter()
from ia_events.spreadsheets import raw
rows = []
for kind, *values in raw.answer(lambda _seconds: None, file, None, None):
    if kind == "rows":
        rows.extend(raw._dated(*values))
print(time.perf_counter() - started, peak("self"), 0)
"""
_WORKER = """
from ia_events.spreadsheets import raw, worker
{warm}
children = [0]
def look():
    if worker_process.alive:
        children.append(peak(worker_process._process.pid))
started = time.perf_counter()
worker_process = worker._take()
worker._keep(worker_process)
raw.load(file, progress=look)
print(time.perf_counter() - started, peak("self"), max(children))
"""


def _median(code: str, file: Path) -> list[float]:
    runs = []
    for _ in range(5):
        answer = subprocess.run(
            [sys.executable, "-c", _START + code, str(file)], check=True, capture_output=True, text=True
        )
        runs.append([float(word) for word in answer.stdout.split()])
    return [statistics.median(column) for column in zip(*runs, strict=True)]


def main(rows: int = 100_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "list.xlsx")
        make_list(file, rows)
        ready = "worker.warm(); time.sleep(0.5)"
        ways = {
            "calamine alone": _ALONE,
            "in process": _IN_PROCESS,
            "other process, started for it": _WORKER.format(warm=""),
            "other process, ready": _WORKER.format(warm=ready),
        }
        first = 0.0
        for name, code in ways.items():
            seconds, here, there = _median(code, file)
            first = first or seconds
            memory = f"{here:4.0f} MiB" + (f" + {there:.0f} MiB" if there else "")
            print(f"{name:32}{seconds:6.2f} s {seconds / first:5.2f}×   {memory}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
