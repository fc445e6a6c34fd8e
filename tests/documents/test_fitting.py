"""Words fitted into a width: nothing lost, nothing too wide."""

from __future__ import annotations

import pytest
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
    assert fonts.runs("E\u0301loi\u0308se", False) == fonts.runs("Éloïse", False)


@pytest.mark.parametrize(
    "text, parts",
    [
        ("Jean de La Fontaine", ["Jean ", "de La Fontaine"]),
        ("LAKE-HODGE DE LA FONTAINE", ["LAKE-", "HODGE ", "DE LA FONTAINE"]),
        ("Marie d' Artagnan", ["Marie ", "d' Artagnan"]),
        ("Séance : à 9 h 30 !", ["Séance : ", "à 9 h 30 !"]),
        ("« Oui » dit Zoé", ["« Oui » ", "dit ", "Zoé"]),
        ("le 1er mars 2025", ["le 1er mars ", "2025"]),
        ("Prix : 10 000 € par an", ["Prix : ", "10 000 € ", "par ", "an"]),
        ("Séance\u00a0: 9\u202fh\u00a030, ici", ["Séance\u00a0: ", "9\u202fh\u00a030, ", "ici"]),
        ("Rendez\u2011vous demain", ["Rendez\u2011vous ", "demain"]),
        ("12 bis\nrue des Fleurs", ["12 ", "bis\n", "rue ", "des Fleurs"]),
        ("Zoé de", ["Zoé ", "de"]),
    ],
)
def test_words_that_are_read_together_stay_together(text: str, parts: list[str]) -> None:
    assert list(pieces(text)) == parts


def test_no_line_ends_with_a_particle() -> None:
    assert broken("Jean de La Fontaine", False, 2)[0] == ("Jean", "de La Fontaine")
    lines = wrap("Pôle de la vie des quartiers et de la culture du Nord", False, 9)
    assert not [line for line in lines if line.split()[-1] in ("de", "la", "des", "et", "du")]


def test_words_held_together_are_parted_before_a_word_is_broken() -> None:
    limit = fonts.width("CHAMPFLEURIE", True) * 1.05
    assert wrap("DE LA CHAMPFLEURIE", True, limit) == ("DE LA", "CHAMPFLEURIE")


def test_lines_are_even() -> None:
    text = "Directrice générale adjointe chargée des ressources humaines et du dialogue social"
    shown = fit(text, False, 150, 10, 9)
    widths = [fonts.width(line, False) * shown.size for line in shown.lines]
    assert len(shown.lines) == 3
    assert min(widths) > 0.75 * max(widths)


def test_a_long_word_is_smaller_rather_than_broken() -> None:
    word = "Rajaonarimampianina"
    limit = fonts.width(word, True) * 7
    assert fit(f"Anne {word}", True, limit, 24, 9).lines == ("Anne", word)
    assert fit(word, True, limit, 24, 9).size == pytest.approx(7)
    assert len(fit(word, True, limit / 2, 24, 9).lines) > 1


def test_a_mark_is_never_parted_from_its_letter() -> None:
    lines = wrap("M\u0300" * 12, False, 3)
    assert len(lines) > 1
    assert not [line for line in lines if line.startswith("\u0300")]


def test_a_town_is_whole_and_is_parted_at_its_hyphen_before_a_letter_is() -> None:
    assert list(pieces("Mairie, 97150 Saint-Martin")) == ["Mairie, ", "97150 Saint-Martin"]
    assert list(pieces("97130 Capesterre-Belle-Eau")) == ["97130 Capesterre-Belle-Eau"]
    assert list(pieces("Salle de Saint-Barthélemy")) == ["Salle ", "de Saint-Barthélemy"]
    assert list(pieces("SAINT-PRIX")) == ["SAINT-", "PRIX"], "a name in capitals may be parted"
    limit = fonts.width("Barthélemy", False) * 1.05
    assert wrap("97133 Saint-Barthélemy", False, limit) == ("97133", "Saint-", "Barthélemy")
