"""The run sheet (fil conducteur): what it is worked out from, where the event stands, and which step comes next."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from ia_events.domain.events import Event, Slot, current_slot

# How long before a slot its door is open.
DOOR_OPENS = timedelta(minutes=30)


class Step(StrEnum):
    """The steps from the list to the return, in order."""

    LIST = "list"
    BADGES = "badges"
    SHEETS = "sheets"
    DOOR = "door"
    PRESENCE = "presence"
    RETURN = "return"


class Standing(StrEnum):
    """Where a step stands."""

    DONE = "done"
    TO_DO = "to_do"
    UNDER_WAY = "under_way"
    LATER = "later"


class Phase(StrEnum):
    """Where an event stands relative to now. `OPEN`: somebody is, or should be, at the door."""

    UNDATED = "undated"
    BEFORE = "before"
    OPEN = "open"
    BETWEEN = "between"
    AFTER = "after"


class SlotFacts(NamedTuple):
    """A slot: when its sheet was printed, whether the list changed since, and people counted.

    `expected` (those registered for it and whoever came), `inside` and `arrived` are everybody at the door; `unrecorded`
    are participants nothing was said of.
    """

    slot: Slot
    sheet_at: datetime | None = None
    sheet_outdated: bool = False
    expected: int = 0
    inside: int = 0
    arrived: int = 0
    unrecorded: int = 0

    @property
    def to_come(self) -> int:
        """Those registered who have not come: whoever came is of `expected`."""
        return self.expected - self.arrived


class Facts(NamedTuple):
    """What the run sheet is worked out from. `slots` are in time order; instants are UTC.

    `participants` and `team` (every other role but companions) are registered people. `badges_changed` were printed before a change.
    """

    event: Event
    participants: int = 0
    team: int = 0
    waitlisted: int = 0
    cancelled: int = 0
    imported_at: datetime | None = None
    badges_new: int = 0
    badges_changed: int = 0
    badges_printed: int = 0
    slots: tuple[SlotFacts, ...] = ()
    returned_at: datetime | None = None
    return_outdated: bool = False

    @property
    def badges_to_print(self) -> int:
        """Badges never printed, or that no longer say what they should."""
        return self.badges_new + self.badges_changed

    @property
    def arrived(self) -> int:
        """Arrivals over all slots."""
        return sum(slot.arrived for slot in self.slots)

    @property
    def returned(self) -> bool:
        """Whether a return was made once all was over; one made before is provisional."""
        return self.returned_at is not None and self.event.ends is not None and self.returned_at >= self.event.ends

    def unrecorded(self, now: datetime) -> int:
        """Cells of slots that have ended of which nothing was said."""
        return sum(slot.unrecorded for slot in self.slots if slot.slot.end <= now)


def phase(event: Event, now: datetime) -> Phase:
    """Where an event stands at `now` (UTC)."""
    if event.starts is None or event.ends is None:
        return Phase.UNDATED
    if now >= event.ends:
        return Phase.AFTER
    if any(slot.start - DOOR_OPENS <= now < slot.end for slot in event.slots):
        return Phase.OPEN
    return Phase.BEFORE if now < event.starts else Phase.BETWEEN


def next_step(facts: Facts, now: datetime) -> Step | None:
    """The next thing to do; None when nothing is left, or nothing until the day."""
    at = phase(facts.event, now)
    if not facts.participants and not (at == Phase.OPEN and facts.arrived):
        return Step.LIST
    if at == Phase.OPEN:
        return Step.DOOR
    if at == Phase.UNDATED:
        return Step.SHEETS
    if at == Phase.AFTER:
        if facts.unrecorded(now):
            return Step.PRESENCE
        return None if facts.returned and not facts.return_outdated else Step.RETURN
    if facts.badges_to_print:
        return Step.BADGES
    if any(sheet_missing(slot, now) for slot in facts.slots):
        return Step.SHEETS
    opens = facts.event.local(opening(facts.event, now))
    return Step.DOOR if opens.date() == facts.event.local(now).date() else None


def sheet_missing(slot: SlotFacts, now: datetime) -> bool:
    """Whether a slot that has not begun lacks its sheet, or has one that is out of date."""
    return now < slot.slot.start and (slot.sheet_at is None or slot.sheet_outdated)


def coming_slot(event: Event, now: datetime) -> Slot:
    """The next slot to begin; the event has one."""
    return min((slot for slot in event.slots if slot.start > now), key=lambda slot: slot.start)


def opening(event: Event, now: datetime) -> datetime:
    """When the door of the next slot opens."""
    return coming_slot(event, now).start - DOOR_OPENS


def open_room(facts: Facts, now: datetime) -> SlotFacts:
    """The slot whose door is open: the one under way, else the one about to begin, never one that has ended."""
    found = current_slot([slot.slot for slot in facts.slots if slot.slot.end > now], now)
    return next(slot for slot in facts.slots if slot.slot is found)
