"""The index of names as they are heard, kept behind those who were added: it costs a tenth of a large import.

It knows everybody up to its last row, as their names are now. Who comes after that row is indexed at once when they are
few; after a large import by whoever looks next, the window's worker or a search. Nothing else says how far it is: a
power cut leaves nothing to mend.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import Any

from ia_events.domain import hearing
from ia_events.store.database import Store

NAMES = ("last_name", "first_name", "birth_name")
_PART = 2000  # people indexed at once
_TURN = 200  # people indexed in one transaction: some milliseconds that a scan, or a key, may have to wait
# The last row it knows.
LAST = "SELECT coalesce((SELECT rowid FROM registrations_heard ORDER BY rowid DESC LIMIT 1), 0)"
_BEHIND = f"SELECT coalesce(max(rowid), 0) - ({LAST}) FROM registrations"


def behind(store: Store) -> bool:
    """Whether people were added that the index does not know yet."""
    return bool(store.execute(_BEHIND).fetchone()[0] > 0)


def keep_up(connection: Any) -> None:
    """In the transaction that added people: index them, unless there are many."""
    if connection.execute(_BEHIND).fetchone()[0] <= _PART:
        _index_part(connection, _PART)


def catch_up(store: Store, go_on: Callable[[], bool] = lambda: True) -> None:
    """Index everybody. `go_on` is called after each short transaction: unless it is true, the others are for later; it may
    raise. UserError db_locked, disk_full.
    """
    while behind(store):
        with store.transaction() as connection:
            _index_part(connection, _TURN)
        if not go_on():
            return


def index_again(connection: Any, people: Iterable[tuple[str, ...]]) -> None:
    """Index those of these people (id, then NAMES as they are about to be) that the index knows."""
    last = connection.execute(LAST).fetchone()[0]
    for id_, *names in people:
        (row,) = connection.execute("SELECT rowid FROM registrations WHERE id = ?", (id_,)).fetchone()
        if row <= last:
            _put(connection, [(row, *names)])


def _index_part(connection: Any, most: int) -> None:
    sql = f"SELECT rowid, {', '.join(NAMES)} FROM registrations WHERE rowid > ({LAST}) ORDER BY rowid LIMIT {most}"
    _put(connection, connection.execute(sql).fetchall())


def _put(connection: Any, rows: Iterable[tuple[Any, ...]]) -> None:
    connection.executemany(
        "INSERT OR REPLACE INTO registrations_heard(rowid, terms) VALUES (?, ?)",
        [(rowid, hearing.terms(*names)) for rowid, *names in rows],
    )


def is_true(connection: Any) -> bool:
    """Whether the index says what it would if it were made again, up to its last row; in a transaction."""
    connection.execute("CREATE VIRTUAL TABLE temp.heard_words USING fts5vocab(main, registrations_heard, instance)")
    try:
        # Millions of words, in another order: their checksums are added up.
        kept = sum(_mark(doc, term) for doc, term in connection.execute("SELECT doc, term FROM temp.heard_words"))
    finally:
        connection.execute("DROP TABLE temp.heard_words")
    sql = f"SELECT rowid, {', '.join(NAMES)} FROM registrations WHERE rowid <= ({LAST})"
    return kept == sum(
        _mark(rowid, term)
        for rowid, *names in connection.execute(sql)
        for term in set(hearing.terms(*names).split(" ")) - {""}
    )


def _mark(rowid: int, term: str) -> int:
    return zlib.crc32(f"{rowid} {term}".encode())
