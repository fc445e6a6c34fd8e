"""From the start of the process to a window that answers, with 5,000 participants, against an empty PySide6 window.

`python -m benchmarks.start_up`. Medians of nine fresh processes each, interleaved; bytecode compiled beforehand.
"""

from __future__ import annotations

import compileall
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
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
window.show()
def usable():
    print(time.time())
    app.quit()
QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
app.exec()
"""

# The window is usable when its page is shown and the event loop has nothing left to do.
_OURS = """
import sys, time
from PySide6.QtCore import QTimer
import ia_events.app
from ia_events.ui import window as module
shown = module.MainWindow.showEvent
def show(self, event):
    shown(self, event)
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: usable(self)))
def usable(self):
    print(time.time())
    self.close()
module.MainWindow.showEvent = show
sys.exit(ia_events.app.main(["--db", sys.argv[1]]))
"""

_FILL = """
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from ia_events import app
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.store import events, journal, registrations
from ia_events.store.journal import Label
now = datetime.now(UTC)
store = app.open_store(Path(sys.argv[1]), now)
event = events.list_events(store)[0]
people = [Attendee(id=uuid7(now), event_id=event.id, last_name=f"Nom{n}", first_name="Jeanne", employer=f"Commune {n % 90}", badge=f"{n:016x}") for n in range(5000)]
journal.record(store, [registrations.addition(p) for p in people], Label("5000"), now)
store.close()
"""


def _run(code: str, *arguments: str) -> float:
    """Seconds from the start of the process to what it prints: the moment it was ready."""
    started = time.time()
    answer = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return float(answer.stdout) - started if answer.stdout else 0.0


def main(runs: int = 9) -> None:
    """Print the figures."""
    compileall.compile_dir(str(Path(__file__).parent.parent / "ia_events"), quiet=1)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IA_EVENTS_HOME"] = folder
        database = str(Path(folder, "bench.db"))
        _run(_FILL, database)
        times = [(_run(_EMPTY), _run(_OURS, database)) for _ in range(runs)]
    empty, ours = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"empty PySide6 window   {empty * 1000:5.0f} ms")
    print(f"IA Événements          {ours * 1000:5.0f} ms")
    print(f"ratio {ours / empty:.2f} (at most 1.5)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
