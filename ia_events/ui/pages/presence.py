"""Presence: people × slots, marked from the keyboard, each cell saying who or what told it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from ia_events.domain.attendance import STATE_LABELS, Cell, Matrix, State
from ia_events.domain.errors import UserError
from ia_events.domain.events import Slot, current_slot
from ia_events.domain.people import Attendee
from ia_events.i18n import _, ngettext
from ia_events.store import Store, merging, presence, registrations
from ia_events.store.journal import Action
from ia_events.ui import fonts, theme
from ia_events.ui.pages.presence_model import (
    FILTERS,
    FIRST_SLOT,
    LOOKS,
    PresenceModel,
    in_room,
    letter_of,
    short_title,
)
from ia_events.ui.pages.presence_table import PresenceTable
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Card,
    Choice,
    ElidedLabel,
    EmptyState,
    IconLabel,
    Page,
    PageHeader,
    SearchField,
    label,
)
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.states import letters
from ia_events.ui.work import Progress

_READ_AT_ONCE = 12_000  # cells read while the window waits: a tenth of a second
_AT_ONCE = 300  # cells marked while the window waits: a fifth of a second at most


class PresencePage(Page):
    """Who was there. `open(slot=id, state="expected")` filters the grid."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._event_id = ""
        # The event, and how far the change log went: of what is shown, and of what is being read.
        self._shown: tuple[str, dict[str, int]] = ("", {})
        self._loading: tuple[str, dict[str, int]] = ("", {})
        self._wanted_slot = ""
        self._asked_anew = False
        self._build()

    def _build(self) -> None:
        self.header = PageHeader(_("Présences"))
        self.column.addWidget(self.header)
        self.search = SearchField(_("Chercher un nom, une collectivité…"), delay=120)
        self.state = Choice([(None, _("Tous les états")), *((s, _(STATE_LABELS[s])) for s in FILTERS)], name=_("État"))
        self.slot = Choice(name=_("Créneau"))
        self.search.searched.connect(lambda _text: self._filter())
        self.search.down.connect(self._enter_grid)
        self.state.chosen.connect(lambda _value: self._filter())
        self.slot.chosen.connect(lambda _value: self._filter())
        self.column.addLayout(FlowLayout(self.search, self.state, self.slot))
        self.model = PresenceModel()
        self.table = PresenceTable(self.model)
        self.table.marked.connect(self.mark)
        self.table.toggled.connect(self.toggle)
        self.table.menu_asked.connect(self._open_menu)
        self.table.horizontalHeader().sectionClicked.connect(self._open_column_menu)
        self.table.selectionModel().selectionChanged.connect(lambda *_selections: self._tell())
        self.table.selectionModel().currentChanged.connect(lambda *_indexes: self._tell())
        card = Card(flush=True)
        card.add(self.table, 1)
        self.nobody = EmptyState(
            "magnifying-glass", _("Personne ne correspond"), _("Changez la recherche ou le filtre.")
        )
        self.empty = EmptyState(
            "users",
            _("Personne à pointer pour le moment"),
            _("La grille se remplit avec la liste des participants et les créneaux de l'événement."),
            _("Importer une liste"),
            lambda: self.session.open("import"),
        )
        self.stack = QStackedWidget()
        for widget in (card, self.nobody, self.empty):
            self.stack.addWidget(widget)
        self.grid_card = card
        self.column.addWidget(self.stack, 1)
        self.told = ElidedLabel("")
        self.told.setAccessibleName(_("Source de la case"))
        foot = QVBoxLayout()
        foot.setSpacing(theme.S)
        foot.addWidget(self.told)
        foot.addWidget(self._legend())
        self.column.addLayout(foot)

    def _legend(self) -> QWidget:
        def part(*pieces: QWidget) -> QWidget:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.XS)
            for piece in pieces:
                row.addWidget(piece)
            return holder

        parts = []
        for state in (State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT):
            look = LOOKS[state]
            shape = IconLabel(look.icon, letters(look.tone), 16)
            key = label(letter_of(state), theme.SMALL, weight=fonts.SEMIBOLD)
            parts.append(part(shape, key, label(_(look.word), theme.SMALL, tone="muted")))
        for name, meaning in ((_("Espace"), _("présence ou rien")), (_("Suppr"), _("effacer"))):
            key = label(name, theme.SMALL, weight=fonts.SEMIBOLD)
            parts.append(part(key, label(meaning, theme.SMALL, tone="muted")))
        legend = QWidget()
        legend.setLayout(FlowLayout(*parts, spacing=theme.M))
        return legend

    # --- showing -------------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        """Filtered as asked; as it was otherwise."""
        if arguments or self._event_id != self.session.event_id:
            self.search.clear()
            self.state.set_value(State(str(arguments["state"])) if arguments.get("state") else None)
            self._wanted_slot = str(arguments.get("slot", ""))
            self._asked_anew = True

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.take_focus()

    def refresh(self) -> None:
        """Read the grid again, unless what is shown is all there is."""
        event = self.session.event
        if event is None:
            return
        wanted = (event.id, merging.heads(self.session.store))
        if wanted == self._shown:
            if self._asked_anew:
                self._filter()
            return
        if wanted == self._loading:
            return
        self._loading = wanted
        size = registrations.counts(self.session.store, event.id).total * len(event.slots)
        if size <= _READ_AT_ONCE:
            self._show(presence.load(self.session.store, event), wanted)
            return
        self.session.run(
            lambda store, _progress: presence.load(store, event),
            lambda grid: self._show(grid, wanted),
            self._not_read,
            text=_("Lecture de la grille de présence"),
            cancellable=False,
        )

    def _not_read(self, error: BaseException) -> None:
        self._loading = ("", {})
        self.session.fail(error)

    def _show(self, grid: Matrix, wanted: tuple[str, dict[str, int]]) -> None:
        event = grid.event
        if wanted != self._loading:  # something newer is being read
            return
        kept = self._kept()
        if event.id != self._event_id:
            self._event_id = event.id
            self.slot.set_value(None)
        self._shown, self._loading = wanted, ("", {})
        options: list[tuple[object, str]] = [("", _("Tous les créneaux"))]
        options += [(slot.id, short_title(event, slot)) for slot in event.slots]
        self.slot.set_options(options, self.slot.value)
        self.model.show(grid)
        self.table.fit()
        self._filter(kept)

    def _asked(self) -> tuple[str, State | None, str]:
        state = self.state.value  # Qt gives back plain text
        return self.search.text(), State(str(state)) if state else None, str(self.slot.value or "")

    def _filter(self, kept: tuple[str, int] | None = None) -> None:
        kept = kept or self._kept()
        if self._asked_anew:
            self.slot.set_value(self._wanted_slot)
            self._asked_anew = False
        self.model.filter(*self._asked())
        self._restore(kept)
        self._say_where_things_stand()

    def _kept(self) -> tuple[str, int]:
        index = self.table.currentIndex()
        if index.isValid() and index.row() < len(self.model.rows):
            return self.model.rows[index.row()].id, index.column()
        return "", FIRST_SLOT

    def _restore(self, kept: tuple[str, int]) -> None:
        person_id, column = kept
        index = self.model.index_of(person_id, min(column, self.model.columnCount() - 1))
        if index.isValid():
            self.table.setCurrentIndex(index)
        elif self.table.hasFocus():
            self._take_first()
        self._tell()

    def _say_where_things_stand(self) -> None:
        event, model = self.session.event, self.model
        slot = current_slot(event.slots, self.session.now()) if event is not None else None
        usable = event is not None and slot is not None and model.matrix is not None and bool(model.matrix.people)
        self.stack.setCurrentWidget(self.grid_card if model.rows else self.nobody if usable else self.empty)
        for widget in (self.search, self.state, self.slot):
            widget.setEnabled(usable)
        if event is None or slot is None or not usable:
            self.header.set_count("")
            self.header.set_sentence("")
            return
        here, late = model.count(slot.id, State.PRESENT), model.count(slot.id, State.LATE)
        away, to_check = model.count(slot.id, State.ABSENT, State.EXCUSED), model.count(slot.id, State.EXPECTED)
        parts = (
            ngettext("{count} présence", "{count} présences", here + late).format(count=here + late),
            ngettext("dont {count} retard", "dont {count} retards", late).format(count=late) if late else "",
            ngettext("{count} absence", "{count} absences", away).format(count=away),
            _("{count} à pointer").format(count=to_check),
        )
        sentence = _("{slot} : {counts}. Un badge lu est un pointage ; la feuille signée reste la preuve.")
        self.header.set_sentence(
            sentence.format(slot=short_title(event, slot), counts=", ".join(part for part in parts if part))
        )
        self.header.set_count(len(model.rows))

    def _tell(self) -> None:
        """The status line: the cell at hand and its source, or how many are chosen."""
        # By blocks: with everything selected, there are forty thousand cells.
        chosen = sum(
            block.height()
            * max(0, min(block.right(), FIRST_SLOT + len(self.model.slots) - 1) - max(block.left(), FIRST_SLOT) + 1)
            for block in self.table.selectionModel().selection().toList()
        )
        place = self.model.place(self.table.currentIndex())
        if chosen > 1:
            self.told.setText(ngettext("{count} case choisie", "{count} cases choisies", chosen).format(count=chosen))
        else:
            self.told.setText(self.model.told(*place) if place is not None else "")

    # --- marking -------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        focused = QApplication.focusWidget()
        if self.isVisible() and not (focused and self.isAncestorOf(focused)):
            if self.stack.currentWidget() is self.empty and self._loading == ("", {}):
                self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                self._enter_grid()

    def _enter_grid(self) -> None:
        self._take_first()  # before: a table that takes the focus takes its first cell
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_first(self) -> None:
        """The first person, in the slot under way, when no cell is at hand."""
        event = self.session.event
        if self.table.currentIndex().isValid() or not self.model.rows or event is None:
            return
        slot = current_slot(event.slots, self.session.now())
        ids = [shown.id for shown in self.model.slots]
        place = ids.index(slot.id) if slot is not None and slot.id in ids else 0
        self.table.setCurrentIndex(self.model.index(0, FIRST_SLOT + place))

    def _chosen(self) -> list[tuple[Attendee, Slot]]:
        """The cells chosen; a name stands for its whole row."""
        found: dict[tuple[str, str], tuple[Attendee, Slot]] = {}
        for index in self.table.selectionModel().selectedIndexes():
            place = self.model.place(index)
            if place is not None:
                found[place[0].id, place[1].id] = place
        if not found:
            for index in self.table.selectionModel().selectedIndexes():
                person = self.model.rows[index.row()]
                found.update({(person.id, slot.id): (person, slot) for slot in self.model.slots})
        return list(found.values())

    def mark(self, state: State, places: Iterable[tuple[Attendee, Slot]] | None = None) -> None:
        """Record a state for some cells (those chosen, unless given), as one action that can be undone."""
        event = self.session.event
        chosen = self._chosen() if places is None else list(places)
        cells = [
            (p.id, s.id)
            for p, s in chosen
            if not p.id.startswith(presence.UNLISTED) and self._differs(self.model.said(p, s), state)
        ]
        if event is None or not cells:
            return
        now, station = self.session.now(), self.session.settings.station
        if len(cells) > _AT_ONCE:

            def job(store: Store, progress: Progress) -> Action | None:
                progress.check()
                return presence.mark(store, event, cells, state, now, station)

            text = _("Marquage de {count} cases").format(count=len(cells))
            self.session.run(job, lambda done: self._marked(done, len(cells), state), text=text, cancellable=False)
            return
        try:
            done = presence.mark(self.session.store, event, cells, state, now, station)
        except UserError as error:
            self.session.fail(error)
            return
        marked, fresh = {person_id for person_id, _slot in cells}, dict[tuple[str, str], Cell]()
        for person in {p.id: p for p, _slot in chosen if p.id in marked}.values():
            row = presence.cells_of(self.session.store, event, person)
            fresh.update({key: row[key] for key in cells if key in row})
        self.model.update_cells(fresh)
        # It is all shown: no need to read the whole again.
        self._shown = (event.id, merging.heads(self.session.store))
        self._marked(done, len(cells), state)

    @staticmethod
    def _differs(cell: Cell, state: State) -> bool:
        blank = (State.EXPECTED, State.NOT_EXPECTED)
        return not (cell.state in blank if state == State.EXPECTED else cell.state == state)

    def _marked(self, done: Action | None, count: int, state: State) -> None:
        self.session.recorded()
        self._say_where_things_stand()
        self._tell()
        if count > 1:
            words = _("Cases effacées") if state == State.EXPECTED else _(STATE_LABELS[state])
            cells = ngettext("{count} case", "{count} cases", count).format(count=count)
            self.session.notify_done(done, _("{what} : {state}").format(what=words, state=cells))

    def toggle(self) -> None:
        """Space: present, or nothing when all of them are."""
        chosen = self._chosen()
        there = in_room(self.model.said(person, slot) for person, slot in chosen)
        self.mark(State.EXPECTED if there else State.PRESENT, chosen)

    # --- menus ---------------------------------------------------------------------------------------------------

    def _open_menu(self, at: QPoint) -> None:
        if not self._chosen():
            return
        menu = self._menu()
        for state in (State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT):
            self._add(menu, f"{_(STATE_LABELS[state])}\t{letter_of(state)}", partial(self.mark, state))
        self._add(menu, _("Effacer") + "\t" + _("Suppr"), lambda: self.mark(State.EXPECTED))
        place = self.model.place(self.table.currentIndex())
        if place is not None:
            menu.addSeparator()
            self._fill_column_menu(menu.addMenu(self.model.slot_title(place[1])), place[1])
        menu.popup(at)

    def _open_column_menu(self, column: int) -> None:
        place = column - FIRST_SLOT
        if 0 <= place < len(self.model.slots):
            menu = self._menu()
            self._fill_column_menu(menu, self.model.slots[place])
            head = self.table.horizontalHeader()
            menu.popup(head.mapToGlobal(QPoint(head.sectionViewportPosition(column), head.height())))

    def _fill_column_menu(self, menu: QMenu, slot: Slot) -> None:
        everybody = [place for place in self._in_column(slot, *State) if self.model.counts(*place)]
        waiting = self._in_column(slot, State.EXPECTED)
        told = self._in_column(slot, State.PRESENT, State.LATE, State.EXCUSED, State.ABSENT)
        for words, state, places in (
            (_("Tout le monde présent ({count})"), State.PRESENT, everybody),
            (_("Le reste à pointer : présence ({count})"), State.PRESENT, waiting),
            (_("Le reste à pointer : absence ({count})"), State.ABSENT, waiting),
            (_("Effacer le créneau ({count})"), State.EXPECTED, told),
        ):
            action = self._add(menu, words.format(count=len(places)), partial(self.mark, state, places))
            action.setEnabled(bool(places))

    def _in_column(self, slot: Slot, *states: State) -> list[tuple[Attendee, Slot]]:
        """The people shown who are in one of the states in a slot."""
        return [(person, slot) for person in self.model.rows if self.model.said(person, slot).state in states]

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add(self, menu: QMenu, words: str, job: Callable[[], None]) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked=False: job())
        return action
