"""The label as it will be printed, at any size, with handles over it and rulers beside it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from ia_events.documents.branding import Branding
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.i18n import _, ngettext
from ia_events.ui import theme
from ia_events.ui.pages import designer_geometry as geometry
from ia_events.ui.pages.designer_commands import Commands
from ia_events.ui.pages.designer_draft import Draft
from ia_events.ui.pages.designer_geometry import HANDLES, Point
from ia_events.ui.pages.designer_gestures import TURN, Gesture, Held
from ia_events.ui.pages.designer_paint import CURSORS, RULER, STALK, Painting
from ia_events.ui.pages.designer_picture import FacePicture, face_pdf
from ia_events.ui.pages.designer_words import name_of
from ia_events.ui.widgets.banner import announce

_AROUND = 34  # pixels left round the label, for handles and what sticks out
_MOST = 64.0  # dots a millimetre, on the screen
_SHARPEST = 4000  # dots a side that are drawn: beyond, the picture is enlarged
_REACH = 6  # pixels within which an element snaps, or a handle is taken
_STEP = 1.25
_NUDGE = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class Canvas(QAbstractScrollArea):
    """`zoomed`: at another size · `opened`: the properties of what is selected are wanted · `failed(error or None)`."""

    zoomed = Signal()
    opened = Signal()
    failed = Signal(object)

    def __init__(self, draft: Draft, commands: Commands) -> None:
        super().__init__()
        self.draft, self.commands = draft, commands
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        theme.scaled(self.setMinimumSize, 280, 240)
        self.scale = 4.0  # pixels a millimetre
        self.fits = True
        self.marks: dict[int, str] = {}  # what is amiss with which element
        self.hovered = -1
        self.pointer: Point | None = None
        self.gesture: Gesture | None = None
        self.picture = FacePicture()
        self._dots = 0.0  # a millimetre, that the PDF taken last was written for; none when something has changed
        self._given: tuple[Event, Attendee, Branding, Path | None] | None = None
        self._where: tuple[str, int, str] | None = None
        self._pressed: QPointF | None = None
        self._panning: QPointF | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.flush)
        self._painting = Painting(self)
        draft.drawn.connect(self._soon.start)
        draft.moved_on.connect(self._moved_on)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(lambda _value: self.viewport().update())

    # --- what is drawn -----------------------------------------------------------------------------------------------

    @property
    def person(self) -> Attendee | None:
        """Whose badge is drawn."""
        return self._given[1] if self._given else None

    @property
    def branding(self) -> Branding:
        """Whose logo and colour."""
        return self._given[2] if self._given else Branding()

    @property
    def photo(self) -> Path | None:
        """The photograph of the person whose badge is drawn."""
        return self._given[3] if self._given else None

    def show_of(self, event: Event, person: Attendee, branding: Branding, photo: Path | None = None) -> None:
        """Draw the badge of somebody at an event."""
        if self._given != (event, person, branding, photo):
            self._given = event, person, branding, photo
            self._soon.start()

    def flush(self) -> None:
        """Draw now what has changed. A face that cannot be drawn leaves the picture of before, and says why."""
        self._soon.stop()
        if self._given is None:
            return
        self._dots = 0.0
        self._lay_out()

    def _write(self, dots: float) -> None:
        if self._given is None:
            return
        draft, (event, person, branding, photo), self._dots = self.draft, self._given, dots
        try:
            self.picture.write(
                face_pdf(draft.design, draft.format.size, draft.elements, event, person, branding, photo, dots)
            )
        except UserError as error:
            self.picture.error = error
        else:
            self.picture.error = None
        self.failed.emit(self.picture.error)

    def _redraw(self) -> None:
        size = QSizeF(*self.draft.format.size) * self.scale * self.devicePixelRatioF()
        if (longest := max(size.width(), size.height())) > _SHARPEST:
            size *= _SHARPEST / longest
        if (dots := size.width() / self.draft.format.size[0]) > self._dots:
            self._write(dots)
        if size.toSize() != self.picture.image.size() or not self.picture.fresh:
            self.picture.draw(size.toSize())
        self.viewport().update()

    def _moved_on(self) -> None:
        where = (self.draft.design.id, self.draft.place, self.draft.face)
        if where != self._where:  # not, for an instant, the picture of another face under these handles
            self._where = where
            self.flush()
        self.viewport().update()
        chosen = [name_of(part) for part in self.draft.chosen]
        count = len(self.draft.elements)
        said = ngettext("{count} élément", "{count} éléments", count).format(count=count)
        face = _("Recto du badge") if self.draft.face == "front" else _("Verso du badge")
        words = f"{face}, {said}"
        if chosen:
            words = _("{label} ; sélection : {names}").format(label=words, names=", ".join(chosen))
        if words != self.accessibleName():
            self.setAccessibleName(words)
            if self.hasFocus() and chosen:
                announce(self, ", ".join(chosen))

    # --- millimetres and pixels ----------------------------------------------------------------------------------------

    def _room(self) -> QSizeF:
        return QSizeF(self.viewport().width() - RULER, self.viewport().height() - RULER)

    @property
    def origin(self) -> QPointF:
        """Where the label's corner is in the viewport."""
        room, (width, height) = self._room(), self.draft.format.size
        spare_x = room.width() - width * self.scale
        spare_y = room.height() - height * self.scale
        x = spare_x / 2 if spare_x >= 2 * _AROUND else _AROUND - self.horizontalScrollBar().value()
        y = spare_y / 2 if spare_y >= 2 * _AROUND else _AROUND - self.verticalScrollBar().value()
        return QPointF(round(x + RULER), round(y + RULER))

    def to_view(self, point: Point) -> QPointF:
        """Where a point of the label (mm) is in the viewport."""
        return self.origin + QPointF(point[0], point[1]) * self.scale

    def to_mm(self, place: QPointF) -> Point:
        """The point of the label at a place of the viewport."""
        found = (place - self.origin) / self.scale
        return found.x(), found.y()

    def label_rect(self) -> QRectF:
        """The label in the viewport."""
        return QRectF(self.origin, QSizeF(*self.draft.format.size) * self.scale)

    @property
    def real(self) -> float:
        """Pixels a millimetre at which a millimetre on the screen is one."""
        return self.screen().physicalDotsPerInch() / 25.4

    def fit(self) -> None:
        """As large as the whole label can be seen."""
        self.fits = True
        self._lay_out()

    def zoom_to(self, scale: float, about: QPointF | None = None) -> None:
        """So many pixels a millimetre; the point at `about` stays there."""
        place = about or QPointF(self.viewport().rect().center())
        point = self.to_mm(place)
        self.fits = False
        self.scale = min(_MOST, max(0.5, scale))
        self._lay_out()
        off = self.to_view(point) - place
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + round(off.x()))
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + round(off.y()))

    def zoom_by(self, steps: float, about: QPointF | None = None) -> None:
        """Larger or smaller by so many steps of a quarter."""
        self.zoom_to(self.scale * _STEP**steps, about)

    def _lay_out(self) -> None:
        room, (width, height) = self._room(), self.draft.format.size
        if self.fits:
            across, down = (room.width() - 2 * _AROUND) / width, (room.height() - 2 * _AROUND) / height
            self.scale = min(_MOST, max(0.5, min(across, down)))
        for bar, side, seen in (
            (self.horizontalScrollBar(), width, room.width()),
            (self.verticalScrollBar(), height, room.height()),
        ):
            bar.setRange(0, max(0, round(side * self.scale + 2 * _AROUND - seen)))
            bar.setPageStep(round(seen))
            bar.setSingleStep(24)
        self._redraw()
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._painting.paint(painter)
        painter.end()

    # --- mouse -------------------------------------------------------------------------------------------------------

    def handle_place(self, name: str) -> QPointF:
        """Where a handle of the one element selected is: one of the eight, or that which turns it."""
        (part,) = self.draft.chosen
        if name != TURN:
            return self.to_view(geometry.point_on(part, HANDLES[name]))
        top, middle = (self.to_view(geometry.point_on(part, share)) for share in (HANDLES["n"], (0.5, 0.5)))
        away = top - middle
        length = max(1e-6, (away.x() ** 2 + away.y() ** 2) ** 0.5)
        if length < 1:
            return top - QPointF(0, STALK)
        return QPointF(top + away * (STALK / length))

    def handle_at(self, place: QPointF) -> str:
        """The handle at a place; none when nothing or several elements are selected."""
        if len(self.draft.selected) != 1:
            return ""
        for name in (TURN, "nw", "ne", "se", "sw", "n", "e", "s", "w"):
            off = self.handle_place(name) - place
            if max(abs(off.x()), abs(off.y())) <= _REACH + 1:
                return name
        return ""

    def elements_at(self, place: QPointF) -> list[int]:
        """The elements at a place, the highest first."""
        point, slack = self.to_mm(place), 2 / self.scale
        found = [n for n, part in enumerate(self.draft.elements) if geometry.hit(part, point, slack)]
        return found[::-1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._panning = place
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = place
        point, draft = self.to_mm(place), self.draft
        if handle := self.handle_at(place):
            self.gesture = Gesture(draft, point, handle)
            return
        found = self.elements_at(place)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not found:
            if not shift:
                draft.select(())
            self.gesture = Gesture.framing(draft, point)
            return
        top = found[0]
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:  # what lies below what is selected there
            below = [n for n in found if n not in draft.selected and (not draft.selected or n < min(draft.selected))]
            top = below[0] if below else found[0]
            draft.select([top])
        elif shift:
            draft.select(set(draft.selected) ^ {top})
        elif top not in draft.selected:
            draft.select([top])
        self.gesture = Gesture(draft, point) if top in draft.selected else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self.pointer = self.to_mm(place)
        if self._panning is not None:
            off = place - self._panning
            self._panning = place
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - round(off.x()))
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - round(off.y()))
        elif self.gesture is not None:
            self._drag(event)
        else:
            handle, found = self.handle_at(place), self.elements_at(place)
            self.hovered = found[0] if found and not handle else -1
            self.viewport().setToolTip(self.marks.get(self.hovered, ""))
            other = Qt.CursorShape.SizeAllCursor if self.hovered in self.draft.selected else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(CURSORS.get(handle, other))
        self.viewport().update()

    def _drag(self, event: QMouseEvent) -> None:
        assert self.gesture is not None
        if self._pressed is not None:
            if (event.position() - self._pressed).manhattanLength() < min(4, QApplication.startDragDistance()):
                return
            self._pressed = None
        keys = event.modifiers()
        shift, alt = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
        self.gesture.drag(self.to_mm(event.position()), Held(bool(keys & shift), bool(keys & alt)), _REACH / self.scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._panning = None
        self.viewport().unsetCursor()
        if event.button() == Qt.MouseButton.LeftButton:
            self.gesture = self._pressed = None
            self.draft.settle()
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.elements_at(event.position()):
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            found = self.elements_at(QPointF(event.pos()))
            if found and not set(found) & set(self.draft.selected):
                self.draft.select(found[:1])
        menu = self.commands.menu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(event.angleDelta().y() / 120, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.pointer, self.hovered = None, -1
        self.viewport().update()

    # --- keys --------------------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from element to element, then on to what follows the label."""
        count, chosen = len(self.draft.elements), self.draft.selected
        following = ((chosen[-1] + 1) if forward else chosen[0] - 1) if chosen else (0 if forward else count - 1)
        if 0 <= following < count and self.hasFocus():
            self.draft.select([following])
            return True
        return bool(super().focusNextPrevChild(forward))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, keys, draft, do = Qt.Key(event.key()), event.modifiers(), self.draft, self.commands
        keys &= ~Qt.KeyboardModifier.KeypadModifier
        control, shift, alt = (
            keys == Qt.KeyboardModifier.ControlModifier,
            keys == Qt.KeyboardModifier.ShiftModifier,
            keys == Qt.KeyboardModifier.AltModifier,
        )
        with_control = {Qt.Key.Key_A: do.select_all, Qt.Key.Key_C: do.copy, Qt.Key.Key_X: do.cut, Qt.Key.Key_V: do.paste, Qt.Key.Key_D: do.duplicate}  # fmt: skip
        if control and key in with_control:
            with_control[key]()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            do.shift(1 if key == Qt.Key.Key_Up else -1)
        elif key in _NUDGE and draft.selected and not alt:
            step = 0.1 if control else 5.0 if shift else 0.5
            draft.move(_("Déplacement"), _NUDGE[key][0] * step, _NUDGE[key][1] * step, key="nudge")
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and draft.selected:
            do.remove()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and draft.selected:
            self.opened.emit()
        elif key == Qt.Key.Key_Escape and (self.gesture is not None or draft.selected):
            self._escape()
        elif not control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self.zoom_by(1 if key == Qt.Key.Key_Plus else -1)
        elif not control and key == Qt.Key.Key_0:
            self.fit()
        elif not control and key == Qt.Key.Key_1:
            self.zoom_to(self.real)
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        if self.gesture is not None:
            self.gesture.give_up()
            self.gesture = self._pressed = None
        else:
            self.draft.select(())

    def sight(self) -> QRect:
        """The viewport without its rulers."""
        return self.viewport().rect().adjusted(RULER, RULER, 0, 0)
