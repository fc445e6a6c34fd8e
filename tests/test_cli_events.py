"""A list for several events, imported from the terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

Cli = Callable[..., Any]  # the fixture of conftest.py
TOLD = ("rows", "added", "updated", "unchanged", "refused")
PEOPLE = (("Arrondell", "Éloïse"), ("Brooks", "Sharon"), ("Carty", "Louis"), ("Dormoy", "Inès"), ("Etienne", "Paul"))


@pytest.fixture
def two(cli: Cli) -> tuple[str, str]:
    """Two events, by their ids."""

    def add(title: str, day: str) -> str:
        slot = f"Matin={day}T09:00/{day}T12:00"
        arguments = ("--title", title, "--slot", slot, "--timezone", "America/Guadeloupe")
        return str(cli("--json", "event", "add", *arguments).json["event"])

    return add("Les fondamentaux de l'IA", "2025-11-12"), add("Achats publics", "2025-12-03")


def a_list(path: Path, formations: Sequence[str]) -> Path:
    """A list with a column that names the event of each row."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "Inscrits"
    sheet.append(["Nom", "Prénom", "Collectivité", "Formation"])
    for (last, first), formation in zip(PEOPLE, formations, strict=False):
        sheet.append([last, first, "Cap Excellence", formation])
    workbook.save(path)
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two rows for the first event, two for the second, one for a training nobody knows."""
    ia, achats = "Les fondamentaux de l'IA", "Achats publics"
    return a_list(tmp_path / "liste.xlsx", [ia, achats, ia, achats, "Excel avancé"])


def counts(answer: dict[str, Any]) -> list[int]:
    """Its figures, which must add up."""
    rows, *parts = (int(answer[name]) for name in TOLD)
    assert rows == sum(parts)
    return [rows, *parts]


def names(cli: Cli, event: str) -> list[str]:
    people = cli("--json", "registrations", "--event", event).json["registrations"]
    return sorted(person["last_name"] for person in people)


def test_rows_of_another_event_are_refused_and_reported(cli: Cli, two: tuple[str, str], mixed: Path) -> None:
    said = cli("--json", "import", mixed, "--event", two[0]).json
    assert said["event"] == two[0]
    assert counts(said) == [5, 2, 0, 0, 3]
    assert [(p["row"], p["code"]) for p in said["problems"]] == [
        (3, "other_event"),
        (5, "other_event"),
        (6, "event_unknown"),
    ]
    assert said["elsewhere"] == [{"event": two[1], "title": "Achats publics (03/12/2025)", "rows": 2}]
    assert "events" not in said
    assert names(cli, two[0]) == ["Arrondell", "Carty"]
    assert names(cli, two[1]) == []
    shown = cli("import", mixed, "--event", two[0]).out.replace("\u00a0", " ")
    assert "Pour un autre événement, Achats publics (03/12/2025) : 2" in shown
    assert "--event all" in shown


def test_each_row_goes_to_the_event_it_names(cli: Cli, two: tuple[str, str], mixed: Path) -> None:
    dry = cli("--json", "import", mixed, "--event", "all", "--dry-run").json
    assert (counts(dry), names(cli, two[0])) == ([5, 4, 0, 0, 1], [])
    said = cli("--json", "import", mixed, "--event", "all").json
    assert said["event"] == "all"
    assert counts(said) == [5, 4, 0, 0, 1]
    assert {one["event"]: counts(one) for one in said["events"]} == {two[0]: [2, 2, 0, 0, 0], two[1]: [2, 2, 0, 0, 0]}
    assert [(p["row"], p["code"]) for p in said["problems"]] == [(6, "event_unknown")]
    assert names(cli, two[0]) == ["Arrondell", "Carty"]
    assert names(cli, two[1]) == ["Brooks", "Dormoy"]
    again = cli("--json", "import", mixed, "--event", "all").json
    assert counts(again) == [5, 0, 0, 4, 1]
    # from one event, the same rows are known
    assert counts(cli("--json", "import", mixed, "--event", two[1]).json) == [5, 0, 0, 2, 3]


def test_an_answer_says_where_an_unknown_one_goes(cli: Cli, two: tuple[str, str], mixed: Path) -> None:
    (question,) = cli("--json", "import", mixed, "--event", "all", "--dry-run").json["questions"]
    assert question["key"] == "event:excel avance"
    said = cli("--json", "import", mixed, "--event", "all", "--answer", f"event:excel avance={two[1]}").json
    assert counts(said) == [5, 5, 0, 0, 0]
    assert names(cli, two[1]) == ["Brooks", "Dormoy", "Etienne"]


def test_one_undo_takes_all_back(cli: Cli, two: tuple[str, str], mixed: Path) -> None:
    cli("import", mixed, "--event", "all")
    (here,) = cli("--json", "imports", "--event", two[0]).json["imports"]
    (there,) = cli("--json", "imports", "--event", two[1]).json["imports"]
    assert here["action"] == there["action"]
    assert (here["added"], there["added"], here["events"]) == (2, 2, 2)
    assert cli("undo", "--action", here["action"]).status == 0
    assert names(cli, two[0]) == names(cli, two[1]) == []
    assert cli("--json", "imports", "--event", two[1]).json["imports"][0]["undone"]


def test_withdrawals_are_those_of_each_event(cli: Cli, two: tuple[str, str], mixed: Path) -> None:
    cli("import", mixed, "--event", "all")
    ia, achats = "Les fondamentaux de l'IA", "Achats publics"
    moved = a_list(mixed, [ia, achats, achats, achats])
    said = cli("--json", "import", moved, "--event", "all", "--dry-run").json
    assert {one["event"]: [w["name"] for w in one["withdrawn"]] for one in said["events"]} == {
        two[0]: ["CARTY Louis"],
        two[1]: [],
    }
    cli("import", moved, "--event", "all", "--withdraw")
    people = cli("--json", "registrations", "--event", two[0]).json["registrations"]
    assert {p["last_name"]: p["status"] for p in people} == {"Arrondell": "registered", "Carty": "cancelled"}
    assert names(cli, two[1]) == ["Brooks", "Carty", "Dormoy"]


def test_the_report_says_what_becomes_of_every_row(cli: Cli, two: tuple[str, str], mixed: Path, tmp_path: Path) -> None:
    verdicts = {}
    for event in (two[0], "all"):
        report = tmp_path / f"{event}.xlsx"
        assert cli("import", mixed, "--event", event, "--dry-run", "--report", report).status == 0
        sheet = openpyxl.load_workbook(report)["Inscrits"]
        assert sheet["E6"].font.color != sheet["E2"].font.color
        assert (sheet["E3"].font.color == sheet["E6"].font.color) is (event != "all")
        verdicts[event] = [str(sheet.cell(row, 5).value).partition("\u00a0:")[0] for row in range(2, 7)]
    assert verdicts[two[0]] == ["Ajout", "Refus", "Ajout", "Refus", "Refus"]
    assert verdicts["all"] == ["Ajout", "Ajout", "Ajout", "Ajout", "Refus"]


def test_one_sheet_an_event(cli: Cli, two: tuple[str, str], tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, people in (("Les fondamentaux de l'IA", PEOPLE[:2]), ("3 décembre", PEOPLE[2:])):
        sheet = workbook.create_sheet(title)
        for row in (("Nom", "Prénom"), *people):
            sheet.append(row)
    path = tmp_path / "sessions.xlsx"
    workbook.save(path)
    said = cli("--json", "import", path, "--event", two[0], "--dry-run").json
    assert counts(said) == [5, 2, 0, 0, 3]
    assert {p["sheet"] for p in said["problems"]} == {"3 décembre"}
    assert counts(cli("--json", "import", path, "--event", "all").json) == [5, 5, 0, 0, 0]
    assert names(cli, two[1]) == ["Carty", "Dormoy", "Etienne"]
    report = tmp_path / "rapport.xlsx"
    assert cli("import", path, "--event", two[0], "--report", report).status == 0
    assert openpyxl.load_workbook(report)["3 décembre"]["C2"].value.startswith("Refus")


def test_a_list_that_names_no_event_is_for_none_of_all(cli: Cli, two: tuple[str, str], tmp_path: Path) -> None:
    path = a_list(tmp_path / "liste.xlsx", ["", ""])
    said = cli("--json", "import", path, "--event", "all").json
    assert counts(said) == [2, 0, 0, 0, 2]
    assert said["events"] == []
    assert {p["code"] for p in said["problems"]} == {"no_event"}


@pytest.mark.parametrize("event", [0, "all"])
def test_a_sheet_that_is_not_read_is_reported(cli: Cli, two: tuple[str, str], mixed: Path, event: int | str) -> None:
    workbook = openpyxl.load_workbook(mixed)
    sheet = workbook.create_sheet("Contacts")
    for row in (["Nom", "Prénom", "Téléphone"], ["Zénon", "Anne", "0690123456"], ["Yvon", "Luc", ""]):
        sheet.append(row)
    workbook.save(mixed)
    arguments = ("import", mixed, "--event", event if isinstance(event, str) else two[event], "--dry-run")
    assert cli("--json", *arguments).json["sheets_left"] == [{"sheet": "Contacts", "people": 2}]
    assert "« Contacts », 2 personnes" in cli(*arguments).out.replace("\u00a0", " ").replace("\u202f", " ")


def test_who_was_in_an_event_the_list_names_no_more_is_withdrawn(
    cli: Cli, two: tuple[str, str], mixed: Path, tmp_path: Path
) -> None:
    ia, achats = "Les fondamentaux de l'IA", "Achats publics"
    cli("import", mixed, "--event", "all")
    # Another sender, who fills the same model, is nobody's next list.
    other = tmp_path / "autre.csv"
    other.write_text(f"Nom;Prénom;Collectivité;Formation\nZénon;Anne;Le Moule;{achats}\n", encoding="utf-8")
    cli("import", other, "--event", "all")
    again = a_list(tmp_path / "encore.xlsx", [ia, "", ia])
    answer = cli("--json", "import", again, "--event", two[0], "--withdraw", "--dry-run").json
    assert answer["withdrawn"] == []
    answer = cli("--json", "import", again, "--event", "all", "--withdraw").json
    assert [one["event"] for one in answer["events"]] == list(two)
    assert sorted(person["name"] for person in answer["withdrawn"]) == ["BROOKS Sharon", "DORMOY Inès"]
    assert counts(answer["events"][1]) == [0, 0, 0, 0, 0]
    people = cli("--json", "registrations", "--event", two[1]).json["registrations"]
    assert {person["last_name"]: person["status"] for person in people} == {
        "Brooks": "cancelled",
        "Dormoy": "cancelled",
        "Zénon": "registered",
    }


def test_an_answer_is_one_of_the_options(cli: Cli, two: tuple[str, str], mixed: Path) -> None:
    refused = cli("--json", "import", mixed, "--event", two[0], "--answer", "event:excel avance=zzz")
    assert (refused.status, refused.json["error"]["code"]) == (1, "answer_no_option")
    assert "here, " in refused.json["error"]["message"]


def test_a_decision_names_a_row_by_plain_digits(cli: Cli, two: tuple[str, str], mixed: Path) -> None:
    assert cli("import", mixed, "--event", two[0], "--decide", "²=merge").status == 2


def test_the_rules_of_entry_are_given_and_shown(cli: Cli) -> None:
    slots = ("--slot", "Matin=2025-11-12T09:00/12:00", "--slot", "Après-midi=2025-11-12T14:00/17:00")
    rules = ("--opens-before", "30", "--late-after", "10", "--seats", "80", "--no-reentry")
    event = cli("--json", "event", "add", "--title", "Journée", *slots, *rules).json["event"]
    shown = cli("--json", "event", "show", event).json["slots"]
    told = [(s["opens_before"], s["late_after"], s["seats"], s["reentry"]) for s in shown]
    assert told == [(30, 10, 80, False)] * 2
    assert "ouvre 30 min avant · retard après 10 min · 80 places · sans retour" in cli("event", "show", event).out
    assert cli("event", "add", "--title", "Journée", "--seats", "beaucoup").status == 2
