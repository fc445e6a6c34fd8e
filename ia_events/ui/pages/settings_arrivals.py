"""Whether the door prints badges as people arrive, and with what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from ia_events.documents import kept_designs
from ia_events.documents.stocks import for_badges
from ia_events.i18n import _
from ia_events.ui.session import Session
from ia_events.ui.widgets import Card, Choice
from ia_events.ui.widgets.stock_choice import StockChoice


class ArrivalPrinting(Card):
    """When, on which printer, which label, in which design; `row` sets a control beside its setting's name."""

    def __init__(self, session: Session, row: Callable[[str, QWidget], QWidget]) -> None:
        super().__init__(title=_("Badges à l'arrivée"))
        self.session = session
        self.when: Choice = Choice(
            [
                ("never", _("Jamais")),
                ("walk_ins", _("Inscriptions sur place seulement")),
                ("all", _("Toutes les arrivées")),
            ],
            session.settings.print_on_arrival,
        )
        self.printer, self.stock, self.design = Choice(), StockChoice(), Choice()
        self.rows = {
            key: row(key, control)
            for key, control in (
                ("arrival_printer", self.printer),
                ("arrival_stock", self.stock),
                ("arrival_design", self.design),
            )
        }
        self.add(row("print_on_arrival", self.when))
        self.when.chosen.connect(self._keep_when)
        for key, holder in self.rows.items():
            self.add(holder)
            choice = {"arrival_printer": self.printer, "arrival_stock": self.stock, "arrival_design": self.design}[key]
            choice.chosen.connect(lambda value, key=key: session.change_setting(key, value))
        self._offer()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer()  # a printer may have been switched on, a stock described

    def _keep_when(self, when: object) -> None:
        self.session.change_setting("print_on_arrival", when)
        self._offer()

    def _offer(self) -> None:
        settings = self.session.settings
        wanted = settings.print_on_arrival != "never"
        for holder in self.rows.values():
            holder.setVisible(wanted)
        if not wanted:
            return  # the printers are not asked for nothing
        from ia_events.ui import printing  # loads Qt's PDF, which a door does without

        names = printing.printer_names()
        printers: list[tuple[object, str]] = [("", _("Aucune : à écrire à la main")), *((name, name) for name in names)]
        if settings.arrival_printer and settings.arrival_printer not in names:
            printers.append((settings.arrival_printer, _("{name} (absente)").format(name=settings.arrival_printer)))
        self.printer.set_options(printers, settings.arrival_printer)
        self.stock.offer([stock for stock in for_badges() if stock.per_page == 1], settings.arrival_stock)
        designs: list[tuple[object, str]] = [("", _("Celui des badges"))]
        designs += [(design.id, design.name) for design in kept_designs.all_designs()]
        self.design.set_options(designs, settings.arrival_design)
