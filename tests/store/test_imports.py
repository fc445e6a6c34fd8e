"""A planned list recorded as one action: people, presence, withdrawals; refused when outdated; undone days later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from ia_events.domain.attendance import Method, State
from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Column, Decision, Listing, ListRow, Place, Plan
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee, Status
from ia_events.store import Store, backups, door, door_book, events, imports, journal, presence, prints, registrations

NOW = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
FIELDS = ("last_name", "first_name", "email", "phone", "employer")


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, now=NOW)
    yield opened
    assert backups.verify(opened).faults == ()
    opened.close()


@pytest.fixture
def event(store: Store) -> Event:
    slots = (
        Slot(label="Matin", start=NOW, end=NOW + timedelta(hours=3)),
        Slot(label="Soir", start=NOW + timedelta(hours=4), end=NOW + timedelta(hours=6)),
    )
    return events.get(store, events.save(store, Event(title="Journée", slots=slots), NOW))


def someone(name: str, **fields: object) -> Attendee:
    return Attendee(last_name=name, first_name="Anne", email=f"{name.lower()}@exemple.fr", **fields)  # type: ignore[arg-type]


def plan_of(
    store: Store, event: Event, people: Sequence[Attendee | ListRow], decisions: Mapping[Place, Decision] | None = None
) -> Plan:
    rows = tuple(p if isinstance(p, ListRow) else ListRow(n, p) for n, p in enumerate(people, 2))
    columns = tuple(Column(i, f, f) for i, f in enumerate(FIELDS))
    listing = Listing(
        source="liste.xlsx", sheet="Inscrits", header_row=1, columns=columns, rows=rows, fingerprint="abc"
    )  # fmt: skip
    known = registrations.all_of(store, event.id)
    standing = presence.standing(presence.facts_of_event(store, event.id))
    return make_plan(listing, known, event.id, lambda: uuid7(NOW), decisions=decisions or {}, standing=standing)


def import_(store: Store, event: Event, people: Sequence[Attendee | ListRow], **options: object) -> Plan:
    plan = plan_of(store, event, people)
    imports.import_plan(store, plan, NOW, **options)  # type: ignore[arg-type]
    return plan


def by_name(store: Store, event: Event) -> dict[str, Attendee]:
    return {person.last_name: person for person in registrations.all_of(store, event.id)}


def logged(store: Store) -> int:
    return int(store.execute("SELECT count(*) FROM changes").fetchone()[0])


def test_the_same_list_again_writes_nothing(store: Store, event: Event) -> None:
    slot = event.slots[0].id
    people: list[Attendee | ListRow] = [
        someone("Abel"),
        ListRow(
            3, someone("Borel", phone="0690123456"), written=(("phone", "5,9E+08"),), presence=((slot, State.LATE),)
        ),
        ListRow(4, someone("Carbet"), presence=((slot, State.ABSENT),)),
    ]
    import_(store, event, people)
    borel = by_name(store, event)["Borel"]
    assert borel.list.startswith("abc:inscrits:")
    assert imports.written(store, borel.id) == {"phone": "5,9E+08"}
    before = logged(store)
    import_(store, event, people)
    assert logged(store) == before


def test_what_a_list_said_goes_with_the_field_it_was_said_of(store: Store, event: Event) -> None:
    said = (("phone", "5,9E+08"), ("employer", "sdis"))
    row = ListRow(2, someone("Abel", phone="590000000", employer="SDIS"), written=said)
    import_(store, event, [row])
    abel = by_name(store, event)["Abel"]
    # Erased by hand: nothing of it stays.
    registrations.save(store, replace(abel, phone="", meal="halal"), NOW, before=abel)
    assert imports.written(store, abel.id) == {"employer": "sdis"}
    journal.undo(store, NOW)
    assert imports.written(store, abel.id) == dict(said)
    # Changed by another list.
    import_(store, event, [someone("Abel", phone="0690123456", employer="SDIS")])
    assert imports.written(store, abel.id) == {"employer": "sdis"}
    import_(store, event, [row])
    # Replaced by what somebody else's says.
    other = registrations.save(store, replace(someone("Borel"), event_id=event.id, phone="0690999999"), NOW)
    registrations.merge(store, abel.id, other, {"phone": "0690999999", "employer": "SDIS"}, NOW)
    assert imports.written(store, abel.id) == {"employer": "sdis"}
    registrations.save(store, replace(registrations.get(store, abel.id), employer=""), NOW)
    assert imports.written(store, abel.id) == {}
    # What was said of where somebody stood, once it stands otherwise: cancelled by hand, or gone from the list.
    import_(store, event, [ListRow(2, someone("Carbet"), written=(("status", "Convoquée"),)), someone("Dole")])
    carbet = by_name(store, event)["Carbet"]
    assert imports.written(store, carbet.id) == {"status": "Convoquée"}
    registrations.set_status(store, [carbet.id], Status.CANCELLED, NOW)
    assert imports.written(store, carbet.id) == {}
    journal.undo(store, NOW)
    assert [p.id for p in plan_of(store, event, [someone("Dole")]).withdrawn] == [carbet.id]
    import_(store, event, [someone("Dole")], withdraw=[carbet.id])
    assert imports.written(store, carbet.id) == {}
    assert store.execute("SELECT written FROM registrations WHERE id = ?", (abel.id,)).fetchone()[0] == ""


@pytest.mark.parametrize("correction", [False, True])
def test_taking_back_one_passage_of_a_list_leaves_the_list(store: Store, event: Event, correction: bool) -> None:
    """GIVEN two arrivals a list told, one of them told again by the list corrected THEN each is taken back alone."""
    slot = event.slots[0].id

    def told(state: State) -> list[Attendee | ListRow]:
        return [
            ListRow(2, someone("Abel"), presence=((slot, State.PRESENT),)),
            ListRow(3, someone("Borel"), presence=((slot, state),)),
        ]

    import_(store, event, told(State.PRESENT))
    import_(store, event, told(State.LATE))
    entries = {one.attendee.last_name: one for one in door_book.recent(store, event.id, slot) if one.attendee}
    assert set(entries) == {"Abel", "Borel"}
    for name, left in (("Borel", 1), ("Abel", 0)):
        done = door.undo_entry(store, entries[name].fact.id, LATER, "erreur", correction=correction)
        assert str(done) == f"Pointage retiré\u00a0: {name.upper()} Anne"
        assert len(door_book.recent(store, event.id, slot)) == left
        assert set(by_name(store, event)) == {"Abel", "Borel"}
    assert journal.undo(store, LATER)
    assert len(door_book.recent(store, event.id, slot)) == 1


def test_presence_comes_with_the_list_and_doubles_no_scan(store: Store, event: Event) -> None:
    morning, evening = (slot.id for slot in event.slots)
    import_(store, event, [someone("Abel"), someone("Borel"), someone("Carbet")])
    people = by_name(store, event)
    door.admit(store, event, people["Abel"], slot_id=morning, at=NOW, now=NOW, station="Entrée")
    presence.mark(store, event, [(people["Borel"].id, morning)], State.EXCUSED, NOW)
    rows: list[Attendee | ListRow] = [
        ListRow(2, someone("Abel"), presence=((morning, State.PRESENT), (evening, State.PRESENT))),
        ListRow(3, someone("Borel"), presence=((morning, State.EXCUSED), (evening, State.ABSENT))),
        ListRow(4, someone("Carbet"), presence=((morning, State.LATE),)),
        ListRow(5, someone("Dole"), presence=((morning, State.PRESENT),)),
    ]
    import_(store, event, rows)
    grid = presence.load(store, event)
    people = by_name(store, event)

    def cell(name: str, slot: str) -> tuple[State, str]:
        found = grid.cells[people[name].id, slot]
        return found.state, found.method

    assert cell("Abel", morning)[0] == State.PRESENT
    assert grid.cells[people["Abel"].id, morning].station == "Entrée"
    assert cell("Abel", evening) == (State.PRESENT, Method.LIST)
    # The fact stands at the slot's start, which is nobody's hour of arrival.
    (fact,) = (f for f in presence.facts_of(store, event.id, people["Abel"].id) if f.slot_id == evening)
    assert (fact.at, grid.cells[people["Abel"].id, evening].at) == (event.slots[1].start, None)
    assert cell("Borel", morning) == (State.EXCUSED, Method.MANUAL)
    assert cell("Borel", evening) == (State.ABSENT, Method.LIST)
    assert cell("Carbet", morning) == (State.LATE, Method.LIST)
    assert cell("Dole", morning) == (State.PRESENT, Method.LIST)
    assert [past.noted for past in imports.imports(store, event.id)] == [4, 0]
    before = logged(store)
    assert import_(store, event, rows).attendance == ()
    assert logged(store) == before
    # Marked by hand: a list says otherwise in vain, and what it says is pointed at.
    against = import_(store, event, [ListRow(3, someone("Borel"), presence=((morning, State.PRESENT),))])
    assert [p.code for p in against.problems] == ["presence_differs"]
    grid = presence.load(store, event)
    assert cell("Borel", morning) == (State.EXCUSED, Method.MANUAL)
    # The same when it happens once the plan is made.
    rows[2] = ListRow(4, someone("Carbet"), presence=((evening, State.ABSENT),))
    plan = plan_of(store, event, rows)
    assert len(plan.attendance) == 1
    door.admit(store, event, people["Carbet"], slot_id=evening, at=NOW, now=NOW)
    imports.import_plan(store, plan, NOW)
    grid = presence.load(store, event)
    assert cell("Carbet", evening) == (State.PRESENT, Method.TYPED)
    # A list corrects what a list said; it takes no scan away.
    import_(
        store,
        event,
        [
            ListRow(2, someone("Abel"), presence=((morning, State.ABSENT), (evening, State.ABSENT))),
            ListRow(3, someone("Borel"), presence=((evening, State.PRESENT),)),
        ],
    )
    grid = presence.load(store, event)
    assert cell("Abel", morning)[0] == State.PRESENT
    assert cell("Abel", evening) == (State.ABSENT, Method.LIST)
    assert cell("Borel", evening) == (State.PRESENT, Method.LIST)


def test_withdrawals_are_made_only_where_they_are_accepted(store: Store, event: Event) -> None:
    import_(store, event, [someone(name) for name in ("Abel", "Borel", "Carbet", "Dole")])
    plan = plan_of(store, event, [someone("Abel"), someone("Borel")])
    assert [person.last_name for person in plan.withdrawn] == ["Carbet", "Dole"]
    ids = {person.last_name: person.id for person in registrations.all_of(store, event.id)}
    imports.import_plan(store, plan, NOW, withdraw={ids["Dole"], ids["Abel"]})
    assert {p.last_name for p in by_name(store, event).values() if p.status == Status.CANCELLED} == {"Dole"}
    assert [i.withdrawn for i in imports.imports(store, event.id)] == [1, 0]


def test_a_plan_made_against_other_people_is_refused(store: Store, event: Event) -> None:
    import_(store, event, [someone("Abel")])
    for change in (
        lambda: registrations.save(store, replace(someone("Borel"), event_id=event.id), NOW),
        lambda: registrations.save(store, replace(by_name(store, event)["Abel"], phone="0690123456"), NOW),
        lambda: registrations.remove(store, [by_name(store, event)["Borel"].id], NOW),
    ):
        plan = plan_of(store, event, [someone("Abel", employer="SDIS"), someone("Carbet")])
        change()
        before = logged(store)
        with pytest.raises(UserError) as refused:
            imports.import_plan(store, plan, NOW)
        assert refused.value.code == "plan_outdated"
        assert logged(store) == before
    # What happens at another event, or at the door, is nobody's business here.
    plan = plan_of(store, event, [someone("Carbet")])
    other = events.save(store, Event(title="Autre"), NOW)
    registrations.save(store, replace(someone("Zola"), event_id=other), NOW)
    door.admit(store, event, by_name(store, event)["Abel"], at=NOW, now=NOW)
    imports.import_plan(store, plan, NOW)
    assert set(by_name(store, event)) == {"Abel", "Carbet"}


def test_a_plan_for_what_was_removed_is_refused(store: Store, event: Event) -> None:
    slot = event.slots[0].id
    plans = [
        plan_of(store, event, [ListRow(2, someone("Abel"), presence=((slot, State.PRESENT),))]),
        plan_of(store, event, [someone("Abel", slots=(slot,))]),
    ]
    plain = plan_of(store, event, [someone("Abel")])
    events.save(store, replace(event, slots=event.slots[1:]), NOW)
    for plan in plans:
        with pytest.raises(UserError) as refused:
            imports.import_plan(store, plan, NOW)
        assert refused.value.code == "plan_outdated"
    other = events.get(store, events.save(store, Event(title="Autre"), NOW))
    aside = plan_of(store, other, [someone("Borel")])
    events.remove(store, [other.id], NOW)
    before = logged(store)
    with pytest.raises(UserError) as refused:
        imports.import_plans(store, [plain, aside], NOW)
    assert (refused.value.code, logged(store)) == ("plan_outdated", before)
    imports.import_plan(store, plain, NOW)
    assert set(by_name(store, event)) == {"Abel"}


def test_a_slot_somebody_still_has_that_was_removed_elsewhere_hinders_no_import(store: Store, event: Event) -> None:
    # as when one station registers somebody for a slot another one is removing
    gone = uuid7(NOW)
    registrations.save(store, replace(someone("Abel"), event_id=event.id, slots=(gone,)), NOW)
    slot = event.slots[0].id
    plan = plan_of(store, event, [someone("Abel", slots=(slot,))])
    assert len(plan.updated) == 1
    imports.import_plan(store, plan, NOW)
    assert by_name(store, event)["Abel"].slots == (gone, slot)


def test_a_whole_import_is_undone_days_later_leaving_what_came_since(store: Store, event: Event) -> None:
    slot = event.slots[0].id
    registrations.save(store, replace(someone("Abel"), event_id=event.id), NOW)
    names = ("Borel", "Carbet", "Dole", "Emery", "Fleming")
    rows: list[Attendee | ListRow] = [
        ListRow(2, someone("Abel", phone="0690123456"), presence=((slot, State.PRESENT),)),
        *map(someone, names),
    ]
    import_(store, event, rows)
    people = by_name(store, event)
    registrations.save(store, replace(people["Borel"], phone="0690999999"), NOW)
    door.admit(store, event, people["Carbet"], at=NOW, now=NOW)
    prints.record_badges(store, event, [people["Dole"]], "L4785", NOW)
    registrations.merge(store, people["Abel"].id, people["Fleming"].id, {}, NOW)
    (past,) = imports.imports(store, event.id)
    assert (past.file, past.added, past.updated, past.at, past.undone) == ("liste.xlsx", 5, 1, NOW, False)
    undone = journal.undo(store, LATER, past.action)
    assert undone is not None
    assert undone.kept == 4
    assert set(by_name(store, event)) == {"Abel", "Borel", "Carbet", "Dole"}
    assert by_name(store, event)["Abel"].phone == ""
    assert presence.load(store, event).cells[people["Abel"].id, slot].state == State.EXPECTED
    assert [i.undone for i in imports.imports(store, event.id)] == [True]
    assert journal.undo(store, LATER, past.action) is None
    journal.redo(store, LATER)
    assert set(by_name(store, event)) == {"Abel", "Borel", "Carbet", "Dole", "Emery"}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_imports_of_lists_that_overlap_are_taken_back_in_any_order(
    store: Store, event: Event, order: tuple[int, ...]
) -> None:
    """GIVEN three lists that correct one another WHEN all are taken back THEN nobody only they added is left; whom somebody
    edited, or saw, is, and it is told of how many."""
    slot = event.slots[0].id
    registrations.save(store, replace(someone("Zola"), event_id=event.id), NOW)
    seen: list[Attendee | ListRow] = [
        ListRow(2, someone("Borel", phone="0690333333"), presence=((slot, State.PRESENT),))
    ]
    import_(store, event, [someone(name) for name in ("Abel", "Borel", "Carbet", "Dole")])
    import_(
        store, event, [*(someone(name, phone="0690111111") for name in ("Borel", "Carbet", "Zola")), someone("Emery")]
    )
    import_(store, event, [*seen, *(someone(name, phone="0690222222") for name in ("Carbet", "Dole", "Emery"))])
    people = by_name(store, event)
    registrations.save(store, replace(people["Dole"], meal="halal"), NOW)
    door.admit(store, event, people["Emery"], at=NOW, now=NOW)
    actions = [past.action for past in reversed(imports.imports(store, event.id))]
    for place in order:
        assert journal.undo(store, LATER, actions[place]) is not None
    assert set(by_name(store, event)) == {"Dole", "Emery", "Zola"}
    stayed = {past.action: past.stayed for past in imports.imports(store, event.id)}
    assert [stayed[action] for action in actions] == [1, 1, 0]
    for _time in order:
        journal.redo(store, LATER)
    assert set(by_name(store, event)) == {*people}


def test_who_another_list_corrected_stays_until_it_is_taken_back_too(store: Store, event: Event) -> None:
    import_(store, event, [someone("Abel"), someone("Borel")])
    import_(store, event, [someone("Borel", phone="0690123456"), someone("Carbet")])
    first, second = (past.action for past in reversed(imports.imports(store, event.id)))
    done = journal.undo(store, LATER, first)
    assert done is not None
    assert done.kept == 1
    assert set(by_name(store, event)) == {"Borel", "Carbet"}
    assert [(past.undone, past.stayed) for past in imports.imports(store, event.id)] == [(False, 0), (True, 1)]
    done = journal.undo(store, LATER, second)
    assert done is not None
    assert done.kept == 0
    assert by_name(store, event) == {}
    journal.redo(store, LATER)
    assert by_name(store, event)["Borel"].phone == "0690123456"


def test_whose_presence_another_list_told_goes_with_it(store: Store, event: Event) -> None:
    slot = event.slots[0].id
    import_(store, event, [someone("Abel"), someone("Borel")])
    told: list[Attendee | ListRow] = [ListRow(2, someone("Abel"), presence=((slot, State.PRESENT),)), someone("Borel")]
    import_(store, event, told)
    first, second = (past.action for past in reversed(imports.imports(store, event.id)))
    journal.undo(store, LATER, first)
    assert set(by_name(store, event)) == {"Abel"}
    journal.undo(store, LATER, second)
    assert by_name(store, event) == {}
    journal.redo(store, LATER)
    assert presence.load(store, event).cells[by_name(store, event)["Abel"].id, slot].state == State.PRESENT


def test_what_somebody_erased_between_two_imports_keeps_who_it_was_of(store: Store, event: Event) -> None:
    import_(store, event, [someone("Abel", phone="0690111111"), someone("Borel", phone="0690111111")])
    borel = by_name(store, event)["Borel"]
    registrations.save(store, replace(borel, phone=""), NOW, before=borel)
    import_(store, event, [someone("Borel", phone="0690222222"), someone("Abel", phone="0690222222")])
    first, second = (past.action for past in reversed(imports.imports(store, event.id)))
    journal.undo(store, LATER, first)
    journal.undo(store, LATER, second)
    assert {name: person.phone for name, person in by_name(store, event).items()} == {"Borel": ""}


def test_a_decision_is_recorded_with_the_import_and_holds(store: Store, event: Event) -> None:
    import_(store, event, [someone("Abel", employer="SDIS")])
    people = [replace(someone("Abell", employer="SDIS"), email="", phone="0690123456")]
    imports.import_plan(
        store,
        plan_of(store, event, people, {Place("Inscrits", 2): Decision("keep", by_name(store, event)["Abel"].id)}),
        NOW,
    )
    assert by_name(store, event)["Abel"].phone == ""
    again = plan_of(store, event, people)
    assert (again.added, again.updated, again.doubts, again.unchanged) == ((), (), (), 1)


def test_a_list_for_several_events_is_one_action(store: Store, event: Event) -> None:
    other = events.get(store, events.save(store, Event(title="Soirée", slots=event.slots[:0]), NOW))
    plans = [
        plan_of(store, event, [someone("Abel"), someone("Bora")]),
        plan_of(store, other, [someone("Abel")]),
    ]
    heard: list[tuple[int, int]] = []
    imports.import_plans(store, plans, NOW, lambda done, total: heard.append((done, total)))
    assert heard[-1] == (3, 3)
    assert (list(by_name(store, event)), list(by_name(store, other))) == (["Abel", "Bora"], ["Abel"])
    (here,), (there,) = imports.imports(store, event.id), imports.imports(store, other.id)
    assert (here.action, here.added, there.added, here.events) == (there.action, 2, 1, 2)
    assert journal.undo(store, LATER) is not None
    assert by_name(store, event) == by_name(store, other) == {}
    assert imports.imports(store, other.id)[0].undone


def test_an_import_stopped_at_its_last_word_leaves_nothing(store: Store, event: Event) -> None:
    def last(done: int, total: int) -> None:
        assert store.connection.in_transaction, "told before the commit"
        if done == total:
            raise Cancelled

    before = logged(store)
    with pytest.raises(Cancelled):
        import_(store, event, [someone("Abel"), someone("Bora")], progress=last)
    assert (logged(store), by_name(store, event)) == (before, {})


def test_when_one_of_several_plans_is_outdated_nothing_is_written(store: Store, event: Event) -> None:
    other = events.get(store, events.save(store, Event(title="Soirée"), NOW))
    plans = [plan_of(store, event, [someone("Abel")]), plan_of(store, other, [someone("Abel")])]
    import_(store, other, [someone("Cora")])
    before = logged(store)
    with pytest.raises(UserError) as error:
        imports.import_plans(store, plans, NOW)
    assert error.value.code == "plan_outdated"
    assert (logged(store), by_name(store, event)) == (before, {})
