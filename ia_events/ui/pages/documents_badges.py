"""What is chosen for badges: whose, on which sheet, from which label on, in what design and order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ia_events.documents import kept_designs
from ia_events.documents.branding import Branding
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock
from ia_events.domain import dates, tokens
from ia_events.domain.events import Event
from ia_events.i18n import _, ngettext
from ia_events.settings import Settings
from ia_events.store import prints
from ia_events.ui import fonts, theme
from ia_events.ui.pages.documents_badge_jobs import BadgesAsked, BadgesReady
from ia_events.ui.pages.documents_jobs import Ready
from ia_events.ui.pages.documents_labels import LabelField, sheets
from ia_events.ui.pages.documents_options import DocumentOptions, Instead
from ia_events.ui.session import Session
from ia_events.ui.widgets import Choice, ElidedLabel, icon_button, label, quiet, restyle, secondary
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.segmented import Segmented


class BadgeOptions(DocumentOptions):
    """The choices for badges."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.chosen: tuple[str, ...] = ()
        self.choices = {name: QRadioButton() for name in ("to_print", "new", "changed", "chosen", "all")}
        self._group = QButtonGroup(self)
        for made in self.choices.values():
            self._group.addButton(made)
            made.clicked.connect(lambda _down: self._choose())
        self.only, self._event_id = "to_print", session.event_id
        self.design_choice = Choice(name=_("Modèle"))
        self.design_choice.narrow()
        self.design_choice.chosen.connect(lambda design: self._keep("badge_design", design))
        self.edit_button = secondary(_("Modifier…"), self._edit_design)
        self.new_button = secondary(
            _("Nouveau modèle…"), lambda: session.open("designer", new=True, stock=self.stock.id)
        )
        self.faces = Segmented(
            [("both", _("Recto verso")), ("front", _("Recto seul"))], name=_("Faces imprimées"), fill=True
        )
        self.faces.chosen.connect(self._take_faces)
        self.sides = label("", theme.SMALL, tone="muted", wrap=True)
        self.labels = LabelField(session, "default_stock", _("Longueur d'un badge"))
        self.labels.changed.connect(self.changed)
        self.order = Choice(
            [
                ("name", _("Par nom")),
                ("employer", _("Par collectivité")),
                ("group", _("Par groupe ou salle")),
                ("added", _("Par arrivée sur la liste")),
            ],
            session.settings.badge_order,
            name=_("Ordre"),
        )
        self.order.chosen.connect(lambda order: self._keep("badge_order", order))
        self.photos = ElidedLabel("", tone="muted")
        self.pick_photos = quiet(_("Choisir…"), self._pick_photos, tip=_("Le dossier des photos"))
        self.no_photos = icon_button("x", _("Sans photos"), lambda: self._keep("photos_folder", ""))
        column = self.column
        column.addWidget(label(_("Lesquels"), weight=fonts.MEDIUM))
        radios = QVBoxLayout()
        radios.setSpacing(0)
        for made in self.choices.values():
            radios.addWidget(made)
        column.addLayout(radios)
        column.addSpacing(theme.S)
        name = label(_("Modèle"), weight=fonts.MEDIUM)
        name.setBuddy(self.design_choice)
        column.addWidget(name)
        column.addWidget(self.design_choice)
        drawing = QWidget()
        drawing.setLayout(FlowLayout(self.edit_button, self.new_button))
        column.addWidget(drawing)
        column.addWidget(self.faces)
        column.addWidget(self.sides)
        column.addSpacing(theme.S)
        column.addWidget(self.labels)
        column.addSpacing(theme.S)
        self.add_beside(_("Ordre"), self.order)
        row = QHBoxLayout()
        row.setSpacing(theme.XS)
        row.addWidget(label(_("Photos"), weight=fonts.MEDIUM))
        row.addSpacing(theme.S)
        row.addWidget(self.photos, 1)
        row.addWidget(self.pick_photos)
        row.addWidget(self.no_photos)
        column.addLayout(row)
        self._designs: dict[str, Design] = {}
        self._renewed: dict[str, str] = {}
        self._show_photos()

    def renew(self, ids: Iterable[str]) -> None:
        """Draw the badges of these people with new codes."""
        self._renewed = {id_: tokens.new_badge_id() for id_ in ids}
        self.changed.emit()

    def keep_codes(self) -> None:
        """Draw every badge with the code it has."""
        if self._renewed:
            self._renewed = {}
            self.changed.emit()

    def _edit_design(self) -> None:
        self.session.open("designer", design=self.design.id, stock=self.stock.id)

    @property
    def stock(self) -> Stock:
        """The stock chosen."""
        return self.labels.stock

    @property
    def printed_design(self) -> Design:
        """The design as it is printed: without its backs if so chosen."""
        return self.design.fronts if self.front_only else self.design

    @property
    def front_only(self) -> bool:
        """Whether the backs of badges are left out on the stock chosen."""
        return self.stock.base in self.session.settings.fronts_only.split()

    @property
    def back_has_no_place(self) -> bool:
        """Whether the backs would be printed on a stock that takes print on one side only."""
        return self.design.has_back_for(self.stock.label) and not self.stock.duplex and not self.front_only

    def leave_backs_out(self, out: bool) -> None:
        """Print on this stock the fronts only, or both sides again."""
        base = self.stock.base
        others = [name for name in self.session.settings.fronts_only.split() if name != base]
        self._keep("fronts_only", " ".join([*others, base] if out else others))
        self._show_faces()

    @property
    def design(self) -> Design:
        """The design chosen."""
        return self._designs[str(self.design_choice.value)]

    def show_event(self, event: Event) -> None:
        """Offer the designs there are now."""
        self.labels.look()
        self._designs = {design.id: design for design in kept_designs.all_designs()}
        options: list[tuple[object, str]] = [(design.id, design.name) for design in self._designs.values()]
        self.design_choice.set_options(options, self.session.settings.badge_design)

    def choose_people(self, ids: Sequence[str]) -> None:
        self.labels.offer()  # another page may have described one
        if ids:
            self.chosen, self.only = tuple(ids), "chosen"
        elif self.only == "chosen" or self.session.event_id != self._event_id:
            self.chosen, self.only = (), "to_print"
        self._event_id = self.session.event_id

    def choose(self, only: str) -> None:
        """Choose whose badges, as the user would."""
        self.only = only
        self.changed.emit()

    def asked(self, event: Event, branding: Branding) -> BadgesAsked:
        folder = self.session.settings.photos_folder
        return BadgesAsked(
            event,
            self.stock,
            self.labels.start_at,
            self.only,
            branding,
            self.printed_design,
            order=str(self.order.value),
            photos=Path(folder) if folder else None,
            chosen=self.chosen if self.only == "chosen" else (),
            renewed=tuple(self._renewed.items()),
        )

    def show_ready(self, event: Event, ready: Ready, now: datetime) -> None:
        """Say how many badges each choice would print, and how the paper is turned."""
        assert isinstance(ready, BadgesReady)
        self._show_counts(ready)
        self.labels.show_count(len(ready.people))
        self._show_faces()

    def headline(self, event: Event, ready: Ready, now: datetime) -> str:
        assert isinstance(ready, BadgesReady)
        left, printed = ready.counts.new + ready.counts.changed, ready.counts.printed
        said = []
        if left and printed:
            said.append(_("{left} à imprimer").format(left=badges(left)))
            said.append(ngettext("{count} déjà imprimé", "{count} déjà imprimés", printed).format(count=printed))
        elif left:
            said.append(_("{left} à imprimer").format(left=badges(left)))
        elif printed:
            said.append(_("Tous les badges sont imprimés et à jour"))
        else:
            return _("Personne n'est inscrit pour l'instant.")
        if ready.last:
            when = dates.moment(event.local(ready.last.at), event.local(now))
            said.append(_("dernière impression {when}").format(when=when))
        return ", ".join(said) + "."

    def said(self, ready: Ready) -> str:
        assert isinstance(ready, BadgesReady)
        used = sheets(self.stock, ready.sheets)
        return _("{badges} sur {sheets}, à 100 %.").format(badges=badges(len(ready.people)), sheets=used)

    def instead(self, event: Event, ready: Ready) -> Instead | None:
        assert isinstance(ready, BadgesReady)
        if ready.people:
            return None
        if printed := ready.counts.printed:
            again = _("Réimprimer les {badges}").format(badges=badges(printed))
            return Instead(
                "check-circle",
                _("Tous les badges sont imprimés"),
                _("Rien n'a changé depuis."),
                again,
                lambda: self.choose("all"),
                also=(_("Voir le modèle"), lambda: self._show_one(event)),
            )
        return Instead(
            "printer",
            _("Aucun badge à imprimer"),
            _("Personne n'est inscrit : la liste d'attente et les désistements n'ont pas de badge."),
            _("Voir les participants"),
            lambda: self.session.open("participants"),
        )

    def _show_one(self, event: Event) -> None:
        """Show the first badge of the list: nothing is printed by that."""
        if everybody := prints.badges(self.session.store, event.id):
            self.choose_people([everybody[0].id])
            self.changed.emit()

    def _take_faces(self, faces: object) -> None:
        self.leave_backs_out(faces == "front")

    def _show_faces(self) -> None:
        """What becomes of the backs of a design that has some."""
        shown = self.design.has_back_for(self.stock.label)
        self.faces.setVisible(shown)
        self.sides.setVisible(shown)
        if not shown:
            return
        self.faces.set_value("front" if self.front_only else "both")
        lies = self.stock.page[0] > self.stock.page[1]
        if self.front_only:
            said = _("Le verso de ce modèle n'est pas imprimé sur cette planche.")
        elif not self.stock.duplex:
            said = _("Cette planche ne s'imprime que d'un côté : choisissez « Recto seul », ou une autre planche.")
        elif lies:
            said = _("Retournement sur le petit côté.")
        else:
            said = _("Retournement sur le grand côté.")
        self.sides.setText(said)
        restyle(self.sides, tone="attention" if self.back_has_no_place else "muted")

    def _show_counts(self, ready: BadgesReady) -> None:
        counts, chosen = ready.counts, len(self.chosen)
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
        both = bool(new and changed)
        useful = {"to_print": True, "new": both, "changed": both, "chosen": bool(chosen), "all": True}
        for name, made in self.choices.items():
            made.setText(words[name].format(count=numbers[name]))
            made.setChecked(name == self.only)
            made.setVisible(useful[name] or self.only == name)

    def _choose(self) -> None:
        self.choose(next(name for name, made in self.choices.items() if made.isChecked()))

    def _keep(self, setting: str, value: object) -> None:
        self.session.change_setting(setting, value)
        self._show_photos()
        self.changed.emit()

    def _pick_photos(self) -> None:
        if folder := self.ask_folder(self.session.settings.photos_folder or str(self.session.settings.documents)):
            self._keep("photos_folder", folder)

    def ask_folder(self, start: str) -> str:
        """Which folder; empty for none."""
        return QFileDialog.getExistingDirectory(self, _("Dossier des photos"), start)

    def _show_photos(self) -> None:
        folder = self.session.settings.photos_folder
        self.photos.setText(Path(folder).name if folder else _("aucune"))
        self.no_photos.setVisible(bool(folder))


def chosen_design(settings: Settings, stock: Stock) -> Design:
    """The design of the settings as it is printed on a stock; the first of the program's when it is no more."""
    found = kept_designs.all_designs()
    design = next((design for design in found if design.id == settings.badge_design), found[0])
    return design.fronts if stock.base in settings.fronts_only.split() else design


def badges(count: int) -> str:
    """« 12 badges »."""
    return ngettext("{count} badge", "{count} badges", count).format(count=count)
