"""What stands beside the list of participants, one at a time: somebody's form, two people to merge, the imports before."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ia_events.domain.errors import UserError
from ia_events.store import registrations
from ia_events.store.journal import Action
from ia_events.ui import theme
from ia_events.ui.pages.participant_panel import WIDTH, ParticipantPanel
from ia_events.ui.pages.participants_imports import ImportsPanel, undone_words
from ia_events.ui.pages.participants_merge import MergePanel
from ia_events.ui.session import Session

_ANY = 16777215  # Qt's widest


class Beside(QObject):
    """`changed` when another one is shown, or none; `closed` when the list has the keyboard again; `saved(id, added)`
    once somebody was recorded, `added` when they were not on the list before.
    """

    changed = Signal()
    closed = Signal()
    saved = Signal(str, bool)

    def __init__(self, session: Session, row: QHBoxLayout) -> None:
        super().__init__()
        self._session = session
        self.panel, self.merging, self.imports = ParticipantPanel(session), MergePanel(session), ImportsPanel(session)
        self._sides = (self.panel, self.merging, self.imports)
        for side in self._sides:
            row.addWidget(side)
            side.hide()
            side.closed.connect(self.close)
        self.panel.saved.connect(self.saved)
        self.panel.parted.connect(self._parted)
        self.merging.merged.connect(self._merged)

    @property
    def shown(self) -> bool:
        """Whether there is one."""
        return self.at_hand is not None

    @property
    def at_hand(self) -> QWidget | None:
        """The one shown, if any."""
        return next((side for side in self._sides if not side.isHidden()), None)

    @property
    def adding(self) -> bool:
        """Whether it is the form of somebody who is not on the list yet."""
        return not self.panel.isHidden() and not self.panel.person.id

    def show_person(self, registration_id: str) -> None:
        """Somebody's form; an empty one without an id."""
        if not self.may_leave():
            return
        try:
            self.panel.show_person(registration_id)
        except UserError as error:
            self._session.fail(error)
            return
        self._show(self.panel)
        self.panel.begin()

    def compare(self, ids: list[str]) -> None:
        """Two people side by side, to be made one."""
        if self.may_leave():
            self.merging.show_people(ids)
            self._show(self.merging)
            self.merging.begin()

    def show_imports(self) -> None:
        """The lists imported before; the list alone where they are shown."""
        if self.at_hand is self.imports:
            self.close()
        elif self.may_leave():
            self.imports.show_imports()
            self._show(self.imports)
            self.imports.begin()

    def hide(self) -> None:
        """The list alone."""
        self._show(None)

    def close(self) -> None:
        """The list alone again, with the keyboard."""
        self._show(None)
        self.closed.emit()

    def refresh(self) -> None:
        """Show what is recorded now; a form that was edited keeps what was typed."""
        if not self.imports.isHidden():
            self.imports.show_imports()
        if self.panel.isHidden() or self.panel.edited or not self.panel.person.id:
            return
        if registrations.is_listed(self._session.store, self.panel.person.id):
            self.panel.show_person(self.panel.person.id)
        else:
            self.close()

    def may_leave(self) -> bool:
        """Whether nothing is left to record; else it has been asked."""
        if self.panel.edited:
            self.panel.ask()
        return not self.panel.edited

    def fit(self, alone: bool) -> None:
        """Take the place of the list, or stand beside it."""
        for side in self._sides:
            side.setMinimumWidth(theme.px(300) if alone else theme.px(WIDTH))
            side.setMaximumWidth(_ANY if alone else theme.px(WIDTH))

    def _show(self, shown: QWidget | None) -> None:
        for side in self._sides:
            side.setVisible(side is shown)
        self.changed.emit()

    def _merged(self, registration_id: str, done: Action | None) -> None:
        self._show(None)
        self.saved.emit(registration_id, False)
        self._session.notify_done(done)
        self.closed.emit()

    def _parted(self, done: Action | None) -> None:
        self._session.recorded()
        self.refresh()
        self.panel.begin()
        if done is not None:
            self._session.notify(undone_words(done))
