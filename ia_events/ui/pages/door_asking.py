"""A small question on the door's page, in place of its lists: fields, answers, Escape to think better of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.door_field import token_at_end
from ia_events.ui.widgets import Card, ElidedLabel, Field, announce, label, primary, quiet
from ia_events.ui.widgets.flow import FlowLayout


class DoorQuestion(Card):
    """Signals: closed, answered or not, and scanned(token) when a badge is read meanwhile. Enter in a field is the first answer."""

    closed = Signal()
    scanned = Signal(str)

    def __init__(
        self, answer: str, on_answer: Callable[[], object], *frames: Field, others: Sequence[QPushButton] = ()
    ) -> None:
        """`others` are the buttons of other answers."""
        super().__init__()
        self.frames = frames
        self.title = ElidedLabel("", theme.HEADING, weight=fonts.SEMIBOLD)
        self.complaint = label(tone="refused", wrap=True)
        self.complaint.hide()
        self.answer = primary(answer, on_answer)
        close = quiet(_("Fermer · Échap"), self.closed.emit)
        row, answers = FlowLayout(*frames, spacing=theme.L), FlowLayout(self.answer, *others, close)
        self.column.setContentsMargins(theme.XL, theme.L, theme.XL, theme.L)
        for part in (self.title, self.complaint, row, answers):
            self.add(part)
        self.column.addStretch(1)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(frames[0].field)
        for line in self.lines:
            line.textEdited.connect(self._edited)
            line.returnPressed.connect(on_answer)

    @property
    def lines(self) -> list[QLineEdit]:
        """The fields one types in."""
        return [frame.field for frame in self.frames if isinstance(frame.field, QLineEdit)]

    def ask(self, title: str) -> None:
        """Ready to be answered: what it is about, the first field chosen."""
        self.title.setText(title)
        self.complain("")
        first = self.frames[0].field
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(first, QLineEdit):
            first.selectAll()
        announce(self, title)

    def complain(self, sentence: str, field: QWidget | None = None) -> None:
        """Say what is wrong; "" when nothing is any more."""
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
        if sentence:
            announce(self.complaint, sentence)
        if field is not None:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # the line already answered
        else:
            super().keyPressEvent(event)

    def _edited(self, text: str) -> None:
        token = token_at_end(text)
        if token:
            self.scanned.emit(token)
        else:
            self.complain("")
