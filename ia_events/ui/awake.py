"""The machine stays awake, and its screen lit, while a window or a page that must be read is shown: the door, above all."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from ia_events.i18n import _

if TYPE_CHECKING:
    from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

log = logging.getLogger(__name__)

Release = Callable[[], None]

_SETTLED = 300  # milliseconds a widget is shown before the system is asked: showing it comes first
# Windows: from now on · the system · the display.
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x00000001, 0x00000002
# Linux: what GNOME, KDE, Xfce, MATE and Cinnamon all answer to; it holds back the blank screen and the idle sleep.
_SERVICE, _PATH = "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"


class Awake(QObject):
    """Asks the system not to sleep while at least one widget it was told of is shown. Where it cannot, the log says so."""

    def __init__(self, ask: Callable[[], Release | None] | None = None) -> None:
        """`ask` asks the system, and returns what takes it back (None: it refused); for tests, another one."""
        super().__init__()
        self._ask = ask or ask_system
        self._shown: set[int] = set()
        self._release: Release | None = None
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED)
        self._settled.timeout.connect(self._settle)

    @property
    def held(self) -> bool:
        """Whether the system is asked to stay awake."""
        return self._release is not None

    def note(self, widget: QWidget, shown: bool) -> None:
        """To be called by the show and hide events of what must be read; a window only minimised still counts."""
        # Not an event filter: that would be called for every event of the door.
        number = id(widget)
        if shown and number not in self._shown:
            self._shown.add(number)
            widget.destroyed.connect(lambda: self._forget(number))
        elif not shown:
            self._shown.discard(number)
        self._settled.start()

    def close(self) -> None:
        """Let the machine sleep, whatever is shown."""
        self._shown.clear()
        self._settled.stop()
        self._settle()

    def _forget(self, number: int) -> None:
        self._shown.discard(number)
        if shiboken6.isValid(self):
            self._settled.start()

    def _settle(self) -> None:
        if self._shown and self._release is None:
            self._release = self._ask()
        elif not self._shown and self._release is not None:
            self._release()
            self._release = None


def ask_system() -> Release | None:
    """Ask this system to stay awake; what takes it back, None where nobody can be asked."""
    try:
        if sys.platform == "win32":
            import ctypes

            return by_windows(ctypes.windll.kernel32.SetThreadExecutionState)
        if sys.platform == "darwin":
            return by_child(["caffeinate", "-d", "-i", "-w", str(os.getpid())])
        from PySide6.QtDBus import QDBusConnection

        name = "ia-events-awake"
        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, name)
        return by_bus(bus, lambda: QDBusConnection.disconnectFromBus(name))
    except (OSError, ImportError) as error:
        log.info("the machine cannot be kept awake: %s", type(error).__name__)
        return None


def by_windows(set_state: Callable[[int], int]) -> Release | None:
    """`set_state` is SetThreadExecutionState, which holds for the thread that called it; 0 says it failed."""
    if not set_state(_CONTINUOUS | _SYSTEM | _DISPLAY):
        log.info("the machine cannot be kept awake: refused")
        return None

    def release() -> None:
        set_state(_CONTINUOUS)

    return release


def by_child(command: Sequence[str]) -> Release:
    """A program that keeps the machine awake for as long as it runs. OSError when there is none."""
    import subprocess

    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def release() -> None:
        child.terminate()
        child.wait()

    return release


def by_bus(bus: QDBusConnection, leave: Release) -> Release | None:
    """The desktop's screen saver, by a connection of its own: it lets go when that ends, by `leave` or with the program.

    Nothing waits for its answer.
    """
    from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

    if not bus.isConnected():
        log.info("the machine cannot be kept awake: no session bus")
        return None
    message = QDBusMessage.createMethodCall(_SERVICE, _PATH, _SERVICE, "Inhibit")
    message.setArguments(["IA Événements", _("L'accueil est ouvert")])
    asked = QDBusPendingCallWatcher(bus.asyncCall(message))
    asked.finished.connect(_answered)

    def release() -> None:
        asked.finished.disconnect(_answered)
        leave()

    return release


def _answered(asked: QDBusPendingCallWatcher) -> None:
    if asked.isError():
        log.info("the machine cannot be kept awake: %s", asked.error().name())
