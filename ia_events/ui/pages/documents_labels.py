"""On which labels: the sheet or the roll, how long a piece, which label is the first free one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ia_events.documents.stocks import Kind, Stock, for_badges, stock_or_default
from ia_events.i18n import _, ngettext
from ia_events.store import prints
from ia_events.ui import fonts, theme
from ia_events.ui.session import Session
from ia_events.ui.widgets import NumberField, label, quiet, secondary
from ia_events.ui.widgets.lengths import DecimalField
from ia_events.ui.widgets.stock_choice import StockChoice
from ia_events.ui.widgets.stock_drawing import StockDrawing

_MOST_PRINTS = 10  # that are remembered of a sheet, to go back from


class _Print(NamedTuple):
    """A print of badges: of which event, recorded when, and which label was the first free one before."""

    event_id: str
    at: datetime
    before: int


class LabelField(QWidget):
    """A stock, kept in the setting `key`, and where to begin on it: a half-used sheet is the same for every document."""

    changed = Signal()

    def __init__(self, session: Session, key: str, length_name: str, *, begun: bool = True) -> None:
        """`begun`: a sheet that is half used can be gone on with."""
        super().__init__()
        self._session, self._key = session, key
        self.choice = StockChoice(name=_("Planche"))
        self.choice.narrow()
        self.choice.chosen.connect(lambda _stock: self._restock())
        self.length = DecimalField(live=True, name=length_name)
        self.length.valueChanged.connect(self._cut)
        self._length_name = label(length_name)
        self._length_name.setBuddy(self.length)
        self._stocks: dict[str, Stock] = {}
        self.drawing = StockDrawing()
        self.drawing.chosen.connect(self._start_at)
        self.start = NumberField(1, 1, 99, name=_("Première étiquette"))
        theme.scaled(self.start.setMinimumWidth, 68)  # two digits; Qt would keep room for more
        self.start.valueChanged.connect(self._start_at)
        self.fresh = secondary(_("Planche neuve"), lambda: self._start_at(1))
        self._out_of = label("", tone="muted")
        self.state = label("", theme.SMALL, tone="muted", wrap=True)
        self.stocks_button = quiet(_("Imprimantes et planches…"), lambda: session.open("stocks", stock=self.stock.base))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        name = label(_("Planche"), weight=fonts.MEDIUM)
        name.setBuddy(self.choice)
        head = QHBoxLayout()
        head.addWidget(name)
        head.addStretch(1)
        head.addWidget(self.stocks_button)
        column.addLayout(head)
        column.addWidget(self.choice)
        column.addWidget(self._length_name)
        column.addWidget(self.length)
        column.addSpacing(theme.XS)
        row = QHBoxLayout()
        row.setSpacing(theme.M)
        row.addWidget(self.drawing, 0, Qt.AlignmentFlag.AlignTop)
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
        side.addWidget(self.state)
        side.addWidget(self.fresh, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        row.addLayout(side, 1)
        begin = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        begin.setLayout(row)
        column.addWidget(begin)
        begin.setVisible(begun)
        self._count = 0
        self._first: tuple[object, int] = (None, 1)  # for what the first label was worked out, and which it is
        self._stock = stock_or_default(self._kept())
        self.offer()

    @property
    def stock(self) -> Stock:
        """The stock chosen; a roll is cut at the length chosen."""
        return self._stock

    @property
    def start_at(self) -> int:
        """The first label to print on; only a sheet of labels can be half used."""
        if not self._can_be_begun:
            return 1
        # Asked for at each drawing: the store is looked at once for all until something is recorded.
        known = (self._session.records, self.stock.id, self._session.settings.started_sheets)
        if self._first[0] != known:
            number, done = self._begun()
            for one in reversed(done):
                if not prints.undone(self._session.store, one.event_id, one.at):
                    break
                number = one.before
            self._first = known, min(number, self.stock.per_page)
        return self._first[1]

    def offer(self) -> None:
        """Offer the stocks there are now, those used last first; the one of the settings is chosen."""
        recent = self._session.settings.recent_stocks.split()
        found = list(for_badges())
        found.sort(key=lambda stock: recent.index(stock.id) if stock.id in recent else len(recent))
        self._stocks = {stock.id: stock for stock in found}
        wanted = stock_or_default(self._kept())
        self._stock = wanted if wanted.base in self._stocks else found[0]
        self.choice.offer(found, self._stock.base)
        self._show_length()
        self._show_start()

    def show_count(self, count: int) -> None:
        """Show how many labels are printed."""
        self._count = count
        self._show_start()

    def used(self, next_label: int, event_id: str = "", at: datetime | None = None) -> None:
        """The sheet is begun now: its first free label is that one, until the print of badges recorded at that moment
        is taken back.
        """
        if self._can_be_begun:
            done: list[_Print] = []
            if at is not None:
                done = [*self._begun()[1], _Print(event_id, at, self.start_at)][-_MOST_PRINTS:]
            self._keep_start(next_label, done)
            self._show_start()

    def look(self) -> None:
        """A print may have been taken back, or done again."""
        if self.start.value() != self.start_at:
            self._show_start()

    @property
    def _can_be_begun(self) -> bool:
        return self.stock.kind == Kind.SHEET and self.stock.per_page > 1

    def _kept(self) -> str:
        settings = self._session.settings
        return str(getattr(settings, self._key)) or settings.default_stock

    def _all_begun(self) -> dict[str, Any]:
        """The half-used sheets; none when what was kept makes no sense."""
        try:
            found = json.loads(self._session.settings.started_sheets or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _begun(self) -> tuple[int, list[_Print]]:
        """The first free label of the stock chosen, and the prints that made it so, the last one last."""
        match self._all_begun().get(self.stock.id):
            case int(number) if number > 0:
                return number, []
            case [int(number), *said] if number > 0:
                try:
                    return number, [_Print(str(event), datetime.fromisoformat(at), int(n)) for event, at, n in said]
                except (TypeError, ValueError):
                    return number, []
        return 1, []

    def _keep_start(self, number: int, done: Sequence[_Print] = ()) -> None:
        kept = [number, *((one.event_id, one.at.isoformat(), one.before) for one in done)] if done else number
        self._session.change_setting("started_sheets", json.dumps({**self._all_begun(), self.stock.id: kept}))

    def _restock(self) -> None:
        chosen = self._stocks[str(self.choice.value)]
        self._take(chosen.cut(chosen.page[0]) if chosen.lengths else chosen)
        self._show_length()

    def _cut(self, length: float) -> None:
        self._take(self._stock.cut(length))

    def _take(self, stock: Stock) -> None:
        self._stock = stock
        self._session.change_setting(self._key, stock.id)
        recent = [name for name in self._session.settings.recent_stocks.split() if name != stock.base]
        self._session.change_setting("recent_stocks", " ".join([stock.base, *recent][:5]))
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
            self.length.put(stock.page[0])

    def _start_at(self, number: int) -> None:
        if number != self.start_at:
            self._keep_start(number)
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
            said = _("Rouleau : coupé après chaque étiquette.")
        elif stock.kind == Kind.SINGLE:
            said = _("Les étiquettes viennent une par une.")
        elif stock.crop_marks:
            said = _("Papier ordinaire, à couper aux traits.")
        elif start > 1:
            said = ngettext("{count} étiquette déjà utilisée.", "{count} étiquettes déjà utilisées.", start - 1)
            said = said.format(count=start - 1)
        else:
            said = _("Planche neuve. Cliquez sur une étiquette pour finir une planche entamée.")
        self.state.setText(said)
        self.fresh.setVisible(start > 1)
        self.drawing.show_sheet(stock, start, self._count)


def sheets(stock: Stock, count: int) -> str:
    """« 3 planches », or what goes through the printer when it is no sheet of labels."""
    if stock.kind == Kind.PLAIN:
        return ngettext("{count} feuille", "{count} feuilles", count).format(count=count)
    if stock.kind == Kind.SHEET:
        return ngettext("{count} planche", "{count} planches", count).format(count=count)
    return ngettext("{count} étiquette", "{count} étiquettes", count).format(count=count)


def pages(count: int) -> str:
    """« 3 pages »."""
    return ngettext("{count} page", "{count} pages", count).format(count=count)


def people(count: int) -> str:
    """« 12 personnes »."""
    return ngettext("{count} personne", "{count} personnes", count).format(count=count)
