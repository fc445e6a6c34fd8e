"""What the keys, the menu and the buttons do with what is selected; the clipboard holds a design of what was copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ia_events.documents import design_files
from ia_events.documents.designs import Box, Design, Element, Format
from ia_events.domain.errors import UserError
from ia_events.i18n import N_, _
from ia_events.ui import icons
from ia_events.ui.pages import designer_geometry as geometry
from ia_events.ui.pages.designer_draft import Draft

_KIND = "application/x-ia-evenements-badge"
_APART = 3.0  # millimetres between a copy and what it was made from
TWO_CODES = N_("Une face ne porte qu'un code de badge : l'autre a été laissé de côté.")


class Command(NamedTuple):
    """Something to do: what it is called, its icon, its keys, what it does, and how many elements it takes."""

    words: str
    icon: str
    keys: str
    act: Callable[[], None]
    least: int = 1


class Commands:
    """On a draft; `say` tells the user something in passing."""

    def __init__(self, draft: Draft, say: Callable[[str], None]) -> None:
        self.draft, self._say = draft, say

    def arranging(self) -> list[Command]:
        """Lining up and sharing out."""
        align, share = self.align, self.share_out
        return [
            Command(_("Aligner à gauche"), "align-left", "", lambda: align("left")),
            Command(_("Centrer en largeur"), "align-center-horizontal", "", lambda: align("centre")),
            Command(_("Aligner à droite"), "align-right", "", lambda: align("right")),
            Command(_("Répartir en largeur"), "columns", "", lambda: share(True), 3),
            Command(_("Aligner en haut"), "align-top", "", lambda: align("top")),
            Command(_("Centrer en hauteur"), "align-center-vertical", "", lambda: align("middle")),
            Command(_("Aligner en bas"), "align-bottom", "", lambda: align("bottom")),
            Command(_("Répartir en hauteur"), "rows", "", lambda: share(False), 3),
        ]

    def editing(self) -> list[Command | None]:
        """Copying, removing and layers, as in the menu; None is a line between them."""
        return [
            Command(_("Couper"), "scissors", "Ctrl+X", self.cut),
            Command(_("Copier"), "copy", "Ctrl+C", self.copy),
            Command(_("Coller"), "clipboard", "Ctrl+V", self.paste, 0),
            Command(_("Dupliquer"), "copy-simple", "Ctrl+D", self.duplicate),
            Command(_("Supprimer"), "trash", "Del", self.remove),
            None,
            Command(_("Monter d'un plan"), "arrow-up", "Alt+Up", lambda: self.shift(1)),
            Command(_("Descendre d'un plan"), "arrow-down", "Alt+Down", lambda: self.shift(-1)),
            None,
            Command(_("Tout sélectionner"), "selection-all", "Ctrl+A", self.select_all, 0),
        ]

    def menu(self, parent: QWidget) -> QMenu:
        """All of it, for a click of the right button."""
        menu = QMenu(parent)
        count = len(self.draft.selected)
        for command in self.editing():
            if command is None:
                menu.addSeparator()
                continue
            action = menu.addAction(icons.icon(command.icon), f"{command.words}\t{command.keys}", command.act)
            action.setEnabled(count >= command.least)
        return menu

    def align(self, how: str) -> None:
        """Line up what is selected: one alone, with the label."""
        made = geometry.aligned(self.draft.chosen, how, self.draft.format.size)
        self._put(_("Alignement"), made)

    def share_out(self, across: bool) -> None:
        """The same room between the elements selected."""
        self._put(_("Répartition"), geometry.shared_out(self.draft.chosen, across))

    def shift(self, by: int) -> None:
        """A layer up or down."""
        self.draft.shift(_("Ordre des plans"), by)

    def select_all(self) -> None:
        """Select all of the face."""
        self.draft.select(range(len(self.draft.elements)))

    def remove(self) -> None:
        """Remove what is selected."""
        self.draft.remove(_("Suppression"))

    def copy(self) -> None:
        """Put what is selected on the clipboard, as a design of its own: a text that can be kept, sent and pasted."""
        if not self.draft.selected:
            return
        alone = Design("elements", {"fr": "elements"}, (Format(self.draft.format.size, tuple(self.draft.chosen)),))
        text = design_files.written(alone)
        data = QMimeData()
        data.setData(_KIND, text.encode("utf-8"))
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy, then remove."""
        self.copy()
        self.draft.remove(_("Couper"))

    def paste(self) -> None:
        """Add what the clipboard holds, beside what it was copied from if that is there."""
        data = QGuiApplication.clipboard().mimeData()
        text = bytes(data.data(_KIND).data()).decode("utf-8") if data.hasFormat(_KIND) else data.text()
        try:
            found = design_files.parse(text)
        except UserError:
            self._say(_("Le presse-papiers ne contient pas d'élément de badge."))
            return
        parts = found.formats[0].front
        there = {(type(part), part.box) for part in self.draft.elements}
        while any((type(part), part.box) in there for part in parts):
            parts = tuple([geometry.moved(part, _APART, _APART) for part in parts])
        self._add(_("Coller"), [self._within(part) for part in parts])

    def duplicate(self) -> None:
        """Another of each element selected, a little lower."""
        if self.draft.selected:
            self._add(_("Dupliquer"), [geometry.moved(part, _APART, _APART) for part in self.draft.chosen])

    def _add(self, words: str, parts: list[Element]) -> None:
        if not self.draft.add(words, parts):
            self._say(_(TWO_CODES))

    def _within(self, part: Element) -> Element:
        """What would be off a smaller label is brought onto it."""
        box, label = geometry.bounds(part), Box(0, 0, *self.draft.format.size)
        if box.meets(label):
            return part
        x = min(max(box.x, 0.0), max(0.0, label.width - box.width))
        y = min(max(box.y, 0.0), max(0.0, label.height - box.height))
        return geometry.moved(part, x - box.x, y - box.y)

    def _put(self, words: str, parts: list[Element]) -> None:
        made = list(self.draft.elements)
        for place, part in zip(self.draft.selected, parts, strict=True):
            made[place] = part
        self.draft.change(words, made)
