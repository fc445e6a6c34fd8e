"""Describing a stock: its measures at the left, the sheet they make at the right, what is impossible said at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from ia_events.documents import own_stocks, stocks
from ia_events.documents.stocks import Kind, Stock
from ia_events.domain.errors import UserError
from ia_events.domain.text import fold
from ia_events.i18n import N_, _
from ia_events.ui import fonts, theme
from ia_events.ui.pages.stocks import KINDS
from ia_events.ui.session import Session
from ia_events.ui.widgets import (
    Card,
    Choice,
    Field,
    FloatingBanner,
    NumberField,
    Page,
    PageHeader,
    label,
    primary,
    restyle,
    secondary,
)
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.leaving import Leaving
from ia_events.ui.widgets.lengths import DecimalField
from ia_events.ui.widgets.stock_drawing import StockPlan

_PAGES = {
    "A4": (210.0, 297.0),
    N_("A4 en largeur"): (297.0, 210.0),
    "A5": (148.0, 210.0),
    "A6": (105.0, 148.0),
    N_("Letter (États-Unis)"): (215.9, 279.4),
}
_NEW = Stock("", "", (), Kind.SHEET, _PAGES["A4"], (15, 13.5), (95, 54), (85, 54), (2, 5), own=True)
_SHEETS = (Kind.SHEET, Kind.PLAIN)


class StockEditorPage(Page):
    """`open(stock=id)` changes an own stock, `open(copy=id)` starts from another; without either, from a usual one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.save_button = primary(_("Enregistrer"), self.save, tip=_("Enregistrer (Ctrl+S)"))
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self.header = PageHeader("", secondary(_("Fermer"), self._close), self.save_button)
        self.question = FloatingBanner(self, 360)
        self.name = QLineEdit()
        self.name.setMaxLength(stocks.LONGEST_NAME)
        self.references = QLineEdit()
        self.kind = Choice([(kind, _(words)) for kind, words in KINDS.items()])
        self.paper = Choice([*((size, _(words)) for words, size in _PAGES.items()), (None, _("Autre"))])
        self.page_size = (
            DecimalField(live=True, name=_("Largeur de la page")),
            DecimalField(live=True, name=_("Hauteur de la page")),
        )
        self.label_size = DecimalField(live=True, name=_("Largeur")), DecimalField(live=True, name=_("Hauteur"))
        self.grid = (
            NumberField(1, 1, stocks.MOST, name=_("Colonnes")),
            NumberField(1, 1, stocks.MOST, name=_("Rangées")),
        )
        self.margin = (
            DecimalField(live=True, name=_("Marge de gauche")),
            DecimalField(live=True, name=_("Marge du haut")),
        )
        self.pitch = DecimalField(live=True, name=_("Pas horizontal")), DecimalField(live=True, name=_("Pas vertical"))
        self.lengths = (
            DecimalField(live=True, name=_("Longueur la plus courte")),
            DecimalField(live=True, name=_("Longueur la plus longue")),
        )
        self.duplex = QCheckBox(_("S'imprime des deux côtés"))
        self.plan = StockPlan()
        self.verdict = label("", wrap=True)
        self._words: list[QLabel] = []
        self._rows: dict[str, list[QWidget]] = {}
        self._stock = _NEW
        self._clean: Stock | None = None
        self._back: dict[str, object] = {}
        sentence = _("Cette planche n'est pas enregistrée.")
        self.leaving = Leaving(self, "stock_editor", self.question, sentence, self._save, self._forget)
        self._build()
        for line in (self.name, self.references):
            line.textEdited.connect(lambda _text: self._changed())
        self.duplex.clicked.connect(lambda _on: self._changed())
        self.kind.chosen.connect(lambda _kind: self._changed())
        self.paper.chosen.connect(self._take_paper)
        for pair in (self.page_size, self.label_size, self.margin, self.pitch, self.lengths, self.grid):
            for field in pair:
                field.valueChanged.connect(lambda _value: self._changed())

    def _build(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(theme.M)
        form.setVerticalSpacing(theme.S)
        form.setColumnStretch(1, 1)
        form.setColumnStretch(2, 1)
        self._form = form
        self._row("kind", _("Sorte"), self.kind)
        self._row("paper", _("Papier"), self.paper)
        self._row("page", _("Page (largeur, hauteur)"), *self.page_size)
        self._row("label", _("Étiquette (largeur, hauteur)"), *self.label_size)
        self._row("lengths", _("Coupe (de, à)"), *self.lengths)
        self._row("grid", _("Colonnes, rangées"), *self.grid)
        self._row("margin", _("Marge (gauche, haut)"), *self.margin)
        self._row("pitch", _("Pas (horizontal, vertical)"), *self.pitch)
        self.centre_button = secondary(_("Centrer sur la page"), lambda: self._suggest(own_stocks.centred))
        self.fill_button = secondary(_("Remplir la page"), lambda: self._suggest(own_stocks.filled))
        self.tight_button = secondary(_("Étiquettes bord à bord"), lambda: self._suggest(own_stocks.edge_to_edge))
        self._tools = QWidget()
        self._tools.setLayout(FlowLayout(self.centre_button, self.fill_button, self.tight_button))
        note = _("Le pas va du bord d'une étiquette au même bord de la suivante.")
        self._pitch_note = label(note, theme.SMALL, tone="muted", wrap=True)
        self.name_field = Field(_("Nom de la planche"), self.name)
        left = Card(
            self.name_field,
            Field(_("Références, séparées par des virgules"), self.references),
            form,
            self._pitch_note,
            self._tools,
            self.duplex,
        )
        left.column.addStretch(1)
        right = Card(self.verdict)
        right.add(self.plan, 1)
        theme.scaled(self.plan.setMinimumHeight, 380)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(theme.L)
        self._beside.addWidget(left, 5)
        self._beside.addWidget(right, 6)
        self.column.addWidget(self.header)
        self.column.addLayout(self._beside, 1)
        self.question.stand_over(right)

    def _row(self, key: str, words: str, *fields: QWidget) -> None:
        row = self._form.rowCount()
        name: QLabel = label(words, weight=fonts.MEDIUM)
        name.setBuddy(fields[0])
        self._words.append(name)
        self._form.addWidget(name, row, 0)
        for place, field in enumerate(fields, start=1):
            if not field.accessibleName():
                field.setAccessibleName(words)
            self._form.addWidget(field, row, place, 1, 1 if len(fields) > 1 else 2)
        self._rows[key] = [name, *fields]

    def open(self, **arguments: object) -> None:
        if self.dirty:
            return  # the window came back to it: what is being described stays
        wanted, copied = str(arguments.get("stock", "")), str(arguments.get("copy", ""))
        try:
            if wanted:
                self._stock = own_stocks.find(wanted)
            else:
                self._stock = own_stocks.copy_of(stocks.stock(copied)) if copied else _NEW
        except UserError as error:  # it was removed
            self.session.fail(error)
            self._stock = _NEW
        self._back = {"stock": wanted or copied}
        if self._stock.id:
            self.header.set_title(_("Modifier une planche"))
            self.header.set_sentence(self._stock.name)
        else:
            self.header.set_title(_("Décrire une planche"))
            self.header.set_sentence(
                _("Mesurez une planche vide avec une règle ; le dessin dit aussitôt si tout tient.")
            )
        self.question.hide()
        self._fill(self._stock)
        self._clean = self.described()
        self.name_field.complain("")
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    @property
    def dirty(self) -> bool:
        """Whether something would be lost."""
        return self._clean is not None and self.described() != self._clean

    def may_leave(self) -> bool:
        if not self.dirty:
            return True
        self.leaving.ask()
        return False

    def save(self) -> None:
        """Keep the stock and show it among the others; or say what is wrong."""
        if self._save():
            self._leave("stocks", {"stock": self._stock.id})

    def described(self) -> Stock:
        """The stock as the fields say it."""
        kind = Kind(str(self.kind.value))
        page = _pair(self.page_size)
        made = replace(
            self._stock,
            name=self.name.text().strip(),
            references=tuple(text.strip() for text in self.references.text().split(",") if text.strip()),
            kind=kind,
            page=page,
            label=_pair(self.label_size),
            grid=(self.grid[0].value(), self.grid[1].value()),
            margin=_pair(self.margin),
            pitch=_pair(self.pitch),
            duplex=self.duplex.isChecked(),
            lengths=None,
        )
        if kind in _SHEETS:
            # Where there is one column or row, the pitch says nothing.
            pitch = [made.label[side] if made.grid[side] == 1 else made.pitch[side] for side in (0, 1)]
            return replace(made, pitch=(pitch[0], pitch[1]))
        lengths = _pair(self.lengths) if kind == Kind.ROLL else None
        return replace(made, label=page, pitch=page, margin=(0, 0), grid=(1, 1), duplex=False, lengths=lengths)

    def _fill(self, stock: Stock) -> None:
        self.name.setText(stock.name)
        self.references.setText(", ".join(stock.references))
        self.kind.set_value(stock.kind)
        self.duplex.setChecked(stock.duplex)
        lengths = stock.lengths or (40, 300)
        for fields, values in (
            (self.page_size, stock.page), (self.label_size, stock.label), (self.margin, stock.margin),
            (self.pitch, stock.pitch), (self.lengths, lengths),
        ):  # fmt: skip
            for field, value in zip(fields, values, strict=True):
                field.put(value)
        for number, count in zip(self.grid, stock.grid, strict=True):
            number.blockSignals(True)
            number.setValue(count)
            number.blockSignals(False)
        self._show()

    def _take_paper(self, size: object) -> None:
        if isinstance(size, tuple):
            for field, value in zip(self.page_size, size, strict=True):
                field.put(value)
        self._changed()

    def _suggest(self, change: Callable[[Stock], Stock]) -> None:
        self._fill(change(self.described()))
        self._changed()

    def _changed(self) -> None:
        if self.question.isVisible():
            self.question.hide()
        self.name_field.complain("")
        self._show()

    def _show(self) -> None:
        """Draw what the fields say, and say what is impossible."""
        stock = self.described()
        sheet = stock.kind in _SHEETS
        for key in ("paper", "label", "grid", "margin"):
            self._show_row(key, sheet)
        self._show_row("pitch", sheet and stock.per_page > 1)
        self._show_row("lengths", stock.kind == Kind.ROLL)
        self.pitch[0].setEnabled(stock.grid[0] > 1)
        self.pitch[1].setEnabled(stock.grid[1] > 1)
        for part in (self._tools, self.duplex):
            part.setVisible(sheet)
        self._pitch_note.setVisible(sheet and stock.per_page > 1)
        name = self._rows["page"][0]
        assert isinstance(name, QLabel)
        if sheet:
            name.setText(_("Page (largeur, hauteur)"))
        elif stock.kind == Kind.ROLL:
            name.setText(_("Longueur usuelle, largeur"))
        else:
            name.setText(_("Étiquette (largeur, hauteur)"))
        if self.paper.value != stock.page:
            self.paper.set_value(stock.page if stock.page in _PAGES.values() else None)
        found = stocks.problems(stock)
        self.plan.show_stock(stock)
        if found:
            self.verdict.setText("\n".join(problem.message for problem in found))
        elif stock.lengths:
            self.verdict.setText(_("Le rouleau est possible."))
        else:
            self.verdict.setText(_("Tout tient sur la page."))
        restyle(self.verdict, tone="refused" if found else "welcome")
        self.save_button.setEnabled(not found)

    def _show_row(self, key: str, shown: bool) -> None:
        for part in self._rows[key]:
            part.setVisible(shown)

    def _save(self) -> bool:
        stock = self.described()
        if not fold(stock.name):
            self.name_field.complain(_("Donnez un nom à la planche."))
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        try:
            self._stock = own_stocks.keep(stock)
        except UserError as error:
            self.question.show_message(error.message, "refused")
            return False
        self._clean = self.described()
        self.session.notify(_("Planche enregistrée : {name}").format(name=self._stock.name), "welcome")
        return True

    def _close(self) -> None:
        if self.may_leave():
            self._leave("stocks", self._back)
        else:
            self.leaving.then = partial(self._leave, "stocks", self._back)

    def _leave(self, page: str, arguments: dict[str, object]) -> None:
        self._forget()
        self.question.hide()
        self.session.open(page, **arguments)

    def _forget(self) -> None:
        self._clean = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        around = self.parentWidget()  # the page itself is never narrower than both side by side
        beside = (around or self).width() >= theme.px(820)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(wanted)
        for name in self._words:
            name.setWordWrap(not beside)


def _pair(fields: tuple[DecimalField, DecimalField]) -> tuple[float, float]:
    return round(fields[0].value(), 2), round(fields[1].value(), 2)
