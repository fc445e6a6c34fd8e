"""Names of every script on paper: drawn whole, in their order, and found again by whoever copies or searches."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
import uharfbuzz
from hypothesis import given, settings
from hypothesis import strategies as st

from ia_events.documents import fonts, shaping
from ia_events.documents.pdf import Paper
from ia_events.documents.setting import stacked
from ia_events.documents.shaping import Glyph, Shaped
from tests.documents.conftest import Reader, words

NOW = datetime(2025, 11, 10, 14, 0, tzinfo=UTC)
NAMES = {
    "vietnamese": "Nguyễn Thị Ẩn-ĐẶNG ỂỖỘỮ",
    "cyrillic": "Юлия ЩЕРБАКОВА-Ґалаґан",
    "greek": "Αθηνά Παπαδοπούλου",
    "arabic": "محمد بن عبد الله الأمين",
    "hebrew": "שלום כהן",
    "marks": "M̀bakú N̈dìaye Ọ̀yẹ́tádé",
    "turkish": "Şeyma Yıldız-GÜÇLÜ İĞ",
    "german": "GROẞ-Weiß",
    "polish": "Łukasz Żółć",
    "breton": "Fañch C’hoarigwaz",
    "cedillas": "Ş̧ħⱥ ŒÆ",
    "ascii": "Jean Dupont",
}
EVERY = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
BOLD = pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])


def drawn(text: str, *, bold: bool = False, size: float = 40, tagged: bool = False) -> bytes:
    paper = Paper((900, 120), title="Essai", author="", made_at=NOW)
    if tagged:
        with paper.tag("P"):
            paper.text(30, 50, text, size, bold=bold)
    else:
        paper.text(30, 50, text, size, bold=bold)
    paper.end_page()
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def ink(page: Any) -> Any:
    """A page at one pixel a point, white where it is dark and black elsewhere."""
    return page.render(scale=1, grayscale=True).to_pil().point(lambda value: 255 if value < 128 else 0)


def glyphs(text: str, bold: bool = False) -> list[Glyph]:
    return [glyph for run in fonts.runs(text, bold) if isinstance(run, Shaped) for glyph in run.glyphs]


@EVERY
@BOLD
def test_a_name_is_read_back_as_it_was_given(name: str, bold: bool, opened: Reader) -> None:
    (page,) = opened(drawn(name, bold=bold))
    assert unicodedata.normalize("NFC", words(page)) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("name", ["مُحَمَّد", "שָׁלוֹם"], ids=["arabic", "hebrew"])
def test_a_letter_with_vowels_is_one_glyph_to_copy_and_marks_drawn_on_it(name: str, opened: Reader) -> None:
    """pdfium turns around all that is in a right-to-left word, vowels of a letter too: their order is not its."""
    letters = [char for char in name if not unicodedata.combining(char)]
    assert [glyph.text[0] for glyph in glyphs(name) if glyph.text] == letters[::-1]
    (page,) = opened(drawn(name))
    assert sorted(words(page)) == sorted(unicodedata.normalize("NFC", name))


@EVERY
def test_a_name_typed_in_parts_is_drawn_the_same(name: str) -> None:
    assert drawn(unicodedata.normalize("NFD", name)) == drawn(unicodedata.normalize("NFC", name))


@EVERY
@BOLD
def test_no_name_has_a_box_for_a_letter(name: str, bold: bool) -> None:
    assert fonts.writable(name)
    for run in fonts.runs(name, bold):
        if isinstance(run, Shaped):
            assert all(glyph.number for glyph in run.glyphs)
        else:
            assert all(ord(char) in run.font.face.charToGlyph for char in run.text)


@EVERY
@BOLD
def test_a_name_is_as_wide_as_it_was_measured(name: str, bold: bool, opened: Reader) -> None:
    (page,) = opened(drawn(name, bold=bold))
    left, _top, right, _bottom = ink(page).getbbox()
    assert abs(left - 30) <= 5
    assert abs(right - 30 - fonts.width(name, bold) * 40) <= 5


@EVERY
@BOLD
def test_a_name_is_as_high_and_deep_as_was_measured(name: str, bold: bool, opened: Reader) -> None:
    (page,) = opened(drawn(name, bold=bold))
    _left, top, _right, bottom = ink(page).getbbox()
    over, under = fonts.extent(name, bold)
    assert abs(70 - top - over * 40) <= 1.5
    assert abs(bottom - 70 - under * 40) <= 1.5


def test_capitals_of_vietnamese_are_higher_and_arabic_letters_deeper() -> None:
    assert fonts.extent("H", False) == pytest.approx((0.668, 0), abs=0.01)
    assert fonts.extent("Ễ", True)[0] > 1.0
    assert fonts.extent("علي", False)[1] > 0.3
    assert fonts.extent("", False) == (0, 0)
    assert [stacked(name) for name in ("Éloïse", "ỄN", "علي", "כהן")] == [False, True, True, False]


@BOLD
@pytest.mark.parametrize("mark", ["\u0300", "\u0308", "\u0323"], ids=["grave", "diaeresis", "dot below"])
def test_a_mark_sits_over_or_under_its_letter(mark: str, bold: bool, opened: Reader) -> None:
    (plain,) = opened(drawn("Ж", bold=bold))
    (marked,) = opened(drawn("Ж" + mark, bold=bold))
    left, top, right, bottom = ink(plain).getbbox()
    outside = (0, 0, 900, top) if mark != "\u0323" else (0, bottom, 900, 120)
    first, _top, last, _bottom = ink(marked).crop(outside).getbbox()
    assert abs((first + last) - (left + right)) <= 8
    assert left < first < last < right


@pytest.mark.parametrize("name", ["Юлия", "علي", "כהן"])
def test_bold_is_bold(name: str, opened: Reader) -> None:
    (regular,), (bold,) = opened(drawn(name)), opened(drawn(name, bold=True))
    assert ink(bold).histogram()[255] > 1.25 * ink(regular).histogram()[255]


def test_arabic_letters_are_joined_from_right_to_left() -> None:
    shown = glyphs("بيت")
    assert [glyph.text for glyph in shown if glyph.text] == ["ت", "ي", "ب"]
    alone = {glyphs(letter)[-1].number for letter in "بيت"}
    assert not alone & {glyph.number for glyph in shown if glyph.text}


def order(text: str) -> list[str]:
    """The text in the order of the eyes, stretch by stretch; what runs leftwards is given as it is read."""
    found: list[str] = []
    for run in fonts.runs(text, False):
        letters = [run.text] if isinstance(run, fonts.Run) else [glyph.text for glyph in run.glyphs]
        written = "".join(letters)
        backwards = any(unicodedata.bidirectional(char) in ("R", "AL") for char in written)
        found.append("".join(reversed(letters)) if backwards else written)
    return found


@pytest.mark.parametrize(
    "text, seen",
    [
        ("Dr محمد علي, Réunion", ["Dr ", "محمد علي", ", Réunion"]),
        ("Salle 12 مكتب 34 bis", ["Salle 12 ", "34", "مكتب ", " bis"]),
        ("مكتب 12/4", ["12/4", "مكتب "]),
        ("(علي) محمد", ["(علي) محمد"]),
        ("Zoé كريم", ["Zoé ", "كريم"]),
        ("Zoé Ψ", ["Zoé ", "Ψ"]),
    ],
)
def test_a_line_runs_to_the_right_and_its_arabic_to_the_left(text: str, seen: list[str]) -> None:
    assert order(text) == seen


def test_brackets_close_on_the_other_side_in_hebrew() -> None:
    upright = {glyph.text: glyph.number for glyph in glyphs("Ψ(Ψ)")}
    mirrored = {glyph.text: glyph.number for glyph in glyphs("(דוד)")}
    names = [shaping.faces(False)[n].font.get_glyph_name(found["("]) for n, found in ((0, upright), (2, mirrored))]
    assert names == ["parenleft", "parenright"]


def test_one_font_writes_a_name_that_it_can_write_whole() -> None:
    assert [run.text for run in fonts.runs("Éloïse", False) if isinstance(run, fonts.Run)] == ["Éloïse"]
    for name in ("Nguyễn Anh", "Zoé Юлия"):
        assert {run.face.name for run in fonts.runs(name, True) if isinstance(run, Shaped)} == {"NotoSans-Bold"}
        assert not [run for run in fonts.runs(name, True) if isinstance(run, fonts.Run)]


@pytest.mark.parametrize("text", ["王小明 Zoé", "Zoé 🙂", "კახა", "علي 王"])
def test_a_letter_no_font_has_is_signalled_and_still_copied(text: str, opened: Reader) -> None:
    assert not fonts.writable(text)
    data = drawn(text)
    (page,) = opened(data)
    assert sorted(words(page)) == sorted(text)
    assert all(glyph.number for glyph in glyphs(text))


@settings(deadline=None)
@given(st.text(max_size=40), st.booleans())
def test_any_text_is_written_each_letter_once(text: str, bold: bool) -> None:
    found = fonts.runs(text, bold)
    letters = [run.text if isinstance(run, fonts.Run) else "".join(g.text for g in run.glyphs) for run in found]
    assert sorted("".join(letters)) == sorted(fonts.written(text))
    assert sum(glyph.advance for glyph in glyphs(text, bold)) <= fonts.width(text, bold) + 1e-9
    assert drawn(text, bold=bold).endswith(b"%%EOF\n")


def test_signs_without_a_shape_are_not_drawn() -> None:
    assert drawn("\u200eJean\u200b \u2068Dupont\u2069\ufeff\u00ad") == drawn("Jean Dupont")


def test_a_dot_of_an_arabic_letter_is_drawn_and_is_no_letter(opened: Reader) -> None:
    """Noto draws ب as a bowl and a dot: the dot is there, and the word is copied with its three letters."""
    (page,) = opened(drawn("ببب"))
    assert words(page) == "ببب"
    paths = [thing for thing in page.get_objects() if thing.type == 2]
    assert len(paths) == 3


def test_an_embedded_font_holds_only_what_is_shown_at_its_weight() -> None:
    from ia_events.documents.embedding import Embedded

    face = shaping.faces(True)[0]
    embedded = Embedded(face, "S1")
    shown = glyphs("Юлия", bold=True)
    embedded.operators(tuple(shown), 10)
    program, numbers = embedded.subset()
    small = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(program)))
    assert small.face.glyph_count == 5
    assert not small.face.has_var_data
    for glyph in shown:
        assert small.get_glyph_h_advance(numbers[glyph.number]) == face.font.get_glyph_h_advance(glyph.number)


@EVERY
def test_the_same_name_gives_the_same_bytes(name: str) -> None:
    assert drawn(name, tagged=True) == drawn(name, tagged=True)
