"""The elements of a face in a list, the highest first, and what is amiss with them below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ia_events.documents.design_checks import Remark
from ia_events.documents.designs import Design, Format
from ia_events.i18n import _, ngettext
from ia_events.ui import fonts, icons, theme
from ia_events.ui.pages.designer_commands import Commands
from ia_events.ui.pages.designer_draft import Draft
from ia_events.ui.pages.designer_words import icon_of, name_of
from ia_events.ui.widgets import StateDot, WrappedLabel, button, icon_button, label

# Where a word that no column could hold may be broken.
_LONG = re.compile(r"(\w{16})(?=\w)")
_PLACE = Qt.ItemDataRole.UserRole


class LayerList(QListWidget):
    """Dragging, or Alt and an arrow, changes the order; Delete removes. What is selected here is selected on the label."""

    def __init__(self, draft: Draft, commands: Commands) -> None:
        super().__init__()
        self.draft, self.commands = draft, commands
        self.setAccessibleName(_("Plans, le plus haut en premier"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.scaled(self.setMinimumHeight, 120)
        self._marked: frozenset[int] = frozenset()
        self.itemSelectionChanged.connect(self._chosen)
        draft.drawn.connect(self.put)
        draft.moved_on.connect(self.put)

    def mark(self, places: frozenset[int]) -> None:
        """Show which have something amiss."""
        if places != self._marked:
            self._marked = places
            self.put()

    def put(self) -> None:
        """Show the elements as they are."""
        elements = self.draft.elements
        self.blockSignals(True)
        while self.count() > len(elements):
            self.takeItem(self.count() - 1)
        while self.count() < len(elements):
            self.addItem(QListWidgetItem())
        for row in range(len(elements)):
            place = len(elements) - 1 - row
            item, words = self.item(row), name_of(elements[place])
            amiss = place in self._marked
            if item.text() != words or item.data(_PLACE) != place or item.data(_PLACE + 1) != (icon_of(elements[place]), amiss):  # fmt: skip
                item.setText(words)
                item.setToolTip(words)
                item.setData(_PLACE, place)
                item.setData(_PLACE + 1, (icon_of(elements[place]), amiss))
                name, token = ("warning-circle-fill", "attention") if amiss else (icon_of(elements[place]), "muted")
                item.setIcon(icons.icon(name, token))
        wanted = {len(elements) - 1 - place for place in self.draft.selected}
        for row in range(self.count()):
            if self.item(row).isSelected() != (row in wanted):
                self.item(row).setSelected(row in wanted)
        if wanted and self.currentRow() not in wanted:
            self.setCurrentRow(min(wanted), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys = event.key(), event.modifiers()
        if keys & Qt.KeyboardModifier.AltModifier and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.commands.shift(1 if key == Qt.Key.Key_Up else -1)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.commands.remove()
        elif keys & Qt.KeyboardModifier.ControlModifier and key in (
            Qt.Key.Key_C,
            Qt.Key.Key_X,
            Qt.Key.Key_V,
            Qt.Key.Key_D,
        ):
            do = {Qt.Key.Key_C: self.commands.copy, Qt.Key.Key_X: self.commands.cut, Qt.Key.Key_V: self.commands.paste, Qt.Key.Key_D: self.commands.duplicate}  # fmt: skip
            do[Qt.Key(key)]()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0, QItemSelectionModel.SelectionFlag.NoUpdate)

    def dropEvent(self, event: QDropEvent) -> None:
        """What is dragged goes between the rows it is dropped on."""
        place = event.position().toPoint()
        below = self.itemAt(place)
        row = self.count() if below is None else self.row(below)
        if below is not None and place.y() > self.visualItemRect(below).center().y():
            row += 1
        rows = sorted(self.row(item) for item in self.selectedItems())
        order = [n for n in range(self.count()) if n not in rows]
        at = row - sum(n < row for n in rows)
        order[at:at] = rows
        last = self.count() - 1  # rows are counted from the highest layer
        self.draft.order(_("Ordre des plans"), [last - n for n in reversed(order)])
        # The list follows the draft: Qt is not to take rows away by itself.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _chosen(self) -> None:
        self.draft.select([int(item.data(_PLACE)) for item in self.selectedItems()])


class RemarkList(QWidget):
    """What is amiss, each with the element it is about; a click shows it. Nothing of it keeps from printing."""

    pointed = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self.remarks: tuple[tuple[Remark, str], ...] = ()
        self.buttons: list[QPushButton] = []
        self._dot = StateDot("welcome", size=18)
        self._title = label("", weight=fonts.MEDIUM)
        top = QHBoxLayout()
        top.setSpacing(theme.S)
        top.addWidget(self._dot)
        top.addWidget(self._title, 1)
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.S)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(top)
        column.addLayout(self._column)
        self._shown: object = None
        self.put((), Design("", {}, ()), None)

    def put(self, remarks: Sequence[Remark], design: Design, made: Format | None) -> None:
        """Show remarks on a format of a design."""
        found = []
        for remark in remarks:
            face = () if made is None else getattr(made, remark.face)
            name = name_of(face[remark.element]) if 0 <= remark.element < len(face) else _("Le modèle")
            if remark.face == "back":
                name = _("Verso, {element}").format(element=name)
            found.append((remark, name))
        count = len(found)
        self._dot.set("attention" if found else "welcome")
        said = ngettext("{count} remarque", "{count} remarques", count).format(count=count)
        self._title.setText(said if found else _("Rien à signaler"))
        if found == list(self.remarks) and self._shown is not None:
            return
        self.remarks, self._shown = tuple(found), made
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = []
        for remark, name in found:
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            about = button(
                _elided(name), partial(self.pointed.emit, remark.face, remark.element), kind="quiet", tip=name
            )
            about.setProperty("flush", True)
            about.setAccessibleName(name)
            about.setAccessibleDescription(remark.sentence)
            about.setEnabled(remark.element >= 0)
            words = WrappedLabel(_LONG.sub("\\1\u200b", remark.sentence))
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            words.setProperty("text_size", str(theme.SMALL))
            words.setContentsMargins(theme.S, 0, 0, 0)
            column.addWidget(about)
            column.addWidget(words)
            self._column.addWidget(holder)
            self.buttons.append(about)


def _elided(name: str, most: int = 21) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


class Adding(QWidget):
    """The buttons that add an element. `wanted(kind)`: text, rectangle, ellipse, line, logo, photo, image, code, link or role."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for kind, icon, words in (
            ("text", "text-t", _("Ajouter un texte")),
            ("rectangle", "rectangle", _("Ajouter un rectangle")),
            ("ellipse", "circle", _("Ajouter une ellipse")),
            ("line", "line-segment", _("Ajouter un trait")),
            ("image", "image", _("Ajouter une image, un logo ou une photo")),
            ("code", "qr-code", _("Ajouter un code")),
            ("role", "tag", _("Ajouter un bandeau du rôle")),
        ):
            made = icon_button(icon, words, partial(self.wanted.emit, kind), token="text")
            self.buttons[kind] = made
            row.addWidget(made)
        row.addStretch(1)
