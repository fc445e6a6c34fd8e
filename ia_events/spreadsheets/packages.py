"""An .xlsx taken apart: what is edited is edited in its XML, all the rest goes back byte for byte."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from ia_events.spreadsheets.cell_text import escaped_text

WORKBOOK = "xl/workbook.xml"
_TYPES = "[Content_Types].xml"
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BUILT_IN_FORMATS = {"General": 0, "0": 1, "@": 49}
_FIRST_OWN_FORMAT = 164
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


def local(element: Any) -> str:
    """An element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def split_place(place: str) -> tuple[str, int]:
    """« B5 » as ("B", 5)."""
    match = _CELL.fullmatch(place)
    if match is None:
        raise ValueError(place)
    return match[1], int(match[2])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: what its tab says, and the part that holds it."""

    title: str
    part: str


class Package:
    """The parts of a workbook. `tree` gives one to look at; `touch` says it was changed, and will be written anew."""

    def __init__(self, source: Path | BytesIO) -> None:
        if isinstance(source, BytesIO):
            source.seek(0)
        with zipfile.ZipFile(source) as archive:
            self._members = [info for info in archive.infolist() if not info.is_dir()]
            self._bytes = {info.filename: archive.read(info) for info in self._members}
        self._trees: dict[str, Any] = {}
        self.touched: set[str] = set()
        self._strings: list[str] | None = None

    @property
    def names(self) -> list[str]:
        """The parts there are."""
        return list(self._bytes)

    def read(self, name: str) -> bytes:
        """A part as it came."""
        return self._bytes[name]

    def replace(self, name: str, data: bytes) -> None:
        """Put other bytes in a part that is not XML."""
        if data != self._bytes[name]:
            self._bytes[name] = data
            self.touched.add(name)

    def tree(self, name: str) -> Any:
        """The root of an XML part, always the same one."""
        if name not in self._trees:
            from lxml import etree

            parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            self._trees[name] = etree.fromstring(self._bytes[name], parser)
        return self._trees[name]

    def touch(self, name: str) -> None:
        """A part's tree was changed."""
        self.touched.add(name)

    def related(self, name: str) -> Iterator[tuple[str, str, str]]:
        """What a part points at inside the package: (relationship id, last word of its type, part)."""
        folder, _slash, base = name.rpartition("/")
        relations = f"{folder}/_rels/{base}.rels".lstrip("/")
        if relations not in self._bytes:
            return
        for relation in self.tree(relations):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External":
                continue
            part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if part in self._bytes:
                yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], part

    def sheets(self) -> list[Sheet]:
        """The worksheets, in the order of their tabs."""
        parts = {key: part for key, kind, part in self.related(WORKBOOK) if kind == "worksheet"}
        found = []
        for sheet in self.tree(WORKBOOK).iter("{*}sheet"):
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            if key in parts:
                found.append(Sheet(sheet.get("name", ""), parts[key]))
        return found

    def strings(self) -> list[str]:
        """The shared strings as plain text."""
        if self._strings is None:
            parts = [part for _key, kind, part in self.related(WORKBOOK) if kind == "sharedStrings"]
            items = self.tree(parts[0]).iterfind("{*}si") if parts else ()
            self._strings = [_plain(item) for item in items]
        return self._strings

    def text(self, cell: Any) -> str:
        """What a cell says when it is text that was typed; "" for numbers and formulas."""
        kind = cell.get("t")
        if kind == "s":
            value = cell.findtext("{*}v")
            place = int(value) if value and value.isdecimal() else -1
            return self.strings()[place] if 0 <= place < len(self.strings()) else ""
        if kind == "inlineStr":
            inline = cell.find("{*}is")
            return "" if inline is None else _plain(inline)
        return ""

    def uses_1904(self) -> bool:
        """Whether its days are counted from 1904."""
        return any(each.get("date1904") in ("1", "true") for each in self.tree(WORKBOOK).iter("{*}workbookPr"))

    def recalculate(self) -> None:
        """Make every program work the formulas out when it opens the file: what they said before is forgotten."""
        for key, kind, part in list(self.related(WORKBOOK)):
            if kind == "calcChain":
                self._remove(part, key)
        root = self.tree(WORKBOOK)
        settings = root.find("{*}calcPr")
        if settings is None:
            settings = root.makeelement(root.tag[: -len("workbook")] + "calcPr")
            before = [each for each in root if local(each) in ("definedNames", "externalReferences", "sheets")]
            before[-1].addnext(settings)
        settings.set("fullCalcOnLoad", "1")
        self.touch(WORKBOOK)
        for sheet in self.sheets():
            for formula in self.tree(sheet.part).iterfind("{*}sheetData/{*}row/{*}c/{*}f"):
                cell = formula.getparent()
                value = cell.find("{*}v")
                if value is not None:
                    cell.remove(value)
                    cell.attrib.pop("t", None)
                    self.touch(sheet.part)

    def be_a_workbook(self) -> None:
        """An .xltx becomes an .xlsx."""
        for override in self.tree(_TYPES).iter("{*}Override"):
            kind = override.get("ContentType", "")
            if kind.endswith("spreadsheetml.template.main+xml"):
                override.set("ContentType", kind.replace("template.main", "sheet.main"))
                self.touch(_TYPES)

    def save(self, target: IO[bytes]) -> None:
        """Write the package, its parts in the order they came in."""
        from lxml import etree

        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for info in self._members:
                if info.filename not in self._bytes:
                    continue
                data = self._bytes[info.filename]
                if info.filename in self.touched and info.filename in self._trees:
                    data = etree.tostring(
                        self._trees[info.filename].getroottree(),
                        xml_declaration=True,
                        encoding="UTF-8",
                        standalone=True,
                    )
                fresh = zipfile.ZipInfo(info.filename, info.date_time)
                fresh.external_attr, fresh.compress_type = info.external_attr, zipfile.ZIP_DEFLATED
                archive.writestr(fresh, data)

    def _remove(self, part: str, key: str) -> None:
        del self._bytes[part]
        folder, _slash, base = WORKBOOK.rpartition("/")
        relations = f"{folder}/_rels/{base}.rels"
        for relation in list(self.tree(relations)):
            if relation.get("Id") == key:
                relation.getparent().remove(relation)
        for override in list(self.tree(_TYPES)):
            if override.get("PartName") == f"/{part}":
                override.getparent().remove(override)
        self.touched |= {relations, _TYPES}


def _plain(item: Any) -> str:
    """The text of a string item, whatever its formats; readings of Japanese words aside."""
    texts = [t.text or "" for t in item.iter("{*}t") if local(t.getparent()) != "rPh"]
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m[1], 16)), "".join(texts))


# Cells


def rows_of(root: Any) -> dict[int, Any]:
    """A sheet's rows by number; those that leave theirs out follow the one before. ValueError beyond a sheet's limits."""
    found: dict[int, Any] = {}
    number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        found[number] = row
        column = 0
        for cell in row:
            column = column_number(split_place(cell.get("r"))[0]) if cell.get("r") else column + 1
            if column > LAST_COLUMN:
                raise ValueError(column)
            cell.set("r", f"{column_letters(column)}{number}")
        if not 1 <= number <= LAST_ROW:
            raise ValueError(number)
    return found


def column_number(letters: str) -> int:
    """« C » is 3."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """3 is « C »."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_at(root: Any, place: str) -> Any:
    """The cell of a place, made in its row, and the row in its sheet, when it is missing."""
    letters, number = split_place(place)
    rows = rows_of(root)
    row = rows.get(number)
    if row is None:
        data = root.find("{*}sheetData")
        row = data.makeelement(data.tag[: -len("sheetData")] + "row", {"r": str(number)})
        later = next((rows[n] for n in sorted(rows) if n > number), None)
        data.append(row) if later is None else later.addprevious(row)
    column = column_number(letters)
    for cell in row:
        here = column_number(split_place(cell.get("r"))[0])
        if here == column:
            return cell
        if here > column:
            made = _new_cell(row, place)
            cell.addprevious(made)
            return made
    made = _new_cell(row, place)
    row.append(made)
    row.attrib.pop("spans", None)
    return made


def _new_cell(row: Any, place: str) -> Any:
    made = row.makeelement(row.tag[: -len("row")] + "c", {"r": place})
    if row.get("s") and row.get("customFormat") in ("1", "true"):
        made.set("s", row.get("s"))
    return made


def empty(cell: Any) -> None:
    """Take a cell's content away; its looks stay."""
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)


def put_text(cell: Any, text: str) -> None:
    """Make a cell say a text, and nothing but text."""
    empty(cell)
    if not text:
        return
    cell.set("t", "inlineStr")
    name = cell.tag[:-1]
    said = cell.makeelement(name + "t")
    said.text = escaped_text(text)
    if text != text.strip() or "\n" in text:
        said.set(_SPACE, "preserve")
    inline = cell.makeelement(name + "is")
    inline.append(said)
    cell.append(inline)


def put_number(cell: Any, value: float) -> None:
    """Make a cell say a number."""
    empty(cell)
    said = cell.makeelement(cell.tag[:-1] + "v")
    said.text = repr(value)
    cell.append(said)


class Styles:
    """The styles of a package, to which variants of those there are can be added."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._part = next((part for _key, kind, part in package.related(WORKBOOK) if kind == "styles"), "")
        self._made: dict[tuple[int, str, bool], int] = {}

    def is_general(self, style: int) -> bool:
        """Whether numbers have no format of their own in a style."""
        found = self._formats()
        return not (0 <= style < len(found)) or found[style].get("numFmtId", "0") == "0"

    def variant(self, style: int, *, number_format: str = "", quoted: bool = False) -> int:
        """A style like another, with a number format, or marked as text whatever it begins with."""
        key = style, number_format, quoted
        if key in self._made or not self._part:
            return self._made.get(key, style)
        found = self._formats()
        if not 0 <= style < len(found):
            return style
        made = deepcopy(found[style])
        if number_format:
            made.set("numFmtId", str(self._number_format(number_format)))
            made.set("applyNumberFormat", "1")
        if quoted:
            made.set("quotePrefix", "1")
        parent = found[style].getparent()
        parent.append(made)
        parent.set("count", str(len(parent)))
        self._package.touch(self._part)
        self._made[key] = len(parent) - 1
        return self._made[key]

    def _formats(self) -> Any:
        if not self._part:
            return ()
        found = self._package.tree(self._part).find("{*}cellXfs")
        return () if found is None else found

    def _number_format(self, code: str) -> int:
        if code in _BUILT_IN_FORMATS:
            return _BUILT_IN_FORMATS[code]
        root = self._package.tree(self._part)
        holder = root.find("{*}numFmts")
        if holder is None:
            holder = root.makeelement(root.tag.replace("styleSheet", "numFmts"))
            root.insert(0, holder)
        for each in holder:
            if each.get("formatCode") == code:
                return int(each.get("numFmtId"))
        number = max((int(each.get("numFmtId", 0)) for each in holder), default=0)
        number = max(number + 1, _FIRST_OWN_FORMAT)
        holder.append(holder.makeelement(holder.tag[:-1], {"numFmtId": str(number), "formatCode": code}))
        holder.set("count", str(len(holder)))
        return number
