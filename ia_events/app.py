"""The only wiring of the desktop program."""

from __future__ import annotations

import argparse
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from ia_events import __version__, log, paths
from ia_events.domain.errors import UserError
from ia_events.i18n import _
from ia_events.settings import Settings

if TYPE_CHECKING:
    from ia_events.store import Store
    from ia_events.ui.theme import Theme
    from ia_events.ui.window import MainWindow

_log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> int:
    """Open the window; returns the exit status."""
    parser = argparse.ArgumentParser(prog="ia-events-window", description=__doc__)
    parser.add_argument("--db", metavar="FILE", type=Path, default=None)
    database: Path = parser.parse_args(arguments).db or paths.database()
    log.start()
    settings = Settings.load()
    _log.info("start %s", __version__)
    app = QApplication(["ia-events"])
    app.setApplicationName("IA Événements")
    app.setDesktopFileName("ia-events")

    from ia_events.ui import language
    from ia_events.ui.reporter import Reporter
    from ia_events.ui.theme import Theme

    language.use(settings.language)
    theme = Theme(app, settings)
    try:
        store = open_store(database, datetime.now(UTC))
    except UserError as error:
        _refuse(error)
        return 1
    window = build(store, settings, theme)
    reporter = Reporter(window)
    reporter.install()
    window.session.failed.connect(reporter.show)
    window.show()
    status = app.exec()
    window.session.close()
    store.close()
    log.stop()
    return status


def open_store(path: Path, now: datetime) -> Store:
    """The database, on the demonstration event the first time."""
    from ia_events.store import Store

    fresh = not path.exists()
    store = Store.open(path, now=now)
    if fresh:
        from ia_events import demonstration

        demonstration.load(store, now)
    return store


def build(store: Store, settings: Settings, theme: Theme) -> MainWindow:
    """The window on a store, at the event last seen or else the first one."""
    from ia_events.store import events
    from ia_events.ui.session import Session
    from ia_events.ui.window import MainWindow

    session = Session(store, settings)
    known = [event.id for event in events.list_events(store)]
    wanted = settings.event_id if settings.event_id in known else next(iter(known), "")
    if wanted:
        session.switch(wanted)
    window = MainWindow(session)
    session.settings_changed.connect(lambda _key: theme.apply())
    session.open("run_sheet" if wanted else "events")
    return window


def _refuse(error: UserError) -> None:
    from PySide6.QtWidgets import QMessageBox

    _log.error("cannot start: %s", error.code)
    box = QMessageBox(QMessageBox.Icon.Warning, _("IA Événements ne peut pas s'ouvrir"), error.message)
    box.exec()
