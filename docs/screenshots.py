"""Pictures of every page, from the running program on the demonstration event: `make screenshots`.

French, light and dark, 1280 × 800, into docs/images/; those of the English guide into docs/images/en/. With a folder as
argument, all of them in French, in English and in 1920 × 1080, there.
"""

from __future__ import annotations

import io
import math
import os
import re
import sys
import tempfile
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

IMAGES = Path(__file__).parent / "images"
ENGLISH = IMAGES.parent / "guide.en.md"
# Where an organiser's files go: the pictures say the same on every machine. Nothing is written there.
DOCUMENTS = "/home/accueil/Documents/Soirées"


class Studio:
    """A window on its own demonstration, and the scenes to shoot."""

    def __init__(self, folder: Path, language: str, scheme: str, size: QSize) -> None:
        from ia_events import app, paths
        from ia_events.i18n import _
        from ia_events.settings import Settings
        from ia_events.ui import language as words
        from ia_events.ui.theme import Theme

        self.folder = folder
        os.environ["IA_EVENTS_HOME"] = str(folder / f"{language}-{scheme}-{size.width()}")
        words.use(language)
        self.stations = [_("Entrée 1").replace("1", number) for number in "12"]
        self.settings = Settings(
            language=language, theme=scheme, sound=False, station=self.stations[0], documents_folder=DOCUMENTS
        )
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
        prints.record_badges(self.store, self.evening, people[:-12], "avery-l7418", self.now)
        registrations.save(self.store, replace(people[5], job_title="Directrice générale adjointe"), self.now)
        at = self.evening.slots[0].start - timedelta(minutes=20)
        self.token = tokens.issue(people[40].badge, self.evening.key)
        for number, person in enumerate(people[:40]):
            at += timedelta(seconds=11)
            token = tokens.issue(person.badge, self.evening.key)
            door.scan(self.store, self.evening, token, at=at, now=self.now, station=self.stations[number % 2])
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

    def sign_at_door(self) -> None:
        """The next one signs on the screen."""
        from ia_events.domain import tokens
        from ia_events.store import events, prints

        slots = tuple(replace(slot, signing=True) for slot in self.evening.slots)
        events.save(self.store, replace(events.get(self.store, self.evening.id), slots=slots), self.now)
        self.session.recorded()
        person = prints.badges(self.store, self.evening.id)[41]
        self.type(tokens.issue(person.badge, self.evening.key))
        self.settle()
        page = self.window.page
        assert page is not None
        pad = page.signing.panel.pad  # type: ignore[attr-defined]
        box = pad.area
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        for part in (range(150), range(200, 240)):
            points = []
            for n in part:
                x = 0.24 + 0.0032 * n + 0.05 * math.cos(n / 5) if n < 150 else 0.2 + 0.014 * (n - 200)
                y = 0.45 + (0.27 - 0.001 * n) * math.sin(n / 5 + 0.4) if n < 150 else 0.82 - 0.002 * (n - 200)
                points.append(QPoint(round(box.x() + x * box.width()), round(box.y() + y * box.height())))
            QTest.mousePress(pad, button, none, points[0])
            for point in points:
                QTest.mouseMove(pad, point)
            QTest.mouseRelease(pad, button, none, points[-1])

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
            "import": lambda: self.session.open("import", path=self.second_list(shipped)),
            "import-doubt": self.settle_doubts,
            "import-question": lambda: self.session.open("import", path=self.struck_list(shipped)),
            "documents": lambda: self.session.open("documents", section="badges"),
            **{f"documents-{name.replace('_', '-')}": self.opener(name) for name in ("certificates", "kit")},
            "designer": self.show_designer,
            "stocks": lambda: self.session.open("stocks", stock="avery-l7418"),
            "stock-editor": lambda: self.session.open("stock_editor", copy="avery-32011"),
            "door-ready": self.open_door,
            "door-welcome": lambda: self.type(self.token),
            "door-already-in": lambda: self.type(self.token),
            "door-foreign": lambda: self.type("https://exemple.fr/autre-code"),
            "door-signing": self.sign_at_door,
            "door-search": lambda: self.look_for("jean"),
            "door-walk-in": self.walk_in,
            "volunteer": lambda: self.enter("volunteer"),
            "kiosk": lambda: self.enter("kiosk"),
            "kiosk-names": lambda: self.window.page.ask_names("Zénon"),  # type: ignore[union-attr]
            "second-screen": self.show_second_screen,
            "presence": lambda: self.show_of(self.local.id, "presence"),
            "return": lambda: self.show_of(self.evening.id, "exchange"),
            "export-list": lambda: self.session.open("export_list", shown=None),
            "templates": self.show_template,
            "return-back": self.show_return,
            "consolidation": lambda: self.session.open("consolidation", paths=self.returns()),
            "consolidation-alike": self.show_alike,
            "events": lambda: self.session.open("events"),
            "event-editor": lambda: self.session.open("event_editor", event_id=self.evening.id),
            "settings": lambda: self.session.open("settings"),
            "help": lambda: self.session.open("help"),
        }

    def look_for(self, name: str) -> None:
        """People found at the door by what is typed."""
        QTest.keyClicks(self.window.page.field, name)  # type: ignore[union-attr]

    def walk_in(self) -> None:
        """Somebody who is on no list, a whole line told at once."""
        page = self.window.page
        page.field.setText("ZÉNON Marie-Thérèse, Commune de Saint-Martin, mt.zenon@exemple.fr")  # type: ignore[union-attr]
        QTest.keyClick(page.field, Qt.Key.Key_F2)  # type: ignore[union-attr]

    def enter(self, mode: str) -> None:
        """A mode of the station, from the door; in the size of the other pictures."""
        from ia_events import pin

        size = self.window.size()
        pin.choose("4827")
        self.session.change_setting("mode", "")
        self.window.modes.apply()
        self.open_door()
        self.settle()
        self.window.page.show_recent()  # type: ignore[union-attr]
        self.session.open(mode)
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowFullScreen)
        self.window.resize(size)

    def show_second_screen(self) -> QWidget:
        """The window of the television."""
        self.session.change_setting("mode", "")
        self.window.modes.apply()
        self.open_door()
        self.session.open("second_screen")
        screen = self.window.modes.screen
        assert screen is not None
        screen.resize(self.window.size())
        return screen

    def opener(self, document: str) -> Callable[[], object]:
        """Opens a document on the documents page."""
        return lambda: self.session.open("documents", section=document)

    def second_list(self, first: Path) -> Path:
        """The list as it comes a second time: a column of presence more, people changed, misspelt, gone."""
        from openpyxl import load_workbook

        workbook = load_workbook(first)
        sheet = workbook.active
        header = next(row for row in sheet.iter_rows() if {"Nom", "NOM"} & {str(cell.value) for cell in row})
        place = {str(cell.value).lower(): cell.column for cell in header}
        last, mail = place["nom"], next(n for heading, n in place.items() if heading.startswith(("mél", "courriel")))
        start = header[0].row + 1
        sheet.cell(start + 3, last).value = f"{sheet.cell(start + 3, last).value}e"
        sheet.cell(start + 6, mail).value = "nouvelle.adresse@exemple.fr"
        sheet.cell(start + 8, mail).value = "adresse.incomplète@"
        sheet.delete_rows(start + 10, 3)
        target = self.folder / "Liste Saint-Martin v2.xlsx"
        workbook.save(target)
        return target

    def struck_list(self, first: Path) -> Path:
        """The list with two rows struck through."""
        from openpyxl import load_workbook
        from openpyxl.styles import Font

        workbook = load_workbook(first)
        for row in (8, 11):
            for cell in workbook.active[row]:
                cell.font = Font(strike=True)
        target = self.folder / "Liste Saint-Martin v3.xlsx"
        workbook.save(target)
        return target

    def settle_doubts(self) -> None:
        """The first doubt of the list, side by side."""
        page = self.window.page
        assert page is not None
        view = page.view  # type: ignore[attr-defined]
        if view.panel.isHidden():
            view.tiles["doubts"].click()

    def show_designer(self) -> None:
        """A badge design, its name selected."""
        self.session.open("designer", design="two-sided", stock="avery-l7418")
        self.settle()
        page = self.window.page
        assert page is not None
        names = [part for part in page.draft.elements if "last_name" in repr(part).lower()]  # type: ignore[attr-defined]
        page.draft.select([page.draft.elements.index(names[0])])  # type: ignore[attr-defined]

    def show_template(self) -> None:
        """A template of headquarters, pointed at."""
        from openpyxl import Workbook

        from ia_events import kept_templates

        workbook = Workbook()
        sheet = workbook.active
        sheet.title = "Bilan"
        for row in (["Bilan de session"], [], ["Intitulé", "{{titre}}"], ["Lieu", "{{lieu}}"], [],
                    ["Nom", "Prénom", "Collectivité", "Présence"], ["{{nom}}", "{{prénom}}", "{{collectivité}}"]):  # fmt: skip
            sheet.append(row)
        file = self.folder / "Bilan du siège.xlsx"
        workbook.save(file)
        kept_templates.keep(file, "Bilan du siège")
        self.session.open("templates")

    def returns(self) -> list[Path]:
        """The returns of both events."""
        from ia_events.i18n import _
        from ia_events.spreadsheets.returns import write_return
        from ia_events.store import presence

        made = []
        for event in (self.evening, self.local):
            file = self.folder / f"{_('Retour')} {event.session_code}.xlsx"
            write_return(file, event, presence.load(self.store, event), made_at=self.now, made_by="Guadeloupe")
            made.append(file)
        return made

    def show_alike(self) -> None:
        """People of one name in both returns, with another employer in each."""
        from ia_events.store import registrations

        here = registrations.all_of(self.store, self.evening.id)
        there = registrations.all_of(self.store, self.local.id)
        for place in (12, 30):
            known, other = here[place], there[place + 8]
            mail = known.email.replace("@", "@nouveau.")
            again = replace(other, last_name=known.last_name, first_name=known.first_name, email=mail)
            registrations.save(self.store, again, self.now)
        self.session.open("consolidation", paths=self.returns())
        self.settle()
        page = self.window.page
        assert page is not None
        page.look_at("alike")  # type: ignore[attr-defined]

    def show_return(self) -> None:
        """The evening's return as headquarters corrected it, while things changed here."""
        from openpyxl import load_workbook

        from ia_events.i18n import _
        from ia_events.store import registrations

        file = self.returns()[0]
        workbook = load_workbook(file)
        sheet = workbook.worksheets[2]
        head = next(row for row in sheet.iter_rows() if _("Nom") in [cell.value for cell in row])
        names = [cell.value for cell in head]
        start = head[0].row + 1
        sheet.cell(start + 2, names.index(_("Fonction")) + 1).value = "Directrice de l'innovation"
        sheet.cell(start + 4, names.index(_("Collectivité")) + 1).value = "Ville de Basse-Terre"
        sheet.cell(start + 7, names.index(_("Téléphone")) + 1).value = "0690 00 11 22"
        sheet.delete_rows(start + 20)
        workbook.save(file)
        people = registrations.all_of(self.store, self.evening.id)
        registrations.save(self.store, replace(people[4], employer="Collectivité de Saint-Barthélemy"), self.now)
        self.session.recorded()
        self.session.open("coming_back", path=file)

    def shoot(self, folder: Path, suffix: str, only: Collection[str] = ()) -> None:
        """Every scene into `folder`, or those of `only`: each begins where the one before it ended."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, scene in self.scenes().items():
            shown = scene()
            self.settle()
            if not only or name in only:
                picture(shown if isinstance(shown, QWidget) else self.window, folder / f"{name}{suffix}.png")
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
                Studio(Path(scratch), language, scheme, size).shoot(target, "")
        else:
            for scheme in ("light", "dark"):
                Studio(Path(scratch), "fr", scheme, normal).shoot(IMAGES, f"-{scheme}")
            wanted = re.findall(r"\(images/en/(.+)-light\.png\)", ENGLISH.read_text(encoding="utf-8"))
            Studio(Path(scratch), "en", "light", normal).shoot(IMAGES / "en", "-light", wanted)
    app.quit()


if __name__ == "__main__":
    main()
