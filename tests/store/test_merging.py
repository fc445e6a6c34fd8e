"""Changes that come from elsewhere: any order, any number of times, the same state; and nothing dropped."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ia_events.domain import changes as rules
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.changes import Change
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.store import Store, backups, journal, merging, registrations
from ia_events.store.applying import apply_entries
from ia_events.store.journal import Add, Label, Put
from ia_events.store.merging import Applied
from ia_events.store.schema import Held

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
SAID = Label("Essai")
FAR = "0123456789abcdef"  # an origin made by hand


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, now=NOW)
    yield opened
    opened.close()


def everything(store: Store) -> list[Change]:
    return list(merging.changes_since(store, {}))


def some_changes() -> list[Change]:
    """The whole log of a small database: people, an edit, an arrival taken back, an undo."""
    source = Store.open(None, now=NOW)
    id_ = registrations.save(source, Attendee(event_id="e", last_name="Dupont"), NOW)
    registrations.save(source, replace(registrations.get(source, id_), phone="0590123456"), NOW)
    fact = Fact(id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id="e", registration_id=id_, slot_id="s", at=NOW)
    journal.record(source, [fact], SAID, NOW)
    journal.undo(source, NOW)
    journal.undo(source, NOW)
    return everything(source)


def chained(*entries: tuple[str, str, object], origin: str = FAR, hlc: int = 1 << 56) -> list[Change]:
    """Changes of an origin as another program would write them: (table, row, body), bodies as values or raw text."""
    chain, made = rules.GENESIS, []
    for seq, (table, row, body) in enumerate(entries, 1):
        text = body if isinstance(body, str) else json.dumps(body)
        chain = rules.link(chain, origin, seq, hlc, "action", table, row, rules.body_hash(text))
        made.append(Change(origin, seq, hlc, "action", table, row, text, chain))
    return made


def reasons(store: Store) -> list[str]:
    return [row[0] for row in store.execute("SELECT reason FROM refused ORDER BY origin, seq, reason")]


FACT = {
    "id": "f1", "kind": "arrival", "event_id": "e", "registration_id": "r", "slot_id": "s", "at": "2026-11-03T08:30:00.000Z",
    "method": "scan", "station": "", "value": "welcome", "target": "",
}  # fmt: skip
ACTION = {"kind": "do", "target": "", "label": "Essai", "values": {}, "count": 1}
ADD = {"set": {"event_id": "e", "last_name": "Dupont"}, "whole": 1}


# --- the state does not depend on the order -----------------------------------------------------------------------


@dataclass
class Station:
    """A store whose clock is wrong."""

    store: Store
    skew: int

    def now(self, tick: int) -> datetime:
        return NOW + timedelta(seconds=tick + self.skew)


_IDS = ("r1", "r2", "r3", "r4")
_act = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(_IDS)),
    st.tuples(
        st.just("put"), st.sampled_from(_IDS), st.sampled_from(("phone", "last_name", "deleted")), st.integers(0, 2)
    ),
    st.tuples(st.just("arrive"), st.sampled_from(_IDS)),
    st.tuples(st.just("void"), st.integers(0, 7)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("undo named"), st.integers(0, 7)),
    st.tuples(st.just("send"), st.integers(0, 2), st.integers(1, 9)),
)
_history = st.lists(st.tuples(st.integers(0, 2), _act), max_size=25)


def live(history: Sequence[tuple[int, tuple[object, ...]]], skews: Sequence[int]) -> list[Station]:
    """Three stations that act on the same people, and now and then send each other the beginning of what is lacking."""
    stations = [Station(Store.open(None, now=NOW), skew) for skew in skews]
    for tick, (who, act) in enumerate(history):
        station = stations[who]
        store, now = station.store, station.now(tick)
        known = {row[0] for row in store.execute("SELECT id FROM registrations")}
        match act:
            case ("add", str(id_)) if id_ not in known:
                journal.record(store, [Add("registrations", id_, {"event_id": "e", "last_name": f"{who}"})], SAID, now)
            case ("put", str(id_), str(column), int(number)) if id_ in known:
                wanted = number % 2 if column == "deleted" else str(number)
                journal.record(store, [Put("registrations", id_, {column: wanted})], SAID, now)
            case ("arrive", str(id_)):
                fact = Fact(
                    id=uuid7(now), kind=FactKind.ARRIVAL, event_id="e", registration_id=id_, slot_id="s", at=now
                )
                journal.record(store, [fact], SAID, now)
            case ("void", int(place)):
                if facts := [row[0] for row in store.execute("SELECT id FROM facts ORDER BY hlc, origin, seq")]:
                    journal.record(store, [journal.void(facts[place % len(facts)], "e", now)], SAID, now)
            case ("undo",):
                journal.undo(store, now)
            case ("redo",):
                journal.redo(store, now)
            case ("undo named", int(place)):
                if actions := [
                    row[0] for row in store.execute("SELECT id FROM actions WHERE kind = 'do' ORDER BY hlc, origin")
                ]:
                    journal.undo(store, now, actions[place % len(actions)])
            case ("send", int(to), int(count)):
                lacking = list(merging.changes_since(store, merging.heads(stations[to].store)))
                merging.apply(stations[to].store, lacking[:count])
    return stations


@given(_history, st.permutations((0, -86_400, 3600)), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_any_order_any_batches_any_number_of_times(
    history: list[tuple[int, tuple[object, ...]]], skews: list[int], chance: random.Random
) -> None:
    stations = live(history, skews)
    log = sorted(
        {change for station in stations for change in everything(station.store)}, key=lambda c: (c.origin, c.seq)
    )
    results = []
    for _store in range(3):
        incoming = [*log, *chance.choices(log, k=len(log) // 3)] if log else []
        chance.shuffle(incoming)
        fresh = Store.open(None, now=NOW)
        counted = Applied()
        while incoming:
            size = chance.randint(1, len(incoming))
            batch, incoming = incoming[:size], incoming[size:]
            came = merging.apply(fresh, batch)
            assert came.applied + came.duplicate + came.held + came.refused == len(batch)
            counted = Applied(*(a + b for a, b in zip(_figures(counted), _figures(came), strict=True)))
        assert counted.applied + counted.released == len(log)
        assert counted.refused == 0
        assert everything(fresh) == log
        assert backups.verify(fresh).faults == ()
        results.append(merging.digests(fresh))
        fresh.close()
    for station in stations:
        merging.apply(station.store, log)
        results.append(merging.digests(station.store))
        assert backups.verify(station.store).faults == ()
        station.store.close()
    assert all(result == results[0] for result in results)


def _figures(applied: Applied) -> tuple[int, ...]:
    return applied.applied, applied.duplicate, applied.held, applied.refused, applied.released


def test_a_clock_that_is_behind_still_writes_after_what_it_has_seen(store: Store) -> None:
    journal.record(store, [Add("registrations", "r", {"event_id": "e", "phone": "1"})], SAID, NOW)
    late = Store.open(None, now=NOW)
    merging.apply(late, everything(store))
    journal.record(late, [Put("registrations", "r", {"phone": "2"})], SAID, NOW - timedelta(days=400))
    merging.apply(store, everything(late))
    assert registrations.get(store, "r").phone == "2"


def test_an_edit_that_comes_before_its_addition(store: Store) -> None:
    source = Store.open(None, now=NOW)
    journal.record(source, [Add("registrations", "r", {"event_id": "e", "last_name": "Dupont"})], SAID, NOW)
    other = Store.open(None, now=NOW)
    merging.apply(other, everything(source))
    journal.record(other, [Put("registrations", "r", {"phone": "1"})], SAID, NOW)
    merging.apply(store, [c for c in everything(other) if c.origin == other.origin])
    assert registrations.count(store, "e") == 0
    merging.apply(store, everything(source))
    assert registrations.get(store, "r") == registrations.get(other, "r")
    assert backups.verify(store).faults == ()


# --- what becomes of each -----------------------------------------------------------------------------------------


def test_the_same_again_is_duplicate(store: Store) -> None:
    log = some_changes()
    assert merging.apply(store, [*log, *log]) == Applied(applied=len(log), duplicate=len(log))
    assert merging.apply(store, log) == Applied(duplicate=len(log))


def test_what_comes_too_early_waits_for_its_predecessor(store: Store) -> None:
    log = some_changes()
    assert merging.apply(store, log[2:5]) == Applied(held=3)
    assert merging.heads(store) == {}, "what is missing is asked for again"
    assert merging.apply(store, log[2:5]) == Applied(duplicate=3)
    assert merging.apply(store, log[:2]) == Applied(applied=2, released=3)
    assert merging.heads(store) == {log[0].origin: 5}
    assert merging.apply(store, log[6:]) == Applied(held=len(log) - 6)
    assert merging.apply(store, log[5:6]) == Applied(applied=1, released=len(log) - 6)
    assert everything(store) == log


@pytest.mark.parametrize(
    "entry",
    [
        ("wagons", "w1", {"set": {"wheels": 4}, "whole": 1}),
        ("registrations", "r", {"set": {"shoe_size": "42"}, "whole": 1}),
        ("registrations", "r", {"set": {"last_name": "A"}, "was": {"shoe_size": "42"}}),
        ("registrations", "r", {"set": {"role": "mascot"}, "whole": 1}),
        ("registrations", "r", {"set": {"status": "asleep"}, "whole": 1}),
        ("events", "e", {"set": {"format": "regatta"}, "whole": 1}),
        ("facts", "f1", {**FACT, "kind": "levitation"}),
        ("facts", "f1", {**FACT, "mood": "good"}),
        ("actions", "action", {**ACTION, "kind": "rebase"}),
        ("actions", "action", {**ACTION, "reason": "why"}),
    ],
)
def test_what_this_version_does_not_know_is_held(store: Store, entry: tuple[str, str, object]) -> None:
    log = chained(entry, ("registrations", "r2", ADD))
    assert merging.apply(store, log) == Applied(applied=1, held=1)
    assert merging.apply(store, log) == Applied(duplicate=2)
    assert everything(store) == log, "and passed on"
    assert registrations.get(store, "r2").last_name == "Dupont"
    assert backups.verify(store).faults == ()


def test_what_was_held_is_applied_by_the_version_that_knows_it(store: Store) -> None:
    log = chained(("registrations", "r", ADD), ("facts", "f1", FACT))
    merging.apply(store, log)
    # As a version would have left it that knew neither.
    with store.transaction() as connection:
        connection.execute("UPDATE changes SET held = ?", (Held.UNKNOWN,))
        connection.execute("DELETE FROM facts")
        connection.execute("DELETE FROM registrations")
        connection.execute("INSERT INTO registrations_search(registrations_search) VALUES ('delete-all')")
    with store.transaction() as connection:
        merging.release(connection)
    assert registrations.get(store, "r").last_name == "Dupont"
    assert store.execute("SELECT count(*) FROM facts").fetchone()[0] == 1
    assert backups.verify(store).faults == ()


@pytest.mark.parametrize(
    "entry",
    [
        ("registrations", "r", "not json"),
        ("registrations", "r", "[]"),
        ("registrations", "r", "[" * 100_000),
        ("registrations", "r", {"was": {}}),
        ("registrations", "r", {"set": {"last_name": "A"}}),
        ("registrations", "r", {"set": [], "whole": 1}),
        ("registrations", "r", {"set": {"last_name": ["A"]}, "whole": 1}),
        ("registrations", "r", {"set": {"last_name": None}, "whole": 1}),
        ("registrations", "r", {"set": {"deleted": "yes"}, "whole": 1}),
        ("registrations", "r", {"set": {"deleted": 2**70}, "whole": 1}),
        ("registrations", "r", {"set": {"slots": "s1"}, "whole": 1}),
        ("registrations", "r", {"set": {"slots": "[1]"}, "whole": 1}),
        ("registrations", "r", '{"set": {"last_name": "\\ud800"}, "whole": 1}'),
        ("events", "e", {"set": {"registration_opens": "tomorrow"}, "whole": 1}),
        ("slots", "s", {"set": {"start": "2026-11-03 08:30"}, "whole": 1}),
        ("facts", "f1", {name: value for name, value in FACT.items() if name != "station"}),
        ("facts", "f1", {**FACT, "at": "half past eight"}),
        ("facts", "f1", {**FACT, "value": 3}),
        ("facts", "f2", FACT),
        ("actions", "action", {**ACTION, "count": -1}),
        ("actions", "action", {**ACTION, "values": "none"}),
        ("actions", "other", ACTION),
        ("actions", "action", '{"kind":"do","target":"","label":"\\ud800","values":{},"count":1}'),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(store: Store, entry: tuple[str, str, object]) -> None:
    log = chained(entry, ("registrations", "r2", ADD))
    before = merging.digests(store)
    assert merging.apply(store, log[:1]) == Applied(refused=1)
    after = merging.digests(store)
    assert {name for name in after if after[name] != before[name]} <= {"changes"}
    assert reasons(store) == ["malformed"]
    # What follows in the same chain is still welcome.
    assert merging.apply(store, log) == Applied(applied=1, duplicate=1)
    assert backups.verify(store).faults == ()


@pytest.mark.parametrize(
    "edit",
    [
        {"origin": "short"},
        {"origin": "0123456789ABCDEF"},
        {"seq": 0},
        {"seq": 2**40},
        {"hlc": 0},
        {"hlc": 2**70},
        {"chain": b"?"},
        {"body": "\ud800"},
        {"row": "\udfff"},
    ],
)
def test_what_cannot_even_be_put_in_the_log_is_refused(store: Store, edit: dict[str, object]) -> None:
    log = some_changes()
    assert merging.apply(store, [replace(log[0], **edit), log[0]]) == Applied(applied=1, refused=1)  # type: ignore[arg-type]
    assert reasons(store) == ["malformed"]


@pytest.mark.parametrize(
    "edit",
    [
        {"body": '{"set":{"event_id":"e","last_name":"Autre"},"whole":1}'},
        {"row": "somebody else"},
        {"table": "events"},
        {"hlc": 1 << 57},
        {"action": "another"},
        {"chain": bytes(31) + b"\1"},
    ],
)
def test_what_was_altered_is_refused_and_the_true_one_still_welcome(store: Store, edit: dict[str, object]) -> None:
    log = some_changes()
    altered = replace(log[1], **edit)  # type: ignore[arg-type]
    assert merging.apply(store, [log[0], altered, *log[2:]]) == Applied(applied=1, refused=1, held=len(log) - 2)
    assert reasons(store) == ["altered"]
    assert merging.apply(store, log) == Applied(applied=1, duplicate=len(log) - 1, released=len(log) - 2)
    # And an altered copy of what is known changes nothing.
    assert merging.apply(store, [altered]) == Applied(refused=1)
    assert reasons(store) == ["altered", "other"]
    assert everything(store) == log


def test_an_altered_change_that_waited_gives_way_to_the_true_one(store: Store) -> None:
    log = some_changes()
    altered = replace(log[3], body=log[3].body.replace("0590123456", "0590999999"))
    assert altered != log[3]
    assert merging.apply(store, [altered]) == Applied(held=1)
    assert merging.apply(store, log[:3]) == Applied(applied=3)
    assert reasons(store) == ["altered"]
    assert merging.apply(store, log) == Applied(applied=len(log) - 3, duplicate=3)


def test_the_same_id_told_twice_gives_the_same_whichever_came_first() -> None:
    one = chained(("actions", "action", ACTION), ("facts", "f1", FACT))
    two = chained(
        ("actions", "action", {**ACTION, "label": "Autre"}),
        ("facts", "f1", {**FACT, "value": "late"}),
        origin="fedcba9876543210",
        hlc=1 << 57,
    )
    results = []
    for batches in ((one, two), (two, one), (two + one, [])):
        store = Store.open(None, now=NOW)
        for batch in batches:
            assert merging.apply(store, batch).refused == 0
        assert store.execute("SELECT value FROM facts").fetchone()[0] == "welcome"
        results.append(merging.digests(store))
    assert results[0] == results[1] == results[2]


def test_voids_in_a_circle_do_not_spin(store: Store) -> None:
    void = {**FACT, "kind": "void", "registration_id": "", "slot_id": ""}
    log = chained(
        ("facts", "v1", {**void, "id": "v1", "target": "v2"}),
        ("facts", "v2", {**void, "id": "v2", "target": "v1"}),
        ("facts", "v3", {**void, "id": "v3", "target": "v3"}),
    )
    assert merging.apply(store, log) == Applied(applied=3)
    assert [row[0] for row in store.execute("SELECT voided FROM facts ORDER BY id")] == [1, 0, 0]


def test_refused_and_held_are_counted_together(store: Store) -> None:
    log = some_changes()
    strange = chained(("wagons", "w", ADD), ("registrations", "r", "nonsense"), ("registrations", "r", ADD))
    incoming = [*log[:3], log[0], *strange, replace(log[3], body="{}"), *log[5:]]
    came = merging.apply(store, incoming)
    assert came == Applied(applied=4, duplicate=1, held=1 + len(log) - 5, refused=2)
    assert sum(_figures(came)[:4]) == len(incoming)


# --- which database is which --------------------------------------------------------------------------------------


def test_an_older_copy_put_back_by_hand_takes_another_name_when_it_meets_its_future(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    store = Store.open(path, now=NOW)
    registrations.save(store, Attendee(event_id="e", last_name="Avant"), NOW)
    store.close()
    older = path.read_bytes()
    store = Store.open(path, now=NOW)
    origin = store.origin
    registrations.save(store, Attendee(event_id="e", last_name="Après"), NOW)
    elsewhere = everything(store)
    store.close()
    path.write_bytes(older)  # in place: the same inode

    store = Store.open(path, now=NOW)
    came = merging.apply(store, elsewhere)
    assert came.refused == 0
    assert store.origin != origin
    registrations.save(store, Attendee(event_id="e", last_name="Ensuite"), NOW)
    assert registrations.count(store, "e") == 3
    assert backups.verify(store).origins == 2
    renewed = store.origin
    store.close()
    store = Store.open(path, now=NOW)
    assert store.origin == renewed
    store.close()


def test_a_fork_is_refused_not_taken_for_a_duplicate(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    store = Store.open(path, now=NOW)
    store.close()
    older = path.read_bytes()
    store = Store.open(path, now=NOW)
    origin = store.origin
    registrations.save(store, Attendee(event_id="e", last_name="Perdu"), NOW)
    elsewhere = everything(store)
    store.close()
    path.write_bytes(older)
    store = Store.open(path, now=NOW)
    registrations.save(store, Attendee(event_id="e", last_name="Autre"), NOW)
    came = merging.apply(store, elsewhere)
    assert came == Applied(refused=2)
    assert reasons(store) == ["other", "other"]
    assert store.origin != origin, "no further change is numbered twice"
    store.close()


def test_sets_of_changes_may_be_large(store: Store) -> None:
    source = Store.open(None, now=NOW)
    ops = [Add("registrations", f"{n:032x}", {"event_id": "e", "last_name": f"Nom {n}"}) for n in range(3000)]
    journal.record(source, ops, SAID, NOW)
    log = everything(source)
    random.Random(1).shuffle(log)
    came = merging.apply(store, log)
    assert (came.applied, came.held) == (3001, 0)
    assert merging.digests(store) == merging.digests(source)


def test_an_entry_of_the_log_is_applied_by_the_same_code_as_ours(store: Store) -> None:
    """What `record` writes and what `apply` makes of it elsewhere are one."""
    log = some_changes()
    merging.apply(store, log)
    again = Store.open(None, now=NOW)
    with again.transaction() as connection:
        entries = [(change, json.loads(change.body)) for change in log]
        journal.append(connection, entries)
        apply_entries(connection, entries)
    assert merging.digests(again) == merging.digests(store)
