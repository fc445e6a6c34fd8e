"""The import page, with a list for several events: each is shown with its figures, ticked, and imported in one action."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ia_events import layouts
from ia_events.domain.events import Event, generate_slots
from ia_events.store import Store, events, imports, presence, registrations
from ia_events.ui.pages import import_jobs
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.pages.import_states import PLAN
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW

EVENING, PURCHASES = "Soirée de l'INET", "Achats publics"
PEOPLE = (("Arrondell", "Éloïse"), ("Brooks", "Sharon"), ("Carty", "Louis"), ("Dormoy", "Inès"), ("Etienne", "Paul"))


@pytest.fixture
def other(store: Store) -> Event:
    """Another event, a month later."""
    slots = generate_slots(date(2025, 12, 3), date(2025, 12, 3), [0, 1], "America/Guadeloupe")
    added = Event(title=PURCHASES, timezone="America/Guadeloupe", slots=tuple(slots))
    return events.get(store, events.save(store, added, NOW))


@pytest.fixture
def page(other: Event, window: MainWindow, session: Session) -> ImportListPage:
    """The page, opened on the evening."""
    session.open("import")
    made = window.page
    assert isinstance(made, ImportListPage)
    return made


def read(page: ImportListPage, path: Path, formations: Sequence[str], qtbot: QtBot) -> None:
    """Have the page read a list that names the event of each row."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Nom", "Prénom", "Formation"])
    for person, formation in zip(PEOPLE, formations, strict=False):
        sheet.append([*person, formation])
    workbook.save(path)
    page.read(path)
    wait(page, qtbot)


def wait(page: ImportListPage, qtbot: QtBot) -> None:
    """Wait until nothing is under way."""
    qtbot.waitUntil(lambda: page._task is None and not page.session.work.busy, timeout=10_000)


def events_shown(page: ImportListPage) -> list[str]:
    """What is said of each event."""
    return [plain(box.accessibleName()) for box in page.view.events.boxes.values()]


def plain(text: str) -> str:
    """Without the no-break spaces and the apostrophes of French."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2019", "'")


def names(store: Store, event_id: str) -> list[str]:
    return sorted(person.last_name for person in registrations.all_of(store, event_id))


def test_a_list_for_this_event_shows_no_events(page: ImportListPage, tmp_path: Path, qtbot: QtBot) -> None:
    read(page, tmp_path / "liste.xlsx", [EVENING, EVENING], qtbot)
    assert page.stack.currentIndex() == PLAN
    assert page.view.events.isHidden()
    assert page.view.question.isHidden()


def test_each_event_is_shown_with_its_figures_and_all_are_imported_at_once(
    page: ImportListPage, window: MainWindow, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    store, here = session.store, session.event_id
    read(page, tmp_path / "liste.xlsx", [EVENING, PURCHASES, PURCHASES, EVENING, PURCHASES], qtbot)
    strip = page.view.events
    assert plain(strip.words.text()) == "Cette liste est pour 2 événements. L'import remplit ceux qui sont cochés."
    assert events_shown(page) == [
        "Soirée de l'INET (12/11/2025), 2 à ajouter",
        "Achats publics (03/12/2025), 3 à ajouter",
    ]
    assert page.view.question.isHidden()
    assert page.import_button.text() == "Importer 5 personnes"
    assert "5 personnes" in plain(page.header.sentence.text())
    assert page.view.tiles["added"].count == 2
    model = page.view.model
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in range(1, 4)] == [
        "2 · Ajout",
        "3 · Autre événement",
        "4 · Autre événement",
    ]
    QTest.mouseClick(strip.looks[other.id], Qt.MouseButton.LeftButton)
    assert page.view.tiles["added"].count == 3
    assert [look.isChecked() for look in strip.looks.values()] == [False, True]
    page.run_import()
    wait(page, qtbot)
    assert isinstance(window.page, ParticipantsPage)
    assert (names(store, here), names(store, other.id)) == (["Arrondell", "Dormoy"], ["Brooks", "Carty", "Etienne"])
    assert plain(window.toast.text) == "5 personnes ajoutées, dans 2 événements"
    session.undo()
    qtbot.waitUntil(lambda: not session.work.busy, timeout=10_000)
    assert names(store, here) == names(store, other.id) == []


def test_an_event_is_left_out(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    store, here = session.store, session.event_id
    read(page, tmp_path / "liste.xlsx", [EVENING, PURCHASES, PURCHASES], qtbot)
    box = page.view.events.boxes[here]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert page.import_button.text() == "Importer 2 personnes"
    page.run_import()
    wait(page, qtbot)
    assert (names(store, here), names(store, other.id)) == ([], ["Brooks", "Carty"])


def test_no_event_is_left_out_while_the_list_is_recorded(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    store, here = session.store, session.event_id
    read(page, tmp_path / "liste.xlsx", [EVENING, PURCHASES, PURCHASES], qtbot)
    free = threading.Event()
    session.run(lambda _store, _progress: free.wait(10), lambda _none: None)
    page.run_import()
    box = page.view.events.boxes[here]
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    QTest.mouseClick(page.view.events.looks[other.id], Qt.MouseButton.LeftButton)
    assert page.import_button.text() == "Importer 3 personnes"
    assert not page.import_button.isEnabled()
    free.set()
    wait(page, qtbot)
    assert (names(store, here), names(store, other.id)) == (["Arrondell"], ["Brooks", "Carty"])


def test_an_unknown_session_is_asked_about_and_remembered(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "liste.xlsx"
    read(page, path, [EVENING, "IA-07", PURCHASES], qtbot)
    strip = page.view.question
    assert plain(strip.words.text()) == "« IA-07 » : aucun événement ne porte ce nom. Pour qui sont ces lignes ?"
    assert [plain(option.text()) for option in strip.options] == [
        "Cet événement-ci",
        "Achats publics (03/12/2025)",
        "Laisser de côté (supposé)",
    ]
    assert page.import_button.text() == "Importer 2 personnes"
    strip.options[1].click()
    wait(page, qtbot)
    assert events_shown(page)[1] == "Achats publics (03/12/2025), 2 à ajouter"
    page.run_import()
    wait(page, qtbot)
    assert names(session.store, other.id) == ["Brooks", "Carty"]
    (layout,) = layouts.standing().values()
    assert layout.answers == {"event:ia 07": other.id}
    session.open("import")
    read(page, path, [EVENING, "IA-07", PURCHASES], qtbot)
    assert "Lue comme la dernière fois" in page.view.question.words.text()
    assert not page.import_button.isVisible()


def test_here_is_not_remembered_for_another_event(
    page: ImportListPage, window: MainWindow, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    store, here = session.store, session.event_id
    for name, formations, option in (("a.xlsx", [EVENING, "", PURCHASES], 0), ("b.xlsx", [PURCHASES], 1)):
        session.open("import")
        read(page, tmp_path / name, formations, qtbot)
        page.view.question.options[option].click()
        wait(page, qtbot)
        page.run_import()
        wait(page, qtbot)
    assert layouts.standing() == {}
    assert (names(store, here), names(store, other.id)) == (["Arrondell", "Brooks"], ["Carty"])
    session.switch(other.id)
    session.open("import")
    read(page, tmp_path / "c.xlsx", ["", PURCHASES, EVENING], qtbot)
    assert {plan.event_id: len(plan.listing.rows) for plan in page.plans} == {other.id: 2, here: 1}
    assert plain(page.view.question.words.text()).startswith("Des lignes ne nomment aucun événement.")


def test_a_name_remembered_as_an_event_s_is_its_own_list_s_too(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    here = session.event_id
    read(page, tmp_path / "a.xlsx", [EVENING, "IA-07"], qtbot)
    page.view.question.options[1].click()
    wait(page, qtbot)
    page.run_import()
    wait(page, qtbot)
    session.switch(other.id)
    session.open("import")
    read(page, tmp_path / "b.xlsx", [PURCHASES, EVENING, "IA-07"], qtbot)
    assert {plan.event_id: len(plan.listing.rows) for plan in page.plans} == {other.id: 2, here: 1}


def test_an_event_removed_meanwhile_is_not_imported_into(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, tmp_path / "liste.xlsx", [EVENING, PURCHASES, PURCHASES], qtbot)
    session.open("events")
    events.remove(session.store, [other.id], NOW)
    session.recorded()
    session.open("import")
    wait(page, qtbot)
    assert other.id not in page.view.events.boxes
    page.run_import()
    wait(page, qtbot)
    assert registrations.counts(session.store, other.id).total == 0


def test_a_slot_removed_meanwhile_is_marked_by_nobody(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    store = session.store
    event = events.get(store, session.event_id)
    heading = f"Présence {event.slots[0].label}"
    path = tmp_path / "liste.csv"
    path.write_text(f"Nom;Prénom;{heading}\nArrondell;Éloïse;X\nBrooks;Sharon;X\n", encoding="utf-8")
    page.read(path)
    wait(page, qtbot)
    page.view.mapped.emit(heading, f"presence:{event.slots[0].id}")
    wait(page, qtbot)
    assert page.plan is not None
    assert len(page.plan.attendance) == 2
    slots = tuple(generate_slots(date(2025, 11, 13), date(2025, 11, 13), [0, 1], "America/Guadeloupe"))
    events.save(store, replace(event, slots=slots), NOW)
    session.recorded()
    wait(page, qtbot)
    gone = event.slots[0].id
    assert page.plan is not None
    assert all(gone not in column.slot for column in page.plan.listing.columns)
    page.run_import()
    wait(page, qtbot)
    assert all(fact.slot_id != gone for fact in presence.facts_of_event(store, event.id))
    assert names(store, event.id) == ["Arrondell", "Brooks"]


def test_rows_of_no_event_are_shown_with_the_reason(
    page: ImportListPage, tmp_path: Path, other: Event, qtbot: QtBot
) -> None:
    read(page, tmp_path / "liste.xlsx", [EVENING, "IA-07", PURCHASES], qtbot)
    page.view.events.looks[""].click()
    assert page.view.tiles["refused"].count == 1
    (problem,) = page.view.model.problems_at(2)
    assert plain(problem.message) == "« IA-07 » : événement inconnu ou à préciser, la ligne est laissée de côté."
    report = tmp_path / "rapport.xlsx"
    page.save_report(report)
    wait(page, qtbot)
    sheet = openpyxl.load_workbook(report).active
    verdicts = [plain(str(sheet.cell(row, 4).value)) for row in range(2, 5)]
    assert verdicts[::2] == ["Ajout", "Ajout"]
    assert verdicts[1].startswith("Refus : « IA-07 »")


def test_a_report_ends_as_a_workbook_and_takes_no_database_s_place(
    page: ImportListPage, window: MainWindow, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, tmp_path / "liste.xlsx", [EVENING, PURCHASES], qtbot)
    page.save_report(tmp_path / "rapport v1.2")
    wait(page, qtbot)
    assert openpyxl.load_workbook(tmp_path / "rapport v1.2.xlsx").active["A1"].value == "Nom"
    assert session.store.path is not None
    linked = tmp_path / "base.xlsx"
    linked.symlink_to(session.store.path)
    page.save_report(linked)
    wait(page, qtbot)
    assert events.get(session.store, session.event_id).title == EVENING
    assert linked.is_symlink()


def test_a_list_for_others_only_says_so(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, tmp_path / "liste.xlsx", [PURCHASES, PURCHASES], qtbot)
    assert plain(page.view.events.words.text()).startswith("Cette liste est pour 1 autre événement que celui-ci.")
    question = page.view.question
    assert [plain(option.text()) for option in question.options] == [
        "Chaque ligne dans l'événement qu'elle nomme (supposé)",
        "Toutes dans cet événement-ci",
    ]
    question.options[1].click()
    wait(page, qtbot)
    assert page.view.events.isHidden()
    page.run_import()
    wait(page, qtbot)
    assert (names(session.store, session.event_id), names(session.store, other.id)) == (["Arrondell", "Brooks"], [])


def test_who_is_ticked_as_withdrawn_stays_so_from_event_to_event(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "liste.xlsx"
    read(page, path, [EVENING, EVENING, EVENING, PURCHASES, PURCHASES], qtbot)
    page.run_import()
    wait(page, qtbot)
    session.open("import")
    read(page, path, [EVENING, EVENING, PURCHASES, PURCHASES], qtbot)
    assert [plan.withdrawn[0].last_name for plan in page.plans] == ["Carty", "Etienne"]
    page.view.withdrawn.model.tick_all(True)
    page.view.events.looks[other.id].click()
    page.view.withdrawn.model.tick_all(True)
    page.view.events.looks[session.event_id].click()
    assert len(page.view.withdrawn.ticked) == 1
    assert "désistements à noter : 2" in plain(page.header.sentence.text())
    page.run_import()
    wait(page, qtbot)
    people = [p for id_ in (session.event_id, other.id) for p in registrations.all_of(session.store, id_)]
    assert sorted(p.last_name for p in people if p.status == "cancelled") == ["Carty", "Etienne"]


def test_who_was_in_an_event_the_list_names_no_more_may_be_withdrawn(
    page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    third = events.save(session.store, replace(other, id="", title="Gestion de projet", slots=()), NOW)
    session.recorded()
    read(page, tmp_path / "liste.xlsx", [EVENING, EVENING, "Gestion de projet", PURCHASES, PURCHASES], qtbot)
    page.run_import()
    wait(page, qtbot)
    session.open("import")
    read(page, tmp_path / "liste.xlsx", [EVENING, EVENING, "Gestion de projet"], qtbot)
    assert [plan.event_id for plan in page.plans] == [session.event_id, third, other.id]
    assert events_shown(page)[2] == "Achats publics (03/12/2025), plus aucune ligne"
    page.view.events.looks[other.id].click()
    assert [person.last_name for person in page.view.withdrawn.model.people] == ["Dormoy", "Etienne"]
    page.view.withdrawn.model.tick_all(True)
    report = tmp_path / "rapport.xlsx"
    page.save_report(report)
    wait(page, qtbot)
    assert openpyxl.load_workbook(report).active["D2"].value == "Sans changement"
    page.run_import()
    wait(page, qtbot)
    assert {p.status for p in registrations.all_of(session.store, other.id)} == {"cancelled"}


def test_the_imports_of_an_event_say_which_were_for_several(
    page: ImportListPage, window: MainWindow, session: Session, other: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, tmp_path / "liste.xlsx", [EVENING, PURCHASES], qtbot)
    page.run_import()
    wait(page, qtbot)
    assert isinstance(window.page, ParticipantsPage)
    panel = window.page.imports
    panel.show_imports()
    said = [plain(child.text()) for child in panel.findChildren(QLabel)]
    assert "Import commun à 2 événements : l'annuler le reprend dans tous." in said
    QTest.mouseClick(next(iter(panel.buttons.values())), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not session.work.busy, timeout=10_000)
    assert names(session.store, session.event_id) == names(session.store, other.id) == []


def test_one_sheet_an_event(page: ImportListPage, session: Session, other: Event, tmp_path: Path, qtbot: QtBot) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, people in ((EVENING, PEOPLE[:2]), (PURCHASES, PEOPLE[2:])):
        sheet = workbook.create_sheet(title)
        for row in (("Nom", "Prénom"), *people):
            sheet.append(row)
    workbook.save(tmp_path / "sessions.xlsx")
    page.read(tmp_path / "sessions.xlsx")
    wait(page, qtbot)
    assert [box.partition(", ")[2] for box in events_shown(page)] == ["2 à ajouter", "3 à ajouter"]
    assert plain(page.view.sheet.currentText()) == "Toutes (Soirée de l'INET, Achats publics)"
    page.view.events.looks[other.id].click()
    assert page.plan is not None
    assert (page.plan.listing.sheet, page.view.model.rowCount()) == (PURCHASES, 4)
    page.run_import()
    wait(page, qtbot)
    assert len(names(session.store, session.event_id)) == 2
    assert len(names(session.store, other.id)) == 3


def test_a_sheet_that_is_not_read_is_named(page: ImportListPage, tmp_path: Path, qtbot: QtBot) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, heading, people in (
        (EVENING, "Collectivité", PEOPLE[:2]),
        (PURCHASES, "Collectivité", PEOPLE[2:]),
        ("Contacts", "Téléphone", [("Zénon", "Anne")]),
    ):
        sheet = workbook.create_sheet(title)
        sheet.append(["Nom", "Prénom", heading])
        for person in people:
            sheet.append([*person, "Cap Excellence" if heading == "Collectivité" else "0690123456"])
    workbook.save(tmp_path / "sessions.xlsx")
    page.read(tmp_path / "sessions.xlsx")
    wait(page, qtbot)
    assert "feuille non lue : « Contacts » (1 personne)" in plain(page.header.sentence.text())


def test_a_column_is_said_to_name_events(page: ImportListPage, tmp_path: Path, qtbot: QtBot) -> None:
    text = f"Nom;Prénom;Remarque\nArrondell;Éloïse;{EVENING}\nBrooks;Sharon;{PURCHASES}\n"
    path = tmp_path / "liste.csv"
    path.write_text(text, encoding="utf-8")
    page.read(path)
    wait(page, qtbot)
    page.view.mapped.emit("Remarque", "event")
    wait(page, qtbot)
    assert [box.partition(", ")[2] for box in events_shown(page)] == ["1 à ajouter", "1 à ajouter"]
    assert str(page.view.model.headerData(2, Qt.Orientation.Horizontal)) == "C, Remarque → Événement"
    page.view.mapped.emit("Remarque", "remarks")
    wait(page, qtbot)
    assert page.view.events.isHidden()
    assert page.import_button.text() == "Importer 2 personnes"


def held(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> tuple[threading.Event, threading.Event]:
    """A step of the worker that waits: set when it is there, and what lets it go on."""
    there, go_on = threading.Event(), threading.Event()
    real = getattr(owner, name)

    def slow(*arguments: object) -> object:
        there.set()
        go_on.wait(10)
        return real(*arguments)

    monkeypatch.setattr(owner, name, slow)
    return there, go_on


def a_list(path: Path, people: Sequence[tuple[str, str]]) -> Path:
    path.write_text("Nom;Prénom\n" + "".join(f"{last};{first}\n" for last, first in people), encoding="utf-8")
    return path


def test_an_import_ends_while_another_event_s_list_is_read(
    page: ImportListPage,
    window: MainWindow,
    session: Session,
    other: Event,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = session.event_id
    page.read(a_list(tmp_path / "a.csv", PEOPLE))
    wait(page, qtbot)
    there, go_on = held(monkeypatch, imports, "_check")
    page.run_import()
    qtbot.waitUntil(there.is_set)
    session.switch(other.id)
    page.read(a_list(tmp_path / "b.csv", PEOPLE[:2]))
    go_on.set()
    wait(page, qtbot)
    assert (len(names(session.store, here)), names(session.store, other.id)) == (5, [])
    assert plain(window.toast.text) == "5 personnes ajoutées"
    assert window.page is page
    assert page.plan is not None
    assert (page.plan.event_id, len(page.plan.added), page.stack.currentIndex()) == (other.id, 2, PLAN)
    page.run_import()
    wait(page, qtbot)
    assert names(session.store, other.id) == ["Arrondell", "Brooks"]
    assert window.current == "participants"


def test_another_language_waits_for_what_is_being_read(
    page: ImportListPage,
    window: MainWindow,
    session: Session,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there, go_on = held(monkeypatch, import_jobs, "understand")
    page.read(a_list(tmp_path / "a.csv", PEOPLE))
    qtbot.waitUntil(there.is_set)
    session.open("settings")
    session.change_setting("language", "en")
    assert window.pages["import"] is page
    go_on.set()
    qtbot.waitUntil(lambda: "import" not in window.pages, timeout=10_000)
    assert window.current == "settings"


def test_another_language_waits_for_what_was_answered(
    page: ImportListPage, window: MainWindow, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    read(page, tmp_path / "liste.xlsx", [EVENING, PURCHASES, "IA-07"], qtbot)
    page.view.question.options[0].click()
    wait(page, qtbot)
    session.open("settings")
    session.change_setting("language", "en")
    assert plain(window.toast.text) == (
        "La langue changera une fois la liste commencée importée, ou à la prochaine ouverture."
    )
    session.open("import")
    assert window.page is page
    assert page.plan is not None
    page.run_import()
    qtbot.waitUntil(lambda: "import" not in window.pages and not session.work.busy, timeout=10_000)
    assert window.current == "participants"
    assert window.toast.text == "3 people added, in 2 events"
