"""Two people of the list side by side, to be made one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ia_events.domain.errors import UserError
from ia_events.domain.fields import BY_ID
from ia_events.domain.people import ROLE_LABELS, STATUS_LABELS, Attendee
from ia_events.i18n import _
from ia_events.store import registrations
from ia_events.ui import fonts, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, Card, ElidedLabel, close_button, label, primary, rule, scrolling, secondary


class _Words(ElidedLabel):
    """What a choice says, on as many lines as it takes; clicking it makes the choice."""

    def __init__(self, text: str, button: QRadioButton) -> None:
        super().__init__(text, lines=4)
        self._button = button

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._button.setFocus(Qt.FocusReason.MouseFocusReason)
        self._button.click()
        event.accept()


class MergePanel(Card):
    """Each field they differ in, with both values to choose from. `merged(id, action)` once recorded, `closed` without."""

    merged = Signal(str, object)
    closed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(flush=True)
        self.session = session
        self.people: tuple[Attendee, Attendee] | None = None
        self.kept = QButtonGroup(self)
        self.choices: dict[str, QButtonGroup] = {}
        self.question = Banner()
        self.question.hide()
        top = QHBoxLayout()
        top.setContentsMargins(theme.L, theme.M, theme.M, theme.M)
        top.addWidget(label(_("Fusionner deux inscriptions"), theme.HEADING, weight=fonts.SEMIBOLD, wrap=True), 1)
        top.addWidget(close_button(self.closed.emit), 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        inside.setObjectName("page")
        self._form = QVBoxLayout(inside)
        self._form.setContentsMargins(theme.L, theme.L, theme.L, theme.L)
        self._form.setSpacing(theme.S)
        self._area = scrolling(inside)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.L, theme.M, theme.L, theme.M)
        foot.setSpacing(theme.S)
        foot.addStretch(1)
        foot.addWidget(secondary(_("Ne rien changer"), self.closed.emit))
        self.merge_button = primary(_("Fusionner"), self.merge)
        foot.addWidget(self.merge_button)
        self.column.addLayout(top)
        self.column.addWidget(rule())
        self.column.addWidget(self._area, 1)
        self.column.addWidget(rule())
        self.column.addWidget(self.question)
        self.column.addLayout(foot)

    def show_people(self, ids: list[str]) -> None:
        """Show two people; the first is kept unless the other is chosen."""
        one, other = registrations.get_many(self.session.store, ids)
        self.people = one, other
        self.choices = {}
        self.question.hide()
        while (item := self._form.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._form.addWidget(
            label(
                _("Les deux badges restent valables et les présences sont réunies. « Annuler » les sépare de nouveau."),
                theme.SMALL,
                tone="muted",
                wrap=True,
            )
        )
        self.kept = self._ask(_("Inscription qui reste"), [self._named(person) for person in self.people])
        for name, field in BY_ID.items():
            values = [self._words(name, person) for person in self.people]
            if values[0] != values[1]:
                # Where one says nothing, the other is supposed to know.
                self.choices[name] = self._ask(field.title, [value or "—" for value in values], int(not values[0]))
        if not self.choices:
            self._form.addWidget(label(_("Rien ne les distingue."), tone="muted"))
        self._form.addStretch(1)

    def begin(self) -> None:
        """Put the keyboard on the first choice."""
        self.kept.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _named(self, person: Attendee) -> str:
        return " · ".join(filter(None, (person.list_name, person.short_code)))

    def _words(self, name: str, person: Attendee) -> str:
        if name == "role":
            return _(ROLE_LABELS[person.role])
        if name == "status":
            return _(STATUS_LABELS[person.status])
        return str(getattr(person, name))

    def _ask(self, title: str, values: list[str], chosen: int = 0) -> QButtonGroup:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, theme.S, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(label(title, weight=fonts.MEDIUM))
        group = QButtonGroup(box)
        for number, value in enumerate(values):
            button = QRadioButton()
            button.setAccessibleName(f"{title}, {value}")
            button.setChecked(number == chosen)
            group.addButton(button, number)
            line = QHBoxLayout()
            line.setSpacing(theme.XS)
            line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(_Words(value, button), 1, Qt.AlignmentFlag.AlignVCenter)
            column.addLayout(line)
        self._form.addWidget(box)
        return group

    def merge(self) -> None:
        """Record it."""
        if self.people is None:
            return
        kept, other = self.people if self.kept.checkedId() == 0 else self.people[::-1]
        fields = {
            name: str(getattr(self.people[group.checkedId()], name))
            for name, group in self.choices.items()
            if self.people[group.checkedId()] is not kept
        }
        try:
            done = registrations.merge(self.session.store, kept.id, other.id, fields, self.session.now())
        except UserError as error:
            self.question.show_message(error.message, "refused")
            return
        self.merged.emit(kept.id, done)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.merge()
        else:
            super().keyPressEvent(event)
