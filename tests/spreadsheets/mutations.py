"""Lists spoiled on purpose, always the same for the same number: bytes, members of archives, XML."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable

_TAG = re.compile(rb"<[\w:]+(?:\s[^<>]*)?/?>")
_NUMBER = re.compile(rb"""(?<=["'>])-?\d+(?:\.\d+)?(?=["'<])""")
_TYPE = re.compile(rb"""(?<=\bt=["'])\w+(?=["'])|(?<=value-type=["'])\w+(?=["'])""")
_TEXT = re.compile(rb"(?<=>)[^<>]+(?=<)")
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"1048576", b"16777215", b"2147483648", b"4294967295", b"99999999999999999999", b"1e308", b"NaN", b"1e-320", b"9" * 5000)  # fmt: skip
_TYPES = (
    b"s",
    b"str",
    b"inlineStr",
    b"n",
    b"b",
    b"e",
    b"d",
    b"float",
    b"date",
    b"time",
    b"boolean",
    b"percentage",
    b"string",
    b"x",
)
_TEXTS = (b"", b"&#0;", b"&#x1F600;", b"&b;", b"&amp;lt;", b"\xff\xfe", b"\x00\x01\x02", b"x" * 100_000, b"=1+1", b"_x0041_", "\u202e\u200b\ufeff".encode(), b"9" * 400, b"#REF!", b"2025-13-45T99:99:99")  # fmt: skip
# What makes a careless search go through a cell again and again.
LONG = tuple(unit * 5000 for unit in (" ", ". ", " -", "-", '"', "'", "(", "[a@", ", ", ": ", "@a.", "0 ", "é ", "{{ "))
_BOMB = b'<!DOCTYPE a [<!ENTITY a0 "ha">' + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)) + b"]>"  # fmt: skip


def mutated(data: bytes, number: int) -> bytes:
    """A spoiled copy of a file: one to three mutations, the archive's own parts included."""
    choice = random.Random(number)
    zipped = data.startswith(b"PK")
    for _ in range(choice.choice((1, 1, 1, 2, 3))):
        if zipped and choice.random() < 0.75 and (inside := _in_archive(data, choice)) is not None:
            data = inside
        else:
            data = _bytes(data, choice)
    return data


def _bytes(data: bytes, choice: random.Random) -> bytes:
    spoiled = bytearray(data)
    if not spoiled:
        return data
    at = choice.randrange(len(spoiled))
    length = choice.choice((1, 2, 4, 16, 300))
    match choice.randrange(9):
        case 0 | 1 | 2:
            for _ in range(choice.choice((1, 1, 3, 20))):
                spoiled[choice.randrange(len(spoiled))] = choice.randrange(256)
        case 3:
            spoiled[at] ^= 1 << choice.randrange(8)
        case 4:
            spoiled[at:at] = choice.randbytes(length)
        case 5:
            del spoiled[at : at + length]
        case 6:
            spoiled[at : at + length] = bytes([choice.choice((0, 0xFF))]) * min(length, len(spoiled) - at)
        case 7:
            del spoiled[at if choice.random() < 0.3 else len(spoiled) - choice.randrange(1, 40) :]
        case 8:
            spoiled[at:at] = choice.choice(LONG).encode()
    return bytes(spoiled)


def _in_archive(data: bytes, choice: random.Random) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(m.filename, archive.read(m)) for m in archive.infolist() if m.file_size < 5_000_000]
    except Exception:  # noqa: BLE001 - spoiled already
        return None
    if not members:
        return None
    parts = [i for i, (name, _content) in enumerate(members) if name.endswith((".xml", ".rels"))]
    cells = [i for i in parts if re.search(r"sheet\d*\.xml|content\.xml|sharedStrings|workbook\.xml", members[i][0])]
    at = choice.choice(cells if cells and choice.random() < 0.7 else parts or range(len(members)))
    name, content = members[at]
    match choice.randrange(10):
        case 0:
            del members[at]
        case 1:
            other = choice.randrange(len(members))
            members[at], members[other] = (name, members[other][1]), (members[other][0], content)
        case 2:
            members.insert(choice.randrange(len(members)), (choice.choice((name, "../" + name, name.upper())), content))
        case 3:
            members[at] = (name, _bytes(content, choice))
        case _:
            members[at] = (name, choice.choice(_XML)(content, choice))
    made = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(made, "w", choice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive,
    ):
        warnings.simplefilter("ignore")  # two members of one name: on purpose
        for member, content in members:
            archive.writestr(member, content)
    return made.getvalue()


def _spot(pattern: re.Pattern[bytes], content: bytes, choice: random.Random) -> tuple[int, int]:
    found = [m.span() for m in pattern.finditer(content)]
    return choice.choice(found) if found else (len(content) // 2, len(content) // 2)


def _put(content: bytes, span: tuple[int, int], new: bytes) -> bytes:
    return content[: span[0]] + new + content[span[1] :]


def _number(content: bytes, choice: random.Random) -> bytes:
    return _put(content, _spot(_NUMBER, content, choice), choice.choice(_NUMBERS))


def _type(content: bytes, choice: random.Random) -> bytes:
    return _put(content, _spot(_TYPE, content, choice), choice.choice(_TYPES))


def _text(content: bytes, choice: random.Random) -> bytes:
    return _put(content, _spot(_TEXT, content, choice), choice.choice((*_TEXTS, *(long.encode() for long in LONG))))


def _no_tag(content: bytes, choice: random.Random) -> bytes:
    return _put(content, _spot(_TAG, content, choice), b"")


def _repeated(content: bytes, choice: random.Random) -> bytes:
    start, end = _spot(_TAG, content, choice)
    stop = content.find(b"<", min(len(content), end + choice.choice((0, 50, 500))))
    piece = content[start : stop if stop > 0 else end]
    return _put(content, (start, start), piece * min(choice.choice((1, 100, 3000)), 1 + 1_000_000 // (len(piece) + 1)))


def _nested(content: bytes, choice: random.Random) -> bytes:
    start, _end = _spot(_TAG, content, choice)
    depth = choice.choice((200, 20_000, 200_000))
    closed = choice.random() < 0.7
    return _put(content, (start, start), b"<a>" * depth + b"</a>" * (depth if closed else 0))


def _many(content: bytes, choice: random.Random) -> bytes:
    """Repeat counts, spans and merged ranges beyond measure."""
    _start, end = _spot(_TAG, content, choice)
    added = choice.choice(
        (
            b' table:number-columns-repeated="%s"',
            b' table:number-rows-repeated="%s"',
            b' table:number-columns-spanned="%s"',
            b' text:c="%s"',
            b' r="XFD%s"',
            b' ref="A1:XFD%s"',
            b' count="%s" uniqueCount="4000000000"',
        )
    ) % choice.choice((b"200", b"16384", b"1048576", b"4294967295"))
    at = end - (2 if content[end - 2 : end] == b"/>" else 1)
    return _put(content, (at, at), added)


def _bomb(content: bytes, choice: random.Random) -> bytes:
    root = re.search(rb"<[\w:]+", content)
    at = root.start() if root else 0
    used = re.sub(rb"(?<=>)[^<>]+(?=<)", b"&a9;", content[at:], count=choice.choice((1, 5)))
    return content[:at] + _BOMB + used


def _encoding(content: bytes, choice: random.Random) -> bytes:
    wanted = choice.choice(("utf-16", "utf-7", "cp037", "latin-1", "utf-8"))
    declared = re.sub(rb"""encoding=["'][^"']*["']""", b'encoding="%s"' % wanted.encode(), content, count=1)
    return declared.decode("utf-8", "replace").encode(choice.choice((wanted, "utf-8")), "replace")


_XML: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _number, _number, _type, _text, _text, _no_tag, _repeated, _nested, _many, _many, _bomb, _encoding,
)  # fmt: skip
