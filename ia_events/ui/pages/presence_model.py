"""The presence grid as Qt sees it: people × slots over the domain's matrix, and how a cell is painted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ia_events import i18n
from ia_events.domain import dates
from ia_events.domain.attendance import IN_ROOM, METHOD_LABELS, STATE_LABELS, Cell, Matrix, Method, State
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee, Status
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.ui import fonts, icons, theme
from ia_events.ui.widgets import RowDelegate, TableView, table
from ia_events.ui.widgets.states import ground, letters

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Look(NamedTuple):
    """How a state is told: tone, shape and word."""

    tone: str
    icon: str
    word: str


LOOKS = {
    State.PRESENT: Look("welcome", "check-circle-fill", N_("Présence")),
    State.LATE: Look("attention", "clock-fill", N_("Retard")),
    State.EXCUSED: Look("accent", "envelope-simple-fill", N_("Excuse")),
    State.ABSENT: Look("refused", "x-circle-fill", N_("Absence")),
    State.EXPECTED: Look("muted", "circle-dashed", N_("À pointer")),
    State.NOT_EXPECTED: Look("muted", "minus-bold", N_("Non prévu")),
}
# The key of each state, in each language; the screen shows them.
LETTERS = {
    "fr": {"P": State.PRESENT, "R": State.LATE, "E": State.EXCUSED, "A": State.ABSENT},
    "en": {"P": State.PRESENT, "L": State.LATE, "E": State.EXCUSED, "A": State.ABSENT},
}
# What the filter offers besides everybody; the last one shows those whom the others leave aside.
FILTERS = (State.EXPECTED, State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT, State.NOT_EXPECTED)
NAME, EMPLOYER = 0, 1
FIRST_SLOT = 2


class PresenceModel(QAbstractTableModel):
    """Rows are the people that pass the filter; columns their name, employer, each slot, and hours attended."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix: Matrix | None = None
        self._cells: dict[tuple[str, str], Cell] = {}
        self._folded: list[str] = []
        self.rows: list[Attendee] = []
        self._row_of: dict[str, int] = {}
        self._counted: dict[str, Counter[State]] = {}
        self._filter: tuple[str, State | None, str] = ("", None, "")

    # --- what it shows -------------------------------------------------------------------------------------------

    @property
    def held(self) -> Event | None:
        """The event of the grid. (QObject has an `event` of its own.)"""
        return self.matrix.event if self.matrix else None

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The columns between employer and hours."""
        return self.matrix.event.slots if self.matrix else ()

    def show(self, matrix: Matrix) -> None:
        """Show another grid, filtered as before."""
        self.beginResetModel()
        self.matrix = matrix
        self._cells = matrix.cells
        self._folded = [fold(f"{p.last_name} {p.first_name} {p.last_name} {p.employer}") for p in matrix.people]
        self._choose_rows()
        self._count(slot.id for slot in self.slots)
        self.endResetModel()

    def update_cells(self, cells: Mapping[tuple[str, str], Cell]) -> None:
        """Show what has become of some cells, where they stand: the filter is applied again at the next one only."""
        self._cells.update(cells)
        self._count({slot_id for _person, slot_id in cells})
        rows = sorted({self._row_of[person] for person, _slot in cells if person in self._row_of})
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, FIRST_SLOT, self.columnCount() - 1)

    def filter(self, text: str, state: State | None, slot_id: str) -> None:
        """Show the people whose name or employer holds the words, and who count as one state in a slot ("": in any)."""
        self._filter = (fold(text), state, slot_id)
        self.beginResetModel()
        self._choose_rows()
        self.endResetModel()

    def _choose_rows(self) -> None:
        words, state, slot_id = self._filter[0].split(), self._filter[1], self._filter[2]
        slots = [slot.id for slot in self.slots if slot_id in ("", slot.id)]
        people = self.matrix.people if self.matrix else ()
        cells = self._cells
        self.rows = []
        for person, folded in zip(people, self._folded, strict=True):
            if any(word not in folded for word in words):
                continue
            if state:
                wanted = state in {cells[person.id, slot].counts_as for slot in slots}
            else:  # people who gave up, or wait, and of whom nothing was recorded: not here unless they are asked for
                recorded = {cells[person.id, slot].state for slot in slots}
                wanted = recorded != {State.NOT_EXPECTED} or person.status == Status.REGISTERED
            if wanted:
                self.rows.append(person)
        self._row_of = {person.id: row for row, person in enumerate(self.rows)}

    def _count(self, slot_ids: Iterable[str]) -> None:
        people = self.matrix.people if self.matrix else ()
        for slot_id in slot_ids:
            self._counted[slot_id] = Counter(self._cells[person.id, slot_id].counts_as for person in people)

    def count(self, slot_id: str, *states: State) -> int:
        """How many people, filtered out or not, count as one of the states in a slot."""
        return sum(self._counted[slot_id][state] for state in states)

    def total(self, slot_id: str) -> str:
        """« 61/142 »: those who came, of those concerned."""
        concerned = self._counted[slot_id].total() - self.count(slot_id, State.NOT_EXPECTED)
        return f"{self.count(slot_id, *IN_ROOM)}/{concerned}"

    def heading(self, slot: Slot) -> list[str]:
        """The lines above a slot: its name, its day when there are several, who came of those concerned."""
        assert self.held is not None
        return [line for line in (*_parts(self.held, slot), self.total(slot.id)) if line]

    def place(self, index: Index) -> tuple[Attendee, Slot] | None:
        """The person and slot of a cell; None in the other columns."""
        column = index.column() - FIRST_SLOT
        if not index.isValid() or not 0 <= column < len(self.slots):
            return None
        return self.rows[index.row()], self.slots[column]

    def said(self, person: Attendee, slot: Slot) -> Cell:
        """What the grid says of somebody in a slot."""
        return self._cells[person.id, slot.id]

    def counts(self, person: Attendee, slot: Slot) -> bool:
        """Whether somebody is of those concerned by a slot."""
        return self.said(person, slot).counts_as != State.NOT_EXPECTED

    def index_of(self, person_id: str, column: int) -> QModelIndex:
        """Where somebody stands, if shown."""
        row = self._row_of.get(person_id, -1)
        return self.index(row, column) if row >= 0 else QModelIndex()

    def hours(self, person: Attendee) -> float:
        """Hours attended over all slots."""
        return sum(self._cells[person.id, slot.id].hours for slot in self.slots)

    # --- Qt's questions ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.slots) + 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return None
        column = section - FIRST_SLOT
        if 0 <= column < len(self.slots) and self.held is not None:
            slot = self.slots[column]
            if role == Qt.ItemDataRole.ToolTipRole:
                return f"{dates.slot_title(self.held, slot)}\n" + _("{total} : cliquez pour tout marquer").format(
                    total=self.total(slot.id)
                )
            return "\n".join(self.heading(slot))
        if role == Qt.ItemDataRole.ToolTipRole:
            return None
        return _("Nom et prénom") if section == NAME else _("Collectivité") if section == EMPLOYER else _("Heures")

    def cell(self, row: int, column: int) -> table.Cell:
        """A cell as the tables of this program ask for it; the slots' own are painted by their delegate."""
        person = self.rows[row]
        muted = "muted" if column == EMPLOYER or person.status != Status.REGISTERED else ""
        if column == NAME:
            return table.Cell(person.list_name, muted, strong=True)
        if column == EMPLOYER:
            return table.Cell(person.employer, muted)
        if column == self.columnCount() - 1:
            return table.Cell(dates.hours(self.hours(person)), muted)
        return table.Cell(_(LOOKS[self.said(person, self.slots[column - FIRST_SLOT]).state].word))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).words
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            place = self.place(index)
            return self.told(*place) if place is not None else None
        return None

    def slot_title(self, slot: Slot) -> str:
        """A slot's short title."""
        return short_title(self.held, slot) if self.held else ""

    def told(self, person: Attendee, slot: Slot) -> str:
        """A cell with its source: « ARRONDELL Éloïse · Soirée : Présence (badge, Entrée 1, 17 h 42) »."""
        assert self.held is not None
        cell = self.said(person, slot)
        what, state = f"{person.list_name} · {short_title(self.held, slot)}", _(STATE_LABELS[cell.state])
        sentence = _("{what} : {state}").format(what=what, state=state)
        source = told_by(self.held, cell)
        return f"{sentence} ({source})" if source else sentence


def letter_of(state: State) -> str:
    """The letter of a state in the language in use; "" for those that are not typed."""
    return next((letter for letter, typed in LETTERS[i18n.language()].items() if typed == state), "")


def short_title(event: Event, slot: Slot) -> str:
    """« Matin 12/11 »; the label alone when it says the day, or when there is only one."""
    return " ".join(filter(None, _parts(event, slot)))


def _parts(event: Event, slot: Slot) -> tuple[str, str]:
    several = len({event.local(s.start).date() for s in event.slots}) > 1
    day = f"{event.local(slot.start):%d/%m}"
    label = _(slot.label)
    return label, day if several and day not in label else ""


def told_by(event: Event, cell: Cell) -> str:
    """Who or what told a cell: « badge, Entrée 1, 17 h 42, sortie à 19 h, signature à l'écran à 17 h 43 »."""
    parts = []
    if cell.method:
        parts.append(_(METHOD_LABELS[Method(cell.method)]))
    if cell.station:
        parts.append(cell.station)
    if cell.at is not None:
        parts.append(dates.clock(event.local(cell.at)))
    if cell.left is not None:
        parts.append(_("sortie à {time}").format(time=dates.clock(event.local(cell.left))))
    if cell.counts_as != cell.state:
        parts.append(_("hors inscription : ne compte pas"))
    if cell.signed is not None:
        parts.append(_("signature à l'écran à {time}").format(time=dates.clock(event.local(cell.signed))))
    return ", ".join(parts)


class PresenceDelegate(RowDelegate):
    """Paints a slot's cell as colour, shape and word; the letter alone where the column is narrow."""

    def __init__(self, view: TableView, model: PresenceModel) -> None:
        self._model = model
        super().__init__(view)

    def fonts_changed(self) -> None:
        super().fonts_changed()
        self._word = fonts.font(theme.px(theme.SMALL + 1), fonts.MEDIUM)
        self._metrics = QFontMetrics(self._word)
        self._longest = max(self._metrics.horizontalAdvance(_(look.word)) for look in LOOKS.values())
        self.worded = self._longest + theme.px(16 + 8 + 6) + 10  # the column width from which states are in words

    def width_of(self, index: Index) -> int:
        if self._model.place(index) is None:
            return super().width_of(index)
        return self._metrics.horizontalAdvance(str(index.data())) + theme.px(48)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = self._model.place(index)
        if place is None:
            super().paint(painter, option, index)
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        cell = self._model.said(*place)
        look = LOOKS[cell.state]
        told = cell.counts_as not in (State.EXPECTED, State.NOT_EXPECTED)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("soft"))
        box = QRectF(rect).adjusted(3, 4, -3, -5)
        if told:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground(look.tone)))
            painter.drawRoundedRect(box, 6, 6)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        color = theme.color(letters(LOOKS[cell.counts_as].tone))
        size = theme.px(16)
        shape = QRectF(box.left() + theme.px(8), box.center().y() - size / 2, size, size)
        icons.paint(painter, shape, look.icon, color)
        left = shape.right() + theme.px(6)
        room = QRectF(left, box.top(), box.right() - left - 2, box.height())
        word = _(look.word)
        if self._longest > room.width():  # words in all of them or in none
            word = letter_of(cell.state)
        painter.setFont(self._word)
        painter.setPen(color)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), word)
        if cell.left is not None and room.width() > self._metrics.horizontalAdvance(word) + size + 4:
            icons.paint(painter, QRectF(box.right() - size - 4, shape.top(), size, size), "sign-out", color)
        if state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setColor(theme.color("accent_text"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 6, 6)
        painter.restore()


def in_room(cells: Iterable[Cell]) -> bool:
    """Whether all of them say that the person was there."""
    return all(cell.state in IN_ROOM for cell in cells)
