"""Certificates issued: numbers that never come twice, duplicates, revocations, and codes that answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ia_events.domain import tokens
from ia_events.domain.attendance import State
from ia_events.domain.certificates import Certificate, Kind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, backups, certificates, door, journal, presence, registrations
from ia_events.store.certificates import Standing, Verified
from tests.store.conftest import a_day, three_people

NOW = datetime(2026, 11, 13, 8, 30, tzinfo=UTC)


@pytest.fixture
def event(store: Store) -> Event:
    return a_day(store, NOW, code="IA26-01")


@pytest.fixture
def people(store: Store, event: Event) -> list[Attendee]:
    return new_people(store, event)


def new_people(store: Store, event: Event) -> list[Attendee]:
    """Three people, of whom the first two came in the morning."""
    people = three_people(store, event, NOW)
    presence.mark(store, event, [(p.id, event.slots[0].id) for p in people[:2]], State.PRESENT, NOW)
    return people


def issue(store: Store, event: Event, people: list[Attendee], kind: Kind = Kind.CERTIFICATE) -> dict[str, Certificate]:
    return certificates.issue(store, presence.load(store, event), people, kind, NOW).certificates


def sequence(found: dict[str, Certificate]) -> list[str]:
    return [certificate.number[-4:] for certificate in found.values()]


def test_those_who_came_are_numbered(store: Store, event: Event, people: list[Attendee]) -> None:
    found = issue(store, event, people)
    assert list(found) == [people[0].id, people[1].id]
    assert sequence(found) == ["0001", "0002"]
    assert all(c.number.startswith("IA26-01-2026-") for c in found.values())
    assert [c.hours for c in found.values()] == [3.5, 3.5]
    assert certificates.issued(store, event.id) == list(found.values())
    with pytest.raises(UserError) as refused:
        issue(store, event, people[2:])
    assert refused.value.code == "nobody_present"


def test_a_second_time_is_a_duplicate(store: Store, event: Event, people: list[Attendee]) -> None:
    first = issue(store, event, people)
    issued = certificates.issue(store, presence.load(store, event), people, Kind.CERTIFICATE, NOW)
    assert issued.action is None
    assert issued.certificates == {id_: replace(c, duplicate=True) for id_, c in first.items()}
    letters = issue(store, event, people, Kind.ATTENDANCE)
    assert sequence(letters) == ["0003", "0004"], "another paper has another number"
    assert not any(letter.duplicate for letter in letters.values())


def test_what_changed_is_certified_anew_and_the_old_one_revoked(
    store: Store, event: Event, people: list[Attendee]
) -> None:
    before = issue(store, event, people)
    presence.mark(store, event, [(people[0].id, event.slots[1].id)], State.PRESENT, NOW)
    after = issue(store, event, people)
    assert sequence(after) == ["0003", "0002"]
    assert [c.duplicate for c in after.values()] == [False, True]
    assert after[people[0].id].hours == 7.0
    assert verify(store, event, before[people[0].id]).standing == Standing.REVOKED
    assert verify(store, event, after[people[0].id]).standing == Standing.GENUINE
    assert len(certificates.issued(store, event.id)) == 2


def verify(store: Store, event: Event, certificate: Certificate) -> Verified:
    return certificates.verify(store, certificate.code(event.key))


def test_numbers_never_come_twice(store: Store, event: Event, people: list[Attendee]) -> None:
    """GIVEN numbers given up by an undo, and another event of the same session code THEN the next ones go on."""
    issue(store, event, people)
    assert str(journal.next_undo(store)) == "Certificats de réalisation de 2 personnes"
    journal.undo(store, NOW)
    assert certificates.issued(store, event.id) == []
    assert sequence(issue(store, event, people)) == ["0003", "0004"]
    twin = a_day(store, NOW, code="IA26-01")
    assert sequence(issue(store, twin, new_people(store, twin))) == ["0005", "0006"]
    other = a_day(store, NOW, code="IA26-02")
    assert sequence(issue(store, other, new_people(store, other))) == ["0001", "0002"]


def test_a_restored_database_gives_other_numbers(tmp_path: Path) -> None:
    """GIVEN a backup, and numbers given after it THEN its copy numbers under other letters."""
    one = Store.open(tmp_path / "un.db", now=NOW)
    event = a_day(one, NOW, code="IA26-01")
    people = new_people(one, event)
    backups.backup(one, tmp_path / "copie.db")
    first = issue(one, event, people)
    one.close()
    other = Store.open(tmp_path / "copie.db", now=NOW)
    second = issue(other, event, people)
    other.close()
    numbers = {c.number for found in (first, second) for c in found.values()}
    assert len(numbers) == 4


def test_a_code_says_what_it_certifies(store: Store, event: Event, people: list[Attendee]) -> None:
    found = issue(store, event, people)[people[0].id]
    code = found.code(event.key)
    typed = " ".join(code[n : n + 4] for n in range(0, len(code), 4)).lower()
    said = certificates.verify(store, typed)
    assert said == Verified(Standing.GENUINE, found, date(2026, 11, 13))
    registrations.save(store, replace(people[0], last_name="Autre"), NOW)
    assert said.certificate is not None
    assert said.certificate.name == "Aimé CÉSAIRE", "as it was printed"


def test_any_other_code_is_unknown(store: Store, event: Event, people: list[Attendee]) -> None:
    found = issue(store, event, people)[people[0].id]
    forged = replace(found, hours=70.0).code(event.key)
    for code in (
        forged,
        replace(found, id="f" * 16).code(event.key),
        tokens.issue(people[0].badge, event.key),
        "",
        "abc",
    ):
        assert certificates.verify(store, code) == Verified(Standing.UNKNOWN)


def test_a_revoked_one_is_told_as_such(store: Store, event: Event, people: list[Attendee]) -> None:
    found = issue(store, event, people)
    first, second = found.values()
    assert certificates.revoke(store, event.id, [first.number.lower(), first.number], NOW) == [first]
    said = verify(store, event, first)
    assert (said.standing, said.certificate) == (Standing.REVOKED, first)
    assert verify(store, event, second).standing == Standing.GENUINE
    with pytest.raises(UserError) as refused:
        certificates.revoke(store, event.id, ["X-0001"], NOW)
    assert refused.value.code == "certificate_unknown"
    with pytest.raises(UserError) as refused:
        certificates.revoke(store, event.id, [second.number, first.number], NOW + timedelta(days=1))
    assert refused.value.code == "certificate_revoked"
    when = event.local(NOW)
    assert f"{first.number} est déjà révoquée" in refused.value.message
    assert f"{when.day} " in refused.value.message
    assert verify(store, event, second).standing == Standing.GENUINE, "all of them or none"
    journal.undo(store, NOW)
    assert verify(store, event, first).standing == Standing.GENUINE


def test_two_people_found_to_be_one_keep_their_certificate(store: Store, event: Event, people: list[Attendee]) -> None:
    """GIVEN a certificate of a double WHEN issued again for the person THEN it is a duplicate, its code unchanged."""
    before = issue(store, event, people[1:2])[people[1].id]
    registrations.merge(store, people[2].id, people[1].id, {"last_name": "Nin", "first_name": "Anaïs"}, NOW)
    after = issue(store, event, [registrations.get(store, people[2].id)])[people[2].id]
    assert after == replace(before, duplicate=True)
    assert verify(store, event, after).standing == Standing.GENUINE


def test_people_certified_are_not_undone(store: Store, event: Event) -> None:
    """GIVEN somebody added, who came and was certified WHEN the adding is undone THEN they stay."""
    id_ = registrations.save(store, Attendee(event_id=event.id, last_name="Zola", first_name="Émile"), NOW)
    added = journal.next_undo(store)
    assert added is not None
    presence.mark(store, event, [(id_, event.slots[0].id)], State.PRESENT, NOW)
    issue(store, event, [registrations.get(store, id_)])
    journal.undo(store, NOW, added.id)
    assert registrations.is_listed(store, id_)


def test_the_door_says_it_is_no_badge(store: Store, event: Event, people: list[Attendee]) -> None:
    code = issue(store, event, people)[people[0].id].code(event.key)
    outcome = door.scan(store, event, code, at=NOW, now=NOW)
    assert outcome.verdict == Verdict.CERTIFICATE
    assert presence.load(store, event).hours(people[0].id) == 3.5
