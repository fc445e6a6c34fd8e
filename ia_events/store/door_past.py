"""What was done at a door, an action at a time: whether all of it is still so, and its inverse."""

from __future__ import annotations

import json
from datetime import datetime
from typing import NamedTuple

from ia_events.store import journal
from ia_events.store.applying import rows_of
from ia_events.store.database import Store
from ia_events.store.journal import Action

_OF_ACTION = (
    " FROM actions AS a JOIN changes AS c ON c.origin = a.origin AND c.seq > a.first_seq AND c.seq <= a.last_seq"
)
# A fact of an action that no longer counts; what it voids that another void holds too, or of whom a mark was told since;
# what it had count again, and does not any more.
_BROKEN = (
    f"SELECT 1{_OF_ACTION} JOIN facts AS f ON f.id = c.row WHERE a.id = ? AND c.tbl = 'facts' AND (f.voided = 1"
    " OR f.kind = 'void' AND (EXISTS (SELECT 1 FROM facts AS v WHERE v.target = f.target AND v.target <> ''"
    " AND v.kind = 'void' AND v.voided = 0 AND v.id <> f.id) OR EXISTS ("
    "SELECT 1 FROM whose AS t JOIN facts AS m INDEXED BY facts_by_registration ON m.registration_id = t.person"
    " WHERE t.id = f.target AND t.kind IN ('arrival', 'departure') AND m.kind = 'mark' AND m.voided = 0"
    " AND m.event_id = t.event_id AND m.slot_id = t.slot_id AND m.hlc > f.hlc) OR EXISTS ("
    "SELECT 1 FROM facts AS t JOIN facts AS again ON again.id = t.target"
    " WHERE t.id = f.target AND t.kind = 'void' AND again.voided = 1))) LIMIT 1"
)


class Turned(NamedTuple):
    """What was taken back, or done again, and the action that stands for it from now on."""

    done: Action
    by: str


def holds(store: Store, action_id: str) -> bool:
    """Whether all that an action told and wrote is still so, by its doing: nothing else took it back, nor changed it since."""
    stands = store.execute("SELECT 1 FROM actions WHERE id = ? AND undone = 0", (action_id,)).fetchone()
    if stands is None or store.execute(_BROKEN, (action_id,)).fetchone() is not None:
        return False
    rows = store.execute(f"SELECT c.tbl, c.row, c.body{_OF_ACTION} WHERE a.id = ? AND c.tbl <> 'facts'", (action_id,))
    for table, id_, text in rows.fetchall():
        body = json.loads(text)
        written = {"deleted": 0} if "whole" in body else body["set"]
        row = rows_of(store, table, [id_]).get(id_)
        if row is None or any(row[name] != value for name, value in written.items()):
            return False
    return True


def reverse(store: Store, action_id: str, now: datetime) -> Turned | None:
    """Take an action back; or, of one that took another back, do that one again. None when it does not hold any more."""
    row = store.execute("SELECT kind, target FROM actions WHERE id = ?", (action_id,)).fetchone()
    if row is None or not holds(store, action_id):
        return None
    if row["kind"] == "undo":
        done = journal.redo(store, now, row["target"])
        return Turned(done, done.id) if done is not None else None
    done = journal.undo(store, now, action_id)
    return Turned(done, done.by) if done is not None else None


def undone_by(store: Store, action_id: str) -> str:
    """The undo that took an action back last, nothing else done since; "" where the action stands, or something was."""
    row = store.execute(
        "SELECT u.id FROM actions AS a JOIN actions AS u ON u.target = a.id WHERE a.id = ?1 AND a.undone = 1"
        " AND u.kind = 'undo' AND u.origin = ?2 AND u.first_seq > ?3 ORDER BY u.first_seq DESC LIMIT 1",
        (action_id, store.origin, last_done(store)),
    ).fetchone()
    return row["id"] if row is not None else ""


def moment(store: Store, id_: str) -> int:
    """When an action was done, or a fact told: the later, the greater."""
    sql = "SELECT hlc FROM actions WHERE id = ?1 UNION ALL SELECT hlc FROM facts WHERE id = ?1"
    (hlc,) = store.execute(sql, (id_,)).fetchone()
    return int(hlc)


def latest(store: Store) -> int:
    """When the last action of this database was, undos and redos too; as `moment` says it."""
    row = store.execute(
        "SELECT hlc FROM actions WHERE origin = ? ORDER BY first_seq DESC LIMIT 1", (store.origin,)
    ).fetchone()
    return int(row["hlc"]) if row is not None else 0


def last_done(store: Store) -> int:
    """Where the last action of this database stands that was neither an undo nor a redo; 0 when there is none."""
    sql = "SELECT first_seq FROM actions WHERE origin = ? AND kind = 'do' ORDER BY first_seq DESC LIMIT 1"
    row = store.execute(sql, (store.origin,)).fetchone()
    return int(row[0]) if row is not None else 0
