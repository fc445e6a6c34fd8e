"""The rows of a list about to be imported: what becomes of each, with the findings on their cells."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ia_events.domain.fields import BY_ID, FULL_NAME
from ia_events.domain.lists import Column, ListRow, Plan, Problem, Update
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Role, Status
from ia_events.i18n import N_, _
from ia_events.ui.pages.participants_model import Shown
from ia_events.ui.widgets import GroundRole, IconRole, PillRole, ToneRole

Index = QModelIndex | QPersistentModelIndex

FATES = {
    "added": Shown(N_("Ajout"), "welcome", "plus-circle-fill"),
    "updated": Shown(N_("Mise à jour"), "accent", "pencil-simple-fill"),
    "unchanged": Shown(N_("Sans changement"), "quiet", "equals-bold"),
    "refused": Shown(N_("Refus"), "refused"),
}
ROW, FATE, FIRST = 0, 1, 2  # the columns before those of the file
_NAMES = ("last_name", FULL_NAME, "first_name")
_WORDED = ("role", "status")


def field_title(field: str) -> str:
    """What a column is read as, in words."""
    if field == FULL_NAME:
        return _("Nom et prénom")
    return BY_ID[field].title if field else _("laissée de côté")


class ImportModel(QAbstractTableModel):
    """A plan as rows in the order of the file; `only_problems` keeps those worth a look."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[Column, ...] = ()
        self._rows: Sequence[ListRow] = ()
        self._order = array("I")
        self._fates: dict[int, str] = {}
        self._updates: dict[int, Update] = {}
        self._problems: dict[int, list[Problem]] = {}

    def show(self, plan: Plan | None, *, only_problems: bool = False) -> None:
        """Show a plan; nothing without one."""
        self.beginResetModel()
        self.columns, self._rows = (), ()
        self._fates, self._updates, self._problems = {}, {}, {}
        if plan is not None:
            # What is left aside comes last: there is nothing to read in it.
            self.columns = tuple(sorted(plan.listing.columns, key=lambda column: not column.field))
            self._rows = plan.listing.rows
            self._updates = {update.row: update for update in plan.updated}
            self._fates = dict.fromkeys(self._updates, "updated")
            self._fates.update((row.row, "added") for row in plan.added)
            self._fates.update((row.row, "refused") for row in plan.refused)
            for problem in plan.problems:
                self._problems.setdefault(problem.row, []).append(problem)
        rows = range(len(self._rows))
        self._order = array("I", (i for i in rows if not only_problems or self._rows[i].row in self._problems))
        self.endResetModel()

    def place_of(self, problem: Problem) -> QModelIndex:
        """The cell a problem is about; an invalid index when its row is not shown."""
        for place, number in enumerate(self._order):
            if self._rows[number].row == problem.row:
                found = (i for i, column in enumerate(self.columns) if self._is_about(problem, column))
                return self.index(place, FIRST + next(found, 0))
        return QModelIndex()

    def _is_about(self, problem: Problem, column: Column) -> bool:
        if problem.column:
            return problem.column == column.heading
        if problem.field:
            return problem.field == column.field or (column.field == FULL_NAME and problem.field in _NAMES)
        # What is said of the whole row stands on the name.
        return column.field == next((c.field for name in _NAMES for c in self.columns if c.field == name), "")

    def _found(self, row: ListRow, column: Column) -> list[Problem]:
        problems = self._problems.get(row.row)
        return [p for p in problems if self._is_about(p, column)] if problems else []

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else FIRST + len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section < FIRST:
            return (_("Ligne"), _("Suite"))[section] if role == Qt.ItemDataRole.DisplayRole else None
        column = self.columns[section - FIRST]
        words = _("{heading} → {field}").format(heading=column.heading, field=field_title(column.field))
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        return (
            _("{column}. Cliquez pour changer.").format(column=words) if role == Qt.ItemDataRole.ToolTipRole else None
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (
            Qt.ItemDataRole.DisplayRole, ToneRole, PillRole, IconRole, GroundRole, Qt.ItemDataRole.ToolTipRole,
        ):  # fmt: skip
            return None
        row = self._rows[self._order[index.row()]]
        if index.column() == ROW:
            return str(row.row) if role == Qt.ItemDataRole.DisplayRole else "muted" if role == ToneRole else None
        if index.column() == FATE:
            return self._fate(row, role)
        column = self.columns[index.column() - FIRST]
        found = self._found(row, column)
        return self._finding(row, column, found, role) if found else self._cell(row, column, role)

    def _fate(self, row: ListRow, role: int) -> Any:
        shown = FATES[self._fates.get(row.row, "unchanged")]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(shown.words)
        return shown.tone if role == PillRole else shown.icon if role == IconRole else None

    def _finding(self, row: ListRow, column: Column, found: list[Problem], role: int) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(p.message for p in found)
        tone = "refused" if any(p.refuses for p in found) else "attention"
        if role == Qt.ItemDataRole.DisplayRole:
            value, message = self._value(row, column), " ".join(p.message for p in found)
            return message if not value or f" {value} " in message.replace("\u00a0", " ") else f"{value} · {message}"
        return {ToneRole: tone, GroundRole: f"{tone}_soft", IconRole: "warning-fill"}.get(role)

    def _cell(self, row: ListRow, column: Column, role: int) -> Any:
        if not column.field:
            return "—" if role == Qt.ItemDataRole.DisplayRole else "muted" if role == ToneRole else None
        update = self._updates.get(row.row)
        changed = update is not None and column.field in update.changes
        if role == Qt.ItemDataRole.DisplayRole:
            return self._value(row, column)
        if changed and update is not None:
            if role == Qt.ItemDataRole.ToolTipRole:
                before = _worded(column.field, str(getattr(update.attendee, column.field)))
                return _("Avant : {value}").format(value=before or "—")
            return {ToneRole: "accent", IconRole: "pencil-simple-fill"}.get(role)
        return None

    def _value(self, row: ListRow, column: Column) -> str:
        if column.field == FULL_NAME:
            return f"{row.attendee.last_name} {row.attendee.first_name}".strip()
        return _worded(column.field, str(getattr(row.attendee, column.field))) if column.field else ""


def _worded(field: str, value: str) -> str:
    if field not in _WORDED or not value:
        return value
    return _(ROLE_LABELS[Role(value)] if field == "role" else STATUS_LABELS[Status(value)])
