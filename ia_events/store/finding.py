"""Whom somebody at the door means: those whose name holds what is typed, then those it may be a way of hearing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from ia_events.domain import hearing
from ia_events.domain.people import Attendee, Status
from ia_events.domain.text import fold
from ia_events.store import door, heard, registrations
from ia_events.store.database import Store

LIMIT = 30
_FEW = 5  # people of that name: below, others are looked for
_LIKELY = 8  # of those, shown at most
_ELSEWHERE = hearing.NEVER  # what was typed is in the middle of a word, in the employer or in the address


class Found(NamedTuple):
    """`people` hold what was typed, `likely` sound like it; `arrivals` says who of them came to the slot, and when."""

    people: list[Attendee]
    likely: list[Attendee]
    arrivals: dict[str, datetime]


def find(store: Store, event_id: str, text: str, *, slot_id: str = "", limit: int = LIMIT) -> Found:
    """Whom a text typed at the door may mean, at most `limit` who hold it; of a slot, those still to come first.

    Namesakes stand together.
    """
    costs = {person.id: person.cost for person in heard.begin_with(store, event_id, text)[: 2 * limit]}
    held = registrations.search(store, event_id, registrations.Query(text=text), limit=limit)
    for person in registrations.get_many(store, [id_ for id_ in held if id_ not in costs]):
        costs[person.id] = min(heard.cost(text, person), _ELSEWHERE)
    nearest = sorted(costs, key=costs.__getitem__)[: 2 * limit]
    named = sum(cost < _ELSEWHERE for cost in costs.values())
    others = {p.id: p.cost for p in heard.likely(store, event_id, text) if p.id not in costs} if named < _FEW else {}
    likely = list(others)[: 2 * _LIKELY]
    arrivals = door.arrivals(store, slot_id, [*nearest, *likely]) if slot_id else {}
    return Found(
        _in_order(registrations.get_many(store, nearest), costs, slot_id, arrivals)[:limit],
        _in_order(registrations.get_many(store, likely), others, slot_id, arrivals)[:_LIKELY],
        arrivals,
    )


def _in_order(
    people: Sequence[Attendee], costs: Mapping[str, float], slot_id: str, arrivals: Mapping[str, datetime]
) -> list[Attendee]:
    def still_to_come(person: Attendee) -> tuple[bool, bool]:
        expected = person.status == Status.REGISTERED and (not slot_id or not person.slots or slot_id in person.slots)
        return person.id in arrivals, not expected

    names = {person.id: fold(person.list_name) for person in people}
    best: dict[str, tuple[int, tuple[bool, bool]]] = {}
    for person in people:
        # Costs that are close tell nothing of who it is.
        place = (round(costs[person.id] * 5), still_to_come(person))
        best[names[person.id]] = min(best.get(names[person.id], place), place)
    return sorted(people, key=lambda p: (best[names[p.id]], names[p.id], still_to_come(p), fold(p.employer)))
