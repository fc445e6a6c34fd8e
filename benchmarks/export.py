"""The return workbook of 10,000 people × 8 slots, against openpyxl writing the same cells with the same styles.

`python -m benchmarks.export [people]`. Each figure is the median of three fresh processes, taken in turn. Peers write the
very cells of the return, worked out beforehand: ordinary mode (a cell, its style, one after the other) and write-only mode
(styles shared, one cell object for each). Ours works the cells out, writes them, and reads the file back to compare every
cell before it counts; the share of each is printed.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

_COMMON = """
import sys, time, tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from ia_events.domain.attendance import Fact, FactKind, State, matrix
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee
from ia_events.spreadsheets import returns, writing
count = int(sys.argv[1])
made_at = datetime(2026, 3, 9, 18, tzinfo=UTC)
slots = generate_slots(date(2026, 3, 2), date(2026, 3, 5), [0, 1], "Europe/Paris")
event = Event(id="e", title="Banc", timezone="Europe/Paris", slots=tuple(replace(s, id=f"s{n}") for n, s in enumerate(slots)))
assert len(event.slots) == 8
people = [
    Attendee(id=f"{n:032x}", last_name=f"Nom{n}", first_name="Éloïse", email=f"p{n}@exemple.fr", phone=f"0690{n:06}", badge=f"{n:016x}",
             employer=f"Commune {n % 300}", department="Ressources humaines", job_title="Cheffe de service", category="A", staff_number=f"{n:06}")
    for n in range(count)
]
facts = [
    Fact(id="", kind=FactKind.ARRIVAL, registration_id=p.id, slot_id=s.id, at=s.start + timedelta(minutes=(n * 7 + k) % 20))
    for n, p in enumerate(people) for k, s in enumerate(event.slots) if (n + k) % 5
]
grid = matrix(event, people, facts)
"""

_OURS = (
    _COMMON
    + """
checked = 0.0
check = writing._check
def timed(*arguments):
    global checked
    started = time.perf_counter()
    check(*arguments)
    checked += time.perf_counter() - started
writing._check = timed
with tempfile.TemporaryDirectory() as folder:
    started = time.perf_counter()
    returns.write_return(Path(folder) / "r.xlsx", event, grid, made_at=made_at)
    print(time.perf_counter() - started, checked)
"""
)

_PEERS = (
    _COMMON
    + """
pages = []
returns.write_pages = lambda _file, given, **_options: pages.extend(given)
returns.write_return(Path("r.xlsx"), event, grid, made_at=made_at)
cells = [(page.title, [list(row) for row in page.rows()]) for page in pages]
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
with tempfile.TemporaryDirectory() as folder:
    started = time.perf_counter()
    if sys.argv[2] == "ordinary":
        workbook = Workbook()
        workbook.remove(workbook.active)
        for title, rows in cells:
            sheet, models = workbook.create_sheet(title), {}
            for number, row in enumerate(rows, 1):
                for column, (style, value) in enumerate(row, 1):
                    cell = sheet.cell(number, column, value)
                    if style not in models:
                        writing.dress(cell, writing.STYLES[style])
                        models[style] = cell
                    cell._style = models[style]._style
    else:
        workbook = Workbook(write_only=True)
        for title, rows in cells:
            sheet, models = workbook.create_sheet(title), {}
            def dressed(style, value):
                if style not in models:
                    models[style] = WriteOnlyCell(sheet)
                    writing.dress(models[style], writing.STYLES[style])
                models[style].value = value
                return models[style]
            for row in rows:
                sheet.append(dressed(style, value) for style, value in row)
    workbook.save(Path(folder) / "r.xlsx")
    print(time.perf_counter() - started, sum(len(row) for _title, rows in cells for row in rows))
"""
)


def _run(code: str, *arguments: str) -> list[float]:
    said = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return [float(number) for number in said.stdout.split()]


def main() -> None:
    """Print the times and their ratios."""
    people = sys.argv[1] if len(sys.argv) > 1 else "10000"
    turns = [
        (_run(_OURS, people), _run(_PEERS, people, "ordinary"), _run(_PEERS, people, "write-only"))
        for _turn in range(3)
    ]
    ours, ordinary, write_only = (statistics.median(turn[n][0] for turn in turns) for n in range(3))
    checked = statistics.median(turn[0][1] for turn in turns)
    print(f"{people} people × 8 slots, {turns[0][1][1]:,.0f} cells; openpyxl uses lxml in all three")
    print(f"  the return, worked out, written, read back and compared  {ours:6.2f} s")
    print(f"    of which reading back and comparing                    {checked:6.2f} s")
    print(f"  openpyxl, ordinary mode                                  {ordinary:6.2f} s   ratio {ours / ordinary:.2f}")
    print(
        f"  openpyxl, write-only mode                                {write_only:6.2f} s   ratio {ours / write_only:.2f}"
    )


if __name__ == "__main__":
    main()
