"""What was decided about lists, remembered and passed on."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from ia_events import layouts, paths
from ia_events.domain.errors import UserError
from ia_events.domain.layout import Layout

ONE, OTHER = "0123456789abcdef", "fedcba9876543210"
LAYOUT = Layout({"Divers": "meal"}, {"name_order": "first_last"})


def test_nothing_is_remembered_at_first() -> None:
    assert layouts.standing() == {}


def test_what_was_decided_is_remembered_and_can_be_forgotten() -> None:
    layouts.remember(ONE, LAYOUT)
    layouts.remember(OTHER, Layout({"Où": "employer"}))
    assert layouts.standing() == {ONE: LAYOUT, OTHER: Layout({"Où": "employer"}, {})}
    layouts.remember(OTHER, Layout())
    assert len(layouts.standing()) == 2
    layouts.forget(OTHER)
    assert layouts.standing() == {ONE: LAYOUT}


def test_layouts_go_to_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layouts.remember(ONE, LAYOUT)
    file = tmp_path / "mises en page.json"
    layouts.export_to(file)
    monkeypatch.setenv("IA_EVENTS_HOME", str(tmp_path / "elsewhere"))
    layouts.remember(ONE, Layout({"Divers": "remarks", "Où": "employer"}))
    layouts.remember(OTHER, Layout({"Où": "employer"}))
    assert layouts.import_from(file) == 1
    assert layouts.standing() == {ONE: LAYOUT, OTHER: Layout({"Où": "employer"}, {})}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '{"kind": "ia-events-layouts", "layouts": {"x": {}}}',
        '{"kind": "ia-events-layouts", "layouts": {"0123456789abcdef": {"mapping": {"a": 1}, "answers": {}}}}',
        '{"kind": "ia-events-layouts", "layouts": {"0123456789abcdef": [3]}}',
        '{"kind": "ia-events-layouts", "layouts": {"0123456789abcdef": [{"mapping": {}, "answers": {}, "by": 1}]}}',
    ],
)
def test_a_file_that_is_something_else_changes_nothing(tmp_path: Path, text: str) -> None:
    layouts.remember(ONE, LAYOUT)
    file = tmp_path / "autre.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        layouts.import_from(file)
    assert error.value.code == "layouts_unreadable"
    assert layouts.standing() == {ONE: LAYOUT}


def test_a_damaged_file_is_set_aside(expect_log: Callable[[str], None]) -> None:
    expect_log("layouts were damaged")
    layouts.remember(ONE, LAYOUT)
    file = paths.config() / "layouts.json"
    file.write_text("{", encoding="utf-8")
    assert layouts.standing() == {}
    assert (paths.config() / "layouts.damaged.json").read_text("utf-8") == "{"


def test_what_is_deep_beyond_measure_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        layouts.import_from(tmp_path / "deep.json")
    assert caught.value.code == "layouts_unreadable"


def test_all_are_forgotten_and_had_back_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    layouts.remember(ONE, LAYOUT)
    layouts.remember(OTHER, LAYOUT, "first")
    written: list[Path] = []
    write = paths.atomic_write

    def counted(path: Path) -> AbstractContextManager[BinaryIO]:
        written.append(path)
        return write(path)

    monkeypatch.setattr(paths, "atomic_write", counted)
    forgotten = layouts.forget_all()
    assert layouts.standing() == {}
    layouts.restore(forgotten)
    assert set(layouts.standing()) == {ONE, OTHER}
    assert len(written) == 2
    # still with the import that taught them
    assert set(layouts.standing({"first": True}.get)) == {ONE}


# --- taken back ---------------------------------------------------------------------------------------------------------


def test_what_each_import_taught_goes_with_it_and_comes_back() -> None:
    layouts.remember(ONE, Layout({"A": "email"}, {"name_order": "first_last"}), "first")
    layouts.remember(ONE, Layout({"B": "phone"}), "second")
    layouts.remember(ONE, Layout({"C": "meal"}))
    assert layouts.standing()[ONE].mapping == {"A": "email", "B": "phone", "C": "meal"}
    assert layouts.standing({"first": True}.get) == {ONE: Layout({"B": "phone", "C": "meal"})}
    assert layouts.standing({"first": False, "second": True}.get)[ONE].mapping == {"A": "email", "C": "meal"}
    assert layouts.standing({"second": False}.get)[ONE].mapping == {"A": "email", "B": "phone", "C": "meal"}


def test_what_two_imports_taught_alike_goes_with_both() -> None:
    for action in ("first", "second"):
        layouts.remember(ONE, Layout({"A": "email"}), action)
    assert layouts.standing({"first": True}.get)[ONE].mapping == {"A": "email"}
    assert layouts.standing({"second": True}.get) == {}


def test_of_two_columns_taught_as_one_field_the_last_has_it_until_that_is_taken_back() -> None:
    layouts.remember(ONE, Layout({"A": "email", "Divers": "", "Suite": ""}), "first")
    layouts.remember(ONE, Layout({"B": "email", "DIVERS": "meal", "Autre": ""}), "second")
    assert layouts.standing()[ONE].mapping == {"B": "email", "DIVERS": "meal", "Autre": "", "Suite": ""}
    assert layouts.standing({"second": True}.get)[ONE].mapping == {"A": "email", "Divers": "", "Suite": ""}


def test_another_database_and_another_machine_do_not_bring_back_what_was_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts.remember(ONE, Layout({"A": "email"}), "first")
    layouts.remember(OTHER, Layout({"B": "phone"}), "second")
    assert set(layouts.standing({"first": True, "second": False}.get)) == {OTHER}
    # a database that knows nothing of these imports
    assert set(layouts.standing()) == {OTHER}
    # another machine
    file = tmp_path / "mises en page.json"
    assert layouts.export_to(file) == 1
    kept = (paths.config() / "layouts.json").read_bytes()
    monkeypatch.setenv("IA_EVENTS_HOME", str(tmp_path / "elsewhere"))
    assert layouts.import_from(file) == 1
    assert "second" not in file.read_text(encoding="utf-8")
    assert layouts.standing({"second": True}.get) == {OTHER: Layout({"B": "phone"})}
    # even when somebody gives what the program keeps for itself
    file.write_bytes(kept)
    assert layouts.import_from(file) == 1


def test_what_is_kept_of_a_layout_stays_small() -> None:
    layouts.remember(ONE, Layout({"A": "email"}), "first")
    layouts.remember(ONE, Layout({"Z": "meal"}), "second")
    assert set(layouts.standing({"second": True}.get)[ONE].mapping) == {"A"}
    for number in range(60):
        layouts.remember(ONE, Layout({"B": "phone"}), f"import {number}")
    assert (paths.config() / "layouts.json").stat().st_size < 10_000
    # the oldest is for good, and what was taken back by then is gone
    taken_back = dict.fromkeys(("first", *(f"import {number}" for number in range(60))), True)
    assert set(layouts.standing(taken_back.get)[ONE].mapping) == {"A", "B"}
    assert layouts.standing({"second": False}.get)[ONE].mapping.keys() == {"A", "B"}


def test_what_cannot_be_written_down_is_told_all_the_same(
    monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    expect_log("which layouts were taken back is not written down: disk_full")
    layouts.remember(ONE, LAYOUT, "first")

    def full(path: Path) -> AbstractContextManager[BinaryIO]:
        raise UserError("disk_full", "Disque plein.")

    monkeypatch.setattr(paths, "atomic_write", full)
    assert layouts.standing({"first": True}.get) == {}


def test_a_file_of_before_is_read_as_what_it_can_be() -> None:
    before = {"mapping": {"A": "phone"}, "answers": {}}
    told = {"mapping": {"A": "email"}, "answers": {}, "by": "first", "before": before}
    file = paths.config() / "layouts.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"kind": "ia-events-layouts", "layouts": {ONE: told, OTHER: before}}), encoding="utf-8")
    assert layouts.standing() == {ONE: Layout({"A": "email"}), OTHER: Layout({"A": "phone"})}
    assert set(layouts.standing({"first": True}.get)) == {OTHER}
