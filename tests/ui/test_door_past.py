"""Ctrl+Z and Ctrl+Shift+Z at the door: what was done there, in its order, and the panel says it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ia_events.domain.attendance import Fact, FactKind, Method, State
from ia_events.domain.events import Event, Slot
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.domain.verdicts import Verdict
from ia_events.store import Store, blanks, door, door_book, door_mends, events, journal, presence, registrations
from ia_events.store.journal import Label
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import plain
from tests.ui.test_door import EVENING, keys, page, people, token
from tests.ui.test_door_mends import press

__all__ = ["page", "people", "token"]  # the fixtures of the door
Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier
Both = Control | Shift


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
    """WHEN Ctrl+Z, its button or its line of the menu is asked over the form, or over a question THEN nothing is undone, and
    why is said: there is something to undo."""
    keys(token(people["fleming"]))
    press(Key.Key_F2)
    keys("Zola", None)
    for over in ("form", "question"):
        for ask in (window._undo.trigger, window._redo.trigger, page.entry.undo.click, page.past.redo):
            window.toast.hide()
            ask()
            assert page.below.in_form, over
            assert here(store, event) == ["Fleming"]
            assert "quittez-le avec Échap" in plain(window.toast.text)
        assert menu_words(window)[0].startswith("Annuler\t")
        press(Key.Key_Escape)
        press(Key.Key_Delete, Shift)
    press(Key.Key_Escape)
    assert not page.below.in_form
    page.entry.undo.click()
    assert here(store, event) == []
    page.entry.undo.click()
    assert plain(window.toast.text) == "Il n'y a rien à annuler."
    assert page.field.hasFocus()


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


def test_two_taken_back_never_give_back(
    page: DoorPage, window: MainWindow, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    """GIVEN a passage that Delete took back and Ctrl+Shift+Z gave back THEN Ctrl+Z takes it back, and once more nothing."""
    keys(token(people["arrondell"]))
    press(Key.Key_Down)
    press(Key.Key_Delete)
    press(Key.Key_Z, Both)
    assert here(store, event) == ["Arrondell"]
    for said in ("", "Il n'y a rien à annuler."):
        press(Key.Key_Z, Control)
        assert here(store, event) == []
        assert page.verdict.shown.headline == "Passage annulé"
        assert not said or plain(window.toast.text) == said
    press(Key.Key_Z, Both)
    press(Key.Key_Z, Both)
    assert here(store, event) == ["Arrondell"]


@pytest.mark.parametrize("way", ["the door's key", "another page's key", "another program"])
def test_a_column_marked_since_stays_marked(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str], way: str,
) -> None:  # fmt: skip
    """GIVEN a passage taken back by Delete that came back in some way WHEN a column of the grid is marked THEN Ctrl+Z at the
    door has nothing to do with it, nor where the mark came before the passage could be given back."""
    slot, marked = event.slots[0].id, ("arrondell", "fleming", "ndiaye", "namesake")
    for who in marked[:3]:
        keys(token(people[who]))
    press(Key.Key_Down)
    press(Key.Key_Delete)
    if way == "the door's key":
        press(Key.Key_Z, Both)
    elif way == "another page's key":
        session.redo()
    assert len(here(store, event)) == (2 if way == "another program" else 3)
    presence.mark(store, event, [(people[who].id, slot) for who in marked], State.ABSENT, session.now())
    session.recorded()
    assert [words.split("\t")[0] for words in menu_words(window)] == ["Annuler", "Rétablir"]
    press(Key.Key_Z, Control)
    press(Key.Key_Z, Both)
    cells = presence.load(store, event).cells
    assert {cells[people[who].id, slot].state for who in marked} == {State.ABSENT}
    # the mark undone where it was made: the door's own is the door's again
    session.undo()
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == ("Passage rétabli" if way == "another program" else "Passage annulé")


def test_a_correction_here_of_another_station_comes_before_ones_own_passage(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["arrondell"]))
    now = session.now()
    door.admit(store, event, people["fleming"], at=now, now=now, station="Porte 2")
    session.recorded()
    page.mends.ask_hour(page.below.recent.model.entries[0])
    page.mends.hour_line.selectAll()
    keys("17 h 05")
    hours = {
        one.attendee.last_name: one.fact.at
        for one in door_book.recent(store, event.id, event.slots[0].id)
        if one.attendee
    }
    assert event.local(hours["Fleming"]).minute == 5
    assert "Heure corrigée, FLEMING Océane" in plain(menu_words(window)[0])
    # not a volunteer's: theirs is the last passage of this station
    session.change_setting("mode", "volunteer")
    assert "ARRONDELL" in menu_words(window)[0]
    session.change_setting("mode", "")
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == "Correction annulée"
    assert here(store, event) == ["Fleming", "Arrondell"]
    press(Key.Key_Z, Both)
    assert page.verdict.shown.headline == "Correction rétablie"
    press(Key.Key_Z, Control)
    press(Key.Key_Z, Control)
    assert here(store, event) == ["Fleming"], "another station's passage is not this door's"
    press(Key.Key_Z, Control)
    assert here(store, event) == ["Fleming"]


def test_hours_shifted_are_shifted_back_by_the_organiser_alone(
    page: DoorPage, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    def hours() -> list[int]:
        return [event.local(one.fact.at).minute for one in door_book.recent(store, event.id, event.slots[0].id)]

    for who in ("arrondell", "fleming"):
        keys(token(people[who]))
    page.clock.ask()
    page.clock.minutes.setText("-30")
    press(Key.Key_Return)
    assert hours() == [12, 12]
    press(Key.Key_Z, Control)
    assert hours() == [42, 42]
    press(Key.Key_Z, Both)
    assert hours() == [12, 12]
    # the hours of a station are not a volunteer's to change: a passage is
    session.change_setting("mode", "volunteer")
    press(Key.Key_Z, Control)
    assert hours() == [12]
    session.change_setting("mode", "")
    press(Key.Key_Z, Both)
    assert hours() == [12, 12]
    # one of them marked absent since: that stays, and so does the shift
    presence.mark(store, event, [(people["arrondell"].id, event.slots[0].id)], State.ABSENT, session.now())
    session.recorded()
    press(Key.Key_Z, Control)
    assert hours() == []
    assert page.verdict.shown.headline == "Passage annulé"
    assert "FLEMING" in page.verdict.shown.sentence


def test_what_headquarters_return_says_of_this_station_is_no_passage_of_the_door(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee]
) -> None:
    slot, now, station = event.slots[0].id, session.now(), session.settings.station
    crosses = presence.cell_ops(event, people["fleming"].id, slot, [], State.PRESENT, now, station, Method.RETURN)
    journal.record(store, crosses, Label("Retour du siège"), now)
    session.recorded()
    assert menu_words(window)[0].startswith("Annuler\t")
    press(Key.Key_Z, Control)
    assert here(store, event) == ["Fleming"]


def test_a_badge_handed_out_is_taken_back_after_something_else_elsewhere(
    page: DoorPage, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    (blank,) = blanks.nobodys(1)
    blanks.record_issued(store, event, [blank.badge], EVENING)
    keys(token(blank))
    keys("fleming", None)
    page.search.search("fleming")
    QTest.qWait(600)  # Enter at once after a scan is the scanner's
    keys("")
    assert registrations.get(store, people["fleming"].id).badge == blank.badge
    events.save(store, replace(event, title="Voeux de rentrée"), EVENING)
    session.recorded()
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == "Badge repris"
    assert (here(store, event), events.get(store, event.id).title) == (["Fleming"], "Voeux de rentrée")
    press(Key.Key_Z, Both)
    assert page.verdict.shown.headline == "Badge remis"
    # replaced since, on another page: it is no longer the door's to take back
    registrations.reissue_badge(store, people["fleming"].id, session.now())
    session.recorded()
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == "Passage annulé"


def test_a_passage_of_a_registration_not_received_yet_has_its_line_in_the_menu(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    fact = Fact(
        id=uuid7(EVENING), kind=FactKind.ARRIVAL, event_id=event.id, registration_id=uuid7(EVENING), at=EVENING,
        slot_id=event.slots[0].id, method=Method.SCAN, station=session.settings.station, value=Verdict.WELCOME,
    )  # fmt: skip
    journal.record(store, [fact], Label("Reçu"), EVENING)
    session.recorded()
    assert plain(menu_words(window)[0]).startswith("Annuler : Arrivée : Inscription à recevoir")
    door_mends.correct_time(store, event, fact.id, EVENING - timedelta(minutes=5), session.now())
    session.recorded()
    assert "Heure corrigée, Inscription à recevoir" in plain(menu_words(window)[0])
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert "Pointage retiré : Inscription à recevoir" in plain(page.verdict.shown.sentence)
    assert door_book.recent(store, event.id, event.slots[0].id) == []


def test_who_was_registered_on_the_spot_is_given_back_with_the_badge_to_write(
    page: DoorPage, store: Store, event: Event
) -> None:
    keys("Zola Nana", Key.Key_F2)
    keys("")
    for take, give in ((Key.Key_Z, (Key.Key_Z, Both)), (Key.Key_Delete, (Key.Key_Z, Control))):
        press(Key.Key_Down)
        press(take, Control if take == Key.Key_Z else Qt.KeyboardModifier.NoModifier)
        assert not page.arrivals.strip.isVisible()
        press(*give)
        assert page.verdict.shown.headline == "Inscription rétablie"
        assert "écrire à la main" in page.arrivals.strip.words.text()
    assert here(store, event) == ["Zola"]


def test_what_is_said_of_a_passage_goes_once_it_is_no_longer_so(
    page: DoorPage, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == "Passage annulé"
    session.redo()
    assert page.verdict.shown.headline == "Prêt à scanner"
    press(Key.Key_Down)
    press(Key.Key_Delete)
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == "Passage rétabli"
    presence.mark(store, event, [(people["fleming"].id, event.slots[0].id)], State.EXCUSED, session.now())
    session.recorded()
    assert page.verdict.shown.headline == "Prêt à scanner"


def test_of_another_slot_or_event_nothing_is_taken_back(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    press(Key.Key_Down)
    press(Key.Key_Delete)
    morning = Slot(label="Matin", start=EVENING + timedelta(hours=15), end=EVENING + timedelta(hours=18))
    both = events.save(store, replace(event, slots=(*event.slots, morning)), EVENING)
    session.recorded()
    page.open(slot=events.get(store, both).slots[1].id)
    page.refresh()
    assert menu_words(window)[0].startswith("Annuler\t")
    page.open(slot=event.slots[0].id)
    assert "Pointage retiré" in menu_words(window)[0]
    session.switch(events.duplicate(store, event.id, "Deuxième soirée", EVENING))
    assert menu_words(window)[0].startswith("Annuler\t")


def test_the_button_beside_what_was_said_undoes_that_whatever_came_since(
    page: DoorPage, window: MainWindow, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    keys(token(people["fleming"]))
    page.mends.ask_hour(page.below.recent.model.entries[0])
    page.mends.hour_line.selectAll()
    keys("17 h 05")
    assert plain(window.toast.text).startswith("Heure corrigée")
    keys(token(people["arrondell"]))
    window.toast._undo.click()
    assert here(store, event) == ["Arrondell", "Fleming"]
    hours = [event.local(one.fact.at).minute for one in door_book.recent(store, event.id, event.slots[0].id)]
    assert hours == [42, 42]


def test_a_correction_taken_back_beside_what_was_said_of_it_is_done_again_by_the_key(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    def minute() -> int:
        (one,) = door_book.recent(store, event.id, event.slots[0].id)
        return event.local(one.fact.at).minute

    keys(token(people["fleming"]))
    page.mends.ask_hour(page.below.recent.model.entries[0])
    page.mends.hour_line.selectAll()
    keys("17 h 05")
    window.toast._undo.click()
    assert minute() == 42
    session.change_setting("mode", "volunteer")
    press(Key.Key_Z, Both)
    assert minute() == 42
    session.change_setting("mode", "")
    assert "Heure corrigée, FLEMING Océane" in plain(menu_words(window)[1])
    for key, after, said in ((Both, 5, "Correction rétablie"), (Control, 42, "Correction annulée")) * 2:
        press(Key.Key_Z, key)
        assert (minute(), page.verdict.shown.headline) == (after, said)


def test_a_correction_of_before_a_restart_is_the_organisers_and_gives_nobody_a_badge(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    """GIVEN an hour corrected that the page does not remember, of who was registered on the spot WHEN the organiser undoes it
    THEN no volunteer does it again; the organiser does, and no badge is to be written."""
    keys("Zola Nana", Key.Key_F2)
    keys("")
    passage = page.below.recent.model.entries[0].fact.id
    door_mends.correct_time(store, event, passage, EVENING - timedelta(minutes=9), session.now())
    session.recorded()
    page.arrivals.strip.say("")
    press(Key.Key_Z, Control)
    assert page.verdict.shown.headline == "Correction annulée"
    session.change_setting("mode", "volunteer")
    assert menu_words(window)[1].startswith("Rétablir\t")
    press(Key.Key_Z, Both)
    assert plain(window.toast.text) == "Il n'y a rien à rétablir."
    session.change_setting("mode", "")
    press(Key.Key_Z, Both)
    assert page.verdict.shown.headline == "Correction rétablie"
    assert not page.arrivals.strip.isVisible()


def test_a_database_that_cannot_be_read_is_said(
    page: DoorPage, window: MainWindow, store: Store, people: dict[str, Attendee], token: Callable[[Attendee], str],
    qtbot: QtBot,
) -> None:  # fmt: skip
    """WHEN Ctrl+Z, its button, the menu's line or Shift+Delete comes upon a disk that fails THEN each says so."""
    keys(token(people["fleming"]))
    qtbot.waitUntil(lambda: not page.session.work.busy)
    page._tidy.stop()
    path = store.path
    assert path is not None
    store.checkpoint()
    path.write_bytes(b"?" * path.stat().st_size)
    asks = (page.past.undo, page.past.redo, page.entry.undo.click, window._undo.trigger, window._redo.trigger)
    for ask in (*asks, page.mends.ask_reason):
        window.toast.hide()
        store.execute("PRAGMA shrink_memory")
        ask()
        assert window.toast.isVisible()
        assert "est abîmée" in plain(window.toast.text)
    store.execute("PRAGMA shrink_memory")
    assert menu_words(window)[0].startswith("Annuler\t")


def test_hours_shifted_that_another_page_took_back_or_did_again_are_the_doors_still(
    page: DoorPage, window: MainWindow, session: Session, store: Store, event: Event, people: dict[str, Attendee],
    token: Callable[[Attendee], str],
) -> None:  # fmt: skip
    def minutes() -> list[int]:
        return [event.local(one.fact.at).minute for one in door_book.recent(store, event.id, event.slots[0].id)]

    keys(token(people["fleming"]))
    page.clock.ask()
    page.clock.minutes.setText("-30")
    press(Key.Key_Return)
    session.undo()
    assert minutes() == [42]
    assert "décalées" in menu_words(window)[1]
    press(Key.Key_Z, Both)
    assert (minutes(), page.verdict.shown.headline) == ([12], "Correction rétablie")
    press(Key.Key_Z, Control)
    session.redo()
    assert minutes() == [12]
    assert "décalées" in menu_words(window)[0]
    press(Key.Key_Z, Control)
    assert (minutes(), page.verdict.shown.headline) == ([42], "Correction annulée")
    # the last taken back is the first done again
    press(Key.Key_Z, Control)
    assert minutes() == []
    for after in ([42], [12]):
        press(Key.Key_Z, Both)
        assert minutes() == after


def test_what_was_turned_last_is_done_again_first(
    page: DoorPage, store: Store, event: Event, people: dict[str, Attendee], token: Callable[[Attendee], str]
) -> None:
    """GIVEN two passages removed by their lines WHEN the keys go back and forth THEN they follow each other's order."""
    for who in ("arrondell", "fleming"):
        keys(token(people[who]))
    for _line in range(2):
        press(Key.Key_Down)
        press(Key.Key_Delete)
    assert here(store, event) == []
    for key, after in (
        (Control, ["Arrondell"]),
        (Both, []),
        (Control, ["Arrondell"]),
        (Control, ["Fleming", "Arrondell"]),
        (Both, ["Arrondell"]),
        (Both, []),
    ):
        press(Key.Key_Z, key)
        assert here(store, event) == after
