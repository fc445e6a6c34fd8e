"""The door for hands without a mouse and eyes that do not see: through Qt's accessibility tree, and by keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.people import Attendee
from ia_events.ui.pages.door import DoorPage
from tests.ui.conftest import plain
from tests.ui.test_door import keys, page, people, token

__all__ = ["page", "people", "token"]

Token = Callable[[Attendee], str]
_ACTED_ON = {
    QAccessible.Role.Button,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.SpinBox,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
    QAccessible.Role.List,
    QAccessible.Role.Link,
    QAccessible.Role.Slider,
}
# What the field itself does with keys, whatever has them written on it: the names they have on a French keyboard.
_OF_THE_FIELD = {"Suppr": "Delete", "Ctrl Z": "Ctrl+Z", "Échap": "Escape"}


def _tree(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """What a screen reader is told is there, from here down; of a table, the table only."""
    state = interface.state()
    if state.invisible:
        return
    yield interface
    if interface.role() in (QAccessible.Role.Table, QAccessible.Role.ComboBox):
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child.isValid():
            yield from _tree(child)


def _acted_on(page: DoorPage) -> list[tuple[QWidget, str]]:
    """Every visible thing of the page that is clicked or typed into, with the name a screen reader says."""
    top = QAccessible.queryAccessibleInterface(page)
    found = []
    for interface in _tree(top):
        widget = interface.object()
        if isinstance(widget, QWidget) and (interface.role() in _ACTED_ON or interface.state().focusable):
            found.append((widget, interface.text(QAccessible.Text.Name)))
    return found


def _check(page: DoorPage) -> set[str]:
    """Everything has a name, and takes the keyboard by Tab or tells a key of the page's; the names found."""
    written = {shortcut.key().toString() for shortcut in page.findChildren(QShortcut)} | set(_OF_THE_FIELD.values())
    names = set()
    for widget, name in _acted_on(page):
        assert name.strip(), f"a {type(widget).__name__} has no name ({widget.toolTip()})"
        names.add(plain(name))
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget in _by_other_keys(page):
            continue
        words = plain(f"{name} {widget.toolTip()}")
        told = {_OF_THE_FIELD.get(key, key) for key in re.findall(r"F\d+|Suppr|Ctrl Z|Échap", words)}
        assert told & written, f"no key reaches « {name} »"
    return names


def _by_other_keys(page: DoorPage) -> tuple[QWidget, ...]:
    """What the keys of the tests below reach: the slots by F3, the lists by the arrows; the panes only by a click."""
    return page.bar.slots, page.below.recent.table, page.below.table, page, page.below.form


def _tabbed(page: DoorPage) -> set[QWidget]:
    """What takes the keyboard, from the field on, one Tab after the other, until it comes round."""
    met: set[QWidget] = set()
    for _turn in range(60):
        at = QApplication.focusWidget()
        assert at is not None
        met.add(at)
        QTest.keyClick(at, Qt.Key.Key_Tab)
        QApplication.processEvents()
    return met


def test_everything_has_a_name_and_a_key_whatever_is_shown(
    page: DoorPage, people: dict[str, Attendee], token: Token, qtbot: QtBot
) -> None:
    assert {"Badge ou nom", "Inscrire sur place · F2", "Annuler · Ctrl Z", "Sorties · F4"} <= _check(page)

    keys(token(people["fleming"]))
    assert "Derniers passages" in _check(page)
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    QApplication.processEvents()
    assert "Annuler ce passage · Suppr" in _check(page)

    keys(token(people["waiting"]))
    assert "Admettre quand même · F8" in _check(page)

    keys("arrondell", None)
    qtbot.waitUntil(page.below.table.isVisible)
    assert "Personnes trouvées" in _check(page)

    QTest.keyClick(page.field, Qt.Key.Key_F2)
    QApplication.processEvents()
    assert {"Nom", "Prénom", "Collectivité", "Courriel", "Inscrire et admettre"} <= _check(page)


def test_the_tab_key_goes_round_everything_it_should(
    page: DoorPage, people: dict[str, Attendee], token: Token, qtbot: QtBot
) -> None:
    keys(token(people["waiting"]))
    page.focus_search()

    def left() -> bool:
        QTest.keyClick(page.field, Qt.Key.Key_Tab)
        return not page.field.hasFocus()

    qtbot.waitUntil(left)  # just after a scan, Tab is the scanner's
    page.focus_search()
    expected = {w for w, _name in _acted_on(page) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isEnabled()}
    assert page.field in expected
    assert {w.accessibleName() or w.toolTip() for w in expected - _tabbed(page)} == set()


def test_the_verdict_is_told_whole(page: DoorPage, people: dict[str, Attendee], token: Token) -> None:
    keys(token(people["fleming"]))
    panel = QAccessible.queryAccessibleInterface(page.verdict)
    assert panel is not None
    said = plain(panel.text(QAccessible.Text.Name))
    assert said.startswith("Bienvenue, Océane. FLEMING Océane. Collectivité de Saint-Barthélemy. Présence enregistrée")


def test_the_slots_and_the_lists_answer_to_keys(page: DoorPage, people: dict[str, Attendee], token: Token) -> None:
    QTest.keyClick(page.field, Qt.Key.Key_F3)
    QApplication.processEvents()
    assert page.bar.slots.view().isVisible()
    page.bar.slots.hidePopup()
    page.focus_search()

    # The last scan, chosen by an arrow, is taken back by Delete.
    keys(token(people["fleming"]))
    QTest.keyClick(page.field, Qt.Key.Key_Down)
    assert page.below.recent.table.row == 0
    QTest.keyClick(page.field, Qt.Key.Key_Delete)
    QApplication.processEvents()
    assert plain(page.verdict.accessibleName()).startswith("Passage annulé")
