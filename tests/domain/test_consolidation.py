"""Several returns together: each person once, each registration as often as there are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain.consolidation import Attended, By, ReturnRead, Unread, consolidate


def person(last: str, employer: str = "SDIS 971", email: str = "", **told: Any) -> Attended:
    return Attended(last_name=last, first_name="Éloïse", employer=employer, email=email, **told)


def event(name: str, *people: Attended, **told: Any) -> ReturnRead:
    return ReturnRead(source=f"{name}.xlsx", title=name, event_id=name, people=people, **told)


def test_somebody_of_two_events_is_one_person_and_two_registrations() -> None:
    found = consolidate([event("a", person("Arrondell")), event("b", person("ARRONDELL"), person("Brooks"))])
    assert (found.total.registrations, found.total.people) == (3, 2)
    assert [(p.name, p.events) for p in found.several] == [("ARRONDELL Éloïse", (0, 1))]


@pytest.mark.parametrize(
    "other, same",
    [
        (person("Arrondell", "Ville du Gosier"), False),
        (person("Arrondell", "Ville du Gosier", "e@exemple.fr"), True),
        (person("Arrondell", email="autre@exemple.fr"), False),
        (person("Arrondell"), True),
        (person("Arrondell", ""), False),
        (person("Brooks", email="e@exemple.fr"), False),
        (Attended(last_name="Éloïse", first_name="Arrondell", employer="SDIS 971", email="e@exemple.fr"), True),
    ],
)
def test_one_person_is_told_by_address_or_by_name_and_employer(other: Attended, same: bool) -> None:
    found = consolidate([event("a", person("Arrondell", email="e@exemple.fr")), event("b", other)])
    assert found.total.people == (1 if same else 2)


def test_figures_count_participants_who_were_expected_or_came() -> None:
    states = ("present", "late", "absent", "excused", "expected", "not_expected", "")
    found = consolidate(
        [
            event(
                "a",
                person("A", states=states, hours=7.0),
                person("B", status="cancelled", states=("expected", "not_expected")),
                person("C", status="waitlisted", states=("present", "expected"), hours=3.5),
                person("D", role="speaker", states=("present",)),
            )
        ]
    )
    total = found.total
    assert (total.registrations, total.people, total.expected, total.came, total.hours) == (1, 2, 6, 3, 10.5)
    assert consolidate([event("a")]).total.rate is None


@pytest.mark.parametrize("status", ["waitlisted", "cancelled"])
def test_without_a_registration_only_those_who_came_count(status: str) -> None:
    states = ("absent", "excused", "expected", "late", "present")
    one = person("A", status=status, states=states)
    assert (one.expected, one.came, one.unrecorded) == (2, 2, 0)
    total = consolidate([event("a", one, person("B", states=states))]).total
    assert (total.expected, total.came, total.unrecorded) == (7, 4, 1)


def test_the_rate_is_of_those_of_whom_it_is_known() -> None:
    found = consolidate([event("a", person("A", states=("present", "expected")), person("B", states=("absent", "")))])
    assert (found.total.expected, found.total.unrecorded, found.total.came, found.total.rate) == (3, 1, 1, 0.5)
    assert [(p.name, p.unrecorded, p.rate) for p in found.people] == [("A Éloïse", 1, 1.0), ("B Éloïse", 0, 0.0)]
    (line,) = found.lines[By.EVENT]
    assert (line.unrecorded, line.rate) == (1, 0.5)
    nobody_yet = consolidate([event("a", person("A", states=("expected",)))]).total
    assert (nobody_yet.expected, nobody_yet.unrecorded, nobody_yet.rate) == (1, 1, None)
    # Who is not expected is not to be recorded either.
    assert consolidate([event("a", person("A", status="cancelled", states=("present", "expected")))]).total.rate == 1


def test_lines_are_told_by_each_point_of_view() -> None:
    found = consolidate(
        [
            event(
                "a",
                person("A", category="A"),
                person("B", "Ville du Gosier"),
                delegation="Guadeloupe",
                programme="INET",
                themes=("Données", "Droit"),
            ),
            event("b", person("C", "Mairie de Sainte-Anne", category="A+"), delegation="guadeloupe", themes=("droit",)),
            event("c", delegation="Martinique"),
        ]
    )

    def lines(by: By) -> list[tuple[str, int, int]]:
        return [(line.name, line.events, line.people) for line in found.lines[by]]

    assert lines(By.DELEGATION) == [("Guadeloupe", 2, 3), ("Martinique", 1, 0)]
    assert lines(By.PROGRAMME) == [("INET", 1, 2), ("Non renseigné", 2, 1)]
    assert lines(By.EMPLOYER) == [("Commune", 2, 2), ("Incendie et secours (SDIS)", 1, 1)]
    assert lines(By.CATEGORY) == [("A", 1, 1), ("A+", 1, 1), ("Non renseigné", 1, 1)]
    assert lines(By.THEME) == [("Données", 1, 2), ("Droit", 2, 3), ("Non renseigné", 1, 0)]
    assert lines(By.EVENT) == [("a", 1, 2), ("b", 1, 1), ("c", 1, 0)]


def test_of_two_editions_the_later_counts() -> None:
    def made(day: int, name: str) -> ReturnRead:
        return ReturnRead(source=name, title="T", event_id="e", made_at=datetime(2025, 11, day, tzinfo=UTC))

    for order in ([made(1, "old"), made(2, "new")], [made(2, "new"), made(1, "old")]):
        found = consolidate(order, [Unread("bad", "sentence")])
        assert [r.source for r in found.returns] == ["new"]
        assert [u.source for u in found.unread] == ["bad", "old"]
        assert "new" in found.unread[1].reason
    first = ReturnRead(source="1", title="Soirée", delegation="Guadeloupe", dates="12/11")
    assert (
        len(
            consolidate([first, ReturnRead(source="2", title="Soirée", delegation="Martinique", dates="12/11")]).returns
        )
        == 2
    )


def test_a_first_edition_and_a_return_of_today_are_one_event() -> None:
    today = ReturnRead(source="2", title="Soirée", event_id="e", dates="du 15 au 16 décembre\u00a02026")
    first = ReturnRead(source="1", title="Soirée", dates="15 to 16 December 2026")
    for order in ([first, today], [today, first], [first, today, replace(today, source="3")]):
        assert len(consolidate(order).returns) == 1
    for other in (replace(today, event_id="f"), replace(first, dates="le 17 décembre 2026"), replace(first, title="T")):
        assert len(consolidate([today, other]).returns) == 2


names = st.sampled_from("abc")


@given(
    st.lists(
        st.lists(st.builds(person, names, names, st.sampled_from(["", "x@exemple.fr", "y@exemple.fr"])), max_size=4),
        max_size=4,
    )
)
def test_parts_add_up(people: list[list[Attended]]) -> None:
    found = consolidate([event(str(n), *some) for n, some in enumerate(people)])
    assert sum(len(some) for some in people) == found.total.registrations
    for by in (By.DELEGATION, By.PROGRAMME, By.EMPLOYER, By.CATEGORY, By.EVENT):
        assert sum(line.registrations for line in found.lines[by]) == found.total.registrations
    assert len(found.people) == found.total.people <= found.total.registrations
    assert sum(p.registrations for p in found.people) == found.total.registrations


def test_a_name_and_an_employer_are_the_same_in_any_spelling() -> None:
    """GIVEN one person spelled otherwise in two returns THEN it is one; with another employer, it is to be checked."""

    def count(*people: tuple[str, str, str]) -> tuple[int, list[list[str]]]:
        told = [Attended(last_name=last, first_name=first, employer=employer) for last, first, employer in people]
        found = consolidate([event(str(number), one) for number, one in enumerate(told)])
        return found.total.people, [[person.attended.employer for person in group] for group in found.alike]

    assert count(("N'DIAYE", "Aïssatou", "Ville de Baie-Mahault"), ("NDIAYE", "Aissatou", "Baie-Mahault")) == (1, [])
    assert count(("DE LA ROSA", "Maria", "CCAS du Gosier"), ("DELAROSA", "Maria", "CCAS Gosier")) == (1, [])
    assert count(("De La Tour Anne", "Marie", "SDIS"), ("De La Tour", "Anne Marie", "SDIS")) == (1, [])
    assert count(("LÉE", "Ming", "Ville de Sainte-Anne"), ("LEE", "Ming", "Région Guadeloupe")) == (
        2,
        [["Ville de Sainte-Anne", "Région Guadeloupe"]],
    )
    # Two people of one event are told apart by whoever made it.
    pair = [person("PIERRE", "Ville des Abymes", address) for address in ("a@exemple.fr", "b@exemple.fr")]
    assert consolidate([event("a", *pair)]).alike == ()
