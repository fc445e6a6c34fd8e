"""Échanges: the return workbook for regional headquarters. What it will hold, where it goes, who can open it."""

from __future__ import annotations

import secrets
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ia_events import paths
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.text import file_name
from ia_events.i18n import _, ngettext
from ia_events.spreadsheets.returns import Made
from ia_events.store import Store, presence, prints, registrations
from ia_events.ui import theme
from ia_events.ui.pages.exchange_cards import Contents, FiguresCard, HistoryCard
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Banner,
    Card,
    EmptyState,
    Page,
    PageHeader,
    label,
    primary,
    restyle,
    secondary,
)
from ia_events.ui.work import Progress

# Beyond this many people the figures are counted in the worker.
_MANY = 3000
# Letters and digits nobody takes for one another on the telephone.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def return_name(event: Event) -> str:
    """« 2025-11-12 Soirée de l'INET – retour.xlsx »."""
    day = f"{event.local(event.starts):%Y-%m-%d} " if event.starts else ""
    return f"{day}{file_name(event.title, 90)} – {_('Retour').lower()}.xlsx"


def new_password() -> str:
    """Sixteen letters and digits in fours: 79 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _letter in range(4)) for _group in range(4))


class ExchangePage(Page):
    """The return: its contents, its file, its password, and those made before."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.make_button = primary(_("Préparer le retour"), self.make, icon="export")
        self.back_button = secondary(_("Retour du siège"), lambda: session.open("coming_back"), icon="file-arrow-down")
        self.gather_button = secondary(_("Consolider"), lambda: session.open("consolidation"), icon="files")
        self.header = PageHeader(_("Échanges"), self.gather_button, self.back_button, self.make_button)
        self.result = Banner()
        self.contents = FiguresCard(lambda: session.open("presence"))
        self.file = QLineEdit()
        self.file.setAccessibleName(_("Fichier à écrire"))
        self.file.textChanged.connect(lambda _text: self._look_at_file())
        self.file_note = label("", theme.SMALL, tone="muted", wrap=True)
        self.protect = QCheckBox(_("Protéger par un mot de passe"))
        self.protect.toggled.connect(self._toggle_password)
        self.password = QLineEdit()
        self.password.setAccessibleName(_("Mot de passe du classeur"))
        self.password.textChanged.connect(lambda _text: restyle(self.password, wrong=False))
        self.password_panel = self._password_panel()
        self.use_template = QCheckBox(_("Remplir le modèle du siège"))
        self.use_template.toggled.connect(self._toggle_template)
        self.template = QLineEdit()
        self.template.setAccessibleName(_("Modèle du siège"))
        self.template.setPlaceholderText(_("Classeur .xlsx fourni par le siège"))
        self.template.textChanged.connect(lambda _text: restyle(self.template, wrong=False))
        self.template_panel = self._panel(
            _with(self.template, secondary(_("Choisir…"), self._choose_template)),
            _("Ses repères, par exemple {example}, sont remplacés ; sa ligne de personne est répétée.").format(
                example="{{nom}}"
            ),
        )
        self.writing = Card(
            _with(self.file, secondary(_("Choisir…"), self._choose_file)),
            self.file_note,
            self.protect,
            self.password_panel,
            self.use_template,
            self.template_panel,
            title=_("Fichier"),
        )
        self.history = HistoryCard()
        self.body = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self.body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.L)
        main = QVBoxLayout()
        main.setSpacing(theme.L)
        main.addWidget(self.contents)
        main.addWidget(self.writing)
        main.addStretch(1)
        self._columns.addLayout(main, 3)
        self._columns.addWidget(self.history, 2, Qt.AlignmentFlag.AlignTop)
        self.empty = EmptyState(
            "arrows-left-right",
            _("Rien à transmettre pour l'instant"),
            _("Le retour au siège régional réunit les inscriptions et les présences. Commencez par la liste."),
            _("Importer une liste"),
            lambda: session.open("import"),
        )
        for part in (self.header, self.result, self.body):
            self.column.addWidget(part)
        self.column.addWidget(self.empty, 1)
        self.column.addStretch(1)
        self._event_id = ""
        self._proposed = ""
        self._busy = self._had_focus = False
        self.password_panel.hide()
        self.template_panel.hide()

    def refresh(self) -> None:
        event = self.session.event
        if event is None:
            return
        store = self.session.store
        if event.id != self._event_id:
            self._event_id = event.id
            self.result.hide()
            self._forget_password()
        proposed = str(self.session.settings.documents / return_name(event))
        if self.file.text() in ("", self._proposed):
            self.file.setText(proposed)
            self.file.setCursorPosition(len(proposed))
        self._proposed = proposed
        total = registrations.counts(store, event.id).total
        self.body.setVisible(total > 0)
        self.make_button.setVisible(total > 0)
        self.empty.setVisible(total == 0)
        made = prints.returns(store, event.id)
        self.history.show_returns(event, made, self.session.now())
        if total > _MANY:
            self.session.run(
                lambda store, _progress: Contents.of(presence.load(store, event)),
                self._show_contents,
                text=_("Lecture des présences…"),
                cancellable=False,
            )
        else:
            self._show_contents(Contents.of(presence.load(store, event)))

    def make(self) -> None:
        """Write the workbook in the worker, and remember that it was made."""
        event, now = self.session.event, self.session.now()
        if event is None or self._busy or not self._ready():
            return
        file = self._path()
        template = Path(self.template.text().strip()) if self.use_template.isChecked() else None
        password = self.password.text() if self.protect.isChecked() else None
        made_by = self.session.settings.organisation
        proposed_folder = self.session.settings.documents

        def job(store: Store, progress: Progress) -> tuple[Path, Made, bool]:
            from ia_events.spreadsheets.returns import write_return
            from ia_events.spreadsheets.templates import fill_template

            if file.parent == proposed_folder:
                paths.make_folder(file.parent)
            grid = presence.load(store, event)
            if template is None:
                made = write_return(
                    file, event, grid, made_at=now, made_by=made_by, password=password, progress=progress
                )
            else:
                made = fill_template(
                    file, template, event, grid, made_at=now, made_by=made_by, password=password, progress=progress
                )
            prints.record_return(store, event.id, file.name, now)
            return file, made, password is not None

        self._work(True)
        self.result.hide()
        self.session.run(job, self._made, self._failed, text=_("Préparation du retour…"), on_cancel=self._cancelled)

    def _ready(self) -> bool:
        """Whether everything needed was given; what was not is marked, and has the focus."""
        wanted = [(self.file, True), (self.password, self.protect.isChecked()), (self.template, self.use_template.isChecked())]  # fmt: skip
        missing = [field for field, needed in wanted if needed and not field.text().strip()]
        for field in missing:
            restyle(field, wrong=True)
        if missing:
            missing[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return not missing

    def _path(self) -> Path:
        path = Path(self.file.text().strip())
        if not path.is_absolute():
            path = self.session.settings.documents / path
        return path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")

    def _made(self, found: tuple[Path, Made, bool]) -> None:
        file, made, protected = found
        self._work(False)
        people = ngettext("{count} personne", "{count} personnes", made.count).format(count=made.count)
        sheets = ngettext("{count} feuille", "{count} feuilles", made.sheets).format(count=made.sheets)
        said = _("Le retour est prêt : {people}, {sheets}.").format(people=people, sheets=sheets)
        if protected:
            said += " " + _("Donnez le mot de passe par un autre canal ; il ne sera plus affiché après cette page.")
        self.result.show_message(
            f"{said}\n{file}",
            "welcome",
            secondary(_("Ouvrir"), lambda: self._open(file)),
            secondary(_("Ouvrir le dossier"), lambda: self._open(file.parent)),
        )
        self.session.recorded()

    def _failed(self, error: BaseException) -> None:
        self._work(False)
        if isinstance(error, UserError):
            self.result.show_message(error.message, "refused")
        else:
            self.session.fail(error)

    def _cancelled(self) -> None:
        self._work(False)
        self.session.notify(_("Arrêté. Aucun fichier n'a été écrit."))

    def _work(self, busy: bool) -> None:
        if busy:
            self._had_focus = self.make_button.hasFocus()
        self._busy = busy
        self.make_button.setEnabled(not busy)
        self._look_at_file()
        if not busy and self._had_focus:
            self.make_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.session.notify(_("Rien n'a pu l'ouvrir sur ce poste : {path}").format(path=path), "attention")

    def _show_contents(self, contents: Contents) -> None:
        event = self.session.event
        if event is None or contents.event.id != event.id:
            return
        self.contents.show_contents(contents)
        self.header.set_sentence(self._sentence(contents))

    def _sentence(self, contents: Contents) -> str:
        event, now = contents.event, self.session.now()
        made = prints.returns(self.session.store, event.id)
        if not made:
            return _("Le retour au siège régional n'est pas encore préparé.")
        when = dates.moment(event.local(made[0].at), event.local(now))
        if prints.return_outdated(self.session.store, event.id):
            return _("Retour préparé {when} ; la liste ou les présences ont changé depuis.").format(when=when)
        return _("Retour préparé {when}, à jour.").format(when=when)

    def _look_at_file(self) -> None:
        restyle(self.file, wrong=False)
        self.file.setToolTip(self.file.text())
        exists = not self._busy and bool(self.file.text().strip()) and self._path().exists()
        self.file_note.setText(
            _("Un fichier de ce nom existe : il sera remplacé, une fois le nouveau relu et vérifié.") if exists else ""
        )
        self.file_note.setVisible(exists)

    def _choose_file(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Où écrire le retour"), str(self._path()), _("Classeurs") + " (*.xlsx)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if name:
            self.file.setText(name)

    def _choose_template(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Modèle du siège"), str(self.session.settings.documents), _("Classeurs") + " (*.xlsx)"
        )
        if name:
            self.template.setText(name)

    def _toggle_template(self, on: bool) -> None:
        self.template_panel.setVisible(on)
        if on:
            self.template.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the password ------------------------------------------------------------------------------------------------

    def _password_panel(self) -> QWidget:
        return self._panel(
            _with(
                self.password,
                secondary(_("Copier"), self._copy_password, icon="copy"),
                secondary(_("Un autre"), lambda: self.password.setText(new_password()), icon="arrows-clockwise"),
            ),
            _("Donnez-le au siège par un autre canal que le classeur, au téléphone par exemple. Il n'est gardé nulle part : sans lui, personne ne pourra ouvrir le fichier."),
        )  # fmt: skip

    def _panel(self, row: QHBoxLayout, note: str) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(theme.px(18) + theme.M, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addLayout(row)
        column.addWidget(label(note, theme.SMALL, tone="muted", wrap=True))
        return made

    def _toggle_password(self, on: bool) -> None:
        self.password.setText(new_password() if on else "")
        self.password_panel.setVisible(on)

    def _copy_password(self) -> None:
        QGuiApplication.clipboard().setText(self.password.text())
        self.session.notify(_("Mot de passe copié."))

    def _forget_password(self) -> None:
        self.protect.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and not self._busy:
            self._forget_password()
            self.result.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.px(1240)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)


def _with(field: QLineEdit, *buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.S)
    row.addWidget(field, 1)
    for made in buttons:
        row.addWidget(made)
    return row
