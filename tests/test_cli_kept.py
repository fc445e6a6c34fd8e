"""Templates, presets and layouts from the terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from openpyxl import Workbook
from PIL import Image

from ia_events import kept_templates, layouts, paths, presets
from ia_events.domain.layout import Layout
from ia_events.presets import Preset
from ia_events.store import Store, journal

Cli = Callable[..., Any]  # the fixture of conftest.py
NOW = datetime(2025, 11, 12, 13, 0, tzinfo=UTC)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    made = Workbook()
    made.worksheets[0].title = "Retour"
    made.worksheets[0]["A1"] = "Bilan"
    made.save(tmp_path / "siege.xlsx")
    return tmp_path / "siege.xlsx"


def test_a_template_is_kept_pointed_at_listed_and_removed(cli: Cli, workbook: Path) -> None:
    assert cli("--json", "template", "keep", workbook, "--name", "Bilan").json["name"] == "Bilan"
    said = cli("--json", "template", "point", "bilan", "--cell", "Retour!A3={{nom}}", "--row", "Retour!3").json
    assert said == {"name": "Bilan", "cells": {"Retour!A3": "{{nom}}"}, "rows": {"Retour": 3}}
    assert [each["cells"] for each in cli("--json", "template", "list").json["templates"]] == [said["cells"]]
    assert cli("--json", "template", "point", "bilan", "--cell", "Retour!A3=").json["cells"] == {}
    cli("--json", "template", "remove", "Bilan")
    assert kept_templates.all_templates() == []


@pytest.mark.parametrize(
    "arguments, code",
    [
        (("--cell", "Retour!A3={{inconnu}}"), "template_unknown"),
        (("--cell", "Ailleurs!A3={{nom}}"), "template_sheet"),
        (("--cell", "A3={{nom}}"), "usage"),
        (("--cell", "Retour!A:B={{nom}}"), "usage"),
        (("--cell", "Retour!A0={{nom}}"), "usage"),
        (("--row", "Retour!0"), "usage"),
    ],
)
def test_what_cannot_be_filled_is_not_kept(cli: Cli, workbook: Path, arguments: tuple[str, ...], code: str) -> None:
    cli("--json", "template", "keep", workbook)
    assert cli("--json", "template", "point", "siege", *arguments).json["error"]["code"] == code
    assert kept_templates.find("siege").pointed.cells == {}


def test_what_is_no_workbook_is_not_kept(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_text("Nom;Prénom\n", encoding="utf-8")
    assert cli("--json", "template", "keep", tmp_path / "t.xlsx").json["error"]["code"] == "template_format"
    assert cli("--json", "template", "keep", tmp_path / "absent.xlsx").json["error"]["code"] == "file_missing"
    assert kept_templates.all_templates() == []


def test_presets_go_to_somebody_else(cli: Cli, tmp_path: Path) -> None:
    presets.keep(Preset("Matin", ("last_name",), "absent"))
    cli("--json", "preset", "share", "matin", "--out", tmp_path / "p.json")
    presets.remove("Matin")
    assert cli("--json", "preset", "bring", tmp_path / "p.json").json == {"name": "Matin"}
    listed = cli("--json", "preset", "list").json["presets"]
    assert listed[-1] == {"name": "Matin", "columns": ["last_name"], "people": "absent", "kind": "xlsx", "built_in": False}  # fmt: skip
    assert "Matin" in cli("preset", "list").out


def test_layouts_go_to_another_machine(cli: Cli, tmp_path: Path) -> None:
    layouts.remember("0123456789abcdef", Layout({"Divers": "meal"}, {}))
    assert cli("--json", "layout", "share", "--out", tmp_path / "l.json").json["count"] == 1
    assert cli("--json", "layout", "forget").json == {"count": 1}
    assert layouts.standing() == {}
    assert cli("--json", "layout", "bring", tmp_path / "l.json").json == {"count": 1}
    assert cli("--json", "layout", "list").json["layouts"][0]["mapping"] == {"Divers": "meal"}


def test_layouts_are_listed_where_there_is_no_database_and_where_it_does_not_open(cli: Cli) -> None:
    layouts.remember("0123456789abcdef", Layout({"Divers": "meal"}, {}), "somewhere")
    assert len(cli("--json", "layout", "list").json["layouts"]) == 1
    assert not paths.database().exists()
    paths.database().parent.mkdir(parents=True, exist_ok=True)
    paths.database().write_bytes(b"no database")
    assert len(cli("--json", "layout", "list").json["layouts"]) == 1
    assert paths.database().read_bytes() == b"no database"


def test_what_an_import_taken_back_taught_is_neither_listed_nor_shared(cli: Cli, tmp_path: Path) -> None:
    event = cli("--json", "event", "add", "--title", "Essai", "--slot", "Soir=2025-11-12T18:00/2025-11-12T20:00", "--timezone", "Europe/Paris").json["event"]  # fmt: skip
    people = tmp_path / "liste.csv"
    people.write_text("Nom;Prénom\nArrondell;Éloïse\n", encoding="utf-8")
    cli("import", people, "--event", event)
    action = cli("--json", "imports", "--event", event).json["imports"][0]["action"]
    layouts.remember("0123456789abcdef", Layout({"Divers": "meal"}, {}), action)
    layouts.remember("fedcba9876543210", Layout({"Où": "employer"}, {}))
    cli("undo")
    # another database knows it by then
    assert set(layouts.standing()) == {"fedcba9876543210"}
    assert [each["layout"] for each in cli("--json", "layout", "list").json["layouts"]] == ["fedcba9876543210"]
    assert cli("--json", "layout", "share", "--out", tmp_path / "l.json").json["count"] == 1
    assert action not in (tmp_path / "l.json").read_text(encoding="utf-8")
    cli("redo")
    assert len(layouts.standing()) == 2
    # taken back by another station, say
    with contextlib.closing(Store.open(paths.database(), now=NOW)) as store:
        journal.undo(store, NOW, action)
    assert cli("--json", "layout", "forget").json == {"count": 1}


def test_a_badge_design_is_exported_changed_kept_used_and_removed(cli: Cli, tmp_path: Path) -> None:
    listed = cli("--json", "designs", "list").json["designs"]
    assert next(design["id"] for design in listed) == "sober"
    assert {"id": "two-sided", "two_sided": True, "folds": False, "own": False}.items() <= listed[-1].items()
    file = tmp_path / "mine.json"
    cli("designs", "export", "sober", "--out", file)
    file.write_text(file.read_text(encoding="utf-8").replace("{job_title}", "{venue}"), encoding="utf-8")
    assert cli("--json", "designs", "add", file, "--name", "Soirée").json == {"design": "soiree"}
    event = cli("--json", "event", "add", "--title", "Essai", "--slot", "Soir=2025-11-12T18:00/2025-11-12T20:00", "--timezone", "Europe/Paris", "--venue", "Salle verte").json["event"]  # fmt: skip
    people = tmp_path / "liste.csv"
    people.write_text("Nom;Prénom;Matricule\nArrondell;Éloïse;A12\n", encoding="utf-8")
    cli("import", people, "--event", event)
    Image.new("RGB", (40, 50), "#B42318").save(tmp_path / "a12.png")
    made = tmp_path / "badges.pdf"
    assert cli("--json", "badges", "--event", event, "--out", made, "--layout", "soiree", "--photos", tmp_path).json["count"] == 1  # fmt: skip
    document = pypdfium2.PdfDocument(made)
    assert "Salle verte" in document[0].get_textpage().get_text_bounded()
    document.close()
    renamed = cli("--json", "designs", "rename", "Soirée", "Gala").json
    assert renamed == {"design": "soiree", "name": "Gala"}, "whoever names it by its id finds it still"
    assert cli("--json", "designs", "rename", "soiree", "Gala").status == 0
    for name, new, code in (
        ("sober", "X", "design_shipped"), ("gala", " ", "design_nameless"), ("gala", "SOBRE", "design_name_taken"),
    ):  # fmt: skip
        assert cli("--json", "designs", "rename", name, new).json["error"]["code"] == code
    assert cli("--json", "designs", "remove", "Gala").json == {"design": "soiree"}
    assert cli("--json", "designs", "restore").json["name"] == "Gala"
    assert cli("--json", "designs", "restore").json["error"]["code"] == "nothing_removed"
    assert [row["name"] for row in cli("--json", "designs", "list").json["designs"] if row["own"]] == ["Gala"]
    cli("designs", "remove", "Gala")
    assert cli("--json", "badges", "--event", event, "--out", made, "--layout", "soiree").json["error"]["code"] == "layout_unknown"  # fmt: skip
    assert cli("--json", "designs", "remove", "sober").json["error"]["code"] == "design_shipped"


@pytest.mark.parametrize(
    "command", [("badges",), ("sign-in-sheet",), ("roll-call",), ("certificates",), ("rescue-kit",), ("designs", "export", "sober")]
)  # fmt: skip
def test_no_paper_takes_the_place_of_the_database(cli: Cli, command: tuple[str, ...]) -> None:
    event = cli("--json", "event", "add", "--title", "Essai", "--slot", "Soir=2025-11-12T18:00/2025-11-12T20:00", "--timezone", "Europe/Paris").json["event"]  # fmt: skip
    database = paths.database()
    of_event = () if command[0] == "designs" else ("--event", event)
    assert cli("--json", *command, *of_event, "--out", database).json["error"]["code"] in ("same_file", "out_suffix")
    assert database.read_bytes()[:6] == b"SQLite"
