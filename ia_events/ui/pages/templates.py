"""Modèles du siège: those kept, and the one at hand shown as it is, where one points at the cells to fill."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ia_events import kept_templates
from ia_events.domain.errors import UserError
from ia_events.domain.pointing import Pointed
from ia_events.domain.text import file_name
from ia_events.i18n import _, ngettext
from ia_events.kept_templates import Template
from ia_events.spreadsheets.template_view import Shown, export_template
from ia_events.store import Store
from ia_events.ui import theme
from ia_events.ui.pages import templates_jobs as jobs
from ia_events.ui.pages.templates_sheet import SheetCard
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Banner,
    Card,
    EmptyState,
    Page,
    PageHeader,
    button,
    label,
    primary,
    restyle,
    secondary,
)
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.password_form import ASKED, PasswordForm
from ia_events.ui.work import Progress, Task

T = TypeVar("T")
_FOLDER = Qt.ItemDataRole.UserRole


class TemplatesPage(Page):
    """`open(name=…)` shows one of them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.add_button = primary(_("Ajouter un modèle…"), self._add, icon="plus")
        self.header = PageHeader(_("Modèles du siège"), self.add_button)
        self.banner = Banner()
        self.removed = Banner()
        self.locked = PasswordForm(_("Modèle protégé"))
        self.locked.given.connect(self._unlock)
        self.names = QListWidget()
        self.names.setAccessibleName(_("Modèles gardés"))
        self.names.currentItemChanged.connect(lambda _new, _old: self._take())
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Nom du modèle"))
        self.name.setMaxLength(80)
        self.name.editingFinished.connect(self._rename)
        self.export_button = secondary(_("Exporter…"), self._export, icon="export")
        self.remove_button = button(_("Supprimer"), self._remove, kind="danger")
        self.main = SheetCard(session)
        self.main.pointed.connect(self._change)
        self._build()
        self.template: Template | None = None
        # The sheets as the file has them, read once; what was pointed at is laid over them.
        self._read: list[Shown] = []
        self._read_of: Path | None = None
        self._passwords: dict[Path, str] = {}
        self._task: Task | None = None

    def _build(self) -> None:
        tools = QWidget()
        tools.setLayout(FlowLayout(self.export_button, self.remove_button))
        side = Card(
            self.names,
            label(_("Nom du modèle"), theme.SMALL, tone="muted"),
            self.name,
            tools,
            title=_("Modèles gardés"),
        )
        theme.scaled(side.setMinimumWidth, 240)
        self.body = QWidget()
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight, self.body)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(theme.L)
        column = QVBoxLayout()
        column.addWidget(side)
        column.addStretch(1)
        self._beside.addLayout(column, 1)
        self._beside.addWidget(self.main, 4)
        self._beside.addWidget(self.locked, 4)
        self.locked.hide()
        self.empty = EmptyState(
            "table",
            _("Aucun modèle gardé"),
            _("Ajoutez le classeur que le siège demande de remplir : il est copié ici, et resservira à chaque retour."),
            _("Ajouter un modèle…"),
            self._add,
        )
        for part in (self.header, self.banner, self.removed):
            self.column.addWidget(part)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)

    def open(self, **arguments: object) -> None:
        self.removed.hide()
        self._list(str(arguments.get("name", "")))

    def refresh(self) -> None:
        self._list(self.template.name if self.template else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._beside.setDirection(ways.LeftToRight if self.width() >= theme.px(760) else ways.TopToBottom)

    def event(self, event: QEvent) -> bool:
        # Here Ctrl+Z first takes back what was pointed at, which the program's own undo knows nothing of.
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._takes_back(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._takes_back(event):
            self.main.take_back()
        else:
            super().keyPressEvent(event)

    def _takes_back(self, event: QKeyEvent) -> bool:
        return self.main.may_take_back and event.matches(QKeySequence.StandardKey.Undo)

    def _list(self, name: str) -> None:
        found = kept_templates.all_templates()
        self.body.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.add_button.setVisible(bool(found))
        said = ngettext("{count} modèle gardé sur ce poste.", "{count} modèles gardés sur ce poste.", len(found))
        self.header.set_sentence(said.format(count=len(found)) if found else "")
        self.names.blockSignals(True)
        self.names.clear()
        for template in found:
            item = QListWidgetItem(template.name)
            item.setData(_FOLDER, template)
            self.names.addItem(item)
            if template.name == name:
                self.names.setCurrentItem(item)
        if found and self.names.currentItem() is None:
            self.names.setCurrentRow(0)
        theme.scaled(self.names.setFixedHeight, lambda: theme.px(38) * max(1, min(8, len(found))) + theme.S)
        self.names.blockSignals(False)
        self._take()

    def _take(self) -> None:
        index = self.names.currentIndex()
        self.template = index.data(_FOLDER) if index.isValid() else None
        if self.template is None:
            return
        self.name.setText(self.template.name)
        restyle(self.name, wrong=False)
        if self._read_of == self.template.folder:
            self._show()
            return
        self._read, self._read_of = [], None
        self.banner.hide()
        self._show()
        self._open()

    def _open(self) -> None:
        """Have the template at hand read by the worker."""
        template = self.template
        assert template is not None
        password = self._passwords.get(template.folder)
        self._run(
            lambda _store, progress: jobs.read(template, password, progress), self._opened, _("Lecture du modèle…")
        )

    def _opened(self, found: jobs.Read) -> None:
        template, sheets = found
        if self.template is None or template.folder != self.template.folder:
            return
        closed = isinstance(sheets, UserError) and sheets.code in ASKED
        self.locked.setVisible(closed)
        self.main.setHidden(closed)
        if not isinstance(sheets, UserError):
            self._read, self._read_of = sheets, template.folder
            self.locked.forget()
            self._show()
        elif closed:
            self.locked.ask(sheets.message if sheets.code == "password_wrong" else "")
        else:
            self.banner.show_message(sheets.message, "refused")

    def _unlock(self, password: str) -> None:
        if self.template is not None:
            self._passwords[self.template.folder] = password
            self._open()

    def _show(self) -> None:
        assert self.template is not None
        self.main.show_template(self.template, self._read)
        if self._read:
            self.locked.hide()
            self.main.show()
            self._examine()

    def _examine(self) -> None:
        """Have the worker say which rows are repeated, or what cannot be filled."""
        template, event = self.template, self.session.event
        if template is None or event is None:
            return
        slots, password = len(event.slots), self._passwords.get(template.folder)
        self._run(
            lambda _store, progress: jobs.rows(template, slots, password, progress),
            self._examined,
            _("Vérification du modèle…"),
        )

    def _examined(self, found: jobs.Examined) -> None:
        template, rows = found
        if template != self.template:
            return
        if isinstance(rows, UserError):
            self.main.show_rows({})
            self.banner.show_message(rows.message, "attention")
        else:
            self.main.show_rows(rows)
            self.banner.hide()

    def _run(self, job: Callable[[Store, Progress], T], on_done: Callable[[T], None], text: str) -> None:
        """Run a job in the place of the one before, whose answer nobody waits for any more."""
        if self._task is not None and shiboken6.isValid(self._task):
            self._task.cancel()
        self._task = self.session.run(job, on_done, text=text, on_cancel=self._nothing)

    def _nothing(self) -> None:
        """A reading was given up: nothing was to be written."""

    def _change(self, pointed: Pointed) -> None:
        assert self.template is not None
        template = self.template
        self._try(lambda: kept_templates.point(template, pointed))
        self._list(template.name)

    def _add(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Modèle du siège"), str(self.session.settings.documents), _("Classeurs") + " (*.xlsx *.xltx)"
        )
        if chosen:
            self.add(Path(chosen))

    def add(self, file: Path) -> None:
        """Keep a copy of a workbook and show it."""
        self.session.run(lambda _store, progress: jobs.keep(file, progress), self._added, text=_("Lecture du modèle…"))

    def _added(self, template: Template) -> None:
        self._list(template.name)

    def _rename(self) -> None:
        if self.template is None or self.name.text().strip() == self.template.name:
            return
        template, name = self.template, self.name.text()
        try:
            self._list(kept_templates.rename(template, name).name)
        except UserError as error:
            restyle(self.name, wrong=True)
            self.session.fail(error)

    def _export(self) -> None:
        template = self.template
        if template is None:
            return
        start = self.session.settings.documents / f"{file_name(template.name, 80)}.xlsx"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Exporter le modèle, repères écrits dans ses cellules"), str(start), _("Classeurs") + " (*.xlsx)"
        )
        if chosen:
            password = self._passwords.get(template.folder)
            self.session.run(
                lambda _store, progress: export_template(
                    Path(chosen), template.file, template.pointed, password, progress.check
                ),
                self._exported,
                text=_("Export du modèle…"),
                on_cancel=self._not_exported,
            )

    def _not_exported(self) -> None:
        self.session.notify(_("Arrêté. Aucun fichier n'a été écrit."))

    def _exported(self, _nothing: None) -> None:
        self.session.notify(_("Modèle exporté."), "welcome")

    def _remove(self) -> None:
        template = self.template
        if template is None:
            return
        kept_templates.remove(template)
        self._passwords.pop(template.folder, None)
        self._read_of = None  # the next one added may be given the same folder
        self._list("")
        self.removed.show_message(
            _("Modèle supprimé : {name}.").format(name=template.name),
            "neutral",
            secondary(_("Rétablir"), self._put_back),
        )

    def _put_back(self) -> None:
        back = kept_templates.put_back()
        self.removed.hide()
        if back is not None:
            self._list(back.name)

    def _try(self, action: Callable[[], object]) -> None:
        try:
            action()
        except UserError as error:
            self.session.fail(error)
