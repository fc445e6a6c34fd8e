"""Ctrl+Z in a field: the field's own undo while it has something to undo, the program's otherwise; what it would do, in a menu."""

from __future__ import annotations

from typing import TypeGuard

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

_FIELDS = ("QLineEdit", "QPlainTextEdit", "QComboBox", "QAbstractSpinBox")
_UNDO, _REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo


class UndoKeys(QObject):
    """Follows the focus. Qt's fields keep these keys for themselves even when there is nothing they could undo."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # Not a filter of the whole application: each of its events would pass through Python.
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        undo, redo = event.matches(_UNDO), event.matches(_REDO)
        if (undo or redo) and not _has_its_own(watched, undo):
            event.ignore()
            return True
        return False

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if _is_field(old):
            old.removeEventFilter(self)
        if _is_field(new):
            new.installEventFilter(self)


def _is_field(widget: QObject | None) -> TypeGuard[QWidget]:
    # By name: the focus moves when the window appears, and four classes more would be loaded to compare with.
    return widget is not None and any(map(widget.inherits, _FIELDS))


def _has_its_own(widget: QObject, undo: bool) -> bool:
    """Whether a field has something to undo, or to do again."""
    from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit

    if isinstance(widget, QPlainTextEdit):
        document = widget.document()
        return document.isUndoAvailable() if undo else document.isRedoAvailable()
    line = widget.lineEdit() if isinstance(widget, (QComboBox, QAbstractSpinBox)) else widget
    if not isinstance(line, QLineEdit):
        return False
    return line.isUndoAvailable() if undo else line.isRedoAvailable()


def shorten(label: str, most: int = 80) -> str:
    """A label that keeps a menu narrow: it may end with an event, and begins with what was done."""
    half = most // 2
    return label if len(label) <= most else f"{label[:half].rstrip()}…{label[half - most + 1 :].lstrip()}"
