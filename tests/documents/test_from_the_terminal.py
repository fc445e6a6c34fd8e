"""What the documents say beside themselves, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Answer

Cli = Callable[..., Answer]


def _event(cli: Cli, folder: Path, *names: str) -> str:
    slot = "Soirée=2025-11-12T18:00/20:30"
    made = cli("--json", "event", "add", "--title", "Soirée", "--timezone", "America/Marigot", "--slot", slot)
    event: str = made.json["event"]
    if names:
        file = folder / "liste.csv"
        file.write_text("Nom;Prénom;Collectivité\n" + "".join(f"{name};Anne;Ville\n" for name in names), "utf-8")
        assert cli("--json", "import", file, "--event", event).json["added"] == len(names)
    return event


def test_letters_the_fonts_lack_are_said_on_standard_error(cli: Cli, tmp_path: Path) -> None:
    event = _event(cli, tmp_path, "Arrondell", "李")
    for command, what in (
        ("badges", "1 badge contient des lettres"),
        ("sign-in-sheet", "1 ligne contient des lettres"),
    ):
        said = cli("--json", command, "--event", event, "--out", tmp_path / "fichier.pdf")
        assert said.status == 0
        assert set(json.loads(said.out)) >= {"file", "pages", "count"}
        assert said.err.startswith(what)
        assert said.err.rstrip().endswith("\u00a0: 李 Anne.")


def test_blank_sheets_of_an_event_where_everybody_signs_on_arrival(cli: Cli, tmp_path: Path) -> None:
    event, out = _event(cli, tmp_path), tmp_path / "feuilles.pdf"
    made = cli("--json", "sign-in-sheet", "--event", event, "--out", out)
    assert (made.json["pages"], made.json["count"], made.err) == (1, 0, "")
    refused = cli("--json", "sign-in-sheet", "--event", event, "--out", out, "--blank-rows", "0")
    assert refused.json["error"]["code"] == "nothing_to_print"
