"""Attendance as people write it."""

from __future__ import annotations

import pytest

from ia_events.domain.attendance import State
from ia_events.domain.presence_words import state_of


@pytest.mark.parametrize(
    "text, state",
    [
        ("X", State.PRESENT),
        ("présente", State.PRESENT),
        ("P", State.PRESENT),
        ("1", State.PRESENT),
        ("✓", State.PRESENT),
        ("Retard", State.LATE),
        ("Abs. exc.", State.EXCUSED),
        ("Absence excusée", State.EXCUSED),
        ("Abs", State.ABSENT),
        ("A", State.ABSENT),
        ("", State.EXPECTED),
        ("À pointer", State.EXPECTED),
        ("Présent(e)", State.PRESENT),
        ("présent·e", State.PRESENT),
        ("Absent(e)", State.ABSENT),
        ("Absent(e) excusé(e)", State.EXCUSED),
        ("EXCUSÉ-E", State.EXCUSED),
        ("E", State.EXCUSED),
        ("Hors inscription", State.NOT_EXPECTED),
        ("?", None),
        ("peut-être", None),
    ],
)
def test_a_cell_is_read_as_a_person_would(text: str, state: State | None) -> None:
    assert state_of(text) == state
