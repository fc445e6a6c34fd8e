"""Bringing the tables to what the change log says, whoever made the changes and in whatever order they come."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from ia_events.domain import changes as rules
from ia_events.domain.attendance import FactKind
from ia_events.domain.changes import Change
from ia_events.store import schema
from ia_events.store.duplicates import settle
from ia_events.store.heard_index import NAMES, index_again, keep_up

CHUNK = 500  # entries, or values asked for, at a time

# A change with its body as values: minted from them, or read from the text that came in.
Entry = tuple[Change, dict[str, Any]]


def apply_entries(connection: Any, entries: Iterable[Entry]) -> None:
    """Bring the tables to what they are with these changes added; the order of `entries` does not matter."""
    before: dict[str, int] = {}  # the last row of each table, which the search index knows
    joining = False
    coming = iter(entries)
    while part := list(islice(coming, CHUNK)):
        by_table: dict[str, list[Entry]] = {}
        for entry in part:
            by_table.setdefault(entry[0].table, []).append(entry)
        for table, some in by_table.items():
            if table == schema.ACTIONS:
                _apply_actions(connection, some)
            elif table == schema.FACTS:
                joining = _apply_facts(connection, some) or joining
            else:
                if table not in before:
                    last = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()
                    before[table] = last[0]
                _apply_rows(connection, schema.TABLES[table], some, before[table])
                # Somebody may have been joined to a registration that arrives now.
                joining = joining or (
                    table == schema.REGISTRATIONS.name and any("event_id" in body["set"] for _change, body in some)
                )
    if schema.REGISTRATIONS.name in before:
        connection.execute(
            "INSERT INTO registrations_search(rowid, folded) SELECT rowid, folded FROM registrations WHERE rowid > ?",
            (before[schema.REGISTRATIONS.name],),
        )
        keep_up(connection)
    if joining:
        settle(connection)


def _apply_actions(connection: Any, entries: Sequence[Entry]) -> None:
    for change, head in entries:
        label = schema.to_json({"template": head["label"], "values": head["values"]})
        last = change.seq + head["count"]
        values = (change.row, change.origin, change.seq, last, change.hlc, head["kind"], head["target"], label)
        others = {head["target"]}
        if not connection.execute(f"{_ACTION} NOTHING", values).rowcount:
            # What was said under an id that turns out to be another's no longer counts.
            elder = connection.execute("SELECT target FROM actions WHERE id = ?", (change.row,)).fetchone()
            others |= {change.row, elder["target"]}
            connection.execute(f"{_ACTION}{_ELDER_ACTION}", values)
        others.discard("")
        if others:
            connection.executemany(f"UPDATE actions SET undone = {_UNDONE} WHERE id = ?1", [(id_,) for id_ in others])


_UNDONE = (
    "coalesce((SELECT kind = 'undo' FROM actions AS later WHERE later.target = ?1"
    " AND later.target <> '' ORDER BY hlc DESC, origin DESC, first_seq DESC LIMIT 1), 0)"
)
# Undone or not, whichever was said last; what is said may come before what it is said of.
_ACTION = (
    "INSERT INTO actions(id, origin, first_seq, last_seq, hlc, kind, target, label, undone)"
    f" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, {_UNDONE}) ON CONFLICT(id) DO"
)
_ELDER_ACTION = (
    " UPDATE SET (origin, first_seq, last_seq, hlc, kind, target, label) = (excluded.origin,"
    " excluded.first_seq, excluded.last_seq, excluded.hlc, excluded.kind, excluded.target, excluded.label)"
    " WHERE (excluded.hlc, excluded.origin, excluded.first_seq) < (actions.hlc, actions.origin, actions.first_seq)"
)


def _apply_facts(connection: Any, entries: Sequence[Entry]) -> bool:
    """Whether it may change who is whose duplicate."""
    joining = any(body["kind"] in (FactKind.ALIAS, FactKind.VOID) for _change, body in entries)
    # A void can be voided in its turn (an undo that is undone): what it was about counts again, and so on.
    pending = [body["target"] for _change, body in entries if body["kind"] == FactKind.VOID]
    told: list[tuple[object, ...]] = []
    for change, body in entries:
        values = (*_columns(body), change.hlc, change.origin, change.seq)
        if not connection.execute(f"{_FACT} NOTHING", values).rowcount:
            told.append(values)
    if told:
        joining = _tell_again(connection, told, pending) or joining
    while pending:
        changed = connection.execute(
            f"UPDATE facts SET voided = 1 - voided WHERE id = ? AND voided <> {_VOIDED} RETURNING kind, target",
            (pending.pop(),),
        ).fetchone()
        if changed is not None and changed["kind"] == FactKind.VOID:
            pending.append(changed["target"])
    return joining


def _tell_again(connection: Any, told: Sequence[tuple[object, ...]], pending: list[str]) -> bool:
    """Facts whose ids are there already: whether it may change who is whose duplicate. Adds to `pending`."""
    joining = False
    ids = list({values[0] for values in told})
    # What a void was about that gives way below, or that is voided as it is told again.
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        sql = f"SELECT kind, target FROM facts WHERE id IN ({', '.join('?' * len(part))}) AND kind IN ('void', 'alias')"
        for kind, target in connection.execute(sql, part).fetchall():
            joining = True
            if kind == FactKind.VOID:
                pending.append(target)
    # The same id twice is a forgery; the elder stays, whichever came first.
    connection.executemany(f"{_FACT}{_ELDER_FACT}", told)
    connection.executemany(f"UPDATE facts SET voided = {_VOIDED} WHERE id = ?", [(id_,) for id_ in ids])
    return joining


_columns = itemgetter(*schema.FACT_COLUMNS)
# Whether a void that stands is about the fact. It is younger than what it voids: there can be no circle.
_VOIDED_BY = (
    "EXISTS (SELECT 1 FROM facts AS v WHERE v.target = {id} AND v.target <> '' AND v.kind = 'void' AND v.voided = 0"
    " AND (v.hlc, v.origin, v.seq) > ({stamp}))"
)
_VOIDED = _VOIDED_BY.format(id="facts.id", stamp="facts.hlc, facts.origin, facts.seq")
# A void may have come before what it voids.
_FACT = (
    "INSERT INTO facts(id, kind, event_id, registration_id, slot_id, at, method, station, value, target, hlc, origin, seq, voided)"
    f" VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13, {_VOIDED_BY.format(id='?1', stamp='?11, ?12, ?13')})"
    " ON CONFLICT(id) DO"
)
_ELDER_FACT = (
    " UPDATE SET (kind, event_id, registration_id, slot_id, at, method,"
    " station, value, target, hlc, origin, seq) = (excluded.kind, excluded.event_id, excluded.registration_id,"
    " excluded.slot_id, excluded.at, excluded.method, excluded.station, excluded.value, excluded.target, excluded.hlc,"
    " excluded.origin, excluded.seq) WHERE (excluded.hlc, excluded.origin, excluded.seq) < (facts.hlc, facts.origin, facts.seq)"
)


def _stamps_text(stamps: Mapping[str, str]) -> str:
    # A new row has one stamp: that is most of an import.
    if len(stamps) == 1 and rules.WHOLE in stamps:
        return f'{{"{rules.WHOLE}":"{stamps[rules.WHOLE]}"}}'
    return schema.to_json(stamps)


def _apply_rows(connection: Any, table: schema.Table, entries: Sequence[Entry], indexed: int) -> None:
    """`indexed` is the last rowid that is in the search index; later rows are indexed when all are there."""
    rows = rows_of(connection, table.name, {change.row for change, _body in entries})
    known = dict(rows)
    for change, body in entries:
        row = rows.get(change.row)
        stamps = row["stamps"] if row else {}
        # A row that is not there yet has every default already.
        written = {**table.columns, **body["set"]} if "whole" in body and stamps else body["set"]
        values, stamps = rules.merge(row or table.columns, stamps, written, change.stamp, whole="whole" in body)
        rows[change.row] = values
        values["id"], values["stamps"] = change.row, stamps
    columns = [*table.columns, *table.derived, "stamps", "id"]
    pick = itemgetter(*table.columns)
    values_of = [(*pick(row), *table.derive(row), _stamps_text(row["stamps"]), row["id"]) for row in rows.values()]
    quoted = [f'"{c}"' for c in columns]
    connection.executemany(
        f"INSERT INTO {table.name}({', '.join(quoted)}) VALUES ({', '.join('?' * len(columns))})",
        [v for v in values_of if v[-1] not in known],
    )
    assignments = ", ".join(f"{c} = ?" for c in quoted[:-1])
    edited = [v for v in values_of if v[-1] in known]
    if table.name == schema.REGISTRATIONS.name:
        _search_again(connection, {v[-1]: v[len(table.columns)] for v in edited}, indexed)
        names = itemgetter(*NAMES)
        index_again(
            connection, [(id_, *names(rows[id_])) for id_, row in known.items() if names(row) != names(rows[id_])]
        )
    connection.executemany(f"UPDATE {table.name} SET {assignments} WHERE id = ?", edited)


def _search_again(connection: Any, folded: Mapping[str, str], indexed: int) -> None:
    """Index the people whose searched text is about to change to `folded` (by id)."""
    rows = []
    for id_, text in folded.items():
        row = connection.execute("SELECT rowid, folded FROM registrations WHERE id = ?", (id_,)).fetchone()
        if row["rowid"] <= indexed and row["folded"] != text:
            rows.append((row["rowid"], row["folded"], text))
    connection.executemany(
        "INSERT INTO registrations_search(registrations_search, rowid, folded) VALUES ('delete', ?, ?)",
        [r[:2] for r in rows],
    )
    connection.executemany(
        "INSERT INTO registrations_search(rowid, folded) VALUES (?, ?)", [(r[0], r[2]) for r in rows]
    )


def rows_of(connection: Any, table: str, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Rows of a table by id: its fields as kept, and `stamps` as a dictionary."""
    columns = schema.TABLES[table].columns
    names = ", ".join(f'"{c}"' for c in columns)
    found: dict[str, dict[str, Any]] = {}
    wanted = list(ids)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        for row in connection.execute(f"SELECT id, stamps, {names} FROM {table} WHERE id IN ({marks})", part):
            found[row["id"]] = {**dict(row), "stamps": json.loads(row["stamps"])}
    return found
