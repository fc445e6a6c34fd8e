"""The cards of the exchange page: what the return workbook would hold, and the returns made before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ia_events.domain import dates
from ia_events.domain.attendance import Fact, Matrix
from ia_events.domain.events import Event
from ia_events.domain.text import initial_capital
from ia_events.i18n import N_, _, ngettext
from ia_events.spreadsheets.returns import SlotFigures, ordered_slots, slot_figures, slot_headings
from ia_events.ui import fonts, theme
from ia_events.ui.widgets import Card, ElidedLabel, StateDot, label, rule, secondary

_HISTORY = 6
_NARROW = 500  # pixels under which a slot's figures go below its name
_HEADINGS = (N_("Attendues"), N_("Présences"), N_("Dont retards"), N_("Excuses"), N_("Absences"), N_("À relever"))


@dataclass(frozen=True, slots=True)
class Contents:
    """What the workbook would hold; `figures` are in time order, of participants."""

    event: Event
    people: int
    figures: tuple[SlotFigures, ...]

    @classmethod
    def of(cls, grid: Matrix) -> Contents:
        """The contents of a presence grid."""
        slots = ordered_slots(grid.event)
        return cls(grid.event, len(grid.people), tuple(slot_figures(grid, slot) for slot in slots))

    @property
    def unrecorded(self) -> int:
        """Cells of which nothing was said."""
        return sum(of_slot.unrecorded for of_slot in self.figures)


class FiguresCard(Card):
    """A line a slot, then what is still to be recorded; `complete` goes where it is."""

    def __init__(self, complete: Callable[[], object]) -> None:
        super().__init__(title=_("Ce que contiendra le classeur"))
        self.summary = label(tone="muted", wrap=True)
        self._holder = QVBoxLayout()
        self.dot = StateDot("attention")
        self.left = label(wrap=True)
        self.complete_button = secondary(_("Compléter la grille"), complete)
        foot = QHBoxLayout()
        foot.setSpacing(theme.M)
        foot.addWidget(self.dot)
        foot.addWidget(self.left, 1)
        foot.addWidget(self.complete_button)
        self.add(self.summary)
        self.add(self._holder)
        self.add(foot)
        self._shown: Contents | None = None
        self._narrow = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._narrow != (self.width() < theme.px(_NARROW)):
            self._narrow = not self._narrow
            if self._shown is not None and self._shown.figures:
                self._show_table(self._shown)

    def _show_table(self, contents: Contents) -> None:
        while (item := self._holder.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if contents.figures:
            made = _table(contents, narrow=self._narrow)
            self._holder.addWidget(made)
            made.show()  # now: a layout waits for the event loop

    def show_contents(self, contents: Contents) -> None:
        """Show other figures."""
        if contents == self._shown:
            return
        self._shown = contents
        people = ngettext("{count} personne", "{count} personnes", contents.people).format(count=contents.people)
        slots = ngettext("{count} créneau", "{count} créneaux", len(contents.figures)).format(
            count=len(contents.figures)
        )
        self.summary.setText(
            _("{people} et {slots}, sur trois feuilles : synthèse, présences, inscriptions.").format(
                people=people, slots=slots
            )
        )
        self._show_table(contents)
        left = contents.unrecorded
        self.left.setText(
            ngettext(
                "{count} présence reste à relever sur les feuilles signées.",
                "{count} présences restent à relever sur les feuilles signées.",
                left,
            ).format(count=left)
            if left
            else _("Toutes les présences sont relevées.")
        )
        self.dot.set("attention" if left else "welcome")
        self.complete_button.setVisible(left > 0)
        for part in (self.dot, self.left):
            part.setVisible(bool(contents.figures))


def _table(contents: Contents, *, narrow: bool) -> QWidget:
    """A line a slot; `narrow`, its figures below its name."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.S if narrow else theme.XL)
    grid.setVerticalSpacing(theme.S)
    first = 0 if narrow else 1
    for column in range(len(_HEADINGS)) if narrow else (0,):
        grid.setColumnStretch(column, 1)
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for column, heading in enumerate(_HEADINGS, start=first):
        words = _(heading).replace(" ", "\n") if narrow else _(heading)
        said = label(words, theme.SMALL, tone="muted")
        said.setAlignment(right)
        grid.addWidget(said, 0, column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
    grid.addWidget(rule(), 1, 0, 1, len(_HEADINGS) + first)
    for row, (name, of_slot) in enumerate(zip(slot_headings(contents.event), contents.figures, strict=True), start=1):
        grid.addWidget(ElidedLabel(name, weight=fonts.MEDIUM), 2 * row, 0, 1, len(_HEADINGS) if narrow else 1)
        numbers = (of_slot.expected, of_slot.present, of_slot.late, of_slot.excused, of_slot.absent, of_slot.unrecorded)
        for column, (heading, number) in enumerate(zip(_HEADINGS, numbers, strict=True), start=first):
            said = label(str(number), tone="" if number else "muted")
            fonts.set_weight(said, fonts.REGULAR, tabular=True)
            said.setAccessibleName(_("{what} : {state}").format(what=f"{name}, {_(heading)}", state=number))
            grid.addWidget(said, 2 * row + narrow, column, right)
    return made


class HistoryCard(Card):
    """The returns made, the newest first."""

    def __init__(self) -> None:
        super().__init__(title=_("Retours préparés"))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.M)
        self.add(self._lines)

    def show_returns(self, event: Event, made: Sequence[Fact], now: datetime) -> None:
        """Show these."""
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for fact in made[:_HISTORY]:
            when = initial_capital(dates.moment(event.local(fact.at), event.local(now)))
            line = QWidget()
            column = QVBoxLayout(line)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            column.addWidget(ElidedLabel(fact.value))
            column.addWidget(label(when, theme.SMALL, tone="muted"))
            self._lines.addWidget(line)
        others = len(made) - _HISTORY
        if others > 0:
            said = ngettext("et {count} autre avant", "et {count} autres avant", others).format(count=others)
            self._lines.addWidget(label(said, theme.SMALL, tone="muted"))
        self.setVisible(bool(made))
