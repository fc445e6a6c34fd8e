"""Files somebody sent are opened by another process, which may panic, loop for ever or run out of memory without harm.

The process is asked for one job at a time, through its standard input, and answers in parts. It imports neither the
window nor the database. Its memory is limited: by the system on Linux (RLIMIT_AS), and everywhere by this process,
which looks at what the other one takes many times a second. It must give a sign within the time it announced. It is
killed when it does not, when it takes too much, or when the user cancels. Parts come as marshal, which can say nothing
but plain values: unlike pickle, in which it is asked, it cannot make this process do anything.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import marshal
import os
import pickle
import signal
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, Any, NoReturn

from ia_events import i18n
from ia_events.domain import errors
from ia_events.domain.errors import UserError
from ia_events.spreadsheets import memory
from ia_events.spreadsheets.refusals import refusal

FLAG = "--read-lists"
"""What the packaged program, which has no Python to start, is started with to be this process."""

QUIET = 20.0
"""Seconds without a sign, unless the job has asked for more."""

Sign = Callable[[float], None]
"""What a job calls before a step that says nothing, with the seconds it may take at most (at least QUIET are given)."""

MEMORY = 1536 * 1024 * 1024
# 2 million rows of a list: beyond, the window itself would run out of memory.
MAX_ANSWER = 256 * 1024 * 1024
MAX_PART = 64 * 1024 * 1024
_BIG = 4 * 1024 * 1024
_EVERY = 0.05
# Seconds a program may take to start on a laptop whose antivirus reads it first.
_START = 90.0
_HEAD = struct.Struct("<BI")
_READY, _SIGN, _PART, _DONE, _USER_ERROR, _BUG, _QUESTION = range(7)

_log = logging.getLogger(__name__)


def run(
    job: str,
    file: Path,
    *arguments: object,
    progress: Callable[[], None] = lambda: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Any]:
    """The parts of a job's answer: plain values, as `marshal` can say them.

    `job` is "module:function"; the function is called there, in the language in use here, with a Sign, the file and the
    arguments, which may be anything that is pickled, and yields. `progress` is called at least ten times a second and
    may raise: the process is then killed, as it is when the iterator is closed. `meanwhile` is called once, while the
    other process is at work. UserError: those the job raises, file_too_long, file_damaged, file_too_big_for_memory,
    reader_blocked.
    """
    process = _take()
    received = 0
    try:
        process.ask(pickle.dumps((job, file.absolute(), i18n.language(), arguments)))
        meanwhile()
        allowed = _START
        while True:
            kind, body = process.hear(file, allowed, progress)
            allowed = QUIET
            if kind == _PART:
                received += len(body)
                if received > MAX_ANSWER:
                    raise refusal("file_too_big_for_memory", file)
                yield marshal.loads(body)
            elif kind == _SIGN:
                allowed = max(QUIET, marshal.loads(body))
            elif kind != _READY:
                break
    except BaseException:
        process.end()
        raise
    said = marshal.loads(body)
    if kind == _BUG or received > _BIG or (kind == _USER_ERROR and said[0] == "file_too_big_for_memory"):
        process.end()  # what it has allocated would stay with it
    else:
        _keep(process)
    if kind == _USER_ERROR:
        code, template, values, cause = said
        if cause:
            _log.info("a file is refused (%s): %s", code, cause)
        raise errors.UserError(code, template, **values)  # made there, whole
    if kind == _BUG:
        raise RuntimeError(f"in the process that reads lists: {said}")


def warm() -> None:
    """Have a process ready for the next file; returns at once."""
    with _lock, contextlib.suppress(UserError):  # reading the file will say so
        if not _spare:
            _spare.append(_Process())


def close() -> None:
    """End the process that is kept ready."""
    with _lock:
        while _spare:
            _spare.pop().end()


# Here


class _Process:
    """The other process, and the thread that listens to it: pipes cannot be waited for with a time limit on Windows."""

    def __init__(self) -> None:
        import subprocess

        self.owner = os.getpid()
        try:
            self._process = subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Not the folder of the list: on Windows its stick could not be taken out.
                cwd=Path(sys.executable).parent,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise refusal(
                "reader_blocked", Path(sys.executable), detail=error.strerror or type(error).__name__
            ) from error
        self._over = False
        self._pid = 0  # the one that works: on Windows another stands before it
        self._looked = 0.0
        self._heard: SimpleQueue[tuple[int, bytes] | None] = SimpleQueue()
        self._room = threading.Semaphore(4)  # parts waiting here at most
        self._asker: threading.Thread | None = None
        self._listener = threading.Thread(target=self._listen, name="lists", daemon=True)
        self._listener.start()

    @property
    def alive(self) -> bool:
        return self.owner == os.getpid() and self._process.poll() is None

    def ask(self, question: bytes) -> None:
        # A long question waits until the other process is there to read it, which `hear` may have to give up on.
        self._asker = threading.Thread(target=self._ask, args=(question,), name="question", daemon=True)
        self._asker.start()

    def _ask(self, question: bytes) -> None:
        with contextlib.suppress(OSError, ValueError):  # it died: `hear` says so
            assert self._process.stdin is not None
            _write(self._process.stdin, _QUESTION, question)

    def hear(self, file: Path, allowed: float, progress: Callable[[], None]) -> tuple[int, bytes]:
        """What it says next. UserError when it died, takes too much memory, or said nothing within the seconds allowed."""
        waited, last = 0.0, time.monotonic()
        while True:
            self._look_at_memory(file)
            try:
                heard = self._heard.get(timeout=_EVERY)
            except Empty:
                now = time.monotonic()
                waited, last = waited + min(now - last, 1.0), now  # a laptop that slept has not waited
                if waited > allowed:
                    _log.info("the process that reads lists gave no sign for %.0f s", waited)
                    if self._pid:
                        raise refusal("file_too_long", file) from None
                    raise refusal("reader_blocked", file, detail=f"{waited:.0f} s") from None
                progress()
                continue
            if heard is None:
                raise self._death(file)
            self._room.release()
            progress()
            return heard

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        if self.owner != os.getpid():
            self._process.returncode = 0  # a copy of this process was made: the other one is not its child
            return
        self._over = True
        self._process.kill()
        self._room.release()
        self._process.wait()
        self._listener.join()
        if self._asker is not None:
            self._asker.join()
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()

    def _look_at_memory(self, file: Path) -> None:
        now = time.monotonic()
        if self._pid and now - self._looked >= _EVERY:
            self._looked = now
            if (taken := memory.taken_by(self._pid)) > MEMORY:
                _log.info("the process that reads lists took %d MB", taken // 1024 // 1024)
                raise refusal("file_too_big_for_memory", file)

    def _death(self, file: Path) -> UserError:
        status = self._process.wait()
        _log.info("the process that reads lists ended with status %d", status)
        if not self._pid:
            return refusal("reader_blocked", file, detail=str(status))
        # calamine aborts when memory is refused it; the kernel kills when there is none left.
        if sys.platform != "win32" and status in (-signal.SIGABRT, -signal.SIGKILL):
            return refusal("file_too_big_for_memory", file)
        return refusal("file_damaged", file)

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        with stream:
            while self._room.acquire() and not self._over:
                head = stream.read(_HEAD.size)
                if len(head) < _HEAD.size:
                    break
                kind, length = _HEAD.unpack(head)
                body = stream.read(length) if length <= MAX_PART else b""
                if len(body) < length:
                    break
                if kind == _READY:
                    self._pid = marshal.loads(body)
                self._heard.put((kind, body))
        self._heard.put(None)


_spare: list[_Process] = []
_lock = threading.Lock()
atexit.register(close)


def _take() -> _Process:
    with _lock:
        while _spare:
            process = _spare.pop()
            if process.alive:
                return process
            process.end()
    return _Process()


def _keep(process: _Process) -> None:
    with _lock:
        if not _spare:
            _spare.append(process)
            return
    process.end()


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    # Isolated: neither the folder one happens to be in nor the environment may say what is imported.
    places = [str(Path(__file__).parents[2]), *(place for place in sys.path if place)]
    code = f"import sys; sys.path[:] = {places!r}; from {__name__} import serve; serve()"
    return [sys.executable, "-I", "-S", "-c", code]


def _write(stream: IO[bytes], kind: int, value: Any) -> None:
    body = marshal.dumps(value)
    if kind == _PART and len(body) > MAX_PART:
        raise MemoryError
    stream.write(_HEAD.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


# There


def serve() -> NoReturn:
    """Do the jobs that come, until the program that asks for them has gone. Never returns."""
    import faulthandler
    import gc

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program: it decides
    questions, answers = _channels()
    nowhere = Path(os.devnull).open("wb")  # noqa: SIM115 - as long as the process
    _limit_memory()
    for name in ("python_calamine", "ia_events.spreadsheets.raw"):
        import_module(name)
    gc.disable()  # what a job makes is sent and gone
    _write(answers, _READY, os.getpid())
    said = 0.0

    def sign(seconds: float = 0) -> None:
        nonlocal said
        now = time.monotonic()
        if seconds > QUIET or now - said > 1:
            said = now
            _write(answers, _SIGN, seconds)
            # The program that would kill this process may be gone; nothing of Python runs while a library loops.
            faulthandler.dump_traceback_later(max(QUIET, seconds) + 60, exit=True, file=nowhere)

    while True:
        head = questions.read(_HEAD.size)
        if len(head) < _HEAD.size:
            os._exit(0)
        question = marshal.loads(questions.read(_HEAD.unpack(head)[1]))
        said = 0.0
        sign()
        _answer(answers, question, sign)
        gc.collect()
        faulthandler.cancel_dump_traceback_later()


def _answer(answers: IO[bytes], question: bytes, sign: Sign) -> None:
    from ia_events import log

    value: Any = None
    kind = _DONE
    file = Path()
    try:
        job, file, language, arguments = pickle.loads(question)
        if language != i18n.language():
            i18n.use(language)
        module, _colon, function = job.partition(":")
        for part in getattr(import_module(module), function)(sign, file, *arguments):
            _write(answers, _PART, part)
    except UserError as error:
        kind, value = _USER_ERROR, (*_plain(error), log.describe(error.__cause__) if error.__cause__ else "")
    except MemoryError:
        kind, value = _USER_ERROR, (*_plain(refusal("file_too_big_for_memory", file)), "")
    except Exception as error:  # noqa: BLE001 - told where it can be logged
        kind, value = _BUG, log.describe(error)
    _write(answers, kind, value)


def _plain(error: UserError) -> Any:
    values = {k: v if isinstance(v, int | float | str) else str(v) for k, v in error.values.items()}
    return error.code, error.template, values


def in_parts(made: BytesIO) -> Iterator[tuple[str, bytes]]:
    """A file made in memory as parts of a job's answer: ("file", bytes)…"""
    made.seek(0)
    while part := made.read(1024 * 1024):
        yield "file", part


def _channels() -> tuple[IO[bytes], IO[bytes]]:
    """Standard input and output, taken away from whoever might print."""
    questions, answers = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(questions, os.O_BINARY)
        msvcrt.setmode(answers, os.O_BINARY)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return os.fdopen(questions, "rb"), os.fdopen(answers, "wb")


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a dump would be full of names
    if sys.platform == "linux":
        allowed = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MEMORY if allowed == resource.RLIM_INFINITY else min(MEMORY, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
