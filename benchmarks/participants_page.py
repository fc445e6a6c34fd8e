"""A keystroke on the participants page, and what 100,000 rows weigh.

    python -m benchmarks.participants_page [--people 100000] [--keystrokes 1000]

A keystroke is a real key event on the search field: model update, then every visible row painted (offscreen platform,
1920 × 1080). The floor is the same window painting the whole list again without a key. In a database just filled, the
window's worker indexes names as they are heard meanwhile, as after an import. Memory is the resident set of this process:
an empty window, then the page shown, scrolled through and searched. On a busy machine: `chrt -f 50 python -m …`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from benchmarks.search import NOW, fill, keystrokes, line, people, percentile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def resident() -> float:
    """The resident set, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--keystrokes", type=int, default=1000)
    parser.add_argument("--database", type=Path, help="keep the database here, and use it again")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.database, options.people, options.keystrokes)
        return
    from ia_events.store import Store

    with tempfile.TemporaryDirectory() as folder:
        os.environ["IA_EVENTS_HOME"] = folder
        path = options.database or Path(folder) / "page.db"
        if not path.exists():
            store = Store.open(path, now=NOW)
            fill(store, options.people)
            store.close()
        # In a process of its own: making the people leaves memory behind.
        import subprocess
        import sys

        arguments = ["--people", str(options.people), "--keystrokes", str(options.keystrokes), "--database", str(path)]
        subprocess.run([sys.executable, "-m", "benchmarks.participants_page", "--measure", *arguments], check=True)


def measure(path: Path, count: int, strokes: int) -> None:
    """Measure in this process, which holds nothing else."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ia_events.settings import Settings
    from ia_events.store import Store, events
    from ia_events.ui import language
    from ia_events.ui.pages.participants import ParticipantsPage
    from ia_events.ui.session import Session
    from ia_events.ui.theme import Theme
    from ia_events.ui.window import MainWindow

    app = QApplication(["benchmark"])
    language.use("fr")
    settings = Settings(language="fr", theme="light")
    theme = Theme(app, settings)
    store = Store.open(path, now=NOW)
    session = Session(store, settings)
    window = MainWindow(session)
    window.resize(1920, 1080)
    window.show()
    app.processEvents()
    empty = resident()
    begun = time.perf_counter()
    session.switch(events.list_events(store)[0].id)
    session.open("participants")
    page = window.page
    assert isinstance(page, ParticipantsPage)
    app.processEvents()
    opened = (time.perf_counter() - begun) * 1000
    shown = resident()
    bar = page.table.verticalScrollBar()
    for step in range(200):
        bar.setValue(bar.maximum() * step // 199)
        app.processEvents()
    bar.setValue(0)
    scrolled = resident()
    painted = []
    for _ in range(100):
        begun = time.perf_counter()
        page.table.viewport().repaint()
        painted.append((time.perf_counter() - begun) * 1000)
    typed = keystrokes(people(2000), max(60, strokes // 4))
    taken: list[float] = []
    worked: list[float] = []
    for text in typed:
        page.filters.clear()
        page.reload()
        app.processEvents()
        for letter in text:
            if not letter.isascii():
                continue
            begun, busy = time.perf_counter(), time.thread_time()
            QTest.keyClicks(page.search, letter)
            app.processEvents()
            taken.append((time.perf_counter() - begun) * 1000)
            worked.append((time.thread_time() - busy) * 1000)
        if len(taken) >= strokes:
            break
        # Once in a while the typing pauses, and what was found is counted.
        if len(taken) % 10 == 0:
            deadline = time.perf_counter() + 1
            while page.model.count < 0 and time.perf_counter() < deadline:
                QTest.qWait(20)
    searched = resident()
    print(f"{count} people, {len(taken)} keys typed in a 1920 × 1080 window, {page.model.rowCount()} rows found last")
    print(line("a key: update and paint", taken))
    print(line("of which this thread's own time", worked))
    print(f"99 % of keys: {percentile(taken, 0.99) / 16:.2f} of the 16 ms allowed")
    print(line("the same rows painted again (the floor)", painted))
    print(f"the page opened in {opened:.0f} ms")
    print(
        f"memory: {empty:.0f} MB an empty window; + {shown - empty:.0f} shown, + {scrolled - empty:.0f} scrolled from end to end, "
        f"+ {searched - empty:.0f} searched: {(searched - empty) / 60:.2f} of the 60 MB allowed"
    )
    session.close()
    window.close()
    theme.close()
    store.close()


if __name__ == "__main__":
    main()
