"""Blank badges, for people nobody expects: how many, on which sheet, in what design."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ia_events import paths
from ia_events.documents import kept_designs
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import _, ngettext
from ia_events.store import Store, blanks
from ia_events.store.journal import Action
from ia_events.ui import theme
from ia_events.ui.pages.documents_jobs import Leaving, Ready, written
from ia_events.ui.pages.documents_labels import LabelField, sheets
from ia_events.ui.pages.documents_options import DocumentOptions
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, NumberField
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made

_MOST = 500
_SAMPLE = "0" * 16  # the badge of a preview: nobody has it, and no door takes it for a blank one


@dataclass(frozen=True)
class BlanksAsked:
    """So many blank badges."""

    event: Event
    branding: Branding
    stock: Stock
    design: Design
    start_at: int
    count: int

    def prepare(self, _store: Store, before: Ready | None, now: datetime, progress: Progress) -> BlanksReady:
        """Draw them as they will be, but for their codes."""
        ready = BlanksReady(self)
        sample = [Attendee(badge=_SAMPLE)] * self.count
        return written(ready, before, lambda file: self.draw(file, sample, now, AS_IT_IS, progress))

    def draw(
        self, file: BinaryIO, people: Sequence[Attendee], now: datetime, calibration: Calibration, progress: Progress
    ) -> Made:
        """Draw the badges of nobody yet."""
        from ia_events.documents.badges import write_badges

        return write_badges(
            file,
            self.event,
            people,
            self.stock,
            design=self.design,
            start_at=self.start_at,
            branding=self.branding,
            calibration=calibration,
            made_at=now,
            progress=progress,
        )


@dataclass(frozen=True)
class BlanksReady(Ready):
    """Blank badges. What is shown is a sample: each file and each print has codes of its own, remembered as issued."""

    @property
    def blanks(self) -> BlanksAsked:
        """What was wanted."""
        assert isinstance(self.asked, BlanksAsked)
        return self.asked

    @property
    def stock(self) -> Stock:
        return self.blanks.stock

    @property
    def two_sided(self) -> bool:
        return self.blanks.design.has_back_for(self.stock.label)

    def save(
        self, store: Store, out: Path, calibration: Calibration, now: datetime, progress: Progress
    ) -> Action | None:
        data = self._issued(store, calibration, now, progress)
        with paths.atomic_write(out) as target:
            target.write(data)
        return None

    def leave(self, store: Store, pages: Sequence[int], now: datetime, progress: Progress) -> Leaving:
        return Leaving(self._issued(store, AS_IT_IS, now, progress), pages)

    def _issued(self, store: Store, calibration: Calibration, now: datetime, progress: Progress) -> bytes:
        """The PDF, its codes remembered first: none leaves the program unknown to it."""
        file, nobody = BytesIO(), blanks.nobodys(self.blanks.count)
        self.blanks.draw(file, nobody, now, calibration, progress)
        blanks.record_issued(store, self.blanks.event, [one.badge for one in nobody], now)
        return file.getvalue()


class BlankOptions(DocumentOptions):
    """How many, in what design, on which labels."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.number = NumberField(10, 1, _MOST, name=_("Combien"))
        self.number.valueChanged.connect(lambda _count: self.changed.emit())
        self.design = Choice(name=_("Modèle"))
        self.design.chosen.connect(self._keep_design)
        self.labels = LabelField(session, "default_stock", _("Longueur d'un badge"))
        self.labels.changed.connect(self.changed)
        self.add_beside(_("Combien"), self.number)
        self.add_field(_("Modèle"), self.design)
        self.column.addSpacing(theme.S)
        self.column.addWidget(self.labels)
        self._designs: dict[str, Design] = {}

    def show_event(self, event: Event) -> None:
        self.labels.look()
        self._designs = {design.id: design for design in kept_designs.all_designs()}
        options: list[tuple[object, str]] = [(design.id, design.name) for design in self._designs.values()]
        self.design.set_options(options, self.session.settings.badge_design)

    def asked(self, event: Event, branding: Branding) -> BlanksAsked:
        design = self._designs[str(self.design.value)]
        if self.labels.stock.base in self.session.settings.fronts_only.split():
            design = design.fronts
        return BlanksAsked(event, branding, self.labels.stock, design, self.labels.start_at, self.number.value())

    def show_ready(self, event: Event, ready: Ready, now: datetime) -> None:
        self.labels.show_count(ready.count)

    def said(self, ready: Ready) -> str:
        assert isinstance(ready, BlanksReady)
        words = ngettext("{count} badge vierge", "{count} badges vierges", ready.count).format(count=ready.count)
        used = ready.pages // 2 if ready.two_sided else ready.pages
        return _("{badges} sur {sheets}, à 100 %.").format(badges=words, sheets=sheets(self.labels.stock, used))

    def _keep_design(self, design: object) -> None:
        self.session.change_setting("badge_design", design)
        self.changed.emit()
