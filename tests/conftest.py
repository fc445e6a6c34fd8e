"""What every test stands on: its own home, its own locale, and silence.

A test fails when Python warns, when Qt complains, or when anything is logged at WARNING or above, unless it
declares what it expects:

    def test_something(expect_log):
        expect_log("the list of .* is locked")      # a regular expression; the test fails if it never comes

or with the marker `@pytest.mark.expect_log("…")`. tests/test_guards.py proves that these guards bite.
"""

from __future__ import annotations

import io
import itertools
import json
import logging
import os
import re
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before Qt is imported: no test opens a window on anybody's screen. (Real windows: tests/journeys, under Xvfb.)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _name in ("QT_QPA_PLATFORMTHEME", "QT_STYLE_OVERRIDE", "QT_LOGGING_RULES", "QT_SCALE_FACTOR", "QT_PLUGIN_PATH"):
    os.environ.pop(_name, None)
# One locale everywhere; and a zone nobody's event is in (9 h 30 behind UTC), so that no test passes by luck.
for _name in [_name for _name in os.environ if _name.startswith("LC_")]:
    del os.environ[_name]
os.environ.update(LANG="C.UTF-8", LANGUAGE="", TZ="Pacific/Marquesas")
if hasattr(time, "tzset"):
    time.tzset()

from ia_events.ui import enumerations, signatures

signatures.defer()  # as the program does
enumerations.quicken()

import hypothesis
import pytest
from PySide6.QtCore import QCoreApplication, QMessageLogContext, QtMsgType, qInstallMessageHandler
from pytestqt.qtbot import QtBot

# Machines that build are slow in bursts: a slow example is not a wrong one. The same examples each time: what a run
# finds, every run finds. RANDOM=1 looks for others.
hypothesis.settings.register_profile(
    "house", hypothesis.settings.get_profile("default" if os.environ.get("RANDOM") else "ci"), deadline=None
)
hypothesis.settings.load_profile("house")


# Silence -------------------------------------------------------------------------------------------------------------

# What Qt Multimedia says, once, on a machine that has neither a sound server nor video acceleration; and what the
# offscreen platform says of any window that has a smallest size, and of any menu.
_NO_SOUND_HERE = re.compile(
    r"Qt warning: (Couldn't (load|resolve) (pipewire-0\.3|va|va-drm|va-x11|va\(in plugin\)) (library|symbols)"
    r"|PulseAudioService: pa_context_connect\(\) failed"
    r"|This plugin does not support (propagateSizeHints\(\)|raise\(\)|grabbing the (keyboard|mouse)))"
)
_heard: list[str] = []
_expected = pytest.StashKey[list[str]]()


class _Ear(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        if record.__dict__.setdefault("heard", False):
            return  # already, on its way up to the root
        record.__dict__["heard"] = True
        heard = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            heard += f" ({record.exc_info[1]!r})"
        _heard.append(heard)


_ear = _Ear(logging.WARNING)


def _hear_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        said = f"Qt {kind.name.removeprefix('Qt').removesuffix('Msg').lower()}: {message}"
        if not _NO_SOUND_HERE.fullmatch(said):
            _heard.append(said)


def _listen() -> None:
    # Each time anew: the program sets up logging and Qt's handler for itself, and tests run the program.
    qInstallMessageHandler(_hear_qt)
    # At the program's own logger too: it may not pass on to the root what it hears.
    for logger in (logging.getLogger(), logging.getLogger("ia_events")):
        if _ear not in logger.handlers:
            logger.addHandler(_ear)


def _unexpected(item: pytest.Item) -> list[str]:
    patterns = item.stash.get(_expected, [])
    unexpected = [heard for heard in _heard if not any(re.search(pattern, heard) for pattern in patterns)]
    return list(dict.fromkeys(unexpected))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    _heard.clear()
    item.stash[_expected] = [pattern for mark in item.iter_markers("expect_log") for pattern in mark.args]
    _listen()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    __tracebackhide__ = True
    _listen()
    try:
        result = yield
    except BaseException:
        if _heard:
            item.add_report_section("call", "Qt and log", "\n".join(_heard))
        raise
    if unexpected := _unexpected(item):
        _heard.clear()
        pytest.fail("Nobody expected this (see expect_log in tests/conftest.py):\n" + "\n".join(unexpected), False)
    for pattern in item.stash[_expected]:
        if not any(re.search(pattern, heard) for heard in _heard):
            pytest.fail(f"This was expected to be said, and was not: {pattern}", False)
    return result


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    _listen()
    _heard.clear()
    result = yield
    if unexpected := _unexpected(item):
        pytest.fail("Nobody expected this, at the end of the test:\n" + "\n".join(unexpected), False)
    return result


@pytest.fixture
def expect_log(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Declare, as a regular expression, a Qt message or log line that this test makes."""
    patterns: list[str] = request.node.stash[_expected]
    return patterns.append


# A home of its own --------------------------------------------------------------------------------------------------


_homes_made = itertools.count(1)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    homes = tmp_path_factory.mktemp("homes")
    (homes / "cache").mkdir()
    (homes / "run").mkdir(mode=0o700)
    return homes


@pytest.fixture(autouse=True)
def home(_homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, where everything the program keeps for its user goes: no test meets the real one."""
    home = _homes / str(next(_homes_made))
    home.mkdir()
    places = {
        "HOME": home,
        "USERPROFILE": home,
        "APPDATA": home / "AppData" / "Roaming",
        "LOCALAPPDATA": home / "AppData" / "Local",
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_STATE_HOME": home / ".local" / "state",
        # Shared by the whole run: fontconfig takes seconds to fill its cache.
        "XDG_CACHE_HOME": _homes / "cache",
        "XDG_RUNTIME_DIR": _homes / "run",
        "IA_EVENTS_HOME": home / "ia_events",
    }
    for name, place in places.items():
        monkeypatch.setenv(name, str(place))
    return home


# The command line ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command said: its exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON object it must be."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as one JSON object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    """Run `ia-events` in this process: cli("--json", "event", "list", stdin="…")."""
    from ia_events import cli as program

    def run(*arguments: object, stdin: str = "") -> Answer:
        monkeypatch.setattr(sys, "argv", ["ia-events", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            program.main()
        heard = capsys.readouterr()
        return Answer(int(str(ended.value.code)), heard.out, heard.err)

    return run


@pytest.fixture
def qtbot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> QtBot:
    """pytest-qt's; what is waited for is there when what it posted in its turn is done too: Qt shows what stands in a
    layout one turn of the event loop later. It is looked at again then: what was posted may be its end.
    """
    wait = qtbot.waitUntil

    def wait_until(condition: Callable[[], bool | None], *, timeout: int = 5000) -> None:
        def holds() -> bool:
            for looked in range(2):
                found = condition()
                if found not in (None, True, False):
                    raise ValueError(f"what is waited for says whether it is there, not {found!r}")
                if found is not None and not found:  # a condition may also assert, and say nothing
                    return False
                if not looked:
                    QCoreApplication.processEvents()
            return True

        wait(holds, timeout=timeout)

    monkeypatch.setattr(qtbot, "waitUntil", wait_until)
    return qtbot
