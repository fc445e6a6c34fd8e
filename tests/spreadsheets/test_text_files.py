"""Text lists cut into cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from ia_events.spreadsheets import text_files
from ia_events.spreadsheets.reading import read


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_stray_quotation_mark_before_the_headings_swallows_nobody(delimiter: str, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    people = [f"DUPONT{n}{delimiter}Jean" for n in range(40)]
    file.write_text("\n".join([f'"Nom{delimiter}Prénom', *people]) + "\n", encoding="utf-8")
    listing = read(file)
    assert [row.attendee.last_name for row in listing.rows] == [f"DUPONT{n}" for n in range(40)]
    assert {row.attendee.first_name for row in listing.rows} == {"Jean"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_lines_whose_separator_comes_late_are_cut(delimiter: str) -> None:
    first = "x" * 25_000 + f"{delimiter}Prénom"
    assert text_files.rows("\n".join([first, *[f"{'y' * 25_000}{delimiter}Jean"] * 3])) == [
        ["x" * 25_000, "Prénom"],
        *[["y" * 25_000, "Jean"]] * 3,
    ]


def test_lines_kept_whole_in_quotes_are_cut() -> None:
    assert text_files.rows('"Nom,Prénom"\n"DUPONT,Jean"\n"Le Goff,Anne"\n') == [
        ["Nom", "Prénom"],
        ["DUPONT", "Jean"],
        ["Le Goff", "Anne"],
    ]
