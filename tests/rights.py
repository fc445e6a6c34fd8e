"""Tests as somebody who is not root: root may read and write anything."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
