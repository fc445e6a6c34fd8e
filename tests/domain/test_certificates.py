"""Certificates as facts: their code, their number, who deserves one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, FactKind, State, matrix
from ia_events.domain.certificates import Kind, deserved, drawn_up, from_fact, numbering, says_the_same
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee

KEY = "5a" * 32
NOW = datetime(2026, 1, 1, 2, 0, tzinfo=UTC)  # still 2025 in the islands
SLOT = Slot(
    id="s", label="Soirée", start=datetime(2025, 11, 12, 22, tzinfo=UTC), end=datetime(2025, 11, 13, tzinfo=UTC)
)
EVENT = Event(id="e", title="Soirée", timezone="America/Marigot", session_code="IA25 sxm/01", key=KEY, slots=(SLOT,))
PEOPLE = [Attendee(id=name, last_name=name, first_name="Zoé", employer="Ville") for name in ("Came", "Late", "Away")]


def fact(person: str, kind: FactKind, at: datetime, value: str = "") -> Fact:
    return Fact(id=person + kind, kind=kind, event_id="e", registration_id=person, slot_id="s", at=at, value=value)


GRID = matrix(
    EVENT,
    PEOPLE,
    [
        fact("Came", FactKind.ARRIVAL, SLOT.start),
        fact("Late", FactKind.ARRIVAL, datetime(2025, 11, 13, 2, tzinfo=UTC)),  # once it was over
        fact("Away", FactKind.MARK, SLOT.start, State.EXCUSED),
    ],
)
ONE = drawn_up(GRID, PEOPLE[0], Kind.CERTIFICATE, "N-0001", "0123456789abcdef", NOW)


def test_what_is_certified() -> None:
    assert (ONE.name, ONE.employer, ONE.title, ONE.hours, ONE.slots) == ("Zoé CAME", "Ville", "Soirée", 2.0, ("s",))


def test_only_those_who_were_there_for_some_time_deserve_one() -> None:
    stranger = Attendee(id="stranger")
    found = deserved(GRID, [*PEOPLE, stranger])
    assert [person.id for person in found.people] == ["Came"]
    assert [person.id for person in found.without] == ["Late", "Away", "stranger"]


def test_the_code_is_never_taken_for_a_badge() -> None:
    code = ONE.code(KEY)
    assert len(code) == tokens.LENGTH
    assert not code.strip(tokens.ALPHABET)
    assert tokens.certificate_id(code.lower()) == ONE.id
    assert tokens.badge_id(code) is None
    assert not tokens.is_genuine(code, KEY)
    assert tokens.certificate_id(tokens.issue(ONE.id, KEY)) is None
    assert tokens.badge_prefix(code[:8]) is None


@pytest.mark.parametrize("change", [{"number": "N-0002"}, {"registration_id": "Late"}, {"hours": 2.5}])
def test_the_code_covers_number_person_and_hours(change: dict[str, object]) -> None:
    assert replace(ONE, **change).code(KEY) != ONE.code(KEY)  # type: ignore[arg-type]
    assert replace(ONE, name="Autre", title="Autre").code(KEY) == ONE.code(KEY)
    assert ONE.code("6b" * 32) != ONE.code(KEY)


def test_a_fact_says_it_all_again() -> None:
    kept = ONE.fact("f")
    assert (kept.kind, kept.target, kept.registration_id) == (FactKind.CERTIFICATE, ONE.id, "Came")
    assert from_fact(kept) == ONE
    for broken in ("", "[]", '{"number": 1}', "null"):
        assert from_fact(replace(kept, value=broken)) is None
    assert from_fact(replace(kept, method="diploma")) is None


def test_numbers_tell_sessions_years_and_databases_apart() -> None:
    assert numbering(EVENT, NOW, "0f3a" + "0" * 12) == "IA25-SXM-01-2025-BXFP-"
    assert numbering(replace(EVENT, session_code=""), NOW, "ffff" + "0" * 12) == "2025-XXXX-"
    assert len(numbering(replace(EVENT, session_code="x" * 200), NOW, "ffff")) < 40


def test_a_duplicate_says_the_same() -> None:
    again = replace(ONE, id="f" * 16, number="N-0002", issued_at=SLOT.end)
    assert says_the_same(ONE, again)
    assert not says_the_same(ONE, replace(again, hours=1.0))
    assert not says_the_same(ONE, replace(again, name="Zoé CAMES"))
