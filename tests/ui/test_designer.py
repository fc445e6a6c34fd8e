"""The designer by mouse and keyboard: every gesture, what undoes it, and the picture that is the PDF."""

from __future__ import annotations

import base64
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ia_events.documents import design_files, designs, kept_designs
from ia_events.documents.designs import Box, Code, Element, Picture, Shape, Text
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role
from ia_events.store import Store, registrations
from ia_events.ui.pages import designer_geometry as geometry
from ia_events.ui.pages.designer import DesignerPage
from ia_events.ui.pages.designer_canvas import Canvas
from ia_events.ui.pages.designer_draft import Draft
from ia_events.ui.pages.designer_gestures import TURN
from ia_events.ui.pages.designer_picture import face_pdf, one_label
from ia_events.ui.widgets.pdf_preview import draw_page, open_pdf
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW

LEFT, SHIFT, ALT, CONTROL, NONE = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)
LOGO, TITLE, NAME, BAND, CODE = range(5)  # what is on the sober badge, the lowest first


def settle(page: DesignerPage) -> None:
    """Until the worker has nothing left to do and all is drawn."""
    for _turn in range(2000):
        QApplication.processEvents()
        if not page.session.work.busy:
            break
        QTest.qWait(5)
    else:
        pytest.fail("the worker is still busy")
    QApplication.processEvents()
    page.view.canvas.flush()
    page.view.look()


@pytest.fixture
def page(window: MainWindow, store: Store, event: Event) -> DesignerPage:
    """The sober design, open on its label of 86 × 55 mm, for a list of three."""
    for first, last, role in (
        ("Éloïse", "Arrondell", Role.PARTICIPANT),
        ("Marie-Bernadette", "Lake-Hodge de la Fontaine", Role.PARTICIPANT),
        ("Jean", "Belmare", Role.SPEAKER),
    ):
        person = Attendee(event_id=event.id, first_name=first, last_name=last, employer="Ville de Nîmes", role=role)
        registrations.save(store, person, NOW)
    window.open("designer", {"design": "sober", "stock": "avery-l7418"})
    made = window.page
    assert isinstance(made, DesignerPage)
    settle(made)
    return made


@pytest.fixture
def canvas(page: DesignerPage) -> Canvas:
    return page.view.canvas


def at(canvas: Canvas, x: float, y: float) -> QPoint:
    """A point of the label (mm), in the viewport."""
    return canvas.to_view((x, y)).toPoint()


def drag(canvas: Canvas, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE, *, release: bool = True) -> None:
    """Press, move in steps with the button down, release."""
    view = canvas.viewport()
    QTest.mousePress(view, LEFT, keys if keys != ALT else NONE, start)
    for share in (0.3, 0.7, 1.0):
        place = QPointF(start) + QPointF(end - start) * share
        _move(canvas, place, keys)
    if release:
        QTest.mouseRelease(view, LEFT, keys, end)


def _move(canvas: Canvas, place: QPointF, keys: Qt.KeyboardModifier) -> None:
    # QTest.mouseMove can't hold a button.
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    view = canvas.viewport()
    whole = QPointF(place.toPoint())
    event = QMouseEvent(QEvent.Type.MouseMove, whole, view.mapToGlobal(whole), Qt.MouseButton.NoButton, LEFT, keys)
    QApplication.sendEvent(view, event)


def chosen(draft: Draft) -> list[int]:
    """The places of what is selected."""
    return list(draft.selected)


def middle(canvas: Canvas, place: int) -> QPoint:
    return at(canvas, *geometry.centre_of(canvas.draft.elements[place].box))


def box(canvas: Canvas, place: int) -> Box:
    return canvas.draft.elements[place].box


# --- selecting -------------------------------------------------------------------------------------------------------


def test_a_click_selects_and_shift_adds_or_takes_away(canvas: Canvas) -> None:
    view, draft = canvas.viewport(), canvas.draft
    QTest.mouseClick(view, LEFT, NONE, middle(canvas, CODE))
    assert chosen(draft) == [CODE]
    QTest.mouseClick(view, LEFT, SHIFT, middle(canvas, BAND))
    assert chosen(draft) == [BAND, CODE]
    QTest.mouseClick(view, LEFT, SHIFT, middle(canvas, CODE))
    assert chosen(draft) == [BAND]
    QTest.mouseClick(view, LEFT, NONE, at(canvas, -4, -4))
    assert chosen(draft) == []


def test_a_frame_selects_what_it_touches(canvas: Canvas) -> None:
    drag(canvas, at(canvas, 56.5, -3), at(canvas, 84, 53))
    assert chosen(canvas.draft) == [LOGO, CODE]
    drag(canvas, at(canvas, -3, 57), at(canvas, 20, 47), SHIFT)
    assert chosen(canvas.draft) == [LOGO, BAND, CODE]
    assert canvas.draft.past.next_undo() is None


def test_tab_goes_from_element_to_element_then_on(page: DesignerPage, canvas: Canvas) -> None:
    canvas.setFocus()
    for place in range(5):
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
        assert chosen(canvas.draft) == [place]
    QTest.keyClick(canvas, Qt.Key.Key_Backtab)
    assert chosen(canvas.draft) == [BAND]
    assert "Bandeau du rôle" in canvas.accessibleName()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert not canvas.hasFocus()
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert chosen(canvas.draft) == []


def test_control_click_reaches_what_lies_below(canvas: Canvas) -> None:
    draft = canvas.draft
    draft.change("x", (*draft.elements, Shape(box=Box(58, 24, 25, 25), fill="accent")), ())
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, middle(canvas, CODE))
    assert chosen(draft) == [5]
    QTest.mouseClick(canvas.viewport(), LEFT, CONTROL, middle(canvas, CODE))
    assert chosen(draft) == [CODE]


def test_control_a_selects_all(canvas: Canvas) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_A, CONTROL)
    assert chosen(canvas.draft) == [0, 1, 2, 3, 4]


# --- moving, resizing, turning ----------------------------------------------------------------------------------------


def test_a_drag_moves_and_one_undo_takes_it_back(window: MainWindow, page: DesignerPage, canvas: Canvas) -> None:
    before = box(canvas, CODE)
    drag(canvas, middle(canvas, CODE), middle(canvas, CODE) + QPoint(-40, -30), ALT)
    after = box(canvas, CODE)
    assert after.x == pytest.approx(before.x - 40 / canvas.scale, abs=0.02)
    assert after.y == pytest.approx(before.y - 30 / canvas.scale, abs=0.02)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    assert box(canvas, CODE) == before
    QTest.keyClick(canvas, Qt.Key.Key_Y, CONTROL)
    assert box(canvas, CODE) == after
    assert page.draft.past.next_undo() == "Déplacement"


def test_shift_moves_along_one_axis(canvas: Canvas) -> None:
    before = box(canvas, BAND)
    drag(canvas, middle(canvas, BAND), middle(canvas, BAND) + QPoint(9, -60), SHIFT)
    assert box(canvas, BAND).x == before.x
    assert box(canvas, BAND).y < before.y


def test_several_move_together(canvas: Canvas) -> None:
    canvas.draft.select([NAME, BAND])
    before = box(canvas, NAME), box(canvas, BAND)
    drag(canvas, middle(canvas, NAME), middle(canvas, NAME) + QPoint(23, 17), ALT)
    moved = [
        (now.x - then.x, now.y - then.y)
        for then, now in zip(before, (box(canvas, NAME), box(canvas, BAND)), strict=True)
    ]
    assert moved[0] == pytest.approx(moved[1], abs=0.02)
    assert moved[0][0] > 0


def test_it_snaps_to_the_others_and_says_so_unless_alt_is_held(canvas: Canvas) -> None:
    draft = canvas.draft
    off = QPoint(round((4.5 - box(canvas, CODE).x) * canvas.scale) + 3, -10)
    drag(canvas, middle(canvas, CODE), middle(canvas, CODE) + off, release=False)
    assert box(canvas, CODE).x == pytest.approx(4.5, abs=0.011)
    assert canvas.gesture is not None
    assert any(guide.upright and guide.at == pytest.approx(4.5) for guide in canvas.gesture.guides)
    canvas.grab()  # guides are drawn
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, QPoint(5, 5))
    draft.past.undo()
    drag(canvas, middle(canvas, CODE), middle(canvas, CODE) + off, ALT)
    assert abs(box(canvas, CODE).x - 4.5) > 0.2


def test_escape_gives_a_drag_up(canvas: Canvas) -> None:
    before = canvas.draft.design
    canvas.setFocus()
    drag(canvas, middle(canvas, CODE), middle(canvas, CODE) + QPoint(-40, -30), release=False)
    assert canvas.draft.design != before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.draft.design == before
    assert canvas.draft.past.next_undo() is None
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, middle(canvas, NAME))


@pytest.mark.parametrize(
    "handle, fixed", [("nw", "se"), ("n", "s"), ("ne", "sw"), ("e", "w"), ("se", "nw"), ("s", "n"), ("sw", "ne"), ("w", "e")]
)  # fmt: skip
@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_each_handle_resizes_and_leaves_the_opposite_where_it_is(
    canvas: Canvas, handle: str, fixed: str, angle: float
) -> None:
    draft = canvas.draft
    draft.change("x", (Shape(box=Box(30, 18, 26, 18), angle=angle, fill="accent"),), [0])
    before, held = draft.elements[0], geometry.point_on(draft.elements[0], geometry.HANDLES[fixed])
    start = canvas.handle_place(handle).toPoint()
    share = geometry.HANDLES[handle]
    local = ((share[0] - 0.5) * 2 * 17, (share[1] - 0.5) * 2 * 17)
    off = geometry.turned(local, (0, 0), angle)
    drag(canvas, start, start + QPoint(round(off[0]), round(off[1])), ALT)
    after = draft.elements[0]
    assert geometry.point_on(after, geometry.HANDLES[fixed]) == pytest.approx(held, abs=0.05)
    assert (after.box.width > before.box.width + 1) == ("e" in handle or "w" in handle)
    assert (after.box.height > before.box.height + 1) == ("n" in handle or "s" in handle)
    draft.past.undo()
    assert draft.elements[0] == before


def test_a_code_stays_square_and_shift_keeps_the_shape(canvas: Canvas) -> None:
    draft = canvas.draft
    draft.select([CODE])
    start = canvas.handle_place("nw").toPoint()
    drag(canvas, start, start + QPoint(-30, -4), ALT)
    assert box(canvas, CODE).width == box(canvas, CODE).height > 21
    draft.select([BAND])
    shape = box(canvas, BAND).width / box(canvas, BAND).height
    start = canvas.handle_place("se").toPoint()
    drag(canvas, start, start + QPoint(40, 2), SHIFT)
    assert box(canvas, BAND).width / box(canvas, BAND).height == pytest.approx(shape, rel=0.01)
    assert box(canvas, BAND).width > 52


def test_the_round_handle_turns_in_steps_with_shift(canvas: Canvas) -> None:
    draft = canvas.draft
    draft.select([BAND])
    centre = middle(canvas, BAND)
    drag(canvas, canvas.handle_place(TURN).toPoint(), centre + QPoint(100, -9))
    assert 75 < draft.elements[BAND].angle < 90
    drag(canvas, canvas.handle_place(TURN).toPoint(), centre + QPoint(60, -70), SHIFT)
    assert draft.elements[BAND].angle == 45
    draft.past.undo()
    draft.past.undo()
    assert draft.elements[BAND].angle == 0


@pytest.mark.parametrize("keys, step", [(NONE, 0.5), (SHIFT, 5.0), (CONTROL, 0.1)])
def test_arrows_nudge_and_count_as_one_step(canvas: Canvas, keys: Qt.KeyboardModifier, step: float) -> None:
    canvas.setFocus()
    canvas.draft.select([LOGO])
    before = box(canvas, LOGO)
    QTest.keyClick(canvas, Qt.Key.Key_Right, keys)
    QTest.keyClick(canvas, Qt.Key.Key_Down, keys)
    QTest.keyClick(canvas, Qt.Key.Key_Down, keys)
    assert box(canvas, LOGO)[:2] == pytest.approx((before.x + step, before.y + 2 * step))
    canvas.draft.past.undo()
    assert box(canvas, LOGO) == before


def test_numbers_are_typed_with_a_comma_or_a_point(page: DesignerPage, canvas: Canvas) -> None:
    canvas.draft.select([BAND])
    for key, typed, wanted in (("x", "12,25", 12.25), ("y", "3.5", 3.5), ("width", "40", 40), ("height", "7,5", 7.5), ("angle", "90", 90)):  # fmt: skip
        field = page.view.panel.numbers[key]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        part = canvas.draft.elements[BAND]
        assert (part.angle if key == "angle" else getattr(part.box, key)) == pytest.approx(wanted)
    assert canvas.draft.past.next_undo() == "Angle"
    for _step in range(5):
        canvas.draft.past.undo()
    assert not page.draft.dirty


# --- arranging -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number, edge", [(0, lambda b: b.x), (1, lambda b: b.x + b.width / 2), (2, lambda b: b.right),
                     (4, lambda b: b.y), (5, lambda b: b.y + b.height / 2), (6, lambda b: b.bottom)]
)  # fmt: skip
def test_aligning_six_ways(page: DesignerPage, number: int, edge: object) -> None:
    draft = page.draft
    assert callable(edge)
    draft.select([TITLE, NAME, CODE])
    before = draft.design
    made, _least = page.view.panel.arranging[number]
    QTest.mouseClick(made, LEFT)
    edges = [edge(part.box) for part in draft.chosen]
    assert max(edges) - min(edges) < 0.02
    draft.past.undo()
    assert draft.design == before


def test_one_alone_is_aligned_with_the_label(page: DesignerPage) -> None:
    page.draft.select([BAND])
    QTest.mouseClick(page.view.panel.arranging[1][0], LEFT)
    assert page.draft.elements[BAND].box.x == pytest.approx((86 - 51) / 2)


def test_sharing_out_leaves_the_same_room(page: DesignerPage) -> None:
    draft = page.draft
    parts = [Shape(box=Box(x, y, 10, 5), fill="ink") for x, y in ((2, 1), (20, 30), (60, 44))]
    draft.change("x", parts, [0, 1, 2])
    QTest.mouseClick(page.view.panel.arranging[3][0], LEFT)
    assert [part.box.x for part in draft.elements] == pytest.approx([2, 31, 60])
    QTest.mouseClick(page.view.panel.arranging[7][0], LEFT)
    assert [part.box.y for part in draft.elements] == pytest.approx([1, 22.5, 44])
    draft.select([0, 1])
    assert not page.view.panel.arranging[3][0].isEnabled()


def test_layers_by_keys_on_the_label_and_in_the_list(page: DesignerPage, canvas: Canvas) -> None:
    canvas.setFocus()
    page.draft.select([LOGO])
    logo = page.draft.elements[LOGO]
    QTest.keyClick(canvas, Qt.Key.Key_Up, ALT)
    assert page.draft.elements[1] == logo
    assert chosen(page.draft) == [1]
    layers = page.view.layers
    QTest.keyClick(layers, Qt.Key.Key_Up, ALT)
    assert page.draft.elements[2] == logo
    QTest.keyClick(layers, Qt.Key.Key_Down, ALT)
    page.draft.past.undo()
    page.draft.past.undo()
    page.draft.past.undo()
    assert page.draft.elements[0] == logo


def test_the_list_of_layers_names_selects_and_is_put_in_another_order(page: DesignerPage) -> None:
    layers, draft = page.view.layers, page.draft
    names = [layers.item(row).text() for row in range(layers.count())]
    assert names[0] == "Code du badge"
    assert names[2] == "Texte\xa0: Prénom NOM Collectivité Fonction"
    QTest.mouseClick(layers.viewport(), LEFT, NONE, layers.visualItemRect(layers.item(4)).center())
    assert chosen(draft) == [LOGO]
    first = layers.visualItemRect(layers.item(0))
    actions, data = Qt.DropAction.MoveAction, layers.mimeData(layers.selectedItems())
    drop = QDropEvent(QPointF(first.topLeft()) + QPointF(5, 2), actions, data, LEFT, NONE)
    layers.dropEvent(drop)  # Qt refuses one that no drag leads to
    assert draft.past.next_undo() == "Ordre des plans"
    assert type(draft.elements[4]).__name__ == "Picture"
    draft.past.undo()
    assert layers.item(4).text() == "Logo"


# --- clipboard -------------------------------------------------------------------------------------------------------


def test_copy_paste_duplicate_cut_and_delete(page: DesignerPage, canvas: Canvas) -> None:
    canvas.setFocus()
    draft = page.draft
    draft.select([NAME])
    name = draft.elements[NAME]
    QTest.keyClick(canvas, Qt.Key.Key_C, CONTROL)
    QTest.keyClick(canvas, Qt.Key.Key_V, CONTROL)
    assert draft.elements[5] == geometry.moved(name, 3, 3)
    assert chosen(draft) == [5]
    QTest.keyClick(canvas, Qt.Key.Key_D, CONTROL)
    assert draft.elements[6] == geometry.moved(name, 6, 6)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert draft.elements[5:] == (geometry.moved(name, 3, 3),)
    draft.select([5])
    QTest.keyClick(canvas, Qt.Key.Key_X, CONTROL)
    assert draft.elements[5:] == ()
    for words in ("Couper", "Suppression", "Dupliquer", "Coller"):
        assert draft.past.next_undo() == words
        QTest.keyClick(canvas, Qt.Key.Key_Z, CONTROL)
    assert not draft.dirty


def test_what_was_copied_goes_to_the_back_another_format_and_another_design(page: DesignerPage, canvas: Canvas) -> None:
    draft = page.draft
    draft.select([CODE, TITLE])
    page.view.commands.copy()
    copied = design_files.parse(QGuiApplication.clipboard().text())  # a text that can be sent
    assert {type(part) for part in copied.formats[0].front} == {Code, Text}
    QTest.mouseClick(page.view.face.buttons["back"], LEFT)
    page.view.commands.paste()
    assert draft.format.back == tuple(copied.formats[0].front)
    draft.show(face="front", place=2)
    page.view.commands.paste()
    assert isinstance(draft.elements[-1], Text)
    assert sum(isinstance(part, Code) for part in draft.elements) == 1  # a face has one code of the badge
    page.draft.past.undo()
    page.draft.past.undo()
    page.load("bilingual")
    page.view.commands.paste()
    assert page.draft.dirty


def test_a_clipboard_of_something_else_is_said(window: MainWindow, page: DesignerPage) -> None:
    QGuiApplication.clipboard().setText("bonjour")
    page.view.commands.paste()
    assert not page.draft.dirty
    assert "presse-papiers" in window.toast.text


def test_the_menu_of_the_right_button_acts(page: DesignerPage) -> None:
    page.draft.select([CODE])
    menu = page.view.commands.menu(page)
    next(action for action in menu.actions() if action.text().startswith("Supprimer")).trigger()
    assert len(page.draft.elements) == 4


# --- sight -----------------------------------------------------------------------------------------------------------


def test_control_and_the_wheel_zoom_about_the_pointer(canvas: Canvas) -> None:
    place = middle(canvas, CODE)
    before, scale = canvas.to_mm(QPointF(place)), canvas.scale
    event = QWheelEvent(
        QPointF(place), canvas.viewport().mapToGlobal(QPointF(place)), QPoint(), QPoint(0, 960),
        Qt.MouseButton.NoButton, CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.scale == pytest.approx(scale * 1.25**8)
    assert canvas.to_mm(QPointF(place)) == pytest.approx(before, abs=1.5 / scale)
    canvas.setFocus()
    QTest.keyClicks(canvas, "1")
    assert canvas.scale == pytest.approx(canvas.screen().physicalDotsPerInch() / 25.4)
    QTest.keyClicks(canvas, "0")
    assert canvas.scale == pytest.approx(scale)
    QTest.keyClicks(canvas, "-")
    assert canvas.scale == pytest.approx(scale / 1.25)


def test_the_picture_is_the_pdf_of_the_badge(page: DesignerPage, canvas: Canvas, event: Event) -> None:
    from ia_events.documents.badges import write_badges

    page.load("two-sided")
    settle(page)
    for number, face in enumerate(("front", "back")):
        page.draft.show(face=face)
        settle(page)
        person, size = canvas.person, page.draft.format.size
        assert person is not None
        file = BytesIO()
        alone = replace(page.draft.design, formats=(page.draft.format,))
        write_badges(file, event, [person], one_label(size), design=alone, branding=canvas.branding, made_at=NOW)
        shown = canvas.picture.image
        assert shown == draw_page(open_pdf(file.getvalue()), number, QSize(shown.width(), shown.height()))


def test_a_picture_is_as_fine_as_the_label_is_large(page: DesignerPage, canvas: Canvas, event: Event) -> None:
    grain = BytesIO()
    Image.effect_noise((800, 600), 80).save(grain, "png")
    source = f"data:image/png;base64,{base64.b64encode(grain.getvalue()).decode('ascii')}"
    page.draft.add("", [Picture(box=Box(2, 2, 20, 15), source=source)])
    settle(page)

    def seen(dots: float) -> bool:
        format_, person, shown = page.draft.format, canvas.person, canvas.picture.image
        assert person is not None
        data = face_pdf(page.draft.design, format_.size, format_.front, event, person, canvas.branding, dots=dots)
        return bool(shown == draw_page(open_pdf(data), 0, shown.size()))

    small = canvas.scale
    assert seen(small)
    assert not seen(0)
    canvas.zoom_to(40)
    assert seen(40)
    assert not seen(small)
    canvas.zoom_to(small)
    assert seen(40)  # written for a larger label: that will do


def test_an_edit_is_drawn(page: DesignerPage, canvas: Canvas) -> None:
    before = canvas.picture.image.copy()
    page.draft.select([NAME])
    page.draft.move("x", 0, 4)
    assert canvas.picture.image == before  # until there is another
    settle(page)
    assert canvas.picture.image != before
    page.draft.past.undo()
    settle(page)
    assert canvas.picture.image == before


# --- what is amiss ---------------------------------------------------------------------------------------------------


def codes(page: DesignerPage) -> set[str]:
    settle(page)
    return {remark.code for remark, _name in page.view.remarks.remarks}


def test_warnings_come_go_and_point_at_their_element(page: DesignerPage, canvas: Canvas) -> None:
    draft = page.draft
    assert codes(page) == set()
    draft.select([CODE])
    page.view.panel.numbers["width"].setValue(14)
    assert codes(page) == {"code_small"}
    assert set(canvas.marks) == {CODE}
    canvas.grab()
    draft.select(())
    QTest.mouseClick(page.view.remarks.buttons[0], LEFT)
    assert chosen(draft) == [CODE]
    draft.move("x", 12, 0)
    assert codes(page) == {"code_small", "outside"}
    draft.past.undo()
    draft.past.undo()
    assert codes(page) == set()
    assert canvas.marks == {}
    draft.select([TITLE])
    page.view.panel.numbers["angle"].setValue(60)
    assert "outside" in codes(page)
    draft.past.undo()
    draft.select([NAME])
    page.view.panel.numbers["height"].setValue(7)
    assert "too_small" in codes(page)
    draft.past.undo()
    draft.select([NAME])
    draft.change_chosen("x", pale)
    assert "contrast" in codes(page)
    draft.past.undo()
    draft.select([CODE])
    page.view.commands.remove()
    assert codes(page) == {"no_code"}


def pale(part: Element) -> Element:
    """A text in letters that are hardly read on white."""
    assert isinstance(part, Text)
    line = part.lines[0]
    return replace(part, lines=(replace(line, runs=(line.runs[0]._replace(colour="#F2E9B1"),)),))


def test_a_remark_of_the_back_shows_the_back(page: DesignerPage) -> None:
    page.draft.show(face="back")
    page.draft.add("x", [Text(box=Box(80, 50, 30, 8), lines=(designs.Line(runs=(designs.Run("Verso"),), size=12.0),))])
    page.draft.show(face="front")
    assert codes(page) == {"outside"}
    QTest.mouseClick(page.view.remarks.buttons[0], LEFT)
    assert page.draft.face == page.view.face.value == "back"
    assert chosen(page.draft) == [0]


def test_a_second_code_of_the_badge_cannot_come(window: MainWindow, page: DesignerPage) -> None:
    page.draft.select([CODE])
    page.view.commands.duplicate()
    assert len(page.draft.elements) == 5
    assert "qu’un code" in window.toast.text
    QTest.mouseClick(page.view.adding.buttons["code"], LEFT)
    added = page.draft.elements[-1]
    assert isinstance(added, Code)
    assert added.says == "{resource_link}"


def test_kept_designs_are_left_alone(page: DesignerPage) -> None:
    assert kept_designs.kept() == ()
