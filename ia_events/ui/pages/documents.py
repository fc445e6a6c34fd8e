"""Documents: badges and sign-in sheets, shown as the very PDF that is saved or printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ia_events import paths
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import AS_IT_IS, PDF_FILES, Calibration, kept_for
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import _, ngettext
from ia_events.store import Store, prints, registrations
from ia_events.ui import printing, theme
from ia_events.ui.pages import documents_jobs as jobs
from ia_events.ui.pages.documents_badges import BadgeOptions
from ia_events.ui.pages.documents_jobs import BadgesAsked, BadgesReady, Ready, SheetsAsked, SheetsReady
from ia_events.ui.pages.documents_sheets import SheetOptions
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, Card, EmptyState, Page, PageHeader, primary, secondary
from ia_events.ui.widgets.pdf_preview import PdfPreview
from ia_events.ui.widgets.segmented import Segmented
from ia_events.ui.work import Progress, Task

_PAUSE = 150  # milliseconds without a change before a document is prepared


class DocumentsPage(Page):
    """Badges or sign-in sheets: what is wanted at the left, the document itself at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.save_button = secondary(_("Enregistrer le PDF"), lambda: self._when_ready(self.save), icon="file-pdf")
        self.print_button = primary(
            _("Imprimer…"), lambda: self._when_ready(self.print), icon="printer", shortcut="Ctrl+P"
        )
        self.header = PageHeader(_("Documents"), self.save_button, self.print_button)
        self.banner = Banner()
        self.section = Segmented(
            [("badges", _("Badges")), ("sheets", _("Feuilles d'émargement"))], name=_("Document"), fill=True
        )
        self.section.chosen.connect(lambda _section: self._switched())
        self.badges = BadgeOptions(session.settings)
        self.sheets = SheetOptions(session)
        self.badges.stocks_asked.connect(lambda: session.open("stocks", stock=self.badges.stock.base))
        for options in (self.badges, self.sheets):
            options.changed.connect(self._changed)
        self.badges.designing.connect(self._design)
        self.choices = QWidget()  # not a stack: that takes no account of how words wrap
        self.choices.setObjectName("page_viewport")
        choices = QVBoxLayout(self.choices)
        choices.setContentsMargins(0, 0, theme.XS, 0)
        choices.addWidget(self.badges)
        choices.addWidget(self.sheets)
        self.preview = PdfPreview()
        self.instead = QWidget()  # what is shown when there is no document
        self._instead = QVBoxLayout(self.instead)
        self.sight = QStackedWidget()
        self.sight.addWidget(self.preview)
        self.sight.addWidget(self.instead)
        self.body = self._lay_out()
        self.empty = EmptyState(
            "printer",
            _("Rien à imprimer pour l'instant"),
            _("Les badges et les feuilles d'émargement se font d'après la liste des participants."),
            _("Importer une liste"),
            lambda: session.open("import"),
            secondary(_("Feuilles vierges"), self._blank_sheets, icon="file-pdf"),
        )
        self.column.addWidget(self.header)
        self.column.addWidget(self.banner)
        self.column.addWidget(self.body, 1)
        self.column.addWidget(self.empty, 1)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self._prepare)
        self._task: Task | None = None
        self._ready: dict[str, Ready] = {}
        self._shown: bytes = b""
        self._then: Callable[[], None] | None = None
        self._chosen: tuple[str, ...] = ()
        self._event_id = ""
        session.settings_changed.connect(self._setting_changed)

    def open(self, **arguments: object) -> None:
        """`section` is badges or sheets; `people` are the ids of those whose badges are wanted."""
        self.badges.offer_stocks()
        section, people = arguments.get("section"), arguments.get("people")
        if section in ("badges", "sheets"):
            self.section.set_value(str(section))
        if isinstance(people, (list, tuple)) and people:
            self._chosen = tuple(str(id_) for id_ in people)
            self.badges.only = "chosen"
        elif self.badges.only == "chosen":
            self._chosen, self.badges.only = (), "to_print"

    def refresh(self) -> None:
        event = self.session.event
        if event is None:
            return
        if event.id != self._event_id:
            self._event_id = event.id
            self._ready.clear()
            self.banner.hide()
        anybody = registrations.counts(self.session.store, event.id).total > 0
        if not anybody and self._kind == "sheets":  # an event where everybody signs on arrival
            anybody = bool(event.slots)
        self.body.setVisible(anybody)
        self.empty.setVisible(not anybody)
        for made in (self.save_button, self.print_button):
            made.setVisible(anybody)
        if not anybody:
            self.header.set_sentence(_("Personne n'est encore sur la liste."))
            return
        self.sheets.show_event(event)
        self.badges.show_designs()
        self.badges.setVisible(self._kind == "badges")
        self.sheets.setVisible(self._kind == "sheets")
        self._fit_choices()
        self._prepare()

    # --- preparing ---------------------------------------------------------------------------------------------------

    @property
    def _kind(self) -> str:
        return self.section.value

    @property
    def ready(self) -> Ready | None:
        """The document that is shown, as prepared; None while what was chosen last is not."""
        waiting = self._timer.isActive() or self._task is not None
        return None if waiting else self._ready.get(self._kind)

    def _changed(self) -> None:
        if self.sheets.blank.value() != self.session.settings.blank_rows:
            self.session.change_setting("blank_rows", self.sheets.blank.value())
        if self.sheets.settled != self.session.settings.sheet_choices:
            self.session.change_setting("sheet_choices", self.sheets.settled)
        if self.badges.stock.id != self.session.settings.default_stock:
            self.session.change_setting("default_stock", self.badges.stock.id)
            recent = [stock for stock in self.session.settings.recent_stocks.split() if stock != self.badges.stock.base]
            self.session.change_setting("recent_stocks", " ".join([self.badges.stock.base, *recent][:5]))
        if self.badges.design.id != self.session.settings.badge_design:
            self.session.change_setting("badge_design", self.badges.design.id)
        self._timer.start()

    def _design(self, new: bool) -> None:
        """Draw the design chosen, or another one."""
        stock = self.badges.stock.id
        if new:
            self.session.open("designer", new=True, stock=stock)
        else:
            self.session.open("designer", design=self.badges.design.id, stock=stock)

    def _blank_sheets(self) -> None:
        self.section.set_value("sheets")
        self._switched()

    def _switched(self) -> None:
        self.banner.hide()
        self.refresh()

    def _setting_changed(self, key: str) -> None:
        if key in ("accent", "logo", "legal_notice", "organisation") and self.isVisible():
            self.refresh()

    def _prepare(self) -> None:
        """Prepare in the worker what is chosen; a preparation under way is given up."""
        self._timer.stop()
        event, kind = self.session.event, self._kind
        if event is None:
            return
        if self._task is not None:
            self._task.cancel()

        def current() -> bool:
            if self._task is not task:
                return False
            self._task = None
            return event.id == self.session.event_id

        def done(ready: Ready) -> None:
            if current():
                self._show(event, ready)

        def failed(error: BaseException) -> None:
            if current():
                self._give_up(kind, _("Le document n'a pas pu être préparé"))
                self.session.fail(error)

        def stopped() -> None:
            if current():
                self._give_up(kind, _("Préparation arrêtée"))

        task = self._task = self.session.run(
            self._job(event, kind), done, failed, text=_("Préparation du document…"), on_cancel=stopped
        )

    def _job(self, event: Event, kind: str) -> Callable[[Store, Progress], Ready]:
        """What the worker is to do, with everything it needs."""
        branding, before, now = Branding.of(self.session.settings), self._ready.get(kind), self.session.now()
        if kind == "badges":
            badges = BadgesAsked(
                event,
                self.badges.stock,
                self.badges.start_at,
                self.badges.only,
                branding,
                self._chosen,
                self.badges.design,
            )
            known = before if isinstance(before, BadgesReady) else None
            return lambda store, progress: jobs.prepare_badges(store, badges, known, now, progress)
        sheets = SheetsAsked(event, self.sheets.slots, self.sheets.choices, branding)
        made = before if isinstance(before, SheetsReady) else None
        return lambda store, progress: jobs.prepare_sheets(store, sheets, made, now, progress)

    def _give_up(self, kind: str, title: str) -> None:
        """There is no document: what is shown would not be what was chosen."""
        self._ready.pop(kind, None)
        self._then = None
        for made in (self.save_button, self.print_button):
            made.setEnabled(False)
        self._say("stop-circle", title, "", _("Recommencer"), self._prepare)

    def _show(self, event: Event, ready: Ready) -> None:
        self._ready[self._kind] = ready
        if isinstance(ready, BadgesReady):
            self._show_badges(event, ready)
        elif isinstance(ready, SheetsReady):
            self._show_sheets(event, ready)
        self.save_button.setEnabled(bool(ready.data))
        self.print_button.setEnabled(bool(ready.data))
        if ready.data:
            self.sight.setCurrentWidget(self.preview)
            if ready.data is not self._shown:
                self.preview.show_pdf(ready.data)
                self._shown = ready.data
        self._fit_choices()
        then, self._then = self._then, None
        if then is not None and ready.data:
            then()

    def _show_badges(self, event: Event, ready: BadgesReady) -> None:
        when = self._when(event, ready.last.at) if ready.last else ""
        self.badges.show_counts(ready.counts, len(self._chosen))
        self.badges.show_ready(ready, when)
        left, printed = ready.counts.new + ready.counts.changed, ready.counts.printed
        said = []
        if left and printed:
            said.append(_("{left} à imprimer").format(left=_badges(left)))
            said.append(ngettext("{count} déjà imprimé", "{count} déjà imprimés", printed).format(count=printed))
        elif left:
            said.append(_("{left} à imprimer").format(left=_badges(left)))
        else:
            said.append(_("Tous les badges sont imprimés et à jour"))
        if when:
            said.append(_("dernière impression {when}").format(when=when))
        self.header.set_sentence(", ".join(said) + ".")
        if ready.error is not None:
            self._say_error(ready.error)
        elif not ready.people and printed:
            again = _("Réimprimer les {badges}").format(badges=_badges(printed))
            self._say(
                "check-circle", _("Tous les badges sont imprimés"), _("Rien n'a changé depuis."), again, self._reprint
            )
        elif not ready.people:
            self._say(
                "printer",
                _("Aucun badge à imprimer"),
                _("Personne n'est inscrit : la liste d'attente et les désistements n'ont pas de badge."),
            )

    def _show_sheets(self, event: Event, ready: SheetsReady) -> None:
        self.sheets.show_ready(event, ready, self.session.now())
        states = [state for _slot, state in ready.states]
        made = sum(state.made_at is not None for state in states)
        outdated = sum(state.outdated for state in states)
        if not states:
            said = _("Les feuilles se font par créneau, et l'événement n'en a pas.")
        elif outdated:
            said = ngettext(
                "La liste a changé depuis l'impression d'une feuille.",
                "La liste a changé depuis l'impression de {count} feuilles.",
                outdated,
            ).format(count=outdated)
        elif made == len(states):
            said = _("Toutes les feuilles sont imprimées et à jour.")
        else:
            left = len(states) - made
            said = ngettext("Une feuille à imprimer.", "{count} feuilles à imprimer.", left).format(count=left)
        self.header.set_sentence(said)
        if ready.error is not None:
            self._say_error(ready.error)
        elif not states:
            sentence = _("Ajoutez au moins une demi-journée : il y a une feuille pour chacune.")
            edit = partial(self.session.open, "event_editor", event_id=event.id)
            self._say("calendar-plus", _("Aucun créneau"), sentence, _("Modifier l'événement"), edit)
        elif not self.sheets.slots:
            self._say("check-square", _("Aucun créneau choisi"), _("Cochez au moins un créneau."))
        elif not ready.data:
            sentence = _("Les feuilles font signer les participants et les intervenants inscrits à un créneau.")
            see = partial(self.session.open, "participants")
            self._say("users", _("Personne n'est attendu à ces créneaux"), sentence, _("Voir les participants"), see)

    def _say_error(self, error: UserError) -> None:
        settings = partial(self.session.open, "settings")
        self._say(
            "warning-circle", _("Le document ne peut pas être fait"), error.message, _("Ouvrir les réglages"), settings
        )

    def _say(
        self, icon: str, title: str, sentence: str, action: str = "", on_click: Callable[[], object] | None = None
    ) -> None:
        """Show words in place of a document."""
        while (item := self._instead.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        again = [secondary(action, on_click)] if action else []
        self.message = EmptyState(icon, title, sentence, "", None, *again)
        self._instead.addWidget(self.message)
        self.sight.setCurrentWidget(self.instead)

    def _reprint(self) -> None:
        self.badges.choose("all")

    def _when_ready(self, action: Callable[[], None]) -> None:
        """Do something with the document, once it is what was chosen last."""
        ready = self.ready
        if ready is None:
            self._then = action
        elif ready.data:
            action()

    # --- saving and printing -----------------------------------------------------------------------------------------

    def save(self) -> None:
        """Save the document that is shown, then ask whether it is printed."""
        event, folder = self.session.event, self.session.settings.documents
        if event is None:
            return
        proposed = folder / jobs.proposed_name(event, self._kind)
        try:
            paths.make_folder(folder)
        except UserError as error:
            self.banner.show_message(error.message, "refused")
            return
        if file := self.ask_file(proposed):
            self._when_ready(partial(self._save_as, file))

    def ask_file(self, proposed: Path) -> Path | None:
        """Where to save; None: nowhere."""
        name, _filter = QFileDialog.getSaveFileName(self, _("Enregistrer le PDF"), str(proposed), "PDF (*.pdf)")
        if not name:
            return None
        return Path(name) if name.lower().endswith(".pdf") else Path(name + ".pdf")

    def _save_as(self, file: Path) -> None:
        ready = self._ready[self._kind]

        correction, now = self._correction(ready, PDF_FILES), self.session.now()

        def job(store: Store, _progress: Progress) -> None:
            data = jobs.corrected(ready, correction, now)
            with paths.atomic_write(file) as target:
                target.write(data)
            if isinstance(ready, SheetsReady):
                jobs.keep_pages(store, ready, ready.kept, now)

        def failed(error: BaseException) -> None:
            if isinstance(error, UserError):
                self.banner.show_message(error.message, "refused")
            else:
                self.session.fail(error)

        self.session.run(
            job,
            lambda _nothing: self._ask_if_printed(ready, file),
            failed,
            text=_("Enregistrement…"),
            cancellable=False,
        )

    def _ask_if_printed(self, ready: Ready, file: Path | None) -> None:
        """A file is not yet paper: only the user knows."""
        if isinstance(ready, BadgesReady):
            asked = ngettext("Ce badge est-il imprimé ?", "Ces {count} badges sont-ils imprimés ?", len(ready.people))
            asked = asked.format(count=len(ready.people))
        else:
            asked = _("Ces feuilles sont-elles imprimées ?")
        saved = _("Fichier enregistré.") + " " if file else ""
        buttons = [secondary(_("Ouvrir"), partial(self.session.show_file, file))] if file else []
        buttons.append(secondary(_("Pas encore"), self._dismiss))
        buttons.append(secondary(_("Oui, c'est imprimé"), partial(self._answer, ready)))
        # None of them takes the focus: a stray Enter would say that all is printed.
        self.banner.show_message(saved + asked, "accent", *buttons, icon="question-fill")

    def _answer(self, ready: Ready) -> None:
        self._dismiss()
        self._record(ready, ready.people)

    def _dismiss(self) -> None:
        self.banner.hide()
        self.section.buttons[self._kind].setFocus(Qt.FocusReason.OtherFocusReason)  # not the rail's first button

    def print(self) -> None:
        """Print the document that is shown at its real size, and remember that it was."""
        event, ready = self.session.event, self._ready[self._kind]
        if event is None:
            return
        printer = printing.printer_for(ready.data, jobs.proposed_name(event, self._kind).removesuffix(".pdf"))
        if not self.ask_printer(printer, ready.pages):
            return
        pages = printing.chosen_pages(printer, ready.pages)
        correction = self._correction(ready, printer.printerName())

        def done(_nothing: None) -> None:
            if isinstance(ready, BadgesReady):
                self._record(ready, tuple(ready.on(pages)))
            elif len(pages) == ready.pages:
                self._record(ready, ready.people)
            else:  # some pages of some sheets
                self._ask_if_printed(ready, None)

        def failed(error: BaseException) -> None:
            if isinstance(error, UserError):
                self.banner.show_message(error.message, "refused")
            else:
                self.session.fail(error)

        now = self.session.now()

        def job(store: Store, progress: Progress) -> None:
            if isinstance(ready, SheetsReady):  # first: no page leaves the program unknown to it
                jobs.keep_pages(store, ready, [ready.kept[number] for number in pages], now)
            printing.print_pdf(ready.data, printer, pages, progress, correction)

        self.session.run(
            job,
            done,
            failed,
            text=_("Impression…"),
        )

    def _correction(self, ready: Ready, printer: str) -> Calibration:
        """What this printer (or PDF_FILES) needs for this paper."""
        if isinstance(ready, BadgesReady) and ready.asked is not None:
            return kept_for(self.session.settings, printer, ready.asked.stock)
        return AS_IT_IS

    def ask_printer(self, printer: QPrinter, pages: int) -> bool:
        """Whether to print, on what and how."""
        if not printing.any_printer():
            self.banner.show_message(
                _("Aucune imprimante n'est installée sur ce poste : enregistrez le PDF."), "attention"
            )
            return False
        return printing.ask(self, printer, pages)

    def _record(self, ready: Ready, people: tuple[Attendee, ...]) -> None:
        """Remember what was printed."""
        now = self.session.now()
        if isinstance(ready, BadgesReady) and ready.asked is not None:
            badges = ready.asked
            said = ngettext("{badges} noté comme imprimé.", "{badges} notés comme imprimés.", len(people))
            self._run_record(
                lambda store: prints.record_badges(store, badges.event.id, people, badges.stock.id, now),
                said.format(badges=_badges(len(people))),
            )
            if len(people) == len(ready.people) and badges.stock.id == self.badges.stock.id:
                self.session.change_setting("started_sheets", self.badges.sheet_used(ready.next_label))
            self._chosen, self.badges.only = (), "to_print"
        elif isinstance(ready, SheetsReady) and ready.asked is not None:
            sheets = ready.asked
            self._run_record(
                lambda store: prints.record_sheets(store, sheets.event.id, sheets.slots, people, ready.kept, now),
                ngettext("Feuille notée comme imprimée.", "Feuilles notées comme imprimées.", len(sheets.slots)),
            )

    def _run_record(self, record: Callable[[Store], None], said: str) -> None:
        def done(_nothing: None) -> None:
            self.session.recorded()
            self.session.notify(said, "welcome", undoable=True)

        self.session.run(lambda store, _progress: record(store), done, cancellable=False)

    def _when(self, event: Event, at: datetime) -> str:
        return dates.moment(event.local(at), event.local(self.session.now()))

    # --- looks -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> QWidget:
        body = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.XL)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setObjectName("page_viewport")
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.choices)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(self.section)
        column.addWidget(self._scroll, 1)
        self._left = Card(left)
        self._left.column.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        right = Card(flush=True)
        right.add(self.sight, 1)
        self.sight.setMinimumHeight(theme.px(260))
        self._columns.addWidget(self._left)
        self._columns.addWidget(right, 1)
        return body

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_choices()

    def _fit_choices(self) -> None:
        """Side by side when there is room; else one below the other, and the page scrolls."""
        beside = self.width() >= theme.px(680)
        width = theme.px(324)
        self.save_button.setText(_("Enregistrer le PDF") if beside else _("PDF"))
        self.save_button.setToolTip("" if beside else _("Enregistrer le PDF"))
        self.save_button.setAccessibleName(_("Enregistrer le PDF"))
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)
        self._left.setMinimumWidth(width if beside else 0)
        self._left.setMaximumWidth(width if beside else 16777215)
        self._scroll.setMinimumHeight(0 if beside else self.choices.sizeHint().height())


def _badges(count: int) -> str:
    return ngettext("{count} badge", "{count} badges", count).format(count=count)
