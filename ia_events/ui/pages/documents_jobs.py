"""What the documents page prepares: a PDF in memory, and who or what it is about. Runs in the worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Self, TypeVar

from ia_events.documents.branding import Branding
from ia_events.documents.calibration import Calibration
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.domain.sheet_pages import SheetChoices, SheetPage
from ia_events.domain.text import file_name
from ia_events.i18n import _
from ia_events.store import Store, prints, registrations
from ia_events.store.prints import BadgeCounts
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made


@dataclass(frozen=True)
class BadgesAsked:
    """Badges to prepare. `only` is to_print, new, changed, all, or chosen: those of `chosen`."""

    event: Event
    stock: Stock
    start_at: int
    only: str
    branding: Branding
    chosen: tuple[str, ...] = ()
    design: Design | None = None


@dataclass(frozen=True)
class SheetsAsked:
    """Sign-in sheets to prepare, of some slots."""

    event: Event
    slots: tuple[str, ...]
    choices: SheetChoices
    branding: Branding


@dataclass(frozen=True)
class Ready:
    """A document as prepared. `data` is empty when nothing is to be printed; `error` says why it could not be.

    `notices` say what is printed otherwise than on the list.
    """

    people: tuple[Attendee, ...]
    data: bytes = b""
    pages: int = 0
    count: int = 0
    error: UserError | None = None
    notices: tuple[str, ...] = ()

    def like(self, before: Ready) -> Self:
        """This, with the document of `before`."""
        return replace(
            self,
            data=before.data,
            pages=before.pages,
            count=before.count,
            error=before.error,
            notices=before.notices,
        )


R = TypeVar("R", bound=Ready)
NO_BADGES = BadgeCounts(0, 0, 0)


@dataclass(frozen=True)
class BadgesReady(Ready):
    """Badges. `people` are those on them, in order; `last` is the latest print."""

    asked: BadgesAsked | None = None
    counts: BadgeCounts = NO_BADGES
    last: Fact | None = None

    def on(self, pages: Sequence[int]) -> list[Attendee]:
        """Those whose badge is on some pages (from 0)."""
        assert self.asked is not None
        before, per_page = self.asked.start_at - 1, self.asked.stock.per_page
        return [person for place, person in enumerate(self.people) if (place + before) // per_page in pages]

    @property
    def next_label(self) -> int:
        """The first free label of the last sheet; 1 when it is full."""
        assert self.asked is not None
        return (self.asked.start_at - 1 + len(self.people)) % self.asked.stock.per_page + 1


@dataclass(frozen=True)
class SheetState:
    """The sheet of a slot: who may sign, when it was printed, whether the list changed since."""

    expected: int
    made_at: datetime | None
    outdated: bool


@dataclass(frozen=True)
class SheetsReady(Ready):
    """Sign-in sheets. `people` are all of the event; `states` is by slot; `kept` says what each page holds."""

    asked: SheetsAsked | None = None
    states: tuple[tuple[str, SheetState], ...] = ()
    kept: tuple[SheetPage, ...] = ()


def prepare_badges(
    store: Store, asked: BadgesAsked, before: BadgesReady | None, now: datetime, progress: Progress
) -> BadgesReady:
    """Prepare badges; what `before` holds is used again when it would be the same."""
    from ia_events.documents.badges import write_badges

    if asked.only == "chosen":
        people = tuple(registrations.get_many(store, asked.chosen))
    else:
        people = tuple(prints.badges(store, asked.event.id, asked.only))
    ready = BadgesReady(
        people=people,
        asked=asked,
        counts=prints.badge_counts(store, asked.event.id),
        last=prints.latest(store, asked.event.id, FactKind.BADGE_PRINT),
    )
    if before is not None and (before.asked, before.people) == (asked, people):
        return ready.like(before)
    return _written(
        ready,
        lambda file: write_badges(
            file,
            asked.event,
            people,
            asked.stock,
            design=asked.design,
            start_at=asked.start_at,
            branding=asked.branding,
            made_at=now,
            progress=progress,
        ),
    )


def prepare_sheets(
    store: Store, asked: SheetsAsked, before: SheetsReady | None, now: datetime, progress: Progress
) -> SheetsReady:
    """Prepare sign-in sheets; what `before` holds is used again when it would be the same."""
    from ia_events.documents.sign_in import write_sign_in_sheets

    event = asked.event
    people = tuple(registrations.all_of(store, event.id))
    text = prints.sheet_text(event, people)
    states = []
    for slot in event.slots:
        made = prints.latest(store, event.id, FactKind.SHEET_PRINT, slot.id)
        expected = sum(person.signs(slot.id) for person in people)
        states.append((slot.id, SheetState(expected, made.at if made else None, bool(made and made.value != text))))
    ready = SheetsReady(people=people, asked=asked, states=tuple(states))
    if before is not None and (before.asked, before.people) == (asked, people):
        return replace(ready.like(before), kept=before.kept)
    slots = [slot for slot in event.slots if slot.id in asked.slots]
    kept: tuple[SheetPage, ...] = ()

    def write(file: BytesIO) -> Made:
        nonlocal kept
        made = write_sign_in_sheets(
            file,
            event,
            people,
            slots,
            asked.choices,
            branding=asked.branding,
            made_at=now,
            progress=progress,
        )
        kept = made.kept
        return made

    return replace(_written(ready, write), kept=kept)


def corrected(ready: Ready, calibration: Calibration, now: datetime) -> bytes:
    """The document as it is to be saved: badges are drawn again where a printer needs them."""
    if calibration.neutral or not isinstance(ready, BadgesReady) or ready.asked is None:
        return ready.data
    from ia_events.documents.badges import write_badges

    asked, file = ready.asked, BytesIO()
    write_badges(
        file,
        asked.event,
        ready.people,
        asked.stock,
        start_at=asked.start_at,
        branding=asked.branding,
        calibration=calibration,
        made_at=now,
    )
    return file.getvalue()


def _written(ready: R, write: Callable[[BytesIO], Made]) -> R:
    file = BytesIO()
    try:
        made = write(file)
    except UserError as error:
        # Nothing to print is a state of the page, not a fault.
        return replace(ready, error=None if error.code == "nothing_to_print" else error)
    return replace(ready, data=file.getvalue(), pages=made.pages, count=made.count, notices=made.notices)


def keep_pages(store: Store, ready: SheetsReady, pages: Sequence[SheetPage], now: datetime) -> None:
    """Remember what is on pages that were saved or printed, whether or not they are the sheets of the day."""
    assert ready.asked is not None
    prints.keep_pages(store, ready.asked.event.id, ready.people, pages, now)


def proposed_name(event: Event, kind: str) -> str:
    """« 2025-11-12 Soirée de l'INET – badges.pdf »; `kind` is badges or sheets."""
    day = f"{event.local(event.starts):%Y-%m-%d} " if event.starts else ""
    words = _("badges") if kind == "badges" else _("émargement")
    return f"{day}{file_name(event.title, 90)} – {words}.pdf"
