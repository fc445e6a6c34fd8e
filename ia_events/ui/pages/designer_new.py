"""What a new element, or a new design, begins with; and the page where one chooses what to begin from."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from ia_events import i18n
from ia_events.documents.branding import Branding
from ia_events.documents.designs import (
    Box,
    Code,
    Design,
    Element,
    Format,
    Line,
    Picture,
    RoleBand,
    Run,
    Shape,
    Text,
)
from ia_events.documents.resizing import zone
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.ui import theme
from ia_events.ui.pages.designer_geometry import free_box
from ia_events.ui.pages.designer_picture import face_pdf
from ia_events.ui.widgets import label, secondary
from ia_events.ui.widgets.flow import FlowLayout
from ia_events.ui.widgets.pdf_preview import draw_page, open_pdf

_LEAST = 12.0, 4.5  # millimetres, the narrowest and lowest room in which something new can be seen and taken
_THINNEST = 1.0  # millimetres round a line
_TILE = 200, 130  # pixels of a small picture


def new_element(kind: str, label_size: tuple[float, float], *, has_badge: bool) -> Element:
    """An element of the usual size: `kind` as `Adding.wanted` says."""
    width, height = label_size

    def usual(across: float, down: float) -> Box:
        return Box(0, 0, min(across, width * 0.9), min(down, height * 0.9))

    if kind == "text":
        return Text(box=usual(width * 0.6, 8), lines=(Line(runs=(Run(_("Nouveau texte")),), size=12.0),))
    if kind in ("rectangle", "ellipse"):
        return Shape(box=usual(width * 0.4, height * 0.3), shape=kind, fill="accent")
    if kind == "line":
        return Shape(box=usual(width * 0.6, 0.0), shape="line", stroke="ink")
    if kind == "image":
        return Picture(box=usual(width * 0.3, height * 0.25))
    if kind == "code":
        return Code(box=usual(20, 20), says="{resource_link}" if has_badge else "{badge}", letters=not has_badge)
    return RoleBand(box=usual(width * 0.6, 6), participants=True)


def in_free_room(part: Element, others: Sequence[Element], label_size: tuple[float, float]) -> tuple[Element, bool]:
    """An element where nothing else of the face is, made smaller if need be; in the middle of the label, and False, when
    there is no such place.
    """
    box = part.box
    around = zone(part) if isinstance(part, Code) else box
    wanted = around.width, max(around.height, _THINNEST)
    least = wanted if isinstance(part, Code) else (min(wanted[0], _LEAST[0]), min(wanted[1], _LEAST[1]))
    room = free_box(others, label_size, wanted, least)
    if room is None:
        x, y = (label_size[0] - box.width) / 2, (label_size[1] - box.height) / 2
        return replace(part, box=Box(round(x, 1), round(y, 1), round(box.width, 1), round(box.height, 1))), False
    if isinstance(part, Code):
        made = box._replace(x=room.x + box.x - around.x, y=room.y + box.y - around.y)
    elif not box.height:
        made = Box(room.x, room.y + room.height / 2, room.width, 0.0)
    elif isinstance(part, Picture):  # it keeps its shape
        scale = min(room.width / box.width, room.height / box.height)
        width, height = box.width * scale, box.height * scale
        made = Box(room.x + (room.width - width) / 2, room.y + (room.height - height) / 2, width, height)
    else:
        made = room
    return replace(part, box=Box(*[math.floor(side * 10 + 1e-6) / 10 for side in made])), True


def blank(size: tuple[float, float]) -> Design:
    """A design with nothing on it."""
    return Design("", {i18n.language(): _("Nouveau modèle")}, (Format(size, ()),))


def begun_from(design: Design) -> Design:
    """A copy to begin from, which has no id yet."""
    return replace(design, id="")


def with_faces(design: Design) -> str:
    """What kind of design it is, in a few words."""
    if design.folds:
        return _("plié en deux")
    return _("recto verso") if design.two_sided else _("recto")


class Beginning(QWidget):
    """Every design in a small picture, and a blank one. `chosen(design)`."""

    chosen = Signal(object)

    def __init__(self, bring: Callable[[], None]) -> None:
        """`bring` imports a file."""
        super().__init__()
        self.tiles: list[QToolButton] = []
        self._flow = FlowLayout(spacing=theme.L)
        holder = QWidget()
        holder.setLayout(self._flow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.L)
        column.addWidget(
            label(_("Choisissez de quoi partir : ce modèle-là n'est pas changé."), tone="muted", wrap=True)
        )
        column.addWidget(holder)
        column.addWidget(secondary(_("Importer un fichier…"), bring), 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def put(
        self, designs: tuple[Design, ...], size: tuple[float, float], event: Event, person: Attendee, branding: Branding
    ) -> None:
        """Show designs as they are on a label of a size (mm)."""
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.tiles = []
        ratio = self.devicePixelRatioF()
        self._add(blank(size), _("Vierge"), _sheet(None, size, ratio))
        for design in designs:
            made = design.format_for(size)
            try:
                pdf = face_pdf(design, made.size, made.front, event, person, branding)
            except UserError:  # a logo that has gone, a design with two codes: it can still be begun from
                pdf = None
            self._add(begun_from(design), design.name, _sheet(pdf, made.size, ratio))

    def _add(self, design: Design, name: str, picture: QPixmap) -> None:
        made = QToolButton()
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setIcon(QIcon(picture))
        made.setIconSize(QSize(*_TILE))
        made.setText(name)
        made.setAccessibleName(name)
        made.setToolTip(f"{name}, {with_faces(design)}")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(partial(self.chosen.emit, design))
        self.tiles.append(made)
        self._flow.addWidget(made)


def _sheet(pdf: bytes | None, size: tuple[float, float], ratio: float) -> QPixmap:
    """A label in the middle of a tile, on its shadow."""
    made = QPixmap(QSize(*_TILE) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    scale = min((_TILE[0] - 12) / size[0], (_TILE[1] - 12) / size[1])
    width, height = round(size[0] * scale), round(size[1] * scale)
    left, top = (_TILE[0] - width) // 2, (_TILE[1] - height) // 2
    painter = QPainter(made)
    painter.setPen(theme.color("control"))
    painter.setBrush(Qt.GlobalColor.white)
    painter.drawRect(left, top, width, height)
    if pdf is not None:
        image = draw_page(open_pdf(pdf), 0, QSize(round((width - 1) * ratio), round((height - 1) * ratio)))
        image.setDevicePixelRatio(ratio)
        painter.drawImage(left + 1, top + 1, image)
    painter.end()
    return made
