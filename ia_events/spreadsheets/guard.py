"""What is looked at before a library touches a file somebody sent: what it is, whether it is whole, whether it is a trap."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from ia_events.domain.errors import UserError
from ia_events.i18n import N_
from ia_events.spreadsheets import archives, old_workbooks
from ia_events.spreadsheets.archives import SheetFacts, Sign
from ia_events.spreadsheets.refusals import damaged as damaged
from ia_events.spreadsheets.refusals import sheet_too_big as sheet_too_big
from ia_events.spreadsheets.refusals import too_big_for_memory as too_big_for_memory
from ia_events.spreadsheets.refusals import unknown

MAX_FILE = 200 * 1024 * 1024
# What openpyxl may be asked to hold: it takes some fifty times a sheet's size, and an object for each merged cell.
MAX_EDITED, MAX_MERGED = 64 * 1024 * 1024, 1_000_000
# Seconds: a password goes through a hundred thousand rounds, on purpose.
MAX_DECRYPTING = 60
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True, kw_only=True)
class Opened:
    """A file found sound. `kind` is "text" or "workbook"; `source` what to read: the path, or decrypted bytes;
    `weight` how many bytes a library has to go through."""

    kind: str
    source: Path | BytesIO
    facts: dict[str, SheetFacts] = field(default_factory=dict)
    weight: int = 0


def look(path: Path) -> str:
    """What a file is by its first bytes: "text", "zip" or "ole". No library is needed for that.

    UserError: file_missing, is_folder, no_permission, file_unreadable, file_empty, file_too_big, unknown_format.
    """
    head = _head(path)
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(b"PK"):
        return "zip"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<head", b"<meta")):
        raise UserError(
            "unknown_format",
            N_("« {name} » est une page web ou un fichier XML qui porte le nom d'un classeur. Ouvrez-le dans Excel ou LibreOffice et enregistrez-le au format .xlsx."),
            name=path.name,
        )  # fmt: skip
    if not _looks_like_text(head):
        raise unknown(path)
    return "text"


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
    return Opened(kind="text", source=path, weight=path.stat().st_size)


def open_to_edit(path: Path, password: str | None = None, sign: Sign = lambda _seconds: None) -> Opened:
    """The same for a workbook openpyxl is to hold. UserError: those of `open_list`,
    file_too_big_for_memory."""
    opened = open_list(path, password, sign)
    for name, facts in opened.facts.items():
        if facts.too_big:
            raise sheet_too_big(name, facts.rows, facts.columns)
        if facts.merged > MAX_MERGED:
            raise sheet_too_big(name, *facts.largest_merged)
    if not editable(opened):
        raise too_big_for_memory(path)
    return opened


def editable(opened: Opened) -> bool:
    """Whether openpyxl can hold it in the memory of a laptop."""
    facts = opened.facts.values()
    return opened.weight <= MAX_EDITED and not any(sheet.too_big or sheet.merged > MAX_MERGED for sheet in facts)


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UserError(
                "is_folder",
                N_("« {name} » est un dossier. Choisissez un fichier dans ce dossier."),
                name=path.resolve().name or str(path),
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
                    raise unknown(path)
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
            errors = old_workbooks.error_cells(ole)
        if isinstance(source, BytesIO):
            source = BytesIO(source.getvalue())
        return Opened(
            kind="workbook",
            source=source,
            facts={name: SheetFacts(errors=found) for name, found in errors.items()},
            weight=path.stat().st_size,
        )
    except (UserError, MemoryError):
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
