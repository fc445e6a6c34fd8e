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


def test_what_a_printed_page_holds_is_told_by_its_code(cli: Cli, tmp_path: Path) -> None:
    event, out = _event(cli, tmp_path, "Arrondell", "Zola"), tmp_path / "grille.pdf"
    options = (
        "--grid",
        "--group-by",
        "employer",
        "--sections",
        "--row-height",
        "12",
        "--paper",
        "a3",
        "--order",
        "employer",
    )
    made = cli("--json", "sign-in-sheet", "--event", event, "--out", out, "--blank-rows", "1", *options).json
    (code,) = made["codes"]
    page = cli("--json", "sheet-page", code.lower()).json
    assert (page["page"], page["event"], page["number"], page["count"]) == (code, event, 1, 1)
    assert (page["paper"], page["current"]) == ([420.0, 297.0], True)
    assert [(row["number"], row["name"]) for row in page["rows"]] == [(1, "ARRONDELL Anne"), (2, "ZOLA Anne"), (3, "")]
    (box,) = page["rows"][0]["boxes"]
    assert box["slot"] == page["slots"][0]
    assert (box["height"], box["width"]) == (12.0, 64.0)
    said = cli("sheet-page", code).out
    assert "Page 1/1, faite le" in said
    assert "   2  ZOLA Anne" in said
    assert "a changé" not in said
    # « Not printed after all » is about the day's sheets: the file is still there, and its page is still known.
    assert cli("undo").status == 0
    assert cli("--json", "sheet-page", code).json == page


def test_a_page_of_an_older_list_says_so(cli: Cli, tmp_path: Path) -> None:
    event = _event(cli, tmp_path, "Arrondell")
    made = cli("--json", "sign-in-sheet", "--event", event, "--out", tmp_path / "feuilles.pdf").json
    file = tmp_path / "suite.csv"
    file.write_text("Nom;Prénom\nZola;Anne\n", "utf-8")
    assert cli("import", file, "--event", event).status == 0
    assert cli("--json", "sheet-page", made["codes"][0]).json["current"] is False
    assert "La liste a changé depuis." in cli("sheet-page", made["codes"][0]).out


def test_codes_and_heights_that_cannot_be(cli: Cli, tmp_path: Path) -> None:
    event = _event(cli, tmp_path, "Arrondell")
    assert cli("--json", "sheet-page", "DUPONT").json["error"]["code"] == "sheet_code_invalid"
    out = tmp_path / "feuilles.pdf"
    assert cli("sign-in-sheet", "--event", event, "--out", out, "--row-height", "30").status == 2
    assert cli("sign-in-sheet", "--event", event, "--out", out, "--paper", "a5").status == 2
    assert not out.exists()
