"""The table of participants: its columns chosen, remembered and made to fit; letters typed on it go to the search."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu

from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.participants_model import COLUMNS, DEFAULT, ParticipantsModel
from ia_events.ui.session import Session
from ia_events.ui.widgets import TableView

PLACES = {column.key: place for place, column in enumerate(COLUMNS)}
_LEAST = {"name": 178, "employer": 106, "job_title": 106}  # those that give and take, and how far they give
_SHARES = {"employer": 2, "job_title": 2}  # of the room left, when the others take one
_DEAREST = ("name", "status", "employer", "badge_state")  # what stays beside the panel, as far as there is room


class ParticipantsTable(TableView):
    """`typed(text)` is for the search; `sorted(key, descending)` follows the headings."""

    typed = Signal(str)
    sorted = Signal(str, bool)

    def __init__(self, session: Session, model: ParticipantsModel) -> None:
        super().__init__(model, name=_("Participants"))
        self._session = session
        self.sort = "name"
        self.descending = False
        self._beside = False
        self._laying = False
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.sectionClicked.connect(lambda column: self.sort_by(COLUMNS[column].key))
        head.sectionMoved.connect(lambda *_args: self._keep())
        self.columns_changed.connect(self._keep)
        self._show_sort()
        self._lay()

    def sort_by(self, key: str) -> None:
        """Sort on a column, the other way round if it is sorted on already."""
        self.descending = key == self.sort and not self.descending
        self.sort = key
        self._show_sort()
        self.sorted.emit(key, self.descending)

    def stand_beside(self, panel: bool) -> None:
        """Whether a panel takes part of the room: only the dearest columns are shown then."""
        self._beside = panel
        self.share()

    def columns_menu(self) -> QMenu:
        """Columns to tick, and what to sort on for those who have no mouse."""
        menu = self.columns_button_menu()

        def add_sorts() -> None:
            menu.addSeparator()
            sorts = menu.addMenu(_("Trier par"))
            for column in self.shown_columns():
                action = sorts.addAction(_(COLUMNS[column].title), self._sorter(COLUMNS[column].key))
                action.setCheckable(True)
                action.setChecked(COLUMNS[column].key == self.sort)

        menu.aboutToShow.connect(add_sorts)
        return menu

    def share(self) -> None:
        """Give the columns chosen the room there is."""
        chosen = self._chosen()
        room = self.viewport().width()
        shown: list[str] = []
        used = 0
        for key in sorted(chosen, key=lambda key: _DEAREST.index(key) if key in _DEAREST else len(_DEAREST)):
            width = theme.px(COLUMNS[PLACES[key]].width)
            if not self._beside or not shown or used + width <= room:
                shown.append(key)
                used += width
        widths = {key: theme.px(COLUMNS[PLACES[key]].width) for key in shown}
        stretchy = [key for key in shown if key in _LEAST] or shown
        if used < room:
            shares = sum(_SHARES.get(key, 1) for key in stretchy)
            widths |= {key: widths[key] + (room - used) * _SHARES.get(key, 1) // shares for key in stretchy}
        elif used - room <= sum(widths[key] - theme.px(_LEAST.get(key, 0)) for key in stretchy):
            lacking = (used - room) / sum(widths[key] - theme.px(_LEAST.get(key, 0)) for key in stretchy)
            widths |= {
                key: int(widths[key] - lacking * (widths[key] - theme.px(_LEAST.get(key, 0)))) for key in stretchy
            }
        self._laying = True
        for key, place in PLACES.items():
            self.setColumnHidden(place, key not in shown)
            if key in shown:
                self.setColumnWidth(place, widths[key])
        self._laying = False

    def _chosen(self) -> list[str]:
        keys = [key for key in self._session.settings.columns.split(",") if key in PLACES]
        return keys if "name" in keys else [*DEFAULT]

    def _lay(self) -> None:
        self._laying = True
        chosen = self._chosen()
        hidden = [place for key, place in PLACES.items() if key not in chosen]
        self.set_columns([column.width for column in COLUMNS], optional=range(1, len(COLUMNS)), hidden=hidden)
        head = self.horizontalHeader()
        for place, key in enumerate(chosen):
            head.moveSection(head.visualIndex(PLACES[key]), place)
        self._laying = False

    def _keep(self) -> None:
        if self._laying:
            return
        shown = [COLUMNS[column].key for column in self.shown_columns()]
        # Those put away for want of room are still chosen.
        away = [key for key in self._chosen() if key not in shown] if self._beside else []
        keys = ",".join([*shown, *away])
        self._session.change_setting("columns", "" if keys == ",".join(DEFAULT) else keys)
        self.share()

    def _sorter(self, key: str) -> Callable[[], None]:
        return lambda: self.sort_by(key)

    def _show_sort(self) -> None:
        order = Qt.SortOrder.DescendingOrder if self.descending else Qt.SortOrder.AscendingOrder
        # Qt points its arrow down for ascending; ours point the way the letters go.
        self.horizontalHeader().setSortIndicator(PLACES[self.sort], order)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.share)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_laying"):
            QTimer.singleShot(0, self, self.share)
