"""What several returns say together, as a table: figures by one point of view, people, or the files themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ia_events.domain.consolidation import BY_LABELS, By, Consolidation, Line, Person, ReturnRead, Unread
from ia_events.domain.employer_kinds import KIND_LABELS
from ia_events.i18n import N_, _
from ia_events.ui.widgets import Cell

Index = QModelIndex | QPersistentModelIndex
Read = ReturnRead | Unread

PEOPLE, SEVERAL, ALIKE, FILES = "people", "several", "alike", "files"
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class FileShown:
    """A file, and what became of it: `reason` is empty when it counts, `code` that of its error."""

    source: str
    title: str
    reason: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AlikeShown:
    """One of several people of a name: `first` of them, and the titles of the events it is in."""

    person: Person
    first: bool
    titles: str


def files_shown(read: Mapping[Path, Read], found: Consolidation | None) -> list[FileShown]:
    """Each file that was read, and what became of it."""
    if found is None:
        return []
    counted = {id(told) for told in found.returns}
    older = {file.source: file for file in found.unread if file.code == "return_older"}
    shown = []
    for path, told in read.items():
        if isinstance(told, Unread):
            shown.append(FileShown(path.name, "", told.reason, told.code))
        elif id(told) in counted:
            shown.append(FileShown(path.name, told.title))
        else:
            left = older[path.name]
            shown.append(FileShown(path.name, told.title, left.reason, left.code))
    return shown


class _Column(NamedTuple):
    heading: str
    width: int
    cell: Callable[[Any], Cell]
    right: bool = False
    tip: str = ""


def rate_words(rate: float | None) -> str:
    """« 87 % », or a dash when nothing is known of anybody."""
    return "—" if rate is None else _("{n} %").format(n=round(100 * rate))


def figures(value: float) -> str:
    """« 1 204,5 »: a number in the fashion of the country."""
    from ia_events import i18n

    text = f"{value:,.1f}".removesuffix(".0")
    return text if i18n.language() == "en" else text.replace(",", "\u202f").replace(".", ",")


def _number(value: Callable[[Any], float]) -> Callable[[Any], Cell]:
    return lambda row: Cell(figures(value(row)), alignment=_RIGHT)


_HALF_DAYS = N_("En demi-journées")
_FIGURES: tuple[_Column, ...] = (
    _Column(N_("Événements"), 114, _number(lambda r: r.events), True),
    _Column(N_("Inscriptions"), 104, _number(lambda r: r.registrations), True),
    _Column(N_("Personnes"), 100, _number(lambda r: r.people), True),
    _Column(N_("Attendues"), 96, _number(lambda r: r.expected), True, _HALF_DAYS),
    _Column(N_("À pointer"), 90, _number(lambda r: r.unrecorded), True, _HALF_DAYS),
    _Column(N_("Suivies"), 80, _number(lambda r: r.came), True, _HALF_DAYS),
    _Column(N_("Taux"), 74, lambda r: Cell(rate_words(r.rate), strong=True, alignment=_RIGHT), True),
    _Column(N_("Heures"), 90, _number(lambda r: r.hours), True),
)


def _lines(by: By) -> tuple[_Column, ...]:
    return _Column(BY_LABELS[by], 0, lambda r: Cell(r.name, strong=True)), *_FIGURES


def _events(person: Person) -> Cell:
    count = str(len(person.events))
    return Cell(
        count, tone="attention" if len(person.events) > 1 else "", strong=len(person.events) > 1, alignment=_RIGHT
    )


_PEOPLE: tuple[_Column, ...] = (
    _Column(N_("Nom"), 230, lambda p: Cell(p.name, strong=True)),
    _Column(N_("Collectivité"), 0, lambda p: Cell(p.attended.employer)),
    _Column(N_("Type d'employeur"), 210, lambda p: Cell(_(KIND_LABELS[p.kind]), tone="muted")),
    _Column(N_("Événements"), 112, _events, True),
    _Column(N_("Suivies"), 92, lambda p: Cell(f"{p.came} / {p.expected}", alignment=_RIGHT), True, _HALF_DAYS),
    _Column(N_("Heures"), 92, _number(lambda p: p.hours), True),
)


def _name_alike(row: AlikeShown) -> Cell:
    return Cell(row.person.name, strong=row.first, tone="" if row.first else "muted")


_ALIKE: tuple[_Column, ...] = (
    _Column(N_("Nom"), 190, _name_alike),
    _Column(N_("Collectivité"), 0, lambda r: Cell(r.person.attended.employer)),
    _Column(N_("Courriel"), 236, lambda r: Cell(r.person.attended.email, tone="muted")),
    _Column(N_("Événement"), 190, lambda r: Cell(r.titles)),
    _Column(
        N_("Suivies"), 84, lambda r: Cell(f"{r.person.came} / {r.person.expected}", alignment=_RIGHT), True, _HALF_DAYS
    ),
)


def _state(file: FileShown) -> Cell:
    if not file.reason:
        return Cell(_("Compté"), pill="welcome")
    if file.code == "password_needed":
        return Cell(_("Protégé"), pill="attention", icon="lock-fill")
    return Cell(_("Non compté"), pill="attention" if file.code == "return_older" else "refused")


_FILES: tuple[_Column, ...] = (
    _Column(N_("Fichier"), 260, lambda f: Cell(f.source, strong=True)),
    _Column(N_("État"), 136, _state),
    _Column(
        N_("Événement, ou ce qu'il faut faire"),
        0,
        lambda f: Cell(f.reason or f.title, tone="" if f.reason else "muted"),
    ),
)


def _alike(found: Consolidation) -> list[AlikeShown]:
    return [
        AlikeShown(person, place == 0, ", ".join(found.returns[event].title for event in person.events))
        for group in found.alike
        for place, person in enumerate(group)
    ]


class ConsolidationModel(QAbstractTableModel):
    """`view` is a By, PEOPLE, SEVERAL, ALIKE or FILES."""

    def __init__(self) -> None:
        super().__init__()
        self.columns: tuple[_Column, ...] = ()
        self._rows: Sequence[Line | Person | AlikeShown | FileShown] = ()

    def show(self, found: Consolidation | None, files: Sequence[FileShown], view: str) -> None:
        """Show one view."""
        self.beginResetModel()
        if view == FILES or found is None:
            self.columns, self._rows = _FILES, files
        elif view == PEOPLE:
            self.columns, self._rows = _PEOPLE, found.people
        elif view == SEVERAL:
            self.columns, self._rows = _PEOPLE, found.several
        elif view == ALIKE:
            self.columns, self._rows = _ALIKE, _alike(found)
        else:
            self.columns, self._rows = _lines(By(view)), found.lines[By(view)]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return _(column.heading)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return int(_RIGHT | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole and column.tip:
            return _(column.tip)
        return None

    def cell(self, row: int, column: int) -> Cell:
        """Everything painted of a cell."""
        made: Cell = self.columns[column].cell(self._rows[row])
        return made

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).words
        return None
