"""Where somebody types their names at the kiosk, and is asked whether they are the one that was found."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.pages.kiosk_keyboard import Keyboard
from ia_events.ui.widgets import button, label, primary, secondary


class Names(QWidget):
    """Last and first name, and the keyboard. Signals: entered(field), submitted, given_up."""

    entered = Signal(QWidget)
    submitted = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.last, self.first = DoorField(), DoorField()
        self.fields = (self.last, self.first)
        self.captions = (label("", theme.SUBTITLE, weight=fonts.MEDIUM), label("", theme.SUBTITLE, weight=fonts.MEDIUM))
        self.keyboard = Keyboard()
        self.back = secondary("", self.given_up.emit, icon="arrow-left")
        self.done = primary("", self.submitted.emit, icon="check")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.L)
        for place, (caption, field) in enumerate(zip(self.captions, self.fields, strict=True)):
            caption.setBuddy(field)
            field.setMaxLength(100)
            field.textChanged.connect(self._fit)
            field.installEventFilter(self)
            field.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
            grid.addWidget(caption, 0, place)
            grid.addWidget(field, 1, place)
        row = QHBoxLayout()
        for made in (self.back, self.done):
            made.setProperty("touch", True)
            theme.scaled(made.setMinimumWidth, 200)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addLayout(grid)
        column.addWidget(self.keyboard, 1)
        column.addLayout(row)
        self._fit()

    @property
    def ready(self) -> bool:
        """Whether both names are begun."""
        return all(field.text().strip() for field in self.fields)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(watched)
        return False

    def begin(self, last_name: str) -> None:
        """Empty, but for what was typed."""
        self.first.clear_all()
        self.last.setText(last_name)

    def clear(self) -> None:
        """Leave nothing for the next person to read, nor to take back with Ctrl+Z."""
        for field in self.fields:
            field.clear_all()
            field.setText("")  # which forgets what could be undone

    def say_words(self) -> None:
        """In the language in force."""
        for caption, field, words in zip(self.captions, self.fields, (_("Nom"), _("Prénom")), strict=True):
            caption.setText(words)
            field.setAccessibleName(words)
        self.back.setText(_("Retour"))
        self.done.setText(_("C'est moi"))
        self.keyboard.say_words()

    def _fit(self) -> None:
        self.done.setEnabled(self.ready)


class Asking(QWidget):
    """« Is it you? », with the first name alone. Signal: answered(yes)."""

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.words = label("", theme.DISPLAY, weight=fonts.SEMIBOLD, wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.yes, self.no = button("", lambda: self.answered.emit(True), kind="primary"), secondary("")
        self.no.clicked.connect(lambda _checked=False: self.answered.emit(False))
        row = QHBoxLayout()
        row.setSpacing(theme.XL)
        row.addStretch(1)
        for made in (self.no, self.yes):
            made.setProperty("touch", True)
            theme.scaled(made.setMinimumWidth, 240)
            row.addWidget(made)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(theme.XXXL)
        column.addStretch(2)
        column.addWidget(self.words)
        column.addLayout(row)
        column.addStretch(3)

    def ask(self, first_name: str) -> None:
        """Whether they are that one."""
        self._name = first_name
        self.say_words()

    def say_words(self) -> None:
        """In the language in force."""
        self.words.setText(_("C'est bien vous, {first_name} ?").format(first_name=self._name))
        self.yes.setText(_("Oui, c'est moi"))
        self.no.setText(_("Non"))
