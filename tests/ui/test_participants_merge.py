"""Two people made one beside the list, and past imports taken back."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import Listing, ListRow
from ia_events.domain.matching import make_plan
from ia_events.domain.people import Attendee
from ia_events.store import Store, imports, registrations
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW


def page_on(window: MainWindow, session: Session) -> ParticipantsPage:
    session.open("participants")
    made = window.page
    assert isinstance(made, ParticipantsPage)
    QApplication.processEvents()
    return made


def choose_both(page: ParticipantsPage) -> QMenu:
    page.selection.choose(0)
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.table.selectionModel().select(page.model.index(1, 0), flags)
    menu = QMenu(page)
    page.selection.fill(menu)
    return menu


def import_two(store: Store, event: Event) -> None:
    people = [
        Attendee(last_name="Belmar", first_name="Anne", email="anne@exemple.fr", employer="SDIS"),
        Attendee(last_name="Belmard", first_name="Anne", phone="0690 11 22 33", employer="SDIS 971"),
    ]
    rows = tuple(ListRow(n, p) for n, p in enumerate(people, 2))
    listing = Listing(source="liste.xlsx", sheet="A", header_row=1, columns=(), rows=rows)
    imports.import_plan(store, make_plan(listing, (), event.id, lambda: uuid7(NOW)), NOW)


def test_two_people_are_merged_beside_the_list_and_parted_by_undo(
    window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    import_two(store, event)
    page = page_on(window, session)
    (action,) = (a for a in choose_both(page).actions() if a.text() == "Fusionner…")
    action.trigger()
    panel = page.merging
    assert panel.isVisible()
    assert panel.kept.buttons()[0].hasFocus()
    assert set(panel.choices) == {"last_name", "email", "phone", "employer"}
    assert (panel.choices["email"].checkedId(), panel.choices["phone"].checkedId()) == (0, 1)
    panel.choices["employer"].button(1).click()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    (person,) = registrations.all_of(store, event.id)
    assert (person.last_name, person.email, person.phone) == ("Belmar", "anne@exemple.fr", "0690 11 22 33")
    assert person.employer == "SDIS 971"
    assert not panel.isVisible()
    assert page.model.rowCount() == 1
    session.undo()
    QApplication.processEvents()
    assert page.model.rowCount() == 2


def test_the_other_can_be_the_one_that_stays_and_escape_changes_nothing(
    window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    import_two(store, event)
    page = page_on(window, session)
    choose_both(page)
    ids = page.selection.ids()
    page.beside.compare(ids)
    QTest.keyClick(page.merging, Qt.Key.Key_Escape)
    assert len(registrations.all_of(store, event.id)) == 2
    assert not page.merging.isVisible()
    page.beside.compare(ids)
    page.merging.kept.button(1).click()
    page.merging.merge_button.click()
    (person,) = registrations.all_of(store, event.id)
    assert (person.id, person.last_name, person.email) == (ids[1], "Belmar", "anne@exemple.fr")
    page.merging.show_people([ids[1], ids[0]])
    page.merging.merge()
    assert page.merging.question.isVisibleTo(page.merging), "they are one already"


def test_a_past_import_is_taken_back_leaving_what_was_edited(
    window: MainWindow, session: Session, store: Store, event: Event, qtbot: QtBot
) -> None:
    import_two(store, event)
    page = page_on(window, session)
    first = registrations.all_of(store, event.id)[0]
    registrations.merge(store, first.id, registrations.all_of(store, event.id)[1].id, {}, NOW)
    said: list[str] = []
    session.notified.connect(lambda text, *_more: said.append(text))
    page.imports_button.click()
    (button,) = page.imports.buttons.values()
    assert isinstance(button, QPushButton)
    assert button.hasFocus()
    button.click()
    qtbot.waitUntil(lambda: not page.imports.buttons)
    assert said == [
        "Annulé\u00a0: Import de liste.xlsx. 2 fiches restent comme elles sont\u00a0: modification, autre import, passage, badge ou fusion depuis."
    ]
    assert page.model.rowCount() == 1
    assert page.imports._close.hasFocus(), "not the button of another import"
    session.redo()
    assert page.imports.buttons, "it shows what is done again"
    QTest.keyClick(page.imports, Qt.Key.Key_Escape)
    assert not page.imports.isVisible()


def test_a_merge_is_taken_back_later_beside_the_person(
    window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    import_two(store, event)
    one, other = registrations.all_of(store, event.id)
    registrations.merge(store, one.id, other.id, {}, NOW)
    registrations.save(store, Attendee(event_id=event.id, last_name="Zola"), NOW)
    page = page_on(window, session)
    said: list[str] = []
    session.notified.connect(lambda text, *_more: said.append(text))
    page.show_person(one.id)
    (button,) = page.panel.part_buttons
    assert button.isVisible()
    assert button.accessibleName() == "Séparer BELMARD Anne"
    email = page.panel.fields["email"].field
    assert isinstance(email, QLineEdit)
    QTest.keyClicks(email, "x")
    button.click()
    assert page.panel.question.isVisibleTo(page.panel), "what was typed comes first"
    page.panel.show_person(one.id)
    page.panel.part_buttons[0].click()
    assert said == ["Annulé\u00a0: Fusion de BELMAR Anne et de BELMARD Anne"]
    assert page.model.rowCount() == 3
    assert page.panel.person.id == one.id
    assert page.panel.part_buttons == []
    page.show_person(other.id)
    assert page.panel.part_buttons == []


def test_what_a_list_said_stands_below_its_field_until_it_is_edited(
    window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    person = Attendee(last_name="Belmar", first_name="Anne", phone="590000000")
    row = ListRow(2, person, written=(("phone", "5,9E+08"),))
    listing = Listing(source="liste.xlsx", sheet="A", header_row=1, columns=(), rows=(row,))
    imports.import_plan(store, make_plan(listing, (), event.id, lambda: uuid7(NOW)), NOW)
    page = page_on(window, session)
    page.show_person(registrations.all_of(store, event.id)[0].id)
    phone = page.panel.fields["phone"].field
    assert isinstance(phone, QLineEdit)
    assert "Dans la liste\u00a0: 5,9E+08" in phone.accessibleDescription()
    phone.clear()
    phone.textEdited.emit("")
    assert page.panel.save()
    assert "5,9E" not in phone.accessibleDescription()
    page.add()
    assert "5,9E" not in phone.accessibleDescription()


def test_who_stays_of_an_import_taken_back_is_counted_beside_it(
    window: MainWindow, session: Session, store: Store, event: Event, qtbot: QtBot
) -> None:
    import_two(store, event)
    person = registrations.all_of(store, event.id)[0]
    registrations.save(store, replace(person, phone="0690123456"), NOW)
    page = page_on(window, session)
    page.imports_button.click()
    (button,) = page.imports.buttons.values()
    assert isinstance(button, QPushButton)
    button.click()
    qtbot.waitUntil(lambda: not page.imports.buttons and not session.work.busy)
    assert "Import annulé · 1 personne est restée" in [made.text() for made in page.imports.findChildren(QLabel)]
