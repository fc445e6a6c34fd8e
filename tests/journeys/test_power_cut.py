"""The power goes while badges are read: every verdict that was shown is in the database, which is sound, 200 times out of 200.

What is simulated is the disk, not the machine: the product's own Store writes through SQLite's file layer in power.py,
which then keeps of each file what was synced, and by chance some of what was not. The SQLite underneath is apsw's, not
the driver the program ships with (which has no way in at that level); a copy of what each cut left is opened by the
program's own driver, and the next round goes on with it as it was left. Disks that lie about having synced are not simulated.
"""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from ia_events.domain import tokens
from ia_events.domain.events import Event, Slot
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door, events, journal, registrations
from ia_events.store.journal import Label
from tests.journeys.power import Connection, Disk, PowerCutError

NOW = datetime(2025, 11, 12, 22, 0, tzinfo=UTC)
CUTS = 200
PEOPLE = 300


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Path, Event, list[str]]:
    """A database file in a folder of its own, its event, and everybody's badge."""
    path = tmp_path / "base" / "events.db"
    store = Store.open(path, now=NOW)
    slot = Slot(label="Soirée", start=NOW, end=NOW + timedelta(hours=2, minutes=30))
    event = Event(title="Soirée de l'INET", timezone="America/Marigot", slots=(slot,))
    event_id = events.save(store, event, NOW)
    crowd = [
        Attendee(id=uuid7(NOW), event_id=event_id, last_name=f"Nom{n}", first_name="Anaïs", badge=tokens.new_badge_id())
        for n in range(PEOPLE)
    ]
    journal.record(store, [registrations.addition(person) for person in crowd], Label("Import"), NOW)
    event = events.get(store, event_id)
    store.close()
    return path, event, [tokens.issue(person.badge, event.key) for person in crowd]


def test_every_verdict_shown_survives(opened: tuple[Path, Event, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    path, event, badges = opened
    draw = random.Random(200)
    shown: dict[str, Verdict] = {}
    for cut in range(CUTS):
        # given scans, tidying and closing until the power goes at any operation of the file layer
        shown |= _scan_until_cut(path, event, badges, Disk(f"cut{cut}", draw), monkeypatch)

        # then everything shown is kept; one more at most was kept and not yet shown, at each cut
        kept, faults = _found(path)
        assert shown.items() <= kept.items()
        assert len(kept) - len(shown) <= cut + 1
        assert faults == []
    assert len(shown) > CUTS


def test_the_disk_bites(opened: tuple[Path, Event, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    # A store that would not wait for the disk loses verdicts within a few such cuts.
    path, event, badges = opened
    draw = random.Random(7)
    shown: dict[str, Verdict] = {}
    for cut in range(20):
        disk = Disk(f"bite{cut}", draw)
        shown |= _scan_until_cut(path, event, badges, disk, monkeypatch, durable=False)
        if shown.items() - _found(path)[0].items():
            return
    pytest.fail("nothing was lost")


def _scan_until_cut(
    path: Path, event: Event, badges: list[str], disk: Disk, monkeypatch: pytest.MonkeyPatch, *, durable: bool = True
) -> dict[str, Verdict]:
    """The verdicts returned before the power went, by fact; the folder is then as the cut left it."""
    shown: dict[str, Verdict] = {}
    disk.cut_at = disk.draw.randrange(400)
    with monkeypatch.context() as patch:
        patch.setattr(dbapi2, "connect", lambda path, **_options: Connection(path, disk, durable=durable))
        store = None
        with suppress(PowerCutError):
            while True:
                store = store or Store.open(path, now=NOW)
                outcome = door.scan(store, event, disk.draw.choice(badges), at=NOW, now=NOW, station="Entrée 1")
                shown[outcome.fact_id] = outcome.verdict
                chance = disk.draw.random()
                if chance < 0.1:
                    store.checkpoint()
                elif chance < 0.13:
                    store.close()
                    store = None
        if store is not None:
            with suppress(PowerCutError):
                store.close()
    disk.come_back(path.parent)
    disk.unregister()
    return shown


def _found(path: Path) -> tuple[dict[str, Verdict], list[str]]:
    """What the program finds when it starts again: the verdicts kept, by fact, and what is wrong with the file.

    Looked at in a copy, so that the next round begins with what the cut left and may be cut while it mends that.
    """
    copy = path.parent.with_name("looked at")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(path.parent, copy)
    store = Store.open(copy / path.name, now=NOW)
    kept = {row[0]: Verdict(row[1]) for row in store.execute("SELECT id, value FROM facts WHERE value <> ''")}
    faults = [row[0] for row in store.execute("PRAGMA integrity_check") if row[0] != "ok"]
    store.close()
    return kept, faults
