"""Every scheme can be read: 4.5 to 1 for words, 7 to 1 at the door, 3 to 1 for the edges of what is typed in."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QPalette

from ia_events.settings import ACCENT
from ia_events.ui import colours
from ia_events.ui.pages.settings import ACCENTS

ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


def _check(t: colours.Tokens) -> None:
    for letters, ground in [
        *product(("text", "muted"), ("background", "surface", "raised", "hover", "soft")),
        *product(("accent_text",), ("background", "surface", "soft")),
        ("on_accent", "accent"),
        *((tone, f"{tone}_soft") for tone in ("welcome", "attention", "refused")),
        *product(("welcome", "attention", "refused"), ("surface",)),
        *product(("text",), ("welcome_soft", "attention_soft", "refused_soft")),
    ]:
        found = colours.contrast(getattr(t, letters), getattr(t, ground))
        assert found >= colours.READABLE, f"{letters} on {ground}: {found:.2f}"
    assert colours.contrast(t.control, t.surface) >= 3
    for ground in ("welcome_soft", "attention_soft", "refused_soft"):
        assert colours.contrast(t.text, getattr(t, ground)) >= colours.DISTANT


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("accent", [color for color, _name in ACCENTS])
def test_offered_accents_can_be_read(accent: str, dark: bool) -> None:
    _check(colours.tokens(dark=dark, accent=accent))


@given(accent=ANY_COLOUR, dark=st.booleans())
def test_any_accent_can_be_read(accent: str, dark: bool) -> None:
    _check(colours.tokens(dark=dark, accent=accent))


def test_the_house_accent_is_the_one_of_the_looks() -> None:
    assert colours.tokens(dark=False, accent=ACCENT) is colours.LIGHT
    assert colours.tokens(dark=True, accent=ACCENT.lower()) is colours.DARK


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground, text", [("#000000", "#FFFF00"), ("#FFFFFF", "#000000"), ("#777777", "#888888")])
def test_high_contrast_takes_the_colours_of_the_system(ground: str, text: str, dark: bool) -> None:
    """GIVEN a system's own high-contrast palette THEN it is used; one that can't be read is replaced."""
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
    made = colours.tokens(dark=dark, system=palette)
    _check(made)
    assert colours.contrast(made.text, made.surface) >= colours.DISTANT
    assert colours.contrast(made.accent_text, made.surface) >= colours.DISTANT
    if colours.contrast(ground, text) >= colours.DISTANT:
        assert (made.background, made.text) == (ground, text)


def test_contrast_is_that_of_the_standard() -> None:
    assert colours.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert colours.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
