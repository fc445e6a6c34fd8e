"""Consolidation: the returns of several delegations put together, on screen and in one workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ia_events.domain.consolidation import BY_LABELS, By, Consolidation, ReturnRead, Unread, consolidate
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _, ngettext
from ia_events.store import Store
from ia_events.ui import theme
from ia_events.ui.pages.consolidation_model import (
    ALIKE,
    FILES,
    PEOPLE,
    SEVERAL,
    ConsolidationModel,
    Read,
    figures,
    files_shown,
    rate_words,
)
from ia_events.ui.pages.file_card import FileCard
from ia_events.ui.pages.files import FileWriter, workbook_kinds
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Banner,
    Card,
    Choice,
    EmptyState,
    Page,
    PageHeader,
    Stack,
    TableView,
    label,
    primary,
    quiet,
    secondary,
)
from ia_events.ui.widgets.cautions import first_of
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.password_form import ASKED, PasswordForm
from ia_events.ui.widgets.tiles import Tile
from ia_events.ui.work import Progress, Task

EMPTY, READING, FOUND, LOCKED, FILE = range(5)
_NOTES = 3  # shown at once
_ALIKE = N_("Même nom, mais une autre collectivité ou une autre adresse : ces personnes sont comptées à part. Si c'est la même, corrigez sa fiche dans l'un des événements, puis ajoutez à nouveau son retour.")  # fmt: skip


class ConsolidationPage(Page):
    """`open(paths=[…])` adds files at once. Files stay until the program closes or they are taken out."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found: Consolidation | None = None
        self._read: dict[Path, Read] = {}
        self._task: Task | None = None
        self._asked = 0  # LOCKED or FILE while a password or a file is being asked for
        self.add_button = secondary(_("Ajouter des retours"), self.choose, icon="plus")
        self.save_button = primary(_("Enregistrer le classeur"), self._ask_file, icon="download-simple")
        self.back_button = secondary(_("Revenir aux chiffres"), lambda: self._ask(0), icon="arrow-left")
        self.header = PageHeader(_("Consolidation"), self.back_button, self.add_button, self.save_button)
        self.empty = EmptyState(
            "files",
            _("Déposez ici les retours des délégations"),
            _("Autant de classeurs de retour que vous voulez : ils sont réunis, et chaque personne n'est comptée qu'une fois. Rien n'est enregistré dans cette base."),
            _("Choisir des retours"),
            self.choose,
        )  # fmt: skip
        self.reading = EmptyState("hourglass-medium", _("Lecture des retours…"))
        self.locked = PasswordForm(_("Retours protégés"))
        self.locked.given.connect(self._unlock)
        self.file = FileCard(session, _("Enregistrer le classeur"))
        self.writer = FileWriter(session, self.save_button, self.file, lambda: self._task is None)
        self.result = self.writer.result
        self.stack = Stack()
        for shown in (self.empty, self.reading, self._contents(), self.locked, self._where()):
            self.stack.addWidget(shown)
        self.column.addWidget(self.header)
        self.column.addWidget(self.result)
        self.column.addWidget(self.stack, 1)
        self.setAcceptDrops(True)
        self._show()

    def _contents(self) -> QWidget:
        self.tiles = {
            "events": Tile("neutral"),
            "registrations": Tile("neutral"),
            "people": Tile("accent"),
            "several": Tile("attention"),
            "rate": Tile("welcome"),
            "hours": Tile("neutral"),
        }
        self.tiles["several"].setToolTip(_("Personnes présentes dans plusieurs événements, comptées une seule fois"))
        self.tiles["rate"].setToolTip(_("Des demi-journées attendues, sans celles qui restent à pointer"))
        tiles = QWidget()
        tiles.setLayout(FlowLayout(*self.tiles.values()))
        self.notice = Banner()
        self.view = Choice(name=_("Ce qui est montré"))
        theme.scaled(self.view.setMinimumWidth, 300)
        self.view.chosen.connect(lambda _value: self._show_view())
        self.remove_button = quiet(_("Retirer ce fichier"), self.remove_file, icon="x")
        self.clear_button = quiet(_("Tout retirer"), self.clear)
        tools = QWidget()
        tools.setLayout(FlowLayout(self.view, self.remove_button, self.clear_button))
        self.model = ConsolidationModel()
        self.table = TableView(self.model, name=_("Retours consolidés"))
        self.table.horizontalHeader().setSectionsMovable(False)
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._look_at_row())
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        self.hint = label(tone="muted", wrap=True)
        for part in (tiles, self.notice, tools, self.hint):
            column.addWidget(part)
        column.addWidget(Card(self.table, flush=True), 1)
        return made

    def _where(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        theme.scaled(self.file.setMaximumWidth, 760)
        column.addWidget(self.file)
        column.addStretch(1)
        return made

    # --- files ------------------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        given = arguments.get("paths")
        if isinstance(given, (list, tuple)):
            self.add(Path(str(path)) for path in given)

    def choose(self) -> None:
        """Ask for files."""
        start = str(next(iter(self._read), self.session.settings.documents / "x").parent)
        names, _kind = QFileDialog.getOpenFileNames(self, _("Choisir des retours"), start, workbook_kinds())
        self.add(Path(name) for name in names)

    def add(self, files: Iterable[Path], password: str | None = None) -> None:
        """Read more files, those known again; then everything is put together anew."""
        wanted = list(dict.fromkeys(files))
        if not wanted or self._task is not None:
            return
        known = {path: read for path, read in self._read.items() if path not in wanted}

        def job(_store: Store, progress: Progress) -> tuple[dict[Path, Read], Consolidation]:
            from ia_events.spreadsheets.consolidating import read_return

            read: dict[Path, Read] = dict(known)
            for done, path in enumerate(wanted):
                progress(done, len(wanted), _("Lecture de « {name} »").format(name=path.name))
                try:
                    read[path] = read_return(path, password=password, progress=lambda _done, _total: progress.check())
                except UserError as error:
                    read[path] = Unread(path.name, error.message, error.code)
            return read, _together(read)

        self.result.hide()
        self._task = self.session.run(
            job, self._gathered, self._failed, text=_("Lecture des retours…"), on_cancel=self._stopped
        )
        self._show()

    def remove_file(self) -> None:
        """Leave the file selected out."""
        row = self.table.currentIndex().row()
        if self.view.value != FILES or not 0 <= row < len(self._read) or self._task is not None:
            return
        read = dict(item for place, item in enumerate(self._read.items()) if place != row)
        if not read:
            self.clear()
            return

        def job(_store: Store, _progress: Progress) -> tuple[dict[Path, Read], Consolidation]:
            return read, _together(read)

        text = _("Nouveau calcul…")
        self._task = self.session.run(job, self._gathered, self._failed, text=text, on_cancel=self._stopped)
        self._show()

    def clear(self) -> None:
        """Leave all the files out."""
        if self._task is not None:
            self._task.cancel()
        self._read, self.found, self._asked = {}, None, 0
        self.locked.forget()
        self.writer.begin_again()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.remove_file()
        else:
            super().keyPressEvent(event)

    def _closed(self) -> list[Path]:
        return [path for path, read in self._read.items() if isinstance(read, Unread) and read.code in ASKED]

    def _ask(self, what: int) -> None:
        self._asked = what
        self._show()
        if what == LOCKED:
            self.locked.ask()

    def _unlock(self, password: str) -> None:
        self.add(self._closed(), password)

    def _gathered(self, gathered: tuple[dict[Path, Read], Consolidation]) -> None:
        self._task = None
        self._read, self.found = gathered
        closed = self._closed()
        wrong = [
            r.reason for path in closed if isinstance(r := self._read[path], Unread) and r.code == "password_wrong"
        ]
        self._asked = LOCKED if closed and (not self.found.returns or (wrong and self._asked == LOCKED)) else 0
        self._show()
        if self._asked:
            self.locked.ask(wrong[0] if wrong else "")
        else:
            self.locked.forget()

    def _failed(self, error: BaseException) -> None:
        self._task = None
        self._show()
        if isinstance(error, UserError):
            self.result.show_message(error.message, "refused")
        else:
            self.session.fail(error)

    def _stopped(self) -> None:
        self._task = None
        self._show()
        self.session.notify(_("Lecture arrêtée."))

    # --- showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        found = self.found if self._read else None
        busy = self._task is not None
        self.stack.setCurrentIndex((self._asked or FOUND) if found else READING if busy else EMPTY)
        self.back_button.setVisible(found is not None and self._asked > 0)
        self.add_button.setVisible(found is not None and self._asked != FILE)
        self.add_button.setEnabled(not busy)
        self.save_button.setVisible(found is not None and bool(found.returns) and self._asked != LOCKED)
        self.writer.enable()
        self.header.set_sentence(self._sentence(found) if found else "")
        if found:
            self._fill(found)

    def _sentence(self, found: Consolidation) -> str:
        counted = len(found.returns)
        said = ngettext("{n} retour réuni", "{n} retours réunis", counted).format(n=counted)
        left = len(found.unread)
        if left:
            said += ", " + ngettext("{n} fichier non compté", "{n} fichiers non comptés", left).format(n=left)
        if later := found.total.unrecorded:
            words = ngettext(
                "{n} demi-journée à pointer, hors du taux", "{n} demi-journées à pointer, hors du taux", later
            )
            said += " · " + words.format(n=later)
        return said

    def _fill(self, found: Consolidation) -> None:
        total, several = found.total, len(found.several)
        for name, value, word in (
            ("events", total.events, ngettext("événement", "événements", total.events)),
            (
                "registrations",
                figures(total.registrations),
                ngettext("inscription", "inscriptions", total.registrations),
            ),
            ("people", figures(total.people), ngettext("personne", "personnes", total.people)),
            ("several", several, ngettext("doublon", "doublons", several)),
            ("rate", rate_words(total.rate), _("de présence")),
            ("hours", figures(total.hours), ngettext("heure", "heures", int(total.hours))),
        ):
            self.tiles[name].set(value, word)
        self._tell(found)
        options: list[tuple[object, str]] = []
        if found.returns:
            options += [(by.value, _("Par {what}").format(what=_(BY_LABELS[by]).lower())) for by in By]
            options.append((PEOPLE, _("Personnes ({n})").format(n=len(found.people))))
            if several:
                options.append((SEVERAL, _("Personnes dans plusieurs événements ({n})").format(n=several)))
            if alike := len(found.alike):
                options.append((ALIKE, _("Rapprochements à vérifier ({n})").format(n=alike)))
        options.append((FILES, _("Fichiers ({n})").format(n=len(self._read))))
        self.view.set_options(options, self.view.value)
        self._show_view()

    def _tell(self, found: Consolidation) -> None:
        """What was left out or not understood."""
        said, buttons = [], []
        if closed := len(self._closed()):
            said.append(ngettext("{n} retour est protégé.", "{n} retours sont protégés.", closed).format(n=closed))
            buttons.append(secondary(_("Saisir le mot de passe"), lambda: self._ask(LOCKED)))
        bad = [file for file in found.unread if file.code not in ASKED]
        if bad:
            names = ", ".join(file.source for file in bad[:3]) + ("…" if len(bad) > 3 else "")
            words = ngettext(
                "{n} fichier n'est pas compté : {names}.", "{n} fichiers ne sont pas comptés : {names}.", len(bad)
            )
            said.append(words.format(n=len(bad), names=names))
            buttons.append(secondary(_("Voir pourquoi"), lambda: self.look_at(FILES)))
        notes = [f"{read.source} · {note.message}" for read in found.returns for note in read.notes]
        said += first_of(notes, _NOTES)
        if said:
            self.notice.show_message("\n".join(said), "attention", *buttons)
        else:
            self.notice.hide()

    def look_at(self, view: str) -> None:
        """Show one of the views."""
        self.view.set_value(view)
        self._show_view()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_view(self) -> None:
        view = str(self.view.value)
        self.model.show(self.found, files_shown(self._read, self.found), view)
        widths = [column.width for column in self.model.columns]
        self.table.set_columns(widths, stretch=widths.index(0))
        self._look_at_row()
        if (
            view == FILES
            and (why := next((n for n, file in enumerate(files_shown(self._read, self.found)) if file.reason), None))
            is not None
        ):
            self.table.selectRow(why)

    def _look_at_row(self) -> None:
        at, view = self.table.currentIndex().row(), self.view.value
        self.remove_button.setVisible(view == FILES)
        self.remove_button.setEnabled(at >= 0)
        files = files_shown(self._read, self.found) if view == FILES else []
        said = files[at].reason if 0 <= at < len(files) else ""
        self.hint.setText(_(_ALIKE) if view == ALIKE else said)
        # Where a file has something to say, the room for it is kept for all.
        self.hint.setMinimumHeight(2 * self.hint.fontMetrics().lineSpacing() if view == FILES else 0)
        self.hint.setVisible(view == ALIKE or any(file.reason for file in files))

    # --- the workbook -----------------------------------------------------------------------------------------------

    def _ask_file(self) -> None:
        if self._asked != FILE:
            self.file.propose(f"{_('Consolidation des retours')}.xlsx")
            self._ask(FILE)
        elif not self.file.missing():
            self.save()

    def save(self) -> None:
        """Write the workbook in the worker."""
        found, made_by, now = self.found, self.session.settings.organisation, self.session.now().astimezone()
        if found is None or self._task is not None or self.writer.busy:
            return

        def job(_store: Store, progress: Progress, file: Path, password: str | None) -> None:
            from ia_events.spreadsheets.consolidated import write_consolidation

            write_consolidation(file, found, made_at=now, made_by=made_by, password=password, progress=progress)

        self.writer.write(job, self._saved, _("Écriture du classeur…"), *self._read)

    def _saved(self, _nothing: None) -> str:
        self._asked = 0
        self.file.forget_password()
        self._show()
        return _("Le classeur est prêt.")

    # --- files dropped ----------------------------------------------------------------------------------------------

    def may_drop(self, files: list[Path]) -> bool:
        return bool(files)

    def drop(self, files: list[Path]) -> None:
        self.add(files)


def _together(read: dict[Path, Read]) -> Consolidation:
    return consolidate(
        (r for r in read.values() if isinstance(r, ReturnRead)), (r for r in read.values() if isinstance(r, Unread))
    )
