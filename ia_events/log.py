"""The log: a rotating file in the user's log folder, without personal data above debug level."""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from ia_events import paths

# Their messages speak of the code; any other's may quote a person's data.
_ABOUT_CODE = (AttributeError, NameError, ImportError, AssertionError, NotImplementedError)
_ABOUT_CODE_NAMES = {"OperationalError", "ProgrammingError"}  # SQLite's, whatever the driver
_MOST, _KEPT = 1_000_000, 5  # bytes of a file, and files kept beside the one being written
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def start(*, to_stderr: bool = False, level: int = logging.INFO) -> Path:
    """Send the package's log to its file (1 MB, five kept), and to stderr when asked. Returns the file."""
    root = logging.getLogger("ia_events")
    stop()
    root.setLevel(level)
    path = paths.logs() / "ia-events.log"
    handlers: list[logging.Handler] = []
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handlers.append(_Rotating(path, encoding="utf-8", delay=True))
    except OSError:
        to_stderr = True  # no place for a file: the program still works
    if to_stderr:
        handlers.append(logging.StreamHandler(sys.stderr))
    for handler in handlers:
        handler.setFormatter(_Discreet(_FORMAT))
        root.addHandler(handler)
    return path


def stop() -> None:
    """Close what `start` opened."""
    root = logging.getLogger("ia_events")
    for handler in list(root.handlers):
        if isinstance(handler.formatter, _Discreet):
            root.removeHandler(handler)
            handler.close()


def describe(error: BaseException) -> str:
    """The traceback of an error, causes included, without what could name a person or this machine's folders."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.append(_one(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\ncaused by\n".join(parts)


def _one(error: BaseException) -> str:
    lines = ["Traceback (most recent call last):"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f'  File "{_short(frame.filename)}", line {frame.lineno}, in {frame.name}')
        if frame.line:
            lines.append(f"    {frame.line}")
    kind = type(error)
    if isinstance(error, _ABOUT_CODE) or kind.__name__ in _ABOUT_CODE_NAMES:
        said = f": {error}"
    elif isinstance(error, OSError):
        said = f": {error.strerror}"
    else:
        said = ""
    return "\n".join([*lines, f"{kind.__module__}.{kind.__qualname__}{said}"])


def _short(filename: str) -> str:
    parts = Path(filename).parts
    for root in ("site-packages", "ia_events"):
        if root in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(root) :])
    return "/".join(parts[-2:])


class _Rotating(logging.FileHandler):
    # What logging.handlers does, without the sockets and the mail it would load at every start.
    def emit(self, record: logging.LogRecord) -> None:
        super().emit(record)
        if self.stream is not None and self.stream.tell() > _MOST:
            self.stream.close()
            self.stream = None  # the next record opens the file again
            with contextlib.suppress(OSError):  # another program holds it: that record will try too
                for number in range(_KEPT, 0, -1):
                    older = Path(f"{self.baseFilename}.{number - 1}" if number > 1 else self.baseFilename)
                    if older.exists():
                        older.replace(f"{self.baseFilename}.{number}")


class _Discreet(logging.Formatter):
    def formatException(
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return describe(ei[1]) if ei[1] is not None else ""
