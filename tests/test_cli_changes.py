"""Merging, past imports, undo and redo from the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.conftest import Answer


def test_people_are_merged_and_imports_undone_from_the_terminal(cli: Callable[..., Answer], tmp_path: Path) -> None:
    event = cli("--json", "event", "add", "--title", "Soirée").json["event"]
    source = tmp_path / "liste.csv"
    source.write_text("Nom;Prénom;Courriel\nBelmar;Anne;a@exemple.fr\nBelmar;Anne;b@exemple.fr\n", encoding="utf-8")
    assert cli("import", source, "--event", event).status == 0
    (past,) = cli("--json", "imports", "--event", event).json["imports"]
    assert (past["file"], past["added"], past["undone"]) == ("liste.csv", 2, False)
    assert "liste.csv" in cli("imports", "--event", event).out

    def people() -> list[str]:
        return [row["id"] for row in cli("--json", "registrations", "--event", event).json["registrations"]]

    one, two = people()
    merged = cli("--json", "merge", "--event", event, "--keep", one, "--other", two).json
    assert merged["registration"] == one
    assert people() == [one]
    refused = cli("--json", "merge", "--event", event, "--keep", one, "--other", two)
    assert (refused.status, refused.json["error"]["code"]) == (1, "merge_same")
    assert cli("--json", "undo", "--action", merged["action"]).json["kept"] == 0
    assert people() == [one, two]
    assert "(événement «\u00a0Soirée\u00a0»)." in cli("redo").out, "in the terminal no event is at hand"
    assert people() == [one]
    assert cli("undo").status == 0
    cli("check-in", "--event", event, stdin="")
    undone = cli("undo", "--action", past["action"])
    assert "liste.csv" in undone.out
    assert people() == []
    assert "annulé" in cli("imports", "--event", event).out
    assert cli("--json", "undo", "--action", past["action"]).json["error"]["code"] == "action_unknown"


def test_duplicates_and_withdrawals_are_settled_from_the_terminal(cli: Callable[..., Answer], tmp_path: Path) -> None:
    event = cli("--json", "event", "add", "--title", "Soirée").json["event"]
    source = tmp_path / "liste.csv"

    def sent(*people: str) -> None:
        source.write_text("\n".join(["Nom;Prénom;Courriel;Collectivité", *people]) + "\n", encoding="utf-8")

    def names() -> dict[str, str]:
        found = cli("--json", "registrations", "--event", event).json["registrations"]
        return {f"{row['last_name']} {row['email']}": row["status"] for row in found}

    sent("Belmar;Anne;a@exemple.fr;Marigot", "Hodge;Rufus;r@exemple.fr;Marigot", "Carty;Jean;j@exemple.fr;Marigot")
    cli("import", source, "--event", event)
    sent("Belmar;Anne;nouvelle@exemple.fr;Marigot", "Hodge;Rufus;r@exemple.fr;Marigot")

    said = cli("--json", "import", source, "--event", event, "--dry-run").json
    (doubt,) = said["doubts"]
    assert (doubt["row"], doubt["decision"], doubt["candidates"][0]["name"]) == (2, "separate", "BELMAR Anne")
    unknown = cli("--json", "import", source, "--event", event, "--decide", "3=merge")
    assert (unknown.status, unknown.json["error"]["code"]) == (1, "no_doubt")
    assert cli("import", source, "--event", event, "--decide", "2=peut-être").status == 2

    said = cli("--json", "import", source, "--event", event, "--decide", "2=merge").json
    assert (said["added"], said["updated"]) == (0, 1)
    assert [person["name"] for person in said["withdrawn"]] == ["CARTY Jean"]
    assert names()["Carty j@exemple.fr"] == "registered"
    assert "Désistements" in cli("import", source, "--event", event, "--withdraw").out
    assert names() == {
        "Belmar nouvelle@exemple.fr": "registered",
        "Carty j@exemple.fr": "cancelled",
        "Hodge r@exemple.fr": "registered",
    }


def test_each_of_the_people_of_a_row_is_decided_of(cli: Callable[..., Answer], tmp_path: Path) -> None:
    event = cli("--json", "event", "add", "--title", "Soirée").json["event"]
    known, source = tmp_path / "connus.csv", tmp_path / "colonnes.csv"
    known.write_text("Nom;Prénom;Collectivité\nDUPOND;Jean;Mairie du Gosier\nMARTEL;Zoé;SDIS 971\n", encoding="utf-8")
    cli("import", known, "--event", event)
    left, right = ("DUPONT Jean", "CORBIN Anne", "ROY Éric"), ("MARTELL Zoé", "BELMAR Luc", "PETIT Marc")
    lines = ["Mairie du Gosier;SDIS 971", *(f"{one};{other}" for one, other in zip(left, right, strict=True))]
    source.write_text("\n".join(lines) + "\n", encoding="utf-8")

    doubts = cli("--json", "import", source, "--event", event, "--dry-run").json["doubts"]
    assert [(d["row"], d["place"], d["candidates"][0]["name"]) for d in doubts] == [
        (2, "A2", "DUPOND Jean"),
        (2, "B2", "MARTEL Zoé"),
    ]
    unclear = cli("--json", "import", source, "--event", event, "--decide", "2=merge").json["error"]
    assert unclear["code"] == "doubts_on_row"
    assert "A2, B2" in unclear["message"]
    assert "Cellule B2" in cli("import", source, "--event", event, "--dry-run").out
    cli("import", source, "--event", event, "--decide", "A2=keep", "--decide", "b2=separate")
    found = cli("--json", "registrations", "--event", event).json["registrations"]
    assert sorted(row["last_name"] for row in found) == [
        "BELMAR",
        "CORBIN",
        "DUPOND",
        "MARTEL",
        "MARTELL",
        "PETIT",
        "ROY",
    ]
    said = cli("--json", "import", source, "--event", event).json
    assert (said["doubts"], said["unchanged"]) == ([], 6)


def test_a_list_that_says_presence_counts_what_it_records(cli: Callable[..., Answer], tmp_path: Path) -> None:
    slot = "Matin=2025-11-12T09:00/12:00"
    event = cli("--json", "event", "add", "--title", "Soirée", "--slot", slot).json["event"]
    source = tmp_path / "liste.csv"
    source.write_text("Nom;Prénom;Courriel;Présence\nBelmar;Anne;a@exemple.fr;X\n", encoding="utf-8")
    assert "à noter : 1" in cli("import", source, "--event", event, "--dry-run").out.replace("\u00a0", " ")
    assert cli("--json", "import", source, "--event", event).json["attendance"] == 1
    assert cli("--json", "import", source, "--event", event).json["attendance"] == 0
    assert [past["attendance"] for past in cli("--json", "imports", "--event", event).json["imports"]] == [1]
    unknown = cli("--json", "import", source, "--event", event, "--answer", "zzz=1")
    assert (unknown.status, unknown.json["error"]["code"]) == (1, "answer_unknown")


def test_people_of_another_event_are_not_merged(cli: Callable[..., Answer], tmp_path: Path) -> None:
    one, other = (cli("--json", "event", "add", "--title", title).json["event"] for title in ("Un", "Autre"))
    source = tmp_path / "liste.csv"
    source.write_text("Nom;Prénom;Courriel\nBelmar;Anne;a@exemple.fr\nBelmar;Anne;b@exemple.fr\n", encoding="utf-8")
    cli("import", source, "--event", other)
    ids = [row["id"] for row in cli("--json", "registrations", "--event", other).json["registrations"]]
    refused = cli("--json", "merge", "--event", one, "--keep", ids[0], "--other", ids[1])
    assert (refused.status, refused.json["error"]["code"]) == (1, "merge_events")
    assert cli("--json", "merge", "--event", other, "--list").json["merges"] == []
    action = cli("--json", "merge", "--event", other, "--keep", ids[0], "--other", ids[1]).json["action"]
    (joined,) = cli("--json", "merge", "--event", other, "--list").json["merges"]
    assert (joined["action"], joined["registration"], joined["other"]) == (action, ids[0], ids[1])
    assert action in cli("merge", "--event", other, "--list").out
    assert cli("undo", "--action", action).status == 0
    assert cli("--json", "merge", "--event", other, "--list").json["merges"] == []
    assert cli("merge", "--event", other, "--keep", ids[0]).status == 2


def test_a_presence_column_says_only_what_it_says(cli: Callable[..., Answer], tmp_path: Path) -> None:
    slot = "Matin=2025-11-10T09:00/2025-11-10T12:00"
    event = cli("--json", "event", "add", "--title", "Journée", "--slot", slot, "--timezone", "UTC").json["event"]
    source = tmp_path / "liste.csv"
    names = ["Arrondell", "Belmar", "Carty", "Danet", "Eustache", "Flanders"]
    source.write_text("\n".join(["Nom;Prénom", *(f"{name};Anne" for name in names)]) + "\n", encoding="utf-8")
    cli("import", source, "--event", event)
    marks = ["X", "malade", "n'est pas venue", "parti à 16h", "3,5"]
    rows = [f"{name};Anne;{mark}" for name, mark in zip(names, marks, strict=False)]
    source.write_text("\n".join(["Nom;Prénom;Présence matin", *rows]) + "\n", encoding="utf-8")

    said = cli("--json", "import", source, "--event", event).json

    # A column more does not make it another list.
    assert [person["name"] for person in said["withdrawn"]] == ["FLANDERS Anne"]
    assert [(p["row"], p["code"]) for p in said["problems"]] == [(3, "presence_unclear")]
    grid = cli("--json", "attendance", "--event", event).json["people"]
    assert [person["cells"][0]["state"] for person in grid] == [
        "present", "expected", "absent", "present", "present", "expected",
    ]  # fmt: skip


def test_namesakes_are_told_apart_in_the_terminal(cli: Callable[..., Answer], tmp_path: Path) -> None:
    """GIVEN two people of one name WHEN a list names one of them barely THEN each is shown with what tells them apart."""
    event = cli("--json", "event", "add", "--title", "Soirée").json["event"]
    source = tmp_path / "liste.csv"
    head = "Nom;Prénom;Courriel;Collectivité\n"
    source.write_text(f"{head}Belmar;Anne;a@exemple.fr;Port\nBelmar;Anne;b@exemple.fr;Musée\n", "utf-8")
    cli("import", source, "--event", event)
    bare = tmp_path / "suite.csv"
    bare.write_text(f"{head}Belmar;Anne;;\n", "utf-8")
    asked = ("import", bare, "--event", event, "--dry-run")
    (doubt,) = cli("--json", *asked).json["doubts"]
    told = [one["told"] for one in doubt["candidates"]]
    assert sorted(told) == ["BELMAR Anne, a@exemple.fr, Port", "BELMAR Anne, b@exemple.fr, Musée"]
    said = cli(*asked).out
    for one in doubt["candidates"]:
        assert f"{one['told']} [{one['id']}]" in said
    assert "--decide 2=merge" in said
    chosen = doubt["candidates"][0]["id"]
    assert "doublon possible" not in cli(*asked, "--decide", f"2=merge:{chosen}").out
