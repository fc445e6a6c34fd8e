"""Several PDFs as one, with what each says of its structure to those who hear it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A PDF to bind, and what the outline calls it."""

    title: str
    data: bytes


def bind(cover: Part, parts: Sequence[Part]) -> bytes:
    """One PDF: the pages of the cover, whose title, language and the like it has, then those of each part.

    Each has an entry in the outline, and its structure under that of the whole. The same parts give the same bytes.
    """
    import pikepdf
    from pikepdf import Array, Dictionary, Name

    with pikepdf.open(BytesIO(cover.data)) as whole:
        root = whole.Root.StructTreeRoot
        document = root.K if not isinstance(root.K, Array) else root.K[0]
        numbers: list[Any] = list(root.ParentTree.Nums)
        firsts = [0]
        for part in parts:
            with pikepdf.open(BytesIO(part.data)) as source:
                before = len(whole.pages)
                firsts.append(before)
                whole.pages.extend(source.pages)
                # Its pages being copied, what speaks of them is copied as speaking of the copies.
                copied = whole.copy_foreign(source.Root.StructTreeRoot)
                own = copied.K if not isinstance(copied.K, Array) else copied.K[0]
                own.S, own.P, own.T = Name.Part, document, pikepdf.String(part.title)
                document.K.append(own)
                shown = list(copied.ParentTree.Nums)
                for key, value in zip(shown[::2], shown[1::2], strict=True):
                    numbers += [int(key) + before, value]
                for page in whole.pages[before:]:
                    page.obj.StructParents = int(page.obj.StructParents) + before
        root.ParentTree = whole.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(whole.pages)
        with whole.open_outline() as outline:
            outline.root.extend(
                pikepdf.OutlineItem(part.title, first) for part, first in zip((cover, *parts), firsts, strict=True)
            )
        out = BytesIO()
        whole.remove_unreferenced_resources()
        whole.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()
