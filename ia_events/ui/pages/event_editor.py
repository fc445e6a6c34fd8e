"""Create or edit an event: one calm page, its sections beside it, one button that saves it all as one action."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ia_events.domain.cautions import Caution
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Organisation, OrganisationRole
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.store import events, registrations, run_sheet
from ia_events.store.noting import noted
from ia_events.ui import fonts, theme
from ia_events.ui.pages.event_form import SECTIONS, EventForm
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, Page, PageHeader, button, primary, secondary
from ia_events.ui.widgets.leaving import Leaving


class EventEditorPage(Page):
    """Opened with `event_id` (none: a new event) and `back`, the page to return to."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.save_button = primary(_("Enregistrer"), self.save, tip=_("Enregistrer (Ctrl+S)"))
        # The button's own shortcut would wait for its animation, and miss what is typed or clicked meanwhile.
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self.cancel_button = secondary(_("Fermer"), self._close)
        self.header = PageHeader("", self.cancel_button, self.save_button)
        self.question = Banner()
        self.form = EventForm()
        theme.scaled(self.form.setMaximumWidth, 1040)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.viewport().setObjectName("page_viewport")
        # Of no height of its own: Qt would ask for two dozen lines, and the page scroll around what scrolls.
        self.area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        theme.scaled(self.area.setMinimumHeight, 160)
        self.area.setWidget(self.form)
        self.index = QWidget()
        column = QVBoxLayout(self.index)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        self._group = QButtonGroup(self)
        self.links: dict[str, QPushButton] = {}
        for key, (title, _codes) in SECTIONS.items():
            made = button(_(title), partial(self._go_to, key), kind="nav")
            made.setCheckable(True)
            self._group.addButton(made)
            self.links[key] = made
            column.addWidget(made)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.XL)
        row.addWidget(self.index)
        row.addWidget(self.area, 1)
        self.column.addWidget(self.header)
        self.column.addWidget(self.question)
        self.column.addLayout(row, 1)
        self._arguments: dict[str, object] = {}
        self._stored: tuple[Event, list[Attendee]] = (Event(title=""), [])
        self._clean: tuple[Event, list[Attendee]] | None = None
        sentence = _("Des modifications ne sont pas enregistrées.")
        self.leaving = Leaving(self, "event_editor", self.question, sentence, self._save, self._forget)
        self._pause = QTimer(self, singleShot=True, interval=300)
        self._pause.timeout.connect(self._look)
        self.form.changed.connect(self._edited)
        self.area.verticalScrollBar().valueChanged.connect(lambda _value: self._light())

    @property
    def dirty(self) -> bool:
        """Whether something would be lost."""
        return self._clean is not None and (
            self._draft() != self._clean or self.form.unreadable or self.form.slots.waiting
        )

    def open(self, **arguments: object) -> None:
        if self._clean is not None and self.dirty:
            if arguments.get("event_id", "") != self._arguments.get("event_id", ""):
                self.leaving.ask()
                self.leaving.then = partial(self._leave, ("event_editor", arguments))
            return
        self._arguments = arguments
        try:
            self._load()
        except UserError:  # it was removed
            self._clean = None
            self.session.open("events")

    def refresh(self) -> None:
        """Read again what changed elsewhere (an undo), unless something typed here would be lost."""
        if self._clean is None or self.dirty or not self._event_id:
            return
        try:
            stored = self._read()
        except UserError:
            self._clean = None
            self.session.open("events")
            return
        if stored != self._stored:
            self._load()

    def may_leave(self) -> bool:
        if not self.dirty:
            return True
        self.leaving.ask()
        return False

    def save(self) -> None:
        """Save everything as one action, then go back; or show what must be mended first."""
        if self._save():
            self._leave(self._back)

    @property
    def _event_id(self) -> str:
        return str(self._arguments.get("event_id", ""))

    @property
    def _back(self) -> tuple[str, dict[str, object]]:
        page = str(self._arguments.get("back", "")) or ("run_sheet" if self.session.event else "events")
        return page, {"event_id": self._event_id} if page == "events" else {}

    def _read(self) -> tuple[Event, list[Attendee]]:
        store, settings = self.session.store, self.session.settings
        if self._event_id:
            return events.get(store, self._event_id), registrations.team(store, self._event_id)
        organiser = Organisation(name=settings.organisation, role=OrganisationRole.ORGANISER)
        blank = Event(
            title="",
            timezone=settings.timezone,
            delegation=settings.delegation,
            organisations=(organiser,) if settings.organisation else (),
        )
        return blank, []

    def _load(self) -> None:
        self._stored = self._read()
        event, team = self._stored
        self.form.show_event(event, team, events.list_events(self.session.store))
        self._clean = self._draft()
        self.question.hide()
        if event.id:
            self.header.set_title(_("Modifier l'événement"))
            self.header.set_sentence(event.title)
        else:
            self.header.set_title(_("Nouvel événement"))
            self.header.set_sentence(_("Un titre et une date suffisent ; le reste peut venir plus tard."))
        self.area.verticalScrollBar().setValue(0)
        self._light()
        self.form.title.setFocus(Qt.FocusReason.OtherFocusReason)
        if event.id:
            self._look()

    def _draft(self) -> tuple[Event, list[Attendee]]:
        return self.form.event_edited(), self.form.team_edited()

    def _edited(self) -> None:
        if self.question.isVisible():
            self.question.hide()
        self._pause.start()

    def _look(self) -> None:
        """Look for cautions, away from the window: it takes the calendars of public holidays."""
        event, team = self._draft()
        self.session.run(
            lambda store, _progress: ((event, team), run_sheet.cautions(store, event, team)),
            self._warn,
            cancellable=False,
        )

    def _warn(self, found: tuple[tuple[Event, list[Attendee]], list[Caution]]) -> None:
        draft, cautions = found
        if draft == self._draft():
            self.form.show_cautions(cautions)

    def _save(self) -> bool:
        wrong = self.form.complain()
        if wrong is not None:
            self.area.ensureWidgetVisible(wrong, 0, theme.px(80))
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if not self.dirty and self._event_id:
            return True
        if self.form.slots.waiting:  # whoever gives days and half-days means these slots, the button pressed or not
            self.form.slots.generate()
        event, team = self._draft()
        session = self.session
        try:
            shown = self._clean[0] if self._clean else None
            now = session.now()
            event_id, done = noted(session.store, lambda on: events.save(on, event, now, team, before=shown))
        except UserError as error:
            self.question.show_message(error.message, "refused")
            return False
        self._clean = None
        session.recorded()
        if not self._event_id:
            # A new event is the one to work on.
            self._arguments = {"event_id": event_id}
            session.switch(event_id)
        session.notify(_("« {title} » est enregistré.").format(title=event.title), "welcome", undo=done)
        return True

    def _close(self) -> None:
        if self.may_leave():
            self._leave(self._back)
        else:
            self.leaving.then = partial(self._leave, self._back)

    def _leave(self, where: tuple[str, dict[str, object]]) -> None:
        self._forget()
        self.question.hide()
        page, arguments = where
        self.session.open(page, **arguments)

    def _forget(self) -> None:
        self._clean = None

    def _go_to(self, key: str) -> None:
        self.area.verticalScrollBar().setValue(self.form.cards[key].y())
        self._mark(key)

    def _light(self) -> None:
        """Mark, in the index, the section at the top."""
        bar = self.area.verticalScrollBar()
        passed = [key for key, card in self.form.cards.items() if card.y() <= bar.value() + theme.px(60)]
        at_end = bar.maximum() > 0 and bar.value() == bar.maximum()
        self._mark(list(SECTIONS)[-1] if at_end else passed[-1] if passed else next(iter(SECTIONS)))

    def _mark(self, key: str) -> None:
        for name, link in self.links.items():
            link.setChecked(name == key)
            fonts.set_weight(link, fonts.MEDIUM if name == key else fonts.REGULAR)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.index.setVisible(self.width() >= theme.px(900))
