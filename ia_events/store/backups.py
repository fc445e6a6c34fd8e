"""Whole copies of the database, and proof that it is sound."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from ia_events.domain.changes import GENESIS, body_hash, link
from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.store import heard_index
from ia_events.store.database import Store, explain, has_room, refuse_strangers
from ia_events.store.schema import Held


def copy_to(connection: Any, target: Path) -> None:
    """Copy a live database with SQLite's backup API; `target` appears whole or not at all.

    The copy forgets where it lives: it gets an origin of its own wherever it is opened. Errors: UserError backup_failed,
    disk_full.
    """
    partial = target.with_name(target.name + ".part")
    (size,) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.unlink(missing_ok=True)
            copy = sqlite.connect(str(partial))
            try:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")
                copy.execute("DELETE FROM meta WHERE key = 'home'")
                copy.commit()
            finally:
                copy.close()
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
    except (OSError, sqlite.DatabaseError) as error:
        if _is_full(error, target, size):
            sentence = N_(
                "Plus assez de place sur le disque pour la sauvegarde « {name} ». Libérez de la place ou choisissez un autre disque."
            )
            raise UserError("disk_full", sentence, name=target.name) from error
        raise UserError(
            "backup_failed",
            N_("La sauvegarde « {name} » n'a pas pu être écrite : choisissez un autre dossier."),
            name=target.name,
        ) from error


def _is_full(error: Exception, target: Path, size: int) -> bool:
    """Whether a copy of so many bytes failed for want of room; a folder that cannot be made did not, however full the disk."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    message = str(error).lower()
    # Of a log it has no room for, SQLite says that the disk fails, or that it cannot open it.
    return "full" in message or (("disk i/o" in message or "unable to open" in message) and not has_room(target, size))


def backup(store: Store, target: Path) -> None:
    """Save the whole database in one file."""
    copy_to(store.connection, target)


def restore(source: Path, path: Path, *, now: datetime, timeout: float = 5) -> Path | None:
    """Put a backup in the place of the database at `path`; what was there is set aside and its new path returned.

    The backup is checked first. The restored database gets an origin of its own when it is opened. Nobody may have the
    database open. Errors: UserError file_missing, file_unreadable, backup_corrupt, db_newer, db_locked, backup_failed,
    disk_full.
    """
    if not source.is_file():
        raise UserError("file_missing", N_("Le fichier « {name} » n'existe pas."), name=source)
    if not os.access(source, os.R_OK):
        sentence = N_("« {name} » ne peut pas être lu : vérifiez que le fichier existe et que vous y avez accès.")
        raise UserError("file_unreadable", sentence, name=source.name)
    partial = path.with_name(path.name + ".restored")
    try:
        _checked_copy(source, partial)
        aside = path.with_name(f"{path.stem}-{now:%Y%m%d-%H%M%S}-replaced.db") if path.exists() else None
        if aside is not None:
            _set_aside(path, aside, timeout)
        for suffix in _LOGS:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return aside


_LOGS = ("-wal", "-shm")


def _checked_copy(source: Path, target: Path) -> None:
    """Copy a backup that is sound, ours, and not of a newer version."""
    # Without a log beside it the file is whole, and is read even where nothing may be written (a locked stick).
    mode = "mode=ro" if source.with_name(source.name + "-wal").exists() else "immutable=1"
    try:
        backup_ = sqlite.connect(f"{source.resolve().as_uri()}?{mode}", uri=True)
        try:
            refuse_strangers(backup_, source)
            if backup_.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise sqlite.DatabaseError("malformed")
            if backup_.execute("SELECT 1 FROM sqlite_master WHERE name = 'changes'").fetchone() is None:
                raise sqlite.DatabaseError("empty")
            copy_to(backup_, target)
        finally:
            backup_.close()
    except (sqlite.DatabaseError, UserError) as error:
        if isinstance(error, UserError) and error.code != "db_foreign":
            raise
        template = N_("« {name} » n'est pas une sauvegarde saine d'IA Événements. La base actuelle est intacte.")
        raise UserError("backup_corrupt", template, name=source.name) from error


def _set_aside(path: Path, aside: Path, timeout: float) -> None:
    """Move the present database away, whole, whatever state it is in; nobody else may have it open."""
    connection = sqlite.connect(str(path), isolation_level=None, timeout=timeout)
    try:
        # Leaving write-ahead logging brings everything into one file, and needs the database for oneself.
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite.DatabaseError as error:
        found = explain(error, path)
        if found is None or found.code != "db_corrupt":
            raise (found or error) from error
        # Damaged: all the more reason to restore. Its log is kept beside it for whoever can read it.
        for suffix in _LOGS:
            if (log := path.with_name(path.name + suffix)).exists():
                log.replace(aside.with_name(aside.name + suffix))
    finally:
        connection.close()
    path.replace(aside)


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found. `faults` are sentences in English for a technician; none means sound."""

    changes: int
    facts: int
    origins: int
    faults: tuple[str, ...]


def verify(store: Store) -> Verification:
    """Check the file's structure, every link of the change log, and that the tables are what the log says.

    Errors: UserError db_corrupt when it is too damaged to be read.
    """
    faults = [row[0] for row in store.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    ends: dict[str, tuple[int, int, bytes]] = {}
    changes = 0
    for row in store.execute(
        "SELECT origin, seq, hlc, action, tbl, row, body, body_hash, chain FROM changes WHERE held <> ? ORDER BY origin, seq",
        (Held.WAITING,),
    ):
        changes += 1
        origin, seq, hlc, action, table, id_, body, hash_, chain = row
        last, clock, previous = ends.get(origin, (0, 0, GENESIS))
        place = f"change {seq} of {origin}"
        if seq != last + 1:
            faults.append(f"{place}: {last + 1} was due")
        if hlc < clock:
            faults.append(f"{place}: its clock goes backwards")
        if body is not None and body_hash(body) != hash_:
            faults.append(f"{place}: altered body")
        if link(previous, origin, seq, hlc, action, table, id_, hash_) != chain:
            faults.append(f"{place}: broken chain")
        ends[origin] = seq, hlc, chain
    heads = {row[0]: tuple(row)[1:] for row in store.execute("SELECT origin, seq, hlc, chain FROM origins")}
    faults.extend(
        f"origin {origin}: its last change is missing" for origin, head in heads.items() if ends.get(origin) != head
    )
    faults.extend(f"origin {origin}: not known" for origin in ends.keys() - heads.keys())
    faults.extend(_replay_faults(store))
    faults.extend(_search_faults(store))
    facts = store.execute("SELECT count(*) FROM facts").fetchone()[0]
    return Verification(changes, facts, len(ends), tuple(faults))


def _search_faults(store: Store) -> list[str]:
    try:
        with store.transaction() as connection:
            # 1: not only whether the index is sound, but whether it says what the table says.
            connection.execute(
                "INSERT INTO registrations_search(registrations_search, rank) VALUES ('integrity-check', 1)"
            )
            connection.execute("INSERT INTO registrations_heard(registrations_heard) VALUES ('integrity-check')")
            if not heard_index.is_true(connection):
                return ["the index of names as heard is not what the table says"]
    except UserError as error:
        if error.code != "db_corrupt":
            raise
        return ["the search index is not what the table says"]
    return []


def _replay_faults(store: Store) -> list[str]:
    from ia_events.store import merging

    replayed = Store.open(None, now=datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
    try:
        merging.apply(replayed, merging.changes_since(store, {}))
        ours, theirs = merging.digests(store), merging.digests(replayed)
        return [f"table {name} is not what the change log says" for name in ours if ours[name] != theirs[name]]
    finally:
        replayed.close()
