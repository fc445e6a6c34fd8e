"""Somebody found by what is typed at the door, and what Enter means then."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ia_events.domain.events import Slot
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.store import finding
from ia_events.ui.pages.door_below import Below
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.session import Session


class DoorSearch(QObject):
    """Signals: chosen(Attendee) · read(text): some other code, read by the scanner · hinted(sentence) · emptied: nothing is
    typed any more.
    """

    chosen = Signal(object)
    read = Signal(str)
    hinted = Signal(str)
    emptied = Signal()

    def __init__(self, session: Session, field: DoorField, below: Below, slot: Callable[[], Slot | None]) -> None:
        super().__init__(field)
        self.session, self.field, self.below, self._slot = session, field, below, slot
        self._searched = ""
        field.searched.connect(self.search)
        field.chosen.connect(self.enter)

    def forget(self) -> None:
        """What was searched is no longer shown."""
        self._searched = ""

    def follow(self) -> None:
        """Show who is meant by what stands in the field, where the first letters of a badge stood for a moment."""
        if self._searched not in ("", self.field.text()):
            self.search(self.field.text())

    def typing_other_than(self, person: Attendee) -> bool:
        """Whether something is being typed, which may be of somebody else than the person on the panel; it is then said."""
        if not self.field.text().strip() and not self.below.in_form:
            return False
        words = _("F8 admet {name}, dont la réponse est affichée : Échap d'abord, puis F8.")
        self.hinted.emit(words.format(name=person.list_name))
        return True

    def enter_first(self) -> None:
        """Say that nobody was refused yet, where somebody is found."""
        if not self.session.volunteer and not self.below.in_form and self.below.person() is not None:
            self.hinted.emit(_("F8 vient après un refus : Entrée d'abord."))

    def search(self, text: str) -> None:
        """Show who is meant by what is typed."""
        event, slot, self._searched = self.session.event, self._slot(), text
        if event is None or slot is None or self.below.in_form:
            return
        if not text.strip():
            self.emptied.emit()
            return
        # What a scanner typed is no name misheard, and its verdict waits for nothing.
        found = finding.find(self.session.store, event.id, text, slot_id=slot.id, forgiving=not self.field.was_burst)
        self.below.show_people(event, found)
        nobody = _("Personne ne correspond à « {text} ». F2 : inscription sur place.").format(text=text.strip())
        heard = _("Aucun nom ne s'écrit ainsi. Voici ceux qui y ressemblent : flèche bas, puis Entrée.")
        self.hinted.emit("" if found.people else heard if found.likely else nobody)

    def enter(self, text: str) -> None:
        """Enter: the only one who bears the name, else it chooses the first; with nothing typed, the hour of the line chosen."""
        if not text:
            self.below.recent.retime_chosen()
            return
        burst = self.field.was_burst
        if self._searched != self.field.text():
            self.search(self.field.text())
        person = self.below.person()
        if person is not None:
            self.chosen.emit(person)
        elif self.below.people.people:
            self.below.step(1)
            several = _("Plusieurs personnes correspondent : choisissez avec les flèches, puis Entrée.")
            self.hinted.emit(several if self.below.people.sure else _("Est-ce bien cette personne ? Si oui, Entrée."))
        elif burst:
            self.read.emit(text)
