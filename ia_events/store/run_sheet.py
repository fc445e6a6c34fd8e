"""What the run sheet is worked out from, read in one go."""

from __future__ import annotations

from collections.abc import Sequence

from ia_events.domain.attendance import FactKind, State, counts_in_totals
from ia_events.domain.cautions import Caution, event_cautions
from ia_events.domain.events import Event
from ia_events.domain.people import Attendee, Role, Status
from ia_events.domain.run_sheet import Facts, SlotFacts
from ia_events.i18n import N_
from ia_events.store import door, events, presence, prints, registrations
from ia_events.store.database import Store


def read(store: Store, event: Event) -> Facts:
    """Where an event stands. Reads every registration and presence: a tenth of a second for 5,000 people."""
    grid = presence.load(store, event)
    text = prints.sheet_text(grid.people)
    slots = []
    for slot in sorted(event.slots, key=lambda slot: slot.start):
        sheet = prints.latest(store, event.id, FactKind.SHEET_PRINT, slot.id)
        room = door.counters(store, event, slot.id)
        slots.append(
            SlotFacts(
                slot=slot,
                sheet_at=sheet.at if sheet else None,
                sheet_outdated=sheet is not None and sheet.value != text,
                expected=room.expected,
                inside=room.inside,
                arrived=room.arrived,
                unrecorded=sum(
                    grid.cells[person.id, slot.id].state == State.EXPECTED
                    for person in grid.people
                    if counts_in_totals(person)
                ),
            )
        )
    counts = registrations.counts(store, event.id)
    badges = prints.badge_counts(store, event.id)
    participants = sum(map(counts_in_totals, grid.people))
    made = prints.latest(store, event.id, FactKind.RETURN_MADE)
    return Facts(
        event=event,
        participants=participants,
        team=sum(person.status == Status.REGISTERED for person in grid.people) - participants,
        waitlisted=counts.waitlisted,
        cancelled=counts.cancelled,
        imported_at=registrations.last_import(store, event.id),
        badges_new=badges.new,
        badges_changed=badges.changed,
        badges_printed=badges.printed,
        slots=tuple(slots),
        returned_at=made.at if made else None,
        return_outdated=prints.return_outdated(store, event.id),
    )


def cautions(store: Store, event: Event, team: Sequence[Attendee] | None = None) -> list[Caution]:
    """What is worth a second look about an event as it is, or as it would be with this team.

    Loads the calendars of public holidays: 0.1 s the first time.
    """
    query = registrations.Query(status=Status.REGISTERED, role=Role.PARTICIPANT)
    people = registrations.team(store, event.id) if team is None else team
    elsewhere = events.speakers_elsewhere(store, event.id)
    found = event_cautions(event, people, elsewhere, registrations.count(store, event.id, query))
    kept = {slot.id for slot in event.slots}
    for slot in events.get(store, event.id).slots if event.id else ():
        arrived = 0 if slot.id in kept else door.counters(store, event, slot.id).arrived
        if arrived:
            template = N_("Le créneau « {slot} », que vous retirez, porte {count} arrivées.")
            found.append(Caution("slot_recorded", template, (("slot", slot.label), ("count", arrived))))
    return found
