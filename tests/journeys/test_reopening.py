"""The program killed at the door, in a process of its own: it opens again there, as it was, with what was last said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.reopening import Program
from ia_events.domain import tokens
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.store import Store, events, registrations

NOW = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Event, list[str]]:
    """A database of two events, the badges of the second one."""
    path = tmp_path / "events.db"
    store = Store.open(path, now=NOW)
    morning = Slot(label="Matin", start=NOW, end=NOW + timedelta(hours=3))
    afternoon = Slot(label="Après-midi", start=NOW + timedelta(hours=5), end=NOW + timedelta(hours=8))
    event_ids = [
        events.save(store, Event(title=title, timezone="America/Marigot", slots=slots), NOW)
        for title, slots in (("La veille", ()), ("L'IA au quotidien", (morning, afternoon)))
    ]
    event = events.get(store, event_ids[1])
    badges = []
    for last_name in ("Arrondell", "Fleming", "N'Diaye"):
        person = Attendee(event_id=event.id, last_name=last_name, first_name="Océane", employer="Commune des Abymes")
        badges.append(tokens.issue(registrations.get(store, registrations.save(store, person, NOW)).badge, event.key))
    store.close()
    return path, event, badges


def test_the_door_opens_again_where_it_was(made: tuple[Path, Event, list[str]]) -> None:
    path, event, badges = made
    slot = event.slots[0].id
    program = Program(path)
    # What stood there was not the door: nothing was cut off.
    assert program.told["page"] == "run_sheet"
    program.do(f"switch {event.id}")
    program.do("open door")
    program.do(f"slot {slot}")
    program.do(f"scan {badges[0]}")
    said = program.do(f"scan {badges[1]}")["said"]
    assert "Fleming" in said or "FLEMING" in said
    program.do("leaving")
    program.kill()

    again = Program(path)
    told = again.told
    assert (told["page"], told["event"], told["slot"], told["leaving"]) == ("door", event.id, slot, False)
    assert told["shown"]
    assert told["said"].startswith("Dernier passage. FLEMING Océane. Commune des Abymes.")
    # Nothing is lost, and the next badge is read at once.
    assert "NDIAYE" in again.do(f"scan {badges[2]}")["said"].replace("'", "").replace("’", "").upper()
    store = Store.open(path, now=NOW)
    assert (
        store.execute("SELECT count(*) FROM facts WHERE kind = 'arrival' AND slot_id = ?", (slot,)).fetchone()[0] == 3
    )
    store.close()

    # Killed again at once, it still knows; closed as one closes a window, it opens as usual.
    again.kill()
    closed = Program(path)
    assert closed.told["page"] == "door"
    assert closed.leave() == 0
    usual = Program(path)
    assert usual.told["page"] == "run_sheet"
    usual.kill()


def test_another_page_is_not_the_door(made: tuple[Path, Event, list[str]]) -> None:
    path = made[0]
    program = Program(path)
    program.do("open door")
    program.do("open participants")
    program.kill()
    again = Program(path)
    assert again.told["page"] == "run_sheet"
    again.kill()
