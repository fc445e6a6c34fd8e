"""What every page is given: the store, the settings, the event at hand, the clock, and the ways to say something."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from ia_events.domain.errors import Cancelled, UserError
from ia_events.domain.events import Event
from ia_events.i18n import _
from ia_events.settings import Settings
from ia_events.ui.awake import Awake
from ia_events.ui.work import Progress, Task, Work

if TYPE_CHECKING:
    from ia_events.domain.cautions import Caution
    from ia_events.store import Store
    from ia_events.store.journal import Action

log = logging.getLogger(__name__)
T = TypeVar("T")

_TITLE = 28  # letters of another event's title, where there is little room
_LOOKING = 2000  # milliseconds between two looks at what others write
_TURN = 0.02  # seconds that work nobody waits for leaves to the window, again and again


class _Signals(QObject):
    changed = Signal()
    event_switched = Signal()
    navigated = Signal(str, dict)
    notified = Signal(str, str, str)
    failed = Signal(object)
    settings_changed = Signal(str)


def _take_turns(progress: Progress) -> bool:
    """Leave Python to the window for a while: a key typed meanwhile waits for one turn, not for all of them. False when
    another job waits: it comes first.
    """
    progress.check()
    if progress.waited_for:
        return False
    time.sleep(_TURN)
    return True


class Session:
    """One open database, one event at a time. Signals:

    changed: something was recorded; visible pages refresh · event_switched: another event is at hand ·
    navigated(page, arguments) · notified(text, tone, id of the action to undo or "") ·
    failed(error): a bug, to be shown with its details · settings_changed(key).
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        # Not a QObject itself: `event` would hide QObject.event.
        self._signals = _Signals()
        self.changed = self._signals.changed
        self.event_switched = self._signals.event_switched
        self.navigated = self._signals.navigated
        self.notified = self._signals.notified
        self.failed = self._signals.failed
        self.settings_changed = self._signals.settings_changed
        self.store = store
        self.settings = settings
        self.event: Event | None = None
        store.limit_cache(8000)  # a window looks at little at a time
        assert store.path is not None  # the worker opens the same file
        self.work = Work(store.path, self.fail)
        # How often anything was recorded: what is worked out of the store holds as long as it is the same.
        self.records = 0
        self._indexing = False
        self.awake = Awake()
        self._seen = store.written_elsewhere()
        self._looking = QTimer(interval=_LOOKING)
        self._looking.timeout.connect(self.look)
        self._looking.start()

    @property
    def event_id(self) -> str:
        """The id of the event at hand; empty without one."""
        return self.event.id if self.event else ""

    @property
    def volunteer(self) -> bool:
        """Whether a volunteer holds this station: the organiser's decisions are not offered."""
        return self.settings.mode == "volunteer"

    def now(self) -> datetime:
        """The clock, UTC; the only one."""
        return datetime.now(UTC)

    def switch(self, event_id: str) -> None:
        """Work on another event, or on none (empty id)."""
        from ia_events.store import reading

        self.event = reading.get(self.store, event_id) if event_id else None
        self.settings.event_id = event_id
        self.event_switched.emit()

    def recorded(self) -> None:
        """To be called after anything was recorded: the event is read again and visible pages refresh."""
        from ia_events.store import reading

        if self.event is not None:
            try:
                self.event = reading.get(self.store, self.event_id)
            except UserError:  # it was removed, or its creation undone
                self.switch("")
        self._seen = self.store.written_elsewhere()
        self.records += 1
        self.changed.emit()
        self._index_names()

    def _index_names(self) -> None:
        """Have the names of people added by the thousand indexed before anybody looks for one, behind whatever waits."""
        from ia_events.store import heard_index

        def job(store: Store, progress: Progress) -> None:
            before = store.limit_cache(2000)  # what is written is not read again
            try:
                heard_index.catch_up(store, lambda: _take_turns(progress))
            finally:
                store.limit_cache(before)

        def done(_nothing: None) -> None:
            self._indexing = False
            self._index_names()

        def failed(error: BaseException) -> None:
            self._indexing = False
            self.fail(error)

        if not self._indexing and heard_index.behind(self.store):
            self._indexing = True
            self.run(job, done, failed, cancellable=False)

    def look(self) -> None:
        """Show what another window or a command wrote to the same database, if it did. Costs microseconds otherwise."""
        try:
            if self.work.busy:
                return
            if self.store.written_elsewhere() != self._seen:
                self.recorded()
            else:  # those an import left when the program was closed, or the power cut
                self._index_names()
        except UserError as error:  # what the user does next says it where the eyes are
            log.debug("cannot look: %s", error.code)

    def open(self, page: str, **arguments: Any) -> None:
        """Go to a page by its key in window.PAGES; `arguments` reach its `open()`."""
        self.navigated.emit(page, arguments)

    def show_file(self, path: Path) -> None:
        """Open a file or a folder with what this machine has for it."""
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.notify(_("Rien n'a pu l'ouvrir sur ce poste : {path}").format(path=path), "attention")

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
        """`Work.run`, saying so when the user stopped the job and the caller has nothing better to say."""
        return self.work.run(
            job, on_done, on_error, text=text, cancellable=cancellable, on_cancel=on_cancel or self.stopped,
            finish=finish, told=told,
        )  # fmt: skip

    def notify(self, text: str, tone: str = "neutral", *, undo: Action | None = None) -> None:
        """Say something in passing; tone is one of neutral, welcome, attention, refused. « Annuler » takes back the action
        `undo`, and it alone.
        """
        self.notified.emit(text, tone, undo.id if undo is not None else "")

    def notify_done(self, action: Action | None, words: str = "", cautions: Sequence[Caution] = ()) -> None:
        """Say what was just recorded (`words`, or the action's own), with « Annuler », and what it brings to be warned of."""
        if action is None:
            self.notify(_("Rien à changer."))
            return
        words = words or str(action)
        if cautions:
            words = " ".join([words.rstrip(".") + ".", *(caution.message for caution in cautions)])
        self.notify(words, "attention" if cautions else "welcome", undo=action)

    def fail(self, error: BaseException) -> None:
        """Show what went wrong: a sentence for what the user can mend, the details of anything else."""
        if isinstance(error, UserError):
            log.info("refused: %s", error.code)
            self.notify(error.message, "refused")
        elif not isinstance(error, Cancelled):
            log.error("unexpected error", exc_info=error)
            self.failed.emit(error)

    def change_setting(self, key: str, value: object) -> None:
        """Change a setting, save, and tell whoever shows it."""
        if getattr(self.settings, key) == value:
            return
        setattr(self.settings, key, value)
        self.keep_settings()
        self.settings_changed.emit(key)

    def keep_settings(self) -> None:
        """Save the settings, those nobody shows."""
        try:
            self.settings.save()
        except OSError as error:
            log.warning("settings cannot be written: %s", error.strerror)
            self.notify(
                _("Les réglages n'ont pas pu être enregistrés sur le disque : ils valent jusqu'à la fermeture."),
                "attention",
            )

    def stands(self, action: str) -> bool:
        """Whether an action, by its id, was not taken back."""
        from ia_events.store import journal

        return journal.undone(self.store, action) is None

    def next_undo(self) -> str | None:
        """What undo would undo, in words."""
        from ia_events.store import journal

        action = journal.next_undo(self.store)
        return None if action is None else journal.words(self.store, action, self.event_id, longest=_TITLE)

    def next_redo(self) -> str | None:
        """What redo would do again, in words."""
        from ia_events.store import journal

        action = journal.next_redo(self.store)
        return None if action is None else journal.words(self.store, action, self.event_id, longest=_TITLE)

    def undo(self, action: str = "") -> None:
        """Undo what was last recorded here, or an action by its id."""
        from ia_events.store import journal

        self._replay(partial(journal.undo, action_id=action), _("Annulé : {action}"))

    def redo(self) -> None:
        """Do again what was last undone here."""
        from ia_events.store import journal

        self._replay(journal.redo, _("Rétabli : {action}"))

    def close(self) -> None:
        """Stop the worker and save the settings. The store is its opener's to close."""
        self._looking.stop()
        self.awake.close()
        self.work.close()
        self.settle_layouts()
        try:
            self.settings.save()
        except OSError as error:
            log.warning("settings cannot be written: %s", error.strerror)

    def _replay(self, replay: Callable[[Store, datetime], Action | None], sentence: str) -> None:
        from ia_events.store import journal

        try:
            action = replay(self.store, self.now())
        except UserError as error:
            self.fail(error)
            return
        if action is None:
            return
        said = sentence.format(action=journal.words(self.store, action, self.event_id))
        self.settle_layouts()
        self.recorded()
        said = ". ".join(filter(None, (said, action.left)))
        self.notify(said)

    def settle_layouts(self) -> None:
        """Have it noted which imports were taken back: another database is not to go by what they taught of lists."""
        from functools import partial

        from ia_events import layouts
        from ia_events.store import imports

        try:
            layouts.standing(partial(imports.undone, self.store))
        except UserError as error:  # the database is gone: what it last said stands
            log.debug("layouts are not settled: %s", error.code)

    def stopped(self) -> None:
        self.notify(_("Arrêté. Rien n'a été modifié."))
