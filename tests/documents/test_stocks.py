"""Every stock can be printed: labels inside the page, none over another."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from ia_events.documents import stocks
from ia_events.documents.stocks import Stock
from ia_events.domain.errors import UserError

ALL = pytest.mark.parametrize("stock", stocks.all_stocks(), ids=lambda stock: stock.id)


def _rectangles(stock: Stock) -> list[tuple[float, float, float, float]]:
    corners = [stock.corner(index) for index in range(stock.per_page)]
    return [(x, y, x + stock.label[0], y + stock.label[1]) for x, y in corners]


@ALL
def test_every_label_is_inside_the_page(stock: Stock) -> None:
    for left, top, right, bottom in _rectangles(stock):
        assert 0 <= left < right <= stock.page[0] + 1e-9
        assert 0 <= top < bottom <= stock.page[1] + 1e-9


@ALL
def test_no_label_overlaps_another(stock: Stock) -> None:
    for a, b in combinations(_rectangles(stock), 2):
        apart = a[2] <= b[0] + 1e-6 or b[2] <= a[0] + 1e-6 or a[3] <= b[1] + 1e-6 or b[3] <= a[1] + 1e-6
        assert apart, (a, b)


@ALL
def test_crop_marks_have_room_a_printer_can_reach(stock: Stock) -> None:
    if stock.crop_marks:
        left, top, _right, _bottom = _rectangles(stock)[0]
        _left, _top, right, bottom = _rectangles(stock)[-1]
        assert min(left, top, stock.page[0] - right, stock.page[1] - bottom) >= 12


def test_the_promised_stocks_are_there_and_the_default_is_first() -> None:
    ids = [stock.id for stock in stocks.all_stocks()]
    assert ids[0] == stocks.DEFAULT == "avery-l7418"
    assert set(ids) >= {"avery-l7418", "avery-l4785", "avery-l7160", "avery-4784", "avery-32011", "a6"}
    assert len(ids) == len(set(ids))


def test_an_unknown_stock_is_told_with_the_known_ones() -> None:
    with pytest.raises(UserError) as caught:
        stocks.stock("avery-0000")
    assert caught.value.code == "stock_unknown"
    assert "avery-l7418" in caught.value.message


@pytest.mark.parametrize(
    "changes",
    [
        {"margin": (60.0, 38.5)},
        {"grid": (2, 5)},
        {"pitch": (80.0, 55.0)},
        {"label": (86.0, 0.0)},
        {"margin": (-1.0, 38.5)},
    ],
    ids=["too wide", "too many rows", "overlapping", "flat", "off the page"],
)
def test_a_stock_that_cannot_be_printed_is_found_out(changes: dict[str, tuple[float, float]]) -> None:
    good = stocks.stock("avery-l7418")
    assert stocks.fault_of(good) == ""
    assert stocks.fault_of(replace(good, **changes)) != ""  # type: ignore[arg-type]
