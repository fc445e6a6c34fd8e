"""The one writer: what becomes a change, and what undo and redo make of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Status
from ia_events.store import Store, backups, journal, merging, registrations
from ia_events.store.journal import Add, Label, Op, Put
from tests.store.registering import register

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
SAID = Label("Essai")


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, now=NOW)
    yield opened
    opened.close()


def person(store: Store, name: str = "Dupont", **fields: str) -> str:
    return register(store, Attendee(event_id="e", last_name=name, **fields), NOW)  # type: ignore[arg-type]


def edit(store: Store, id_: str, label: str = "Modification", **fields: object) -> None:
    assert journal.record(store, [Put("registrations", id_, fields)], Label(label), NOW)


def value(store: Store, id_: str, column: str) -> object:
    return store.execute(f"SELECT {column} FROM registrations WHERE id = ?", (id_,)).fetchone()[0]


def arrival(store: Store, registration: str, slot: str = "s") -> str:
    fact = Fact(
        id=uuid7(NOW),
        kind=FactKind.ARRIVAL,
        event_id="e",
        registration_id=registration,
        slot_id=slot,
        at=NOW,
        value="welcome",
    )
    journal.record(store, [fact], Label("Arrivée"), NOW)
    return fact.id


def standing(store: Store) -> set[str]:
    return {row[0] for row in store.execute("SELECT id FROM facts WHERE voided = 0 AND kind <> 'void'")}


def bodies(store: Store) -> list[dict[str, object]]:
    rows = store.execute("SELECT body FROM changes WHERE tbl <> 'actions' ORDER BY seq")
    return [json.loads(row[0]) for row in rows]


# --- what becomes a change ---------------------------------------------------------------------------------------


def test_only_changed_cells_become_changes(store: Store) -> None:
    id_ = person(store, employer="Ville de Basse-Terre", phone="0590123456")
    before = registrations.get(store, id_)
    registrations.save(store, replace(before, phone="0590999999"), NOW)
    assert bodies(store)[-1] == {"set": {"phone": "0590999999"}, "was": {"phone": "0590123456"}}


def test_nothing_changed_is_no_action(store: Store) -> None:
    id_ = person(store)
    before = store.execute("SELECT count(*) FROM changes").fetchone()[0]
    registrations.save(store, registrations.get(store, id_), NOW)
    assert journal.record(store, [], SAID, NOW) is None
    assert store.execute("SELECT count(*) FROM changes").fetchone()[0] == before


def test_fields_at_their_default_go_without_saying_but_come_back(store: Store) -> None:
    id_ = person(store)
    said = bodies(store)[0]["set"]
    assert isinstance(said, dict)
    assert said.keys() == {"event_id", "last_name", "badge"}
    assert registrations.get(store, id_).status == Status.REGISTERED


def test_a_row_added_and_edited_by_one_action(store: Store) -> None:
    ops: list[Op] = [
        Add("registrations", "r", {"event_id": "e", "last_name": "Dupont"}),
        Put("registrations", "r", {"first_name": "Jean"}),
        Put("registrations", "r", {"first_name": "Jeanne"}),
    ]
    journal.record(store, ops, SAID, NOW)
    assert value(store, "r", "first_name") == "Jeanne"
    undone = journal.undo(store, NOW)
    assert undone is not None
    assert undone.kept == 0
    assert value(store, "r", "deleted") == 1


def test_numbers_have_no_gaps_and_each_link_holds(store: Store) -> None:
    for number in range(20):
        person(store, f"Nom {number}")
    journal.undo(store, NOW)
    seqs = [row[0] for row in store.execute("SELECT seq FROM changes ORDER BY seq")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert backups.verify(store).faults == ()


def test_the_clock_never_goes_back(store: Store) -> None:
    for minutes in (0, 10, -500, -499, 3, -100_000):
        register(store, Attendee(last_name="Dupont", event_id="e"), NOW + timedelta(minutes=minutes))
    clocks = [row[0] for row in store.execute("SELECT DISTINCT hlc FROM changes ORDER BY seq")]
    assert clocks == sorted(clocks)
    assert len(clocks) == 6
    assert backups.verify(store).faults == ()


def test_a_crash_inside_an_action_leaves_nothing(store: Store) -> None:
    id_ = person(store)
    before = merging.digests(store)

    def ops() -> Iterator[Op]:
        yield Put("registrations", id_, {"last_name": "Autre"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        journal.record(store, ops(), SAID, NOW)
    with pytest.raises(KeyError):
        journal.record(
            store, [Put("registrations", id_, {"phone": "1"}), Put("registrations", "?", {"phone": "1"})], SAID, NOW
        )
    with pytest.raises(TypeError):
        journal.record(store, [Put("registrations", id_, {"phone": object()})], SAID, NOW)
    assert merging.digests(store) == before
    assert person(store, "Suivant")
    assert backups.verify(store).faults == ()


@pytest.mark.parametrize("made,count", [(3, 1), (1, 3), (2, 0), (0, 2)])
@pytest.mark.parametrize("beside", [True, False])
def test_additions_that_are_not_so_many_are_not_kept(store: Store, made: int, count: int, beside: bool) -> None:
    """GIVEN a count that is not that of the additions THEN nothing of the action is, which an undo would take back in part."""
    id_ = person(store)
    before = merging.digests(store)
    ops = [Put("registrations", id_, {"phone": "1"})] if beside else []

    def adding() -> Iterator[Add]:
        for number in range(made):
            yield Add("registrations", uuid7(NOW), {"event_id": "e", "last_name": f"Nom {number}"})

    with pytest.raises(ValueError, match=f"{made} additions instead of {count}"), store.transaction() as connection:
        journal.write(store, connection, ops, SAID, NOW, adding=adding(), count=count)
    assert merging.digests(store) == before
    with store.transaction() as connection:
        done = journal.write(store, connection, ops, SAID, NOW, adding=adding(), count=made)
    assert (done is None) == (not made and not beside)
    assert backups.verify(store).faults == ()


# --- undo and redo -----------------------------------------------------------------------------------------------


def test_undo_and_redo_say_what_they_do_in_order(store: Store) -> None:
    id_ = person(store)
    edit(store, id_, "Premier", phone="1")
    edit(store, id_, "Second", email="a@exemple.fr")
    assert str(journal.next_undo(store)) == "Second"
    assert journal.next_redo(store) is None
    assert str(journal.undo(store, NOW)) == "Second"
    assert str(journal.next_redo(store)) == "Second"
    assert str(journal.undo(store, NOW)) == "Premier"
    assert (value(store, id_, "phone"), value(store, id_, "email")) == ("", "")
    assert str(journal.redo(store, NOW)) == "Premier"
    assert str(journal.redo(store, NOW)) == "Second"
    assert journal.redo(store, NOW) is None
    assert (value(store, id_, "phone"), value(store, id_, "email")) == ("1", "a@exemple.fr")


def test_nothing_to_undo(store: Store) -> None:
    assert journal.undo(store, NOW) is None
    assert journal.undo(store, NOW, "no such action") is None
    assert journal.redo(store, NOW) is None


def test_a_new_action_clears_redo_but_a_note_does_not(store: Store) -> None:
    id_ = person(store)
    edit(store, id_, phone="1")
    journal.undo(store, NOW)
    fact = Fact(id=uuid7(NOW), kind=FactKind.SCAN, at=NOW, value="foreign")
    journal.record(store, [fact], Label("Lecture d'un badge"), NOW, kind="note")
    assert journal.next_redo(store) is not None
    edit(store, id_, "Autre", email="a@exemple.fr")
    assert journal.next_redo(store) is None
    assert str(journal.next_undo(store)) == "Autre"


def test_two_edits_of_one_cell_are_undone_one_after_the_other(store: Store) -> None:
    id_ = person(store, phone="1")
    edit(store, id_, phone="2")
    edit(store, id_, phone="3")
    for expected in ("2", "1"):
        undone = journal.undo(store, NOW)
        assert undone is not None
        assert (undone.kept, value(store, id_, "phone")) == (0, expected)
    for expected in ("2", "3"):
        redone = journal.redo(store, NOW)
        assert redone is not None
        assert (redone.kept, value(store, id_, "phone")) == (0, expected)


def test_undo_and_redo_many_times(store: Store) -> None:
    id_ = person(store, phone="1")
    edit(store, id_, phone="2")
    edit(store, id_, phone="3")
    fact = arrival(store, id_)
    for _again in range(4):
        for _step in range(3):
            journal.undo(store, NOW)
        assert (value(store, id_, "phone"), standing(store)) == ("1", set())
        for _step in range(3):
            journal.redo(store, NOW)
        assert (value(store, id_, "phone"), standing(store)) == ("3", {fact})
        journal.undo(store, NOW)
        assert standing(store) == set()
        journal.redo(store, NOW)
    assert backups.verify(store).faults == ()


def test_what_was_edited_since_is_left_and_counted(store: Store) -> None:
    """Somebody at another station edits what we are about to undo."""
    id_ = person(store, phone="1", email="a@exemple.fr")
    other = Store.open(None, now=NOW)
    edit(store, id_, "Coordonnées", phone="2", email="b@exemple.fr")
    merging.apply(other, merging.changes_since(store, {}))
    edit(other, id_, phone="9")
    merging.apply(store, merging.changes_since(other, {}))
    undone = journal.undo(store, NOW)
    assert undone is not None
    assert undone.kept == 1
    assert (value(store, id_, "phone"), value(store, id_, "email")) == ("9", "a@exemple.fr")
    # The next undo is the one before, not the same again.
    assert str(journal.next_undo(store)) != "Coordonnées"


def test_undoing_what_was_wholly_edited_since_still_moves_on(store: Store) -> None:
    id_ = person(store)
    first = journal.record(store, [Put("registrations", id_, {"phone": "2"})], Label("Ancien"), NOW)
    edit(store, id_, phone="3")
    assert first is not None
    undone = journal.undo(store, NOW, first.id)
    assert undone is not None
    assert (undone.kept, value(store, id_, "phone")) == (1, "3")
    assert journal.undo(store, NOW, first.id) is None
    assert str(journal.next_undo(store)) == "Modification"


def test_undoing_an_addition_after_its_edit_was_undone(store: Store) -> None:
    id_ = person(store)
    edit(store, id_, phone="1")
    registrations.remove(store, [id_], NOW)
    for _step in range(3):
        undone = journal.undo(store, NOW)
        assert undone is not None
        assert undone.kept == 0
    assert value(store, id_, "deleted") == 1
    for _step in range(3):
        journal.redo(store, NOW)
    assert (value(store, id_, "deleted"), value(store, id_, "phone")) == (1, "1")


def test_an_addition_with_a_standing_arrival_from_elsewhere_stays(store: Store) -> None:
    id_ = person(store)
    other = Store.open(None, now=NOW)
    merging.apply(other, merging.changes_since(store, {}))
    arrived = arrival(other, id_)
    merging.apply(store, merging.changes_since(other, merging.heads(store)))
    for _again in range(2):
        undone = journal.undo(store, NOW)
        assert undone is not None
        assert (undone.kept, value(store, id_, "deleted")) == (1, 0)
        journal.redo(store, NOW)
    journal.record(other, [journal.void(arrived, "e", NOW)], Label("Erreur de lecture"), NOW)
    merging.apply(store, merging.changes_since(other, merging.heads(store)))
    undone = journal.undo(store, NOW)
    assert undone is not None
    assert (undone.kept, value(store, id_, "deleted")) == (0, 1)


def test_undo_of_facts_and_of_voids(store: Store) -> None:
    id_ = person(store)
    first = arrival(store, id_)
    journal.record(store, [journal.void(first, "e", NOW)], Label("Absence"), NOW)
    assert standing(store) == set()
    journal.undo(store, NOW)
    assert standing(store) == {first}, "the same fact counts again"
    journal.undo(store, NOW)
    assert standing(store) == set(), "and is gone when the arrival itself is undone"
    journal.redo(store, NOW)
    assert standing(store) == {first}
    journal.redo(store, NOW)
    assert standing(store) == set()


def test_redoing_an_arrival_that_somebody_else_took_back_leaves_it_so(store: Store) -> None:
    id_ = person(store)
    fact = arrival(store, id_)
    other = Store.open(None, now=NOW)
    merging.apply(other, merging.changes_since(store, {}))
    journal.undo(store, NOW)
    journal.record(other, [journal.void(fact, "e", NOW)], Label("Erreur de lecture"), NOW)
    merging.apply(store, merging.changes_since(other, merging.heads(store)))
    journal.redo(store, NOW)
    assert standing(store) == set()


def test_undo_of_a_whole_import(store: Store) -> None:
    kept = person(store, "Ancien", phone="1")
    ops: list[Op] = [Add("registrations", f"{n:032x}", {"event_id": "e", "last_name": f"Nom {n}"}) for n in range(1200)]
    ops.append(Put("registrations", kept, {"phone": "2"}))
    journal.record(store, ops, Label("Import de {file}", {"file": "liste.xlsx"}), NOW)
    edit(store, f"{7:032x}", phone="3")
    assert registrations.count(store, "e") == 1201
    journal.undo(store, NOW)
    undone = journal.undo(store, NOW)
    assert str(undone) == "Import de liste.xlsx"
    assert undone is not None
    assert undone.kept == 0
    assert (registrations.count(store, "e"), value(store, kept, "phone")) == (1, "1")
    journal.redo(store, NOW)
    assert (registrations.count(store, "e"), value(store, kept, "phone")) == (1201, "2")
    assert backups.verify(store).faults == ()


def test_the_lists_of_undo_and_redo_survive_reopening(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    store = Store.open(path, now=NOW)
    id_ = person(store)
    edit(store, id_, "Premier", phone="1")
    edit(store, id_, "Second", phone="2")
    journal.undo(store, NOW)
    store.close()
    store = Store.open(path, now=NOW)
    assert (str(journal.next_undo(store)), str(journal.next_redo(store))) == ("Premier", "Second")
    journal.redo(store, NOW)
    store.close()
    store = Store.open(path, now=NOW)
    assert value(store, id_, "phone") == "2"
    assert (str(journal.next_undo(store)), journal.next_redo(store)) == ("Second", None)
    store.close()


def test_a_named_action_is_undone_out_of_order(store: Store) -> None:
    id_ = person(store)
    first = journal.record(store, [Put("registrations", id_, {"phone": "1"})], Label("Téléphone"), NOW)
    edit(store, id_, "Courriel", email="a@exemple.fr")
    assert first is not None
    journal.undo(store, NOW, first.id)
    assert (value(store, id_, "phone"), value(store, id_, "email")) == ("", "a@exemple.fr")
    assert str(journal.next_undo(store)) == "Courriel"
    assert str(journal.next_redo(store)) == "Téléphone"


# --- properties --------------------------------------------------------------------------------------------------

_IDS = ("r1", "r2", "r3")
_COLUMNS = ("phone", "last_name", "deleted")
_step = st.one_of(
    st.tuples(st.just("put"), st.sampled_from(_IDS), st.sampled_from(_COLUMNS), st.integers(0, 1)),
    st.tuples(st.just("arrive"), st.sampled_from(_IDS)),
    st.tuples(st.just("void"), st.integers(0, 5)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def _state(store: Store) -> tuple[object, ...]:
    rows = store.execute(
        "SELECT id, phone, last_name, deleted FROM registrations WHERE id IN ('r1', 'r2', 'r3') ORDER BY id"
    )
    return [tuple(row) for row in rows], standing(store)


@given(st.lists(_step, max_size=14))
def test_undoing_everything_then_redoing_it(steps: list[tuple[object, ...]]) -> None:
    """With one writer, each undo goes back to the very state before, and each redo forward again."""
    store = Store.open(None, now=NOW)
    journal.record(store, [Add("registrations", id_, {"event_id": "e"}) for id_ in _IDS], SAID, NOW, kind="note")
    past = [_state(store)]
    future: list[tuple[object, ...]] = []
    told: list[str] = []
    for step in steps:
        match step:
            case ("put", str(id_), str(column), int(number)):
                wanted = number if column == "deleted" else str(number)
                if journal.record(store, [Put("registrations", id_, {column: wanted})], SAID, NOW):
                    past, future = [*past, _state(store)], []
            case ("arrive", str(id_)):
                told.append(arrival(store, id_))
                past, future = [*past, _state(store)], []
            case ("void", int(place)) if told:
                journal.record(store, [journal.void(told[place % len(told)], "e", NOW)], SAID, NOW)
                past, future = [*past, _state(store)], []
            case ("undo",):
                assert (journal.undo(store, NOW) is not None) == (len(past) > 1)
                if len(past) > 1:
                    future.append(past.pop())
            case ("redo",):
                assert (journal.redo(store, NOW) is not None) == bool(future)
                if future:
                    past.append(future.pop())
        assert _state(store) == past[-1]
    while journal.undo(store, NOW):
        future.append(past.pop())
        assert _state(store) == past[-1]
    assert len(past) == 1
    while journal.redo(store, NOW):
        past.append(future.pop())
        assert _state(store) == past[-1]
    assert not future
    assert backups.verify(store).faults == ()
    store.close()
