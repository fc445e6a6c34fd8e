"""The one field of the door: a scanner's burst of keys and a name typed by hand both end here."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from ia_events.domain import tokens
from ia_events.ui import fonts, theme
from ia_events.ui.widgets.page import bring_into_sight
from ia_events.ui.widgets.progress import STAYS_SEEN

# Nobody types six keys at this pace (seconds a key); a slow scanner does.
_BURST_PACE = 0.035
# A scanner's Enter or Tab may come this long after its last letter (seconds): it is then no key of anybody's.
_SUFFIX = 0.5
_PAUSE = 70  # milliseconds without a key before a name is searched: a burst never searches
_WHOLE = 120  # milliseconds before 34 letters that are no badge of ours are taken for a whole scan


def token_at_end(text: str) -> str:
    """The badge token that a text ends with; "" if none. Whatever was half typed before a scan does not spoil it."""
    last = tokens.normalise(text)[-tokens.LENGTH :]
    return last if tokens.badge_id(last) is not None else ""


class DoorField(QLineEdit):
    """Signals: scanned(token or short code) · chosen() on Enter after anything else · searched(text) when typing pauses ·
    stepped(±1) for the arrows · escaped · undo_asked (Ctrl+Z) · delete_asked (Delete) · reason_asked (Shift+Delete), the last three when it is empty.
    """

    scanned = Signal(str)
    chosen = Signal(str)
    searched = Signal(str)
    stepped = Signal(int)
    escaped = Signal()
    undo_asked = Signal()
    delete_asked = Signal()
    reason_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(STAYS_SEEN)
        self._first_key = 0.0
        self._last_scan = 0.0
        self._keys = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self.searched.emit(self.text()))
        self._whole = QTimer(self, singleShot=True, interval=_WHOLE)
        self._whole.timeout.connect(self._take_whole)
        self.setMaxLength(400)
        self._fit()
        self.textEdited.connect(self._edited)

    @property
    def was_burst(self) -> bool:
        """Whether what stands there came faster than fingers."""
        return self._keys >= 6 and time.monotonic() - self._first_key < self._keys * _BURST_PACE

    def clear_all(self) -> None:
        """Empty it, for the next scan."""
        self._pause.stop()
        self._whole.stop()
        self._keys = 0
        self.clear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        if self.font().pixelSize() != theme.px(theme.SUBTITLE):
            self.setFont(fonts.font(theme.px(theme.SUBTITLE)))
        self.setMinimumHeight(theme.px(56))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = event.key(), self.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Down:
            self.stepped.emit(1)
        elif key == Qt.Key.Key_Up:
            self.stepped.emit(-1)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif not text and event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif not text and key == Qt.Key.Key_Delete and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.reason_asked.emit()
        elif not text and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_asked.emit()
        else:
            if not text:
                self._first_key, self._keys = time.monotonic(), 0
                bring_into_sight(self)
            self._keys += 1
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 (Qt's name)
        """Tab: a scanner's suffix ends a scan; otherwise it goes to the next control, as everywhere."""
        if next and (self.text().strip() or time.monotonic() - self._last_scan < _SUFFIX):
            self._enter()
            return True
        return super().focusNextPrevChild(next)

    def _edited(self, text: str) -> None:
        self._pause.stop()
        self._whole.stop()
        token = token_at_end(text)
        if token:
            self._scan(token)
        elif len(tokens.normalise(text)) >= tokens.LENGTH and tokens.looks_like_token(text):
            self._whole.start()
        else:
            self._pause.start()

    def _take_whole(self) -> None:
        if tokens.looks_like_token(self.text()):
            self._scan(self.text())

    def _enter(self) -> None:
        text = self.text().strip()
        self._pause.stop()
        if not text:
            if time.monotonic() - self._last_scan >= _SUFFIX:
                self.chosen.emit("")
        elif tokens.looks_like_token(text):
            self._scan(text)
        else:
            self.chosen.emit(text)

    def _scan(self, token: str) -> None:
        self.clear_all()
        self._last_scan = time.monotonic()
        self.scanned.emit(token)
