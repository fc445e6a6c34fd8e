"""Who was on the earlier list and is no longer on this one: named, and marked as withdrawn only when ticked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QCheckBox, QHBoxLayout, QListView, QVBoxLayout, QWidget

from ia_events.domain.lists import Plan
from ia_events.domain.people import Attendee
from ia_events.i18n import _, ngettext, number
from ia_events.ui import theme
from ia_events.ui.pages.import_model import Index
from ia_events.ui.widgets import label


class WithdrawnModel(QAbstractListModel):
    """People with a box to tick; `ticked` are the ids of those ticked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.people: Sequence[Attendee] = ()
        self.came: frozenset[str] = frozenset()
        self.ticked: set[str] = set()

    def show(self, people: Sequence[Attendee], came: frozenset[str] = frozenset()) -> None:
        """Show people; those ticked before stay so. `came` are the ids of those who were seen."""
        self.beginResetModel()
        self.people, self.came = people, came
        self.ticked &= {person.id for person in people}
        self.endResetModel()

    def tick_all(self, on: bool) -> None:
        """Tick everybody, or nobody."""
        self.ticked = {person.id for person in self.people} if on else set()
        if self.people:
            self.dataChanged.emit(self.index(0), self.index(len(self.people) - 1))
        self.changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.people)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        person = self.people[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            seen = _("présence déjà notée") if person.id in self.came else ""
            return " · ".join(filter(None, [person.list_name, seen, person.employer]))
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if person.id in self.ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        (self.ticked.add if on else self.ticked.discard)(self.people[index.row()].id)
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True


class WithdrawnPanel(QWidget):
    """`changed` when somebody was ticked or unticked; `ticked` are ids of registrations."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.model = WithdrawnModel()
        self.words = label(tone="muted", wrap=True)
        self.all = QCheckBox(_("Toutes"))
        self.all.setStyleSheet("spacing: 6px;")  # its word above the names of the list
        self.all.clicked.connect(self.model.tick_all)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setAccessibleName(_("Personnes qui ne sont plus sur la liste"))
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.words)
        ticks = QHBoxLayout()
        ticks.setContentsMargins(theme.XS + 2, 0, 0, 0)  # above the boxes of the list
        ticks.addWidget(self.all)
        column.addLayout(ticks)
        column.addWidget(self.list, 1)
        self.model.changed.connect(self._changed)

    @property
    def ticked(self) -> frozenset[str]:
        """The registrations to be marked as withdrawn."""
        return frozenset(self.model.ticked)

    def show_ticked(self, ticked: Collection[str]) -> None:
        """Tick these, of those shown, and nobody else."""
        self.model.ticked = {person.id for person in self.model.people}.intersection(ticked)
        if self.model.people:
            self.model.dataChanged.emit(self.model.index(0), self.model.index(len(self.model.people) - 1))
        self._settle()

    def show_people(self, plan: Plan) -> None:
        """Show who is no longer there."""
        self.model.show(plan.withdrawn, plan.came)
        n = len(plan.withdrawn)
        words = ngettext(
            "{n} personne de la liste précédente n'y est plus. Si vous la cochez, l'import note son désistement.",
            "{n} personnes de la liste précédente n'y sont plus. L'import note le désistement de celles que vous cochez.",
            n,
        ).format(n=number(n))
        if plan.many_withdrawn:
            caution = _("C'est plus de la moitié : vérifiez que les deux listes viennent du même endroit.")
            words = f"{words} {caution}"
        self.words.setText(words)
        self._settle()

    def clear(self) -> None:
        """Forget what was ticked."""
        self.model.ticked = set()
        self.model.show(())

    def _changed(self) -> None:
        self._settle()
        self.changed.emit()

    def _settle(self) -> None:
        ticked, total = len(self.model.ticked), len(self.model.people)
        self.all.setVisible(total > 1)
        self.all.setTristate(0 < ticked < total)
        self.all.setCheckState(
            Qt.CheckState.Checked
            if ticked == total and total
            else Qt.CheckState.PartiallyChecked
            if ticked
            else Qt.CheckState.Unchecked
        )
