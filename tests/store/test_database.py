"""Opening the database: safely, or with a sentence that says what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from ia_events.domain.errors import UserError
from ia_events.domain.events import Event, Slot
from ia_events.domain.people import Attendee
from ia_events.store import Store, backups, database, events, journal, merging, migrations, registrations
from ia_events.store.journal import Label, Put
from tests.store.registering import register

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
SOON = 0.05  # seconds to wait for a lock that will not go


def filled(path: Path, people: int = 3) -> Path:
    """A database with some people, closed."""
    store = Store.open(path, now=NOW)
    for number in range(people):
        register(store, Attendee(event_id="e", last_name=f"Nom {number:04}", employer="Ville " * 20), NOW)
    store.close()
    return path


def names(store: Store) -> list[str]:
    return [person.last_name for person in registrations.all_of(store, "e")]


@contextmanager
def as_anybody() -> Iterator[Path]:
    """A folder everybody can reach, and the rights of somebody who is not root: root may write anywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    was = os.geteuid()
    if was == 0:
        os.chown(folder, 65534, 65534)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        os.seteuid(was)
        for inside in (folder, *folder.rglob("*")):
            inside.chmod(0o755)
        shutil.rmtree(folder)


# --- how it is opened ---------------------------------------------------------------------------------------------


def test_commits_are_durable(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "base.db", now=NOW)
    assert store.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert store.execute("PRAGMA synchronous").fetchone()[0] == 2, "FULL"
    assert store.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    store.close()


def test_the_driver_is_recent_enough() -> None:
    assert sqlite.sqlite_version_info >= database.MINIMUM_SQLITE >= (3, 51, 3)


def test_the_hand_kept_list_of_migrations_is_the_registered_one() -> None:
    registered = [migration.name for migration in migrations.migrations.pending(Database(memory=True))]
    assert database._known_migrations() == registered
    assert registered == sorted(registered)


def test_the_folder_is_made(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "un" / "dossier" / "base.db", now=NOW)
    store.close()
    assert (tmp_path / "un" / "dossier" / "base.db").is_file()


def test_what_was_recorded_is_there_after_reopening(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db")
    store = Store.open(path, now=NOW)
    assert names(store) == ["Nom 0000", "Nom 0001", "Nom 0002"]
    store.close()


# --- whose database it is -----------------------------------------------------------------------------------------


def origin_of(path: Path) -> str:
    store = Store.open(path, now=NOW)
    store.close()
    return store.origin


def test_the_origin_stays_with_the_file(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db")
    assert origin_of(path) == origin_of(path)
    assert len(origin_of(path)) == 16


def test_a_copy_gets_an_origin_of_its_own(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db")
    copy = tmp_path / "copie.db"
    shutil.copy(path, copy)
    assert origin_of(copy) != origin_of(path)
    # A backup put back over the very file, inode and all, is another incarnation too.
    origin = origin_of(path)
    store = Store.open(path, now=NOW)
    backups.backup(store, tmp_path / "sauvegarde.db")
    register(store, Attendee(event_id="e", last_name="Après"), NOW)
    store.close()
    path.write_bytes((tmp_path / "sauvegarde.db").read_bytes())
    assert origin_of(path) != origin


def test_two_programs_open_a_new_database_at_once(tmp_path: Path) -> None:
    program = (
        "import sys, time; from datetime import datetime, UTC; from pathlib import Path\n"
        "from ia_events.domain.events import Event; from ia_events.store import Store, events\n"
        "path, go = Path(sys.argv[1]), Path(sys.argv[2])\n"
        "print('ready', flush=True)\n"
        "while not go.exists(): time.sleep(0.001)\n"
        "store = Store.open(path, now=datetime.now(UTC), timeout=30)\n"
        "for number in range(5): events.save(store, Event(title=f'{number}'), datetime.now(UTC))\n"
        "print(store.origin)\n"
    )
    go, path = tmp_path / "go", tmp_path / "base.db"
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, path, go], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _number in range(4)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    go.touch()
    answers = [process.communicate(timeout=60) for process in started]
    assert [error for _origin, error in answers] == [""] * 4
    assert len({origin for origin, _error in answers}) == 1
    store = Store.open(path, now=NOW)
    assert len(events.list_events(store)) == 20
    assert backups.verify(store).faults == ()
    store.close()


# --- what cannot be opened ----------------------------------------------------------------------------------------


def a_folder(path: Path) -> None:
    path.mkdir()


def a_text(path: Path) -> None:
    path.write_text("Ceci n'est pas une base. " * 200, encoding="utf-8")


def another_programs(path: Path) -> None:
    other = sqlite.connect(str(path))
    other.execute("CREATE TABLE recettes(titre TEXT)")
    other.commit()
    other.close()


def an_encrypted_one(path: Path) -> None:
    other = sqlite.connect(str(path))
    other.execute("PRAGMA key = 'secret'")
    other.execute("CREATE TABLE recettes(titre TEXT)")
    other.commit()
    other.close()


def a_newer_one(path: Path) -> None:
    filled(path)
    other = sqlite.connect(str(path))
    other.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ia_events', 'm9999_tomorrow', '2099-01-01')"
    )
    other.commit()
    other.close()


def a_truncated_one(path: Path) -> None:
    filled(path, 200)
    os.truncate(path, 10_000)


def a_damaged_header(path: Path) -> None:
    filled(path)
    with path.open("r+b") as file:
        file.write(b"\0" * 64)


@pytest.mark.parametrize(
    "make, code, says",
    [
        (a_folder, "db_folder", "est un dossier"),
        (a_text, "db_corrupt", "Restaurez une sauvegarde"),
        (an_encrypted_one, "db_corrupt", "Restaurez une sauvegarde"),
        (a_damaged_header, "db_corrupt", "Restaurez une sauvegarde"),
        (a_truncated_one, "db_corrupt", "Restaurez une sauvegarde"),
        (another_programs, "db_foreign", "autre programme"),
        (a_newer_one, "db_newer", "Mettez le programme à jour"),
    ],
)
def test_what_cannot_be_opened_is_said_and_left_as_it_is(
    tmp_path: Path, make: Callable[[Path], None], code: str, says: str
) -> None:
    path = tmp_path / "base.db"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UserError) as failed:
        Store.open(path, now=NOW, timeout=SOON)
    assert failed.value.code == code
    assert says in failed.value.message
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_driver_that_is_too_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MINIMUM_SQLITE", (99, 1, 2))
    with pytest.raises(UserError) as failed:
        Store.open(tmp_path / "base.db", now=NOW)
    assert failed.value.code == "sqlite_too_old"
    assert "99.1.2" in failed.value.message


def test_damage_met_while_reading_is_said_too(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db", 400)
    with path.open("r+b") as file:  # but for the beginning, where the schema and the roots of the tables are
        half = path.stat().st_size // 2
        file.seek(half)
        file.write(b"\x5a" * half)
    store = Store.open(path, now=NOW)
    for read in (
        lambda: registrations.all_of(store, "e"),
        lambda: list(merging.changes_since(store, {})),
        lambda: backups.verify(store),
    ):
        with pytest.raises(UserError) as failed:
            read()
        assert failed.value.code == "db_corrupt"
    store.close()


@pytest.mark.parametrize("locked", ["file", "folder", "both"])
def test_without_the_right_to_write(locked: str) -> None:
    with as_anybody() as folder:
        path = filled(folder / "base.db")
        if locked in ("file", "both"):
            path.chmod(0o444)
        if locked in ("folder", "both"):
            folder.chmod(0o555)
        with pytest.raises(UserError) as failed:
            filled(path)
        assert failed.value.code == "db_permission"
        assert "Vérifiez les droits" in failed.value.message


def test_without_the_right_to_make_the_folder() -> None:
    with as_anybody() as folder:
        folder.chmod(0o555)
        for path in (folder / "sous-dossier" / "base.db", folder / "base.db"):
            with pytest.raises(UserError) as failed:
                Store.open(path, now=NOW)
            assert failed.value.code == "db_permission"


@contextmanager
def taken(path: Path, *statements: str) -> Iterator[None]:
    """The database is in the hands of another program."""
    other = sqlite.connect(str(path), isolation_level=None)
    for statement in statements:
        other.execute(statement)
    try:
        yield
    finally:
        other.close()


def test_locked_while_it_is_opened(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db")
    with taken(path, "PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE"), pytest.raises(UserError) as failed:
        Store.open(path, now=NOW, timeout=SOON)
    assert failed.value.code == "db_locked"
    assert "occupée par un autre programme" in failed.value.message
    with taken(tmp_path / "neuve.db", "BEGIN EXCLUSIVE", "CREATE TABLE t(x)"), pytest.raises(UserError) as failed:
        Store.open(tmp_path / "neuve.db", now=NOW, timeout=SOON)
    assert failed.value.code == "db_locked"


def test_locked_while_something_is_recorded(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db")
    store = Store.open(path, now=NOW, timeout=SOON)
    with taken(path, "BEGIN EXCLUSIVE"):
        assert len(names(store)) == 3, "reading goes on"
        with pytest.raises(UserError) as failed:
            register(store, Attendee(event_id="e", last_name="Refus"), NOW)
        assert failed.value.code == "db_locked"
    register(store, Attendee(event_id="e", last_name="Ensuite"), NOW)
    assert len(names(store)) == 4
    store.close()


def test_a_lock_that_goes_is_waited_for(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db")
    program = (
        "import sys, time; from sqlcipher3 import dbapi2\n"
        "other = dbapi2.connect(sys.argv[1], isolation_level=None); other.execute('BEGIN EXCLUSIVE')\n"
        "print('mine', flush=True); sys.stdin.readline(); time.sleep(0.2)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        store = Store.open(path, now=NOW, timeout=60)
        other.stdin.write("\n")
        other.stdin.flush()
        register(store, Attendee(event_id="e", last_name="Patience"), NOW)
        assert "Patience" in names(store)
        store.close()


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    store = Store.open(filled(tmp_path / "base.db"), now=NOW)
    pages = store.execute("PRAGMA page_count").fetchone()[0]
    store.execute(f"PRAGMA max_page_count = {pages}")
    before = merging.digests(store)
    id_ = registrations.all_of(store, "e")[0].id
    with pytest.raises(UserError) as failed:
        journal.record(store, [Put("registrations", id_, {"remarks": "x" * 100_000})], Label("Essai"), NOW)
    assert failed.value.code == "disk_full"
    assert "Libérez de la place" in failed.value.message
    assert merging.digests(store) == before
    store.execute(f"PRAGMA max_page_count = {pages + 1000}")
    journal.record(store, [Put("registrations", id_, {"remarks": "x" * 100_000})], Label("Essai"), NOW)
    assert backups.verify(store).faults == ()
    store.close()


def test_a_bug_stays_a_bug(tmp_path: Path) -> None:
    store = Store.open(None, now=NOW)
    with pytest.raises(sqlite.DatabaseError):
        store.execute("SELECT nonsense FROM nowhere")


# --- migrations ---------------------------------------------------------------------------------------------------


def tomorrow(monkeypatch: pytest.MonkeyPatch, migrate: Callable[[Any], None]) -> None:
    """The program as it will be, with one more migration."""
    later = Migrations("ia_events")
    known = database._known_migrations()
    for name in known:
        later()(getattr(migrations, name))
    later(name="m9000_tomorrow")(migrate)
    monkeypatch.setattr(migrations, "migrations", later)
    monkeypatch.setattr(database, "_known_migrations", lambda: [*known, "m9000_tomorrow"])


def test_an_older_database_is_saved_then_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "base.db")
    origin = origin_of(path)
    tomorrow(monkeypatch, lambda db: db.execute("ALTER TABLE meta ADD COLUMN note TEXT"))
    store = Store.open(path, now=NOW)
    assert store.origin == origin
    assert len(names(store)) == 3
    assert store.execute("SELECT note FROM meta").fetchone()[0] is None
    store.close()
    saved = tmp_path / "base-20261103-083000-before-m9000_tomorrow.db"
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(("base.db", saved.name))
    old = sqlite.connect(str(saved))
    assert old.execute("SELECT count(*) FROM registrations").fetchone()[0] == 3
    assert "note" not in [row[1] for row in old.execute("PRAGMA table_info(meta)")]
    old.close()
    # Done once: opening again saves nothing more.
    saved.unlink()
    Store.open(path, now=NOW).close()
    assert not saved.exists()


def test_a_database_of_before_groups_and_addresses_gets_them(tmp_path: Path) -> None:
    """GIVEN a database without their columns WHEN it is opened THEN everybody is there, and they can be written."""
    path = filled(tmp_path / "base.db")
    old = sqlite.connect(str(path))
    for name in ("address", "town", "group"):
        old.execute(f'ALTER TABLE registrations DROP COLUMN "{name}"')
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0002_group_and_address'")
    old.commit()
    old.close()
    store = Store.open(path, now=NOW)
    assert names(store) == ["Nom 0000", "Nom 0001", "Nom 0002"]
    (event_id,) = {row[0] for row in store.execute("SELECT event_id FROM registrations")}
    person = registrations.all_of(store, event_id)[0]
    assert (person.group, person.address, person.town) == ("", "", "")
    changed = Put("registrations", person.id, {"group": "2", "town": "Grand-Case"})
    journal.record(store, [changed], Label("Essai", {}), NOW)
    assert registrations.get(store, person.id).group == "2"
    store.close()


def test_a_database_of_before_the_rules_of_entry_gets_them(tmp_path: Path) -> None:
    """GIVEN slots without them WHEN the database is opened THEN nobody is early, late or too many, and all may come back."""
    path = tmp_path / "base.db"
    store = Store.open(path, now=NOW)
    given = Slot(label="Matin", start=NOW, end=NOW, opens=30, late=10, seats=80, reentry=False)
    event_id = events.save(store, Event(title="Journée", slots=(given,)), NOW)
    store.close()
    old = sqlite.connect(str(path))
    for name in ("opens", "late", "seats", "reentry"):
        old.execute(f"ALTER TABLE slots DROP COLUMN {name}")
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0003_rules_of_entry'")
    old.commit()
    old.close()
    store = Store.open(path, now=NOW)
    (slot,) = events.get(store, event_id).slots
    assert (slot.opens, slot.late, slot.seats, slot.reentry) == (None, None, None, True)
    store.close()


def test_a_database_of_a_trial_version_is_refused_in_words(tmp_path: Path) -> None:
    path = filled(tmp_path / "base.db")
    old = sqlite.connect(str(path))
    old.execute("UPDATE _sqlite_migrations SET name = 'm0001_first' WHERE name = 'm0001_start'")
    old.execute("ALTER TABLE registrations DROP COLUMN known_as")
    old.commit()
    old.close()
    with pytest.raises(UserError) as refused:
        Store.open(path, now=NOW)
    assert refused.value.code == "db_newer"


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "base.db")

    def fails(db: Any) -> None:
        db.execute("DROP TABLE facts")
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        tomorrow(patched, fails)
        with pytest.raises(ZeroDivisionError):
            Store.open(path, now=NOW)
    store = Store.open(path, now=NOW)
    assert len(names(store)) == 3
    assert backups.verify(store).faults == ()
    store.close()


def test_a_new_database_of_tomorrow_needs_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow(monkeypatch, lambda db: db.execute("ALTER TABLE meta ADD COLUMN note TEXT"))
    Store.open(tmp_path / "base.db", now=NOW).close()
    assert [file.name for file in tmp_path.iterdir()] == ["base.db"]


def test_a_migration_releases_what_was_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = filled(tmp_path / "base.db", 1)
    other = sqlite.connect(str(path))  # as an older version would have left it
    other.execute("UPDATE changes SET held = 1 WHERE tbl = 'registrations'")
    other.execute("DELETE FROM registrations")
    other.execute("INSERT INTO registrations_search(registrations_search) VALUES ('delete-all')")
    other.commit()
    other.close()
    tomorrow(monkeypatch, lambda db: None)
    store = Store.open(path, now=NOW)
    assert names(store) == ["Nom 0000"]
    assert backups.verify(store).faults == ()
    store.close()


def test_opening_is_quick_when_nothing_is_to_be_done(tmp_path: Path) -> None:
    """sqlite_utils is imported for migrations only: it costs a tenth of a second."""
    path = filled(tmp_path / "base.db")
    program = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path; from ia_events.store import Store\n"
        "Store.open(Path(sys.argv[1]), now=datetime.now(UTC)); print('sqlite_utils' in sys.modules)"
    )
    made = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert made.stdout == "False\n"
