"""What was printed: badges, sign-in sheets, returns; remembered as facts that can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ia_events.documents.placeholders import EVENT_LABELS
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.events import Event, Organisation, OrganisationRole, Resource
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role, Status
from ia_events.store import Store, events, journal, prints, registrations, run_sheet
from ia_events.store.journal import Label

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def edit(store: Store, person: Attendee, **fields: object) -> Attendee:
    registrations.save(store, replace(person, **fields), NOW)  # type: ignore[arg-type]
    return registrations.get(store, person.id)


def names(people: list[Attendee]) -> list[str]:
    return [person.last_name for person in people]


# --- badges ------------------------------------------------------------------------------------------------------


def test_a_badge_is_new_until_it_is_printed(store: Store, event: Event, people: list[Attendee]) -> None:
    assert prints.badge_counts(store, event.id) == (3, 0, 0)
    assert names(prints.badges(store, event.id, "to_print")) == ["Césaire", "Nin", "Zola"], "in list order"
    prints.record_badges(store, event, people[:2], "avery-l7418", NOW)
    assert prints.badge_counts(store, event.id) == (1, 0, 2)
    assert names(prints.badges(store, event.id, "new")) == ["Zola"]
    assert names(prints.badges(store, event.id)) == ["Césaire", "Nin", "Zola"]
    kept = prints.latest(store, event.id, FactKind.BADGE_PRINT)
    assert kept is not None
    assert (kept.at, kept.method) == (NOW, "avery-l7418")


@pytest.mark.parametrize("field", ["first_name", "last_name", "employer", "job_title", "role"])
def test_a_badge_changes_with_what_is_printed_on_it(
    store: Store, event: Event, people: list[Attendee], field: str
) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    was = getattr(people[0], field)
    edit(store, people[0], **{field: Role.SPEAKER if field == "role" else "Autre"})
    assert prints.badge_counts(store, event.id) == (0, 1, 2)
    assert [p.id for p in prints.badges(store, event.id, "changed")] == [people[0].id]
    edit(store, registrations.get(store, people[0].id), **{field: was})
    assert prints.badge_counts(store, event.id) == (0, 0, 3), "changed back: the badge in the drawer is right"


def test_a_group_changes_the_badges_of_a_design_that_says_it(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    """GIVEN badges printed without groups, then in a design that says them WHEN these are given THEN only the latter change."""
    prints.record_badges(store, event, people, "a6", NOW)
    edit(store, people[0], group="2")
    assert prints.badge_counts(store, event.id) == (0, 0, 3)
    prints.record_badges(
        store, event, registrations.get_many(store, [p.id for p in people]), "a6", NOW, with_group=True
    )
    assert prints.badge_counts(store, event.id) == (0, 0, 3)
    edit(store, registrations.get(store, people[0].id), group="3")
    assert [p.id for p in prints.badges(store, event.id, "changed")] == [people[0].id]
    edit(store, registrations.get(store, people[0].id), group="2")
    assert prints.badge_counts(store, event.id) == (0, 0, 3)


@pytest.mark.parametrize("name", [*EVENT_LABELS])
def test_a_badge_changes_with_whatever_it_may_say_of_the_event(
    store: Store, event: Event, people: list[Attendee], name: str
) -> None:
    resource = Resource(title="Replay", link="https://exemple.fr/1")
    events.save(store, replace(event, resources=(resource,)), NOW)
    event = events.get(store, event.id)
    prints.record_badges(store, event, people, "a6", NOW)
    later = tuple(replace(slot, end=slot.end + timedelta(minutes=30)) for slot in event.slots)
    fields: dict[str, dict[str, object]] = {
        "event_title": {"title": "Autre"},
        "event_dates": {"slots": tuple(replace(s, start=s.start + DAY, end=s.end + DAY) for s in event.slots)},
        "event_hours": {"slots": later},
        "programme_of_day": {"slots": tuple(replace(slot, label="Atelier") for slot in event.slots)},
        "organiser": {"organisations": (Organisation(name="Ville", role=OrganisationRole.ORGANISER),)},
        "resource_title": {"resources": (event.resources[0]._replace(title="Dossier"),)},
        "resource_link": {"resources": (event.resources[0]._replace(link="https://exemple.fr/2"),)},
    }
    events.save(store, replace(event, **fields.get(name, {name: "Autre"})), NOW)  # type: ignore[arg-type]
    assert prints.badge_counts(store, event.id) == (0, 3, 0)
    assert set(registrations.badge_printed(store, [p.id for p in people]).values()) == {"changed"}
    assert run_sheet.read(store, events.get(store, event.id)).badges_changed == 3
    journal.undo(store, NOW)
    assert prints.badge_counts(store, event.id) == (0, 0, 3), "changed back: the badges in the drawer are right"
    query = registrations.Query(sort="badge_state")
    assert len(registrations.search(store, event.id, query)) == 3


def test_what_no_badge_says_of_the_event_changes_none(store: Store, event: Event, people: list[Attendee]) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    events.save(store, replace(event, notes="Clé à l'accueil", capacity=80, audience="Tous", needs="Micro"), NOW)
    assert prints.badge_counts(store, event.id) == (0, 0, 3)


def test_badges_printed_before_the_event_was_noted_on_them_are_still_printed(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    store.execute("UPDATE facts SET value = substr(value, 1, length(value) - 17) WHERE kind = 'badge_print'")
    assert prints.badge_counts(store, event.id) == (0, 0, 3)
    edit(store, people[0], employer="Autre")
    assert prints.badge_counts(store, event.id) == (0, 1, 2)


def test_what_is_not_printed_on_it_changes_no_badge(store: Store, event: Event, people: list[Attendee]) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    edit(store, people[0], email="a@exemple.fr", phone="0590123456", remarks="Voit mal", department="DRH", meal="Sans")
    assert prints.badge_counts(store, event.id) == (0, 0, 3)


def test_a_reissued_badge_is_to_print_again(store: Store, event: Event, people: list[Attendee]) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    registrations.reissue_badge(store, people[1].id, NOW)
    assert prints.badge_counts(store, event.id) == (0, 1, 2)
    prints.record_badges(store, event, [registrations.get(store, people[1].id)], "a6", NOW)
    assert prints.badge_counts(store, event.id) == (0, 0, 3)


def test_only_registered_people_get_a_badge(store: Store, event: Event, people: list[Attendee]) -> None:
    registrations.set_status(store, [people[0].id], Status.CANCELLED, NOW)
    registrations.set_status(store, [people[1].id], Status.WAITLISTED, NOW)
    assert prints.badge_counts(store, event.id) == (1, 0, 0)
    assert names(prints.badges(store, event.id)) == ["Zola"]
    registrations.remove(store, [people[2].id], NOW)
    assert prints.badges(store, event.id) == []


def test_printing_is_undone_and_redone(store: Store, event: Event, people: list[Attendee]) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    assert str(journal.next_undo(store)) == "3 badges notés comme imprimés"
    journal.undo(store, NOW)
    assert prints.badge_counts(store, event.id) == (3, 0, 0)
    assert prints.latest(store, event.id, FactKind.BADGE_PRINT) is None
    journal.redo(store, NOW)
    assert prints.badge_counts(store, event.id) == (0, 0, 3)


def test_one_badge_is_undone_by_name(store: Store, event: Event, people: list[Attendee]) -> None:
    prints.record_badges(store, event, people[:1], "a6", NOW)
    assert str(journal.next_undo(store)) == "Badge noté comme imprimé\u00a0: CÉSAIRE Aimé"


def test_undoing_a_reprint_brings_back_what_was_printed_before(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    prints.record_badges(store, event, people, "a6", NOW)
    changed = edit(store, people[0], employer="Région")
    prints.record_badges(store, event, [changed], "a6", NOW + timedelta(hours=1))
    assert prints.badge_counts(store, event.id) == (0, 0, 3)
    journal.undo(store, NOW)
    assert prints.badge_counts(store, event.id) == (0, 1, 2)


def test_printing_nothing_is_nothing(store: Store, event: Event, people: list[Attendee]) -> None:
    before = journal.next_undo(store)
    prints.record_badges(store, event, [], "a6", NOW)
    assert journal.next_undo(store) == before


def test_other_events_do_not_count(store: Store, event: Event, people: list[Attendee]) -> None:
    other = events.save(store, Event(title="Autre"), NOW)
    registrations.save(store, Attendee(event_id=other, last_name="Seul"), NOW)
    prints.record_badges(store, event, people, "a6", NOW)
    assert prints.badge_counts(store, other) == (1, 0, 0)
    assert prints.latest(store, other, FactKind.BADGE_PRINT) is None


# --- sign-in sheets ----------------------------------------------------------------------------------------------


def test_a_sheet_is_remembered_by_slot(store: Store, event: Event, people: list[Attendee]) -> None:
    morning, afternoon = (slot.id for slot in event.slots)
    prints.record_sheets(store, event, [morning], people, (), NOW)
    assert prints.latest(store, event.id, FactKind.SHEET_PRINT, afternoon) is None
    made = prints.latest(store, event.id, FactKind.SHEET_PRINT, morning)
    assert made is not None
    assert (made.at, made.value) == (NOW, prints.sheet_text(event, people))
    assert str(journal.next_undo(store)) == "Feuilles d’émargement d’un créneau notées comme imprimées"
    later = NOW + timedelta(hours=1)
    prints.record_sheets(store, event, [morning, afternoon], people, (), later)
    made = prints.latest(store, event.id, FactKind.SHEET_PRINT, morning)
    assert made is not None
    assert made.at == later
    assert str(journal.next_undo(store)) == "Feuilles d’émargement de 2 créneaux notées comme imprimées"
    journal.undo(store, NOW)
    assert prints.latest(store, event.id, FactKind.SHEET_PRINT, afternoon) is None


@pytest.mark.parametrize(
    "fields, changes",
    [
        ({"last_name": "Autre"}, True),
        ({"employer": "Région"}, True),
        ({"status": Status.CANCELLED}, True),
        ({"role": Role.SPEAKER}, True),
        ({"role": Role.ORGANISER}, True),
        ({"slots": ("s1",)}, True),
        ({"phone": "0590123456"}, False),
        ({"job_title": "Maire"}, False),
    ],
)
def test_a_sheet_is_outdated_when_its_list_changed(
    store: Store, event: Event, people: list[Attendee], fields: dict[str, object], changes: bool
) -> None:
    before = prints.sheet_text(event, people)
    edit(store, people[0], **fields)
    assert (prints.sheet_text(event, registrations.all_of(store, event.id)) != before) is changes


@pytest.mark.parametrize(
    "group_by, field, changes",
    [
        ("department", "department", True),
        ("group", "group", True),
        ("department", "group", False),
        ("group", "department", False),
        ("", "department", False),
        ("", "group", False),
        ("employer", "department", False),
    ],
)
def test_a_sheet_made_by_department_or_group_is_outdated_when_somebody_changes_it(
    store: Store, event: Event, people: list[Attendee], group_by: str, field: str, changes: bool
) -> None:
    """GIVEN sheets so grouped THEN the run sheet and what is kept of a page say whether their titles still hold."""
    slot = event.slots[0]
    prints.record_sheets(store, event, [slot.id], people, (), NOW, group_by=group_by)
    assert not run_sheet.read(store, event).slots[0].sheet_outdated
    edit(store, people[0], **{field: "Bleu"})
    assert run_sheet.read(store, event).slots[0].sheet_outdated is changes
    made = prints.latest(store, event.id, FactKind.SHEET_PRINT, slot.id)
    assert made is not None
    told = prints.sheet_text(event, registrations.all_of(store, event.id), prints.grouped_by(made.value))
    assert prints.sheet_outdated(made.value, told, slot.id, ()) is changes
    edit(store, people[0], **{field: getattr(people[0], field)})
    assert not run_sheet.read(store, event).slots[0].sheet_outdated, "put back, the paper is right again"


def test_a_speaker_stands_under_no_title(store: Store, event: Event, people: list[Attendee]) -> None:
    speaker = edit(store, people[0], role=Role.SPEAKER)
    before = prints.sheet_text(event, registrations.all_of(store, event.id), "department")
    edit(store, speaker, department="Culture")
    assert prints.sheet_text(event, registrations.all_of(store, event.id), "department") == before


def test_who_does_not_sign_changes_no_sheet(store: Store, event: Event, people: list[Attendee]) -> None:
    before = prints.sheet_text(event, people)
    registrations.save(store, Attendee(event_id=event.id, last_name="Maire", role=Role.DIGNITARY), NOW)
    registrations.save(store, Attendee(event_id=event.id, last_name="Attend", status=Status.WAITLISTED), NOW)
    assert prints.sheet_text(event, registrations.all_of(store, event.id)) == before


# --- returns -----------------------------------------------------------------------------------------------------


def arrive(store: Store, event: Event, person: Attendee) -> str:
    fact = Fact(
        id=uuid7(NOW),
        kind=FactKind.ARRIVAL,
        event_id=event.id,
        registration_id=person.id,
        slot_id=event.slots[0].id,
        at=NOW,
    )
    journal.record(store, [fact], Label("Arrivée"), NOW)
    return fact.id


def test_a_return_is_outdated_by_what_it_tells(store: Store, event: Event, people: list[Attendee]) -> None:
    arrive(store, event, people[0])
    assert not prints.return_outdated(store, event.id), "none was made"
    prints.record_return(store, event.id, "retour.xlsx", NOW)
    assert [fact.value for fact in prints.returns(store, event.id)] == ["retour.xlsx"]
    undo = journal.next_undo(store)
    assert undo is not None
    assert "retour" not in str(undo), "a file that was written is not undone"
    assert not prints.return_outdated(store, event.id)
    prints.record_badges(store, event, people, "a6", NOW)
    assert not prints.return_outdated(store, event.id), "badges are not in it"
    journal.undo(store, NOW)
    assert not prints.return_outdated(store, event.id)
    arrive(store, event, people[1])
    assert prints.return_outdated(store, event.id)
    prints.record_return(store, event.id, "retour 2.xlsx", NOW)
    assert not prints.return_outdated(store, event.id)
    edit(store, people[2], phone="0590123456")
    assert prints.return_outdated(store, event.id)


def test_undo_and_redo_outdate_a_return(store: Store, event: Event, people: list[Attendee]) -> None:
    arrive(store, event, people[0])
    prints.record_return(store, event.id, "retour.xlsx", NOW)
    arrive(store, event, people[1])
    journal.undo(store, NOW)
    prints.record_return(store, event.id, "retour.xlsx", NOW)
    assert not prints.return_outdated(store, event.id)
    later = arrive(store, event, people[1])
    journal.undo(store, NOW)
    assert prints.return_outdated(store, event.id)
    prints.record_return(
        store,
        event.id,
        "retour.xlsx",
        NOW,
    )
    journal.record(store, [journal.void(_void_of(store, later), event.id, NOW)], Label("Rétabli"), NOW)
    assert prints.return_outdated(store, event.id), "an arrival that counts again, through the void of its void"


def _void_of(store: Store, fact: str) -> str:
    return str(store.execute("SELECT id FROM facts WHERE kind = 'void' AND target = ?", (fact,)).fetchone()[0])


def test_what_a_return_does_not_tell_does_not_outdate_it(store: Store, event: Event, people: list[Attendee]) -> None:
    prints.record_return(store, event.id, "retour.xlsx", NOW)
    edit(store, people[0], remarks="Arrive par le bateau", meal="Végétarien", access_needs="Accès en fauteuil")
    assert not prints.return_outdated(store, event.id)
    edit(store, registrations.get(store, people[0].id), remarks="", phone="0690123456")
    assert prints.return_outdated(store, event.id)


def test_a_badge_is_changed_when_the_title_it_bears_is(store: Store, event: Event, people: list[Attendee]) -> None:
    prints.record_badges(store, event, people, "L4785", NOW)
    assert prints.badge_counts(store, event.id) == (0, 0, 3)
    events.save(store, replace(event, title="Soirée"), NOW)
    assert prints.badge_counts(store, event.id) == (0, 3, 0)
    events.save(store, replace(event, notes="Rallonge"), NOW)
    assert prints.badge_counts(store, event.id) == (0, 0, 3)


def test_a_print_that_is_taken_back_is_known_by_its_moment(store: Store, event: Event, people: list[Attendee]) -> None:
    first, second = NOW, NOW + timedelta(minutes=3, microseconds=1500)
    prints.record_badges(store, event, people, "avery-l7418", first)
    prints.record_badges(store, event, people[:1], "avery-l7418", second)
    assert [prints.undone(store, event.id, at) for at in (first, second)] == [False, False]
    journal.undo(store, second)
    assert [prints.undone(store, event.id, at) for at in (first, second)] == [False, True]
    journal.redo(store, second)
    assert not prints.undone(store, event.id, second)
    assert not prints.undone(store, event.id, NOW + timedelta(days=1)), "there was none"
