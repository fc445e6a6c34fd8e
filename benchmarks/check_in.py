"""A scan, from the text of a badge to the committed verdict, against the least a commit can cost on the same disk.

    python -m benchmarks.check_in [--people 100000] [--scans 3000]

The floor is a bare `BEGIN … INSERT … COMMIT` of one short row with synchronous=FULL, the driver used directly, in a
database of its own beside the other; scans and floor take turns, so that a busy disk slows both. What is scanned is
drawn from everybody registered: nine arrivals out of ten, one badge read twice. The key to paint line is the page's own
path offscreen: the key that ends a scan, until the verdict has been painted.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlite

from benchmarks.search import NOW, fill, line
from ia_events.domain import tokens
from ia_events.domain.events import Event, Slot
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door, door_book, events

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage
    from ia_events.ui.window import MainWindow

ALLOWED = 3.0


def prepare(path: Path, people: int) -> tuple[Store, Event, list[str]]:
    """A database of so many registrations, its event under way, and everybody's badge in a random order."""
    store = Store.open(path, now=NOW)
    event_id = fill(store, people)
    # As at a door: the worker imports, in a connection of its own, and what that leaves in its memory slows it by a third.
    store.close()
    store = Store.open(path, now=NOW)
    event = events.get(store, event_id)
    events.save(store, replace(event, slots=(Slot(label="Soirée", start=NOW, end=NOW + timedelta(hours=3)),)), NOW)
    event = events.get(store, event_id)
    badges = [
        tokens.issue(row[0], event.key)
        for row in store.execute("SELECT badge FROM registrations WHERE event_id = ?", (event_id,))
    ]
    random.Random(3).shuffle(badges)
    return store, event, badges


def plan(badges: list[str], scans: int) -> list[str]:
    """What is scanned: nine new badges, then one already read."""
    chance = random.Random(5)
    fresh = iter(badges)
    read: list[str] = []
    for number in range(scans):
        again = number % 10 == 9
        read.append(chance.choice(read) if again else next(fresh))
    return read


@contextmanager
def bare_insert(path: Path) -> Iterator[Any]:
    """The floor: a table of its own, committed as durably as ours."""
    connection = sqlite.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE scans(id INTEGER PRIMARY KEY, token TEXT, at TEXT)")
    try:
        yield connection
    finally:
        connection.close()


def measure(store: Store, event: Event, scanned: list[str], floor: Any) -> tuple[list[float], list[float]]:
    """Milliseconds of each scan and of each bare insert, taking turns."""
    ours, theirs = [], []
    for number, token in enumerate(scanned):
        at = NOW + timedelta(seconds=number)
        begun = time.perf_counter()
        outcome = door.scan(store, event, token, at=at, now=at, station="Entrée 1")
        ours.append((time.perf_counter() - begun) * 1000)
        assert outcome.verdict in (Verdict.WELCOME, Verdict.ALREADY_IN)
        begun = time.perf_counter()
        floor.execute("BEGIN IMMEDIATE")
        floor.execute("INSERT INTO scans(token, at) VALUES (?, ?)", (token, at.isoformat()))
        floor.execute("COMMIT")
        theirs.append((time.perf_counter() - begun) * 1000)
    return ours, theirs


@contextmanager
def at_the_door(store: Store, event: Event) -> Iterator[tuple[MainWindow, DoorPage]]:
    """A window offscreen, on the door's page."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ia_events.settings import Settings
    from ia_events.ui import language
    from ia_events.ui.pages.door import DoorPage
    from ia_events.ui.session import Session
    from ia_events.ui.theme import Theme
    from ia_events.ui.window import MainWindow

    app = QApplication.instance() or QApplication(["benchmark"])
    assert isinstance(app, QApplication)
    language.use("fr")
    settings = Settings(language="fr", sound=False)
    theme = Theme(app, settings)
    session = Session(store, settings)
    session.switch(event.id)
    window = MainWindow(session)
    window.show()
    session.open("door")
    page = window.page
    assert isinstance(page, DoorPage)
    QTest.qWait(400)
    yield window, page
    window.close()
    session.close()
    theme.deleteLater()


def painted(store: Store, event: Event, scanned: list[str]) -> list[float]:
    """Milliseconds from the last key of each scan until its verdict has been painted, on the page."""
    taken = []
    with at_the_door(store, event) as (_window, page):
        from PySide6.QtWidgets import QApplication

        for token in scanned:
            taken.append(read(page, token))
            QApplication.processEvents()
    return taken


def read(page: DoorPage, token: str) -> float:
    """The keys of a badge; milliseconds from the last one until its verdict is painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.keyClicks(page.field, token[:-1])
    last = getattr(Qt.Key, f"Key_{token[-1]}")
    before = page.verdict.shown
    begun = time.perf_counter()
    QTest.keyClick(page.field, last)  # returns once the verdict is painted: what follows it waits its turn
    taken = (time.perf_counter() - begun) * 1000
    assert page.verdict.shown is not before
    return taken


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--scans", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store, event, badges = prepare(Path(folder) / "events.db", options.people)
        scanned = plan(badges, options.scans)
        with bare_insert(Path(folder) / "floor.db") as floor:
            ours, theirs = measure(store, event, scanned, floor)
        begun = time.perf_counter()
        found = door_book.counters(store, event, event.slots[0].id)
        counting = (time.perf_counter() - begun) * 1000
        painting = painted(store, event, badges[-200:])
        store.close()
    ratio = statistics.median(ours) / statistics.median(theirs)
    print(f"{options.people} registrations, {options.scans} scans")
    print(line("a scan, to its committed verdict", ours))
    print(line("a bare INSERT … COMMIT (the floor)", theirs))
    print(line("on the page: last key to painted verdict", painting))
    print(f"counters, after the verdict: {counting:.0f} ms with {found.arrived} arrivals")
    print(f"a scan costs {ratio:.2f} times the floor ({ALLOWED:g} allowed)")


if __name__ == "__main__":
    main()
