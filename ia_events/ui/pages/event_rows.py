"""The lists of the event editor: organisations, people in a role, resources. Rows that are added, edited in place, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ia_events.domain.events import ORGANISATION_ROLE_LABELS, Organisation, OrganisationRole, Resource
from ia_events.domain.people import GUESTS, ROLE_LABELS, Attendee, Role
from ia_events.i18n import N_, _
from ia_events.ui import theme
from ia_events.ui.widgets import Choice, icon_button, secondary
from ia_events.ui.widgets.suggest import SuggestField

T = TypeVar("T")

_KINDS = (
    N_("Rediffusion"), N_("Webinaire"), N_("Dossier documentaire"), N_("E-communauté"), N_("Mooc"), N_("Support de présentation"),
)  # fmt: skip
_OPEN_TO = (N_("Tout public"), N_("Agents territoriaux"), N_("Participants"))


class EditedRow(QWidget, Generic[T]):
    """A row of fields: `first` beside `others`, above them where there is little room. `value()` is None while it is empty."""

    changed = Signal()
    removed = Signal()
    first: QWidget

    def __init__(self, remove_name: str, narrow: int = 560) -> None:
        super().__init__()
        self._narrow = narrow
        self._fields: list[QWidget] = []
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._box.setSpacing(theme.S)
        self.remove_button = icon_button("x", remove_name, self.removed.emit)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(theme.S)
        row.addLayout(self._box, 1)
        row.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    def value(self) -> T | None:
        """What the row says."""
        raise NotImplementedError

    def line(self, text: str, name: str) -> QLineEdit:
        """A field of the row."""
        return self.watch(QLineEdit(text), name)

    def suggest(self, text: str, name: str, suggestions: Sequence[str]) -> QLineEdit:
        """A field of the row that offers what is usual."""
        return self.watch(SuggestField([_(words) for words in suggestions], text), name)

    def watch(self, field: QLineEdit, name: str) -> QLineEdit:
        """Name a field and follow it."""
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.textChanged.connect(self.changed)
        return field

    def put(self, *fields: QWidget, stretches: Sequence[int] = ()) -> None:
        """Add some fields that stay side by side."""
        part = QHBoxLayout()
        part.setSpacing(theme.S)
        for number, field in enumerate(fields):
            part.addWidget(field, stretches[number] if stretches else 1)
        self._fields += fields
        self._box.addLayout(part, 1)

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab goes in the row, in the order it is read."""
        return [part for part in (*self._fields, self.remove_button) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold()

    def fold(self) -> None:
        """Stand on one line or on several."""
        narrow = self.width() < theme.px(self._narrow)
        self._box.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


def order_tabs(rows: Sequence[EditedRow[Any]], then: QWidget) -> None:
    """Have Tab go through rows in the order they are read, from what comes before `then` (the button below them) to it."""
    stops = [stop for row in rows for stop in row.stops]
    before = then
    for stop in (*stops, then) if stops else ():
        QWidget.setTabOrder(before, stop)
        before = stop


class OrganisationRow(EditedRow[Organisation]):
    """An organisation and its role."""

    def __init__(self, given: Organisation) -> None:
        super().__init__(_("Retirer cette organisation"))
        self._given = given
        self.name = self.line(given.name, _("Nom de l'organisation"))
        roles: list[tuple[object, str]] = [(role, _(words)) for role, words in ORGANISATION_ROLE_LABELS.items()]
        self.role = Choice(roles, given.role, name=_("Rôle de l'organisation"))
        self.role.chosen.connect(lambda _role: self.changed.emit())
        self.put(self.name, self.role, stretches=(3, 1))
        self.first = self.name

    def value(self) -> Organisation | None:
        name = self.name.text().strip()
        return self._given._replace(name=name, role=OrganisationRole(str(self.role.value))) if name else None


class PersonRow(EditedRow[Attendee]):
    """Somebody in a role: two lines of fields."""

    def __init__(self, given: Attendee) -> None:
        super().__init__(_("Retirer cette personne"), narrow=100_000)
        self._given = given
        roles: list[tuple[object, str]] = [
            (role, _(words)) for role, words in ROLE_LABELS.items() if role not in GUESTS
        ]
        self.role = Choice(roles, given.role, name=_("Rôle de la personne"))
        self.role.chosen.connect(lambda _role: self.changed.emit())
        self.first_name = self.line(given.first_name, _("Prénom"))
        self.last_name = self.line(given.last_name, _("Nom"))
        self.job_title = self.line(given.job_title, _("Fonction"))
        self.employer = self.line(given.employer, _("Employeur"))
        self.put(self.role, self.first_name, self.last_name, stretches=(3, 4, 4))
        self.put(self.job_title, self.employer)
        self.first = self.first_name

    def value(self) -> Attendee | None:
        texts = {
            name: getattr(self, name).text().strip() for name in ("first_name", "last_name", "job_title", "employer")
        }
        return replace(self._given, **texts, role=Role(str(self.role.value))) if any(texts.values()) else None


class ResourceRow(EditedRow[Resource]):
    """Something to follow up with: two lines of fields."""

    def __init__(self, given: Resource) -> None:
        super().__init__(_("Retirer cette ressource"), narrow=100_000)
        self._given = given
        self.title = self.line(given.title, _("Titre"))
        self.link = self.line(given.link, _("Lien (https://…)"))
        self.kind = self.suggest(given.kind, _("Nature"), _KINDS)
        self.open_to = self.suggest(given.open_to, _("Ouverte à"), _OPEN_TO)
        self.put(self.title, self.kind, stretches=(3, 2))
        self.put(self.link, self.open_to, stretches=(3, 2))
        self.first = self.title

    def value(self) -> Resource | None:
        names = ("title", "link", "kind", "open_to")
        texts = {name: getattr(self, name).text().strip() for name in names}
        return self._given._replace(**texts) if texts["title"] or texts["link"] else None


R = TypeVar("R", bound=EditedRow[Any])


class RowList(QWidget, Generic[R, T]):
    """Rows one below the other and the button that adds one. `make` builds a row from a value, `blank` gives a new one."""

    changed = Signal()

    def __init__(
        self, make: Callable[[T], R], blank: Callable[[], T], add_text: str, *, spacing: int = theme.S
    ) -> None:
        super().__init__()
        self._make, self._blank = make, blank
        self.rows: list[R] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(spacing)
        self.add_button = secondary(add_text, self.add_blank, icon="plus")
        self.add_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.M)
        outer.addLayout(self._column)
        outer.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def set_values(self, values: Sequence[T]) -> None:
        """Show these, in place of those before."""
        for row in self.rows:
            self._drop(row)
        self.rows = []
        for value in values:
            self._add(value)
        order_tabs(self.rows, self.add_button)

    def values(self) -> list[T]:
        """What the rows say, without the empty ones."""
        return [value for row in self.rows if (value := row.value()) is not None]

    def add_blank(self) -> None:
        """Add an empty row and type in it."""
        added = self._add(self._blank())
        order_tabs(self.rows, self.add_button)
        added.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _add(self, value: T) -> R:
        row = self._make(value)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: R) -> None:
        place = self.rows.index(row)
        self.rows.remove(row)
        self._drop(row)
        near = self.rows[min(place, len(self.rows) - 1)].first if self.rows else self.add_button
        near.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _drop(self, row: R) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
