"""What a scan means, for every state somebody can be in."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.verdicts import (
    ADMITTABLE,
    RECORDED,
    TONES,
    VERDICT_LABELS,
    VERDICT_SENTENCES,
    Outcome,
    Tone,
    Verdict,
    judge,
    outside_dates,
)

NOON = datetime(2025, 11, 12, 12, 0, tzinfo=UTC)
MORNING = Slot(id="morning", event_id="e", label="Matin", start=NOON - timedelta(hours=3), end=NOON)
EVENING = Slot(
    id="evening", event_id="e", label="Soirée", start=NOON + timedelta(hours=6), end=NOON + timedelta(hours=8)
)
EVENT = Event(id="e", title="Soirée de l'INET", slots=(MORNING, EVENING))
PERSON = Attendee(id="p", event_id="e", last_name="Arrondell", first_name="Éloïse")


def fact(kind: FactKind, minutes: int) -> Fact:
    """An arrival or a departure of the person in the evening, minutes after noon."""
    return Fact(
        id=f"{kind}{minutes}", kind=kind, registration_id="p", slot_id="evening", at=NOON + timedelta(minutes=minutes)
    )


ARRIVED, LEFT, CAME_BACK = fact(FactKind.ARRIVAL, 10), fact(FactKind.DEPARTURE, 20), fact(FactKind.ARRIVAL, 30)


@pytest.mark.parametrize(
    "facts, leaving, verdict",
    [
        ((), False, Verdict.WELCOME),
        ((ARRIVED,), False, Verdict.ALREADY_IN),
        ((ARRIVED, LEFT), False, Verdict.RETURNED),
        ((LEFT, ARRIVED), False, Verdict.RETURNED),  # the order they were told in is no matter
        ((ARRIVED, LEFT, CAME_BACK), False, Verdict.ALREADY_IN),
        ((LEFT,), False, Verdict.WELCOME),
        ((ARRIVED,), True, Verdict.LEFT),
        ((), True, Verdict.LEFT),
    ],
)
def test_a_registered_person(facts: tuple[Fact, ...], leaving: bool, verdict: Verdict) -> None:
    assert judge(PERSON, EVENT, EVENING, facts, EVENING.start, leaving=leaving)[0] == verdict


def test_the_arrival_repeated_is_the_first_one() -> None:
    assert judge(PERSON, EVENT, EVENING, (CAME_BACK, ARRIVED), EVENING.start)[1] == ARRIVED
    assert judge(PERSON, EVENT, EVENING, (), EVENING.start)[1] is None


@pytest.mark.parametrize("leaving", [False, True])
@pytest.mark.parametrize(
    "status, verdict", [(Status.CANCELLED, Verdict.CANCELLED), (Status.WAITLISTED, Verdict.WAITLISTED)]
)
def test_who_is_not_registered_is_stopped(status: Status, verdict: Verdict, leaving: bool) -> None:
    assert judge(replace(PERSON, status=status), EVENT, EVENING, (), EVENING.start, leaving=leaving)[0] == verdict


@pytest.mark.parametrize(
    "person",
    [
        replace(PERSON, status=Status.CANCELLED),
        replace(PERSON, status=Status.WAITLISTED),
        replace(PERSON, slots=("morning",)),
    ],
    ids=["cancelled", "waitlisted", "other slot"],
)
def test_who_was_let_in_all_the_same_is_in(person: Attendee) -> None:
    assert judge(person, EVENT, EVENING, (ARRIVED,), EVENING.start)[0] == Verdict.ALREADY_IN
    assert judge(person, EVENT, EVENING, (ARRIVED,), EVENING.start, leaving=True)[0] == Verdict.LEFT


def test_who_is_expected_in_another_slot_is_told_so() -> None:
    assert judge(replace(PERSON, slots=("morning",)), EVENT, EVENING, (), EVENING.start)[0] == Verdict.WRONG_SLOT
    assert judge(replace(PERSON, slots=("morning", "evening")), EVENT, EVENING, (), EVENING.start)[0] == Verdict.WELCOME
    # A slot that is no longer of the event keeps nobody out.
    assert judge(replace(PERSON, slots=("removed",)), EVENT, EVENING, (), EVENING.start)[0] == Verdict.WELCOME


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 600)), max_size=12), st.booleans())
def test_every_history_has_a_verdict_and_order_does_not_count(history: list[tuple[bool, int]], leaving: bool) -> None:
    facts = [fact(FactKind.ARRIVAL if arrival else FactKind.DEPARTURE, at) for arrival, at in history]
    verdict, first = judge(PERSON, EVENT, EVENING, facts, EVENING.start, leaving=leaving)
    assert judge(PERSON, EVENT, EVENING, facts[::-1], EVENING.start, leaving=leaving)[0] == verdict
    assert (first is None) == (not any(arrival for arrival, _at in history))


def test_every_verdict_has_its_tone_its_label_and_its_sentence() -> None:
    for verdict in Verdict:
        assert TONES[verdict] in Tone
        assert VERDICT_LABELS[verdict]
        assert VERDICT_SENTENCES[verdict]
        assert Outcome(verdict=verdict, at=NOON).tone == TONES[verdict]
        fields = {name for _text, name, _spec, _conversion in string.Formatter().parse(VERDICT_SENTENCES[verdict])}
        assert fields <= {None, "time", "first", "place", "slot", "event", "opens", "seats", "left"}
    assert all(TONES[verdict] != Tone.REFUSED for verdict in RECORDED)


def test_a_scan_a_day_away_from_the_event_is_outside_its_dates() -> None:
    day = timedelta(days=1)
    assert not outside_dates(EVENT, MORNING.start)
    assert not outside_dates(EVENT, MORNING.start - day)
    assert not outside_dates(EVENT, EVENING.end + day)
    assert outside_dates(EVENT, MORNING.start - day - timedelta(seconds=1))
    assert outside_dates(EVENT, EVENING.end + day + timedelta(seconds=1))
    assert not outside_dates(replace(EVENT, slots=()), NOON)


# --- how one enters a slot ---------------------------------------------------------------------------------------------

RULED = replace(EVENING, opens=30, late=10, seats=2, reentry=False)
RULED_EVENT = replace(EVENT, slots=(MORNING, RULED))


def entering(
    minutes: int, *facts: Fact, person: Attendee = PERSON, slot: Slot = RULED, full: bool = False
) -> tuple[Verdict, Fact | None]:
    """The verdict some minutes after the start."""
    return judge(person, RULED_EVENT, slot, facts, RULED.start + timedelta(minutes=minutes), lambda: full)


@pytest.mark.parametrize(
    "minutes, verdict", [(-31, Verdict.EARLY), (-30, Verdict.WELCOME), (0, Verdict.WELCOME), (300, Verdict.WELCOME)]
)
def test_the_door_opens_some_minutes_before(minutes: int, verdict: Verdict) -> None:
    assert entering(minutes)[0] == verdict


def test_a_full_room_stops_participants_and_nobody_who_is_in() -> None:
    assert entering(0, full=True)[0] == Verdict.FULL
    assert entering(0, ARRIVED, full=True)[0] == Verdict.ALREADY_IN
    assert entering(0, full=True, slot=replace(RULED, seats=None))[0] == Verdict.WELCOME


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.DIGNITARY, Role.ORGANISER])
def test_the_team_is_never_early_nor_too_many(role: Role) -> None:
    assert entering(-120, person=replace(PERSON, role=role), full=True)[0] == Verdict.WELCOME


def test_what_the_list_says_comes_before_the_room() -> None:
    for status, verdict in ((Status.CANCELLED, Verdict.CANCELLED), (Status.WAITLISTED, Verdict.WAITLISTED)):
        assert entering(-120, person=replace(PERSON, status=status), full=True)[0] == verdict
    assert entering(-120, person=replace(PERSON, slots=("morning",)), full=True)[0] == Verdict.WRONG_SLOT


def test_leaving_for_good() -> None:
    assert entering(0, ARRIVED, LEFT) == (Verdict.NO_REENTRY, LEFT)
    assert entering(0, ARRIVED, LEFT, CAME_BACK) == (Verdict.ALREADY_IN, ARRIVED)
    assert entering(0, ARRIVED, LEFT, slot=replace(RULED, reentry=True)) == (Verdict.RETURNED, ARRIVED)


@pytest.mark.parametrize("minutes, late", [(10, False), (11, True)])
def test_late_is_said_of_a_first_arrival(minutes: int, late: bool) -> None:
    at = RULED.start + timedelta(minutes=minutes)
    assert Outcome(verdict=Verdict.WELCOME, slot=RULED, at=at).late is late
    assert not Outcome(verdict=Verdict.RETURNED, slot=RULED, at=at).late
    assert not Outcome(verdict=Verdict.WELCOME, slot=EVENING, at=at).late


def test_only_those_stopped_with_a_name_may_be_let_in() -> None:
    assert not ADMITTABLE & RECORDED
    assert {TONES[verdict] for verdict in ADMITTABLE} == {Tone.ATTENTION, Tone.REFUSED}
