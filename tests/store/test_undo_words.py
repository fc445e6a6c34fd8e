"""What an undo would take back, and of which event it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ia_events import demonstration
from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, events, imports, journal, presence, registrations
from tests.store.conftest import a_day

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("’", "'")


def said(store: Store, event_id: str = "") -> str:
    action = journal.next_undo(store)
    assert action is not None
    return plain(journal.words(store, action, event_id))


def test_an_action_of_another_event_names_it(store: Store, event: Event, people: list[Attendee]) -> None:
    """GIVEN things done in one event WHEN another is at hand THEN each names the first, whatever it wrote; not at home."""
    other = a_day(store, NOW, code="2")
    events.save(store, replace(other, title="Rencontre"), NOW)
    assert said(store, event.id) == "Modification de l'événement « Rencontre »", "its label names it already"
    registrations.save(store, replace(people[0], employer="Région"), NOW)  # a field
    assert said(store, event.id) == "Modification de CÉSAIRE Aimé"
    assert said(store, other.id) == said(store) == "Modification de CÉSAIRE Aimé (événement « Journée »)"
    presence.mark(store, event, [(people[0].id, event.slots[0].id)], State.PRESENT, NOW)  # a fact
    assert said(store, other.id).endswith(" (événement « Journée »)")
    assert said(store, event.id) == said(store, other.id).removesuffix(" (événement « Journée »)")
    registrations.save(store, Attendee(event_id=event.id, last_name="Carty"), NOW)  # a whole row
    assert said(store, other.id) == "Ajout de CARTY (événement « Journée »)"
    events.save(store, replace(events.get(store, event.id), slots=event.slots[:1]), NOW)  # a slot
    assert said(store, other.id) == "Modification de l'événement « Journée »"
    undone = journal.undo(store, NOW)
    redone = journal.next_redo(store)
    assert undone is not None
    assert redone is not None
    assert plain(journal.words(store, redone, other.id)) == "Modification de l'événement « Journée »"


def test_what_is_of_several_events_names_those_it_does_not_say(store: Store, event: Event) -> None:
    other = events.save(store, Event(title="Rencontre"), NOW)
    events.remove(store, [event.id, other], NOW)
    assert said(store) == "Suppression de « Journée, Rencontre »"
    assert said(store, event.id) == "Suppression de « Journée, Rencontre »"


def test_the_demonstration_is_nobody_s_to_undo(store: Store) -> None:
    """GIVEN a new database with the demonstration THEN Ctrl+Z has nothing to take back, what is done then goes back and
    forth, removing the demonstration too, and its imports can still be taken back by name.
    """
    ids = demonstration.load(store, NOW)
    assert journal.next_undo(store) is None
    assert journal.undo(store, NOW) is None
    assert all(registrations.counts(store, id_).total > 7 for id_ in ids)
    somebody = registrations.all_of(store, ids[0])[0]
    registrations.save(store, replace(somebody, employer="Autre"), NOW)
    assert journal.undo(store, NOW) is not None
    assert journal.undo(store, NOW) is None
    assert journal.redo(store, NOW) is not None
    events.remove(store, ids, NOW)
    assert events.list_events(store) == []
    assert journal.undo(store, NOW) is not None
    assert {event.id for event in events.list_events(store)} == set(ids)
    (made,) = imports.imports(store, ids[1])
    before = registrations.counts(store, ids[1]).total
    assert journal.undo(store, NOW + timedelta(minutes=1), made.action) is not None
    assert registrations.counts(store, ids[1]).total < before
