"""Exporter une liste: which columns, of whom, in which file; what it will look like, all on one page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ia_events import presets
from ia_events.domain.attendance import Matrix
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.text import file_name
from ia_events.i18n import _, ngettext
from ia_events.presets import Preset
from ia_events.spreadsheets.choosing import PEOPLE, Choosable, choosable, chosen_people, preview, write_choice
from ia_events.spreadsheets.returns import Made, ordered_slots, slot_headings
from ia_events.store import Store, presence, registrations
from ia_events.store.registrations import Query
from ia_events.ui import theme
from ia_events.ui.pages.export_columns import ColumnsList, PresetBar, movers
from ia_events.ui.pages.file_card import FileCard
from ia_events.ui.pages.files import FileWriter
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Card,
    Choice,
    EmptyState,
    Page,
    PageHeader,
    SearchField,
    TableView,
    label,
    primary,
)
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.segmented import Segmented
from ia_events.ui.work import Progress

_MANY = 3000  # beyond, the grid is read in the worker
_PREVIEWED = 4
_SHOWN = "shown"  # those the participants page shows


class _Preview(QAbstractTableModel):
    """The first rows of the file."""

    def __init__(self) -> None:
        super().__init__()
        self._headings: list[str] = []
        self._rows: list[list[str]] = []

    def show(self, headings: list[str], rows: list[list[str]]) -> None:
        """Other rows."""
        self.beginResetModel()
        self._headings, self._rows = headings, rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return self._rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._headings[section]
        return super().headerData(section, orientation, role)


class ExportListPage(Page):
    """`open(shown=Query)` offers the people the participants page shows."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.make_button = primary(_("Exporter"), self.make, icon="export")
        self.header = PageHeader(_("Exporter une liste"), self.make_button)
        self.bar = PresetBar(session, self._as_preset)
        self.columns = ColumnsList()
        theme.scaled(self.columns.setMinimumHeight, 300)
        self.columns.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.private = label("", theme.SMALL, tone="attention", wrap=True)
        self.who = Choice(name=_("Personnes"))
        self.slot = Choice(name=_("Créneau"))
        self.search = SearchField(_("Nom, collectivité, courriel…"), delay=150)
        self.preview_model = _Preview()
        self.preview_table = TableView(self.preview_model, name=_("Aperçu de la liste"))
        self.kind = Segmented([("xlsx", _("Classeur .xlsx")), ("csv", _("Texte .csv"))], name=_("Format"))
        self.kind_note = label(
            _("Le .csv perd dans Excel les zéros de tête (téléphones, codes postaux) : préférez le classeur s'il doit y être ouvert."),
            theme.SMALL, tone="muted", wrap=True,
        )  # fmt: skip
        self.writing = FileCard(session, _("Où écrire la liste"), lambda: f".{self.kind.value}")
        self.writer = FileWriter(session, self.make_button, self.writing, lambda: bool(self.columns.chosen))
        self.result = self.writer.result
        self._build()
        self._connect()
        self._event_id = ""
        self._grid: Matrix | None = None
        self._offered: list[Choosable] = []
        self._shown: list[str] | None = None

    def _build(self) -> None:
        self.columns_card = Card(self.bar, self.private, title=_("Colonnes"))
        self.columns_card.add(self.columns, 1)
        self.columns_card.add(movers(self.columns))
        people = QWidget()
        people.setLayout(FlowLayout(self.search, self.who, self.slot))
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.scaled(self.search.setMinimumWidth, 200)
        for choice, width in ((self.who, 224), (self.slot, 200)):
            theme.scaled(choice.setFixedWidth, width)
        table = Card(self.preview_table, flush=True)
        theme.scaled(self.preview_table.setFixedHeight, lambda: theme.px(40) + _PREVIEWED * theme.px(theme.ROW) + 16)
        self.writing.column.insertWidget(1, self.kind)
        self.writing.column.insertWidget(2, self.kind_note)
        self.kind_note.hide()
        self.body = QWidget()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.body)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(theme.L)
        right = QVBoxLayout()
        right.setSpacing(theme.L)
        right.addWidget(Card(people, title=_("Personnes")))
        right.addWidget(table)
        right.addWidget(self.writing)
        right.addStretch(1)
        self._beside.addWidget(self.columns_card, 2)
        self._beside.addLayout(right, 3)
        self.empty = EmptyState(
            "users-three",
            _("Personne à exporter"),
            _("Importez d'abord la liste des personnes inscrites."),
            _("Importer une liste"),
            lambda: self.session.open("import"),
        )
        for part in (self.header, self.result):
            self.column.addWidget(part)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.bar.chosen.connect(self.take)
        self.columns.changed.connect(self._customised)
        self.who.chosen.connect(lambda _value: self._customised())
        self.slot.chosen.connect(lambda _value: self._show_preview())
        self.search.searched.connect(lambda _text: self._show_preview())
        self.kind.chosen.connect(self._choose_kind)

    def open(self, **arguments: object) -> None:
        query = arguments.get("shown")
        event = self.session.event
        if isinstance(query, Query) and event is not None:
            self._shown = registrations.search(self.session.store, event.id, query)
        elif "shown" in arguments:
            self._shown = None

    def refresh(self) -> None:
        event = self.session.event
        if event is None:
            return
        store = self.session.store
        total = registrations.counts(store, event.id).total
        for part in (self.body, self.make_button):
            part.setVisible(total > 0)
        self.empty.setVisible(total == 0)
        if total > _MANY:
            self.session.run(
                lambda store, _progress: presence.load(store, event),
                self._show,
                text=_("Lecture des présences…"),
                cancellable=False,
            )
        else:
            self._show(presence.load(store, event))

    def focus_search(self) -> None:
        self.search.take_focus()

    def take(self, preset: Preset) -> None:
        """Put a preset on the page."""
        self.columns.show_columns(self._offered, preset.columns)
        if preset.people in PEOPLE:
            self.who.set_value(preset.people)
        self.kind.set_value(preset.kind)
        self._choose_kind(preset.kind, custom=False)

    def make(self) -> None:
        """Write the list in the worker."""
        event, grid, now = self.session.event, self._grid, self.session.now()
        missing = self.writing.missing()
        if missing:
            missing[0].setFocus(Qt.FocusReason.OtherFocusReason)
        if event is None or grid is None or self.writer.busy or missing:
            return
        people, columns = self._people(grid), self.columns.chosen

        def job(_store: Store, progress: Progress, file: Path, password: str | None) -> Made:
            return write_choice(file, event, grid, people, columns, made_at=now, password=password, progress=progress)

        def made(done: Made) -> str:
            said = ngettext(
                "La liste est prête : {count} personne.", "La liste est prête : {count} personnes.", done.count
            )
            return said.format(count=done.count)

        self.writer.write(job, made, _("Export de la liste…"))

    def _show(self, grid: Matrix) -> None:
        event = self.session.event
        if event is None or grid.event.id != event.id:
            return
        self._grid = grid
        self._offered = choosable(event)
        named = [(slot.id, name) for slot, name in zip(ordered_slots(event), slot_headings(event), strict=True)]
        self.slot.set_options([("", _("Tous les créneaux")), *named], self.slot.value)
        self.slot.setVisible(len(named) > 1)
        options: list[tuple[object, str]] = [(key, _(words)) for key, words in PEOPLE.items()]
        if self._shown is not None:
            words = ngettext("{count} personne affichée", "{count} personnes affichées", len(self._shown))
            options.insert(0, (_SHOWN, words.format(count=len(self._shown))))
        if event.id != self._event_id:
            self._event_id = event.id
            self.writer.begin_again()
            self.search.clear()
            self.who.set_options(options)
            self.bar.show_presets(presets.BUILT_IN[0].name)
            self.take(presets.BUILT_IN[0])
        else:
            self.who.set_options(options, self.who.value)
            preset = self.bar.preset
            self.bar.show_presets(preset.name if preset else "")
            self.columns.show_columns(self._offered, self.columns.chosen)
        if self._shown is not None:
            self.who.set_value(_SHOWN)
        self._propose(event)
        self._show_preview()

    def _propose(self, event: Event) -> None:
        day = f"{event.local(event.starts):%Y-%m-%d} " if event.starts else ""
        preset = self.bar.preset
        title = preset.title if preset else _("Liste")
        self.writing.propose(f"{day}{file_name(event.title, 80)} – {file_name(title, 40).lower()}.{self.kind.value}")

    def _people(self, grid: Matrix) -> list[Attendee]:
        who = str(self.who.value or "all")
        ids = set(self._shown or ()) if who == _SHOWN else None
        return chosen_people(grid, who, str(self.slot.value or ""), self.search.text(), ids)

    def _show_preview(self) -> None:
        event, grid = self.session.event, self._grid
        if event is None or grid is None or grid.event.id != event.id:
            return
        people, columns = self._people(grid), self.columns.chosen
        headings, rows = preview(event, grid, people[:_PREVIEWED], columns)
        self.preview_model.show(headings, rows)
        self.preview_table.set_columns([0] * len(headings))
        private = [column.title for column in self._offered if column.private and column.id in columns]
        said = ngettext(
            "Donnée jamais imprimée ailleurs : {names}.", "Données jamais imprimées ailleurs : {names}.", len(private)
        )
        self.private.setText(said.format(names=", ".join(private)))
        self.private.setVisible(bool(private))
        found = ngettext("{count} personne", "{count} personnes", len(people)).format(count=len(people))
        wide = ngettext("{count} colonne", "{count} colonnes", len(headings)).format(count=len(headings))
        self.header.set_sentence(_("{people}, {columns}.").format(people=found, columns=wide))
        self.writer.enable()

    def _customised(self) -> None:
        preset = self.bar.preset
        if preset is not None and not self._is(preset):
            self.bar.show_presets("")
        if self.session.event is not None:
            self._propose(self.session.event)
        self._show_preview()

    def _is(self, preset: Preset) -> bool:
        there = {column.id for column in self._offered}
        return self.columns.chosen == tuple(name for name in preset.columns if name in there) and (
            self.who.value in (preset.people, _SHOWN)
        )

    def _as_preset(self, name: str) -> Preset:
        who = str(self.who.value)
        return Preset(name, self.columns.chosen, who if who in PEOPLE else "all", self.kind.value)

    def _choose_kind(self, kind: str, *, custom: bool = True) -> None:
        self.kind_note.setVisible(kind == "csv")
        self.writing.allow_password(kind == "xlsx")
        if self.session.event is not None:
            self._propose(self.session.event)
        if custom:
            self._customised()
        else:
            self._show_preview()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.writer.begin_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.px(820)
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
