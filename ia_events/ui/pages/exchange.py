"""Échanges: the return workbook for regional headquarters. What it will hold, where it goes, who can open it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ia_events import kept_templates
from ia_events.domain import dates
from ia_events.domain.events import Event
from ia_events.domain.pointing import Pointed
from ia_events.domain.text import file_name
from ia_events.i18n import _, ngettext
from ia_events.spreadsheets.returns import Made
from ia_events.store import Store, presence, prints, registrations
from ia_events.ui import theme
from ia_events.ui.pages.exchange_cards import Contents, FiguresCard, HistoryCard
from ia_events.ui.pages.file_card import FileCard, beside, indented
from ia_events.ui.pages.files import FileWriter
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Choice,
    EmptyState,
    Page,
    PageHeader,
    primary,
    restyle,
    secondary,
)
from ia_events.ui.work import Progress

# Beyond this many people the figures are counted in the worker.
_MANY = 3000


def return_name(event: Event) -> str:
    """« 2025-11-12 Soirée de l'INET – retour.xlsx »."""
    day = f"{event.local(event.starts):%Y-%m-%d} " if event.starts else ""
    return f"{day}{file_name(event.title, 90)} – {_('Retour').lower()}.xlsx"


class ExchangePage(Page):
    """The return: its contents, its file, its password, and those made before."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.make_button = primary(_("Préparer le retour"), self.make, icon="export")
        self.back_button = secondary(_("Retour du siège"), lambda: session.open("coming_back"), icon="file-arrow-down")
        self.gather_button = secondary(_("Consolider"), lambda: session.open("consolidation"), icon="files")
        self.list_button = secondary(
            _("Exporter une liste"), lambda: session.open("export_list", shown=None), icon="table"
        )
        self.header = PageHeader(
            _("Échanges"), self.list_button, self.gather_button, self.back_button, self.make_button
        )
        self.contents = FiguresCard(lambda: session.open("presence"))
        self.writing = FileCard(session, _("Où écrire le retour"))
        self.writer = FileWriter(session, self.make_button, self.writing)
        self.result = self.writer.result
        self.file, self.protect, self.password = self.writing.file, self.writing.protect, self.writing.password
        self.use_template = QCheckBox(_("Remplir le modèle du siège"))
        self.use_template.toggled.connect(self._toggle_template)
        self.template = QLineEdit()
        self.template.setAccessibleName(_("Modèle du siège"))
        self.template.setPlaceholderText(_("Classeur .xlsx fourni par le siège"))
        self.template.textChanged.connect(lambda _text: restyle(self.template, wrong=False))
        self.kept = Choice(name=_("Modèle du siège"))
        self.kept.chosen.connect(lambda _name: self._show_template_line())
        self.template_line = QWidget()
        line = beside(self.template, secondary(_("Choisir…"), self._choose_template))
        line.setContentsMargins(0, 0, 0, 0)
        self.template_line.setLayout(line)
        self.template_panel = indented(
            beside(self.kept, secondary(_("Gérer les modèles"), lambda: session.open("templates"))),
            _("Ses repères, par exemple {example}, sont remplacés ; sa ligne de personne est répétée.").format(
                example="{{nom}}"
            ),
            self.template_line,
        )
        for part in (self.use_template, self.template_panel):
            self.writing.add(part)
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
        self.template_panel.hide()

    def refresh(self) -> None:
        event = self.session.event
        if event is None:
            return
        store = self.session.store
        if event.id != self._event_id:
            self._event_id = event.id
            self.writer.begin_again()
        self.writing.propose(return_name(event))
        names: list[tuple[object, str]] = [(each.name, each.name) for each in kept_templates.all_templates()]
        self.kept.set_options([*names, ("", _("Un autre fichier…"))], self.kept.value)
        self._show_template_line()
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
        if event is None or self.writer.busy or not self._ready():
            return
        template, pointed = self._template()
        made_by = self.session.settings.organisation

        def job(store: Store, progress: Progress, file: Path, password: str | None) -> Made:
            from ia_events.spreadsheets.returns import write_return
            from ia_events.spreadsheets.templates import fill_template

            grid = presence.load(store, event)
            if template is None:
                made = write_return(
                    file, event, grid, made_at=now, made_by=made_by, password=password, progress=progress
                )
            else:
                made = fill_template(
                    file,
                    template,
                    event,
                    grid,
                    made_at=now,
                    made_by=made_by,
                    password=password,
                    pointed=pointed,
                    progress=progress,
                )
            prints.record_return(store, event.id, file.name, now)
            return made

        self.writer.write(job, self._made, _("Préparation du retour…"), template)

    def _ready(self) -> bool:
        """Whether everything needed was given; what was not is marked, and has the focus."""
        missing = self.writing.missing()
        if self.use_template.isChecked() and not self.kept.value and not self.template.text().strip():
            restyle(self.template, wrong=True)
            missing.append(self.template)
        if missing:
            missing[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return not missing

    def _made(self, made: Made) -> str:
        self.session.recorded()
        people = ngettext("{count} personne", "{count} personnes", made.count).format(count=made.count)
        sheets = ngettext("{count} feuille", "{count} feuilles", made.sheets).format(count=made.sheets)
        return _("Le retour est prêt : {people}, {sheets}.").format(people=people, sheets=sheets)

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

    def _template(self) -> tuple[Path | None, Pointed | None]:
        if not self.use_template.isChecked():
            return None, None
        name = str(self.kept.value or "")
        kept = kept_templates.find(name) if name else None
        return (kept.file, kept.pointed) if kept else (Path(self.template.text().strip()), None)

    def _show_template_line(self) -> None:
        self.template_line.setVisible(not self.kept.value)

    def _choose_template(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("Modèle du siège"), str(self.session.settings.documents), _("Classeurs") + " (*.xlsx)"
        )
        if name:
            self.template.setText(name)

    def _toggle_template(self, on: bool) -> None:
        self.template_panel.setVisible(on)
        if on:
            (self.kept if self.kept.value else self.template).setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.writer.begin_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.px(1240)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
