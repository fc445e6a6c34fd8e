"""The door after `kill -9`: from the start of the process to the page that answers, on the last scan, with 100,000 people.

    python -m benchmarks.reopening [--people 100000] [--times 5]

The program's own process, offscreen, is killed while badges are read, and started again.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.check_in import prepare

# The program, and a hand at its door: a line says what to do, a line answers with what is then shown.
_PROGRAM = """
import json, sys
import ia_events.app as app
built = app.build
def build(*arguments):
    window = built(*arguments)
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    session = window.session
    def tell():
        page, door = window.page, window.current == "door"
        print(json.dumps({
            "page": window.current, "event": session.event_id, "shown": window.isVisible(),
            "slot": page.bar.slots.currentData() if door else None, "leaving": door and page.leaving,
            "said": page.verdict.shown.spoken if door else "",
        }), flush=True)
    def obey():
        tell()
        for line in iter(sys.stdin.readline, ""):
            order, _space, what = line.strip().partition(" ")
            if order == "open":
                session.open(what)
            elif order == "switch":
                session.switch(what)
            elif order == "slot":
                window.page.bar.slot_chosen.emit(what)
            elif order == "leaving":
                window.page.set_leaving(True)
            elif order == "scan":
                QTest.keyClicks(window.page.field, what)
                QTest.keyClick(window.page.field, Qt.Key.Key_Return)
            elif order == "close":
                window.close()
            for _turn in range(5):
                QApplication.processEvents()
            tell()
        QApplication.quit()
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, obey))
    return window
app.build = build
sys.exit(app.main(["--db", sys.argv[1]]))
"""


class Program:
    """The program in a process of its own; `told` is what its window last showed, `took` the seconds to the first."""

    def __init__(self, database: Path) -> None:
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(database)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            encoding="utf-8",
        )
        self.told = self._hear()
        self.took = time.perf_counter() - begun

    def do(self, order: str) -> dict[str, Any]:
        """Tell it one thing; what its window then shows."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        self.told = self._hear()
        return self.told

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.communicate()

    def leave(self) -> int:
        """Close it as one does; its exit status."""
        self.do("close")
        self.process.communicate()
        return self.process.returncode

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        return told


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IA_EVENTS_HOME"] = folder
        path = Path(folder) / "events.db"
        store, _event, badges = prepare(path, options.people)
        store.close()
        program = Program(path)
        program.do("open door")
        taken = []
        for number in range(options.times):
            said = ""
            for badge in badges[number * 40 : number * 40 + 40]:
                said = program.do(f"scan {badge}")["said"]
            program.kill()
            program = Program(path)
            assert program.told["page"] == "door", program.told
            assert said.split(". ")[1] in program.told["said"], (said, program.told)
            taken.append(program.took)
        program.leave()
    print(f"{options.people} registrations, killed {options.times} times: the door answers again after")
    print(f"  median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s (2 s allowed)")


if __name__ == "__main__":
    main()
