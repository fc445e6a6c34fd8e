"""kill -9 while badges are read: every verdict that was printed is in the database, which is sound, 200 times out of 200.

Forty are killed from a start of their own, at any moment of it; the others are forked from a process that has imported
the program, and are killed at work. Where nothing can be forked (Windows), fifty starts are all there is.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ia_events.domain import tokens
from ia_events.domain.events import Event, Slot
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.store import Store, events, journal, registrations
from ia_events.store.journal import Label

NOW = datetime(2025, 11, 12, 22, 0, tzinfo=UTC)
STARTED, FORKED = (40, 160) if hasattr(os, "fork") else (50, 0)
PEOPLE = 1000
PATIENCE = 60  # seconds: machines are slow in bursts

# Reads lines of « file of badges, file for the answers »; forks a `check-in` for each, and says its process id, then,
# once it is no more, an empty line.
_FORKING = """
import os, sys
from ia_events.cli import main
from ia_events.store import door, events
sys.argv = ["ia-events", *sys.argv[1:]]
for line in iter(sys.stdin.readline, ""):
    badges, answers = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child == 0:
        sys.stdin = open(badges, encoding="ascii")
        sys.stdout = open(answers, "w", encoding="utf-8")
        main()
    print(child, flush=True)
    os.waitpid(child, 0)
    print(flush=True)
"""


@pytest.fixture
def database(tmp_path: Path) -> tuple[Path, str, list[str]]:
    """A database file, its event, and everybody's badge."""
    path = tmp_path / "events.db"
    store = Store.open(path, now=NOW)
    slot = Slot(label="Soirée", start=NOW, end=NOW + timedelta(hours=2, minutes=30))
    event_id = events.save(store, Event(title="Soirée de l'INET", timezone="America/Marigot", slots=(slot,)), NOW)
    crowd = [
        Attendee(id=uuid7(NOW), event_id=event_id, last_name=f"Nom{n}", first_name="Anaïs", badge=tokens.new_badge_id())
        for n in range(PEOPLE)
    ]
    journal.record(store, [registrations.addition(person) for person in crowd], Label("Import"), NOW)
    key = events.get(store, event_id).key
    store.close()
    return path, event_id, [tokens.issue(person.badge, key) for person in crowd]


def test_every_printed_verdict_survives(database: tuple[Path, str, list[str]], tmp_path: Path) -> None:
    path, event_id, badges = database
    draw = random.Random(50)
    printed: Counter[str] = Counter()
    killed_at_work = 0
    with _forking(path, event_id, tmp_path / "answers.txt", draw) as check_in_then_kill:
        for kill in range(STARTED + FORKED):
            # given a file of badges longer than any run lives, in an order of its own
            queue = tmp_path / "badges.txt"
            queue.write_text("\n".join(draw.choices(badges, k=20_000)) + "\n", encoding="ascii")
            if kill < STARTED:
                lines, silent = _start_then_kill(path, event_id, queue, draw, early=kill % 5 == 0)
            else:
                lines, silent = check_in_then_kill(queue, kill % 3 == 0)
            killed_at_work += not silent
            printed.update(json.loads(line)["registration"] for line in lines)

            # then everything said is kept; one more at most was kept and not yet said, at each kill
            store = Store.open(path, now=NOW)
            kept = Counter(
                row[0] for row in store.execute("SELECT registration_id FROM facts WHERE kind IN ('arrival', 'scan')")
            )
            faults = [row[0] for row in store.execute("PRAGMA integrity_check") if row[0] != "ok"]
            store.close()
            assert printed - kept == Counter()
            assert kept.total() - printed.total() <= kill + 1
            assert faults == []

    assert killed_at_work > (STARTED + FORKED) // 2
    assert printed.total() > STARTED + FORKED
    verified = subprocess.run(
        [sys.executable, "-m", "ia_events.cli", "--db", path, "--json", "verify"], capture_output=True, check=False
    )
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["sound"] is True


def _arguments(path: Path, event_id: str) -> list[str]:
    return ["--db", str(path), "--json", "check-in", "--event", event_id]


def _start_then_kill(
    path: Path, event_id: str, queue: Path, draw: random.Random, *, early: bool
) -> tuple[list[str], bool]:
    """The whole lines that `check-in` printed before it was killed, and whether it was killed before the first."""
    command = [sys.executable, "-m", "ia_events.cli", *_arguments(path, event_id)]
    with queue.open("rb") as stdin:
        # Without a buffer: communicate() would not see what reading the first line had put in it.
        process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)
        assert process.stdout is not None
        first = b""
        if early:  # at any moment, the start and the opening of the database included
            time.sleep(draw.uniform(0.05, 0.6))
        else:
            first = process.stdout.readline()
            time.sleep(draw.uniform(0, 0.12))
        process.kill()
        rest, errors = process.communicate()
    assert errors == b""
    return _whole_lines(first + rest)


@contextmanager
def _forking(
    path: Path, event_id: str, answers: Path, draw: random.Random
) -> Generator[Callable[[Path, bool], tuple[list[str], bool]], None, None]:
    """The same with `check-in` forked from a process that is ready, at any moment of the opening and of the scans."""
    command = [sys.executable, "-c", _FORKING, *_arguments(path, event_id)]
    forking = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    stdin, stdout = forking.stdin, forking.stdout
    assert stdin is not None
    assert stdout is not None

    def check_in_then_kill(queue: Path, early: bool) -> tuple[list[str], bool]:
        stdin.write(f"{queue}\t{answers}\n".encode())
        child = int(stdout.readline())
        if not early:  # however slow this machine is now, it is at work
            given_up = time.monotonic() + PATIENCE
            while not (answers.exists() and answers.stat().st_size):
                assert time.monotonic() < given_up
                time.sleep(0.001)
        time.sleep(draw.uniform(0, 0.12 if early else 0.08))
        os.kill(child, 9)
        assert stdout.readline() == b"\n"
        printed = answers.read_bytes() if answers.exists() else b""
        answers.unlink(missing_ok=True)
        return _whole_lines(printed)

    yield check_in_then_kill
    _rest, errors = forking.communicate()
    assert errors == b""


def _whole_lines(printed: bytes) -> tuple[list[str], bool]:
    said = printed.decode("utf-8")
    return said.splitlines()[: said.count("\n")], not said
