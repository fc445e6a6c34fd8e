"""The slots of the event editor: made from dates, then edited in place. Days and hours are those of the venue's clocks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.entry_rules import FREE, EntryRules
from ia_events.domain.events import HALF_DAYS, Slot, generate_slots, local_instant
from ia_events.i18n import _, ngettext
from ia_events.ui import theme
from ia_events.ui.pages.event_entry import EntryPart
from ia_events.ui.pages.event_rows import EditedRow, order_tabs
from ia_events.ui.widgets import icon_button, label, quiet, rule, secondary
from ia_events.ui.widgets.dates import ClockField, DayField
from ia_events.ui.widgets.flow import FlowLayout

_NARROW, _NOTE = 620, 150  # the width a row needs to stand on one line, and what the words about its end add


@dataclass(frozen=True, slots=True)
class WallSlot:
    """A slot as a clock on the wall of the venue tells it. `nights`: how many midnights it spans."""

    id: str
    label: str
    day: date
    start: time
    end: time
    nights: int = 0
    rules: EntryRules = FREE

    @classmethod
    def of(cls, slot: Slot, timezone: str) -> WallSlot:
        """The slot in a zone."""
        start, end = slot.start.astimezone(ZoneInfo(timezone)), slot.end.astimezone(ZoneInfo(timezone))
        nights = (end.date() - start.date()).days
        return cls(slot.id, slot.label, start.date(), start.time(), end.time(), nights, EntryRules.of(slot))

    def slot(self, timezone: str) -> Slot:
        """The slot, UTC."""
        end_day = self.day + timedelta(days=self.nights)
        bare = Slot(
            id=self.id,
            label=self.label,
            start=local_instant(self.day, self.start, timezone),
            end=local_instant(end_day, self.end, timezone),
        )
        return self.rules.given_to(bare)


class SlotRow(EditedRow[WallSlot]):
    """Label, day, hours; below them how one enters."""

    def __init__(self, given: WallSlot) -> None:
        super().__init__(_("Retirer ce créneau"), narrow=_NARROW)
        self._given = given
        self.name = self.suggest(_(given.label), _("Nom du créneau"), [name for name, *_hours in HALF_DAYS])
        self.day = DayField(given.day, name=_("Jour du créneau"), required=True)
        self.weekday = label(tone="muted")
        theme.scaled(self.weekday.setMinimumWidth, 84)  # « Wednesday »
        self.start = ClockField(given.start, name=_("Début du créneau"))
        self.end = ClockField(given.end, name=_("Fin du créneau"))
        self.ends = label(tone="attention")
        self.ends.hide()
        for field in (self.day, self.start, self.end):
            field.changed.connect(self._edited)
        self.put(self.name)
        self.put(self.day, self.weekday, stretches=(1, 0))
        self.put(self.start, label("–"), self.end, self.ends, stretches=(1, 0, 1, 0))
        self.first = self.name
        self.entry = EntryPart(given.rules)
        self.entry.changed.connect(self.changed)
        self.column.addWidget(self.entry)
        self._tell()

    @property
    def stops(self) -> list[QWidget]:
        return [*super().stops, *self.entry.stops]

    @property
    def valid(self) -> bool:
        """Whether day and hours make sense."""
        return self.day.value is not None and self.start.value is not None and self.end.value is not None

    @property
    def wrong_field(self) -> QWidget:
        """The field to mend when it is not `valid`."""
        return next((f for f in (self.day, self.start, self.end) if f.value is None), self.day)

    def value(self) -> WallSlot:
        given = self._given
        typed = self.name.text().strip()
        start, end = self.start.value or given.start, self.end.value or given.end
        nights = given.nights
        if (start, end) != (given.start, given.end):
            nights = 1 if end < start else 0
        return WallSlot(
            given.id,
            given.label if typed == _(given.label) else typed or _("Séance"),
            self.day.value or given.day,
            start,
            end,
            nights,
            self.entry.value,
        )

    def _edited(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        day = self.day.value
        self.weekday.setText(dates.long_date(day, year=False).split()[0] if day else "")
        self.weekday.setToolTip(dates.long_date(day) if day else "")
        nights = self.value().nights
        said = (
            ngettext("finit le lendemain", "finit {count} jours après", nights).format(count=nights) if nights else ""
        )
        if said != self.ends.text():
            self.ends.setText(said)
            self.ends.setVisible(bool(said))
            self.end.setAccessibleDescription(said)
            self._narrow = _NARROW + (_NOTE if said else 0)
            self.fold()


class SlotsEditor(QWidget):
    """Makes slots from dates and half-days, lists them, shifts them all."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[SlotRow] = []
        self.first_day = DayField(name=_("Premier jour"))
        self.last_day = DayField(name=_("Dernier jour (le même si vide)"))
        self.first_day.setPlaceholderText(_("premier jour"))
        self.last_day.setPlaceholderText(_("dernier jour"))
        self.parts = [QCheckBox(_(name)) for name, *_hours in HALF_DAYS]
        for box, (_name, start, end) in zip(self.parts, HALF_DAYS, strict=True):
            box.setToolTip(f"{start:%H:%M} – {end:%H:%M}")
            box.toggled.connect(lambda _on: self._asked())
        self._answered = True  # whether what is typed and ticked was made into slots
        self.generate_button = secondary(_("Créer les créneaux"), self.generate, icon="calendar-plus")
        for field in (self.first_day, self.last_day):
            field.changed.connect(self._asked)
            field.returnPressed.connect(self.generate)
        days = (_pair(_("Du"), self.first_day), _pair(_("au"), self.last_day))
        parts = QWidget()
        together = QHBoxLayout(parts)
        together.setContentsMargins(0, 0, 0, 0)
        together.setSpacing(theme.M)
        for box in self.parts:
            together.addWidget(box)
        maker = FlowLayout(*days, parts, self.generate_button, spacing=theme.M)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.S)
        self.add_button = secondary(_("Ajouter un créneau"), self._add_one, icon="plus")
        self.shift_button = quiet(_("Décaler tous les créneaux…"), self._ask_shift, icon="calendar-blank")
        self.shift_day = DayField(name=_("Nouveau premier jour"))
        self.shift_day.returnPressed.connect(self._shift)
        self.shift_panel = QWidget()
        panel = QHBoxLayout(self.shift_panel)
        panel.setContentsMargins(0, 0, 0, 0)
        panel.setSpacing(theme.S)
        panel.addWidget(label(_("Commencer le")))
        panel.addWidget(self.shift_day)
        panel.addWidget(secondary(_("Décaler"), self._shift))
        panel.addWidget(icon_button("x", _("Ne pas décaler"), self.shift_panel.hide))
        panel.addStretch(1)
        self.shift_panel.hide()
        foot = FlowLayout(self.add_button, self.shift_button, spacing=theme.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addLayout(maker)
        self._rule = rule()
        column.addWidget(self._rule)
        column.addLayout(self._list)
        column.addLayout(foot)
        column.addWidget(self.shift_panel)
        self._wake()

    @property
    def valid(self) -> bool:
        """Whether every row makes sense."""
        return all(row.valid for row in self.rows)

    @property
    def waiting(self) -> bool:
        """Whether days and half-days were given from which no slots were made yet."""
        return not self._answered and self.generate_button.isEnabled()

    def values(self) -> list[WallSlot]:
        """The slots as edited."""
        return [row.value() for row in self.rows]

    def set_values(self, slots: Iterable[WallSlot]) -> None:
        """Show these slots, in time order."""
        for row in self.rows:
            self._drop(row)
        self.rows = []
        for slot in sorted(slots, key=lambda slot: (slot.day, slot.start)):
            row = SlotRow(slot)
            row.changed.connect(self.changed)
            row.removed.connect(lambda row=row: self._remove(row))
            row.entry.spread.connect(lambda row=row: self._spread(row.entry.value))
            self.rows.append(row)
            self._list.addWidget(row)
        order_tabs(self.rows, self.add_button)
        self.shift_panel.hide()
        self._wake()

    def reset(self) -> None:
        """Empty what slots are made from."""
        for field in (self.first_day, self.last_day):
            field.set_value(None)
        for box in self.parts:
            box.setChecked(False)
        self._answered = True

    def _asked(self) -> None:
        self._answered = False
        self._wake()

    def _wake(self) -> None:
        self.generate_button.setEnabled(self.first_day.value is not None and any(box.isChecked() for box in self.parts))
        self._rule.setVisible(bool(self.rows))
        for row in self.rows:
            row.entry.spread_button.setVisible(len(self.rows) > 1)
        self.shift_button.setVisible(bool(self.rows))

    def generate(self) -> None:
        """Make slots from the days and the half-days, beside those that are there."""
        first = self.first_day.value
        last = self.last_day.value or first
        parts = [number for number, box in enumerate(self.parts) if box.isChecked()]
        if first is None or last is None or not parts:
            return
        # A slip of the year would make thousands.
        last = min(max(first, last), first + timedelta(days=60))
        there = self.values()
        known = {(slot.day, slot.start, slot.end) for slot in there}
        rules = there[-1].rules if there else FREE
        made = [WallSlot.of(rules.given_to(slot), "UTC") for slot in generate_slots(first, last, parts, "UTC")]
        self.set_values([*there, *(slot for slot in made if (slot.day, slot.start, slot.end) not in known)])
        self._answered = True
        self.changed.emit()

    def _add_one(self) -> None:
        """One more: the half-day that follows the last, or the next morning."""
        slots = self.values()
        day = self.first_day.value or date.today()  # noqa: DTZ011 (a proposal, to be edited)
        name, start, end = HALF_DAYS[0]
        if slots:
            last = max(slots, key=lambda slot: (slot.day, slot.start))
            later = next((part for part in HALF_DAYS if part[1] >= last.end and not last.nights), None)
            name, start, end = later or HALF_DAYS[0]
            day = last.day if later else last.day + timedelta(days=1)
        rules = slots[-1].rules if slots else FREE
        self.set_values([*slots, WallSlot("", name, day, start, end, rules=rules)])
        self.rows[-1].day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.rows[-1].day.selectAll()
        self.changed.emit()

    def _spread(self, rules: EntryRules) -> None:
        for row in self.rows:
            row.entry.set_value(rules)

    def _ask_shift(self) -> None:
        self.shift_day.set_value(min(slot.day for slot in self.values()))
        self.shift_panel.show()
        self.shift_day.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shift_day.selectAll()

    def _shift(self) -> None:
        slots, day = self.values(), self.shift_day.value
        if day is None or not slots:
            return
        gap = day - min(slot.day for slot in slots)
        self.set_values([replace(slot, day=slot.day + gap) for slot in slots])
        self.changed.emit()

    def _remove(self, row: SlotRow) -> None:
        self.rows.remove(row)
        self._drop(row)
        (self.rows[-1].first if self.rows else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)
        self._wake()
        self.changed.emit()

    def _drop(self, row: SlotRow) -> None:
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()


def _pair(words: str, field: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S)
    row.addWidget(label(words))
    row.addWidget(field)
    return made
