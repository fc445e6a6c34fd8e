"""Whatever is done to a list, reading it ends soon, with a list or a sentence, and an import is whole or nothing.

300 mutations with the other tests, 10,000 by `make fuzz`. A failure names the sample and the number that make it again.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ia_events import i18n
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Listing
from ia_events.domain.matching import make_plan
from ia_events.spreadsheets import report, worker
from ia_events.spreadsheets.reading import read
from ia_events.store import Store, events, imports, registrations
from tests.spreadsheets.mutations import mutated

DATA = Path(__file__).parent.parent / "data"
SAMPLES = sorted(p for p in (*(DATA / "lists").iterdir(), *(DATA / "protected").iterdir()) if p.suffix != ".json")
MUTATIONS = int(os.environ.get("IA_EVENTS_MUTATIONS", "300"))
FIRST = int(os.environ.get("IA_EVENTS_FIRST_MUTATION", "0"))
BLOCK = 25
NOW = datetime(2025, 11, 12, 12, tzinfo=UTC)
# A silence of QUIET seconds is a refusal; what comes before and after it is short.
_SOON = worker.QUIET + 15
# What the window itself may take for a list of a few kilobytes, whatever it pretends.
_MEMORY = 400


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("fuzz") / "events.db", now=NOW)
    yield store
    store.close()


@pytest.fixture
def in_english() -> Iterator[None]:
    yield
    i18n.use("fr")


def _resident() -> int:
    """Megabytes this process holds."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE") >> 20


@pytest.mark.parametrize("start", range(FIRST, FIRST + MUTATIONS, BLOCK))
def test_spoiled_lists(start: int, store: Store, tmp_path: Path, in_english: None) -> None:
    refused: dict[str, UserError] = {}
    before = _resident()
    for number in range(start, start + BLOCK):
        sample = SAMPLES[number % len(SAMPLES)]
        path = tmp_path / f"{number}{sample.suffix}"
        path.write_bytes(mutated(sample.read_bytes(), number))
        began = time.monotonic()
        try:
            listing = read(path, password="Soualiga")
        except UserError as error:
            refused[f"{error.template} {sorted(error.values)}"] = error
        except BaseException as error:
            error.add_note(f"mutation {number} of {sample.name}")
            raise
        else:
            _import(store, listing, number)
            if number % 7 == 0:
                _report(tmp_path / "rapport.xlsx", path, listing, refused)
        took = time.monotonic() - began
        assert took < _SOON, f"mutation {number} of {sample.name} took {took:.0f} s"
        grown = _resident() - before
        assert grown < _MEMORY, f"mutation {number} of {sample.name}: {grown} MB more"
        path.unlink()
    i18n.use("en")
    for refusal in refused.values():
        assert len(refusal.message) > 20
        assert refusal.message != refusal.template.format(**refusal.values), "no English"


def _import(store: Store, listing: Listing, number: int) -> None:
    """The whole list is in the store, or nothing of it."""
    event = events.save(store, Event(title=f"Essai {number}"), NOW)
    plan = make_plan(listing, [], event, lambda: uuid7(NOW))
    assert len(plan.added) + len(plan.updated) + plan.unchanged + len(plan.refused) == len(listing.rows)
    try:
        imports.import_plan(store, plan, NOW)
    except BaseException as error:
        error.add_note(f"mutation {number}")
        assert registrations.all_of(store, event) == []
        raise
    assert len(registrations.all_of(store, event)) == len(plan.added)


def _report(file: Path, path: Path, listing: Listing, refused: dict[str, UserError]) -> None:
    verdicts = {(row.sheet, row.row): "Ajout" for row in listing.rows}
    try:
        report.write_report(file, path, listing, listing.problems, verdicts, password="Soualiga")
    except UserError as error:
        refused[f"{error.template} {sorted(error.values)}"] = error
