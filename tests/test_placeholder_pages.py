"""The guide's list of placeholders: all of them, as the program understands them, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import placeholders

DOCS = Path(placeholders.__file__).parent


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_is_what_the_program_understands(language: str) -> None:
    page = (DOCS / f"placeholders.{language}.md").read_text(encoding="utf-8")
    assert page == placeholders.page(language), "write it again: python -m docs.placeholders"
    assert f"(placeholders.{language}.md)" in (DOCS / f"guide.{language}.md").read_text(encoding="utf-8")
