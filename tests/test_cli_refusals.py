"""What a command refuses to read, in the program's own words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import msoffcrypto.format.ooxml
import openpyxl
import pytest

from ia_events.cli.base import commands
from tests.conftest import Answer

Cli = Callable[..., Answer]
SLOT = ("--slot", "Soirée=2025-11-12T18:00/20:30")


def told(arguments: list[list[str]]) -> list[tuple[int, str]]:
    """The status and the error code of each of these commands, run by somebody for whom modes count, be it root."""
    program = (
        "import json, sys; from ia_events.cli import main\n"
        "for arguments in json.loads(sys.argv[1]):\n"
        "    sys.argv = ['ia-events', '--json', *arguments]\n"
        "    try: main()\n"
        "    except SystemExit as ended: print(ended.code, flush=True)\n"
    )
    plain = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    said = subprocess.run(
        [*plain, sys.executable, "-c", program, json.dumps(arguments)], capture_output=True, text=True, check=True
    )
    lines = said.stdout.splitlines()
    return [(int(status), json.loads(answer)["error"]["code"]) for answer, status in batched(lines)]


def batched(lines: list[str]) -> list[tuple[str, str]]:
    return list(zip(lines[::2], lines[1::2], strict=True))


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
def test_what_one_may_not_read_is_no_misuse(cli: Cli, tmp_path: Path) -> None:
    """GIVEN a list, a database, a folder one may not read THEN it is said as what can be mended, not as a misuse."""
    event = cli("--json", "event", "add", "--title", "T", *SLOT).json["event"]
    assert cli("participant", "add", "--event", event, "--last-name", "Arrondell").status == 0
    file, closed, out = tmp_path / "fichier", tmp_path / "fermé", tmp_path / "b.pdf"
    file.touch(mode=0)
    closed.mkdir(mode=0)
    expected = {
        f"import {file} --event {event}": "no_permission",
        f"template keep {file}": "no_permission",
        f"export --event {event} --template {file} --out {tmp_path / 'r.xlsx'}": "no_permission",
        f"return-check {file} --event {event}": "no_permission",
        f"--db {file} event list": "db_permission",
        f"--db {closed / 'base.db'} event list": "db_permission",
        f"--db {closed / 'base.db'} backup {tmp_path / 'copie.db'}": "no_permission",
        f"export --event {event} --template {closed / 'm.xlsx'} --out {tmp_path / 'r.xlsx'}": "no_permission",
        f"restore {closed / 'copie.db'}": "no_permission",
        f"designs add {file}": "design_unreadable",
        f"stocks add {file}": "file_unreadable",
        f"preset bring {file}": "file_unreadable",
        f"layout bring {file}": "file_unreadable",
        f"restore {file}": "file_unreadable",
        f"demo --out {closed}": "no_permission",
        f"badges --event {event} --out {out} --photos {closed}": "photos_unreadable",
    }
    found = dict(zip(expected, told([line.split() for line in expected]), strict=True))
    assert found == {line: (1, code) for line, code in expected.items()}
    closed.chmod(0o700)


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


def test_a_refusal_that_names_no_file_is_a_bug(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    """GIVEN a system that refuses something else than a file THEN no file « None » is said to be closed."""

    def refused() -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setitem(commands.commands, "refused", click.Command("refused", callback=refused))
    expect_log("unexpected error")
    answer = cli("--json", "refused")
    assert (answer.status, answer.json["error"]["code"]) == (3, "unexpected")
