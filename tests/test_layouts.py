"""What was decided about lists, remembered and passed on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from ia_events import layouts, paths
from ia_events.domain.errors import UserError
from ia_events.domain.lists import Layout

ONE, OTHER = "0123456789abcdef", "fedcba9876543210"
LAYOUT = Layout({"Divers": "meal"}, {"name_order": "first_last"})


def test_nothing_is_remembered_at_first() -> None:
    assert layouts.load() == {}


def test_what_was_decided_is_remembered_and_can_be_forgotten() -> None:
    layouts.remember(ONE, LAYOUT)
    layouts.remember(OTHER, Layout({"Où": "employer"}))
    assert layouts.load() == {ONE: LAYOUT, OTHER: Layout({"Où": "employer"}, {})}
    layouts.remember(OTHER, Layout())
    assert layouts.load() == {ONE: LAYOUT}


def test_layouts_go_to_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layouts.remember(ONE, LAYOUT)
    file = tmp_path / "mises en page.json"
    layouts.export_to(file)
    monkeypatch.setenv("IA_EVENTS_HOME", str(tmp_path / "elsewhere"))
    layouts.remember(ONE, Layout({"Divers": "remarks"}))
    layouts.remember(OTHER, Layout({"Où": "employer"}))
    assert layouts.import_from(file) == 1
    assert layouts.load() == {ONE: LAYOUT, OTHER: Layout({"Où": "employer"}, {})}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '{"kind": "ia-events-layouts", "layouts": {"x": {}}}',
        '{"kind": "ia-events-layouts", "layouts": {"0123456789abcdef": {"mapping": {"a": 1}, "answers": {}}}}',
    ],
)
def test_a_file_that_is_something_else_changes_nothing(tmp_path: Path, text: str) -> None:
    layouts.remember(ONE, LAYOUT)
    file = tmp_path / "autre.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        layouts.import_from(file)
    assert error.value.code == "layouts_unreadable"
    assert layouts.load() == {ONE: LAYOUT}


def test_a_damaged_file_is_set_aside(expect_log: Callable[[str], None]) -> None:
    expect_log("layouts were damaged")
    layouts.remember(ONE, LAYOUT)
    file = paths.config() / "layouts.json"
    file.write_text("{", encoding="utf-8")
    assert layouts.load() == {}
    assert (paths.config() / "layouts.damaged.json").read_text("utf-8") == "{"


def test_what_is_deep_beyond_measure_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        layouts.import_from(tmp_path / "deep.json")
    assert caught.value.code == "layouts_unreadable"


def test_all_are_forgotten_and_had_back_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    layouts.remember_all({ONE: LAYOUT, OTHER: LAYOUT})
    written: list[Path] = []
    write = paths.atomic_write

    def counted(path: Path) -> AbstractContextManager[BinaryIO]:
        written.append(path)
        return write(path)

    monkeypatch.setattr(paths, "atomic_write", counted)
    layouts.forget()
    assert layouts.load() == {}
    layouts.remember_all({ONE: LAYOUT, OTHER: LAYOUT})
    assert set(layouts.load()) == {ONE, OTHER}
    assert len(written) == 2
