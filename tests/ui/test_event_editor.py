"""The event editor by keyboard: what is typed is what is kept, as one action; nothing typed is lost by leaving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.dates import parse_clock
from ia_events.domain.entry_rules import EntryRules
from ia_events.domain.events import Event, Format, Organisation, OrganisationRole, Resource, generate_slots
from ia_events.domain.people import Attendee, Role, Status
from ia_events.store import Store, door, events, journal, registrations
from ia_events.ui.pages.event_editor import EventEditorPage
from ia_events.ui.pages.event_slots import WallSlot
from ia_events.ui.session import Session
from ia_events.ui.widgets.dates import parse_day
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def clock(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "now", lambda: NOW)


def editor(window: MainWindow, **arguments: object) -> EventEditorPage:
    window.open("event_editor", arguments)
    assert isinstance(window.page, EventEditorPage)
    return window.page


def write(field: QWidget, text: str) -> None:
    """Keys as a keyboard sends them; QTest knows no accents."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = Key.Key_Return if letter == "\n" else Key.Key_unknown
            QApplication.sendEvent(field, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))


def retype(field: QWidget, text: str) -> None:
    QTest.keyClick(field, Key.Key_A, Ctrl)
    write(field, text)


def save(window: MainWindow) -> None:
    QTest.keyClick(window, Key.Key_S, Ctrl)


def answer(page: EventEditorPage, words: str) -> None:
    next(b for b in page.question.findChildren(QPushButton) if b.text() == words and b.isVisible()).click()


def local(event: Event) -> list[tuple[str, str, str]]:
    return [
        (s.label, f"{event.local(s.start):%Y-%m-%d %H:%M}", f"{event.local(s.end):%Y-%m-%d %H:%M}") for s in event.slots
    ]


# --- days and hours as people type them --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, expected",
    [
        ("12/11/2025", date(2025, 11, 12)),
        (" 12-11-25 ", date(2025, 11, 12)),
        ("12 11", date(2026, 11, 12)),
        ("12112025", date(2025, 11, 12)),
        ("121125", date(2025, 11, 12)),
        ("2025-11-12", date(2025, 11, 12)),
        ("31/02/2025", None),
        ("12", None),
        ("", None),
        ("demain", None),
    ],
)
def test_days(text: str, expected: date | None) -> None:
    assert parse_day(text, date(2026, 1, 1)) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        ("18 h 30", time(18, 30)), ("18h30", time(18, 30)), ("18h", time(18)), ("18:30", time(18, 30)), ("9.05", time(9, 5)),
        ("1830", time(18, 30)), ("930", time(9, 30)), ("18", time(18)), ("9 30", time(9, 30)), ("24 h", None), ("12:60", None), ("", None), ("midi", None),
    ],
)  # fmt: skip
def test_hours(text: str, expected: time | None) -> None:
    assert parse_clock(text) == expected


# --- creating ----------------------------------------------------------------------------------------------------


def test_an_event_is_created_from_the_keyboard(window: MainWindow, session: Session, store: Store) -> None:
    QTest.keyClick(window, Key.Key_N, Ctrl)
    page = window.page
    assert isinstance(page, EventEditorPage)
    form = page.form
    assert form.title.hasFocus()
    write(form.title, "Journée IA et territoires")
    write(form.session_code, "25-IA-11")
    write(form.delegation, "Ma délégation à moi")
    retype(form.timezone, "America/Cayenne")
    write(form.slots.first_day, "03/06/2026")
    write(form.slots.last_day, "4/6")
    QTest.keyClick(form.slots.parts[0], Key.Key_Space)
    QTest.keyClick(form.slots.parts[1], Key.Key_Space)
    QTest.keyClick(form.slots.first_day, Key.Key_Return)
    write(form.capacity, "8x0")
    write(form.closes, "04062026")
    form.organisations.add_button.click()
    write(form.organisations.rows[-1].name, "Ville de Cayenne")
    form.people.add_button.click()
    write(form.people.rows[0].first_name, "Éloïse")
    write(form.people.rows[0].last_name, "Arrondell")
    write(form.people.rows[0].job_title, "Enseignante-chercheuse")
    form.people.add_button.click()  # left empty: nobody
    form.resources.add_button.click()
    write(form.resources.rows[0].title, "Mooc")
    write(form.resources.rows[0].link, "https://exemple.fr/mooc")
    write(form.themes, "Données\n\n Usages ")
    save(window)

    assert session.event is not None
    event = events.get(store, session.event_id)
    assert window.current == "run_sheet", "a new event is the one to work on"
    assert (event.title, event.session_code, event.delegation) == (
        "Journée IA et territoires", "25-IA-11", "Ma délégation à moi",
    )  # fmt: skip
    assert local(event) == [
        ("Matin", "2026-06-03 09:00", "2026-06-03 12:30"),
        ("Après-midi", "2026-06-03 14:00", "2026-06-03 17:30"),
        ("Matin", "2026-06-04 09:00", "2026-06-04 12:30"),
        ("Après-midi", "2026-06-04 14:00", "2026-06-04 17:30"),
    ]
    assert (event.timezone, event.capacity, event.registration_closes) == ("America/Cayenne", 80, date(2026, 6, 4))
    assert [o.name for o in event.organisations] == ["Ville de Cayenne"]
    assert [r.link for r in event.resources] == ["https://exemple.fr/mooc"]
    assert event.themes == ("Données", "Usages")
    (person,) = registrations.all_of(store, event.id)
    assert (person.last_name, person.job_title, person.role) == ("Arrondell", "Enseignante-chercheuse", Role.SPEAKER)

    session.undo()
    assert event.id not in {e.id for e in events.list_events(store)}
    assert registrations.all_of(store, event.id) == []


def test_defaults_come_from_the_settings(window: MainWindow, session: Session) -> None:
    session.settings.timezone = "Indian/Reunion"
    session.settings.delegation = "La Réunion"
    session.settings.organisation = "CNFPT La Réunion"
    page = editor(window)
    draft = page.form.event_edited()
    assert (draft.timezone, draft.delegation) == ("Indian/Reunion", "La Réunion")
    assert [(o.name, o.role) for o in draft.organisations] == [("CNFPT La Réunion", OrganisationRole.ORGANISER)]
    assert not page.dirty


def test_without_a_title_it_says_so_beside_the_title(window: MainWindow, store: Store) -> None:
    page = editor(window)
    write(page.form.venue, "Basse-Terre")
    before = len(events.list_events(store))
    save(window)
    assert window.current == "event_editor"
    assert page.form.title.hasFocus()
    assert page.form.title.property("wrong")
    assert len(events.list_events(store)) == before


# --- editing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def full(store: Store, event: Event) -> Event:
    """The evening with everything an event can hold."""
    made = replace(
        event,
        session_code="24-IA",
        format=Format.EVENING,
        programme="Soirées de l'INET",
        cycle="IA",
        delegation="Guadeloupe",
        address="21 rue de Petite Plage\n97150 Saint-Martin",
        capacity=90,
        registration_opens=date(2025, 10, 1),
        registration_closes=date(2025, 11, 14),
        themes=("Données", "Usages"),
        audience="Cadres",
        needs="Par métier",
        notes="Rallonge",
        organisations=(Organisation(name="Collectivité", role=OrganisationRole.HOST),),
        resources=(Resource(title="Mooc", link="https://exemple.fr/mooc", kind="Mooc", open_to="Tout public"),),
    )
    team = [
        Attendee(
            first_name="Éloïse", last_name="Arrondell", employer="Université", role=Role.SPEAKER, email="e@exemple.fr"
        ),
        Attendee(first_name="Remy", last_name="Ben Ali", role=Role.DIGNITARY, status=Status.CANCELLED),
    ]
    events.save(store, made, NOW, team)
    return events.get(store, event.id)


def test_opening_and_saving_changes_nothing(window: MainWindow, store: Store, full: Event) -> None:
    last = journal.next_undo(store)
    team = registrations.team(store, full.id)
    page = editor(window, event_id=full.id)
    assert not page.dirty
    draft = page.form.event_edited()
    assert replace(draft, slots=full.slots) == full
    assert local(draft) == local(full)
    save(window)
    assert journal.next_undo(store) == last
    assert events.get(store, full.id) == full
    assert registrations.team(store, full.id) == team, "who cancelled is not in the form, and not lost"


def test_an_edit_is_one_action_undo_takes_it_all_back(
    window: MainWindow, session: Session, store: Store, full: Event
) -> None:
    page = editor(window, event_id=full.id)
    retype(page.form.title, "Soirée IA")
    retype(page.form.people.rows[0].last_name, "Arrondell-Gumbs")
    page.form.organisations.rows[0].remove_button.click()
    page.form.slots.rows[0].end.selectAll()
    write(page.form.slots.rows[0].end, "21h")
    save(window)
    edited = events.get(store, full.id)
    assert (edited.title, edited.organisations) == ("Soirée IA", ())
    assert local(edited) == [("Soirée", "2025-11-12 18:00", "2025-11-12 21:00")]
    assert edited.slots[0].id == full.slots[0].id
    speaker = next(p for p in registrations.team(store, full.id) if p.role == Role.SPEAKER)
    assert (speaker.last_name, speaker.email) == ("Arrondell-Gumbs", "e@exemple.fr")
    assert window.current == "run_sheet"
    session.undo()
    assert events.get(store, full.id) == full
    assert [p.last_name for p in registrations.team(store, full.id)] == ["Arrondell", "Ben Ali"]


def test_hours_stay_those_of_the_wall_when_the_zone_changes(window: MainWindow, store: Store, full: Event) -> None:
    page = editor(window, event_id=full.id)
    retype(page.form.timezone, "Europe/Paris")
    save(window)
    edited = events.get(store, full.id)
    assert local(edited) == [("Soirée", "2025-11-12 18:00", "2025-11-12 20:30")]
    assert edited.slots[0].start != full.slots[0].start


def test_what_is_no_day_no_hour_and_no_zone_is_said_where_it_is(window: MainWindow, store: Store, full: Event) -> None:
    page = editor(window, event_id=full.id)
    form = page.form
    for field, wrong, right in (
        (form.slots.rows[0].day, "31/02/2025", "13/11/2025"),
        (form.slots.rows[0].start, "25 h", "17 h"),
        (form.timezone, "America/Nulle", "America/Marigot"),
        (form.closes, "bientôt", "15/11/2025"),
    ):
        retype(field, wrong)
        assert page.dirty, "it would be lost"
        save(window)
        assert window.current == "event_editor"
        assert field.hasFocus()
        assert field.property("wrong")
        retype(field, right)
    save(window)
    edited = events.get(store, full.id)
    assert local(edited) == [("Soirée", "2025-11-13 17:00", "2025-11-13 20:30")]
    assert edited.registration_closes == date(2025, 11, 15)


def test_slots_made_from_dates_join_those_there_and_an_end_past_midnight_is_the_next_day(
    window: MainWindow, store: Store, full: Event
) -> None:
    page = editor(window, event_id=full.id)
    slots = page.form.slots
    write(slots.first_day, "12/11/2025")
    slots.parts[1].click()
    slots.parts[2].click()
    slots.generate_button.click()
    assert [row.name.text() for row in slots.rows] == ["Après-midi", "Soirée"], "the evening was there already"
    slots.add_button.click()
    assert slots.rows[2].day.hasFocus()
    assert slots.rows[2].value().day == date(2025, 11, 13)
    retype(slots.rows[1].end, "030")
    retype(slots.rows[1].name, "Soirée et nuit")
    save(window)
    edited = events.get(store, full.id)
    assert local(edited) == [
        ("Après-midi", "2025-11-12 14:00", "2025-11-12 17:30"),
        ("Soirée et nuit", "2025-11-12 18:00", "2025-11-13 00:30"),
        ("Matin", "2025-11-13 09:00", "2025-11-13 12:30"),
    ]
    assert full.slots[0].id in {slot.id for slot in edited.slots}


def test_days_and_half_days_given_are_slots_once_saved(window: MainWindow, session: Session, store: Store) -> None:
    """GIVEN days typed, half-days ticked, « Créer les créneaux » not pressed WHEN it is saved THEN the slots are there."""
    page = editor(window)
    write(page.form.title, "Journée IA et territoires")
    slots = page.form.slots
    write(slots.first_day, "31/02/2026")
    slots.parts[0].click()
    slots.parts[1].click()
    save(window)
    assert window.current == "event_editor", "what is no day must be mended first"
    assert slots.first_day.hasFocus()
    retype(slots.first_day, "03/06/2026")
    write(slots.last_day, "04/06/2026")
    save(window)
    assert [start for _name, start, _end in local(events.get(store, session.event_id))] == [
        "2026-06-03 09:00",
        "2026-06-03 14:00",
        "2026-06-04 09:00",
        "2026-06-04 14:00",
    ]


def test_half_days_ticked_are_not_lost_by_leaving_nor_made_twice(window: MainWindow, store: Store, full: Event) -> None:
    page = editor(window, event_id=full.id)
    slots = page.form.slots
    write(slots.first_day, "12/11/2025")
    assert page.may_leave(), "a day alone makes nothing"
    slots.parts[1].click()
    assert not page.may_leave()
    slots.generate_button.click()
    made = len(slots.rows)
    # one that was made, then taken away, stays away
    slots.rows[0].remove_button.click()
    save(window)
    assert len(events.get(store, full.id).slots) == made - 1


def test_all_slots_are_shifted_at_once_by_days_of_the_calendar(window: MainWindow, store: Store, full: Event) -> None:
    slots = tuple(generate_slots(date(2025, 10, 24), date(2025, 10, 25), (0,), "Europe/Paris"))
    events.save(store, replace(full, timezone="Europe/Paris", slots=slots), NOW)
    page = editor(window, event_id=full.id)
    page.form.slots.shift_button.click()
    assert page.form.slots.shift_day.hasFocus()
    retype(page.form.slots.shift_day, "30/10/2025")
    QTest.keyClick(page.form.slots.shift_day, Key.Key_Return)
    save(window)
    edited = events.get(store, full.id)
    assert [start for _label, start, _end in local(edited)] == ["2025-10-30 09:00", "2025-10-31 09:00"], (
        "across winter time"
    )


def test_a_wall_slot_keeps_what_spans_nights() -> None:
    (slot,) = generate_slots(date(2025, 11, 12), date(2025, 11, 12), (2,), "Europe/Paris")
    long = replace(slot, end=slot.end.replace(day=15), opens=0, late=10, seats=80, reentry=False)
    assert WallSlot.of(long, "Europe/Paris").slot("Europe/Paris") == long
    backwards = replace(slot, start=slot.end, end=slot.start)
    assert WallSlot.of(backwards, "Europe/Paris").slot("Europe/Paris") == backwards


def test_cautions_are_said_in_their_section_and_stop_nobody(
    qtbot: QtBot, window: MainWindow, store: Store, full: Event
) -> None:
    for name in ("Un", "Deux"):
        registrations.save(store, Attendee(event_id=full.id, last_name=name), NOW)
    door.admit(store, full, registrations.all_of(store, full.id)[0], at=full.slots[0].start, now=NOW)
    page = editor(window, event_id=full.id)
    retype(page.form.slots.rows[0].day, "11/11/2025")
    retype(page.form.capacity, "1")
    retype(page.form.closes, "01/09/2025")
    strips = page.form.strips
    qtbot.waitUntil(lambda: len(strips["registration"].texts) == 2)
    assert "férié" in strips["slots"].texts[0]
    assert not strips["people"].isVisible()
    page.form.slots.rows[0].remove_button.click()
    qtbot.waitUntil(lambda: any("porte 1 arriv" in text for text in strips["slots"].texts))
    save(window)
    assert events.get(store, full.id).capacity == 1


# --- leaving -----------------------------------------------------------------------------------------------------


def test_leaving_asks_on_the_page_and_goes_where_one_was_going(window: MainWindow, store: Store, full: Event) -> None:
    page = editor(window, event_id=full.id)
    retype(page.form.title, "Brouillon")
    QTest.keyClick(window, Key.Key_Comma, Ctrl)
    assert window.current == "event_editor"
    assert "ne sont pas enregistrées" in page.question.text
    answer(page, "Ne pas enregistrer")
    assert window.current == "settings"
    assert events.get(store, full.id).title == full.title
    page = editor(window, event_id=full.id)
    assert page.form.title.text() == full.title, "what was given up is gone"
    retype(page.form.title, "Soirée IA")
    QTest.keyClick(window, Key.Key_Comma, Ctrl)
    answer(page, "Enregistrer")
    assert window.current == "settings"
    assert events.get(store, full.id).title == "Soirée IA"


def test_saving_on_the_way_out_stays_when_something_must_be_mended(window: MainWindow, full: Event) -> None:
    page = editor(window, event_id=full.id)
    page.form.title.clear()
    QTest.keyClick(window, Key.Key_Comma, Ctrl)
    answer(page, "Enregistrer")
    assert window.current == "event_editor"
    assert page.form.title.hasFocus()


def test_closing_the_window_asks_too(window: MainWindow, full: Event) -> None:
    page = editor(window, event_id=full.id)
    retype(page.form.title, "Brouillon")
    window.close()
    assert window.isVisible()
    answer(page, "Ne pas enregistrer")
    assert not window.isVisible()


def test_another_event_does_not_replace_what_was_being_typed(window: MainWindow, store: Store, full: Event) -> None:
    page = editor(window, event_id=full.id)
    retype(page.form.title, "Brouillon")
    QTest.keyClick(window, Key.Key_N, Ctrl)
    assert page.form.title.text() == "Brouillon"
    assert page.question.isVisible()
    answer(page, "Ne pas enregistrer")
    assert page.form.title.text() == ""
    write(page.form.title, "Autre")
    save(window)
    assert {e.title for e in events.list_events(store)} == {full.title, "Autre"}


@pytest.mark.parametrize("back", ["events", ""])
def test_close_goes_back_where_one_came_from(window: MainWindow, full: Event, back: str) -> None:
    page = editor(window, event_id=full.id, back=back)
    page.cancel_button.click()
    assert window.current == (back or "run_sheet")


def test_an_undo_elsewhere_is_shown_unless_something_was_typed(
    window: MainWindow, session: Session, store: Store, full: Event
) -> None:
    events.save(store, replace(full, title="Soirée IA"), NOW)
    page = editor(window, event_id=full.id)
    session.undo()
    assert page.form.title.text() == full.title
    session.redo()
    assert page.form.title.text() == "Soirée IA"
    write(page.form.venue, "!")
    session.undo()
    assert page.form.title.text() == "Soirée IA"
    assert page.dirty


def test_an_event_that_goes_away_closes_its_editor(
    window: MainWindow, session: Session, store: Store, full: Event
) -> None:
    editor(window, event_id=full.id, back="events")
    events.remove(store, [full.id], NOW)
    session.recorded()
    assert window.current == "events"


def test_the_index_goes_to_a_section_and_follows_the_scrolling(qtbot: QtBot, window: MainWindow, full: Event) -> None:
    page = editor(window, event_id=full.id)
    qtbot.wait(20)
    page.links["people"].click()
    top = page.form.cards["people"].mapTo(page.area.viewport(), page.form.cards["people"].rect().topLeft()).y()
    assert 0 <= top < page.area.viewport().height() / 2
    assert page.links["people"].isChecked()
    page.area.verticalScrollBar().setValue(0)
    assert page.links["identity"].isChecked()


@pytest.mark.parametrize("zoom", [100, 200])
def test_the_form_is_never_wider_than_its_room(
    qtbot: QtBot, window: MainWindow, session: Session, full: Event, zoom: int
) -> None:
    session.change_setting("text_zoom", zoom)
    window.resize(1280, 800)
    page = editor(window, event_id=full.id)
    entry = page.form.slots.rows[0].entry
    entry.set_value(EntryRules(30, 10, 80, reentry=False, signing=True))
    entry.toggle()
    page.form.slots.add_button.click()  # there is another slot: the rules may be spread
    qtbot.wait(50)
    assert page.form.width() <= page.area.viewport().width()


def test_the_complaint_about_the_title_goes_once_it_is_typed(window: MainWindow) -> None:
    page = editor(window)
    save(window)
    assert page.form.title.property("wrong")
    write(page.form.title, "Une")
    assert not page.form.title.property("wrong")


def test_a_slot_that_ends_before_it_starts_says_it_ends_the_next_day(window: MainWindow, event: Event) -> None:
    row = editor(window, event_id=event.id).form.slots.rows[0]
    assert row.ends.isHidden()
    retype(row.end, "17 h")
    assert row.ends.text() == "finit le lendemain"
    assert not row.ends.isHidden()
    retype(row.end, "21 h")
    assert row.ends.isHidden()


def test_tab_goes_through_the_form_as_it_is_read(window: MainWindow, store: Store, event: Event) -> None:
    people = [Attendee(event_id=event.id, role=Role.SPEAKER, last_name="Brooks", first_name="Sharon")]
    events.save(store, event, NOW, people)
    page = editor(window, event_id=event.id)
    slot, person = page.form.slots.rows[0], page.form.people.rows[0]
    QApplication.processEvents()  # new rows are shown by then
    slot.end.setFocus()
    passed = []
    for _step in range(5):
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
        passed.append(window.focusWidget())
    slots = page.form.slots
    assert passed == [slot.remove_button, slot.entry.unfold, slots.add_button, slots.shift_button, page.form.venue]
    person.employer.setFocus()
    for expected in (person.remove_button, page.form.people.add_button, page.form.themes):
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
        assert window.focusWidget() is expected


def test_a_delegation_proposes_its_time_zone_until_somebody_chooses_one(window: MainWindow) -> None:
    form = editor(window).form
    retype(form.delegation, "La Réunion")
    assert form.timezone.text() == "Indian/Reunion"
    assert "Indian/Reunion" in form.delegation.accessibleDescription()
    retype(form.delegation, "Guadeloupe")
    assert form.timezone.text() == "America/Guadeloupe"
    retype(form.timezone, "America/Marigot")
    assert form.delegation.accessibleDescription() == ""
    retype(form.delegation, "Martinique")
    assert form.timezone.text() == "America/Marigot"


def test_an_event_recorded_keeps_its_time_zone(window: MainWindow, full: Event) -> None:
    form = editor(window, event_id=full.id).form
    retype(form.delegation, "Mayotte")
    assert form.timezone.text() == full.timezone


# --- how one enters ----------------------------------------------------------------------------------------------


def test_the_rules_of_entry_unfold_by_keyboard_and_are_said_in_words(
    window: MainWindow, store: Store, event: Event
) -> None:
    page = editor(window, event_id=event.id)
    entry = page.form.slots.rows[0].entry
    QApplication.processEvents()  # new rows are shown by then
    assert entry.words.text() == ""
    assert not entry.panel.isVisible()
    entry.unfold.setFocus()
    QTest.keyClick(entry.unfold, Key.Key_Space)
    assert entry.panel.isVisible()
    for field, text in ((entry.opens, "30"), (entry.late, "10"), (entry.seats, "80")):
        QTest.keyClick(window.focusWidget(), Key.Key_Tab)
        assert window.focusWidget() is field
        write(field, text)
    QTest.keyClick(window.focusWidget(), Key.Key_Tab)
    QTest.keyClick(window.focusWidget(), Key.Key_Space)
    QTest.keyClick(window.focusWidget(), Key.Key_Tab)
    assert window.focusWidget() is entry.signing
    QTest.keyClick(window.focusWidget(), Key.Key_Space)
    words = "ouvre 30 min avant · retard après 10 min · 80 places · sans retour · signature à l’écran"
    assert entry.words.text() == words
    assert "80 places" in entry.unfold.accessibleDescription()
    assert not entry.spread_button.isVisible(), "one slot: there is nowhere to spread to"
    save(window)
    (slot,) = events.get(store, event.id).slots
    assert (slot.opens, slot.late, slot.seats, slot.reentry, slot.signing) == (30, 10, 80, False, True)
    journal.undo(store, NOW)
    assert events.get(store, event.id).slots == event.slots


def test_rules_go_to_every_slot_and_follow_new_copied_and_shifted_ones(
    window: MainWindow, store: Store, event: Event
) -> None:
    form = editor(window, event_id=event.id).form
    first = form.slots.rows[0].entry
    first.unfold.click()
    write(first.seats, "40")
    form.slots.add_button.click()
    assert [row.entry.value.seats for row in form.slots.rows] == [40, 40], "one more is entered as the last"
    last = form.slots.rows[1].entry
    last.unfold.click()
    write(last.opens, "15")
    last.spread_button.click()
    assert [row.entry.value for row in form.slots.rows] == [last.value] * 2
    form.slots.shift_button.click()
    retype(form.slots.shift_day, "30/10/2025")
    QTest.keyClick(form.slots.shift_day, Key.Key_Return)
    save(window)
    copy = events.duplicate(store, event.id, "Copie", NOW)
    for id_ in (event.id, copy):
        assert [(slot.opens, slot.seats) for slot in events.get(store, id_).slots] == [(15, 40)] * 2
