"""What a command refuses to read, in the program's own words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest

from tests.conftest import Answer
from tests.rights import as_anybody

Cli = Callable[..., Answer]
SLOT = ("--slot", "Soirée=2025-11-12T18:00/20:30")


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("import", "{folder}/fichier", "--event", "{event}"), "no_permission"),
        (("--db", "{folder}/fichier", "event", "list"), "db_permission"),
        (("--db", "{folder}/fermé/base.db", "event", "list"), "db_permission"),
        (("designs", "add", "{folder}/fichier"), "design_unreadable"),
        (("stocks", "add", "{folder}/fichier"), "file_unreadable"),
        (("preset", "bring", "{folder}/fichier"), "file_unreadable"),
        (("layout", "bring", "{folder}/fichier"), "file_unreadable"),
        (("template", "keep", "{folder}/fichier"), "no_permission"),
        (("restore", "{folder}/fichier"), "file_unreadable"),
        (("demo", "--out", "{folder}/fermé"), "no_permission"),
        (("badges", "--event", "{event}", "--out", "{folder}/b.pdf", "--photos", "{folder}/fermé"), "photos_unreadable"),
    ],
)
def test_what_one_may_not_read_is_no_misuse(
    cli: Cli, arguments: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with as_anybody() as folder:
        monkeypatch.setenv("IA_EVENTS_HOME", str(folder / "home"))
        event = cli("--json", "event", "add", "--title", "T", *SLOT).json["event"]
        assert cli("participant", "add", "--event", event, "--last-name", "Arrondell").status == 0
        (folder / "fichier").touch(mode=0)
        (folder / "fermé").mkdir(mode=0)
        said = cli("--json", *(word.format(folder=folder, event=event) for word in arguments))
    assert (said.status, said.json["error"]["code"]) == (1, code)


def test_a_database_of_no_bytes_is_refused_and_restored(cli: Cli, tmp_path: Path) -> None:
    """GIVEN a file of no bytes where a database was THEN it is no new database, nor a sound one; a backup takes its place."""
    good, lost, saved = (tmp_path / name for name in ("bonne.db", "perdue.db", "copie.db"))
    assert cli("--db", good, "event", "add", "--title", "Soirée", *SLOT).status == 0
    assert cli("--db", good, "backup", saved).status == 0
    lost.touch()
    for command in (("event", "list"), ("verify",)):
        refused = cli("--json", "--db", lost, *command)
        assert (refused.status, refused.json["error"]["code"]) == (1, "db_empty")
        assert lost.stat().st_size == 0
    assert cli("--db", lost, "restore", saved).status == 0
    assert len(cli("--json", "--db", lost, "event", "list").json["events"]) == 1


def test_a_full_disk_is_said_and_nothing_of_a_demonstration_is_left(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(9, 9, 0))
    for command in (("--db", tmp_path / "neuve.db", "event", "list"), ("demo", "--out", tmp_path / "demo")):
        full = cli("--json", *command)
        assert (full.status, full.json["error"]["code"]) == (1, "disk_full")
    assert list(tmp_path.iterdir()) == []


def test_a_protected_list_names_the_option_that_opens_it(cli: Cli, tmp_path: Path) -> None:
    event = cli("--json", "event", "add", "--title", "T", *SLOT).json["event"]
    workbook = openpyxl.Workbook()
    workbook.active.append(["Nom", "Prénom"])
    workbook.active.append(["Arrondell", "Éloïse"])
    workbook.save(tmp_path / "clair.xlsx")
    file = tmp_path / "liste.xlsx"
    with (tmp_path / "clair.xlsx").open("rb") as clear, file.open("w+b") as locked:
        msoffcrypto.format.ooxml.OOXMLFile(clear).encrypt("Colibri", locked)
    refused = cli("--json", "import", file, "--event", event)
    assert refused.json["error"]["code"] == "password_needed"
    assert "--password-stdin" in refused.json["error"]["message"]
    assert "--password-stdin" in cli("consolidate", file, "--out", tmp_path / "o.xlsx").err
    read = cli("--json", "import", file, "--event", event, "--password-stdin", stdin="Colibri\n")
    assert read.json["added"] == 1
