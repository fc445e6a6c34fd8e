"""What becomes of the document shown: saved, printed, remembered; a badge is not printed twice without being asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ia_events import paths
from ia_events.documents.calibration import AS_IT_IS, PDF_FILES, Calibration, kept_for
from ia_events.documents.placeholders import says
from ia_events.domain import dates
from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.i18n import _, ngettext
from ia_events.store import Store, journal, prints
from ia_events.store.journal import Action
from ia_events.ui import printing
from ia_events.ui.pages.documents_badge_jobs import BadgesReady
from ia_events.ui.pages.documents_badges import BadgeOptions, badges
from ia_events.ui.pages.documents_jobs import Ready, proposed_name
from ia_events.ui.pages.documents_papers import LabelOptions, LabelsReady
from ia_events.ui.pages.documents_sheet_jobs import SheetsReady
from ia_events.ui.widgets import primary, secondary
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.ui.pages.documents import DocumentsPage


class Output:
    """Saves and prints what the page shows."""

    def __init__(self, page: DocumentsPage) -> None:
        self.page, self.session = page, page.session

    def save(self) -> bool:
        """Save the document that is shown in a file, then ask whether it is printed. False when it was given up."""
        event, folder = self.session.event, self._folder()
        if event is None or folder is None:
            return False
        document = self.page.document
        name = proposed_name(event, _(document.words), ".zip" if document.archive else ".pdf")
        file = self.page.ask_file(folder / name)
        if file is None:
            return False
        self.page.when_ready(lambda ready: self._save_as(ready, file))
        return True

    def save_in_folder(self) -> bool:
        """Save the files of the document in a folder of their own. False when it was given up."""
        event, folder = self.session.event, self._folder()
        if event is None or folder is None:
            return False
        name = proposed_name(event, _(self.page.document.words), "")
        chosen = self.page.ask_folder(folder)
        if chosen is None:
            return False
        self.page.when_ready(lambda ready: self._save_as(ready, chosen / name))
        return True

    def print(self, ready: Ready) -> bool:
        """Print the document at its real size, and remember that it was. False when it was given up."""
        event = self.session.event
        if event is None:
            return False
        title = proposed_name(event, _(self.page.document.words), "")
        printer = printing.printer_for(ready.data, title, two_sided=ready.two_sided)
        if not self.page.ask_printer(printer, ready.pages):
            return False
        pages = printing.chosen_pages(printer, ready.pages)
        correction, now = self._correction(ready, printer.printerName()), self.session.now()

        whose = tuple(ready.on(pages)) if isinstance(ready, BadgesReady) else ready.people
        all_of_it = isinstance(ready, BadgesReady) or (isinstance(ready, SheetsReady) and len(pages) == ready.pages)

        def job(store: Store, progress: Progress) -> tuple[Action | None, Action | None]:
            leaving = ready.leave(store, pages, now, progress)
            try:
                printing.print_pdf(leaving.data, printer, leaving.pages, progress, correction)
            except BaseException:
                if leaving.action is not None:  # nobody has it
                    journal.undo(store, now, leaving.action.id)
                raise
            # Once it is out: a badge whose code is not given yet is let in all the same, an old one refused is not.
            given = ready.give(store, whose, now) if isinstance(ready, BadgesReady) else None
            # Here, with the paper out: the window may close before it hears of it.
            recorded = _record_of(ready, whose, now)(store) if all_of_it else None
            return leaving.action or given, recorded

        def done(actions: tuple[Action | None, Action | None]) -> None:
            action, recorded = actions
            self._badge_options.keep_codes()
            self._told(action)
            if all_of_it:
                self._recorded(recorded, ready, whose, now)
            elif isinstance(ready, SheetsReady):  # some pages of some sheets
                self._ask_if_printed(ready, None)
            elif isinstance(ready, LabelsReady):
                self._labels_printed(ready, len(pages))
            elif action is None:
                self._sent(len(pages))

        self.page.banner.hide()  # what went wrong before is over
        self.session.run(job, done, self._failed, text=_("Impression…"), on_cancel=self._stopped, finish=True)
        return True

    def _sent(self, count: int) -> None:
        """Say that a document of which nothing is recorded has left."""
        words = ngettext("{count} page envoyée à l'imprimante.", "{count} pages envoyées à l'imprimante.", count)
        self.session.notify(words.format(count=count), "welcome")

    def _labels_printed(self, ready: LabelsReady, count: int) -> None:
        """Say that labels are printed, and where the next begin; the sheet goes on from there."""
        options = self.page.options("labels")
        assert isinstance(options, LabelOptions)
        if count < ready.pages or ready.stock.id != options.stock.id:
            self._sent(count)
            return
        before = ready.labels.start_at
        options.labels.used(ready.next_label)
        options.changed.emit()  # what is shown next begins where these end
        said = ngettext("{count} étiquette imprimée.", "{count} étiquettes imprimées.", ready.count)
        said = said.format(count=ready.count)
        if options.labels.start_at == before:
            self.page.banner.show_message(said, "welcome")
            return
        self.page.past.labels_printed(options, before)
        said += " " + _("La prochaine impression commence à l'étiquette {number}.").format(number=ready.next_label)

        def take_back() -> None:
            self.page.banner.hide()
            self.page.past.undo()

        back = _("Reprendre à l'étiquette {number}").format(number=before)
        self.page.banner.show_message(said, "welcome", secondary(back, take_back))

    def once_sure(self, action: Callable[[Ready], bool]) -> Callable[[Ready], None]:
        """The same, asking first when backs have no place on the paper, and when badges are on paper already as they
        are. `action` tells whether it went on.
        """

        def asking(ready: Ready) -> None:
            options = self.page.options(self.page.list.value)
            if isinstance(options, BadgeOptions) and options.back_has_no_place:
                self._ask_faces(options, reprint)
            else:
                reprint(ready)

        def reprint(ready: Ready) -> None:
            if isinstance(ready, BadgesReady) and ready.again.ids:
                self._ask_again(ready, action)
            else:
                action(ready)

        return asking

    def _ask_faces(self, options: BadgeOptions, then: Callable[[Ready], object]) -> None:
        """What becomes of the backs, on a sheet that takes print on one side only."""

        def answer(front_only: bool) -> None:
            self._dismiss()
            if front_only:
                options.leave_backs_out(True)
            self.page.when_ready(then)

        sentence = _("Ce modèle a un verso, et « {stock} » ne s'imprime que d'un côté. Imprimer le recto seul ?")
        self.page.banner.show_message(
            sentence.format(stock=options.stock.title),
            "accent",
            primary(_("Oui, le recto seul"), partial(answer, True)),
            secondary(_("Recto verso quand même"), partial(answer, False)),
            icon="question-fill",
        )

    # --- a badge printed once more -----------------------------------------------------------------------------------

    def _ask_again(self, ready: BadgesReady, action: Callable[[Ready], bool]) -> None:
        event, again = ready.badges.event, ready.again
        count = len(again.ids)
        when = dates.moment(event.local(again.at), event.local(self.session.now())) if again.at else ""
        if count == len(ready.people):
            words = ngettext(
                "Déjà imprimé {when} : réimprimer ce badge ?",
                "Déjà imprimés {when} : réimprimer {count} badges ?",
                count,
            )
        else:
            words = ngettext(
                "{count} de ces badges est déjà imprimé ({when}) : le réimprimer ?",
                "{count} de ces badges sont déjà imprimés ({when}) : les réimprimer ?",
                count,
            )
        lost = _("Après une perte, un nouveau code fait refuser l'ancien badge à l'accueil.")
        self.page.banner.show_message(
            words.format(count=count, when=when) + " " + lost,
            "accent",
            secondary(_("Ne pas réimprimer"), self._dismiss),
            secondary(_("Avec un nouveau code"), partial(self._retire, again.ids, action)),
            secondary(_("Réimprimer"), partial(self._agree, action)),
            icon="question-fill",
            closable=False,
        )

    def _agree(self, action: Callable[[Ready], bool]) -> None:
        self._dismiss()
        self.page.when_ready(action)

    def _retire(self, ids: tuple[str, ...], action: Callable[[Ready], bool]) -> None:
        """Draw these people's badges with new codes, then go on; the codes are theirs, and the old ones answered
        « replaced », once the badges are on paper or in a file.
        """
        self._dismiss()
        options = self._badge_options

        def go_on(ready: Ready) -> None:
            if not action(ready):
                options.keep_codes()

        options.renew(ids)
        self.page.when_ready(go_on, options.keep_codes)

    # --- saving ------------------------------------------------------------------------------------------------------

    def _save_as(self, ready: Ready, out: Path) -> None:
        correction, now = self._correction(ready, PDF_FILES), self.session.now()
        self.page.banner.hide()  # what went wrong before is over

        def done(action: Action | None) -> None:
            self._badge_options.keep_codes()
            self._told(action)
            self._ask_if_printed(ready, out)

        def job(store: Store, progress: Progress) -> Action | None:
            paths.refuse_same_file(out, store.path)
            return ready.save(store, out, correction, now, progress)

        self.session.run(job, done, self._failed, text=_("Enregistrement…"), on_cancel=self._stopped)

    def _ask_if_printed(self, ready: Ready, out: Path | None) -> None:
        """A file is not yet paper: only the user knows. For what is not remembered, say that it is saved."""
        saved = ""
        buttons = []
        if out is not None:
            saved = _("Fichier enregistré.") if out.suffix else _("Fichiers enregistrés dans « {name} ».")
            saved = saved.format(name=out.name)
            buttons.append(secondary(_("Ouvrir"), partial(self.session.show_file, out)))
        if isinstance(ready, BadgesReady):
            asked = ngettext("Ce badge est-il imprimé ?", "Ces {count} badges sont-ils imprimés ?", len(ready.people))
            asked = asked.format(count=len(ready.people))
        elif isinstance(ready, SheetsReady):
            asked = _("Ces feuilles sont-elles imprimées ?")
        else:
            self.page.banner.show_message(saved, "welcome", *buttons)
            return
        buttons.append(secondary(_("Pas encore"), self._dismiss))
        buttons.append(secondary(_("Oui, c'est imprimé"), partial(self._answer, ready)))
        # None of them takes the focus: a stray Enter would say that all is printed.
        self.page.banner.show_message(f"{saved} {asked}".strip(), "accent", *buttons, icon="question-fill")

    def _answer(self, ready: Ready) -> None:
        self._dismiss()
        self._record(ready, ready.people)

    def _dismiss(self) -> None:
        self.page.banner.hide()
        self.page.list.take_focus()  # not the rail's first button

    # --- remembering -------------------------------------------------------------------------------------------------

    def _record(self, ready: Ready, people: tuple[Attendee, ...]) -> None:
        """Remember what was printed."""
        now = self.session.now()
        record = _record_of(ready, people, now)
        self.session.run(
            lambda store, _progress: record(store),
            lambda done: self._recorded(done, ready, people, now),
            text=_("Enregistrement…"),  # with words: it is recorded even if the window closes
            cancellable=False,
        )

    def _recorded(self, done: Action | None, ready: Ready, people: tuple[Attendee, ...], at: datetime) -> None:
        """Say what was remembered; the next ones begin after them."""
        self.session.recorded()
        if isinstance(ready, SheetsReady):
            count = len(ready.sheets.slots)
            said = ngettext("Feuille notée comme imprimée.", "Feuilles notées comme imprimées.", count)
        else:
            said = ngettext("{badges} noté comme imprimé.", "{badges} notés comme imprimés.", len(people))
            said = said.format(badges=badges(len(people)))
        self.session.notify(said, "welcome", undo=done)
        if isinstance(ready, BadgesReady):
            options = self.page.options("badges")
            assert isinstance(options, BadgeOptions)
            if len(people) == len(ready.people) and ready.badges.stock.id == options.stock.id:
                options.labels.used(ready.next_label, ready.badges.event.id, at)
            options.choose_people(())
            options.choose("to_print")

    def _told(self, action: Action | None) -> None:
        """Say what was recorded, if anything was."""
        if action is not None:
            self.session.recorded()
            self.session.notify_done(action)

    @property
    def _badge_options(self) -> BadgeOptions:
        options = self.page.options("badges")
        assert isinstance(options, BadgeOptions)
        return options

    def _stopped(self) -> None:
        self._badge_options.keep_codes()
        self.session.stopped()

    def _failed(self, error: BaseException) -> None:
        self._badge_options.keep_codes()
        self.session.recorded()  # what was recorded before it failed was taken back
        if isinstance(error, UserError):
            self.page.banner.show_message(error.message, "refused")
        else:
            self.session.fail(error)

    def _folder(self) -> Path | None:
        """Where files are proposed, made if need be."""
        folder = self.session.settings.documents
        try:
            paths.make_folder(folder)
        except UserError as error:
            self.page.banner.show_message(error.message, "refused")
            return None
        return folder

    def _correction(self, ready: Ready, printer: str) -> Calibration:
        """What this printer (or PDF_FILES) needs for this paper."""
        return AS_IT_IS if ready.stock is None else kept_for(self.session.settings, printer, ready.stock)


def _record_of(ready: Ready, people: tuple[Attendee, ...], now: datetime) -> Callable[[Store], Action | None]:
    """What remembers that a document is on paper."""
    if isinstance(ready, BadgesReady):
        wanted = ready.badges
        with_group = says(wanted.design, "group")
        return lambda store: prints.record_badges(
            store, wanted.event, people, wanted.stock.id, now, with_group=with_group
        )
    assert isinstance(ready, SheetsReady)
    sheets, kept, signed = ready.sheets, ready.kept, ready.signed
    return lambda store: prints.record_sheets(
        store, sheets.event, sheets.slots, people, kept, now, signed, sheets.choices.group_by, ready.admitted
    )
