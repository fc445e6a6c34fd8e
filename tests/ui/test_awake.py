"""The machine kept awake while the door is shown. What the system is asked is heard at its edge: a process, a bus."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusServer, QDBusVirtualObject
from pytestqt.qtbot import QtBot

from ia_events.ui import awake
from ia_events.ui.awake import Awake
from ia_events.ui.session import Session
from ia_events.ui.window import MainWindow


class _System:
    """Counts what is asked and given back."""

    def __init__(self) -> None:
        self.asked = self.given_back = 0

    def ask(self) -> awake.Release:
        """Grant it."""
        self.asked += 1
        return self.give_back

    def give_back(self) -> None:
        """It may sleep."""
        self.given_back += 1


def test_it_is_held_while_the_door_is_shown_and_let_go_elsewhere(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    system = _System()
    session.awake = Awake(system.ask)
    session.open("door")
    qtbot.waitUntil(lambda: session.awake.held)
    session.open("participants")
    qtbot.waitUntil(lambda: system.given_back == 1)
    assert (system.asked, system.given_back) == (1, 1)

    # A window laid aside is still the door's; one that closes is not.
    session.open("door")
    qtbot.waitUntil(lambda: session.awake.held)
    window.showMinimized()
    qtbot.wait(400)
    assert (system.asked, system.given_back) == (2, 1)
    session.awake.close()
    assert (system.asked, system.given_back) == (2, 2)


def test_passing_through_the_door_asks_nothing(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    system = _System()
    session.awake = Awake(system.ask)
    session.open("door")
    session.open("participants")
    qtbot.wait(400)
    assert system.asked == 0


def test_a_refusal_changes_nothing(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.awake = Awake(lambda: None)
    session.open("door")
    qtbot.wait(400)
    assert not session.awake.held
    session.awake.close()


def test_windows_is_told_from_now_on_and_told_again() -> None:
    told: list[int] = []

    def set_state(state: int) -> int:
        told.append(state)
        return 0x80000000

    release = awake.by_windows(set_state)
    assert release is not None
    assert told == [0x80000003]  # from now on, the system and the display
    release()
    assert told == [0x80000003, 0x80000000]


def test_windows_may_refuse(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "ia_events"):
        assert awake.by_windows(lambda _state: 0) is None
    assert "cannot be kept awake: refused" in caplog.text


def test_the_child_that_keeps_a_mac_awake_ends_with_the_door(tmp_path: Path) -> None:
    started = tmp_path / "started"
    script = "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch(); time.sleep(600)"
    before = time.monotonic()
    release = awake.by_child([sys.executable, "-c", script, str(started)])
    while not started.exists():
        time.sleep(0.01)
        assert time.monotonic() - before < 60
    release()  # waits for its end


def test_a_mac_without_that_program_is_no_error(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("PATH", "")
    with caplog.at_level(logging.INFO, "ia_events"):
        assert awake.ask_system() is None
    assert "cannot be kept awake: FileNotFoundError" in caplog.text


class _ScreenSaver(QDBusVirtualObject):
    """What a desktop has at the other end of the bus."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, list[object]]] = []

    def introspect(self, _path: str) -> str:
        """Nobody asks."""
        return ""

    def handleMessage(self, message: QDBusMessage, connection: QDBusConnection) -> bool:
        """Answer `Inhibit` with a cookie."""
        self.heard.append((f"{message.interface()}.{message.member()} {message.signature()}", message.arguments()))
        connection.send(message.createReply([77]))
        return True


@pytest.fixture
def saver() -> _ScreenSaver:
    return _ScreenSaver()


def _bus(saver: QObject | None, name: str) -> tuple[QDBusServer, QDBusConnection, list[QDBusConnection]]:
    """A bus with nobody but this screen saver on it."""
    server = QDBusServer(f"unix:tmpdir={tempfile.gettempdir()}")
    ends: list[QDBusConnection] = []

    def joined(end: QDBusConnection) -> None:
        ends.append(end)
        if isinstance(saver, QDBusVirtualObject):
            end.registerVirtualObject("/org/freedesktop/ScreenSaver", saver)

    server.newConnection.connect(joined)
    return server, QDBusConnection.connectToPeer(server.address(), name), ends


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_the_desktop_is_asked_by_the_bus_and_hears_the_end(saver: _ScreenSaver, qtbot: QtBot) -> None:
    server, bus, ends = _bus(saver, "awake-test")
    release = awake.by_bus(bus, lambda: QDBusConnection.disconnectFromPeer("awake-test"))
    assert release is not None
    qtbot.waitUntil(lambda: bool(saver.heard))
    (what, (who, why)) = saver.heard[0]
    assert what == "org.freedesktop.ScreenSaver.Inhibit ss"
    assert (who, str(why).replace("’", "'")) == ("IA Événements", "L'accueil est ouvert")
    assert ends[0].isConnected()
    del bus
    release()
    qtbot.waitUntil(lambda: not ends[0].isConnected())
    server.deleteLater()


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_a_desktop_without_screen_saver_is_no_error(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    server, bus, _ends = _bus(None, "awake-nobody")
    with caplog.at_level(logging.INFO, "ia_events"):
        release = awake.by_bus(bus, lambda: QDBusConnection.disconnectFromPeer("awake-nobody"))
        assert release is not None
        qtbot.waitUntil(lambda: "cannot be kept awake: org.freedesktop.DBus.Error" in caplog.text)
    del bus
    release()
    server.deleteLater()


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")
def test_no_bus_at_all_is_no_error() -> None:
    # In a process of its own: Qt looks for the bus once.
    script = "import logging; logging.basicConfig(level='INFO'); from ia_events.ui import awake; assert awake.ask_system() is None"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent", "PATH": ""},
        stderr=subprocess.PIPE,
        check=True,
        cwd=Path(awake.__file__).parents[2],
    )
    assert b"no session bus" in done.stderr
