"""Roll call, walk-in forms, run of the day, restaurant list, questionnaire: how each is made, and what is chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ia_events import paths
from ia_events.documents.branding import Branding
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.i18n import _, ngettext
from ia_events.ui.pages.documents_jobs import EVERYBODY, Paper, Ready, Who
from ia_events.ui.pages.documents_labels import pages, people
from ia_events.ui.pages.documents_options import DocumentOptions, Instead, WhoChoice
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, NumberField, label, secondary
from ia_events.ui.widgets.segmented import Segmented
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made

# --- roll call -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RollCall(Paper):
    """The list with a box for a half-day, or for all of them when `slot` is empty."""

    slot: str
    group_by: str

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        from ia_events.documents.roll_call import write_roll_call

        slots = [slot for slot in self.event.slots if slot.id == self.slot]
        return write_roll_call(
            file, self.event, people, slots=slots, group_by=self.group_by, branding=self.branding, made_at=now,
            progress=progress,
        )  # fmt: skip


class RollCallOptions(DocumentOptions):
    """Who is called, and when."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.who = WhoChoice()
        self.slot = Choice()
        self.group = Choice(
            [
                ("", _("Aucun")),
                ("employer", _("Par collectivité")),
                ("department", _("Par service")),
                ("role", _("Par rôle")),
                ("group", _("Par groupe ou salle")),
            ],
            name=_("Groupes"),
        )
        self.who.chosen.connect(lambda _who: self.changed.emit())
        self.slot.chosen.connect(lambda _slot: self.changed.emit())
        self.group.chosen.connect(lambda _group: self.changed.emit())
        self.no_slots = label(
            _("L'événement n'a pas de créneau : la liste n'a pas de case à cocher."), tone="attention", wrap=True
        )
        self.add_slots = secondary(
            _("Ajouter un créneau"), lambda: session.open("event_editor", event_id=session.event_id)
        )
        self.add_field(_("Pour qui"), self.who)
        self.slots = self.add_field(_("Créneaux"), self.slot)
        self.column.addWidget(self.no_slots)
        self.column.addWidget(self.add_slots, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_field(_("Groupes"), self.group, _("Chaque groupe commence une page."))

    def choose_people(self, ids: Sequence[str]) -> None:
        self.who.choose_people(ids)

    def show_event(self, event: Event) -> None:
        chosen = self.slot.value
        slots = sorted(event.slots, key=lambda slot: slot.start)
        titles: list[tuple[object, str]] = [(slot.id, dates.slot_title(event, slot)) for slot in slots]
        self.slot.set_options([("", _("Tous")), *titles], chosen)
        self.slots.setVisible(bool(slots))
        self.no_slots.setVisible(not slots)
        self.add_slots.setVisible(not slots)

    def asked(self, event: Event, branding: Branding) -> RollCall:
        return RollCall(event, branding, self.who.who, str(self.slot.value), str(self.group.value))

    def instead(self, event: Event, ready: Ready) -> Instead | None:
        return self.who.instead(self.session, ready)

    def said(self, ready: Ready) -> str:
        return _("{people} sur {pages}.").format(people=people(ready.count), pages=pages(ready.pages))


# --- walk-in forms ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Forms(Paper):
    """Blank forms."""

    forms: int

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        from ia_events.documents.walk_in_forms import write_walk_in_forms

        return write_walk_in_forms(
            file, self.event, people, forms=self.forms, branding=self.branding, made_at=now, progress=progress
        )


class FormOptions(DocumentOptions):
    """How many."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.forms = NumberField(12, 1, 600, name=_("Fiches"))
        self.forms.valueChanged.connect(lambda _count: self.changed.emit())
        self.add_beside(_("Fiches"), self.forms)
        self.column.addWidget(label(_("Trois par page ; la dernière page est remplie."), tone="muted", wrap=True))

    def asked(self, event: Event, branding: Branding) -> Forms:
        return Forms(event, branding, None, self.forms.value())

    def said(self, ready: Ready) -> str:
        forms = ngettext("{count} fiche", "{count} fiches", ready.count).format(count=ready.count)
        return _("{forms} sur {pages}.").format(forms=forms, pages=pages(ready.pages))


# --- run of the day --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run(Paper):
    """The run of the day."""

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        from ia_events.documents.run_of_the_day import write_run_of_the_day

        return write_run_of_the_day(file, self.event, people, branding=self.branding, made_at=now, progress=progress)


class RunOptions(DocumentOptions):
    """Nothing to choose: it tells the event."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        words = _("Horaires, lieu, organisations et équipe sont ceux de l'événement. Les numéros à appeler s'écrivent à la main.")  # fmt: skip
        self.column.addWidget(label(words, tone="muted", wrap=True))
        self.edit = secondary(
            _("Modifier l'événement"), lambda: session.open("event_editor", event_id=session.event_id)
        )
        self.column.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)

    def asked(self, event: Event, branding: Branding) -> Run:
        return Run(event, branding, EVERYBODY)


# --- restaurant list -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meals(Paper):
    """Counts of meals, a column a day or a half-day (slot)."""

    per: str

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        from ia_events.documents.meals import write_restaurant_list

        return write_restaurant_list(
            file, self.event, people, per=self.per, branding=self.branding, made_at=now, progress=progress
        )


class MealOptions(DocumentOptions):
    """Who eats, and how the days are counted."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.who = WhoChoice()
        self.per = Segmented([("day", _("Par jour")), ("slot", _("Par créneau"))], name=_("Compter"), fill=True)
        self.who.chosen.connect(lambda _who: self.changed.emit())
        self.per.chosen.connect(lambda _per: self.changed.emit())
        self.add_field(_("Pour qui"), self.who)
        self.add_field(_("Compter"), self.per)
        self.column.addWidget(label(_("Des nombres seulement : aucun nom n'y figure."), tone="muted", wrap=True))

    def choose_people(self, ids: Sequence[str]) -> None:
        self.who.choose_people(ids)

    def asked(self, event: Event, branding: Branding) -> Meals:
        return Meals(event, branding, self.who.who, self.per.value)

    def instead(self, event: Event, ready: Ready) -> Instead | None:
        return self.who.instead(self.session, ready)

    def said(self, ready: Ready) -> str:
        return _("{people} sur {pages}.").format(people=people(ready.count), pages=pages(ready.pages))


# --- questionnaire ---------------------------------------------------------------------------------------------------

_QUESTIONS = "questionnaire.json"


@dataclass(frozen=True)
class Questions(Paper):
    """The questionnaire; `stamp` tells one's own questions when they change."""

    stamp: float

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        from ia_events.documents.questionnaire import write_questionnaire

        return write_questionnaire(file, self.event, people, branding=self.branding, made_at=now, progress=progress)


class QuestionOptions(DocumentOptions):
    """The questions themselves are in a file."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        words = _("Une page à photocopier, ou à imprimer en autant d'exemplaires que de personnes.")
        self.column.addWidget(label(words, tone="muted", wrap=True))
        self.edit = secondary(_("Changer les questions…"), self._edit)
        self.edit.setToolTip(_("Ouvre le fichier des questions ; le document suit quand il est enregistré."))
        self.column.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)

    def asked(self, event: Event, branding: Branding) -> Questions:
        own = paths.config() / _QUESTIONS
        return Questions(event, branding, Who((Role.SPEAKER.value,)), own.stat().st_mtime if own.is_file() else 0.0)

    def _edit(self) -> None:
        """Open one's own questions, which begin as those of the program."""
        own = paths.config() / _QUESTIONS
        try:
            if not own.is_file():
                paths.make_folder(own.parent)
                with paths.atomic_write(own) as target:
                    target.write((paths.resources() / _QUESTIONS).read_bytes())
        except UserError as error:
            self.session.fail(error)
            return
        self.session.show_file(own)
