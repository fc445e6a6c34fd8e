"""Importing a planned list as one action, and the imports there were."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from ia_events.domain import tokens
from ia_events.domain.attendance import Fact, Method
from ia_events.domain.bulk import collection_held, maker
from ia_events.domain.errors import UserError
from ia_events.domain.lists import Plan, as_written
from ia_events.domain.people import Status
from ia_events.domain.sendings import sent_together
from ia_events.i18n import N_
from ia_events.store import journal, presence, reading, schema
from ia_events.store.database import Store
from ia_events.store.journal import Action, Add, Label, Op, Put
from ia_events.store.registrations import edition, to_fields_said
from ia_events.store.since import IMPORT

_add = maker(Add)
_PART = 500  # people made into changes at a time


@dataclass(frozen=True, slots=True)
class Import:
    """A list imported once: `action` is what `journal.undo` takes; `at` is UTC; the counts are of people, `noted` of
    presences and absences, of the event asked about; the action is one of `events` events. Taken back, `stayed` of those it
    added are still there.
    """

    action: str
    at: datetime
    file: str
    added: int
    updated: int
    withdrawn: int
    noted: int
    undone: bool
    events: int = 1
    stayed: int = 0


def import_plan(
    store: Store,
    plan: Plan,
    now: datetime,
    progress: Callable[[int, int], None] = lambda _d, _t: None,
    *,
    withdraw: Collection[str] = (),
) -> None:
    """Record a whole import as one action: additions, updates, attendance, and the cancellation of `withdraw`, ids of
    `plan.withdrawn` (no longer on the list). `progress` is told people done and in all, and may raise Cancelled.

    UserError plan_outdated: the event, one of its slots, or somebody of it, changed or went since the plan was made.
    """
    import_plans(store, [plan], now, progress, withdraw=withdraw)


def import_plans(
    store: Store,
    plans: Sequence[Plan],
    now: datetime,
    progress: Callable[[int, int], None] = lambda _d, _t: None,
    *,
    withdraw: Collection[str] = (),
) -> Action | None:
    """Record the plans of one list for several events as one action, which one undo takes back; as `import_plan`. None when they change nothing.

    `progress` is told while the database is being written: it must not wait, other programs do.
    """
    with collection_held(), store.transaction() as connection:
        counted = []
        ops: list[Op] = []
        for plan in plans:
            _check(store, plan)
            added = {row.attendee.id for row in plan.added}
            ops.extend(Put("registrations", u.attendee.id, _text(u.changes)) for u in plan.updated)
            gone = _gone(plan, withdraw)
            ops.extend(edition(store, id_, {"status": Status.CANCELLED.value}) for id_ in gone)
            ops.extend(_beside(connection, plan, added))
            noted = _attendance(store, plan, now)
            ops.extend(op for cell in noted for op in cell)
            told: dict[str, object] = {"event": plan.event_id, "added": len(added), "updated": len(plan.updated)}
            counted.append({**told, "withdrawn": len(gone), "noted": len(noted)})
        listing = plans[0].listing
        content = {"content": listing.content, "place": listing.path_mark} if listing.content else {}
        values = {"file": listing.source, **content, **(counted[0] if len(plans) == 1 else {"events": counted})}
        label = Label(IMPORT, values)
        count = sum(len(plan.added) for plan in plans)
        return journal.write(store, connection, ops, label, now, adding=_additions(plans, progress), count=count)


def sent_before(store: Store, event_ids: Sequence[str], plans: Sequence[Plan]) -> dict[str, set[str]]:
    """Those of the events no plan is for that hold people of a list these plans are another sending of, for whom the list
    has no row any more: the sources of these people, by the event's id.
    """
    again = {key for plan in plans for key in plan.again}
    if not again or not any(plan.listing.whole for plan in plans):
        return {}
    sql = "SELECT DISTINCT event_id, list FROM registrations WHERE gone = 0 AND status = 'registered' AND list <> ''"
    found: dict[str, set[str]] = {id_: set() for id_ in event_ids if all(plan.event_id != id_ for plan in plans)}
    for row in store.execute(sql):
        if row["event_id"] in found and sent_together(row["list"], again):
            found[row["event_id"]].add(row["list"])
    return {id_: keys for id_, keys in found.items() if keys}


def _additions(plans: Sequence[Plan], progress: Callable[[int, int], None]) -> Iterator[Add]:
    total = sum(len(plan.added) + len(plan.updated) for plan in plans)
    done = 0
    for plan in plans:
        # Kept nearly in name order: what is read together lies together.
        people = sorted((row.attendee for row in plan.added), key=attrgetter("last_name", "first_name"))
        for start in range(0, len(people), _PART):
            progress(done, total)
            part = people[start : start + _PART]
            done += len(part)
            for person, fields, badge in zip(part, to_fields_said(part), tokens.new_badge_ids(len(part)), strict=True):
                fields["badge"] = badge
                if person.id in plan.beside:
                    fields.update(plan.beside[person.id])
                yield _add("registrations", person.id, fields)
    # Nothing is told after this: who stops a job must find nothing of it, and what follows is committed.
    progress(total, total)


def _gone(plan: Plan, withdraw: Collection[str]) -> list[str]:
    return [person.id for person in plan.withdrawn if person.id in withdraw]


def _text(changes: Mapping[str, str]) -> dict[str, object]:
    return {name: str(value) for name, value in changes.items()}


def _check(store: Store, plan: Plan) -> None:
    """Refuse a plan made against another event, or other people, than there are."""
    sql = f"SELECT {reading.COLUMNS} FROM registrations AS r WHERE r.event_id = ? AND r.gone = 0"
    people = 0
    same = _still_there(store, plan)
    for row in store.execute(sql, (plan.event_id,)):
        person = reading.from_row(row)
        people += 1
        same = same and plan.known.get(person.id) == person
    if not same or people != len(plan.known):
        template = N_(
            "L'événement ou ses inscriptions ont changé depuis l'examen du fichier : rien n'a été importé. Recommencez."
        )
        raise UserError("plan_outdated", template)


def _still_there(store: Store, plan: Plan) -> bool:
    """Whether the event of a plan, and the slots the plan speaks of, were not removed."""
    if store.execute("SELECT 1 FROM events WHERE id = ? AND deleted = 0", (plan.event_id,)).fetchone() is None:
        return False
    spoken = {slot for _person, slot, _state in plan.attendance}
    if plan.listing.rows:  # without any, the columns are those of another event
        spoken.update(slot for column in plan.listing.columns for slot in column.slot.split())
    spoken.update(slot for row in plan.added for slot in row.attendee.slots)
    for update in plan.updated:  # of those somebody had, one may be left that another station removed meanwhile
        spoken.update(set(json.loads(update.changes.get("slots", "[]"))).difference(update.attendee.slots))
    rows = store.execute("SELECT id FROM slots WHERE event_id = ? AND deleted = 0", (plan.event_id,))
    return spoken <= {row["id"] for row in rows}


def _beside(connection: Any, plan: Plan, added: Collection[str]) -> Iterator[Op]:
    """What is kept of people known before beside their fields; of a field that changes, what was said of it before goes."""
    changed = {update.attendee.id: update.changes for update in plan.updated}
    ids = [id_ for id_ in dict.fromkeys((*plan.beside, *changed)) if id_ not in added]
    if not ids:
        return
    rows = connection.execute(
        "SELECT id, written FROM registrations WHERE event_id = ? AND written <> ''", (plan.event_id,)
    ).fetchall()
    kept = {id_: json.loads(text) for id_, text in rows}
    for id_ in ids:
        values: dict[str, object] = dict(plan.beside.get(id_, {}))
        said = {name: text for name, text in kept.get(id_, {}).items() if name not in changed.get(id_, {})}
        said |= json.loads(str(values.pop("written", "{}")))
        yield Put("registrations", id_, {**values, "written": as_written(said)})


def _attendance(store: Store, plan: Plan, now: datetime) -> list[list[Op]]:
    """The facts that bring presence to what the list says, cell by cell. It takes back what a list said before, nothing
    else: what happened at the door since the plan was made stands.
    """
    if not plan.attendance:
        return []
    event = reading.get(store, plan.event_id)
    facts: dict[tuple[str, str], list[Fact]] = {}
    for fact in presence.facts_of_event(store, plan.event_id):
        facts.setdefault((fact.registration_id, fact.slot_id), []).append(fact)
    cells = []
    for registration_id, slot_id, state in plan.attendance:
        told = facts.get((registration_id, slot_id), [])
        stands = presence.standing(told).get((registration_id, slot_id))
        if stands is None or (stands.by_list and not stands.agrees(state)):
            cells.append(presence.cell_ops(event, registration_id, slot_id, told, state, now, "", Method.LIST))
    return [ops for ops in cells if ops]


_STAYED = (
    "SELECT count(*) FROM changes AS c JOIN registrations AS r ON r.id = c.row WHERE c.origin = a.origin"
    " AND c.seq > a.first_seq AND c.seq <= a.last_seq AND c.tbl = 'registrations' AND r.event_id = ?2 AND r.gone = 0"
    " AND c.body ->> '$.whole' = 1"
)


def imports(store: Store, event_id: str) -> list[Import]:
    """The lists imported into an event, the newest first."""
    rows: Sequence[Any] = store.execute(
        f"SELECT id, hlc, label, undone, CASE WHEN undone THEN ({_STAYED}) ELSE 0 END AS stayed FROM actions AS a WHERE kind = 'do' AND label LIKE ?1 ORDER BY hlc DESC",
        (f'%"event":{schema.to_json(event_id)}%', event_id),
    ).fetchall()
    found = []
    for row in rows:
        values = json.loads(row["label"])["values"]
        several = values.get("events", [])
        file = str(values["file"])
        values = next((told for told in several if told["event"] == event_id), values)
        at = datetime.fromtimestamp((row["hlc"] >> 16) / 1000, UTC)
        added, updated, withdrawn, noted = (
            int(values.get(name, 0)) for name in ("added", "updated", "withdrawn", "noted")
        )
        undone, events = bool(row["undone"]), max(1, len(several))
        found.append(Import(row["id"], at, file, added, updated, withdrawn, noted, undone, events, row["stayed"]))
    return found


def undone(store: Store, action: str) -> bool | None:
    """Whether an import was taken back, by its action; None when this database knows nothing of it."""
    row = store.execute("SELECT undone FROM actions WHERE id = ? AND kind = 'do'", (action,)).fetchone()
    return bool(row["undone"]) if row is not None else None


def imported_before(store: Store, content: str, place: str, name: str) -> bool:
    """Whether a file was imported, into whatever event, as it is or before somebody edited it: told by the SHA-256 of its
    bytes and by where it is (`paths.place_of`), or by its name when the import kept neither.
    """
    rows = store.execute("SELECT label FROM actions WHERE kind = 'do' AND label LIKE ?", (f"%{IMPORT}%",))
    for row in rows:
        values = json.loads(row["label"])["values"]
        if "content" not in values:
            if values["file"] == name:
                return True
        elif content == values["content"] or place == values.get("place"):
            return True
    return False


def written(store: Store, registration_id: str) -> dict[str, str]:
    """What lists said of somebody, letter by letter, by field, where something else was understood of it."""
    row = store.execute("SELECT written FROM registrations WHERE id = ?", (registration_id,)).fetchone()
    return dict(json.loads(row[0])) if row and row[0] else {}
