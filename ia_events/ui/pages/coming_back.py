"""Retour du siège: the workbook that came back, cell by cell beside what was sent and what is here; what is ticked is taken."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.figures import slot_titles
from ia_events.domain.returned import Returned
from ia_events.domain.three_way import Comparison, Kind
from ia_events.i18n import _, ngettext
from ia_events.store import Store, coming_back, merging
from ia_events.store.journal import Action
from ia_events.ui import theme
from ia_events.ui.pages.coming_back_model import BACK, SENT, ComingBackModel
from ia_events.ui.pages.coming_back_table import ChangesTable
from ia_events.ui.pages.files import workbook_kinds
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Banner,
    Card,
    Choice,
    EmptyState,
    Page,
    PageHeader,
    Stack,
    primary,
    quiet,
    secondary,
)
from ia_events.ui.widgets.cautions import first_of
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.password_form import ASKED, PasswordForm
from ia_events.ui.widgets.tiles import Tile
from ia_events.ui.work import Progress, Task

CHOOSE, READING, FAILED, PASSWORD, CHANGES, NO_EVENT = range(6)
_NOTES = 4  # shown at once


class ComingBackPage(Page):
    """`open(path=…)` reads a workbook at once."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._task: Task | None = None
        self._path: Path | None = None
        self._returned: Returned | None = None
        self._heads: dict[str, int] = {}
        self._event_id = ""
        self._other_event = ""
        self.other_button = secondary(_("Autre classeur"), self.choose)
        self.apply_button = primary(_("Appliquer"), self.apply, icon="check")
        self.done_button = primary(_("Voir les participants"), lambda: session.open("participants"))
        self.header = PageHeader(_("Retour du siège"), self.other_button, self.apply_button, self.done_button)
        self._wide = False
        self.model = ComingBackModel()
        self.model.chosen.connect(self._count)
        self._build()
        self.setAcceptDrops(True)

    @property
    def comparison(self) -> Comparison | None:
        """What the workbook changes, once it is read."""
        return self.model.comparison

    def _build(self) -> None:
        self.chooser = EmptyState(
            "file-arrow-down",
            _("Déposez ici le classeur revenu du siège"),
            _("Il est comparé à ce qui avait été envoyé et à ce qui est connu ici. Rien n'est enregistré avant votre accord."),
            _("Choisir un classeur"),
            self.choose,
        )  # fmt: skip
        self.reading = EmptyState("hourglass-medium", "", _("Chaque cellule est comparée à ce qui avait été envoyé."))
        self.switch_button = secondary(_("Ouvrir cet événement"), self._switch)
        self.failure = EmptyState(
            "warning-circle",
            _("Ce classeur ne peut pas être comparé"),
            " ",
            _("Choisir un autre classeur"),
            self.choose,
            self.switch_button,
        )
        self.locked = PasswordForm(_("Classeur protégé"))
        self.locked.given.connect(lambda password: self._read(self._path, password))
        no_event = EmptyState(
            "calendar-plus",
            _("Ouvrez d'abord un événement"),
            _("Un retour se compare à l'événement qu'il concerne."),
            _("Voir les événements"),
            lambda: self.session.open("events"),
        )
        self.stack = Stack()
        for shown in (self.chooser, self.reading, self.failure, self.locked, self._changes(), no_event):
            self.stack.addWidget(shown)
        self.column.addWidget(self.header)
        self.column.addWidget(self.stack, 1)

    def _changes(self) -> QWidget:
        self.tiles = {
            "added": Tile("welcome"),
            "changed": Tile("accent"),
            "withdrawn": Tile("neutral"),
            "conflicts": Tile("attention"),
            "unchanged": Tile("neutral"),
        }
        tiles = QWidget()
        tiles.setLayout(FlowLayout(*self.tiles.values()))
        self.notice = Banner()
        self.part = Choice(name=_("Changements affichés"))
        theme.scaled(self.part.setMinimumWidth, 220)
        self.part.chosen.connect(lambda value: self.model.filter(str(value)))
        self.all_button = quiet(_("Tout cocher"), lambda: self.model.take_all(True), icon="checks")
        self.none_button = quiet(_("Tout décocher"), lambda: self.model.take_all(False))
        tools = QWidget()
        tools.setLayout(FlowLayout(self.part, self.all_button, self.none_button))
        self.table = ChangesTable(self.model, _("Changements revenus du siège"))
        self.table.horizontalHeader().setSectionsMovable(False)
        self.nothing = EmptyState(
            "check-circle",
            _("Rien à reprendre"),
            _("Tout ce que dit ce classeur est déjà enregistré ici."),
        )
        self.card = Card(self.table, flush=True)
        self._tools = tools
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        for part in (tiles, self.notice, tools):
            column.addWidget(part)
        column.addWidget(self.card, 1)
        column.addWidget(self.nothing, 1)
        return made

    # --- coming and going -------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        if self._event_id != self.session.event_id or (
            self._task is None and not (self.comparison and self.comparison.changes)
        ):
            self._reset()
        self._event_id = self.session.event_id
        path = arguments.get("path")
        if self.session.event_id and path:
            self.read(Path(str(path)))

    def refresh(self) -> None:
        # What was compared was compared with people who may have changed since.
        if self._returned is not None and self._task is None and self._heads != merging.heads(self.session.store):
            self._compare(self._returned)

    def _reset(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._path = self._returned = None
        self.locked.forget()
        self.model.show(None)
        self._show(CHOOSE if self.session.event_id else NO_EVENT)

    def _show(self, state: int) -> None:
        self.stack.setCurrentIndex(state)
        found = self.comparison if state == CHANGES else None
        self.other_button.setVisible(state in (PASSWORD, CHANGES))
        self.apply_button.setVisible(bool(found and found.changes))
        self.done_button.setVisible(found is not None and not found.changes)
        self.header.set_sentence(self._sentence(found) if found else "")
        self._count()

    def _sentence(self, found: Comparison) -> str:
        event, identity = self.session.event, found.returned.identity
        if event is None or identity is None:
            return found.returned.source
        when = dates.moment(event.local(identity.made_at), event.local(self.session.now()))
        return _("{file} · retour préparé {when}").format(file=found.returned.source, when=when)

    # --- reading ----------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a workbook."""
        start = str(self._path.parent if self._path else self.session.settings.documents)
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choisir le classeur revenu du siège"), start, workbook_kinds()
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """Read another workbook; what was compared before is let go."""
        self._reset()
        self._read(path, None)

    def _read(self, path: Path | None, password: str | None) -> None:
        event = self.session.event
        if path is None or event is None:
            return
        self._path = path
        self._heads = merging.heads(self.session.store)

        def job(store: Store, progress: Progress) -> Comparison:
            from ia_events.spreadsheets.coming_back import read

            returned = read(path, slots=slot_titles(event), password=password, progress=progress)
            return coming_back.compared(store, event, returned, progress)

        self.reading.title.setText(_("Lecture de « {name} »…").format(name=path.name))
        self._run(job, _("Lecture de « {name} »").format(name=path.name))
        self._show(READING)

    def _compare(self, returned: Returned) -> None:
        event = self.session.event
        if event is None:
            return
        self._heads = merging.heads(self.session.store)
        self._run(
            lambda store, progress: coming_back.compared(store, event, returned, progress),
            _("Comparaison avec « {name} »").format(name=returned.source),
        )

    def _run(self, job: object, text: str) -> None:
        if self._task is not None:
            self._task.cancel()
        holder: list[Task] = []

        def mine() -> bool:
            return self._task is holder[0]

        task = self.session.run(
            job,  # type: ignore[arg-type]
            lambda found: self._compared(found) if mine() else None,
            lambda error: self._not_read(error) if mine() else None,
            text=text,
            on_cancel=lambda: self._stopped() if mine() else None,
        )
        holder.append(task)
        self._task = task

    def _compared(self, found: Comparison) -> None:
        self._task = None
        self._returned = found.returned
        self.locked.forget()
        self.model.show(found, self.session.event)
        self._fill(found)
        self._show(CHANGES)

    def _fill(self, found: Comparison) -> None:
        added, changed, withdrawn = (found.count(k) for k in (Kind.ADDED, Kind.CHANGED, Kind.WITHDRAWN))
        changed += found.count(Kind.REMOVED)
        conflicts = found.conflicts
        for name, count, word in (
            ("added", added, ngettext("ajout", "ajouts", added)),
            ("changed", changed, ngettext("fiche modifiée", "fiches modifiées", changed)),
            ("withdrawn", withdrawn, ngettext("désistement ?", "désistements ?", withdrawn)),
            ("conflicts", conflicts, ngettext("conflit à trancher", "conflits à trancher", conflicts)),
            ("unchanged", found.unchanged, _("sans changement")),
        ):
            self.tiles[name].set(count, word)
        options: list[tuple[object, str]] = [("all", _("Tous les changements"))]
        for value, count, words in (
            ("conflicts", conflicts, _("Conflits")),
            (Kind.ADDED, added, _("Ajouts")),
            (Kind.CHANGED, found.count(Kind.CHANGED), _("Modifications")),
            (Kind.WITHDRAWN, withdrawn, _("Désistements")),
            (Kind.REMOVED, found.count(Kind.REMOVED), _("Hors liste ici")),
        ):
            if count:
                options.append((value, f"{words} ({count})"))
        self.part.set_options(options, "all")
        some = bool(found.changes)
        for part in (self._tools, self.card):
            part.setVisible(some)
        self.nothing.setVisible(not some)
        self._size_columns()
        notes = first_of([note.message for note in found.notes], _NOTES)
        if notes:
            self.notice.show_message("\n".join(notes), "attention")
        else:
            self.notice.hide()

    def _size_columns(self) -> None:
        """More room on a bigger screen, for what is compared first."""
        changes = self.comparison.changes if self.comparison else ()
        sent = any(change.conflicts for change in changes if change.kind != Kind.ADDED)
        wide = self._wide = self.width() > theme.px(1300)
        widths = [48, 270, 260, 300, 240, 146] if wide else [48, 210, 140, 180, 240, 146]
        self.table.set_columns(widths, stretch=BACK, hidden=() if sent else (SENT,))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._wide != (self.width() > theme.px(1300)):
            self._size_columns()

    def _not_read(self, error: BaseException) -> None:
        self._task = None
        if not isinstance(error, UserError):
            self.session.fail(error)
            self._show(CHANGES if self.comparison else CHOOSE)
        elif error.code in ASKED:
            self._show(PASSWORD)
            self.header.set_sentence(error.message if error.code == "password_needed" else "")
            self.locked.ask(error.message if error.code == "password_wrong" else "")
        else:
            self._other_event = str(error.values.get("event", "")) if error.code == "return_other_event" else ""
            self.switch_button.setVisible(bool(self._other_event))
            self.failure.sentence.setText(error.message)
            self._show(FAILED)
            chief = self.switch_button if self._other_event else self.failure.button
            chief.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stopped(self) -> None:
        self._task = None
        self._show(CHANGES if self.comparison else CHOOSE)
        self.session.notify(_("Lecture arrêtée. Rien n'a été enregistré."))

    def _switch(self) -> None:
        path, event = self._path, self._other_event
        if path is not None and event:
            self.session.switch(event)
            self.session.open("coming_back", path=str(path))

    # --- taking -----------------------------------------------------------------------------------------------------

    def _count(self) -> None:
        count = self.model.taken()
        self.apply_button.setEnabled(count > 0 and self._task is None)
        words = ngettext("Appliquer {n} changement", "Appliquer {n} changements", count).format(n=count)
        self.apply_button.setText(words if count else _("Appliquer"))

    def apply(self) -> None:
        """Record what is ticked, as one action."""
        found, event = self.comparison, self.session.event
        if found is None or event is None or self._task is not None or not self.model.accepted:
            return
        now, accepted, station = self.session.now(), self.model.choice(), self.session.settings.station
        count = self.model.taken()
        self._task = self.session.run(
            lambda store, progress: coming_back.apply(store, event, found, accepted, now, progress, station),
            lambda action: self._applied(action, count),
            self._not_applied,
            text=_("Reprise de « {name} »").format(name=found.returned.source),
            on_cancel=self._apply_stopped,
        )
        self._count()

    def _applied(self, action: Action | None, count: int) -> None:
        self._task = None
        self.session.recorded()
        if action is None:
            self.session.notify(_("Rien ne change : tout cela est déjà enregistré."))
        else:
            said = ngettext("{n} changement repris", "{n} changements repris", count).format(n=count)
            self.session.notify_done(action, said)

    def _not_applied(self, error: BaseException) -> None:
        self._task = None
        self._count()
        if isinstance(error, UserError) and error.code == "comparison_outdated" and self._returned is not None:
            self._compare(self._returned)
            self.session.notify(
                _("Des fiches ont changé ici entre-temps : le classeur est comparé à nouveau. Vérifiez, puis appliquez."),
                "attention",
            )  # fmt: skip
        elif isinstance(error, UserError):
            self.notice.show_message(error.message, "refused")
        else:
            self.session.fail(error)

    def _apply_stopped(self) -> None:
        self._task = None
        self._count()
        self.session.notify(_("Arrêté. Rien n'a été enregistré."))

    # --- files dropped ----------------------------------------------------------------------------------------------

    def may_drop(self, files: list[Path]) -> bool:
        return bool(self.session.event_id) and len(files) == 1

    def drop(self, files: list[Path]) -> None:
        self.read(files[0])
