"""Choosing a stock by typing any of its names: « 4418 », « J8160 », « 85 × 54 »."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCompleter, QLineEdit, QToolTip

from ia_events.documents.stocks import Stock
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.widgets.fields import Choice, keep_inside

_AROUND = 4  # pixels Qt keeps free at the left and the right of a line's words, together
_FOUND_BY = Qt.ItemDataRole.UserRole + 1


class StockChoice(Choice):
    """A list of stocks that can be typed in; `chosen(id)` comes from the user only."""

    def __init__(self, *, name: str = "") -> None:
        super().__init__(name=name)
        self.setInsertPolicy(Choice.InsertPolicy.NoInsert)
        self._line = _Words(self)
        self.setLineEdit(self._line)
        self._line.setPlaceholderText(_("Nom ou référence"))
        completer = _ByAnyName(self.model(), self)
        self.setCompleter(completer)
        self._line.returnPressed.connect(self._take_first)
        popup = completer.popup()
        assert popup is not None
        self.found = popup  # the list of what was found
        popup.installEventFilter(self)

    def offer(self, stocks: Sequence[Stock], value: object = None) -> None:
        """Offer these, in this order, keeping silent."""
        self.set_options([(stock.id, stock.title) for stock in stocks], value)
        for row, stock in enumerate(stocks):
            self.setItemData(row, f"{stock.title} {' '.join(stock.references)} {stock.id}", _FOUND_BY)
            self.setItemData(row, ", ".join(stock.references), Qt.ItemDataRole.ToolTipRole)
        self._settle()  # each of these wrote the words again

    def set_value(self, value: object) -> None:
        super().set_value(value)
        if self.isEditable():  # not yet while the list itself is being made
            self._settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt makes it as wide as the field, each time something is typed.
        if watched is self.found and event.type() in (QEvent.Type.Show, QEvent.Type.Resize) and self.found.isVisible():
            bar = self.found.verticalScrollBar().sizeHint().width()
            keep_inside(self.found, self, self.found.sizeHintForColumn(0) + bar + 2 * theme.S)
        return bool(super().eventFilter(watched, event))

    @property
    def being_typed(self) -> bool:
        """Whether what stands there is no longer the name of the stock chosen."""
        return self._line.text() != self.itemText(self.currentIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.being_typed:  # the list of what was found gives the focus back when it closes
            self._line.select_name()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()

    def _take_first(self) -> None:
        """Enter takes the first of what was found; words that find nothing give way to the one chosen."""
        completer = self.completer()
        assert completer is not None
        if self.found.isVisible() and self.found.currentIndex().isValid():
            return  # the one pointed at with the arrows: the list itself takes it, after this
        words = self._line.text().strip()
        if words and words != self.itemText(self.currentIndex()):
            completer.setCompletionPrefix(words)
            row = self.findText(str(completer.currentCompletion())) if completer.completionCount() else -1
            if row >= 0:
                self.setCurrentIndex(row)
                self.activated.emit(row)
            else:
                said = _("Aucune planche ne s'appelle « {words} ».").format(words=words)
                QToolTip.showText(self.mapToGlobal(self.rect().bottomLeft()), said, self)
        self._settle()
        self._line.select_name()

    def _settle(self) -> None:
        """Words that are no stock give way to the one chosen."""
        self.setEditText(self.itemText(self.currentIndex()))
        self._line.setCursorPosition(0)
        self.setToolTip(self.currentText())


class _Words(QLineEdit):
    """The line of the list: a click selects the whole name, so that what is typed takes its place; cut with « … »."""

    def __init__(self, choice: StockChoice) -> None:
        super().__init__()
        self._choice = choice

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self._choice.being_typed and not self.hasSelectedText():
            self.select_name()

    def select_name(self) -> None:
        """Select all of it, its beginning in sight."""
        self.setSelection(len(self.text()), -len(self.text()))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) <= self.width() - _AROUND:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        room = self.rect().adjusted(_AROUND // 2, 0, -_AROUND // 2, 0)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


class _ByAnyName(QCompleter):
    """Looks in everything a stock is found by, and shows its title."""

    def __init__(self, model: object, parent: StockChoice) -> None:
        super().__init__(model, parent)  # type: ignore[call-overload]
        self.setCompletionRole(_FOUND_BY)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setMaxVisibleItems(12)

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        return str(index.data(Qt.ItemDataRole.DisplayRole))
