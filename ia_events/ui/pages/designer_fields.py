"""The fields of the designer's panel: colours, and texts with placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QColorDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ia_events.documents import placeholders
from ia_events.documents.designs import ROLE_COLOURS
from ia_events.documents.pdf import INK, MUTED, WHITE
from ia_events.domain.people import Role
from ia_events.domain.text import fold
from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.designer_words import COLOUR_WORDS
from ia_events.ui.widgets import Choice, SearchField, icon_button, label, restyle
from ia_events.ui.widgets.fields import keep_inside

_SAMPLE = Qt.ItemDataRole.UserRole
_OWN = "own"


class ColourField(QWidget):
    """A colour of the design (of ink, of the role…), or one's own. `chosen(colour)` comes from the user only."""

    chosen = Signal(str)

    def __init__(self, name: str, accent: str, *, none: bool = False, role: bool = True) -> None:
        """`none`: there may be no colour; `role`: that of the person's role may be taken."""
        super().__init__()
        self._values = {
            "ink": INK,
            "muted": MUTED,
            "white": WHITE,
            "accent": accent,
            "role": ROLE_COLOURS[Role.SPEAKER],
        }
        self._value = ""
        self.choice = Choice(name=name)
        self.own = QLineEdit()
        self.own.setAccessibleName(_("{name}, écrite #RRVVBB").format(name=name))
        self.own.setMaxLength(7)
        self.own.setPlaceholderText("#0F766E")
        self.pick = icon_button("eyedropper", _("Choisir une couleur"), self._pick)
        offered: list[tuple[object, str]] = [("", _("Aucune"))] if none else []
        offered += [(key, _(words)) for key, words in COLOUR_WORDS.items() if role or key != "role"]
        self.choice.set_options([*offered, (_OWN, _("Autre…"))])
        self.show_accent(accent)
        self.choice.chosen.connect(self._take)
        self.own.editingFinished.connect(self._typed)
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        self._below = QWidget()
        beside = QHBoxLayout(self._below)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.XS)
        beside.addWidget(self.own, 1)
        beside.addWidget(self.pick)
        column.addWidget(self.choice)
        column.addWidget(self._below)
        self.setFocusProxy(self.choice)
        self.put("")

    def show_accent(self, accent: str) -> None:
        """The organisation's colour is this one now."""
        self._values["accent"] = accent
        for row in range(self.choice.count()):
            self.choice.setItemIcon(row, swatch(self._values.get(str(self.choice.itemData(row)), "")))

    def put(self, value: str) -> None:
        """Show a colour, keeping silent."""
        self._value = value
        own = value.startswith("#")
        self.choice.set_value(_OWN if own else value)
        self._below.setVisible(own)
        if own:
            self.own.setText(value)
            self.choice.setItemIcon(self.choice.count() - 1, swatch(value))
            restyle(self.own, wrong=False)

    def _take(self, value: object) -> None:
        made = self._values.get(self._value, INK) if value == _OWN else str(value)
        self.put(made)
        self.chosen.emit(made)

    def _typed(self) -> None:
        text = self.own.text().strip().upper()
        text = text if text.startswith("#") else f"#{text}"
        right = re.fullmatch(r"#[0-9A-F]{6}", text) is not None
        restyle(self.own, wrong=not right)
        if right and text != self._value.upper():
            self.put(text)
            self.chosen.emit(text)

    def _pick(self) -> None:
        found = self.ask_colour(QColor(self._value))
        if found is not None:
            self.put(found)
            self.chosen.emit(found)

    def ask_colour(self, before: QColor) -> str | None:
        """A colour, from the system's palette; None: as it was."""
        found = QColorDialog.getColor(before, self, self.choice.accessibleName())
        return found.name().upper() if found.isValid() else None


def swatch(colour: str) -> QIcon:
    """A square of a colour; crossed when there is none."""
    side = theme.px(16)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.color("control"))
    painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRect(1, 1, side - 3, side - 3), 3, 3)
    if not colour:
        painter.drawLine(3, side - 5, side - 5, 3)
    painter.end()
    return QIcon(made)


class _Row(QStyledItemDelegate):
    """A name at the left, its sample at the right, paler."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        tokens = theme.tokens()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.soft))
            painter.drawRoundedRect(rect, 6, 6)
            painter.restore()
        inner = rect.adjusted(theme.S, 0, -theme.S, 0)
        painter.setFont(fonts.font(theme.px(theme.BODY)))
        name, sample = str(index.data()), str(index.data(_SAMPLE) or "")
        metrics = painter.fontMetrics()
        width = min(metrics.horizontalAdvance(name), inner.width() * 3 // 5)
        painter.setPen(QColor(tokens.text))
        elided = metrics.elidedText(name, Qt.TextElideMode.ElideRight, width + 1)
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.setPen(QColor(tokens.muted))
        room = inner.adjusted(width + theme.L, 0, 0, 0)
        elided = metrics.elidedText(sample, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, elided)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(32))


class PlaceholderPicker(QFrame):
    """What can be printed, each with what it says of the person shown; searched by typing. `picked("{first_name}")`."""

    picked = Signal(str)

    def __init__(self, sample: Callable[[str], str], parent: QWidget, *, personal: bool = True) -> None:
        """`personal`: what speaks of the person is offered too."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("floating", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.names = QListWidget()
        self.search = SearchField(_("Chercher un champ"))
        self.search.searched.connect(lambda _text: self._fill())
        self.search.down.connect(lambda: self.names.setFocus(Qt.FocusReason.OtherFocusReason))
        self.search.returnPressed.connect(self._take)
        self.names.setAccessibleName(_("Champs"))
        self.names.setItemDelegate(_Row(self.names))
        self.names.setMouseTracking(True)
        self.names.itemClicked.connect(lambda _item: self._take())
        self.names.itemActivated.connect(lambda _item: self._take())
        self._all = [(name, words, sample(f"{{{name}}}")) for name, words in placeholders.offered()]
        self._all = [made for made in self._all if personal or not placeholders.personal(f"{{{made[0]}}}")]
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S, theme.S, theme.S, theme.S)
        column.setSpacing(theme.XS)
        column.addWidget(self.search)
        column.addWidget(self.names, 1)
        self.resize(theme.px(480), theme.px(420))
        self._fill()

    def show_below(self, field: QWidget) -> None:
        """Open it below a field, on the screen."""
        corner = field.mapToGlobal(QPoint(field.width(), field.height() + 2))
        screen = field.screen().availableGeometry()
        height = min(self.height(), screen.height())
        y = min(max(corner.y(), screen.top()), screen.bottom() + 1 - height)
        self.setGeometry(corner.x() - self.width(), y, self.width(), height)
        self.show()
        keep_inside(self, field, self.width())
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        wanted = fold(self.search.text())
        self.names.clear()
        for name, words, sample in self._all:
            if wanted in fold(f"{words} {sample} {name}"):
                item = QListWidgetItem(words)
                item.setData(_SAMPLE, " · ".join(sample.splitlines()))
                item.setData(_SAMPLE + 1, name)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, {sample}")
                self.names.addItem(item)
        self.names.setCurrentRow(0)

    def _take(self) -> None:
        item = self.names.currentItem()
        if item is not None:
            self.picked.emit(f"{{{item.data(_SAMPLE + 1)}}}")
            self.close()


class WordsField(QWidget):
    """A line of text with placeholders, and the button that offers them. `entered(text)` follows the typing while it makes sense."""

    entered = Signal(str)

    def __init__(self, name: str, sample: Callable[[str], str], *, personal: bool = True) -> None:
        """`personal`: it may speak of the person."""
        super().__init__()
        self._sample, self._personal = sample, personal
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setMaxLength(500)
        self.line.textEdited.connect(lambda _text: self._typed())
        self.offer = icon_button("brackets-curly", _("Insérer un champ"), self.show_picker)
        self.wrong = label("", theme.SMALL, tone="refused", wrap=True)
        self.row = QHBoxLayout()
        self.row.setSpacing(theme.XS)
        self.row.addWidget(self.line, 1)
        self.row.addWidget(self.offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self.row)
        column.addWidget(self.wrong)
        self.wrong.hide()
        self.setFocusProxy(self.line)

    def put(self, text: str) -> None:
        """Show a text, keeping silent; not the one that is being typed."""
        if text != self.line.text() and not (self.line.hasFocus() and self.wrong.isVisible()):
            self.line.setText(text)
            self._complain("")

    def show_picker(self) -> None:
        """Offer what can be inserted."""
        self.picker = PlaceholderPicker(self._sample, self, personal=self._personal)
        self.picker.picked.connect(self._insert)
        self.picker.show_below(self)

    def _insert(self, text: str) -> None:
        self.line.insert(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._typed()

    def _typed(self) -> None:
        text = self.line.text()
        unknown = placeholders.unknown(text) if text != "{badge}" else ""
        complaint = ""
        if unknown or text.count("{") != text.count("}"):
            complaint = _("« {name} » n'est pas un champ : choisissez-le dans la liste.").format(name=f"{{{unknown}}}")
        elif not self._personal and (name := placeholders.personal(text)):
            complaint = _("Un code ne dit rien de la personne : ôtez « {name} ».").format(name=f"{{{name}}}")
        self._complain(complaint)
        if not complaint:
            self.entered.emit(text)

    def _complain(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        restyle(self.line, wrong=bool(sentence))
        self.line.setAccessibleDescription(sentence)
