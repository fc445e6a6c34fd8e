"""Designs kept, named, removed, put back, imported, exported, begun and tried; and leaving with something unsaved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from ia_events.documents import badge_photos, design_files, kept_designs
from ia_events.documents.designs import Picture, Text
from ia_events.documents.stocks import mm, stock
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role, Status
from ia_events.store import Store, events
from ia_events.ui.pages.designer import DesignerPage
from ia_events.ui.pages.designer_people import cast_of
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.window import MainWindow
from tests.ui import test_designer
from tests.ui.conftest import NOW
from tests.ui.test_designer import LEFT, NAME, settle

page = test_designer.page  # the fixture


def press(page: DesignerPage, words: str) -> None:
    """A button of the strip."""
    found = [made for made in page.findChildren(QPushButton) if made.text() == words and made.isVisible()]
    QTest.mouseClick(found[0] if words != "Enregistrer" else found[-1], LEFT)


# --- keeping ---------------------------------------------------------------------------------------------------------


def test_one_of_the_programs_is_kept_as_a_copy_then_saved_in_place(page: DesignerPage) -> None:
    page.draft.select([NAME])
    page.draft.move("x", 1, 1)
    QTest.keyClick(page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (kept,) = kept_designs.kept()
    assert kept.name == "Sobre 2"
    assert kept.formats == page.draft.design.formats
    assert not page.draft.dirty
    assert page.session.settings.badge_design == kept.id
    page.draft.move("x", 1, 1)
    assert page.save()
    assert kept_designs.kept()[0].formats == page.draft.design.formats
    page.draft.past.undo()
    page.draft.past.undo()  # before it was kept: its name stays the new one
    assert page.draft.design.name == "Sobre 2"
    assert page.save()
    assert len(kept_designs.kept()) == 1
    assert kept_designs.kept()[0].formats == design_files.shipped()[0].formats


def test_saving_says_which_sizes_keep_the_design_they_came_with(page: DesignerPage, window: MainWindow) -> None:
    sober = design_files.shipped()[0]
    page.draft.select([NAME])
    page.draft.move("x", 1, 1)
    assert page.save()
    assert "Vos changements ne sont pas dessinés pour" in window.toast.text
    others = [made.size for made in sober.formats if made.size != page.draft.format.size]
    assert others
    for width, height in others:
        assert f"{mm(width)} × {mm(height)}" in window.toast.text.replace("\u00a0", " ")
    page.draft.change_design("x", replace(page.draft.design, formats=(page.draft.format,)), place=0)
    assert page.save()
    assert "changements" not in window.toast.text


def test_a_name_typed_is_the_one_kept(page: DesignerPage) -> None:
    name = page.view.panel.design.name
    name.selectAll()
    QTest.keyClicks(name, "Badge bleu")
    assert page.save()
    assert [made.name for made in kept_designs.kept()] == ["Badge bleu"]
    name.selectAll()
    QTest.keyClicks(name, "Badge vert")
    assert page.save()
    assert [made.name for made in kept_designs.kept()] == ["Badge vert"]
    page.draft.past.undo()
    assert page.draft.design.name == "Badge bleu"


def test_a_design_removed_is_put_back_with_what_was_unsaved(page: DesignerPage) -> None:
    page.draft.select([NAME])
    page.draft.move("x", 1, 1)
    page.save()
    page.draft.move("x", 2, 0)
    moved = page.draft.design
    page.remove_action.trigger()
    assert kept_designs.kept() == ()
    assert page.draft.design.id == "sober"
    press(page, "Le remettre")
    assert [made.name for made in kept_designs.kept()] == ["Sobre 2"]
    assert page.draft.design.formats == moved.formats
    assert page.draft.dirty
    page._loaded = False


def test_one_of_the_programs_cannot_be_removed(page: DesignerPage) -> None:
    assert not page.remove_action.isEnabled()
    page.remove()
    assert page.question.isVisible()
    assert "modèle du programme" in page.question.text


def test_nothing_on_the_badge_is_not_kept_and_said(page: DesignerPage) -> None:
    page.view.commands.select_all()
    page.view.commands.remove()
    assert not page.save()
    assert "il n’y a rien sur le badge" in page.question.text
    page.draft.past.undo()


def test_it_goes_to_a_file_and_comes_back_the_same(page: DesignerPage, tmp_path: Path) -> None:
    page.view.add("ellipse")
    page.view.panel.numbers["angle"].setValue(12)
    page.export_to(tmp_path / "badge.json")
    drawn = page.draft.design
    page.draft.past.undo()
    page.draft.past.undo()
    page.import_file(tmp_path / "badge.json")
    assert page.draft.design.formats == drawn.formats
    assert page.draft.design.name == "Sobre 2"
    assert not page.draft.dirty


def test_a_file_that_is_no_design_is_refused(page: DesignerPage, tmp_path: Path) -> None:
    file = tmp_path / "autre.json"
    file.write_text("{}", encoding="utf-8")
    page.import_file(file)
    assert "n’est pas un modèle de badge" in page.question.text
    assert kept_designs.kept() == ()


def drop(page: DesignerPage, file: Path) -> bool:
    """A file dropped on the page; whether it was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    actions, place = Qt.DropAction.CopyAction, page.rect().center()
    enters = QDragEnterEvent(place, actions, data, LEFT, Qt.KeyboardModifier.NoModifier)
    enters.ignore()
    QApplication.sendEvent(page, enters)
    if enters.isAccepted():
        drops = QDropEvent(QPointF(place), actions, data, LEFT, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(page, drops)
    return enters.isAccepted()


def test_a_design_dropped_is_kept_and_an_image_is_put_on_the_label(page: DesignerPage, tmp_path: Path) -> None:
    Image.new("RGB", (1600, 800), "#0F766E").save(tmp_path / "image.png")
    assert drop(page, tmp_path / "image.png")
    picture = page.draft.elements[-1]
    assert isinstance(picture, Picture)
    assert picture.box.width / picture.box.height == pytest.approx(2, rel=0.01)
    assert badge_photos.shape_of(picture.source)[0] == round(86 * 0.4 / 25.4 * 300)  # no finer than is printed
    settle(page)
    assert page.view.canvas.picture.error is None
    page.draft.past.undo()
    page.export_to(tmp_path / "badge.json")
    assert drop(page, tmp_path / "badge.json")
    assert [made.name for made in kept_designs.kept()] == ["Sobre 2"]
    assert not drop(page, tmp_path / "liste.xlsx")


def test_an_image_that_cannot_be_read_is_said(page: DesignerPage, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"rien")
    page.add_image(tmp_path / "image.png")
    assert "ne peut pas être lue" in page.question.text
    with pytest.raises(UserError):
        badge_photos.embedded_from(tmp_path / "absente.png", (10, 10))


# --- beginning, trying, leaving --------------------------------------------------------------------------------------


def test_a_new_one_begins_from_one_that_is_there_or_blank(window: MainWindow, page: DesignerPage) -> None:
    window.open("designer", {"new": True, "stock": "a6"})
    settle(page)
    names = [tile.text() for tile in page.beginning.tiles]
    assert names[0] == "Vierge"
    assert set(names[1:]) == {made.name for made in design_files.shipped()}
    tile = next(tile for tile in page.beginning.findChildren(QToolButton) if tile.text() == "Bilingue")
    QTest.mouseClick(tile, LEFT)
    settle(page)
    assert page.draft.format == design_files.shipped()[1].format_for(stock("a6").label)
    assert page.draft.dirty  # it is not kept yet
    page._loaded = False
    window.open("designer", {"new": True})
    QTest.mouseClick(page.beginning.tiles[0], LEFT)
    settle(page)
    assert page.draft.elements == ()
    assert page.draft.format.size == stock("a6").label
    QTest.mouseClick(page.view.adding.buttons["text"], LEFT)
    settle(page)
    assert page.save()
    assert [made.name for made in kept_designs.kept()] == ["Nouveau modèle"]


def test_it_is_tried_on_any_stock(page: DesignerPage) -> None:
    page.try_menu.actions()[2].trigger()
    settle(page)
    assert page.trial.preview.isVisible()
    assert page.trial.preview.pages.count == 1
    QTest.keyClick(page.trial.preview.pages, Qt.Key.Key_Escape)
    assert page.view.isVisible()


def test_leaving_with_something_unsaved_asks(window: MainWindow, page: DesignerPage) -> None:
    page.view.add("line")
    window.session.open("participants")
    assert window.page is page
    press(page, "Ne pas enregistrer")
    assert window.current == "participants"
    assert kept_designs.kept() == ()
    window.session.open("designer", design="sober", stock="avery-l7418")
    settle(page)
    assert not page.draft.dirty
    page.view.add("line")
    QTest.mouseClick(page.close_button, LEFT)
    assert window.page is page
    press(page, "Enregistrer")
    assert window.current == "documents"
    assert [made.name for made in kept_designs.kept()] == ["Sobre 2"]


def test_another_design_asked_for_meanwhile_waits_for_the_answer(window: MainWindow, page: DesignerPage) -> None:
    page.view.add("line")
    window.session.open("designer", design="bilingual")
    assert page.draft.design.id == "sober"
    press(page, "Ne pas enregistrer")
    assert page.draft.design.id == "bilingual"


def test_the_programs_own_undo_is_left_alone(window: MainWindow, page: DesignerPage, store: Store) -> None:
    recorded = window.session.next_undo()
    page.view.add("line")
    page.view.canvas.setFocus()
    QTest.keyClick(page.view.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.draft.dirty
    QTest.keyClick(page.view.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.next_undo() == recorded
    assert "rien à annuler" in window.toast.text
    words = [action.text() for action in window.menu().actions()]
    assert words[1].startswith("Rétablir\xa0: Ajout")


def test_another_event_leaves_the_design_as_it_is(window: MainWindow, page: DesignerPage, store: Store) -> None:
    other = events.save(store, Event(title="Autre journée", timezone="Europe/Paris"), NOW)
    page.view.add("line")
    drawn = page.draft.design
    assert page.save()
    page.view.add("line")
    window.session.switch(other)
    settle(page)
    assert page.draft.dirty
    assert page.draft.design.name == "Sobre 2"
    assert page.draft.design.formats != drawn.formats
    assert page.view.person.itemText(0).endswith("(exemple)")  # nobody is on its list


def test_without_an_event_the_example_is_shown(window: MainWindow, event: Event) -> None:
    window.session.switch("")
    window.open("designer", {"design": "sober"})
    made = window.page
    assert isinstance(made, DesignerPage)
    settle(made)
    assert made.view.canvas.person is not None
    assert not made.view.canvas.picture.image.isNull()


# --- the documents page ----------------------------------------------------------------------------------------------


def test_the_documents_page_prints_the_design_chosen_and_opens_it(window: MainWindow, page: DesignerPage) -> None:
    window.open("documents", {"section": "badges"})
    documents = window.page
    assert isinstance(documents, DocumentsPage)
    settle(page)
    before = documents.ready
    choice = documents.badges.design_choice
    choice.setCurrentIndex(choice.findText("Grand prénom"))
    choice.activated.emit(choice.currentIndex())
    QTest.qWait(200)
    settle(page)
    assert window.session.settings.badge_design == "large-name"
    assert documents.ready is not None
    assert before is not None
    assert documents.ready.data != before.data
    QTest.mouseClick(documents.badges.edit_button, LEFT)
    assert window.page is page
    assert page.draft.design.id == "large-name"
    settle(page)
    window.open("documents")
    settle(page)
    QTest.mouseClick(documents.badges.new_button, LEFT)
    assert page.beginning.isVisible()


# --- whom it is shown for ---------------------------------------------------------------------------------------------


def test_those_who_put_a_design_to_the_test_are_offered() -> None:
    def person(first: str, last: str, **more: object) -> Attendee:
        return replace(Attendee(id=f"{first}{last}", first_name=first, last_name=last, badge="1" * 16), **more)  # type: ignore[arg-type]

    people = [
        person("Ana", "Dupont", employer="Ville", job_title="Agente"),
        person("Maximilien", "de la Rochefoucauld-Montbel", employer="Ville", job_title="Agent"),
        person("Nguyễn Thị Ánh", "Đặng", employer="Ville", job_title="Agente"),
        person("Cher", ""),
        person("Zoé", "Petit", employer="CNFPT", job_title="Formatrice", role=Role.SPEAKER),
        person("Éèàù", "Êîôüçâ-Wwwwwwwwwwwwwwwwwwwwwwwwwww", status=Status.CANCELLED),
    ]
    cast = cast_of(people)
    shown = {one.key: one for one in cast.shown}
    assert shown["usual"].person.first_name == "Ana"
    assert shown["longest"].person.first_name == "Maximilien"
    assert shown["accents"].person.last_name == "Đặng"
    assert shown["missing"].person.first_name == "Cher"
    assert shown[Role.SPEAKER].person.first_name == "Zoé"
    assert shown[Role.DIGNITARY].words.endswith("(exemple)")
    assert all(one.status == Status.REGISTERED for one in cast.checked)
    assert all(one.id != Role.DIGNITARY for one in cast.checked)
    assert cast_of(()).checked


def test_the_organisations_colour_is_followed(page: DesignerPage) -> None:
    page.view.add("rectangle")
    settle(page)
    before, choice = page.view.canvas.picture.image.copy(), page.view.panel.shape.fill.choice
    swatch = choice.itemIcon(choice.findData("accent")).pixmap(16).toImage()
    page.session.change_setting("accent", "#B42318")
    page.refresh()
    settle(page)
    assert page.view.canvas.picture.image != before
    assert choice.itemIcon(choice.findData("accent")).pixmap(16).toImage() != swatch
    page.draft.past.undo()


def test_the_person_shown_changes_the_picture(page: DesignerPage) -> None:
    before = page.view.canvas.picture.image.copy()
    choice = page.view.person
    choice.setCurrentIndex(choice.findData("longest"))
    choice.activated.emit(choice.currentIndex())
    settle(page)
    assert page.view.canvas.person is not None
    assert page.view.canvas.person.first_name == "Marie-Bernadette"
    assert page.view.canvas.picture.image != before
    assert isinstance(page.draft.elements[NAME], Text)
