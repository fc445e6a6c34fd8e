"""Importing a list: the file, or cells that were copied, is read, shown as understood, corrected, then imported whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton

from ia_events.domain.errors import UserError
from ia_events.domain.lists import Plan
from ia_events.i18n import _
from ia_events.store import merging
from ia_events.store.journal import Action
from ia_events.ui.pages import import_jobs, import_notice, import_report
from ia_events.ui.pages.import_capacity import crowded_words
from ia_events.ui.pages.import_circumstances import Circumstances
from ia_events.ui.pages.import_header import ImportHeader
from ia_events.ui.pages.import_jobs import Source, Understood, changes, imported_words
from ia_events.ui.pages.import_past import Said
from ia_events.ui.pages.import_plan import PlanView
from ia_events.ui.pages.import_states import CHOOSE, FAILED, NO_EVENT, PASSWORD, PLAN, READING, ImportStates
from ia_events.ui.session import Session
from ia_events.ui.widgets import Banner, Page, secondary
from ia_events.ui.widgets.password_form import ASKED
from ia_events.ui.work import Task


class ImportListPage(Page):
    """`open(path=…)` reads a file at once, `open(paste=True)` what was copied."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.source: Source | None = None
        self.known: Understood | None = None
        self._wanted: Source | None = None
        self._task: Task | None = None
        self._importing: Task | None = None  # the last import
        self._together: tuple[str, ...] = ()
        self._event_id = ""
        self._shown: str | None = None  # the event whose rows are looked at, when the list is for several
        self._heads: dict[str, int] = {}
        self._aside: dict[str, Source] = {}  # by event, what was begun for it when another one was opened
        self.leaving, self.crowded = Banner(), Banner()
        self.view = PlanView()
        self.past: Said = Said(self)
        self._build()
        self.view.event_looked.connect(self._look)
        self.view.events_changed.connect(self._tick_event)
        self.view.report_asked.connect(self._ask_report)
        self.setAcceptDrops(True)
        # Of the window: nothing on the page needs the focus. A field that has it pastes for itself.
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste)

    @property
    def plan(self) -> Plan | None:
        """What importing would do to the event that is looked at, once the file is read."""
        return self.view.plan

    @property
    def plans(self) -> list[Plan]:
        """What would be imported: the plan of each event that is ticked."""
        left = self.view.events.left
        return [plan for id_, plan in self.known.plans.items() if id_ and id_ not in left] if self.known else []

    @property
    def _withdrawn(self) -> frozenset[str]:
        return import_jobs.ticked(self.plans, self.source)

    @property
    def _crowd(self) -> dict[str, bool]:
        return crowded_words(self.known, self.plans, self._withdrawn) if self.known else {}

    @property
    def _pending(self) -> bool:
        """Whether there is something to import, or to mend before."""
        plans = list(self.known.plans.values()) if self.known and self.stack.currentIndex() == PLAN else []
        return any(plan.refused or plan.withdrawn or changes([plan], 0) for plan in plans)

    @property
    def _nameless(self) -> bool:
        """Whether what was decided of the columns leaves nobody named: what is shown is an older reading."""
        known, source = self.known, self.source
        return known is not None and source is not None and not source.reads_as(known.source)

    @property
    def busy(self) -> bool:
        """Whether the list is being read, or planned anew."""
        return self._task is not None and not self.recording

    @property
    def recording(self) -> bool:
        """Whether what is shown is being imported: it is no longer corrected."""
        return self._task is not None and self._task is self._importing

    def _build(self) -> None:
        self.header = ImportHeader(self.choose, self.run_import, lambda: self.session.open("participants"))
        self.other_button, self.import_button, self.done_button = self.header.buttons
        self.column.addWidget(self.header)
        self.column.addWidget(self.leaving)
        self.column.addWidget(self.crowded)
        self.stack = ImportStates(self.view, self.choose, self.paste, lambda: self.session.open("event_editor"))
        self.stack.locked.given.connect(self._unlock)
        self.column.addWidget(self.stack, 1)

    # --- coming and going -------------------------------------------------------------------------------------------

    def open(self, **arguments: object) -> None:
        path, begun = arguments.get("path"), None
        if self._event_id != self.session.event_id:
            if self._pending:
                self._aside[self._event_id] = self.latest()
            self._reset()
            self._event_id = self.session.event_id
            begun = self._aside.pop(self._event_id, None)
        elif self._task is None and not self._pending:
            self._reset()
        if not self.session.event_id:
            self._show(NO_EVENT)
        elif path:
            self.read(Path(str(path)))
        elif arguments.get("paste"):
            self.paste()
        elif begun is not None:
            self.read_as(begun)
        elif self._task is None and self.plan is None:
            self.session.run(import_jobs.make_ready, lambda _nothing: None, cancellable=False)

    def refresh(self) -> None:
        # What is planned was planned against people, events and slots that may have changed since.
        if self.source is not None and self._task is None and self._heads != merging.heads(self.session.store):
            self.read_as(self.source)

    def unfinished(self) -> bool:
        begun = [self.latest()] if self._pending else []
        return bool(self.session.event_id) and any(source.said for source in (*begun, *self._aside.values()))

    def may_close(self) -> bool:
        if not self.unfinished():
            return True
        self.leaving.show_message(
            _("Une liste n'est pas encore importée : ce que vous y avez répondu et choisi serait perdu."),
            "accent",
            secondary(_("Quitter sans importer"), self._let_go),
            icon="question-fill",
        )
        return False

    def _let_go(self) -> None:
        self._aside.clear()
        self._reset()
        self.window().close()

    def _reset(self) -> None:
        self.leaving.hide()
        self._let_be()
        self._clear()
        self._show(CHOOSE if self.session.event_id else NO_EVENT)

    def _clear(self) -> None:
        self.source = self._wanted = self.known = None
        self._together, self._shown = (), None
        self.past.forget()
        self.view.show_plan(None)

    def _let_be(self) -> None:
        """Give up what is being read; an import that was asked for goes on."""
        if self._task is not None and self._task is not self._importing:
            self._task.cancel()
        self._task = None
        self.import_button.setEnabled(True)

    def _show(self, state: int) -> None:
        self.stack.setCurrentIndex(state)
        self.import_button.setEnabled(not self._nameless and not self.recording)
        crowd = self._crowd if state == PLAN else {}
        words = " ".join(crowd)
        if not words:
            self.crowded.hide()
        elif self.crowded.isHidden() or words != self.crowded.text:
            self.crowded.show_message(words, "attention" if any(crowd.values()) else "neutral", closable=False)
        self.header.show_state(state, self.plan, self.plans, self.known, len(self._withdrawn))

    # --- reading ----------------------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a file."""
        if (chosen := import_jobs.ask_file(self, self.source)) is not None:
            self.read(chosen)

    def read(self, path: Path) -> None:
        """Read another file; what was read before is let go."""
        self._begin(Source(path))

    def paste(self) -> None:
        """Read the cells that were copied in a spreadsheet, as if they were a file."""
        if not self.session.event_id or self.stack.currentIndex() in (READING, NO_EVENT):
            return
        if (source := import_jobs.copied()) is not None:
            self._begin(source)
        else:
            self.session.notify(_(import_jobs.NOTHING_COPIED), "attention")

    def _begin(self, source: Source) -> None:
        self._let_be()
        self._clear()
        self.read_as(source)

    def read_as(self, source: Source) -> None:
        """Read the list as a source says, if it may be understood otherwise than it is, and show the plan."""
        self._let_be()
        self._wanted, heads = source, merging.heads(self.session.store)
        event, now, known = self.session.event, self.session.now(), self.known
        assert event is not None

        def mine() -> bool:
            return self._wanted is source

        self._task = self.session.run(
            lambda store, progress: import_jobs.understand(store, progress, source, event, now, known),
            lambda understood: self._understood(source, understood, heads) if mine() else None,
            lambda error: self._not_read(source, error) if mine() else None,
            text=_("Lecture de « {name} »").format(name=source.name),
            on_cancel=lambda: self._stopped() if mine() else None,
        )
        if self.plan is None:
            self.stack.reading.title.setText(_("Lecture de « {name} »…").format(name=source.name))
            self._show(READING)

    def _understood(self, source: Source, understood: Understood, heads: dict[str, int]) -> None:
        self._task, self._heads = None, heads
        before, slots = self.plan, self.view.model.slots
        back = partial(self.past.back_to, self.source) if self.source is not None and self.past.said_more else None
        self.past.hold()
        anew = self.source is None or not source.reads_as(self.source)
        self.source, self.known = source, understood
        self.stack.locked.forget()
        self._together = understood.together or self._together
        left = self._look(self._shown, anew)
        if understood.returned is None and before is not None:
            import_notice.say_left_aside(self.view, before, slots, source, back if left else None)

    def _look(self, event_id: str | None, anew: bool = True) -> bool:
        """Show the rows of one of the events the list is for; of the first when it is for none of that id. Whether anything
        is left to import or to decide of. Not `anew`: what is said above the list stays, closed or not.
        """
        understood, source = self.known, self.source
        if understood is None or source is None:
            return False
        plans = understood.plans
        plan = (plans.get(event_id) if event_id is not None else None) or next(iter(plans.values()))
        self._shown = plan.event_id
        self.view.withdrawn.model.ticked = set(self.latest().gone)  # of those it shows
        self.view.show_plan(plan, Circumstances.of(understood, source, plan, self._together))
        self._show(PLAN)
        left = self._pending or any(one.doubts for one in plans.values())
        import_notice.say(self.view, self.session, source, understood, left, anew)
        return left

    def show_as_read(self) -> None:
        """Show no more what was chosen and came to nothing."""
        self.view.show_as_read(self.source.gone if self.source is not None else ())

    def _complain(self, sentence: str, *buttons: QPushButton) -> None:
        self.view.complain(sentence, *buttons)
        self.show_as_read()

    def _tick_event(self, event_id: str, on: bool) -> None:
        if self.recording:
            self.view.events.show_ticked()
        else:
            self.view.events.tick(event_id, on)
            self._show(self.stack.currentIndex())

    def tick(self, source: Source) -> None:
        """Others are ticked as withdrawn: nothing is planned anew."""
        if self.known is not None and not self._nameless:
            self.known = replace(self.known, source=source)
        self.source = source
        self._show(self.stack.currentIndex())

    def _not_read(self, source: Source, error: BaseException) -> None:
        self._task = None
        if not isinstance(error, UserError):
            self.session.fail(error)
            self._show_as_before()
        elif error.code in ASKED:
            self.source, self.known = source, None
            self.view.show_plan(None)
            self._show(PASSWORD)
            self.header.set_sentence(error.message if error.code == "password_needed" else "")
            self.stack.locked.ask(error.message if error.code == "password_wrong" else "")
        elif self.known is not None:
            undo = []
            if error.code == "no_names":
                self.source = source  # what was told holds: the next correction is made to it
                self.past.hold()
                undo = [secondary(_("Annuler ce choix"), partial(self.past.back_to, self.known.source))]
            else:
                self.past.let_go()
            self._complain(error.message, *undo)
            self._show(PLAN)
        else:
            self.stack.failure.sentence.setText(error.message)
            self._show(FAILED)
            self.stack.failure.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_as_before(self) -> None:
        """What was said last came to nothing."""
        self.past.let_go()
        self.show_as_read()
        self._show(PLAN if self.plan else CHOOSE)

    def _stopped(self) -> None:
        self._task = None
        self._show_as_before()
        self.session.notify(_("Lecture arrêtée. Rien n'a été enregistré."))

    def _unlock(self, password: str) -> None:
        if self.source is not None:
            self.read_as(replace(self.source, password=password))

    def latest(self) -> Source:
        """What is being read, with what was said meanwhile, or what was read."""
        source = self._wanted if self.busy and self._wanted is not None else self.source
        assert source is not None
        return source

    # --- importing --------------------------------------------------------------------------------------------------

    def run_import(self) -> None:
        """Record all that is planned as one action, then go and see."""
        plans, source, gone = self.plans, self.source, self._withdrawn
        plans = [plan for plan in plans if changes([plan], len(import_jobs.ticked([plan], source)))]
        if not plans or source is None or self._task is not None or self._nameless:
            return
        now, too_many = self.session.now(), " ".join(words for words, over in self._crowd.items() if over)
        self.import_button.setEnabled(False)
        task = self._task = self._importing = self.session.run(
            lambda store, progress: import_jobs.record(store, progress, source, plans, gone, now),
            lambda done: self._imported(task, done, plans, len(gone), too_many),
            lambda error: self._not_imported(task, error),
            text=_("Import de « {name} »").format(name=source.name),
            on_cancel=lambda: self._import_stopped(task),
        )

    def _is_over(self, task: Task) -> bool:
        """An import ended: whether the page still shows its list, and not another one, or another event's."""
        mine = self._task is task
        if mine:
            self._task = None
            self.import_button.setEnabled(True)
        return mine

    def _imported(self, task: Task, done: Action | None, plans: Sequence[Plan], gone: int, too_many: str) -> None:
        mine = self._is_over(task)
        if mine:
            self._reset()
        self.session.recorded()
        if mine:
            self.session.open("participants")
        said = ". ".join(filter(None, (imported_words(plans, gone), too_many)))
        self.session.notify(said, "attention" if too_many else "welcome", undo=done)

    def _not_imported(self, task: Task, error: BaseException) -> None:
        if not self._is_over(task) or not isinstance(error, UserError):
            self.session.fail(error)
            return
        self._complain(error.message)
        if error.code == "plan_outdated" and self.source is not None and self.plan is not None:
            self.read_as(self.source)

    def _import_stopped(self, task: Task) -> None:
        self._is_over(task)
        self.session.notify(_("Import arrêté. Rien n'a été enregistré."))

    # --- the report -------------------------------------------------------------------------------------------------

    def _ask_report(self) -> None:
        if self.known is not None and (chosen := import_report.ask_file(self, self.session, self.known.source)):
            self.save_report(chosen)

    def save_report(self, target: Path) -> None:
        """Write the copy of the list with the findings on its cells."""
        if self.known is not None:
            import_report.save(self.session, self.known, target)

    # --- files dropped ----------------------------------------------------------------------------------------------

    def may_drop(self, files: list[Path]) -> bool:
        return bool(self.session.event_id) and len(files) == 1

    def drop(self, files: list[Path]) -> None:
        self.read(files[0])
