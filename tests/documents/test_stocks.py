"""Every stock can be printed: labels inside the page, none over another."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

import pytest

from ia_events import i18n
from ia_events.documents import stocks
from ia_events.documents.stocks import Kind, Stock
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


@ALL
def test_the_back_of_a_label_is_behind_it(stock: Stock) -> None:
    """Turned about the page's vertical edge, each label's back covers it, and no other."""
    for index in range(stock.per_page):
        x, y = stock.corner(index)
        back_x, back_y = stock.corner(index, back=True)
        assert (stock.page[0] - back_x - stock.label[0], back_y) == pytest.approx((x, y))
        assert back_x >= -1e-9
        assert back_x + stock.label[0] <= stock.page[0] + 1e-9


def test_the_promised_stocks_are_there_and_the_default_is_first() -> None:
    ids = [stock.id for stock in stocks.all_stocks()]
    assert ids[0] == stocks.DEFAULT == "avery-l7418"
    assert set(ids) >= {
        "avery-l7418", "avery-l4785", "avery-4784", "avery-32011", "avery-l7417", "avery-l7414", "avery-4745",
        "avery-4744", "avery-l7160", "avery-l7163", "avery-l7165", "durable-1445", "durable-1456", "a6", "a7",
        "brother-62x100", "brother-62", "dymo-41x89", "dymo-54x101", "zebra-57x102", "a4", "a5",
    }  # fmt: skip
    assert len(ids) == len(set(ids))


# Left and top margin, pitch, label, columns and rows, as the field's list of papers gives them.
FIELD = {
    "avery-l7418": (19, 38.5, 86, 55, 86, 55, 2, 4),
    "avery-l4785": (17.5, 13.5, 95, 55, 80, 50, 2, 5),
    "avery-4784": (7.21, 15.1, 66.04, 29.63, 63.5, 29.63, 3, 9),
    "avery-32011": (15, 13.5, 95, 54, 85, 54, 2, 5),
    "avery-l7417": (15, 13.5, 90, 54, 90, 54, 2, 5),
    "avery-l7414": (15, 18.5, 90, 52, 90, 52, 2, 5),
    "avery-4745": (7.73, 21.43, 98.54, 63.5, 96, 63.5, 2, 4),
    "avery-4744": (7.73, 21.43, 98.54, 50.8, 96, 50.8, 2, 5),
    "avery-l7160": (7.2, 15.15, 66.04, 38.1, 63.5, 38.1, 3, 7),
    "avery-l7163": (4.67, 15.15, 101.6, 38.1, 99.06, 38.1, 2, 7),
    "avery-l7165": (4.67, 13.04, 101.6, 67.73, 99.06, 67.73, 2, 4),
    "durable-1445": (15, 12, 90, 54, 90, 54, 2, 5),
    "durable-1456": (15, 28.5, 90, 60, 90, 60, 2, 4),
}


@pytest.mark.parametrize("stock_id", FIELD)
def test_the_measures_are_those_of_the_field(stock_id: str) -> None:
    found = stocks.stock(stock_id)
    assert (*found.margin, *found.pitch, *found.label, *found.grid) == FIELD[stock_id]
    assert found.page == (210, 297)


@ALL
def test_a_label_of_its_own_is_the_page_and_lies_the_long_way(stock: Stock) -> None:
    if stock.kind in (Kind.SINGLE, Kind.ROLL):
        assert stock.whole_page
        assert stock.per_page == 1
        assert stock.page[0] > stock.page[1]
        assert not stock.duplex


@pytest.mark.parametrize(
    "text, stock_id",
    [
        ("4418", "avery-4784"), ("herma 4418", "avery-4784"), ("J8160", "avery-l7160"), ("j 8160", "avery-l7160"),
        ("OCC-3342", "avery-32011"), ("occ 3342", "avery-32011"), ("63,5 x 38,1", "avery-l7160"),
        ("101x54", "dymo-54x101"), ("99014", "dymo-54x101"), ("22205", "brother-62"), ("A6", "a6"),
    ],
)  # fmt: skip
def test_a_stock_is_found_by_any_of_its_names(text: str, stock_id: str) -> None:
    assert [found.id for found in stocks.search(text, stocks.all_stocks())] == [stock_id]


def test_nothing_typed_finds_everything() -> None:
    assert stocks.search(" ", stocks.all_stocks()) == list(stocks.all_stocks())
    assert stocks.search("zzz", stocks.all_stocks()) == []


def test_a_roll_is_cut_at_a_length() -> None:
    roll = stocks.stock("brother-62")
    assert roll.title == "Brother DK-22205, rouleau continu, 62 mm de large"
    cut = stocks.stock("brother-62@85.5")
    assert (cut.page, cut.label, cut.base, cut.id) == ((85.5, 62), (85.5, 62), "brother-62", "brother-62@85.5")
    assert cut.title == "Brother DK-22205, rouleau continu, 85,5 × 62 mm"
    assert roll.cut(9999).page[0] == 300
    assert stocks.stock_or_default("brother-62").id == "brother-62@100"
    assert stocks.stock_or_default("gone").id == stocks.DEFAULT
    for wrong in ("brother-62@1000", "brother-62@long", "a6@80"):
        with pytest.raises(UserError, match="inconnue"):
            stocks.stock(wrong)


def test_an_unknown_stock_is_told_with_the_known_ones() -> None:
    with pytest.raises(UserError) as caught:
        stocks.stock("avery-0000")
    assert caught.value.code == "stock_unknown"
    assert "avery-l7418" in caught.value.message


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"margin": (40.5, 38.5)}, ["Les étiquettes dépassent la page de 2,5 mm à droite"]),
        ({"grid": (2, 5)}, ["Les étiquettes dépassent la page de 16,5 mm en bas"]),
        ({"pitch": (84.0, 52.75)}, ["se chevauchent de 2 mm en largeur", "se chevauchent de 2,25 mm en hauteur"]),
        ({"label": (86.0, 0.0)}, ["au moins 5 mm"]),
        ({"margin": (-1.0, -2.0)}, ["La marge de gauche", "La marge du haut"]),
        ({"grid": (0, 4)}, ["de 1 à 60 colonnes"]),
        ({"page": (5.0, 297.0)}, ["de 10 à 1200 mm"]),
        ({"lengths": (40.0, 300.0)}, ["Sur un rouleau"]),
    ],
    ids=["too wide", "too many rows", "overlapping", "flat", "off the page", "no column", "tiny", "no roll"],
)
def test_a_stock_that_cannot_be_printed_is_told_why(changes: dict[str, tuple[float, float]], said: list[str]) -> None:
    good = stocks.stock("avery-l7418")
    assert stocks.problems(good) == []
    found = [problem.message for problem in stocks.problems(replace(good, **changes))]  # type: ignore[arg-type]
    assert len(found) == len(said)
    for sentence, words in zip(found, said, strict=True):
        assert words in sentence


def test_why_in_english() -> None:
    i18n.use("en")
    try:
        (problem,) = stocks.problems(replace(stocks.stock("avery-l7418"), margin=(40.5, 38.5)))
        assert problem.message.startswith("The labels run off the page by 2.5 mm at the right")
    finally:
        i18n.use("fr")


@ALL
def test_a_stock_said_in_json_is_the_same(stock: Stock) -> None:
    assert stocks.understood(json.loads(json.dumps(stocks.plain(stock)))) == stock


@pytest.mark.parametrize(
    "field, value",
    [
        ("id", ""), ("id", "a@b"), ("name", 3), ("name", "x" * 81), ("references", "Avery"), ("references", [1]),
        ("kind", "tape"), ("page", [210]), ("page", ["210", 297]), ("label", [True, 55]), ("margin", [1e999, 3]),
        ("pitch", None), ("grid", [2.5, 4]), ("lengths", [40, 300]), ("page", [float("nan"), 297]),
        ("page", [10**400, 297]), ("name", "a\ud800b"), ("references", ["\udc00"]),
    ],
)  # fmt: skip
def test_json_that_makes_no_sense_is_refused_by_its_field(field: str, value: object) -> None:
    with pytest.raises(UserError) as caught:
        stocks.understood({**stocks.plain(stocks.stock("avery-l7418")), field: value})
    assert caught.value.code == "stock_field"
    assert f"«\u00a0{field}\u00a0»" in caught.value.message
