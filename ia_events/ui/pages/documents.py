"""Documents: every paper of an event, shown as the very PDF that is saved or printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from ia_events.documents.branding import Branding
from ia_events.domain.events import Event
from ia_events.i18n import _
from ia_events.store import registrations
from ia_events.ui import fonts, icons, printing, theme
from ia_events.ui.pages import documents_table
from ia_events.ui.pages.documents_badges import BadgeOptions
from ia_events.ui.pages.documents_columns import Columns
from ia_events.ui.pages.documents_jobs import Ready
from ia_events.ui.pages.documents_list import DocumentList
from ia_events.ui.pages.documents_options import DocumentOptions, Instead
from ia_events.ui.pages.documents_output import Output
from ia_events.ui.pages.documents_past import Past
from ia_events.ui.pages.documents_sheets import SheetOptions
from ia_events.ui.pages.documents_sight import OF_PEOPLE, Sight, reason
from ia_events.ui.pages.documents_table import DOCUMENTS, Document, State
from ia_events.ui.session import Session
from ia_events.ui.widgets import FloatingBanner, Page, PageHeader, label, primary, secondary
from ia_events.ui.widgets.pdf_preview import PdfPreview
from ia_events.ui.work import Task

_PAUSE = 150  # milliseconds without a change before a document is prepared
_SLOW = 400  # milliseconds after which one says that it is being prepared
_ON_PAPER = {"accent", "logo", "legal_notice", "organisation", "signature", "signatory", "signatory_capacity", "signing_place"}  # fmt: skip


class DocumentsPage(Page):
    """The documents at the left, what is chosen for one of them beside, the document itself at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.output = Output(self)
        self.past: Past = Past(session)
        self.folder_button = secondary(
            _("Dans un dossier…"), lambda: self.when_ready(self._sure(self.output.save_in_folder)), icon="folder-open"
        )
        self.folder_button.setToolTip(_("Enregistrer dans un dossier, un fichier par document"))
        self.save_button = secondary(
            _("Enregistrer le PDF"), lambda: self.when_ready(self._sure(self.output.save)), icon="file-pdf"
        )
        self.print_button = primary(
            _("Imprimer…"),
            lambda: self.when_ready(self.output.once_sure(self.output.print)),
            icon="printer",
            shortcut="Ctrl+P",
        )
        self.header = PageHeader(_("Documents"), self.folder_button, self.save_button, self.print_button)
        self.banner = FloatingBanner(self, 360)
        self.list = DocumentList()
        self.list.chosen.connect(lambda _name: self._switched())
        self.sight = Sight()
        self.printed = label("", wrap=True, weight=fonts.MEDIUM)
        self.notices = label("", theme.SMALL, tone="attention", wrap=True)
        self._made: dict[str, DocumentOptions] = {}
        self.body = Columns(self.list, self.sight, self.printed, self.notices)
        self.column.addWidget(self.header)
        self.column.addWidget(self.body, 1)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._prepare)
        self.banner.comes_after = self.print_button
        self._slow = QTimer(self, singleShot=True, interval=_SLOW)
        self._slow.timeout.connect(lambda: self.sight.say(Instead("hourglass", _("Préparation du document…"))))
        self._ordering = QTimer(self, singleShot=True, interval=0)  # once what is new has its place
        self._ordering.timeout.connect(lambda: self.body.order_focus(self.options(self.list.value)))
        self._task: Task | None = None
        self._ready: dict[str, Ready] = {}
        self._shown = ""
        self._then: Callable[[Ready], object] | None = None
        self._otherwise: Callable[[], object] | None = None
        self._event_id = ""
        session.settings_changed.connect(self._setting_changed)
        session.event_switched.connect(self._forget_people)

    def open(self, **arguments: object) -> None:
        """`section` is the id of a document; `people` are the ids of those whose papers are wanted (badges, if none is said)."""
        section, people = arguments.get("section"), arguments.get("people")
        wanted = tuple(str(id_) for id_ in people) if isinstance(people, (list, tuple)) else ()
        name = str(section) if section in DOCUMENTS else "badges" if wanted else self.list.value
        if name != self.list.value:
            self.list.set_value(name)
            self.banner.hide()  # it was about another one
            self._forget_wish()
        self.options(name).choose_people(wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # another page, or the end; a window made small is not given up
            self._forget_wish()

    def refresh(self) -> None:
        event = self.session.event
        if event is None:
            return
        if event.id != self._event_id:
            self._event_id = event.id
            self._ready.clear()
            self._forget_wish()
            self.banner.hide()
        chosen = self.options(self.list.value)
        chosen.show_event(event)
        for made in self._made.values():
            made.setVisible(made is chosen)
        self._show_actions()
        self._fit()
        self._prepare()
        self.session.run(
            lambda store, _progress: (event.id, documents_table.states(store, event)),
            self._show_states,
            cancellable=False,
        )

    @property
    def document(self) -> Document:
        """The document chosen."""
        return DOCUMENTS[self.list.value]

    def options(self, name: str) -> DocumentOptions:
        """What is chosen for a document; made when first asked for."""
        if name not in self._made:
            made = self._made[name] = DOCUMENTS[name].options(self.session)
            made.changed.connect(self._changed)
            made.hide()
            self.body.add_choices(made)
        return self._made[name]

    @property
    def badges(self) -> BadgeOptions:
        """The options of badges."""
        made = self.options("badges")
        assert isinstance(made, BadgeOptions)
        return made

    @property
    def sheets(self) -> SheetOptions:
        """The options of sign-in sheets."""
        made = self.options("sheets")
        assert isinstance(made, SheetOptions)
        return made

    @property
    def preview(self) -> PdfPreview:
        """The document as it will be."""
        return self.sight.preview

    # --- preparing ---------------------------------------------------------------------------------------------------

    @property
    def ready(self) -> Ready | None:
        """The document that is shown, as prepared; None while what was chosen last is not."""
        waiting = self._timer.isActive() or self._task is not None
        return None if waiting else self._ready.get(self.list.value)

    def when_ready(self, action: Callable[[Ready], object], otherwise: Callable[[], object] | None = None) -> None:
        """Do something with the document, once it is what was chosen last; `otherwise` when it comes to nothing: there is
        no document, or another is chosen meanwhile.
        """
        ready = self.ready
        self._forget_wish()
        if ready is None:
            self._then, self._otherwise = action, otherwise
        elif ready.data:
            action(ready)
        elif otherwise is not None:
            otherwise()

    def _forget_wish(self) -> None:
        """What was to be done once the document is ready is not."""
        otherwise, self._then, self._otherwise = self._otherwise, None, None
        if otherwise is not None:
            otherwise()

    def _sure(self, action: Callable[[], bool]) -> Callable[[Ready], None]:
        return self.output.once_sure(lambda _ready: action())

    def _changed(self) -> None:
        self._timer.start()

    def _forget_people(self) -> None:
        """Those chosen are of another event."""
        for made in self._made.values():
            made.choose_people(())

    def _switched(self) -> None:
        self.banner.hide()
        self._forget_wish()
        self.body.area.verticalScrollBar().setValue(0)
        self.refresh()
        self._slow.start()

    def _setting_changed(self, key: str) -> None:
        if key in _ON_PAPER and self.isVisible():
            self.refresh()

    def _prepare(self) -> None:
        """Prepare in the worker what is chosen; a preparation under way is given up."""
        self._timer.stop()
        event, name = self.session.event, self.list.value
        if event is None:
            return
        if self._task is not None:
            self._task.cancel()
        asked = self.options(name).asked(event, Branding.of(self.session.settings))
        before, now = self._ready.get(name), self.session.now()

        def current() -> bool:
            if self._task is not task:
                return False
            self._task = None
            self._slow.stop()
            return event.id == self.session.event_id

        def done(ready: Ready) -> None:
            if current():
                self._show(event, ready)

        def failed(error: BaseException) -> None:
            if current():
                self._give_up(name, _("Le document n'a pas pu être préparé"))
                self.session.fail(error)

        def stopped() -> None:
            if current():
                self._give_up(name, _("Préparation arrêtée"))

        task = self._task = self.session.run(
            lambda store, progress: asked.prepare(store, before, now, progress),
            done,
            failed,
            text=_("Préparation du document…"),
            on_cancel=stopped,
        )

    def _give_up(self, name: str, title: str) -> None:
        """There is no document: what is shown would not be what was chosen."""
        self._ready.pop(name, None)
        self._forget_wish()
        self._enable(False)
        self.printed.setText("")
        self.sight.say(Instead("stop-circle", title, "", _("Recommencer"), self._prepare))

    def _show(self, event: Event, ready: Ready) -> None:
        name, now = self.list.value, self.session.now()
        self._ready[name] = ready
        options = self.options(name)
        options.show_ready(event, ready, now)
        self.header.set_sentence(options.headline(event, ready, now) or _(self.document.about))
        self.printed.setText(options.said(ready) if ready.data else _("Rien à imprimer."))
        self.notices.setText("\n".join(ready.notices))
        self.notices.setVisible(bool(ready.notices))
        self._enable(bool(ready.data))
        if ready.data:
            self.sight.show_pdf(ready.data, again=self._shown == name)
            self._shown = name
        else:
            self.sight.say(self._why(event, ready))
        self._fit()
        self._ordering.start()
        then = self._then
        if then is not None and ready.data:
            self._then = self._otherwise = None
            then(ready)
        else:
            self._forget_wish()

    def _why(self, event: Event, ready: Ready) -> Instead:
        """What to say when there is no document."""
        anybody = registrations.counts(self.session.store, event.id).total > 0
        words = self.options(self.list.value).instead(event, ready)
        if ready.error is not None:
            # Sheets are made for an empty list too, but not without slots.
            listless = not anybody and ready.error.code in OF_PEOPLE and (event.slots or self.list.value != "sheets")
            if words is None or listless:
                return reason(self.session, event, ready.error, anybody=anybody)
        return words or Instead("printer", _("Rien à imprimer pour l'instant"))

    def _show_states(self, found: tuple[str, dict[str, State]]) -> None:
        event_id, states = found
        if event_id == self.session.event_id:
            self.list.show_states(states)

    # --- asking ------------------------------------------------------------------------------------------------------

    def ask_file(self, proposed: Path) -> Path | None:
        """Where to save; None: nowhere."""
        ending = proposed.suffix
        kinds = f"{ending[1:].upper()} (*{ending})"
        name, _filter = QFileDialog.getSaveFileName(self, self.save_button.accessibleName(), str(proposed), kinds)
        if not name:
            return None
        return Path(name) if name.lower().endswith(ending) else Path(name + ending)

    def ask_folder(self, start: Path) -> Path | None:
        """In which folder to save; None: nowhere."""
        name = QFileDialog.getExistingDirectory(self, _("Enregistrer dans un dossier"), str(start))
        return Path(name) if name else None

    def ask_printer(self, printer: QPrinter, pages: int) -> bool:
        """Whether to print, on what and how."""
        if not printing.any_printer():
            self.banner.show_message(
                _("Aucune imprimante n'est installée sur ce poste : enregistrez le PDF."), "attention"
            )
            return False
        return printing.ask(self, printer, pages)

    # --- looks -------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_actions(self) -> None:
        """The ways the document can be saved."""
        wide = self.width() >= theme.px(680)
        kind = _("Enregistrer en .zip") if self.document.archive else _("Enregistrer le PDF")
        short = _("Zip") if self.document.archive else _("PDF")
        self.save_button.setText(kind if wide else short)
        self.save_button.setIcon(icons.icon("archive" if self.document.archive else "file-pdf", before_words=True))
        self.save_button.setToolTip("" if wide else kind)
        self.save_button.setAccessibleName(kind)
        self.folder_button.setVisible(self.document.folder)

    def _enable(self, on: bool) -> None:
        for made in (self.folder_button, self.save_button, self.print_button):
            made.setEnabled(on)

    def _fit(self) -> None:
        self._show_actions()
        beside = self.body.fit(self.width())
        self.banner.stand_over(self.sight if beside else self.body)
