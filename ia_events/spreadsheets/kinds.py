"""What a file is, whatever its name says: by its first bytes, by the names inside an archive or a container."""

from __future__ import annotations

import re
from collections.abc import Collection

from ia_events.i18n import N_

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = N_("une image")
_OLD_WORD = N_("un ancien document Word")
_ARCHIVE = N_("une archive compressée")
_OLD_SHEET = N_("un classeur d'avant 1995")
_WORKS = N_("un fichier Microsoft Works")
_DATABASE = N_("une base de données")
_MOVIE = N_("une vidéo ou un son")
_CONTACTS = N_("un fichier de contacts (.vcf)")
TEXT_DOCUMENT = N_("un document texte LibreOffice")
_OTHERS = (
    (b"%PDF", N_("un PDF")),
    (b"{\\rtf", N_("un document texte (.rtf)")),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", _PICTURE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"\xff\x00\x02\x00", _WORKS),
    (b"\x20\x54\x02\x00", _WORKS),
    (b"\x01\xfe", _WORKS),
    (b"\x00\x00\x02\x00", N_("un classeur Lotus 1-2-3")),
    (b"\x00\x00\x1a\x00", N_("un classeur Lotus 1-2-3")),
    (b"\x09\x00\x04\x00", _OLD_SHEET),
    (b"\x09\x02\x06\x00", _OLD_SHEET),
    (b"\x09\x04\x06\x00", _OLD_SHEET),
    (b"\xdb\xa5", _OLD_WORD),
    (b"\x00\x01\x00\x00Standard", _DATABASE),
    (b"SQLite format 3", _DATABASE),
    (b"ID3", _MOVIE),
    (b"BEGIN:VCARD", _CONTACTS),
    (b"BEGIN:VCALENDAR", N_("un fichier d'agenda (.ics)")),
)
OLE_STREAMS = (
    ("WordDocument", _OLD_WORD),
    ("PowerPoint Document", N_("une présentation PowerPoint")),
    ("__properties_version1.0", N_("un message Outlook")),
    ("MatOST", _WORKS),
    ("CONTENTS", _WORKS),
)
# Texts that are no lists, whatever commas they hold.
_PROGRAMS = frozenset(
    [
        ".bat",
        ".c",
        ".cfg",
        ".conf",
        ".cpp",
        ".css",
        ".go",
        ".h",
        ".ini",
        ".java",
        ".js",
        ".log",
        ".md",
        ".php",
        ".ps1",
        ".py",
        ".rb",
        ".rs",
        ".rtf",
        ".sh",
        ".sql",
        ".tex",
        ".toml",
        ".ts",
        ".vbs",
        ".yaml",
        ".yml",
    ]
)
_PROGRAM = N_("un programme ou un fichier de réglages")
WRITER = b"application/vnd.oasis.opendocument.text"
_JSON = re.compile(r"\{\s*\"|\[\s*[{\[\"]")
_HTML = re.compile(
    r"(<!--.*?-->\s*)*<(!doctype html|html|head|meta|body|table|style|div|center|title|h[1-6]|p|br)\b", re.DOTALL
)
_MAIL = re.compile(
    r"(mime-version|from|return-path|received|date|subject|message-id|delivered-to|x-[\w-]+):", re.IGNORECASE
)


def what(head: bytes, ending: str = "") -> tuple[str, str]:
    """Of a file's first bytes, and the end of its name in lower case (".csv"): "text", "zip", "ole", "html", "xml" (a spreadsheet's) or "mail", and ""; or "" and what
    it is otherwise, in French words to be translated, "" when nobody knows."""
    if head.startswith(OLE):
        return "ole", ""
    if head.startswith(b"PK"):
        return "zip", ""
    for start, kind in _OTHERS:
        if head.startswith(start):
            return "", kind
    if head.startswith(b"BM") and b"\x00" in head[:16]:
        return "", _PICTURE
    if head[4:8] == b"ftyp":
        return "", _PICTURE if head[8:11] in (b"hei", b"mif", b"avi") else _MOVIE
    if not _looks_like_text(head):
        return "", ""
    found = _of_text(_decoded(head).lstrip("\ufeff \t\r\n"))
    return ("", _PROGRAM) if found[0] == "text" and ending in _PROGRAMS else found


def _of_text(start: str) -> tuple[str, str]:
    small = start.lower()
    if _HTML.match(small):
        return "html", ""
    if small.startswith(("<?xml", "<workbook", "<ss:workbook")):
        if "urn:schemas-microsoft-com:office:spreadsheet" in small or 'progid="excel.sheet"' in small:
            return "xml", ""
        return ("html", "") if re.search(r"<(html|table|body)\b", small) else ("", N_("un fichier XML"))
    if _MAIL.match(start) and re.search(r"(?im)^(mime-version|content-type):", start):
        return "mail", ""
    if _JSON.match(start):
        return "", N_("un fichier de données JSON")
    return "text", ""


def archive(names: Collection[str]) -> str:
    """What an archive without a workbook is, by its members' names, in French words to be translated."""
    if "word/document.xml" in names:
        return N_("un document Word")
    if "ppt/presentation.xml" in names:
        return N_("une présentation PowerPoint")
    if any(name.startswith("Index/") or name == "Index.zip" for name in names):
        return N_("un fichier Numbers ou Pages d'Apple")
    return _ARCHIVE


def _decoded(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    if b"\x00" in head:
        return head.replace(b"\x00", b"").decode("latin-1")
    return head.decode("utf-8", "replace")


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head:
        # UTF-16 without its mark: every other byte of a list is zero.
        return max(head[0::2].count(0), head[1::2].count(0)) > len(head) * 0.35
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c" for byte in head)
    return controls < len(head) / 100
