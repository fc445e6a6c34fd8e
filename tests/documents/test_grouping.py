"""People under headings."""

from __future__ import annotations

from ia_events.documents.grouping import grouped
from tests.documents.conftest import attendee


def test_signs_alone_are_groups_of_their_own() -> None:
    """GIVEN groups named by a sign THEN each is one, and who has none is in none."""
    people = [attendee(number, group=group) for number, group in enumerate(("★", "", "+", "★"))]
    found = {title: [person.id for person in rows] for title, rows in grouped(people, "group")}
    assert found == {
        "★": [people[0].id, people[3].id],
        "+": [people[2].id],
        "Sans groupe": [people[1].id],
    }


def test_letters_and_accents_make_no_other_group() -> None:
    people = [attendee(number, group=group) for number, group in enumerate(("Éveil", "EVEIL", "éveil"))]
    assert [len(rows) for _title, rows in grouped(people, "group")] == [3]
