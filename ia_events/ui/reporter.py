"""Whatever nobody caught: logged, then shown."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from ia_events.ui.crash import CrashDialog

log = logging.getLogger(__name__)


class Reporter:
    """Shows one crash dialog at a time over the window; what comes meanwhile is only logged."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.dialog: CrashDialog | None = None

    def show(self, error: BaseException) -> None:
        """Show an error already logged."""
        if self.dialog is not None:
            return
        from ia_events.ui.crash import CrashDialog  # not at start: nobody should ever need it

        self.dialog = CrashDialog(error, self._window)
        self.dialog.finished.connect(self._gone)
        self.dialog.open()

    def install(self) -> None:
        """Take what no one caught, in this thread and in others."""
        sys.excepthook = self._uncaught
        threading.excepthook = _uncaught_in_thread

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("unexpected error", exc_info=(kind, error, trace))
        self.show(error)

    def _gone(self) -> None:
        self.dialog = None


def _uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        log.error("unexpected error in a thread", exc_info=arguments.exc_value)
