"""Where what is added to a badge lands, the size a design is opened at, and whose photograph is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ia_events.documents import design_files, designs
from ia_events.documents.designs import Box, Code, Element, Picture, Shape, Text
from ia_events.documents.resizing import zone
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, registrations
from ia_events.ui.pages.designer import DesignerPage
from ia_events.ui.pages.designer_geometry import free_box
from ia_events.ui.pages.designer_new import in_free_room, new_element
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain
from tests.ui.test_designer import settle

KINDS = ("text", "rectangle", "ellipse", "line", "image", "code", "role")


@pytest.fixture
def page(window: MainWindow, store: Store, event: Event) -> DesignerPage:
    for first, last in (("Éloïse", "Arrondell"), ("Jean", "Belmare")):
        registrations.save(store, Attendee(event_id=event.id, first_name=first, last_name=last), NOW)
    window.open("designer", {"design": "sober", "stock": "avery-l7418"})
    made = window.page
    assert isinstance(made, DesignerPage)
    settle(made)
    return made


def room_of(part: Element) -> Box:
    return zone(part) if isinstance(part, Code) else part.box


# --- free room -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("design", design_files.shipped(), ids=lambda design: design.id)
def test_what_is_added_lands_on_nothing_or_it_is_said(design: designs.Design, kind: str) -> None:
    for drawn in design.formats:
        for face in (drawn.front, drawn.back):
            made, free = in_free_room(new_element(kind, drawn.size, has_badge=True), face, drawn.size)
            box = room_of(made)
            assert box.x >= -0.1
            assert box.right <= drawn.size[0] + 0.1
            if free:
                assert not any(box.meets(room_of(part)) for part in face)
            if isinstance(made, Code):
                assert made.box.width == made.box.height >= 20 or not free


def test_the_ground_of_a_badge_takes_no_room() -> None:
    ground = Shape(box=Box(0, 0, 86, 55), fill="accent")
    made, free = in_free_room(new_element("text", (86, 55), has_badge=True), [ground], (86, 55))
    assert free
    assert (made.box.x + made.box.width / 2, made.box.y + made.box.height / 2) == pytest.approx((43, 27.5), abs=0.2)


def test_the_room_kept_is_the_one_that_fits_best() -> None:
    parts = [Shape(box=Box(0, 20, 86, 5)), Shape(box=Box(30, 25, 5, 30))]
    found = free_box(parts, (86, 55), (40, 20), (10, 4))
    assert found is not None
    assert (found.width, found.height) == (40, 20)
    assert found.x > 35
    assert free_box([Shape(box=Box(0, 0, 60, 55)), Shape(box=Box(60, 0, 26, 55))], (86, 55), (10, 5), (5, 5)) is None


def test_without_room_it_is_in_the_middle_with_a_sentence(page: DesignerPage, window: MainWindow) -> None:
    page.view.add("code")
    added = page.draft.elements[-1]
    assert (added.box.x, added.box.y) == (33.0, 17.5)
    assert plain(window.toast.text).startswith("Plus de place libre")
    page.draft.past.undo()
    window.toast.hide()
    page.view.add("text")
    assert not window.toast.isVisible()
    added = page.draft.elements[-1]
    assert isinstance(added, Text)
    assert not any(added.box.meets(room_of(part)) for part in page.draft.elements[:-1])


def test_an_image_keeps_its_shape_in_the_room_there_is(page: DesignerPage, tmp_path: Path) -> None:
    Image.new("RGB", (300, 100), "#B42318").save(tmp_path / "logo.png")
    page.add_image(tmp_path / "logo.png")
    added = page.draft.elements[-1]
    assert isinstance(added, Picture)
    assert added.box.width / added.box.height == pytest.approx(3, rel=0.05)
    assert not any(added.box.meets(room_of(part)) for part in page.draft.elements[:-1])


# --- sizes -----------------------------------------------------------------------------------------------------------


def test_a_stock_the_design_is_not_drawn_for_is_said_and_its_size_offered(
    page: DesignerPage, window: MainWindow, qtbot: QtBot
) -> None:
    assert page.question.isHidden(), "the sober design is drawn for 86 × 55 mm"
    window.open("designer", {"design": "large-name", "stock": "avery-l7160"})
    settle(page)
    before = page.view.canvas.geometry(), page.view.geometry()
    assert page.question.isVisible()
    assert "n'est pas dessiné pour" in plain(page.question.text)
    assert "L7160" in page.question.text
    formats = page.draft.design.formats
    button = next(
        b for b in page.question.findChildren(type(page.save_button)) if b.text() == "Dessiner pour cette taille"
    )
    button.click()
    QApplication.processEvents()
    assert page.question.isHidden()
    assert (page.view.canvas.geometry(), page.view.geometry()) == before
    assert page.draft.design.formats[:-1] == formats
    assert page.draft.format.size == (63.5, 38.1)
    assert page.draft.past.next_undo() == "Taille 63,5 × 38,1 mm ajoutée"


# --- photographs -----------------------------------------------------------------------------------------------------


def test_the_person_shown_has_their_photograph(page: DesignerPage, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.new("RGB", (60, 80), "#FF0000").save(folder / "Arrondell Éloïse.png")
    page.draft.add("x", [Picture(box=Box(60, 2, 12, 16), source="photo")])
    page.draft.select(())
    canvas = page.view.canvas
    settle(page)
    middle = (66 / 86, 10 / 55)

    def seen() -> str:
        image = canvas.picture.image
        return str(image.pixelColor(round(image.width() * middle[0]), round(image.height() * middle[1])).name())

    assert seen() == "#ffffff", "the silhouette is no part of the PDF"
    assert canvas._painting._unseen(page.draft.elements[-1])
    window.session.change_setting("photos_folder", str(folder))
    page.refresh()
    settle(page)
    assert canvas.person is not None
    assert canvas.person.last_name == "Arrondell"
    red = canvas.picture.image.pixelColor(
        round(canvas.picture.image.width() * middle[0]), round(canvas.picture.image.height() * middle[1])
    )
    assert red.red() > 200
    assert red.green() < 60
    assert not canvas._painting._unseen(page.draft.elements[-1])
    window.session.change_setting("photos_folder", str(tmp_path / "nowhere"))
    page.refresh()
    settle(page)
    assert seen() == "#ffffff"


def test_only_fronts_are_left_of_a_design() -> None:
    design = next(made for made in design_files.shipped() if made.id == "two-sided")
    assert design.has_back_for((86, 55))
    fronts = design.fronts
    assert not fronts.has_back_for((86, 55))
    assert not any(made.back for made in fronts.formats)
    assert [made.front for made in fronts.formats] == [made.front for made in design.formats]
