"""What the organiser puts right at the door: a colleague instead, a companion, the other slot, a passage taken back and why,
its hour.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, local_instant
from ia_events.domain.people import Attendee, Role
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.i18n import N_, _
from ia_events.store import door, door_book, door_mends, registrations
from ia_events.store.door_book import Entry
from ia_events.ui import theme
from ia_events.ui.pages.door_asking import DoorQuestion
from ia_events.ui.pages.door_below import Below
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.pages.door_past import DoorPast
from ia_events.ui.pages.door_undone import name_of
from ia_events.ui.session import Session
from ia_events.ui.widgets import Field, quiet, secondary
from ia_events.ui.widgets.dates import ClockField
from ia_events.ui.widgets.flow import FlowLayout

REASONS = (N_("mauvaise personne"), N_("lu deux fois"), N_("essai"))
_HOSTS = frozenset({Verdict.WELCOME, Verdict.ALREADY_IN, Verdict.RETURNED})


class DoorMends(QWidget):
    """A row of quiet buttons, each with its key. Signals: judged(what records an Outcome) · hinted(sentence) ·
    slot_asked(slot id).

    What changes who is expected, or what another station did, is the organiser's: a volunteer does not see it.
    """

    judged = Signal(object)
    hinted = Signal(str)
    slot_asked = Signal(str)

    def __init__(
        self, session: Session, field: DoorField, below: Below, slot_id: Callable[[], str], past: DoorPast
    ) -> None:
        """`slot_id` tells the slot chosen by hand; "" for the one under way."""
        super().__init__()
        self.session, self.field, self.below, self._slot_id, self._past = session, field, below, slot_id, past
        self._outcome: Outcome | None = None
        self._host: Attendee | None = None
        self._entry: Entry | None = None
        self._full_for = ""  # whose companion was said to be one too many
        self.companion = quiet(_("Accompagnant · F7"), self.bring_along, icon="users")
        self.replace = quiet(_("Remplacer · F5"), self.open_replacement, icon="swap")
        self.why = quiet(_("Annuler avec un motif · Maj Suppr"), self.ask_reason, icon="arrow-u-up-left")
        self.other_slot = secondary("", self.go_to_slot, icon="calendar-blank")
        self.companion.setToolTip(_("Compter quelqu'un qui vient avec cette personne (F7)"))
        self.replace.setToolTip(_("Quelqu'un vient à la place de la personne trouvée (F5)"))
        self.why.setToolTip(
            _("Annuler le dernier passage, ou celui choisi dans la liste, en disant pourquoi (Maj Suppr)")
        )
        row = FlowLayout(self.other_slot, self.companion, self.replace, self.why)
        self.setLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.keys = (("F5", self.open_replacement), ("F7", self.bring_along), ("F12", self.go_to_slot))
        field.reason_asked.connect(self.ask_reason)
        session.settings_changed.connect(self._mode_changed)
        self._build_questions()
        self._mode_changed()
        self.offer(None)

    def fit(self, room: int) -> None:
        """Stand in a page of this width."""
        self.why.setText(_("Annuler avec un motif · Maj Suppr"))
        if self.why.sizeHint().width() > room:
            self.why.setText(_("Avec un motif · Maj Suppr"))

    def _mode_changed(self, key: str = "mode") -> None:
        if key == "mode":
            for part in (self.companion, self.replace):
                part.setHidden(self.session.volunteer)

    def _build_questions(self) -> None:
        self.reason_line = QLineEdit()
        self.reason_line.setMaxLength(200)
        self.reason_line.setPlaceholderText(_("facultatif : un chiffre, ou quelques mots"))
        reasons = [
            secondary(f"{number} · {_(words)}", partial(self._take_back, _(words)))
            for number, words in enumerate(REASONS, 1)
        ]
        frame = Field(_("Motif"), self.reason_line)
        self.reason = DoorQuestion(_("Annuler ce passage"), self._take_back, frame, others=reasons)
        self.reason_line.textEdited.connect(self._digit)
        self.hour_line = ClockField(name=_("Heure"))
        theme.scaled(self.hour_line.setMaximumWidth, 160)
        self.hour = DoorQuestion(
            _("Corriger l'heure"), self._correct, Field(_("Heure réelle du passage"), self.hour_line)
        )
        for question in (self.reason, self.hour):
            self.below.add_question(question)
        recent = self.below.recent
        recent.retime_asked.connect(self.ask_hour)
        recent.reason_asked.connect(self._ask_why)
        recent.undo_asked.connect(self.take_back)

    # --- after a verdict -----------------------------------------------------------------------------------------

    def offer(self, outcome: Outcome | None) -> None:
        """Keep what was decided, and offer what may follow."""
        self._outcome = outcome
        person = outcome.attendee if outcome is not None else None
        if person is None or outcome is None or outcome.verdict not in _HOSTS:
            self._host = None
        elif person.role != Role.COMPANION:
            self._host = person
        self.companion.setEnabled(self._host is not None)
        slot = outcome.right_slot if outcome is not None and outcome.verdict == Verdict.WRONG_SLOT else None
        self.other_slot.setVisible(slot is not None)
        if slot is not None:
            self.other_slot.setText(_("Passer à « {slot} » · F12").format(slot=_(slot.label)))

    @property
    def full(self) -> str:
        """Where the slot's seats are all taken, the sentence that says so; whether one more comes in is to be decided."""
        event = self.session.event
        if event is None or not event.slots:
            return ""
        slot = door.slot_for(event, self._slot_id(), self.session.now())
        if slot.seats is None or not door_book.is_full(self.session.store, event.id, slot.id, slot.seats):
            return ""
        sentence = (
            _("Salle pleine ({seats} places) : c'est à l'organisation de décider.")
            if self.session.volunteer
            else _("Salle pleine ({seats} places). Entrée encore : inscrire quand même.")
            if self.below.in_form
            else _("Salle pleine ({seats} places).")
        )
        return sentence.format(seats=slot.seats)

    def go_to_slot(self) -> None:
        """Count in the slot the last person is expected in."""
        outcome = self._outcome
        if outcome is not None and outcome.verdict == Verdict.WRONG_SLOT and outcome.right_slot is not None:
            self.slot_asked.emit(outcome.right_slot.id)

    def bring_along(self) -> None:
        """Somebody comes with the person just let in."""
        event, host = self.session.event, self._host
        if self.session.volunteer:
            return
        if event is None or host is None:
            self.hinted.emit(_("Faites d'abord entrer la personne invitée, puis F7 pour qui l'accompagne."))
            return
        full = self.full
        if full and self._full_for != host.id:
            self._full_for = host.id
            self.hinted.emit(_("{full} F7 encore : compter quand même cette personne.").format(full=full))
            return
        self._full_for = ""
        now, station = self.session.now(), self.session.settings.station
        self.judged.emit(
            lambda: door_mends.bring_along(
                self.session.store, event, host, slot_id=self._slot_id(), at=now, now=now, station=station
            )
        )

    # --- a colleague instead -------------------------------------------------------------------------------------

    def open_replacement(self) -> None:
        """The form, for whoever comes instead of the person found, or of the one last refused."""
        event, store = self.session.event, self.session.store
        if event is None or self.below.in_form or self.session.volunteer:
            return
        person = self.below.person()
        if person is None and not self.below.people.people and self._outcome is not None:
            person = self._outcome.attendee
        if person is None and self.below.people.people:
            self.hinted.emit(_("Plusieurs personnes correspondent : choisissez avec les flèches, puis F5."))
        elif person is None:
            self.hinted.emit(_("Cherchez d'abord le nom de la personne absente, puis F5 pour qui vient à sa place."))
        elif door_mends.has_come(store, event.id, person.id):
            self.hinted.emit(
                _("{name} est déjà là : annulez d'abord son passage si c'était une erreur.").format(
                    name=person.list_name
                )
            )
        else:
            self.hinted.emit("")
            self.field.clear_all()
            self.below.show_form("", registrations.employers(store, event.id), person)

    def register(self, event: Event, person: Attendee, now: datetime) -> Outcome:
        """Register what the form says: on the spot, or instead of somebody. UserError name_missing, already_came,
        organiser_replaces.
        """
        store, absent = self.session.store, self.below.form.instead_of
        slot_id, station = self._slot_id(), self.session.settings.station
        if absent is None:
            return door.walk_in(store, event, person, slot_id=slot_id, at=now, now=now, station=station)
        if self.session.volunteer:
            raise UserError(
                "organiser_replaces",
                N_("En mode bénévole, personne n'est remplacé : l'organisation peut le faire."),
            )
        return door_mends.replace_by(store, event, absent, person, slot_id=slot_id, at=now, now=now, station=station)

    # --- taken back, and why -------------------------------------------------------------------------------------

    def ask_reason(self) -> None:
        """Why the line chosen, or the last passage of this station, is taken back."""
        if self.below.recent.nothing_kept():
            return  # never another passage than the one chosen
        try:
            entry = self.below.recent.chosen or self.last()
        except UserError as error:
            self.session.fail(error)
            return
        if entry is None:
            self.session.notify(_("Il n'y a pas de passage à annuler."))
        else:
            self._ask_why(entry)

    def take_back(self, entry: Entry, reason: str = "") -> None:
        """Take back a passage, and say it."""
        if self._may_change(entry):
            self._past.take_back(entry, reason)

    def _may_change(self, entry: Entry) -> bool:
        if self.session.volunteer and entry.fact.station != self.session.settings.station:
            self.session.notify(_("Ce passage vient d'un autre poste : l'organisation peut l'annuler."), "attention")
            return False
        return True

    def last(self) -> Entry | None:
        """The last arrival or departure recorded at this station; asked of the store: the list may be a moment behind."""
        event = self.session.event
        if event is None or not event.slots:
            return None
        now, station = self.session.now(), self.session.settings.station
        slot = door.slot_for(event, self._slot_id(), now)
        return door_book.last_undoable(self.session.store, event.id, slot.id, station)

    def _ask_why(self, entry: Entry) -> None:
        if not self._may_change(entry):
            return
        self._entry = entry
        self.reason_line.clear()
        self.below.show_question(self.reason)
        self.reason.ask(_("Annuler ce passage : {name}").format(name=name_of(entry)))

    def _digit(self, text: str) -> None:
        if text in ("1", "2", "3"):
            self._take_back(_(REASONS[int(text) - 1]))

    def _take_back(self, reason: str = "") -> None:
        if self._entry is not None:
            self.take_back(self._entry, reason or self.reason_line.text().strip())

    # --- the hour ------------------------------------------------------------------------------------------------

    def ask_hour(self, entry: Entry) -> None:
        """When a passage really was."""
        event = self.session.event
        if event is None:
            return
        if self.session.volunteer:
            self.hinted.emit(_("L'heure d'un passage est corrigée par l'organisation."))
            return
        self._entry = entry
        local = event.local(entry.fact.at)
        self.hour_line.set_value(local.time().replace(second=0, microsecond=0))
        self.below.show_question(self.hour)
        title = _("{name} : passage enregistré à {time}").format(name=name_of(entry), time=dates.clock(local))
        self.hour.ask(title)

    def _correct(self) -> None:
        event, entry, typed = self.session.event, self._entry, self.hour_line.value
        if event is None or entry is None or self.session.volunteer:
            return
        if typed is None:
            self.hour.complain(_("Ce n'est pas une heure. Exemple : 18 h 30"), self.hour_line)
            return
        local = event.local(entry.fact.at)
        if (typed.hour, typed.minute) == (local.hour, local.minute):
            self.hour.closed.emit()
            return
        at = local_instant(local.date(), typed, event.timezone)
        try:
            done = door_mends.correct_time(self.session.store, event, entry.fact.id, at, self.session.now())
        except UserError as error:
            self.hour.complain(error.message, self.hour_line)
            return
        self._past.note(done, organisers=True)
        self.hour.closed.emit()
        self.session.recorded()
        if done is not None:
            self.session.notify_done(done)
