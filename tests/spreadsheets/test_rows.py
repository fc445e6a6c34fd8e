"""Cells of a column: those taken as they stand are those whose parsing would say the same."""

from __future__ import annotations

import random

import pytest

from ia_events.domain.fields import BY_ID
from ia_events.spreadsheets.cells import text_of
from ia_events.spreadsheets.understood import Cells

_PIECES = (
    *"abzÉéàâÂÔôÃãçñœß019'’.,-_/+@&;:#*() \u00a0€©", "Le", "de", "dupont", "exemple.fr", "gmial.com", ".con", "Né", "NC", "0690",
    "690123456", "97110", "&eacute;", "Ã©", "Ã ", "Err:502", "#N/A", "  ", "mailto:",
)  # fmt: skip


@pytest.mark.parametrize("field", sorted(BY_ID))
def test_a_cell_taken_as_it_stands_is_what_parsing_makes_of_it(field: str) -> None:
    parse = BY_ID[field].parse
    draw = random.Random(5)
    texts = {"".join(draw.choices(_PIECES, k=draw.randint(1, 6))) for _ in range(4000)}
    texts |= {f"{draw.choice('azé0')}{a}@{b}" for a in ("jean.dupont", "j_d", "J", "j+d") for b in ("exemple.fr", "gmial.com", "exemple.con", "x", "")}  # fmt: skip
    texts |= {f"{draw.randrange(10**9):0{digits}d}" for digits in (5, 9, 10, 14) for _ in range(50)}
    sound = [text for text in texts if Cells(parse).sound(text)]
    for text in sound:
        assert (text_of(text), *parse(text)) == (text, text, ""), text
    one_by_one = Cells(parse)
    for some in (sound, [*sound, "", *sound[:3]], [*sorted(texts)], [*sound, *sound, "X" * 600], [*sound, 97110.0], []):
        together = Cells(parse)
        assert together.of(some) == [one_by_one[cell] for cell in some]
        assert together.problems == {c: one_by_one.problems[c] for c in some if c in one_by_one.problems}
        assert together.written == {c: one_by_one.written[c] for c in some if c in one_by_one.written}


@pytest.mark.parametrize(
    "number", [690123456.0, 100000000.0, 999999999.0, 690123456.5, 33690123456.0, 69012345.0, 590.0]
)
def test_a_number_read_as_a_phone_is_understood_like_its_digits(number: float) -> None:
    parse = BY_ID["phone"].parse
    cells = Cells(parse)
    value, problem = parse(text_of(number))
    assert cells[number] == value
    assert cells.problems.get(number, ("", ""))[0] == problem
    assert cells.written.get(number, text_of(number)) == text_of(number)
