"""The strip above the verdict: which slot, which station, arrivals or departures, sound or none."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QComboBox, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from ia_events.domain import dates
from ia_events.domain.events import Event, Slot, current_slot
from ia_events.i18n import _
from ia_events.store.door_book import Counters
from ia_events.ui import icons, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, Counter, ElidedLabel, PageHeader, button, icon_button


class DoorBar(QWidget):
    """Signals: slot_chosen(id, "" for the one under way) and leaving_toggled(on)."""

    slot_chosen = Signal(str)
    leaving_toggled = Signal(bool)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.slots = Choice(name=_("Créneau"))
        self.slots.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.slots.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.slots.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        theme.scaled(self.slots.setMinimumWidth, 96)
        self.slots.chosen.connect(lambda value: self.slot_chosen.emit(str(value)))
        self.choose = icon_button("calendar-blank", _("Choisir le créneau (F3)"), self.slots.showPopup)
        self.station = ElidedLabel("", tone="muted")
        self.exits = button(
            _("Sorties · F4"),
            lambda: self.leaving_toggled.emit(self.exits.isChecked()),
            icon="sign-out",
            tip=_("Pointer les sorties (F4)"),
        )
        self.exits.setCheckable(True)
        self.sound = icon_button("speaker-high", "", self.toggle_sound)
        self.where, self.keys = QWidget(), QWidget()
        self._where, self._keys = QHBoxLayout(self.where), QHBoxLayout(self.keys)
        self._where.addWidget(self.choose)
        self._where.addWidget(self.slots)
        self._where.addSpacing(theme.S)
        self._where.addWidget(self.station)
        self._where.addStretch(1)
        self._keys.addWidget(self.exits)
        self._keys.addWidget(self.sound)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._under = QHBoxLayout()
        for row in (self._where, self._keys, self._rows, self._under):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.S)
        self._rows.addWidget(self.where, 1)
        self._rows.addWidget(self.keys)
        self._fitted: tuple[int, DoorHead, QWidget, bool] | None = None
        self._apart = True
        self._show_sound()

    def under(self, mends: QWidget) -> QHBoxLayout:
        """The row below the field, at whose end the keys stand where there is room for them."""
        self._under.addWidget(mends, 1)
        return self._under

    def fit(self, room: int, head: DoorHead, mends: QWidget, *, low: bool) -> None:
        """Stand in a page of this width: in its head and in the row below the field where there is room, and the verdict
        has the place of a row more. The station's name, which the rail says too, is what can be done without.
        """
        self._fitted = room, head, mends, low
        head.fit(room, low=low)
        chosen = self.choose.sizeHint().width() + theme.S + self.slots.sizeHint().width()
        needed = max(head.needs(chosen), mends.sizeHint().width() + theme.S + self.keys.sizeHint().width())
        apart = low or needed > room
        spare = room - chosen - theme.S - self._keys.minimumSize().width()  # the slot's hours are whole
        fits = spare >= 0
        self.station.setHidden(not apart or (spare if fits else room - chosen) < theme.px(120))
        if apart != self._apart:
            self._move(apart, head)
        if apart:
            beside, above = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
            self._rows.setDirection(beside if fits else above)
            self._rows.setAlignment(self.keys, Qt.AlignmentFlag(0) if fits else Qt.AlignmentFlag.AlignLeft)

    def _move(self, apart: bool, head: DoorHead) -> None:
        """Stand in a row of its own, or in the head and below the field. What has the keyboard keeps it: Qt gives it to
        whatever comes next when its parent changes.
        """
        self._apart = apart
        moved = (self.where, self.keys)
        gone = [part.isHidden() for part in moved]
        focused = QApplication.focusWidget()
        held = focused is not None and any(part.isAncestorOf(focused) for part in moved)
        if apart:
            self._rows.addWidget(self.where, 1)
            self._rows.addWidget(self.keys)
        else:
            head.hold(self.where)
            self._under.addWidget(self.keys)
        for part, hidden in zip(moved, gone, strict=True):  # where a page is shown, they would come at Qt's next turn
            part.setHidden(hidden)
        self.setVisible(apart)
        if held and focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self, *buttons: QWidget) -> None:
        """More buttons, before the one of the sound."""
        for made in buttons:
            self._keys.insertWidget(self._keys.count() - 1, made)

    def refresh(self, event: Event, chosen: str, now: datetime) -> None:
        """Show the event's slots; `chosen` is one of their ids, or "" for the one under way."""
        titles: list[tuple[object, str]] = [(s.id, _title(event, s)) for s in event.slots]
        automatic = current_slot(event.slots, now)
        if automatic is not None and len(event.slots) > 1:
            titles.insert(0, ("", _("Auto · {slot}").format(slot=_title(event, automatic))))
        if titles != [(self.slots.itemData(row), self.slots.itemText(row)) for row in range(self.slots.count())]:
            self.slots.set_options(titles)
            if self._fitted is not None:
                room, head, mends, low = self._fitted
                self.fit(room, head, mends, low=low)
        self.slots.set_value(chosen)
        self.slots.setToolTip(self.slots.currentText())
        self.station.setText(_("Poste « {name} »").format(name=self.session.settings.station))

    def toggle_sound(self) -> None:
        """Sounds or none, here and in the settings."""
        self.session.change_setting("sound", not self.session.settings.sound)
        self._show_sound()

    def _show_sound(self) -> None:
        on = self.session.settings.sound
        name = _("Couper le son (F9)") if on else _("Remettre le son (F9)")
        self.sound.setIcon(icons.icon("speaker-high" if on else "speaker-slash", "muted"))
        self.sound.setToolTip(name)
        self.sound.setAccessibleName(name)


def _title(event: Event, slot: Slot) -> str:
    """« Soirée · 18 h – 20 h 30 », with its date when the event has several days."""
    days = {event.local(s.start).date() for s in event.slots}
    day = f"{event.local(slot.start):%d/%m} · " if len(days) > 1 else ""
    return f"{_(slot.label)} · {day}{dates.slot_hours(event, slot)}"


class CounterRow(QWidget):
    """Where a slot stands, in four numbers; two rows of two where there is no room for one."""

    def __init__(self) -> None:
        super().__init__()
        self.counters = [Counter(tone=tone) for tone in ("welcome", "", "muted", "accent")]
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.XL)
        self.arrange(4)

    def arrange(self, columns: int) -> None:
        """So many side by side."""
        for place, counter in enumerate(self.counters):
            self._grid.addWidget(counter, place // columns, place % columns, Qt.AlignmentFlag.AlignLeft)

    @property
    def width_in_row(self) -> int:
        """The width of the four in one row."""
        return sum(counter.sizeHint().width() for counter in self.counters) + 3 * theme.XL

    def fits(self, width: int) -> bool:
        """Whether the four go in one row of this width."""
        return self.width_in_row <= width

    def show_counters(self, count: Counters, seats: int | None = None) -> None:
        """Show these; beside who is inside, how many seats there are, in the tone of a caution once none is free."""
        words = (_("en salle"), _("à venir"), _("en tout"), _("sur place"))
        inside = count.inside if seats is None else f"{count.inside} / {seats}"
        numbers: tuple[int | str, ...] = (inside, count.to_come, count.expected, count.walk_ins)
        room = "welcome" if seats is None or count.inside < seats else "attention"
        for counter, number, word, tone in zip(self.counters, numbers, words, (room, None, None, None), strict=True):
            counter.set(number, word, tone)


class DoorHead(QWidget):
    """The page's title and, at its right or below it, where the slot stands."""

    def __init__(self) -> None:
        super().__init__()
        self.counters = CounterRow()
        self.title = PageHeader(_("Accueil"))
        self.title.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.L)
        self._row.addWidget(self.title)
        self._row.addStretch()
        self._row.addWidget(self.counters)

    def needs(self, chosen: int) -> int:
        """The width it takes in one row, with something this wide after its title."""
        return self.title.sizeHint().width() + chosen + 2 * theme.L + self.counters.width_in_row

    def hold(self, part: QWidget) -> None:
        """Stand with this after the title."""
        self._row.insertWidget(1, part, 1)

    def fit(self, room: int, *, low: bool) -> None:
        """Stand in a page of this width; where it is `low`, without the title, which the rail says too."""
        self.title.setHidden(low)
        beside = self.counters.fits(room - theme.px(160))
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.counters.arrange(4 if self.counters.fits(room) else 2)
