"""The only wiring of the desktop program."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ia_events import __version__, i18n, log, paths
from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.i18n import _
from ia_events.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ia_events.store import Store
    from ia_events.ui.theme import Theme
    from ia_events.ui.window import MainWindow

_log = logging.getLogger(__name__)

# What the first page works with. Once PySide is loaded it looks into the source of every module that is imported:
# these come before it, and the window a fifth sooner.
_BEFORE_QT = ("ia_events.store.reading", "ia_events.store.run_sheet", "ia_events.domain.run_sheet_words")


def main(arguments: list[str] | None = None) -> int:
    """Open the window; returns the exit status."""
    if sys.argv[1:] == ["--read-lists"]:  # the packaged program has no other Python to start
        from ia_events.spreadsheets.worker import serve

        serve()
    parser = argparse.ArgumentParser(prog="ia-events-window", description=__doc__)
    parser.add_argument("--db", metavar="FILE", type=Path, default=None)
    database: Path = parser.parse_args(arguments).db or paths.database()
    log.start()
    settings = Settings.load()
    _log.info("start %s", __version__)
    i18n.use(settings.language)
    with collection_held():  # nothing made before the window appears is to be thrown away
        try:
            store = open_store(database, datetime.now(UTC))
        except UserError as error:
            return _refuse(error, settings)
        for name in _BEFORE_QT:
            import_module(name)
        app, theme = _application(settings)
        window = build(store, settings, theme)

        from ia_events.ui.reporter import Reporter

        reporter = Reporter(window)
        reporter.install()
        window.session.failed.connect(reporter.show)
        window.fit(app.primaryScreen().availableGeometry())
        window.show()
    status = app.exec()
    window.session.close()
    store.close()
    log.stop()
    return status


def open_store(path: Path, now: datetime) -> Store:
    """The database, on the demonstration event the first time."""
    from ia_events.store import Store
    from ia_events.store.database import is_missing

    fresh = is_missing(path)
    store = Store.open(path, now=now)
    if fresh:
        from ia_events import demonstration

        demonstration.load(store, now)
    return store


def build(store: Store, settings: Settings, theme: Theme) -> MainWindow:
    """The window on a store, at the event last seen, or else the one that comes next, or else the last one."""
    from ia_events.store import reading
    from ia_events.ui import modes
    from ia_events.ui.session import Session
    from ia_events.ui.window import MainWindow

    session = Session(store, settings)
    known = reading.list_events(store)  # the most recent first
    coming = [event for event in known if event.ends and event.ends >= session.now()]
    ids = [event.id for event in (*coming[::-1], *known)]
    wanted = settings.event_id if settings.event_id in ids else next(iter(ids), "")
    if wanted:
        session.switch(wanted)
    window = MainWindow(session)
    session.settings_changed.connect(lambda _key: theme.apply())
    if not wanted:
        settings.mode = ""
    if (
        wanted and settings.door_open and settings.mode != "kiosk"
    ):  # nobody closed it: the machine or the program stopped
        from ia_events.ui.pages.door_reopened import reopen

        reopen(session, window)
    else:
        session.open(modes.PAGES.get(settings.mode, "run_sheet") if wanted else "events")
    if settings.second_screen:
        session.open("second_screen")
    return window


def _application(settings: Settings) -> tuple[QApplication, Theme]:
    # Where there is no sound device, Qt would fill the terminal with it.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

    from PySide6.QtWidgets import QApplication

    from ia_events.ui import language, theme

    app = QApplication(["ia-events", *theme.STYLE])
    app.setApplicationName("IA Événements")
    app.setDesktopFileName("ia-events")
    language.use(settings.language)
    return app, theme.Theme(app, settings)


def _refuse(error: UserError, settings: Settings) -> int:
    _log.error("cannot start: %s", error.code)
    _app, _theme = _application(settings)

    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(QMessageBox.Icon.Warning, _("IA Événements ne peut pas s'ouvrir"), error.message)
    box.exec()
    return 1
