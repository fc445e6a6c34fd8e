"""A bug, shown: details to copy that name nobody."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Generator

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from ia_events import __version__
from ia_events.ui.crash import CrashDialog
from ia_events.ui.reporter import Reporter
from ia_events.ui.window import MainWindow

PERSON = "Éloïse ARRONDELL"


@pytest.fixture
def reporter(window: MainWindow) -> Generator[Reporter, None, None]:
    """Installed for the test."""
    hooks = sys.excepthook, threading.excepthook
    made = Reporter(window)
    made.install()
    yield made
    sys.excepthook, threading.excepthook = hooks
    if made.dialog is not None:
        made.dialog.close()


def _raise() -> BaseException:
    try:
        raise ValueError(PERSON)
    except ValueError as error:
        return error


def test_details_are_copied_and_name_nobody(window: MainWindow, qtbot: QtBot) -> None:
    dialog = CrashDialog(_raise(), window)
    dialog.show()
    dialog.copy_button.click()
    copied = QGuiApplication.clipboard().text()
    assert f"IA Événements {__version__}" in copied
    assert "builtins.ValueError" in copied
    assert "in _raise" in copied
    assert "Éloïse" not in copied
    assert dialog.copy_button.text() == "Détails copiés"
    dialog.close()


def test_what_nobody_caught_is_logged_and_shown_once(reporter: Reporter, expect_log: Callable[[str], None]) -> None:
    """GIVEN two errors in a row THEN one dialog, two lines in the log."""
    expect_log("unexpected error")
    error = _raise()
    sys.excepthook(type(error), error, error.__traceback__)
    first = reporter.dialog
    sys.excepthook(type(error), error, error.__traceback__)
    assert first is not None
    assert reporter.dialog is first
    first.accept()
    assert reporter.dialog is None


def test_an_error_in_a_thread_is_logged(reporter: Reporter, expect_log: Callable[[str], None]) -> None:
    expect_log("unexpected error in a thread")

    def fail() -> None:
        raise ZeroDivisionError

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
