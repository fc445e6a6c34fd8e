"""Planning an import of 100,000 rows against 100,000 people already known, against python-calamine merely reading the file.

`python -m benchmarks.plan_import [rows]`. Planning is everything up to the screen that asks: the file read and
understood, the people read from the database, every row matched, every problem found. Three lists are planned: the one
that was imported (nothing to do), one with 1 % of its rows changed, and one in which nobody is known. Each figure is the
median of three fresh processes; memory is the highest of them, with that of any process it starts.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.import_list import HEADINGS, make_list

ALLOWED, MEGABYTES = 4.0, 600

_PEER = """
import sys, time
from python_calamine import CalamineWorkbook
started = time.perf_counter()
rows = CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
print(time.perf_counter() - started)
"""

_FILL = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ia_events.domain.events import Event
from ia_events.domain.ids import uuids7
from ia_events.domain.matching import make_plan
from ia_events.spreadsheets.reading import read
from ia_events.store import Store, events, imports, registrations
now = datetime.now(UTC)
store = Store.open(Path(sys.argv[2]), now=now)
event = events.save(store, Event(title="Banc"), now)
plan = make_plan(read(Path(sys.argv[1])), registrations.all_of(store, event), event, uuids7(now).__next__)
imports.import_plan(store, plan, now)
store.checkpoint()
print(event)
"""

_OURS = """
import resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
now = datetime.now(UTC)
started = time.perf_counter()
from ia_events.domain.ids import uuids7
from ia_events.domain.matching import make_plan
from ia_events.domain.recognising import Known
from ia_events.spreadsheets.reading import read
from ia_events.store import Store, imports, registrations
store = Store.open(Path(sys.argv[2]), now=now)
known = Known()
def load():
    global loaded
    mark = time.perf_counter()
    known.learn(registrations.all_of(store, sys.argv[3]))
    loaded = time.perf_counter() - mark
mark = time.perf_counter()
listing = read(Path(sys.argv[1]), meanwhile=load); read_in = time.perf_counter() - mark; mark = time.perf_counter()
plan = make_plan(listing, known, sys.argv[3], uuids7(now).__next__); planned = time.perf_counter() - mark
rows, changed, added = map(int, sys.argv[4:7])
assert [len(plan.added), len(plan.updated), len(plan.refused)] == [added, changed, 0], [len(plan.added), len(plan.updated)]
assert plan.unchanged == rows - added - changed
assert all(set(update.changes) == {"phone"} for update in plan.updated)
peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
print(time.perf_counter() - started, read_in, loaded, planned, peak)
"""


def change(source: Path, target: Path, *, every: int) -> int:
    """A copy of a list with another phone number in one row of `every`; how many."""
    from openpyxl import Workbook
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(source)).get_sheet_by_index(0).to_python()
    phone = HEADINGS.index("Téléphone")
    chosen = set(random.Random(11).sample(range(1, len(rows)), (len(rows) - 1) // every))
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Inscrits")
    for number, row in enumerate(rows):
        if number:
            row[phone] = int(float(str(row[phone]))) + (1_000_000 if number in chosen else 0)
        sheet.append(row)
    workbook.save(target)
    return len(chosen)


def _run(code: str, *arguments: object) -> list[str]:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def _median(code: str, *arguments: object) -> tuple[list[float], float]:
    """Medians of what three runs print, and the highest of the last figure."""
    runs = [[float(word) for word in _run(code, *arguments)] for _ in range(3)]
    return [statistics.median(column) for column in zip(*runs, strict=True)], max(run[-1] for run in runs)


def main(rows: int = 100_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        file, changed, database = (Path(folder, name) for name in ("list.xlsx", "changed.xlsx", "bench.db"))
        make_list(file, rows)
        edited = change(file, changed, every=100)
        (event,) = _run(_FILL, file, database)
        empty = Path(folder, "empty.db")
        for name, list_, base, differ, added in (
            ("the same list again", file, database, 0, 0),
            ("1 % of the rows changed", changed, database, edited, 0),
            ("nobody known yet", file, empty, 0, rows),
        ):
            (peer,), _highest = _median(_PEER, list_)
            (ours, read_in, loaded, planned, _peak), peak = _median(_OURS, list_, base, event, rows, differ, added)
            print(f"{name}: calamine {peer:.2f} s; read {read_in:.2f}, known {loaded:.2f} of it, match {planned:.2f} s")
            print(
                f"    in all {ours:.2f} s, ratio {ours / peer:.2f} (at most {ALLOWED}); {peak:.0f} MB (at most {MEGABYTES})"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
