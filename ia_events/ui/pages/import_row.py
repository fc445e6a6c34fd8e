"""One row of the list, in full: what it changes field by field, what was understood of it, what was found."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ia_events.domain.fields import FIELDS
from ia_events.domain.lists import ListRow, Problem, Update
from ia_events.i18n import _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.import_fields import worded
from ia_events.ui.pages.import_model import SheetModel
from ia_events.ui.pages.import_people import FATES
from ia_events.ui.widgets import StateDot, StatePill, WrappedLabel, label, restyle, scrolling


class Beside(QStackedWidget):
    """What the panel shows. What is long in it scrolls: it asks for no height of its own, and the buttons stay in sight."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        return False


class RowPanel(QWidget):
    """`show_row(model, row, section)` follows the table."""

    def __init__(self) -> None:
        super().__init__()
        self.name = label("", theme.HEADING, weight=fonts.SEMIBOLD, wrap=True)
        self.fate = StatePill()
        self.empty = label(_("Choisissez une ligne : elle est détaillée ici."), tone="muted", wrap=True)
        self.lines: list[str] = []
        self._scroll = scrolling(QWidget())
        self._clear()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.name)
        column.addWidget(self.fate)
        column.addWidget(self.empty)
        column.addWidget(self._scroll, 1)

    def show_row(self, model: SheetModel, row: int, section: int) -> None:
        """Show a row of the table, the person in one of its cells; nothing for one that is no person."""
        self._clear()
        person = model.person_at(row, section) if row >= 0 else None
        for widget in (self.name, self.fate):
            widget.setVisible(person is not None)
        self.empty.setVisible(person is None)
        if person is None:
            return
        update = model.update_at(row, section)
        shown = FATES[model.fate_at(row, section)]
        self.name.setText((update.attendee if update else person.attendee).list_name or "—")
        self.fate.set(_(shown.words), shown.tone, icon=shown.icon)
        if update is not None:
            self._changes(update, model.slots)
        else:
            self._values(person)
        self._problems(model.problems_at(row, section))
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _clear(self) -> None:
        content = QWidget()
        content.setObjectName("page")
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, theme.S, 0)
        self._grid.setHorizontalSpacing(theme.M)
        self._grid.setVerticalSpacing(theme.S)
        self._grid.setColumnStretch(1, 1)
        self._scroll.setWidget(content)
        self.lines = []

    def _changes(self, update: Update, slots: Mapping[str, str]) -> None:
        for field in FIELDS:
            if field.id not in update.changes:
                continue
            before = worded(field.id, str(getattr(update.attendee, field.id)))
            after = worded(field.id, str(update.changes[field.id]))
            old, new = WrappedLabel(before or "—"), WrappedLabel(after)
            font = old.font()
            font.setStrikeOut(bool(before))
            old.setFont(font)
            restyle(old, tone="muted", text_size=str(theme.BODY))
            restyle(new, tone="accent", text_size=str(theme.BODY))
            fonts.set_weight(new, fonts.SEMIBOLD)
            holder = QWidget()
            pair = QVBoxLayout(holder)
            pair.setContentsMargins(0, 0, 0, 0)
            pair.setSpacing(0)
            pair.addWidget(old)
            pair.addWidget(new)
            self._line(field.title, holder, f"{before or '—'} → {after}")
        if "slots" in update.changes:
            wanted = ", ".join(slots.get(slot, "") for slot in json.loads(update.changes["slots"])) or _("tous")
            self._line(_("Créneaux"), label(wanted, tone="accent", wrap=True), wanted)

    def _values(self, person: ListRow) -> None:
        for field in FIELDS:
            value = worded(field.id, str(getattr(person.attendee, field.id)))
            if value and field.id not in person.silent:
                self._line(field.title, label(value, wrap=True), value)

    def _line(self, title: str, shown: QWidget, said: str) -> None:
        at = self._grid.rowCount()
        name = label(title, theme.SMALL, tone="muted")
        self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        said = _("{title} : {value}").format(title=title, value=said)
        shown.setAccessibleName(said)
        self._grid.addWidget(shown, at, 1)
        self.lines.append(said)

    def _problems(self, problems: list[Problem]) -> None:
        for problem in problems:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.S)
            tone = "refused" if problem.refuses else "attention"
            row.addWidget(StateDot(tone, size=18), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(problem.message, wrap=True), 1)
            self._grid.addWidget(holder, self._grid.rowCount(), 0, 1, 2)
            self.lines.append(problem.message)
