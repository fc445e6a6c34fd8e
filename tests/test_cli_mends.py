"""The rules of entry at the terminal's door, and what is put right there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ia_events import paths
from ia_events.cli.base import now
from ia_events.domain import tokens
from ia_events.store import Store, events, registrations
from tests.conftest import Answer

Cli = Callable[..., Answer]


@pytest.fixture
def event(cli: Cli, tmp_path: Path) -> str:
    """One morning: late after ten minutes, three seats, no coming back; four people."""
    slot = ("--slot", "Matin=2025-11-12T09:00/12:00", "--timezone", "America/Marigot")
    given = ("--late-after", "10", "--seats", "3", "--no-reentry", "--opens-before", "30")
    made: str = cli("--json", "event", "add", "--title", "Journée", *slot, *given).json["event"]
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Prénom;Collectivité\nArrondell;Éloïse;Ville\nBelmare;Jean;Région\nCarty;Inès;Ville\nDormoy;Luc;Ville\n", "utf-8")  # fmt: skip
    assert cli("--json", "import", file, "--event", made).json["added"] == 4
    return made


def people(cli: Cli, event: str) -> dict[str, Any]:
    rows = cli("--json", "registrations", "--event", event).json["registrations"]
    return {row["last_name"] or row["first_name"]: row for row in rows}


def check_in(cli: Cli, event: str, name: str, at: str) -> Any:
    store = Store.open(paths.database(), now=now())
    person = registrations.get(store, people(cli, event)[name]["id"])
    token = tokens.issue(person.badge, events.get(store, event).key)
    store.close()
    arguments = ("--event", event, "--at", f"2025-11-12T{at}", "--station", "Entrée 1")
    (line,) = cli("--json", "check-in", *arguments, stdin=f"{token}\n").lines
    return line


def cells(cli: Cli, event: str) -> dict[str, tuple[str, str]]:
    rows = cli("--json", "attendance", "--event", event).json["people"]
    return {row["last_name"]: (row["cells"][0]["state"], (row["cells"][0]["at"] or "")[11:16]) for row in rows}


def test_lateness_says_the_same_at_the_door_in_the_grid_and_in_the_return(cli: Cli, event: str, tmp_path: Path) -> None:
    assert check_in(cli, event, "Arrondell", "08:00")["verdict"] == "early"
    assert check_in(cli, event, "Arrondell", "09:10")["late"] is False
    late = check_in(cli, event, "Belmare", "09:11")
    assert (late["verdict"], late["late"]) == ("welcome", True)
    assert cells(cli, event) == {
        "Arrondell": ("present", "09:10"),
        "Belmare": ("late", "09:11"),
        "Carty": ("expected", ""),
        "Dormoy": ("expected", ""),
    }
    file = tmp_path / "retour.xlsx"
    assert cli("export", "--event", event, "--out", file).status == 0
    workbook = openpyxl.load_workbook(file)
    written = [
        [str(cell) for cell in row if cell is not None]
        for sheet in workbook
        for row in sheet.iter_rows(values_only=True)
    ]
    workbook.close()
    assert any("BELMARE" in " ".join(row).upper() and "Retard" in " ".join(row) for row in written)
    assert not any("ARRONDELL" in " ".join(row).upper() and "Retard" in " ".join(row) for row in written)
    # the hour told wrong is corrected: nobody is late any more, anywhere
    assert cli("door", "retime", "--event", event, late["entry"], "2025-11-12T09:02").status == 0
    assert cells(cli, event)["Belmare"] == ("present", "09:02")


def test_who_comes_instead_and_who_comes_along(cli: Cli, event: str) -> None:
    check_in(cli, event, "Arrondell", "09:00")
    at = ("--at", "2025-11-12T09:05", "--station", "Entrée 1")
    known = people(cli, event)
    instead = cli(
        "--json", "door", "replace", "--event", event, "--instead-of", known["Belmare"]["id"], "--last-name", "Zola",
        "--first-name", "Nana", *at,
    ).json  # fmt: skip
    assert (instead["verdict"], instead["name"]) == ("welcome", "ZOLA Nana")
    along = cli("--json", "door", "companion", "--event", event, "--with", known["Arrondell"]["id"], *at).json
    assert along["name"] == "Accompagnant de ARRONDELL Éloïse"
    found = people(cli, event)
    assert found["Belmare"]["status"] == "cancelled"
    assert found["Zola"]["employer"] == "Région"
    assert found[along["name"]]["role"] == "companion"
    came = cli(
        "--json", "door", "replace", "--event", event, "--instead-of", known["Arrondell"]["id"], "--last-name", "X",
        "--even-if-full",
    )  # fmt: skip
    assert (came.status, came.json["error"]["code"]) == (1, "already_came")
    assert check_in(cli, event, "Carty", "09:06")["verdict"] == "full", "the companion has a seat"
    other = cli("--json", "event", "add", "--title", "Autre", "--slot", "Matin=2025-11-12T09:00/12:00").json["event"]
    foreign = cli("--json", "door", "companion", "--event", other, "--with", known["Carty"]["id"])
    assert foreign.json["error"]["code"] == "person_elsewhere"


def test_a_person_is_named_as_people_do(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN a name, a short code or an address that one person has THEN it is they; several are listed, told apart."""
    file = tmp_path / "autres.csv"
    file.write_text("Nom;Prénom;Courriel;Collectivité\nBelmare;Rose;rose@exemple.fr;Ville\nDuflo;Ann;;Ville\n", "utf-8")
    assert cli("--json", "import", file, "--event", event).json["added"] == 2
    at = ("--event", event, "--at", "2025-11-12T09:05", "--station", "Entrée 1", "--even-if-full")
    for name in ("arrondell eloise", people(cli, event)["Carty"]["short_code"], "rose@exemple.fr", "Arrondell"):
        along = cli("--json", "door", "companion", "--with", name, *at)
        assert along.status == 0, along.err
    hosts = [row["name"] for row in cli("--json", "door", "entries", "--event", event).json["entries"]]
    assert [name.removeprefix("Accompagnant de ") for name in hosts] == [
        "ARRONDELL Éloïse", "BELMARE Rose", "CARTY Inès", "ARRONDELL Éloïse"
    ]  # fmt: skip
    several = cli("--json", "door", "replace", "--instead-of", "Belmare", "--last-name", "Zola", *at)
    assert (several.status, several.json["error"]["code"]) == (1, "person_ambiguous")
    assert all(name in several.json["error"]["message"] for name in ("BELMARE Jean", "BELMARE Rose"))
    nobody = cli("--json", "door", "companion", "--with", "Personne", *at)
    assert (nobody.status, nobody.json["error"]["code"]) == (1, "registration_unknown")
    instead = cli("--json", "door", "replace", "--instead-of", "Dormoy", "--last-name", "Zola", *at).json
    assert instead["name"] == "ZOLA"
    assert people(cli, event)["Dormoy"]["status"] == "cancelled"


def test_a_full_room_is_said_before_one_more_is_counted(cli: Cli, event: str) -> None:
    for name in ("Arrondell", "Belmare", "Carty"):
        check_in(cli, event, name, "09:00")
    at = ("--event", event, "--at", "2025-11-12T09:05", "--station", "Entrée 1")
    along, instead = ("companion", "--with", "Carty"), ("replace", "--instead-of", "Dormoy", "--last-name", "Zola")
    for words in (along, instead):
        said = cli("--json", "door", *words, *at)
        assert (said.status, said.json["error"]["code"]) == (1, "slot_full")
        assert "(3 places)" in said.json["error"]["message"]
        assert "--even-if-full" in said.json["error"]["message"]
    assert set(people(cli, event)) == {"Arrondell", "Belmare", "Carty", "Dormoy"}, "nobody was counted"
    assert people(cli, event)["Dormoy"]["status"] == "registered"
    for words in (along, instead):
        assert cli("--json", "door", *words, *at, "--even-if-full").json["verdict"] == "welcome"


def test_an_entry_is_taken_back_with_its_reason(cli: Cli, event: str) -> None:
    entry = check_in(cli, event, "Arrondell", "09:00")["entry"]
    (row,) = cli("--json", "door", "entries", "--event", event).json["entries"]
    assert (row["entry"], row["name"], row["at"][11:16]) == (entry, "ARRONDELL Éloïse", "09:00")
    assert "ARRONDELL Éloïse" in cli("door", "entries", "--event", event).out
    assert cli("--json", "door", "undo", entry, "--reason", "essai").json["done"] is True
    store = Store.open(paths.database(), now=now())
    assert [r["value"] for r in store.execute("SELECT value FROM facts WHERE kind = 'void'")] == ["essai"]
    store.close()
    again = cli("--json", "door", "undo", entry)
    assert (again.status, again.json["done"]) == (0, False)
    assert "Rien à changer" in again.json["what"]
    assert cli("door", "entries", "--event", event).out.strip() == "Aucun passage pour ce créneau."


def test_a_passage_a_list_told_is_taken_back_without_the_list(cli: Cli, event: str, tmp_path: Path) -> None:
    told = tmp_path / "venus.csv"
    told.write_text("Nom;Prénom;Matin\nÉvrard;Paule;Présent\nFabre;Louis;Présent\n", "utf-8")
    assert cli("--json", "import", told, "--event", event).json["added"] == 2
    rows = cli("--json", "door", "entries", "--event", event).json["entries"]
    assert [row["name"] for row in rows] == ["FABRE Louis", "ÉVRARD Paule"]
    taken = cli("--json", "door", "undo", rows[0]["entry"]).json
    assert (taken["done"], taken["what"]) == (True, "Pointage retiré\u00a0: FABRE Louis")
    assert {"Évrard", "Fabre"} <= people(cli, event).keys()
    (row,) = cli("--json", "door", "entries", "--event", event).json["entries"]
    assert row["name"] == "ÉVRARD Paule"


def test_so_many_entries_are_passages_not_refusals(cli: Cli, event: str) -> None:
    """GIVEN two passages, then three readings that let nobody in THEN the two last entries are the passages."""
    first, second = (check_in(cli, event, name, "09:00")["entry"] for name in ("Arrondell", "Belmare"))
    for minute in range(3):
        assert check_in(cli, event, "Arrondell", f"09:0{minute + 1}")["verdict"] == "already_in"
    rows = cli("--json", "door", "entries", "--event", event, "--limit", "2").json["entries"]
    assert [row["entry"] for row in rows] == [second, first]


def test_a_passage_whose_hour_was_corrected_is_taken_back_whole(cli: Cli, event: str) -> None:
    entry = check_in(cli, event, "Arrondell", "09:00")["entry"]
    other = check_in(cli, event, "Belmare", "09:00")["entry"]
    assert cli("door", "retime", "--event", event, entry, "2025-11-12T08:55").status == 0
    assert cli("door", "shift", "--event", event, "--by", "2", "--station", "Entrée 1").status == 0
    told = cli("door", "undo", entry)
    assert (told.status, told.out.startswith("Rien à changer")) == (0, True)
    assert "door entries" in told.out, "it has another identifier now"
    rows = cli("--json", "door", "entries", "--event", event).json["entries"]
    (now_named,) = [row["entry"] for row in rows if row["name"] == "ARRONDELL Éloïse"]
    taken = cli("--json", "door", "undo", now_named, "--reason", "lu deux fois").json
    assert taken == {"done": True, "what": "Pointage retiré\u00a0: ARRONDELL Éloïse"}
    assert cells(cli, event)["Arrondell"] == ("expected", "")
    assert cells(cli, event)["Belmare"] == ("present", "09:02"), "what was shifted with it stays shifted"
    assert cli("undo").status == 0
    assert cells(cli, event)["Arrondell"] == ("present", "08:57")
    assert other not in [row["entry"] for row in rows]


def test_a_passage_nobody_knows_is_an_error(cli: Cli, event: str) -> None:
    entry = check_in(cli, event, "Arrondell", "09:00")["entry"]
    refused = check_in(cli, event, "Arrondell", "09:01")["entry"]
    other = cli("--json", "event", "add", "--title", "Autre", "--slot", "Matin=2025-11-12T09:00/12:00").json["event"]
    unknown = [
        ("undo", "0198-rien"),
        ("undo", refused),
        ("retime", "--event", event, "0198-rien", "2025-11-12T09:02"),
        ("retime", "--event", other, entry, "2025-11-12T09:02"),
    ]
    for words in unknown:
        said = cli("--json", "door", *words)
        assert (said.status, said.json["error"]["code"]) == (1, "entry_unknown")
        assert "door entries" in said.json["error"]["message"]
    assert cells(cli, event)["Arrondell"] == ("present", "09:00")


def test_the_hours_of_a_station_are_shifted(cli: Cli, event: str) -> None:
    check_in(cli, event, "Arrondell", "09:00")
    check_in(cli, event, "Belmare", "09:30")
    late = ("--since", "2025-11-12T09:15", "--station", "Entrée 1")
    assert cli("--json", "door", "shift", "--event", event, "--by", "-25", *late).json["done"] is True
    assert [at for _state, at in cells(cli, event).values()][:2] == ["09:00", "09:05"]
    assert cli("--json", "door", "shift", "--event", event, "--by", "5", "--station", "Entrée 1").json["done"] is True
    assert [at for _state, at in cells(cli, event).values()][:2] == ["09:05", "09:10"]
    assert cli("--json", "door", "shift", "--event", event, "--by", "5", "--station", "Ailleurs").json["done"] is False
    far = cli("--json", "door", "shift", "--event", event, "--by", "9" * 12, "--station", "Entrée 1")
    assert far.json["error"]["code"] == "minutes_malformed"
    wrong = cli("--json", "door", "shift", "--event", event, "--by", "5", "--since", "midi", "--station", "Entrée 1")
    assert wrong.json["error"]["code"] == "time_malformed"
