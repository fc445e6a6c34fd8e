"""Choosing a stock by typing: what Enter takes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ia_events.documents import stocks
from ia_events.ui.theme import Theme
from ia_events.ui.widgets.stock_choice import StockChoice


def test_enter_takes_the_first_stock_that_was_found(qtbot: QtBot, theme: Theme) -> None:
    choice = StockChoice(name="Planche")
    qtbot.addWidget(choice)
    choice.offer(stocks.for_badges(), "avery-l7418")
    choice.show()
    chosen: list[object] = []
    choice.chosen.connect(chosen.append)
    line = choice.lineEdit()
    assert line is not None
    for words in ("7160", "zzzz"):
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, words)
        QTest.keyClick(choice.found if choice.found.isVisible() else line, Qt.Key.Key_Return)
        assert choice.value == "avery-l7160"
        assert choice.currentText().startswith("Avery L7160")
    assert set(chosen) == {"avery-l7160"}


def test_enter_takes_what_was_typed_and_nothing_else(qtbot: QtBot) -> None:
    choice = StockChoice(name="Planche")
    qtbot.addWidget(choice)
    choice.offer(stocks.for_badges(), "avery-l7418")
    taken: list[object] = []
    choice.chosen.connect(taken.append)
    choice.show()
    line = choice.lineEdit()
    assert line is not None

    def typed(words: str, *keys: Qt.Key) -> object:
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, words)
        for key in keys:
            QTest.keyClick(line, key)
        choice.found.hide()
        return choice.value

    assert typed("J8160", Qt.Key.Key_Return) == "avery-l7160"
    assert choice.currentText() == line.text()
    assert typed("rien de tel", Qt.Key.Key_Return) == "avery-l7160"
    assert line.text() == choice.currentText()
    assert typed("   ", Qt.Key.Key_Return) == "avery-l7160"
    assert taken == ["avery-l7160"], "each is said once"
    assert typed("", Qt.Key.Key_Return) == "avery-l7160"
    assert taken == ["avery-l7160"]
    line.selectAll()
    QTest.keyClicks(line, "brother")
    found = choice.found.model()
    assert found is not None
    assert found.rowCount() >= 2
    second = str(found.index(1, 0).data())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(choice.found, key)
    assert choice.currentText() == second, "the one pointed at, not the first"
    assert choice.value != "avery-l7160"
    assert set(taken[1:]) == {choice.value}


def test_a_click_selects_the_name_so_that_typing_searches(qtbot: QtBot, theme: Theme) -> None:
    choice, other = StockChoice(name="Planche"), QLineEdit()
    around = QWidget()
    column = QVBoxLayout(around)
    column.addWidget(other)
    column.addWidget(choice)
    qtbot.addWidget(around)
    choice.narrow()
    choice.offer(stocks.for_badges(), "avery-l7418")
    around.show()
    around.activateWindow()
    other.setFocus()
    line = choice.lineEdit()
    assert line is not None
    for _again in range(2):  # the second time, it has the focus already
        QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
        assert line.selectedText() == choice.currentText()
    before = line.geometry()
    assert line.fontMetrics().height() <= line.contentsRect().height()
    QTest.keyClicks(line, "7160")
    assert line.text() == "7160"
    assert line.geometry() == before
    found = choice.found.model()
    assert found is not None
    assert found.rowCount() >= 1
    QTest.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    assert not line.hasSelectedText(), "what is being typed is left as it is"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert choice.value == "avery-l7160"
    assert line.text() == choice.currentText()
    other.setFocus()
    assert line.cursorPosition() == 0


def test_words_that_find_nothing_are_said(qtbot: QtBot, theme: Theme) -> None:
    choice = StockChoice(name="Planche")
    qtbot.addWidget(choice)
    choice.offer(stocks.for_badges(), "avery-l7418")
    choice.show()
    choice.setFocus()
    line = choice.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "zzzz")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "zzzz" in QToolTip.text()
    assert choice.value == "avery-l7418"
    QToolTip.hideText()
