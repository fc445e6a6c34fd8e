"""A scanner's keys taken out of whatever has the focus: a badge by its proof, any other code by its rhythm.

The filter sits on the window, before its fields, lists and buttons. The first two keys of a burst reach what has the
focus, and are taken back from it; those that follow are held, and given back when the burst was no scan after all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from ia_events.domain import scans, tokens
from ia_events.domain.keyboards import Layouts, Stroke, key_at

PACE = 35  # milliseconds between two keys: nobody types six at this pace; a slow scanner does
_REPEAT = 10  # milliseconds: no key held down repeats so fast
_QUIET = 80  # milliseconds without a key end a burst, unless it is the beginning of a badge
_HICCUP = 450  # milliseconds a scanner, or the computer, may stop for in the middle of a badge
_APART = 500  # milliseconds between two keys that have nothing to do with each other; a suffix comes sooner
_TYPING = 1500  # milliseconds since the last key of somebody who is typing
_HELD_FROM = 3  # keys at that pace
_CODE = 6  # keys, at least, of a code that is no badge
_MOST = 400  # keys remembered
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SILENT = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_NumLock,
)
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def stroke_of(event: QKeyEvent) -> Stroke:
    """The key of an event, wherever it stands on the keyboard."""
    place = key_at(QGuiApplication.platformName(), event.nativeScanCode(), event.nativeVirtualKey())
    return Stroke(event.text(), place, event.timestamp())


class _Place:
    """What has the focus, as it is now, to be put back as it was."""

    def __init__(self) -> None:
        self.widget = QApplication.focusWidget()
        self.line = self.widget if isinstance(self.widget, QLineEdit) else None
        if self.line is not None:
            self.text, self.cursor = self.line.text(), self.line.cursorPosition()
            self.end = self.cursor
            if self.line.hasSelectedText():
                self.cursor, self.end = self.line.selectionStart(), self.line.selectionEnd()

    @property
    def takes_text(self) -> bool:
        """Whether what has the focus is written into."""
        return isinstance(self.widget, (QLineEdit, QPlainTextEdit))

    def put_back(self, typed: str) -> None:
        """As it was, and what somebody typed meanwhile."""
        if self.line is None or not isValid(self.line) or self.line.isReadOnly():
            return
        completer = self.line.completer()
        if completer is not None:
            popup = completer.popup()
            if popup is not None:
                popup.hide()
        if typed:  # over what was selected
            text, selected = self.text[: self.cursor] + typed + self.text[self.end :], 0
        else:
            text, selected = self.text, self.end - self.cursor
        if text != self.line.text():
            self.line.setText(text)
        if selected:
            self.line.setSelection(self.cursor, selected)
        else:
            self.line.setCursorPosition(self.cursor + len(typed))


@dataclass(frozen=True, slots=True)
class _Key:
    """A key that came: as a stroke, as it is given back, and what had the focus before it."""

    stroke: Stroke
    code: int
    modifiers: Qt.KeyboardModifier
    native: tuple[int, int, int]
    place: _Place
    held: bool


class Scanning(QObject):
    """Signals: scanned(text, typing): a badge or another code, and whether somebody is typing, whose words stay theirs ·
    mixed: two codes came at once, and neither could be read.

    `keys` are those of the events, the one at hand first; `badges` the ids of the badges it gave. `own_line` reads codes
    itself when they are no badges.
    """

    scanned = Signal(str, bool)
    mixed = Signal()

    def __init__(
        self,
        parent: QObject,
        keys: Callable[[], Sequence[str]],
        badges: Callable[[], Iterable[str]],
        own_line: QLineEdit,
    ) -> None:
        super().__init__(parent)
        self._keys, self._badges, self._own_line = keys, badges, own_line
        self._window: QWindow | None = None
        self._log: list[_Key] = []
        self._run = 0  # keys at a scanner's pace, up to now
        self._last = self._typed = self._scanned = -(10**6)  # when a key came, somebody typed, a badge was read
        self._first = 0  # where in the log the burst begins
        self._ended = self._waiting = False
        self._around = ""  # what the scanner put before its last code
        self._quiet = QTimer(self, singleShot=True)
        self._quiet.timeout.connect(self._resolve)
        self._since = QElapsedTimer()
        self.layouts = Layouts("", "")

    @property
    def watched(self) -> QWindow | None:
        """The window whose keys are looked at."""
        return self._window

    def watch(self, window: QWindow | None) -> None:
        """Look at the keys of this window, of none when None."""
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._resolve()
        self._forget()
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _SILENT:
            return False
        # A letter that a fast scanner sends twice looks like a key held down, which repeats more slowly.
        if event.isAutoRepeat() and event.timestamp() - self._last > _REPEAT:
            self._resolve()
            self._forget()
            return False
        if event.key() in _ENDS and not event.modifiers() & _COMMAND:
            return self._end(event)
        text = event.text()
        dead = Qt.Key.Key_Dead_Grave <= event.key() <= Qt.Key.Key_Dead_Longsolidusoverlay
        # AltGr is Ctrl and Alt to some systems.
        if dead or (
            text and text.isprintable() and event.modifiers() & _COMMAND != Qt.KeyboardModifier.ControlModifier
        ):
            return self._press(event)
        if self._holding and text and event.timestamp() - self._last <= PACE:
            return True  # STX, GS … between a code's letters
        self._resolve()
        self._forget()
        return False

    @property
    def typing_now(self) -> bool:
        """Whether somebody is writing at this moment."""
        return self._since.isValid() and self._since.elapsed() <= _TYPING and _Place().takes_text

    @property
    def _holding(self) -> bool:
        return self._run >= _HELD_FROM

    def _forget(self) -> None:
        self._quiet.stop()
        if self._log:
            self._typed = self._log[-1].stroke.at
        self._begin_anew(0)

    def _begin_anew(self, run: int) -> None:
        self._log, self._run, self._first = [], run, 0
        self._ended = self._waiting = False

    def _press(self, event: QKeyEvent) -> bool:
        gap = event.timestamp() - self._last
        if gap > PACE and self._holding and not self._waiting:  # the timer had no time
            self._resolve()
        if gap > _APART or len(self._log) >= _MOST:
            self._resolve()
            self._forget()
        if (gap <= PACE and self._run) or self._waiting:
            self._run += 1
        else:
            self._run, self._first = 1, len(self._log)
        self._waiting = False
        self._last = event.timestamp()
        native = event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers()
        self._log.append(
            _Key(stroke_of(event), event.key(), event.modifiers(), native, _Place(), self._holding)
        )  # fmt: skip
        self._since.start()
        found = scans.latest([key.stroke for key in self._log[-tokens.LENGTH :]], self._genuine)
        if found is not None:
            self.layouts = found[1]
            first = len(self._log) - tokens.LENGTH
            # A slow scanner's prefix is as slow as its letters.
            slow = (self._last - self._log[first].stroke.at) * 3 // (2 * tokens.LENGTH)
            self._take([found[0]], self._begin(first, max(PACE, slow)), set(range(first, len(self._log))))
            return True
        if self._holding:
            self._quiet.start(_QUIET)
        return self._holding

    def _end(self, event: QKeyEvent) -> bool:
        """Enter or Tab: a suffix, or somebody's."""
        at = event.timestamp()
        if not self._log and at - self._scanned <= _APART:
            return True
        if not self._holding or (at - self._last > _QUIET and not self._waiting):
            self._resolve()
            self._forget()
            return False
        self._last, self._ended = at, True
        native = event.nativeScanCode(), event.nativeVirtualKey(), event.nativeModifiers()
        self._log.append(_Key(Stroke("", "", at), event.key(), event.modifiers(), native, _Place(), held=True))
        # With more letters, another scanner may be in the middle of its own.
        if sum(bool(key.stroke.text) for key in self._log[self._first :]) <= tokens.LENGTH + scans.MIXED:
            self._resolve(more=True)
        else:
            self._waiting = True
            self._quiet.start(_HICCUP)
        return True

    def _genuine(self, token: str) -> bool:
        return any(tokens.is_genuine(token, key) for key in self._keys())

    def _begin(self, index: int, pace: int = PACE) -> int:
        """Where the burst that has this key begins in the log."""
        while index > 0 and self._log[index].stroke.at - self._log[index - 1].stroke.at <= pace:
            index -= 1
        return max(index, 0)

    def _take(self, codes: list[str], start: int, own: set[int]) -> None:
        """These were scanned, by the keys `own` of the burst that starts there; the others are somebody's, or the scanner's."""
        typed_at = self._log[start - 1].stroke.at if start else self._typed
        typing = self._log[start].stroke.at - typed_at <= _TYPING
        before = "".join(key.stroke.text for key in self._log[start : min(own, default=start)])
        others = [key.stroke.text for n, key in enumerate(self._log) if n >= start and n not in own]
        if before and (before == self._around or not typing):
            self._around = before
            others = others[len(before) :]
        kept = "".join(text for text in others if text.isalpha() or text in " -'") if typing else ""
        place = self._log[start].place
        at = self._log[-1].stroke.at
        # What follows at the same pace is a suffix, or the next badge.
        self._begin_anew(_HELD_FROM)
        if not typing:
            self._since.invalidate()
        self._scanned = at
        self._typed = at if kept else typed_at
        self._quiet.start(_QUIET)
        place.put_back(kept)
        for code in codes:
            self.scanned.emit(code, typing and place.takes_text)

    def _resolve(self, *, more: bool = False) -> None:
        """A burst is over: read it, or give it back. With `more`, another key may still come."""
        self._quiet.stop()
        if not self._holding or not self._log:
            self._run, self._waiting = 0, False
            return
        start = self._first
        burst = self._log[start:]
        signs = [n for n, key in enumerate(burst) if key.stroke.text or key.stroke.key]
        strokes = [burst[n].stroke for n in signs]
        found = scans.read(strokes, next(iter(self._keys()), ""), self._badges) if strokes else None
        if found is not None:
            self.layouts = found.layouts
            others = {start + signs[n] for n in found.others}
            self._take(list(found.badges), start, set(range(start, len(self._log))) - others)
            return
        code, place, ended = scans.code(strokes), burst[0].place, self._ended
        whole = ended and len(strokes) <= tokens.LENGTH
        tail = burst[0].held and burst[0].stroke.at - self._scanned <= PACE
        damaged = scans.is_damaged(code)
        elsewhere = place.widget is not self._own_line
        is_code = elsewhere and len(strokes) >= _CODE and (ended or not place.takes_text)
        if not whole and not self._waiting and (more or damaged or is_code):
            self._waiting = True
            self._quiet.start(_HICCUP)
            return
        if damaged or is_code or tokens.is_sheet_code(code):
            self._take([code], start, set(range(start, len(self._log))))
            if damaged and len(code) > tokens.LENGTH + scans.MIXED:
                self.mixed.emit()
            return
        typed_at = self._typed
        self._run, self._waiting = 0, False
        if ended or tail:
            self._forget()  # else they may be the beginning of a badge yet
        if tail and (len(strokes) > scans.MIXED or self._last - typed_at > _TYPING):
            self._typed = typed_at  # the scanner's suffix
        else:
            self._give_back(burst)

    def _give_back(self, burst: Sequence[_Key]) -> None:
        for key in burst:
            widget = QApplication.focusWidget() or self._shown()
            if key.held and widget is not None:
                made = QKeyEvent(
                    QEvent.Type.KeyPress, key.code, key.modifiers, *key.native, key.stroke.text, False, 1
                )  # fmt: skip
                QApplication.sendEvent(widget, made)

    def _shown(self) -> QWidget | None:
        parent = self.parent()
        return parent if isinstance(parent, QWidget) else None
