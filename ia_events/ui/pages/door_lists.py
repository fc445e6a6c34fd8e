"""The two lists of the door: the last scans, and the people whose name is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QMenu, QStackedWidget

from ia_events.domain import dates
from ia_events.domain.attendance import Method
from ia_events.domain.events import Event
from ia_events.domain.people import STATUS_LABELS, Attendee, Status
from ia_events.domain.verdicts import TONES, VERDICT_LABELS, Verdict
from ia_events.i18n import N_, _
from ia_events.store.door_book import Entry
from ia_events.store.finding import Found
from ia_events.ui import theme
from ia_events.ui.widgets import Card, IconRole, PillRole, StrongRole, TableView, ToneRole, label, quiet

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ICONS = {Verdict.ALREADY_IN: "clock-counter-clockwise-bold", Verdict.LEFT: "sign-out-bold"}


class _Lines(QAbstractTableModel):
    """Lines of words under headings."""

    HEADINGS: tuple[str, ...] = ()

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[str, ...]] = []

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.words)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return _(self.HEADINGS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words[index.row()][index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, self.words[index.row()]))
        return self.mark(index.row(), index.column(), role)

    def mark(self, row: int, column: int, role: int) -> object:
        """What a cell answers to the roles of tone, pill, icon and weight."""
        return None


class RecentModel(_Lines):
    """The last scans, the newest first."""

    HEADINGS = (N_("Heure"), N_("Nom et prénom"), N_("Collectivité"), N_("Poste"), N_("Réponse"))

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def show(self, event: Event, entries: Sequence[Entry], now: datetime) -> None:
        """Show these."""
        today = event.local(now).date()

        def line(entry: Entry) -> tuple[str, ...]:
            local = event.local(entry.fact.at)
            hour = dates.clock(local) if local.date() == today else f"{dates.clock(local)} · {local:%d/%m}"
            person = entry.attendee
            label = _(VERDICT_LABELS[entry.verdict])
            slot = event.slot(entry.fact.slot_id)
            if entry.fact.method in _NO_HOUR and slot is not None and entry.fact.at == slot.start:
                hour, label = "", _(_NO_HOUR[entry.fact.method])
            return (
                hour,
                person.list_name if person else _("Badge sans nom ici"),
                person.employer if person else "",
                entry.fact.station,
                label,
            )

        self.beginResetModel()
        self.entries = entries
        self.words = [line(entry) for entry in entries]
        self.endResetModel()

    def undoable(self, row: int) -> bool:
        """Whether a line recorded something that can be taken back."""
        return 0 <= row < len(self.entries) and self.entries[row].undoable

    def mark(self, row: int, column: int, role: int) -> object:
        entry = self.entries[row]
        if column == 4:
            if role == PillRole:
                return TONES[entry.verdict].value
            if role == IconRole:
                return _ICONS.get(entry.verdict)
        elif column == 1 and role == StrongRole:
            return entry.attendee is not None
        elif role == ToneRole and (column in (0, 3) or entry.attendee is None):
            return "muted"
        return None


_NO_HOUR: dict[str, str] = {
    Method.MANUAL: N_("Là, noté à la main"),
    Method.LIST: N_("Là, dit la liste"),
    Method.RETURN: N_("Là, dit le siège"),
}


class MatchModel(_Lines):
    """People whose name or employer holds what is typed, then, under a heading, those whose name may be heard so.

    Namesakes are told apart by all the rest.
    """

    HEADINGS = (N_("Nom et prénom"), N_("Collectivité"), N_("Fonction"), N_("Code du badge"), N_("État"))

    def __init__(self) -> None:
        super().__init__()
        self.people: Sequence[Attendee | None] = ()  # by line; None for the heading
        self.sure = 0  # lines before the heading
        self.only: Attendee | None = None  # whom Enter means when nobody is chosen
        self._tones: list[str] = []

    def show(self, event: Event, found: Found) -> None:
        """Show these."""
        arrivals = found.arrivals

        def state(person: Attendee) -> tuple[str, str]:
            if person.id in arrivals:
                at, method = arrivals[person.id]
                told = _("Là depuis {time}").format(time=dates.clock(event.local(at))) if at else _(_NO_HOUR[method])
                return told, "welcome"
            if person.status == Status.REGISTERED:
                return "", ""
            return _(STATUS_LABELS[person.status]), "attention" if person.status == Status.WAITLISTED else "refused"

        def line(person: Attendee | None) -> tuple[str, ...]:
            if person is None:
                return _("Peut-être"), "", "", "", ""
            about = " · ".join(filter(None, (person.job_title, person.department)))
            return person.list_name, person.employer, about, person.short_code, state(person)[0]

        self.beginResetModel()
        self.sure, self.only = len(found.people), found.only
        self.people = [*found.people, *([None, *found.likely] if found.likely else ())]
        self.words = [line(person) for person in self.people]
        self._tones = ["" if person is None else state(person)[1] for person in self.people]
        self.endResetModel()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.people[index.row()] is None:
            return Qt.ItemFlag.ItemIsEnabled  # nobody to choose
        return super().flags(index)

    def clear(self) -> None:
        """Nobody."""
        if self.people:
            self.beginResetModel()
            self.people, self.words, self._tones, self.sure, self.only = (), [], [], 0, None
            self.endResetModel()

    def mark(self, row: int, column: int, role: int) -> object:
        if self.people[row] is None:
            return "muted" if role == ToneRole else None
        if column == 4 and role == PillRole:
            return self._tones[row] or None
        if column == 0 and role == StrongRole:
            return True
        return "muted" if role == ToneRole and column in (2, 3) else None


class KeylessTable(TableView):
    """A table driven from the door's field: it never takes the focus, so that the next scan always finds the field."""

    def __init__(self, model: _Lines, *, name: str, dispensable: int) -> None:
        """`dispensable` is the column that goes where the window is narrow."""
        super().__init__(model, name=name)
        self._dispensable = dispensable
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(self._dispensable, self.width() < theme.px(800))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), theme.px(132))

    def minimumSizeHint(self) -> QSize:
        # Two whole lines below the headings.
        return QSize(super().minimumSizeHint().width(), theme.px(40) + 2 * theme.px(theme.ROW) + 2)

    @property
    def row(self) -> int:
        """The line chosen; -1 for none."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else -1

    def step(self, by: int) -> str:
        """Choose the next line, or the one before; what it says. Before the first one, none is chosen."""
        count = self.model().rowCount()
        row = min(self.row + by, count - 1)
        if 0 <= row < count - 1 and not self.model().flags(self.model().index(row, 0)) & Qt.ItemFlag.ItemIsSelectable:
            row += by  # a heading
        if row < 0 or not count:
            self.clearSelection()
            return ""
        self.selectRow(row)
        self.scrollTo(self.model().index(row, 0))
        return str(self.model().data(self.model().index(row, 0), Qt.ItemDataRole.AccessibleTextRole))


class RecentCard(Card):
    """The last scans, and the ways to put one right: undo_asked(entry), reason_asked(entry), retime_asked(entry).

    hinted(sentence) when a line recorded nothing that could be.
    """

    undo_asked = Signal(object)
    reason_asked = Signal(object)
    retime_asked = Signal(object)
    hinted = Signal(str)

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.model = RecentModel()
        self.table = KeylessTable(self.model, name=_("Derniers passages"), dispensable=3)
        self.table.set_columns((96, 264, 200, 120, 222), stretch=2)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.selectionModel().selectionChanged.connect(lambda *_selections: self._selected())
        self.nobody = label(
            _("Aucun passage pour ce créneau : chaque badge lu s'inscrira ici."), tone="muted", wrap=True
        )
        self.nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.nobody)
        self.stack.addWidget(self.table)
        self.take_back = quiet(_("Annuler ce passage · Suppr"), self.undo_chosen)
        self.retime = quiet(_("Corriger l'heure · Entrée"), self.retime_chosen)
        self.title = label(_("Derniers passages"), theme.SMALL, tone="muted")
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setContentsMargins(theme.M, theme.XS, theme.XS, 0)
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.retime)
        self._head.addWidget(self.take_back)
        self.add(self._head)
        self.add(self.stack, 1)

    def fit(self, room: int) -> None:
        """Stand in a page of this width: the keys of a line one below the other where they have no room side by side."""
        beside = sum(part.sizeHint().width() for part in (self.title, self.retime, self.take_back)) + theme.XXL <= room
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        kept = self.take_back.sizePolicy()
        kept.setRetainSizeWhenHidden(beside)
        self.take_back.setSizePolicy(kept)

    def show_entries(self, event: Event, entries: Sequence[Entry], now: datetime) -> None:
        """Show these; the line chosen stays chosen, and without one the newest is in sight."""
        chosen = self.model.entries[self.table.row].fact.id if self.table.row >= 0 else ""
        self.model.show(event, entries, now)
        row = next((n for n, entry in enumerate(entries) if entry.fact.id == chosen), -1)
        if row >= 0:
            self.table.selectRow(row)
        else:
            self.table.scrollToTop()
        days = {event.local(moment).date() for moment in (now, *(entry.fact.at for entry in entries))}
        # The day is told beside the hour only where it is another.
        self.table.set_width(0, 96 if len(days) == 1 else 140)
        self.stack.setCurrentWidget(self.table if entries else self.nobody)
        self._selected()

    @property
    def chosen(self) -> Entry | None:
        """The line chosen, when it recorded something that can be put right."""
        return self.model.entries[self.table.row] if self.model.undoable(self.table.row) else None

    def undo_chosen(self) -> None:
        """Ask to take back the line chosen, or say that there is nothing to take back."""
        if not self.nothing_kept():
            self._emit(self.undo_asked)

    def retime_chosen(self) -> None:
        """Ask for the real hour of the line chosen, or say that it recorded none."""
        if not self.nothing_kept():
            self._emit(self.retime_asked)

    def nothing_kept(self) -> bool:
        """Whether the line chosen recorded neither arrival nor departure: it is said, with what the line is."""
        row = self.table.row
        if row < 0 or self.chosen is not None or not self.isVisible():
            return False
        words = _("« {answer} » : cette lecture n'a noté aucun passage, il n'y a rien à annuler ni à corriger.")
        self.hinted.emit(words.format(answer=_(VERDICT_LABELS[self.model.entries[row].verdict])))
        return True

    def _selected(self) -> None:
        for button in (self.take_back, self.retime):
            button.setVisible(self.chosen is not None)

    def _emit(self, wanted: SignalInstance) -> None:
        if self.chosen is not None:
            wanted.emit(self.chosen)

    def _open_menu(self, at: QPoint) -> None:
        self.table.selectRow(self.table.rowAt(at.y()))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, wanted in (
            (_("Annuler ce passage"), self.undo_asked),
            (_("Annuler avec un motif…"), self.reason_asked),
            (_("Corriger l'heure…"), self.retime_asked),
        ):
            action = menu.addAction(words, partial(self._emit, wanted))
            action.setEnabled(self.chosen is not None)
        menu.popup(self.table.viewport().mapToGlobal(at))
