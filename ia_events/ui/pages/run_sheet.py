"""Fil conducteur: the home of an event. What is done, what remains, and the one button that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ia_events.domain.run_sheet import Facts, Standing, Step
from ia_events.domain.run_sheet_words import StepState, headline, steps
from ia_events.i18n import N_, _
from ia_events.store import reading, run_sheet
from ia_events.ui import fonts, theme
from ia_events.ui.pages.event_facts import EventFacts
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Banner,
    Card,
    EmptyState,
    Page,
    PageHeader,
    StateDot,
    button,
    label,
    restyle,
    rule,
    secondary,
)
from ia_events.ui.widgets.cautions import CautionStrip
from ia_events.ui.widgets.text import escaped

if TYPE_CHECKING:
    from ia_events.domain.cautions import Caution

# Beyond this many people an event is read in the worker: it takes up to a fifth of a second once all have come.
_MANY = 6_000
_LOOKS = {
    Standing.DONE: ("welcome", "check-circle-fill", N_("Fait")),
    Standing.TO_DO: ("attention", "warning-circle-fill", N_("À faire")),
    Standing.UNDER_WAY: ("accent", "play-circle-fill", N_("En cours")),
    Standing.LATER: ("muted", "circle-bold", N_("Plus tard")),
}
# What a step's button opens: a page, and what it is told.
_DOES: dict[str, tuple[str, dict[str, str]]] = {
    "import": ("import", {}),
    "badges": ("documents", {"section": "badges"}),
    "sheets": ("documents", {"section": "sheets"}),
    "door": ("door", {}),
    "presence": ("presence", {}),
    "return": ("exchange", {}),
}


class RunSheetPage(Page):
    """The six steps, then the event's facts."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.header = PageHeader(_("Fil conducteur"))
        self.demo = Banner("accent")
        self.cautions = CautionStrip(secondary(_("Modifier l'événement"), self._edit))
        self.rows = {step: StepRow(self._do) for step in Step}
        self.steps = Card(flush=True)
        self.steps.column.setContentsMargins(theme.XL, theme.S, theme.XL, theme.S)
        for step, row in self.rows.items():
            if step != Step.LIST:
                line = QHBoxLayout()
                theme.scaled(line.setContentsMargins, lambda: theme.px(20) + theme.XL, 0, 0, 0)
                line.addWidget(rule())
                self.steps.add(line)
            self.steps.add(row)
        self.facts = EventFacts(self._edit)
        self.body = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.TopToBottom, self.body)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.XL)
        self._columns.addWidget(self.steps, 3)
        self._columns.addWidget(self.facts, 2)
        self._columns.setAlignment(self.steps, Qt.AlignmentFlag.AlignTop)
        self._columns.setAlignment(self.facts, Qt.AlignmentFlag.AlignTop)
        self._empty: EmptyState | None = None
        self._shows_empty = False
        for strip in (self.demo, self.cautions):
            self.column.addWidget(strip)
        self._known: Facts | None = None
        self._clock = QTimer(self, interval=30_000)
        self._clock.timeout.connect(self._tell)

    def refresh(self) -> None:
        event = self.session.event
        if event is None:
            self.demo.hide()
            self.cautions.show_cautions([])
            self._lay(empty=True)
            return
        self._show_demo(event.demo)
        self.facts.show_event(event, reading.team(self.session.store, event.id))
        if reading.counts(self.session.store, event.id).total > _MANY:
            self.session.run(
                lambda store, _progress: run_sheet.read(store, event),
                self._read,
                text=_("Lecture de l'événement…"),
                cancellable=False,
            )
        else:
            self._read(run_sheet.read(self.session.store, event))
        self._lay(empty=False)
        # The calendars of public holidays take a while to load: the window does not wait for them.
        self.session.run(
            lambda store, _progress: (event.id, run_sheet.cautions(store, event)), self._warn, cancellable=False
        )

    def _lay(self, *, empty: bool) -> None:
        # Once they are filled: what is in the window already is styled and laid out again with each thing it is given.
        if self.header.parentWidget() is None:
            self.column.insertWidget(0, self.header)
            self.column.addWidget(self.body)
            self.column.addStretch(1)
            for part in (self.header, self.body):  # in a page that is shown they would come at Qt's next turn
                part.show()
        if empty != self._shows_empty:
            self._shows_empty = empty
            self.empty.setVisible(empty)
            for part in (self.header, self.body):
                part.setVisible(not empty)

    @property
    def empty(self) -> EmptyState:
        """What stands here without an event; made when it is needed."""
        if self._empty is None:
            self._empty = EmptyState(
                "list-bullets",
                _("Aucun événement ouvert"),
                _("Choisissez un événement pour voir où il en est."),
                _("Voir les événements"),
                lambda: self.session.open("events"),
            )
            self.column.insertWidget(self.column.count() - 1, self._empty)
        return self._empty

    def _read(self, facts: Facts) -> None:
        if facts.event.id == self.session.event_id:
            self._known = facts
            self._tell()

    def _tell(self) -> None:
        facts = self._known
        if facts is None or facts.event.id != self.session.event_id:
            return
        now = self.session.now()
        self.header.set_sentence(headline(facts, now))
        for state in steps(facts, now):
            self.rows[state.step].show_state(state)

    def _warn(self, found: tuple[str, list[Caution]]) -> None:
        event_id, cautions = found
        if event_id == self.session.event_id:
            # The steps say it already.
            self.cautions.show_cautions([caution for caution in cautions if caution.code != "no_slot"])

    def _show_demo(self, demo: bool) -> None:
        if not demo:
            self.demo.hide()
        elif self.demo.isHidden():
            self.demo.show_message(
                _("Événement de démonstration : tout y est inventé."),
                "accent",
                secondary(_("Retirer la démonstration"), self._remove_demo),
                closable=False,
            )

    def _remove_demo(self) -> None:
        from ia_events.store import events

        store = self.session.store
        found = [*events.list_events(store), *events.list_events(store, archived=True)]
        done = events.remove(store, [event.id for event in found if event.demo], self.session.now())
        self.session.recorded()
        self.session.open("events")
        self.session.notify_done(done, _("Démonstration retirée."))

    def _do(self, action: str) -> None:
        if action == "edit":
            self._edit()
        else:
            page, arguments = _DOES[action]
            self.session.open(page, **arguments)

    def _edit(self) -> None:
        self.session.open("event_editor", event_id=self.session.event_id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.px(1240)
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.facts.set_columns(1 if beside or self.width() < theme.px(760) else 2)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()


class StepRow(QWidget):
    """A step: its state, its name, what remains and the rest, its button. `do(action)` is called by the button."""

    def __init__(self, do: Callable[[str], None]) -> None:
        super().__init__()
        self.state: StepState | None = None
        self.dot = StateDot("muted")
        self.title = label(size=theme.HEADING, weight=fonts.MEDIUM)
        self.words = label(tone="muted", wrap=True)
        self.button = button("", lambda: do(self.state.action) if self.state else None)
        column = QVBoxLayout()
        column.setSpacing(theme.XS)
        column.addWidget(self.title)
        column.addWidget(self.words)
        self._side = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._side.setSpacing(theme.S)
        self._side.addLayout(column, 1)
        self._side.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._narrow = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.M, 0, theme.M)
        row.setSpacing(theme.XL)
        row.addWidget(self.dot)
        row.addLayout(self._side, 1)

    def show_state(self, state: StepState) -> None:
        """Show where the step stands; the accent button is the next thing to do, and only that."""
        if state == self.state:
            return
        self.state = state
        tone, icon, word = _LOOKS[state.standing]
        self.dot.set(tone, icon=icon, name=_(word))
        self.dot.setToolTip(_(word))
        self.title.setText(state.title)
        self._write()
        self.button.setText(state.button)
        self.button.setAccessibleDescription(_("{what} : {state}").format(what=state.title, state=_(word)))
        kind = "primary" if state.is_next else "secondary"
        if self.button.property("kind") != kind:
            fonts.set_weight(self.button, fonts.MEDIUM if state.is_next else fonts.REGULAR)
            restyle(self.button, kind=kind)

    def _write(self) -> None:
        if self.state is None:
            return
        todo, detail = self.state.todo, self.state.detail
        # Rich text only where it is needed: Qt makes a whole document of it.
        self.words.setTextFormat(Qt.TextFormat.RichText if todo else Qt.TextFormat.PlainText)
        if todo:
            # What remains stands out by its colour: rich text cannot set the weight of this typeface.
            todo, detail = f'<span style="color:{theme.tokens().text}">{escaped(todo)}</span>', escaped(detail)
        self.words.setText(" · ".join(filter(None, (todo, detail))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(520)
        if narrow != self._narrow:  # an alignment set again lays everything out again
            self._narrow = narrow
            self._side.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
            self._side.setAlignment(
                self.button, Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag.AlignVCenter
            )

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "words"):
            self._write()
