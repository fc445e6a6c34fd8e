"""Label stocks: the sheets and rolls badges are printed on; docs/stocks.md describes their JSON.

Those of resources/label_stocks.json ship with the program; those its user described are kept by `own_stocks`.
"""

from __future__ import annotations

import json
import logging
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from ia_events import i18n, paths
from ia_events.domain.errors import UserError
from ia_events.domain.text import clean, fold
from ia_events.i18n import N_, _

log = logging.getLogger(__name__)

DEFAULT = "avery-l7418"
LONGEST_NAME = 80
LARGEST_PAGE = 1200.0  # mm of a side, more than an A0
MOST = 60  # columns, or rows
_NAMED = 8  # stocks in a sentence
_HAIR = 0.005  # mm: what adding decimal numbers may leave over


class Kind(StrEnum):
    """A sheet of labels, plain paper to cut, labels that come one by one, or a roll cut at a chosen length."""

    SHEET = "sheet"
    PLAIN = "plain"
    SINGLE = "single"
    ROLL = "roll"


@dataclass(frozen=True, slots=True)
class Stock:
    """Paper with labels. Lengths are millimetres, pairs are (horizontal, vertical), from the top left corner.

    `duplex`: both sides can be printed. `lengths` are the least and the most a roll may be cut at; None for the others.
    `own`: described by this machine's user.
    """

    id: str
    name: str
    references: tuple[str, ...]
    kind: Kind
    page: tuple[float, float]
    margin: tuple[float, float]
    pitch: tuple[float, float]
    label: tuple[float, float]
    grid: tuple[int, int]
    duplex: bool = False
    lengths: tuple[float, float] | None = None
    own: bool = False

    @property
    def per_page(self) -> int:
        """How many labels a sheet holds."""
        return self.grid[0] * self.grid[1]

    @property
    def whole_page(self) -> bool:
        """Whether the label is all of the page, as on a roll."""
        return self.label == self.page

    @property
    def crop_marks(self) -> bool:
        """Whether lines outside the labels show where to cut."""
        return self.kind == Kind.PLAIN and not self.whole_page

    @property
    def base(self) -> str:
        """The id without the length a roll is cut at."""
        return self.id.partition("@")[0]

    @property
    def title(self) -> str:
        """Its name and the size of a label, in the language in use."""
        name = self.name if self.own else _(self.name)
        if self.lengths and "@" not in self.id:
            return _("{name}, {height} mm de large").format(name=name, height=mm(self.page[1]))
        return _("{name}, {width} × {height} mm").format(name=name, width=mm(self.label[0]), height=mm(self.label[1]))

    def corner(self, index: int, back: bool = False) -> tuple[float, float]:
        """Top left corner (mm) of a label, counted from 0, row by row.

        `back`: of its other side, on a page turned like that of a book: the columns change sides.
        """
        row, column = divmod(index, self.grid[0])
        x, y = self.margin[0] + column * self.pitch[0], self.margin[1] + row * self.pitch[1]
        return (self.page[0] - x - self.label[0] if back else x), y

    def cut(self, length: float) -> Stock:
        """This roll cut at a length (mm), brought within what it allows."""
        assert self.lengths is not None
        length = min(self.lengths[1], max(self.lengths[0], round(length, 1)))
        size = (length, self.page[1])
        return replace(self, id=f"{self.base}@{length:g}", page=size, label=size, pitch=size)


def mm(value: float) -> str:
    """A length as it is written in the language in use, without needless decimals."""
    text = f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if i18n.language() == "fr" else text


def all_stocks() -> tuple[Stock, ...]:
    """Every stock: the default one, the program's, then those described here, by name."""
    return (*shipped(), *kept())


def for_badges() -> tuple[Stock, ...]:
    """Those badges are printed on: all but plain pages, which are for table tents and the like."""
    return tuple(stock for stock in all_stocks() if not (stock.kind == Kind.PLAIN and stock.whole_page))


@cache
def shipped() -> tuple[Stock, ...]:
    """The program's own, the default one first."""
    text = (paths.resources() / "label_stocks.json").read_text(encoding="utf-8")
    return tuple(understood(entry) for entry in json.loads(text))


def kept() -> tuple[Stock, ...]:
    """Those described on this machine, by name. What makes no sense is left out, and said in the log."""
    try:
        entries = json.loads(kept_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        log.warning("own stocks cannot be read: %s", type(error).__name__)
        return ()
    found: list[Stock] = []
    for entry in entries if isinstance(entries, list) else ():
        try:
            found.append(replace(understood(entry), own=True))
        except UserError as error:
            log.warning("an own stock makes no sense: %s", error.code)
    return tuple(sorted(found, key=lambda stock: fold(stock.name)))


def kept_file() -> Path:
    """Where those described on this machine are."""
    return paths.config() / "stocks.json"


def stock(stock_id: str) -> Stock:
    """The stock of that id; `brother-62@85` is a roll cut at 85 mm. Errors: UserError `stock_unknown`."""
    base, _at, length = stock_id.partition("@")
    for candidate in all_stocks():
        if candidate.id != base:
            continue
        if not length:
            return candidate
        try:
            wanted = float(length)
        except ValueError:
            break
        if candidate.lengths and candidate.lengths[0] <= wanted <= candidate.lengths[1]:
            return candidate.cut(wanted)
        break
    known = ", ".join(s.id for s in all_stocks())
    raise UserError(
        "stock_unknown", N_("Planche inconnue : {stock}. Planches possibles : {known}."), stock=stock_id, known=known
    )


def find(text: str) -> Stock:
    """The stock of that id, else the one that `search` finds, as « 7160 » or « j 8160 »; a roll may be cut: `62@85`.

    Of several, the one whose name or whose reference it is. UserError `stock_unknown`, `stock_ambiguous`.
    """
    base, at, length = text.partition("@")
    known = all_stocks()
    found = [one for one in known if one.id == base] or (search(base, known) if fold(base) else [])
    if at:  # only a roll is cut
        found = [one for one in found if one.lengths] or found
    if len(found) > 1:
        wanted = fold(base)
        exactly = [one for one in found if wanted in map(fold, (one.name, _(one.name), *one.references))]
        found = exactly or found
    if len(found) > 1:
        sentence = N_("« {stock} » peut être l'une de ces planches : {found}. Donnez son identifiant.")
        names = " / ".join(f"{one.id} ({one.title})" for one in found[:_NAMED]) + (
            " / …" if len(found) > _NAMED else ""
        )
        raise UserError("stock_ambiguous", sentence, stock=text, found=names)
    return stock(f"{found[0].id}{at}{length}" if found else text)


def stock_or_default(stock_id: str) -> Stock:
    """The stock of that id, or the default one when it is no more; a roll is cut, at its usual length if none is said."""
    try:
        found = stock(stock_id)
    except UserError:
        found = stock(DEFAULT)
    return found.cut(found.page[0]) if found.lengths else found


def search(text: str, among: Iterable[Stock]) -> list[Stock]:
    """Those whose name, size or makers' references hold every word, as « 4418 », « j 8160 » or « 63,5 x 38,1 »."""
    words = re.sub(r"(?<=\d) ?x ?(?=\d)", " ", fold(text)).split()
    together = "".join(words)
    found = []
    for candidate in among:
        heap = fold(" ".join((candidate.title, candidate.id, *candidate.references)))
        if together in heap.replace(" ", "") or all(word in heap for word in words):
            found.append(candidate)
    return found


def plain(stock: Stock) -> dict[str, Any]:
    """A stock as JSON says it."""
    said: dict[str, Any] = {
        "id": stock.id,
        "name": stock.name,
        "references": list(stock.references),
        "kind": str(stock.kind),
        "page": list(stock.page),
        "margin": list(stock.margin),
        "pitch": list(stock.pitch),
        "label": list(stock.label),
        "grid": list(stock.grid),
        "duplex": stock.duplex,
    }
    if stock.lengths:
        said["lengths"] = list(stock.lengths)
    return said


def understood(entry: object) -> Stock:
    """The stock JSON says. Errors: UserError `stock_field` (which makes no sense), and those of `problems`."""
    said: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
    found = Stock(
        id=_text(said, "id"),
        name=_text(said, "name"),
        references=_references(said),
        kind=_kind(said),
        page=_pair(said, "page"),
        margin=_pair(said, "margin"),
        pitch=_pair(said, "pitch"),
        label=_pair(said, "label"),
        grid=_grid(said),
        duplex=said.get("duplex") is True,
        lengths=_pair(said, "lengths") if "lengths" in said else None,
    )
    if "@" in found.id:
        raise _wrong("id")
    if (found.lengths is not None) != (found.kind == Kind.ROLL):
        raise _wrong("lengths")
    for problem in problems(found):
        raise problem
    return found


def problems(stock: Stock) -> list[UserError]:
    """Why a stock can't be printed, each in a sentence with its millimetres; none when it can."""
    found: list[UserError] = []
    if not all(10 <= side <= LARGEST_PAGE for side in stock.page):
        sentence = N_("La page doit mesurer de 10 à {most} mm de côté.")
        found.append(UserError("stock_page", sentence, most=mm(LARGEST_PAGE)))
    if not all(1 <= number <= MOST for number in stock.grid):
        found.append(
            UserError("stock_grid", N_("Il faut de 1 à {most} colonnes, et de 1 à {most} rangées."), most=MOST)
        )
    if min(stock.label) < 5:
        found.append(UserError("stock_label", N_("Une étiquette mesure au moins 5 mm de côté.")))
    if stock.margin[0] < 0:
        found.append(UserError("stock_margin", N_("La marge de gauche ne peut pas être négative.")))
    if stock.margin[1] < 0:
        found.append(UserError("stock_margin", N_("La marge du haut ne peut pas être négative.")))
    if stock.lengths and not 10 <= stock.lengths[0] <= stock.page[0] <= stock.lengths[1] <= LARGEST_PAGE:
        found.append(UserError("stock_lengths", N_("Les longueurs du rouleau se contredisent.")))
    if stock.lengths and not (stock.whole_page and stock.grid == (1, 1)):
        found.append(
            UserError("stock_roll", N_("Sur un rouleau, la page est l'étiquette : donnez-leur la même taille."))
        )
    return found or [*_overlaps(stock), *_excesses(stock)]


def _overlaps(stock: Stock) -> Iterable[UserError]:
    across, down = (stock.label[side] - stock.pitch[side] for side in (0, 1))
    if stock.grid[0] > 1 and across > _HAIR:
        yield UserError(
            "stock_overlap",
            N_(
                "Les étiquettes se chevauchent de {overlap} mm en largeur : le pas horizontal vaut au moins {least} mm."
            ),
            overlap=mm(across),
            least=mm(stock.label[0]),
        )
    if stock.grid[1] > 1 and down > _HAIR:
        yield UserError(
            "stock_overlap",
            N_("Les étiquettes se chevauchent de {overlap} mm en hauteur : le pas vertical vaut au moins {least} mm."),
            overlap=mm(down),
            least=mm(stock.label[1]),
        )


def _excesses(stock: Stock) -> Iterable[UserError]:
    right, bottom = (
        stock.margin[side] + (stock.grid[side] - 1) * stock.pitch[side] + stock.label[side] - stock.page[side]
        for side in (0, 1)
    )
    if right > _HAIR:
        yield UserError(
            "stock_off_page",
            N_("Les étiquettes dépassent la page de {excess} mm à droite : réduisez la marge, le pas ou les colonnes."),
            excess=mm(right),
        )
    if bottom > _HAIR:
        yield UserError(
            "stock_off_page",
            N_("Les étiquettes dépassent la page de {excess} mm en bas : réduisez la marge, le pas ou les rangées."),
            excess=mm(bottom),
        )


def _wrong(field: str) -> UserError:
    return UserError("stock_field", N_("La planche n'est pas bien décrite : « {field} » manque ou n'a pas de sens."), field=field)  # fmt: skip


def _text(said: Mapping[str, Any], field: str) -> str:
    value = said.get(field)
    if not _writable(value) or not fold(value) or len(value) > LONGEST_NAME:
        raise _wrong(field)
    return clean(value)


def _writable(value: object) -> TypeGuard[str]:
    """Whether it is a text that a file can hold: JSON may say half a letter."""
    return isinstance(value, str) and not re.search("[\ud800-\udfff]", value)


def _references(said: Mapping[str, Any]) -> tuple[str, ...]:
    value = said.get("references", [])
    if not isinstance(value, list) or len(value) > MOST or not all(map(_writable, value)):
        raise _wrong("references")
    return tuple(clean(each)[:LONGEST_NAME] for each in value)


def _kind(said: Mapping[str, Any]) -> Kind:
    try:
        return Kind(said.get("kind", Kind.SHEET))
    except ValueError:
        raise _wrong("kind") from None


def _pair(said: Mapping[str, Any], field: str) -> tuple[float, float]:
    value = said.get(field)
    if not isinstance(value, list) or len(value) != 2:
        raise _wrong(field)
    if not all(isinstance(each, int | float) and type(each) is not bool for each in value):
        raise _wrong(field)
    try:
        pair = float(value[0]), float(value[1])
    except OverflowError:
        raise _wrong(field) from None
    if not all(map(math.isfinite, pair)):
        raise _wrong(field)
    return pair


def _grid(said: Mapping[str, Any]) -> tuple[int, int]:
    columns, rows = _pair(said, "grid")
    if columns % 1 or rows % 1:
        raise _wrong("grid")
    return int(columns), int(rows)
