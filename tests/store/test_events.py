"""Events: created, edited, copied, archived, removed; each as one action that undo takes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Format, Organisation, OrganisationRole, Resource, generate_slots
from ia_events.domain.people import Attendee, Role, Status
from ia_events.store import Store, door, door_book, events, journal, registrations

NOW = datetime(2025, 11, 3, 8, 30, tzinfo=UTC)
ZONE = "America/Marigot"


def evening(**changes: object) -> Event:
    """The Saint-Martin evening with everything an event can hold."""
    made = Event(
        title="Soirée de l'INET",
        timezone=ZONE,
        session_code="24-IA-07",
        format=Format.EVENING,
        programme="Soirées de l'INET",
        cycle="L'IA dans les services publics",
        delegation="Guadeloupe",
        venue="Grand Case Beach Club",
        address="21 rue de Petite Plage\n97150 Saint-Martin",
        capacity=90,
        registration_opens=date(2025, 10, 1),
        registration_closes=date(2025, 11, 14),
        themes=("Gestion de la donnée", "Usage maîtrisé"),
        audience="Cadres administratifs",
        needs="Des séances par métier",
        notes="Prévoir une rallonge",
        slots=tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (2,), ZONE)),
        organisations=(
            Organisation(name="CNFPT", role=OrganisationRole.ORGANISER),
            Organisation(name="Collectivité de Saint-Martin", role=OrganisationRole.HOST),
        ),
        resources=(Resource(title="Mooc", link="https://exemple.fr/mooc", kind="Mooc", open_to="Tout public"),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def speaker(**changes: str) -> Attendee:
    made = Attendee(first_name="Éloïse", last_name="Arrondell", employer="Université", role=Role.SPEAKER)
    return replace(made, **changes)  # type: ignore[arg-type]


def bare(event: Event) -> Event:
    """Without ids and key, to compare with what was given."""
    return replace(
        event,
        id="",
        key="",
        slots=tuple(replace(s, id="", event_id="") for s in event.slots),
        organisations=tuple(o._replace(id="", event_id="") for o in event.organisations),
        resources=tuple(r._replace(id="", event_id="") for r in event.resources),
    )


def test_an_event_comes_back_as_it_was_given_with_a_key_of_its_own(store: Store) -> None:
    first = events.get(store, events.save(store, evening(), NOW))
    second = events.get(store, events.save(store, evening(), NOW))
    assert bare(first) == evening()
    assert len(first.key) == 64
    assert first.key != second.key


def test_an_event_needs_a_title_and_nothing_else(store: Store) -> None:
    with pytest.raises(UserError, match="titre") as refused:
        events.save(store, evening(title="  "), NOW)
    assert refused.value.code == "title_missing"
    assert events.get(store, events.save(store, Event(title="Journée"), NOW)).slots == ()


def test_editing_keeps_what_is_listed_adds_what_is_new_removes_the_rest(store: Store) -> None:
    saved = events.get(store, events.save(store, evening(), NOW))
    host = saved.organisations[1]
    partner = Organisation(name="Université des Antilles")
    edited = replace(saved, title="Soirée IA", capacity=None, organisations=(partner, host), resources=())
    assert events.save(store, edited, NOW) == saved.id
    found = events.get(store, saved.id)
    assert (found.title, found.capacity, found.resources) == ("Soirée IA", None, ())
    assert [o.name for o in found.organisations] == ["Université des Antilles", "Collectivité de Saint-Martin"]
    assert found.organisations[1].id == host.id
    assert found.slots == saved.slots
    journal.undo(store, NOW)
    assert events.get(store, saved.id) == saved


def test_the_key_is_never_lost_by_an_edit(store: Store) -> None:
    saved = events.get(store, events.save(store, evening(), NOW))
    events.save(store, replace(saved, key="", title="Autre"), NOW)
    assert events.get(store, saved.id).key == saved.key


def test_an_event_and_its_team_are_one_action(store: Store) -> None:
    event_id = events.save(store, evening(), NOW, [speaker(), speaker(last_name="Belmare", role=Role.ORGANISER)])
    team = registrations.team(store, event_id)
    assert [(p.last_name, p.role) for p in team] == [("Arrondell", Role.SPEAKER), ("Belmare", Role.ORGANISER)]
    assert all(p.badge and p.event_id == event_id for p in team)
    journal.undo(store, NOW)
    assert events.list_events(store) == []
    assert journal.next_undo(store) is None
    journal.redo(store, NOW)
    assert [e.id for e in events.list_events(store)] == [event_id]
    assert len(registrations.team(store, event_id)) == 2


def test_the_team_is_edited_in_place_and_participants_are_left_alone(store: Store) -> None:
    event_id = events.save(store, evening(), NOW, [speaker(), speaker(last_name="Belmare")])
    registrations.save(store, speaker(event_id=event_id, last_name="Carty", role=Role.PARTICIPANT), NOW)
    first, _second = registrations.team(store, event_id)
    events.save(
        store, events.get(store, event_id), NOW, [replace(first, job_title="Professeure"), speaker(last_name="Zed")]
    )
    team = registrations.team(store, event_id)
    assert [(p.last_name, p.job_title) for p in team] == [("Arrondell", "Professeure"), ("Zed", "")]
    assert (team[0].id, team[0].badge) == (first.id, first.badge)
    assert registrations.participants(store) == {event_id: 1}
    events.save(store, events.get(store, event_id), NOW)
    assert len(registrations.team(store, event_id)) == 2, "no team given: nothing said about it"


def test_a_nameless_member_of_the_team_stops_the_whole_save(store: Store) -> None:
    with pytest.raises(UserError) as refused:
        events.save(store, evening(), NOW, [speaker(first_name=" ", last_name="")])
    assert refused.value.code == "name_missing"
    assert events.list_events(store) == []


def test_a_copy_has_the_same_facts_and_team_but_nobody_else_and_its_own_badges(store: Store) -> None:
    source_id = events.save(store, evening(demo=True, archived=True), NOW, [speaker()])
    registrations.save(store, speaker(event_id=source_id, role=Role.PARTICIPANT), NOW)
    copy_id = events.duplicate(store, source_id, "Soirée de l'INET (copie)", NOW)
    source, copy = events.get(store, source_id), events.get(store, copy_id)
    assert bare(copy) == replace(bare(source), title="Soirée de l'INET (copie)", demo=False, archived=False)
    assert copy.key != source.key
    assert not {s.id for s in copy.slots} & {s.id for s in source.slots}
    theirs, ours = registrations.team(store, source_id), registrations.all_of(store, copy_id)
    assert [p.last_name for p in ours] == ["Arrondell"]
    assert ours[0].badge != theirs[0].badge
    journal.undo(store, NOW)
    with pytest.raises(UserError):
        events.get(store, copy_id)
    assert registrations.all_of(store, copy_id) == []


def test_archives_are_listed_apart_and_come_back(store: Store) -> None:
    event_id = events.save(store, evening(), NOW)
    events.archive(store, event_id, NOW)
    assert events.list_events(store) == []
    assert [e.id for e in events.list_events(store, archived=True)] == [event_id]
    events.archive(store, event_id, NOW, archived=False)
    assert [e.archived for e in events.list_events(store)] == [False]


def test_several_events_are_removed_and_brought_back_at_once(store: Store) -> None:
    kept = events.save(store, evening(title="À garder"), NOW)
    gone = [events.save(store, evening(title=title), NOW) for title in ("Une", "Deux")]
    people = registrations.save(store, speaker(event_id=gone[0]), NOW)
    events.remove(store, gone, NOW)
    assert [e.id for e in events.list_events(store)] == [kept]
    with pytest.raises(UserError, match="Aucun événement"):
        events.get(store, gone[0])
    assert "Une, Deux" in str(journal.next_undo(store))
    journal.undo(store, NOW)
    assert {e.id for e in events.list_events(store)} == {kept, *gone}
    assert [p.id for p in registrations.all_of(store, gone[0])] == [people]


def test_events_are_listed_the_latest_first_those_without_a_date_at_the_top(store: Store) -> None:
    for day in (12, 26, 19):
        slots = tuple(generate_slots(date(2025, 11, day), date(2025, 11, day), (2,), ZONE))
        events.save(store, evening(title=str(day), slots=slots), NOW)
    events.save(store, evening(title="sans date", slots=()), NOW)
    assert [e.title for e in events.list_events(store)] == ["sans date", "26", "19", "12"]


def test_speakers_elsewhere_are_those_of_other_events_still_to_be_held(store: Store) -> None:
    ours = events.save(store, evening(), NOW, [speaker()])
    theirs = events.save(
        store, evening(title="Ailleurs"), NOW, [speaker(), speaker(last_name="X", role=Role.ORGANISER)]
    )
    archived = events.save(store, evening(title="Avant", archived=True), NOW, [speaker()])
    found = events.speakers_elsewhere(store, ours)
    assert [(p.last_name, e.id) for p, e in found] == [("Arrondell", theirs)]
    registrations.set_status(store, [found[0][0].id], Status.CANCELLED, NOW)
    assert events.speakers_elsewhere(store, ours) == []
    assert archived not in {e.id for _p, e in found}


def test_removing_a_slot_keeps_its_arrivals_for_an_undo(store: Store) -> None:
    event = events.get(store, events.save(store, evening(), NOW, [speaker()]))
    (person,) = registrations.all_of(store, event.id)
    door.admit(store, event, person, at=event.slots[0].start, now=NOW)
    events.save(store, replace(event, slots=()), NOW + timedelta(minutes=1))
    assert events.get(store, event.id).slots == ()
    journal.undo(store, NOW + timedelta(minutes=2))
    back = events.get(store, event.id)
    assert door_book.counters(store, back, back.slots[0].id).inside == 1


def test_a_form_left_open_takes_nothing_back(store: Store) -> None:
    event_id = events.save(store, evening(), NOW)
    shown = events.get(store, event_id)
    late = replace(shown.slots[0], id="", label="Matin")
    events.save(store, replace(shown, venue="Mairie", slots=(late, *shown.slots), organisations=()), NOW)
    edited = replace(shown, title="Autre titre", slots=(replace(shown.slots[0], label="Veillée"),))
    events.save(store, edited, NOW, before=shown)
    found = events.get(store, event_id)
    assert (found.title, found.venue, found.organisations) == ("Autre titre", "Mairie", ())
    assert sorted(slot.label for slot in found.slots) == ["Matin", "Veillée"]


def test_nobody_is_registered_at_an_event_that_is_not_there(store: Store) -> None:
    with pytest.raises(UserError) as refused:
        registrations.save(store, Attendee(event_id="nowhere", last_name="Brooks"), NOW)
    assert refused.value.code == "event_unknown"
