"""Ctrl+Z in a field: the field's own undo while something was typed there since what was last recorded, the program's
otherwise; what it would do, in a menu.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from ia_events.domain.errors import UserError
from ia_events.ui.session import Session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

_FIELDS = ("QLineEdit", "QPlainTextEdit", "QComboBox", "QAbstractSpinBox")
_TYPED_AFTER = "typed_after"  # a property of what is typed in: the action that was the last one then
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class UndoKeys(QObject):
    """Follows the focus. Qt's fields keep these keys for themselves even when there is nothing they could undo, or when
    something was recorded since they were typed in.
    """

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._records, self._action = -1, ""
        # Not a filter of the whole application: each of its events would pass through Python.
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo, redo = event.matches(_UNDO), event.matches(_REDO)
        if (undo or redo) and not self._has_its_own(watched, undo):
            event.ignore()
            return True
        return False

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if _is_field(old):
            old.removeEventFilter(self)
        if _is_field(new):
            new.installEventFilter(self)
            text = _typed_in(new)
            if text is not None and text.property(_TYPED_AFTER) is None:
                text.setProperty(_TYPED_AFTER, "")
                # A text of several lines does not tell what was typed from what was set; what was set has no undo.
                (text.textEdited if hasattr(text, "textEdited") else text.textChanged).connect(self._typed)

    def _typed(self) -> None:
        text = self.sender()
        if text is not None:
            text.setProperty(_TYPED_AFTER, self._last())

    def _last(self) -> str:
        """The id of what was last recorded here, and stands; "" when there is none."""
        if self._records != self._session.records:
            from ia_events.store import journal

            try:
                action = journal.next_undo(self._session.store)
            except UserError:  # the disk: what is typed next asks again
                return self._action
            self._records, self._action = self._session.records, action.id if action else ""
        return self._action

    def _has_its_own(self, field: QObject, undo: bool) -> bool:
        """Whether a field has something to undo, or to do again, that is later than what was last recorded."""
        from PySide6.QtWidgets import QPlainTextEdit

        text = _typed_in(field)
        if text is None:
            return False
        # The door's field undoes what was recorded there by itself, and says it.
        if not hasattr(text, "undo_asked") and text.property(_TYPED_AFTER) != self._last():
            return False
        history = text.document() if isinstance(text, QPlainTextEdit) else text
        return history.isUndoAvailable() if undo else history.isRedoAvailable()


def _is_field(widget: QObject | None) -> TypeGuard[QWidget]:
    # By name: the focus moves when the window appears, and four classes more would be loaded to compare with.
    return widget is not None and any(map(widget.inherits, _FIELDS))


def _typed_in(field: QObject) -> QLineEdit | QPlainTextEdit | None:
    """The line or the text of a field; None when nothing is typed there."""
    from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit

    text = field.lineEdit() if isinstance(field, (QComboBox, QAbstractSpinBox)) else field
    return text if isinstance(text, (QLineEdit, QPlainTextEdit)) else None


def shorten(label: str, most: int = 80) -> str:
    """A label that keeps a menu narrow: it may end with an event, and begins with what was done."""
    half = most // 2
    return label if len(label) <= most else f"{label[:half].rstrip()}…{label[half - most + 1 :].lstrip()}"
