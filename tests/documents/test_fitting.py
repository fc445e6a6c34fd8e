"""Words fitted into a width: nothing lost, nothing too wide."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ia_events.documents import fonts
from ia_events.documents.fitting import broken, fit, pieces, wrap

TEXTS = st.text(alphabet="abcdÉœĐ'’ -MW", min_size=1, max_size=60).map(str.strip).filter(bool)


def _letters(text: str) -> str:
    return text.replace(" ", "")


@given(TEXTS)
def test_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text


@given(TEXTS, st.booleans(), st.integers(1, 3))
def test_broken_lines_keep_every_letter(text: str, bold: bool, count: int) -> None:
    lines, widest = broken(text, bold, count)
    assert len(lines) <= max(count, 1)
    assert _letters("".join(lines)) == _letters(text)
    assert widest == max(fonts.width(line, bold) for line in lines)


@given(TEXTS, st.floats(8, 200))
def test_fitted_lines_keep_every_letter_and_the_width(text: str, limit: float) -> None:
    shown = fit(text, True, limit, 24, 9)
    assert 6 <= shown.size <= 24
    assert _letters("".join(shown.lines)) == _letters(text)
    for line in shown.lines:
        assert len(line) == 1 or fonts.width(line, True) * shown.size <= limit + 1e-6


@given(TEXTS, st.floats(0.8, 20))
def test_wrapped_lines_keep_every_letter(text: str, limit: float) -> None:
    assert _letters("".join(wrap(text, False, limit))) == _letters(text)


def test_two_lines_before_small() -> None:
    limit = fonts.width("LAKE-HODGE DE LA", True) * 20
    shown = fit("LAKE-HODGE DE LA FONTAINE-RICHARDSON", True, limit, 24, 9)
    assert shown.lines == ("LAKE-HODGE", "DE LA FONTAINE-RICHARDSON")
    assert shown.size > 12


def test_a_hyphen_stays_at_the_end_of_its_line() -> None:
    assert broken("Jean-Christophe", False, 2)[0] == ("Jean-", "Christophe")


def test_decomposed_accents_are_composed() -> None:
    assert fonts.runs("E\u0301loi\u0308se", False)[0].text == "Éloïse"
