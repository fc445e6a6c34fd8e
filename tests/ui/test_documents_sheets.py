"""Sign-in sheets of the documents page: which, how, and what is kept of those that leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events.domain.attendance import FactKind
from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.sheet_pages import SheetChoices
from ia_events.settings import Settings
from ia_events.store import Store, door, events, journal, prints, registrations, sheets, signatures
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_sheets import SheetOptions
from ia_events.ui.session import Session
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.window import MainWindow
from tests.inks import signature
from tests.ui.conftest import NOW
from tests.ui.papers import press, printed_to, saved_as, scanned, settle


@pytest.fixture
def days(store: Store, session: Session) -> Event:
    """Two days, four half-days, at hand."""
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 13), (0, 1), "America/Marigot"))
    made = events.get(
        store, events.save(store, Event(title="Deux jours", timezone="America/Marigot", slots=slots), NOW)
    )
    for number in range(30):
        registrations.save(store, Attendee(event_id=made.id, last_name=f"Nom {number:02}"), NOW)
    registrations.save(store, Attendee(event_id=made.id, last_name="Oratrice", role=Role.SPEAKER), NOW)
    session.switch(made.id)
    return made


def test_one_sheet_a_half_day(open_page: Callable[..., DocumentsPage], days: Event, qtbot: QtBot) -> None:
    page = open_page(section="sheets")
    assert len(page.sheets.rows) == 4
    assert page.header.sentence.text() == "4 feuilles à imprimer."
    assert page.preview.pages.count == 8
    assert page.printed.text() == "31 personnes à faire signer sur 8 pages."
    first = next(iter(page.sheets.rows.values()))
    assert first.state.text() == "31 personnes · à imprimer"
    first.box.setFocus()
    QTest.keyClick(first.box, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert page.preview.pages.count == 6
    page.sheets.blank.setFocus()
    page.sheets.blank.selectAll()
    QTest.keyClicks(page.sheets.blank, "40")
    settle(qtbot, page)
    assert page.preview.pages.count == 9
    assert Settings.load().blank_rows == 40
    for row in page.sheets.rows.values():
        row.box.setChecked(False)
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Aucun créneau choisi"
    assert not page.save_button.isEnabled()


def test_sheets_are_remembered_and_go_out_of_date(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, session: Session, tmp_path: Path, qtbot: QtBot,
    window: MainWindow,
) -> None:  # fmt: skip
    page = open_page(section="sheets")
    rows = list(page.sheets.rows.values())
    for row in rows[2:]:
        row.box.click()
    settle(qtbot, page)
    printed_to(page, tmp_path / "papier.pdf", qtbot)
    assert open_pdf((tmp_path / "papier.pdf").read_bytes()).pageCount() == 4
    assert window.toast.text == "Feuilles notées comme imprimées."
    assert [row.state.text().split(" · ")[1].split()[0] for row in rows] == ["imprimée", "imprimée", "à", "à"]
    assert page.header.sentence.text() == "2 feuilles à imprimer."
    registrations.set_status(store, [registrations.all_of(store, days.id)[0].id], Status.CANCELLED, NOW)
    session.recorded()
    settle(qtbot, page)
    assert rows[0].state.text() == "30 personnes · périmée\u00a0: la liste a changé"
    assert page.header.sentence.text() == "La liste a changé depuis l’impression de 2 feuilles."
    saved_as(page, tmp_path / "feuilles.pdf", qtbot)
    assert page.banner.text == "Fichier enregistré. Ces feuilles sont-elles imprimées\u202f?"
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert "périmée" not in rows[0].state.text()
    session.undo()
    settle(qtbot, page)
    assert "périmée" in rows[0].state.text()


def test_whoever_is_let_in_although_cancelled_is_one_more_to_sign(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    """GIVEN printed sheets WHEN somebody cancelled is let in THEN that half-day's is out of date, until printed again."""
    one = registrations.all_of(store, days.id)[0]
    registrations.set_status(store, [one.id], Status.CANCELLED, NOW)
    page = open_page(section="sheets")
    rows = list(page.sheets.rows.values())
    printed_to(page, tmp_path / "papier.pdf", qtbot)
    slot, cancelled = days.slots[0], registrations.get(store, one.id)
    door.admit(store, days, cancelled, slot_id=slot.id, at=slot.start, now=NOW, force=True)
    session.recorded()
    settle(qtbot, page)
    assert rows[0].state.text() == "31 personnes · périmée\u00a0: la liste a changé"
    assert "imprimée" in rows[1].state.text()
    assert rows[1].state.text().startswith("30 personnes")
    printed_to(page, tmp_path / "papier (2).pdf", qtbot)
    settle(qtbot, page)
    assert "imprimée" in rows[0].state.text()


def test_some_pages_of_sheets_are_asked_about(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    printed_to(page, tmp_path / "papier.pdf", qtbot, pages=(1, 3))
    assert page.banner.text == "Ces feuilles sont-elles imprimées\u202f?"
    assert prints.latest(store, days.id, FactKind.SHEET_PRINT) is None


def sheet_codes(data: bytes) -> list[str]:
    return [code for page in scanned(data) for code in page]


def kept_codes(store: Store) -> list[str]:
    rows = store.execute("SELECT target FROM facts WHERE kind = 'sheet_page' AND voided = 0 ORDER BY seq")
    return [row[0] for row in rows]


def test_pages_are_kept_when_they_leave_and_not_before(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    assert page.ready is not None
    shown = page.ready.data
    before = journal.next_undo(store)
    assert kept_codes(store) == [], "a preview is nothing yet"
    saved_as(page, tmp_path / "feuilles.pdf", qtbot)
    assert (tmp_path / "feuilles.pdf").read_bytes() == shown
    assert kept_codes(store) == sheet_codes(shown)
    assert journal.next_undo(store) == before
    assert sheets.read(store, sheet_codes(shown)[3]).event_id == days.id
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert len(kept_codes(store)) == 8, "once"
    assert prints.latest(store, days.id, FactKind.SHEET_PRINT) is not None


def test_sheets_are_kept_before_their_file_is_written(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    assert page.ready is not None
    saved_as(page, tmp_path, qtbot)  # a folder
    assert kept_codes(store) == sheet_codes(page.ready.data)


def test_only_the_pages_on_paper_are_kept(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    assert page.ready is not None
    printed_to(page, tmp_path / "papier.pdf", qtbot, pages=(2, 3))
    assert kept_codes(store) == sheet_codes(page.ready.data)[1:3]


def test_the_layout_of_sheets_is_chosen_and_remembered(
    open_page: Callable[..., DocumentsPage], days: Event, session: Session, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    page.sheets.shape.buttons["sheets"].setFocus()
    QTest.keyClick(page.sheets.shape.buttons["sheets"], Qt.Key.Key_Right)
    settle(qtbot, page)
    assert page.preview.pages.count == 3
    assert not page.sheets.apart.isVisible()
    for field, key in (
        (page.sheets.group, Qt.Key.Key_Down),
        (page.sheets.order, Qt.Key.Key_Down),
        (page.sheets.height_choice, Qt.Key.Key_End),
        (page.sheets.paper, Qt.Key.Key_End),
    ):
        field.setFocus()
        QTest.keyClick(field, key)
    assert page.sheets.apart.isVisible()
    page.sheets.apart.click()
    settle(qtbot, page)
    chosen = SheetChoices(True, "employer", sections=True, order="employer", row_height=16.0, paper="a3", blank_rows=3)
    assert page.sheets.choices == chosen
    again = SheetOptions(session)
    assert (again.choices, again.apart.isHidden()) == (chosen, False)
    page.sheets.shape.buttons["sheets"].click()
    assert page.sheets.choices.grid is False


def test_a_layout_that_makes_no_sense_is_forgotten(session: Session) -> None:
    for text in ("{", "[]", '{"what": 1}', '{"paper": "a0", "row_height": 90, "group_by": "room"}'):
        session.change_setting("sheet_choices", text)
        made = SheetOptions(session).choices
        assert (made.paper, made.group_by) == ("a4", "")
        assert 7 <= made.row_height <= 16


def test_ticks_stay_when_something_else_changes(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, session: Session, qtbot: QtBot
) -> None:
    page = open_page(section="sheets")
    first, second = list(page.sheets.rows)[:2]
    page.sheets.rows[first].box.click()
    events.save(store, replace(days, slots=tuple(s for s in days.slots if s.id != second)), NOW)
    session.recorded()
    settle(qtbot, page)
    assert len(page.sheets.rows) == 3
    assert not page.sheets.rows[first].box.isChecked()
    assert sum(row.box.isChecked() for row in page.sheets.rows.values()) == 2


def test_an_event_without_slots_or_signers_says_what_to_do(
    open_page: Callable[..., DocumentsPage], store: Store, session: Session, qtbot: QtBot
) -> None:
    bare = events.save(store, Event(title="Sans créneau"), NOW)
    registrations.save(store, Attendee(event_id=bare, last_name="Seule", role=Role.ORGANISER), NOW)
    session.switch(bare)
    page = open_page(section="sheets")
    assert page.sight.message.title.text() == "Aucun créneau"
    slots = tuple(generate_slots(date(2025, 11, 12), date(2025, 11, 12), (0,), "Europe/Paris"))
    events.save(store, replace(events.get(store, bare), slots=slots), NOW)
    session.recorded()
    settle(qtbot, page)
    assert page.printed.text() == "Des lignes vides seulement, sur 1 page."
    page.sheets.blank.setValue(0)
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Personne n’est attendu à ces créneaux"
    assert not page.print_button.isEnabled()


def test_blank_sheets_of_an_event_where_everybody_signs_on_arrival(
    window: MainWindow, session: Session, event: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    session.open("documents")
    page = window.page
    assert isinstance(page, DocumentsPage)
    settle(qtbot, page)
    page.list.buttons["sheets"].click()
    settle(qtbot, page)
    assert page.preview.pages.count == 1
    assert page.print_button.isVisible()
    saved_as(page, tmp_path / "feuilles.pdf", qtbot)
    assert open_pdf((tmp_path / "feuilles.pdf").read_bytes()).pageCount() == 1
    press(page, "Oui, c’est imprimé")
    settle(qtbot, page)
    assert page.header.sentence.text() == "Toutes les feuilles sont imprimées et à jour."
    page.list.buttons["badges"].click()
    settle(qtbot, page)
    assert page.sight.message.title.text() == "Rien à imprimer pour l’instant"


def test_what_is_printed_otherwise_than_listed_is_said(
    open_page: Callable[..., DocumentsPage], store: Store, event: Event, people: list[Attendee]
) -> None:
    page = open_page(section="badges")
    assert page.notices.isHidden()
    registrations.save(store, Attendee(event_id=event.id, last_name="李"), NOW)
    for section, words in (("badges", "1 badge contient des lettres"), ("sheets", "1 ligne contient des lettres")):
        page = open_page(section=section)
        shown = page.notices
        assert shown.isVisible()
        assert shown.text().startswith(words)
        assert shown.text().endswith("\u00a0: 李.")


def test_signatures_given_on_a_screen_stand_on_the_sheet_unless_unticked_and_date_it(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, session: Session, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(session, "now", lambda: NOW)

    def sign(name: str) -> None:
        person = next(p for p in registrations.all_of(store, days.id) if p.last_name == name)
        first = days.slots[0]
        door.admit(store, days, person, slot_id=first.id, at=first.start, now=NOW)
        signatures.sign(store, days, person, first.id, signature(4), at=first.start, now=NOW, station="Entrée 1")
        session.recorded()

    def said(name: str) -> str:
        saved_as(page, tmp_path / name, qtbot)
        return open_pdf((tmp_path / name).read_bytes()).getAllText(0).text()

    page = open_page(section="sheets")
    assert page.sheets.signatures.isHidden()
    for row in list(page.sheets.rows.values())[1:]:
        row.box.click()
    settle(qtbot, page)
    printed_to(page, tmp_path / "avant.pdf", qtbot)
    sign("Nom 03")
    settle(qtbot, page)
    first = next(iter(page.sheets.rows.values()))
    # Printed to be signed by hand: it still is what it was.
    assert first.state.text().startswith("31 personnes · 1 signature à l’écran · imprimée")
    assert page.sheets.signatures.isVisible()
    printed_to(page, tmp_path / "avec.pdf", qtbot)
    assert "signé à l’écran" in said("signed.pdf")
    sign("Nom 04")
    settle(qtbot, page)
    assert first.state.text() == "31 personnes · 2 signatures à l’écran · périmée\u00a0: des signatures ont changé"
    assert page.header.sentence.text() == "Des signatures ont changé depuis l’impression d’une feuille."
    page.sheets.signatures.setFocus()
    QTest.keyClick(page.sheets.signatures, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert "écran" not in said("bare.pdf")
    assert '"signatures": false' in Settings.load().sheet_choices


def test_once_the_slot_is_over_the_sheet_is_to_be_made_again_with_its_signatures(
    open_page: Callable[..., DocumentsPage], days: Event, store: Store, session: Session, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(session, "now", lambda: NOW)
    page = open_page(section="sheets")
    printed_to(page, tmp_path / "avant.pdf", qtbot)
    person, slot = registrations.all_of(store, days.id)[0], days.slots[0]
    door.admit(store, days, person, slot_id=slot.id, at=slot.start, now=NOW)
    signatures.sign(store, days, person, slot.id, signature(4), at=slot.start, now=NOW)
    session.recorded()
    settle(qtbot, page)
    first = next(iter(page.sheets.rows.values()))
    assert "imprimée" in first.state.text()
    monkeypatch.setattr(session, "now", lambda: slot.end)
    session.recorded()
    settle(qtbot, page)
    assert first.state.text().endswith("à refaire\u00a0: les signatures n’y sont pas")
    assert page.header.sentence.text().startswith("Le créneau est fini")
    printed_to(page, tmp_path / "après.pdf", qtbot)
    assert "imprimée" in first.state.text()
