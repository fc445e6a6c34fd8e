"""The door for a volunteer: one word, and nothing that only the organiser decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ia_events.domain.events import Event
from ia_events.domain.verdicts import Outcome, Tone
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.door_bar import DoorBar
from ia_events.ui.pages.door_verdict import VerdictPanel, shown
from ia_events.ui.session import Session
from ia_events.ui.widgets import icon_button


class Volunteering:
    """What the door page asks of the mode, and its two buttons: the second screen, and leaving the volunteer mode."""

    def __init__(self, session: Session, bar: DoorBar, refresh: Callable[[], None]) -> None:
        self.session = session
        self._refresh = refresh
        self._narrow = False
        self.screen = icon_button("monitor", _("Deuxième écran"), lambda: session.open("second_screen"))
        self.leave = icon_button("lock-key", _("Quitter le mode bénévole"), lambda: session.open("leave_mode"))
        bar.add(self.screen, self.leave)  # before they are shown: alone, they would be windows
        self._fit()
        session.settings_changed.connect(self._changed)

    def show(self, panel: VerdictPanel, outcome: Outcome, event: Event) -> None:
        """A committed verdict: its one word, and what to do where there is something to do."""
        what = shown(outcome, event)
        if self.session.volunteer:
            done = outcome.tone == Tone.WELCOME
            what = replace(
                what, headline=what.short or what.headline, name="", employer=what.name, warning="",
                sentence="" if done else what.sentence,
            )  # fmt: skip
        panel.say(what)

    def fit(self, room: int) -> None:
        """Stand in a page of this width: the second screen is in the menu too."""
        self._narrow = room < theme.px(640)
        self._fit()

    def _changed(self, key: str) -> None:
        if key == "mode":
            self._fit()
            self._refresh()

    def _fit(self) -> None:
        self.screen.setHidden(self.session.volunteer or self._narrow)
        self.leave.setVisible(self.session.volunteer)
