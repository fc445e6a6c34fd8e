"""Badges as the documents page prepares, saves and prints them. Runs in the worker."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ia_events import paths
from ia_events.documents.branding import Branding
from ia_events.documents.calibration import AS_IT_IS, Calibration
from ia_events.documents.designs import Design
from ia_events.documents.stocks import Stock
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee
from ia_events.store import Store, journal, prints, registrations
from ia_events.store.journal import Action
from ia_events.store.prints import BadgeCounts, Printed
from ia_events.ui.pages.documents_jobs import Ready, written
from ia_events.ui.work import Progress

if TYPE_CHECKING:
    from ia_events.documents.pdf import Made

NO_BADGES = BadgeCounts(0, 0, 0)
NOBODY = Printed((), None)


@dataclass(frozen=True)
class BadgesAsked:
    """Badges wanted. `only` is to_print, new, changed, all, or chosen: those of `chosen`. `order` is one of SORTS.

    `renewed` are badge ids to be given, with the registrations they are for: given once the badges are on paper.
    """

    event: Event
    stock: Stock
    start_at: int
    only: str
    branding: Branding
    design: Design
    order: str = "name"
    photos: Path | None = None
    chosen: tuple[str, ...] = ()
    renewed: tuple[tuple[str, str], ...] = ()

    def prepare(self, store: Store, before: Ready | None, now: datetime, progress: Progress) -> BadgesReady:
        """Make the badges."""
        from ia_events.documents.badge_photos import photos_of

        event_id, again = self.event.id, NOBODY
        if self.only == "chosen":
            people = tuple(prints.chosen(store, event_id, self.chosen, self.order))
        else:
            people = tuple(prints.badges(store, event_id, self.only, self.order))
        if self.only in ("chosen", "all"):
            again = prints.already_printed(store, event_id, [person.id for person in people])
        given = dict(self.renewed)
        people = tuple([replace(person, badge=given.get(person.id, person.badge)) for person in people])
        ready = BadgesReady(
            self,
            people,
            counts=prints.badge_counts(store, event_id),
            last=prints.latest(store, event_id, FactKind.BADGE_PRINT),
            again=again,
        )
        try:
            found = photos_of(self.photos, people) if self.photos else {}
        except UserError as error:
            return replace(ready, error=error)
        stamps = tuple(sorted((id_, str(file), file.stat().st_mtime) for id_, file in found.items() if file.is_file()))
        ready = replace(ready, basis=stamps, photos=tuple(found.items()))
        return written(ready, before, lambda file: ready.draw(file, now, AS_IT_IS, progress))


@dataclass(frozen=True)
class BadgesReady(Ready):
    """Badges. `people` are those on them, in order; `last` is the latest print, `again` whose badges it would repeat."""

    counts: BadgeCounts = NO_BADGES
    last: Fact | None = None
    again: Printed = NOBODY
    photos: tuple[tuple[str, Path], ...] = ()

    @property
    def badges(self) -> BadgesAsked:
        """What was wanted."""
        assert isinstance(self.asked, BadgesAsked)
        return self.asked

    @property
    def stock(self) -> Stock:
        return self.badges.stock

    @property
    def two_sided(self) -> bool:
        return self.badges.design.has_back_for(self.stock.label)

    @property
    def sheets(self) -> int:
        """How many sheets (or labels of a roll) they take."""
        return self.pages // 2 if self.two_sided else self.pages

    @property
    def next_label(self) -> int:
        """The first free label of the last sheet; 1 when it is full."""
        return (self.badges.start_at - 1 + len(self.people)) % self.stock.per_page + 1

    def on(self, pages: Sequence[int]) -> list[Attendee]:
        """Those whose badge is on some pages (from 0); of two sides, the front tells."""
        before, per_page = self.badges.start_at - 1, self.stock.per_page
        sheets = {number // 2 for number in pages if not number % 2} if self.two_sided else set(pages)
        return [person for place, person in enumerate(self.people) if (place + before) // per_page in sheets]

    def draw(self, file: BinaryIO, now: datetime, calibration: Calibration, progress: Progress) -> Made:
        """Draw them."""
        from ia_events.documents.badges import write_badges

        asked = self.badges
        return write_badges(
            file,
            asked.event,
            self.people,
            asked.stock,
            design=asked.design,
            start_at=asked.start_at,
            photos=dict(self.photos),
            branding=asked.branding,
            calibration=calibration,
            made_at=now,
            progress=progress,
        )

    def save(
        self, store: Store, out: Path, calibration: Calibration, now: datetime, progress: Progress
    ) -> Action | None:
        data = self.data
        if not calibration.neutral:
            file = BytesIO()  # drawn again, as the printer of files needs it
            self.draw(file, now, calibration, progress)
            data = file.getvalue()
        given = None
        try:
            with paths.atomic_write(out) as target:
                target.write(data)
                target.flush()
                given = self.give(store, self.people, now)  # the file is written: it only takes its place
        except BaseException:
            if given is not None:
                journal.undo(store, now, given.id)
            raise
        return given

    def give(self, store: Store, people: Iterable[Attendee], now: datetime) -> Action | None:
        """Give these people the new badge ids that were drawn for them; their old badges are answered « replaced »."""
        wanted = dict(self.badges.renewed)
        badges = {person.id: person.badge for person in people if person.id in wanted}
        return registrations.reissue_badges(store, badges, now) if badges else None
