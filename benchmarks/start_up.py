"""From the start of the process to a window that answers, with 5,000 participants, against an empty PySide6 window.

`python -m benchmarks.start_up`. Either is usable once its window has been painted and its event loop has nothing left to
do. By then ours shows the run sheet with the figures of the database: its process checks that. One thing comes later and is
not counted: the calendars of public holidays, read in the worker, which may add a strip of cautions. Ours starts as users
start it, without arguments; the folder of the settings is given, which spares it the 2 ms of asking the system for it. The
empty window is PySide as installed: ours takes its signatures and enumerations another way (ui/signatures.py,
ui/enumerations.py). Twice: in a real window, on the screen there is or on Xvfb's (Linux), and painted off screen, as on a
screen of 1920 × 1080. (Qt's own is of 800 × 800: too small for either, it has ours maximised, and laid out again.)
Medians of fifteen fresh processes each, interleaved; bytecode compiled beforehand, as `make install` and `make run` do.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_EMPTY = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
def usable():
    print(time.time())
    app.quit()
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

_OURS = """
import sys, time
import ia_events.app
build = ia_events.app.build
def watched(*given):
    from PySide6.QtCore import QTimer
    from ia_events.domain.run_sheet import Step
    from ia_events.ui.window import MainWindow
    def painted(self, event):
        QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
    def usable():
        now = time.time()
        words = window.page.rows[Step.LIST].words.text()
        assert window.page.isVisible() and sys.argv[1] in words, words
        print(now)
        window.close()
    MainWindow.paintEvent = painted
    window = build(*given)
    return window
ia_events.app.build = watched
sys.exit(ia_events.app.main([]))
"""

_FILL = """
from datetime import UTC, datetime
from ia_events import app, paths
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.settings import Settings
from ia_events.store import events, journal, registrations
from ia_events.store.journal import Label
now = datetime.now(UTC)
store = app.open_store(paths.database(), now)
event = events.list_events(store)[0].id
people = [
    Attendee(id=uuid7(now), event_id=event, last_name=f"Nom{n}", first_name="Jeanne", employer=f"Commune {n % 90}", badge=f"{n:016x}")
    for n in range(5000)
]
journal.record(store, [registrations.addition(p) for p in people], Label("5000"), now)
print(registrations.participants(store)[event])
store.close()
settings = Settings.load()
settings.event_id = event  # the one the window opens on
settings.save()
"""


_OFFICE = {"name": "office", "x": 0, "y": 0, "width": 1920, "height": 1080}
_OFFICE |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def _says(environment: Mapping[str, str], code: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.PIPE, text=True, env=environment
    ).stdout.strip()


def _seconds(environment: Mapping[str, str], code: str, *arguments: str) -> float:
    """From the start of the process to the moment it says it was usable."""
    started = time.time()
    return float(_says(environment, code, *arguments)) - started


@contextmanager
def _screen() -> Iterator[dict[str, str] | None]:
    """What has windows opened on a screen; None where there is none."""
    if not sys.platform.startswith("linux") or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        yield {}
        return
    if shutil.which("Xvfb") is None:
        yield None
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as number:
        display = f":{number.readline().strip()}"
    yield {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    server.terminate()
    server.wait(10)


def _compare(where: str, environment: Mapping[str, str], participants: str, runs: int) -> None:
    times = [(_seconds(environment, _EMPTY), _seconds(environment, _OURS, participants)) for _ in range(runs)]
    empty, ours = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"{where:14}empty PySide6 window {empty * 1000:4.0f} ms, IA Événements {ours * 1000:4.0f} ms: ", end="")
    print(f"ratio {ours / empty:.2f} (at most 1.5)", flush=True)


def main(runs: int = 15) -> None:
    """Print the figures."""
    compileall.compile_dir(str(Path(__file__).parent.parent / "ia_events"), quiet=1)
    with tempfile.TemporaryDirectory() as folder, _screen() as screen:
        usual = {**os.environ, "IA_EVENTS_HOME": folder}
        office = Path(folder, "screen.json")
        office.write_text(json.dumps({"screens": [_OFFICE]}), encoding="utf-8")
        off_screen = {**usual, "QT_QPA_PLATFORM": f"offscreen:configfile={office}"}
        participants = _says(off_screen, _FILL)
        if screen is not None:
            _compare("real window", {**usual, **screen}, participants, runs)
        _compare("off screen", off_screen, participants, runs)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
