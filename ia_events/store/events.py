"""Events and what hangs on them: slots, organisations, resources."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

from ia_events.domain import tokens
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Organisation, Resource, Slot
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.i18n import N_
from ia_events.store import journal, registrations, schema
from ia_events.store.database import Store
from ia_events.store.journal import Action, Add, Label, Op, Put
from ia_events.store.reading import get as get
from ia_events.store.reading import list_events as list_events

_PARTS = ((schema.SLOTS, "slots"), (schema.ORGANISATIONS, "organisations"), (schema.RESOURCES, "resources"))


def _fields(event: Event) -> dict[str, object]:
    return {
        "title": event.title,
        "timezone": event.timezone,
        "session_code": event.session_code,
        "format": event.format.value,
        "programme": event.programme,
        "cycle": event.cycle,
        "delegation": event.delegation,
        "venue": event.venue,
        "address": event.address,
        "capacity": event.capacity,
        "registration_opens": event.registration_opens.isoformat() if event.registration_opens else "",
        "registration_closes": event.registration_closes.isoformat() if event.registration_closes else "",
        "themes": schema.to_json(list(event.themes)),
        "audience": event.audience,
        "needs": event.needs,
        "notes": event.notes,
        "archived": int(event.archived),
        "demo": int(event.demo),
        "key": event.key,
    }


def _part_fields(part: Slot | Organisation | Resource, event_id: str, position: int) -> dict[str, object]:
    if isinstance(part, Slot):
        return {
            "event_id": event_id,
            "label": part.label,
            "start": schema.to_text(part.start),
            "end": schema.to_text(part.end),
            "opens": part.opens,
            "late": part.late,
            "seats": part.seats,
            "reentry": int(part.reentry),
            "signing": int(part.signing),
        }
    if isinstance(part, Organisation):
        return {"event_id": event_id, "name": part.name, "role": part.role.value, "position": position}
    fields = {"title": part.title, "link": part.link, "kind": part.kind, "open_to": part.open_to}
    return {"event_id": event_id, "position": position, **fields}


def save(
    store: Store,
    event: Event,
    now: datetime,
    team: Sequence[Attendee] | None = None,
    *,
    before: Event | None = None,
) -> str:
    """Create the event (empty id) or record what differs from what is kept; its id."""
    return recorded(store, event, now, team, before=before)[0]


def recorded(
    store: Store,
    event: Event,
    now: datetime,
    team: Sequence[Attendee] | None = None,
    *,
    before: Event | None = None,
) -> tuple[str, Action | None]:
    """`save`, and what was done beside the id: None when nothing changes. UserError title_missing, event_unknown.

    `before` is the event as the form was filled: only what was changed there is written, so that a form left open takes
    nothing back.

    Slots, organisations and resources without id are new; those no longer listed are removed. So it is for `team`, when
    given: whoever has a role other than participant. All of it is one action.
    """
    if not event.title.strip():
        raise UserError("title_missing", N_("Donnez un titre à l'événement : il figure sur tous les documents."))
    ops, event_id = _ops(store, event, now, before)
    if team is not None:
        ops.extend(_team_ops(store, event_id, team, now))
    label = Label(
        N_("Modification de l'événement « {title} »") if event.id else N_("Création de l'événement « {title} »"),
        {"title": event.title},
    )
    return event_id, journal.record(store, ops, label, now)


def _ops(store: Store, event: Event, now: datetime, shown: Event | None = None) -> tuple[list[Op], str]:
    ops: list[Op] = []
    if event.id:
        stored = get(store, event.id)
        before = shown or stored
        event = replace(event, key=stored.key)
        ops.append(Put("events", event.id, _changed(_fields(event), _fields(replace(before, key=stored.key)), shown)))
    else:
        before = replace(event, slots=(), organisations=(), resources=())
        event = replace(event, id=uuid7(now), key=tokens.new_key())
        ops.append(Add("events", event.id, _fields(event)))
    for table, name in _PARTS:
        parts: Sequence[Any] = getattr(event, name)
        was = {
            part.id: _part_fields(part, event.id, position)
            for position, part in enumerate(getattr(before, name))
            if part.id
        }
        for position, part in enumerate(parts):
            fields = _part_fields(part, event.id, position)
            if part.id:
                fields = _changed(fields, was.get(part.id, {}), shown)
            ops.append(Put(table.name, part.id, fields) if part.id else Add(table.name, uuid7(now), fields))
        kept = {part.id for part in parts}
        ops.extend(Put(table.name, old.id, {"deleted": 1}) for old in getattr(before, name) if old.id not in kept)
    ops.extend(_without_slots(store, event.id, {slot.id for slot in before.slots} - {slot.id for slot in event.slots}))
    return ops, event.id


def _changed(fields: dict[str, object], was: dict[str, object], shown: Event | None) -> dict[str, object]:
    """What differs from what was shown in the form; all of it when nothing was."""
    return fields if shown is None else {name: value for name, value in fields.items() if was.get(name) != value}


def _without_slots(store: Store, event_id: str, removed: Set[str]) -> Iterator[Op]:
    """Nobody stays expected only where there is no slot any more: then all of them are meant again."""
    if not removed:
        return
    for row in store.execute(
        "SELECT id, slots FROM registrations WHERE event_id = ? AND slots <> '[]'", (event_id,)
    ).fetchall():
        slots = json.loads(row["slots"])
        left = [slot for slot in slots if slot not in removed]
        if left != slots:
            yield Put("registrations", row["id"], {"slots": schema.to_json(left)})


def _team_ops(store: Store, event_id: str, team: Sequence[Attendee], now: datetime) -> Iterator[Op]:
    for person in team:
        if not person.last_name.strip() and not person.first_name.strip():
            raise UserError("name_missing", N_("Donnez au moins un nom ou un prénom."))
        if person.id:
            yield registrations.edition(store, person.id, registrations.editable(person))
        else:
            new = replace(person, id=uuid7(now), event_id=event_id, badge=tokens.new_badge_id())
            yield registrations.addition(new)
    kept = {person.id for person in team}
    for old in registrations.team(store, event_id):
        if old.id not in kept:
            yield Put("registrations", old.id, {"deleted": 1})


def duplicate(store: Store, event_id: str, title: str, now: datetime) -> str:
    """A new event with the same facts, slots, organisations, resources and team, without its participants; its id."""
    source = get(store, event_id)
    copy = replace(
        source,
        id="",
        title=title,
        archived=False,
        demo=False,
        slots=tuple(replace(s, id="") for s in source.slots),
        organisations=tuple(o._replace(id="") for o in source.organisations),
        resources=tuple(r._replace(id="") for r in source.resources),
    )
    ops, new_id = _ops(store, copy, now)
    for person in registrations.team(store, event_id):
        copied = replace(person, id=uuid7(now), event_id=new_id, badge=tokens.new_badge_id(), slots=())
        ops.append(registrations.addition(copied))
    journal.record(store, ops, Label(N_("Copie de l'événement « {title} »"), {"title": source.title}), now)
    return new_id


def of_lists(store: Store, event_id: str = "") -> list[Event]:
    """The events a list opened on an event (on none: "") may be for, that one first: those not archived, and of the
    demonstration only among themselves.
    """
    here = [get(store, event_id)] if event_id else []
    demo = any(event.demo for event in here)
    return [*here, *(e for e in list_events(store) if e.id != event_id and e.demo == demo)]


def archive(store: Store, event_id: str, now: datetime, *, archived: bool = True) -> Action | None:
    """Put an event away, or take it back; None when nothing changes."""
    event = get(store, event_id)
    label = N_("Archivage de « {title} »") if archived else N_("Retour des archives de « {title} »")
    ops = [Put("events", event_id, {"archived": int(archived)})]
    return journal.record(store, ops, Label(label, {"title": event.title}), now)


def remove(store: Store, event_ids: Sequence[str], now: datetime) -> Action | None:
    """Remove events from sight; one undo brings them back. None when nothing changes."""
    titles = ", ".join(get(store, id_).title for id_ in event_ids)
    ops = [Put("events", id_, {"deleted": 1}) for id_ in event_ids]
    return journal.record(store, ops, Label(N_("Suppression de « {title} »"), {"title": titles}), now)


def speakers_elsewhere(store: Store, event_id: str) -> list[tuple[Attendee, Event]]:
    """Speakers registered at other events that are not archived."""
    rows = store.execute(
        "SELECT r.id, r.event_id FROM registrations AS r JOIN events AS e ON e.id = r.event_id"
        " WHERE r.role = 'speaker' AND r.gone = 0 AND r.status = 'registered' AND e.deleted = 0 AND e.archived = 0 AND e.id <> ?",
        (event_id,),
    ).fetchall()
    return [(registrations.get(store, row["id"]), get(store, row["event_id"])) for row in rows]
