"""The door's counters when they cost too much for the window: counted in the worker, and true all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from ia_events.domain import tokens
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.store import Store, events
from ia_events.ui.pages import door_counting
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from tests.ui.test_door import EVENING, keys, page, people

__all__ = ["page", "people"]


def _inside(page: DoorPage) -> str:
    return page.counters.counters[0].accessibleName().split()[0]


def test_the_worker_counts_and_scans_do_not_wait(
    page: DoorPage,
    people: dict[str, Attendee],
    event: Event,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    assert _inside(page) == "0"
    monkeypatch.setattr(door_counting, "_DEAR", 0.0)
    for person in ("arrondell", "fleming", "ndiaye"):
        keys(tokens.issue(people[person].badge, event.key))
    assert _inside(page) == "0"  # not yet
    qtbot.waitUntil(lambda: _inside(page) == "3" and not session.work.busy)


def test_another_slot_is_counted_at_once(
    page: DoorPage,
    people: dict[str, Attendee],
    event: Event,
    store: Store,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    start = EVENING + timedelta(hours=4)
    night = Slot(label="Nuit", start=start, end=start + timedelta(hours=2))
    events.save(store, replace(event, slots=(*event.slots, night)), EVENING)
    session.recorded()
    first, other = (slot.id for slot in events.get(store, event.id).slots)
    monkeypatch.setattr(door_counting, "_DEAR", 0.0)
    keys(tokens.issue(people["fleming"].badge, event.key))
    page.bar.slot_chosen.emit(other)
    assert _inside(page) == "0"
    # What was counted of the slot that was left does not show here.
    qtbot.wait(900)
    qtbot.waitUntil(lambda: not session.work.busy)
    assert _inside(page) == "0"
    page.bar.slot_chosen.emit(first)
    assert _inside(page) == "1"
