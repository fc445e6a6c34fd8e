"""Certificates of the documents page: no number is used by looking, each that leaves has one, and can be revoked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from ia_events.documents.calibration import AS_IT_IS
from ia_events.domain.attendance import State
from ia_events.domain.certificates import Kind
from ia_events.domain.errors import Cancelled
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, certificates, presence, registrations
from ia_events.store.certificates import Standing
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_certificates import CertificateOptions, CertificatesReady
from ia_events.ui.session import Session
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain
from tests.ui.papers import press, printed_to, saved_as, scanned, settle, words

Opening = Callable[..., DocumentsPage]


@pytest.fixture
def came(store: Store, event: Event, people: list[Attendee]) -> list[Attendee]:
    """Five of the twelve came."""
    presence.mark(store, event, [(person.id, event.slots[0].id) for person in people[:5]], State.PRESENT, NOW)
    return people[:5]


def options_of(page: DocumentsPage) -> CertificateOptions:
    made = page.options("certificates")
    assert isinstance(made, CertificateOptions)
    return made


def numbers(store: Store, event: Event) -> list[str]:
    return [certificate.number for certificate in certificates.issued(store, event.id)]


def test_looking_uses_no_number(open_page: Opening, store: Store, event: Event, came: list[Attendee]) -> None:
    page = open_page(section="certificates")
    assert page.ready is not None
    said = words(page.ready.data)
    assert said.count("Aperçu, sans numéro") == 5
    assert "N°" not in said
    assert scanned(page.ready.data) == [[]] * 5, "no code that proves anything"
    assert numbers(store, event) == []
    assert plain(page.header.sentence.text()).startswith("Aperçu : 5 à établir.")
    assert plain(page.notices.text()).startswith("7 personnes n'ont pas d'attestation")
    assert not options_of(page).revoke.isVisible()


def test_what_is_saved_is_numbered_then_a_duplicate(
    open_page: Opening, store: Store, event: Event, came: list[Attendee], tmp_path: Path, qtbot: QtBot,
    window: MainWindow, session: Session,
) -> None:  # fmt: skip
    page = open_page(section="certificates")
    saved_as(page, tmp_path / "attestations.pdf", qtbot)
    issued = certificates.issued(store, event.id)
    data = (tmp_path / "attestations.pdf").read_bytes()
    assert [code for codes in scanned(data) for code in codes] == [made.code(event.key) for made in issued]
    assert all(number in words(data) for number in numbers(store, event))
    assert plain(window.toast.text) == "Certificats de réalisation de 5 personnes"
    assert plain(page.banner.text) == "Fichier enregistré."
    assert plain(page.list.buttons["certificates"].state.words) == "5 établies"
    # Looked at again, they are duplicates: what is saved is then what is shown, number for number.
    assert plain(page.header.sentence.text()).startswith("Aperçu : 5 duplicatas.")
    assert page.ready is not None
    shown = words(page.ready.data)
    assert shown.count("Duplicata") == 5
    saved_as(page, tmp_path / "encore.pdf", qtbot)
    assert words((tmp_path / "encore.pdf").read_bytes()) == shown
    assert len(numbers(store, event)) == 5
    session.undo()
    settle(qtbot, page)
    assert numbers(store, event) == []
    assert plain(page.header.sentence.text()).startswith("Aperçu : 5 à établir.")


def test_only_the_pages_printed_are_numbered(
    open_page: Opening, store: Store, event: Event, came: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="certificates")
    printed_to(page, tmp_path / "papier.pdf", qtbot, pages=(2, 3))
    assert open_pdf((tmp_path / "papier.pdf").read_bytes()).pageCount() == 2
    assert [made.registration_id for made in certificates.issued(store, event.id)] == [p.id for p in came[1:3]]
    assert plain(page.header.sentence.text()).startswith("Aperçu : 3 à établir, 2 duplicatas.")


def test_what_could_not_be_printed_or_written_has_no_number(
    open_page: Opening, store: Store, event: Event, came: list[Attendee], tmp_path: Path, qtbot: QtBot,
    expect_log: Callable[[str], None],
) -> None:  # fmt: skip
    page = open_page(section="certificates")
    expect_log("QPainter::begin|QPdf")
    printed_to(page, tmp_path / "no such folder" / "papier.pdf", qtbot)
    assert "ne répond pas" in page.banner.text
    assert numbers(store, event) == []
    saved_as(page, tmp_path / "no such folder" / "papier.pdf", qtbot)
    assert page.banner.property("strip") == "refused"
    assert numbers(store, event) == []


def test_a_file_a_person_in_a_folder(
    open_page: Opening, store: Store, event: Event, came: list[Attendee], tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_page(section="certificates", people=[person.id for person in came[:2]])
    options = options_of(page)
    options.kind.buttons["certificate"].setFocus()
    QTest.keyClick(options.kind.buttons["certificate"], Qt.Key.Key_Right)
    options.nature.setFocus()
    QTest.keyClicks(options.nature, "Atelier")
    settle(qtbot, page)
    assert page.ready is not None
    assert page.ready.pages == 2
    assert "Atelier" in words(page.ready.data)
    page.ask_folder = lambda start: tmp_path  # type: ignore[method-assign]
    page.folder_button.click()
    settle(qtbot, page)
    (folder,) = [path for path in tmp_path.iterdir() if path.is_dir() and "attestations" in path.name]
    assert sorted(file.stem.split(" - ")[0] for file in folder.iterdir()) == ["NOM 00 Prénom", "NOM 01 Prénom"]
    assert {made.kind for made in certificates.issued(store, event.id)} == {Kind.ATTENDANCE}


def test_a_folder_that_is_given_up_holds_nothing(
    open_page: Opening, store: Store, event: Event, came: list[Attendee], tmp_path: Path
) -> None:
    page = open_page(section="certificates")
    ready = page.ready
    assert isinstance(ready, CertificatesReady)

    def stopped(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        ready.save(store, tmp_path / "attestations", AS_IT_IS, NOW, stopped)  # type: ignore[arg-type]
    assert list((tmp_path / "attestations").iterdir()) == []
    assert numbers(store, event) == []


def test_one_is_revoked_and_had_back(
    open_page: Opening, store: Store, event: Event, came: list[Attendee], tmp_path: Path, qtbot: QtBot,
    window: MainWindow,
) -> None:  # fmt: skip
    page = open_page(section="certificates")
    saved_as(page, tmp_path / "attestations.pdf", qtbot)
    options = options_of(page)
    assert plain(options.issued.text()) == "5 déjà établies"
    assert options.which.count() == 5
    options.which.setFocus()
    QTest.keyClick(options.which, Qt.Key.Key_Down)
    number = str(options.which.value)
    code = next(made.code(event.key) for made in certificates.issued(store, event.id) if made.number == number)
    press(page, "Révoquer")
    settle(qtbot, page)
    assert certificates.verify(store, code).standing == Standing.REVOKED
    assert plain(window.toast.text) == f"Attestation {number} révoquée : son code est refusé."
    assert plain(options.issued.text()) == "4 déjà établies"
    window.toast._undo.click()
    settle(qtbot, page)
    assert certificates.verify(store, code).standing == Standing.GENUINE


def test_what_the_settings_lack_is_said(
    open_page: Opening, came: list[Attendee], session: Session, window: MainWindow, qtbot: QtBot
) -> None:
    page = open_page(section="certificates")
    options = options_of(page)
    assert plain(options.lacking.text()) == "Manque dans les réglages : signataire, qualité du signataire, ville."
    session.change_setting("signatory", "Ana Lebrun")
    session.change_setting("signing_place", "Marigot")
    settle(qtbot, page)
    assert plain(options.lacking.text()) == "Manque dans les réglages : qualité du signataire."
    assert page.ready is not None
    assert "Ana Lebrun" in words(page.ready.data)
    session.change_setting("signatory_capacity", "Directrice")
    settle(qtbot, page)
    assert options.lacking.isHidden()
    assert options.settings.isHidden()
    session.change_setting("signatory_capacity", "")
    settle(qtbot, page)
    press(page, "Ouvrir les réglages")
    assert window.current == "settings"


def test_without_any_presence(open_page: Opening, people: list[Attendee], window: MainWindow) -> None:
    page = open_page(section="certificates")
    assert page.sight.message.title.text() == "Aucune présence enregistrée"
    assert not page.folder_button.isEnabled()
    press(page, "Ouvrir les présences")
    assert window.current == "presence"


def test_a_name_corrected_since_makes_another(
    open_page: Opening, store: Store, event: Event, came: list[Attendee], tmp_path: Path, qtbot: QtBot, session: Session
) -> None:
    page = open_page(section="certificates")
    saved_as(page, tmp_path / "attestations.pdf", qtbot)
    registrations.save(store, replace(came[0], last_name="Autre"), NOW)
    session.recorded()
    settle(qtbot, page)
    assert plain(page.header.sentence.text()).startswith("Aperçu : 1 à établir, 4 duplicatas.")
