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
    """Whom only imports taken back had added, once this one is, of the registrations it changed: nothing they hold came
    from anything else, and nothing that stands happened to them. `changes` are the import's; `back` what its undo puts
    back, by the registration's id.
    """
    table = schema.REGISTRATIONS.name
    rows = {change.row for change in changes if change.table == table}
    rows -= {id_ for id_, values in back.items() if values.get("deleted") == 1}
    said: dict[str, dict[str, set[object]]] = {}  # by registration and field, what these imports wrote
    created: dict[str, tuple[int, str, int]] = {}
    sql = (
        "SELECT c.row, c.body, a.hlc, a.origin, a.last_seq FROM actions AS a JOIN changes AS c ON c.origin = a.origin"
        " AND c.seq > a.first_seq AND c.seq <= a.last_seq WHERE a.kind = 'do' AND (a.undone = 1 OR a.id = ?)"
        " AND a.label ->> '$.template' = ? AND c.held = 0 AND c.tbl = ? AND c.row IN (SELECT value FROM json_each(?))"
    )
    for row in connection.execute(sql, (action, IMPORT, table, schema.to_json(sorted(rows)))) if rows else ():
        body = json.loads(row["body"])
        if "whole" in body:
            created[row["row"]] = row["hlc"], row["origin"], row["last_seq"]
        written = {**schema.TABLES[table].columns, **body["set"]} if "whole" in body else body["set"]
        for name, value in written.items():
            said.setdefault(row["row"], {}).setdefault(name, set()).add(value)
    taken = [change.row for change in changes if change.table == schema.FACTS]
    found = []
    for id_, row in rows_of(connection, table, created).items():
        end, values = created[id_], back.get(id_, {})
        others = (
            name
            for name, mark in row["stamps"].items()
            if mark > rules.stamp(*end)
            and (
                values.get(name, row.get(name)) not in said[id_].get(name, ())
                or not (name in values or _by_undo(connection, mark) or _of(mark, changes))
            )
        )
        if not row["deleted"] and next(others, None) is None and not has_facts(connection, id_, end, taken):
            found.append(id_)
    return found


def _of(mark: str, changes: Sequence[Change]) -> bool:
    """Whether a stamp is of one of these changes: one action's, of one origin, the last first."""
    origin, seq = rules.writer(mark)
    return origin == changes[0].origin and changes[-1].seq <= seq <= changes[0].seq
