"""Returns from a terminal: the one that comes back, and several together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from ia_events.domain.errors import UserError
from ia_events.spreadsheets.raw import load

Cli = Callable[..., Any]
LISTS = Path(__file__).parent / "data" / "lists"


@pytest.fixture
def event(cli: Cli) -> str:
    """An evening in Saint-Martin with the 36 people of a list, by its id."""
    slot = "Soirée=2025-11-12T18:00/2025-11-12T20:30"
    added = cli(
        "--json", "event", "add", "--title", "Soirée de l'INET", "--slot", slot, "--timezone", "America/Marigot", "--delegation", "Guadeloupe"
    )  # fmt: skip
    made = str(added.json["event"])
    cli("import", LISTS / "liste_titre_et_total.xlsx", "--event", made)
    return made


@pytest.fixture
def sent(cli: Cli, event: str, tmp_path: Path) -> Path:
    """Its return."""
    file = tmp_path / "retour.xlsx"
    cli("export", "--event", event, "--out", file)
    return file


def correct(file: Path) -> None:
    book: Any = load_workbook(file)
    sheet = book["Inscriptions"]
    place = next(c.column for c in sheet[1] if c.value == "Fonction")
    sheet.cell(2, place).value = "Directrice adjointe"
    sheet.delete_rows(3)
    book.save(file)


def test_a_return_as_sent_says_that_nothing_changes(cli: Cli, event: str, sent: Path) -> None:
    said = cli("--json", "return-check", sent, "--event", event).json
    assert (said["unchanged"], said["changes"], said["notes"]) == (36, [], [])


def test_nothing_is_recorded_unless_asked(cli: Cli, event: str, sent: Path) -> None:
    correct(sent)
    said = cli("--json", "return-check", sent, "--event", event).json
    assert [said[name] for name in ("added", "changed", "withdrawn", "conflicts", "applied")] == [0, 1, 1, 0, 0]
    assert said["changes"][0]["cells"][0]["theirs"] == "Directrice adjointe"
    taken = cli("--json", "return-check", sent, "--event", event, "--accept", "proposed").json
    assert taken["applied"] == 1
    people = cli("--json", "registrations", "--event", event).json["registrations"]
    assert sum(p["status"] == "cancelled" for p in people) == 0
    assert sum(p["job_title"] == "Directrice adjointe" for p in people) == 1
    assert cli("--json", "return-check", sent, "--event", event, "--accept", "all").json["applied"] == 1
    people = cli("--json", "registrations", "--event", event).json["registrations"]
    assert sum(p["status"] == "cancelled" for p in people) == 1
    again = cli("return-check", sent, "--event", event)
    assert again.out.startswith("Ajouts")


def test_a_list_is_refused_with_a_sentence(cli: Cli, event: str) -> None:
    said = cli("--json", "return-check", LISTS / "liste_simple.xlsx", "--event", event)
    assert (said.status, said.json["error"]["code"]) == (1, "return_foreign")


def test_several_returns_make_one_workbook(cli: Cli, event: str, sent: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie.xlsx"
    copy.write_bytes(sent.read_bytes())
    out = tmp_path / "ensemble.xlsx"
    said = cli("--json", "consolidate", sent, copy, LISTS / "liste_simple.xlsx", tmp_path / "absent.xlsx", "--out", out)
    found = said.json
    # What can be is written; that it is not everything, a script learns by the exit code.
    assert (said.status, found["error"]["code"]) == (1, "files_left_out")
    assert "liste_simple.xlsx, absent.xlsx" in found["error"]["message"]
    assert "copie.xlsx" not in found["error"]["message"]
    assert "(files_left_out)" in said.err
    assert (found["total"]["events"], found["total"]["people"]) == (1, 36)
    assert [line["name"] for line in found["delegation"]] == ["Guadeloupe"]
    assert [(u["file"], u["code"]) for u in found["unread"]] == [
        ("liste_simple.xlsx", "return_not_ours"),
        ("absent.xlsx", "file_missing"),
        ("copie.xlsx", "return_older"),
    ]
    assert "liste_simple.xlsx" in said.err
    assert load_workbook(out).sheetnames == ["Synthèse", "Événements", "Personnes"]


def test_an_older_edition_of_a_return_that_counts_is_nothing_left_out(cli: Cli, sent: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie.xlsx"
    copy.write_bytes(sent.read_bytes())
    said = cli("--json", "consolidate", sent, copy, "--out", tmp_path / "ensemble.xlsx")
    assert said.status == 0
    assert [u["code"] for u in said.json["unread"]] == ["return_older"]
    assert "error" not in said.json


def test_nothing_to_consolidate_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "ensemble.xlsx"
    said = cli("--json", "consolidate", LISTS / "liste_simple.xlsx", "--out", out)
    assert (said.status, said.json["error"]["code"]) == (1, "nothing_to_consolidate")
    assert not out.exists()


def test_the_workbook_of_returns_can_be_protected(cli: Cli, sent: Path, tmp_path: Path) -> None:
    out = tmp_path / "ensemble.xlsx"
    assert cli("consolidate", sent, "--out", out, "--out-password-stdin", stdin="Colibri\n").status == 0
    with pytest.raises(UserError):
        load(out)
    assert load(out, password="Colibri").sheets
    out.unlink()
    asked = ("--password-stdin", "--out-password-stdin")
    assert cli("consolidate", sent, "--out", out, *asked, stdin="Autre\nColibri\n").status == 0
    assert load(out, password="Colibri").sheets
    assert cli("consolidate", sent, "--out", out, "--out-password-stdin", stdin="").status == 2
