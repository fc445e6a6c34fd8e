"""What the window does without until it has been painted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_OPENED = """
import sys
import ia_events.app
build = ia_events.app.build
def watched(*given):
    from PySide6.QtCore import QTimer
    from ia_events.ui.window import MainWindow
    from ia_events.ui.work import Work
    Work.release = lambda self: None  # what its worker does later is no part of it
    def painted(self, event):
        print(" ".join(sys.modules))
        QTimer.singleShot(0, window.close)
    MainWindow.paintEvent = painted
    window = build(*given)
    return window
ia_events.app.build = watched
sys.exit(ia_events.app.main([]))
"""


def test_the_window_opens_without_what_only_its_pages_need(tmp_path: Path) -> None:
    """GIVEN a database with an event WHEN the window opens on it THEN nothing that records, reads lists or prints is loaded."""
    home = {**os.environ, "IA_EVENTS_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    for _time in ("the demonstration is made", "it is there"):
        said = subprocess.run(
            [sys.executable, "-c", _OPENED], check=True, stdout=subprocess.PIPE, text=True, env=home, timeout=60
        )
    loaded = set(said.stdout.splitlines()[0].split())
    assert {"ia_events.ui.pages.run_sheet", "ia_events.store.run_sheet"} <= loaded
    needed_later = {
        "ia_events.store.journal", "ia_events.store.registrations", "ia_events.store.schema",
        "ia_events.store.presence", "openpyxl", "reportlab", "qrcode", "zxingcpp",
    }  # fmt: skip
    assert loaded & needed_later == set()
