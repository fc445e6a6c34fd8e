"""The size of text, larger and smaller again: each page is then as if it had always been at that size."""

from __future__ import annotations

from collections.abc import Callable, Generator

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget
from pytestqt.qtbot import QtBot

from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, door
from ia_events.ui import theme as looks
from ia_events.ui.pages.door import DoorPage
from ia_events.ui.pages.participants import ParticipantsPage
from ia_events.ui.session import Session
from ia_events.ui.theme import Theme
from ia_events.ui.window import PAGES, MainWindow
from tests.ui.conftest import plain

_SEEN = [key for key in PAGES if key not in ("kiosk", "designer")]  # those that open in this window by their key alone
_ARGUMENTS = {"stocks": {"stock": "avery-l7418"}, "stock_editor": {"copy": "avery-32011"}}
Layout = dict[tuple[str, str, str], list[tuple[int, ...]]]


@pytest.fixture
def another(session: Session, qapp: QApplication) -> Generator[Callable[[], MainWindow], None, None]:
    """Makes one more window, opened as things are then."""
    made: list[MainWindow] = []

    def build() -> MainWindow:
        made.append(MainWindow(session))
        made[-1].show()
        return made[-1]

    yield build
    for window in made:
        window.close()
        window.deleteLater()
        qapp.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def passed(store: Store, session: Session, people: list[Attendee]) -> None:
    """Some people have passed the door."""
    event = session.event
    assert event is not None
    for person in people[:6]:
        door.admit(store, event, person, at=session.now(), now=session.now(), station="Entrée 1")
    session.recorded()


def settle(session: Session, qtbot: QtBot) -> None:
    qtbot.wait(20)
    qtbot.waitUntil(lambda: not session.work.busy)
    for _turn in range(4):
        QApplication.processEvents()


def use(window: MainWindow, qtbot: QtBot) -> None:
    """Show for a moment what the page shows at times."""
    page = window.page
    if isinstance(page, DoorPage):
        for part in (page.open_walk_in, lambda: QTest.keyClicks(page.field, "nom"), page.show_recent):
            part()
            settle(window.session, qtbot)
            page.field.clear_all()
        page.show_recent()
    if isinstance(page, ParticipantsPage):
        for part in (page.add, page.beside.hide, page.beside.show_imports, page.beside.close):
            part()
            settle(window.session, qtbot)
    settle(window.session, qtbot)


def show(window: MainWindow, key: str, qtbot: QtBot) -> None:
    arguments: dict[str, object] = dict(_ARGUMENTS.get(key, {}))
    window.open(key, {"event_id": window.session.event_id} if key == "event_editor" else arguments)
    assert window.current == key
    settle(window.session, qtbot)


def zoom(theme: Theme, session: Session, size: int, qtbot: QtBot) -> None:
    session.settings.text_zoom = size
    theme.apply()
    settle(session, qtbot)


def layout(window: MainWindow) -> Layout:
    """Where everything that is seen stands, and the columns of the tables."""
    found: Layout = {}
    for widget in window.centre.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window:
            corner = widget.mapTo(window, QPoint())
            key = (type(widget).__name__, widget.objectName(), widget.accessibleName() or str(widget.property("text")))
            found.setdefault(key, []).append((corner.x(), corner.y(), widget.width(), widget.height()))
            if isinstance(widget, QTableView):
                head = widget.horizontalHeader()
                found[(*key[:2], "columns")] = [tuple(head.sectionSize(place) for place in range(head.count()))]
    return {key: sorted(places) for key, places in found.items()}


@pytest.mark.parametrize("key", _SEEN)
def test_back_at_the_size_it_was_a_page_is_as_it_was(
    window: MainWindow, theme: Theme, session: Session, passed: None, folder: object, qtbot: QtBot, key: str
) -> None:
    elsewhere = "help" if key != "help" else "settings"
    show(window, key, qtbot)
    use(window, qtbot)
    before = layout(window)
    zoom(theme, session, 200, qtbot)
    use(window, qtbot)
    zoom(theme, session, 100, qtbot)
    assert layout(window) == before, "zoomed where it is seen"
    show(window, elsewhere, qtbot)
    zoom(theme, session, 200, qtbot)
    show(window, key, qtbot)
    show(window, elsewhere, qtbot)
    zoom(theme, session, 100, qtbot)
    show(window, key, qtbot)
    assert layout(window) == before, "and elsewhere"


@pytest.mark.parametrize("key", _SEEN)
def test_at_another_size_a_page_is_as_one_opened_at_that_size(
    window: MainWindow,
    another: Callable[[], MainWindow],
    theme: Theme,
    session: Session,
    passed: None,
    folder: object,
    qtbot: QtBot,
    key: str,
) -> None:
    show(window, key, qtbot)
    for size in (150, 200, 130):
        zoom(theme, session, size, qtbot)
    zoomed = layout(window)
    window.hide()
    fresh = another()
    show(fresh, key, qtbot)
    assert layout(fresh) == zoomed


def test_a_burst_of_steps_styles_the_window_once(
    window: MainWindow, theme: Theme, session: Session, settings: Settings, qtbot: QtBot
) -> None:
    session.settings_changed.disconnect()
    session.settings_changed.connect(theme.follow)
    styled: list[int] = []
    theme.changed.connect(lambda: styled.append(looks.px(100)))
    for _step in range(8):
        window.zoom(10)
    assert settings.text_zoom == 180
    assert plain(window.toast.text) == "Taille du texte : 180 %"
    assert styled == []
    qtbot.waitUntil(lambda: styled == [180])
