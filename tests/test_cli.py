"""The command line as scripts rely on it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]  # the fixture of conftest.py
LISTS = Path(__file__).parent / "data" / "lists"
SLOT = "Soirée=2025-11-12T18:00/2025-11-12T20:30"


@pytest.fixture
def event(cli: Cli) -> str:
    """An evening in Saint-Martin, by its id."""
    added = cli(
        "--json", "event", "add", "--title", "Soirée de l'INET", "--slot", SLOT, "--timezone", "America/Marigot", "--capacity", 50
    )  # fmt: skip
    return str(added.json["event"])


@pytest.fixture
def listed(cli: Cli, event: str) -> str:
    """The same, with the 36 people of a list."""
    cli("import", LISTS / "liste_titre_et_total.xlsx", "--event", event)
    return event


def test_what_is_verified_is_counted_in_the_singular_too(cli: Cli) -> None:
    assert "0 changement vérifié." in cli("verify").out


def tokens_of(cli: Cli, event: str) -> list[str]:
    from ia_events import paths
    from ia_events.cli.base import now
    from ia_events.domain import tokens
    from ia_events.store import Store, events, registrations

    store = Store.open(paths.database(), now=now())
    key = events.get(store, event).key
    found = [tokens.issue(person.badge, key) for person in registrations.all_of(store, event)]
    store.close()
    return found


def test_event_add_list_show(cli: Cli, event: str) -> None:
    listed = cli("--json", "event", "list").json["events"]
    assert [(e["id"], e["title"], e["registrations"]) for e in listed] == [(event, "Soirée de l'INET", 0)]
    shown = cli("--json", "event", "show", event).json
    assert shown["capacity"] == 50
    assert [(s["label"], s["start"], s["end"]) for s in shown["slots"]] == [
        ("Soirée", "2025-11-12T18:00:00-04:00", "2025-11-12T20:30:00-04:00")
    ]


@pytest.mark.parametrize("slot", ["Soirée=2025-11-12T18:00/20:30", "Soirée=2025-11-12T18:00-04:00/2025-11-13T00:30Z"])
def test_slots_are_understood_as_people_write_them(cli: Cli, slot: str) -> None:
    event = cli("--json", "event", "add", "--title", "T", "--timezone", "America/Marigot", "--slot", slot).json["event"]
    slots = cli("--json", "event", "show", event).json["slots"]
    assert [(s["start"], s["end"]) for s in slots] == [("2025-11-12T18:00:00-04:00", "2025-11-12T20:30:00-04:00")]


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("event", "show", "nobody"), "event_unknown"),
        (("event", "add", "--title", " "), "title_missing"),
        (("event", "add", "--title", "T", "--slot", "tomorrow"), "slot_malformed"),
        (("event", "add", "--title", "T", "--timezone", "Mars/Olympus"), "timezone_unknown"),
        (("import", "missing.xlsx", "--event", "{event}"), "file_missing"),
        (("badges", "--event", "{event}", "--out", "b.pdf"), "nothing_to_print"),
        (("badges", "--event", "{event}", "--out", "b.pdf", "--stock", "A12"), "stock_unknown"),
        (("sign-in-sheet", "--event", "{event}", "--out", "s.pdf", "--slot", "nope"), "slot_unknown"),
        (("check-in", "--event", "{event}", "--at", "soon"), "time_malformed"),
        (("restore", "missing.db"), "file_missing"),
    ],
)
def test_what_a_user_can_mend_exits_1_with_a_code_and_a_sentence(
    cli: Cli, event: str, arguments: tuple[str, ...], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    filled = [a.format(event=event) for a in arguments]
    said = cli("--json", *filled)
    assert (said.status, said.json["error"]["code"]) == (1, code)
    assert said.err.endswith(f" ({code})\n")
    assert said.json["error"]["message"] in said.err
    plain = cli(*filled)
    assert (plain.status, plain.out) == (1, "")
    assert plain.err.strip() == "{message} ({code})".format(**said.json["error"])


@pytest.mark.parametrize(
    "arguments",
    # The last two are names of the contract for what is not built yet: docs/decisions/0004.
    [("frobnicate",), ("import",), ("event", "add"), ("badges", "--event", "x"), ("exchange",), ("station", "invite")],
)
def test_misuse_exits_2(cli: Cli, arguments: tuple[str, ...]) -> None:
    said = cli(*arguments)
    assert (said.status, said.out) == (2, "")
    assert said.err


def test_import_counts_every_row_and_a_second_time_changes_nothing(cli: Cli, event: str) -> None:
    first = cli("--json", "import", LISTS / "liste_titre_et_total.xlsx", "--event", event).json
    assert {k: first[k] for k in ("event", "rows", "added", "updated", "unchanged", "refused", "problems")} == {
        "event": event, "rows": 36, "added": 36, "updated": 0, "unchanged": 0, "refused": 0, "problems": []
    }  # fmt: skip
    before = cli("--json", "registrations", "--event", event).json
    second = cli("--json", "import", LISTS / "liste_titre_et_total.xlsx", "--event", event).json
    assert (second["added"], second["updated"], second["unchanged"]) == (0, 0, 36)
    assert cli("--json", "registrations", "--event", event).json == before


def test_a_dry_run_writes_nothing(cli: Cli, event: str) -> None:
    assert cli("--json", "import", LISTS / "liste_simple.xlsx", "--event", event, "--dry-run").json["added"] == 40
    assert cli("--json", "registrations", "--event", event).json == {"registrations": []}


def test_problems_name_their_sheet_row_and_column(cli: Cli, event: str, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Prénom;Mél\nArrondell;Éloïse;eloise@exemple\n;;seule@exemple.fr\n", encoding="utf-8")
    said = cli("--json", "import", file, "--event", event).json
    assert (said["rows"], said["added"], said["refused"], said["warnings"]) == (2, 1, 1, 1)
    assert [(p["row"], p["column"], p["code"]) for p in said["problems"]] == [
        (2, "Mél", "email_invalid"),
        (3, "", "no_name"),
    ]
    assert all(p["message"] for p in said["problems"])


def test_a_column_is_read_as_told(cli: Cli, event: str, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Prénom;Service\nArrondell;Éloïse;Commune de Goyave\n", encoding="utf-8")
    cli("import", file, "--event", event, "--map", "Service=employer")
    (person,) = cli("--json", "registrations", "--event", event).json["registrations"]
    assert (person["employer"], person["department"]) == ("Commune de Goyave", "")
    said = cli("--json", "import", file, "--event", event, "--map", "Nom=", "--dry-run").json
    assert [(p["row"], p["code"]) for p in said["problems"]] == [(2, "no_last_name")]


@pytest.mark.parametrize("text", ["arrondell", "ARROND", "francoise", "pointe a pitre", "arrondell35@", "ondell fran"])
def test_search_finds_any_part_without_accents(cli: Cli, listed: str, text: str) -> None:
    found = cli("--json", "registrations", "--event", listed, "--search", text).json["registrations"]
    assert "francoise.arrondell35@exemple.fr" in [p["email"] for p in found]


def test_a_name_nobody_is_written_as_answers_with_those_that_sound_like_it(cli: Cli, listed: str) -> None:
    written = cli("--json", "registrations", "--event", listed, "--search", "arrondell").json["registrations"]
    assert written
    assert not any(person["likely"] for person in written)
    heard = cli("--json", "registrations", "--event", listed, "--search", "aronddel fransoise").json["registrations"]
    assert "francoise.arrondell35@exemple.fr" in [person["email"] for person in heard]
    assert all(person["likely"] for person in heard)
    assert cli("registrations", "--event", listed, "--search", "aronddel fransoise").out.startswith(
        "Peut-être\N{NO-BREAK SPACE}:\n"
    )
    assert cli("--json", "registrations", "--event", listed, "--search", "nul@exemple.fr").json["registrations"] == []


def test_registrations_have_every_field_of_the_table(cli: Cli, listed: str) -> None:
    from ia_events.domain.fields import FIELDS

    people = cli("--json", "registrations", "--event", listed).json["registrations"]
    assert all(p.keys() >= {f.id for f in FIELDS} | {"id", "short_code", "status"} for p in people)
    by_code = cli("--json", "registrations", "--event", listed, "--search", people[7]["short_code"]).json[
        "registrations"
    ]
    assert by_code == [people[7]]


def test_badges_are_remembered(cli: Cli, listed: str, tmp_path: Path) -> None:
    out = tmp_path / "badges.pdf"
    made = cli("--json", "badges", "--event", listed, "--out", out)
    assert made.json == {
        "file": str(out), "pages": 5, "count": 36, "already_printed": 0, "last_printed": None, "reissued": 0
    }  # fmt: skip
    assert made.err == ""
    assert out.read_bytes().startswith(b"%PDF")
    assert (
        cli("--json", "badges", "--event", listed, "--out", out, "--only", "new").json["error"]["code"]
        == "nothing_to_print"
    )


def test_check_in_prints_a_verdict_a_line(cli: Cli, listed: str) -> None:
    first, second, *_rest = tokens_of(cli, listed)
    said = cli("--json", "check-in", "--event", listed, "--at", "2025-11-12T17:42", "--station", "Entrée 2", stdin=f"{first}\n{second.lower()}\n\n{first}\n{first[:-4]}\n")  # fmt: skip
    assert [line["verdict"] for line in said.lines] == ["welcome", "welcome", "already_in", "unreadable"]
    assert said.lines[2]["first_at"] == "2025-11-12T17:42:00-04:00"
    assert said.lines[0]["name"]
    cells = [p["cells"][0] for p in cli("--json", "attendance", "--event", listed).json["people"]]
    assert [c["state"] for c in cells].count("present") == 2
    assert {(c["method"], c["station"], c["at"]) for c in cells if c["state"] == "present"} == {
        ("scan", "Entrée 2", "2025-11-12T17:42:00-04:00")
    }


def test_export_says_what_it_made(cli: Cli, listed: str, tmp_path: Path) -> None:
    out = tmp_path / "retour.xlsx"
    said = cli("--json", "export", "--event", listed, "--out", out).json
    assert (said["file"], said["count"]) == (str(out), 36)


def test_backup_restore_verify(cli: Cli, listed: str, tmp_path: Path) -> None:
    copy = tmp_path / "copie.db"
    assert cli("--json", "backup", copy).json == {"file": str(copy)}
    people = cli("--json", "registrations", "--event", listed).json
    cli("import", LISTS / "liste_simple.xlsx", "--event", listed)
    assert cli("--json", "registrations", "--event", listed).json != people
    assert Path(cli("--json", "restore", copy).json["replaced"]).is_file()
    assert cli("--json", "registrations", "--event", listed).json == people
    assert cli("--json", "verify").json["sound"] is True


def test_every_command_of_the_contract_is_documented() -> None:
    from ia_events.cli.base import commands

    names = {"demo", "event", "import", "registrations", "badges", "sign-in-sheet", "check-in", "attendance", "export", "backup", "restore", "verify"}  # fmt: skip
    assert names <= commands.commands.keys()
    assert all(command.help for command in commands.commands.values())


@pytest.mark.parametrize("module", ["ia_events", "ia_events.cli"])
def test_it_runs_as_a_program(tmp_path: Path, module: str) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", module, "--db", tmp_path / "x.db", "--json", "event", "list"],
        capture_output=True,
        check=True,
    )
    assert json.loads(answer.stdout) == {"events": []}
    assert answer.stderr == b""


def test_rows_and_columns_left_aside_are_named(cli: Cli, event: str, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("N°;Nom;Prénom;Couleur\n1;Arrondell;Éloïse;bleu\nTotal;1;;\n", encoding="utf-8")
    said = cli("--json", "import", file, "--event", event).json
    assert [(s["row"], s["reason"]) for s in said["skipped"]] == [(3, "total")]
    assert "Couleur" in said["ignored_columns"]


def test_a_slot_may_go_past_midnight_and_cautions_are_said(cli: Cli) -> None:
    added = cli(
        "--json",
        "event",
        "add",
        "--title",
        "T",
        "--timezone",
        "America/Marigot",
        "--slot",
        "Soirée=2025-11-11T22:00/01:00",
    )
    assert "férié" in added.err
    (slot,) = cli("--json", "event", "show", added.json["event"]).json["slots"]
    assert slot["end"] == "2025-11-12T01:00:00-04:00"


def test_a_backup_never_replaces_the_database(cli: Cli, listed: str) -> None:
    from ia_events import paths

    assert cli("--json", "backup", paths.database()).json["error"]["code"] == "same_file"
    assert cli("--json", "verify").json["sound"] is True


def test_a_badge_of_nobody_here_is_in_the_grid_and_may_leave(cli: Cli, listed: str) -> None:
    from ia_events import paths
    from ia_events.cli.base import now
    from ia_events.domain import tokens
    from ia_events.store import Store, events

    store = Store.open(paths.database(), now=now())
    token = tokens.issue(tokens.new_badge_id(), events.get(store, listed).key)
    store.close()
    said = cli("--json", "check-in", "--event", listed, "--at", "2025-11-12T18:02", stdin=f"{token}\n{token}\n").lines
    assert [line["verdict"] for line in said] == ["genuine_unlisted", "already_in"]
    people = cli("--json", "attendance", "--event", listed).json["people"]
    (row,) = [p for p in people if p["registration"].startswith("badge:")]
    assert (row["first_name"], row["cells"][0]["state"]) == (token[:8], "present")


@pytest.fixture
def full_names(tmp_path: Path) -> Path:
    """A list only a person can read for sure."""
    file = tmp_path / "liste.csv"
    file.write_text("Stagiaire;Présence\nHODGE RUFUS;X\nCARTY WYCLIFF;Abs\n", encoding="utf-8")
    return file


def test_import_says_what_only_a_person_can_tell(cli: Cli, event: str, full_names: Path) -> None:
    (question,) = cli("--json", "import", full_names, "--event", event, "--dry-run").json["questions"]
    assert question["key"] == "name_order"
    assert question["answer"] == "last_first"
    assert [option["value"] for option in question["options"]] == ["last_first", "first_last"]
    assert question["examples"] == ["CARTY WYCLIFF", "HODGE RUFUS"]
    assert "--answer 'name_order=…', parmi" in cli("import", full_names, "--event", event, "--dry-run").err


def test_import_takes_answers(cli: Cli, event: str, full_names: Path) -> None:
    cli("import", full_names, "--event", event, "--answer", "name_order=first_last")
    people = cli("--json", "registrations", "--event", event).json["registrations"]
    assert {person["last_name"] for person in people} == {"RUFUS", "WYCLIFF"}


def test_a_cross_on_a_list_says_who_came_and_no_hour(cli: Cli, event: str, full_names: Path) -> None:
    cli("import", full_names, "--event", event)
    people = cli("--json", "attendance", "--event", event).json["people"]
    told = {p["last_name"]: p["cells"][0] for p in people}
    assert (told["HODGE"]["state"], told["HODGE"]["at"], told["HODGE"]["method"]) == ("present", None, "list")
    assert told["HODGE"]["hours"] > 0
    assert told["CARTY"]["state"] == "absent"


def test_import_uses_the_layouts_remembered(cli: Cli, event: str, full_names: Path) -> None:
    from ia_events import layouts
    from ia_events.domain.layout import Layout
    from ia_events.spreadsheets.reading import read

    layouts.remember(read(full_names).fingerprint, Layout({}, {"name_order": "first_last"}))
    cli("import", full_names, "--event", event)
    people = cli("--json", "registrations", "--event", event).json["registrations"]
    assert {person["last_name"] for person in people} == {"RUFUS", "WYCLIFF"}


def test_the_demonstration_says_where_its_database_is(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "démonstration"
    said = cli("demo", "--out", out, "--people", "3").out
    assert (
        f"--db {str(out / 'demonstration.db')!r} event list" in said
        or f"--db {out / 'demonstration.db'} event list" in said
    )
    assert len(cli("--json", "--db", out / "demonstration.db", "event", "list").json["events"]) == 1


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a folder of Linux")
def test_a_folder_nothing_can_be_written_to_is_said_to_be_there(cli: Cli, listed: str, tmp_path: Path) -> None:
    for command, name in (("roll-call", "liste.pdf"), ("export", "retour.xlsx")):
        error = cli("--json", command, "--event", listed, "--out", Path("/proc") / name).json["error"]
        assert error["code"] == "no_permission"
        assert "n’existe pas" not in error["message"]
    missing = cli("--json", "roll-call", "--event", listed, "--out", tmp_path / "absent" / "liste.pdf").json["error"]
    assert (missing["code"], "n’existe pas" in missing["message"]) == ("folder_missing", True)
