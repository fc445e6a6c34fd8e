"""Headquarters' workbook against what is known here, and what is taken from it recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from ia_events.domain import tokens
from ia_events.domain.attendance import Matrix, Method, State, counted_as, matrix
from ia_events.domain.bulk import collection_held
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee, Role, Source, Status
from ia_events.domain.returned import FIELD_KEYS, Note, Returned, Values, recorded
from ia_events.domain.three_way import Accepted, Change, Comparison, Kind, compare
from ia_events.i18n import N_
from ia_events.store import journal, presence, prints, reading, registrations
from ia_events.store.database import Store
from ia_events.store.journal import Action, Label, Op


def compared(
    store: Store, event: Event, returned: Returned, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> Comparison:
    """Compare a workbook that came back with what is known of an event.

    `progress` is told rows done and in all and may raise Cancelled. UserError: return_other_event, return_unknown_event,
    return_unsealed.
    """
    _check_event(store, event, returned)
    grid = presence.load(store, event)
    # Who was found to be somebody else since is no more compared: the other is.
    merged: dict[str, str] = dict(map(tuple, store.execute("SELECT id, person FROM duplicates")))
    listed = {person.id for person in registrations.all_of(store, event.id)}
    people = [person for person in grid.people if not person.id.startswith(presence.UNLISTED)]
    values = {person.id: _values(person, grid) for person in people}
    told = (merged.get(id_, id_) for id_ in (*returned.sent, *(row.id for row in returned.rows)))
    wanted = [id_ for id_ in dict.fromkeys(told) if id_ and id_ not in values]
    # Taken off the list since, without having come.
    parts = (registrations.get_many(store, wanted[start : start + 5000]) for start in range(0, len(wanted), 5000))
    gone = [person for part in parts for person in part if person.event_id == event.id]
    if gone:
        theirs = matrix(event, gone, presence.facts_of_event(store, event.id))
        values.update((person.id, _values(person, theirs)) for person in gone)
        people += gone
    ours = {id_: v for id_, v in values.items() if id_ in listed}
    removed = {id_: v for id_, v in values.items() if id_ not in listed}
    outside = {p.id: {slot.id for slot in event.slots if not p.expected_in(slot.id)} for p in people if p.slots}
    total = len(returned.rows)
    with collection_held():
        found = compare(
            returned, event.key, event.id, ours, removed, lambda done: progress(done, total), merged, outside
        )
    if returned.identity is None and not _recognised(returned, ours, removed):
        raise _unsealed(returned)
    if returned.identity is not None and any(
        fact.at > returned.identity.made_at for fact in prints.returns(store, event.id)
    ):
        found = replace(found, notes=(Note("older_return"), *found.notes))
    return found


def _check_event(store: Store, event: Event, returned: Returned) -> None:
    identity = returned.identity
    if identity is None or identity.event_id == event.id:
        return
    try:
        other = reading.get(store, identity.event_id)
    except UserError:
        raise UserError(
            "return_unknown_event",
            N_("« {name} » est le retour de « {title} », un événement que ce poste ne connaît pas. Ouvrez-le sur le poste qui l'a préparé."),
            name=returned.source,
            title=identity.title,
        ) from None  # fmt: skip
    raise UserError(
        "return_other_event",
        N_("« {name} » est le retour de « {title} ». Ouvrez cet événement, puis choisissez le classeur à nouveau."),
        name=returned.source,
        title=other.title,
        event=other.id,
    )


def _recognised(returned: Returned, ours: Mapping[str, Values], removed: Mapping[str, Values]) -> bool:
    return any(row.id in ours or row.id in removed for row in returned.rows)


def _unsealed(returned: Returned) -> UserError:
    return UserError(
        "return_unsealed",
        N_("Personne de « {name} » n'est connu ici : ce n'est pas un retour de cet événement."),
        name=returned.source,
    )


def _values(person: Attendee, grid: Matrix) -> dict[str, str]:
    """Somebody's cells; of somebody taken off the list, as they will be once put back on it by what is taken."""
    values = {key: str(getattr(person, key)) for key in FIELD_KEYS}
    for slot in grid.event.slots:
        registered = person.status == Status.REGISTERED and person.expected_in(slot.id)
        values[slot.id] = recorded(counted_as(grid.cells[person.id, slot.id].state, registered))
    return values


# --- taking what came back ----------------------------------------------------------------------------------------


def apply(
    store: Store,
    event: Event,
    comparison: Comparison,
    accepted: Accepted,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    station: str = "",
) -> Action | None:
    """Record the cells accepted, and nothing else, as one action. None when nothing changes.

    `progress` is told changes done and in all and may raise Cancelled. UserError comparison_outdated when what is
    accepted is no longer what the workbook changes.
    """
    ops: list[Op] = []
    total = len(comparison.changes)
    with store.transaction() as connection:
        now_found = compared(store, event, comparison.returned, lambda _done, _total: progress(0, total))
        if _accepted(comparison, accepted) != _accepted(now_found, accepted):
            raise UserError(
                "comparison_outdated",
                N_("Des fiches ont changé ici depuis la comparaison : rien n'a été enregistré. Comparez à nouveau « {name} »."),
                name=comparison.returned.source,
            )  # fmt: skip
        for done, change in enumerate(comparison.changes):
            if done % 500 == 0:
                progress(done, total)
            cells = {cell.key: cell.theirs for cell in change.cells if (change.ref, cell.key) in accepted}
            if cells:
                ops.extend(_ops(store, event, change, cells, now, station))
        progress(total, total)
        label = Label(N_("Retour du siège {file}"), {"file": comparison.returned.source})
        return journal.write(store, connection, ops, label, now)


def _accepted(comparison: Comparison, accepted: Accepted) -> set[tuple[object, ...]]:
    """What is accepted of a comparison, with what it takes the place of."""
    return {
        (change.ref, change.kind, change.doubt, cell)
        for change in comparison.changes
        for cell in change.cells
        if (change.ref, cell.key) in accepted
    }


def _ops(store: Store, event: Event, change: Change, cells: Mapping[str, str], now: datetime, station: str) -> list[Op]:
    fields: dict[str, object] = {key: value for key, value in cells.items() if key in FIELD_KEYS}
    id_, ops = change.ref, list[Op]()
    if change.kind == Kind.ADDED:
        person = _newcomer(event, fields, now)
        if not person.last_name and not person.first_name:
            return []
        id_ = person.id
        ops.append(registrations.addition(person))
    elif change.kind == Kind.REMOVED:
        ops.append(registrations.edition(store, id_, {"deleted": 0, **fields}))
    elif fields:
        ops.append(registrations.edition(store, id_, fields))
    for key, value in cells.items():
        if key not in FIELD_KEYS:
            ops.extend(_presence(store, event, id_, key, State(value or State.EXPECTED), now, station))
    return ops


def _newcomer(event: Event, fields: Mapping[str, object], now: datetime) -> Attendee:
    texts = {key: str(value) for key, value in fields.items() if key not in ("role", "status")}
    return Attendee(
        id=uuid7(now),
        event_id=event.id,
        role=Role(str(fields.get("role", Role.PARTICIPANT))),
        status=Status(str(fields.get("status", Status.REGISTERED))),
        badge=tokens.new_badge_id(),
        source=Source.LIST,
        **texts,  # type: ignore[arg-type]
    )


def _presence(
    store: Store, event: Event, registration_id: str, slot_id: str, state: State, now: datetime, station: str
) -> list[Op]:
    standing = [f for f in presence.facts_of(store, event.id, registration_id) if f.slot_id == slot_id]
    return presence.cell_ops(event, registration_id, slot_id, standing, state, now, station, Method.RETURN)
