"""A disk whose power can be cut, as a SQLite file layer (apsw): what was written and not yet synced is lost, or half there.

The files are real ones in a folder, written as usual; beside them is kept, for each, what a disk is bound to have of it:
its bytes at its last sync, and every write and truncation since, in order. A cut at one operation of the file layer
makes another folder from that: of what came after the last sync of each file any part may have reached the disk, in any
order, the last of its sectors torn; a file never synced may not be there at all; one that was deleted may be. Shared
memory is lost, as it is.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


class PowerCutError(Exception):
    """The power is off: nothing more is written."""


class _Kept:
    """What a disk has of one file: `synced` is None before its first sync; `since` what was done to it after the last."""

    def __init__(self, synced: bytes | None) -> None:
        self.synced = synced
        self.now = bytearray(synced or b"")
        self.since: list[tuple[int, bytes | None]] = []  # (offset, bytes), or (size, None) for a truncation

    def write(self, data: bytes, offset: int) -> None:
        self.since.append((offset, data))
        _put(self.now, data, offset)

    def truncate(self, size: int) -> None:
        self.since.append((size, None))
        del self.now[size:]

    def sync(self) -> None:
        self.synced, self.since = bytes(self.now), []

    def after_cut(self, draw: random.Random) -> bytes | None:
        """What is there when the power is back."""
        if self.synced is None and draw.random() < 0.5:
            return None
        found = bytearray(self.synced or b"")
        reached = [step for step in self.since if draw.random() < 0.5]
        draw.shuffle(reached)
        for offset, data in reached:
            if data is None:
                del found[offset:]
            elif draw.random() < 0.3:  # torn: some of its sectors
                edges = [0, *range(SECTOR - offset % SECTOR, len(data), SECTOR), len(data)]
                for start, end in pairwise(edges):
                    if draw.random() < 0.5:
                        _put(found, data[start:end], offset + start)
            else:
                _put(found, data, offset)
        return bytes(found)


def _put(into: bytearray, data: bytes, offset: int) -> None:
    if len(into) < offset:
        into.extend(bytes(offset - len(into)))
    into[offset : offset + len(data)] = data


class Disk(apsw.VFS):
    """A file layer named `name`. `cut_at` is after how many operations that change a file the power goes; None: never."""

    def __init__(self, name: str, draw: random.Random) -> None:
        super().__init__(name, "")
        self.name = name
        self.draw = draw
        self.files: dict[str, _Kept] = {}
        self.cut_at: int | None = None
        self.done = 0
        self.left: dict[str, bytes | None] | None = None  # what is there after the cut

    def operation(self) -> None:
        """Before anything changes a file: the power may go now, and stays off."""
        if self.left is None and self.cut_at is not None and self.done >= self.cut_at:
            self.left = {name: kept.after_cut(self.draw) for name, kept in self.files.items()}
        if self.left is not None:
            raise PowerCutError
        self.done += 1

    def xOpen(self, name: apsw.URIFilename | str | None, flags: list[int]) -> apsw.VFSFile:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        if path is not None and path not in self.files:
            there = Path(path)
            self.files[path] = _Kept(there.read_bytes() if there.is_file() else None)
        return _File(self, path, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.operation()
        kept = self.files.get(filename)
        if kept is not None and (syncdir or self.draw.random() < 0.5):
            del self.files[filename]
        super().xDelete(filename, syncdir)

    def come_back(self, folder: Path) -> None:
        """Make the folder what is found when the power is back. Files that are there both times stay the same files."""
        assert self.left is not None
        kept = {Path(path).name: found for path, found in self.left.items() if found is not None}
        for path in folder.iterdir():
            if path.name not in kept:
                path.unlink()
        for name, found in kept.items():
            (folder / name).write_bytes(found)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, path: str | None, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._kept = disk.files[path] if path is not None else _Kept(None)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.operation()
        self._kept.write(bytes(data), offset)
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self._disk.operation()
        self._kept.truncate(newsize)
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self._disk.operation()
        self._kept.sync()  # the true files need none: only what is kept beside them is looked at


class Row(Sequence[Any]):
    """A row of apsw as the store reads rows: by number and by name."""

    def __init__(self, names: tuple[str, ...], values: tuple[Any, ...]) -> None:
        self._names, self._values = names, values

    def __getitem__(self, which: Any) -> Any:
        return self._values[self._names.index(which) if isinstance(which, str) else which]

    def __len__(self) -> int:
        return len(self._values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def keys(self) -> list[str]:
        """The names of the columns."""
        return list(self._names)


class Rows:
    """What a statement gives, as a DB-API cursor: its rows, and how many it changed."""

    def __init__(self, cursor: apsw.Cursor, changed: int) -> None:
        self._cursor, self.rowcount = cursor, changed

    def __iter__(self) -> Iterator[Any]:
        return iter(self._cursor)

    def fetchone(self) -> Any:
        """The next row; None after the last one."""
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        """The rows left."""
        return self._cursor.fetchall()


class Connection:
    """A connection of apsw with the methods of a DB-API one that the store calls.

    `durable` is False for one that is told not to wait for the disk, whatever the store asks.
    """

    def __init__(self, path: str, disk: Disk, *, durable: bool = True) -> None:
        self._durable = durable
        self._connection = apsw.Connection(path, vfs=disk.name)
        self._connection.row_trace = lambda cursor, values: Row(
            tuple(column[0] for column in cursor.get_description()), values
        )

    def execute(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Rows:
        """What a statement gives."""
        if not self._durable and sql == "PRAGMA synchronous=FULL":
            sql = "PRAGMA synchronous=NORMAL"
        cursor = self._connection.execute(sql, values)
        return Rows(cursor, self._connection.changes())

    def executemany(self, sql: str, rows: Any) -> None:
        """The same statement for each of the rows."""
        self._connection.executemany(sql, rows)

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is under way."""
        return self._connection.in_transaction

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
