"""What a database weighs: for the diagnostics a user copies. Nothing that names anybody."""

from __future__ import annotations

from ia_events.store.database import Store

_TABLES = ("events", "slots", "registrations", "facts", "changes", "refused")


def sqlite_version(store: Store) -> str:
    """The version of SQLite that has the database open."""
    return str(store.execute("SELECT sqlite_version()").fetchone()[0])


def counts(store: Store) -> dict[str, int]:
    """Rows a table."""
    return {name: int(store.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]) for name in _TABLES}


def size(store: Store) -> int:
    """Bytes on the disk, the write-ahead log included; 0 in memory."""
    if store.path is None:
        return 0
    files = [store.path, *(store.path.with_name(store.path.name + end) for end in ("-wal", "-shm"))]
    return sum(file.stat().st_size for file in files if file.exists())
