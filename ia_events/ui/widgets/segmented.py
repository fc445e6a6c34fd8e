"""A few choices side by side, one of them taken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ia_events.ui import theme
from ia_events.ui.widgets.buttons import button

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Segmented(QWidget):
    """Buttons of which one is down; Left and Right go from one to the next. `chosen(value)` comes from the user only."""

    chosen = Signal(str)

    def __init__(self, options: list[tuple[str, str]], value: str = "", *, name: str = "", fill: bool = False) -> None:
        """`options` are (value, words); `fill` shares the width there is."""
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.XS)
        for option, words in options:
            made = button(words)
            made.setCheckable(True)
            made.clicked.connect(lambda _down, option=option: self._take(option))
            if fill:
                made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            made.installEventFilter(self)
            self.buttons[option] = made
            row.addWidget(made)
        self.set_value(value or options[0][0])

    @property
    def value(self) -> str:
        """What is chosen."""
        return self._value

    def set_value(self, value: str) -> None:
        """Choose, keeping silent. Tab goes to the choice that is taken."""
        self._value = value
        for option, made in self.buttons.items():
            made.setChecked(option == value)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus if option == value else Qt.FocusPolicy.NoFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Buttons would only pass the focus on.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                options = list(self.buttons)
                place = min(len(options) - 1, max(0, options.index(self._value) + step))
                self._take(options[place])
                self.buttons[self._value].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _take(self, option: str) -> None:
        changed = option != self._value
        self.set_value(option)  # a click on the one that is down leaves it down
        if changed:
            self.chosen.emit(option)
