"""Tous les événements: the list of events, what became of each, and everything that can be done with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QWidget

from ia_events.domain import dates
from ia_events.domain.events import Event
from ia_events.domain.text import fold, initial_capital
from ia_events.i18n import N_, _, ngettext
from ia_events.store import events, registrations
from ia_events.store.noting import noted
from ia_events.ui import theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Card,
    EmptyState,
    IconRole,
    Page,
    PageHeader,
    PillRole,
    SearchField,
    StrongRole,
    TableView,
    ToneRole,
    button,
    label,
    primary,
    secondary,
)
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.segmented import Segmented


class When(StrEnum):
    """An event's state, relative to now; archived comes before all the others."""

    TODAY = "today"
    COMING = "coming"
    PAST = "past"
    UNDATED = "undated"
    ARCHIVED = "archived"


_LOOKS = {
    When.TODAY: (N_("Aujourd'hui"), "welcome", "play-circle-fill"),
    When.COMING: (N_("À venir"), "accent", "calendar-blank"),
    When.PAST: (N_("Passé"), "neutral", "clock-counter-clockwise"),
    When.UNDATED: (N_("Sans date"), "attention", ""),
    When.ARCHIVED: (N_("Archivé"), "muted", "archive"),
}
_FILTERS: tuple[tuple[str, str, frozenset[When]], ...] = (
    ("all", N_("Tous"), frozenset(When) - {When.ARCHIVED}),
    ("coming", N_("À venir"), frozenset({When.TODAY, When.COMING, When.UNDATED})),
    ("past", N_("Passés"), frozenset({When.PAST})),
    ("archived", N_("Archivés"), frozenset({When.ARCHIVED})),
)
_RANKS = {When.TODAY: 0, When.COMING: 1, When.UNDATED: 2, When.PAST: 3, When.ARCHIVED: 4}
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


def when(event: Event, now: datetime) -> When:
    """The state of an event at `now` (UTC). From its first day to its last it is today's."""
    if event.archived:
        return When.ARCHIVED
    if event.starts is None or event.ends is None:
        return When.UNDATED
    today = event.local(now).date()
    if event.local(event.starts).date() <= today <= event.local(event.ends).date():
        return When.TODAY
    return When.COMING if now < event.starts else When.PAST


class EventsModel(QAbstractTableModel):
    """A row an event: title, dates, place, registrations, state."""

    HEADINGS = (N_("Événement"), N_("Dates"), N_("Lieu"), N_("Inscriptions"), N_("État"))

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self._rows: list[tuple[str, ...]] = []
        self._states: list[When] = []
        self._current = ""

    def show_events(self, shown: list[Event], counts: dict[str, int], now: datetime, current: str) -> None:
        """Show these events; `current` is the id of the one at hand."""
        self.beginResetModel()
        self.events = shown
        self._states = [when(event, now) for event in shown]
        self._rows = [
            (
                event.title,
                initial_capital(dates.event_dates(event)),
                event.venue,
                str(counts.get(event.id, 0)),
                _(_LOOKS[state][0]),
            )
            for event, state in zip(shown, self._states, strict=True)
        ]
        self._current = current
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.events)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self.HEADINGS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[row][column]
        if column == 4 and role == PillRole:
            return _LOOKS[self._states[row]][1]
        if column == 4 and role == IconRole:
            return _LOOKS[self._states[row]][2]
        if column == 0 and role == StrongRole:
            return self.events[row].id == self._current
        if column and role == ToneRole:
            return "muted"
        return None


class EventsPage(Page):
    """Find an event, open it; create, edit, duplicate, archive, remove."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.create_button = primary(_("Créer un événement"), self._create, icon="plus")
        self.header = PageHeader(_("Tous les événements"), self.create_button)
        self.search = SearchField(_("Chercher un titre, un lieu, un code de session"))
        self.search.searched.connect(lambda _text: self._show())
        self.search.down.connect(self._to_table)
        self.filter = Segmented([(key, _(words)) for key, words, _states in _FILTERS], name=_("Événements montrés"))
        self.filter.chosen.connect(lambda _key: self._show())
        self.model = EventsModel()
        self.table = TableView(self.model, name=_("Événements"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.opened.connect(lambda _index: self._open())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._menu)
        self.nothing = label("", tone="muted", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMargin(theme.XXXL)
        self.card = Card(self.table, self.nothing, flush=True)
        self.buttons = {
            "open": secondary(_("Ouvrir"), self._open, icon="arrow-right", tip=_("Ouvrir (Entrée)")),
            "edit": secondary(_("Modifier"), self._edit, icon="pencil-simple"),
            "duplicate": secondary(_("Dupliquer"), self._duplicate, icon="copy"),
            "archive": secondary(_("Archiver"), self._archive, icon="archive"),
            "remove": button(_("Retirer"), self._remove, kind="danger", icon="trash", tip=_("Retirer (Suppr)")),
        }
        self.actions_bar = QWidget()
        self.actions_bar.setLayout(FlowLayout(*self.buttons.values()))
        self.empty = EmptyState(
            "calendar-blank",
            _("Aucun événement"),
            _(
                "Créez le premier : un titre et une date suffisent pour commencer. La liste des participants vient ensuite."
            ),
            _("Créer un événement"),
            self._create,
        )
        self.column.addWidget(self.header)
        self.column.addLayout(FlowLayout(self.search, self.filter))
        self.column.addWidget(self.card, 1)
        self.column.addWidget(self.actions_bar)
        self.column.addWidget(self.empty, 1)
        self._all: list[Event] = []
        self._counts: dict[str, int] = {}
        self._wanted = ""
        session.event_switched.connect(self._switched)
        self.model.modelReset.connect(self._size_columns)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_actions())

    def open(self, **arguments: object) -> None:
        """`event_id`: the event to select."""
        self._wanted = str(arguments.get("event_id", "")) or self._wanted

    def _switched(self) -> None:
        # The event worked on last (one just created too) is the one the buttons are to act on.
        self._wanted = self.session.event_id

    def refresh(self) -> None:
        store = self.session.store
        found = [*events.list_events(store), *events.list_events(store, archived=True)]
        now = self.session.now()
        self._all = sorted(found, key=lambda event: _order(event, now))
        self._counts = registrations.participants(store)
        self._show()

    def focus_search(self) -> None:
        self.search.take_focus()

    @property
    def selected(self) -> Event | None:
        """The event the buttons act on."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.events[rows[0].row()] if rows else None

    def _show(self) -> None:
        now = self.session.now()
        states = {event.id: when(event, now) for event in self._all}
        words = fold(self.search.text()).split()
        found = [event for event in self._all if all(word in _searched(event) for word in words)]
        shown: list[Event] = []
        for key, name, wanted in _FILTERS:
            of_filter = [event for event in found if states[event.id] in wanted]
            self.filter.buttons[key].setText(f"{_(name)}  {len(of_filter)}")
            if key == self.filter.value:
                shown = of_filter
        selected = self._wanted or (self.selected.id if self.selected else self.session.event_id)
        self._wanted = ""
        self.model.show_events(shown, self._counts, now, self.session.event_id)
        place = next((row for row, event in enumerate(shown) if event.id == selected), 0)
        if shown:
            self.table.selectRow(place)
        nobody = not self._all
        for part in (self.search, self.filter, self.card, self.actions_bar, self.create_button):
            part.setVisible(not nobody)
        self.empty.setVisible(nobody)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.nothing.setText(_("Aucun événement ne correspond.") if words else _("Aucun événement ici."))
        self.header.set_sentence(_summary([states[event.id] for event in self._all]))
        self._show_actions()

    def _show_actions(self) -> None:
        event = self.selected
        self.actions_bar.setEnabled(event is not None)
        archived = event is not None and event.archived
        self.buttons["archive"].setText(_("Sortir des archives") if archived else _("Archiver"))

    def _size_columns(self) -> None:
        # Where there is no room for all, the title comes before the place, then before what its dates tell.
        width = self.width()
        hidden = () if width >= theme.px(880) else (2,) if width >= theme.px(600) else (2, 3, 4)
        self.table.set_columns((0, 0, 180, 0, 0), stretch=0, hidden=hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_columns()

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _create(self) -> None:
        self.session.open("event_editor", back="events")

    def _open(self) -> None:
        if event := self.selected:
            self.session.switch(event.id)
            self.session.open("run_sheet")

    def _edit(self) -> None:
        if event := self.selected:
            self.session.open("event_editor", event_id=event.id, back="events")

    def _duplicate(self) -> None:
        if event := self.selected:
            title = _("{title} (copie)").format(title=event.title)
            now = self.session.now()
            copy, done = noted(self.session.store, lambda on: events.duplicate(on, event.id, title, now))
            self.session.recorded()
            self.session.open("event_editor", event_id=copy, back="events")
            self.session.notify_done(done, _("Copie créée, sans les participants. Donnez-lui ses dates."))

    def _archive(self) -> None:
        if event := self.selected:
            done = events.archive(self.session.store, event.id, self.session.now(), archived=not event.archived)
            self.session.recorded()
            said = _("« {title} » est sorti des archives.") if event.archived else _("« {title} » est archivé.")
            self.session.notify_done(done, said.format(title=event.title))

    def _remove(self) -> None:
        if event := self.selected:
            done = events.remove(self.session.store, [event.id], self.session.now())
            self.session.recorded()
            self.session.notify_done(done, _("« {title} » est retiré.").format(title=event.title))

    def _menu(self, at: QPoint) -> None:
        if self.selected is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        does: dict[str, Callable[[], None]] = {
            "open": self._open,
            "edit": self._edit,
            "duplicate": self._duplicate,
            "archive": self._archive,
            "remove": self._remove,
        }
        for key, do in does.items():
            menu.addAction(self.buttons[key].icon(), self.buttons[key].text()).triggered.connect(do)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._remove()
        else:
            super().keyPressEvent(event)


def _order(event: Event, now: datetime) -> tuple[int, float]:
    """Today's first, then the nearest to come, then those without a date, then the latest past."""
    state = when(event, now)
    start = event.starts.timestamp() if event.starts else 0.0
    ahead = state in (When.TODAY, When.COMING)
    return _RANKS[state], start if ahead else -start


def _searched(event: Event) -> str:
    parts = (event.title, event.venue, event.session_code, event.programme, event.cycle, event.delegation)
    return fold(" ".join(parts))


def _summary(states: list[When]) -> str:
    coming, today = states.count(When.COMING), states.count(When.TODAY)
    parts = [
        ngettext("{count} événement aujourd'hui", "{count} événements aujourd'hui", today).format(count=today)
        if today
        else "",
        ngettext("{count} à venir", "{count} à venir", coming).format(count=coming) if coming else "",
    ]
    return ", ".join(filter(None, parts)) + "." if today or coming else _("Aucun événement à venir.")
