"""What is chosen for sign-in sheets: which half-days, laid out how, how many blank rows."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ia_events import i18n
from ia_events.domain import dates
from ia_events.domain.events import Event, Slot
from ia_events.domain.sheet_pages import SheetChoices
from ia_events.domain.text import initial_capital
from ia_events.i18n import _, ngettext
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_jobs import SheetsReady, SheetState
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
        below.setContentsMargins(theme.px(26) + 5, 0, 0, 0)  # under the words of the box
        below.addWidget(self.state, 1)
        column.addLayout(below)

    def show_state(self, event: Event, state: SheetState, now: datetime) -> None:
        """Say how many may sign, and whether the sheet was made."""
        people = ngettext("{count} personne", "{count} personnes", state.expected).format(count=state.expected)
        tone = "muted"
        if state.made_at is None:
            said = _("à imprimer")
        elif state.outdated:
            said, tone = _("périmée : la liste a changé"), "attention"
        else:
            said = _("imprimée {when}").format(when=dates.moment(event.local(state.made_at), event.local(now)))
        self.state.setText(f"{people} · {said}")
        restyle(self.state, tone=tone)
        self.box.setAccessibleDescription(self.state.text())


class SheetOptions(QWidget):
    """The choices; `changed` when the sheets are to be prepared again."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
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
        self.shape.chosen.connect(lambda _shape: self.changed.emit())
        for field in (self.group, self.order, self.height_choice, self.paper):
            field.chosen.connect(lambda _value: self._rearranged())
            field.setMinimumWidth(theme.px(150))
        self.apart.clicked.connect(lambda _on: self.changed.emit())
        self.blank = NumberField(session.settings.blank_rows, 0, 240, name=_("Lignes vides"))
        self.blank.valueChanged.connect(lambda _value: self.changed.emit())
        self.printed = label("", wrap=True, weight=fonts.MEDIUM)
        self.notices = label("", theme.SMALL, tone="attention", wrap=True)
        self.notice = ElidedLabel("", theme.SMALL, tone="muted", lines=4)
        self.edit_notice = quiet(_("Modifier"), lambda: session.open("settings"), tip=_("Dans les réglages"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.shape)
        column.addSpacing(theme.S)
        column.addWidget(label(_("Créneaux"), weight=fonts.MEDIUM))
        column.addLayout(self._slots)
        column.addSpacing(theme.S)
        for words, field in (
            (_("Groupes"), self.group),
            (_("Ordre"), self.order),
            (_("Hauteur des signatures"), self.height_choice),
            (_("Papier"), self.paper),
        ):
            row = QHBoxLayout()
            title = label(words, weight=fonts.MEDIUM)
            title.setBuddy(field)
            row.addWidget(title)
            row.addStretch(1)
            row.addWidget(field)
            column.addLayout(row)
            if field is self.group:
                column.addWidget(self.apart)
        blank = QHBoxLayout()
        name = label(_("Lignes vides par feuille"), weight=fonts.MEDIUM)
        name.setBuddy(self.blank)
        blank.addWidget(name)
        blank.addStretch(1)
        blank.addWidget(self.blank)
        column.addLayout(blank)
        column.addWidget(label(_("Pour les personnes inscrites sur place."), theme.SMALL, tone="muted", wrap=True))
        column.addSpacing(theme.S)
        heading = QHBoxLayout()
        heading.addWidget(label(_("Mention d'information"), weight=fonts.MEDIUM))
        heading.addStretch(1)
        heading.addWidget(self.edit_notice)
        column.addLayout(heading)
        column.addWidget(self.notice)
        column.addSpacing(theme.S)
        column.addWidget(self.printed)
        column.addWidget(self.notices)
        column.addStretch(1)
        self.apart.setVisible(bool(chosen.group_by))

    def _rearranged(self) -> None:
        self.apart.setVisible(bool(self.group.value))
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
            _(self._session.settings.legal_notice) or _("Aucune mention : celle du programme est imprimée.")
        )
        if self._shown is not None and (self._shown.id, self._shown.slots) == (event.id, event.slots):
            return
        another = self._shown is None or self._shown.id != event.id
        unticked = set() if another else {slot for slot, row in self.rows.items() if not row.box.isChecked()}
        self._shown = event
        while (item := self._slots.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
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

    def show_ready(self, event: Event, ready: SheetsReady, now: datetime) -> None:
        """Say what will be printed, and where each sheet stands."""
        for slot, state in ready.states:
            if slot in self.rows:
                self.rows[slot].show_state(event, state, now)
        self.notices.setText("\n".join(ready.notices))
        self.notices.setVisible(bool(ready.notices))
        if not ready.data:
            self.printed.setText(_("Rien à imprimer."))
            return
        pages = ngettext("{count} page", "{count} pages", ready.pages).format(count=ready.pages)
        if not ready.count:
            self.printed.setText(_("Des lignes vides seulement, sur {pages}.").format(pages=pages))
            return
        people = ngettext("{count} personne", "{count} personnes", ready.count).format(count=ready.count)
        self.printed.setText(_("{people} à faire signer sur {pages}.").format(people=people, pages=pages))


def read_choices(text: str) -> SheetChoices:
    """What was kept; the usual choices when it makes no sense."""
    try:
        return SheetChoices(**json.loads(text)) if text else SheetChoices()
    except (ValueError, TypeError):
        return SheetChoices()


def _millimetres(height: float) -> str:
    words = f"{height:g}"
    return _("{height} mm").format(height=words if i18n.language() == "en" else words.replace(".", ","))
