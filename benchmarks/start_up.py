"""From the start of the process to a window that answers, with 5,000 participants, against an empty PySide6 window.

`python -m benchmarks.start_up`. Either is usable once its window has been painted and its event loop has nothing left to
do. By then ours shows the run sheet with the figures of the database: its process checks that. One thing comes later and is
not counted: the calendars of public holidays, read in the worker, which may add a strip of cautions. Ours starts as users
start it, without arguments; the folder of the settings is given, which spares it the 2 ms of asking the system for it. The
empty window is PySide as installed: ours takes its signatures and enumerations another way (ui/signatures.py,
ui/enumerations.py). Without a screen, both are painted off screen, as on
one of 1920 × 1080. (Qt's own is of 800 × 800: too small for either, it has ours maximised, and laid out again.)
Medians of fifteen fresh processes each, interleaved; bytecode compiled beforehand, as `make install` and `make run` do.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
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


_SCREEN = {"name": "office", "x": 0, "y": 0, "width": 1920, "height": 1080}
_SCREEN |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def _says(code: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, stdout=subprocess.PIPE, text=True
    ).stdout.strip()


def _seconds(code: str, *arguments: str) -> float:
    """From the start of the process to the moment it says it was usable."""
    started = time.time()
    return float(_says(code, *arguments)) - started


def main(runs: int = 15) -> None:
    """Print the figures."""
    compileall.compile_dir(str(Path(__file__).parent.parent / "ia_events"), quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IA_EVENTS_HOME"] = folder
        screen = Path(folder, "screen.json")
        screen.write_text(json.dumps({"screens": [_SCREEN]}), encoding="utf-8")
        screens = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
        if sys.platform.startswith("linux") and not screens:
            os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        participants = _says(_FILL)
        times = [(_seconds(_EMPTY), _seconds(_OURS, participants)) for _ in range(runs)]
    empty, ours = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"empty PySide6 window   {empty * 1000:5.0f} ms")
    print(f"IA Événements          {ours * 1000:5.0f} ms")
    print(f"ratio {ours / empty:.2f} (at most 1.5)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
