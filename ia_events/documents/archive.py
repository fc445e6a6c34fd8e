"""What makes a PDF one to keep and one to hear: PDF/A-2 and PDF/UA-1. See docs/decisions/0007-documents-to-keep.md."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from ia_events.documents.objects import Written, add, add_stream

if TYPE_CHECKING:
    from reportlab.pdfbase.pdfdoc import PDFDocument

_CATALOG_KEYS = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]


class _Stream(pdfdoc.PDFStream):  # type: ignore[misc]  # reportlab has no types
    """A stream whose last byte is its own: reportlab lets `endstream` follow it on the same line."""

    def format(self, document: PDFDocument) -> bytes:
        text: bytes = super().format(document)
        return text.removesuffix(b"endstream\n") + b"\nendstream\n"


pdfdoc.PDFStream = _Stream


def finish(document: PDFDocument, *, language: str, made_at: datetime, tagged: bool) -> None:
    """Add to a document whose pages are drawn its metadata, the meaning of its colours, and its identity.

    One of which no part is tagged claims PDF/A-2u only, and says nothing of PDF/UA.
    """
    info, catalog = document.info, document.Catalog
    instant = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata = _metadata(info, language, instant, tagged).encode("utf-8")
    add_stream(document, "metadata", metadata, "/Type /Metadata /Subtype /XML", readable=True)
    catalog.Metadata = pdfdoc.PDFObjectReference("metadata")
    number = add_stream(document, "colours", _colours(), "/N 3")
    intent = add(
        document,
        "intent",
        "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
        f" /Info (sRGB IEC61966-2.1) /DestOutputProfile {number} 0 R>>",
    )
    catalog.OutputIntents = Written(f"[{intent} 0 R]".encode("ascii"))
    catalog.__NoDefault__ = _CATALOG_KEYS  # reportlab writes only the keys it knows
    digest = hashlib.sha256(metadata)
    for page in document.Pages.pages:
        digest.update(page.stream.encode("utf-8"))
    identity = digest.hexdigest()[:32]
    document._ID = f"[<{identity}> <{identity}>]".encode("ascii")


def _metadata(info: pdfdoc.PDFInfo, language: str, instant: str, tagged: bool) -> str:
    author = (
        f"<dc:creator><rdf:Seq><rdf:li>{escape(info.author)}</rdf:li></rdf:Seq></dc:creator>" if info.author else ""
    )
    return _PACKET.format(
        title=escape(info.title),
        author=author,
        language=language,
        creator=escape(info.creator),
        producer=escape(info.producer),
        instant=instant,
        level="A" if tagged else "U",
        accessible=_ACCESSIBLE if tagged else "",
    )


@cache
def _colours() -> bytes:
    """What red, green and blue are: an sRGB profile, the same bytes each time."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((7, 206, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # made on 1 January 1998, not today
    profile[84:100] = bytes(16)  # its identity, which that date was part of
    return bytes(profile)


_ACCESSIBLE = """
  <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
   <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
     <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
     <pdfaProperty:category>internal</pdfaProperty:category>
     <pdfaProperty:description>Part of ISO 14289 the file keeps to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
   </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>"""
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{author}
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <xmp:CreatorTool>{creator}</xmp:CreatorTool><pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreateDate>{instant}</xmp:CreateDate><xmp:ModifyDate>{instant}</xmp:ModifyDate>
   <xmp:MetadataDate>{instant}</xmp:MetadataDate>
  </rdf:Description>
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part><pdfaid:conformance>{level}</pdfaid:conformance>
  </rdf:Description>{accessible}
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
