"""The table of fields: who sees what."""

from __future__ import annotations

import pytest

from ia_events.domain.fields import BY_ID, FIELDS, Appears
from ia_events.domain.people import group_title

PRIVATE = {
    "birth_name", "email", "phone", "staff_number", "address", "town", "meal", "access_needs", "remarks",
}  # fmt: skip


def test_what_is_private_is_on_no_badge_and_no_sheet() -> None:
    assert {field.id for field in FIELDS if field.private} == PRIVATE
    assert not [
        field.id
        for field in FIELDS
        if field.private and field.appears & (Appears.BADGE | Appears.SHEET | Appears.HEADING)
    ]


def test_where_somebody_lives_is_on_address_labels_only() -> None:
    for name in ("address", "town"):
        assert BY_ID[name].appears == Appears.NEVER_PRINTED | Appears.LABEL
    assert {field.id for field in FIELDS if field.private and Appears.LABEL in field.appears} == {"address", "town"}


def test_a_group_is_seen_by_everybody() -> None:
    assert BY_ID["group"].appears == Appears.BADGE | Appears.HEADING | Appears.RETURN


@pytest.mark.parametrize(
    "text, kept",
    [
        ("Groupe 2", "2"), ("groupe n° 12", "12"), ("Gr. a", "A"), ("GR3", "3"), ("Group B", "B"), ("2", "2"), ("02", "2"), ("Groupe 02", "2"), ("b", "B"), ("10", "10"), ("012", "012"), ("0", "0"),
        ("Groupe projet", "Groupe projet"), ("Salle 2", "Salle 2"), ("Grande salle", "Grande salle"), ("", ""),
    ],
)  # fmt: skip
def test_a_group_is_known_by_its_number(text: str, kept: str) -> None:
    assert BY_ID["group"].parse(text) == (kept, "")


@pytest.mark.parametrize(
    "group, title", [("2", "Groupe 2"), ("A", "Groupe A"), ("B12", "Groupe B12"), ("Salle 2", "Salle 2"), ("", "")]
)
def test_the_title_of_a_group(group: str, title: str) -> None:
    assert group_title(group) == title
