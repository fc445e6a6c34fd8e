"""Which drive a file would be on: one that can be carried away, one that others see, or neither."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

log = logging.getLogger(__name__)


class Drive(StrEnum):
    """What is to be known of a drive before personal data goes there; "" for a drive of this machine."""

    REMOVABLE = "removable"
    NETWORK = "network"
    OWN = ""


class Mount(NamedTuple):
    """Where a file system is, and of what kind it is."""

    point: str
    system: str


_NETWORK = re.compile(
    r"(nfs\d?|cifs|smb\d?|smbfs|afpfs|webdav|davfs2?|ncpfs|afs|ceph|9p|glusterfs|lustre|drvfs-net)"
    r"|fuse\.(sshfs|davfs2?|gvfsd-fuse|rclone|smbnetfs|curlftpfs|glusterfs|s3fs|onedriver)"
)
_REMOVABLE_PLACES = ("/media", "/run/media", "/Volumes")
_CARRIED = frozenset({"vfat", "msdos", "exfat", "fuseblk", "iso9660", "udf", "hfsplus"})
# Where a machine keeps what starts it, on such a file system.
_STARTS = ("/boot", "/efi")
# GetDriveTypeW
_WINDOWS = {2: Drive.REMOVABLE, 4: Drive.NETWORK, 5: Drive.REMOVABLE}


def kind(file: Path) -> Drive:
    """The drive a file is on, or would be."""
    try:
        if sys.platform == "win32":
            import ctypes

            return of_windows(str(file.absolute()), ctypes.windll.kernel32.GetDriveTypeW)
        place = file.expanduser().resolve()  # through links, also those of folders still to be made
        return of_mounts(str(place), mounts())
    except (OSError, RuntimeError, ValueError) as error:
        log.info("the drive cannot be told: %s", type(error).__name__)
        return Drive.OWN


def of_mounts(file: str, mounted: Iterable[Mount]) -> Drive:
    """The drive of an absolute path among what is mounted: the nearest mount counts."""
    path = PurePosixPath(file)
    holding = [mount for mount in mounted if path.is_relative_to(mount.point)]
    nearest = max(holding, key=lambda mount: len(PurePosixPath(mount.point).parts), default=Mount("/", ""))
    if _NETWORK.fullmatch(nearest.system):
        return Drive.NETWORK
    if nearest.point == "/":
        return Drive.OWN
    point = PurePosixPath(nearest.point)
    if any(point.is_relative_to(place) for place in _REMOVABLE_PLACES):
        return Drive.REMOVABLE
    if nearest.system in _CARRIED and not any(point.is_relative_to(place) for place in _STARTS):
        return Drive.REMOVABLE
    return Drive.OWN


def of_windows(file: str, drive_type: object) -> Drive:
    r"""The drive of an absolute Windows path; `drive_type` is GetDriveTypeW, asked for « E:\ »."""
    anchor = PureWindowsPath(file).anchor
    if anchor.startswith("\\\\") and not anchor.startswith("\\\\?\\"):
        return Drive.NETWORK
    assert callable(drive_type)
    return _WINDOWS.get(drive_type(anchor), Drive.OWN)


def mounts() -> list[Mount]:
    """What is mounted on this machine (Linux, macOS)."""
    if sys.platform == "darwin":
        said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False).stdout
        return [Mount(m[1], m[2]) for m in re.finditer(r"^.+? on (/.*?) \((\w+)", said, re.MULTILINE)]
    table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    return list(of_mountinfo(table))


def of_mountinfo(table: str) -> Iterable[Mount]:
    """The mounts of Linux's table: « 36 35 98:0 / /media/USB rw,noatime shared:1 - vfat /dev/sdb1 rw »."""
    for line in table.splitlines():
        words = line.split(" ")
        if len(words) > 6 and "-" in words:
            point = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), words[4])
            yield Mount(point, words[words.index("-") + 1])
