"""The verdict's panel: words for every outcome, read from three metres, told by shape as well as by colour."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QColor, QFont
from pytestqt.qtbot import QtBot

from ia_events import i18n
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Outcome, Tone, Verdict
from ia_events.ui import colours, icons
from ia_events.ui.pages.door_verdict import GLYPHS, HEADLINES, Shown, VerdictPanel, _inks, shown
from ia_events.ui.theme import Theme

AT = datetime(2025, 11, 12, 21, 42, tzinfo=UTC)
SLOT = Slot(id="s", label="Soirée", start=AT, end=AT + timedelta(hours=2))
EVENT = Event(id="e", title="Soirée de l'INET", timezone="America/Marigot", slots=(SLOT,))
PERSON = Attendee(id="p", last_name="Arrondell", first_name="Éloïse", employer="Collectivité de Saint-Martin")
LONG = Attendee(
    id="q",
    last_name="de Montmorency-Beauharnais de La Tour-Saint-Quentin",
    first_name="Marie-Antoinette Joséphine",
    employer="Syndicat intercommunal à vocation multiple pour l'aménagement durable du littoral de la Côte-sous-le-Vent",
)


def outcome(verdict: Verdict, person: Attendee | None = PERSON) -> Outcome:
    """An outcome with all that may go with it."""
    return Outcome(
        verdict=verdict,
        attendee=person,
        slot=SLOT,
        at=AT,
        first_at=AT - timedelta(minutes=12),
        place="Entrée 2",
        right_slot=SLOT,
        other_event="Journée de Fort-de-France",
    )


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_words_its_sign_and_no_gap(theme: Theme, verdict: Verdict) -> None:
    for person in (PERSON, replace(PERSON, first_name=""), None):
        what = shown(outcome(verdict, person), EVENT)
        assert what.headline
        assert "{" not in what.spoken
        assert " ," not in what.spoken
        assert what.tone in [tone.value for tone in Tone]
    assert len(set(GLYPHS.values())) == len(HEADLINES) == len(Verdict)
    icons.glyph(GLYPHS[verdict])  # the font has it


def test_the_first_arrival_says_its_day_when_it_was_another(theme: Theme) -> None:
    earlier = replace(outcome(Verdict.ALREADY_IN), first_at=AT - timedelta(days=1))
    assert "11/11/2025" in shown(earlier, EVENT).headline


def test_hours_are_those_of_the_event(theme: Theme) -> None:
    assert shown(outcome(Verdict.WELCOME), EVENT).time == "17\u00a0h\u00a042"


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("accent", ["#0F766E", "#E1000F", "#FFD400"])
@pytest.mark.parametrize("tone", ["neutral", *(tone.value for tone in Tone)])
def test_everything_read_has_seven_to_one(tone: str, accent: str, dark: bool) -> None:
    ink, ground, text, muted = (color.name() for color in _inks(tone, colours.tokens(dark=dark, accent=accent)))
    for letters in (ink, text, muted):
        assert colours.contrast(letters, ground) >= colours.DISTANT


@pytest.mark.parametrize("person", [PERSON, LONG])
@pytest.mark.parametrize("zoom", [100, 200])
@pytest.mark.parametrize("size", [(712, 240), (984, 350), (1600, 520)])
def test_headline_and_name_are_48_px_or_more_and_stay_inside(
    theme: Theme, qtbot: QtBot, size: tuple[int, int], zoom: int, person: Attendee
) -> None:
    theme._settings.text_zoom = zoom
    theme.apply()
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    for verdict in Verdict:
        panel.say(shown(outcome(verdict, person), EVENT))
        width, height = size[0] - 260, size[1] - 24
        lines = panel._lines(width, height, (QColor("red"), QColor("black"), QColor("gray")))
        big = [line for line in lines if line.big]
        assert big
        assert all(line.font.pixelSize() >= 48 for line in big)
        if person is PERSON and zoom == 100:
            assert sum(line.height for line in lines) <= height
            assert not any(line.elided for line in lines if line.text.startswith("ARRONDELL"))


def test_tones_differ_in_shape_not_in_colour_alone(theme: Theme, qtbot: QtBot) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 320)
    outlines = set()
    for tone in Tone:
        # the same sign and words in all three: what differs is the shape around it
        panel.say(Shown(tone.value, "check-bold", "Essai"))
        picture = panel.grab().toImage()
        _ink, ground, _text, _muted = _inks(tone.value, colours.LIGHT)
        row = [picture.pixelColor(x, 100) != ground for x in range(20, 260)]
        outlines.add(tuple(row))
    assert len(outlines) == 3


def test_a_screen_reader_is_told_all_of_it(theme: Theme, qtbot: QtBot) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.show_outcome(outcome(Verdict.WELCOME), EVENT)
    told = panel.accessibleName()
    for words in ("Bienvenue, Éloïse", "ARRONDELL Éloïse", "Collectivité de Saint-Martin", "Présence enregistrée"):
        assert words in told


def test_english_too(theme: Theme) -> None:
    i18n.use("en")
    what = shown(outcome(Verdict.ALREADY_IN), EVENT)
    assert "17:30" in what.headline
    i18n.use("fr")


def test_the_panel_grows_with_its_room(theme: Theme, qtbot: QtBot) -> None:
    panel = VerdictPanel()
    qtbot.addWidget(panel)
    panel.say(shown(outcome(Verdict.WELCOME), EVENT))
    inks = (QColor("red"), QColor("black"), QColor("gray"))

    def headline(width: int, height: int) -> QFont:
        return panel._lines(width, height, inks)[0].font

    assert headline(1500, 500).pixelSize() > headline(700, 300).pixelSize() >= 48
