"""The door: one field that always has the focus, a verdict that is read from three metres, the last scans."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from ia_events.domain.attendance import Method
from ia_events.domain.errors import UserError
from ia_events.domain.events import Slot, current_slot
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import ADMITTABLE, Outcome
from ia_events.i18n import _
from ia_events.store import door, door_book
from ia_events.ui import theme
from ia_events.ui.pages.door_arrivals import DoorArrivals
from ia_events.ui.pages.door_bar import DoorBar, DoorHead
from ia_events.ui.pages.door_below import Below, EntryRow
from ia_events.ui.pages.door_camera import DoorCamera
from ia_events.ui.pages.door_clock import DoorClock
from ia_events.ui.pages.door_counting import Counting
from ia_events.ui.pages.door_mends import DoorMends
from ia_events.ui.pages.door_past import DoorPast
from ia_events.ui.pages.door_registering import Registering
from ia_events.ui.pages.door_room import DoorRoom
from ia_events.ui.pages.door_scanning import DoorScanning
from ia_events.ui.pages.door_search import DoorSearch
from ia_events.ui.pages.door_signing import DoorSigning
from ia_events.ui.pages.door_verdict import Shown, VerdictPanel, ready
from ia_events.ui.session import Session
from ia_events.ui.sounds import Sounds
from ia_events.ui.volunteer import Volunteering
from ia_events.ui.widgets import Banner, ElidedLabel, EmptyState, Page, announce

_QUIET = 4000  # milliseconds without a scan before the write-ahead log is tidied away


class DoorPage(Page):
    """Check-in of people as they come. `open(slot=id)` chooses a slot."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sounds = Sounds(self)
        self.leaving = False
        self._event_id = self._slot_id = ""  # the slot is the one chosen by hand; empty: the one under way
        self.outcome: Outcome | None = None  # what is on the screen, if it is a verdict
        self._said_of = "", True  # the passage it speaks of, and whether it counts
        self._tail = self._timer(0, self._catch_up)
        self._tidy = self._timer(_QUIET, self._checkpoint)
        self._build()

    def _timer(self, interval: int, job: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval)
        timer.timeout.connect(job)
        return timer

    def _build(self) -> None:
        self.column.setContentsMargins(theme.XXL, theme.L, theme.XXL, theme.M)
        self.column.setSpacing(theme.M)
        self.setAccessibleName(_("Accueil"))
        self.head = DoorHead()
        self.counters = self.head.counters
        self.counting = Counting(self.session, self.counters)
        self.column.addWidget(self.head)
        self.empty = EmptyState(
            "calendar-blank",
            _("Cet événement n'a pas encore de créneau"),
            _("L'accueil compte les présences par demi-journée : ajoutez au moins un créneau à l'événement."),
            _("Ajouter un créneau"),
            lambda: self.session.open("event_editor", event_id=self.session.event_id),
        )
        self.body = QWidget()
        for part in (self.empty, self.body):
            self.column.addWidget(part, 1)
        self.bar = DoorBar(self.session)
        self.bar.slot_chosen.connect(self._choose_slot)
        self.bar.leaving_toggled.connect(self.set_leaving)
        self.mark = Banner()
        self.verdict = VerdictPanel()
        self.hint = ElidedLabel("", tone="muted")
        self.hint.hide()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.M)
        inside.addWidget(self.bar)
        inside.addWidget(self.mark)
        inside.addWidget(self.verdict, 4)
        self.past = past = DoorPast(self.session, lambda: self.slot, lambda: self.below.in_form)
        past.settled.connect(self.settle)
        self.held = past.held
        self.entry = EntryRow(self.open_walk_in, past.undo, self.admit_anyway, self.body)
        self.field, self.below = self.entry.field, Below()
        self.clock = DoorClock(self.session, self.below, past)
        inside.addLayout(self.entry)
        self.mends = DoorMends(self.session, self.field, self.below, lambda: self._slot_id, past)
        inside.insertWidget(0, self.clock.banner)
        self.under = self.bar.under(self.mends)
        inside.addLayout(self.under)
        inside.addWidget(self.hint)
        self.arrivals = DoorArrivals(self, past)
        inside.addWidget(self.arrivals.strip)
        self.camera = DoorCamera(self.session, self.scan, lambda: self.below.in_form, lambda: self.outcome)
        self.bar.add(*self.camera.buttons)
        self.volunteering = Volunteering(self)
        self.signing = DoorSigning(self)
        inside.addLayout(self.camera.beside(self.signing.stack), 2)
        self.scanners = DoorScanning(self, self.session, self.field)
        self.registering = Registering(self)
        self.search = DoorSearch(self.session, self.field, self.below, lambda: self.slot)
        self.room = DoorRoom(self, inside)
        self._wire()

    def _wire(self) -> None:
        field, below = self.field, self.below
        field.scanned.connect(self.scan)
        field.stepped.connect(below.step)
        field.escaped.connect(self._escape)
        field.undo_asked.connect(self.past.undo)
        field.delete_asked.connect(below.recent.undo_chosen)
        self.mends.judged.connect(self.judge)
        for part in (below.recent, self.mends, self.search):
            part.hinted.connect(self.tell)
        self.mends.slot_asked.connect(self._choose_slot)
        self.search.chosen.connect(self.admit)
        self.search.read.connect(self.scan)
        self.search.emptied.connect(self.show_recent)
        self.clock.ticked.connect(self._follow_clock)
        below.picked.connect(self.admit)
        self.setAcceptDrops(True)
        field.setAcceptDrops(False)  # a picture dropped there is one for the page
        # A click on anything that takes no keys gives them back to the field.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(field)
        # Tab enters the page by its proxy, and would never come to what stands before the field: all that comes after it.
        entry = (self.entry.walk_in, self.entry.undo, self.entry.admit, below.recent.take_back)
        for before, after in pairwise((field, *entry, *self.bar.findChildren(QPushButton))):
            self.setTabOrder(before, after)
        # Not the buttons' own shortcuts: those click a tenth of a second later, and what is typed meanwhile goes astray.
        for key, action in (
            ("F2", self.open_walk_in),
            ("F3", self.bar.slots.showPopup),
            ("F4", lambda: self.set_leaving(not self.leaving)),
            ("F8", self.admit_anyway),
            ("F9", self.bar.toggle_sound),
            *self.camera.keys,
            *self.mends.keys,
            *self.arrivals.keys,
        ):
            QShortcut(QKeySequence(key), self, action)

    def may_drop(self, files: list[Path]) -> bool:
        return self.slot is not None and self.camera.may_read(files)

    def drop(self, files: list[Path]) -> None:
        """Photographs of badges."""
        self.camera.read(files)

    def open(self, **arguments: object) -> None:
        """Ready to scan."""
        if arguments.get("slot"):
            self._keep_slot(str(arguments["slot"]))
        QTimer.singleShot(0, self, self.focus_search)  # opened again from the rail, it would lose the keyboard

    def may_close(self) -> bool:
        self.arrivals.printer.queue_asked()  # the window then waits for the badge of a scan just before
        return super().may_close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.session.awake.note(self, True)
        self.clock.start()
        self.scanners.start()
        self.focus_search()
        if self.session.settings.sound:
            QTimer.singleShot(300, self, self.sounds.prepare)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.session.awake.note(self, False)
        self.clock.stop()
        self.scanners.stop()

    def focus_search(self) -> None:
        """The field takes the keyboard, unless somebody is filling in the form."""
        if not self.below.in_form:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody else wanted are the beginning of a scan, or of a name."""
        # What the field itself had no use for (Ctrl+8) comes here too, in a window that hasn't the keyboard as well.
        window = self.window()
        if window.focusWidget() is not self.field and event.text().isprintable() and event.text():
            self.focus_search()
            if window.focusWidget() is self.field:
                QApplication.sendEvent(self.field, event)
                return
        super().keyPressEvent(event)

    @property
    def slot(self) -> Slot | None:
        """The slot people are counted in: the one chosen, else the one under way or the nearest."""
        event = self.session.event
        if event is None:
            return None
        return event.slot(self._slot_id) or current_slot(event.slots, self.session.now())

    def refresh(self) -> None:
        """Slots, last scans, counters."""
        event, slot = self.session.event, self.slot
        for part in (self.body, self.bar.where):
            part.setVisible(slot is not None)
        self.counters.setVisible(slot is not None and not self.session.volunteer)
        self.empty.setVisible(slot is None)
        if event is None or slot is None:
            return
        if event.id != self._event_id:
            self._event_id = event.id
            self._slot_id = self._slot_id if event.slot(self._slot_id) else ""
            self.show_recent()
            self.set_leaving(False)
        store, now = self.session.store, self.session.now()
        if (said := self._said_of)[0] and door_book.stands(store, said[0]) != said[1]:
            self._ready()
        self.bar.refresh(event, self._slot_id, now)
        self.below.recent.show_entries(event, door_book.recent(store, event.id, slot.id), now)
        self.counting.refresh(event, slot)

    def _offer(self, outcome: Outcome | None, fact_id: str = "", counts: bool = True) -> None:
        """Keep the outcome, or the passage spoken of; where the organiser may overrule it, a button takes the undo's place."""
        self.outcome = outcome
        self._said_of = (outcome.fact_id if outcome is not None else fact_id), counts
        self.mends.offer(outcome)
        stopped = outcome.attendee if outcome is not None and outcome.verdict in ADMITTABLE else None
        self.entry.offer(admittable=stopped is not None and not self.session.volunteer)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.room.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "room"):
            self.room.fit()

    def say(self, shown: Shown, fact_id: str = "", counts: bool = True) -> None:
        """Something that is no verdict, as long as the passage it speaks of counts, or does not; what is typed stays."""
        self._offer(None, fact_id, counts)
        self.verdict.say(shown)

    def _ready(self) -> None:
        self.say(ready(self.leaving))

    def tell(self, sentence: str) -> None:
        """A quiet line under the field; "" to take it away."""
        self.hint.setText(sentence)
        self.hint.setVisible(bool(sentence))
        if sentence:
            announce(self.hint, sentence)

    def _follow_clock(self) -> None:
        """The slot under way changes while nobody touches anything."""
        if self.session.event is not None and not self._slot_id:
            self.refresh()

    # --- a scan, a name ------------------------------------------------------------------------------------------

    def scan(self, text: str, *, beside: bool = False) -> None:
        """Judge what a scanner typed, or a short code; shown once committed. With `beside`, what is typed stays."""
        event, now = self.session.event, self.session.now()
        if event is not None and not self.arrivals.take(text):
            self.judge(
                lambda: door.scan(
                    self.session.store, event, text, slot_id=self._slot_id, at=now, now=now,
                    station=self.session.settings.station, leaving=self.leaving,
                ),
                beside=beside,
            )  # fmt: skip

    def admit(self, person: Attendee, *, force: bool = False, method: Method = Method.TYPED, token: str = "") -> None:
        """Judge somebody chosen by name."""
        event, now = self.session.event, self.session.now()
        if event is not None:
            self.judge(lambda: self.arrivals.handing(door.admit(
                self.session.store, event, person, slot_id=self._slot_id, at=now, now=now,
                station=self.session.settings.station, method=method, leaving=self.leaving, token=token, force=force,
            )))  # fmt: skip

    def admit_anyway(self) -> None:
        """The organiser lets in whoever the verdict stopped; nobody while somebody else is being typed."""
        outcome = None if self.session.volunteer else self.outcome
        if outcome is None or outcome.attendee is None or outcome.verdict not in ADMITTABLE:
            self.search.enter_first()
        elif not self.search.typing_other_than(outcome.attendee):
            method = Method.SCAN if outcome.token else Method.TYPED
            self.admit(outcome.attendee, force=True, method=method, token=outcome.token)

    def judge(
        self,
        record: Callable[[], Outcome],
        on_error: Callable[[UserError], object] | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Show what `record` decides, once it is committed. With `beside`, what is typed stays."""
        try:
            outcome = record()
        except UserError as error:
            (on_error or self.session.fail)(error)
            return
        event = self.session.event
        assert event is not None
        self.volunteering.show(self.verdict, outcome, event)
        self._offer(outcome)
        if self.isVisible():
            self.verdict.repaint()  # before anything else is shown or counted
        if self.session.settings.sound:
            self.sounds.play(outcome.tone)
        self.arrivals.after(outcome)
        if beside:
            self.search.follow()
        else:
            self.show_recent()
        self.signing.after(outcome)
        self._tail.start()

    def _catch_up(self) -> None:
        """What a scan changes elsewhere on the screen, once its verdict is there."""
        self.session.recorded()
        self._tidy.start()

    def _checkpoint(self) -> None:
        self.session.run(lambda store, _progress: store.checkpoint(), lambda _nothing: None, cancellable=False)

    def settle(self, shown: Shown, fact_id: str = "", counts: bool = True) -> None:
        """Say something that is no verdict, ready for the next one."""
        self.say(shown, fact_id, counts)
        self.session.recorded()
        self.show_recent()

    def _escape(self) -> None:
        self.arrivals.forget()
        self.show_recent()

    def show_recent(self) -> None:
        """Back to the last scans, the keyboard in the field, which is empty."""
        self.field.clear_all()
        self.search.forget()
        self.tell("")
        self.below.show_recent()
        self.focus_search()

    def open_walk_in(self) -> None:
        """Show the form of somebody who is on no list."""
        self.registering.open_form()

    # --- departures, slots ---------------------------------------------------------------------------------------

    def set_leaving(self, on: bool) -> None:
        """Record departures, or arrivals again."""
        self.leaving = on
        self.arrivals.forget()
        self.bar.exits.setChecked(on)
        if on:
            words = _("Sorties : chaque badge lu enregistre un départ. F4 pour revenir aux arrivées.")
            self.mark.show_message(words, "attention", icon="sign-out-bold", closable=False)
        self.mark.setVisible(on)
        self.field.setPlaceholderText(
            _("Sortie : scannez un badge, ou tapez un nom") if on else _("Scannez un badge, ou tapez un nom")
        )
        self._ready()
        self.focus_search()

    def _keep_slot(self, slot_id: str) -> None:
        self._slot_id = self.session.settings.door_slot = slot_id
        self.arrivals.forget()
        self.session.keep_settings()

    def _choose_slot(self, slot_id: str) -> None:
        self._keep_slot(slot_id)
        self._ready()
        self.refresh()
        self.focus_search()
