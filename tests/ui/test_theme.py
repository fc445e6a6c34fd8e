"""The looks as they come out on the screen."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ia_events.settings import Settings
from ia_events.ui import colours, fonts, icons
from ia_events.ui import theme as looks
from ia_events.ui.theme import Theme
from ia_events.ui.widgets import label


def _ink(weight: int) -> float:
    image = QImage(400, 60, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(fonts.font(32, weight))
    painter.drawText(4, 44, "Feuille d'émargement")
    painter.end()
    return sum(255 - value for value in bytes(image.constBits())) / 255


def test_semi_bold_is_really_bolder(theme: Theme) -> None:
    """GIVEN a variable font with one named face THEN each weight puts more ink than the one before."""
    inks = [_ink(weight) for weight in (fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD, fonts.BOLD)]
    assert all(more > 1.04 * less for less, more in pairwise(inks)), inks


def test_the_style_sheet_keeps_weight_and_figures(theme: Theme, qtbot: QtBot) -> None:
    """GIVEN labels of a size of the style sheet THEN the weight is wider, and tabular figures are of one width."""
    plain, bold = label("Présences", 28), label("Présences", 28, weight=fonts.SEMIBOLD)
    ones, nines = label("1111", 28), label("9999", 28)
    for made in (plain, bold, ones, nines):
        qtbot.addWidget(made)
        made.ensurePolished()
    assert bold.sizeHint().width() > plain.sizeHint().width()
    assert ones.sizeHint().width() != nines.sizeHint().width()
    for made in (ones, nines):
        fonts.set_weight(made, fonts.REGULAR, tabular=True)
    assert ones.sizeHint().width() == nines.sizeHint().width()


def test_text_zoom_doubles_text(theme: Theme, settings: Settings, qtbot: QtBot) -> None:
    small = label("Présences", 16)
    qtbot.addWidget(small)
    small.show()
    before = small.fontMetrics().height()
    settings.text_zoom = 200
    theme.apply()
    assert small.fontMetrics().height() == pytest.approx(2 * before, abs=2)


def test_dark_and_light_repaint_icons_already_made(theme: Theme, settings: Settings) -> None:
    """GIVEN an icon made in light WHEN the theme turns dark THEN the same icon is painted in the new colour."""
    icon = icons.icon("door", "text")

    def darkest() -> QColor:
        image = icon.pixmap(QSize(48, 48)).toImage()
        colors = (image.pixelColor(x, y) for x in range(48) for y in range(48))
        return next(color for color in colors if color.alpha() == 255)

    assert darkest().name().upper() == "#131820"
    settings.theme = "dark"
    theme.apply()
    assert darkest().name().upper() == "#ECEFF3"


def test_the_accent_reaches_the_palette(theme: Theme, settings: Settings, qapp: QApplication) -> None:
    settings.accent = "#1D4ED8"
    theme.apply()
    assert qapp.palette().color(QPalette.ColorRole.Highlight).name().upper() == "#1D4ED8"


def test_nothing_is_done_again_for_nothing(theme: Theme, settings: Settings, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        theme.apply()
    settings.theme = "dark"
    with qtbot.waitSignal(theme.changed):
        theme.apply()


def test_every_mark_of_the_style_sheet_is_a_file(theme: Theme, qapp: QApplication) -> None:
    """GIVEN the style sheet THEN each picture it names exists (Qt says nothing when one doesn't)."""

    named = set(re.findall(r'url\("([^"]+)"\)', qapp.styleSheet()))
    assert len(named) >= 5
    assert all(Path(name).stat().st_size > 0 for name in named)


@pytest.mark.parametrize("tone", ["welcome", "attention", "refused"])
def test_words_at_the_door_are_read_from_afar(tone: str, settings: Settings, qtbot: QtBot, qapp: QApplication) -> None:
    for scheme in ("light", "dark"):
        settings.theme = scheme
        made = Theme(qapp, settings)
        ground = getattr(looks.tokens(), f"{tone}_soft")
        assert colours.contrast(looks.distant(tone).name(), ground) >= colours.DISTANT
        made.close()


def test_a_label_is_plain_text(theme: Theme, qtbot: QtBot) -> None:
    """GIVEN a name with an angle bracket THEN it is shown, not read as HTML."""
    made: QLabel = label("<b>Ben</b>")
    qtbot.addWidget(made)
    assert made.sizeHint().width() > label("Ben").sizeHint().width() * 2
