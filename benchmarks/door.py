"""The door on a long evening: two stations on one database, badges being printed, names being looked up.

    python -m benchmarks.door [--people 100000] [--scans 10000] [--paced 200]

The page, offscreen, with its lists; every other badge is read by another station, a process with the same file. In a row:
nothing between two scans but a name typed every fiftieth. Paced, afterwards: at moments that do not wait for the program,
0.1 to 1.2 s apart, from when the last key was due to the verdict painted; half of them while sheets of badges are made in
the worker. The floor is the commit of a bare durable INSERT (see check_in), taking turns with those of the page.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.check_in import at_the_door, bare_insert, plan, prepare, read
from benchmarks.search import NOW, line, percentile
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.store import Store, door, registrations

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage
    from ia_events.ui.session import Session
    from ia_events.ui.window import MainWindow
    from ia_events.ui.work import Progress

PAINTED_WITHIN = 50.0  # milliseconds, 99 of 100
FLOORS_ALLOWED = 2.0
PRINTED = 60  # badges of a batch
GROWTH_ALLOWED = 1.1  # of the memory, from the first tenth to the end


def memory() -> int:
    """What this process has in memory, in bytes; 0 where nothing says it."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


class Station:
    """Another station: the command line on the same file."""

    def __init__(self, path: Path, event: Event) -> None:
        command = [sys.executable, "-m", "ia_events.cli", "--db", str(path), "--json", "check-in"]
        self._process = subprocess.Popen(
            [*command, "--event", event.id, "--station", "Entrée 2"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def scan(self, token: str) -> None:
        """Read a badge there; returns once it is answered."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{token}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline()

    def close(self) -> None:
        """It goes home."""
        self._process.communicate()


class _Timed:
    """A connection that notes how many milliseconds each COMMIT took."""

    def __init__(self, connection: Any, taken: list[float]) -> None:
        self._connection, self._taken = connection, taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, values: Any = ()) -> Any:
        """The rows of a statement."""
        if sql != "COMMIT":
            return self._connection.execute(sql, values)
        begun = time.perf_counter()
        rows = self._connection.execute(sql)
        self._taken.append((time.perf_counter() - begun) * 1000)
        return rows


class Front:
    """The page, and a hand that reads badges at it."""

    def __init__(self, window: MainWindow, page: DoorPage, floor: Any) -> None:
        self.session: Session = window.session
        self.page, self._floor = page, floor
        self.commits: list[float] = []
        self.floors: list[float] = []
        self.printed = 0
        self.printing = False
        self.session.store.connection = _Timed(self.session.store.connection, self.commits)

    def read(self, token: str) -> float:
        """The keys of a badge; milliseconds from the last one until its verdict is painted."""
        return read(self.page, token)

    def bare(self) -> None:
        """One commit of the floor."""
        self._floor.execute("BEGIN IMMEDIATE")
        self._floor.execute("INSERT INTO scans(token, at) VALUES ('0123456789ABCDEF0123', '2025-11-12')")
        begun = time.perf_counter()
        self._floor.execute("COMMIT")
        self.floors.append((time.perf_counter() - begun) * 1000)

    def look_up(self, name: str) -> None:
        """Type a name, then think better of it."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        QTest.keyClicks(self.page.field, name)
        QApplication.processEvents()
        QTest.keyClick(self.page.field, Qt.Key.Key_Escape)

    def print_on(self, event: Event, people: list[str]) -> None:
        """Make sheets of badges in the worker until `printing` is off."""
        self.printing = True

        def job(store: Store, progress: Progress) -> int:
            from ia_events.documents import badges, stocks

            batch = registrations.get_many(store, people[:PRINTED])
            badges.write_badges(
                BytesIO(), event, batch, stocks.stock(stocks.DEFAULT), made_at=self.session.now(), progress=progress
            )
            return len(batch)

        def again(count: int = 0) -> None:
            self.printed += count
            if self.printing:
                self.session.run(job, again)

        again()


def in_a_row(front: Front, station: Station, scanned: list[str], sizes: list[int]) -> list[float]:
    """Milliseconds of each scan at the page, every other one; the memory at each tenth goes to `sizes`."""
    from PySide6.QtWidgets import QApplication

    taken = []
    for number, token in enumerate(scanned):
        if number % 2:
            station.scan(token)
            continue
        taken.append(front.read(token))
        front.bare()
        QApplication.processEvents()
        if number % 50 == 0:
            front.look_up("ndia")
        if number % max(1, len(scanned) // 10) == 0:
            gc.collect()
            sizes.append(memory())
    gc.collect()
    sizes.append(memory())
    return taken


def paced(front: Front, station: Station, scanned: list[str]) -> list[float]:
    """Milliseconds from the moment the last key of each scan is due until its verdict is painted."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    chance = random.Random(11)
    taken: list[float] = []
    loop = QEventLoop()
    clock = QTimer(singleShot=True, timerType=Qt.TimerType.PreciseTimer)
    due = 0.0
    left = iter(scanned)

    def next_one() -> None:
        nonlocal due
        gap = chance.uniform(0.1, 1.2)
        due = time.perf_counter() + gap
        clock.start(round(gap * 1000))

    def read() -> None:
        token = next(left, None)
        if token is None:
            loop.quit()
            return
        late = max(0.0, time.perf_counter() - due) * 1000  # the window was doing something else
        taken.append(late + front.read(token))
        front.bare()
        other = next(left, None)
        if other is not None:
            station.scan(other)
        next_one()

    clock.timeout.connect(read)
    next_one()
    loop.exec()
    return taken


def evening(path: Path, store: Store, event: Event, scanned: list[str], later: list[str], floor: Any) -> bool:
    """Run it and print the figures; whether all are reached."""
    sizes: list[int] = []
    half = len(later) // 2
    with at_the_door(store, event) as (window, page):
        from PySide6.QtTest import QTest

        front, station = Front(window, page, floor), Station(path, event)
        people = [row[0] for row in store.execute("SELECT id FROM registrations LIMIT ?", (PRINTED,))]
        front.print_on(event, people)
        row = in_a_row(front, station, scanned, sizes)
        busy = paced(front, station, later[:half])
        front.printing = False
        while window.session.work.busy:
            QTest.qWait(20)
        calm = paced(front, station, later[half:])
        station.close()
    print(line("in a row: last key to painted, printing", row))
    print(line(f"  the last thousand of {len(row)}", row[-1000:]))
    print(line("paced: last key due to painted, printing", busy))
    print(line("paced: last key due to painted", calm))
    print(line("a commit of a scan", front.commits))
    print(line("the floor", front.floors))
    floors = statistics.median(front.commits) / statistics.median(front.floors)
    growth = sizes[-1] / sizes[1]
    print(
        f"a commit costs {floors:.2f} times the floor ({FLOORS_ALLOWED:g} allowed); {front.printed} badges printed meanwhile"
    )
    print("memory, MiB: " + " ".join(f"{size / 2**20:.0f}" for size in sizes) + f"   {growth:.3f} times")
    within = [percentile(part, 0.99) / PAINTED_WITHIN for part in (row, busy, calm)]
    print("99 % against 50 ms: " + " ".join(f"{ratio:.2f}" for ratio in within))
    return max(within) <= 1 and floors <= FLOORS_ALLOWED and growth <= GROWTH_ALLOWED


def kept(store: Store, event: Event, scanned: list[str]) -> tuple[int, int]:
    """How many of the scans left no trace, and how many left more than one."""
    wanted = Counter(tokens.badge_id(token) for token in scanned)
    found: Counter[str | None] = Counter()
    for badge, count in store.execute(
        "SELECT r.badge, count(*) FROM facts AS f JOIN registrations AS r ON r.id = f.registration_id"
        " WHERE f.event_id = ? AND f.kind IN ('arrival', 'scan') AND f.station <> 'Entrée 3' GROUP BY r.badge",
        (event.id,),
    ):
        found[badge] = count
    return (wanted - found).total(), (found - wanted).total()


def main() -> int:
    """Print the figures. Returns 1 when one is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--scans", type=int, default=10_000)
    parser.add_argument("--paced", type=int, default=200)
    parser.add_argument("--before", type=int, default=0, help="arrivals recorded before anything is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IA_EVENTS_HOME"] = folder
        path = Path(folder) / "events.db"
        store, event, badges = prepare(path, options.people)
        for token in badges[: options.before]:
            door.scan(store, event, token, at=NOW, now=NOW, station="Entrée 3")
        scanned = plan(badges[options.before :], options.scans + 2 * options.paced)
        print(
            f"{options.people} registrations, {options.scans} scans in a row at two stations, then {options.paced} paced"
        )
        with bare_insert(Path(folder) / "floor.db") as floor:
            reached = evening(path, store, event, scanned[: options.scans], scanned[options.scans :], floor)
        lost, double = kept(store, event, scanned)
        store.close()
    print(f"lost {lost}, double {double}")
    return 0 if reached and not lost and not double else 1


if __name__ == "__main__":
    sys.exit(main())
