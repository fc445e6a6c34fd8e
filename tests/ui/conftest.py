"""A window on a real database, as app.py wires it, for tests without a screen."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event, generate_slots
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, events, registrations
from ia_events.ui import language
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.exchange import ExchangePage
from ia_events.ui.pages.export_list import ExportListPage
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.window import MainWindow
from tests.ui.papers import settle

NOW = datetime(2025, 11, 10, 14, 0, tzinfo=UTC)


def plain(text: str) -> str:
    """With plain spaces and apostrophes, as the sources are written."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def make_file(qtbot: QtBot, page: ExchangePage | ExportListPage) -> Path:
    """Press the button of a page that writes a file, and wait until it has said what became of it."""
    page.make_button.setFocus()
    QTest.keyClick(page.make_button, Qt.Key.Key_Space)
    # It looks at the drive once more when the file is written.
    qtbot.waitUntil(
        lambda: page.make_button.isEnabled() and page.result.isVisible() and not page.session.work.busy, timeout=20_000
    )
    return page.writing.path


@pytest.fixture
def settings() -> Settings:
    """The default settings, in a home of their own."""
    return Settings(language="fr", theme="light")


@pytest.fixture
def theme(qapp: QApplication, settings: Settings) -> Generator[Theme, None, None]:
    """The looks, applied to the application; French."""
    language.use("fr")
    made = Theme(qapp, settings)
    yield made
    made.close()
    language.use("fr")


@pytest.fixture
def store(tmp_path: Path) -> Generator[Store, None, None]:
    """An empty database in a file."""
    made = Store.open(tmp_path / "events.db", now=NOW)
    yield made
    made.close()


@pytest.fixture
def event(store: Store) -> Event:
    """The Saint-Martin evening, recorded, without anybody on its list."""
    slots = generate_slots(date(2025, 11, 12), date(2025, 11, 12), [2], "America/Marigot")
    evening = Event(
        title="Soirée de l'INET", timezone="America/Marigot", venue="Grand Case Beach Club", slots=tuple(slots)
    )
    return events.get(store, events.save(store, evening, NOW))


@pytest.fixture
def session(theme: Theme, store: Store, event: Event, settings: Settings) -> Generator[Session, None, None]:
    """A session on the evening."""
    made = Session(store, settings)
    made.switch(event.id)
    made.settings_changed.connect(lambda _key: theme.apply())
    yield made
    made.close()


@pytest.fixture
def clock(session: Session, monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The session's clock: its last item is now."""
    times = [NOW]
    monkeypatch.setattr(session, "now", lambda: times[-1])
    return times


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """The folder of documents; not made yet, as on a new machine."""
    settings.documents_folder = str(tmp_path / "documents")
    return tmp_path / "documents"


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses made for people's hands and eyes, and for slow drives, are short: hundreds of tests wait for their end."""
    monkeypatch.setattr("ia_events.ui.window._APPEARING", 0)
    for page in ("documents", "designer_view", "file_card"):
        monkeypatch.setattr(f"ia_events.ui.pages.{page}._PAUSE", 10)
    # A machine that is busy elsewhere for 20 ms is not one with thousands of arrivals to count.
    monkeypatch.setattr("ia_events.ui.pages.door_counting._DEAR", 60.0)


@pytest.fixture
def window(session: Session, qapp: QApplication, qtbot: QtBot, brisk: None) -> Generator[MainWindow, None, None]:
    """The window, shown, on no page yet."""
    made = MainWindow(session)
    made.show()
    made.activateWindow()
    qapp.processEvents()
    # What a test holds itself must not be let go by the window, once that has appeared.
    qtbot.waitUntil(lambda: session.work._held is None)
    yield made
    made.close()
    made.deleteLater()
    # Now, not during the next test: a page with something unsaved has refused to close, and its timers run on.
    qapp.sendPostedEvents(made, QEvent.Type.DeferredDelete.value)
    qapp.processEvents()


@pytest.fixture
def people(store: Store, event: Event) -> list[Attendee]:
    """Twelve people on the list."""
    for number in range(12):
        person = Attendee(event_id=event.id, last_name=f"Nom {number:02}", first_name="Prénom", employer="Ville")
        registrations.save(store, person, NOW)
    return registrations.all_of(store, event.id)


@pytest.fixture
def open_page(window: MainWindow, session: Session, qtbot: QtBot) -> Callable[..., DocumentsPage]:
    """Opens the page, and waits for its document."""

    def opened(**arguments: object) -> DocumentsPage:
        session.open("documents", **arguments)
        page = window.page
        assert isinstance(page, DocumentsPage)
        settle(qtbot, page)
        return page

    return opened
