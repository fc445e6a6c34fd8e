"""Lists out from the terminal: columns, presets, people, and a word when the file would travel unprotected."""

from __future__ import annotations

import csv
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from ia_events import drives, kept_templates, paths, presets
from ia_events.domain.pointing import Pointed
from ia_events.drives import Drive
from ia_events.presets import Preset

Cli = Callable[..., Any]  # the fixture of conftest.py
LISTS = Path(__file__).parent / "data" / "lists"
SLOT = "Soirée=2025-11-12T18:00/2025-11-12T20:30"


@pytest.fixture
def event(cli: Cli) -> str:
    """An evening in Saint-Martin with the 36 people of a list, by its id."""
    added = cli("--json", "event", "add", "--title", "Soirée de l'INET", "--slot", SLOT, "--timezone", "America/Marigot")  # fmt: skip
    cli("import", LISTS / "liste_titre_et_total.xlsx", "--event", added.json["event"])
    return str(added.json["event"])


def rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text, delimiter=";"))


def test_columns_in_the_order_given(cli: Cli, event: str, tmp_path: Path) -> None:
    out = tmp_path / "liste.csv"
    said = cli("--json", "export", "--event", event, "--out", out, "--columns", "last_name, first_name,presence").json
    assert said == {"file": str(out), "pages": 1, "count": 36}
    assert rows(out)[0] == ["Nom", "Prénom", "Soirée"]
    assert len(rows(out)) == 37


def test_a_preset_by_its_name_and_fewer_people(cli: Cli, event: str, tmp_path: Path) -> None:
    presets.keep(Preset("Mes adresses", ("email", "last_name"), "present"))
    out = tmp_path / "liste.xlsx"
    arguments = ("--json", "export", "--event", event, "--out", out, "--preset", "mes ADRESSES")
    assert cli(*arguments).json["count"] == 0
    person = cli("--json", "registrations", "--event", event).json["registrations"][0]
    assert cli(*arguments, "--people", "registered", "--search", person["last_name"]).json["count"] >= 1
    heading = next(load_workbook(out).worksheets[0].iter_rows(values_only=True))
    assert heading == ("Courriel", "Nom")


def test_a_kept_template_by_its_name(cli: Cli, event: str, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0].title = "Retour"
    workbook.save(tmp_path / "siege.xlsx")
    kept = kept_templates.keep(tmp_path / "siege.xlsx", "Bilan du siège")
    kept_templates.point(kept, Pointed({("Retour", "A3"): "{{nom}}", ("Retour", "A1"): "{{titre}}"}))
    said = cli("--json", "export", "--event", event, "--out", tmp_path / "r.xlsx", "--template", "bilan du siege").json
    assert said["count"] == 36
    sheet = load_workbook(tmp_path / "r.xlsx")["Retour"]
    assert sheet["A1"].value == "Soirée de l'INET"
    assert sheet["A38"].value
    missing = cli("--json", "export", "--event", event, "--out", tmp_path / "r.xlsx", "--template", "absent")
    assert missing.json["error"]["code"] == "template_missing"


def test_a_text_without_columns_is_the_whole_list(cli: Cli, event: str, tmp_path: Path) -> None:
    assert cli("--json", "export", "--event", event, "--out", tmp_path / "liste.csv").json["count"] == 36
    assert {"Nom", "Collectivité", "Heures suivies"} <= set(rows(tmp_path / "liste.csv")[0])
    assert "Courriel" not in rows(tmp_path / "liste.csv")[0]


@pytest.mark.parametrize(
    "arguments, code, status",
    [
        (("--columns", "salary"), "column_unknown", 1),
        (("--columns", ","), "columns_none", 1),
        (("--preset", "Absente"), "preset_missing", 1),
        (("--preset", "Liste complète", "--slot", "absent"), "slot_unknown", 1),
        (("--preset", "Liste complète", "--columns", "id"), "usage", 2),
        (("--people", "present"), "usage", 2),
    ],
)
def test_what_makes_no_sense_is_refused(
    cli: Cli, event: str, tmp_path: Path, arguments: tuple[str, ...], code: str, status: int
) -> None:
    answer = cli("--json", "export", "--event", event, "--out", tmp_path / "l.xlsx", *arguments)
    assert (answer.json["error"]["code"], answer.status) == (code, status)
    assert not (tmp_path / "l.xlsx").exists()


def test_a_drive_that_travels_is_warned_about_beside_the_answer(
    cli: Cli, event: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drives, "kind", lambda _file: Drive.REMOVABLE)
    bare = cli("--json", "export", "--event", event, "--out", tmp_path / "r.xlsx")
    assert bare.json["count"] == 36
    assert "--password-stdin" in bare.err
    locked = cli("--json", "export", "--event", event, "--out", tmp_path / "r.xlsx", "--password-stdin", stdin="bati\n")
    assert locked.err == ""


def test_what_is_written_takes_the_place_of_nothing_that_is_read(cli: Cli, event: str, tmp_path: Path) -> None:
    template, other, back = tmp_path / "siege.xlsx", tmp_path / "autre.xlsx", tmp_path / "retour.xlsx"
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "{{titre}}"
    workbook.save(template)
    shutil.copyfile(LISTS / "liste_simple.xlsx", other)
    cli("export", "--event", event, "--out", back)
    (tmp_path / "lien.xlsx").symlink_to(back)
    commands = (
        (template, ("export", "--event", event, "--out", template, "--template", template)),
        (other, ("import", other, "--event", event, "--dry-run", "--report", other)),
        (back, ("consolidate", back, "--out", tmp_path / "lien.xlsx")),
    )
    for file, arguments in commands:
        before = file.read_bytes()
        assert cli("--json", *arguments).json["error"]["code"] == "same_file"
        assert file.read_bytes() == before


def test_a_list_that_was_imported_is_not_written_over(cli: Cli, event: str, tmp_path: Path) -> None:
    """GIVEN the very list that was imported, under whatever name THEN no command puts a file in its place."""
    listed, own, base = tmp_path / "recue.xlsx", tmp_path / "mien.xlsx", tmp_path / "base.db"
    shutil.copyfile(LISTS / "liste_titre_et_total.xlsx", listed)
    before = listed.read_bytes()
    for arguments in (
        ("export", "--event", event),
        ("export", "--event", event, "--columns", "last_name"),
        ("consolidate", own),
    ):
        cli("export", "--event", event, "--out", own)
        said = cli("--json", *arguments, "--out", listed)
        assert (said.status, said.json["error"]["code"]) == (1, "imported_list")
        assert "recue.xlsx" in said.err
    assert (
        cli("--json", "import", listed, "--event", event, "--report", listed).json["error"]["code"] == "imported_list"
    )
    assert cli("--json", "backup", listed).json["error"]["code"] == "imported_list"
    assert listed.read_bytes() == before
    assert cli("backup", base).status == 0
    assert cli("export", "--event", event, "--out", own).status == 0, "one's own may be written again"


@pytest.mark.parametrize("way", ["itself", "another way there"])
def test_a_list_that_was_imported_then_edited_is_not_written_over(
    cli: Cli, event: str, tmp_path: Path, way: str
) -> None:
    """GIVEN a list somebody imported and went on with in a spreadsheet THEN no command puts a file in its place."""
    listed, folder = tmp_path / "recue.xlsx", tmp_path / "dossier"
    shutil.copyfile(LISTS / "liste_simple.xlsx", listed)
    assert cli("import", listed, "--event", event).status == 0
    folder.mkdir()
    with listed.open("ab") as file:
        file.write(b"-")
    before = listed.read_bytes()
    named = listed if way == "itself" else folder / ".." / "recue.xlsx"
    said = cli("--json", "export", "--event", event, "--out", named)
    assert (said.status, said.json["error"]["code"]) == (1, "imported_list")
    assert listed.read_bytes() == before
    for _again in range(2):
        assert cli("export", "--event", event, "--out", folder / "recue.xlsx").status == 0, "that one is another file"


def test_where_an_imported_list_was_is_kept_in_no_word(cli: Cli, event: str, tmp_path: Path) -> None:
    listed = tmp_path / "recue.xlsx"
    shutil.copyfile(LISTS / "liste_simple.xlsx", listed)
    assert cli("import", listed, "--event", event).status == 0
    with closing(sqlite3.connect(paths.database())) as database:
        labels = " ".join(row[0] for row in database.execute("SELECT label FROM actions"))
    assert "recue.xlsx" in labels
    assert tmp_path.name not in labels


def test_a_list_imported_before_its_content_was_kept_is_told_by_its_name(cli: Cli, event: str, tmp_path: Path) -> None:
    cli("event", "list")
    with closing(sqlite3.connect(paths.database())) as database, database:
        database.execute("UPDATE actions SET label = json_remove(label, '$.values.content')")
    listed = tmp_path / "liste_titre_et_total.xlsx"
    listed.write_bytes(b"changed since")
    assert cli("--json", "export", "--event", event, "--out", listed).json["error"]["code"] == "imported_list"


def test_the_database_is_not_written_over(cli: Cli, event: str, tmp_path: Path) -> None:
    named_as_a_list = tmp_path / "base.xlsx"
    made = cli("--db", named_as_a_list, "--json", "event", "add", "--title", "T", "--slot", SLOT).json["event"]
    for columns in ((), ("--columns", "last_name")):
        said = cli("--db", named_as_a_list, "--json", "export", "--event", made, "--out", named_as_a_list, *columns)
        assert said.json["error"]["code"] == "same_file"
    assert len(cli("--db", named_as_a_list, "--json", "event", "list").json["events"]) == 1


@pytest.mark.parametrize("name", ["liste.ods", "liste", "liste.db", "liste.xls"])
def test_a_file_is_named_as_what_it_is(cli: Cli, event: str, name: str, tmp_path: Path) -> None:
    for arguments in (("--columns", "last_name"), ()):
        said = cli("--json", "export", "--event", event, "--out", tmp_path / name, *arguments)
        assert said.json["error"]["code"] == "out_suffix"
        assert ".xlsx" in said.json["error"]["message"]
    assert not (tmp_path / name).exists()


def test_columns_of_other_events_are_refused(cli: Cli, event: str, tmp_path: Path) -> None:
    said = cli("--json", "export", "--event", event, "--out", tmp_path / "l.xlsx", "--columns", "presence:99")
    assert said.json["error"]["code"] == "columns_none"
