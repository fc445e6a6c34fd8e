"""Blank badges: genuine, nobody's until they are somebody's, and nothing read of them is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.store import Store, blanks, directory, door, door_book, events, journal, prints, registrations
from ia_events.store.journal import Label

START = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "events.db", now=START)
    yield opened
    opened.close()


def made(store: Store, title: str = "Journée") -> Event:
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0,), "America/Guadeloupe"))
    return events.get(store, events.save(store, Event(title=title, timezone="America/Guadeloupe", slots=slots), START))


@pytest.fixture
def event(store: Store) -> Event:
    return made(store)


@pytest.fixture
def person(store: Store, event: Event) -> Attendee:
    return add(store, event, "Arrondell")


@pytest.fixture
def badge(store: Store, event: Event) -> str:
    """A blank one."""
    badges = [one.badge for one in blanks.nobodys(3)]
    blanks.record_issued(store, event, badges, START)
    return badges[0]


def add(store: Store, event: Event, last_name: str, at: datetime = START, **fields: str) -> Attendee:
    one = Attendee(event_id=event.id, last_name=last_name, first_name="Éloïse", **fields)  # type: ignore[arg-type]
    return registrations.get(store, registrations.save(store, one, at))


def scan(store: Store, event: Event, badge: str, minutes: int = 0, *, leaving: bool = False) -> Outcome:
    at = START + timedelta(minutes=minutes)
    token = tokens.issue(badge, event.key)
    return door.scan(store, event, token, at=at, now=at, station="Entrée 1", leaving=leaving)


def arrived(store: Store, event: Event) -> tuple[int, int]:
    found = door_book.counters(store, event, event.slots[0].id)
    return found.arrived, found.walk_ins


def told_elsewhere(store: Store, event: Event, badge: str, minutes: int) -> None:
    """An arrival under the badge's own id, from a desk that does not know it is a blank one."""
    at = START + timedelta(minutes=minutes)
    fact = Fact(
        id=uuid7(at),
        kind=FactKind.ARRIVAL,
        event_id=event.id,
        slot_id=event.slots[0].id,
        at=at,
        station="Entrée 2",
        value=Verdict.GENUINE_UNLISTED,
        target=badge,
    )
    journal.record(store, [fact], Label("Arrivée"), at)


def test_a_blank_is_asked_about_and_nobody_has_come(store: Store, event: Event, badge: str) -> None:
    for minutes, leaving in ((1, False), (2, False), (3, True)):
        asked = scan(store, event, badge, minutes, leaving=leaving)
        assert (asked.verdict, asked.attendee, asked.first_at) == (Verdict.BLANK, None, None)
    assert arrived(store, event) == (0, 0)
    assert door_book.last_undoable(store, event.id, event.slots[0].id, "Entrée 1") is None
    # A code of another desk is no blank of ours.
    assert scan(store, event, tokens.new_badge_id()).verdict == Verdict.GENUINE_UNLISTED


def test_read_one_day_and_given_the_next_it_was_nowhere_the_first(store: Store) -> None:
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 13), (0,), "America/Guadeloupe"))
    event = events.get(store, events.save(store, Event(title="Deux jours", slots=slots), START))
    (one,) = blanks.nobodys(1)
    blanks.record_issued(store, event, [one.badge], START)
    first, second = event.slots
    scan(store, event, one.badge)
    nextday = START + timedelta(days=1)
    given = Attendee(last_name="Zola", badge=one.badge)
    outcome = door.walk_in(store, event, given, slot_id=second.id, at=nextday, now=nextday)
    assert outcome.attendee is not None
    assert door_book.arrivals(store, first.id, [outcome.attendee.id]) == {}
    assert door_book.arrivals(store, second.id, [outcome.attendee.id]) == {outcome.attendee.id: (nextday, "walk_in")}


def test_tied_it_is_that_persons_with_all_that_was_told_of_it(
    store: Store, event: Event, person: Attendee, badge: str
) -> None:
    told_elsewhere(store, event, badge, 1)
    asked = scan(store, event, badge, 2)
    assert (asked.verdict, asked.first_at) == (Verdict.BLANK, START + timedelta(minutes=1))
    assert arrived(store, event) == (1, 0)
    action = blanks.tie(store, event, person.id, badge, START)
    assert str(action) == "Badge vierge remis\u00a0: ARRONDELL Éloïse"
    told = scan(store, event, badge, 5)
    assert (told.verdict, told.first_at) == (Verdict.ALREADY_IN, START + timedelta(minutes=1))
    assert told.attendee is not None
    assert told.attendee.id == person.id
    assert scan(store, event, person.badge, 6).verdict == Verdict.REPLACED
    assert arrived(store, event) == (1, 0)
    # The name is written on it: no other badge is to be printed.
    assert prints.badge_counts(store, event.id) == (0, 0, 1)
    assert blanks.counts(store, event.id) == (3, 1)


def test_whoever_is_in_under_a_badge_not_named_yet_may_leave(store: Store, event: Event, badge: str) -> None:
    told_elsewhere(store, event, badge, 1)
    assert scan(store, event, badge, 5, leaving=True).verdict == Verdict.LEFT
    assert door_book.counters(store, event, event.slots[0].id).inside == 0


def test_untied_everything_is_as_before(store: Store, event: Event, person: Attendee, badge: str) -> None:
    action = blanks.tie(store, event, person.id, badge, START)
    assert action is not None
    journal.undo(store, START, action.id)
    assert registrations.get(store, person.id).badge == person.badge
    assert scan(store, event, badge).verdict == Verdict.BLANK
    assert scan(store, event, person.badge).verdict == Verdict.WELCOME
    assert prints.badge_counts(store, event.id).new == 1
    assert blanks.counts(store, event.id) == (3, 0)


def test_nobody_gets_a_badge_that_is_somebodys(store: Store, event: Event, person: Attendee, badge: str) -> None:
    other = add(store, event, "Fleming")
    blanks.tie(store, event, person.id, badge, START)
    for taken in (badge, other.badge, tokens.new_badge_id()):
        with pytest.raises(UserError) as error:
            blanks.tie(store, event, other.id, taken, START)
        assert error.value.code == "badge_taken"
    with pytest.raises(UserError):
        door.walk_in(store, event, Attendee(last_name="Zola", badge=badge), at=START, now=START)
    assert len(registrations.all_of(store, event.id)) == 2
    # Lost, and another one given: the first is nobody's to have any more.
    registrations.reissue_badge(store, person.id, START)
    assert not blanks.is_free(store, event, badge)


def test_a_walk_in_with_a_blank_is_one_action(store: Store, event: Event, badge: str) -> None:
    outcome = door.walk_in(store, event, Attendee(last_name="Zola", badge=badge), at=START, now=START)
    assert outcome.attendee is not None
    assert outcome.attendee.badge == badge
    assert arrived(store, event) == (1, 1)
    assert prints.badge_counts(store, event.id) == (0, 0, 1)
    door.undo_entry(store, outcome.fact_id, START)
    assert registrations.all_of(store, event.id) == []
    assert blanks.is_free(store, event, badge)
    # The next one it is given to has it for good, whoever had it before, and came at an hour of their own.
    scan(store, event, badge, 1)
    at = START + timedelta(minutes=2)
    second = door.walk_in(store, event, Attendee(last_name="Verne", badge=badge), at=at, now=at)
    assert second.attendee is not None
    assert arrived(store, event) == (1, 1)
    told = scan(store, event, badge, 3)
    assert told.attendee is not None
    assert (told.attendee.last_name, told.first_at) == ("Verne", at)


def test_whose_code_is_a_blank(store: Store, event: Event, person: Attendee, badge: str) -> None:
    assert blanks.of_token(store, event, tokens.issue(badge, event.key).lower()) == badge
    assert blanks.of_token(store, event, tokens.issue(badge, tokens.new_key())) == ""
    assert blanks.of_token(store, event, tokens.issue(person.badge, event.key)) == ""
    assert blanks.of_token(store, event, "Arrondell") == ""
    assert blanks.of_token(store, made(store, "Autre"), tokens.issue(badge, event.key)) == ""


# --- the directory ---------------------------------------------------------------------------------------------------


def test_known_from_another_event(store: Store, event: Event) -> None:
    before = made(store, "L'an dernier")
    add(store, before, "Arrondell", employer="Ville de Y", email="eloise@exemple.fr")
    add(store, before, "Arrondell", employer="Région", email="autre@exemple.fr")
    here = add(store, event, "Arrondell", employer="Ici")
    named = Attendee(last_name="ARRONDELL", first_name="eloise")
    assert {p.employer for p in directory.known(store, event.id, named)} == {"Région", "Ville de Y"}
    swapped = Attendee(last_name="Eloise", first_name="Arrondell", email="Eloise@exemple.fr")
    assert [p.employer for p in directory.known(store, event.id, swapped)] == ["Ville de Y", "Région"]
    assert [p.employer for p in directory.known(store, before.id, named)] == [here.employer]
    for unlike in (Attendee(last_name="Arrondell"), Attendee(last_name="Arrondel", first_name="Éloïse"), Attendee()):
        assert directory.known(store, event.id, unlike) == []
    registrations.remove(store, [here.id], START)
    assert directory.known(store, before.id, named) == []


def test_employers_of_every_event_once(store: Store, event: Event) -> None:
    add(store, made(store, "L'an dernier"), "Fleming", employer="VILLE DE Y")
    add(store, event, "Arrondell", START + timedelta(minutes=1), employer="Ville de Y")
    add(store, event, "Zola", employer="Cap Excellence")
    assert directory.employers(store) == ["Cap Excellence", "Ville de Y"]
