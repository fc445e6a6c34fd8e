"""The lines of a text: chosen in a list, each with its words in one or several looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from ia_events.documents.designs import Line, Run
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.designer_fields import ColourField, WordsField
from ia_events.ui.pages.designer_words import in_words
from ia_events.ui.widgets import NumberField, icon_button, label, secondary
from ia_events.ui.widgets.lengths import DecimalField

_MOST = 40


class RunRow(QWidget):
    """Words of one look. `changed(run, what)` follows; `gone` asks for its removal."""

    changed = Signal(object, str)
    gone = Signal()

    def __init__(self, run: Run, sample: Callable[[str], str], accent: str, alone: bool) -> None:
        super().__init__()
        self._run = run
        self.words = WordsField(_("Texte"), sample)
        self.words.put(run.text)
        self.words.entered.connect(lambda text: self._set("text", text))
        self.bold = icon_button("text-bolder", _("Gras"))
        self.bold.setCheckable(True)
        self.bold.setChecked(run.bold)
        self.bold.clicked.connect(lambda down: self._set("bold", down))
        self.colour = ColourField(_("Couleur du texte"), accent)
        self.colour.put(run.colour)
        self.colour.chosen.connect(lambda colour: self._set("colour", colour))
        self.remove = icon_button("x", _("Enlever cette partie de la ligne"), self.gone.emit)
        below = QHBoxLayout()
        below.setSpacing(theme.XS)
        below.addWidget(self.colour, 1)
        below.addWidget(self.bold, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.XS)
        column.addWidget(self.words)
        column.addLayout(below)
        self.remove.setVisible(not alone)

    def put(self, run: Run) -> None:
        """Show what it has become elsewhere."""
        self._run = run
        self.words.put(run.text)
        self.bold.setChecked(run.bold)
        self.colour.put(run.colour)

    def _set(self, name: str, value: Any) -> None:
        self._run = self._run._replace(**{name: value})
        self.changed.emit(self._run, name)


class LinesEditor(QWidget):
    """`changed(lines, words of the step, key)`: the lines are to be these."""

    changed = Signal(object, str, str)

    def __init__(self, sample: Callable[[str], str], accent: str) -> None:
        super().__init__()
        self._sample, self._accent = sample, accent
        self.lines: tuple[Line, ...] = ()
        self.names = QListWidget()
        self.names.setAccessibleName(_("Lignes du texte"))
        self.names.currentRowChanged.connect(lambda _row: self._show_line())
        self.more = icon_button("plus", _("Ajouter une ligne"), self.add_line)
        self.less = icon_button("minus", _("Enlever la ligne"), self.remove_line)
        self.up = icon_button("arrow-up", _("Monter la ligne"), partial(self.move_line, -1))
        self.down = icon_button("arrow-down", _("Descendre la ligne"), partial(self.move_line, 1))
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for made in (self.more, self.less, self.up, self.down):
            buttons.addWidget(made)
        buttons.addStretch(1)
        self._runs = QVBoxLayout()
        self._runs.setSpacing(theme.M)
        self.runs: list[RunRow] = []
        self.style_button = secondary(_("Ajouter un style"), self.add_run, icon="plus")
        self.style_button.setToolTip(_("Des mots d'une autre graisse ou couleur sur la même ligne"))
        self.points = DecimalField(3, 400, unit="pt", decimals=1, name=_("Taille des lettres"))
        self.least = DecimalField(3, 400, unit="pt", decimals=1, name=_("Taille la plus petite"))
        self.gap = DecimalField(0, 100, name=_("Espace au-dessus"))
        self.wrap = NumberField(1, 1, 30, name=_("Lignes au plus"))
        self.wrap.setKeyboardTracking(False)
        self.optional = QCheckBox(_("Facultative, faute de place"))
        self.decimals = {"size": self.points, "least": self.least, "gap": self.gap}
        for name, decimal in self.decimals.items():
            decimal.entered.connect(partial(self._set, name))
        self.wrap.valueChanged.connect(lambda count: self._set("wrap", count))
        self.optional.clicked.connect(lambda down: self._set("optional", down))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S)
        grid.setVerticalSpacing(2)
        places: tuple[tuple[str, QWidget], ...] = (
            (_("Taille"), self.points), (_("Au moins"), self.least), (_("Espace"), self.gap), (_("Lignes"), self.wrap),
        )  # fmt: skip
        for n, (words, widget) in enumerate(places):
            name_of = label(words, theme.SMALL, tone="muted")
            name_of.setBuddy(widget)
            grid.addWidget(name_of, n // 2 * 2, n % 2)
            grid.addWidget(widget, n // 2 * 2 + 1, n % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.names)
        column.addLayout(buttons)
        column.addLayout(self._runs)
        column.addWidget(self.style_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(grid)
        column.addWidget(self.optional)

    @property
    def row(self) -> int:
        """The line at hand."""
        return max(0, self.names.currentRow())

    def put(self, lines: tuple[Line, ...], *, fresh: bool) -> None:
        """Show the lines of a text; `fresh`: of another one than before."""
        row = 0 if fresh else min(self.row, len(lines) - 1)
        self.lines = lines
        self.names.blockSignals(True)
        while self.names.count() > len(lines):
            self.names.takeItem(self.names.count() - 1)
        for n, line in enumerate(lines):
            words = in_words("".join([run.text for run in line.runs])) or _("Ligne vide")
            if n < self.names.count():
                self.names.item(n).setText(words)
            else:
                self.names.addItem(words)
        self.names.setCurrentRow(row)
        self.names.blockSignals(False)
        self.names.setFixedHeight(max(theme.px(36), self.names.sizeHintForRow(0)) * min(4, len(lines)) + 4)
        self._show_line(fresh)

    def show_accent(self, accent: str) -> None:
        """The organisation's colour is this one now."""
        self._accent = accent
        for shown in self.runs:
            shown.colour.show_accent(accent)

    def focus_words(self) -> None:
        """To the words of the line at hand."""
        if self.runs:
            self.runs[0].words.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.runs[0].words.line.selectAll()

    def add_line(self) -> None:
        """A line like the one at hand, below it."""
        if len(self.lines) < _MOST:
            line = self.lines[self.row]
            made = replace(line, runs=(line.runs[0]._replace(text=_("Nouvelle ligne")),))
            self._take(
                (*self.lines[: self.row + 1], made, *self.lines[self.row + 1 :]), self.row + 1, _("Ligne ajoutée")
            )
            self.focus_words()

    def remove_line(self) -> None:
        """Without the line at hand."""
        if len(self.lines) > 1:
            self._take((*self.lines[: self.row], *self.lines[self.row + 1 :]), self.row, _("Ligne enlevée"))

    def move_line(self, by: int) -> None:
        """The line at hand up or down."""
        there, lines = self.row + by, list(self.lines)
        if 0 <= there < len(lines):
            lines[self.row], lines[there] = lines[there], lines[self.row]
            self._take(tuple(lines), there, _("Ordre des lignes"))

    def add_run(self) -> None:
        """Words of another look at the end of the line."""
        line = self.lines[self.row]
        last = line.runs[-1]
        self._put_line(
            replace(line, runs=(*line.runs, Run(" " + _("texte"), not last.bold, last.colour))), _("Style ajouté")
        )
        self.runs[-1].words.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_line(self, fresh: bool = True) -> None:
        if not self.lines:
            return
        line = self.lines[self.row]
        if fresh or len(self.runs) != len(line.runs):
            for old in self.runs:
                old.hide()
                old.deleteLater()
            self.runs = []
            for n, run in enumerate(line.runs):
                made = RunRow(run, self._sample, self._accent, len(line.runs) == 1)
                made.changed.connect(partial(self._run_changed, n))
                made.gone.connect(partial(self._remove_run, n))
                self._runs.addWidget(made)
                self.runs.append(made)
        for shown, run in zip(self.runs, line.runs, strict=True):
            shown.put(run)
        for name, decimal in self.decimals.items():
            decimal.put(getattr(line, name))
        self.wrap.blockSignals(True)
        self.wrap.setValue(line.wrap)
        self.wrap.blockSignals(False)
        self.optional.setChecked(line.optional)
        self.less.setEnabled(len(self.lines) > 1)
        self.up.setEnabled(self.row > 0)
        self.down.setEnabled(self.row < len(self.lines) - 1)

    def _run_changed(self, place: int, run: Run, what: str) -> None:
        line = self.lines[self.row]
        made = replace(line, runs=(*line.runs[:place], run, *line.runs[place + 1 :]))
        words = {"text": _("Texte"), "bold": _("Graisse"), "colour": _("Couleur")}[what]
        self._put_line(made, words, key=f"line-{self.row}-{place}-text" if what == "text" else "")

    def _remove_run(self, place: int) -> None:
        line = self.lines[self.row]
        self._put_line(replace(line, runs=(*line.runs[:place], *line.runs[place + 1 :])), _("Style enlevé"))

    def _set(self, name: str, value: Any) -> None:
        if not self.lines:
            return
        line = self.lines[self.row]
        made = replace(line, **{name: value})
        if made.least > made.size:  # the one that was not typed follows
            made = replace(made, least=made.size) if name == "size" else replace(made, size=made.least)
        words = {
            "size": _("Taille des lettres"), "least": _("Taille la plus petite"), "gap": _("Espace au-dessus"),
            "wrap": _("Lignes au plus"), "optional": _("Ligne facultative"),
        }  # fmt: skip
        self._put_line(made, words[name], key=f"line-{self.row}-{name}")

    def _put_line(self, line: Line, words: str, *, key: str = "") -> None:
        self._take((*self.lines[: self.row], line, *self.lines[self.row + 1 :]), self.row, words, key=key)

    def _take(self, lines: tuple[Line, ...], row: int, words: str, *, key: str = "") -> None:
        self.lines = lines
        moved = row != self.row
        self.names.blockSignals(True)
        self.names.setCurrentRow(min(row, self.names.count() - 1))
        self.names.blockSignals(False)
        self.changed.emit(lines, words, key)
        if moved or row != self.row:
            self.names.setCurrentRow(row)
