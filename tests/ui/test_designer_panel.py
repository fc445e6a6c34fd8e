"""The panel of properties: each kind of element, the lines of a text, placeholders, colours, sizes of label."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from ia_events.documents.designs import Code, Picture, RoleBand, Shape, Text
from ia_events.ui.pages.designer import DesignerPage
from ia_events.ui.pages.designer_fields import ColourField, PlaceholderPicker
from ia_events.ui.widgets import Choice
from tests.ui import test_designer
from tests.ui.test_designer import BAND, CODE, LEFT, LOGO, NAME, settle

page = test_designer.page  # the fixture


def choose(choice: Choice, value: object) -> None:
    choice.setCurrentIndex(choice.findData(value))
    choice.activated.emit(choice.currentIndex())


def text(page: DesignerPage, place: int = NAME) -> Text:
    part = page.draft.elements[place]
    assert isinstance(part, Text)
    return part


def undone(page: DesignerPage, steps: int) -> None:
    """So many steps were made, and no more."""
    for _step in range(steps):
        assert page.draft.past.next_undo() is not None
        page.draft.past.undo()
    assert page.draft.past.next_undo() is None
    assert not page.draft.dirty


def test_words_are_typed_in_one_step_and_seen_at_once(page: DesignerPage) -> None:
    page.draft.select([NAME])
    lines = page.view.panel.text.lines
    lines.runs[0].words.line.setFocus()
    lines.runs[0].words.line.selectAll()
    QTest.keyClicks(lines.runs[0].words.line, "Bonjour ")
    assert text(page).lines[0].runs[0].text == "Bonjour "
    assert page.view.layers.item(2).text().startswith("Texte\xa0: Bonjour NOM")
    undone(page, 1)
    assert lines.runs[0].words.line.text() == "{first_name}"


def test_an_unknown_field_is_said_and_not_taken(page: DesignerPage) -> None:
    page.draft.select([NAME])
    settle(page)
    words = page.view.panel.text.lines.runs[0].words
    words.line.selectAll()
    QTest.keyClicks(words.line, "{courriel}")
    assert words.wrong.isVisible()
    assert "n’est pas un champ" in words.wrong.text()
    assert "courriel" not in text(page).lines[0].runs[0].text
    settle(page)


def test_placeholders_are_searched_with_a_sample_beside_each(page: DesignerPage) -> None:
    page.draft.select([NAME])
    words = page.view.panel.text.lines.runs[0].words
    words.line.end(False)
    QTest.mouseClick(words.offer, LEFT)
    picker = words.picker
    assert isinstance(picker, PlaceholderPicker)
    assert picker.names.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Prénom, Éloïse"
    picker.grab()
    QTest.keyClicks(picker.search, "collec")
    assert picker.names.count() == 1
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    assert text(page).lines[0].runs[0].text == "{first_name}{employer}"
    undone(page, 1)


def test_bold_colour_and_several_looks_in_a_line(page: DesignerPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.draft.select([NAME])
    lines = page.view.panel.text.lines
    QTest.mouseClick(lines.runs[0].bold, LEFT)
    assert text(page).lines[0].runs[0].bold
    choose(lines.runs[0].colour.choice, "accent")
    assert text(page).lines[0].runs[0].colour == "accent"
    colour = lines.runs[0].colour
    choose(colour.choice, "own")
    colour.own.selectAll()
    QTest.keyClicks(colour.own, "b42318")
    QTest.keyClick(colour.own, Qt.Key.Key_Return)
    assert text(page).lines[0].runs[0].colour == "#B42318"
    monkeypatch.setattr(ColourField, "ask_colour", lambda field, before: QColor("#102030").name().upper())
    QTest.mouseClick(colour.pick, LEFT)
    assert text(page).lines[0].runs[0].colour == "#102030"
    QTest.mouseClick(lines.style_button, LEFT)
    assert len(text(page).lines[0].runs) == 2
    settle(page)
    QTest.mouseClick(lines.runs[1].remove, LEFT)
    assert len(text(page).lines[0].runs) == 1
    undone(page, 7)


def test_lines_are_added_removed_and_moved(page: DesignerPage) -> None:
    page.draft.select([NAME])
    lines = page.view.panel.text.lines
    QTest.mouseClick(lines.more, LEFT)
    assert lines.row == 1
    assert text(page).lines[1].runs[0].text == "Nouvelle ligne"
    QTest.mouseClick(lines.down, LEFT)
    assert text(page).lines[2].runs[0].text == "Nouvelle ligne"
    QTest.mouseClick(lines.up, LEFT)
    QTest.mouseClick(lines.less, LEFT)
    assert len(text(page).lines) == 4
    undone(page, 4)


def test_size_least_gap_wrap_and_optional(page: DesignerPage) -> None:
    page.draft.select([NAME])
    lines = page.view.panel.text.lines
    lines.names.setCurrentRow(2)
    lines.points.setValue(6)
    assert (text(page).lines[2].size, text(page).lines[2].least) == (6, 6)
    lines.least.setValue(8)
    assert (text(page).lines[2].size, text(page).lines[2].least) == (8, 8)
    lines.gap.setValue(3)
    lines.wrap.setValue(1)
    QTest.keyClick(lines.optional, Qt.Key.Key_Space)
    line = text(page).lines[2]
    assert (line.gap, line.wrap, line.optional) == (3, 1, False)
    undone(page, 5)


def test_alignment_of_a_text(page: DesignerPage) -> None:
    page.draft.select([NAME])
    choose(page.view.panel.text.align, "right")
    choose(page.view.panel.text.vertical, "bottom")
    assert (text(page).align, text(page).vertical) == ("right", "bottom")
    undone(page, 2)


def test_a_shape_its_colours_line_and_corners(page: DesignerPage) -> None:
    QTest.mouseClick(page.view.adding.buttons["rectangle"], LEFT)
    section = page.view.panel.shape
    section.radius.setValue(2)
    section.thickness.setValue(1)
    choose(section.stroke.choice, "ink")
    choose(section.fill.choice, "")
    choose(section.shape, "ellipse")
    part = page.draft.elements[-1]
    assert isinstance(part, Shape)
    assert (part.shape, part.fill, part.stroke, part.thickness, part.radius) == ("ellipse", "", "ink", 1, 2)
    settle(page)
    undone(page, 6)


def test_a_line_may_lie_flat_and_become_something_else(page: DesignerPage) -> None:
    QTest.mouseClick(page.view.adding.buttons["line"], LEFT)
    line = page.draft.elements[-1]
    assert line.box.height == 0
    choose(page.view.panel.shape.shape, "rectangle")
    assert page.draft.elements[-1].box.height == 1
    undone(page, 2)


def test_a_picture_of_ones_own_is_embedded(page: DesignerPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGBA", (3000, 3000), (1, 2, 3, 4)).save(tmp_path / "image.png")
    page.draft.select([LOGO])
    section = page.view.panel.picture
    monkeypatch.setattr(section, "ask_file", lambda: tmp_path / "image.png")
    choose(section.source, "own")
    part = page.draft.elements[LOGO]
    assert isinstance(part, Picture)
    assert part.source.startswith("data:image/png;base64,")
    choose(section.anchor, "c")
    choose(section.source, "photo")
    part = page.draft.elements[LOGO]
    assert isinstance(part, Picture)
    assert (part.source, part.anchor) == ("photo", "c")
    settle(page)
    undone(page, 3)


def test_a_code_says_the_badge_or_a_link(page: DesignerPage) -> None:
    page.draft.select([CODE])
    section = page.view.panel.code
    QTest.keyClick(section.letters, Qt.Key.Key_Space)
    choose(section.kind, "link")
    section.says.line.selectAll()
    QTest.keyClicks(section.says.line, "https://exemple.fr/")
    part = page.draft.elements[CODE]
    assert isinstance(part, Code)
    assert (part.says, part.letters) == ("https://exemple.fr/", False)
    assert page.view.layers.item(0).text() == "QR\xa0: https://exemple.fr/"
    settle(page)
    section.says.line.selectAll()
    QTest.keyClicks(section.says.line, "{last_name}")
    assert "ne dit rien de la personne" in section.says.wrong.text()
    QTest.mouseClick(section.says.offer, LEFT)
    offered = {section.says.picker.names.item(row).text() for row in range(section.says.picker.names.count())}
    assert "Lien de la ressource" in offered
    assert "Prénom" not in offered
    section.says.picker.close()
    undone(page, 3)


def test_the_band_of_the_role(page: DesignerPage) -> None:
    page.draft.select([BAND])
    section = page.view.panel.role
    section.points.setValue(7)
    section.radius.setValue(0)
    for box in (section.participants, section.bilingual):
        QTest.keyClick(box, Qt.Key.Key_Space)
    part = page.draft.elements[BAND]
    assert isinstance(part, RoleBand)
    assert (part.size, part.radius, part.participants, part.bilingual) == (7, 0, True, True)
    undone(page, 4)


def test_enter_goes_to_the_words_of_what_is_selected(page: DesignerPage) -> None:
    page.view.canvas.setFocus()
    page.draft.select([NAME])
    QTest.keyClick(page.view.canvas, Qt.Key.Key_Return)
    assert page.view.panel.text.lines.runs[0].words.line.hasFocus()
    page.draft.select([CODE])
    page.view.canvas.setFocus()
    QTest.keyClick(page.view.canvas, Qt.Key.Key_Return)
    assert page.view.panel.numbers["x"].hasFocus()


# --- sizes -----------------------------------------------------------------------------------------------------------


def test_a_size_is_added_from_a_stock_changed_and_removed(page: DesignerPage) -> None:
    section = page.view.panel.design
    sizes = len(page.draft.design.formats)
    section._fill_menu()
    menu = section.more.menu()
    action = next(action for action in menu.actions() if action.text().startswith("80 × 50"))
    action.trigger()
    assert list(page.draft.format.size) == [80, 50]
    assert page.view.formats.currentText() == "80 × 50 mm"
    assert len(page.draft.elements) == 5
    code = page.draft.elements[CODE].box
    section.width_field.setValue(100)
    assert list(page.draft.format.size) == [100, 50]
    assert page.draft.elements[CODE].box.x > code.x
    QTest.keyClick(section.follow, Qt.Key.Key_Space)
    before = page.draft.elements
    section.height_field.setValue(60)
    assert page.draft.elements == before
    settle(page)
    QTest.mouseClick(section.less, LEFT)
    assert len(page.draft.design.formats) == sizes
    undone(page, 4)


def test_a_size_that_is_there_already_is_refused(page: DesignerPage) -> None:
    section = page.view.panel.design
    page.draft.show(place=1)
    section.add_format((86, 60))
    section.height_field.setValue(55)
    assert list(page.draft.format.size) == [86, 60]
    assert section.wrong.isVisible()
    undone(page, 1)


def test_a_design_that_folds(page: DesignerPage) -> None:
    QTest.keyClick(page.view.panel.design.folds, Qt.Key.Key_Space)
    assert page.draft.design.folds
    settle(page)
    assert page.view.canvas.picture.error is None
    undone(page, 1)


def test_every_control_has_a_name(page: DesignerPage) -> None:
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QListWidget

    for place in range(5):
        page.draft.select([place])
        for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QListWidget):
            for widget in page.findChildren(kind):
                inside = isinstance(widget.parent(), (QAbstractSpinBox, QComboBox, QLineEdit))
                if widget.isVisible() and not inside:
                    words = widget.text() if isinstance(widget, QAbstractButton) else ""
                    assert widget.accessibleName() or words, widget
