"""Where things are on this machine: what ships with the program, and what belongs to the user."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from ia_events.domain.errors import UserError

_NAME = "IA Evenements"  # no accent: some file servers still mangle them


def resources() -> Path:
    """The folder of what ships with the program: icons, label stocks, translations, the demonstration list."""
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) / "resources" if frozen else Path(__file__).parent.parent / "resources"


def _user(kind: str) -> Path:
    # IA_EVENTS_HOME keeps a whole installation in one folder: a USB stick, or a test.
    home = os.environ.get("IA_EVENTS_HOME")
    if home:
        return Path(home) / kind
    import platformdirs

    dirs = platformdirs.PlatformDirs(_NAME, appauthor=False)
    return {"data": dirs.user_data_path, "config": dirs.user_config_path, "logs": dirs.user_log_path}[kind]


def data() -> Path:
    """The folder of the database and its backups."""
    return _user("data")


def config() -> Path:
    """The folder of this machine's settings."""
    return _user("config")


def logs() -> Path:
    """The folder of the rotating log."""
    return _user("logs")


def database() -> Path:
    """The database opened when none is named."""
    return data() / "events.db"


def documents() -> Path:
    """Where files made for the user are proposed."""
    home = os.environ.get("IA_EVENTS_HOME")
    if home:
        return Path(home) / "documents"
    import platformdirs

    return platformdirs.user_documents_path() / _NAME


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Errors: those of `atomic_write`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _write_error(error, folder) from error


def refuse_same_file(out: Path, *inputs: Path | None) -> None:
    """UserError `same_file` when what is to be written would take the place of something that is read."""
    for read in inputs:
        if read is None:
            continue
        try:
            same = out.samefile(read)
        except OSError:  # one of them is not there
            same = out.resolve() == read.resolve()
        if same:
            from ia_events.domain.errors import UserError
            from ia_events.i18n import N_

            raise UserError(
                "same_file",
                N_("« {name} » est un fichier que le programme lit ici : il serait remplacé. Donnez un autre nom au fichier à écrire."),
                name=out.name,
            )  # fmt: skip


def place_of(path: Path) -> str:
    """The fingerprint (SHA-256) of where a file is: told again on this machine, and naming nobody's folder elsewhere."""
    import hashlib

    return hashlib.sha256(os.path.normcase(path.resolve()).encode(errors="surrogatepass")).hexdigest()


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """A new file, binary and seekable, that takes the place of `path` when the block ends well.

    When it does not, what was at `path` stays untouched. Errors: UserError `disk_full`, `no_permission`,
    `folder_missing`, `write_failed`; an OSError about some other file passes unchanged.
    """
    import shutil

    target = path.resolve()  # a link stays a link
    temporary = target.with_name(f".{os.urandom(6).hex()}.tmp")
    ours = {None, str(path), str(target), str(temporary)}
    try:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "folder", str(target))
        if target.exists() and not target.is_file():  # a device or a pipe has nothing to protect
            with target.open("wb") as file:
                yield file
            return
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "read-only", str(target))
        try:
            with temporary.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        if error.filename not in ours:
            raise
        raise _write_error(error, path) from error


def _write_error(error: OSError, path: Path) -> UserError:
    from ia_events.domain.errors import UserError  # it shows sentences, which are found through this module
    from ia_events.i18n import N_

    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        sentence = N_(
            "Plus de place sur le disque pour écrire « {name} ». Libérez de la place ou choisissez un autre disque."
        )
        return UserError("disk_full", sentence, name=path.name)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        sentence = N_(
            "« {name} » ne peut pas être écrit ici. Fermez-le s'il est ouvert dans un autre programme, ou choisissez un autre dossier."
        )
        return UserError("no_permission", sentence, name=path.name)
    if error.errno == errno.ENOENT and path.parent.is_dir():  # what is no real folder answers so
        sentence = N_("Rien ne peut être écrit dans le dossier « {folder} ». Choisissez-en un autre.")
        return UserError("no_permission", sentence, folder=str(path.parent))
    if error.errno == errno.ENOENT:
        sentence = N_("Le dossier « {folder} » n'existe pas. Créez-le ou choisissez-en un autre.")
        return UserError("folder_missing", sentence, folder=str(path.parent))
    sentence = N_("« {name} » n'a pas pu être écrit. Choisissez un autre nom ou un autre dossier. ({detail})")
    return UserError("write_failed", sentence, name=path.name, detail=error.strerror or type(error).__name__)
