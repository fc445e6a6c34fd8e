"""What is chosen for badges: whose, on which sheet, from which label on."""

from __future__ import annotations

import json

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from ia_events.documents import kept_designs
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock, all_stocks
from ia_events.i18n import _, ngettext
from ia_events.settings import Settings
from ia_events.store.prints import BadgeCounts
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_jobs import BadgesReady
from ia_events.ui.widgets import Choice, NumberField, label, secondary
from ia_events.ui.widgets.flow import FlowLayout


class StockDrawing(QWidget):
    """A sheet of labels, small: those already used, those that will be printed, those left. A click starts at a label."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stock = all_stocks()[0]
        self._start, self._count, self._hovered = 1, 0, 0

    def show_sheet(self, stock: Stock, start: int, count: int) -> None:
        """Show a sheet on which `count` labels are printed from label `start` (1 is the first) on."""
        self._stock, self._start, self._count = stock, start, count
        self.setAccessibleName(
            _("Planche : première étiquette {start} sur {count}").format(start=start, count=stock.per_page)
        )
        self.setToolTip(_("Cliquez sur la première étiquette libre de la planche."))
        self.updateGeometry()
        self.update()

    def place(self, number: int) -> QRectF:
        """Where a label (from 1) is drawn."""
        x, y = self._stock.corner(number - 1)
        scale = self._scale()
        return QRectF(x * scale, y * scale, self._stock.label[0] * scale, self._stock.label[1] * scale)

    def sizeHint(self) -> QSize:
        scale = self._scale()
        return QSize(round(self._stock.page[0] * scale) + 1, round(self._stock.page[1] * scale) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(tokens.accent_text if self.hasFocus() else tokens.control))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(paper, 4, 4)
        font = fonts.font(theme.px(10), fonts.MEDIUM, tabular=True)
        for number in range(1, self._stock.per_page + 1):
            self._label(painter, font, number)
        painter.end()

    def _label(self, painter: QPainter, font: QFont, number: int) -> None:
        tokens = theme.tokens()
        box = self.place(number).adjusted(1, 1, -1, -1)
        used, printed = number < self._start, self._start <= number < self._start + self._count
        edge = tokens.accent_text if printed or number == self._hovered else tokens.line
        painter.setPen(QColor(edge))
        painter.setBrush(QColor(tokens.soft if printed else tokens.surface))
        if used:
            painter.setBrush(QBrush(QColor(tokens.muted), Qt.BrushStyle.BDiagPattern))
        painter.drawRoundedRect(box, 2, 2)
        if not used and box.height() > theme.px(12):
            painter.setFont(font)
            painter.setPen(QColor(tokens.accent_text if printed else tokens.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(number))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        columns = self._stock.grid[0]
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns,
            Qt.Key.Key_Home: -self._stock.per_page, Qt.Key.Key_End: self._stock.per_page,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key not in steps:
            super().keyPressEvent(event)
            return
        wanted = self._start + steps[key]
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            wanted = min(self._stock.per_page, max(1, wanted))
        if 1 <= wanted <= self._stock.per_page:
            self.chosen.emit(wanted)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if number := self._at(event):
            self.chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hovered = self._at(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = 0
        self.update()

    def _at(self, event: QMouseEvent) -> int:
        numbers = range(1, self._stock.per_page + 1)
        return next((n for n in numbers if self.place(n).contains(event.position())), 0)

    def _scale(self) -> float:
        return theme.px(150) / self._stock.page[1]


class BadgeOptions(QWidget):
    """The choices; `changed` when the badges are to be prepared again, `designing(new)` when a design is to be drawn."""

    changed = Signal()
    designing = Signal(bool)

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
        self.stock_choice = Choice([(stock.id, _(stock.name)) for stock in all_stocks()], name=_("Planche"))
        self.stock_choice.set_value(settings.default_stock)
        self.stock_choice.setMinimumContentsLength(12)
        self.stock_choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.stock_choice.chosen.connect(lambda _stock: self._restock())
        self.design_choice = Choice(name=_("Modèle"))
        self.design_choice.setMinimumContentsLength(12)
        self.design_choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.design_choice.chosen.connect(lambda _design: self.changed.emit())
        self.edit_button = secondary(_("Modifier…"), lambda: self.designing.emit(False))
        self.new_button = secondary(_("Nouveau modèle…"), lambda: self.designing.emit(True))
        self.show_designs()
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
        column.addStretch(1)
        self._count = 0
        self._show_start()

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
        """The stock chosen."""
        return next(stock for stock in all_stocks() if stock.id == self.stock_choice.value)

    @property
    def start_at(self) -> int:
        """The first label to print on; plain paper has no half-used sheets."""
        return 1 if self.stock.crop_marks else min(self._starts.get(self.stock.id, 1), self.stock.per_page)

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
        if not self.stock.crop_marks:
            self._starts[self.stock.id] = next_label
            self._show_start()
        return json.dumps(self._starts)

    def _choose(self) -> None:
        self.choose(next(name for name, made in self.choices.items() if made.isChecked()))

    def _restock(self) -> None:
        self._show_start()
        self.changed.emit()

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
        self.start.setEnabled(not stock.crop_marks)
        self.drawing.setEnabled(not stock.crop_marks)
        self._out_of.setText(_("sur {count}").format(count=stock.per_page))
        if stock.crop_marks:
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
