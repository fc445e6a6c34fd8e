"""What the documents page prepares: a PDF in memory, and who or what it is about. Runs in the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self, TypeVar

from ia_events import paths
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import Calibration
from ia_events.documents.stocks import Stock
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.text import file_name
from ia_events.store import Store, registrations
from ia_events.store.journal import Action
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made  # reportlab is loaded by the worker


class Asked(Protocol):
    """What is wanted of a document: a value, so that what was made of an equal one is used again."""

    @property
    def event(self) -> Event:
        """The event it is about."""

    def prepare(self, store: Store, before: Ready | None, now: datetime, progress: Progress) -> Ready:
        """Make the document; `before` is what was made last, of whatever was wanted then."""


class Leaving(NamedTuple):
    """What goes to the printer: the PDF, its pages wanted (from 0, in order), and what was recorded for them."""

    data: bytes
    pages: Sequence[int]
    action: Action | None = None


@dataclass(frozen=True)
class Ready:
    """A document as prepared, from `people` and whatever else `basis` holds.

    `data` is empty when nothing is to be printed; `error` says why it could not be. `notices` say what is printed
    otherwise than on the list.
    """

    asked: Asked
    people: tuple[Attendee, ...] = ()
    basis: object = None
    data: bytes = b""
    pages: int = 0
    count: int = 0
    error: UserError | None = None
    notices: tuple[str, ...] = ()

    @property
    def stock(self) -> Stock | None:
        """The labels it is printed on, whose printers are corrected; None for plain paper."""
        return None

    @property
    def two_sided(self) -> bool:
        """Whether its pages are fronts and backs by turns."""
        return False

    def made_like(self, before: Ready | None) -> Self | None:
        """This, with the document of `before` when it would be the same."""
        if before is None or (before.asked, before.people, before.basis) != (self.asked, self.people, self.basis):
            return None
        kept = ("data", "pages", "count", "error", "notices")
        return replace(self, **{name: getattr(before, name) for name in kept})

    def save(
        self, _store: Store, out: Path, _calibration: Calibration, _now: datetime, _progress: Progress
    ) -> Action | None:
        """Write the document in a file (or files in a folder). What was recorded for it, if anything."""
        with paths.atomic_write(out) as target:
            target.write(self.data)
        return None

    def leave(self, _store: Store, pages: Sequence[int], _now: datetime, _progress: Progress) -> Leaving:
        """What is sent to the printer for these pages (from 0)."""
        return Leaving(self.data, pages)


R = TypeVar("R", bound=Ready)


def written(ready: R, before: Ready | None, write: Callable[[BytesIO], Made]) -> R:
    """The document, made unless `before` holds it."""
    if same := ready.made_like(before):
        return same
    file = BytesIO()
    try:
        made = write(file)
    except UserError as error:
        return replace(ready, error=error)  # nothing to print is a state of the page, not a fault
    return replace(ready, data=file.getvalue(), pages=made.pages, count=made.count, notices=made.notices)


@dataclass(frozen=True)
class Who:
    """Whose papers: those of some roles (everybody if none), or those named by their ids."""

    roles: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()

    def of(self, store: Store, event_id: str) -> tuple[Attendee, ...]:
        """The people, in list order."""
        wanted = set(self.chosen)
        return tuple(
            person
            for person in registrations.all_of(store, event_id)
            if (person.id in wanted if wanted else not self.roles or person.role in self.roles)
        )


EVERYBODY = Who()


@dataclass(frozen=True)
class Paper:
    """A paper that is made of an event and its people, or of nobody's, and of which nothing is recorded."""

    event: Event
    branding: Branding
    who: Who | None

    def prepare(self, store: Store, before: Ready | None, now: datetime, progress: Progress) -> Ready:
        """Make it."""
        people = self.who.of(store, self.event.id) if self.who else ()
        return written(Ready(self, people), before, lambda file: self.write(file, people, now, progress))

    def write(self, file: BytesIO, people: Sequence[Attendee], now: datetime, progress: Progress) -> Made:
        """Draw it."""
        raise NotImplementedError


def proposed_name(event: Event, words: str, ending: str = ".pdf") -> str:
    """« 2025-11-12 Soirée de l'INET – badges.pdf »; `words` say what it is."""
    day = f"{event.local(event.starts):%Y-%m-%d} " if event.starts else ""
    return f"{day}{file_name(event.title, 90)} – {words}{ending}"
