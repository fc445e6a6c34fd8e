"""The window by keyboard: pages, undo, search, zoom, language; nothing clipped in the rail."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QScrollArea, QVBoxLayout
from pytestqt.qtbot import QtBot

from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import Store, events, journal, registrations
from ia_events.ui import window as windows
from ia_events.ui.pages.documents import DocumentsPage
from ia_events.ui.pages.import_list import ImportListPage
from ia_events.ui.pages.settings import SettingsPage
from ia_events.ui.session import Session
from ia_events.ui.widgets import Page, PageHeader, SearchField, label
from ia_events.ui.window import MainWindow
from tests.ui.conftest import NOW, plain
from tests.ui.papers import settle

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class NotebookPage(Page):
    """A page as the others are: a title, a search, a reason to stay."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.seen: list[str] = []
        self.opened: list[dict[str, object]] = []
        self.stays = False
        self.search = SearchField("Chercher")
        self.column.addWidget(PageHeader("Carnet"))
        self.column.addWidget(self.search)

    def open(self, **arguments: object) -> None:
        self.opened.append(arguments)

    def refresh(self) -> None:
        self.seen.append(self.session.event.title if self.session.event else "")

    def focus_search(self) -> None:
        self.search.take_focus()

    def may_leave(self) -> bool:
        return not self.stays


@pytest.fixture
def notebooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page of the event, and the list of events, is a notebook."""
    module = ModuleType("notebooks")
    module.NotebookPage = NotebookPage  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "notebooks", module)
    for key in [*windows.OF_EVENT, "events", "event_editor"]:
        monkeypatch.setitem(windows.PAGES, key, "notebooks:NotebookPage")


def _page(window: MainWindow) -> NotebookPage:
    page = window.page
    assert isinstance(page, NotebookPage)
    return page


@pytest.mark.usefixtures("notebooks")
def test_pages_are_reached_by_number_and_made_when_first_seen(window: MainWindow, qtbot: QtBot) -> None:
    """GIVEN the window WHEN Ctrl+1 to Ctrl+6 THEN each page comes, is lit in the rail, and only then exists."""
    for number, key in enumerate(("run_sheet", "participants", "documents", "door", "presence", "exchange"), start=1):
        assert key not in window.pages
        QTest.keyClick(window, Key(Key.Key_0 + number), Ctrl)
        assert window.current == key
        lit = [item.text() for item in window.rail.findChildren(QPushButton) if item.isChecked()]
        assert len(lit) == 1
    assert len(window.pages) == 6
    QTest.keyClick(window, Key.Key_1, Ctrl)
    assert len(window.pages) == 6


@pytest.mark.usefixtures("notebooks")
def test_arguments_reach_the_page_before_it_is_refreshed(window: MainWindow, session: Session) -> None:
    session.open("participants", search="abc")
    assert _page(window).opened == [{"search": "abc"}]
    assert _page(window).seen == ["Soirée de l'INET"]


@pytest.mark.usefixtures("notebooks")
def test_ctrl_f_goes_to_the_search_of_the_page(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.open("participants")
    QTest.keyClick(window, Key.Key_F, Ctrl)
    assert _page(window).search.hasFocus()


@pytest.mark.usefixtures("notebooks")
def test_the_keyboard_starts_in_the_page(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    """GIVEN a page just shown WHEN Tab THEN the first thing of the page has the focus, not the rail."""
    session.open("participants")
    QTest.keyClick(window.area, Key.Key_Tab)
    assert _page(window).search.hasFocus()


@pytest.mark.usefixtures("notebooks")
def test_a_page_may_ask_to_stay(window: MainWindow, session: Session) -> None:
    session.open("participants")
    _page(window).stays = True
    session.open("documents")
    assert window.current == "participants"
    assert window.close() is False
    _page(window).stays = False
    assert window.close() is True


@pytest.mark.usefixtures("notebooks")
def test_undo_and_redo_say_what_they_do(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    """GIVEN an event renamed WHEN Ctrl+Z, then Ctrl+Shift+Z THEN rail, page and menu follow, in words."""
    session.open("run_sheet")
    assert session.event is not None
    events.save(session.store, replace(session.event, title="Rencontre"), NOW)
    session.recorded()
    assert window.rail.title.text() == "Rencontre"
    menu = window.menu()
    assert menu.actions()[0].text() != "Annuler"
    assert menu.actions()[0].text().startswith("Annuler\u00a0: ")
    assert not menu.actions()[1].isEnabled()
    menu.close()
    QTest.keyClick(window, Key.Key_Z, Ctrl)
    assert window.rail.title.text() == "Soirée de l'INET"
    assert window.toast.text.startswith("Annulé\u00a0: ")
    assert _page(window).seen[-1] == "Soirée de l'INET"
    QTest.keyClick(window, Key.Key_Z, Ctrl | Shift)
    assert window.rail.title.text() == "Rencontre"


@pytest.mark.usefixtures("notebooks")
def test_an_undo_of_another_event_names_it(window: MainWindow, session: Session) -> None:
    """GIVEN a list of people of one event WHEN another is at hand THEN menu and toast say whose addition is taken back."""
    here, title = session.event_id, "IA et territoires : le CNFPT s'engage pour développer les compétences"
    other = events.save(session.store, Event(title=title), NOW)
    registrations.save(session.store, Attendee(event_id=other, last_name="Arrondell", first_name="Éloïse"), NOW)
    session.recorded()
    session.open("run_sheet")
    menu = window.menu()
    words = plain(menu.actions()[0].text().partition("\t")[0])
    menu.close()
    assert words == "Annuler : Ajout de ARRONDELL Éloïse (événement « IA et territoires : le CNFP… »)"
    QTest.keyClick(window, Key.Key_Z, Ctrl)
    assert plain(window.toast.text) == f"Annulé : Ajout de ARRONDELL Éloïse (événement « {title} »)"
    assert session.event_id == here
    QTest.keyClick(window, Key.Key_Z, Ctrl | Shift)
    assert plain(window.toast.text).endswith(f"(événement « {title} »)")
    session.switch(other)
    assert plain(session.next_undo() or "") == "Ajout de ARRONDELL Éloïse"


@pytest.mark.usefixtures("notebooks")
def test_undoing_the_creation_of_the_event_at_hand_leaves_it(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    """GIVEN a page of the event WHEN its creation is undone THEN the list of events is shown; and nothing is left to undo."""
    session.open("participants")
    QTest.keyClick(window, Key.Key_Z, Ctrl)
    assert session.event is None
    assert window.current == "events"
    QTest.keyClick(window, Key.Key_1, Ctrl)
    assert window.current == "events"
    QTest.keyClick(window, Key.Key_Z, Ctrl)
    assert window.toast.text == "Il n’y a rien à annuler."


@pytest.mark.usefixtures("notebooks")
def test_the_toast_undoes(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.open("events")
    assert session.event is not None
    events.save(session.store, replace(session.event, title="Rencontre"), NOW)
    session.recorded()
    session.notify_done(session.store.written, "Fait.")
    assert window.toast.isVisible()
    undo = next(item for item in window.toast.findChildren(QPushButton) if item.isVisible())
    undo.click()
    assert session.event.title == "Soirée de l'INET"


@pytest.mark.usefixtures("notebooks")
def test_the_toast_undoes_what_it_says_and_nothing_else(window: MainWindow, session: Session) -> None:
    """GIVEN a toast WHEN something else is recorded THEN it takes back its own action; once that is taken back, it goes."""
    session.open("events")
    assert session.event is not None
    events.save(session.store, replace(session.event, title="Rencontre"), NOW)
    session.recorded()
    session.notify_done(session.store.written, "Fait.")
    undo = next(item for item in window.toast.findChildren(QPushButton) if item.isVisible())
    somebody = Attendee(event_id=session.event_id, last_name="Arrondell", first_name="Éloïse")
    added = registrations.save(session.store, somebody, NOW)
    undo.click()
    assert session.event.title == "Soirée de l'INET"
    assert registrations.is_listed(session.store, added)
    session.notify_done(None, "Fait.")
    assert (plain(window.toast.text), undo.isVisible()) == ("Rien à changer.", False)
    events.save(session.store, replace(session.event, title="Rencontre"), NOW)
    session.recorded()
    session.notify_done(session.store.written, "Fait.")
    done = session.store.written
    registrations.remove(session.store, [added], NOW)
    session.recorded()
    assert undo.isVisible()
    journal.undo(session.store, NOW, done.id)
    session.recorded()
    assert not window.toast.isVisible()


def test_the_toast_of_a_job_undoes_what_the_job_did(
    window: MainWindow, session: Session, store: Store, event: Event, tmp_path: Path, qtbot: QtBot
) -> None:
    """GIVEN an import whose end is not heard of yet WHEN somebody is recorded meanwhile THEN « Annuler » is of the import."""
    list_ = tmp_path / "liste.csv"
    list_.write_text("Nom;Prénom\nArrondell;Éloïse\nBelmare;Jean\n", "utf-8")
    session.open("import", path=list_)
    page = window.page
    assert isinstance(page, ImportListPage)
    qtbot.waitUntil(lambda: page.plan is not None and not session.work.busy, timeout=10_000)
    page.run_import()
    until = time.monotonic() + 10
    while len(registrations.all_of(store, event.id)) < 2 and time.monotonic() < until:
        time.sleep(0.01)  # no event of Qt's is seen to
    person = registrations.save(store, Attendee(event_id=event.id, last_name="Zola"), NOW)
    qtbot.waitUntil(lambda: "2 personnes" in window.toast.text)
    undo = next(item for item in window.toast.findChildren(QPushButton) if item.isVisible())
    undo.click()
    assert [p.id for p in registrations.all_of(store, event.id)] == [person]
    session.change_setting("mode", "volunteer")
    assert not window.toast.isVisible()


@pytest.mark.usefixtures("notebooks")
def test_what_another_program_writes_is_seen(window: MainWindow, session: Session) -> None:
    window.open("participants")
    page = window.page
    assert isinstance(page, NotebookPage)
    assert session.event is not None
    assert session.store.path is not None
    seen = len(page.seen)
    session.look()
    assert len(page.seen) == seen  # nothing was written

    with closing(Store.open(session.store.path, now=NOW)) as other:
        events.save(other, replace(session.event, title="Renommée ailleurs"), NOW)
    session.look()

    assert page.seen[seen:] == ["Renommée ailleurs"]
    assert window.rail.title.text() == "Renommée ailleurs"


def test_zoom_by_keyboard(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.open("settings")
    QTest.keyClick(window, Key.Key_Plus, Ctrl)
    QTest.keyClick(window, Key.Key_Plus, Ctrl)
    assert session.settings.text_zoom == 120
    page = window.page
    assert isinstance(page, SettingsPage)
    assert page.zoom.value == 120
    for _step in range(15):
        QTest.keyClick(window, Key.Key_Minus, Ctrl)
    assert session.settings.text_zoom == 100
    assert Settings.load().text_zoom == 100


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_nothing_is_cut_in_the_rail(window: MainWindow, session: Session, qapp: QApplication, zoom: int) -> None:
    """GIVEN a very long event and any zoom THEN every item of the rail has the width of its words, the rest elides."""
    assert session.event is not None
    title = "IA et territoires : le CNFPT s'engage pour développer les compétences des agents"
    events.save(session.store, replace(session.event, title=title, venue="Grand Case Beach Club, Saint-Martin"), NOW)
    session.recorded()
    session.change_setting("text_zoom", zoom)
    window.resize(1280, 700)
    qapp.processEvents()
    assert not window.rail.narrow
    for item in window.rail.findChildren(QPushButton):
        assert item.width() >= item.minimumSizeHint().width()
        assert item.geometry().right() <= window.rail.width()
    shown = window.rail.title.shown()
    assert len(shown) == 2
    assert shown[-1].endswith("…")
    assert window.rail.title.toolTip() == title
    assert window.rail.title.height() >= 2 * window.rail.title.fontMetrics().lineSpacing()


def test_a_window_too_narrow_for_the_words_of_the_rail_keeps_its_icons(
    window: MainWindow, session: Session, qapp: QApplication
) -> None:
    """GIVEN a small window WHEN its text grows, then it is widened THEN the rail is icons, with their names, then words."""
    items = [item for item in window.rail.findChildren(QPushButton) if item.text()]
    words = [item.text() for item in items]
    window.resize(1024, 700)
    for zoom, width, narrow in ((200, 1024, True), (100, 1024, False), (200, 1024, True), (200, 1920, False)):
        session.change_setting("text_zoom", zoom)
        window.resize(width, 700)
        qapp.processEvents()
        assert window.rail.narrow == narrow
        assert [item.text() for item in items] == ([""] * len(words) if narrow else words)
        assert [item.accessibleName() for item in items] == words
        assert all(item.toolTip().startswith(word) for item, word in zip(items, words, strict=True))
        assert window.rail.title.isVisible() == (not narrow)
        assert (window.rail.width() < width / 6) == narrow


PAGES = (
    "run_sheet", "participants", "import", "door", "presence", "documents", "designer", "stocks", "stock_editor", "exchange",
    "export_list", "coming_back", "consolidation", "events", "event_editor", "templates", "settings", "help",
)  # fmt: skip


@pytest.mark.parametrize(
    "key, size",
    [(key, size) for size in ((1280, 800), (1024, 700)) for key in PAGES],
    ids=lambda value: value if isinstance(value, str) else str(value[0]),
)
def test_no_page_scrolls_sideways(
    window: MainWindow, session: Session, qtbot: QtBot, key: str, size: tuple[int, int]
) -> None:
    """GIVEN text at 200 % on a small screen THEN what is wide in a page wraps, elides or scrolls by itself."""
    somebody = Attendee(event_id=session.event_id, last_name="Arrondell", first_name="Éloïse")
    registrations.save(session.store, somebody, NOW)
    session.change_setting("text_zoom", 200)
    window.resize(*size)
    session.open(key)
    page = window.page
    assert page is not None
    frame = window.stack.currentWidget()
    assert isinstance(frame, QScrollArea)
    seen: list[int] = []

    def settled() -> bool:
        """Nothing is worked out any more, and ten looks in a row see one width."""
        seen.append(page.minimumSizeHint().width())
        return not session.work.busy and len(seen) >= 10 and len(set(seen[-10:])) == 1

    qtbot.waitUntil(settled, timeout=10_000)
    assert page.width() <= frame.viewport().width()


def test_the_language_changes_at_once(window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN the settings page WHEN another language is chosen THEN the window is built again, on the same page."""
    session.open("settings")
    before = window.page
    spoken: list[str] = []
    monkeypatch.setattr("ia_events.ui.language.i18n.use", spoken.append)
    session.change_setting("language", "en")
    assert spoken == ["en"]
    assert window.current == "settings"
    assert window.page is not before
    assert isinstance(window.page, SettingsPage)


@pytest.mark.parametrize("left", ["event_editor", "designer", "stock_editor", "settings"])
def test_a_page_of_the_language_before_hears_of_nothing(
    window: MainWindow, session: Session, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """GIVEN a page that was open WHEN another language unmakes it THEN changes of page and settings do not reach it."""
    session.open(left, **({"event_id": session.event_id} if left == "event_editor" else {}))
    qtbot.waitUntil(lambda: not session.work.busy, timeout=10_000)
    failed: list[object] = []
    session.failed.connect(failed.append)
    monkeypatch.setattr("ia_events.ui.language.i18n.use", lambda _language: None)
    session.open("settings")
    session.change_setting("language", "en")
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    session.open("run_sheet")
    session.change_setting("serial_port", "COM7")
    assert window.current == "run_sheet"
    assert not failed


def test_the_menu_is_a_key_away(window: MainWindow, qtbot: QtBot, qapp: QApplication) -> None:
    QTest.keyClick(window, Key.Key_F10)
    menu = qapp.activePopupWidget()
    assert isinstance(menu, QMenu)
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[-1] == "Quitter"
    help_menu = next(action.menu() for action in menu.actions() if action.text() == "Aide")
    assert isinstance(help_menu, QMenu)
    assert [action.text() for action in help_menu.actions()] == [
        "Guide d’utilisation",
        "À propos",
        "Diagnostic à copier",
    ]
    menu.close()


def test_no_two_actions_share_a_key(window: MainWindow) -> None:
    keys = [keys.toString() for action in window.actions() for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert QKeySequence("F1").toString() in keys


def test_size_and_place_are_remembered(window: MainWindow, session: Session) -> None:
    """Only the height: the offscreen screen is narrower than our narrowest window."""
    window.resize(1100, 745)
    window.close()
    again = MainWindow(session)
    assert again.height() == 745
    again.deleteLater()


def test_a_page_too_wide_scrolls(window: MainWindow, session: Session, qapp: QApplication) -> None:
    """GIVEN a page wider than the room WHEN shown THEN the window keeps its size, and the page scrolls."""
    session.open("settings")
    window.resize(1024, 700)
    page = window.page
    assert page is not None
    wide = label("x")
    wide.setMinimumWidth(3000)
    layout = page.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.addWidget(wide)
    qapp.processEvents()
    assert window.width() == 1024


@pytest.mark.parametrize("width, height, fills", [(1280, 752, True), (1366, 728, True), (1920, 1040, False)])
def test_the_first_window_fits_the_screen(window: MainWindow, width: int, height: int, fills: bool) -> None:
    window.fit(QRect(0, 0, width, height))
    assert bool(window.windowState() & Qt.WindowState.WindowMaximized) == fills
    assert window.minimumWidth() <= width
    assert window.minimumHeight() < height


@pytest.mark.parametrize("page", ["participants", "import", "exchange", "templates", "export_list", "door", "presence"])
def test_a_toast_covers_no_button(
    window: MainWindow, session: Session, store: Store, event: Event, page: str, qtbot: QtBot
) -> None:
    registrations.save(store, Attendee(event_id=event.id, last_name="Hodge"), NOW)
    session.open(page, **({"add": True} if page == "participants" else {}))
    words = "Hodge Ruth : désistement noté, avec une phrase assez longue pour deux lignes sur un petit écran"
    session.notify(words, undo=store.written)
    qtbot.waitUntil(lambda: not session.work.busy, timeout=10_000)
    QApplication.processEvents()
    toast = QRect(window.toast.mapTo(window, QPoint()), window.toast.size())
    below = [
        made.text() or made.accessibleName()
        for made in window.area.findChildren(QPushButton)
        if made.isVisible()
        and not window.toast.isAncestorOf(made)
        and toast.intersects(QRect(made.mapTo(window, QPoint()), made.size()))
    ]
    assert below == []


def test_a_toast_stays_with_its_page_unless_said_in_leaving_it(
    window: MainWindow, session: Session, qapp: QApplication
) -> None:
    session.open("participants")
    session.notify("Fait.")
    session.open("documents")
    assert window.toast.isVisible(), "said in leaving"
    qapp.processEvents()
    session.open("participants")
    assert not window.toast.isVisible()


def test_a_toast_covers_no_warning(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.open("documents", section="badges")
    page = window.page
    assert isinstance(page, DocumentsPage)
    settle(qtbot, page)
    page.notices.setText("Un modèle dépasse de l'étiquette.\n" * 4)
    page.notices.show()
    qtbot.wait(50)
    session.notify("Un message assez long pour couvrir ce qui se trouve au pied de la page, à gauche comme au milieu.")
    qtbot.wait(50)
    there = QRect(page.notices.mapTo(window.area, QPoint()), page.notices.size())
    assert not window.toast.geometry().intersects(there)
