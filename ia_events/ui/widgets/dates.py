"""Lines where a day or an hour is typed as people write them, with the arrows and a calendar for those who rather point."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QMenu, QWidgetAction

from ia_events import i18n
from ia_events.domain import dates
from ia_events.i18n import _
from ia_events.ui import icons, theme
from ia_events.ui.widgets.text import restyle


def parse_day(text: str, around: date) -> date | None:
    """12/11/2025, 12-11-25, 12 11, 12112025 or 2025-11-12; a missing year is that of `around`. None: not a day."""
    numbers = re.findall(r"\d+", text)
    if len(numbers) == 1 and len(numbers[0]) in (6, 8):
        numbers = [numbers[0][:2], numbers[0][2:4], numbers[0][4:]]
    if len(numbers) == 2:
        numbers.append(str(around.year))
    if len(numbers) != 3:
        return None
    if len(numbers[0]) == 4:
        numbers.reverse()
    day, month, year = map(int, numbers)
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


class DayField(QLineEdit):
    """A day, or None when the line is empty (`valid` is False when what is typed is no day). `changed` follows the typing."""

    changed = Signal()

    def __init__(self, value: date | None = None, *, name: str = "", required: bool = False) -> None:
        super().__init__()
        self._required = required
        self.setAccessibleName(name)
        self.setPlaceholderText(_("jj/mm/aaaa"))
        self._around = value or date.today()  # noqa: DTZ011 (only a year to complete with, and a page of the calendar)
        self._calendar = QAction(icons.icon("calendar-blank", "muted"), _("Calendrier"), self)
        self._calendar.triggered.connect(self.show_calendar)
        self.addAction(self._calendar, QLineEdit.ActionPosition.TrailingPosition)
        self.textChanged.connect(self._typed)
        self.set_value(value)

    @property
    def value(self) -> date | None:
        """The day typed."""
        return parse_day(self.text(), self._around)

    @property
    def valid(self) -> bool:
        """Whether what is typed can be kept."""
        return self.value is not None or (not self.text().strip() and not self._required)

    def set_value(self, value: date | None) -> None:
        """Show a day."""
        self._around = value or self._around
        self.setText(dates.short_date(value) if value else "")
        theme.scaled(self.setMinimumWidth, 132)

    def show_calendar(self) -> None:
        """Open the calendar below the line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(i18n.language()))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self.value or self._around
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        for chosen in (calendar.activated, calendar.clicked):
            chosen.connect(lambda day: self.set_value(date(day.year(), day.month(), day.day())))
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(calendar)
        menu.addAction(holder)
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if step and self.value:
            self.set_value(self.value + timedelta(days=step))
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.show_calendar()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.value:
            self.set_value(self.value)

    def _typed(self) -> None:
        if not self.isEnabled():
            return
        wrong = not self.valid
        if bool(self.property("wrong")) != wrong:
            restyle(self, wrong=wrong)
        self.setToolTip(_("Ce n'est pas une date. Exemple : 12/11/2025") if wrong else "")
        self.changed.emit()


class ClockField(QLineEdit):
    """An hour of the day; `value` is None while what is typed is none. `changed` follows the typing."""

    changed = Signal()

    def __init__(self, value: time | None = None, *, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(_("9 h 30"))
        self.textChanged.connect(self._typed)
        self.set_value(value)

    @property
    def value(self) -> time | None:
        """The hour typed."""
        return dates.parse_clock(self.text().replace("\u00a0", " "))

    def set_value(self, value: time | None) -> None:
        """Show an hour."""
        self.setText(dates.clock(datetime.combine(date.min, value)) if value else "")
        theme.scaled(self.setMinimumWidth, 84)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: 15, Qt.Key.Key_Down: -15}.get(Qt.Key(event.key()))
        if step and self.value is not None:
            minutes = (self.value.hour * 60 + self.value.minute + step) % (24 * 60)
            self.set_value(time(*divmod(minutes, 60)))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self.value is not None:
            self.set_value(self.value)

    def _typed(self) -> None:
        wrong = self.value is None
        if bool(self.property("wrong")) != wrong:
            restyle(self, wrong=wrong)
        self.setToolTip(_("Ce n'est pas une heure. Exemple : 18 h 30") if wrong else "")
        self.changed.emit()
