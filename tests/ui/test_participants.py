"""The participants page: what is typed is found, what is done is recorded, said, and can be undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role, Status
from ia_events.settings import Settings
from ia_events.store import Store, events, prints, registrations
from ia_events.ui.pages import participants, participants_model
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.pages.participants import DROP, EMPTY, LIST, NOTHING, ParticipantsPage
from ia_events.ui.pages.participants_table import PLACES
from ia_events.ui.session import Session
from ia_events.ui.widgets import IconRole, PillRole
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW

PEOPLE = (
    ("Arrondell", "Éloïse", "Collectivité de Saint-Martin", "Cheffe de service"),
    ("Ben Ali", "Rémi", "Ville de Pointe-à-Pitre", "Juriste"),
    ("Brooks", "Sharon", "Collectivité de Saint-Martin", "Responsable RH"),
    ("Carty", "Wendell", "CCAS de Basse-Terre", "Agent d'accueil"),
    ("N'Diaye", "Aïssata", "Département de la Guadeloupe", "Juriste"),
)


@pytest.fixture
def people(store: Store, event: Event) -> list[str]:
    """Five people on the list; their ids in order."""
    return [
        registrations.save(
            store,
            Attendee(event_id=event.id, last_name=last, first_name=first, employer=employer, job_title=job),
            NOW,
        )
        for last, first, employer, job in PEOPLE
    ]


@pytest.fixture
def page(window: MainWindow, session: Session, people: list[str]) -> ParticipantsPage:
    """The page, shown, on five people."""
    session.open("participants")
    made = window.page
    assert isinstance(made, ParticipantsPage)
    QApplication.processEvents()
    return made


def shown(page: ParticipantsPage, key: str = "name") -> list[str]:
    """What a column says, row by row."""
    return [str(page.model.index(row, PLACES[key]).data() or "") for row in range(page.model.rowCount())]


def field(page: ParticipantsPage, name: str) -> QLineEdit:
    """A line of the panel."""
    editor = page.panel.fields[name].field
    assert isinstance(editor, QLineEdit)
    return editor


# --- finding ---------------------------------------------------------------------------------------------------------


def test_letters_typed_on_the_list_find_people(page: ParticipantsPage, qtbot: QtBot) -> None:
    # given the list with the focus
    assert page.table.hasFocus()
    # when letters are typed there
    QTest.keyClick(page.table, Qt.Key.Key_R)
    QTest.keyClicks(page.search, "emi")
    # then the search has them, and only who bears them is shown
    assert page.search.text() == "remi"
    assert shown(page) == ["BEN ALI Rémi"]
    assert "1 personne affichée sur 5" in page.foot.text()
    # and the arrow goes to the list, Escape shows everybody again
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    assert page.selection.ids() == [page.model.id_at(0)]
    QTest.keyClick(page.table, Qt.Key.Key_Escape)
    assert len(shown(page)) == 5
    assert page.search.text() == ""


def test_what_nobody_bears_says_so(page: ParticipantsPage, qtbot: QtBot) -> None:
    QTest.keyClicks(page.search, "zzz")
    assert page.stack.currentIndex() == NOTHING
    assert "zzz" in page.nothing.sentence.text()
    page.clear()
    assert page.stack.currentIndex() == LIST
    assert len(shown(page)) == 5


def test_filters_add_to_the_search(page: ParticipantsPage, session: Session, people: list[str]) -> None:
    registrations.set_status(session.store, people[:1], Status.CANCELLED, NOW)
    session.recorded()
    filters = page.filters
    filters.status.set_value("cancelled")
    filters.status.chosen.emit("cancelled")
    assert shown(page) == ["ARRONDELL Éloïse"]
    filters.status.set_value("")
    filters.employer.fill()
    assert [filters.employer.itemText(place) for place in range(filters.employer.count())][1:] == [
        "CCAS de Basse-Terre",
        "Collectivité de Saint-Martin",
        "Département de la Guadeloupe",
        "Ville de Pointe-à-Pitre",
    ]
    filters.employer.set_value("Collectivité de Saint-Martin")
    filters.employer.chosen.emit("Collectivité de Saint-Martin")
    assert shown(page) == ["ARRONDELL Éloïse", "BROOKS Sharon"]
    QTest.keyClicks(page.search, "sharon")
    assert shown(page) == ["BROOKS Sharon"]


def test_groups_are_a_column_and_a_filter_once_there_are_some(
    page: ParticipantsPage, session: Session, people: list[str]
) -> None:
    assert page.filters.group.isHidden()
    for id_, group in zip(people, ("10", "2", "", "2"), strict=False):
        person = registrations.get(session.store, id_)
        registrations.save(session.store, replace(person, group=group), NOW)
    session.open("participants")
    choice = page.filters.group
    assert not choice.isHidden()
    choice.fill()
    assert [choice.itemText(place) for place in range(choice.count())][1:] == ["Groupe 2", "Groupe 10"]
    choice.set_value("2")
    choice.chosen.emit("2")
    assert shown(page) == ["BEN ALI Rémi", "CARTY Wendell"]
    assert shown(page, "group") == ["2", "2"]


def test_the_filter_of_groups_comes_with_the_first_one(
    page: ParticipantsPage, session: Session, people: list[str]
) -> None:
    """GIVEN the page shown WHEN somebody is given a group THEN the filter is there at once, and goes with the last."""
    assert page.filters.group.isHidden()
    person = registrations.get(session.store, people[0])
    registrations.save(session.store, replace(person, group="2"), NOW)
    session.recorded()
    assert not page.filters.group.isHidden()
    session.undo()
    assert page.filters.group.isHidden()


def test_a_part_of_the_list_can_be_asked_for(page: ParticipantsPage, session: Session, people: list[str]) -> None:
    prints.record_badges(
        session.store,
        events.get(session.store, session.event_id),
        registrations.get_many(session.store, people[:2]),
        "L7418",
        NOW,
    )
    session.open("participants", badge="new")
    assert shown(page) == ["BROOKS Sharon", "CARTY Wendell", "N'DIAYE Aïssata"]


def test_headings_sort_one_way_then_the_other(page: ParticipantsPage, qtbot: QtBot) -> None:
    head = page.table.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(PLACES["job_title"]) + 20, head.height() // 2)
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    jobs = ["Agent d'accueil", "Cheffe de service", "Juriste", "Juriste", "Responsable RH"]
    assert shown(page, "job_title") == jobs
    QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown(page, "job_title") == jobs[::-1]


def test_states_are_words_colours_and_shapes(page: ParticipantsPage, session: Session, people: list[str]) -> None:
    store = session.store
    prints.record_badges(
        store, events.get(store, session.event_id), registrations.get_many(store, people[:2]), "L7418", NOW
    )
    registrations.save(store, replace(registrations.get(store, people[1]), job_title="Directeur"), NOW)
    registrations.set_status(store, people[3:4], Status.CANCELLED, NOW)
    registrations.set_status(store, people[4:], Status.WAITLISTED, NOW)
    session.recorded()
    assert shown(page, "status") == ["Inscription"] * 3 + ["Désistement", "Liste d’attente"]
    assert shown(page, "badge_state") == ["Imprimé", "À réimprimer", "À imprimer", "—", "—"]
    looks = {
        (
            page.model.index(row, PLACES["badge_state"]).data(PillRole),
            page.model.index(row, PLACES["badge_state"]).data(IconRole),
        )
        for row in range(3)
    }
    assert len(looks) == 3
    assert page.header.sentence.text() == "3 inscriptions · 1 en liste d’attente · 1 désistement"


def test_columns_are_remembered(page: ParticipantsPage, window: MainWindow, session: Session) -> None:
    # when the e-mail is ticked and the job unticked
    for key in ("email", "job_title"):
        action = page.table.column_menu().actions()[PLACES[key]]
        action.trigger()
    # then the choice is saved, and another window shows the same
    assert Settings.load().columns == "name,employer,status,badge_state,email"
    other = MainWindow(session)
    other.open("participants")
    again = other.page
    assert isinstance(again, ParticipantsPage)
    assert not again.table.isColumnHidden(PLACES["email"])
    assert again.table.isColumnHidden(PLACES["job_title"])
    other.deleteLater()


def test_default_columns_fit_1280_and_1024(page: ParticipantsPage, window: MainWindow, qtbot: QtBot) -> None:
    for width, height in ((1280, 800), (1024, 700)):
        window.resize(width, height)
        qtbot.waitUntil(lambda: not page.table.horizontalScrollBar().isVisible())
        assert page.table.shown_columns() == [PLACES[key] for key in participants_model.DEFAULT]


# --- one person ------------------------------------------------------------------------------------------------------


def test_somebody_is_added_from_the_keyboard(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.panel.isVisible()
    assert field(page, "last_name").hasFocus()
    assert not page.add_button.isVisible()  # one accent button a page
    QTest.keyClicks(field(page, "last_name"), "Questel")
    QTest.keyClicks(field(page, "first_name"), "Anne")
    QTest.keyClicks(field(page, "email"), "  Anais.Questel@Exemple.fr ")
    QTest.keyClicks(field(page, "phone"), "+590 690 12 34 56")
    page.panel.role.set_value(Role.SPEAKER)
    QTest.keyClick(field(page, "phone"), Qt.Key.Key_Return)
    person = registrations.all_of(session.store, session.event_id)[-1]
    assert (person.list_name, person.email, person.role) == ("QUESTEL Anne", "anais.questel@exemple.fr", Role.SPEAKER)
    assert person.phone == "0690123456"
    assert shown(page)[-1] == "QUESTEL Anne"
    assert page.selection.ids() == [person.id]
    assert "Ajout de QUESTEL Anne" in page.foot.text()


def test_more_people_than_the_capacity_are_said_as_they_are_added(
    page: ParticipantsPage, window: MainWindow, session: Session, people: list[str], qtbot: QtBot
) -> None:
    assert session.event is not None
    events.save(session.store, replace(session.event, capacity=5), NOW)
    session.recorded()
    page.selection.choose(0)
    page.selection.set_status(Status.CANCELLED)
    for name in ("Questel", "Zola"):
        assert "jauge" not in window.toast.text
        page.add()
        QTest.keyClicks(field(page, "last_name"), name)
        QTest.keyClick(field(page, "last_name"), Qt.Key.Key_Return)
    assert window.toast.text == "Ajout de ZOLA. 6 inscriptions pour une jauge de 5."
    page.selection.choose(0)
    page.selection.set_status(Status.REGISTERED)
    assert window.toast.text.endswith(". 7 inscriptions pour une jauge de 5.")


def test_enter_opens_and_escape_closes(page: ParticipantsPage, people: list[str], qtbot: QtBot) -> None:
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert page.panel.person.id == people[1]
    assert page.panel.title.text() == "BEN ALI Rémi"
    QTest.keyClick(field(page, "last_name"), Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert page.table.hasFocus()


def test_an_edit_is_recorded_and_undone(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot
) -> None:
    page.show_person(people[0])
    assert not page.panel.save_button.isEnabled()
    field(page, "job_title").selectAll()
    QTest.keyClicks(field(page, "job_title"), "Directrice")
    QTest.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    assert registrations.get(session.store, people[0]).job_title == "Directrice"
    assert shown(page, "job_title")[0] == "Directrice"
    session.undo()
    assert registrations.get(session.store, people[0]).job_title == "Cheffe de service"
    assert field(page, "job_title").text() == "Cheffe de service"


def test_what_seems_wrong_is_said_and_kept(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot
) -> None:
    page.show_person(people[0])
    QTest.keyClicks(field(page, "email"), "eloise@exemple")
    QTest.keyClick(field(page, "email"), Qt.Key.Key_Return)
    assert "n’est pas une adresse complète" in field(page, "email").accessibleDescription()
    assert registrations.get(session.store, people[0]).email == "eloise@exemple"


def test_nobody_is_added_without_a_name(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    page.add()
    QTest.keyClicks(field(page, "employer"), "Ville")
    QTest.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    assert "nom ou un prénom" in field(page, "last_name").accessibleDescription()
    assert registrations.counts(session.store, session.event_id).total == 5


def test_somebody_of_a_name_that_is_listed_is_cautioned_about_and_added_all_the_same(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot
) -> None:
    caution = page.panel.namesakes
    page.add()
    QTest.keyClicks(field(page, "last_name"), "ben-ali")
    assert caution.isHidden()
    QTest.keyClicks(field(page, "first_name"), "Remi")
    assert caution.isVisible()
    assert caution.text.startswith("BEN ALI Rémi, Ville de Pointe-à-Pitre est déjà sur la liste.")
    QTest.keyClicks(field(page, "employer"), "Autre")
    assert caution.isVisible()
    QTest.mouseClick(page.panel.save_button, Qt.MouseButton.LeftButton)
    assert registrations.counts(session.store, session.event_id).total == 6
    assert caution.isHidden(), "what is kept is no news"
    # and a third one, the first having cancelled: both are named; it is gone with the name
    registrations.set_status(session.store, [people[1]], Status.CANCELLED, NOW)
    page.add()
    QTest.keyClicks(field(page, "last_name"), "Remi")
    QTest.keyClicks(field(page, "first_name"), "Ben Ali")
    assert "BEN-ALI Remi, Autre" in caution.text
    assert "BEN ALI Rémi, Ville de Pointe-à-Pitre, désistement" in caution.text
    assert caution.text.count("sont déjà sur la liste") == 1
    QTest.keyClicks(field(page, "first_name"), "e")
    assert caution.isHidden()
    page.panel.leave()
    # an edit that leaves the name alone says nothing, one that gives it to somebody else does
    page.show_person(people[1])
    QTest.keyClicks(field(page, "employer"), "s")
    assert caution.isHidden()
    page.panel.leave()
    page.show_person(people[2])
    for name, text in (("last_name", "Carty"), ("first_name", "Wendell")):
        field(page, name).selectAll()
        QTest.keyClicks(field(page, name), text)
    assert "CARTY Wendell" in caution.text


def test_what_is_not_recorded_is_not_lost(
    page: ParticipantsPage, window: MainWindow, session: Session, people: list[str], qtbot: QtBot
) -> None:
    page.show_person(people[0])
    QTest.keyClicks(field(page, "department"), "Culture")
    # when somebody goes elsewhere, then the page stays and asks
    session.open("settings")
    assert window.page is page
    assert page.panel.question.isVisible()
    # when it is given up, then nothing is recorded
    QTest.keyClick(field(page, "department"), Qt.Key.Key_Escape)
    assert not page.panel.isVisible()
    assert registrations.get(session.store, people[0]).department == ""


def test_slots_expected_are_ticked(
    page: ParticipantsPage, session: Session, people: list[str], event: Event, qtbot: QtBot
) -> None:
    # given an event of two half-days
    slot = event.slots[0]
    events.save(session.store, replace(event, slots=(slot, replace(slot, id="", label="Matin"))), NOW)
    session.recorded()
    page.show_person(people[0])
    boxes: list[QCheckBox] = list(page.panel.slots.values())
    assert [box.isChecked() for box in boxes] == [True, True]
    # when none is ticked, then it is refused in words
    for box in boxes:
        box.click()
    assert not page.panel.save()
    assert "au moins un créneau" in page.panel.question.text
    # when one is, then the person is expected in that one
    boxes[1].click()
    assert page.panel.save()
    assert registrations.get(session.store, people[0]).slots == (list(page.panel.slots)[1],)


def test_a_badge_is_made_again_and_the_old_one_is_said_to_be_refused(
    page: ParticipantsPage, window: MainWindow, session: Session, people: list[str]
) -> None:
    page.show_person(people[0])
    before = registrations.get(session.store, people[0]).short_code
    assert page.panel.code.text() == before
    QTest.mouseClick(page.panel.reissue, Qt.MouseButton.LeftButton)
    after = registrations.get(session.store, people[0]).short_code
    assert after != before
    assert page.panel.code.text() == after
    assert "l’ancien badge sera refusé à l’accueil" in window.toast.text
    assert "refusé" in page.panel.reissue.toolTip()
    QTest.mouseClick(window.toast._undo, Qt.MouseButton.LeftButton)
    assert registrations.get(session.store, people[0]).short_code == before


def test_whom_one_acts_on_is_who_was_just_added(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot
) -> None:
    """GIVEN a search that finds others WHEN somebody is added THEN « Désistement » is theirs, and nobody else's."""
    QTest.keyClicks(page.search, "pointe")
    QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert page.selection.ids() == [people[1]]
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    QTest.keyClick(page.table, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    # the empty form leaves nobody chosen, even when something is recorded meanwhile
    assert page.selection.ids() == []
    assert not page.actions_button.isEnabled()
    session.recorded()
    assert page.selection.ids() == []
    QTest.keyClicks(field(page, "last_name"), "Zola")
    QTest.keyClicks(field(page, "first_name"), "Nana")
    QTest.keyClick(page.panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # the new person is the one chosen: the search, which would hide them, is gone
    added = page.panel.person.id
    assert page.search.text() == ""
    assert page.selection.ids() == [added]
    page.selection.set_status(Status.CANCELLED)
    cancelled = [id_ for id_ in (*people, added) if registrations.get(session.store, id_).status == Status.CANCELLED]
    assert cancelled == [added]


def test_a_search_that_shows_who_was_added_stays(page: ParticipantsPage, people: list[str], qtbot: QtBot) -> None:
    QTest.keyClicks(page.search, "zola")
    page.add()
    QTest.keyClicks(field(page, "last_name"), "Zola")
    page.panel.save()
    assert page.search.text() == "zola"
    assert page.selection.ids() == [page.panel.person.id]


def test_an_empty_form_that_is_closed_gives_its_place_back(
    page: ParticipantsPage, people: list[str], qtbot: QtBot
) -> None:
    page.selection.choose(3)
    page.add()
    assert page.selection.ids() == []
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.selection.ids() == [people[3]]


def test_nobody_takes_the_place_of_who_left_the_list_while_their_form_is_open(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot
) -> None:
    page.filters.choose(status="registered")
    page.reload()
    page.show_person(people[1])
    page.selection.set_status(Status.CANCELLED)
    assert people[1] not in [page.model.id_at(row) for row in range(page.model.rowCount())]
    assert page.panel.person.id == people[1]
    assert page.selection.ids() == []
    # nor of somebody shown whom the filter hides
    page.selection.choose(0)
    page.show_person(people[1])
    assert page.selection.ids() == []
    # without a form, the keyboard goes on from the nearest row
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert page.selection.ids() == [people[0]]


# --- many people -----------------------------------------------------------------------------------------------------


def test_the_selection_is_cancelled_and_the_toast_undoes_it(
    page: ParticipantsPage, window: MainWindow, session: Session, people: list[str], qtbot: QtBot
) -> None:
    page.selection.choose(1)
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.selection.ids() == people[1:3]
    page.selection.set_status(Status.CANCELLED)
    assert registrations.counts(session.store, session.event_id) == (3, 0, 2)
    assert window.toast.text == "Désistement de 2 personnes"
    assert "Ctrl Z annuler « Désistement de 2 personnes »" in page.foot.text().replace("\u00a0", " ")
    QTest.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert registrations.counts(session.store, session.event_id) == (5, 0, 0)


def test_the_menu_offers_what_can_be_done(page: ParticipantsPage, session: Session, people: list[str]) -> None:
    page.selection.choose(0)
    menu = page.actions_button.menu()
    page.selection.fill(menu)
    words = [action.text().partition("\t")[0] for action in menu.actions() if action.text()]
    assert words == [
        "Ouvrir",
        "Désistement",
        "Mettre en liste d’attente",
        "Réinscrire",
        "Refaire le badge (l’ancien sera refusé)",
        "Imprimer",
        "Supprimer de la liste",
    ]
    menu.actions()[words.index("Mettre en liste d’attente") + 1].trigger()
    assert registrations.get(session.store, people[0]).status == Status.WAITLISTED
    page.selection.set_status(Status.WAITLISTED)  # nothing to change: nothing is recorded
    session.undo()
    assert registrations.get(session.store, people[0]).status == Status.REGISTERED


def test_delete_removes_and_undo_brings_back(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot
) -> None:
    page.selection.choose(3)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert shown(page) == ["ARRONDELL Éloïse", "BEN ALI Rémi", "BROOKS Sharon", "N'DIAYE Aïssata"]
    assert page.table.currentIndex().row() == 3
    session.undo()
    assert len(shown(page)) == 5


def test_delete_in_the_search_erases_a_letter(page: ParticipantsPage, session: Session, qtbot: QtBot) -> None:
    QTest.keyClicks(page.search, "a")
    QTest.keyClick(page.search, Qt.Key.Key_Home)
    QTest.keyClick(page.search, Qt.Key.Key_Delete)
    assert registrations.counts(session.store, session.event_id).total == 5


def test_everybody_is_changed_away_from_the_window(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ia_events.ui.pages import participants_selection

    monkeypatch.setattr(participants_selection, "_AT_ONCE", 2)
    page.table.selectAll()
    page.selection.remove()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == EMPTY)
    assert registrations.counts(session.store, session.event_id).total == 0
    session.undo()
    assert len(shown(page)) == 5


# --- a long list -----------------------------------------------------------------------------------------------------


@pytest.fixture
def many(store: Store, event: Event) -> int:
    """1,234 people."""
    from ia_events.store import journal
    from ia_events.store.journal import Label

    people = [
        Attendee(id=f"id{n:05}", event_id=event.id, last_name=f"Nom{n:05}", employer=f"Ville {n % 7}")
        for n in range(1234)
    ]
    journal.record(store, [registrations.addition(person) for person in people], Label("Import"), NOW)
    return len(people)


def test_a_long_list_is_read_by_pages(
    many: int, window: MainWindow, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.open("participants")
    page = window.page
    assert isinstance(page, ParticipantsPage)
    assert page.model.rowCount() == many
    QApplication.processEvents()
    # when the end is shown, then the last rows are there though few are kept
    QTest.keyClick(page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert page.table.currentIndex().row() == 1233
    assert page.model.id_at(1233) == "id01233"
    assert page.model.index(1233, PLACES["name"]).data() == "NOM01233"
    # when something is typed, then a first page is shown and the rest once counted
    QTest.keyClicks(page.search, "ville 3")
    assert page.model.rowCount() == participants_model.FIRST
    assert f"{participants_model.FIRST} premières personnes" in page.foot.text()
    found = registrations.count(session.store, session.event_id, page.query)
    qtbot.waitUntil(lambda: page.model.rowCount() == found)
    assert f"{found} personnes affichées sur 1234" in page.foot.text()
    assert len(set(page.model.ids_at(range(found)))) == found
    # and a big event is counted by the worker
    monkeypatch.setattr(participants, "_COUNTED_AT_ONCE", 10)
    QTest.keyClicks(page.search, " 0")
    qtbot.waitUntil(lambda: page.model.count >= 0)
    assert page.model.count == registrations.count(session.store, session.event_id, page.query)


def test_who_is_added_is_found_wherever_they_stand(many: int, window: MainWindow, session: Session) -> None:
    session.open("participants")
    page = window.page
    assert isinstance(page, ParticipantsPage)
    page.add()
    QTest.keyClicks(field(page, "last_name"), "Nom00777b")
    page.panel.save()
    assert page.table.currentIndex().row() == 778


# --- empty, files ----------------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_to_do(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.open("participants")
    page = window.page
    assert isinstance(page, ParticipantsPage)
    assert page.stack.currentIndex() == EMPTY
    assert not page.add_button.isVisible()
    QTest.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert isinstance(window.page, ImportListPage)


def test_a_file_dropped_is_imported(
    page: ParticipantsPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom\nQuestel;Anaïs\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    enter = QDragEnterEvent(
        QPoint(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    assert page.stack.currentIndex() == DROP
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(page, drop)
    shown_page = window.page
    assert isinstance(shown_page, ImportListPage)
    qtbot.waitUntil(lambda: shown_page.plan is not None)
    assert shown_page.source is not None
    assert shown_page.source.path == path


def test_the_header_counts_as_the_run_sheet_does(
    page: ParticipantsPage, store: Store, session: Session, event: Event
) -> None:
    registrations.save(store, Attendee(event_id=event.id, last_name="Hodge", role=Role.SPEAKER), NOW)
    session.recorded()
    assert page.header.sentence.text() == "5 inscriptions · 1 autre rôle"


def test_undo_in_a_field_with_nothing_to_undo_reaches_the_program(
    page: ParticipantsPage, store: Store, session: Session, event: Event
) -> None:
    registrations.save(store, Attendee(event_id=event.id, last_name="Hodge"), NOW)
    session.recorded()
    page.search.setFocus()
    # what was typed comes first
    QTest.keyClicks(page.search, "ho")
    QTest.keyClick(page.search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.search.text() == ""
    assert page.counts.total == 6
    # then what was recorded
    QTest.keyClick(page.search, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.counts.total == 5


def test_undo_in_a_field_takes_back_what_was_recorded_since_it_was_typed_in(
    page: ParticipantsPage, session: Session, people: list[str]
) -> None:
    """GIVEN a word typed and erased in the search, then a person cancelled WHEN Ctrl+Z there THEN they are back."""
    control = Qt.KeyboardModifier.ControlModifier
    page.search.setFocus()
    QTest.keyClicks(page.search, "remi")
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    page.selection.choose(1)
    page.selection.set_status(Status.CANCELLED)
    assert page.search.isUndoAvailable()
    QTest.keyClick(page.search, Qt.Key.Key_Z, control)
    assert registrations.get(session.store, people[1]).status == Status.REGISTERED
    assert page.search.text() == ""
    # it is done again the same way
    QTest.keyClick(page.search, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert registrations.get(session.store, people[1]).status == Status.CANCELLED
    # what is typed after it comes first; what another window writes meanwhile changes nothing of that
    QTest.keyClicks(page.search, "ar")
    session.recorded()
    QTest.keyClick(page.search, Qt.Key.Key_Z, control)
    assert page.search.text() != "ar"
    assert registrations.get(session.store, people[1]).status == Status.CANCELLED


def test_undo_in_a_text_of_several_lines_follows_what_was_last_done(
    page: ParticipantsPage, session: Session, people: list[str]
) -> None:
    page.show_person(people[0])
    remarks = page.panel.fields["remarks"].field
    remarks.setFocus()
    QTest.keyClicks(remarks, "rampe")
    QTest.keyClick(remarks, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not page.panel.edited
    QTest.keyClicks(remarks, "rampe")
    registrations.set_status(session.store, people[1:2], Status.CANCELLED, NOW)
    session.recorded()
    QTest.keyClick(remarks, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert registrations.get(session.store, people[1]).status == Status.REGISTERED
    assert page.panel.edited, "what was typed before is still there"


def test_cells_pasted_on_the_list_open_the_import(
    page: ParticipantsPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    QApplication.clipboard().clear()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.current == "participants"
    assert "Rien à coller" in window.toast.text
    QApplication.clipboard().setText("Nom\tPrénom\nHodge\tRuth\nDuzant\tKetty\n")
    QTest.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    shown = window.pages["import"]
    assert isinstance(shown, ImportListPage)
    qtbot.waitUntil(lambda: shown.plan is not None and not session.work.busy, timeout=10_000)
    assert shown.plan is not None
    assert len(shown.plan.added) == 2


def test_a_name_nobody_is_written_as_offers_those_that_sound_like_it(
    page: ParticipantsPage, session: Session, people: list[str]
) -> None:
    said = page.header.sentence.text()
    QTest.keyClicks(page.search, "charonn")
    assert page.model.rowCount() == 1
    assert page.model.person(0) is not None
    assert "Peut-être" in page.header.sentence.text()
    page.clear()
    assert page.header.sentence.text() == said


def test_among_very_many_a_name_misheard_waits_for_the_typing_to_pause(
    page: ParticipantsPage, session: Session, people: list[str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = page.header.sentence.text()
    monkeypatch.setattr(participants, "_COUNTED_AT_ONCE", 2)
    QTest.keyClicks(page.search, "charonn")
    # while keys are typed, nobody is shown, and how many there are of them is not said
    assert page.model.rowCount() == 0
    assert page.stack.currentIndex() == NOTHING
    assert page.foot.text().startswith("0 personne affichée sur 5")
    # once they pause, whoever may be meant is
    qtbot.waitUntil(lambda: page.model.likely and not session.work.busy)
    assert shown(page) == ["BROOKS Sharon"]
    assert page.stack.currentIndex() == LIST
    assert "Peut-être" in page.header.sentence.text()
    # and stays so when something is recorded
    page.show_person(people[2])
    session.recorded()
    assert shown(page) == ["BROOKS Sharon"]
    # when nobody is heard so either, then that is said
    page.clear()
    assert page.header.sentence.text() == said
    QTest.keyClicks(page.search, "xzqkw")
    qtbot.waitUntil(lambda: page.model.count == 0 and not session.work.busy)
    assert page.stack.currentIndex() == NOTHING
    assert page.header.sentence.text() == said


def test_the_imports_before_stand_in_the_window_and_close_as_they_opened(
    page: ParticipantsPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    """GIVEN an event whose list was empty at first, which was seen in a wide page THEN nothing scrolls sideways."""
    full, empty = session.event_id, events.save(session.store, Event(title="Encore vide"), NOW)
    window.resize(1280, 800)
    session.switch(empty)
    qtbot.waitUntil(page.empty.isVisible)
    session.switch(full)
    qtbot.waitUntil(page.table.isVisible)
    for close in (page.imports_button.click, lambda: QTest.keyClick(page.table, Qt.Key.Key_Escape)):
        page.imports_button.click()
        qtbot.waitUntil(page.imports.isVisible)
        assert page.add_button.isVisible()
        QApplication.processEvents()
        assert window._frames["participants"].horizontalScrollBar().maximum() == 0
        page.table.setFocus()
        close()
        assert page.imports.isHidden()
