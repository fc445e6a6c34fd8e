"""Whom somebody at the door means: those whose name holds what is typed, then those it may be a way of hearing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ia_events.domain import hearing
from ia_events.domain.people import Attendee, Status
from ia_events.domain.text import fold
from ia_events.store import door_book, heard, registrations
from ia_events.store.database import Store
from ia_events.store.door_book import Came

LIMIT = 30
_FEW = 5  # people of that name: below, others are looked for
_THERE = 0.3  # what being there already takes from a likely name
_ELSEWHERE = hearing.NEVER  # what was typed is in the middle of a word, in the employer or in the address


class Found(NamedTuple):
    """`people` hold what was typed, `likely` sound like it; `arrivals` says who of them came to the slot, and when.

    `only` is whoever is meant without having to be chosen: the one who holds it, unless only the address or the employer
    does while others sound like it.
    """

    people: list[Attendee]
    likely: list[Attendee]
    arrivals: dict[str, Came]
    only: Attendee | None


def find(
    store: Store, event_id: str, text: str, *, slot_id: str = "", limit: int = LIMIT, forgiving: bool = True
) -> Found:
    """Whom a text typed at the door may mean, at most `limit` who hold it; of a slot, those still to come first.

    Namesakes stand together. Not `forgiving`, nobody is only likely.
    """
    costs = {person.id: person.cost for person in heard.begin_with(store, event_id, text)[: 2 * limit]}
    held = registrations.search(store, event_id, registrations.Query(text=text), limit=limit)
    for person in registrations.get_many(store, [id_ for id_ in held if id_ not in costs]):
        costs[person.id] = min(heard.cost(text, person), _ELSEWHERE)
    nearest = sorted(costs, key=costs.__getitem__)[: 2 * limit]
    named = sum(cost < _ELSEWHERE for cost in costs.values())
    heard_so = heard.likely(store, event_id, text) if forgiving and named < _FEW else []
    others = {person.id: person.cost for person in heard_so if person.id not in costs}
    likely = list(others)[: 2 * heard.SHOWN]
    arrivals = door_book.arrivals(store, slot_id, [*nearest, *likely]) if slot_id else {}
    people = _in_order(registrations.get_many(store, nearest), costs, slot_id, arrivals, likely=False)[:limit]
    return Found(
        people,
        _in_order(registrations.get_many(store, likely), others, slot_id, arrivals, likely=True)[: heard.SHOWN],
        arrivals,
        people[0] if len(people) == 1 and (named or not likely) else None,
    )


def _in_order(
    people: Sequence[Attendee],
    costs: Mapping[str, float],
    slot_id: str,
    arrivals: Mapping[str, Came],
    *,
    likely: bool,
) -> list[Attendee]:
    def out_of_turn(person: Attendee) -> float:
        """0 for whoever is still to come, more for who is not expected, most for who is there."""
        expected = person.status == Status.REGISTERED and (not slot_id or not person.slots or slot_id in person.slots)
        return _THERE if person.id in arrivals else 0.0 if expected else _THERE / 2

    def place(person: Attendee) -> tuple[float, float]:
        # Of names held as typed, small differences tell nothing; of names heard, they are all there is.
        cost, turn = costs[person.id], out_of_turn(person)
        return (round((cost + turn) * 20), 0.0) if likely else (round(cost * 5), turn)

    names = {person.id: fold(person.list_name) for person in people}
    best: dict[str, tuple[float, float]] = {}
    for person in people:
        best[names[person.id]] = min(best.get(names[person.id], place(person)), place(person))
    return sorted(people, key=lambda p: (best[names[p.id]], names[p.id], place(p), fold(p.employer)))
