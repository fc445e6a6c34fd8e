"""Badges printed as people arrive: a queue in the worker, one badge after the other, never the same one twice unasked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from io import BytesIO

from PySide6.QtCore import QObject, Signal

from ia_events.documents.branding import Branding
from ia_events.documents.calibration import kept_for
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock, stock_or_default
from ia_events.domain.errors import UserError
from ia_events.domain.people import Attendee
from ia_events.store import Store, prints, registrations
from ia_events.ui.session import Session
from ia_events.ui.work import Progress


class Step(Enum):
    """Where a badge is."""

    WAITING = "waiting"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    KEPT = "kept"  # not printed: the person has a badge already
    BY_HAND = "by_hand"  # there is no printer for it


@dataclass(frozen=True)
class Job:
    """A badge asked for. `again`: although the person has one; `problem` says why it failed."""

    person: Attendee
    step: Step = Step.WAITING
    again: bool = False
    problem: str = ""


class ArrivalPrinter(QObject):
    """The queue. `changed(Job)` at each step of a badge."""

    changed = Signal(object)
    _began = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.jobs: dict[str, Job] = {}  # the last of each person, by registration id, the newest at the end
        self._began.connect(self._show)  # emitted in the worker

    def printer(self) -> str:
        """The printer chosen, if this machine has it; else "" ."""
        name = self.session.settings.arrival_printer
        if not name:
            return ""
        from ia_events.ui import printing  # loads Qt's PDF, which most doors do without

        return name if name in printing.printer_names() else ""

    def add(self, person: Attendee, *, again: bool = False) -> None:
        """Print somebody's badge when its turn comes. Returns at once; who has one is not given another unless `again`."""
        known = self.jobs.get(person.id)
        if known is not None and known.step in (Step.WAITING, Step.PRINTING):
            return
        job = Job(person, again=again)
        name = self.printer()
        if not name:
            has_one = registrations.badge_printed(self.session.store, [person.id]).get(person.id) != "new"
            self._show(replace(job, step=Step.KEPT if has_one else Step.BY_HAND))
            return
        self._show(job)
        event, now = self.session.event, self.session.now()
        assert event is not None
        settings = self.session.settings
        paper = stock_or_default(settings.arrival_stock)
        branding = Branding.of(settings)

        def work(store: Store, progress: Progress) -> Job:
            if not job.again and registrations.badge_printed(store, [person.id]).get(person.id) != "new":
                return replace(job, step=Step.KEPT)
            self._began.emit(replace(job, step=Step.PRINTING))
            latest = registrations.get(store, person.id)  # a name may have been corrected meanwhile
            design = design_of(settings.arrival_design or settings.badge_design, paper)
            file = BytesIO()
            from ia_events.documents.badges import write_badges
            from ia_events.documents.placeholders import says
            from ia_events.ui import printing

            write_badges(file, event, [latest], paper, design=design, branding=branding, made_at=now)
            data = file.getvalue()
            printer = printing.printer_for(data, latest.badge_name, two_sided=design.has_back_for(paper.label))
            printing.choose(printer, name)
            pages = range(printing.open_pdf(data).pageCount())
            printing.print_pdf(data, printer, pages, progress, kept_for(settings, name, paper))
            prints.record_badges(store, event, [latest], paper.id, now, with_group=says(design, "group"))
            return replace(job, step=Step.PRINTED)

        def failed(error: BaseException) -> None:
            problem = error.message if isinstance(error, UserError) else ""
            self._show(replace(job, step=Step.FAILED, problem=problem))
            if not problem:
                self.session.fail(error)

        self.session.run(work, self._show, failed, cancellable=False, on_cancel=lambda: None)

    def retry(self) -> None:
        """Print again whatever failed."""
        for job in [job for job in self.jobs.values() if job.step == Step.FAILED]:
            self.add(job.person, again=job.again)

    def count(self, *steps: Step) -> int:
        """How many badges are at one of these steps."""
        return sum(job.step in steps for job in self.jobs.values())

    def _show(self, job: Job) -> None:
        self.jobs.pop(job.person.id, None)
        self.jobs[job.person.id] = job
        self.changed.emit(job)


def design_of(name: str, paper: Stock) -> Design:
    """The design of that name, its front only where the paper takes print on one side."""
    from ia_events.documents import kept_designs

    found = kept_designs.all_designs()
    design = next((design for design in found if design.id == name), found[0])
    return design if paper.duplex else design.fronts
