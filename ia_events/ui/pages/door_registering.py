"""The walk-in form at the door: opened, judged once submitted, and what is read while somebody fills it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.store import identifying, registrations

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage


class Registering(QObject):
    """Listens to the form of the door's page."""

    def __init__(self, page: DoorPage) -> None:
        super().__init__(page)
        self.page, self.session, self.below = page, page.session, page.below
        form = self.below.form
        form.submitted.connect(self._register)
        form.cancelled.connect(page.show_recent)
        form.scanned.connect(self._scan_over)
        page.scanners.scanned.connect(self._scan_anywhere)
        page.scanners.mixed.connect(self._ask_again)

    def open_form(self) -> None:
        """Show the form, begun with what is typed; in the form, take whoever is known."""
        form, field = self.below.form, self.page.field
        if self.session.event is None or (self.below.currentWidget() is form and form.take_known()):
            return
        typed = field.text()
        field.clear_all()
        self.page.tell("")
        self.below.show_form(typed, registrations.employers(self.session.store, self.session.event_id))

    def _register(self, person: Attendee) -> None:
        event, form, now = self.session.event, self.below.form, self.session.now()
        if event is None:
            return
        full = self.page.mends.full
        known = None if form.warned else identifying.namesake(self.session.store, event.id, person)
        if known is not None or (full and (self.session.volunteer or not form.warned)):
            form.warn_of(known, full)
            return

        def refused(error: UserError) -> None:
            if error.code == "name_missing":
                form.complain(error.message)
            else:
                self.session.fail(error)

        self.page.judge(lambda: self.page.mends.register(event, person, now), refused)

    def _scan_over(self, token: str) -> None:
        if not self.page.arrivals.take_over_form(token):
            self.page.show_recent()
            self.page.scan(token)

    def _scan_anywhere(self, text: str, typing: bool) -> None:
        """A scan that came wherever the focus is: a name being typed stays, and so does a form with something in it."""
        in_form = self.below.in_form
        if in_form and self.page.arrivals.take_over_form(text):
            return
        beside = any(line.text() for line in self.below.form.fields.values()) if in_form else typing
        if in_form and not beside:
            self.page.show_recent()
        self.page.scan(text, beside=beside)

    def _ask_again(self) -> None:
        self.page.tell(_("Deux badges lus au même instant : relisez-les l'un après l'autre."))
