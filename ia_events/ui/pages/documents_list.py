"""The documents as a quiet list by moment, or as a menu where there is no room for it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ia_events.i18n import _
from ia_events.ui import fonts, icons, theme
from ia_events.ui.pages.documents_table import DOCUMENTS, MOMENTS, Document, State
from ia_events.ui.widgets import Choice, label
from ia_events.ui.widgets.states import letters

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
_ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}


class DocumentButton(QAbstractButton):
    """An icon, the name, and below it where things stand when that means something."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.state = State("")
        self.setText(_(document.name))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_state(self.state)

    def show_state(self, state: State) -> None:
        """Say where it stands."""
        self.state = state
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(state.words)
        self.setToolTip("")
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if Qt.Key(event.key()) in (*_STEPS, *_ENDS):
            event.ignore()  # the list's: a button would only pass the focus on
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._font()).horizontalAdvance(self.text()) + theme.px(48)
        return QSize(width, theme.px(50 if self.state.words else 36))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = self.isChecked()
        ground = tokens.soft if taken else tokens.hover if self.underMouse() else ""
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.color("accent_text"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("soft" if taken else "hover") if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)
        side, left = theme.px(20), theme.px(10)
        first = QRectF(0, 0, self.width(), theme.px(36))
        icon = QRectF(left, (first.height() - side) / 2, side, side)
        icons.paint(painter, icon, self.document.icon, theme.color("accent_text" if taken else "muted"))
        words = first.adjusted(left + side + theme.px(10), 0, -theme.px(8), 0)
        painter.setFont(self._font())
        painter.setPen(theme.color("accent_text" if taken else "text"))
        centre = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        name = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, centre, name)
        if self.state.words:
            painter.setFont(fonts.font(theme.px(theme.SMALL), fonts.REGULAR))
            painter.setPen(theme.color(letters(self.state.tone)))
            below = QRectF(words.left(), theme.px(27), words.width(), theme.px(18))
            said = painter.fontMetrics().elidedText(self.state.words, Qt.TextElideMode.ElideRight, int(below.width()))
            painter.drawText(below, centre, said)
        painter.end()

    def _font(self) -> QFont:
        return fonts.font(theme.px(theme.BODY), fonts.MEDIUM if self.isChecked() else fonts.REGULAR)


class DocumentList(QWidget):
    """Every document, one of them taken; the arrows go from one to the next. `chosen(id)` comes from the user only."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Documents"))
        self.buttons: dict[str, DocumentButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for moment, documents in MOMENTS:
            heading = label(_(moment), theme.SMALL, tone="muted", weight=fonts.MEDIUM)
            theme.scaled(heading.setContentsMargins, 10, 0, 0, 2)
            if self.buttons:
                column.addSpacing(theme.M)
            column.addWidget(heading)
            for document in documents:
                made = self.buttons[document.id] = DocumentButton(document)
                made.clicked.connect(lambda _down, name=document.id: self._take(name))
                column.addWidget(made)
        column.addStretch(1)
        self.menu = DocumentMenu()
        self.menu.chosen.connect(lambda name: self._take(str(name)))
        self.set_value(next(iter(DOCUMENTS)))

    @property
    def value(self) -> str:
        """The document taken."""
        return self._value

    def set_value(self, name: str) -> None:
        """Take one, keeping silent. Tab goes to the one that is taken."""
        self._value = name
        self.menu.set_value(name)
        for other, made in self.buttons.items():
            made.setChecked(other == name)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if other == name else Qt.FocusPolicy.NoFocus)
            made.update()

    def show_states(self, states: Mapping[str, State]) -> None:
        """Say where the documents stand."""
        for name, made in self.buttons.items():
            made.show_state(states.get(name, State("")))

    def take_focus(self) -> None:
        """Focus on the one that is taken, wherever it is shown."""
        (self.buttons[self._value] if self.isVisible() else self.menu).setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        names = list(self.buttons)
        place = names.index(self._value)
        key = Qt.Key(event.key())
        if key in _STEPS:
            wanted = min(len(names) - 1, max(0, place + _STEPS[key]))
        elif key in _ENDS:
            wanted = _ENDS[key] % len(names)
        else:
            super().keyPressEvent(event)
            return
        self._take(names[wanted])
        self.take_focus()

    def _take(self, name: str) -> None:
        changed = name != self._value
        self.set_value(name)  # a click on the one that is down leaves it down
        if changed:
            self.chosen.emit(name)


class DocumentMenu(Choice):
    """The same documents, as a menu; a line parts the moments."""

    def __init__(self) -> None:
        super().__init__(name=_("Document"))
        for _moment, documents in MOMENTS:
            if self.count():
                self.insertSeparator(self.count())
            for document in documents:
                self.addItem(icons.icon(document.icon, "muted"), _(document.name), document.id)
