"""Matching a list against the people already known, and planning what importing it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeVar

from ia_events.domain.bulk import collection_held
from ia_events.domain.fields import BY_ID
from ia_events.domain.lists import Listing, ListRow, Plan, Problem, Update
from ia_events.domain.people import Attendee, Source
from ia_events.domain.text import fold

# What a list may change. Role and status have defaults that are no statement, so the column must be there.
_TEXT_FIELDS = tuple(f for f in BY_ID if f not in ("role", "status"))
_CARRIED = (*_TEXT_FIELDS, "role", "status", "slots", "badge")
_carried = attrgetter(*_CARRIED)
# How a name was split is then a guess, which corrects nobody.
_UNSURE_NAMES = frozenset({"name_all_capitals", "name_guessed", "name_one_word"})


_Key = TypeVar("_Key")


class _Folded(dict[str, str]):
    """Folded texts, each made once: a list names the same towns and first names thousands of times."""

    def __missing__(self, text: str) -> str:
        folded = self[text] = fold(text)
        return folded


class _Known:
    """People found so far, by each of the ways a person is recognised."""

    def __init__(self, people: Iterable[Attendee]) -> None:
        self.current: dict[str, Attendee] = {}
        self.folded = _Folded()
        self.by_email: dict[str, list[str]] = {}
        self.by_staff_number: dict[tuple[str, str], list[str]] = {}
        self.by_name: dict[tuple[str, str], list[str]] = {}
        for person in people:
            self.add(person)

    def add(self, person: Attendee) -> None:
        """Know a person, or what more was learnt of one."""
        self.current[person.id] = person
        if person.email:
            _put(self.by_email, person.email, person.id)
        if person.staff_number:
            _put(self.by_staff_number, (person.staff_number, self.folded[person.employer]), person.id)
        _put(self.by_name, self.name_key(person), person.id)

    def name_key(self, person: Attendee) -> tuple[str, str]:
        return self.folded[person.last_name], self.folded[person.first_name]

    def find(self, person: Attendee) -> tuple[Attendee | None, Problem | None]:
        """The known person this one is, or None; and the doubt there is: with one, nobody may be changed."""
        key = self.name_key(person)
        same_email = self._people(self.by_email.get(person.email, ())) if person.email else []
        for other in same_email:
            if _names_agree(key, self.name_key(other)):
                return other, None
        if person.staff_number:
            for other in self._people(
                self.by_staff_number.get((person.staff_number, self.folded[person.employer]), ())
            ):
                if _names_agree(key, self.name_key(other)):
                    return other, None
        employer = self.folded[person.employer]
        namesakes = [
            other
            for other in self._people(self.by_name.get(key, ()))
            if not employer or not other.employer or self.folded[other.employer] == employer
        ]
        close = [other for other in namesakes if not _told_apart(person, other)]
        if len(close) > 1 and employer:
            close = [other for other in close if other.employer] or close
        if close:
            return close[0], Problem("namesakes", 0) if len(close) > 1 else None
        if namesakes:
            return None, _doubt("possible_duplicate", namesakes[0])
        return None, _doubt("email_shared", same_email[0]) if same_email else None

    def _people(self, ids: Iterable[str]) -> list[Attendee]:
        return [self.current[i] for i in ids]


def _put(index: dict[_Key, list[str]], key: _Key, person_id: str) -> None:
    ids = index.setdefault(key, [])
    if person_id not in ids:
        ids.append(person_id)


def _told_apart(one: Attendee, other: Attendee) -> bool:
    """Whether two namesakes have different addresses or staff numbers."""
    return bool(
        (one.email and other.email and one.email != other.email)
        or (one.staff_number and other.staff_number and one.staff_number != other.staff_number)
    )


def _names_agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Same name, in any order: one address or number can serve a whole town hall."""
    return one == other or one == other[::-1] or sorted(" ".join(one).split()) == sorted(" ".join(other).split())


def _doubt(code: str, other: Attendee) -> Problem:
    return Problem(code, 0, field="email", values=(("other", other.list_name),))


@collection_held()
def make_plan(
    listing: Listing,
    known: Iterable[Attendee],
    event_id: str,
    new_id: Callable[[], str],
    progress: Callable[[int], None] = lambda _done: None,
) -> Plan:
    """What importing the list into an event would do, against the people already registered there.

    An empty cell never erases what is known; when a list names somebody twice its first row wins (rows with an address
    or a staff number first, bare names last) and the second completes it: importing a list again changes nothing.
    `new_id` makes registration ids; `progress` is told rows done and may raise Cancelled.
    """
    people = _Known(known)
    has_default = [f for f in ("role", "status") if any(c.field == f for c in listing.columns)]
    compared = (*_TEXT_FIELDS, *has_default)
    get_compared = attrgetter(*compared)
    row_of: dict[str, int] = {}
    added: dict[str, ListRow] = {}
    updated: dict[str, Update] = {}
    refused: list[ListRow] = []
    problems: list[Problem] = []
    unchanged = 0
    # Who says most is recognised first: a bare name can then be seen to fit several people.
    in_order = sorted(listing.rows, key=_how_bare)
    for done, row in enumerate(in_order):
        if done % 1000 == 0:
            progress(done)
        problems.extend(row.problems)
        if row.refused:
            refused.append(row)
            continue
        match, doubt = people.find(row.attendee)
        if doubt is not None:
            problems.append(replace(doubt, row=row.row, sheet=listing.sheet))
            if match is not None:
                unchanged += 1
                continue
        if match is None:
            person = Attendee(
                id=new_id(),
                event_id=event_id,
                source=Source.LIST,
                **dict(zip(_CARRIED, _carried(row.attendee), strict=True)),
            )
            people.add(person)
            row_of[person.id] = row.row
            added[person.id] = ListRow(row.row, person, row.problems, row.silent)
            continue
        seen = match.id in row_of
        if seen:
            problems.append(Problem("duplicate_row", row.row, sheet=listing.sheet, values=(("row", row_of[match.id]),)))
        else:
            row_of[match.id] = row.row
        changes = (
            {}
            if get_compared(match) == get_compared(row.attendee)
            else _differences(match, row, compared, only_blanks=seen)
        )
        if not changes:
            unchanged += 1
            continue
        person = replace(match, **changes)  # type: ignore[arg-type]
        people.add(person)
        if match.id in added:
            added[match.id] = replace(added[match.id], attendee=person)
            unchanged += 1
        elif (earlier := updated.get(match.id)) is not None:
            updated[match.id] = replace(earlier, changes={**earlier.changes, **changes})
            unchanged += 1
        else:
            updated[match.id] = Update(row.row, match, changes)
    return Plan(
        listing=listing,
        added=tuple(sorted(added.values(), key=lambda row: row.row)),
        updated=tuple(sorted(updated.values(), key=lambda update: update.row)),
        unchanged=unchanged,
        refused=tuple(sorted(refused, key=lambda row: row.row)),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
    )


def _how_bare(row: ListRow) -> tuple[bool, bool]:
    person = row.attendee
    return not (person.email or person.staff_number), not person.employer


def _differences(current: Attendee, row: ListRow, compared: Sequence[str], *, only_blanks: bool) -> dict[str, str]:
    """What the row says otherwise; with `only_blanks`, only what was not known."""
    kept = set(row.silent)
    if any(p.code in _UNSURE_NAMES for p in row.problems):
        kept |= {"last_name", "first_name"}
    changes = {}
    for name in compared:
        value, known = getattr(row.attendee, name), getattr(current, name)
        if value and value != known and name not in kept and not (only_blanks and known):
            changes[name] = value
    return changes
