"""The only wiring of the desktop program."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # that of `typing`, which would be loaded before the collection of garbage is held

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from ia_events.domain.errors import UserError
    from ia_events.settings import Settings
    from ia_events.store import Store
    from ia_events.ui.theme import Theme
    from ia_events.ui.window import MainWindow

# Imported by others at their top, wanted by none before the window has appeared.
_LATER = ("ast", "base64", "inspect", "ipaddress", "tempfile", "textwrap", "traceback", "zipfile")


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window; returns the exit status."""
    if sys.argv[1:] == ["--read-lists"]:  # the packaged program has no other Python to start
        from ia_events.spreadsheets.worker import serve

        serve()
    gc.disable()  # nothing made before the window appears is to be thrown away
    try:
        opened = _open(sys.argv[1:] if arguments is None else arguments)
    finally:
        from ia_events.domain.bulk import collect_again

        collect_again()
    if opened is None:
        return 1
    app, window = opened
    status = app.exec()
    window.session.close()
    window.session.store.close()

    from ia_events import log

    log.stop()
    return status


def _open(arguments: Sequence[str]) -> tuple[QApplication, MainWindow] | None:
    """The window, shown and ready to be painted; None where it cannot open, once that is said."""
    from ia_events import __version__, later

    later.put_off(_LATER)
    database = _asked(arguments)

    import logging
    from datetime import UTC, datetime

    from ia_events import i18n, log, paths
    from ia_events.domain.errors import UserError
    from ia_events.settings import Settings

    log.start()
    settings = Settings.load()
    logging.getLogger(__name__).info("start %s", __version__)
    i18n.use(settings.language)
    try:
        store = open_store(database or paths.database(), datetime.now(UTC))
    except UserError as error:
        _refuse(error, settings)
        return None
    app, theme = _application(settings)
    window = build(store, settings, theme)

    from ia_events.ui.reporter import Reporter

    reporter = Reporter(window)
    reporter.install()
    window.session.failed.connect(reporter.show)
    window.fit(app.primaryScreen().availableGeometry())
    window.show()
    # What showing it moved is moved before it is painted, not after: it is painted once.
    app.sendPostedEvents()
    return app, window


def _asked(arguments: Sequence[str]) -> Path | None:
    """The database named on the command line."""
    if not arguments:
        return None
    import argparse
    from pathlib import Path

    parser = argparse.ArgumentParser(prog="ia-events-window", description=__doc__)
    parser.add_argument("--db", metavar="FILE", type=Path, default=None)
    named: Path | None = parser.parse_args(arguments).db
    return named


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
    wanted = settings.event_id if reading.is_open(store, settings.event_id) else ""
    if not wanted:
        known = reading.list_events(store)  # the most recent first
        coming = [event for event in known if event.ends and event.ends >= session.now()]
        wanted = next((event.id for event in (*coming[::-1], *known)), "")
    if wanted:
        session.switch(wanted)
    window = MainWindow(session)
    session.settings_changed.connect(theme.follow)
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

    from ia_events.ui import enumerations, signatures

    signatures.defer()
    enumerations.quicken()

    from PySide6.QtWidgets import QApplication

    from ia_events.ui import fonts, icons, language, theme

    app = QApplication(["ia-events", *theme.STYLE])
    app.setApplicationName("IA Événements")
    app.setDesktopFileName("ia-events")
    # The icons' typeface too: one that comes once something is painted has everything laid out and painted again.
    fonts.load()
    icons.load()
    language.use(settings.language)
    return app, theme.Theme(app, settings)


def _refuse(error: UserError, settings: Settings) -> None:
    import logging

    logging.getLogger(__name__).error("cannot start: %s", error.code)
    _app, _theme = _application(settings)

    from PySide6.QtWidgets import QMessageBox

    from ia_events.i18n import _

    box = QMessageBox(QMessageBox.Icon.Warning, _("IA Événements ne peut pas s'ouvrir"), error.message)
    box.exec()
