"""Ctrl+Z and Ctrl+Shift+Z at the door: what was done there, in its order, and the panel says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ia_events.domain.attendance import State
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, door_book, events, journal, presence, registrations
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.test_door import EVENING, keys, page, people, token
from tests.ui.test_door_mends import press

__all__ = ["page", "people", "token"]  # the fixtures of the door
Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
Both = Control | Qt.KeyboardModifier.ShiftModifier


def here(store: Store, event: Event) -> list[str]:
    """Whose passages count, the newest first."""
    slot = event.slots[0].id
    return [e.attendee.last_name for e in door_book.recent(store, event.id, slot, refused=False) if e.attendee]


def menu_words(window: MainWindow) -> list[str]:
    menu = window.menu()
    words = [action.text() for action in menu.actions()[:2]]
    menu.close()
    return words


def test_ctrl_z_after_delete_gives_the_passage_back_and_says_whose(
    page: DoorPage, window: MainWindow, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    for who in ("arrondell", "fleming", "ndiaye"):
        keys(token(people[who]))
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert here(store, event) == ["N'Diaye", "Arrondell"]
    assert "Pointage retiré\u00a0: FLEMING Océane" in menu_words(window)[0]
    press(Key.Key_Z, Control)
    assert here(store, event) == ["N'Diaye", "Fleming", "Arrondell"]
    assert (page.verdict.shown.headline, page.verdict.shown.name) == ("Passage rétabli", "FLEMING Océane")
    # again taken back, then given back once more
    assert "FLEMING Océane" in menu_words(window)[1]
    press(Key.Key_Z, Both)
    assert here(store, event) == ["N'Diaye", "Arrondell"]
    assert page.verdict.shown.headline == "Passage annulé"
    press(Key.Key_Z, Control)
    # nothing is left to give back: the last passage of this station
    press(Key.Key_Z, Control)
    assert here(store, event) == ["Fleming", "Arrondell"]
    assert "N'DIAYE" in page.verdict.shown.sentence.replace("\u2019", "'")


def test_each_in_its_turn_a_passage_after_the_taking_back_comes_first(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    keys(token(people["arrondell"]))
    press(Key.Key_Down)
    press(Key.Key_Delete)
    keys(token(people["fleming"]))
    press(Key.Key_Z, Control)
    assert here(store, event) == []
    assert "FLEMING" in page.verdict.shown.sentence
    press(Key.Key_Z, Control)
    assert here(store, event) == ["Arrondell"]
    assert page.verdict.shown.name == "ARRONDELL Éloïse"


def test_a_walk_in_and_a_cross_of_the_grid_taken_back_by_their_line_come_back_whole(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    count = len(registrations.all_of(store, event.id))
    press(Key.Key_F2)
    keys("Zola")
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert len(registrations.all_of(store, event.id)) == count
    press(Key.Key_Z, Control)
    assert len(registrations.all_of(store, event.id)) == count + 1
    assert here(store, event) == ["Zola"]
    # told again by the undoing of a mark: taken back alone, and given back alone
    keys(token(people["fleming"]))
    presence.mark(store, event, [(people["fleming"].id, event.slots[0].id)], State.ABSENT, EVENING)
    journal.undo(store, EVENING)
    page.session.recorded()
    QApplication.processEvents()
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert here(store, event) == ["Zola"]
    press(Key.Key_Z, Control)
    assert here(store, event) == ["Fleming", "Zola"]


def test_nothing_of_another_page_is_undone_at_the_door(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee]
) -> None:
    """GIVEN an event renamed and nobody in WHEN Ctrl+Z is the field's or the window's THEN its title stays, and the menu
    offers nothing."""
    events.save(store, replace(event, title="Voeux de rentrée"), EVENING)
    session.recorded()
    press(Key.Key_Z, Control)
    page.bar.exits.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.bar.exits.setFocus()
    press(Key.Key_Z, Control)
    window._undo.trigger()
    assert events.get(store, event.id).title == "Voeux de rentrée"
    assert menu_words(window)[0].startswith("Annuler\t")


def test_the_form_stays_while_somebody_is_being_registered(
    page: DoorPage, window: MainWindow, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    press(Key.Key_F2)
    window._undo.trigger()
    window._redo.trigger()
    assert page.below.in_form
    assert here(store, event) == ["Fleming"]


def test_what_was_done_again_is_said_in_the_place_of_what_was_undone(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == "Passage annulé"
    press(Key.Key_Z, Both)
    assert page.verdict.shown.headline == "Passage rétabli"
    assert page.verdict.shown.sentence == "Arrivée\u00a0: FLEMING Océane"
    assert here(store, event) == ["Fleming"]
    # what another page undid is not done again from here, for nobody
    events.save(store, replace(event, title="Voeux de rentrée"), EVENING)
    journal.undo(store, EVENING)
    for mode in ("", "volunteer"):
        session.change_setting("mode", mode)
        session.recorded()
        press(Key.Key_Z, Both)
        assert events.get(store, event.id).title == event.title
        assert plain(window.toast.text) == "Il n'y a rien à rétablir."
