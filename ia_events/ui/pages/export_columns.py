"""The columns of a list, ticked and put in order; and the presets they are kept under."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from ia_events import presets
from ia_events.domain.errors import UserError
from ia_events.domain.text import file_name
from ia_events.i18n import _
from ia_events.presets import Preset
from ia_events.spreadsheets.choosing import Choosable
from ia_events.ui import icons, theme
from ia_events.ui.pages.file_card import beside
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, icon_button, label, menu_button, primary, quiet, restyle

_ID = Qt.ItemDataRole.UserRole


class ColumnsList(QListWidget):
    """Check boxes in the order of the file. They are dragged, or moved with Alt and an arrow. `changed` is the user's."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Colonnes de la liste"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(theme.px(18), theme.px(18)))
        self._silent = False
        self.itemChanged.connect(lambda _item: self._say())
        self.model().rowsMoved.connect(lambda *_args: self._say())

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids ticked, in order."""
        items = [self.item(row) for row in range(self.count())]
        return tuple(item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked)

    def show_columns(self, offered: Sequence[Choosable], chosen: Sequence[str]) -> None:
        """Those chosen first, in their order, then the others."""
        self._silent = True
        self.clear()
        by_id = {column.id: column for column in offered}
        first = [by_id[name] for name in dict.fromkeys(chosen) if name in by_id]
        for column in [*first, *(column for column in offered if column.id not in set(chosen))]:
            item = QListWidgetItem(column.title)
            item.setData(_ID, column.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            ticked = column.id in chosen
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            if column.private:
                item.setIcon(icons.icon("lock-key", "attention"))
                said = _("Donnée personnelle, jamais imprimée : ne la choisissez que si elle est nécessaire.")
                item.setToolTip(said)
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, said)
            self.addItem(item)
        self._silent = False
        self.scrollToTop()

    def tick(self, column: str, on: bool = True) -> None:
        """Tick a column, as the user would."""
        for row in range(self.count()):
            if self.item(row).data(_ID) == column:
                self.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def move(self, step: int) -> None:  # type: ignore[override]  # a list is never moved itself
        """Move the current column up (-1) or down (1)."""
        row = self.currentRow()
        target = row + step
        if row < 0 or not 0 <= target < self.count():
            return
        self._silent = True
        item = self.takeItem(row)
        self.insertItem(target, item)
        self.setCurrentRow(target)
        self._silent = False
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move(step)
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        if not self._silent:
            self.changed.emit()


class PresetBar(QWidget):
    """The preset at hand, and what can be done with presets. `chosen(preset)` comes from the user only."""

    chosen = Signal(object)

    def __init__(self, session: Session, current: Callable[[str], Preset]) -> None:
        """`current(name)` is the choice on the page, under a name."""
        super().__init__()
        self._session, self._current = session, current
        self.choice = Choice(name=_("Présélection"))
        self.choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)  # it takes the room left: a long name asks for no more
        self.choice.chosen.connect(lambda name: self.chosen.emit(presets.find(str(name))) if name else None)
        menu = QMenu()
        self.menu_button = menu_button(_("Présélections"), menu)
        self.save_action = self._action(menu, _("Enregistrer ce choix…"), self.name_it)
        self.remove_action = self._action(menu, _("Supprimer cette présélection"), self._remove)
        menu.addSeparator()
        self.export_action = self._action(menu, _("Exporter cette présélection…"), self._export)
        self._action(menu, _("Ajouter une présélection reçue…"), self._bring)
        menu.aboutToShow.connect(self._enable)
        restyle(self.menu_button, kind="quiet")
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Nom de la présélection"))
        self.name.setAccessibleName(_("Nom de la présélection"))
        self.name.setMaxLength(80)
        self.name.returnPressed.connect(self._keep)
        self.name.textChanged.connect(lambda _text: restyle(self.name, wrong=False))
        self.naming = QWidget()
        naming = beside(self.name, primary(_("Enregistrer"), self._keep), quiet(_("Annuler"), self._unname))
        naming.setContentsMargins(0, 0, 0, 0)
        self.naming.setLayout(naming)
        self.naming.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addLayout(beside(self.choice, self.menu_button))
        column.addWidget(self.naming)

    @property
    def preset(self) -> Preset | None:
        """The preset at hand; None once something else was chosen."""
        name = str(self.choice.value or "")
        return presets.find(name) if name else None

    def show_presets(self, name: str) -> None:
        """Offer those there are; `name` is at hand ("" for a choice that is none of them)."""
        options: list[tuple[object, str]] = [(preset.name, preset.title) for preset in presets.all_presets()]
        if not name:
            options.insert(0, ("", _("Choix personnel")))
        self.choice.set_options(options, name)

    def name_it(self) -> None:
        """Ask for a name, on the page."""
        preset = self.preset
        self.name.setText(preset.name if preset and not preset.built_in else "")
        self.naming.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _keep(self) -> None:
        try:
            presets.keep(self._current(self.name.text()))
        except UserError as error:
            restyle(self.name, wrong=True)
            self._session.fail(error)
            return
        self.naming.hide()
        self.show_presets(self.name.text().strip())
        self._session.notify(_("Présélection enregistrée."))

    def _unname(self) -> None:
        self.naming.hide()

    def _remove(self) -> None:
        preset = self.preset
        if preset is not None and not preset.built_in:
            presets.remove(preset.name)
            self.show_presets("")
            self._session.notify(_("Présélection supprimée : {name}.").format(name=preset.name))

    def _export(self) -> None:
        preset = self.preset or self._current(_("Choix personnel"))
        start = self._session.settings.documents / f"{file_name(preset.title, 80)}.json"
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Exporter la présélection"), str(start), "JSON (*.json)")
        if chosen:
            self._try(lambda: presets.export(preset, Path(chosen)))

    def _bring(self) -> None:
        start = str(self._session.settings.documents)
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Présélection reçue"), start, "JSON (*.json)")
        if chosen:
            self._try(lambda: self._brought(presets.bring(Path(chosen))))

    def _brought(self, preset: Preset) -> None:
        self.show_presets(preset.name)
        self.chosen.emit(preset)

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except UserError as error:
            self._session.fail(error)

    def _enable(self) -> None:
        preset = self.preset
        self.remove_action.setEnabled(preset is not None and not preset.built_in)

    def _action(self, menu: QMenu, words: str, on_trigger: Callable[[], object]) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked=False: on_trigger())
        return action


def movers(columns: ColumnsList) -> QWidget:
    """The two arrows, for those who don't drag."""
    made = QWidget()
    row = beside(
        label(_("Glissez les lignes pour changer l'ordre."), theme.SMALL, tone="muted", wrap=True),
        icon_button("arrow-up", _("Monter la colonne (Alt + flèche)"), lambda: columns.move(-1)),
        icon_button("arrow-down", _("Descendre la colonne (Alt + flèche)"), lambda: columns.move(1)),
    )
    row.setContentsMargins(0, 0, 0, 0)
    made.setLayout(row)
    return made
