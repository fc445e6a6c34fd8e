"""The window: the rail that names the event and its pages, the page at hand, and what every page shares."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from importlib import import_module

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QScrollArea, QStackedWidget, QWidget

from ia_events.i18n import N_, _
from ia_events.ui import language, theme
from ia_events.ui.modes import Modes
from ia_events.ui.rail import Rail
from ia_events.ui.session import Session
from ia_events.ui.undo_keys import UndoKeys, shorten
from ia_events.ui.widgets.banner import Toast
from ia_events.ui.widgets.page import History, Page, scrolling
from ia_events.ui.widgets.progress import ProgressCard

log = logging.getLogger(__name__)

_APPEARING = 150  # milliseconds
_USUAL, _LEAST = QSize(1280, 800), QSize(1024, 700)
_FRAME = 40  # pixels a title bar takes at most
# Key → module:class. A page is imported and made when it is first shown.
PAGES = {
    "run_sheet": "ia_events.ui.pages.run_sheet:RunSheetPage",
    "participants": "ia_events.ui.pages.participants:ParticipantsPage",
    "documents": "ia_events.ui.pages.documents:DocumentsPage",
    "designer": "ia_events.ui.pages.designer:DesignerPage",
    "door": "ia_events.ui.pages.door:DoorPage",
    "kiosk": "ia_events.ui.pages.kiosk:KioskPage",
    "presence": "ia_events.ui.pages.presence:PresencePage",
    "exchange": "ia_events.ui.pages.exchange:ExchangePage",
    "events": "ia_events.ui.pages.events:EventsPage",
    "event_editor": "ia_events.ui.pages.event_editor:EventEditorPage",
    "import": "ia_events.ui.pages.import_list:ImportListPage",
    "export_list": "ia_events.ui.pages.export_list:ExportListPage",
    "templates": "ia_events.ui.pages.templates:TemplatesPage",
    "coming_back": "ia_events.ui.pages.coming_back:ComingBackPage",
    "consolidation": "ia_events.ui.pages.consolidation:ConsolidationPage",
    "stocks": "ia_events.ui.pages.stocks:StocksPage",
    "stock_editor": "ia_events.ui.pages.stock_editor:StockEditorPage",
    "settings": "ia_events.ui.pages.settings:SettingsPage",
    "help": "ia_events.ui.pages.help:HelpPage",
}
# The keys of 1 to 5 on a French keyboard; that of 6 is -, which makes the text smaller.
_AZERTY = "&É\"'("
# Those that make no sense without an event.
OF_EVENT = {
    "run_sheet",
    "participants",
    "documents",
    "door",
    "kiosk",
    "presence",
    "exchange",
    "import",
    "export_list",
    "templates",
    "coming_back",
}
# What stays lit in the rail while one of these is shown.
PARENT = {
    "import": "participants",
    "designer": "documents",
    "event_editor": "events",
    "export_list": "exchange",
    "templates": "exchange",
    "coming_back": "exchange",
    "consolidation": "exchange",
    "stocks": "documents",
    "stock_editor": "documents",
}
# Those one looks into in passing: Escape goes back to where one was.
_ASIDE = {"import", "export_list", "templates", "help", "coming_back", "consolidation", "stocks"}
# Those that make no sense without what they were told; told again, the others would begin anew.
_TOLD = {"event_editor", "help"}


class MainWindow(QMainWindow):
    """The one window of the program."""

    _toast: Toast | None = None

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.pages: dict[str, Page] = {}
        self.current = ""
        self._closing = False  # asked for while something was printed
        # The worker would take its share of the time the window needs to appear: until the event loop has begun, and beyond.
        session.work.hold()
        QTimer.singleShot(0, lambda: QTimer.singleShot(_APPEARING, session.work.release))
        self._arguments: dict[str, object] = {}
        self._came_from: dict[str, tuple[str, dict[str, object]]] = {}
        self._undo_keys = UndoKeys(session, self)
        self.modes = Modes(self)
        self._language = session.settings.language
        self.setWindowTitle("IA Événements")
        self.setMinimumSize(_LEAST)
        self.resize(_USUAL)
        self._build()
        if session.settings.window:
            self.restoreGeometry(QByteArray.fromBase64(session.settings.window.encode("ascii")))
        session.navigated.connect(self.open)
        session.changed.connect(self._refresh)
        session.event_switched.connect(self._event_switched)
        session.settings_changed.connect(self._setting_changed)
        session.notified.connect(self._say)
        session.work.finished.connect(self._job_ended)

    @property
    def toast(self) -> Toast:
        """Made when there is something to say."""
        if self._toast is None:
            self._toast = Toast(self.area, self.session.undo)
        return self._toast

    @property
    def page(self) -> Page | None:
        """The page shown."""
        return self.pages.get(self.current)

    def open(self, key: str, arguments: dict[str, object] | None = None) -> None:
        """Show a page, unless the one shown asks to stay."""
        if self.modes.takes(key):
            return
        if key in OF_EVENT and self.session.event is None:
            key, arguments = "events", None
        page = self.page
        if page is not None and key != self.current and not page.may_leave():
            self.rail.light(PARENT.get(self.current, self.current))
            return
        if key != self.current:
            if self._toast is not None:
                self._toast.leave_page()
            self._speak()
        if key not in self.pages:
            self._add(key)
        back = self._came_from.get(self.current, ("", {}))[0] == key
        if key in _ASIDE and self.current and key != self.current and not back:
            self._came_from[key] = self.current, self._arguments if self.current in _TOLD else {}
        # The keyboard starts at the page: the next Tab enters it, and a page may take the focus for a field of its own.
        # Asked for while it is shown, it has it where it had it.
        held = self._frames[key].focusWidget() if key == self.current else None
        start = held if held is not None and held.isVisible() and held.isEnabled() else self.area
        self.current, self._arguments = key, arguments or {}
        shown = self.pages[key]
        start.setFocus(Qt.FocusReason.OtherFocusReason)
        shown.open(**self._arguments)
        shown.refresh()
        self.stack.setCurrentWidget(self._frames[key])
        self._keep_door(key == "door")
        self.rail.light(PARENT.get(key, key))
        if self._toast is not None and self._toast.isVisible():
            QTimer.singleShot(0, self._toast, self._toast.place)
        self.setWindowTitle(
            " · ".join(filter(None, [self.session.event.title if self.session.event else "", "IA Événements"]))
        )

    def fit(self, available: QRect) -> None:
        """Before it is first shown: no larger than the screen, frame included; filling it where there is no more room."""
        width, height = available.width(), available.height() - _FRAME
        self.setMinimumSize(min(_LEAST.width(), width), min(_LEAST.height(), height))
        if not self.session.settings.window:
            self.resize(min(_USUAL.width(), width), min(_USUAL.height(), height))
            if width <= _USUAL.width() or height < _USUAL.height():
                self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def menu(self) -> QMenu:
        """The menu, its undo and redo saying what they would do."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Their own actions: one that is disabled would swallow its key once the menu has closed.
        for action, empty, full, label in (
            (self._undo, _("Annuler"), _("Annuler : {action}"), self._history.next_undo()),
            (self._redo, _("Rétablir"), _("Rétablir : {action}"), self._history.next_redo()),
        ):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            words = full.format(action=shorten(label)) if label else empty
            menu.addAction(f"{words}\t{keys}", action.trigger).setEnabled(label is not None)
        menu.addSeparator()
        for group in self._groups:
            if group is None:
                menu.addSeparator()
            elif isinstance(group, QAction):
                menu.addAction(group)
            else:
                words, actions = group
                menu.addMenu(words).addActions(actions)
        return menu

    def show_menu(self) -> None:
        """Open the menu below its button."""
        menu, anchor = self.menu(), self.rail.menu_button
        corner = anchor.mapToGlobal(anchor.rect().topLeft())
        menu.popup(QPoint(corner.x(), corner.y() - menu.sizeHint().height() - theme.XS))

    def zoom(self, step: int) -> None:
        """Change the text zoom by so many per cent, which is said at once; 0 puts it back to 100."""
        wanted = 100 if step == 0 else min(200, max(100, self.session.settings.text_zoom + step))
        self.session.change_setting("text_zoom", wanted)
        self.session.notify(_("Taille du texte : {size} %").format(size=wanted))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What is at hand had no use for the key.
        if event.key() == Qt.Key.Key_Escape and self.current in _ASIDE and self.current in self._came_from:
            self.open(*self._came_from[self.current])
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.page
        if self.modes.refuses_to_close() or (page is not None and not page.may_leave()):
            event.ignore()
            return
        for key, made in self.pages.items():
            if not made.may_close():
                event.ignore()
                self.open(key)
                return
        if self.session.work.to_finish and not self._closing:
            self._closing = True
            event.ignore()
            said = _(
                "Impression en cours : la fenêtre se fermera à la fin. Fermez-la encore une fois pour tout arrêter."
            )
            self.session.notify(said, "attention")
            return
        self.session.settings.window = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._keep_door(False)
        self.modes.close_screen()
        super().closeEvent(event)

    def _build(self) -> None:
        self.pages = {}
        self._frames: dict[str, QScrollArea] = {}
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        self._make_actions()
        self.centre = centre = QWidget()
        self.setCentralWidget(centre)  # first: what is moved with what it holds is styled again
        self.rail = Rail(self.session, self.show_menu, centre)
        self.rail.fit()
        self.area = QWidget(centre)
        self.area.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.stack = QStackedWidget(self.area)
        room = QHBoxLayout(self.area)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.stack)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.area, 1)
        self._toast = None
        self.progress = ProgressCard(self.area, self.session.work)
        self.modes.apply()

    def _add(self, key: str) -> None:
        module, _colon, name = PAGES[key].partition(":")
        page: Page = getattr(import_module(module), name)(self.session)
        frame = scrolling(page)
        self.stack.addWidget(frame)
        self.pages[key], self._frames[key] = page, frame

    def _make_actions(self) -> None:
        go = self.session.open
        for number, key in enumerate(
            ("run_sheet", "participants", "documents", "door", "presence", "exchange"), start=1
        ):
            # On a French keyboard the digit needs Shift: the key alone is meant too.
            digit = self._action("", f"Ctrl+{number}", partial(go, key))
            digit.setShortcuts([QKeySequence(f"Ctrl+{typed}") for typed in (number, *_AZERTY[number - 1 : number])])
        self._action("", "Ctrl+F", self._focus_search)
        self._action("", "F10", self.show_menu)
        self._undo = self._action(
            _("Annuler"),
            "Ctrl+Z",
            lambda: self._replay(self._history.next_undo(), self._history.undo, N_("Il n'y a rien à annuler.")),
        )
        self._redo = self._action(
            _("Rétablir"),
            "Ctrl+Shift+Z",
            lambda: self._replay(self._history.next_redo(), self._history.redo, N_("Il n'y a rien à rétablir.")),
        )
        self._redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        new = self._action(_("Nouvel événement"), "Ctrl+N", lambda: go("event_editor"))
        bring = self._action(_("Importer une liste…"), "Ctrl+I", lambda: go("import"))
        larger = self._action(_("Agrandir le texte"), "Ctrl++", lambda: self.zoom(10))
        larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        smaller = self._action(_("Réduire le texte"), "Ctrl+-", lambda: self.zoom(-10))
        normal = self._action(_("Taille normale"), "Ctrl+0", lambda: self.zoom(0))
        full = self._action(
            _("Plein écran"), "F11", lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        )
        gather = self._action(_("Consolider des retours…"), "", lambda: go("consolidation"))
        guide = self._action(_("Guide d'utilisation"), "F1", lambda: go("help", section="guide"))
        about = self._action(_("À propos"), "", lambda: go("help", section="about"))
        diagnostics = self._action(_("Diagnostic à copier"), "", lambda: go("help", section="diagnostics"))
        settings = self._action(_("Réglages"), "Ctrl+,", lambda: go("settings"))
        leave = self._action(_("Quitter"), "Ctrl+Q", self.close)
        self._groups: list[QAction | tuple[str, list[QAction]] | None] = [
            new, bring, gather, None,
            (_("Affichage"), [larger, smaller, normal, full]), (_("Modes"), self.modes.actions()), (_("Aide"), [guide, about, diagnostics]), settings, None, leave,
        ]  # fmt: skip

    def _action(self, text: str, keys: str, on_trigger: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: on_trigger())
        self.addAction(action)
        return action

    @property
    def _history(self) -> History:
        """What the page shown goes back and forth in."""
        return self.session if self.page is None else self.page.past

    def _replay(self, words: str | None, action: Callable[[], None], nothing: str) -> None:
        if words is None:
            self.session.notify((self.page.held() if self.page is not None else "") or _(nothing))
        else:
            action()

    def _say(self, text: str, tone: str, action: str) -> None:
        if self.modes.mode != "kiosk":  # what is said in passing is for the organiser
            self.toast.say(text, tone, "" if self.modes.mode else action)

    def _keep_door(self, is_open: bool) -> None:
        """On the disk: where the program stops without closing, it opens again at the door."""
        if self.session.settings.door_open != is_open:
            self.session.settings.door_open = is_open
            self.session.keep_settings()

    def _focus_search(self) -> None:
        if self.page is not None:
            self.page.focus_search()

    def _refresh(self) -> None:
        self.rail.refresh()
        if self._toast is not None and self._toast.isVisible():
            self._toast.follow(self.session.stands)
        if self.page is not None:
            self.page.refresh()

    def _event_switched(self) -> None:
        self.rail.refresh()
        if self.session.event is None and self.current in OF_EVENT:
            self.open("events")
        elif self.page is not None:
            self.open(self.current, self._arguments)

    def _setting_changed(self, key: str) -> None:
        self.rail.refresh()
        if key == "mode" and self._toast is not None:
            self._toast.hide()  # its « Annuler » is of who left the window to somebody
        if key == "language":
            self._speak_here()
            if self._mute:
                self.session.notify(
                    _("La langue changera une fois la liste commencée importée, ou à la prochaine ouverture.")
                )

    def _job_ended(self) -> None:
        # Once what was waiting for the job has been called.
        QTimer.singleShot(0, self, self._speak_here)
        if self._closing and not self.session.work.to_finish:
            QTimer.singleShot(0, self, self._close_at_last)

    def _close_at_last(self) -> None:
        self._closing = False
        self.close()

    @property
    def _mute(self) -> bool:
        """Whether another language waits for something begun on a page, which would be lost with it."""
        return self._language != self.session.settings.language and any(p.unfinished() for p in self.pages.values())

    def _speak(self) -> bool:
        """Unmake the pages of another language than the one chosen; not while a job runs, which calls them at its end."""
        wanted = self.session.settings.language
        if self._language == wanted or self._mute or self.session.work.busy:
            return False
        self._language = wanted
        language.use(wanted)
        self._build()
        return True

    def _speak_here(self) -> None:
        """The same where the language is chosen: elsewhere it waits until the page is left, with nothing begun on it."""
        if self.current in ("", "settings") and self._speak() and self.current:
            self.open(self.current, self._arguments)
