"""The designer without its files: the label, its layers at the left, what is selected at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ia_events.documents.branding import Branding
from ia_events.documents.design_checks import Remark, remarks
from ia_events.documents.designs import Element
from ia_events.documents.placeholders import Words
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.designer_canvas import Canvas
from ia_events.ui.pages.designer_commands import Commands
from ia_events.ui.pages.designer_draft import Draft, is_badge_code
from ia_events.ui.pages.designer_layers import Adding, LayerList, RemarkList
from ia_events.ui.pages.designer_new import in_free_room, new_element
from ia_events.ui.pages.designer_panel import Panel
from ia_events.ui.pages.designer_people import Cast
from ia_events.ui.pages.designer_words import number, size_in_words
from ia_events.ui.widgets import Card, Choice, ElidedLabel, icon_button, label
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.segmented import Segmented

_PAUSE = 120  # milliseconds without a change before the design is looked over
_BESIDE = 900  # pixels from which all three stand side by side


class View(QWidget):
    """`say(sentence)` tells something in passing, `fail(error)` what went wrong."""

    def __init__(
        self, draft: Draft, branding: Branding, say: Callable[[str], None], fail: Callable[[object], None]
    ) -> None:
        super().__init__()
        self.draft, self._branding, self._say = draft, branding, say
        self._event: Event | None = None
        self._photos: Mapping[str, Path] = {}
        self._cast: Cast | None = None
        self.commands = Commands(draft, say)
        self.canvas = Canvas(draft, self.commands)
        self.canvas.zoomed.connect(self._tell)
        self.canvas.failed.connect(self._drawn)
        self.adding = Adding()
        self.adding.wanted.connect(self.add)
        self.layers = LayerList(draft, self.commands)
        self.remarks = RemarkList()
        self.remarks.pointed.connect(self._point)
        self.panel = Panel(draft, self.commands, self.sample, branding)
        self.panel.failed.connect(fail)
        self.canvas.opened.connect(self.panel.take_focus)
        self.face = Segmented([("front", _("Recto")), ("back", _("Verso"))], name=_("Face"))
        self.face.chosen.connect(lambda face: draft.show(face=face))
        self.formats = Choice(name=_("Taille de l'étiquette"))
        self.formats.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.formats.chosen.connect(lambda place: draft.show(place=int(str(place))))
        self.person = Choice(name=_("Montrer"))
        self.person.chosen.connect(lambda _key: self._show_person())
        self.person.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.person.setMinimumContentsLength(20)
        self.undo_button = icon_button("arrow-counter-clockwise", _("Annuler"), draft.past.undo)
        self.redo_button = icon_button("arrow-clockwise", _("Rétablir"), draft.past.redo)
        self.where = ElidedLabel("", theme.SMALL, tone="muted")
        self.smaller = icon_button("minus", _("Réduire"), lambda: self.canvas.zoom_by(-1))
        self.larger = icon_button("plus", _("Agrandir"), lambda: self.canvas.zoom_by(1))
        self.zoom = label("", theme.SMALL, tone="muted")
        self.whole = icon_button("frame-corners", _("Voir toute l'étiquette (0)"), self.canvas.fit)
        self.real = icon_button("ruler", _("Taille réelle (1)"), lambda: self.canvas.zoom_to(self.canvas.real))
        self._looking = QTimer(self, singleShot=True, interval=_PAUSE)
        self._looking.timeout.connect(self.look)
        draft.drawn.connect(self._changed)
        draft.moved_on.connect(self._changed)
        self._found: list[Remark] = []
        self._lay_out()
        self._changed()

    # --- whom it is shown for ------------------------------------------------------------------------------------------

    def show_cast(
        self, event: Event, cast: Cast, branding: Branding, photos: Mapping[str, Path] = MappingProxyType({})
    ) -> None:
        """Draw badges of an event, and offer these people; `photos` by their ids."""
        self._photos = photos
        if branding.accent != self._branding.accent:
            self.panel.show_accent(branding.accent)
        self._event, self._cast, self._branding = event, cast, branding
        self.person.set_options([(shown.key, shown.words) for shown in cast.shown], self.person.value)
        self._show_person()
        self._looking.start()

    def sample(self, text: str) -> str:
        """What a text with placeholders says of the person shown."""
        person = self.canvas.person
        if self._event is None or person is None:
            return ""
        return Words(self._event, self._branding).filler(text)(person)

    def _show_person(self) -> None:
        if self._event is None or self._cast is None:
            return
        shown = next((one for one in self._cast.shown if one.key == self.person.value), self._cast.shown[0])
        self.person.setToolTip(shown.words)
        self.canvas.show_of(self._event, shown.person, self._branding, self._photos.get(shown.person.id))

    # --- adding ----------------------------------------------------------------------------------------------------------

    def add(self, kind: str) -> None:
        """A new element, selected."""
        badge = any(is_badge_code(part) for part in self.draft.elements)
        self.add_element(new_element(kind, self.draft.format.size, has_badge=badge))

    def add_element(self, part: Element) -> None:
        """An element on top of the others, where there is room."""
        placed, free = in_free_room(part, self.draft.elements, self.draft.format.size)
        if self.draft.add(_("Ajout"), [placed]) and not free:
            self._say(_("Plus de place libre : l'ajout est au milieu, par-dessus le reste. Déplacez-le."))
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- what is amiss -----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Say what is amiss with the format shown."""
        self._looking.stop()
        draft = self.draft
        if self._event is None or self._cast is None:
            return
        width, height = draft.format.size
        whole = (width, height * 2) if draft.design.folds else (width, height)
        alone = replace(draft.design, formats=(draft.format,))  # each size needs its code
        self._found = remarks(alone, draft.format, whole, self._event, self._cast.checked, self._branding)
        self._show_remarks()

    def _drawn(self, error: UserError | None) -> None:
        self._show_remarks()

    def _show_remarks(self) -> None:
        found, error = list(self._found), self.canvas.picture.error
        if error is not None:
            found.insert(0, Remark(self.draft.face, -1, error.code, error.message))
        self.remarks.put(found, self.draft.design, self.draft.format)
        about = {one.element: one.sentence for one in found if one.face == self.draft.face and one.element >= 0}
        self.canvas.marks = about
        self.canvas.viewport().update()
        self.layers.mark(frozenset(about))

    def _point(self, face: str, element: int) -> None:
        self.draft.show(face=face)
        self.face.set_value(face)
        self.draft.select([element])
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- looks -----------------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        draft = self.draft
        self._looking.start()
        self.face.set_value(draft.face)
        sizes: list[tuple[object, str]] = [(n, size_in_words(made.size)) for n, made in enumerate(draft.design.formats)]
        there = [(self.formats.itemData(row), self.formats.itemText(row)) for row in range(self.formats.count())]
        if sizes != there:
            self.formats.set_options(sizes, draft.place)
        self.formats.set_value(draft.place)
        for made, words, empty, nothing in (
            (self.undo_button, draft.past.next_undo(), _("Annuler"), _("Annuler : {action}")),
            (self.redo_button, draft.past.next_redo(), _("Rétablir"), _("Rétablir : {action}")),
        ):
            made.setEnabled(words is not None)
            said = nothing.format(action=words) if words else empty
            made.setToolTip(said)
            made.setAccessibleName(said)
        self._tell()

    def _tell(self) -> None:
        share = self.canvas.scale / self.canvas.real * 100
        self.zoom.setText(_("{share} %").format(share=round(share)))
        chosen = self.draft.chosen
        if len(chosen) == 1:
            box = chosen[0].box
            self.where.setText(
                _("{width} × {height} mm à {x} ; {y}").format(
                    width=number(box.width), height=number(box.height), x=number(box.x), y=number(box.y)
                )
            )
        else:
            self.where.setText("")

    def _lay_out(self) -> None:
        shown = QWidget()
        person = label(_("Montrer"), tone="muted")
        person.setBuddy(self.person)
        self.bar = FlowLayout(self.face, self.formats, person, self.person)
        shown.setLayout(self.bar)
        left = Card(self.adding, self.layers)
        left.column.setStretch(1, 1)
        left.column.setContentsMargins(theme.M, theme.M, theme.M, theme.M)
        left.column.setSpacing(theme.S)
        notes = QScrollArea()
        _plain(notes)
        holder = QWidget()
        holder.setObjectName("page_viewport")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.XS, theme.XS, 0)
        column.addWidget(self.remarks)
        column.addStretch(1)
        notes.setWidget(holder)
        left.add(notes, 1)
        middle = Card(flush=True)
        middle.column.setContentsMargins(1, 1, 1, 1)
        middle.add(self.canvas, 1)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.S, theme.XS, theme.S, theme.XS)
        bar.setSpacing(theme.XS)
        bar.addWidget(self.undo_button)
        bar.addWidget(self.redo_button)
        bar.addSpacing(theme.S)
        bar.addWidget(self.where, 1)
        for made in (self.smaller, self.zoom, self.larger, self.whole, self.real):
            bar.addWidget(made)
        middle.add(bar)
        properties = QScrollArea()
        _plain(properties)
        properties.setWidget(self.panel)
        right = Card(properties)
        right.column.setContentsMargins(theme.M, theme.M, theme.S, theme.M)
        self._left, self._middle, self._right, self._notes, self._properties = left, middle, right, notes, properties
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(theme.M)
        self._row.addWidget(left)
        self._row.addWidget(middle, 1)
        self._row.addWidget(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.M)
        column.addWidget(shown)
        column.addLayout(self._row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large letters leave no room at the sides: then what is at the sides goes below the label."""
        super().resizeEvent(event)
        beside = self.width() >= theme.px(_BESIDE)
        ways = QBoxLayout.Direction
        if beside != (self._row.direction() == ways.LeftToRight):
            self._row.setDirection(ways.LeftToRight if beside else ways.TopToBottom)
            self._row.removeWidget(self._middle)
            self._row.insertWidget(1 if beside else 0, self._middle, 1)
        for card, width in ((self._left, 224), (self._right, 304)):
            card.setMinimumWidth(theme.px(width) if beside else 0)
            card.setMaximumWidth(theme.px(width) if beside else 16777215)
        self._properties.setMinimumHeight(0 if beside else theme.px(420))
        self._notes.setMinimumHeight(0 if beside else theme.px(120))
        self.canvas.setMinimumHeight(theme.px(240) if beside else 420)


def _plain(area: QScrollArea) -> None:
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setObjectName("page_viewport")
