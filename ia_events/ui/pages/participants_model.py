"""The people of an event as a table: ids by pages, people a screenful at a time, whatever their number."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ia_events.domain.fields import FIELDS
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Attendee, Status
from ia_events.i18n import N_, _
from ia_events.store import Store, heard, registrations
from ia_events.store.registrations import EVERYBODY, Query
from ia_events.ui.session import Session
from ia_events.ui.widgets import Cell, IconRole, PillRole, ToneRole
from ia_events.ui.work import Progress

Index = QModelIndex | QPersistentModelIndex

FIRST = 60  # ids in the page that answers a key
PAGE = 1000  # ids in the others
_WINDOW = 32  # people read at a time
_KEPT = 600  # people kept


class Shown(NamedTuple):
    """A state in words, tone and shape."""

    words: str
    tone: str
    icon: str = ""


STATUSES = {
    Status.REGISTERED: Shown(STATUS_LABELS[Status.REGISTERED], "quiet"),
    Status.WAITLISTED: Shown(STATUS_LABELS[Status.WAITLISTED], "attention", "hourglass-medium-fill"),
    Status.CANCELLED: Shown(STATUS_LABELS[Status.CANCELLED], "refused"),
}
BADGES = {
    "printed": Shown(N_("Imprimé"), "quiet"),
    "changed": Shown(N_("À réimprimer"), "attention", "arrows-clockwise-bold"),
    "new": Shown(N_("À imprimer"), "attention", "printer-fill"),
}


class Column(NamedTuple):
    """A column: its key in settings and in SORTS, heading, width at 100 %, and how it is worded."""

    key: str
    title: str
    width: int
    words: Callable[[Attendee], str]


def _field(key: str, title: str, width: int = 160) -> Column:
    return Column(key, title, width, lambda person: str(getattr(person, key)))


COLUMNS = (
    Column("name", N_("Nom et prénom"), 192, lambda person: person.list_name),
    _field("employer", N_("Collectivité"), 246),
    _field("job_title", N_("Fonction"), 196),
    Column("status", N_("Inscription"), 136, lambda person: _(STATUS_LABELS[person.status])),
    Column("badge_state", N_("Badge"), 130, lambda _person: ""),
    Column("role", N_("Qualité"), 130, lambda person: _(ROLE_LABELS[person.role])),
    Column("badge", N_("Code court"), 120, lambda person: person.short_code),
    *(
        _field(field.id, field.label)
        for field in FIELDS
        if field.id not in ("last_name", "first_name", "employer", "job_title", "status", "role")
    ),
)
DEFAULT = ("name", "employer", "job_title", "status", "badge_state")
_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
_STATUS, _BADGE = _PLACES["status"], _PLACES["badge_state"]


_SERVED = frozenset((Qt.ItemDataRole.DisplayRole, PillRole, IconRole, ToneRole))
_NOTHING, _NO_BADGE = Cell(), Cell("—", "muted")


def _pill(shown: Shown) -> Cell:
    return Cell(_(shown.words), pill=shown.tone, icon=shown.icon)


def _is_plain(query: Query) -> bool:
    return query._replace(text="", sort=EVERYBODY.sort, descending=False) == EVERYBODY


def heard_so(store: Store, _progress: Progress | None, event_id: str, query: Query) -> list[str]:
    """A job: the ids of those whose names may be heard as what is typed, the nearest first."""
    return [person.id for person in heard.likely(store, event_id, query.text)[: heard.SHOWN]]


def count(store: Store, _progress: Progress | None, event_id: str, query: Query) -> int:
    """A job: how many people match."""
    before = store.limit_cache(1000)  # each page is read once: keeping them would serve nothing
    try:
        return registrations.count(store, event_id, query)
    finally:
        store.limit_cache(before)


class ParticipantsModel(QAbstractTableModel):
    """Rows are ids in the order the store gives. `count` is -1 until it is known; until then the first page is shown.

    `likely`: nobody holds what is typed; those whose names may be heard so are shown instead, the nearest first. No row
    and no count: they are still to be looked for (`heard_so`, then `show_likely`).
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.query = EVERYBODY
        self.count = -1
        self.likely = False
        self._rows = 0
        self._pages: dict[int, list[str]] = {}
        self._first: list[str] = []
        self._people: OrderedDict[str, tuple[Attendee, str]] = OrderedDict()
        self._titles = [_(column.title) for column in COLUMNS]
        self._states = {status: _pill(shown) for status, shown in STATUSES.items()}
        self._badges = {state: _pill(shown) for state, shown in BADGES.items()}

    # --- what the page asks -----------------------------------------------------------------------------------------

    def show(self, query: Query, count: int = -1, *, forgiving: bool = True) -> None:
        """Show the first page of what a query finds; `count` when it is known already. Not `forgiving`, names as heard,
        some hundredths of a second among 100,000 people, are left for later.
        """
        self.beginResetModel()
        self.query = query
        self._pages.clear()
        event_id = self._session.event_id
        self._first = registrations.search(self._session.store, event_id, query, limit=FIRST) if event_id else []
        as_heard = not self._first and bool(event_id and query.text) and _is_plain(query)
        if as_heard and forgiving:
            self._first = heard_so(self._session.store, None, event_id, query)
        self.likely = bool(as_heard and self._first)
        if len(self._first) < FIRST:
            count = -1 if as_heard and not forgiving else len(self._first)
        self.count = count
        self._rows = len(self._first) if count < 0 else count
        self.endResetModel()

    def show_likely(self, ids: list[str]) -> None:
        """Show those whose names may be heard as what is typed, which nobody holds."""
        self.beginResetModel()
        self._first = ids
        self.likely = bool(ids)
        self.count = self._rows = len(ids)
        self.endResetModel()

    def forget(self) -> None:
        """Read people anew: something was recorded."""
        self._people.clear()

    def grow(self, count: int) -> None:
        """Show as many rows as there are, now that they are counted."""
        self.count = count
        if count > self._rows:
            self.beginInsertRows(QModelIndex(), self._rows, count - 1)
            self._rows = count
            self.endInsertRows()

    def id_at(self, row: int) -> str:
        """The id shown in a row, "" when it is gone."""
        if row < len(self._first):
            return self._first[row]
        page, place = divmod(row, PAGE)
        ids = self._pages.get(page)
        if ids is None:
            if len(self._pages) > 20:
                self._pages.pop(next(iter(self._pages)))
            ids = self._pages[page] = registrations.search(
                self._session.store, self._session.event_id, self.query, limit=PAGE, offset=page * PAGE
            )
        return ids[place] if place < len(ids) else ""

    def ids_at(self, rows: Sequence[int]) -> list[str]:
        """The ids of many rows at once."""
        if len(rows) > PAGE:
            everybody = registrations.search(self._session.store, self._session.event_id, self.query)
            return [everybody[row] for row in rows if row < len(everybody)]
        return [id_ for row in rows if (id_ := self.id_at(row))]

    def row_of(self, registration_id: str, near: int = 0, *, anywhere: bool = False) -> int:
        """The row of somebody, looked for about a row or else everywhere; -1 when not there."""
        for row in range(max(0, near - 50), min(self._rows, near + 50)):
            if self.id_at(row) == registration_id:
                return row
        if anywhere and self._rows:
            ids = registrations.search(self._session.store, self._session.event_id, self.query)
            if registration_id in ids:
                self.grow(len(ids))
                return ids.index(registration_id)
        return -1

    def person(self, row: int) -> tuple[Attendee, str] | None:
        """Somebody, and the state of their badge (a key of BADGES); None when they are gone."""
        id_ = self.id_at(row)
        found = self._people.get(id_)
        if found is None and id_:
            self._read(row)
            found = self._people.get(id_)
        return found

    def _read(self, row: int) -> None:
        wanted = [id_ for near in range(row, min(row + _WINDOW, self._rows)) if (id_ := self.id_at(near))]
        missing = [id_ for id_ in wanted if id_ not in self._people]
        states = registrations.badge_printed(self._session.store, missing)
        for person in registrations.get_many(self._session.store, missing):
            self._people[person.id] = (person, states[person.id])
        while len(self._people) > _KEPT:
            self._people.popitem(last=False)

    # --- what Qt asks -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _SERVED:
            return None
        cell = self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        return (cell.pill if role == PillRole else cell.icon if role == IconRole else cell.tone) or None

    def cell(self, row: int, column: int) -> Cell:
        """All that is shown of a cell."""
        found = self.person(row)
        if found is None:
            return _NOTHING
        person, badge = found
        if column == _STATUS:
            return self._states[person.status]
        if column == _BADGE:
            return self._badges[badge] if person.status == Status.REGISTERED else _NO_BADGE
        return Cell(COLUMNS[column].words(person))
