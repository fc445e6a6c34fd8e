"""The first start: a new database whole or not at all, and a full disk said to be full."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from ia_events.domain.errors import UserError
from ia_events.store import Store, backups, database, first_start
from tests.store.test_database import filled, names

NOW = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)


def test_only_a_missing_file_is_made_a_database(tmp_path: Path) -> None:
    """GIVEN a file of no bytes, as a copy that failed leaves one THEN it is refused, and nothing is written to it."""
    path = tmp_path / "base.db"
    path.touch()
    with pytest.raises(UserError) as failed:
        Store.open(path, now=NOW)
    assert failed.value.code == "db_empty"
    assert "Restaurez une sauvegarde" in failed.value.message
    assert [(file.name, file.stat().st_size) for file in tmp_path.iterdir()] == [("base.db", 0)]
    path.unlink()
    assert names(Store.open(filled(path), now=NOW)) == ["Nom 0000", "Nom 0001", "Nom 0002"]


def test_a_new_database_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN a stop while the first database is being made THEN nothing is left of it, and the next start makes it."""

    def stopped(*_given: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "base.db"
    with monkeypatch.context() as patched:
        patched.setattr(database, "_known_migrations", stopped)
        with pytest.raises(KeyboardInterrupt):
            Store.open(path, now=NOW)
    assert list(tmp_path.iterdir()) == []
    filled(path)


@pytest.mark.parametrize("links", [True, False])
def test_a_new_database_leaves_nothing_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    """GIVEN a folder, or a stick that knows no links THEN there is the database, and nothing else once closed."""

    def refused(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    filled(tmp_path / "base.db")
    assert [file.name for file in tmp_path.iterdir()] == ["base.db"]


def test_a_stick_without_links_never_loses_what_another_program_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN another program that makes the database while this one does, on a stick that knows no links THEN it stays."""
    path, elsewhere = tmp_path / "base.db", filled(tmp_path / "ailleurs.db")
    exists, touch = Path.exists, Path.touch

    def no_links(*_given: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    def late(one: Path, **given: Any) -> bool:
        found = exists(one, **given)
        if one == path and list(tmp_path.glob(".*.new")) and not found:
            shutil.copy(elsewhere, path)  # just after one has looked
        return found

    def touched(one: Path, *given: Any, **named: Any) -> None:
        if one == path and not exists(path):
            shutil.copy(elsewhere, path)  # just before one takes the place
        return touch(one, *given, **named)

    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(Path, "exists", late)
    monkeypatch.setattr(Path, "touch", touched)
    store = Store.open(path, now=NOW)
    monkeypatch.undo()
    assert names(store) == ["Nom 0000", "Nom 0001", "Nom 0002"]
    store.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["ailleurs.db", "base.db"]


def test_a_first_start_killed_on_such_a_stick_is_ended_by_the_next(tmp_path: Path) -> None:
    """GIVEN a place taken and what was made beside it THEN the next start makes the database, and sweeps what is old."""
    path = tmp_path / "base.db"
    sign, old = first_start.beside(path), first_start.beside(path)
    for made in (path, sign, old, old.with_name(f"{old.name}-journal")):
        made.touch()
    os.utime(old, (1, 1))
    filled(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [sign.name, "base.db"]
    os.utime(sign, (1, 1))
    assert names(Store.open(path, now=NOW)) == ["Nom 0000", "Nom 0001", "Nom 0002"]
    path.write_bytes(b"")
    with pytest.raises(UserError) as failed:
        Store.open(path, now=NOW)
    assert failed.value.code == "db_empty", "lost since, not new"


def test_a_database_of_a_long_name_is_made(tmp_path: Path) -> None:
    """GIVEN a name as long as SQLite can take, with its own « -journal » after it THEN the database is made."""
    path = tmp_path / f"{'é' * 122}.db"
    assert names(Store.open(filled(path), now=NOW)) == ["Nom 0000", "Nom 0001", "Nom 0002"]


def no_room(_path: object) -> Any:
    """What the system answers of a disk that is full."""
    return shutil._ntuple_diskusage(24_000, 24_000, 0)


def test_a_first_start_on_a_full_disk_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", no_room)
    with pytest.raises(UserError) as failed:
        Store.open(tmp_path / "un" / "dossier" / "base.db", now=NOW)
    assert failed.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", ["disk I/O error", "database or disk is full"])
def test_an_error_of_a_full_disk_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str) -> None:
    """SQLite says of a log it has no room for that the disk fails."""
    monkeypatch.setattr(shutil, "disk_usage", no_room)
    found = database.explain(sqlite.OperationalError(error), tmp_path / "base.db")
    assert found is not None
    assert found.code == "disk_full"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 300 kilobytes."""
    made = tmp_path / "disque"
    made.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(made)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only who rules a Linux machine mounts a disk")
    yield made
    subprocess.run(["umount", made], check=True)


def test_a_disk_that_is_full_is_no_damaged_database(tmp_path: Path, disk: Path) -> None:
    with pytest.raises(UserError) as failed:
        Store.open(disk / "base.db", now=NOW)
    assert failed.value.code == "disk_full"
    assert list(disk.iterdir()) == []
    shutil.copy(filled(tmp_path / "base.db"), disk)
    (disk / "le reste").write_bytes(bytes(shutil.disk_usage(disk).free))
    with pytest.raises(UserError) as failed:
        Store.open(disk / "base.db", now=NOW)
    assert failed.value.code == "disk_full"
    store = Store.open(tmp_path / "base.db", now=NOW)
    with pytest.raises(UserError) as failed:
        backups.backup(store, disk / "sauvegarde.db")
    store.close()
    assert failed.value.code == "disk_full"
    assert "Plus assez de place" in failed.value.message
    assert sorted(file.name for file in disk.iterdir() if not file.name.startswith("base.db")) == ["le reste"]
