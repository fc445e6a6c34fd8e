"""What the run sheet is worked out from, read in one go.

The window opens on it: whatever only an event under way needs is imported where it is needed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from ia_events.domain.events import Event
from ia_events.domain.people import GUESTS, Attendee, Role, Status
from ia_events.domain.run_sheet import Facts, SlotFacts
from ia_events.i18n import N_
from ia_events.store import reading
from ia_events.store.database import Store

if TYPE_CHECKING:
    from ia_events.domain.cautions import Caution
    from ia_events.store.journal import Action
    from ia_events.store.prints import Admitted

T = TypeVar("T")

# Grouped in the order of the index, whose very words these are: it answers alone, in a fifth of the time.
_PEOPLE = (
    "SELECT r.status, r.role, r.slots, {badge} AS badge,"
    " count(*) AS people, max(CASE WHEN r.source = 'list' THEN r.stamps ->> '$.\"*\"' END) AS imported"
    f" FROM {reading.COUNTED} GROUP BY r.status, r.role, r.slots"
)
# Participants of whom something was said in a slot where they are expected.
_RECORDED = (
    "SELECT f.slot_id, count(DISTINCT r.id) FROM whose AS f JOIN registrations AS r ON r.id = f.person"
    " WHERE f.event_id = ?1 AND f.kind IN ('arrival', 'departure', 'mark') AND f.voided = 0 AND r.event_id = ?1 AND r.gone = 0"
    " AND r.status = 'registered' AND r.role = 'participant' AND (r.slots = '[]' OR instr(r.slots, f.slot_id))"
    " GROUP BY f.slot_id"
)
_MADE = (
    "SELECT kind, slot_id, at, value FROM facts WHERE event_id = ? AND kind IN ('sheet_print', 'return_made') AND voided = 0"
    " ORDER BY hlc, origin, seq"
)
_PRINTED = "SELECT 1 FROM facts WHERE event_id = ? AND kind = 'badge_print' LIMIT 1"
_SEEN = "SELECT DISTINCT slot_id FROM facts WHERE event_id = ? AND kind IN ('arrival', 'departure') AND voided = 0"

_ON_THE_LIST = (
    "SELECT coalesce(sum(status = 'registered' AND role = 'participant'), 0),"
    " coalesce(sum(status = 'registered' AND role NOT IN ('participant', 'companion')), 0),"
    " coalesce(sum(status = 'waitlisted'), 0), coalesce(sum(status = 'cancelled'), 0)"
    " FROM registrations AS r WHERE event_id = ? AND gone = 0"
)


def on_the_list(store: Store, event_id: str) -> tuple[int, int, int, int]:
    """Participants, other roles, waiting list, cancellations: those of `Facts`, without the rest."""
    participants, team, waitlisted, cancelled = next(iter(store.execute(_ON_THE_LIST, (event_id,))))
    return participants, team, waitlisted, cancelled


def read(store: Store, event: Event) -> Facts:
    """Where an event stands. For 5,000 people 1 ms; once all is printed 60, and 30 more for each slot all have come to (40
    where each is registered for some slots only): 150 to 200 when all came to three.
    """
    # Until a badge is printed all are new: nobody's prints are looked for.
    printed = store.execute(_PRINTED, (event.id,)).fetchone() is not None
    badge = _badge_state(store, event.id) if printed else "'new'"
    sql = _PEOPLE.replace("{badge}", badge) + (", 4" if printed else "")  # one group fewer to sort by
    groups = [dict(row) for row in store.execute(sql, (event.id,))]
    registered = [row for row in groups if row["status"] == Status.REGISTERED]
    participants = [row for row in registered if row["role"] == Role.PARTICIPANT]
    recorded: dict[str, int] = dict(map(tuple, store.execute(_RECORDED, (event.id,))))
    # In the order they were recorded: the last one stays.
    made = {(row["kind"], row["slot_id"]): row for row in store.execute(_MADE, (event.id,))}
    texts = _sheet_texts(store, event, [row["value"] for (kind, _slot), row in made.items() if kind == "sheet_print"])
    admitted = _admitted(store, event.id) if texts else {}
    returned = made.get(("return_made", ""))
    seen = {row[0] for row in store.execute(_SEEN, (event.id,))}
    slots = []
    for slot in sorted(event.slots, key=lambda slot: slot.start):
        sheet = made.get(("sheet_print", slot.id))
        if slot.id in seen:
            expected, inside, arrived = _room(store, event, slot.id)
        else:
            expected, inside, arrived = _people(row for row in registered if _covers(row, slot.id)), 0, 0
        slots.append(
            SlotFacts(
                slot=slot,
                sheet_at=datetime.fromisoformat(sheet["at"]) if sheet else None,
                sheet_outdated=sheet is not None and _sheet_outdated(store, event.id, sheet, texts, admitted),
                expected=expected,
                inside=inside,
                arrived=arrived,
                unrecorded=_people(row for row in participants if _covers(row, slot.id)) - recorded.get(slot.id, 0),
            )
        )
    return Facts(
        event=event,
        participants=_people(participants),
        team=_people(row for row in registered if row["role"] not in GUESTS),
        waitlisted=_people(row for row in groups if row["status"] == Status.WAITLISTED),
        cancelled=_people(row for row in groups if row["status"] == Status.CANCELLED),
        imported_at=_imported(row["imported"] for row in groups),
        badges_new=_people(row for row in registered if row["badge"] == "new"),
        badges_changed=_people(row for row in registered if row["badge"] == "changed"),
        badges_printed=_people(row for row in registered if row["badge"] == "printed"),
        slots=tuple(slots),
        returned_at=datetime.fromisoformat(returned["at"]) if returned else None,
        return_outdated=returned is not None and _return_outdated(store, event.id),
    )


def _badge_state(store: Store, event_id: str) -> str:
    from ia_events.store.search import BADGE_STATE, badge_said

    return BADGE_STATE.replace("{said}", badge_said(store, event_id))


def _people(rows: Iterable[Any]) -> int:
    return sum(row["people"] for row in rows)


def _covers(row: Any, slot_id: str) -> bool:
    return row["slots"] == "[]" or slot_id in row["slots"]


def _imported(stamps: Iterable[str | None]) -> datetime | None:
    """When somebody last came by a list: stamps sort as the clock of their changes."""
    last = max(filter(None, stamps), default="")
    return datetime.fromtimestamp((int(last[:16], 16) >> 16) / 1000, UTC) if last else None


def _room(store: Store, event: Event, slot_id: str) -> tuple[int, int, int]:
    from ia_events.store import door_book

    room = door_book.counters(store, event, slot_id)
    return room.expected, room.inside, room.arrived


def _return_outdated(store: Store, event_id: str) -> bool:
    from ia_events.store import prints

    return prints.return_outdated(store, event_id)


def _admitted(store: Store, event_id: str) -> Admitted:
    from ia_events.store import prints

    return prints.admitted(store, event_id)


def _sheet_outdated(store: Store, event_id: str, sheet: Any, texts: Mapping[str, str], admitted: Admitted) -> bool:
    from ia_events.store import prints, signatures

    signed = signatures.of_event(store, event_id) if prints.bears_signatures(sheet["value"]) else ()
    text = texts[prints.grouped_by(sheet["value"])]
    return prints.sheet_outdated(sheet["value"], text, sheet["slot_id"], signed, admitted)


def _sheet_texts(store: Store, event: Event, sheets: Sequence[str]) -> dict[str, str]:
    """What sheets recorded as these would say now, by what they are grouped by."""
    if not sheets:
        return {}
    from ia_events.store import prints

    rows = store.execute(
        'SELECT id, last_name, first_name, employer, department, "group", role, slots FROM registrations AS r WHERE event_id = ? AND gone = 0'
        " AND status = 'registered' AND role IN ('participant', 'speaker') ORDER BY sort_key",
        (event.id,),
    )
    # Whole attendees would take four times as long to read.
    people = [
        Attendee(
            id=row["id"],
            last_name=row["last_name"],
            first_name=row["first_name"],
            employer=row["employer"],
            department=row["department"],
            group=row["group"],
            role=Role(row["role"]),
            slots=tuple(json.loads(row["slots"])),
        )
        for row in rows
    ]
    return {by: prints.sheet_text(event, people, by) for by in {prints.grouped_by(sheet) for sheet in sheets}}


def cautions(store: Store, event: Event, team: Sequence[Attendee] | None = None) -> list[Caution]:
    """What is worth a second look about an event as it is, or as it would be with this team.

    Loads the calendars of public holidays: 0.1 s the first time.
    """
    from ia_events.domain.cautions import Caution, event_cautions
    from ia_events.store import door_book, events

    found = event_cautions(event, *_people_of(store, event, team))
    kept = {slot.id for slot in event.slots}
    for slot in events.get(store, event.id).slots if event.id else ():
        arrived = 0 if slot.id in kept else door_book.counters(store, event, slot.id).arrived
        if arrived:
            template = N_("Le créneau « {slot} », que vous retirez, porte {count} arrivées.")
            found.append(Caution("slot_recorded", template, (("slot", slot.label), ("count", arrived))))
    return found


def people_cautions(store: Store, event: Event) -> list[Caution]:
    """Those of `cautions` that come of who is registered: what an import may bring."""
    from ia_events.domain.cautions import people_cautions

    return people_cautions(event, *_people_of(store, event))


def warned(store: Store, event: Event | None, change: Callable[[Store], T]) -> tuple[T, list[Caution], Action | None]:
    """What a change of people gives, those of `people_cautions` that it brings (of no event, none), the action it recorded."""
    from ia_events.store.noting import noted

    before = people_cautions(store, event) if event is not None else []
    done, action = noted(store, change)
    after = people_cautions(store, event) if event is not None else []
    full = _registered(before)
    brought = [one for one in after if one not in before and not 0 < _registered([one]) <= full]
    return done, brought, action


def _registered(cautions: Sequence[Caution]) -> int:
    """How many people are too many for the room; 0 when they are not."""
    return next((int(str(dict(one.values)["count"])) for one in cautions if one.code == "capacity"), 0)


def _people_of(
    store: Store, event: Event, team: Sequence[Attendee] | None = None
) -> tuple[Sequence[Attendee], list[tuple[Attendee, Event]], int]:
    """Those in a role, the speakers of other events, how many participants are registered."""
    from ia_events.store import events, registrations

    query = registrations.Query(status=Status.REGISTERED, role=Role.PARTICIPANT)
    people = registrations.team(store, event.id) if team is None else team
    speaks = any(person.role == Role.SPEAKER for person in people)
    elsewhere = events.speakers_elsewhere(store, event.id) if speaks else []
    return people, elsewhere, 0 if event.capacity is None else registrations.count(store, event.id, query)
