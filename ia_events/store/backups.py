"""Whole copies of the database, and proof that it is sound."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from ia_events.domain.changes import GENESIS, body_hash, link
from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.store.database import Store


def copy_to(connection: Any, target: Path) -> None:
    """Copy a live database with SQLite's backup API; `target` appears whole or not at all."""
    partial = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        copy = sqlite.connect(str(partial))
        try:
            connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        finally:
            copy.close()
        partial.replace(target)
    except (OSError, sqlite.DatabaseError) as error:
        partial.unlink(missing_ok=True)
        raise UserError(
            "backup_failed",
            N_("La sauvegarde « {name} » n'a pas pu être écrite : choisissez un autre dossier."),
            name=target.name,
        ) from error


def backup(store: Store, target: Path) -> None:
    """Save the whole database in one file."""
    copy_to(store.connection, target)


def restore(source: Path, path: Path, *, now: datetime) -> Path | None:
    """Put a backup in the place of the database at `path`; what was there is set aside and its new path returned.

    The backup is checked first. The restored database gets an origin of its own when it is opened.
    """
    if not source.is_file():
        raise UserError("file_missing", N_("Le fichier « {name} » n'existe pas."), name=source)
    try:
        origin = sqlite.connect(f"file:{source.resolve().as_posix()}?mode=ro", uri=True)
        try:
            sound = origin.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = (
                origin.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('changes', 'facts')").fetchone()[0]
                == 2
            )
            if not (sound and ours):
                raise sqlite.DatabaseError("malformed")
            partial = path.with_name(path.name + ".part")
            copy_to(origin, partial)
        finally:
            origin.close()
    except sqlite.DatabaseError as error:
        template = N_("« {name} » n'est pas une sauvegarde saine d'IA Événements. La base actuelle est intacte.")
        raise UserError("backup_corrupt", template, name=source.name) from error
    aside = None
    if path.exists():
        current = Store.open(path, now=now)
        try:
            aside = path.with_name(f"{path.stem}-{now:%Y%m%d-%H%M%S}-replaced.db")
            copy_to(current.connection, aside)
        finally:
            current.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    partial.replace(path)
    return aside


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found. `faults` are sentences in English for a technician; none means sound."""

    changes: int
    facts: int
    origins: int
    faults: tuple[str, ...]


def verify(store: Store) -> Verification:
    """Check the file's structure, every link of the change log, and that the tables are what the log says."""
    faults = [row[0] for row in store.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    previous, expected = GENESIS, 1
    origin, changes, origins = "", 0, 0
    for row in store.execute(
        "SELECT origin, seq, hlc, action, tbl, row, body, body_hash, chain FROM changes ORDER BY origin, seq"
    ):
        changes += 1
        if row["origin"] != origin:
            origin, previous, expected = row["origin"], GENESIS, 1
            origins += 1
        place = f"change {row['seq']} of {origin}"
        if row["seq"] != expected:
            faults.append(f"{place}: {expected} was due")
        if row["body"] is not None and body_hash(row["body"]) != row["body_hash"]:
            faults.append(f"{place}: altered body")
        if (
            link(previous, origin, row["seq"], row["hlc"], row["action"], row["tbl"], row["row"], row["body_hash"])
            != row["chain"]
        ):
            faults.append(f"{place}: broken chain")
        previous, expected = row["chain"], row["seq"] + 1
    faults.extend(_replay_faults(store))
    facts = store.execute("SELECT count(*) FROM facts").fetchone()[0]
    return Verification(changes, facts, origins, tuple(faults))


def _replay_faults(store: Store) -> list[str]:
    from ia_events.store import merging

    replayed = Store.open(None, now=datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
    try:
        merging.apply(replayed, merging.changes_since(store, {}))
        ours, theirs = merging.digests(store), merging.digests(replayed)
        return [f"table {name} is not what the change log says" for name in ours if ours[name] != theirs[name]]
    finally:
        replayed.close()
