"""The form of an event: its sections, filled from an event and read back as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ia_events.domain.cautions import Caution
from ia_events.domain.events import (
    DELEGATIONS,
    FORMAT_LABELS,
    TIMEZONES,
    Event,
    Format,
    Organisation,
    Resource,
    zone_of_delegation,
)
from ia_events.domain.people import Attendee, Role, Status
from ia_events.i18n import N_, _
from ia_events.ui import theme
from ia_events.ui.pages.event_rows import OrganisationRow, PersonRow, ResourceRow, RowList
from ia_events.ui.pages.event_slots import SlotsEditor, WallSlot
from ia_events.ui.widgets import Card, Choice, Field, restyle
from ia_events.ui.widgets.cautions import CautionStrip
from ia_events.ui.widgets.dates import DayField
from ia_events.ui.widgets.suggest import SuggestField

ZONE_NOTE = N_("Les heures de l'événement sont celles de ce fuseau.")
# Section → title, and the cautions it shows.
SECTIONS = {
    "identity": (N_("L'essentiel"), frozenset[str]()),
    "slots": (
        N_("Dates et créneaux"),
        frozenset(
            {"no_slot", "holiday", "slot_reversed", "slot_long", "slot_overlap", "slot_outside", "slot_recorded"}
        ),
    ),
    "place": (N_("Lieu"), frozenset[str]()),
    "registration": (N_("Jauge et inscriptions"), frozenset({"capacity", "window_reversed"})),
    "organisations": (N_("Organisations"), frozenset[str]()),
    "people": (N_("Personnes"), frozenset({"speaker_clash"})),
    "content": (N_("Contenu"), frozenset[str]()),
    "resources": (N_("Ressources"), frozenset[str]()),
    "notes": (N_("Notes"), frozenset[str]()),
}


class EventForm(QWidget):
    """One card a section. `changed` follows every edit."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self._event = Event(title="")
        self._zone = "Europe/Paris"
        self._zone_told = True  # whether somebody chose the time zone
        self._aside: list[Attendee] = []
        self.cards: dict[str, Card] = {}
        self.strips: dict[str, CautionStrip] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.S, 0)
        column.setSpacing(theme.L)
        contents = {
            "identity": self._identity(),
            "slots": self._slots(),
            "place": self._place(),
            "registration": self._registration(),
            "organisations": self._organisations(),
            "people": self._people(),
            "content": self._content(),
            "resources": self._resources(),
            "notes": self._notes(),
        }
        for key, (title, codes) in SECTIONS.items():
            card = Card(contents[key], title=_(title))
            card.column.setSpacing(theme.L)
            if codes:
                self.strips[key] = CautionStrip()
                # Below the fields: it comes and goes while somebody types in them.
                card.column.addWidget(self.strips[key])
            self.cards[key] = card
            column.addWidget(card)
        column.addStretch(1)

    # --- sections --------------------------------------------------------------------------------------------------

    def _identity(self) -> QWidget:
        self.title = self._line()
        self.title_field = Field(
            _("Titre"), self.title, _("Exactement comme sur l'invitation : il figure sur tous les documents.")
        )
        self.title.textChanged.connect(self._titled)
        formats: list[tuple[object, str]] = [(key, _(words)) for key, words in FORMAT_LABELS.items()]
        self.format = Choice(formats, name=_("Format"))
        self.format.chosen.connect(lambda _format: self.changed.emit())
        self.session_code = self._line()
        self.programme = self._suggest()
        self.cycle = self._suggest()
        self.delegation = self._suggest(DELEGATIONS)
        self.delegation.textChanged.connect(self._delegated)
        self.delegation_field = Field(_("Délégation ou institut"), self.delegation)
        return FieldRows(
            [self.title_field],
            [Field(_("Format"), self.format), Field(_("Code de session"), self.session_code)],
            [Field(_("Dispositif"), self.programme), Field(_("Cycle"), self.cycle)],
            [self.delegation_field, QWidget()],
        )

    def _slots(self) -> QWidget:
        self.slots = SlotsEditor()
        self.slots.changed.connect(self.changed)
        return self.slots

    def _place(self) -> QWidget:
        self.venue = self._suggest()
        self.address = self._text(2)
        self.timezone = self._suggest(_zones())
        self.timezone.textChanged.connect(self._zone_typed)
        self.timezone_field = Field(_("Fuseau horaire"), self.timezone, _(ZONE_NOTE))
        return FieldRows(
            [Field(_("Nom du lieu"), self.venue), self.timezone_field],
            [Field(_("Adresse"), self.address)],
        )

    def _registration(self) -> QWidget:
        self.capacity = self._line()
        self.capacity.setValidator(QIntValidator(0, 1_000_000, self.capacity))
        self.opens = DayField(name=_("Ouverture des inscriptions"))
        self.closes = DayField(name=_("Clôture des inscriptions"))
        for field in (self.opens, self.closes):
            field.changed.connect(self.changed)
        return FieldRows(
            [
                Field(_("Jauge"), self.capacity, _("Nombre de places ; vide si elle n'est pas limitée.")),
                Field(_("Ouverture des inscriptions"), self.opens),
                Field(_("Clôture des inscriptions"), self.closes, _("Peut venir après le début.")),
            ]
        )

    def _organisations(self) -> QWidget:
        self.organisations: RowList[OrganisationRow, Organisation] = RowList(
            OrganisationRow, lambda: Organisation(name=""), _("Ajouter une organisation")
        )
        self.organisations.changed.connect(self.changed)
        return self.organisations

    def _people(self) -> QWidget:
        self.people: RowList[PersonRow, Attendee] = RowList(
            PersonRow, lambda: Attendee(role=Role.SPEAKER), _("Ajouter une personne"), spacing=theme.L
        )
        self.people.changed.connect(self.changed)
        return self.people

    def _content(self) -> QWidget:
        self.themes = self._text(4)
        self.audience = self._text(2)
        self.needs = self._text(3)
        return FieldRows(
            [
                Field(_("Thèmes"), self.themes, _("Un par ligne.")),
                Field(_("Public"), self.audience, _("À qui l'événement s'adresse.")),
            ],
            [Field(_("Besoins exprimés"), self.needs, _("Par les directions et les participants, pour la suite."))],
        )

    def _resources(self) -> QWidget:
        self.resources: RowList[ResourceRow, Resource] = RowList(
            ResourceRow, lambda: Resource(title=""), _("Ajouter une ressource"), spacing=theme.L
        )
        self.resources.changed.connect(self.changed)
        return self.resources

    def _notes(self) -> QWidget:
        self.notes = self._text(4)
        self.notes.setAccessibleName(_("Notes"))
        return self.notes

    def _line(self) -> QLineEdit:
        made = QLineEdit()
        made.textChanged.connect(self.changed)
        return made

    def _suggest(self, suggestions: Sequence[str] = ()) -> SuggestField:
        made = SuggestField(suggestions)
        made.textChanged.connect(self.changed)
        return made

    def _text(self, lines: int) -> QPlainTextEdit:
        made = QPlainTextEdit()
        made.setTabChangesFocus(True)
        theme.scaled(made.setFixedHeight, 20 * lines + 20)
        made.textChanged.connect(self.changed)
        return made

    # --- what it holds ---------------------------------------------------------------------------------------------

    def show_event(self, event: Event, team: Iterable[Attendee], others: Iterable[Event]) -> None:
        """Fill the form. `others` are the events whose programme, cycle and venue are offered."""
        self._event, self._zone = event, event.timezone
        self._zone_told = True  # while the fields are filled
        self.blockSignals(True)
        for field, name in ((self.programme, "programme"), (self.cycle, "cycle"), (self.venue, "venue")):
            field.offer(sorted({getattr(other, name) for other in others} - {""}))
        for name in ("title", "session_code", "programme", "cycle", "delegation", "venue", "timezone"):
            getattr(self, name).setText(getattr(event, name))
            getattr(self, name).setCursorPosition(0)
        for name in ("address", "audience", "needs", "notes"):
            getattr(self, name).setPlainText(getattr(event, name))
        self.themes.setPlainText("\n".join(event.themes))
        self.format.set_value(event.format)
        self.capacity.setText("" if event.capacity is None else str(event.capacity))
        self.opens.set_value(event.registration_opens)
        self.closes.set_value(event.registration_closes)
        self.slots.reset()
        self.slots.set_values(WallSlot.of(slot, event.timezone) for slot in event.slots)
        self.organisations.set_values(event.organisations)
        self.resources.set_values(event.resources)
        people = sorted(team, key=lambda person: list(Role).index(person.role))
        # Who cancelled stays in the list of participants, and out of this form.
        self._aside = [person for person in people if person.status != Status.REGISTERED]
        self.people.set_values([person for person in people if person.status == Status.REGISTERED])
        self.blockSignals(False)
        self.show_cautions([])
        self.title_field.complain("")
        self.timezone_field.complain("")
        self.timezone_field.explain(_(ZONE_NOTE))
        self.delegation_field.explain("")
        self._zone_told = bool(event.id)

    def event_edited(self) -> Event:
        """The event as the form says it. What makes no sense (see `problem`) is left as it was."""
        self._zone = _zone(self.timezone.text()) or self._zone
        texts = {
            name: getattr(self, name).text().strip()
            for name in ("title", "session_code", "programme", "cycle", "delegation", "venue")
        }
        long_texts = {
            name: getattr(self, name).toPlainText().strip() for name in ("address", "audience", "needs", "notes")
        }
        capacity = self.capacity.text().strip()
        return replace(
            self._event,
            **texts,
            **long_texts,
            timezone=self._zone,
            format=Format(str(self.format.value)),
            capacity=int(capacity) if capacity.isdecimal() else None,
            registration_opens=self.opens.value,
            registration_closes=self.closes.value,
            themes=tuple(line.strip() for line in self.themes.toPlainText().splitlines() if line.strip()),
            slots=tuple(slot.slot(self._zone) for slot in self.slots.values()),
            organisations=tuple(self.organisations.values()),
            resources=tuple(self.resources.values()),
        )

    def team_edited(self) -> list[Attendee]:
        """Whoever has a role, as the form says it."""
        return [*self.people.values(), *self._aside]

    def show_cautions(self, cautions: Iterable[Caution]) -> None:
        """Say each caution in its section."""
        found = list(cautions)
        for key, strip in self.strips.items():
            strip.show_cautions([caution for caution in found if caution.code in SECTIONS[key][1]])

    def _delegated(self, text: str) -> None:
        """Propose the time zone of the delegation, unless somebody chose one."""
        zone = zone_of_delegation(text)
        if self._zone_told or not zone or zone == self.timezone.text():
            return
        self.timezone.setText(zone)
        self._zone_told = False
        said = _("Fuseau proposé pour {delegation} : changez-le si l'événement a lieu ailleurs.")
        self.timezone_field.explain(said.format(delegation=text.strip()))
        self.delegation_field.explain(_("Fuseau horaire proposé : {zone}").format(zone=zone))

    def _zone_typed(self, _text: str) -> None:
        if not self._zone_told:
            self._zone_told = True
            self.timezone_field.explain(_(ZONE_NOTE))
            self.delegation_field.explain("")

    def _titled(self, text: str) -> None:
        if self.title.property("wrong") and text.strip():
            self.title_field.complain("")

    @property
    def unreadable(self) -> bool:
        """Whether something typed makes no sense, so that `event_edited` leaves it out."""
        made_from = self.slots.first_day.valid and self.slots.last_day.valid
        return not (
            made_from and self.slots.valid and self.opens.valid and self.closes.valid and _zone(self.timezone.text())
        )

    def complain(self) -> QWidget | None:
        """Say what cannot be saved, where it was typed. The first such field; None when all is well."""
        titled, zoned = bool(self.title.text().strip()), bool(_zone(self.timezone.text()))
        self.title_field.complain("" if titled else _("Donnez un titre à l'événement."))
        self.timezone_field.complain("" if zoned else _("Ce fuseau n'existe pas. Exemple : America/Marigot"))
        nameless = [row for row in self.people.rows if (person := row.value()) and not person.badge_name]
        for row in self.people.rows:
            restyle(row.last_name, wrong=row in nameless)
            row.last_name.setToolTip(_("Donnez au moins un nom ou un prénom.") if row in nameless else "")
        wrong: list[QWidget] = [
            *([] if titled else [self.title]),
            *(field for field in (self.slots.first_day, self.slots.last_day) if not field.valid),
            *(row.wrong_field for row in self.slots.rows if not row.valid),
            *([] if zoned else [self.timezone]),
            *(field for field in (self.opens, self.closes) if not field.valid),
            *(row.last_name for row in nameless),
        ]
        return wrong[0] if wrong else None


class FieldRows(QWidget):
    """Rows of fields of equal widths, one below the other where there is little room."""

    def __init__(self, *rows: Sequence[QWidget]) -> None:
        super().__init__()
        self._rows: list[QBoxLayout] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        for fields in rows:
            row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            row.setSpacing(theme.L)
            for field in fields:
                row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.append(row)
            column.addLayout(row)

    def minimumSizeHint(self) -> QSize:
        # The width of the rows side by side would keep them so for ever.
        return QSize(theme.px(160), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(560)
        for row in self._rows:
            row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


@cache
def _zones() -> tuple[str, ...]:
    return (*TIMEZONES, *sorted(available_timezones() - set(TIMEZONES)))


def _zone(name: str) -> str:
    """The zone's name if there is such a zone, else nothing."""
    try:
        return ZoneInfo(name.strip()).key
    except (ValueError, OSError, KeyError):
        return ""
