"""What the cells of a column say: each is understood once, and names and addresses that say several things are taken apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import filterfalse
from typing import Any

from ia_events.domain import names, values
from ia_events.domain.lists import Column, Problem
from ia_events.spreadsheets import contents
from ia_events.spreadsheets.cells import ERRORS, text_of

TEXT_LIMIT = 500
_STEP = 4096
# No letter that text read in the wrong encoding may begin with.
_LETTER = "A-Za-zàäçéèêëîïñôöùûüÀÄÇÉÈÊÎÏÑÖÙÛÜ"
_PLAIN = re.compile(f"[0-9{_LETTER}]+(?:[ './-][0-9{_LETTER}]+)*")
# Cells that are their column's value as they stand: most are, which is seen sooner than they are parsed.
_SOUND: dict[Callable[[str], values.Parsed], Callable[[str], object]] = {
    values.plain: _PLAIN.fullmatch,
    values.digits_text: _PLAIN.fullmatch,
    values.name: re.compile(f"[{_LETTER}]+(?:[ '-][{_LETTER}]+)*").fullmatch,
    values.phone: re.compile(r"0[0-9]{9}").fullmatch,
    values.postcode: re.compile(r"[0-9]{5}").fullmatch,
}
_MAILBOX = re.compile(r"[a-z0-9][a-z0-9._-]*")


def _sound_address() -> Callable[[str], bool]:
    """Whether an address is sound: few domains are said, each is looked at once."""
    domains: dict[str, bool] = {}

    def sound(cell: str) -> bool:
        mailbox, _at, domain = cell.partition("@")
        known = domains.get(domain)
        if known is None:
            known = domains[domain] = values.email(f"a@{domain}") == (f"a@{domain}", "")
        return known and _MAILBOX.fullmatch(mailbox) is not None

    return sound


def _no(_cell: str) -> bool:
    return False


class Cells(dict[object, str]):
    """Cells of one column → their values, each understood once. `problems` are, by cell, (code, start of the text);
    `written` the texts whose letters or digits are not their value's.
    """

    def __init__(self, parse: Callable[[str], values.Parsed]) -> None:
        super().__init__({"": ""})
        self.parse = parse
        self.sound = _sound_address() if parse is values.email else _SOUND.get(parse, _no)
        self.problems: dict[object, tuple[str, str]] = {}
        self.written: dict[object, str] = {}

    def of(self, cells: list[Any]) -> list[str]:
        """The value of each cell."""
        some = cells[:_STEP]
        few = len(set(some)) * 3 <= len(some)  # and repeated: looked up sooner than compared
        if few or self.sound is _no or not isinstance(some[0], str):
            return [self[cell] for cell in cells]
        try:
            odd = {cell: self[cell] for cell in filterfalse(self.sound, cells)}
        except (TypeError, AttributeError):  # numbers among texts
            return [self[cell] for cell in cells]
        if max(map(len, cells)) > TEXT_LIMIT:
            return [self[cell] for cell in cells]
        return [odd.get(cell, cell) for cell in cells] if odd else cells

    def __missing__(self, cell: object) -> str:
        if isinstance(cell, float) and 1e8 <= cell < 1e9 and cell.is_integer() and self.parse is values.phone:
            # A column of phone numbers that lost their zero is understood nowhere as fast as here.
            text = self.written[cell] = str(int(cell))
            value = self[cell] = "0" + text
            return value
        text, value = text_of(cell), ""
        if text in ERRORS:
            self.problems[cell] = ("cell_error", text)
        elif text and (text[0].isalnum() or any(map(str.isalnum, text))):
            long = len(text) > TEXT_LIMIT
            value, problem = self.parse(text[:TEXT_LIMIT].rstrip() if long else text)
            if problem or long:
                self.problems[cell] = ("text_too_long" if long else problem, text[:60])
            if value != text and _letters(value) != _letters(text):
                self.written[cell] = text[:TEXT_LIMIT]
        self[cell] = value
        return value


def _letters(text: str) -> str:
    return text.lower() if text.isalnum() else "".join([c for c in text.lower() if c.isalnum()])


@dataclass(slots=True)
class Found:
    """What was found of the rows so far, by row from the region's start: the first is `start`, from 0, in the sheet called `sheet`."""

    start: int
    sheet: str
    by_field: dict[str, Sequence[str]] = field(default_factory=dict)
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    written: dict[int, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def add(self, i: int, column: Column, code: str, text: str, kept: str) -> None:
        """A problem of a cell."""
        said = (("value", text), ("kept", kept), ("limit", TEXT_LIMIT))
        place = (self.start + i + 1, column.heading, column.field, self.sheet)
        self.problems.setdefault(i, []).append(Problem(code, *place, said))

    def forget(self, i: int, name: str) -> None:
        """What was wrong with a field is no more."""
        self.problems[i] = [problem for problem in self.problems.get(i, ()) if problem.field != name]
        if not self.problems[i]:
            del self.problems[i]
        self.written[i] = tuple(said for said in self.written.get(i, ()) if said[0] != name)


def split_names(cells: list[object], column: Column, first_name_first: bool | None, found: Found) -> None:
    known: dict[object, names.FullName] = {}
    understood = Cells(values.name)
    split = []
    addresses = [""] * len(cells)
    for i, cell in enumerate(cells):
        text = understood[cell]
        problem, shown = understood.problems.get(cell, ("", ""))
        if "@" in text:
            text, addresses[i] = contents.name_and_address(text)
        full = known.get(cell)
        if full is None:
            full = known[cell] = names.split(text, first_name_first=first_name_first)
        split.append(full)
        if problem or full.problem:
            found.add(i, column, problem or full.problem, shown or text_of(cell)[:60], text)
    if any(addresses):
        found.by_field.setdefault("email", addresses)
    found.by_field["last_name"] = [full.last_name for full in split]
    found.by_field["first_name"] = [full.first_name for full in split]
    for name in ("civility", "birth_name"):
        said = [getattr(full, name) for full in split]
        if any(said):
            found.by_field.setdefault(name, said)


def numbers_beside_addresses(found: Found) -> None:
    """« jean@exemple.fr – 0690 12 34 56 » in one cell, when no column is for numbers."""
    if "phone" in found.by_field or "email" not in found.by_field:
        return
    numbers = [""] * len(found.by_field["email"])
    for i, written in found.written.items():
        rest = _ADDRESS.sub(" ", dict(written).get("email", ""))
        if sum(map(str.isdigit, rest)) >= 9 and contents.is_phone(rest):
            numbers[i] = values.phone(rest).value
    if any(numbers):
        found.by_field["phone"] = numbers


_WITH_TOWN = re.compile(rf"(?:(.*?)[\s,–—-]+)?{values.POSTCODE_AND_TOWN.pattern}(?:,? *france)?", re.IGNORECASE)


def whole_addresses(by_field: dict[str, Sequence[str]]) -> None:
    """« 12 rue des Écoles, 97150 Saint-Martin » in one cell: postcode and town go where they belong."""
    addresses = by_field.get("address")
    if addresses is None:
        return
    cut = {text: (m[1] or "", m[2], m[3]) for text in set(addresses) if (m := _WITH_TOWN.fullmatch(text))}
    if not cut:
        return
    for place, name in ((1, "postcode"), (2, "town")):
        given = by_field.get(name, [""] * len(addresses))
        by_field[name] = [
            g or (cut[text][place] if text in cut else "") for g, text in zip(given, addresses, strict=True)
        ]
    by_field["address"] = [cut[text][0] if text in cut else text for text in addresses]


_ADDRESS = re.compile(r"(?<!\S)\S+@\S+")
_MORE_THAN_A_NAME = re.compile(r"(?i)^(m\.|(mr|mme|mlle|monsieur|madame|mademoiselle)\b)|\bnée?\b|\bep\.|\bép|\bepouse\b|\bveuve\b|\bvve\b|\((m|mme|mr)\.?\)$")  # fmt: skip


def names_in_full(by_field: dict[str, Sequence[str]]) -> None:
    """« Mme DUPONT née MARTIN » in a column of last names: the civility and the birth name go where they belong."""
    lasts = by_field.get("last_name")
    if lasts is None:
        return
    more = {}
    for text in set(lasts):
        if _MORE_THAN_A_NAME.search(text):
            bare, civility = names.strip_civility(text)
            bare, birth = names.strip_birth_name(bare)
            if bare and (civility or birth):
                more[text] = (bare, civility, birth)
    if not more:
        return
    nothing = [""] * len(lasts)
    for place, name in ((1, "civility"), (2, "birth_name")):
        if any(found[place] for found in more.values()):
            given = by_field.get(name, nothing)
            by_field[name] = [g or more.get(text, ("", "", ""))[place] for g, text in zip(given, lasts, strict=True)]
    by_field["last_name"] = [more[text][0] if text in more else text for text in lasts]


def usual_name(by_field: dict[str, Sequence[str]]) -> None:
    """Somebody without a usage name is called by the other one."""
    birth = by_field.get("birth_name")
    if birth is not None:
        lasts = by_field.get("last_name", [""] * len(birth))
        by_field["last_name"] = [last or other for last, other in zip(lasts, birth, strict=True)]
