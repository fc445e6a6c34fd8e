"""The index of names as heard: always what it would be if it were made again, and nobody is missed while it is behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain import tokens
from ia_events.domain.errors import Cancelled
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.store import Store, backups, finding, heard, heard_index, journal, merging, registrations
from ia_events.store.journal import Label
from tests.store.registering import register

NOW = datetime(2025, 11, 12, 21, 30, tzinfo=UTC)
SAID = Label("Essai")
NAMES = ("Gauthier", "Gautier", "Le Goff", "N'Diaye", "Lefebvre", "Ximénès")
MANY = 2100  # more than are indexed at once


def listed(store: Store, last_names: Sequence[str]) -> list[str]:
    """Register so many people in one action, as an import does; their ids."""
    people = [
        Attendee(id=uuid7(NOW), event_id="e", last_name=name, first_name="Léa", badge=tokens.new_badge_id())
        for name in last_names
    ]
    journal.record(store, [registrations.addition(person) for person in people], SAID, NOW)
    return [person.id for person in people]


def a_crowd(store: Store) -> list[str]:
    """Register more people than are indexed at once; the last is the only Lefebvre."""
    return listed(store, [f"Nom{number}" for number in range(MANY - 1)] + ["Lefebvre"])


def words(store: Store) -> set[tuple[int, str]]:
    """All that the index says: (rowid, term)."""
    store.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, registrations_heard, instance)")
    found = {tuple(row) for row in store.execute("SELECT doc, term FROM temp.words")}
    store.execute("DROP TABLE temp.words")
    return found


def made_again(store: Store) -> set[tuple[int, str]]:
    """All that it says once made from nothing."""
    store.execute("INSERT INTO registrations_heard(registrations_heard) VALUES ('delete-all')")
    heard_index.catch_up(store)
    return words(store)


def is_true(store: Store) -> bool:
    with store.transaction() as connection:
        return heard_index.is_true(connection)


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(("add", "add", "edit", "merge", "remove", "undo", "redo", "exchange", "look", "catch up")),
        st.integers(0, 9),
        st.sampled_from(NAMES),
    ),
    max_size=20,
)


def act(store: Store, other: Store, what: str, number: int, name: str) -> None:
    """One of the things that happen to a list."""
    there = [person.id for person in registrations.all_of(store, "e")]
    one = there[number % len(there)] if there else ""
    match what:
        case "add":
            listed(store, [name] * (number % 7 + 1))
        case "edit" if one:
            values = {"birth_name" if number % 2 else "last_name": name}
            journal.record(store, [registrations.edition(store, one, values)], SAID, NOW)
        case "merge" if len(there) > 1 and one != there[0]:
            registrations.merge(store, there[0], one, {"last_name": name}, NOW)
        case "remove" if one:
            registrations.remove(store, [one], NOW)
        case "undo":
            journal.undo(store, NOW)
        case "redo":
            journal.redo(store, NOW)
        case "exchange":
            # The other desk has added people, and renamed somebody of ours.
            merging.apply(other, merging.changes_since(store, merging.heads(other)))
            listed(other, [name] * (number % 7 + 1))
            renamed = registrations.all_of(other, "e")[0]
            journal.record(other, [registrations.edition(other, renamed.id, {"first_name": name})], SAID, NOW)
            merging.apply(store, merging.changes_since(other, merging.heads(store)))
        case "look":
            meant = {p.id for p in registrations.all_of(store, "e") if p.last_name in ("Gauthier", "Gautier")}
            assert meant <= {person.id for person in heard.likely(store, "e", "gotié")}
        case "catch up":
            heard_index.catch_up(store)


@given(_ACTS)
def test_whatever_happens_it_is_what_it_would_be_made_again(acts: list[tuple[str, int, str]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(heard_index, "_PART", 3)  # four people are many
        store, other = Store.open(None, now=NOW), Store.open(None, now=NOW)
        for each in acts:
            act(store, other, *each)
            assert is_true(store)
        heard_index.catch_up(store)
        said = words(store)
        assert is_true(store)
        assert said == made_again(store)
        store.close()
        other.close()


def test_few_are_indexed_with_their_own_action(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "base.db", now=NOW)
    register(store, Attendee(event_id="e", last_name="Lefebvre"), NOW)
    assert not heard_index.behind(store)
    a_crowd(store)
    assert heard_index.behind(store)
    # One more is not made to wait for the crowd before.
    register(store, Attendee(event_id="e", last_name="Ximénès"), NOW)
    assert heard_index.behind(store)
    assert len(heard.likely(store, "e", "simenes")) == 1
    assert not heard_index.behind(store)
    store.close()


def test_a_power_cut_after_the_import_loses_nobody(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "base.db", now=NOW)
    last = a_crowd(store)[-1]
    store.close()
    store = Store.open(tmp_path / "base.db", now=NOW)
    assert backups.verify(store).faults == ()
    assert heard_index.behind(store)
    assert [person.id for person in finding.find(store, "e", "lefaivre").likely] == [last]
    assert not heard_index.behind(store)
    assert backups.verify(store).faults == ()
    store.close()


def test_stopped_half_way_it_goes_on_from_there(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "base.db", now=NOW)
    a_crowd(store)
    asked: list[None] = []

    def stop() -> bool:
        asked.append(None)
        if len(asked) == 2:
            raise Cancelled
        return True

    with pytest.raises(Cancelled):
        heard_index.catch_up(store, stop)
    assert heard_index.behind(store)
    assert is_true(store)
    assert words(store)
    before = len(words(store))
    heard_index.catch_up(store, lambda: False)
    assert heard_index.behind(store), "one turn, the others later"
    assert len(words(store)) > before
    heard_index.catch_up(store)
    assert words(store) == made_again(store)
    store.close()


def test_who_was_renamed_before_being_indexed_is_found_by_the_new_name_only(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "base.db", now=NOW)
    last = a_crowd(store)[-1]
    registrations.save(store, replace(registrations.get(store, last), last_name="Ximénès"), NOW)
    assert heard_index.behind(store)
    assert heard.likely(store, "e", "lefaivre") == []
    assert [person.id for person in heard.likely(store, "e", "simenes")] == [last]
    store.close()


def test_while_another_program_writes_those_not_indexed_are_looked_at(tmp_path: Path) -> None:
    ours = Store.open(tmp_path / "base.db", now=NOW, timeout=0)
    last = a_crowd(ours)[-1]
    before = heard.begin_with(ours, "e", "lea lefebvre"), heard.likely(ours, "e", "lefaivre")
    made_again(ours)
    ours.execute("INSERT INTO registrations_heard(registrations_heard) VALUES ('delete-all')")
    other = Store.open(tmp_path / "base.db", now=NOW)
    with other.transaction():
        assert (heard.begin_with(ours, "e", "lea lefebvre"), heard.likely(ours, "e", "lefaivre")) == before
        assert heard_index.behind(ours)
    assert [person.id for people in before for person in people] == [last, last]
    assert heard.begin_with(ours, "e", "lefebvre") != []
    assert not heard_index.behind(ours)
    other.close()
    ours.close()


def test_a_word_that_is_nobodys_is_a_fault(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "base.db", now=NOW)
    register(store, Attendee(event_id="e", last_name="Lefebvre"), NOW)
    store.execute("INSERT OR REPLACE INTO registrations_heard(rowid, terms) VALUES (1, '1gauthier')")
    assert not is_true(store)
    assert backups.verify(store).faults == ("the index of names as heard is not what the table says",)
    store.close()
