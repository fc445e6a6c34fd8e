"""The lists imported into the event, each of which can be taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.i18n import _, ngettext, number
from ia_events.store import Store, imports, journal
from ia_events.store.imports import Import
from ia_events.ui import fonts, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, close_button, label, rule, scrolling, secondary
from ia_events.ui.work import Progress


def undone_words(done: journal.Action) -> str:
    """What was taken back, and what stayed."""
    return ". ".join(filter(None, (_("Annulé : {action}").format(action=done), done.left)))


class ImportsPanel(Card):
    """A list. `closed` when there is nothing more to do."""

    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(flush=True)
        self.session = session
        self.buttons: dict[str, QWidget] = {}  # by the action they undo
        top = QHBoxLayout()
        top.setContentsMargins(theme.L, theme.M, theme.M, theme.M)
        top.addWidget(label(_("Imports précédents"), theme.HEADING, weight=fonts.SEMIBOLD), 1)
        self._close = close_button(self.closed.emit)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setObjectName("page")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        self._list.setSpacing(theme.L)
        self.column.addLayout(top)
        self.column.addWidget(rule())
        self.column.addWidget(scrolling(inside), 1)

    def show_imports(self) -> None:
        """Read them again; the keyboard stays where it was, never on another import's button."""
        held = next((action for action, made in self.buttons.items() if made.hasFocus()), "")
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        found = imports.imports(self.session.store, self.session.event_id)
        self.buttons = {}
        for past in found:
            self._list.addWidget(self._line(past))
        if not found:
            self._list.addWidget(label(_("Aucune liste importée dans cet événement."), tone="muted", wrap=True))
        self._list.addStretch(1)
        if held:
            self.buttons.get(held, self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Put the keyboard on the first that can be taken back."""
        next(iter(self.buttons.values()), self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, past: Import) -> QWidget:
        event = self.session.event
        local = event.local(past.at) if event else past.at
        counts = [ngettext("{n} ajout", "{n} ajouts", past.added).format(n=number(past.added))]
        if past.updated:
            counts.append(ngettext("{n} mise à jour", "{n} mises à jour", past.updated).format(n=number(past.updated)))
        if past.withdrawn:
            counts.append(
                ngettext("{n} désistement", "{n} désistements", past.withdrawn).format(n=number(past.withdrawn))
            )
        if past.noted:
            counts.append(
                ngettext("{n} présence ou absence notée", "{n} présences ou absences notées", past.noted).format(
                    n=number(past.noted)
                )
            )
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(label(past.file, weight=fonts.MEDIUM, wrap=True))
        when = _("{date} à {time}").format(date=dates.long_date(local.date()), time=dates.clock(local))
        column.addWidget(label(f"{when} · {', '.join(counts)}", theme.SMALL, tone="muted", wrap=True))
        if past.events > 1:
            said = ngettext(
                "Import commun à {n} événement.",
                "Import commun à {n} événements : l'annuler le reprend dans tous.",
                past.events,
            )
            column.addWidget(label(said.format(n=past.events), theme.SMALL, tone="muted", wrap=True))
        if past.undone:
            left = ngettext("{n} personne est restée", "{n} personnes sont restées", past.stayed)
            parts = [_("Import annulé"), *([left.format(n=number(past.stayed))] if past.stayed else [])]
            column.addWidget(label(" · ".join(parts), theme.SMALL, tone="muted"))
        else:
            button = secondary(_("Annuler cet import"), lambda: self._undo(past))
            button.setAccessibleName(_("Annuler l'import de {file}").format(file=past.file))
            self.buttons[past.action] = button
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _undo(self, past: Import) -> None:
        now = self.session.now()

        def job(store: Store, progress: Progress) -> journal.Action | None:
            progress.check()
            return journal.undo(store, now, past.action)

        self.session.run(job, lambda done: self._undone(past, done), text=_("Annulation…"), cancellable=False)

    def _undone(self, past: Import, done: journal.Action | None) -> None:
        self.session.settle_layouts()
        self.session.recorded()
        self.session.notify(undone_words(done) if done else _("Annulé : {action}").format(action=past.file))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
