"""What a station is left in: the whole program, the door for a volunteer, or the kiosk. Leaving asks the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut

from ia_events.i18n import _

if TYPE_CHECKING:
    from ia_events.ui.pin_pad import PinPad
    from ia_events.ui.second_screen import SecondScreen
    from ia_events.ui.window import MainWindow

# The one page of each mode.
PAGES = {"volunteer": "door", "kiosk": "kiosk"}
# What of the window's own keys a volunteer keeps: the size of the text, full screen, quitting.
_KEPT = {"volunteer": {"Ctrl++", "Ctrl+-", "Ctrl+0", "F11", "Ctrl+Q"}, "kiosk": set[str]()}
_LEAVING = "Ctrl+Shift+Q"


class Modes(QObject):
    """Holds the window to the mode of the settings; also opens the second screen, which any mode may show."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window, self.session = window, window.session
        self.pad: PinPad | None = None
        self.screen: SecondScreen | None = None
        self._before = Qt.WindowState.WindowNoState
        self._key = QShortcut(QKeySequence(_LEAVING), window, self.ask)

    @property
    def mode(self) -> str:
        """ "volunteer", "kiosk", or "" for the whole program."""
        return self.session.settings.mode

    def actions(self) -> list[QAction]:
        """Those of the window's menu."""
        made = []
        for words, key in (
            (_("Deuxième écran"), "second_screen"),
            (_("Mode bénévole"), "volunteer"),
            (_("Borne d'accueil"), "kiosk"),
        ):
            action = QAction(words, self.window)
            action.triggered.connect(lambda _checked=False, key=key: self.session.open(key))
            made.append(action)
        return made

    def takes(self, key: str) -> bool:
        """Whether going to a page is a matter of modes: it is done, or refused, here."""
        if key == "second_screen":
            self.show_screen()
        elif key == "leave_mode":
            self.ask()
        elif key == "stay_in_mode":
            self.stay()
        elif key in PAGES and not self.mode:
            self.enter(key)
        else:
            return bool(self.mode) and key != PAGES[self.mode]
        return True

    def enter(self, mode: str) -> None:
        """Leave the station in a mode."""
        from ia_events import pin  # like the pad, not at start: few stations have a mode

        page = self.window.page
        if self.mode or (page is not None and not page.may_leave()):
            return
        if self.session.event is None:
            self.window.open("events")
            self.session.notify(_("Choisissez d'abord un événement."), "attention")
        elif not pin.exists():
            self.window.open("settings")
            self.session.notify(
                _("Choisissez d'abord un code : c'est lui qui permettra de quitter ce mode."), "attention"
            )
        else:
            self._before = self.window.windowState() & ~Qt.WindowState.WindowMinimized
            self.session.change_setting("mode", mode)
            self.window.open(PAGES[mode])
            self.apply()
            self._focus()

    def ask(self) -> None:
        """Ask for the code; leave the mode once it was given, or at once when there is none any more."""
        if not self.mode or self.pad is not None:
            return
        from ia_events import pin
        from ia_events.ui.pin_pad import PinPad

        if not pin.exists():
            self._leave()
            return
        # Nothing behind it hears the keyboard meanwhile, its shortcuts included.
        self.window.stack.setEnabled(False)
        self.pad = PinPad(self.window.centre, self.session.now)
        self.pad.opened.connect(self._leave)
        self.pad.given_up.connect(self._close_pad)

    def stay(self) -> None:
        """Put the code away: a badge was read meanwhile, and its answer is to be seen."""
        if self.pad is not None:
            self._close_pad()

    def apply(self) -> None:
        """Show and let through what the mode has."""
        mode = self.mode
        self.window.rail.setVisible(not mode)
        self._key.setEnabled(bool(mode))
        for action in self.window.actions():
            action.setEnabled(not mode or action.shortcut().toString() in _KEPT[mode])
        if mode == "kiosk":
            self.window.setWindowState(self.window.windowState() | Qt.WindowState.WindowFullScreen)

    def refuses_to_close(self) -> bool:
        """A kiosk is not closed by Alt+F4; the system that shuts down closes it."""
        app = QGuiApplication.instance()
        return self.mode == "kiosk" and not (isinstance(app, QGuiApplication) and app.isSavingSession())

    def show_screen(self) -> None:
        """Open the second screen, or bring it to the front."""
        from ia_events.ui.second_screen import SecondScreen

        if self.screen is None:
            self.screen = SecondScreen(self.session)
            self.screen.closed.connect(self._screen_closed)
            self.session.change_setting("second_screen", True)
            self.screen.show_on_its_screen()
            self.window.activateWindow()  # some systems bring a new window to the front whatever it asks
        else:
            self.screen.raise_()

    def close_screen(self) -> None:
        """The program closes: it will open again with it."""
        if self.screen is not None:
            self.screen.closed.disconnect(self._screen_closed)
            self._drop_screen()

    def _screen_closed(self) -> None:
        self.session.change_setting("second_screen", False)
        self._drop_screen()

    def _drop_screen(self) -> None:
        if self.screen is not None:
            self.screen.close()
            self.screen.deleteLater()
            self.screen = None

    def _leave(self) -> None:
        was = self.mode
        self._close_pad()
        self.session.change_setting("mode", "")
        self.apply()
        if was == "kiosk":
            self.window.setWindowState(self._before & ~Qt.WindowState.WindowFullScreen)
        self.window.open("door")
        self._focus()

    def _close_pad(self) -> None:
        if self.pad is not None:
            self.pad.hide()
            self.pad.deleteLater()
            self.pad = None
        self.window.stack.setEnabled(True)
        self._focus()

    def _focus(self) -> None:
        # The page's field, not what the rail or the pad left behind.
        if self.window.page is not None:
            self.window.page.focus_search()
