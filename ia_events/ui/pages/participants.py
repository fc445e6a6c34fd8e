"""The people of the event: found as their name is typed, filtered, sorted, added, edited, cancelled."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QWidget

from ia_events.domain.run_sheet_words import on_the_list
from ia_events.i18n import _, ngettext
from ia_events.store import registrations, run_sheet
from ia_events.store.registrations import EVERYBODY, Counts, Query
from ia_events.ui import theme
from ia_events.ui.pages.participants_beside import Beside
from ia_events.ui.pages.participants_filters import Filters
from ia_events.ui.pages.participants_model import ParticipantsModel, count, heard_so
from ia_events.ui.pages.participants_selection import Selection
from ia_events.ui.pages.participants_table import ParticipantsTable
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Card,
    ElidedLabel,
    EmptyState,
    Page,
    PageHeader,
    menu_button,
    primary,
    quiet,
    restyle,
    secondary,
)
from ia_events.ui.widgets.folding import Folding
from ia_events.ui.widgets.page import files_in

_COUNTED_AT_ONCE = 5000
_CHOSEN_AGAIN = 200
_PAUSE = 150  # milliseconds without a key before what was found is counted
_NARROW = 860  # the width under which the panel takes the place of the table
_NEW = QKeySequence.StandardKey.New
LIST, EMPTY, NOTHING, DROP = range(4)


class ParticipantsPage(Page):
    """`open(person=id)` shows somebody, `open(add=True)` an empty form, `open(search=…, status=…, badge=…)` a part of the list."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.counts = Counts(0, 0, 0)
        self._on_the_list = ""  # the sentence under the title: counting everybody is not for each key typed
        self._event_id = ""
        self._parts: tuple[bool, QWidget | None, bool, int] | None = None
        self._counting = QTimer(self, singleShot=True, interval=_PAUSE)
        self._counting.timeout.connect(self._count)
        self.model = ParticipantsModel(session)
        self.table = ParticipantsTable(session, self.model)
        self._build()
        self.selection = Selection(session, self.table, self._open_row, self.beside.compare)
        self._connect()
        self.setAcceptDrops(True)

    # --- what it is made of -----------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.add_button = primary(_("Ajouter"), self.add, icon="plus", tip=_("Ajouter une personne (Ctrl+N)"))
        self.import_button = secondary(_("Importer une liste"), self._import, icon="file-arrow-down")
        self.export_button = secondary(_("Exporter"), self._export, icon="export")
        self.header = PageHeader(_("Participants"), self.export_button, self.import_button, self.add_button)
        self.filters = Filters(self._employers, self._groups)
        self.search = self.filters.search
        self.empty = EmptyState(
            "users-three",
            _("La liste est vide"),
            _(
                "Importez la liste reçue (elle peut aussi être déposée sur cette page), ou ajoutez les personnes une à une."
            ),
            _("Importer une liste"),
            self._import,
            secondary(_("Ajouter une personne"), self.add),
        )
        self.nothing = EmptyState(
            "magnifying-glass", _("Personne ne correspond"), " ", "", None, secondary(_("Tout afficher"), self.clear)
        )
        self.stack = QStackedWidget()
        for shown in (Card(self.table, flush=True), self.empty, self.nothing):
            self.stack.addWidget(shown)
        self.stack.addWidget(EmptyState("file-arrow-down", _("Déposez la liste pour l'importer")))
        body = QHBoxLayout()
        body.setSpacing(theme.L)
        body.addWidget(self.stack, 1)
        self.beside = Beside(self.session, body)
        self.panel, self.merging, self.imports = self.beside.panel, self.beside.merging, self.beside.imports
        self.foot = ElidedLabel("", theme.SMALL, tone="muted")
        self.actions_button = menu_button(_("Pour la sélection"), QMenu())
        self.columns_button = menu_button(_("Colonnes et tri"), self.table.columns_menu())
        self.imports_button = quiet(_("Imports précédents"), self.beside.show_imports)
        restyle(self.actions_button, kind="quiet")
        restyle(self.columns_button, kind="quiet")
        foot = Folding(self.foot, least=80)
        for made in (self.imports_button, self.columns_button, self.actions_button):
            foot.row.addWidget(made)
        self.column.addWidget(self.header)
        self.column.addWidget(self.filters)
        self.column.addLayout(body, 1)
        self.column.addWidget(foot)

    def _connect(self) -> None:
        self.filters.changed.connect(self.reload)
        self.search.down.connect(self._to_list)
        self.search.returnPressed.connect(lambda: self._open_row(max(0, self.table.currentIndex().row())))
        self.table.typed.connect(self._type)
        self.table.sorted.connect(lambda _key, _descending: self.reload())
        self.table.opened.connect(lambda index: self._open_row(index.row()))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self.selection.show_menu)
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._show_foot())
        menu = self.actions_button.menu()
        menu.aboutToShow.connect(lambda: self.selection.fill(menu))
        self.panel.reissued.connect(self.selection.reissue)
        self.beside.changed.connect(self._show_state)
        self.beside.closed.connect(self._to_list)
        self.beside.saved.connect(self._saved)
        # Of the window, as on the import page: a field that has the focus pastes for itself.
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self._paste)

    def _employers(self) -> list[str]:
        return registrations.employers(self.session.store, self.session.event_id)

    def _groups(self) -> list[str]:
        return registrations.groups(self.session.store, self.session.event_id)

    # --- the list ---------------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        if self._event_id != self.session.event_id:
            self._event_id = self.session.event_id
            self.beside.hide()
            self.filters.clear()
        parts = {
            name: value
            for name, value in arguments.items()
            if name in ("search", "status", "role", "employer", "group", "badge")
        }
        if parts:
            self.filters.clear()
            self.filters.choose(**parts)
        self.refresh()
        if arguments.get("add"):
            self.add()
        elif arguments.get("person"):
            self.show_person(str(arguments["person"]))

    def refresh(self) -> None:
        store, event_id = self.session.store, self.session.event_id
        self.counts = registrations.counts(store, event_id) if event_id else Counts(0, 0, 0)
        self.header.set_count(self.counts.total or "")
        self._on_the_list = on_the_list(*run_sheet.on_the_list(store, event_id)) if self.counts.total else ""
        # An event without groups has no use for their filter.
        self.filters.group.setVisible(bool(self.filters.group.value) or bool(event_id and self._groups()))
        row = self.table.currentIndex().row()
        ids = self.selection.ids() if row >= 0 and self.selection.count() <= _CHOSEN_AGAIN else []
        top = self.table.verticalScrollBar().value()
        self.model.forget()
        self._ask(at_once=True)  # what was shown and chosen stays
        self.table.verticalScrollBar().setValue(top)
        if row >= 0:
            self.selection.choose_again(ids, row, nearest=not self.beside.shown)
        self.beside.refresh()

    def reload(self) -> None:
        """Ask the store again with what is typed and chosen."""
        self._ask(at_once=self.counts.total <= _COUNTED_AT_ONCE)

    def _ask(self, *, at_once: bool) -> None:
        query = self.query
        whole = query._replace(sort=EVERYBODY.sort, descending=False) == EVERYBODY
        self.model.show(query, self.counts.total if whole else -1, forgiving=at_once)
        self.table.scrollToTop()
        if self.model.count < 0:
            self._counting.start()
        else:
            self._counting.stop()
        self._show_state()

    @property
    def query(self) -> Query:
        """What is typed, chosen and sorted on."""
        return self.filters.query(self.table.sort, self.table.descending)

    def clear(self) -> None:
        """Show everybody."""
        self.filters.clear()
        self.reload()
        self._to_list()

    def _count(self) -> None:
        query, event_id = self.model.query, self.session.event_id
        if self.model.count >= 0:
            return
        if not self.model.rowCount():
            job = partial(heard_so, event_id=event_id, query=query)
            self.session.run(job, partial(self._heard, query), on_cancel=lambda: None)
        elif self.counts.total > _COUNTED_AT_ONCE:
            many = partial(count, event_id=event_id, query=query)
            self.session.run(many, partial(self._counted, query), text=_("Comptage…"), on_cancel=lambda: None)
        else:
            self._counted(query, registrations.count(self.session.store, event_id, query))

    def _heard(self, query: Query, ids: list[str]) -> None:
        if query == self.model.query and self.model.count < 0:
            self.model.show_likely(ids)
            self._show_state()

    def _counted(self, query: Query, found: int) -> None:
        if query == self.model.query and self.model.count < 0:
            self.model.grow(found)
            self._show_foot()

    # --- what it says -----------------------------------------------------------------------------------------------

    def _sentence(self) -> str:
        if shown := self.model.rowCount() if self.model.likely else 0:
            return ngettext(
                "Rien ne s'écrit ainsi. Peut-être cette personne :",
                "Rien ne s'écrit ainsi. Peut-être l'une de ces personnes :",
                shown,
            )
        return self._on_the_list

    def _show_state(self) -> None:
        if (sentence := self._sentence()) != self.header.sentence.text():
            self.header.set_sentence(sentence)
        empty = not self.counts.total
        self.stack.setCurrentIndex(EMPTY if empty else LIST if self.model.rowCount() else NOTHING)
        if self.stack.currentIndex() == NOTHING:
            text = self.query.text
            self.nothing.sentence.setText(
                _("Ni nom, ni collectivité, ni courriel, ni code ne contient « {text} ».").format(text=text)
                if text
                else _("Aucune inscription avec ces filtres.")
            )
        self._show_parts()
        self._show_foot()

    def _show_parts(self) -> None:
        some, form, imports = self.counts.total > 0, self.beside.shown, self.beside.at_hand is self.imports
        alone = form and self.width() < theme.px(_NARROW)
        parts = some, self.beside.at_hand, alone, theme.px(100)
        if self._parts == parts:
            return  # asked for each key typed
        self._parts = parts
        self.stack.setVisible(not alone)
        self.foot.setVisible(not alone)
        for part in (self.filters, self.imports_button, self.columns_button, self.actions_button):
            part.setVisible(some and not alone)
        # One accent button a page: the empty list's own, the form's, or this one.
        self.import_button.setVisible(some)
        self.add_button.setVisible(some and (not form or imports))
        restyle(self.empty.button, kind="secondary" if form else "primary")
        self.beside.fit(alone)
        self.table.stand_beside(form)

    def _show_foot(self) -> None:
        total, selected = self.counts.total, self.selection.count()
        parts = []
        if selected > 1:
            parts.append(ngettext("{n} ligne choisie", "{n} lignes choisies", selected).format(n=selected))
        if total:
            shown = self.model.rowCount()
            counted = self.model.count >= 0 or not shown
            words = (
                ""
                if counted and shown == total  # the title says it
                else ngettext("{shown} personne affichée sur {total}", "{shown} personnes affichées sur {total}", shown)
                if counted
                else _("les {shown} premières personnes sur {total}")
            )
            parts += [words.format(shown=shown, total=total)] if words else []
            parts += [_("Ctrl F chercher"), _("Entrée ouvrir")]
        if undo := self.session.next_undo():
            parts.append(_("Ctrl Z annuler « {action} »").format(action=undo))
        text = " · ".join(parts)
        if text != self.foot.text():  # the page is laid out again for each new text
            self.foot.setText(text)
        self.actions_button.setEnabled(selected > 0)

    # --- one person -------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """An empty form beside the list, where nobody is chosen then."""
        self.show_person("")

    def show_person(self, registration_id: str) -> None:
        """Somebody beside the list."""
        self.beside.show_person(registration_id)
        if self.panel.person.id == registration_id and not self.selection.choose_person(registration_id):
            self.table.clearSelection()

    def _open_row(self, row: int) -> None:
        if registration_id := self.model.id_at(row) if row < self.model.rowCount() else "":
            self.selection.choose(row)
            self.beside.show_person(registration_id)

    def _saved(self, registration_id: str, added: bool) -> None:
        self.session.recorded()
        if not self.selection.choose_person(registration_id) and added:
            self.filters.clear()
            self.reload()
            self.selection.choose_person(registration_id)

    def may_leave(self) -> bool:
        return self.beside.may_leave()

    # --- keys, files, room ------------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        self.search.take_focus()

    def _type(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.insert(text)

    def _to_list(self) -> None:
        if not self.selection.count() and self.model.rowCount() and not self.beside.adding:
            self.selection.choose(max(0, self.table.currentIndex().row()))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Ctrl+N makes an event elsewhere in the window; here it adds somebody.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.matches(_NEW):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(_NEW):
            self.add()
        elif event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.selection.remove()
        elif event.key() == Qt.Key.Key_Escape and self.beside.at_hand is not None:
            self.beside.at_hand.keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)

    def _export(self) -> None:
        self.session.open("export_list", shown=self.model.query)

    def _import(self) -> None:
        self.session.open("import")

    def _paste(self) -> None:
        from ia_events.ui.pages import import_jobs

        if import_jobs.copied() is not None:
            self.session.open("import", paste=True)
        else:
            self.session.notify(_(import_jobs.NOTHING_COPIED), "attention")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        super().dragEnterEvent(event)
        if self.may_drop(files_in(event.mimeData())):
            self.stack.setCurrentIndex(DROP)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_state()

    def may_drop(self, files: list[Path]) -> bool:
        return len(files) == 1

    def drop(self, files: list[Path]) -> None:
        self._show_state()
        self.session.open("import", path=files[0])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        focused = QApplication.focusWidget()
        if self.isVisible() and not (focused and self.isAncestorOf(focused)):
            if self.counts.total:
                self._to_list()
            else:
                self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_parts()
