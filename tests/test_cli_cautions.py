"""What deserves a second look, said in the terminal: never a refusal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Answer

Cli = Callable[..., Answer]


@pytest.fixture
def room(cli: Cli) -> str:
    """An evening for two people."""
    made = cli(
        "--json", "event", "add", "--title", "Soirée", "--capacity", "2", "--slot", "Soirée=2026-11-12T18:00/20:30"
    )
    assert made.err == ""
    return str(made.json["event"])


def three(tmp_path: Path) -> Path:
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Prénom\nArrondell;Éloïse\nBelmare;Katiana\nCarty;Luc\n", encoding="utf-8")
    return file


def test_a_list_for_more_than_the_room_holds(cli: Cli, room: str, tmp_path: Path) -> None:
    """GIVEN an event for two WHEN a list of three is imported THEN it is, and this is said; and again by `event show`."""
    file = three(tmp_path)
    assert "jauge" not in cli("import", file, "--event", room, "--dry-run").err
    done = cli("import", file, "--event", room)
    assert done.status == 0
    assert done.err == "3 inscriptions pour une jauge de 2.\n"
    again = cli("--json", "import", file, "--event", room)
    told = {"code": "capacity", "message": "3 inscriptions pour une jauge de 2."}
    assert again.json["cautions"] == [{"event": room, **told}]
    shown = cli("event", "show", room)
    assert "3 inscriptions pour une jauge de 2. Changez de salle" in shown.out
    assert cli("--json", "event", "show", room).json["cautions"] == [told]


def test_of_several_events_each_is_named(cli: Cli, room: str, tmp_path: Path) -> None:
    cli("event", "add", "--title", "Rencontre", "--slot", "Matin=2026-11-19T09:00/12:00", "--capacity", "9")
    file = tmp_path / "liste.csv"
    rows = "Arrondell;Éloïse;Soirée\nBelmare;Katiana;Soirée\nCarty;Luc;Soirée\nZola;Aimée;Rencontre\n"
    file.write_text(f"Nom;Prénom;Événement\n{rows}", encoding="utf-8")
    done = cli("import", file, "--event", "all")
    assert done.status == 0
    assert [line for line in done.err.splitlines() if "jauge" in line] == [
        "Soirée\u00a0: 3 inscriptions pour une jauge de 2."
    ]


def test_a_caution_is_said_beside_the_object_that_holds_it(cli: Cli, room: str) -> None:
    """GIVEN --json THEN what deserves a second look is on stderr as well, whatever the command."""
    slot = ("--slot", "Noël=2026-12-25T09:00/12:00")
    person = ("participant", "add", "--event", room, "--last-name", "Arrondell")
    assert cli("--json", *person).err == ""
    for command in (("event", "edit", room, *slot), ("event", "add", "--title", "Noël", *slot), person):
        said = cli("--json", *command)
        held = said.json.get("cautions") or said.json.get("warnings")
        assert held
        assert said.err == "".join(f"{caution['message']}\n" for caution in held), command


def test_dates_and_holidays_of_the_place(cli: Cli) -> None:
    added = cli(
        "event", "add", "--title", "Atelier", "--delegation", "Grand Est",
        "--slot", "Matin=2025-12-26T09:00/12:00", "--slot", "Suite=2026-01-15T09:00/12:00",
    )  # fmt: skip
    assert added.status == 0
    assert added.err.splitlines() == [
        "Le 26/12/2025 est férié en Alsace et en Moselle\u00a0: Saint-Étienne.",
        "Le créneau «\u00a0Suite\u00a0» du 15/01/2026 est à 20 jours des autres\u00a0: la date est-elle juste\u202f?",
    ]
    assert "Saint-Étienne" in cli("event", "show", added.out.strip()).out
