"""What Ctrl+Z takes back at the door, and Ctrl+Shift+Z does again: what was done there; the panel says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from ia_events.domain.errors import UserError
from ia_events.domain.events import Slot
from ia_events.i18n import _
from ia_events.store import door, door_book, door_past
from ia_events.store.door_book import Entry
from ia_events.store.journal import Action, Label
from ia_events.ui.pages.door_undone import given_back, name_of, outrun, taken_back
from ia_events.ui.session import Session


@dataclass(eq=False)
class Deed:
    """Something done at this door: the action that stands for it or, once it is taken back, the one that took it back."""

    action: str  # "" for the last passage of this station, which the database remembers
    label: Label
    moment: int
    place: tuple[str, str]  # the event and the slot that were at the door
    last_done: int  # what had been done in the database when it was, or was taken back
    turned: int  # when that was
    entry: Entry | None = None  # the passage it is of
    removal: bool = False  # of that passage; it then is what took back `label`
    organisers: bool = False  # not a volunteer's to take back, nor to do again

    def __str__(self) -> str:
        return str(Label(door.REMOVED, {"name": name_of(self.entry)}) if self.removal and self.entry else self.label)


class DoorPast(QObject):
    """The passages of this station, and what was put right at this page, in one order: the latest that holds comes first.
    Nothing recorded on another page is taken back from here, nor done again.

    settled(what to say, the passage said to count or not, whether it does) · given_back(Entry): it counts again.
    """

    settled = Signal(object, str, bool)
    given_back = Signal(object)

    def __init__(self, session: Session, slot: Callable[[], Slot | None], busy: Callable[[], bool]) -> None:
        """`slot` people are counted in; `busy` while somebody fills in a form that any of it would close."""
        super().__init__()
        self.session, self._slot, self._busy = session, slot, busy
        self._done: list[Deed] = []  # besides the passages; what is of none stays, taken back here or elsewhere
        self._undone: list[Deed] = []  # of passages

    def note(self, action: Action | None, *, organisers: bool = False) -> None:
        """Something that is no passage was just recorded here."""
        if action is not None:
            with self._failing():
                self._done.append(self._deed(action.id, action.label, organisers=organisers))

    def take_back(self, entry: Entry, reason: str = "") -> None:
        """Take back a passage by its line, and say it: Ctrl+Z then gives it back, as Ctrl+Shift+Z does."""
        store, now = self.session.store, self.session.now()
        with self._failing():
            label = door.would_undo(store, entry.fact.id)
            done = door.undo_entry(store, entry.fact.id, now, reason)
            if label is None or done is None:
                self.settled.emit(outrun(entry), entry.fact.id, False)
                return
            by, others = done.by or done.id, entry.fact.station != self.session.settings.station
            self._done.append(self._deed(by, label, entry, removal=True, organisers=others))
            self._undone.append(self._deed(by, label, entry, organisers=others))
            self.settled.emit(taken_back(done, reason), entry.fact.id, False)

    def held(self) -> str:
        """Why nothing can be taken back now, nor done again; "" where it can."""
        return _("Terminez d'abord ce qui est commencé ici, ou quittez-le avec Échap.") if self._busy() else ""

    def next_undo(self) -> str | None:
        """What undo would undo; "" where that cannot be read: undo then says why."""
        return self._words(self._last)

    def next_redo(self) -> str | None:
        """What redo would do again; "" where that cannot be read: redo then says why."""
        return self._words(self._last_undone)

    def undo(self) -> None:
        """Take back what was done last, and say it."""
        with self._failing():
            deed = None if self._busy() else self._last()
            if deed is None:
                self.session.notify(self.held() or _("Il n'y a rien à annuler."))
            elif (done := self._turn(deed)) is not None:
                self._done = [other for other in self._done if other is not deed]
                if deed.entry is not None:
                    self._undone.append(deed)
                    deed.last_done, deed.turned = self._when()
                self._say(deed, done, counts=deed.removal)

    def redo(self) -> None:
        """Do again what was taken back last, and say it."""
        with self._failing():
            deed = None if self._busy() else self._last_undone()
            if deed is None:
                self.session.notify(self.held() or _("Il n'y a rien à rétablir."))
            elif (done := self._turn(deed)) is not None:
                self._undone = [other for other in self._undone if other is not deed]
                if deed.removal:  # passages that count are the database's to remember
                    self._done.append(deed)
                self._say(deed, done, counts=not deed.removal)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        """What the database cannot read or write is said."""
        try:
            yield
        except UserError as error:
            self.session.fail(error)

    def _words(self, find: Callable[[], Deed | None]) -> str | None:
        try:
            deed = None if self._busy() else find()
        except UserError:
            return ""
        return None if deed is None else str(deed)

    def _deed(
        self, action: str, label: Label, entry: Entry | None = None, *, removal: bool = False, organisers: bool = False
    ) -> Deed:
        store = self.session.store
        moment = door_past.moment(store, action or (entry.fact.id if entry is not None else ""))
        return Deed(action, label, moment, self._place(), *self._when(), entry, removal, organisers)

    def _when(self) -> tuple[int, int]:
        return door_past.last_done(self.session.store), door_past.latest(self.session.store)

    def _place(self) -> tuple[str, str]:
        slot = self._slot()
        return self.session.event_id, slot.id if slot is not None else ""

    def _holds(self, deed: Deed) -> bool:
        mine = not (deed.organisers and self.session.volunteer)
        return mine and deed.place == self._place() and door_past.holds(self.session.store, deed.action)

    def _last(self) -> Deed | None:
        """What undo would take back."""
        (event_id, slot_id), store = self._place(), self.session.store
        deeds = sorted(self._done, key=lambda deed: deed.moment, reverse=True)
        noted = next(filter(self._holds, deeds), None)
        if noted is not None and noted.entry is None:
            noted = replace(noted)
        entry = door_book.last_undoable(store, event_id, slot_id, self.session.settings.station)
        if entry is None:
            return noted
        label = door.would_undo(store, entry.fact.id, correction=not self.session.volunteer)
        if label is None or (noted is not None and noted.moment >= door_past.moment(store, entry.fact.id)):
            return noted
        return self._deed("", label, entry, organisers=label.template in door.CORRECTIONS)

    def _last_undone(self) -> Deed | None:
        """What redo would do again: nothing, once something else was done."""
        store = self.session.store
        last = door_past.last_done(store)
        taken = [
            replace(deed, action=by, last_done=last, turned=door_past.moment(store, by))
            for deed in self._done
            if deed.entry is None and (by := door_past.undone_by(store, deed.action))
        ]
        standing = [deed for deed in (*self._undone, *taken) if deed.last_done == last and self._holds(deed)]
        return max(standing, key=lambda deed: deed.turned, default=None)

    def _turn(self, deed: Deed) -> Action | None:
        """Take a deed back, or do it again. None when another was quicker, which is said."""
        store, now = self.session.store, self.session.now()
        if deed.action or deed.entry is None:
            turned = door_past.reverse(store, deed.action, now)
            done, deed.action = turned or (None, deed.action)
        else:
            done = door.undo_entry(store, deed.entry.fact.id, now, correction=not self.session.volunteer)
            deed.action = (done.by or done.id) if done is not None else ""
        if done is None:
            self.settled.emit(outrun(deed.entry), "", False)
        return done

    def _say(self, deed: Deed, done: Action, *, counts: bool) -> None:
        entry = deed.entry
        whose = name_of(entry) if entry is not None and deed.removal else ""
        shown = given_back(deed.label, whose) if counts else taken_back(done)
        self.settled.emit(shown, entry.fact.id if entry is not None else "", counts)
        if entry is not None and counts and deed.label.template not in door.CORRECTIONS:  # an hour gives nobody back
            self.given_back.emit(entry)
