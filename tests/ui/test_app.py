"""The wiring: a first start makes the demonstration, a refused database is said in a sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ia_events import app, paths
from ia_events.domain import demonstration
from ia_events.domain.errors import UserError
from ia_events.settings import Settings
from ia_events.store import events, registrations
from ia_events.ui.theme import Theme
from ia_events.ui.window import PAGES
from tests.ui.conftest import NOW


def test_the_first_start_makes_the_demonstration_and_only_the_first() -> None:
    store = app.open_store(paths.database(), NOW)
    made = [event.id for event in events.list_events(store)]
    assert made
    assert all(event.demo for event in events.list_events(store))
    store.close()
    again = app.open_store(paths.database(), NOW)
    assert [event.id for event in events.list_events(again)] == made
    again.close()


def test_at_the_first_start_there_is_nothing_to_undo(theme: Theme, settings: Settings, qapp: QApplication) -> None:
    """GIVEN a first start WHEN Ctrl+Z on the run sheet THEN nobody leaves the lists of the demonstration."""
    store = app.open_store(paths.database(), datetime.now(UTC))
    window = app.build(store, settings, theme)
    window.show()
    window.activateWindow()
    qapp.processEvents()
    before = {event.id: registrations.counts(store, event.id).total for event in events.list_events(store)}
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.toast.text == "Il n’y a rien à annuler."
    assert {id_: registrations.counts(store, id_).total for id_ in before} == before
    window.close()
    window.session.close()
    window.deleteLater()
    store.close()


def test_the_window_opens_on_the_event_last_seen(theme: Theme, settings: Settings) -> None:
    store = app.open_store(paths.database(), NOW)
    known = [event.id for event in events.list_events(store)]
    settings.event_id = known[-1]
    window = app.build(store, settings, theme)
    assert window.session.event_id == known[-1]
    assert window.current == "run_sheet"
    window.session.close()
    window.deleteLater()
    store.close()


def test_the_first_time_it_opens_on_the_event_that_comes_next(theme: Theme, settings: Settings) -> None:
    store = app.open_store(paths.database(), datetime.now(UTC))
    window = app.build(store, settings, theme)
    assert window.session.event is not None
    assert window.session.event.session_code == demonstration.EVENING
    window.session.close()
    window.deleteLater()
    store.close()


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "events.db"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(UserError):
        app.open_store(path, NOW)


def test_every_page_of_the_registry_is_a_module_of_the_pages() -> None:
    for target in PAGES.values():
        module, _colon, name = target.partition(":")
        assert module.startswith("ia_events.ui.pages.")
        assert name.endswith("Page")
