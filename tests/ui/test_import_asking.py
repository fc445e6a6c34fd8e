"""What the import page asks: questions one at a time, likely duplicates side by side, withdrawals never by themselves."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from threading import Event as Held

import pytest
from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from ia_events import layouts
from ia_events.domain.attendance import State
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.layout import Layout
from ia_events.domain.people import Attendee, Status
from ia_events.store import door, events, imports, journal, presence, registrations
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.pages.import_plan import DOUBTS
from ia_events.ui.pages.import_states import PLAN
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.pages.settings import SettingsPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain

TOWN = "Collectivité de Saint-Martin"


@pytest.fixture
def page(window: MainWindow, session: Session) -> ImportListPage:
    """The page, shown, with nothing read."""
    session.open("import")
    made = window.page
    assert isinstance(made, ImportListPage)
    return made


def read(page: ImportListPage, path: Path, qtbot: QtBot) -> None:
    """Have the page read a file and wait for what comes of it."""
    page.read(path)
    settle(page, qtbot)


def settle(page: ImportListPage, qtbot: QtBot) -> None:
    """Wait for what was asked of the page."""
    qtbot.waitUntil(lambda: page._task is None and page.stack.currentIndex() == PLAN, timeout=10_000)


def known(session: Session, last: str, first: str, **fields: str) -> str:
    """Somebody registered already."""
    person = Attendee(event_id=session.event_id, last_name=last, first_name=first, **fields)  # type: ignore[arg-type]
    return registrations.save(session.store, person, NOW)


def doubtful_list(folder: Path, rows: int = 2) -> Path:
    """A list whose people bear the names of known ones, with other addresses."""
    lines = ["NOM;PRÉNOM;COURRIEL;COLLECTIVITÉ;FONCTION"]
    names = (("HODGE", "Gaëlle"), ("QUESTEL", "Anaïs"), ("LEDÉE", "Ambroise"))
    lines += [f"{last};{first};{last[0].lower()}@mairie.exemple.fr;{TOWN};Juriste" for last, first in names[:rows]]
    path = folder / "inscrits.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


# --- doubts ------------------------------------------------------------------------------------------------------------


def test_a_likely_duplicate_is_put_side_by_side_and_merged(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    hodge = known(session, "HODGE", "Gaëlle", email="gaelle.hodge@exemple.fr", employer=TOWN)
    read(page, doubtful_list(tmp_path, 1), qtbot)
    view = page.view
    # the doubts open by themselves, beside the row
    assert not view.panel.isHidden()
    # and what decides is in sight on a small screen, whatever is said above
    window.resize(1280, 752)
    page.leaving.show_message("Une liste n'est pas encore importée.")
    QApplication.processEvents()
    for made in (view.doubts.merge, view.doubts.keep, view.doubts.separate):
        assert made.visibleRegion().boundingRect() == made.rect()
    page.leaving.hide()
    assert view.stack.currentIndex() == DOUBTS
    assert "À vérifier" in str(view.model.headerData(1, Qt.Orientation.Vertical))
    assert view.tiles["doubts"].accessibleName() == "1 doublon possible"
    names = {
        child.accessibleName().replace("\u00a0", " ") for child in view.doubts.table.findChildren(type(view.cell_words))
    }
    assert {"Courriel, liste : h@mairie.exemple.fr", "Courriel, fiche : gaelle.hodge@exemple.fr"} <= names
    # by its key, from anywhere on the page
    plan = page.plan
    QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.plan is not plan, timeout=10_000)
    assert view.doubts.merge.isChecked()
    assert view.tiles["updated"].count == 1
    assert view.tiles["added"].count == 0
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    people = registrations.all_of(session.store, session.event_id)
    assert [(p.id, p.email, p.job_title) for p in people] == [(hodge, "h@mairie.exemple.fr", "Juriste")]


def test_two_people_stay_two_and_a_record_can_be_kept(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    known(session, "HODGE", "Gaëlle", email="gaelle.hodge@exemple.fr", employer=TOWN)
    known(session, "QUESTEL", "Anaïs", email="anais.questel@exemple.fr", employer=TOWN)
    read(page, doubtful_list(tmp_path), qtbot)
    view = page.view
    assert view.doubts.count.text() == "1 sur 2"
    QTest.mouseClick(view.doubts.separate, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    # on to the next
    assert view.doubts.count.text() == "2 sur 2"
    QTest.mouseClick(view.doubts.keep, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert view.doubts.waiting == 0
    # looked at again, the first still says what was decided
    QTest.mouseClick(view.doubts.back, Qt.MouseButton.LeftButton)
    assert view.doubts.separate.isChecked()
    assert (view.tiles["added"].count, view.tiles["updated"].count, view.tiles["unchanged"].count) == (1, 0, 1)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    emails = sorted(p.email for p in registrations.all_of(session.store, session.event_id))
    assert emails == ["anais.questel@exemple.fr", "gaelle.hodge@exemple.fr", "h@mairie.exemple.fr"]


def test_the_same_for_all_that_follow(page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path) -> None:
    for last, first in (("HODGE", "Gaëlle"), ("QUESTEL", "Anaïs"), ("LEDÉE", "Ambroise")):
        known(session, last, first, email=f"{first[0].lower()}.autre@exemple.fr", employer=TOWN)
    read(page, doubtful_list(tmp_path, 3), qtbot)
    view = page.view
    assert view.doubts.waiting == 3
    assert view.doubts.alike.text() == "Idem pour les 2 suivantes du même genre"
    view.doubts.alike.setChecked(True)
    QTest.mouseClick(view.doubts.merge, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert view.doubts.waiting == 0
    assert view.tiles["updated"].count == 3


def test_the_same_is_said_unseen_of_the_same_kind_about_one_person_only(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    for last, first in (("HODGE", "Gaëlle"), ("LEDÉE", "Ambroise")):
        known(session, last, first, email=f"{first[0].lower()}.autre@exemple.fr", employer=TOWN)
    known(session, "LEDÉE", "Ambroise", email="encore@exemple.fr", employer=TOWN)
    known(session, "QUESTEL", "Anaïse", employer=TOWN)
    read(page, doubtful_list(tmp_path, 3), qtbot)
    view = page.view
    assert page.plan is not None
    assert [(d.code, len(d.candidates)) for d in page.plan.doubts] == [
        ("possible_duplicate", 1),
        ("name_close", 1),
        ("possible_duplicate", 2),
    ]
    assert view.doubts.alike.isHidden()
    QTest.mouseClick(view.doubts.merge, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert view.doubts.waiting == 2


def test_a_decision_alone_is_recorded_and_not_asked_again(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    known(session, "HODGE", "Gaëlle", email="gaelle.hodge@exemple.fr", employer=TOWN)
    path = doubtful_list(tmp_path, 1)
    read(page, path, qtbot)
    QTest.mouseClick(page.view.doubts.keep, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert page.import_button.isVisible()
    assert page.import_button.text() == "Retenir 1 décision"
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    assert window.toast.text == "1 décision retenue"
    session.open("import", path=str(path))
    settle(page, qtbot)
    assert page.plan is not None
    assert page.plan.doubts == ()
    assert not page.import_button.isVisible()


# --- questions ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def whole_day(session: Session) -> Event:
    """An event in a morning and an afternoon, at hand."""
    slots = generate_slots(date(2025, 11, 12), date(2025, 11, 12), [0, 1], "America/Marigot")
    day = Event(title="IA et territoires", timezone="America/Marigot", slots=tuple(slots))
    made = events.get(session.store, events.save(session.store, day, NOW))
    session.switch(made.id)
    return made


@pytest.fixture
def am(tmp_path: Path) -> Path:
    """A list with a column « AM », crossed for some: a morning or an afternoon."""
    path = tmp_path / "presences.csv"
    lines = ["Nom;Prénom;Courriel;AM", "Questel;Anaïs;anais@exemple.fr;X", "Hodge;Gaëlle;gaelle@exemple.fr;",
             "Ledée;Ambroise;ambroise@exemple.fr;X"]  # fmt: skip
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_question_is_asked_answered_and_changed(
    whole_day: Event, page: ImportListPage, session: Session, qtbot: QtBot, am: Path
) -> None:
    read(page, am, qtbot)
    strip = page.view.question
    assert page.plan is not None
    assert not strip.isHidden()
    first = page.plan.listing.questions[0]
    assert strip.words.text() == first.words
    assert len(strip.options) == len(first.options)
    supposed = next(made for made in strip.options if made.isChecked())
    assert supposed.text().endswith("(supposé)")
    # each answer reads the list again, at once
    for _question in page.plan.listing.questions:
        QTest.mouseClick(strip.options[0], Qt.MouseButton.LeftButton)
        settle(page, qtbot)
    assert page.source is not None
    assert set(page.source.answers) == {q.key for q in page.plan.listing.questions}
    assert strip.examples.isHidden()
    assert "donnée" in strip.words.text()
    column = next(c for c in page.plan.listing.columns if c.heading == "AM")
    assert column.slot in ("", *(slot.id for slot in whole_day.slots))
    # and can be changed
    QTest.mouseClick(strip.again, Qt.MouseButton.LeftButton)
    assert strip.options[0].isChecked()
    assert not any("supposé" in made.text() for made in strip.options)
    plan = page.plan
    QTest.mouseClick(strip.options[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.plan is not plan, timeout=10_000)
    assert page.source.answers[first.key] == first.options[1].value


def test_what_was_decided_is_remembered_for_the_next_list(
    whole_day: Event, page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, am: Path
) -> None:
    read(page, am, qtbot)
    strip = page.view.question
    assert page.plan is not None
    asked = page.plan.listing.questions
    for question in asked:
        QTest.mouseClick(strip.options[-1], Qt.MouseButton.LeftButton)
        settle(page, qtbot)
        assert page.source is not None
        assert page.source.answers[question.key] == question.options[-1].value
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    # but not when that import is taken back; it is when it is done again
    session.undo()
    session.open("import", path=str(am))
    settle(page, qtbot)
    assert strip.words.text() == asked[0].words
    session.redo()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    # another list with the same headings
    am.write_text(am.read_text(encoding="utf-8").replace("Questel;Anaïs", "Brooks;Sharon"), encoding="utf-8")
    session.open("import", path=str(am))
    settle(page, qtbot)
    assert strip.words.text() == "Lue comme la dernière fois."
    assert [q.answer for q in page.plan.listing.questions] == [q.options[-1].value for q in asked]
    # and forgotten
    QTest.mouseClick(strip.forget, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert strip.words.text() == asked[0].words
    assert layouts.standing() == {}


def test_an_answer_that_came_to_nothing_is_not_shown_as_given(
    whole_day: Event, page: ImportListPage, session: Session, qtbot: QtBot, am: Path
) -> None:
    read(page, am, qtbot)
    strip = page.view.question
    before = [made.isChecked() for made in strip.options]
    free = waiting(session)
    QTest.mouseClick(strip.options[before.index(False)], Qt.MouseButton.LeftButton)
    assert [made.isChecked() for made in strip.options] != before
    assert page._task is not None
    page._task.cancel()
    free.set()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert [made.isChecked() for made in strip.options] == before
    assert page.source is not None
    assert not page.source.answers


def test_layouts_are_counted_shared_and_forgotten_in_the_settings(
    window: MainWindow, session: Session, tmp_path: Path
) -> None:
    layouts.remember("0123456789abcdef", Layout({"Bureau": "staff_number"}, {}))
    session.open("settings")
    shown = window.page
    assert isinstance(shown, SettingsPage)
    card = shown.lists
    assert "1 mise en page" in card.words.text()
    target = tmp_path / "listes.json"
    card.export_to(target)
    QTest.mouseClick(card.forget, Qt.MouseButton.LeftButton)
    assert layouts.standing() == {}
    assert card.words.text() == "Toutes sont oubliées."
    QTest.mouseClick(card.restore, Qt.MouseButton.LeftButton)
    assert set(layouts.standing()) == {"0123456789abcdef"}
    card.forget_all()
    card.import_from(target)
    assert set(layouts.standing()) == {"0123456789abcdef"}
    assert "1 mise en page ajoutée" in window.toast.text
    target.write_text("{}", encoding="utf-8")
    card.import_from(target)
    assert "listes.json" in window.toast.text
    assert set(layouts.standing()) == {"0123456789abcdef"}


# --- withdrawals and presences --------------------------------------------------------------------------------------------


def test_a_column_said_otherwise_takes_the_field_of_the_one_remembered(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"

    def open_list(name: str) -> None:
        lines = "NOM;PRÉNOM;Un;Deux", f"{name};Gaëlle;{name}@exemple.fr;{name}.g@mairie.exemple.fr"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        session.open("import", path=str(path))
        settle(page, qtbot)

    def as_read() -> list[str]:
        assert page.plan is not None
        return [column.field for column in page.plan.listing.columns][2:]

    def do_import() -> None:
        page.run_import()
        qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)

    open_list("HODGE")
    page.view.mapped.emit("Un", "remarks")
    settle(page, qtbot)
    page.view.mapped.emit("Deux", "email")
    settle(page, qtbot)
    do_import()
    open_list("CARTY")
    assert as_read() == ["remarks", "email"]
    page.view.mapped.emit("Un", "email")
    settle(page, qtbot)
    assert as_read() == ["email", ""]
    assert "La colonne D, « Deux », n'est plus lue comme" in plain(page.view.notice.text)
    do_import()
    open_list("BROOKS")
    assert as_read() == ["email", ""]
    # the second import is taken back: the list being looked at is read as the first one taught
    last = imports.imports(session.store, session.event_id)[0]
    journal.undo(session.store, NOW, last.action)
    session.recorded()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert as_read() == ["remarks", "email"]


def test_the_settings_count_and_pass_on_what_stands(
    window: MainWindow, page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("NOM;PRÉNOM;Divers\nHODGE;Gaëlle;12\n", encoding="utf-8")
    read(page, path, qtbot)
    page.view.mapped.emit("Divers", "staff_number")
    settle(page, qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)
    assert len(layouts.standing()) == 1
    session.undo()
    assert layouts.standing() == {}, "in any database"
    session.open("settings")
    shown = window.page
    assert isinstance(shown, SettingsPage)
    assert "Aucune pour l'instant" in plain(shown.lists.words.text())
    assert not shown.lists.export.isEnabled()
    session.redo()
    shown.lists.refresh()
    assert "1 mise en page" in shown.lists.words.text()
    # taken back by another station: no other database goes by it once this one is closed
    journal.undo(session.store, NOW)
    assert len(layouts.standing()) == 1
    session.close()
    assert layouts.standing() == {}


def names_list(folder: Path, *names: str) -> Path:
    """A list of a few people."""
    path = folder / "inscrits.csv"
    lines = [f"{name};{name[0].lower()}@exemple.fr;{TOWN}" for name in names]
    path.write_text("\n".join(["NOM;PRÉNOM;COURRIEL;COLLECTIVITÉ", *lines]) + "\n", encoding="utf-8")
    return path


def test_who_is_no_longer_on_the_list_is_offered_as_withdrawn(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    read(page, names_list(tmp_path, "HODGE;Gaëlle", "CARTY;Wendell", "QUESTEL;Anaïs", "LEDÉE;Ambroise"), qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    session.open("import", path=str(names_list(tmp_path, "HODGE;Gaëlle", "CARTY;Wendell")))
    settle(page, qtbot)
    view = page.view
    assert view.tiles["withdrawn"].accessibleName() == "2 désistements\u202f?"
    # nobody is ticked: there is nothing to import
    assert not page.import_button.isVisible()
    QTest.mouseClick(view.tiles["withdrawn"], Qt.MouseButton.LeftButton)
    people = view.withdrawn.list
    people.setCurrentIndex(view.withdrawn.model.index(0))
    QTest.keyClick(people, Qt.Key.Key_Space)
    assert page.import_button.text() == "Noter 1 désistement"
    chosen = set(view.withdrawn.ticked)
    QTest.keyClick(view.withdrawn.all, Qt.Key.Key_Space)
    assert page.import_button.text() == "Noter 2 désistements"
    QTest.keyClick(view.withdrawn.all, Qt.Key.Key_Space)
    assert not view.withdrawn.ticked
    QTest.keyClick(people, Qt.Key.Key_Space)
    assert view.withdrawn.ticked == chosen
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    assert window.toast.text == "1 désistement noté"
    gone = {p.id for p in registrations.all_of(session.store, session.event_id) if p.status == Status.CANCELLED}
    assert gone == chosen
    session.undo()
    assert registrations.counts(session.store, session.event_id).registered == 4


def test_who_is_ticked_as_withdrawn_is_a_step_and_comes_back(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    people = "HODGE;Gaëlle", "CARTY;Wendell", "QUESTEL;Anaïs", "LEDÉE;Ambroise"
    read(page, names_list(tmp_path, *people), qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    session.open("import", path=str(names_list(tmp_path, *people[:2])))
    settle(page, qtbot)
    page.view.withdrawn.model.tick_all(True)
    ticked = page.view.withdrawn.ticked
    assert len(ticked) == 2
    # a column read otherwise: nobody is recognised, nor missed
    page.view.mapped.emit("NOM", "")
    settle(page, qtbot)
    page.view.mapped.emit("PRÉNOM", "last_name")
    settle(page, qtbot)
    page.past.undo()
    settle(page, qtbot)
    page.past.undo()
    settle(page, qtbot)
    assert page.view.withdrawn.ticked == ticked
    assert page.import_button.text() == "Noter 2 désistements"
    page.past.undo()
    settle(page, qtbot)
    assert not page.view.withdrawn.ticked
    assert page.past.next_undo() is None
    page.past.redo()
    settle(page, qtbot)
    assert page.view.withdrawn.ticked == ticked
    assert page.unfinished()


def some_are_gone(page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, folder: Path) -> Path:
    """Import a list, and open the next one, that does not name its last two people."""
    people = "HODGE;Gaëlle", "CARTY;Wendell", "QUESTEL;Anaïs", "LEDÉE;Ambroise"
    read(page, names_list(folder, *people), qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)
    path = names_list(folder, *people[:2])
    session.open("import", path=str(path))
    settle(page, qtbot)
    return path


def waiting(session: Session) -> Held:
    """Keep the worker waiting, and whatever is asked of it, until that is set."""
    free = Held()
    session.run(lambda _store, _progress: free.wait(10), lambda _none: None)
    return free


def test_nobody_is_ticked_nor_let_go_while_the_list_is_recorded(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    some_are_gone(page, window, session, qtbot, tmp_path)
    model = page.view.withdrawn.model
    box = Qt.ItemDataRole.CheckStateRole
    model.setData(model.index(0), Qt.CheckState.Checked, box)
    ticked = page.view.withdrawn.ticked
    steps = len(list(page.past))
    free = waiting(session)
    page.run_import()
    model.setData(model.index(1), Qt.CheckState.Checked, box)
    assert page.view.withdrawn.ticked == ticked
    QTest.mouseClick(page.view.withdrawn.all, Qt.MouseButton.LeftButton)
    model.setData(model.index(0), Qt.CheckState.Unchecked, box)
    assert page.view.withdrawn.ticked == ticked
    assert page.view.withdrawn.all.checkState() == Qt.CheckState.PartiallyChecked
    assert len(list(page.past)) == steps
    assert not page.import_button.isEnabled()
    assert page.import_button.text() == "Noter 1 désistement"
    free.set()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)
    gone = {p.id for p in registrations.all_of(session.store, session.event_id) if p.status == Status.CANCELLED}
    assert gone == ticked


def test_who_was_ticked_in_a_reading_that_came_to_nothing_is_not(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    path = some_are_gone(page, window, session, qtbot, tmp_path)
    model = page.view.withdrawn.model
    first, other = model.index(0), model.index(1)
    model.setData(first, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    ticked = page.view.withdrawn.ticked

    def begin() -> Held:
        free = waiting(session)
        page.view.mapped.emit("COLLECTIVITÉ", "")
        model.setData(other, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
        assert len(page.view.withdrawn.ticked) == 2
        return free

    # stopped
    free = begin()
    assert page._task is not None
    page._task.cancel()
    free.set()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert page.view.withdrawn.ticked == ticked
    assert page.import_button.text() == "Noter 1 désistement"
    # the file is gone
    path.unlink()
    free = begin()
    free.set()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert page.view.notice.isVisible()
    assert page.view.withdrawn.ticked == ticked
    # and what holds is what was ticked meanwhile when the reading is shown
    path = names_list(tmp_path, "HODGE;Gaëlle", "CARTY;Wendell")
    begin().set()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert len(page.view.withdrawn.ticked) == 2
    assert page.import_button.text() == "Noter 2 désistements"


def test_when_most_are_gone_or_somebody_came_it_is_said(
    page: ImportListPage, window: MainWindow, session: Session, event: Event, qtbot: QtBot, tmp_path: Path
) -> None:
    read(page, names_list(tmp_path, "HODGE;Gaëlle", "CARTY;Wendell", "QUESTEL;Anaïs"), qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    people = {p.last_name: p for p in registrations.all_of(session.store, event.id)}
    door.admit(session.store, event, people["QUESTEL"], at=NOW, now=NOW)
    session.open("import", path=str(names_list(tmp_path, "HODGE;Gaëlle")))
    settle(page, qtbot)
    panel = page.view.withdrawn
    assert "plus de la moitié" in panel.words.text()
    shown = {panel.model.index(row).data() for row in range(panel.model.rowCount())}
    assert shown == {f"CARTY Wendell · {TOWN}", f"QUESTEL Anaïs · présence déjà notée · {TOWN}"}
    assert not panel.ticked


def test_presences_of_a_list_are_noted(
    page: ImportListPage, window: MainWindow, session: Session, event: Event, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "presences.csv"
    lines = ["Nom;Prénom;Courriel;Présence", "Questel;Anaïs;anais@exemple.fr;X", "Hodge;Gaëlle;gaelle@exemple.fr;Abs",
             "Ledée;Ambroise;ambroise@exemple.fr;Exc."]  # fmt: skip
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    read(page, path, qtbot)
    view = page.view
    assert view.tiles["presence"].count == 3
    assert view.model.index(1, 3).data() == "X → Présence"
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    assert window.toast.text == "3 personnes ajoutées, présence de 1 personne notée, absence de 2 personnes notée"
    matrix = presence.load(session.store, event)
    states = {p.first_name: matrix.cells[p.id, event.slots[0].id].state for p in matrix.people}
    assert states == {"Anaïs": State.PRESENT, "Gaëlle": State.ABSENT, "Ambroise": State.EXCUSED}
    session.open("import", path=str(path))
    settle(page, qtbot)
    assert not page.import_button.isVisible(), "all of it is noted"
    session.open("participants")
    assert isinstance(window.page, ParticipantsPage)
    window.page.beside.show_imports()
    said = [child.text() for child in window.page.imports.findChildren(QLabel)]
    assert any("3 présences ou absences notées" in text for text in said)


def test_a_row_that_notes_presence_is_not_called_unchanged(
    page: ImportListPage, session: Session, window: MainWindow, event: Event, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Courriel\nQuestel;Anaïs;anais@exemple.fr\nHodge;Gaëlle;gaelle@exemple.fr\n", "utf-8")
    read(page, path, qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)
    hodge = next(p for p in registrations.all_of(session.store, event.id) if p.last_name == "Hodge")
    presence.mark(session.store, event, [(hodge.id, event.slots[0].id)], State.ABSENT, NOW)
    path = tmp_path / "presences.csv"
    path.write_text(
        "Nom;Prénom;Courriel;Présence\nQuestel;Anaïs;anais@exemple.fr;X\nHodge;Gaëlle;gaelle@exemple.fr;X\n", "utf-8"
    )
    session.open("import", path=str(path))
    settle(page, qtbot)
    model = page.view.model
    assert [model.fate(row).words for row in (1, 2)] == ["Pointage", "Sans changement"]
    assert [page.view.tiles[name].count for name in ("unchanged", "presence", "problems")] == [1, 1, 1]
    said = model.explained(2, 3).replace("\u00a0", " ")
    assert said.startswith("Déjà noté : Absence (grille de présence). La liste dit : Présence.")


def test_a_figure_keeps_the_rows_it_counts(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    known(session, "HODGE", "Gaëlle", email="gaelle.hodge@exemple.fr", employer=TOWN)
    read(page, doubtful_list(tmp_path, 3), qtbot)
    view = page.view
    assert view.tiles["doubts"].count == 1
    assert view.tiles["added"].count == 3
    heading = 1
    view.choose("added")
    assert view.model.rowCount() - heading == 3


# --- sheets -------------------------------------------------------------------------------------------------------------


def test_the_sheets_of_two_half_days_are_shown_one_below_the_other(
    whole_day: Event, page: ImportListPage, session: Session, window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    book = Workbook()
    for sheet, names in ((book.active, ("Questel", "Hodge")), (book.create_sheet(), ("Hodge", "Ledée"))):
        sheet.append(["Nom", "Prénom", "Courriel"])
        for name in names:
            sheet.append([name, "Dominique", f"{name[0].lower()}@exemple.fr"])
    first, second = book.worksheets
    first.title, second.title = "Matin", "Après-midi"
    path = tmp_path / "journee.xlsx"
    book.save(path)
    read(page, path, qtbot)
    assert page.plan is not None
    assert page.plan.listing.also == ("Après-midi",)
    model = page.view.model
    beside = [
        str(model.headerData(row, Qt.Orientation.Vertical)).replace("\u00a0", " ") for row in range(model.rowCount())
    ]
    assert beside[:4] == ["1 · Titres", "2 · Ajout", "3 · Ajout", "Feuille « Après-midi »"]
    assert model.index(5, 0).data() == "Ledée"
    # the name of the sheet runs over its row: beside it there may be no room
    assert model.cell(3, 0).words.replace("\u00a0", " ") == "Feuille « Après-midi »"
    assert (3, 0, 3) in model.spans()
    # one of them alone, and both again
    choice = page.view.sheet
    assert choice.itemText(0).replace("\u00a0", " ") == "Toutes (Matin, Après-midi)"
    choice.set_value("Après-midi")
    choice.chosen.emit("Après-midi")
    qtbot.waitUntil(lambda: page.plan is not None and page.plan.listing.sheet == "Après-midi", timeout=10_000)
    assert len(page.plan.listing.rows) == 2
    choice.set_value("")
    choice.chosen.emit("")
    qtbot.waitUntil(lambda: page.plan is not None and page.plan.listing.also == ("Après-midi",), timeout=10_000)
