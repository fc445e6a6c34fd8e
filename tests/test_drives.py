"""Which drives can be carried away or seen by others, told from the tables of three systems."""

from __future__ import annotations

from pathlib import Path

import pytest

from ia_events import drives
from ia_events.drives import Drive, Mount, of_mountinfo, of_mounts, of_windows

_TABLE = r"""22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
23 22 8:1 / /boot/efi rw,relatime - vfat /dev/sda1 rw
24 22 0:21 / /proc rw,nosuid shared:12 - proc proc rw
36 22 8:17 / /media/ketty/CLÉ\040USB rw,nosuid shared:99 master:2 - vfat /dev/sdb1 rw
37 22 8:18 / /run/media/ketty/Disque rw - ext4 /dev/sdb2 rw
38 22 0:50 / /mnt/partage rw - cifs //serveur/partage rw
39 22 0:51 / /home/ketty/.local/share/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
40 22 8:33 / /mnt/cle rw - exfat /dev/sdc1 rw
41 22 0:52 / /home/commun rw - nfs4 serveur:/home rw
"""


@pytest.mark.parametrize(
    "file, expected",
    [
        ("/home/ketty/retour.xlsx", Drive.OWN),
        ("/boot/efi/retour.xlsx", Drive.OWN),
        ("/media/ketty/CLÉ USB/retour.xlsx", Drive.REMOVABLE),
        ("/run/media/ketty/Disque/a/b/retour.xlsx", Drive.REMOVABLE),
        ("/media/ketty/retour.xlsx", Drive.OWN),
        ("/mnt/partage/retour.xlsx", Drive.NETWORK),
        ("/mnt/partage2/retour.xlsx", Drive.OWN),
        ("/mnt/cle/retour.xlsx", Drive.REMOVABLE),
        ("/home/ketty/.local/share/gvfs/smb/retour.xlsx", Drive.NETWORK),
        ("/home/commun/retour.xlsx", Drive.NETWORK),
    ],
)
def test_linux(file: str, expected: Drive) -> None:
    assert of_mounts(file, of_mountinfo(_TABLE)) == expected


@pytest.mark.parametrize(
    "file, expected",
    [
        ("/Users/ketty/retour.xlsx", Drive.OWN),
        ("/System/Volumes/Data/retour.xlsx", Drive.OWN),
        ("/Volumes/CLE/retour.xlsx", Drive.REMOVABLE),
        ("/Volumes/partage/retour.xlsx", Drive.NETWORK),
    ],
)
def test_macos(file: str, expected: Drive) -> None:
    mounted = [Mount("/", "apfs"), Mount("/System/Volumes/Data", "apfs"), Mount("/Volumes/CLE", "msdos"), Mount("/Volumes/partage", "smbfs")]  # fmt: skip
    assert of_mounts(file, mounted) == expected


@pytest.mark.parametrize(
    "file, expected",
    [
        ("C:\\Users\\ketty\\retour.xlsx", Drive.OWN),
        ("E:\\retour.xlsx", Drive.REMOVABLE),
        ("S:\\retour.xlsx", Drive.NETWORK),
        ("\\\\serveur\\partage\\retour.xlsx", Drive.NETWORK),
    ],
)
def test_windows(file: str, expected: Drive) -> None:
    types = {"C:\\": 3, "E:\\": 2, "S:\\": 4}
    assert of_windows(file, types.__getitem__) == expected


def test_this_machine_answers(tmp_path: Path) -> None:
    assert drives.kind(tmp_path / "absent" / "retour.xlsx") in list(Drive)


def test_a_link_leads_where_it_leads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = tmp_path / "key"
    key.mkdir()
    (tmp_path / "link").symlink_to(key)
    monkeypatch.setattr(drives, "mounts", lambda: [Mount("/", "ext4"), Mount(str(key.resolve()), "vfat")])
    assert drives.kind(tmp_path / "link" / "new" / "retour.xlsx") == Drive.REMOVABLE
    assert drives.kind(tmp_path / "retour.xlsx") == Drive.OWN


def test_tables_that_cannot_be_read_are_no_reason_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> list[Mount]:
        raise PermissionError

    monkeypatch.setattr(drives, "mounts", refuse)
    assert drives.kind(tmp_path / "retour.xlsx") == Drive.OWN
