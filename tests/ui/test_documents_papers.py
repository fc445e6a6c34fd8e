"""Every other paper of the documents page: shown, saved as shown, printed, and what is chosen for it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ia_events import paths
from ia_events.domain import tokens
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee, Role
from ia_events.settings import Settings
from ia_events.store import Store, events, journal, registrations, sheets
from ia_events.ui.pages import documents_papers
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_day import FormOptions, MealOptions, QuestionOptions, RollCallOptions, RunOptions
from ia_events.ui.pages.documents_kit import KitOptions
from ia_events.ui.pages.documents_papers import LabelOptions, SignOptions, TentOptions
from ia_events.ui.pages.documents_table import DOCUMENTS
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.session import Session
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain
from tests.ui.papers import press, printed_to, saved_as, scanned, settle, words

Opening = Callable[..., DocumentsPage]
PAPERS = ["tents", "labels", "signs", "roll_call", "forms", "run", "meals", "questionnaire"]


@pytest.fixture
def team(store: Store, event: Event, people: list[Attendee]) -> list[Attendee]:
    """Twelve participants, a speaker and an official."""
    for name, role in (("Oratrice", Role.SPEAKER), ("Élue", Role.DIGNITARY)):
        registrations.save(store, Attendee(event_id=event.id, last_name=name, first_name="Ana", role=role), NOW)
    return registrations.all_of(store, event.id)


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("name", PAPERS)
def test_what_is_saved_and_printed_is_what_is_shown(
    open_page: Opening, store: Store, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    page = open_page(section=name)
    assert page.ready is not None
    shown = page.ready.data
    assert page.sight.currentWidget() is page.preview
    assert page.preview.pages.count == page.ready.pages > 0
    assert page.header.sentence.text() == plain_of(DOCUMENTS[name].about)
    assert page.printed.text().endswith(".")
    before = journal.next_undo(store)
    saved_as(page, tmp_path / "papier.pdf", qtbot)
    assert (tmp_path / "papier.pdf").read_bytes() == shown
    assert plain(page.banner.text) == "Fichier enregistré."
    count = page.preview.pages.count
    printed_to(page, tmp_path / "imprimé.pdf", qtbot)
    assert open_pdf((tmp_path / "imprimé.pdf").read_bytes()).pageCount() == count
    assert journal.next_undo(store) == before, "nothing is recorded of these"
    page.list.buttons["badges"].click()
    assert page.banner.isHidden()
    settle(qtbot, page)


def plain_of(text: str) -> str:
    from ia_events.i18n import _

    return _(text)


@pytest.mark.usefixtures("team")
def test_tents_are_for_those_who_sit_in_front(open_page: Opening, qtbot: QtBot, people: list[Attendee]) -> None:
    page = open_page(section="tents")
    options = page.options("tents")
    assert isinstance(options, TentOptions)
    assert plain(page.printed.text()) == "2 chevalets sur 2 pages."
    options.paper.buttons["a4"].setFocus()
    QTest.keyClick(options.paper.buttons["a4"], Qt.Key.Key_Right)
    settle(qtbot, page)
    assert plain(page.printed.text()) == "2 chevalets sur 1 page."
    options.who.setFocus()
    QTest.keyClick(options.who, Qt.Key.Key_End)
    settle(qtbot, page)
    assert page.ready is not None
    assert page.ready.count == 14
    page = open_page(section="tents", people=[people[2].id])
    assert page.ready is not None
    assert "NOM 02" in words(page.ready.data)
    assert "NOM 03" not in words(page.ready.data)
    assert plain(options.who.currentText()) == "1 personne de la sélection"
    page = open_page(section="tents")
    assert page.ready is not None
    assert page.ready.count == 2, "as at first"


def test_labels_for_the_post_and_a_roll_call_by_group(
    open_page: Opening, store: Store, team: list[Attendee], qtbot: QtBot
) -> None:
    first = replace(team[0], address="12 rue des Écoles", postcode="97150", town="Saint-Martin", group="2")
    registrations.save(store, first, NOW)
    page = open_page(section="labels")
    options = page.options("labels")
    assert isinstance(options, LabelOptions)
    assert page.ready is not None
    assert "rue" not in words(page.ready.data)
    options.kind.buttons["address"].click()
    settle(qtbot, page)
    assert "12 rue des Écoles 97150 SAINT-MARTIN" in " ".join(words(page.ready.data).split())
    assert "n’ont pas d’adresse complète" in page.ready.notices[0]
    page = open_page(section="roll_call")
    roll_call = page.options("roll_call")
    assert isinstance(roll_call, RollCallOptions)
    assert page.ready is not None
    assert page.ready.pages == 1
    roll_call.group.set_value("group")
    roll_call.group.chosen.emit("group")
    settle(qtbot, page)
    assert page.ready.pages == 2
    assert "Groupe 2" in words(page.ready.data)
    assert "Sans groupe" in words(page.ready.data)


@pytest.mark.usefixtures("team")
def test_labels_have_their_own_sheet_and_share_the_half_used_one(
    open_page: Opening, qtbot: QtBot, tmp_path: Path, settings: Settings
) -> None:
    page = open_page(section="labels")
    options = page.options("labels")
    assert isinstance(options, LabelOptions)
    assert options.labels.stock.id == "avery-l7418", "that of badges"
    assert plain(page.printed.text()) == "14 étiquettes sur 2 planches."
    options.labels.drawing.setFocus()
    QTest.keyClick(options.labels.drawing, Qt.Key.Key_Right)
    settle(qtbot, page)
    assert page.badges.labels.start_at == 2, "the same half-used sheet"
    printed_to(page, tmp_path / "étiquettes.pdf", qtbot)
    assert options.labels.start_at == 8
    assert plain(page.banner.text) == "14 étiquettes imprimées. La prochaine impression commence à l'étiquette 8."
    assert page.ready is not None
    assert page.ready.asked.start_at == 8  # type: ignore[attr-defined]  # the preview too
    choice = options.labels.choice
    choice.setCurrentIndex(choice.findData("avery-l7160"))
    choice.activated.emit(choice.currentIndex())
    options.department.click()
    settle(qtbot, page)
    assert plain(page.printed.text()) == "14 étiquettes sur 1 planche."
    assert (Settings.load().label_stock, Settings.load().default_stock) == ("avery-l7160", "avery-l7418")
    assert page.ready is not None
    shown = page.ready.data
    settings.calibrations = '{"": {"avery-l7160": [1, 0, 100, 100]}}'
    saved_as(page, tmp_path / "corrigé.pdf", qtbot)
    assert (tmp_path / "corrigé.pdf").read_bytes() != shown


@pytest.mark.usefixtures("people")
def test_the_usual_signs_or_one_s_own(open_page: Opening, qtbot: QtBot) -> None:
    page = open_page(section="signs")
    options = page.options("signs")
    assert isinstance(options, SignOptions)
    assert plain(page.printed.text()) == "4 panneaux."
    options.which.buttons["usual"].setFocus()
    QTest.keyClick(options.which.buttons["usual"], Qt.Key.Key_Right)
    settle(qtbot, page)
    assert plain(page.sight.message.title.text()) == "Que dit le panneau ?"
    options.text.setFocus()
    QTest.keyClicks(options.text, "Salle Anse Marcel")
    options.below.setFocus()
    QTest.keyClicks(options.below, "Niveau 1")
    options.link.setFocus()
    QTest.keyClicks(options.link, "https://exemple.fr/plan")
    options.arrow.setFocus()
    QTest.keyClick(options.arrow, Qt.Key.Key_Down)
    options.lies.buttons["portrait"].click()
    options.paper.buttons["a3"].click()
    settle(qtbot, page)
    assert page.ready is not None
    said = words(page.ready.data)
    assert "Niveau 1" in said
    assert scanned(page.ready.data) == [["https://exemple.fr/plan"]]
    size = open_pdf(page.ready.data).pagePointSize(0)
    assert size.height() > size.width() > 800


def test_every_arrow_can_be_chosen() -> None:
    from ia_events.documents.signs import ARROWS

    assert {value for value, _words in documents_papers._ARROWS} == {"", *ARROWS}


def test_the_roll_is_called_for_a_half_day(open_page: Opening, store: Store, session: Session, qtbot: QtBot) -> None:
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 13), (0, 1), "America/Marigot"))
    days = events.save(store, Event(title="Deux jours", timezone="America/Marigot", slots=slots), NOW)
    registrations.save(store, Attendee(event_id=days, last_name="Seule"), NOW)
    session.switch(days)
    page = open_page(section="roll_call")
    options = page.options("roll_call")
    assert isinstance(options, RollCallOptions)
    assert options.slot.count() == 5
    assert plain(page.printed.text()) == "1 personne sur 1 page."
    assert page.ready is not None
    every = page.ready.data
    options.slot.setFocus()
    QTest.keyClick(options.slot, Qt.Key.Key_Down)
    settle(qtbot, page)
    assert page.ready.data != every
    session.recorded()
    settle(qtbot, page)
    assert options.slot.currentIndex() == 1, "the half-day stays chosen"
    page = open_page(section="meals")
    meals = page.options("meals")
    assert isinstance(meals, MealOptions)
    assert page.ready is not None
    daily = page.ready.data
    meals.per.buttons["slot"].click()
    settle(qtbot, page)
    assert page.ready.data != daily


def test_papers_of_nobody_need_no_list(open_page: Opening, qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    page = open_page(section="forms")
    forms = page.options("forms")
    assert isinstance(forms, FormOptions)
    forms.forms.setFocus()
    forms.forms.selectAll()
    QTest.keyClicks(forms.forms, "30")
    settle(qtbot, page)
    assert plain(page.printed.text()) == "30 fiches sur 10 pages."
    page = open_page(section="questionnaire")
    questions = page.options("questionnaire")
    assert isinstance(questions, QuestionOptions)
    shown: list[Path] = []
    page.session.show_file = shown.append  # type: ignore[assignment,method-assign]
    questions.edit.click()
    assert shown == [paths.config() / "questionnaire.json"]
    shown[0].write_text("{", encoding="utf-8")
    page.refresh()
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Le questionnaire est incompris"
    page = open_page(section="run")
    run = page.options("run")
    assert isinstance(run, RunOptions)
    run.edit.click()
    assert window.current == "event_editor"


def test_an_event_without_slots_says_what_to_do(
    open_page: Opening, store: Store, session: Session, window: MainWindow
) -> None:
    bare = events.save(store, Event(title="Sans créneau"), NOW)
    registrations.save(store, Attendee(event_id=bare, last_name="Seule"), NOW)
    session.switch(bare)
    for name in ("run", "kit"):
        page = open_page(section=name)
        assert page.sight.message.title.text() == "Aucun créneau"
    press(page, "Modifier l’événement")
    assert window.current == "event_editor"


# --- the rescue kit --------------------------------------------------------------------------------------------------


def test_the_kit_says_what_paper_to_have_ready_and_is_saved_whole(
    open_page: Opening, store: Store, event: Event, team: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="kit")
    options = page.options("kit")
    assert isinstance(options, KitOptions)
    assert page.ready is not None
    shown = page.ready.data
    assert plain(page.printed.text()) == f"6 papiers sur {page.ready.pages} pages."
    lines = plain(options.paper.text()).splitlines()
    assert lines[0] == f"{page.ready.pages - 2} feuilles : A4 blanc"
    assert lines[1].startswith("2 feuilles : ")
    assert "L7418" in lines[1]
    assert page.save_button.text() == "Enregistrer en .zip"
    assert sheets_kept(store) == 0, "a preview is nothing yet"
    saved_as(page, tmp_path / "kit.zip", qtbot)
    with zipfile.ZipFile(tmp_path / "kit.zip") as archive:
        names = archive.namelist()
        assert archive.read(names[0]) == shown
    assert len(names) == 7
    assert sheets_kept(store) > 0
    page.ask_folder = lambda start: tmp_path  # type: ignore[method-assign]
    page.folder_button.click()
    settle(qtbot, page)
    folder = tmp_path / "2025-11-12 Soirée de l'INET – kit de secours"
    assert sorted(file.name for file in folder.iterdir()) == sorted(names)
    assert "Fichiers enregistrés dans" in plain(page.banner.text)
    page.session.change_setting("badge_design", "two-sided")
    page.refresh()
    settle(qtbot, page)
    assert plain(options.paper.text()).splitlines()[1].startswith("2 feuilles : "), "four pages, on both sides"
    options.badges.setFocus()
    QTest.keyClick(options.badges, Qt.Key.Key_End)
    options.forms.setValue(0)
    settle(qtbot, page)
    assert plain(page.printed.text()).startswith("4 papiers")
    assert not options.labels.isVisible()


def sheets_kept(store: Store) -> int:
    return int(store.execute("SELECT count(*) FROM facts WHERE kind = 'sheet_page' AND voided = 0").fetchone()[0])


@pytest.mark.usefixtures("team")
def test_the_sheets_of_a_kit_are_kept_before_it_is_written(
    open_page: Opening, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="kit")
    (tmp_path / "kit.zip").mkdir()
    saved_as(page, tmp_path / "kit.zip", qtbot)
    assert store.execute("SELECT count(*) FROM facts WHERE kind = 'sheet_page'").fetchone()[0]


def test_the_kit_is_printed_in_one_go(open_page: Opening, store: Store, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page(section="kit")
    printed_to(page, tmp_path / "kit.pdf", qtbot)
    assert page.ready is not None
    assert open_pdf((tmp_path / "kit.pdf").read_bytes()).pageCount() == page.ready.pages
    code = store.execute("SELECT target FROM facts WHERE kind = 'sheet_page'").fetchone()[0]
    assert sheets.read(store, code).page.code == code


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("team")
def test_the_list_goes_by_keyboard_and_says_where_things_stand(open_page: Opening, qtbot: QtBot) -> None:
    page = open_page(section="badges")
    buttons = page.list.buttons
    assert list(buttons) == list(DOCUMENTS)
    assert plain(buttons["badges"].state.words) == "14 à imprimer"
    assert buttons["badges"].accessibleDescription() == buttons["badges"].state.words
    assert plain(buttons["sheets"].state.words) == "1 à imprimer"
    page.list.take_focus()
    for name in [*list(DOCUMENTS)[1:], "questionnaire"]:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Down)
        assert page.list.value == name
        assert buttons[name].hasFocus()
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Home)
    settle(qtbot, page)
    assert page.list.value == "badges"
    assert [made.isVisible() for made in page._made.values()].count(True) == 1
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_End)
    assert page.list.value == "questionnaire"
    settle(qtbot, page)


@pytest.mark.usefixtures("team")
def test_where_there_is_no_room_the_list_is_a_menu(open_page: Opening, window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 700)
    page = open_page(section="tents")
    qtbot.wait(1)
    assert not page.list.isVisible()
    assert page.list.menu.isVisible()
    assert page.list.menu.value == "tents"
    page.list.menu.setFocus()
    QTest.keyClick(page.list.menu, Qt.Key.Key_Down)
    settle(qtbot, page)
    assert page.list.value == "labels"
    page.list.take_focus()
    assert page.list.menu.hasFocus()


def test_people_chosen_on_the_list_have_their_papers(
    window: MainWindow, session: Session, team: list[Attendee], qtbot: QtBot
) -> None:
    session.open("participants")
    page = window.page
    assert isinstance(page, ParticipantsPage)
    qtbot.waitUntil(lambda: page.model.rowCount() == 14 and not session.work.busy, timeout=5000)
    page.table.selectRow(3)
    menu = QMenu(page)
    page.selection.fill(menu)
    (printing,) = [action.menu() for action in menu.actions() if action.text() == "Imprimer"]
    assert isinstance(printing, QMenu)
    tents = next(action for action in printing.actions() if action.text() == "Chevalets")
    tents.trigger()
    documents = window.page
    assert isinstance(documents, DocumentsPage)
    settle(qtbot, documents)
    assert documents.list.value == "tents"
    assert documents.ready is not None
    assert [person.id for person in documents.ready.people] == [team[3].id]


@pytest.mark.usefixtures("team")
def test_every_control_has_a_name_and_fits(open_page: Opening, window: MainWindow, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit

    window.resize(1280, 800)
    for name in DOCUMENTS:
        page = open_page(section=name)
        qtbot.wait(1)
        options = page.options(name)
        for kind in (QComboBox, QAbstractSpinBox, QPlainTextEdit, QLineEdit):
            for control in options.findChildren(kind):
                inside = isinstance(control.parent(), (QComboBox, QAbstractSpinBox))
                assert inside or control.accessibleName(), (name, control)
        assert page.body.area.horizontalScrollBar().maximum() == 0, name
        assert options.width() <= page.body.area.viewport().width(), name


def test_thousands_of_people_stop_nothing(open_page: Opening, store: Store, event: Event, qtbot: QtBot) -> None:
    ops = [
        registrations.addition(
            Attendee(id=f"{n:032x}", event_id=event.id, last_name=f"Nom {n:04}", badge=tokens.new_badge_id())
        )
        for n in range(2000)
    ]
    journal.record(store, ops, journal.Label("Import"), NOW)
    page = open_page(section="labels")
    assert page.preview.pages.count == 250
    page.list.buttons["roll_call"].click()
    page.list.buttons["kit"].click()  # the one before is given up
    settle(qtbot, page)
    assert page.ready is not None
    assert page.ready.pages > 300
    assert page.list.value == "kit"


def test_a_zone_and_a_clock_make_no_new_document(
    open_page: Opening, session: Session, team: list[Attendee], qtbot: QtBot
) -> None:
    for name in (*PAPERS, "kit", "sheets", "badges"):
        page = open_page(section=name)
        assert page.ready is not None
        before = page.ready.data
        session.recorded()
        settle(qtbot, page)
        assert page.ready.data is before, name


@pytest.mark.usefixtures("team")
def test_undo_right_after_labels_gives_the_sheet_back_and_nothing_else(
    open_page: Opening, qtbot: QtBot, tmp_path: Path, session: Session, window: MainWindow
) -> None:
    page = open_page(section="labels")
    options = page.options("labels")
    assert isinstance(options, LabelOptions)
    recorded = session.next_undo()
    assert recorded is not None
    for way in ("Ctrl+Z", "button"):
        printed_to(page, tmp_path / "étiquettes.pdf", qtbot)
        assert options.labels.start_at == 7
        assert page.past.next_undo() == "Étiquettes notées comme utilisées"
        if way == "button":
            press(page, "Reprendre à l’étiquette 1")
        else:
            QTest.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            assert "étiquette 1" in window.toast.text
        settle(qtbot, page)
        assert options.labels.start_at == 1
        assert session.next_undo() == recorded, "nothing else was undone"
        assert page.past.next_undo() == recorded


@pytest.mark.usefixtures("team")
def test_a_paper_of_which_nothing_is_recorded_is_said_to_be_printed(
    open_page: Opening, qtbot: QtBot, tmp_path: Path, window: MainWindow
) -> None:
    page = open_page(section="roll_call")
    page.banner.show_message("L'imprimante ne répond pas.", "refused")
    printed_to(page, tmp_path / "appel.pdf", qtbot)
    assert page.banner.isHidden(), "what went wrong before is over"
    assert plain(window.toast.text).endswith("à l'imprimante.")
