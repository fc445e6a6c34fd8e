"""The people of a sheet about to be imported: on which row each is, and what becomes of them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from ia_events.domain.lists import Column, ListRow, Place, Plan, Problem, Update
from ia_events.i18n import N_
from ia_events.ui.pages.participants_model import Shown

# The order is that of the codes kept for each row.
FATES = {
    "unchanged": Shown(N_("Sans changement"), "quiet", "equals-bold"),
    "added": Shown(N_("Ajout"), "welcome", "plus-circle-fill"),
    "updated": Shown(N_("Mise à jour"), "accent", "pencil-simple-fill"),
    "refused": Shown(N_("Refus"), "refused"),
    "doubt": Shown(N_("À vérifier"), "attention", "question-fill"),
    "noted": Shown(N_("Pointage"), "accent", "check-circle-fill"),
}
_CODES = {fate: code for code, fate in enumerate(FATES)}
_FATES = tuple(FATES)
# From what can be left unseen to what is to be looked at.
_TELLING = ("unchanged", "noted", "added", "updated", "refused", "doubt")
_NOBODY: Sequence[int] = ()


class People:
    """The rows of a plan's listing: a person is named by their place among them.

    A row of the sheet is its number from 0; the rows of further sheets are `further`, counted from -1 down: (sheet, place),
    -1 for the place of the sheet's own name. `settled` are the doubts somebody has decided of.
    """

    def __init__(self, plan: Plan | None = None, settled: frozenset[Place] = frozenset()) -> None:
        self.rows: Sequence[ListRow] = plan.listing.rows if plan is not None else ()
        self.further: list[tuple[str, int]] = []
        self.updates: dict[int, Update] = {}
        self.problems: dict[int, list[Problem]] = {}
        self._sheet = plan.listing.sheet if plan is not None else ""
        self._person = array("i", [-1]) * (len(plan.listing.grid) if plan is not None else 0)  # by row; -1 for none
        self._beside: dict[int, list[int]] = {}  # of the rows that name several, all of them
        self._place_in: dict[Place, int] = {}  # of those the row alone does not tell
        self._fates = bytearray(len(self.rows))
        self._planned = b""  # the fates, doubts told as what becomes of them as things stand
        if plan is not None:
            self._take(plan)
            self._judge(plan, settled)

    def _take(self, plan: Plan) -> None:
        sheet = ""
        for place, row in enumerate(self.rows):
            if row.sheet in ("", self._sheet) and row.row <= len(self._person):
                if self._person[row.row - 1] < 0:
                    self._person[row.row - 1] = place
                if row.spot:
                    self._beside.setdefault(row.row - 1, []).append(place)
                    self._place_in[plan.listing.place(row)] = place
                continue
            if row.sheet not in ("", sheet):
                sheet = row.sheet
                self.further.append((sheet, -1))
            self._place_in[plan.listing.place(row)] = place
            self.further.append((sheet, place))

    def _judge(self, plan: Plan, settled: frozenset[Place]) -> None:
        at = plan.listing.place

        def mark(item: ListRow | Update, fate: str) -> int:
            place = self.of(at(item))
            if place >= 0:
                self._fates[place] = _CODES[fate]
            return place

        for added in plan.added:
            mark(added, "added")
        for update in plan.updated:
            self.updates[mark(update, "updated")] = update
        for refused in plan.refused:
            mark(refused, "refused")
        for noted in plan.noted:
            place = self.of(noted)
            if place >= 0 and self.fate(place) == "unchanged":
                self._fates[place] = _CODES["noted"]
        self._planned = bytes(self._fates)
        for doubt in plan.doubts:
            if at(doubt.row) not in settled:
                mark(doubt.row, "doubt")
        for problem in plan.problems:
            self.problems.setdefault(self.of(at(problem)), []).append(problem)
        self.updates.pop(-1, None)
        self.problems.pop(-1, None)

    def of(self, at: Place) -> int:
        """Who is at a place of the file; -1 for nobody."""
        if at.spot or at.sheet != self._sheet:
            return self._place_in.get(at, -1)
        return self._person[at.row - 1] if 0 < at.row <= len(self._person) else -1

    def at(self, row: int) -> Sequence[int]:
        """Everybody a row names."""
        if row in self._beside:
            return self._beside[row]
        place = self._person[row] if 0 <= row < len(self._person) else self.further[~row][1] if row < 0 else -1
        return (place,) if place >= 0 else _NOBODY

    def about(self, places: Sequence[int], column: Column | None) -> int:
        """Of several people of a row, whom a column says something of; the first with most to see."""
        own = [place for place in places if column is not None and column.is_of(self.rows[place].spot)] or places
        return max(own, key=lambda place: _TELLING.index(self.fate(place)))

    def fate(self, place: int) -> str:
        """What becomes of somebody, one of FATES."""
        return _FATES[self._fates[place]]

    def telling(self, places: Sequence[int]) -> str:
        """Of what becomes of several people, what is most to be looked at; "" of nobody."""
        return max(map(self.fate, places), key=_TELLING.index, default="")

    def fits(self, place: int, part: str) -> bool:
        """Whether somebody is in a part of the list: one of FATES, « problems », or « presence »."""
        if part == "problems":
            return self.to_check(place)
        return bool(self.rows[place].presence) if part == "presence" else self._planned[place] == _CODES[part]

    def count(self, fate: str) -> int:
        """How many people have a fate."""
        return self._fates.count(_CODES[fate])

    def to_check(self, place: int) -> bool:
        """Whether somebody deserves a look."""
        return self.fate(place) == "doubt" or (place in self.problems and self.fate(place) != "refused")
