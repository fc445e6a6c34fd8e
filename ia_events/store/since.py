"""What happened to rows since an action: what an undo leaves as it is, and what was left for an import that goes in its turn."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ia_events.domain import changes as rules
from ia_events.domain.changes import Change
from ia_events.i18n import N_
from ia_events.store import schema
from ia_events.store.applying import rows_of

IMPORT = N_("Import de {file}")  # what labels an import


def edited(connection: Any, row: Mapping[str, Any], end: str, left: Mapping[str, object]) -> set[str]:
    """The fields of a row that were edited after the stamp `end`, and not put back since to what was `left`."""
    return {
        name
        for name, mark in row["stamps"].items()
        if mark > end and (row.get(name) != left.get(name, row.get(name)) or not _by_undo(connection, mark))
    }


def _by_undo(connection: Any, mark: str) -> bool:
    """Whether the change of a stamp belongs to an undo or a redo."""
    row = connection.execute(
        "SELECT a.kind FROM changes AS c JOIN actions AS a ON a.id = c.action WHERE c.origin = ? AND c.seq = ?",
        rules.writer(mark),
    ).fetchone()
    return row is not None and row["kind"] in ("undo", "redo")


_SINCE = (
    "SELECT 1 FROM facts AS f WHERE f.voided = 0 AND (f.hlc, f.origin, f.seq) > (?2, ?3, ?4)"
    " AND f.id NOT IN (SELECT value FROM json_each(?5)) AND f.id IN ("
    "SELECT id FROM facts INDEXED BY facts_by_registration WHERE registration_id = ?1"
    " AND kind IN ('arrival', 'departure', 'mark', 'badge_print', 'badge_retired', 'certificate', 'signature', 'alias')"
    " UNION ALL SELECT id FROM facts INDEXED BY facts_by_target WHERE target = ?1 AND target <> '' AND kind = 'alias'"
    " UNION ALL SELECT s.id FROM registrations AS r JOIN facts AS s INDEXED BY facts_by_target ON s.target = r.badge"
    " AND s.target <> '' AND s.registration_id = '' WHERE r.id = ?1) LIMIT 1"
)


def has_facts(connection: Any, id_: str, end: tuple[int, str, int], but: Collection[str] = ()) -> bool:
    """Whether something that stands happened to a registration after the (hlc, origin, seq) of `end`: somebody came, a badge
    was printed, or it was found to be somebody else's duplicate. `but` are ids of facts that do not count.
    """
    return connection.execute(_SINCE, (id_, *end, schema.to_json(list(but)))).fetchone() is not None


def left_over(
    connection: Any, action: str, changes: Sequence[Change], back: Mapping[str, Mapping[str, object]]
) -> list[str]:
    """Whom only imports taken back had added, once this one is, of the registrations it changed or told something of:
    nothing they hold came from anything else, and nothing that stands happened to them. `changes` are the import's; `back`
    what its undo puts back, by the registration's id.
    """
    table, defaults = schema.REGISTRATIONS.name, schema.REGISTRATIONS.columns
    facts = [change for change in changes if change.table == schema.FACTS]
    rows = {change.row for change in changes if change.table == table}
    rows |= {json.loads(change.body)["registration_id"] for change in facts}
    rows -= {id_ for id_, values in back.items() if values.get("deleted") == 1}
    sql = "SELECT 1 FROM actions WHERE kind = 'do' AND undone = 1 AND label ->> '$.template' = ? LIMIT 1"
    if not rows or connection.execute(sql, (IMPORT,)).fetchone() is None:
        return []
    said: dict[str, set[tuple[str, object]]] = {}  # by registration, the fields and values these imports wrote
    created: dict[str, tuple[int, str, int]] = {}
    first: dict[str, dict[str, object]] = {}
    sql = (
        "SELECT c.row, c.body, a.hlc, a.origin, a.last_seq FROM actions AS a JOIN changes AS c ON c.origin = a.origin"
        " AND c.seq > a.first_seq AND c.seq <= a.last_seq WHERE a.kind = 'do' AND (a.undone = 1 OR a.id = ?)"
        " AND a.label ->> '$.template' = ? AND c.held = 0 AND c.tbl = ? AND c.row IN (SELECT value FROM json_each(?))"
    )
    for row in connection.execute(sql, (action, IMPORT, table, schema.to_json(sorted(rows)))):
        body = json.loads(row["body"])
        if "whole" in body:
            created[row["row"]] = row["hlc"], row["origin"], row["last_seq"]
            first[row["row"]] = body["set"]
        said.setdefault(row["row"], set()).update(body["set"].items())
    taken = [change.row for change in facts]

    def theirs(id_: str, row: Mapping[str, Any], name: str, mark: str) -> bool:
        """Whether what a field holds, once this import is taken back, is what one of them wrote."""
        values = back.get(id_, {})
        value = values.get(name, row.get(name))
        if (name, value) not in said[id_] and value != first[id_].get(name, defaults.get(name)):
            return False
        return name in values or _of(mark, changes) or _by_undo(connection, mark)

    found = []
    for id_, row in rows_of(connection, table, created).items():
        end = created[id_]
        since = [(name, mark) for name, mark in row["stamps"].items() if mark > rules.stamp(*end)]
        if row["deleted"] or not all(theirs(id_, row, name, mark) for name, mark in since):
            continue
        if not has_facts(connection, id_, end, taken):
            found.append(id_)
    return found


def _of(mark: str, changes: Sequence[Change]) -> bool:
    """Whether a stamp is of one of these changes: one action's, of one origin, the last first."""
    origin, seq = rules.writer(mark)
    return origin == changes[0].origin and changes[-1].seq <= seq <= changes[0].seq
