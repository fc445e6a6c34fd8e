"""What a zipped workbook (.xlsx .xlsm .xlsb .ods) must be before a library unpacks it, and what its parts tell of its cells."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET

from ia_events.domain.errors import UserError
from ia_events.i18n import _
from ia_events.spreadsheets import kinds, links, opendocument, struck
from ia_events.spreadsheets.refusals import refusal

MAX_UNPACKED = 1024 * 1024 * 1024
# Excel's own files stay below 30 to 1; a bomb of zeros reaches 1,000.
MAX_RATIO, RATIO_MATTERS_OVER = 200, 100 * 1024 * 1024
# A workbook of a hundred sheets with their drawings and links has some five hundred.
MAX_MEMBERS = 10_000
# calamine holds every cell between the first and the last at 32 bytes each, and aborts the process without memory.
MAX_CELLS = 30_000_000
MAX_ROWS = 1_048_576
_CHUNK = 1024 * 1024
_DEFLATE_LIMIT = 1032
_PROLOG = 64 * 1024

Sign = Callable[[float], None]
"""Told now and then that the check goes on, with the seconds the next step may take (0: hardly any)."""


@dataclass(slots=True)
class SheetFacts:
    """What a sheet's part tells that calamine does not: its extent when it is wide, its error cells by (row, column)
    from 0, how many cells are merged in all, the extent of the largest merged range, the addresses its cells link to, the
    cells written in a font struck through, and the hidden rows, from 0.
    """

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: int = 0
    largest_merged: tuple[int, int] = (0, 0)
    links: links.Links = field(default_factory=dict)
    struck: set[tuple[int, int]] = field(default_factory=set)
    hidden: set[int] = field(default_factory=set)

    @property
    def too_big(self) -> bool:
        """Whether reading it would take more memory than a laptop has."""
        return self.rows * self.columns > MAX_CELLS


def check(path: Path, file: IO[bytes], sign: Sign) -> tuple[dict[str, SheetFacts], int]:
    """What the sheets of an open archive hold, by name, and its bytes once unpacked, pictures aside.

    `path` names it in sentences. UserError: zip_truncated, file_damaged, zip_bomb, zip_members, xml_entities,
    unknown_format, password_unsupported, sheet_too_big.
    """
    try:
        _refuse_crowds(path, file)
        with zipfile.ZipFile(file) as archive:
            return _check_members(path, file, archive, sign)
    except zipfile.BadZipFile as error:
        raise refusal("zip_truncated", path) from error
    except (UserError, MemoryError):
        raise
    except Exception as error:
        # zipfile, zlib and ElementTree raise a dozen kinds of errors on a damaged file, OSError among them.
        raise refusal("file_damaged", path) from error


def _check_members(
    path: Path, file: IO[bytes], archive: zipfile.ZipFile, sign: Sign
) -> tuple[dict[str, SheetFacts], int]:
    members = archive.infolist()
    unpacked = sum(m.file_size for m in members)
    packed = sum(m.compress_size for m in members)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS_OVER and unpacked > MAX_RATIO * packed):
        raise refusal("zip_bomb", path)
    _refuse_names(path, [m.filename for m in members])
    names = {m.filename: m for m in members}
    if "content.xml" in names:
        if any(m.flag_bits & 1 for m in members) or b"encryption-data" in _small(
            archive, names, "META-INF/manifest.xml"
        ):
            raise refusal("password_unsupported", path)
        if _small(archive, names, "mimetype").startswith(kinds.WRITER):
            raise refusal("other_format", path, kind=_(kinds.TEXT_DOCUMENT))
    elif not any(name.startswith("xl/workbook.") for name in names):
        raise refusal("other_format", path, kind=_(kinds.archive(names)))
    if any(m.flag_bits & 1 or m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        raise refusal("file_damaged", path)
    for member in members:
        _refuse_entities(path, member.filename, _unpack(path, file, member, sign, _PROLOG))
    sheets = _sheet_parts(archive, names)
    facts: dict[str, SheetFacts] = {}
    if "content.xml" in names and _refuse_far_cells(path, _unpack(path, file, names["content.xml"], sign)):
        sign(0)
        with archive.open("content.xml") as content:
            told = opendocument.told(content)
        facts = {name: SheetFacts(links=t.links, struck=t.struck, hidden=t.hidden) for name, t in told.items()}
    weight = 0
    crossed = struck.styles(_small(archive, names, "xl/styles.xml"))
    for member in members:
        sheet = sheets.get(member.filename)
        if "/media/" not in member.filename:
            weight += member.file_size
        if sheet is not None:
            folder, _slash, base = member.filename.rpartition("/")
            targets = links.targets(_small(archive, names, f"{folder}/_rels/{base}.rels"))
            facts[sheet] = _sheet_facts(partial(_unpack, path, file, member, sign), targets, crossed)
        elif member.compress_size * _DEFLATE_LIMIT > RATIO_MATTERS_OVER and "/media/" not in member.filename:
            # The size a member declares may be a lie: only unpacking tells. The small ones cannot hurt.
            for _chunk in _unpack(path, file, member, sign):
                pass
    return facts, weight


def _refuse_crowds(path: Path, file: IO[bytes]) -> None:
    """zipfile makes an object of every member: their number is looked at before."""
    end = file.seek(0, 2)
    file.seek(max(0, end - 70_000))
    tail = file.read()
    file.seek(0)
    for mark, size_of in ((b"PK\x05\x06", "<I"), (b"PK\x06\x06", "<Q")):  # the latter in archives made for 4 GB
        at = tail.rfind(mark)
        place = at + (12 if size_of == "<I" else 40)
        if at >= 0 and place + 8 <= len(tail):
            (size,) = struct.unpack_from(size_of, tail, place)
            if size > MAX_MEMBERS * 200 and size != 0xFFFFFFFF:
                raise refusal("zip_members", path)


def _refuse_names(path: Path, names: Iterable[str]) -> None:
    """Nothing is ever unpacked into a folder; but two readers must not take two members of one name each for the other."""
    seen = set()
    for name in names:
        plain = name.replace("\\", "/").casefold()
        if plain.startswith("/") or ".." in plain.split("/") or ":" in plain or "\x00" in plain or plain in seen:
            raise refusal("zip_members", path)
        seen.add(plain)
    if len(seen) > MAX_MEMBERS:
        raise refusal("zip_members", path)


_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<[^!?]")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PLAIN_ENCODING = re.compile(rb"utf-?8|us-ascii|ascii|iso-8859-\d+|windows-\d+", re.IGNORECASE)
# OpenOffice 2 and 3 named a DTD in every manifest they wrote.
_OLD_MANIFEST = re.compile(rb"<!DOCTYPE\s+manifest:manifest\s[^\[>]*>")


def _refuse_entities(path: Path, name: str, chunks: Iterator[bytes]) -> None:
    """A workbook's parts declare no entity; and an encoding that hides one from this check is nobody's."""
    start = b""
    while len(start) < _PROLOG and (chunk := next(chunks, None)) is not None:
        start += chunk
    start = start.removeprefix(b"\xef\xbb\xbf")
    if not name.lower().endswith((".xml", ".rels", ".vml")) and not start.lstrip().startswith(b"<"):
        return
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in start[:4]:
        raise refusal("file_damaged", path)
    encoding = _ENCODING.match(start)
    if encoding is not None and not _PLAIN_ENCODING.fullmatch(encoding[1]):
        raise refusal("file_damaged", path)
    at = 0
    while (skipped := _BEFORE_ROOT.match(start, at)) is not None:
        at = skipped.end()
    if name == "META-INF/manifest.xml" and _OLD_MANIFEST.match(start, at):
        return
    if start.startswith(b"<!", at) and not start.startswith(b"<!--", at):
        raise refusal("xml_entities", path)
    if start and not _ROOT.match(start, at):
        raise refusal("file_damaged", path)


_COLUMNS_REPEATED = re.compile(
    rb"""columns-repeated=["'](\d{1,9})["'][^>]{0,2000}?(?:/>\s*<table:(?:covered-)?table-cell|[^/]>)"""
)
_ROWS_REPEATED = re.compile(rb"""rows-repeated=["'](\d{1,9})["']""")


def _refuse_far_cells(path: Path, chunks: Iterator[bytes]) -> bool:
    """In an .ods a cell stands far away behind empty ones that are only counted. Whether it tells more than its cells."""
    rows = columns = 100
    telling = False
    for text in _whole_cells(chunks, b"</table:table-row>"):
        columns += max(map(int, _COLUMNS_REPEATED.findall(text)), default=0)
        rows += sum(map(int, _ROWS_REPEATED.findall(text))) + text.count(b"<table:table-row")
        telling = telling or opendocument.telling(text)
    if columns > 300 and rows * columns > MAX_CELLS:
        raise refusal("sheet_too_big", path, sheet=path.name, rows=rows, columns=columns)
    return telling


def _small(archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo], name: str) -> bytes:
    """A member that has no reason to be long, at most 8 MB of it; b"" when it is missing."""
    if name not in names:
        return b""
    with archive.open(name) as part:
        return part.read(8 * _CHUNK)


def _unpack(
    path: Path, file: IO[bytes], member: zipfile.ZipInfo, sign: Sign, size: int = 4 * _CHUNK
) -> Iterator[bytes]:
    """The member's bytes, at most `size` at a time, refused as soon as they pass the size it declares."""
    file.seek(member.header_offset)
    header = file.read(30)
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    at = file.seek(name_length + extra_length, 1)
    left, done = member.compress_size, 0
    inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        file.seek(at)
        packed = file.read(min(_CHUNK // 4, size, left))
        if not packed:
            raise EOFError(member.filename)
        at += len(packed)
        left -= len(packed)
        while packed:
            chunk = inflate.decompress(packed, size) if inflate else packed
            packed = inflate.unconsumed_tail if inflate else b""
            done += len(chunk)
            if done > member.file_size:
                raise refusal("zip_bomb", path)
            sign(0)
            yield chunk


def _sheet_parts(archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo]) -> dict[str, str]:
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
_PLACE = re.compile(rb"""r=["'][A-Z]{1,3}(\d{1,9})""")
_ERROR = re.compile(rb"""t=["']e["']""")
_CELL_END = re.compile(rb"</(?:\w{1,20}:)?c>")
_CELL = re.compile(rb"<(?:\w{1,20}:)?c\s")
_VALUE = re.compile(rb"<(?:\w{1,20}:)?v>([^<]{1,40})<")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,9})["']""")
_MERGED = re.compile(rb"""mergeCell\s[^<>]{0,200}?ref=["']([A-Z]{1,3})(\d{1,9}):([A-Z]{1,3})(\d{1,9})["']""")


def _sheet_facts(
    chunks: Callable[[], Iterator[bytes]], targets: Mapping[bytes, str], crossed: frozenset[bytes]
) -> SheetFacts:
    facts = SheetFacts()
    for text in _whole_cells(chunks()):
        for letters in set(_WIDE.findall(text)):
            facts.columns = max(facts.columns, links.column_number(letters))
        if _ERROR.search(text):
            facts.errors.update(_error_cells(text))
        facts.links.update(links.in_part(text, targets))
        facts.hidden.update(struck.hidden(text))
        if crossed and not struck.enough(facts.struck):
            facts.struck.update(struck.cells(text, crossed))
        if b"mergeCell " in text:
            for left, top, right, bottom in _MERGED.findall(text):
                extent = (
                    abs(int(bottom) - int(top)) + 1,
                    abs(links.column_number(right) - links.column_number(left)) + 1,
                )
                facts.merged += extent[0] * extent[1]
                facts.largest_merged = max(facts.largest_merged, extent, key=lambda size: size[0] * size[1])
    if facts.columns * MAX_ROWS > MAX_CELLS:
        # Only a wide sheet can be too big, so only there are the rows counted.
        facts.rows = max((int(row) for text in _whole_cells(chunks()) for row in _PLACE.findall(text)), default=0)
    return facts


def _error_cells(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in _CELL_END.split(text):
        if b't="e"' not in cell and b"t='e'" not in cell:
            continue
        start = max((m.start() for m in _CELL.finditer(cell)), default=0)  # empty cells may stand before it
        attributes = cell[start : cell.find(b">", start)]
        place, value = _REFERENCE.search(attributes), _VALUE.search(cell, start)
        if place is not None and value is not None and re.search(rb"""\bt=["']e["']""", attributes):
            yield (int(place[2]) - 1, links.column_number(place[1]) - 1), value[1].decode("utf-8", "replace")


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
