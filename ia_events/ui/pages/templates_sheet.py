"""The template at hand, sheet by sheet, where one points at the cells to fill; a text it would cover is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QMenu

from ia_events.domain.pointing import Pointed
from ia_events.i18n import _
from ia_events.kept_templates import Template
from ia_events.spreadsheets.packages import column_letters
from ia_events.spreadsheets.placeholders import PLACEHOLDER, offered
from ia_events.spreadsheets.template_view import Shown, with_pointed
from ia_events.ui import theme
from ia_events.ui.pages.file_card import beside
from ia_events.ui.pages.templates_grid import TemplateGrid
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, Card, Choice, label, quiet, secondary

_LONGEST = 60  # letters of a text that is asked about


class SheetCard(Card):
    """`pointed(Pointed)`: what is pointed at from now on, to be kept."""

    pointed = Signal(object)

    def __init__(self, session: Session) -> None:
        self.sheets = Choice(name=_("Feuille"))
        self.undo_button = quiet(_("Annuler le dernier repère"), self.take_back, icon="arrow-u-up-left")
        self.grid = TemplateGrid()
        self.question = Banner()
        self.row_note = label("", tone="muted", wrap=True)
        said = _("Cliquez une cellule pour y mettre un repère ; la ligne des personnes est répétée pour chacune.")
        super().__init__(
            beside(label(said, tone="muted", wrap=True), self.sheets),
            self.grid,
            self.question,
            beside(self.row_note, self.undo_button),
        )
        self.column.setStretch(1, 1)
        theme.scaled(self.grid.setMinimumHeight, 280)
        self.sheets.chosen.connect(lambda _title: self._show_sheet())
        self.grid.pointed.connect(self._open_menu)
        self._session = session
        self._template: Template | None = None
        self._read: Sequence[Shown] = ()
        self._shown: list[Shown] = []
        self._rows: dict[str, int] = {}
        self._past: list[Pointed] = []

    def show_template(self, template: Template, read: Sequence[Shown]) -> None:
        """Show a template, whose sheets are `read` as the file has them; what was pointed at is laid over them."""
        if self._template is None or self._template.folder != template.folder or not read:
            self._past, self._rows = [], {}
            self.question.hide()
        self._template, self._read = template, read
        self._shown = with_pointed(read, template.pointed)
        self.sheets.set_options([(each.title, each.title) for each in self._shown], self._title)
        self.sheets.setVisible(len(self._shown) > 1)
        self._show_sheet()

    def show_rows(self, rows: dict[str, int]) -> None:
        """Say which row (from 1) is repeated for each person, by sheet."""
        self._rows = rows
        self._show_sheet()

    def menu_for(self, row: int, column: int) -> QMenu:
        """What can be put in a cell of the sheet shown."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        event = self._session.event
        known = offered(len(event.slots) if event else 0)
        groups = (
            (_("Événement"), known["event"]),
            (_("Personne (ligne répétée)"), known["person"]),
            (_("Un créneau par colonne, à partir d'ici"), known["spreading"]),
            (_("Un créneau, pour la personne"), known["person_slots"]),
            (_("Un créneau, en tout"), known["slots"]),
        )
        for words, names in groups:
            if names:
                part = menu.addMenu(words)
                for name in names:
                    part.addAction(name, partial(self.put, row, column, f"{{{{{name}}}}}"))
        menu.addSeparator()
        repeat = menu.addAction(_("Répéter cette ligne pour chaque personne"), partial(self.repeat, row))
        repeat.setCheckable(True)
        repeat.setChecked(self._rows.get(self._title) == row + 1)
        clear = menu.addAction(_("Retirer le repère"), partial(self.take_away, row, column))
        clear.setEnabled((row, column) in self._sheet.marked)
        return menu

    def put(self, row: int, column: int, text: str) -> None:
        """Put a placeholder in a cell (counted from 0); one that says something else is asked about first."""
        said = self._text(row, column)
        if said.strip() and not PLACEHOLDER.fullmatch(said.strip()):
            self._ask(row, column, text, said)
        else:
            self._put(row, column, text)

    def take_away(self, row: int, column: int) -> None:
        """Take away the placeholder of a cell; what the file says there is seen again."""
        if self._template is None:
            return
        cells = dict(self._template.pointed.cells)
        if not cells.pop(self._place(row, column), ""):
            cells[self._place(row, column)] = ""  # it was written in the file itself
        self._change(replace(self._template.pointed, cells=cells))

    def repeat(self, row: int) -> None:
        """Repeat a row of the sheet shown for each person, or no more."""
        if self._template is None:
            return
        rows = dict(self._template.pointed.rows)
        if rows.get(self._title) == row + 1:
            del rows[self._title]
        else:
            rows[self._title] = row + 1
        self._change(replace(self._template.pointed, rows=rows))

    def take_back(self) -> None:
        """Undo what was last pointed at."""
        if self._past:
            self.question.hide()
            self.pointed.emit(self._past.pop())
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def may_take_back(self) -> bool:
        """Whether there is something to undo."""
        return bool(self._past)

    @property
    def _title(self) -> str:
        return str(self.sheets.value or "")

    @property
    def _sheet(self) -> Shown:
        return next((each for each in self._shown if each.title == self._title), Shown("", [], [], set()))

    def _text(self, row: int, column: int) -> str:
        rows = self._sheet.rows
        return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""

    def _place(self, row: int, column: int) -> tuple[str, str]:
        return self._title, f"{column_letters(column + 1)}{row + 1}"

    def _put(self, row: int, column: int, text: str) -> None:
        self.question.hide()
        if self._template is not None:
            cells = {**self._template.pointed.cells, self._place(row, column): text}
            self._change(replace(self._template.pointed, cells=cells))
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, row: int, column: int, text: str, said: str) -> None:
        buttons = [secondary(_("Remplacer"), partial(self._put, row, column, text))]
        if not self._text(row + 1, column).strip():
            buttons.insert(0, secondary(_("Mettre dessous"), partial(self._put_below, row, column, text)))
        short = said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
        self.question.show_message(
            _("{cell} contient déjà « {text} ». Le remplacer par {placeholder} ?").format(
                cell=self._place(row, column)[1], text=short, placeholder=text
            ),
            "accent",
            *buttons,
            icon="question-fill",
        )
        buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_below(self, row: int, column: int, text: str) -> None:
        self._put(row + 1, column, text)
        self.grid.setCurrentIndex(self.grid.cells.index(row + 1, column))

    def _change(self, pointed: Pointed) -> None:
        assert self._template is not None
        self._past.append(self._template.pointed)
        self.pointed.emit(pointed)

    def _show_sheet(self) -> None:
        row = self._rows.get(self._title)
        folder = self._template.folder if self._template is not None else None
        self.grid.show_sheet(self._sheet, row, (folder, self._title))
        self.undo_button.setEnabled(bool(self._past))
        self.row_note.setText(
            _("La ligne {row} est répétée pour chaque personne ; ce qui est dessous descend.").format(row=row)
            if row
            else _("Aucune ligne n'est répétée sur cette feuille.")
        )

    def _open_menu(self, index: QModelIndex) -> None:
        menu = self.menu_for(index.row(), index.column())
        corner = self.grid.visualRect(index).bottomLeft()
        menu.popup(self.grid.viewport().mapToGlobal(corner))
