"""What is looked at before a library touches a file somebody sent: what it is, whether it is whole, whether it is a trap."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from ia_events.domain.errors import UserError
from ia_events.i18n import _
from ia_events.spreadsheets import archives, kinds, old_workbooks
from ia_events.spreadsheets.archives import SheetFacts, Sign
from ia_events.spreadsheets.refusals import refusal

MAX_FILE = 200 * 1024 * 1024
# What openpyxl may be asked to hold: it takes some fifty times a sheet's size, and an object for each merged cell.
MAX_EDITED, MAX_MERGED = 64 * 1024 * 1024, 1_000_000
# Seconds: a password goes through a hundred thousand rounds, on purpose.
MAX_DECRYPTING = 60


@dataclass(slots=True, kw_only=True)
class Opened:
    """A file found sound. `kind` is "workbook", or one of `look`'s that is no archive; `source` what to read: the path, or decrypted bytes;
    `weight` how many bytes a library has to go through."""

    kind: str
    source: Path | BytesIO
    facts: dict[str, SheetFacts] = field(default_factory=dict)
    weight: int = 0


def look(path: Path) -> str:
    """What a file is by its first bytes and the end of its name: "text", "zip", "ole", "html", "xml" or "mail". No library is needed for that.

    UserError: file_missing, is_folder, no_permission, file_unreadable, file_empty, file_too_big, unknown_format,
    other_format.
    """
    head = _head(path)
    found, other = kinds.what(head, path.suffix.lower())
    if not found:
        raise refusal("other_format", path, kind=_(other)) if other else refusal("unknown_format", path)
    return found


def open_list(path: Path, password: str | None = None, sign: Sign = lambda _seconds: None) -> Opened:
    """Check a list and say how to read it. `sign` is called all along, with the seconds the next step may take.

    UserError: those of `look`, zip_truncated, file_damaged, zip_bomb, zip_members, xml_entities, password_needed,
    password_wrong, password_unsupported, sheet_too_big.
    """
    found = look(path)
    if found == "ole":
        return _open_ole(path, password, sign)
    if found == "zip":
        with path.open("rb") as file:
            facts, weight = archives.check(path, file, sign)
        return Opened(kind="workbook", source=path, facts=facts, weight=weight)
    return Opened(kind=found, source=path, weight=path.stat().st_size)


def open_to_edit(path: Path, password: str | None = None, sign: Sign = lambda _seconds: None) -> Opened:
    """The same for a workbook openpyxl is to hold. UserError: those of `open_list`,
    file_too_big_for_memory."""
    opened = open_list(path, password, sign)
    for name, facts in opened.facts.items():
        if facts.too_big:
            raise refusal("sheet_too_big", path, sheet=name, rows=facts.rows, columns=facts.columns)
        if facts.merged > MAX_MERGED:
            rows, columns = facts.largest_merged
            raise refusal("sheet_too_big", path, sheet=name, rows=rows, columns=columns)
    if not editable(opened):
        raise refusal("file_too_big_for_memory", path)
    return opened


def editable(opened: Opened) -> bool:
    """Whether openpyxl can hold it in the memory of a laptop."""
    facts = opened.facts.values()
    return opened.weight <= MAX_EDITED and not any(sheet.too_big or sheet.merged > MAX_MERGED for sheet in facts)


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise refusal("is_folder", path, name=path.resolve().name or str(path))
        if path.stat().st_size > MAX_FILE:
            raise refusal("file_too_big", path, limit=MAX_FILE // 1024 // 1024)
        with path.open("rb") as file:
            head = file.read(4096)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise refusal("file_missing", path) from error
    except PermissionError as error:
        raise refusal("no_permission", path) from error
    except OSError as error:
        raise refusal("file_unreadable", path) from error
    if not head:
        raise refusal("file_empty", path)
    return head


# Protected workbooks


def _open_ole(path: Path, password: str | None, sign: Sign) -> Opened:
    """An .xls, or a protected .xlsx, which hides in the same container."""
    import msoffcrypto
    import olefile

    try:
        source: Path | BytesIO = path
        with path.open("rb") as file:
            with olefile.OleFileIO(file) as ole:
                is_package = ole.exists("EncryptedPackage")
                is_modern = ole.exists("Workbook")
                if not is_package and not is_modern and not ole.exists("Book"):
                    raise _other_ole(path, ole)
                old_workbooks.check_chains(ole)  # msoffcrypto would follow a circle until there is no memory left
            file.seek(0)
            if is_package or is_modern:  # msoffcrypto knows nothing of Excel 95
                office = msoffcrypto.OfficeFile(file)
                if office.is_encrypted():
                    sign(MAX_DECRYPTING)
                    source = _decrypt(office, path, password)
        if is_package and isinstance(source, BytesIO):
            facts, weight = archives.check(path, source, sign)
            source.seek(0)
            return Opened(kind="workbook", source=source, facts=facts, weight=weight)
        with olefile.OleFileIO(source) as ole:
            errors, linked = old_workbooks.told_of_cells(ole)
        if isinstance(source, BytesIO):
            source = BytesIO(source.getvalue())
        return Opened(
            kind="workbook",
            source=source,
            facts={n: SheetFacts(errors=errors.get(n, {}), links=linked.get(n, {})) for n in {**errors, **linked}},
            weight=path.stat().st_size,
        )
    except (UserError, MemoryError):
        raise
    except Exception as error:
        raise refusal("file_damaged", path) from error


def _other_ole(path: Path, ole: Any) -> UserError:
    for stream, kind in kinds.OLE_STREAMS:
        if ole.exists(stream):
            return refusal("other_format", path, kind=_(kind))
    return refusal("unknown_format", path)


def _decrypt(office: object, path: Path, password: str | None) -> BytesIO:
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    if not password:
        raise refusal("password_needed", path)
    decrypted = BytesIO()
    try:
        office.load_key(password=password)  # type: ignore[attr-defined]
        office.decrypt(decrypted)  # type: ignore[attr-defined]
    except (InvalidKeyError, DecryptionError) as error:
        raise refusal("password_wrong", path) from error
    decrypted.seek(0)
    return decrypted
