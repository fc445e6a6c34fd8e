"""What goes with an arrival: a blank badge handed out, a badge printed, somebody completed from other events."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ia_events.domain import tokens
from ia_events.domain.attendance import FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee, Source
from ia_events.domain.verdicts import RECORDED, Outcome, Verdict
from ia_events.i18n import _, ngettext
from ia_events.store import blanks, directory, journal, registrations
from ia_events.store.door_book import Entry
from ia_events.store.journal import Action
from ia_events.ui import theme
from ia_events.ui.arrival_printing import ArrivalPrinter, Job, Step
from ia_events.ui.pages.door_past import DoorPast
from ia_events.ui.pages.door_undone import taken_back
from ia_events.ui.pages.door_verdict import Shown
from ia_events.ui.widgets import ElidedLabel, announce, quiet, restyle

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage

_SLOW = 500  # milliseconds after which what prints can be stopped
_PAUSE = 150  # milliseconds without a key before people of other events are looked for
_JUST_NOW = timedelta(seconds=60)  # after which a blank badge is not for whoever was let in by name last
_LET_IN = RECORDED | {Verdict.ALREADY_IN}
_BY_NAME = (Verdict.WELCOME, Verdict.ALREADY_IN, Verdict.RETURNED)


class PrintStrip(QWidget):
    """One quiet line: where the badge of the last arrival is, and what can be done."""

    def __init__(self, action: object) -> None:
        super().__init__()
        self.words = ElidedLabel("", tone="muted")
        self.stops = False  # whether that is what the button does
        self.of = ""  # whose badge is to be written by hand: their registration
        self.button = quiet("", action)  # type: ignore[arg-type]
        kept = self.button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing moves when it comes
        self.button.setSizePolicy(kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.hide()

    def say(self, words: str, tone: str = "muted", button: str = "", *, stops: bool = False, of: str = "") -> None:
        """Show a sentence, and what the button does; nothing when there is no sentence."""
        self.stops, self.of = stops, of
        self.words.setText(words)
        restyle(self.words, tone=tone)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setVisible(bool(words))
        if words and tone != "muted":
            announce(self.words, words)


class DoorArrivals(QObject):
    """Listens to the door's page; nothing here comes before a verdict."""

    def __init__(self, page: DoorPage, past: DoorPast) -> None:
        super().__init__(page)
        self.page, self.session, self._past = page, page.session, past
        self.strip = PrintStrip(self._pressed)
        self.printer = ArrivalPrinter(self.session, self, page.isVisible)
        self._slow = QTimer(self, singleShot=True, interval=_SLOW)
        self._slow.timeout.connect(self._offer_stop)
        self.printer.changed.connect(self._show_job)
        self.pending = ""  # the blank badge just read, that is nobody's
        self._stopped: Outcome | None = None  # the verdict that stopped whoever it is for
        self._handed: Outcome | None = None  # the last verdict that gave a blank badge to somebody
        self._tied = ""  # the action that gave a blank badge last
        self._holder = ""  # to whom: their registration
        self._asked = ""  # whose badge is to be printed again, if asked once more
        self._employers: list[str] | None = None
        self.keys = (("Ctrl+P", self.print_badge),)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._look)
        page.below.form.edited.connect(self._pause.start)
        page.below.form_opened.connect(self._opened)
        past.settled.connect(self.forget)
        past.given_back.connect(self.given_back)
        self.session.event_switched.connect(self.forget)
        self.session.changed.connect(self._look_at_tie)
        self.session.changed.connect(self._look_at_holder)

    # --- blank badges ------------------------------------------------------------------------------------------------

    def take(self, text: str) -> bool:
        """Give the blank badge that is read to whoever it is for: the person chosen by name, or let in by name just now.

        False when it is no blank badge, or nobody's yet.
        """
        event, outcome = self.session.event, self.page.outcome
        chosen = self.page.below.person()
        last = outcome.attendee if outcome is not None and not outcome.token and outcome.verdict in _BY_NAME else None
        if event is None or (chosen is None and last is None):
            return False
        badge = blanks.of_token(self.session.store, event, text)
        if not badge:
            return False
        if chosen is not None:
            self.forget()
            self.pending = badge  # this one, not one read before; whether they come in is decided first
            self.page.admit(chosen)
            return True
        assert last is not None
        assert outcome is not None
        if self._has_badge(last) or not timedelta() <= self.session.now() - outcome.at <= _JUST_NOW:
            return False  # this one is for somebody else
        if self._tie(last, badge):
            self._say_tied(last)
        return True

    def take_over_form(self, text: str) -> bool:
        """A blank badge read while somebody is being registered is theirs. False when it is another badge."""
        event, form = self.session.event, self.page.below.form
        badge = blanks.of_token(self.session.store, event, text) if event is not None else ""
        if badge and self.page.below.currentWidget() is form:
            self.forget()
            form.hold(badge, just_read=True)
            return True
        return False

    def handing(self, outcome: Outcome) -> Outcome:
        """Somebody chosen by name was judged: the blank badge just read is theirs once they are let in.

        Where a verdict stops them, it waits for them alone: until they are let in all the same, or something else is said.
        """
        person, badge, stopped = outcome.attendee, self.pending, self._stopped
        if not badge or person is None:
            return outcome
        if stopped is not None and (stopped.attendee is None or stopped.attendee.id != person.id):
            return outcome
        if outcome.verdict not in _LET_IN:
            self._stopped = outcome
        elif self._tie(person, badge):
            outcome = replace(outcome, attendee=registrations.get(self.session.store, person.id))
            self._handed = outcome
        return outcome

    def forget(self, *_anything: object) -> None:
        """The blank badge read is put aside, and no question stands."""
        self.pending = self._asked = ""
        self._stopped = None

    def given_back(self, entry: Entry) -> None:
        """An arrival counts again: the badge of somebody registered on the spot is theirs to have again."""
        for person in registrations.get_many(self.session.store, [entry.attendee.id] if entry.attendee else []):
            if person.source == Source.WALK_IN and entry.fact.kind == FactKind.ARRIVAL:
                self._badge_for(person)

    def _look_at_tie(self) -> None:
        """A blank badge taken back, from here or by the menu, is nobody's: no verdict and no line says that it is."""
        label = journal.undone(self.session.store, self._tied) if self._tied else None
        if label is None:
            return
        outcome, holder, tied = self.page.outcome, self._holder, self._tied
        self._tied = self._holder = ""
        self.forget()
        if self._handed is not None:
            self._handed = None
            self.strip.say("")
        if outcome is None or (outcome.attendee is not None and outcome.attendee.id == holder):
            self.page.say(taken_back(Action(tied, label)))

    def _look_at_holder(self) -> None:
        """Whose registration on the spot was taken back has no badge to write."""
        if self.strip.of and not registrations.is_listed(self.session.store, self.strip.of):
            self.strip.say("")

    def _tie(self, person: Attendee, badge: str) -> bool:
        event = self.session.event
        assert event is not None
        try:
            action = blanks.tie(self.session.store, event, person.id, badge, self.session.now())
        except UserError as error:
            self.session.fail(error)
            return False
        self._past.note(action)
        self._tied, self._holder = (action.id, person.id) if action is not None else ("", "")
        self.strip.say("")
        return True

    def _say_tied(self, person: Attendee) -> None:
        words = _("Ce badge vierge est à son nom : écrivez-le dessus. Le passage est noté.")
        shown = Shown("welcome", "identification-badge-bold", _("Badge remis"), name=person.list_name, sentence=words)
        self.page.settle(shown)

    def _has_badge(self, person: Attendee) -> bool:
        return self.printer.has_badge(person.id)

    # --- the form ----------------------------------------------------------------------------------------------------

    def _opened(self) -> None:
        """The form is there: it knows the blank badge read before it, and the employers of every event."""
        self.page.below.form.hold(self.pending if self._stopped is None else "")  # else it waits for somebody
        if self._employers is None:
            self._employers = []
            self.session.run(lambda store, _progress: directory.employers(store), self._learn, cancellable=False)
        else:
            self._learn(self._employers)

    def _learn(self, employers: list[str]) -> None:
        self._employers = employers
        model = self.page.below.form.employers
        here = model.stringList()
        model.setStringList([*here, *sorted(set(employers) - set(here))])

    def _look(self) -> None:
        form, event = self.page.below.form, self.session.event
        # Whoever is on other lists is not a volunteer's to see.
        if event is None or self.page.below.currentWidget() is not form or self.session.volunteer:
            return
        person = form.person

        def show(people: list[Attendee]) -> None:
            if self.page.below.currentWidget() is form and form.person == person:
                form.offer(people)

        # In the worker: among 100,000 people it may take 75 ms, and a badge may be read over the form.
        self.session.run(lambda store, _progress: directory.known(store, event.id, person), show, cancellable=False)

    # --- printing ----------------------------------------------------------------------------------------------------

    def after(self, outcome: Outcome) -> None:
        """Once a verdict is shown: the badge is printed if this station does, or said to be written."""
        self._asked = ""
        event, person = self.session.event, outcome.attendee
        if outcome is not self._stopped:
            self.forget()
        if outcome.verdict == Verdict.BLANK and event is not None:
            self.pending = blanks.of_token(self.session.store, event, outcome.token)
        if not self.printer.count(Step.WAITING, Step.PRINTING, Step.FAILED):
            self.strip.say("")
        if outcome is self._handed and person is not None:
            self.strip.say(_("Badge vierge {code} : écrivez-y le nom.").format(code=tokens.short_code(person.badge)))
            return
        if outcome.verdict != Verdict.WELCOME or person is None:
            return
        self._badge_for(person)

    def _badge_for(self, person: Attendee) -> None:
        mode, walk_in = self.session.settings.print_on_arrival, person.source == Source.WALK_IN
        if mode == "all" or (mode == "walk_ins" and walk_in):
            self.printer.add(person)  # who looks whether they have one
        elif walk_in and not self._has_badge(person):
            self._show_job(Job(person, Step.BY_HAND))

    def print_badge(self) -> None:
        """Print again what failed; else the badge of whoever is on the screen, asking first when they have one."""
        outcome = self.page.outcome
        if self.printer.count(Step.FAILED):
            self.printer.retry()
        elif outcome is not None and outcome.attendee is not None:
            person = outcome.attendee
            has_one = self._has_badge(person)
            if has_one and self._asked != person.id:
                self._asked = person.id
                words = _("Badge déjà imprimé : {name}.").format(name=person.list_name)
                self.strip.say(words, "attention", _("L'imprimer de nouveau · Ctrl P"))
            else:
                self._asked = ""
                self.printer.add(person, again=has_one)
        self.page.focus_search()

    def _pressed(self) -> None:
        if self.strip.stops:
            self.printer.stop()
            self.page.focus_search()
        else:
            self.print_badge()

    def _offer_stop(self) -> None:
        printing = self.printer.count(Step.WAITING, Step.PRINTING) and not self.printer.count(Step.FAILED)
        if printing and not self._asked:
            self.strip.say(self.strip.words.text(), button=_("Arrêter"), stops=True)

    def _show_job(self, job: Job) -> None:
        if self.printer.count(Step.WAITING, Step.PRINTING):
            self._slow.start()
        else:
            self._slow.stop()
        failed = self.printer.count(Step.FAILED)
        name = job.person.list_name
        if failed:
            words = ngettext("{count} badge non imprimé.", "{count} badges non imprimés.", failed).format(count=failed)
            problems = [one.problem for one in self.printer.jobs.values() if one.step == Step.FAILED]
            self.strip.say(f"{words} {problems[-1]}".strip(), "refused", _("Réessayer · Ctrl P"))
        elif job.step == Step.WAITING:
            waiting = self.printer.count(Step.WAITING, Step.PRINTING)
            words = ngettext("Badge en attente : {name}.", "{count} badges en attente, dont : {name}.", waiting)
            self.strip.say(words.format(name=name, count=waiting))
        elif job.step == Step.PRINTING:
            self.strip.say(_("Badge en cours d'impression : {name}…").format(name=name))
        elif job.step == Step.PRINTED:
            self.strip.say(_("Badge imprimé : {name}.").format(name=name))
        elif job.step == Step.UNNOTED:
            words = _("Badge sorti, mais pas noté comme imprimé : {name}.").format(name=name)
            self.strip.say(f"{words} {job.problem}".strip(), "attention")
        elif job.step == Step.BY_HAND:
            words = _("Badge à écrire à la main, ou scannez un badge vierge : {name}.").format(name=name)
            self.strip.say(words, "attention", of=job.person.id)
        else:
            self.strip.say("")
