"""Names in the cells of a table: whole, readable, and a row high enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ia_events.documents import fonts
from ia_events.documents.cells import LEAST_SIZE, set_cell
from ia_events.domain.events import Event
from ia_events.domain.sheet_pages import SheetChoices
from tests.documents.conftest import Reader, attendee
from tests.documents.hard_names import HARD_NAMES, LONG_EMPLOYER
from tests.documents.test_sign_in_pages import check_boxes, days_of, drawn, make, speaker


@pytest.mark.parametrize("width, height", [(150, 19.8), (150, 24.4), (123, 24.4), (95, 15.9), (60, 45)])
@pytest.mark.parametrize("first, last, employer, _job", HARD_NAMES)
def test_every_text_is_whole_readable_and_in_its_cell(
    first: str, last: str, employer: str, _job: str, width: float, height: float
) -> None:
    given = ((f"{last} {first}".strip(), True, 9.0), (employer, False, 7.5))
    cell = set_cell(given, width, height)
    for (text, bold, _size), (lines, drawn_bold, size, top) in zip(given, cell.texts, strict=True):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert drawn_bold == bold
        assert size >= LEAST_SIZE
        assert all(fonts.width(line, bold) * size <= width + 1e-6 for line in lines)
        assert top >= -max(height, cell.needed) / 2


def test_ordinary_names_keep_their_size() -> None:
    assert set_cell((("QUESTEL Maëva", True, 10),), 150, 24.4).texts[0][2] == 10
    assert set_cell((("QUESTEL Maëva", True, 9), ("Ville", False, 7.5)), 150, 24.4).texts[0][2] == 9


@pytest.mark.parametrize("choices", [SheetChoices(grid=True, row_height=7), SheetChoices(row_height=7)])
def test_who_needs_it_has_a_higher_row_and_boxes_as_high(choices: SheetChoices, event: Event, opened: Reader) -> None:
    event = days_of(event, 5 if choices.grid else 1)
    long: dict[str, Any] = {
        "first_name": "Marie-Bernadette Célestine",
        "last_name": "Lake-Hodge de la Fontaine-Richardson",
    }
    people = [attendee(n, employer=LONG_EMPLOYER, **long) if n % 3 else attendee(n) for n in range(40)]
    people.append(replace(speaker(), employer=LONG_EMPLOYER, **long))
    data, made = make(event, people, choices)
    heights = {row.height for page in made.kept for row in page.rows if row.number}
    assert min(heights) == 7 < max(heights) < 13
    document = opened(data)
    for number, page in enumerate(made.kept):
        assert check_boxes(drawn(document[number]), page) == len(list(page.boxes()))
        assert max(row.top + row.height for row in page.rows) < page.paper[1] - 15
    signing = sum(len(page.rows) for page in made.kept)
    assert signing == (41 + 3) * (1 if choices.grid else 2)


def test_a_name_is_not_small_because_its_employer_takes_two_lines() -> None:
    employer = "Centre communal d'action sociale de Capesterre-Belle-Eau"
    given = (("BRIN Maïwenn", True, 9.0), (employer, False, 7.5))
    cell = set_cell(given, 151, 24.4)
    cell = set_cell(given, 151, max(24.4, cell.needed))
    assert [len(lines) for lines, *_rest in cell.texts] == [1, 2]
    assert cell.texts[0][2] > 8


@pytest.mark.parametrize("height", [19.8, 24.4, 36.0])
def test_two_lines_before_small(height: float) -> None:
    for name in ("SAINTE-ROSE-FRANCHINE Marie-Ange Bénédicte", "DE LA CHÂTAIGNERAIE-MONTMORENCY Thị Hồng Nhung"):
        ((lines, _bold, size, _top),) = set_cell(((name, True, 10.0),), 151, height).texts
        assert len(lines) == 2
        assert size > 7
    together = (("VAN DER MEERSCHE Jean-Christophe-Emmanuel", True, 9.0), ("Ville", False, 7.5))
    assert len(set_cell(together, 151, height).texts[0][0]) == 2


@pytest.mark.parametrize("height", [14.7, 24.4])
def test_what_made_a_row_higher_does_not_touch_its_rules(height: float) -> None:
    given = (("Centre communal d'action sociale de Capesterre-Belle-Eau et autres lieux de là-bas", False, 8.0),)
    cell = set_cell(given, 118, height)
    high = max(height, cell.needed)
    ((lines, _bold, size, top),) = set_cell(given, 118, high).texts
    assert len(lines) > 1
    under = high / 2 - (top + (len(lines) - 1) * size * 1.16 + size * 0.83 * 1.16 + size * 0.24)  # tails of letters
    assert under > (1.0 if high > height else 0)
