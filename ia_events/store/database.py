"""One SQLite file, opened safely: the right version, durable commits, and errors said in words."""

from __future__ import annotations

import os
import sys
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.store import first_start

# 3.51.3 mends a bug that could corrupt a database when its write-ahead log restarts.
MINIMUM_SQLITE = (3, 51, 3)
_MEMORY = ":memory:"
_NO_RIGHTS = N_(
    "La base « {name} » ne peut pas être ouverte en écriture. Vérifiez les droits sur ce fichier et son dossier."
)
_FULL = N_("Le disque est plein : rien n'a été changé. Libérez de la place, puis recommencez.")


class Store:
    """An open database. Not shared between threads: each opens its own.

    `origin` (16 hexadecimal digits) names this incarnation of the database in the change log.
    """

    def __init__(self, connection: Any, path: Path | None, origin: str) -> None:
        self.connection = connection
        self.path = path
        self.origin = origin
        self.written: Any = None  # the last action recorded by this object

    @classmethod
    def open(cls, path: Path | None, *, now: datetime, timeout: float = 5) -> Store:
        """Open or create the database at `path` (None: in memory), migrated to this program's version.

        `timeout` is how many seconds another program's lock is waited for.
        Only a missing file is made: one of no bytes may be what is left of a lost database.
        Raises UserError: db_folder, db_permission, db_locked, db_empty, db_corrupt, db_newer, db_foreign, disk_full, sqlite_too_old.
        """
        if sqlite.sqlite_version_info < MINIMUM_SQLITE:
            raise UserError(
                "sqlite_too_old",
                N_("SQLite {version} est trop ancien : il faut {minimum} ou plus. Réinstallez le programme."),
                version=sqlite.sqlite_version,
                minimum=".".join(map(str, MINIMUM_SQLITE)),
            )
        own = None
        with _InWords(path):
            if path is not None and is_missing(path):
                _make_folder(path)
                own = _make(path.resolve(), now)
            signs = first_start.signs(path)
            connection = sqlite.connect(str(path) if path else _MEMORY, isolation_level=None, timeout=timeout)
            try:
                connection.row_factory = sqlite.Row
                refuse_strangers(connection, path)  # before a pragma writes to somebody else's file
                if not signs:
                    _refuse_empty(path)
                _write_ahead(connection, timeout)
                for pragma in (
                    "synchronous=FULL",
                    "foreign_keys=ON",
                    "temp_store=MEMORY",
                    "cache_size=-32000",
                    # Pages of log before a commit has to tidy it away (tens of milliseconds): a thousand scans. See `checkpoint`.
                    "wal_autocheckpoint=8000",
                ):
                    connection.execute(f"PRAGMA {pragma}")
                _migrate(connection, path, now)
                origin = _origin(connection, path)
            except BaseException:
                connection.close()
                raise
        first_start.sweep(signs, own)
        return cls(connection, path, origin)

    def close(self) -> None:
        """Close the file. Nothing is lost by not calling it."""
        self.connection.close()

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the database while nobody waits, so that no scan has to. Blocks no writer."""
        with _InWords(self.path):
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def written_elsewhere(self) -> int:
        """A number that changes when another connection, of this program or another, has written to the file."""
        return int(self.execute("PRAGMA data_version").fetchone()[0])

    def begin_anew(self) -> None:
        """Go on under an origin of its own: what was recorded so far stays, but is no longer what `journal.undo` takes back.
        For a database no other program has open.
        """
        with self.transaction() as connection:
            self.origin = mint_origin(connection, _home(self.path))

    def limit_cache(self, kilobytes: int) -> int:
        """Keep at most so much of the file in memory; returns the limit before. The system keeps its own copy anyway."""
        before = -int(self.execute("PRAGMA cache_size").fetchone()[0])
        self.execute(f"PRAGMA cache_size = -{kilobytes}")
        return before

    def execute(self, sql: str, values: Any = ()) -> Rows:
        """The rows of a query."""
        with _InWords(self.path):
            return Rows(self.connection.execute(sql, values), self.path)

    @contextmanager
    def transaction(self) -> Iterator[Any]:
        """One immediate transaction; everything inside is kept, or nothing."""
        with _InWords(self.path):
            connection = self.connection
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise


class Rows:
    """The rows of a query. A damaged page may be met at any of them: that is said in words too."""

    def __init__(self, cursor: Any, path: Path | None) -> None:
        self._cursor, self._path = cursor, path

    def fetchone(self) -> Any:
        """The next row, or None."""
        with _InWords(self._path):
            return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        with _InWords(self._path):
            return list(self._cursor.fetchall())

    def __iter__(self) -> Iterator[Any]:
        with _InWords(self._path):
            yield from self._cursor


def is_missing(path: Path) -> bool:
    """Whether there is no file yet where a database is to be. UserError db_folder, db_permission."""
    try:
        if path.is_dir():
            raise UserError("db_folder", N_("« {path} » est un dossier : nommez un fichier de base."), path=path)
        return not path.exists()
    except OSError as error:  # in a folder one may not enter
        raise UserError("db_permission", _NO_RIGHTS, name=path.name) from error


def _make_folder(path: Path) -> None:
    refuse_full(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "db_permission",
            N_("Le dossier « {path} » ne peut pas être créé : choisissez-en un autre."),
            path=path.parent,
        ) from error


_ROOM = 1 << 20  # bytes: a new database and its log take a quarter of it


def refuse_full(path: Path) -> None:
    """UserError disk_full when hardly anything more can be written where `path` is to be."""
    if not has_room(path):
        raise UserError("disk_full", _FULL)


def has_room(path: Path, size: int = 0) -> bool:
    """Whether the disk of `path`, be its folder still to be made, has room for so many bytes and a little more."""
    import shutil

    try:
        folder = next((folder for folder in path.absolute().parents if folder.is_dir()), None)
        return folder is None or shutil.disk_usage(folder).free >= size + _ROOM
    except OSError:  # whoever writes there will say what is wrong
        return True


def _make(path: Path, now: datetime) -> Path | None:
    """A new database, made whole beside `path` and then put there, never in the place of another program's. What fails
    meanwhile leaves nothing; what is killed leaves the file beside, for `first_start.sweep`.

    Where the disk knows no links, an empty file takes the place and `Store.open` fills it, under SQLite's lock: the file
    beside, returned, is to stay until then, and tells it from a database that was lost.
    """
    fresh = first_start.beside(path)
    reserved = False
    try:
        connection = sqlite.connect(str(fresh), isolation_level=None)
        try:
            _migrate(connection, None, now)
        finally:
            connection.close()
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another program was faster: its database is the one
        except OSError:  # a stick may know no links
            with suppress(FileExistsError):
                path.touch(exist_ok=False)
                reserved = True
    finally:
        if not reserved:
            first_start.unlink(fresh)
    return fresh if reserved else None


def _refuse_empty(path: Path | None) -> None:
    if path is not None and path.stat().st_size == 0:
        template = N_(
            "La base « {name} » est un fichier vide : ce qu'elle contenait est peut-être perdu. Restaurez une sauvegarde, ou supprimez ce fichier pour commencer une base neuve."
        )
        raise UserError("db_empty", template, name=path.name)


class _InWords:
    """Turn the driver's errors that a user can mend into UserErrors."""

    __slots__ = ("_path",)

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> None:
        if isinstance(error, sqlite.DatabaseError) and (found := explain(error, self._path)) is not None:
            raise found from error


def explain(error: Exception, path: Path | None) -> UserError | None:
    """What a user can do about an error of the driver; None when it is a bug."""
    message = str(error).lower()
    name = path.name if path else _MEMORY
    if "locked" in message or "busy" in message:
        template = N_("La base « {name} » est occupée par un autre programme. Fermez-le, puis recommencez.")
        return UserError("db_locked", template, name=name)
    # The log of a database is a file of its own: what cannot be made for want of room is told by other names too.
    if "full" in message or ("disk i/o" in message and path is not None and not has_room(path)):
        return UserError("disk_full", _FULL)
    if "readonly" in message or "read-only" in message or "unable to open" in message:
        return UserError("db_permission", _NO_RIGHTS, name=name)
    if "not a database" in message or "malformed" in message or "disk i/o" in message:
        template = N_("La base « {name} » est abîmée ou n'est pas une base d'IA Événements. Restaurez une sauvegarde.")
        return UserError("db_corrupt", template, name=name)
    return None


def _write_ahead(connection: Any, timeout: float) -> None:
    """Use the write-ahead log. SQLite waits for no lock when it changes to it: it is asked again until it can."""
    for attempt in range(round(timeout * 100), -1, -1):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite.OperationalError as error:
            if "locked" not in str(error) or not attempt:
                raise
            time.sleep(0.01)


def refuse_strangers(connection: Any, path: Path | None) -> None:
    """Refuse a database made by a newer version, or by another program. UserError db_newer, db_foreign."""
    name = path.name if path else _MEMORY
    connection.execute("BEGIN")  # one look: another program may be filling a new database
    try:
        applied = _applied(connection)
        filled = bool(applied) or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    finally:
        connection.execute("ROLLBACK")
    if not set(applied) <= set(_known_migrations()):
        template = N_("La base « {name} » vient d'une version plus récente du programme. Mettez le programme à jour.")
        raise UserError("db_newer", template, name=name)
    if filled and not applied:
        template = N_("« {name} » est une base d'un autre programme. Choisissez un autre fichier.")
        raise UserError("db_foreign", template, name=name)


def _migrate(connection: Any, path: Path | None, now: datetime) -> None:
    applied, known = _applied(connection), _known_migrations()
    if applied == known:
        return
    from sqlite_utils import Database

    from ia_events.store.migrations import migrations

    if applied and path is not None:
        from ia_events.store.backups import copy_to

        copy_to(connection, path.with_name(f"{path.stem}-{now:%Y%m%d-%H%M%S}-before-{known[len(applied)]}.db"))
    # All of it in one transaction: of two programs that open a new database at once, the second waits for the first,
    # then finds the work done.
    connection.execute("BEGIN IMMEDIATE")
    try:
        # execute_plugins would let any installed package run code on our data.
        migrations.apply(Database(connection, execute_plugins=False))
        if applied:
            from ia_events.store.merging import release

            release(connection)  # what an older version could not understand
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _applied(connection: Any) -> list[str]:
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if table is None:
        return []
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'ia_events' ORDER BY name")
    return [row[0] for row in rows]


def _known_migrations() -> list[str]:
    # Importing sqlite_utils costs a tenth of a second: a database that is up to date is opened without it.
    return [
        "m0001_start",
        "m0002_group_and_address",
        "m0003_rules_of_entry",
        "m0004_names_as_heard",
        "m0005_signatures",
        "m0006_people_counted",
    ]


def _origin(connection: Any, path: Path | None) -> str:
    """This incarnation's origin: minted again when the file is not where, or not what, it was."""
    home = _home(path)
    if (origin := _origin_at(connection, home)) is None:
        connection.execute("BEGIN IMMEDIATE")
        # Another program that opened the same file may have been faster.
        origin = _origin_at(connection, home) or mint_origin(connection, home)
        connection.execute("COMMIT")
    return origin


def _origin_at(connection: Any, home: str) -> str | None:
    rows = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('origin', 'home')").fetchall())
    return str(rows["origin"]) if rows.get("home") == home else None


def mint_origin(connection: Any, home: str) -> str:
    """A new origin for the database, written in the transaction under way."""
    origin = os.urandom(8).hex()
    connection.executemany(
        "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        [("origin", origin), ("home", home)],
    )
    return origin


def _home(path: Path | None) -> str:
    if path is None:
        return os.urandom(8).hex()
    machine = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    # A checksum, so that a copy tells nobody the names of machines and folders; the inode tells apart those that collide.
    return f"{zlib.crc32(f'{machine}/{path.resolve()}'.encode()):08x}-{path.stat().st_ino:x}"
