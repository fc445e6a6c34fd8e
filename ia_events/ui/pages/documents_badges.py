"""What is chosen for badges: whose, on which sheet, from which label on."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ia_events.documents import kept_designs
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Kind, Stock, for_badges, stock_or_default
from ia_events.i18n import _, ngettext
from ia_events.settings import Settings
from ia_events.store.prints import BadgeCounts
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_jobs import BadgesReady
from ia_events.ui.widgets import Choice, NumberField, label, quiet, secondary
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.lengths import LengthField
from ia_events.ui.widgets.stock_choice import StockChoice
from ia_events.ui.widgets.stock_drawing import StockDrawing


class BadgeOptions(QWidget):
    """The choices; `changed` when the badges are to be prepared again, `designing(new)` when a design is to be drawn,
    `stocks_asked` to see stocks and printers."""

    changed = Signal()
    designing = Signal(bool)
    stocks_asked = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._starts = _read(settings.started_sheets)
        self.choices = {name: QRadioButton() for name in ("to_print", "new", "changed", "chosen", "all")}
        self._group = QButtonGroup(self)
        for made in self.choices.values():
            self._group.addButton(made)
            made.clicked.connect(lambda _down: self._choose())
        self.only = "to_print"
        self.stock_choice = StockChoice(name=_("Planche"))
        self.stock_choice.setMinimumContentsLength(12)
        self.stock_choice.setSizeAdjustPolicy(StockChoice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stock_choice.chosen.connect(lambda _stock: self._restock())
        self.design_choice = Choice(name=_("Modèle"))
        self.design_choice.setMinimumContentsLength(12)
        self.design_choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.design_choice.chosen.connect(lambda _design: self.changed.emit())
        self.edit_button = secondary(_("Modifier…"), lambda: self.designing.emit(False))
        self.new_button = secondary(_("Nouveau modèle…"), lambda: self.designing.emit(True))
        self.show_designs()
        self.length = LengthField(name=_("Longueur d'un badge"))
        self.length.valueChanged.connect(self._cut)
        self._length_name = label(_("Longueur d'un badge"))
        self._length_name.setBuddy(self.length)
        self._stocks: dict[str, Stock] = {}
        self.drawing = StockDrawing()
        self.drawing.chosen.connect(self._start_at)
        self.start = NumberField(1, 1, 99, name=_("Première étiquette"))
        self.start.valueChanged.connect(self._start_at)
        self.fresh = secondary(_("Planche neuve"), lambda: self._start_at(1))
        self._out_of = label("", tone="muted")
        self.printed = label("", wrap=True, weight=fonts.MEDIUM)
        self.notices = label("", theme.SMALL, tone="attention", wrap=True)
        self._hint = label(_("Imprimez à 100 %, sans mise à l'échelle."), theme.SMALL, tone="muted", wrap=True)
        self._started = label("", theme.SMALL, tone="muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        column.addWidget(label(_("Lesquels"), weight=fonts.MEDIUM))
        for made in self.choices.values():
            column.addWidget(made)
        column.addSpacing(theme.S)
        name = label(_("Modèle"), weight=fonts.MEDIUM)
        name.setBuddy(self.design_choice)
        column.addWidget(name)
        column.addWidget(self.design_choice)
        drawing = QWidget()
        drawing.setLayout(FlowLayout(self.edit_button, self.new_button))
        column.addWidget(drawing)
        column.addSpacing(theme.S)
        name = label(_("Planche"), weight=fonts.MEDIUM)
        name.setBuddy(self.stock_choice)
        column.addWidget(name)
        column.addWidget(self.stock_choice)
        column.addWidget(self._length_name)
        column.addWidget(self.length)
        column.addSpacing(theme.XS)
        row = QHBoxLayout()
        row.setSpacing(theme.L)
        row.addWidget(self.drawing)
        side = QVBoxLayout()
        side.setSpacing(theme.S)
        first = label(_("Première étiquette"))
        first.setBuddy(self.start)
        number = QHBoxLayout()
        number.addWidget(self.start)
        number.addWidget(self._out_of)
        number.addStretch(1)
        side.addWidget(first)
        side.addLayout(number)
        side.addWidget(self._started)
        side.addWidget(self.fresh, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        row.addLayout(side, 1)
        column.addLayout(row)
        column.addSpacing(theme.S)
        column.addWidget(self.printed)
        column.addWidget(self.notices)
        column.addWidget(self._hint)
        self.stocks_button = quiet(_("Imprimantes et planches…"), self.stocks_asked.emit)
        column.addWidget(self.stocks_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._count = 0
        self._stock = stock_or_default(settings.default_stock)
        self.offer_stocks()

    @property
    def design(self) -> Design:
        """The design chosen."""
        return next((made for made in self._designs if made.id == self.design_choice.value), self._designs[0])

    def show_designs(self) -> None:
        """Offer the designs there are now, that of the settings chosen."""
        self._designs = kept_designs.all_designs()
        self.design_choice.set_options([(made.id, made.name) for made in self._designs], self._settings.badge_design)

    @property
    def stock(self) -> Stock:
        """The stock chosen; a roll is cut at the length chosen."""
        return self._stock

    def offer_stocks(self) -> None:
        """Offer the stocks there are now, those used last first; the setting `default_stock` is the one chosen."""
        recent = self._settings.recent_stocks.split()
        found = list(for_badges())
        found.sort(key=lambda stock: recent.index(stock.id) if stock.id in recent else len(recent))
        self._stocks = {stock.id: stock for stock in found}
        wanted = stock_or_default(self._settings.default_stock)
        self._stock = wanted if wanted.base in self._stocks else found[0]
        self.stock_choice.offer(found, self._stock.base)
        self._show_length()
        self._show_start()

    @property
    def start_at(self) -> int:
        """The first label to print on; only a sheet of labels can be half used."""
        return min(self._starts.get(self.stock.id, 1), self.stock.per_page) if self._can_be_begun else 1

    @property
    def _can_be_begun(self) -> bool:
        return self.stock.kind == Kind.SHEET and self.stock.per_page > 1

    def choose(self, only: str) -> None:
        """Choose whose badges, as the user would."""
        self.only = only
        self.changed.emit()

    def show_counts(self, counts: BadgeCounts, chosen: int) -> None:
        """Say how many badges each choice would print."""
        new, changed, everybody = counts.new, counts.changed, sum(counts)
        if new and changed:
            to_print = ngettext("{count} nouveau ou modifié", "{count} nouveaux ou modifiés", new + changed)
        elif changed:
            to_print = ngettext("{count} modifié depuis l'impression", "{count} modifiés depuis l'impression", changed)
        else:
            to_print = ngettext("{count} nouveau", "{count} nouveaux", new) if new else _("Aucun nouveau ni modifié")
        words = {
            "to_print": to_print,
            "new": ngettext("{count} nouveau", "{count} nouveaux", new),
            "changed": ngettext("{count} modifié depuis l'impression", "{count} modifiés depuis l'impression", changed),
            "chosen": ngettext("{count} de la sélection", "{count} de la sélection", chosen),
            "all": ngettext("{count} en tout", "{count} en tout", everybody),
        }
        numbers = {"to_print": new + changed, "new": new, "changed": changed, "chosen": chosen, "all": everybody}
        for name, made in self.choices.items():
            made.setText(words[name].format(count=numbers[name]))
            made.setChecked(name == self.only)
        both = bool(new and changed)
        for name, useful in (("new", both), ("changed", both), ("chosen", bool(chosen))):
            self.choices[name].setVisible(useful or self.only == name)

    def show_ready(self, ready: BadgesReady, when: str) -> None:
        """Say what will be printed; `when` is the latest print, in words."""
        self._count = len(ready.people)
        self.notices.setText("\n".join(ready.notices))
        self.notices.setVisible(bool(ready.notices))
        self._show_start()
        if not ready.people:
            self.printed.setText(_("Rien à imprimer."))
            return
        people = ngettext("{count} badge", "{count} badges", len(ready.people)).format(count=len(ready.people))
        sheets = ngettext("{count} planche", "{count} planches", ready.pages).format(count=ready.pages)
        said = _("{badges} sur {sheets}.").format(badges=people, sheets=sheets)
        if when and ready.asked is not None and ready.asked.only in ("all", "chosen"):
            said += " " + _("Dernière impression {when}.").format(when=when)
        self.printed.setText(said)

    def sheet_used(self, next_label: int) -> str:
        """The next sheet is the one begun now; the new value of the setting `started_sheets`."""
        if self._can_be_begun:
            self._starts[self.stock.id] = next_label
            self._show_start()
        return json.dumps(self._starts)

    def _choose(self) -> None:
        self.choose(next(name for name, made in self.choices.items() if made.isChecked()))

    def _restock(self) -> None:
        chosen = self._stocks[str(self.stock_choice.value)]
        self._stock = chosen.cut(chosen.page[0]) if chosen.lengths else chosen
        self._show_length()
        self._show_start()
        self.changed.emit()

    def _cut(self, length: float) -> None:
        self._stock = self._stock.cut(length)
        self._show_start()
        self.changed.emit()

    def _show_length(self) -> None:
        stock = self._stock
        for part in (self._length_name, self.length):
            part.setVisible(stock.lengths is not None)
        if stock.lengths:
            self.length.blockSignals(True)
            self.length.setRange(*stock.lengths)
            self.length.blockSignals(False)
            self.length.show_value(stock.page[0])

    def _start_at(self, number: int) -> None:
        if number != self.start_at:
            self._starts[self.stock.id] = number
            self._show_start()
            self.changed.emit()

    def _show_start(self) -> None:
        stock, start = self.stock, self.start_at
        self.start.blockSignals(True)
        self.start.setRange(1, stock.per_page)
        self.start.setValue(start)
        self.start.blockSignals(False)
        self.start.setEnabled(self._can_be_begun)
        self.drawing.setEnabled(self._can_be_begun)
        self._out_of.setText(_("sur {count}").format(count=stock.per_page))
        if stock.kind == Kind.ROLL:
            self._started.setText(_("Rouleau : coupé après chaque badge."))
        elif stock.kind == Kind.SINGLE:
            self._started.setText(_("Une étiquette par badge."))
        elif stock.crop_marks:
            self._started.setText(_("Papier ordinaire, à couper aux traits."))
        elif start > 1:
            used = ngettext("{count} étiquette déjà utilisée.", "{count} étiquettes déjà utilisées.", start - 1)
            self._started.setText(used.format(count=start - 1))
        else:
            self._started.setText(_("Planche neuve. Cliquez sur une étiquette pour finir une planche entamée."))
        self.fresh.setVisible(start > 1)
        self.drawing.show_sheet(stock, start, self._count)


def _read(text: str) -> dict[str, int]:
    """The half-used sheets of the settings; none when they make no sense."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(stock): number for stock, number in found.items() if type(number) is int and number > 0}
