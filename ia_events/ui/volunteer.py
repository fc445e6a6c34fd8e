"""The door for a volunteer: one word, and nothing that only the organiser decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ia_events.domain.events import Event
from ia_events.domain.verdicts import Outcome, Tone
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.door_verdict import Shown, VerdictPanel, shown
from ia_events.ui.widgets import icon_button

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage


class Volunteering:
    """What the door page asks of the mode, and its two buttons: the second screen, and leaving the volunteer mode."""

    def __init__(self, page: DoorPage) -> None:
        self.page, self.session = page, page.session
        session = page.session
        self._narrow = False
        self.screen = icon_button("monitor", _("Deuxième écran"), lambda: session.open("second_screen"))
        self.leave = icon_button("lock-key", _("Quitter le mode bénévole"), lambda: session.open("leave_mode"))
        page.bar.add(self.screen, self.leave)  # before they are shown: alone, they would be windows
        self._fit()
        session.settings_changed.connect(self._changed)

    def show(self, panel: VerdictPanel, outcome: Outcome, event: Event) -> None:
        """A committed verdict: its one word, and what to do where there is something to do."""
        if self.session.volunteer:
            self.session.open("stay_in_mode")  # the camera too may have read behind the code
        what = self.plain(shown(outcome, event))
        if self.session.volunteer and outcome.tone == Tone.WELCOME:
            what = replace(what, sentence="")
        panel.say(what)

    def plain(self, what: Shown) -> Shown:
        """As a volunteer reads it: one word, then the name, small, without employer nor job title."""
        if not self.session.volunteer:
            return what
        return replace(what, headline=what.short or what.headline, name="", employer=what.name, warning="")

    def fit(self, room: int) -> None:
        """Stand in a page of this width: the second screen is in the menu too."""
        self._narrow = room < theme.px(640)
        self._fit()

    def _changed(self, key: str) -> None:
        if key == "mode":
            self._fit()
            self._put_away()
            self.page.refresh()

    def _put_away(self) -> None:
        """Nothing that was open, or read, for one is left to the other; ink that somebody draws is theirs still."""
        page = self.page
        if page.signing.panel.signed is not None:
            page.signing.skip()
        page.below.form.known.show_people([])
        page.field.clear_all()
        page.set_leaving(page.leaving)  # no verdict either, nor a blank badge
        page.show_recent()

    def _fit(self) -> None:
        self.screen.setHidden(self.session.volunteer or self._narrow)
        self.leave.setVisible(self.session.volunteer)
        self.page.below.form.knows_others = not self.session.volunteer
