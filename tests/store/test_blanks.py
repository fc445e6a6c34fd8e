"""Blank badges: genuine, nobody's until they are somebody's, and nothing read of them is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ia_events.domain import tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.store import Store, blanks, directory, door, door_book, events, journal, prints, registrations

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


def test_a_blank_is_asked_about_and_its_passage_kept(store: Store, event: Event, badge: str) -> None:
    first = scan(store, event, badge, 1)
    assert (first.verdict, first.attendee) == (Verdict.BLANK, None)
    again = scan(store, event, badge, 2)
    assert (again.verdict, again.first_at) == (Verdict.BLANK, START + timedelta(minutes=1))
    assert arrived(store, event) == (1, 0)
    assert scan(store, event, badge, 3, leaving=True).verdict == Verdict.LEFT
    # A code of another desk is no blank of ours.
    assert scan(store, event, tokens.new_badge_id()).verdict == Verdict.GENUINE_UNLISTED


def test_tied_it_is_that_persons_with_all_that_was_read_of_it(
    store: Store, event: Event, person: Attendee, badge: str
) -> None:
    scan(store, event, badge, 1)
    action = blanks.tie(store, event, person.id, badge, START)
    assert str(action) == "Badge vierge remis à ARRONDELL Éloïse"
    told = scan(store, event, badge, 5)
    assert (told.verdict, told.first_at) == (Verdict.ALREADY_IN, START + timedelta(minutes=1))
    assert told.attendee is not None
    assert told.attendee.id == person.id
    assert scan(store, event, person.badge, 6).verdict == Verdict.REPLACED
    assert arrived(store, event) == (1, 0)
    # The name is written on it: no other badge is to be printed.
    assert prints.badge_counts(store, event.id) == (0, 0, 1)
    assert blanks.counts(store, event.id) == (3, 1)


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
    # The next one it is given to has it for good, whoever had it before.
    scan(store, event, badge, 1)
    second = door.walk_in(store, event, Attendee(last_name="Verne", badge=badge), at=START, now=START)
    assert second.attendee is not None
    assert arrived(store, event) == (1, 1)
    told = scan(store, event, badge, 2)
    assert told.attendee is not None
    assert told.attendee.last_name == "Verne"


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
