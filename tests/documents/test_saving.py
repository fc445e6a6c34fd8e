"""A file is replaced whole or not at all."""

from __future__ import annotations

import errno
import os
from io import BytesIO
from pathlib import Path

import pytest

from ia_events.documents import stocks
from ia_events.documents.badges import write_badges
from ia_events.domain.errors import UserError
from ia_events.domain.events import Event
from ia_events.paths import atomic_write
from tests.documents.conftest import MADE_AT, attendee


def test_a_path_and_a_file_get_the_same_bytes(event: Event, tmp_path: Path) -> None:
    memory, path = BytesIO(), tmp_path / "badges.pdf"
    for file in (memory, path):
        write_badges(file, event, [attendee(1)], stocks.stock(stocks.DEFAULT), made_at=MADE_AT)
    assert path.read_bytes() == memory.getvalue()
    assert [found.name for found in tmp_path.iterdir()] == ["badges.pdf"]


def _write_half(path: Path, error: Exception) -> None:
    with atomic_write(path) as file:
        file.write(b"half of it")
        raise error


@pytest.mark.parametrize(
    "number, code",
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EACCES, "no_permission"),
        (errno.EROFS, "no_permission"),
        (errno.EIO, "write_failed"),
    ],
)
def test_a_failure_leaves_the_old_file(number: int, code: str, tmp_path: Path) -> None:
    path = tmp_path / "liste.pdf"
    path.write_bytes(b"before")
    with pytest.raises(UserError) as caught:
        _write_half(path, OSError(number, os.strerror(number)))
    assert caught.value.code == code
    assert "liste.pdf" in caught.value.message
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["liste.pdf"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_device_says_so(event: Event) -> None:
    with pytest.raises(UserError) as caught:
        write_badges(Path("/dev/full"), event, [attendee(1)], stocks.stock(stocks.DEFAULT), made_at=MADE_AT)
    assert caught.value.code == "disk_full"
    assert not Path("/dev/full").is_file()


def test_replacing_a_file_open_elsewhere_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # What Windows answers when a PDF reader holds the file.
    def held(source: Path, target: Path) -> Path:
        raise PermissionError(errno.EACCES, "Access is denied", str(source), 5, str(target))

    path = tmp_path / "badges.pdf"
    path.write_bytes(b"before")
    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(UserError) as caught, atomic_write(path) as file:
        file.write(b"after")
    assert caught.value.code == "no_permission"
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["badges.pdf"]


def test_another_error_passes_and_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "badges.pdf"
    path.write_bytes(b"before")
    with pytest.raises(KeyError):
        _write_half(path, KeyError("a bug"))
    missing = tmp_path / "template.xlsx"
    with pytest.raises(FileNotFoundError), atomic_write(path):
        missing.read_bytes()
    assert path.read_bytes() == b"before"
    assert [found.name for found in tmp_path.iterdir()] == ["badges.pdf"]


def test_a_folder_or_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught, atomic_write(tmp_path):
        pass
    assert caught.value.code == "write_failed"
    with pytest.raises(UserError) as caught, atomic_write(tmp_path / "nowhere" / "badges.pdf"):
        pass
    assert caught.value.code == "folder_missing"
    assert "nowhere" in caught.value.message


@pytest.mark.skipif(os.name == "nt", reason="links and modes are POSIX's")
def test_a_link_stays_a_link_and_modes_are_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.pdf", tmp_path / "link.pdf"
    real.write_bytes(b"before")
    real.chmod(0o640)
    link.symlink_to(real)
    with atomic_write(link) as file:
        file.write(b"after")
    assert link.is_symlink()
    assert real.read_bytes() == b"after"
    assert real.stat().st_mode & 0o777 == 0o640
