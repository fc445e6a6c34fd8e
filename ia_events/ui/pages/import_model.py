"""The sheet about to be imported, as it is: its own cells from the first row, what becomes of each, the findings on them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ia_events.domain.fields import FULL_NAME
from ia_events.domain.lists import SKIPPED, Column, Listing, ListRow, Place, Plan, Problem, Update
from ia_events.i18n import _
from ia_events.ui.pages.import_fields import (
    CONFIDENCES,
    field_title,
    group_of,
    known_before,
    letters_of,
    understood,
    value_of,
)
from ia_events.ui.pages.import_people import FATES, People

Index = QModelIndex | QPersistentModelIndex

_NAMES = ("last_name", FULL_NAME, "first_name", "birth_name")


class SheetCell(NamedTuple):
    """A cell as it is painted: `after` stands for what `words` becomes; `struck` when it replaces it."""

    words: str = ""
    after: str = ""
    struck: bool = False
    tone: str = ""
    pill: str = ""
    icon: str = ""
    strong: bool = False
    ground: str = ""
    group: str = ""
    head: bool = False


class SheetModel(QAbstractTableModel):
    """A plan on the cells of its sheet. Rows of further sheets follow, each sheet under its name."""

    def __init__(self) -> None:
        super().__init__()
        self.listing: Listing | None = None
        self.slots: Mapping[str, str] = {}
        self.part = "all"
        self._text_of: Callable[[object], str] = str
        self._clear()

    def _clear(self) -> None:
        self.people = People()
        self._places: list[Column | None] = []
        self._grid: Sequence[Sequence[object]] = ()
        self._order = array("i")
        self._end = 0  # of the rows of the grid that hold something
        self._skipped: dict[int, str] = {}

    def show(self, plan: Plan | None, slots: Mapping[str, str], settled: frozenset[Place]) -> None:
        """Show a plan; nothing without one. `settled` are the doubts somebody has decided of."""
        self.beginResetModel()
        self._clear()
        self.listing, self.slots = (plan.listing if plan else None), slots
        if plan is not None:
            from ia_events.spreadsheets.cells import text_of

            self._text_of = text_of
            self._take(plan.listing)
            self.people = People(plan, settled)
        self._order = self._chosen()
        self.endResetModel()

    def filter(self, part: str) -> None:
        """Show only rows of one fate, « problems », « presence », or « all »."""
        self.beginResetModel()
        self.part = part
        self._order = self._chosen()
        self.endResetModel()

    def _take(self, listing: Listing) -> None:
        self._grid = listing.grid
        width = max((c.index + 1 for c in listing.columns), default=0)
        width = max(width, max(map(len, self._grid), default=0))
        self._places = [None] * width
        for column in listing.columns:
            self._places[column.index] = column
        self._skipped = dict(listing.skipped)
        end = len(self._grid)
        while end and not any(cell != "" for cell in self._grid[end - 1]):
            end -= 1
        self._end = end

    def _chosen(self) -> array[int]:
        rows = array("i", [*range(self._end), *(~place for place in range(len(self.people.further)))])
        if self.part == "all" or self.listing is None:
            return rows
        head = self.listing.header_row - 1
        return array("i", (row for row in rows if row == head or self._fits(row)))

    def _fits(self, at: int) -> bool:
        places = self.people.at(at)
        if not places:
            return at < 0  # the name of a sheet
        return any(self.people.fits(place, self.part) for place in places)

    # --- places -----------------------------------------------------------------------------------------------------

    def person_at(self, row: int, section: int = 0) -> ListRow | None:
        """Who is in a row shown; in a cell of it, where the row names several."""
        place = self._place_at(row, section)
        return self.people.rows[place] if place >= 0 else None

    def update_at(self, row: int, section: int = 0) -> Update | None:
        """What the row shown changes of somebody known."""
        return self.people.updates.get(self._place_at(row, section))

    def problems_at(self, row: int, section: int | None = None) -> list[Problem]:
        """Everything found about a row shown; about the person in a cell of it, where the row names several."""
        places = self._places_at(row) if section is None else [self._place_at(row, section)]
        return [problem for place in places for problem in self.people.problems.get(place, ())]

    def fate_at(self, row: int, section: int | None = None) -> str:
        """What becomes of the row shown, of the person in a cell of it; "" for one that is no person.

        Of a row that names several, what has most to be looked at.
        """
        if section is None:
            return self.people.telling(self._places_at(row))
        place = self._place_at(row, section)
        return self.people.fate(place) if place >= 0 else ""

    def number_at(self, row: int) -> int:
        """The row's number in its sheet; 0 for the name of a sheet."""
        at = self._order[row]
        if at >= 0:
            return at + 1
        _sheet, place = self.people.further[~at]
        return self.people.rows[place].row if place >= 0 else 0

    def is_head(self, row: int) -> bool:
        """Whether the row shown holds the headings."""
        return self.listing is not None and self._order[row] == self.listing.header_row - 1

    def column_at(self, section: int) -> Column | None:
        """The column of the list in a section of the table."""
        return self._places[section] if 0 <= section < len(self._places) else None

    def column_words(self, heading: str, mapped: str) -> str:
        """A column and what a mapping has it read as: « Colonne F, « Bureau » : Matricule »."""
        kind, _colon, slot = mapped.partition(":")
        letter = next((letters_of(c.index) for c in self._places if c is not None and c.heading == heading), "")
        said = {"letter": letter, "heading": heading, "field": field_title(kind, slot, self.slots)}
        return _("Colonne {letter}, « {heading} » : {field}").format(**said)

    def group_at(self, section: int) -> str:
        """The group of the field a section is read as."""
        column = self.column_at(section)
        return group_of(column.field) if column is not None else ""

    def index_of(self, at: Place, problem: Problem | None = None) -> QModelIndex:
        """The cell of a person, or of a problem of theirs; an invalid index when the row is not shown."""
        wanted = at.row - 1
        if self.listing is not None and at.sheet != self.listing.sheet:
            place = self.people.of(at)
            wanted = next((~i for i, (_s, p) in enumerate(self.people.further) if p == place), len(self._grid))
        try:
            row = self._order.index(wanted)
        except ValueError:
            return QModelIndex()
        if problem is None and not at.spot:
            return self.index(row, 0)
        shown = problem or Problem("", at.row, spot=at.spot)  # the person's name
        about = (i for i, column in enumerate(self._places) if column is not None and self._is_about(shown, column))
        return self.index(row, next(about, 0))

    def telling(self, row: int) -> int:
        """The first section of a row with something to look at: a problem or a change; 0 without one."""
        return next(
            (s for s in range(len(self._places)) if self.cell(row, s).tone in ("accent", "attention", "refused")), 0
        )

    def naming(self) -> int:
        """The first section that holds names; 0 without one."""
        return next((s for s, c in enumerate(self._places) if c and c.field in _NAMES), 0)

    def spans(self) -> list[tuple[int, int, int]]:
        """Names of sheets, and rows above the headings whose only text runs over the empty cells at its right: (row, section, sections)."""
        width = len(self._places)
        further = enumerate(self._order) if self.people.further and width > 1 else ()
        found = [(row, 0, width) for row, at in further if at < 0 and self.people.further[~at][1] < 0]
        head = self.listing.header_row - 1 if self.listing else 0
        for row in range(min(head, len(self._order))) if self.part == "all" else ():
            filled = [i for i, cell in enumerate(self._grid[row]) if cell != ""]
            for i, place in enumerate(filled):
                until = filled[i + 1] if i + 1 < len(filled) else len(self._places)
                if until - place > 1:
                    found.append((row, place, until - place))
        return found

    def _places_at(self, row: int) -> Sequence[int]:
        return self.people.at(self._order[row]) if 0 <= row < len(self._order) else ()

    def _place_at(self, row: int, section: int = 0) -> int:
        """Who a cell is about: of the people of its row the one it says something of, the first with most to see."""
        places = self._places_at(row)
        if len(places) < 2:
            return places[0] if places else -1
        column = self._places[section] if 0 <= section < len(self._places) else None
        return self.people.about(places, column)

    def _is_about(self, problem: Problem, column: Column) -> bool:
        if not column.is_of(problem.spot):
            return False
        if problem.column:
            return problem.column == column.heading
        fields = {c.field for c in self._places if c is not None and c.is_of(problem.spot)}
        if problem.field and problem.field in fields:
            return problem.field == column.field
        if problem.field in _NAMES and FULL_NAME in fields:
            return column.field == FULL_NAME
        # What is said of the whole row, or of what no column says, stands on the name.
        return column.field == next((name for name in _NAMES if name in fields), "")

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._places)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role != Qt.ItemDataRole.DisplayRole or section >= len(self._order):
                return None
            return " · ".join(filter(None, [str(self.number_at(section) or ""), self.fate(section).words]))
        column, letter = self.column_at(section), letters_of(section)
        if column is None:
            return letter if role == Qt.ItemDataRole.DisplayRole else None
        title = field_title(column.field, column.slot, self.slots)
        said = {"letter": letter, "heading": column.heading, "field": title}
        if role == Qt.ItemDataRole.DisplayRole:
            return _("{letter}, {heading} → {field}").format(**said)
        if role != Qt.ItemDataRole.ToolTipRole:
            return None
        if not column.field:
            return _("Colonne {letter}, « {heading} » : laissée de côté. Cliquez pour changer.").format(**said)
        why = CONFIDENCES.get(column.confidence, "")
        words = ", ".join([_("Colonne {letter}, « {heading} » : {field}").format(**said), *([_(why)] if why else [])])
        return _("{column}. Cliquez pour changer.").format(column=words)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            cell = self.cell(index.row(), index.column())
            return f"{cell.words} → {cell.after}" if cell.after else cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.explained(index.row(), index.column()) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = str(self.data(index))
            return ". ".join(filter(None, [said, self.explained(index.row(), index.column())]))
        return None

    def match(
        self,
        start: Index,
        role: int,
        value: Any,
        hits: int = 1,
        flags: Qt.MatchFlag = Qt.MatchFlag.MatchStartsWith,
    ) -> list[QModelIndex]:
        """The row the letters typed on a column are the first of, at or after `start`, as the file has them: Qt would make
        each cell as it is shown, for a minute of a long list.
        """
        wanted, section, rows = str(value).casefold(), start.column(), len(self._order)
        for row in chain(range(start.row(), rows), range(start.row())):
            at = self._order[row]
            words = self._text_at(at, section) if at >= 0 else self.cell(row, section).words
            if words[: len(wanted)].casefold() == wanted:
                return [self.index(row, section)]
        return []

    def cell(self, row: int, section: int) -> SheetCell:
        """A cell as it is painted."""
        at = self._order[row]
        place = self._place_at(row, section)
        column = self._places[section]
        if place < 0:
            return self._aside(at, section, column)
        group = group_of(column.field) if column is not None else ""
        person = self.people.rows[place]
        words = self._words(at, section, column, person)
        if column is None or not column.field:
            return SheetCell(words, tone="muted")
        before = known_before(self.people.updates.get(place), column)
        after = value_of(person, column) if before is not None else understood(person, column)
        found = self._found(at, column)
        if found:
            tone = "refused" if any(p.refuses for p in found) else "attention"
            icon = "x-circle-fill" if tone == "refused" else "warning-fill"
            shown = (words or found[0].message) if before is None else before or "—"
            return SheetCell(shown, after, before is not None, tone, icon=icon, ground=f"{tone}_soft", group=group)
        if before is not None:
            return SheetCell(
                before or "—", after, struck=bool(before), tone="accent", icon="pencil-simple-fill", group=group
            )
        return SheetCell(words, after, group=group)

    def explained(self, row: int, section: int) -> str:
        """What there is to say of a cell, in whole sentences; "" when it speaks for itself."""
        place = self._place_at(row, section)
        if place < 0:
            return ""
        column = self._places[section]
        if column is None or not column.field:
            return ""
        said = [p.message for p in self._found(self._order[row], column)]
        before = known_before(self.people.updates.get(place), column)
        if before is not None:
            said.append(_("Avant : {value}").format(value=before or "—"))
        elif words := understood(self.people.rows[place], column):
            said.append(_("Compris : {value}").format(value=words))
        return "\n".join(said)

    def fate(self, row: int) -> SheetCell:
        """What becomes of a row shown, as it is painted beside its number; for one that is no person, why it is none."""
        at = self._order[row]
        if fate := self.fate_at(row):
            shown = FATES[fate]
            return SheetCell(_(shown.words), pill=shown.tone, icon=shown.icon)
        if at < 0:
            return SheetCell(_("Feuille « {sheet} »").format(sheet=self.people.further[~at][0]), strong=True, head=True)
        if self.is_head(row):
            return SheetCell(_("Titres"), strong=True, head=True)
        reason = self._skipped.get(at + 1, "")
        return SheetCell(_(SKIPPED[reason]) if reason else "", tone="muted", ground="hover")

    def _aside(self, at: int, place: int, column: Column | None) -> SheetCell:
        """A cell of a row that is no person."""
        if at < 0:
            words = _("Feuille « {sheet} »").format(sheet=self.people.further[~at][0]) if place == 0 else ""
            return SheetCell(words, strong=True, head=True)
        words = self._text_at(at, place)
        if self.listing is not None and at == self.listing.header_row - 1:
            return SheetCell(words, strong=True, head=True, group=group_of(column.field) if column else "")
        return SheetCell(words, tone="muted", ground="hover")

    def _words(self, at: int, place: int, column: Column | None, person: ListRow) -> str:
        if at >= 0:
            return self._text_at(at, place)
        return value_of(person, column) if column is not None else ""

    def _text_at(self, at: int, place: int) -> str:
        cells = self._grid[at]
        return self._text_of(cells[place]) if place < len(cells) else ""

    def _found(self, at: int, column: Column) -> list[Problem]:
        problems = (p for place in self.people.at(at) for p in self.people.problems.get(place, ()))
        return [p for p in problems if self._is_about(p, column)]
