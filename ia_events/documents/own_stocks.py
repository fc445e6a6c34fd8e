"""The stocks this machine's user describes: kept, put aside, given to somebody else, taken from a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ia_events import paths
from ia_events.documents import stocks
from ia_events.documents.stocks import Stock, understood
from ia_events.domain.errors import UserError
from ia_events.domain.text import clean, fold
from ia_events.i18n import N_, _

VERSION = 1
_KIND = "ia-events-stock"
_LARGEST = 100_000  # bytes of a file somebody gives


def keep(stock: Stock) -> Stock:
    """Keep a stock, in place of the own one of the same id; without an id it gets one, and a free name.

    Returns it as kept. Errors: UserError `stock_nameless`, those of `stocks.problems` and of `paths.atomic_write`.
    """
    if not fold(stock.name):
        raise UserError("stock_nameless", N_("Donnez un nom à la planche."))
    for problem in stocks.problems(stock):
        raise problem
    others = [each for each in stocks.kept() if each.id != stock.id]
    name = _free(clean(stock.name)[: stocks.LONGEST_NAME], [each.name for each in others])
    made = replace(stock, id=stock.id or _new_id(name), name=name, own=True)
    _write([*others, made])
    return made


def find(stock_id: str) -> Stock:
    """The own stock that `stocks.find` finds. Errors: UserError `stock_not_own`, and those of `stocks.find`."""
    found = stocks.find(stock_id)
    if not found.own:
        raise UserError(
            "stock_not_own",
            N_("« {stock} » est une planche du programme : elle ne se modifie ni ne se supprime. Partez d'une copie."),
            stock=stock_id,
        )
    return found


def remove(stock: Stock) -> None:
    """Set an own stock aside: it can be put back until another is removed."""
    with paths.atomic_write(_aside()) as target:
        target.write(_text(stocks.plain(stock)))
    _write(each for each in stocks.kept() if each.id != stock.id)


def put_back() -> Stock | None:
    """The stock removed last, kept again; None when there is none."""
    try:
        removed = understood(json.loads(_aside().read_text(encoding="utf-8")))
    except (OSError, ValueError, RecursionError, UserError):
        return None
    back = keep(removed)
    _aside().unlink()
    return back


def export(stock: Stock, file: Path) -> None:
    """Write a stock in a file, to be given to somebody else. Errors: those of `paths.atomic_write`."""
    with paths.atomic_write(file) as target:
        target.write(_text({"kind": _KIND, "version": VERSION, "stock": stocks.plain(stock)}))


def bring(file: Path) -> Stock:
    """Keep the stock of a file somebody gave; a name or an id that is taken gets a number.

    Errors: UserError `stock_file`, `stock_newer`, `stock_known` when one's own is the same, those of `stocks.understood` and of `paths.atomic_write`.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise ValueError("too long")
        said = json.loads(file.read_bytes())
        if said["kind"] != _KIND:
            raise ValueError("something else")
        version, entry = int(said["version"]), said["stock"]
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise UserError(
            "stock_file",
            N_("« {name} » n'est pas une planche. Demandez le fichier .json que le programme exporte."),
            name=file.name,
        ) from error
    if version > VERSION:
        raise UserError(
            "stock_newer",
            N_("« {name} » vient d'une version plus récente du programme : mettez celui-ci à jour."),
            name=file.name,
        )
    found = understood(entry)
    for known in stocks.kept():
        if replace(known, id=found.id, name=found.name) == replace(found, own=True):
            raise UserError(
                "stock_known", N_("Cette planche est déjà là : « {stock} ». Rien n'a été ajouté."), stock=known.title
            )
    return keep(replace(found, id=""))


def copy_of(stock: Stock) -> Stock:
    """A stock to start from: the same, one's own, not kept yet."""
    return replace(stock, id="", name=stock.name if stock.own else _(stock.name), own=True)


def centred(stock: Stock) -> Stock:
    """The same with its block of labels in the middle of the page."""
    block = [(stock.grid[side] - 1) * stock.pitch[side] + stock.label[side] for side in (0, 1)]
    left, top = (round(max(0.0, stock.page[side] - block[side]) / 2, 2) for side in (0, 1))
    return replace(stock, margin=(left, top))


def filled(stock: Stock) -> Stock:
    """The same with as many columns and rows as the page holds, from its margin on and as much at the end if it can be."""
    counts = []
    for side in (0, 1):
        room = stock.page[side] - stock.margin[side] - stock.label[side]
        counts.append(max(1, min(stocks.MOST, int((room + 0.005) / max(stock.pitch[side], stock.label[side], 1)) + 1)))
    return replace(stock, grid=(counts[0], counts[1]))


def edge_to_edge(stock: Stock) -> Stock:
    """The same with nothing between its labels."""
    return replace(stock, pitch=stock.label)


def _new_id(name: str) -> str:
    taken = {each.id for each in stocks.all_stocks()}
    base = "-".join(fold(name).split())[:40] or "planche"
    number, found = 2, base
    while found in taken:
        found, number = f"{base}-{number}", number + 1
    return found


def _free(name: str, names: Iterable[str]) -> str:
    taken = {fold(each) for each in names}
    number, free = 2, name
    while fold(free) in taken:
        free, number = f"{name} {number}", number + 1
    return free


def _aside() -> Path:
    return paths.config() / "stock-removed.json"


def _write(kept: Iterable[Stock]) -> None:
    paths.make_folder(paths.config())
    with paths.atomic_write(stocks.kept_file()) as target:
        target.write(_text([stocks.plain(each) for each in kept]))


def _text(said: Any) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
