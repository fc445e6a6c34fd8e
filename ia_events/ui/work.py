"""Long work, away from the window: one worker with its own store, one signal back to the GUI thread."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from ia_events import later
from ia_events.domain.errors import Cancelled

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from ia_events.store import Store

log = logging.getLogger(__name__)
T = TypeVar("T")
_EVERY = 0.05  # seconds between two reports that are shown


class Progress:
    """What a job says while it runs. Also callable as `progress(done, total)`, for code that knows no job."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._last = 0.0

    def __call__(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far it is (`total` 0 when nobody knows), then `check()`."""
        self.check()
        now = time.monotonic()
        if now - self._last >= _EVERY or (total and done >= total):
            self._last = now
            self._task.work.arrived.emit(lambda: self._task._advance(done, total, text))

    @property
    def waited_for(self) -> bool:
        """Whether another job waits for this one to end."""
        return self._task.work.last is not self._task

    def check(self) -> None:
        """Raise `Cancelled` if the user stopped the job."""
        if self._task.cancelled:
            raise Cancelled


class Task(QObject):
    """A job under way, as the window sees it."""

    progressed = Signal()

    def __init__(
        self, work: Work, text: str, cancellable: bool, finish: bool, told: Callable[[], bool] = lambda: False
    ) -> None:
        super().__init__(work)
        self.told = told
        self.work = work
        self.text = text
        self.cancellable = cancellable
        self.finish = finish
        self.done = 0
        self.total = 0
        self._stop = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the user asked it to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask it to stop at its next check."""
        self._stop.set()

    def _advance(self, done: int, total: int, text: str) -> None:
        self.done, self.total = done, total
        self.text = text or self.text
        self.progressed.emit()


class Work(QObject):
    """The worker. Jobs run one after the other, in the order they were given."""

    started = Signal(Task)
    finished = Signal(Task)
    arrived = Signal(object)

    def __init__(self, path: Path, fail: Callable[[BaseException], None]) -> None:
        super().__init__()
        self._path = path
        self._fail = fail
        self._executor: ThreadPoolExecutor | None = None
        self._held: list[Callable[[], None]] | None = None
        self._store: Store | None = None
        self._tasks: list[Task] = []
        self._closed = False
        # Emitted in the worker, received here: the only crossing between the two threads.
        self.arrived.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a job is under way or waiting."""
        return bool(self._tasks)

    @property
    def last(self) -> Task | None:
        """The job that was given last, of those under way or waiting."""
        return self._tasks[-1] if self._tasks else None

    @property
    def to_finish(self) -> bool:
        """Whether something under way, or waiting, would be cut by closing: paper is coming out."""
        return any(task.finish for task in self._tasks)

    def run(
        self,
        job: Callable[[Store, Progress], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None] | None = None,
        *,
        text: str = "",
        cancellable: bool = True,
        on_cancel: Callable[[], None] | None = None,
        finish: bool = False,
        told: Callable[[], bool] = lambda: False,
    ) -> Task:
        """Run `job(store, progress)` in the worker, then `on_done(result)` in the GUI thread.

        An exception goes to `on_error`, or to the window. Callbacks of a page that has gone are not called: neither its
        methods nor functions that close over it.
        `text` says what the job does, already translated. `finish`: a window waits for its end before it closes.
        `told()`: whether the page in sight says itself how it goes, and stops it: nothing is then shown over that page.
        """
        task = Task(self, text, cancellable, finish, told)
        self._tasks.append(task)
        self._submit(lambda: self._work(task, job, on_done, on_error, on_cancel))
        self.started.emit(task)
        return task

    def hold(self) -> None:
        """Keep the jobs for later: while a window opens, Python has better to do than to share its time with them."""
        self._held = []

    def release(self) -> None:
        """Begin the jobs that were held."""
        later.load_all()  # before there is a second thread
        held, self._held = self._held, None
        for job in held or ():
            self._submit(job)

    def close(self) -> None:
        """Stop what runs, wait for it, and close the worker's store. What is being recorded is recorded first: it has words
        and cannot be stopped.
        """
        if self._closed:
            return
        self._closed = True
        for task in self._tasks:
            if task.cancellable or not task.text:
                task.cancel()
        self.release()
        if self._executor is not None:
            self._executor.submit(self._close_store)
            self._executor.shutdown(wait=True)

    def _submit(self, job: Callable[[], None]) -> None:
        if self._held is not None:
            self._held.append(job)
            return
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
        self._executor.submit(job)

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _work(
        self,
        task: Task,
        job: Callable[[Store, Progress], T],
        on_done: Callable[[T], None],
        on_error: Callable[[BaseException], None] | None,
        on_cancel: Callable[[], None] | None,
    ) -> None:
        outcome: Callable[[], None]
        try:
            progress = Progress(task)
            progress.check()
            if self._store is None:
                from ia_events.store import Store

                self._store = Store.open(self._path, now=datetime.now(UTC))
            result = job(self._store, progress)
        except Cancelled:
            outcome = _call(on_cancel or (lambda: None))
        except BaseException as error:  # noqa: BLE001 (python-calamine's panics are no Exceptions)
            outcome = _call(on_error or self._fail, error)
        else:
            outcome = _call(on_done, result)
        self.arrived.emit(lambda: self._end(task, outcome))

    def _end(self, task: Task, outcome: Callable[[], None]) -> None:
        self._tasks.remove(task)
        self.finished.emit(task)
        task.deleteLater()
        outcome()

    def _receive(self, action: Callable[[], None]) -> None:
        action()


def _call(callback: Callable[..., None], *arguments: Any) -> Callable[[], None]:
    def call() -> None:
        if all(shiboken6.isValid(owner) for owner in _owners(callback)):
            callback(*arguments)

    return call


def _owners(callback: object, seen: tuple[object, ...] = ()) -> Iterator[QObject]:
    """The objects of Qt that a callback speaks to: of a method its own, of a function those it closes over."""
    said = getattr(callback, "__self__", None)
    if isinstance(said, QObject):
        yield said
    for cell in getattr(callback, "__closure__", None) or ():
        part = cell.cell_contents
        if isinstance(part, QObject) and not isinstance(part, Task):
            yield part
        elif isinstance(part, FunctionType) and part not in seen:
            yield from _owners(part, (*seen, callback))
