"""Imprimantes et planches: every stock with its plan, one's own, and what each printer needs for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QBoxLayout,
    QFileDialog,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ia_events import paths
from ia_events.documents import own_stocks, stocks
from ia_events.documents.stocks import Kind, Stock, mm
from ia_events.domain.errors import UserError
from ia_events.domain.text import file_name
from ia_events.i18n import N_, _, ngettext
from ia_events.ui import fonts, theme
from ia_events.ui.pages.stocks_calibration import CalibrationCard
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, FloatingBanner, Page, PageHeader, SearchField, button, label, primary, secondary
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.stock_drawing import StockPlan

_ID = Qt.ItemDataRole.UserRole
KINDS = {
    Kind.SHEET: N_("Planche d'étiquettes"),
    Kind.PLAIN: N_("Papier ordinaire"),
    Kind.SINGLE: N_("Étiquettes une à une"),
    Kind.ROLL: N_("Rouleau continu"),
}


class StocksPage(Page):
    """`open(stock=id)` shows one of them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.bring_button = secondary(_("Importer une planche…"), self._ask_bring)
        self.new_button = primary(_("Décrire une planche"), lambda: session.open("stock_editor"), icon="plus")
        self.header = PageHeader(_("Imprimantes et planches"), self.bring_button, self.new_button, elided=True)
        self.removed = FloatingBanner(self)
        self.search = SearchField(_("Référence : 4418, J8160…"))
        self.search.searched.connect(lambda _text: self._list())
        self.search.down.connect(self._enter_list)
        self.names = QListWidget()
        self.names.setAccessibleName(_("Planches"))
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.names.currentItemChanged.connect(lambda _new, _old: self._show())
        self.nothing = label(
            _("Aucune planche de ce nom. Décrivez-la : il suffit d'une règle."), tone="muted", wrap=True
        )
        self.plan = StockPlan()
        self.title = label("", theme.HEADING, weight=fonts.SEMIBOLD, wrap=True)
        self.facts = label("", tone="muted", wrap=True)
        self.use_button = secondary(_("Prendre pour les badges"), self._use)
        self.edit_button = secondary(_("Modifier"), self._edit)
        self.copy_button = secondary(_("Partir d'une copie"), self._copy)
        self.export_button = secondary(_("Exporter…"), self._ask_export)
        self.remove_button = button(_("Supprimer"), self._remove, kind="danger")
        self.calibration = CalibrationCard(session)
        self.stock = stocks.stock_or_default(session.settings.default_stock)
        self._build()

    def _build(self) -> None:
        theme.scaled(self.names.setMinimumHeight, 300)
        self.side = Card(self.search, self.nothing)
        self.side.add(self.names, 1)
        words = QVBoxLayout()
        words.setSpacing(theme.S)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        words.addSpacing(theme.S)
        tools = QWidget()
        tools.setLayout(
            FlowLayout(self.use_button, self.edit_button, self.copy_button, self.export_button, self.remove_button)
        )
        words.addWidget(tools)
        words.addStretch(1)
        self._told = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._told.setSpacing(theme.XL)
        self._told.addWidget(self.plan)
        self._told.addLayout(words, 1)
        self.sheet = Card(self._told)
        right = QVBoxLayout()
        right.setSpacing(theme.L)
        right.addWidget(self.sheet)
        right.addWidget(self.calibration)
        right.addStretch(1)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(theme.L)
        self._beside.addWidget(self.side)
        self._beside.addLayout(right, 1)
        self.column.addWidget(self.header)
        self.column.addLayout(self._beside, 1)
        self.removed.stand_over(self.sheet)

    def open(self, **arguments: object) -> None:
        self.removed.hide()
        wanted = str(arguments.get("stock", ""))
        if wanted:
            self.search.clear()
            self.stock = stocks.stock_or_default(wanted)

    def refresh(self) -> None:
        self._list()

    def focus_search(self) -> None:
        self.search.take_focus()

    def _list(self) -> None:
        every = stocks.all_stocks()
        own = sum(stock.own for stock in every)
        said = ngettext("{count} planche connue", "{count} planches connues", len(every)).format(count=len(every))
        if own:
            said += ngettext(", dont {count} à vous", ", dont {count} à vous", own).format(count=own)
        self.header.set_sentence(said + ".")
        found = stocks.search(self.search.text(), (*(s for s in every if s.own), *(s for s in every if not s.own)))
        self.names.blockSignals(True)
        self.names.clear()
        for stock in found:
            name = stock.name if stock.own else _(stock.name)
            item = QListWidgetItem(f"{name}\n{_brief(stock)}")
            item.setData(_ID, stock.id)
            item.setToolTip("\n".join((stock.title, *stock.references)))
            item.setSizeHint(QSize(0, theme.px(50)))
            self.names.addItem(item)
            if stock.id == self.stock.base:
                self.names.setCurrentItem(item)
        if found and not self.names.currentIndex().isValid():
            self.names.setCurrentRow(0)
        self.names.blockSignals(False)
        QTimer.singleShot(0, self.names, self._show_chosen)  # once the list has its height
        self.nothing.setVisible(not found)
        self._show()

    def _show_chosen(self) -> None:
        self.names.scrollTo(self.names.currentIndex(), QListWidget.ScrollHint.EnsureVisible)

    def _enter_list(self) -> None:
        self.names.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        index = self.names.currentIndex()
        self.sheet.setVisible(index.isValid())
        self.calibration.setVisible(index.isValid())
        if not index.isValid():
            return
        self.stock = stock = stocks.stock(str(index.data(_ID)))
        self.plan.show_stock(stock)
        self.title.setText(stock.title)
        self.facts.setText("\n".join(_facts(stock)))
        for made in (self.edit_button, self.remove_button):
            made.setVisible(stock.own)
        chosen = stocks.stock_or_default(self.session.settings.default_stock).base == stock.id
        self.use_button.setEnabled(not chosen)
        self.use_button.setText(_("Prise pour les badges") if chosen else _("Prendre pour les badges"))
        self.use_button.setVisible(stock in stocks.for_badges())
        self.calibration.show_stock(stock)

    def _use(self) -> None:
        self.session.change_setting("default_stock", self.stock.id)
        self._show()

    def _edit(self) -> None:
        self.session.open("stock_editor", stock=self.stock.id)

    def _copy(self) -> None:
        self.session.open("stock_editor", copy=self.stock.id)

    def _ask_export(self) -> None:
        start = self.session.settings.documents / f"{file_name(self.stock.title, 80)}.json"
        name, _kind = QFileDialog.getSaveFileName(self, _("Exporter la planche"), str(start), "JSON (*.json)")
        if name:
            self.export_to(Path(name))

    def export_to(self, file: Path) -> None:
        """Write the stock shown to a file for another machine."""

        def write() -> None:
            paths.refuse_same_file(file, self.session.store.path)
            own_stocks.export(self.stock, file)

        if self._try(write):
            self.session.notify(_("Planche exportée : {name}").format(name=file.name), "welcome")

    def _ask_bring(self) -> None:
        start = str(self.session.settings.documents)
        name, _kind = QFileDialog.getOpenFileName(self, _("Importer une planche"), start, "JSON (*.json)")
        if name:
            self.bring(Path(name))

    def bring(self, file: Path) -> None:
        """Keep the stock of a file and show it."""
        if self._try(lambda: self._take(own_stocks.bring(file))):
            self.session.notify(_("Planche ajoutée : {name}").format(name=self.stock.name), "welcome")

    def _take(self, stock: Stock) -> None:
        self.search.clear()
        self.stock = stock
        self._list()

    def _remove(self) -> None:
        stock = self.stock
        if not self._try(partial(own_stocks.remove, stock)):
            return
        self._list()
        undo = secondary(_("Rétablir"), self._put_back)
        self.removed.show_message(_("Planche supprimée : {name}.").format(name=stock.name), "neutral", undo)

    def _put_back(self) -> None:
        self.removed.hide()

        def back() -> None:
            if found := own_stocks.put_back():
                self._take(found)

        self._try(back)

    def _try(self, action: Callable[[], object]) -> bool:
        try:
            action()
        except UserError as error:
            self.session.fail(error)
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        around = self.parentWidget()  # the page itself is never narrower than both side by side
        width = (around or self).width()
        beside, narrow = width >= theme.px(820), width < theme.px(560)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self.plan.setFixedSize(theme.px(220 if narrow else 250), theme.px(300))
        self._beside.setDirection(across if beside else down)
        self._told.setDirection(down if narrow else across)
        self.calibration.in_columns(1 if narrow else 2)
        self.side.setMinimumWidth(theme.px(280) if beside else 0)
        self.side.setMaximumWidth(theme.px(280 if self.width() < theme.px(1300) else 380) if beside else 16777215)
        self._fit_list(beside)

    def _fit_list(self, beside: bool) -> None:
        """Beside what it is about, the list ends where the window does: its last rows are seen without scrolling the page."""
        frame = self.window() if (around := self.parentWidget()) is None else around.parentWidget()
        # As if nothing scrolled sideways: the bar comes and goes while the page takes its place.
        seen = frame.maximumViewportSize() if isinstance(frame, QAbstractScrollArea) else self.size()
        foot = seen.height() - self.column.contentsMargins().bottom()
        top = self.header.sizeHint().height() + self.column.contentsMargins().top() + self.column.spacing()
        self._beside.setAlignment(self.side, Qt.AlignmentFlag.AlignTop if beside else Qt.AlignmentFlag(0))
        self.side.setMinimumHeight(max(theme.px(380), foot - top) if beside else 0)
        self.side.setMaximumHeight(self.side.minimumHeight() if beside else 16777215)


def _brief(stock: Stock) -> str:
    """The size of its labels, and how many a page holds."""
    if stock.lengths:
        return _("{height} mm de large").format(height=mm(stock.page[1]))
    size = _("{width} × {height} mm").format(width=mm(stock.label[0]), height=mm(stock.label[1]))
    return size if stock.per_page == 1 else _("{size}, {count} par page").format(size=size, count=stock.per_page)


def _facts(stock: Stock) -> list[str]:
    """What a buyer and a printer want to know."""
    page = f"{mm(stock.page[0])} × {mm(stock.page[1])} mm"
    found = [_("{kind}, page de {page}").format(kind=_(KINDS[stock.kind]), page=page)]
    if stock.lengths:
        least, most = (mm(length) for length in stock.lengths)
        found = [_("Rouleau de {width} mm, coupé de {least} à {most} mm").format(width=mm(stock.page[1]), least=least, most=most)]  # fmt: skip
    if stock.per_page > 1:
        found.append(
            _("{count} étiquettes : {columns} colonnes, {rows} rangées").format(
                count=stock.per_page, columns=stock.grid[0], rows=stock.grid[1]
            )
        )
    if stock.references:
        found.append(_("Références : {names}").format(names=", ".join(stock.references)))
    if stock.crop_marks:
        found.append(_("Des traits de coupe sont imprimés."))
    found.append(_("S'imprime des deux côtés.") if stock.duplex else _("S'imprime d'un seul côté."))
    return found
