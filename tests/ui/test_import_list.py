"""The import page: what was understood is shown and corrected before anything is written; every fault has its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event as Occasion
from ia_events.domain.events import generate_slots
from ia_events.domain.fields import FULL_NAME
from ia_events.domain.people import Attendee, Role, Status
from ia_events.settings import Settings
from ia_events.store import Store, events, journal, registrations
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.pages.import_plan import ROW
from ia_events.ui.pages.import_states import CHOOSE, FAILED, NO_EVENT, PASSWORD, PLAN
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain

LISTS = Path(__file__).parents[1] / "data" / "lists"
DOUBTFUL = (
    "NOM;PRÉNOM;COURRIEL;TÉLÉPHONE;COLLECTIVITÉ;Bureau\n"
    "ARRONDELL;Éloïse;eloise.arrondell@exemple.fr;690123456;Collectivité de Saint-Martin;12\n"
    "BROOKS;Sharon;sharon.brooks@exemple;0690 22 11 00;Collectivité de Saint-Martin;13\n"
    ";;contact@exemple.fr;;;14\n"
    "TOTAL;3;;;;\n"
)


@pytest.fixture
def page(window: MainWindow, session: Session) -> ImportListPage:
    """The page, shown, with nothing read."""
    session.open("import")
    made = window.page
    assert isinstance(made, ImportListPage)
    return made


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """Three rows: one sound, one with an incomplete address, one without a name."""
    path = tmp_path / "liste.csv"
    path.write_text(DOUBTFUL, encoding="utf-8")
    return path


def read(page: ImportListPage, path: Path, qtbot: QtBot, state: int = PLAN) -> None:
    """Have the page read a file and wait for what comes of it."""
    page.read(path)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == state, timeout=10_000)


def figures(page: ImportListPage) -> list[str]:
    """What the tiles say."""
    return [tile.accessibleName() for tile in page.view.tiles.values() if not tile.isHidden()]


def headings(page: ImportListPage) -> list[str]:
    """What the columns of the file are said to be."""
    model = page.view.model
    return [str(model.headerData(i, Qt.Orientation.Horizontal)) for i in range(model.columnCount())]


def rows(page: ImportListPage) -> list[str]:
    """What stands beside the rows: their number and what becomes of them."""
    model = page.view.model
    return [str(model.headerData(row, Qt.Orientation.Vertical)) for row in range(model.rowCount())]


def choose_field(page: ImportListPage, section: int, typed: str) -> None:
    """Open the list of fields of a heading from the table, by the keyboard, and choose one by typing."""
    table = page.view.table
    table.setCurrentIndex(page.view.model.index(page.view.model.rowCount() - 1, section))
    QTest.keyClick(table, Qt.Key.Key_F2)
    assert table.list is not None
    QTest.keyClicks(table.list.search, typed)
    QTest.keyClick(table.list.search, Qt.Key.Key_Return)


def test_what_was_understood_is_shown(page: ImportListPage, session: Session, qtbot: QtBot) -> None:
    assert page.stack.currentIndex() == CHOOSE
    assert not page.import_button.isVisible()
    read(page, LISTS / "liste_titre_et_total.xlsx", qtbot)
    assert page.header.sentence.text().replace("\u00a0", " ") == (
        "liste_titre_et_total.xlsx · feuille « Liste » · titres ligne 5 · "
        "36 personnes, 2 lignes écartées (ligne de total, signature ou cachet)"
    )
    assert figures(page) == [
        "36 à ajouter",
        "0 à mettre à jour",
        "0 sans changement",
        "0 à vérifier",
    ]
    assert headings(page)[:5] == [
        "A, N° → Laissée de côté",
        "B, CIVILITÉ → Civilité",
        "C, NOM → Nom",
        "D, PRÉNOM → Prénom",
        "E, COURRIEL : → Courriel",
    ]
    # the sheet from its first row on: titles above, headings, people, what is left aside and why
    shown = rows(page)
    assert shown[0] == "1"
    assert page.view.model.is_head(4)
    assert shown[4:6] == ["5 · Titres", "6 · Ajout"]
    assert [words for words in shown if "Ligne de total" in words or "Signature" in words]
    assert page.view.model.index(0, 0).data() != ""
    assert page.import_button.text() == "Importer 36 personnes"
    assert registrations.counts(session.store, session.event_id).total == 0


def test_importing_shows_the_people_and_can_be_undone(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    read(page, LISTS / "liste_titre_et_total.xlsx", qtbot)
    QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    assert registrations.counts(session.store, session.event_id).registered == 36
    assert window.toast.text == "36 personnes ajoutées"
    assert str(journal.next_undo(session.store)) == "Import de liste_titre_et_total.xlsx"
    session.undo()
    assert registrations.counts(session.store, session.event_id).total == 0
    # and the page begins again
    session.open("import")
    assert page.stack.currentIndex() == CHOOSE


def test_more_people_than_places_is_said_before_and_after(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    assert session.event is not None
    events.save(session.store, replace(session.event, capacity=20), NOW)
    session.recorded()
    read(page, LISTS / "liste_titre_et_total.xlsx", qtbot)
    assert page.crowded.isVisible()
    assert plain(page.crowded.text) == "Avec cette liste, 36 inscriptions pour une jauge de 20."
    assert page.import_button.isEnabled(), "it is said, not refused"
    QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    said = "36 personnes ajoutées. Avec cette liste, 36 inscriptions pour une jauge de 20."
    assert plain(window.toast.text) == said
    # the same again adds nobody: nothing to say
    session.open("import")
    read(page, LISTS / "liste_titre_et_total.xlsx", qtbot)
    assert not page.crowded.isVisible()
    session.undo()
    events.save(session.store, replace(session.event, capacity=36), NOW)
    session.recorded()
    read(page, LISTS / "liste_titre_et_total.xlsx", qtbot)
    assert not page.crowded.isVisible(), "it is full, and no more"
    page.read(LISTS / "nobody.xlsx")
    qtbot.waitUntil(lambda: page.stack.currentIndex() == FAILED, timeout=10_000)
    assert not page.crowded.isVisible()


def test_places_are_counted_as_the_list_leaves_them(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    """GIVEN three people and three places WHEN a list gives one up and brings two THEN four; who waits, speaks or gave up takes none."""
    assert session.event is not None
    events.save(session.store, replace(session.event, capacity=3), NOW)
    for name, status, role in (
        ("Arrondell", Status.REGISTERED, Role.PARTICIPANT),
        ("Brooks", Status.REGISTERED, Role.PARTICIPANT),
        ("Carty", Status.REGISTERED, Role.PARTICIPANT),
        ("Hodge", Status.WAITLISTED, Role.PARTICIPANT),
        ("Gumbs", Status.REGISTERED, Role.SPEAKER),
    ):
        person = Attendee(event_id=session.event_id, last_name=name, first_name="Ana", status=status, role=role)
        registrations.save(session.store, person, NOW)
    session.recorded()
    path = tmp_path / "liste.csv"
    first = "Nom;Prénom;Statut\nArrondell;Ana;Désistement\nLaurence;Ana;Inscrit\n"
    path.write_text(first, encoding="utf-8")
    read(page, path, qtbot)
    assert not page.crowded.isVisible()
    path.write_text(first + "Questel;Ana;Inscrit\nGreaux;Ana;Liste d'attente\n", encoding="utf-8")
    page.read(path)
    qtbot.waitUntil(page.crowded.isVisible, timeout=10_000)
    assert plain(page.crowded.text) == "Avec cette liste, 4 inscriptions pour une jauge de 3."


def test_the_same_list_again_changes_nothing(
    page: ImportListPage, session: Session, qtbot: QtBot, window: MainWindow
) -> None:
    read(page, LISTS / "liste_simple.xlsx", qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    people = registrations.all_of(session.store, session.event_id)
    session.open("import", path=str(LISTS / "liste_simple.xlsx"))
    qtbot.waitUntil(lambda: page.plan is not None, timeout=10_000)
    assert "Rien ne change" in page.view.notice.text
    assert not page.import_button.isVisible()
    assert page.done_button.isVisible()
    assert registrations.all_of(session.store, session.event_id) == people


def test_a_change_is_shown_on_its_cell(
    page: ImportListPage, session: Session, qtbot: QtBot, doubtful: Path, window: MainWindow
) -> None:
    read(page, doubtful, qtbot)
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    doubtful.write_text(DOUBTFUL.replace("690123456", "0690999999"), encoding="utf-8")
    session.open("import", path=str(doubtful))
    qtbot.waitUntil(lambda: page.plan is not None, timeout=10_000)
    assert page.import_button.text() == "Mettre à jour 1 personne"
    phone = page.view.model.index(1, 3)
    cell = page.view.model.cell(1, 3)
    assert (cell.struck, cell.icon, cell.tone) == (True, "pencil-simple-fill", "accent")
    assert phone.data() == f"{cell.words} → {cell.after}"
    assert cell.after.replace(" ", "") == "0690999999"
    assert phone.data(Qt.ItemDataRole.ToolTipRole).replace("\u00a0", " ") == f"Avant : {cell.words}"
    # the figure shows its rows only, and the row in full
    QTest.mouseClick(page.view.tiles["updated"], Qt.MouseButton.LeftButton)
    assert rows(page) == ["1 · Titres", "2 · Mise à jour"]
    assert page.view.stack.currentIndex() == ROW
    lines = [line.replace("\u00a0", " ") for line in page.view.row.lines]
    assert lines == [f"Téléphone : {cell.words} → {cell.after}"]
    QTest.keyClick(page.view.table, Qt.Key.Key_Escape)
    assert page.view.panel.isHidden()
    assert window.page is page
    QTest.keyClick(page.view.tiles["updated"], Qt.Key.Key_Space)
    assert len(rows(page)) > 2
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    assert window.toast.text == "1 fiche mise à jour"


def test_problems_are_on_their_cells_and_gone_through_by_key(
    page: ImportListPage, qtbot: QtBot, doubtful: Path
) -> None:
    read(page, doubtful, qtbot)
    model, view = page.view.model, page.view
    assert figures(page) == ["2 à ajouter", "0 à mettre à jour", "0 sans changement", "1 à vérifier", "1 ligne refusée"]
    assert page.import_button.text() == "Importer 2 personnes"
    assert rows(page) == ["1 · Titres", "2 · Ajout", "3 · Ajout", "4 · Refus", "5 · Ligne de total"]
    # on the cell: the file's own text, icon, ground; the sentence in the tooltip and for screen readers
    email = model.index(2, 2)
    assert email.data() == "sharon.brooks@exemple"
    assert (model.cell(2, 2).ground, model.cell(2, 2).icon) == ("attention_soft", "warning-fill")
    assert "n’est pas une adresse complète" in email.data(Qt.ItemDataRole.ToolTipRole)
    assert "n’est pas une adresse complète" in email.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Ni nom ni prénom" in model.index(3, 0).data()
    # F8 goes from one to the next, and the line below the sheet says it
    QTest.keyClick(view.table, Qt.Key.Key_F8)
    assert view.table.currentIndex() == email
    assert "C3" in view.cell_place.text()
    assert "n’est pas une adresse complète" in view.cell_words.text()
    QTest.keyClick(view.table, Qt.Key.Key_F8)
    assert view.table.currentIndex().row() == 3
    assert "Ni nom ni prénom" in view.cell_words.text()
    # only the rows worth a look
    QTest.mouseClick(view.tiles["problems"], Qt.MouseButton.LeftButton)
    assert rows(page) == ["1 · Titres", "3 · Ajout"]
    QTest.keyClick(view.table, Qt.Key.Key_F8)
    QTest.keyClick(view.table, Qt.Key.Key_F8)
    assert len(rows(page)) == 5  # a problem on a row not shown: all are shown again


def test_a_column_is_read_as_another_field(
    page: ImportListPage, session: Session, qtbot: QtBot, doubtful: Path
) -> None:
    read(page, doubtful, qtbot)
    first = page.plan
    assert headings(page)[-1] == "F, Bureau → Laissée de côté"
    tip = page.view.model.headerData(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "d’après le titre" in tip
    # when « Bureau » is said to be the staff number, from its heading
    choose_field(page, 5, "matri")
    qtbot.waitUntil(lambda: page.plan is not None and page.plan is not first, timeout=10_000)
    # then the plan is another one
    assert "F, Bureau → Matricule" in headings(page)
    tip = page.view.model.headerData(5, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "décidé par vous" in tip
    assert page.plan is not None
    assert page.plan.added[0].attendee.staff_number == "12"
    # when the employer is then said to be the staff number, « Bureau » gives it up
    second = page.plan
    choose_field(page, 4, "matri")
    qtbot.waitUntil(lambda: page.plan is not second, timeout=10_000)
    assert {"E, COLLECTIVITÉ → Matricule", "F, Bureau → Laissée de côté"} <= set(headings(page))


def test_undo_takes_back_what_was_said_of_the_list_and_nothing_else(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, doubtful: Path
) -> None:
    def press(key: Qt.Key) -> None:
        window.activateWindow()  # without a screen, the list that closed leaves no window active
        qtbot.waitUntil(window.isActiveWindow)
        QTest.keyClick(page.view.table, key, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)

    read(page, doubtful, qtbot)
    page.view.table.setFocus()
    recorded = journal.next_undo(session.store)
    assert recorded is not None
    press(Qt.Key.Key_Z)  # the event was recorded before: it stays
    assert journal.next_undo(session.store) == recorded
    assert window.current == "import"
    choose_field(page, 5, "matri")
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    choose_field(page, 4, "matri")
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert {"E, COLLECTIVITÉ → Matricule", "F, Bureau → Laissée de côté"} <= set(headings(page))
    press(Qt.Key.Key_Z)
    assert {"E, COLLECTIVITÉ → Collectivité", "F, Bureau → Matricule"} <= set(headings(page))
    assert plain(window.toast.text) == "Annulé : Colonne E, « COLLECTIVITÉ » : Matricule"
    press(Qt.Key.Key_Z)
    assert headings(page)[-1] == "F, Bureau → Laissée de côté"
    press(Qt.Key.Key_Z)
    assert journal.next_undo(session.store) == recorded
    press(Qt.Key.Key_Y)
    assert headings(page)[-1] == "F, Bureau → Matricule"
    read(page, doubtful, qtbot)
    assert page.past.next_undo() is None
    assert page.past.next_redo() is None, "another list"


def test_a_field_typed_whole_is_chosen_and_the_column_it_displaces_is_named(
    page: ImportListPage, qtbot: QtBot, doubtful: Path
) -> None:
    def chosen(section: int, typed: str) -> str:
        choose_field(page, section, typed)
        qtbot.waitUntil(lambda: page._task is None and not page.session.work.busy, timeout=10_000)
        return headings(page)[section]

    read(page, doubtful, qtbot)
    # « Nom et prénom » comes before and holds both words
    assert chosen(5, "prenom") == "F, Bureau → Prénom"
    assert headings(page)[1] == "B, PRÉNOM → Laissée de côté"
    assert (
        plain(page.view.notice.text)
        == "La colonne B, « PRÉNOM », n'est plus lue comme Prénom : elle est laissée de côté."
    )
    assert page.view.notice.isVisible()
    undo = next(b for b in page.view.notice.findChildren(QPushButton) if b.text() == "Annuler ce choix")
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page._task is None and not page.session.work.busy, timeout=10_000)
    assert headings(page)[1] == "B, PRÉNOM → Prénom"
    assert not page.view.notice.isVisible()
    assert chosen(5, "nom") == "F, Bureau → Nom"
    assert chosen(5, "nom d") == "F, Bureau → Nom de naissance"
    assert not page.view.notice.isVisible(), "the column has its field again"
    assert chosen(1, "nom et") == "B, PRÉNOM → Nom et prénom"
    assert headings(page)[0] == "A, NOM → Laissée de côté"
    assert "La colonne A, « NOM »" in plain(page.view.notice.text)
    assert chosen(1, "laisser") == "B, PRÉNOM → Laissée de côté"
    assert not page.view.notice.isVisible(), "it was said"


def test_the_headings_take_the_keyboard(page: ImportListPage, qtbot: QtBot, doubtful: Path) -> None:
    read(page, doubtful, qtbot)
    table, plan = page.view.table, page.plan
    table.setFocus()
    table.setCurrentIndex(page.view.model.index(0, 4))
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.fields.hasFocus()
    QTest.keyClick(table.fields, Qt.Key.Key_Right)
    QTest.keyClick(table.fields, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert table.list is not None
    assert table.list.list.currentItem().text() == "Laisser de côté"
    QTest.keyClick(table.list.search, Qt.Key.Key_Down)
    assert table.list.list.currentItem().text() == "Nom et prénom"
    QTest.keyClicks(table.list.search, "presence")
    assert table.list.list.currentItem().text().replace("\u00a0", " ").startswith("Présence : ")
    QTest.keyClick(table.list.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.plan is not plan, timeout=10_000)
    assert headings(page)[-1].replace("\u00a0", " ").startswith("F, Bureau → Présence : ")


def test_copied_cells_are_read_like_a_file(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    QGuiApplication.clipboard().setText(DOUBTFUL.replace(";", "\t"))
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == PLAN, timeout=10_000)
    assert figures(page)[0] == "2 à ajouter"
    assert page.header.sentence.text().startswith("Cellules collées")
    target = tmp_path / "rapport.xlsx"
    page.save_report(target)
    qtbot.waitUntil(lambda: "Rapport enregistré" in window.toast.text, timeout=10_000)
    assert target.exists()
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage), timeout=10_000)
    assert registrations.counts(session.store, session.event_id).registered == 2


def test_an_empty_clipboard_says_what_to_do(page: ImportListPage, window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    page.paste()
    assert "copiez d’abord des cellules" in window.toast.text
    assert page.stack.currentIndex() == CHOOSE


def test_a_mapping_that_leaves_no_name_is_said_and_the_plan_stays(
    page: ImportListPage, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "noms.csv"
    path.write_text("Nom;Service\nQuestel;RH\n", encoding="utf-8")
    read(page, path, qtbot)
    plan = page.plan
    page.view.mapped.emit("Nom", "")
    qtbot.waitUntil(page.view.notice.isVisible, timeout=10_000)
    assert page.plan is plan
    assert page.stack.currentIndex() == PLAN
    assert "Il n’y a plus de colonne de nom" in page.view.notice.text
    assert not page.import_button.isEnabled()
    # what was told holds: another column of names is enough
    page.view.mapped.emit("Service", FULL_NAME)
    qtbot.waitUntil(lambda: page.plan is not plan, timeout=10_000)
    assert page.plan is not None
    assert {c.heading: c.field for c in page.plan.listing.columns} == {"Nom": "", "Service": FULL_NAME}
    assert page.import_button.isEnabled()


def test_last_names_nobody_reads_are_told_and_their_people_to_check(
    page: ImportListPage, qtbot: QtBot, doubtful: Path
) -> None:
    doubtful.write_text("Nom;Prénom;Service\nQuestel;Anaïs;RH\nBrooks;Sharon;RH\n", encoding="utf-8")
    read(page, doubtful, qtbot)
    assert figures(page)[-1] == "0 à vérifier"
    page.view.mapped.emit("Nom", "first_name")
    qtbot.waitUntil(page.view.notice.isVisible, timeout=10_000)
    said = plain(page.view.notice.text)
    assert said.startswith("La colonne « Nom » n'est pas lue comme Nom : 2 personnes sans nom de famille.")
    assert "La colonne B, « Prénom », n'est plus lue comme Prénom" in said
    assert "2 à vérifier" in figures(page)
    page.past.undo()
    qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
    assert figures(page)[-1] == "0 à vérifier"
    # likewise left aside
    page.view.mapped.emit("Nom", "")
    qtbot.waitUntil(page.view.notice.isVisible, timeout=10_000)
    assert "2 personnes sans nom de famille" in plain(page.view.notice.text)


def test_leaving_no_name_is_undone(page: ImportListPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "noms.csv"
    path.write_text("Nom;Service\nQuestel;RH\n", encoding="utf-8")
    read(page, path, qtbot)
    for heading in ("Nom", "Service"):  # what is undone is all of it, however often it was said
        page.view.mapped.emit(heading, "")
        qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
    undo = next(b for b in page.view.notice.findChildren(QPushButton) if b.text() == "Annuler ce choix")
    plan = page.plan
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.plan is not plan, timeout=10_000)
    assert page.plan is not None
    assert {c.heading: c.field for c in page.plan.listing.columns} == {"Nom": "last_name", "Service": "department"}
    assert not page.view.notice.isVisible()
    assert page.import_button.isEnabled()


def test_the_sheet_is_chosen(page: ImportListPage, qtbot: QtBot) -> None:
    read(page, LISTS / "liste_plusieurs_onglets.xlsx", qtbot)
    view = page.view
    assert view.sheet.isVisible()
    names = [view.sheet.itemData(place) for place in range(view.sheet.count())]
    assert len(names) > 1
    assert page.plan is not None
    assert view.sheet.value == page.plan.listing.sheet
    # a sheet without a list is refused in words, and the plan stays
    other = next(name for name in names if name != view.sheet.value)
    view.sheet.set_value(other)
    view.sheet.chosen.emit(other)
    qtbot.waitUntil(
        lambda: view.notice.isVisible() or (page.plan is not None and page.plan.listing.sheet == other), timeout=10_000
    )
    if view.notice.isVisible():
        assert view.sheet.value == page.plan.listing.sheet


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("vide.csv", b"", "est vide"),
        ("sans_titres.csv", b"1;2;3\n4;5;6\n", "Aucune liste trouvée"),
        ("personne.csv", b"Nom;Prenom;Courriel\n", "aucun inscrit"),
        ("image.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "c’est une image"),
    ],
)
def test_a_bad_file_says_what_to_do(
    page: ImportListPage, qtbot: QtBot, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    read(page, path, qtbot, FAILED)
    assert words in page.stack.failure.sentence.text()
    assert page.stack.failure.button.text() == "Choisir un autre fichier"
    assert not page.import_button.isVisible()


def test_a_truncated_workbook_and_a_missing_file(page: ImportListPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "casse.xlsx"
    path.write_bytes((LISTS / "liste_simple.xlsx").read_bytes()[:3000])
    read(page, path, qtbot, FAILED)
    assert "est incomplet" in page.stack.failure.sentence.text()
    read(page, LISTS / "liste_simple.xlsx", qtbot)
    read(page, tmp_path / "absent.xlsx", qtbot, FAILED)
    assert "introuvable" in page.stack.failure.sentence.text()


def test_a_protected_list_asks_for_its_password(
    page: ImportListPage, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    from io import BytesIO

    from msoffcrypto.format.ooxml import OOXMLFile

    path = tmp_path / "protegee.xlsx"
    with path.open("wb") as target:
        OOXMLFile(BytesIO((LISTS / "liste_simple.xlsx").read_bytes())).encrypt("secret", target)
    read(page, path, qtbot, PASSWORD)
    assert page.stack.locked.line.hasFocus()
    assert "mot de passe" in page.header.sentence.text()
    # when it is wrong, then the field says so
    QTest.keyClicks(page.stack.locked.line, "faux")
    QTest.keyClick(page.stack.locked.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "n’ouvre pas" in page.stack.locked.line.accessibleDescription(), timeout=20_000)
    # when it is right, then the list is read, corrected and reported with it
    QTest.keyClicks(page.stack.locked.line, "secret")
    QTest.mouseClick(page.stack.locked.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == PLAN, timeout=20_000)
    assert page.stack.locked.line.text() == ""
    plan = page.plan
    assert plan is not None
    page.view.mapped.emit(plan.listing.columns[-1].heading, "")
    qtbot.waitUntil(lambda: page.plan is not plan, timeout=20_000)


def test_the_report_is_the_list_with_its_faults(
    page: ImportListPage, window: MainWindow, qtbot: QtBot, doubtful: Path, tmp_path: Path
) -> None:
    read(page, doubtful, qtbot)
    target = tmp_path / "rapports" / "rapport.xlsx"
    page.save_report(target)
    qtbot.waitUntil(lambda: "Rapport enregistré" in window.toast.text, timeout=10_000)
    cells = [str(cell.value or "") for row in load_workbook(target).active.iter_rows() for cell in row]
    assert any("Refus" in text for text in cells)


def test_reading_can_be_stopped(page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot) -> None:
    page.read(LISTS / "liste_simple.xlsx")
    assert page._task is not None
    page._task.cancel()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == CHOOSE, timeout=10_000)
    assert page.plan is None
    assert registrations.counts(session.store, session.event_id).total == 0


def test_an_import_can_be_stopped(page: ImportListPage, session: Session, qtbot: QtBot) -> None:
    read(page, LISTS / "liste_simple.xlsx", qtbot)
    # given an import that waits for the worker
    free = Event()
    session.run(lambda _store, _progress: free.wait(10), lambda _none: None)
    page.run_import()
    assert page._task is not None
    # when it is stopped, then nothing is there
    page._task.cancel()
    free.set()
    qtbot.waitUntil(lambda: page._task is None, timeout=10_000)
    assert page.stack.currentIndex() == PLAN
    assert page.import_button.isEnabled()
    assert registrations.counts(session.store, session.event_id).total == 0


def test_nothing_is_corrected_while_the_list_is_recorded(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, doubtful: Path
) -> None:
    read(page, doubtful, qtbot)
    choose_field(page, 5, "matri")
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    # given an import that waits for the worker
    free = Event()
    session.run(lambda _store, _progress: free.wait(10), lambda _none: None)
    page.run_import()
    assert page.past.next_undo() is None
    assert page.past.next_redo() is None
    window._undo.trigger()
    assert plain(window.toast.text) == "Il n'y a rien à annuler."
    page.past.undo()
    page.view.mapped.emit("Bureau", "")
    assert not page.import_button.isEnabled()
    free.set()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)
    assert {p.staff_number for p in registrations.all_of(session.store, session.event_id)} == {"12", "13"}


def test_what_is_stopped_or_cannot_be_read_is_no_step(
    page: ImportListPage, window: MainWindow, session: Session, qtbot: QtBot, doubtful: Path
) -> None:
    def stop() -> None:
        assert page._task is not None
        page._task.cancel()
        free.set()
        qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
        assert plain(window.toast.text).startswith("Lecture arrêtée.")

    def wait_for_the_worker() -> None:
        free.clear()
        session.run(lambda _store, _progress: free.wait(10), lambda _none: None)

    free = Event()
    read(page, doubtful, qtbot)
    # what was being read when it was stopped was never said
    wait_for_the_worker()
    choose_field(page, 5, "matri")
    stop()
    assert page.past.next_undo() is None
    choose_field(page, 5, "matri")
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    words = page.past.next_undo()
    assert words is not None
    # what was being taken back stays, and nothing says it was taken back
    wait_for_the_worker()
    window._undo.trigger()
    assert not window.toast.text.startswith("Annulé")
    stop()
    assert (page.past.next_undo(), page.past.next_redo()) == (words, None)
    assert headings(page)[-1] == "F, Bureau → Matricule"
    # likewise when the file is gone
    text = doubtful.read_bytes()
    doubtful.unlink()
    window._undo.trigger()
    qtbot.waitUntil(page.view.notice.isVisible, timeout=10_000)
    assert (page.past.next_undo(), page.past.next_redo()) == (words, None)
    assert not window.toast.text.startswith("Annulé")
    doubtful.write_bytes(text)
    window._undo.trigger()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert (page.past.next_undo(), page.past.next_redo()) == (None, words)
    assert plain(window.toast.text) == f"Annulé : {plain(words)}"
    assert headings(page)[-1] == "F, Bureau → Laissée de côté"


def test_a_plan_made_before_a_change_is_made_again(
    page: ImportListPage, session: Session, qtbot: QtBot, doubtful: Path
) -> None:
    read(page, doubtful, qtbot)
    plan = page.plan
    assert plan is not None
    registrations.save(session.store, plan.added[0].attendee.__class__(event_id=session.event_id, last_name="ARRONDELL", first_name="Éloïse", email="eloise.arrondell@exemple.fr"), NOW)  # fmt: skip
    session.recorded()
    qtbot.waitUntil(lambda: page.plan is not None and page.plan is not plan, timeout=10_000)
    assert figures(page)[:2] == ["1 à ajouter", "1 à mettre à jour"]


@pytest.mark.parametrize("meanwhile", ["decided", "taken back"])
def test_what_another_window_removed_as_something_was_said_is_seen(
    page: ImportListPage,
    window: MainWindow,
    session: Session,
    event: Occasion,
    qtbot: QtBot,
    tmp_path: Path,
    meanwhile: str,
) -> None:
    def settled() -> None:
        qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)

    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0, 1), event.timezone))
    events.save(session.store, replace(event, slots=slots), NOW)
    session.recorded()
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Matin;Après-midi\nHODGE;Gaëlle;X;X\nCARTY;Wendell;;X\n", encoding="utf-8")
    read(page, path, qtbot)
    page.view.decided.emit({})
    settled()
    # given another window that removes the morning, and something said before this one looks
    other = Store.open(session.store.path, now=NOW)
    left = events.get(other, event.id).slots[1:]
    events.save(other, replace(event, slots=left), NOW)
    other.close()
    if meanwhile == "decided":
        page.view.decided.emit({})
    else:
        page.past.undo()
    settled()
    # when the list is imported, then it is as it is read now
    assert page.plan is not None
    assert {slot for _person, slot, _state in page.plan.attendance} == {left[0].id}
    # and the column that goes with the morning is named, as nobody's choice
    said = "La colonne C, « Matin », n'est plus lue comme Présence : Matin : un créneau a été retiré de l'événement."
    assert plain(page.view.notice.text) == said
    assert not any(made.isVisible() for made in page.view.notice.findChildren(QPushButton) if made.text())
    session.look()
    settled()
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)
    assert registrations.counts(session.store, event.id).total == 2


def test_what_was_recorded_elsewhere_is_seen_though_a_reading_was_stopped(
    page: ImportListPage, session: Session, event: Occasion, qtbot: QtBot, doubtful: Path
) -> None:
    read(page, doubtful, qtbot)
    plan = page.plan
    other = Store.open(session.store.path, now=NOW)
    known = Attendee(event_id=event.id, last_name="ARRONDELL", first_name="Éloïse", email="eloise.arrondell@exemple.fr")
    registrations.save(other, known, NOW)
    other.close()
    free = Event()
    session.run(lambda _store, _progress: free.wait(10), lambda _none: None)
    page.view.decided.emit({})
    assert page._task is not None
    page._task.cancel()
    free.set()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert page.plan is plan
    session.look()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert figures(page)[:2] == ["1 à ajouter", "1 à mettre à jour"]


def test_a_plan_refused_as_outdated_is_made_again(
    page: ImportListPage, window: MainWindow, session: Session, event: Occasion, qtbot: QtBot, tmp_path: Path
) -> None:
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0, 1), event.timezone))
    events.save(session.store, replace(event, slots=slots), NOW)
    session.recorded()
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Matin\nHODGE;Gaëlle;X\n", encoding="utf-8")
    read(page, path, qtbot)
    other = Store.open(session.store.path, now=NOW)
    events.save(other, replace(event, slots=events.get(other, event.id).slots[1:]), NOW)
    other.close()
    page.run_import()
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    assert page.plan is not None
    assert page.plan.attendance == ()
    page.run_import()
    qtbot.waitUntil(lambda: isinstance(window.page, ParticipantsPage) and not session.work.busy, timeout=10_000)
    assert registrations.counts(session.store, event.id).total == 1


def test_without_an_event_one_is_asked_for(theme: Theme, store: Store, settings: Settings, qtbot: QtBot) -> None:
    session = Session(store, settings)
    try:
        page = ImportListPage(session)
        qtbot.addWidget(page)
        page.open(path=str(LISTS / "liste_simple.xlsx"))
        assert page.stack.currentIndex() == NO_EVENT
    finally:
        session.close()


def test_a_list_that_changes_nothing_is_let_go_and_a_plan_is_kept(
    page: ImportListPage, session: Session, qtbot: QtBot
) -> None:
    read(page, LISTS / "liste_titre_et_total.xlsx", qtbot)
    session.open("settings")
    session.open("import")
    assert page.stack.currentIndex() == PLAN
    page.run_import()
    qtbot.waitUntil(lambda: page.stack.currentIndex() == CHOOSE, timeout=10_000)
    session.open("import")
    read(page, LISTS / "liste_titre_et_total.xlsx", qtbot)
    session.open("participants")
    session.open("import")
    assert page.stack.currentIndex() == CHOOSE


# --- what is not imported yet is not lost ------------------------------------------------------------------------------


def test_closing_with_answers_asks_first(
    page: ImportListPage, window: MainWindow, session: Session, doubtful: Path, qtbot: QtBot
) -> None:
    read(page, doubtful, qtbot)
    session.open("settings")
    assert page.may_close(), "a file that was read and nothing more is read again"
    session.open("import")
    choose_field(page, 5, "matri")
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    session.open("settings")
    assert not window.close()
    assert window.page is page
    assert page.leaving.isVisible()
    assert page.plan is not None, "nothing is lost yet"
    (leave,) = (b for b in page.leaving.findChildren(QPushButton) if b.text() == "Quitter sans importer")
    leave.click()
    assert not window.isVisible()


def test_what_was_answered_waits_while_another_event_is_open(
    page: ImportListPage, store: Store, session: Session, doubtful: Path, qtbot: QtBot
) -> None:
    read(page, doubtful, qtbot)
    choose_field(page, 5, "matri")
    qtbot.waitUntil(lambda: page._task is None and not session.work.busy, timeout=10_000)
    here, other = session.event_id, events.save(store, Occasion(title="Ailleurs"), NOW)
    session.switch(other)
    assert page.stack.currentIndex() == CHOOSE
    session.switch(here)
    qtbot.waitUntil(lambda: page.stack.currentIndex() == PLAN and not session.work.busy, timeout=10_000)
    assert page.source is not None
    assert dict(page.source.mapping) == {"Bureau": "staff_number"}


def test_a_list_without_headings_and_hidden_rows_are_said(page: ImportListPage, qtbot: QtBot, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mme Josette ALEXIS", "Ville d'Anse-Bertrand"])
    sheet.append(["M. Yves LE GOFF", "Ville d'Anse-Bertrand"])
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "liste.xlsx")
    read(page, tmp_path / "liste.xlsx", qtbot)
    sentence = page.header.sentence.text().replace("\u00a0", " ")
    assert "sans ligne de titres" in sentence
    assert "1 ligne masquée est lue" in sentence


def test_two_lines_of_one_list_are_not_called_a_record(page: ImportListPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "Nom;Prénom;Collectivité\nGace;Rodrigue;Cap Excellence\nGACE;Rodrigues;Cap Excellence\n", encoding="utf-8"
    )
    read(page, path, qtbot)
    doubts = page.view.doubts
    assert len(doubts.doubts) == 1
    assert doubts.keep.text() == "Garder l’autre ligne"
    assert doubts.keep.shortcut().toString() == "Alt+2"
    doubts.decide("separate")
    qtbot.waitUntil(lambda: "C’est choisi" in doubts.why.text(), timeout=10_000)


def test_the_people_of_a_row_are_decided_of_one_by_one(
    page: ImportListPage, store: Store, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    for name, employer in (("DUPOND Jean", "Mairie du Gosier"), ("MARTEL Zoé", "SDIS 971")):
        last, first = name.split()
        person = Attendee(event_id=session.event_id, last_name=last, first_name=first, employer=employer)
        registrations.save(store, person, NOW)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    left, right = ("DUPONT Jean", "CORBIN Anne", "ROY Éric"), ("MARTELL Zoé", "BELMAR Luc", "PETIT Marc")
    for row in (("Mairie du Gosier", "SDIS 971"), *zip(left, right, strict=True)):
        sheet.append(row)
    book.save(tmp_path / "colonnes.xlsx")
    read(page, tmp_path / "colonnes.xlsx", qtbot)
    doubts, model, table = page.view.doubts, page.view.model, page.view.table
    assert page.view.tiles["added"].count == model.people.count("added") + 2 == 6
    assert [model.cell(1, section).tone for section in (0, 1)] == ["attention", "attention"]
    assert "presque le même nom" in doubts.why.text()
    assert "DUPOND" in doubts.why.text()
    assert table.currentIndex().column() == 0

    doubts.decide("keep")
    qtbot.waitUntil(lambda: not session.work.busy and doubts.waiting == 1, timeout=10_000)
    assert "MARTEL" in doubts.why.text()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)
    assert [model.fate_at(1, section) for section in (0, 1)] == ["unchanged", "doubt"]
    assert [model.cell(1, section).tone for section in (0, 1)] == ["", "attention"]
    doubts.decide("separate")
    qtbot.waitUntil(lambda: not session.work.busy and doubts.waiting == 0, timeout=10_000)
    assert [model.fate_at(1, section) for section in (0, 1)] == ["unchanged", "added"]
    page.view.open_panel(ROW)
    table.setCurrentIndex(model.index(1, 1))
    assert page.view.row.name.text() == "MARTELL Zoé"
    table.setCurrentIndex(model.index(1, 0))
    assert page.view.row.name.text() == "DUPONT Jean"
    page.run_import()
    qtbot.waitUntil(lambda: not session.work.busy, timeout=10_000)
    there = {person.list_name for person in registrations.all_of(store, session.event_id)}
    assert there >= {"DUPOND Jean", "MARTEL Zoé", "MARTELL Zoé"}
    assert "DUPONT Jean" not in there


def test_a_column_of_hours_is_said_to_be_left_aside(page: ImportListPage, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;Heures suivies\nGace;Rodrigue;3,5\nHodge;Anne;7\n", encoding="utf-8")
    read(page, path, qtbot)
    sentence = page.header.sentence.text().replace("\u00a0", " ")
    assert "colonne « Heures suivies » laissée de côté : les heures se comptent d’après la présence" in sentence
    path.write_text("Nom;Prénom;Service\nGace;Rodrigue;Paie\nHodge;Anne;Accueil\n", encoding="utf-8")
    read(page, path, qtbot)
    qtbot.waitUntil(lambda: "Heures" not in page.header.sentence.text(), timeout=10_000)
