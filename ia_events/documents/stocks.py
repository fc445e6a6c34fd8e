"""Label stocks: the sheets badges are printed on, described in resources/label_stocks.json.

The file is a list of objects; lengths are millimetres, measured from the page's top left corner:

    id          stable identifier, used by --stock
    name        what is shown
    references  the makers' references
    page        [width, height]
    margin      [left, top] of the first label
    pitch       [x, y] from one label's corner to the next
    label       [width, height]
    grid        [columns, rows]
    crop_marks  whether lines outside the labels show where to cut
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from ia_events import paths
from ia_events.domain.errors import UserError
from ia_events.i18n import N_

DEFAULT = "avery-l7418"


@dataclass(frozen=True, slots=True)
class Stock:
    """A sheet of labels. Lengths are millimetres, pairs are (horizontal, vertical), from the top left corner."""

    id: str
    name: str
    references: tuple[str, ...]
    page: tuple[float, float]
    margin: tuple[float, float]
    pitch: tuple[float, float]
    label: tuple[float, float]
    grid: tuple[int, int]
    crop_marks: bool

    @property
    def per_page(self) -> int:
        """How many labels a sheet holds."""
        return self.grid[0] * self.grid[1]

    def corner(self, index: int) -> tuple[float, float]:
        """Top left corner (mm) of a label, counted from 0, row by row."""
        row, column = divmod(index, self.grid[0])
        return self.margin[0] + column * self.pitch[0], self.margin[1] + row * self.pitch[1]


@cache
def all_stocks() -> tuple[Stock, ...]:
    """Every stock, the default one first."""
    text = (paths.resources() / "label_stocks.json").read_text(encoding="utf-8")
    return tuple(_stock(entry) for entry in json.loads(text))


def stock(stock_id: str) -> Stock:
    """The stock of that id. Errors: UserError `stock_unknown`."""
    for candidate in all_stocks():
        if candidate.id == stock_id:
            return candidate
    known = ", ".join(s.id for s in all_stocks())
    raise UserError(
        "stock_unknown", N_("Planche inconnue : {stock}. Planches possibles : {known}."), stock=stock_id, known=known
    )


def _stock(entry: dict[str, Any]) -> Stock:
    found = Stock(
        id=entry["id"],
        name=entry["name"],
        references=tuple(entry["references"]),
        page=_pair(entry["page"]),
        margin=_pair(entry["margin"]),
        pitch=_pair(entry["pitch"]),
        label=_pair(entry["label"]),
        grid=(int(entry["grid"][0]), int(entry["grid"][1])),
        crop_marks=bool(entry["crop_marks"]),
    )
    fault = fault_of(found)
    if fault:
        raise ValueError(f"label stock {found.id}: {fault}")
    return found


def _pair(values: list[float]) -> tuple[float, float]:
    first, second = values
    return float(first), float(second)


def fault_of(stock: Stock) -> str:
    """Why a stock can't be printed, in English for whoever describes one; empty when it can."""
    for side, name in enumerate(("horizontally", "vertically")):
        if min(stock.label[side], stock.page[side], stock.pitch[side], stock.grid[side]) <= 0 or stock.margin[side] < 0:
            return f"sizes must be positive {name}"
        if stock.grid[side] > 1 and stock.pitch[side] < stock.label[side] - 1e-6:
            return f"labels overlap {name}"
        end = stock.margin[side] + (stock.grid[side] - 1) * stock.pitch[side] + stock.label[side]
        if end > stock.page[side] + 1e-6:
            return f"labels run off the page {name}"
    return ""
