"""Changes that come from elsewhere: checked against their chain, then applied by the journal's own code.

Each origin's changes are accepted in order, so that every link can be checked. One that comes before its predecessor
waits in the log; `heads` does not count it, so that what is missing is asked for again.
"""

from __future__ import annotations

import hashlib
import json
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ia_events.domain import changes as rules
from ia_events.domain import sheet_pages, signatures
from ia_events.domain.attendance import FactKind
from ia_events.domain.changes import Change
from ia_events.store import journal, schema
from ia_events.store.applying import Entry, apply_entries
from ia_events.store.database import Store, mint_origin
from ia_events.store.schema import Held

_COLUMNS = "origin, seq, hlc, action, tbl, row, body, chain"
# A clock that is further ahead (the year 2248) is nonsense: those that see it would go on from there.
_LAST_CLOCK = 1 << 59
_HEAD = {"kind": str, "target": str, "label": str, "values": dict, "count": int}


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of changes that came in: in = applied + duplicate + held + refused.

    `held` are kept until they can be applied; `released` are those held earlier that could be now.
    """

    applied: int = 0
    duplicate: int = 0
    held: int = 0
    refused: int = 0
    released: int = 0


def heads(store: Store) -> dict[str, int]:
    """The last sequence number of each origin up to which nothing is missing."""
    return {row["origin"]: row["seq"] for row in store.execute("SELECT origin, seq FROM origins")}


def changes_since(store: Store, theirs: Mapping[str, int]) -> Iterator[Change]:
    """Every change another store lacks, given its heads, each origin in order."""
    for origin in [row[0] for row in store.execute("SELECT DISTINCT origin FROM changes ORDER BY origin")]:
        sql = f"SELECT {_COLUMNS} FROM changes WHERE origin = ? AND seq > ? ORDER BY seq"
        for row in store.execute(sql, (origin, theirs.get(origin, 0))):
            yield Change(*row)


def apply(store: Store, incoming: Iterable[Change]) -> Applied:
    """Add somebody else's changes, in any order and any number of times."""
    counts = dict.fromkeys(("applied", "duplicate", "held", "refused", "released"), 0)
    renewed = store.origin
    with store.transaction() as connection:
        origins: dict[str, _Origin] = {}
        for change in incoming:
            if not _well_formed(change):
                _refuse(connection, change, "malformed")
                counts["refused"] += 1
                continue
            origin = origins.get(change.origin) or origins.setdefault(change.origin, _Origin(connection, change.origin))
            known = origin.known(change)
            if known is None:
                origin.fresh[change.seq] = change
            elif known == change:
                counts["duplicate"] += 1
            else:
                _refuse(connection, change, "other")
                counts["refused"] += 1
                origin.forked = True
        for origin in origins.values():
            for name, number in origin.settle().items():
                counts[name] += number
        # All origins in one go: what is told by one may be about what another made.
        apply_entries(connection, [entry for origin in origins.values() for entry in origin.understood])
        own = origins.get(store.origin)
        if own is not None and (own.forked or own.seq > own.seq_before):
            # Others hold changes of ours that this file does not: it is an older copy, put back by hand. Going on under
            # the same name would number two different changes alike.
            home = connection.execute("SELECT value FROM meta WHERE key = 'home'").fetchone()[0]
            renewed = mint_origin(connection, home)
    store.origin = renewed
    return Applied(**counts)


@dataclass
class _Origin:
    """What is known of an origin, and what came of it.

    `fresh` came now and `waiting` earlier, by sequence number; `understood` is what can be applied; `forked` says that
    two different changes bear one number.
    """

    connection: Any
    name: str
    seq: int = 0
    hlc: int = 0
    chain: bytes = rules.GENESIS
    fresh: dict[int, Change] = field(default_factory=dict)
    waiting: dict[int, Change] = field(default_factory=dict)
    understood: list[Entry] = field(default_factory=list)
    forked: bool = False

    def __post_init__(self) -> None:
        head = self.connection.execute("SELECT seq, hlc, chain FROM origins WHERE origin = ?", (self.name,)).fetchone()
        if head is not None:
            self.seq, self.hlc, self.chain = head
        self.seq_before = self.seq
        sql = f"SELECT {_COLUMNS} FROM changes WHERE origin = ? AND seq > ? AND held = ?"
        rows = self.connection.execute(sql, (self.name, self.seq, Held.WAITING))
        self.waiting = {change.seq: change for change in (Change(*row) for row in rows)}

    def known(self, change: Change) -> Change | None:
        """The entry of that number which is here already."""
        if change.seq > self.seq:
            return self.waiting.get(change.seq) or self.fresh.get(change.seq)
        sql = f"SELECT {_COLUMNS} FROM changes WHERE origin = ? AND seq = ?"
        row = self.connection.execute(sql, (self.name, change.seq)).fetchone()
        return Change(*row) if row else None

    def settle(self) -> dict[str, int]:
        """Accept what continues the chain, put aside what cannot be checked yet; how many of each."""
        counts = dict.fromkeys(("applied", "held", "refused", "released"), 0)
        accepted: dict[Held, list[Entry]] = {Held.NO: [], Held.UNKNOWN: [], Held.MALFORMED: []}
        while (change := self.fresh.get(self.seq + 1) or self.waiting.get(self.seq + 1)) is not None:
            waited = self.fresh.pop(change.seq, None) is None
            if waited:
                self.connection.execute("DELETE FROM changes WHERE origin = ? AND seq = ?", (self.name, change.seq))
            if change.hlc < self.hlc or not _continues(self.chain, change):
                _refuse(self.connection, change, "altered")
                counts["refused"] += not waited
                break
            self.seq, self.hlc, self.chain = change.seq, change.hlc, change.chain
            held, body = judge(change)
            accepted[held].append((change, body))
            if held == Held.MALFORMED:
                _refuse(self.connection, change, "malformed")
            if waited:
                counts["released"] += held == Held.NO
            else:
                counts[_FATES[held]] += 1
        for held, entries in accepted.items():
            journal.append(self.connection, entries, held)
        journal.log(self.connection, [(change, {}) for change in self.fresh.values()], Held.WAITING)
        counts["held"] += len(self.fresh)
        self.understood = accepted[Held.NO]
        return counts


_FATES = {Held.NO: "applied", Held.UNKNOWN: "held", Held.MALFORMED: "refused"}


def _well_formed(change: Change) -> bool:
    """Whether it can be put in the log at all."""
    texts = (change.origin, change.action, change.table, change.row, change.body)
    kinds = (*map(type, texts), type(change.seq), type(change.hlc), type(change.chain))
    if kinds != (str, str, str, str, str, int, int, bytes):
        return False
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    hexadecimal = len(change.origin) == 16 and not change.origin.strip("0123456789abcdef")
    return hexadecimal and 0 < change.seq < 2**32 and 0 < change.hlc < _LAST_CLOCK and len(change.chain) == 32


def _continues(previous: bytes, change: Change) -> bool:
    hash_ = rules.body_hash(change.body)
    head = (change.origin, change.seq, change.hlc, change.action, change.table, change.row)
    return rules.link(previous, *head, hash_) == change.chain


def _refuse(connection: Any, change: Change, reason: str) -> None:
    """Keep what is refused, to be shown. `reason`: malformed, altered, or other (the number is taken by another change).

    Nothing is too strange to be kept: the entry is Python's own account of it, in which no half a surrogate pair is left,
    and what cannot even be put in the log has no place of its own.
    """
    origin, seq = (change.origin, change.seq) if _well_formed(change) else ("", 0)
    try:
        entry = repr(change)
    except (ValueError, RecursionError):  # a number of thousands of digits, lists in lists for ever
        entry = "?"
    connection.execute("INSERT OR IGNORE INTO refused VALUES (?,?,?,?)", (origin, seq, reason, entry))


def judge(change: Change) -> tuple[Held, dict[str, Any]]:
    """Whether a change can be applied by this version, and its body as values."""
    try:
        body = json.loads(change.body)
        if "\\u" in change.body:
            schema.to_json(body).encode()  # half a surrogate pair, escaped, cannot be kept either
        if not change.row:
            return Held.MALFORMED, {}
        if change.table == schema.ACTIONS:
            return _judge_action(change, body), body
        if change.table == schema.FACTS:
            return _judge_fact(change, body), body
        if change.table not in schema.TABLES:
            return Held.UNKNOWN, body
        return _judge_fields(change, body), body
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Held.MALFORMED, {}


def _judge_action(change: Change, body: dict[str, Any]) -> Held:
    sound = all(type(body[name]) is kind for name, kind in _HEAD.items()) and 0 <= body["count"] < 2**32
    if not sound or change.row != change.action or not _can_be_said(body["label"], body["values"]):
        return Held.MALFORMED
    return Held.NO if body["kind"] in schema.ACTION_KINDS and body.keys() <= _HEAD.keys() else Held.UNKNOWN


def _can_be_said(label: str, values: Mapping[str, object]) -> bool:
    """Whether a label's placeholders are plain names that have a value."""
    return all(
        field is None or (field.isidentifier() and field in values and not form and not conversion)
        for _text, field, form, conversion in string.Formatter().parse(label)
    )


def _judge_fact(change: Change, body: dict[str, Any]) -> Held:
    for name in schema.FACT_COLUMNS:
        schema.check(schema.FACTS, name, body[name])
    if change.row != body["id"]:
        return Held.MALFORMED
    words = schema.FACT_WORDS.get(body["kind"], {})
    known = (
        body.keys() <= set(schema.FACT_COLUMNS)
        and schema.is_known(schema.FACTS, "kind", body["kind"])
        and all(body[name] in part for name, part in words.items())
        and (body["kind"] != FactKind.SHEET_PAGE or sheet_pages.from_text(body["value"], body["target"]) is not None)
        and (body["kind"] != FactKind.SIGNATURE or signatures.from_text(body["value"]) is not None)
    )
    return Held.NO if known else Held.UNKNOWN


def _judge_fields(change: Change, body: dict[str, Any]) -> Held:
    columns = schema.TABLES[change.table].columns
    parts = [body["set"]] if "whole" in body else [body["set"], body["was"]]
    if not all(isinstance(part, dict) for part in parts):
        return Held.MALFORMED
    # A slot without its hours cannot be read: whatever makes it an event's says them too.
    if change.table == schema.SLOTS.name and any(
        ("whole" in body or "event_id" in part) and not {"start", "end"} <= part.keys() for part in parts
    ):
        return Held.MALFORMED
    known = True
    for part in parts:
        for name, value in part.items():
            if name in columns:
                schema.check(change.table, name, value)
                known = known and schema.is_known(change.table, name, value)
            else:
                known = False
    return Held.NO if known else Held.UNKNOWN


def release(connection: Any) -> None:
    """Apply what an older version of the program held because it did not understand it; in the transaction under way."""
    sql = f"SELECT {_COLUMNS} FROM changes WHERE held = ? ORDER BY origin, seq"
    waiting = [Change(*row) for row in connection.execute(sql, (Held.UNKNOWN,)).fetchall()]
    judged = [(change, *judge(change)) for change in waiting]
    understood = [(change, body) for change, held, body in judged if held == Held.NO]
    connection.executemany(
        "UPDATE changes SET held = 0 WHERE origin = ? AND seq = ?", [(c.origin, c.seq) for c, _body in understood]
    )
    apply_entries(connection, understood)


def digests(store: Store) -> dict[str, str]:
    """SHA-256 of each table's contents whatever order they came in: equal when two stores hold the same."""
    found = {}
    tables = {name: ("id", *table.columns, *table.derived, "stamps") for name, table in schema.TABLES.items()}
    tables[schema.REGISTRATIONS.name] = (*tables[schema.REGISTRATIONS.name], "same_as")
    tables["duplicates"] = ("id", "person")
    tables[schema.FACTS] = (*schema.FACT_COLUMNS, "hlc", "origin", "seq", "voided")
    tables[schema.ACTIONS] = ("id", "origin", "first_seq", "last_seq", "hlc", "kind", "target", "label", "undone")
    tables["changes"] = ("origin", "seq", "chain", "held")
    for name, columns in tables.items():
        digest = hashlib.sha256()
        order = "id" if "id" in columns else "origin, seq"
        sql = f"SELECT {', '.join(chr(34) + c + chr(34) for c in columns)} FROM {name} ORDER BY {order}"
        for row in store.execute(sql):
            digest.update(repr(tuple(row)).encode())
        found[name] = digest.hexdigest()
    return found
