"""Importing a list: the file is read, what was understood is shown and can be corrected, then it is imported whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from ia_events.domain.errors import UserError
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import SKIPPED, Plan
from ia_events.domain.matching import make_plan
from ia_events.i18n import _, ngettext
from ia_events.store import Store, merging, registrations
from ia_events.ui import theme
from ia_events.ui.pages.import_plan import PlanView
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, EmptyState, Field, Page, PageHeader, primary, secondary
from ia_events.ui.work import Progress, Task

KINDS = "*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv *.tsv *.txt"
_PASSWORD = ("password_needed", "password_wrong")
CHOOSE, READING, FAILED, PASSWORD, PLAN, NO_EVENT = range(6)


@dataclass
class _Source:
    """What is read, and how."""

    path: Path
    sheet: str | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    password: str | None = None


class ImportListPage(Page):
    """`open(path=…)` reads a file at once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.source: _Source | None = None
        self._wanted: _Source | None = None
        self._task: Task | None = None
        self._event_id = ""
        self._heads: dict[str, int] = {}
        self.view = PlanView()
        self._build()
        self.view.mapped.connect(self._map)
        self.view.sheet_chosen.connect(self._choose_sheet)
        self.view.report_asked.connect(self._ask_report)
        self.setAcceptDrops(True)

    @property
    def plan(self) -> Plan | None:
        """What importing would do, once the file is read."""
        return self.view.plan

    @property
    def _pending(self) -> bool:
        """Whether there is something to import, or to mend before."""
        plan = self.plan if self.stack.currentIndex() == PLAN else None
        return plan is not None and bool(plan.added or plan.updated or plan.refused)

    def _build(self) -> None:
        self.other_button = secondary(_("Choisir un autre fichier"), self.choose)
        self.import_button = primary(_("Importer"), self.run_import, icon="check")
        self.done_button = primary(_("Voir les participants"), lambda: self.session.open("participants"))
        self.header = PageHeader(_("Importer une liste"), self.other_button, self.import_button, self.done_button)
        self.column.addWidget(self.header)
        self.stack = QStackedWidget()
        self.chooser = EmptyState(
            "file-arrow-up",
            _("Déposez la liste ici"),
            _("Classeur Excel ou LibreOffice, ou fichier CSV. Rien n'est enregistré avant votre accord."),
            _("Choisir un fichier"),
            self.choose,
        )
        self.reading = EmptyState("hourglass-medium", "", _("Titres, noms, adresses : le programme lit chaque ligne."))
        self.failure = EmptyState(
            "warning-circle", _("Cette liste n'a pas pu être lue"), " ", _("Choisir un autre fichier"), self.choose
        )
        no_event = EmptyState(
            "calendar-plus",
            _("Créez d'abord un événement"),
            _("Une liste s'importe dans un événement."),
            _("Nouvel événement"),
            lambda: self.session.open("event_editor"),
        )
        for shown in (self.chooser, self.reading, self.failure, self._password_form(), self.view, no_event):
            self.stack.addWidget(shown)
        self.column.addWidget(self.stack, 1)

    def _password_form(self) -> QWidget:
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._unlock)
        self.password_field = Field(_("Mot de passe"), self.password)
        self.unlock_button = primary(_("Ouvrir"), self._unlock)
        self.locked = Card(title=_("Liste protégée"))
        self.locked.add(self.password_field)
        self.locked.column.addWidget(self.unlock_button, 0, Qt.AlignmentFlag.AlignRight)
        self.locked.setFixedWidth(theme.px(440))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.addStretch(1)
        column.addWidget(self.locked, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return holder

    # --- coming and going -------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        if self._event_id != self.session.event_id or (self._task is None and not self._pending):
            self._reset()
        self._event_id = self.session.event_id
        path = arguments.get("path")
        if not self.session.event_id:
            self._show(NO_EVENT)
        elif path:
            self.read(Path(str(path)))

    def refresh(self) -> None:
        # What is planned was planned against people who may have changed since.
        if self.source is not None and self._task is None and self._heads != merging.heads(self.session.store):
            self._read(self.source)

    def _reset(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.source = self._wanted = None
        self.view.show_plan(None)
        self._show(CHOOSE if self.session.event_id else NO_EVENT)

    def _show(self, state: int) -> None:
        self.stack.setCurrentIndex(state)
        plan = self.plan if state == PLAN else None
        count = len(plan.added) + len(plan.updated) if plan else 0
        self.other_button.setVisible(state in (PASSWORD, PLAN))
        self.import_button.setVisible(count > 0)
        self.done_button.setVisible(plan is not None and not count)
        self.header.set_sentence(self._sentence(plan) if plan else "")
        if plan and plan.added:
            self.import_button.setText(
                ngettext("Importer {n} personne", "Importer {n} personnes", count).format(n=count)
            )
        elif count:
            self.import_button.setText(
                ngettext("Mettre à jour {n} personne", "Mettre à jour {n} personnes", count).format(n=count)
            )
        if state == PASSWORD:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def _sentence(self, plan: Plan) -> str:
        listing = plan.listing
        parts = [listing.source]
        if listing.sheet:
            parts.append(_("feuille « {sheet} »").format(sheet=listing.sheet))
        parts.append(_("titres ligne {row}").format(row=listing.header_row))
        people = len(listing.rows)
        found = ngettext("{n} personne", "{n} personnes", people).format(n=people)
        reasons = [reason for _row, reason in listing.skipped if reason != "blank"]
        if reasons:
            aside = ngettext("{n} ligne écartée ({reasons})", "{n} lignes écartées ({reasons})", len(reasons))
            words = ", ".join(_(SKIPPED[reason]).lower() for reason in dict.fromkeys(reasons))
            found = f"{found}, {aside.format(n=len(reasons), reasons=words)}"
        return " · ".join([*parts, found])

    # --- reading ----------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file."""
        start = str(self.source.path.parent) if self.source else ""
        kinds = f"{_('Listes')} ({KINDS});;{_('Tous les fichiers')} (*)"
        name, _kind = QFileDialog.getOpenFileName(self, _("Choisir une liste"), start, kinds)
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read another file; what was read before is let go."""
        self.source = None
        self.view.show_plan(None)
        self._read(_Source(path))

    def _read(self, source: _Source) -> None:
        if self._task is not None:
            self._task.cancel()
        self._wanted = source
        self._heads = merging.heads(self.session.store)
        event_id, now = self.session.event_id, self.session.now()

        def job(store: Store, progress: Progress) -> Plan:
            from ia_events.spreadsheets.reading import read

            listing = read(
                source.path,
                sheet=source.sheet,
                mapping=source.mapping or None,
                password=source.password,
                progress=progress,
            )
            people = registrations.all_of(store, event_id)
            total = len(listing.rows)
            return make_plan(listing, people, event_id, lambda: uuid7(now), lambda done: progress(done, total))

        def mine() -> bool:
            return self._wanted is source

        name = source.path.name
        self._task = self.session.run(
            job,
            lambda plan: self._understood(source, plan) if mine() else None,
            lambda error: self._not_read(source, error) if mine() else None,
            text=_("Lecture de « {name} »").format(name=name),
            on_cancel=lambda: self._stopped() if mine() else None,
        )
        if self.plan is None:
            self.reading.title.setText(_("Lecture de « {name} »…").format(name=name))
            self._show(READING)

    def _understood(self, source: _Source, plan: Plan) -> None:
        self._task = None
        self.source = source
        self.password.clear()
        self.view.show_plan(plan)
        self._show(PLAN)
        if not plan.added and not plan.updated and not plan.refused:
            text = _("Rien ne change : tout ce que dit cette liste est déjà enregistré.")
            self.view.notice.show_message(text, "welcome", closable=False)

    def _not_read(self, source: _Source, error: BaseException) -> None:
        self._task = None
        if not isinstance(error, UserError):
            self.session.fail(error)
            self._show(PLAN if self.plan else CHOOSE)
        elif error.code in _PASSWORD:
            self.source = source
            self.view.show_plan(None)
            self.password_field.complain(error.message if error.code == "password_wrong" else "")
            self._show(PASSWORD)
            self.header.set_sentence(error.message if error.code == "password_needed" else "")
            self.password.selectAll()
        elif self.plan is not None:
            self.view.complain(error.message)
            self._show(PLAN)
        else:
            self.failure.sentence.setText(error.message)
            self._show(FAILED)
            self.failure.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stopped(self) -> None:
        self._task = None
        self._show(PLAN if self.plan else CHOOSE)
        self.session.notify(_("Lecture arrêtée. Rien n'a été enregistré."))

    def _unlock(self) -> None:
        if self.source is not None and self.password.text():
            self._read(_Source(self.source.path, self.source.sheet, self.source.mapping, self.password.text()))

    def _choose_sheet(self, name: str) -> None:
        if self.source is not None:
            # Other headings: what was decided about these means nothing there.
            self._read(_Source(self.source.path, name, {}, self.source.password))

    def _map(self, heading: str, field_id: str) -> None:
        if self.source is None or self.plan is None:
            return
        mapping = dict(self.source.mapping)
        for column in self.plan.listing.columns:
            # A field is read from one column: the one that had it gives it up.
            if field_id and column.field == field_id and column.heading != heading:
                mapping[column.heading] = ""
        mapping[heading] = field_id
        self._read(_Source(self.source.path, self.plan.listing.sheet or None, mapping, self.source.password))

    # --- importing --------------------------------------------------------------------------------------------------

    def run_import(self) -> None:
        """Record the whole plan as one action, then go and see."""
        plan = self.plan
        if plan is None or self._task is not None:
            return
        now = self.session.now()
        self.import_button.setEnabled(False)
        self._task = self.session.run(
            lambda store, progress: registrations.import_plan(store, plan, now, progress),
            lambda _none: self._imported(plan),
            self._not_imported,
            text=_("Import de « {name} »").format(name=plan.listing.source),
            on_cancel=self._import_stopped,
        )

    def _imported(self, plan: Plan) -> None:
        self._task = None
        self.import_button.setEnabled(True)
        self._reset()
        self.session.recorded()
        self.session.open("participants")
        self.session.notify(imported_words(plan), "welcome", undoable=True)

    def _not_imported(self, error: BaseException) -> None:
        self._task = None
        self.import_button.setEnabled(True)
        if isinstance(error, UserError):
            self.view.complain(error.message)
        else:
            self.session.fail(error)

    def _import_stopped(self) -> None:
        self._task = None
        self.import_button.setEnabled(True)
        self.session.notify(_("Import arrêté. Rien n'a été enregistré."))

    # --- the report -------------------------------------------------------------------------------------------------

    def _ask_report(self) -> None:
        if self.source is None:
            return
        name = _("Rapport - {name}").format(name=self.source.path.stem) + ".xlsx"
        start = str(self.session.settings.documents / name)
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Enregistrer le rapport"), start, "Excel (*.xlsx)")
        if chosen:
            self.save_report(Path(chosen))

    def save_report(self, target: Path) -> None:
        """Write the copy of the list with the findings on its cells."""
        source, plan = self.source, self.plan
        if source is None or plan is None:
            return

        def job(_store: Store, progress: Progress) -> None:
            from ia_events.spreadsheets.report import verdict_words, write_report

            target.parent.mkdir(parents=True, exist_ok=True)
            write_report(
                target,
                source.path,
                plan.listing,
                plan.problems,
                verdict_words(plan),
                password=source.password,
                progress=progress,
            )

        said = _("Rapport enregistré : {name}").format(name=target.name)
        self.session.run(
            job,
            lambda _none: self.session.notify(said, "welcome"),
            text=_("Rapport de « {name} »").format(name=plan.listing.source),
        )

    # --- files dropped ----------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if self.session.event_id and len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.read(Path(event.mimeData().urls()[0].toLocalFile()))


def imported_words(plan: Plan) -> str:
    """What an import did, in a few words."""
    parts = []
    if added := len(plan.added):
        parts.append(ngettext("{n} personne ajoutée", "{n} personnes ajoutées", added).format(n=added))
    if updated := len(plan.updated):
        parts.append(ngettext("{n} fiche mise à jour", "{n} fiches mises à jour", updated).format(n=updated))
    return ", ".join(parts)
