"""The one writer. Everything that changes is appended to the change log and applied, in one transaction.

The log is the audit trail, the undo, and what stations exchange. Somebody else's changes (merging.py) go through the
same code (applying.py) as our own, with another origin.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import Any

from ia_events.domain import changes as rules
from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.bulk import maker
from ia_events.domain.changes import Change
from ia_events.domain.ids import uuid7
from ia_events.i18n import _, ngettext, number
from ia_events.store import schema, since
from ia_events.store.applying import CHUNK, Entry, apply_entries, rows_of
from ia_events.store.database import Store


@dataclass(frozen=True, slots=True)
class Add:
    """A new row with all its fields; those not given take the table's defaults."""

    table: str
    id: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Put:
    """New values for some fields of a row. Values it already has are left out."""

    table: str
    id: str
    fields: Mapping[str, object]


Op = Add | Put | Fact
_change = maker(Change)


@dataclass(frozen=True, slots=True)
class Label:
    """What an action did, as a French sentence and its values: shown in « Annuler … »."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return _(self.template).format(**self.values)


@dataclass(frozen=True, slots=True)
class Action:
    """An entry of the undo list. `kept` counts the rows an undo left something in, edited since; `by` is that undo, or redo."""

    id: str
    label: Label
    kept: int = 0
    by: str = ""

    def __str__(self) -> str:
        return str(self.label)

    @property
    def left(self) -> str:
        """What an undo left in place, and why, in a sentence; "" when it left nothing."""
        if not self.kept:
            return ""
        words = (
            ngettext(
                "{count} fiche reste comme elle est : modification, autre import, passage, badge ou fusion depuis.",
                "{count} fiches restent comme elles sont : modification, autre import, passage, badge ou fusion depuis.",
                self.kept,
            )
            if self.label.template == since.IMPORT
            else ngettext(
                "{count} élément modifié depuis est resté.", "{count} éléments modifiés depuis sont restés.", self.kept
            )
        )
        return words.format(count=number(self.kept))


def record(
    store: Store, ops: Iterable[Op], label: Label, now: datetime, *, kind: str = "do", target: str = ""
) -> Action | None:
    """Append the changes of one action and apply them; committed when it returns. None when nothing changes.

    `kind` is "do" (can be undone), "note" (cannot), "undo" or "redo" (of the action `target`).
    """
    with store.transaction() as connection:
        return write(store, connection, list(ops), label, now, kind, target)


def write(
    store: Store,
    connection: Any,
    ops: Sequence[Op],
    label: Label,
    now: datetime,
    kind: str = "do",
    target: str = "",
    *,
    adding: Iterable[Add] = (),
    count: int = 0,
) -> Action | None:
    """`record` in the transaction under way: what was read to decide on the changes was then read in it too.

    `adding` are `count` new rows that `ops` say nothing of, each made when it is written: of a hundred thousand people,
    all at once would take 200 MB, and the time it takes to fill them. ValueError, for a rollback, when they are not so many.
    """
    bodies = _bodies(connection, ops)
    created = _creations(adding, count)
    if not bodies and not count:
        list(created)
        return None
    action = uuid7(now)
    said = {"label": label.template, "values": dict(label.values), "count": count + len(bodies)}
    entries = chain([(schema.ACTIONS, action, {"kind": kind, "target": target, **said})], created, bodies)
    apply_entries(connection, _logged(connection, _mint(store, connection, action, entries, now)))
    store.written = done = Action(action, label)
    return done


_Body = tuple[str, str, dict[str, Any]]


def _creations(adding: Iterable[Add], count: int) -> Iterator[_Body]:
    made = 0
    for op in adding:
        made += 1
        yield _creation(op)
    if made != count:  # an undo would stop where the head says the action ends
        raise ValueError(f"{made} additions instead of {count}")


def _creation(op: Add) -> _Body:
    # What is at its default goes without saying: a person of a list is a third of the bytes.
    defaults = schema.TABLES[op.table].columns
    said = {name: value for name, value in op.fields.items() if value != defaults[name]}
    return op.table, op.id, {"set": said, "whole": 1}


def _bodies(connection: Any, ops: Sequence[Op]) -> list[_Body]:
    """(table, row, body) of each operation that changes something."""
    puts: dict[str, set[str]] = {}
    for op in ops:
        if isinstance(op, Put):
            puts.setdefault(op.table, set()).add(op.id)
    current = {(table, id_): row for table, ids in puts.items() for id_, row in rows_of(connection, table, ids).items()}
    entries: list[_Body] = []
    for op in ops:
        if isinstance(op, Fact):
            body: dict[str, Any] = {name: getattr(op, name) for name in schema.FACT_COLUMNS}
            # Bare texts: of an enumeration's word the driver looks for an adapter, in vain, longer than it takes to bind it.
            body["kind"], body["method"], body["value"] = str(op.kind), str(op.method), str(op.value)
            body["at"] = schema.to_text(op.at)
            entries.append((schema.FACTS, op.id, body))
        elif isinstance(op, Add):
            if op.id in puts.get(op.table, ()):
                current[op.table, op.id] = {**schema.TABLES[op.table].columns, **op.fields}
            entries.append(_creation(op))
        else:
            row = current[op.table, op.id]
            written = {name: value for name, value in op.fields.items() if row[name] != value}
            if written:
                was = {name: row[name] for name in written}
                entries.append((op.table, op.id, {"set": written, "was": was}))
                row.update(written)  # a second Put of the same action starts from here
    return entries


def _mint(store: Store, connection: Any, action: str, entries: Iterable[_Body], now: datetime) -> Iterator[Entry]:
    origin = store.origin
    # The latest of all the clocks, beside where this origin stands.
    latest, seq, link = connection.execute(
        "SELECT max(o.hlc), own.seq, own.chain FROM origins AS o LEFT JOIN origins AS own ON own.origin = ?", (origin,)
    ).fetchone()
    seq, link = (seq, link) if link else (0, rules.GENESIS)
    hlc = rules.tick(now, latest or 0)
    for table, row, body in entries:
        seq += 1
        text = schema.creation_json(body["set"]) if "whole" in body else schema.to_json(body)
        link = rules.link(link, origin, seq, hlc, action, table, row, rules.body_hash(text))
        yield _change(origin, seq, hlc, action, table, row, text, link), body


def _logged(connection: Any, entries: Iterator[Entry]) -> Iterator[Entry]:
    """The entries, a part at a time: each is in the change log before it comes."""
    while part := list(islice(entries, CHUNK)):
        append(connection, part)
        yield from part


def log(connection: Any, entries: Sequence[Entry], held: int) -> None:
    """Put entries in the change log."""
    # As bytearrays: of bytes the driver looks for an adapter, in vain, which takes ten times as long as binding them.
    hash_, blob = rules.body_hash, bytearray
    connection.executemany(
        "INSERT INTO changes(origin, seq, hlc, action, tbl, row, body, body_hash, chain, held) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            (c.origin, c.seq, c.hlc, c.action, c.table, c.row, c.body, blob(hash_(c.body)), blob(c.chain), held)
            for c, _body in entries
        ),
    )


def append(connection: Any, entries: Sequence[Entry], held: int = 0) -> None:
    """Put entries that continue their origins in the change log."""
    log(connection, entries, held)
    latest: dict[str, Change] = {}
    for change, _body in entries:
        if change.origin not in latest or change.seq > latest[change.origin].seq:
            latest[change.origin] = change
    connection.executemany(
        "INSERT INTO origins(origin, seq, hlc, chain) VALUES (?,?,?,?) ON CONFLICT(origin) DO UPDATE"
        " SET seq = excluded.seq, chain = excluded.chain, hlc = max(hlc, excluded.hlc) WHERE excluded.seq > seq",
        [(c.origin, c.seq, c.hlc, bytearray(c.chain)) for c in latest.values()],
    )


# --- undo and redo -----------------------------------------------------------------------------------------------


def next_undo(store: Store) -> Action | None:
    """The action that `undo` would take back: this database's latest that stands."""
    row = store.execute(
        "SELECT id, label FROM actions WHERE origin = ? AND kind = 'do' AND undone = 0 ORDER BY first_seq DESC LIMIT 1",
        (store.origin,),
    ).fetchone()
    return _action(row)


def next_redo(store: Store) -> Action | None:
    """The action that `redo` would do again: the last one undone, as long as nothing new was done since."""
    row = store.execute(
        "SELECT a.id, a.label FROM actions AS u JOIN actions AS a ON a.id = u.target"
        " WHERE u.origin = ?1 AND u.kind = 'undo' AND a.undone = 1"
        " AND u.first_seq > (SELECT coalesce(max(first_seq), 0) FROM actions WHERE origin = ?1 AND kind = 'do')"
        " ORDER BY u.first_seq DESC LIMIT 1",
        (store.origin,),
    ).fetchone()
    return _action(row)


def undone(store: Store, action_id: str) -> Label | None:
    """What an action did, if it was taken back; None while it stands."""
    rows = store.execute("SELECT id, label FROM actions WHERE id = ? AND undone = 1", (action_id,))
    return action.label if (action := _action(rows.fetchone())) else None


def _action(row: Any) -> Action | None:
    if row is None:
        return None
    label = json.loads(row["label"])
    return Action(row["id"], Label(label["template"], label["values"]))


def words(store: Store, action: Action, event_id: str = "", *, longest: int = 1000) -> str:
    """What an action did; with the event it is of, its title cut after `longest` letters, when that is another than
    `event_id` and is not named yet.
    """
    label, titles = str(action), _titles(store, action)
    if event_id in titles or not titles or all(title in label for title in titles.values()):
        return label
    cut = [title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…" for title in titles.values()]
    quoted = ", ".join(_("« {title} »").format(title=title) for title in cut)
    return ngettext("{action} (événement {titles})", "{action} (événements {titles})", len(titles)).format(
        action=label, titles=quoted
    )


def _titles(store: Store, action: Action) -> dict[str, str]:
    """The titles of the events an action is of, by their ids."""
    # An import says which in its label. Of all else, what is of several events is of a few rows.
    told = action.label.values.get("events")
    ids = [str(part["event"]) for part in told] if isinstance(told, list) else []
    sql = (
        "SELECT c.tbl, c.row, coalesce(c.body ->> '$.event_id', c.body ->> '$.set.event_id', '') AS event"
        " FROM actions AS a JOIN changes AS c ON c.origin = a.origin AND c.seq > a.first_seq AND c.seq <= a.last_seq"
        " WHERE a.id = ? ORDER BY c.seq LIMIT 20"
    )
    for row in () if ids else store.execute(sql, (action.id,)):
        if row["event"]:
            ids.append(row["event"])
        elif row["tbl"] == schema.EVENTS.name:
            ids.append(row["row"])
        elif row["tbl"] in schema.TABLES:
            place = store.execute(f"SELECT event_id FROM {row['tbl']} WHERE id = ?", (row["row"],)).fetchone()
            ids.append(place["event_id"] if place else "")
    ids = list(dict.fromkeys(ids))
    found = dict(
        map(tuple, store.execute(f"SELECT id, title FROM events WHERE id IN ({', '.join('?' * len(ids))})", ids))
    )
    return {id_: found[id_] for id_ in ids if id_ in found}


def undo(store: Store, now: datetime, action_id: str = "", reason: str = "") -> Action | None:
    """Take back an action (the latest, unless one is named), leaving what was edited since. None: nothing to undo.

    `reason` is kept with the facts that are voided.
    """
    with store.transaction() as connection:
        action = _named(store, action_id) if action_id else next_undo(store)
        return _take_back(store, connection, action, "undo", now, reason) if action else None


def redo(store: Store, now: datetime, action_id: str = "") -> Action | None:
    """Do again the action last undone, or the one named. None: nothing to redo."""
    with store.transaction() as connection:
        action = _named(store, action_id, undone=1) if action_id else next_redo(store)
        return _take_back(store, connection, action, "redo", now) if action else None


def _named(store: Store, action_id: str, undone: int = 0) -> Action | None:
    sql = "SELECT id, label FROM actions WHERE id = ? AND undone = ? AND kind = 'do'"
    return _action(store.execute(sql, (action_id, undone)).fetchone())


def _take_back(store: Store, connection: Any, action: Action, kind: str, now: datetime, reason: str = "") -> Action:
    # An undo takes back the action itself, whatever was undone and redone before; a redo takes back its last undo.
    origin, first, last = connection.execute(
        "SELECT origin, first_seq, last_seq FROM actions WHERE id = ?"
        if kind == "undo"
        else "SELECT origin, first_seq, last_seq FROM actions WHERE target = ? AND target <> '' AND kind = 'undo'"
        " ORDER BY hlc DESC, origin DESC, first_seq DESC LIMIT 1",
        (action.id,),
    ).fetchone()
    rows = connection.execute(
        "SELECT origin, seq, hlc, action, tbl, row, body, chain FROM changes"
        " WHERE origin = ? AND seq > ? AND seq <= ? AND held = 0 ORDER BY seq DESC",
        (origin, first, last),
    ).fetchall()
    changes = [Change(*row) for row in rows]
    ops, kept = _inverse(connection, changes, now, reason)
    if kind == "undo" and action.label.template == since.IMPORT:
        back: dict[str, dict[str, object]] = {}
        for op in ops:
            if isinstance(op, Put) and op.table == schema.REGISTRATIONS.name:
                back.setdefault(op.id, {}).update(op.fields)
        goes = set(since.left_over(connection, action.id, changes, back))
        kept.difference_update((schema.REGISTRATIONS.name, id_) for id_ in goes)
        ops = [op for op in ops if not (isinstance(op, Put) and op.id in goes)]
        ops += [Put(schema.REGISTRATIONS.name, id_, {**back.get(id_, {}), "deleted": 1}) for id_ in sorted(goes)]
    # Recorded even when everything was edited since, so that the list of undos moves on.
    ops = ops or [Fact(id=uuid7(now), kind=FactKind.VOID, at=now)]
    done = write(store, connection, ops, action.label, now, kind, action.id)
    return Action(action.id, action.label, len(kept), done.id if done else "")


def _inverse(
    connection: Any, changes: Sequence[Change], now: datetime, reason: str
) -> tuple[list[Op], set[tuple[str, str]]]:
    """What takes changes back (one action's, the last first), and the rows some of it was left in because of what came since."""
    ops: list[Op] = []
    kept: set[tuple[str, str]] = set()
    bodies = [json.loads(change.body) for change in changes]
    ids: dict[str, set[str]] = {}
    left: dict[tuple[str, str], dict[str, object]] = {}  # what the action left in each row
    for change, body in zip(reversed(changes), reversed(bodies), strict=True):
        if change.table != schema.FACTS:
            ids.setdefault(change.table, set()).add(change.row)
            defaults = schema.TABLES[change.table].columns if "whole" in body else {}
            left.setdefault((change.table, change.row), {}).update({**defaults, **body["set"]})
    rows = {(table, id_): row for table, part in ids.items() for id_, row in rows_of(connection, table, part).items()}
    edited = {place: since.edited(connection, row, changes[0].stamp, left[place]) for place, row in rows.items()}
    end = (changes[0].hlc, changes[0].origin, changes[0].seq) if changes else (0, "", 0)
    for change, body in zip(changes, bodies, strict=True):
        if change.table == schema.FACTS:
            ops.append(void(body["id"], body["event_id"], now, reason))
            continue
        later = edited[change.table, change.row]
        was = {"deleted": 1} if "whole" in body else body["was"]
        back = {name: value for name, value in was.items() if name not in later}
        # Taking a row away is all or nothing: it stays when anything happened to it.
        if back.get("deleted") == 1 and (
            later or (change.table == schema.REGISTRATIONS.name and since.has_facts(connection, change.row, end))
        ):
            back = {}
        if len(back) < len(was):
            kept.add((change.table, change.row))
        if back:
            ops.append(Put(change.table, change.row, back))
    return ops, kept


def void(fact_id: str, event_id: str, now: datetime, reason: str = "") -> Fact:
    """The fact that another does not count. Voiding a void makes what it was about count again."""
    return Fact(id=uuid7(now), kind=FactKind.VOID, event_id=event_id, at=now, value=reason, target=fact_id)
