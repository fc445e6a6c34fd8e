"""What an archive and a screen reader need of every paper. What veraPDF said: docs/decisions/0007."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from PIL import Image, ImageCms

from ia_events import i18n
from ia_events.documents.pdf import Paper
from tests.documents.conftest import Reader

MADE_AT = datetime(2025, 11, 10, 10, 30, 15, tzinfo=timezone(timedelta(hours=-4)))
TITLE = "Badges : l'été & <l'hiver>"
_XML = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


def made(
    *, tagged: bool = True, text: str = "Éloïse Юлия علي", author: str = "Délégation", image: bool = False
) -> bytes:
    paper = Paper((300, 200), title=TITLE, author=author, made_at=MADE_AT)
    paper.box(10, 10, 50, 50, "#0F766E", 4)
    if image:
        paper.image(Image.new("RGBA", (30, 12), (15, 118, 110, 128)), 70, 10, 50, 50, "nw")
    if tagged:
        with paper.tag("P"):
            paper.text(20, 100, text, 12)
    else:
        paper.text(20, 100, text, 12)
    paper.end_page()
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


def metadata(data: bytes) -> Any:
    (packet,) = re.findall(rb"<x:xmpmeta.*</x:xmpmeta>", data, re.DOTALL)
    return etree.fromstring(packet)


def found(data: bytes, path: str) -> list[str]:
    return [node.text for node in metadata(data).iterfind(f".//{path}", _XML)]


def streams(data: bytes) -> list[tuple[bytes, bytes]]:
    """Dictionary and content, not yet expanded, of each stream."""
    heads = [
        (m.group(1), m.end()) for m in re.finditer(rb"(<<(?:(?!endobj).)*?/Length \d+.*?>>)\nstream\n", data, re.DOTALL)
    ]
    sized = [(head, start, int(re.findall(rb"/Length (\d+)", head)[-1])) for head, start in heads]
    return [(head, data[start : start + length]) for head, start, length in sized]


def test_the_metadata_say_what_the_document_says(opened: Reader) -> None:
    data = made()
    assert found(data, "dc:title/rdf:Alt/rdf:li") == [TITLE]
    assert found(data, "dc:creator/rdf:Seq/rdf:li") == ["Délégation"]
    assert found(data, "dc:language/rdf:Bag/rdf:li") == ["fr-FR"]
    for date in ("xmp:CreateDate", "xmp:ModifyDate"):
        assert found(data, date) == ["2025-11-10T14:30:15Z"]
    known = opened(data).get_metadata_dict()
    assert known["Title"] == TITLE
    assert known["CreationDate"] == known["ModDate"] == "D:20251110143015+00'00'"
    assert found(data, "xmp:CreatorTool") == [known["Creator"]]


def test_without_an_author_none_is_named() -> None:
    assert found(made(author=""), "dc:creator/rdf:Seq/rdf:li") == []


def test_the_language_is_that_of_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "language", lambda: "en")
    data = made()
    assert found(data, "dc:language/rdf:Bag/rdf:li") == ["en-GB"]
    assert b"/Lang (en-GB)" in data


def test_only_a_tagged_document_claims_to_be_accessible() -> None:
    assert found(made(), "pdfaid:part") == ["2"]
    assert found(made(), "pdfaid:conformance") == ["A"]
    assert found(made(), "pdfuaid:part") == ["1"]
    assert found(made(tagged=False), "pdfaid:conformance") == ["U"]
    assert found(made(tagged=False), "pdfuaid:part") == []


def test_the_title_is_shown_and_the_tabs_follow_the_structure() -> None:
    data = made()
    assert re.search(rb"/DisplayDocTitle true", data)
    assert b"/Tabs /S" in data
    assert b"/Marked true" in data


def test_the_colours_are_those_of_a_profile_that_never_changes() -> None:
    data = made()
    (profile,) = [zlib.decompress(body) for head, body in streams(data) if b"/N 3" in head]
    assert b"/S /GTS_PDFA1" in data
    read = ImageCms.ImageCmsProfile(BytesIO(profile))
    assert read.profile.xcolor_space == "RGB "
    assert read.profile.creation_date == datetime(1998, 1, 1)  # noqa: DTZ001  as Pillow tells it


def test_every_font_is_there_with_the_letters_it_writes() -> None:
    data = made()
    fonts = re.findall(rb"/FontDescriptor \d+ 0 R", data)
    assert len(fonts) == 3
    assert len(re.findall(rb"/FontFile2 \d+ 0 R", data)) == 3
    assert len(re.findall(rb"/ToUnicode \d+ 0 R", data)) == 3


def test_every_stream_ends_where_it_says() -> None:
    data = made(image=True)
    found = streams(data)
    assert len(found) == data.count(b"endstream")
    for _head, body in found:
        assert body + b"\nendstream" in data


def test_two_documents_are_told_apart_and_one_made_twice_is_the_same() -> None:
    def identity(data: bytes) -> list[bytes]:
        return re.findall(rb"/ID \[<(\w+)> <(\w+)>\]", data)

    assert made() == made()
    ((first, again),) = identity(made())
    assert first == again
    assert identity(made(text="Zoé")) != identity(made())


def test_the_date_is_the_instant_given_whatever_its_zone() -> None:
    def at(moment: datetime) -> bytes:
        paper = Paper((300, 200), title=TITLE, author="", made_at=moment)
        paper.end_page()
        out = BytesIO()
        paper.save(out)
        return out.getvalue()

    assert at(MADE_AT) == at(MADE_AT.astimezone(UTC))
