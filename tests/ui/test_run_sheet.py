"""The run sheet page: where the event stands, and the one button that goes on with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from ia_events import demonstration
from ia_events.domain.events import Event, Resource, generate_slots
from ia_events.domain.people import Attendee, Role
from ia_events.domain.run_sheet import Step
from ia_events.store import Store, door, events, prints, registrations
from ia_events.ui.pages import run_sheet as pages
from ia_events.ui.pages.run_sheet import RunSheetPage
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain


@pytest.fixture
def page(qtbot: QtBot, session: Session, clock: list[datetime]) -> RunSheetPage:
    made = RunSheetPage(session)
    qtbot.addWidget(made)
    made.resize(1048, 800)
    made.show()
    session.changed.connect(made.refresh)
    return made


def shown(qtbot: QtBot, page: RunSheetPage) -> RunSheetPage:
    page.refresh()
    qtbot.waitUntil(lambda: not page.session.work.busy)
    return page


def add(store: Store, event: Event, *names: str, role: Role = Role.PARTICIPANT) -> list[Attendee]:
    for name in names:
        registrations.save(store, Attendee(event_id=event.id, last_name=name, first_name="Éloïse", role=role), NOW)
    return registrations.all_of(store, event.id)


def accents(page: RunSheetPage) -> list[str]:
    found = page.findChildren(QPushButton)
    return [plain(b.text()) for b in found if b.property("kind") == "primary" and b.isVisible()]


def texts(page: RunSheetPage) -> str:
    return plain("\n".join(found.text() for found in page.facts.findChildren(QLabel)))


def test_an_event_without_anybody_asks_for_its_list(qtbot: QtBot, page: RunSheetPage, session: Session) -> None:
    shown(qtbot, page)
    assert plain(page.header.sentence.text()) == "Dans 2 jours. Il reste à importer la liste des participants."
    assert accents(page) == ["Importer une liste"]
    with qtbot.waitSignal(session.navigated) as heard:
        QTest.keyClick(page.rows[Step.LIST].button, Qt.Key.Key_Space)
    assert heard.args == ["import", {}]


def test_the_accent_follows_the_day(
    qtbot: QtBot, page: RunSheetPage, store: Store, event: Event, clock: list[datetime]
) -> None:
    everybody = add(store, event, "Arrondell", "Belmare")
    assert accents(shown(qtbot, page)) == ["Imprimer les 2 badges"]
    prints.record_badges(store, event, everybody, "avery-l7418", NOW)
    assert accents(shown(qtbot, page)) == ["Préparer les feuilles"]
    prints.record_sheets(store, event, [event.slots[0].id], everybody, (), NOW)
    assert accents(shown(qtbot, page)) == []
    clock.append(event.slots[0].start)
    assert accents(shown(qtbot, page)) == ["Ouvrir l'accueil"]
    door.admit(store, event, everybody[0], at=clock[-1], now=clock[-1])
    shown(qtbot, page)
    assert plain(page.header.sentence.text()) == "« Soirée » jusqu'à 20 h 30 : 1 personne dans la salle, 1 à venir."
    clock.append(event.slots[0].end + timedelta(hours=1))
    assert accents(shown(qtbot, page)) == ["Compléter la grille"]
    assert [row.dot.accessibleName() for row in page.rows.values()] == [
        "Fait", "Fait", "Fait", "Fait", "À faire", "Plus tard",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "step, target",
    [
        (Step.BADGES, ("documents", {"section": "badges"})),
        (Step.SHEETS, ("documents", {"section": "sheets"})),
        (Step.DOOR, ("door", {})),
        (Step.PRESENCE, ("presence", {})),
        (Step.RETURN, ("exchange", {})),
    ],
)
def test_each_button_goes_to_the_page_that_does_it(
    qtbot: QtBot,
    page: RunSheetPage,
    session: Session,
    store: Store,
    event: Event,
    step: Step,
    target: tuple[str, object],
) -> None:
    add(store, event, "Arrondell")
    shown(qtbot, page)
    with qtbot.waitSignal(session.navigated) as heard:
        page.rows[step].button.click()
    assert tuple(heard.args) == target


def test_without_a_date_the_button_goes_to_the_editor(
    qtbot: QtBot, page: RunSheetPage, session: Session, store: Store, event: Event
) -> None:
    add(store, event, "Arrondell")
    events.save(store, replace(event, slots=()), NOW)
    session.recorded()
    assert accents(shown(qtbot, page)) == ["Donner des dates"]
    with qtbot.waitSignal(session.navigated) as heard:
        page.rows[Step.SHEETS].button.click()
    assert heard.args == ["event_editor", {"event_id": event.id}]
    assert not page.cautions.isVisible(), "the steps say it already"


def test_a_long_list_is_read_in_the_worker(
    qtbot: QtBot, page: RunSheetPage, store: Store, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_MANY", 1)
    add(store, event, "Arrondell", "Belmare")
    shown(qtbot, page)
    assert plain(page.rows[Step.LIST].words.text()).startswith("2 inscriptions")


def test_cautions_are_said_with_what_to_do(
    qtbot: QtBot, page: RunSheetPage, session: Session, store: Store, event: Event
) -> None:
    shown(qtbot, page)
    assert not page.cautions.isVisible()
    slots = tuple(generate_slots(date(2025, 11, 11), date(2025, 11, 11), (2,), event.timezone))
    add(store, event, "Arrondell", "Belmare")
    events.save(store, replace(event, slots=slots, capacity=1), NOW)
    session.recorded()
    shown(qtbot, page)
    assert page.cautions.isVisible()
    assert [plain(text) for text in page.cautions.texts] == [
        "Le 11/11/2025 est férié : Armistice. Vérifiez que le lieu est ouvert et que la date convient.",
        "2 inscriptions pour une jauge de 1. Changez de salle, relevez la jauge ou passez des personnes en liste d'attente.",
    ]


def test_the_facts_are_there_to_be_read_and_their_links_to_be_followed(
    qtbot: QtBot, page: RunSheetPage, session: Session, store: Store, event: Event
) -> None:
    resources = (
        Resource(title="Mooc <IA>", link="https://exemple.fr/mooc?a=1&b=2", kind="Mooc", open_to="Tout public"),
        Resource(title="Piège", link="javascript:alert(1)"),
    )
    events.save(store, replace(event, resources=resources, themes=("Données", "Usages"), notes="<b>gras</b>"), NOW)
    add(store, event, "Sainte-Luce", role=Role.SPEAKER)
    session.recorded()
    shown(qtbot, page)
    said = texts(page)
    assert "Mercredi 12 novembre 2025" in said
    assert "Soirée, 18 h – 20 h 30" in said
    assert "Grand Case Beach Club" in said
    assert "Éloïse SAINTE-LUCE" in said
    assert "Données · Usages" in said
    assert '<a href="https://exemple.fr/mooc?a=1&amp;b=2">Mooc &lt;IA&gt;</a> · Mooc · Tout public' in said
    assert "javascript" not in said, "only the web is linked to"
    notes = next(found for found in page.facts.findChildren(QLabel) if found.text() == "<b>gras</b>")
    assert notes.textFormat() == Qt.TextFormat.PlainText, "what was typed is shown as typed"
    names = [plain(found.accessibleName()) for found in page.facts.findChildren(QLabel)]
    assert "Thèmes : Données · Usages" in names
    assert "Ressources : Mooc <IA> · Mooc · Tout public\nPiège" in names


def test_the_name_of_a_fact_has_its_room_at_any_zoom(
    qtbot: QtBot, window: MainWindow, session: Session, event: Event
) -> None:
    window.open("run_sheet")
    page = window.page
    assert isinstance(page, RunSheetPage)
    for zoom in (100, 200):
        session.change_setting("text_zoom", zoom)
        qtbot.waitUntil(lambda: not session.work.busy)
        for fact in (found for found in page.facts.findChildren(QLabel) if " : " in found.accessibleName()):
            words = fact.contentsRect().top()
            picture = fact.grab(QRect(0, 0, fact.width(), words)).toImage()
            ground = picture.pixelColor(picture.width() - 1, 0)
            inked = [y for y in range(words) for x in range(picture.width()) if picture.pixelColor(x, y) != ground]
            assert inked, fact.accessibleName()
            assert 0 < inked[0] < inked[-1] < words - 1, "the name is whole, and above the words"
            assert inked[-1] - inked[0] > zoom * 0.07


def test_the_demonstration_goes_in_one_click_and_comes_back_with_an_undo(
    window: MainWindow, session: Session, store: Store, event: Event
) -> None:
    ids = demonstration.load(store, session.now())
    session.switch(ids[0])
    window.open("run_sheet")
    page = window.page
    assert isinstance(page, RunSheetPage)
    assert page.demo.isVisible()
    button = next(b for b in page.demo.findChildren(QPushButton) if plain(b.text()) == "Retirer la démonstration")
    button.click()
    assert [e.id for e in events.list_events(store)] == [event.id]
    assert window.current == "events"
    assert session.event is None
    assert "Démonstration retirée" in window.toast.text
    session.undo()
    assert {e.id for e in events.list_events(store)} == {event.id, *ids}
    session.switch(event.id)
    window.open("run_sheet")
    assert not page.demo.isVisible(), "a real event says nothing of it"


def test_without_an_event_it_says_where_to_find_one(qtbot: QtBot, page: RunSheetPage, session: Session) -> None:
    session.switch("")
    page.refresh()
    assert page.empty.isVisible()
    assert not page.body.isVisible()
    with qtbot.waitSignal(session.navigated) as heard:
        page.empty.button.click()
    assert heard.args == ["events", {}]


@pytest.mark.parametrize("width", [520, 760, 1048, 1700])
def test_nothing_is_wider_than_the_page(
    qtbot: QtBot, page: RunSheetPage, session: Session, store: Store, event: Event, width: int
) -> None:
    words = "Une collectivité au nom interminable, service des affaires générales"
    events.save(store, replace(event, venue=words, title=words * 2, capacity=1), NOW)
    add(store, event, "Arrondell", "Belmare")
    session.recorded()
    page.resize(width, 900)
    shown(qtbot, page)
    page.resize(width, 901)
    qtbot.wait(20)
    assert page.minimumSizeHint().width() <= width
