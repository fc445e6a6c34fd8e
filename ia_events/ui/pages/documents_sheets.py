"""What is chosen for sign-in sheets: which half-days, laid out how, how many blank rows."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ia_events import i18n
from ia_events.documents.branding import Branding
from ia_events.domain import dates
from ia_events.domain.events import Event, Slot
from ia_events.domain.sheet_pages import SheetChoices
from ia_events.domain.text import initial_capital
from ia_events.i18n import _, ngettext
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_jobs import Ready
from ia_events.ui.pages.documents_labels import pages, people
from ia_events.ui.pages.documents_options import DocumentOptions, Instead, clear
from ia_events.ui.pages.documents_sheet_jobs import SheetsAsked, SheetsReady, SheetState
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, ElidedLabel, NumberField, label, quiet, restyle
from ia_events.ui.widgets.segmented import Segmented

_HEIGHTS = (7.0, 8.6, 10.0, 12.0, 14.0, 16.0)


class SlotRow(QWidget):
    """A slot to tick, and where its sheet stands."""

    def __init__(self, event: Event, slot: Slot) -> None:
        super().__init__()
        self.box = QCheckBox(f"{_(slot.label)}, {dates.slot_hours(event, slot)}")
        self.box.setChecked(True)
        self.box.setToolTip(dates.slot_title(event, slot))
        self.state = label("", theme.SMALL, tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.box)
        below = QHBoxLayout()
        theme.scaled(below.setContentsMargins, lambda: theme.px(26) + 5, 0, 0, 0)  # under the words of the box
        below.addWidget(self.state, 1)
        column.addLayout(below)

    def show_state(self, event: Event, state: SheetState, now: datetime) -> None:
        """Say how many may sign, and whether the sheet was made."""
        people = ngettext("{count} personne", "{count} personnes", state.expected).format(count=state.expected)
        tone = "muted"
        if state.made_at is None:
            said = _("à imprimer")
        elif state.outdated:
            said = _("périmée : la liste a changé") if state.list_changed else _("périmée : des signatures ont changé")
            tone = "attention"
        elif state.unplaced:
            said, tone = _("à refaire : les signatures n'y sont pas"), "attention"
        else:
            said = _("imprimée {when}").format(when=dates.moment(event.local(state.made_at), event.local(now)))
        if state.signed:
            said_too = ngettext("{count} signature à l'écran", "{count} signatures à l'écran", state.signed)
            people = f"{people} · {said_too.format(count=state.signed)}"
        self.state.setText(f"{people} · {said}")
        restyle(self.state, tone=tone)
        self.box.setAccessibleDescription(self.state.text())


class SheetOptions(DocumentOptions):
    """The choices for sign-in sheets; how they are laid out is remembered."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows: dict[str, SlotRow] = {}
        self._shown: Event | None = None
        self._slots = QVBoxLayout()
        self._slots.setSpacing(theme.S)
        chosen = read_choices(session.settings.sheet_choices)
        self.shape = Segmented(
            [("sheets", _("Par créneau")), ("grid", _("Grille"))],
            "grid" if chosen.grid else "sheets",
            name=_("Présentation"),
            fill=True,
        )
        self.group = Choice(
            [
                ("", _("Aucun")),
                ("employer", _("Par collectivité")),
                ("department", _("Par service")),
                ("role", _("Par rôle")),
                ("group", _("Par groupe ou salle")),
            ],
            chosen.group_by,
            name=_("Groupes"),
        )
        self.apart = QCheckBox(_("Chaque groupe sur ses pages"))
        self.apart.setChecked(not chosen.sections)
        self.order = Choice(
            [("name", _("Par nom")), ("employer", _("Par collectivité"))], chosen.order, name=_("Ordre")
        )
        heights: list[tuple[object, str]] = [(height, _millimetres(height)) for height in _HEIGHTS]
        self.height_choice = Choice(heights, chosen.row_height, name=_("Hauteur des signatures"))
        self.paper = Choice([("a4", "A4"), ("a3", "A3")], chosen.paper, name=_("Papier"))
        self.shape.chosen.connect(lambda _shape: self._rearranged())
        for field in (self.group, self.order, self.height_choice, self.paper):
            field.chosen.connect(lambda _value: self._rearranged())
            theme.scaled(field.setMinimumWidth, 104)
        self.signatures = QCheckBox(_("Signatures données à l'écran dans leurs cases"))
        self.signatures.setChecked(chosen.signatures)
        for box in (self.apart, self.signatures):
            box.clicked.connect(lambda _on: self._rearranged())
        self.blank = NumberField(session.settings.blank_rows, 0, 240, name=_("Lignes vides"))
        self.blank.valueChanged.connect(lambda _value: self._rearranged())
        self.notice = ElidedLabel("", theme.SMALL, tone="muted", lines=4)
        self.edit_notice = quiet(_("Modifier"), lambda: session.open("settings"), tip=_("Dans les réglages"))
        column = self.column
        column.addWidget(self.shape)
        column.addSpacing(theme.S)
        column.addWidget(label(_("Créneaux"), weight=fonts.MEDIUM))
        column.addLayout(self._slots)
        column.addSpacing(theme.S)
        self.add_beside(_("Groupes"), self.group)
        column.addWidget(self.apart)
        self.add_beside(_("Ordre"), self.order)
        self.add_beside(_("Hauteur des signatures"), self.height_choice)
        self.add_beside(_("Papier"), self.paper)
        self.add_beside(_("Lignes vides par feuille"), self.blank)
        column.addWidget(label(_("Pour les personnes inscrites sur place."), theme.SMALL, tone="muted", wrap=True))
        column.addWidget(self.signatures)
        self.signatures.hide()  # until somebody signs on a screen
        column.addSpacing(theme.S)
        heading = QHBoxLayout()
        heading.addWidget(label(_("Mention d'information"), weight=fonts.MEDIUM))
        heading.addStretch(1)
        heading.addWidget(self.edit_notice)
        column.addLayout(heading)
        column.addWidget(self.notice)
        self.apart.setVisible(bool(chosen.group_by))

    def _rearranged(self) -> None:
        self.apart.setVisible(bool(self.group.value))
        self.session.change_setting("blank_rows", self.blank.value())
        self.session.change_setting("sheet_choices", self.settled)
        self.changed.emit()

    @property
    def choices(self) -> SheetChoices:
        """How the sheets are to be laid out."""
        return SheetChoices(
            grid=self.shape.value == "grid",
            group_by=str(self.group.value),
            sections=not self.apart.isChecked(),
            order=str(self.order.value),
            row_height=float(str(self.height_choice.value)),
            paper=str(self.paper.value),
            blank_rows=self.blank.value(),
            signatures=self.signatures.isChecked(),
        )

    @property
    def settled(self) -> str:
        """The same, as it is kept among the settings, which know the blank rows apart; empty for what all begin with."""
        chosen, usual = asdict(self.choices), asdict(SheetChoices())
        del chosen["blank_rows"], usual["blank_rows"]
        return json.dumps(chosen) if chosen != usual else ""

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots ticked."""
        return tuple(slot for slot, row in self.rows.items() if row.box.isChecked())

    def show_event(self, event: Event) -> None:
        """Offer the slots of an event, all ticked when it is another event; slots that stay keep their tick."""
        self.notice.setText(
            _(self.session.settings.legal_notice) or _("Aucune mention : celle du programme est imprimée.")
        )
        if self._shown is not None and (self._shown.id, self._shown.slots) == (event.id, event.slots):
            return
        another = self._shown is None or self._shown.id != event.id
        unticked = set() if another else {slot for slot, row in self.rows.items() if not row.box.isChecked()}
        self._shown = event
        clear(self._slots)
        self.rows = {}
        if not event.slots:
            self._slots.addWidget(label(_("Aucun"), tone="muted"))
        day = None
        for slot in sorted(event.slots, key=lambda slot: slot.start):
            if (other := event.local(slot.start).date()) != day:
                day = other
                self._slots.addWidget(label(initial_capital(dates.long_date(day)), theme.SMALL, tone="muted"))
            row = self.rows[slot.id] = SlotRow(event, slot)
            row.box.setChecked(slot.id not in unticked)
            row.box.toggled.connect(lambda _on: self.changed.emit())
            self._slots.addWidget(row)

    def asked(self, event: Event, branding: Branding) -> SheetsAsked:
        return SheetsAsked(event, self.slots, self.choices, branding)

    def show_ready(self, event: Event, ready: Ready, now: datetime) -> None:
        """Say where each sheet stands."""
        assert isinstance(ready, SheetsReady)
        self.signatures.setVisible(any(state.signed for _slot, state in ready.states))
        for slot, state in ready.states:
            if slot in self.rows:
                self.rows[slot].show_state(event, state, now)

    def headline(self, event: Event, ready: Ready, now: datetime) -> str:
        assert isinstance(ready, SheetsReady)
        states = [state for _slot, state in ready.states]
        made = sum(state.made_at is not None for state in states)
        if not states:
            return _("Les feuilles se font par créneau, et l'événement n'en a pas.")
        by_list = sum(state.outdated and state.list_changed for state in states)
        if (outdated := sum(state.outdated for state in states)) and not by_list:
            return ngettext(
                "Des signatures ont changé depuis l'impression d'une feuille.",
                "Des signatures ont changé depuis l'impression de {count} feuilles.",
                outdated,
            ).format(count=outdated)
        if outdated:
            return ngettext(
                "La liste a changé depuis l'impression d'une feuille.",
                "La liste a changé depuis l'impression de {count} feuilles.",
                outdated,
            ).format(count=outdated)
        if any(state.unplaced for state in states):
            return _("Le créneau est fini : refaites sa feuille, avec les signatures données à l'écran.")
        if left := len(states) - made:
            return ngettext("Une feuille à imprimer.", "{count} feuilles à imprimer.", left).format(count=left)
        return _("Toutes les feuilles sont imprimées et à jour.")

    def said(self, ready: Ready) -> str:
        if not ready.count:
            return _("Des lignes vides seulement, sur {pages}.").format(pages=pages(ready.pages))
        return _("{people} à faire signer sur {pages}.").format(people=people(ready.count), pages=pages(ready.pages))

    def instead(self, event: Event, ready: Ready) -> Instead | None:
        assert isinstance(ready, SheetsReady)
        if not ready.states:
            return Instead(
                "calendar-plus",
                _("Aucun créneau"),
                _("Ajoutez au moins une demi-journée : il y a une feuille pour chacune."),
                _("Modifier l'événement"),
                lambda: self.session.open("event_editor", event_id=event.id),
            )
        if not self.slots:
            return Instead("check-square", _("Aucun créneau choisi"), _("Cochez au moins un créneau."))
        if ready.error is not None and ready.error.code == "nothing_to_print":
            return Instead(
                "users",
                _("Personne n'est attendu à ces créneaux"),
                _("Les feuilles font signer les participants et les intervenants inscrits à un créneau."),
                _("Voir les participants"),
                lambda: self.session.open("participants"),
            )
        return None


def read_choices(text: str) -> SheetChoices:
    """What was kept; the usual choices when it makes no sense."""
    try:
        return SheetChoices(**json.loads(text)) if text else SheetChoices()
    except (ValueError, TypeError):
        return SheetChoices()


def _millimetres(height: float) -> str:
    words = f"{height:g}"
    return _("{height} mm").format(height=words if i18n.language() == "en" else words.replace(".", ","))
