"""Fields to type in, and the forms they stand in."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtCore import QDate, QPoint, QRect, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QStyledItemDelegate,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.widgets.buttons import icon_button
from ia_events.ui.widgets.page import IconLabel
from ia_events.ui.widgets.text import label, restyle


class SearchField(QLineEdit):
    """A line with a magnifying glass and a cross. `searched(text)` follows the typing; Escape empties, Down goes to the list."""

    searched = Signal(str)
    down = Signal()

    def __init__(self, hint: str = "", *, delay: int = 0) -> None:
        """`delay` in milliseconds holds `searched` back until the typing pauses; 0 for none."""
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        # Qt's own actions in a line keep their size, however large the text.
        self._glass = IconLabel("magnifying-glass", "muted", 16)
        self._glass.setParent(self)
        self._clear = icon_button("x", _("Effacer"), self.clear)
        self._clear.setParent(self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.hide()
        self._timer = QTimer(self, singleShot=True, interval=delay)
        self._timer.timeout.connect(lambda: self.searched.emit(self.text()))
        self.textChanged.connect(self._changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        glass, cross = self._glass.sizeHint(), self._clear.sizeHint()
        self._glass.setGeometry(theme.px(10), (self.height() - glass.height()) // 2, glass.width(), glass.height())
        right, top = self.width() - cross.width() - theme.px(4), (self.height() - cross.height()) // 2
        self._clear.setGeometry(right, top, cross.width(), cross.height())
        self._leave_room()

    def _leave_room(self) -> None:
        cross = self._clear.sizeHint().width() - theme.XS if self.text() else 0
        self.setTextMargins(self._glass.sizeHint().width() + theme.S, 0, cross, 0)

    def take_focus(self) -> None:
        """Focus, everything selected: what Ctrl+F does."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)

    def _changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._leave_room()
        if self._timer.interval():
            self._timer.start()
        else:
            self.searched.emit(text)


class Choice(QComboBox):
    """A list of (value, words) to choose from. `chosen(value)` comes from the user only."""

    chosen = Signal(object)

    def __init__(
        self, options: list[tuple[object, str]] | None = None, value: object = None, *, name: str = ""
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setMaxVisibleItems(14)
        self._styled = False
        self.set_options(options or [], value)
        self.activated.connect(lambda _place: self.chosen.emit(self.value))

    @property
    def value(self) -> object:
        """The value chosen."""
        return self.currentData()

    def set_options(self, options: list[tuple[object, str]], value: object = None) -> None:
        """Offer other options, keeping silent."""
        self.blockSignals(True)
        self.clear()
        for option, words in options:
            self.addItem(words, option)
        self.blockSignals(False)
        self.set_value(value)

    def set_value(self, value: object) -> None:
        """Choose, keeping silent; the first option if the value is none of them."""
        place = next((row for row in range(self.count()) if self.itemData(row) == value), 0)
        self.blockSignals(True)
        self.setCurrentIndex(place if self.count() else -1)
        self.blockSignals(False)

    def narrow(self) -> None:
        """Let it be as narrow as where it stands, whatever it offers."""
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    def showPopup(self) -> None:
        """As wide as its words, and within the window."""
        if (
            not self._styled
        ):  # Qt's own rows leave the style sheet aside; not sooner: the list would be made with each field
            self._styled = True
            self.setItemDelegate(QStyledItemDelegate(self))
        view = self.view()
        margins = view.contentsMargins()
        around = margins.left() + margins.right() + 2 * theme.S
        if self.count() > self.maxVisibleItems():
            around += view.verticalScrollBar().sizeHint().width()
        super().showPopup()
        keep_inside(view.window(), self, view.sizeHintForColumn(0) + around)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page must not change a choice under the pointer."""
        event.ignore()


def keep_inside(popup: QWidget, field: QWidget, width: int) -> None:
    """Give a list that opens at a field the width its words need, as far as the window goes, to the left if need be."""
    window = field.window()
    corner = window.mapToGlobal(QPoint())
    inside = QRect(corner, window.size()).intersected(field.screen().availableGeometry())
    if inside.width() < field.width():  # a window that is mostly off the screen
        inside = field.screen().availableGeometry()
    wide = min(max(popup.width(), width), inside.width())
    if popup.minimumWidth() > wide:
        popup.setMinimumWidth(wide)
    left = max(inside.left(), min(popup.x(), inside.right() + 1 - wide))
    popup.setGeometry(left, popup.y(), wide, popup.height())


class OpenChoice(QComboBox):
    """A list of words to choose from, or to type something else in."""

    def __init__(self, options: list[str], text: str = "") -> None:
        super().__init__()
        self.setEditable(True)
        self.addItems(options)
        self.setCurrentText(text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page must not change a choice under the pointer."""
        event.ignore()


class NumberField(QSpinBox):
    """A whole number, from `low` to `high`."""

    def __init__(self, value: int = 0, low: int = 0, high: int = 9999, *, name: str = "") -> None:
        super().__init__()
        self.setRange(low, high)
        self.setValue(value)
        _prepare(self, name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page must not change a number under the pointer."""
        event.ignore()


class DayField(QDateEdit):
    """A day, with a calendar."""

    def __init__(self, day: date | None = None, *, name: str = "") -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setDisplayFormat("dd/MM/yyyy")
        if day is not None:
            self.setDate(QDate(day.year, day.month, day.day))
        self.setAccessibleName(name)

    @property
    def day(self) -> date:
        """The day shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page must not change a day under the pointer."""
        event.ignore()


class HourField(QTimeEdit):
    """An hour of the day, on the event's clock."""

    def __init__(self, at: time | None = None, *, name: str = "") -> None:
        super().__init__()
        self.setDisplayFormat("HH:mm")
        if at is not None:
            self.setTime(QTime(at.hour, at.minute))
        _prepare(self, name)

    @property
    def hour(self) -> time:
        """The hour shown."""
        return time(self.time().hour(), self.time().minute())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a page must not change an hour under the pointer."""
        event.ignore()


def _prepare(box: QAbstractSpinBox, name: str) -> None:
    # A style sheet's left padding does not reach the line inside a spin box.
    box.lineEdit().setTextMargins(theme.px(theme.S), 0, 0, 0)
    box.setAccessibleName(name)


class Field(QWidget):
    """A label above its field, a help sentence below; the sentence gives way to a complaint."""

    def __init__(self, words: str, field: QWidget, note: str = "") -> None:
        super().__init__()
        self.field = field
        self._note = note
        self._name = name = label(words, weight=fonts.MEDIUM)
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        self._below = label(note, theme.SMALL, tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS + 2)
        column.addWidget(name)
        column.addWidget(field)
        column.addWidget(self._below)
        self._below.setVisible(bool(note))  # once it has a parent: before, it would open as a window

    def rename(self, words: str) -> None:
        """Put other words above the field."""
        self._name.setText(words)
        self.field.setAccessibleName(words)

    def explain(self, note: str) -> None:
        """Say something else below the field when nothing is wrong with it."""
        self._note = note
        self.complain("")

    def complain(self, sentence: str) -> None:
        """Say what is wrong with what was typed; "" when nothing is any more."""
        self._below.setText(sentence or self._note)
        self._below.setVisible(bool(sentence or self._note))
        restyle(self._below, tone="refused" if sentence else "muted")
        restyle(self.field, wrong=bool(sentence))
        self.field.setAccessibleDescription(sentence or self._note)


def form() -> QFormLayout:
    """A form whose labels stand at the left, above their field when there is no room."""
    made = QFormLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setHorizontalSpacing(theme.XL)
    made.setVerticalSpacing(theme.M)
    made.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    made.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    made.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return made


def add_row(layout: QFormLayout, words: str, field: QWidget, note: str = "") -> QLabel:
    """Add a field to a form, its help below it. Returns the label."""
    name = label(words)
    name.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(words)
    if note:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(field)
        column.addWidget(label(note, theme.SMALL, tone="muted", wrap=True))
        field.setAccessibleDescription(note)
        layout.addRow(name, holder)
    else:
        layout.addRow(name, field)
    return name
