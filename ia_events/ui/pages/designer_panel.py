"""What is selected, in figures and words; the design itself when nothing is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ia_events import i18n
from ia_events.documents.branding import Branding
from ia_events.documents.designs import Box, Element, Format, Text
from ia_events.documents.resizing import resized
from ia_events.documents.stocks import for_badges
from ia_events.i18n import _, ngettext
from ia_events.ui import fonts, theme
from ia_events.ui.pages import designer_geometry as geometry
from ia_events.ui.pages.designer_commands import Commands
from ia_events.ui.pages.designer_draft import Draft, is_badge_code
from ia_events.ui.pages.designer_sections import (
    KINDS,
    AnySection,
    CodeSection,
    PictureSection,
    RoleSection,
    ShapeSection,
    TextSection,
)
from ia_events.ui.pages.designer_words import name_of, size_in_words
from ia_events.ui.widgets import ElidedLabel, icon_button, label, menu_button, secondary
from ia_events.ui.widgets.lengths import DecimalField

_MOST_FORMATS = 20


class DesignSection(QWidget):
    """The design's name, its sizes, and whether it folds."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.textEdited.connect(lambda _text: self._rename())
        self.width_field = DecimalField(10, 600, step=1, name=_("Largeur de l'étiquette"))
        self.height_field = DecimalField(10, 600, step=1, name=_("Hauteur de l'étiquette"))
        self.width_field.entered.connect(lambda value: self._resize(value, self.draft.format.size[1]))
        self.height_field.entered.connect(lambda value: self._resize(self.draft.format.size[0], value))
        self.follow = QCheckBox(_("Les éléments suivent la taille"))
        self.follow.setChecked(True)
        self.wrong = label("", theme.SMALL, tone="refused", wrap=True)
        menu = QMenu()
        self.more = menu_button(_("Ajouter une taille"), menu, icon="plus")
        menu.aboutToShow.connect(self._fill_menu)
        self.less = secondary(_("Enlever cette taille"), self._remove_format)
        self.folds = QCheckBox(_("Étiquette pliée en deux"))
        self.folds.setToolTip(
            _("Les tailles sont celles d'une moitié ; l'autre porte le verso, ou le recto, tête en bas.")
        )
        self.folds.clicked.connect(
            lambda down: self.draft.change_design(_("Étiquette pliée"), replace(self.draft.design, folds=down))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S)
        name = label(_("Nom du modèle"), theme.SMALL, tone="muted")
        name.setBuddy(self.name)
        self.name.setAccessibleName(_("Nom du modèle"))
        column.addWidget(name)
        column.addWidget(self.name)
        column.addSpacing(theme.S)
        column.addWidget(label(_("Taille montrée"), weight=fonts.MEDIUM))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.S)
        grid.setVerticalSpacing(2)
        for n, (words, field) in enumerate(((_("En largeur"), self.width_field), (_("En hauteur"), self.height_field))):
            said = label(words, theme.SMALL, tone="muted")
            said.setBuddy(field)
            grid.addWidget(said, 0, n)
            grid.addWidget(field, 1, n)
        column.addLayout(grid)
        column.addWidget(self.wrong)
        column.addWidget(self.follow)
        column.addSpacing(theme.S)
        column.addWidget(self.more)
        column.addWidget(self.less)
        column.addSpacing(theme.S)
        column.addWidget(self.folds)
        self.hint = label(
            _("Cliquez un élément pour le changer, ou ajoutez-en un. Tab passe de l'un à l'autre."), theme.SMALL, tone="muted", wrap=True
        )  # fmt: skip
        column.addSpacing(theme.S)
        column.addWidget(self.hint)

    def put(self) -> None:
        """Show the design as it is."""
        design = self.draft.design
        if self.name.text() != design.name:
            self.name.setText(design.name)
        self.width_field.put(self.draft.format.size[0])
        self.height_field.put(self.draft.format.size[1])
        self.folds.setChecked(design.folds)
        self.less.setEnabled(len(design.formats) > 1)
        self.more.setEnabled(len(design.formats) < _MOST_FORMATS)
        self.wrong.hide()

    def add_format(self, size: tuple[float, float]) -> None:
        """Another size, made from the one shown."""
        draft, shown = self.draft, self.draft.format
        made = Format(size, *[resized(face, shown.size, size) for face in (shown.front, shown.back)])
        formats = (*draft.design.formats, made)
        words = _("Taille {size} ajoutée").format(size=size_in_words(size))
        draft.change_design(words, replace(draft.design, formats=formats), place=len(formats) - 1)

    def _fill_menu(self) -> None:
        menu = self.more.menu()
        menu.clear()
        there = {made.size for made in self.draft.design.formats}
        sizes: dict[tuple[float, float], str] = {}
        for stock in for_badges():
            sizes.setdefault(self.draft.design.face_of(stock.label), stock.name if stock.own else _(stock.name))
        for size, name in sizes.items():
            if size not in there:
                menu.addAction(f"{size_in_words(size)}\t{name}", partial(self.add_format, size))
        menu.addSeparator()
        menu.addAction(_("Autre taille"), self._other_size)

    def _other_size(self) -> None:
        width, height = self.draft.format.size
        there = {made.size for made in self.draft.design.formats}
        while (width, height) in there:
            width = width + 10 if width <= 590 else 10
        self.add_format((width, height))
        self.width_field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.width_field.selectAll()

    def _remove_format(self) -> None:
        draft = self.draft
        formats = (*draft.design.formats[: draft.place], *draft.design.formats[draft.place + 1 :])
        words = _("Taille {size} enlevée").format(size=size_in_words(draft.format.size))
        draft.change_design(words, replace(draft.design, formats=formats), place=max(0, draft.place - 1))

    def _resize(self, width: float, height: float) -> None:
        draft, shown, size = self.draft, self.draft.format, (width, height)
        if size in {made.size for made in draft.design.formats}:
            self.put()
            if size != shown.size:
                self.wrong.setText(_("Le modèle a déjà cette taille."))
                self.wrong.show()
            return
        faces = (shown.front, shown.back)
        if self.follow.isChecked():
            faces = (resized(shown.front, shown.size, size), resized(shown.back, shown.size, size))
        formats = (*draft.design.formats[: draft.place], Format(size, *faces), *draft.design.formats[draft.place + 1 :])
        draft.change_design(_("Taille de l'étiquette"), replace(draft.design, formats=formats))

    def _rename(self) -> None:
        text = self.name.text().strip()
        if text:
            design = replace(self.draft.design, names={**self.draft.design.names, i18n.language(): text})
            self.draft.change_design(_("Nom du modèle"), design, key="name")


class Panel(QWidget):
    """The panel at the right. `failed(error)`: something given could not be taken."""

    failed = Signal(object)

    def __init__(self, draft: Draft, commands: Commands, sample: Callable[[str], str], branding: Branding) -> None:
        super().__init__()
        self.setObjectName("page_viewport")
        self.draft, self._shown = draft, ("", -1, -1, "")
        self.title = ElidedLabel("", weight=fonts.SEMIBOLD)
        self.design = DesignSection(draft)
        self.arrange = QWidget()
        tools = QGridLayout(self.arrange)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(0)
        tools.setColumnStretch(4, 1)
        self.arranging = []
        for command in commands.arranging():
            made = icon_button(command.icon, command.words, command.act)
            self.arranging.append((made, command.least))
            tools.addWidget(made, *divmod(len(self.arranging) - 1, 4))
        self.together = label(
            _("Les flèches les déplacent ensemble. Ctrl+C les copie, même vers un autre modèle."),
            theme.SMALL,
            tone="muted",
            wrap=True,
        )
        self.numbers = {
            "x": DecimalField(-900, 900, name=_("Position depuis la gauche")),
            "y": DecimalField(-900, 900, name=_("Position depuis le haut")),
            "width": DecimalField(0, 1000, name=_("Largeur du cadre")),
            "height": DecimalField(0, 1000, name=_("Hauteur du cadre")),
            "angle": DecimalField(-360, 360, unit="°", step=15, decimals=1, name=_("Angle")),
        }
        for key, field in self.numbers.items():
            field.entered.connect(partial(self._set_number, key))
        self.place = QWidget()
        grid = QGridLayout(self.place)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S)
        grid.setVerticalSpacing(2)
        words = {
            "x": "X",
            "y": "Y",
            "width": _("Largeur du cadre"),
            "height": _("Hauteur du cadre"),
            "angle": _("Angle"),
        }
        for n, (key, said) in enumerate(words.items()):
            name = label(said, theme.SMALL, tone="muted")
            name.setBuddy(self.numbers[key])
            grid.addWidget(name, n // 2 * 2, n % 2)
            grid.addWidget(self.numbers[key], n // 2 * 2 + 1, n % 2)
        accent = branding.accent
        self.text = TextSection(sample, accent)
        self.picture = PictureSection()
        self.picture.failed.connect(self.failed)
        self.shape, self.role = ShapeSection(accent), RoleSection()
        self.code = CodeSection(sample, self._other_badge)
        self.sections: dict[str, AnySection] = {
            "text": self.text, "shape": self.shape, "picture": self.picture, "code": self.code, "role": self.role,
        }  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.XS, 0)
        column.setSpacing(theme.S)
        column.addWidget(self.title)
        column.addWidget(self.design)
        column.addWidget(self.arrange)
        column.addWidget(self.together)
        column.addWidget(self.place)
        for section in self.sections.values():
            section.changed.connect(self._change)
            column.addWidget(section)
        column.addStretch(1)
        draft.drawn.connect(self.put)
        draft.moved_on.connect(self.put)

    def put(self) -> None:
        """Show what is selected as it is now."""
        chosen = self.draft.chosen
        one = chosen[0] if len(chosen) == 1 else None
        kind = KINDS[type(one)] if one is not None else ""
        self.design.setVisible(not chosen)
        self.arrange.setVisible(bool(chosen))
        self.place.setVisible(one is not None)
        self.together.setVisible(len(chosen) > 1)
        for name, section in self.sections.items():
            section.setVisible(name == kind)
        for made, least in self.arranging:
            made.setEnabled(len(chosen) >= least)
        now = (
            self.draft.face,
            self.draft.place,
            self.draft.selected[0] if one is not None else -1,
            self.draft.design.id,
        )
        fresh, self._shown = now != self._shown, now
        if one is not None:
            self.title.setText(name_of(one))
            for key in ("x", "y", "width", "height"):
                self.numbers[key].put(getattr(one.box, key))
            self.numbers["angle"].put(one.angle)
            section = self.sections[kind]
            section.put(one, fresh=fresh)  # type: ignore[arg-type]
        elif chosen:
            count = len(chosen)
            self.title.setText(ngettext("{count} élément", "{count} éléments", count).format(count=count))
        else:
            self.title.setText(_("Modèle"))
            self.design.put()

    def show_accent(self, accent: str) -> None:
        """The organisation's colour is this one now."""
        self.text.lines.show_accent(accent)
        for field in (self.shape.fill, self.shape.stroke):
            field.show_accent(accent)
        self.put()

    def take_focus(self) -> None:
        """To the first thing that matters of what is selected: the words of a text, the first field otherwise."""
        chosen = self.draft.chosen
        if len(chosen) == 1 and isinstance(chosen[0], Text):
            self.text.lines.focus_words()
        elif len(chosen) == 1:
            self.numbers["x"].setFocus(Qt.FocusReason.OtherFocusReason)
            self.numbers["x"].selectAll()

    def _set_number(self, key: str, value: float) -> None:
        words = {
            "x": _("Position"), "y": _("Position"), "width": _("Dimensions"), "height": _("Dimensions"), "angle": _("Angle"),
        }  # fmt: skip

        def changed(part: Element) -> Element:
            if key == "angle":
                return replace(part, angle=value)
            box: Box = part.box._replace(**{key: value})
            return geometry.with_box(part, box)

        self.draft.change_chosen(words[key], changed, key=f"number-{key}")

    def _change(self, part: Element, words: str, key: str) -> None:
        self.draft.change_chosen(words, lambda _before: part, key=key)

    def _other_badge(self) -> bool:
        chosen = set(self.draft.selected)
        return any(is_badge_code(part) for n, part in enumerate(self.draft.elements) if n not in chosen)
