"""Choices of columns kept under a name, given to others, and found again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ia_events import i18n, paths, presets
from ia_events.domain.errors import UserError
from ia_events.domain.fields import FIELDS
from ia_events.presets import BUILT_IN, Preset
from ia_events.spreadsheets.choosing import PEOPLE, knows

MINE = Preset("Relance du matin", ("last_name", "email", "presence:1"), "absent", "csv")


def test_the_built_in_ones_are_sound_and_private_fields_are_asked_for_only_to_write_to_people() -> None:
    private = {field.id for field in FIELDS if field.private}
    for preset in BUILT_IN:
        assert all(knows(column) for column in preset.columns)
        assert preset.people in PEOPLE
    assert [bool(private & set(preset.columns)) for preset in BUILT_IN] == [False, False, True]


def test_one_is_kept_found_replaced_and_removed() -> None:
    presets.keep(MINE)
    assert presets.find("relance DU matin") == MINE
    presets.keep(Preset("Relance du matin", ("first_name",)))
    assert [preset.name for preset in presets.all_presets() if not preset.built_in] == ["Relance du matin"]
    assert presets.find(MINE.name).columns == ("first_name",)
    presets.remove(MINE.name)
    with pytest.raises(UserError) as caught:
        presets.find(MINE.name)
    assert "Liste complète" in caught.value.message


def test_a_built_in_one_is_found_by_its_name_in_either_language_and_keeps_its_name() -> None:
    i18n.use("en")
    assert presets.find("liste d'appel") is BUILT_IN[1]
    assert presets.find(BUILT_IN[1].title) is BUILT_IN[1]
    i18n.use("fr")
    for name, code in (("Liste complète", "preset_built_in"), (" - ", "preset_nameless")):
        with pytest.raises(UserError) as caught:
            presets.keep(Preset(name, ("last_name",)))
        assert caught.value.code == code


def test_one_travels_in_a_file_and_a_name_taken_gets_a_number(tmp_path: Path) -> None:
    presets.export(MINE, tmp_path / "p.json")
    assert presets.bring(tmp_path / "p.json") == MINE
    assert presets.bring(tmp_path / "p.json").name == "Relance du matin 2"
    presets.export(BUILT_IN[0], tmp_path / "b.json")
    brought = presets.bring(tmp_path / "b.json")
    assert (brought.name, brought.columns) == ("Liste complète 2", BUILT_IN[0].columns)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b'{"kind": "ia-events-preset"}',
        json.dumps({"kind": "autre", "preset": {"name": "x", "columns": ["id"]}}).encode(),
        json.dumps({"kind": "ia-events-preset", "preset": {"name": "x", "columns": []}}).encode(),
        json.dumps({"kind": "ia-events-preset", "preset": {"name": 4, "columns": ["id"]}}).encode(),
        json.dumps({"kind": "ia-events-preset", "preset": {"name": "x", "columns": [["id"]]}}).encode(),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, said: bytes) -> None:
    (tmp_path / "p.json").write_bytes(said)
    with pytest.raises(UserError) as caught:
        presets.bring(tmp_path / "p.json")
    assert caught.value.code == "preset_file"
    assert not (paths.config() / "presets.json").exists()


@pytest.mark.expect_log("presets cannot be read")
def test_a_damaged_store_loses_nothing_else() -> None:
    paths.config().mkdir(parents=True, exist_ok=True)
    (paths.config() / "presets.json").write_text("{", encoding="utf-8")
    assert presets.all_presets() == list(BUILT_IN)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"kind": "ia-events-preset", "preset": {"name": "y", "columns": ["last_name"], "people": "zzz"}}',
        '{"kind": "ia-events-preset", "preset": {"name": "y", "columns": ["last_name"], "people": ["all"]}}',
        '{"kind": "ia-events-preset", "preset": {"name": "y", "columns": ["last_name"]}}' + " " * 100_000,
    ],
    ids=["deep", "nobody knows these people", "people of no kind", "long"],
)
def test_what_makes_no_sense_is_not_brought(text: str, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        presets.bring(tmp_path / "p.json")
    assert caught.value.code == "preset_file"
    assert [preset for preset in presets.all_presets() if not preset.built_in] == []
