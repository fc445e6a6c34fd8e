"""What the documents say beside themselves, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2

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


def test_a_page_headed_by_a_group_says_so_when_somebody_is_put_in_another(cli: Cli, tmp_path: Path) -> None:
    event, file = _event(cli, tmp_path, "Arrondell"), tmp_path / "salles.csv"
    sheets = ("--json", "sign-in-sheet", "--event", event, "--out", tmp_path / "feuilles.pdf")
    (plain,) = cli(*sheets).json["codes"]
    (headed,) = cli(*sheets, "--group-by", "group").json["codes"]
    file.write_text("Nom;Prénom;Collectivité;Groupe\nArrondell;Anne;Ville;Salle 2\n", "utf-8")
    assert cli("--json", "import", file, "--event", event).json["updated"] == 1
    assert cli("--json", "sheet-page", plain).json["current"] is True, "no group is on it"
    assert cli("--json", "sheet-page", headed).json["current"] is False


def test_whoever_was_admitted_in_between_dates_a_page_and_has_a_line_on_the_next(cli: Cli, tmp_path: Path) -> None:
    event = _event(cli, tmp_path, "Arrondell", "Zola")
    sheets = ("--json", "sign-in-sheet", "--event", event, "--out", tmp_path / "feuilles.pdf")
    assert cli("participant", "cancel", "Zola", "--event", event).status == 0
    before = cli(*sheets).json
    assert (before["count"], cli("--json", "sheet-page", *before["codes"]).json["current"]) == (1, True)
    assert cli("presence", "mark", "--event", event, "--person", "Zola", "present").status == 0
    assert cli("--json", "sheet-page", *before["codes"]).json["current"] is False
    kit = cli("--json", "rescue-kit", "--event", event, "--out", tmp_path / "kit").json
    (sheet,) = (tmp_path / "kit").glob("* Feuilles*.pdf")
    assert kit["count"] == 6
    assert "ZOLA Anne" in pypdfium2.PdfDocument(sheet)[0].get_textpage().get_text_bounded()
    for after in (cli(*sheets).json, cli(*sheets, "--grid").json):
        assert after["count"] == 2
        page = cli("--json", "sheet-page", *after["codes"]).json
        assert (page["current"], [row["name"] for row in page["rows"]][:2]) == (True, ["ARRONDELL Anne", "ZOLA Anne"])


def test_codes_and_heights_that_cannot_be(cli: Cli, tmp_path: Path) -> None:
    event = _event(cli, tmp_path, "Arrondell")
    assert cli("--json", "sheet-page", "DUPONT").json["error"]["code"] == "sheet_code_invalid"
    out = tmp_path / "feuilles.pdf"
    assert cli("sign-in-sheet", "--event", event, "--out", out, "--row-height", "30").status == 2
    assert cli("sign-in-sheet", "--event", event, "--out", out, "--paper", "a5").status == 2
    assert not out.exists()


def test_backs_on_labels_printed_on_one_side_are_said_and_can_be_left_out(cli: Cli, tmp_path: Path) -> None:
    event, out = _event(cli, tmp_path, "Arrondell"), tmp_path / "badges.pdf"
    wanted = ("badges", "--event", event, "--out", out, "--design", "two-sided")
    made = cli("--json", *wanted, "--stock", "avery-l7160")
    assert made.json["pages"] == 2
    assert "--fronts-only" in made.err
    made = cli("--json", *wanted, "--stock", "avery-l7160", "--fronts-only")
    assert made.json["pages"] == 1
    assert "--fronts-only" not in made.err
    assert "--fronts-only" not in cli("--json", *wanted, "--stock", "a6").err


def test_a_design_file_without_name_or_code_is_said_where_it_is_printed(cli: Cli, tmp_path: Path) -> None:
    event, file = _event(cli, tmp_path, "Arrondell"), tmp_path / "large.json"
    text = {"type": "text", "box": [5, 5, 900, 12], "lines": [{"text": "{employer}", "size": 12}]}
    made = {"schema": 1, "id": "large", "name": "Large", "formats": [{"size": [99.1, 57], "front": [text]}]}
    file.write_text(json.dumps(made), "utf-8")
    added = cli("--json", "designs", "add", file)
    assert added.status == 0, added.err
    said = cli("--json", "badges", "--event", event, "--out", tmp_path / "badges.pdf", "--design", "large").err
    assert "ni nom ni code" in said
    assert "dépasse de l’étiquette" in said
