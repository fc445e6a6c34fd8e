"""Changes that come from elsewhere: any order, any number of times, the same state; and nothing dropped."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ia_events.domain import changes as rules
from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind, Method, State
from ia_events.domain.changes import Change
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.store import (
    Store,
    backups,
    door_book,
    events,
    journal,
    merging,
    presence,
    registrations,
    run_sheet,
)
from ia_events.store.applying import apply_entries
from ia_events.store.journal import Add, Label, Put
from ia_events.store.merging import Applied
from ia_events.store.schema import Held
from tests.store.registering import register

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
SAID = Label("Essai")
FAR = "0123456789abcdef"  # an origin made by hand


def everything(store: Store) -> list[Change]:
    return list(merging.changes_since(store, {}))


def some_changes() -> list[Change]:
    """The whole log of a small database: people, an edit, an arrival taken back, an undo."""
    source = Store.open(None, now=NOW)
    id_ = register(source, Attendee(event_id="e", last_name="Dupont"), NOW)
    registrations.save(source, replace(registrations.get(source, id_), phone="0590123456"), NOW)
    fact = Fact(id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id="e", registration_id=id_, slot_id="s", at=NOW)
    journal.record(source, [fact], SAID, NOW)
    journal.undo(source, NOW)
    journal.undo(source, NOW)
    return everything(source)


def chained(
    *entries: tuple[str, str, object], origin: str = FAR, hlc: int = 1 << 56, action: str = "action"
) -> list[Change]:
    """Changes of an origin as another program would write them: (table, row, body), bodies as values or raw text."""
    chain, made = rules.GENESIS, []
    for seq, (table, row, body) in enumerate(entries, 1):
        text = body if isinstance(body, str) else json.dumps(body)
        chain = rules.link(chain, origin, seq, hlc, action, table, row, rules.body_hash(text))
        made.append(Change(origin, seq, hlc, action, table, row, text, chain))
    return made


def reasons(store: Store) -> list[str]:
    return [row[0] for row in store.execute("SELECT reason FROM refused ORDER BY origin, seq, reason")]


FACT = {
    "id": "f1", "kind": "arrival", "event_id": "e", "registration_id": "r", "slot_id": "s", "at": "2026-11-03T08:30:00.000Z",
    "method": "scan", "station": "", "value": "welcome", "target": "",
}  # fmt: skip
ACTION = {"kind": "do", "target": "", "label": "Essai", "values": {}, "count": 1}
ADD = {"set": {"event_id": "e", "last_name": "Dupont"}, "whole": 1}
HOURS = {"event_id": "e", "label": "Matin", "start": "2026-11-03T08:00:00.000Z", "end": "2026-11-03T12:00:00.000Z"}
EVENT = {"set": {"title": "Journée", "key": "0a" * 32}, "whole": 1}
# From a newer version, perhaps.
UNKNOWN: list[tuple[str, str, object]] = [
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
    ("facts", "f1", {**FACT, "kind": "mark", "value": "maybe"}),
    ("facts", "f1", {**FACT, "kind": "mark", "value": "present"}),
    ("facts", "f1", {**FACT, "method": "telepathy"}),
    ("events", "e9", {"set": {"timezone": "Mars/Phobos"}, "whole": 1}),
    ("events", "e", {"set": {"timezone": "../../etc/passwd"}, "was": {"timezone": "Europe/Paris"}}),
    ("events", "e", {"set": {"timezone": "America"}, "was": {"timezone": ""}}),
]
NONSENSE: list[tuple[str, str, object]] = [
    ("registrations", "r", "not json"),
    ("registrations", "r", "[]"),
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
    ("registrations", "", ADD),
    ("registrations", "r", {"set": {"badge": "short"}, "whole": 1}),
    ("registrations", "r", {"set": {"badge": "0123456789ABCDEF"}, "whole": 1}),
    ("events", "e", {"set": {"key": "zz"}, "whole": 1}),
    ("events", "e", {"set": {"capacity": 2**31}, "whole": 1}),
    ("events", "e", {"set": {"capacity": -1}, "whole": 1}),
    ("slots", "s1", {"set": {"label": "sans heures"}, "whole": 1}),
    ("slots", "s1", {"set": {"event_id": "e", "start": HOURS["start"]}, "whole": 1}),
    ("slots", "s1", {"set": {"event_id": "e"}, "was": {"event_id": "e2"}}),
    ("slots", "s1", {"set": {**HOURS, "start": ""}, "whole": 1}),
    ("slots", "s1", {"set": {**HOURS, "end": "9999-12-31T23:59:59.000Z"}, "whole": 1}),
    ("slots", "s1", {"set": {**HOURS, "end": "0001-01-01T00:00:00+14:00"}, "whole": 1}),
    ("slots", "s1", {"set": {**HOURS, "end": "2026-11-03T14:30:00+01:00"}, "whole": 1}),
    ("actions", "action", {**ACTION, "label": "Arrivée de {name}"}),
    ("actions", "action", {**ACTION, "label": "Arrivée de {name.__class__}", "values": {"name": "A"}}),
    ("actions", "action", {**ACTION, "label": "{name:>999999999}", "values": {"name": "A"}}),
    ("actions", "action", {**ACTION, "label": "Arrivée de {"}),
]


# --- the state does not depend on the order -----------------------------------------------------------------------


@dataclass
class Station:
    """A store whose clock is wrong."""

    store: Store
    skew: int

    def now(self, tick: int) -> datetime:
        return NOW + timedelta(seconds=tick + self.skew)


_IDS = ("r1", "r2", "r3", "r4")
_TOLD = ("x1", "x2", "x3")  # ids of facts that are told more than once, each time otherwise
_KINDS = (FactKind.ARRIVAL, FactKind.VOID, FactKind.VOID, FactKind.ALIAS, FactKind.MARK)
_act = st.one_of(
    st.tuples(st.just("add"), st.sampled_from(_IDS)),
    st.tuples(
        st.just("put"), st.sampled_from(_IDS), st.sampled_from(("phone", "last_name", "deleted")), st.integers(0, 2)
    ),
    st.tuples(st.just("arrive"), st.sampled_from(_IDS)),
    st.tuples(st.just("alias"), st.sampled_from(_IDS), st.sampled_from(_IDS)),
    st.tuples(st.just("tell"), st.sampled_from(_TOLD), st.sampled_from(_KINDS), st.sampled_from((*_TOLD, *_IDS))),
    st.tuples(st.just("void"), st.integers(0, 7)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("undo named"), st.integers(0, 7)),
    st.tuples(st.just("send"), st.integers(0, 2), st.integers(1, 9)),
)
_history = st.lists(st.tuples(st.integers(0, 2), _act), max_size=25)


def told(id_: str, kind: str, target: str) -> tuple[str, str, object]:
    value = "absent" if kind == FactKind.MARK else ""
    return "facts", id_, {**FACT, "id": id_, "kind": kind, "registration_id": "r1", "value": value, "target": target}


_strange = st.one_of(
    st.sampled_from(UNKNOWN),
    st.sampled_from(NONSENSE),
    st.builds(told, st.sampled_from(_TOLD), st.sampled_from(_KINDS), st.sampled_from((*_TOLD, *_IDS))),
    st.tuples(
        st.just("actions"),
        st.just("action"),
        st.sampled_from([{**ACTION, "kind": k, "target": t} for k in ("do", "undo", "redo") for t in ("", "a1", "a2")]),
    ),
    st.just(
        (
            "registrations",
            "r1",
            {"set": {"event_id": "e", "last_name": "Dupont", "badge": "0123456789abcdef"}, "whole": 1},
        )
    ),
    st.just(("slots", "s", {"set": {"start": "2026-11-03T09:00:00.000Z"}, "was": {"start": HOURS["start"]}})),
)
_CLOCK = rules.tick(NOW, 0)
# What three strangers write, two of them under the same names of actions.
_strangers = st.tuples(
    *[
        st.tuples(
            st.just(action),
            st.sampled_from((1 << 56, _CLOCK, _CLOCK + (9000 << 16), 1 << 57)),
            st.lists(_strange, max_size=5),
        )
        for action in ("a1", "a1", "a2")
    ]
)


def strangers_log(strangers: Sequence[tuple[str, int, list[tuple[str, str, object]]]]) -> list[Change]:
    log = chained(("events", "e", EVENT), ("slots", "s", {"set": HOURS, "whole": 1}), origin="e" * 16)
    for number, (action, hlc, entries) in enumerate(strangers):
        renamed = [(table, action if row == "action" else row, body) for table, row, body in entries]
        log += chained(*renamed, origin=f"{number:016x}", hlc=hlc, action=action)
    return log


def read_everything(store: Store) -> None:
    """Whatever came in can be read."""
    for row in store.execute("SELECT label FROM actions").fetchall():
        label = json.loads(row[0])
        str(Label(label["template"], label["values"]))
    for event in events.list_events(store):
        grid = presence.load(store, event)
        run_sheet.read(store, event)
        for person in registrations.all_of(store, event.id):
            assert not person.badge or tokens.is_genuine(tokens.issue(person.badge, event.key), event.key)
        for slot in event.slots:
            assert event.local(slot.start).tzinfo is not None
            grid.count(slot.id, *State)
            assert all(not cell.method or Method(cell.method) for cell in grid.cells.values())
            door_book.counters(store, event, slot.id)
            door_book.recent(store, event.id, slot.id)


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
            case ("alias", str(id_), str(other)):
                fact = Fact(id=uuid7(now), kind=FactKind.ALIAS, event_id="e", registration_id=id_, target=other, at=now)
                journal.record(store, [fact], SAID, now)
            case ("tell", str(id_), FactKind() as kind, str(target)):
                value = "absent" if kind == FactKind.MARK else ""
                fact = Fact(
                    id=id_,
                    kind=kind,
                    event_id="e",
                    registration_id="r1",
                    slot_id="s",
                    value=value,
                    target=target,
                    at=now,
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


@given(_history, _strangers, st.permutations((0, -86_400, 3600)), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_any_order_any_batches_any_number_of_times(
    history: list[tuple[int, tuple[object, ...]]],
    strangers: tuple[tuple[str, int, list[tuple[str, str, object]]], ...],
    skews: list[int],
    chance: random.Random,
) -> None:
    stations = live(history, skews)
    ours = {change for station in stations for change in everything(station.store)}
    log = sorted([*ours, *strangers_log(strangers)], key=lambda c: (c.origin, c.seq))
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
        stand = fresh.execute("SELECT count(*) FROM changes WHERE held = ?", (Held.NO,)).fetchone()[0]
        assert counted.applied + counted.released == stand >= len(ours)
        assert everything(fresh) == log
        assert backups.verify(fresh).faults == ()
        read_everything(fresh)
        results.append(merging.digests(fresh))
        fresh.close()
    for station in stations:
        merging.apply(station.store, log)
        read_everything(station.store)
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
    UNKNOWN,
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
    [*NONSENSE, ("registrations", "r", "[" * 100_000)],
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
        {"hlc": 2**63 - 1},
        {"hlc": 1 << 59},
        {"hlc": 1.5},
        {"seq": 2**70},
        {"seq": True},
        {"seq": 10**5000},
        {"origin": "\ud800" * 16},
        {"origin": None},
        {"action": 7},
        {"chain": "0" * 32},
        {"body": None},
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
        {"hlc": 1 << 58},
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


def test_a_void_that_gives_way_to_an_elder_no_longer_counts() -> None:
    void = {**FACT, "id": "v", "kind": "void"}
    base = chained(("facts", "x", {**FACT, "id": "x"}), ("facts", "y", {**FACT, "id": "y"}))
    young = chained(("facts", "v", {**void, "target": "x"}), origin="a" * 16, hlc=1 << 58)
    old = chained(("facts", "v", {**void, "target": "y"}), origin="b" * 16, hlc=1 << 57)
    # The younger is itself told to be void: what it was about must count again all the same.
    unsaid = chained(("facts", "w", {**void, "id": "w", "target": "v"}), origin="c" * 16, hlc=(1 << 58) + 1)
    for logs, voided in (((base, young, old), {"y"}), ((base, young, old, unsaid), {"v"})):
        for order in itertools.permutations(logs):
            store = Store.open(None, now=NOW)
            for batch in order:
                merging.apply(store, batch)
            assert {row[0] for row in store.execute("SELECT id FROM facts WHERE voided = 1")} == voided
            store.close()


def test_an_undo_that_gives_way_to_an_elder_no_longer_counts() -> None:
    done = chained(("actions", "a", ACTION), action="a")
    undone = chained(
        ("actions", "b", {**ACTION, "kind": "undo", "target": "a"}), origin="b" * 16, hlc=1 << 58, action="b"
    )
    elder = chained(("actions", "b", ACTION), origin="c" * 16, hlc=1 << 57, action="b")
    for order in itertools.permutations((done, undone, elder)):
        store = Store.open(None, now=NOW)
        for batch in order:
            merging.apply(store, batch)
        assert [row[0] for row in store.execute("SELECT undone FROM actions ORDER BY id")] == [0, 0]
        store.close()


def test_an_edit_before_its_addition_leaves_no_slot_without_hours(store: Store) -> None:
    edit = chained(("slots", "s", {"set": {"label": "Soir"}, "was": {"label": "Matin"}}), hlc=1 << 57)
    made = chained(("events", "e", EVENT), ("slots", "s", {"set": HOURS, "whole": 1}), origin="e" * 16)
    merging.apply(store, [*edit, made[0]])
    assert events.get(store, "e").slots == ()
    merging.apply(store, made)
    assert [slot.label for slot in events.get(store, "e").slots] == ["Soir"]


def test_after_the_latest_clock_that_is_let_in_this_database_still_writes(store: Store) -> None:
    merging.apply(store, chained(("registrations", "r", ADD), hlc=(1 << 59) - 1))
    journal.record(store, [Put("registrations", "r", {"phone": "1"})], SAID, NOW)
    assert registrations.get(store, "r").phone == "1"


def test_a_clock_that_goes_backwards_in_its_own_chain_is_refused(store: Store) -> None:
    first = chained(("registrations", "r", ADD), hlc=1 << 57)
    hlc, body = 1 << 56, json.dumps(ADD)
    chain = rules.link(first[0].chain, FAR, 2, hlc, "action", "registrations", "r2", rules.body_hash(body))
    second = Change(FAR, 2, hlc, "action", "registrations", "r2", body, chain)
    assert merging.apply(store, [*first, second]) == Applied(applied=1, refused=1)
    assert backups.verify(store).faults == ()


def test_each_different_entry_that_is_refused_is_kept(store: Store) -> None:
    logs = [chained(("facts", "f1", {**FACT, "station": station})) for station in ("A", "B", "C")]
    for log in (*logs, *logs):
        merging.apply(store, log)
    assert reasons(store) == ["other", "other"]
    assert merging.apply(store, [replace(logs[0][0], seq=0, body=body) for body in ("1", "2", "2")]) == Applied(
        refused=3
    )
    kept = [row[0] for row in store.execute("SELECT entry FROM refused WHERE reason = 'malformed' ORDER BY entry")]
    assert len(kept) == 2
    assert FAR in kept[0]


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
    register(store, Attendee(event_id="e", last_name="Avant"), NOW)
    store.close()
    older = path.read_bytes()
    store = Store.open(path, now=NOW)
    origin = store.origin
    register(store, Attendee(event_id="e", last_name="Après"), NOW)
    elsewhere = everything(store)
    store.close()
    path.write_bytes(older)  # in place: the same inode

    store = Store.open(path, now=NOW)
    came = merging.apply(store, elsewhere)
    assert came.refused == 0
    assert store.origin != origin
    register(store, Attendee(event_id="e", last_name="Ensuite"), NOW)
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
    register(store, Attendee(event_id="e", last_name="Perdu"), NOW)
    elsewhere = everything(store)
    store.close()
    path.write_bytes(older)
    store = Store.open(path, now=NOW)
    register(store, Attendee(event_id="e", last_name="Autre"), NOW)
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
