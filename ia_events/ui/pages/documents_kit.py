"""The rescue kit: how it is made, what is chosen for it, and what paper to have ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout

from ia_events.documents.branding import Branding
from ia_events.documents.calibration import Calibration
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock
from ia_events.domain.events import Event
from ia_events.i18n import _, ngettext
from ia_events.store import Store, prints, registrations
from ia_events.store.journal import Action
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_badges import chosen_design
from ia_events.ui.pages.documents_jobs import Leaving, Ready, written
from ia_events.ui.pages.documents_labels import LabelField, pages
from ia_events.ui.pages.documents_options import DocumentOptions, clear
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, NumberField, label
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made
    from ia_events.documents.rescue_kit import Kit


@dataclass(frozen=True)
class KitAsked:
    """A rescue kit wanted. `badges` is all, to_print or none."""

    event: Event
    branding: Branding
    badges: str
    stock: Stock
    design: Design
    blank_rows: int
    forms: int

    def prepare(self, store: Store, before: Ready | None, now: datetime, progress: Progress) -> KitReady:
        """Make the kit."""
        from ia_events.documents.pdf import Made
        from ia_events.documents.rescue_kit import make_rescue_kit

        event_id = self.event.id
        people = tuple(registrations.all_of(store, event_id))
        badges = [] if self.badges == "none" else prints.badges(store, event_id, self.badges)
        admitted = prints.admitted(store, event_id)
        basis = tuple(person.id for person in badges), admitted
        ready = KitReady(self, people, basis, admitted=admitted)
        kit = before.kit if isinstance(before, KitReady) else None

        def write(file: BytesIO) -> Made:
            nonlocal kit
            kit = make_rescue_kit(
                self.event,
                people,
                badges=badges,
                stock=self.stock,
                design=self.design,
                blank_rows=self.blank_rows,
                forms=self.forms,
                admitted=admitted,
                branding=self.branding,
                made_at=now,
                progress=progress,
            )
            file.write(kit.whole)
            return Made(kit.pages, len(kit.pieces), kit.notices)

        return replace(written(ready, before, write), kit=kit)


@dataclass(frozen=True)
class KitReady(Ready):
    """A kit."""

    kit: Kit | None = None
    admitted: prints.Admitted = field(default_factory=dict)

    @property
    def badges_two_sided(self) -> bool:
        """Whether the sheets of badges are printed on both sides; the rest is not."""
        asked = self.asked
        assert isinstance(asked, KitAsked)
        return asked.design.has_back_for(asked.stock.label)

    def save(
        self, store: Store, out: Path, calibration: Calibration, now: datetime, progress: Progress
    ) -> Action | None:
        from ia_events.documents.rescue_kit import write_kit

        assert self.kit is not None
        self._keep(store, now)
        write_kit(out, self.kit)
        return None

    def leave(self, store: Store, pages: Sequence[int], now: datetime, progress: Progress) -> Leaving:
        self._keep(store, now)
        return super().leave(store, pages, now, progress)

    def _keep(self, store: Store, now: datetime) -> None:
        """No page of a sign-in sheet leaves the program unknown to it."""
        assert self.kit is not None
        prints.keep_pages(store, self.asked.event, self.people, self.kit.kept, now, admitted=self.admitted)


class KitOptions(DocumentOptions):
    """What is in the kit."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.badges = Choice(
            [
                ("all", _("Tous les badges")),
                ("to_print", _("Les badges à imprimer")),
                ("none", _("Sans badges")),
            ],
            name=_("Badges"),
        )
        self.labels = LabelField(session, "default_stock", _("Longueur d'un badge"), begun=False)
        self.forms = NumberField(12, 0, 600, name=_("Fiches d'inscription"))
        self.rows = NumberField(6, 0, 240, name=_("Lignes vides par feuille"))
        self._contents = QGridLayout()
        self._contents.setHorizontalSpacing(theme.S)
        self._contents.setVerticalSpacing(theme.XS)
        self._contents.setColumnStretch(0, 1)
        self.paper = label("", weight=fonts.MEDIUM, wrap=True)
        self.add_field(_("Badges"), self.badges, _("Ils ne comptent pas comme imprimés."))
        self.column.addWidget(self.labels)
        self.add_beside(_("Fiches d'inscription"), self.forms)
        self.add_beside(_("Lignes vides par feuille"), self.rows)
        self.column.addSpacing(theme.S)
        self.column.addWidget(label(_("Dans le kit"), weight=fonts.MEDIUM))
        self.column.addLayout(self._contents)
        self.column.addSpacing(theme.S)
        self.column.addWidget(label(_("Papier à prévoir"), weight=fonts.MEDIUM))
        self.column.addWidget(self.paper)
        self.badges.chosen.connect(lambda _which: self._switched())
        self.labels.changed.connect(self.changed)
        for number in (self.forms, self.rows):
            number.valueChanged.connect(lambda _count: self.changed.emit())

    def choose_people(self, ids: Sequence[str]) -> None:
        self.labels.offer()

    def asked(self, event: Event, branding: Branding) -> KitAsked:
        return KitAsked(
            event,
            branding,
            str(self.badges.value),
            self.labels.stock,
            chosen_design(self.session.settings, self.labels.stock),
            self.rows.value(),
            self.forms.value(),
        )

    def show_ready(self, event: Event, ready: Ready, now: datetime) -> None:
        """Say what is in it, and how much of which paper it takes."""
        assert isinstance(ready, KitReady)
        clear(self._contents)
        if not ready.data or ready.kit is None:
            self.paper.setText("")
            return
        sheets: dict[str, int] = {}
        for row, piece in enumerate(ready.kit.pieces):
            self._contents.addWidget(label(piece.label, tone="muted", wrap=True), row, 0)
            self._contents.addWidget(label(pages(piece.pages), tone="muted"), row, 1)
            both_sides = ready.basis and piece is ready.kit.pieces[-1] and ready.badges_two_sided
            sheets[piece.stock] = sheets.get(piece.stock, 0) + (piece.pages // 2 if both_sides else piece.pages)
        first = ready.kit.pieces[0].stock
        sheets[first] += 1  # the cover
        said = [
            ngettext("{count} feuille : {paper}", "{count} feuilles : {paper}", count).format(count=count, paper=paper)
            for paper, count in sheets.items()
        ]
        if ready.basis and ready.badges_two_sided and not self.labels.stock.duplex:
            said.append(
                _("Les badges ont un verso et leur planche ne s'imprime que d'un côté : choisissez « Recto seul » avec les badges.")
            )  # fmt: skip
        self.paper.setText("\n".join(said))

    def said(self, ready: Ready) -> str:
        papers = ngettext("{count} papier", "{count} papiers", ready.count).format(count=ready.count)
        return _("{papers} sur {pages}.").format(papers=papers, pages=pages(ready.pages))

    def _switched(self) -> None:
        self.labels.setVisible(self.badges.value != "none")
        self.changed.emit()
