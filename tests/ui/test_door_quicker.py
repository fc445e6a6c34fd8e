"""What another window, another program or another door did meanwhile: the door says nothing that is no longer so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, door, door_book, journal
from ia_events.store.journal import Action
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.door_past import Deed, DoorPast
from ia_events.ui.pages.door_reopened import reopen
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.test_door import EVENING, keys, page, people, token
from tests.ui.test_door_mends import press
from tests.ui.test_door_past import Both, Control, Key, here

__all__ = ["page", "people", "token"]  # the fixtures of the door


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same database, in another program."""
    made = Store.open(store.path, now=EVENING)
    yield made
    made.close()


def last(store: Store, event: Event) -> str:
    return door_book.recent(store, event.id, event.slots[0].id)[0].fact.id


def test_a_passage_taken_back_elsewhere_is_welcomed_no_longer(
    page: DoorPage, session: Session, store: Store, other: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    door.undo_entry(other, last(store, event), session.now())
    # before the window looked
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert here(store, event) == []
    assert (page.verdict.shown.headline, page.verdict.shown.name) == ("Déjà changé ailleurs", "FLEMING Océane")
    # done again there: that is no longer so
    journal.redo(other, session.now())
    session.look()
    assert (here(store, event), page.verdict.shown.headline) == (["Fleming"], "Prêt à scanner")


@pytest.mark.parametrize("way", ["undo", "redo"])
def test_somebody_quicker_than_the_key_is_said(
    page: DoorPage, store: Store, other: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str], monkeypatch: pytest.MonkeyPatch, way: str,
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    passage = last(store, event)
    if way == "redo":
        press(Key.Key_Z, Control)
    past = page.past
    assert isinstance(past, DoorPast)
    turn = past._turn

    def later(deed: Deed) -> Action | None:
        if way == "undo":
            door.undo_entry(other, passage, EVENING)
        else:
            journal.redo(other, EVENING)
        return turn(deed)

    monkeypatch.setattr(past, "_turn", later)
    press(Key.Key_Z, Control if way == "undo" else Both)
    assert here(store, event) == ([] if way == "undo" else ["Fleming"])
    assert page.verdict.shown.headline == "Déjà changé ailleurs"


def test_the_last_passage_said_at_the_start_goes_once_it_no_longer_counts(
    page: DoorPage, window: MainWindow, session: Session, store: Store, other: Store, event: Event,
    people: dict[str, Attendee], token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    reopen(session, window)
    assert page.verdict.shown.headline == "Dernier passage"
    door.undo_entry(other, last(store, event), session.now())
    session.look()
    assert page.verdict.shown.headline == "Prêt à scanner"
