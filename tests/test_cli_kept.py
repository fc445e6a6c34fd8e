"""Templates, presets and layouts from the terminal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ia_events import kept_templates, layouts, presets
from ia_events.domain.lists import Layout
from ia_events.presets import Preset

Cli = Callable[..., Any]  # the fixture of conftest.py


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
    assert layouts.load() == {}
    assert cli("--json", "layout", "bring", tmp_path / "l.json").json == {"count": 1}
    assert cli("--json", "layout", "list").json["layouts"][0]["mapping"] == {"Divers": "meal"}
