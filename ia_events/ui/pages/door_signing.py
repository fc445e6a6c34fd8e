"""Signing on the screen, after the verdict: whoever comes in signs in a box under it, and the door goes on.

A scan never waits for a signature. Whoever is signing keeps the box, and those who come meanwhile sign after them; a box
in which nothing is drawn goes to the newcomer, for whom it is.
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ia_events.domain.attendance import FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Slot
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Outcome, Verdict
from ia_events.i18n import _, ngettext
from ia_events.store import door_book, signatures
from ia_events.ui.pages.door_signing_panel import SigningPanel
from ia_events.ui.pages.door_signing_window import SigningWindow
from ia_events.ui.signer import Signer, keep_drawn
from ia_events.ui.widgets import Stack, quiet
from ia_events.ui.widgets.page import bring_into_sight

if TYPE_CHECKING:
    from ia_events.ui.pages.door import DoorPage

_ADMITTED = frozenset({Verdict.WELCOME, Verdict.RETURNED, Verdict.ALREADY_IN})
_SUFFIX = 0.6  # seconds after a scan in which an Enter is the scanner's
_SEEN = 1200  # milliseconds a verdict is left where it is seen, where the box is out of sight
_HOLD = 600  # milliseconds: a hand that was about to sign does not sign under the name that came just then


class DoorSigning(QObject):
    """Listens to the door's page; nothing here comes before a verdict. `stack` holds the page's lists, and the box."""

    def __init__(self, page: DoorPage) -> None:
        super().__init__(page)
        self.page, self.session = page, page.session
        self.signer: Signer | None = None
        self.queue: list[Signer] = []  # came while somebody was signing: next, in their order
        self.aside: list[Signer] = []  # had the box and drew nothing in it: when they ask for it
        self._paper: set[tuple[str, str]] = set()  # chose to sign on paper
        self._event_id = ""
        self._seeing = QTimer(self, singleShot=True, interval=_SEEN)
        self._seeing.timeout.connect(self._see_box)
        self._judged = 0.0
        self.panel = SigningPanel()
        self.panel.validated.connect(self.validate)
        self.panel.erased.connect(self.erase)
        self.panel.skipped.connect(self.skip)
        self.panel.withdrawn.connect(self.withdraw)
        self.panel.again.connect(self.sign_again)
        self.panel.picked.connect(self.pick)
        self.panel.moved.connect(self.move_box)
        self.apart: SigningWindow | None = None  # where the box is, if it has a window of its own
        self.waiting = quiet("", self.open, icon="pen-nib")
        self.waiting.hide()
        lists = QWidget()
        column = QVBoxLayout(lists)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.waiting, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(page.below, 1)
        self._lists = lists
        self.stack = Stack()
        self.stack.addWidget(lists)
        self.stack.addWidget(self.panel)
        QShortcut(QKeySequence("Ctrl+E"), page, self.open)
        page.verdict.said.connect(self._see_verdict)
        page.field.installEventFilter(self)
        page.installEventFilter(self)
        page.field.textChanged.connect(lambda _text: self._place())
        page.below.currentChanged.connect(lambda _place: self._place())
        self.session.changed.connect(self.refresh)

    @property
    def all_waiting(self) -> list[Signer]:
        """Who may be picked: those who are next first, then the last who left the box empty."""
        return [*self.queue, *reversed(self.aside)]

    @property
    def shown(self) -> bool:
        """Whether the box is on the screen."""
        stack = self.stack if self.apart is None else self.apart.stack
        return stack.currentWidget() is self.panel

    # --- who signs -----------------------------------------------------------------------------------------------

    def after(self, outcome: Outcome) -> None:
        """Somebody was judged: whoever is in and has not signed yet may."""
        self._judged = time.monotonic()
        person, slot = outcome.attendee, outcome.slot
        if slot is None or not slot.signing:
            return
        if person is None or outcome.verdict not in _ADMITTED:
            return
        signer = Signer(person, slot)
        first = outcome.verdict == Verdict.WELCOME
        if not person.may_sign or (signer.key in self._paper and not first) or self._has_signed(signer):
            return
        self._event_id = self.session.event_id
        self._forget(signer.key)
        before = self.signer
        if before is not None and before.key == signer.key and self.panel.signing:
            return  # their badge was read again: what they draw stays
        if before is None or before.key == signer.key:
            self._show(signer)
        elif self.panel.signing:
            self.queue.append(signer)
            self._tell()
        else:
            if not self.panel.signed:
                self.aside.append(before)
            self._show(signer, hold=_HOLD if self.shown else 0)

    def open(self) -> None:
        """The box, for the line chosen or the person found; else for whoever is waiting; else for who came and did not sign."""
        page, event, slot = self.page, self.session.event, self.page.slot
        if event is None or slot is None or (self.shown and self.panel.signing):
            return
        if not slot.signing:
            words = _("La signature à l'écran n'est pas prévue pour ce créneau : cochez-la dans ses règles d'entrée.")
            self._say(words)
            return
        entry = page.below.recent.chosen
        chosen = entry.attendee if entry is not None and entry.fact.kind == FactKind.ARRIVAL else page.below.person()
        if chosen is not None:
            self._open_for(Signer(chosen, slot))
        elif not self.shown and (said := self._on_screen(slot)) is not None:
            self._open_for(said)
        elif not self.shown:
            if not self.all_waiting:
                found = signatures.to_sign(self.session.store, event, slot.id)
                self.aside = [Signer(person, slot) for person in reversed(found)]
                self._event_id = event.id
            if self.all_waiting:
                self.pick(self.all_waiting[0].key)
            else:
                self._say(_("Personne n'est à faire signer : tout le monde a signé à l'écran."))

    def _on_screen(self, slot: Slot) -> Signer | None:
        """Whoever the verdict is about, if they are in and have neither signed nor chosen paper."""
        person = self.page.outcome.attendee if self.page.outcome is not None else None
        if person is None or not person.may_sign or not door_book.arrivals(self.session.store, slot.id, [person.id]):
            return None
        signer = Signer(person, slot)
        return None if signer.key in self._paper or self._has_signed(signer) else signer

    def _open_for(self, signer: Signer) -> None:
        store, person = self.session.store, signer.person
        if not person.may_sign:
            self._say(_("Les personnes de ce rôle ne signent pas la feuille d'émargement."))
        elif not door_book.arrivals(store, signer.slot.id, [person.id]):
            words = _("{name} n'a pas encore d'arrivée dans ce créneau : scannez son badge d'abord.")
            self._say(words.format(name=person.list_name))
        else:
            self._event_id = self.session.event_id
            self.page.field.clear_all()
            self.page.below.show_recent()
            self._set_aside()
            self._forget(signer.key)
            self._show(signer)

    def pick(self, key: tuple[str, str]) -> None:
        """Give the box to somebody who waits for it; whoever is signing keeps it."""
        signer = next((one for one in self.all_waiting if one.key == key), None)
        if signer is not None and not self.panel.signing:
            self._forget(key)
            self._set_aside()
            self._show(signer)

    def _set_aside(self) -> None:
        if self.signer is not None and not self.panel.signed:
            self.aside.append(self.signer)

    def _forget(self, key: tuple[str, str]) -> None:
        self.queue = [one for one in self.queue if one.key != key]
        self.aside = [one for one in self.aside if one.key != key]

    def _has_signed(self, signer: Signer) -> bool:
        found = signatures.of_person(self.session.store, self.session.event_id, signer.person.id, signer.slot.id)
        return found is not None and found.present

    def _show(self, signer: Signer | None, *, hold: int = 0, news: str = "") -> None:
        """The box for somebody, with what they signed if they did; for nobody, the lists."""
        self.signer = signer
        event = self.session.event
        if signer is not None and event is not None:
            found = signatures.of_person(self.session.store, event.id, signer.person.id, signer.slot.id)
            volunteer = self.session.volunteer
            self.panel.show_signer(
                event, signer.person, signer.slot, self.session.now(), found, hold=hold, news=news,
                may_change=not volunteer,
            )  # fmt: skip
        else:
            self.panel.leave()
        self._tell()
        self._place()
        if signer is not None:
            self._seeing.start()

    def _see_box(self) -> None:
        if self.shown and self.apart is None:
            for part in (self.panel.save, self.panel.pad):
                bring_into_sight(part)

    def _see_verdict(self) -> None:
        """With big text, it may not be on the screen with the box or the lists; under a hand that signs, nothing moves."""
        if not self.panel.signing:
            bring_into_sight(self.page.verdict)

    def _next(self, news: str = "") -> None:
        """The box for whoever is next; `news` is said where the eyes are, over nothing."""
        following = self.queue.pop(0) if self.queue else None
        self._show(following, hold=_HOLD if following else 0, news=news)
        if following is None:
            self._say(news)

    def _say(self, sentence: str) -> None:
        self.page.tell(sentence)

    def _tell(self) -> None:
        people = self.all_waiting
        words = ngettext(
            "{count} personne à faire signer · Ctrl E", "{count} personnes à faire signer · Ctrl E", len(people)
        )
        self.waiting.setText(words.format(count=len(people)))
        self.waiting.setVisible(bool(people))
        names = Counter(one.person.list_name for one in people)
        self.panel.show_waiting([(one.key, _who(one.person, alone=names[one.person.list_name] == 1)) for one in people])

    def _place(self) -> None:
        """The lists, while somebody looks for a name or fills in a form; else the box of whoever is to sign."""
        signing = self.signer is not None
        if self.apart is not None:
            self.apart.show_box(signing)
            return
        signing = signing and not self.page.below.in_form and not self.page.field.text()
        self.stack.setCurrentWidget(self.panel if signing else self._lists)

    def move_box(self) -> None:
        """To a window of its own, or back under the verdict."""
        if self.apart is None:
            self.apart = SigningWindow(self.page, self.panel)
            self.apart.closed.connect(self._bring_back)
            self.stack.setCurrentWidget(self._lists)
            self.apart.show()
        else:
            self._bring_back()
        self.panel.show_moved(self.apart is not None)
        self._place()
        self.page.focus_search()

    def _bring_back(self) -> None:
        if self.apart is not None:
            window, self.apart = self.apart, None
            self.stack.addWidget(self.panel)
            window.hide()
            window.deleteLater()
            self.panel.show_moved(False)
            self._place()

    def refresh(self) -> None:
        """Whose passage was taken back has nothing to sign; nobody has in another event."""
        waiting = [*self.all_waiting, *filter(None, [self.signer])]
        if not waiting:
            return
        gone = {one.key for one in waiting}
        if self._event_id == self.session.event_id:
            for slot_id in {one.slot.id for one in waiting}:
                ids = [one.person.id for one in waiting if one.slot.id == slot_id]
                came = door_book.arrivals(self.session.store, slot_id, ids)
                gone -= {(id_, slot_id) for id_ in came}
        for key in gone:
            self._forget(key)
        if self.signer is not None and self.signer.key in gone:
            self._next()
        elif gone:
            self._tell()

    # --- what is done in the box ---------------------------------------------------------------------------------

    def validate(self) -> None:
        """Keep what is drawn, then let the next one sign."""
        signer = self.signer
        if self.session.event is None or signer is None or not self.panel.signing:
            return
        try:
            keep_drawn(self.session, signer, self.panel.pad)
        except UserError as error:
            if error.code == "signature_too_short":
                self.panel.complain(error.message)
            else:
                self.session.fail(error)  # the ink stays, to be validated again
            return
        self._next(_("Signature de {name} enregistrée.").format(name=signer.person.list_name))
        self.session.recorded()

    def erase(self) -> None:
        """Begin again."""
        if self.panel.signing:
            self.panel.complain("")

    def skip(self) -> None:
        """Sign on paper instead; or, done with looking at what was signed."""
        if self.signer is not None:
            if not self.panel.signed:
                self._paper.add(self.signer.key)
            self._next()

    def sign_again(self) -> None:
        """A new signature, which takes the place of the one shown once it is validated: the organiser's to offer."""
        if self.signer is not None and not self.session.volunteer:
            self.panel.begin()

    def withdraw(self) -> None:
        """Take back the signature shown: the organiser's to do."""
        event, signer = self.session.event, self.signer
        if event is None or signer is None or self.session.volunteer:
            return
        try:
            done = signatures.withdraw(self.session.store, event, signer.person, signer.slot.id, self.session.now())
        except UserError as error:
            self.session.fail(error)
            return
        self._next("" if done is None else str(done))
        self.session.recorded()

    # --- keys ----------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the keyboard, for the next scan: the box takes from it the keys that are its own."""
        if watched is self.page:
            if event.type() == QEvent.Type.Hide and not event.spontaneous():
                self._bring_back()  # another page: nobody signs there
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self.page.field.text():
            return False
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_E and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.open()  # elsewhere « to the end of the line », on some systems
            return True
        recent = self.page.below.recent
        if not self.shown or not plain or (recent.isVisible() and recent.table.row >= 0):
            return False  # a line chosen in the list is what the keys are for, where both are seen
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if time.monotonic() - self._judged > _SUFFIX:
                self.panel.answer()
            return True
        actions = {Qt.Key.Key_Escape: self.skip, Qt.Key.Key_Backspace: self.erase, Qt.Key.Key_Delete: self.erase}
        if key in actions:
            actions[Qt.Key(key)]()
            return True
        return key in (Qt.Key.Key_Up, Qt.Key.Key_Down)  # of a list that is not shown


def _who(person: Attendee, *, alone: bool) -> str:
    """The name, with the employer where two bear it."""
    return person.list_name if alone else " · ".join(filter(None, (person.list_name, person.employer)))
