"""What the second screen counts, on a small evening and on 20,000 arrivals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind, Method, State
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Status
from ia_events.store import Store, arrivals, door, journal, presence, registrations
from ia_events.store.journal import Label, Op
from ia_events.store.self_check_in import by_name
from tests.store.conftest import a_day
from tests.store.registering import register

NOW = datetime(2026, 11, 12, 11, 0, tzinfo=UTC)


@pytest.fixture
def day(store: Store) -> Event:
    return a_day(store, NOW)


def _add(store: Store, event: Event, last: str, first: str = "Anna", **fields: object) -> Attendee:
    person = replace(Attendee(event_id=event.id, last_name=last, first_name=first), **fields)  # type: ignore[arg-type]
    return registrations.get(store, register(store, person, NOW))


def _let_in(store: Store, event: Event, person: Attendee, at: datetime) -> None:
    door.admit(store, event, person, slot_id=event.slots[0].id, at=at, now=NOW)


def test_first_arrivals_are_counted_by_quarter_of_an_hour(store: Store, day: Event) -> None:
    people = [_add(store, day, f"Nom {number}") for number in range(5)]
    hour = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
    for person, minutes in zip(people, (0, 14, 15, 47), strict=False):
        _let_in(store, day, person, hour + timedelta(minutes=minutes))
    _let_in(store, day, people[0], hour + timedelta(minutes=50))  # already in
    presence.mark(store, day, [(people[4].id, day.slots[0].id)], State.PRESENT, NOW)  # told no hour
    found = arrivals.by_quarter(store, day.id, day.slots[0].id)
    assert found == [(hour + timedelta(minutes=15 * n), count) for n, count in enumerate((2, 1, 0, 1))]
    assert arrivals.by_quarter(store, day.id, day.slots[1].id) == []


def test_a_badge_tried_the_day_before_leaves_the_chart_alone(store: Store, day: Event) -> None:
    hour = datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
    _let_in(store, day, _add(store, day, "Essai"), hour - timedelta(days=1))
    for name in ("Nin", "Zola"):
        _let_in(store, day, _add(store, day, name), hour)
    assert arrivals.by_quarter(store, day.id, day.slots[0].id) == [(hour, 2)]


def test_employers_slots_and_the_waiting_list(store: Store, day: Event) -> None:
    morning, afternoon = day.slots
    town = [_add(store, day, f"Ville {n}", employer="Ville de Basse-Terre") for n in range(3)]
    _add(store, day, "Seul", employer="CCAS", slots=(afternoon.id,))
    _add(store, day, "Sans", employer="")
    waiting = [_add(store, day, f"Attente {n}", status=Status.WAITLISTED) for n in (2, 1)]
    _let_in(store, day, town[0], NOW)
    found = arrivals.board(store, day, morning, last=5, waiting=5)
    assert (found.arrived, found.expected, found.to_come) == (1, 4, 3)
    assert found.employers == (arrivals.Stand("Ville de Basse-Terre", 3, 1), arrivals.Stand("", 1, 0))
    for number in range(4):
        _add(store, day, f"Sans {number}", employer=" ")
    (nobodys,) = arrivals.by_employer(store, day.id, morning.id, 1)
    assert nobodys == arrivals.Stand("", 5, 0), "however many they are, they stay, and come last"
    assert [stand.name for stand in arrivals.by_employer(store, day.id, morning.id, 2)] == ["Ville de Basse-Terre", ""]
    assert [(stand.expected, stand.present) for _slot, stand in found.slots] == [(4, 1), (5, 0)]
    assert [person.last_name for person, _at in found.last] == ["Ville 0"]
    assert [person.id for person in found.waiting] == [person.id for person in waiting]  # first come, first called
    door.admit(store, day, waiting[0], slot_id=morning.id, at=NOW, now=NOW, force=True)
    found = arrivals.board(store, day, morning)
    assert (found.last, found.waiting, found.waiting_count) == ((), (), 1)


def test_twenty_thousand_arrivals_are_found_through_the_index(store: Store, day: Event) -> None:
    slot, start = day.slots[0], datetime(2026, 11, 12, 12, 0, tzinfo=UTC)
    people = [
        Attendee(
            id=uuid7(NOW), event_id=day.id, last_name=f"Nom {n}", first_name="Anna", employer=f"Ville {n % 200:03}",
            badge=tokens.new_badge_id(),
        )
        for n in range(20_000)
    ]  # fmt: skip
    ops: list[Op] = [registrations.addition(person) for person in people]
    ops += [
        Fact(
            id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id=day.id, registration_id=person.id, slot_id=slot.id,
            at=start + timedelta(seconds=n % 7200), method=Method.SCAN,
        )
        for n, person in enumerate(people)
    ]  # fmt: skip
    journal.record(store, ops, Label("Essai"), NOW)
    found = arrivals.board(store, day, slot, most=8, last=5)
    assert sum(count for _at, count in found.quarters) == 20_000
    assert len(found.quarters) == 8
    assert found.employers[0] == arrivals.Stand("Ville 000", 100, 100)
    assert len(found.employers) == 8
    plan = " ".join(
        str(row[3]) for row in store.execute(f"EXPLAIN QUERY PLAN {arrivals._BY_QUARTER}", (day.id, slot.id))
    )
    assert "facts_by_event (event_id=? AND kind=? AND slot_id=?)" in plan
    plan = " ".join(
        str(row[3]) for row in store.execute(f"EXPLAIN QUERY PLAN {arrivals._BY_EMPLOYER}", (day.id, slot.id, 8))
    )
    # Nothing is walked for each person: whoever came is looked for once.
    assert "SCAN" not in plan.replace("SCAN (subquery", "").replace("SCAN came", "")


# --- who types their own name ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "last, first, meant, whole",
    [
        ("N'DIAYE", "Aïssata", "ndiaye", True),
        ("ndiaye", "aissata", "ndiaye", True),
        ("Aïssata", "N Diaye", "ndiaye", True),  # the other way round
        ("ndi", "ais", "ndiaye", False),
        ("nd", "aissata", "", False),  # three letters of each
        ("ndiaye", "ai", "", False),
        ("Li", "Bo", "li", True),  # the whole of a short name
        ("Martin", "Jean", "jean", True),  # not Jean-Paul
        ("Martin", "Jeanpaul", "jean-paul", True),
        ("Mar", "Jea", "", False),  # two people
        ("Dupont", "Paul", "", False),  # two of one name
        ("", "Jean", "", False),
        ("'", "-", "", False),
    ],
)
def test_who_types_their_name_is_one_person_or_nobody(
    store: Store, day: Event, last: str, first: str, meant: str, whole: bool
) -> None:
    people = {
        "ndiaye": _add(store, day, "N'Diaye", "Aïssata"),
        "li": _add(store, day, "Li", "Bo"),
        "jean": _add(store, day, "Martin", "Jean"),
        "jean-paul": _add(store, day, "Martin", "Jean-Paul"),
    }
    for employer in ("Ville", "CCAS"):
        _add(store, day, "Dupont", "Paul", employer=employer)
    found = by_name(store, day.id, last, first)
    assert found.person == (people[meant] if meant else None)
    assert found.whole == whole
