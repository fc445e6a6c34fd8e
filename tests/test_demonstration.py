"""A demonstration stopped half way leaves what it found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ia_events.demonstration import whole_day
from ia_events.domain.errors import Cancelled, UserError
from ia_events.settings import Settings

NOW = datetime(2026, 3, 6, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("sentence", ["importées", "badges.pdf", "feuilles-emargement.pdf", "présentes", "retour.xlsx"])
def test_a_demonstration_stopped_half_way_leaves_nothing(tmp_path: Path, sentence: str) -> None:
    def say(text: str) -> None:
        if sentence in text:
            raise Cancelled

    with pytest.raises(Cancelled):
        whole_day(tmp_path / "essai" / "demo", NOW, 12, say, Settings())
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_that_fails_leaves_the_files_of_others(tmp_path: Path) -> None:
    (tmp_path / "retour.xlsx").mkdir()  # in the way of the last file but one
    (tmp_path / "notes.txt").write_text("à moi", encoding="utf-8")
    said: list[str] = []
    with pytest.raises(UserError):
        whole_day(tmp_path, NOW, 12, said.append, Settings())
    assert any("feuilles-emargement.pdf" in text for text in said)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes.txt", "retour.xlsx"]
