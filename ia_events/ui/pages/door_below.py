"""What stands under the verdict: the field with its buttons, and below it the last scans, the people found, or the form."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.store.finding import Found
from ia_events.ui import theme
from ia_events.ui.pages.door_asking import DoorQuestion
from ia_events.ui.pages.door_field import DoorField
from ia_events.ui.pages.door_lists import KeylessTable, MatchModel, RecentCard
from ia_events.ui.pages.door_walk_in import WalkInForm
from ia_events.ui.widgets import Card, announce, primary, secondary
from ia_events.ui.widgets.page import bring_into_sight


class EntryRow(QBoxLayout):
    """The field and its buttons; one above the other where there is no room."""

    def __init__(
        self, walk_in: Callable[[], object], undo: Callable[[], object], admit: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(QBoxLayout.Direction.LeftToRight)
        self.field = DoorField()
        self.field.setAccessibleName(_("Badge ou nom"))
        register, take_back, overrule = (
            _("Inscrire sur place"),
            _("Annuler le dernier passage"),
            _("Admettre quand même"),
        )
        self.walk_in = secondary(f"{register} · F2", walk_in, icon="user-plus", tip=f"{register} (F2)")
        self.undo = secondary(_("Annuler · Ctrl Z"), undo, icon="arrow-u-up-left", tip=take_back)
        self.admit = primary(f"{overrule} · F8", admit, icon="user-plus", tip=f"{overrule} (F8)")
        self._keys = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._keys.setSpacing(theme.S)
        self.setSpacing(theme.M)
        self.addWidget(self.field, 1)
        self.addLayout(self._keys)
        for button in (self.walk_in, self.undo, self.admit):
            button.setParent(parent)
            self._keys.addWidget(button)
        self.offer(admittable=False)

    def offer(self, *, admittable: bool) -> None:
        """Where the organiser may overrule a verdict, the button that does takes the place of the undo."""
        self.admit.setVisible(admittable)
        self.undo.setHidden(admittable)

    def part_with_keys(self, elsewhere: QVBoxLayout | None) -> None:
        """The buttons at the end of another layout; beside the field again without one."""
        for holder in (self, self._keys.parent()):
            if isinstance(holder, QBoxLayout):
                holder.removeItem(self._keys)
        self._keys.setParent(None)
        (self if elsewhere is None else elsewhere).addLayout(self._keys)

    def fit(self, room: int) -> None:
        """Stand in this width."""
        buttons = self.walk_in.sizeHint().width() + theme.S + self.admit.sizeHint().width()
        self.setDirection(_beside(buttons + theme.M + theme.px(220) <= room))
        self._keys.setDirection(_beside(buttons <= room))


def _beside(fits: bool) -> QBoxLayout.Direction:
    return QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom


class Below(QStackedWidget):
    """The last scans, the people found, or the walk-in form. `picked(Attendee)` comes from a double click."""

    picked = Signal(object)
    form_opened = Signal()

    def hasHeightForWidth(self) -> bool:
        return False  # the verdict does not move when the words of an empty list give way to the list

    @property
    def found_height(self) -> int:
        """The least height of the people found."""
        return self.found.minimumSizeHint().height()

    def minimumSizeHint(self) -> QSize:
        # As a list, which is what stands there: with big text, the form and the questions are larger than a low window has.
        shown = {self.recent, self.found, self.currentWidget()}
        return reduce(QSize.expandedTo, (part.minimumSizeHint() for part in shown if part is not None), QSize())

    def __init__(self) -> None:
        super().__init__()
        self.recent = RecentCard()
        self.people = MatchModel()
        self.table = KeylessTable(self.people, name=_("Personnes trouvées"), dispensable=2)
        self.table.set_columns((220, 200, 200, 130, 170), stretch=1)
        self.table.opened.connect(self._opened)
        self.found = Card(flush=True)
        self.found.add(self.table, 1)
        self.form = WalkInForm()
        for widget in (self.recent, self.found, self.form):
            self.addWidget(widget)
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    @property
    def in_form(self) -> bool:
        """Whether somebody is filling in the form, or answering a question."""
        return self.currentWidget() not in (self.recent, self.found)

    def show_recent(self) -> None:
        """The last scans, none of them chosen."""
        self.people.clear()
        self.recent.table.clearSelection()
        self.setCurrentWidget(self.recent)

    def show_people(self, event: Event, found: Found) -> None:
        """The people found, or the last scans when there is nobody."""
        self.people.show(event, found)
        self.table.clearSpans()
        if found.likely:
            self.table.setSpan(self.people.sure, 0, 1, self.people.columnCount())
        self.setCurrentWidget(self.found if self.people.people else self.recent)

    def show_form(self, typed: str, employers: list[str], instead_of: Attendee | None = None) -> None:
        """The form, begun with what was typed; for a colleague of somebody absent."""
        self.setCurrentWidget(self.form)
        self.form.begin(typed, employers, instead_of)
        self.form_opened.emit()

    def add_question(self, question: DoorQuestion) -> None:
        """One more that `show_question` may show; leaving it, or a badge read over it, is as for the form."""
        self.addWidget(question)
        question.closed.connect(self.form.cancelled)
        question.scanned.connect(self.form.scanned)

    def show_question(self, question: DoorQuestion) -> None:
        """A question, in place of the lists."""
        self.setCurrentWidget(question)

    def person(self) -> Attendee | None:
        """Whom Enter means: the only one whose name was typed, or the one chosen. Who is only likely has to be chosen."""
        row = self.table.row
        return self.people.people[row] if row >= 0 else self.people.only

    def _opened(self, index: QModelIndex) -> None:
        person = self.people.people[index.row()]
        if person is not None:
            self.picked.emit(person)

    def step(self, by: int) -> None:
        """Choose the next line, or the one before, of the list shown."""
        table = self.table if self.currentWidget() is self.found else self.recent.table
        if table is self.recent.table:
            self.recent.hinted.emit("")  # what was said of one line is not of the next
        announce(table, table.step(by))
        bring_into_sight(table)
