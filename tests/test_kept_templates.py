"""Headquarters' templates kept on this machine: copied, named, pointed at, removed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ia_events import kept_templates
from ia_events.domain.errors import UserError
from ia_events.domain.pointing import Pointed

POINTED = Pointed({("Feuille 1", "B5"): "{{nom}}", ("Feuille 1", "A1"): ""}, {"Feuille 1": 5})


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "Bilan du siège.xlsx"
    file.write_bytes(b"PK\x03\x04")
    return file


def test_a_copy_is_kept_under_its_name_and_outlives_its_source(source: Path) -> None:
    made = kept_templates.keep(source, "Bilan du siège")
    source.unlink()
    assert made.file.read_bytes() == b"PK\x03\x04"
    assert kept_templates.all_templates() == [made]
    assert kept_templates.find("bilan du siege") == made


def test_names_are_not_taken_twice_and_can_be_changed(source: Path) -> None:
    first, second = kept_templates.keep(source, "Bilan"), kept_templates.keep(source, "Bilan")
    assert (first.name, second.name) == ("Bilan", "Bilan 2")
    assert kept_templates.rename(second, "bilan").name == "bilan 3"
    assert kept_templates.rename(first, "BILAN").name == "BILAN", "the same name written otherwise"
    with pytest.raises(UserError) as caught:
        kept_templates.rename(first, " ")
    assert caught.value.code == "template_nameless"


def test_what_was_pointed_at_is_found_again(source: Path) -> None:
    kept_templates.point(kept_templates.keep(source, "Bilan"), POINTED)
    assert kept_templates.find("Bilan").pointed == POINTED


def test_one_removed_can_be_put_back_until_the_next(source: Path) -> None:
    assert kept_templates.put_back() is None
    made = kept_templates.point(kept_templates.keep(source, "Bilan"), POINTED)
    kept_templates.remove(made)
    assert kept_templates.all_templates() == []
    assert kept_templates.put_back() == made
    assert kept_templates.put_back() is None
    kept_templates.remove(made)
    assert not made.folder.exists()
    with pytest.raises(UserError) as caught:
        kept_templates.find("Bilan")
    assert caught.value.code == "template_missing"


@pytest.mark.expect_log("what was kept of a template cannot be read")
def test_damaged_notes_leave_the_workbook(source: Path) -> None:
    made = kept_templates.keep(source, "Bilan")
    (made.folder / "template.json").write_text('{"name": 1, "cells": [["x"]]}', encoding="utf-8")
    (found,) = kept_templates.all_templates()
    assert (found.file, found.pointed) == (made.file, Pointed())
