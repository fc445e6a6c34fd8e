"""One line of the door's list taken back, whatever told it: nothing else goes with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ia_events import i18n
from ia_events.domain.attendance import Fact, FactKind, Method, State
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.lists import ListRow
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, door_book, imports, journal
from ia_events.store.journal import Label
from ia_events.ui.pages.door import DoorPage
from tests.store.test_imports import plan_of
from tests.ui.test_door import EVENING, page, people
from tests.ui.test_door_mends import of, press

__all__ = ["page", "people"]  # the fixtures of the door
Key = Qt.Key


def test_the_line_of_somebody_a_list_said_was_there_is_taken_back_alone(
    page: DoorPage, store: Store, event: Event, qtbot: QtBot
) -> None:
    slot = event.slots[0].id
    rows = [
        ListRow(number, Attendee(last_name=name, first_name="Anne"), presence=((slot, State.PRESENT),))
        for number, name in enumerate(("Abel", "Borel"), 2)
    ]
    imports.import_plan(store, plan_of(store, event, rows), EVENING)
    page.session.recorded()
    qtbot.waitUntil(lambda: page.below.recent.model.rowCount() == 2)
    # a cross told no hour, and greeted nobody
    assert [(line[0], line[4]) for line in page.below.recent.model.words] == [("", "Là, dit la liste")] * 2
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert page.verdict.shown.headline == "Passage annulé"
    assert "BOREL Anne" in page.verdict.shown.sentence
    assert {one.attendee.last_name for one in door_book.recent(store, event.id, slot) if one.attendee} == {"Abel"}
    assert of(store, event, "BOREL").first_name == "Anne"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_passage_told_in_words_no_version_knows_any_more_is_taken_back(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], qtbot: QtBot, language: str
) -> None:
    """GIVEN an arrival of a base of before its actions had other names THEN it is said as it was, and taken back alone."""
    fact = Fact(
        id=uuid7(EVENING), kind=FactKind.ARRIVAL, event_id=event.id, registration_id=people["fleming"].id,
        slot_id=event.slots[0].id, at=EVENING, method=Method.SCAN, value=Verdict.WELCOME,
    )  # fmt: skip
    journal.record(store, [fact], Label("Arrivée de {name}", {"name": "FLEMING Océane"}), EVENING)
    page.session.recorded()
    qtbot.waitUntil(lambda: page.below.recent.model.rowCount() == 1)
    with i18n.speaking(language):
        assert str(journal.next_undo(store)) == "Arrivée de FLEMING Océane"
        press(Key.Key_Down)
        press(Key.Key_Delete)
    assert page.verdict.shown.headline == {"fr": "Passage annulé", "en": "Check-in undone"}[language]
    assert "FLEMING Océane" in page.verdict.shown.sentence
    assert door_book.recent(store, event.id, event.slots[0].id) == []
