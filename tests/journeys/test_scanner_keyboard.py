"""A real window on a keyboard of one country, and a scanner that believes it is plugged into a computer of another.

The scanner's key codes go through the X server and its map to the window, Caps Lock on and off: every badge is admitted. Needs Xvfb, xdotool and setxkbmap, which `make install` brings with the tests.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from ia_events.domain import tokens
from ia_events.domain.events import Event, Slot
from ia_events.domain.ids import uuid7
from ia_events.domain.keyboards import KEYS, ROWS
from ia_events.domain.people import Attendee
from ia_events.store import Store, door_book, events, journal, registrations
from ia_events.store.journal import Label

# The codes of the keys as they stand on an American keyboard, whatever is engraved on them elsewhere.
US_KEYS = {
    letter: code
    for first, row in ((24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
    for code, letter in enumerate(row, first)
}
OTHER_KEYS = {"[": 34, "]": 35, ";": 47, "'": 48, ",": 59, ".": 60, "/": 61}
# Those of a scanner set for another keyboard: where that one has its letters.
SCANNERS = {
    name: {sign: US_KEYS.get(key.upper(), OTHER_KEYS.get(key, 0)) for key, sign in zip(KEYS, rows[1], strict=True)}
    for name, rows in ROWS.items()
}
RETURN, TAB, SHIFT, CAPS_LOCK, F2 = 36, 23, 50, 66, 68
ESCAPE = "Escape"  # its code is 9, which xdotool takes for the figure
PEOPLE = 40
PATIENCE = 60  # seconds, on a machine that has much else to do

# The program itself, at its door, telling what is in the field and what the verdict says.
PROGRAM = """
import json, sys
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ia_events import app as program
from ia_events.settings import Settings
from ia_events.ui import language
from ia_events.ui.theme import Theme

settings = Settings(language="fr", sound=False)
app = QApplication(["ia-events"])
language.use("fr")
theme = Theme(app, settings)
store = program.open_store(Path(sys.argv[1]), datetime.now(UTC))
window = program.build(store, settings, theme)
window.show()
window.session.open("door")
page = window.page
told = None

def tell():
    global told
    shown = page.verdict.shown
    now = {
        "focus": page.field.hasFocus(), "text": page.field.text(), "tone": shown.tone, "headline": shown.headline,
        "name": shown.name, "form": page.below.in_form,
    }
    if now != told:
        told = now
        print(json.dumps(now), flush=True)

timer = QTimer(interval=5)
timer.timeout.connect(tell)
timer.start()
status = app.exec()
window.session.close()
store.close()
sys.exit(status)
"""


@pytest.fixture
def screen(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """An invisible screen with a French keyboard, or the one asked for; the environment of programs that use it."""
    layout, _comma, variant = getattr(request, "param", "fr").partition(",")
    # Without -noreset the server forgets the keyboard map each time its last client leaves.
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as number:
        display = f":{number.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    chosen = ["setxkbmap", "-layout", layout, *(["-variant", variant] if variant else [])]
    subprocess.run(chosen, env=environment, check=True)
    asked = subprocess.run(["setxkbmap", "-query"], env=environment, check=True, capture_output=True, text=True).stdout
    assert f"layout:     {layout}" in asked
    yield environment
    server.terminate()
    server.wait(10)


@pytest.fixture
def database(tmp_path: Path) -> tuple[Path, str, list[str]]:
    """A database file, its event, under way, and everybody's badge."""
    path, now = tmp_path / "events.db", datetime.now(UTC)
    store = Store.open(path, now=now)
    slot = Slot(label="Soirée", start=now - timedelta(hours=1), end=now + timedelta(hours=2))
    event_id = events.save(store, Event(title="Soirée de l'INET", timezone="America/Marigot", slots=(slot,)), now)
    crowd = [
        Attendee(id=uuid7(now), event_id=event_id, last_name=f"Nom{n}", first_name="Anaïs", badge=tokens.new_badge_id())
        for n in range(PEOPLE)
    ]
    journal.record(store, [registrations.addition(person) for person in crowd], Label("Import"), now)
    key = events.get(store, event_id).key
    store.close()
    return path, event_id, [tokens.issue(person.badge, key) for person in crowd]


class Window:
    """The program at its door, and the keys sent to it."""

    def __init__(self, environment: dict[str, str], output: IO[str]) -> None:
        self._environment = environment
        # Read aside, so that a window that says nothing more fails the test instead of stopping it.
        self._told: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, args=(output,), daemon=True).start()
        self.last: dict[str, object] = {}

    def until(self, wanted: Callable[[dict[str, object]], bool]) -> dict[str, object]:
        """What the window tells, once it is what is wanted."""
        while not wanted(self.last):
            line = self._told.get(timeout=PATIENCE)
            assert line, "the program ended"
            self.last = json.loads(line)
        return self.last

    def _listen(self, output: IO[str]) -> None:
        for line in output:
            self._told.put(line)
        self._told.put("")

    def press(self, *codes: int | str, shift: bool = False) -> None:
        """Key codes, as they come from a keyboard's wire."""
        keys = ["key", "--delay", "1", *map(str, codes)]
        chain = ["keydown", str(SHIFT), *keys, "keyup", str(SHIFT)] if shift else keys
        subprocess.run(["xdotool", *chain], env=self._environment, check=True, timeout=PATIENCE)

    def scan(self, token: str, *, shift: bool, suffix: int | None, scanner: str = "QWERTY") -> None:
        """A badge, as a scanner types it; in its American factory setting unless said otherwise."""
        self.press(*(SCANNERS[scanner][letter] for letter in token), shift=shift)
        if suffix is not None:
            self.press(suffix)


@pytest.fixture
def window(screen: dict[str, str], database: tuple[Path, str, list[str]]) -> Iterator[Window]:
    """The program, its field waiting for keys."""
    command = [sys.executable, "-c", PROGRAM, str(database[0])]
    process = subprocess.Popen(command, env=screen, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    shown = Window(screen, process.stdout)
    shown.until(lambda told: "text" in told)
    # Nothing manages windows here: the keyboard goes to the one that is named.
    found = subprocess.run(
        ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(process.pid)],
        env=screen, check=True, capture_output=True, text=True, timeout=PATIENCE,
    ).stdout.split()  # fmt: skip
    subprocess.run(["xdotool", "windowfocus", "--sync", found[0]], env=screen, check=True, timeout=PATIENCE)
    shown.until(lambda told: told["focus"] is True)
    yield shown
    process.terminate()
    process.communicate(timeout=20)


def test_every_badge_is_admitted_whatever_the_keyboard_map_and_caps_lock(
    window: Window, database: tuple[Path, str, list[str]]
) -> None:
    path, event_id, badges = database

    # given a keyboard that really is French: the American A, Q, Z and W are not where they were
    window.press(US_KEYS["Q"], US_KEYS["W"])
    window.until(lambda told: told["text"] == "az")
    window.press(ESCAPE)
    window.until(lambda told: told["text"] == "")

    # when every badge is scanned: with and without Shift, with Enter, Tab or nothing behind it; Caps Lock off, then on
    for number, token in enumerate(badges):
        if number == PEOPLE // 2:
            time.sleep(0.2)  # nearer to the scan than any finger, a key would be the scanner's own suffix
            window.press(CAPS_LOCK)
            window.press(US_KEYS["Q"])
            window.until(lambda told: told["text"] == "A")
            window.press(ESCAPE)
            window.until(lambda told: told["text"] == "")
        window.scan(token, shift=number % 2 == 0, suffix=(RETURN, TAB, None)[number % 3])
        told = window.until(lambda told, number=number: told["name"] == f"NOM{number} Anaïs")  # type: ignore[misc]
        assert told["tone"] == "welcome"
        assert told["headline"] == "Bienvenue, Anaïs"
    window.press(CAPS_LOCK)

    # then each one of them is in, and nothing else was recorded
    store = Store.open(path, now=datetime.now(UTC))
    event = events.get(store, event_id)
    entries = door_book.recent(store, event_id, event.slots[0].id, limit=1000)
    assert len(entries) == PEOPLE
    assert {entry.verdict.value for entry in entries} == {"welcome"}
    assert {entry.attendee.id for entry in entries if entry.attendee} == {
        person.id for person in registrations.all_of(store, event_id)
    }
    store.close()


def test_keys_in_a_real_window(window: Window, database: tuple[Path, str, list[str]]) -> None:
    # F2 opens the form at once: the name typed right behind it is in the form, not in the field
    window.press(F2, *(US_KEYS[letter] for letter in "NELLE"))
    window.until(lambda told: told["form"] is True)
    window.press(RETURN)
    told = window.until(lambda told: told["name"] != "")
    assert told["name"] == "NELLE"
    # a badge already read is told so, and its focus never left the field
    _path, _event, badges = database
    window.scan(badges[0], shift=True, suffix=RETURN)
    window.until(lambda told: told["name"] == "NOM0 Anaïs")
    window.scan(badges[0], shift=True, suffix=RETURN)
    told = window.until(lambda told: told["tone"] == "attention")
    assert told["name"] == "NOM0 Anaïs"
    assert told["focus"] is True


@pytest.mark.parametrize(
    "screen, scanner, engraved",
    [
        ("fr,bepo", "QWERTY", "bp"),
        ("us", "AZERTY", "qe"),
        ("us", "BÉPO", "qe"),
        ("fr", "BÉPO", "ae"),
        ("de", "QWERTY", "qe"),
        ("fr,bepo", "BÉPO", "bp"),
        ("us,dvorak", "QWERTY", "'."),
        ("ru", "QWERTY", "йу"),
    ],
    indirect=["screen"],
)
def test_layouts_that_differ(
    window: Window, database: tuple[Path, str, list[str]], scanner: str, engraved: str
) -> None:
    # given a keyboard that really is that one
    window.press(US_KEYS["Q"], US_KEYS["E"])
    window.until(lambda told: told["text"] == engraved)
    window.press(ESCAPE)
    window.until(lambda told: told["text"] == "")
    # then badges are read with Shift and without, Caps Lock on and off, with Enter, Tab or nothing behind them
    for number, token in enumerate(database[2][:12]):
        if number == 6:
            window.press(CAPS_LOCK)
        window.scan(token, shift=number % 2 == 0, suffix=(RETURN, TAB, None)[number % 3], scanner=scanner)
        told = window.until(lambda told, number=number: told["name"] == f"NOM{number} Anaïs")  # type: ignore[misc]
        assert told["tone"] == "welcome"
    window.press(CAPS_LOCK)
    told = window.until(lambda told: told["text"] == "")
    assert told["focus"] is True


def test_a_name_typed_at_eight_letters_a_second_while_badges_are_read(
    window: Window, database: tuple[Path, str, list[str]]
) -> None:
    # Letters that badges have not: xdotool's two runs share one keyboard, where a key that is down cannot go down again.
    name = "aimeeaimeeaimeeaimeeaimee"
    french = {**US_KEYS, "A": US_KEYS["Q"], "M": OTHER_KEYS[";"]}
    codes = [str(french[letter.upper()]) for letter in name]
    fingers = subprocess.Popen(["xdotool", "key", "--delay", "125", *codes], env=window._environment)
    window.until(lambda told: str(told["text"]).startswith("ai"))
    for number, token in enumerate(database[2][:5]):
        window.scan(token, shift=False, suffix=(RETURN, TAB, None)[number % 3])
        window.until(lambda told, number=number: told["name"] == f"NOM{number} Anaïs")  # type: ignore[misc]
    assert fingers.wait(PATIENCE) == 0
    # then everybody is in, and the name is there, whole
    told = window.until(lambda told: len(str(told["text"])) >= len(name))
    assert told["text"] == name
