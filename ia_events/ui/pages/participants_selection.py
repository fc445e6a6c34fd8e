"""What is done to the people selected, one or many: cancelled, put on the waitlist, registered again, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QMenu

from ia_events.domain.errors import UserError
from ia_events.domain.people import Status
from ia_events.i18n import N_, _
from ia_events.store import Store, registrations, run_sheet
from ia_events.store.journal import Action
from ia_events.ui.pages.participants_model import ParticipantsModel
from ia_events.ui.pages.participants_table import ParticipantsTable
from ia_events.ui.session import Session
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.domain.cautions import Caution

_AT_ONCE = 200  # people changed without leaving the window's thread
_NEAR = 300  # rows up and down where people are looked for again
_STATUSES = (
    (Status.CANCELLED, N_("Désistement")),
    (Status.WAITLISTED, N_("Mettre en liste d'attente")),
    (Status.REGISTERED, N_("Réinscrire")),
)
# What is printed for people chosen: a document of the documents page.
_PAPERS = (
    ("badges", N_("Badges")),
    ("tents", N_("Chevalets")),
    ("labels", N_("Étiquettes")),
    ("certificates", N_("Attestations")),
)


class Selection:
    """The rows selected in the table, and its menu. Everything done can be undone, and is said in a toast."""

    def __init__(
        self,
        session: Session,
        table: ParticipantsTable,
        open_row: Callable[[int], None],
        merge: Callable[[list[str]], None],
    ) -> None:
        self._session = session
        self._table = table
        self._open_row = open_row
        self._merge = merge

    def count(self) -> int:
        """How many rows are selected."""
        return sum(part.height() for part in self._table.selectionModel().selection().toList())

    def ids(self) -> list[str]:
        """Who is selected, in the order shown."""
        model = self._table.model()
        assert isinstance(model, ParticipantsModel)
        parts = self._table.selectionModel().selection().toList()
        return model.ids_at(sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)}))

    def choose(self, row: int) -> None:
        """Select one row."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self._table.selectionModel().setCurrentIndex(self._table.model().index(row, 0), flags)

    def choose_person(self, registration_id: str) -> bool:
        """Select somebody, wherever they stand; False when the list does not show them."""
        model = self._table.model()
        assert isinstance(model, ParticipantsModel)
        near = max(0, self._table.currentIndex().row())
        row = model.row_of(registration_id, near, anywhere=True) if registration_id else -1
        if row >= 0:
            self.choose(row)
        return row >= 0

    def choose_again(self, ids: list[str], current: int, *, nearest: bool) -> None:
        """Select the same people after the list was read again, looked for about where they were; when none is there, the
        `nearest` row; or nobody, the keyboard staying about there, when a form shows whom one acts on.
        """
        model = self._table.model()
        assert isinstance(model, ParticipantsModel)
        wanted = set(ids)
        first, last = max(0, current - _NEAR), min(model.rowCount(), current + _NEAR)
        rows = [row for row in range(first, last) if model.id_at(row) in wanted]
        if not rows and model.rowCount():
            row = min(max(0, current), model.rowCount() - 1)
            rows = [row] if nearest else []
            stay = QItemSelectionModel.SelectionFlag.NoUpdate
            self._table.selectionModel().setCurrentIndex(model.index(row, 0), stay)
        for row in rows[:1]:
            self.choose(row)
        add = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in rows[1:]:
            self._table.selectionModel().select(model.index(row, 0), add)

    def show_menu(self, at: QPoint) -> None:
        """Open the menu at a point of the table, or at the row when the keyboard asks."""
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def fill(self, menu: QMenu) -> None:
        """Put in a menu what can be done."""
        menu.clear()
        count = self.count()
        if count == 1:
            menu.addAction(_("Ouvrir") + "\t" + _("Entrée"), lambda: self._open_row(self._table.currentIndex().row()))
            menu.addSeparator()
        for status, words in _STATUSES:
            menu.addAction(_(words), self._setter(status))
        if count == 2:
            menu.addAction(_("Fusionner…"), lambda: self._merge(self.ids()))
        if count == 1:
            menu.addAction(_("Refaire le badge (l'ancien sera refusé)"), lambda: self.reissue(self.ids()[0]))
        printing = menu.addMenu(_("Imprimer"))
        for document, words in _PAPERS:
            printing.addAction(_(words), self._opener(document))
        menu.addSeparator()
        menu.addAction(_("Supprimer de la liste") + "\t" + _("Suppr"), self.remove)
        for action in menu.actions():
            action.setEnabled(count > 0)

    def _opener(self, document: str) -> Callable[[], None]:
        return lambda: self._session.open("documents", section=document, people=self.ids())

    def set_status(self, status: Status) -> None:
        """Cancel, put on the waitlist or register again."""
        ids, now = self.ids(), self._session.now()
        self._record(ids, lambda store: registrations.set_status(store, ids, status, now))

    def remove(self) -> None:
        """Take off the list."""
        ids, now = self.ids(), self._session.now()
        self._record(ids, lambda store: registrations.remove(store, ids, now))

    def reissue(self, registration_id: str) -> None:
        """Give somebody a new badge."""
        now = self._session.now()
        self._record(
            [registration_id],
            lambda store: registrations.reissue_badge(store, registration_id, now),
            _("{action} : l'ancien badge sera refusé à l'accueil."),
        )

    def _setter(self, status: Status) -> Callable[[], None]:
        return lambda: self.set_status(status)

    def _record(self, ids: list[str], change: Callable[[Store], Action | None], words: str = "{action}") -> None:
        """`words` say what was done, and what comes of it."""
        event = self._session.event
        if not ids:
            return
        if len(ids) <= _AT_ONCE:
            try:
                done, cautions, _action = run_sheet.warned(self._session.store, event, change)
                self._recorded(words, done, cautions)
            except UserError as error:
                self._session.fail(error)
            return

        def job(store: Store, progress: Progress) -> tuple[Action | None, list[Caution]]:
            progress.check()
            return run_sheet.warned(store, event, change)[:2]

        self._session.run(job, lambda done: self._recorded(words, *done), text=_("Enregistrement…"), cancellable=False)

    def _recorded(self, words: str, done: Action | None, cautions: list[Caution]) -> None:
        """Refresh, and say what was done unless nothing was."""
        if done is not None:
            self._session.recorded()
        self._session.notify_done(done, words.format(action=done), cautions)
