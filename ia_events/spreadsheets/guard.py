"""What is looked at before a library touches a file somebody sent: what it is, whether it is whole, whether it is a trap."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.spreadsheets import old_workbooks

MAX_FILE = 200 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
# Excel's own files stay below 30 to 1; a bomb of zeros reaches 1,000.
MAX_RATIO, RATIO_MATTERS_OVER = 200, 100 * 1024 * 1024
# calamine holds every cell between the first and the last at 32 bytes each, and aborts the process without memory.
MAX_CELLS = 30_000_000
MAX_ROWS = 1_048_576
_CHUNK = 1024 * 1024
_DEFLATE_LIMIT = 1032
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class SheetFacts:
    """What a sheet's part tells that calamine does not: its extent when it is wide, its error cells by (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def too_big(self) -> bool:
        """Whether reading it would take more memory than a laptop has."""
        return self.rows * self.columns > MAX_CELLS


@dataclass(slots=True, kw_only=True)
class Opened:
    """A file found sound. `kind` is "text" or "workbook"; `source` what to read: the path, or decrypted bytes."""

    kind: str
    source: Path | BytesIO
    facts: dict[str, SheetFacts] = field(default_factory=dict)


def damaged(path: Path) -> UserError:
    """The error for a file no library can read."""
    return UserError(
        "file_damaged",
        N_(
            "Le fichier « {name} » est abîmé. Ouvrez-le dans Excel ou LibreOffice, enregistrez-le sous un autre nom, puis réessayez."
        ),
        name=path.name,
    )


def open_list(path: Path, password: str | None = None) -> Opened:
    """Check a list and say how to read it. UserError: file_missing, is_folder, no_permission, file_empty,
    file_too_big, unknown_format, zip_truncated, file_damaged, zip_bomb, password_needed, password_wrong.
    """
    head = _head(path)
    if head.startswith(_OLE):
        return _open_ole(path, password)
    if head.startswith(b"PK"):
        with path.open("rb") as file:
            return Opened(kind="workbook", source=path, facts=_check_zip(path, file))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise UserError(
            "unknown_format",
            N_("« {name} » est une page web ou un fichier XML qui porte le nom d'un classeur. Ouvrez-le dans Excel ou LibreOffice et enregistrez-le au format .xlsx."),
            name=path.name,
        )  # fmt: skip
    if not _looks_like_text(head):
        raise _unknown(path)
    return Opened(kind="text", source=path)


def _unknown(path: Path) -> UserError:
    return UserError(
        "unknown_format",
        N_(
            "« {name} » n'est pas une liste que le programme sait lire. Choisissez un fichier .xlsx, .xls, .ods ou .csv."
        ),
        name=path.name,
    )


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError(
                "is_folder", N_("« {name} » est un dossier. Choisissez un fichier dans ce dossier."), name=path.name
            )
        size = path.stat().st_size
        if size > MAX_FILE:
            raise UserError(
                "file_too_big",
                N_(
                    "« {name} » dépasse {limit} Mo : ce n'est sans doute pas une liste d'inscrits. N'en gardez que la feuille utile."
                ),
                name=path.name,
                limit=MAX_FILE // 1024 // 1024,
            )
        with path.open("rb") as file:
            head = file.read(4096)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UserError(
            "file_missing",
            N_("Le fichier « {name} » est introuvable. Vérifiez qu'il n'a pas été déplacé ou renommé."),
            name=path.name,
        ) from error
    except PermissionError as error:
        raise UserError(
            "no_permission",
            N_("Impossible d'ouvrir « {name} » : vous n'avez pas le droit de le lire, ou un autre programme l'utilise. Fermez-le, ou copiez-le dans vos documents."),
            name=path.name,
        ) from error  # fmt: skip
    except OSError as error:
        raise UserError(
            "file_unreadable",
            N_("« {name} » ne peut pas être lu. Vérifiez que la clé ou le dossier partagé est toujours là."),
            name=path.name,
        ) from error
    if not head:
        raise UserError(
            "file_empty", N_("Le fichier « {name} » est vide. Demandez qu'on vous l'envoie de nouveau."), name=path.name
        )
    return head


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head:
        # UTF-16 without its mark: every other byte of a list is zero.
        return max(head[0::2].count(0), head[1::2].count(0)) > len(head) * 0.35
    if head.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8", b"GIF8", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b")):
        return False
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in head)
    return controls < len(head) / 100


# Protected workbooks


def _open_ole(path: Path, password: str | None) -> Opened:
    """An .xls, or a protected .xlsx, which hides in the same container."""
    import msoffcrypto
    import olefile

    try:
        with path.open("rb") as file:
            with olefile.OleFileIO(file) as ole:
                is_package = ole.exists("EncryptedPackage")
                if not is_package and not ole.exists("Workbook") and not ole.exists("Book"):
                    raise _unknown(path)
            file.seek(0)
            office = msoffcrypto.OfficeFile(file)
            source = _decrypt(office, path, password) if office.is_encrypted() else path
        if is_package and isinstance(source, BytesIO):
            facts = _check_zip(path, source)
            source.seek(0)
            return Opened(kind="workbook", source=source, facts=facts)
        with olefile.OleFileIO(source) as ole:
            errors = old_workbooks.check(ole)
        if isinstance(source, BytesIO):
            source = BytesIO(source.getvalue())
        return Opened(
            kind="workbook", source=source, facts={name: SheetFacts(errors=found) for name, found in errors.items()}
        )
    except UserError:
        raise
    except Exception as error:
        raise damaged(path) from error


def _decrypt(office: object, path: Path, password: str | None) -> BytesIO:
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    if not password:
        raise UserError(
            "password_needed",
            N_("« {name} » est protégé par un mot de passe. Saisissez-le pour continuer."),
            name=path.name,
        )
    decrypted = BytesIO()
    try:
        office.load_key(password=password)  # type: ignore[attr-defined]
        office.decrypt(decrypted)  # type: ignore[attr-defined]
    except (InvalidKeyError, DecryptionError) as error:
        raise UserError(
            "password_wrong",
            N_("Ce mot de passe n'ouvre pas « {name} ». Vérifiez les majuscules et réessayez."),
            name=path.name,
        ) from error
    decrypted.seek(0)
    return decrypted


# Zipped workbooks


def _check_zip(path: Path, file: IO[bytes]) -> dict[str, SheetFacts]:
    try:
        with zipfile.ZipFile(file) as archive:
            return _check_members(path, file, archive)
    except zipfile.BadZipFile as error:
        raise UserError(
            "zip_truncated",
            N_(
                "Le fichier « {name} » est incomplet : son envoi ou sa copie s'est sans doute interrompu. Demandez-le ou copiez-le de nouveau."
            ),
            name=path.name,
        ) from error
    except (UserError, MemoryError):
        raise
    except Exception as error:
        # zipfile, zlib and ElementTree raise a dozen kinds of errors on a damaged file, OSError among them.
        raise damaged(path) from error


def _check_members(path: Path, file: IO[bytes], archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    members = archive.infolist()
    unpacked = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS_OVER and unpacked > MAX_RATIO * packed):
        raise _bomb(path)
    names = {m.filename: m for m in members}
    if "content.xml" in names:
        if any(m.flag_bits & 1 for m in members) or b"encryption-data" in _small(
            archive, names, "META-INF/manifest.xml"
        ):
            raise _protected_ods(path)
    elif not any(name.startswith("xl/workbook.") for name in names):
        raise _unknown(path)
    if any(m.flag_bits & 1 or m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        raise damaged(path)
    sheets = _sheet_parts(archive, names)
    if "content.xml" in names:
        _refuse_far_cells(path, file, names["content.xml"])
    facts = {}
    for member in members:
        sheet = sheets.get(member.filename)
        if sheet is not None:
            facts[sheet] = _sheet_facts(partial(_unpack, path, file, member))
        elif member.compress_size * _DEFLATE_LIMIT > RATIO_MATTERS_OVER and "/media/" not in member.filename:
            # The size a member declares may be a lie: only unpacking tells. The small ones cannot hurt.
            for _chunk in _unpack(path, file, member):
                pass
    return facts


def _bomb(path: Path) -> UserError:
    return UserError(
        "zip_bomb",
        N_(
            "« {name} » se déplierait en un volume anormal : il n'est pas ouvert. Demandez un fichier qui ne contient que la liste."
        ),
        name=path.name,
    )


def _protected_ods(path: Path) -> UserError:
    return UserError(
        "password_unsupported",
        N_(
            "« {name} » est un classeur LibreOffice protégé par un mot de passe. Ouvrez-le dans LibreOffice et enregistrez-le sans mot de passe."
        ),
        name=path.name,
    )


_COLUMNS_REPEATED = re.compile(
    rb"""columns-repeated=["'](\d+)["'][^>]*?(?:/>\s*<table:(?:covered-)?table-cell|[^/]>)"""
)
_ROWS_REPEATED = re.compile(rb"""rows-repeated=["'](\d+)["']""")


def _refuse_far_cells(path: Path, file: IO[bytes], member: zipfile.ZipInfo) -> None:
    """In an .ods a cell stands far away behind empty ones that are only counted."""
    rows = columns = 100
    for text in _whole_cells(_unpack(path, file, member), b"</table:table-row>"):
        columns += max(map(int, _COLUMNS_REPEATED.findall(text)), default=0)
        rows += sum(map(int, _ROWS_REPEATED.findall(text))) + text.count(b"<table:table-row")
    if columns > 300 and rows * columns > MAX_CELLS:
        raise sheet_too_big(path.name, rows, columns)


def sheet_too_big(sheet: str, rows: int, columns: int) -> UserError:
    """The error for a sheet with something forgotten far from its list."""
    return UserError(
        "sheet_too_big",
        N_("« {sheet} » s'étend sur {rows} lignes et {columns} colonnes. Supprimez ce qui se trouve loin de la liste, puis réessayez."),
        sheet=sheet,
        rows=rows,
        columns=columns,
    )  # fmt: skip


def _small(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], name: str) -> bytes:
    """A member that has no reason to be long, at most 8 MB of it; b"" when it is missing."""
    if name not in names:
        return b""
    with archive.open(name) as part:
        return part.read(8 * _CHUNK)


def _unpack(path: Path, file: IO[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's bytes, refused as soon as they pass the size it declares."""
    file.seek(member.header_offset)
    header = file.read(30)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    file.seek(name_length + extra_length, 1)
    left, done = member.compress_size, 0
    inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(_CHUNK // 4, left))
        if not packed:
            raise EOFError(member.filename)
        left -= len(packed)
        while packed:
            chunk = inflate.decompress(packed, 4 * _CHUNK) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            done += len(chunk)
            if done > member.file_size:
                raise _bomb(path)
            yield chunk


def _sheet_parts(archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Sheet names by the part that holds them; empty for .ods and .xlsb."""
    workbook = _small(archive, names, "xl/workbook.xml")
    relations = _small(archive, names, "xl/_rels/workbook.xml.rels")
    if not workbook or not relations:
        return {}
    targets = {r.get("Id"): r.get("Target", "") for r in ET.fromstring(relations)}
    parts = {}
    for sheet in ET.fromstring(workbook).iter():
        if sheet.tag.rpartition("}")[2] != "sheet":
            continue
        identifier = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        target = targets.get(identifier, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            parts[part] = sheet.get("name", "")
    return parts


_WIDE = re.compile(rb"""r=["']([A-Z]{2,3})\d""")
_PLACE = re.compile(rb"""r=["'][A-Z]{1,3}(\d+)""")
_ERROR = re.compile(
    rb"""<(?:\w+:)?c ([^>]*\bt=["']e["'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""", re.DOTALL
)
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d+)["']""")


def _sheet_facts(chunks: Callable[[], Iterator[bytes]]) -> SheetFacts:
    facts = SheetFacts()
    for text in _whole_cells(chunks()):
        for letters in set(_WIDE.findall(text)):
            facts.columns = max(facts.columns, _column_number(letters))
        if b't="e"' in text or b"t='e'" in text:
            for attributes, value in _ERROR.findall(text):
                place = _REFERENCE.search(attributes)
                if place is not None:
                    facts.errors[int(place[2]) - 1, _column_number(place[1]) - 1] = value.decode("utf-8", "replace")
    if facts.columns * MAX_ROWS > MAX_CELLS:
        # Only a wide sheet can be too big, so only there are the rows counted.
        facts.rows = max((int(row) for text in _whole_cells(chunks()) for row in _PLACE.findall(text)), default=0)
    return facts


def _whole_cells(chunks: Iterator[bytes], end: bytes = b"</c>") -> Iterator[bytes]:
    """The same bytes, cut after a cell's end (or a row's)."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = text.rfind(end) + len(end)
        if cut < len(end):
            cut = len(text) if len(text) > 8 * _CHUNK else 0
        rest = text[cut:]
        yield text[:cut]
    yield rest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
