"""Whole copies, restoring them, and the proof that a database is sound."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite

from ia_events.domain.attendance import Fact, FactKind
from ia_events.domain.errors import UserError
from ia_events.domain.ids import uuid7
from ia_events.domain.people import Attendee
from ia_events.store import Store, backups, journal, registrations
from ia_events.store.journal import Label
from tests.store.registering import register

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)
SOON = 0.05


def add(store: Store, name: str) -> str:
    return register(store, Attendee(event_id="e", last_name=name), NOW)


def names(path: Path) -> list[str]:
    store = Store.open(path, now=NOW)
    found = [person.last_name for person in registrations.all_of(store, "e")]
    assert backups.verify(store).faults == ()
    store.close()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "base.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = Store.open(path, now=NOW)
    id_ = add(opened, "Césaire")
    registrations.save(opened, replace(registrations.get(opened, id_), phone="0590123456"), NOW)
    fact = Fact(id=uuid7(NOW), kind=FactKind.ARRIVAL, event_id="e", registration_id=id_, slot_id="s", at=NOW)
    journal.record(opened, [fact], Label("Arrivée"), NOW)
    journal.undo(opened, NOW)
    yield opened
    opened.close()


# --- backup and restore -------------------------------------------------------------------------------------------


def test_a_backup_is_one_sound_file(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "dossier" / "sauvegarde.db"
    backups.backup(store, target)
    assert [file.name for file in target.parent.iterdir()] == ["sauvegarde.db"]
    assert names(target) == ["Césaire"]


def test_a_backup_replaces_the_one_before(store: Store, tmp_path: Path) -> None:
    backups.backup(store, tmp_path / "sauvegarde.db")
    add(store, "Nin")
    backups.backup(store, tmp_path / "sauvegarde.db")
    assert names(tmp_path / "sauvegarde.db") == ["Césaire", "Nin"]


def test_a_backup_that_cannot_be_written_says_so(store: Store, tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    for target in (tmp_path / "fichier" / "sauvegarde.db", tmp_path):
        with pytest.raises(UserError) as failed:
            backups.backup(store, target)
        assert failed.value.code == "backup_failed"
    assert not list(tmp_path.parent.glob("*.part"))


def test_a_backup_without_room_says_so(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN a disk that is full THEN what is said is to make room; of a folder that cannot be made, that it cannot."""
    (tmp_path / "fichier").touch()

    def full(*_given: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", full)
        with pytest.raises(UserError) as failed:
            backups.backup(store, tmp_path / "dossier" / "sauvegarde.db")
    assert failed.value.code == "disk_full"
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 0))
    with pytest.raises(UserError) as failed:
        backups.backup(store, tmp_path / "fichier" / "sauvegarde.db")
    assert failed.value.code == "backup_failed"


def test_restoring_over_a_file_of_no_bytes(store: Store, tmp_path: Path) -> None:
    backups.backup(store, tmp_path / "sauvegarde.db")
    empty = tmp_path / "vide.db"
    empty.touch()
    aside = backups.restore(tmp_path / "sauvegarde.db", empty, now=NOW)
    assert aside is not None
    assert (aside.stat().st_size, names(empty)) == (0, ["Césaire"])


def test_restoring_sets_the_present_database_aside(store: Store, path: Path, tmp_path: Path) -> None:
    saved = tmp_path / "sauvegarde.db"
    backups.backup(store, saved)
    add(store, "Nin")
    origin = store.origin
    store.close()
    aside = backups.restore(saved, path, now=NOW)
    assert aside == tmp_path / "base-20261103-083000-replaced.db"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "base-20261103-083000-replaced.db",
        "base.db",
        "sauvegarde.db",
    ]
    assert names(path) == ["Césaire"]
    assert names(aside) == ["Césaire", "Nin"]
    restored = Store.open(path, now=NOW)
    assert restored.origin != origin, "it goes on under its own name"
    assert journal.next_undo(restored) is None, "what was done before the copy is not this database's to undo"
    restored.close()
    # And back again.
    assert backups.restore(aside, path, now=NOW + timedelta(seconds=1)) is not None
    assert names(path) == ["Césaire", "Nin"]


def test_restoring_where_there_is_nothing(store: Store, tmp_path: Path) -> None:
    backups.backup(store, tmp_path / "sauvegarde.db")
    assert backups.restore(tmp_path / "sauvegarde.db", tmp_path / "neuve.db", now=NOW) is None
    assert names(tmp_path / "neuve.db") == ["Césaire"]


def test_restoring_a_plain_copy_with_its_log(store: Store, path: Path, tmp_path: Path) -> None:
    """Somebody copied the files of a database that was open: what is only in its log counts."""
    add(store, "Nin")
    copy = tmp_path / "clé usb" / "copie 100 % #1?.db"
    copy.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(path.with_name(path.name + suffix), copy.with_name(copy.name + suffix))
    backups.restore(copy, tmp_path / "neuve.db", now=NOW)
    assert names(tmp_path / "neuve.db") == ["Césaire", "Nin"]


@pytest.mark.parametrize("damage", ["text", "header", "truncated"])
def test_restoring_over_a_damaged_database(store: Store, path: Path, tmp_path: Path, damage: str) -> None:
    """This is what a backup is for."""
    saved = tmp_path / "sauvegarde.db"
    backups.backup(store, saved)
    store.close()
    if damage == "text":
        path.write_text("rien " * 1000, encoding="utf-8")
    elif damage == "header":
        with path.open("r+b") as file:
            file.write(b"\0" * 100)
    else:
        os.truncate(path, path.stat().st_size // 2)
    damaged = path.read_bytes()
    aside = backups.restore(saved, path, now=NOW)
    assert aside is not None
    assert aside.read_bytes() == damaged, "kept, for whoever can read it"
    assert names(path) == ["Césaire"]


def test_what_is_not_a_sound_backup_leaves_the_database_alone(store: Store, path: Path, tmp_path: Path) -> None:
    store.close()
    text = tmp_path / "texte.db"
    text.write_text("rien " * 1000, encoding="utf-8")
    empty = tmp_path / "vide.db"
    empty.touch()
    foreign = tmp_path / "recettes.db"
    other = sqlite.connect(str(foreign))
    other.execute("CREATE TABLE recettes(titre TEXT)")
    other.commit()
    other.close()
    damaged = tmp_path / "abîmée.db"
    shutil.copy(path, damaged)
    with damaged.open("r+b") as file:
        file.seek(20_000)
        file.write(b"\x5a" * 20_000)
    newer = tmp_path / "demain.db"
    shutil.copy(path, newer)
    other = sqlite.connect(str(newer))
    other.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES ('ia_events', 'm9999_tomorrow', '2099-01-01')"
    )
    other.commit()
    other.close()
    before = path.read_bytes()
    for source, code in (
        (text, "backup_corrupt"),
        (empty, "backup_corrupt"),
        (foreign, "backup_corrupt"),
        (damaged, "backup_corrupt"),
        (newer, "db_newer"),
        (tmp_path / "absente.db", "file_missing"),
        (tmp_path, "file_missing"),
    ):
        with pytest.raises(UserError) as failed:
            backups.restore(source, path, now=NOW)
        assert failed.value.code == code
        assert failed.value.message
        assert path.read_bytes() == before
    assert not [file for file in tmp_path.iterdir() if file.name.endswith((".part", ".restored", "replaced.db"))]


def test_a_database_in_use_is_not_replaced(store: Store, path: Path, tmp_path: Path) -> None:
    backups.backup(store, tmp_path / "sauvegarde.db")
    add(store, "Nin")
    with pytest.raises(UserError) as failed:
        backups.restore(tmp_path / "sauvegarde.db", path, now=NOW, timeout=SOON)
    assert failed.value.code == "db_locked"
    add(store, "Zola")
    store.close()
    assert names(path) == ["Césaire", "Nin", "Zola"]


# --- proof --------------------------------------------------------------------------------------------------------


def faults(store: Store) -> str:
    return "\n".join(backups.verify(store).faults)


def tamper(store: Store, sql: str, values: tuple[object, ...] = ()) -> None:
    with store.transaction() as connection:
        connection.execute(sql, values)


def test_a_sound_database(store: Store) -> None:
    found = backups.verify(store)
    assert (found.changes, found.facts, found.origins, found.faults) == (8, 2, 1, ())


def test_one_flipped_bit_anywhere_in_the_log_is_found(store: Store) -> None:
    """`integrity_check` sees none of these: the chain does."""
    columns = ("origin", "seq", "hlc", "action", "tbl", "row", "body", "body_hash", "chain")
    rows = store.execute("SELECT * FROM changes ORDER BY seq").fetchall()
    chance = random.Random(7)
    for row in rows:
        for column in columns:
            good = row[column]
            if isinstance(good, int):
                bad: object = good ^ 1 << chance.randrange(4, 20)
            else:
                raw = bytearray(good if isinstance(good, bytes) else good.encode())
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(6)
                bad = bytes(raw) if isinstance(good, bytes) else raw.decode()
            where = (row["origin"], row["seq"])
            tamper(store, f"UPDATE changes SET {column} = ? WHERE origin = ? AND seq = ?", (bad, *where))
            assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert faults(store), f"{column} of change {row['seq']}"
            place = (bad if column == "origin" else where[0], bad if column == "seq" else where[1])
            tamper(store, f"UPDATE changes SET {column} = ? WHERE origin = ? AND seq = ?", (good, *place))
    assert faults(store) == ""


def test_a_change_taken_out_is_found_also_the_last(store: Store) -> None:
    last = store.execute("SELECT max(seq) FROM changes").fetchone()[0]
    tamper(store, "DELETE FROM changes WHERE seq = ?", (last,))
    assert "its last change is missing" in faults(store)
    tamper(store, "DELETE FROM changes WHERE seq = 3")
    assert "3 was due" in faults(store)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE registrations SET phone = '0690999999'",
        "UPDATE registrations SET deleted = 1",
        "UPDATE registrations SET stamps = '{}'",
        "UPDATE facts SET voided = 0",
        "UPDATE facts SET at = '2026-11-03T08:31:00.000Z'",
        "UPDATE facts SET registration_id = 'somebody else'",
        "DELETE FROM facts WHERE kind = 'arrival'",
        "INSERT INTO facts SELECT 'f0', kind, event_id, registration_id, slot_id, at, method, '', '', '', hlc, origin, seq, 0 FROM facts LIMIT 1",
        "UPDATE actions SET undone = 0",
        "UPDATE changes SET held = 1 WHERE seq = 2",
        "DELETE FROM registrations",
    ],
)
def test_a_tampered_table_is_found_by_replaying_the_log(store: Store, sql: str) -> None:
    tamper(store, sql)
    assert store.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert "is not what the change log says" in faults(store)


def test_a_search_index_that_forgot_somebody_is_found(store: Store) -> None:
    tamper(store, "INSERT INTO registrations_search(registrations_search) VALUES ('delete-all')")
    assert faults(store) == "the search index is not what the table says"


def test_an_origin_nobody_counted_is_found(store: Store) -> None:
    tamper(store, "DELETE FROM origins")
    assert f"origin {store.origin}: not known" in faults(store)
