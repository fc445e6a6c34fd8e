"""The figures of attendance: who was expected in a slot, who came."""

from __future__ import annotations

from dataclasses import dataclass

from ia_events.domain import dates
from ia_events.domain.attendance import IN_ROOM, Matrix, State
from ia_events.domain.events import Event, Slot
from ia_events.domain.fields import RETURNED
from ia_events.domain.people import Role
from ia_events.domain.text import fold
from ia_events.i18n import _


@dataclass(frozen=True, slots=True)
class SlotFigures:
    """Participants in one slot. expected = present + excused + absent + unrecorded: those registered for it, and
    whoever came all the same; `late` are of those present. `others` are speakers, dignitaries and organisers in the room."""

    expected: int
    present: int
    late: int
    excused: int
    absent: int
    unrecorded: int
    others: int

    @property
    def rate(self) -> float | None:
        """Share of those expected who came, among those of whom it is known; None when it is of nobody."""
        return attendance_rate(self.present, self.expected, self.unrecorded)


def attendance_rate(came: int, expected: int, unrecorded: int) -> float | None:
    """Share of those expected who came, without those of whom nobody said yet; None when nobody is left."""
    known = expected - unrecorded
    return came / known if known else None


def slot_figures(matrix: Matrix, slot: Slot) -> SlotFigures:
    """The figures of one slot."""
    counts = dict.fromkeys(State, 0)
    others = 0
    for person in matrix.people:
        state = matrix.cells[person.id, slot.id].counts_as
        if person.role != Role.PARTICIPANT:
            others += state in IN_ROOM
        else:
            counts[state] += 1
    expected = sum(counts.values()) - counts[State.NOT_EXPECTED]
    return SlotFigures(
        expected,
        counts[State.PRESENT] + counts[State.LATE],
        counts[State.LATE],
        counts[State.EXCUSED],
        counts[State.ABSENT],
        counts[State.EXPECTED],
        others,
    )


def slot_headings(event: Event) -> list[str]:
    """A heading for each slot, in time order: its label, with what tells it from the others (day, hours) and from the
    columns that stand beside it in a return, by whose headings its cells are found again.
    """
    slots = ordered_slots(event)
    columns = {fold(heading) for heading in (*_columns(), *(field.title for field in RETURNED))}
    several_days = len({event.local(slot.start).date() for slot in slots}) > 1
    headings = []
    for slot in slots:
        day = f"{event.local(slot.start):%d/%m}"
        label = _(slot.label)
        headings.append(f"{label} {day}" if several_days and day not in label else label)
    distinct = len(set(headings)) == len(headings)
    return [
        heading if distinct and fold(heading) not in columns else f"{heading} {dates.slot_hours(event, slot)}"
        for heading, slot in zip(headings, slots, strict=True)
    ]


def _columns() -> tuple[str, ...]:
    """What heads a return's columns that are neither a field nor a slot."""
    return _("Qualité"), _("Heures suivies"), _("Identifiant"), _("Empreinte"), _("Origine"), _("Code court")


def slot_titles(event: Event) -> dict[str, str]:
    """The same by slot id."""
    return dict(zip((slot.id for slot in ordered_slots(event)), slot_headings(event), strict=True))


def ordered_slots(event: Event) -> list[Slot]:
    """The event's slots in time order."""
    return sorted(event.slots, key=lambda slot: slot.start)
