"""Importing 100,000 rows, everything included, against openpyxl's read-only mode merely reading the same file.

`python -m benchmarks.import_list [rows]`. Each figure is the median of three fresh processes.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADINGS = (
    "Civilité", "Nom", "Prénom", "Courriel", "Téléphone", "Collectivité", "Service", "Fonction", "Cat.", "Matricule",
    "Code postal", "Observations",
)  # fmt: skip

_PEER = """
import sys, time
from openpyxl import load_workbook
started = time.perf_counter()
workbook = load_workbook(sys.argv[1], read_only=True)
cells = sum(1 for row in workbook.worksheets[0].iter_rows(values_only=True) for _ in row)
print(time.perf_counter() - started)
"""

_OURS = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
now = datetime.now(UTC)
started = time.perf_counter()
from ia_events.domain.events import Event
from ia_events.domain.ids import uuids7
from ia_events.domain.matching import make_plan
from ia_events.spreadsheets.reading import read
from ia_events.store import Store, events, imports, registrations
store = Store.open(Path(sys.argv[2]), now=now)
event = events.save(store, Event(title="Banc"), now)
mark = time.perf_counter()
listing = read(Path(sys.argv[1])); read_in = time.perf_counter() - mark; mark = time.perf_counter()
plan = make_plan(listing, registrations.all_of(store, event), event, uuids7(now).__next__)
planned = time.perf_counter() - mark; mark = time.perf_counter()
imports.import_plan(store, plan, now)
stored = time.perf_counter() - mark
assert len(plan.added) == int(sys.argv[3]), len(plan.added)
print(time.perf_counter() - started, read_in, planned, stored)
"""


def make_list(file: Path, rows: int) -> None:
    """A list of invented people, 12 columns."""
    from openpyxl import Workbook

    draw = random.Random(7)
    employers = [f"Commune de {draw.choice('ABCDEFGH')}{draw.randrange(400)}" for _ in range(300)]
    syllables = ["ba", "lou", "mar", "ti", "né", "van", "co", "ri", "del", "za", "pé", "gou", "lin", "ça", "tho", "mé"]

    def name() -> str:
        return "".join(draw.choice(syllables) for _ in range(draw.randint(2, 4))).capitalize()

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Inscrits")
    sheet.append(HEADINGS)
    for number in range(rows):
        sheet.append(
            [
                draw.choice(("M.", "Mme")), name(), name(), f"personne{number}@exemple.fr", 690000000 + number, draw.choice(employers),
                f"Service {draw.randrange(40)}", f"Fonction {draw.randrange(60)}", draw.choice("ABC"), f"{number:06d}",
                f"97{draw.randrange(100, 199)}", "" if number % 7 else "Arrive plus tard",
            ]
        )  # fmt: skip
    workbook.save(file)


def _median(code: str, *arguments: str, fresh: Path | None = None) -> list[float]:
    runs = []
    for _ in range(3):
        if fresh:
            for file in fresh.parent.glob(fresh.name + "*"):
                file.unlink()
        answer = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
        runs.append([float(word) for word in answer.stdout.split()])
    return [statistics.median(column) for column in zip(*runs, strict=True)]


def main(rows: int = 100_000) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        file, database = Path(folder, "list.xlsx"), Path(folder, "bench.db")
        started = time.perf_counter()
        make_list(file, rows)
        print(
            f"list of {rows} × {len(HEADINGS)} made in {time.perf_counter() - started:.0f} s, {file.stat().st_size / 1e6:.1f} MB"
        )
        (peer,) = _median(_PEER, str(file))
        ours, read_in, planned, stored = _median(_OURS, str(file), str(database), str(rows), fresh=database)
        print(f"openpyxl read-only, reading alone    {peer:6.2f} s")
        print(f"import: read {read_in:.2f}, plan {planned:.2f}, record {stored:.2f} {ours:8.2f} s")
        print(f"ratio {ours / peer:.2f} (at most 1)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
