"""Table tents, labels and signs: how each is made, and what is chosen for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ia_events import paths
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import Calibration
from ia_events.documents.stocks import Stock
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.i18n import N_, _, ngettext
from ia_events.store import Store
from ia_events.store.journal import Action
from ia_events.ui import theme
from ia_events.ui.pages.documents_jobs import Paper, Ready, written
from ia_events.ui.pages.documents_labels import LabelField, pages, sheets
from ia_events.ui.pages.documents_options import DocumentOptions, Instead, WhoChoice
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, Field
from ia_events.ui.widgets.segmented import Segmented
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made

# --- table tents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tents(Paper):
    """Table tents of a size."""

    size: str

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        from ia_events.documents.table_tents import write_table_tents

        return write_table_tents(
            file, self.event, people, size=self.size, branding=self.branding, made_at=now, progress=progress
        )


class TentOptions(DocumentOptions):
    """Whose tents, and how large."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.who = WhoChoice((Role.SPEAKER.value, Role.DIGNITARY.value))
        self.paper = Segmented([("a4", _("A4")), ("a5", _("A5"))], name=_("Format"), fill=True)
        self.who.chosen.connect(lambda _who: self.changed.emit())
        self.paper.chosen.connect(lambda _size: self.changed.emit())
        self.add_field(_("Pour qui"), self.who)
        self.add_field(
            _("Feuille avant pliage"),
            self.paper,
            _("En A5, deux par feuille A4, à couper. Pliez au repère, trait en haut."),
        )

    def choose_people(self, ids: Sequence[str]) -> None:
        self.who.choose_people(ids)

    def asked(self, event: Event, branding: Branding) -> Tents:
        return Tents(event, branding, self.who.who, self.paper.value)

    def instead(self, event: Event, ready: Ready) -> Instead | None:
        return self.who.instead(self.session, ready)

    def said(self, ready: Ready) -> str:
        tents = ngettext("{count} chevalet", "{count} chevalets", ready.count).format(count=ready.count)
        return _("{tents} sur {pages}.").format(tents=tents, pages=pages(ready.pages))


# --- labels ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Labels(Paper):
    """Labels with names and employers."""

    stock: Stock
    start_at: int
    department: bool
    address: bool

    def prepare(self, store: Store, before: Ready | None, now: datetime, progress: Progress) -> LabelsReady:
        people = self.who.of(store, self.event.id) if self.who else ()
        return written(LabelsReady(self, people), before, lambda file: self.write(file, people, now, progress))

    def write(
        self,
        file: BytesIO,
        people: Sequence[Attendee],
        now: datetime,
        progress: Progress,
        calibration: Calibration = Calibration(),  # noqa: B008  frozen
    ) -> Made:
        from ia_events.documents.labels import write_labels

        return write_labels(
            file,
            self.event,
            people,
            stock=self.stock,
            start_at=self.start_at,
            department=self.department,
            address=self.address,
            branding=self.branding,
            calibration=calibration,
            made_at=now,
            progress=progress,
        )


@dataclass(frozen=True)
class LabelsReady(Ready):
    """Labels, on a stock whose printers are corrected."""

    @property
    def labels(self) -> Labels:
        """What was wanted."""
        assert isinstance(self.asked, Labels)
        return self.asked

    @property
    def stock(self) -> Stock:
        return self.labels.stock

    @property
    def next_label(self) -> int:
        """The first free label of the last sheet; 1 when it is full."""
        return (self.labels.start_at - 1 + self.count) % self.stock.per_page + 1

    def save(
        self, store: Store, out: Path, calibration: Calibration, now: datetime, progress: Progress
    ) -> Action | None:
        if calibration.neutral:
            return super().save(store, out, calibration, now, progress)
        file = BytesIO()
        self.labels.write(file, self.people, now, progress, calibration)
        with paths.atomic_write(out) as target:
            target.write(file.getvalue())
        return None


class LabelOptions(DocumentOptions):
    """Whose labels, on which sheet, with what."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.who = WhoChoice()
        self.kind = Segmented([("name", _("Nom")), ("address", _("Adresse postale"))], name=_("Étiquettes"), fill=True)
        self.department = QCheckBox(_("Avec le service"))
        self.labels = LabelField(session, "label_stock", _("Longueur d'une étiquette"))
        self.who.chosen.connect(lambda _who: self.changed.emit())
        self.kind.chosen.connect(lambda _kind: self.changed.emit())
        self.department.toggled.connect(lambda _on: self.changed.emit())
        self.labels.changed.connect(self.changed)
        self.column.addWidget(self.kind)
        self.column.addSpacing(theme.S)
        self.add_field(_("Pour qui"), self.who)
        self.column.addWidget(self.department)
        self.column.addSpacing(theme.S)
        self.column.addWidget(self.labels)

    @property
    def stock(self) -> Stock:
        """The stock chosen."""
        return self.labels.stock

    def choose_people(self, ids: Sequence[str]) -> None:
        self.labels.offer()
        self.who.choose_people(ids)

    def show_event(self, event: Event) -> None:
        self.labels.look()  # the sheet may be that of badges

    def asked(self, event: Event, branding: Branding) -> Labels:
        labels = self.labels
        return Labels(
            event, branding, self.who.who, labels.stock, labels.start_at, self.department.isChecked(),
            self.kind.value == "address",
        )  # fmt: skip

    def show_ready(self, event: Event, ready: Ready, now: datetime) -> None:
        self.labels.show_count(ready.count)

    def instead(self, event: Event, ready: Ready) -> Instead | None:
        return self.who.instead(self.session, ready)

    def said(self, ready: Ready) -> str:
        labels = ngettext("{count} étiquette", "{count} étiquettes", ready.count).format(count=ready.count)
        return _("{labels} sur {sheets}.").format(labels=labels, sheets=sheets(self.labels.stock, ready.pages))


# --- signs -----------------------------------------------------------------------------------------------------------

_ARROWS = (
    ("", N_("Sans flèche")),
    ("right", N_("→ À droite")),
    ("left", N_("← À gauche")),
    ("up", N_("↑ Tout droit")),
    ("up-right", N_("↗ En haut à droite")),
    ("up-left", N_("↖ En haut à gauche")),
    ("down", N_("↓ Vers le bas")),
    ("down-right", N_("↘ En bas à droite")),
    ("down-left", N_("↙ En bas à gauche")),
)


@dataclass(frozen=True)
class Signs(Paper):
    """The usual signs, or one of one's own when `own` is given: words, arrow, lines under the words, link."""

    own: tuple[str, str, str, str] | None
    size: str
    landscape: bool

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        from ia_events.documents.signs import Sign, write_signs

        return write_signs(
            file,
            self.event,
            people,
            signs=[Sign(*self.own)] if self.own else (),
            size=self.size,
            landscape=self.landscape,
            branding=self.branding,
            made_at=now,
            progress=progress,
        )


class SignOptions(DocumentOptions):
    """The usual signs or one's own, and the paper."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.which = Segmented(
            [("usual", _("Les usuels")), ("own", _("Un autre"))], name=_("Quels panneaux"), fill=True
        )
        self.text = QLineEdit()
        self.text.setPlaceholderText(_("Accueil"))
        self.arrow = Choice([(value, _(words)) for value, words in _ARROWS])
        self.below = QPlainTextEdit()
        self.below.setTabChangesFocus(True)
        theme.scaled(self.below.setFixedHeight, 64)
        self.link = QLineEdit()
        self.link.setPlaceholderText("https://")
        self.paper = Segmented([("a4", _("A4")), ("a3", _("A3"))], name=_("Papier"), fill=True)
        self.lies = Segmented(
            [("landscape", _("Paysage")), ("portrait", _("Portrait"))], name=_("Orientation"), fill=True
        )
        self.column.addWidget(self.which)
        self._own = QWidget()
        own = QVBoxLayout(self._own)
        own.setContentsMargins(0, theme.S, 0, 0)
        own.setSpacing(theme.M)
        own.addWidget(Field(_("Texte"), self.text))
        own.addWidget(Field(_("Flèche"), self.arrow))
        own.addWidget(Field(_("Lignes dessous"), self.below))
        own.addWidget(Field(_("Lien"), self.link, _("Montré en code QR.")))
        self.column.addWidget(self._own)
        self.column.addSpacing(theme.S)
        self.add_field(_("Papier"), self.paper)
        self.column.addWidget(self.lies)
        self._own.hide()
        self.which.chosen.connect(lambda _which: self._switched())
        self.arrow.chosen.connect(lambda _arrow: self.changed.emit())
        for line in (self.text, self.link):
            line.textEdited.connect(lambda _text: self.changed.emit())
        self.below.textChanged.connect(self.changed)
        for choice in (self.paper, self.lies):
            choice.chosen.connect(lambda _value: self.changed.emit())

    def asked(self, event: Event, branding: Branding) -> Signs:
        own = None
        if self.which.value == "own":
            own = (
                self.text.text().strip(),
                str(self.arrow.value),
                self.below.toPlainText().strip(),
                self.link.text().strip(),
            )
        return Signs(event, branding, None, own, self.paper.value, self.lies.value == "landscape")

    def said(self, ready: Ready) -> str:
        return ngettext("{count} panneau.", "{count} panneaux.", ready.count).format(count=ready.count)

    def _switched(self) -> None:
        self._own.setVisible(self.which.value == "own")
        self.changed.emit()
