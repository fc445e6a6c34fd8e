"""What a return changes, as rows: each person, and below them each cell that differs, with what is taken ticked."""

from __future__ import annotations

from array import array
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ia_events.domain.events import Event
from ia_events.domain.fields import BY_ID
from ia_events.domain.figures import ordered_slots, slot_headings
from ia_events.domain.returned import words_of
from ia_events.domain.three_way import KIND_LABELS, Accepted, Change, Comparison, Kind, proposed
from ia_events.domain.three_way import Cell as Difference
from ia_events.i18n import N_, _
from ia_events.ui.widgets import Cell

Index = QModelIndex | QPersistentModelIndex

TICK, WHAT, SENT, HERE, BACK, FATE = range(6)
HEADINGS = ("", N_("Personne, donnée"), N_("Envoyé"), N_("Ici"), N_("Revenu du siège"), N_("Suite"))
_PILLS = {
    Kind.ADDED: ("welcome", "plus-circle-fill"),
    Kind.CHANGED: ("accent", "pencil-simple-fill"),
    Kind.WITHDRAWN: ("neutral", "minus-circle-fill"),
    Kind.REMOVED: ("attention", "warning-circle-fill"),
}
_DOUBTS = {
    "conflict": N_("Modifié ici depuis l'envoi, ou présence relevée : à choisir"),
    "duplicate": N_("Une personne de ce nom est déjà inscrite : à vérifier"),
    "shifted": N_("Cette ligne est peut-être celle de quelqu'un d'autre : à vérifier"),
    "many": N_("Beaucoup de personnes manquent dans ce classeur : à vérifier"),
}
_INDENT = "\u2003"
_NOT_SHOWN = -1


class ComingBackModel(QAbstractTableModel):
    """A comparison. `chosen` when what is taken changed; what was ticked by hand stays so in the next comparison."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.comparison: Comparison | None = None
        self.accepted: set[tuple[str, str]] = set()
        self._by_hand: dict[tuple[str, str], bool] = {}
        self._titles: dict[str, str] = {}
        self._people = array("i")  # of each row: the change …
        self._cells = array("i")  # … and the cell of it, -1 for the person

    # --- what is shown ----------------------------------------------------------------------------------------------

    def show(self, comparison: Comparison | None, event: Event | None = None) -> None:
        """Show a comparison; without one, nothing, and forget what was ticked."""
        self.comparison = comparison
        self._titles = {}
        if comparison is None or event is None:
            self._by_hand.clear()
            self.accepted = set()
        else:
            slots = [slot.id for slot in ordered_slots(event)]
            self._titles = dict(zip(slots, slot_headings(event), strict=True))
            self.accepted = set(proposed(comparison.changes))
            for change in comparison.changes:
                for cell in change.cells:
                    place = change.ref, cell.key
                    if place in self._by_hand:
                        self._take(place, self._by_hand[place])
        self.filter("all")

    def filter(self, part: str) -> None:
        """Show a part: "all", "conflicts", or a Kind."""
        self.beginResetModel()
        self._people, self._cells = array("i"), array("i")
        for number, change in enumerate(self.comparison.changes if self.comparison else ()):
            if part == "conflicts":
                if change.kind == Kind.ADDED or not change.conflicts:
                    continue
            elif part not in ("all", change.kind):
                continue
            self._people.append(number)
            self._cells.append(_NOT_SHOWN)
            if change.kind in (Kind.CHANGED, Kind.REMOVED):
                for place, cell in enumerate(change.cells):
                    if part != "conflicts" or cell.conflict:
                        self._people.append(number)
                        self._cells.append(place)
        self.endResetModel()

    def taken(self) -> int:
        """How many changes are ticked: an addition is one, whatever its cells."""
        return len({ref if ref.startswith("+") else (ref, key) for ref, key in self.accepted})

    def choice(self) -> Accepted:
        """What is ticked."""
        return frozenset(self.accepted)

    # --- ticking ----------------------------------------------------------------------------------------------------

    def toggle(self, index: Index, *, take: bool | None = None) -> None:
        """Tick or untick a cell, or all of a person's; `take` says which."""
        if not index.isValid() or self.comparison is None:
            return
        change = self.comparison.changes[self._people[index.row()]]
        cell = self._cells[index.row()]
        places = [(change.ref, c.key) for c in (change.cells if cell < 0 else change.cells[cell : cell + 1])]
        if take is None:
            take = not all(place in self.accepted for place in places)
        self._set(places, take)

    def take_all(self, take: bool) -> None:
        """Tick or untick all the rows shown."""
        if self.comparison is None:
            return
        changes = self.comparison.changes
        places = []
        for number, cell in zip(self._people, self._cells, strict=True):
            change = changes[number]
            if cell >= 0:
                places.append((change.ref, change.cells[cell].key))
            elif change.kind in (Kind.ADDED, Kind.WITHDRAWN):
                places.extend((change.ref, c.key) for c in change.cells)
        self._set(places, take)

    def _set(self, places: list[tuple[str, str]], take: bool) -> None:
        for place in places:
            self._by_hand[place] = take
            self._take(place, take)
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, FATE))
        self.chosen.emit()

    def _take(self, place: tuple[str, str], take: bool) -> None:
        if take:
            self.accepted.add(place)
        else:
            self.accepted.discard(place)

    def _ticked(self, change: Change, cell: int) -> Qt.CheckState:
        cells = change.cells if cell < 0 else change.cells[cell : cell + 1]
        ticks = {(change.ref, c.key) in self.accepted for c in cells}
        if len(ticks) > 1:
            return Qt.CheckState.PartiallyChecked
        return Qt.CheckState.Checked if True in ticks else Qt.CheckState.Unchecked

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(HEADINGS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).words
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == TICK:
            return self._ticked(*self._at(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == TICK:
            taken = self._ticked(*self._at(index.row())) != Qt.CheckState.Unchecked
            return _("À reprendre") if taken else _("Laissé de côté")
        return None

    def _at(self, row: int) -> tuple[Change, int]:
        assert self.comparison is not None
        return self.comparison.changes[self._people[row]], self._cells[row]

    def cell(self, row: int, column: int) -> Cell:
        """Everything painted of a cell."""
        change, place = self._at(row)
        if column == TICK:
            state = self._ticked(change, place)
            if state == Qt.CheckState.Unchecked:
                return Cell(icon="square", tone="muted")
            return Cell(
                icon="check-square-fill" if state == Qt.CheckState.Checked else "square-half-fill", tone="accent"
            )
        if place < 0:
            return self._person(change, column)
        return self._difference(change, change.cells[place], column)

    def _person(self, change: Change, column: int) -> Cell:
        if column == WHAT:
            return Cell(change.name or "—", strong=True)
        if column == FATE:
            if change.doubt in ("conflict", "duplicate", "shifted"):
                words = _("Conflit") if change.kind == Kind.WITHDRAWN else _(KIND_LABELS[change.kind])
                return Cell(words, pill="attention", icon="warning-circle-fill")
            tone, icon = _PILLS[change.kind]
            return Cell(_(KIND_LABELS[change.kind]), pill=tone, icon=icon)
        if change.kind == Kind.ADDED and column == BACK:
            told = (words_of(key, change.values.get(key, "")) for key in ("employer", "job_title", "email", "phone"))
            return Cell(" · ".join(filter(None, told)))
        if change.kind == Kind.WITHDRAWN and column == BACK:
            return Cell(_("n'est plus dans le classeur"))
        if column == HERE and change.kind != Kind.ADDED:
            return Cell(change.values.get("employer", ""), tone="muted")
        return Cell()

    def _difference(self, change: Change, cell: Difference, column: int) -> Cell:
        taken = (change.ref, cell.key) in self.accepted
        ground = "attention_soft" if cell.conflict else ""
        if column == WHAT:
            return Cell(_INDENT + self._title(cell.key), tone="muted")
        if column == SENT:
            if cell.base is None:
                return Cell(_("inconnu"), tone="muted")
            return Cell(words_of(cell.key, cell.base) or "—" if cell.conflict else "", tone="muted")
        if column == HERE:
            return Cell(
                words_of(cell.key, cell.ours) or "—", strong=not taken, tone="muted" if taken else "", ground=ground
            )
        if column == BACK:
            return Cell(
                words_of(cell.key, cell.theirs) or "—", strong=taken, tone="" if taken else "muted", ground=ground
            )
        if column == FATE and cell.conflict:
            return Cell(_("Conflit"), pill="attention", icon="warning-circle-fill")
        return Cell()

    def _title(self, key: str) -> str:
        return BY_ID[key].title if key in BY_ID else self._titles.get(key, key)

    def _tip(self, index: Index) -> str | None:
        change, place = self._at(index.row())
        if place < 0 and change.kind == Kind.ADDED and index.column() in (WHAT, BACK):
            lines = [
                _("{what} : {state}").format(what=self._title(c.key), state=words_of(c.key, c.theirs))
                for c in change.cells
            ]
            return "\n".join(lines)
        if change.kind == Kind.WITHDRAWN and not change.doubt:
            return _("Absent du classeur revenu : cochez s'il s'agit d'un désistement.")
        if index.column() == FATE and change.doubt:
            return _(_DOUBTS[change.doubt])
        if index.column() == FATE and place >= 0 and change.cells[place].conflict:
            return _("Modifié ici et au siège : cliquez la valeur à garder.")
        return None
