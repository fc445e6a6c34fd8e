"""The door: one field that always has the focus, a verdict that is read from three metres, the last scans."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ia_events.domain.attendance import Method
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot, current_slot
from ia_events.domain.people import Attendee
from ia_events.domain.text import fold
from ia_events.domain.verdicts import Outcome
from ia_events.i18n import _
from ia_events.store import door, registrations
from ia_events.ui import theme
from ia_events.ui.pages.door_bar import CounterRow, DoorBar
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.pages.door_lists import KeylessTable, MatchModel, RecentCard
from ia_events.ui.pages.door_verdict import ADMITTABLE, Shown, VerdictPanel
from ia_events.ui.pages.door_walk_in import WalkInForm
from ia_events.ui.session import Session
from ia_events.ui.sounds import Sounds
from ia_events.ui.widgets import Banner, Card, ElidedLabel, EmptyState, Page, PageHeader, announce, primary, secondary

_MATCHES = 30
_DEAR = 0.02  # seconds: when showing the counters costs more, it waits for a pause between scans
_PAUSE = 700  # milliseconds: that pause
_QUIET = 4000  # milliseconds without a scan before the write-ahead log is tidied away


class DoorPage(Page):
    """Check-in of people as they come. `open(slot=id)` chooses a slot."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sounds = Sounds(self)
        self.leaving = False
        self._slot_id = ""  # chosen by hand; empty: the one under way
        self._event_id = ""
        self._outcome: Outcome | None = None
        self._searched = ""
        self._tail = self._timer(0, self._catch_up)
        self._tidy = self._timer(_QUIET, self._checkpoint)
        self._clock = QTimer(self, interval=20_000)
        self._clock.timeout.connect(self._follow_clock)
        self._build()

    # --- what it is made of --------------------------------------------------------------------------------------

    def _timer(self, interval: int, job: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval)
        timer.timeout.connect(job)
        return timer

    def _build(self) -> None:
        self.column.setContentsMargins(theme.XXL, theme.XL, theme.XXL, theme.L)
        self.column.setSpacing(theme.M)
        self.counters = CounterRow()
        header = PageHeader(_("Accueil"))
        header.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)
        self.top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.top.addWidget(header, 1)
        self.top.addWidget(self.counters)
        self.column.addLayout(self.top)
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
        inside.addWidget(self.verdict, 3)
        inside.addLayout(self._entry())
        inside.addWidget(self.hint)
        inside.addWidget(self._lists(), 2)

    def _entry(self) -> QHBoxLayout:
        self.field = DoorField()
        self.field.setAccessibleName(_("Badge ou nom"))
        self.field.scanned.connect(self.scan)
        self.field.chosen.connect(self._enter)
        self.field.searched.connect(self._search)
        self.field.stepped.connect(self._step)
        self.field.escaped.connect(self._escape)
        self.field.undo_asked.connect(self.undo_last)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self.field, 1)
        self.walk_in = secondary(
            _("Inscrire sur place · F2"),
            self.open_walk_in,
            icon="user-plus",
            shortcut="F2",
            tip=_("Inscrire sur place"),
        )
        self.undo = secondary(
            _("Annuler · Ctrl Z"),
            self.undo_last,
            icon="arrow-u-up-left",
            tip=_("Annuler le dernier passage de ce poste"),
        )
        self.admit = primary(
            _("Admettre quand même · F8"),
            self.admit_anyway,
            icon="user-plus",
            shortcut="F8",
            tip=_("Admettre quand même"),
        )
        self.admit.hide()
        for made in (self.walk_in, self.undo, self.admit):
            row.addWidget(made)
        return row

    def _lists(self) -> QStackedWidget:
        self.recent = RecentCard()
        self.recent.undo_asked.connect(lambda entry: self._undo(entry.fact.id))
        self.field.delete_asked.connect(self.recent.undo_chosen)
        self.matches = MatchModel()
        self.match_table = KeylessTable(self.matches, name=_("Personnes trouvées"), dispensable=2)
        self.match_table.set_columns((250, 200, 200, 130, 170), stretch=1)
        self.match_table.opened.connect(lambda index: self._admit(self.matches.people[index.row()]))
        self.found = Card(flush=True)
        self.found.add(self.match_table, 1)
        self.form = WalkInForm()
        self.form.submitted.connect(self._register)
        self.form.cancelled.connect(self._show_recent)
        self.form.scanned.connect(self._scan_over_form)
        self.lists = QStackedWidget()
        for widget in (self.recent, self.found, self.form):
            self.lists.addWidget(widget)
        return self.lists

    # --- showing -------------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        """Ready to scan."""
        if arguments.get("slot"):
            self._slot_id = str(arguments["slot"])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        QTimer.singleShot(0, self, self.focus_search)
        if self.session.settings.sound:
            QTimer.singleShot(300, self, self.sounds.prepare)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def focus_search(self) -> None:
        """The field takes the keyboard, unless somebody is filling in the form."""
        if self.lists.currentWidget() is not self.form:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that nobody else wanted are the beginning of a scan, or of a name."""
        if event.text().isprintable() and event.text():
            self.focus_search()
            QApplication.sendEvent(self.field, event)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.focus_search()

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
        for part in (self.body, self.counters):
            part.setVisible(slot is not None)
        self.empty.setVisible(slot is None)
        if event is None or slot is None:
            return
        if event.id != self._event_id:
            self._event_id = event.id
            self._slot_id = self._slot_id if event.slot(self._slot_id) else ""
            self._show_recent()
            self.set_leaving(False)
        store, now = self.session.store, self.session.now()
        if self._outcome is not None and self._outcome.fact_id and not door.stands(store, self._outcome.fact_id):
            self._ready()
        self.bar.refresh(event, self._slot_id, now)
        self.recent.show_entries(event, door.recent(store, event.id, slot.id), now)
        self.counters.show_counters(door.counters(store, event, slot.id))

    def _offer(self, outcome: Outcome | None) -> None:
        """Keep the outcome; where the organiser may overrule it, the button that does takes the place of the undo."""
        self._outcome = outcome
        admittable = outcome is not None and outcome.attendee is not None and outcome.verdict in ADMITTABLE
        self.admit.setVisible(admittable)
        self.undo.setHidden(admittable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        one_row = self.counters.fits(self.width() - 2 * theme.XXL - theme.px(160))
        self.top.setDirection(QBoxLayout.Direction.LeftToRight if one_row else QBoxLayout.Direction.TopToBottom)
        self.counters.arrange(4 if self.counters.fits(self.width() - 2 * theme.XXL) else 2)

    def _ready(self) -> None:
        self._offer(None)
        headline = _("Prêt pour les sorties") if self.leaving else _("Prêt à scanner")
        sentence = _("Présentez un badge devant le lecteur, ou tapez un nom.")
        self.verdict.say(Shown("neutral", "sign-out" if self.leaving else "qr-code", headline, sentence=sentence))

    def _hint(self, sentence: str) -> None:
        self.hint.setText(sentence)
        self.hint.setVisible(bool(sentence))
        if sentence:
            announce(self.hint, sentence)

    def _follow_clock(self) -> None:
        """The slot under way changes while nobody touches anything."""
        if self.session.event is not None and not self._slot_id:
            self.refresh()

    # --- a scan, a name ------------------------------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """Judge what a scanner typed, or a short code; shown once committed."""
        event, now = self.session.event, self.session.now()
        if event is not None:
            station, slot_id = self.session.settings.station, self._slot_id
            self._judge(
                lambda: door.scan(
                    self.session.store,
                    event,
                    text,
                    slot_id=slot_id,
                    at=now,
                    now=now,
                    station=station,
                    leaving=self.leaving,
                )
            )

    def _admit(self, person: Attendee, *, force: bool = False, method: Method = Method.TYPED, token: str = "") -> None:
        event, now = self.session.event, self.session.now()
        if event is not None:
            self._judge(
                lambda: door.admit(
                    self.session.store, event, person, slot_id=self._slot_id, at=now, now=now,
                    station=self.session.settings.station, method=method, leaving=self.leaving, token=token, force=force,
                )
            )  # fmt: skip

    def admit_anyway(self) -> None:
        """The organiser lets in whoever the verdict stopped."""
        outcome = self._outcome
        if outcome is not None and outcome.attendee is not None and outcome.verdict in ADMITTABLE:
            method = Method.SCAN if outcome.token else Method.TYPED
            self._admit(outcome.attendee, force=True, method=method, token=outcome.token)

    def _judge(self, record: Callable[[], Outcome], on_error: Callable[[UserError], object] | None = None) -> None:
        try:
            outcome = record()
        except UserError as error:
            (on_error or self.session.fail)(error)
            return
        event = self.session.event
        assert event is not None
        self.verdict.show_outcome(outcome, event)
        self._offer(outcome)
        if self.isVisible():
            self.verdict.repaint()  # before anything else is shown or counted
        if self.session.settings.sound:
            self.sounds.play(outcome.tone)
        self.field.clear_all()
        self._show_recent()
        self._tail.start()

    def _catch_up(self) -> None:
        """What a scan changes elsewhere on the screen, once its verdict is there."""
        begun = time.perf_counter()
        self.session.recorded()
        self._tail.setInterval(_PAUSE if time.perf_counter() - begun > _DEAR else 0)
        self._tidy.start()

    def _checkpoint(self) -> None:
        self.session.run(lambda store, _progress: store.checkpoint(), lambda _nothing: None, cancellable=False)

    def _search(self, text: str) -> None:
        """Show who is meant by what is typed."""
        event, slot, self._searched = self.session.event, self.slot, text
        if event is None or slot is None or self.lists.currentWidget() is self.form:
            return
        if not text.strip():
            self._show_recent()
            return
        store = self.session.store
        ids = registrations.search(store, event.id, registrations.Query(text=text), limit=_MATCHES)
        self.matches.show(event, registrations.get_many(store, ids), door.arrivals(store, slot.id, ids))
        self.lists.setCurrentWidget(self.found if ids else self.recent)
        self._hint(
            ""
            if ids
            else _("Personne ne correspond à « {text} ». F2 : inscription sur place.").format(text=text.strip())
        )

    def _enter(self, text: str) -> None:
        if not text:
            return
        burst = self.field.was_burst
        if self._searched != self.field.text():
            self._search(self.field.text())
        people, row = self.matches.people, self.match_table.row
        if not people:
            if burst:  # some other code, read by the scanner
                self.scan(text)
        elif len(people) == 1 or row >= 0:
            self._admit(people[max(row, 0)])
        else:
            self._step(1)
            self._hint(_("Plusieurs personnes correspondent : choisissez avec les flèches, puis Entrée."))

    def _step(self, by: int) -> None:
        table = self.match_table if self.lists.currentWidget() is self.found else self.recent.table
        announce(table, table.step(by))

    def _escape(self) -> None:
        self.field.clear_all()
        self._show_recent()

    def _show_recent(self) -> None:
        """Back to the last scans, the keyboard in the field."""
        self._searched = ""
        self.matches.clear()
        self._hint("")
        self.recent.table.clearSelection()
        self.lists.setCurrentWidget(self.recent)
        self.focus_search()

    # --- taking back ---------------------------------------------------------------------------------------------

    def undo_last(self) -> None:
        """Take back the last arrival or departure recorded at this station."""
        station = self.session.settings.station
        model = self.recent.model
        mine = [e for row, e in enumerate(model.entries) if model.undoable(row) and e.fact.station == station]
        if mine:
            self._undo(mine[0].fact.id)
        else:
            self.session.notify(_("Il n'y a pas de passage à annuler."))
            self.focus_search()

    def _undo(self, fact_id: str) -> None:
        try:
            undone = door.undo_entry(self.session.store, fact_id, self.session.now())
        except UserError as error:
            self.session.fail(error)
            return
        self._offer(None)
        if undone is not None:
            self.verdict.say(Shown("neutral", "arrow-u-up-left", _("Passage annulé"), sentence=str(undone)))
        self.session.recorded()
        self._show_recent()

    # --- walk-ins, departures, slots -----------------------------------------------------------------------------

    def open_walk_in(self) -> None:
        """Show the form, begun with what is typed."""
        if self.session.event is None:
            return
        typed = self.field.text()
        self.field.clear_all()
        self._hint("")
        self.lists.setCurrentWidget(self.form)
        self.form.begin(typed, registrations.employers(self.session.store, self.session.event_id))

    def _register(self, person: Attendee) -> None:
        event, now = self.session.event, self.session.now()
        if event is None:
            return
        if not self.form.notice.isVisibleTo(self.form) and (known := self._namesake(event, person)) is not None:
            self.form.warn(
                _(
                    "« {name} » a déjà une inscription ({employer}). Entrée encore : inscrire une autre personne. Échap : chercher ce nom."
                ).format(name=known.list_name, employer=known.employer or "—")
            )
            return
        station = self.session.settings.station
        self._judge(
            lambda: door.walk_in(
                self.session.store, event, person, slot_id=self._slot_id, at=now, now=now, station=station
            ),
            lambda error: (
                self.form.complain(error.message) if error.code == "name_missing" else self.session.fail(error)
            ),
        )

    def _namesake(self, event: Event, person: Attendee) -> Attendee | None:
        store, wanted = self.session.store, fold(person.list_name)
        if not wanted:
            return None
        ids = registrations.search(store, event.id, registrations.Query(text=person.list_name), limit=_MATCHES)
        return next((p for p in registrations.get_many(store, ids) if fold(p.list_name) == wanted), None)

    def _scan_over_form(self, token: str) -> None:
        self._show_recent()
        self.scan(token)

    def set_leaving(self, on: bool) -> None:
        """Record departures, or arrivals again."""
        self.leaving = on
        self.bar.exits.setChecked(on)
        if on:
            self.mark.show_message(
                _("Sorties : chaque badge lu enregistre un départ. F4 pour revenir aux arrivées."),
                "attention",
                icon="sign-out-bold",
                closable=False,
            )
        else:
            self.mark.hide()
        self.field.setPlaceholderText(
            _("Sortie : scannez un badge, ou tapez un nom") if on else _("Scannez un badge, ou tapez un nom")
        )
        self._ready()
        self.focus_search()

    def _choose_slot(self, slot_id: str) -> None:
        self._slot_id = slot_id
        self._ready()
        self.refresh()
        self.focus_search()
