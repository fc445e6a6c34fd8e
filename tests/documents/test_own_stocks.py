"""Stocks one describes: kept, given away, taken from a file, removed and had back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ia_events.documents import own_stocks, stocks
from ia_events.documents.stocks import Stock
from ia_events.domain.errors import UserError


def mine(**changes: object) -> Stock:
    made = replace(own_stocks.copy_of(stocks.stock("avery-32011")), name="Badges du service")
    return replace(made, **changes)  # type: ignore[arg-type]


def test_one_s_own_is_known_everywhere_once_kept() -> None:
    kept = own_stocks.keep(mine())
    assert (kept.id, kept.own) == ("badges-du-service", True)
    assert stocks.stock("badges-du-service") == kept
    assert stocks.all_stocks()[-1] == kept
    assert stocks.search("badges service", stocks.all_stocks()) == [kept]
    assert kept.title == "Badges du service, 85 × 54 mm"


def test_keeping_again_changes_it_and_names_and_ids_stay_apart() -> None:
    first = own_stocks.keep(mine())
    changed = own_stocks.keep(replace(first, margin=(15, 14), name="Badges de la direction"))
    assert stocks.kept() == (changed,)
    assert changed.id == first.id
    second = own_stocks.keep(mine(name="badges de la DIRECTION"))
    assert second.name == "badges de la DIRECTION 2"
    third = own_stocks.keep(mine(name="A6"))
    assert third.id == "a6-2"


@pytest.mark.parametrize("changes, code", [({"name": " "}, "stock_nameless"), ({"grid": (3, 5)}, "stock_off_page")])
def test_an_impossible_one_is_not_kept(changes: dict[str, object], code: str) -> None:
    with pytest.raises(UserError) as caught:
        own_stocks.keep(mine(**changes))
    assert caught.value.code == code
    assert stocks.kept() == ()


def test_removed_it_can_be_put_back() -> None:
    assert own_stocks.put_back() is None
    kept = own_stocks.keep(mine())
    own_stocks.remove(own_stocks.find(kept.id))
    assert stocks.kept() == ()
    assert own_stocks.put_back() == kept
    assert stocks.kept() == (kept,)
    assert own_stocks.put_back() is None


def test_the_program_s_own_are_not_removed() -> None:
    with pytest.raises(UserError, match="planche du programme"):
        own_stocks.find("avery-l7418")


def test_given_away_and_taken_elsewhere(tmp_path: Path) -> None:
    kept = own_stocks.keep(mine())
    file = tmp_path / "badges.json"
    own_stocks.export(kept, file)
    assert json.loads(file.read_text("utf-8"))["version"] == own_stocks.VERSION
    own_stocks.remove(kept)
    assert own_stocks.bring(file) == kept


def test_the_same_is_not_added_twice(tmp_path: Path) -> None:
    """GIVEN an own stock, whatever it is named THEN its file adds nothing; other measures are another stock."""
    file = tmp_path / "badges.json"
    kept = own_stocks.keep(mine())
    for name in (kept.name, "Autre nom"):
        own_stocks.export(replace(kept, name=name), file)
        with pytest.raises(UserError) as caught:
            own_stocks.bring(file)
        assert caught.value.code == "stock_known"
        assert kept.name in caught.value.message
    assert [each.name for each in stocks.kept()] == ["Badges du service"]
    own_stocks.export(replace(kept, margin=(15, 14)), file)
    assert own_stocks.bring(file).name == "Badges du service 2"
    with pytest.raises(UserError):
        own_stocks.bring(file)
    assert len(stocks.kept()) == 2


@pytest.mark.parametrize(
    "text, code",
    [
        ("", "stock_file"),
        ("[]", "stock_file"),
        ('{"kind": "ia-events-preset"}', "stock_file"),
        ('{"kind": "ia-events-stock", "version": "x", "stock": {}}', "stock_file"),
        ('{"kind": "ia-events-stock", "version": 9, "stock": {}}', "stock_newer"),
        ('{"kind": "ia-events-stock", "version": 1, "stock": []}', "stock_field"),
        ('{"kind": "ia-events-stock", "version": Infinity, "stock": {}}', "stock_file"),
        ("[" * 50_000, "stock_file"),
        (" " * 100_001, "stock_file"),
    ],
    ids=["empty", "list", "preset", "no version", "newer", "nothing", "endless", "deep", "long"],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "planche.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        own_stocks.bring(file)
    assert caught.value.code == code
    assert stocks.kept() == ()


@pytest.mark.parametrize(
    "bad", [{}, {"name": "a\ud800b"}, {"id": "\udfff"}, {"page": [10**400, 297]}, {"grid": [1e999, 1]}]
)
def test_a_damaged_file_hides_nothing_else(expect_log: Callable[[str], None], bad: dict[str, object]) -> None:
    kept = own_stocks.keep(mine())
    file = stocks.kept_file()
    entries = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps([{**entries[0], **bad} if bad else {"id": "x"}, *entries]), encoding="utf-8")
    expect_log("an own stock makes no sense: stock_field")
    assert stocks.kept() == (kept,)
    expect_log("own stocks cannot be read")
    file.write_text("{", encoding="utf-8")
    assert stocks.all_stocks() == stocks.shipped()


def test_suggestions() -> None:
    start = mine(margin=(0, 0), grid=(1, 1))
    assert own_stocks.centred(start).margin == (62.5, 121.5)
    full = own_stocks.filled(replace(start, margin=(10, 10)))
    assert full.grid == (2, 5)
    assert stocks.problems(full) == []
    assert own_stocks.edge_to_edge(full).pitch == full.label
