"""The file itself: whole for qpdf, with as many objects as one likes, and every letter in its place."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from ia_events.documents import fonts
from ia_events.documents.pdf import Paper
from tests.documents.conftest import Reader, words

NOW = datetime(2025, 11, 10, 14, 0, tzinfo=UTC)


def made(texts: list[str], *, tagged: bool = True, bold: bool = False) -> bytes:
    paper = Paper((600, 800), title="Essai", author="", made_at=NOW)
    for start in range(0, len(texts), 30):
        for line, text in enumerate(texts[start : start + 30]):
            if tagged:
                paper.begin("P")
            paper.text(10, 780 - line * 25, text, 12, bold=bold)
            if tagged:
                paper.end()
        paper.end_page()
    out = BytesIO()
    paper.save(out)
    return out.getvalue()


@pytest.mark.parametrize("count", [0, 1, 150, 199, 200, 201, 1000])
@pytest.mark.parametrize("tagged", [True, False])
def test_it_is_whole_however_many_parts_it_has(count: int, tagged: bool) -> None:
    data = made([f"Ligne {n}" for n in range(count)] or [""], tagged=tagged)
    with pikepdf.open(BytesIO(data)) as document:
        assert document.check_pdf_syntax() == []
        document_part: Any = document.Root.StructTreeRoot.K
        parts = document_part.get("/K", [])
        assert len(parts) == (max(count, 1) if tagged else 0)
        assert all(part.S == "/P" and part.P.objgen == document_part.objgen for part in parts)
        assert document.trailer.Size == len(document.objects) + 1
        for page in document.pages:
            marks = document.Root.StructTreeRoot.ParentTree.Nums[2 * int(page.obj.StructParents) + 1]
            assert [int(part.K) for part in marks] == list(range(len(marks)))


def test_a_part_of_a_thousand_costs_little() -> None:
    assert len(made([""] * 3000)) < 100_000


@pytest.mark.parametrize("bold", [False, True])
def test_more_letters_than_a_font_of_a_pdf_holds(bold: bool, opened: Reader) -> None:
    letters = [letter for letter in fonts.plain(bold).advances if letter.isprintable() and letter not in " -"]
    assert len(letters) > 256
    lines = ["".join(letters[n : n + 20]) for n in range(0, len(letters), 20)]
    data = made(lines, bold=bold)
    (page,) = opened(data)
    assert words(page).replace(" ", "") == "".join(lines)
    assert made(lines, bold=bold) == data


@pytest.mark.parametrize("text", ["(a) \\ b", "tabu\tlé\nsuite", "é" * 60, "a\u200bb"])
def test_signs_that_a_pdf_has_a_use_for_are_letters_too(text: str, opened: Reader) -> None:
    (page,) = opened(made([text]))
    assert words(page) == " ".join(fonts.written(text).split())
