"""The pages of stocks and printers: found, described, refused, corrected; and the documents page that uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from ia_events.documents import own_stocks, stocks
from ia_events.documents.calibration import Calibration, kept_for
from ia_events.documents.stocks import Kind
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, registrations
from ia_events.ui import printing
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.stock_editor import StockEditorPage
from ia_events.ui.pages.stocks import StocksPage
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.widgets.pdf_preview import open_pdf
from ia_events.ui.widgets.stock_drawing import StockPlan
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW


@pytest.fixture
def page(window: MainWindow, settings: Settings, tmp_path: Path) -> StocksPage:
    """The list, on the default stock."""
    settings.documents_folder = str(tmp_path)
    window.open("stocks")
    assert isinstance(window.page, StocksPage)
    return window.page


def editor(window: MainWindow, **arguments: str) -> StockEditorPage:
    window.open("stock_editor", dict(arguments))
    assert isinstance(window.page, StockEditorPage)
    return window.page


def shown(page: StocksPage) -> list[str]:
    return [page.names.item(row).text().partition("\n")[0] for row in range(page.names.count())]


def pressed(window: MainWindow, words: str) -> None:
    found = [made for made in window.findChildren(QPushButton) if made.text() == words and made.isVisible()]
    assert len(found) == 1, words
    found[0].click()


# The list ------------------------------------------------------------------------------------------------------------


def test_a_reference_finds_its_stock(page: StocksPage) -> None:
    assert page.stock.id == "avery-l7418"
    assert page.names.count() == len(stocks.all_stocks())
    page.focus_search()
    QTest.keyClicks(page.search, "J8160")
    assert shown(page) == ["Avery L7160, étiquettes"]
    assert page.stock.id == "avery-l7160"
    assert "Herma 4677" in page.facts.text()
    assert "21 étiquettes\u00a0: 3 colonnes, 7 rangées" in page.facts.text()
    page.search.setText("9999")
    assert shown(page) == []
    assert page.nothing.isVisible()
    assert not page.sheet.isVisible()
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.names.hasFocus()


def test_the_one_for_the_badges(page: StocksPage, settings: Settings) -> None:
    assert not page.use_button.isEnabled()
    page.search.setText("zebra")
    page.use_button.click()
    assert Settings.load().default_stock == settings.default_stock == "zebra-57x102"
    assert page.use_button.text() == "Prise pour les badges"
    page.search.setText("page entière")
    assert not page.use_button.isVisible(), "no badge is as large as a page"


def test_one_s_own_is_removed_and_had_back(page: StocksPage, window: MainWindow) -> None:
    assert not page.remove_button.isVisible()
    kept = own_stocks.keep(own_stocks.copy_of(stocks.stock("avery-32011")))
    page.open(stock=kept.id)
    page.refresh()
    assert page.header.sentence.text().endswith("dont 1 à vous.")
    assert shown(page)[0] == kept.name
    page.remove_button.click()
    assert stocks.kept() == ()
    assert page.removed.text == f"Planche supprimée\u00a0: {kept.name}."
    pressed(window, "Rétablir")
    assert stocks.kept() == (kept,)
    assert page.stock == kept
    assert not page.removed.isVisible()


def test_given_away_and_taken(
    page: StocksPage, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "planche.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(file), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(file), ""))
    page.export_button.click()
    assert window.toast.text == "Planche exportée\u00a0: planche.json"
    page.bring_button.click()
    assert page.stock.own
    assert window.toast.text.startswith("Planche ajoutée")
    file.write_text("{}", encoding="utf-8")
    page.bring_button.click()
    assert "n’est pas une planche" in window.toast.text


# The editor ----------------------------------------------------------------------------------------------------------


def test_a_stock_is_described_and_kept(page: StocksPage, window: MainWindow) -> None:
    page.new_button.click()
    made = window.page
    assert isinstance(made, StockEditorPage)
    QTest.keyClicks(made.name, "Badges du service")
    made.references.setText("Papeterie 12, Bureau 34")
    made.label_size[1].setValue(50)
    made.pitch[1].setValue(50)
    made.grid[1].setValue(4)
    made.centre_button.click()
    assert made.verdict.text() == "Tout tient sur la page."
    made.save_button.click()
    assert window.current == "stocks"
    (kept,) = stocks.kept()
    assert (kept.name, kept.references) == ("Badges du service", ("Papeterie 12", "Bureau 34"))
    assert (kept.grid, kept.label, kept.margin) == ((2, 4), (85, 50), (15, 48.5))
    assert isinstance(window.page, StocksPage)
    assert window.page.stock == kept
    window.page.edit_button.click()
    again = editor(window, stock=kept.id)
    assert again.described() == kept
    again.name.setText("Badges")
    again.save_button.click()
    assert [each.name for each in stocks.kept()] == ["Badges"]


def test_an_impossible_one_is_refused_on_the_spot(page: StocksPage, window: MainWindow) -> None:
    made = editor(window)
    made.grid[1].setValue(6)
    assert "dépassent la page de 40,5 mm en bas" in made.verdict.text()
    made.pitch[0].setValue(80)
    assert "se chevauchent de 5 mm en largeur" in made.verdict.text()
    assert not made.save_button.isEnabled()
    made.fill_button.click()
    made.tight_button.click()
    made.centre_button.click()
    assert made.verdict.text() == "Tout tient sur la page."
    made.save_button.click()
    assert made.name.property("wrong") is True, "it has no name"
    assert stocks.kept() == ()
    made.page_size[0].setValue(0)
    assert "de 10 à 1200 mm" in made.verdict.text()
    window.grab()  # what has no size is drawn all the same
    made.paper.setFocus()
    QTest.keyClicks(made.paper, "A5")
    assert made.described().page == (148, 210)


def test_a_roll_is_described_by_its_width(page: StocksPage, window: MainWindow) -> None:
    made = editor(window, copy="brother-62")
    assert made.kind.value == Kind.ROLL
    assert not made.label_size[0].isVisible()
    assert made.lengths[0].isVisible()
    made.page_size[1].setValue(54)
    made.name.setText("Rouleau 54")
    made.save_button.click()
    (kept,) = stocks.kept()
    assert (kept.page, kept.label, kept.lengths) == ((100, 54), (100, 54), (40, 300))
    single = editor(window, copy="dymo-41x89")
    assert not single.lengths[0].isVisible()
    assert not single.duplex.isVisible()


def test_lengths_are_typed_with_a_point_or_a_comma(page: StocksPage, window: MainWindow) -> None:
    made = editor(window)
    for typed in ("12,5", "12.5"):
        field = made.margin[0]
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed)
        assert field.value() == 12.5
        assert made.described().margin[0] == 12.5


def test_what_is_not_kept_is_asked_about(page: StocksPage, window: MainWindow) -> None:
    made = editor(window)
    made.margin[0].setValue(12)
    window.session.open("settings")
    assert window.current == "stock_editor"
    assert made.question.isVisible()
    pressed(window, "Ne pas enregistrer")
    assert window.current == "settings"
    assert stocks.kept() == ()
    made = editor(window)
    assert made.margin[0].value() == 15, "it begins anew"
    made.name.setText("À garder")
    made.may_leave()
    pressed(window, "Fermer")
    answer = [b for b in made.question.findChildren(QPushButton) if b.text() == "Enregistrer" and b.isVisible()]
    answer[0].click()
    assert [each.name for each in stocks.kept()] == ["À garder"]
    assert window.current == "stocks"


# The printer ---------------------------------------------------------------------------------------------------------


def test_what_is_measured_is_corrected_at_once_and_kept(page: StocksPage, settings: Settings) -> None:
    card = page.calibration
    assert [field.value() for field in card.fields] == [20, 20, 100, 100]
    assert card.result.text().startswith("Aucune correction")
    field = card.fields[0]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "18,5")
    assert card.result.text() == "Correction appliquée\u00a0: 1,5 mm vers la droite."
    assert kept_for(Settings.load(), "", page.stock) == Calibration(1.5)
    page.search.setText("zebra")
    assert card.result.text().startswith("Aucune correction"), "another stock"
    page.search.clear()
    page.open(stock="avery-l7418")
    page.refresh()
    assert card.fields[0].value() == 18.5


def test_what_no_printer_does_is_refused(page: StocksPage, settings: Settings) -> None:
    card = page.calibration
    card.fields[1].setValue(19)
    card.fields[0].setValue(70)
    assert "Un décalage de 50 mm" in card.result.text()
    assert card.result.property("tone") == "refused"
    assert kept_for(settings, "", page.stock) == Calibration(y=1), "what was kept stays"
    card.fields[0].setValue(20)
    card.fields[2].setValue(70)
    assert "imprimez à 100" in card.result.text()


def test_without_correction_and_with_it_again(page: StocksPage, settings: Settings) -> None:
    card = page.calibration
    card.fields[0].setValue(19)
    card.reset_button.click()
    assert kept_for(settings, "", page.stock).neutral
    assert card.fields[0].value() == 20
    assert not card.reset_button.isVisible()
    card.restore_button.click()
    assert kept_for(settings, "", page.stock) == Calibration(1)
    assert card.fields[0].value() == 19


def test_the_test_page_is_saved_and_printed(
    page: StocksPage, window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    card, session = page.calibration, window.session
    card.test_button.click()
    assert "Aucune imprimante n’est installée" in window.toast.text
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(tmp_path / "essai"), ""))
    card.save_button.click()
    assert open_pdf((tmp_path / "essai.pdf").read_bytes()).pageCount() == 1
    card.fields[0].setValue(18)

    def ask(printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "papier.pdf"))
        return True

    sent: list[Calibration] = []
    really = printing.print_pdf

    def print_pdf(data: bytes, printer: QPrinter, pages: list[int], progress: object, calibration: Calibration) -> None:
        sent.append(calibration)
        really(data, printer, pages, progress, calibration)  # type: ignore[arg-type]

    monkeypatch.setattr(printing, "print_pdf", print_pdf)
    card.ask_printer = ask  # type: ignore[method-assign]
    for made in (card.test_button, card.check_button):
        made.click()
        qtbot.waitUntil(lambda: not session.work.busy)
    assert sent == [Calibration(), Calibration(2)]
    assert open_pdf((tmp_path / "papier.pdf").read_bytes()).pageCount() == 1


def test_printers_are_offered_the_usual_one_first_and_those_kept(
    page: StocksPage, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "printer_names", lambda: ["Accueil", "Étage 2"])
    settings.calibrations = json.dumps({"Ancienne": {"avery-l7418": [1, 0, 100, 100]}})
    page.refresh()
    card = page.calibration
    offered = [card.printers.itemData(row) for row in range(card.printers.count())]
    assert offered == ["Accueil", "Étage 2", "Ancienne", ""]
    card.printers.setFocus()
    QTest.keyClick(card.printers, Qt.Key.Key_End)
    QTest.keyClick(card.printers, Qt.Key.Key_Up)
    assert card.printer == "Ancienne"
    assert card.result.text() == "Correction appliquée\u00a0: 1 mm vers la droite."


# From the other pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def documents(window: MainWindow, store: Store, event: Event, qtbot: QtBot) -> Callable[[], DocumentsPage]:
    """Opens the badges of two people, and waits for them."""
    for name in ("Arrondell", "Belmare"):
        registrations.save(store, Attendee(event_id=event.id, last_name=name, first_name="Éloïse"), NOW)

    def opened() -> DocumentsPage:
        window.session.open("documents", section="badges")
        assert isinstance(window.page, DocumentsPage)
        settle(qtbot, window.page)
        return window.page

    return opened


def settle(qtbot: QtBot, page: DocumentsPage) -> None:
    qtbot.waitUntil(lambda: page.ready is not None and not page.session.work.busy, timeout=20_000)


def test_a_stock_is_typed_and_the_last_used_come_first(
    documents: Callable[[], DocumentsPage], qtbot: QtBot, settings: Settings
) -> None:
    page = documents()
    choice = page.badges.labels.choice
    assert choice.itemData(0) == "avery-l7418"
    offered = {choice.itemData(row) for row in range(choice.count())}
    assert "a4" not in offered
    choice.setFocus()
    QTest.keyClicks(choice, "4418")
    assert choice.found.isVisible()
    QTest.keyClick(choice.found, Qt.Key.Key_Down)
    QTest.keyClick(choice.found, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert page.badges.stock.id == "avery-4784"
    assert choice.currentText() == "Avery 4784, étiquettes, 63,5 × 29,63 mm"
    assert Settings.load().recent_stocks == "avery-4784"
    page.open()
    assert [choice.itemData(row) for row in (0, 1)] == ["avery-4784", "avery-l7418"]


def test_words_that_are_no_stock_give_way(documents: Callable[[], DocumentsPage]) -> None:
    page = documents()
    choice = page.badges.labels.choice
    before = choice.currentText()
    choice.setFocus()
    QTest.keyClicks(choice, "zz")
    assert choice.currentText() == "zz"
    page.badges.labels.start.setFocus()
    assert choice.currentText() == before
    assert page.badges.stock.id == "avery-l7418"


def test_a_roll_is_cut_at_the_length_chosen(
    documents: Callable[[], DocumentsPage], qtbot: QtBot, settings: Settings
) -> None:
    settings.default_stock = "brother-62@85"
    page = documents()
    assert page.badges.labels.length.isVisible()
    assert page.badges.labels.length.value() == 85
    assert not page.badges.labels.start.isEnabled()
    page.badges.labels.length.setValue(70)
    settle(qtbot, page)
    assert page.ready is not None
    size = open_pdf(page.ready.data).pagePointSize(0)
    assert (size.width() / 72 * 25.4, size.height() / 72 * 25.4) == pytest.approx((70, 62), abs=0.1)
    assert page.ready.pages == 2
    assert Settings.load().default_stock == "brother-62@70"


def test_what_is_saved_carries_the_correction_of_pdf_files(
    documents: Callable[[], DocumentsPage], qtbot: QtBot, settings: Settings, tmp_path: Path
) -> None:
    page = documents()
    assert page.ready is not None
    shown_first = page.ready.data
    page.ask_file = lambda proposed: tmp_path / "badges.pdf"  # type: ignore[method-assign]
    page.save_button.click()
    settle(qtbot, page)
    assert (tmp_path / "badges.pdf").read_bytes() == shown_first
    settings.calibrations = json.dumps({"": {"avery-l7418": [1, 0, 100, 100]}})
    page.save_button.click()
    settle(qtbot, page)
    saved = (tmp_path / "badges.pdf").read_bytes()
    assert saved != shown_first
    assert open_pdf(saved).pageCount() == 1


def test_the_page_is_reached_from_documents_and_settings(
    documents: Callable[[], DocumentsPage], window: MainWindow
) -> None:
    documents().badges.labels.stocks_button.click()
    assert window.current == "stocks"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.current == "documents"
    window.session.open("settings")
    window.page.stocks.click()  # type: ignore[union-attr]
    assert window.current == "stocks"


def test_the_stock_chosen_is_seen_in_the_list_and_the_correction_over_its_fields(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    window.resize(1280, 800)
    last = stocks.all_stocks()[-1]
    session.open("stocks", stock=last.id)
    page = window.page
    assert isinstance(page, StocksPage)

    def seen() -> bool:
        names = page.names
        row = names.visualItemRect(names.currentItem())
        in_window = row.translated(names.viewport().mapTo(window, QPoint()))
        return names.viewport().rect().contains(row) and window.rect().contains(in_window)

    qtbot.waitUntil(seen)
    assert str(page.names.currentItem().data(Qt.ItemDataRole.UserRole)) == last.id
    card = page.calibration
    card.fields[0].setFocus()
    QTest.keyClicks(card.fields[0], "21")
    top = card.fields[0].mapTo(card, QPoint()).y()
    assert card.result.mapTo(card, QPoint()).y() < top


def test_the_measures_of_a_plan_never_meet(theme: Theme, qtbot: QtBot) -> None:
    plan = StockPlan()
    qtbot.addWidget(plan)
    plan.setFixedSize(250, 300)
    plan.show()
    tight = replace(stocks.stock("avery-4784"), pitch=(66.04, 32.0), grid=(3, 8))
    for stock in (*stocks.all_stocks(), tight):
        plan.show_stock(stock)
        plan.grab()
        assert len(plan.measures) >= 2
        for n, one in enumerate(plan.measures):
            for other in plan.measures[:n]:
                assert not one.intersects(other), stock.id
