"""The code asked before a mode is left: over the whole window, for fingers and for keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ia_events import pin
from ia_events.domain.errors import UserError
from ia_events.i18n import _, ngettext
from ia_events.ui import fonts, icons, theme
from ia_events.ui.widgets import announce, button, label, primary, secondary

_LONGEST = 8
_GIVING_UP = 30_000  # milliseconds untouched


class PinPad(QFrame):
    """Covers its parent. Signals: opened, once the right code was given · given_up."""

    opened = Signal()
    given_up = Signal()

    def __init__(self, parent: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(parent)
        self._now = now
        self._typed, self._wrong = "", False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Code pour quitter ce mode"))
        self._idle = QTimer(self, singleShot=True, interval=_GIVING_UP)
        self._idle.timeout.connect(self.given_up)
        self._clock = QTimer(self, interval=500)
        self._clock.timeout.connect(self._show_wait)
        self.dots = label("", theme.DISPLAY, weight=fonts.SEMIBOLD)
        self.dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.says = label("", theme.HEADING, tone="muted", wrap=True)
        self.says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.keys: dict[str, QPushButton] = {}
        self.enter = primary(_("Valider"), self._enter)
        self.back = secondary(_("Revenir"), self.given_up.emit)
        self._build()
        parent.installEventFilter(self)
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._idle.start()
        self._clock.start()
        self._show()
        self._show_wait()

    def _build(self) -> None:
        title = label(_("Code pour quitter ce mode"), theme.TITLE, weight=fonts.SEMIBOLD, wrap=True)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        pad = QGridLayout()
        pad.setSpacing(theme.S)
        for place, digit in enumerate("123456789"):
            pad.addWidget(self._key(digit), place // 3, place % 3)
        pad.addWidget(self._key("0"), 3, 1)
        erase = self._key("", _("Effacer le dernier chiffre"))
        erase.setIcon(icons.icon("backspace"))
        pad.addWidget(erase, 3, 2)
        last = QHBoxLayout()
        last.setSpacing(theme.S)
        for made in (self.back, self.enter):
            made.setProperty("touch", True)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            last.addWidget(made)
        inside = QWidget()
        theme.scaled(inside.setFixedWidth, 400)
        column = QVBoxLayout(inside)
        column.setSpacing(theme.M)
        for widget in (title, self.dots, self.says):
            column.addWidget(widget)
        column.addLayout(pad)
        column.addLayout(last)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inside)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(1)

    def _key(self, digit: str, name: str = "") -> QPushButton:
        made = button(digit, lambda: self._type(digit) if digit else self._erase(), tip=name)
        made.setAccessibleName(name or digit)
        made.setProperty("touch", True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.keys[digit or "back"] = made
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("background"))  # nothing of the page is read through it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif event.text() and event.text() in "0123456789":
            self._type(event.text())

    def _type(self, digit: str) -> None:
        if not pin.wait(self._now()):
            self._typed, self._wrong = (self._typed + digit)[:_LONGEST], False
        self._show()

    def _erase(self) -> None:
        self._typed = self._typed[:-1]
        self._show()

    def _show(self) -> None:
        self._idle.start()
        self.dots.setText("●" * len(self._typed) + "○" * (4 - len(self._typed)))
        self.dots.setAccessibleName(
            ngettext("{count} chiffre", "{count} chiffres", len(self._typed)).format(count=len(self._typed))
        )
        self._show_wait()

    def _show_wait(self) -> None:
        seconds = pin.wait(self._now())
        self.enter.setEnabled(len(self._typed) >= 4 and not seconds)
        if seconds:
            words = ngettext("Nouvel essai dans {count} seconde.", "Nouvel essai dans {count} secondes.", seconds)
            self.says.setText(words.format(count=seconds))
        elif not self._typed and not self._wrong:
            self.says.setText(_("De 4 à 8 chiffres. Code oublié ? Le guide dit comment l'effacer."))

    def _enter(self) -> None:
        if not self.enter.isEnabled():
            return
        try:
            right = pin.opens(self._typed, self._now())
        except UserError as error:  # the wrong try could not be counted: it is not heard
            self.says.setText(error.message)
            return
        self._typed, self._wrong = "", not right
        if right:
            self.opened.emit()
            return
        self._show()
        wait = pin.wait(self._now())
        if not wait:
            self.says.setText(_("Ce n'est pas le code."))
        announce(self.says, self.says.text())
