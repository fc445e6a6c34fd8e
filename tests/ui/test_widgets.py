"""Shared widgets: tables that elide and answer to keys, fields that complain, labels that end in …"""

from __future__ import annotations

from datetime import date, time

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateTimeEdit, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ia_events.ui.theme import Theme
from ia_events.ui.widgets import (
    Banner,
    Choice,
    Counter,
    DayField,
    ElidedLabel,
    Field,
    HourField,
    NumberField,
    PillRole,
    SearchField,
    StatePill,
    TableView,
    secondary,
)

_ROWS = [("ARRONDELL Éloïse", "Collectivité de Saint-Martin", "Présent"), ("BEN ALI Rémi", "Goyave", "")]


class People(QAbstractTableModel):
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(_ROWS)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        return (
            ("Nom", "Collectivité", "État")[section] if role == 0 and orientation == Qt.Orientation.Horizontal else None
        )

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        if role == 0:
            return _ROWS[index.row()][index.column()]
        return "welcome" if role == PillRole and index.column() == 2 else None


def _table(qtbot: QtBot) -> TableView:
    table = TableView(People(), name="Participants")
    qtbot.addWidget(table)
    table.resize(700, 300)
    table.set_columns([200, 0, 120], optional=[1], stretch=0)
    table.show()
    return table


def test_columns_take_their_width_and_can_be_hidden(theme: Theme, qtbot: QtBot) -> None:
    """GIVEN a column sized to its contents THEN nothing in it is elided; optional ones can be unticked, others not."""
    table = _table(qtbot)
    wanted = table.delegate.width_of(table.model().index(0, 1))
    assert table.columnWidth(1) >= wanted
    changed: list[bool] = []
    table.columns_changed.connect(lambda: changed.append(True))
    menu = table.column_menu()
    assert [action.isEnabled() for action in menu.actions()] == [False, True, False]
    menu.actions()[1].trigger()
    assert table.shown_columns() == [0, 2]
    assert changed == [True]
    choice = table.columns_button_menu()
    for _time in range(2):
        choice.aboutToShow.emit()
        assert [action.isChecked() for action in choice.actions()] == [True, False, True]


def test_enter_opens_a_row(theme: Theme, qtbot: QtBot) -> None:
    table = _table(qtbot)
    opened: list[int] = []
    table.opened.connect(lambda index: opened.append(index.row()))
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [1]
    assert table.shows_focus
    assert table.rowHeight(0) == 44
    assert not table.grab().isNull()


def test_a_label_elides_and_keeps_the_whole_in_its_tooltip(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    made = ElidedLabel("Communauté d'agglomération du Nord Grande-Terre et de la Désirade")
    qtbot.addWidget(made)
    made.resize(120, 20)
    made.show()
    qapp.processEvents()
    assert made.shown()[0].endswith("…")
    assert made.toolTip() == made.text()
    made.resize(900, 20)
    qapp.processEvents()
    assert made.toolTip() == ""


def test_a_label_of_two_lines_grows_only_when_it_must(theme: Theme, qtbot: QtBot, qapp: QApplication) -> None:
    made = ElidedLabel("Soirée de l'INET", lines=2)
    qtbot.addWidget(made)
    made.resize(300, 20)
    made.show()
    qapp.processEvents()
    line = made.fontMetrics().lineSpacing()
    assert made.sizeHint().height() == line
    made.setText("Soirée de l'INET : l'intelligence artificielle dans les services publics")
    assert made.sizeHint().height() == 2 * line


def test_the_search_is_emptied_by_escape(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField("Chercher")
    qtbot.addWidget(field)
    heard: list[str] = []
    went: list[bool] = []
    field.searched.connect(heard.append)
    field.down.connect(lambda: went.append(True))
    QTest.keyClicks(field, "be")
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert heard == ["b", "be", ""]
    assert went == [True]


def test_a_search_may_wait_for_a_pause(theme: Theme, qtbot: QtBot) -> None:
    field = SearchField("Chercher", delay=30)
    qtbot.addWidget(field)
    heard: list[str] = []
    field.searched.connect(heard.append)
    field.setText("b")
    field.setText("be")
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["be"]


def test_a_choice_speaks_for_its_user_only(theme: Theme, qtbot: QtBot) -> None:
    choice = Choice([("a", "Un"), ("b", "Deux")], "b")
    qtbot.addWidget(choice)
    heard: list[object] = []
    choice.chosen.connect(heard.append)
    choice.set_value("a")
    choice.set_options([("c", "Trois"), ("d", "Quatre")], "d")
    assert (choice.value, heard) == ("d", [])
    QTest.keyClick(choice, Qt.Key.Key_Up)
    assert heard == ["c"]


def test_numbers_days_and_hours(theme: Theme, qtbot: QtBot) -> None:
    """GIVEN fields of each kind WHEN typed in THEN they give plain Python values; digits keep off the edge."""
    number, day, hour = NumberField(3, 1, 12), DayField(date(2025, 11, 12)), HourField(time(18, 0))
    for made in (number, day, hour):
        qtbot.addWidget(made)
    number.selectAll()
    QTest.keyClicks(number, "11")
    assert number.value() == 11
    assert day.day == date(2025, 11, 12)
    hour.setSelectedSection(QDateTimeEdit.Section.HourSection)
    QTest.keyClicks(hour, "19")
    assert hour.hour == time(19, 0)
    assert number.lineEdit().textMargins().left() == hour.lineEdit().textMargins().left() == 8


def test_a_field_complains_where_it_stands(theme: Theme, qtbot: QtBot) -> None:
    field = Field("Titre", QLineEdit(), "Identique sur chaque document.")
    qtbot.addWidget(field)
    field.complain("Donnez un titre.")
    assert field.field.accessibleDescription() == "Donnez un titre."
    assert field.field.property("wrong") is True
    field.complain("")
    assert field.field.accessibleDescription() == "Identique sur chaque document."
    assert field.field.accessibleName() == "Titre"


def test_states_are_said_in_words(theme: Theme, qtbot: QtBot) -> None:
    pill, counter, banner = StatePill("Présent", "welcome"), Counter("présents", 61), Banner()
    for made in (pill, counter, banner):
        qtbot.addWidget(made)
    assert pill.accessibleName() == "Présent"
    assert counter.accessibleName() == "61 présents"
    banner.show_message("Est-ce la même personne ?", "accent", secondary("Oui"), icon="question-fill")
    assert banner.accessibleName() == banner.text
    banner.show_message("Autre chose.")
    assert banner.text == "Autre chose."


def test_a_list_of_choices_is_as_wide_as_its_words_and_stays_in_the_window(qtbot: QtBot) -> None:
    long = "Quelques mots bien plus longs que le champ qui les offre"
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(600, 200)
    choice = Choice([("short", "Court"), ("long", long)], name="Choix")
    choice.narrow()
    choice.setParent(holder)
    choice.setGeometry(480, 20, 110, 36)
    holder.move(0, 0)
    holder.show()
    choice.showPopup()
    view = choice.view()
    popup = view.window()
    assert view.viewport().width() >= view.fontMetrics().horizontalAdvance(long)
    assert popup.geometry().left() >= 0
    assert popup.geometry().right() <= holder.geometry().right()
    choice.hidePopup()
