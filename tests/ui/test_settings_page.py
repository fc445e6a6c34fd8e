"""The settings page: what is chosen is saved at once; the scanner test says what a reader really types."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

import docs
from ia_events.domain import tokens
from ia_events.domain.events import Event
from ia_events.domain.keyboards import ROWS, Stroke
from ia_events.settings import Settings
from ia_events.ui import theme as looks
from ia_events.ui.pages.help import HelpPage
from ia_events.ui.pages.scanner_test import Trial, judge
from ia_events.ui.pages.settings import SettingsPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow


@pytest.fixture
def page(window: MainWindow, session: Session) -> SettingsPage:
    """The page, shown."""
    session.open("settings")
    made = window.page
    assert isinstance(made, SettingsPage)
    return made


def test_what_is_typed_is_saved(page: SettingsPage, window: MainWindow, qtbot: QtBot) -> None:
    page.station.selectAll()
    QTest.keyClicks(page.station, "Entree 2")
    page.delegation.setCurrentText("Guadeloupe")
    page.sound.click()
    page.notice.setPlainText("Une mention.")
    saved = Settings.load()
    assert (saved.station, saved.delegation, saved.sound, saved.legal_notice) == (
        "Entree 2",
        "Guadeloupe",
        False,
        "Une mention.",
    )
    assert window.rail.station.text() == "Poste «\u00a0Entree 2\u00a0»"


def test_the_accent_changes_everything_at_once(page: SettingsPage) -> None:
    page.accents["#1D4ED8"].click()
    assert looks.tokens().accent == "#1D4ED8"
    assert page.accents["#1D4ED8"].isChecked()
    assert not page.accents["#0F766E"].isChecked()
    assert Settings.load().accent == "#1D4ED8"


def test_choices_are_made_by_keyboard(page: SettingsPage, qtbot: QtBot, qapp: QApplication) -> None:
    page.theme.setFocus()
    QTest.keyClick(page.theme, Qt.Key.Key_Down)
    QTest.keyClick(page.theme, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: looks.tokens().dark)
    assert Settings.load().theme == "dark"


def test_a_logo_is_looked_at_first(page: SettingsPage, window: MainWindow, tmp_path: Path) -> None:
    """GIVEN a text called .png WHEN chosen THEN it is refused in a sentence; an image is shown, and can be taken away."""
    false, true = tmp_path / "false.png", tmp_path / "true.png"
    false.write_text("not an image")
    image = QImage(300, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    image.save(str(true))
    page.logo.choose(str(false))
    assert Settings.load().logo == ""
    assert "n’a pas pu être lue" in window.toast.text
    page.logo.choose(str(true))
    assert Settings.load().logo == str(true)
    assert not page.logo.picture.pixmap().isNull()
    page.logo.remove.click()
    assert Settings.load().logo == ""
    assert page.logo.picture.text() == "Pas d’image"


def test_a_genuine_badge_is_recognised(page: SettingsPage, event: Event, qtbot: QtBot) -> None:
    """GIVEN a badge of an event here WHEN scanned, Caps Lock on or off THEN it is authentic, and the reader is fast."""
    token = tokens.issue(tokens.new_badge_id(), event.key)
    for typed in (token, token.lower()):
        QTest.keyClicks(page.scanner.line, typed)
        QTest.keyClick(page.scanner.line, Qt.Key.Key_Return)
        assert "authentique" in page.scanner.verdict.text
        assert "Soirée de l'INET" in page.scanner.verdict.text
        assert "34 caractères reçus" in page.scanner.details.text()
        assert "suivis de Entrée" in page.scanner.details.text()
        assert page.scanner.line.selectedText() == typed


def test_a_reader_without_enter_is_told_so(page: SettingsPage, event: Event, qtbot: QtBot) -> None:
    QTest.keyClicks(page.scanner.line, tokens.issue(tokens.new_badge_id(), event.key))
    qtbot.waitUntil(page.scanner.verdict.isVisible)
    assert "sans rien à la fin" in page.scanner.details.text()
    # Tab behind a code is its suffix; alone, it goes on to the next control
    page.scanner.line.clear()
    QTest.keyClicks(page.scanner.line, tokens.issue(tokens.new_badge_id(), event.key))
    QTest.keyClick(page.scanner.line, Qt.Key.Key_Tab)
    assert "suivis de Tab" in page.scanner.details.text()


def made(text: str, pace: int, *, turned: bool = False) -> Trial:
    return Trial(tuple(Stroke(sign, "", number * pace) for number, sign in enumerate(text)), "enter", turned)


def test_what_is_to_be_set_right_is_said(event: Event) -> None:
    codes = (tokens.issue(f"0123456789abcd{number:02x}", event.key) for number in range(256))
    # a code whose last letter is also its first could be read across the two cut readings below
    token = next(code for code in codes if code[-1] != code[0])
    assert judge(made(token, 5), [event])[1].endswith("l’accueil le lira.")
    places = [ROWS["QWERTY"][1].index(letter) for letter in token]
    bepo = "".join(ROWS["BÉPO"][1][place] for place in places)
    for trial, said in (
        (made(token.lower(), 5, turned=True), "Verrouillage des majuscules"),
        (made(bepo, 5), "pour un clavier QWERTY, AZERTY, QWERTZ"),
        (made("]Q1" + token + "$", 5), "« ]Q1 … $ »"),
        (made(token, 60), "Il est lent"),
    ):
        tone, sentence = judge(trial, [event])
        assert (tone, said in sentence.replace("\u00a0", " ")) == ("welcome", True)
    for text, said in (
        (token[:9] + token[8:], "une lettre de trop"),
        (token[:9] + token[10:], "33 lettres de badge sur 34"),
        (token + token[:20], "Badge authentique"),
        (token[1:] + token[1:], "deux lectures se mêlent"),
    ):
        assert said in judge(made(text, 5), [event])[1]


def test_a_reader_on_the_serial_port_is_heard(session: Session, window: MainWindow, event: Event, qtbot: QtBot) -> None:
    end, other = os.openpty()
    session.settings.serial_port = os.ttyname(other)
    session.open("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    os.write(end, tokens.issue("0123456789abcdef", event.key).encode() + b"\r")
    qtbot.waitUntil(lambda: "authentique" in page.scanner.verdict.text)
    assert "sur le port série" in page.scanner.details.text()
    session.open("participants")
    assert page.scanner.serial._port is None
    os.close(end)
    os.close(other)


@pytest.mark.parametrize(
    "text, pace, tone, said",
    [
        (tokens.issue("00" * 8, "11" * 32), 5.0, "attention", "aucun événement"),
        ("BCDFGHJKLNPR", 5.0, "attention", "12 lettres de badge sur 34"),
        ("àQ&AéZ\"W'?(Y", 5.0, "attention", "tapé comme sur un clavier américain"),
        ("0123456789012345678901234567890123", 5.0, "attention", "disposition"),
        ("https://exemple.fr/abc", 5.0, "attention", "le lecteur fonctionne"),
        ("Jean Dupont", 180.0, "refused", "pas un code de badge"),
        ("", 0.0, "refused", "pas un code de badge"),
    ],
)
def test_every_reading_has_its_sentence(event: Event, text: str, pace: float, tone: str, said: str) -> None:
    found = judge(made(text, round(pace)), [event])
    assert found[0] == tone
    assert said in found[1]


def test_help_has_a_diagnostic_to_copy(window: MainWindow, session: Session, qapp: QApplication) -> None:
    """GIVEN the diagnostics WHEN copied THEN versions and counts are there, the event's title is not."""
    session.open("help", section="diagnostics")
    page = window.page
    assert isinstance(page, HelpPage)
    page.copy_button.click()
    copied = qapp.clipboard().text()
    for part in ("Python", "Qt 6", "SQLite 3.", "events 1", "slots 1", "origin "):
        assert part in copied
    assert "INET" not in copied
    for section in ("about", "guide"):
        session.open("help", section=section)
        assert page.stack.currentWidget() is page._sections[section]


@pytest.mark.parametrize("spoken, folder", [("fr", "images"), ("en", "images/en")])
def test_the_guide_s_pictures_are_in_the_language_in_use(
    window: MainWindow, session: Session, spoken: str, folder: str
) -> None:
    session.change_setting("language", spoken)
    session.open("help", section="guide")
    page = window.page
    assert isinstance(page, HelpPage)
    document = page.browser.document()
    pictures, block = [], document.begin()
    while block.isValid():
        part = block.begin()
        while not part.atEnd():
            pictures.append(part.fragment().charFormat().toImageFormat().name())
            part += 1
        block = block.next()
    pictures = [picture for picture in pictures if picture]
    assert len(pictures) > 10
    for picture in pictures:
        assert picture.rpartition("/")[0] == folder
        assert not QImage(str(Path(docs.__file__).parent / picture)).isNull()
        assert document.resource(QTextDocument.ResourceType.ImageResource.value, QUrl(picture)) is not None


def test_the_wheel_scrolls_the_page_and_changes_no_choice(page: SettingsPage) -> None:
    before = page.delegation.currentText()
    for choice in page.findChildren(QComboBox):
        turn = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        shown = choice.currentText()
        QApplication.sendEvent(choice, turn)
        assert choice.currentText() == shown
        assert not turn.isAccepted()
    assert page.delegation.currentText() == before


def test_escape_leaves_the_help_for_the_page_before(page: SettingsPage, window: MainWindow, session: Session) -> None:
    session.open("help", section="about")
    session.open("help", section="diagnostics")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.page is page
