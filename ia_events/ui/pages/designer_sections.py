"""The properties of each kind of element. Each section's `changed(element, words of the step, key)` comes from the user only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from ia_events.documents import badge_photos
from ia_events.documents.designs import LOGO, PHOTO, Code, Element, Picture, RoleBand, Shape, Text
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.ui import theme
from ia_events.ui.pages.designer_fields import ColourField, WordsField
from ia_events.ui.pages.designer_lines import LinesEditor
from ia_events.ui.pages.designer_words import SHAPE_WORDS
from ia_events.ui.widgets import Choice, label, secondary
from ia_events.ui.widgets.lengths import DecimalField

_ALIGN = {"left": N_("À gauche"), "centre": N_("Au centre"), "right": N_("À droite")}
_VERTICAL = {"top": N_("En haut"), "middle": N_("Au milieu"), "bottom": N_("En bas")}
_ANCHORS = {
    "nw": N_("En haut à gauche"), "n": N_("En haut"), "ne": N_("En haut à droite"),
    "w": N_("À gauche"), "c": N_("Au centre"), "e": N_("À droite"),
    "sw": N_("En bas à gauche"), "s": N_("En bas"), "se": N_("En bas à droite"),
}  # fmt: skip
_OWN, _BADGE, _LINK = "own", "{badge}", "link"
IMAGES = "PNG, JPEG (*.png *.jpg *.jpeg *.webp)"


class Section(QWidget):
    """Fields one below the other."""

    changed = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.S)

    def row(self, words: str, field: QWidget) -> QWidget:
        """A field below its name."""
        name = label(words, theme.SMALL, tone="muted")
        name.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(name)
        column.addWidget(field)
        self.column.addWidget(holder)
        return holder


def _choice(words: dict[str, str], name: str) -> Choice:
    return Choice([(key, _(said)) for key, said in words.items()], name=name)


class TextSection(Section):
    """The lines of a text and where they stand in its box."""

    def __init__(self, sample: Callable[[str], str], accent: str) -> None:
        super().__init__()
        self._part: Text | None = None
        self.lines = LinesEditor(sample, accent)
        self.lines.changed.connect(lambda lines, words, key: self._set(words, key, lines=lines))
        self.align, self.vertical = _choice(_ALIGN, _("Alignement")), _choice(_VERTICAL, _("Hauteur dans le cadre"))
        self.align.chosen.connect(lambda value: self._set(_("Alignement du texte"), "", align=value))
        self.vertical.chosen.connect(lambda value: self._set(_("Hauteur dans le cadre"), "", vertical=value))
        self.column.addWidget(self.lines)
        self.row(_("Alignement"), self.align)
        self.row(_("Hauteur dans le cadre"), self.vertical)

    def put(self, part: Text, *, fresh: bool) -> None:
        """Show a text."""
        self._part = part
        self.lines.put(part.lines, fresh=fresh)
        self.align.set_value(part.align)
        self.vertical.set_value(part.vertical)

    def _set(self, words: str, key: str, **values: Any) -> None:
        if self._part is not None:
            self._part = replace(self._part, **values)
            self.changed.emit(self._part, words, key)


class ShapeSection(Section):
    """A shape's kind, colours, line and corners."""

    def __init__(self, accent: str) -> None:
        super().__init__()
        self._part: Shape | None = None
        self.shape = _choice(SHAPE_WORDS, _("Forme"))
        self.fill = ColourField(_("Fond"), accent, none=True, role=False)
        self.stroke = ColourField(_("Trait"), accent, none=True, role=False)
        self.thickness = DecimalField(0.05, 20, step=0.1, name=_("Épaisseur du trait"))
        self.radius = DecimalField(0, 100, step=0.5, name=_("Arrondi"))
        self.shape.chosen.connect(lambda value: self._set(_("Forme"), shape=value))
        self.fill.chosen.connect(lambda value: self._set(_("Couleur du fond"), fill=value))
        self.stroke.chosen.connect(lambda value: self._set(_("Couleur du trait"), stroke=value))
        self.thickness.entered.connect(lambda value: self._set(_("Épaisseur du trait"), thickness=value))
        self.radius.entered.connect(lambda value: self._set(_("Arrondi"), radius=value))
        self.row(_("Forme"), self.shape)
        self._fill_row = self.row(_("Fond"), self.fill)
        self.row(_("Trait"), self.stroke)
        self.row(_("Épaisseur du trait"), self.thickness)
        self._radius_row = self.row(_("Arrondi"), self.radius)

    def put(self, part: Shape, *, fresh: bool) -> None:
        """Show a shape."""
        self._part = part
        self.shape.set_value(part.shape)
        self.fill.put(part.fill)
        self.stroke.put(part.stroke)
        self.thickness.put(part.thickness)
        self.radius.put(part.radius)
        self._fill_row.setVisible(part.shape != "line")
        self._radius_row.setVisible(part.shape == "rectangle")

    def _set(self, words: str, **values: Any) -> None:
        if self._part is not None:
            made = replace(self._part, **values)
            if made.shape != "line" and min(made.box.width, made.box.height) < 1:
                made = replace(
                    made, box=made.box._replace(width=max(1, made.box.width), height=max(1, made.box.height))
                )
            self._part = made
            self.changed.emit(made, words, f"shape-{'-'.join(values)}")


class PictureSection(Section):
    """Which picture, and where it stands in its box. `failed(sentence)`: an image could not be taken."""

    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._part: Picture | None = None
        self.source = Choice(
            [(LOGO, _("Logo de l'organisation")), (PHOTO, _("Photo de la personne")), (_OWN, _("Image choisie…"))],
            name=_("Image"),
        )
        self.source.chosen.connect(self._take)
        self.other = secondary(_("Changer l'image…"), self._choose)
        self.anchor = _choice(_ANCHORS, _("Place dans le cadre"))
        self.anchor.chosen.connect(lambda value: self._set(_("Place dans le cadre"), anchor=value))
        self.note = label("", theme.SMALL, tone="muted", wrap=True)
        self.row(_("Image"), self.source)
        self.column.addWidget(self.other)
        self.column.addWidget(self.note)
        self.row(_("Place dans le cadre"), self.anchor)

    def put(self, part: Picture, *, fresh: bool) -> None:
        """Show a picture."""
        self._part = part
        own = part.source not in (LOGO, PHOTO)
        self.source.set_value(_OWN if own else part.source)
        self.other.setVisible(own)
        self.anchor.set_value(part.anchor)
        notes = {
            LOGO: _("Celui des réglages ; rien tant qu'il n'y en a pas."),
            PHOTO: _(
                "Prise dans le dossier de photos choisi avec les badges ; rien pour qui n'en a pas : la silhouette montrée ici n'est pas imprimée."
            ),
        }
        self.note.setText(notes.get(part.source, _("Gardée dans le modèle.")))

    def ask_file(self) -> Path | None:
        """An image file; None: none."""
        name, _filter = QFileDialog.getOpenFileName(self, _("Choisir une image"), "", IMAGES)
        return Path(name) if name else None

    def _take(self, value: object) -> None:
        if value == _OWN:
            self._choose()
        else:
            self._set(_("Image"), source=str(value))

    def _choose(self) -> None:
        if self._part is None:
            return
        file = self.ask_file()
        if file is not None:
            try:
                self._set(_("Image"), source=badge_photos.embedded_from(file, self._part.box[2:]))
                return
            except UserError as error:
                self.failed.emit(error)
        self.put(self._part, fresh=False)

    def _set(self, words: str, **values: Any) -> None:
        if self._part is not None:
            self._part = replace(self._part, **values)
            self.changed.emit(self._part, words, "")


class CodeSection(Section):
    """What a code says."""

    def __init__(self, sample: Callable[[str], str], other_badge: Callable[[], bool]) -> None:
        """`other_badge` tells whether another code of the face is the badge's."""
        super().__init__()
        self._part: Code | None = None
        self._other_badge = other_badge
        self.kind = Choice([(_BADGE, _("Code du badge")), (_LINK, _("Lien ou texte"))], name=_("Ce que dit le code"))
        self.kind.chosen.connect(self._take)
        self.says = WordsField(_("Lien ou texte du code"), sample, personal=False)
        self.says.entered.connect(self._say)
        self.letters = QCheckBox(_("Lettres sous le code"))
        self.letters.setToolTip(_("Le code court, à taper quand un lecteur manque"))
        self.letters.clicked.connect(lambda down: self._set(_("Lettres sous le code"), letters=down))
        self.note = label("", theme.SMALL, tone="muted", wrap=True)
        self.row(_("Ce que dit le code"), self.kind)
        self._says_row = self.row(_("Lien ou texte"), self.says)
        self.column.addWidget(self.letters)
        self.column.addWidget(self.note)

    def put(self, part: Code, *, fresh: bool) -> None:
        """Show a code."""
        self._part = part
        badge = part.says == _BADGE
        self.kind.set_value(_BADGE if badge else _LINK)
        self._says_row.setVisible(not badge)
        self.letters.setVisible(badge)
        self.letters.setChecked(part.letters)
        if not badge:
            self.says.put(part.says)
        if badge:
            self.note.setText(_("Lu à l'accueil ; aucune donnée personnelle."))
        else:
            self.note.setText(_("Le même pour chacun : ni nom ni code de la personne."))

    def _take(self, value: object) -> None:
        if value == _BADGE and self._other_badge() and self._part is not None:
            self.put(self._part, fresh=False)
            self.note.setText(_("Cette face porte déjà le code du badge."))
        else:
            self._set(_("Ce que dit le code"), says=_BADGE if value == _BADGE else "{resource_link}")

    def _say(self, text: str) -> None:
        if text.strip() and text.strip() != _BADGE:
            self._set(_("Lien ou texte du code"), "code-says", says=text)

    def _set(self, words: str, key: str = "", **values: Any) -> None:
        if self._part is not None:
            self._part = replace(self._part, **values)
            self.changed.emit(self._part, words, key)


class RoleSection(Section):
    """The band of the role."""

    def __init__(self) -> None:
        super().__init__()
        self._part: RoleBand | None = None
        self.points = DecimalField(3, 400, unit="pt", decimals=1, name=_("Taille des lettres"))
        self.radius = DecimalField(0, 100, name=_("Arrondi"))
        self.participants = QCheckBox(_("Aussi pour les participants"))
        self.bilingual = QCheckBox(_("En français et en anglais"))
        self.points.entered.connect(partial(self._set, _("Taille des lettres"), "size"))
        self.radius.entered.connect(partial(self._set, _("Arrondi"), "radius"))
        self.participants.clicked.connect(lambda down: self._set(_("Bandeau des participants"), "participants", down))
        self.bilingual.clicked.connect(lambda down: self._set(_("Bandeau en deux langues"), "bilingual", down))
        self.row(_("Taille des lettres"), self.points)
        self.row(_("Arrondi"), self.radius)
        self.column.addWidget(self.participants)
        self.column.addWidget(self.bilingual)

    def put(self, part: RoleBand, *, fresh: bool) -> None:
        """Show a band."""
        self._part = part
        self.points.put(part.size)
        self.radius.put(part.radius)
        with QSignalBlocker(self.participants), QSignalBlocker(self.bilingual):
            self.participants.setChecked(part.participants)
            self.bilingual.setChecked(part.bilingual)

    def _set(self, words: str, name: str, value: Any) -> None:
        if self._part is not None:
            self._part = replace(self._part, **{name: value})
            self.changed.emit(self._part, words, f"role-{name}")


AnySection = TextSection | ShapeSection | PictureSection | CodeSection | RoleSection
KINDS: dict[type[Element], str] = {
    Text: "text", Shape: "shape", Picture: "picture", Code: "code", RoleBand: "role",
}  # fmt: skip
