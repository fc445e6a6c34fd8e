"""Documents of an event that lacks people or slots: each says what to do, with the button that does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Status
from ia_events.store import Store, events, registrations
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.documents_day import RollCallOptions
from ia_events.ui.pages.documents_table import DOCUMENTS
from ia_events.ui.session import Session
from tests.ui.conftest import NOW, plain
from tests.ui.papers import press, settle

OF_PEOPLE = ("badges", "tents", "labels", "roll_call", "meals", "certificates")
OF_SLOTS = ("sheets", "kit", "run")


def said(page: DocumentsPage) -> tuple[str, list[str]]:
    shown = page.sight.message
    return plain(shown.title.text()), [plain(made.text()) for made in shown.findChildren(QPushButton)]


@pytest.fixture
def bare(store: Store, session: Session) -> Event:
    """Neither people nor slots."""
    event = events.get(store, events.save(store, Event(title="Vide"), NOW))
    session.switch(event.id)
    return event


@pytest.mark.usefixtures("bare")
def test_without_people_nor_slots(open_page: Callable[..., DocumentsPage]) -> None:
    for name in OF_PEOPLE:
        assert said(open_page(section=name)) == ("Rien à imprimer pour l'instant", ["Importer une liste"]), name
    for name in OF_SLOTS:
        assert said(open_page(section=name)) == ("Aucun créneau", ["Modifier l'événement"]), name
    for name in set(DOCUMENTS) - {*OF_PEOPLE, *OF_SLOTS}:
        page = open_page(section=name)
        assert page.ready is not None
        assert page.ready.data, name


def test_nobody_of_a_role_is_not_nobody_chosen(
    open_page: Callable[..., DocumentsPage], people: list[Attendee], qtbot: QtBot
) -> None:
    page = open_page(section="tents")
    assert said(page) == ("Personne à imprimer", ["Prendre tout le monde"])
    assert plain(page.sight.message.sentence.text()) == "« Intervenants et officiels » : aucune inscription en vigueur."
    press(page, "Prendre tout le monde")
    settle(qtbot, page)
    assert page.ready is not None
    assert page.ready.count == len(people)


def test_a_list_without_a_standing_registration(
    open_page: Callable[..., DocumentsPage], store: Store, bare: Event
) -> None:
    gone = Attendee(event_id=bare.id, last_name="Hodge", status=Status.CANCELLED)
    registrations.save(store, gone, NOW)
    for name in ("labels", "roll_call"):
        page = open_page(section=name)
        assert said(page) == ("Personne à imprimer", ["Voir les participants"]), name
        assert "en attente ou annulées" in page.sight.message.sentence.text()
    assert said(open_page(section="badges")) == ("Aucun badge à imprimer", ["Voir les participants"])
    listed = registrations.all_of(store, bare.id)
    page = open_page(section="labels", people=[listed[0].id])
    assert "de la sélection" in page.sight.message.sentence.text()


def test_a_roll_call_without_slots_says_that_it_has_no_box(
    open_page: Callable[..., DocumentsPage], store: Store, bare: Event, session: Session
) -> None:
    registrations.save(store, Attendee(event_id=bare.id, last_name="Hodge"), NOW)
    page = open_page(section="roll_call")
    options = page.options("roll_call")
    assert isinstance(options, RollCallOptions)
    assert page.ready is not None
    assert page.ready.data
    assert options.no_slots.isVisible()
    assert not options.slot.isVisible()
    gone: list[tuple[str, object]] = []
    session.navigated.connect(lambda key, arguments: gone.append((key, arguments)))
    options.add_slots.click()
    assert gone == [("event_editor", {"event_id": bare.id})]
