"""What is kept of a printed page: the same when read back, and never taken for something it is not."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ia_events.domain import sheet_pages, tokens
from ia_events.domain.sheet_pages import Box, Column, Row, SheetPage

PAGE = SheetPage(
    number=2,
    count=3,
    paper=(297.0, 210.0),
    columns=(Column("matin", 130.5, 30.0), Column("soir", 160.5, 30.0)),
    rows=(
        Row(25, "quelqu'un", 60.0, 8.6),
        Row(26, "Éloïse", 68.6, 8.6, ("matin",)),
        Row(27, "", 77.2, 8.6),
        Row(0, "oratrice", 95.0, 13.0, ("matin", "soir")),
    ),
    edition="0123456789abcdef",
)


def test_a_page_is_read_back_as_it_was_kept() -> None:
    assert sheet_pages.from_text(sheet_pages.to_text(PAGE), "") == PAGE


def test_its_boxes_are_those_somebody_may_sign() -> None:
    assert [(row.number, column.slot_id, box) for row, column, box in PAGE.boxes()] == [
        (25, "matin", Box(130.5, 60.0, 30.0, 8.6)),
        (25, "soir", Box(160.5, 60.0, 30.0, 8.6)),
        (26, "soir", Box(160.5, 68.6, 30.0, 8.6)),
        (27, "matin", Box(130.5, 77.2, 30.0, 8.6)),
        (27, "soir", Box(160.5, 77.2, 30.0, 8.6)),
    ]


def test_a_newer_versions_page_is_left_alone() -> None:
    assert sheet_pages.from_text('{"v": 2, "what": "ever"}', "") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"page": [1]},
        {"page": [1, "3"]},
        {"page": [-1, 3]},
        {"paper": [210]},
        {"paper": [210, float("inf")]},
        {"paper": [True, 297]},
        {"columns": [["slot", 1]]},
        {"columns": [[7, 1, 2]]},
        {"rows": [[1, "a", 2, 3, [9]]]},
        {"rows": [[1, None, 2, 3]]},
        {"rows": 12},
        {"edition": 3},
        {"markers": None},
    ],
)
def test_nonsense_is_refused(changes: dict[str, Any]) -> None:
    kept = {**json.loads(sheet_pages.to_text(PAGE)), **changes}
    with pytest.raises((ValueError, KeyError, TypeError)):
        sheet_pages.from_text(json.dumps(kept), "")


@given(st.text(max_size=60) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
def test_no_text_breaks_the_reading_otherwise(text: str) -> None:
    with suppress(ValueError, KeyError, TypeError):
        assert sheet_pages.from_text(text, "") is None


def test_the_code_is_the_drawings_and_the_events() -> None:
    key = "5a" * 32
    code = sheet_pages.code_for(PAGE, "event", key, "2025-11-01T12:00:00+00:00")
    assert tokens.is_sheet_code(code)
    assert code == sheet_pages.code_for(PAGE, "event", key, "2025-11-01T12:00:00+00:00")
    others = {
        sheet_pages.code_for(PAGE, "other", key, "2025-11-01T12:00:00+00:00"),
        sheet_pages.code_for(PAGE, "event", "ab" * 32, "2025-11-01T12:00:00+00:00"),
        sheet_pages.code_for(PAGE, "event", "", "2025-11-01T12:00:00+00:00"),
        sheet_pages.code_for(PAGE, "event", key, "2025-11-01T12:00:01+00:00"),
    }
    assert len({code, *others}) == 5
