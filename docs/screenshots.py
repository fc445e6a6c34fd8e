"""Pictures of every page, from the running program on the demonstration event: `make screenshots`.

French, light and dark, 1280 × 800, into docs/images/. With a folder as argument, also English and 1920 × 1080, there.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

IMAGES = Path(__file__).parent / "images"


class Studio:
    """A window on its own demonstration, and the scenes to shoot."""

    def __init__(self, folder: Path, language: str, scheme: str, size: QSize) -> None:
        from ia_events import app, paths
        from ia_events.settings import Settings
        from ia_events.ui import language as words
        from ia_events.ui.theme import Theme

        os.environ["IA_EVENTS_HOME"] = str(folder / f"{language}-{scheme}-{size.width()}")
        self.settings = Settings(language=language, theme=scheme, sound=False)
        words.use(language)
        instance = QApplication.instance()
        assert isinstance(instance, QApplication)
        theme = Theme(instance, self.settings)
        self.now = datetime.now(UTC)
        self.store = app.open_store(paths.database(), self.now)
        self._prepare()
        self.window = app.build(self.store, self.settings, theme)
        self.window.resize(size)
        self.window.show()
        self.session = self.window.session
        self.settle()

    def _prepare(self) -> None:
        """Part of the evening is done: badges printed but a few, the door open, some people in."""
        from ia_events.domain import demonstration, tokens
        from ia_events.domain.attendance import State
        from ia_events.store import door, events, presence, prints, registrations

        found = events.list_events(self.store)
        self.evening = next(e for e in found if e.session_code == demonstration.EVENING)
        self.local = next(e for e in found if e.session_code == demonstration.LOCAL_EVENT)
        self.settings.event_id = self.evening.id
        people = prints.badges(self.store, self.evening.id)
        prints.record_badges(self.store, self.evening.id, people[:-12], "avery-l7418", self.now)
        registrations.save(self.store, replace(people[5], job_title="Directrice générale adjointe"), self.now)
        at = self.evening.slots[0].start - timedelta(minutes=20)
        self.token = tokens.issue(people[40].badge, self.evening.key)
        for number, person in enumerate(people[:40]):
            at += timedelta(seconds=11)
            token = tokens.issue(person.badge, self.evening.key)
            door.scan(self.store, self.evening, token, at=at, now=self.now, station=f"Entrée {1 + number % 2}")
        days = [slot.id for slot in self.local.slots]
        everybody = registrations.all_of(self.store, self.local.id)
        presence.mark(self.store, self.local, [(p.id, days[0]) for p in everybody[:260]], State.PRESENT, self.now)
        presence.mark(self.store, self.local, [(p.id, days[1]) for p in everybody[:240:2]], State.PRESENT, self.now)
        presence.mark(self.store, self.local, [(p.id, days[1]) for p in everybody[1:40:4]], State.EXCUSED, self.now)
        presence.mark(self.store, self.local, [(p.id, days[1]) for p in everybody[3:40:6]], State.LATE, self.now)

    def settle(self, milliseconds: int = 400) -> None:
        """Let everything be loaded and painted."""
        QTest.qWait(milliseconds)
        while self.session.work.busy:
            QTest.qWait(50)
        QTest.qWait(200)

    def type(self, text: str) -> None:
        """Type as a person or a scanner would, wherever the focus is."""
        focused: QWidget | None = self.window.focusWidget()
        target = self.window if focused is None else focused
        QTest.keyClicks(target, text)
        QTest.keyClick(target, Qt.Key.Key_Return)

    def open_door(self) -> None:
        """The door, a quarter of an hour before the evening."""
        opening = self.evening.slots[0].start - timedelta(minutes=12)
        self.session.now = lambda: opening  # type: ignore[method-assign]
        self.session.open("door")

    def show_of(self, event_id: str, page: str) -> None:
        """A page of another event, now."""
        self.session.now = lambda: self.now  # type: ignore[method-assign]
        self.session.switch(event_id)
        self.session.open(page)

    def scenes(self) -> dict[str, Callable[[], object]]:
        """What to do before each picture, by its name."""
        from ia_events import paths
        from ia_events.domain import demonstration

        shipped = paths.resources() / "demonstration" / demonstration.LISTS[demonstration.EVENING]
        return {
            "run-sheet": lambda: self.session.open("run_sheet"),
            "participants": lambda: self.session.open("participants"),
            "import": lambda: self.session.open("import", path=shipped),
            "documents": lambda: self.session.open("documents"),
            "door-ready": self.open_door,
            "door-welcome": lambda: self.type(self.token),
            "door-already-in": lambda: self.type(self.token),
            "door-foreign": lambda: self.type("https://exemple.fr/autre-code"),
            "presence": lambda: self.show_of(self.local.id, "presence"),
            "return": lambda: self.show_of(self.evening.id, "exchange"),
            "events": lambda: self.session.open("events"),
            "event-editor": lambda: self.session.open("event_editor", event_id=self.evening.id),
            "settings": lambda: self.session.open("settings"),
            "help": lambda: self.session.open("help"),
        }

    def shoot(self, folder: Path, suffix: str) -> None:
        """Every scene into `folder`."""
        for name, scene in self.scenes().items():
            scene()
            self.settle()
            picture(self.window, folder / f"{name}{suffix}.png")
        self.window.close()
        self.session.close()
        self.store.close()


def picture(widget: QWidget, file: Path) -> None:
    """What a widget shows, in 256 colours: a fifth of the bytes."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    image = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(file)


def main() -> None:
    """Take the pictures."""
    app = QApplication(["screenshots"])
    with tempfile.TemporaryDirectory() as scratch:
        normal, large = QSize(1280, 800), QSize(1920, 1080)
        if len(sys.argv) > 1:
            folder = Path(sys.argv[1])
            for language, scheme, size in (
                ("fr", "light", normal),
                ("fr", "dark", normal),
                ("fr", "light", large),
                ("fr", "dark", large),
                ("en", "light", normal),
            ):
                target = folder / f"{language}-{scheme}-{size.width()}"
                target.mkdir(parents=True, exist_ok=True)
                Studio(Path(scratch), language, scheme, size).shoot(target, "")
        else:
            IMAGES.mkdir(exist_ok=True)
            for scheme in ("light", "dark"):
                Studio(Path(scratch), "fr", scheme, normal).shoot(IMAGES, f"-{scheme}")
    app.quit()


if __name__ == "__main__":
    main()
