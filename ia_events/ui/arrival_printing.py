"""Badges printed as people arrive: a queue in the worker, one badge after the other, never the same one twice unasked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from io import BytesIO

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from ia_events.documents.branding import Branding
from ia_events.documents.calibration import kept_for
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock, stock_or_default
from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.i18n import _
from ia_events.store import Store, prints, reading, registrations
from ia_events.ui.session import Session
from ia_events.ui.work import Progress, Task


class Step(Enum):
    """Where a badge is."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"  # nothing came out
    UNNOTED = "unnoted"  # it came out, and that could not be recorded
    KEPT = "kept"  # not printed: the person has a badge already
    BY_HAND = "by_hand"  # there is no printer for it


@dataclass(frozen=True)
class Job:
    """A badge asked for. `again`: although the person has one; `problem` says why it failed.

    It is drawn and recorded for the person's own event, whichever is at hand.
    """

    person: Attendee
    step: Step = Step.WAITING
    again: bool = False
    problem: str = ""


class ArrivalPrinter(QObject):
    """The queue. `changed(Job)` at each step of a badge; `told()`, whether whoever listens is in sight."""

    changed = Signal(object)
    _began = Signal(object)

    def __init__(self, session: Session, parent: QObject, told: Callable[[], bool]) -> None:
        super().__init__(parent)
        self.session, self._told = session, told
        self._tasks: list[Task] = []
        self.jobs: dict[str, Job] = {}  # the last of each person, by registration id, the newest at the end
        self._unnoted: set[str] = set()  # registration ids
        self._asked: list[Job] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.queue_asked)
        self._began.connect(self._show)  # emitted in the worker
        session.work.finished.connect(self._ended)

    def has_badge(self, id_: str) -> bool:
        """Whether somebody has a badge: one that is noted, or one that came out and could not be."""
        return id_ in self._unnoted or registrations.badge_printed(self.session.store, [id_]).get(id_) != "new"

    def add(self, person: Attendee, *, again: bool = False) -> None:
        """Print somebody's badge when its turn comes. Returns at once; who has one is not given another unless `again`."""
        # In the next turn of the event loop: the field is ready for the next badge before anything is done for this one.
        self._asked.append(Job(person, again=again))
        self._soon.start()

    def queue_asked(self) -> None:
        """Give the worker what was asked for in this turn of the event loop."""
        asked, self._asked = self._asked, []
        for job in asked:
            self._queue(job)

    def _queue(self, job: Job) -> None:
        person, settings = job.person, self.session.settings
        known = self.jobs.get(person.id)
        if known is not None and known.step in (Step.WAITING, Step.PRINTING):
            return
        name = settings.arrival_printer
        if not job.again and person.id in self._unnoted:
            self._show(replace(job, step=Step.KEPT))
            return
        if not name:
            self._show(replace(job, step=Step.KEPT if self.has_badge(person.id) else Step.BY_HAND))
            return
        self._show(job)
        now = self.session.now()
        paper = stock_or_default(settings.arrival_stock)
        branding = Branding.of(settings)
        from ia_events.ui import printing  # loads Qt's PDF, which most doors do without

        is_out = False

        def work(store: Store, progress: Progress) -> Job:
            nonlocal is_out
            if not job.again and registrations.badge_printed(store, [person.id]).get(person.id) != "new":
                return replace(job, step=Step.KEPT)
            if name not in printing.printer_names():  # here: a print server may take seconds to answer
                return replace(job, step=Step.BY_HAND)
            self._began.emit(replace(job, step=Step.PRINTING))
            latest = registrations.get(store, person.id)  # a name may have been corrected meanwhile
            event = reading.get(store, latest.event_id)  # theirs: another one may be at hand when it is tried again
            design = design_of(settings.arrival_design or settings.badge_design, paper)
            file = BytesIO()
            from ia_events.documents.badges import write_badges
            from ia_events.documents.placeholders import says

            with_group = says(design, "group")
            write_badges(file, event, [latest], paper, design=design, branding=branding, made_at=now)
            data = file.getvalue()
            progress.check()  # stopped now, the printer has heard nothing of it
            printer = printing.printer_for(data, latest.badge_name, two_sided=design.has_back_for(paper.label))
            printing.choose(printer, name)
            pages = range(printing.open_pdf(data).pageCount())
            printing.print_pdf(data, printer, pages, progress, kept_for(settings, name, paper))
            is_out = True
            prints.record_badges(store, event, [latest], paper.id, now, with_group=with_group)
            return replace(job, step=Step.PRINTED)

        def not_done(problem: str = "") -> None:
            self._show(replace(job, step=Step.UNNOTED if is_out else Step.FAILED, problem=problem))

        def failed(error: BaseException) -> None:
            problem = error.message if isinstance(error, UserError) else ""
            not_done(problem)
            if not problem:
                self.session.fail(error)

        task = self.session.run(
            work, self._show, failed, text=_("Impression…"), on_cancel=not_done, finish=True,
            told=lambda: isValid(self) and self._told(),
        )  # fmt: skip
        self._tasks.append(task)

    def stop(self) -> None:
        """Print none of the badges that are not out."""
        for task in self._tasks:
            task.cancel()

    def _ended(self, task: Task) -> None:
        if task in self._tasks:
            self._tasks.remove(task)

    def retry(self) -> None:
        """Print again whatever failed, each for its own event."""
        for job in [job for job in self.jobs.values() if job.step == Step.FAILED]:
            self.add(job.person, again=job.again)

    def count(self, *steps: Step) -> int:
        """How many badges are at one of these steps."""
        return sum(job.step in steps for job in self.jobs.values())

    def _show(self, job: Job) -> None:
        self.jobs.pop(job.person.id, None)
        self.jobs[job.person.id] = job
        if job.step == Step.UNNOTED:
            self._unnoted.add(job.person.id)
        elif job.step == Step.PRINTED:
            self._unnoted.discard(job.person.id)
        self.changed.emit(job)


def design_of(name: str, paper: Stock) -> Design:
    """The design of that name, its front only where the paper takes print on one side."""
    from ia_events.documents import kept_designs

    found = kept_designs.all_designs()
    design = next((design for design in found if design.id == name), found[0])
    return design if paper.duplex else design.fronts
