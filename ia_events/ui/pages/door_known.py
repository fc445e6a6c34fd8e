"""Somebody known from another event of this database, offered to complete a registration at the door."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.widgets import ElidedLabel, announce, quiet, secondary


class KnownRow(QWidget):
    """One line: who it may be, what takes it, and the next one when there are several."""

    def __init__(self, take: Callable[[Attendee], object]) -> None:
        super().__init__()
        self._people: Sequence[Attendee] = ()
        self._place = 0
        self._take = take
        self.words = ElidedLabel("")
        self.button = secondary(_("Reprendre · F2"), self._taken)
        self.other = quiet(_("Suivant"), self._next)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.words, 1)
        row.addWidget(self.other)
        row.addWidget(self.button)
        self.hide()

    @property
    def person(self) -> Attendee | None:
        """Who is offered."""
        return self._people[self._place] if self._people else None

    def show_people(self, people: Sequence[Attendee]) -> None:
        """Offer the first of these; nobody when there is none."""
        if list(people) == list(self._people):
            return
        self._people, self._place = people, 0
        self._say()

    def _taken(self) -> None:
        if self.person is not None:
            self._take(self.person)

    def _next(self) -> None:
        self._place = (self._place + 1) % len(self._people)
        self._say()

    def _say(self) -> None:
        person = self.person
        self.setVisible(person is not None)
        self.other.setVisible(len(self._people) > 1)
        if person is not None:
            parts = (person.list_name, person.employer, person.email)
            words = _("D'un autre événement : {person}").format(person=", ".join(filter(None, parts)))
            self.words.setText(words)
            announce(self.words, words)
